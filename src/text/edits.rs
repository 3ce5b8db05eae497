//! The differences between two versions of a text, and where a range of the old version is in the new one.
//!
//! Versions are compared word by word (ideographs one by one), then each replaced part is narrowed to the
//! characters that differ. A range keeps the characters that stayed. At its borders it neither gains nor
//! loses text inserted beside it. Paragraphs inserted after the end of a line stay apart from a change of that line.

use crate::model::{CharPos, CharRange};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use std::time::{Duration, Instant};

/// How long a comparison may search for the smallest difference; after that it returns a larger one.
const PATIENCE: Duration = Duration::from_millis(500);

/// A part of the old text and its replacement; either may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    pub old: CharRange,
    pub new: CharRange,
}

/// All differences, in order. Between them the texts are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits(Vec<Edit>);

impl Edits {
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
        let middle = Middle::of(&old, &new);
        Self::within(&old, &new, middle)
    }

    /// Like [`Self::between`] if what lies between the common beginning and end of both texts is at most `most` characters
    /// long; `None` if it is longer. Takes no longer than a few passes over the texts.
    #[must_use]
    pub fn near(old: &str, new: &str, most: usize) -> Option<Self> {
        let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
        let middle = Middle::of(&old, &new);
        let is_near = old.len().max(new.len()) - middle.start - middle.end <= most;
        is_near.then(|| Self::within(&old, &new, middle))
    }

    /// One difference: everything between the common beginning and end of both texts.
    #[must_use]
    pub fn as_one(old: &str, new: &str) -> Self {
        let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
        let range = |text: &[char]| CharRange::new(0, text.len() as u32);
        let mut edit = Edit { old: range(&old), new: range(&new) };
        narrow(&mut edit, &old, &new);
        let is_same = edit.old.is_empty() && edit.new.is_empty();
        Self(if is_same { Vec::new() } else { vec![edit] })
    }

    fn within(old: &[char], new: &[char], middle: Middle) -> Self {
        let Middle { start, end } = middle;
        let middle = |text: &[char]| text.get(start..text.len() - end).unwrap_or_default().to_vec();
        let (old_middle, new_middle) = (middle(old), middle(new));
        let (old_words, new_words) = (words(&old_middle), words(&new_middle));
        let deadline = Some(Instant::now() + PATIENCE);
        // Words that occur once in both texts anchor the comparison; spaces alone would align anything.
        let ops = capture_diff_slices_deadline(Algorithm::Patience, &old_words, &new_words, deadline);
        let (old_starts, new_starts) = (starts(&old_words, start), starts(&new_words, start));
        let at = |starts: &[u32], place: usize| starts.get(place).copied().unwrap_or(0);
        let mut edits: Vec<Edit> = Vec::new();
        for op in ops {
            if matches!(op, DiffOp::Equal { .. }) {
                continue;
            }
            let (a, b) = (op.old_range(), op.new_range());
            let edit = Edit {
                old: CharRange::new(at(&old_starts, a.start), at(&old_starts, a.end)),
                new: CharRange::new(at(&new_starts, b.start), at(&new_starts, b.end)),
            };
            match edits.last_mut().filter(|last| last.old.end == edit.old.start && last.new.end == edit.new.start) {
                Some(last) => {
                    last.old.end = edit.old.end;
                    last.new.end = edit.new.end;
                }
                None => edits.push(edit),
            }
        }
        for edit in &mut edits {
            narrow(edit, old, new);
            slide(edit, old, new);
        }
        let next = edits.iter().skip(1).map(|edit| edit.old.start.0).chain([old.len() as u32]);
        let mut edits: Vec<Edit> =
            edits.iter().zip(next).flat_map(|(edit, next)| at_line_end(*edit, next, old, new)).collect();
        edits.retain(|edit| !edit.old.is_empty() || !edit.new.is_empty());
        Self(edits)
    }

    #[must_use]
    pub fn list(&self) -> &[Edit] {
        &self.0
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the range in the new text; `None` if none of its characters is left and nothing replaced them.
    #[must_use]
    pub fn map(&self, range: CharRange) -> Option<CharRange> {
        let start = self.border(range.start.0, true);
        let end = self.border(range.end.0, false);
        (start < end).then(|| CharRange::new(start, end))
    }

    /// Like [`Self::map`], but `None` also if something inside the range was changed.
    #[must_use]
    pub fn keep(&self, range: CharRange) -> Option<CharRange> {
        self.map(range).filter(|_| !self.touches(range))
    }

    /// Returns the new position of the text that begins at `at`.
    #[must_use]
    pub fn position(&self, at: CharPos) -> CharPos {
        CharPos(self.border(at.0, true))
    }

    /// Returns where a character of the new text is in the old one; `None` if it is not there.
    #[must_use]
    pub fn old_position(&self, at: CharPos) -> Option<CharPos> {
        let next = self.0.partition_point(|edit| edit.new.end <= at);
        if self.0.get(next).is_some_and(|edit| edit.new.start <= at) {
            return None;
        }
        let before = next.checked_sub(1).and_then(|last| self.0.get(last));
        let shift = before.map_or(0, |edit| i64::from(edit.old.end.0) - i64::from(edit.new.end.0));
        u32::try_from(i64::from(at.0) + shift).ok().map(CharPos)
    }

    /// True if something inside the range was changed, not just before it.
    #[must_use]
    pub fn touches(&self, range: CharRange) -> bool {
        let first = self.0.partition_point(|edit| edit.old.end < range.start);
        self.0.iter().skip(first).take_while(|edit| edit.old.start < range.end).any(|edit| {
            let inside = edit.old.start > range.start || !edit.old.is_empty();
            inside && edit.old.end > range.start
        })
    }

    /// True if a passage at this range of the old text has other text afterwards, or none.
    #[must_use]
    pub fn changes(&self, range: CharRange) -> bool {
        self.touches(range) || self.map(range).is_none()
    }

    /// True if a replaced part is larger than the range and contains it, so that nothing of the range is left and nothing tells
    /// which part of the replacement corresponds to it.
    #[must_use]
    pub fn replaces_around(&self, range: CharRange) -> bool {
        let first = self.0.partition_point(|edit| edit.old.end < range.end);
        self.0.get(first).is_some_and(|edit| edit.old.start <= range.start && edit.old != range && !edit.new.is_empty())
    }

    /// Maps a border of a range to the new text. A border inside a replaced part moves to the outer border of the
    /// replacement. Text inserted exactly at the border stays outside.
    fn border(&self, at: u32, is_start: bool) -> u32 {
        let next = self.0.partition_point(|edit| edit.old.end.0 < at);
        let mut shift = match next.checked_sub(1).and_then(|last| self.0.get(last)) {
            Some(edit) => i64::from(edit.new.end.0) - i64::from(edit.old.end.0),
            None => 0,
        };
        for edit in self.0.iter().skip(next).take_while(|edit| edit.old.start.0 <= at) {
            let (old, new) = (edit.old, edit.new);
            let within = old.start.0 < at && at < old.end.0;
            match (is_start, within) {
                (true, true) => return new.start.0,
                (false, true) => return new.end.0,
                // At the start of a replaced part, a range that begins there begins with the replacement, and a range
                // that ends there ends before it. Inserted text stays outside in both cases.
                (true, false) if at == old.start.0 && !old.is_empty() => return new.start.0,
                (false, false) if at == old.start.0 => return new.start.0,
                (_, false) => shift = i64::from(new.end.0) - i64::from(old.end.0),
            }
        }
        u32::try_from(i64::from(at) + shift).unwrap_or(0)
    }
}

