//! Rows of a short list to choose from: by digit, by arrow keys and Enter, or by the pointer.

use super::bars::elided;
use super::theme::{self, Palette};
use egui::{InputState, Key, Modifiers, Response, Role, Sense, Ui, pos2, vec2};

pub const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Index of the row whose digit was pressed, in a list of `count` rows.
pub fn digit_pressed(input: &mut InputState, count: usize) -> Option<usize> {
    DIGITS.into_iter().take(count).position(|key| input.consume_key(Modifiers::NONE, key))
}

/// The contents of a row.
pub struct ChoiceRow<'a> {
    pub name: &'a str,
    /// Shown after the name in a weaker colour.
    pub about: &'a str,
    /// Text for screen readers.
    pub label: &'a str,
}

/// Shows a row, with the digit of its index `place` where digits choose.
pub fn row(ui: &mut Ui, place: Option<usize>, marked: bool, row: &ChoiceRow<'_>, palette: &Palette) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
    super::bars::say_row(&response, Role::ListBoxOption, marked, row.label);
    if marked || response.hovered() {
        let back = if marked { palette.chosen } else { palette.hover };
        ui.painter().rect_filled(rect, 5.0, back);
    }
    let y = rect.center().y;
    let digit = place.filter(|&place| place < DIGITS.len()).map_or_else(String::new, |place| (place + 1).to_string());
    let digit = elided(ui, &digit, theme::SMALL, palette.accent, 16.0);
    ui.painter().galley(pos2(rect.left() + 8.0, y - digit.size().y / 2.0), digit, palette.accent);
    let left = rect.left() + if place.is_some() { 26.0 } else { 8.0 };
    let share = if row.about.is_empty() { 0.9 } else { 0.55 };
    let name = elided(ui, row.name, theme::BODY, palette.text, rect.width() * share);
    let next = left + name.size().x + theme::SPACE;
    ui.painter().galley(pos2(left, y - name.size().y / 2.0), name, palette.text);
    let about = elided(ui, row.about, theme::SMALL, palette.weak, rect.right() - 8.0 - next);
    ui.painter().galley(pos2(next, y - about.size().y / 2.0), about, palette.weak);
    response
}
