//! Prevents loss of work: files dropped while a dialog is open, and closing while something is not saved.

use super::Shell;
use crate::app::advice::Advice;
use crate::app::room::Room;
use crate::engine::session::Opening;
use crate::engine::{ending, places};
use crate::gui::dialog_buttons::{Buttons, Choice, Confirmation};
use crate::gui::{gate, overlay, theme};
use crate::i18n::{self, Each};
use crate::interchange::sheet;
use crate::tr;
use egui::ViewportCommand;
use std::path::PathBuf;

impl Shell {
    /// True while the project has an open question that covers its rooms.
    pub(super) fn is_asking(&self) -> bool {
        self.workspace.as_ref().is_some_and(|w| {
            w.rooms.documents.is_asking()
                || w.rooms.merging.preview.is_some()
                || w.rooms.merging.report.is_some()
                || w.rooms.restoring.question.is_some()
                || w.rooms.importing.is_some()
                || w.rooms.exporting.open.is_some()
                || w.rooms.speaking.open.is_some()
                || w.is_importing_table()
        })
    }

    pub(super) fn take_dropped(&mut self) {
        let paths: Vec<PathBuf> =
            self.ctx.input(|input| input.raw.dropped_files.iter().map(|f| f.path().to_owned()).collect());
        let Some(first) = paths.first() else { return };
        // A dropped file must not replace an open question or a running operation.
        if self.is_asking() || gate::is_modal(&self.ctx) {
            if let Some(workspace) = &mut self.workspace {
                let note = tr!("Close the open dialog first, then drop the files again.");
                workspace.note(note);
            }
            return;
        }
        let is_project = first.extension().is_some_and(|e| e == places::ENDING) || first.join("project.json").is_file();
        let is_table =
            first.extension().is_some_and(|e| sheet::ENDINGS.iter().any(|ending| e.eq_ignore_ascii_case(ending)));
        if paths.len() == 1 && is_project {
            self.open(Opening::Path(first.clone()));
        } else if paths.len() == 1 && is_table && self.workspace.is_some() {
            if let Some(workspace) = &mut self.workspace {
                workspace.open_table(first.clone());
            }
        } else if self.workspace.is_some() {
            self.import(paths);
        } else {
            self.trouble = Some(Each::of(|| Advice {
                what: tr!("Documents belong to a project.").into(),
                todo: tr!("Create or open a project, then drop them again.").into(),
                ..Advice::default()
            }));
        }
    }

