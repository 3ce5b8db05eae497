//! Setting up exports of the open project, their previews, and writing them.

use super::*;
use crate::app::advice::advise;
use crate::app::part::{Around, Part};
use crate::app::submission::words;
use crate::app::workspace::Workspace;
use crate::engine::{Answer, Changes, Chosen, Error, JobId, PassageFilter, Query, Selection};
use crate::interchange::files::file_name;
use crate::model::{CodeId, SourceId};
use std::path::PathBuf;

impl Workspace {
    /// Sets up an export of this kind, or of the last one.
    pub fn begin_export(&mut self, kind: Option<ExportKind>) {
        let kind = kind.or(self.rooms.exporting.last).unwrap_or_default();
        let coders = match &self.seen.coders {
            Some(seen) if kind != ExportKind::Table => seen.iter().copied().collect(),
            _ => self.table_coders(),
        };
        let room = &mut self.rooms.exporting;
        let format = room.formats.get(&kind).copied();
        let untouched = (coders.clone(), Vec::new(), Vec::new());
        room.open = Some(ExportDraft {
            kind,
            format,
            coders,
            passages: true,
            memos: true,
            untouched,
            ..ExportDraft::default()
        });
    }

    /// What is set up is of another kind now, in the format that this kind was last written in.
    pub fn export_as_kind(&mut self, kind: ExportKind) {
        let format = self.rooms.exporting.formats.get(&kind).copied();
        if let Some(draft) = self.rooms.exporting.open.as_mut().filter(|draft| draft.kind != kind) {
            (draft.kind, draft.format, draft.preview) = (kind, format, None);
        }
    }

    /// Sets up an export of coded transcripts of these documents.
    pub fn begin_transcripts(&mut self, documents: Vec<SourceId>) {
        self.begin_export(Some(ExportKind::Transcripts));
        if let Some(draft) = &mut self.rooms.exporting.open {
            draft.untouched.2.clone_from(&documents);
            draft.documents = documents;
        }
    }

    /// True when there is something of this kind.
    #[must_use]
    pub fn can_export(&self, kind: ExportKind) -> bool {
        match kind {
            ExportKind::Table => self.rooms.tables.request.is_some(),
            ExportKind::Listed => self.rooms.passages.list.is_some(),
            ExportKind::Agreement => {
                !self.is_blind() && self.study.as_deref().is_some_and(|study| study.coders().count() > 1)
            }
            _ => true,
        }
    }

    /// What the draft asks for.
    #[must_use]
    pub fn export_selection(&self) -> Option<Selection> {
        let draft = self.rooms.exporting.open.as_ref()?;
        let users = draft.coders.clone();
        Some(match draft.kind {
            ExportKind::Table => match self.rooms.tables.selection(users)? {
                Selection::Shown { query, view, quotes, .. } => {
                    Selection::Shown { query, view, quotes, passages: draft.passages && draft.takes_passages() }
                }
                selection => selection,
            },
            ExportKind::Passages => Selection::Chosen(self.chosen(draft)),
            ExportKind::Transcripts => Selection::Transcripts { chosen: self.chosen(draft), memos: draft.memos },
            ExportKind::Listed => {
                let list = self.rooms.passages.list.as_deref()?;
                let codings = Some(list.rows.iter().map(|row| row.fact.coding).collect());
                Selection::Codings(PassageFilter { codings, ..PassageFilter::default() })
            }
            ExportKind::Codebook | ExportKind::Folder | ExportKind::Exchange => Selection::Codebook,
            ExportKind::Memos => Selection::Memos,
            ExportKind::Participants => Selection::Participants,
            ExportKind::Documents => Selection::Documents,
            ExportKind::Agreement => Selection::Agreement(Box::new(self.rooms.compare.settings().clone())),
            ExportKind::Tidy => Selection::Chosen(Chosen { users, ..Chosen::default() }),
        })
    }

    fn chosen(&self, draft: &ExportDraft) -> Chosen {
        let book = self.study.as_deref().map(|study| &study.codebook);
        let below = |book: &crate::model::Codebook| -> Vec<CodeId> {
            let meant = |code: &CodeId| draft.codes.iter().any(|&above| book.is_below(*code, above));
            book.codes().iter().map(|code| code.id).filter(meant).collect()
        };
        let codes = book.filter(|_| !draft.codes.is_empty()).map(below).unwrap_or_default();
        Chosen { sources: draft.documents.clone(), cases: Vec::new(), codes, users: draft.coders.clone() }
    }

