//! Finds where coders agree on a passage and where they disagree.
//!
//! Coders agree on a passage when everyone who took part in the document coded it with the same code. Passages of a
//! coder who did not take part in a document are ignored, because that coder may not have worked through it.
//! Passages are matched one to one, best match first, if every two of them overlap enough (intersection over
//! union). The rest are disagreements.

use crate::model::{Cancelled, CharRange, CodeId, Decision, DisagreementKey, Fact, Progress, SourceId, UserId};
use std::collections::{BTreeMap, HashSet};

/// Default minimum of the intersection over union of two passages, in percent.
pub const SHARE: u32 = 50;

/// A passage of the consensus coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConsensusPassage {
    pub source: SourceId,
    pub range: CharRange,
    pub code: CodeId,
}

impl ConsensusPassage {
    #[must_use]
    pub fn of(fact: &Fact) -> Self {
        Self { source: fact.source, range: fact.range, code: fact.code }
    }
}

/// A stretch of text with one code that coders coded differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    pub key: DisagreementKey,
    /// The coders' passages, sorted by start and end.
    pub marks: Vec<Fact>,
    /// Passages with this code that overlap it, but on which the coders agree.
    pub agreed: Vec<Fact>,
    /// The coders who took part in the document, in the order compared.
    pub coders: Vec<UserId>,
}

