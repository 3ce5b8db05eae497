//! Times as written in transcripts: `04:18`, `[01:24:07.250]`, `#00:00:12-3#`, `0:0:1.200 --> 0:0:4.80`, and the date
//! and time of day before a chat message. All times in the program are read here.

use super::dates;

/// A time at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp<'t> {
    /// Milliseconds from the start of the recording; `None` for a time of day.
    pub millis: Option<u32>,
    /// The time is in brackets or between `#`.
    pub bracketed: bool,
    /// A date precedes the time: the text is a chat message.
    pub dated: bool,
    /// A date stands in place of the time.
    pub day: bool,
    /// The text after the time, without leading blanks and a separating dash.
    pub rest: &'t str,
}

/// Reads a plain time as milliseconds: minutes and seconds, with or without hours, separated by colons, and a fraction
/// of any length after a point or comma. Without a colon, a point separates them (`06.46`). Digits beyond milliseconds
/// and the frames of `01:02:03:15` and `01:02:03;15` are dropped. `None` for anything else, and for 60 seconds or more.
#[must_use]
pub fn millis(time: &str) -> Option<u32> {
    let (whole, fraction) = match time.rsplit_once(['.', ',']) {
        Some((whole, fraction)) if whole.contains([':', '：']) => (whole, fraction),
        _ => (time, ""),
    };
    let mut parts = [0_u32; 4];
    let mut count = 0;
    for part in whole.split([':', '：', '.', ';']) {
        let digits = (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        *parts.get_mut(count).filter(|_| digits)? = part.parse().ok()?;
        count += 1;
    }
    let [hours, minutes, seconds] = match (count, parts) {
        (2, [minutes, seconds, ..]) => [0, minutes, seconds],
        (3 | 4, [hours, minutes, seconds, _]) if minutes < 60 => [hours, minutes, seconds],
        _ => return None,
    };
    if seconds >= 60 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths = fraction.bytes().chain([b'0'; 3]).take(3).fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
    let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)?;
    seconds.checked_mul(1000)?.checked_add(thousandths)
}

/// Returns the time, date, or date and time at the start of `text`. For a range, this is its start. Outside brackets, a time
/// must contain a colon or be followed by a tab.
#[must_use]
pub fn stamp(text: &str) -> Option<Stamp<'_>> {
    if let Some((millis, rest)) = time_code(text) {
        return Some(Stamp {
            millis: Some(millis),
            bracketed: true,
            dated: false,
            day: false,
            rest: after_separator(rest),
        });
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || OPENING.contains(&c)) && !dates::may_begin(text) {
        return None;
    }
    dated(text).or_else(|| bracketed(text)).or_else(|| bare(text))
}

const OPENING: [char; 8] = ['[', '(', '{', '<', '#', '【', '（', '［'];
const CLOSING: [char; 8] = [']', ')', '}', '>', '#', '】', '）', '］'];
const BLANK: [char; 5] = [' ', '\t', '\u{a0}', '\u{202f}', '\u{3000}'];
const DASHES: [char; 4] = ['-', '–', '—', '|'];

/// Reads a time code of Transana, in milliseconds: `¤<83500>`.
fn time_code(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.strip_prefix("¤<")?.split_once('>')?;
    Some((digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))?, rest))
}

fn bracketed(text: &str) -> Option<Stamp<'_>> {
    let inner = text.strip_prefix(|c| OPENING.contains(&c))?.trim_start_matches(BLANK);
    let (millis, rest) = range(inner, true)?;
    let rest = rest.trim_start_matches(BLANK).strip_prefix(|c| CLOSING.contains(&c))?;
    Some(Stamp { millis, bracketed: true, dated: false, day: false, rest: after_separator(rest) })
}

fn bare(text: &str) -> Option<Stamp<'_>> {
    let (millis, rest) = range(text, false)?;
    let time = text.get(..text.len() - rest.len())?;
    let ends = rest.is_empty()
        || rest.starts_with(BLANK)
        || rest.starts_with(DASHES)
        || rest.starts_with(['【', '[', '（', '(', '<'])
        || rest.starts_with([':', '：', ']']);
    let clear = time.contains([':', '：', ';']) || rest.starts_with('\t');
    let rest = rest.trim_start_matches([']', ':', '：']);
    (ends && clear).then(|| Stamp { millis, bracketed: false, dated: false, day: false, rest: after_separator(rest) })
}

