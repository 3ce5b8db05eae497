//! Proposes a pattern for speakers if none were detected but lines begin alike.

use super::labels::{self, LabelMark, LineLooks};
use super::vocabulary::{self, Sense};
use super::{TextIndex, times};
use std::collections::{HashMap, HashSet};

/// The most beginnings that are shown.
const NAMED: usize = 12;
/// The most names in a pattern.
const MOST: usize = 200;
/// The share of lines (0..=1) that must begin alike.
const ENOUGH: f64 = 0.1;
/// Marks that may separate a label from the words.
const SIGNS: &str = ")]}>»›|/=~:：;-–—.*「『…\t";
/// The characters of a line in which a label may end.
const REACH: usize = 48;

/// How lines of a document begin, and a regular expression that treats these beginnings as labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub pattern: String,
    /// The most frequent beginnings, unchanged.
    pub beginnings: Vec<String>,
    /// Number of lines that begin with one of them.
    pub lines: usize,
}

/// Returns the repeated beginnings of lines: at least two that occur at least twice each, in a tenth of the lines
/// together, and what else is marked like them and may be a name. `None` if lines do not begin alike.
#[must_use]
pub fn propose(text: &str, index: &TextIndex) -> Option<Proposal> {
    by_line(text, index).or_else(|| by_field(text, index)).or_else(|| by_few(text))
}

fn by_line(text: &str, index: &TextIndex) -> Option<Proposal> {
    let mut seen = Beginnings::default();
    let mut filled = 0_usize;
    for paragraph in index.paragraphs() {
        let line = text.get(paragraph.byte_start..paragraph.byte_end).unwrap_or("");
        filled += usize::from(!line.trim().is_empty() && !times::is_alone(line));
        [beginning(line), whole_line(line)].into_iter().flatten().for_each(|(label, mark)| seen.add(label, mark));
        behind_time(line).for_each(|label| seen.add(label, BEHIND_TIME));
        before_time(line).into_iter().for_each(|label| seen.add(label, BEFORE_TIME));
    }
    seen.drop_parts_of_names();
    let back = |label: &str, mark: &str| seen.counts.get(&(label, mark)).is_some_and(|count| *count > 1);
    let lower: HashSet<&str> = seen
        .order
        .iter()
        .filter(|(label, mark)| label.starts_with(char::is_lowercase) && back(label, mark))
        .map(|(_, mark)| *mark)
        .collect();
    let mut forms: HashMap<&str, Vec<(&str, usize)>> = HashMap::new();
    for (label, mark) in &seen.order {
        let count = seen.counts.get(&(*label, *mark)).copied().unwrap_or(0);
        let may_speak = match vocabulary::sense(label) {
            Sense::Role => true,
            Sense::Open => {
                let short = lower.contains(mark) && label.split_whitespace().count() < 3;
                count > 1 || short || vocabulary::is_name(label)
            }
            Sense::Phrase => count > 1,
            // Beside a name or role, a number or letter may be a person.
            Sense::NoPerson => count > 1 && is_short_item(label),
            _ => false,
        };
        if may_speak && (count > 1 || !matches!(*mark, "" | BEHIND_TIME | BEFORE_TIME)) {
            forms.entry(mark).or_default().push((label, count));
        }
    }
    let back =
        |labels: &[(&str, usize)]| labels.iter().map(|(_, count)| count).filter(|count| **count > 1).sum::<usize>();
    let is_plain =
        |label: &str, mark: &str| !is_short_item(label) || mark == ":" && label.contains(char::is_alphabetic);
    let likely = forms.into_iter().filter(|(mark, labels)| {
        let back = || labels.iter().filter(|(_, count)| *count > 1);
        back().count() > 1 && back().any(|(label, _)| is_plain(label, mark))
    });
    let (mark, mut labels) = likely.max_by_key(|(mark, labels)| (back(labels), *mark))?;
    if (back(&labels) as f64) < ENOUGH * filled as f64 {
        return None;
    }
    labels.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    labels.truncate(MOST);
    let lines = labels.iter().map(|(_, count)| count).sum();
    let shown = if matches!(mark, BEHIND_TIME | BEFORE_TIME) { "" } else { mark };
    let beginnings = labels.iter().take(NAMED).map(|(label, _)| format!("{label}{shown}")).collect();
    // Of two names that begin alike, the longer one is tried first.
    labels.sort_by_key(|(label, _)| std::cmp::Reverse(label.len()));
    let names: Vec<String> = labels.iter().map(|(label, _)| regex::escape(label)).collect();
    let names = names.join("|");
    let pattern = match mark {
        BEHIND_TIME => format!(r"[\W\d]*({names})\b"),
        BEFORE_TIME => format!(r"\W*({names})\s+\d[\d:.,]*"),
        "" => format!(r"\W*({names})\s*$"),
        _ => format!(r"\W*({names})\s*{}", regex::escape(mark)),
    };
    Some(Proposal { pattern, beginnings, lines })
}

