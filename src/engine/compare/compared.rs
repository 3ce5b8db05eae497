//! The result of comparing coders: the figures, and the units on which each rests.

use super::settings::{CompareSettings, Unit};
use super::strays::StrayCoding;
use crate::analysis::agreement::gamma::Gamma;
use crate::analysis::agreement::{
    Characters, CoderSet, Comparison, Continua, Continuum, Figure, Fourfold, Matched, OverCodes, Presence, Reason,
    TableFigures, by_characters,
};
use crate::model::{CharRange, CodeId, Fact, SourceId, UserId, same_name};
use crate::text::Kept;
use std::collections::HashMap;

/// The figures of one document over all codes compared.
#[derive(Clone, Debug)]
pub struct DocumentFigures {
    /// Index in [`Compared::documents`].
    pub document: usize,
    /// Units of the document, or characters; 0 if the unit is the passage.
    pub units: u64,
    pub over: OverCodes,
    /// Sum over all codes and all pairs of coders who took part: units times codes, or characters times codes.
    pub counts: Fourfold,
    /// The same for passages, if these are the unit.
    pub matched: Matched,
}

/// The figures of two coders over all codes.
#[derive(Clone, Debug)]
pub struct PairOverCodes {
    /// Indices in [`Compared::coders`].
    pub coders: (usize, usize),
    pub kappa: Figure,
    /// Units, or characters, of the documents in which both took part.
    pub units: u64,
    /// Sum over all codes: units times codes, or characters times codes.
    pub counts: Fourfold,
    /// The same for passages, if these are the unit.
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

/// Returns the counts over all codes, or why no figure of them has a value: there are no units or no codes.
pub(super) fn with_counts(units: u64, counts: Fourfold) -> Result<Fourfold, Reason> {
    if units > 0 { counts.shared().map_err(|_| Reason::CodeNotUsed) } else { Err(Reason::NoPairableUnits) }
}

/// Coders, codes and documents are given as indices into the lists of this struct.
#[derive(Clone, Debug)]
pub struct Compared {
    pub settings: CompareSettings,
    pub coders: Vec<UserId>,
    pub codes: Vec<CodeId>,
    /// The documents compared.
    pub documents: Vec<SourceId>,
    /// Documents that only one of the coders finished; they are left out.
    pub single_coder: Vec<SourceId>,
    /// Documents with passages by a coder who has not finished them; these passages are left out. The coder may not
    /// be in `coders` if they finished none of the documents.
    pub unfinished: Vec<(SourceId, UserId)>,
    /// Documents compared although a coder who has coded in them has not marked them as finished.
    pub unmarked: Vec<(SourceId, UserId)>,
    pub comparison: Comparison,
    pub per_document: Vec<DocumentFigures>,
    pub pairs: Vec<PairOverCodes>,
    /// For each code, one figure per pair of coders, if the unit is the passage.
    pub passages: Vec<Vec<((usize, usize), Matched)>>,
    /// Number of passages by code, then by coder.
    pub marks: Vec<Vec<usize>>,
    /// Units of each document; empty when the text is not divided into units.
    pub units: Vec<Vec<CharRange>>,
    /// The part of each document that is analysed.
    pub kept: Vec<Kept>,
    /// The codings compared.
    pub facts: Vec<Fact>,
    /// Number of codings left out because they lie entirely in turns of speakers who are left out.
    pub cut_out: usize,
    /// Index of the code as which a coding's code was counted, if not as itself.
    pub counted_as: HashMap<CodeId, usize>,
    pub continua: Continua,
    /// Per document compared, if requested.
    pub gamma: Vec<Result<Gamma, Reason>>,
    /// The same comparison with the reference among the coders, if that is the consensus coding: it is no coder, so the
    /// other figures are those of the coders alone. Only its figures against the reference are meant.
    pub with_reference: Option<Box<Compared>>,
    /// Coders who are not compared because they have coded hardly anything.
    pub strays: Vec<StrayCoding>,
    /// Labels of the speakers in the documents compared, most turns first.
    pub speakers: Vec<(String, bool)>,
}

/// A unit on which a figure rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceUnit {
    pub source: SourceId,
    pub range: CharRange,
    /// Index in [`Compared::codes`].
    pub code: usize,
    /// Indices in [`Compared::coders`].
    pub marked: CoderSet,
    pub took_part: CoderSet,
}

impl EvidenceUnit {
    #[must_use]
    pub fn is_disagreement(&self) -> bool {
        !self.marked.is_empty() && self.marked != self.took_part
    }
}

