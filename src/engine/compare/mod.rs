//! Comparing coders: which codings, cut into which units, are held against each other, and every figure of that with what
//! is behind it. The statistics themselves are in `analysis::agreement`.

mod full_table;
pub mod json;
mod material;
pub mod overview;
pub mod report;
mod scope;

use super::disputes::refuse_blind;
use super::{Error, Progress};
use crate::analysis::agreement::gamma::{self, Gamma};
use crate::analysis::agreement::{
    Comparison, Continua, Continuum, Figure, Fourfold, Matched, Options, OverCodes, Plan, Presence, Ratings, Reason,
    Resampling, Rule, TableFigures, Threshold, compare as figures, matched, over_codes, pooled_kappa_of,
};
use crate::model::{CharRange, CodeId, Fact, SourceId, UserId, same_name};
use crate::store::Reads;
use crate::text::{Cut, Kept};
use material::Material;
use scope::Scope;
use std::collections::HashMap;

/// What is judged alike or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Stretches of text that every coder either coded or not.
    Cut(Cut),
    Character,
    /// The coded passages themselves, matched when intersection / union reaches this; 0 is any overlap.
    Passages(Threshold),
}

impl Default for Unit {
    fn default() -> Self {
        Self::Cut(Cut::Turn)
    }
}

impl Unit {
    /// `turn`, `sentence`, `window:500`, `character`, `passages:0.5` and so on.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name.strip_prefix("passages:") {
            Some(least) => Threshold::parse(least).map(Self::Passages),
            None if name == "character" => Some(Self::Character),
            None => Cut::parse(name).map(Self::Cut),
        }
    }
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cut(cut) => cut.fmt(f),
            Self::Character => f.write_str("character"),
            Self::Passages(least) => write!(f, "passages:{least}"),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompareSettings {
    /// Empty: all coders who took part in one of the documents.
    pub coders: Vec<UserId>,
    /// Empty: every code that one of them used. A coding counts for the nearest of these codes that it is or is below; with
    /// a `level`, a code below it stands for the one above it on the last level.
    pub codes: Vec<CodeId>,
    /// Levels of the code tree from the top, 1 or more: codes further down count as the one above them on the last level.
    pub level: Option<usize>,
    /// Empty: all documents.
    pub documents: Vec<SourceId>,
    pub unit: Unit,
    pub rule: Rule,
    /// Labels of speakers whose lines are left out.
    pub without: Vec<String>,
    /// A coder who has not finished a document counts as having found nothing there, but for what they coded.
    pub everyone_took_part: bool,
    /// Others are held against this coder.
    pub reference: Option<UserId>,
    pub bootstrap: Option<(Plan, Resampling)>,
    /// Gamma of each document: passages aligned by place and code. The seed of its samples.
    pub gamma: Option<u64>,
}

/// One document by itself, over all codes compared.
#[derive(Clone, Debug)]
pub struct DocumentFigures {
    /// Place in [`Compared::documents`].
    pub document: usize,
    /// Units of the document, or characters; segments have none.
    pub units: u64,
    pub over: OverCodes,
    /// Of every pair of coders that took part, over all codes, added: units times codes, or characters times codes.
    pub counts: Fourfold,
    /// The same for segments, when these are the unit.
    pub matched: Matched,
}

/// Two coders over all codes.
#[derive(Clone, Debug)]
pub struct PairOverCodes {
    /// Places in [`Compared::coders`].
    pub coders: (usize, usize),
    pub kappa: Figure,
    /// Units, or characters, of the documents in which both took part.
    pub units: u64,
    /// Over all codes: units times codes, or characters times codes.
    pub counts: Fourfold,
    /// The same for segments, when these are the unit.
    pub matched: Matched,
}

impl DocumentFigures {
    pub fn percent_agreement(&self) -> Figure {
        with_counts(self.units, self.counts)?.percent_agreement()
    }
}

