//! The find bar: finds words in the open document while they are typed.

use super::theme::{self, Palette};
use super::{bars, icons};
use crate::app::SourceView;
use crate::gui::check_box;
use crate::model::CharRange;
use crate::text::{Finder, Strictness};
use crate::tr;
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Frame, Id, Key, Margin, Modifiers, Painter, RichText, Role, TextEdit, Ui, WidgetInfo};

#[derive(Default)]
pub struct FindBar {
    open: bool,
    typed: String,
    options: Strictness,
    /// Matches in text order.
    hits: Vec<CharRange>,
    at: usize,
    fresh: bool,
    /// What `hits` were computed for: text (by its address), words, options.
    key: Option<(usize, String, Strictness)>,
}

/// What the bar requests from the room.
#[derive(Default)]
pub struct Wanted {
    pub go: Option<CharRange>,
    /// Search for these words in all documents.
    pub everywhere: Option<String>,
    pub closed: bool,
}

impl FindBar {
    /// Opens the bar, with the selected words if there are any.
    pub fn open(&mut self, term: Option<&str>) {
        (self.open, self.fresh) = (true, true);
        if let Some(term) = term.filter(|w| !w.is_empty() && w.chars().count() <= 80 && !w.contains('\n')) {
            term.clone_into(&mut self.typed);
        }
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    #[must_use]
    pub fn hits(&self) -> &[CharRange] {
        if self.open { &self.hits } else { &[] }
    }

    /// The match `steps` further on; wraps around.
    pub fn step(&mut self, steps: isize) -> Option<CharRange> {
        let count = self.hits.len() as isize;
        if count == 0 {
            return None;
        }
        self.at = (self.at as isize + steps).rem_euclid(count) as usize;
        self.hits.get(self.at).copied()
    }

    /// Searches again if the document or the input has changed; returns the first match at or after `from`.
    fn search(&mut self, source: &SourceView, from: CharRange) -> Option<CharRange> {
        let key = (std::sync::Arc::as_ptr(source.text()).addr(), self.typed.clone(), self.options);
        if self.key.as_ref() == Some(&key) {
            return None;
        }
        let retyped = self.key.as_ref().is_none_or(|old| old.1 != key.1 || old.2 != key.2);
        self.key = Some(key);
        self.hits = Finder::new(&self.typed, self.options).all(source.text());
        self.at = self.hits.partition_point(|hit| hit.start < from.start);
        if self.at == self.hits.len() {
            self.at = 0;
        }
        self.hits.get(self.at).copied().filter(|_| retyped)
    }

    pub fn show(&mut self, ui: &mut Ui, source: &SourceView, selection: CharRange, palette: &Palette) -> Wanted {
        let mut wanted = Wanted::default();
        if !self.open {
            return wanted;
        }
        let frame = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(16, 6));
        frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            let rest = |ui: &mut Ui| self.parts(ui, source, selection, &mut wanted, palette);
            let is_closed = bars::with_close(ui, tr!("Close"), rest);
            wanted.closed |= is_closed;
        });
        if wanted.closed {
            self.open = false;
        }
        wanted
    }

    /// Everything but the button that closes the bar.
    fn parts(
        &mut self,
        ui: &mut Ui,
        source: &SourceView,
        selection: CharRange,
        wanted: &mut Wanted,
        palette: &Palette,
    ) {
        let id = Id::unique("find field");
        if ui.memory(|memory| memory.has_focus(id)) {
            self.keys(ui, wanted);
        }
        let edit = TextEdit::singleline(&mut self.typed).id(id).desired_width(180.0);
        let field = ui.add(edit.hint_text(tr!("Find in this document")));
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Find in this document")));
        // egui takes the focus away on Escape before the field is shown.
        wanted.closed |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
        if std::mem::take(&mut self.fresh) {
            field.request_focus();
            // Select the text, so that typing replaces it.
            let all = CCursorRange::two(CCursor::new(0), CCursor::new(self.typed.chars().count()));
            let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), id);
        }
        wanted.go = wanted.go.or(self.search(source, selection));
        let label = match self.hits.len() {
            _ if self.typed.trim().is_empty() => String::new(),
            0 => tr!("not found").to_owned(),
            count => tr!("{place} of {count}", place = self.at + 1, count),
        };
        ui.add_sized([84.0, theme::ROW], egui::Label::new(RichText::new(label).color(palette.weak)));
        let any = !self.hits.is_empty();
        for (label, hint, steps) in
            [(tr!("Previous"), tr!("Previous match (Shift+Enter)"), -1), (tr!("Next"), tr!("Next match (Enter)"), 1)]
        {
            let paint = |painter: &Painter, center, color| icons::chevron(painter, center, steps < 0, color);
            if bars::picture_button(ui, any, label, hint, paint).clicked() {
                wanted.go = self.step(steps);
            }
        }
        check_box::show(ui, &mut self.options.match_case, tr!("Match case"));
        check_box::show(ui, &mut self.options.whole_words, tr!("Whole words"));
        if ui.add_enabled(!self.typed.trim().is_empty(), egui::Button::new(tr!("In all documents"))).clicked() {
            wanted.everywhere = Some(self.typed.clone());
        }
    }

    fn keys(&mut self, ui: &Ui, wanted: &mut Wanted) {
        let (back, on) = ui.input_mut(|input| {
            let back = input.consume_key(Modifiers::SHIFT, Key::Enter);
            (back, input.consume_key(Modifiers::NONE, Key::Enter))
        });
        if back || on {
            wanted.go = self.step(if back { -1 } else { 1 });
        }
    }
}
