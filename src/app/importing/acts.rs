//! Imports documents into the open project, from reading their files to the report.

use super::*;
use crate::app::advice::Advice;
use crate::app::part::{Around, Part};
use crate::app::workspace::Workspace;
use crate::engine::import::{ImportPlan, PlannedDocument, PlannedProject, Reading, SpeakersFound};
use crate::engine::reread::Reread;
use crate::engine::{Answer, Command, Error, ImportReport, JobId, Query};
use crate::interchange::Refusal;
use crate::interchange::refi::Offsets;
use crate::model::counted;
use crate::text::sentence;
use std::path::PathBuf;
use std::sync::Arc;

impl Workspace {
    /// Reads files and folders for a preview.
    pub fn begin_import(&mut self, paths: Vec<PathBuf>) {
        if let Some(why) = self.refuses_writing() {
            return self.note(why);
        }
        self.leave_import();
        let query = Query::PlanImport { paths: paths.clone(), reading: Reading::default() };
        let job = self.link.ask(query);
        self.rooms.importing = Some(Importing::Reading { paths, job, project: self.path.clone() });
    }

    /// Reads the selected document again with other options.
    pub fn read_again(&mut self, reading: Reading) {
        let Some(Importing::Preview(preview)) = &mut self.rooms.importing else { return };
        let Some(path) = preview.document().map(|planned| planned.path.clone()) else { return };
        let job = self.link.ask(Query::ReadAgain { path, reading });
        preview.rereading = Some((job, Again::Document(preview.chosen)));
    }

    /// Reads a project of another program again with its positions in this unit.
    pub fn read_positions_as(&mut self, place: usize, offsets: Offsets) {
        let Some(Importing::Preview(preview)) = &mut self.rooms.importing else { return };
        if preview.is_rereading() {
            return;
        }
        let Some(path) = preview.plan.projects.get(place).map(|project| project.path.clone()) else { return };
        let reading = Reading { offsets: Some(offsets), ..Reading::default() };
        let job = self.link.ask(Query::ReadProjectAgain { path, reading });
        preview.rereading = Some((job, Again::Project(place)));
    }

    /// Applies the speakers of the selected document to all others.
    pub fn use_speakers_for_all(&mut self) {
        let Some(Importing::Preview(preview)) = &mut self.rooms.importing else { return };
        preview.finding = Some(self.link.ask(Query::FindSpeakers(preview.speakers_for_all())));
    }

    /// Reads a refused file again with its password.
    pub fn unlock(&mut self, refused: usize) {
        let Some(Importing::Preview(preview)) = &mut self.rooms.importing else { return };
        if preview.is_rereading() {
            return;
        }
        let Some(path) = preview.plan.refused.get(refused).map(|file| file.path.clone()) else { return };
        let password = preview.passwords.get(&refused).cloned();
        let job = self.link.ask(Query::ReadAgain { path, reading: Reading { password, ..Reading::default() } });
        preview.rereading = Some((job, Again::Refused(refused)));
    }

    /// Opens a refused file as a table. The other files wait until the table is done.
    pub fn import_as_table(&mut self, refused: usize) {
        let Some(Importing::Preview(preview)) = &self.rooms.importing else { return };
        let Some(file) = preview.plan.refused.get(refused).filter(|_| !preview.is_rereading()) else { return };
        let path = file.path.clone();
        let plan = &preview.plan;
        if plan.documents.is_empty() && plan.projects.is_empty() && plan.refused.len() == 1 {
            self.leave_import();
        }
        self.open_table(path);
    }

    /// Reviews the speakers of the open document.
    pub fn ask_speakers(&mut self) {
        let Some(document) = &self.document else { return };
        let (name, text, origin) = (&document.name, document.text().clone(), document.origin().clone());
        let planned = PlannedDocument::of_stored(name, text, origin);
        let mut preview = ImportPreview::new(ImportPlan { documents: vec![planned], ..ImportPlan::default() });
        preview.choose(0);
        self.rooms.importing = Some(Importing::Speakers { source: document.id, preview: Box::new(preview) });
    }

    /// Saves the settings for speakers; the dialog stays open until that is done.
    pub fn keep_speakers(&mut self) {
        let Some(Importing::Speakers { source, mut preview }) = self.rooms.importing.take() else { return };
        if let Some(rule) = preview.document().map(|planned| planned.speakers.clone()) {
            let command = Command::SetSpeakers { source, rule };
            self.give(&mut preview.submission, command);
        }
        self.rooms.importing = Some(Importing::Speakers { source, preview });
    }

    /// Reads the file of the open document again: the stored one, or the one at this path.
    pub fn reread(&mut self, file: Option<PathBuf>) {
        if let Some(source) = self.document.as_ref().map(|document| document.id) {
            self.link.ask(Query::Reread { source, file });
        }
    }

    pub(in crate::app) fn take_reread(&mut self, read: Result<Arc<Reread>, Refusal>) {
        match read {
            Ok(reread) => {
                let known = self.document.as_ref().filter(|document| document.id == reread.source);
                if known.is_some_and(|document| reread.is_same(document.origin())) {
                    let words = format!("The file of {} gives the text that the project has.", reread.document);
                    return self.note(words);
                }
                self.rooms.reread = Some(reread);
            }
            Err(refusal) => self.trouble(Advice {
                what: "The document’s file could not be read again.".into(),
                todo: sentence(&refusal.to_string()),
                details: String::new(),
            }),
        }
    }

    /// Writes the original file of the open document.
    pub fn save_original(&mut self, target: PathBuf) {
        if let Some(source) = self.document.as_ref().map(|document| document.id) {
            self.link.ask_to_write(Query::SaveOriginal { source, target });
        }
    }

