//! Which labels are speakers: detected, stated by the file, or defined by the researcher.

use super::detection::{self, Detected};
use super::labels::{self, LabelMark, LabelReading};
use super::{TextIndex, times};
use crate::model::hashing::{HashMap, HashSet};
use crate::model::names::half_width;
use crate::model::{Cancelled, CharRange, Origin, Progress, SpeakerRole, SpeakerRule};
use crate::tr;
use regex::Regex;
use std::ops::Range;

/// Creates a rule from a pattern, which must be a regular expression.
///
/// # Errors
/// When the pattern is empty or not a regular expression.
pub fn pattern_rule(pattern: &str) -> Result<SpeakerRule, PatternError> {
    compiled(pattern)?;
    Ok(SpeakerRule { pattern: Some(pattern.to_owned()), ..SpeakerRule::default() })
}

/// Why a pattern for speakers cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    #[error("{}", tr!("the pattern for speakers is empty"))]
    Empty,
    /// `why` is what the parser says, in English. `at` is the number of the character, from 1.
    #[error("{}", match at {
        Some(at) => tr!("the pattern for speakers is not a valid regular expression: {why}, at character {at}", why, at),
        None => tr!("the pattern for speakers is not a valid regular expression: {why}", why),
    })]
    Invalid { why: String, at: Option<usize> },
}

/// A pattern that a line may match as it is, or with full-width letters, figures and marks taken for the usual ones.
struct Pattern {
    exact: Regex,
    /// `None` if it cannot be read without full-width characters.
    narrow: Option<Regex>,
}

/// A pattern with full-width characters replaced; those that would be signs of the pattern stand for themselves.
fn narrowed(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        let usual = half_width(c);
        if usual != c && usual.is_ascii_punctuation() && !matches!(usual, ':' | '<' | '>') {
            out.push('\\');
        }
        out.push(usual);
    }
    out
}

fn compiled(pattern: &str) -> Result<Pattern, PatternError> {
    if pattern.trim().is_empty() {
        return Err(PatternError::Empty);
    }
    // The parser says what is wrong in a few words, and knows nothing of the group around the pattern.
    regex_syntax::parse(pattern).map_err(|error| invalid(&error))?;
    let begins = |pattern: &str| Regex::new(&format!("^(?:{pattern})"));
    let exact = begins(pattern).map_err(|error| PatternError::Invalid { why: error.to_string(), at: None })?;
    Ok(Pattern { exact, narrow: begins(&narrowed(pattern)).ok() })
}

fn invalid(error: &regex_syntax::Error) -> PatternError {
    let (why, span) = match error {
        regex_syntax::Error::Parse(error) => (error.kind().to_string(), Some(error.span())),
        regex_syntax::Error::Translate(error) => (error.kind().to_string(), Some(error.span())),
        other => (other.to_string(), None),
    };
    PatternError::Invalid { why, at: span.map(|span| span.start.column) }
}

/// A label found in a document, whether or not it is a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub name: String,
    /// Number of lines that begin with it.
    pub lines: u32,
    /// It is a speaker: its lines begin blocks.
    pub speaks: bool,
    /// It is an interviewer.
    pub asks: bool,
}

/// What is doubtful about detected speakers.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Doubts {
    /// Labels that look like those of speakers, with their numbers of lines, which are attributed to the previous speaker.
    pub labels: Vec<(String, u32)>,
    /// Labels of one line each that count as speakers, although they may be a word of the speaker before.
    pub single: Vec<String>,
    /// Number of lines that contain a speaker's label after their beginning.
    pub within: u32,
    /// Number of labels whose number counts the turns, and is not part of the name.
    pub counters: u32,
}

/// The lines of a text that begin with a label, and which of them begin a speaker's block.
#[derive(Default)]
pub(super) struct Marked<'t> {
    /// One for each paragraph.
    readings: Vec<Option<LabelReading<'t>>>,
    /// Name of the speaker by label; `None` if the label is not a speaker.
    names: HashMap<&'t str, Option<&'t str>>,
    /// Labels in order of first occurrence, with the number of their lines.
    order: Vec<(&'t str, u32)>,
    chat: bool,
    /// Paragraphs that a forum writes beside its messages.
    notes: HashSet<usize>,
    /// Paragraphs that look like turns of somebody else.
    doubted: HashSet<usize>,
    single: Vec<&'t str>,
    within: usize,
    counters: usize,
}

impl<'t> Marked<'t> {
    pub fn new(text: &'t str, index: &TextIndex, origin: &Origin) -> Self {
        Self::find(text, index, origin, &Progress::default()).unwrap_or_default()
    }