/// True for a number of up to three digits or a single letter in lower case.
fn is_short_item(label: &str) -> bool {
    let digits = label.len() <= 3 && label.bytes().all(|byte| byte.is_ascii_digit());
    digits || label.chars().count() == 1 && label.contains(char::is_lowercase)
}

/// Fields whose value names who wrote what follows.
const SENDERS: [&str; 16] = [
    "author",
    "by",
    "from",
    "name",
    "posted by",
    "sender",
    "speaker",
    "user",
    "username",
    "autor",
    "auteur",
    "von",
    "作者",
    "用户",
    "发件人",
    "发言人",
];

/// Fields of messages such as `From: Ana Roe`, if several of their values recur.
fn by_field(text: &str, index: &TextIndex) -> Option<Proposal> {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    let mut order: Vec<(&str, &str)> = Vec::new();
    let lines = index.paragraphs().iter().map(|p| text.get(p.byte_start..p.byte_end).unwrap_or("").trim());
    for (field, value) in lines.filter_map(|line| line.split_once([':', '：'])) {
        let (field, value) = (field.trim(), value.trim());
        if value.is_empty() || !SENDERS.contains(&field.to_lowercase().as_str()) {
            continue;
        }
        let count = counts.entry((field, value)).or_insert(0);
        if *count == 0 {
            order.push((field, value));
        }
        *count += 1;
    }
    let field = order.first()?.0;
    let of_field = || order.iter().filter(|(sender, _)| *sender == field);
    let back = of_field().filter(|pair| counts.get(pair).is_some_and(|count| *count > 1)).count();
    let lines = of_field().filter_map(|pair| counts.get(pair)).sum();
    let beginnings = of_field().take(NAMED).map(|(field, value)| format!("{field}: {value}")).collect();
    let pattern = format!(r"\s*{}\s*[:：]\s*(.+)", regex::escape(field));
    (back > 1).then_some(Proposal { pattern, beginnings, lines })
}

/// The mark of a name that only the time before it sets off: `[00:00:07] Ana So it was`.
const BEHIND_TIME: &str = "\u{1}";

/// The mark of a name that a time separates from the words: `Ana 00:07 So it was`.
const BEFORE_TIME: &str = "\u{2}";

/// The most lines of a document that a few labelled lines may be.
const FEW: usize = 6;
/// The fewest words, and characters in scripts without spaces, that are more than a name.
const FEWEST_WORDS: usize = 3;

/// A document of a few lines that all begin with different names: `Ana: How are you?` and `Ben: Fine, thanks.`
fn by_few(text: &str) -> Option<Proposal> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(FEW + 1).collect();
    let mut names: Vec<&str> = Vec::new();
    let mut spoken = 0;
    for line in &lines {
        let label = labels::candidate(line).filter(|reading| reading.form.mark == LabelMark::Colon)?.label;
        let person = match vocabulary::sense(label) {
            Sense::Role => true,
            Sense::Open => vocabulary::is_name(label),
            _ => false,
        };
        if !person || names.contains(&label) {
            return None;
        }
        let speech = line.split_once([':', '：']).map_or("", |(_, speech)| speech);
        let unspaced = speech.chars().filter(|c| vocabulary::is_unspaced(*c)).count();
        spoken += usize::from(speech.split_whitespace().count() >= FEWEST_WORDS || unspaced > 2 * FEWEST_WORDS);
        names.push(label);
    }
    if !(2..=FEW).contains(&lines.len()) || spoken < 2 {
        return None;
    }
    let beginnings = names.iter().map(|name| format!("{name}:")).collect();
    let escaped: Vec<String> = names.iter().map(|name| regex::escape(name)).collect();
    Some(Proposal { pattern: format!(r"\W*({})\s*[:：]", escaped.join("|")), beginnings, lines: lines.len() })
}

