//! The consensus coding, and decisions on disagreements between coders.

use super::{CharRange, CodeId, Guid, SourceId, Study, User, UserId};
use serde::{Deserialize, Serialize};

/// Name of the coder who holds the consensus coding. Reserved: no person can have it.
pub const CONSENSUS: &str = "agreed";

/// Identifies a disagreement by document, code and range, which runs from the first to the last character that any
/// coder coded. If the coders change that range, it is another disagreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DisagreementKey {
    pub source: SourceId,
    pub code: CodeId,
    pub range: CharRange,
}

/// How a disagreement is resolved in the consensus coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Decision {
    /// As this coder coded it; not at all if they did not code it.
    Coder(UserId),
    /// The whole range coded by any of them.
    Both,
    Neither,
    /// The whole range, with another code.
    Recode(CodeId),
    /// The same code, on this range.
    Range(CharRange),
    /// Left open for discussion.
    Later,
}

impl Decision {
    /// Returns the name used in the project file.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub disagreement: DisagreementKey,
    pub decision: Decision,
    pub reason: String,
    /// Name of the person who decided.
    pub who: String,
    /// UTC milliseconds since 1970.
    pub at: i64,
}

/// How the consensus coding was created. If nothing is agreed yet: how the disagreements were found that were decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsensusRule {
    /// The coders compared. Empty: all coders.
    pub coders: Vec<Guid>,
    /// Minimum of intersection over union of two passages that count as the same, in percent, 1 to 100.
    pub share: u32,
}

/// Why it is not known how the consensus coding was created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRule {
    /// By an older version, or in another project of which this one was made from a folder.
    NotRecorded,
    Unreadable,
    /// Fewer than two of the coders compared are left.
    CodersRemoved,
}

impl Study {
    /// Returns the consensus coding, if there is one.
    #[must_use]
    pub fn consensus(&self) -> Option<UserId> {
        self.user_named(CONSENSUS).map(|user| user.id)
    }

    /// Returns the people who code, without the consensus coding.
    pub fn coders(&self) -> impl Iterator<Item = &User> {
        self.users.iter().filter(|user| user.name != CONSENSUS)
    }

    /// Returns whose codings are counted when `users` are requested. If empty, this is the consensus coding if there is
    /// one, otherwise any coder (empty).
    #[must_use]
    pub fn counted(&self, users: &[UserId]) -> Vec<UserId> {
        if users.is_empty() { self.consensus().into_iter().collect() } else { users.to_vec() }
    }
}
