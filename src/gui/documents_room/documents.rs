//! The table of documents: participant, attributes, length, and the progress of each coder.

use super::attributes;
use super::cells::{self, ListedCell, cell_label, command, text_of};
use super::menu::{self, Intent};
use super::participants::{typed, width_of};
use super::sets;
use crate::app::action::{Action, ImportAct};
use crate::app::documents_room::{Column, DocumentList, Listed, meant};
use crate::app::selection::ClickKeys;
use crate::app::unsaved::Dialog;
use crate::app::when;
use crate::app::workspace::Workspace;
use crate::gui::bars::GrowTo;
use crate::gui::check_box::CheckBox;
use crate::gui::context_menu;
use crate::gui::empty::Empty;
use crate::gui::icons::{self, Picture};
use crate::gui::sheet::{self, CellEdit, CellStep, Edited, Given, Head, SheetPart, SheetView};
use crate::gui::theme::{self, Palette};
use crate::model::{Described, Noun, Source, SourceId, Study, VariableId, VariableKind};
use crate::{i18n, tr};
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Key, Modifiers, PopupCloseBehavior, Rect, Response, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo};
use std::sync::Arc;

pub const NAME: &str = "documents";

/// Number of values that the width of a column is made for.
const LOOKED_AT: usize = 60;

#[derive(Default)]
pub struct DocumentsTab {
    /// The cell that is being edited.
    editing: Option<(ListedCell, CellEdit)>,
    given: Given<ListedCell>,
    /// Scroll the row with the keyboard focus into view.
    reveal: bool,
}

