//! Whose passages a part of a query finds: one button for each field, with the values that are accepted.

use super::menu;
use crate::analysis::attribute_values;
use crate::analysis::query::{Criterion, Field};
use crate::gui::bars::GrowTo;
use crate::gui::check_box;
use crate::gui::tables::{removable, value_of_attribute};
use crate::gui::theme::Palette;
use crate::model::{Account, CONSENSUS, Described, Study};
use crate::text::shortened;
use crate::{i18n, tr};
use egui::{Button, ScrollArea, Ui};
use std::fmt::Debug;
use std::hash::Hash;

/// Characters of the values that a button shows.
const LONGEST: usize = 36;

/// Shows the conditions, each with a list of values to tick and a cross.
pub(super) fn conditions(
    ui: &mut Ui,
    id: impl Hash + Debug + Copy,
    filter: &mut Vec<Criterion>,
    study: &Study,
    palette: &Palette,
) {
    let mut fields: Vec<Field> = Vec::new();
    for criterion in filter.iter() {
        if !fields.contains(&criterion.field) {
            fields.push(criterion.field.clone());
        }
    }
    for field in fields {
        let shown = |criterion: &&Criterion| criterion.field == field;
        let values: Vec<String> =
            filter.iter().filter(shown).map(|one| value_name(study, &field, &one.value)).collect();
        let values = i18n::or(&values);
        let name = name(&field);
        let text = tr!("{name}: {value}", name, value = shortened(&values, LONGEST));
        let removes = removable(ui, (&text, &tr!("Remove condition {name}", name)), palette, |ui| {
            let list = |ui: &mut Ui| values_list(ui, filter, &field, study);
            let (response, _) = menu::show(ui, (id, "condition", &field), Button::new(&text), list);
            response.on_hover_text(tr!("{name} is {values}", name, values));
        });
        if removes {
            filter.retain(|one| one.field != field);
        }
    }
}

/// The fields that can be added, each with its values.
pub(super) fn add(ui: &mut Ui, filter: &mut Vec<Criterion>, study: &Study, palette: &Palette) {
    let fields: Vec<Field> = fields(study).into_iter().filter(|field| !values(study, field).is_empty()).collect();
    if fields.is_empty() {
        let why = tr!("There are no participants, attributes or other coders to choose from yet.");
        ui.label(egui::RichText::new(why).color(palette.weak));
    }
    for field in fields {
        ui.menu_button(name(&field), |ui| values_list(ui, filter, &field, study));
    }
}

fn values_list(ui: &mut Ui, filter: &mut Vec<Criterion>, field: &Field, study: &Study) {
    ScrollArea::vertical().id_salt("values of a condition").grow_to(300.0).show(ui, |ui| {
        let mut known = values(study, field);
        // What was typed stays, even if the study does not have it.
        for one in filter.iter().filter(|one| one.field == *field) {
            if !known.contains(&one.value) {
                known.push(one.value.clone());
            }
        }
        for value in known {
            let criterion = Criterion { field: field.clone(), value: value.clone() };
            let mut on = filter.contains(&criterion);
            if check_box::show(ui, &mut on, value_name(study, field, &value)).clicked() {
                if on {
                    // Values of one field stay together.
                    let last = filter.iter().rposition(|one| one.field == *field);
                    filter.insert(last.map_or(filter.len(), |last| last + 1), criterion);
                } else {
                    filter.retain(|one| *one != criterion);
                }
            }
        }
    });
}

/// The fields that the study has.
fn fields(study: &Study) -> Vec<Field> {
    let of_participants = study.variables.iter().map(|one| Field::Attribute(one.name.clone()));
    let of_documents = study.document_variables.iter().map(|one| Field::OfDocuments(one.name.clone()));
    let others = [Field::Participant, Field::Speaker, Field::Document, Field::Account, Field::Coder];
    of_participants.chain(of_documents).chain(others).collect()
}

/// The values that a field can have, as queries name them.
fn values(study: &Study, field: &Field) -> Vec<String> {
    let of_attribute =
        |of: Described, name: &str| attribute_values(study, of, name).into_iter().flatten().collect::<Vec<_>>();
    match field {
        Field::Coder => study.users.iter().map(|user| user.name.clone()).collect(),
        Field::Participant => study.participants.iter().map(|one| one.name.clone()).collect(),
        Field::Document => study.sources.iter().map(|one| one.name.clone()).collect(),
        Field::Speaker => {
            let labels = study.sources.iter().flat_map(|source| source.speakers.iter().map(|(label, _)| label));
            let mut labels: Vec<String> = labels.map(str::to_owned).collect();
            labels.sort_unstable();
            labels.dedup();
            labels
        }
        Field::Account => [Account::Own, Account::Others].map(|one| one.key().to_owned()).to_vec(),
        Field::Attribute(name) | Field::OfParticipants(name) => {
            match study.variable(name).is_none() && study.document_variable(name).is_some() {
                true if matches!(field, Field::Attribute(_)) => of_attribute(Described::Documents, name),
                _ => of_attribute(Described::Participants, name),
            }
        }
        Field::OfDocuments(name) => of_attribute(Described::Documents, name),
    }
}

/// A field as people call it.
fn name(field: &Field) -> String {
    match field {
        Field::Coder => tr!("of a condition" => "Coder").to_owned(),
        Field::Participant => tr!("of a condition" => "Participant").to_owned(),
        Field::Document => tr!("of a condition" => "Document").to_owned(),
        Field::Speaker => tr!("of a condition" => "Speaker").to_owned(),
        Field::Account => tr!("Whose experience").to_owned(),
        Field::Attribute(name) | Field::OfParticipants(name) => name.replace('_', " "),
        Field::OfDocuments(name) => tr!("{name} of the document", name = name.replace('_', " ")),
    }
}

/// A value as people call it.
fn value_name(study: &Study, field: &Field, value: &str) -> String {
    let attribute = |of: Described, name: &str| value_of_attribute(study, of, name, value);
    match field {
        Field::Coder if value == CONSENSUS => tr!("as a coder" => "consensus").to_owned(),
        Field::Account => Account::parse(value).map_or_else(String::new, |account| account.label()),
        Field::Attribute(name) | Field::OfParticipants(name) => attribute(Described::Participants, name),
        Field::OfDocuments(name) => attribute(Described::Documents, name),
        Field::Coder | Field::Participant | Field::Document | Field::Speaker => value.to_owned(),
    }
}
