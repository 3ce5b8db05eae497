//! Filters, sorts and groups all coded passages without loading their text, and loads the text of the visible ones.

use crate::engine::error::Error;
use crate::model::{CharRange, CodeId, CodingId, Fact, NoteTarget, SourceId, Study, UserId, VariableId};
use crate::store::Reads;
use crate::text::{Finder, Strictness, TextIndex};
use std::collections::{HashMap, HashSet};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Group {
    #[default]
    Document,
    Participant,
    Code,
    Nothing,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PassageSort {
    /// By document, then by position.
    #[default]
    Place,
    Code,
    Coder,
    /// Latest first.
    Date,
}

/// Which passages are listed and how; by default, all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrowseFilter {
    pub code: Option<CodeId>,
    /// Includes the subcodes.
    pub below: bool,
    /// Empty: any coder.
    pub users: Vec<UserId>,
    /// Participants who have one of the values for every attribute listed.
    pub values: Vec<(VariableId, Vec<String>)>,
    /// Empty: any document.
    pub sources: Vec<SourceId>,
    pub important: bool,
    pub with_memo: bool,
    /// A part of the passage's text, ignoring case.
    pub words: String,
    pub group: Group,
    pub sort: PassageSort,
}

/// A coded passage without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowseRow {
    pub fact: Fact,
    /// UTC milliseconds since 1970.
    pub created: i64,
    pub important: bool,
    pub memo: Option<String>,
}

/// The passages that match the filter, in order, and their groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Browse {
    pub rows: Vec<BrowseRow>,
    /// Title of each group and the index of its first row.
    pub groups: Vec<(String, usize)>,
}

/// The text of a passage with its context.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    pub before: String,
    pub text: String,
    pub after: String,
}

/// Properties of documents and codes for sorting and filtering the passages.
struct Places<'s> {
    study: &'s Study,
    sources: HashMap<SourceId, usize>,
    cases: HashMap<SourceId, Option<usize>>,
    codes: HashMap<CodeId, usize>,
    users: HashMap<UserId, usize>,
}

impl<'s> Places<'s> {
    fn new(study: &'s Study) -> Self {
        let cases: HashMap<_, _> = study.cases.iter().enumerate().map(|(i, c)| (c.id, i)).collect();
        let of = |s: &crate::model::Source| s.case.and_then(|id| cases.get(&id).copied());
        Self {
            study,
            sources: study.sources.iter().enumerate().map(|(i, s)| (s.id, i)).collect(),
            cases: study.sources.iter().map(|s| (s.id, of(s))).collect(),
            codes: study.codebook.codes().iter().enumerate().map(|(i, c)| (c.id, i)).collect(),
            users: study.users.iter().enumerate().map(|(i, u)| (u.id, i)).collect(),
        }
    }

    fn case(&self, source: SourceId) -> Option<usize> {
        self.cases.get(&source).copied().flatten()
    }

    /// Passages without a participant come last.
    fn group(&self, row: &BrowseRow, group: Group) -> usize {
        let place = match group {
            Group::Nothing => Some(0),
            Group::Document => self.sources.get(&row.fact.source).copied(),
            Group::Participant => self.case(row.fact.source),
            Group::Code => self.codes.get(&row.fact.code).copied(),
        };
        place.unwrap_or(usize::MAX)
    }

    fn title(&self, place: usize, group: Group) -> String {
        let study = self.study;
        let title = match group {
            Group::Nothing => None,
            Group::Document => study.sources.get(place).map(|s| s.name.clone()),
            Group::Participant => study.cases.get(place).map(|c| c.name.clone()),
            Group::Code => study.codebook.codes().get(place).map(|c| study.codebook.path(c.id).to_string()),
        };
        title.unwrap_or_else(|| "No participant".to_owned())
    }

    fn sort_key(&self, row: &BrowseRow, sort: PassageSort) -> (i64, usize, u32, u32, usize) {
        let place = |place: Option<&usize>| place.copied().unwrap_or(usize::MAX);
        let fact = &row.fact;
        let first = match sort {
            PassageSort::Place => 0,
            PassageSort::Code => place(self.codes.get(&fact.code)) as i64,
            PassageSort::Coder => place(self.users.get(&fact.user)) as i64,
            PassageSort::Date => row.created.saturating_neg(),
        };
        let source = place(self.sources.get(&fact.source));
        (first, source, fact.range.start.0, fact.range.end.0, place(self.codes.get(&fact.code)))
    }

    fn fits(&self, row: &BrowseRow, filter: &BrowseFilter, codes: Option<&HashSet<CodeId>>) -> bool {
        codes.is_none_or(|codes| codes.contains(&row.fact.code))
            && (filter.users.is_empty() || filter.users.contains(&row.fact.user))
            && (filter.sources.is_empty() || filter.sources.contains(&row.fact.source))
            && (!filter.important || row.important)
            && (!filter.with_memo || row.memo.is_some())
            && self.has_values(row.fact.source, &filter.values)
    }

    fn has_values(&self, source: SourceId, values: &[(VariableId, Vec<String>)]) -> bool {
        values.is_empty()
            || self.case(source).and_then(|place| self.study.cases.get(place)).is_some_and(|case| {
                values.iter().all(|(variable, wanted)| {
                    let place = self.study.variables.iter().position(|v| v.id == *variable);
                    let value = place.and_then(|place| case.values.get(place)?.as_ref());
                    value.is_some_and(|value| wanted.contains(value))
                })
            })
    }
}

