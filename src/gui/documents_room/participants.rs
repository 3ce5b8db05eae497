//! The participants and their attributes as a grid that is filled in in its place.

use crate::app::action::Action;
use crate::app::workspace::Workspace;
use crate::gui::theme::Palette;
use egui::Ui;

pub const NAME: &str = "participants";

#[derive(Default)]
pub struct ParticipantsTab {}

impl ParticipantsTab {
    pub fn show(&mut self, _ui: &mut Ui, _workspace: &mut Workspace, _palette: &Palette, _actions: &mut Vec<Action>) {}
}
