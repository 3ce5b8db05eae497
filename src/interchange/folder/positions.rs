//! Positions in a transcript whose file differs from the stored text: line ends of two characters become one, and a
//! byte order mark and NULs are removed. Some programs count the characters of the file, others those of the stored
//! text. The quotations in codings show which; without them, the characters of the file count.

use crate::model::{CharRange, NameMap};
use crate::text::{TextIndex, is_normal, normalise_noting};
use std::borrow::Cow;
use std::collections::HashMap;

/// What positions count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Characters of the file.
    File,
    /// Characters of the stored text.
    Stored,
}

/// What was removed from a file's text to store it: positions in the file, in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    positions: Vec<u32>,
    /// Line feeds after a carriage return, which together are one line end.
    feeds: Vec<u32>,
    /// Length of the file in code points.
    length: u32,
    pub nuls: usize,
}

impl Removed {
    /// Returns the stored form of a file's text, and what was removed if that moves positions.
    #[must_use]
    pub fn from_text(body: &str) -> (Cow<'_, str>, Option<Self>) {
        if is_normal(body) {
            return (Cow::Borrowed(body), None);
        }
        let mut positions = Vec::new();
        let stored = normalise_noting(body, |at| positions.push(at));
        let mut characters = body.chars();
        let mut next = 0;
        let is_feed = |at: &u32| {
            let c = characters.nth((*at - next) as usize);
            next = at + 1;
            c == Some('\n')
        };
        let feeds = positions.iter().copied().filter(is_feed).collect();
        let length = u32::try_from(body.chars().count()).unwrap_or(u32::MAX);
        let removed = Self { positions, feeds, length, nuls: stored.changes.nuls };
        (Cow::Owned(stored.text), Some(removed).filter(|removed| !removed.positions.is_empty()))
    }

    /// Converts a position in the file to one in the stored text. Within a line end, it becomes the start of the line
    /// end.
    #[must_use]
    pub fn start(&self, at: u32) -> u32 {
        self.end(at) - u32::from(self.feeds.binary_search(&at).is_ok())
    }

    /// As [`Self::start`], for the end of a range: within a line end, it becomes the end of the line end.
    #[must_use]
    pub fn end(&self, at: u32) -> u32 {
        at - u32::try_from(self.positions.partition_point(|removed| *removed < at)).unwrap_or(0)
    }
}

/// Why a passage has no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misplaced {
    BeyondEnd { characters: u32 },
    NothingKept,
    OtherWords { found: String },
}

/// A document's text, and what was removed from its file.
pub(super) struct Transcript<'a> {
    pub name: &'a str,
    text: &'a str,
    index: TextIndex,
    removed: Option<&'a Removed>,
}

impl<'a> Transcript<'a> {
    #[must_use]
    pub fn new(name: &'a str, text: &'a str, removed: Option<&'a Removed>) -> Self {
        Self { name, text, index: TextIndex::new(text), removed }
    }

    /// The place in the stored text of a non-empty range.
    ///
    /// # Errors
    /// [`Misplaced::BeyondEnd`], or [`Misplaced::NothingKept`] if all of it was removed.
    pub fn range(&self, start: u32, end: u32, counting: Counting) -> Result<CharRange, Misplaced> {
        let removed = self.removed.filter(|_| counting == Counting::File);
        let characters = removed.map_or(self.index.char_count(), |removed| removed.length);
        if end > characters {
            return Err(Misplaced::BeyondEnd { characters });
        }
        let (start, end) = removed.map_or((start, end), |removed| (removed.start(start), removed.end(end)));
        if start < end { Ok(CharRange::new(start, end)) } else { Err(Misplaced::NothingKept) }
    }

    /// A position in the stored text; `None` beyond the end.
    #[must_use]
    pub fn position(&self, at: u32, counting: Counting) -> Option<u32> {
        let removed = self.removed.filter(|_| counting == Counting::File);
        let characters = removed.map_or(self.index.char_count(), |removed| removed.length);
        (at <= characters).then(|| removed.map_or(at, |removed| removed.start(at)))
    }