impl PairOverCodes {
    pub fn percent_agreement(&self) -> Figure {
        with_counts(self.units, self.counts)?.percent_agreement()
    }

    pub fn positive_agreement(&self) -> Figure {
        with_counts(self.units, self.counts)?.positive_agreement()
    }
}

/// Counts over all codes, or why no figure of them has a value: there are no units, or no codes.
fn with_counts(units: u64, counts: Fourfold) -> Result<Fourfold, Reason> {
    if units > 0 { counts.shared().map_err(|_| Reason::CodeNotUsed) } else { Err(Reason::NoPairableUnits) }
}

/// Indices of coders, codes and documents are places in the lists here.
#[derive(Clone, Debug)]
pub struct Compared {
    pub settings: CompareSettings,
    pub coders: Vec<UserId>,
    pub codes: Vec<CodeId>,
    /// Those compared.
    pub documents: Vec<SourceId>,
    /// Documents that only one of the coders finished: they are left out.
    pub alone: Vec<SourceId>,
    /// Documents with passages of a coder who has not finished them: these passages are left out.
    pub unfinished: Vec<(SourceId, UserId)>,
    pub comparison: Comparison,
    pub per_document: Vec<DocumentFigures>,
    pub pairs: Vec<PairOverCodes>,
    /// For each code, a figure a pair of coders; for the unit of passages.
    pub passages: Vec<Vec<((usize, usize), Matched)>>,
    /// Passages by code, then by coder.
    pub marks: Vec<Vec<usize>>,
    /// Of each document; empty when the unit is no stretch of text.
    pub units: Vec<Vec<CharRange>>,
    /// The part of each document that is analysed.
    pub kept: Vec<Kept>,
    /// Codings that were compared.
    pub facts: Vec<Fact>,
    /// Codings that are left out because they lie wholly in the lines of speakers who are.
    pub cut_out: usize,
    /// Where each coding's code was counted, when not as itself.
    pub counted_as: HashMap<CodeId, usize>,
    pub continua: Continua,
    /// One a document compared, when it was asked for.
    pub gamma: Vec<Result<Gamma, Reason>>,
    /// Labels of those who speak in the documents compared, most turns first.
    pub speakers: Vec<(String, bool)>,
}

/// A unit behind a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BehindUnit {
    pub source: SourceId,
    pub range: CharRange,
    /// Place in [`Compared::codes`].
    pub code: usize,
    /// A bit a coder, in the order of [`Compared::coders`].
    pub marked: u64,
    pub took_part: u64,
}

impl BehindUnit {
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.marked != 0 && self.marked != self.took_part
    }
}

/// Compares.
///
/// # Errors
/// When fewer than two coders are named, or a code, document or coder is gone; when the work was cancelled.
pub fn compare(reads: Reads<'_>, settings: &CompareSettings, progress: &Progress) -> Result<Compared, Error> {
    refuse_blind(reads)?;
    let study = reads.study()?;
    let mut scope = Scope::new(reads, &study, settings)?;
    let (codes, counted_as) = scope::codes_compared(&study, settings, &scope.facts);
    scope.facts.retain(|fact| counted_as.contains_key(&fact.code));
    let (documents, all) = (scope.documents.len() as u64, (scope.documents.len() + codes.len()) as u64);
    let material = Material::read(reads, settings, &scope, &progress.part(0, all))?;
    let cut_out = material.keep(&mut scope);
    let continua = material.continua(&scope, codes.len(), &counted_as)?;
    let comparison = figures_of(&continua, settings, &scope, &progress.part(documents, all))?;
    let tables: Vec<Ratings> = (0..codes.len()).map(|code| comparison.table(&continua, code)).collect();
    let gamma = gammas(&continua, settings, progress)?;
    progress.step(all, all)?;
    let threshold = threshold_of(settings);
    Ok(Compared {
        settings: settings.clone(),
        gamma,
        per_document: per_document(&continua, settings, threshold),
        pairs: over_pairs(&continua, &tables, threshold),
        passages: threshold.map_or_else(Vec::new, |least| matched_by_code(&continua, least)),
        marks: scope.marks(codes.len(), &counted_as),
        comparison,
        speakers: material.speakers,
        units: material.units,
        kept: material.kept,
        alone: scope.alone,
        unfinished: scope.unfinished,
        coders: scope.coders,
        documents: scope.documents,
        facts: scope.facts,
        codes,
        counted_as,
        cut_out,
        continua,
    })
}

