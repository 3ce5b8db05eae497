//! Places that a query finds.

use crate::model::{CharRange, CodeId, CodingId, Fact, SourceId, UserId};

/// A place that a query finds. Sorted by document, start and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FoundPlace {
    pub source: SourceId,
    pub range: CharRange,
    pub kind: PlaceKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    Coding {
        code: CodeId,
        user: UserId,
        coding: CodingId,
    },
    /// A text was found there.
    Hit,
    /// Several places share it.
    Shared,
}

impl FoundPlace {
    #[must_use]
    pub fn of(fact: &Fact) -> Self {
        let Fact { coding, source, range, code, user } = *fact;
        Self { source, range, kind: PlaceKind::Coding { code, user, coding } }
    }

    #[must_use]
    pub fn code(&self) -> Option<CodeId> {
        match self.kind {
            PlaceKind::Coding { code, .. } => Some(code),
            PlaceKind::Hit | PlaceKind::Shared => None,
        }
    }

    #[must_use]
    pub fn coder(&self) -> Option<UserId> {
        match self.kind {
            PlaceKind::Coding { user, .. } => Some(user),
            PlaceKind::Hit | PlaceKind::Shared => None,
        }
    }
}
