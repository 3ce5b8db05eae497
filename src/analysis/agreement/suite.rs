//! Computes all figures of a comparison, with the counts and the units behind each.

use super::ratings::pairs;
use super::reason;
use super::{
    Coefficient, Continua, Distance, Draws, Figure, Fourfold, Interval, Matched, Plan, Presence, Ratings, Reason, Rule,
    SampledRatings, Threshold, Unitizing, alpha_u_1995, bootstrap, holsti, matched, mean_alpha, pooled_alpha,
    pooled_kappa,
};
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
pub struct OverCodes {
    pub pooled_kappa: Figure,
    pub pooled_alpha: Figure,
    pub mean_alpha: Figure,
    pub with_alpha: usize,
    pub without_alpha: usize,
    pub holsti: Figure,
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

/// Computes all figures of one code.
///
/// # Errors
/// Fails when cancelled, which is possible between replicates.
pub fn of_code(
    continua: &Continua,
    code: usize,
    options: &Options,
    progress: &Progress,
) -> Result<CodeFigures, Cancelled> {
    let presence = continua.presence(code, options.rule).ok().filter(|_| continua.has_units());
    let mut units = presence.as_ref().map(|presence| figures(&presence.ratings()));
    if let (Some(figures), Some(presence), Some((plan, how))) = (&mut units, &presence, options.bootstrap) {
        figures.intervals = intervals(presence, plan, how, progress)?;
    }
    Ok(CodeFigures { units, characters: figures(&continua.characters(code)), presence })
}

/// Computes all figures. Progress counts codes.
///
/// # Errors
/// Fails when cancelled, which is possible between codes and between replicates.
pub fn compare(continua: &Continua, options: &Options, progress: &Progress) -> Result<Comparison, Cancelled> {
    let every_code: Vec<usize> = (0..continua.codes).collect();
    let units = continua.has_units();
    let mut codes = Vec::with_capacity(every_code.len());
    let every_pair: Vec<(usize, usize)> = pairs(continua.coders).collect();
    let (mut unit_tables, mut character_tables) = (Vec::new(), Vec::new());
    for &code in &every_code {
        progress.step(code as u64, every_code.len() as u64)?;
        let comparison = of_code(continua, code, options, progress)?;
        unit_tables.extend(comparison.presence.as_ref().map(Presence::ratings));
        character_tables.push(continua.characters(code));
        codes.push(comparison);
    }
    let presences: Vec<Presence> = codes.iter().filter_map(|c| c.presence.clone()).collect();
    let segments = thresholds(&["0", "0.5", "0.9", "1"], options).into_iter().map(|least| SegmentFigures {
        threshold: least,
        pairs: pairs(continua.coders).map(|(x, y)| ((x, y), matched(continua, x, y, &every_code, least))).collect(),
    });
    let against = options.reference.map_or_else(Vec::new, |reference| {
        let others = (0..continua.coders).filter(|&c| c != reference);
        let tables = |of: &[Ratings], coder| of.iter().map(|t| t.fourfold(reference, coder)).collect();
        others
            .map(|coder| Against {
                coder,
                segments: thresholds(&["0", "0.5", "1"], options)
                    .into_iter()
                    .map(|least| (least, matched(continua, reference, coder, &every_code, least).fourfold()))
                    .collect(),
                units: units.then(|| tables(&unit_tables, coder)),
                characters: tables(&character_tables, coder),
            })
            .collect()
    });
    progress.step(every_code.len() as u64, every_code.len() as u64)?;
    Ok(Comparison {
        codes,
        over_codes_units: units.then(|| over_codes(&unit_tables, &every_pair)),
        over_codes_characters: over_codes(&character_tables, &every_pair),
        sets: units.then(|| sets(continua, &presences)),
        unitizing: unitized(continua, &every_code),
        segments: segments.collect(),
        against,
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

type Intervals = Vec<(Coefficient, Result<Interval, Reason>)>;

fn intervals(presence: &Presence, plan: Plan, how: Resampling, progress: &Progress) -> Result<Intervals, Cancelled> {
    let coefficients = [Coefficient::KrippendorffAlpha, Coefficient::GwetAc1];
    let (patterns, documents) = presence.unit_patterns();
    let draws = match how {
        Resampling::Units => Draws::Units(documents.into_iter().flatten().collect()),
        Resampling::Documents => Draws::Documents(documents),
    };
    let drawn = SampledRatings { coders: presence.coders, categories: 2, patterns: &patterns, draws: &draws };
    let bounds = bootstrap(drawn, &coefficients, plan, progress)?;
    let ratings = presence.ratings();
    // The interval of a figure without a value has no value for the same reason.
    let bounds = coefficients
        .into_iter()
        .zip(bounds)
        .map(|(coefficient, interval)| (coefficient, coefficient.of(&ratings).and(interval)));
    Ok(bounds.collect())
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

/// Computes the figures over several codes from one table per code; means and sums are over `pairs` of coders.
#[must_use]
pub fn over_codes(tables: &[Ratings], pairs: &[(usize, usize)]) -> OverCodes {
    let with_alpha = tables.iter().filter(|t| t.krippendorff_alpha().is_ok()).count();
    OverCodes {
        pooled_kappa: pooled_kappa(tables, pairs),
        pooled_alpha: pooled_alpha(tables),
        mean_alpha: mean_alpha(tables),
        with_alpha,
        without_alpha: tables.len() - with_alpha,
        holsti: holsti(tables, pairs),
    }
}

fn sets(continua: &Continua, presences: &[Presence]) -> Vec<(&'static str, Figure)> {
    let names = ["alpha_set_nominal", "alpha_jaccard", "alpha_dice", "alpha_masi", "mvalpha", "exact_set_agreement"];
    match continua.sets(presences) {
        Err(reason) => names.map(|name| (name, Err(reason))).to_vec(),
        Ok(table) => {
            let figures = [
                table.ratings.krippendorff_alpha(),
                table.alpha(Distance::Jaccard),
                table.alpha(Distance::Dice),
                table.alpha(Distance::Masi),
                table.multi_valued_alpha(),
                table.ratings.percent_agreement(),
            ];
            names.into_iter().zip(figures).collect()
        }
    }
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

impl Comparison {
    /// Returns the sum of the 2 × 2 tables of all codes, for one coder against the reference.
    #[must_use]
    pub fn micro(tables: &[Fourfold]) -> Fourfold {
        tables.iter().copied().fold(Fourfold::default(), std::ops::Add::add)
    }

    /// Returns the ratings of a code: by unit, or by character when the text is not divided into units.
    #[must_use]
    pub fn table(&self, continua: &Continua, code: usize) -> Ratings {
        let presence = self.codes.get(code).and_then(|comparison| comparison.presence.as_ref());
        presence.map_or_else(|| continua.characters(code), Presence::ratings)
    }
}
