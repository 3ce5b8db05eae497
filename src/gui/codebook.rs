//! The codebook: a tree of codes with colours and counts. A click codes the selected words.

use super::icons;
use super::theme::{self, Palette};
use crate::app::action::Action;
use crate::app::tree::TreeRow;
use crate::app::workspace::Workspace;
use crate::model::CodeId;
use egui::{
    Align2, Color32, FontId, Id, Key, Modifiers, Rect, Response, RichText, Role, ScrollArea, Sense, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

/// State of the panel between frames.
#[derive(Default)]
pub struct CodebookPanel {
    /// The filter is to get the keyboard.
    focus: bool,
    /// The marked row is to be scrolled into sight.
    reveal: bool,
}

pub enum CodebookEvent {
    /// Code the selected words; the keyboard goes back to the transcript.
    Code(CodeId),
    /// The filter was left.
    Leave,
    Do(Action),
}

impl CodebookPanel {
    /// Puts the caret into the filter.
    pub fn focus(&mut self) {
        self.focus = true;
    }

    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<CodebookEvent> {
        let mut events = Vec::new();
        let Some(study) = workspace.study.clone() else { return events };
        let book = &study.codebook;
        super::bars::heading(ui, "Codes", &book.codes().len().to_string(), palette);
        if book.codes().is_empty() {
            empty(ui, workspace, palette, &mut events);
            return events;
        }
        let rows = workspace.tree.rows(book);
        self.filter(ui, workspace, &rows, &mut events);
        let rows = workspace.tree.rows(book);
        if rows.is_empty() {
            ui.label(RichText::new("No code has these words.").color(palette.weak));
            if workspace.writable {
                let name = workspace.tree.filter.trim().to_owned();
                if ui.button(format!("New code “{name}”")).clicked() {
                    workspace.tree.filter.clear();
                    workspace.add_code(None, name);
                }
            }
            return events;
        }
        self.tree(ui, workspace, &rows, palette, &mut events);
        events
    }

    fn filter(&mut self, ui: &mut Ui, workspace: &mut Workspace, rows: &[TreeRow], events: &mut Vec<CodebookEvent>) {
        let id = Id::unique("code filter");
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        if has_focus {
            let steps = ui.input_mut(|input| {
                let down = input.consume_key(Modifiers::NONE, Key::ArrowDown) as isize;
                down - input.consume_key(Modifiers::NONE, Key::ArrowUp) as isize
            });
            if steps != 0 {
                workspace.tree.step(rows, steps);
                self.reveal = true;
            }
            let entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
            if let Some(code) = workspace.tree.target(rows).filter(|_| entered) {
                events.push(CodebookEvent::Code(code));
                workspace.tree.filter.clear();
                workspace.tree.marked = None;
            }
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
                workspace.tree.filter.clear();
                workspace.tree.marked = None;
                events.push(CodebookEvent::Leave);
            }
        }
        let edit = TextEdit::singleline(&mut workspace.tree.filter).id(id).desired_width(f32::INFINITY);
        let response = ui.add(edit.hint_text("Find a code  ( / )"));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Find a code"));
        if response.changed() {
            workspace.tree.marked = None;
        }
        if std::mem::take(&mut self.focus) {
            response.request_focus();
        }
        ui.add_space(theme::GAP);
    }

    fn tree(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        rows: &[TreeRow],
        palette: &Palette,
        events: &mut Vec<CodebookEvent>,
    ) {
        let filtering = !workspace.tree.filter.trim().is_empty() || workspace.tree.marked.is_some();
        let target = filtering.then(|| workspace.tree.target(rows)).flatten();
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical().id_salt("codebook").auto_shrink(false);
        if std::mem::take(&mut self.reveal) {
            let at = rows.iter().position(|row| Some(row.code) == target).unwrap_or(0);
            area = area.vertical_scroll_offset((at as f32 - 4.0).max(0.0) * theme::ROW);
        }
        area.show_rows(ui, theme::ROW, rows.len(), |ui, range| {
            for row in rows.get(range).unwrap_or_default() {
                code_row(ui, workspace, row, target == Some(row.code), palette, events);
            }
        });
    }
}

