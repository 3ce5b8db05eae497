//! Text fields in menus, with the outline and the margins of other fields.

use super::theme;
use egui::{Response, TextEdit, Ui};

/// Shows a field of one line.
pub fn show(ui: &mut Ui, edit: TextEdit<'_>) -> Response {
    styled(ui, |ui| ui.add(edit))
}

/// Shows fields in a menu. The style of menus would leave them without an outline, their text at the upper edge.
pub fn styled<R>(ui: &mut Ui, fields: impl FnOnce(&mut Ui) -> R) -> R {
    let outline = ui.visuals().window_stroke;
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = theme::BUTTON_PADDING;
        ui.visuals_mut().widgets.inactive.bg_stroke = outline;
        fields(ui)
    })
    .inner
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Theme;
    use egui::containers::menu::menu_style;
    use egui::text_edit::TextEditOutput;
    use egui::{Context, RawInput};

    #[test]
    fn a_field_in_a_menu_has_its_text_where_other_fields_have_it() {
        let ctx = Context::default();
        super::super::install_fonts(&ctx);
        theme::install(&ctx, Theme::Light);
        let mut places = vec![];
        let shown = ctx.run_ui(RawInput::default(), |ui| {
            let mut typed = "吴敏".to_owned();
            let mut note = |output: TextEditOutput| {
                let field = output.response.response.rect;
                places.push((field.height(), output.galley_pos - field.min));
            };
            note(TextEdit::singleline(&mut typed).show(ui));
            menu_style(ui.style_mut());
            note(styled(ui, |ui| TextEdit::singleline(&mut typed).show(ui)));
        });
        shown.drop_without_applying_deltas();
        assert_eq!(places[0], places[1]);
    }
}
