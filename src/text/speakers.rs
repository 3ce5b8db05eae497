//! Which labels are speakers: found out, or as the researcher says.

use super::TextIndex;
use super::labels::{self, Candidate};
use crate::model::{CharRange, Origin, SpeakerRole, SpeakerRule};
use regex::Regex;
use std::collections::HashMap;

/// Numbered labels that stand once each are one speaker from so many on …
const FAMILY: usize = 3;
/// … up to so many: more are no questions that anybody asked.
const LARGEST_FAMILY: usize = 200;
/// A label that is believed to be a slip's stands properly at least so often.
const SURE_BLOCKS: u32 = 2;

/// A rule by a pattern, which must be a regular expression.
///
/// # Errors
/// What is wrong with it, in words.
pub fn pattern_rule(pattern: &str) -> Result<SpeakerRule, String> {
    compiled(pattern)?;
    Ok(SpeakerRule { pattern: Some(pattern.to_owned()), ..SpeakerRule::default() })
}

fn compiled(pattern: &str) -> Result<Regex, String> {
    if pattern.trim().is_empty() {
        return Err("the pattern for speakers is empty".into());
    }
    Regex::new(&format!("^(?:{pattern})")).map_err(|e| {
        let why = e.to_string();
        let last = why.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        format!("the pattern for speakers cannot be read: {last}")
    })
}

/// A label that stands in a document, speaker or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub name: String,
    /// Lines that begin with it.
    pub lines: u32,
    /// Its lines begin blocks.
    pub speaks: bool,
}

/// The lines of a text that begin like a speaker's block, and which of them do.
pub(super) struct Marked<'t> {
    /// One a paragraph.
    candidates: Vec<Option<Candidate<'t>>>,
    /// The speaker's name by label, in the order of first standing; `None` for what is no speaker.
    names: HashMap<&'t str, Option<&'t str>>,
    order: Vec<&'t str>,
    lines: HashMap<&'t str, u32>,
}

impl<'t> Marked<'t> {
    pub fn new(text: &'t str, index: &TextIndex, origin: &Origin) -> Self {
        let rule = &origin.speakers;
        let pattern = rule.pattern.as_deref().and_then(|pattern| compiled(pattern).ok());
        let stated = origin.labels.as_deref().filter(|_| pattern.is_none());
        let candidates: Vec<_> = index
            .paragraphs()
            .iter()
            .map(|p| {
                let line = text.get(p.byte_start..p.byte_end).unwrap_or("");
                match &pattern {
                    _ if rule.off => None,
                    Some(pattern) => matched(line, pattern),
                    None => match stated {
                        Some(stated) => stated_label(line, p.chars, stated),
                        None => labels::candidate(line),
                    },
                }
            })
            .collect();
        let (mut order, mut sure, mut lines) = (Vec::new(), HashMap::new(), HashMap::new());
        for c in candidates.iter().flatten() {
            if *lines.entry(c.label).and_modify(|n| *n += 1).or_insert(1_u32) == 1 {
                order.push(c.label);
            }
            *sure.entry(c.label).or_insert(0_u32) += u32::from(c.sure);
        }
        let found = if pattern.is_some() || stated.is_some() {
            order.iter().map(|&label| (label, Some(label))).collect()
        } else {
            found_out(&order, &sure)
        };
        let said = |label: &'t str| match rule.roles.get(label) {
            Some(SpeakerRole::Nobody) => None,
            Some(_) => Some(label),
            None => found.get(label).copied().flatten().filter(|name| {
                // What is said of the family holds for each of it.
                rule.roles.get(*name) != Some(&SpeakerRole::Nobody)
            }),
        };
        let names = order.iter().map(|&label| (label, said(label))).collect();
        Self { candidates, names, order, lines }
    }

    /// All labels, those that are no speakers too.
    pub fn labels(&self) -> Vec<Label> {
        let mut out: Vec<Label> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for &label in &self.order {
            let name = self.names.get(label).copied().flatten();
            let lines = self.lines.get(label).copied().unwrap_or(0);
            let place = *places.entry(name.unwrap_or(label)).or_insert_with(|| {
                out.push(Label { name: name.unwrap_or(label).to_owned(), lines: 0, speaks: name.is_some() });
                out.len() - 1
            });
            if let Some(own) = out.get_mut(place) {
                own.lines += lines;
            }
        }
        out
    }

    /// The speaker's name and the label of the block that begins with this paragraph.
    pub fn block(&self, paragraph: usize) -> Option<(&'t str, Candidate<'t>)> {
        let candidate = (*self.candidates.get(paragraph)?)?;
        let name = (*self.names.get(candidate.label)?)?;
        Some((name, candidate))
    }
}

