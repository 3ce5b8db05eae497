//! Imports a table into the open project: reading, planning and writing it.

use super::*;
use crate::app::documents_room::DocumentsPage;
use crate::app::part::{Around, Part};
use crate::app::pending::Pending;
use crate::app::room::Room;
use crate::app::submission::Submission;
use crate::app::workspace::Workspace;
use crate::engine::table_import::{TableImport, TablePlan};
use crate::engine::{Answer, Command, Error, JobId, Query};
use crate::interchange::codebook::CodebookReading;
use crate::interchange::document::Reading;
use crate::interchange::sheet::{Sheet, SheetReading};
use crate::model::Study;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Workspace {
    /// Reads a table and asks for its kind.
    pub fn open_table(&mut self, path: PathBuf) {
        self.read_table(path, SheetReading::default(), None);
    }

    /// Reads a table of a kind; without a kind, the user is asked.
    pub fn read_table(&mut self, path: PathBuf, reading: SheetReading, kind: Option<TableKind>) {
        if let Some(why) = self.refuses_writing() {
            return self.note(why);
        }
        let query = Query::ReadSheet { path: path.clone(), reading: reading.clone() };
        let pending = Pending::asked(&mut self.link, query);
        self.rooms.table.reading = Some(ReadingTable { pending, path, reading, kind });
    }

    /// Returns the file being read.
    #[must_use]
    pub fn table_being_read(&self) -> Option<&Path> {
        self.rooms.table.reading.as_ref().map(|reading| reading.path.as_path())
    }

    pub fn forget_table_being_read(&mut self) {
        if let Some(reading) = self.rooms.table.reading.take() {
            reading.pending.stop(&self.link);
        }
    }

    /// Closes the dialog of a table and cancels its queries.
    pub fn close_table(&mut self) {
        self.forget_table_being_read();
        if let Some(draft) = self.rooms.table.open.take().as_ref().and_then(|table| table.draft.known()) {
            draft.pending.stop(&self.link);
        }
    }

    /// True while a table needs an answer.
    #[must_use]
    pub fn is_importing_table(&self) -> bool {
        self.rooms.table.open.is_some() || self.rooms.table.reading.is_some()
    }

    /// Sets the kind of the table that was read.
    pub fn take_table_as(&mut self, kind: TableKind) {
        if let Some(study) = self.study.clone() {
            self.rooms.table.take_as(kind, &study, self.link.my_name());
        }
    }

    /// Requests a plan of the import if it or the study has changed.
    pub fn refresh_table_plan(&mut self) {
        let (Some(table), Some(study)) = (&mut self.rooms.table.open, &self.study) else { return };
        let Some(draft) = table.draft.known_mut().filter(|_| !table.submission.is_under_way()) else { return };
        draft.import.set_actor(self.link.my_name().unwrap_or_default());
        let is_asked = |(asked, of): &(TableImport, Arc<Study>)| *asked == draft.import && Arc::ptr_eq(of, study);
        if !draft.asked.as_ref().is_some_and(is_asked) {
            draft.asked = Some((draft.import.clone(), study.clone()));
            draft.pending.ask(&mut self.link, Query::PlanTable(Box::new(draft.import.clone())));
        }
    }

    /// Imports the table as planned; its dialog stays open until that is done.
    pub fn take_table(&mut self) {
        self.forget_table_being_read();
        let Some(mut table) = self.rooms.table.open.take() else { return };
        if let Some(draft) = table.draft.known_mut()
            && let Some(plan) = draft.ready().cloned()
        {
            // If it is refused because the project has changed, the user must see the new plan.
            (draft.given, draft.asked) = (Some(draft.import.clone()), None);
            let tab = match draft.import.kind() {
                TableKind::Participants | TableKind::Speakers => Some(DocumentsPage::Participants),
                TableKind::DocumentAttributes | TableKind::Documents | TableKind::Transcript => {
                    Some(DocumentsPage::Documents)
                }
                TableKind::Codebook | TableKind::Segments => None,
            };
            if let Some(tab) = tab {
                self.rooms.documents.tab = tab;
                self.show_room(Room::Documents);
            }
            self.give(&mut table.submission, Command::ImportTable { plan });
        }
        self.rooms.table.open = Some(table);
    }

    /// Previews a codebook in a table; files of other programs are imported at once.
    pub fn import_codebook(&mut self, path: PathBuf) {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        if crate::interchange::sheet::ENDINGS.contains(&ending.as_str()) {
            self.read_table(path, SheetReading::default(), Some(TableKind::Codebook));
        } else {
            self.link.execute(Command::ImportCodebook {
                path,
                reading: Reading::default(),
                table: CodebookReading::default(),
            });
        }
    }
}

impl TableRoom {
    fn take_as(&mut self, kind: TableKind, study: &Study, me: Option<&str>) {
        if let Some(table) = &mut self.open {
            let import = TableImport::suggest(kind, study, table.sheet.clone(), me.unwrap_or_default());
            table.draft = TableDraft::Known(Box::new(TableImportDraft::new(import)));
        }
    }

    fn take_sheet(&mut self, sheet: Arc<Sheet>, around: &Around<'_>) {
        let (Some(read), Some(study)) = (self.reading.take(), around.study) else { return };
        let draft = TableDraft::Unknown(TableKind::likely(study, &sheet));
        self.open = Some(OpenTable { sheet, reading: read.reading, draft, submission: Submission::default() });
        if let Some(kind) = read.kind {
            self.take_as(kind, study, around.link.my_name());
        }
    }

    /// Takes a plan if it was the last one requested; returns any other.
    fn take_plan(&mut self, job: JobId, plan: Arc<TablePlan>) -> Option<Arc<TablePlan>> {
        let Some(table) = &mut self.open else { return Some(plan) };
        let Some(draft) = table.draft.known_mut() else { return Some(plan) };
        if !draft.pending.take(job) {
            return Some(plan);
        }
        draft.plan = Some(plan);
        // Shows why the import failed until a setting is changed.
        if draft.given.as_ref() != Some(&draft.import) && !table.submission.is_under_way() {
            table.submission.reset();
        }
        None
    }
}

impl Part for TableRoom {
    fn take(&mut self, job: JobId, answer: Answer, around: &mut Around<'_>) -> Option<Answer> {
        match answer {
            Answer::Sheet(sheet) if self.reading.as_ref().is_some_and(|reading| reading.pending.is(job)) => {
                self.take_sheet(sheet, around);
                None
            }
            Answer::TablePlan(plan) => self.take_plan(job, plan).map(Answer::TablePlan),
            answer => Some(answer),
        }
    }

    /// Shows why there is no plan in the dialog, which keeps its settings.
    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        self.reading.take_if(|reading| reading.pending.is(job));
        let draft = self.open.as_mut().and_then(|table| table.draft.known_mut());
        draft.is_some_and(|draft| draft.pending.failed(job, error))
    }
}