/// Returns the codes of the filter with their subcodes if requested; `None` if it names none.
fn codes(study: &Study, filter: &BrowseFilter) -> Option<HashSet<CodeId>> {
    let code = filter.code?;
    let mut found = HashSet::from([code]);
    let mut open = if filter.below { vec![code] } else { vec![] };
    while let Some(parent) = open.pop() {
        for child in study.codebook.children(Some(parent)) {
            if found.insert(child.id) {
                open.push(child.id);
            }
        }
    }
    Some(found)
}

/// Returns the passages that match the filter.
pub fn browse(reads: Reads<'_>, filter: &BrowseFilter) -> Result<Browse, Error> {
    let study = reads.study()?;
    let mut memos: HashMap<CodingId, String> = HashMap::new();
    for note in reads.notes()? {
        if let NoteTarget::Coding(coding) = note.target {
            memos.entry(coding).and_modify(|memo| *memo = format!("{memo}\n{}", note.text)).or_insert(note.text);
        }
    }
    let places = Places::new(&study);
    let wanted = codes(&study, filter);
    let mut rows: Vec<BrowseRow> = reads
        .browse_rows()?
        .into_iter()
        .map(|(fact, created, important)| BrowseRow { fact, created, important, memo: memos.remove(&fact.coding) })
        .filter(|row| places.fits(row, filter, wanted.as_ref()))
        .collect();
    keep_words(reads, &mut rows, &filter.words)?;
    rows.sort_by_cached_key(|row| (places.group(row, filter.group), places.sort_key(row, filter.sort), row.fact.user));
    let mut groups: Vec<(String, usize)> = Vec::new();
    if filter.group != Group::Nothing {
        let mut last = None;
        for (at, row) in rows.iter().enumerate() {
            let group = places.group(row, filter.group);
            if last.replace(group) != Some(group) {
                groups.push((places.title(group, filter.group), at));
            }
        }
    }
    Ok(Browse { rows, groups })
}

fn keep_words(reads: Reads<'_>, rows: &mut Vec<BrowseRow>, words: &str) -> Result<(), Error> {
    let finder = Finder::new(words, Strictness::default());
    if finder.is_empty() {
        return Ok(());
    }
    let places: Vec<_> = rows.iter().map(|row| (row.fact.source, row.fact.range)).collect();
    let mut found = vec![false; rows.len()];
    each(reads, &places, |at, text, index, range| {
        if let Some(place) = found.get_mut(at) {
            *place = finder.within(index.slice(text, range)).next().is_some();
        }
    })?;
    let mut found = found.into_iter();
    rows.retain(|_| found.next().unwrap_or(false));
    Ok(())
}

/// Calls a function with the text of every passage; each document is read once.
pub(super) fn each(
    reads: Reads<'_>,
    places: &[(SourceId, CharRange)],
    mut work: impl FnMut(usize, &str, &TextIndex, CharRange),
) -> Result<(), Error> {
    let mut of: HashMap<SourceId, Vec<usize>> = HashMap::new();
    for (at, (source, _)) in places.iter().enumerate() {
        of.entry(*source).or_default().push(at);
    }
    for (source, list) in of {
        let text = reads.text(source)?;
        let index = TextIndex::new(&text);
        for at in list {
            if let Some((_, range)) = places.get(at) {
                work(at, &text, &index, index.clamp(*range));
            }
        }
    }
    Ok(())
}

/// Returns the text of passages with `context` characters on both sides; a very long passage is cut after its
/// beginning.
pub fn excerpts(reads: Reads<'_>, places: &[(SourceId, CharRange)], context: u32) -> Result<Vec<Excerpt>, Error> {
    const LONGEST: u32 = 600;
    let mut excerpts = vec![Excerpt::default(); places.len()];
    each(reads, places, |at, text, index, range| {
        let (start, end) = (range.start.0, range.end.0);
        let cut = range.len() > LONGEST;
        let shown = CharRange::new(start, if cut { start + LONGEST } else { end });
        let before = CharRange::new(start.saturating_sub(context), start);
        let after = index.clamp(CharRange::new(end, end.saturating_add(context)));
        if let Some(excerpt) = excerpts.get_mut(at) {
            *excerpt = Excerpt {
                before: index.slice(text, before).to_owned(),
                text: format!("{}{}", index.slice(text, shown), if cut { "…" } else { "" }),
                after: index.slice(text, after).to_owned(),
            };
        }
    })?;
    Ok(excerpts)
}

/// Returns the passages as text, each with its position, code and coder.
pub fn as_text(reads: Reads<'_>, filter: &BrowseFilter) -> Result<String, Error> {
    let study = reads.study()?;
    let rows = browse(reads, filter)?.rows;
    let places: Vec<_> = rows.iter().map(|row| (row.fact.source, row.fact.range)).collect();
    let mut words = vec![String::new(); rows.len()];
    each(reads, &places, |at, text, index, range| {
        if let Some(place) = words.get_mut(at) {
            *place = index.slice(text, range).to_owned();
        }
    })?;
    let lines = rows.iter().zip(words).map(|(row, words)| {
        let fact = &row.fact;
        let document = study.source(fact.source).map_or("", |s| s.name.as_str());
        let coder = study.user(fact.user).map_or("", |u| u.name.as_str());
        let code = study.codebook.path(fact.code);
        format!("“{words}” ({document}, {}–{}; {code}; {coder})\n", fact.range.start.0, fact.range.end.0)
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}
