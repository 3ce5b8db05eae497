//! The actions on an attribute of participants or of documents, and the choice of an attribute for grouping.

use crate::app::documents_room::{Asking, Column};
use crate::app::participants_list::ParticipantColumn;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::gui::combo_keys::ShowList;
use crate::gui::menu_keys::{self, named};
use crate::gui::{check_box, context_menu};
use crate::model::{Described, Study, Variable, VariableId, VariableKind};
use crate::tr;
use egui::containers::menu::MenuButton;
use egui::{ComboBox, Response, Role, Ui, WidgetInfo};

/// A button that opens the menu of an attribute.
pub fn menu_button(ui: &mut Ui, workspace: &mut Workspace, variable: &Variable) {
    let name = variable.name.replace('_', " ");
    MenuButton::new(tr!("Attribute “{name}”", name)).ui(ui, |ui| entries(ui, workspace, variable));
}

/// The same menu as a context menu of the column head.
pub fn head_menu(head: &Response, workspace: &mut Workspace, variable: &Variable) {
    context_menu::show(head, |ui| {
        if workspace.is_writable() {
            entries(ui, workspace, variable);
        }
    });
}

fn entries(ui: &mut Ui, workspace: &mut Workspace, variable: &Variable) {
    if named(ui.button(tr!("Sort")), tr!("Sort")).clicked() {
        let room = &mut workspace.rooms.documents;
        match variable.id.of {
            Described::Participants => room.participants.sort_by(ParticipantColumn::Attribute(variable.id)),
            Described::Documents => room.documents.sort_by(Column::Attribute(variable.id)),
        }
    }
    if variable.id.of == Described::Participants {
        let grouped = workspace.rooms.documents.participants.group == Some(variable.id);
        let grouping = if grouped { tr!("No groups") } else { tr!("Group by this attribute") };
        if named(ui.button(grouping), grouping).clicked() {
            workspace.rooms.documents.participants.group = (!grouped).then_some(variable.id);
        }
    }
    ui.separator();
    if named(ui.button(tr!("Rename…")), tr!("Rename…")).clicked() {
        workspace.rooms.documents.asking = Some(Asking::RenameAttribute(variable.id, variable.name.clone()));
    }
    menu_keys::submenu(ui, &tr!("Type: {kind}", kind = variable.kind.label()), |ui| {
        for &kind in VariableKind::ALL {
            let choice = check_box::option(ui, variable.kind == kind, kind.label()).on_hover_text(kind.wanted());
            if named(choice, kind.label()).clicked() {
                workspace.link.execute(Command::SetAttributeKind { variable: variable.id, kind });
                ui.close();
            }
        }
    });
    if named(ui.button(tr!("Delete attribute…")), tr!("Delete attribute…")).clicked() {
        workspace.rooms.documents.asking = Some(Asking::RemoveAttribute(variable.id));
    }
}

/// A button that adds an attribute.
pub fn add_button(ui: &mut Ui, workspace: &mut Workspace, of: Described) {
    if ui.button(tr!("Add attribute…")).clicked() {
        workspace.rooms.documents.asking = Some(Asking::AddAttribute(of, String::new(), VariableKind::Text));
    }
}

/// The attribute to group by, or none.
pub fn group_box(ui: &mut Ui, group: &mut Option<VariableId>, study: &Study) {
    let name = |id: VariableId| study.variables.iter().find(|v| v.id == id).map(|v| v.name.replace('_', " "));
    let now = group.and_then(name).unwrap_or_else(|| tr!("no attribute" => "none").to_owned());
    let combo =
        ComboBox::from_id_salt("groups of participants").selected_text(&now).height(420.0).show_list(ui, |ui| {
            ui.selectable_value(group, None, tr!("no attribute" => "none"));
            for variable in &study.variables {
                ui.selectable_value(group, Some(variable.id), variable.name.replace('_', " "));
            }
        });
    let label = tr!("Groups of participants: {now}", now);
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
}