/// How much two texts begin and end with in common, up to the borders of words, in characters.
#[derive(Clone, Copy)]
struct Middle {
    start: usize,
    end: usize,
}

impl Middle {
    fn of(old: &[char], new: &[char]) -> Self {
        let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        // Words are compared as a whole, so go back to the start of a word.
        let start = same - old.iter().take(same).rev().take_while(|c| joins(**c)).count();
        let rest = old.len().min(new.len()) - start;
        let same = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        let end = same - old.iter().skip(old.len() - same).take_while(|c| joins(**c)).count();
        Self { start, end }
    }
}

/// True for characters of scripts that separate words with spaces.
fn joins(c: char) -> bool {
    c.is_alphanumeric() && u32::from(c) < 0x2e80
}

/// Moves a pure insertion or deletion so that it includes the space before the words rather than the one after them,
/// and ranges that end there do not end with a space.
fn slide(edit: &mut Edit, old: &[char], new: &[char]) {
    let (text, range) = match (edit.old.is_empty(), edit.new.is_empty()) {
        (true, false) => (new, edit.new),
        (false, true) => (old, edit.old),
        _ => return,
    };
    let at = |place: u32| place.checked_sub(1).and_then(|i| text.get(i as usize));
    let space = at(range.end.0).filter(|c| c.is_whitespace());
    if space.is_some() && at(range.start.0) == space && edit.old.start.0 > 0 && edit.new.start.0 > 0 {
        for position in [&mut edit.old.start, &mut edit.old.end, &mut edit.new.start, &mut edit.new.end] {
            position.0 -= 1;
        }
    }
}

