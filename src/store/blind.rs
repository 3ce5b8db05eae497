//! Blind coding: while it is on, a reader shows a coder only what this coder may see. Temporary views hide the tables,
//! so everything that reads codings, memos or the history through that reader is restricted at once.
//!
//! Coders see their own codings with their own memos, and everybody's in documents that they have marked as finished.
//! Memos on documents, codes, participants and the project are not hidden. The history still lists who changed something
//! and when, but not what other coders did. Entries have the name that their author had at the time.

use super::schema::USERS;
use super::{Error, Reader, Reads, Tx, record};
use crate::model::UserId;
use rusqlite::OptionalExtension;
use rusqlite::types::Value;
use std::borrow::Cow;
use std::collections::HashSet;

/// The name of the setting.
const BLIND: &str = "blind";

impl Reads<'_> {
    /// True while coding is blind.
    pub fn blind(&self) -> Result<bool, Error> {
        Ok(self.setting(BLIND)?.is_some())
    }

    /// True when views hide the tables.
    pub fn is_narrowed(&self) -> Result<bool, Error> {
        let sql = "SELECT EXISTS(SELECT 1 FROM temp.sqlite_schema WHERE name = 'codings')";
        Ok(self.0.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// Returns the viewer, and the documents that they have finished, if views hide the tables. The viewer is 0 if they
    /// are not a coder.
    pub(super) fn viewer(&self) -> Result<Option<(i64, HashSet<i64>)>, Error> {
        if !self.is_narrowed()? {
            return Ok(None);
        }
        let viewer: i64 = self.0.prepare_cached("SELECT user_id FROM temp.viewer")?.query_row([], |row| row.get(0))?;
        let mut statement = self.0.prepare_cached("SELECT source_id FROM participations WHERE user_id = ?1")?;
        let finished = statement.query_map([viewer], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Some((viewer, finished)))
    }

    /// Adapts a query to the view, where no index can be named.
    pub(super) fn planned<'s>(&self, sql: &'s str) -> Result<Cow<'s, str>, Error> {
        if !self.is_narrowed()? {
            return Ok(sql.into());
        }
        let mut words = sql.split(' ').peekable();
        let mut kept = Vec::new();
        while let Some(word) = words.next() {
            if word == "INDEXED" {
                // Skip `INDEXED BY name`; a line break may follow the name.
                words.next();
                let name = words.next().unwrap_or_default();
                kept.extend(name.split_once('\n').map(|(_, rest)| rest));
            } else {
                kept.push(word);
            }
        }
        Ok(kept.join(" ").into())
    }
}

impl Reader {
    /// Restricts this reader to what the viewer may see; `None` is a person who is not a coder. Has no
    /// effect unless coding is blind.
    ///
    /// # Errors
    /// When the project cannot be read.
    pub fn set_viewer(&self, viewer: Option<UserId>) -> Result<(), Error> {
        if !self.reads().blind()? {
            return self.see_as(None);
        }
        let user = viewer.map_or(0, |user| user.0);
        self.see_as(Some((user, self.reads().last_change_of_coder(user)?)))
    }

    /// Lifts the restriction, for work that needs everything and shows the viewer only what they may see.
    ///
    /// # Errors
    /// When the project cannot be read.
    pub fn see_everything(&self) -> Result<(), Error> {
        self.see_as(None)
    }

    /// `wanted`: a coder and the latest change of their entry in the list of coders.
    fn see_as(&self, wanted: Option<(i64, i64)>) -> Result<(), Error> {
        if self.seen_as.get() == wanted {
            return Ok(());
        }
        let names = wanted.map(|(user, _)| self.reads().names_of_coder(user)).transpose()?.unwrap_or_default();
        // The views are temporary and kept in memory; the file itself stays read-only.
        self.connection.pragma_update(None, "query_only", false)?;
        let views = "DROP VIEW IF EXISTS temp.op_changes; DROP VIEW IF EXISTS temp.ops; DROP VIEW IF EXISTS temp.notes;
                     DROP VIEW IF EXISTS temp.codings; DROP VIEW IF EXISTS temp.viewer;
                     DROP TABLE IF EXISTS temp.viewer_names;";
        let done = self.connection.execute_batch(views).and_then(|()| match wanted {
            Some((user, _)) => self.narrow(user, &names),
            None => Ok(()),
        });
        self.connection.pragma_update(None, "query_only", true)?;
        done?;
        self.seen_as.set(wanted);
        Ok(())
    }
}

