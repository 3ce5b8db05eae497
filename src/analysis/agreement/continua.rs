//! The coders' passages prepared for comparison: documents as ranges of positions, who took part in which, the
//! passages, and the units into which the text is divided. Coders, codes and documents are indices.

use super::rule::Rule;
use super::{CodeSet, Ratings, Reason, SetRatings};
use crate::tr;
use std::collections::{BTreeMap, HashMap};

/// A mask has one bit per coder.
pub const MOST_CODERS: usize = 64;

/// A half-open range in code points.
pub type Stretch = (u32, u32);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Continuum {
    pub length: u32,
    /// Sorted and disjoint; text outside is not analysed. `None` when the text is not divided into units.
    pub units: Option<Vec<Stretch>>,
    /// Per coder: whether the coder took part, with or without passages.
    pub took_part: Vec<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub document: usize,
    pub coder: usize,
    pub code: usize,
    pub span: Stretch,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    #[error("{}", tr!("at most {most} coders can be compared at once, not {count}", most = MOST_CODERS, count = .0))]
    TooManyCoders(usize),
    #[error("{}", tr!("units of document {document} overlap", document = .0))]
    UnitsOverlap(usize),
    #[error("{}", tr!("a coding of document {document} has its start after its end", document = .0))]
    Reversed(usize),
    #[error("{}", tr!("a coding of document {document} is by a coder who did not take part there", document = .0))]
    NotTakenPart(usize),
    #[error("{}", tr!("a coding names a document, coder or code that is not listed"))]
    Unlisted,
}

#[derive(Clone, Debug, Default)]
pub struct Continua {
    pub coders: usize,
    pub codes: usize,
    pub documents: Vec<Continuum>,
    /// Codings without a character inside their document.
    pub dropped: usize,
    /// Sorted spans per document, coder and code.
    spans: BTreeMap<(usize, usize, usize), Vec<Stretch>>,
    /// Per document, the positions at which text was cut out; empty when no text was cut out anywhere.
    seams: Vec<Vec<u32>>,
}

impl Continua {
    /// Clips spans to their documents, and drops and counts those that are then empty.
    ///
    /// # Errors
    /// Fails when passages and documents are inconsistent.
    pub fn new(
        coders: usize,
        codes: usize,
        mut documents: Vec<Continuum>,
        marks: impl IntoIterator<Item = Mark>,
    ) -> Result<Self, InputError> {
        if coders > MOST_CODERS {
            return Err(InputError::TooManyCoders(coders));
        }
        for (i, document) in documents.iter_mut().enumerate() {
            document.took_part.resize(coders, false);
            if let Some(units) = &mut document.units {
                units.retain(|u| u.1 > u.0);
                units.sort_unstable();
                if units.windows(2).any(|w| matches!(w, [a, b] if b.0 < a.1)) {
                    return Err(InputError::UnitsOverlap(i));
                }
            }
        }
        let mut out = Self { coders, codes, documents, ..Self::default() };
        for mark in marks {
            let document = out.documents.get(mark.document).ok_or(InputError::Unlisted)?;
            if mark.coder >= coders || mark.code >= codes {
                return Err(InputError::Unlisted);
            }
            if mark.span.0 > mark.span.1 {
                return Err(InputError::Reversed(mark.document));
            }
            if document.took_part.get(mark.coder) != Some(&true) {
                return Err(InputError::NotTakenPart(mark.document));
            }
            let span = (mark.span.0, mark.span.1.min(document.length));
            if span.0 >= span.1 {
                out.dropped += 1;
                continue;
            }
            out.spans.entry((mark.document, mark.coder, mark.code)).or_default().push(span);
        }
        out.spans.values_mut().for_each(|list| list.sort_unstable());
        Ok(out)
    }

    /// Sets the positions at which text was cut out of each document, ascending. Spans that meet there do not
    /// touch.
    #[must_use]
    pub fn with_seams(self, seams: Vec<Vec<u32>>) -> Self {
        Self { seams, ..self }
    }

    /// True when every document is divided into units.
    #[must_use]
    pub fn has_units(&self) -> bool {
        self.documents.iter().all(|d| d.units.is_some())
    }

    /// Returns the part about a single document.
    #[must_use]
    pub fn only(&self, document: usize) -> Self {
        let renumbered = |(_, coder, code): (usize, usize, usize)| (0, coder, code);
        let of_document = self.spans.range((document, 0, 0)..(document + 1, 0, 0));
        Self {
            coders: self.coders,
            codes: self.codes,
            documents: self.documents.get(document).cloned().into_iter().collect(),
            dropped: 0,
            spans: of_document.map(|(key, spans)| (renumbered(*key), spans.clone())).collect(),
            seams: self.seams.get(document).cloned().into_iter().collect(),
        }
    }

