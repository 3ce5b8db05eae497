//! What identifies a thing across programs: guids, dates, and which codes are folders in other programs.

use super::schema::CODINGS;
use super::{Error, Reads, Tx};
use crate::model::{Account, CodingId, CodingKey, Guid, NoteId, SourceId};
use rusqlite::types::Value;
use rusqlite::{Params, Row};
use std::collections::{HashMap, HashSet};

/// The setting that lists, by guid, codes that are folders in the program they were imported from.
const FOLDERS: &str = "folders";

/// A coded passage as imported from another program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignCoding {
    pub guid: Guid,
    /// Guid of the passage itself, if it has one.
    pub selection: Option<Guid>,
    pub key: CodingKey,
    /// UTC milliseconds since 1970.
    pub created: i64,
    pub important: bool,
    pub account: Option<Account>,
}

fn guid(row: &Row<'_>, column: usize) -> rusqlite::Result<Guid> {
    row.get::<_, [u8; 16]>(column).map(Guid)
}

impl Reads<'_> {
    /// Returns when each document was added to the project, in UTC milliseconds since 1970.
    pub fn source_dates(&self) -> Result<HashMap<SourceId, i64>, Error> {
        let mut statement = self.0.prepare_cached("SELECT id, created FROM sources")?;
        Ok(statement.query_map([], |row| Ok((SourceId(row.get(0)?), row.get(1)?)))?.collect::<Result<_, _>>()?)
    }

    /// Returns the guids that other programs gave to passages, by coding.
    pub fn selections(&self) -> Result<HashMap<CodingId, Guid>, Error> {
        self.selections_where("selection_guid IS NOT NULL", [])
    }

    /// Does the same for the passages of a document.
    pub fn selections_in(&self, source: SourceId) -> Result<HashMap<CodingId, Guid>, Error> {
        self.selections_where("source_id = ?1 AND selection_guid IS NOT NULL", [source.0])
    }

    fn selections_where(&self, condition: &str, values: impl Params) -> Result<HashMap<CodingId, Guid>, Error> {
        let sql = format!("SELECT id, selection_guid FROM codings WHERE {condition}");
        let mut statement = self.0.prepare_cached(&sql)?;
        let guids = statement.query_map(values, |row| Ok((CodingId(row.get(0)?), guid(row, 1)?)))?;
        Ok(guids.collect::<Result<_, _>>()?)
    }

    pub fn coding_guids(&self) -> Result<HashSet<Guid>, Error> {
        let mut statement = self.0.prepare_cached("SELECT guid FROM codings")?;
        Ok(statement.query_map([], |row| guid(row, 0))?.collect::<Result<_, _>>()?)
    }

    /// Returns the coding that was added last; those that are added later have higher numbers.
    pub fn last_coding(&self) -> Result<Option<CodingId>, Error> {
        Ok(self.0.query_row("SELECT max(id) FROM codings", [], |row| row.get::<_, Option<i64>>(0))?.map(CodingId))
    }

    /// Returns all memos with their text, by guid.
    pub fn notes_by_guid(&self) -> Result<HashMap<Guid, (NoteId, String)>, Error> {
        let memos = self.notes()?.into_iter().map(|note| (note.guid, (note.id, note.text)));
        Ok(memos.collect())
    }

    /// Returns the codes that are folders in the program they were imported from.
    pub fn folders(&self) -> Result<HashSet<Guid>, Error> {
        Ok(self.setting(FOLDERS)?.unwrap_or_default().split_whitespace().filter_map(Guid::parse).collect())
    }

    /// Returns what is listed among the folders and is not a guid; [`Self::folders`] leaves it out.
    pub(super) fn unknown_folders(&self) -> Result<Vec<String>, Error> {
        let listed = self.setting(FOLDERS)?.unwrap_or_default();
        Ok(listed.split_whitespace().filter(|text| Guid::parse(text).is_none()).map(str::to_owned).collect())
    }
}

impl Tx<'_> {
    /// Remembers codes that are folders in the program they were imported from.
    pub fn add_folders(&mut self, codes: &[Guid]) -> Result<(), Error> {
        let known = self.setting(FOLDERS)?.unwrap_or_default();
        let mut list: Vec<String> = known.split_whitespace().map(str::to_owned).collect();
        list.extend(codes.iter().map(ToString::to_string));
        let mut seen = HashSet::new();
        list.retain(|folder| seen.insert(folder.clone()));
        self.set_setting(FOLDERS, Some(list.join(" ")).filter(|list| !list.is_empty()).as_deref())
    }

    /// Adds a coded passage with its guids and date from another program.
    pub fn take_foreign(&mut self, coding: &ForeignCoding) -> Result<CodingId, Error> {
        let blob = |guid: Guid| Value::Blob(guid.0.to_vec());
        let CodingKey { source, range, code, user } = coding.key;
        let values = [
            blob(coding.guid),
            Value::Integer(source.0),
            Value::Integer(i64::from(range.start.0)),
            Value::Integer(i64::from(range.end.0)),
            Value::Integer(code.0),
            Value::Integer(user.0),
            Value::Integer(coding.created),
            coding.selection.map_or(Value::Null, blob),
            Value::Integer(i64::from(coding.important)),
            coding.account.as_ref().map_or(Value::Null, |account| Value::Text(account.key().to_owned())),
        ];
        self.insert(&CODINGS, &values).map(CodingId)
    }
}
