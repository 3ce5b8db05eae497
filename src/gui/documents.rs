//! The list of documents beside the transcript, with participants and the coder's progress.

use super::documents_room::filter_field;
use super::documents_room::menu::{self, Intent};
use super::theme::{self, Palette};
use super::{bars, icons};
use crate::app::action::{Action, ImportAct};
use crate::app::documents_room::{BesideList, BesideRow};
use crate::app::workspace::Workspace;
use crate::model::{Source, SourceId, Study, VariableKind, counted};
use egui::{Align, Context, Id, Key, Layout, Response, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

/// Shown beside a document whose correction is neither saved nor discarded.
const BEING_CORRECTED: &str = "being corrected";

/// Shows the list; a click opens a document. `corrected` is the document whose correction is neither saved nor
/// discarded.
pub fn show(ui: &mut Ui, workspace: &mut Workspace, corrected: Option<SourceId>, palette: &Palette) -> Vec<Action> {
    let mut actions = Vec::new();
    let Some(study) = workspace.study.clone() else { return actions };
    super::bars::heading(ui, "Documents", &study.sources.len().to_string(), palette);
    if study.sources.is_empty() {
        ui.add_space(theme::SPACE);
        ui.label("There is no document yet.");
        ui.add_space(theme::GAP);
        super::bars::button(ui, workspace.is_writable(), Action::Import(ImportAct::Documents), &mut actions);
        ui.label(
            egui::RichText::new("Word, PDF, text in any encoding, subtitles, web pages; or drop them here.")
                .color(palette.weak)
                .small(),
        );
        return actions;
    }
    tools(ui, workspace, &study, palette);
    let rows = workspace.rooms.documents.beside_rows(&study);
    if rows.is_empty() {
        ui.label(RichText::new("No document has these letters.").color(palette.weak));
        return actions;
    }
    let mut intent = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("documents").auto_shrink(false).show_rows(
        ui,
        theme::ROW,
        rows.len(),
        |ui, range| {
            for entry in rows.get(range).unwrap_or_default() {
                match entry {
                    BesideRow::Heading(value, count) => group(ui, value, *count, palette),
                    BesideRow::Document(place, case) => {
                        let Some(source) = study.sources.get(*place) else { continue };
                        let about = match case {
                            _ if corrected == Some(source.id) => BEING_CORRECTED.to_owned(),
                            case => case.map(|case| about(&study, case, true)).unwrap_or_default(),
                        };
                        intent = row(ui, workspace, &study, source, &about, palette).or(intent.take());
                    }
                }
            }
        },
    );
    if let Some(intent) = intent {
        menu::follow(workspace, intent);
    }
    actions
}

/// The filter, and the attribute whose values are the headings.
fn tools(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
    let beside = &mut workspace.rooms.documents.beside;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !study.variables.is_empty() {
                ui.menu_button("Group", |ui| groups(ui, beside, study, palette));
            }
            filter_field(ui, &mut beside.filter, "Find a document", ui.available_width());
        });
    });
    ui.add_space(theme::GAP);
}

fn groups(ui: &mut Ui, beside: &mut BesideList, study: &Study, palette: &Palette) {
    ui.label(RichText::new("Group by an attribute of the participant").color(palette.weak).small());
    ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
        if ui.radio(beside.group.is_none(), "No groups").clicked() {
            beside.group = None;
            ui.close();
        }
        for variable in &study.variables {
            let chosen = beside.group == Some(variable.id);
            if ui.radio(chosen, format!("By {}", variable.name.replace('_', " "))).clicked() {
                beside.group = Some(variable.id);
                ui.close();
            }
        }
    });
}

fn group(ui: &mut Ui, value: &str, count: usize, palette: &Palette) {
    let size = vec2(ui.available_width(), theme::ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let label = format!("{value}: {}", counted(count as u64, "document"));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let words =
        bars::elided(ui, &format!("{value} · {count}"), theme::SMALL, palette.weak, rect.width() - theme::SPACE);
    ui.painter().galley(pos2(rect.left() + theme::GAP, rect.bottom() - words.size().y - 4.0), words, palette.weak);
}

/// The participant's attributes in one line: texts as they are, numbers with the name of the attribute. `short`, for
/// lists, limits it to a few short values.
pub fn about(study: &Study, case: usize, short: bool) -> String {
    attributes(study, case, short).join(" · ")
}

/// The values of a participant's attributes; `short`: only the first short ones.
pub fn attributes(study: &Study, case: usize, short: bool) -> Vec<String> {
    let values = study.cases.get(case).map_or(&[][..], |case| case.values.as_slice());
    let known = study.variables.iter().zip(values).filter_map(|(variable, value)| Some((variable, value.as_deref()?)));
    let named = known.map(|(variable, value)| match variable.kind {
        VariableKind::Number if !short => format!("{} {value}", variable.name.replace('_', " ")),
        _ => value.replace('_', " "),
    });
    if short { named.filter(|words| words.chars().count() <= 10).take(2).collect() } else { named.take(8).collect() }
}

/// A document with a progress mark: not begun, begun, finished.
fn row(
    ui: &mut Ui,
    workspace: &Workspace,
    study: &Study,
    source: &Source,
    about: &str,
    palette: &Palette,
) -> Option<Intent> {
    const MARK: f32 = 24.0;
    let chosen = workspace.shown_document() == Some(source.id);
    let size = vec2(ui.available_width(), theme::ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let label = format!("Document {}", source.name);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &label));
    let back = if chosen { Some(palette.chosen) } else { response.hovered().then_some(palette.hover) };
    if let Some(back) = back {
        ui.painter().rect_filled(rect, 5.0, back);
    }
    bars::focus_ring(ui, &response, palette);
    let state = mark(ui, workspace, source.id, pos2(rect.left() + 11.0, rect.center().y), palette);
    let is_corrected = about == BEING_CORRECTED;
    let spoken = if is_corrected { format!("{state}, {about}") } else { state.clone() };
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
    let intent =
        menu::context(&response, workspace, study, &[source.id]).or_else(|| key(ui, workspace, &response, source.id));
    let about = if about.is_empty() { String::new() } else { format!("\n{about}") };
    let characters = counted(source.characters.into(), "character");
    let hover = format!("{}{about}\n{characters}\n{state}", source.name);
    let response = response.on_hover_text(hover);
    let clicked = response.clicked();
    if clicked && chosen {
        response.request_focus();
    }
    if response.has_focus() || clicked && chosen {
        ui.ctx().data_mut(|data| data.insert_temp(last_focused(), response.id));
    }
    intent.or(clicked.then_some(Intent::Open(source.id)))
}

/// The id under which the last focused row is stored.
fn last_focused() -> Id {
    Id::unique("focused document")
}

/// True while a row of the list has the focus: Delete and F2 are then about its document.
pub fn has_keyboard(ctx: &Context) -> bool {
    let row: Option<Id> = ctx.data(|data| data.get_temp(last_focused()));
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
    format!("{} by {name}{}", counted(count, "passage"), if done { ", done" } else { "" })
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
