//! Which words each speaker says.

use super::{Line, Paragraph, Speaker, TextIndex, Turns, is_asking};
use crate::model::{CharPos, CharRange, Origin, SpeakerRule, Speech, Utterance, Voice};
use crate::tr;

/// Identifies how speakers are detected, wherever what was found is stored. Raise it with every change of the detection;
/// `tests/flows/forms.rs` fails if this is forgotten.
pub const SPEECH_VERSION: u32 = 4;

/// Returns what is said in a text that was read in this way.
///
/// ```
/// use pullquote::model::CharRange;
/// let speech = pullquote::text::speech("I: Why?\nP: No money.\nNo land.\nI: Yes.", &Default::default());
/// assert_eq!(speech.utterances[1].words, CharRange::new(11, 29));
/// ```
#[must_use]
pub fn speech(text: &str, origin: &Origin) -> Speech {
    let index = TextIndex::new(text);
    Turns::find(text, &index, origin).speech(&index)
}

/// Makes these labels speakers, whatever detection finds.
pub fn include_speakers<'l>(rule: &mut SpeakerRule, labels: impl Iterator<Item = &'l str>) {
    // A single letter may be a participant's initial.
    rule.include(labels, |label| is_asking(label) && label.chars().count() > 1);
}

impl Turns {
    /// Returns the words of all speakers. `index` is that of the text in which the turns were found.
    #[must_use]
    pub fn speech(&self, index: &TextIndex) -> Speech {
        let mut speech = Speech { voices: self.speakers().iter().map(voice).collect(), utterances: Vec::new() };
        let paragraphs = index.paragraphs();
        let mut open: Option<Utterance> = None;
        for (row, paragraph) in paragraphs.iter().enumerate() {
            let line = self.line(row);
            let begins = line.prefix > 0 || line.turn.is_some();
            let speaker = line.speaker.and_then(|speaker| u32::try_from(speaker).ok());
            // A text that ends with a line end has no line after it.
            let is_line = !paragraph.chars.is_empty() || row + 1 < paragraphs.len();
            let (Some(voice), true) = (speaker, is_line) else {
                close(&mut open, &mut speech);
                continue;
            };
            let start = CharPos(paragraph.chars.start.0 + line.prefix);
            match &mut open {
                Some(utterance) if !begins && utterance.voice == voice => utterance.words.end = paragraph.chars.end,
                _ => {
                    close(&mut open, &mut speech);
                    // Words may begin on a line below the label; the line ends before them belong to nobody.
                    let words = CharRange { start, end: paragraph.chars.end };
                    open = (words.start < words.end).then_some(Utterance { words, voice });
                }
            }
        }
        close(&mut open, &mut speech);
        speech
    }

    /// Returns who says the words in a range, each speaker once, in the order in which they speak there.
    #[must_use]
    pub fn voices_in(&self, index: &TextIndex, range: CharRange) -> Vec<Voice> {
        self.speakers_in(index, range).into_iter().map(voice).collect()
    }

    /// Returns the words of a range as they are quoted if several people say them: as they stand, each turn with its label.
    /// A label that is not among them is added in square brackets. One person's words are without the labels that repeat
    /// who speaks, as in a transcript; `None` if there are no such labels, or if nobody says the words.
    #[must_use]
    pub fn quoted(&self, text: &str, index: &TextIndex, range: CharRange) -> Option<String> {
        match self.speakers_in(index, range).len() {
            0 => return None,
            1 => return self.without_repeated_labels(text, index, range),
            _ => {}
        }
        let paragraphs = index.paragraphs();
        let begin =
            |row: usize| paragraphs.get(row).map_or(CharPos(index.char_count()), |paragraph| paragraph.chars.start);
        let words = self.without_label(index, range);
        let first = index.paragraph_at(words.start);
        let is_label = |row: &usize| self.line(*row).prefix > 0 || self.line(*row).turn.is_some();
        let label = (0..=first).rev().find(is_label).map(|last| {
            // A time may stand below the label, on a line of its own.
            let is_below = |row: &usize| {
                let above = row.checked_sub(1).and_then(|above| Some((self.line(above), paragraphs.get(above)?)));
                let is_all_label =
                    |(line, paragraph): (Line, &Paragraph)| line.prefix > 0 && line.prefix == paragraph.chars.len();
                self.line(*row).turn.is_none() && above.is_some_and(is_all_label)
            };
            begin(last - (0..=last).rev().take_while(is_below).count())
        });
        let from = label.filter(|label| *label >= range.start).unwrap_or(words.start);
        let (mut quote, mut said_by) = (String::new(), None);
        for row in index.paragraph_at(from)..paragraphs.len() {
            let start = begin(row).max(from);
            if start >= range.end {
                break;
            }
            let line = self.line(row);
            let part = index.slice(text, CharRange { start, end: range.end.min(begin(row + 1).max(start)) });
            let is_written = line.prefix > 0 && start == begin(row);
            match self.speaker(line).filter(|_| line.speaker != said_by && !is_written) {
                Some(label) => quote.push_str(&tr!("[{label}:] {words}", label, words = part.trim_start_matches(' '))),
                None => quote.push_str(part),
            }
            said_by = line.speaker.or(said_by);
        }
        quote.truncate(quote.trim_end().len());
        Some(quote)
    }

