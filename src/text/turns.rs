//! Blocks and turns: who speaks where, and when.
//!
//! A block begins with a speaker's label at the start of a line. A turn consists of adjacent blocks of one speaker;
//! turns are numbered from 1. Lines without a label continue the block. Lines before the first label (the header)
//! belong to no turn. [`super::labels`] defines what a label looks like. [`super::detection`] decides which labels are
//! speakers, unless the file or the researcher states it ([`super::speakers`]).

use super::speakers::{Doubts, Label, Marked};
use super::unspoken::Unspoken;
use super::{TextIndex, is_asking, is_attending, times};
use crate::model::hashing::{HashMap, HashSet};
use crate::model::{Cancelled, CharPos, CharRange, NameKey, Origin, Progress, SpeakerRule, TimeMark, same_name};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The label as written in the text.
    pub label: String,
    pub blocks: u32,
    /// Whether this is an interviewer.
    pub asks: bool,
}

/// Adjacent blocks of one speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Index in [`Turns::speakers`].
    pub speaker: usize,
    /// From the first label to the end of the last line, without its `\n`.
    pub chars: CharRange,
    pub blocks: u32,
    /// Start time in ms from the start of the recording, if known.
    pub time: Option<u32>,
}

/// What the margin shows for a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Number of the turn that begins here, from 1.
    pub turn: Option<u32>,
    /// Index of the speaker in [`Turns::speakers`]; `None` in the header.
    pub speaker: Option<usize>,
    /// Number of characters of the label at the start; 0 for a line without a label.
    pub prefix: u32,
    /// Number of these characters that the view may hide, because the margin shows the speaker. 0 if the label contains
    /// more, such as a time or the number of a question.
    pub hidden: u32,
    /// Time in ms from the start of the recording, if written at the start of the line or stored beside the text.
    pub time: Option<u32>,
}

/// ```
/// use pullquote::text::{TextIndex, Turns};
/// let text = "访谈者：为什么走？\n受访者：没有钱。";
/// let turns = Turns::find(text, &TextIndex::new(text), &Default::default());
/// assert_eq!(turns.turns().len(), 2);
/// assert_eq!(turns.speakers()[1].label, "受访者");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turns {
    lines: Vec<Line>,
    turns: Vec<Turn>,
    speakers: Vec<Speaker>,
    /// Sorted by position: times stored beside the text, and times written in it.
    times: Vec<TimeMark>,
    /// Lines after the first turn that nobody says, sorted.
    unspoken: Vec<CharRange>,
    doubts: Doubts,
    /// The last block has no words yet.
    fresh: bool,
    /// The lines up to the next block belong to no speaker.
    silent: bool,
    /// The time on a separate line before the next block.
    waiting: Option<u32>,
}

/// The turn, speaker and time at a position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said<'t> {
    /// Number of the turn, from 1.
    pub turn: Option<u32>,
    pub speaker: Option<&'t str>,
    /// The last known time before the position, in ms from the start of the recording.
    pub time: Option<u32>,
}

