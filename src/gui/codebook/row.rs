//! A row of the codebook: fold triangle, colour, name, number of passages, and its menu; while words are selected, the key
//! of the code and a plus sign to code them.

use super::super::code_inspector::values;
use super::{CodebookEvent, CodebookPanel, listed};
use crate::app::action::{Action, CodeAct};
use crate::app::code_keys::KEYS;
use crate::app::tree::TreeRow;
use crate::app::workspace::Workspace;
use crate::gui::bars::GrowTo;
use crate::gui::theme::{self, Palette, Weighted};
use crate::gui::transcript::DraggedWords;
use crate::gui::{bars, context_menu, icons, menu_keys, roving};
use crate::model::{CodeId, Definition, Noun, SetKind};
use crate::text::shortened;
use crate::tr;
use egui::{
    Align2, DragAndDrop, FontId, Id, Key, Label, Modifiers, Painter, Popup, Pos2, Rect, Response, RichText, Role,
    ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use std::collections::HashSet;

/// What distinguishes a row from the others.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    /// Enter in the filter selects it.
    pub target: bool,
    /// Tab leads to it.
    pub stop: bool,
    /// In points.
    pub height: f32,
}

/// The number beside a code.
#[derive(Clone, Copy)]
struct Count {
    passages: u64,
    /// Includes the passages of subcodes.
    with_subcodes: bool,
}

impl Count {
    fn of(workspace: &Workspace, row: &TreeRow) -> Self {
        let counts = &workspace.counts;
        let passages = if row.has_children {
            counts.branches.get(&row.code).map_or(0, |count| count.passages)
        } else {
            counts.by_code.get(&row.code).copied().unwrap_or(0)
        };
        Self { passages, with_subcodes: row.has_children }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let label = if self.with_subcodes {
            tr!("{n} passage with its subcodes" | "{n} passages with its subcodes" % self.passages)
        } else {
            Noun::Passage.counted(self.passages)
        };
        f.write_str(&label)
    }
}

impl CodebookPanel {
    pub(super) fn code_row(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        row: &TreeRow,
        marks: Marks,
        palette: &Palette,
    ) -> Vec<CodebookEvent> {
        let mut events = Vec::new();
        let Some(look) = workspace.looks.codes.get(&row.code).cloned() else { return events };
        let count = Count::of(workspace, row);
        let id = Id::unique(("code", row.code.0));
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), marks.height));
        let response = ui.interact(rect, id, roving::sense(Sense::click_and_drag(), marks.stop));
        let key = workspace.tree.keys.place(row.code);
        let is_chosen = self.chosen == Some(row.code);
        let is_open = row.has_children && !workspace.tree.folded.contains(&row.code);
        let label = tr!("{code}, {passages}", code = look.path, passages = count);
        bars::say_row(&response, Role::TreeItem, is_chosen, &label);
        ui.accesskit_node_builder(id, |node| {
            node.set_level(row.depth);
            if row.has_children {
                node.set_expanded(is_open);
            }
            if let Some(place) = key {
                node.set_keyboard_shortcut((place + 1).to_string());
            }
        });
        if self.wants_focus.take_if(|code| *code == row.code).is_some() {
            response.request_focus();
        }
        roving::keep(ui, &response);
        if response.has_focus() {
            (self.focused, self.chosen) = (Some(row.code), Some(row.code));
        }
        let is_hovered = ui.rect_contains_pointer(rect);
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let back = match is_chosen || marks.target {
            true => Some(palette.chosen),
            false => is_hovered.then_some(palette.hover),
        };
        if let Some(back) = back {
            painter.rect_filled(rect, 5.0, back);
        }
        bars::focus_ring(ui, &response, palette);
        let left = rect.left() + left_of(row);
        // Of the first line.
        let middle = rect.top() + theme::ROW / 2.0;
        let fold = Rect::from_center_size(pos2(left, middle), vec2(20.0, theme::ROW));
        if row.has_children {
            icons::fold(&painter, fold.center(), is_open, palette.weak);
        }
        icons::swatch(&painter, pos2(left + 15.0, middle), palette.code(look.color));
        let right = row_end(ui, workspace, row, rect, palette, &mut events);
        let name = Rect::from_min_max(pos2(left + NAME, rect.top()), pos2(right, rect.bottom()));
        let text = if row.is_match { palette.text } else { palette.weak };
        let lines = listed::lines_in(marks.height);
        let galley = listed::name_in(ui, &look.name, text, name.width(), lines);
        let line = galley.size().y / galley.rows.len().max(1) as f32;
        painter.galley(pos2(name.left(), middle - line / 2.0), galley, text);
        dropped(ui, workspace, row, &response, palette, &mut events);
        events.extend(self.respond(ui, workspace, row, fold, &response));
        let mut actions = Vec::new();
        context_menu::show(&response, |ui| menu(ui, workspace, row.code, &mut actions));
        events.extend(actions.into_iter().map(CodebookEvent::Do));
        bars::tooltip(response, |ui| about(ui, workspace, row.code, count));
        events
    }

    fn respond(
        &mut self,
        ui: &Ui,
        workspace: &mut Workspace,
        row: &TreeRow,
        fold: Rect,
        response: &Response,
    ) -> Option<CodebookEvent> {
        response.dnd_set_drag_payload(row.code);
        let on_fold = row.has_children && response.interact_pointer_pos().is_some_and(|at| fold.contains(at));
        if response.clicked() && on_fold {
            if !workspace.tree.folded.remove(&row.code) {
                workspace.tree.folded.insert(row.code);
            }
        } else if response.double_clicked() || is_entered(ui, response) {
            self.chosen = Some(row.code);
            return Some(match workspace.selection.is_empty() {
                true => CodebookEvent::Do(Action::OnCode(CodeAct::List, row.code)),
                false => CodebookEvent::Code(row.code),
            });
        } else if response.clicked() {
            if self.chosen.is_none() {
                self.clicked = Some(ui.input(|input| input.time));
            }
            self.chosen = Some(row.code);
            response.request_focus();
        }
        let leaves = response.has_focus() && response.ctx.input(|input| input.key_pressed(Key::Escape));
        leaves.then_some(CodebookEvent::Leave)
    }
}

