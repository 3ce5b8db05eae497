//! The list of documents beside the transcript, with participants and the coder's progress.

use super::documents_room::filter_field;
use super::documents_room::menu::{self, Intent};
use super::theme::{self, Palette};
use super::{bars, check_box, icons, roving};
use crate::app::action::{Action, ImportAct};
use crate::app::documents_room::{BesideList, BesideRow, meant};
use crate::app::when;
use crate::app::workspace::Workspace;
use crate::gui::bars::GrowTo;
use crate::model::{Noun, Source, SourceId, Study, VariableKind};
use crate::tr;
use egui::{Context, Id, Key, Response, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use std::ops::Range;

/// Shown beside a document whose correction is neither saved nor discarded.
fn being_corrected() -> &'static str {
    tr!("of a document" => "being edited")
}

/// Shows the list; a click opens a document. `corrected` is the document whose correction is neither saved nor
/// discarded.
pub fn show(ui: &mut Ui, workspace: &mut Workspace, corrected: Option<SourceId>, palette: &Palette) -> Vec<Action> {
    let mut actions = Vec::new();
    let Some(study) = workspace.study.clone() else { return actions };
    let (action, possible) = (Action::Import(ImportAct::Documents), workspace.is_writable());
    let new = bars::Plus { label: tr!("Add documents"), action, possible };
    bars::heading_with_new(ui, tr!("Documents"), &study.sources.len().to_string(), new, palette, &mut actions);
    if study.sources.is_empty() {
        ui.add_space(theme::SPACE);
        ui.label(tr!("No documents yet"));
        ui.add_space(theme::GAP);
        super::bars::button(ui, workspace.is_writable(), Action::Import(ImportAct::Documents), &mut actions);
        ui.label(
            egui::RichText::new(tr!("Import Word, PDF, text, subtitles or web pages, or drop files here."))
                .color(palette.weak)
                .small(),
        );
        return actions;
    }
    let entered = tools(ui, workspace, &study, palette);
    let rows = workspace.rooms.documents.beside_rows(&study);
    if rows.is_empty() {
        ui.label(RichText::new(tr!("No matching documents")).color(palette.weak));
        return actions;
    }
    let mut focus: ListFocus = ui.data(|data| data.get_temp(focus_id())).unwrap_or_default();
    focus.step(ui, &study, &rows);
    let mut intent = None;
    if entered {
        // The only match opens; of several, the first gets the focus.
        let found: Vec<SourceId> = rows.iter().filter_map(|row| source_of(&study, row)).collect();
        match meant(&study, &workspace.rooms.documents.beside.filter, &found) {
            Some(one) => intent = Some(Intent::Open(one)),
            None => focus.wanted = found.first().copied(),
        }
    }
    // After an import, the first new document is in view; the focus stays where it is.
    let revealed = workspace.rooms.documents.beside.reveal.take();
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().id_salt("documents").auto_shrink(false);
    let place = |source: SourceId| rows.iter().position(|row| source_of(&study, row) == Some(source));
    let at = focus.wanted.and_then(place);
    focus.wanted = focus.wanted.filter(|_| at.is_some());
    if let Some(at) = at.or(revealed.and_then(place)).filter(|at| !focus.in_view.contains(at)) {
        area = area.vertical_scroll_offset((at as f32 - 4.0).max(0.0) * theme::ROW);
    }
    area.show_rows(ui, theme::ROW, rows.len(), |ui, range| {
        let shown = rows.get(range.clone()).unwrap_or_default();
        // The first and the last row may be cut off.
        focus.in_view = range.start + 1..range.end.saturating_sub(1);
        let in_view: Vec<SourceId> = shown.iter().filter_map(|row| source_of(&study, row)).collect();
        let last = focus.last.or(workspace.shown_document()).filter(|last| in_view.contains(last));
        let stop = last.or(in_view.first().copied());
        for entry in shown {
            match entry {
                BesideRow::Heading(value, count) => group(ui, value, *count, palette),
                BesideRow::Document(place, participant) => {
                    let Some(source) = study.sources.get(*place) else { continue };
                    let about = match participant {
                        _ if corrected == Some(source.id) => being_corrected().to_owned(),
                        participant => {
                            let participant = participant.or_else(|| only_participant(&study, source));
                            participant.map(|participant| about(&study, participant, true)).unwrap_or_default()
                        }
                    };
                    let is_stop = stop == Some(source.id);
                    let found =
                        row(ui, workspace, &study, &Row { source, about: &about, is_stop }, &mut focus, palette);
                    intent = found.or(intent.take());
                }
            }
        }
    });
    ui.data_mut(|data| data.insert_temp(focus_id(), focus));
    if let Some(intent) = intent {
        menu::follow(workspace, intent);
    }
    actions
}

