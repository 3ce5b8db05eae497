//! Computes all figures of a comparison, with the counts and the units behind each.

use super::ratings::pairs;
use super::reason;
use super::{
    Coefficient, Continua, Distance, Figure, Fourfold, Interval, Matched, Plan, Presence, Ratings, Reason, Rule,
    Sample, SetRatings, Threshold, Unitizing, alpha_u_1995, bootstrap, matched,
};
use super::{OverCodes, over_codes};
use crate::model::{Cancelled, Progress};

#[derive(Clone, Debug, Default)]
pub struct Options {
    pub rule: Rule,
    /// Index of the coder with whom the others are compared.
    pub reference: Option<usize>,
    pub bootstrap: Option<(Plan, Resampling)>,
    /// An additional threshold for matching segments, besides any overlap, 0.5, 0.9 and 1.
    pub threshold: Option<Threshold>,
}

/// What is resampled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resampling {
    #[default]
    Units,
    Documents,
}

/// Codes, coders and documents are indices into the compared [`Continua`].
#[derive(Clone, Debug)]
pub struct Comparison {
    pub codes: Vec<CodeFigures>,
    /// `None` when the text is not divided into units.
    pub over_codes_units: Option<OverCodes>,
    pub over_codes_characters: OverCodes,
    /// By name; `None` when the text is not divided into units.
    pub sets: Option<Vec<(&'static str, Figure)>>,
    pub unitizing: Unitized,
    /// For each threshold, one figure per pair of coders.
    pub segments: Vec<SegmentFigures>,
    pub against: Vec<Against>,
}

#[derive(Clone, Debug)]
pub struct CodeFigures {
    pub units: Option<TableFigures>,
    pub characters: TableFigures,
    /// Which coders coded which units: the evidence for the figures.
    pub presence: Option<Presence>,
    /// By unit, or by character when the text is not divided into units.
    pub ratings: Ratings,
    character_ratings: Ratings,
}

#[derive(Clone, Debug)]
pub struct TableFigures {
    pub figures: Vec<(Coefficient, Figure)>,
    pub errors: Vec<(Coefficient, Figure)>,
    pub positive: Figure,
    pub negative: Figure,
    /// Number of units, or characters, that each coder coded.
    pub marks: Vec<f64>,
    pub units: f64,
    pub pairs: Vec<PairFigures>,
    pub intervals: Vec<(Coefficient, Result<Interval, Reason>)>,
}

#[derive(Clone, Debug)]
pub struct PairFigures {
    pub coders: (usize, usize),
    pub counts: Fourfold,
    pub agreement: Figure,
    pub kappa: Figure,
    pub kappa_max: Figure,
    pub kappa_se: Figure,
    pub scott_pi: Figure,
}

#[derive(Clone, Debug)]
pub struct Unitized {
    /// |u-alpha and alpha_U of each code.
    pub binary: Vec<Figure>,
    pub alpha_u: Vec<Figure>,
    pub anything: Figure,
    pub alpha_u_all: Figure,
    pub domain: Result<Domain, Reason>,
}

/// All codes as mutually exclusive values.
#[derive(Clone, Debug)]
pub struct Domain {
    pub u_alpha: Figure,
    pub binary: Figure,
    pub cu_alpha: Figure,
    pub cu_coverage: f64,
    pub ku_alpha: Vec<Figure>,
    pub ku_coverage: Vec<Figure>,
}

#[derive(Clone, Debug)]
pub struct SegmentFigures {
    /// 0 is any overlap.
    pub threshold: Threshold,
    pub pairs: Vec<((usize, usize), Matched)>,
}

/// A coder against the reference, who is the first coder of every table.
#[derive(Clone, Debug)]
pub struct Against {
    pub coder: usize,
    pub segments: Vec<(Threshold, Fourfold)>,
    /// Per code; `None` when the text is not divided into units.
    pub units: Option<Vec<Fourfold>>,
    pub characters: Vec<Fourfold>,
}

/// Computes all figures of one code but the intervals.
#[must_use]
pub fn of_code(continua: &Continua, code: usize, rule: Rule) -> CodeFigures {
    let presence = continua.presence(code, rule).ok();
    let unit_ratings = presence.as_ref().map(Presence::ratings);
    let character_ratings = continua.characters(code);
    CodeFigures {
        units: unit_ratings.as_ref().map(figures),
        characters: figures(&character_ratings),
        presence,
        ratings: unit_ratings.unwrap_or_else(|| character_ratings.clone()),
        character_ratings,
    }
}

/// Returns the number of steps of [`compare`]: codes, then replicates of the bootstrap.
#[must_use]
pub fn work(codes: usize, bootstrap: Option<Plan>) -> u64 {
    codes as u64 + bootstrap.map_or(0, |plan| bootstrap::rounds(codes) * plan.replicates as u64)
}

/// Computes all figures. Progress counts the steps of [`work`].
///
/// # Errors
/// Fails when cancelled, which is possible between codes and between replicates.
pub fn compare(continua: &Continua, options: &Options, progress: &Progress) -> Result<Comparison, Cancelled> {
    let every_code: Vec<usize> = (0..continua.codes).collect();
    let units = continua.has_units();
    let mut codes = Vec::with_capacity(every_code.len());
    let every_pair: Vec<(usize, usize)> = pairs(continua.coders).collect();
    let (done, all) = (every_code.len() as u64, work(every_code.len(), options.bootstrap.map(|(plan, _)| plan)));
    for &code in &every_code {
        progress.step(code as u64, all)?;
        codes.push(of_code(continua, code, options.rule));
    }
    if let Some((plan, how)) = options.bootstrap {
        add_intervals(&mut codes, plan, how, &progress.part(done, all))?;
    }
    let presences: Vec<&Presence> = codes.iter().filter_map(|code| code.presence.as_ref()).collect();
    let unit_tables = || codes.iter().map(|code| &code.ratings);
    let character_tables = || codes.iter().map(|code| &code.character_ratings);
    let segments = thresholds(&["0", "0.5", "0.9", "1"], options).into_iter().map(|least| SegmentFigures {
        threshold: least,
        pairs: pairs(continua.coders).map(|(x, y)| ((x, y), matched(continua, x, y, &every_code, least))).collect(),
    });
    let against = options.reference.map_or_else(Vec::new, |reference| {
        let others = (0..continua.coders).filter(|&c| c != reference);
        let table = |coder: usize| move |ratings: &Ratings| ratings.fourfold(reference, coder);
        others
            .map(|coder| Against {
                coder,
                segments: thresholds(&["0", "0.5", "1"], options)
                    .into_iter()
                    .map(|least| (least, matched(continua, reference, coder, &every_code, least).fourfold()))
                    .collect(),
                units: units.then(|| unit_tables().map(table(coder)).collect()),
                characters: character_tables().map(table(coder)).collect(),
            })
            .collect()
    });
    progress.step(all, all)?;
    let each = |ratings| (ratings, 1);
    Ok(Comparison {
        over_codes_units: units.then(|| over_codes(unit_tables().map(each), &every_pair)),
        over_codes_characters: over_codes(character_tables().map(each), &every_pair),
        sets: units.then(|| sets(&SetRatings::of(&presences))),
        unitizing: unitized(continua, &every_code),
        segments: segments.collect(),
        against,
        codes,
    })
}

/// Returns the usual thresholds and the one requested.
fn thresholds(usual: &[&str], options: &Options) -> Vec<Threshold> {
    let mut thresholds: Vec<Threshold> = usual.iter().filter_map(|text| Threshold::parse(text)).collect();
    thresholds.extend(options.threshold.filter(|asked| !thresholds.contains(asked)));
    thresholds
}

fn figures(table: &Ratings) -> TableFigures {
    let with_error = Coefficient::ALL.iter().copied().filter(|c| c.has_standard_error());
    TableFigures {
        figures: Coefficient::ALL.iter().map(|&c| (c, c.of(table))).collect(),
        errors: with_error.map(|c| (c, table.standard_error(c))).collect(),
        positive: table.specific_agreement(1),
        negative: table.specific_agreement(0),
        marks: (0..table.coders).map(|coder| table.marks(coder, 1)).collect(),
        units: table.units(),
        pairs: pairs(table.coders)
            .map(|(i, j)| PairFigures {
                coders: (i, j),
                counts: table.fourfold(i, j),
                agreement: table.pair_agreement(i, j),
                kappa: table.cohen_kappa(i, j),
                kappa_max: table.cohen_kappa_max(i, j),
                kappa_se: table.cohen_kappa_se(i, j),
                scott_pi: table.scott_pi(i, j),
            })
            .collect(),
        intervals: vec![],
    }
}

/// Adds the intervals of all codes that have units.
fn add_intervals(codes: &mut [CodeFigures], plan: Plan, how: Resampling, progress: &Progress) -> Result<(), Cancelled> {
    let of = [Coefficient::KrippendorffAlpha, Coefficient::GwetAc1];
    let samples: Vec<Sample> = codes.iter().filter_map(|code| Some(code.presence.as_ref()?.sample(how))).collect();
    let Some(text) = codes.iter().find_map(|code| Some(code.presence.as_ref()?.text.clone())) else { return Ok(()) };
    let intervals = bootstrap(&text.population(how), &samples, &of, plan, progress)?;
    let divided = codes.iter_mut().filter_map(|code| Some((code.units.as_mut()?, &code.ratings)));
    for ((figures, ratings), intervals) in divided.zip(intervals) {
        // The interval of a figure without a value has no value for the same reason.
        let interval = |(of, interval): (Coefficient, _)| (of, of.of(ratings).and(interval));
        figures.intervals = of.into_iter().zip(intervals).map(interval).collect();
    }
    Ok(())
}

impl TableFigures {
    pub fn figure(&self, of: Coefficient) -> Figure {
        self.figures
            .iter()
            .find(|(coefficient, _)| *coefficient == of)
            .map_or(Err(Reason::NoRatings), |(_, figure)| *figure)
    }

