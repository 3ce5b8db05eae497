//! Comparing coders: which codings, cut into which units, are held against each other, and every figure of that with what
//! is behind it. The statistics themselves are in `analysis::agreement`.

pub mod json;
pub mod overview;
pub mod report;

use super::disputes::{AgreeRule, compared, refuse_blind};
use super::{Error, Progress};
use crate::analysis::agreement::Reason;
use crate::analysis::agreement::gamma::{self, Gamma};
use crate::analysis::agreement::{
    Comparison, Continua, Continuum, Figure, Fourfold, Mark, Matched, Options, OverCodes, Plan, Presence, Resampling,
    Rule, TableFigures, Threshold, compare as figures, matched, over_codes, pooled_kappa_of,
};
use crate::model::{CharRange, CodeId, Fact, SourceId, Study, UserId};
use crate::store::Reads;
use crate::text::{Cut, TextIndex, Turns, units};
use std::collections::{BTreeSet, HashMap, HashSet};

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
    /// Empty: all coders.
    pub coders: Vec<UserId>,
    /// Empty: every code that one of them used. A coding counts for the nearest of these codes that it is or is below.
    pub codes: Vec<CodeId>,
    /// Levels of the code tree from the top, 1 or more: codes further down count as the one above them on the last level.
    pub level: Option<usize>,
    /// Empty: all documents.
    pub documents: Vec<SourceId>,
    pub unit: Unit,
    pub rule: Rule,
    /// Labels of speakers whose words are left out.
    pub without: Vec<String>,
    /// Whoever did not work through a document counts as having found nothing there.
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
    pub units: usize,
    pub over: OverCodes,
    /// Of the first two coders that took part, over all codes; units or characters.
    pub counts: Fourfold,
}

/// Two coders over all codes.
#[derive(Clone, Debug)]
pub struct PairOverCodes {
    /// Places in [`Compared::coders`].
    pub coders: (usize, usize),
    pub kappa: Figure,
    /// Over unit-code marks.
    pub counts: Fourfold,
}

/// Indices of coders, codes and documents are places in the lists here.
#[derive(Clone, Debug)]
pub struct Compared {
    pub settings: CompareSettings,
    pub coders: Vec<UserId>,
    pub codes: Vec<CodeId>,
    /// Those compared.
    pub documents: Vec<SourceId>,
    /// Documents that fewer than two of the coders worked through: they are left out.
    pub alone: Vec<SourceId>,
    pub comparison: Comparison,
    pub per_document: Vec<DocumentFigures>,
    pub pairs: Vec<PairOverCodes>,
    /// For each code, a figure a pair of coders; for the unit of passages.
    pub passages: Vec<Vec<((usize, usize), Matched)>>,
    /// Passages by code, then by coder.
    pub marks: Vec<Vec<usize>>,
    /// Of each document; empty when the unit is no stretch of text.
    pub units: Vec<Vec<CharRange>>,
    /// Codings that were compared.
    pub facts: Vec<Fact>,
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
    let mut people = settings.coders.clone();
    let layer = study.agreed().filter(|layer| settings.reference == Some(*layer));
    people.retain(|id| Some(*id) != layer);
    let mut coders = match compared(&study, &AgreeRule { coders: people.clone(), ..AgreeRule::default() }) {
        // One coder can be held against the agreed layer.
        Err(_) if layer.is_some() && people.len() == 1 => people.clone(),
        found => found?,
    };
    coders.extend(layer);
    if let Some(reference) = settings.reference.filter(|id| !coders.contains(id)) {
        let name = study.user(reference).map_or("", |u| u.name.as_str());
        return Err(Error::Refused { why: format!("the reference coder {name} is not among the coders compared") });
    }
    let place: HashMap<UserId, usize> = coders.iter().enumerate().map(|(i, &id)| (id, i)).collect();
    let mut facts = reads.facts(&coders)?;
    let mut took_part: HashMap<SourceId, BTreeSet<usize>> = HashMap::new();
    for (source, user) in reads.participations()? {
        if let Some(&coder) = place.get(&user) {
            took_part.entry(source).or_default().insert(coder);
        }
    }
    let chosen = |id: &SourceId| settings.documents.is_empty() || settings.documents.contains(id);
    let (mut documents, mut alone) = (Vec::new(), Vec::new());
    for source in study.sources.iter().map(|s| s.id).filter(chosen) {
        let here = took_part.get(&source).map_or(0, BTreeSet::len);
        match here {
            0 => {}
            1 if !settings.everyone_took_part => alone.push(source),
            _ => documents.push(source),
        }
    }
    let source_place: HashMap<SourceId, usize> = documents.iter().enumerate().map(|(i, &id)| (id, i)).collect();
    facts.retain(|fact| source_place.contains_key(&fact.source));
    let (codes, counted_as) = codes_compared(&study, settings, &facts);
    facts.retain(|fact| counted_as.contains_key(&fact.code));

