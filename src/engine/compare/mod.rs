//! Compares coders: selects codings, divides the texts into units, and computes all figures with their evidence.
//! The statistics are in `analysis::agreement`.

mod compared;
pub mod full_table;
pub mod json;
mod material;
pub mod methods;
pub mod overview;
mod reference;
pub mod report;
mod scope;
mod settings;
mod strays;

pub use compared::{Compared, DocumentFigures, EvidenceUnit, PairOverCodes};
pub use settings::{CompareSettings, Unit};
pub use strays::{StrayCoding, WhyStray, decided_rule, usual_rule};

use super::disagreements::refuse_blind;
use super::error::Error;
use super::speech::turns_of;
use crate::analysis::agreement::gamma::{self, Gamma};
use crate::analysis::agreement::{
    Comparison, Continua, Continuum, Fourfold, Matched, Options, OverCodes, Ratings, Reason, Threshold,
    compare as figures, matched, matched_in, over_codes, over_codes_of, work,
};
use crate::model::{Progress, Study, UserId, same_name};
use crate::store::Reads;
use crate::text::TextIndex;
use compared::units_in;
use material::Material;
use scope::Scope;

/// Compares coders.
///
/// # Errors
/// Fails when fewer than two coders are named, when a code, document or coder does not exist, or when cancelled.
pub fn compare(reads: Reads<'_>, settings: &CompareSettings, progress: &Progress) -> Result<Compared, Error> {
    refuse_blind(reads)?;
    let study = reads.study()?;
    let consensus = settings.reference.filter(|reference| study.consensus() == Some(*reference));
    let people: Vec<UserId> = settings.coders.iter().copied().filter(|id| Some(*id) != consensus).collect();
    // A single coder has nobody but the consensus coding to be compared with.
    let strays = strays::strays(reads, &study, settings)?;
    let compare_all = |settings: &CompareSettings| compare_all(reads, &study, (settings, &strays), progress);
    if consensus.is_none() || people.len() == 1 {
        return compare_all(settings);
    }
    let against = CompareSettings { bootstrap: None, gamma: None, ..settings.clone() };
    let against = compare_all(&against)?;
    let without_reference = CompareSettings { coders: people, reference: None, ..settings.clone() };
    let compared = compare_all(&without_reference)?;
    Ok(Compared { settings: settings.clone(), with_reference: Some(Box::new(against)), ..compared })
}

/// Checks that each speaker to be left out speaks in a document of the project, though not necessarily in one that is
/// compared.
///
/// # Errors
/// Fails when nobody in the project is called like one of them.
pub fn check_speakers(reads: Reads<'_>, compared: &Compared) -> Result<(), Error> {
    let mut absent: Vec<&str> = compared.absent_speakers().collect();
    if absent.is_empty() {
        return Ok(());
    }
    let mut known: Vec<String> = compared.speakers.iter().map(|(label, _)| label.clone()).collect();
    for source in reads.study()?.sources.iter().filter(|source| !compared.documents.contains(&source.id)) {
        let text = reads.text(source.id)?;
        let turns = turns_of(reads, source.id, &text, &TextIndex::new(&text))?;
        let others = turns.speakers().iter().map(|speaker| &speaker.label);
        known.extend(others.filter(|label| !known.contains(label)).cloned().collect::<Vec<_>>());
    }
    absent.retain(|label| !known.iter().any(|known| same_name(known, label)));
    match absent.first() {
        None => Ok(()),
        Some(label) => Err(Error::UnknownSpeaker { label: (*label).to_owned(), known }),
    }
}

/// Compares all coders of the settings but the strays, and the consensus coding as if it were one if it is the reference.
fn compare_all(
    reads: Reads<'_>,
    study: &Study,
    (settings, strays): (&CompareSettings, &[StrayCoding]),
    progress: &Progress,
) -> Result<Compared, Error> {
    let left_out: Vec<UserId> = strays.iter().map(|stray| stray.coder).collect();
    let mut scope = Scope::new(reads, study, settings, &left_out)?;
    let (codes, counted_as) = scope.codes_compared(study, settings);
    scope.facts.retain(|fact| counted_as.contains_key(&fact.code));
    let documents = scope.documents.len() as u64;
    let all = documents + work(codes.len(), settings.bootstrap.map(|(plan, _)| plan));
    let material = Material::read(reads, study, settings, &scope, &progress.part(0, all))?;
    let cut_out = material.keep(&mut scope);
    let continua = material.continua(&scope, codes.len(), &counted_as)?;
    let comparison = figures_of(&continua, settings, &scope, &progress.part(documents, all))?;
    let gamma = gammas(&continua, settings, progress)?;
    progress.step(all, all)?;
    let threshold = threshold_of(settings);
    Ok(Compared {
        settings: settings.clone(),
        gamma,
        per_document: per_document(&continua, settings, threshold),
        pairs: over_pairs(&continua, &comparison, threshold),
        passages: threshold.map_or_else(Vec::new, |least| matched_by_code(&continua, least)),
        marks: scope.marks(codes.len(), &counted_as),
        comparison,
        with_reference: None,
        strays: strays.to_vec(),
        speakers: material.speakers,
        units: material.units,
        kept: material.kept,
        single_coder: scope.single_coder,
        unfinished: scope.unfinished,
        unmarked: scope.unmarked,
        coders: scope.coders,
        documents: scope.documents,
        facts: scope.facts,
        codes,
        counted_as,
        cut_out,
        continua,
    })
}