    /// Returns the words of one speaker without labels; `None` if the only label is that at their beginning.
    fn without_repeated_labels(&self, text: &str, index: &TextIndex, range: CharRange) -> Option<String> {
        let words = self.without_label(index, range);
        let first = index.paragraph_at(words.start);
        let speaker = self.line(first).speaker;
        // A label that states more than the name stays in the text, and so does one at the end whose words are not quoted.
        let label = |row: usize| match self.line(row) {
            line if row > first && line.speaker == speaker => line.hidden,
            _ => 0,
        };
        let rows = index.paragraphs().iter().enumerate().skip(first);
        let rows: Vec<_> = rows.take_while(|(_, paragraph)| paragraph.chars.start < range.end).collect();
        let repeats = rows.iter().any(|(row, _)| label(*row) > 0);
        repeats.then(|| {
            let ends = rows.iter().skip(1).map(|(_, next)| next.chars.start).chain([range.end]);
            let parts = rows.iter().zip(ends).map(|((row, paragraph), end)| {
                let start = CharPos(paragraph.chars.start.0 + label(*row)).max(words.start);
                index.slice(text, CharRange { start: start.min(end), end })
            });
            parts.collect::<String>().trim_end().to_owned()
        })
    }

    /// Returns the part of a range from the first word that a speaker says in it: behind a label, and below lines that
    /// are only a label or a time. The range itself if that leaves nothing.
    #[must_use]
    pub fn without_label(&self, index: &TextIndex, range: CharRange) -> CharRange {
        let first = index.paragraph_at(range.start);
        for (row, paragraph) in index.paragraphs().iter().enumerate().skip(first) {
            let words = CharPos(paragraph.chars.start.0 + self.line(row).prefix);
            let start = words.max(range.start);
            if start < paragraph.chars.end && start < range.end {
                return CharRange { start, end: range.end };
            }
            if paragraph.chars.end >= range.end {
                break;
            }
        }
        range
    }
}

fn voice(speaker: &Speaker) -> Voice {
    Voice { label: speaker.label.clone(), asks: speaker.asks }
}

