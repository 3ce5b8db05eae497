//! Standard errors by linearisation with the units as the sample (Gwet 2014), as in irrCAC.

use super::{Coefficient, Figure, Ratings, Reason};

impl Ratings {
    /// Standard error of a coefficient. Unanimous share and Light's kappa have none: [`Reason::NoStandardError`].
    pub fn standard_error(&self, of: Coefficient) -> Figure {
        let value = of.of(self)?;
        let chance = match of {
            Coefficient::PercentAgreement => 0.0,
            Coefficient::FleissKappa => self.fleiss_chance()?,
            Coefficient::Conger => self.conger_chance()?,
            Coefficient::BrennanPrediger => self.free_chance()?,
            Coefficient::GwetAc1 => self.ac1_chance()?,
            Coefficient::KrippendorffAlpha => return self.alpha_se(),
            Coefficient::Unanimous | Coefficient::Light => return Err(Reason::NoStandardError),
        };
        let (n, n2) = (self.rated(1), self.rated(2));
        if n < 2.0 || n2 == 0.0 {
            return Err(Reason::TooFewUnits);
        }
        let pi = self.prevalence()?;
        let margins = if of == Coefficient::Conger { Some(self.coder_margins()?) } else { None };
        let m = self.coders as f64;
        let pi_of = |category: u32| pi.get(category as usize).copied().unwrap_or(0.0);
        let mut sum = 0.0;
        for p in self.rated_patterns(1) {
            let seen = if p.ratings >= 2.0 { p.agreement() - chance } else { 0.0 };
            let unit_kappa = n / n2 * seen / (1.0 - chance);
            let unit_chance = match (of, &margins) {
                (Coefficient::GwetAc1, _) => {
                    let weighted = p.tally.iter().map(|&(c, x)| x * (1.0 - pi_of(c))).sum::<f64>();
                    weighted / p.ratings / (self.categories as f64 - 1.0)
                }
                (Coefficient::FleissKappa, _) => p.tally.iter().map(|&(c, x)| x * pi_of(c)).sum::<f64>() / p.ratings,
                (Coefficient::Conger, Some(margins)) => {
                    let mut total = 0.0;
                    for category in 0..self.categories {
                        let of = |shares: &Vec<f64>| shares.get(category).copied().unwrap_or(0.0);
                        let total_share: f64 = margins.shares.iter().map(of).sum();
                        for ((shares, rated), value) in margins.shares.iter().zip(&margins.rated).zip(&p.values) {
                            let given = f64::from(u8::from(*value == Some(category as u32)));
                            let present = f64::from(u8::from(value.is_some()));
                            let lambda = given - (present - rated / n) * of(shares);
                            total += lambda * n / rated * (total_share - of(shares));
                        }
                    }
                    total / (m * (m - 1.0))
                }
                _ => chance,
            };
            let x = unit_kappa - 2.0 * (1.0 - value) * (unit_chance - chance) / (1.0 - chance);
            sum += p.weight * (x - value).powi(2);
        }
        Ok((sum / (n * (n - 1.0))).sqrt())
    }

    fn alpha_se(&self) -> Figure {
        let n = self.rated(2);
        if n < 2.0 {
            return Err(Reason::TooFewUnits);
        }
        let ratings: f64 = self.rated_patterns(2).map(|p| p.ratings * p.weight).sum();
        let mean = ratings / n;
        let agreement = |p: &super::ratings::Pattern| {
            p.tally.iter().map(|(_, x)| x * (x - 1.0)).sum::<f64>() / (mean * (p.ratings - 1.0))
        };
        let plain = self.rated_patterns(2).map(|p| p.weight * agreement(p)).sum::<f64>() / n;
        let corrected = (1.0 - 1.0 / ratings) * plain + 1.0 / ratings;
        let mut pi = vec![0.0; self.categories];
        for p in self.rated_patterns(2) {
            for &(category, x) in &p.tally {
                if let Some(sum) = pi.get_mut(category as usize) {
                    *sum += p.weight * x / mean / n;
                }
            }
        }
        let chance: f64 = pi.iter().map(|p| p * p).sum();
        let kappa = (plain - chance) / (1.0 - chance);
        let mut sum = 0.0;
        for p in self.rated_patterns(2) {
            let spread = (p.ratings - mean) / mean;
            let unit_alpha = (agreement(p) - corrected * spread - chance) / (1.0 - chance);
            let weighted: f64 = p.tally.iter().map(|&(c, x)| x * pi.get(c as usize).copied().unwrap_or(0.0)).sum();
            let unit_chance = weighted / mean - chance * spread;
            sum +=
                p.weight * (unit_alpha - 2.0 * (1.0 - kappa) * (unit_chance - chance) / (1.0 - chance) - kappa).powi(2);
        }
        Ok((sum / (n * (n - 1.0))).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Coefficient, Ratings, Reason};

    #[test]
    fn a_coefficient_without_a_standard_error_gives_the_reason_and_no_number() {
        let rows = [([0, 0], 5), ([1, 1], 4), ([0, 1], 2)].map(|(row, n)| (row.map(Some).to_vec(), n));
        let ratings = Ratings::new(2, 2, rows);
        for &of in Coefficient::ALL {
            assert!(of.of(&ratings).is_ok(), "{of:?}");
            let error = ratings.standard_error(of);
            match of.has_standard_error() {
                true => assert!(error.is_ok_and(|error| error > 0.0), "{of:?}"),
                false => assert_eq!(error, Err(Reason::NoStandardError), "{of:?}"),
            }
            assert_eq!(ratings.interval(of, 0.95).is_ok(), of.has_standard_error(), "{of:?}");
        }
    }
}