/// A name of a coder, and the history entries during which they had it: after the first, up to and including the second.
type NameInHistory = (String, i64, i64);

impl Reads<'_> {
    /// Returns the latest history entry that changed a coder's name or colour; 0 if there is none.
    fn last_change_of_coder(&self, user: i64) -> Result<i64, Error> {
        let sql = format!("SELECT ifnull(max(op), 0) FROM main.op_changes WHERE tbl = {} AND row = ?1", USERS.number);
        Ok(self.0.prepare_cached(&sql)?.query_row([user], |row| row.get(0))?)
    }

    fn names_of_coder(&self, user: i64) -> Result<Vec<NameInHistory>, Error> {
        let sql = format!(
            "SELECT op, before FROM main.op_changes WHERE tbl = {} AND row = ?1 AND before IS NOT NULL ORDER BY op, seq",
            USERS.number
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut rows = statement.query([user])?;
        let (mut names, mut after) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            let (op, before): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            if let Some(Value::Text(name)) = record::decode(&before)?.get(1) {
                names.push((name.clone(), after, op));
                after = op;
            }
        }
        let sql = "SELECT name FROM users WHERE id = ?1";
        let present: Option<String> = self.0.prepare_cached(sql)?.query_row([user], |row| row.get(0)).optional()?;
        names.extend(present.map(|name| (name, after, i64::MAX)));
        Ok(names)
    }
}

impl Reader {
    fn narrow(&self, user: i64, names: &[NameInHistory]) -> rusqlite::Result<()> {
        self.connection.execute_batch("CREATE TEMP TABLE viewer_names(name TEXT, after INTEGER, up_to INTEGER)")?;
        for (name, after, up_to) in names {
            self.connection.execute("INSERT INTO temp.viewer_names VALUES (?1, ?2, ?3)", (name, after, up_to))?;
        }
        self.connection.execute_batch(&narrowing(user))
    }
}

fn narrowing(user: i64) -> String {
    let is_own = "(user IS NULL OR EXISTS
        (SELECT 1 FROM viewer_names v WHERE v.name = ops.user AND ops.id > v.after AND ops.id <= v.up_to))";
    format!(
        "CREATE TEMP VIEW viewer AS SELECT {user} AS user_id;
         CREATE TEMP VIEW codings AS SELECT * FROM main.codings WHERE user_id = {user}
           OR source_id IN (SELECT source_id FROM main.participations WHERE user_id = {user});
         CREATE TEMP VIEW notes AS SELECT * FROM main.notes
           WHERE target <> 'passage' OR target_id IN (SELECT id FROM codings)
             AND (user_id IS NULL OR user_id = {user} OR target_id IN
               (SELECT id FROM main.codings
                WHERE source_id IN (SELECT source_id FROM main.participations WHERE user_id = {user})));
         CREATE TEMP VIEW ops AS SELECT id, guid, at, user, kind,
           CASE WHEN {is_own} THEN summary END AS summary,
           root, undoes, undone_by,
           CASE WHEN {is_own} THEN args END AS args
         FROM main.ops AS ops;
         CREATE TEMP VIEW op_changes AS SELECT * FROM main.op_changes WHERE op IN
           (SELECT id FROM main.ops AS ops WHERE {is_own});"
    )
}

impl Tx<'_> {
    /// Turns blind coding on or off.
    pub fn set_blind(&mut self, on: bool) -> Result<(), Error> {
        self.set_setting(BLIND, on.then_some("on"))
    }
}
