//! Agreement between coders: pure functions from passages to figures, each with the counts it rests on.
//!
//! A figure is a number or a [`Reason`] why there is none, never a NaN. Start reading at [`Continua`] (who coded
//! what), then [`compare`] (all figures); each measure is a function of [`Ratings`] in a file of its own.

mod ac1;
mod alpha;
mod bootstrap;
mod brennan_prediger;
mod coder_set;
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
mod presence;
mod ratings;
mod reason;
mod rule;
mod scott;
mod segments;
mod sets;
mod standard_error;
mod suite;
mod unitizing;

pub(super) use bootstrap::quantile;
pub use bootstrap::{Interval, Plan, Population, Sample, SplitMix64, bootstrap};
pub use coder_set::CoderSet;
pub use coefficient::Coefficient;
pub use continua::{Continua, Continuum, InputError, Mark, Stretch};
pub use fourfold::Fourfold;
pub use over_codes::{OverCodes, fourfold_over, over_codes, over_codes_of};
pub use presence::{DividedText, Presence};
pub use ratings::Ratings;
pub use reason::{Figure, Reason};
pub use rule::{Rule, Threshold};
pub use segments::{Matched, matched, matched_in};
pub use sets::{CodeSet, Distance, SetRatings};
pub use suite::{
    Against, Characters, CodeFigures, Comparison, Domain, Options, PairFigures, Resampling, SegmentFigures,
    TableFigures, Unitized, by_characters, compare, of_code, segment_figures, u_alpha, unitized, work,
};
pub use unitizing::{Unitizing, alpha_u_1995};
