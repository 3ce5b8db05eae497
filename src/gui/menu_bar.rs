//! The bar at the top of the window and its menus.

use super::bars;
use super::keys;
use super::theme::{self, Palette, Weighted};
use crate::app::CoderLook;
use crate::app::action::{Action, CodingAct, DocumentAct, GoAct, HelpAct, ImportAct, ProjectAct, TeamAct, ViewAct};
use crate::app::exporting::ExportKind;
use crate::app::room::Room;
use crate::app::settings::Settings;
use crate::app::workspace::Workspace;
use crate::gui::check_box::{self, CheckBox};
use crate::model::UserId;
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{
    Align, Align2, Button, Frame, Id, Label, Layout, MenuBar, PopupCloseBehavior, Rect, RichText, Role, Sense, Stroke,
    Ui, Vec2, WidgetInfo, pos2, vec2,
};
use std::collections::BTreeSet;
use strum::VariantArray;

/// Height of the bar's contents, in points.
const HEIGHT: f32 = 34.0;
/// Width of the rooms until they have been laid out.
const ROOMS: f32 = 500.0;
/// Width of the search button.
const SEARCH: f32 = 150.0;
/// A name of the project is left out if there is less room than this.
const SHORTEST_NAME: f32 = 48.0;
/// Diameter of the disc with the coder's initials.
const DISC: f32 = 24.0;

/// The bar at the top: menus and the project's name at the left, rooms in the middle, search and the coder at the right.
pub fn show(ui: &mut Ui, workspace: Option<&mut Workspace>, settings: &Settings, palette: &Palette) -> Vec<Action> {
    let mut actions = Vec::new();
    let whole = ui.max_rect();
    MenuBar::new().ui(ui, |ui| {
        ui.set_height(HEIGHT);
        let open = workspace.as_deref();
        ui.menu_button("File", |ui| groups(ui, open, &file_menu(), &mut actions));
        ui.menu_button("Edit", |ui| edit_menu(ui, open, &mut actions));
        ui.menu_button("View", |ui| view_menu(ui, open, settings, &mut actions));
        ui.menu_button("Coding", |ui| code_menu(ui, open, &mut actions));
        let help = [Action::Help(HelpAct::Keys), Action::Help(HelpAct::About)];
        ui.menu_button("Help", |ui| groups(ui, open, &[help.to_vec()], &mut actions));
        let Some(workspace) = workspace else { return };
        let middle = rooms_place(ui, whole);
        project_name(ui, workspace, middle.left());
        rooms(ui, workspace, middle, palette, &mut actions);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            coder_menu(ui, workspace, palette, &mut actions);
            search(ui, palette, &mut actions);
        });
    });
    actions
}

/// The name of the project, shortened where the rooms need its place.
fn project_name(ui: &mut Ui, workspace: &Workspace, end: f32) {
    let name = workspace.study.as_deref().map_or("", |study| study.project.name.as_str());
    let room = end - ui.cursor().left() - 2.0 * theme::WIDE;
    if room < SHORTEST_NAME || name.is_empty() {
        return;
    }
    ui.add_space(theme::SPACE);
    ui.scope(|ui| {
        ui.set_max_width(room);
        ui.add(Label::new(RichText::new(name).semibold()).truncate());
    });
}

/// The rectangle of the rooms: in the middle of the bar, or after the menus if these reach so far. Their width is that of
/// the last frame.
fn rooms_place(ui: &Ui, whole: Rect) -> Rect {
    let width = ui.data(|data| data.get_temp::<f32>(Id::unique("width of the rooms"))).unwrap_or(ROOMS);
    let left = (whole.center().x - width / 2.0).max(ui.cursor().left() + theme::WIDE);
    Rect::from_min_size(pos2(left, whole.top()), vec2(width, HEIGHT))
}

/// A button that looks like a field and opens the command palette; left out where there is no room for it.
fn search(ui: &mut Ui, palette: &Palette, actions: &mut Vec<Action>) {
    let action = Action::Help(HelpAct::Commands);
    if ui.available_width() < SEARCH + theme::WIDE {
        return;
    }
    ui.add_space(theme::SPACE);
    let words = RichText::new("Search").color(palette.weak);
    let key = RichText::new(keys::shown(&action)).size(theme::SMALL).color(palette.weak);
    let button = Button::new(words).shortcut_text(key).min_size(vec2(SEARCH, 26.0)).corner_radius(7);
    let response = ui.add(button.fill(palette.page).stroke(Stroke::new(1.0, palette.outline)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, action.label()));
    if response.on_hover_text(action.spec().tooltip).clicked() {
        actions.push(action);
    }
}

/// Entries with a separator between groups.
fn groups(ui: &mut Ui, workspace: Option<&Workspace>, groups: &[Vec<Action>], actions: &mut Vec<Action>) {
    for (at, group) in groups.iter().enumerate() {
        if at > 0 {
            ui.separator();
        }
        for action in group {
            bars::entry(ui, workspace, action.clone(), actions);
        }
    }
}

