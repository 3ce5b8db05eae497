//! The Ask room: a query as a sentence whose parts are chosen, and as text; below it, what it finds.

mod builder;
mod condition;
mod menu;
mod relation;
mod results;
mod saved;
mod term;

use self::builder::Builder;
use self::results::ResultList;
use self::saved::SavedQueries;
pub(super) use self::saved::{edit, remove};
use self::term::Known;
use super::bars::own_size;
use super::empty::Empty;
use super::icons::Picture;
use super::panes;
use super::said_by::said_by;
use super::tables::whose;
use super::theme::{self, Palette};
use crate::analysis::query::PassageQuery;
use crate::app::action::Action;
use crate::app::room::Room;
use crate::app::workspace::Workspace;
use crate::model::{CodeId, Study};
use crate::tr;
use egui::{
    Button, CentralPanel, FontId, Frame, Id, Key, Margin, Panel, Popup, RichText, Role, TextEdit, Ui, WidgetInfo,
};
use std::time::Duration;

#[derive(Default)]
pub struct AskRoomPanel {
    builder: Builder,
    list: ResultList,
    saved: SavedQueries,
    /// The last query that could be read.
    readable: Option<PassageQuery>,
    /// Time of the last keystroke in the text, in seconds of the window's clock.
    typed: f64,
}

/// Seconds without typing until it is said what is wrong with the text.
const PATIENCE: f64 = 0.8;

impl AskRoomPanel {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<Action> {
        let mut actions = Vec::new();
        let Some(study) = workspace.study.clone() else { return actions };
        workspace.refresh_rooms();
        workspace.refresh_query();
        // A click that closes a menu does nothing else.
        let is_closing = Popup::is_any_open(ui.ctx());
        if let Some(text) = workspace.rooms.ask.text_to_copy.take() {
            ui.ctx().copy_text(text);
            workspace.note(tr!("Copied what the query found"));
        }
        let side = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(12, 10));
        Panel::left(own_size(ui, workspace, "saved queries"))
            .default_size((ui.available_width() * 0.18).clamp(150.0, 260.0))
            .size_range(120.0..=(ui.available_width() * 0.4).max(160.0))
            .frame(side)
            .show(ui, |ui| {
                ui.take_available_width();
                panes::mark(ui, tr!("pane" => "saved queries"));
                self.saved.list(ui, workspace, &study, palette);
            });
        let page = Frame::NONE.fill(palette.page).inner_margin(Margin::symmetric(16, 10));
        CentralPanel::default().frame(page).show(ui, |ui| {
            panes::mark(ui, tr!("pane" => "query"));
            if !theme::is_low(ui.ctx()) {
                ui.label(RichText::new(tr!("Ask")).heading());
                ui.add_space(theme::GAP);
            }
            self.query(ui, workspace, &study, palette);
            ui.horizontal_wrapped(|ui| {
                // In a small window, the passages need the room.
                if theme::is_tight(ui.ctx()) {
                    let button = Button::new(tr!("Settings"));
                    menu::show(ui, "settings", button, |ui| {
                        settings(ui, workspace, &study, palette);
                        ui.separator();
                        actions.extend(results::actions(ui, workspace));
                    });
                } else {
                    settings(ui, workspace, &study, palette);
                }
                self.saved.buttons(ui, workspace, &study);
            });
            ui.add_space(theme::SPACE);
            match workspace.rooms.ask.query() {
                None => nothing_asked(ui, workspace, &study, palette),
                // What was found before is not what is being typed.
                Some(Err(_)) => drop(ui.add_enabled_ui(false, |ui| {
                    results::show(ui, &mut self.list, workspace, &study, palette, is_closing)
                })),
                Some(_) => actions.extend(results::show(ui, &mut self.list, workspace, &study, palette, is_closing)),
            }
        });
        actions
    }

    /// The query in parts and as text.
    fn query(&mut self, ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
        let frame = Frame::NONE.stroke(egui::Stroke::new(1.0, palette.outline)).corner_radius(8);
        frame.inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            self.parts(ui, workspace, study, palette);
            let mut typed = workspace.rooms.ask.typed().to_owned();
            let edit = TextEdit::singleline(&mut typed)
                .id(Id::unique("query as text"))
                .font(FontId::monospace(theme::SMALL))
                .desired_width(f32::INFINITY)
                .hint_text(tr!("Choose what to look for above, or type a query"));
            let response = ui.add(edit);
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Query as text")));
            // Enter asks nothing new, and more can be typed.
            if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                response.request_focus();
            }
            let now = ui.input(|input| input.time);
            if response.changed() {
                self.typed = now;
                workspace.rooms.ask.type_query(typed);
            }
            // While somebody types, most texts are no queries yet.
            let wait = if response.has_focus() { self.typed + PATIENCE - now } else { 0.0 };
            if let Some(Err(mistake)) = workspace.rooms.ask.query() {
                if wait > 0.0 {
                    ui.ctx().request_repaint_after(Duration::from_secs_f64(wait));
                    return;
                }
                let sentence = crate::text::capitalised(&mistake.to_string());
                ui.label(RichText::new(tr!("sentence" => "{words}.", words = sentence)).color(palette.trouble).small());
            }
        });
        ui.add_space(theme::GAP);
    }

    /// The parts of the query; those of the last one that could be read, while the text cannot be.
    fn parts(&mut self, ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
        let (now, is_readable) = match workspace.rooms.ask.query() {
            None => (None, true),
            Some(Ok(query)) => (Some(query.clone()), true),
            Some(Err(_)) => (self.readable.clone(), false),
        };
        let shown = ui.add_enabled_ui(is_readable, |ui| {
            self.builder.show(ui, Known { study, looks: &workspace.looks, palette }, now.as_ref())
        });
        self.readable = now;
        if let Some(chosen) = shown.inner.filter(|_| is_readable) {
            workspace.rooms.ask.set_query(chosen);
        }
    }
}