impl DocumentsTab {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
        let Some(study) = workspace.study.clone() else { return };
        if study.sources.is_empty() {
            empty(ui, workspace, palette, actions);
            return;
        }
        let room = &mut workspace.rooms.documents;
        let version = room.version();
        let listed = room.documents.rows(&study, &room.progress, version);
        let mut intent = toolbar(ui, workspace, &study, &listed, palette);
        ui.add_space(theme::GAP);
        if listed.ids.is_empty() {
            ui.label(RichText::new(tr!("No matching documents")).color(palette.weak));
            return;
        }
        if self.editing.is_none() && sheet::has_keyboard(ui.ctx()) {
            intent = self.keys(ui, workspace, &study, &listed).or(intent);
        }
        intent = self.table(ui, workspace, &study, &listed, palette).or(intent);
        match intent {
            Some(Intent::Rename(source)) => {
                workspace.rooms.documents.documents.selection.only(source);
                workspace.rooms.documents.documents.column = None;
                self.edit(&study, (source, None));
            }
            Some(intent) => menu::follow(workspace, intent),
            None => {}
        }
    }

    /// Restores an edit of a cell from an earlier session.
    pub fn put_back(&mut self, cell: ListedCell, text: &str) {
        (self.editing, self.reveal) = (Some((cell, CellEdit::typed(text))), true);
    }

    /// The cell that is being edited, with the text typed.
    #[must_use]
    pub fn unsaved(&self, study: &Study) -> Option<Dialog> {
        let ((id, attribute), edit) = self.editing.as_ref()?;
        let source = study.source(*id).filter(|source| text_of(study, source, *attribute) != edit.text)?;
        Some(match attribute {
            None => Dialog::DocumentName(source.id, edit.text.clone()),
            Some(attribute) => Dialog::DocumentValue(source.id, *attribute, edit.text.clone()),
        })
    }

    fn edit(&mut self, study: &Study, cell: ListedCell) {
        let text = study.source(cell.0).map(|source| text_of(study, source, cell.1)).unwrap_or_default();
        (self.editing, self.reveal) = (Some((cell, CellEdit::new(text))), true);
    }

    fn keys(&mut self, ui: &Ui, workspace: &mut Workspace, study: &Study, listed: &Listed) -> Option<Intent> {
        let writable = workspace.is_writable();
        let list = &mut workspace.rooms.documents.documents;
        self.reveal |= sheet::select_by_keys(ui, &mut list.selection, &listed.ids);
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let columns = list.editable_columns(study);
        let now = columns.iter().position(|column| *column == list.column).unwrap_or(0);
        if let Some(next) = sheet::across(ui, now, columns.len(), writable) {
            (list.column, self.reveal) = (columns.get(next).copied().unwrap_or(list.column), true);
        }
        let (cursor, column) = (list.selection.cursor, list.column);
        let chosen = list.selection.among(&listed.ids);
        if column.is_none() && pressed(Modifiers::NONE, Key::Enter) {
            return cursor.map(Intent::Open);
        }
        if !writable || chosen.is_empty() {
            return None;
        }
        if pressed(Modifiers::NONE, Key::Space) {
            let done = menu::all_done(&workspace.rooms.documents, workspace.me(), &chosen);
            return Some(Intent::Done(chosen, !done));
        }
        let Some(attribute) = column else {
            if pressed(Modifiers::NONE, Key::F2) {
                return cursor.map(Intent::Rename);
            }
            return pressed(Modifiers::NONE, Key::Delete).then_some(Intent::Remove(chosen));
        };
        let cursor = cursor?;
        if pressed(Modifiers::NONE, Key::F2) || pressed(Modifiers::NONE, Key::Enter) {
            self.edit(study, (cursor, column));
        } else if pressed(Modifiers::NONE, Key::Delete) {
            cells::clear(workspace, study, chosen, attribute);
        } else if let Some(text) = typed(ui) {
            (self.editing, self.reveal) = (Some(((cursor, column), CellEdit::typed(&text))), true);
        }
        None
    }

    fn table(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        study: &Study,
        listed: &Arc<Listed>,
        palette: &Palette,
    ) -> Option<Intent> {
        if let Some(refused) = self.editing.is_none().then(|| self.given.refused()).flatten() {
            (self.editing, self.reveal) = (Some(refused), true);
        }
        self.reveal |= std::mem::take(&mut workspace.rooms.documents.documents.reveal);
        let list = &workspace.rooms.documents.documents;
        let columns: Vec<Column> =
            DocumentList::all_columns(study).into_iter().filter(|&column| list.is_shown(column)).collect();
        let heads: Vec<Head> = columns.iter().map(|&column| head(study, list, column)).collect();
        let cursor = list.selection.cursor.and_then(|id| listed.ids.iter().position(|i| *i == id));
        let now = cursor.and_then(|row| place(study, listed, row));
        let now = now.map(|source| match list.column {
            None => source.name.clone(),
            Some(attribute) => cell_label(study, source, attribute),
        });
        let now = now.unwrap_or_default();
        let documents = Noun::Document.counted(listed.ids.len() as u64);
        let label = tr!("{documents}; {count} selected; at {now}", documents, count = list.selection.chosen.len(), now);
        let at = list.column.and_then(|id| columns.iter().position(|column| *column == Column::Attribute(id)));
        let at = at.unwrap_or(0);
        let reveal = std::mem::take(&mut self.reveal).then_some(cursor).flatten().map(|row| (row, at));
        let (rows, tabs) = (listed.ids.len(), workspace.is_writable());
        let sheet = SheetView { name: NAME, label: &label, heads: &heads, rows, reveal, sorts: true, tabs };
        let mut drawing = Drawing {
            workspace,
            study,
            listed,
            columns: &columns,
            palette,
            editing: &mut self.editing,
            intent: None,
            edited: None,
            start: None,
        };
        let left = drawing.editing.as_ref().is_some_and(|(_, edit)| edit.was_shown());
        let shown = sheet.show(ui, palette, |ui, row, part, rect| drawing.part(ui, row, part, rect));
        // A cell whose row has scrolled out of view is saved as it is.
        let edited = drawing.edited.unwrap_or(if left { Edited::Kept(CellStep::Stay) } else { Edited::Going });
        let (mut intent, start) = (drawing.intent, drawing.start);
        if let Some(&column) = shown.sort.and_then(|place| columns.get(place)) {
            workspace.rooms.documents.documents.sort_by(column);
        }
        let attribute = |column: &Column| match column {
            Column::Attribute(id) if id.of == Described::Documents => study.attribute(*id),
            _ => None,
        };
        if let Some((place, head)) = &shown.head
            && let Some(variable) = columns.get(*place).and_then(attribute)
        {
            attributes::head_menu(head, workspace, variable);
        }
        if shown.focused && workspace.rooms.documents.documents.selection.cursor.is_none() {
            workspace.rooms.documents.documents.selection.step(&listed.ids, 0, false);
        }
        self.finish(ui, workspace, study, listed, edited);
        if let Some(cell) = start {
            self.edit(study, cell);
        }
        if self.editing.is_some() {
            intent = intent.filter(|intent| !matches!(intent, Intent::Open(_)));
        }
        intent
    }

    /// Saves the text, and moves on.
    fn finish(&mut self, ui: &Ui, workspace: &mut Workspace, study: &Study, listed: &Listed, edited: Edited) {
        let column = self.editing.as_ref().map(|((_, column), _)| *column).filter(|_| edited != Edited::Going);
        let Some(column) = column else { return };
        if edited == Edited::Dropped {
            self.editing = None;
        } else {
            self.store(workspace, study);
        }
        if self.editing.is_some() {
            return;
        }
        let list = &mut workspace.rooms.documents.documents;
        match edited {
            Edited::Kept(CellStep::Across(step)) => {
                let columns = list.editable_columns(study);
                let at = columns.iter().position(|one| *one == column);
                let next = at.and_then(|at| columns.get(at.checked_add_signed(step)?)).copied();
                if let (Some(next), Some(source)) = (next, list.selection.cursor) {
                    list.column = next;
                    return self.edit(study, (source, next));
                }
            }
            // Enter on the next name would open that document.
            Edited::Kept(CellStep::Down(step)) if column.is_some() => {
                list.selection.step(&listed.ids, step, false);
                self.reveal = true;
            }
            _ => {}
        }
        sheet::focus(ui.ctx(), NAME);
    }

    /// Stores the text of the cell that is being edited, unless the name is taken or the value is of another kind.
    pub fn store(&mut self, workspace: &mut Workspace, study: &Study) {
        let Some((cell, edit)) = &mut self.editing else { return };
        let cell = *cell;
        match study.source(cell.0).map(|source| command(study, source, cell.1, &edit.text)) {
            Some(Ok(Some(command))) => self.given.give(workspace, cell, &edit.text, command),
            Some(Ok(None)) | None => {}
            Some(Err(why)) => {
                edit.refuse(why);
                self.reveal = true;
                return;
            }
        }
        self.editing = None;
    }

    /// Why the text that was entered cannot be stored.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        let edit = self.editing.as_ref().and_then(|(_, edit)| edit.refusal().map(str::to_owned));
        edit.or_else(|| self.given.refusal())
    }
}

