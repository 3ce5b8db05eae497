//! Participants (cases) and their attributes (variables).

use super::{CaseId, Guid, VariableId};
use serde::{Deserialize, Serialize};

/// A participant. Order in a list of cases is the researcher's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub id: CaseId,
    pub guid: Guid,
    /// Unique in the project.
    pub name: String,
    /// One entry a variable of the project, in their order; `None` is "not known", which an empty text never is.
    pub values: Vec<Option<String>>,
}

/// An attribute of participants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    pub id: VariableId,
    pub guid: Guid,
    pub name: String,
    pub kind: VariableKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VariableKind {
    Text,
    Number,
    /// `YYYY-MM-DD`
    Date,
    YesNo,
}

impl VariableKind {
    pub const ALL: [Self; 4] = [Self::Text, Self::Number, Self::Date, Self::YesNo];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::YesNo => "yes/no",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// True when a known value is of this kind.
    #[must_use]
    pub fn fits(self, value: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Number => number(value).is_some(),
            Self::Date => is_date(value),
            Self::YesNo => is_yes_or_no(value),
        }
    }

    /// What a value of this kind looks like, in words.
    #[must_use]
    pub fn wanted(self) -> &'static str {
        match self {
            Self::Text => "any words",
            Self::Number => "a number, such as 16 or 4.5",
            Self::Date => "a date as year-month-day, such as 2019-07-29",
            Self::YesNo => "yes or no",
        }
    }

    /// The narrowest kind that all known values have; text when none is known.
    ///
    /// ```
    /// use pullquote::model::VariableKind;
    /// assert_eq!(VariableKind::infer(["16", "4.5"].into_iter()), VariableKind::Number);
    /// assert_eq!(VariableKind::infer(["16", "many"].into_iter()), VariableKind::Text);
    /// ```
    pub fn infer<'a>(values: impl Iterator<Item = &'a str> + Clone) -> Self {
        let all = |test: fn(&str) -> bool| values.clone().next().is_some() && values.clone().all(test);
        if all(|v| Self::Number.fits(v)) {
            Self::Number
        } else if all(is_date) {
            Self::Date
        } else if all(is_yes_or_no) {
            Self::YesNo
        } else {
            Self::Text
        }
    }
}

/// The finite number that a value states, if it is one.
#[must_use]
pub fn number(value: &str) -> Option<f64> {
    value.trim().parse::<f64>().ok().filter(|n| n.is_finite())
}

fn is_yes_or_no(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "yes" | "no" | "true" | "false")
}

/// `YYYY-MM-DD`, and a day that the calendar has.
fn is_date(value: &str) -> bool {
    let bytes = value.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
    if !shaped {
        return false;
    }
    let part = |range| value.get(range).and_then(|digits: &str| digits.parse::<u32>().ok()).unwrap_or(0);
    let (year, month, day) = (part(0..4), part(5..7), part(8..10));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::VariableKind;

    #[test]
    fn the_kind_of_an_attribute_is_inferred_from_its_known_values() {
        let check = |values: &[&str], kind| assert_eq!(VariableKind::infer(values.iter().copied()), kind, "{values:?}");
        check(&["43", "45"], VariableKind::Number);
        check(&["43", "over 40"], VariableKind::Text);
        check(&["2019-07-29"], VariableKind::Date);
        check(&["2020-02-29"], VariableKind::Date);
        check(&["2019-02-29"], VariableKind::Text);
        check(&["Yes", "no"], VariableKind::YesNo);
        check(&["NaN"], VariableKind::Text);
        check(&[], VariableKind::Text);
        check(&["高中"], VariableKind::Text);
    }
}
