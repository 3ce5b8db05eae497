//! How two parts of a query are related, chosen from a menu.

use super::menu;
use crate::analysis::query::{DistanceUnit, Meeting, PlaceRelation, QueryScope, Side};
use crate::gui::check_box;
use crate::gui::combo_keys::ShowList;
use crate::gui::theme::{Palette, Weighted};
use crate::tr;
use egui::{Button, ComboBox, DragValue, RichText, Role, Ui, WidgetInfo};
use std::fmt::Debug;
use std::hash::Hash;

/// The distance that is proposed.
const WORDS: u32 = 30;

/// Shows a relation, with a menu to choose another one.
pub(super) fn button(ui: &mut Ui, id: impl Hash + Debug, relation: &mut PlaceRelation, palette: &Palette) {
    let text = RichText::new(words(*relation)).color(palette.accent).medium();
    let (response, _) = menu::show(ui, id, Button::new(text), |ui| choices(ui, relation));
    let label = tr!("Relation: {words}", words = words(*relation));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
}

fn choices(ui: &mut Ui, relation: &mut PlaceRelation) {
    let not = relation.is_negated();
    let (at_most, unit) = match *relation {
        PlaceRelation::Apart { at_most, unit, .. } => (at_most, unit),
        _ => (WORDS, DistanceUnit::Words),
    };
    let scopes = QueryScope::ALL.map(|scope| PlaceRelation::Shares { scope, not });
    let sides = Side::ALL.map(|side| PlaceRelation::Apart { side, at_most, unit, not });
    let meetings = Meeting::ALL.map(|meeting| PlaceRelation::Meets { meeting, not });
    for (place, group) in [&scopes[..], &sides, &meetings].into_iter().enumerate() {
        if place > 0 {
            ui.separator();
        }
        for choice in group {
            ui.radio_value(relation, *choice, words(*choice));
        }
        if let (true, PlaceRelation::Apart { at_most, unit, .. }) = (place == 1, &mut *relation) {
            distance(ui, at_most, unit);
        }
    }
    ui.separator();
    let mut negated = not;
    check_box::show(ui, &mut negated, tr!("Only passages without such a place"));
    match relation {
        PlaceRelation::Meets { not, .. } | PlaceRelation::Apart { not, .. } | PlaceRelation::Shares { not, .. } => {
            *not = negated;
        }
    }
}

fn distance(ui: &mut Ui, at_most: &mut u32, unit: &mut DistanceUnit) {
    ui.horizontal(|ui| {
        let number = ui.add(DragValue::new(at_most).range(0..=100_000));
        number.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, tr!("Distance at most")));
        let combo = ComboBox::from_id_salt("unit of distance").selected_text(unit_name(*unit));
        combo.show_list(ui, |ui| {
            for one in DistanceUnit::ALL {
                ui.selectable_value(unit, one, unit_name(one));
            }
        });
    });
}

fn unit_name(unit: DistanceUnit) -> &'static str {
    match unit {
        DistanceUnit::Characters => tr!("distance in" => "characters"),
        DistanceUnit::Words => tr!("distance in" => "words"),
        DistanceUnit::Sentences => tr!("distance in" => "sentences"),
        DistanceUnit::Turns => tr!("distance in" => "turns"),
        DistanceUnit::Paragraphs => tr!("distance in" => "paragraphs"),
    }
}

/// A relation as it is read between what it relates.
pub(super) fn words(relation: PlaceRelation) -> String {
    match relation {
        PlaceRelation::Meets { meeting, not } => match (meeting, not) {
            (Meeting::Overlaps, false) => tr!("that overlap").to_owned(),
            (Meeting::Overlaps, true) => tr!("that do not overlap").to_owned(),
            (Meeting::Inside, false) => tr!("inside").to_owned(),
            (Meeting::Inside, true) => tr!("not inside").to_owned(),
            (Meeting::Contains, false) => tr!("that contain").to_owned(),
            (Meeting::Contains, true) => tr!("that do not contain").to_owned(),
        },
        PlaceRelation::Apart { side, at_most, unit, not } => {
            let distance = counted(unit, at_most);
            match (side, not) {
                (Side::Near, false) => tr!("within {distance} of", distance),
                (Side::Near, true) => tr!("not within {distance} of", distance),
                (Side::Before, false) => tr!("at most {distance} before", distance),
                (Side::Before, true) => tr!("not at most {distance} before", distance),
                (Side::After, false) => tr!("at most {distance} after", distance),
                (Side::After, true) => tr!("not at most {distance} after", distance),
            }
        }
        PlaceRelation::Shares { scope, not: false } => match scope {
            QueryScope::Sentence => tr!("in one sentence with").to_owned(),
            QueryScope::Turn => tr!("in one turn with").to_owned(),
            QueryScope::Paragraph => tr!("in one paragraph with").to_owned(),
            QueryScope::Exchange => tr!("in one question and answer with").to_owned(),
            QueryScope::Document => tr!("in one document with").to_owned(),
            QueryScope::Participant => tr!("by a participant with").to_owned(),
        },
        PlaceRelation::Shares { scope, not: true } => match scope {
            QueryScope::Sentence => tr!("in a sentence without").to_owned(),
            QueryScope::Turn => tr!("in a turn without").to_owned(),
            QueryScope::Paragraph => tr!("in a paragraph without").to_owned(),
            QueryScope::Exchange => tr!("in a question and answer without").to_owned(),
            QueryScope::Document => tr!("in a document without").to_owned(),
            QueryScope::Participant => tr!("by a participant without").to_owned(),
        },
    }
}

fn counted(unit: DistanceUnit, n: u32) -> String {
    match unit {
        DistanceUnit::Characters => tr!("{n} character" | "{n} characters" % n),
        DistanceUnit::Words => tr!("{n} word" | "{n} words" % n),
        DistanceUnit::Sentences => tr!("{n} sentence" | "{n} sentences" % n),
        DistanceUnit::Turns => tr!("{n} turn" | "{n} turns" % n),
        DistanceUnit::Paragraphs => tr!("{n} paragraph" | "{n} paragraphs" % n),
    }
}
