//! How the consensus coding was created, kept as a setting.

use super::schema::SETTINGS;
use super::{Error, Reads, Tx};
use crate::model::ConsensusRule;
use crate::tr;
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

/// The name of the setting.
const CONSENSUS: &str = "consensus";

impl Reads<'_> {
    /// Returns how the consensus coding was created; `None` if it is not known, as in files of older versions and in
    /// projects made from a folder.
    pub fn consensus_rule(&self) -> Result<Option<ConsensusRule>, Error> {
        // A file of an older version lacks this table until it is opened for writing.
        if !self.has_table("settings")? {
            return Ok(None);
        }
        let sql = "SELECT value FROM settings WHERE name = ?1";
        let value: Option<String> = self.0.prepare_cached(sql)?.query_row([CONSENSUS], |row| row.get(0)).optional()?;
        Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
    }
}

impl Tx<'_> {
    /// Records how the consensus coding is created.
    pub fn set_consensus_rule(&mut self, rule: &ConsensusRule) -> Result<(), Error> {
        let value = serde_json::to_string(rule).map_err(|why| Error::Damaged {
            what: tr!("the settings of the consensus coding cannot be written: {why}", why),
        })?;
        let sql = "SELECT id, value FROM settings WHERE name = ?1";
        let stored: Option<(i64, String)> = self
            .connection()
            .prepare_cached(sql)?
            .query_row([CONSENSUS], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match stored {
            Some((_, known)) if known == value => Ok(()),
            Some((id, _)) => self.set(&SETTINGS, id, &[("value", Value::Text(value))]),
            None => self.insert(&SETTINGS, &[Value::Text(CONSENSUS.into()), Value::Text(value)]).map(drop),
        }
    }
}
