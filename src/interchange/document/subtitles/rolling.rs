//! Rolling captions: captions that scroll show every line two or three times, first below and then above the next one.

use super::Shown;

/// Cues that only hold a line on the screen between two others are hardly longer, in milliseconds.
const HOLD: u32 = 60;
/// The longest pause between a cue and the one that scrolls on from it, in milliseconds; they may also overlap for a
/// while.
const PAUSE: u32 = 250;
/// Fewer scrolling cues may be a coincidence.
const FEWEST: usize = 2;

/// Removes the lines that a cue repeats from the one before it, if the file does so throughout; returns their number.
/// Only whole lines are compared: words that are spoken twice are kept.
pub fn fold(cues: &mut [Shown]) -> usize {
    let repeated: Vec<usize> =
        std::iter::once(0).chain(cues.windows(2).map(|pair| repeats(&pair[0], &pair[1]))).collect();
    let scrolling = repeated.iter().filter(|count| **count > 0).count();
    // The first cue repeats nothing, and each new line may have its own cue before it is repeated.
    if scrolling < FEWEST || scrolling * 2 + 1 < cues.len() {
        return 0;
    }
    for (cue, count) in cues.iter_mut().zip(&repeated) {
        cue.lines.drain(..(*count).min(cue.lines.len()));
    }
    repeated.iter().sum()
}

/// How many lines at the top of a cue repeat the last lines of the cue before.
fn repeats(before: &Shown, cue: &Shown) -> usize {
    let (Some(end), Some(start)) = (before.end, cue.start) else { return 0 };
    if start.saturating_sub(end) > PAUSE || before.start.is_some_and(|first| first > start) {
        return 0;
    }
    let holds = cue.end.is_some_and(|end| end.saturating_sub(start) <= HOLD);
    // A cue that is shown for a while says something new.
    let most =
        cue.lines.len().min(before.lines.len()).min(if holds { usize::MAX } else { cue.lines.len().saturating_sub(1) });
    let same = |count: &usize| before.lines.iter().rev().take(*count).rev().eq(cue.lines.iter().take(*count));
    (1..=most).rev().find(same).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::Said;
    use super::*;

    fn cues(shown: &[(u32, u32, &[&str])]) -> Vec<Shown> {
        let line = |text: &&str| Said { text: (*text).to_owned(), ..Said::default() };
        let cue = |(start, end, lines): &(u32, u32, &[&str])| Shown {
            start: Some(*start),
            end: Some(*end),
            lines: lines.iter().map(line).collect(),
        };
        shown.iter().map(cue).collect()
    }

    fn folded(shown: &[(u32, u32, &[&str])]) -> (usize, String) {
        let mut cues = cues(shown);
        let count = fold(&mut cues);
        let lines = cues.iter().flat_map(|cue| &cue.lines).map(|line| line.text.as_str());
        (count, lines.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn rolling_captions_are_read_once_and_spoken_repetitions_are_kept() {
        let held = folded(&[
            (0, 2_000, &["no"]),
            (2_000, 2_010, &["no"]),
            (2_010, 4_000, &["no", "no"]),
            (4_000, 4_010, &["no"]),
            (4_010, 6_000, &["no", "why not"]),
        ]);
        assert_eq!(held, (4, "no no why not".into()));
        let rolled = folded(&[
            (0, 1_000, &["a"]),
            (1_000, 2_000, &["a", "b"]),
            (2_000, 3_000, &["a", "b", "c"]),
            (3_000, 4_000, &["b", "c", "c"]),
            (4_000, 5_000, &["c", "c", "d"]),
        ]);
        assert_eq!(rolled, (1 + 2 + 2 + 2, "a b c c d".into()));
        let overlapping = folded(&[
            (0, 4_000, &["a"]),
            (2_000, 6_000, &["a", "b"]),
            (4_000, 8_000, &["b", "c"]),
            (6_000, 9_000, &["c", "c"]),
        ]);
        assert_eq!(overlapping, (3, "a b c c".into()));
    }

    #[test]
    fn a_file_that_does_not_scroll_keeps_its_repetitions() {
        let cases: [&[(u32, u32, &[&str])]; 6] = [
            &[(0, 1_000, &["Yes."]), (1_000, 2_000, &["Yes."]), (2_000, 3_000, &["Yes."])],
            &[(0, 1_000, &["a"]), (1_000, 2_000, &["a", "b"]), (2_000, 3_000, &["c"]), (3_000, 4_000, &["d"])],
            &[(0, 1_000, &["a"]), (9_000, 9_500, &["a", "b"]), (20_000, 21_000, &["b", "c"])],
            &[(0, 3_000, &["Yes."]), (1_000, 4_000, &["Yes."]), (2_000, 5_000, &["Yes."])],
            &[(9_000, 12_000, &["a"]), (4_000, 9_500, &["a", "b"]), (1_000, 5_000, &["b", "c"])],
            &[(0, 1_000, &["why"]), (1_000, 2_000, &["why did"]), (2_000, 3_000, &["why did you"])],
        ];
        for shown in cases {
            assert_eq!(folded(shown).0, 0, "{shown:?}");
        }
    }
}
