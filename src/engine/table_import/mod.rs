//! Imports a table: its kind, the meaning of its columns, and a plan of the changes.
//!
//! A [`TableImport`] holds the user's settings; a [`TablePlan`] is what they would do, which is previewed and then
//! written exactly as previewed. Must not depend on how the plan is displayed. Start reading at
//! [`TablePlan::read`].

mod attributes;
mod codebook;
mod document_attributes;
mod documents;
mod heads;
pub mod json;
mod participants;
mod prose;
mod segments;
mod speakers;
mod transcript;

pub use attributes::{Existing, ParticipantUse, Tally};
pub use codebook::{CodebookImport, CodebookPlan};
pub use document_attributes::{DocumentAttributeImport, DocumentAttributePlan};
pub use documents::{DocumentImport, DocumentPlan, DocumentUse};
pub use participants::{ParticipantImport, ParticipantPlan, Repeated};
pub use segments::{Ambiguous, SegmentImport, SegmentPlan, SegmentUse, SeveralCodes, SeveralPlaces};
pub use speakers::{SpeakerImport, SpeakerPlan};
pub use transcript::{TranscriptImport, TranscriptPlan};

use super::error::Error;
use super::lists::derived_columns;
use super::texts::Texts;
use crate::interchange::Problem;
use crate::interchange::sheet::Sheet;
use crate::model::{OpId, Progress, Study};
use crate::store::Reads;
use std::borrow::Cow;
use std::sync::Arc;

/// Length in bytes above which a cell is more likely the text of an interview or answer than an attribute.
const LONG_CELL: usize = 120;

/// The kind of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum TableKind {
    Participants,
    DocumentAttributes,
    Codebook,
    Segments,
    Documents,
    Transcript,
    Speakers,
}

impl TableKind {
    pub const ALL: [Self; 7] = [
        Self::Participants,
        Self::DocumentAttributes,
        Self::Codebook,
        Self::Segments,
        Self::Documents,
        Self::Transcript,
        Self::Speakers,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Guesses the kind from the names of the columns and the length of the cells.
    #[must_use]
    pub fn likely(study: &Study, table: &Arc<Sheet>) -> Self {
        if !derived_columns(&table.header).is_empty() {
            return Self::DocumentAttributes;
        }
        let segments = SegmentImport::suggest(study, table.clone(), "").uses;
        let has = |used: SegmentUse| segments.contains(&used);
        if has(SegmentUse::Document) && has(SegmentUse::Code) && (has(SegmentUse::Quote) || has(SegmentUse::Start)) {
            return Self::Segments;
        }
        if SpeakerImport::is_likely(table) {
            return Self::Speakers;
        }
        if TranscriptImport::is_likely(table) {
            return Self::Transcript;
        }
        let people = ParticipantImport::suggest(study, table.clone());
        let definitions = table.column_named(&["description", "definition", "定义", "说明"]).is_some();
        if definitions || has(SegmentUse::Code) && table.header.len() <= 2 {
            return Self::Codebook;
        }
        let long = |column: usize| table.common(column).bytes > LONG_CELL * table.rows.len();
        let known = people.uses.iter().filter(|used| matches!(used, ParticipantUse::Attribute(_))).count();
        match (0..table.header.len()).any(long) && known == 0 {
            true => Self::Documents,
            false if DocumentAttributeImport::is_likely(study, table) => Self::DocumentAttributes,
            false => Self::Participants,
        }
    }
}

/// A table with the meaning of its columns and the settings for ambiguous cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableImport {
    Participants(ParticipantImport),
    DocumentAttributes(DocumentAttributeImport),
    Codebook(CodebookImport),
    Segments(SegmentImport),
    Documents(DocumentImport),
    Transcript(TranscriptImport),
    Speakers(SpeakerImport),
}