/// How much passages must overlap, when they are the unit.
fn threshold_of(settings: &CompareSettings) -> Option<Threshold> {
    match settings.unit {
        Unit::Passages(least) => Some(least),
        Unit::Cut(_) | Unit::Character => None,
    }
}

/// The figures of every code and over all codes; a step is a code.
fn figures_of(
    continua: &Continua,
    settings: &CompareSettings,
    scope: &Scope,
    progress: &Progress,
) -> Result<Comparison, Error> {
    let options = Options {
        rule: settings.rule,
        reference: settings.reference.and_then(|id| scope.coders.iter().position(|own| *own == id)),
        bootstrap: settings.bootstrap,
        threshold: threshold_of(settings),
    };
    let mut comparison = figures(continua, &options, progress)?;
    if scope.documents.is_empty() {
        comparison.over_codes_units = Some(OverCodes::none(Reason::NoPairableUnits));
        comparison.over_codes_characters = OverCodes::none(Reason::NoPairableUnits);
    }
    Ok(comparison)
}

fn pairs_of(coders: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..coders).flat_map(move |i| (i + 1..coders).map(move |j| (i, j)))
}

fn over_pairs(continua: &Continua, tables: &[Ratings], threshold: Option<Threshold>) -> Vec<PairOverCodes> {
    let every_code: Vec<usize> = (0..continua.codes).collect();
    let both = |(x, y): (usize, usize)| {
        let here = |coder: usize, took_part: &[bool]| took_part.get(coder) == Some(&true);
        continua.documents.iter().filter(move |d| here(x, &d.took_part) && here(y, &d.took_part))
    };
    let pair = |(x, y): (usize, usize)| {
        let units = both((x, y)).map(units_in).sum();
        PairOverCodes {
            coders: (x, y),
            kappa: if units > 0 { pooled_kappa_of(tables, &[(x, y)]) } else { Err(Reason::NoPairableUnits) },
            units,
            counts: Comparison::micro(&tables.iter().map(|t| t.fourfold(x, y)).collect::<Vec<_>>()),
            matched: threshold.map_or_else(Matched::default, |least| matched(continua, x, y, &every_code, least)),
        }
    };
    pairs_of(continua.coders).map(pair).collect()
}

/// Units of a document, or its characters when it is not cut into units.
fn units_in(document: &Continuum) -> u64 {
    document.units.as_ref().map_or(u64::from(document.length), |units| units.len() as u64)
}

fn matched_by_code(continua: &Continua, least: Threshold) -> Vec<Vec<((usize, usize), Matched)>> {
    let of_code = |code: usize| {
        let pairs = pairs_of(continua.coders);
        pairs.map(|(x, y)| ((x, y), matched(continua, x, y, &[code], least))).collect()
    };
    (0..continua.codes).map(of_code).collect()
}

fn per_document(continua: &Continua, settings: &CompareSettings, threshold: Option<Threshold>) -> Vec<DocumentFigures> {
    let every_code: Vec<usize> = (0..continua.codes).collect();
    let of_document = |(document, own): (usize, &Continuum)| {
        let one = continua.only(document);
        let table = |&code: &usize| match one.presence(code, settings.rule) {
            Ok(presence) => presence.ratings(),
            Err(_) => one.characters(code),
        };
        let tables: Vec<Ratings> = every_code.iter().map(table).collect();
        let counts = |(x, y): (usize, usize)| tables.iter().map(move |table| table.fourfold(x, y));
        let matched = |(x, y): (usize, usize)| threshold.map(|least| matched(&one, x, y, &every_code, least));
        DocumentFigures {
            document,
            units: units_in(own),
            over: over_codes(&tables),
            counts: Comparison::micro(&pairs_of(continua.coders).flat_map(counts).collect::<Vec<_>>()),
            matched: pairs_of(continua.coders).filter_map(matched).sum(),
        }
    };
    continua.documents.iter().enumerate().map(of_document).collect()
}