fn place<'s>(study: &'s Study, listed: &Listed, row: usize) -> Option<&'s Source> {
    study.sources.get(listed.rows.get(row)?.0)
}

fn empty(ui: &mut Ui, workspace: &Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let import = Action::Import(ImportAct::Documents);
    let label = import.label();
    let empty = Empty {
        picture: Picture::Document,
        title: tr!("No documents yet"),
        sentence: tr!("Import interviews (Word, PDF, text, subtitles …), or drop files and folders on this window."),
        buttons: if workspace.is_writable() { &[label.as_str()] } else { &[] },
    };
    if empty.show(ui, palette).is_some() {
        actions.push(import);
    }
}

/// Filter, actions on the selected documents, and the choice of columns.
fn toolbar(
    ui: &mut Ui,
    workspace: &mut Workspace,
    study: &Study,
    listed: &Listed,
    palette: &Palette,
) -> Option<Intent> {
    let mut intent = None;
    super::tools(ui, 900.0 + sets::width(study), |ui, end| {
        if end != super::End::Left {
            columns_menu(ui, workspace, study, palette);
            if workspace.is_writable() {
                attributes::add_button(ui, workspace, Described::Documents);
            }
            return;
        }
        let filter = &mut workspace.rooms.documents.documents.filter;
        let entered = super::filter_field(ui, filter, tr!("Find a document"), 200.0);
        if entered && let Some(one) = meant(study, filter, &listed.ids) {
            intent = Some(Intent::Open(one));
        }
        sets::narrowing(ui, workspace, study);
        let chosen = workspace.rooms.documents.documents.selection.among(&listed.ids);
        let label = match (listed.ids.len(), chosen.len()) {
            (shown, 0 | 1) if shown < study.sources.len() => {
                tr!("{shown} of {total}", shown, total = study.sources.len())
            }
            (_, 0 | 1) => String::new(),
            (_, many) => tr!("{count} selected", count = many),
        };
        if !label.is_empty() {
            ui.label(RichText::new(label).color(palette.weak));
        }
        if !chosen.is_empty() {
            intent = chosen_actions(ui, workspace, study, &chosen).or(intent.take());
        }
        let column = workspace.rooms.documents.documents.column;
        if let Some(variable) = column.and_then(|id| study.attribute(id)).filter(|_| workspace.is_writable()) {
            attributes::menu_button(ui, workspace, variable);
        }
    });
    intent
}

