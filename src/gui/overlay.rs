//! What lies over the room while it asks for something: forms, the palettes, confirmations. One at a time; every dialog of
//! the window has its frame from here, and `gate` keeps the keys from what lies behind it.

use super::code_form::CodeForm;
use super::code_palette::CodePalette;
use super::commands::CommandPalette;
use super::confirm::Confirm;
use super::consensus::ConsensusDialog;
use super::dialogs::Question;
use super::facet_form::FacetForm;
use super::forms::{Form, Purpose};
use super::importing::positions;
use super::naming::NamingDialog;
use super::passage_chooser::PassageChooser;
use super::theme::{self, Palette};
use crate::app::action::Action;
use crate::app::submission::Submission;
use crate::app::unsaved::Dialog;
use crate::app::workspace::Workspace;
use crate::engine::session::Opening;
use crate::model::Codebook;
use egui::{Align2, Context, Frame, Id, Modal, ModalResponse, Pos2, RichText, Ui, vec2};
use std::path::PathBuf;

pub enum Overlay {
    Form(Form),
    Codes(CodePalette),
    Commands(CommandPalette),
    Code(CodeForm),
    Facet(FacetForm),
    Confirm(Confirm),
    Consensus(ConsensusDialog),
    Naming(NamingDialog),
    Passages(PassageChooser),
    Positions,
}

/// What follows when an overlay is done.
pub enum Next {
    Closed,
    Act(Action),
    Open(Box<Overlay>),
    Project(Opening),
    /// A path was typed.
    Path(Question, PathBuf),
}

impl Overlay {
    /// `Some` when it was answered or closed.
    pub fn show(&mut self, ctx: &Context, workspace: Option<&mut Workspace>, palette: &Palette) -> Option<Next> {
        match (self, workspace) {
            (Self::Form(form), workspace) => form.show(ctx, workspace, palette),
            (Self::Commands(commands), workspace) => commands.show(ctx, workspace.as_deref(), palette),
            (Self::Codes(codes), Some(workspace)) => codes.show(ctx, workspace, palette),
            (Self::Code(form), Some(workspace)) => form.show(ctx, workspace, palette),
            (Self::Facet(form), Some(workspace)) => form.show(ctx, workspace, palette),
            (Self::Confirm(confirm), Some(workspace)) => confirm.show(ctx, workspace, palette),
            (Self::Consensus(dialog), Some(workspace)) => dialog.show(ctx, workspace, palette),
            (Self::Naming(dialog), Some(workspace)) => dialog.show(ctx, workspace, palette),
            (Self::Passages(chooser), Some(workspace)) => chooser.show(ctx, workspace, palette),
            (Self::Positions, Some(workspace)) => opened_positions(ctx, workspace, palette),
            // The project was closed meanwhile.
            (_, None) => Some(Next::Closed),
        }
    }
}