    /// The text of a range of the stored text.
    #[must_use]
    pub fn slice(&self, range: CharRange) -> &'a str {
        self.index.slice(self.text, range)
    }

    /// The place of a passage with an optional quotation, if that does not depend on what positions count, or the quotation
    /// shows it; and what the quotation shows.
    ///
    /// # Errors
    /// Why the passage has no place.
    pub fn place(
        &self,
        start: u32,
        end: u32,
        quote: Option<&str>,
    ) -> Result<(Option<CharRange>, Option<Counting>), Misplaced> {
        if self.removed.is_none() {
            let range = self.range(start, end, Counting::Stored)?;
            let found = self.index.slice(self.text, range);
            return match quote.is_none_or(|quote| quote == found) {
                true => Ok((Some(range), None)),
                false => Err(Misplaced::OtherWords { found: found.to_owned() }),
            };
        }
        let [file, stored] = [Counting::File, Counting::Stored].map(|counting| self.range(start, end, counting));
        if file == stored && file.is_err() {
            return file.map(|range| (Some(range), None));
        }
        let Some(quote) = quote.map(as_stored) else { return Ok((None, None)) };
        let reads = |range: &Result<CharRange, Misplaced>| {
            let found = range.as_ref().ok().map(|range| self.index.slice(self.text, *range));
            found.is_some_and(|found| found == quote || found == quote.trim_start_matches('\u{feff}'))
        };
        match (reads(&file), reads(&stored)) {
            (true, true) => Ok((None, None)),
            (true, false) => file.map(|range| (Some(range), Some(Counting::File))),
            (false, true) => stored.map(|range| (Some(range), Some(Counting::Stored))),
            (false, false) => {
                let found = self.index.slice(self.text, file?);
                Err(Misplaced::OtherWords { found: found.to_owned() })
            }
        }
    }

    /// How many of these positions are at the start of a line under this counting.
    fn beginnings(&self, positions: &[u32], counting: Counting) -> usize {
        let removed = self.removed.filter(|_| counting == Counting::File);
        let line_starts = self.index.paragraphs();
        let begins = |at: &&u32| {
            let at = removed.map_or(**at, |removed| removed.start(**at));
            line_starts.binary_search_by_key(&at, |line| line.chars.start.0).is_ok()
        };
        positions.iter().filter(begins).count()
    }
}

/// Normalises a quotation like a stored text, but keeps a byte order mark at its start.
fn as_stored(text: &str) -> Cow<'_, str> {
    if !text.contains(['\r', '\0']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('\0', "").replace("\r\n", "\n").replace('\r', "\n"))
}

/// The evidence for each way of counting.
#[derive(Clone, Copy, Debug, Default)]
struct Votes {
    file: usize,
    stored: usize,
}

impl Votes {
    fn add(&mut self, counting: Counting, count: usize) {
        match counting {
            Counting::File => self.file += count,
            Counting::Stored => self.stored += count,
        }
    }

