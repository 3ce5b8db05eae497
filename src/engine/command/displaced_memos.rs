//! Memos on passages that the consensus coding is about to lose. Each moves to the passage that replaces its own,
//! or otherwise to the document, together with the text of the passage. No memo is lost because coders agree on
//! something else.

use crate::analysis::consensus::ConsensusPassage;
use crate::engine::error::Error;
use crate::model::{CodingKey, Fact, Note, NoteId, NoteTarget, SourceId, Study, UserId};
use crate::store::{Reads, Tx};
use crate::text::TextIndex;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Maximum number of code points quoted from a passage in a memo on its document.
const QUOTED: usize = 300;

#[derive(Clone, Debug, PartialEq, Eq)]
enum NewPlace {
    Passage(ConsensusPassage),
    /// A document with the memo's new text, which begins with the quoted passage.
    Document(SourceId, String),
}

/// The new places of memos on passages that are about to be removed.
#[derive(Debug, Default)]
pub(super) struct DisplacedMemos(Vec<(NoteId, NewPlace)>);

impl DisplacedMemos {
    pub fn find(
        reads: Reads<'_>,
        study: &Study,
        present: &[Fact],
        wanted: &HashSet<ConsensusPassage>,
    ) -> Result<Self, Error> {
        let is_wanted = |fact: &&Fact| wanted.contains(&ConsensusPassage::of(fact));
        let present_places: HashSet<ConsensusPassage> = present.iter().map(ConsensusPassage::of).collect();
        let gone: HashMap<_, &Fact> =
            present.iter().filter(|fact| !is_wanted(fact)).map(|fact| (fact.coding, fact)).collect();
        let mut memos = Vec::new();
        if gone.is_empty() {
            return Ok(Self(memos));
        }
        for note in reads.notes()? {
            let NoteTarget::Coding(coding) = note.target else { continue };
            let Some(fact) = gone.get(&coding) else { continue };
            let place = match successor(fact, wanted, &present_places) {
                Some(passage) => NewPlace::Passage(passage),
                None => NewPlace::Document(fact.source, with_quote(&reads.text(fact.source)?, study, fact, &note)),
            };
            memos.push((note.id, place));
        }
        Ok(Self(memos))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Moves the memos; the passages to which they move must exist.
    pub fn write(&self, tx: &mut Tx<'_>, user: UserId) -> Result<(), Error> {
        for (note, place) in &self.0 {
            let target = match place {
                NewPlace::Passage(passage) => {
                    let key = CodingKey { source: passage.source, range: passage.range, code: passage.code, user };
                    tx.find_coding(key)?.map(NoteTarget::Coding).unwrap_or(NoteTarget::Source(passage.source))
                }
                NewPlace::Document(source, memo) => {
                    tx.change_note(*note, memo)?;
                    NoteTarget::Source(*source)
                }
            };
            tx.move_note(*note, target)?;
        }
        Ok(())
    }
}

/// Returns the passage that replaces `gone`: it overlaps it and has the same code, or it is new and has another
/// code. Passages with the same code come first, then those with the largest overlap in code points.
fn successor(
    gone: &Fact,
    wanted: &HashSet<ConsensusPassage>,
    present_places: &HashSet<ConsensusPassage>,
) -> Option<ConsensusPassage> {
    let shared = |passage: &ConsensusPassage| Some(passage.range.intersection(gone.range)?.len());
    let candidates = wanted.iter().filter(|passage| {
        passage.source == gone.source && (passage.code == gone.code || !present_places.contains(passage))
    });
    let ranked = candidates.filter_map(|passage| Some((passage.code == gone.code, shared(passage)?, *passage)));
    ranked.max_by_key(|(same_code, shared, passage)| (*same_code, *shared, Reverse(*passage))).map(|(.., found)| found)
}

/// Returns the text of a memo, preceded by its passage and its code.
fn with_quote(text: &str, study: &Study, fact: &Fact, note: &Note) -> String {
    let quote = TextIndex::new(text).slice(text, fact.range).trim();
    let quoted: String = quote.chars().take(QUOTED).collect();
    let more = if quoted.len() < quote.len() { "…" } else { "" };
    format!("“{quoted}{more}” ({})\n\n{}", study.codebook.path(fact.code), note.text)
}