/// Asks how positions of the project of another program are to be read that was just opened.
fn opened_positions(ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
    let Some(question) = workspace.questions.positions.clone() else { return Some(Next::Closed) };
    let modal = modal(ctx, "positions of an opened project", 720.0, |ui| {
        let chosen = positions::question(ui, &question.other, &question.doubt, false, palette);
        ui.add_space(theme::SPACE);
        ui.label(
            RichText::new("Choose before you code: another reading makes the project file again.").color(palette.weak),
        );
        ui.add_space(theme::SPACE);
        let is_closed = ui.button("Keep the selected reading").clicked();
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

/// The frame of an overlay, in the middle of the window.
pub fn modal<T>(ctx: &Context, name: &str, width: f32, contents: impl FnOnce(&mut Ui) -> T) -> ModalResponse<T> {
    let width = width.min(ctx.content_rect().width() - 48.0);
    let frame = Frame::popup(&ctx.global_style()).inner_margin(20.0);
    placed(ctx, Modal::new(Id::unique(name)).frame(frame), |ui| {
        ui.set_width(width);
        contents(ui)
    })
}

/// Shows a frame in its place. It is placed by the size that it had in the frame before: when it has another, because the
/// window or its contents have, one more frame puts it right.
fn placed<T>(ctx: &Context, modal: Modal, contents: impl FnOnce(&mut Ui) -> T) -> ModalResponse<T> {
    let size = |id: Id| ctx.memory(|memory| memory.area_rect(id)).map(|rect| rect.size());
    let id = modal.area.layer().id;
    let before = size(id);
    let response = modal.show(ctx, contents);
    let changed = before.zip(size(id)).is_none_or(|(before, now)| (before - now).abs().max_elem() > 0.5);
    if changed {
        ctx.request_repaint();
    }
    response
}

impl Overlay {
    /// What was entered and is not saved.
    #[must_use]
    pub fn unsaved(&self, book: &Codebook) -> Option<Dialog> {
        match self {
            Self::Form(form) => form.unsaved(),
            Self::Code(form) => form.unsaved(book).map(Dialog::Code),
            Self::Facet(form) => form.unsaved(),
            // What asks for a name waits in memory only.
            Self::Codes(_)
            | Self::Commands(_)
            | Self::Confirm(_)
            | Self::Consensus(_)
            | Self::Naming(_)
            | Self::Passages(_)
            | Self::Positions => None,
        }
    }

    /// Opens a dialog with what was entered an earlier time; `None` for what is edited elsewhere.
    #[must_use]
    pub fn put_back(dialog: Dialog) -> Option<Self> {
        Some(match dialog {
            Dialog::NewCoder(name) => Self::Form(Form::put_back(Purpose::CoderName, name)),
            Dialog::NewCode(name) => Self::Form(Form::put_back(Purpose::CodeName, name)),
            Dialog::NewCodeBelow(code, name) => Self::Form(Form::put_back(Purpose::CodeBelow(code), name)),
            Dialog::Code(entry) => Self::Code(CodeForm::put_back(entry)),
            Dialog::Facet(draft, from) => Self::Facet(FacetForm::put_back(draft, from.map(CodeForm::put_back))),
            Dialog::RenameCode(..) | Dialog::Ask(_) | Dialog::Cell(..) | Dialog::DocumentName(..) => return None,
        })
    }
}

/// What the frame of a dialog knows of what was entered in it.
#[derive(Clone, Copy)]
pub struct Entered<'a> {
    /// There is something typed or chosen that closing would lose.
    pub changed: bool,
    /// What was asked for with it.
    pub submission: &'a Submission,
}

/// The frame of a dialog into which something is typed or in which something is chosen. Escape and a click beside the
/// dialog ask before it is lost. What was submitted keeps the dialog open until it is done, and when it cannot be done
/// the dialog says why. Returns what `contents` returned and whether the dialog is to be closed.
pub fn draft<T>(
    ctx: &Context,
    name: &str,
    width: f32,
    entered: Entered<'_>,
    contents: impl FnOnce(&mut Ui) -> T,
) -> (T, bool) {
    guarded(ctx, name, width, entered, Place::Middle, contents)
}

/// The same for a palette.
pub fn draft_palette<T>(
    ctx: &Context,
    name: &str,
    width: f32,
    entered: Entered<'_>,
    contents: impl FnOnce(&mut Ui) -> T,
) -> (T, bool) {
    guarded(ctx, name, width, entered, Place::Top, contents)
}

/// Why what was submitted cannot be done.
pub fn submitted(ui: &mut Ui, submission: &Submission) {
    if let Some(why) = submission.refusal() {
        ui.add_space(theme::GAP);
        let palette = theme::palette(ui.ctx());
        ui.label(RichText::new(why).color(palette.trouble));
    }
}

/// Shows a frame with its contents and, when it is to be left with something entered, the question below them.
fn guarded<T, C: FnOnce(&mut Ui) -> T>(
    ctx: &Context,
    name: &str,
    width: f32,
    entered: Entered<'_>,
    place: Place,
    contents: C,
) -> (T, bool) {
    // What is being done is not lost; should it fail, it is still here.
    let (changed, submission) = (entered.changed || entered.submission.is_under_way(), entered.submission.clone());
    let id = Id::unique(("leaving", name));
    let mut leaving = ctx.data(|data| data.get_temp::<Leaving>(id)).filter(|_| changed).unwrap_or_default();
    let mut answer = None;
    let with_question = |ui: &mut Ui| {
        let inner = contents(ui);
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
    // Escape answers the question, too: with no.
    if answer == Some(false) || leave && leaving.asked {
        leaving.stay(ctx);
    } else if leave && changed {
        leaving.asked = true;
    } else if !leaving.asked {
        leaving.field = ctx.memory(|memory| memory.focused()).or(leaving.field);
    }
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| {
        data.insert_temp(id, if close { Leaving::default() } else { leaving });
        if changed && !close {
            data.insert_temp(Id::unique("a draft is open"), frame);
        }
    });
    (modal.inner, close)
}

/// What was entered in the dialog that was open is used: it no longer has to be kept.
pub fn draft_is_used(ctx: &Context) {
    ctx.data_mut(|data| data.remove::<u64>(Id::unique("a draft is open")));
}

/// True when something was entered in a dialog that is open, in this frame or the last.
pub fn is_draft_open(ctx: &Context) -> bool {
    let frame = ctx.cumulative_frame_nr();
    ctx.data(|data| data.get_temp::<u64>(Id::unique("a draft is open"))).is_some_and(|at| at + 1 >= frame)
}

enum Place {
    Middle,
    Top,
}

/// Whether it is asked if what was entered may be lost.
#[derive(Clone, Copy, Debug, Default)]
struct Leaving {
    asked: bool,
    /// The question has been shown.
    shown: bool,
    /// The field that had the keyboard before.
    field: Option<Id>,
}

impl Leaving {
    /// `Some(true)` when it may be lost, `Some(false)` when not.
    fn question(&mut self, ui: &mut Ui) -> Option<bool> {
        let palette = theme::palette(ui.ctx());
        let mut answer = None;
        ui.add_space(theme::SPACE);
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new("Discard what you entered here?").color(palette.trouble).strong());
            let keep = ui.button("Keep editing");
            if !std::mem::replace(&mut self.shown, true) {
                keep.request_focus();
            }
            if keep.clicked() {
                answer = Some(false);
            }
            if ui.button("Discard").clicked() {
                answer = Some(true);
            }
        });
        answer
    }

    /// The dialog stays as it is, and the keyboard goes back to its field.
    fn stay(&mut self, ctx: &Context) {
        (self.asked, self.shown) = (false, false);
        if let Some(field) = self.field {
            ctx.memory_mut(|memory| memory.request_focus(field));
        }
    }
}

/// The frame of a small list at a point of the window.
pub fn at<T>(ctx: &Context, name: &str, place: Pos2, contents: impl FnOnce(&mut Ui) -> T) -> ModalResponse<T> {
    let id = Id::unique(name);
    let area = Modal::default_area(id).anchor(Align2::LEFT_TOP, place.to_vec2());
    let frame = Frame::popup(&ctx.global_style()).inner_margin(8.0);
    let modal = Modal::new(id).area(area).frame(frame).backdrop_color(egui::Color32::from_black_alpha(20));
    placed(ctx, modal, contents)
}

/// The frame of a palette: near the top, so that the text stays in sight.
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