    let mut continua_documents = Vec::with_capacity(documents.len());
    let mut all_units = Vec::with_capacity(documents.len());
    let mut speakers: HashMap<String, (usize, bool)> = HashMap::new();
    for (done, source) in documents.iter().enumerate() {
        progress.step(done as u64, (documents.len() + codes.len()) as u64)?;
        let text = reads.text(*source)?;
        let index = TextIndex::new(&text);
        let turns = Turns::find(&text, &index, &reads.origin(*source)?.unwrap_or_default());
        for turn in turns.turns() {
            if let Some(speaker) = turns.speakers().get(turn.speaker) {
                let (count, asks) = speakers.entry(speaker.label.clone()).or_default();
                *count += 1;
                *asks |= speaker.asks;
            }
        }
        let cut = match settings.unit {
            Unit::Cut(cut) => units(&text, &index, &turns, cut, &settings.without),
            Unit::Character | Unit::Passages(_) => vec![],
        };
        let stretches = cut.iter().map(|range| (range.start.0, range.end.0)).collect();
        let here = took_part.get(source);
        continua_documents.push(Continuum {
            length: index.char_count(),
            units: matches!(settings.unit, Unit::Cut(_)).then_some(stretches),
            took_part: (0..coders.len())
                .map(|coder| settings.everyone_took_part || here.is_some_and(|here| here.contains(&coder)))
                .collect(),
        });
        all_units.push(cut);
    }
    let marks = facts.iter().filter_map(|fact| {
        Some(Mark {
            document: *source_place.get(&fact.source)?,
            coder: *place.get(&fact.user)?,
            code: *counted_as.get(&fact.code)?,
            span: (fact.range.start.0, fact.range.end.0),
        })
    });
    let marks: Vec<Mark> = marks.collect();
    let continua = Continua::new(coders.len(), codes.len(), continua_documents, marks.iter().copied())
        .map_err(|e| Error::Refused { why: e.to_string() })?;
    let options = Options {
        rule: settings.rule,
        reference: settings.reference.and_then(|id| place.get(&id).copied()),
        bootstrap: settings.bootstrap,
    };
    let all = (documents.len() + codes.len()) as u64;
    let go_on = |code: usize| progress.step((documents.len() + code) as u64, all).is_ok();
    let comparison = figures(&continua, &options, &go_on).ok_or(crate::store::Error::Cancelled)?;
    let pairs: Vec<(usize, usize)> =
        (0..coders.len()).flat_map(|i| (i + 1..coders.len()).map(move |j| (i, j))).collect();
    let passages = match settings.unit {
        Unit::Passages(least) => (0..codes.len())
            .map(|code| pairs.iter().map(|&(x, y)| ((x, y), matched(&continua, x, y, &[code], least))).collect())
            .collect(),
        _ => vec![],
    };
    let mut numbers = vec![vec![0; coders.len()]; codes.len()];
    for mark in &marks {
        if let Some(number) = numbers.get_mut(mark.code).and_then(|own| own.get_mut(mark.coder)) {
            *number += 1;
        }
    }
    let tables: Vec<_> = (0..codes.len()).map(|code| comparison.table(&continua, code)).collect();
    let over_pairs = pairs.iter().map(|&(x, y)| PairOverCodes {
        coders: (x, y),
        kappa: pooled_kappa_of(&tables, &[(x, y)]),
        counts: Comparison::micro(&tables.iter().map(|t| t.fourfold(x, y)).collect::<Vec<_>>()),
    });
    let per_document = (0..documents.len()).map(|document| {
        let one = continua.only(document);
        let table = |code: usize| match one.presence(code, settings.rule) {
            Ok(presence) => presence.ratings(),
            Err(_) => one.characters(code),
        };
        let tables: Vec<_> = (0..codes.len()).map(table).collect();
        let here: Vec<usize> = one
            .documents
            .first()
            .map(|d| d.took_part.iter().enumerate().filter(|(_, here)| **here).map(|(i, _)| i).collect())
            .unwrap_or_default();
        let counts = match here.as_slice() {
            [x, y, ..] => Comparison::micro(&tables.iter().map(|t| t.fourfold(*x, *y)).collect::<Vec<_>>()),
            _ => Fourfold::default(),
        };
        let units = all_units.get(document).map_or(0, Vec::len);
        DocumentFigures { document, units, over: over_codes(&tables), counts }
    });
    let every_code: Vec<usize> = (0..codes.len()).collect();
    let mut gammas = Vec::new();
    if let Some(seed) = settings.gamma {
        let sampling = gamma::Sampling { seed, ..gamma::Sampling::default() };
        for document in 0..documents.len() {
            progress.step(document as u64, documents.len() as u64)?;
            let (own, how) = (continua.only(document), gamma::Dissimilarity::default());
            let found = gamma::gamma(&own, &every_code, how, sampling, &|| progress.step(document as u64, all).is_ok());
            gammas.push(found);
        }
        progress.step(all, all)?;
    }
    let mut speakers: Vec<(String, (usize, bool))> = speakers.into_iter().collect();
    speakers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(Compared {
        settings: settings.clone(),
        gamma: gammas,
        speakers: speakers.into_iter().map(|(label, (_, asks))| (label, asks)).collect(),
        alone,
        per_document: per_document.collect(),
        pairs: over_pairs.collect(),
        comparison,
        passages,
        marks: numbers,
        units: all_units,
        coders,
        codes,
        documents,
        facts,
        counted_as,
        continua,
    })
}

