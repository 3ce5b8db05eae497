//! One figure over several codes: pooled kappa (De Vries et al. 2008), pooled and mean alpha, Holsti (1969).

use super::reason::{beyond_chance, share};
use super::{Figure, Fourfold, Ratings, Reason};

/// Observed and chance agreement averaged over codes and pairs of coders, then one kappa.
pub fn pooled_kappa(tables: &[Ratings]) -> Figure {
    let pairs: Vec<(usize, usize)> = tables.first().into_iter().flat_map(Ratings::pairs).collect();
    pooled_kappa_of(tables, &pairs)
}

/// The same for these pairs of coders.
pub fn pooled_kappa_of(tables: &[Ratings], pairs: &[(usize, usize)]) -> Figure {
    let (mut observed, mut chance, mut n) = (0.0, 0.0, 0.0);
    for t in tables {
        for &(i, j) in pairs {
            if let (Ok(o), Ok(e)) = (t.pair_agreement(i, j), t.cohen_chance(i, j)) {
                observed += o;
                chance += e;
                n += 1.0;
            }
        }
    }
    match tables {
        [] => Err(Reason::CodeNotUsed),
        _ if n == 0.0 => Err(Reason::NoPairableUnits),
        _ => beyond_chance(observed / n, chance / n),
    }
}

/// Disagreements, observed and expected, added over codes.
pub fn pooled_alpha(tables: &[Ratings]) -> Figure {
    if tables.is_empty() {
        return Err(Reason::CodeNotUsed);
    }
    let (mut observed, mut expected) = (0.0, 0.0);
    for t in tables {
        let (o, e) = t.nominal_disagreement()?;
        observed += o;
        expected += e;
    }
    super::alpha::alpha_of((observed, expected))
}

/// Mean of the alphas that there are.
pub fn mean_alpha(tables: &[Ratings]) -> Figure {
    let figures: Vec<Figure> = tables.iter().map(Ratings::krippendorff_alpha).collect();
    let alphas: Vec<f64> = figures.iter().filter_map(|figure| figure.ok()).collect();
    let reason = figures.first().map_or(Reason::CodeNotUsed, |first| first.err().unwrap_or(Reason::NoVariation));
    share(alphas.iter().sum(), alphas.len() as f64, reason)
}

/// Positive agreement over all marks of all codes, mean over pairs of coders.
pub fn holsti(tables: &[Ratings]) -> Figure {
    let coders = tables.first().ok_or(Reason::CodeNotUsed)?.coders;
    let pair = |(i, j)| fourfold_over(tables, i, j).shared()?.positive_agreement();
    mean_over_pairs(super::ratings::pairs(coders).map(pair))
}

/// None when one pair has none; the reason is that pair's when no other has a value either.
fn mean_over_pairs(figures: impl Iterator<Item = Figure>) -> Figure {
    let figures: Vec<Figure> = figures.collect();
    let values: Vec<f64> = figures.iter().filter_map(|figure| figure.ok()).collect();
    match figures.iter().find_map(|figure| figure.err()) {
        Some(reason) if values.is_empty() => Err(reason),
        Some(_) => Err(Reason::PairWithoutValue),
        None => share(values.iter().sum(), values.len() as f64, Reason::OneCoder),
    }
}

/// The 2 × 2 tables of all codes added.
#[must_use]
pub fn fourfold_over(tables: &[Ratings], i: usize, j: usize) -> Fourfold {
    tables.iter().map(|t| t.fourfold(i, j)).fold(Fourfold::default(), std::ops::Add::add)
}
