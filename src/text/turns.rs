//! Blocks and turns: who speaks where, and when.
//!
//! A block is a passage that begins with a speaker label at a line's start; a turn is neighbouring blocks of one
//! speaker, numbered from 1. Lines without a label continue the block; lines before the first label (the header)
//! belong to no turn. What a label looks like is in [`super::labels`], which of them are speakers in [`super::speakers`].

use super::speakers::{Label, Marked};
use super::{TextIndex, is_asking, labels};
use crate::model::{CharPos, CharRange, Origin, TimeMark};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The label as it stands in the text.
    pub label: String,
    pub blocks: u32,
    /// Asks the questions.
    pub asks: bool,
}

/// Neighbouring blocks of one speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Place in [`Turns::speakers`].
    pub speaker: usize,
    /// From the first label to the end of the last line, without its `\n`.
    pub chars: CharRange,
    pub blocks: u32,
    /// When it begins, in ms from the start of the recording, where that is known.
    pub time: Option<u32>,
}

/// What the margin says about one paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Number of the turn that begins here, from 1.
    pub turn: Option<u32>,
    /// Whose words these are, as a place in [`Turns::speakers`]; `None` in the header.
    pub speaker: Option<usize>,
    /// Characters at the start that are a label and not what is said; 0 on a line without one.
    pub prefix: u32,
    /// As many of them as need not be shown, because the margin names the speaker. 0 where the label tells more: a time,
    /// or the number of a question.
    pub hidden: u32,
    /// When it is said, in ms from the start of the recording, where a time stands at its beginning or is kept beside it.
    pub time: Option<u32>,
}

/// ```
/// use pullquote::text::{TextIndex, Turns};
/// let text = "访谈者：为什么走？\n受访者：没有钱。";
/// let turns = Turns::find(text, &TextIndex::new(text), &Default::default());
/// assert_eq!(turns.turns().len(), 2);
/// assert_eq!(turns.speakers()[1].label, "受访者");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turns {
    lines: Vec<Line>,
    turns: Vec<Turn>,
    speakers: Vec<Speaker>,
    /// Sorted by position: times kept beside the text, and those written in it.
    times: Vec<TimeMark>,
}

/// Who says something, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said<'t> {
    /// Number of the turn, from 1.
    pub turn: Option<u32>,
    pub speaker: Option<&'t str>,
    /// The last time known before it, in ms from the start of the recording.
    pub time: Option<u32>,
}

impl Turns {
    /// The turns of a text: by the labels and times that its file states, else by the labels detected in it, and always under
    /// the researcher's own rule for speakers.
    #[must_use]
    pub fn find(text: &str, index: &TextIndex, origin: &Origin) -> Self {
        Self::of(&Marked::new(text, index, origin), text, index, origin)
    }

    /// The turns with all labels of the text, those that are no speakers too, in the order of their first standing.
    #[must_use]
    pub fn with_labels(text: &str, index: &TextIndex, origin: &Origin) -> (Self, Vec<Label>) {
        let marked = Marked::new(text, index, origin);
        (Self::of(&marked, text, index, origin), marked.labels())
    }

    fn of(marked: &Marked<'_>, text: &str, index: &TextIndex, origin: &Origin) -> Self {
        let rule = &origin.speakers;
        let mut out = Self::default();
        let mut marks = origin.times.iter().peekable();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for (i, p) in index.paragraphs().iter().enumerate() {
            let block = marked.block(i);
            let words = CharPos(p.chars.start.0 + block.map_or(0, |(_, c)| c.prefix));
            while marks.next_if(|mark| mark.at < p.chars.start).is_some() {}
            let beside = marks.next_if(|mark| mark.at <= words).map(|mark| mark.millis);
            let Some((name, c)) = block else {
                let line = text.get(p.byte_start..p.byte_end).unwrap_or("");
                let other = rule.unlabelled.as_deref().filter(|_| !out.turns.is_empty() && !line.trim().is_empty());
                out.unlabelled(p.chars, beside.or_else(|| labels::time_at(line)), other);
                continue;
            };
            let speaker = *known.entry(name).or_insert_with(|| {
                let asks = rule.asks(name).unwrap_or_else(|| is_asking(name));
                out.speakers.push(Speaker { label: name.to_owned(), blocks: 0, asks });
                out.speakers.len() - 1
            });
            // A label that is one of a numbered family says more than the speaker's name.
            let tells = c.time.is_some() || c.label != name;
            let line =
                Line { turn: None, speaker: Some(speaker), prefix: c.prefix, hidden: 0, time: beside.or(c.time) };
            out.begin_block(p.chars, Line { hidden: if tells { 0 } else { c.prefix }, ..line });
        }
        let written = index.paragraphs().iter().zip(&out.lines);
        out.times = written.filter_map(|(p, line)| Some(TimeMark { at: p.chars.start, millis: line.time? })).collect();
        out.times.extend(&origin.times);
        out.times.sort_by_key(|mark| mark.at);
        out
    }

