//! Message bar and status line, and small widgets that panels share.

use super::theme::{self, Palette, Weighted};
use super::{keys, menu_bar, menu_keys};
use crate::app::action::{Action, ProjectAct};
use crate::app::advice::Advice;
use crate::app::advice::Message;
use crate::app::keeping::Saving;
use crate::app::workspace::Workspace;
use crate::gui::combo_keys::ShowList;
use crate::model::{AccountFilter, Noun};
use crate::text::capitalised;
use crate::tr;
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align, Atom, AtomKind, AtomPaintArgs, Button, Color32, ComboBox, FontId, Frame, Galley, Id, IntoSizedResult,
    Layout, Margin, Popup, Rect, Response, RichText, Role, Sense, SizedAtomKind, Stroke, StrokeKind, TextStyle, Ui,
    UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};
use std::borrow::Cow;
use std::sync::Arc;
use strum::VariantArray;

/// Scroll areas that are as high as their contents, up to a height.
pub trait GrowTo {
    /// Sets the height. With only a maximum, egui shows two rows of longer contents in a dialog that grows with them.
    fn grow_to(self, height: f32) -> Self;
}

impl GrowTo for egui::ScrollArea {
    fn grow_to(self, height: f32) -> Self {
        self.max_height(height).min_scrolled_height(height)
    }
}

/// A panel's heading with a count.
pub fn heading(ui: &mut Ui, title: &str, count: &str, palette: &Palette) {
    heading_with(ui, title, count, palette, |_| ());
}

/// A plus sign that adds something new.
pub struct Plus {
    /// Its text for screen readers.
    pub label: &'static str,
    pub action: Action,
    pub possible: bool,
}

/// A panel's heading with a count, and a plus sign at the right.
pub fn heading_with_new(
    ui: &mut Ui,
    title: &str,
    count: &str,
    new: Plus,
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    heading_with(ui, title, count, palette, |ui| {
        let Plus { label, action, possible } = new;
        let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::click());
        let response = response.on_hover_text(action_tooltip(&action));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, possible, label));
        if possible && response.hovered() {
            ui.painter().rect_filled(rect, 5.0, palette.hover);
        }
        focus_ring(ui, &response, palette);
        super::icons::plus(ui.painter(), rect.center(), if possible { palette.accent } else { palette.weak });
        if possible && response.clicked() {
            actions.push(action);
        }
    });
}

fn heading_with(ui: &mut Ui, title: &str, count: &str, palette: &Palette, right: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            right(ui);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(RichText::new(title).size(theme::TITLE).medium()).truncate());
                // Where there is no room for both, the title says more.
                let count = elided(ui, count, theme::BODY, palette.weak, f32::INFINITY);
                if count.size().x <= ui.available_width() {
                    ui.label(count);
                }
            });
        });
    });
    ui.add_space(theme::GAP);
}

/// The id under which a panel's width is kept, separately for each project and for windows of about this width: in a
/// window that is made much wider, the panels get wider, too.
pub fn own_size(ui: &Ui, workspace: &Workspace, panel: &'static str) -> Id {
    const STEP: f32 = 400.0;
    let class = (ui.ctx().content_rect().width() / STEP) as u32;
    Id::unique((panel, &workspace.path, class))
}

/// Outlines the widget that has the keyboard focus.
pub fn focus_ring(ui: &Ui, response: &Response, palette: &Palette) {
    if response.has_focus() {
        ui.painter().rect_stroke(response.rect, 5.0, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
    }
}

/// Describes a row for screen readers: its role, whether it is selected, and its label.
pub fn say_row(response: &Response, role: Role, is_selected: bool, label: &str) {
    response.widget_info(|| WidgetInfo::labeled(role, true, label));
    response.ctx.accesskit_node_builder(response.id, |node| node.set_selected(is_selected));
}

/// Names a combo box for screen readers, which also say its value.
pub fn say_combo(response: &Response, name: &str, value: &str) {
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(value.to_owned()),
        ..WidgetInfo::labeled(Role::ComboBox, true, name)
    });
}

