//! The participants and their attributes as a grid that is edited in place; groups by an attribute; the documents of
//! the focused participant.

use super::cells::{self, kind_of};
use super::{End, attributes};
use crate::app::action::{Action, ImportAct};
use crate::app::documents_room::Asking;
use crate::app::participants_list::{ParticipantColumn, ParticipantList, ParticipantRow};
use crate::app::selection::ClickKeys;
use crate::app::unsaved::Dialog;
use crate::app::when;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::command::attributes::checked_value;
use crate::gui::bars::RowAside;
use crate::gui::empty::Empty;
use crate::gui::icons::Picture;
use crate::gui::sheet::{self, CellEdit, CellStep, Edited, Given, Head, SheetPart, SheetView};
use crate::gui::theme::{self, Palette};
use crate::gui::{bars, panes};
use crate::model::{Described, Noun, Participant, ParticipantId, SourceId, Study, VariableKind};
use crate::tr;
use egui::{
    CentralPanel, Event, Frame, Key, Margin, Modifiers, Panel, Rect, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo,
};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub const NAME: &str = "participants";

#[derive(Default)]
pub struct ParticipantsTab {
    /// The cell that is being edited: column 0 is the name, then the attributes.
    editing: Option<(ParticipantId, usize, CellEdit)>,
    given: Given<(ParticipantId, usize)>,
    /// Scroll the cell with the keyboard focus into view.
    reveal: bool,
}

