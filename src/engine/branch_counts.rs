//! Counts each code together with its subcodes.

use crate::engine::error::Error;
use crate::engine::speech::WhoseWords;
use crate::model::{CodeId, Codebook, Fact, ParticipantId, Study, UserId};
use crate::store::Reads;
use std::collections::{HashMap, HashSet};

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
    Ok(count(&study, &WhoseWords::read(reads, &study)?, reads.facts(users)?))
}

fn count(study: &Study, whose: &WhoseWords, mut facts: Vec<Fact>) -> HashMap<CodeId, BranchCount> {
    let book = &study.codebook;
    let above: HashMap<CodeId, Vec<CodeId>> =
        book.codes().iter().map(|code| (code.id, branch(book, code.id))).collect();
    let passage = |fact: &Fact| (fact.source, fact.range.start, fact.range.end, fact.user);
    facts.sort_unstable_by_key(passage);
    let mut counts: HashMap<CodeId, BranchCount> = HashMap::new();
    let mut participants: HashSet<(CodeId, ParticipantId)> = HashSet::new();
    for document in facts.chunk_by(|a, b| a.source == b.source) {
        let mut codes_here: HashSet<CodeId> = HashSet::new();
        for same_words in document.chunk_by(|a, b| passage(a) == passage(b)) {
            let codes: HashSet<CodeId> =
                same_words.iter().filter_map(|fact| above.get(&fact.code)).flatten().copied().collect();
            let Some(place) = same_words.first() else { continue };
            for &code in &codes {
                let count = counts.entry(code).or_default();
                count.passages += 1;
                whose.each(place.source, place.range, |participant| {
                    count.participants += u64::from(participants.insert((code, participant)));
                });
            }
            codes_here.extend(codes);
        }
        for code in codes_here {
            counts.entry(code).or_default().documents += 1;
        }
    }
    counts
}

/// A code and the codes above it.
fn branch(book: &Codebook, code: CodeId) -> Vec<CodeId> {
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
        let facts = vec![
            fact(1, 1, 0, 3, 1),
            fact(2, 1, 0, 4, 1),
            fact(3, 1, 0, 1, 1),
            fact(4, 1, 0, 3, 2),
            fact(5, 1, 9, 2, 1),
            fact(6, 2, 0, 4, 1),
            fact(7, 3, 0, 3, 1),
        ];
        let study = samples::study_of(vec![samples::participant(1, "甲", &[])], sources.to_vec(), codes.to_vec());
        let counts = count(&study, &WhoseWords::of(&study, Speeches::new()), facts);
        let of = |code| counts.get(&CodeId(code)).map(|c| (c.passages, c.documents, c.participants));
        assert_eq!(of(1), Some((5, 3, 1)));
        assert_eq!(of(2), Some((4, 2, 1)));
        assert_eq!(of(3), Some((3, 2, 1)));
        assert_eq!(of(4), Some((2, 2, 1)));
        assert_eq!(of(5), None);
    }
}
