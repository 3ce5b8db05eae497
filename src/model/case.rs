//! Participants (cases) and their attributes (variables).

use super::{CaseId, Guid, VariableId};

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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableKind {
    Text,
    Number,
    /// `YYYY-MM-DD`
    Date,
    YesNo,
}

impl VariableKind {
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
        [Self::Text, Self::Number, Self::Date, Self::YesNo].into_iter().find(|kind| kind.name() == name)
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
        if all(|v| number(v).is_some()) {
            Self::Number
        } else if all(is_date) {
            Self::Date
        } else if all(|v| matches!(v.to_lowercase().as_str(), "yes" | "no" | "true" | "false")) {
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

fn is_date(value: &str) -> bool {
    let bytes = value.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() })
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
        check(&["Yes", "no"], VariableKind::YesNo);
        check(&["NaN"], VariableKind::Text);
        check(&[], VariableKind::Text);
        check(&["高中"], VariableKind::Text);
    }
}