/// The place of the participant whose words the document has, if there is only one.
fn only_participant(study: &Study, source: &Source) -> Option<usize> {
    let &[id] = source.participants().as_slice() else { return None };
    study.participants.iter().position(|participant| participant.id == id)
}

/// The keyboard focus in the list.
#[derive(Clone, Default)]
struct ListFocus {
    /// The document whose row had the focus last.
    last: Option<SourceId>,
    /// The document whose row is to be focused and scrolled into view.
    wanted: Option<SourceId>,
    /// Indices of the rows that were in view in the last frame.
    in_view: Range<usize>,
}

impl ListFocus {
    /// Arrow keys move from document to document, past headings and out of the view.
    fn step(&mut self, ui: &Ui, study: &Study, rows: &[BesideRow]) {
        let documents: Vec<SourceId> = rows.iter().filter_map(|row| source_of(study, row)).collect();
        let focused = ui.memory(|memory| memory.focused());
        let at = documents.iter().position(|&source| focused == Some(row_id(source)));
        let to = at.and_then(|at| roving::step(ui, at, documents.len()));
        self.wanted = to.and_then(|to| documents.get(to)).copied().or(self.wanted);
    }
}

fn focus_id() -> Id {
    Id::unique("focus in the list of documents")
}

fn row_id(source: SourceId) -> Id {
    Id::unique(("document beside the transcript", source.0))
}

/// The document of a row; `None` for a heading.
fn source_of(study: &Study, row: &BesideRow) -> Option<SourceId> {
    match row {
        BesideRow::Heading(..) => None,
        BesideRow::Document(place, _) => study.sources.get(*place).map(|source| source.id),
    }
}

/// Least width in which the filter and the menu of groups stand side by side, in points.
const BESIDE: f32 = 220.0;
/// Width of that menu with the gap before it.
const GROUP: f32 = 80.0;

/// The filter, and the attribute whose values are the headings.
/// Returns whether Enter was pressed in the filter.
fn tools(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) -> bool {
    let mut entered = false;
    let beside = &mut workspace.rooms.documents.beside;
    let can_group = !study.variables.is_empty() || !study.document_variables.is_empty();
    // Side by side, one of them would be cut.
    if can_group && ui.available_width() < BESIDE {
        entered = filter_field(ui, &mut beside.filter, tr!("Find a document"), f32::INFINITY);
        ui.menu_button(tr!("Group"), |ui| groups(ui, beside, study, palette));
    } else {
        ui.horizontal(|ui| {
            let taken = if can_group { GROUP } else { 0.0 };
            let width = ui.available_width() - taken;
            entered = filter_field(ui, &mut beside.filter, tr!("Find a document"), width);
            if can_group {
                ui.menu_button(tr!("Group"), |ui| groups(ui, beside, study, palette));
            }
        });
    }
    ui.add_space(theme::GAP);
    entered
}

fn groups(ui: &mut Ui, beside: &mut BesideList, study: &Study, palette: &Palette) {
    ui.label(RichText::new(tr!("Group by an attribute")).color(palette.weak).small());
    ScrollArea::vertical().grow_to(420.0).show(ui, |ui| {
        if check_box::option(ui, beside.group.is_none(), tr!("No groups")).clicked() {
            beside.group = None;
            ui.close();
        }
        for variable in study.document_variables.iter().chain(&study.variables) {
            let chosen = beside.group == Some(variable.id);
            if check_box::option(ui, chosen, tr!("By {attribute}", attribute = variable.name.replace('_', " ")))
                .clicked()
            {
                beside.group = Some(variable.id);
                ui.close();
            }
        }
    });
}

fn group(ui: &mut Ui, value: &str, count: usize, palette: &Palette) {
    let size = vec2(ui.available_width(), theme::ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let label = tr!("label" => "{name}: {value}", name = value, value = Noun::Document.counted(count as u64));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let caption =
        bars::elided(ui, &format!("{value} · {count}"), theme::SMALL, palette.weak, rect.width() - theme::SPACE);
    ui.painter().galley(pos2(rect.left() + theme::GAP, rect.bottom() - caption.size().y - 4.0), caption, palette.weak);
}

/// The participant's attributes in one line: texts as they are, numbers with the name of the attribute. `short`, for
/// lists, limits it to a few short values.
pub fn about(study: &Study, participant: usize, short: bool) -> String {
    attributes(study, participant, short).join(" · ")
}

/// The values of a participant's attributes; `short`: only the first short ones.
pub fn attributes(study: &Study, participant: usize, short: bool) -> Vec<String> {
    let values = study.participants.get(participant).map_or(&[][..], |participant| participant.values.as_slice());
    let known = study.variables.iter().zip(values).filter_map(|(variable, value)| Some((variable, value.as_deref()?)));
    let named = known.map(|(variable, value)| match variable.kind {
        VariableKind::Number if !short => format!("{} {value}", variable.name.replace('_', " ")),
        VariableKind::YesNo => tr!("label" => "{name}: {value}", name = variable.name.replace('_', " "), value),
        VariableKind::Date => when::attribute_value(VariableKind::Date, value).into_owned(),
        _ => value.replace('_', " "),
    });
    if short { named.filter(|name| name.chars().count() <= 10).take(2).collect() } else { named.take(8).collect() }
}

struct Row<'r> {
    source: &'r Source,
    /// What is said beside the name.
    about: &'r str,
    /// Whether Tab stops at it.
    is_stop: bool,
}