/// Returns the minimum overlap of passages, if these are the unit.
fn threshold_of(settings: &CompareSettings) -> Option<Threshold> {
    match settings.unit {
        Unit::Passages(least) => Some(least),
        Unit::Cut(_) | Unit::Character => None,
    }
}

/// Computes the figures of every code and over all codes. Progress counts codes.
fn figures_of(
    continua: &Continua,
    settings: &CompareSettings,
    scope: &Scope,
    progress: &Progress,
) -> Result<Comparison, Error> {
    let options = Options {
        rule: settings.rule,
        reference: settings.reference.and_then(|id| scope.coders.iter().position(|coder| *coder == id)),
        bootstrap: settings.bootstrap,
        threshold: threshold_of(settings),
    };
    let mut comparison = figures(continua, &options, progress)?;
    if scope.documents.is_empty() {
        comparison.over_codes = OverCodes::none(Reason::NoPairableUnits);
    }
    Ok(comparison)
}

fn pairs_of(coders: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..coders).flat_map(move |i| (i + 1..coders).map(move |j| (i, j)))
}

fn over_pairs(continua: &Continua, comparison: &Comparison, threshold: Option<Threshold>) -> Vec<PairOverCodes> {
    let every_code: Vec<usize> = (0..continua.codes).collect();
    let both = |(x, y): (usize, usize)| continua.documents.iter().filter(move |d| d.has(x) && d.has(y));
    let pair = |(x, y): (usize, usize)| {
        let units = both((x, y)).map(units_in).sum();
        let (kappa, counts) = over_codes_of(comparison.codes.iter().map(|code| code.ratings.as_ref()), (x, y));
        PairOverCodes {
            coders: (x, y),
            kappa: match (units, continua.codes) {
                (0, _) => Err(Reason::NoPairableUnits),
                (_, 0) => Err(Reason::CodeNotUsed),
                _ => kappa,
            },
            units,
            counts,
            matched: threshold.map_or_else(Matched::default, |least| matched(continua, x, y, &every_code, least)),
        }
    };
    pairs_of(continua.coders).map(pair).collect()
}

fn matched_by_code(continua: &Continua, least: Threshold) -> Vec<Vec<((usize, usize), Matched)>> {
    let of_code = |code: usize| {
        let pairs = pairs_of(continua.coders);
        pairs.map(|(x, y)| ((x, y), matched(continua, x, y, &[code], least))).collect()
    };
    (0..continua.codes).map(of_code).collect()
}

fn per_document(continua: &Continua, settings: &CompareSettings, threshold: Option<Threshold>) -> Vec<DocumentFigures> {
    let of_document = |(document, continuum): (usize, &Continuum)| {
        let (used, unused) = continua.ratings_in(document, settings.rule);
        let tables = || {
            let unused = unused.iter().map(|(ratings, codes)| (ratings, *codes));
            used.iter().map(|ratings| (ratings, 1)).chain(unused)
        };
        let pairs: Vec<(usize, usize)> =
            pairs_of(continua.coders).filter(|&(x, y)| continuum.has(x) && continuum.has(y)).collect();
        let counts = |&(x, y): &(usize, usize)| {
            tables().map(move |(ratings, codes): (&Ratings, usize)| ratings.fourfold(x, y) * codes as f64)
        };
        let matched = |&pair: &(usize, usize)| Some(matched_in(continua, document, pair, threshold?));
        DocumentFigures {
            document,
            units: units_in(continuum),
            over: over_codes(tables(), &pairs),
            counts: pairs.iter().flat_map(counts).fold(Fourfold::default(), std::ops::Add::add),
            matched: pairs.iter().filter_map(matched).sum(),
        }
    };
    continua.documents.iter().enumerate().map(of_document).collect()
}

/// Computes gamma of each document, if requested.
fn gammas(
    continua: &Continua,
    settings: &CompareSettings,
    progress: &Progress,
) -> Result<Vec<Result<Gamma, Reason>>, Error> {
    let Some(seed) = settings.gamma else { return Ok(vec![]) };
    let every_code: Vec<usize> = (0..continua.codes).collect();
    let sampling = gamma::Sampling { seed, ..gamma::Sampling::default() };
    let all = continua.documents.len() as u64;
    let mut out = Vec::new();
    for document in 0..continua.documents.len() {
        progress.step(document as u64, all)?;
        let how = gamma::Dissimilarity::default();
        out.push(gamma::gamma(&continua.only(document), &every_code, how, sampling, progress)?);
    }
    Ok(out)
}
