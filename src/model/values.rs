//! Reads numbers and dates as people write them: `3.5`, `3,5`, `1 234,5`; `2019-07-29`, `29.7.2019`, `July 29, 2019`.
//!
//! Only unambiguous values are read: `1,234` and `5/6/2019` have two meanings. Stored values are never changed.

use super::names::half_width;

/// Reads a finite number, with a point or a comma before the decimals, and points, commas, blanks or
/// apostrophes between thousands. Digits and marks may be full-width. What only looks like a number but names something,
/// such as `007` or the number of an identity card, is none: as a number it would be another one's, too.
#[must_use]
pub fn number(value: &str) -> Option<f64> {
    let read = |value: &str| {
        let number = plain_number(value).or_else(|| read_number(value.trim()).map(|(number, _)| number));
        number.filter(|_| !is_identifier(value))
    };
    read(value).or_else(|| if value.is_ascii() { None } else { read(&narrow(value)) })
}

/// True for digits that would not survive as a number: with a zero in front, or more than a number holds (and Excel shows).
fn is_identifier(value: &str) -> bool {
    const MOST_DIGITS: usize = 15;
    let digits = unsigned(value);
    let is_padded = digits.strip_prefix('0').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    is_padded || digits.len() > MOST_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The value with half-width digits and marks; `。` does not stand for a point.
fn narrow(value: &str) -> String {
    value.chars().map(|c| if c == '。' { c } else { half_width(c) }).collect()
}

/// Reads two numbers with a dash, `~` or a word of Chinese between them, as people type a range: `20-30`, `２０～３０`,
/// `20 至 30`.
#[must_use]
pub fn number_range(typed: &str) -> Option<[String; 2]> {
    let typed = narrow(typed);
    let mut parts = typed.char_indices().filter(|(at, c)| *at > 0 && matches!(c, '-' | '–' | '—' | '~' | '至' | '到'));
    parts.find_map(|(at, mark)| {
        let (from, to) = (typed.get(..at)?.trim(), typed.get(at + mark.len_utf8()..)?.trim_start_matches(mark).trim());
        (number(from).is_some() && number(to).is_some()).then(|| [from.to_owned(), to.to_owned()])
    })
}

/// Reads a finite number as programming languages write it: `-4.5`, `1e3`.
#[must_use]
pub fn plain_number(value: &str) -> Option<f64> {
    value.trim().parse::<f64>().ok().filter(|n| n.is_finite())
}

/// The marks that a number uses before its decimals and between its thousands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Marks {
    decimal: Option<char>,
    thousands: Option<char>,
}

/// True for groups of three digits; the first group may be shorter.
fn is_grouped(digits: &str, mark: char) -> bool {
    let mut groups = digits.split(mark);
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|group| group.len() == 3)
}

fn read_number(value: &str) -> Option<(f64, Marks)> {
    let (sign, digits) = match value.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1.0, rest),
        None => (1.0, value.strip_prefix('+').unwrap_or(value)),
    };
    let is_blank = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’');
    let is_mark = |c: char| matches!(c, '.' | ',') || is_blank(c);
    let ends_in_digits =
        digits.starts_with(|c: char| c.is_ascii_digit()) && digits.ends_with(|c: char| c.is_ascii_digit());
    if !ends_in_digits || !digits.chars().all(|c| c.is_ascii_digit() || is_mark(c)) {
        return None;
    }
    let (first, last) = (digits.chars().find(|c| is_mark(*c))?, digits.chars().rev().find(|c| is_mark(*c))?);
    let marks = if first == last {
        match digits.matches(first).count() {
            1 if matches!(first, '.' | ',') => Marks { decimal: Some(first), thousands: None },
            _ => Marks { decimal: None, thousands: Some(first) },
        }
    } else {
        Marks { decimal: Some(last), thousands: Some(first) }
    };
    let (whole, fraction) = match marks.decimal {
        Some(mark) if matches!(mark, '.' | ',') => digits.rsplit_once(mark)?,
        Some(_) => return None,
        None => (digits, ""),
    };
    let is_whole = match marks.thousands {
        Some(mark) => is_grouped(whole, mark),
        None => whole.bytes().all(|b| b.is_ascii_digit()),
    };
    let may_be_thousands = marks.thousands.is_none() && has_two_meanings(digits);
    if !is_whole || !fraction.bytes().all(|b| b.is_ascii_digit()) || may_be_thousands {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let number = format!("{whole}.{fraction}0").parse::<f64>().ok().filter(|n| n.is_finite())?;
    Some((sign * number, marks))
}

