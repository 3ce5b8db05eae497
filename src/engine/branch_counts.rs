//! Counts each code together with its subcodes.

use crate::engine::error::Error;
use crate::engine::speech::WhoseWords;
use crate::model::hashing;
use crate::model::{CharRange, Code, CodeId, Codebook, Fact, ParticipantId, SourceId, Study, UserId};
use crate::store::Reads;
use std::collections::HashMap;

/// What has been coded with a code or one of its subcodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BranchCount {
    /// Distinct passages: words that one coder has coded with several codes of the branch count once.
    pub passages: u64,
    pub documents: u64,
    /// The participants of these passages.
    pub participants: u64,
}

/// Counts the codings of these coders (empty: any). Codes without codings in their branch are absent.
pub(super) fn branch_counts(reads: Reads<'_>, users: &[UserId]) -> Result<HashMap<CodeId, BranchCount>, Error> {
    let study = reads.study()?;
    let whose = WhoseWords::read(reads, &study)?;
    let mut counting = Counting::new(&study, &whose);
    reads.each_fact(users, |fact| counting.take(&fact))?;
    Ok(counting.finish())
}

/// Counts codings one by one, so that a large project need not be held in memory beside the window.
struct Counting<'a> {
    whose: &'a WhoseWords,
    codes: hashing::HashMap<CodeId, usize>,
    participants: hashing::HashMap<ParticipantId, usize>,
    /// By code.
    branches: Vec<Branch>,
    /// The words whose codings are being read.
    place: Option<(SourceId, CharRange)>,
    /// Their codings: the coder, and the code as an index of `branches`.
    codings: Vec<(UserId, usize)>,
    /// The participants who say them.
    persons: Vec<usize>,
    /// Number of passages and of documents so far. The branches know the last one they have counted.
    passages: u64,
    documents: u64,
}

struct Branch {
    id: CodeId,
    /// The code itself and the codes above it, as indices.
    above: Vec<usize>,
    count: BranchCount,
    last_passage: u64,
    last_document: u64,
    /// The participants who have been counted: one bit each.
    participants: Vec<u64>,
}

impl<'a> Counting<'a> {
    fn new(study: &Study, whose: &'a WhoseWords) -> Self {
        let book = &study.codebook;
        let codes: hashing::HashMap<CodeId, usize> = book.codes().iter().map(|code| code.id).zip(0..).collect();
        let branch = |code: &Code| Branch {
            id: code.id,
            above: branch(book, code.id).into_iter().filter_map(|above| codes.get(&above).copied()).collect(),
            count: BranchCount::default(),
            last_passage: 0,
            last_document: 0,
            participants: Vec::new(),
        };
        Self {
            whose,
            branches: book.codes().iter().map(branch).collect(),
            codes,
            participants: study.participants.iter().map(|participant| participant.id).zip(0..).collect(),
            place: None,
            codings: Vec::new(),
            persons: Vec::new(),
            passages: 0,
            documents: 0,
        }
    }

    /// Takes the next coding, by document, start and end.
    fn take(&mut self, fact: &Fact) {
        let Some(&code) = self.codes.get(&fact.code) else { return };
        let place = (fact.source, fact.range);
        if self.place != Some(place) {
            self.count_place();
            if self.place.is_none_or(|(source, _)| source != fact.source) {
                self.documents += 1;
            }
            self.place = Some(place);
        }
        self.codings.push((fact.user, code));
    }

    /// Counts the codings of the same words.
    fn count_place(&mut self) {
        let Some((source, range)) = self.place else { return };
        self.persons.clear();
        self.whose.each(source, range, |participant| self.persons.extend(self.participants.get(&participant)));
        self.codings.sort_unstable();
        for passage in self.codings.chunk_by(|a, b| a.0 == b.0) {
            self.passages += 1;
            for &(_, code) in passage {
                for at in 0..self.branches[code].above.len() {
                    let above = self.branches[code].above[at];
                    self.branches[above].count(self.passages, self.documents, &self.persons);
                }
            }
        }
        self.codings.clear();
    }

    fn finish(mut self) -> HashMap<CodeId, BranchCount> {
        self.count_place();
        let counted = self.branches.into_iter().filter(|branch| branch.count.passages > 0);
        counted.map(|branch| (branch.id, branch.count)).collect()
    }
}

impl Branch {
    /// Counts a passage of a document, once.
    fn count(&mut self, passage: u64, document: u64, persons: &[usize]) {
        if std::mem::replace(&mut self.last_passage, passage) == passage {
            return;
        }
        self.count.passages += 1;
        self.count.documents += u64::from(std::mem::replace(&mut self.last_document, document) != document);
        for person in persons {
            let (word, bit) = (person / 64, 1 << (person % 64));
            if self.participants.len() <= word {
                self.participants.resize(word + 1, 0);
            }
            self.count.participants += u64::from(self.participants[word] & bit == 0);
            self.participants[word] |= bit;
        }
    }
}

/// A code and the codes above it.
pub(super) fn branch(book: &Codebook, code: CodeId) -> Vec<CodeId> {
    let mut found = Vec::new();
    let mut next = Some(code);
    // A damaged file may contain a cycle of parents.
    while let Some(id) = next.filter(|id| !found.contains(id)) {
        found.push(id);
        next = book.get(id).and_then(|code| code.parent);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples;
    use crate::model::Speeches;

    #[test]
    fn a_branch_counts_each_passage_document_and_participant_once() {
        let codes = [(1, None), (2, Some(1)), (3, Some(2)), (4, Some(1)), (5, None)];
        let codes = codes.map(|(id, parent)| samples::code(id, parent, &format!("code {id}"), &[]));
        let sources = [(1, Some(1)), (2, Some(1)), (3, None)];
        let sources = sources.map(|(id, participant)| samples::source(id, &format!("document {id}"), participant));
        let fact = |id, source, start, code, user| samples::fact(id, source, code, user, (start, start + 5));
        // The same words with two subcodes and the parent; another coder; a second document of the same participant;
        // a document of nobody.
        let facts = [
            fact(3, 1, 0, 1, 1),
            fact(1, 1, 0, 3, 1),
            fact(4, 1, 0, 3, 2),
            fact(2, 1, 0, 4, 1),
            fact(5, 1, 9, 2, 1),
            fact(6, 2, 0, 4, 1),
            fact(7, 3, 0, 3, 1),
        ];
        let study = samples::study_of(vec![samples::participant(1, "甲", &[])], sources.to_vec(), codes.to_vec());
        let whose = WhoseWords::of(&study, Speeches::new());
        let mut counting = Counting::new(&study, &whose);
        facts.iter().for_each(|fact| counting.take(fact));
        let counts = counting.finish();
        let of = |code| counts.get(&CodeId(code)).map(|c| (c.passages, c.documents, c.participants));
        assert_eq!(of(1), Some((5, 3, 1)));
        assert_eq!(of(2), Some((4, 2, 1)));
        assert_eq!(of(3), Some((3, 2, 1)));
        assert_eq!(of(4), Some((2, 2, 1)));
        assert_eq!(of(5), None);
    }
}
