//! Filters, sorts and groups all coded passages without loading their text. The text of the visible ones is read by
//! `excerpts`.

use crate::engine::branch_counts::branch;
use crate::engine::error::Error;
use crate::engine::reading::WithinSets;
use crate::engine::speech::{SpokenWords, WhoseWords};
use crate::model::hashing;
use crate::model::values::{number, number_range};
use crate::model::{
    Account, AccountFilter, CharRange, CodeId, Codebook, CodingId, Described, Fact, NoteTarget, Participant,
    ParticipantId, PassageMemo, Progress, SetId, Source, SourceId, SpokenBy, Study, UserId, VariableId,
};
use crate::store::Reads;
use crate::text::{Finder, Strictness, TextIndex};
use crate::tr;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

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
    /// Participants, or documents, that have one of the values for every attribute of theirs listed.
    pub values: Vec<(VariableId, Vec<String>)>,
    /// Participants, or documents, whose numbers are within the bounds of every attribute of theirs listed.
    pub ranges: Vec<ValueRange>,
    /// Passages in the documents, and with the codes, of every one of these sets.
    pub sets: Vec<SetId>,
    /// Empty: any document.
    pub sources: Vec<SourceId>,
    /// Empty: any passage.
    pub codings: Vec<CodingId>,
    pub important: bool,
    /// Only passages that are about this experience.
    pub account: Option<AccountFilter>,
    pub with_memo: bool,
    pub spoken_by: SpokenBy,
    /// A part of the passage's text, ignoring case.
    pub search: String,
    pub group: Group,
    pub sort: PassageSort,
    /// The same words with the same code by several coders are one card.
    pub joined: bool,
}

/// Inclusive bounds for the numbers of an attribute, as typed. A bound that is not a number is open. A range such as
/// `20–30` in place of the lower bound gives both, if there is no upper one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueRange {
    pub variable: VariableId,
    pub from: String,
    pub to: String,
}

impl ValueRange {
    /// Returns the bounds as typed, without blanks around them; empty where nothing was typed.
    #[must_use]
    pub fn ends(&self) -> [String; 2] {
        let both = number_range(&self.from).filter(|_| self.to.trim().is_empty());
        both.unwrap_or_else(|| [&self.from, &self.to].map(|end| end.trim().to_owned()))
    }

    fn bounds(&self) -> [Option<f64>; 2] {
        self.ends().map(|end| number(&end))
    }

    /// True if there is no bound.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.bounds() == [None, None]
    }

    /// True if there is a bound, and it or one of them excludes the value.
    fn excludes(&self, value: Option<&str>) -> bool {
        let [from, to] = self.bounds();
        if from.is_none() && to.is_none() {
            return false;
        }
        let Some(value) = value.and_then(number) else { return true };
        from.is_some_and(|from| value < from) || to.is_some_and(|to| value > to)
    }
}

/// A coded passage without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowseRow {
    pub fact: Fact,
    /// UTC milliseconds since 1970.
    pub created: i64,
    pub important: bool,
    /// Whose experience it is about, if this is stated.
    pub account: Option<Account>,
    /// Oldest first.
    pub memos: Vec<PassageMemo>,
}

/// The passages that match the filter, in order, and their groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Browse {
    /// In groups of participants, a passage of several people is listed once for each of them.
    pub rows: Vec<BrowseRow>,
    /// Number of passages, each once.
    pub passages: usize,
    /// Number of passages that are listed more than once.
    pub shared: usize,
    /// With the subcodes of a code: number of passages, those of a coder with the same words counted once.
    pub words: usize,
    /// With the subcodes of a code: indices of rows with the same words by the same coder as one before them in their
    /// group; ascending.
    pub repeated: Vec<usize>,
    /// Index of the first row of each card; ascending.
    pub cards: Vec<usize>,
    /// Title of each group and the index of its first card; ascending.
    pub groups: Vec<(String, usize)>,
    /// Numbers of documents, participants and codes that the passages belong to.
    pub documents: usize,
    pub participants: usize,
    pub codes: usize,
    /// How many passages would be listed with another code in the filter. Codes without any are absent.
    pub by_code: hashing::HashMap<CodeId, ListedWithCode>,
}