/// True for numbers such as `1,234` and `1.234`, which are either a thousand or a little more than one.
fn has_two_meanings(digits: &str) -> bool {
    let has = |mark: char| digits.matches(mark).count() == 1 && is_grouped(digits, mark);
    digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) && (has(',') || has('.'))
}

fn unsigned(value: &str) -> &str {
    value.trim().trim_start_matches(['-', '\u{2212}', '+'])
}

/// Reads a date and returns it as `YYYY-MM-DD`. `None` when two numbers could both be the month.
#[must_use]
pub fn date(value: &str) -> Option<String> {
    let read = |value: &str| read_date(value.trim()).map(|(date, _)| date);
    read(value).or_else(|| if value.is_ascii() { None } else { read(&narrow(value)) })
}

/// Which number comes first in a date such as `5/6/2019`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Day,
    Month,
    /// The order is evident, or does not matter.
    Any,
}

const MONTHS: [[&str; 2]; 12] = [
    ["january", "januar"],
    ["february", "februar"],
    ["march", "märz"],
    ["april", "april"],
    ["may", "mai"],
    ["june", "juni"],
    ["july", "juli"],
    ["august", "august"],
    ["september", "september"],
    ["october", "oktober"],
    ["november", "november"],
    ["december", "dezember"],
];

fn read_date(value: &str) -> Option<(String, Order)> {
    // Shorter or longer values cannot be dates.
    if !(8..=24).contains(&value.chars().count()) {
        return None;
    }
    let parts = |marks: &[char]| value.split(marks).map(str::trim).collect::<Vec<_>>();
    let dated = |year: &str, month: &str, day: &str| {
        let digits =
            |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        has_day(year, month, day).then(|| format!("{year:04}-{month:02}-{day:02}"))
    };
    for mark in ['-', '/', '.'] {
        let [first, second, third] = parts(&[mark])[..] else { continue };
        if !second.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        if first.len() == 4 {
            return Some((dated(first, second, third)?, Order::Any));
        }
        if mark == '.' {
            return Some((dated(third, second, first)?, Order::Any));
        }
        return match (dated(third, second, first), dated(third, first, second)) {
            (Some(one), Some(other)) if one == other => Some((one, Order::Any)),
            (Some(date), None) => Some((date, Order::Day)),
            (None, Some(date)) => Some((date, Order::Month)),
            _ => None,
        };
    }
    if let Some(([year, month, day], "")) = value.split_once('日').and_then(|(date, rest)| {
        let parts: Vec<&str> = date.split(['年', '月']).map(str::trim).collect();
        Some((<[&str; 3]>::try_from(parts).ok()?, rest))
    }) {
        return Some((dated(year, month, day)?, Order::Any));
    }
    let words: Vec<&str> = value.split([' ', ',', '.', '-']).filter(|word| !word.is_empty()).collect();
    let [first, second, year] = words[..] else { return None };
    let (month, day) = if first.starts_with(|c: char| c.is_ascii_digit()) { (second, first) } else { (first, second) };
    let day = ["st", "nd", "rd", "th"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    let month = month.to_lowercase();
    let is_month = |names: &[&str; 2]| month.chars().count() >= 3 && names.iter().any(|name| name.starts_with(&month));
    let month = MONTHS.iter().position(is_month)? + 1;
    Some((dated(year, &month.to_string(), day)?, Order::Any))
}

/// Returns a valid date as `YYYY-MM-DD`.
#[must_use]
pub fn is_iso_date(value: &str) -> bool {
    date(value).is_some_and(|date| date == value)
}

/// True for a day that exists.
fn has_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// True when all values are numbers that use their marks in the same way.
pub(super) fn are_numbers<'a>(values: impl Iterator<Item = &'a str>) -> bool {
    let mut known = Marks::default();
    for value in values {
        if is_identifier(value) {
            return false;
        }
        let marks = match (plain_number(value), read_number(value.trim())) {
            (Some(_), Some((_, marks))) => marks,
            (Some(_), None) if unsigned(value).contains('.') => Marks { decimal: Some('.'), thousands: None },
            (Some(_), None) => Marks::default(),
            (None, Some((_, marks))) => marks,
            (None, None) => return false,
        };
        known = Marks { decimal: known.decimal.or(marks.decimal), thousands: known.thousands.or(marks.thousands) };
        let differ = |mark: Option<char>, known: Option<char>| mark.is_some() && mark != known;
        if differ(marks.decimal, known.decimal)
            || differ(marks.thousands, known.thousands)
            || known.decimal.is_some() && known.decimal == known.thousands
        {
            return false;
        }
    }
    true
}

