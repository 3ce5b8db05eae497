//! The menus of the parts of a query. Each has an identity of its own: one that is open stays open when the parts before it
//! change, and fits into a low window.

use crate::gui::bars::GrowTo;
use egui::containers::menu::MenuConfig;
use egui::{Button, Id, Popup, PopupCloseBehavior, Response, ScrollArea, Ui, UiKind, UiStackInfo};
use std::fmt::Debug;
use std::hash::Hash;

/// Space that a menu leaves at the edges of the window.
const EDGE: f32 = 24.0;
/// A menu is at least as high as this, if its contents are.
const LEAST: f32 = 180.0;

/// Shows a button whose menu stays open while something is typed or ticked in it.
pub(super) fn show<R>(
    ui: &mut Ui,
    id: impl Hash + Debug,
    button: Button<'_>,
    contents: impl FnOnce(&mut Ui) -> R,
) -> (Response, Option<R>) {
    let response = ui.add(button);
    let close = PopupCloseBehavior::CloseOnClickOutside;
    let config = MenuConfig::new().close_behavior(close);
    let window = ui.ctx().content_rect();
    // It opens where there is more room.
    let room = (window.bottom() - response.rect.bottom()).max(response.rect.top() - window.top());
    let popup = Popup::menu(&response)
        .id(Id::unique(("part of a query", id)))
        .close_behavior(close)
        .style(config.style.clone())
        .info(UiStackInfo::new(UiKind::Menu).with_tag_value(MenuConfig::MENU_CONFIG_TAG, config));
    let shown = popup.show(|ui| {
        let area = ScrollArea::vertical().id_salt("menu of a part").grow_to((room - EDGE).max(LEAST));
        area.show(ui, contents).inner
    });
    (response, shown.map(|shown| shown.inner))
}
