//! The cross-tabulation of two coders' ratings, from which Cohen's kappa and Scott's pi are computed.

use super::{Ratings, Reason};
use std::collections::BTreeMap;

/// Units that both coders rated.
pub(super) struct Crosstab {
    pub cells: BTreeMap<(u32, u32), f64>,
    pub first: Vec<f64>,
    pub second: Vec<f64>,
    pub units: f64,
}

impl Crosstab {
    pub fn observed(&self) -> f64 {
        self.cells.iter().filter(|((a, b), _)| a == b).map(|(_, w)| w).sum::<f64>() / self.units
    }

    /// Both margins of each category, in numbers of units.
    pub fn margins(&self) -> impl Iterator<Item = (f64, f64)> {
        self.first.iter().copied().zip(self.second.iter().copied())
    }
}

impl Ratings {
    pub(super) fn crosstab(&self, i: usize, j: usize) -> Result<Crosstab, Reason> {
        let mut table = Crosstab {
            cells: BTreeMap::new(),
            first: vec![0.0; self.categories],
            second: vec![0.0; self.categories],
            units: 0.0,
        };
        for p in &self.patterns {
            let (Some(Some(a)), Some(Some(b))) = (p.values.get(i), p.values.get(j)) else { continue };
            *table.cells.entry((*a, *b)).or_default() += p.weight;
            table.units += p.weight;
            if let Some(sum) = table.first.get_mut(*a as usize) {
                *sum += p.weight;
            }
            if let Some(sum) = table.second.get_mut(*b as usize) {
                *sum += p.weight;
            }
        }
        if table.units == 0.0 { Err(Reason::NoPairableUnits) } else { Ok(table) }
    }

    /// Share of agreement among the units that both coders rated.
    pub fn pair_agreement(&self, i: usize, j: usize) -> super::Figure {
        Ok(self.crosstab(i, j)?.observed())
    }
}