/// What a list row shows beside its name, in a weaker colour.
#[derive(Clone, Copy)]
pub enum RowAside<'a> {
    Nothing,
    /// A description, which gets the room that the name leaves.
    Words(&'a str),
    /// A number, for which a long name leaves room.
    Number(u64),
}

/// A list row. `label` is the text for screen readers.
pub fn list_row(
    ui: &mut Ui,
    name: &str,
    beside: RowAside<'_>,
    label: &str,
    chosen: bool,
    palette: &Palette,
) -> Response {
    let (about, is_number) = match beside {
        RowAside::Nothing => (Cow::Borrowed(""), false),
        RowAside::Words(words) => (words.into(), false),
        RowAside::Number(number) => (number.to_string().into(), true),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
    say_row(&response, Role::ListItem, chosen, label);
    if !about.is_empty() {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(&*about));
    }
    let back = if chosen { Some(palette.chosen) } else { response.hovered().then_some(palette.hover) };
    if let Some(back) = back {
        ui.painter().rect_filled(rect, 5.0, back);
    }
    focus_ring(ui, &response, palette);
    let digits = if is_number { about.len() as f32 * theme::SMALL * 0.65 + theme::WIDE } else { 0.0 };
    let room = (rect.width() - 2.0 * theme::SPACE - digits).max(0.0);
    let name = elided(ui, name, theme::BODY, palette.text, room);
    let left = rect.left() + theme::SPACE;
    let about_left = left + (name.size().x + theme::SPACE).max(32.0);
    ui.painter().galley(pos2(left, rect.center().y - name.size().y / 2.0), name, palette.text);
    if !about.is_empty() && about_left < rect.right() - theme::WIDE {
        let about = elided(ui, &about, theme::SMALL, palette.weak, rect.right() - theme::SPACE - about_left);
        ui.painter().galley(pos2(about_left, rect.center().y - about.size().y / 2.0), about, palette.weak);
    }
    response
}

/// One line of text, shortened with `…` if it is wider than `width`.
pub fn elided(ui: &Ui, text: &str, size: f32, color: Color32, width: f32) -> Arc<Galley> {
    elided_in(ui, text, FontId::proportional(size), color, width)
}

/// Like [`elided`], in any font.
pub fn elided_in(ui: &Ui, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// A text that fits into this width: `…` takes the place of its middle, so that names which differ at their end stay
/// distinct.
pub fn elided_in_the_middle(ui: &Ui, text: &str, style: TextStyle, width: f32) -> String {
    let font = style.resolve(ui.style());
    let fits = |text: &str| {
        let galley = ui.painter().layout_no_wrap(text.to_owned(), font.clone(), Color32::PLACEHOLDER);
        galley.size().x <= width
    };
    if fits(text) {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let shortened = |kept: usize| {
        let (start, end) = letters.split_at(kept - kept / 2);
        let end = end.get(end.len().saturating_sub(kept / 2)..).unwrap_or_default();
        start.iter().chain(&['…']).chain(end).collect::<String>()
    };
    // Names are short enough to try every length.
    (0..letters.len().min(LONGEST_NAME)).rev().map(shortened).find(|text| fits(text)).unwrap_or_else(|| "…".to_owned())
}

/// Characters of a name that are measured.
const LONGEST_NAME: usize = 120;

/// A menu entry with its shortcut, disabled if the action is not possible now.
pub fn entry<'w>(ui: &mut Ui, workspace: impl Into<Option<&'w Workspace>>, action: Action, actions: &mut Vec<Action>) {
    let possible = action.is_possible(workspace.into());
    entry_as(ui, action.label(), possible, action, actions);
}

/// Like [`entry`], with another label or an extra condition.
pub fn entry_as(ui: &mut Ui, label: String, possible: bool, action: Action, actions: &mut Vec<Action>) {
    let spec = action.spec();
    let (name, button) = (label.clone(), Button::new(label));
    let keys = keys::shown(&action);
    let button = if keys.is_empty() { button } else { button.shortcut_text(keys.as_str()) };
    let response = menu_keys::named(ui.add_enabled(possible, button), &name).on_hover_text(spec.tooltip);
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, possible, &name));
    say_keys(ui, &response, keys);
    if response.clicked() {
        actions.push(action);
        ui.close();
    }
}

