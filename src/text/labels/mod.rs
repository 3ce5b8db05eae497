//! The ways in which a line can be read as beginning with a speaker's label. Every possible reading is collected;
//! [`super::detection`], which sees all lines of the document, decides which of them apply.

mod lead;
mod parts;
#[cfg(test)]
mod tests;
mod unusual;

use super::headwords::is_unknown;
use super::persons::begins_with_article;
use super::vocabulary::{is_head_row, is_office};
use super::{notes, times};
use lead::Lead;
use parts::{
    BLANK, BRACKETS, Beside, COLONS, EMPHASIS, behind_colon, capitals_in, closing, colon_in, dash_in, dot_in,
    first_chars, is_doubted, is_possible, is_question_mark, is_quoted, is_rest_of_sentence, is_short_role,
    numbered_role, sender, time_behind_colon, titled_in, trimmed, twice, without_time_behind,
};
pub use unusual::{Readings, without_stop};
use unusual::{has_few_words, is_unusual};

/// What ends a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelMark {
    /// `Name:`.
    Colon,
    /// The sender of a chat message: `12/03/2024, 09:15 - Name:`, `From Name to Everyone:`; with the opening sign `/`, the
    /// date is behind: `Name 12/03/2024 09:15`.
    Chat,
    /// A time after the name: `Name (00:03)`, `Name  0:33`; with the opening sign `/`, a date: `Name 4 May 2021`.
    Time,
    /// `[Name] words`, `Name> words`.
    Close,
    /// Bold, with words that are not bold: `**Name** words`; or a bold line on its own.
    Styled,
    /// A heading.
    Heading,
    /// A time before the name, alone on the line: `00:00:03 Name`.
    Timed,
    /// The border of a cell: a tab, ` | `, two spaces, or a wide one; with the opening sign `1`, the number of a role.
    Tab,
    /// `Name – words`.
    Dash,
    /// `Name. words`; with the opening sign `.`, the name has a title: `M. Name. words`.
    Dot,
    /// A dash for a speaker without a name: `― words`.
    Rule,
    /// The end of the line.
    Alone,
    /// A mistyped colon: `Name; words`, `Name-. words`.
    Slip,
}

/// How a label is set off from the words; the more trustworthy marks come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelForm {
    pub mark: LabelMark,
    /// The bracket or sign before it; `None` for a plain label.
    pub open: Option<char>,
}

/// Formatting that the labels of a document may have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Shape {
    pub timed: bool,
    /// Nothing follows it on the line.
    pub fills_line: bool,
    /// 1 for a bold label, 2 if the line is bold beyond the label.
    pub bold: u8,
    pub heading: bool,
    /// The sign or number before it: `-`, `*`, `1`.
    pub lead: Option<char>,
    /// White space before all of it, in characters.
    pub indent: u8,
}

/// A line read as beginning with a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelReading<'t> {
    /// As written in the text, without marks and colon.
    pub label: &'t str,
    /// Characters from the start of the line to the first spoken word.
    pub prefix: u32,
    /// When the words are said, in milliseconds from the start of the recording.
    pub time: Option<u32>,
    pub form: LabelForm,
    pub shape: Shape,
    /// The prefix contains nothing but the label: no time, number or sign of doubt.
    pub bare: bool,
}

impl<'t> LabelReading<'t> {
    /// A label whose position is stated by the file or the researcher instead of being detected.
    #[must_use]
    pub fn given(label: &'t str, prefix: u32, time: Option<u32>) -> Self {
        let form = LabelForm { open: None, mark: LabelMark::Colon };
        Self { label, prefix, time, form, shape: Shape::default(), bare: time.is_none() }
    }
}

/// The formatting of a line in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineLooks {
    /// The number of bytes at its start that are bold.
    pub bold: usize,
    pub heading: bool,
    /// The number of bytes at its start that are the code of the line: `B02-001`, `Q7`.
    pub code: usize,
    /// There is a time on its own on the line above or below.
    pub timed: bool,
}

/// The number of white-space characters before the text.
fn indent(line: &str) -> u8 {
    let blanks = line.chars().take_while(|c| c.is_whitespace()).take(usize::from(u8::MAX)).count();
    u8::try_from(blanks).unwrap_or(u8::MAX)
}

/// True for words, for the dots of a silent speaker, or for the question marks of an unknown one.
fn is_something(text: &str) -> bool {
    text.contains(|c: char| c.is_alphanumeric() || c == '…') || is_question_mark(trimmed(text))
}