/// Whose codings count, and whose words.
fn settings(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
    whose(ui, workspace, study, palette);
    said_by(ui, &mut workspace.rooms.ask.spoken_by, palette);
}

/// What can be asked, with examples from the codes that are used most.
fn nothing_asked(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
    let mut used: Vec<(u64, CodeId)> = workspace.counts.by_code.iter().map(|(code, count)| (*count, *code)).collect();
    used.sort_unstable_by(|a, b| b.cmp(a));
    let path = |place: usize| used.get(place).map(|(_, code)| study.codebook.path(*code).to_string());
    let (title, sentence) = match used.is_empty() {
        true => (
            tr!("Nothing is coded yet"),
            tr!("Code passages first; then ask which of them stand near, around or in one answer with others."),
        ),
        false => (
            tr!("Ask which passages stand together"),
            tr!(
                "Choose a code or words above, and what they should stand near, around or in one answer with. The results lead to the transcript."
            ),
        ),
    };
    let quoted = |text: &str| text.replace('\\', r"\\").replace('"', r#"\""#);
    let examples: Vec<String> = match (path(0), path(1)) {
        (Some(one), Some(other)) => vec![
            format!(r#""{}" with "{}" in turn"#, quoted(&one), quoted(&other)),
            format!(r#""{}" without "{}" in participant"#, quoted(&one), quoted(&other)),
        ],
        _ => Vec::new(),
    };
    let labels: Vec<&str> = match (examples.is_empty(), used.is_empty()) {
        (false, _) => vec![tr!("Two codes in one turn"), tr!("One code without the other")],
        (true, true) => vec![tr!("Go to the transcript")],
        (true, false) => vec![],
    };
    let empty = Empty { picture: Picture::Quotation, title, sentence, buttons: &labels };
    if let Some(clicked) = empty.show(ui, palette) {
        match examples.get(clicked) {
            Some(example) => workspace.rooms.ask.type_query(example.clone()),
            None => workspace.show_room(Room::Code),
        }
    }
}
