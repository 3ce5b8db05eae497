//! Settings of a project: named texts, journaled like everything else.

use super::schema::SETTINGS;
use super::{Error, Reads, Tx};
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

impl Reads<'_> {
    /// Returns a setting; `None` if it is not set.
    pub(super) fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        // A file of an older version lacks this table until it is opened for writing.
        if !self.has_table("settings")? {
            return Ok(None);
        }
        let sql = "SELECT value FROM settings WHERE name = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()?)
    }
}

impl Tx<'_> {
    /// Returns a setting; `None` if it is not set.
    pub(super) fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        Ok(self.stored_setting(name)?.map(|(_, value)| value))
    }

    /// Sets a setting, or removes it. What stays as it is makes no entry in the journal.
    pub(super) fn set_setting(&mut self, name: &str, value: Option<&str>) -> Result<(), Error> {
        match (self.stored_setting(name)?, value) {
            (Some((_, known)), Some(value)) if known == value => Ok(()),
            (Some((id, _)), Some(value)) => self.set(&SETTINGS, id, &[("value", Value::Text(value.into()))]),
            (Some((id, _)), None) => self.delete(&SETTINGS, id),
            (None, Some(value)) => {
                self.insert(&SETTINGS, &[Value::Text(name.into()), Value::Text(value.into())]).map(drop)
            }
            (None, None) => Ok(()),
        }
    }

    fn stored_setting(&self, name: &str) -> Result<Option<(i64, String)>, Error> {
        let sql = "SELECT id, value FROM settings WHERE name = ?1";
        let row = self.connection().prepare_cached(sql)?.query_row([name], |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(row.optional()?)
    }
}
