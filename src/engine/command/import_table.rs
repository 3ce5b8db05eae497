//! Imports tables as planned, each as one entry of the history.

use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::accounts::{Followed, follow};
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::foreign;
use crate::engine::import::ImportReport;
use crate::engine::load::Loaded;
use crate::engine::project::Project;
use crate::engine::table_import::{CodebookPlan, PlannedTable, TablePlan};
use crate::interchange::Problem;
use crate::interchange::codebook::CodebookReading;
use crate::interchange::document::Reading;
use crate::model::op::FileNames;
use crate::model::{OpKind, Progress};
use crate::store::{Tx, Written};
use std::path::Path;

impl Project {
    /// Imports what was planned. Plans again only if the project has changed since.
    ///
    /// # Errors
    /// [`Error::PlanOutdated`] when the new plan differs; [`Error::Table`] when it cannot be carried out.
    pub(super) fn import_table(&mut self, plan: &TablePlan, by: &By, progress: &Progress) -> Result<Outcome, Error> {
        plan.check_current(self.reads(), progress)?;
        if let Some(problem) = plan.problems().first() {
            return Err(Error::Table { problem: Box::new(problem.clone()) });
        }
        let study = self.reads().study()?;
        let table = plan.import().table();
        let from = FileNames::of([Path::new(&table.file())]);
        let written = match plan.planned() {
            PlannedTable::Codebook(codebook) => {
                return self.take_codebook(codebook, &table.file(), by, progress);
            }
            PlannedTable::Speakers(speakers) => {
                let import = Some(Box::new(self.remarked(plan.remarks().into_owned())?));
                return Ok(Outcome { import, ..self.map_speakers(&speakers.entries, &speakers.deleted, by)? });
            }
            PlannedTable::Participants(participants) => self.record(by, |tx| participants.write(from, tx))?,
            PlannedTable::DocumentAttributes(attributes) => self.record(by, |tx| attributes.write(from, tx))?,
            PlannedTable::Segments(segments) => self.record(by, |tx| {
                let (mut kind, changed) = segments.write(&study, from, by, tx, progress)?;
                let mut followed = follow(tx, &study, &changed.stated, Followed::Account)?;
                followed.extend(follow(tx, &study, &changed.important, Followed::Importance)?);
                if let OpKind::ImportSegments { counts, .. } = &mut kind {
                    counts.consensus = followed.len() as u64;
                }
                Ok(kind)
            })?,
            PlannedTable::Documents(documents) => self.record(by, |tx| documents.write(from, tx, progress))?,
            PlannedTable::Transcript(transcript) if !transcript.changes() => return Ok(Outcome::default()),
            PlannedTable::Transcript(transcript) => self.record(by, |tx| transcript.write(&study, table, from, tx))?,
        };
        let import = Some(Box::new(self.remarked(plan.remarks().into_owned())?));
        Ok(Outcome { import, ..written.into() })
    }

    fn record(
        &mut self,
        by: &By,
        write: impl FnOnce(&mut Tx<'_>) -> Result<OpKind, Error>,
    ) -> Result<Written<()>, Error> {
        self.store.transact(by.name(), now(), |tx| Ok::<_, Error>(((), write(tx)?)))
    }

    /// Reads a codebook file and imports it at once, without a preview.
    pub(super) fn import_codebook(
        &mut self,
        path: &Path,
        reading: &Reading,
        table: &CodebookReading,
        by: &By,
        progress: &Progress,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let (dump, problems) = foreign::codebook(path, reading, table, &study.codebook)?;
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let plan = CodebookPlan::new(dump, problems, &study, &file);
        self.take_codebook(&plan, &file, by, progress)
    }

    fn take_codebook(
        &mut self,
        plan: &CodebookPlan,
        file: &str,
        by: &By,
        progress: &Progress,
    ) -> Result<Outcome, Error> {
        let from = FileNames::of([Path::new(file)]);
        let filled = plan.filled as u64;
        let kind = |loaded: &Loaded| OpKind::ImportCodebook { codes: loaded.codes as u64, filled, from };
        let Loaded { changes, has_changed, .. } = self.load(&plan.dump, kind, by, progress)?;
        let import = Some(Box::new(ImportReport { has_changed, ..self.remarked(plan.remarks.clone())? }));
        Ok(Outcome { summary: plan.summary(file), changes: vec![changes], import, ..Outcome::default() })
    }

    fn remarked(&self, problems: Vec<Problem>) -> Result<ImportReport, Error> {
        Ok(ImportReport { problems, counts: self.reads().counts()?, ..ImportReport::default() })
    }
}
