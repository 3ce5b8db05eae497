//! The passages that a number counts, grouped by document; those of two codes that co-occur, in pairs. A click opens the place
//! in the transcript.

use super::theme::{self, Palette, Weighted};
use super::{awaited, said_by};
use crate::app::workspace::Workspace;
use crate::engine::reading::{ListedPairs, ListedPassages};
use crate::model::codebook::PATH_SEPARATOR;
use crate::model::{CharRange, CodingId, Noun, SourceId, SpokenBy};
use crate::tr;
use egui::{Button, Frame, Margin, Rect, RichText, Role, ScrollArea, Ui, WidgetInfo};
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
        head(ui, workspace);
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
        let count = quotes.pairs.as_ref().map_or(quotes.list.rows.len(), |pairs| pairs.rows.len());
        let counted = match &quotes.pairs {
            None => Noun::Passage.counted(count as u64),
            Some(pairs) if pairs.is_cut => tr!("The first {n} pairs of passages", n = count),
            Some(_) => tr!("{n} pair of passages" | "{n} pairs of passages" % count),
        };
        ui.label(RichText::new(counted).color(palette.weak).small());
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
            goal = match &quotes.pairs {
                None => self.rows(ui, &quotes, &mut laid, palette),
                Some(pairs) => self.pairs(ui, &quotes, pairs, &mut laid, palette),
            };
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
        for (at, row) in quotes.list.rows.iter().enumerate().take(self.shown) {
            if document.replace(&row.document) != Some(&row.document) {
                ui.add_space(theme::SPACE);
                ui.label(RichText::new(&row.document).medium());
            }
            goal = goal.or(passage(ui, quotes, at, laid, palette));
        }
        goal
    }

    /// The passages that co-occur: that of the row's code, that of the column's, and the words that both have.
    fn pairs(
        &self,
        ui: &mut Ui,
        quotes: &ListedPassages,
        pairs: &ListedPairs,
        laid: &mut Vec<(CodingId, Rect)>,
        palette: &Palette,
    ) -> Option<(SourceId, CharRange)> {
        let mut goal = None;
        let mut document = None;
        let rows = &quotes.list.rows;
        for &(first, second) in pairs.rows.iter().take(self.shown) {
            let documents = [first, second].map(|at| rows.get(at).map(|row| &row.document));
            // The passages of a participant may be in different documents; then, each names its own.
            let shared = documents[0].filter(|_| documents[0] == documents[1]);
            if shared.is_some() && document != shared {
                ui.add_space(theme::SPACE);
                ui.label(RichText::new(shared.map_or("", |name| name.as_str())).medium());
            }
            document = shared;
            let frame = Frame::NONE.stroke((1.0, palette.line)).corner_radius(5).inner_margin(Margin::symmetric(8, 4));
            frame.show(ui, |ui| {
                ui.take_available_width();
                for at in [first, second] {
                    if let Some(row) = rows.get(at).filter(|_| shared.is_none()) {
                        ui.label(RichText::new(&row.document).medium());
                    }
                    goal = goal.or(passage(ui, quotes, at, laid, palette));
                }
                if let Some(words) = common_words(quotes, first, second) {
                    ui.label(RichText::new(tr!("In both: “{words}”", words)).small());
                }
            });
            ui.add_space(theme::GAP);
        }
        goal
    }
}

/// What is listed, and the buttons that close the list and open it as a query.
fn head(ui: &mut Ui, workspace: &mut Workspace) {
    let query = workspace.study.as_deref().and_then(|study| workspace.rooms.tables.query_of_cell(study));
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
            if ui.button(tr!("Close")).clicked() {
                workspace.rooms.tables.close_cell();
            }
            if let Some(query) = query {
                let button = ui.button(tr!("passages" => "Ask…"));
                let about = tr!("Opens these passages as a query in Ask, to be narrowed, saved or coded");
                if button.on_hover_text(about).clicked() {
                    workspace.ask(query);
                }
            }
            ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.label(RichText::new(workspace.rooms.tables.cell_title().unwrap_or_default()).medium());
            });
        });
    });
}

/// A passage of the list, whose place on the screen is added to `laid`; returns its place in the text if it was clicked.
fn passage(
    ui: &mut Ui,
    quotes: &ListedPassages,
    at: usize,
    laid: &mut Vec<(CodingId, Rect)>,
    palette: &Palette,
) -> Option<(SourceId, CharRange)> {
    let (row, &(source, range, coding)) = quotes.list.rows.get(at).zip(quotes.places.get(at))?;
    let name = row.code.rsplit(PATH_SEPARATOR).next().unwrap_or(&row.code);
    let text = RichText::new(tr!("“{words}”", words = row.quote().replace('\n', " ")));
    let button = ui.add(Button::new(text).wrap().frame(false));
    let label = tr!("Passage in {document}: {text}", document = row.document, text = row.text);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    super::bars::focus_ring(ui, &button, palette);
    laid.push((coding, button.rect));
    let clicked = button.on_hover_text(tr!("{code}\nShow it in the transcript", code = row.code)).clicked();
    let mut about = format!("{name} · {}", row.coder_for_readers());
    if let Some(person) = row.quoted_person() {
        about = format!("{person} · {about}");
    }
    if !row.memo.is_empty() {
        about.push_str(&tr!(" · memo: {text}", text = row.memo));
    }
    ui.label(RichText::new(about).color(palette.weak).small());
    ui.add_space(theme::GAP);
    clicked.then_some((source, range))
}

/// The words that two passages have in common, unless these are all words of one of them.
fn common_words(quotes: &ListedPassages, first: usize, second: usize) -> Option<String> {
    let (&(source, one, _), &(other_source, other, _)) = quotes.places.get(first).zip(quotes.places.get(second))?;
    let both = one.intersection(other).filter(|both| source == other_source && *both != one && *both != other)?;
    let text = &quotes.list.rows.get(first)?.text;
    let words = text.chars().skip((both.start.0 - one.start.0) as usize).take(both.len() as usize);
    Some(words.collect::<String>().trim().replace('\n', " "))
}