/// True when all values are dates in which day and month come in the same order.
pub(super) fn are_dates<'a>(values: impl Iterator<Item = &'a str>) -> bool {
    let mut known = Order::Any;
    for value in values {
        match read_date(value.trim()) {
            Some((_, Order::Any)) => {}
            Some((_, order)) if known == Order::Any || known == order => known = order,
            _ => return false,
        }
    }
    true
}

/// An ambiguity in the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Numbers whose marks may separate decimals or thousands.
    Numbers,
    /// Dates in which either number may be the month.
    Dates,
    /// Numbers that are read as having three decimals but could be thousands.
    Thousands,
}

/// Finds an ambiguity in known values, and the first value that shows it.
#[must_use]
pub fn doubt<'a>(values: impl Iterator<Item = &'a str> + Clone) -> Option<(Doubt, &'a str)> {
    let is_numeric = |value: &str| number(value).is_some() || has_two_meanings(unsigned(value));
    if are_numbers(values.clone()) {
        let mut pointed = values.filter(|value| value.contains('.'));
        let first = pointed.next()?;
        let two = |value: &str| has_two_meanings(unsigned(value));
        return (two(first) && pointed.all(two)).then_some((Doubt::Thousands, first));
    }
    if values.clone().all(is_numeric) {
        let marked = |value: &&str| value.contains([',', '.']);
        return values
            .clone()
            .find(|value| number(value).is_none())
            .or_else(|| values.clone().find(marked))
            .map(|value| (Doubt::Numbers, value));
    }
    let slashed = |value: &str| {
        let parts: Vec<&str> = value.trim().split(['/', '-']).collect();
        let number = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.parse::<u32>().is_ok_and(|number| most > 2 || number <= 31)
        };
        matches!(parts[..], [day, month, year] if number(day, 2) && number(month, 2) && number(year, 4) && year.len() != 1 && year.len() != 3)
    };
    let is_dated = |value: &str| date(value).is_some() || slashed(value);
    let mut all = values.clone();
    let unread = values.clone().find(|value| date(value).is_none()).or_else(|| values.clone().next());
    (!are_dates(values) && all.all(is_dated)).then_some(unread).flatten().map(|value| (Doubt::Dates, value))
}

#[cfg(test)]
mod tests {
    use super::super::VariableKind;
    use super::*;

    #[test]
    fn numbers_are_read_where_they_have_one_meaning() {
        for (value, expected) in [
            ("16", Some(16.0)),
            (" -4.5 ", Some(-4.5)),
            ("1e3", Some(1_000.0)),
            ("3,5", Some(3.5)),
            ("-3,5", Some(-3.5)),
            ("\u{2212}3", None),
            ("\u{2212}3,5", Some(-3.5)),
            ("0,125", Some(0.125)),
            ("1234,567", Some(1_234.567)),
            ("12,3456", Some(12.345_6)),
            ("1,234", None),
            ("999,000", None),
            ("1.234", Some(1.234)),
            ("1,234.5", Some(1_234.5)),
            ("1.234,5", Some(1_234.5)),
            ("1,234,567", Some(1_234_567.0)),
            ("1.234.567", Some(1_234_567.0)),
            ("1.234.567,89", Some(1_234_567.89)),
            ("1 234", Some(1_234.0)),
            ("1\u{a0}234,5", Some(1_234.5)),
            ("1\u{202f}234\u{202f}567", Some(1_234_567.0)),
            ("1'234.50", Some(1_234.5)),
            ("12’345", Some(12_345.0)),
            ("12,34,567", None),
            ("1,23.4", None),
            ("1.2.3", None),
            ("29.07.2019", None),
            ("0431 123 456", None),
            ("1,234 567", None),
            ("3,", None),
            (",5", None),
            ("3,5 kg", None),
            ("3,x", None),
            ("NaN", None),
            ("", None),
            ("0", Some(0.0)),
            ("00", None),
            ("007", None),
            ("-01,5", None),
            ("００７", None),
            ("0.50", Some(0.5)),
            ("123456789012345", Some(123_456_789_012_345.0)),
            ("1234567890123456", None),
            ("0.30000000000000004", Some(0.300_000_000_000_000_04)),
        ] {
            assert_eq!(number(value), expected, "{value}");
        }
    }