impl Compared {
    /// Returns the comparison that has the figures against the reference, if there are any.
    #[must_use]
    pub fn of_reference(&self) -> Option<&Self> {
        let with_reference = self.with_reference.as_deref().unwrap_or(self);
        (!with_reference.comparison.against.is_empty()).then_some(with_reference)
    }

    /// Returns the figures of a code on the requested unit: by characters when the text is not divided.
    #[must_use]
    pub fn figures(&self, code: usize) -> Option<&TableFigures> {
        self.comparison.codes.get(code).map(|of_code| of_code.figures.as_ref())
    }

    #[must_use]
    pub fn over_codes(&self) -> &OverCodes {
        &self.comparison.over_codes
    }

    /// Computes the figures by character, whatever the unit.
    pub(super) fn by_characters(&self) -> Characters {
        match self.continua.has_units() {
            true if self.documents.is_empty() => {
                Characters { over_codes: OverCodes::none(Reason::NoPairableUnits), ..by_characters(&self.continua) }
            }
            true => by_characters(&self.continua),
            false => Characters {
                codes: self.comparison.codes.iter().map(|code| code.figures.clone()).collect(),
                over_codes: self.comparison.over_codes.clone(),
            },
        }
    }

    /// Returns the number of units compared, or of characters.
    #[must_use]
    pub fn unit_count(&self) -> u64 {
        match self.settings.unit {
            Unit::Cut(_) => self.units.iter().map(|units| units.len() as u64).sum(),
            Unit::Character | Unit::Passages(_) => self.continua.documents.iter().map(units_in).sum(),
        }
    }

    /// Returns the labels of speakers who were left out: those in the settings that occur in a document compared.
    pub fn left_out(&self) -> impl Iterator<Item = &str> {
        let is_out = |label: &str| self.settings.without.iter().any(|excluded| same_name(excluded, label));
        self.speakers.iter().map(|(label, _)| label.as_str()).filter(move |label| is_out(label))
    }

    /// Returns the labels in the settings that no speaker has in a document compared.
    pub fn absent_speakers(&self) -> impl Iterator<Item = &str> {
        let is_here = |label: &str| self.speakers.iter().any(|(known, _)| same_name(known, label));
        self.settings.without.iter().map(String::as_str).filter(move |label| !is_here(label))
    }

    /// Returns the units that at least one coder coded, for one code or all, in one document or all, in order of
    /// documents, text and codes. For characters and passages, these are the stretches between the coders' borders.
    #[must_use]
    pub fn evidence(&self, code: Option<usize>, document: Option<usize>) -> Vec<EvidenceUnit> {
        let mut found = Vec::new();
        for code in code.map_or(0..self.codes.len(), |code| code..code + 1) {
            match self.comparison.codes.get(code).and_then(|of_code| of_code.presence.as_ref()) {
                Some(presence) => self.units_of(code, presence, document, &mut found),
                None => self.stretches_of(code, document, &mut found),
            }
        }
        let order: HashMap<SourceId, usize> = self.documents.iter().enumerate().map(|(i, &id)| (id, i)).collect();
        found.sort_by_key(|unit| (order.get(&unit.source).copied(), unit.range.start, unit.range.end, unit.code));
        found
    }

    fn units_of(&self, code: usize, presence: &Presence, document: Option<usize>, out: &mut Vec<EvidenceUnit>) {
        let wanted = |place: u32| document.is_none_or(|document| document == place as usize);
        for (place, unit, marked) in presence.coded.iter().filter(|(place, ..)| wanted(*place)) {
            let Some(&source) = self.documents.get(*place as usize) else { continue };
            let units = self.units.get(*place as usize);
            let Some(&range) = units.and_then(|units| units.get(*unit as usize)) else { continue };
            let (marked, took_part) = (marked.clone(), presence.took_part(*place));
            out.push(EvidenceUnit { source, range, code, marked, took_part });
        }
    }

    fn stretches_of(&self, code: usize, document: Option<usize>, out: &mut Vec<EvidenceUnit>) {
        for (i, continuum) in
            self.continua.documents.iter().enumerate().filter(|(i, _)| document.is_none_or(|d| d == *i))
        {
            let Some(&source) = self.documents.get(i) else { continue };
            let Some(kept) = self.kept.get(i) else { continue };
            for (stretch, marked) in self.continua.stretches(i, code) {
                let (range, took_part) = (kept.in_text(stretch), continuum.coders().collect());
                out.push(EvidenceUnit { source, range, code, marked, took_part });
            }
        }
    }
}

/// Returns the number of units of a document, or of its characters when it is not divided.
pub(super) fn units_in(document: &Continuum) -> u64 {
    document.units.as_ref().map_or(u64::from(document.length), |units| units.len() as u64)
}