/// Of each document, when it was asked for.
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

impl Compared {
    /// The figures of a code on the unit that was asked for: characters when the text is not cut.
    #[must_use]
    pub fn figures(&self, code: usize) -> Option<&TableFigures> {
        let own = self.comparison.codes.get(code)?;
        Some(own.units.as_ref().unwrap_or(&own.characters))
    }

    #[must_use]
    pub fn over_codes(&self) -> &OverCodes {
        self.comparison.over_codes_units.as_ref().unwrap_or(&self.comparison.over_codes_characters)
    }

    /// Units compared: stretches of text, or characters.
    #[must_use]
    pub fn unit_count(&self) -> u64 {
        match self.settings.unit {
            Unit::Cut(_) => self.units.iter().map(|own| own.len() as u64).sum(),
            Unit::Character | Unit::Passages(_) => self.continua.documents.iter().map(units_in).sum(),
        }
    }

    /// Labels of speakers whose lines were left out: those of the settings that a document compared has.
    pub fn left_out(&self) -> impl Iterator<Item = &str> {
        let is_out = |label: &str| self.settings.without.iter().any(|own| same_name(own, label));
        self.speakers.iter().map(|(label, _)| label.as_str()).filter(move |label| is_out(label))
    }

    /// The units that somebody coded, for one code or for all, in one document or in all, in order of documents, text and
    /// codes. For characters and passages these are the stretches between the coders' borders.
    #[must_use]
    pub fn behind(&self, code: Option<usize>, document: Option<usize>) -> Vec<BehindUnit> {
        let mut found = Vec::new();
        for code in code.map_or(0..self.codes.len(), |code| code..code + 1) {
            match self.comparison.codes.get(code).and_then(|own| own.presence.as_ref()) {
                Some(presence) => self.units_of(code, presence, document, &mut found),
                None => self.stretches_of(code, document, &mut found),
            }
        }
        let order: HashMap<SourceId, usize> = self.documents.iter().enumerate().map(|(i, &id)| (id, i)).collect();
        found.sort_by_key(|unit| (order.get(&unit.source).copied(), unit.range.start, unit.range.end, unit.code));
        found
    }

    fn units_of(&self, code: usize, presence: &Presence, document: Option<usize>, out: &mut Vec<BehindUnit>) {
        for (i, own) in presence.documents.iter().enumerate().filter(|(i, _)| document.is_none_or(|d| d == *i)) {
            let (Some(&source), Some(units)) = (self.documents.get(i), self.units.get(i)) else { continue };
            out.extend(own.coded.iter().filter_map(|&(unit, marked)| {
                let range = *units.get(unit as usize)?;
                Some(BehindUnit { source, range, code, marked, took_part: own.took_part })
            }));
        }
    }

    fn stretches_of(&self, code: usize, document: Option<usize>, out: &mut Vec<BehindUnit>) {
        for (i, own) in self.continua.documents.iter().enumerate().filter(|(i, _)| document.is_none_or(|d| d == *i)) {
            let Some(&source) = self.documents.get(i) else { continue };
            let bits =
                |list: &[bool]| list.iter().enumerate().filter(|(_, b)| **b).fold(0, |all, (i, _)| all | 1_u64 << i);
            let Some(kept) = self.kept.get(i) else { continue };
            for (stretch, marked) in self.continua.stretches(i, code) {
                let range = kept.in_text(stretch);
                out.push(BehindUnit { source, range, code, marked, took_part: bits(&own.took_part) });
            }
        }
    }
}