/// Number of passages that a list has if its filter names a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListedWithCode {
    /// Without the subcodes.
    pub alone: u64,
    /// With the subcodes, the same words by the same coder counted once.
    pub with_subcodes: u64,
}

/// A card in a list: its first passage, and how many cards before it have the same one.
pub type CardId = (CodingId, usize);

impl Browse {
    /// Returns the cards in their order.
    #[must_use]
    pub fn card_ids(&self) -> Vec<CardId> {
        let mut met: HashMap<CodingId, usize> = HashMap::new();
        let firsts = self.cards.iter().filter_map(|&first| self.rows.get(first));
        let id = |row: &BrowseRow| {
            let count = met.entry(row.fact.coding).or_default();
            *count += 1;
            (row.fact.coding, *count - 1)
        };
        firsts.map(id).collect()
    }

    /// Number of passages on these cards, counted as [`Browse::words`].
    #[must_use]
    pub fn words_on(&self, cards: Range<usize>) -> usize {
        let row = |card: usize| self.cards.get(card).copied().unwrap_or(self.rows.len());
        let (from, to) = (row(cards.start), row(cards.end));
        let before = |row: usize| self.repeated.partition_point(|&repeated| repeated < row);
        to.saturating_sub(from) - (before(to) - before(from))
    }

    /// Returns the passages of a card; empty if there is no such card.
    #[must_use]
    pub fn card(&self, card: usize) -> &[BrowseRow] {
        let Some(&first) = self.cards.get(card) else { return &[] };
        let end = self.cards.get(card + 1).copied().unwrap_or(self.rows.len());
        self.rows.get(first..end).unwrap_or_default()
    }
}

/// Properties of documents and codes for sorting and filtering the passages.
struct Places<'s> {
    study: &'s Study,
    sources: HashMap<SourceId, usize>,
    participants: HashMap<ParticipantId, usize>,
    whose: WhoseWords,
    codes: HashMap<CodeId, usize>,
    users: HashMap<UserId, usize>,
}

impl<'s> Places<'s> {
    fn new(study: &'s Study, whose: WhoseWords) -> Self {
        Self {
            study,
            sources: study.sources.iter().enumerate().map(|(i, s)| (s.id, i)).collect(),
            participants: study.participants.iter().enumerate().map(|(i, p)| (p.id, i)).collect(),
            whose,
            codes: study.codebook.codes().iter().enumerate().map(|(i, c)| (c.id, i)).collect(),
            users: study.users.iter().enumerate().map(|(i, u)| (u.id, i)).collect(),
        }
    }

    /// Calls `take` with the index of every participant of a passage, possibly several times.
    fn each_participant(&self, fact: &Fact, mut take: impl FnMut(usize)) {
        self.whose.each(fact.source, fact.range, |id| {
            if let Some(&place) = self.participants.get(&id) {
                take(place);
            }
        });
    }

    /// Returns the groups of a passage, as indices: one, or those of all its participants whom the filter keeps. Passages
    /// without a participant come last.
    fn groups(&self, row: &BrowseRow, wanted: &Wanted<'_>) -> Vec<usize> {
        let place = match wanted.filter.group {
            Group::Nothing => Some(0),
            Group::Document => self.sources.get(&row.fact.source).copied(),
            Group::Code => self.codes.get(&row.fact.code).copied(),
            Group::Participant => {
                let mut places = Vec::new();
                self.each_participant(&row.fact, |place| places.extend(wanted.keeps(place).then_some(place)));
                places.sort_unstable();
                places.dedup();
                return if places.is_empty() { vec![usize::MAX] } else { places };
            }
        };
        vec![place.unwrap_or(usize::MAX)]
    }