thread_local! {
    static FOUND: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Number of texts in which the calling thread has found turns. A thread that must not wait finds none.
#[must_use]
pub fn found_on_this_thread() -> u64 {
    FOUND.get()
}

impl Turns {
    /// Finds the turns of a text from the labels and times stated by its file, otherwise from detected labels. The
    /// researcher's rule for speakers always takes precedence.
    #[must_use]
    pub fn find(text: &str, index: &TextIndex, origin: &Origin) -> Self {
        Self::of(&Marked::new(text, index, origin), text, index, origin)
    }

    /// Like [`Self::find`], and returns all labels, including those that are not speakers, in order of first
    /// occurrence. Progress counts examined lines, without a total.
    ///
    /// # Errors
    /// When cancelled, which is possible every few thousand lines.
    pub fn with_labels(
        text: &str,
        index: &TextIndex,
        origin: &Origin,
        progress: &Progress,
    ) -> Result<(Self, Vec<Label>), Cancelled> {
        let marked = Marked::find(text, index, origin, progress)?;
        let (turns, mut labels) = (Self::of(&marked, text, index, origin), marked.labels());
        let askers: HashSet<NameKey> =
            turns.speakers.iter().filter(|speaker| speaker.asks).map(|speaker| NameKey::of(&speaker.label)).collect();
        for label in &mut labels {
            label.asks = askers.contains(&NameKey::of(&label.name));
        }
        Ok((turns, labels))
    }

    fn of(marked: &Marked<'_>, text: &str, index: &TextIndex, origin: &Origin) -> Self {
        FOUND.set(FOUND.get() + 1);
        let rule = &origin.speakers;
        let mut out = Self::default();
        let mut marks = origin.times.iter().peekable();
        let mut known: HashMap<&str, usize> = HashMap::default();
        // Labels that look the same are one speaker.
        let mut alike: HashMap<NameKey, usize> = HashMap::default();
        let mut clock = Clock::new(text, index);
        let chat = marked.is_chat();
        let blocks: Vec<_> = (0..index.paragraphs().len()).map(|row| marked.block(row)).collect();
        let begins = |row: usize| blocks.get(row).is_some_and(Option::is_some);
        let has_labels = blocks.iter().any(Option::is_some);
        let unspoken = match origin.labels {
            None => Unspoken::find(text, index, &origin.styles, begins),
            Some(_) => Unspoken::default(),
        };
        out.doubts = marked.doubts(rule);
        for (i, p) in index.paragraphs().iter().enumerate() {
            let line = text.get(p.byte_start..p.byte_end).unwrap_or("");
            let block = blocks.get(i).copied().flatten();
            let speech_start = CharPos(p.chars.start.0 + block.map_or(0, |(_, c)| c.prefix));
            while marks.next_if(|mark| mark.at < p.chars.start).is_some() {}
            let beside = marks.next_if(|mark| mark.at <= speech_start).map(|mark| mark.millis);
            let before = clock.pass(line, p.chars.start, speech_start);
            let Some((name, c)) = block else {
                if times::is_alone(line) || marked.is_note(i) {
                    let next = index.paragraphs().iter().enumerate().skip(i + 1).find(|(_, p)| !p.chars.is_empty());
                    out.time_line(p.chars, times::at_start(line), next.is_some_and(|(i, _)| begins(i)));
                    continue;
                }
                let is_speech = !out.turns.is_empty() || has_labels && is_sentence(line);
                let other = rule.unlabelled.as_deref().filter(|_| is_speech && !line.trim().is_empty());
                if chat && times::stamp(line).is_some_and(|stamp| stamp.dated) {
                    out.lines.push(Line::default());
                    out.silent = true;
                    continue;
                }
                if unspoken.contains(i) {
                    out.lines.push(Line::default());
                    out.unspoken.push(p.chars);
                    continue;
                }
                out.unlabelled(p.chars, beside.or_else(|| times::at_start(line)).or(before), other);
                continue;
            };
            let speaker = *known.entry(name).or_insert_with(|| {
                *alike.entry(NameKey::of(name)).or_insert_with(|| {
                    out.speakers.push(Speaker { label: name.to_owned(), blocks: 0, asks: false });
                    out.speakers.len() - 1
                })
            });
            // Do not hide a prefix that contains more than the speaker's name: a time, a number, or a label of a
            // family.
            let tells = !c.bare || c.time.is_some() || c.label != name;
            let time = beside.or(c.time).or(out.waiting).or(before);
            let line = Line { turn: None, speaker: Some(speaker), prefix: c.prefix, hidden: 0, time };
            out.begin_block(p.chars, Line { hidden: if tells { 0 } else { c.prefix }, ..line });
        }
        out.mark_askers(rule);
        let written = index.paragraphs().iter().zip(&out.lines);
        out.times = written.filter_map(|(p, line)| Some(TimeMark { at: p.chars.start, millis: line.time? })).collect();
        out.times.extend(clock.marks);
        out.times.extend(&origin.times);
        out.times.sort_by_key(|mark| mark.at);
        out
    }

    /// Marks the interviewers, and those who are on their side. A single letter may be a participant's initial, so `I` is an interviewer only if no
    /// other label is one, and if initials are not used for participants.
    fn mark_askers(&mut self, rule: &SpeakerRule) {
        let is_letter = |label: &str| label.chars().count() == 1;
        let letters = self.speakers.iter().filter(|speaker| is_letter(&speaker.label)).count();
        let is_word = |label: &&String| !is_letter(label) && is_asking(label);
        let words: Vec<String> = self.speakers.iter().map(|speaker| &speaker.label).filter(is_word).cloned().collect();
        for speaker in &mut self.speakers {
            // A label `Interviewer (I)` shows that `I` is that interviewer.
            let short = format!("({})", speaker.label);
            let other = !words.is_empty() && !words.iter().any(|word| word.contains(&short));
            let letter = is_letter(&speaker.label) && (other || letters > 3);
            speaker.asks = rule
                .asks(&speaker.label)
                .unwrap_or_else(|| is_asking(&speaker.label) && !letter || is_attending(&speaker.label));
        }
    }

    /// Adds a line that contains only a time. A time before a block, or at its beginning, is the start time of the
    /// block.
    fn time_line(&mut self, chars: CharRange, time: Option<u32>, before_block: bool) {
        let prefix = chars.len();
        if before_block {
            self.waiting = time;
            self.lines.push(Line { prefix, time, ..Line::default() });
            return;
        }
        let fresh = self.fresh;
        let turn = self.turns.last_mut().filter(|_| !self.silent);
        let speaker = turn.map(|turn| {
            if fresh && turn.blocks == 1 {
                turn.time = turn.time.or(time);
            }
            turn.speaker
        });
        self.lines.push(Line { speaker, prefix, time, ..Line::default() });
    }

    /// Adds a line without a label: it continues the current block, or belongs to the unlabelled speaker `other`.
    fn unlabelled(&mut self, chars: CharRange, time: Option<u32>, other: Option<&str>) {
        let Some(other) = other else { return self.continue_block(chars, time) };
        let known = self.speakers.iter().position(|speaker| same_name(&speaker.label, other));
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
        let speaker = self.turns.last_mut().filter(|_| !self.silent).map(|turn| {
            // Blank lines after the last words do not belong to the turn.
            if !chars.is_empty() {
                turn.chars.end = chars.end;
                if std::mem::take(&mut self.fresh) && turn.blocks == 1 {
                    turn.time = turn.time.or(time);
                }
            }
            turn.speaker
        });
        self.lines.push(Line { speaker, time, ..Line::default() });
    }

    fn begin_block(&mut self, chars: CharRange, mut line: Line) {
        let Some(speaker) = line.speaker else { return };
        (self.fresh, self.silent, self.waiting) = (line.prefix == chars.len(), false, None);
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

    /// True if these may be the turns of the text that has this index.
    #[must_use]
    pub fn fit(&self, index: &TextIndex) -> bool {
        self.lines.len() == index.paragraphs().len()
    }

    /// Returns the margin's line for a paragraph of the index.
    #[must_use]
    pub fn line(&self, paragraph: usize) -> Line {
        self.lines.get(paragraph).copied().unwrap_or_default()
    }

    /// Returns the turns in order; turn number `n` is at `n - 1`.
    #[must_use]
    pub fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// Returns the speakers in the order in which they first speak.
    #[must_use]
    pub fn speakers(&self) -> &[Speaker] {
        &self.speakers
    }

    #[must_use]
    pub fn speaker(&self, line: Line) -> Option<&str> {
        self.speakers.get(line.speaker?).map(|s| s.label.as_str())
    }

    /// Returns the turn, speaker and time at a position.
    #[must_use]
    pub fn said_at(&self, position: CharPos) -> Said<'_> {
        let turn = self.turn_at(position);
        let speaker = turn.and_then(|(_, turn)| self.speakers.get(turn.speaker)).map(|speaker| speaker.label.as_str());
        let before = self.times.partition_point(|mark| mark.at <= position).checked_sub(1);
        let time = before.and_then(|at| self.times.get(at)).map(|mark| mark.millis);
        Said { turn: turn.map(|(number, _)| number), speaker, time }
    }

    /// Returns who says the words in a range, each speaker once, in the order in which they speak there. A range that
    /// touches only labels is its first speaker's.
    #[must_use]
    pub fn speakers_in(&self, index: &TextIndex, range: CharRange) -> Vec<&Speaker> {
        let first = index.paragraph_at(range.start);
        // An iterator over pairs would walk to the place; slices begin there.
        let paragraphs = index.paragraphs().get(first..).unwrap_or_default();
        let lines = paragraphs.iter().zip(self.lines.get(first..).unwrap_or_default());
        let mut found: Vec<usize> = Vec::new();
        for (paragraph, line) in lines.take_while(|(paragraph, _)| paragraph.chars.start < range.end) {
            let speech_start = CharPos(paragraph.chars.start.0 + line.prefix);
            let touches = speech_start.max(range.start) < paragraph.chars.end.min(range.end);
            if let Some(speaker) = line.speaker.filter(|speaker| touches && !found.contains(speaker)) {
                found.push(speaker);
            }
        }
        if found.is_empty() {
            found.extend(self.turn_at(range.start).map(|(_, turn)| turn.speaker));
        }
        found.into_iter().filter_map(|speaker| self.speakers.get(speaker)).collect()
    }

    /// True if the line is an interviewer's.
    #[must_use]
    pub fn asks(&self, line: Line) -> bool {
        line.speaker.and_then(|speaker| self.speakers.get(speaker)).is_some_and(|s| s.asks)
    }

    /// Returns what is doubtful about the detected speakers.
    #[must_use]
    pub fn doubts(&self) -> &Doubts {
        &self.doubts
    }

    /// Returns number (from 1) and extent of the turn at `position`; `None` in the header, and in a line that nobody says.
    #[must_use]
    pub fn turn_at(&self, position: CharPos) -> Option<(u32, Turn)> {
        let next = self.unspoken.partition_point(|line| line.end < position);
        if self.unspoken.get(next).is_some_and(|line| line.start <= position) {
            return None;
        }
        let number = self.turns.partition_point(|t| t.chars.start <= position);
        self.turns.get(number.checked_sub(1)?).map(|&turn| (number as u32, turn))
    }
}

/// Tracks the times written within lines.
struct Clock {
    marks: Vec<TimeMark>,
    /// Times are written at the end of what is said, not at the start.
    ends: bool,
    /// Start time of the next line, if the line before ended with a time.
    next: Option<u32>,
}

impl Clock {
    fn new(text: &str, index: &TextIndex) -> Self {
        let (mut begun, mut ended) = (0, 0);
        for p in index.paragraphs() {
            let line = text.get(p.byte_start..p.byte_end).unwrap_or("").trim();
            let last = times::within(line).last().is_some_and(|(end, _)| end == line.len());
            ended += usize::from(last && !times::is_alone(line));
            begun += usize::from(times::at_start(line).is_some());
        }
        let ends = ended > 1 && ended > begun;
        Self { marks: Vec::new(), ends, next: ends.then_some(0) }
    }

    /// Records the times within a line. Returns the line's start time if the time before it implies one.
    fn pass(&mut self, line: &str, start: CharPos, speech_start: CharPos) -> Option<u32> {
        let (mut byte, mut at) = (0, start.0);
        let blank = line.trim().is_empty();
        let begins = if blank { None } else { self.next.take() };
        for (end, millis) in times::within(line) {
            at += line.get(byte..end).map_or(0, |part| part.chars().count() as u32);
            byte = end;
            if at > speech_start.0 {
                self.marks.push(TimeMark { at: CharPos(at), millis });
            }
            if self.ends && line.get(end..).is_some_and(|rest| rest.trim().is_empty()) {
                self.next = Some(millis);
            }
        }
        begins
    }
}

/// True for a line that ends like a sentence, as opposed to a title.
fn is_sentence(line: &str) -> bool {
    line.trim_end().ends_with(['.', '?', '!', '…', '。', '？', '！', '؟', '۔', '।', '”', '"', '»'])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Formats each line as `turn speaker hidden`, with `-` for none.
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
    fn turns_are_numbered_and_unlabelled_lines_continue_them() {
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
    fn a_label_that_occurs_once_is_not_a_speaker() {
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
        let at_position = |at| turns.said_at(CharPos(at));
        assert_eq!(at_position(20), Said { turn: Some(1), speaker: Some("I"), time: Some(2000) });
        assert_eq!(at_position(50), Said { turn: Some(3), speaker: Some("I"), time: Some(9000) });
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
    fn questions_before_the_first_label_belong_to_who_has_none() {
        let speakers = SpeakerRule { unlabelled: Some("Int".into()), ..SpeakerRule::default() };
        let origin = Origin { speakers, ..Origin::default() };
        for (first, answer) in [("", "In Basra."), ("", "Basra."), ("Talk with Mina\n\n", "In Basra.")] {
            let text = format!(
                "{first}Where were you born?\n\nMina: {answer}\n\nWhen did you leave?\n\nMina: In 1991.\n\nWas it hard?\n\nMina: Of course.\n\nAnd today?\n\nMina: I work."
            );
            let turns = Turns::find(&text, &TextIndex::new(&text), &origin);
            let opening = |t: &super::Turn| text.chars().skip(t.chars.start.0 as usize).take(5).collect::<String>();
            let shown: Vec<_> = turns.turns().iter().map(opening).collect();
            let answer = answer.chars().take(5).collect::<String>();
            assert_eq!(shown.len(), 8, "{first}{answer} {shown:?}");
        }
    }

    #[test]
    fn labels_that_look_the_same_are_one_speaker() {
        for (one, other) in [("Anna Meier", "Anna  Meier"), ("Jos\u{e9}", "Jose\u{301}"), ("李 明", "李\u{3000}明")]
        {
            let text = format!("I: a\n{one}: b\n{other}: c\nI: d\n{other}: e\nI: f\n{one}: g");
            let turns = Turns::find(&text, &TextIndex::new(&text), &Origin::default());
            let blocks: Vec<u32> = turns.speakers().iter().map(|speaker| speaker.blocks).collect();
            assert_eq!((blocks, turns.turns().len()), (vec![3, 4], 6), "{other}");
            let rule = SpeakerRule {
                roles: [one, other].map(|label| (label.to_owned(), crate::model::SpeakerRole::Speaker)).into(),
                ..SpeakerRule::default()
            };
            let stated = Origin { speakers: rule, ..Origin::default() };
            let turns = Turns::find(&text, &TextIndex::new(&text), &stated);
            assert_eq!((turns.speakers().len(), turns.turns().len()), (2, 6), "{other}");
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