    /// Like [`Marked::new`].
    ///
    /// # Errors
    /// When cancelled.
    pub fn find(text: &'t str, index: &TextIndex, origin: &Origin, progress: &Progress) -> Result<Self, Cancelled> {
        let rule = &origin.speakers;
        let pattern = rule.pattern.as_deref().and_then(|pattern| compiled(pattern).ok());
        let given = |label: &dyn Fn(&'t str, CharRange) -> Option<LabelReading<'t>>| {
            let lines: Vec<_> = index
                .paragraphs()
                .iter()
                .map(|p| label(text.get(p.byte_start..p.byte_end).unwrap_or(""), p.chars))
                .collect();
            let names = lines.iter().flatten().map(|reading| (reading.label, reading.label)).collect();
            Detected { lines, names, ..Detected::default() }
        };
        let found = match (&pattern, origin.labels.as_deref()) {
            _ if rule.off => given(&|_, _| None),
            (Some(pattern), _) => given(&|line, _| matched(line, pattern)),
            (None, Some(stated)) => given(&|line, chars| stated_label(line, chars, stated)),
            (None, None) => detection::detect(text, index, &origin.styles, progress)?,
        };
        Ok(Self::under(found, rule))
    }

    /// Applies the researcher's roles of single labels to the detected labels.
    fn under(found: Detected<'t>, rule: &SpeakerRule) -> Self {
        let mut places: HashMap<&'t str, usize> = HashMap::default();
        let mut order: Vec<(&'t str, u32)> = Vec::new();
        let mut readings = found.lines;
        for reading in readings.iter_mut().take(found.header) {
            // People named in the header do not speak there.
            reading.take_if(|reading| found.names.contains_key(reading.label));
        }
        for reading in readings.iter().flatten() {
            let place = *places.entry(reading.label).or_insert_with(|| {
                order.push((reading.label, 0));
                order.len() - 1
            });
            if let Some((_, lines)) = order.get_mut(place) {
                *lines += 1;
            }
        }
        let name_of = |label: &'t str| match rule.role(label) {
            Some(SpeakerRole::Nobody) => None,
            Some(_) => Some(label),
            None => found.names.get(label).copied().filter(|name| {
                // A role given to a family of labels applies to every label of the family.
                rule.role(name) != Some(SpeakerRole::Nobody)
            }),
        };
        let names = order.iter().map(|(label, _)| (*label, name_of(label))).collect();
        let speaks = |reading: &&LabelReading<'t>| found.names.contains_key(reading.label);
        let chat = readings.iter().flatten().find(speaks).is_some_and(|reading| reading.form.mark == LabelMark::Chat);
        let (notes, doubted) = (found.notes, found.doubted);
        let Detected { single, within, counters, .. } = found;
        Self { readings, names, order, chat, notes, doubted, single, within, counters }
    }

    /// Returns what is doubtful, except for labels to which the researcher gave a role.
    pub fn doubts(&self, rule: &SpeakerRule) -> Doubts {
        let mut labels: Vec<(String, u32)> = Vec::new();
        for reading in self.readings.iter().enumerate().filter(|(row, _)| self.doubted.contains(row)) {
            let Some(label) = reading.1.map(|reading| reading.label) else { continue };
            if rule.role(label).is_some() {
                continue;
            }
            match labels.iter_mut().find(|(known, _)| known == label) {
                Some((_, lines)) => *lines += 1,
                None => labels.push((label.to_owned(), 1)),
            }
        }
        let single = self.single.iter().filter(|label| rule.role(label).is_none()).map(|label| (*label).to_owned());
        Doubts { labels, single: single.collect(), within: self.within as u32, counters: self.counters as u32 }
    }

    /// Returns all labels, including those that are not speakers.
    pub fn labels(&self) -> Vec<Label> {
        let mut out: Vec<Label> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::default();
        for &(label, lines) in &self.order {
            let name = self.names.get(label).copied().flatten();
            let place = *places.entry(name.unwrap_or(label)).or_insert_with(|| {
                let speaks = name.is_some();
                out.push(Label { name: name.unwrap_or(label).to_owned(), lines: 0, speaks, asks: false });
                out.len() - 1
            });
            if let Some(entry) = out.get_mut(place) {
                entry.lines += lines;
            }
        }
        out
    }

    /// Returns the speaker's name and the label of the block that begins with this paragraph.
    pub fn block(&self, paragraph: usize) -> Option<(&'t str, LabelReading<'t>)> {
        let reading = (*self.readings.get(paragraph)?)?;
        let name = (*self.names.get(reading.label)?)?;
        Some((name, reading))
    }

    /// True for a line that a forum writes beside a message: its date, and what readers can do.
    pub fn is_note(&self, paragraph: usize) -> bool {
        self.notes.contains(&paragraph)
    }

    /// True if the speakers are senders of chat messages.
    pub fn is_chat(&self) -> bool {
        self.chat
    }
}

/// Returns the label that the file states at the start of a line, whatever its characters.
fn stated_label<'t>(line: &'t str, chars: CharRange, stated: &[CharRange]) -> Option<LabelReading<'t>> {
    let range = *stated.get(stated.partition_point(|label| label.start < chars.start))?;
    if !chars.encloses(range) || range.is_empty() {
        return None;
    }
    let byte = |at: u32| line.char_indices().nth((at - chars.start.0) as usize).map_or(line.len(), |(byte, _)| byte);
    let (before, rest) = line.split_at_checked(byte(range.start.0))?;
    let (label, after) = rest.split_at_checked(byte(range.end.0) - before.len())?;
    if before.contains(char::is_alphanumeric) {
        return None;
    }
    let speech = after.trim_start_matches(|c: char| c.is_whitespace() || ":：".contains(c));
    let prefix = line.chars().count() - speech.chars().count();
    Some(LabelReading::given(label, u32::try_from(prefix).ok()?, None))
}

