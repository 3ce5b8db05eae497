//! A long list of passages with headings. Only the visible rows are laid out. There are only two row heights, so the
//! position of every row is known without reading its text.

use super::bars::{elided, focus_ring};
use super::theme::{self, Palette};
use crate::engine::browse::Excerpt;
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Id, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use std::ops::Range;

const HEAD: f32 = 36.0;
const LINE: f32 = 19.0;

/// The contents of a row.
pub(super) struct Look<'a> {
    /// The parts of code, document and coder that the heading does not state.
    pub about: String,
    pub color: Option<[u8; 3]>,
    /// `None` until it is loaded.
    pub excerpt: Option<&'a Excerpt>,
    pub memo: Option<&'a str>,
    pub important: bool,
    /// The selected passage.
    pub chosen: bool,
    /// With `Some`, the row has a check box with this state.
    pub checked: Option<bool>,
    /// Text for screen readers before the passage itself.
    pub label: String,
}

/// The whole list.
pub(super) struct List<'a> {
    pub id: &'static str,
    pub rows: usize,
    /// Headings with the index of the first row below each; ascending.
    pub groups: &'a [(String, usize)],
    /// Lines of text per row.
    pub lines: usize,
    /// A row to scroll into view.
    pub reveal: Option<usize>,
}

pub(super) struct Shown {
    pub clicked: Option<usize>,
    /// The visible rows.
    pub sight: Range<usize>,
}

impl List<'_> {
    fn height(&self) -> f32 {
        (self.lines as f32 + 1.0) * LINE + 12.0
    }

    /// Top of a row. If it is the first below a heading, the heading is above this.
    fn top(&self, row: usize) -> f32 {
        let heads = self.groups.partition_point(|(_, first)| *first <= row);
        row as f32 * self.height() + heads as f32 * HEAD
    }

    /// The first row that ends below `y`.
    fn at(&self, y: f32) -> usize {
        let (mut low, mut high) = (0, self.rows);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.top(middle) + self.height() <= y { low = middle + 1 } else { high = middle }
        }
        low
    }

    pub(super) fn show<'a>(&self, ui: &mut Ui, palette: &Palette, look: impl Fn(usize) -> Option<Look<'a>>) -> Shown {
        let mut shown = Shown { clicked: None, sight: 0..0 };
        ScrollArea::vertical().id_salt(self.id).auto_shrink(false).show_viewport(ui, |ui, view| {
            ui.set_width(ui.available_width());
            ui.set_height(self.rows as f32 * self.height() + self.groups.len() as f32 * HEAD);
            let origin = ui.min_rect().min;
            if let Some(row) = self.reveal {
                let at = pos2(origin.x, origin.y + self.top(row) - HEAD);
                ui.scroll_to_rect(Rect::from_min_size(at, vec2(1.0, self.height() + HEAD)), None);
            }
            let first = self.at(view.top());
            let mut row = first;
            while row < self.rows && self.top(row) - HEAD < view.bottom() {
                let top = origin.y + self.top(row);
                if let Some(group) = self.groups.iter().position(|(_, first)| *first == row) {
                    self.heading(ui, group, pos2(origin.x, top - HEAD), palette);
                }
                let size = vec2(ui.available_width() - theme::SPACE, self.height());
                if let Some(look) = look(row)
                    && self.row(ui, row, &look, Rect::from_min_size(pos2(origin.x, top), size), palette)
                {
                    shown.clicked = Some(row);
                }
                row += 1;
            }
            shown.sight = first..row;
        });
        shown
    }

    fn heading(&self, ui: &Ui, group: usize, at: egui::Pos2, palette: &Palette) {
        let Some((title, first)) = self.groups.get(group) else { return };
        let end = self.groups.get(group + 1).map_or(self.rows, |(_, first)| *first);
        let font = theme::medium(theme::TITLE);
        let title = elided(ui, title, font.size, palette.text, ui.available_width() - 80.0);
        let (width, y) = (title.size().x, at.y + HEAD - title.size().y - 6.0);
        ui.painter().galley(pos2(at.x, y), title, palette.text);
        let count = elided(ui, &(end - first).to_string(), theme::BODY, palette.weak, 80.0);
        ui.painter().galley(pos2(at.x + width + theme::SPACE, y + 1.0), count, palette.weak);
        ui.painter().hline(at.x..=at.x + ui.available_width(), at.y + HEAD - 2.0, (1.0, palette.line));
    }

    fn row(&self, ui: &Ui, row: usize, look: &Look<'_>, rect: Rect, palette: &Palette) -> bool {
        let response = ui.interact(rect, Id::unique((self.id, row)), Sense::click());
        let words = look.excerpt.map_or("", |excerpt| excerpt.text.as_str());
        let label = format!("{}: {words}", look.label);
        match look.checked {
            Some(checked) => {
                response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, checked, &label));
            }
            None => response.widget_info(|| WidgetInfo::selected(Role::Button, true, look.chosen, &label)),
        }
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let back = if look.chosen { Some(palette.chosen) } else { response.hovered().then_some(palette.hover) };
        if let Some(back) = back {
            painter.rect_filled(rect, 5.0, back);
        }
        focus_ring(ui, &response, palette);
        let mut left = rect.left() + theme::SPACE;
        if let Some(checked) = look.checked {
            super::icons::check(&painter, pos2(left + 7.0, rect.top() + 15.0), checked, palette);
            left += 26.0;
        }
        let right = rect.right() - theme::SPACE;
        let mut about = left;
        if let Some(color) = look.color {
            super::icons::swatch(&painter, pos2(about + 6.0, rect.top() + 15.0), palette.code(color));
            about += 18.0;
        }
        let mut words = look.about.clone();
        if look.important {
            words.push_str(" · important");
        }
        if let Some(memo) = look.memo {
            words.push_str(&format!(" · memo: {}", memo.replace('\n', " ")));
        }
        let words = elided(ui, &words, theme::SMALL, palette.weak, right - about);
        painter.galley(pos2(about, rect.top() + 7.0), words, palette.weak);
        if let Some(excerpt) = look.excerpt {
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job(excerpt, right - left, self.lines, palette)));
            painter.galley(pos2(left, rect.top() + 7.0 + LINE), galley, palette.text);
        }
        response.clicked()
    }
}

/// The passage, with the text around it in a weaker colour.
fn job(excerpt: &Excerpt, width: f32, lines: usize, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width.max(40.0);
    job.wrap.max_rows = lines;
    let bare = excerpt.before.is_empty() && excerpt.after.is_empty();
    let part = |color, background| TextFormat {
        font_id: FontId::proportional(theme::BODY),
        color,
        background,
        ..TextFormat::default()
    };
    let clean = |text: &str| text.replace('\n', " ");
    job.append(&clean(&excerpt.before), 0.0, part(palette.weak, Color32::TRANSPARENT));
    let back = if bare { Color32::TRANSPARENT } else { palette.chosen };
    job.append(&clean(&excerpt.text), 0.0, part(palette.text, back));
    job.append(&clean(&excerpt.after), 0.0, part(palette.weak, Color32::TRANSPARENT));
    job
}
