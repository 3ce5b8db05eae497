//! The consensus coding: what it is called, and decisions on stretches that coders coded differently.

use super::{CharRange, CodeId, SourceId, Study, User, UserId};
use serde::{Deserialize, Serialize};

/// The consensus coding stands among the coders under this name, which no person can have.
pub const AGREED: &str = "agreed";

/// Names a dispute: one code on one stretch of a document, from the first character that any coder marked to the last.
/// It is the same as long as that stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DisputeKey {
    pub source: SourceId,
    pub code: CodeId,
    pub range: CharRange,
}

/// What becomes of a dispute in the consensus coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Decision {
    /// As this coder has it; nothing, when they marked nothing there.
    Coder(UserId),
    /// The whole stretch that any of them marked.
    Both,
    Neither,
    /// The whole stretch, with another code.
    Recode(CodeId),
    /// The same code, on these words.
    Range(CharRange),
    /// To be talked about: it stays open.
    Later,
}

impl Decision {
    /// As the project file has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub dispute: DisputeKey,
    pub decision: Decision,
    pub reason: String,
    /// The name of who decided.
    pub who: String,
    /// UTC milliseconds since 1970.
    pub at: i64,
}

impl Study {
    /// The consensus coding, when there is one.
    #[must_use]
    pub fn agreed(&self) -> Option<UserId> {
        self.user_named(AGREED).map(|user| user.id)
    }

    /// The persons who code: without the consensus coding.
    pub fn coders(&self) -> impl Iterator<Item = &User> {
        self.users.iter().filter(|user| user.name != AGREED)
    }

    /// Whose codings are counted when these are asked for: nobody named means the consensus coding when there is one, else
    /// any coder (empty).
    #[must_use]
    pub fn counted(&self, users: &[UserId]) -> Vec<UserId> {
        if users.is_empty() { self.agreed().into_iter().collect() } else { users.to_vec() }
    }
}