/// True if a time or date may begin with this character, outside brackets.
pub(super) fn may_begin_with(c: char) -> bool {
    c.is_ascii_digit() || c.is_uppercase() || matches!(c, '今' | '昨')
}

/// True if a time or date may begin here, as far as its first word tells.
pub(super) fn may_begin(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) || dates::may_begin(text)
}

/// Reads `12/03/2024, 09:15 - `, `[2024-03-12 9:15:32 PM] `, `May 4, 2021 at 10:02`, `(4 May 2021)`.
fn dated(text: &str) -> Option<Stamp<'_>> {
    let inner = text.trim_start_matches(['[', '(']);
    let bracketed = inner.len() < text.len();
    let day = dates::day(inner)?;
    let stamp = |rest, dated| Stamp { millis: None, bracketed, dated, day: !dated, rest: after_separator(rest) };
    let at = day.rest.trim_start_matches([',', 'T', ' ', '\t', '\u{a0}', '\u{202f}']);
    let at = AT.iter().find_map(|at_word| at.strip_prefix(at_word)).unwrap_or(at).trim_start_matches(BLANK);
    let time = token(at, &[':', '.'])
        .filter(|time| day.rest.len() > at.len() && (millis(time).is_some() || is_time_of_day(time)));
    if let Some(time) = time {
        let rest = skip_half_of_day(at.get(time.len()..)?);
        // The offset from universal time.
        let offset = rest.strip_prefix('+').and_then(|offset| token(offset, &[':']));
        let rest = offset.map_or(Some(rest), |offset| rest.get(1 + offset.len()..))?;
        return Some(stamp(rest.trim_start_matches([']', ')', 'Z', ',']), true));
    }
    let closed = day.rest.strip_prefix([']', ')']).filter(|_| bracketed);
    let rest = closed.unwrap_or(day.rest);
    let parted = rest.is_empty() || rest.starts_with(BLANK) || rest.starts_with([',', ':', '：']) || closed.is_some();
    let whole = day.whole && parted && bracketed == closed.is_some();
    whole.then(|| stamp(rest.trim_start_matches([',', ':', '：']), false))
}

/// Words between a date and a time of day.
const AT: [&str; 8] = ["at ", "um ", "à ", "a las ", "às ", "alle ", "om ", "kl. "];

/// `9:15`, where [`millis`] requires seconds below 60.
fn is_time_of_day(time: &str) -> bool {
    time.split_once(':').is_some_and(|(_, minutes)| minutes.parse::<u32>().is_ok())
}

/// Reads a time or a range, and returns its start and the text after it. Tenths after a hyphen are read only
/// within brackets.
fn range(text: &str, closed: bool) -> Option<(Option<u32>, &str)> {
    let (time, mut rest) = single(text, closed)?;
    let dash = rest.trim_start_matches(BLANK);
    let to = dash.strip_prefix("-->").or_else(|| dash.strip_prefix("->")).or_else(|| dash.strip_prefix(DASHES));
    if let Some((_, after)) = to.and_then(|to| single(to.trim_start_matches(BLANK), closed)) {
        rest = after;
    }
    Some((time, rest))
}

fn single(text: &str, closed: bool) -> Option<(Option<u32>, &str)> {
    let time = token(text, &[':', '：', '.', ',', ';'])?;
    let rest = text.get(time.len()..)?;
    if let Some(found) = seconds(time, rest).filter(|_| closed) {
        return Some(found);
    }
    let mut read = millis(time)?;
    if let Some(tenths) = rest.strip_prefix('-').filter(|_| closed).and_then(|rest| token(rest, &[])) {
        let after = rest.get(1 + tenths.len()..)?;
        if tenths.len() <= 3 && after.starts_with(|c| CLOSING.contains(&c)) {
            let parts = tenths.bytes().chain([b'0'; 3]).take(3).fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
            read = read.checked_add(parts)?;
            return Some((Some(read), after));
        }
    }
    let day = skip_half_of_day(rest);
    Some(if day.len() < rest.len() { (None, day) } else { (Some(read), rest) })
}

/// Reads seconds with a fraction, as printed by programs: `4.21s`, `0.031 --> 4.210`.
fn seconds<'t>(time: &str, rest: &'t str) -> Option<(Option<u32>, &'t str)> {
    let (whole, fraction) = time.split_once('.')?;
    let unit = rest.strip_prefix('s');
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || unit.is_none() && !is_range(rest, fraction) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let clock = format!("{}:{}.{fraction}", whole / 60, whole % 60);
    Some((Some(millis(&clock)?), unit.unwrap_or(rest)))
}

