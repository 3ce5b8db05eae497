//! The codebook panel: a tree of codes with colours and counts. A click chooses a code; the plus sign in its row, a double
//! click or Enter codes the selected words with it.

mod listed;
mod row;

pub(super) use row::{in_document, menu as code_menu};

use super::code_inspector::CodeInspector;
use super::theme::{self, Palette};
use super::{bars, confirm, gate, overlay, roving, sheet};
use crate::app::action::{Action, CodingAct, ImportAct};
use crate::app::submission::Submission;
use crate::app::tree::TreeRow;
use crate::app::unsaved::Dialog;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::command::CodeChange;
use crate::model::{CodeId, Codebook};
use crate::tr;
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Id, Key, Modifiers, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo, vec2};
use std::ops::Range;
use std::time::Duration;

/// The state of the panel between frames.
#[derive(Default)]
pub struct CodebookPanel {
    /// Move the keyboard focus to the filter.
    focus: bool,
    /// Scroll the marked row into view.
    reveal: bool,
    /// The code whose row has the keyboard focus.
    focused: Option<CodeId>,
    /// The code that was clicked or focused last: Tab leads to its row, and the inspector shows it,
    /// unless the filter leads to another.
    chosen: Option<CodeId>,
    /// When a code was clicked while the inspector was closed, in seconds. It opens once a double click can no longer
    /// follow, because it may cover the row.
    clicked: Option<f64>,
    /// Indices of the rows that were in view in the last frame.
    in_view: Range<usize>,
    listed: listed::Listed,
    inspector: CodeInspector,
    /// The code whose row is to be focused and scrolled into view.
    wants_focus: Option<CodeId>,
    /// The code that is being renamed, the text typed, and whether the field has just been opened.
    renaming: Option<(CodeId, String, bool)>,
    /// The pending change of the name that is being edited.
    submission: Submission,
    /// The pending change for a new code that is named in the filter.
    adding: Submission,
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

    /// The code that was clicked or focused last.
    #[must_use]
    pub fn chosen(&self) -> Option<CodeId> {
        self.chosen
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
        let mut actions = Vec::new();
        let (action, possible) = (Action::Coding(CodingAct::NewCode), workspace.is_writable());
        let new = bars::Plus { label: tr!("Add a code"), action, possible };
        bars::heading_with_new(ui, tr!("Codes"), &book.codes().len().to_string(), new, palette, &mut actions);
        events.extend(actions.into_iter().map(CodebookEvent::Do));
        if book.codes().is_empty() {
            self.empty(ui, workspace, palette, &mut events);
            return events;
        }
        self.chosen = self.chosen.filter(|&code| book.get(code).is_some());
        workspace.tree.unfold_added(book);
        let rows = self.listed.rows(&study, &workspace.tree);
        let entered = self.filter(ui, workspace, &rows, &mut events);
        let rows = self.listed.rows(&study, &workspace.tree);
        if rows.is_empty() {
            ui.label(RichText::new(tr!("No matching codes")).color(palette.weak));
            self.offer_new(ui, workspace, entered);
            return events;
        }
        if let Some(chosen) = self.chosen.filter(|_| self.shows_inspector(ui)) {
            let code = target(workspace, &rows).unwrap_or(chosen);
            let actions = self.inspector.show(ui, workspace, code, palette);
            events.extend(actions.into_iter().map(CodebookEvent::Do));
        }
        self.tree(ui, workspace, &rows, palette, &mut events);
        events
    }

    /// Offers to add a code with the name in the filter.
    fn offer_new(&mut self, ui: &mut Ui, workspace: &mut Workspace, entered: bool) {
        if !workspace.is_writable() {
            return;
        }
        let name = workspace.tree.filter.trim().to_owned();
        if (ui.button(tr!("New code “{name}”", name)).clicked() || entered) && !self.adding.is_under_way() {
            workspace.submit(&mut self.adding, |workspace| workspace.add_code(None, name));
        }
        overlay::submitted(ui, &self.adding);
    }

