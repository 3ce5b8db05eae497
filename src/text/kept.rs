//! The part of a text that is analysed: all of it, all but the turns of some speakers, or the words of some.

use super::{TextIndex, Turns};
use crate::model::{CharPos, CharRange, Speech, Voice, same_name};

/// The kept parts of a text. *Kept positions* count code points as if the other parts were cut out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pieces: Vec<Piece>,
    length: u32,
}

/// A kept part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    range: CharRange,
    /// The kept position of its start.
    start: u32,
}

impl Piece {
    fn end(&self) -> u32 {
        self.start + self.range.len()
    }
}

impl Kept {
    /// Keeps a whole text with this number of code points.
    #[must_use]
    pub fn whole(length: u32) -> Self {
        let mut out = Self::default();
        out.push(CharRange::new(0, length));
        out
    }

    /// Cuts out the lines of speakers with these labels, including everything up to the next kept line, so that a
    /// passage does not retain a line end or blank line from their words.
    #[must_use]
    pub fn without(text: &str, index: &TextIndex, turns: &Turns, labels: &[String]) -> Self {
        let is_cut = |label: &str| labels.iter().any(|removed| same_name(removed, label));
        let mut out = Self::default();
        let (mut from, mut cutting) = (0, false);
        for (i, paragraph) in index.paragraphs().iter().enumerate() {
            let line = text.get(paragraph.byte_start..paragraph.byte_end).unwrap_or("");
            let start = paragraph.chars.start.0;
            let cut = match turns.speaker(turns.line(i)) {
                Some(label) if !line.trim().is_empty() => is_cut(label),
                _ => cutting,
            };
            if cut && !cutting {
                out.push(CharRange::new(from, start));
            } else if !cut && cutting {
                from = start;
            }
            cutting = cut;
        }
        if !cutting {
            out.push(CharRange::new(from, index.char_count()));
        }
        out
    }

    /// Keeps the words of some speakers only: no labels, and no line ends before them.
    #[must_use]
    pub fn only(speech: &Speech, is_kept: impl Fn(&Voice) -> bool) -> Self {
        let kept: Vec<bool> = speech.voices.iter().map(is_kept).collect();
        let mut out = Self::default();
        for said in &speech.utterances {
            if kept.get(said.voice as usize) == Some(&true) {
                out.push(said.words);
            }
        }
        out
    }

    fn push(&mut self, range: CharRange) {
        if !range.is_empty() {
            self.pieces.push(Piece { range, start: self.length });
            self.length += range.len();
        }
    }

    /// Number of kept code points.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.length
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    #[must_use]
    pub fn contains(&self, position: CharPos) -> bool {
        let place = self.pieces.partition_point(|piece| piece.range.end <= position);
        self.pieces.get(place).is_some_and(|piece| piece.range.contains(position))
    }

    /// Returns the half-open kept positions of a range; `None` if nothing of it is kept.
    #[must_use]
    pub fn of(&self, range: CharRange) -> Option<(u32, u32)> {
        let at = |position: CharPos| {
            let piece = self.pieces.get(self.pieces.partition_point(|piece| piece.range.end <= position));
            piece.map_or(self.length, |piece| piece.start + position.0.saturating_sub(piece.range.start.0))
        };
        let (start, end) = (at(range.start), at(range.end));
        (start < end).then_some((start, end))
    }

    /// Returns the shortest range of the text with these half-open kept positions; empty if they are.
    #[must_use]
    pub fn in_text(&self, (start, end): (u32, u32)) -> CharRange {
        let at = |kept: u32| {
            let piece = self.pieces.get(self.pieces.partition_point(|piece| piece.end() <= kept));
            piece.map_or(0, |piece| piece.range.start.0 + (kept - piece.start))
        };
        let first = at(start);
        CharRange::new(first, if start < end { at(end - 1) + 1 } else { first })
    }

    /// Returns the kept positions at which something is cut out.
    #[must_use]
    pub fn seams(&self) -> Vec<u32> {
        self.pieces.iter().skip(1).map(|piece| piece.start).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TALK: &str = "Town, 2019\nI: Why?\n\nP: No work.\nNone at all.\nI: And?\nP: 钱。\n";

    fn kept(labels: &[&str]) -> (Kept, TextIndex) {
        let index = TextIndex::new(TALK);
        let labels: Vec<String> = labels.iter().map(|&label| label.to_owned()).collect();
        (Kept::without(TALK, &index, &Turns::find(TALK, &index, &Default::default()), &labels), index)
    }

    #[test]
    fn lines_of_a_speaker_include_their_label_and_following_blank_lines() {
        let cases: [(&[&str], &str); 4] = [
            (&["I"], "Town, 2019\nP: No work.\nNone at all.\nP: 钱。\n"),
            (&["P"], "Town, 2019\nI: Why?\n\nI: And?\n"),
            (&["I", "P"], "Town, 2019\n"),
            (&["i", "Nobody"], TALK),
        ];
        for (labels, left) in cases {
            let (kept, index) = kept(labels);
            let text: String = kept.pieces.iter().map(|piece| index.slice(TALK, piece.range)).collect();
            assert_eq!((text.as_str(), kept.len() as usize), (left, left.chars().count()), "{labels:?}");
        }
    }

    #[test]
    fn words_of_a_speaker_have_no_label_and_no_line_end_behind_them() {
        let text = "Town, 2019\nI: Why?\n\nP: No work.\nNone at all.\nP: None.\nI: And?\nP: 钱。\n";
        let index = TextIndex::new(text);
        let speech = Turns::find(text, &index, &Default::default()).speech(&index);
        let of = |label: &str| Kept::only(&speech, |voice| voice.label == label);
        let words = |kept: &Kept| kept.pieces.iter().map(|piece| index.slice(text, piece.range).to_owned()).collect();
        let (asked, answered): (Vec<String>, Vec<String>) = (words(&of("I")), words(&of("P")));
        assert_eq!(
            (asked.join("|"), answered.join("|")),
            ("Why?\n|And?".into(), "No work.\nNone at all.|None.|钱。".into())
        );
        assert_eq!((of("I").len(), of("P").seams(), of("Q").len()), (9, vec![21, 26], 0));
    }

    #[test]
    fn every_kept_position_is_found_again_and_no_other() {
        for labels in [&["I"][..], &["P"], &["I", "P"], &[]] {
            let (kept, index) = kept(labels);
            let mut next = 0;
            for at in 0..index.char_count() {
                let one = CharRange::new(at, at + 1);
                let found = kept.of(one);
                assert_eq!(found.is_some(), kept.contains(CharPos(at)), "{labels:?} {at}");
                if let Some(found) = found {
                    assert_eq!((found, kept.in_text(found)), ((next, next + 1), one), "{labels:?}");
                    next += 1;
                }
            }
            assert_eq!(next, kept.len());
            assert_eq!(kept.of(CharRange::new(0, index.char_count())), Some((0, next)), "{labels:?}");
        }
        assert_eq!(Kept::whole(9).of(CharRange::new(3, 12)), Some((3, 9)));
        assert_eq!((Kept::whole(9).of(CharRange::new(4, 4)), Kept::whole(0).is_empty()), (None, true));
    }
}
