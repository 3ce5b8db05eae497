//! The statistics that a table of ratings of any number of coders has, by the names that files use.

use super::{Figure, Ratings};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coefficient {
    PercentAgreement,
    Unanimous,
    FleissKappa,
    Conger,
    Light,
    BrennanPrediger,
    GwetAc1,
    KrippendorffAlpha,
}

impl Coefficient {
    pub const ALL: [Self; 8] = [
        Self::PercentAgreement,
        Self::Unanimous,
        Self::FleissKappa,
        Self::Conger,
        Self::Light,
        Self::BrennanPrediger,
        Self::GwetAc1,
        Self::KrippendorffAlpha,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PercentAgreement => "percent_agreement",
            Self::Unanimous => "unanimous_agreement",
            Self::FleissKappa => "fleiss_kappa",
            Self::Conger => "conger_kappa",
            Self::Light => "light_kappa",
            Self::BrennanPrediger => "brennan_prediger",
            Self::GwetAc1 => "gwet_ac1",
            Self::KrippendorffAlpha => "krippendorff_alpha",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// True when [`Ratings::standard_error`] knows one.
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
