//! The cells of the list of documents that can be edited, and the commands that store them.

use crate::app::when;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::command::attributes::checked_value;
use crate::gui::sheet::{self, CellEdit, Edited};
use crate::gui::theme::Palette;
use crate::model::{Source, SourceId, Study, VariableId, VariableKind, same_name};
use crate::tr;
use egui::{Rect, Ui};
use std::borrow::Cow;

/// A cell that can be edited: the document's name, or its value of an attribute.
pub type ListedCell = (SourceId, Option<VariableId>);

/// The command that stores the text of a cell; `None` if it is unchanged.
pub fn command(
    study: &Study,
    source: &Source,
    attribute: Option<VariableId>,
    text: &str,
) -> Result<Option<Command>, String> {
    let Some(attribute) = attribute.and_then(|id| study.attribute(id)) else {
        let name = text.trim().to_owned();
        let taken = study.sources.iter().any(|s| same_name(&s.name, &name) && s.id != source.id);
        return match name.as_str() {
            "" => Err(tr!("A document needs a name.").to_owned()),
            _ if taken => Err(tr!("Another document is already named {name}.", name)),
            _ => Ok(Some(Command::RenameDocument { source: source.id, name })),
        };
    };
    let value = checked_value(attribute, text).map_err(|wrong| wrong.to_string())?;
    let same = value.as_deref().unwrap_or_default() == text_of(study, source, Some(attribute.id));
    let sources = vec![source.id];
    Ok((!same).then_some(Command::SetDocumentValue { sources, variable: attribute.id, value }))
}

/// The kind of an attribute; text if it has been deleted.
pub fn kind_of(study: &Study, attribute: VariableId) -> VariableKind {
    study.attribute(attribute).map_or(VariableKind::Text, |attribute| attribute.kind)
}

/// The value of an attribute as the list shows it; an editor has it as it was typed.
pub fn shown<'s>(study: &Study, source: &'s Source, attribute: VariableId) -> Cow<'s, str> {
    when::attribute_value(kind_of(study, attribute), text_of(study, source, Some(attribute)))
}

/// The editor of a value. Below that of a date, it says in which form one is typed, because the list shows another one.
pub fn edit(ui: &mut Ui, edit: &mut CellEdit, rect: Rect, of: (&str, VariableKind), palette: &Palette) -> Edited {
    let (cell, kind) = of;
    let edited = edit.show(ui, rect, &tr!("New value of {cell}", cell), palette);
    if kind == VariableKind::Date && edit.refusal().is_none() {
        sheet::remark(ui, rect, kind.wanted());
    }
    edited
}

/// The text of a cell: the name, or the value of an attribute, empty if it is not known.
pub fn text_of<'s>(study: &Study, source: &'s Source, attribute: Option<VariableId>) -> &'s str {
    let Some(id) = attribute else { return &source.name };
    let value = study.attribute_place(id).and_then(|place| source.values.get(place)?.as_deref());
    value.unwrap_or_default()
}

/// The text for screen readers of a value.
pub fn cell_label(study: &Study, source: &Source, attribute: VariableId) -> String {
    let value = shown(study, source, attribute);
    let value = if value.is_empty() { tr!("of a value" => "not known") } else { &value };
    let attribute = study.attribute(attribute).map_or("", |attribute| attribute.name.as_str());
    tr!("{document}, {attribute}: {value}", document = source.name, attribute, value)
}

/// Clears the values of an attribute, and says how many there were.
pub fn clear(workspace: &mut Workspace, study: &Study, chosen: Vec<SourceId>, attribute: VariableId) {
    let value = |id: &SourceId| study.source(*id)?.values.get(study.attribute_place(attribute)?)?.as_ref();
    let sources: Vec<SourceId> = chosen.into_iter().filter(|id| value(id).is_some()).collect();
    let Some(name) = study.attribute(attribute).map(|attribute| attribute.name.replace('_', " ")) else { return };
    if !sources.is_empty() {
        let note = tr!("{n} value of {name} cleared" | "{n} values of {name} cleared" % sources.len(), name);
        let clear = Command::SetDocumentValue { sources, variable: attribute, value: None };
        workspace.link.execute_noting(clear, note, vec![]);
    }
}