    /// Returns the stretches between the borders of all coders' passages that at least one coder coded, with the
    /// coders (one bit each).
    #[must_use]
    pub fn stretches(&self, document: usize, code: usize) -> Vec<(Stretch, u64)> {
        let mut borders: Vec<(u32, u64)> = Vec::new();
        for coder in 0..self.coders {
            for (start, end) in self.runs(document, coder, code) {
                borders.extend([(start, 1 << coder), (end, 1 << coder)]);
            }
        }
        borders.sort_unstable();
        let (mut last, mut state) = (0, 0_u64);
        let mut out = Vec::new();
        for (position, coder) in borders {
            if position > last && state != 0 {
                out.push(((last, position), state));
            }
            (last, state) = (position, state ^ coder);
        }
        out
    }

    fn raw(&self, document: usize, coder: usize, code: usize) -> &[Stretch] {
        self.spans.get(&(document, coder, code)).map_or(&[][..], Vec::as_slice)
    }

    /// Returns a coder's coded stretches; spans that touch are joined.
    #[must_use]
    pub fn runs(&self, document: usize, coder: usize, code: usize) -> Vec<Stretch> {
        let seams = self.seams.get(document).map_or(&[][..], Vec::as_slice);
        let touch = |at: u32| seams.binary_search(&at).is_err();
        joined(self.raw(document, coder, code).iter().copied(), touch)
    }

    /// Returns the coded stretches of several codes treated as one; spans that only touch stay separate.
    #[must_use]
    pub fn segments(&self, document: usize, coder: usize, codes: &[usize]) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> =
            codes.iter().flat_map(|&code| self.raw(document, coder, code).iter().copied()).collect();
        stretches.sort_unstable();
        joined(stretches.into_iter(), |_| false)
    }

    /// Returns the units of a document that count as coded, in order.
    #[must_use]
    pub fn coded_units(&self, document: usize, coder: usize, code: usize, rule: Rule) -> Vec<u32> {
        let Some(units) = self.documents.get(document).and_then(|d| d.units.as_ref()) else { return vec![] };
        let mut coded: Vec<u32> = Vec::new();
        let mut covered: Vec<(u32, u32)> = Vec::new();
        for (start, end) in self.runs(document, coder, code) {
            let first = units.partition_point(|u| u.1 <= start);
            let hits = || {
                let within = units.iter().enumerate().skip(first).take_while(move |(_, u)| u.0 < end);
                within.map(move |(k, u)| (k as u32, u.1 - u.0, end.min(u.1) - start.max(u.0)))
            };
            let inside: u32 = hits().map(|(_, _, shared)| shared).sum();
            for (k, length, shared) in hits() {
                match rule {
                    Rule::Any => coded.push(k),
                    Rule::Overlap(least) if least.reached(shared, length.min(inside)) => coded.push(k),
                    Rule::Overlap(_) => {}
                    Rule::Cover(_) => match covered.last_mut().filter(|(unit, _)| *unit == k) {
                        Some((_, sum)) => *sum += shared,
                        None => covered.push((k, shared)),
                    },
                }
            }
        }
        if let Rule::Cover(least) = rule {
            let length = |k: u32| units.get(k as usize).map_or(0, |u| u.1 - u.0);
            coded.extend(covered.into_iter().filter(|&(k, sum)| least.reached(sum, length(k))).map(|(k, _)| k));
        }
        coded.dedup();
        coded
    }

    /// Presence or absence of one code on every unit.
    pub fn presence(&self, code: usize, rule: Rule) -> Result<Presence, Reason> {
        let mut out = Presence { coders: self.coders, documents: vec![] };
        for (i, document) in self.documents.iter().enumerate() {
            let units = document.units.as_ref().ok_or(Reason::NoUnits)?.len();
            let mut marks: Vec<(u32, u64)> = Vec::new();
            for (coder, _) in document.took_part.iter().enumerate().filter(|(_, took_part)| **took_part) {
                marks.extend(self.coded_units(i, coder, code, rule).into_iter().map(|unit| (unit, 1_u64 << coder)));
            }
            marks.sort_unstable();
            let mut coded: Vec<(u32, u64)> = Vec::with_capacity(marks.len());
            for (unit, mask) in marks {
                match coded.last_mut().filter(|(last, _)| *last == unit) {
                    Some((_, coders)) => *coders |= mask,
                    None => coded.push((unit, mask)),
                }
            }
            out.documents.push(DocumentPresence { took_part: mask(&document.took_part), units, coded });
        }
        Ok(out)
    }

    /// Presence or absence of one code on every character, computed from the borders alone.
    #[must_use]
    pub fn characters(&self, code: usize) -> Ratings {
        let mut counts: BTreeMap<(u64, u64), u64> = BTreeMap::new();
        for (i, document) in self.documents.iter().enumerate() {
            let part = mask(&document.took_part);
            let mut borders: Vec<(u32, u64)> = vec![(document.length, 0)];
            for coder in 0..self.coders {
                for (start, end) in self.runs(i, coder, code) {
                    borders.extend([(start, 1 << coder), (end, 1 << coder)]);
                }
            }
            borders.sort_unstable();
            let (mut last, mut state) = (0, 0_u64);
            for (position, coder) in borders {
                if position > last {
                    *counts.entry((part, state)).or_default() += u64::from(position - last);
                    last = position;
                }
                state ^= coder;
            }
        }
        binary(self.coders, counts)
    }

    /// The set of codes on every unit.
    pub fn sets(&self, codes: &[Presence]) -> Result<SetRatings, Reason> {
        if !self.has_units() {
            return Err(Reason::NoUnits);
        }
        let words = codes.len().div_ceil(64).max(1);
        let size = self.coders * words;
        let mut rows: Vec<(Vec<Option<CodeSet>>, u64)> = Vec::new();
        for (i, document) in self.documents.iter().enumerate() {
            let units = document.units.as_ref().map_or(0, Vec::len);
            // One bit per code, for every unit and coder.
            let mut bits = vec![0_u64; units * size];
            for (code, presence) in codes.iter().enumerate() {
                for &(unit, mask) in presence.documents.get(i).map_or(&[][..], |document| document.coded.as_slice()) {
                    for coder in (0..self.coders).filter(|coder| mask >> coder & 1 == 1) {
                        let at = unit as usize * size + coder * words + code / 64;
                        if let Some(word) = bits.get_mut(at) {
                            *word |= 1 << (code % 64);
                        }
                    }
                }
            }
            let set = |took_part: &bool, bits: &[u64]| took_part.then(|| CodeSet::new(bits));
            let row = |of_unit: &[u64]| {
                document.took_part.iter().zip(of_unit.chunks(words)).map(|(h, o)| set(h, o)).collect()
            };
            let empty = vec![0_u64; size];
            let mut uncoded = 0;
            for of_unit in bits.chunks(size.max(1)) {
                if of_unit.iter().all(|word| *word == 0) { uncoded += 1 } else { rows.push((row(of_unit), 1)) }
            }
            if uncoded > 0 {
                rows.push((row(&empty), uncoded));
            }
        }
        Ok(SetRatings::new(self.coders, rows))
    }
}