impl ParticipantsTab {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
        let Some(study) = workspace.study.clone() else { return };
        let room = &mut workspace.rooms.documents;
        let version = room.version();
        room.participants.refresh(&study, &room.progress, version);
        toolbar(ui, workspace, &study, palette, actions);
        ui.add_space(theme::GAP);
        if study.participants.is_empty() {
            empty(ui, workspace, palette, actions);
            return;
        }
        if workspace.rooms.documents.participants.order().is_empty() {
            ui.label(RichText::new(tr!("No matching participants")).color(palette.weak));
            return;
        }
        let cursor = workspace.rooms.documents.participants.selection.cursor;
        if let Some(participant) = cursor.and_then(|id| study.participant(id)) {
            let side = Frame::NONE.inner_margin(Margin { left: 14, ..Margin::ZERO });
            Panel::right(bars::own_size(ui, workspace, "participant"))
                .default_size(230.0)
                .size_range(160.0..=420.0)
                .frame(side)
                .show(ui, |ui| {
                    ui.take_available_width();
                    panes::mark(ui, tr!("pane" => "participant"));
                    about(ui, workspace, &study, participant, palette);
                });
        }
        CentralPanel::no_frame().show(ui, |ui| {
            if self.editing.is_none() && sheet::has_keyboard(ui.ctx()) {
                self.keys(ui, workspace, &study);
            }
            self.grid(ui, workspace, &study, palette);
        });
    }

    fn keys(&mut self, ui: &Ui, workspace: &mut Workspace, study: &Study) {
        let writable = workspace.is_writable();
        let list = &mut workspace.rooms.documents.participants;
        let order = list.order();
        self.reveal |= sheet::select_by_keys(ui, &mut list.selection, &order);
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if let Some(column) = sheet::across(ui, list.column, study.variables.len() + 1, writable) {
            (list.column, self.reveal) = (column, true);
        }
        let Some(participant) = list.selection.cursor.filter(|_| writable) else { return };
        let column = list.column;
        if pressed(Modifiers::NONE, Key::F2) || pressed(Modifiers::NONE, Key::Enter) {
            self.edit(study, participant, column);
        } else if pressed(Modifiers::NONE, Key::Delete) {
            match column.checked_sub(1).and_then(|place| study.variables.get(place)) {
                Some(variable) => {
                    workspace.link.execute(Command::SetValue { participant, variable: variable.id, value: None });
                }
                None => {
                    let chosen = workspace.rooms.documents.participants.selection.among(&order);
                    workspace.rooms.documents.asking = Some(Asking::RemoveParticipants(chosen));
                }
            }
        } else if let Some(text) = typed(ui) {
            self.editing = Some((participant, column, CellEdit::typed(&text)));
            self.reveal = true;
        }
    }

    /// Restores an edit of a cell from an earlier session.
    pub fn put_back(&mut self, participant: ParticipantId, column: usize, text: &str) {
        (self.editing, self.reveal) = (Some((participant, column, CellEdit::typed(text))), true);
    }

    /// The cell that is being edited, with the text typed.
    #[must_use]
    pub fn unsaved(&self, study: &Study) -> Option<Dialog> {
        let (id, column, edit) = self.editing.as_ref()?;
        let participant = study.participant(*id).filter(|participant| value(participant, *column) != edit.text)?;
        Some(Dialog::Cell(participant.id, *column, edit.text.clone()))
    }

    fn edit(&mut self, study: &Study, participant: ParticipantId, column: usize) {
        let now = study.participant(participant).map(|participant| value(participant, column)).unwrap_or_default();
        self.editing = Some((participant, column, CellEdit::new(now)));
        self.reveal = true;
    }

    fn grid(&mut self, ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
        if let Some(((participant, column), edit)) = self.editing.is_none().then(|| self.given.refused()).flatten() {
            self.editing = Some((participant, column, edit));
            self.reveal = true;
        }
        let list = &workspace.rooms.documents.participants;
        let (rows, columns) = (list.rows(), ParticipantList::columns(study));
        let heads: Vec<Head> = columns.iter().map(|&column| head(study, list, column)).collect();
        let cursor = list.selection.cursor.and_then(|id| {
            let is = |row: &ParticipantRow| matches!(row, ParticipantRow::Participant(place) if study.participants.get(*place).is_some_and(|p| p.id == id));
            rows.iter().position(is)
        });
        let now = list.selection.cursor.and_then(|id| study.participant(id));
        let now = now.map(|participant| cell_label(study, participant, list.column)).unwrap_or_default();
        let participants = Noun::Participant.counted(list.order().len() as u64);
        let label = tr!("{participants}; at {now}", participants, now);
        let reveal = std::mem::take(&mut self.reveal).then_some(cursor).flatten().map(|row| (row, list.column));
        let tabs = workspace.is_writable();
        let sheet = SheetView { name: NAME, label: &label, heads: &heads, rows: rows.len(), reveal, sorts: true, tabs };
        let mut drawing = Drawing {
            workspace,
            study,
            rows: &rows,
            columns: &columns,
            palette,
            editing: &mut self.editing,
            edited: None,
            start: None,
        };
        let left = drawing.editing.as_ref().is_some_and(|(_, _, edit)| edit.was_shown());
        let shown = sheet.show(ui, palette, |ui, row, part, rect| drawing.part(ui, row, part, rect));
        // A value whose row has scrolled out of view is saved as it is.
        let edited = drawing.edited.unwrap_or(if left { Edited::Kept(CellStep::Stay) } else { Edited::Going });
        let start = drawing.start;
        if let Some(&column) = shown.sort.and_then(|place| columns.get(place)) {
            workspace.rooms.documents.participants.sort_by(column);
        }
        if let Some((place, head)) = shown.head
            && let Some(variable) = place.checked_sub(1).and_then(|place| study.variables.get(place))
        {
            attributes::head_menu(&head, workspace, variable);
        }
        let list = &mut workspace.rooms.documents.participants;
        if shown.focused && list.selection.cursor.is_none() {
            list.selection.step(&list.order(), 0, false);
        }
        if edited != Edited::Going {
            self.finish(ui, workspace, study, edited);
        }
        if let Some((participant, column)) = start {
            self.edit(study, participant, column);
        }
    }

    /// Stores the text of the cell that is being edited, if it fits the attribute's kind.
    pub fn store(&mut self, workspace: &mut Workspace, study: &Study) {
        let Some((id, column, edit)) = &mut self.editing else { return };
        let (id, column) = (*id, *column);
        match study.participant(id).map(|participant| command(study, participant, column, &edit.text)) {
            Some(Ok(Some(command))) => self.given.give(workspace, (id, column), &edit.text, command),
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
        let edit = self.editing.as_ref().and_then(|(.., edit)| edit.refusal().map(str::to_owned));
        edit.or_else(|| self.given.refusal())
    }

    /// Saves the text, and moves on.
    fn finish(&mut self, ui: &Ui, workspace: &mut Workspace, study: &Study, edited: Edited) {
        let Some(column) = self.editing.as_ref().map(|(_, column, _)| *column) else { return };
        if edited == Edited::Dropped {
            self.editing = None;
        } else {
            self.store(workspace, study);
        }
        if self.editing.is_some() {
            return;
        }
        let list = &mut workspace.rooms.documents.participants;
        match edited {
            Edited::Kept(CellStep::Across(step)) => {
                let next = column.checked_add_signed(step).filter(|next| *next <= study.variables.len());
                if let (Some(column), Some(participant)) = (next, list.selection.cursor) {
                    list.column = column;
                    return self.edit(study, participant, column);
                }
            }
            Edited::Kept(CellStep::Down(step)) => {
                let order = list.order();
                list.selection.step(&order, step, false);
                self.reveal = true;
            }
            _ => {}
        }
        sheet::focus(ui.ctx(), NAME);
    }
}