    #[test]
    fn dates_are_read_where_they_have_one_meaning() {
        for value in [
            "2019-07-29",
            "2019/7/29",
            "2019.07.29",
            "29.7.2019",
            "29.07.2019",
            "29/07/2019",
            "7/29/2019",
            "29-07-2019",
            "2019年7月29日",
            "29 July 2019",
            "July 29, 2019",
            "Jul 29 2019",
            "29th July 2019",
            "29. Juli 2019",
            "29-Jul-2019",
        ] {
            assert_eq!(date(value).as_deref(), Some("2019-07-29"), "{value}");
        }
        assert_eq!(date("5/5/2019").as_deref(), Some("2019-05-05"));
        assert_eq!(date("3. März 2021").as_deref(), Some("2021-03-03"));
        for value in [
            "5/6/2019",
            "29.07.19",
            "2019-02-29",
            "30.2.2020",
            "July 2019",
            "2019",
            "ma 3 2019",
            "10.30.2019",
            "1-2-3",
            "2019-07-29 14:05",
        ] {
            assert_eq!(date(value), None, "{value}");
        }
        assert!(is_iso_date("2019-07-29") && !is_iso_date("29.7.2019"));
    }

    #[test]
    fn a_column_is_of_a_kind_when_all_of_it_reads_so() {
        use VariableKind::{Date, Number, Text};
        /// Values, their kind, and the expected doubt.
        type Case<'c> = (&'c [&'c str], VariableKind, Option<(Doubt, &'c str)>);
        let cases: [Case<'_>; 17] = [
            (&["3,5", "4", "12,25"], Number, None),
            (&["3,5", "1.234,5"], Number, None),
            (&["1 200", "950", "12 000,5"], Number, None),
            (&["3,5", "4.5"], Text, Some((Doubt::Numbers, "3,5"))),
            (&["3,5", "1.234"], Text, Some((Doubt::Numbers, "3,5"))),
            (&["1,234", "950"], Text, Some((Doubt::Numbers, "1,234"))),
            (&["1,234", "1,234.5"], Text, Some((Doubt::Numbers, "1,234"))),
            (&["1,234,567", "3,5"], Text, Some((Doubt::Numbers, "1,234,567"))),
            (&["1.234", "12.000", "7"], Number, Some((Doubt::Thousands, "1.234"))),
            (&["1.234", "2.5"], Number, None),
            (&["3,5", "many"], Text, None),
            (&["29.7.2019", "2020-01-31"], Date, None),
            (&["29/7/2019", "31/12/2020"], Date, None),
            (&["29/7/2019", "5/6/2019"], Text, Some((Doubt::Dates, "5/6/2019"))),
            (&["29/7/2019", "7/29/2019"], Text, Some((Doubt::Dates, "29/7/2019"))),
            (&["5/6/19", "7/8/19"], Text, Some((Doubt::Dates, "5/6/19"))),
            (&["July 29, 2019", "soon"], Text, None),
        ];
        for (values, kind, doubts) in cases {
            assert_eq!(VariableKind::infer(values.iter().copied()), kind, "{values:?}");
            assert_eq!(doubt(values.iter().copied()), doubts, "{values:?}");
        }
        assert_eq!(doubt(std::iter::empty()), None);
    }
}
