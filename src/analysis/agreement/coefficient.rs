//! The statistics of ratings by any number of coders, with their names in files.

use super::{Figure, Ratings};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Coefficient {
    PercentAgreement,
    #[strum(serialize = "unanimous_agreement")]
    Unanimous,
    FleissKappa,
    #[strum(serialize = "conger_kappa")]
    Conger,
    #[strum(serialize = "light_kappa")]
    Light,
    BrennanPrediger,
    GwetAc1,
    KrippendorffAlpha,
}

impl Coefficient {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// True when [`Ratings::standard_error`] can compute one.
    #[must_use]
    pub fn has_standard_error(self) -> bool {
        !matches!(self, Self::Unanimous | Self::Light)
    }

    pub fn of(self, ratings: &Ratings) -> Figure {
        match self {
            Self::PercentAgreement => ratings.percent_agreement(),
            Self::Unanimous => ratings.unanimous_agreement(),
            Self::FleissKappa => ratings.fleiss_kappa(),
            Self::Conger => ratings.conger_kappa(),
            Self::Light => ratings.light_kappa(),
            Self::BrennanPrediger => ratings.brennan_prediger(),
            Self::GwetAc1 => ratings.gwet_ac1(),
            Self::KrippendorffAlpha => ratings.krippendorff_alpha(),
        }
    }
}
