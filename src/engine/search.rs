//! Searches all documents, and widens the results to larger passages.

use super::browse::each;
use crate::engine::error::Error;
use crate::model::{CharPos, CharRange, Origin, Progress, SourceId};
use crate::store::Reads;
use crate::text::{Finder, Strictness, Turns, segment};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Number of results that are shown before all are found.
pub const FIRST_FOUND: usize = 500;

/// Maximum number of results; a search with more should be narrowed.
pub const MOST_FOUND: usize = 1_000_000;

/// Results in the order of documents and positions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub places: Vec<(SourceId, CharRange)>,
    /// There are more results than listed.
    pub more: bool,
}

/// How far to widen a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Extent {
    #[default]
    Words,
    Sentence,
    Turn,
}

/// Searches all documents, until there are more than `most` results.
///
/// # Errors
/// Fails when the project cannot be read, or when cancelled.
pub fn find_all(
    reads: Reads<'_>,
    term: &str,
    how: Strictness,
    most: usize,
    progress: &Progress,
) -> Result<Found, Error> {
    let finder = Finder::new(term, how);
    let mut found = Found::default();
    if finder.is_empty() {
        return Ok(found);
    }
    for source in reads.document_ids()? {
        progress.checkpoint()?;
        let text = reads.text(source)?;
        finder.each(&text, |range| {
            found.more = found.places.len() >= most;
            if !found.more {
                found.places.push((source, range));
            }
            !found.more
        });
        if found.more {
            break;
        }
    }
    Ok(found)
}

/// Widens ranges to whole grapheme clusters, sentences or turns; returns one for each, and several may be equal. In
/// text without speakers, a turn is the paragraph.
pub fn widen(
    reads: Reads<'_>,
    places: &[(SourceId, CharRange)],
    extent: Extent,
) -> Result<Vec<(SourceId, CharRange)>, Error> {
    let mut wide = places.to_vec();
    let mut origins: HashMap<SourceId, Origin> = HashMap::new();
    let mut turns: HashMap<SourceId, Turns> = HashMap::new();
    for &(source, _) in places.iter().filter(|_| extent != Extent::Words) {
        if !turns.contains_key(&source)
            && let Entry::Vacant(unread) = origins.entry(source)
        {
            match reads.turns(source)? {
                Some(stored) => drop(turns.insert(source, stored)),
                None => drop(unread.insert(reads.origin(source)?.unwrap_or_default())),
            }
        }
    }
    let unknown = Origin::default();
    let origin = |source| origins.get(&source).unwrap_or(&unknown);
    each(reads, places, &Progress::default(), |at, text, index, range| {
        let Some((source, place)) = wide.get_mut(at) else { return };
        let last = CharPos(range.end.0.saturating_sub(1).max(range.start.0));
        *place = match extent {
            Extent::Words => segment::snap(text, index, range),
            Extent::Sentence => {
                let first = segment::sentence_at(text, index, range.start);
                let end = segment::sentence_at(text, index, last).end.max(range.end);
                // A speaker's label at the start of a line is not part of the speech.
                let origin = origin(*source);
                let turns = turns.entry(*source).or_insert_with(|| Turns::find(text, index, origin));
                let paragraph = index.paragraph_at(range.start);
                let line = index.paragraphs().get(paragraph).map_or(0, |p| p.chars.start.0);
                let speech_start = CharPos(line + turns.line(paragraph).prefix);
                CharRange { start: first.start.max(speech_start).min(range.start), end }
            }
            Extent::Turn => {
                let origin = origin(*source);
                let turns = turns.entry(*source).or_insert_with(|| Turns::find(text, index, origin));
                let paragraph = index.paragraphs().get(index.paragraph_at(range.start)).map_or(range, |p| p.chars);
                turns.turn_at(range.start).map_or(paragraph, |(_, turn)| turn.chars)
            }
        };
    })?;
    Ok(wide)
}