/// Before a full stop, a name must be short, except for an office after a comma.
fn is_short(label: &str) -> bool {
    let name = label.split(", ").next().unwrap_or(label);
    name.split_whitespace().count() <= 4 && label.split_whitespace().count() <= 9
}

/// What is mistyped for a colon; a Devanagari visarga is often typed for one.
const SLIPS: [&str; 5] = ["-. ", "; ", "；", "؛", "ः "];

/// What ends a label without a bracket before it: `Name> words`.
const ARROWS: [char; 4] = ['>', '»', '›', ']'];

/// The longest label, in characters; nothing beyond is examined.
pub const LONGEST: usize = 60;
const REACH: usize = LONGEST + 80;
/// The most bytes of a time or date before its first digit.
const REACH_OF_DATE: usize = 40;

/// Collects all readings of a line, at most nine, from its first [`REACH`] characters.
pub fn readings<'t>(line: &'t str, looks: LineLooks, out: &mut Readings<'t>) {
    if !line.get(..first_chars(line, REACH).len()).is_some_and(is_something) {
        return;
    }
    let reader = Reader::new(line, looks);
    if reader.lead.body.is_empty() || reader.is_address() {
        return;
    }
    let before = out.usual.len();
    reader.dashed(out);
    let colon = reader.chat(out) || reader.bracketed(out) || reader.colon(out);
    reader.ended_by_time(out);
    reader.styled(out);
    reader.separated(out);
    // A label with a colon is not also one without.
    if !(colon && out.usual.len() > before) {
        reader.whole_line(out);
    }
}

/// The most likely reading of a single line: a label before a colon or a time, or the sender of a message.
#[must_use]
pub fn candidate(line: &str) -> Option<LabelReading<'_>> {
    let mut found = Readings::default();
    readings(line, LineLooks::default(), &mut found);
    found
        .usual
        .into_iter()
        .find(|reading| matches!(reading.form.mark, LabelMark::Colon | LabelMark::Chat | LabelMark::Time))
}

struct Reader<'t> {
    line: &'t str,
    looks: LineLooks,
    lead: Lead<'t>,
    /// The part of the body in which a label must end.
    head: &'t str,
    /// The byte of its colon, as [`colon_in`] finds it.
    colon: Option<usize>,
    signs: Signs,
}

/// Which signs are in the head of a line. They are rare, so a search for each of them would cost more than reading once.
#[derive(Clone, Copy, Default)]
struct Signs {
    /// The byte of the first digit.
    digit: Option<usize>,
    bar: bool,
    /// A tab or a wide space.
    wide: bool,
    two_blanks: bool,
    /// A full stop, not a full-width one.
    stop: bool,
    /// A full-width point.
    point: bool,
    /// A hyphen or a dash.
    dash: bool,
    /// One of [`SLIPS`].
    slip: bool,
    /// One of [`ARROWS`].
    arrow: bool,
}

impl Signs {
    fn of(head: &str) -> Self {
        let mut out = Self::default();
        let mut before = 0;
        for (at, byte) in head.bytes().enumerate() {
            // The last two bytes of a character tell it from most others; a search decides.
            match (before, byte) {
                (_, b'0'..=b'9') => out.digit = out.digit.or(Some(at)),
                (_, b'|') => out.bar = true,
                (_, b'\t') | (0x80, 0x80) => out.wide = true,
                (_, b';') | (0xbc, 0x9b) | (0xd8, 0x9b) | (0xa4, 0x83) => out.slip = true,
                (_, b' ') => out.two_blanks |= before == b' ',
                (_, b'.') => (out.stop, out.slip) = (true, out.slip || before == b'-'),
                (_, b'-') | (0x80, 0x93 | 0x94) => out.dash = true,
                (0xbc, 0x8e) => out.point = true,
                (_, b'>' | b']') | (0xc2, 0xbb) | (0x80, 0xba) => out.arrow = true,
                _ => {}
            }
            before = byte;
        }
        out
    }
}

impl<'t> Reader<'t> {
    fn new(line: &'t str, looks: LineLooks) -> Self {
        let mut lead = Lead::of(line.get(looks.code..).unwrap_or(line));
        lead.number |= looks.code > 0;
        let head = first_chars(lead.body, REACH);
        Self { line, looks, lead, head, colon: colon_in(head), signs: Signs::of(head) }
    }