/// Tells screen readers the shortcut of a menu entry.
fn say_keys(ui: &Ui, response: &Response, keys: String) {
    if !keys.is_empty() {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(keys));
    }
}

/// A menu entry for something that is on or off, with a tick if it is on.
pub fn state_entry<'w>(
    ui: &mut Ui,
    workspace: impl Into<Option<&'w Workspace>>,
    action: Action,
    role: Role,
    is_on: bool,
    actions: &mut Vec<Action>,
) {
    let (possible, spec, keys) = (action.is_possible(workspace.into()), action.spec(), keys::shown(&action));
    let button = Button::new((state_mark(ui, is_on), spec.label.as_ref())).shortcut_text(keys.as_str());
    let response = menu_keys::named(ui.add_enabled(possible, button), &spec.label).on_hover_text(spec.tooltip);
    response.widget_info(|| WidgetInfo::selected(role, possible, is_on, &spec.label));
    say_keys(ui, &response, keys);
    if response.clicked() {
        actions.push(action);
        ui.close();
    }
}

/// Like [`state_entry`], for something that is no action by itself.
pub fn state_labelled(ui: &mut Ui, label: &str, role: Role, is_on: bool) -> Response {
    let button = Button::new((state_mark(ui, is_on), label));
    let response = menu_keys::named(ui.add(button), label);
    response.widget_info(|| WidgetInfo::selected(role, true, is_on, label));
    response
}

/// A tick, or as much room.
fn state_mark(ui: &Ui, is_on: bool) -> Atom<'static> {
    let color = theme::palette(ui.ctx()).text;
    let tick = AtomKind::closure(move |ui, _| {
        let size = Vec2::splat(ui.spacing().icon_width);
        let paint = Arc::new(move |ui: &Ui, args: AtomPaintArgs| {
            if is_on {
                super::icons::tick(ui.painter(), args.rect.center(), color);
            }
        });
        IntoSizedResult { intrinsic_size: size, sized: SizedAtomKind::Paint { paint, size } }
    });
    Atom::from(tick)
}

/// A button for an action, with its name, shortcut and tooltip.
pub fn button(ui: &mut Ui, possible: bool, action: Action, actions: &mut Vec<Action>) {
    button_as(ui, action.label(), possible, action, actions);
}

/// Like [`button`], with another label.
pub fn button_as(ui: &mut Ui, label: String, possible: bool, action: Action, actions: &mut Vec<Action>) {
    if ui.add_enabled(possible, Button::new(label)).on_hover_text(action_tooltip(&action)).clicked() {
        actions.push(action);
    }
}

/// Contents that wrap, and a button at the right that closes them, always in the first line. Returns whether it was
/// clicked.
pub fn with_close(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) -> bool {
    let place = pos2(ui.max_rect().right() - theme::ROW, ui.cursor().top());
    let place = Rect::from_min_size(place, Vec2::splat(theme::ROW));
    ui.scope(|ui| {
        ui.set_max_width(place.left() - theme::SPACE - ui.cursor().left());
        ui.horizontal_wrapped(contents);
    });
    let mut corner = ui.new_child(UiBuilder::new().max_rect(place));
    picture_button(&mut corner, true, name, name, super::icons::cross).clicked()
}