/// One code on the units of all documents. Units that no coder coded are counted, not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    pub coders: usize,
    pub documents: Vec<DocumentPresence>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentPresence {
    /// One bit per coder.
    pub took_part: u64,
    pub units: usize,
    /// Units with their coders (one bit each), in order of units.
    pub coded: Vec<(u32, u64)>,
}

impl DocumentPresence {
    fn masks(&self) -> Vec<u64> {
        let mut masks = vec![0; self.units];
        for &(unit, mask) in &self.coded {
            if let Some(slot) = masks.get_mut(unit as usize) {
                *slot = mask;
            }
        }
        masks
    }
}

impl Presence {
    /// Returns ratings of 0 (absent) and 1 (present).
    #[must_use]
    pub fn ratings(&self) -> Ratings {
        let mut counts: BTreeMap<(u64, u64), u64> = BTreeMap::new();
        for d in &self.documents {
            *counts.entry((d.took_part, 0)).or_default() += (d.units - d.coded.len().min(d.units)) as u64;
            for &(_, mask) in &d.coded {
                *counts.entry((d.took_part, mask)).or_default() += 1;
            }
        }
        binary(self.coders, counts)
    }

    /// Returns the distinct patterns and, per document, the pattern of every unit.
    #[must_use]
    pub fn unit_patterns(&self) -> (Vec<Vec<Option<u32>>>, Vec<Vec<u32>>) {
        let mut known: HashMap<(u64, u64), u32> = HashMap::new();
        let mut patterns = Vec::new();
        let documents = self.documents.iter().map(|d| {
            let place = |mask| {
                *known.entry((d.took_part, mask)).or_insert_with(|| {
                    patterns.push(values(self.coders, d.took_part, mask));
                    patterns.len() as u32 - 1
                })
            };
            d.masks().into_iter().map(place).collect()
        });
        let documents = documents.collect();
        (patterns, documents)
    }
}

fn mask(took_part: &[bool]) -> u64 {
    took_part.iter().enumerate().filter(|(_, present)| **present).fold(0, |mask, (coder, _)| mask | 1 << coder)
}

fn values(coders: usize, took_part: u64, present: u64) -> Vec<Option<u32>> {
    (0..coders).map(|coder| (took_part >> coder & 1 == 1).then_some((present >> coder & 1) as u32)).collect()
}

fn binary(coders: usize, counts: BTreeMap<(u64, u64), u64>) -> Ratings {
    Ratings::new(coders, 2, counts.into_iter().map(|((part, present), n)| (values(coders, part, present), n)))
}

/// Returns the union of sorted spans; two that meet at a position are joined if it is one where they `touch`.
fn joined(spans: impl Iterator<Item = Stretch>, touch: impl Fn(u32) -> bool) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for (start, end) in spans {
        match out.last_mut().filter(|last| start < last.1 || (start == last.1 && touch(start))) {
            Some(last) => last.1 = last.1.max(end),
            None => out.push((start, end)),
        }
    }
    out
}
