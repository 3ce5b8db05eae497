//! Coded segments matched one to one by their overlap, with precision, recall and F1 against a reference coder.

use super::continua::{Continua, Stretch};
use super::reason::share;
use super::rule::Threshold;
use super::{Figure, Fourfold, Reason};

/// Numbers of segments, possibly summed over several pairs of coders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    pub matched: u64,
    pub first: u64,
    pub second: u64,
    /// Documents in which both coders took part.
    pub documents: u64,
}

impl Matched {
    pub fn agreement(&self) -> Figure {
        let reason = if self.documents == 0 { Reason::NoPairableUnits } else { Reason::CodeNotUsed };
        share(2.0 * self.matched as f64, (self.first + self.second) as f64, reason)
    }

    /// Returns a fourfold table without “neither”; precision and recall take the first coder as the reference.
    #[must_use]
    pub fn fourfold(&self) -> Fourfold {
        Fourfold {
            both: self.matched as f64,
            first_only: (self.first - self.matched) as f64,
            second_only: (self.second - self.matched) as f64,
            neither: 0.0,
        }
    }
}

impl std::iter::Sum for Matched {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, part| Self {
            matched: sum.matched + part.matched,
            first: sum.first + part.first,
            second: sum.second + part.second,
            documents: sum.documents + part.documents,
        })
    }
}

/// Matches segments of the same code whose intersection / union is at least `least` (any overlap if 0).
#[must_use]
pub fn matched(continua: &Continua, x: usize, y: usize, codes: &[usize], least: Threshold) -> Matched {
    let mut out = Matched::default();
    for (i, document) in continua.documents.iter().enumerate() {
        if ![x, y].iter().all(|&coder| document.took_part.get(coder) == Some(&true)) {
            continue;
        }
        out.documents += 1;
        for &code in codes {
            let (a, b) = (continua.segments(i, x, &[code]), continua.segments(i, y, &[code]));
            out.matched += pairs(&a, &b, least);
            out.first += a.len() as u64;
            out.second += b.len() as u64;
        }
    }
    out
}

/// Matches each segment with the first free partner in text order. This gives the most pairs, since neither list
/// overlaps itself.
fn pairs(a: &[Stretch], b: &[Stretch], least: Threshold) -> u64 {
    let mut taken = vec![false; b.len()];
    let mut count = 0;
    for x in a {
        let first = b.partition_point(|y| y.1 <= x.0);
        // An iterator over pairs would walk to the place; slices begin there.
        let (near, taken) = (b.get(first..).unwrap_or_default(), taken.get_mut(first..).unwrap_or_default());
        let partner = near.iter().zip(taken).take_while(|(y, _)| y.0 < x.1).find(|(y, taken)| {
            let (shared, union) = (x.1.min(y.1) - x.0.max(y.0), x.1.max(y.1) - x.0.min(y.0));
            !**taken && least.reached(shared, union)
        });
        if let Some((_, taken)) = partner {
            *taken = true;
            count += 1;
        }
    }
    count
}