/// What an import would do, by kind of table.
#[derive(Clone, Debug, PartialEq)]
pub enum PlannedTable {
    Participants(ParticipantPlan),
    DocumentAttributes(DocumentAttributePlan),
    Codebook(CodebookPlan),
    Segments(SegmentPlan),
    Documents(DocumentPlan),
    Transcript(TranscriptPlan),
    Speakers(SpeakerPlan),
}

impl TableImport {
    /// Suggests the meaning of the columns from their names and cells. `coder` gives the import, and has coded the
    /// segments that no column assigns to a coder; it may be empty.
    #[must_use]
    pub fn suggest(kind: TableKind, study: &Study, table: Arc<Sheet>, coder: &str) -> Self {
        match kind {
            TableKind::Participants => Self::Participants(ParticipantImport::suggest(study, table)),
            TableKind::DocumentAttributes => Self::DocumentAttributes(DocumentAttributeImport::suggest(study, table)),
            TableKind::Codebook => Self::Codebook(CodebookImport::suggest(table)),
            TableKind::Segments => Self::Segments(SegmentImport::suggest(study, table, coder)),
            TableKind::Documents => Self::Documents(DocumentImport::suggest(study, table)),
            TableKind::Transcript => Self::Transcript(TranscriptImport::suggest(table)),
            TableKind::Speakers => Self::Speakers(SpeakerImport::suggest(table)),
        }
    }

    /// Sets who imports; empty when unknown.
    pub fn set_actor(&mut self, name: &str) {
        if let Self::Segments(import) = self
            && import.actor != name
        {
            name.clone_into(&mut import.actor);
        }
    }

    #[must_use]
    pub fn kind(&self) -> TableKind {
        match self {
            Self::Participants(_) => TableKind::Participants,
            Self::DocumentAttributes(_) => TableKind::DocumentAttributes,
            Self::Codebook(_) => TableKind::Codebook,
            Self::Segments(_) => TableKind::Segments,
            Self::Documents(_) => TableKind::Documents,
            Self::Transcript(_) => TableKind::Transcript,
            Self::Speakers(_) => TableKind::Speakers,
        }
    }

    #[must_use]
    pub fn table(&self) -> &Arc<Sheet> {
        match self {
            Self::Participants(import) => &import.table,
            Self::DocumentAttributes(import) => &import.table,
            Self::Codebook(import) => &import.table,
            Self::Segments(import) => &import.table,
            Self::Documents(import) => &import.table,
            Self::Transcript(import) => &import.table,
            Self::Speakers(import) => &import.table,
        }
    }

    /// Plans the changes in this study.
    ///
    /// # Errors
    /// Fails when the project cannot be read, or when cancelled.
    pub fn plan(&self, study: &Study, texts: &dyn Texts, progress: &Progress) -> Result<PlannedTable, Error> {
        progress.step(0, 1)?;
        Ok(match self {
            Self::Participants(import) => PlannedTable::Participants(import.plan(study)),
            Self::DocumentAttributes(import) => PlannedTable::DocumentAttributes(import.plan(study)),
            Self::Codebook(import) => PlannedTable::Codebook(import.plan(study)),
            Self::Segments(import) => PlannedTable::Segments(import.plan(study, texts, progress)?),
            Self::Documents(import) => PlannedTable::Documents(import.plan(study, texts, progress)?),
            Self::Transcript(import) => PlannedTable::Transcript(import.plan(study, texts)?),
            Self::Speakers(import) => PlannedTable::Speakers(import.plan(study, texts, progress)?),
        })
    }
}

/// What importing a table would do to a project in a certain state.
#[derive(Clone, Debug, PartialEq)]
pub struct TablePlan {
    import: TableImport,
    planned: PlannedTable,
    /// The latest entry of the history at the time of planning.
    revision: OpId,
}

impl TablePlan {
    /// Plans an import without writing anything.
    ///
    /// # Errors
    /// Fails when the project cannot be read, or when cancelled.
    pub fn read(reads: Reads<'_>, import: TableImport, progress: &Progress) -> Result<Self, Error> {
        // Read first: a change made meanwhile makes the plan outdated, never too new.
        let revision = reads.revision()?;
        let planned = import.plan(&reads.study()?, &reads, progress)?;
        Ok(Self { import, planned, revision })
    }

