//! The list of documents.

use super::theme::{self, Palette};
use crate::app::action::Action;
use crate::app::workspace::Workspace;
use crate::model::{Source, Study, VariableKind};
use egui::{ScrollArea, Ui};
use std::collections::HashMap;

/// Shows the list; a click opens a document.
pub fn show(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<Action> {
    let mut actions = Vec::new();
    let Some(study) = workspace.study.clone() else { return actions };
    super::bars::heading(ui, "Documents", &study.sources.len().to_string(), palette);
    if study.sources.is_empty() {
        ui.add_space(theme::SPACE);
        ui.label("There is no document yet.");
        ui.add_space(theme::GAP);
        if ui.button(Action::Import.label()).clicked() {
            actions.push(Action::Import);
        }
        ui.label(egui::RichText::new("Text files in UTF-8, or drop them here.").color(palette.weak).small());
        return actions;
    }
    let cases: HashMap<_, _> = study.cases.iter().enumerate().map(|(i, case)| (case.id, i)).collect();
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("documents").auto_shrink(false).show_rows(
        ui,
        theme::ROW,
        study.sources.len(),
        |ui, range| {
            for source in study.sources.get(range).unwrap_or_default() {
                let chosen = workspace.shown_document() == Some(source.id);
                let about =
                    source.case.and_then(|id| cases.get(&id)).map(|&i| about(&study, i, true)).unwrap_or_default();
                if row(ui, source, &about, chosen, palette) {
                    clicked = Some(source.id);
                }
            }
        },
    );
    if let Some(source) = clicked {
        workspace.show_document(source, None);
    }
    actions
}

/// The participant's attributes in one line: texts as they are, numbers with what they count. `short` is for a list:
/// a few values that do not take much room.
pub fn about(study: &Study, case: usize, short: bool) -> String {
    let values = study.cases.get(case).map_or(&[][..], |case| case.values.as_slice());
    let known = study.variables.iter().zip(values).filter_map(|(variable, value)| Some((variable, value.as_deref()?)));
    let named = known.map(|(variable, value)| match variable.kind {
        VariableKind::Number if !short => format!("{} {value}", variable.name.replace('_', " ")),
        _ => value.replace('_', " "),
    });
    if short {
        named.filter(|words| words.chars().count() <= 10).take(2).collect::<Vec<_>>().join(" · ")
    } else {
        named.take(8).collect::<Vec<_>>().join(" · ")
    }
}

fn row(ui: &mut Ui, source: &Source, about: &str, chosen: bool, palette: &Palette) -> bool {
    let label = format!("Document {}", source.name);
    let response = super::bars::list_row(ui, &source.name, about, &label, chosen, palette);
    response.on_hover_text(format!("{}\n{about}\n{} characters", source.name, source.characters)).clicked()
}
