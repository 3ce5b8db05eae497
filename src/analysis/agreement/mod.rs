//! Agreement between coders: pure functions from passages to figures, each with the counts it rests on.
//!
//! A figure is a number or a [`Reason`] why there is none, never a NaN. Start reading at [`Continua`] (who coded
//! what), then [`compare`] (all figures); each measure is a function of [`Ratings`] in a file of its own.

mod ac1;
mod alpha;
mod bootstrap;
mod brennan_prediger;
mod coefficient;
mod cohen;
mod conger;
mod continua;
mod crosstab;
mod fleiss;
mod fourfold;
pub mod gamma;
mod interval;
mod light;
mod observed;
mod over_codes;
mod ratings;
mod reason;
mod rule;
mod scott;
mod segments;
mod sets;
mod standard_error;
mod suite;
mod unitizing;

pub use bootstrap::{Draws, Interval, Plan, SampledRatings, SplitMix64, bootstrap};
pub use coefficient::Coefficient;
pub use continua::{Continua, Continuum, DocumentPresence, InputError, MOST_CODERS, Mark, Presence, Stretch};
pub use fourfold::Fourfold;
pub use over_codes::{fourfold_over, holsti, mean_alpha, pooled_alpha, pooled_kappa};
pub use ratings::Ratings;
pub use reason::{Figure, Reason};
pub use rule::{Rule, Threshold};
pub use segments::{Matched, matched};
pub use sets::{CodeSet, Distance, SetRatings};
pub use suite::{
    Against, CodeFigures, Comparison, Domain, Options, OverCodes, PairFigures, Resampling, SegmentFigures,
    TableFigures, Unitized, compare, of_code, over_codes,
};
pub use unitizing::{Unitizing, alpha_u_1995};