/// A document with a progress mark: not begun, begun, finished.
fn row(
    ui: &mut Ui,
    workspace: &Workspace,
    study: &Study,
    row: &Row<'_>,
    focus: &mut ListFocus,
    palette: &Palette,
) -> Option<Intent> {
    const MARK: f32 = 24.0;
    let &Row { source, about, is_stop } = row;
    let chosen = workspace.shown_document() == Some(source.id);
    let size = vec2(ui.available_width(), theme::ROW);
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, row_id(source.id), roving::sense(Sense::click(), is_stop));
    if focus.wanted.take_if(|wanted| *wanted == source.id).is_some() {
        response.request_focus();
    }
    roving::keep(ui, &response);
    let label = tr!("Document {name}", name = source.name);
    bars::say_row(&response, Role::ListItem, chosen, &label);
    let back = if chosen { Some(palette.chosen) } else { response.hovered().then_some(palette.hover) };
    if let Some(back) = back {
        ui.painter().rect_filled(rect, 5.0, back);
    }
    bars::focus_ring(ui, &response, palette);
    let state = mark(ui, workspace, source.id, pos2(rect.left() + 11.0, rect.center().y), palette);
    let is_corrected = about == being_corrected();
    let spoken =
        if is_corrected { [&state, about].join(tr!("between parts of a label" => ", ")) } else { state.clone() };
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(spoken));
    let left = rect.left() + MARK;
    let room = rect.right() - theme::GAP - left;
    let name = bars::elided(ui, &source.name, theme::BODY, palette.text, room);
    let about_left = left + (name.size().x + theme::SPACE).max(32.0);
    ui.painter().galley(pos2(left, rect.center().y - name.size().y / 2.0), name, palette.text);
    if !about.is_empty() && about_left < rect.right() - theme::WIDE {
        let color = if is_corrected { palette.accent } else { palette.weak };
        let about = bars::elided(ui, about, theme::SMALL, color, rect.right() - theme::GAP - about_left);
        ui.painter().galley(pos2(about_left, rect.center().y - about.size().y / 2.0), about, color);
    }
    let focused = response.has_focus().then_some(rect);
    let intent = menu::context(&response, focused, workspace, study, &[source.id])
        .or_else(|| key(ui, workspace, &response, source.id));
    let about = if about.is_empty() { String::new() } else { format!("\n{about}") };
    let characters = Noun::Character.counted(source.characters.into());
    let hover = format!("{}{about}\n{characters}\n{state}", source.name);
    let response = response.on_hover_text(hover);
    let clicked = response.clicked();
    if clicked && chosen {
        response.request_focus();
    }
    if response.has_focus() || clicked && chosen {
        focus.last = Some(source.id);
    }
    intent.or(clicked.then_some(Intent::Open(source.id)))
}

/// True while a row of the list has the focus: Delete and F2 are then about its document.
pub fn has_keyboard(ctx: &Context) -> bool {
    let row = ctx.data(|data| data.get_temp::<ListFocus>(focus_id())).and_then(|focus| focus.last).map(row_id);
    row.is_some() && ctx.memory(|memory| memory.focused()) == row
}

/// Paints the progress mark, with a tooltip.
fn mark(ui: &Ui, workspace: &Workspace, source: SourceId, center: egui::Pos2, palette: &Palette) -> String {
    let Some(me) = workspace.me() else { return String::new() };
    let progress = &workspace.rooms.documents.progress;
    let count = progress.passages.get(&(source, me)).copied().unwrap_or(0);
    let done = progress.done.contains(&(source, me));
    if done {
        icons::tick(ui.painter(), center, palette.accent);
    } else {
        icons::begun(ui.painter(), center, count > 0, if count > 0 { palette.accent } else { palette.weak });
    }
    let name = workspace.link.my_name().unwrap_or_default();
    if done {
        tr!("{n} passage by {name}, finished" | "{n} passages by {name}, finished" % count, name)
    } else {
        tr!("{n} passage by {name}" | "{n} passages by {name}" % count, name)
    }
}

fn key(ui: &Ui, workspace: &Workspace, response: &Response, source: SourceId) -> Option<Intent> {
    if !response.has_focus() || !workspace.is_writable() {
        return None;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    if pressed(Key::F2) {
        return Some(Intent::Rename(source));
    }
    pressed(Key::Delete).then(|| Intent::Remove(vec![source]))
}
