//! The panes of a room. F6 and Shift+F6 move the keyboard focus from one to the next, from left to right.
//!
//! A room marks its panes while it draws them. A pane takes the focus where F6 left it, or else at its main widget, or at
//! the first row of its list.

use crate::tr;
use egui::{Context, Id, LayerId, Pos2, Rect, Sense, Ui, WidgetRect, accesskit};
use std::collections::BTreeMap;

/// A pane as it was drawn last.
#[derive(Clone, Debug)]
struct Pane {
    name: &'static str,
    rect: Rect,
    /// The widget that fills the pane.
    main: Option<Id>,
}

#[derive(Clone, Debug, Default)]
struct Panes {
    /// In drawing order.
    shown: Vec<Pane>,
    /// The rows at which Tab stops in lists.
    stops: Vec<Id>,
    /// The frame in which they were drawn.
    frame: u64,
    /// The widget that had the focus when F6 left the pane.
    left: BTreeMap<&'static str, Id>,
}

/// Marks the area of `ui` as a pane; `name` is its label for screen readers.
pub fn mark(ui: &Ui, name: &'static str) {
    mark_with(ui, name, None);
}

/// Like [`mark`], for a pane with a widget that fills it.
pub fn mark_with(ui: &Ui, name: &'static str, main: Option<Id>) {
    let (ctx, rect) = (ui.ctx(), ui.max_rect());
    ctx.accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(accesskit::Role::Pane);
        node.set_label(tr!("Pane: {name}", name));
        node.set_bounds(accesskit::Rect {
            x0: rect.left().into(),
            y0: rect.top().into(),
            x1: rect.right().into(),
            y1: rect.bottom().into(),
        });
    });
    change(ctx, |panes| panes.shown.push(Pane { name, rect, main }));
}

/// Marks a part of a pane as a pane of its own, which the widget `main` fills.
pub fn mark_part(ctx: &Context, name: &'static str, rect: Rect, main: Id) {
    change(ctx, |panes| panes.shown.push(Pane { name, rect, main: Some(main) }));
}

/// Notes the row at which Tab stops in a list. The pane with the list takes the focus there.
pub fn stop(ctx: &Context, row: Id) {
    change(ctx, |panes| panes.stops.push(row));
}

/// Changes the panes of this frame; what belongs to an earlier one is removed.
fn change(ctx: &Context, change: impl FnOnce(&mut Panes)) {
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| {
        let panes = data.get_temp_mut_or_default::<Panes>(Id::unique("panes"));
        if panes.frame != frame {
            panes.frame = frame;
            panes.shown.clear();
            panes.stops.clear();
        }
        change(panes);
    });
}

/// Moves the focus to the next pane, or back to the previous one; without focus, to the first or the last.
pub fn step(ctx: &Context, forwards: bool) {
    let Some(mut panes) = ctx.data(|data| data.get_temp::<Panes>(Id::unique("panes"))) else { return };
    panes.shown.sort_by(|a, b| a.rect.left().total_cmp(&b.rect.left()).then(a.rect.top().total_cmp(&b.rect.top())));
    let focused = ctx.memory(|memory| memory.focused());
    let from = focused.and_then(|id| panes.holding(ctx, id));
    if let (Some(pane), Some(id)) = (from.and_then(|from| panes.shown.get(from)), focused) {
        panes.left.insert(pane.name, id);
    }
    let count = panes.shown.len();
    let next = |steps: usize| match (from, forwards) {
        (Some(from), true) => (from + steps) % count,
        (Some(from), false) => (from + count - steps) % count,
        (None, true) => steps - 1,
        (None, false) => count - steps,
    };
    let entrance = (1..=count).find_map(|steps| panes.entrance(ctx, panes.shown.get(next(steps))?));
    ctx.memory_mut(|memory| entrance.into_iter().for_each(|id| memory.request_focus(id)));
    ctx.data_mut(|data| data.insert_temp(Id::unique("panes"), panes));
}

impl Panes {
    /// The index of the pane with this widget: the smallest one, if one pane is inside another.
    fn holding(&self, ctx: &Context, id: Id) -> Option<usize> {
        let is_main = |pane: &Pane| pane.main == Some(id);
        let centre = ctx.read_response(id).map(|response| response.rect.center());
        self.shown.iter().position(is_main).or_else(|| self.at(centre?))
    }

    /// The index of the smallest pane at a point.
    fn at(&self, point: Pos2) -> Option<usize> {
        let around = self.shown.iter().enumerate().filter(|(_, pane)| pane.rect.contains(point));
        around.min_by(|(_, a), (_, b)| a.rect.area().total_cmp(&b.rect.area())).map(|(at, _)| at)
    }

    /// The widget that takes the focus of a pane.
    fn entrance(&self, ctx: &Context, pane: &Pane) -> Option<Id> {
        let is_own = |widget: &WidgetRect| {
            self.at(widget.rect.center()).and_then(|at| self.shown.get(at)).is_some_and(|shown| shown.name == pane.name)
        };
        ctx.viewport(|viewport| {
            let widgets = &viewport.this_pass.widgets;
            let takes_focus = |widget: &&WidgetRect| widget.enabled && widget.sense.is_focusable() && is_own(widget);
            let focusable = || widgets.get_layer(LayerId::background()).filter(takes_focus).map(|widget| widget.id);
            let is_list = |id: &Id| {
                let is_grid = widgets.get(*id).is_some_and(|widget| widget.sense == Sense::focusable_noninteractive());
                is_grid || self.stops.contains(id)
            };
            let left = self.left.get(pane.name).copied().filter(|left| focusable().any(|id| id == *left));
            pane.main.or(left).or_else(|| focusable().find(is_list)).or_else(|| focusable().next())
        })
    }
}
