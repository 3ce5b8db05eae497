//! Newer versions: passages that their own coder changed in a copy after this project's version. The user may take
//! them; otherwise this project's version stays.

use super::{CodeRef, CodingRef, MergePlan, Place, PlannedVersion};
use crate::engine::error::Error;
use crate::model::{CodeId, Fact, Guid, Study};
use crate::store::Tx;
use std::collections::BTreeSet;

/// Identifies a newer version: the copy's path, and the guid of the coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewerVersion {
    pub copy: String,
    pub coding: Guid,
}

impl PlannedVersion {
    /// Returns the version that a copy has at `theirs` of the coding that is `here`, at `ours`, in this project; `None`
    /// if it belongs to another coder or document.
    pub(super) fn new(study: &Study, guid: Guid, here: CodingRef, ours: &Place, theirs: &Place) -> Option<Self> {
        let (CodingRef::Here(coding), CodeRef::Here(code)) = (here, ours.2) else { return None };
        if (ours.0, &ours.3) != (theirs.0, &theirs.3) {
            return None;
        }
        let user = study.user_named(&ours.3)?.id;
        let fact = Fact { coding, source: ours.0, range: ours.1, code, user };
        Some(Self { guid, fact, range: theirs.1, code: theirs.2 })
    }

    pub(super) fn write(&self, tx: &mut Tx<'_>, code: CodeId) -> Result<(), Error> {
        tx.set_coding(&self.fact, code, self.range)?;
        Ok(())
    }
}

impl MergePlan {
    /// Returns the indices in [`Self::conflicts`] of newer versions, which can be taken.
    pub fn newer(&self) -> impl Iterator<Item = usize> {
        self.versions.iter().enumerate().filter_map(|(place, version)| version.as_ref().map(|_| place))
    }

    /// Returns the newer version at this index of [`Self::conflicts`].
    #[must_use]
    pub fn version(&self, place: usize) -> Option<NewerVersion> {
        let copy = self.conflicts.get(place)?.copy.clone();
        Some(NewerVersion { copy, coding: self.versions.get(place)?.as_ref()?.guid })
    }

    /// Returns the indices of these versions in [`Self::conflicts`]. If several copies have a version of one coding, the
    /// first of them is taken.
    pub(in crate::engine) fn chosen(&self, take: &[NewerVersion]) -> BTreeSet<usize> {
        let mut codings = Vec::new();
        let is_chosen = |&place: &usize| {
            self.version(place)
                .filter(|version| take.contains(version) && !codings.contains(&version.coding))
                .is_some_and(|version| {
                    codings.push(version.coding);
                    true
                })
        };
        self.newer().filter(is_chosen).collect()
    }
}