    fn title(&self, place: usize, group: Group) -> String {
        let study = self.study;
        let title = match group {
            Group::Nothing => None,
            Group::Document => study.sources.get(place).map(|s| s.name.clone()),
            Group::Participant => study.participants.get(place).map(|p| p.name.clone()),
            Group::Code => study.codebook.codes().get(place).map(|c| study.codebook.path(c.id).to_string()),
        };
        title.unwrap_or_else(|| tr!("No participant").to_owned())
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

    /// Returns the participants that have the wanted values; `None` if any will do.
    fn participants(&self, filter: &BrowseFilter) -> Option<HashSet<usize>> {
        let of = Described::Participants;
        let has = |one: &(usize, &Participant)| self.has_values(of, &one.1.values, filter);
        let wanted = || self.study.participants.iter().enumerate().filter(has).map(|(place, _)| place);
        filter.is_about(of).then(|| wanted().collect())
    }

    /// Returns the documents that have the wanted values; `None` if any will do.
    fn documents(&self, filter: &BrowseFilter) -> Option<HashSet<SourceId>> {
        let of = Described::Documents;
        let has = |source: &&Source| self.has_values(of, &source.values, filter);
        filter.is_about(of).then(|| self.study.sources.iter().filter(has).map(|source| source.id).collect())
    }

    fn has_values(&self, of: Described, values: &[Option<String>], filter: &BrowseFilter) -> bool {
        let value = |variable: VariableId| values.get(self.study.attribute_place(variable)?)?.as_ref();
        let has = |(variable, wanted): &(VariableId, Vec<String>)| value(*variable).is_some_and(|v| wanted.contains(v));
        let excludes = |range: &ValueRange| range.excludes(value(range.variable).map(String::as_str));
        filter.values.iter().filter(|(variable, _)| variable.of == of).all(has)
            && !filter.ranges.iter().filter(|range| range.variable.of == of).any(excludes)
    }
}

impl BrowseFilter {
    /// True if participants, or documents, are chosen by the values of their attributes.
    #[must_use]
    pub fn is_about(&self, of: Described) -> bool {
        self.values.iter().any(|(variable, _)| variable.of == of)
            || self.ranges.iter().any(|range| range.variable.of == of && !range.is_open())
    }
}

/// The sets that a filter names.
struct Wanted<'f> {
    filter: &'f BrowseFilter,
    spoken: SpokenWords,
    codes: Option<HashSet<CodeId>>,
    codings: HashSet<CodingId>,
    /// Indices of participants in the study.
    participants: Option<HashSet<usize>>,
    documents: Option<HashSet<SourceId>>,
    within: WithinSets,
}

impl<'f> Wanted<'f> {
    fn new(places: &Places<'_>, filter: &'f BrowseFilter, spoken: SpokenWords) -> Result<Self, Error> {
        let codings = filter.codings.iter().copied().collect();
        let (participants, documents) = (places.participants(filter), places.documents(filter));
        let (codes, within) = (codes(places.study, filter), WithinSets::new(places.study, &filter.sets)?);
        Ok(Self { filter, spoken, codes, codings, participants, documents, within })
    }

    fn has_code(&self, row: &BrowseRow) -> bool {
        self.codes.as_ref().is_none_or(|codes| codes.contains(&row.fact.code))
    }

    /// True if the participant with this index meets the filter.
    fn keeps(&self, participant: usize) -> bool {
        self.participants.as_ref().is_none_or(|kept| kept.contains(&participant))
    }

