//! The one place in which a memo is written: in the Memos room, or in a small window over any other room.
//!
//! Others open it by [`MemoEditor::open`]; what is being written stands in `Workspace::memos`, so that leaving a room or
//! closing the project saves it.

use super::theme::{self, Palette};
use crate::app::workspace::Workspace;
use crate::model::NoteTarget;
use egui::{Context, Frame, Id, Key, Modal, Modifiers, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

pub struct MemoEditor;

impl MemoEditor {
    /// Opens the memo on something, or begins one there, in a small window.
    pub fn open(workspace: &mut Workspace, target: NoteTarget) {
        workspace.edit_memo(target);
    }
}

/// What happened to the memo in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edited {
    /// Still open.
    Open,
    /// Left by Escape: what was not saved is gone.
    Cancelled,
    /// Finished by Ctrl+Enter.
    Finished,
}

/// The editor of the draft that is open; `height` is what it may take.
pub(super) fn edit(ui: &mut Ui, workspace: &mut Workspace, height: f32) -> Edited {
    let writable = workspace.writable;
    let Some(draft) = &mut workspace.memos.draft else { return Edited::Open };
    let id = Id::unique(("memo", draft.target, draft.note));
    let focused = ui.memory(|memory| memory.has_focus(id));
    let finished = focused && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    // Escape takes the keyboard away before anything is shown: it is told from other ways of leaving by the key.
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    let mut left = false;
    ScrollArea::vertical().id_salt("memo text").max_height(height).show(ui, |ui| {
        let rows = ((height / 20.0) as usize).clamp(4, 40);
        let edit = TextEdit::multiline(&mut draft.text).id(id).desired_width(f32::INFINITY).desired_rows(rows);
        let response = ui.add_enabled(writable, edit.hint_text("Write the memo here").margin(theme::SPACE));
        response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, writable, "Memo text"));
        left = response.lost_focus();
        if draft.note.is_none() && !focused && !left && ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
    });
    if escaped && (focused || left) {
        draft.text.clone_from(&draft.saved);
        ui.memory_mut(|memory| memory.surrender_focus(id));
        return Edited::Cancelled;
    }
    if finished {
        ui.memory_mut(|memory| memory.surrender_focus(id));
        workspace.save_draft();
        return Edited::Finished;
    }
    if left {
        workspace.save_draft();
    }
    Edited::Open
}

/// The memo that is written over another room.
pub(super) fn popup(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(draft) = workspace.memos.draft.as_ref().filter(|draft| draft.popup) else { return };
    let (target, note) = (draft.target, draft.note);
    let title = in_words(workspace, target);
    let frame = Frame::popup(&ctx.global_style()).inner_margin(20.0);
    let (mut close, mut remove) = (false, false);
    let modal = Modal::new(Id::unique("memo popup")).frame(frame).show(ctx, |ui| {
        ui.set_width(480.0);
        ui.heading("Memo");
        ui.add(egui::Label::new(RichText::new(title).color(palette.weak)).truncate());
        ui.add_space(theme::GAP);
        close |= edit(ui, workspace, 220.0) != Edited::Open;
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            close |= ui.button(if workspace.writable { "Save" } else { "Close" }).clicked();
            if let Some(note) = note.filter(|_| workspace.writable)
                && ui.button("Delete memo").clicked()
            {
                workspace.remove_memo(note);
                remove = true;
            }
            let words = "Ctrl+Enter saves · Esc forgets what was changed";
            ui.label(RichText::new(words).color(palette.weak).small());
        });
    });
    if !remove && (close || modal.should_close()) {
        workspace.keep_draft();
    }
}

/// What a memo is on.
pub(super) fn in_words(workspace: &Workspace, target: NoteTarget) -> String {
    let Some(study) = workspace.study.as_deref() else { return String::new() };
    let name = match target {
        NoteTarget::Project => Some(study.project.name.clone()),
        NoteTarget::Source(id) => study.source(id).map(|s| s.name.clone()),
        NoteTarget::Case(id) => study.case(id).map(|c| c.name.clone()),
        NoteTarget::Code(id) => Some(study.codebook.path(id).to_string()),
        NoteTarget::Coding(id) => {
            let document = workspace.document.as_ref();
            let words = document.and_then(|d| {
                let passage = d.passages().iter().find(|p| p.coding == id)?;
                let (start, len) = (passage.range.start.0 as usize, passage.range.len() as usize);
                Some(d.text().chars().skip(start).take(len).collect::<String>())
            });
            words.map(|words| format!("“{words}”"))
        }
    };
    let kind = match target.parts().0 {
        "project" => "on the project",
        "document" => "on document",
        "participant" => "on participant",
        "code" => "on code",
        _ => "on passage",
    };
    format!("{kind} {}", name.unwrap_or_default())
}