/// The labels with a colon that recur within lines, after a sentence, if there are at least two; otherwise none.
#[must_use]
pub fn labels_within(text: &str) -> Vec<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (at, _) in text.match_indices(':').chain(text.match_indices('：')).take(MOST_COLONS) {
        let before = text.get(..at).unwrap_or("");
        let begin = before
            .rfind(['.', '?', '!', '…', '。', '？', '！', '\n'])
            .and_then(|end| Some(end + before.get(end..)?.chars().next()?.len_utf8()));
        let label = before.get(begin.unwrap_or(0)..).unwrap_or("").trim();
        let person = || match vocabulary::sense(label) {
            Sense::Role => true,
            Sense::Open => vocabulary::is_name(label),
            _ => false,
        };
        if label.is_empty() || label.len() > LONGEST_WITHIN || !person() {
            continue;
        }
        if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == label) {
            *count += 1;
        } else if counts.len() < MOST {
            counts.push((label, 1));
        }
    }
    let back: Vec<String> =
        counts.iter().filter(|(_, count)| *count > 1).map(|(label, _)| format!("{label}:")).collect();
    if back.len() > 1 { back } else { Vec::new() }
}

/// The most colons that are examined for labels within lines, and the longest such label, in bytes.
const MOST_COLONS: usize = 2000;
const LONGEST_WITHIN: usize = 32;

/// Beginnings of lines and the marks after them, with their numbers of lines.
#[derive(Default)]
struct Beginnings<'t> {
    counts: HashMap<(&'t str, &'t str), usize>,
    order: Vec<(&'t str, &'t str)>,
}

impl<'t> Beginnings<'t> {
    fn add(&mut self, label: &'t str, mark: &'t str) {
        let count = self.counts.entry((label, mark)).or_insert(0);
        if *count == 0 {
            self.order.push((label, mark));
        }
        *count += 1;
    }

    /// `Ana`, if `Ana Roe` occurs as often behind a time.
    fn drop_parts_of_names(&mut self) {
        let longer: Vec<(&str, usize)> = self
            .counts
            .iter()
            .filter(|((_, mark), _)| *mark == BEHIND_TIME)
            .map(|((label, _), count)| (*label, *count))
            .collect();
        let full: HashMap<&str, usize> = longer.iter().copied().collect();
        for (label, count) in longer.iter().filter(|(_, count)| *count > 1) {
            let parts = label.match_indices(' ').filter_map(|(at, _)| label.get(..at));
            for part in parts.filter(|part| full.get(part).is_some_and(|whole_count| whole_count == count)) {
                self.counts.insert((part, BEHIND_TIME), 0);
            }
        }
    }
}

/// The first one, two and three words behind a time, while they are capitalised.
fn behind_time(line: &str) -> impl Iterator<Item = &str> {
    let rest =
        times::stamp(line.trim_start()).filter(|found| !found.dated && !found.day).map_or("", |found| found.rest);
    let mut end = 0;
    let words = rest
        .split_inclusive(' ')
        .take(3)
        .take_while(|word| word.starts_with(char::is_uppercase) && word.ends_with(' '));
    words.filter_map(move |word| {
        end += word.len();
        rest.get(..end).map(str::trim_end)
    })
}

/// The name before a time that words follow.
fn before_time(line: &str) -> Option<&str> {
    let bare = line.trim_start();
    let digit = bare.find(|c: char| c.is_ascii_digit()).filter(|digit| *digit < LONGEST_WITHIN)?;
    let (label, rest) = (bare.get(..digit)?, bare.get(digit..)?);
    let found = times::stamp(rest).filter(|found| !found.dated && !found.day && !found.rest.is_empty())?;
    let clear = label.ends_with(' ') && found.millis.is_some() && !label.starts_with(char::is_lowercase);
    (clear && label.split_whitespace().count() <= 3).then(|| label.trim_end()).filter(|label| !label.is_empty())
}

/// Returns a short label at the start of a line and the mark after it, which may be a repeated sign.
fn beginning(line: &str) -> Option<(&str, &str)> {
    let bare = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (at, sign) = bare.char_indices().take(REACH).find(|(_, c)| SIGNS.contains(*c))?;
    let (label, rest) = (bare.get(..at)?.trim_end(), bare.get(at..)?);
    let after = rest.trim_start_matches(sign);
    let mark = rest.get(..rest.len() - after.len())?;
    let parts = after.is_empty() || after.starts_with(char::is_whitespace) || !sign.is_ascii() || "|\t".contains(sign);
    (parts && !label.is_empty() && label.split_whitespace().count() <= 4).then_some((label, mark))
}

