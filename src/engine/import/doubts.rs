//! What looks odd about the speakers of a document that is to be imported, and its one sentence each.

use crate::text::Proposal;
use std::fmt;

/// What the user should look at before she relies on the speakers of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Only this speaker has a label, and there are lines without one.
    OneLabel { label: String },
    /// Nobody was detected, although lines begin alike.
    NoSpeakers(Proposal),
    /// So many speakers that they may be something else.
    ManySpeakers(usize),
    /// So many labels that are no speakers.
    ManyLabels(usize),
}

impl Doubt {
    /// The pattern that would resolve it.
    #[must_use]
    pub fn pattern(&self) -> Option<&str> {
        match self {
            Self::NoSpeakers(proposal) => Some(&proposal.pattern),
            Self::OneLabel { .. } | Self::ManySpeakers(_) | Self::ManyLabels(_) => None,
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OneLabel { label } => write!(
                f,
                "only {label} has a label, so the lines without one were credited to {label} too: say who speaks them"
            ),
            Self::NoSpeakers(Proposal { pattern, beginnings, lines }) => {
                let shown: Vec<String> = beginnings.iter().take(3).map(|label| format!("“{label}”")).collect();
                let more = if beginnings.len() > shown.len() { " …" } else { "" };
                let shown = shown.join(", ");
                write!(
                    f,
                    "no speakers were detected, but {lines} lines begin with {shown}{more}: if these are speakers, use the pattern {pattern}"
                )
            }
            Self::ManySpeakers(count) => write!(f, "{count} speakers were detected: check that they are speakers"),
            Self::ManyLabels(count) => {
                write!(f, "{count} different labels at the start of lines were not treated as speakers")
            }
        }
    }
}