fn matched<'t>(line: &'t str, pattern: &Pattern) -> Option<LabelReading<'t>> {
    let (whole, group) = found(line, pattern)?;
    let label = match group {
        // A group in the pattern is the exact label; without a group, strip marks.
        Some(group) => line.get(group)?.trim(),
        None => line
            .get(whole.clone())?
            .trim_matches(|c: char| c.is_whitespace() || ":：*_#[]()（）【】［］〔〕".contains(c)),
    };
    let rest = line.get(whole.end..)?;
    let prefix = line.get(..line.len() - rest.trim_start().len())?.chars().count();
    let time = labels::candidate(line).and_then(|c| c.time).or_else(|| times::at_start(line));
    let prefix = u32::try_from(prefix).ok()?;
    (!label.is_empty()).then(|| LabelReading::given(label, prefix, time))
}

/// The bytes of what the pattern matches at the beginning of a line, and of its first group.
fn found(line: &str, pattern: &Pattern) -> Option<(Range<usize>, Option<Range<usize>>)> {
    if let Some(found) = pattern.exact.captures(line) {
        return Some((found.get(0)?.range(), found.get(1).map(|group| group.range())));
    }
    let usual: String = line.chars().map(half_width).collect();
    let found = pattern.narrow.as_ref()?.captures(&usual)?;
    // Both have the same characters, but not the same bytes.
    let byte = |at: usize| {
        let characters = usual.get(..at).map_or(0, |before| before.chars().count());
        line.char_indices().nth(characters).map_or(line.len(), |(byte, _)| byte)
    };
    let range = |found: Range<usize>| byte(found.start)..byte(found.end);
    Some((range(found.get(0)?.range()), found.get(1).map(|group| range(group.range()))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Turns;

    const TALK: &str = "Aim: to learn\nA) Why?\nB) Because.\nNote well: x\nA) And?\nNote well: y";

    fn under(rule: &SpeakerRule) -> Origin {
        Origin { speakers: rule.clone(), ..Origin::default() }
    }

    fn speakers(rule: &SpeakerRule) -> Vec<(String, u32, bool)> {
        let turns = Turns::find(TALK, &TextIndex::new(TALK), &under(rule));
        turns.speakers().iter().map(|s| (s.label.clone(), s.blocks, s.asks)).collect()
    }

    fn speaker(label: &str, blocks: u32) -> (String, u32, bool) {
        (label.to_owned(), blocks, false)
    }

    #[test]
    fn a_pattern_finds_labels_of_any_form_and_roles_say_who_asks() {
        assert_eq!(speakers(&SpeakerRule::default()), []);
        for pattern in [r"([AB])\)", r"[AB]\)"] {
            let mut rule = pattern_rule(pattern).unwrap();
            assert_eq!(speakers(&rule).iter().map(|s| s.1).collect::<Vec<_>>(), [2, 1], "{pattern}");
            rule.roles.insert(speakers(&rule)[0].0.clone(), SpeakerRole::Interviewer);
            assert!(speakers(&rule)[0].2);
        }
        assert_eq!(speakers(&SpeakerRule { off: true, ..SpeakerRule::default() }), []);
        for (pattern, wrong) in [
            ("(", "unclosed group, at character 1"),
            ("访谈[a", "unclosed character class, at character 3"),
            ("A)|(B", "unopened group, at character 2"),
            ("a{3,1}", "invalid repetition count range"),
            ("*", "repetition operator missing expression"),
            (r"\p{Nope}", "Unicode property not found"),
        ] {
            let error = pattern_rule(pattern).unwrap_err().to_string();
            let expected = format!("the pattern for speakers is not a valid regular expression: {wrong}");
            assert!(error.starts_with(&expected) && !error.contains('\n'), "{pattern}: {error}");
        }
    }

    #[test]
    fn a_pattern_matches_letters_and_marks_of_any_width() {
        let lines = ["Ｑ：为什么走？\nＡ１：没有钱。", "Q:为什么走？\nA1:没有钱。", "（Q）为什么走？\n（A1）没有钱。"];
        for (text, pattern, labels) in [
            (lines[0], "(Q|A\\d):", ["Ｑ", "Ａ１"]),
            (lines[0], "Q:|A1:", ["Ｑ", "Ａ１"]),
            (lines[0], "[QA]\\d*：", ["Ｑ", "Ａ１"]),
            (lines[0], "(Ｑ|Ａ１)：", ["Ｑ", "Ａ１"]),
            (lines[1], "(Ｑ|Ａ１)：", ["Q", "A1"]),
            (lines[1], "[^：]+：", ["Q", "A1"]),
            (lines[2], "（[QA]\\d?）", ["Q", "A1"]),
            (lines[2], "\\((Q|A1)\\)", ["Q", "A1"]),
        ] {
            let turns = Turns::find(text, &TextIndex::new(text), &under(&pattern_rule(pattern).unwrap()));
            let found: Vec<&str> = turns.speakers().iter().map(|speaker| speaker.label.as_str()).collect();
            assert_eq!(found, labels, "{pattern} {text}");
            assert_eq!(
                turns.line(1).prefix as usize,
                text.lines()
                    .nth(1)
                    .unwrap()
                    .find('没')
                    .map_or(0, |at| text.lines().nth(1).unwrap()[..at].chars().count())
            );
        }
    }

    #[test]
    fn a_role_set_by_the_user_overrides_detection() {
        let mut rule = SpeakerRule::default();
        rule.roles.insert("Note well".into(), SpeakerRole::Nobody);
        rule.roles.insert("Aim".into(), SpeakerRole::Speaker);
        assert_eq!(speakers(&rule), [speaker("Aim", 1)]);
        let (_, labels) = Turns::with_labels(TALK, &TextIndex::new(TALK), &under(&rule), &Progress::default()).unwrap();
        assert_eq!(
            labels.iter().map(|l| (l.name.as_str(), l.lines, l.speaks)).collect::<Vec<_>>(),
            [("Aim", 1, true), ("Note well", 2, false)]
        );
    }

    #[test]
    fn a_rule_is_read_back_from_its_json() {
        let mut rule = pattern_rule("(A)").unwrap();
        rule.roles.insert("A".into(), SpeakerRole::Interviewer);
        let json = serde_json::to_string(&rule).unwrap();
        assert_eq!(serde_json::from_str::<SpeakerRule>(&json).unwrap(), rule);
        assert_eq!(serde_json::to_string(&SpeakerRule::default()).unwrap(), "{}");
    }

    #[test]
    fn labels_stated_by_the_file_are_the_only_ones() {
        let text = "Lee, Ana: Where?\nNote: home.\n(x) Ben 🌸 Yes.\nand so: on";
        let (ana, ben) = (CharRange::new(0, 8), CharRange::new(33, 38));
        let mut origin = Origin { labels: Some(vec![ana, ben]), ..Origin::default() };
        let index = TextIndex::new(text);
        let turns = Turns::find(text, &index, &origin);
        assert_eq!(turns.speakers().iter().map(|s| s.label.as_str()).collect::<Vec<_>>(), ["Lee, Ana"]);
        assert_eq!((turns.line(0).prefix, turns.line(1).prefix), (10, 0));
        origin.labels = Some(vec![CharRange::new(29, 38)]);
        let turns = Turns::find(text, &index, &origin);
        assert_eq!(turns.speakers()[0].label, "(x) Ben 🌸");
        assert_eq!(turns.line(2).prefix, 10);
        origin.labels = Some(vec![]);
        assert!(Turns::find(text, &index, &origin).speakers().is_empty());
        origin.speakers.pattern = Some(r"(Note):".into());
        assert_eq!(Turns::find(text, &index, &origin).speakers()[0].label, "Note");
    }
}