/// True before an arrow, or at the end of a bracketed time with more decimals than seconds usually have.
fn is_range(rest: &str, fraction: &str) -> bool {
    rest.trim_start_matches(BLANK).starts_with("-->")
        || fraction.len() > 2 && rest.starts_with(|c| CLOSING.contains(&c))
}

/// Returns the digits at the start of `text`, separated by single characters of `between`.
fn token<'t>(text: &'t str, between: &[char]) -> Option<&'t str> {
    let mut end = 0;
    let mut chars = text.char_indices().take(24).peekable();
    while let Some((at, c)) = chars.next() {
        let goes_on = between.contains(&c) && end > 0 && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        match c {
            _ if c.is_ascii_digit() => end = at + 1,
            _ if goes_on => {}
            _ => break,
        }
    }
    text.get(..end).filter(|token| !token.is_empty())
}

/// Skips `AM`, `p.m.` and similar after a time of day.
fn skip_half_of_day(text: &str) -> &str {
    let half = text.trim_start_matches(BLANK);
    let plain: String = half.chars().filter(|c| *c != '.').take(3).collect::<String>().to_lowercase();
    let mut chars = plain.chars();
    let is_half = matches!(chars.next(), Some('a' | 'p')) && chars.next() == Some('m');
    if !is_half || chars.next().is_some_and(char::is_alphanumeric) {
        return text;
    }
    let after = half.trim_start_matches(['a', 'A', 'p', 'P', '.']).trim_start_matches(['m', 'M']);
    after.strip_prefix('.').unwrap_or(after)
}

fn after_separator(rest: &str) -> &str {
    let rest = rest.trim_start_matches(BLANK);
    // The border of a cell may be tight.
    let cell = rest.strip_prefix('|').filter(|cell| !cell.starts_with('|'));
    if let Some(cell) = cell {
        return cell.trim_start_matches(BLANK);
    }
    let dashed = rest.trim_start_matches(DASHES);
    // Only a dash that stands alone, not that of a word or a list item.
    if dashed.len() < rest.len() && (dashed.is_empty() || dashed.starts_with(BLANK)) {
        return dashed.trim_start_matches(BLANK);
    }
    rest
}

/// Returns the time at the start of a line without a label, in ms from the start of the recording. It must be in
/// brackets or be the whole line, because a plain time before words may be a time of day.
#[must_use]
pub fn at_start(line: &str) -> Option<u32> {
    let bare = line.trim();
    let bare = bare.strip_prefix("TC").map_or(bare, str::trim_start);
    stamp(bare).filter(|found| !found.dated && (found.bracketed || found.rest.is_empty()))?.millis
}

/// True for a line that contains only a time.
#[must_use]
pub fn is_alone(line: &str) -> bool {
    let ends = |found: &Stamp<'_>| !found.dated && !found.day && (found.rest.is_empty() || is_time(found.rest));
    let line = line.trim();
    // ELAN writes `TC` before the time of each annotation.
    stamp(line.strip_prefix("TC").map_or(line, str::trim_start)).is_some_and(|found| ends(&found))
}

fn is_time(text: &str) -> bool {
    stamp(text).is_some_and(|found| found.rest.is_empty())
}

const OPEN_WITHIN: [char; 5] = ['[', '#', '{', '(', '¤'];

/// True for a line with an ASCII digit. Bytes are compared many at a time, because no comparison depends on another.
fn has_digit(line: &str) -> bool {
    line.as_bytes().chunks(32).any(|bytes| bytes.iter().fold(false, |found, byte| found | byte.is_ascii_digit()))
}

/// Finds times in brackets within a line; returns the byte offset after each, and its ms. In round brackets, hours are
/// required, because `(10:30)` may be a time of day that a speaker mentions.
pub fn within(line: &str) -> impl Iterator<Item = (usize, u32)> {
    // Most lines have no figure, which is found out much faster than what brackets they have.
    let line = if has_digit(line) { line } else { "" };
    line.match_indices(OPEN_WITHIN).filter_map(|(at, open)| {
        let rest = line.get(at..)?;
        if let Some((millis, after)) = time_code(rest) {
            return Some((line.len() - after.len(), millis));
        }
        let inner = rest.get(1..)?.trim_start_matches(BLANK);
        if !inner.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let (millis, after) = range(inner, true)?;
        let time = inner.get(..inner.len() - after.len())?;
        let colons = time.matches(':').count();
        let closed = after.trim_start_matches(BLANK).strip_prefix(|c| CLOSING.contains(&c))?;
        let clear = colons > usize::from(open == "(");
        Some((line.len() - closed.len(), millis?)).filter(|_| clear)
    })
}