    /// A line without a label: it goes on with the words before it, or is said by somebody who has none.
    fn unlabelled(&mut self, chars: CharRange, time: Option<u32>, other: Option<&str>) {
        let Some(other) = other else { return self.continue_block(chars, time) };
        let known = self.speakers.iter().position(|speaker| speaker.label == other);
        let speaker = known.unwrap_or_else(|| {
            self.speakers.push(Speaker { label: other.to_owned(), blocks: 0, asks: false });
            self.speakers.len() - 1
        });
        if self.turns.last().is_some_and(|turn| turn.speaker == speaker) {
            return self.continue_block(chars, time);
        }
        self.begin_block(chars, Line { speaker: Some(speaker), time, ..Line::default() });
    }

    fn continue_block(&mut self, chars: CharRange, time: Option<u32>) {
        let speaker = self.turns.last_mut().map(|turn| {
            // Blank lines behind the last words are not part of the turn.
            if !chars.is_empty() {
                turn.chars.end = chars.end;
            }
            turn.speaker
        });
        self.lines.push(Line { speaker, time, ..Line::default() });
    }

    fn begin_block(&mut self, chars: CharRange, mut line: Line) {
        let Some(speaker) = line.speaker else { return };
        if let Some(s) = self.speakers.get_mut(speaker) {
            s.blocks += 1;
        }
        match self.turns.last_mut().filter(|turn| turn.speaker == speaker) {
            Some(turn) => {
                turn.chars.end = chars.end;
                turn.blocks += 1;
            }
            None => {
                self.turns.push(Turn { speaker, chars, blocks: 1, time: line.time });
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

    /// Who says what stands at a position, and when.
    #[must_use]
    pub fn said_at(&self, position: CharPos) -> Said<'_> {
        let turn = self.turn_at(position);
        let speaker = turn.and_then(|(_, turn)| self.speakers.get(turn.speaker)).map(|speaker| speaker.label.as_str());
        let before = self.times.partition_point(|mark| mark.at <= position).checked_sub(1);
        let time = before.and_then(|at| self.times.get(at)).map(|mark| mark.millis);
        Said { turn: turn.map(|(number, _)| number), speaker, time }
    }

    /// True for words of somebody who asks the questions.
    #[must_use]
    pub fn asks(&self, line: Line) -> bool {
        line.speaker.and_then(|speaker| self.speakers.get(speaker)).is_some_and(|s| s.asks)
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
    use crate::model::SpeakerRule;

    /// Each line as `turn speaker hidden`, `-` for none.
    fn outline(text: &str) -> Vec<String> {
        let index = TextIndex::new(text);
        let turns = Turns::find(text, &index, &Origin::default());
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
        let turns = Turns::find(text, &index, &Origin::default());
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
    fn numbered_questions_are_one_speaker_and_keep_their_number() {
        let text = "Pergunta 1: a?\nSim.\nPergunta 2: b?\nNão.\nPergunta 3: c?";
        assert_eq!(outline(text), ["1 Pergunta 0", "- Pergunta 0", "- Pergunta 0", "- Pergunta 0", "- Pergunta 0"]);
        let index = TextIndex::new(text);
        let turns = Turns::find(text, &index, &Origin::default());
        assert_eq!((turns.speakers()[0].blocks, turns.line(2).prefix), (3, 12));
    }

    #[test]
    fn a_slip_is_a_block_of_a_speaker_who_is_known() {
        let rows = "TID\tPERSON\tWORDS\nI1: a\n0:57\tY\tb\nI1\tc\nY: d\nI1: e\nY: f\nX\tg";
        let wanted = ["- - 0", "1 I1 4", "2 Y 0", "3 I1 3", "4 Y 3", "5 I1 4", "6 Y 3", "- Y 0"];
        assert_eq!(outline(rows), wanted);
        assert_eq!(outline("Al Bo: a\nCy: b\nAl Bo: c\nAl Bo-. Yes.\nCy: d")[3], "- Al Bo 8");
    }

    #[test]
    fn turns_know_when_they_begin() {
        let text = "[00:01] I: a\n[00:02] and so\n[00:09] B: b\nI: c";
        let index = TextIndex::new(text);
        let turns = Turns::find(text, &index, &Origin::default());
        assert_eq!(turns.turns().iter().map(|t| t.time).collect::<Vec<_>>(), [Some(1000), Some(9000), None]);
        assert_eq!(turns.line(1).time, Some(2000));
        let said = |at| turns.said_at(CharPos(at));
        assert_eq!(said(20), Said { turn: Some(1), speaker: Some("I"), time: Some(2000) });
        assert_eq!(said(50), Said { turn: Some(3), speaker: Some("I"), time: Some(9000) });
        assert_eq!(Turns::default().said_at(CharPos(0)), Said::default());
    }

    #[test]
    fn lines_without_a_label_can_be_said_by_somebody_who_has_none() {
        let text = "Talk with P7\nMOD: Why?\nI went home.\n\nIt was late.\nMOD: And?\nMOD: Then?\nNothing.";
        let speakers = SpeakerRule { unlabelled: Some("P7".into()), ..SpeakerRule::default() };
        let origin = Origin { speakers, ..Origin::default() };
        let turns = Turns::find(text, &TextIndex::new(text), &origin);
        let shown: Vec<_> =
            turns.turns().iter().map(|t| (turns.speakers()[t.speaker].label.as_str(), t.blocks)).collect();
        assert_eq!(shown, [("MOD", 1), ("P7", 1), ("MOD", 2), ("P7", 1)]);
        assert_eq!(turns.turns()[1].chars, CharRange::new(23, 49));
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