/// Filter, adding and editing, groups, import.
fn toolbar(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette, actions: &mut Vec<Action>) {
    let writable = workspace.is_writable();
    super::tools(ui, 1080.0, |ui, end| {
        let mut groups = |ui: &mut Ui| {
            attributes::group_box(ui, &mut workspace.rooms.documents.participants.group, study);
        };
        let label = RichText::new(tr!("Groups")).color(palette.weak);
        match end {
            End::Left => left_tools(ui, workspace, study),
            End::Right => {
                import_button(ui, writable, actions);
                groups(ui);
                ui.label(label);
            }
            End::Behind => {
                ui.label(label);
                groups(ui);
                import_button(ui, writable, actions);
            }
        }
    });
}

fn import_button(ui: &mut Ui, writable: bool, actions: &mut Vec<Action>) {
    if writable && ui.button(tr!("Import…")).on_hover_text(tr!("From a spreadsheet")).clicked() {
        actions.push(Action::Import(ImportAct::Participants));
    }
}

fn left_tools(ui: &mut Ui, workspace: &mut Workspace, study: &Study) {
    super::filter_field(ui, &mut workspace.rooms.documents.participants.filter, tr!("Find a participant"), 180.0);
    if !workspace.is_writable() {
        return;
    }
    if ui.button(tr!("Add participant…")).clicked() {
        workspace.rooms.documents.asking = Some(Asking::AddParticipant(String::new()));
    }
    attributes::add_button(ui, workspace, Described::Participants);
    let column = workspace.rooms.documents.participants.column;
    if let Some(variable) = column.checked_sub(1).and_then(|place| study.variables.get(place)) {
        attributes::menu_button(ui, workspace, variable);
    }
    let list = &workspace.rooms.documents.participants;
    let chosen = list.selection.among(&list.order());
    if !chosen.is_empty() && ui.button(tr!("Delete…")).on_hover_text(tr!("Delete, on a name")).clicked() {
        workspace.rooms.documents.asking = Some(Asking::RemoveParticipants(chosen.clone()));
    }
    if let [into, from] = chosen.as_slice()
        && ui.button(tr!("Join…")).on_hover_text(tr!("The two selected participants are one person.")).clicked()
    {
        workspace.ask_to_join(Some((*into, *from)));
    }
}