#[cfg(test)]
mod tests {
    use super::{at_start, is_alone, millis, stamp, within};

    #[test]
    fn every_plain_time_is_read() {
        let cases = [
            ("04:18", Some(258_000)),
            ("1:24:07", Some(5_047_000)),
            ("00:43.810", Some(43_810)),
            ("00:00:01,5", Some(1_500)),
            ("0:0:1.200", Some(1_200)),
            ("0:0:4.80", Some(4_800)),
            ("00:00:00.0401000", Some(40)),
            ("75:30", Some(4_530_000)),
            ("06.46", Some(406_000)),
            ("00：03", Some(3_000)),
            ("01:02:03:15", Some(3_723_000)),
            ("12", None),
            ("12:75", None),
            ("1:60:00", None),
            ("1:2:3:4:5", None),
            ("a:b", None),
            ("-1:00", None),
            ("99999999:59:59", None),
            ("4294967296:00", None),
            (":", None),
            ("", None),
        ];
        for (time, wanted) in cases {
            assert_eq!(millis(time), wanted, "{time}");
        }
    }

    #[test]
    fn a_time_at_the_start_is_distinguished_from_words() {
        let cases = [
            ("[04:18] So", Some((Some(258_000), "So"))),
            ("[30:36} So", Some((Some(1_836_000), "So"))),
            ("00:22 Ana", Some((Some(22_000), "Ana"))),
            ("00:00:03: Ana", Some((Some(3_000), "Ana"))),
            ("[00:00:03] - Ana", Some((Some(3_000), "Ana"))),
            ("0:0:0.0 --> 0:0:2.340", Some((Some(0), ""))),
            ("00:01 - 00:05 Ana", Some((Some(1_000), "Ana"))),
            ("#00:00:12-3# Ana", Some((Some(12_300), "Ana"))),
            ("(06.46)", Some((Some(406_000), ""))),
            ("[0.031 --> 64.210] Ana", Some((Some(31), "Ana"))),
            ("[63.5s - 64.2s] Ana", Some((Some(63_500), "Ana"))),
            ("¤<83500>Ana", Some((Some(83_500), "Ana"))),
            ("¤<0> Ana", Some((Some(0), "Ana"))),
            ("¤<x>Ana", None),
            ("¤5", None),
            ("5.00\tI1", Some((Some(300_000), "I1"))),
            ("9:15 AM Ana", Some((None, "Ana"))),
            ("12/03/2024, 09:15 - Ana: Hi", Some((None, "Ana: Hi"))),
            ("[12/03/24, 9:15:32\u{202f}p.m.] Ana: Hi", Some((None, "Ana: Hi"))),
            ("[2024-03-12T09:15:32Z] Ana", Some((None, "Ana"))),
            ("5.00 we met", None),
            ("12 men", None),
            ("[sic] Ana", None),
            ("[12:30 at night]", None),
            ("3.5% of it", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(stamp(text).map(|found| (found.millis, found.rest)), wanted, "{text}");
        }
    }

    #[test]
    fn lines_without_a_label_have_times_too() {
        let cases = [
            ("(06.46)", Some(406_000)),
            ("[00:43.810 --> 00:47.850]  Hello", Some(43_810)),
            ("0:33", Some(33_000)),
            ("12:30 we met", None),
        ];
        for (line, wanted) in cases {
            assert_eq!(at_start(line), wanted, "{line}");
        }
        assert!(is_alone(" 0:03 ") && is_alone("[00:01] - [00:04]") && !is_alone("[00:01] Hi") && !is_alone("B"));
    }

    #[test]
    fn marks_within_a_line_have_their_places() {
        let marks = |line: &str| within(line).collect::<Vec<_>>();
        assert_eq!(marks("I: Why? #00:00:04-3#"), [(20, 4_300)]);
        assert_eq!(marks("[00:00] - a [00:04] - b"), [(7, 0), (19, 4_000)]);
        assert_eq!(marks("Ana: So ¤<2000>and so ¤ <3>"), [(16, 2_000)]);
        assert_eq!(marks("(at 10:30) (10:30) [1] #2 (00:10:30)"), [(36, 630_000)]);
    }
}
