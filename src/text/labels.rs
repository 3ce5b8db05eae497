//! The ways in which one line can be read as beginning with a speaker's label. Everything that could be one is read; which
//! readings hold is decided in [`super::detection`], which sees all lines of the document.

use super::times::{self, Stamp};
use super::vocabulary::{is_abbreviation, is_head_row, is_unspaced};

/// What ends a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// `Name:`.
    Colon,
    /// The sender of a chat message: `12/03/2024, 09:15 - Name:`, `From Name to Everyone:`.
    Chat,
    /// A time behind the name: `Name (00:03)`, `Name  0:33`.
    Time,
    /// `[Name] words`, `Name> words`.
    Close,
    /// Bold, and the words are not: `**Name** words`; or a bold line of its own.
    Styled,
    /// A heading.
    Heading,
    /// A time before the name, alone on the line: `00:00:03 Name`.
    Timed,
    /// The border of a cell: a tab, ` | `, two blanks, or a wide one.
    Tab,
    /// `Name – words`.
    Dash,
    /// `Name. words`.
    Dot,
    /// The end of the line.
    Alone,
    /// A slip for the colon: `Name; words`, `Name-. words`.
    Slip,
}

/// How a label is set off from the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form {
    /// The bracket or sign before it; `None` for a plain one.
    pub open: Option<char>,
    pub mark: Mark,
}

/// What labels of one document have in common, or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Shape {
    pub timed: bool,
    /// Nothing stands behind it on the line.
    pub alone: bool,
    /// 1 for a bold label, 2 for a line that is bold beyond it.
    pub bold: u8,
    pub heading: bool,
    /// The sign or number before it: `-`, `*`, `1`.
    pub lead: Option<char>,
}

/// A line read as beginning with a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading<'t> {
    /// As it stands in the text, without marks and colon.
    pub label: &'t str,
    /// Characters from the line's start to the first spoken word.
    pub prefix: u32,
    /// When it was said, in ms from the start of the recording.
    pub time: Option<u32>,
    pub form: Form,
    pub shape: Shape,
    /// The prefix holds nothing to read but the label.
    pub bare: bool,
}

impl<'t> Reading<'t> {
    /// A label that was not detected: the file or the researcher says where it stands.
    #[must_use]
    pub fn given(label: &'t str, prefix: u32, time: Option<u32>) -> Self {
        let form = Form { open: None, mark: Mark::Colon };
        Self { label, prefix, time, form, shape: Shape::default(), bare: time.is_none() }
    }
}

/// How a line looks in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// Bytes at its start that are bold.
    pub bold: usize,
    pub heading: bool,
}

/// A label is no longer, and is looked for no further.
pub const LONGEST: usize = 60;
const REACH: usize = LONGEST + 40;
const MOST_WORDS: usize = 10;

const BLANK: [char; 6] = [' ', '\t', '\u{a0}', '\u{3000}', '\u{200e}', '\u{feff}'];
const EMPHASIS: [char; 2] = ['*', '_'];
const BULLETS: &str = "-–—•·●○▪‣→>»*+";
const BRACKETS: [(char, char); 10] = [
    ('[', ']'),
    ('(', ')'),
    ('{', '}'),
    ('<', '>'),
    ('【', '】'),
    ('（', '）'),
    ('［', '］'),
    ('"', '"'),
    ('“', '”'),
    ('«', '»'),
];

/// The time beside a label: `Some(None)` for one of day, which is no time of the recording.
type Beside = Option<Option<u32>>;

/// What stands before the label.
struct Lead<'t> {
    body: &'t str,
    time: Option<u32>,
    stamped: bool,
    dated: bool,
    number: bool,
    emphasis: bool,
    heading: bool,
    sign: Option<char>,
}

