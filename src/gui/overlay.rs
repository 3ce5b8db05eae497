//! What lies over the room while it asks for something: forms, the palettes, confirmations. One at a time; the keys of
//! the window rest meanwhile.

use super::code_form::CodeForm;
use super::code_palette::CodePalette;
use super::commands::CommandPalette;
use super::confirm::Confirm;
use super::consensus::ConsensusDialog;
use super::facet_form::FacetForm;
use super::forms::{self, Form, Purpose};
use super::theme::Palette;
use crate::app::action::Action;
use crate::app::workspace::Workspace;
use egui::{Align2, Context, Frame, Id, Modal, ModalResponse, Ui, vec2};

pub enum Overlay {
    Form(Form),
    Codes(CodePalette),
    Commands(CommandPalette),
    Code(CodeForm),
    Facet(FacetForm),
    Confirm(Confirm),
    Consensus(ConsensusDialog),
}

/// What follows when an overlay is done.
pub enum Next {
    Closed,
    Act(Action),
    Open(Box<Overlay>),
    Given(Purpose, String),
}

impl Overlay {
    /// `Some` when it was answered or closed.
    pub fn show(&mut self, ctx: &Context, workspace: Option<&mut Workspace>, palette: &Palette) -> Option<Next> {
        match (self, workspace) {
            (Self::Form(form), _) => form.show(ctx, palette).map(|answer| match answer {
                forms::Answer::Given(purpose, text) => Next::Given(purpose, text),
                forms::Answer::Closed => Next::Closed,
            }),
            (Self::Commands(commands), workspace) => commands.show(ctx, workspace.as_deref(), palette),
            (Self::Codes(codes), Some(workspace)) => codes.show(ctx, workspace, palette),
            (Self::Code(form), Some(workspace)) => form.show(ctx, workspace, palette),
            (Self::Facet(form), Some(workspace)) => form.show(ctx, workspace, palette),
            (Self::Confirm(confirm), Some(workspace)) => confirm.show(ctx, workspace, palette),
            (Self::Consensus(dialog), Some(workspace)) => dialog.show(ctx, workspace, palette),
            // The project was closed meanwhile.
            (_, None) => Some(Next::Closed),
        }
    }
}

/// The frame of an overlay, in the middle of the window.
pub fn modal<T>(ctx: &Context, name: &str, width: f32, contents: impl FnOnce(&mut Ui) -> T) -> ModalResponse<T> {
    let width = width.min(ctx.content_rect().width() - 48.0);
    let frame = Frame::popup(&ctx.global_style()).inner_margin(20.0);
    Modal::new(Id::unique(name)).frame(frame).show(ctx, |ui| {
        ui.set_width(width);
        contents(ui)
    })
}

/// The frame of a palette: near the top, so that the text stays in sight.
pub fn palette<T>(ctx: &Context, name: &str, width: f32, contents: impl FnOnce(&mut Ui) -> T) -> ModalResponse<T> {
    let id = Id::unique(name);
    let width = width.min(ctx.content_rect().width() - 48.0);
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, 72.0));
    let frame = Frame::popup(&ctx.global_style()).inner_margin(12.0);
    Modal::new(id).area(area).frame(frame).backdrop_color(egui::Color32::from_black_alpha(30)).show(ctx, |ui| {
        ui.set_width(width);
        contents(ui)
    })
}
