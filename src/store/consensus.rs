//! How the consensus coding was created, kept as a setting.

use super::{Error, Reads, Tx};
use crate::model::ConsensusRule;
use crate::tr;

/// The name of the setting.
const CONSENSUS: &str = "consensus";

impl Reads<'_> {
    /// Returns how the consensus coding was created; `None` if it is not known, as in files of older versions and in
    /// projects made from a folder.
    pub fn consensus_rule(&self) -> Result<Option<ConsensusRule>, Error> {
        Ok(self.setting(CONSENSUS)?.and_then(|value| serde_json::from_str(&value).ok()))
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