/// All readings of a line, at most eight; none looks further than its first hundred characters.
pub fn readings<'t>(line: &'t str, looks: Looks, out: &mut Vec<Reading<'t>>) {
    if !line.get(..first_chars(line, REACH).len()).is_some_and(|head| head.contains(char::is_alphanumeric)) {
        return;
    }
    let reader = Reader::new(line, looks);
    if reader.lead.body.is_empty() || reader.is_address() {
        return;
    }
    let before = out.len();
    let colon = reader.chat(out) || reader.bracketed(out) || reader.colon(out);
    reader.ended_by_time(out);
    reader.styled(out);
    reader.separated(out);
    // A label with its colon is not also one without.
    if !(colon && out.len() > before) {
        reader.alone(out);
    }
}

/// The most likely reading of a single line: with a colon, a time, or a bracket.
#[must_use]
pub fn candidate(line: &str) -> Option<Reading<'_>> {
    let mut found = Vec::new();
    readings(line, Looks::default(), &mut found);
    found.into_iter().find(|reading| matches!(reading.form.mark, Mark::Colon | Mark::Chat | Mark::Time))
}

struct Reader<'t> {
    line: &'t str,
    looks: Looks,
    lead: Lead<'t>,
    /// The part of the body in which a label ends.
    head: &'t str,
}

impl<'t> Reader<'t> {
    fn new(line: &'t str, looks: Looks) -> Self {
        let lead = Lead::of(line);
        let head = first_chars(lead.body, REACH);
        Self { line, looks, lead, head }
    }

    fn is_address(&self) -> bool {
        let word = self.head.split(BLANK).next().unwrap_or("");
        word.contains("://") || word.starts_with("www.") || word.starts_with("mailto:")
    }

    /// `Name:`, also within a chat message or behind a sign: `@Name:`.
    fn colon(&self, out: &mut Vec<Reading<'t>>) -> bool {
        let (open, body) = match self.head.strip_prefix(['#', '@']) {
            Some(body) => (self.head.chars().next(), body),
            None => (None, self.head),
        };
        let Some(at) = colon_in(body) else { return false };
        let Some((label, rest)) = body.split_at_checked(at) else { return false };
        let (label, time) = without_time_behind(label);
        let label = label.split_once("**").map_or(label, |(label, _)| label);
        let behind = rest.trim_start_matches([':', '：']);
        let (behind, later) = time_behind_colon(behind);
        if is_head_row(label, behind) {
            return true;
        }
        let mark = if self.lead.dated { Mark::Chat } else { Mark::Colon };
        self.push(out, label, behind, Form { open, mark }, time.or(later));
        true
    }

    /// `From Name to Everyone : words`.
    fn chat(&self, out: &mut Vec<Reading<'t>>) -> bool {
        let from = self.head.strip_prefix("From ").or_else(|| self.head.strip_prefix("From\t"));
        let Some(rest) = from.filter(|_| self.lead.stamped) else { return false };
        let to = rest.find(" to ").or_else(|| rest.find(" To ")).filter(|to| colon_in(rest).is_some_and(|at| at > *to));
        let Some((at, to)) = colon_in(rest).zip(to) else { return false };
        let (Some(label), Some(behind)) = (rest.get(..to), rest.get(at..)) else { return false };
        self.push(out, label, behind.trim_start_matches([':', '：']), Form { open: None, mark: Mark::Chat }, None);
        true
    }

    /// `[Name] words`, `[Name]: words`, `"Name": words`, `Name> words`; true where a colon ends the label.
    fn bracketed(&self, out: &mut Vec<Reading<'t>>) -> bool {
        let open = self.head.chars().next().unwrap_or(' ');
        let Some((_, close)) = BRACKETS.iter().find(|(own, _)| *own == open) else {
            self.arrow(out);
            return false;
        };
        let Some((inner, behind)) = self.head.get(open.len_utf8()..).and_then(|inner| inner.split_once(*close)) else {
            return false;
        };
        let quoted = matches!(open, '"' | '“' | '«');
        let spaced = behind.trim_start_matches(EMPHASIS).trim_start_matches(BLANK);
        let (inner, within) = without_time_behind(inner);
        let stamp = times::stamp(spaced).filter(|stamp| stamp.bracketed || stamp.rest.is_empty());
        let time = within.or(stamp.map(|stamp| stamp.millis));
        let spaced = stamp.map_or(spaced, |stamp| stamp.rest);
        let form = |mark| Form { open: Some(open), mark };
        if let Some(words) = spaced.strip_prefix([':', '：']) {
            let (words, later) = time_behind_colon(words.trim_start_matches([':', '：']));
            self.push(out, inner, words, form(Mark::Colon), time.or(later));
            return true;
        }
        match stamp {
            Some(_) => self.push(out, inner, spaced, form(Mark::Time), time),
            None if !quoted => self.push(out, inner, spaced, form(Mark::Close), time),
            None => {}
        }
        false
    }