/// The text typed in this frame, if any.
pub fn typed(ui: &Ui) -> Option<String> {
    ui.input_mut(|input| {
        let place = input.events.iter().position(|event| matches!(event, Event::Text(_) | Event::Paste(_)))?;
        match input.events.remove(place) {
            Event::Text(text) | Event::Paste(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => None,
        }
    })
}

/// The command that stores the text of a cell; `None` if it is unchanged.
fn command(study: &Study, participant: &Participant, column: usize, text: &str) -> Result<Option<Command>, String> {
    let Some(variable) = column.checked_sub(1).and_then(|place| study.variables.get(place)) else {
        let name = text.trim();
        let taken = study.participant_named(name).is_some_and(|other| other.id != participant.id);
        return match name {
            "" => Err(tr!("A participant needs a name.").to_owned()),
            name if taken => Err(tr!("Another participant is already named {name}.", name)),
            name if name == participant.name => Ok(None),
            name => Ok(Some(Command::RenameParticipant { participant: participant.id, name: name.to_owned() })),
        };
    };
    let value = checked_value(variable, text).map_err(|wrong| wrong.to_string())?;
    let same = participant.values.get(column - 1) == Some(&value);
    Ok((!same).then_some(Command::SetValue { participant: participant.id, variable: variable.id, value }))
}

fn value(participant: &Participant, column: usize) -> &str {
    match column.checked_sub(1) {
        None => &participant.name,
        Some(place) => participant.values.get(place).and_then(|value| value.as_deref()).unwrap_or(""),
    }
}

/// The text for screen readers of a cell.
fn cell_label(study: &Study, participant: &Participant, column: usize) -> String {
    let Some(variable) = column.checked_sub(1).and_then(|place| study.variables.get(place)) else {
        return tr!("Participant {name}", name = participant.name);
    };
    let value = when::attribute_value(variable.kind, value(participant, column));
    let value = if value.is_empty() { tr!("of a value" => "not known") } else { &value };
    tr!("{participant}, {attribute}: {value}", participant = participant.name, attribute = variable.name, value)
}

fn head(study: &Study, list: &ParticipantList, column: ParticipantColumn) -> Head {
    let (title, hint, width, right) = match column {
        ParticipantColumn::Name => (tr!("Participant").to_owned(), tr!("column" => "name").to_owned(), 150.0, false),
        ParticipantColumn::Attribute(id) => {
            let variable = study.variables.iter().find(|v| v.id == id);
            let name = variable.map_or("", |v| v.name.as_str()).replace('_', " ");
            let kind = variable.map_or(VariableKind::Text, |v| v.kind);
            let width = width(study, id, &name);
            (
                name.clone(),
                tr!("{attribute} ({kind})", attribute = name, kind = kind.label()),
                width,
                kind == VariableKind::Number,
            )
        }
        ParticipantColumn::Documents => (tr!("Documents").into(), tr!("column" => "documents").into(), 90.0, true),
        ParticipantColumn::Passages => (tr!("Passages").into(), tr!("column" => "passages").into(), 90.0, true),
    };
    Head { title, hint, width, right, sorted: (list.sort == Some(column)).then_some(list.descending) }
}

/// A width that fits the name of an attribute and these values.
pub fn width_of(name: &str, values: impl Iterator<Item = impl AsRef<str>>) -> f32 {
    let longest = values.map(|value| width_in_points(value.as_ref())).fold(name.width() as f32 * 6.6 + 16.0, f32::max);
    (longest + 2.0 * theme::SPACE).clamp(72.0, 230.0)
}

/// About how wide a value is written: digits are wider than most letters, and Chinese characters are square.
fn width_in_points(value: &str) -> f32 {
    let of = |c: char| if c.is_ascii_digit() { 8.4 } else { c.width().unwrap_or(0) as f32 * 7.4 };
    value.chars().map(of).sum()
}

/// A width that fits the name and most of the first values.
fn width(study: &Study, id: crate::model::VariableId, name: &str) -> f32 {
    const LOOKED_AT: usize = 60;
    let place = study.variables.iter().position(|v| v.id == id).unwrap_or(usize::MAX);
    let kind = kind_of(study, id);
    let values =
        study.participants.iter().take(LOOKED_AT).filter_map(|participant| participant.values.get(place)?.as_deref());
    width_of(name, values.map(|value| when::attribute_value(kind, value)))
}

fn empty(ui: &mut Ui, workspace: &Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let import = Action::Import(ImportAct::Participants);
    let empty = Empty {
        picture: Picture::People,
        title: tr!("No participants yet"),
        sentence: tr!("Import a spreadsheet with one row per participant, or add them one by one. Then right-click a \
            document to link it."),
        buttons: if workspace.is_writable() { &[tr!("Import participants…")] } else { &[] },
    };
    if empty.show(ui, palette).is_some() {
        actions.push(import);
    }
}

/// The focused participant with its documents; a click opens one.
fn about(ui: &mut Ui, workspace: &mut Workspace, study: &Study, participant: &Participant, palette: &Palette) {
    let list = &workspace.rooms.documents.participants;
    let documents: Vec<usize> = list.documents_of(participant.id).to_vec();
    let passages = Noun::Passage.counted(list.passages_of(participant.id));
    bars::heading(ui, &participant.name, "", palette);
    let memos = workspace.rooms.documents.progress.participant_memos.get(&participant.id).copied().unwrap_or(0);
    let memos = if memos > 0 { format!(" · {}", Noun::Memo.counted(memos)) } else { String::new() };
    let text = format!("{} · {passages}{memos}", Noun::Document.counted(documents.len() as u64));
    ui.label(RichText::new(text).color(palette.weak).small());
    ui.add_space(theme::SPACE);
    if documents.is_empty() {
        ui.label(
            RichText::new(tr!("No document is linked to this participant. Link one under Documents."))
                .color(palette.weak),
        );
    }
    let mut open: Option<SourceId> = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("documents of").show_rows(ui, theme::ROW, documents.len(), |ui, range| {
        for source in documents.get(range).unwrap_or_default().iter().filter_map(|&place| study.sources.get(place)) {
            let characters = workspace.rooms.documents.progress.characters_of(source, participant.id);
            let about = Noun::Character.counted(characters);
            let label = tr!("Open document {name}", name = source.name);
            if bars::list_row(ui, &source.name, RowAside::Words(&about), &label, false, palette).clicked() {
                open = Some(source.id);
            }
        }
    });
    if let Some(source) = open {
        workspace.show_document(source, None);
    }
}

/// Values wider than this, in columns of text, are likely to be cut off in their cell.
const LONG: usize = 12;

/// Draws the visible cells and handles the pointer.
struct Drawing<'a> {
    workspace: &'a mut Workspace,
    study: &'a Study,
    rows: &'a [ParticipantRow],
    columns: &'a [ParticipantColumn],
    palette: &'a Palette,
    editing: &'a mut Option<(ParticipantId, usize, CellEdit)>,
    /// The outcome of the edit, if the cell was drawn.
    edited: Option<Edited>,
    /// The cell to start editing.
    start: Option<(ParticipantId, usize)>,
}

