//! Tables in RTF, which are merely sequences of rows and cells.

use super::super::lines::Lines;

#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Open tables, the innermost last, and whether each has an open row.
    tables: Vec<bool>,
    /// The number of tables around the paragraph.
    level: usize,
    /// True if a row was defined and has not ended.
    is_defined: bool,
    /// True for a heading row.
    pub is_head: bool,
}

impl Rows {
    /// Sets the number of tables around the paragraph.
    pub fn enter(&mut self, level: usize) {
        self.level = level;
    }

    /// Marks the paragraph as outside of tables.
    pub fn leave(&mut self) {
        self.level = 0;
    }

    /// Starts a row, whether its paragraphs say so or not.
    pub fn define(&mut self) {
        self.is_defined = true;
        self.is_head = false;
    }

    /// Opens and closes tables, so that words go where the paragraph is.
    pub fn settle(&mut self, lines: &mut Lines) {
        let level = self.level.max(usize::from(self.is_defined));
        self.close(level, lines);
        while self.tables.len() < level {
            lines.begin_table();
            lines.begin_row();
            self.tables.push(true);
        }
        if let Some(is_open) = self.tables.last_mut().filter(|is_open| !**is_open) {
            *is_open = true;
            lines.begin_row();
        }
    }

    /// Closes all tables but the outermost `level` ones.
    pub fn close(&mut self, level: usize, lines: &mut Lines) {
        while self.tables.len() > level {
            self.tables.pop();
            lines.end_table();
        }
    }

    /// Ends a cell; outside of tables, returns its replacement.
    pub fn end_cell(&mut self, is_nested: bool, lines: &mut Lines) -> Option<&'static str> {
        if is_nested && self.tables.len() < 2 {
            return Some("\t");
        }
        if !is_nested {
            self.close(1, lines);
            if self.level == 0 && !self.is_defined && self.tables.is_empty() {
                return Some("\t");
            }
            self.level = 1;
        }
        self.settle(lines);
        lines.end_cell();
        None
    }

    /// Ends a row; outside of tables, returns its replacement.
    pub fn end_row(&mut self, is_nested: bool, lines: &mut Lines) -> Option<&'static str> {
        if is_nested && self.tables.len() < 2 {
            return Some("\n");
        }
        if !is_nested {
            self.close(1, lines);
            self.is_defined = false;
        }
        let Some(is_open) = self.tables.last_mut() else { return Some("\n") };
        if std::mem::take(is_open) && std::mem::take(&mut self.is_head) {
            lines.mark_head();
        }
        None
    }
}
