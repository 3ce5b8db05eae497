//! Blocks and turns: who speaks where.
//!
//! A block is a passage that begins with a speaker label at a line's start; a turn is neighbouring blocks of one
//! speaker, numbered from 1. Lines without a label continue the block; lines before the first label (the header)
//! belong to no turn. What a label looks like is in [`super::labels`].

use super::{TextIndex, labels};
use crate::model::{CharPos, CharRange};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The label as it stands in the text.
    pub label: String,
    pub blocks: u32,
}

/// Neighbouring blocks of one speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Place in [`Turns::speakers`].
    pub speaker: usize,
    /// From the first label to the end of the last line, without its `\n`.
    pub chars: CharRange,
    pub blocks: u32,
}

/// What the margin says about one paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Number of the turn that begins here, from 1.
    pub turn: Option<u32>,
    /// Whose words these are, as a place in [`Turns::speakers`]; `None` in the header.
    pub speaker: Option<usize>,
    /// Characters at the start that need not be shown, because the margin names the speaker. 0 where the label stands
    /// with a time.
    pub hidden: u32,
}

/// ```
/// use pullquote::text::{TextIndex, Turns};
/// let text = "访谈者：为什么走？\n受访者：没有钱。";
/// let turns = Turns::find(text, &TextIndex::new(text));
/// assert_eq!(turns.turns().len(), 2);
/// assert_eq!(turns.speakers()[1].label, "受访者");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turns {
    lines: Vec<Line>,
    turns: Vec<Turn>,
    speakers: Vec<Speaker>,
}

impl Turns {
    /// A label counts when it stands at least twice. One that stands once counts when it names a role or is made of
    /// initials (`Interviewer`, `I2`, `受访者`) and the document holds another label that counts or could.
    #[must_use]
    pub fn find(text: &str, index: &TextIndex) -> Self {
        let candidates: Vec<_> = index
            .paragraphs()
            .iter()
            .map(|p| labels::candidate(text.get(p.byte_start..p.byte_end).unwrap_or("")))
            .collect();
        let mut counts: HashMap<&str, u32> = HashMap::new();
        for c in candidates.iter().flatten() {
            *counts.entry(c.label).or_default() += 1;
        }
        let telling = counts.iter().filter(|(label, count)| **count > 1 || labels::is_telling(label)).count();
        let counted = |label: &str| match counts.get(label) {
            Some(1) => labels::is_telling(label) && telling > 1,
            other => other.is_some(),
        };
        let mut out = Self::default();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for (candidate, p) in candidates.iter().zip(index.paragraphs()) {
            let Some(c) = candidate.filter(|c| counted(c.label)) else {
                out.continue_block(p.chars);
                continue;
            };
            let speaker = *known.entry(c.label).or_insert_with(|| {
                out.speakers.push(Speaker { label: c.label.to_owned(), blocks: 0 });
                out.speakers.len() - 1
            });
            out.begin_block(speaker, p.chars, if c.timed { 0 } else { c.prefix });
        }
        out
    }

    fn continue_block(&mut self, chars: CharRange) {
        let speaker = self.turns.last_mut().map(|turn| {
            // Blank lines behind the last words are not part of the turn.
            if !chars.is_empty() {
                turn.chars.end = chars.end;
            }
            turn.speaker
        });
        self.lines.push(Line { turn: None, speaker, hidden: 0 });
    }

    fn begin_block(&mut self, speaker: usize, chars: CharRange, hidden: u32) {
        if let Some(s) = self.speakers.get_mut(speaker) {
            s.blocks += 1;
        }
        let mut line = Line { turn: None, speaker: Some(speaker), hidden };
        match self.turns.last_mut().filter(|turn| turn.speaker == speaker) {
            Some(turn) => {
                turn.chars.end = chars.end;
                turn.blocks += 1;
            }
            None => {
                self.turns.push(Turn { speaker, chars, blocks: 1 });
                line.turn = Some(self.turns.len() as u32);
            }
        }
        self.lines.push(line);
    }

    /// One for each paragraph of the index.
    #[must_use]
    pub fn line(&self, paragraph: usize) -> Line {
        self.lines.get(paragraph).copied().unwrap_or_default()
    }

    /// In the order of the text; turn number `n` is at `n - 1`.
    #[must_use]
    pub fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// In the order in which they first speak.
    #[must_use]
    pub fn speakers(&self) -> &[Speaker] {
        &self.speakers
    }

    #[must_use]
    pub fn speaker(&self, line: Line) -> Option<&str> {
        self.speakers.get(line.speaker?).map(|s| s.label.as_str())
    }

    /// Number, from 1, and extent of the turn that `position` stands in; `None` in the header.
    #[must_use]
    pub fn turn_at(&self, position: CharPos) -> Option<(u32, Turn)> {
        let number = self.turns.partition_point(|t| t.chars.start <= position);
        self.turns.get(number.checked_sub(1)?).map(|&turn| (number as u32, turn))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line as `turn speaker hidden`, `-` for none.
    fn outline(text: &str) -> Vec<String> {
        let index = TextIndex::new(text);
        let turns = Turns::find(text, &index);
        (0..index.paragraphs().len())
            .map(|i| {
                let line = turns.line(i);
                let number = line.turn.map_or("-".into(), |n| n.to_string());
                format!("{number} {} {}", turns.speaker(line).unwrap_or("-"), line.hidden)
            })
            .collect()
    }

    #[test]
    fn turns_are_numbered_and_unlabelled_lines_go_on() {
        let text = "Interview with B\nDate: 3 May\n\nI: Why?\nB: We were poor.\nAnd so on.\n\nB: Yes.\nI: OK";
        let wanted = ["- - 0", "- - 0", "- - 0", "1 I 3", "2 B 3", "- B 0", "- B 0", "- B 3", "3 I 3"];
        assert_eq!(outline(text), wanted);
        let index = TextIndex::new(text);
        let turns = Turns::find(text, &index);
        let (number, turn) = turns.turn_at(CharPos(60)).unwrap_or_else(|| panic!("a turn"));
        assert_eq!((number, turn.blocks), (2, 2));
        assert_eq!(index.slice(text, turn.chars), "B: We were poor.\nAnd so on.\n\nB: Yes.");
        assert_eq!(turns.turn_at(CharPos(3)), None);
        assert_eq!(turns.speakers().iter().map(|s| s.blocks).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn a_line_with_a_colon_that_stands_once_is_no_speaker() {
        let cases: [(&str, &[&str]); 5] = [
            ("Aim: to learn\nPlan: to ask", &["- - 0", "- - 0"]),
            ("B: hello", &["- - 0"]),
            ("Interviewer: Hi\nB: Hello", &["1 Interviewer 13", "2 B 3"]),
            ("访谈者：好\n结论：好\n受访者：好", &["1 访谈者 4", "- 访谈者 0", "2 受访者 4"]),
            ("Q: a\nA: b\nSummary: c\nQ: d", &["1 Q 3", "2 A 3", "- A 0", "3 Q 3"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(outline(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_time_beside_the_label_stays_readable() {
        assert_eq!(outline("[00:01] I: a\n[00:02] B: b"), ["1 I 0", "2 B 0"]);
        assert_eq!(
            outline("Jack Breen  0:33\nHi\nJack Breen  0:40\nJo"),
            ["1 Jack Breen 0", "- Jack Breen 0", "- Jack Breen 0", "- Jack Breen 0"]
        );
    }

    #[test]
    fn a_text_without_labels_has_no_turns() {
        assert_eq!(outline(""), ["- - 0"]);
        assert_eq!(outline("a\nb"), ["- - 0", "- - 0"]);
    }
}
