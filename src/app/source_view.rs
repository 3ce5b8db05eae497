//! An open document as the transcript view needs it: text, paragraphs, turns, and the coded passages, ordered so
//! that the passages in a range and the columns of their stripes are found quickly.
//!
//! Plain data: the caller reads the project, the view only displays it. Independent of egui, SQL and files.

use super::stripes::{StripeColumns, StripeExtent};
use crate::engine::spoken::SpokenText;
use crate::model::hashing::{HashMap, HashSet};
use crate::model::{Account, CharPos, CharRange, CodeId, CodingId, Origin, PassageMemo, SourceId, Styled, UserId};
use crate::text::{Chunk, TextIndex, Turn, Turns, chunk_at, chunks, script};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A coded passage as displayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageView {
    pub coding: CodingId,
    pub range: CharRange,
    pub code: CodeId,
    pub user: UserId,
    /// Oldest first.
    pub memos: Vec<PassageMemo>,
    pub important: bool,
    /// Whose experience it is about, if this is stated.
    pub account: Option<Account>,
}

/// Name and colour of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLook {
    pub name: String,
    pub path: String,
    pub color: [u8; 3],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoderLook {
    pub name: String,
    /// One to six letters, unique in the project.
    pub initials: String,
    pub color: [u8; 3],
}

/// Names and colours of all codes and coders of the project.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    pub codes: std::collections::HashMap<CodeId, CodeLook>,
    pub coders: std::collections::HashMap<UserId, CoderLook>,
    /// The consensus coding, which nobody can code as.
    pub consensus: Option<UserId>,
}

/// Which passages are shown; `None` shows all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub coders: Option<BTreeSet<UserId>>,
    pub codes: Option<BTreeSet<CodeId>>,
}

impl Filter {
    #[must_use]
    pub fn shows(&self, passage: &PassageView) -> bool {
        self.shows_coder(passage) && self.codes.as_ref().is_none_or(|set| set.contains(&passage.code))
    }

    fn shows_coder(&self, passage: &PassageView) -> bool {
        self.coders.as_ref().is_none_or(|set| set.contains(&passage.user))
    }
}

/// Minimum distance, in characters, between two passages in one column within a chunk of the text: more than a
/// usual row, so that their stripes do not touch.
const APART: u32 = 160;

/// A shown passage with its layout.
#[derive(Clone, Copy, Debug)]
struct Shown {
    /// Index in `passages`.
    passage: u32,
    range: CharRange,
    /// The largest end of this and all preceding shown passages: if it is at or before a position, none of them
    /// reaches that position.
    reach: CharPos,
    column: u16,
}

/// What the arrangement of all shown passages from the one with index `shown` on depends on, but for these themselves.
#[derive(Clone, Debug, Default)]
struct Checkpoint {
    shown: usize,
    columns: StripeColumns,
    reach: CharPos,
}

/// Number of shown passages between two checkpoints, at least.
const BLOCK: usize = if cfg!(test) { 8 } else { 1_024 };

/// The current position when moving from passage to passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Passage(CodingId),
    Position(CharPos),
}

/// Whose turns a search for turns stops at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TurnsOf {
    /// Those of everybody but interviewers.
    #[default]
    Participants,
    Everybody,
}

/// An open document.
#[derive(Clone, Debug)]
pub struct SourceView {
    pub id: SourceId,
    pub name: String,
    /// Name of its original file if that is stored in the project.
    pub file: Option<String>,
    text: Arc<str>,
    is_chinese: bool,
    index: TextIndex,
    turns: Turns,
    origin: Origin,
    /// For each style of the origin, the largest end of it and all preceding ones.
    styles_reach: Vec<CharPos>,
    chunks: Vec<Chunk>,
    /// Sorted by start, end, id.
    passages: Vec<PassageView>,
    /// The range of each passage, by which it is found in `passages`.
    places: HashMap<CodingId, CharRange>,
    filter: Filter,
    shown: Vec<Shown>,
    /// In order.
    checkpoints: Vec<Checkpoint>,
    columns: usize,
    /// Number of passages by the coders shown, with any code.
    of_coders: usize,
    /// Increases whenever the shown passages change. No two views of a run share a version.
    version: u64,
}

/// The number of views made so far; the upper half of a view's first version.
static VIEWS: AtomicU32 = AtomicU32::new(0);

/// Returns, for ranges sorted by start, the largest end of each and all preceding ones.
fn reach(ranges: impl Iterator<Item = CharRange>) -> Vec<CharPos> {
    let ends = ranges.scan(CharPos(0), |reach, range| {
        *reach = (*reach).max(range.end);
        Some(*reach)
    });
    ends.collect()
}