/// The codes compared, in order of the codebook, and for each code of a coding the one that it counts as.
fn codes_compared(study: &Study, settings: &CompareSettings, facts: &[Fact]) -> (Vec<CodeId>, HashMap<CodeId, usize>) {
    let book = &study.codebook;
    let allowed = |code: CodeId| {
        (settings.codes.is_empty() || settings.codes.contains(&code))
            && settings.level.is_none_or(|levels| book.depth(code) < levels)
    };
    let nearest = |code: CodeId| {
        let mut at = Some(code);
        while let Some(code) = at {
            if allowed(code) {
                return Some(code);
            }
            at = book.get(code).and_then(|code| code.parent);
        }
        None
    };
    let used: HashSet<CodeId> = facts.iter().map(|fact| fact.code).collect();
    let counted: HashMap<CodeId, CodeId> = used.into_iter().filter_map(|code| Some((code, nearest(code)?))).collect();
    let listed: HashSet<CodeId> = counted.values().copied().chain(settings.codes.iter().copied()).collect();
    let codes: Vec<CodeId> =
        book.codes().iter().map(|code| code.id).filter(|code| listed.contains(code) && allowed(*code)).collect();
    let places: HashMap<CodeId, usize> = codes.iter().enumerate().map(|(i, &code)| (code, i)).collect();
    let counted = counted.into_iter().filter_map(|(code, as_code)| Some((code, *places.get(&as_code)?)));
    (codes, counted.collect())
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
            _ => self.continua.documents.iter().map(|d| u64::from(d.length)).sum(),
        }
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
            for ((start, end), marked) in self.continua.stretches(i, code) {
                let range = CharRange::new(start, end);
                out.push(BehindUnit { source, range, code, marked, took_part: bits(&own.took_part) });
            }
        }
    }
}
