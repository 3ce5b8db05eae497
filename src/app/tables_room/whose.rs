//! Whose codings tables count.

use crate::model::{CONSENSUS, Study, UserId};
use std::collections::BTreeSet;

/// Whose codings tables count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// All coders; excludes the consensus coding, which repeats their codings.
    #[default]
    Everybody,
    /// Those of some coders.
    Coders(BTreeSet<UserId>),
    Consensus,
}

impl Whose {
    /// Restores what [`Self::names`] returned; removed coders are omitted.
    #[must_use]
    pub fn named(study: &Study, names: &[String]) -> Self {
        if names.iter().any(|name| name == CONSENSUS) {
            return Self::Consensus;
        }
        let known = |name: &String| study.user_named(name).map(|user| user.id);
        let coders: BTreeSet<UserId> = names.iter().filter_map(known).collect();
        if coders.is_empty() { Self::Everybody } else { Self::Coders(coders) }
    }

    /// Whose codings count if nobody has chosen: the consensus coding, but not while blind coding hides parts of it.
    pub(super) fn by_default(study: &Study) -> Self {
        if study.consensus().is_some() && !study.project.blind { Self::Consensus } else { Self::Everybody }
    }

    /// Returns names of coders: empty for all coders, and the reserved name for the consensus coding.
    #[must_use]
    pub fn names(&self, study: &Study) -> Vec<String> {
        match self {
            Self::Everybody => vec![],
            Self::Coders(coders) => coders.iter().filter_map(|&id| Some(study.user(id)?.name.clone())).collect(),
            Self::Consensus => vec![CONSENSUS.to_owned()],
        }
    }
}

/// Returns all coders without the consensus coding, which repeats their codings; empty when there is no consensus
/// coding.
pub fn every_coder(study: &Study) -> Vec<UserId> {
    if study.consensus().is_some() { study.coders().map(|user| user.id).collect() } else { Vec::new() }
}
