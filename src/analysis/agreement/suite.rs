//! Computes all figures of a comparison, with the counts and the units behind each.

use super::ratings::{Counts, pairs};
use super::reason;
use super::{
    Coefficient, Continua, Distance, Figure, Fourfold, Interval, Matched, Plan, Presence, Ratings, Reason, Rule,
    Sample, SetRatings, Threshold, Unitizing, alpha_u_1995, bootstrap, matched,
};
use super::{OverCodes, over_codes};
use crate::model::hashing::HashMap;
use crate::model::{Cancelled, Progress};
use std::sync::Arc;

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

/// What every report of a comparison shows. Codes, coders and documents are indices into the compared [`Continua`].
///
/// Figures that few reports show are functions of the same [`Continua`]: [`by_characters`], [`u_alpha`], [`unitized`],
/// [`segment_figures`] and [`Comparison::sets`].
#[derive(Clone, Debug)]
pub struct Comparison {
    pub codes: Vec<CodeFigures>,
    /// By unit, or by character when the text is not divided into units.
    pub over_codes: OverCodes,
    pub against: Vec<Against>,
}

#[derive(Clone, Debug)]
pub struct CodeFigures {
    /// By unit, or by character when the text is not divided into units. Codes with equal ratings share them.
    pub figures: Arc<TableFigures>,
    /// Which coders coded which units: the evidence for the figures; `None` when the text is not divided into units.
    pub presence: Option<Presence>,
    /// By unit or by character, as the figures.
    pub ratings: Arc<Ratings>,
}

/// The figures by character of text that is divided into units.
#[derive(Clone, Debug)]
pub struct Characters {
    pub codes: Vec<Arc<TableFigures>>,
    pub over_codes: OverCodes,
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

/// Ratings and their figures by what was counted. In a large codebook most codes are used a few times only, so that many have
/// the same counts: their figures are computed once.
#[derive(Default)]
struct Known {
    by_counts: HashMap<Counts, (Arc<Ratings>, Arc<TableFigures>)>,
}

impl Known {
    fn of(&mut self, counts: Counts, ratings: impl FnOnce(&Counts) -> Ratings) -> (Arc<Ratings>, Arc<TableFigures>) {
        let known = self.by_counts.entry(counts).or_insert_with_key(|counts| {
            let ratings = ratings(counts);
            let figures = figures(&ratings);
            (Arc::new(ratings), Arc::new(figures))
        });
        known.clone()
    }

    fn of_code(&mut self, continua: &Continua, code: usize, rule: Rule) -> CodeFigures {
        let presence = continua.presence(code, rule).ok();
        let (ratings, figures) = match &presence {
            Some(presence) => self.of(presence.counts(), |counts| presence.ratings_of(counts)),
            None => self.by_characters(continua, code),
        };
        CodeFigures { figures, presence, ratings }
    }