fn chosen_actions(ui: &mut Ui, workspace: &Workspace, study: &Study, chosen: &[SourceId]) -> Option<Intent> {
    let mut intent = None;
    if let [one] = chosen
        && ui.button(tr!("Open")).on_hover_text(tr!("Enter, or a double click")).clicked()
    {
        intent = Some(Intent::Open(*one));
    }
    if !workspace.is_writable() {
        return intent;
    }
    if let [one] = chosen
        && ui.button(tr!("Rename")).on_hover_text("F2").clicked()
    {
        intent = Some(Intent::Rename(*one));
    }
    let done = menu::all_done(&workspace.rooms.documents, workspace.me(), chosen);
    let label = if done { tr!("Mark as not finished") } else { tr!("Mark as finished") };
    if ui.button(label).on_hover_text(tr!("keys" => "Space")).clicked() {
        intent = Some(Intent::Done(chosen.to_vec(), !done));
    }
    intent = intent.or(menu::tie_button(ui, study, chosen));
    if ui.button(tr!("Delete…")).on_hover_text(tr!("keys" => "Delete")).clicked() {
        intent = Some(Intent::Remove(chosen.to_vec()));
    }
    intent
}

fn columns_menu(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let list = &mut workspace.rooms.documents.documents;
    MenuButton::new(tr!("Columns")).config(stays).ui(ui, |ui| {
        ScrollArea::vertical().grow_to(ui.ctx().content_rect().height() * 0.7).show(ui, |ui| {
            let mut attributes = false;
            let of_participant = |column| matches!(column, Column::Attribute(id) if id.of == Described::Participants);
            for column in DocumentList::all_columns(study) {
                if of_participant(column) && !std::mem::replace(&mut attributes, true) {
                    ui.add_space(theme::SPACE); // A line would stand alone where the list is cut.
                    ui.label(RichText::new(tr!("Of the participant")).color(palette.weak).small());
                }
                let mut shown = list.is_shown(column);
                let head = head(study, list, column);
                let check = CheckBox::new(&mut shown, head.hint.as_str());
                if ui.add_enabled(column != Column::Name, check).changed() {
                    list.show_column(column, shown);
                }
            }
        });
    });
}

fn head(study: &Study, list: &DocumentList, column: Column) -> Head {
    let coder = |id| study.user(id).map_or("", |u| u.name.as_str());
    let (title, hint, width, right) = match column {
        Column::Name => {
            let title = tr!("Document");
            let names = study.sources.iter().take(LOOKED_AT).map(|source| source.name.as_str());
            // Beside the name, there are marks.
            let width = (width_of(title, names) + 40.0).clamp(140.0, 240.0);
            (title.to_owned(), tr!("column" => "name").to_owned(), width, false)
        }
        Column::Participant => (tr!("Participant").into(), tr!("column" => "participant").into(), 130.0, false),
        Column::Characters => (tr!("Characters").into(), tr!("column" => "characters").into(), 96.0, true),
        Column::Passages(user) => {
            (coder(user).to_owned(), tr!("Passages by {coder}", coder = coder(user)), 104.0, true)
        }
        Column::Done(user) => {
            (tr!("column" => "finished").into(), tr!("Finished by {coder}", coder = coder(user)), 64.0, false)
        }
        Column::Memo => (tr!("Memo").into(), tr!("column" => "memo").into(), 64.0, false),
        Column::Attribute(id) => {
            let attribute = study.attribute(id);
            let name = attribute.map_or("", |v| v.name.as_str()).replace('_', " ");
            if id.of == Described::Participants {
                (name.clone(), name, 130.0, false)
            } else {
                let kind = cells::kind_of(study, id);
                let values = study.values_of(id).take(LOOKED_AT).map(|(_, value)| when::attribute_value(kind, value));
                let hint = tr!("{attribute} ({kind})", attribute = name, kind = kind.label());
                let width = width_of(&name, values);
                (name, hint, width, kind == VariableKind::Number)
            }
        }
    };
    Head { title, hint, width, right, sorted: (list.sort == Some(column)).then_some(list.descending) }
}

/// Draws the visible rows and handles the pointer.
struct Drawing<'a> {
    workspace: &'a mut Workspace,
    study: &'a Study,
    listed: &'a Listed,
    columns: &'a [Column],
    palette: &'a Palette,
    editing: &'a mut Option<(ListedCell, CellEdit)>,
    intent: Option<Intent>,
    /// The outcome of the edit, if the cell was drawn.
    edited: Option<Edited>,
    /// The cell to start editing.
    start: Option<ListedCell>,
}