    /// Stores what is wanted.
    pub fn store_import(&mut self) {
        let Some(Importing::Preview(preview)) = self.rooms.importing.take() else { return };
        // The texts are shared, not copied.
        let command = Command::TakeImport { plan: Arc::new(preview.plan.clone()), how: preview.how };
        let job = self.link.execute(command);
        self.rooms.importing = Some(Importing::Storing { job, preview });
    }

    /// Cancels or closes the import.
    pub fn leave_import(&mut self) {
        match self.rooms.importing.take() {
            Some(Importing::Reading { job, .. }) => self.link.cancel(job),
            Some(Importing::Storing { job, preview }) => {
                self.link.cancel(job);
                // Stays until the import has stopped.
                self.rooms.importing = Some(Importing::Storing { job, preview });
            }
            Some(Importing::Preview(_) | Importing::Speakers { .. } | Importing::Report(_)) | None => {}
        }
    }

    /// Shows the report on every file, if this is the window's import and there is more to report than complete
    /// success. Returns true if the report is shown.
    pub(in crate::app) fn take_import_report(&mut self, job: JobId, report: &ImportReport) -> bool {
        let own = matches!(&self.rooms.importing, Some(Importing::Storing { job: own, .. }) if *own == job);
        if own {
            let tells = report.has_remarks();
            self.rooms.importing = tells.then(|| Importing::Report(Arc::new(report.clone())));
        }
        own
    }

    /// True when an error only means that the user cancelled the import.
    pub(in crate::app) fn is_stopped_import(&self, job: JobId, error: &Error) -> bool {
        let own = matches!(&self.rooms.importing, Some(Importing::Storing { job: own, .. }) if *own == job);
        own && matches!(error, Error::Cancelled(_))
    }
}

impl Part for Option<Importing> {
    fn take(&mut self, job: JobId, answer: Answer, _: &mut Around<'_>) -> Option<Answer> {
        match self {
            Some(Importing::Reading { job: own, paths, project }) if *own == job => {
                let Answer::ImportPlan(plan) = answer else { return Some(answer) };
                let plan = without_own_files(*plan, project, paths);
                *self = Some(Importing::Preview(Box::new(ImportPreview::new(plan))));
                None
            }
            Some(Importing::Preview(preview)) => preview.take(job, answer),
            _ => Some(answer),
        }
    }

    /// Shows the user's input for the files again.
    fn failed(&mut self, job: JobId, _: &Error) -> bool {
        *self = match self.take() {
            Some(Importing::Reading { job: own, .. }) if own == job => None,
            Some(Importing::Storing { job: own, preview }) if own == job => Some(Importing::Preview(preview)),
            Some(Importing::Preview(mut preview)) => {
                preview.finding.take_if(|own| *own == job);
                if preview.rereading.take_if(|(own, _)| *own == job).is_some() {
                    preview.reading_trouble = Some("the file could not be read this way".into());
                }
                Some(Importing::Preview(preview))
            }
            other => other,
        };
        false
    }
}

impl ImportPreview {
    /// Takes the answer to one of its own queries; returns any other.
    fn take(&mut self, job: JobId, answer: Answer) -> Option<Answer> {
        let rereads = self.rereading.as_ref().is_some_and(|(own, _)| *own == job);
        match answer {
            Answer::SpeakersFound(found) if self.finding.take_if(|own| *own == job).is_some() => {
                self.take_speakers(found);
            }
            Answer::ReadAgain(read) if rereads => self.take_read_again(*read),
            Answer::ReadProjectAgain(read) if rereads => self.take_project_again(*read),
            answer => return Some(answer),
        }
        None
    }

    fn take_project_again(&mut self, read: Result<PlannedProject, Refusal>) {
        let Some((_, Again::Project(place))) = self.rereading.take() else { return };
        match (read, self.plan.projects.get_mut(place)) {
            (Ok(read), Some(project)) => {
                project.read_as(read);
                self.reading_trouble = None;
            }
            (Err(why), _) => self.reading_trouble = Some(why.to_string()),
            (Ok(_), None) => {}
        }
    }

    fn take_speakers(&mut self, found: SpeakersFound) {
        let (all, mut kept) = (found.len(), 0);
        for (place, rule, found) in found {
            let Some(planned) = self.plan.documents.get_mut(place) else { continue };
            // Label settings that do not fit a document would remove its speakers.
            if found.speakers.is_empty() && !planned.found.speakers.is_empty() {
                kept += 1;
                continue;
            }
            (planned.speakers, planned.found) = (rule, found);
        }
        self.note = match kept {
            0 => format!("Also used for {}.", counted(all as u64, "other document")),
            kept => format!(
                "Also used for {}; {} without such labels stay as they are.",
                counted((all - kept) as u64, "other document"),
                counted(kept as u64, "document")
            ),
        };
    }

    fn take_read_again(&mut self, read: Result<PlannedDocument, Refusal>) {
        let Some((_, again)) = self.rereading.take() else { return };
        match (read, again) {
            (Ok(read), Again::Document(place)) => {
                if let Some(planned) = self.plan.documents.get_mut(place) {
                    planned.read_as(read);
                }
                self.reading_trouble = None;
            }
            (Err(why), Again::Document(_)) => self.reading_trouble = Some(why.to_string()),
            (Ok(read), Again::Refused(place)) if place < self.plan.refused.len() => {
                self.plan.refused.remove(place);
                self.passwords.clear();
                self.plan.documents.push(read);
                self.choose(self.plan.documents.len() - 1);
            }
            (Err(why), Again::Refused(place)) if place < self.plan.refused.len() => {
                if let Some(file) = self.plan.refused.get_mut(place) {
                    file.refusal = why;
                }
            }
            (_, Again::Refused(_) | Again::Project(_)) => {}
        }
    }
}
