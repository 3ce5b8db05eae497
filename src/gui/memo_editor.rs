//! The memo editor: part of the Memos room, or a small window over any other room.
//!
//! Other modules open it with [`MemoEditor::open`]; the draft is in `rooms.memos` of the workspace. It is saved when
//! typing pauses and whenever the field or the memo is left, also with Escape.

use super::dialog_buttons::{Buttons, Choice, Confirmation};
use super::overlay;
use super::passage_chooser::excerpt;
use super::reading::ShowByKeys;
use super::theme::{self, Palette, Weighted};
use crate::app::workspace::Workspace;
use crate::gui::bars::GrowTo;
use crate::model::NoteTarget;
use crate::text::shortened;
use crate::tr;
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Context, Id, Key, Modifiers, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};
use std::time::Duration;

/// Seconds without typing before the text is saved.
const REST: f64 = 3.0;
/// Maximum number of characters of a memo that are shown before it is deleted.
const SHOWN: usize = 200;

pub struct MemoEditor;

impl MemoEditor {
    /// Opens the memo on `target` in a small window, or starts a new one.
    pub fn open(workspace: &mut Workspace, target: NoteTarget) {
        workspace.edit_memo(target);
    }
}

/// What happened to the memo in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edited {
    /// Still open.
    Open,
    /// Closed with Escape or Ctrl+Enter, and saved.
    Left,
}

/// The editor of the open draft, at most `height` points high.
pub(super) fn edit(ui: &mut Ui, workspace: &mut Workspace, height: f32) -> Edited {
    let writable = workspace.is_writable() && workspace.rooms.memos.owner(workspace.me()).is_none();
    let Some(draft) = &mut workspace.rooms.memos.draft else { return Edited::Open };
    let id = Id::unique(("memo", draft.target));
    let focused = ui.memory(|memory| memory.has_focus(id));
    let finished = focused && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    // egui takes the focus away on Escape before anything is shown; only the key distinguishes this from other ways of
    // leaving.
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    let (mut left, mut typed) = (false, false);
    forget_steps_of_other_text(ui, id, &draft.text);
    ScrollArea::vertical().id_salt("memo text").grow_to(height).show(ui, |ui| {
        let rows = ((height / 20.0) as usize).clamp(4, 40);
        // What cannot be changed can still be read and copied: a text field that takes no input.
        let mut read_only = draft.text.as_str();
        let edit = match writable {
            true => TextEdit::multiline(&mut draft.text).hint_text(tr!("Write the memo here")),
            false => TextEdit::multiline(&mut read_only),
        };
        let edit = edit.id(id).desired_width(f32::INFINITY).desired_rows(rows).margin(theme::SPACE);
        let response = ui.add(edit);
        response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, tr!("Memo text")));
        if !writable {
            ui.accesskit_node_builder(id, |node| node.set_read_only());
        }
        (left, typed) = (response.lost_focus(), response.changed());
        if std::mem::take(&mut draft.focus) {
            response.request_focus();
            let end = CCursor::new(draft.text.chars().count());
            let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
            state.cursor.set_char_range(Some(CCursorRange::one(end)));
            state.store(ui.ctx(), id);
        }
        ui.data_mut(|data| data.insert_temp(id.with("seen"), digest(&draft.text)));
    });
    if finished || escaped && (focused || left) {
        ui.memory_mut(|memory| memory.surrender_focus(id));
        workspace.rooms.memos.save_draft(&mut workspace.link);
        return Edited::Left;
    }
    if left || rested(ui, id, typed) && draft.is_changed() {
        workspace.rooms.memos.save_draft(&mut workspace.link);
    }
    Edited::Open
}

/// If the text was changed elsewhere since the field was shown, such as by a merge, undo within the field begins anew: its
/// steps would bring back what was replaced.
fn forget_steps_of_other_text(ui: &Ui, id: Id, text: &str) {
    let seen = ui.data(|data| data.get_temp::<u64>(id.with("seen")));
    if seen.is_some_and(|seen| seen != digest(text))
        && let Some(mut state) = TextEditState::load(ui.ctx(), id)
    {
        state.clear_undoer();
        state.store(ui.ctx(), id);
    }
}

fn digest(text: &str) -> u64 {
    egui::util::hash(text)
}

/// True if something was typed and typing has paused since.
fn rested(ui: &Ui, id: Id, typed: bool) -> bool {
    let (now, id) = (ui.input(|input| input.time), id.with("typed"));
    if typed {
        ui.data_mut(|data| data.insert_temp(id, now));
    }
    let last = ui.data(|data| data.get_temp::<f64>(id));
    let left = last.map(|last| last + REST - now);
    if let Some(left) = left.filter(|left| *left > 0.0) {
        ui.request_repaint_after(Duration::from_secs_f64(left));
    }
    left.is_some_and(|left| left <= 0.0)
}