/// Separates the paragraphs that an edit inserts after a line from its change of that line's last words: a range that
/// ends with the line ends before them. What follows in the line is at most punctuation, and `next`, where the next edit
/// begins, is not in it.
fn at_line_end(edit: Edit, next: u32, old: &[char], new: &[char]) -> [Edit; 2] {
    const NOTHING: CharRange = CharRange { start: CharPos(0), end: CharPos(0) };
    let whole = [edit, Edit { old: NOTHING, new: NOTHING }];
    let part = |text: &'_ [char], range: CharRange| -> Vec<char> {
        text.get(range.start.0 as usize..range.end.0 as usize).unwrap_or_default().to_vec()
    };
    let Some(line) = part(new, edit.new).iter().position(|c| *c == '\n') else { return whole };
    let rest = old.get(edit.old.end.0 as usize..).unwrap_or_default();
    let tail: Vec<char> = rest.iter().copied().take_while(|c| *c != '\n').collect();
    let tail_end = edit.old.end.0 + tail.len() as u32;
    let is_within_line = !part(old, edit.old).contains(&'\n') && tail_end <= next;
    if !is_within_line || tail.iter().any(|c| c.is_alphanumeric()) {
        return whole;
    }
    let line_end = edit.new.start.0 + line as u32;
    let mut of_line =
        Edit { old: CharRange::new(edit.old.start.0, tail_end), new: CharRange::new(edit.new.start.0, line_end) };
    let inserted = Edit {
        old: CharRange::new(tail_end, tail_end),
        new: CharRange::new(line_end, edit.new.end.0 + tail.len() as u32),
    };
    narrow(&mut of_line, old, new);
    [of_line, inserted]
}

/// Splits a text into words; all other characters are separate.
fn words(text: &[char]) -> Vec<&[char]> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.iter().take_while(|c| joins(**c)).count().max(1);
        let (word, after) = rest.split_at(length);
        words.push(word);
        rest = after;
    }
    words
}

/// Returns the position of each word, and the end.
fn starts(words: &[&[char]], from: usize) -> Vec<u32> {
    let mut at = from;
    let mut starts = Vec::with_capacity(words.len() + 1);
    for word in words {
        starts.push(at as u32);
        at += word.len();
    }
    starts.push(at as u32);
    starts
}