    fn is_address(&self) -> bool {
        let word = self.head.split(BLANK).next().unwrap_or("");
        word.contains("://") || word.starts_with("www.") || word.starts_with("mailto:")
    }

    /// `― words`: the dash replaces a name.
    fn dashed(&self, out: &mut Readings<'t>) {
        let line = self.line.trim_start_matches(BLANK);
        let remainder = line.trim_start_matches(['―', '—', '–', '─', '－']);
        let dash = line.get(..line.len() - remainder.len()).filter(|dash| !dash.is_empty());
        if let Some(label) = dash.filter(|_| is_something(remainder)) {
            let prefix = self.line.chars().count() - remainder.trim_start_matches(BLANK).chars().count();
            let form = LabelForm { open: None, mark: LabelMark::Rule };
            out.usual.push(LabelReading {
                label,
                prefix: prefix as u32,
                time: None,
                form,
                shape: Shape::default(),
                bare: true,
            });
        }
    }

    /// `Name:`, also within a chat message or after a sign: `@Name:`.
    fn colon(&self, out: &mut Readings<'t>) -> bool {
        let (open, body) = match self.head.strip_prefix(['#', '@']) {
            Some(body) => (self.head.chars().next(), body),
            None => (None, self.head),
        };
        let Some(at) = (if open.is_some() { colon_in(body) } else { self.colon }) else { return false };
        let Some((label, rest)) = body.split_at_checked(at) else { return false };
        let (label, time) = without_time_behind(label);
        // A page's heading above a post may be `Ana wrote:`.
        let heads = self.looks.heading && rest.trim_start_matches(COLONS).trim().is_empty();
        let label = if self.lead.day || heads { sender(label) } else { label };
        // `10:00:05 From Ana : So`, as a meeting's chat is saved.
        let label = label.strip_prefix("From ").filter(|_| self.lead.stamped).unwrap_or(label);
        let bold = label.split_once("**").filter(|_| self.lead.emphasis);
        let label = bold.map_or(label, |(label, _)| label);
        let (remainder, later) = time_behind_colon(behind_colon(rest));
        if is_head_row(label, remainder) {
            return true;
        }
        let mark = if self.lead.dated { LabelMark::Chat } else { LabelMark::Colon };
        self.push(out, label, remainder, LabelForm { open, mark }, time.or(later));
        true
    }

    /// `From Name to Everyone : words`.
    fn chat(&self, out: &mut Readings<'t>) -> bool {
        let from = self.head.strip_prefix("From ").or_else(|| self.head.strip_prefix("From\t"));
        let Some(rest) = from.filter(|_| self.lead.stamped) else { return false };
        let to = rest.find(" to ").or_else(|| rest.find(" To ")).filter(|to| colon_in(rest).is_some_and(|at| at > *to));
        let Some((at, to)) = colon_in(rest).zip(to) else { return false };
        let (Some(label), Some(after_label)) = (rest.get(..to), rest.get(at..)) else { return false };
        self.push(out, label, behind_colon(after_label), LabelForm { open: None, mark: LabelMark::Chat }, None);
        true
    }

    /// `[Name] words`, `[Name]: words`, `"Name": words`, `Name> words`; true if a colon ends the label.
    fn bracketed(&self, out: &mut Readings<'t>) -> bool {
        let open = self.head.chars().next().unwrap_or(' ');
        let Some((_, close)) = BRACKETS.iter().find(|(opening, _)| *opening == open) else {
            self.arrow(out);
            return false;
        };
        let inner = self.head.get(open.len_utf8()..).unwrap_or("");
        let Some((inner, after_bracket)) =
            closing(inner, open, *close).and_then(|at| Some((inner.get(..at)?, inner.get(at + close.len_utf8()..)?)))
        else {
            return false;
        };
        let quoted = matches!(open, '"' | '“' | '«' | '「' | '『');
        let spaced = after_bracket.trim_start_matches(EMPHASIS).trim_start_matches(BLANK);
        let (inner, within) = without_time_behind(inner);
        let stamp = times::stamp(spaced).filter(|stamp| stamp.bracketed || stamp.rest.is_empty());
        let time = within.or(stamp.map(|stamp| stamp.millis));
        let spaced = stamp.map_or(spaced, |stamp| stamp.rest);
        let form = |mark| LabelForm { open: Some(open), mark };
        if spaced.starts_with(COLONS) {
            let (remainder, later) = time_behind_colon(behind_colon(spaced));
            self.push(out, inner, remainder, form(LabelMark::Colon), time.or(later));
            return true;
        }
        match stamp {
            Some(_) => self.push(out, inner, spaced, form(LabelMark::Time), time),
            None if !quoted => self.push(out, inner, spaced, form(LabelMark::Close), time),
            None => {}
        }
        false
    }

