//! What is wrong with a query, and where.

use crate::analysis::Alternatives;
use crate::model::CharRange;
use crate::text::some_of;
use crate::{i18n, tr};
use std::fmt::{Display, Formatter};

/// A query that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// In code points of the query; empty at its end.
    pub at: CharRange,
    pub wrong: Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A text has no closing quotation mark.
    OpenText,
    /// A character that is no part of any query.
    Sign(char),
    /// Something else should be here.
    Expected { found: Option<String>, wanted: Vec<Possible> },
    /// The number is larger than any distance.
    TooLarge,
    /// Places are nested more deeply than anybody would.
    TooDeep,
}

/// What could stand somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Possible {
    /// These words or signs.
    Exactly(&'static str),
    /// A code in quotation marks.
    Code,
    /// A text in quotation marks.
    Text,
    /// A value in quotation marks.
    Value,
    /// A number without a sign.
    Number,
    /// The name of an attribute.
    Attribute,
    /// Nothing more.
    End,
}

impl Display for Possible {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exactly(word) => write!(f, "`{word}`"),
            Self::Code => f.write_str(tr!("a code in quotation marks")),
            Self::Text => f.write_str(tr!("a text in quotation marks")),
            Self::Value => f.write_str(tr!("a value in quotation marks")),
            Self::Number => f.write_str(tr!("a number")),
            Self::Attribute => f.write_str(tr!("the name of an attribute")),
            Self::End => f.write_str(tr!("the end of the query")),
        }
    }
}

impl Display for Mistake {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let place = u64::from(self.at.start.0) + 1;
        f.write_str(&match &self.wrong {
            Wrong::OpenText => tr!("the text that begins at character {place} has no closing quotation mark", place),
            Wrong::Sign(sign) => {
                tr!("character {place} is `{sign}`; names and texts stand in quotation marks", place, sign)
            }
            Wrong::Expected { found, wanted } => {
                let wanted = i18n::or(&wanted.iter().map(ToString::to_string).collect::<Vec<_>>());
                match found {
                    Some(found) => tr!("at character {place} is `{found}` instead of {wanted}", place, found, wanted),
                    None => tr!("the query ends where {wanted} should be", wanted),
                }
            }
            Wrong::TooLarge => tr!("the number at character {place} is too large", place),
            Wrong::TooDeep => tr!("too many parentheses within each other at character {place}", place),
        })
    }
}

impl std::error::Error for Mistake {}

/// A query that names what the study does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Faulty {
    #[error("{}", tr!("there is no code `{name}`; {known}", name, known))]
    Code { name: String, known: Alternatives },
    #[error("{}", tr!("several codes are called `{name}`; give the path of one: {paths}", name, paths = some_of(paths, usize::MAX)))]
    SeveralCodes { name: String, paths: Vec<String> },
    #[error("{}", tr!("there is no coder `{name}`; {known}", name, known))]
    Coder { name: String, known: Alternatives },
    #[error("{}", tr!("there is no participant `{name}`; {known}", name, known))]
    Participant { name: String, known: Alternatives },
    #[error("{}", tr!("there is no document `{name}`; {known}", name, known))]
    Document { name: String, known: Alternatives },
    #[error("{}", tr!("the query names {name}, which was deleted; undo brings it back", name))]
    Deleted { name: String },
    #[error("{}", tr!("the saved query {name} cannot be read: {why}", name, why))]
    Unread { name: String, why: Mistake },
    #[error(transparent)]
    Attribute(#[from] crate::analysis::Error),
}
