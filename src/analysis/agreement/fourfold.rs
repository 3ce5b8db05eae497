//! The 2 × 2 table of two coders and one code, with prevalence and bias index (Byrt, Bishop & Carlin 1993).

use super::reason::share;
use super::{Figure, Ratings, Reason};

/// Numbers of units (or characters).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fourfold {
    pub both: f64,
    pub first_only: f64,
    pub second_only: f64,
    pub neither: f64,
}

impl Fourfold {
    #[must_use]
    pub fn units(&self) -> f64 {
        self.both + self.first_only + self.second_only + self.neither
    }

    /// Returns the table, or the reason why none of its figures has a value: the two coders share no unit.
    pub fn shared(self) -> Result<Self, Reason> {
        if self.units() == 0.0 { Err(Reason::NoPairableUnits) } else { Ok(self) }
    }

    pub fn percent_agreement(&self) -> Figure {
        share(self.both + self.neither, self.units(), Reason::NoPairableUnits)
    }

    /// Agreement on “present”: F1, also Dice.
    pub fn positive_agreement(&self) -> Figure {
        share(2.0 * self.both, 2.0 * self.both + self.first_only + self.second_only, Reason::CodeNotUsed)
    }

    pub fn negative_agreement(&self) -> Figure {
        share(2.0 * self.neither, 2.0 * self.neither + self.first_only + self.second_only, Reason::CodeNotUsed)
    }

    pub fn jaccard(&self) -> Figure {
        share(self.both, self.both + self.first_only + self.second_only, Reason::CodeNotUsed)
    }

    /// Signed, -1..=1.
    pub fn prevalence_index(&self) -> Figure {
        share(self.both - self.neither, self.units(), Reason::NoPairableUnits)
    }

    /// Signed, -1..=1; above 0 when the first coder marks more.
    pub fn bias_index(&self) -> Figure {
        share(self.first_only - self.second_only, self.units(), Reason::NoPairableUnits)
    }

    /// Prevalence- and bias-adjusted kappa.
    pub fn pabak(&self) -> Figure {
        Ok(2.0 * self.percent_agreement()? - 1.0)
    }

    /// Takes the first coder as the reference.
    pub fn precision(&self) -> Figure {
        share(self.both, self.both + self.second_only, Reason::CodeNotUsed)
    }

    pub fn recall(&self) -> Figure {
        share(self.both, self.both + self.first_only, Reason::CodeNotUsed)
    }
}

impl std::ops::Add for Fourfold {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            both: self.both + other.both,
            first_only: self.first_only + other.first_only,
            second_only: self.second_only + other.second_only,
            neither: self.neither + other.neither,
        }
    }
}

impl std::ops::Mul<f64> for Fourfold {
    type Output = Self;

    fn mul(self, times: f64) -> Self {
        Self {
            both: self.both * times,
            first_only: self.first_only * times,
            second_only: self.second_only * times,
            neither: self.neither * times,
        }
    }
}

impl Ratings {
    /// Cross-tabulates two coders over the units that both rated 0 (absent) or 1 (present).
    #[must_use]
    pub fn fourfold(&self, i: usize, j: usize) -> Fourfold {
        self.crosstab(i, j).map_or_else(|_| Fourfold::default(), |table| table.fourfold())
    }
}
