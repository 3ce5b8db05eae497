//! One code on the units of all documents.

use super::bootstrap::{Population, Sample};
use super::coder_set::CoderSet;
use super::continua::Continuum;
use super::ratings::{Counts, Tally, values};
use super::{Ratings, Resampling};
use std::collections::HashMap;
use std::sync::Arc;

/// How many units, or characters, each document has, and who took part in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DividedText {
    /// Per document: index in `parts`, and number of units.
    documents: Vec<(u32, usize)>,
    /// The coders of a document, and the number of units of all documents that have these coders.
    parts: Vec<(CoderSet, u64)>,
    /// Per document: number of units of all documents before it.
    starts: Vec<usize>,
}

impl DividedText {
    /// `None` if a document is not divided.
    pub(super) fn new(documents: &[Continuum], units: impl Iterator<Item = Option<usize>>) -> Option<Self> {
        let mut out = Self::default();
        let mut known: HashMap<&[bool], u32> = HashMap::new();
        let mut start = 0;
        for (document, units) in documents.iter().zip(units) {
            let units = units?;
            let part = *known.entry(&document.took_part).or_insert_with(|| {
                out.parts.push((document.coders().collect(), 0));
                out.parts.len() as u32 - 1
            });
            if let Some((_, sum)) = out.parts.get_mut(part as usize) {
                *sum += units as u64;
            }
            out.documents.push((part, units));
            out.starts.push(start);
            start += units;
        }
        Some(out)
    }

    /// Returns a number that documents with the same coders share.
    pub(super) fn part(&self, document: usize) -> u32 {
        self.documents.get(document).map_or(0, |(part, _)| *part)
    }

    /// Returns these numbers, with the coders and the number of units of all their documents.
    pub(super) fn parts(&self) -> impl Iterator<Item = (u32, &CoderSet, u64)> {
        self.parts.iter().zip(0..).map(|((coders, units), part)| (part, coders, *units))
    }

    /// Returns the same of a single document.
    pub(super) fn part_of(&self, document: usize) -> Option<(u32, &CoderSet, u64)> {
        let &(part, units) = self.documents.get(document)?;
        Some((part, &self.parts.get(part as usize)?.0, units as u64))
    }

    /// Returns what is resampled: each unit, or each document with its units.
    #[must_use]
    pub fn population(&self, how: Resampling) -> Population {
        let groups = self.parts.len();
        match how {
            Resampling::Documents => Population {
                groups,
                elements: self.documents.iter().map(|&(part, units)| (part, units as u32)).collect(),
            },
            Resampling::Units => Population {
                groups,
                elements: self.documents.iter().flat_map(|&(part, units)| (0..units).map(move |_| (part, 1))).collect(),
            },
        }
    }
}

/// One code on the units of all documents. Only units that somebody coded are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    pub coders: usize,
    pub text: Arc<DividedText>,
    /// Document, unit, and who coded it, in order of documents and units.
    pub coded: Vec<(u32, u32, CoderSet)>,
}

impl Presence {
    /// Returns ratings of 0 (absent) and 1 (present).
    #[must_use]
    pub fn ratings(&self) -> Ratings {
        self.ratings_of(&self.counts())
    }

    /// Counts the units by the coders who coded them.
    pub(super) fn counts(&self) -> Counts {
        let mut tally = Tally::new(self.coders);
        for (document, _, coders) in &self.coded {
            tally.add(self.text.part(*document as usize), coders.clone(), 1);
        }
        tally.counts()
    }

    pub(super) fn ratings_of(&self, counts: &Counts) -> Ratings {
        counts.ratings(self.text.parts())
    }

    /// Returns the coders who took part in a document.
    #[must_use]
    pub fn took_part(&self, document: u32) -> CoderSet {
        self.text.part_of(document as usize).map_or_else(CoderSet::default, |(_, coders, _)| coders.clone())
    }

    /// Returns the code's ratings for drawing samples from [`DividedText::population`].
    #[must_use]
    pub fn sample(&self, how: Resampling) -> Sample {
        let mut patterns: Vec<Vec<Option<u32>>> =
            self.text.parts().map(|(_, coders, _)| values(self.coders, coders, &CoderSet::default())).collect();
        let usual = (0..patterns.len() as u32).collect();
        let mut known: HashMap<(u32, &CoderSet), u32> = HashMap::new();
        let mut marked: Vec<(u32, u32, u32)> = Vec::with_capacity(self.coded.len());
        for (document, unit, coders) in &self.coded {
            let Some((part, took_part, _)) = self.text.part_of(*document as usize) else { continue };
            let pattern = *known.entry((part, coders)).or_insert_with(|| {
                patterns.push(values(self.coders, took_part, coders));
                patterns.len() as u32 - 1
            });
            let element = match how {
                Resampling::Documents => *document,
                Resampling::Units => self.text.starts.get(*document as usize).map_or(0, |start| *start as u32) + unit,
            };
            marked.push((element, pattern, 1));
        }
        marked.sort_unstable();
        marked.dedup_by(|next, last| {
            let is_same = (next.0, next.1) == (last.0, last.1);
            last.2 += if is_same { next.2 } else { 0 };
            is_same
        });
        Sample { coders: self.coders, categories: 2, patterns, usual, marked }
    }
}