    /// True if a passage meets the filter, apart from its code.
    fn has(&self, row: &BrowseRow, places: &Places<'_>) -> bool {
        let (fact, filter) = (&row.fact, self.filter);
        let is_participant = |wanted: &HashSet<usize>| {
            let mut found = false;
            places.each_participant(fact, |place| found |= wanted.contains(&place));
            found
        };
        (filter.users.is_empty() || filter.users.contains(&fact.user))
            && (filter.sources.is_empty() || filter.sources.contains(&fact.source))
            && (self.codings.is_empty() || self.codings.contains(&fact.coding))
            && (!filter.important || row.important)
            && filter.account.is_none_or(|wanted| wanted.takes(row.account.as_ref()))
            && (!filter.with_memo || !row.memos.is_empty())
            && self.documents.as_ref().is_none_or(|documents| documents.contains(&fact.source))
            && self.within.has(fact)
            && self.participants.as_ref().is_none_or(is_participant)
            && self.spoken.excludes(fact).is_none()
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
    let mut memos: HashMap<CodingId, Vec<PassageMemo>> = HashMap::new();
    for note in reads.notes()? {
        if let NoteTarget::Coding(coding) = note.target {
            memos.entry(coding).or_default().push(PassageMemo { user: note.user, text: note.text });
        }
    }
    let mut accounts = reads.accounts()?;
    let places = Places::new(&study, WhoseWords::read(reads, &study)?);
    let wanted = Wanted::new(&places, filter, SpokenWords::read(reads, &study, filter.spoken_by)?)?;
    let mut rows: Vec<BrowseRow> = reads
        .browse_rows()?
        .into_iter()
        .map(|(fact, created, important)| {
            let memos = memos.remove(&fact.coding).unwrap_or_default();
            BrowseRow { fact, created, important, account: accounts.remove(&fact.coding), memos }
        })
        .filter(|row| wanted.has(row, &places))
        .collect();
    keep_matches(reads, &mut rows, &filter.search)?;
    let by_code = listed_with_codes(&rows, &study.codebook);
    rows.retain(|row| wanted.has_code(row));
    Ok(Browse { by_code, ..in_cards(rows, &places, &wanted) })
}

/// Counts the passages that would be listed with each code.
fn listed_with_codes(rows: &[BrowseRow], book: &Codebook) -> hashing::HashMap<CodeId, ListedWithCode> {
    let mut facts: Vec<&Fact> = rows.iter().map(|row| &row.fact).collect();
    let words = |fact: &Fact| (fact.source, fact.range, fact.user);
    facts.sort_unstable_by_key(|fact| words(fact));
    let mut above: hashing::HashMap<CodeId, Vec<CodeId>> = hashing::HashMap::default();
    let mut counts: hashing::HashMap<CodeId, ListedWithCode> = hashing::HashMap::default();
    let mut branches: Vec<CodeId> = Vec::new();
    for passage in facts.chunk_by(|a, b| words(a) == words(b)) {
        branches.clear();
        for fact in passage {
            counts.entry(fact.code).or_default().alone += 1;
            branches.extend(&*above.entry(fact.code).or_insert_with(|| branch(book, fact.code)));
        }
        branches.sort_unstable();
        branches.dedup();
        branches.iter().for_each(|code| counts.entry(*code).or_default().with_subcodes += 1);
    }
    counts
}

/// A passage in one of its groups.
type Placed = (usize, BrowseRow);

/// Returns the passages in order, once for each of their groups.
fn in_groups(rows: Vec<BrowseRow>, places: &Places<'_>, wanted: &Wanted<'_>) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::with_capacity(rows.len());
    for row in rows {
        let groups = places.groups(&row, wanted);
        if let Some((last, others)) = groups.split_last() {
            placed.extend(others.iter().map(|&group| (group, row.clone())));
            placed.push((*last, row));
        }
    }
    let sort = wanted.filter.sort;
    placed.sort_by_cached_key(|(group, row)| (*group, places.sort_key(row, sort), row.fact.user));
    placed
}

/// Divides passages into groups and cards.
fn in_cards(rows: Vec<BrowseRow>, places: &Places<'_>, wanted: &Wanted<'_>) -> Browse {
    let filter = wanted.filter;
    let mut list = Browse::default();
    let (mut documents, mut participants, mut codes) = (HashSet::new(), HashSet::new(), HashSet::new());
    for row in &rows {
        documents.insert(row.fact.source);
        places.each_participant(&row.fact, |place| {
            if wanted.keeps(place) {
                participants.insert(place);
            }
        });
        codes.insert(row.fact.code);
    }
    (list.documents, list.participants, list.codes) = (documents.len(), participants.len(), codes.len());
    list.passages = rows.len();
    // The words of a passage with two of the codes are counted once, as beside a code with subcodes.
    let is_branch = filter.code.is_some() && filter.below;
    let words = |row: &BrowseRow| (row.fact.user, row.fact.source, row.fact.range);
    list.words = if is_branch { rows.iter().map(words).collect::<HashSet<_>>().len() } else { rows.len() };
    list.shared = rows.iter().filter(|row| places.groups(row, wanted).len() > 1).count();
    let (mut last, mut met) = (None, HashSet::new());
    for (group, mut card) in cards(in_groups(rows, places, wanted), filter.joined) {
        if filter.group != Group::Nothing && last != Some(group) {
            list.groups.push((places.title(group, filter.group), list.cards.len()));
            last = Some(group);
        }
        card.sort_by_key(|row| places.users.get(&row.fact.user).copied());
        list.cards.push(list.rows.len());
        let at = list.rows.len();
        let repeats = |(place, row): (usize, &BrowseRow)| (!met.insert((group, words(row)))).then_some(at + place);
        if is_branch {
            list.repeated.extend(card.iter().enumerate().filter_map(repeats));
        }
        list.rows.append(&mut card);
    }
    list
}