/// A button that is a small picture; `name` is its text for screen readers, `hint` its tooltip.
pub fn picture_button(
    ui: &mut Ui,
    possible: bool,
    name: &str,
    hint: &str,
    paint: impl FnOnce(&egui::Painter, egui::Pos2, Color32),
) -> Response {
    let palette = theme::palette(ui.ctx());
    let button = ui.add_enabled(possible, Button::new("").min_size(vec2(theme::ROW, theme::ROW)));
    button.widget_info(|| WidgetInfo::labeled(Role::Button, possible, name));
    paint(ui.painter(), button.rect.center(), if possible { palette.text } else { palette.weak });
    button.on_hover_text(hint)
}

/// A question mark that explains `title` when it is clicked or pressed.
pub fn question(ui: &mut Ui, title: &str, about: &str) {
    ui.spacing_mut().interact_size.y = 22.0;
    ui.spacing_mut().button_padding = vec2(6.0, 1.0);
    let button = ui.add(Button::new(RichText::new("?").small()).corner_radius(11).min_size(Vec2::splat(22.0)));
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("About: {title}", title)));
    Popup::menu(&button).show(|ui| {
        ui.set_max_width(300.0);
        ui.label(about);
    });
    button.on_hover_text(about);
}

/// A tooltip with several labels.
pub fn tooltip(response: Response, contents: impl FnOnce(&mut Ui)) -> Response {
    response.on_hover_ui(|ui| tooltip_contents(ui, contents))
}

/// What is in a tooltip. Without a width, it would stay as narrow as what it showed before.
pub fn tooltip_contents(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    ui.set_max_width(ui.spacing().tooltip_width);
    contents(ui);
}

/// What an action does, with its shortcut.
pub fn action_tooltip(action: &Action) -> String {
    let (spec, keys) = (action.spec(), keys::shown(action));
    if keys.is_empty() {
        spec.tooltip.to_owned()
    } else {
        tr!("tooltip" => "{tooltip} ({keys})", tooltip = spec.tooltip, keys)
    }
}

/// Errors, until they are dismissed. The latest note goes to the status line.
pub fn messages(ui: &mut Ui, messages: &mut Vec<Message>, palette: &Palette) {
    let Some(at) = messages.iter().position(|m| matches!(m, Message::Trouble(_))) else { return };
    let Some(Message::Trouble(advice)) = messages.get(at).cloned() else { return };
    let advice = advice.current();
    Frame::NONE.fill(palette.trouble_back).inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                if ui.button(tr!("Dismiss")).clicked() {
                    messages.remove(at);
                }
                ui.with_layout(Layout::top_down(Align::Min), |ui| trouble(ui, advice, palette));
            });
        });
    });
}

/// A warning while changes are no longer saved to the project's file, with a button to resolve it.
pub fn displaced(ui: &mut Ui, advice: &Advice, palette: &Palette) -> Option<Action> {
    let frame = Frame::NONE.fill(palette.trouble_back).inner_margin(Margin::symmetric(12, 8));
    let banner = frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        trouble(ui, advice, palette);
        ui.button(Action::Project(ProjectAct::SaveCopy).label())
            .clicked()
            .then_some(Action::Project(ProjectAct::SaveCopy))
    });
    banner.inner
}

/// A line above a project that is open read-only and that another program has changed.
pub fn outdated(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(12, 6)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.label(
                RichText::new(tr!("The project has been changed in another window. These figures are out of date."))
                    .medium(),
            );
            if ui.button(tr!("Refresh")).clicked() {
                workspace.catch_up();
            }
        });
    });
}

/// What happened, what to do, and the details last.
pub fn trouble(ui: &mut Ui, advice: &Advice, palette: &Palette) {
    ui.label(RichText::new(&advice.what).color(palette.trouble).medium());
    let to_do = advice.to_do();
    if !to_do.is_empty() {
        ui.label(to_do);
    }
    if !advice.details.is_empty() && advice.details != advice.what {
        egui::CollapsingHeader::new(tr!("Details")).id_salt("details").show(ui, |ui| {
            egui::ScrollArea::vertical().grow_to(160.0).show(ui, |ui| {
                ui.label(RichText::new(&advice.details).color(palette.weak).small());
            });
        });
    }
}