/// The editor as a window over another room. Returns true if the selected words are to be coded first, so that the memo
/// can be written on them.
pub(super) fn popup(ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> bool {
    let Some(draft) = workspace.rooms.memos.draft.as_ref().filter(|draft| draft.popup) else { return false };
    let (target, note) = (draft.target, draft.note);
    let title = in_words(workspace, target);
    let (mut close, mut remove, mut code) = (false, false, false);
    let open = workspace.document.as_ref().map(|document| NoteTarget::Source(document.id));
    let has_words = workspace.is_writable() && Some(target) == open && workspace.has_words();
    let modal = overlay::modal(ctx, "memo popup", 480.0, |ui| {
        overlay::title(ui, tr!("Memo"));
        // The owner's name stands in it, and must not be cut.
        ui.add(egui::Label::new(RichText::new(title).color(palette.weak)).wrap());
        if has_words {
            ui.label(tr!("The selected words are not coded. You can only attach a memo to a coded passage."));
            code = ui.button(tr!("Code the selection first…")).clicked();
        }
        others(ui, workspace);
        ui.add_space(theme::GAP);
        close |= edit(ui, workspace, 220.0) != Edited::Open;
        ui.add_space(theme::GAP);
        let is_writable = workspace.is_writable();
        if is_writable {
            ui.label(RichText::new(tr!("Esc and Ctrl+Enter save and close")).color(palette.weak).small());
        }
        let choices = [Choice::primary(if is_writable { tr!("Save") } else { tr!("Close") })];
        let mut buttons = Buttons::without_cancel(&choices);
        if note.is_some() && is_writable {
            buttons = buttons.aside(Choice::plain(tr!("Delete memo…")));
        }
        match (buttons.show(ui), note) {
            (Some(Confirmation::Aside), Some(note)) => {
                workspace.rooms.memos.ask_to_remove(note, &mut workspace.link);
                remove = true;
            }
            (answer, _) => close |= answer.is_some(),
        }
    });
    if !remove && (close || code || modal.should_close()) {
        workspace.keep_draft();
    }
    code
}

/// Asks before the open memo is deleted.
pub(super) fn removal(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(note) = workspace.rooms.memos.removing else { return };
    let Some(draft) = workspace.rooms.memos.draft.clone().filter(|draft| draft.note == Some(note)) else {
        workspace.rooms.memos.removing = None;
        return;
    };
    let title = in_words(workspace, draft.target);
    let mut answer = None;
    let modal = overlay::modal(ctx, "delete memo", 420.0, |ui| {
        overlay::title(ui, tr!("Delete this memo?"));
        ui.add(egui::Label::new(RichText::new(title).color(palette.weak)).wrap());
        ui.add_space(theme::GAP);
        ui.label(tr!("“{name}”", name = shortened(&draft.text, SHOWN)));
        ui.label(tr!("You can undo this with Ctrl+Z."));
        ui.add_space(theme::WIDE);
        answer = Buttons::cautious(&[Choice::destructive(tr!("Delete"))]).show(ui);
    });
    if answer == Some(Confirmation::Do(0)) {
        workspace.rooms.memos.remove(note, &mut workspace.link);
    } else if answer.is_some() || modal.should_close() {
        workspace.rooms.memos.removing = None;
        workspace.rooms.memos.draft.iter_mut().for_each(|draft| draft.focus = true);
    }
}

/// The memos of other coders on the same target, read-only.
fn others(ui: &mut Ui, workspace: &Workspace) {
    let memos: Vec<(&str, &str)> = workspace.rooms.memos.of_others(workspace.me()).collect();
    if memos.is_empty() {
        return;
    }
    ScrollArea::vertical().id_salt("memos of others").grow_to(90.0).show_by_keys(ui, |ui| {
        for (coder, text) in memos {
            ui.add_space(theme::GAP);
            let by = if coder.is_empty() { tr!("Memo") } else { &tr!("Memo by {coder}", coder) };
            ui.label(RichText::new(by).medium());
            ui.label(text);
        }
    });
}

/// Names the target of a memo.
pub(super) fn in_words(workspace: &Workspace, target: NoteTarget) -> String {
    let Some(study) = workspace.study.as_deref() else { return String::new() };
    let name = match target {
        NoteTarget::Project => Some(study.project.name.clone()),
        NoteTarget::Source(id) => study.source(id).map(|s| s.name.clone()),
        NoteTarget::Participant(id) => study.participant(id).map(|p| p.name.clone()),
        NoteTarget::Code(id) => Some(study.codebook.path(id).to_string()),
        NoteTarget::Coding(id) => {
            let name = workspace.passage_name(id);
            name.map(|name| tr!("{code}: {text}", code = name, text = excerpt(workspace, id)))
        }
    };
    let name = name.unwrap_or_default();
    match target {
        NoteTarget::Project => tr!("on the project {name}", name),
        NoteTarget::Source(_) => tr!("on document {name}", name),
        NoteTarget::Participant(_) => tr!("on participant {name}", name),
        NoteTarget::Code(_) => tr!("on code {name}", name),
        NoteTarget::Coding(_) => tr!("on passage {name}", name),
    }
}