    fn arrow(&self, out: &mut Readings<'t>) {
        let parts = self.signs.arrow.then(|| self.head.split_once(ARROWS)).flatten();
        let Some((label, remainder)) = parts else { return };
        let within = label.contains('[');
        if !within && (remainder.is_empty() || remainder.starts_with(BLANK)) {
            self.push(out, label, remainder, LabelForm { open: Some('>'), mark: LabelMark::Close }, None);
        }
    }

    /// `Name (00:03)`, `Name [00:03] words`, `Name  0:33`, `Name 4 May 2021`, `Name · 2h`.
    fn ended_by_time(&self, out: &mut Readings<'t>) {
        let Some(digit) = self.signs.digit else { return };
        let from = digit.saturating_sub(REACH_OF_DATE);
        let mut before = ' ';
        for (at, c) in self.head.char_indices() {
            let free = BLANK.contains(&std::mem::replace(&mut before, c)) && times::may_begin_with(c);
            let bracket = matches!(c, '[' | '(' | '{' | '<' | '#' | '（' | '【');
            if at == 0 || at < from || !free && !bracket {
                continue;
            }
            let (before, rest) = self.head.split_at_checked(at).unwrap_or_default();
            if free && !times::may_begin(rest) {
                continue;
            }
            let label = before.trim_end_matches(BLANK);
            let label = label.trim_end_matches(['-', '–', '—', ',', '|', '@', '·', '•', '»', '›']);
            let stamp = times::stamp(rest);
            if stamp.is_none_or(|stamp| stamp.dated || stamp.day) {
                let ends = stamp.map_or_else(|| free && notes::is_note(rest), |stamp| Self::ends_head(&stamp));
                if ends {
                    return self.ended_by_date(label, stamp, out);
                }
                continue;
            }
            let Some(stamp) = stamp else { continue };
            if Self::ends_head(&stamp) {
                let open = self.head.strip_prefix('@').map(|_| '@');
                let remainder = stamp.rest.trim_start_matches(EMPHASIS);
                let form = LabelForm { open, mark: LabelMark::Time };
                self.push(out, label.trim_start_matches('@'), remainder, form, Some(stamp.millis));
            }
            return;
        }
    }

    /// True if a time or date beside a name ends before the words, or the line.
    fn ends_head(stamp: &times::Stamp<'_>) -> bool {
        let remainder = stamp.rest.trim_start_matches(EMPHASIS);
        (stamp.bracketed || remainder.trim().is_empty()) && !remainder.starts_with(COLONS)
    }

    /// A name before a date: the sender of a message if there is a time of day too.
    fn ended_by_date(&self, label: &'t str, stamp: Option<times::Stamp<'t>>, out: &mut Readings<'t>) {
        if colon_in(label).is_some() {
            return;
        }
        let form = match stamp.filter(|stamp| stamp.dated) {
            Some(_) => LabelForm { open: Some('/'), mark: LabelMark::Chat },
            None => LabelForm { open: Some('/'), mark: LabelMark::Time },
        };
        let remainder = stamp.map_or("", |stamp| stamp.rest.trim_start_matches(EMPHASIS));
        self.push(out, sender(label).trim_start_matches('@'), remainder, form, Some(None));
    }

    /// A bold label before words that are not bold, or a whole bold line. A full stop may end it, and an office may
    /// follow: `**M. Roe.** Yes.`, `**M. Roe**, rapporteur. Yes.`
    fn styled(&self, out: &mut Readings<'t>) {
        let Some(label) = self.bold_label() else { return };
        let (bold, end) = (label.len(), label.trim_end());
        let remainder = self.head.get(label.len()..).unwrap_or("").trim_start_matches(EMPHASIS);
        let has_words = remainder.contains(char::is_alphanumeric);
        if remainder.starts_with(char::is_alphanumeric) || end.ends_with([':', '：', '!']) {
            return;
        }
        let form = LabelForm { open: None, mark: LabelMark::Styled };
        if end.ends_with('?') || end.ends_with('.') && !has_words {
            return self.push_unusual(out, end, remainder, form, None);
        }
        let label = without_stop(end);
        if let Some(remainder) = self.behind_office(bold) {
            return self.push(out, label, remainder, form, None);
        }
        let remainder = remainder.trim_start_matches([' ', '\t', '-', '–', '—', ':', '：', '.', ',']);
        self.push(out, label, remainder, form, None);
    }

