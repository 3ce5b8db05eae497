//! Sets up exports of the open project, previews and writes them.

use super::*;
use crate::app::advice::advise;
use crate::app::compare_room::CompareTab;
use crate::app::part::{Around, Part};
use crate::app::pending::Pending;
use crate::app::room::Room;
use crate::app::workspace::Workspace;
use crate::engine::{Answer, Changes, Chosen, Error, JobId, PassageFilter, Query, Selection};
use crate::interchange::files::file_name;
use crate::model::{CodeId, SourceId, UserId};
use std::path::PathBuf;

impl Workspace {
    /// Starts an export of this kind; of what the room shows, if it shows something that can be exported; or of the
    /// last kind.
    pub fn begin_export(&mut self, kind: Option<ExportKind>) {
        let of_room = match self.room {
            Room::Tables => Some(ExportKind::Table),
            Room::Compare if self.rooms.compare.tab == CompareTab::Disagreements => Some(ExportKind::Decisions),
            Room::Compare => Some(ExportKind::Agreement),
            Room::Passages => Some(ExportKind::Listed),
            Room::Memos => Some(ExportKind::Memos),
            Room::Code | Room::Ask | Room::Documents | Room::History => None,
        };
        let of_room = of_room.filter(|kind| self.can_export(*kind));
        let kind = kind.or(of_room).or(self.rooms.exporting.last).unwrap_or_default();
        let coders = self.coders_for(kind);
        let room = &mut self.rooms.exporting;
        let format = room.formats.get(&kind).copied();
        let untouched = (coders.clone(), Vec::new(), Vec::new());
        let is_network = self.rooms.tables.is_cooccurrence();
        room.open = Some(ExportDraft {
            kind,
            format,
            coders,
            passages: true,
            memos: true,
            is_network,
            untouched,
            ..ExportDraft::default()
        });
    }

    /// Returns whose codings an export of this kind starts with: those that the table counts, or those that are shown
    /// beside the text.
    fn coders_for(&self, kind: ExportKind) -> Vec<UserId> {
        if kind == ExportKind::Table { self.table_coders() } else { self.seen_coders() }
    }

    /// Switches to another kind, in the format last used for it.
    pub fn export_as_kind(&mut self, kind: ExportKind) {
        let format = self.rooms.exporting.formats.get(&kind).copied();
        let coders = self.coders_for(kind);
        if let Some(draft) = self.rooms.exporting.open.as_mut().filter(|draft| draft.kind != kind) {
            (draft.kind, draft.format, draft.preview) = (kind, format, None);
            // What the user has chosen stays.
            if draft.coders == draft.untouched.0 {
                (draft.untouched.0, draft.coders) = (coders.clone(), coders);
            }
        }
    }

    /// Starts an export of coded transcripts of these documents.
    pub fn begin_transcripts(&mut self, documents: Vec<SourceId>) {
        self.begin_export(Some(ExportKind::Transcripts));
        if let Some(draft) = &mut self.rooms.exporting.open {
            draft.untouched.2.clone_from(&documents);
            draft.documents = documents;
        }
    }

    /// True when the project has something of this kind.
    #[must_use]
    pub fn can_export(&self, kind: ExportKind) -> bool {
        match kind {
            ExportKind::Table => self.rooms.tables.request.is_some(),
            ExportKind::Listed => self.rooms.passages.list.is_some(),
            ExportKind::Agreement | ExportKind::Decisions => {
                !self.is_blind() && self.study.as_deref().is_some_and(|study| study.coders().count() > 1)
            }
            _ => true,
        }
    }