    fn arrow(&self, out: &mut Vec<Reading<'t>>) {
        let Some((label, words)) = self.head.split_once(['>', '»', '›', ']']) else { return };
        if words.is_empty() || words.starts_with(BLANK) {
            self.push(out, label, words, Form { open: Some('>'), mark: Mark::Close }, None);
        }
    }

    /// `Name (00:03)`, `Name [00:03] words`, `Name  0:33`.
    fn ended_by_time(&self, out: &mut Vec<Reading<'t>>) {
        if !has_digit(self.head) {
            return;
        }
        for (at, c) in self.head.char_indices().skip(1) {
            let before = self.head.get(..at).unwrap_or("");
            let opens = "[({<#（【".contains(c) || c.is_ascii_digit() && before.ends_with(BLANK);
            let Some(stamp) = self.head.get(at..).filter(|_| opens).and_then(times::stamp) else { continue };
            let label = before.trim_end_matches(BLANK).trim_end_matches(['-', '–', '—', ',', '|', '@', '·', '•']);
            let words = stamp.rest.trim_start_matches(EMPHASIS);
            let ends = stamp.bracketed || words.trim().is_empty();
            if ends && !words.starts_with([':', '：']) {
                let open = self.head.strip_prefix('@').map(|_| '@');
                let label = label.trim_start_matches('@');
                let mark = if stamp.dated { Mark::Chat } else { Mark::Time };
                self.push(out, label, words, Form { open, mark }, Some(stamp.millis));
            }
            return;
        }
    }

    /// A bold label before words that are not bold, or all of a bold line.
    fn styled(&self, out: &mut Vec<Reading<'t>>) {
        let Some(label) = self.bold_label() else { return };
        let words = self.head.get(label.len()..).unwrap_or("");
        if !words.starts_with(char::is_alphanumeric) && !label.trim_end().ends_with([':', '：', '.', '?', '!']) {
            let words = words.trim_start_matches(EMPHASIS).trim_start_matches([' ', '\t', '-', '–', '—', ':', '：']);
            self.push(out, label, words, Form { open: None, mark: Mark::Styled }, None);
        }
    }