impl SourceView {
    /// Takes the passages in any order. Their ranges are kept unchanged; parts past the end are not shown.
    #[must_use]
    pub fn new(id: SourceId, name: String, spoken: SpokenText, mut passages: Vec<PassageView>) -> Self {
        let SpokenText { text, origin, index, turns } = spoken;
        let chunks = chunks(&text, &index);
        passages.sort_by_key(order);
        let places = passages.iter().map(|passage| (passage.coding, passage.range)).collect();
        let (filter, shown) = (Filter::default(), Vec::new());
        let styles_reach = reach(origin.styles.iter().map(|styled| styled.range));
        let mut view = Self {
            id,
            name,
            file: None,
            is_chinese: script::is_chinese(&text),
            text,
            index,
            turns,
            origin,
            styles_reach,
            chunks,
            passages,
            places,
            filter,
            shown,
            checkpoints: Vec::new(),
            columns: 0,
            of_coders: 0,
            version: u64::from(VIEWS.fetch_add(1, Ordering::Relaxed)) << 32,
        };
        view.arrange();
        view
    }

    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    #[must_use]
    pub fn index(&self) -> &TextIndex {
        &self.index
    }

    #[must_use]
    pub fn turns(&self) -> &Turns {
        &self.turns
    }

    /// Returns how the document was read: its speakers and styles.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// True if the text is written in Chinese, to be set as such.
    #[must_use]
    pub fn is_chinese(&self) -> bool {
        self.is_chinese
    }

    /// True when times are stored beside the text.
    #[must_use]
    pub fn is_timed(&self) -> bool {
        !self.origin.times.is_empty()
    }

    /// Returns the styles within a range, clipped to it.
    pub fn styles_in(&self, range: CharRange) -> impl Iterator<Item = Styled> {
        let first = self.styles_reach.partition_point(|&end| end <= range.start);
        let near = self.origin.styles.iter().skip(first).take_while(move |styled| styled.range.start < range.end);
        near.filter_map(move |s| Some(Styled { range: s.range.intersection(range)?, style: s.style }))
    }