impl Drawing<'_> {
    fn part(&mut self, ui: &mut Ui, row: usize, part: SheetPart, rect: Rect) -> bool {
        match (self.rows.get(row), part) {
            (Some(ParticipantRow::Participant(place)), part) => {
                let Some(participant) = self.study.participants.get(*place) else { return true };
                match part {
                    SheetPart::Row => drop(ui.painter().rect_filled(rect, 0.0, self.back(participant.id))),
                    SheetPart::Cell(column) => self.cell(ui, participant, column, rect),
                }
                false
            }
            (Some(ParticipantRow::Group { value, participants, documents, passages }), SheetPart::Row) => {
                let text = format!(
                    "{} · {} · {}",
                    Noun::Participant.counted(*participants as u64),
                    Noun::Document.counted(*documents as u64),
                    Noun::Passage.counted(*passages)
                );
                let kind = self.workspace.rooms.documents.participants.group.map(|id| kind_of(self.study, id));
                let shown =
                    value.as_deref().map(|value| when::attribute_value(kind.unwrap_or(VariableKind::Text), value));
                group(ui, rect, shown.as_deref().unwrap_or(tr!("of a value" => "not known")), &text, self.palette);
                true
            }
            _ => true,
        }
    }

    fn back(&self, id: ParticipantId) -> egui::Color32 {
        let chosen = self.workspace.rooms.documents.participants.selection.chosen.contains(&id);
        if chosen { self.palette.chosen } else { self.palette.page }
    }

    fn cell(&mut self, ui: &mut Ui, participant: &Participant, column: usize, rect: Rect) {
        let palette = self.palette;
        if column == 0 {
            ui.painter().rect_filled(rect, 0.0, self.back(participant.id));
        }
        if let Some((id, at, edit)) = self.editing
            && *id == participant.id
            && *at == column
        {
            let label = cell_label(self.study, participant, column);
            let variable = column.checked_sub(1).and_then(|place| self.study.variables.get(place));
            let kind = variable.map_or(VariableKind::Text, |variable| variable.kind);
            self.edited = Some(cells::edit(ui, edit, rect, (&label, kind), palette));
            return;
        }
        let list = &self.workspace.rooms.documents.participants;
        let (text, right) = match self.columns.get(column) {
            Some(ParticipantColumn::Documents) => (list.documents_of(participant.id).len().to_string(), true),
            Some(ParticipantColumn::Passages) => (list.passages_of(participant.id).to_string(), true),
            _ => {
                let variable = column.checked_sub(1).and_then(|place| self.study.variables.get(place));
                let kind = variable.map_or(VariableKind::Text, |variable| variable.kind);
                let shown = when::attribute_value(kind, value(participant, column));
                (shown.into_owned(), kind == VariableKind::Number)
            }
        };
        let editable = self.is_editable(column);
        self.respond(ui, participant, column, rect, &text);
        let color = if editable { palette.text } else { palette.weak };
        sheet::text(ui, rect, &text, right, color);
        let list = &self.workspace.rooms.documents.participants;
        if list.selection.cursor == Some(participant.id) && list.column == column && editable {
            let color = if sheet::has_keyboard(ui.ctx()) { palette.accent } else { palette.line };
            ui.painter().rect_stroke(rect.shrink(1.0), 4.0, (1.5, color), egui::StrokeKind::Inside);
        }
    }

    fn is_editable(&self, column: usize) -> bool {
        column <= self.study.variables.len()
    }

    fn respond(&mut self, ui: &Ui, participant: &Participant, column: usize, rect: Rect, text: &str) {
        let editable = self.is_editable(column);
        let response = ui.interact(rect, egui::Id::unique(("participant", participant.id.0, column)), Sense::CLICK);
        let label = if editable { cell_label(self.study, participant, column) } else { text.to_owned() };
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, &label));
        if response.hovered() && !self.workspace.rooms.documents.participants.selection.chosen.contains(&participant.id)
        {
            ui.painter().rect_filled(rect.shrink(1.0), 4.0, self.palette.hover);
        }
        let list = &mut self.workspace.rooms.documents.participants;
        if response.clicked() {
            let modifiers = ui.input(|input| input.modifiers);
            let order = list.order();
            list.selection.click(&order, participant.id, ClickKeys { add: modifiers.command, extend: modifiers.shift });
            if editable {
                list.column = column;
            }
            sheet::focus(ui.ctx(), NAME);
        }
        let response = if text.width() > LONG { response.on_hover_text(text) } else { response };
        if response.double_clicked() && editable && self.workspace.is_writable() {
            self.start = Some((participant.id, column));
        }
    }
}

/// The heading of a group: the value and counts.
fn group(ui: &Ui, rect: Rect, value: &str, counts: &str, palette: &Palette) {
    let response = ui.interact(rect, egui::Id::unique(("group of participants", value)), Sense::HOVER);
    let label = tr!("label" => "{name}: {value}", name = value, value = counts);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    ui.painter().rect_filled(rect, 0.0, palette.panel);
    let name = bars::elided(ui, value, theme::BODY, palette.text, rect.width() * 0.5);
    let at = egui::pos2(rect.left() + theme::SPACE, rect.center().y - name.size().y / 2.0);
    let after = at.x + name.size().x + theme::WIDE;
    ui.painter().galley(at, name, palette.text);
    let counts = bars::elided(ui, counts, theme::SMALL, palette.weak, rect.right() - after);
    let y = rect.center().y - counts.size().y / 2.0;
    ui.painter().galley(egui::pos2(after, y), counts, palette.weak);
}
