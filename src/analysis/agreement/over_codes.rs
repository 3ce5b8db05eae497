//! One figure over several codes: pooled kappa (De Vries et al. 2008), pooled and mean alpha, Holsti (1969).

use super::reason::{beyond_chance, of_pairs, share};
use super::{Figure, Fourfold, Ratings, Reason};

/// One kappa from observed and chance agreement averaged over codes and these pairs of coders.
pub fn pooled_kappa(tables: &[Ratings], pairs: &[(usize, usize)]) -> Figure {
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

/// Alpha from observed and expected disagreements summed over codes.
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

/// Mean of the alphas that have a value.
pub fn mean_alpha(tables: &[Ratings]) -> Figure {
    let figures: Vec<Figure> = tables.iter().map(Ratings::krippendorff_alpha).collect();
    let alphas: Vec<f64> = figures.iter().filter_map(|figure| figure.ok()).collect();
    let reason = figures.first().map_or(Reason::CodeNotUsed, |first| first.err().unwrap_or(Reason::NoVariation));
    share(alphas.iter().sum(), alphas.len() as f64, reason)
}

/// Positive agreement over all passages of all codes, averaged over these pairs of coders. There is no mean when one
/// of them has no value.
pub fn holsti(tables: &[Ratings], pairs: &[(usize, usize)]) -> Figure {
    if tables.is_empty() {
        return Err(Reason::CodeNotUsed);
    }
    let of_pair = |&(i, j): &(usize, usize)| fourfold_over(tables, i, j).shared()?.positive_agreement();
    let figures: Vec<Figure> = pairs.iter().map(of_pair).collect();
    let values: Vec<f64> = figures.iter().filter_map(|figure| figure.ok()).collect();
    if values.len() < figures.len() {
        return Err(of_pairs(&figures));
    }
    share(values.iter().sum(), values.len() as f64, Reason::OneCoder)
}

/// The sum of the 2 × 2 tables of all codes.
#[must_use]
pub fn fourfold_over(tables: &[Ratings], i: usize, j: usize) -> Fourfold {
    tables.iter().map(|t| t.fourfold(i, j)).fold(Fourfold::default(), std::ops::Add::add)
}