    /// Returns the chunks in which the text is laid out.
    #[must_use]
    pub fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }

    /// Returns all passages, including those hidden by the filter.
    #[must_use]
    pub fn passages(&self) -> &[PassageView] {
        &self.passages
    }

    /// Number of passages by the coders shown, with any code: the only number of passages that the window shows for
    /// a document.
    #[must_use]
    pub fn passage_count(&self) -> usize {
        self.of_coders
    }

    /// Returns passages by the coders shown, with any code, in order of start.
    pub fn of_shown_coders(&self) -> impl Iterator<Item = &PassageView> {
        self.passages.iter().filter(|passage| self.filter.shows_coder(passage))
    }

    /// Number of columns for the stripes of the shown passages.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Returns a number that changes whenever the shown passages change.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    pub fn set_filter(&mut self, filter: Filter) {
        if self.filter != filter {
            self.filter = filter;
            self.arrange();
        }
    }

    /// Returns the text of a range.
    #[must_use]
    pub fn slice(&self, range: CharRange) -> &str {
        self.index.slice(&self.text, range)
    }

    /// Removes passages, and adds others or replaces those with the same ids. Only what may have changed is arranged again.
    pub fn change(&mut self, removed: &[CodingId], added: Vec<PassageView>) {
        if removed.is_empty() && added.is_empty() {
            return;
        }
        let ids = removed.iter().copied().chain(added.iter().map(|passage| passage.coding));
        let gone: Vec<Order> =
            ids.filter_map(|id| self.places.remove(&id).map(|range| (range.start, range.end, id))).collect();
        let changed = || gone.iter().copied().chain(added.iter().map(order));
        let (lowest, highest) = (changed().min(), changed().max());
        let before = self.passages.len();
        self.places.extend(added.iter().map(|passage| (passage.coding, passage.range)));
        if gone.len() + added.len() <= FEW {
            for place in &gone {
                if let Ok(at) = self.passages.binary_search_by_key(place, order) {
                    self.passages.remove(at);
                }
            }
            for passage in added {
                let at = self.passages.partition_point(|before| order(before) <= order(&passage));
                self.passages.insert(at, passage);
            }
        } else {
            let gone: HashSet<CodingId> = gone.iter().map(|(.., id)| *id).collect();
            self.passages.retain(|passage| !gone.contains(&passage.coding));
            self.passages.extend(added);
            self.passages.sort_by_key(order);
        }
        if let Some((lowest, highest)) = lowest.zip(highest) {
            let first = self.passages.partition_point(|passage| order(passage) < lowest);
            let end = self.passages.partition_point(|passage| order(passage) <= highest);
            self.arrange_again(first..end, self.passages.len() as i64 - before as i64);
        }
    }

    /// Returns shown passages that share a character with `range`, each with its stripe's column, in order of
    /// start.
    pub fn touching(&self, range: CharRange) -> impl Iterator<Item = (&PassageView, usize)> {
        let end = self.shown.partition_point(|s| s.range.start < range.end);
        let start = self.shown.partition_point(|s| s.reach <= range.start).min(end);
        let near = self.shown.get(start..end).unwrap_or(&[]);
        near.iter().filter(move |s| s.range.end > range.start).filter_map(|s| {
            let passage = self.passages.get(s.passage as usize)?;
            Some((passage, usize::from(s.column)))
        })
    }

    /// Returns shown passages at the character after `position`, the shortest first.
    #[must_use]
    pub fn at(&self, position: CharPos) -> Vec<&PassageView> {
        let point = CharRange { start: position, end: CharPos(position.0.saturating_add(1)) };
        let mut found: Vec<_> = self.touching(point).map(|(p, _)| p).collect();
        found.sort_by_key(|p| p.range.len());
        found
    }

    /// Returns the shown passages in order of start, only those of one code if it is given.
    pub fn shown(&self, only: Option<CodeId>) -> impl DoubleEndedIterator<Item = &PassageView> {
        let all = self.shown.iter().filter_map(|s| self.passages.get(s.passage as usize));
        all.filter(move |p| only.is_none_or(|code| p.code == code))
    }

    /// The shown passages of the code (or of any), in order of start and end. Of passages with the same range and code,
    /// by several coders, only the first is returned.
    pub fn stops(&self, only: Option<CodeId>) -> impl Iterator<Item = &PassageView> {
        let mut seen = HashSet::default();
        self.shown(only).filter(move |passage| seen.insert((passage.range, passage.code)))
    }

    /// Returns the stop at which a passage lies.
    fn stop_of(&self, coding: CodingId) -> Option<&PassageView> {
        let passage = self.passage(coding)?;
        let is_there = |stop: &&PassageView| (stop.range, stop.code) == (passage.range, passage.code);
        self.shown(Some(passage.code)).find(is_there).or(Some(passage))
    }

    /// Returns the next of [`Self::stops`]: after the passage `from`, or the first that begins at or after the position.
    #[must_use]
    pub fn next_passage(&self, only: Option<CodeId>, from: Step) -> Option<&PassageView> {
        match from {
            Step::Passage(coding) => {
                let current = order(self.stop_of(coding)?);
                self.stops(only).find(|p| order(p) > current)
            }
            Step::Position(at) => self.stops(only).find(|p| p.range.start >= at),
        }
    }

    /// Like [`Self::next_passage`], but backwards: the last one that begins before the position.
    #[must_use]
    pub fn previous_passage(&self, only: Option<CodeId>, from: Step) -> Option<&PassageView> {
        match from {
            Step::Passage(coding) => {
                let current = order(self.stop_of(coding)?);
                self.stops(only).take_while(|p| order(p) < current).last()
            }
            Step::Position(at) => self.stops(only).take_while(|p| p.range.start < at).last(),
        }
    }

    /// Returns the passage that a coder has at the same place with the same code, if any; otherwise the passage itself.
    #[must_use]
    pub fn version_of<'a>(&'a self, passage: &'a PassageView, coder: Option<UserId>) -> &'a PassageView {
        let is_theirs = |p: &&PassageView| p.range == passage.range && Some(p.user) == coder;
        self.shown(Some(passage.code)).find(is_theirs).unwrap_or(passage)
    }

    /// Returns the next turn after a position (or before it) in which a coder, `me`, has coded nothing, whatever others
    /// have coded there and whichever codes are shown. If nobody has given a name, or if only other coders are shown, their
    /// passages count instead. `whose` are the speakers whose turns count.
    #[must_use]
    pub fn uncoded_turn(&self, at: CharPos, forwards: bool, whose: TurnsOf, me: Option<UserId>) -> Option<CharRange> {
        let mine = me.filter(|me| self.filter.coders.as_ref().is_none_or(|shown| shown.contains(me)));
        let counts = |passage: &&PassageView| {
            !passage.range.is_empty() && mine.map_or_else(|| self.filter.shows_coder(passage), |me| passage.user == me)
        };
        let coded: Vec<CharRange> = self.passages.iter().filter(counts).map(|passage| passage.range).collect();
        let reach = reach(coded.iter().copied());
        let is_coded = |turn: &Turn| {
            let before = coded.partition_point(|range| range.start < turn.chars.end);
            before.checked_sub(1).and_then(|last| reach.get(last)).is_some_and(|&end| end > turn.chars.start)
        };
        let (turns, speakers) = (self.turns.turns(), self.turns.speakers());
        let asks = |turn: &Turn| speakers.get(turn.speaker).is_some_and(|speaker| speaker.asks);
        // Where everybody asks, nobody is a participant.
        let skips = whose == TurnsOf::Participants && speakers.iter().any(|speaker| !speaker.asks);
        let is_passed_over = |turn: &Turn| turn.chars.is_empty() || skips && asks(turn);
        let bare = |turn: &&Turn| !is_passed_over(turn) && !is_coded(turn);
        if forwards {
            turns.iter().filter(|turn| turn.chars.start > at).find(bare).map(|turn| turn.chars)
        } else {
            turns.iter().rev().filter(|turn| turn.chars.end <= at).find(bare).map(|turn| turn.chars)
        }
    }

    #[must_use]
    pub fn passage(&self, coding: CodingId) -> Option<&PassageView> {
        let range = self.places.get(&coding)?;
        let at = self.passages.binary_search_by_key(&(range.start, range.end, coding), order).ok()?;
        self.passages.get(at)
    }

    /// Determines what is shown, and in which column.
    fn arrange(&mut self) {
        (self.shown, self.checkpoints) = (Vec::new(), Vec::new());
        self.arrange_again(0..self.passages.len(), 0);
    }

    /// Does this after passages in this part of the list have changed: from the last checkpoint before it up to one after it
    /// at which everything is as it was. `shift`: how far the passages after the part have moved in the list.
    fn arrange_again(&mut self, changed: Range<usize>, shift: i64) {
        self.version += 1;
        let before = self.shown.partition_point(|shown| (shown.passage as usize) < changed.start);
        let mut later = self.checkpoints.split_off(self.checkpoints.partition_point(|point| point.shown <= before));
        let Checkpoint { shown: kept, mut columns, mut reach } = self.checkpoints.pop().unwrap_or_default();
        let mut tail = self.shown.split_off(kept);
        tail.iter_mut().for_each(|shown| shown.passage = (i64::from(shown.passage) + shift) as u32);
        let passage_at = |point: &Checkpoint| tail.get(point.shown - kept).map(|shown| shown.passage as usize);
        later.retain(|point| passage_at(point).is_some_and(|passage| passage >= changed.end));
        let mut later = later.into_iter().peekable();
        let mut chunk = 0;
        for at in self.shown.last().map_or(0, |last| last.passage as usize + 1)..self.passages.len() {
            let Some(passage) = self.passages.get(at) else { break };
            let range = self.index.clamp(passage.range);
            if let Some(point) = later.next_if(|point| passage_at(point).is_some_and(|there| there <= at))
                && passage_at(&point) == Some(at)
                && point.reach == reach
                && point.columns.is_like(&columns, range.start)
            {
                let moved = |shown: usize| shown - point.shown + self.shown.len();
                let rest = std::iter::once(point.clone()).chain(later);
                let rest: Vec<_> = rest.map(|point| Checkpoint { shown: moved(point.shown), ..point }).collect();
                self.checkpoints.extend(rest);
                self.shown.extend(tail.drain(point.shown - kept..));
                break;
            }
            if range.is_empty() || range.start.0 >= self.index.char_count() || !self.filter.shows(passage) {
                continue;
            }
            #[cfg(test)]
            tests::count_arranged();
            let since = self.checkpoints.last().map_or(usize::MAX, |point| self.shown.len() - point.shown);
            // In a large codebook the columns are large, too: all checkpoints together must not be larger than the list.
            if since >= BLOCK.max(4 * columns.returning()) {
                self.checkpoints.push(Checkpoint { shown: self.shown.len(), columns: columns.clone(), reach });
            }
            reach = reach.max(range.end);
            // Chunks never share a row on the screen. Passages begin in order: the chunk of the start is near that of the last.
            let holds = |chunk: usize, at: u32| self.chunks.get(chunk + 1).is_none_or(|next| next.chars.start.0 > at);
            chunk = if self.shown.len() == kept { chunk_at(&self.chunks, range.start) } else { chunk };
            while !holds(chunk, range.start.0) {
                chunk += 1;
            }
            let last = (chunk..).find(|&chunk| holds(chunk, range.end.0 - 1)).unwrap_or(chunk);
            let next = self.chunks.get(last + 1).map_or(u32::MAX, |chunk| chunk.chars.start.0);
            let until = CharPos(range.end.0.saturating_add(APART).min(next));
            let extent = StripeExtent { code: passage.code, user: passage.user, start: range.start, until };
            self.shown.push(Shown { passage: at as u32, range, reach, column: columns.place(&extent) });
        }
        self.columns = self.shown.iter().map(|shown| usize::from(shown.column) + 1).max().unwrap_or(0);
        self.of_coders = match self.filter.coders {
            Some(_) => self.of_shown_coders().count(),
            None => self.passages.len(),
        };
    }
}

/// The order of passages in a document.
type Order = (CharPos, CharPos, CodingId);

/// Up to so many changed passages are put in their place one by one.
const FEW: usize = 16;

fn order(passage: &PassageView) -> Order {
    (passage.range.start, passage.range.end, passage.coding)
}

#[cfg(test)]
mod tests;
