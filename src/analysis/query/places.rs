//! Ranges of one document, arranged so that each question about them takes two binary searches.

use crate::model::{CharPos, CharRange};

/// Ranges sorted by start, none of them empty.
pub(super) struct Places {
    starts: Vec<u32>,
    /// Ascending.
    ends: Vec<u32>,
    /// Per range, of those up to it: the two that end last.
    last: Vec<Best>,
    /// Per range, of those from it on: the two that end first.
    first: Vec<Best>,
}

/// The two best ranges, as their end and their number.
type Best = [Option<(u32, usize)>; 2];

impl Places {
    pub fn new(ranges: impl ExactSizeIterator<Item = CharRange>) -> Self {
        let ranges: Vec<(u32, u32)> = ranges.map(|range| (range.start.0, range.end.0)).collect();
        let mut ends: Vec<u32> = ranges.iter().map(|(_, end)| *end).collect();
        ends.sort_unstable();
        let numbered = || ranges.iter().enumerate().map(|(number, (_, end))| (*end, number));
        let mut first = better(numbered().rev(), |one, other| one < other);
        first.reverse();
        Self {
            starts: ranges.iter().map(|(start, _)| *start).collect(),
            ends,
            last: better(numbered(), |one, other| one > other),
            first,
        }
    }

    /// Returns how many share a code point with a range that is not empty.
    pub fn overlapping(&self, range: CharRange) -> usize {
        // Those that end before it begins are among those that begin before it ends.
        self.starts_before(range.end.0) - self.ends.partition_point(|end| *end <= range.start.0)
    }

    /// True if one of them encloses the range; `but` is not looked at.
    pub fn enclose(&self, range: CharRange, but: Option<usize>) -> bool {
        let Some(at) = self.starts_before(range.start.0 + 1).checked_sub(1) else { return false };
        best(self.last.get(at), but).is_some_and(|end| end >= range.end.0)
    }

    /// True if one of them lies in the range; `but` is not looked at.
    pub fn lie_in(&self, range: CharRange, but: Option<usize>) -> bool {
        best(self.first.get(self.starts_before(range.start.0)), but).is_some_and(|end| end <= range.end.0)
    }

    /// Returns where the last of those ends that end at a position or before it.
    pub fn last_end(&self, position: CharPos) -> Option<CharPos> {
        let at = self.ends.partition_point(|end| *end <= position.0).checked_sub(1)?;
        self.ends.get(at).copied().map(CharPos)
    }

    /// Returns where the first of those begins that begin at a position or behind it.
    pub fn first_start(&self, position: CharPos) -> Option<CharPos> {
        self.starts.get(self.starts_before(position.0)).copied().map(CharPos)
    }

    fn starts_before(&self, position: u32) -> usize {
        self.starts.partition_point(|start| *start < position)
    }
}

fn best(best: Option<&Best>, but: Option<usize>) -> Option<u32> {
    let found = best?.iter().flatten().find(|(_, number)| Some(*number) != but);
    found.map(|(end, _)| *end)
}

/// Returns, for each range, the best two up to it.
fn better(ranges: impl Iterator<Item = (u32, usize)>, is_better: impl Fn(u32, u32) -> bool) -> Vec<Best> {
    let mut best: Best = [None; 2];
    let up_to = ranges.map(|(end, number)| {
        let is_better = |than: Option<(u32, usize)>| than.is_none_or(|(than, _)| is_better(end, than));
        if is_better(best[0]) {
            best = [Some((end, number)), best[0]];
        } else if is_better(best[1]) {
            best[1] = Some((end, number));
        }
        best
    });
    up_to.collect()
}