/// Whether there are words that a code can be applied to.
fn can_code(workspace: &Workspace) -> bool {
    workspace.is_writable() && !workspace.selection.is_empty()
}

/// Paints the right end of a row: the number of passages; while words are selected, a plus sign to code them; the key; or
/// the button of the menu. Returns where they begin.
fn row_end(
    ui: &mut Ui,
    workspace: &Workspace,
    row: &TreeRow,
    rect: Rect,
    palette: &Palette,
    events: &mut Vec<CodebookEvent>,
) -> f32 {
    let (code, count) = (row.code, Count::of(workspace, row));
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let middle = rect.top() + theme::ROW / 2.0;
    let mut right = rect.right() - theme::SPACE;
    if count.passages > 0 {
        let (place, digits) = (pos2(right, middle), count.passages.to_string());
        right = painter.text(place, Align2::RIGHT_CENTER, digits, small(), palette.weak).left();
    }
    right = right.min(rect.right() - COUNT) - theme::GAP;
    let can_code = can_code(workspace);
    if can_code {
        right -= MORE.x;
        if plus(ui, workspace, code, pos2(right + MORE.x / 2.0, middle), palette).clicked() {
            events.push(CodebookEvent::Code(code));
        }
    }
    if let Some(place) = workspace.tree.keys.place(code) {
        right -= KEY_CAP.x + theme::GAP;
        key_cap(&painter, pos2(right + KEY_CAP.x / 2.0 + theme::GAP, middle), place + 1, palette);
    }
    // Where the plus sign stands, the menu is in the inspector and under the secondary button.
    let popup = more_id(Id::unique(("code", code.0))).with("popup");
    if !can_code && ui.rect_contains_pointer(rect) || Popup::is_id_open(ui.ctx(), popup) {
        right -= MORE.x;
        more(ui, workspace, code, pos2(right + MORE.x / 2.0, middle), palette, events);
    }
    right
}

/// The left edge of a row's fold triangle.
fn left_of(row: &TreeRow) -> f32 {
    theme::SPACE + row.depth as f32 * 16.0
}

/// From there to the name.
const NAME: f32 = 26.0;

/// The width that a name has in a row while the pointer is elsewhere and no words are selected. The height of the row does not
/// change with these: what stands beside the name then shortens its lines.
pub(super) fn room(workspace: &Workspace, row: &TreeRow, width: f32) -> f32 {
    let key = if workspace.tree.keys.place(row.code).is_some() { KEY_CAP.x + theme::GAP } else { 0.0 };
    width - left_of(row) - NAME - theme::SPACE - COUNT - theme::GAP - key
}

/// Least width of the column of counts: three digits.
const COUNT: f32 = 32.0;
const KEY_CAP: Vec2 = vec2(16.0, 18.0);
const MORE: Vec2 = vec2(24.0, 24.0);
/// Characters of a code's name that are shown in the list of keys.
const LONGEST_PIN: usize = 32;

