//! The bar at the top of the window and its menus.

use super::bars;
use super::theme::{self, Palette, Weighted};
use super::{icons, keys, menu_keys, missing_project};
use crate::app::CoderLook;
use crate::app::action::{Action, CodingAct, DocumentAct, GoAct, HelpAct, ImportAct, ProjectAct, TeamAct, ViewAct};
use crate::app::exporting::ExportKind;
use crate::app::recent::RecentProjects;
use crate::app::room::Room;
use crate::app::settings::Settings;
use crate::app::workspace::Workspace;
use crate::gui::bars::GrowTo;
use crate::gui::check_box::{self, CheckBox};
use crate::model::{Study, User};
use crate::text::shortened;
use crate::tr;
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{
    Align, Align2, Button, Color32, CursorIcon, Frame, Id, Key, Label, Layout, MenuBar, Popup, PopupCloseBehavior,
    Rect, Response, RichText, Role, ScrollArea, Sense, Stroke, TextStyle, Ui, Vec2, WidgetInfo, pos2, vec2,
};

/// Height of the bar's contents, in points.
const HEIGHT: f32 = 34.0;
/// Width of the search button.
const SEARCH: f32 = 150.0;
/// The same where there is room only for a lens.
const SHORT_SEARCH: f32 = theme::ROW;
/// Width of the bar from which the rooms' names have more space around them.
const ROOMY: f32 = 900.0;
/// A name of the project is left out if there is less room than this.
const SHORTEST_NAME: f32 = 64.0;
/// Diameter of the disc with the coder's initials.
const DISC: f32 = 24.0;

/// What the menus show besides the project.
pub struct MenuState<'a> {
    pub settings: &'a Settings,
    pub recent: &'a mut RecentProjects,
    /// Whether the passages at the caret are important; `None` if there are none.
    pub important: Option<bool>,
}

