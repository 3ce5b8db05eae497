//! Dates as programs write them beside a name: `04-May-21`, `May 4, 2021`, `5/1`, `2021年5月1日`, `Today`.

use crate::model::hashing::HashMap;
use std::sync::LazyLock;

/// A date at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day<'t> {
    /// The text after the date.
    pub rest: &'t str,
    /// It means one day. Without a year, `5/1` and `Today` are dates only before a time of day.
    pub whole: bool,
}

pub(super) const BLANK: [char; 4] = [' ', '\t', '\u{a0}', '\u{202f}'];
/// A date that begins with a word has a digit in this many bytes behind the word: `Tuesday, September 4`.
const NEAR: usize = 14;

/// Names of months and their short forms in lower case, in English and other languages.
const MONTHS: &str = "
jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october
november december januar februar märz mär mai juni juli oktober okt dezember dez jänner janvier février févr fév mars avr avril
juin juil juillet août septembre octobre novembre décembre déc enero ene febrero marzo abril abr mayo junio julio agosto ago
septiembre octubre noviembre diciembre dic janeiro fevereiro março maio junho julho setembro set outubro out novembro dezembro
gennaio gen febbraio aprile maggio mag giugno giu luglio lug settembre ottobre ott dicembre maart mei augustus
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
";
const WEEKDAYS: &str = "
mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miércoles jueves viernes sábado domingo
";
/// Words for a day that depends on when they are read.
const RELATIVE: &str =
    "today yesterday heute gestern hoy ayer aujourd'hui aujourd’hui hier oggi ieri hoje ontem 今天 昨天";

const MONTH: u8 = 1;
const WEEKDAY: u8 = 2;
const THAT_DAY: u8 = 4;

static MEANINGS: LazyLock<Meanings> =
    LazyLock::new(|| Meanings::of(&[(MONTHS, MONTH), (WEEKDAYS, WEEKDAY), (RELATIVE, THAT_DAY)]));

/// Words in lower case with what they may mean: bits that are set.
pub(super) struct Meanings(HashMap<&'static str, u8>);

/// The longest word in the lists, in bytes.
const LONGEST_WORD: usize = 24;

impl Meanings {
    pub(super) fn of(lists: &[(&'static str, u8)]) -> Self {
        let mut words = HashMap::default();
        for (list, meaning) in lists {
            list.split_whitespace().for_each(|word| *words.entry(word).or_insert(0) |= meaning);
        }
        Self(words)
    }

    /// What a word may mean; 0 for any other word. Ignores case.
    pub(super) fn get(&self, word: &str) -> u8 {
        let mut buffer = [0; LONGEST_WORD];
        let Some(lower) = buffer.get_mut(..word.len()).filter(|_| !word.is_empty()) else { return 0 };
        lower.copy_from_slice(word.as_bytes());
        if word.is_ascii() {
            lower.make_ascii_lowercase();
            return std::str::from_utf8(lower).ok().and_then(|word| self.0.get(word)).copied().unwrap_or(0);
        }
        self.0.get(word.to_lowercase().as_str()).copied().unwrap_or(0)
    }
}

/// True for a word that dates contain.
pub(super) fn is_known(word: &str) -> bool {
    MEANINGS.get(word) != 0
}

fn is_of(wanted: u8, word: &str) -> bool {
    MEANINGS.get(word) & wanted != 0
}

/// The first word of letters, and the text after it.
pub(super) fn word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_alphabetic() && c != '’' && c != '\'').unwrap_or(text.len());
    text.split_at(end)
}

/// A number of at most `most` digits at the start, and the text after it.
pub(super) fn number(text: &str, most: usize) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(digits).filter(|_| (1..=most).contains(&digits))?;
    Some((digits.parse().ok()?, rest))
}

fn month(text: &str) -> Option<&str> {
    let (name, rest) = word(text);
    (name.chars().count() > 2 && is_of(MONTH, name)).then(|| rest.strip_prefix('.').unwrap_or(rest))
}

fn year(text: &str) -> Option<&str> {
    let (_, rest) = number(text, 4).filter(|(_, rest)| matches!(text.len() - rest.len(), 2 | 4))?;
    (!rest.starts_with([':', '.']) || rest.len() < 2).then_some(rest)
}

/// True if a date may begin here, as far as its first word tells.
pub(super) fn may_begin(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    if first.is_ascii_digit() || matches!(first, '今' | '昨') {
        return true;
    }
    // Nearly all lines have no figure here.
    if !first.is_uppercase() || !text.bytes().take(LONGEST_WORD + NEAR).any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let (name, rest) = word(text);
    let near = || rest.bytes().take(NEAR).any(|byte| byte.is_ascii_digit());
    name.len() > 2 && near() && is_of(MONTH | WEEKDAY | THAT_DAY, name)
}

/// Reads the date at the start of a text, with the day of the week before it.
pub(super) fn day(text: &str) -> Option<Day<'_>> {
    let (name, after) = word(text);
    let meaning = MEANINGS.get(name);
    if meaning & WEEKDAY != 0 {
        if is_name_before_time(after) {
            return None;
        }
        let rest = after.trim_start_matches(['.', ',']).trim_start_matches(BLANK);
        return day_of_month(rest)
            .or(Some(Day { rest: after, whole: false }))
            .filter(|day| day.rest.len() < text.len());
    }
    if meaning & THAT_DAY != 0 {
        return Some(Day { rest: after, whole: false });
    }
    day_of_month(text)
}

