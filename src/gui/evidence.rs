//! The passages that a number counts, grouped by document. A click opens the place in the transcript.

use super::theme::{self, Palette, Weighted};
use super::{awaited, said_by};
use crate::app::workspace::Workspace;
use crate::engine::reading::ListedPassages;
use crate::model::{CharRange, CodingId, Noun, SourceId, SpokenBy};
use crate::tr;
use egui::{Button, Rect, RichText, Role, ScrollArea, Ui, WidgetInfo};
use std::sync::Arc;

/// Rows that are laid out at first, with more on request, so that 100,000 passages do not block the window.
const PAGE: usize = 200;

#[derive(Default)]
pub struct EvidencePanel {
    shown: usize,
    of: Option<Arc<ListedPassages>>,
    /// Which opening of a cell they are for.
    opened: u64,
    /// The first passage in sight, and where it is.
    top: Option<(CodingId, f32)>,
    /// Where the list is to be scrolled to, in points.
    wanted: Option<f32>,
    /// How many of them are the interviewer's words.
    interviewers: usize,
}

impl EvidencePanel {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
        ui.horizontal(|ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
                if ui.button(tr!("Close")).clicked() {
                    workspace.rooms.tables.close_cell();
                }
                ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                    ui.label(RichText::new(workspace.rooms.tables.cell_title().unwrap_or_default()).medium());
                });
            });
        });
        let tables = &mut workspace.rooms.tables;
        let Some(quotes) = tables.passages.clone() else {
            if awaited::show(ui, tables.passages_pending(), tr!("Loading…"), palette) {
                tables.collect_again();
            }
            return;
        };
        // Other passages begin at the top of the list.
        let is_new = self.opened != tables.opened;
        if is_new {
            (self.opened, self.shown, self.top) = (tables.opened, PAGE, None);
        }
        let is_changed = self.of.as_ref().is_none_or(|of| !Arc::ptr_eq(of, &quotes));
        if is_changed {
            self.of = Some(quotes.clone());
            self.interviewers = quotes.list.rows.iter().filter(|row| row.is_interviewers()).count();
        }
        let count = quotes.list.rows.len();
        ui.label(RichText::new(Noun::Passage.counted(count as u64)).color(palette.weak).small());
        if let Some(why) = workspace.rooms.tables.why_other_number(count as u64) {
            ui.label(RichText::new(why).color(palette.weak).small());
        }
        if workspace.rooms.tables.spoken_by == SpokenBy::All
            && said_by::offer_participants(ui, self.interviewers, tr!("Count participants only"), palette)
        {
            workspace.rooms.tables.set_spoken_by(SpokenBy::Participants);
        }
        ui.add_space(theme::GAP);
        if count == 0 {
            ui.label(tr!("No coded passages"));
            if let Some(note) = workspace.hidden_note() {
                ui.label(RichText::new(note).color(palette.weak).small());
            }
        }
        let (mut goal, mut laid) = (None, Vec::new());
        let mut area = ScrollArea::vertical().id_salt("passages").auto_shrink(false);
        let wanted = self.wanted.take().or(is_new.then_some(0.0));
        if let Some(offset) = wanted {
            area = area.vertical_scroll_offset(offset);
        }
        let output = area.show(ui, |ui| {
            goal = self.rows(ui, &quotes, &mut laid, palette);
            let more = PAGE.min(count.saturating_sub(self.shown));
            if more > 0 && ui.button(tr!("Show {n} more" | "Show {n} more" % more)).clicked() {
                self.shown += PAGE;
            }
        });
        // What was in sight stays there when passages came or went above it.
        let before = self.top.filter(|_| is_changed);
        let now = before.and_then(|(coding, _)| laid.iter().find(|(known, _)| *known == coding));
        if let Some(((_, before), (_, now))) = before.zip(now) {
            self.wanted = Some(output.state.unclamped_offset().y + now.top() - before);
            ui.ctx().request_discard("passages");
        }
        let top = laid.iter().find(|(_, rect)| rect.bottom() > output.inner_rect.top());
        self.top = top.filter(|_| output.state.unclamped_offset().y >= 1.0).map(|(coding, rect)| (*coding, rect.top()));
        if let Some((source, range)) = goal {
            workspace.show_document(source, Some(range));
        }
    }

    /// Shows the passages, and adds where they are to `laid`.
    fn rows(
        &self,
        ui: &mut Ui,
        quotes: &ListedPassages,
        laid: &mut Vec<(CodingId, Rect)>,
        palette: &Palette,
    ) -> Option<(SourceId, CharRange)> {
        let mut goal = None;
        let mut document = None;
        for (row, &(source, range, coding)) in quotes.list.rows.iter().zip(&quotes.places).take(self.shown) {
            if document != Some(source) {
                document = Some(source);
                ui.add_space(theme::SPACE);
                ui.label(RichText::new(&row.document).medium());
            }
            let name = row.code.rsplit(crate::model::codebook::PATH_SEPARATOR).next().unwrap_or(&row.code);
            let text = RichText::new(format!("“{}”", row.quote().replace('\n', " ")));
            let button = ui.add(Button::new(text).wrap().frame(false));
            let label = tr!("Passage in {document}: {text}", document = row.document, text = row.text);
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            super::bars::focus_ring(ui, &button, palette);
            laid.push((coding, button.rect));
            if button.on_hover_text(tr!("{code}\nShow it in the transcript", code = row.code)).clicked() {
                goal = Some((source, range));
            }
            let mut about = format!("{name} · {}", row.coder_for_readers());
            if let Some(person) = row.quoted_person() {
                about = format!("{person} · {about}");
            }
            if !row.memo.is_empty() {
                about.push_str(&tr!(" · memo: {text}", text = row.memo));
            }
            ui.label(RichText::new(about).color(palette.weak).small());
            ui.add_space(theme::GAP);
        }
        goal
    }
}