    /// Asks how the export would look, when something of it was changed. False when there is nothing to write.
    pub fn refresh_export(&mut self) -> bool {
        let Some(draft) = &self.rooms.exporting.open else { return false };
        let (format, asked) = (draft.format(), draft.asked.as_ref());
        // The window asks at every frame: a list of passages is not gone through for that.
        let list = self.rooms.passages.list.clone().filter(|_| draft.kind == ExportKind::Listed);
        if list.as_ref().is_some_and(|list| asked.is_some_and(|asked| asked.is_of(list, format))) {
            return true;
        }
        let Some(selection) = self.export_selection() else {
            if let Some(draft) = &mut self.rooms.exporting.open {
                (draft.preview, draft.asked, draft.job) = (None, None, None);
            }
            return false;
        };
        if matches!(asked, Some(Asked::Selection(own, before)) if *own == selection && *before == format) {
            return true;
        }
        let wanted = match list {
            Some(list) => Asked::Listed(list, format),
            None => Asked::Selection(selection.clone(), format),
        };
        let job = self.link.ask(Query::PreviewExport { selection, format });
        if let Some(draft) = &mut self.rooms.exporting.open {
            (draft.asked, draft.job) = (Some(wanted), Some(job));
        }
        true
    }

    /// Closes the dialog and cancels its preview.
    pub fn close_export(&mut self) {
        if let Some(job) = self.rooms.exporting.open.take().and_then(|draft| draft.job) {
            self.link.cancel(job);
        }
    }

    /// What is to be written, as it is set up now.
    #[must_use]
    pub fn export_order(&mut self) -> Option<Order> {
        let selection = self.export_selection()?;
        let draft = self.rooms.exporting.open.as_ref()?;
        let (kind, format) = (draft.kind, draft.format());
        let mut stem = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if let (ExportKind::Transcripts, [one]) = (kind, draft.documents.as_slice()) {
            let name = self.study.as_deref().and_then(|s| s.source(*one)).map(|s| s.name.as_str()).unwrap_or_default();
            stem = format!("{stem} {}", file_name(name));
        }
        let ending = ending(format).map_or_else(String::new, |ending| format!(".{ending}"));
        let name = format!("{stem}{}{ending}", kind.suffix());
        self.rooms.exporting.formats.insert(kind, format);
        self.rooms.exporting.last = Some(kind);
        Some(Order { selection, kind, format, name })
    }

    /// Writes it. A name without the format's ending gets it; a file of that longer name is not written over, because
    /// nobody was asked about it.
    pub fn write_export(&mut self, target: PathBuf, order: Order) {
        let Order { selection, format, kind, .. } = order;
        let (target, format, added) = named(target, format, kind);
        if added && target.exists() {
            let advice = advise(&crate::interchange::Error::Exists { path: target }.into());
            return self.link.refuse(&words(&advice));
        }
        self.rooms.exporting.writing = Some(self.link.ask_to_write(Query::ExportAs { target, selection, format }));
    }

    /// Cancels what is being written. Its dialog stays with what is set up.
    pub fn cancel_export(&self) {
        if let Some(job) = self.rooms.exporting.writing {
            self.link.cancel(job);
        }
    }

    /// How much of what is being written is done, and of how much, when that is known.
    #[must_use]
    pub fn export_progress(&self) -> Option<(u64, u64)> {
        let (job, done, total) = self.link.progress?;
        (self.rooms.exporting.writing == Some(job)).then_some((done, total))
    }

    /// Writes what the open dialog has set up; it stays until that is done.
    pub fn export_to(&mut self, target: PathBuf, order: Order) {
        let open = self.rooms.exporting.open.as_mut();
        let mut submission = open.map(|draft| std::mem::take(&mut draft.submission)).unwrap_or_default();
        self.submit(&mut submission, |workspace| workspace.write_export(target, order));
        if let Some(draft) = &mut self.rooms.exporting.open {
            draft.submission = submission;
        }
    }
}

impl Part for Exporting {
    fn take(&mut self, job: JobId, answer: Answer, _: &mut Around<'_>) -> Option<Answer> {
        match (answer, self.open.as_mut().filter(|draft| draft.job == Some(job))) {
            (Answer::ExportPreview(preview), Some(draft)) => {
                (draft.preview, draft.job) = (Some(Ok(preview)), None);
                None
            }
            (answer, _) => Some(answer),
        }
    }

    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        let Some(draft) = self.open.as_mut().filter(|draft| draft.job == Some(job)) else { return false };
        let advice = advise(error);
        (draft.preview, draft.job) = (Some(Err(words(&advice))), None);
        true
    }

    /// The preview is asked for again.
    fn changed(&mut self, _: &Changes) {
        if let Some(draft) = &mut self.open {
            draft.asked = None;
        }
    }
}