    /// Checks that the import would still do what was planned.
    ///
    /// # Errors
    /// [`Error::PlanOutdated`] when changes to the project alter the plan.
    pub(super) fn check_current(&self, reads: Reads<'_>, progress: &Progress) -> Result<(), Error> {
        if reads.revision()? == self.revision || self.import.plan(&reads.study()?, &reads, progress)? == self.planned {
            return Ok(());
        }
        Err(Error::PlanOutdated { file: self.import.table().file() })
    }

    #[must_use]
    pub fn import(&self) -> &TableImport {
        &self.import
    }

    #[must_use]
    pub fn planned(&self) -> &PlannedTable {
        &self.planned
    }

    /// Why it cannot be imported; empty when it can.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match &self.planned {
            PlannedTable::Participants(plan) => &plan.problems,
            PlannedTable::DocumentAttributes(plan) => &plan.problems,
            PlannedTable::Codebook(plan) => &plan.problems,
            PlannedTable::Segments(plan) => &plan.problems,
            PlannedTable::Documents(plan) => &plan.problems,
            PlannedTable::Transcript(plan) => &plan.problems,
            PlannedTable::Speakers(plan) => &plan.problems,
        }
    }

    /// What would be skipped or changed, and what should be checked.
    #[must_use]
    pub fn remarks(&self) -> Cow<'_, [Problem]> {
        match &self.planned {
            PlannedTable::Participants(plan) => Cow::Borrowed(&plan.remarks),
            PlannedTable::DocumentAttributes(plan) => Cow::Borrowed(&plan.remarks),
            PlannedTable::Codebook(plan) => Cow::Borrowed(&plan.remarks),
            PlannedTable::Segments(plan) => Cow::Owned(plan.all_remarks()),
            PlannedTable::Documents(plan) => Cow::Borrowed(&plan.remarks),
            PlannedTable::Transcript(plan) => Cow::Borrowed(&plan.remarks),
            PlannedTable::Speakers(plan) => Cow::Borrowed(&plan.remarks),
        }
    }

    /// Summarises the changes; empty when there are none.
    #[must_use]
    pub fn summary(&self) -> String {
        match &self.planned {
            PlannedTable::Participants(plan) => plan.summary(),
            PlannedTable::DocumentAttributes(plan) => plan.summary(),
            PlannedTable::Codebook(plan) => plan.summary(&self.import.table().file()),
            PlannedTable::Segments(plan) => plan.summary(),
            PlannedTable::Documents(plan) => plan.summary(),
            PlannedTable::Transcript(plan) => plan.summary(),
            PlannedTable::Speakers(plan) => plan.summary(),
        }
    }

    /// True when the import would change anything.
    #[must_use]
    pub fn changes(&self) -> bool {
        match &self.planned {
            PlannedTable::Participants(plan) => plan.changes(),
            PlannedTable::DocumentAttributes(plan) => plan.changes(),
            PlannedTable::Codebook(plan) => plan.changes(),
            PlannedTable::Segments(plan) => plan.changes(),
            PlannedTable::Documents(plan) => plan.changes(),
            PlannedTable::Transcript(plan) => plan.changes(),
            PlannedTable::Speakers(plan) => plan.changes(),
        }
    }

    /// True when nothing of the table can be imported: its rows are about nothing in the project, or what they say does not
    /// fit.
    #[must_use]
    pub fn is_unusable(&self) -> bool {
        let is_unusable = match &self.planned {
            PlannedTable::Participants(plan) => plan.added + plan.known == 0 || plan.tally.unfit > 0,
            PlannedTable::DocumentAttributes(plan) => plan.documents == 0 || plan.tally.unfit > 0,
            _ => false,
        };
        is_unusable && !self.changes()
    }

    /// True when the table can be imported and this would change something.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.problems().is_empty() && self.changes()
    }
}
