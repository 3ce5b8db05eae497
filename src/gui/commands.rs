//! The command palette: type part of a name and press Enter. It finds actions, documents, the documents of participants
//! and the passages of codes, and offers to find the words themselves in all documents.

use super::keys;
use super::overlay::{self, Next};
use super::theme::{self, Palette};
use crate::app::action::{Action, CodeAct, HelpAct, Needs, Spec};
use crate::app::room::Room;
use crate::app::workspace::Workspace;
use crate::model::Study;
use egui::{Context, Id, Key, Modifiers, RichText, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};

const ROWS: usize = 12;

pub struct CommandPalette {
    typed: String,
    marked: usize,
    fresh: bool,
    reveal: bool,
}

impl Default for CommandPalette {
    fn default() -> Self {
        Self { typed: String::new(), marked: 0, fresh: true, reveal: false }
    }
}

impl CommandPalette {
    pub fn show(&mut self, ctx: &Context, workspace: Option<&Workspace>, palette: &Palette) -> Option<Next> {
        let list = listed(workspace, &self.typed);
        let mut chosen = None;
        let modal = overlay::palette(ctx, "command palette", 560.0, |ui| {
            let (steps, enter) = ui.input_mut(|input| {
                let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
                let steps = isize::from(pressed(Key::ArrowDown)) - isize::from(pressed(Key::ArrowUp));
                (steps, pressed(Key::Enter))
            });
            let last = list.len().saturating_sub(1);
            self.reveal |= steps != 0;
            self.marked = self.marked.min(last).saturating_add_signed(steps).min(last);
            self.field(ui);
            let clicked = self.list(ui, &list, palette);
            let at = clicked.or(enter.then_some(self.marked));
            chosen = at.and_then(|at| list.get(at)).map(|(action, _)| Next::Act(action.clone()));
        });
        chosen.or(modal.should_close().then_some(Next::Closed))
    }

    fn field(&mut self, ui: &mut Ui) {
        let edit = TextEdit::singleline(&mut self.typed).id(Id::unique("command palette field"));
        let response = ui.add(edit.desired_width(f32::INFINITY).hint_text(
            "Search commands, documents, participants, codes \
                and text",
        ));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Commands"));
        if response.changed() {
            (self.marked, self.reveal) = (0, true);
        }
        if std::mem::take(&mut self.fresh) || !response.has_focus() {
            response.request_focus();
        }
        ui.add_space(theme::GAP);
    }

    fn list(&mut self, ui: &mut Ui, list: &[(Action, String)], palette: &Palette) -> Option<usize> {
        if list.is_empty() {
            ui.label(RichText::new("No matches").color(palette.weak));
        }
        let mut clicked = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical().id_salt("commands").max_height(ROWS as f32 * theme::ROW);
        if std::mem::take(&mut self.reveal) {
            area = area.vertical_scroll_offset(self.marked.saturating_sub(ROWS / 2) as f32 * theme::ROW);
        }
        area.show_rows(ui, theme::ROW, list.len(), |ui, range| {
            for at in range {
                let Some((action, label)) = list.get(at) else { continue };
                let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
                let marked = at == self.marked;
                super::bars::say_row(&response, Role::ListBoxOption, marked, label);
                if marked || response.hovered() {
                    ui.painter().rect_filled(rect, 5.0, if marked { palette.chosen } else { palette.hover });
                }
                let keys = super::bars::elided(ui, &keys::shown(action), theme::SMALL, palette.weak, 120.0);
                let room = rect.width() - keys.size().x - 30.0;
                let text = super::bars::elided(ui, label, theme::BODY, palette.text, room);
                let y = rect.center().y;
                ui.painter().galley(pos2(rect.left() + 10.0, y - text.size().y / 2.0), text, palette.text);
                let place = pos2(rect.right() - 10.0 - keys.size().x, y - keys.size().y / 2.0);
                ui.painter().galley(place, keys, palette.weak);
                if response.on_hover_text(action.spec().tooltip).clicked() {
                    clicked = Some(at);
                }
            }
        });
        clicked
    }
}

/// Maximum number of documents, participants and codes listed of each.
const MOST: usize = 200;

/// The possible actions that contain every word typed; matching documents, participants and codes; and last, to find the
/// words themselves.
fn listed(workspace: Option<&Workspace>, typed: &str) -> Vec<(Action, String)> {
    let words: Vec<String> = typed.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let fits = |label: &str| {
        let label = label.to_lowercase();
        words.iter().all(|word| label.contains(word.as_str()))
    };
    let possible = |spec: &Spec| match workspace {
        None => spec.needs == Needs::Nothing,
        Some(w) => {
            (w.is_writable() || !spec.writes) && spec.room.is_none_or(|room| room == w.room || room == Room::Code)
        }
    };
    let mut list: Vec<(Action, String)> = Vec::new();
    for action in Action::all().into_iter().filter(|action| *action != Action::Help(HelpAct::Commands)) {
        let spec = action.spec();
        if possible(&spec) {
            list.push((action, spec.label.into_owned()));
        }
    }
    if let Some(study) = workspace.and_then(|w| w.study.as_deref()) {
        let documents = study.sources.iter();
        list.extend(documents.map(|s| (Action::OpenDocument(s.id), format!("Go to document {}", s.name))));
    }
    list.retain(|(_, label)| fits(label));
    let begins = |label: &str| words.first().is_some_and(|word| label.to_lowercase().starts_with(word.as_str()));
    list.sort_by_key(|(_, label)| !begins(label));
    // Names are listed once something has been typed: before, they would hide the commands.
    if let Some(study) = workspace.and_then(|w| w.study.as_deref()).filter(|_| !words.is_empty()) {
        list.extend(people(study).filter(|(_, label)| fits(label)).take(MOST));
        list.extend(codes(study).filter(|(_, label)| fits(label)).take(MOST));
        let typed = typed.trim().to_owned();
        let label = format!("Find “{typed}” in all documents");
        list.push((Action::FindEverywhere(typed), label));
    }
    list
}

/// The documents of participants who are named differently from them.
fn people(study: &Study) -> impl Iterator<Item = (Action, String)> {
    study.sources.iter().filter_map(|source| {
        let person = study.cases.iter().find(|case| Some(case.id) == source.case)?;
        let label = format!("Go to participant {}: document {}", person.name, source.name);
        (person.name != source.name).then_some((Action::OpenDocument(source.id), label))
    })
}

/// The passages of every code.
fn codes(study: &Study) -> impl Iterator<Item = (Action, String)> {
    let book = &study.codebook;
    let label = |id| format!("Show passages of {}", book.path(id));
    book.codes().iter().map(move |code| (Action::OnCode(CodeAct::List, code.id), label(code.id)))
}
