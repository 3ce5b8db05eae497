//! Participants, and the attributes (variables) of participants and documents.

use super::{Guid, ParticipantId, VariableId, values};
use crate::tr;
use serde::{Deserialize, Serialize};

/// A participant. Lists of participants are in the researcher's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    pub id: ParticipantId,
    pub guid: Guid,
    /// Unique in the project.
    pub name: String,
    /// One value for each attribute of the project, in the same order. Unknown values are `None`, never an empty text.
    pub values: Vec<Option<String>>,
}

/// An attribute of participants or of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    pub id: VariableId,
    pub guid: Guid,
    pub name: String,
    pub kind: VariableKind,
}

#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum VariableKind {
    Text,
    /// A number that [`values::number`] can read.
    Number,
    /// A date that [`values::date`] can read.
    Date,
    #[strum(serialize = "yes/no")]
    YesNo,
}

impl VariableKind {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// True when a known value is of this kind.
    #[must_use]
    pub fn fits(self, value: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Number => values::number(value).is_some(),
            Self::Date => values::date(value).is_some(),
            Self::YesNo => is_yes_or_no(value),
        }
    }

    /// True for values that are written the same, or are the same number or day.
    #[must_use]
    pub fn means_same(self, one: &str, other: &str) -> bool {
        one == other
            || match self {
                Self::Text | Self::YesNo => false,
                Self::Number => values::number(one).is_some_and(|number| values::number(other) == Some(number)),
                Self::Date => values::date(one).is_some_and(|date| values::date(other) == Some(date)),
            }
    }

    /// Describes valid values, for messages.
    #[must_use]
    pub fn wanted(self) -> &'static str {
        match self {
            Self::Text => tr!("any words"),
            Self::Number => tr!("a number, such as 16 or 4.5"),
            Self::Date => tr!("a date, such as 2019-07-29"),
            Self::YesNo => tr!("yes or no"),
        }
    }

    /// The name in messages and on screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Text => tr!("kind of attribute" => "text"),
            Self::Number => tr!("kind of attribute" => "number"),
            Self::Date => tr!("kind of attribute" => "date"),
            Self::YesNo => tr!("kind of attribute" => "yes/no"),
        }
    }

    /// Returns the narrowest kind that fits all known values; text when none is known.
    ///
    /// ```
    /// use pullquote::model::VariableKind;
    /// assert_eq!(VariableKind::infer(["16", "4.5"].into_iter()), VariableKind::Number);
    /// assert_eq!(VariableKind::infer(["16", "many"].into_iter()), VariableKind::Text);
    /// ```
    pub fn infer<'a>(values: impl Iterator<Item = &'a str> + Clone) -> Self {
        if values.clone().next().is_none() {
            Self::Text
        } else if values::are_numbers(values.clone()) {
            Self::Number
        } else if values::are_dates(values.clone()) {
            Self::Date
        } else if values.clone().all(is_yes_or_no) {
            Self::YesNo
        } else {
            Self::Text
        }
    }
}

fn is_yes_or_no(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "yes" | "no" | "true" | "false")
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
