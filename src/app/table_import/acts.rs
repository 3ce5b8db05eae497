//! Importing a table into the open project: reading, planning and writing it.

use super::*;
use crate::app::advice::Advice;
use crate::app::documents_room::Tab;
use crate::app::room::Room;
use crate::app::submission::{Submission, words};
use crate::app::workspace::Workspace;
use crate::engine::table_import::{TableImport, TablePlan};
use crate::engine::{Answer, Command, JobId, Query};
use crate::interchange::codebook::CodebookReading;
use crate::interchange::document::Reading;
use crate::interchange::sheet::{Sheet, SheetReading};
use crate::model::Study;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Workspace {
    /// Reads a table and asks what is in it.
    pub fn open_table(&mut self, path: PathBuf) {
        self.read_table(path, SheetReading::default(), None);
    }

    /// Reads a table of a kind; of none, it will be asked.
    pub fn read_table(&mut self, path: PathBuf, reading: SheetReading, kind: Option<TableKind>) {
        if !self.link.writable {
            let what = "This project can only be read, so nothing can be imported.".to_owned();
            self.trouble(Advice { what, todo: String::new(), details: String::new() });
            return;
        }
        let job = self.link.ask(Query::ReadSheet { path: path.clone(), reading: reading.clone() });
        self.rooms.reading_table = Some(ReadingTable { job, path, reading, kind });
    }

    /// The file that is being read.
    #[must_use]
    pub fn table_being_read(&self) -> Option<&Path> {
        self.rooms.reading_table.as_ref().map(|reading| reading.path.as_path())
    }

    pub fn forget_table_being_read(&mut self) {
        if let Some(reading) = self.rooms.reading_table.take() {
            self.link.cancel(reading.job);
        }
    }

    /// Closes the dialog of a table; what was asked for it is stopped.
    pub fn close_table(&mut self) {
        self.forget_table_being_read();
        if let Some(job) = self.rooms.table.take().and_then(|table| table.draft.known()?.job) {
            self.link.cancel(job);
        }
    }

    /// True while a table wants an answer.
    #[must_use]
    pub fn is_importing_table(&self) -> bool {
        self.rooms.table.is_some() || self.rooms.reading_table.is_some()
    }

    /// Answers to what was asked about tables.
    pub(in crate::app) fn take_table_answer(&mut self, job: JobId, answer: Answer) {
        match answer {
            Answer::Sheet(sheet) => {
                if let Some(read) = self.rooms.reading_table.take_if(|reading| reading.job == job) {
                    self.take_sheet(sheet, read.reading, read.kind);
                }
            }
            Answer::TablePlan(plan) => self.take_table_plan(job, plan),
            _ => {}
        }
    }

    fn take_table_plan(&mut self, job: JobId, plan: Arc<TablePlan>) {
        let Some(table) = &mut self.rooms.table else { return };
        let Some(draft) = table.draft.known_mut() else { return };
        if draft.job.take_if(|asked| *asked == job).is_none() {
            return;
        }
        draft.plan = Some(plan);
        // Why the import could not be done is shown until something else is chosen.
        if draft.given.as_ref() != Some(&draft.import) && !table.submission.is_under_way() {
            table.submission.reset();
        }
    }

    pub(in crate::app) fn table_query_failed(&mut self, job: JobId) {
        self.rooms.reading_table.take_if(|reading| reading.job == job);
    }

    /// It cannot be said what the import would do. True when it is told in its dialog, which keeps what was chosen.
    pub(in crate::app) fn table_plan_refused(&mut self, job: JobId, advice: &Advice) -> bool {
        let Some(table) = &mut self.rooms.table else { return false };
        let own = table.draft.known_mut().is_some_and(|draft| draft.job.take_if(|asked| *asked == job).is_some());
        if own {
            table.submission.refuse(words(advice));
        }
        own
    }

    fn take_sheet(&mut self, sheet: Arc<Sheet>, reading: SheetReading, kind: Option<TableKind>) {
        let Some(study) = self.study.clone() else { return };
        let draft = TableDraft::Unknown(TableKind::likely(&study, &sheet));
        self.rooms.table = Some(OpenTable { sheet, reading, draft, submission: Submission::default() });
        if let Some(kind) = kind {
            self.take_table_as(kind);
        }
    }

    /// Says what is in the table that was read.
    pub fn take_table_as(&mut self, kind: TableKind) {
        let (Some(study), Some(mut table)) = (self.study.clone(), self.rooms.table.take()) else { return };
        let me = self.link.my_name().unwrap_or_default();
        let import = TableImport::suggest(kind, &study, table.sheet.clone(), me);
        table.draft = TableDraft::Known(Box::new(Draft::new(import)));
        self.rooms.table = Some(table);
    }

    /// Asks what the import that is being set up would do, when it or the study was changed.
    pub fn refresh_table_plan(&mut self) {
        let (Some(table), Some(study)) = (&mut self.rooms.table, &self.study) else { return };
        let Some(draft) = table.draft.known_mut().filter(|_| !table.submission.is_under_way()) else { return };
        let is_asked = |(asked, of): &(TableImport, Arc<Study>)| *asked == draft.import && Arc::ptr_eq(of, study);
        if !draft.asked.as_ref().is_some_and(is_asked) {
            draft.asked = Some((draft.import.clone(), study.clone()));
            draft.job = Some(self.link.ask(Query::PlanTable(Box::new(draft.import.clone()))));
        }
    }

    /// Imports the table as its plan is shown; its dialog stays until that is done.
    pub fn take_table(&mut self) {
        self.forget_table_being_read();
        let Some(mut table) = self.rooms.table.take() else { return };
        if let Some(draft) = table.draft.known_mut()
            && let Some(plan) = draft.ready().cloned()
        {
            // If it is refused because the project is another, the new plan has to be seen.
            (draft.given, draft.asked) = (Some(draft.import.clone()), None);
            let tab = match draft.import.kind() {
                TableKind::Participants => Some(Tab::Participants),
                TableKind::Documents | TableKind::Transcript => Some(Tab::Documents),
                TableKind::Codebook | TableKind::Segments => None,
            };
            if let Some(tab) = tab {
                self.rooms.documents.tab = tab;
                self.show_room(Room::Documents);
            }
            self.give(&mut table.submission, Command::ImportTable { plan });
        }
        self.rooms.table = Some(table);
    }

    /// A codebook in a table is looked at first; the files of other programs are taken as they are.
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