impl Disagreement {
    /// Returns what this decision gives to the consensus coding.
    pub(super) fn passages(&self, decision: Decision) -> Vec<ConsensusPassage> {
        let DisagreementKey { source, code, range } = self.key;
        let passage = |range, code| ConsensusPassage { source, range, code };
        match decision {
            Decision::Coder(user) => {
                self.marks.iter().filter(|mark| mark.user == user).map(|mark| passage(mark.range, code)).collect()
            }
            Decision::Both => vec![passage(range, code)],
            Decision::Recode(other) => vec![passage(range, other)],
            Decision::Range(other) => vec![passage(other, code)],
            Decision::Neither | Decision::Later => Vec::new(),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    pub passages: Vec<ConsensusPassage>,
    /// Number of these that are shorter than what one of the coders marked: they have the words that all marked.
    pub shortened: usize,
    /// Sorted by document, code and place.
    pub disagreements: Vec<Disagreement>,
    /// Documents with codings in which fewer than two of the coders took part, so that no agreement is possible.
    pub single_coder: Vec<SourceId>,
}

/// Compares `coders`. `took_part` lists who took part in which document, coded or not; `share` is in percent, 1 to
/// 100.
///
/// # Errors
/// When cancelled. No progress is reported, because how long a code takes in a document cannot be foretold.
pub fn agreement(
    facts: &[Fact],
    took_part: &[(SourceId, UserId)],
    coders: &[UserId],
    share: u32,
    progress: &Progress,
) -> Result<Agreement, Cancelled> {
    let share = share.clamp(1, 100);
    let present: HashSet<(SourceId, UserId)> = took_part.iter().copied().collect();
    let mut marks: BTreeMap<(SourceId, CodeId), Vec<Fact>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| coders.contains(&fact.user)) {
        marks.entry((fact.source, fact.code)).or_default().push(*fact);
    }
    let mut agreement = Agreement::default();
    for ((source, code), mut marks) in marks {
        let taking_part: Vec<UserId> =
            coders.iter().copied().filter(|&user| present.contains(&(source, user))).collect();
        marks.retain(|mark| taking_part.contains(&mark.user));
        if taking_part.len() < 2 {
            agreement.single_coder.push(source);
            continue;
        }
        marks.sort_by_key(|mark| (mark.range, mark.user));
        let mut used = vec![false; marks.len()];
        for (range, longest) in matched(&marks, &taking_part, share, &mut used, progress)? {
            agreement.passages.push(ConsensusPassage { source, range, code });
            agreement.shortened += usize::from(longest > range.len());
        }
        let of_use =
            |wanted: bool| marks.iter().zip(&used).filter(move |(_, used)| **used == wanted).map(|(mark, _)| *mark);
        for (range, marks) in stretches(of_use(false)) {
            let agreed = of_use(true).filter(|mark| mark.range.intersection(range).is_some()).collect();
            agreement.disagreements.push(Disagreement {
                key: DisagreementKey { source, code, range },
                marks,
                agreed,
                coders: taking_part.clone(),
            });
        }
    }
    agreement.single_coder.dedup();
    Ok(agreement)
}

/// Returns the intersection over union of two ranges if it is at least `share` percent.
fn alike(a: CharRange, b: CharRange, share: u32) -> Option<u64> {
    let common = u64::from(a.intersection(b)?.len());
    let union = u64::from(a.len()) + u64::from(b.len()) - common;
    (common * 100 >= u64::from(share) * union).then(|| common * 1_000_000 / union)
}

/// Matches one passage of each coder, best groups first, and returns the text common to each group, with the length of its
/// longest passage. `marks` are sorted by range.
fn matched(
    marks: &[Fact],
    coders: &[UserId],
    share: u32,
    used: &mut [bool],
    progress: &Progress,
) -> Result<Vec<(CharRange, u32)>, Cancelled> {
    let Some((first, others)) = coders.split_first() else { return Ok(vec![]) };
    let free = |used: &[bool], i: usize| !used.get(i).copied().unwrap_or(true);
    let mut found = Vec::new();
    loop {
        // For each unmatched passage of the first coder, the best group.
        let mut groups: Vec<(u64, CharRange, Vec<usize>)> = Vec::new();
        for (i, mark) in marks.iter().enumerate().filter(|(i, mark)| mark.user == *first && free(used, *i)) {
            progress.checkpoint()?;
            let mut group = vec![i];
            let (mut worst, mut common) = (u64::MAX, mark.range);
            for other in others {
                let fit = |at: &Fact| {
                    let shares = group.iter().filter_map(|&g| marks.get(g)).map(|g| alike(g.range, at.range, share));
                    shares.collect::<Option<Vec<u64>>>().and_then(|shares| shares.into_iter().min())
                };
                let candidates = marks.iter().enumerate().filter(|(j, at)| at.user == *other && free(used, *j));
                let best = candidates
                    .take_while(|(_, at)| at.range.start < mark.range.end)
                    .filter_map(|(j, at)| Some((fit(at)?, std::cmp::Reverse(j), at.range)))
                    .max_by_key(|(fit, place, _)| (*fit, *place));
                let Some((fit, place, range)) = best else { break };
                let Some(part) = common.intersection(range) else { break };
                worst = worst.min(fit);
                common = part;
                group.push(place.0);
            }
            if group.len() == coders.len() {
                groups.push((worst, common, group));
            }
        }
        if groups.is_empty() {
            found.sort();
            return Ok(found);
        }
        groups.sort_by_key(|(fit, range, _)| (std::cmp::Reverse(*fit), *range));
        for (_, common, group) in groups {
            if group.iter().all(|&i| free(used, i)) {
                let longest = group.iter().filter_map(|&i| marks.get(i)).map(|mark| mark.range.len()).max();
                for i in group {
                    if let Some(place) = used.get_mut(i) {
                        *place = true;
                    }
                }
                found.push((common, longest.unwrap_or_default()));
            }
        }
    }
}

/// Groups passages that overlap in a chain, with the range that each group covers. Passages are sorted by start.
fn stretches(marks: impl Iterator<Item = Fact>) -> Vec<(CharRange, Vec<Fact>)> {
    let mut found: Vec<(CharRange, Vec<Fact>)> = Vec::new();
    for mark in marks {
        match found.last_mut().filter(|(range, _)| mark.range.start < range.end) {
            Some((range, marks)) => {
                range.end = range.end.max(mark.range.end);
                marks.push(mark);
            }
            None => found.push((mark.range, vec![mark])),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples::fact;

    const ALL: [(SourceId, UserId); 3] = [(SourceId(1), UserId(1)), (SourceId(1), UserId(2)), (SourceId(1), UserId(3))];

    fn compare(marks: &[(i64, u32, u32)], coders: &[i64], share: u32) -> Agreement {
        let facts: Vec<Fact> =
            marks.iter().zip(1..).map(|(&(user, start, end), id)| fact(id, 1, 7, user, (start, end))).collect();
        let coders: Vec<UserId> = coders.iter().copied().map(UserId).collect();
        agreement(&facts, &ALL, &coders, share, &Progress::default()).unwrap()
    }

    fn agreed(found: &Agreement) -> Vec<(u32, u32)> {
        found.passages.iter().map(|p| (p.range.start.0, p.range.end.0)).collect()
    }

    fn disagreements(found: &Agreement) -> Vec<(u32, u32, usize)> {
        found.disagreements.iter().map(|d| (d.key.range.start.0, d.key.range.end.0, d.marks.len())).collect()
    }

    #[test]
    fn marks_that_share_half_of_their_union_are_agreed_on_their_common_text() {
        let found = compare(&[(1, 0, 10), (2, 0, 10), (1, 20, 30), (2, 20, 25), (1, 40, 50), (2, 46, 56)], &[1, 2], 50);
        assert_eq!(agreed(&found), [(0, 10), (20, 25)]);
        assert_eq!(disagreements(&found), [(40, 56, 2)]);
        assert_eq!(found.shortened, 1, "the second has fewer words than the first coder marked");
        assert_eq!(agreed(&compare(&[(1, 20, 30), (2, 20, 25)], &[1, 2], 51)), []);
    }

    #[test]
    fn each_mark_is_matched_once_and_with_the_one_it_fits_best() {
        let found = compare(&[(1, 0, 10), (2, 0, 9), (2, 1, 10), (2, 0, 10)], &[1, 2], 50);
        assert_eq!((agreed(&found), disagreements(&found)), (vec![(0, 10)], vec![(0, 10, 2)]));
    }

    #[test]
    fn a_disagreement_has_the_passages_that_overlap_it_and_are_agreed() {
        let found = compare(&[(1, 0, 20), (1, 8, 40), (2, 0, 18), (2, 60, 70)], &[1, 2], 50);
        let agreed = |place: usize| -> Vec<(i64, u32)> {
            found.disagreements[place].agreed.iter().map(|mark| (mark.user.0, mark.range.start.0)).collect()
        };
        assert_eq!(disagreements(&found), [(8, 40, 1), (60, 70, 1)]);
        assert_eq!((agreed(0), agreed(1)), (vec![(2, 0), (1, 0)], vec![]));
    }

    #[test]
    fn everybody_who_took_part_must_have_marked_it() {
        let marks = [(1, 0, 10), (2, 0, 10)];
        let found = compare(&marks, &[1, 2, 3], 50);
        assert_eq!((agreed(&found), disagreements(&found)), (vec![], vec![(0, 10, 2)]));
        let facts: Vec<Fact> = marks.iter().map(|&(user, start, end)| fact(user, 1, 7, user, (start, end))).collect();
        let coders = [1, 2, 3].map(UserId);
        assert_eq!(
            agreed(&agreement(&facts, &ALL[..2], &coders, 50, &Progress::default()).unwrap()),
            [(0, 10)],
            "the third coder did not take part"
        );
        let first_document = agreement(&facts[..1], &ALL[..1], &coders, 50, &Progress::default()).unwrap();
        assert_eq!(
            (first_document.single_coder, first_document.disagreements.len(), first_document.passages.len()),
            (vec![SourceId(1)], 0, 0)
        );
    }

    #[test]
    fn every_mark_is_in_one_agreed_passage_or_in_one_disagreement_whatever_is_marked() {
        let mut rng = fastrand::Rng::with_seed(5);
        for _ in 0..300 {
            let coders = if rng.bool() { vec![1, 2] } else { vec![1, 2, 3] };
            let marks: Vec<(i64, u32, u32)> = (0..rng.usize(1..25))
                .map(|_| {
                    let start = rng.u32(0..60);
                    (rng.i64(1..=coders.len() as i64), start, start + rng.u32(1..12))
                })
                .collect();
            let found = compare(&marks, &coders, rng.u32(1..=100));
            let in_disagreements: usize = found.disagreements.iter().map(|d| d.marks.len()).sum();
            assert_eq!(found.passages.len() * coders.len() + in_disagreements, marks.len(), "{marks:?}");
            for pair in found.disagreements.windows(2) {
                assert!(pair[0].key.range.end <= pair[1].key.range.start, "stretches do not overlap: {marks:?}");
            }
        }
    }
}
