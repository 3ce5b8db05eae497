//! Confidence intervals from a standard error: normal for Cohen's kappa (Fleiss, Cohen & Everitt 1969), Student's t
//! with the units as the sample for the others (Gwet 2014). The upper end is capped at 1.

use super::{Coefficient, Ratings, Reason};
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

impl Ratings {
    /// Low and high; `confidence` is 0.95 for 95 %.
    pub fn interval(&self, of: Coefficient, confidence: f64) -> Result<(f64, f64), Reason> {
        let least = if of == Coefficient::KrippendorffAlpha { 2 } else { 1 };
        let error = self.standard_error(of)?;
        let student = StudentsT::new(0.0, 1.0, self.rated(least) - 1.0).map_err(|_| Reason::TooFewUnits)?;
        Ok(around(of.of(self)?, error, student.inverse_cdf(0.5 + confidence / 2.0)))
    }

    /// The interval of Cohen's kappa for two coders.
    pub fn cohen_interval(&self, i: usize, j: usize, confidence: f64) -> Result<(f64, f64), Reason> {
        let normal = Normal::new(0.0, 1.0).map_err(|_| Reason::TooFewUnits)?;
        let error = self.cohen_kappa_se(i, j)?;
        Ok(around(self.cohen_kappa(i, j)?, error, normal.inverse_cdf(0.5 + confidence / 2.0)))
    }
}

fn around(value: f64, error: f64, quantile: f64) -> (f64, f64) {
    (value - quantile * error, (value + quantile * error).min(1.0))
}
