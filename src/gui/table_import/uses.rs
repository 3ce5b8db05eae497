//! The choice of what a column of a table of participants, or of attributes of documents, becomes.

use crate::engine::table_import::{Existing, ParticipantUse};
use crate::gui::combo_keys::ShowList;
use crate::model::{Described, Study, VariableKind};
use crate::tr;
use egui::{ComboBox, Role, TextEdit, Ui, WidgetInfo};

/// A column, and the kind of its values.
pub struct TableColumn<'c> {
    pub of: Described,
    pub number: usize,
    pub name: &'c str,
    pub kind: VariableKind,
}

/// Shows what the column becomes. Returns another use if one was chosen.
pub fn choose(ui: &mut Ui, used: &ParticipantUse, column: &TableColumn<'_>, study: &Study) -> Option<ParticipantUse> {
    let TableColumn { of, number, name, kind } = *column;
    let mut chosen = used.clone();
    ui.horizontal(|ui| {
        let now = label(used, of, study);
        let combo = ComboBox::from_id_salt(("use of column", number)).width(180.0).height(360.0).selected_text(&now);
        let combo = combo.show_list(ui, |ui| {
            ui.selectable_value(&mut chosen, ParticipantUse::Name, label(&ParticipantUse::Name, of, study));
            if of == Described::Participants {
                ui.selectable_value(&mut chosen, ParticipantUse::Document, tr!("names of their documents"));
            }
            ui.selectable_value(&mut chosen, ParticipantUse::Skip, tr!("skip this column"));
            let is_new = matches!(chosen, ParticipantUse::New(..));
            if ui.selectable_label(is_new, tr!("a new attribute")).clicked() && !is_new {
                chosen = ParticipantUse::New(name.to_owned(), kind);
            }
            for variable in study.attributes(of) {
                let attribute_label = format!("{} ({})", variable.name.replace('_', " "), variable.kind.label());
                ui.selectable_value(&mut chosen, ParticipantUse::Attribute(variable.id), attribute_label);
            }
        });
        let label = tr!("Column {name} becomes {now}", name, now);
        combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
        if let ParticipantUse::New(new_name, new_kind) = &mut chosen {
            new_attribute(ui, number, name, new_name, new_kind);
        }
    });
    (chosen != *used).then_some(chosen)
}

/// Name and kind of a new attribute for a column.
fn new_attribute(ui: &mut Ui, column: usize, name: &str, new_name: &mut String, kind: &mut VariableKind) {
    let field = ui.add(TextEdit::singleline(new_name).desired_width(140.0));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Name of the attribute for {name}", name)));
    let combo = ComboBox::from_id_salt(("type of column", column)).width(80.0).selected_text(kind.label());
    let combo = combo.show_list(ui, |ui| {
        for &choice in VariableKind::ALL {
            ui.selectable_value(kind, choice, choice.label()).on_hover_text(choice.wanted());
        }
    });
    let label = tr!("Type of {name}: {kind}", name, kind = kind.label());
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
}

fn label(used: &ParticipantUse, of: Described, study: &Study) -> String {
    match used {
        ParticipantUse::Skip => tr!("skip this column").to_owned(),
        ParticipantUse::Name => match of {
            Described::Participants => tr!("the participant’s name").to_owned(),
            Described::Documents => tr!("the document's name").to_owned(),
        },
        ParticipantUse::Document => tr!("names of their documents").to_owned(),
        ParticipantUse::New(..) => tr!("a new attribute").to_owned(),
        ParticipantUse::Attribute(id) => study.attribute(*id).map_or("", |v| v.name.as_str()).replace('_', " "),
    }
}

/// What happens to values that are already known.
pub fn existing(ui: &mut Ui, existing: &mut Existing) {
    ui.horizontal(|ui| {
        ui.radio_value(existing, Existing::FillUnknown, tr!("fill in missing values only"));
        ui.radio_value(existing, Existing::Overwrite, tr!("overwrite existing values"));
    });
}
