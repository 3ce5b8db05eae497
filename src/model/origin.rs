//! Where a document came from and how it was read: its file, its speakers, and how its words look.

use super::{CharPos, CharRange, Styled, same_name};
use crate::tr;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a document was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Name of the file, without its folder.
    pub file: String,
    /// `docx`, `txt` …; empty when unknown.
    pub format: String,
    /// Empty for formats that define their encoding.
    pub encoding: String,
    pub speakers: SpeakerRule,
    /// Sorted by start.
    pub styles: Vec<Styled>,
    /// Times at which lines or cues begin, sorted by position; a line may have several.
    pub times: Vec<TimeMark>,
    /// The speakers' names as stated by the file, sorted and disjoint. With `Some`, nothing else is a label, even if
    /// the list is empty. With `None`, the file does not state speakers and labels are detected.
    pub labels: Option<Vec<CharRange>>,
}

/// A position in the text with its time in the recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TimeMark {
    /// Start of the words that are said at this time.
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
    /// Not a speaker: the line continues the preceding turn.
    Nobody,
}

impl SpeakerRole {
    /// Returns the name used in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Interviewer => "interviewer",
            Self::Nobody => "nobody",
        }
    }

    /// Returns the name in a sentence.
    #[must_use]
    pub fn described(self) -> &'static str {
        match self {
            Self::Speaker => tr!("role of a label" => "a speaker"),
            Self::Interviewer => tr!("role of a label" => "an interviewer"),
            Self::Nobody => tr!("role of a label" => "no speaker"),
        }
    }
}

/// How the speakers of a document are identified. By default, [`crate::text::Turns`] detects them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SpeakerRule {
    /// A regular expression for the start of a line. The label is its first group, or the whole match if it has
    /// none. `None`: labels are detected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// No speakers are identified.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
    /// Who says lines without a label; `None`: they continue the preceding turn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unlabelled: Option<String>,
    /// The roles of single labels; they override the detection.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<String, SpeakerRole>,
}

impl SpeakerRule {
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// True or false if the rule states whether this label is an interviewer's.
    #[must_use]
    pub fn asks(&self, label: &str) -> Option<bool> {
        self.role(label).map(|role| role == SpeakerRole::Interviewer)
    }

    /// Makes these labels speakers, whatever is detected; those for which `asks` is true are interviewers. A role that
    /// makes a label a speaker already stays.
    pub fn include<'l>(&mut self, labels: impl Iterator<Item = &'l str>, asks: impl Fn(&str) -> bool) {
        for label in labels {
            self.off = false;
            if matches!(self.role(label), None | Some(SpeakerRole::Nobody)) {
                self.set_role(label, if asks(label) { SpeakerRole::Interviewer } else { SpeakerRole::Speaker });
            }
        }
    }

    /// States the role of a label, in place of that of one that looks the same.
    pub fn set_role(&mut self, label: &str, role: SpeakerRole) {
        self.roles.retain(|known, _| !same_name(known, label));
        self.roles.insert(label.to_owned(), role);
    }

    /// Returns the stated role of a label, or of one that looks the same.
    #[must_use]
    pub fn role(&self, label: &str) -> Option<SpeakerRole> {
        let alike = || self.roles.iter().find(|(known, _)| same_name(known, label)).map(|(_, role)| *role);
        self.roles.get(label).copied().or_else(alike)
    }
}