    /// Whether the inspector is open: not while a click may become a double click.
    fn shows_inspector(&mut self, ui: &Ui) -> bool {
        let Some(clicked) = self.clicked else { return true };
        let delay = ui.ctx().options(|options| options.input_options.max_double_click_delay);
        let now = ui.input(|input| input.time);
        let left = clicked + delay - now;
        if left > 0.0 {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
            return false;
        }
        self.clicked = None;
        // It may cover the row.
        self.wants_focus = self.focused.or(self.wants_focus);
        true
    }

    /// The filter. Returns whether Enter was pressed in it.
    fn filter(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        rows: &[TreeRow],
        events: &mut Vec<CodebookEvent>,
    ) -> bool {
        // Its name may already find the new code.
        if self.adding.is_done() {
            self.adding.reset();
            workspace.tree.filter.clear();
        }
        let mut entered = false;
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
            entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
            if let Some(code) = workspace.tree.target(rows).filter(|_| entered) {
                if workspace.selection.is_empty() {
                    (self.chosen, self.wants_focus) = (Some(code), Some(code));
                } else {
                    events.push(CodebookEvent::Code(code));
                }
                workspace.tree.filter.clear();
                workspace.tree.marked = None;
            }
        }
        let edit = TextEdit::singleline(&mut workspace.tree.filter).id(id).desired_width(f32::INFINITY);
        let has_codes = workspace.study.as_deref().is_some_and(|study| !study.codebook.codes().is_empty());
        let (hint, label) = match has_codes {
            true => (tr!("Filter codes (Ctrl+L)"), tr!("Filter codes")),
            false => (tr!("Name of the first code (Ctrl+L)"), tr!("Name of the first code")),
        };
        let response = ui.add(edit.hint_text(hint));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label));
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
            // What is typed now replaces an earlier filter.
            let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
            let end = CCursor::new(workspace.tree.filter.chars().count());
            state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
            state.store(ui.ctx(), id);
        }
        ui.add_space(theme::GAP);
        entered
    }

    fn tree(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        rows: &[TreeRow],
        palette: &Palette,
        events: &mut Vec<CodebookEvent>,
    ) {
        let target = target(workspace, rows);
        self.arrows(ui, workspace, rows);
        ui.spacing_mut().item_spacing.y = 0.0;
        let tops = self.listed.tops(ui, workspace);
        let mut area = ScrollArea::vertical().id_salt("codebook").auto_shrink(false);
        let wanted = if std::mem::take(&mut self.reveal) { target } else { self.wants_focus };
        let wanted = wanted.or(workspace.tree.added);
        let at = wanted.and_then(|code| rows.iter().position(|row| row.code == code));
        workspace.tree.added.take_if(|added| rows.iter().any(|row| row.code == *added));
        if let Some(at) = at.filter(|at| !self.in_view.contains(at)) {
            area = area.vertical_scroll_offset(tops.get(at.saturating_sub(4)).copied().unwrap_or_default());
        }
        self.focused = None;
        area.show_viewport(ui, |ui, view| {
            let range = listed::rows_between(&tops, view.top(), view.bottom());
            let top = |row: usize| tops.get(row).copied().unwrap_or_default();
            ui.set_height(top(rows.len()));
            ui.skip_ahead_auto_ids(range.start);
            ui.add_space(top(range.start));
            let shown = rows.get(range.clone()).unwrap_or_default();
            // The first and the last row may be cut off.
            self.in_view = range.start + 1..range.end.saturating_sub(1);
            let is_in_view = |code: &CodeId| shown.iter().any(|row| row.code == *code);
            let stop = self.chosen.filter(is_in_view).or(shown.first().map(|row| row.code));
            for (row, at) in shown.iter().zip(range) {
                let height = top(at + 1) - top(at);
                if self.renaming.as_ref().is_some_and(|(code, _, _)| *code == row.code) {
                    ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
                        ui.set_min_height(height);
                        self.rename_row(ui, workspace, row);
                    });
                } else {
                    let (target, stop) = (target == Some(row.code), stop == Some(row.code));
                    let marks = row::Marks { target, stop, height };
                    events.extend(self.code_row(ui, workspace, row, marks, palette));
                }
            }
        });
    }

    /// Arrow keys move from code to code, including those outside the view, and fold and unfold.
    fn arrows(&mut self, ui: &Ui, workspace: &mut Workspace, rows: &[TreeRow]) {
        let Some(at) = self.focused.and_then(|code| rows.iter().position(|row| row.code == code)) else { return };
        let Some(row) = rows.get(at) else { return };
        let is_folded = workspace.tree.folded.contains(&row.code);
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let next = if pressed(Key::ArrowLeft) {
            if row.has_children && !is_folded {
                workspace.tree.folded.insert(row.code);
            }
            let parent = || rows.get(..at).unwrap_or_default().iter().rposition(|above| above.depth < row.depth);
            parent().filter(|_| !row.has_children || is_folded)
        } else if pressed(Key::ArrowRight) {
            let was_folded = workspace.tree.folded.remove(&row.code);
            (row.has_children && !was_folded).then_some(at + 1)
        } else {
            roving::step(ui, at, rows.len())
        };
        self.wants_focus = next.and_then(|next| rows.get(next)).map(|row| row.code).or(self.wants_focus);
    }

    fn rename_row(&mut self, ui: &mut Ui, workspace: &mut Workspace, row: &TreeRow) {
        let Some((code, name, fresh)) = &mut self.renaming else { return };
        let mut done = None;
        ui.horizontal(|ui| {
            ui.set_height(theme::ROW);
            ui.add_space(theme::SPACE + row.depth as f32 * 16.0 + 20.0);
            gate::claim(ui.ctx());
            let field = ui.add(TextEdit::singleline(name).desired_width(f32::INFINITY));
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("New name of the code")));
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
            } else if field.lost_focus() && !self.submission.is_under_way() && !gate::is_leaving(ui.ctx()) {
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

    /// A field for the name of the first code, and where else codes come from.
    fn empty(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, events: &mut Vec<CodebookEvent>) {
        if !workspace.is_writable() {
            ui.label(tr!("No codes yet"));
            return;
        }
        let entered = self.filter(ui, workspace, &[], events);
        if !workspace.tree.filter.trim().is_empty() {
            return self.offer_new(ui, workspace, entered);
        }
        if entered {
            events.push(CodebookEvent::Do(Action::Coding(CodingAct::NewCode)));
        }
        ui.label(tr!("No codes yet"));
        ui.add_space(theme::GAP);
        empty_panel(ui, workspace, palette, events);
    }

    /// Drops the name that is being edited.
    pub fn end_renaming(&mut self) {
        self.wants_focus = self.renaming.take().map(|(code, ..)| code).or(self.wants_focus);
        self.submission.reset();
    }
}

/// The code that Enter in the filter would take, while something is filtered.
fn target(workspace: &Workspace, rows: &[TreeRow]) -> Option<CodeId> {
    let filtering = !workspace.tree.filter.trim().is_empty() || workspace.tree.marked.is_some();
    filtering.then(|| workspace.tree.target(rows)).flatten()
}

fn empty_panel(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, events: &mut Vec<CodebookEvent>) {
    let mut actions = Vec::new();
    bars::button(ui, true, Action::Coding(CodingAct::NewCode), &mut actions);
    bars::button(ui, true, Action::Import(ImportAct::Codebook), &mut actions);
    events.extend(actions.into_iter().map(CodebookEvent::Do));
    ui.add_space(theme::SPACE);
    ui.label(RichText::new(tr!("Or start with a framework:")).color(palette.weak));
    for template in crate::engine::template::built_in() {
        if ui.button(&template.name).on_hover_text(&template.description).clicked() {
            workspace.link.execute(crate::engine::Command::UseTemplate { template });
        }
    }
}
