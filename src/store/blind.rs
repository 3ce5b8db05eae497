//! Blind coding: while it is on, a reader shows a coder only what this coder may see. Temporary views hide the tables,
//! so everything that reads codings, memos or the history through that reader is restricted at once.
//!
//! Coders see their own codings with their own memos, and everybody's in documents that they have marked as finished.
//! The history still lists who changed something and when, but not what other coders did.

use super::schema::SETTINGS;
use super::{Error, Reader, Reads, Tx};
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
        // A file of an older version lacks this table until it is opened for writing.
        if !self.has_table("settings")? {
            return Ok(false);
        }
        let sql = "SELECT value FROM settings WHERE name = ?1";
        let value: Option<String> = self.0.prepare_cached(sql)?.query_row([BLIND], |row| row.get(0)).optional()?;
        Ok(value.is_some())
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
        let wanted = self.reads().blind()?.then_some(viewer.map_or(0, |user| user.0));
        self.see_as(wanted)
    }

    /// Lifts the restriction, for work that needs everything and shows the viewer only what they may see.
    ///
    /// # Errors
    /// When the project cannot be read.
    pub fn see_everything(&self) -> Result<(), Error> {
        self.see_as(None)
    }

    fn see_as(&self, wanted: Option<i64>) -> Result<(), Error> {
        if self.seen_as.get() == wanted {
            return Ok(());
        }
        // The views are temporary and kept in memory; the file itself stays read-only.
        self.connection.pragma_update(None, "query_only", false)?;
        let views = "DROP VIEW IF EXISTS temp.op_changes; DROP VIEW IF EXISTS temp.ops; DROP VIEW IF EXISTS temp.notes;
                     DROP VIEW IF EXISTS temp.codings; DROP VIEW IF EXISTS temp.viewer;";
        let done = self.connection.execute_batch(views).and_then(|()| match wanted {
            Some(user) => self.connection.execute_batch(&narrowing(user)),
            None => Ok(()),
        });
        self.connection.pragma_update(None, "query_only", true)?;
        done?;
        self.seen_as.set(wanted);
        Ok(())
    }
}

fn narrowing(user: i64) -> String {
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
           CASE WHEN user IS NULL OR user = (SELECT name FROM main.users WHERE id = {user}) THEN summary END AS summary,
           root, undoes, undone_by,
           CASE WHEN user IS NULL OR user = (SELECT name FROM main.users WHERE id = {user}) THEN args END AS args
         FROM main.ops;
         CREATE TEMP VIEW op_changes AS SELECT * FROM main.op_changes WHERE op IN
           (SELECT id FROM main.ops
            WHERE user IS NULL OR user = (SELECT name FROM main.users WHERE id = {user}));"
    )
}

impl Tx<'_> {
    /// Turns blind coding on or off.
    pub fn set_blind(&mut self, on: bool) -> Result<(), Error> {
        let sql = "SELECT id FROM settings WHERE name = ?1";
        let stored: Option<i64> =
            self.connection().prepare_cached(sql)?.query_row([BLIND], |row| row.get(0)).optional()?;
        match (stored, on) {
            (None, true) => self.insert(&SETTINGS, &[Value::Text(BLIND.into()), Value::Text("on".into())]).map(drop),
            (Some(id), false) => self.delete(&SETTINGS, id),
            _ => Ok(()),
        }
    }
}