/// Removes what both sides begin and end with.
fn narrow(edit: &mut Edit, old: &[char], new: &[char]) {
    let part = |text: &[char], range: CharRange| {
        text.get(range.start.0 as usize..range.end.0 as usize).unwrap_or_default().to_vec()
    };
    let (a, b) = (part(old, edit.old), part(new, edit.new));
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a.len().min(b.len()) - front;
    let back = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(x, y)| x == y).count();
    edit.old.start.0 += front as u32;
    edit.new.start.0 += front as u32;
    edit.old.end.0 -= back as u32;
    edit.new.end.0 -= back as u32;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the text that corresponds in the new version to the part in `[…]` of the old one.
    fn follows(old: &str, new: &str) -> Option<String> {
        let start = old.chars().position(|c| c == '[').unwrap() as u32;
        let end = old.chars().position(|c| c == ']').unwrap() as u32 - 1;
        let plain: String = old.chars().filter(|c| !"[]".contains(*c)).collect();
        let range = Edits::between(&plain, new).map(CharRange::new(start, end))?;
        Some(new.chars().skip(range.start.0 as usize).take(range.len() as usize).collect())
    }

    fn check(old: &str, new: &str, wanted: &str) {
        assert_eq!(follows(old, new).as_deref(), Some(wanted), "{old}: {new}");
    }

    #[test]
    fn a_passage_follows_its_words() {
        check("We [were poor] at home.", "Yes, we said. We were poor at home.", "were poor");
        check("We [were poor] at home.", "We were very poor at home.", "were very poor");
        check("We [were poor] at home.", "We were poor indeed at home.", "were poor");
        check("We [were poor] at home.", "We all were poor at home.", "were poor");
        check("We [were por] at home.", "We were poor at home.", "were poor");
        check("We [was] poor.", "We were poor.", "were");
        check("我[没有钱]，所以走了。", "我那时没有很多钱，所以走了。", "没有很多钱");
        check("one [two three] four", "one two four", "two");
        check("[one] two", "two one two", "one");
        check("A 👨\u{200d}👩 [家] B", "A 在 👨\u{200d}👩 家 B", "家");
    }

    #[test]
    fn paragraphs_inserted_after_a_passage_stay_outside() {
        check("B: Good [evening.]\nB: Bye.", "B: Good morning.\nI: Thanks.\nB: Bye.", "morning.");
        check("B: Good [evening.]", "B: Good morning.\nI: Thanks.", "morning.");
        check("B: Good [evening].", "B: Good morning.\nI: Thanks.", "morning");
        check("B: Good [evening.]", "B: Good evening.\nI: Thanks.", "evening.");
        check("B: Good [evening.]", "B: Good morning!\n\nI: Thanks.\nB: So.", "morning!");
        check("B: [晚上好。]\nB: 再见。", "B: 早上好。\nI: 谢谢。\nB: 再见。", "早上好。");
        // An interjection within a passage is part of it.
        check("B: [We ate and left.]", "B: We ate\nI: Oh.\nB: and left.", "We ate\nI: Oh.\nB: and left.");
        check("I: Hm.\nB: [Good evening.]", "I: Hm.\nI: Yes?\nB: Good evening.", "Good evening.");
    }

    #[test]
    fn a_part_of_a_replaced_part_is_not_in_its_replacement() {
        for (old, new, wanted) in [
            ("We [had] land.", "We own land.", false),
            ("We [had no] land.", "We sold our land.", false),
            ("We bought [fish] there.", "We xyz there.", true),
            ("We [had land].", "We had a land.", false),
            ("We [had] land.", "So we had land.", false),
            ("We [had] land.", "We land.", false),
            ("[A whole] text.", "另一篇", true),
        ] {
            let plain: String = old.chars().filter(|c| !"[]".contains(*c)).collect();
            let at = |mark| old.chars().position(|c| c == mark).unwrap() as u32;
            let range = CharRange::new(at('['), at(']') - 1);
            assert_eq!(Edits::between(&plain, new).replaces_around(range), wanted, "{old}: {new}");
        }
    }

    #[test]
    fn a_passage_whose_words_are_gone_is_cut() {
        assert_eq!(follows("one [two] three", "one three"), None);
        assert_eq!(follows("[all]", ""), None);
    }

    #[test]
    fn only_changes_within_a_passage_touch_it() {
        let touched = |new: &str| Edits::between("We were poor at home.", new).touches(CharRange::new(3, 12));
        assert!(!touched("Then We were poor at home."));
        assert!(!touched("We were poor at our home."));
        assert!(touched("We were very poor at home."));
        assert!(touched("We poor at home."));
    }

    #[test]
    fn what_stayed_keeps_its_characters_whatever_was_changed() {
        let mut rng = fastrand::Rng::with_seed(3);
        let letters: Vec<char> = "ab 钱没é👍\n".chars().collect();
        for _ in 0..600 {
            let old: Vec<char> = (0..rng.usize(1..30)).map(|_| letters[rng.usize(..letters.len())]).collect();
            let mut new = old.clone();
            for _ in 0..rng.usize(0..4) {
                let at = rng.usize(..=new.len());
                if rng.bool() || new.is_empty() {
                    new.insert(at, letters[rng.usize(..letters.len())]);
                } else {
                    new.remove(at.min(new.len() - 1));
                }
            }
            let text = |chars: &[char]| chars.iter().collect::<String>();
            let edits = Edits::between(&text(&old), &text(&new));
            // Applying the edits to the old text must give the new one.
            let mut made: Vec<char> = vec![];
            let mut at = 0;
            for edit in edits.list() {
                made.extend(&old[at..edit.old.start.0 as usize]);
                assert_eq!(made.len() as u32, edit.new.start.0);
                made.extend(&new[edit.new.start.0 as usize..edit.new.end.0 as usize]);
                at = edit.old.end.0 as usize;
            }
            made.extend(&old[at..]);
            assert_eq!(made, new);
            // A character outside all edits must stay in its range.
            for place in 0..old.len() as u32 {
                if edits.list().iter().all(|e| place < e.old.start.0 || place >= e.old.end.0) {
                    let range = edits.map(CharRange::new(place, place + 1)).expect("it stayed");
                    assert_eq!((new[range.start.0 as usize], range.len()), (old[place as usize], 1), "{edits:?}");
                }
            }
        }
    }

    #[test]
    fn texts_are_compared_only_if_their_changes_are_near() {
        let (old, new) = ("We were poor. We had no land at home.", "We were very poor. We had no land here.");
        assert_eq!(Edits::near(old, new, 40), Some(Edits::between(old, new)));
        assert_eq!(Edits::near(old, new, 20), None);
        assert_eq!(
            Edits::near(old, "We were very poor. We had no land at home.", 10).map(|edits| edits.list().len()),
            Some(1)
        );
        let one = Edits::as_one(old, new);
        assert_eq!(one.list(), [Edit { old: CharRange::new(8, 35), new: CharRange::new(8, 37) }]);
        assert!(Edits::as_one(old, old).is_empty());
    }
}