/// The bar at the top: menus and the project's name at the left, rooms in the middle, search and the coder at the right.
pub fn show(ui: &mut Ui, workspace: Option<&mut Workspace>, state: MenuState<'_>, palette: &Palette) -> Vec<Action> {
    let mut actions = Vec::new();
    let whole = ui.max_rect();
    MenuBar::new().ui(ui, |ui| {
        ui.set_height(HEIGHT);
        let open = workspace.as_deref();
        let MenuState { settings, recent, important } = state;
        menu_keys::menu(ui, tr!("menu" => "File"), Key::F, palette, |ui| {
            file_menu(ui, open, settings, recent, &mut actions)
        });
        menu_keys::menu(ui, tr!("menu" => "Edit"), Key::E, palette, |ui| edit_menu(ui, open, settings, &mut actions));
        menu_keys::menu(ui, tr!("menu" => "View"), Key::V, palette, |ui| view_menu(ui, open, settings, &mut actions));
        menu_keys::menu(ui, tr!("menu" => "Coding"), Key::C, palette, |ui| {
            code_menu(ui, open, settings, important, &mut actions)
        });
        let help = [HelpAct::Guide, HelpAct::Keys, HelpAct::About].map(Action::Help);
        menu_keys::menu(ui, tr!("menu" => "Help"), Key::H, palette, |ui| {
            groups(ui, open, &[help.to_vec()], &mut actions)
        });
        let Some(workspace) = workspace else { return };
        let middle = rooms_place(ui, whole);
        if middle.right() + coder_width(ui, workspace) + SHORT_SEARCH + theme::SPACE < whole.right() {
            project_name(ui, workspace, middle.left());
            rooms(ui, workspace, middle, palette, &mut actions);
        } else {
            ui.data_mut(|data| data.insert_temp(named(), false));
            rooms_menu(ui, workspace, &mut actions);
        }
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
    let is_named = room >= SHORTEST_NAME && !name.is_empty();
    ui.data_mut(|data| data.insert_temp(named(), is_named));
    if !is_named {
        return;
    }
    ui.add_space(theme::SPACE);
    ui.scope(|ui| {
        ui.set_max_width(room);
        let label = ui.add(Label::new(RichText::new(name).semibold()).truncate());
        label.on_hover_text(workspace.path.display().to_string());
    });
}

fn named() -> Id {
    Id::unique("the bar names the project")
}

/// Whether there was room for the project's name in the bar; if not, the status line names it.
pub fn names_project(ui: &Ui) -> bool {
    ui.data(|data| data.get_temp(named())).unwrap_or_default()
}

/// The rectangle of the rooms: in the middle of the bar, or after the menus if these reach so far.
fn rooms_place(ui: &Ui, whole: Rect) -> Rect {
    let width = rooms_width(ui);
    let left = (whole.center().x - width / 2.0).max(ui.cursor().left() + theme::WIDE);
    Rect::from_min_size(pos2(left, whole.top()), vec2(width, HEIGHT))
}

/// A button that looks like a field and opens the command palette; in a narrow window, only a lens.
fn search(ui: &mut Ui, palette: &Palette, actions: &mut Vec<Action>) {
    let action = Action::Help(HelpAct::Commands);
    let room = ui.available_width();
    if room < SHORT_SEARCH + theme::SPACE {
        return;
    }
    ui.add_space(theme::SPACE);
    if room < SEARCH + theme::WIDE {
        let hint = bars::action_tooltip(&action);
        let label = action.label();
        if bars::picture_button(ui, true, &label, &hint, icons::lens).clicked() {
            actions.push(action);
        }
        return;
    }
    let caption = RichText::new(tr!("Search")).color(palette.weak);
    let key = RichText::new(keys::shown(&action)).size(theme::SMALL).color(palette.weak);
    let button = Button::new(caption).shortcut_text(key).min_size(vec2(SEARCH, 26.0)).corner_radius(7);
    let padded = |ui: &mut Ui| {
        ui.spacing_mut().button_padding.x = theme::SPACE;
        ui.add(button.fill(palette.page).stroke(Stroke::new(1.0, palette.outline)))
    };
    let response = ui.scope(padded).inner;
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

fn file_menu(
    ui: &mut Ui,
    workspace: Option<&Workspace>,
    settings: &Settings,
    recent: &mut RecentProjects,
    actions: &mut Vec<Action>,
) {
    use ProjectAct::{Close, Describe, New, Open, OpenChineseSample, OpenSample, Quit, RestoreCopy, SaveCopy};
    let project = |acts: &[ProjectAct]| acts.iter().copied().map(Action::Project).collect::<Vec<_>>();
    let of = |ui: &mut Ui, all: &[Vec<Action>], actions: &mut Vec<Action>| groups(ui, workspace, all, actions);
    let (wake, frame) = (ui.ctx().clone(), ui.ctx().cumulative_frame_nr());
    recent.is_shown(&settings.recent, frame, move || wake.request_repaint());
    of(ui, &[project(&[New, Open])], actions);
    menu_keys::submenu(ui, tr!("Open recent"), |ui| recent_menu(ui, settings, recent, actions));
    of(ui, &[project(&[OpenSample, OpenChineseSample])], actions);
    ui.separator();
    of(ui, &[project(&[Describe]), vec![Action::Import(ImportAct::Documents)]], actions);
    menu_keys::submenu(ui, tr!("submenu" => "Import"), |ui| {
        let imports = |acts: &[ImportAct]| acts.iter().copied().map(Action::Import).collect::<Vec<_>>();
        use ImportAct::{Codebook, Folder, Participants, Project, Segments, Table, Texts};
        of(ui, &[imports(&[Folder, Project]), imports(&[Participants, Codebook, Segments, Texts, Table])], actions);
    });
    let exports = [ExportKind::Transcripts, ExportKind::Folder, ExportKind::Exchange].map(Some);
    let exports = std::iter::once(None).chain(exports).map(Action::Export).collect();
    of(ui, &[vec![Action::Team(TeamAct::MergeCopies)], exports], actions);
    ui.separator();
    of(ui, &[project(&[SaveCopy, RestoreCopy]), project(&[Close, Quit])], actions);
}

/// The longest name of a recent project, in points.
const LONGEST_RECENT: f32 = 480.0;

/// The recent projects, the newest first. One that is missing can be taken off the list.
fn recent_menu(ui: &mut Ui, settings: &Settings, recent: &RecentProjects, actions: &mut Vec<Action>) {
    for (path, label) in settings.recent_names() {
        let is_missing = recent.is_missing(path);
        let label = if is_missing { tr!("{label} – not found", label) } else { label };
        let shown = RichText::new(bars::elided_in_the_middle(ui, &label, TextStyle::Button, LONGEST_RECENT));
        let shown = if is_missing { shown.weak() } else { shown };
        let entry = menu_keys::named(ui.button(shown), &label);
        entry.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, &label));
        let about = if is_missing { missing_project::why(path) } else { path.display().to_string() };
        if entry.on_hover_text(about).clicked() {
            actions.push(Action::OpenPath(path.to_owned()));
            ui.close();
        }
    }
    if settings.recent.is_empty() {
        ui.add_enabled(false, Button::new(tr!("No recent projects")));
    }
    ui.separator();
    let clear = Action::Project(ProjectAct::ClearRecent);
    bars::entry_as(ui, tr!("Clear list").into(), !settings.recent.is_empty(), clear, actions);
}

fn view_menu(ui: &mut Ui, workspace: Option<&Workspace>, settings: &Settings, actions: &mut Vec<Action>) {
    use ViewAct::{Chinese, DarkTheme, English, Hints, Larger, LightTheme, NormalSize, ReduceMovement, Smaller};
    use ViewAct::{SystemLanguage, SystemTheme};
    let window = [Larger, Smaller, NormalSize].map(Action::View);
    for room in Room::ALL {
        let on = workspace.is_some_and(|workspace| workspace.room == room);
        bars::state_entry(ui, workspace, Action::Show(room), Role::MenuItemRadio, on, actions);
    }
    ui.separator();
    groups(ui, workspace, &[window.to_vec()], actions);
    ui.separator();
    menu_keys::submenu(ui, tr!("Transcript text"), |ui| reading_menu(ui, settings, actions));
    ui.separator();
    for act in [SystemTheme, LightTheme, DarkTheme] {
        setting(ui, act, settings, actions);
    }
    ui.separator();
    menu_keys::submenu(ui, tr!("Language · 语言"), |ui| {
        for act in [SystemLanguage, English, Chinese] {
            setting(ui, act, settings, actions);
        }
    });
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
        let entry = menu_keys::named(ui.button(spec.label.as_ref()), &spec.label);
        if entry.on_hover_text(spec.tooltip).clicked() {
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
        ViewAct::ReduceMovement | ViewAct::Hints | ViewAct::WholeWords | ViewAct::Interviewers => {
            check_box::show(ui, &mut on, spec.label.as_ref())
        }
        _ => check_box::option(ui, on, spec.label.as_ref()),
    };
    if menu_keys::named(response, &spec.label).on_hover_text(spec.tooltip).clicked() {
        actions.push(Action::View(act));
        ui.close();
    }
}

/// Characters of what is undone that are shown in the menu.
const LONGEST_UNDO: usize = 48;

fn edit_menu(ui: &mut Ui, workspace: Option<&Workspace>, settings: &Settings, actions: &mut Vec<Action>) {
    let (undo, redo) =
        workspace.map_or((None, None), |w| (w.link.undo_redo.undo.as_ref(), w.link.undo_redo.redo.as_ref()));
    for (action, next) in [(Action::Undo, undo), (Action::Redo, redo)] {
        let label = next.map_or_else(
            || action.label(),
            |what| tr!("{action}: {what}", action = action.label(), what = shortened(what, LONGEST_UNDO)),
        );
        let possible = action.is_possible(workspace);
        bars::entry_as(ui, label, possible, action, actions);
    }
    ui.separator();
    groups(ui, workspace, &[[DocumentAct::Copy, DocumentAct::SelectAll].map(Action::Document).to_vec()], actions);
    setting(ui, ViewAct::WholeWords, settings, actions);
    ui.separator();
    use DocumentAct::{CorrectText, Find, Reread, SaveOriginal, Speakers, WhoSpeaks};
    for act in [Find, CorrectText, Speakers, WhoSpeaks, Reread, SaveOriginal] {
        bars::entry(ui, workspace, Action::Document(act), actions);
    }
    bars::entry(ui, workspace, Action::Project(ProjectAct::Sets), actions);
    bars::entry(ui, workspace, Action::Help(HelpAct::Commands), actions);
}

/// Actions on the selected words and on the passage at the caret.
fn code_menu(
    ui: &mut Ui,
    workspace: Option<&Workspace>,
    settings: &Settings,
    important: Option<bool>,
    actions: &mut Vec<Action>,
) {
    use CodingAct::{Account, ChooseCode, FitEdges, Important, InVivo, Memo, NewCode, Recode, Remove, Repeat};
    use GoAct::{FilterCodes, NextPassage, NextUncoded, PreviousPassage, PreviousUncoded, Walk};
    let coding = |acts: &[CodingAct]| acts.iter().copied().map(Action::Coding).collect::<Vec<_>>();
    let go = |acts: &[GoAct]| acts.iter().copied().map(Action::Go).collect::<Vec<_>>();
    groups(ui, workspace, &[coding(&[ChooseCode, Repeat, NewCode, InVivo]), coding(&[Recode, FitEdges])], actions);
    let is_important = important == Some(true);
    bars::state_entry(ui, workspace, Action::Coding(Important), Role::MenuItemCheckBox, is_important, actions);
    groups(ui, workspace, &[coding(&[Account, Memo, Remove])], actions);
    ui.separator();
    groups(ui, workspace, &[go(&[NextPassage, PreviousPassage, NextUncoded, PreviousUncoded])], actions);
    setting(ui, ViewAct::Interviewers, settings, actions);
    let walks = workspace.is_some_and(|workspace| workspace.seen.walk.is_some());
    bars::state_entry(ui, workspace, Action::Go(Walk), Role::MenuItemCheckBox, walks, actions);
    ui.separator();
    groups(ui, workspace, &[[go(&[FilterCodes]), vec![Action::DimensionValues]].concat()], actions);
}

/// The room that is shown, with a menu of all: where there is no room for a button for each.
fn rooms_menu(ui: &mut Ui, workspace: &Workspace, actions: &mut Vec<Action>) {
    ui.add_space(theme::SPACE);
    let name = Action::Show(workspace.room).label();
    let (button, _) = MenuButton::new(RichText::new(&name).medium()).ui(ui, |ui| {
        for room in Room::ALL {
            let is_shown = workspace.room == room;
            bars::state_entry(ui, workspace, Action::Show(room), Role::MenuItemRadio, is_shown, actions);
        }
    });
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Room: {name}", name)));
}

/// Space at the left and at the right of a room's name, and around all of them.
fn room_padding(ui: &Ui) -> f32 {
    if ui.ctx().content_rect().width() < ROOMY { 3.0 } else { 9.0 }
}
const AROUND_ROOMS: f32 = 2.0;

/// The width of the rooms' names in this language.
fn rooms_width(ui: &Ui) -> f32 {
    let name = |room: &Room| width_of(ui, Action::Show(*room).label()) + 2.0 * room_padding(ui);
    Room::ALL.iter().map(name).sum::<f32>() + 2.0 * (AROUND_ROOMS + 1.0)
}

/// The width of a name in the bar.
fn width_of(ui: &Ui, name: String) -> f32 {
    ui.painter().layout_no_wrap(name, theme::medium(theme::BODY), Color32::PLACEHOLDER).size().x
}

fn rooms(ui: &mut Ui, workspace: &Workspace, place: Rect, palette: &Palette, actions: &mut Vec<Action>) {
    ui.add_space(place.left() - ui.cursor().left());
    let frame = Frame::NONE.fill(palette.page).stroke(Stroke::new(1.0, palette.line)).corner_radius(8);
    frame.inner_margin(AROUND_ROOMS).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().button_padding = vec2(room_padding(ui), 4.0);
        for room in Room::ALL {
            let action = Action::Show(room);
            let chosen = workspace.room == room;
            let text = RichText::new(action.label()).color(if chosen { palette.accent } else { palette.weak });
            let tab = ui.add(Button::selectable(chosen, text.medium()));
            let spec = action.spec();
            if tab
                .on_hover_text(
                    tr!("tooltip" => "{tooltip} ({keys})", tooltip = spec.tooltip, keys = keys::shown(&action)),
                )
                .clicked()
            {
                actions.push(action);
            }
        }
    });
}

