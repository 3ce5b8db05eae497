//! The participant whom a speaker becomes with an import, below the speaker's label.

use crate::app::importing::ImportPreview;
use crate::engine::import::{Becomes, PlannedSpeaker};
use crate::gui::participant_choice::WhoChoice;
use crate::gui::theme::Palette;
use crate::model::{NameMap, SpeakerChoice, SpeakerIs, Study};
use crate::tr;
use egui::{RichText, Ui};
use std::sync::Arc;

/// Space before the choice.
const INDENT: f32 = 14.0;

/// Whom the speakers of all documents become with an import.
pub(super) struct Joining<'a> {
    pub study: &'a Study,
    /// By document; empty if speakers do not become participants.
    pub all: Arc<Vec<Vec<PlannedSpeaker>>>,
}

impl Joining<'_> {
    /// The button that lets speakers be the participants of their names.
    pub fn suggestions(&self, ui: &mut Ui, preview: &mut ImportPreview) {
        let suggested = self.all.iter().flatten().filter(|speaker| speaker.is_suggested).count();
        if suggested == 0 {
            return;
        }
        let label = tr!("Use {n} suggestion" | "Use {n} suggestions" % suggested);
        let about = tr!("Speakers with the name of a participant become that participant.");
        if ui.button(label).on_hover_text(about).clicked() {
            preview.plan.take_suggestions(self.study);
        }
    }

    /// The choice for one speaker of the selected document.
    pub fn show(&self, ui: &mut Ui, preview: &mut ImportPreview, label: &str, palette: &Palette) {
        let speakers = self.all.get(preview.chosen).map(Vec::as_slice).unwrap_or_default();
        let Some(speaker) = speakers.iter().find(|speaker| speaker.label == label) else { return };
        let study = self.study;
        let id = |name: &str| study.participant_named(name).map(|participant| participant.id);
        let now = match &speaker.becomes {
            Becomes::Nobody => SpeakerIs::Nobody,
            Becomes::Known(name) => id(name).map_or_else(|| SpeakerIs::Named(name.clone()), SpeakerIs::Participant),
            Becomes::New { name, .. } => SpeakerIs::Named(name.clone()),
        };
        let offer = WhoChoice {
            study,
            label: &speaker.label,
            of_document: None,
            now: &now,
            own_name: &speaker.own_name,
            newcomers: &|| self.newcomers(),
            alike: speaker.alike.as_deref().and_then(id),
            has_interviewer: false,
        };
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
                SpeakerIs::Named(name) if name == speaker.own_name => SpeakerChoice::New,
                SpeakerIs::Named(name) => SpeakerChoice::Named(name),
                SpeakerIs::Nobody | SpeakerIs::Interviewer => SpeakerChoice::Nobody,
            };
            if let Some(planned) = preview.document_mut() {
                planned.choose_who(&speaker.label, choice);
            }
        });
        if let Some(alike) = speaker.alike.as_ref().filter(|_| speaker.is_suggested) {
            ui.horizontal(|ui| {
                ui.add_space(INDENT);
                let button = ui.small_button(tr!("Suggestion: {participant}", participant = alike));
                if let (true, Some(planned)) = (button.clicked(), preview.document_mut()) {
                    planned.choose_who(&speaker.label, SpeakerChoice::Known(alike.clone()));
                }
            });
        }
    }

    /// The names of the participants that the import would add, in order of appearance.
    fn newcomers(&self) -> Vec<String> {
        let mut names = NameMap::default();
        let mut listed = Vec::new();
        for speaker in self.all.iter().flatten() {
            if let Becomes::New { name, .. } = &speaker.becomes
                && !names.contains(name)
            {
                names.insert(name.as_str(), ());
                listed.push(name.clone());
            }
        }
        listed
    }
}