impl Drawing<'_> {
    fn part(&mut self, ui: &mut Ui, row: usize, part: SheetPart, rect: Rect) -> bool {
        match part {
            SheetPart::Row => self.row(ui, row, rect),
            SheetPart::Cell(column) => self.cell(ui, row, column, rect),
        }
        false
    }

    fn back(&self, id: SourceId, hovered: bool) -> egui::Color32 {
        let selection = &self.workspace.rooms.documents.documents.selection;
        if selection.chosen.contains(&id) {
            self.palette.chosen
        } else if hovered {
            self.palette.hover
        } else {
            self.palette.page
        }
    }

    fn row(&mut self, ui: &mut Ui, row: usize, rect: Rect) {
        let Some(source) = place(self.study, self.listed, row) else { return };
        let response = ui.interact(rect, egui::Id::unique(("document row", source.id.0)), Sense::CLICK);
        let chosen = self.workspace.rooms.documents.documents.selection.chosen.contains(&source.id);
        let label = tr!("Document {name}", name = source.name);
        crate::gui::bars::say_row(&response, Role::ListItem, chosen, &label);
        ui.painter().rect_filled(rect, 0.0, self.back(source.id, response.hovered()));
        self.respond(ui, source, &response, rect);
        if response.clicked() {
            self.workspace.rooms.documents.documents.column = None;
        }
        if response.double_clicked() {
            self.intent = Some(Intent::Open(source.id));
        }
    }

    /// Selects the document and opens its menu.
    fn respond(&mut self, ui: &Ui, source: &Source, response: &Response, rect: Rect) {
        let chosen = self.workspace.rooms.documents.documents.selection.chosen.contains(&source.id);
        let selection = &mut self.workspace.rooms.documents.documents.selection;
        if response.clicked() || response.secondary_clicked() && !chosen {
            let modifiers = ui.input(|input| input.modifiers);
            selection.click(&self.listed.ids, source.id, ClickKeys { add: modifiers.command, extend: modifiers.shift });
            sheet::focus(ui.ctx(), NAME);
        }
        let selection = &self.workspace.rooms.documents.documents.selection;
        let has_cursor = sheet::has_keyboard(ui.ctx()) && selection.cursor == Some(source.id);
        let by_key = has_cursor && context_menu::is_asked(ui.ctx());
        let sources: Vec<SourceId> = if response.context_menu_opened() || response.secondary_clicked() || by_key {
            selection.among(&self.listed.ids)
        } else {
            vec![]
        };
        let focused = has_cursor.then_some(rect);
        if let Some(intent) = menu::context(response, focused, self.workspace, self.study, &sources) {
            self.intent = Some(intent);
        }
    }

    fn cell(&mut self, ui: &mut Ui, row: usize, column: usize, rect: Rect) {
        let Some(source) = place(self.study, self.listed, row) else { return };
        let participant =
            self.listed.rows.get(row).and_then(|r| r.1).and_then(|place| self.study.participants.get(place));
        let palette = self.palette;
        let progress = &self.workspace.rooms.documents.progress;
        let Some(&column) = self.columns.get(column) else { return };
        match column {
            Column::Name => self.name(ui, source, rect),
            Column::Participant => {
                let names: Vec<&str> = match participant {
                    Some(one) => vec![one.name.as_str()],
                    None => {
                        let found = self.study.participants_of(&source.participants());
                        found.into_iter().map(|one| one.name.as_str()).collect()
                    }
                };
                sheet::text(ui, rect, &i18n::joined(&names), false, palette.text);
            }
            Column::Characters => sheet::text(ui, rect, &source.characters.to_string(), true, palette.weak),
            Column::Passages(user) => {
                let count = progress.passages.get(&(source.id, user)).copied().unwrap_or(0);
                let (text, color) = match count {
                    0 if self.workspace.hides_work_of(user, source.id) => {
                        (tr!("number of passages" => "hidden").to_owned(), palette.weak)
                    }
                    0 => ("·".to_owned(), palette.weak),
                    count => (count.to_string(), palette.text),
                };
                sheet::text(ui, rect, &text, true, color);
            }
            Column::Done(user) => {
                let done = progress.done.contains(&(source.id, user));
                self.done(ui, source, user, done, rect);
            }
            Column::Memo => {
                if progress.noted.contains(&source.id) {
                    icons::memo(ui.painter(), rect.left_center() + egui::vec2(18.0, 0.0), palette.weak);
                }
            }
            Column::Attribute(id) if id.of == Described::Documents => self.value(ui, source, id, rect),
            Column::Attribute(id) => {
                let place = self.study.attribute_place(id);
                let value = place.and_then(|place| participant?.values.get(place)?.as_deref()).unwrap_or("");
                let value = when::attribute_value(cells::kind_of(self.study, id), value);
                sheet::text(ui, rect, &value, false, palette.text);
            }
        }
    }

    /// A value of the document, which can be edited.
    fn value(&mut self, ui: &mut Ui, source: &Source, attribute: VariableId, rect: Rect) {
        let label = cell_label(self.study, source, attribute);
        let (cell, kind) = ((source.id, Some(attribute)), cells::kind_of(self.study, attribute));
        if let Some((_, edit)) = self.editing.as_mut().filter(|(at, _)| *at == cell) {
            self.edited = Some(cells::edit(ui, edit, rect, (&label, kind), self.palette));
            return;
        }
        let text = cells::shown(self.study, source, attribute);
        let id = egui::Id::unique(("document value", source.id.0, attribute.row));
        let response = ui.interact(rect, id, Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, &label));
        if response.hovered() && !self.workspace.rooms.documents.documents.selection.chosen.contains(&source.id) {
            ui.painter().rect_filled(rect.shrink(1.0), 4.0, self.palette.hover);
        }
        self.respond(ui, source, &response, rect);
        let list = &mut self.workspace.rooms.documents.documents;
        if response.clicked() {
            list.column = Some(attribute);
        }
        sheet::text(ui, rect, &text, kind == VariableKind::Number, self.palette.text);
        if list.selection.cursor == Some(source.id) && list.column == Some(attribute) {
            let color = if sheet::has_keyboard(ui.ctx()) { self.palette.accent } else { self.palette.line };
            ui.painter().rect_stroke(rect.shrink(1.0), 4.0, (1.5, color), egui::StrokeKind::Inside);
        }
        if response.double_clicked() && self.workspace.is_writable() {
            self.start = Some(cell);
        }
    }

    fn name(&mut self, ui: &mut Ui, source: &Source, rect: Rect) {
        let hovered = ui.rect_contains_pointer(rect);
        ui.painter().rect_filled(rect, 0.0, self.back(source.id, hovered));
        if let Some((_, edit)) = self.editing.as_mut().filter(|(at, _)| *at == (source.id, None)) {
            let label = tr!("New name of document {name}", name = source.name);
            self.edited = Some(edit.show(ui, rect, &label, self.palette));
            return;
        }
        sheet::text(ui, rect, &source.name, false, self.palette.text);
        let focused = sheet::has_keyboard(ui.ctx());
        let list = &self.workspace.rooms.documents.documents;
        if focused && list.column.is_none() && list.selection.cursor == Some(source.id) {
            let ring = rect.shrink(1.0);
            ui.painter().rect_stroke(ring, 4.0, (1.5, self.palette.accent), egui::StrokeKind::Inside);
        }
    }

    /// The coder's own mark is a check box; those of other coders are read-only.
    fn done(&mut self, ui: &mut Ui, source: &Source, user: crate::model::UserId, done: bool, rect: Rect) {
        let center = rect.left_center() + egui::vec2(20.0, 0.0);
        let mine = self.workspace.me() == Some(user) && self.workspace.is_writable();
        if mine {
            let square = Rect::from_center_size(center, egui::vec2(22.0, 22.0));
            let response = ui.interact(square, egui::Id::unique(("done", source.id.0)), Sense::CLICK);
            let label = tr!("Document {name} is finished", name = source.name);
            response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, done, &label));
            let line = if response.hovered() { self.palette.accent } else { self.palette.weak.gamma_multiply(0.7) };
            let frame = Rect::from_center_size(center, egui::vec2(17.0, 17.0));
            ui.painter().rect_stroke(frame, 4.0, (1.0, line), egui::StrokeKind::Inside);
            if response.on_hover_text(tr!("I have finished coding this document")).clicked() {
                self.intent = Some(Intent::Done(vec![source.id], !done));
            }
        }
        if done {
            icons::tick(ui.painter(), center, if mine { self.palette.accent } else { self.palette.weak });
        }
    }
}
