//! Short messages at the bottom of the window about what was done, with a button that takes it back or opens what was
//! written. They go away by themselves, but not under the pointer. Errors are shown elsewhere, and stay.

use super::theme::{self, Palette, Weighted};
use crate::app::action::Action;
use crate::app::advice::{Message, Offer};
use crate::app::link::Link;
use crate::tr;
use egui::epaint::Shadow;
use egui::text::LayoutJob;
use egui::{
    Align2, Area, Button, Color32, Context, CornerRadius, FontId, Frame, Id, Label, Margin, Order, RichText, Role,
    Stroke, Ui, WidgetInfo, accesskit, pos2, vec2,
};
use std::time::Duration;

/// Seconds for which a message is shown, if it has a button and if it has none.
const LONG: f64 = 6.0;
const SHORT: f64 = 5.0;
/// The widest message, in points.
const WIDEST: f32 = 900.0;
/// Distance from the lower edge of the window.
const ABOVE: f32 = 1.0;
/// The part of the status line that stays visible: whether everything is saved.
const STATUS: f32 = 140.0;
/// The most lines of a message, of which two are as high as the status line.
const LINES: usize = 2;

#[derive(Default)]
pub struct Toast {
    /// The number of messages so far, by which a new one is known.
    count: u64,
    /// Seconds left, and the time of the last frame.
    left: f64,
    last: f64,
}

impl Toast {
    /// Shows the latest message over the status line while its time lasts. It covers nothing of the room.
    pub fn show(&mut self, ctx: &Context, link: &mut Link, palette: &Palette) -> Vec<Action> {
        keep_last(link);
        let message = link.messages.iter().rev().find(|message| !matches!(message, Message::Trouble(_))).cloned();
        let (message, offer) = match message {
            Some(Message::Note(message)) => (message, None),
            Some(Message::Done(message, offer)) => (message, Some(offer)),
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
        let size = ctx.memory(|memory| memory.area_rect(id)).map_or(vec2(WIDEST, 36.0), |rect| rect.size());
        let highest = content.right() - theme::SPACE - size.x / 2.0;
        let middle = (content.left() + STATUS + size.x / 2.0).max(content.center().x).min(highest);
        let area = Area::new(id).order(Order::Middle).pivot(Align2::CENTER_BOTTOM);
        let area = area.fixed_pos(pos2(middle, content.bottom() - ABOVE));
        let mut actions = Vec::new();
        let shown = area.show(ctx, |ui| {
            frame(palette).show(ui, |ui| {
                ui.set_max_width(WIDEST.min(content.width() - STATUS - 48.0));
                ui.horizontal(|ui| contents(ui, &message, offer.as_ref(), palette, &mut actions));
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
        inner_margin: Margin::symmetric(14, 2),
        shadow: Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(60) },
        ..Frame::NONE
    }
}

fn contents(ui: &mut Ui, message: &str, offer: Option<&Offer>, palette: &Palette, actions: &mut Vec<Action>) {
    let (text, accent) =
        if palette.dark { (palette.text, palette.accent) } else { (palette.page, Color32::from_rgb(140, 190, 255)) };
    let buttons_width = match offer {
        None => 0.0,
        Some(Offer::Undo | Offer::RestoreDecision) => 70.0,
        Some(Offer::Join(_)) => 140.0,
        Some(Offer::Written(_)) => 190.0,
    };
    let room = ui.available_width() - buttons_width;
    let laid = |ui: &Ui, size: f32| {
        let mut job = LayoutJob::simple(message.to_owned(), FontId::proportional(size), text, room);
        job.wrap.max_rows = LINES;
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let one = laid(ui, theme::BODY);
    let is_one = one.rows.len() <= 1;
    let label = ui.add(Label::new(if is_one { one } else { laid(ui, theme::SMALL) })).on_hover_text(message);
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_role(accesskit::Role::Status);
        node.set_label(message);
        node.set_live(accesskit::Live::Polite);
    });
    let buttons = match offer {
        None => vec![],
        Some(Offer::Join(passages)) => vec![
            (tr!("Join"), tr!("Join the passages"), Action::JoinPassages(passages.clone())),
            (tr!("Undo"), tr!("Change made: Undo"), Action::Undo),
        ],
        Some(Offer::Undo) => vec![(tr!("Undo"), tr!("Change made: Undo"), Action::Undo)],
        Some(Offer::RestoreDecision) => {
            vec![(tr!("Restore"), tr!("Restore the decision"), Action::RestoreDecision)]
        }
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
