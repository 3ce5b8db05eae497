//! Documents and participants: lists with filter and sort, attributes, progress.

use super::theme::Palette;
use crate::app::action::Action;
use crate::app::workspace::Workspace;
use egui::Ui;

#[derive(Default)]
pub struct DocumentsRoomPanel {}

impl DocumentsRoomPanel {
    pub fn show(&mut self, _ui: &mut Ui, _workspace: &mut Workspace, _palette: &Palette) -> Vec<Action> {
        Vec::new()
    }
}
