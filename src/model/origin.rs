//! Where a document came from and how it was read: its file, what is a speaker in it, how its words look.

use super::{CharPos, CharRange, Styled, same_name};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a document was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Name of the file, without its folder.
    pub file: String,
    /// `docx`, `txt` …; empty when it is not known.
    pub format: String,
    /// Empty for a form that says itself how it is written.
    pub encoding: String,
    pub speakers: SpeakerRule,
    /// Sorted by start.
    pub styles: Vec<Styled>,
    /// When lines and cues begin, sorted by position; several may stand in one line.
    pub times: Vec<TimeMark>,
    /// The speakers' names as the file itself states them, sorted and apart from each other. `Some`: nothing else is a
    /// label, not even where the list is empty. `None`: the file does not say who speaks, and labels are detected.
    pub labels: Option<Vec<CharRange>>,
}

/// A point of the text with its time in the recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeMark {
    /// Where the words said at this time begin.
    pub at: CharPos,
    /// Milliseconds from the start of the recording.
    pub millis: u32,
}

/// What a label at the start of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerRole {
    Speaker,
    /// A speaker who asks the questions.
    Interviewer,
    /// No speaker: its lines go on with the block before.
    Nobody,
}

/// How speakers are told in a document. The default finds them out; [`crate::text::Turns`] does it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SpeakerRule {
    /// A regular expression for the start of a line; its first group, or all of it without one, is the label. `None`: labels
    /// are found out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Nobody is looked for.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
    /// Who says what stands without a label behind somebody's words; `None`: it goes on with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unlabelled: Option<String>,
    /// What single labels are, whatever was found out.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<String, SpeakerRole>,
}

impl SpeakerRule {
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Whether somebody with this label asks, where it is said.
    #[must_use]
    pub fn asks(&self, label: &str) -> Option<bool> {
        self.role(label).map(|role| role == SpeakerRole::Interviewer)
    }

    /// What is said of a label, or of one that looks the same.
    #[must_use]
    pub fn role(&self, label: &str) -> Option<SpeakerRole> {
        let alike = || self.roles.iter().find(|(own, _)| same_name(own, label)).map(|(_, role)| *role);
        self.roles.get(label).copied().or_else(alike)
    }
}