/// A label counts when it stands at least twice. One that stands once counts when it names a role or is made of initials
/// (`Interviewer`, `I2`, `受访者`) and the document holds another label that counts or could, or when it is one of several
/// that differ by their number alone (`Question 7`): those are one speaker.
fn found_out<'t>(order: &[&'t str], sure: &HashMap<&'t str, u32>) -> HashMap<&'t str, Option<&'t str>> {
    let times = |label: &str| sure.get(label).copied().unwrap_or(0);
    let telling = order.iter().filter(|l| times(l) > 1 || times(l) == 1 && labels::is_telling(l)).count();
    let mut families: HashMap<&str, usize> = HashMap::new();
    for stem in order.iter().filter_map(|label| stem(label)) {
        *families.entry(stem).or_default() += 1;
    }
    for label in order.iter().filter(|label| times(label) > 1) {
        // Where one of them speaks again they are people.
        families.remove(stem(label).unwrap_or_default());
    }
    let name = |label: &'t str| match times(label) {
        SURE_BLOCKS.. => Some(label),
        1 if labels::is_telling(label) && telling > 1 => Some(label),
        1 => stem(label).filter(|s| families.get(s).is_some_and(|n| (FAMILY..=LARGEST_FAMILY).contains(n))),
        _ => None,
    };
    order.iter().map(|&label| (label, name(label))).collect()
}

/// `Question` of `Question 7`.
fn stem(label: &str) -> Option<&str> {
    let stem = label.trim_end_matches(|c: char| c.is_ascii_digit());
    (stem.len() < label.len()).then(|| stem.trim_end()).filter(|stem| !stem.is_empty())
}

/// The label that the file states at the start of a line, whatever it is made of.
fn stated_label<'t>(line: &'t str, chars: CharRange, stated: &[CharRange]) -> Option<Candidate<'t>> {
    let range = *stated.get(stated.partition_point(|label| label.start < chars.start))?;
    if !chars.encloses(range) || range.is_empty() {
        return None;
    }
    let byte = |at: u32| line.char_indices().nth((at - chars.start.0) as usize).map_or(line.len(), |(byte, _)| byte);
    let (before, rest) = line.split_at_checked(byte(range.start.0))?;
    let (label, behind) = rest.split_at_checked(byte(range.end.0) - before.len())?;
    if before.contains(char::is_alphanumeric) {
        return None;
    }
    let words = behind.trim_start_matches(|c: char| c.is_whitespace() || ":：".contains(c));
    let prefix = line.chars().count() - words.chars().count();
    Some(Candidate { label, prefix: u32::try_from(prefix).ok()?, time: None, sure: true })
}

fn matched<'t>(line: &'t str, pattern: &Regex) -> Option<Candidate<'t>> {
    let found = pattern.captures(line)?;
    let (whole, group) = (found.get(0)?, found.get(1));
    let label = group.unwrap_or(whole).as_str();
    let label = label.trim_matches(|c: char| c.is_whitespace() || ":：*_#[]()".contains(c));
    let rest = line.get(whole.end()..)?;
    let prefix = line.get(..line.len() - rest.trim_start().len())?.chars().count();
    let time = labels::candidate(line).and_then(|c| c.time).or_else(|| labels::time_at(line));
    let prefix = u32::try_from(prefix).ok()?;
    (!label.is_empty()).then_some(Candidate { label, prefix, time, sure: true })
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
        assert_eq!(speakers(&SpeakerRule::default()), [speaker("Note well", 2)]);
        for pattern in [r"([AB])\)", r"[AB]\)"] {
            let mut rule = pattern_rule(pattern).unwrap();
            assert_eq!(speakers(&rule).iter().map(|s| s.1).collect::<Vec<_>>(), [2, 1], "{pattern}");
            rule.roles.insert(speakers(&rule)[0].0.clone(), SpeakerRole::Interviewer);
            assert!(speakers(&rule)[0].2);
        }
        assert_eq!(speakers(&SpeakerRule { off: true, ..SpeakerRule::default() }), []);
        let error = pattern_rule("(").unwrap_err();
        assert!(error.contains("cannot be read: unclosed group"), "{error}");
    }

    #[test]
    fn a_role_overrules_what_was_found_out() {
        let mut rule = SpeakerRule::default();
        rule.roles.insert("Note well".into(), SpeakerRole::Nobody);
        rule.roles.insert("Aim".into(), SpeakerRole::Speaker);
        assert_eq!(speakers(&rule), [speaker("Aim", 1)]);
        let (_, labels) = Turns::with_labels(TALK, &TextIndex::new(TALK), &under(&rule));
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
