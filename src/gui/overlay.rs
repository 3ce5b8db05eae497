//! Overlays that cover the room while they ask for something: forms, palettes, confirmations. Only one is open at a
//! time. Every dialog of the window takes its frame from here, and `gate` keeps keys from the room behind it.

use super::account_chooser::AccountChooser;
use super::change_others::ChangeOthers;
use super::code_form::CodeForm;
use super::code_palette::CodePalette;
use super::commands::CommandPalette;
use super::confirm::Confirm;
use super::consensus;
use super::dialog_buttons::{self, Buttons, Choice, Confirmation};
use super::dialogs::Question;
use super::dimension_form::DimensionForm;
use super::dimension_values::DimensionValues;
use super::forms::{Form, Purpose};
use super::gate;
use super::importing::positions;
use super::missing_project;
use super::naming::NamingDialog;
use super::overflow;
use super::passage_chooser::PassageChooser;
use super::theme::{self, Palette, Weighted};
use crate::app::action::Action;
use crate::app::submission::Submission;
use crate::app::unsaved::Dialog;
use crate::app::workspace::Workspace;
use crate::engine::session::Opening;
use crate::model::Codebook;
use crate::tr;
use egui::{Align2, Context, Frame, Id, LayerId, Modal, ModalResponse, Pos2, RichText, Role, Ui, vec2};
use std::path::PathBuf;

pub enum Overlay {
    Form(Form),
    Codes(CodePalette),
    Commands(CommandPalette),
    Code(CodeForm),
    Dimension(DimensionForm),
    Values(DimensionValues),
    Confirm(Confirm),
    Others(ChangeOthers),
    Consensus,
    Naming(NamingDialog),
    Passages(PassageChooser),
    Account(AccountChooser),
    Positions,
    /// A recent project whose file is gone.
    Missing(PathBuf),
}

/// What happens after an overlay is done.
pub enum Next {
    Closed,
    Act(Action),
    Open(Box<Overlay>),
    Project(Opening),
    /// Takes a project off the list of recent ones.
    Forget(PathBuf),
    /// A path was typed.
    Path(Question, PathBuf),
}

impl Overlay {
    /// Shows the overlay; returns `Some` once it is answered or closed.
    pub fn show(&mut self, ctx: &Context, workspace: Option<&mut Workspace>, palette: &Palette) -> Option<Next> {
        match (self, workspace) {
            (Self::Form(form), workspace) => form.show(ctx, workspace, palette),
            (Self::Commands(commands), workspace) => commands.show(ctx, workspace.as_deref(), palette),
            (Self::Missing(path), _) => missing_project::show(ctx, path),
            (Self::Codes(codes), Some(workspace)) => codes.show(ctx, workspace, palette),
            (Self::Code(form), Some(workspace)) => form.show(ctx, workspace, palette),
            (Self::Dimension(form), Some(workspace)) => form.show(ctx, workspace, palette),
            (Self::Values(values), Some(workspace)) => values.show(ctx, workspace, palette),
            (Self::Confirm(confirm), Some(workspace)) => confirm.show(ctx, workspace, palette),
            (Self::Others(dialog), Some(workspace)) => dialog.show(ctx, workspace, palette),
            (Self::Consensus, Some(workspace)) => consensus::show(ctx, workspace, palette),
            (Self::Naming(dialog), Some(workspace)) => dialog.show(ctx, workspace, palette),
            (Self::Passages(chooser), Some(workspace)) => chooser.show(ctx, workspace, palette),
            (Self::Account(chooser), Some(workspace)) => chooser.show(ctx, workspace, palette),
            (Self::Positions, Some(workspace)) => opened_positions(ctx, workspace, palette),
            // The project was closed in the meantime.
            (_, None) => Some(Next::Closed),
        }
    }
}

