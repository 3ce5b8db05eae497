//! What a comparison of coders is about.

use crate::analysis::agreement::{Plan, Resampling, Rule, Threshold};
use crate::model::{CodeId, SourceId, UserId};
use crate::text::Cut;

/// What is judged alike or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Stretches of text that every coder either coded or not.
    Cut(Cut),
    Character,
    /// The coded passages themselves, matched when intersection / union reaches this; 0 is any overlap.
    Passages(Threshold),
}

impl Default for Unit {
    fn default() -> Self {
        Self::Cut(Cut::Turn)
    }
}

impl Unit {
    /// `turn`, `sentence`, `window:500`, `character`, `passages:0.5` and so on.
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
    /// Empty: all coders who finished one of the documents; with `everyone_took_part`, all who coded or finished anything.
    pub coders: Vec<UserId>,
    /// Empty: every code that one of them used. A coding counts for the nearest of these codes that it is or is below; with
    /// a `level`, a code below it stands for the one above it on the last level.
    pub codes: Vec<CodeId>,
    /// Levels of the code tree from the top, 1 or more: codes further down count as the one above them on the last level.
    pub level: Option<usize>,
    /// Empty: all documents.
    pub documents: Vec<SourceId>,
    pub unit: Unit,
    pub rule: Rule,
    /// Labels of speakers whose lines are left out.
    pub without: Vec<String>,
    /// A coder who has not finished a document counts as having found nothing there, but for what they coded.
    pub everyone_took_part: bool,
    /// Others are held against this coder.
    pub reference: Option<UserId>,
    pub bootstrap: Option<(Plan, Resampling)>,
    /// Gamma of each document: passages aligned by place and code. The seed of its samples.
    pub gamma: Option<u64>,
}
