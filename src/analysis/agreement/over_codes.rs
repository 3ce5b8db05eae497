//! One figure over several codes: pooled kappa (De Vries et al. 2008), pooled and mean alpha, Holsti (1969).

use super::alpha::alpha_of;
use super::reason::{beyond_chance, of_pairs, share};
use super::{Figure, Fourfold, Ratings, Reason};

/// Figures over several codes. Pooled kappa is computed from observed and chance agreement averaged over codes and pairs of
/// coders, pooled alpha from observed and expected disagreements summed over codes, mean alpha from the alphas that have a
/// value. Holsti is positive agreement over all passages of all codes, averaged over pairs of coders; there is no mean
/// when one of them has no value.
#[derive(Clone, Debug)]
pub struct OverCodes {
    pub pooled_kappa: Figure,
    pub pooled_alpha: Figure,
    pub mean_alpha: Figure,
    pub with_alpha: usize,
    pub without_alpha: usize,
    pub holsti: Figure,
}

impl OverCodes {
    /// Returns figures that have no value, for this reason.
    #[must_use]
    pub fn none(reason: Reason) -> Self {
        let figure = Err(reason);
        Self {
            pooled_kappa: figure,
            pooled_alpha: figure,
            mean_alpha: figure,
            with_alpha: 0,
            without_alpha: 0,
            holsti: figure,
        }
    }
}

/// Computes the figures over several codes; means and sums are over `pairs` of coders. `tables` are their ratings, each with
/// the number of codes that have them.
#[must_use]
pub fn over_codes<'r>(tables: impl Iterator<Item = (&'r Ratings, usize)>, pairs: &[(usize, usize)]) -> OverCodes {
    let (mut codes, mut with_alpha) = (0, 0);
    let (mut alphas, mut no_alpha) = (0.0, None);
    let mut disagreement = Ok((0.0, 0.0));
    let (mut observed, mut chance, mut compared) = (0.0, 0.0, 0.0);
    let mut counts = vec![Fourfold::default(); pairs.len()];
    for (table, many) in tables {
        let n = many as f64;
        codes += many;
        let of_table = table.nominal_disagreement();
        match of_table.and_then(alpha_of) {
            Ok(alpha) => {
                with_alpha += many;
                alphas += alpha * n;
            }
            Err(reason) => no_alpha = no_alpha.or(Some(reason)),
        }
        disagreement = disagreement.and_then(|(o, e)| of_table.map(|(x, y)| (o + x * n, e + y * n)));
        for (&(i, j), sum) in pairs.iter().zip(&mut counts) {
            let Ok(t) = table.crosstab(i, j) else { continue };
            observed += t.observed() * n;
            chance += t.chance() * n;
            compared += n;
            *sum = *sum + t.fourfold() * n;
        }
    }
    if codes == 0 {
        return OverCodes::none(Reason::CodeNotUsed);
    }
    let holsti: Vec<Figure> = counts.iter().map(|counts| counts.shared()?.positive_agreement()).collect();
    OverCodes {
        pooled_kappa: pooled_kappa(observed, chance, compared),
        pooled_alpha: disagreement.and_then(alpha_of),
        mean_alpha: share(alphas, with_alpha as f64, no_alpha.unwrap_or(Reason::NoVariation)),
        with_alpha,
        without_alpha: codes - with_alpha,
        holsti: match holsti.iter().copied().collect::<Result<Vec<f64>, Reason>>() {
            Ok(values) => share(values.iter().sum(), values.len() as f64, Reason::OneCoder),
            Err(_) => Err(of_pairs(&holsti)),
        },
    }
}

/// Pooled kappa of two coders over the ratings of several codes, with the sum of their 2 × 2 tables.
pub fn over_codes_of<'r>(tables: impl Iterator<Item = &'r Ratings>, (i, j): (usize, usize)) -> (Figure, Fourfold) {
    let (mut observed, mut chance, mut compared, mut counts) = (0.0, 0.0, 0.0, Fourfold::default());
    for t in tables.filter_map(|table| table.crosstab(i, j).ok()) {
        observed += t.observed();
        chance += t.chance();
        compared += 1.0;
        counts = counts + t.fourfold();
    }
    (pooled_kappa(observed, chance, compared), counts)
}

/// One kappa from sums of observed and chance agreement over this many tables.
fn pooled_kappa(observed: f64, chance: f64, tables: f64) -> Figure {
    if tables > 0.0 { beyond_chance(observed / tables, chance / tables) } else { Err(Reason::NoPairableUnits) }
}

/// The sum of the 2 × 2 tables of all codes.
#[must_use]
pub fn fourfold_over(tables: &[Ratings], i: usize, j: usize) -> Fourfold {
    tables.iter().map(|t| t.fourfold(i, j)).fold(Fourfold::default(), std::ops::Add::add)
}
