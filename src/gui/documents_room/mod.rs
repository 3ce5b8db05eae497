//! Documents and participants: lists with filter and sort, attributes, progress.

pub mod ask;
pub mod attributes;
mod cells;
mod documents;
pub mod menu;
mod participants;
mod sets;

use super::theme::{self, Palette, Weighted};
use crate::app::action::Action;
use crate::app::documents_room::DocumentsPage;
use crate::app::room::Room;
use crate::app::unsaved::Dialog;
use crate::app::workspace::Workspace;
use crate::gui::panes;
use crate::model::Study;
use crate::tr;
use documents::DocumentsTab;
use egui::{Align, Button, CentralPanel, Frame, Layout, Margin, RichText, Role, TextEdit, Ui, WidgetInfo};
use participants::ParticipantsTab;

/// Keys and clicks in the two lists, for the table of keys.
pub fn key_rows() -> Vec<(&'static str, &'static str)> {
    vec![
        (tr!("Shift or Ctrl with click or arrow keys"), tr!("Select several documents or participants")),
        ("F2", tr!("Rename; change a value")),
        (tr!("keys" => "Space"), tr!("Mark documents as finished")),
        (tr!("keys" => "Delete"), tr!("Delete; clear a value")),
    ]
}

#[derive(Default)]
pub struct DocumentsRoomPanel {
    documents: DocumentsTab,
    participants: ParticipantsTab,
}

impl DocumentsRoomPanel {
    /// A name or value that is being edited in place.
    #[must_use]
    pub fn unsaved(&self, study: &Study) -> Option<Dialog> {
        self.documents.unsaved(study).or_else(|| self.participants.unsaved(study))
    }

    /// Stores the name or value that is being edited, when its list is left.
    pub fn store(&mut self, workspace: &mut Workspace) {
        let Some(study) = workspace.study.clone() else { return };
        self.documents.store(workspace, &study);
        self.participants.store(workspace, &study);
    }

    /// Shows the list with a name or value that cannot be stored; false if there is none.
    pub fn show_refused(&self, workspace: &mut Workspace) -> bool {
        let tab = if self.documents.refusal().is_some() {
            DocumentsPage::Documents
        } else if self.participants.refusal().is_some() {
            DocumentsPage::Participants
        } else {
            return false;
        };
        let room = &mut workspace.rooms.documents;
        if workspace.room != Room::Documents || room.tab != tab {
            room.documents.filter.clear();
            room.documents.set = None;
            room.participants.filter.clear();
        }
        room.tab = tab;
        true
    }

    /// Why a name or value that was entered cannot be stored.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        self.documents.refusal().or_else(|| self.participants.refusal())
    }

    /// Restores an edit of an earlier session. Returns the tab that shows it.
    pub fn put_back(&mut self, dialog: &Dialog) -> Option<DocumentsPage> {
        match dialog {
            Dialog::Cell(participant, column, text) => {
                self.participants.put_back(*participant, *column, text);
                Some(DocumentsPage::Participants)
            }
            Dialog::DocumentName(source, name) => {
                self.documents.put_back((*source, None), name);
                Some(DocumentsPage::Documents)
            }
            Dialog::DocumentValue(source, attribute, value) => {
                self.documents.put_back((*source, Some(*attribute)), value);
                Some(DocumentsPage::Documents)
            }
            _ => None,
        }
    }

    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<Action> {
        let mut actions = Vec::new();
        if workspace.rooms.documents.refocus > 0 {
            workspace.rooms.documents.refocus -= 1;
            super::sheet::focus(ui.ctx(), sheet_of(workspace.rooms.documents.tab));
            ui.ctx().request_repaint();
        }
        let page = Frame::NONE.fill(palette.page).inner_margin(Margin::symmetric(16, 10));
        CentralPanel::default().frame(page).show(ui, |ui| {
            panes::mark(ui, tr!("pane" => "list"));
            let before = workspace.rooms.documents.tab;
            header(ui, workspace, palette);
            if workspace.rooms.documents.tab != before {
                self.store(workspace);
            }
            ui.add_space(theme::SPACE);
            match workspace.rooms.documents.tab {
                DocumentsPage::Documents => self.documents.show(ui, workspace, palette, &mut actions),
                DocumentsPage::Participants => self.participants.show(ui, workspace, palette, &mut actions),
            }
        });
        actions
    }
}

/// The name of a tab's sheet.
fn sheet_of(tab: DocumentsPage) -> &'static str {
    match tab {
        DocumentsPage::Documents => documents::NAME,
        DocumentsPage::Participants => participants::NAME,
    }
}

/// The two tabs, and the name of the project.
fn header(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    let Some(study) = workspace.study.clone() else { return };
    ui.horizontal(|ui| {
        let tabs = [
            (DocumentsPage::Documents, tr!("Documents ({count})", count = study.sources.len())),
            (DocumentsPage::Participants, tr!("Participants ({count})", count = study.participants.len())),
        ];
        for (tab, label) in tabs {
            let chosen = workspace.rooms.documents.tab == tab;
            let label = RichText::new(label).size(theme::BODY).color(if chosen { palette.text } else { palette.weak });
            if ui.add(Button::selectable(chosen, if chosen { label.medium() } else { label })).clicked() {
                workspace.rooms.documents.tab = tab;
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if workspace.is_writable() && ui.button(tr!("Project properties…")).clicked() {
                workspace.describe();
            }
            let name = egui::Label::new(RichText::new(&study.project.name).color(palette.weak)).truncate();
            ui.add(name).on_hover_text(&study.project.description);
        });
    });
}

/// Which end of a toolbar is being drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Left,
    /// Right-aligned, drawn from right to left.
    Right,
    /// After the left end, if there is no room for a right end.
    Behind,
}

/// A toolbar with two ends. In a window narrower than `needs`, the ends follow each other and wrap onto several lines.
fn tools(ui: &mut Ui, needs: f32, mut draw: impl FnMut(&mut Ui, End)) {
    if ui.available_width() < needs {
        ui.horizontal_wrapped(|ui| {
            draw(ui, End::Left);
            draw(ui, End::Behind);
        });
        return;
    }
    ui.horizontal(|ui| {
        draw(ui, End::Left);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| draw(ui, End::Right));
    });
}

/// Width of a field below which its hint is one word, in points.
const SHORT_HINT: f32 = 126.0;

/// A field that filters a list; `label` is the text for screen readers. Returns whether Enter was pressed in it.
pub fn filter_field(ui: &mut Ui, text: &mut String, label: &str, width: f32) -> bool {
    // A hint that would be cut says less.
    let hint =
        if ui.available_width().min(width) < SHORT_HINT { tr!("hint in a narrow field" => "Find") } else { label };
    let edit = TextEdit::singleline(text).hint_text(hint).desired_width(width);
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label));
    if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        text.clear();
    }
    response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
}
