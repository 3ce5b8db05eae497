//! Numbers and dates of a workbook as a person sees them: `16` instead of `16.0`, `2019-07-29` instead of `43675`.

/// How a number format displays a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    #[default]
    Number,
    /// A number displayed times a hundred.
    Percentage,
    Date,
    Time,
    DateTime,
    /// Hours that continue after 24.
    Elapsed,
}

/// The form of a number format: a built-in one by its number, any other by its code.
pub fn form(id: u32, code: Option<&str>) -> Form {
    match (id, code) {
        (_, Some(code)) => of_code(code),
        (14..=17 | 27..=31 | 36 | 50..=54 | 57..=58, None) => Form::Date,
        (18..=21 | 32..=35 | 45 | 47 | 55..=56, None) => Form::Time,
        (22, None) => Form::DateTime,
        (46, None) => Form::Elapsed,
        (9..=10, None) => Form::Percentage,
        _ => Form::Number,
    }
}

fn of_code(code: &str) -> Form {
    let (mut date, mut time, mut minutes_or_months, mut percentage) = (false, false, false, false);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c.to_ascii_lowercase() {
            // Quoted text, and characters after an escape sign, are not part of the format.
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(chars.next()),
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if !inner.is_empty() && inner.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's')) {
                    return Form::Elapsed;
                }
            }
            'y' | 'd' => date = true,
            'h' | 's' => time = true,
            'm' => minutes_or_months = true,
            '%' => percentage = true,
            // `General`, and exponents (`0.00E+00`).
            'g' if code.eq_ignore_ascii_case("general") => return Form::Number,
            ';' => break,
            _ => {}
        }
    }
    match (date, time) {
        (true, true) => Form::DateTime,
        (true, false) => Form::Date,
        (false, true) => Form::Time,
        (false, false) if percentage => Form::Percentage,
        (false, false) if minutes_or_months => Form::Date,
        (false, false) => Form::Number,
    }
}

/// Day 0, in days from 1970-01-01, of workbooks that count from 1900 and from 1904.
const FROM_1900: i64 = -25_569;
const FROM_1904: i64 = -24_107;
/// The last day of 9999.
const LAST: f64 = 2_958_466.0;
const SECONDS: f64 = 86_400.0;

/// Formats a number as displayed. A number outside the calendar stays a number, whatever its format.
pub fn number(raw: &str, form: Form, from_1904: bool) -> String {
    let raw = raw.trim();
    let Some(value) = raw.parse::<f64>().ok().filter(|value| value.is_finite()) else { return raw.to_owned() };
    if matches!(form, Form::Number | Form::Percentage) || !(0.0..LAST).contains(&value) {
        return plain(value);
    }
    let seconds = (value * SECONDS).round() as i64;
    let (mut day, second) = (seconds / 86_400, seconds % 86_400);
    if form == Form::Elapsed {
        return format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }
    let time = match second % 60 {
        0 => format!("{:02}:{:02}", second / 3_600, second / 60 % 60),
        rest => format!("{:02}:{:02}:{rest:02}", second / 3_600, second / 60 % 60),
    };
    if form == Form::Time && day == 0 {
        return time;
    }
    // Excel counts 29 February 1900, which did not exist.
    if !from_1904 && day < 60 {
        day += 1;
    }
    let date = date(day + if from_1904 { FROM_1904 } else { FROM_1900 });
    match form {
        Form::Date => date,
        Form::DateTime if second == 0 => date,
        _ => format!("{date} {time}"),
    }
}

/// Rounds to fifteen digits, as spreadsheet programs do: 0.1 + 0.2 is 0.3.
fn plain(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    // Turns -0 into 0.
    format!("{}", rounded + 0.0)
}

/// `YYYY-MM-DD` for a day counted from 1970-01-01.
fn date(days: i64) -> String {
    let second = days.saturating_mul(86_400);
    jiff::Timestamp::from_second(second).map_or_else(|_| days.to_string(), |at| at.strftime("%Y-%m-%d").to_string())
}

/// A date that a workbook stores as text (ISO 8601).
pub fn iso(text: &str) -> String {
    let (date, time) = text.trim().split_once('T').unwrap_or((text.trim(), ""));
    let time = time.trim_end_matches('Z');
    let time = time.strip_suffix(".000").unwrap_or(time);
    let time = time.strip_suffix(":00").filter(|short| short.contains(':')).unwrap_or(time);
    match time {
        "" | "00:00" => date.to_owned(),
        time => format!("{date} {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_are_what_a_person_sees() {
        for (raw, form, shown) in [
            ("16", Form::Number, "16"),
            ("16.0", Form::Number, "16"),
            ("4.5", Form::Number, "4.5"),
            ("0.30000000000000004", Form::Number, "0.3"),
            ("-0", Form::Number, "0"),
            ("1E3", Form::Number, "1000"),
            ("13800138000", Form::Number, "13800138000"),
            ("many", Form::Number, "many"),
            ("43675", Form::Date, "2019-07-29"),
            ("43675.5", Form::Date, "2019-07-29"),
            ("43675.5", Form::DateTime, "2019-07-29 12:00"),
            ("43675", Form::DateTime, "2019-07-29"),
            ("0.75", Form::Time, "18:00"),
            ("0.000011574074074", Form::Time, "00:00:01"),
            ("1.0833333333333333", Form::Elapsed, "26:00:00"),
            ("1", Form::Date, "1900-01-01"),
            ("61", Form::Date, "1900-03-01"),
            ("-5", Form::Date, "-5"),
            ("99999999999", Form::Date, "99999999999"),
        ] {
            assert_eq!(number(raw, form, false), shown, "{raw} {form:?}");
        }
        assert_eq!(number("42213", Form::Date, true), "2019-07-29");
        for (text, shown) in [
            ("2019-07-29", "2019-07-29"),
            ("2019-07-29T00:00:00", "2019-07-29"),
            ("2019-07-29T14:05:00.000", "2019-07-29 14:05"),
            ("2019-07-29T14:05:07Z", "2019-07-29 14:05:07"),
        ] {
            assert_eq!(iso(text), shown);
        }
    }

    #[test]
    fn number_formats_are_recognised_by_their_code() {
        for (code, expected) in [
            ("General", Form::Number),
            ("0.00E+00", Form::Number),
            ("#,##0 \"days\"", Form::Number),
            ("[Red]0;[Blue]-0", Form::Number),
            ("\\d0", Form::Number),
            ("yyyy\\-mm\\-dd", Form::Date),
            ("[$-409]d mmm yyyy", Form::Date),
            ("mmm", Form::Date),
            ("yyyy\"年\"m\"月\"d\"日\"", Form::Date),
            ("h:mm AM/PM", Form::Time),
            ("mm:ss", Form::Time),
            ("dd/mm/yyyy hh:mm", Form::DateTime),
            ("[h]:mm:ss", Form::Elapsed),
            ("0.00%", Form::Percentage),
            ("0\"%\"", Form::Number),
            ("0;-0%", Form::Number),
        ] {
            assert_eq!(form(164, Some(code)), expected, "{code}");
        }
        let built_in = [0, 9, 14, 22].map(|id| form(id, None));
        assert_eq!(built_in, [Form::Number, Form::Percentage, Form::Date, Form::DateTime]);
    }
}
