//! Who did what and when, and undo to a point.

use super::theme::Palette;
use crate::app::action::Action;
use crate::app::workspace::Workspace;
use egui::Ui;

#[derive(Default)]
pub struct HistoryRoomPanel {}

impl HistoryRoomPanel {
    pub fn show(&mut self, _ui: &mut Ui, _workspace: &mut Workspace, _palette: &Palette) -> Vec<Action> {
        Vec::new()
    }
}
