//! The coders' passages prepared for comparison: documents as ranges of positions, who took part in which, the
//! passages, and the units into which the text is divided. Coders, codes and documents are indices.
//!
//! Passages are kept sorted, so that every figure is computed from those of its code or document alone: time follows
//! the number of passages, not documents × codes × coders. What nobody coded is counted from the documents' lengths.

use super::coder_set::CoderSet;
use super::presence::{DividedText, Presence};
use super::ratings::{Counts, Tally};
use super::rule::Rule;
use super::{Ratings, Reason};
use crate::tr;
use std::sync::Arc;

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

impl Continuum {
    /// Returns the coders who took part.
    pub fn coders(&self) -> impl Iterator<Item = usize> {
        self.took_part.iter().enumerate().filter(|(_, took_part)| **took_part).map(|(coder, _)| coder)
    }

    #[must_use]
    pub fn has(&self, coder: usize) -> bool {
        self.took_part.get(coder) == Some(&true)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub document: usize,
    pub coder: usize,
    pub code: usize,
    pub span: Stretch,
}

/// A coded stretch: a passage, or passages of one coder and code that overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub document: u32,
    pub coder: u32,
    pub code: u32,
    pub span: Stretch,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
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
    /// By code, document, coder and position.
    by_code: Vec<Segment>,
    /// The same by document, coder, code and position.
    by_document: Vec<Segment>,
    /// The lengths of the documents.
    characters: Arc<DividedText>,
    /// The numbers of their units; `None` when a text is not divided.
    units: Option<Arc<DividedText>>,
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
        let (mut segments, mut dropped) = (Vec::new(), 0);
        for mark in marks {
            let document = documents.get(mark.document).ok_or(InputError::Unlisted)?;
            if mark.coder >= coders || mark.code >= codes {
                return Err(InputError::Unlisted);
            }
            if mark.span.0 > mark.span.1 {
                return Err(InputError::Reversed(mark.document));
            }
            if !document.has(mark.coder) {
                return Err(InputError::NotTakenPart(mark.document));
            }
            let span = (mark.span.0, mark.span.1.min(document.length));
            if span.0 >= span.1 {
                dropped += 1;
                continue;
            }
            let (document, coder, code) = (mark.document as u32, mark.coder as u32, mark.code as u32);
            segments.push(Segment { document, coder, code, span });
        }
        Ok(Self::of(coders, codes, documents, segments, dropped))
    }

    fn of(coders: usize, codes: usize, documents: Vec<Continuum>, mut segments: Vec<Segment>, dropped: usize) -> Self {
        segments.sort_unstable_by_key(|s| (s.code, s.document, s.coder, s.span));
        segments.dedup_by(|next, last| {
            let place = |s: &Segment| (s.code, s.document, s.coder);
            let overlaps = place(next) == place(last) && next.span.0 < last.span.1;
            if overlaps {
                last.span.1 = last.span.1.max(next.span.1);
            }
            overlaps
        });
        let mut by_document = segments.clone();
        by_document.sort_unstable_by_key(|s| (s.document, s.coder, s.code, s.span));
        let lengths = documents.iter().map(|document| Some(document.length as usize));
        let units = documents.iter().map(|document| document.units.as_ref().map(Vec::len));
        Self {
            coders,
            codes,
            dropped,
            by_code: segments,
            by_document,
            characters: Arc::new(DividedText::new(&documents, lengths).unwrap_or_default()),
            units: DividedText::new(&documents, units).map(Arc::new),
            seams: vec![],
            documents,
        }
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
        self.units.is_some()
    }

    /// Returns the part about a single document.
    #[must_use]
    pub fn only(&self, document: usize) -> Self {
        let of_document = self.in_document(document).iter().map(|segment| Segment { document: 0, ..*segment });
        let documents = self.documents.get(document).cloned().into_iter().collect();
        let seams = self.seams.get(document).cloned().into_iter().collect();
        Self::of(self.coders, self.codes, documents, of_document.collect(), 0).with_seams(seams)
    }

    /// Returns the segments of a code, by document, coder and position.
    pub(super) fn of_code(&self, code: usize) -> &[Segment] {
        part(&self.by_code, |segment| (segment.code as usize).cmp(&code))
    }

    /// Returns the segments in a document, by coder, code and position.
    pub(super) fn in_document(&self, document: usize) -> &[Segment] {
        part(&self.by_document, |segment| (segment.document as usize).cmp(&document))
    }

    /// Returns the segments of a coder in a document, by code and position.
    pub(super) fn of_coder(&self, document: usize, coder: usize) -> &[Segment] {
        part(self.in_document(document), |segment| (segment.coder as usize).cmp(&coder))
    }

    /// Returns the stretches that a coder coded in a document. Those that only touch are separate.
    pub(super) fn segments(&self, document: usize, coder: usize, code: usize) -> impl Iterator<Item = Stretch> {
        let segments = part(self.of_coder(document, coder), |segment| (segment.code as usize).cmp(&code));
        segments.iter().map(|segment| segment.span)
    }

    /// Returns the stretches between the borders of all coders' passages that at least one coder coded, with the
    /// coders.
    #[must_use]
    pub fn stretches(&self, document: usize, code: usize) -> Vec<(Stretch, CoderSet)> {
        self.stretches_of(part(self.of_code(code), |segment| (segment.document as usize).cmp(&document)))
    }

    /// Does this for the segments of one code in one document.
    fn stretches_of(&self, segments: &[Segment]) -> Vec<(Stretch, CoderSet)> {
        let mut borders: Vec<(u32, u32)> = Vec::with_capacity(2 * segments.len());
        for of_coder in segments.chunk_by(|a, b| a.coder == b.coder) {
            let coder = of_coder.first().map_or(0, |segment| segment.coder);
            self.each_run(of_coder, |(start, end)| borders.extend([(start, coder), (end, coder)]));
        }
        borders.sort_unstable();
        let (mut last, mut state) = (0, CoderSet::default());
        let mut out = Vec::new();
        for (position, coder) in borders {
            if position > last && !state.is_empty() {
                out.push(((last, position), state.clone()));
            }
            last = position;
            state.toggle(coder as usize);
        }
        out
    }

    /// Calls `take` with each coded stretch of one coder and code in one document; segments that touch are joined.
    fn each_run(&self, segments: &[Segment], mut take: impl FnMut(Stretch)) {
        let document = segments.first().map_or(0, |segment| segment.document as usize);
        let seams = self.seams.get(document).map_or(&[][..], Vec::as_slice);
        let mut run: Option<Stretch> = None;
        for &Segment { span, .. } in segments {
            match run.as_mut().filter(|run| run.1 == span.0 && seams.binary_search(&span.0).is_err()) {
                Some(run) => run.1 = span.1,
                None => run.replace(span).into_iter().for_each(&mut take),
            }
        }
        run.into_iter().for_each(take);
    }

    /// Returns the units of a document that count as coded, in order.
    #[must_use]
    pub fn coded_units(&self, document: usize, coder: usize, code: usize, rule: Rule) -> Vec<u32> {
        let segments = part(self.of_coder(document, coder), |segment| (segment.code as usize).cmp(&code));
        self.units_of(segments, rule)
    }

    /// Does this for the segments of one coder and code in one document.
    fn units_of(&self, segments: &[Segment], rule: Rule) -> Vec<u32> {
        let document = segments.first().and_then(|segment| self.documents.get(segment.document as usize));
        let Some(units) = document.and_then(|document| document.units.as_ref()) else { return vec![] };
        let mut coded: Vec<u32> = Vec::new();
        let mut covered: Vec<(u32, u32)> = Vec::new();
        let mut first = 0;
        self.each_run(segments, |(start, end)| {
            first += skipped(units.get(first..).unwrap_or_default(), |u| u.1 <= start);
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
        });
        if let Rule::Cover(least) = rule {
            let length = |k: u32| units.get(k as usize).map_or(0, |u| u.1 - u.0);
            coded.extend(covered.into_iter().filter(|&(k, sum)| least.reached(sum, length(k))).map(|(k, _)| k));
        }
        coded.dedup();
        coded
    }

    /// Calls `take` with each unit that at least one coder coded and the coders, for the segments of one code in one document.
    fn each_presence(&self, segments: &[Segment], rule: Rule, mut take: impl FnMut(u32, CoderSet)) {
        let mut marks: Vec<(u32, u32)> = Vec::new();
        for of_coder in segments.chunk_by(|a, b| a.coder == b.coder) {
            let coder = of_coder.first().map_or(0, |segment| segment.coder);
            marks.extend(self.units_of(of_coder, rule).into_iter().map(|unit| (unit, coder)));
        }
        // Those of each coder are in order: a stable sort merges them.
        marks.sort();
        for of_unit in marks.chunk_by(|a, b| a.0 == b.0) {
            let unit = of_unit.first().map_or(0, |(unit, _)| *unit);
            take(unit, of_unit.iter().map(|(_, coder)| *coder as usize).collect());
        }
    }

    /// Presence or absence of one code on every unit.
    pub fn presence(&self, code: usize, rule: Rule) -> Result<Presence, Reason> {
        let text = self.units.clone().ok_or(Reason::NoUnits)?;
        let mut coded = Vec::new();
        for in_document in self.of_code(code).chunk_by(|a, b| a.document == b.document) {
            let document = in_document.first().map_or(0, |segment| segment.document);
            self.each_presence(in_document, rule, |unit, coders| coded.push((document, unit, coders)));
        }
        Ok(Presence { coders: self.coders, text, coded })
    }

    /// Presence or absence of one code on every character, computed from the borders alone.
    #[must_use]
    pub fn characters(&self, code: usize) -> Ratings {
        self.characters_of(&self.character_counts(code))
    }

    /// Counts the characters of one code by the coders who coded them.
    pub(super) fn character_counts(&self, code: usize) -> Counts {
        let mut tally = Tally::new(self.coders);
        for in_document in self.of_code(code).chunk_by(|a, b| a.document == b.document) {
            let document = in_document.first().map_or(0, |segment| segment.document as usize);
            for ((start, end), coders) in self.stretches_of(in_document) {
                tally.add(self.characters.part(document), coders, u64::from(end - start));
            }
        }
        tally.counts()
    }

    pub(super) fn characters_of(&self, counts: &Counts) -> Ratings {
        counts.ratings(self.characters.parts())
    }

    /// Returns the ratings of every code in a document: those of codes that are used there, and those of each of the
    /// others, which are equal, with their number. By unit, or by character if the text is not divided.
    #[must_use]
    pub fn ratings_in(&self, document: usize, rule: Rule) -> (Vec<Ratings>, Option<(Ratings, usize)>) {
        let text = self.units.as_ref().unwrap_or(&self.characters);
        let part = text.part(document);
        let whole = text.part_of(document);
        let mut segments = self.in_document(document).to_vec();
        segments.sort_by_key(|segment| segment.code);
        let used = segments.chunk_by(|a, b| a.code == b.code).map(|of_code| {
            let mut tally = Tally::new(self.coders);
            match self.units {
                Some(_) => self.each_presence(of_code, rule, |_, coders| tally.add(part, coders, 1)),
                None => self
                    .stretches_of(of_code)
                    .into_iter()
                    .for_each(|((start, end), coders)| tally.add(part, coders, u64::from(end - start))),
            }
            tally.counts().ratings(whole.into_iter())
        });
        let used: Vec<Ratings> = used.collect();
        let others = self.codes - used.len();
        let unused = Tally::new(self.coders).counts().ratings(whole.into_iter());
        (used, (others > 0).then_some((unused, others)))
    }

    /// Length of the texts in which at least two coders took part, times the number of these coders; `None` if there
    /// is no such text.
    pub(super) fn compared_length(&self) -> Option<f64> {
        let compared = self.characters.parts().filter(|(_, coders, length)| coders.len() > 1 && *length > 0);
        let lengths = compared.map(|(_, coders, length)| coders.len() as f64 * length as f64);
        lengths.reduce(|sum, length| sum + length)
    }
}

