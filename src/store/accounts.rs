//! Whose experience passages speak of.

use super::schema::CODINGS;
use super::{Error, Reads, Tx};
use crate::model::{Account, Accounts, CodingId, SourceId, same_name};
use rusqlite::types::Value;
use rusqlite::{Params, Row};
use std::collections::HashMap;

/// What is stated in this column; what makes no sense counts as not stated, and the check of the file reports it.
pub(super) fn account(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Account>> {
    Ok(row.get::<_, Option<String>>(column)?.as_deref().and_then(Account::parse))
}

impl Reads<'_> {
    /// Returns whose experience passages speak of, where it is stated.
    pub fn accounts(&self) -> Result<Accounts, Error> {
        self.accounts_where("account IS NOT NULL", [])
    }

    /// Does the same for the passages of one document.
    pub fn accounts_in(&self, source: SourceId) -> Result<Accounts, Error> {
        self.accounts_where("source_id = ?1 AND account IS NOT NULL", [source.0])
    }

    /// Returns which passages of a document are marked: as important, and as to whose experience they speak of.
    pub fn marks_in(&self, source: SourceId) -> Result<HashMap<CodingId, (bool, Option<Account>)>, Error> {
        self.marks_where("source_id = ?1 AND (important OR account IS NOT NULL)", [source.0])
    }

    /// Does the same for all documents.
    pub fn all_marks(&self) -> Result<HashMap<CodingId, (bool, Option<Account>)>, Error> {
        self.marks_where("important OR account IS NOT NULL", [])
    }

    fn marks_where(
        &self,
        condition: &str,
        values: impl Params,
    ) -> Result<HashMap<CodingId, (bool, Option<Account>)>, Error> {
        let mut statement =
            self.0.prepare_cached(&format!("SELECT id, important, account FROM codings WHERE {condition}"))?;
        let marks = statement.query_map(values, |row| Ok((CodingId(row.get(0)?), (row.get(1)?, account(row, 2)?))))?;
        Ok(marks.collect::<Result<_, _>>()?)
    }

    fn accounts_where(&self, condition: &str, values: impl Params) -> Result<Accounts, Error> {
        let sql = format!("SELECT id, account FROM codings WHERE {condition}");
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut rows = statement.query(values)?;
        let mut found = Accounts::new();
        while let Some(row) = rows.next()? {
            if let Some(account) = account(row, 1)? {
                found.insert(CodingId(row.get(0)?), account);
            }
        }
        Ok(found)
    }
}

impl Tx<'_> {
    /// States whose experience a passage speaks of; `None`: this is not stated.
    pub fn set_account(&mut self, coding: CodingId, account: Option<&Account>) -> Result<(), Error> {
        let key = account.map_or(Value::Null, |account| Value::Text(account.key().to_owned()));
        self.set(&CODINGS, coding.0, &[("account", key)])
    }

    pub fn is_important(&self, coding: CodingId) -> Result<bool, Error> {
        let mut statement = self.connection().prepare_cached("SELECT important FROM codings WHERE id = ?1")?;
        Ok(statement.query_row([coding.0], |row| row.get(0))?)
    }

    /// True when it is stated whose experience a passage speaks of.
    pub fn has_account(&self, coding: CodingId) -> Result<bool, Error> {
        let mut statement =
            self.connection().prepare_cached("SELECT account IS NOT NULL FROM codings WHERE id = ?1")?;
        Ok(statement.query_row([coding.0], |row| row.get(0))?)
    }

    /// Lets the passages about a person follow a new name of theirs.
    pub fn rename_in_accounts(&mut self, from: &str, to: &str) -> Result<(), Error> {
        let Some(renamed @ Account::About(_)) = Account::parse(to) else { return Ok(()) };
        for (coding, account) in Reads(self.connection()).accounts()? {
            if account.name().is_some_and(|name| same_name(name, from)) {
                self.set_account(coding, Some(&renamed))?;
            }
        }
        Ok(())
    }

    /// Keeps of a passage that becomes one with another whether it is important, and whose experience it speaks of
    /// unless the other one states this.
    pub(super) fn join_marks(&mut self, from: CodingId, into: CodingId) -> Result<(), Error> {
        let sql = "SELECT account, important FROM codings WHERE id = ?1";
        let marks = |id: CodingId| {
            self.connection()
                .prepare_cached(sql)?
                .query_row([id.0], |row| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, bool>(1)?)))
        };
        let ((account, important), (known, is_important)) = (marks(from)?, marks(into)?);
        let account = known.or(account).map_or(Value::Null, Value::Text);
        let important = i64::from(important || is_important);
        self.set(&CODINGS, into.0, &[("account", account), ("important", Value::Integer(important))])
    }
}