    fn by_characters(&mut self, continua: &Continua, code: usize) -> (Arc<Ratings>, Arc<TableFigures>) {
        self.of(continua.character_counts(code), |counts| continua.characters_of(counts))
    }
}

/// Computes the figures of one code but the intervals.
#[must_use]
pub fn of_code(continua: &Continua, code: usize, rule: Rule) -> CodeFigures {
    Known::default().of_code(continua, code, rule)
}

/// Computes the figures by character, also of text that is divided into units.
#[must_use]
pub fn by_characters(continua: &Continua) -> Characters {
    let mut known = Known::default();
    let found: Vec<_> = (0..continua.codes).map(|code| known.by_characters(continua, code)).collect();
    let every_pair: Vec<(usize, usize)> = pairs(continua.coders).collect();
    let over_codes = over_codes(found.iter().map(|(ratings, _)| (ratings.as_ref(), 1)), &every_pair);
    Characters { codes: found.into_iter().map(|(_, figures)| figures).collect(), over_codes }
}

/// Returns the number of steps of [`compare`]: codes, then replicates of the bootstrap.
#[must_use]
pub fn work(codes: usize, bootstrap: Option<Plan>) -> u64 {
    codes as u64 + bootstrap.map_or(0, |plan| bootstrap::rounds(codes) * plan.replicates as u64)
}

/// Computes the figures. Progress counts the steps of [`work`].
///
/// # Errors
/// Fails when cancelled, which is possible between codes and between replicates.
pub fn compare(continua: &Continua, options: &Options, progress: &Progress) -> Result<Comparison, Cancelled> {
    let every_pair: Vec<(usize, usize)> = pairs(continua.coders).collect();
    let (done, all) = (continua.codes as u64, work(continua.codes, options.bootstrap.map(|(plan, _)| plan)));
    let mut known = Known::default();
    let mut codes = Vec::with_capacity(continua.codes);
    for code in 0..continua.codes {
        progress.step(code as u64, all)?;
        codes.push(known.of_code(continua, code, options.rule));
    }
    if let Some((plan, how)) = options.bootstrap {
        add_intervals(&mut codes, plan, how, &progress.part(done, all))?;
    }
    let against = options.reference.map_or_else(Vec::new, |reference| against(continua, &codes, reference, options));
    progress.step(all, all)?;
    Ok(Comparison {
        over_codes: over_codes(codes.iter().map(|code| (code.ratings.as_ref(), 1)), &every_pair),
        against,
        codes,
    })
}

/// Compares each coder with the reference.
fn against(continua: &Continua, codes: &[CodeFigures], reference: usize, options: &Options) -> Vec<Against> {
    let every_code: Vec<usize> = (0..continua.codes).collect();
    let by_character: Vec<Ratings> = every_code.iter().map(|&code| continua.characters(code)).collect();
    let others = (0..continua.coders).filter(|&coder| coder != reference);
    let of_coder = |coder: usize| {
        let table = |ratings: &Ratings| ratings.fourfold(reference, coder);
        Against {
            coder,
            segments: thresholds(&["0", "0.5", "1"], options.threshold)
                .into_iter()
                .map(|least| (least, matched(continua, reference, coder, &every_code, least).fourfold()))
                .collect(),
            units: continua.has_units().then(|| codes.iter().map(|code| table(&code.ratings)).collect()),
            characters: by_character.iter().map(table).collect(),
        }
    };
    others.map(of_coder).collect()
}

/// Matches the passages of each pair of coders, for the usual thresholds and the one `asked` for.
#[must_use]
pub fn segment_figures(continua: &Continua, asked: Option<Threshold>) -> Vec<SegmentFigures> {
    let every_code: Vec<usize> = (0..continua.codes).collect();
    let of = |threshold: Threshold| SegmentFigures {
        threshold,
        pairs: pairs(continua.coders).map(|(x, y)| ((x, y), matched(continua, x, y, &every_code, threshold))).collect(),
    };
    thresholds(&["0", "0.5", "0.9", "1"], asked).into_iter().map(of).collect()
}

/// Returns the usual thresholds and the one requested.
fn thresholds(usual: &[&str], asked: Option<Threshold>) -> Vec<Threshold> {
    let mut thresholds: Vec<Threshold> = usual.iter().filter_map(|text| Threshold::parse(text)).collect();
    thresholds.extend(asked.filter(|asked| !thresholds.contains(asked)));
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
    for (code, intervals) in codes.iter_mut().filter(|code| code.presence.is_some()).zip(intervals) {
        // The interval of a figure without a value has no value for the same reason.
        let interval = |(of, interval): (Coefficient, _)| (of, of.of(&code.ratings).and(interval));
        let intervals = of.into_iter().zip(intervals).map(interval).collect();
        Arc::make_mut(&mut code.figures).intervals = intervals;
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

/// |u-alpha of these codes as one.
pub fn u_alpha(continua: &Continua, codes: &[usize]) -> Figure {
    Unitizing::new(continua, &[codes.to_vec()])?.binary()
}

/// Computes the figures of the text as a continuum, without units.
#[must_use]
pub fn unitized(continua: &Continua) -> Unitized {
    let codes: Vec<usize> = (0..continua.codes).collect();
    let domain = Unitizing::new(continua, &codes.iter().map(|&code| vec![code]).collect::<Vec<_>>());
    Unitized {
        binary: codes.iter().map(|&code| u_alpha(continua, &[code])).collect(),
        alpha_u: codes.iter().map(|&code| alpha_u_1995(continua, &[code])).collect(),
        anything: u_alpha(continua, &codes),
        alpha_u_all: alpha_u_1995(continua, &codes),
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
    /// Computes the figures of sets of codes, by name, if the text is divided into units.
    #[must_use]
    pub fn sets(&self) -> Vec<(&'static str, Figure)> {
        let presences: Vec<&Presence> = self.codes.iter().filter_map(|code| code.presence.as_ref()).collect();
        let table = SetRatings::of(&presences);
        vec![
            ("alpha_set_nominal", table.ratings.krippendorff_alpha()),
            ("alpha_jaccard", table.alpha(Distance::Jaccard)),
            ("alpha_dice", table.alpha(Distance::Dice)),
            ("alpha_masi", table.alpha(Distance::Masi)),
            ("mvalpha", table.multi_valued_alpha()),
            ("exact_set_agreement", table.ratings.percent_agreement()),
        ]
    }

    /// Returns the sum of the 2 × 2 tables of all codes, for one coder against the reference.
    #[must_use]
    pub fn micro(tables: &[Fourfold]) -> Fourfold {
        tables.iter().copied().fold(Fourfold::default(), std::ops::Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Continuum, Mark, SplitMix64};
    use super::*;

    /// Two coders who each use every code about as often, in ten documents.
    fn continua(codes: usize, marks: usize) -> Continua {
        let mut rng = SplitMix64::new(5);
        let units = (0..50).map(|i| (i * 40, i * 40 + 40)).collect();
        let document = Continuum { length: 2_000, units: Some(units), took_part: vec![true; 2] };
        let mark = |i: usize, rng: &mut SplitMix64| {
            let start = rng.below(1_950) as u32;
            let span = (start, start + 10 + rng.below(60) as u32);
            Mark { document: i % 10, coder: rng.below(2), code: rng.below(codes), span }
        };
        let marks: Vec<Mark> = (0..marks).map(|i| mark(i, &mut rng)).collect();
        Continua::new(2, codes, vec![document; 10], marks).unwrap()
    }

    #[test]
    fn codes_with_the_same_counts_are_computed_once() {
        let computed = |codes: usize| {
            let (all, mut known) = (continua(codes, 4_000), Known::default());
            for code in 0..codes {
                let found = known.of_code(&all, code, Rule::default());
                let ratings = found.presence.as_ref().unwrap().ratings();
                assert_eq!(*found.ratings, ratings, "{code}");
                if code % 50 == 0 {
                    assert_eq!(format!("{:?}", found.figures), format!("{:?}", figures(&ratings)), "{code}");
                }
            }
            known.by_counts.len()
        };
        // As many codings each time.
        let [few, some, many] = [20, 200, 2_000].map(computed);
        assert!(few <= 20 && some <= 200 && many <= 200, "{few} {some} {many}");
    }
}