    /// Handles a request to close the window.
    pub(super) fn heed_closing(&mut self) {
        if !self.ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        let typing = gate::is_dealing(&self.ctx);
        self.is_closing |= typing;
        if typing || self.holds(|| Closing::Window) {
            self.ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
    }

    /// Closes at the end of a frame, once the keystrokes of this and earlier frames have reached their field, so that
    /// letters typed just before closing are kept, too.
    pub(super) fn close_when_typed(&mut self) {
        let is_ending = ending::is_requested();
        if !is_ending && !self.is_closing || gate::is_dealing(&self.ctx) {
            return;
        }
        self.is_closing = false;
        if is_ending {
            self.close();
        }
        self.ctx.send_viewport_cmd(ViewportCommand::Close);
    }

    /// Stores what is being edited in place in a room that was left since the last frame. If that cannot be stored, the
    /// room is shown again with the reason.
    pub(super) fn leave_room(&mut self) {
        let room = self.workspace.as_ref().map(|workspace| workspace.room);
        let before = std::mem::replace(&mut self.last_room, room);
        let Some(workspace) = &mut self.workspace else { return };
        match before.filter(|_| before != room) {
            Some(Room::Code) => self.code.codebook.finish(workspace),
            Some(Room::Documents) => self.documents.store(workspace),
            _ => {}
        }
        self.show_refused();
    }

    /// Shows the room whose name or value could not be stored; true if there is one.
    fn show_refused(&mut self) -> bool {
        let Some(workspace) = &mut self.workspace else { return false };
        let room = if self.code.codebook.refusal().is_some() {
            Room::Code
        } else if self.documents.show_refused(workspace) {
            Room::Documents
        } else {
            return false;
        };
        if workspace.room != room {
            workspace.show_room(room);
            workspace.note(tr!("What you entered here was not saved. Correct it, or press Esc to discard it."));
        }
        true
    }

    /// Stores what is being edited in place before the project is closed. Returns the reason if that is impossible.
    fn store_edits(&mut self) -> Option<String> {
        let workspace = self.workspace.as_mut()?;
        self.code.codebook.finish(workspace);
        self.documents.store(workspace);
        if workspace.link.is_submitting() {
            workspace.await_saved();
        }
        self.show_refused();
        self.code.codebook.refusal().or_else(|| self.documents.refusal())
    }

    /// True if closing would lose unsaved work or input; also shows what.
    pub(super) fn holds(&mut self, closing: impl FnOnce() -> Closing) -> bool {
        if ending::is_requested() {
            return false;
        }
        let Some(workspace) = &mut self.workspace else { return false };
        if workspace.link.warns_of_loss() {
            return true;
        }
        let refusal = self.store_edits();
        let Some(workspace) = &mut self.workspace else { return false };
        // A correction whose document no longer exists cannot be saved.
        let study = workspace.study.as_deref();
        let corrected = self.code.corrected().filter(|&id| study.is_some_and(|study| study.source(id).is_some()));
        let corrected = corrected.and_then(|id| Some((id, study?.source(id)?.name.clone())));
        let (room, unsaved) = if let Some((id, name)) = corrected {
            // Show the correction again, whichever room is open.
            workspace.show_document(id, None);
            (Room::Code, Unfinished::Correction(name))
        } else if workspace.rooms.tables.editor.as_ref().is_some_and(|editor| editor.is_touched()) {
            (Room::Tables, Unfinished::Table)
        } else if overlay::is_draft_open(&self.ctx) {
            (workspace.room, Unfinished::Dialog)
        } else if let Some(why) = refusal {
            (workspace.room, Unfinished::Refused(why))
        } else {
            return false;
        };
        workspace.enter(room);
        match unsaved {
            Unfinished::Correction(_) | Unfinished::Table => {
                self.leaving = Some(Leaving { unfinished: unsaved, closing: closing() });
            }
            // Nothing has failed, and the message is about what is now in view.
            _ => workspace.note(unsaved.message()),
        }
        true
    }

    /// Asks what becomes of a correction or a table before the project is closed.
    pub(super) fn ask_before_closing(&mut self) {
        let (Some(leaving), Some(workspace)) = (&self.leaving, &mut self.workspace) else { return };
        let (study, editor) = (workspace.study.clone(), workspace.rooms.tables.editor.as_mut());
        let problem = editor.zip(study.as_ref()).and_then(|(editor, study)| editor.problem(study));
        let save = match leaving.unfinished {
            Unfinished::Table => Choice::primary(tr!("Save"))
                .enabled_if(problem.is_none())
                .why_not(problem.as_deref().unwrap_or_default()),
            _ => Choice::primary(tr!("Review changes")),
        };
        let mut answer = None;
        let modal = overlay::modal(&self.ctx, "before closing", 440.0, |ui| {
            overlay::title(ui, tr!("Unsaved changes"));
            ui.label(leaving.unfinished.message());
            ui.add_space(theme::WIDE);
            answer = Buttons::new(&[Choice::destructive(tr!("Discard")), save]).show(ui);
        });
        let answer = answer.or(modal.should_close().then_some(Confirmation::Cancel));
        let Some(Leaving { unfinished, closing }) = answer.and_then(|_| self.leaving.take()) else { return };
        if match answer {
            Some(Confirmation::Do(0)) => self.discard(&unfinished),
            Some(Confirmation::Do(_)) => self.save(&unfinished),
            _ => false,
        } {
            self.close_for(closing);
        }
    }

    /// Drops what was not saved. Returns whether the project can be closed.
    fn discard(&mut self, unfinished: &Unfinished) -> bool {
        match (unfinished, &mut self.workspace) {
            (Unfinished::Table, Some(workspace)) => workspace.rooms.tables.editor = None,
            _ => self.code.drop_correction(),
        }
        true
    }

    /// Saves a table, or leads to the review of a correction. Returns whether the project can be closed.
    fn save(&mut self, unfinished: &Unfinished) -> bool {
        let (Unfinished::Table, Some(workspace)) = (unfinished, &mut self.workspace) else {
            self.code.review_correction();
            return false;
        };
        workspace.save_table();
        workspace.await_saved();
        workspace.refresh_table_editor();
        workspace.rooms.tables.editor.as_ref().is_none_or(|editor| editor.submission.is_done())
    }

    fn close_for(&mut self, closing: Closing) {
        match closing {
            Closing::Window => self.ctx.send_viewport_cmd(ViewportCommand::Close),
            Closing::Project => self.close(),
            Closing::ForAnother(opening) => self.open(opening),
        }
    }
}

/// What the project is closed for.
pub(super) enum Closing {
    Window,
    Project,
    /// Another project, which is opened then.
    ForAnother(Opening),
}

/// The question what becomes of unsaved work before the project is closed.
pub(super) struct Leaving {
    unfinished: Unfinished,
    closing: Closing,
}

/// What was entered and not saved.
enum Unfinished {
    /// To the document with this name.
    Correction(String),
    Table,
    Dialog,
    /// Cannot be saved, for this reason.
    Refused(String),
}

impl Unfinished {
    /// Returns why the project is not closed, and what to do.
    fn message(&self) -> String {
        let (what, todo): (String, &str) = match self {
            Self::Correction(name) => (
                tr!("You have unsaved changes to {name}.", name),
                tr!("Changes to a transcript are reviewed before they are saved."),
            ),
            Self::Table => return tr!("A table has not been saved.").into(),
            Self::Dialog => (
                tr!("An open dialog holds something that you entered.").into(),
                tr!("Finish the dialog or cancel it before you close the project."),
            ),
            Self::Refused(why) => (
                tr!("What you entered was not saved. {why}", why),
                tr!("Correct it, or press Esc to discard it, before you close the project."),
            ),
        };
        i18n::sentences(&[what.as_str(), todo])
    }
}