fn close(open: &mut Option<Utterance>, speech: &mut Speech) {
    speech.utterances.extend(open.take().filter(|utterance| !utterance.words.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, rule: SpeakerRule) -> Vec<(String, String)> {
        let index = TextIndex::new(text);
        let speech = speech(text, &Origin { speakers: rule, ..Origin::default() });
        let label = |voice: u32| speech.voices[voice as usize].label.clone();
        let words = |words: CharRange| index.slice(text, words).to_owned();
        speech.utterances.iter().map(|found| (label(found.voice), words(found.words))).collect()
    }

    #[test]
    fn a_turn_begins_behind_its_label_and_below_its_time() {
        let text = "Interviewer: And home?\nMaria (quietly): We were poor.\nInterviewer: And?\nMaria: So.\n\
                    Interviewer: Well?\nMaria (laughs): No.";
        let below = "Interviewer\n00:00:03\nAnd home?\n\nAnna\n00:00:09\nWe were poor.\n\nInterviewer\n00:00:15\n\
                     And?\n\nAnna\n00:00:21\nSo.";
        for (text, from, expected) in [
            (text, "Maria (quietly)", "We were poor."),
            (text, "were", "were poor."),
            (below, "Anna", "We were poor."),
            (below, "00:00:09", "We were poor."),
        ] {
            let index = TextIndex::new(text);
            let turns = Turns::find(text, &index, &Origin::default());
            let start = text.find(from).unwrap() as u32;
            let end = (text.find("poor.").unwrap() + 5) as u32;
            let words = turns.without_label(&index, CharRange::new(start, end));
            assert_eq!(index.slice(text, words), expected, "{from}");
        }
    }

    #[test]
    fn words_of_several_people_are_quoted_turn_by_turn() {
        let text = "MOD: Who left?\nAna: I did.\nNo money.\nBen: Me too.\n\nMOD: And why?\nAna: The rent.\n";
        let below = "Moderator\n00:00:03\nAnd home?\n\nAnna\n00:00:09\nWe were poor.\n\nModerator\n00:00:15\n\
                     And?\n\nAnna\n00:00:21\nSo.";
        let all = SpeakerRule { unlabelled: Some("P7".into()), ..SpeakerRule::default() };
        let twice = "I: And?\nT: No one told us.\nT: And coming back.\nI: Why?\nT: So.";
        let loose = "MOD: Why?\nI went home.\nMOD: And?\nNothing.";
        for (text, rule, from, to, expected) in [
            (text, None, "I did.", "No money.", None),
            (text, None, "Ana: I did.", "No money.", None),
            (text, None, "Ana: I", "Me too.", Some("Ana: I did.\nNo money.\nBen: Me too.")),
            (text, None, "did.", "Me", Some("[Ana:] did.\nNo money.\nBen: Me")),
            (text, None, " did.", "Me", Some("[Ana:] did.\nNo money.\nBen: Me")),
            (text, None, "na: I did.", "Me too.", Some("[Ana:] I did.\nNo money.\nBen: Me too.")),
            (text, None, "money.", "why?", Some("[Ana:] money.\nBen: Me too.\n\nMOD: And why?")),
            (text, None, "\nBen:", "why?\n", Some("Ben: Me too.\n\nMOD: And why?")),
            (text, None, "Me too.", "MOD:", None),
            (twice, None, "No one", "back.", Some("No one told us.\nAnd coming back.")),
            (twice, None, "T: No", "And", Some("No one told us.\nAnd")),
            (twice, None, "told", "T: And", Some("told us.\nAnd")),
            (twice, None, "told", "us.\n", None),
            (below, None, "home?", "poor.", Some("[Moderator:] home?\n\nAnna\n00:00:09\nWe were poor.")),
            (
                below,
                None,
                "Moderator",
                "poor.",
                Some("Moderator\n00:00:03\nAnd home?\n\nAnna\n00:00:09\nWe were poor."),
            ),
            (below, None, "00:00:03", "poor.", Some("[Moderator:] And home?\n\nAnna\n00:00:09\nWe were poor.")),
            (loose, Some(all), "Why?", "And?", Some("[MOD:] Why?\n[P7:] I went home.\nMOD: And?")),
        ] {
            let index = TextIndex::new(text);
            let origin = Origin { speakers: rule.unwrap_or_default(), ..Origin::default() };
            let turns = Turns::find(text, &index, &origin);
            let start = text.find(from).unwrap();
            let end = start + text[start..].find(to).unwrap() + to.len();
            let quoted = turns.quoted(text, &index, CharRange::new(start as u32, end as u32));
            assert_eq!(quoted.as_deref(), expected, "{from}");
        }
    }

    #[test]
    fn words_begin_behind_the_label_and_end_before_the_line_end_that_closes_the_block() {
        let cases: [(&str, &[(&str, &str)]); 8] = [
            (
                "I: Why?\nP: No money.\nI: And?\nP: So.",
                &[("I", "Why?"), ("P", "No money."), ("I", "And?"), ("P", "So.")],
            ),
            (
                "A: One.\nTwo.\nB: So.\nA: Well.\nB: No.",
                &[("A", "One.\nTwo."), ("B", "So."), ("A", "Well."), ("B", "No.")],
            ),
            // A label that is repeated belongs to nobody.
            ("A: One.\nA: Two.\nB: So.\nA: Well.\n", &[("A", "One."), ("A", "Two."), ("B", "So."), ("A", "Well.")]),
            (
                "A: One.\n\nTwo.\n\nB: So.\nA: Well.\nB: No.",
                &[("A", "One.\n\nTwo.\n"), ("B", "So."), ("A", "Well."), ("B", "No.")],
            ),
            (
                "A:\nOne.\nTwo.\nB:\nSo.\nA:\nWell.\nB:\nNo.",
                &[("A", "One.\nTwo."), ("B", "So."), ("A", "Well."), ("B", "No.")],
            ),
            (
                "访谈者：为什么走？\n受访者：没有钱。\n访谈者：嗯。",
                &[("访谈者", "为什么走？"), ("受访者", "没有钱。"), ("访谈者", "嗯。")],
            ),
            (
                "A talk.\nA: One.\nB: So.\nA: Well.\nB: No.",
                &[("A", "One."), ("B", "So."), ("A", "Well."), ("B", "No.")],
            ),
            ("", &[]),
        ];
        for (text, wanted) in cases {
            let wanted: Vec<_> =
                wanted.iter().map(|(label, words)| ((*label).to_owned(), (*words).to_owned())).collect();
            assert_eq!(said(text, SpeakerRule::default()), wanted, "{text}");
        }
    }

    #[test]
    fn lines_without_a_label_may_be_a_speakers() {
        let rule = SpeakerRule { unlabelled: Some("P7".into()), ..SpeakerRule::default() };
        let found = said("MOD: Why?\nI went home.\nIt was late.\nMOD: And?\nNothing.", rule);
        let found: Vec<_> = found.iter().map(|(label, words)| (label.as_str(), words.as_str())).collect();
        assert_eq!(found, [("MOD", "Why?"), ("P7", "I went home.\nIt was late."), ("MOD", "And?"), ("P7", "Nothing.")]);
    }
}