fn file_menu() -> [Vec<Action>; 5] {
    use ProjectAct::{Close, Describe, New, Open, OpenSample, Quit, RestoreCopy, SaveCopy};
    let project = |acts: &[ProjectAct]| acts.iter().copied().map(Action::Project).collect::<Vec<_>>();
    let imports = ImportAct::VARIANTS.iter().copied().map(Action::Import);
    let exports =
        [None, Some(ExportKind::Transcripts), Some(ExportKind::Folder), Some(ExportKind::Exchange)].map(Action::Export);
    [
        project(&[New, Open, OpenSample]),
        project(&[Describe]).into_iter().chain(imports).chain([Action::Team(TeamAct::MergeCopies)]).collect(),
        exports.to_vec(),
        project(&[SaveCopy, RestoreCopy]),
        project(&[Close, Quit]),
    ]
}

fn view_menu(ui: &mut Ui, workspace: Option<&Workspace>, settings: &Settings, actions: &mut Vec<Action>) {
    use ViewAct::{DarkTheme, Hints, Larger, LightTheme, NormalSize, ReduceMovement, Smaller, SystemTheme};
    let window = [Larger, Smaller, NormalSize].map(Action::View);
    groups(ui, workspace, &[Room::ALL.map(Action::Show).to_vec(), window.to_vec()], actions);
    ui.separator();
    ui.menu_button("Transcript text", |ui| reading_menu(ui, settings, actions));
    ui.separator();
    for act in [SystemTheme, LightTheme, DarkTheme] {
        setting(ui, act, settings, actions);
    }
    ui.separator();
    for act in [ReduceMovement, Hints] {
        setting(ui, act, settings, actions);
    }
}

/// How transcripts are set: face, size and line spacing.
pub fn reading_menu(ui: &mut Ui, settings: &Settings, actions: &mut Vec<Action>) {
    use ViewAct::{LargerText, NormalLines, NormalText, SansText, SerifText, SmallerText, TightLines, WideLines};
    for act in [SerifText, SansText] {
        setting(ui, act, settings, actions);
    }
    ui.separator();
    for act in [LargerText, SmallerText, NormalText] {
        // The menu stays open: the right size is found by trying.
        let spec = act.spec();
        if ui.button(spec.label).on_hover_text(spec.tooltip).clicked() {
            actions.push(Action::View(act));
        }
    }
    ui.separator();
    for act in [TightLines, NormalLines, WideLines] {
        setting(ui, act, settings, actions);
    }
}

/// A menu entry for a setting, with a tick or a dot if it is on.
fn setting(ui: &mut Ui, act: ViewAct, settings: &Settings, actions: &mut Vec<Action>) {
    let (spec, mut on) = (act.spec(), settings.is_on(act).unwrap_or_default());
    let response = match act {
        ViewAct::ReduceMovement | ViewAct::Hints => check_box::show(ui, &mut on, spec.label),
        _ => ui.radio(on, spec.label),
    };
    if response.on_hover_text(spec.tooltip).clicked() {
        actions.push(Action::View(act));
        ui.close();
    }
}

fn edit_menu(ui: &mut Ui, workspace: Option<&Workspace>, actions: &mut Vec<Action>) {
    let (undo, redo) =
        workspace.map_or((None, None), |w| (w.link.undo_redo.undo.as_ref(), w.link.undo_redo.redo.as_ref()));
    for (action, next) in [(Action::Undo, undo), (Action::Redo, redo)] {
        let label = next.map_or_else(|| action.label(), |what| format!("{}: {what}", action.label()));
        let possible = next.is_some() && action.is_possible(workspace);
        bars::entry_as(ui, label, possible, action, actions);
    }
    ui.separator();
    use DocumentAct::{CorrectText, Find, Reread, SaveOriginal, Speakers};
    for act in [Find, CorrectText, Speakers, Reread] {
        bars::entry(ui, workspace, Action::Document(act), actions);
    }
    let kept = workspace.and_then(|w| w.document.as_ref()).is_some_and(|document| document.file.is_some());
    let original = Action::Document(SaveOriginal);
    bars::entry_as(ui, original.label(), kept, original, actions);
    bars::entry(ui, workspace, Action::Help(HelpAct::Commands), actions);
}

/// Actions on the selected words and on the passage at the caret.
fn code_menu(ui: &mut Ui, workspace: Option<&Workspace>, actions: &mut Vec<Action>) {
    use CodingAct::{ChooseCode, FitEdges, Important, InVivo, Memo, NewCode, Recode, Remove, Repeat};
    use GoAct::{FilterCodes, NextPassage, NextUncoded, PreviousPassage, Walk};
    bars::entry(ui, workspace, Action::Coding(ChooseCode), actions);
    let again = Action::Coding(Repeat);
    let possible = again.is_possible(workspace) && workspace.is_some_and(|w| !w.recent.is_empty());
    bars::entry_as(ui, again.label(), possible, again, actions);
    let coding = |acts: &[CodingAct]| acts.iter().copied().map(Action::Coding).collect::<Vec<_>>();
    let go = |acts: &[GoAct]| acts.iter().copied().map(Action::Go).collect::<Vec<_>>();
    let rest = [
        coding(&[NewCode, InVivo]),
        coding(&[Recode, FitEdges, Important, Memo, Remove]),
        go(&[NextPassage, PreviousPassage, NextUncoded, Walk]),
        go(&[FilterCodes]),
    ];
    groups(ui, workspace, &rest, actions);
}

