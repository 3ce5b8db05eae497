//! The table of documents: participant, length, and the progress of each coder.

use super::menu::{self, Intent};
use crate::app::action::{Action, ImportAct};
use crate::app::documents_room::{Column, DocumentList, Listed};
use crate::app::selection::ClickKeys;
use crate::app::unsaved::Dialog;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::gui::bars::GrowTo;
use crate::gui::check_box::CheckBox;
use crate::gui::context_menu;
use crate::gui::empty::Empty;
use crate::gui::icons;
use crate::gui::icons::Picture;
use crate::gui::sheet::{self, CellEdit, Edited, Given, Head, SheetPart, SheetView};
use crate::gui::theme::{self, Palette};
use crate::model::{Noun, SourceId, Study, same_name};
use crate::{i18n, tr};
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Key, Modifiers, PopupCloseBehavior, Rect, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo};
use std::sync::Arc;

pub const NAME: &str = "documents";

#[derive(Default)]
pub struct DocumentsTab {
    /// A name that is being edited in its row.
    renaming: Option<(SourceId, CellEdit)>,
    given: Given<SourceId>,
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
        if self.renaming.is_none() && sheet::has_keyboard(ui.ctx()) {
            intent = self.keys(ui, workspace, &listed).or(intent);
        }
        intent = self.table(ui, workspace, &study, &listed, palette).or(intent);
        match intent {
            Some(Intent::Rename(source)) => {
                let name = study.source(source).map_or("", |s| s.name.as_str());
                workspace.rooms.documents.documents.selection.only(source);
                self.renaming = Some((source, CellEdit::new(name)));
                self.reveal = true;
            }
            Some(intent) => menu::follow(workspace, intent),
            None => {}
        }
    }

    /// Restores a name that was being edited in an earlier session.
    pub fn put_back(&mut self, source: SourceId, name: &str) {
        (self.renaming, self.reveal) = (Some((source, CellEdit::typed(name))), true);
    }

    /// The document whose name is being edited, with the text typed.
    #[must_use]
    pub fn unsaved(&self, study: &Study) -> Option<Dialog> {
        let (id, edit) = self.renaming.as_ref()?;
        let source = study.source(*id).filter(|source| source.name != edit.text)?;
        Some(Dialog::DocumentName(source.id, edit.text.clone()))
    }

    fn keys(&mut self, ui: &Ui, workspace: &mut Workspace, listed: &Listed) -> Option<Intent> {
        let selection = &mut workspace.rooms.documents.documents.selection;
        self.reveal |= sheet::select_by_keys(ui, selection, &listed.ids);
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let cursor = selection.cursor;
        let chosen = selection.among(&listed.ids);
        if pressed(Modifiers::NONE, Key::Enter) {
            return cursor.map(Intent::Open);
        }
        if !workspace.is_writable() || chosen.is_empty() {
            return None;
        }
        if pressed(Modifiers::NONE, Key::F2) {
            return cursor.map(Intent::Rename);
        }
        if pressed(Modifiers::NONE, Key::Space) {
            let done = menu::all_done(&workspace.rooms.documents, workspace.me(), &chosen);
            return Some(Intent::Done(chosen, !done));
        }
        pressed(Modifiers::NONE, Key::Delete).then_some(Intent::Remove(chosen))
    }

    fn table(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        study: &Study,
        listed: &Arc<Listed>,
        palette: &Palette,
    ) -> Option<Intent> {
        if let Some(refused) = self.renaming.is_none().then(|| self.given.refused()).flatten() {
            self.renaming = Some(refused);
            self.reveal = true;
        }
        self.reveal |= std::mem::take(&mut workspace.rooms.documents.documents.reveal);
        let list = &workspace.rooms.documents.documents;
        let columns: Vec<Column> =
            DocumentList::all_columns(study).into_iter().filter(|&column| list.is_shown(column)).collect();
        let heads: Vec<Head> = columns.iter().map(|&column| head(study, list, column)).collect();
        let cursor = list.selection.cursor.and_then(|id| listed.ids.iter().position(|i| *i == id));
        let now = cursor.and_then(|row| place(study, listed, row)).map_or("", |s| s.name.as_str());
        let documents = Noun::Document.counted(listed.ids.len() as u64);
        let label = tr!("{documents}; {count} selected; at {now}", documents, count = list.selection.chosen.len(), now);
        let reveal = std::mem::take(&mut self.reveal).then_some(cursor).flatten().map(|row| (row, 0));
        let sheet = SheetView { name: NAME, label: &label, heads: &heads, rows: listed.ids.len(), reveal };
        let mut drawing = Drawing {
            workspace,
            study,
            listed,
            columns: &columns,
            palette,
            renaming: &mut self.renaming,
            intent: None,
            edited: None,
        };
        let left = drawing.renaming.as_ref().is_some_and(|(_, edit)| edit.was_shown());
        let shown = sheet.show(ui, palette, |ui, row, part, rect| drawing.part(ui, row, part, rect));
        // A name whose row has scrolled out of view is saved as it is.
        let edited = drawing.edited.unwrap_or(if left { Edited::Kept(0) } else { Edited::Going });
        let mut intent = drawing.intent;
        if let Some(&column) = shown.sort.and_then(|place| columns.get(place)) {
            workspace.rooms.documents.documents.sort_by(column);
        }
        if shown.focused && workspace.rooms.documents.documents.selection.cursor.is_none() {
            workspace.rooms.documents.documents.selection.step(&listed.ids, 0, false);
        }
        if edited != Edited::Going {
            self.finish(ui, workspace, study, edited);
        }
        if self.renaming.is_some() {
            intent = intent.filter(|intent| !matches!(intent, Intent::Open(_)));
        }
        intent
    }

    fn finish(&mut self, ui: &Ui, workspace: &mut Workspace, study: &Study, edited: Edited) {
        if edited == Edited::Dropped {
            self.renaming = None;
        } else {
            self.store(workspace, study);
        }
        if self.renaming.is_none() {
            sheet::focus(ui.ctx(), NAME);
        }
    }

    /// Stores the name that is being edited, unless it is already taken.
    pub fn store(&mut self, workspace: &mut Workspace, study: &Study) {
        let Some((source, edit)) = &mut self.renaming else { return };
        let name = edit.text.trim().to_owned();
        let taken = study.sources.iter().any(|s| same_name(&s.name, &name) && s.id != *source);
        if name.is_empty() || taken {
            let empty = tr!("A document needs a name.").to_owned();
            edit.refuse(if taken { tr!("Another document is already named {name}.", name) } else { empty });
            self.reveal = true;
            return;
        }
        let (source, command) = (*source, Command::RenameDocument { source: *source, name: name.clone() });
        self.given.give(workspace, source, &name, command);
        self.renaming = None;
    }

    /// Why the name that was entered cannot be stored.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        let edit = self.renaming.as_ref().and_then(|(_, edit)| edit.refusal().map(str::to_owned));
        edit.or_else(|| self.given.refusal())
    }
}