    /// The bold beginning of the body.
    fn bold_label(&self) -> Option<&'t str> {
        if self.lead.emphasis {
            let end = self.head.find("**").or_else(|| self.head.find("__"))?;
            return self.head.get(..end);
        }
        let before = self.line.len() - self.lead.body.len();
        self.head.get(..self.looks.bold.checked_sub(before).filter(|bold| *bold > 0)?)
    }

    /// A tab, two blanks, a dash, a point or a slip behind the label.
    fn separated(&self, out: &mut Vec<Reading<'t>>) {
        let plain = |mark| Form { open: None, mark };
        let cell = self.head.split_once(['\t', '\u{3000}']).or_else(|| self.head.split_once(" | "));
        if let Some((label, words)) = cell.or_else(|| self.head.split_once("  "))
            && !words.trim().is_empty()
        {
            self.push(out, label, words, plain(Mark::Tab), None);
        }
        if let Some((label, words)) = dash_in(self.head) {
            self.push(out, label, words, plain(Mark::Dash), None);
        }
        if let Some((label, words)) = self.head.split_once("-. ").or_else(|| self.head.split_once("; ")) {
            self.push(out, label, words, plain(Mark::Slip), None);
        }
        if let Some((label, words)) = dot_in(self.head).filter(|(label, _)| label.split_whitespace().count() <= 4) {
            self.push(out, label, words, plain(Mark::Dot), None);
        }
    }

    /// All of a short line.
    fn alone(&self, out: &mut Vec<Reading<'t>>) {
        let label = self.lead.body.trim_end_matches(BLANK).trim_end_matches(EMPHASIS);
        let ends = label.ends_with(['.', ',', '?', '!', ';', '…', '。', '，', '？', '！', ')', ']', '"', '”', '-']);
        let sign = label.starts_with(|c: char| !c.is_alphanumeric());
        if label.len() > REACH
            || ends && !(label.ends_with(')') && label.contains(" ("))
            || sign
            || label.split_whitespace().count() > 6
        {
            return;
        }
        let mark = match () {
            () if self.lead.stamped => Mark::Timed,
            () if self.looks.heading || self.lead.heading => Mark::Heading,
            () if self.bold_label().is_some() => return,
            () => Mark::Alone,
        };
        self.push(out, label, "", Form { open: None, mark }, None);
    }

    fn push(&self, out: &mut Vec<Reading<'t>>, label: &'t str, words: &'t str, form: Form, time: Beside) {
        let label = trimmed(label);
        let weak = matches!(form.mark, Mark::Dot | Mark::Dash | Mark::Alone);
        if !is_possible(label) || weak && form.open.is_none() && is_rest_of_sentence(label) {
            return;
        }
        let words = words.trim_start_matches(EMPHASIS).trim_start();
        // Behind the part that was looked at, the line goes on.
        let tail = self.lead.body.len() - self.head.len();
        let bytes = self.line.len() - tail - words.len();
        let before = self.line.get(..bytes).unwrap_or("");
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let end = label.as_ptr() as usize - self.line.as_ptr() as usize + label.len();
        let bold = match self.looks.bold {
            bold if self.lead.emphasis || bold >= end => 1 + u8::from(bold > bytes),
            _ => 0,
        };
        out.push(Reading {
            label,
            prefix: before.chars().count() as u32,
            time: self.lead.time.or(time.flatten()),
            form,
            shape: Shape {
                timed: self.lead.stamped || time.is_some(),
                alone: words.trim().is_empty() && tail == 0,
                bold,
                heading: self.looks.heading || self.lead.heading,
                lead: self.lead.sign.or(self.lead.number.then_some('1')),
            },
            bare: letters(before) == letters(label),
        });
    }
}

impl<'t> Lead<'t> {
    fn of(line: &'t str) -> Self {
        let (mut time, mut stamped, mut dated, mut number) = (None, false, false, false);
        let (mut emphasis, mut heading, mut sign) = (false, false, None);
        let mut body = line.trim_start_matches(BLANK);
        for _ in 0..8 {
            let rest = if let Some(Stamp { millis, dated: day, rest, .. }) = times::stamp(body).filter(|_| !stamped) {
                (time, stamped, dated) = (millis, true, day);
                rest
            } else if let Some(rest) = body.strip_prefix("**").or_else(|| body.strip_prefix("__")) {
                emphasis = true;
                rest
            } else if body.starts_with('#') && body.trim_start_matches('#').starts_with(' ') {
                heading = true;
                body.trim_start_matches('#')
            } else if let Some(rest) = numbered(body).filter(|_| !number) {
                number = true;
                rest
            } else if let Some(bullet) = body.chars().next().filter(|c| is_bullet(*c, body)) {
                sign = sign.or(Some(bullet));
                body.trim_start_matches(bullet)
            } else {
                break;
            };
            body = rest.trim_start_matches(BLANK);
        }
        Self { body, time, stamped, dated, number, emphasis, heading, sign }
    }
}

fn is_bullet(c: char, body: &str) -> bool {
    // A plus sign begins the number of a telephone, too.
    c == '_' || BULLETS.contains(c) && (c != '+' || body.starts_with("+ "))
}

/// What stands behind the number of a line: `12`, `12.`, `12)`.
fn numbered(body: &str) -> Option<&str> {
    let rest = body.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = body.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')']).unwrap_or(rest);
    let words = rest.trim_start_matches(BLANK);
    let label = words.starts_with(|c: char| c.is_alphanumeric() || "[({<\"“*".contains(c));
    ((1..=5).contains(&digits) && words.len() < rest.len() && label).then_some(words)
}

