//! The codebook panel: a tree of codes with colours and counts. A click codes the selected words.

use super::bars;
use super::theme::{self, Palette, Weighted};
use super::transcript::DraggedWords;
use super::{confirm, gate, icons, overlay, sheet};
use crate::app::SourceView;
use crate::app::action::{Action, CodeAct, CodingAct, ImportAct};
use crate::app::submission::Submission;
use crate::app::tree::TreeRow;
use crate::app::unsaved::Dialog;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::command::CodeChange;
use crate::model::{CodeId, Codebook, SourceId, counted};
use egui::{
    Align2, Color32, DragAndDrop, EventFilter, FontId, Id, Key, Modifiers, Painter, Pos2, Rect, Response, RichText,
    Role, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use std::collections::HashMap;

/// The state of the panel between frames.
#[derive(Default)]
pub struct CodebookPanel {
    /// Move the keyboard focus to the filter.
    focus: bool,
    /// Scroll the marked row into view.
    reveal: bool,
    /// The code whose row has the keyboard focus.
    focused: Option<CodeId>,
    /// The code whose row is to be focused and scrolled into view.
    wants_focus: Option<CodeId>,
    /// The code that is being renamed, the text typed, and whether the field has just been opened.
    renaming: Option<(CodeId, String, bool)>,
    /// The pending change of the name that is being edited.
    submission: Submission,
    /// The pending change for a new code that is named in the filter.
    adding: Submission,
    here: CountsHere,
    columns: Columns,
}

/// Widths of the columns of counts, in points; 0 if every count is 0.
#[derive(Clone, Copy, Default)]
struct Columns {
    here: f32,
    all: f32,
}

impl Columns {
    /// Space between the two columns, for a slash.
    const GAP: f32 = 14.0;

    fn fit(painter: &Painter, here: u32, all: u64) -> Self {
        let width = |most: u64| {
            let digits = most.checked_ilog10().map_or(0, |log| log as usize + 1);
            painter.layout_no_wrap("0".repeat(digits), small(), Color32::PLACEHOLDER).size().x
        };
        Self { here: width(u64::from(here)), all: width(all) }
    }

    /// Paints the counts of a row, each right-aligned in its column. Returns the left edge of the columns.
    fn write(self, painter: &Painter, rect: Rect, (here, all): (u32, u64), palette: &Palette) -> f32 {
        let right = rect.right() - theme::SPACE;
        let middle = rect.center().y;
        let write = |x: f32, align: Align2, words: String, color: Color32| {
            painter.text(pos2(x, middle), align, words, small(), color);
        };
        if all > 0 {
            write(right, Align2::RIGHT_CENTER, all.to_string(), palette.weak);
        }
        if here > 0 {
            let left = right - self.all;
            write(left - Self::GAP / 2.0, Align2::CENTER_CENTER, "/".to_owned(), palette.weak);
            write(left - Self::GAP, Align2::RIGHT_CENTER, here.to_string(), palette.text);
        }
        right - self.all - if self.here > 0.0 { Self::GAP + self.here } else { 0.0 }
    }
}

fn small() -> FontId {
    FontId::proportional(theme::SMALL)
}

/// Passages per code in the open document by the visible coders; recounted only when they change.
#[derive(Default)]
struct CountsHere {
    key: Option<(SourceId, u64)>,
    counts: HashMap<CodeId, u32>,
}

impl CountsHere {
    fn fit(&mut self, document: Option<&SourceView>) {
        let key = document.map(|d| (d.id, d.version()));
        if self.key != key {
            self.key = key;
            self.counts.clear();
            for passage in document.into_iter().flat_map(SourceView::of_shown_coders) {
                *self.counts.entry(passage.code).or_default() += 1;
            }
        }
    }

    fn count(&self, code: CodeId) -> u32 {
        self.counts.get(&code).copied().unwrap_or(0)
    }
}

pub enum CodebookEvent {
    /// Code the selected words and return the focus to the transcript.
    Code(CodeId),
    /// The user left the filter.
    Leave,
    Do(Action),
    /// Move a code below another (or to the top level), before a sibling or to the end.
    Move {
        code: CodeId,
        parent: Option<CodeId>,
        before: Option<CodeId>,
    },
}

impl CodebookPanel {
    /// Moves the keyboard focus to the filter.
    pub fn focus(&mut self) {
        self.focus = true;
    }

    /// The code whose row has the keyboard focus.
    #[must_use]
    pub fn focused(&self) -> Option<CodeId> {
        self.focused
    }

    /// Starts editing the name of a code in its row.
    pub fn rename(&mut self, workspace: &mut Workspace, code: CodeId) {
        let name = workspace.looks.codes.get(&code).map(|look| look.name.clone());
        self.renaming = name.filter(|_| workspace.is_writable()).map(|name| (code, name, true));
        self.submission.reset();
        if self.renaming.is_some() {
            workspace.rooms.code_uses.ask(code, None, &mut workspace.link);
        }
    }

    /// Stores the name that is being edited, when its field is left.
    pub fn finish(&mut self, workspace: &mut Workspace) {
        let Some((code, ..)) = &self.renaming else { return };
        if self.submission.is_done() || !workspace.looks.codes.contains_key(code) {
            self.end_renaming();
        } else if self.submission.refusal().is_some() {
            self.wants_focus = Some(*code);
        } else if !self.submission.is_under_way() {
            self.finish_renaming(workspace);
        }
    }

    /// Why the name that is being edited cannot be stored.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        self.renaming.as_ref().and_then(|_| self.submission.refusal())
    }

    /// Restores a name that was being edited in an earlier session.
    pub fn put_back(&mut self, code: CodeId, name: String) {
        (self.renaming, self.wants_focus) = (Some((code, name, true)), Some(code));
    }

    /// The code whose name is being edited, with the text typed.
    #[must_use]
    pub fn unsaved(&self, book: &Codebook) -> Option<Dialog> {
        let (code, name, _) = self.renaming.as_ref()?;
        book.get(*code).filter(|code| code.name != *name).map(|code| Dialog::RenameCode(code.id, name.clone()))
    }

    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<CodebookEvent> {
        let mut events = Vec::new();
        let Some(study) = workspace.study.clone() else { return events };
        let book = &study.codebook;
        self.here.fit(workspace.document.as_deref());
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
            if workspace.is_writable() {
                let name = workspace.tree.filter.trim().to_owned();
                if self.adding.is_done() {
                    self.adding.reset();
                    workspace.tree.filter.clear();
                } else if ui.button(format!("New code “{name}”")).clicked() && !self.adding.is_under_way() {
                    workspace.submit(&mut self.adding, |workspace| workspace.add_code(None, name));
                }
                overlay::submitted(ui, &self.adding);
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
        }
        let edit = TextEdit::singleline(&mut workspace.tree.filter).id(id).desired_width(f32::INFINITY);
        let response = ui.add(edit.hint_text("Filter codes (Ctrl+L)"));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Filter codes"));
        if response.changed() {
            workspace.tree.marked = None;
        }
        // egui takes the focus away on Escape before the field is shown.
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
            workspace.tree.filter.clear();
            workspace.tree.marked = None;
            events.push(CodebookEvent::Leave);
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
        self.arrows(ui, rows);
        let most_here = self.here.counts.values().copied().max().unwrap_or(0);
        let most = workspace.counts.by_code.values().copied().max().unwrap_or(0);
        self.columns = Columns::fit(ui.painter(), most_here, most);
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical().id_salt("codebook").auto_shrink(false);
        let wanted = if std::mem::take(&mut self.reveal) { target } else { self.wants_focus };
        if let Some(at) = wanted.and_then(|code| rows.iter().position(|row| row.code == code)) {
            area = area.vertical_scroll_offset((at as f32 - 4.0).max(0.0) * theme::ROW);
        }
        self.focused = None;
        area.show_rows(ui, theme::ROW, rows.len(), |ui, range| {
            for row in rows.get(range).unwrap_or_default() {
                if self.renaming.as_ref().is_some_and(|(code, _, _)| *code == row.code) {
                    self.rename_row(ui, workspace, row);
                } else {
                    events.extend(self.code_row(ui, workspace, row, target == Some(row.code), palette));
                }
            }
        });
    }

    /// Up and Down move from code to code, including those outside the view.
    fn arrows(&mut self, ui: &Ui, rows: &[TreeRow]) {
        let Some(at) = self.focused.and_then(|code| rows.iter().position(|row| row.code == code)) else { return };
        let steps = ui.input_mut(|input| {
            let mut pressed = |key| isize::from(input.consume_key(Modifiers::NONE, key));
            pressed(Key::ArrowDown) - pressed(Key::ArrowUp)
        });
        if steps != 0 {
            self.wants_focus = rows.get(at.saturating_add_signed(steps).min(rows.len() - 1)).map(|row| row.code);
        }
    }

    fn rename_row(&mut self, ui: &mut Ui, workspace: &mut Workspace, row: &TreeRow) {
        let Some((code, name, fresh)) = &mut self.renaming else { return };
        let mut done = None;
        ui.horizontal(|ui| {
            ui.set_height(theme::ROW);
            ui.add_space(theme::SPACE + row.depth as f32 * 16.0 + 20.0);
            gate::claim(ui.ctx());
            let field = ui.add(TextEdit::singleline(name).desired_width(f32::INFINITY));
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "New name of the code"));
            if std::mem::take(fresh) {
                field.request_focus();
            }
            if field.changed() {
                self.submission.reset();
            }
            sheet::submitted(ui, field.rect, &self.submission);
            if let Some(others) = confirm::others_with(workspace, *code).filter(|_| self.submission.refusal().is_none())
            {
                sheet::remark(ui, field.rect, &others);
            }
            if self.submission.refusal().is_some() && !field.has_focus() && !field.lost_focus() {
                field.request_focus();
            }
            if ui.input(|input| input.key_pressed(Key::Escape)) {
                done = Some(false);
            } else if field.lost_focus() && !self.submission.is_under_way() {
                done = Some(true);
            }
        });
        if done == Some(true) {
            self.finish_renaming(workspace);
        } else if done.is_some() || self.submission.is_done() {
            self.end_renaming();
        }
    }

    /// Stores a name that was changed; the field closes when that is done.
    fn finish_renaming(&mut self, workspace: &mut Workspace) {
        let Some((code, name, _)) = &self.renaming else { return };
        let (code, name) = (*code, name.trim().to_owned());
        let before = workspace.looks.codes.get(&code).map(|look| look.name.as_str());
        if name.is_empty() || before.is_none_or(|before| before == name) {
            return self.end_renaming();
        }
        let command = Command::ChangeCode { code, changes: vec![CodeChange::Name(name)] };
        workspace.give(&mut self.submission, command);
    }

    fn end_renaming(&mut self) {
        self.wants_focus = self.renaming.take().map(|(code, ..)| code).or(self.wants_focus);
        self.submission.reset();
    }

    fn code_row(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        row: &TreeRow,
        marked: bool,
        palette: &Palette,
    ) -> Vec<CodebookEvent> {
        let mut events = Vec::new();
        let Some(look) = workspace.looks.codes.get(&row.code).cloned() else { return events };
        let count = workspace.counts.by_code.get(&row.code).copied().unwrap_or(0);
        let here = self.here.count(row.code);
        let id = Id::unique(("code", row.code.0));
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), theme::ROW));
        let response = ui.interact(rect, id, Sense::click_and_drag());
        let recent = workspace.recent.iter().position(|&code| code == row.code);
        let key = recent.filter(|_| !workspace.selection.is_empty()).map(|place| place + 1);
        let label = format!("{}, {}", look.path, counted(count, "passage"));
        let folded = workspace.tree.folded.contains(&row.code);
        response.widget_info(|| WidgetInfo::labeled(Role::TreeItem, true, &label));
        if let Some(key) = key {
            ui.accesskit_node_builder(id, |node| node.set_keyboard_shortcut(key.to_string()));
        }
        if self.wants_focus == Some(row.code) {
            response.request_focus();
            self.wants_focus = None;
        }
        if response.has_focus() {
            self.focused = Some(row.code);
            let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        }
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let back = if marked { Some(palette.chosen) } else { response.hovered().then_some(palette.hover) };
        if let Some(back) = back {
            painter.rect_filled(rect, 5.0, back);
        }
        super::bars::focus_ring(ui, &response, palette);
        let left = rect.left() + theme::SPACE + row.depth as f32 * 16.0;
        let middle = rect.center().y;
        let fold = Rect::from_center_size(pos2(left, middle), vec2(16.0, theme::ROW));
        if row.has_children {
            icons::fold(&painter, fold.center(), !folded, palette.weak);
        }
        // The key takes the place of the fold triangle, or is beside it in a row that has one.
        let beside = if key.is_some() && row.has_children { KEY_CAP.x + 3.0 } else { 0.0 };
        if let Some(key) = key {
            key_cap(&painter, fold.center() + vec2(beside, 0.0), key, palette);
        }
        let left = left + beside;
        let color = Color32::from_rgb(look.color[0], look.color[1], look.color[2]);
        icons::swatch(&painter, pos2(left + 15.0, middle), color);
        let right = self.columns.write(&painter, rect, (here, count), palette);
        let name = Rect::from_min_max(pos2(left + 26.0, rect.top()), pos2(right - theme::GAP, rect.bottom()));
        let text = if row.is_match { palette.text } else { palette.weak };
        let galley = super::bars::elided(ui, &look.name, theme::BODY, text, name.width());
        painter.galley(pos2(name.left(), middle - galley.size().y / 2.0), galley, text);
        dropped(ui, workspace, row, &response, palette, &mut events);
        respond(ui, workspace, row, fold, &response, &mut events);
        response.context_menu(|ui| menu(ui, workspace, row.code, &mut events));
        response.on_hover_ui(|ui| about(ui, workspace, row.code, (here, count)));
        events
    }
}