/// The passages of each card with their group, in the order of the first of them.
fn cards(rows: Vec<Placed>, joined: bool) -> Vec<(usize, Vec<BrowseRow>)> {
    if !joined {
        return rows.into_iter().map(|(group, row)| (group, vec![row])).collect();
    }
    let mut cards: Vec<(usize, Vec<BrowseRow>)> = Vec::new();
    let mut known: HashMap<(usize, SourceId, CharRange, CodeId), usize> = HashMap::new();
    for (group, row) in rows {
        let place = (group, row.fact.source, row.fact.range, row.fact.code);
        let at = *known.entry(place).or_insert(cards.len());
        match cards.get_mut(at) {
            Some((_, card)) => card.push(row),
            None => cards.push((group, vec![row])),
        }
    }
    cards
}

fn keep_matches(reads: Reads<'_>, rows: &mut Vec<BrowseRow>, search: &str) -> Result<(), Error> {
    let finder = Finder::new(search, Strictness::default());
    if finder.is_empty() {
        return Ok(());
    }
    let places: Vec<_> = rows.iter().map(|row| (row.fact.source, row.fact.range)).collect();
    let mut found = vec![false; rows.len()];
    each(reads, &places, &Progress::default(), |at, text, index, range| {
        if let Some(place) = found.get_mut(at) {
            *place = finder.is_in(index.slice(text, range));
        }
    })?;
    let mut found = found.into_iter();
    rows.retain(|_| found.next().unwrap_or(false));
    Ok(())
}

/// Calls a function with the text of every passage; each document is read once. The progress counts documents.
pub(super) fn each(
    reads: Reads<'_>,
    places: &[(SourceId, CharRange)],
    progress: &Progress,
    mut work: impl FnMut(usize, &str, &TextIndex, CharRange),
) -> Result<(), Error> {
    let mut of: HashMap<SourceId, Vec<usize>> = HashMap::new();
    for (at, (source, _)) in places.iter().enumerate() {
        of.entry(*source).or_default().push(at);
    }
    let total = of.len() as u64;
    for (done, (source, list)) in of.into_iter().enumerate() {
        progress.step(done as u64, total)?;
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

/// Returns the passages as text, each with its position, code and coder.
pub fn as_text(reads: Reads<'_>, filter: &BrowseFilter) -> Result<String, Error> {
    let study = reads.study()?;
    let mut rows = browse(reads, filter)?.rows;
    // A passage of several people is copied once.
    let mut seen = HashSet::new();
    rows.retain(|row| seen.insert(row.fact.coding));
    let places: Vec<_> = rows.iter().map(|row| (row.fact.source, row.fact.range)).collect();
    let mut quotes = vec![String::new(); rows.len()];
    each(reads, &places, &Progress::default(), |at, text, index, range| {
        if let Some(place) = quotes.get_mut(at) {
            *place = index.slice(text, range).to_owned();
        }
    })?;
    let lines = rows.iter().zip(quotes).map(|(row, quote)| {
        let fact = &row.fact;
        let document = study.source(fact.source).map_or("", |s| s.name.as_str());
        let coder = study.user(fact.user).map_or("", |u| u.name.as_str());
        let code = study.codebook.path(fact.code);
        format!("“{quote}” ({document}, {}–{}; {code}; {coder})\n", fact.range.start.0, fact.range.end.0)
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}
