//! Memos on passages that the consensus coding is about to lose: each moves to the passage that takes the place of its own,
//! else to the document, with the words it was about. A memo is never removed because coders agree on something else.

use crate::analysis::agreed::AgreedPassage;
use crate::engine::error::Error;
use crate::model::{CodingKey, Fact, Note, NoteId, NoteTarget, SourceId, Study, UserId};
use crate::store::{Reads, Tx};
use crate::text::TextIndex;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Code points of a passage that are quoted in a memo on its document.
const QUOTED: usize = 300;

#[derive(Clone, Debug, PartialEq, Eq)]
enum NewPlace {
    Passage(AgreedPassage),
    /// The words of the memo there, which begin with the passage.
    Document(SourceId, String),
}

/// Where the memos on passages go that are no longer wanted.
#[derive(Debug, Default)]
pub(super) struct DisplacedMemos(Vec<(NoteId, NewPlace)>);

impl DisplacedMemos {
    pub fn find(
        reads: Reads<'_>,
        study: &Study,
        present: &[Fact],
        wanted: &HashSet<AgreedPassage>,
    ) -> Result<Self, Error> {
        let is_wanted = |fact: &&Fact| wanted.contains(&AgreedPassage::of(fact));
        let there: HashSet<AgreedPassage> = present.iter().map(AgreedPassage::of).collect();
        let gone: HashMap<_, &Fact> =
            present.iter().filter(|fact| !is_wanted(fact)).map(|fact| (fact.coding, fact)).collect();
        let mut memos = Vec::new();
        if gone.is_empty() {
            return Ok(Self(memos));
        }
        for note in reads.notes()? {
            let NoteTarget::Coding(coding) = note.target else { continue };
            let Some(fact) = gone.get(&coding) else { continue };
            let place = match successor(fact, wanted, &there) {
                Some(passage) => NewPlace::Passage(passage),
                None => NewPlace::Document(fact.source, with_words(&reads.text(fact.source)?, study, fact, &note)),
            };
            memos.push((note.id, place));
        }
        Ok(Self(memos))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Moves the memos; the passages that they move to are there already.
    pub fn write(&self, tx: &mut Tx<'_>, user: UserId) -> Result<(), Error> {
        for (note, place) in &self.0 {
            let target = match place {
                NewPlace::Passage(passage) => {
                    let key = CodingKey { source: passage.source, range: passage.range, code: passage.code, user };
                    tx.find_coding(key)?.map(NoteTarget::Coding).unwrap_or(NoteTarget::Source(passage.source))
                }
                NewPlace::Document(source, words) => {
                    tx.change_note(*note, words)?;
                    NoteTarget::Source(*source)
                }
            };
            tx.move_note(*note, target)?;
        }
        Ok(())
    }
}

/// The passage that takes the place of one that goes: it shares words with it and has the same code, or it is new and has
/// another code. The same code counts first, then the number of shared code points.
fn successor(gone: &Fact, wanted: &HashSet<AgreedPassage>, there: &HashSet<AgreedPassage>) -> Option<AgreedPassage> {
    let shared = |passage: &AgreedPassage| Some(passage.range.intersection(gone.range)?.len());
    let candidates = wanted
        .iter()
        .filter(|passage| passage.source == gone.source && (passage.code == gone.code || !there.contains(passage)));
    let ranked = candidates.filter_map(|passage| Some((passage.code == gone.code, shared(passage)?, *passage)));
    ranked.max_by_key(|(same_code, shared, passage)| (*same_code, *shared, Reverse(*passage))).map(|(.., found)| found)
}

/// The words of a memo behind those of its passage and its code.
fn with_words(text: &str, study: &Study, fact: &Fact, note: &Note) -> String {
    let words = TextIndex::new(text).slice(text, fact.range).trim();
    let quoted: String = words.chars().take(QUOTED).collect();
    let more = if quoted.len() < words.len() { "…" } else { "" };
    format!("“{quoted}{more}” ({})\n\n{}", study.codebook.path(fact.code), note.text)
}
