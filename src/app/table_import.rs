//! A table to be imported: its kind, the meaning of its columns, and a plan of the import.

mod requests;

use super::pending::Pending;
use super::submission::Submission;
pub use crate::engine::table_import::TableKind;
use crate::engine::table_import::{TableImport, TablePlan};
use crate::interchange::sheet::{Sheet, SheetReading};
use crate::model::Study;
use std::path::PathBuf;
use std::sync::Arc;

/// A table that was read but not imported yet.
#[derive(Clone, Debug)]
pub struct OpenTable {
    pub sheet: Arc<Sheet>,
    pub reading: SheetReading,
    pub draft: TableDraft,
    pub submission: Submission,
}

#[derive(Clone, Debug)]
pub enum TableDraft {
    /// The user has not selected a kind; this is the likely one.
    Unknown(TableKind),
    Known(Box<TableImportDraft>),
}

/// An import being set up, with its plan as far as known.
#[derive(Clone, Debug)]
pub struct TableImportDraft {
    pub import: TableImport,
    /// The suggested settings.
    suggested: TableImport,
    /// The last plan requested, with the study at that time.
    asked: Option<(TableImport, Arc<Study>)>,
    pub pending: Pending,
    plan: Option<Arc<TablePlan>>,
    /// The import that was last submitted.
    given: Option<TableImport>,
}

impl TableDraft {
    /// True when closing would lose choices.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.known().is_some_and(|draft| draft.import != draft.suggested)
    }

    /// Returns the kind of the table, once the user has selected it.
    #[must_use]
    pub fn kind(&self) -> Option<TableKind> {
        self.known().map(|draft| draft.import.kind())
    }

    fn known(&self) -> Option<&TableImportDraft> {
        match self {
            Self::Unknown(_) => None,
            Self::Known(draft) => Some(draft),
        }
    }

    fn known_mut(&mut self) -> Option<&mut TableImportDraft> {
        match self {
            Self::Unknown(_) => None,
            Self::Known(draft) => Some(draft),
        }
    }
}

impl TableImportDraft {
    fn new(import: TableImport) -> Self {
        Self { suggested: import.clone(), import, asked: None, pending: Pending::default(), plan: None, given: None }
    }

    /// Returns the plan, possibly from before the last change.
    #[must_use]
    pub fn plan(&self) -> Option<&Arc<TablePlan>> {
        self.plan.as_ref()
    }

    /// True while the plan is out of date.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.pending.is_waiting() || self.asked.as_ref().is_none_or(|(asked, _)| *asked != self.import)
    }

    /// Requests the plan again.
    pub fn plan_again(&mut self) {
        self.asked = None;
    }

    /// Returns the current plan if it can be carried out.
    #[must_use]
    pub fn ready(&self) -> Option<&Arc<TablePlan>> {
        self.plan.as_ref().filter(|plan| !self.is_waiting() && plan.is_ready())
    }
}

/// The table being imported.
#[derive(Default)]
pub struct TableRoom {
    /// The table that was read but not imported yet.
    pub open: Option<OpenTable>,
    reading: Option<ReadingTable>,
}

/// A table being read.
struct ReadingTable {
    pending: Pending,
    path: PathBuf,
    reading: SheetReading,
    kind: Option<TableKind>,
}