/// True for what follows a name that is also a weekday: a time in brackets, or a wide space before minutes and seconds, as
/// in `Sunday (00:00:20)` and `Sun  1:14`. A time of day is one space away, or has its half of the day.
fn is_name_before_time(after: &str) -> bool {
    let time = after.trim_start_matches(BLANK);
    let blanks = after.chars().count() - time.chars().count();
    let bracketed = time.starts_with(['(', '[', '<', '{', '（', '【']);
    let inner = time.trim_start_matches(|c: char| !c.is_ascii_digit() && bracketed);
    let digits = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',');
    let rest = inner.trim_start_matches(digits);
    let is_time = inner.get(..inner.len() - rest.len()).is_some_and(|time| time.contains(':'));
    let ends = rest.trim_start_matches(BLANK);
    let closed = if bracketed { ends.starts_with([')', ']', '>', '}', '）', '】']) } else { ends.is_empty() };
    is_time && closed && (bracketed || blanks > 1)
}

fn day_of_month(text: &str) -> Option<Day<'_>> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return by_month_first(text);
    }
    in_digits(text).or_else(|| by_month_second(text))
}

/// `May 4, 2021`, `May 4`.
fn by_month_first(text: &str) -> Option<Day<'_>> {
    let (day, rest) = number(month(text)?.trim_start_matches(BLANK), 2)?;
    // `Mai 1:14`, with minutes and seconds, is a name and its time.
    if rest.strip_prefix([':', '：']).is_some_and(|seconds| seconds.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let rest = ["st", "nd", "rd", "th"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
    let whole = year(rest.trim_start_matches(',').trim_start_matches(BLANK)).filter(|_| !rest.is_empty());
    (1..=31).contains(&day).then(|| Day { rest: whole.unwrap_or(rest), whole: whole.is_some() })
}

/// `4 May 2021`, `04-May-21`, `4. Mai 2021`, `4 de mayo de 2021`, `4 May`.
fn by_month_second(text: &str) -> Option<Day<'_>> {
    let (day, rest) = number(text, 2)?;
    let rest = ["st", "nd", "rd", "th", "er"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
    let name = rest.trim_start_matches(['.', '-', ' ', '/', '\u{a0}']);
    let rest = Some(name.strip_prefix("de ").unwrap_or(name)).filter(|_| name.len() < rest.len()).and_then(month)?;
    let after = rest.trim_start_matches(['-', ' ', ',', '/', '\u{a0}']);
    let after = if after.len() < rest.len() { after } else { "" };
    let whole = year(after.strip_prefix("de ").unwrap_or(after));
    (1..=31).contains(&day).then(|| Day { rest: whole.unwrap_or(rest), whole: whole.is_some() })
}

/// `12/03/2024`, `2024-03-12`, `4.5.21`, `2021年5月1日`, `5/1`.
fn in_digits(text: &str) -> Option<Day<'_>> {
    let (first, rest) = number(text, 4)?;
    if let Some(rest) = rest.strip_prefix(['年', '년']) {
        let (_, rest) = number(rest.trim_start_matches(BLANK), 2)?;
        let rest = rest.strip_prefix(['月', '월'])?;
        let rest = number(rest.trim_start_matches(BLANK), 2)?.1.strip_prefix(['日', '号', '일'])?;
        return Some(Day { rest, whole: true });
    }
    if let Some(rest) = rest.strip_prefix('月') {
        let rest = number(rest, 2)?.1.strip_prefix(['日', '号'])?;
        return Some(Day { rest, whole: false });
    }
    let mark = rest.chars().next().filter(|c| matches!(c, '/' | '.' | '-'))?;
    let (second, rest) = number(rest.get(1..)?, 2)?;
    let Some(third) = rest.strip_prefix(mark).and_then(|rest| number(rest, 4)) else {
        let plain = mark == '/' && (1..=31).contains(&first) && (1..=31).contains(&second);
        return plain.then_some(Day { rest, whole: false });
    };
    let long = |value: u32| value > 31;
    let parts = [first, second, third.0];
    let fits = parts.iter().filter(|part| long(**part)).count() <= 1 && !long(second) && second > 0;
    // `1.2.3` numbers a section, and `12.5.08.04` an item.
    let years = long(first) || rest.len() - third.1.len() > 2;
    (fits && years && !third.1.starts_with(|c: char| c == mark || c.is_ascii_digit()))
        .then_some(Day { rest: third.1, whole: true })
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn every_written_date_is_read() {
        let cases = [
            ("04-May-21 x", Some((" x", true))),
            ("4 May 2021 x", Some((" x", true))),
            ("4. Mai 2021 x", Some((" x", true))),
            ("1er mai 2021 x", Some((" x", true))),
            ("4 de mayo de 2021 x", Some((" x", true))),
            ("May 4, 2021 x", Some((" x", true))),
            ("Sept. 4th, 2021 x", Some((" x", true))),
            ("Mon, 1 May 2021 x", Some((" x", true))),
            ("2021-05-04 x", Some((" x", true))),
            ("4.5.21 x", Some((" x", true))),
            ("2021年5月1日 x", Some((" x", true))),
            ("2021년 5월 1일 x", Some((" x", true))),
            ("4 мая 2021 x", Some((" x", true))),
            ("5/1 x", Some((" x", false))),
            ("4 May x", Some((" x", false))),
            ("Today x", Some((" x", false))),
            ("1.2.3 x", None),
            ("1.5 x", None),
            ("May x", None),
            ("Mai  1:14", None),
            ("Jan 12:03:40", None),
            ("Sunday (00:00:20):", None),
            ("Sat  1:14", None),
            ("Sat 9:15", Some((" 9:15", false))),
            ("Sat  9:15 AM", Some(("  9:15 AM", false))),
            ("May 4 9:15", Some((" 9:15", false))),
            ("12 men", None),
            ("99/99/2021 x", None),
            ("4 Maynard x", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(day(text).map(|day| (day.rest, day.whole)), wanted, "{text}");
        }
    }
}
