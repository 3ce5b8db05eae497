//! The passages that a table does not count, with the reason.

use crate::model::PassageKey;
use crate::{i18n, tr};
use std::collections::BTreeMap;

/// Passages that a table does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Number of coded passages; those of several coders with the same code and exactly the same words count once.
    pub passages: u64,
    pub reason: LeftOutReason,
    /// Names of the dimensions of which the codes have no value; empty for other reasons.
    pub dimensions: Vec<String>,
}

/// In the order in which they are listed. Each passage is left out for only one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum LeftOutReason {
    /// The passage is by a coder who was not selected.
    OtherCoder,
    /// The passage is a coder's own, but the consensus coding is counted.
    Consensus,
    /// The passage belongs only to participants whom the filter excludes, or to nobody.
    Filter,
    /// The passage is not about the experience that the filter asks for.
    Account,
    /// The passage belongs to nobody, but rows, columns or numbers refer to participants.
    NoParticipant,
    /// The passage contains no speaker's words, but rows or columns are speakers.
    NoSpeaker,
    /// The passage contains an interviewer's words and nobody else's, but only those of others are counted.
    Interviewer,
    /// The passage contains words of somebody who is not an interviewer, but only interviewers' words are counted.
    NotInterviewer,
    /// The passage contains no speaker's words, but only those of some speakers are counted.
    Unspoken,
    /// The participant is in no row because a value is not known.
    UnknownValue,
    /// The passage is not inside a passage whose codes match one of the rows.
    NoRow,
    /// The code is in no column of the typology, and does not mark a row.
    NoColumn,
    /// The code is in no column of the typology, but marks a row for the passages within.
    MarksRow,
    /// The code has no value of the dimension that defines the rows or the columns.
    NoFacetValue,
}

impl LeftOutReason {
    /// Returns the name used in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the entries for codings that are left out, in the order of the reasons. A passage is left out for the first
    /// of the reasons that its codings have.
    #[must_use]
    pub fn list(mut codings: Vec<(Self, PassageKey)>) -> Vec<LeftOut> {
        // They are mostly sorted already, or a few sorted lists one after another, which are merged quickly.
        codings.sort_by_key(|&(reason, passage)| (passage, reason));
        codings.dedup_by_key(|(_, passage)| *passage);
        let mut numbers: BTreeMap<Self, usize> = BTreeMap::new();
        for of_reason in codings.chunk_by(|a, b| a.0 == b.0) {
            if let Some((reason, _)) = of_reason.first() {
                *numbers.entry(*reason).or_default() += of_reason.len();
            }
        }
        numbers.into_iter().filter_map(|(reason, passages)| reason.of(passages)).collect()
    }

    /// Returns the entry for this reason, or `None` if there are no passages.
    #[must_use]
    pub fn of(self, passages: usize) -> Option<LeftOut> {
        (passages > 0).then_some(LeftOut { passages: passages as u64, reason: self, dimensions: vec![] })
    }
}

impl LeftOut {
    /// `asset or direction`.
    fn dimensions(&self) -> String {
        if self.dimensions.is_empty() {
            return tr!("of a code" => "the dimension").to_owned();
        }
        i18n::or(&self.dimensions.iter().map(|name| name.replace('_', " ")).collect::<Vec<_>>())
    }

    /// Describes what is left out: `3 passages by other coders`.
    #[must_use]
    pub fn what(&self) -> String {
        let n = self.passages;
        match self.reason {
            LeftOutReason::OtherCoder => tr!("{n} passage by other coders" | "{n} passages by other coders" % n),
            LeftOutReason::Consensus => {
                tr!("{n} passage by the coders themselves" | "{n} passages by the coders themselves" % n)
            }
            LeftOutReason::Filter => {
                tr!("{n} passage that the filter excludes" | "{n} passages that the filter excludes" % n)
            }
            LeftOutReason::Account => tr!("{n} passage for which other experience, or none, is stated"
                | "{n} passages for which other experience, or none, is stated" % n),
            LeftOutReason::NoFacetValue => tr!(
                "{n} passage with a code that has no value of {dimensions}"
                    | "{n} different passages with codes that have no value of {dimensions}" % n,
                dimensions = self.dimensions()
            ),
            LeftOutReason::NoParticipant => {
                tr!("{n} passage that belongs to no participant" | "{n} passages that belong to no participant" % n)
            }
            LeftOutReason::NoSpeaker | LeftOutReason::Unspoken => {
                tr!("{n} passage without words of a speaker" | "{n} passages without words of a speaker" % n)
            }
            LeftOutReason::Interviewer => {
                tr!("{n} passage with only an interviewer’s words"
                    | "{n} passages with only an interviewer’s words" % n)
            }
            LeftOutReason::NotInterviewer => {
                tr!("{n} passage with words of participants" | "{n} passages with words of participants" % n)
            }
            LeftOutReason::UnknownValue => {
                tr!("{n} passage by participants in no row" | "{n} passages by participants in no row" % n)
            }
            LeftOutReason::NoColumn => {
                tr!("{n} passage with codes that are in no column"
                    | "{n} passages with codes that are in no column" % n)
            }
            LeftOutReason::MarksRow => tr!("{n} passage with a code that only decides on the row"
                | "{n} passages with codes that only decide on the row" % n),
            LeftOutReason::NoRow => tr!("{n} passage outside those that are coded as one of the rows"
                | "{n} passages outside those that are coded as one of the rows" % n),
        }
    }
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let passages = self.what();
        f.write_str(&match self.reason {
            LeftOutReason::Consensus => tr!(
                "{passages} is left out: the consensus coding is counted."
                    | "{passages} are left out: the consensus coding is counted." % self.passages,
                passages
            ),
            _ => tr!("{passages} is left out." | "{passages} are left out." % self.passages, passages),
        })
    }
}