fn code_row(
    ui: &mut Ui,
    workspace: &mut Workspace,
    row: &TreeRow,
    marked: bool,
    palette: &Palette,
    events: &mut Vec<CodebookEvent>,
) {
    let Some(look) = workspace.looks.codes.get(&row.code).cloned() else { return };
    let count = workspace.code_counts.get(&row.code).copied().unwrap_or(0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click_and_drag());
    let label = format!("{}, {count} passages", look.path);
    response.widget_info(|| WidgetInfo::labeled(Role::TreeItem, true, &label));
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let back = if marked { Some(palette.chosen) } else { response.hovered().then_some(palette.hover) };
    if let Some(back) = back {
        painter.rect_filled(rect, 5.0, back);
    }
    super::bars::focus_ring(ui, &response, palette);
    let color = Color32::from_rgb(look.color[0], look.color[1], look.color[2]);
    let left = rect.left() + theme::SPACE + row.depth as f32 * 16.0;
    let middle = rect.center().y;
    let fold = Rect::from_center_size(pos2(left, middle), vec2(16.0, theme::ROW));
    if row.has_children {
        icons::fold(&painter, fold.center(), !workspace.tree.folded.contains(&row.code), palette.weak);
    }
    icons::swatch(&painter, pos2(left + 15.0, middle), color);
    let small = FontId::proportional(theme::SMALL);
    let number = if count > 0 { count.to_string() } else { String::new() };
    let mut right = rect.right() - theme::SPACE;
    right = painter.text(pos2(right, middle), Align2::RIGHT_CENTER, number, small.clone(), palette.weak).left();
    if let Some(recent) = workspace.recent.iter().position(|&code| code == row.code) {
        let digit = (recent + 1).to_string();
        right =
            painter.text(pos2(right - theme::SPACE, middle), Align2::RIGHT_CENTER, digit, small, palette.accent).left();
    }
    let name = Rect::from_min_max(pos2(left + 26.0, rect.top()), pos2(right - theme::GAP, rect.bottom()));
    let text = if row.is_match { palette.text } else { palette.weak };
    let galley = super::bars::elided(ui, &look.name, theme::BODY, text, name.width());
    painter.galley(pos2(name.left(), middle - galley.size().y / 2.0), galley, text);
    respond(ui, workspace, row, fold, &response, events);
    response.on_hover_ui(|ui| about(ui, workspace, row.code, count));
}

fn respond(
    ui: &Ui,
    workspace: &mut Workspace,
    row: &TreeRow,
    fold: Rect,
    response: &Response,
    events: &mut Vec<CodebookEvent>,
) {
    response.dnd_set_drag_payload(row.code);
    let keys = response
        .has_focus()
        .then(|| ui.input(|input| (input.key_pressed(Key::ArrowLeft), input.key_pressed(Key::ArrowRight))));
    let on_fold = row.has_children && response.interact_pointer_pos().is_some_and(|at| fold.contains(at));
    if (response.clicked() && on_fold) || response.double_clicked() && row.has_children {
        if !workspace.tree.folded.remove(&row.code) {
            workspace.tree.folded.insert(row.code);
        }
    } else if response.clicked() {
        events.push(CodebookEvent::Code(row.code));
    }
    match keys {
        Some((true, _)) if row.has_children => drop(workspace.tree.folded.insert(row.code)),
        Some((_, true)) => drop(workspace.tree.folded.remove(&row.code)),
        _ => {}
    }
}

fn about(ui: &mut Ui, workspace: &Workspace, code: CodeId, count: u64) {
    let Some(study) = workspace.study.as_deref() else { return };
    let book = &study.codebook;
    ui.set_max_width(360.0);
    ui.label(RichText::new(book.path(code).to_string()).strong());
    ui.label(format!("{count} passages"));
    let Some(code) = book.get(code) else { return };
    for (facet, value) in &code.facets {
        if let Some(facet) = book.facets.iter().find(|f| f.id == *facet) {
            ui.label(format!("{}: {}", facet.name, facet.values.get(*value).map_or("", String::as_str)));
        }
    }
    if !code.description.is_empty() {
        ui.label(&code.description);
    }
}

fn empty(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, events: &mut Vec<CodebookEvent>) {
    ui.add_space(theme::SPACE);
    ui.label("There is no code yet.");
    ui.add_space(theme::GAP);
    if !workspace.writable {
        return;
    }
    if ui.button(Action::NewCode.label()).clicked() {
        events.push(CodebookEvent::Do(Action::NewCode));
    }
    ui.add_space(theme::SPACE);
    ui.label(RichText::new("Or start from a framework:").color(palette.weak));
    for template in crate::engine::template::built_in() {
        if ui.button(&template.name).on_hover_text(&template.description).clicked() {
            workspace.execute(crate::engine::Command::UseTemplate { template });
        }
    }
}
