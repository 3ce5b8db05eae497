//! Queries: everything that is asked of a project, by the window's reader thread and by the command line alike.

use super::Error;
use crate::analysis::{CellAddress, TableRequest, tabulate};
use crate::model::{
    CharRange, CodeId, CodingId, Count, Fact, SourceId, Study, UserId,
};
use crate::store::{Counts, OpRecord, Passage, PassageFilter, Reads};
use crate::table::{PassageList, PassageRow, Table};
use crate::text::TextIndex;
use std::collections::HashMap;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Everything but texts and codings.
    Study,
    /// One document with its codings by all coders.
    Source(SourceId),
    /// Codings a code by these coders (empty: any).
    CodeCounts(Vec<UserId>),
    Counts,
    Table(TableQuery),
    /// The passages behind a number of a table.
    Behind(TableQuery, CellAddress),
    Passages(PassageFilter),
    /// What undo and redo would take, in words.
    Turns,
    History,
}

/// A table as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableQuery {
    pub request: TableRequest,
    pub count: Count,
    /// Empty: any coder.
    pub users: Vec<UserId>,
}

#[derive(Clone, Debug)]
pub enum Answer {
    Study(Arc<Study>),
    Source(Box<SourceData>),
    CodeCounts(HashMap<CodeId, u64>),
    Counts(Counts),
    Table(Arc<Table>),
    /// Passages, each with the coding it stands for.
    Passages(Arc<Quotes>),
    Turns { undo: Option<String>, redo: Option<String> },
    History(Vec<OpRecord>),
}

#[derive(Clone, Debug)]
pub struct SourceData {
    pub source: SourceId,
    pub text: String,
    /// Sorted by start and end.
    pub facts: Vec<Fact>,
    pub memos: HashMap<CodingId, String>,
}

/// The words of passages, with where they stand.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    pub list: PassageList,
    /// One a row of the list.
    pub places: Vec<(SourceId, CharRange, CodingId)>,
}

/// Answers on the connection of the thread that asks.
pub fn answer(reads: Reads<'_>, query: &Query) -> Result<Answer, Error> {
    Ok(match query {
        Query::Study => Answer::Study(Arc::new(reads.study()?)),
        Query::Source(source) => Answer::Source(Box::new(SourceData {
            source: *source,
            text: reads.text(*source)?,
            facts: reads.facts_of(*source)?,
            memos: reads.memos_of(*source)?,
        })),
        Query::CodeCounts(users) => Answer::CodeCounts(reads.code_counts(users)?),
        Query::Counts => Answer::Counts(reads.counts()?),
        Query::Table(query) => Answer::Table(Arc::new(table(reads, query)?)),
        Query::Behind(query, address) => Answer::Passages(Arc::new(behind(reads, query, *address)?)),
        Query::Passages(filter) => Answer::Passages(Arc::new(quotes(reads, &reads.study()?, filter, 0)?)),
        Query::Turns => Answer::Turns {
            undo: reads.next_undo()?.map(|op| op.summary),
            redo: reads.next_redo()?.map(|op| op.summary),
        },
        Query::History => Answer::History(reads.history()?),
    })
}

/// Counts a table.
pub fn table(reads: Reads<'_>, query: &TableQuery) -> Result<Table, Error> {
    let study = reads.study()?;
    let facts = reads.facts(&query.users)?;
    let tabulation = tabulate(&study, &facts, &query.request, query.count)?;
    Ok(Table::new(&study, &tabulation, provenance(&study, query)))
}

/// The passages behind a number: read from the very count that made the number.
pub fn behind(reads: Reads<'_>, query: &TableQuery, address: CellAddress) -> Result<Quotes, Error> {
    let study = reads.study()?;
    let facts = reads.facts(&query.users)?;
    let tabulation = tabulate(&study, &facts, &query.request, query.count)?;
    let codings = tabulation.behind(address).iter().filter_map(|&i| Some(facts.get(i as usize)?.coding)).collect();
    let filter = PassageFilter { codings: Some(codings), ..PassageFilter::default() };
    quotes(reads, &study, &filter, 0)
}

/// Coded passages with their words and `context` characters on either side.
pub fn quotes(reads: Reads<'_>, study: &Study, filter: &PassageFilter, context: u32) -> Result<Quotes, Error> {
    let passages = reads.passages(filter)?;
    let mut quotes = Quotes { list: PassageList::for_study(study), places: Vec::with_capacity(passages.len()) };
    let mut open: Option<(SourceId, String, TextIndex)> = None;
    let mut looks = Looks::new(study);
    for passage in passages {
        let source = passage.coding.source;
        if open.as_ref().is_none_or(|(id, _, _)| *id != source) {
            let text = reads.text(source)?;
            let index = TextIndex::new(&text);
            open = Some((source, text, index));
        }
        let Some((_, text, index)) = &open else { continue };
        let range = passage.coding.range;
        let wide = CharRange::new(range.start.0.saturating_sub(context), range.end.0.saturating_add(context));
        let words = index.slice(text, index.clamp(wide)).to_owned();
        quotes.places.push((source, range, passage.coding.id));
        quotes.list.rows.push(looks.row(passage, words));
    }
    Ok(quotes)
}

/// Names by id, looked up once and not once a passage.
struct Looks<'s> {
    study: &'s Study,
    sources: HashMap<SourceId, usize>,
    cases: HashMap<crate::model::CaseId, usize>,
    codes: HashMap<CodeId, (String, Vec<(String, String)>)>,
}

impl<'s> Looks<'s> {
    fn new(study: &'s Study) -> Self {
        Self {
            study,
            sources: study.sources.iter().enumerate().map(|(i, s)| (s.id, i)).collect(),
            cases: study.cases.iter().enumerate().map(|(i, c)| (c.id, i)).collect(),
            codes: HashMap::new(),
        }
    }

    fn row(&mut self, passage: Passage, text: String) -> PassageRow {
        let (study, coding) = (self.study, passage.coding);
        let source = self.sources.get(&coding.source).and_then(|&i| study.sources.get(i));
        let case = source.and_then(|s| s.case).and_then(|id| self.cases.get(&id)).and_then(|&i| study.cases.get(i));
        let book = &study.codebook;
        let (code, facets) = self.codes.entry(coding.code).or_insert_with(|| {
            let values = book.facets.iter().filter_map(|facet| {
                let value = book.facet_value(coding.code, facet.id)?;
                Some((facet.name.clone(), facet.values.get(value)?.clone()))
            });
            (book.path(coding.code).to_string(), values.collect())
        });
        PassageRow {
            document: source.map(|s| s.name.clone()).unwrap_or_default(),
            participant: case.map(|c| c.name.clone()),
            attributes: case.map_or_else(|| vec![None; study.variables.len()], |c| c.values.clone()),
            code: code.clone(),
            facets: facets.clone(),
            coder: study.user(coding.user).map(|u| u.name.clone()).unwrap_or_default(),
            start: coding.range.start.0,
            end: coding.range.end.0,
            text,
            memo: passage.memo,
            created: coding.created,
        }
    }
}

fn provenance(study: &Study, query: &TableQuery) -> Vec<(String, String)> {
    let coders: Vec<&str> =
        study.users.iter().filter(|u| query.users.contains(&u.id)).map(|u| u.name.as_str()).collect();
    let coders = if query.users.is_empty() { "any coder".to_owned() } else { coders.join(", ") };
    let made = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string();
    [
        ("Project", study.project.name.clone()),
        ("Coders", coders),
        ("Counted", query.count.name().to_owned()),
        ("Made", made),
        ("Software", format!("Pullquote {}", env!("CARGO_PKG_VERSION"))),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}
