//! The heights of the codebook's rows: a name that does not fit into one line takes two.

use super::row::room;
use crate::app::tree::TreeRow;
use crate::app::workspace::Workspace;
use crate::gui::theme;
use crate::gui::transcript::with_short_words;
use crate::model::CodeId;
use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, FontId, Galley, Ui};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Height of a second line, in points.
const LINE: f32 = 17.0;
/// Room for a blank behind a word that fills a line: otherwise, the next line would begin with it.
const BLANK: f32 = 4.0;

/// The rows that names need, so that names are not laid out again in each frame.
#[derive(Default)]
pub(super) struct Heights {
    /// The name and its room, in points, with the number of lines.
    known: HashMap<CodeId, (String, f32, usize)>,
}

impl Heights {
    /// Returns the upper edge of each row, and the lower edge of the last.
    pub fn tops(&mut self, ui: &Ui, workspace: &Workspace, rows: &[TreeRow]) -> Vec<f32> {
        // The rows are as wide as the list beside its scroll bar.
        let width = ui.available_width() - ui.spacing().scroll.allocated_width();
        let mut end = 0.0;
        let heights = rows.iter().map(|row| {
            end += self.height(ui, workspace, row, width);
            end
        });
        std::iter::once(0.0).chain(heights.collect::<Vec<_>>()).collect()
    }

    fn height(&mut self, ui: &Ui, workspace: &Workspace, row: &TreeRow, width: f32) -> f32 {
        let name = workspace.looks.codes.get(&row.code).map_or("", |look| look.name.as_str());
        let room = room(workspace, row, width);
        let known = self.known.get(&row.code).filter(|(known, wide, _)| known == name && *wide == room);
        let lines = known.map(|(.., lines)| *lines).unwrap_or_else(|| {
            let lines = name_in(ui, name, Color32::PLACEHOLDER, room, 2).rows.len();
            self.known.insert(row.code, (name.to_owned(), room, lines));
            lines
        });
        theme::ROW + LINE * lines.saturating_sub(1) as f32
    }
}

/// A name in at most this many lines.
pub(super) fn name_in(ui: &Ui, name: &str, color: Color32, width: f32, lines: usize) -> Arc<Galley> {
    let font = FontId::proportional(theme::BODY);
    let width = width.max(0.0);
    let name = with_short_words(ui.painter(), name, font.clone(), width);
    let mut job = LayoutJob::simple(name, font, color, width);
    job.wrap = TextWrapping { max_rows: lines, ..TextWrapping::wrap_at_width(width + BLANK) };
    job.sections.iter_mut().for_each(|section| section.format.line_height = Some(LINE));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// The lines that fit into a row of this height.
pub(super) fn lines_in(height: f32) -> usize {
    if height > theme::ROW { 2 } else { 1 }
}

/// The rows of which some is between two heights.
pub(super) fn rows_between(tops: &[f32], from: f32, to: f32) -> Range<usize> {
    let count = tops.len().saturating_sub(1);
    let first = tops.partition_point(|&top| top <= from).saturating_sub(1);
    first.min(count)..tops.partition_point(|&top| top < to).min(count)
}

#[cfg(test)]
mod tests {
    use super::rows_between;

    #[test]
    fn rows_in_sight_are_those_that_are_at_least_partly_there() {
        let tops = [0.0, 30.0, 77.0, 107.0];
        for (from, to, rows) in [(0.0, 30.0, 0..1), (0.0, 31.0, 0..2), (30.0, 77.0, 1..2), (76.0, 500.0, 1..3)] {
            assert_eq!(rows_between(&tops, from, to), rows, "{from} {to}");
        }
        assert_eq!(rows_between(&[0.0], 0.0, 10.0), 0..0);
    }
}