fn small() -> FontId {
    FontId::proportional(theme::SMALL)
}

/// Whether Enter was pressed in a row that has the focus.
fn is_entered(ui: &Ui, response: &Response) -> bool {
    response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
}

/// The key that codes the selected words with this code.
fn key_cap(painter: &Painter, center: Pos2, key: usize, palette: &Palette) {
    let rect = Rect::from_center_size(center, KEY_CAP);
    painter.rect(rect, 3.0, palette.page, Stroke::new(1.0, palette.weak), StrokeKind::Inside);
    painter.text(center, Align2::CENTER_CENTER, key.to_string(), small(), palette.text);
}

/// The plus sign that codes the selected words.
fn plus(ui: &Ui, workspace: &Workspace, code: CodeId, center: Pos2, palette: &Palette) -> Response {
    let path = workspace.looks.codes.get(&code).map_or("", |look| look.path.as_str());
    let rect = Rect::from_center_size(center, MORE);
    // No stop for Tab: Enter in the row does the same.
    let response = ui.interact(rect, Id::unique(("code", code.0)).with("plus"), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Code with {code}", code = path)));
    if response.hovered() {
        ui.painter().rect_filled(rect, 5.0, palette.line);
    }
    icons::plus(ui.painter(), center, palette.accent);
    response.on_hover_text(tr!("Code the selection with this code (Enter or double click)"))
}

fn more_id(row: Id) -> Id {
    row.with("more")
}

/// The dots at the right of the row under the pointer, which open its menu.
fn more(
    ui: &mut Ui,
    workspace: &Workspace,
    code: CodeId,
    center: Pos2,
    palette: &Palette,
    events: &mut Vec<CodebookEvent>,
) {
    let rect = Rect::from_center_size(center, MORE);
    // No stop for Tab: the inspector has the same menu.
    let response = ui.interact(rect, more_id(Id::unique(("code", code.0))), Sense::CLICK);
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, tr!("Menu of {code}", code = workspace.code_name(code)))
    });
    if response.hovered() {
        ui.painter().rect_filled(rect, 5.0, palette.line);
    }
    icons::more(ui.painter(), center, palette.text);
    Popup::menu(&response).show(|ui| {
        let mut actions = Vec::new();
        menu(ui, workspace, code, &mut actions);
        events.extend(actions.into_iter().map(CodebookEvent::Do));
    });
}