/// Asks how to read the positions of another program's project that was just opened.
fn opened_positions(ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
    let Some(question) = workspace.questions.positions.clone() else { return Some(Next::Closed) };
    let modal = modal(ctx, "positions of an opened project", 720.0, |ui| {
        let chosen = positions::question(ui, &question.other, &question.doubt, false, palette);
        ui.add_space(theme::SPACE);
        ui.label(
            RichText::new(tr!("Choose before you code. Changing this later recreates the project file."))
                .color(palette.weak),
        );
        ui.add_space(theme::SPACE);
        let is_closed =
            Buttons::without_cancel(&[Choice::primary(tr!("Keep the selected reading"))]).show(ui).is_some();
        (chosen, is_closed)
    });
    let should_close = modal.should_close();
    let (chosen, is_closed) = modal.inner;
    if let Some(offsets) = chosen {
        return Some(Next::Project(Opening::ReadAs { other: question.other, offsets }));
    }
    if !is_closed && !should_close {
        return None;
    }
    workspace.questions.positions = None;
    Some(Next::Closed)
}

/// The title of a dialog.
pub fn title(ui: &mut Ui, title: impl Into<String>) {
    let title = title.into();
    let frame = ui.ctx().cumulative_frame_nr();
    ui.data_mut(|data| data.insert_temp(title_id(), (title.clone(), frame)));
    ui.ctx().accesskit_node_builder(ui.layer_id().id, |node| {
        node.set_role(Role::Dialog);
        node.set_label(title.as_str());
    });
    ui.label(RichText::new(title).size(theme::DIALOG_TITLE).semibold());
    ui.add_space(theme::GAP);
}

fn title_id() -> Id {
    Id::unique("title of the open dialog")
}

/// The title of the dialog that is open in this frame or was in the previous one.
#[must_use]
pub fn open_title(ctx: &Context) -> Option<String> {
    let (title, shown) = ctx.data(|data| data.get_temp::<(String, u64)>(title_id()))?;
    (shown + 1 >= ctx.cumulative_frame_nr()).then_some(title)
}

/// The frame of an overlay, centred in the window.
pub fn modal<T>(ctx: &Context, name: &str, width: f32, contents: impl FnOnce(&mut Ui) -> T) -> ModalResponse<T> {
    let width = width.min(ctx.content_rect().width() - 48.0);
    let frame = Frame::popup(&ctx.global_style()).inner_margin(MARGIN);
    placed(ctx, Modal::new(Id::unique(name)).frame(frame), |ui| {
        ui.set_width(width);
        // In a low window, the contents scroll below their buttons.
        let height = ctx.content_rect().height() - 2.0 * (MARGIN + EDGE);
        overflow::show(ui, height, contents)
    })
}

/// Space around the contents of a dialog, and least space between it and the edges of the window, in points.
const MARGIN: f32 = 20.0;
const EDGE: f32 = 6.0;

/// Shows a frame in its place. egui places it by its size in the previous frame; if the size has changed with the
/// window or the contents, one more frame corrects this.
fn placed<T>(ctx: &Context, modal: Modal, contents: impl FnOnce(&mut Ui) -> T) -> ModalResponse<T> {
    let size = |id: Id| ctx.memory(|memory| memory.area_rect(id)).map(|rect| rect.size());
    let id = modal.area.layer().id;
    let before = size(id);
    let response = modal.show(ctx, contents);
    keep_below_lists(ctx, response.response.layer_id);
    let changed = before.zip(size(id)).is_none_or(|(before, now)| (before - now).abs().max_elem() > 0.5);
    if changed {
        ctx.request_repaint();
    }
    response
}

/// egui raises a dialog on which the pointer is pressed. A list that is opened from it a second time would be below it if
/// button and list react in the same frame, and could not be seen. A dialog above another one is no list: of the two, the one
/// that was opened last stays on top.
fn keep_below_lists(ctx: &Context, dialog: LayerId) {
    let dialogs = ctx.data_mut(|data| {
        let dialogs: &mut Vec<LayerId> = data.get_temp_mut_or_default(Id::unique("dialogs"));
        if !dialogs.contains(&dialog) {
            dialogs.push(dialog);
        }
        dialogs.clone()
    });
    let visible = ctx.memory(|memory| memory.areas().visible_layer_ids());
    for list in visible.into_iter().filter(|layer| layer.order == dialog.order && !dialogs.contains(layer)) {
        ctx.memory_mut(|memory| memory.areas_mut().set_sublayer(dialog, list));
    }
}

