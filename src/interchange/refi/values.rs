//! Dates and typed values in the format of the file.

use crate::model::{VariableKind, values};

/// `2025-03-01T10:15:00Z` from UTC milliseconds since 1970; whole seconds, as other programs expect.
pub fn write_date(at: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Returns UTC milliseconds since 1970; a date without a time zone is read as UTC.
pub fn parse_date(text: &str) -> Option<i64> {
    let text = text.trim();
    let zoned = || text.parse::<jiff::Timestamp>().ok();
    let bare = || {
        let at = text.parse::<jiff::civil::DateTime>().ok()?;
        at.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|at| at.timestamp())
    };
    zoned().or_else(bare).map(|at| at.as_millisecond())
}

/// The type of an attribute that fits the schema with all its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Boolean,
    Integer,
    Float,
    Date,
}

impl Form {
    pub fn of<'v>(kind: Option<VariableKind>, values: impl Iterator<Item = &'v str> + Clone) -> Self {
        let kind = kind.unwrap_or_else(|| VariableKind::infer(values.clone()));
        if !values.clone().all(|value| kind.fits(value)) {
            return Self::Text;
        }
        match kind {
            VariableKind::Text => Self::Text,
            VariableKind::Date => Self::Date,
            VariableKind::YesNo => Self::Boolean,
            VariableKind::Number if values.clone().next().is_some() && values.clone().all(is_integer) => Self::Integer,
            VariableKind::Number => Self::Float,
        }
    }

    /// The schema's names: the type of the variable, and the element of a value.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("Text", "TextValue"),
            Self::Boolean => ("Boolean", "BooleanValue"),
            Self::Integer => ("Integer", "IntegerValue"),
            Self::Float => ("Float", "FloatValue"),
            Self::Date => ("Date", "DateValue"),
        }
    }

    /// Writes a value as the schema requires.
    pub fn write(self, value: &str) -> String {
        match self {
            Self::Boolean => if says_yes(value) { "true" } else { "false" }.into(),
            // The schema allows neither exponents nor blanks.
            Self::Float if !is_decimal(value) => values::number(value).map_or_else(String::new, |n| n.to_string()),
            Self::Date => values::date(value).unwrap_or_else(|| value.to_owned()),
            _ => value.to_owned(),
        }
    }

    /// True if reading gives the same value back.
    pub fn keeps(self, value: &str) -> bool {
        match self {
            Self::Boolean => matches!(value, "yes" | "no"),
            Self::Float => is_decimal(value),
            Self::Date => values::is_iso_date(value),
            _ => true,
        }
    }
}

fn says_yes(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "yes" | "true")
}

fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_decimal(value: &str) -> bool {
    let number = value.strip_prefix(['+', '-']).unwrap_or(value);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !(whole.is_empty() && part.is_empty()) && digits(whole) && digits(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_and_without_a_zone() {
        for text in
            ["2025-03-01T10:15:00Z", "2025-03-01T10:15:00", "2025-03-01T12:15:00+02:00", " 2025-03-01T10:15:00.000Z"]
        {
            assert_eq!(parse_date(text).map(write_date).as_deref(), Some("2025-03-01T10:15:00Z"), "{text}");
        }
        for text in ["", "yesterday", "2025-13-01T10:15:00Z"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn an_attribute_has_a_form_that_all_its_values_fit() {
        let form = |kind, values: &[&str]| Form::of(kind, values.iter().copied());
        assert_eq!(form(Some(VariableKind::Number), &["16", "-4"]), Form::Integer);
        assert_eq!(form(Some(VariableKind::Number), &["16", "4.5"]), Form::Float);
        assert_eq!(form(Some(VariableKind::Number), &[]), Form::Float);
        assert_eq!(form(Some(VariableKind::Number), &["16", "many"]), Form::Text);
        assert_eq!(form(Some(VariableKind::YesNo), &["Yes"]), Form::Boolean);
        assert_eq!(form(None, &["2020-02-29"]), Form::Date);
        assert_eq!((Form::Float.write("1e5"), Form::Float.keeps("1e5")), ("100000".to_owned(), false));
        assert_eq!(form(None, &["3,5", "4"]), Form::Float);
        assert_eq!((Form::Float.write("3,5"), Form::Float.keeps("3,5")), ("3.5".to_owned(), false));
        assert_eq!((Form::Date.write("9.3.1985"), Form::Date.keeps("9.3.1985")), ("1985-03-09".to_owned(), false));
        assert_eq!((Form::Float.write(".5"), Form::Boolean.write("TRUE")), (".5".to_owned(), "true".to_owned()));
    }
}