/// Characters of a coder’s name that are shown in the bar.
const LONGEST_CODER: usize = 24;

/// Characters of a coder’s name that are shown in a list.
const LONGEST_LISTED: usize = 60;

/// A list in a menu that scrolls if it is long: the entries below it stay in sight.
fn scrolled(ui: &mut Ui, salt: &str, contents: impl FnOnce(&mut Ui)) {
    let height = ui.ctx().content_rect().height() * 0.28;
    ScrollArea::vertical().id_salt(salt).grow_to(height).show(ui, contents);
}

/// Scrolls to an entry that gets the keyboard focus.
fn in_sight(entry: Response) -> Response {
    if entry.gained_focus() {
        entry.scroll_to_me(None);
    }
    entry
}

fn coder_name(workspace: &Workspace) -> String {
    workspace.link.my_name().map_or_else(|| tr!("No coder").to_owned(), str::to_owned)
}

/// The width of the coder's name and disc.
fn coder_width(ui: &Ui, workspace: &Workspace) -> f32 {
    let name = shortened(&coder_name(workspace), LONGEST_CODER);
    width_of(ui, name) + 2.0 * ui.spacing().button_padding.x + DISC + 2.0 * theme::SPACE
}

/// Who is coding, and whose codings are visible.
fn coder_menu(ui: &mut Ui, workspace: &Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let Some(study) = workspace.study.clone() else { return };
    let name = coder_name(workspace);
    let seen = workspace.seen.coders.clone();
    // Keep the menu open so that several boxes can be ticked; only a click outside closes it.
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (button, _) =
        MenuButton::new(RichText::new(shortened(&name, LONGEST_CODER)).medium()).config(stays).ui(ui, |ui| {
            ui.label(RichText::new(tr!("Coding as")).color(palette.weak).small());
            scrolled(ui, "coders", |ui| {
                for user in study.coders() {
                    let name = shortened(&user.name, LONGEST_LISTED);
                    let choice = check_box::option(ui, workspace.me() == Some(user.id), &name);
                    if in_sight(menu_keys::named(choice, &name)).on_hover_text(&user.name).clicked() {
                        actions.push(Action::BeCoder(user.id));
                        ui.close();
                    }
                }
            });
            bars::entry(ui, workspace, Action::Team(TeamAct::AddCoder), actions);
            if workspace.me().is_some() {
                bars::entry(ui, workspace, Action::Team(TeamAct::RenameCoder), actions);
            }
            bars::entry(ui, workspace, Action::Team(TeamAct::AddRound), actions);
            let mut blind = workspace.is_blind();
            let hint =
                tr!("Hides other coders’ work in each document until you mark that document as finished, also in \
            counts and exports. The project lead ends it here. The history records both.");
            let check = ui.add_enabled(workspace.is_writable(), CheckBox::new(&mut blind, tr!("Blind coding")));
            let check = menu_keys::named(check, tr!("Blind coding"));
            if check.on_hover_text(hint).clicked() {
                actions.push(Action::Team(if blind { TeamAct::BeginBlind } else { TeamAct::LiftBlind }));
            }
            ui.separator();
            ui.label(RichText::new(tr!("Show and count coding by")).color(palette.weak).small());
            // Tables and Compare have a choice of their own, which this one does not change.
            let in_room =
                workspace.counted_in_room().map(|counted| tr!("{counted}. This is chosen in the room.", counted));
            for note in in_room.into_iter().chain(workspace.counted_in_tables().map(str::to_owned)) {
                ui.label(RichText::new(note).color(palette.weak).small());
            }
            let consensus = study.consensus();
            let mut everybody = seen.is_none();
            if menu_keys::named(check_box::show(ui, &mut everybody, tr!("all coders")), tr!("all coders")).clicked() {
                actions.push(Action::SeeCoder(None));
            }
            scrolled(ui, "shown-coders", |ui| {
                for user in &study.users {
                    let mut shown = seen.as_ref().map_or(consensus != Some(user.id), |set| set.contains(&user.id));
                    let label = shortened(&whose_codings(&study, user), LONGEST_LISTED);
                    let check = check_box::show(ui, &mut shown, label.as_str());
                    if in_sight(menu_keys::named(check, &label)).clicked() {
                        actions.push(Action::SeeCoder(Some(user.id)));
                    }
                }
            });
        });
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Coder: {name}", name)));
    let look = workspace.me().and_then(|me| workspace.looks.coders.get(&me));
    if avatar(ui, look, palette).on_hover_cursor(CursorIcon::PointingHand).clicked() {
        Popup::toggle_id(ui.ctx(), Popup::default_response_id(&button));
    }
}

/// The codings of a coder, as the coder menu names them.
pub fn whose_codings(study: &Study, user: &User) -> String {
    if study.consensus() == Some(user.id) {
        tr!("the consensus coding").to_owned()
    } else {
        tr!("passages of {name}", name = user.name)
    }
}

/// A disc with the coder's initials. Not a Tab stop: it does what the name beside it does.
fn avatar(ui: &mut Ui, look: Option<&CoderLook>, palette: &Palette) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(DISC), Sense::CLICK);
    let (initials, color) = match look {
        Some(look) => (look.initials.as_str(), palette.accent),
        None => ("?", palette.weak),
    };
    ui.painter().circle_filled(rect.center(), DISC / 2.0, color);
    // The raised number of a further round stays.
    let count = if initials.ends_with(['²', '³']) { 3 } else { 2 };
    let letters = initials.chars().take(count).collect::<String>();
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, letters, theme::medium(11.0), palette.page);
    response
}