impl Overlay {
    /// Unsaved input in this overlay.
    #[must_use]
    pub fn unsaved(&self, book: &Codebook) -> Option<Dialog> {
        match self {
            Self::Form(form) => form.unsaved(),
            Self::Code(form) => form.unsaved(book).map(Dialog::Code),
            Self::Dimension(form) => form.unsaved(),
            // These are not stored: an action that waits for a coder's name stays in memory only.
            Self::Codes(_)
            | Self::Commands(_)
            | Self::Values(_)
            | Self::Confirm(_)
            | Self::Others(_)
            | Self::Consensus
            | Self::Naming(_)
            | Self::Passages(_)
            | Self::Account(_)
            | Self::Positions
            | Self::Missing(_) => None,
        }
    }

    /// Opens a dialog with what was entered in an earlier session; `None` for input that belongs to another editor.
    #[must_use]
    pub fn put_back(dialog: Dialog) -> Option<Self> {
        Some(match dialog {
            Dialog::NewCoder(name) => Self::Form(Form::put_back(Purpose::CoderName, name)),
            Dialog::NewCode(name) => Self::Form(Form::put_back(Purpose::CodeName, name)),
            Dialog::NewCodeBelow(code, name) => Self::Form(Form::put_back(Purpose::CodeBelow(code), name)),
            Dialog::Code(entry) => Self::Code(CodeForm::put_back(entry)),
            Dialog::Dimension(draft, from) => {
                Self::Dimension(DimensionForm::put_back(draft, from.map(CodeForm::put_back)))
            }
            Dialog::RenameCode(..)
            | Dialog::Ask(_)
            | Dialog::Cell(..)
            | Dialog::DocumentName(..)
            | Dialog::DocumentValue(..) => return None,
        })
    }
}

/// What a dialog's frame knows about the input.
#[derive(Clone, Copy)]
pub struct Entered<'a> {
    /// Something was typed or chosen that closing would lose.
    pub changed: bool,
    /// The change that was submitted with it.
    pub submission: &'a Submission,
}

/// The frame of a dialog with input. Escape and a click outside ask before the input is lost. After submitting, the
/// dialog stays open until the change is done, and shows the reason if it fails. Returns the result of `contents`, and
/// whether to close the dialog.
pub fn draft<T>(
    ctx: &Context,
    name: &str,
    width: f32,
    entered: Entered<'_>,
    contents: impl FnOnce(&mut Ui) -> T,
) -> (T, bool) {
    guarded(ctx, name, width, entered, Place::Middle, contents)
}

/// Like [`draft`], for a palette.
pub fn draft_palette<T>(
    ctx: &Context,
    name: &str,
    width: f32,
    entered: Entered<'_>,
    contents: impl FnOnce(&mut Ui) -> T,
) -> (T, bool) {
    guarded(ctx, name, width, entered, Place::Top, contents)
}

/// Shows why the submitted change failed.
pub fn submitted(ui: &mut Ui, submission: &Submission) {
    if let Some(why) = submission.refusal() {
        ui.add_space(theme::GAP);
        let palette = theme::palette(ui.ctx());
        ui.label(RichText::new(why).color(palette.trouble));
    }
}

/// Shows a frame with its contents and, if the user closes it with unsaved input, the question below them.
fn guarded<T, C: FnOnce(&mut Ui) -> T>(
    ctx: &Context,
    name: &str,
    width: f32,
    entered: Entered<'_>,
    place: Place,
    contents: C,
) -> (T, bool) {
    // A change under way needs no question; if it fails, the dialog is still open.
    let (changed, submission) = (entered.changed || entered.submission.is_under_way(), entered.submission.clone());
    let id = Id::unique(("leaving", name));
    let mut leaving = ctx.data(|data| data.get_temp::<Leaving>(id)).filter(|_| changed).unwrap_or_default();
    let mut answer = None;
    let with_question = |ui: &mut Ui| {
        dialog_buttons::withhold(ui.ctx(), leaving.asked);
        let inner = contents(ui);
        dialog_buttons::withhold(ui.ctx(), false);
        submitted(ui, &submission);
        if leaving.asked {
            answer = leaving.question(ui);
        }
        inner
    };
    let modal = match place {
        Place::Middle => modal(ctx, name, width, with_question),
        Place::Top => palette(ctx, name, width, with_question),
    };
    let leave = modal.should_close();
    let close = answer.unwrap_or(leave && !changed);
    // Escape also answers the question: with no.
    if answer == Some(false) || leave && leaving.asked {
        leaving.stay(ctx);
    } else if leave && changed {
        leaving.asked = true;
        // The question is shown in the next frame: no key may reach the dialog's own buttons before.
        gate::hold(ctx);
    } else if !leaving.asked {
        leaving.field = ctx.memory(|memory| memory.focused()).or(leaving.field);
    }
    ctx.data_mut(|data| data.insert_temp(id, if close { Leaving::default() } else { leaving }));
    if changed && !close {
        mark_draft(ctx);
    }
    (modal.inner, close)
}

