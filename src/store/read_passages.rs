//! Reads coded passages: document by document with their memos, and all codings with their dates for the list of passages.

use super::read::{guid, join_memo};
use super::{Error, Reads, accounts};
use crate::model::{Account, CharRange, CodeId, Coding, CodingId, Fact, ParticipantId, SourceId, UserId};
use std::collections::HashSet;

/// Selects coded passages; an empty filter selects all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassageFilter {
    /// Only this code, without its subcodes.
    pub code: Option<CodeId>,
    pub source: Option<SourceId>,
    /// Documents with words of this participant.
    pub participant: Option<ParticipantId>,
    /// Empty: any coder.
    pub users: Vec<UserId>,
    /// Only these codings.
    pub codings: Option<Vec<CodingId>>,
}

/// A coding with its memo; several memos are joined with line breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    pub coding: Coding,
    pub memo: Option<String>,
    /// Whether it is marked as important.
    pub important: bool,
    /// Whose experience it speaks of, if this is stated.
    pub account: Option<Account>,
}

/// Reads coded passages one document after another, in the researcher's order; within a document, they are sorted by
/// start, end, code and coder.
pub struct PassagesByDocument<'c> {
    reads: Reads<'c>,
    filter: PassageFilter,
    wanted: Option<HashSet<CodingId>>,
    documents: Vec<SourceId>,
    read: usize,
}

impl PassagesByDocument<'_> {
    /// Returns how many documents have been read, and how many there are in all.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.read as u64, self.documents.len() as u64)
    }

    fn passages(&self, source: SourceId) -> Result<Vec<Passage>, Error> {
        let sql = "SELECT c.id, c.guid, c.start, c.end, c.code_id, c.user_id, c.created, c.important, c.account
                   FROM codings c JOIN codes k ON k.id = c.code_id
                   WHERE c.source_id = ?1 AND (?2 IS NULL OR c.code_id = ?2)
                   ORDER BY c.start, c.end, k.place, c.user_id";
        let mut statement = self.reads.0.prepare_cached(sql)?;
        let mut rows = statement.query((source.0, self.filter.code.map(|code| code.0)))?;
        let users = &self.filter.users;
        let mut passages = Vec::new();
        while let Some(row) = rows.next()? {
            let coding = Coding {
                id: CodingId(row.get(0)?),
                guid: guid(row, 1)?,
                source,
                range: CharRange::new(row.get(2)?, row.get(3)?),
                code: CodeId(row.get(4)?),
                user: UserId(row.get(5)?),
                created: row.get(6)?,
            };
            let asked = users.is_empty() || users.contains(&coding.user);
            if asked && self.wanted.as_ref().is_none_or(|wanted| wanted.contains(&coding.id)) {
                let account = accounts::account(row, 8)?;
                passages.push(Passage { coding, memo: None, important: row.get(7)?, account });
            }
        }
        if !passages.is_empty() {
            let mut memos = self.reads.memos_of(source)?;
            for passage in &mut passages {
                for memo in memos.remove(&passage.coding.id).into_iter().flatten() {
                    join_memo(passage.memo.get_or_insert_default(), memo.text);
                }
            }
        }
        Ok(passages)
    }
}

impl Iterator for PassagesByDocument<'_> {
    type Item = Result<(SourceId, Vec<Passage>), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let source = *self.documents.get(self.read)?;
            self.read += 1;
            match self.passages(source) {
                Ok(passages) if passages.is_empty() => {}
                read => return Some(read.map(|passages| (source, passages))),
            }
        }
    }
}

impl<'c> Reads<'c> {
    /// Reads coded passages one document after another; documents without any are left out.
    pub fn passages_by_document(self, filter: &PassageFilter) -> Result<PassagesByDocument<'c>, Error> {
        let documents = self.documents_of(filter)?;
        let wanted = filter.codings.as_ref().map(|codings| codings.iter().copied().collect());
        let filter = PassageFilter { code: filter.code, users: filter.users.clone(), ..PassageFilter::default() };
        Ok(PassagesByDocument { reads: self, filter, wanted, documents, read: 0 })
    }

    /// Returns the documents that the filter allows, in the researcher's order.
    fn documents_of(self, filter: &PassageFilter) -> Result<Vec<SourceId>, Error> {
        if let (Some(source), None) = (filter.source, filter.participant) {
            return Ok(vec![source]);
        }
        let sql = "SELECT id FROM sources s
                   WHERE (?1 IS NULL OR id = ?1)
                     AND (?2 IS NULL OR case_id = ?2
                          OR EXISTS (SELECT 1 FROM speakers WHERE source_id = s.id AND case_id = ?2))
                   ORDER BY place, id";
        let mut statement = self.0.prepare_cached(sql)?;
        let parameters = [filter.source.map(|source| source.0), filter.participant.map(|participant| participant.0)];
        Ok(statement.query_map(parameters, |row| row.get(0).map(SourceId))?.collect::<Result<_, _>>()?)
    }

    /// Returns coded passages, sorted by document, start, end, code and coder.
    pub fn passages(self, filter: &PassageFilter) -> Result<Vec<Passage>, Error> {
        let mut passages = Vec::new();
        for document in self.passages_by_document(filter)? {
            passages.extend(document?.1);
        }
        Ok(passages)
    }

    /// Returns every coding with its date (UTC milliseconds since 1970) and whether it is marked as important.
    pub fn browse_rows(&self) -> Result<Vec<(Fact, i64, bool)>, Error> {
        let sql = "SELECT id, source_id, start, end, code_id, user_id, created, important FROM codings";
        let rows = self
            .0
            .prepare_cached(sql)?
            .query_map([], |row| {
                let fact = Fact {
                    coding: CodingId(row.get(0)?),
                    source: SourceId(row.get(1)?),
                    range: CharRange::new(row.get(2)?, row.get(3)?),
                    code: CodeId(row.get(4)?),
                    user: UserId(row.get(5)?),
                };
                Ok((fact, row.get(6)?, row.get(7)?))
            })?
            .collect::<Result<_, _>>()?;
        Ok(rows)
    }
}