    /// The words after the office that follows the label of `bold` bytes; the office is not part of the label, because it differs from turn to turn.
    fn behind_office(&self, bold: usize) -> Option<&'t str> {
        let office = self.head.get(bold..)?.trim_start_matches(EMPHASIS).strip_prefix(", ")?;
        let (office, remainder) =
            office.split_once(". ").filter(|(office, _)| office.starts_with(char::is_lowercase))?;
        (office.split_whitespace().count() <= 8).then_some(remainder)
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

    /// A tab, two spaces, a dash, a full stop or a mistyped colon after the label.
    fn separated(&self, out: &mut Readings<'t>) {
        let plain = |mark| LabelForm { open: None, mark };
        // After a colon, such signs are part of the words.
        let within = self.colon.and_then(|at| self.head.get(..at)).unwrap_or(self.head).len();
        let before = |(label, remainder): (&'t str, &'t str)| (label.len() < within).then_some((label, remainder));
        if within < 3 {
            return;
        }
        if let Some((label, remainder)) = self.cell()
            && !remainder.trim().is_empty()
            && label.len() < within
        {
            self.push(out, label, remainder, plain(LabelMark::Tab), None);
        }
        // `[00:00:07] Speaker 1 So`: nothing but the number of a role separates it from the words.
        if let Some((label, remainder)) = self.lead.stamped.then(|| numbered_role(self.head)).flatten() {
            self.push(out, label, remainder, LabelForm { open: Some('1'), mark: LabelMark::Tab }, None);
        }
        let signs = self.signs;
        let dash = signs.dash.then(|| dash_in(self.head, within)).flatten();
        if let Some((label, remainder)) = dash.and_then(before) {
            // `Ana Roe (Graz). – So`.
            let dotted = label.trim_end().strip_suffix('.');
            let dotted = dotted.filter(|label| !label.ends_with(char::is_uppercase) && !is_short_role(label));
            let form = dotted.map_or(plain(LabelMark::Dash), |_| LabelForm { open: Some('.'), mark: LabelMark::Colon });
            self.push(out, dotted.unwrap_or(label), remainder, form, None);
        }
        let slip = || SLIPS.iter().find_map(|slip| self.head.split_once(slip));
        if let Some((label, remainder)) = signs.slip.then(slip).flatten().and_then(before) {
            self.push(out, label, remainder, plain(LabelMark::Slip), None);
        }
        if !signs.stop && !signs.point {
            return;
        }
        if let Some((label, remainder)) = titled_in(self.head).and_then(before)
            && !self.is_within_bold(label.len())
        {
            self.push(out, label, remainder, LabelForm { open: Some('.'), mark: LabelMark::Dot }, None);
        }
        if let Some((label, remainder)) = capitals_in(self.head).and_then(before) {
            self.push(out, label, remainder, plain(LabelMark::Dot), None);
        } else if let Some((label, remainder)) = dot_in(self.head).and_then(before)
            && is_short(label)
            && !self.is_within_bold(label.len())
        {
            self.push(out, label, remainder, plain(LabelMark::Dot), None);
        }
    }

    /// Splits the first cell from the others.
    fn cell(&self) -> Option<(&'t str, &'t str)> {
        let signs = self.signs;
        let wide = || self.head.split_once(['\t', '\u{3000}']);
        let bar = || self.head.split_once(" | ").or_else(|| self.head.split_once('|').filter(|_| self.lead.stamped));
        let cell = signs.wide.then(wide).flatten();
        let cell = cell.or_else(|| signs.bar.then(bar).flatten());
        cell.or_else(|| signs.two_blanks.then(|| self.head.split_once("  ")).flatten())
    }

    /// True if a bold label continues after the full stop at this byte: `**M. Roe.** Yes.`
    fn is_within_bold(&self, at: usize) -> bool {
        self.bold_label().is_some_and(|bold| {
            let has_words =
                self.head.get(bold.len()..).is_some_and(|remainder| remainder.contains(char::is_alphanumeric));
            has_words && at + 1 < bold.trim_end().len() && is_possible(trimmed(bold))
        })
    }