/// The byte of the colon behind a label: not one within a time, an address or brackets.
fn colon_in(body: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut before = ' ';
    for (at, c) in body.char_indices() {
        match c {
            '(' | '[' | '（' | '{' => depth += 1,
            ')' | ']' | '）' | '}' => depth -= 1,
            ':' | '：' => {
                let next = body.get(at + c.len_utf8()..)?.chars().next().unwrap_or(' ');
                if c == ':' && (next == '/' || next == '\\') {
                    return None;
                }
                let within_time = before.is_ascii_digit() && next.is_ascii_digit();
                if !within_time && depth <= 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        before = c;
    }
    None
}

/// A label without the time at its end, and that time where there is one: `Name (00:03)`, `Name - 00:03`.
fn without_time_behind(label: &str) -> (&str, Beside) {
    if !has_digit(label) {
        return (label, None);
    }
    for (at, c) in label.char_indices().skip(1) {
        let (before, rest) = label.split_at_checked(at).unwrap_or((label, ""));
        let opens =
            "[({<#（【".contains(c) || c.is_ascii_digit() && before.ends_with([' ', '\t', '\u{a0}', '-', '@', ',']);
        let ended = |stamp: &Stamp<'_>| stamp.rest.trim_matches(['*', '_', ' ']).is_empty() && !stamp.dated;
        if let Some(stamp) = times::stamp(rest.trim_end()).filter(|_| opens).filter(ended) {
            let name = before.trim_end_matches(BLANK).trim_end_matches(['-', '–', '—', ',', '|', '@']);
            return (name, Some(stamp.millis));
        }
    }
    (label, None)
}

/// The words behind a colon without a time in brackets, or before a tab, that they begin with.
fn time_behind_colon(words: &str) -> (&str, Beside) {
    let bare = words.trim_start_matches(EMPHASIS).trim_start_matches(BLANK);
    let tab = |stamp: &Stamp<'_>| bare.get(..bare.len() - stamp.rest.len()).is_some_and(|time| time.ends_with('\t'));
    match times::stamp(bare).filter(|stamp| !stamp.dated && (stamp.bracketed || tab(stamp) || stamp.rest.is_empty())) {
        Some(stamp) => (stamp.rest, Some(stamp.millis)),
        None => (words, None),
    }
}

/// Parts at the first dash that stands free, or behind a word.
fn dash_in(head: &str) -> Option<(&str, &str)> {
    let (at, dash) = head.char_indices().find(|(at, c)| {
        let behind = head.get(at + c.len_utf8()..).unwrap_or("");
        let free = head.get(..*at).is_some_and(|before| before.ends_with(BLANK));
        match c {
            '–' | '—' => behind.starts_with(BLANK) || !free,
            '-' => free && behind.starts_with(BLANK),
            _ => false,
        }
    })?;
    let words = head.get(at + dash.len_utf8()..)?.trim_start_matches(['-', '–', '—']);
    Some((head.get(..at)?, words)).filter(|(_, words)| !words.trim().is_empty())
}

/// Parts at the first point that ends neither an abbreviation nor a number.
fn dot_in(head: &str) -> Option<(&str, &str)> {
    head.match_indices('.').find_map(|(at, _)| {
        let (label, words) = (head.get(..at)?, head.get(at + 1..)?);
        let last = label.rsplit(BLANK).next().unwrap_or("");
        let abbreviated = is_abbreviation(last) && last.len() < label.len() || is_abbreviation(last) && last.len() > 1;
        (!abbreviated && words.starts_with(BLANK)).then_some((label, words))
    })
}

/// Without blanks, emphasis and doubts around it.
fn trimmed(label: &str) -> &str {
    let around = |c: char| c.is_whitespace() || BLANK.contains(&c) || EMPHASIS.contains(&c);
    let label = label.trim_matches(around);
    let word = label.split_whitespace().count() < 3;
    let label = label.strip_suffix("(?)").or_else(|| label.strip_suffix('?').filter(|_| word)).unwrap_or(label);
    let label =
        label.trim_end_matches(around).trim_end_matches(['-', '–', '—', ',', '|', '!']).trim_end_matches(around);
    // `Q.` is a short form of `Q`; `Frau S.` is a name.
    let short = label.strip_suffix('.').filter(|short| short.chars().count() < 4 && !short.contains([' ', '.']));
    let label = short.unwrap_or(label);
    let inner = BRACKETS.iter().find_map(|(open, close)| {
        let inner = label.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains(*open)).then_some(inner.trim_matches(around))
    });
    inner.unwrap_or(label)
}

/// Begins in lower case, as a line within a sentence does.
fn is_rest_of_sentence(label: &str) -> bool {
    label.starts_with(char::is_lowercase)
        && !label.contains(['_', '.', '@'])
        && !label.contains(|c: char| c.is_ascii_digit())
}

/// Could be somebody's label by its length and the marks in it.
fn is_possible(label: &str) -> bool {
    let mut words = 0;
    let mut letters = false;
    let mut before = ' ';
    for (count, c) in label.chars().enumerate() {
        let sentence = matches!(before, '?' | '!' | '…' | ';') && c.is_whitespace();
        if count >= LONGEST || sentence || matches!(c, '。' | '？' | '！' | '，' | '、' | '；') || c == '=' {
            return false;
        }
        words += u32::from(before.is_whitespace() && !c.is_whitespace());
        letters |= c.is_alphanumeric();
        before = c;
    }
    let sentence = label.match_indices(". ").any(|(at, _)| {
        let word = label.get(..at).and_then(|before| before.rsplit(' ').next()).unwrap_or("");
        word.chars().count() > 5 || word.chars().next().is_some_and(char::is_lowercase) && !is_abbreviation(word)
    });
    letters
        && !label.ends_with(['?', '…'])
        && words as usize <= MOST_WORDS
        && !sentence
        && !label.contains("://")
        && label
            .starts_with(|c: char| c.is_alphanumeric() || is_unspaced(c) || "+~\u{200e}".contains(c) || !c.is_ascii())
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn first_chars(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(byte, _)| text.get(..byte).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::{Form, LONGEST, Looks, Mark, Reading, candidate, readings};

    fn read(line: &str, looks: Looks) -> Vec<Reading<'_>> {
        let mut found = Vec::new();
        readings(line, looks, &mut found);
        found
    }

    #[test]
    fn labels_of_real_transcripts_are_read() {
        let cases = [
            ("B: We were poor", Some(("B", 3))),
            ("Woman 1: Yes", Some(("Woman 1", 9))),
            ("访谈者：为什么？", Some(("访谈者", 4))),
            ("访谈者： 为什么？", Some(("访谈者", 5))),
            ("### 唐鳳：", Some(("唐鳳", 7))),
            ("**思否：请您介绍一下**", Some(("思否", 5))),
            ("**Rich Bowen**: I", Some(("Rich Bowen", 16))),
            ("AL  : Yes", Some(("AL", 6))),
            ("nicolas-demorand：", Some(("nicolas-demorand", 17))),
            ("[04:18] Participant 24: So", Some(("Participant 24", 24))),
            ("[30:36} Participant 24: So", Some(("Participant 24", 24))),
            ("00:22 PARTICIPANT 30:", Some(("PARTICIPANT 30", 21))),
            ("Jonas Rosland  0:21  ", Some(("Jonas Rosland", 21))),
            ("Y:\tJa", Some(("Y", 3))),
            ("DR. SMITH: Thanks", Some(("DR. SMITH", 11))),
            ("J. Lopez: So", Some(("J. Lopez", 10))),
            ("प्रश्नकर्ता: आप", Some(("प्रश्नकर्ता", 13))),
            ("Lee, Ana (she/her): Where?", Some(("Lee, Ana (she/her)", 20))),
            ("Ana Maria Luisa Del Carmen: So", Some(("Ana Maria Luisa Del Carmen", 28))),
            ("Speaker 1 (00:03:18):", Some(("Speaker 1", 21))),
            ("Speaker 1: [00:01]\tSo", Some(("Speaker 1", 19))),
            ("Speaker 1 - 00:01", Some(("Speaker 1", 17))),
            ("[Ana Lee] 14:03:22", Some(("Ana Lee", 18))),
            ("[Ana]: For work.", Some(("Ana", 7))),
            ("[Ana (?)]: For work.", Some(("Ana", 11))),
            ("\"Ana\": For work.", Some(("Ana", 7))),
            ("@Ana: For work.", Some(("Ana", 6))),
            ("12\tAna: For work.", Some(("Ana", 8))),
            ("• Ana: For work.", Some(("Ana", 7))),
            ("张三(00:00:03): 好", Some(("张三", 14))),
            ("说话人 1 00:03", Some(("说话人 1", 11))),
            ("12/03/2024, 09:17 - Ben: Hi! So: fine?", Some(("Ben", 25))),
            ("00:12:01\t From  Ana Lee  to  Everyone : Hello", Some(("Ana Lee", 40))),
            ("12:30 we met", None),
            ("http://example.org", None),
            ("see http://example.org", None),
            ("[00:43.810 --> 00:47.850]  Hello", None),
            ("Well? So: go", None),
            ("no colon here", None),
            (": x", None),
            ("", None),
        ];
        for (line, wanted) in cases {
            assert_eq!(candidate(line).map(|c| (c.label, c.prefix)), wanted, "{line}");
        }
    }

    #[test]
    fn times_beside_labels_are_read() {
        let cases = [
            ("[04:18] Participant 24: So", Some(258_000)),
            ("Jonas Rosland  1:24:07  ", Some(5_047_000)),
            ("0:57\tI1: Ja", Some(57_000)),
            ("Speaker 1 (00:03.250):", Some(3_250)),
            ("Ana: [00:02] So", Some(2_000)),
            ("I: at 12:30", None),
            ("Ana  9:15 AM", None),
        ];
        for (line, wanted) in cases {
            assert_eq!(candidate(line).and_then(|c| c.time), wanted, "{line}");
        }
    }

    #[test]
    fn a_line_has_a_reading_for_each_form_it_may_have() {
        let bold = Looks { bold: 3, heading: false };
        let heading = Looks { bold: 0, heading: true };
        let cases = [
            ("[Ana] Home", Looks::default(), Some('['), Mark::Close),
            ("{Ana} Home", Looks::default(), Some('{'), Mark::Close),
            ("Ana> Home", Looks::default(), Some('>'), Mark::Close),
            ("**Ana** Home", Looks::default(), None, Mark::Styled),
            ("Ana Home", bold, None, Mark::Styled),
            ("Ana", heading, None, Mark::Heading),
            ("## Ana", Looks::default(), None, Mark::Heading),
            ("Ana", Looks::default(), None, Mark::Alone),
            ("00:00:03 Ana", Looks::default(), None, Mark::Timed),
            ("[00:00:03] - Ana", Looks::default(), None, Mark::Timed),
            ("Ana\tHome", Looks::default(), None, Mark::Tab),
            ("0:57\tAna\tHome", Looks::default(), None, Mark::Tab),
            ("Ana – Home", Looks::default(), None, Mark::Dash),
            ("Ana. Home", Looks::default(), None, Mark::Dot),
            ("Ana-. Home", Looks::default(), None, Mark::Slip),
            ("Ana [00:03] Home", Looks::default(), None, Mark::Time),
        ];
        for (line, looks, open, mark) in cases {
            let wanted = Form { open, mark };
            let found = read(line, looks);
            let found = found.iter().find(|reading| reading.form == wanted).map(|reading| reading.label);
            assert_eq!(found, Some("Ana"), "{line}");
        }
    }

    #[test]
    fn a_long_line_is_looked_at_only_where_it_begins() {
        let name = "x".repeat(LONGEST + 50);
        assert_eq!(read(&format!("{name}: So"), Looks::default()), []);
        let (short, long) = (format!("Ana: {}", "so ".repeat(60)), format!("Ana: {}", "so ".repeat(6000)));
        assert_eq!(read(&short, Looks::default()), read(&long, Looks::default()));
        assert!(read(&short, Looks::default()).len() <= 8);
    }
}
