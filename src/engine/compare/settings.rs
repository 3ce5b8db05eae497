//! The settings of a comparison of coders.

use crate::analysis::agreement::{Plan, Resampling, Rule, Threshold};
use crate::engine::reading::PassageScope;
use crate::model::{CodeId, SourceId, UserId};
use crate::text::Cut;

/// The unit of comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Stretches of text that every coder either coded or did not code.
    Cut(Cut),
    Character,
    /// The coded passages themselves, matched when intersection / union is at least this; 0 is any overlap.
    Passages(Threshold),
}

impl Default for Unit {
    fn default() -> Self {
        Self::Cut(Cut::Turn)
    }
}

impl Unit {
    /// Parses `turn`, `sentence`, `window:500`, `character`, `passages:0.5` and so on.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name.strip_prefix("passages:") {
            Some(least) => Threshold::parse(least).map(Self::Passages),
            None if name == "character" => Some(Self::Character),
            None => Cut::parse(name).map(Self::Cut),
        }
    }
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cut(cut) => cut.fmt(f),
            Self::Character => f.write_str("character"),
            Self::Passages(least) => write!(f, "passages:{least}"),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompareSettings {
    /// Empty: all coders who finished one of the documents and have coded more than
    /// [hardly anything](super::StrayCoding); with `everyone_took_part`, all who coded or finished anything.
    pub coders: Vec<UserId>,
    /// Empty: every code that one of them used. A coding counts for the nearest of these codes that is its code or
    /// an ancestor of it; with a `level`, a deeper code counts as its ancestor on the last level.
    pub codes: Vec<CodeId>,
    /// Number of levels from the top, 1 or more: deeper codes count as their ancestor on the last level.
    pub level: Option<usize>,
    /// Empty: all documents.
    pub documents: Vec<SourceId>,
    pub unit: Unit,
    pub rule: Rule,
    /// Labels of speakers whose turns are left out.
    pub without: Vec<String>,
    /// Which passages are compared. Where it chooses speakers, what others say is left out of the text, too.
    pub scope: PassageScope,
    /// Treats documents that a coder has not finished as containing no codes by that coder other than those
    /// present.
    pub everyone_took_part: bool,
    /// The coder with whom the others are compared.
    pub reference: Option<UserId>,
    pub bootstrap: Option<(Plan, Resampling)>,
    /// Computes gamma for each document (passages aligned by position and code); the seed of its samples.
    pub gamma: Option<u64>,
}
