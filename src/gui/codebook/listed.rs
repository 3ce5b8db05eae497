//! The codebook's rows with their heights: a name that does not fit into one line takes two. Both are kept from frame to frame
//! until something that they follow from has changed.

use super::row::room;
use crate::app::code_keys::CodeKeys;
use crate::app::tree::{TreeRow, TreeState};
use crate::app::workspace::Workspace;
use crate::gui::theme;
use crate::gui::transcript::with_short_words;
use crate::model::{CodeId, Study};
use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, FontId, Galley, Ui};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Height of a second line, in points.
const LINE: f32 = 17.0;
/// Room for a blank behind a word that fills a line: otherwise, the next line would begin with it.
const BLANK: f32 = 4.0;

/// The rows as they were listed last, with what they followed from.
#[derive(Default)]
pub(super) struct Listed {
    study: Option<Arc<Study>>,
    filter: String,
    folded: HashSet<CodeId>,
    rows: Arc<[TreeRow]>,
    tops: Option<Tops>,
    names: Names,
}

/// The edges of rows of this width, with these codes on keys.
struct Tops {
    width: f32,
    keys: CodeKeys,
    edges: Arc<[f32]>,
}

impl Listed {
    pub fn rows(&mut self, study: &Arc<Study>, tree: &TreeState) -> Arc<[TreeRow]> {
        let is_same_study = self.study.as_ref().is_some_and(|listed| Arc::ptr_eq(listed, study));
        if !is_same_study || self.filter != tree.filter || self.folded != tree.folded {
            self.rows = tree.rows(&study.codebook).into();
            (self.study, self.tops) = (Some(study.clone()), None);
            (self.filter, self.folded) = (tree.filter.clone(), tree.folded.clone());
        }
        self.rows.clone()
    }

    /// Returns the upper edge of each row that was listed, and the lower edge of the last.
    pub fn tops(&mut self, ui: &Ui, workspace: &Workspace) -> Arc<[f32]> {
        // The rows are as wide as the list beside its scroll bar.
        let width = ui.available_width() - ui.spacing().scroll.allocated_width();
        let keys = &workspace.tree.keys;
        if let Some(known) = self.tops.as_ref().filter(|known| known.width == width && known.keys == *keys) {
            return known.edges.clone();
        }
        let heights = self.rows.iter().map(|row| self.names.height(ui, workspace, row, width));
        let ends = heights.scan(0.0, |end, height| {
            *end += height;
            Some(*end)
        });
        let edges: Arc<[f32]> = std::iter::once(0.0).chain(ends).collect();
        self.tops = Some(Tops { width, keys: keys.clone(), edges: edges.clone() });
        edges
    }
}

/// The rows that names need, so that only those that are new or have another room are laid out.
#[derive(Default)]
struct Names {
    /// The name and its room, in points, with the number of lines.
    known: HashMap<CodeId, (String, f32, usize)>,
}

impl Names {
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