/// Returns the part of a sorted list for which `order` is equal.
fn part(sorted: &[Segment], order: impl Fn(&Segment) -> std::cmp::Ordering) -> &[Segment] {
    let start = sorted.partition_point(|segment| order(segment).is_lt());
    let rest = sorted.get(start..).unwrap_or_default();
    rest.get(..rest.partition_point(|segment| order(segment).is_eq())).unwrap_or_default()
}

/// Returns the number of elements at the front for which `is_before` holds: fast if they are few, whatever the length.
fn skipped<T>(list: &[T], is_before: impl Fn(&T) -> bool) -> usize {
    let (mut from, mut step) = (0, 1);
    while list.get(from + step - 1).is_some_and(&is_before) {
        from += step;
        step *= 2;
    }
    let near = list.get(from..list.len().min(from + step)).unwrap_or_default();
    from + near.partition_point(is_before)
}

#[cfg(test)]
mod tests {
    use super::skipped;

    #[test]
    fn elements_are_skipped_without_looking_at_all_of_them() {
        for length in [0, 1, 2, 7, 64, 1_000] {
            let list: Vec<usize> = (0..length).collect();
            for front in [0, 1, 2, 3, 5, 8, 60, 999, 1_000].into_iter().filter(|front| *front <= length) {
                let looked = std::cell::Cell::new(0);
                let found = skipped(&list, |at| {
                    looked.set(looked.get() + 1);
                    *at < front
                });
                assert_eq!(found, front, "{length}");
                let most = 2 * (front + 2).ilog2() + 3;
                assert!(looked.get() <= most, "{length}: {} for {front}", looked.get());
            }
        }
    }
}
