//! The header above the transcript: the document, the attributes of its participant, counts, and how the text is set.

use super::bars;
use super::theme::{self, Palette, Weighted};
use crate::app::SourceView;
use crate::app::action::Action;
use crate::app::settings::Settings;
use crate::app::workspace::Workspace;
use crate::model::{Noun, Study};
use crate::tr;
use egui::{Align, Frame, Layout, Margin, RichText, Ui};

/// The header: the document, the attributes of its participant, and how the text is set.
pub(super) fn show(
    ui: &mut Ui,
    workspace: &Workspace,
    document: &SourceView,
    settings: &Settings,
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    let Some(study) = workspace.study.as_deref() else { return };
    let about = taking_part(study, document);
    Frame::NONE.inner_margin(Margin::symmetric(16, 8)).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.add(egui::Label::new(RichText::new(&document.name).heading()).truncate());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let menu = ui.menu_button(RichText::new("Aa").medium(), |ui| {
                    super::menu_bar::reading_menu(ui, settings, actions);
                });
                menu.response.on_hover_text(tr!("Font, size and line spacing of transcripts"));
                let turns = Noun::Turn.counted(document.turns().turns().len() as u64);
                let passages = Noun::Passage.counted(document.passage_count() as u64);
                let counts = ui.label(RichText::new(format!("{turns} · {passages}")).color(palette.weak));
                if let Some(note) = workspace.consensus_note() {
                    counts.on_hover_text(tr!("{count}, {note}", count = passages, note));
                }
                let hidden = workspace.hidden_coders();
                if hidden > 0 {
                    let label =
                        tr!("Passages of {n} coder hidden – Show" | "Passages of {n} coders hidden – Show" % hidden);
                    if ui.button(RichText::new(label).color(palette.trouble).small()).clicked() {
                        actions.push(Action::SeeCoder(None));
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| pills(ui, &about, palette));
            });
        });
    });
    let line = ui.cursor().top() - ui.spacing().item_spacing.y;
    ui.painter().hline(ui.max_rect().x_range(), line, egui::Stroke::new(1.0, palette.line));
}

/// Who takes part: the attributes of the document's participant, the names of several, or else the speakers.
fn taking_part(study: &Study, document: &SourceView) -> Vec<String> {
    let ids = study.source(document.id).map(|source| source.participants()).unwrap_or_default();
    let places = ids.iter().filter_map(|id| study.participants.iter().position(|one| one.id == *id));
    match places.collect::<Vec<_>>().as_slice() {
        [] => {
            let speakers = document.turns().speakers().iter().filter(|speaker| !speaker.asks);
            let names: Vec<String> = speakers.map(|speaker| speaker.label.clone()).collect();
            // The one speaker besides the interviewer is whom the document is about.
            if names.len() > 1 { names } else { Vec::new() }
        }
        [one] => super::documents::attributes(study, *one, false),
        several => several.iter().filter_map(|&at| Some(study.participants.get(at)?.name.clone())).collect(),
    }
}

/// Attribute values or names side by side, as many as fit; the rest in a tooltip.
fn pills(ui: &mut Ui, values: &[String], palette: &Palette) {
    ui.spacing_mut().item_spacing.x = 6.0;
    for (at, value) in values.iter().enumerate() {
        let text = bars::elided(ui, value, theme::SMALL, palette.weak, 160.0);
        let size = egui::vec2(text.size().x + 18.0, 22.0);
        let rest = values.get(at..).unwrap_or_default();
        let room = ui.available_width() - if rest.len() > 1 { 34.0 } else { 0.0 };
        if size.x > room {
            let more = ui.label(RichText::new(format!("+{}", rest.len())).color(palette.weak).small());
            more.on_hover_text(rest.join("\n"));
            return;
        }
        let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, value));
        ui.painter().rect_stroke(rect, 11.0, egui::Stroke::new(1.0, palette.line), egui::StrokeKind::Inside);
        let place = rect.center() - text.size() / 2.0;
        ui.painter().galley(place, text, palette.weak);
    }
}
