//! The check box of the whole window, filled with a tick when it is on, and the options of menus.

use super::{icons, theme};
use egui::{Checkbox, Pos2, Response, Stroke, Ui, Widget, WidgetText, pos2};

/// Shows a check box with a text.
pub fn show(ui: &mut Ui, is_on: &mut bool, text: impl Into<WidgetText>) -> Response {
    ui.add(CheckBox::new(is_on, text))
}

/// The first line of a list in which nothing ticked means everything: it is ticked while that is so. Returns whether the
/// other boxes are to be cleared.
#[must_use]
pub fn all(ui: &mut Ui, is_all: bool, text: impl Into<WidgetText>) -> bool {
    let mut is_on = is_all;
    show(ui, &mut is_on, text).clicked() && !is_all
}

/// A check box as a widget.
pub struct CheckBox<'a> {
    is_on: &'a mut bool,
    text: Option<WidgetText>,
}

impl<'a> CheckBox<'a> {
    #[must_use]
    pub fn new(is_on: &'a mut bool, text: impl Into<WidgetText>) -> Self {
        Self { is_on, text: Some(text.into()) }
    }

    #[must_use]
    pub fn without_text(is_on: &'a mut bool) -> Self {
        Self { is_on, text: None }
    }
}

impl Widget for CheckBox<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        // A box without a text is centred in its place.
        let is_alone = self.text.is_none();
        let response = ui.add(match self.text {
            Some(text) => Checkbox::new(self.is_on, text),
            None => Checkbox::without_text(self.is_on),
        });
        if ui.is_rect_visible(response.rect) {
            let center = if is_alone { response.rect.center() } else { place(ui, &response) };
            icons::check(ui.painter(), center, *self.is_on, &theme::palette(ui.ctx()));
        }
        response
    }
}

/// The middle of the box or circle beside a text.
fn place(ui: &Ui, response: &Response) -> Pos2 {
    pos2(response.rect.left() + ui.spacing().icon_width / 2.0, response.rect.center().y)
}

/// Shows one of several options. Its circle is outlined also in menus.
pub fn option(ui: &mut Ui, is_on: bool, text: impl Into<WidgetText>) -> Response {
    let text: WidgetText = text.into();
    let response = ui.radio(is_on, text);
    let line = Stroke::new(1.5, theme::palette(ui.ctx()).outline);
    ui.painter().circle_stroke(place(ui, &response), ui.spacing().icon_width / 2.0, line);
    response
}