    /// The whole of a short line.
    fn whole_line(&self, out: &mut Readings<'t>) {
        let label = self.lead.body.trim_end_matches(BLANK).trim_end_matches(EMPHASIS);
        let open = label.strip_prefix('@').filter(|_| self.looks.timed);
        let label = open.unwrap_or(label);
        let ends = label.ends_with(['.', ',', '?', '!', ';', '…', '。', '，', '？', '！', ')', ']', '"', '”', '-']);
        let sign = label.starts_with(|c: char| !c.is_alphanumeric()) && !begins_with_article(label);
        let refused = !self.lead.dated && (sign || ends && !(label.ends_with(')') && label.contains(" (")));
        if label.len() > REACH
            || refused && !is_unusual(label) && !(is_quoted(label) && is_unusual(trimmed(label)))
            || label.split(" (").next().unwrap_or(label).split_whitespace().count() > 6 && !is_office(label)
            || label.split_whitespace().count() > 20
        {
            return;
        }
        let mark = match () {
            () if self.lead.stamped || self.looks.timed => LabelMark::Timed,
            () if self.looks.heading || self.lead.heading => LabelMark::Heading,
            () if self.bold_label().is_some() => return,
            () => LabelMark::Alone,
        };
        let form = LabelForm { open: open.map(|_| '@'), mark };
        if refused {
            return self.push_unusual(out, label, "", form, None);
        }
        self.push(out, label, "", form, None);
    }

    /// Adds a reading that counts only if the document uses its form throughout.
    fn push_unusual(&self, out: &mut Readings<'t>, label: &'t str, remainder: &'t str, form: LabelForm, time: Beside) {
        if !has_few_words(label) {
            return;
        }
        // The full stop tells a name from a word: `K.` and `Hi.`
        let whole = label.trim_matches(BLANK).trim_matches(EMPHASIS);
        let bare = Some(whole).filter(|whole| whole.strip_suffix('.') == Some(trimmed(label)));
        let bare = bare.unwrap_or_else(|| trimmed(label));
        if is_unusual(bare) {
            out.unusual.push(self.reading(bare, remainder, form, time));
        }
    }

    fn push(&self, out: &mut Readings<'t>, label: &'t str, remainder: &'t str, form: LabelForm, time: Beside) {
        let label = trimmed(label);
        let weak = matches!(form.mark, LabelMark::Dot | LabelMark::Dash | LabelMark::Alone);
        let is_unknown = form.mark == LabelMark::Colon && (is_question_mark(label) || is_unknown(label));
        let certain = matches!(form.mark, LabelMark::Colon | LabelMark::Chat | LabelMark::Time | LabelMark::Close);
        // The program that wrote a message also wrote its sender's name.
        let sent = form.mark == LabelMark::Chat && form.open.is_none() && is_unusual(label);
        if !is_unknown && !sent && !is_possible(label)
            || weak && form.open.is_none() && is_rest_of_sentence(label)
            || !certain && is_doubted(label)
        {
            if !matches!(form.mark, LabelMark::Dot | LabelMark::Dash | LabelMark::Rule | LabelMark::Slip) {
                self.push_unusual(out, label, remainder, form, time);
            }
            return;
        }
        out.usual.push(self.reading(label, remainder, form, time));
    }

    fn reading(&self, label: &'t str, remainder: &'t str, form: LabelForm, time: Beside) -> LabelReading<'t> {
        let remainder = remainder.trim_start_matches(EMPHASIS).trim_start();
        // A label that is typed twice: `A: A: So`.
        let remainder = twice(remainder, label).unwrap_or(remainder);
        // The line continues after the examined part.
        let tail = self.lead.body.len() - self.head.len();
        let bytes = self.line.len() - tail - remainder.len();
        let before = self.line.get(..bytes).unwrap_or("");
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let end = label.as_ptr() as usize - self.line.as_ptr() as usize + label.len();
        let bold = match self.looks.bold {
            bold if self.lead.emphasis || bold >= end => 1 + u8::from(bold > bytes),
            _ => 0,
        };
        LabelReading {
            label,
            prefix: before.chars().count() as u32,
            time: self.lead.time.or(time.flatten()),
            form,
            shape: Shape {
                timed: self.lead.stamped || self.looks.timed || time.is_some(),
                fills_line: remainder.trim().is_empty() && tail == 0,
                bold,
                heading: self.looks.heading || self.lead.heading,
                lead: self.lead.sign.or(self.lead.number.then_some('1')),
                indent: indent(self.line),
            },
            bare: letters(before) == letters(label) && before.contains('?') == label.contains('?'),
        }
    }
}