/// The status line: whether everything is saved, counts, and whether coding is blind.
pub fn status(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    ui.horizontal(|ui| {
        let (word, color) = match workspace.saving() {
            Saving::Opening => (tr!("Opening…"), palette.weak),
            Saving::ReadingOnly => (tr!("Read-only"), palette.trouble),
            Saving::Displaced => (tr!("Not saved: the project file is missing or was changed"), palette.trouble),
            Saving::Failed => (tr!("The last change was not saved"), palette.trouble),
            Saving::UnderWay => (tr!("Saving…"), palette.weak),
            Saving::Saved => (tr!("Saved"), palette.weak),
        };
        let study = workspace.study.clone();
        if let Some(study) =
            study.as_deref().filter(|study| !menu_bar::names_project(ui) && !study.project.name.is_empty())
        {
            let name = RichText::new(&study.project.name).small().medium();
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() * 0.4);
                let label = ui.add(egui::Label::new(name).truncate());
                label.on_hover_text(workspace.path.display().to_string());
            });
            separator(ui, palette.line);
        }
        ui.label(RichText::new(word).color(color).small());
        if let Some((job, done, total)) = workspace.link.progress {
            let share = if total == 0 { 0.0 } else { done as f32 / total as f32 };
            let progress_text = if total == 0 { done.to_string() } else { tr!("{done} of {total}", done, total) };
            ui.add(egui::ProgressBar::new(share).desired_width(160.0).text(progress_text));
            if ui.small_button(tr!("Cancel")).clicked() {
                workspace.link.cancel(job);
            }
        }
        if let Some(study) = study {
            let passages: u64 = workspace.counts.by_code.values().sum();
            let documents = Noun::Document.counted(study.sources.len() as u64);
            let mut text = format!("{documents} · {}", Noun::Passage.counted(passages));
            if let Some(note) = workspace.consensus_note() {
                text = tr!("{count}, {note}", count = text, note);
            }
            separator(ui, palette.line);
            ui.label(RichText::new(text).color(palette.weak).small());
        }
        if let Some(counted) = workspace.counted_in_room() {
            separator(ui, palette.line);
            let label = egui::Label::new(RichText::new(&counted).color(palette.weak).small()).truncate();
            ui.add(label).on_hover_text(counted);
        }
        if let Some(why) = &workspace.link.keeping.read_only {
            separator(ui, palette.line);
            let why = why.current();
            ui.add(egui::Label::new(RichText::new(why).small()).truncate()).on_hover_text(why);
        }
        if workspace.is_blind() {
            separator(ui, palette.line);
            let hint = tr!("Other coders’ work appears once you mark the document as finished (in Documents)");
            ui.label(RichText::new(tr!("Blind coding")).small()).on_hover_text(hint);
        }
    });
}

fn separator(ui: &mut Ui, color: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(1.0, 12.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, color);
}

/// Explains whose experience a passage is about.
#[must_use]
pub fn about_accounts() -> &'static str {
    tr!(
        "Whose experience a passage tells: the speaker’s own or that of others, as coders have stated it for the passage. \
         “Any” includes passages for which nothing is stated."
    )
}

/// The choice whose experience passages must be about.
pub fn accounts(ui: &mut Ui, account: &mut Option<AccountFilter>, palette: &Palette) {
    let about = about_accounts();
    let name = ui.label(RichText::new(tr!("Whose experience")).color(palette.weak)).on_hover_text(about);
    let label = |one: Option<AccountFilter>| {
        one.map_or(tr!("whose experience" => "Any").to_owned(), |one| capitalised(one.label()))
    };
    let combo = ComboBox::from_id_salt("whose experience").selected_text(label(*account)).show_list(ui, |ui| {
        for choice in std::iter::once(None).chain(AccountFilter::VARIANTS.iter().copied().map(Some)) {
            ui.selectable_value(account, choice, label(choice));
        }
    });
    combo.response.labelled_by(name.id).on_hover_text(about);
}
