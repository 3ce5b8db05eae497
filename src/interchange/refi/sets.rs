//! The meaning of a set of codes or documents, or of a variable, written into its description so that renaming it does
//! not lose it.

use crate::model::{Guid, SetKind};
use serde_json::{Value, json};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A dimension and one of its values; `None` for a dimension without values.
    Dimension(String, Option<String>),
    /// Documents that a coder has finished.
    Done(String),
    /// Documents with passages of a coder who has not finished them.
    Unfinished(String),
    /// Documents of participants with a value of an attribute.
    Attribute,
    /// Of a variable: documents have it, not participants.
    OfDocuments,
    /// A set of the researcher: the guids of the members chosen one by one, the conditions, and the memo.
    Set { kind: SetKind, items: Vec<Guid>, conditions: Vec<(String, String)>, memo: String },
}

const DIMENSION: &str = "Facet and value: ";
const DONE: &str = "Worked through by: ";
const UNFINISHED: &str = "Not worked through by: ";
const ATTRIBUTE: &str = "Attribute of participants";
const SET: &str = "Set: ";
const OF_DOCUMENTS: &str = "Attribute of documents";

impl Mark {
    pub fn parse(description: &str) -> Option<Self> {
        if let Some(rest) = description.strip_prefix(DIMENSION) {
            let Value::Array(parts) = serde_json::from_str(rest).ok()? else { return None };
            let mut parts = parts.iter().map(Value::as_str);
            return Some(Self::Dimension(parts.next()??.to_owned(), parts.next().flatten().map(str::to_owned)));
        }
        if let Some(rest) = description.strip_prefix(DONE) {
            return serde_json::from_str(rest).ok().map(Self::Done);
        }
        if let Some(rest) = description.strip_prefix(UNFINISHED) {
            return serde_json::from_str(rest).ok().map(Self::Unfinished);
        }
        if let Some(rest) = description.strip_prefix(SET) {
            let (kind, items, conditions, memo) = serde_json::from_str(rest).ok()?;
            return Some(Self::Set { kind, items, conditions, memo });
        }
        if description.starts_with(OF_DOCUMENTS) {
            return Some(Self::OfDocuments);
        }
        description.starts_with(ATTRIBUTE).then_some(Self::Attribute)
    }

    pub fn description(&self) -> String {
        match self {
            Self::Dimension(dimension, Some(value)) => format!("{DIMENSION}{}", json!([dimension, value])),
            Self::Dimension(dimension, None) => format!("{DIMENSION}{}", json!([dimension])),
            Self::Done(coder) => format!("{DONE}{}", json!(coder)),
            Self::Unfinished(coder) => format!("{UNFINISHED}{}", json!(coder)),
            Self::Attribute => ATTRIBUTE.into(),
            Self::OfDocuments => OF_DOCUMENTS.into(),
            Self::Set { kind, items, conditions, memo } => {
                format!("{SET}{}", json!([kind, items, conditions, memo]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Mark;
    use crate::model::{Guid, SetKind};

    #[test]
    fn a_mark_is_read_back_from_its_description() {
        for mark in [
            Mark::Dimension("a: b".into(), Some("c: \"d\"".into())),
            Mark::Dimension("a".into(), None),
            Mark::Done("Ann: 1".into()),
            Mark::Unfinished("Ann \"A\"".into()),
            Mark::Attribute,
            Mark::OfDocuments,
            Mark::Set {
                kind: SetKind::Codes,
                items: vec![Guid::new()],
                conditions: vec![("round".into(), "\"2\"".into())],
                memo: "of the\nsecond".into(),
            },
        ] {
            assert_eq!(Mark::parse(&mark.description()), Some(mark));
        }
        assert_eq!(Mark::parse("Facet and value: x"), None);
        assert_eq!(Mark::parse("a group"), None);
    }
}