    /// Returns the selection for the draft.
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
            ExportKind::Decisions => Selection::Decisions(self.rooms.compare.rule()),
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
        Chosen { sources: draft.documents.clone(), codes, users: draft.coders.clone(), ..Chosen::default() }
    }

    /// Requests a preview if the draft was changed. Returns false when there is nothing to write.
    pub fn refresh_export(&mut self) -> bool {
        let Some(draft) = &self.rooms.exporting.open else { return false };
        let (form, asked) = ((draft.format(), draft.language()), draft.asked.as_ref());
        // Called in every frame, so the list of passages is compared by identity only.
        let list = self.rooms.passages.list.clone().filter(|_| draft.kind == ExportKind::Listed);
        if list.as_ref().is_some_and(|list| asked.is_some_and(|asked| asked.is_of(list, form))) {
            return true;
        }
        let Some(selection) = self.export_selection() else {
            if let Some(draft) = &mut self.rooms.exporting.open {
                (draft.preview, draft.asked) = (None, None);
                draft.pending.forget();
            }
            return false;
        };
        if matches!(asked, Some(Asked::Selection(counted, before)) if **counted == selection && *before == form) {
            return true;
        }
        let wanted = match list {
            Some(list) => Asked::Listed(list, form),
            None => Asked::Selection(Box::new(selection.clone()), form),
        };
        if let Some(draft) = &mut self.rooms.exporting.open {
            draft.asked = Some(wanted);
            let (format, language) = form;
            draft.pending.ask(&mut self.link, Query::PreviewExport { selection, format, language });
        }
        true
    }

    /// Closes the dialog and cancels its preview.
    pub fn close_export(&mut self) {
        if let Some(draft) = self.rooms.exporting.open.take() {
            draft.pending.stop(&self.link);
        }
    }

    /// Returns what to write with the current settings.
    #[must_use]
    pub fn export_order(&mut self) -> Option<Order> {
        let selection = self.export_selection()?;
        let draft = self.rooms.exporting.open.as_ref()?;
        let (kind, format, formats) = (draft.kind, draft.format(), draft.formats());
        let language = draft.language();
        let mut stem = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if let (ExportKind::Transcripts, [one]) = (kind, draft.documents.as_slice()) {
            let name = self.study.as_deref().and_then(|s| s.source(*one)).map(|s| s.name.as_str()).unwrap_or_default();
            stem = format!("{stem} {}", file_name(name));
        }
        let ending = ending(format).map_or_else(String::new, |ending| format!(".{ending}"));
        let name = format!("{}{ending}", kind.file_stem(&stem));
        self.rooms.exporting.formats.insert(kind, format);
        self.rooms.exporting.last = Some(kind);
        Some(Order { selection, kind, format, formats, language, name })
    }

    /// Writes the export. A name without the format's extension gets one; an existing file with the extended name
    /// is not overwritten, because the user was not asked.
    pub fn write_export(&mut self, target: PathBuf, order: Order) {
        let Order { selection, format, formats, language, .. } = order;
        let (target, format, added) = named(target, format, formats);
        if added && target.exists() {
            let advice = advise(&crate::interchange::Error::Exists { path: target }.into());
            return self.link.refuse(&advice.paragraph());
        }
        let job = self.link.ask_to_write(Query::ExportAs { target, selection, format, language });
        self.rooms.exporting.writing = Pending::of(job);
    }

    /// Cancels the current export. Its dialog stays open with its settings.
    pub fn cancel_export(&self) {
        self.rooms.exporting.writing.stop(&self.link);
    }

    /// Returns the progress of the current export, and the total if known.
    #[must_use]
    pub fn export_progress(&self) -> Option<(u64, u64)> {
        self.rooms.exporting.writing.progress(self.link.progress)
    }

    /// Writes what the open dialog has set up; the dialog stays open until it is done.
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
        match (answer, &mut self.open) {
            (Answer::ExportPreview(preview), Some(draft)) if draft.pending.is(job) => {
                draft.pending.forget();
                draft.preview = Some(preview);
                None
            }
            (answer, _) => Some(answer),
        }
    }

    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        let Some(draft) = &mut self.open else { return false };
        let is_pending = draft.pending.failed(job, error);
        if is_pending {
            draft.preview = None;
        }
        is_pending
    }

    /// Requests the preview again.
    fn changed(&mut self, _: &Changes) {
        if let Some(draft) = &mut self.open {
            draft.asked = None;
        }
    }
}
