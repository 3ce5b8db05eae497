//! Short messages at the bottom of the window about what was done, with a button that takes it back or opens what was
//! written. They go away by themselves, but not under the pointer. Errors are shown elsewhere, and stay.

use super::theme::{Palette, Weighted};
use crate::app::action::Action;
use crate::app::advice::{Message, Offer};
use crate::app::link::Link;
use crate::tr;
use egui::epaint::Shadow;
use egui::{
    Align2, Area, Button, Color32, Context, CornerRadius, Frame, Id, Label, Margin, Order, Pos2, Rect, RichText, Role,
    Stroke, Ui, WidgetInfo, accesskit, vec2,
};
use std::time::Duration;

/// Seconds for which a message is shown, if it has a button and if it has none.
const LONG: f64 = 6.0;
const SHORT: f64 = 5.0;
/// The widest message, in points.
const WIDEST: f32 = 560.0;
/// Distance from the lower edge of the window: above the status line, or also above a bar of actions.
const ABOVE: f32 = 46.0;
const ABOVE_ACTIONS: f32 = 128.0;
/// Distance from the upper edge, where a message goes that would cover the line with the caret.
const BELOW: f32 = 108.0;
/// Room around the line with the caret.
const LINE: f32 = 18.0;

/// What a message must not cover.
#[derive(Clone, Copy, Debug, Default)]
pub struct ToastPlace {
    /// Where the caret is in the window.
    pub caret: Option<Pos2>,
    /// There is a bar of actions at the bottom of the room.
    pub has_actions: bool,
}

#[derive(Default)]
pub struct Toast {
    /// The number of messages so far, by which a new one is known.
    count: u64,
    /// Seconds left, and the time of the last frame.
    left: f64,
    last: f64,
}

impl Toast {
    /// Shows the latest message while its time lasts.
    pub fn show(&mut self, ctx: &Context, link: &mut Link, place: ToastPlace, palette: &Palette) -> Vec<Action> {
        let above = if place.has_actions { ABOVE_ACTIONS } else { ABOVE };
        keep_last(link);
        let message = link.messages.iter().rev().find(|message| !matches!(message, Message::Trouble(_))).cloned();
        let (words, offer) = match message {
            Some(Message::Note(words)) => (words, None),
            Some(Message::Done(words, offer)) => (words, Some(offer)),
            _ => return Vec::new(),
        };
        let now = ctx.input(|input| input.time);
        if self.count != link.notes() {
            (self.count, self.left, self.last) = (link.notes(), if offer.is_some() { LONG } else { SHORT }, now);
        }
        if self.left <= 0.0 {
            return Vec::new();
        }
        let id = Id::unique("toast");
        let content = ctx.content_rect();
        let size = ctx.memory(|memory| memory.area_rect(id)).map_or(vec2(WIDEST, 40.0), |rect| rect.size());
        let lower = Rect::from_center_size(content.center_bottom() - vec2(0.0, above + size.y / 2.0), size);
        let covers = place.caret.is_some_and(|caret| lower.expand(LINE).y_range().contains(caret.y));
        let area = Area::new(id).order(Order::Middle);
        let area = if covers {
            area.anchor(Align2::CENTER_TOP, vec2(0.0, BELOW))
        } else {
            area.anchor(Align2::CENTER_BOTTOM, vec2(0.0, -above))
        };
        let mut actions = Vec::new();
        let shown = area.show(ctx, |ui| {
            frame(palette).show(ui, |ui| {
                ui.set_max_width(WIDEST.min(content.width() - 80.0));
                ui.horizontal(|ui| contents(ui, &words, offer.as_ref(), palette, &mut actions));
            });
        });
        let over = shown.response.contains_pointer();
        if !over {
            self.left -= now - self.last;
        }
        self.last = now;
        if !actions.is_empty() {
            self.left = 0.0;
        } else if !over {
            ctx.request_repaint_after(Duration::from_secs_f64(self.left.max(0.0)));
        }
        actions
    }
}

fn frame(palette: &Palette) -> Frame {
    Frame {
        fill: if palette.dark { palette.hover } else { palette.text },
        corner_radius: CornerRadius::same(8),
        inner_margin: Margin::symmetric(14, 8),
        shadow: Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(60) },
        ..Frame::NONE
    }
}

fn contents(ui: &mut Ui, words: &str, offer: Option<&Offer>, palette: &Palette, actions: &mut Vec<Action>) {
    let (text, accent) =
        if palette.dark { (palette.text, palette.accent) } else { (palette.page, Color32::from_rgb(140, 190, 255)) };
    let buttons_width = match offer {
        None => 0.0,
        Some(Offer::Undo) => 70.0,
        Some(Offer::Written(_)) => 190.0,
    };
    let room = ui.available_width() - buttons_width;
    let label = ui.scope(|ui| {
        ui.set_max_width(room);
        ui.add(Label::new(RichText::new(words).color(text)).wrap())
    });
    let label = label.inner;
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_role(accesskit::Role::Status);
        node.set_label(words);
        node.set_live(accesskit::Live::Polite);
    });
    let buttons = match offer {
        None => vec![],
        Some(Offer::Undo) => vec![(tr!("Undo"), tr!("Change made: Undo"), Action::Undo)],
        Some(Offer::Written(path)) => vec![
            (tr!("Open"), tr!("Open the file"), Action::OpenFile(path.clone())),
            (tr!("Show in folder"), tr!("Show the file in its folder"), Action::ShowInFolder(path.clone())),
        ],
    };
    for (name, label, action) in buttons {
        let button =
            Button::new(RichText::new(name).color(accent).medium()).fill(Color32::TRANSPARENT).stroke(Stroke::NONE);
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
        if response.has_focus() {
            ui.painter().rect_stroke(response.rect, 5.0, Stroke::new(1.5, accent), egui::StrokeKind::Inside);
        }
        if response.clicked() {
            actions.push(action);
        }
    }
}

/// Notes are short-lived: only the last is kept.
fn keep_last(link: &mut Link) {
    let is_note = |message: &Message| !matches!(message, Message::Trouble(_));
    let last = link.messages.iter().rposition(is_note);
    let mut at = 0;
    link.messages.retain(|message| {
        at += 1;
        !is_note(message) || Some(at - 1) == last
    });
}
