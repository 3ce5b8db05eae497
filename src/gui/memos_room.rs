//! Every memo of the project in one place.

use super::theme::Palette;
use crate::app::action::Action;
use crate::app::workspace::Workspace;
use egui::Ui;

#[derive(Default)]
pub struct MemosRoomPanel {}

impl MemosRoomPanel {
    pub fn show(&mut self, _ui: &mut Ui, _workspace: &mut Workspace, _palette: &Palette) -> Vec<Action> {
        Vec::new()
    }
}
