//! Imports documents into the open project, from reading their files to the report.

use super::*;
use crate::app::link::Link;
use crate::app::part::{Around, Part};
use crate::app::pending::Pending;
use crate::app::workspace::Workspace;
use crate::engine::import::{ImportPlan, PlannedDocument, PlannedProject, Reading, SpeakersFound, sort_paths};
use crate::engine::{Answer, Command, Error, JobId, Outcome, Query};
use crate::interchange::Refusal;
use crate::interchange::refi::Offsets;
use crate::model::Noun;
use crate::tr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Workspace {
    /// Reads files and folders for a preview.
    pub fn begin_import(&mut self, mut paths: Vec<PathBuf>) {
        if let Some(why) = self.refuses_writing() {
            return self.note(why);
        }
        self.leave_import();
        // File dialogs give files in an order of their own, often that of their bytes.
        sort_paths(&mut paths);
        let query = Query::PlanImport { paths: paths.clone(), reading: Reading::default() };
        let pending = Pending::asked(&mut self.link, query);
        self.rooms.importing = Some(Importing::Reading { paths, pending, project: self.path.clone() });
    }

    /// Reads the selected document again with other options.
    pub fn read_again(&mut self, reading: Reading) {
        let Some(Importing::Preview(preview)) = &mut self.rooms.importing else { return };
        let Some(path) = preview.document().map(|planned| planned.path.clone()) else { return };
        let pending = Pending::asked(&mut self.link, Query::ReadAgain { path, reading });
        preview.rereading = Some((pending, Again::Document(preview.chosen)));
    }

    /// Reads a project of another program again with its positions in this unit.
    pub fn read_positions_as(&mut self, place: usize, offsets: Offsets) {
        let Some(Importing::Preview(preview)) = &mut self.rooms.importing else { return };
        if preview.is_rereading() {
            return;
        }
        let Some(path) = preview.plan.projects.get(place).map(|project| project.path.clone()) else { return };
        let reading = Reading { offsets: Some(offsets), ..Reading::default() };
        let pending = Pending::asked(&mut self.link, Query::ReadProjectAgain { path, reading });
        preview.rereading = Some((pending, Again::Project(place)));
    }

    /// Requests what the preview shows and what is out of date.
    pub fn refresh_import(&mut self) {
        if let Some(Importing::Preview(preview) | Importing::Speakers { preview, .. }) = &mut self.rooms.importing {
            preview.refresh(&mut self.link);
        }
    }

    /// Applies the speakers of the selected document to all others.
    pub fn use_speakers_for_all(&mut self) {
        let Some(Importing::Preview(preview)) = &mut self.rooms.importing else { return };
        preview.finding.ask(&mut self.link, Query::FindSpeakers(preview.speakers_for_all()));
    }

    /// Reads a refused file again with its password.
    pub fn unlock(&mut self, refused: usize) {
        let Some(Importing::Preview(preview)) = &mut self.rooms.importing else { return };
        if preview.is_rereading() {
            return;
        }
        let Some(path) = preview.plan.refused.get(refused).map(|file| file.path.clone()) else { return };
        let password = preview.passwords.get(&refused).cloned();
        let query = Query::ReadAgain { path, reading: Reading { password, ..Reading::default() } };
        preview.rereading = Some((Pending::asked(&mut self.link, query), Again::Refused(refused)));
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

    /// Notes that a table among the files was imported: the report of the others does not call it skipped.
    pub fn note_imported_table(&mut self, path: &Path) {
        let imported = match &mut self.rooms.importing {
            Some(Importing::Preview(preview)) => &mut preview.imported_tables,
            Some(Importing::Report(shown)) => &mut shown.imported_tables,
            _ => return,
        };
        imported.insert(path.to_owned());
    }

    /// Reviews the speakers of the open document.
    pub fn ask_speakers(&mut self) {
        let Some(document) = &self.document else { return };
        let (characters, origin) = (document.index().char_count(), document.origin().clone());
        let planned = PlannedDocument::of_stored(&document.name, document.text().clone(), characters, origin);
        let mut preview = ImportPreview::new(ImportPlan { documents: vec![planned], ..ImportPlan::default() });
        preview.choose(0);
        preview.outdated.insert(0);
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
            self.rooms.rereading.begin(source, file, &mut self.link);
        }
    }

    /// Writes the original file of the open document.
    pub fn save_original(&mut self, target: PathBuf) {
        if let Some(source) = self.document.as_ref().map(|document| document.id) {
            self.link.ask_to_write(Query::SaveOriginal { source, target });
        }
    }

    /// Imports the ticked documents and projects.
    pub fn store_import(&mut self) {
        let Some(Importing::Preview(preview)) = self.rooms.importing.take() else { return };
        // The texts are shared, not copied.
        let mut plan = preview.plan.clone();
        plan.refused.retain(|file| !preview.imported_tables.contains(&file.path));
        let command = Command::TakeImport { plan: Arc::new(plan), how: preview.how };
        let pending = Pending::of(self.link.execute(command));
        self.rooms.importing = Some(Importing::Storing { pending, preview });
    }

    /// Cancels or closes the import.
    pub fn leave_import(&mut self) {
        match &mut self.rooms.importing {
            // Stays until the import has stopped.
            Some(Importing::Storing { pending, .. }) => return pending.stop(&self.link),
            Some(Importing::Reading { pending, .. }) => pending.stop(&self.link),
            Some(Importing::Preview(_) | Importing::Speakers { .. } | Importing::Report(_)) | None => {}
        }
        self.rooms.importing = None;
    }
}

