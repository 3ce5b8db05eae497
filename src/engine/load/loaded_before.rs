//! Whether a passage of a dump can have been loaded already.

use crate::model::{CodingKey, SourceId, UserId};
use std::collections::HashSet;

/// The passages of a dump that were loaded so far. A dump has its passages document by document, or for each coder document
/// by document; so only those of one document are kept, and for the others only who has any.
#[derive(Default)]
pub(super) struct LoadedBefore {
    source: Option<SourceId>,
    of_source: HashSet<CodingKey>,
    of_others: HashSet<(SourceId, UserId)>,
}

impl LoadedBefore {
    /// Adds a passage. The result is true if it was certainly not loaded before; otherwise, only the project can tell.
    pub fn is_new(&mut self, key: CodingKey) -> bool {
        if self.source != Some(key.source) {
            self.of_others.extend(self.of_source.drain().map(|key| (key.source, key.user)));
            self.source = Some(key.source);
        }
        self.of_source.insert(key) && !self.of_others.contains(&(key.source, key.user))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CharRange, CodeId};

    #[test]
    fn nothing_that_was_loaded_before_is_new() {
        let mut random = fastrand::Rng::with_seed(3);
        let (mut certain, mut all) = (0, 0);
        for _ in 0..200 {
            let (mut before, mut plainly) = (LoadedBefore::default(), HashSet::new());
            for _ in 0..30 {
                let source = SourceId(random.i64(..3));
                let range = CharRange::new(0, random.u32(1..4));
                let key = CodingKey { source, range, code: CodeId(random.i64(..2)), user: UserId(random.i64(..4)) };
                let is_new = plainly.insert(key);
                let is_said_new = before.is_new(key);
                assert!(is_new || !is_said_new);
                (certain, all) = (certain + usize::from(is_said_new), all + usize::from(is_new));
            }
        }
        assert!(certain * 4 > all, "{certain} of {all}");
    }
}