fn place<'s>(study: &'s Study, listed: &Listed, row: usize) -> Option<&'s crate::model::Source> {
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
    super::tools(ui, 900.0, |ui, end| {
        if end != super::End::Left {
            columns_menu(ui, workspace, study, palette);
            return;
        }
        let filter = &mut workspace.rooms.documents.documents.filter;
        let entered = super::filter_field(ui, filter, tr!("Find a document"), 200.0);
        if let ([one], true) = (listed.ids.as_slice(), entered) {
            intent = Some(Intent::Open(*one));
        }
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
        ScrollArea::vertical().grow_to(420.0).show(ui, |ui| {
            let mut attributes = false;
            for column in DocumentList::all_columns(study) {
                if matches!(column, Column::Attribute(_)) && !std::mem::replace(&mut attributes, true) {
                    ui.separator();
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
        Column::Name => (tr!("Document").to_owned(), tr!("column" => "name").to_owned(), 240.0, false),
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
            let name = study.variables.iter().find(|v| v.id == id).map_or("", |v| v.name.as_str()).replace('_', " ");
            (name.clone(), name, 130.0, false)
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
    renaming: &'a mut Option<(SourceId, CellEdit)>,
    intent: Option<Intent>,
    /// The outcome of the edit, if the name was drawn.
    edited: Option<Edited>,
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
        let selection = &mut self.workspace.rooms.documents.documents.selection;
        if response.clicked() || response.secondary_clicked() && !chosen {
            let modifiers = ui.input(|input| input.modifiers);
            selection.click(&self.listed.ids, source.id, ClickKeys { add: modifiers.command, extend: modifiers.shift });
            sheet::focus(ui.ctx(), NAME);
        }
        if response.double_clicked() {
            self.intent = Some(Intent::Open(source.id));
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
        if let Some(intent) = menu::context(&response, focused, self.workspace, self.study, &sources) {
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
            Column::Attribute(id) => {
                let place = self.study.variables.iter().position(|v| v.id == id);
                let value = place.and_then(|place| participant?.values.get(place)?.as_deref()).unwrap_or("");
                sheet::text(ui, rect, value, false, palette.text);
            }
        }
    }

    fn name(&mut self, ui: &mut Ui, source: &crate::model::Source, rect: Rect) {
        let hovered = ui.rect_contains_pointer(rect);
        ui.painter().rect_filled(rect, 0.0, self.back(source.id, hovered));
        if let Some((id, edit)) = self.renaming
            && *id == source.id
        {
            let label = tr!("New name of document {name}", name = source.name);
            self.edited = Some(edit.show(ui, rect, &label, self.palette));
            return;
        }
        sheet::text(ui, rect, &source.name, false, self.palette.text);
        let focused = sheet::has_keyboard(ui.ctx());
        if focused && self.workspace.rooms.documents.documents.selection.cursor == Some(source.id) {
            let ring = rect.shrink(1.0);
            ui.painter().rect_stroke(ring, 4.0, (1.5, self.palette.accent), egui::StrokeKind::Inside);
        }
    }

    /// The coder's own mark is a check box; those of other coders are read-only.
    fn done(&mut self, ui: &mut Ui, source: &crate::model::Source, user: crate::model::UserId, done: bool, rect: Rect) {
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
