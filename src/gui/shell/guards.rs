//! Prevents loss of work: files dropped while a dialog is open, and closing while something is not saved. Closing asks
//! exactly where Escape would ask; a dialog that holds nothing closes with the project.

use super::Shell;
use crate::app::advice::Advice;
use crate::app::room::Room;
use crate::app::unsaved::Dialog;
use crate::engine::session::Opening;
use crate::engine::{ending, places};
use crate::gui::dialog_buttons::{self, Buttons, Choice, Confirmation};
use crate::gui::documents_room::DocumentsRoomPanel;
use crate::gui::{gate, overlay, theme};
use crate::i18n::{self, Each};
use crate::interchange::sheet;
use crate::tr;
use egui::{Id, ViewportCommand};
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
        let is_project = first.extension().is_some_and(|e| e == places::ENDING) || first.join("project.json").is_file();
        // Opening another project asks what becomes of an open dialog.
        if paths.len() == 1 && is_project {
            return self.open(Opening::Path(first.clone()));
        }
        // A dropped file must not replace an open question or a running operation.
        if self.is_asking() || gate::is_modal(&self.ctx) {
            if let Some(workspace) = &mut self.workspace {
                let note = tr!("Close the open dialog first, then drop the files again.");
                workspace.note(note);
            }
            return;
        }
        let is_table =
            first.extension().is_some_and(|e| sheet::ENDINGS.iter().any(|ending| e.eq_ignore_ascii_case(ending)));
        if paths.len() == 1 && is_table && self.workspace.is_some() {
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

    /// A name or value that is being typed in its row, unless it is being stored or was refused.
    fn typed_in_place(&self) -> Option<String> {
        let workspace = self.workspace.as_ref().filter(|workspace| !workspace.link.is_submitting())?;
        if self.code.codebook.refusal().or_else(|| self.documents.refusal()).is_some() {
            return None;
        }
        let study = workspace.study.as_deref()?;
        match self.code.codebook.unsaved(&study.codebook).or_else(|| self.documents.unsaved(study))? {
            Dialog::RenameCode(_, text)
            | Dialog::Cell(_, _, text)
            | Dialog::DocumentName(_, text)
            | Dialog::DocumentValue(_, _, text) => Some(text.trim().to_owned()),
            _ => None,
        }
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
        let typed = self.typed_in_place();
        let refusal = if typed.is_some() { None } else { self.store_edits() };
        let Some(workspace) = &mut self.workspace else { return false };
        // A correction whose document no longer exists cannot be saved.
        let study = workspace.study.as_deref();
        let corrected = self.code.corrected().filter(|&id| study.is_some_and(|study| study.source(id).is_some()));
        let corrected = corrected.and_then(|id| Some((id, study?.source(id)?.name.clone())));
        // A dialog is in front of everything else.
        let (room, unsaved) = if overlay::is_draft_open(&self.ctx) {
            (workspace.room, Unfinished::Dialog(overlay::open_title(&self.ctx)))
        } else if let Some((id, name)) = corrected {
            // Show the correction again, whichever room is open.
            workspace.show_document(id, None);
            (Room::Code, Unfinished::Correction(name))
        } else if workspace.rooms.tables.editor.as_ref().is_some_and(|editor| editor.is_touched()) {
            (Room::Tables, Unfinished::Table)
        } else if let Some(text) = typed {
            (workspace.room, Unfinished::InPlace(text))
        } else if let Some(why) = refusal {
            (workspace.room, Unfinished::Refused(why))
        } else {
            return false;
        };
        workspace.enter(room);
        let field = self.leaving.as_ref().map_or_else(|| self.ctx.memory(|memory| memory.focused()), |one| one.field);
        self.leaving = Some(Leaving { unfinished: unsaved, closing: closing(), field });
        true
    }

    /// Asks what becomes of what was entered and not saved before the project is closed.
    pub(super) fn ask_before_closing(&mut self) {
        let (Some(leaving), Some(workspace)) = (&self.leaving, &mut self.workspace) else { return };
        gate::mark_leaving(&self.ctx);
        let (study, editor) = (workspace.study.clone(), workspace.rooms.tables.editor.as_mut());
        let problem = editor.zip(study.as_ref()).and_then(|(editor, study)| editor.problem(study));
        let saves = dialog_buttons::saving_answer(&self.ctx);
        let save = match leaving.unfinished {
            Unfinished::Table => {
                let save = Choice::primary(tr!("Save")).enabled_if(problem.is_none());
                Some(save.why_not(problem.as_deref().unwrap_or_default()))
            }
            Unfinished::Correction(_) => Some(Choice::primary(tr!("Review changes"))),
            Unfinished::Dialog(_) => saves.as_deref().map(Choice::primary),
            Unfinished::InPlace(_) => Some(Choice::primary(tr!("Save"))),
            Unfinished::Refused(_) => None,
        };
        let choices: Vec<Choice<'_>> = std::iter::once(Choice::destructive(tr!("Discard"))).chain(save).collect();
        // Enter must not discard anything.
        let buttons = if save.is_some() { Buttons::new(&choices) } else { Buttons::cautious(&choices) };
        let mut answer = None;
        let modal = overlay::modal(&self.ctx, "before closing", 440.0, |ui| {
            overlay::title(ui, tr!("Unsaved changes"));
            ui.label(leaving.unfinished.message());
            ui.add_space(theme::WIDE);
            answer = buttons.show(ui);
        });
        let answer = answer.or(modal.should_close().then_some(Confirmation::Cancel));
        let Some(Leaving { unfinished, closing, field }) = answer.and_then(|_| self.leaving.take()) else { return };
        match answer {
            Some(Confirmation::Do(0)) => {
                self.discard(&unfinished);
                self.close_for(closing);
            }
            Some(Confirmation::Do(_)) => self.save(&unfinished, closing),
            _ => self.refocus_later(field),
        }
    }

    /// Gives the focus back to a widget that is still covered by what is being closed.
    pub(super) fn refocus_later(&mut self, field: Option<Id>) {
        self.refocus = field.map(|field| (field, self.ctx.cumulative_frame_nr()));
        gate::hold(&self.ctx);
        self.ctx.request_repaint();
    }

    /// Gives the focus back once nothing covers the widget any more.
    pub(super) fn refocus(&mut self) {
        // Frames until a dialog that was covered is shown in front again.
        const PATIENCE: u64 = 4;
        let (Some((field, since)), now) = (self.refocus, self.ctx.cumulative_frame_nr()) else { return };
        let layer = self.ctx.read_response(field).map(|response| response.layer_id);
        let is_in_front = layer.is_some_and(|layer| self.ctx.memory(|memory| memory.is_above_modal_layer(layer)));
        if since == now || !is_in_front && now < since + PATIENCE {
            gate::hold(&self.ctx);
            return self.ctx.request_repaint();
        }
        self.refocus = None;
        if is_in_front {
            self.ctx.memory_mut(|memory| memory.request_focus(field));
        }
    }

    /// Drops what was not saved.
    fn discard(&mut self, unfinished: &Unfinished) {
        let Some(workspace) = &mut self.workspace else { return };
        match unfinished {
            Unfinished::Correction(_) => self.code.drop_correction(),
            Unfinished::Table => workspace.rooms.tables.editor = None,
            Unfinished::Dialog(_) => {
                (self.overlay, self.below) = (None, None);
                workspace.leave_dialogs();
                overlay::draft_is_used(&self.ctx);
            }
            Unfinished::InPlace(_) | Unfinished::Refused(_) => {
                self.code.codebook.end_renaming();
                self.documents = DocumentsRoomPanel::default();
            }
        }
    }

    /// Saves a table or what was entered in a dialog, or leads to the review of a correction.
    fn save(&mut self, unfinished: &Unfinished, closing: Closing) {
        match (unfinished, &mut self.workspace) {
            (Unfinished::Table, Some(workspace)) => {
                workspace.save_table();
                workspace.await_saved();
                workspace.refresh_table_editor();
                if workspace.rooms.tables.editor.as_ref().is_none_or(|editor| editor.submission.is_done()) {
                    self.close_for(closing);
                }
            }
            (Unfinished::InPlace(_), Some(_)) => {
                if self.store_edits().is_none() {
                    self.close_for(closing);
                } else {
                    // Says why it was refused.
                    self.holds(|| closing);
                }
            }
            (Unfinished::Dialog(_), Some(_)) => {
                dialog_buttons::give_saving_answer(&self.ctx);
                self.saving = Some(Saving { closing, frame: self.ctx.cumulative_frame_nr() });
            }
            _ => self.code.review_correction(),
        }
    }

    /// Closes the project once the open dialog has saved what was entered in it, and has closed. A dialog that stays open
    /// cannot be saved, or asks something else: then the project stays open, too.
    pub(super) fn close_when_saved(&mut self) {
        // Frames in which a dialog notices that it is done, and closes.
        const PATIENCE: u64 = 3;
        let (Some(saving), now) = (&mut self.saving, self.ctx.cumulative_frame_nr()) else { return };
        if self.workspace.as_ref().is_some_and(|workspace| workspace.link.is_submitting()) {
            saving.frame = now;
        } else if !gate::is_modal(&self.ctx) {
            let closing = self.saving.take().map(|saving| saving.closing);
            closing.into_iter().for_each(|closing| self.close_for(closing));
        } else if saving.frame + PATIENCE < now {
            self.saving = None;
        } else {
            self.ctx.request_repaint();
        }
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
    /// The field that had the focus before.
    field: Option<Id>,
}

/// A dialog is being saved before the project is closed.
pub(super) struct Saving {
    closing: Closing,
    /// The last frame in which the change was under way.
    frame: u64,
}

/// What was entered and not saved.
enum Unfinished {
    /// To the document with this name.
    Correction(String),
    Table,
    /// In the open dialog, with its title.
    Dialog(Option<String>),
    /// A name or a value typed in its row.
    InPlace(String),
    /// Cannot be saved, for this reason.
    Refused(String),
}

impl Unfinished {
    /// Returns what is not saved.
    fn message(&self) -> String {
        let (what, todo): (String, &str) = match self {
            Self::Correction(name) => (
                tr!("You have unsaved changes to {name}.", name),
                tr!("Changes to a transcript are reviewed before they are saved."),
            ),
            Self::Table => return tr!("A table has not been saved.").into(),
            Self::Dialog(Some(title)) => return tr!("What you entered in “{title}” has not been saved.", title),
            Self::Dialog(None) => return tr!("What you entered in the open dialog has not been saved.").into(),
            Self::InPlace(text) if text.is_empty() => return tr!("A change has not been saved.").into(),
            Self::InPlace(text) => return tr!("“{text}” has not been saved.", text),
            Self::Refused(why) => return tr!("What you entered was not saved. {why}", why),
        };
        i18n::sentences(&[what.as_str(), todo])
    }
}
