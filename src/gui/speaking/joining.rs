//! Joins two participants who are one person.

use super::Wish;
use crate::app::speaking::{JoinPreview, Joining};
use crate::gui::bars::GrowTo;
use crate::gui::dialog_buttons::{Buttons, Choice, Confirmation};
use crate::gui::overlay;
use crate::gui::participant_choice;
use crate::gui::reading::ShowByKeys;
use crate::gui::theme::{self, Palette};
use crate::model::{ParticipantId, Study};
use crate::text::some_of;
use crate::tr;
use egui::{RichText, ScrollArea, Ui};

/// The most names in a line.
const NAMED: usize = 8;

pub(super) fn contents(ui: &mut Ui, joining: &mut Joining, study: &Study, palette: &Palette) -> Option<Wish> {
    overlay::title(ui, tr!("Join two participants"));
    let about =
        tr!("Two participants who are one person become one, with the documents, speakers, values and memos of both.");
    ui.label(RichText::new(about).color(palette.weak));
    ui.add_space(theme::SPACE);
    egui::Grid::new("two participants").num_columns(2).spacing([theme::SPACE, theme::GAP]).show(ui, |ui| {
        who(ui, tr!("This participant is deleted:"), &mut joining.from, study);
        who(ui, tr!("and becomes part of:"), &mut joining.into, study);
    });
    ui.add_space(theme::SPACE);
    let participant = |id: Option<ParticipantId>| id.and_then(|id| study.participant(id));
    let both = participant(joining.from).zip(participant(joining.into));
    match both {
        None => {}
        Some((from, into)) if from.id == into.id => {
            ui.label(RichText::new(tr!("Choose two different participants.")).color(palette.trouble));
        }
        Some((from, into)) => preview(ui, &JoinPreview::of(study, from, into), &into.name, palette),
    }
    ui.add_space(theme::SPACE);
    ui.label(RichText::new(tr!("You can undo this with Ctrl+Z.")).color(palette.weak).small());
    let ready = both.is_some_and(|(from, into)| from.id != into.id) && !joining.submission.is_under_way();
    match Buttons::cautious(&[Choice::destructive(tr!("Join participants")).enabled_if(ready)]).saving().show(ui) {
        Some(Confirmation::Do(_)) => return Some(Wish::Join),
        Some(_) => ui.close(),
        None => {}
    }
    None
}

fn who(ui: &mut Ui, label: &str, chosen: &mut Option<ParticipantId>, study: &Study) {
    ui.label(label);
    if let Some(participant) = participant_choice::participant(ui, label, *chosen, study) {
        *chosen = Some(participant);
    }
    ui.end_row();
}

/// What changes.
fn preview(ui: &mut Ui, preview: &JoinPreview, into: &str, palette: &Palette) {
    ScrollArea::vertical().id_salt("what changes").grow_to(200.0).show_by_keys(ui, |ui| {
        if preview.documents.is_empty() {
            ui.label(tr!("No document changes."));
        } else {
            let names = some_of(&preview.documents, NAMED);
            ui.label(tr!("Documents that will belong to {into}: {names}", into, names));
        }
        for (attribute, value) in &preview.taken {
            ui.label(tr!("{attribute}: “{value}” is taken over", attribute, value));
        }
        for (attribute, lost, kept) in &preview.lost {
            let text = tr!("{attribute}: “{kept}” stays, “{lost}” is lost", attribute, kept, lost);
            ui.label(RichText::new(text).color(palette.trouble));
        }
    });
}
