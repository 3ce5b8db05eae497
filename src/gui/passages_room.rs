//! All coded passages: grouped, sorted, filtered; what is found in all documents.

use super::theme::Palette;
use crate::app::action::Action;
use crate::app::workspace::Workspace;
use egui::Ui;

#[derive(Default)]
pub struct PassagesRoomPanel {}

impl PassagesRoomPanel {
    pub fn show(&mut self, _ui: &mut Ui, _workspace: &mut Workspace, _palette: &Palette) -> Vec<Action> {
        Vec::new()
    }
}