/// The longest single word that may be a label, in bytes.
const LONGEST_WORD: usize = 4 * labels::LONGEST;

/// Returns a short line that may be a label by itself, or a single word.
fn whole_line(line: &str) -> Option<(&str, &str)> {
    let mut found = labels::Readings::default();
    labels::readings(line, LineLooks::default(), &mut found);
    let word = || {
        let word = Some(line.trim()).filter(|word| word.len() <= LONGEST_WORD)?;
        let plain = |c: char| c.is_alphanumeric() || "_.-@".contains(c);
        (word.chars().all(plain) && word.starts_with(char::is_alphabetic) && !word.ends_with('.')).then_some(word)
    };
    let reading = found.usual.into_iter().find(|reading| reading.form.mark == LabelMark::Alone);
    reading.map(|reading| reading.label).or_else(word).map(|label| (label, ""))
}

#[cfg(test)]
mod tests {
    use super::propose;
    use crate::model::Origin;
    use crate::text::{TextIndex, Turns, pattern_rule};

    fn proposed(text: &str) -> Option<(String, usize)> {
        let proposal = propose(text, &TextIndex::new(text))?;
        let speakers = pattern_rule(&proposal.pattern).unwrap();
        let origin = Origin { speakers, ..Origin::default() };
        let turns = Turns::find(text, &TextIndex::new(text), &origin);
        let names: Vec<_> =
            turns.speakers().iter().map(|speaker| format!("{} {}", speaker.label, speaker.blocks)).collect();
        Some((names.join(", "), proposal.lines))
    }

    #[test]
    fn beginnings_that_come_back_become_a_pattern_that_finds_them() {
        let cases = [
            ("A) Why?\nB) Because.\nA) And?\nB) So.", Some(("A 2, B 2", 4))),
            ("  Ana | Why?\n  Ben | So.\n  Ana | And?\n  Ben | No.", Some(("Ana 2, Ben 2", 4))),
            ("A+) Why?\nB) So.\nA+) And?\nB) No.", Some(("A+ 2, B 2", 4))),
            ("Ana\nWhy?\nBen\nSo it is.\nAna\nAnd?\nBen\nNo.", Some(("Ana 2, Ben 2", 4))),
            ("A) Why?\nB) Because.\nA) And?", None),
            ("1) a\n2) b\n1) c\n2) d", None),
            ("Yes. So.\nNo. And.\nYes. So.\nNo. But.", None),
            ("Note: a\nDate: b\nNote: c\nDate: d", None),
            ("We went home.\nIt was late.\nWe went home.\nIt was late.", None),
            ("", None),
            ("聞き手「どうですか」\n田中「はい」\n聞き手「夜は」\n田中「大変です」", Some(("聞き手 2, 田中 2", 4))),
            ("Ana 00:05 Why so?\nBen 00:09 Well.\nAna 00:12 And?\nBen 00:15 No.", Some(("Ana 2, Ben 2", 4))),
            ("Ana>> Why?\nBen>> So.\nAna>> And?\nBen>> No.", Some(("Ana 2, Ben 2", 4))),
            ("Ana|00:05|Why?\nBen|00:07|So.\nAna|00:09|And?\nBen|00:11|No.", Some(("Ana 2, Ben 2", 4))),
            ("Ana… Why?\nBen… So.\nAna… And?\nBen… No.", Some(("Ana 2, Ben 2", 4))),
            ("i: Why?\na: So.\ni: And?\na: No.", Some(("i 2, a 2", 4))),
            ("Ana: Hello, how are you?\nBen: Fine, thanks a lot.", Some(("Ana 1, Ben 1", 2))),
            ("Ana: One\nBen: Two", None),
            ("Date: 3 May in the town\nPlace: The mill by the river", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(proposed(text), wanted.map(|(names, lines)| (names.to_owned(), lines)), "{text}");
        }
        let rare = format!("{}A) b\nB) c\nA) d\nB) e", "So it went on and on.\n".repeat(90));
        assert_eq!(proposed(&rare), None);
        let long = "x".repeat(300);
        assert_eq!(proposed(&format!("{long}\nWhy?\n{long}\nSo it is.\nAna\nWhy?\nAna\nNo.")), None);
    }
}
