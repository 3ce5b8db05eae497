//! Asks how to read the positions of another program's project if two readings are possible. Shows a passage in both
//! readings.

use super::{Wish, named};
use crate::app::importing::ImportPreview;
use crate::engine::import::PlannedProject;
use crate::gui::bars::GrowTo;
use crate::gui::theme::{self, Palette, Weighted};
use crate::interchange::refi::{Offsets, PositionDoubt, ShownPassage};
use crate::model::Noun;
use crate::tr;
use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Frame, Label, Margin, RadioButton, RichText, Role, ScrollArea, Ui};
use std::path::Path;

/// Maximum total height of the questions, in points.
const MOST: f32 = 300.0;
/// Indentation of examples below their reading.
const INDENT: f32 = 26.0;

/// Shows the questions. Returns what to do after the frame, if a reading was chosen.
pub(super) fn show(ui: &mut Ui, preview: &ImportPreview, palette: &Palette) -> Option<Wish> {
    let projects = preview.plan.projects.iter().enumerate();
    let open: Vec<(usize, &PlannedProject, &PositionDoubt)> = projects
        .filter(|(_, project)| project.wanted)
        .filter_map(|(place, project)| Some((place, project, project.doubt.as_ref()?)))
        .collect();
    if open.is_empty() {
        return None;
    }
    let (mut wish, is_busy) = (None, preview.is_rereading());
    ScrollArea::vertical().id_salt("readings of positions").grow_to(MOST).auto_shrink([false, true]).show(ui, |ui| {
        for (place, project, doubt) in open {
            let chosen = question(ui, &project.path, doubt, is_busy, palette);
            wish = wish.take().or(chosen.map(|offsets| Wish::ReadPositions(place, offsets)));
        }
        if let Some(why) = &preview.reading_trouble {
            ui.label(RichText::new(tr!("Cannot be read this way: {why}", why)).color(palette.trouble));
        }
    });
    ui.add_space(theme::SPACE);
    wish
}

/// Returns the chosen reading if it differs from the current one. `project` is the file that is being read.
pub fn question(
    ui: &mut Ui,
    project: &Path,
    doubt: &PositionDoubt,
    is_busy: bool,
    palette: &Palette,
) -> Option<Offsets> {
    let mut chosen = None;
    let file = project.file_name().unwrap_or_default().to_string_lossy();
    let frame = Frame::NONE.fill(palette.page).inner_margin(Margin::same(10)).corner_radius(4.0);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let title = tr!("Which reading of {file} is correct?", file);
        ui.label(RichText::new(title).medium());
        let passages = Noun::Passage.counted(doubt.passages as u64);
        let documents = Noun::Document.counted(doubt.documents as u64);
        let explanation = tr!(
            "The file does not say how it counts characters such as emoji, so {passages} in {documents} can be \
                placed in two ways. Choose the one in which passages begin and end where they should.",
            passages,
            documents
        );
        ui.label(RichText::new(explanation).color(palette.weak).small());
        ui.add_space(theme::GAP);
        for offsets in Offsets::ALL {
            let is_chosen = doubt.read_as == offsets;
            let radio = ui.add_enabled(!is_busy, RadioButton::new(is_chosen, label(offsets)));
            if radio.clicked() && !is_chosen {
                chosen = Some(offsets);
            }
            for example in &doubt.examples {
                self::example(ui, &example.document, example.read_as(offsets), palette);
            }
        }
        if is_busy {
            ui.spinner();
        }
    });
    chosen
}

fn label(offsets: Offsets) -> &'static str {
    match offsets {
        Offsets::CodePoints => tr!("As characters (the REFI-QDA standard)"),
        Offsets::Utf16 => tr!("As UTF-16 units (an emoji counts as two)"),
    }
}

/// A passage, highlighted as it will be coded, with the words around it.
fn example(ui: &mut Ui, document: &str, excerpt: &ShownPassage, palette: &Palette) {
    let plain = |color| TextFormat { font_id: FontId::proportional(theme::BODY), color, ..TextFormat::default() };
    let marked = TextFormat { background: palette.found, ..plain(palette.text) };
    let mut job = LayoutJob::default();
    job.append(&tr!("before a text" => "{name}: ", name = document), 0.0, plain(palette.weak));
    job.append(&excerpt.before, 0.0, plain(palette.weak));
    job.append(&excerpt.text, 0.0, marked);
    job.append(&excerpt.after, 0.0, plain(palette.weak));
    ui.horizontal(|ui| {
        ui.add_space(INDENT);
        let line = ui.add(Label::new(job).wrap());
        named(&line, Role::Label, tr!("{name}: “{text}”", name = document, text = excerpt.text));
    });
}