/// Marks that the dialog of this frame has unsaved input.
pub fn mark_draft(ctx: &Context) {
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| data.insert_temp(Id::unique("a draft is open"), frame));
}

/// The input of the open dialog was used and no longer has to be kept.
pub fn draft_is_used(ctx: &Context) {
    ctx.data_mut(|data| data.remove::<u64>(Id::unique("a draft is open")));
}

/// True if an open dialog has unsaved input, in this frame or the previous one.
pub fn is_draft_open(ctx: &Context) -> bool {
    let frame = ctx.cumulative_frame_nr();
    ctx.data(|data| data.get_temp::<u64>(Id::unique("a draft is open"))).is_some_and(|at| at + 1 >= frame)
}

enum Place {
    Middle,
    Top,
}

/// The question whether input may be discarded.
#[derive(Clone, Copy, Debug, Default)]
struct Leaving {
    asked: bool,
    /// The question has been shown.
    shown: bool,
    /// The field that had the focus before.
    field: Option<Id>,
}

impl Leaving {
    /// `Some(true)` to discard the input, `Some(false)` to keep it.
    fn question(&mut self, ui: &mut Ui) -> Option<bool> {
        let palette = theme::palette(ui.ctx());
        ui.add_space(theme::SPACE);
        ui.label(RichText::new(tr!("Discard what you entered here?")).color(palette.trouble).medium());
        let is_new = !std::mem::replace(&mut self.shown, true);
        if is_new {
            // From the field to the button that keeps the input.
            ui.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
        }
        let choices = [Choice::destructive(tr!("Discard"))];
        let answer = Buttons::cautious(&choices).cancel(tr!("Keep editing")).show(ui);
        if is_new {
            ui.scroll_to_cursor(None);
        }
        answer.map(|answer| answer != Confirmation::Cancel)
    }

    /// Keeps the dialog open and returns the focus to its field.
    fn stay(&mut self, ctx: &Context) {
        (self.asked, self.shown) = (false, false);
        if let Some(field) = self.field {
            ctx.memory_mut(|memory| memory.request_focus(field));
        }
    }
}

/// The frame of a small list at a position in the window.
pub fn at<T>(ctx: &Context, name: &str, place: Pos2, contents: impl FnOnce(&mut Ui) -> T) -> ModalResponse<T> {
    let id = Id::unique(name);
    let area = Modal::default_area(id).anchor(Align2::LEFT_TOP, place.to_vec2());
    let frame = Frame::popup(&ctx.global_style()).inner_margin(8.0);
    let modal = Modal::new(id).area(area).frame(frame).backdrop_color(egui::Color32::from_black_alpha(20));
    placed(ctx, modal, contents)
}

/// The frame of a palette: near the top, so that the text stays visible.
pub fn palette<T>(ctx: &Context, name: &str, width: f32, contents: impl FnOnce(&mut Ui) -> T) -> ModalResponse<T> {
    let id = Id::unique(name);
    let width = width.min(ctx.content_rect().width() - 48.0);
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, 72.0));
    let frame = Frame::popup(&ctx.global_style()).inner_margin(12.0);
    let modal = Modal::new(id).area(area).frame(frame).backdrop_color(egui::Color32::from_black_alpha(30));
    placed(ctx, modal, |ui| {
        ui.set_width(width);
        contents(ui)
    })
}
