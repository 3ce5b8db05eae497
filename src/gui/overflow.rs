//! Contents of a dialog that is higher than the window: they scroll, and the row of buttons stays in sight at the bottom.

use super::{reading, theme};
use egui::{Id, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

/// Room for the outline of a widget at the edge, in points.
const OUTLINE: f32 = 4.0;

/// What is known of the rows of buttons of a dialog.
#[derive(Clone, Default)]
struct Rows {
    /// Height of each row, in the order in which they are shown: a question below has a row of its own.
    heights: Vec<f32>,
    /// Number of rows shown in this frame.
    shown: usize,
    /// Top of the row where it covers contents.
    covers_from: Option<f32>,
    /// The widgets in it.
    widgets: Vec<Id>,
    /// The widget that had the keyboard focus in the previous frame.
    focused: Option<Id>,
    /// The frame in which the dialog was shown last.
    frame: u64,
}

/// One per dialog: only one layer is on top.
fn row_id(ui: &Ui) -> Id {
    Id::unique(("the buttons of a dialog", ui.layer_id().id))
}

/// Shows the contents in at most this height. A widget that gets the keyboard focus is scrolled into view.
pub fn show<T>(ui: &mut Ui, height: f32, contents: impl FnOnce(&mut Ui) -> T) -> T {
    let (id, frame) = (row_id(ui), ui.ctx().cumulative_frame_nr());
    let before: Rows = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let mut area = ScrollArea::vertical().id_salt("dialog").max_height(height).min_scrolled_height(height);
    // A dialog that opens begins at its top.
    if before.frame + 1 < frame {
        area = area.vertical_scroll_offset(0.0);
    }
    let row = Rows { shown: 0, covers_from: None, widgets: Vec::new(), frame, ..before.clone() };
    ui.data_mut(|data| data.insert_temp(id, row));
    area.auto_shrink([false, true])
        .show(ui, |ui| {
            // Outlines of the focus reach into the margin.
            ui.set_clip_rect(ui.clip_rect().expand(OUTLINE));
            let inner = contents(ui);
            reveal_focused(ui, before.focused);
            reading::by_pages(ui);
            inner
        })
        .inner
}

fn reveal_focused(ui: &Ui, before: Option<Id>) {
    let focused = ui.memory(|memory| memory.focused());
    let row: Rows = ui.data(|data| data.get_temp(row_id(ui))).unwrap_or_default();
    ui.data_mut(|data| data.insert_temp(row_id(ui), Rows { focused, ..row.clone() }));
    let Some(id) = focused.filter(|id| before != Some(*id) && !row.widgets.contains(id)) else { return };
    let widget = ui.ctx().read_response(id).filter(|widget| widget.layer_id == ui.layer_id());
    if let (Some(widget), Some(top)) = (widget, row.covers_from) {
        let covered = ui.clip_rect().bottom() - top;
        let mut wanted = widget.rect;
        wanted.max.y += covered.max(0.0) + theme::SPACE;
        ui.scroll_to_rect(wanted, None);
    }
}

/// Shows a row of buttons. In a dialog whose contents overflow, it stays at the bottom, above the contents.
pub fn buttons<T>(ui: &mut Ui, contents: impl FnOnce(&mut Ui, &mut Vec<Id>) -> T) -> T {
    let id = row_id(ui);
    let is_in_dialog = ui.memory(|memory| memory.top_modal_layer()) == Some(ui.layer_id());
    let Some(mut rows) = ui.data_mut(|data| data.get_temp::<Rows>(id)).filter(|_| is_in_dialog) else {
        return contents(ui, &mut Vec::new());
    };
    let before = rows.heights.get(rows.shown).copied().unwrap_or_default();
    let height = before.max(ui.spacing().interact_size.y);
    let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let bottom = ui.clip_rect().bottom() - OUTLINE;
    let is_covering = place.bottom() > bottom + 0.5;
    let place = if is_covering { place.translate(vec2(0.0, bottom - place.bottom())) } else { place };
    if is_covering {
        let back = Rect::from_min_max(
            place.min - vec2(OUTLINE, theme::SPACE),
            pos2(place.right() + OUTLINE, bottom + OUTLINE),
        );
        ui.painter().rect_filled(back, 0.0, ui.visuals().window_fill);
        ui.painter().hline(place.x_range(), back.top(), ui.visuals().widgets.noninteractive.bg_stroke);
        // A click between the buttons is not for what is behind them.
        ui.interact(back, id.with("back"), Sense::click());
    }
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    let inner = contents(&mut child, &mut rows.widgets);
    let height = child.min_rect().height();
    if (height - before).abs() > 0.5 {
        ui.ctx().request_repaint();
    }
    match rows.heights.get_mut(rows.shown) {
        Some(known) => *known = height,
        None => rows.heights.push(height),
    }
    rows.shown += 1;
    if is_covering {
        rows.covers_from = Some(place.top() - theme::SPACE);
    }
    ui.data_mut(|data| data.insert_temp(id, rows));
    inner
}