    /// Cohen's kappa for two coders, Light's for more.
    pub fn kappa(&self) -> Figure {
        let of_pairs: Vec<Figure> = self.pairs.iter().map(|pair| pair.kappa).collect();
        self.figure(Coefficient::Light).map_err(|_| reason::of_pairs(&of_pairs))
    }

    /// Returns the sum of the 2 × 2 tables of all pairs of coders.
    #[must_use]
    pub fn over_pairs(&self) -> Fourfold {
        self.pairs.iter().map(|pair| pair.counts).fold(Fourfold::default(), std::ops::Add::add)
    }
}

fn sets(table: &SetRatings) -> Vec<(&'static str, Figure)> {
    vec![
        ("alpha_set_nominal", table.ratings.krippendorff_alpha()),
        ("alpha_jaccard", table.alpha(Distance::Jaccard)),
        ("alpha_dice", table.alpha(Distance::Dice)),
        ("alpha_masi", table.alpha(Distance::Masi)),
        ("mvalpha", table.multi_valued_alpha()),
        ("exact_set_agreement", table.ratings.percent_agreement()),
    ]
}

fn unitized(continua: &Continua, codes: &[usize]) -> Unitized {
    let domain = Unitizing::new(continua, &codes.iter().map(|&code| vec![code]).collect::<Vec<_>>());
    Unitized {
        binary: codes.iter().map(|&code| Unitizing::new(continua, &[vec![code]])?.binary()).collect(),
        alpha_u: codes.iter().map(|&code| alpha_u_1995(continua, &[code])).collect(),
        anything: Unitizing::new(continua, &[codes.to_vec()]).and_then(|u| u.binary()),
        alpha_u_all: alpha_u_1995(continua, codes),
        domain: domain.map(|u| Domain {
            u_alpha: u.u_alpha(),
            binary: u.binary(),
            cu_alpha: u.cu_alpha(),
            cu_coverage: u.cu_coverage(),
            ku_alpha: codes.iter().map(|&code| u.ku_alpha(code)).collect(),
            ku_coverage: codes.iter().map(|&code| u.ku_coverage(code)).collect(),
        }),
    }
}

impl Comparison {
    /// Returns the sum of the 2 × 2 tables of all codes, for one coder against the reference.
    #[must_use]
    pub fn micro(tables: &[Fourfold]) -> Fourfold {
        tables.iter().copied().fold(Fourfold::default(), std::ops::Add::add)
    }
}