fn rooms(ui: &mut Ui, workspace: &Workspace, place: Rect, palette: &Palette, actions: &mut Vec<Action>) {
    ui.add_space(place.left() - ui.cursor().left());
    let frame = Frame::NONE.fill(palette.page).stroke(Stroke::new(1.0, palette.line)).corner_radius(8).inner_margin(2);
    let shown = frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().button_padding = vec2(9.0, 4.0);
        for room in Room::ALL {
            let action = Action::Show(room);
            let chosen = workspace.room == room;
            let text = RichText::new(action.label()).color(if chosen { palette.accent } else { palette.weak });
            let tab = ui.add(Button::selectable(chosen, text.medium()));
            let spec = action.spec();
            if tab.on_hover_text(format!("{} ({})", spec.tooltip, keys::shown(&action))).clicked() {
                actions.push(action);
            }
        }
    });
    let width = shown.response.rect.width();
    let id = Id::unique("width of the rooms");
    if ui.data(|data| data.get_temp::<f32>(id)) != Some(width) {
        ui.data_mut(|data| data.insert_temp(id, width));
        ui.ctx().request_repaint();
    }
}

/// Who is coding, and whose codings are visible.
fn coder_menu(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let Some(study) = workspace.study.clone() else { return };
    let name = workspace.link.my_name().map_or_else(|| "not set".to_owned(), str::to_owned);
    let mut seen = workspace.seen.coders.clone();
    // Keep the menu open so that several boxes can be ticked; only a click outside closes it.
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (button, _) = MenuButton::new(RichText::new(&name).medium()).config(stays).ui(ui, |ui| {
        ui.label(RichText::new("Coding as").color(palette.weak).small());
        for user in study.coders() {
            if ui.radio(workspace.me() == Some(user.id), user.name.as_str()).clicked() {
                actions.push(Action::BeCoder(user.id));
                ui.close();
            }
        }
        bars::entry(ui, &*workspace, Action::Team(TeamAct::AddCoder), actions);
        if workspace.me().is_some() {
            bars::entry(ui, &*workspace, Action::Team(TeamAct::RenameCoder), actions);
        }
        bars::entry(ui, &*workspace, Action::Team(TeamAct::AddPass), actions);
        let mut blind = workspace.is_blind();
        let hint = "Hides other coders’ work in each document until you mark that document as finished, also in \
            counts and exports. The project lead ends it here. The history records both.";
        let check = ui.add_enabled(workspace.is_writable(), CheckBox::new(&mut blind, "Blind coding"));
        if check.on_hover_text(hint).clicked() {
            actions.push(Action::Team(if blind { TeamAct::BeginBlind } else { TeamAct::LiftBlind }));
        }
        ui.separator();
        ui.label(RichText::new("Show and count coding by").color(palette.weak).small());
        let all: BTreeSet<UserId> = study.coders().map(|u| u.id).collect();
        let mut everybody = seen.is_none();
        let layer = study.agreed();
        if check_box::show(ui, &mut everybody, "all coders").clicked() {
            seen = if everybody { None } else { workspace.me().map(|me| BTreeSet::from([me])) };
        }
        for user in &study.users {
            let is_layer = layer == Some(user.id);
            let mut shown = seen.as_ref().map_or(!is_layer, |set| set.contains(&user.id));
            let word = if is_layer { "the consensus coding".to_owned() } else { format!("codings of {}", user.name) };
            if check_box::show(ui, &mut shown, word).clicked() {
                let mut set = seen.clone().unwrap_or_else(|| all.clone());
                if shown {
                    set.insert(user.id)
                } else {
                    set.remove(&user.id)
                };
                // Keep the last coder ticked: with none, the window would be empty without an explanation.
                seen = if set == all { None } else { Some(set).filter(|set| !set.is_empty()).or(seen.clone()) };
            }
        }
    });
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Coder: {name}")));
    let look = workspace.me().and_then(|me| workspace.looks.coders.get(&me));
    avatar(ui, look, palette);
    if seen != workspace.seen.coders {
        workspace.show_coders(seen);
    }
}

/// A disc with the coder's initials.
fn avatar(ui: &mut Ui, look: Option<&CoderLook>, palette: &Palette) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(DISC), Sense::hover());
    let (initials, color) = match look {
        Some(look) => (look.initials.as_str(), palette.accent),
        None => ("?", palette.weak),
    };
    ui.painter().circle_filled(rect.center(), DISC / 2.0, color);
    let letters = initials.chars().take(2).collect::<String>();
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, letters, theme::medium(11.0), palette.page);
}
