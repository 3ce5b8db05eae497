//! The values that codes have in dimensions, while codebooks are imported.

use crate::model::{CodeId, Codebook, DimensionId};
use std::collections::{HashMap, HashSet};

/// Values of dimensions on their way into the project.
pub(super) struct CodeDimensions {
    /// Dimensions of the current dump with the ids of their values.
    pub ids: HashMap<String, (DimensionId, HashMap<String, i64>)>,
    /// The dimensions of which codes have values.
    pub present: HashSet<(CodeId, DimensionId)>,
}

impl CodeDimensions {
    pub fn of(book: &Codebook) -> Self {
        let codes = book.codes().iter();
        let present = codes.flat_map(|code| code.dimensions.iter().map(|&(dimension, _)| (code.id, dimension)));
        Self { ids: HashMap::new(), present: present.collect() }
    }
}
