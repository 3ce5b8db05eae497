//! The words of passages that a query found, with the places because of which it did, as they are shown on cards.

use super::places::FoundPlaces;
use super::said::said;
use crate::analysis::query::FoundPlace;
use crate::engine::error::Error;
use crate::engine::excerpts::{Excerpt, LONGEST, WORD, excerpt_of, speakers_in, turns};
use crate::model::{CharRange, CodeId, Progress, SourceId};
use crate::store::Reads;
use crate::text::{TextIndex, Turns};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// Characters shown around each stretch.
const CONTEXT: u32 = 80;
/// Places with at most this many characters between them are in one stretch.
const NEAR: u32 = 200;
/// Of a passage that is cut, at least so many characters are shown.
const SHOWN: u32 = LONGEST - WORD;
/// Stretches of text on a card at most; further places are counted.
const MOST: usize = 4;

/// What a card shows of a passage that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardWords {
    /// Who says it; `None` if several do, or nobody.
    pub speaker: Option<String>,
    /// The number of the turn it is in; `None` if it is in several, or in none.
    pub turn: Option<u32>,
    /// The passage, and what stands beside it; in the order of the text, those in its own document first.
    pub stretches: Vec<FoundStretch>,
    /// The number of places because of which it was found that are not shown.
    pub more: usize,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundStretch {
    pub source: SourceId,
    pub excerpt: Excerpt,
    /// The places in it, by their beginnings. They may overlap.
    pub marks: Vec<FoundMark>,
}

/// A place in a stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundMark {
    /// In characters from the beginning of the excerpt.
    pub range: Range<u32>,
    /// `None` for words that were found.
    pub code: Option<CodeId>,
    /// It is the passage itself.
    pub is_result: bool,
}

/// Returns the words of some passages, by their numbers.
///
/// # Errors
/// When a document cannot be read, or when cancelled.
pub fn card_words(
    reads: Reads<'_>,
    found: &FoundPlaces,
    passages: &[usize],
    progress: &Progress,
) -> Result<Vec<CardWords>, Error> {
    let mut open = OpenTexts { reads, texts: HashMap::new() };
    let total = passages.len() as u64;
    let card = |(done, number): (usize, &usize)| {
        progress.step(done as u64, total)?;
        open.card(found, *number)
    };
    passages.iter().enumerate().map(card).collect()
}

struct OpenText {
    text: String,
    index: TextIndex,
    turns: Rc<Turns>,
}

struct OpenTexts<'a> {
    reads: Reads<'a>,
    texts: HashMap<SourceId, Rc<OpenText>>,
}

impl OpenTexts<'_> {
    fn open(&mut self, source: SourceId) -> Result<Rc<OpenText>, Error> {
        if let Some(open) = self.texts.get(&source) {
            return Ok(Rc::clone(open));
        }
        let text = self.reads.text(source)?;
        let index = TextIndex::new(&text);
        let turns = turns(self.reads, source, &text, &index)?;
        let open = Rc::new(OpenText { text, index, turns });
        self.texts.insert(source, Rc::clone(&open));
        Ok(open)
    }

    fn card(&mut self, found: &FoundPlaces, number: usize) -> Result<CardWords, Error> {
        let places = found.passage(number);
        let Some(place) = places.first() else { return Ok(CardWords::default()) };
        let mut evidence: Vec<FoundPlace> = places.iter().flat_map(|place| found.evidence(place)).collect();
        // Coders who agree are one place.
        evidence.sort_by_key(|one| (one.source, one.range, one.code()));
        evidence.dedup_by_key(|one| (one.source, one.range, one.code()));
        evidence.retain(|one| (one.source, one.range, one.code()) != (place.source, place.range, place.code()));
        let (parts, more) = parts(place, evidence);
        let stretches = parts.iter().map(|part| self.stretch(part)).collect::<Result<_, _>>()?;
        let open = self.open(place.source)?;
        let (speaker, turn) = said(&open.turns, &open.index, place.range);
        Ok(CardWords { speaker, turn, stretches, more })
    }

    fn stretch(&mut self, part: &Part) -> Result<FoundStretch, Error> {
        let open = self.open(part.source)?;
        let (mut excerpt, extent) = excerpt_of(&open.text, &open.index, open.index.clamp(part.range), CONTEXT);
        excerpt.speakers = speakers_in(&open.turns, &open.text, &open.index, extent);
        let mark = |(place, is_result): &(FoundPlace, bool)| {
            let shown = place.range.intersection(extent)?;
            let range = shown.start.0 - extent.start.0..shown.end.0 - extent.start.0;
            Some(FoundMark { range, code: place.code(), is_result: *is_result })
        };
        Ok(FoundStretch { source: part.source, excerpt, marks: part.places.iter().filter_map(mark).collect() })
    }
}

/// Places that are shown together.
struct Part {
    source: SourceId,
    range: CharRange,
    /// By their beginnings; true for the passage itself.
    places: Vec<(FoundPlace, bool)>,
}

impl Part {
    /// Adds a place that is near enough; returns whether it is.
    fn takes(&mut self, place: &FoundPlace) -> bool {
        let start = self.range.start.min(place.range.start);
        let hull = CharRange { start, end: self.range.end.max(place.range.end) };
        let gap = hull.len().saturating_sub(self.range.len() + place.range.len());
        // Of a long passage only the beginning is shown.
        let begins_in_sight = self.range.encloses(place.range) && place.range.start.0 - self.range.start.0 < SHOWN;
        let is_near = place.source == self.source && (begins_in_sight || gap <= NEAR && hull.len() <= LONGEST);
        if is_near {
            self.range = hull;
            self.places.push((*place, false));
        }
        is_near
    }
}

/// Divides a passage and its evidence into parts of text, the nearest places first; returns how many are in none.
fn parts(place: &FoundPlace, mut evidence: Vec<FoundPlace>) -> (Vec<Part>, usize) {
    let away = |other: &FoundPlace| {
        let (one, other_range) = (place.range, other.range);
        let gap = other_range.start.0.saturating_sub(one.end.0).max(one.start.0.saturating_sub(other_range.end.0));
        (other.source != place.source, gap)
    };
    evidence.sort_by_key(away);
    let mut parts = vec![Part { source: place.source, range: place.range, places: vec![(*place, true)] }];
    let mut more = 0;
    for other in &evidence {
        if parts.iter_mut().any(|part| part.takes(other)) {
            continue;
        }
        if parts.len() == MOST {
            more += 1;
        } else {
            parts.push(Part { source: other.source, range: other.range, places: vec![(*other, false)] });
        }
    }
    for part in &mut parts {
        part.places.sort_by_key(|(place, _)| (place.range, place.code()));
    }
    parts.sort_by_key(|part| (part.source != place.source, part.source, part.range));
    (parts, more)
}