/// Handles words or a code dropped on a row: words are coded; a code goes before the row (upper third) or below it as a
/// subcode.
fn dropped(
    ui: &Ui,
    workspace: &mut Workspace,
    row: &TreeRow,
    response: &Response,
    palette: &Palette,
    events: &mut Vec<CodebookEvent>,
) {
    let rect = response.rect;
    if !workspace.is_writable() {
        return;
    }
    // Taking a payload of one type discards one of another type.
    if DragAndDrop::has_payload_of_type::<DraggedWords>(ui.ctx()) {
        if response.dnd_hover_payload::<DraggedWords>().is_some() {
            ui.painter().rect_stroke(rect, 5.0, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
        }
        if response.dnd_release_payload::<DraggedWords>().is_some() {
            events.push(CodebookEvent::Code(row.code));
        }
        return;
    }
    let above = ui.input(|i| i.pointer.latest_pos()).is_some_and(|p| p.y < rect.top() + rect.height() / 3.0);
    if response.dnd_hover_payload::<CodeId>().is_some_and(|code| *code != row.code) {
        if above {
            ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(2.0, palette.accent));
        } else {
            ui.painter().rect_stroke(rect, 5.0, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
        }
    }
    let Some(code) = response.dnd_release_payload::<CodeId>().filter(|code| **code != row.code) else { return };
    let parent = workspace.study.as_deref().and_then(|s| s.codebook.get(row.code)).and_then(|c| c.parent);
    let (parent, before) = if above { (parent, Some(row.code)) } else { (Some(row.code), None) };
    events.push(CodebookEvent::Move { code: *code, parent, before });
}

/// The menu of a code.
pub(in crate::gui) fn menu(ui: &mut Ui, workspace: &Workspace, code: CodeId, actions: &mut Vec<Action>) {
    // The menu may cover the code.
    let name = RichText::new(shortened(workspace.code_name(code), LONGEST_PIN)).small();
    ui.add(Label::new(name).selectable(false));
    let on = |act: CodeAct| Action::OnCode(act, code);
    let shown = if workspace.seen.codes.is_some() { Action::ShowAllCodes } else { on(CodeAct::ShowOnly) };
    let below = workspace.study.as_deref().and_then(|s| s.codebook.get(code)).is_some_and(|c| c.parent.is_some());
    for action in [on(CodeAct::Apply), on(CodeAct::List), on(CodeAct::Walk), shown] {
        bars::entry(ui, workspace, action, actions);
    }
    menu_keys::submenu(ui, tr!("Put on key"), |ui| pins(ui, workspace, code, actions));
    ui.separator();
    use CodeAct::{AddBelow, Edit, Memo, Merge, Move, Rename, ToTop};
    for act in [Rename, Edit, Memo, AddBelow, Move, Merge].into_iter().chain(below.then_some(ToTop)) {
        bars::entry(ui, workspace, on(act), actions);
    }
    sets(ui, workspace, code, actions);
    bars::entry(ui, workspace, Action::DimensionValues, actions);
    ui.separator();
    bars::entry(ui, workspace, on(CodeAct::Remove), actions);
}

/// A new set with the code, and the sets to which it can be added.
fn sets(ui: &mut Ui, workspace: &Workspace, code: CodeId, actions: &mut Vec<Action>) {
    let Some(study) = workspace.study.as_deref() else { return };
    let known = || study.sets.iter().filter(|set| set.definition.kind == SetKind::Codes);
    let make = Action::OnCode(CodeAct::MakeSet, code);
    if known().next().is_none() {
        return bars::entry(ui, workspace, make, actions);
    }
    menu_keys::submenu(ui, tr!("Add to set"), |ui| {
        bars::entry(ui, workspace, make, actions);
        ui.separator();
        ScrollArea::vertical().id_salt("sets").grow_to(260.0).show(ui, |ui| {
            for set in known() {
                let add = Action::AddToSet(code, set.id);
                let possible = add.is_possible(Some(workspace));
                bars::entry_as(ui, set.name.clone(), possible, add, actions);
            }
        });
    });
}

/// The keys with the codes on them.
fn pins(ui: &mut Ui, workspace: &Workspace, code: CodeId, actions: &mut Vec<Action>) {
    for place in 0..KEYS {
        let (number, on_key) = (place + 1, workspace.tree.keys.code(place));
        let name = |other| shortened(workspace.code_name(other), LONGEST_PIN);
        let label = match on_key {
            Some(other) => tr!("{number}: “{code}”", number, code = name(other)),
            None => tr!("{number}: free", number),
        };
        let is_on = on_key == Some(code);
        let entry = bars::state_labelled(ui, &label, Role::MenuItemRadio, is_on);
        if entry.on_hover_text(Action::PinCode(code, Some(place)).spec().tooltip).clicked() {
            actions.push(Action::PinCode(code, Some(place)));
            ui.close();
        }
    }
    if workspace.tree.keys.place(code).is_some() {
        ui.separator();
        bars::entry(ui, workspace, Action::PinCode(code, None), actions);
    }
}

/// The tooltip: the whole path, the numbers, the definition.
fn about(ui: &mut Ui, workspace: &Workspace, code: CodeId, count: Count) {
    let Some(study) = workspace.study.as_deref() else { return };
    let book = &study.codebook;
    ui.label(RichText::new(book.path(code).to_string()).medium());
    ui.label(match in_document(workspace, code) {
        0 => tr!("{count}; none in this document", count),
        here => tr!("{count}; {here} in this document", count, here = Noun::Passage.counted(here)),
    });
    if count.with_subcodes {
        let passages = Noun::Passage.counted(workspace.counts.by_code.get(&code).copied().unwrap_or(0));
        ui.label(tr!("{passages} with the code itself. Text with several subcodes counts once per coder.", passages));
    }
    for value in values(study, code) {
        ui.label(value);
    }
    let Some(code) = book.get(code) else { return };
    if !code.description.is_empty() {
        ui.label(Definition::shown(&code.description));
    }
}

/// Distinct passages in the open document, by the visible coders, with the code or a subcode.
pub(in crate::gui) fn in_document(workspace: &Workspace, code: CodeId) -> u64 {
    let (Some(study), Some(document)) = (workspace.study.as_deref(), workspace.document.as_deref()) else { return 0 };
    let passages = document.of_shown_coders().filter(|passage| study.codebook.is_below(passage.code, code));
    passages.map(|passage| (passage.range, passage.user)).collect::<HashSet<_>>().len() as u64
}
