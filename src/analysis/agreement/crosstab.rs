//! The cross-tabulation of two coders' ratings, from which Cohen's kappa and Scott's pi are computed.

use super::{Fourfold, Ratings, Reason};

/// Units that both coders rated.
pub(super) struct Crosstab {
    /// Both coders' categories with the number of units, each pair once.
    pub cells: Vec<((u32, u32), f64)>,
    pub first: Vec<f64>,
    pub second: Vec<f64>,
    pub units: f64,
}

impl Crosstab {
    pub fn observed(&self) -> f64 {
        self.cells.iter().filter(|((a, b), _)| a == b).map(|(_, w)| w).sum::<f64>() / self.units
    }

    /// Chance agreement from both coders' own margins.
    pub fn chance(&self) -> f64 {
        self.margins().map(|(a, b)| a * b).sum::<f64>() / (self.units * self.units)
    }

    /// Both margins of each category, in numbers of units.
    pub fn margins(&self) -> impl Iterator<Item = (f64, f64)> {
        self.first.iter().copied().zip(self.second.iter().copied())
    }

    /// Counts the units that both rated 0 (absent) or 1 (present).
    pub fn fourfold(&self) -> Fourfold {
        let cell = |a, b| self.cells.iter().find(|(cell, _)| *cell == (a, b)).map_or(0.0, |(_, units)| *units);
        Fourfold { both: cell(1, 1), first_only: cell(1, 0), second_only: cell(0, 1), neither: cell(0, 0) }
    }
}

impl Ratings {
    pub(super) fn crosstab(&self, i: usize, j: usize) -> Result<Crosstab, Reason> {
        let mut cells: Vec<((u32, u32), f64)> = Vec::with_capacity(self.patterns.len());
        let (mut first, mut second, mut units) = (vec![0.0; self.categories], vec![0.0; self.categories], 0.0);
        for p in &self.patterns {
            let (Some(Some(a)), Some(Some(b))) = (p.values.get(i), p.values.get(j)) else { continue };
            cells.push(((*a, *b), p.weight));
            units += p.weight;
            if let Some(sum) = first.get_mut(*a as usize) {
                *sum += p.weight;
            }
            if let Some(sum) = second.get_mut(*b as usize) {
                *sum += p.weight;
            }
        }
        if units == 0.0 {
            return Err(Reason::NoPairableUnits);
        }
        cells.sort_by_key(|(cell, _)| *cell);
        cells.dedup_by(|next, last| {
            let is_same = next.0 == last.0;
            last.1 += if is_same { next.1 } else { 0.0 };
            is_same
        });
        Ok(Crosstab { cells, first, second, units })
    }

    /// Share of agreement among the units that both coders rated.
    pub fn pair_agreement(&self, i: usize, j: usize) -> super::Figure {
        Ok(self.crosstab(i, j)?.observed())
    }
}
