//! The participant whom a speaker becomes with an import, below the speaker's label.

use crate::app::importing::ImportPreview;
use crate::engine::import::{Becomes, PlannedSpeaker};
use crate::gui::participant_choice::WhoChoice;
use crate::gui::theme::Palette;
use crate::model::{SpeakerChoice, SpeakerIs, Study};
use crate::tr;
use egui::{RichText, Ui};

/// Space before the choice.
const INDENT: f32 = 14.0;

pub(super) fn show(
    ui: &mut Ui,
    preview: &mut ImportPreview,
    study: &Study,
    speaker: &PlannedSpeaker,
    palette: &Palette,
) {
    let id = |name: &str| study.participant_named(name).map(|participant| participant.id);
    let now = match &speaker.becomes {
        Becomes::Nobody => SpeakerIs::Nobody,
        Becomes::Known(name) => id(name).map_or_else(|| SpeakerIs::Named(name.clone()), SpeakerIs::Participant),
        Becomes::New { name, .. } => SpeakerIs::Named(name.clone()),
    };
    let alike = speaker.alike.as_deref().and_then(id);
    let offer =
        WhoChoice { study, label: &speaker.label, now: &now, own_name: &speaker.own_name, alike, is_free: false };
    ui.horizontal(|ui| {
        ui.add_space(INDENT);
        ui.label(RichText::new(tr!("speaker becomes" => "is")).color(palette.weak).small());
        let width = ui.available_width();
        let Some(chosen) = offer.show(ui, width) else { return };
        let choice = match chosen {
            SpeakerIs::Participant(id) => {
                let name = study.participant(id).map(|participant| participant.name.clone());
                name.map_or(SpeakerChoice::New, SpeakerChoice::Known)
            }
            SpeakerIs::Named(_) => SpeakerChoice::New,
            SpeakerIs::Nobody | SpeakerIs::Interviewer => SpeakerChoice::Nobody,
        };
        if let Some(planned) = preview.document_mut() {
            planned.choose_who(&speaker.label, choice);
        }
    });
}