    fn winner(self) -> Option<Counting> {
        match self.file.cmp(&self.stored) {
            std::cmp::Ordering::Greater => Some(Counting::File),
            std::cmp::Ordering::Less => Some(Counting::Stored),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// The evidence for each way of counting, by index of the document.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    of_documents: HashMap<usize, Votes>,
}

impl Evidence {
    /// Records that a coding's quotation matches its positions under this counting.
    pub fn quotation(&mut self, document: usize, counting: Counting) {
        self.of_documents.entry(document).or_default().add(counting, 1);
    }

    /// Adds what another list of evidence says.
    pub fn add(&mut self, other: Self) {
        for (document, votes) in other.of_documents {
            let all = self.of_documents.entry(document).or_default();
            all.add(Counting::File, votes.file);
            all.add(Counting::Stored, votes.stored);
        }
    }

    /// Records how many labels and times start a line, as most do; used where no quotation decides.
    pub fn line_beginnings(&mut self, document: usize, transcript: &Transcript<'_>, positions: &[u32]) {
        if transcript.removed.is_none() || self.of_documents.contains_key(&document) {
            return;
        }
        for counting in [Counting::File, Counting::Stored] {
            let count = transcript.beginnings(positions, counting);
            self.of_documents.entry(document).or_default().add(counting, count);
        }
    }

    /// Decides the counting of every document.
    #[must_use]
    pub fn settle(self) -> Countings {
        let winner = |(document, votes): (usize, Votes)| Some((document, votes.winner()?));
        let of_documents: HashMap<usize, Counting> = self.of_documents.into_iter().filter_map(winner).collect();
        let mut all = Votes::default();
        for counting in of_documents.values() {
            all.add(*counting, 1);
        }
        Countings { of_documents, others: all.winner().unwrap_or(Counting::File) }
    }
}

/// What the positions of each document count: decided by its own codings or line starts, otherwise as in most other
/// documents.
#[derive(Clone, Debug)]
pub struct Countings {
    of_documents: HashMap<usize, Counting>,
    others: Counting,
}

impl Countings {
    #[must_use]
    pub fn of(&self, document: usize) -> Counting {
        self.of_documents.get(&document).copied().unwrap_or(self.others)
    }
}

/// The transcripts of a folder, with their indices by name.
pub struct Transcripts<'a> {
    all: Vec<Transcript<'a>>,
    places: NameMap<usize>,
}

impl<'a> FromIterator<Transcript<'a>> for Transcripts<'a> {
    fn from_iter<I: IntoIterator<Item = Transcript<'a>>>(transcripts: I) -> Self {
        let all: Vec<Transcript<'a>> = transcripts.into_iter().collect();
        let places = all.iter().enumerate().map(|(place, transcript)| (transcript.name, place)).collect();
        Self { all, places }
    }
}

impl<'a> Transcripts<'a> {
    #[must_use]
    pub fn find(&self, name: &str) -> Option<(usize, &Transcript<'a>)> {
        let place = self.places.get(name)?;
        Some((place, self.all.get(place)?))
    }

    /// True if the stored texts are those of their files, so that it makes no difference which of them positions count.
    #[must_use]
    pub fn count_as_their_files(&self) -> bool {
        self.all.iter().all(|transcript| transcript.removed.is_none())
    }

    #[must_use]
    pub fn get(&self, place: usize) -> Option<&Transcript<'a>> {
        self.all.get(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reference implementation: the stored characters that a range of the file covers, found one by one.
    fn plainly(body: &str, start: usize, end: usize) -> Option<(u32, u32)> {
        let characters: Vec<char> = body.chars().collect();
        let (mut stored, mut covered) = (0, Vec::new());
        for (at, c) in characters.iter().enumerate() {
            let is_second_half = *c == '\n' && at > 0 && characters[at - 1] == '\r';
            let is_mark = *c == '\u{feff}' && stored == 0;
            if is_second_half {
                stored -= 1;
            } else if *c == '\0' || is_mark {
                continue;
            }
            if (start..end).contains(&at) {
                covered.push(stored);
            }
            stored += 1;
        }
        Some((*covered.first()?, covered.last()? + 1))
    }

    #[test]
    fn ranges_cover_the_same_characters_before_and_after() {
        let mut random = fastrand::Rng::with_seed(7);
        let alphabet = ['a', '问', '👧', '\r', '\n', '\0', '\u{feff}', '\u{2028}', ' ', '\u{301}'];
        let mut moved = 0;
        for _ in 0..4_000 {
            let length = random.usize(..12);
            let body: String = (0..length).map(|_| alphabet[random.usize(..alphabet.len())]).collect();
            let (text, removed) = Removed::from_text(&body);
            let transcript = Transcript::new("D", &text, removed.as_ref());
            for start in 0..length {
                for end in start + 1..=length {
                    let found = transcript.range(start as u32, end as u32, Counting::File);
                    let expected = plainly(&body, start, end);
                    assert_eq!(
                        found.ok().map(|range| (range.start.0, range.end.0)),
                        expected,
                        "{body:?} {start}..{end}"
                    );
                    moved += usize::from(expected != Some((start as u32, end as u32)));
                }
            }
            let beyond = transcript.range(0, length as u32 + 1, Counting::File);
            assert_eq!(beyond, Err(Misplaced::BeyondEnd { characters: length as u32 }), "{body:?}");
        }
        assert!(moved > 1_000);
    }
}