const KEY_CAP: Vec2 = vec2(14.0, 16.0);

/// The key that codes the selected words with this code.
fn key_cap(painter: &Painter, center: Pos2, key: usize, palette: &Palette) {
    let rect = Rect::from_center_size(center, KEY_CAP);
    painter.rect(rect, 3.0, palette.page, Stroke::new(1.0, palette.weak), StrokeKind::Inside);
    painter.text(center, Align2::CENTER_CENTER, key.to_string(), small(), palette.text);
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

/// The context menu of a code.
fn menu(ui: &mut Ui, workspace: &Workspace, code: CodeId, events: &mut Vec<CodebookEvent>) {
    let on = |act: CodeAct| Action::OnCode(act, code);
    let shown = if workspace.seen.codes.is_some() { Action::ShowAllCodes } else { on(CodeAct::ShowOnly) };
    let below = workspace.study.as_deref().and_then(|s| s.codebook.get(code)).is_some_and(|c| c.parent.is_some());
    let mut actions = Vec::new();
    for action in [on(CodeAct::List), on(CodeAct::Walk), shown] {
        bars::entry(ui, workspace, action, &mut actions);
    }
    ui.separator();
    use CodeAct::{AddBelow, Edit, Memo, Merge, Move, Rename, ToTop};
    let acts = [Rename, Edit, Memo, AddBelow, Move, Merge].into_iter().chain(below.then_some(ToTop));
    for act in acts {
        bars::entry(ui, workspace, on(act), &mut actions);
    }
    ui.separator();
    bars::entry(ui, workspace, on(CodeAct::Remove), &mut actions);
    events.extend(actions.into_iter().map(CodebookEvent::Do));
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
    let on_fold = row.has_children && response.interact_pointer_pos().is_some_and(|at| fold.contains(at));
    if response.clicked() && on_fold {
        if !workspace.tree.folded.remove(&row.code) {
            workspace.tree.folded.insert(row.code);
        }
    } else if response.double_clicked() {
        events.push(CodebookEvent::Do(Action::OnCode(CodeAct::List, row.code)));
    } else if response.clicked() && !workspace.selection.is_empty() {
        events.push(CodebookEvent::Code(row.code));
    } else if response.clicked() {
        // With nothing selected, a click selects the code for F2, F3 and Delete, and a note says what is missing.
        response.request_focus();
        workspace.code_selection(&[row.code]);
    }
    if response.has_focus() {
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        if row.has_children && pressed(Key::ArrowLeft) {
            workspace.tree.folded.insert(row.code);
        } else if pressed(Key::ArrowRight) {
            workspace.tree.folded.remove(&row.code);
        } else if pressed(Key::Escape) {
            events.push(CodebookEvent::Leave);
        }
    }
}

fn about(ui: &mut Ui, workspace: &Workspace, code: CodeId, (here, count): (u32, u64)) {
    let Some(study) = workspace.study.as_deref() else { return };
    let book = &study.codebook;
    ui.set_max_width(360.0);
    ui.label(RichText::new(book.path(code).to_string()).medium());
    ui.label(format!("{} in this document, {count} in all", counted(here.into(), "passage")));
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
    if !workspace.is_writable() {
        return;
    }
    let mut actions = Vec::new();
    bars::button(ui, true, Action::Coding(CodingAct::NewCode), &mut actions);
    bars::button(ui, true, Action::Import(ImportAct::Codebook), &mut actions);
    events.extend(actions.into_iter().map(CodebookEvent::Do));
    ui.add_space(theme::SPACE);
    ui.label(RichText::new("Or start from a framework:").color(palette.weak));
    for template in crate::engine::template::built_in() {
        if ui.button(&template.name).on_hover_text(&template.description).clicked() {
            workspace.link.execute(crate::engine::Command::UseTemplate { template });
        }
    }
}