/// Waits for an import that was refused at first, and that the user has confirmed.
pub(in crate::app) fn stores_again(importing: &mut Option<Importing>, refused: JobId, again: JobId) {
    match importing {
        Some(Importing::Storing { pending, .. }) if pending.is(refused) => *pending = Pending::of(again),
        _ => {}
    }
}

/// Shows the user's input again for an import that was refused and that the user did not confirm.
pub(in crate::app) fn was_not_stored(importing: &mut Option<Importing>, refused: JobId) {
    match importing.take() {
        Some(Importing::Storing { pending, preview }) if pending.is(refused) => {
            *importing = Some(Importing::Preview(preview));
        }
        other => *importing = other,
    }
}

impl Part for Option<Importing> {
    fn take(&mut self, job: JobId, answer: Answer, _: &mut Around<'_>) -> Option<Answer> {
        match self {
            Some(Importing::Reading { pending, paths, project }) if pending.is(job) => {
                let Answer::ImportPlan(plan) = answer else { return Some(answer) };
                let plan = without_own_files(*plan, project, paths);
                *self = Some(Importing::Preview(Box::new(ImportPreview::new(plan))));
                None
            }
            Some(Importing::Preview(preview) | Importing::Speakers { preview, .. }) => preview.take(job, answer),
            _ => Some(answer),
        }
    }

    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        match self {
            Some(Importing::Reading { pending, .. }) if pending.is(job) => *self = None,
            Some(Importing::Preview(preview) | Importing::Speakers { preview, .. }) => {
                if preview.lines_pending.failed(job, error) || preview.updating.failed(job, error) {
                    return true;
                }
                preview.finding.take(job);
                if preview.rereading.take_if(|(pending, _)| pending.is(job)).is_some() {
                    preview.reading_trouble = Some(tr!("the file could not be read this way").into());
                }
            }
            _ => {}
        }
        false
    }

    /// Shows the report on every file, unless everything was imported without a remark. If the import failed, shows
    /// the user's input for the files again.
    fn done(&mut self, job: JobId, result: Result<&Outcome, &Error>, link: &mut Link) -> bool {
        if !matches!(self, Some(Importing::Storing { pending, .. }) if pending.is(job)) {
            return false;
        }
        let Some(Importing::Storing { preview, .. }) = self.take() else { return false };
        match result {
            Ok(outcome) => {
                let report = outcome.import.as_ref().filter(|report| report.has_remarks());
                let ImportPreview { plan, imported_tables, .. } = *preview;
                let tables = plan.refused.into_iter().filter(|file| file.refusal.is_table()).collect();
                let report = report.map(|report| ImportReport::clone(report));
                let shown = report.map(|report| ShownReport { report, tables, imported_tables });
                *self = shown.map(|shown| Importing::Report(Box::new(shown)));
                true
            }
            Err(error) => {
                *self = Some(Importing::Preview(preview));
                let is_stopped = matches!(error, Error::Cancelled(_));
                if is_stopped {
                    link.note(tr!("The import was cancelled; nothing was imported."));
                }
                is_stopped
            }
        }
    }
}

impl ImportPreview {
    /// Takes the answer to one of its own queries; returns any other.
    fn take(&mut self, job: JobId, answer: Answer) -> Option<Answer> {
        let rereads = self.rereading.as_ref().is_some_and(|(pending, _)| pending.is(job));
        match answer {
            Answer::SpokenLines(spoken, found) if self.lines_pending.take(job) => self.take_lines(*spoken, found),
            Answer::SpeakersFound(found) if self.updating.take(job) => self.take_updated(found),
            Answer::SpeakersFound(found) if self.finding.take(job) => {
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
            self.outdated.remove(&place);
        }
        self.note = match kept {
            0 => tr!("Also used for {documents}.", documents = Noun::OtherDocument.counted(all as u64)),
            kept => tr!(
                "Also used for {documents}; {kept} without such labels stay as they are.",
                documents = Noun::OtherDocument.counted((all - kept) as u64),
                kept = Noun::Document.counted(kept as u64)
            ),
        };
    }

    fn take_read_again(&mut self, read: Result<PlannedDocument, Refusal>) {
        let Some((_, again)) = self.rereading.take() else { return };
        match (read, again) {
            (Ok(read), Again::Document(place)) => {
                if let Some(planned) = self.plan.documents.get_mut(place) {
                    planned.read_as(read);
                    self.outdated.insert(place);
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
