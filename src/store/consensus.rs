//! How the consensus coding was created, or how the coders were compared for the first decisions, kept as a setting.

use super::{Error, Reads, Tx};
use crate::model::{ConsensusRule, NoRule};
use crate::tr;

/// The name of the setting.
const CONSENSUS: &str = "consensus";

impl Reads<'_> {
    /// Returns how the consensus coding was created or would be created again, or why this is not known.
    ///
    /// # Errors
    /// Fails when the file cannot be read. A record that makes no sense is no error: the consensus coding itself is
    /// intact, and creating it again replaces the record.
    pub fn consensus_rule(&self) -> Result<Result<ConsensusRule, NoRule>, Error> {
        let Some(value) = self.setting(CONSENSUS)? else { return Ok(Err(NoRule::NotRecorded)) };
        Ok(serde_json::from_str(&value).map_err(|_| NoRule::Unreadable))
    }
}

impl Tx<'_> {
    /// Records how the consensus coding is created.
    pub fn set_consensus_rule(&mut self, rule: &ConsensusRule) -> Result<(), Error> {
        let value = serde_json::to_string(rule).map_err(|why| Error::Damaged {
            what: tr!("the settings of the consensus coding cannot be written: {why}", why),
        })?;
        self.set_setting(CONSENSUS, Some(&value))
    }
}
