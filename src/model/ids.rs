//! Row ids, with a type for each kind of entity, and the guid that identifies an entity across files.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    )+};
}

ids! {
    /// A document.
    SourceId,
    /// A participant.
    ParticipantId,
    CodeId,
    /// A dimension of the codebook.
    DimensionId,
    /// A coder.
    UserId,
    CodingId,
    /// A memo.
    NoteId,
    /// A set of documents or of codes.
    SetId,
    /// A saved query.
    QueryId,
    /// An entry of the history; also the revision of every row that it wrote.
    OpId,
}

/// What has attributes: participants, or documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Described {
    Participants,
    Documents,
}

/// An attribute. Those of participants and those of documents are rows of two tables, so their numbers may be equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VariableId {
    pub of: Described,
    pub row: i64,
}

impl VariableId {
    #[must_use]
    pub const fn of_participants(row: i64) -> Self {
        Self { of: Described::Participants, row }
    }

    #[must_use]
    pub const fn of_documents(row: i64) -> Self {
        Self { of: Described::Documents, row }
    }
}

/// 16 random bytes that identify an entity in every copy of a project and in every exchange format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(pub [u8; 16]);

impl Guid {
    #[must_use]
    pub fn new() -> Self {
        Self(*uuid::Uuid::new_v4().as_bytes())
    }

    /// Returns the guid that belongs to a name within a namespace (RFC 9562, version 5); always the same.
    #[must_use]
    pub fn named(namespace: Self, name: &str) -> Self {
        Self(*uuid::Uuid::new_v5(&uuid::Uuid::from_bytes(namespace.0), name.as_bytes()).as_bytes())
    }

    /// Parses the usual form with hyphens, or bare hex digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        uuid::Uuid::parse_str(text).ok().map(|u| Self(*u.as_bytes()))
    }
}

impl Default for Guid {
    fn default() -> Self {
        Self::new()
    }
}

impl Serialize for Guid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Guid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a guid"))
    }
}

impl std::fmt::Display for Guid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        uuid::Uuid::from_bytes(self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Guid;

    #[test]
    fn a_guid_survives_being_printed_and_read() {
        let guid = Guid::new();
        assert_eq!(Guid::parse(&guid.to_string()), Some(guid));
        assert_ne!(Guid::new(), guid);
        assert_eq!(Guid::parse("not a guid"), None);
        // The standard's example for the DNS namespace.
        let names = Guid::parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8").unwrap();
        assert_eq!(Guid::named(names, "www.example.com").to_string(), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }
}
