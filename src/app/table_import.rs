//! A table that is about to be imported: what is in it, what its columns mean, and what importing it would do.

mod acts;

use super::submission::Submission;
use crate::engine::JobId;
pub use crate::engine::table_import::TableKind;
use crate::engine::table_import::{TableImport, TablePlan};
use crate::interchange::sheet::{Sheet, SheetReading};
use crate::model::Study;
use std::path::PathBuf;
use std::sync::Arc;

/// A table that was read and not yet imported.
#[derive(Clone, Debug)]
pub struct OpenTable {
    pub sheet: Arc<Sheet>,
    pub reading: SheetReading,
    pub draft: TableDraft,
    pub submission: Submission,
}

#[derive(Clone, Debug)]
pub enum TableDraft {
    /// Nobody has said what is in it; what is likely.
    Unknown(TableKind),
    Known(Box<TableImportDraft>),
}

/// An import that is being set up, and what it would do as far as that is known.
#[derive(Clone, Debug)]
pub struct TableImportDraft {
    pub import: TableImport,
    /// As it was suggested.
    suggested: TableImport,
    /// What was asked for last, and the study of that time.
    asked: Option<(TableImport, Arc<Study>)>,
    job: Option<JobId>,
    plan: Option<Arc<TablePlan>>,
    /// What was to be done last.
    given: Option<TableImport>,
}

impl TableDraft {
    /// True when something was chosen that closing would lose.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.known().is_some_and(|draft| draft.import != draft.suggested)
    }

    /// What the table is taken as, once somebody has said it.
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
        Self { suggested: import.clone(), import, asked: None, job: None, plan: None, given: None }
    }

    /// What it would do, or would have done before the last change.
    #[must_use]
    pub fn plan(&self) -> Option<&Arc<TablePlan>> {
        self.plan.as_ref()
    }

    /// True while the plan is not that of the import as it stands.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.job.is_some() || self.asked.as_ref().is_none_or(|(asked, _)| *asked != self.import)
    }

    /// The plan of the import as it stands, when it can be carried out.
    #[must_use]
    pub fn ready(&self) -> Option<&Arc<TablePlan>> {
        self.plan.as_ref().filter(|plan| !self.is_waiting() && plan.is_ready())
    }
}

/// The table that is being imported.
#[derive(Default)]
pub struct TableRoom {
    /// Read, and not imported yet.
    pub open: Option<OpenTable>,
    reading: Option<ReadingTable>,
}

/// A table that is being read.
struct ReadingTable {
    job: JobId,
    path: PathBuf,
    reading: SheetReading,
    kind: Option<TableKind>,
}
