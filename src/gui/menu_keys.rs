//! The keyboard in menus: F10 leads to the menu bar, Alt with the underlined letter opens a menu, Left and Right lead from
//! an open menu to its neighbours, and Escape leads back to where the focus was. In every open menu, a letter chooses the
//! entry that begins with it; if several do, it leads from one to the next.

use super::theme::{self, Palette};
use crate::text::name_filter::initial;
use egui::containers::menu::{MenuButton, MenuConfig, MenuState, SubMenuButton};
use egui::text::{LayoutJob, TextFormat};
use egui::{
    Context, Event, FocusDirection, FontId, Id, Key, Modifiers, Order, Popup, Response, Role, ScrollArea, Stroke, Ui,
    WidgetInfo, vec2,
};
use std::borrow::Cow;

/// A menu of the bar.
#[derive(Clone, Debug)]
struct Menu {
    letter: Key,
    button: Id,
    popup: Id,
}

#[derive(Clone, Debug, Default)]
struct Bar {
    /// From left to right, as drawn last.
    menus: Vec<Menu>,
    frame: u64,
    /// The entries that open a submenu.
    submenus: Vec<Id>,
    /// The widget that had the focus before the bar.
    before: Option<Id>,
    was_open: bool,
}

impl Bar {
    fn of(ctx: &Context) -> Self {
        ctx.data(|data| data.get_temp(Id::unique("menu bar"))).unwrap_or_default()
    }

    fn keep(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(Id::unique("menu bar"), self));
    }

    /// The bar of this frame; what belongs to an earlier one is removed.
    fn change(ctx: &Context, change: impl FnOnce(&mut Self)) {
        let frame = ctx.cumulative_frame_nr();
        let mut bar = Self::of(ctx);
        if bar.frame != frame {
            bar.frame = frame;
            bar.menus.clear();
            bar.submenus.clear();
        }
        change(&mut bar);
        bar.keep(ctx);
    }

    /// Moves the focus to a menu's button.
    fn focus(&mut self, ctx: &Context, at: usize) {
        let focused = ctx.memory(|memory| memory.focused());
        let Some(menu) = self.menus.get(at) else { return };
        if !self.menus.iter().any(|menu| Some(menu.button) == focused) && !self.was_open {
            self.before = focused;
        }
        ctx.memory_mut(|memory| {
            memory.move_focus(FocusDirection::None);
            memory.request_focus(menu.button);
        });
    }

    fn open(&mut self, ctx: &Context, at: usize) {
        self.focus(ctx, at);
        if let Some(menu) = self.menus.get(at) {
            Popup::open_id(ctx, menu.popup);
        }
    }

    /// The neighbour of the open menu to which Left or Right leads from the widget with the focus.
    fn neighbour(&self, ctx: &Context, open: usize, focused: Option<Id>) -> Option<usize> {
        let popup = self.menus.get(open)?.popup;
        let layer = focused.and_then(|id| ctx.read_response(id)).map(|response| response.layer_id);
        let is_button = self.menus.iter().any(|menu| Some(menu.button) == focused);
        // The pointer opens a menu and leaves the focus behind it.
        let is_behind = layer.is_none_or(|layer| layer.order < Order::Foreground);
        if !(is_button || is_behind || layer.is_some_and(|layer| layer.id == popup)) {
            return None;
        }
        let opens_submenu = focused.is_some_and(|id| self.submenus.contains(&id));
        let count = self.menus.len();
        if pressed(ctx, Modifiers::NONE, Key::ArrowLeft) {
            Some((open + count - 1) % count)
        } else if !opens_submenu && pressed(ctx, Modifiers::NONE, Key::ArrowRight) {
            Some((open + 1) % count)
        } else {
            None
        }
    }
}

fn pressed(ctx: &Context, modifiers: Modifiers, key: Key) -> bool {
    ctx.input_mut(|input| input.consume_key(modifiers, key))
}

/// Shows the entries of a menu. In a low window they scroll, and the one with the focus stays in sight.
fn in_sight(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    if !theme::is_tight(ui.ctx()) {
        return contents(ui);
    }
    // Below the bar.
    let room = (ui.ctx().content_rect().height() - 2.0 * theme::ROW - 2.0 * theme::SPACE).max(theme::ROW);
    ScrollArea::vertical().id_salt("entries of a menu").max_height(room).show(ui, |ui| {
        contents(ui);
        let focused = ui.memory(|memory| memory.focused());
        let known = ui.scope_id().with("focused entry");
        if ui.data(|data| data.get_temp::<Option<Id>>(known)) != Some(focused) {
            ui.data_mut(|data| data.insert_temp(known, focused));
            if let Some(entry) = focused.and_then(|id| ui.ctx().read_response(id)) {
                // With the next one: the focus does not move to what is out of sight.
                ui.scroll_to_rect(entry.rect.expand2(vec2(0.0, 1.5 * theme::ROW)), None);
            }
        }
    });
}

/// A menu of the bar. Where `letter` does not occur in the name, it is shown after it.
pub fn menu(ui: &mut Ui, name: &str, letter: Key, palette: &Palette, contents: impl FnOnce(&mut Ui)) {
    let (response, _) = MenuButton::new(title(ui, name, letter, palette)).ui(ui, |ui| in_sight(ui, contents));
    let popup = Popup::default_response_id(&response);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_has_popup(egui::accesskit::HasPopup::Menu);
        node.set_keyboard_shortcut(format!("Alt+{}", letter.name()));
    });
    Bar::change(ui.ctx(), |bar| bar.menus.push(Menu { letter, button: response.id, popup }));
}

/// A menu inside a menu.
pub fn submenu(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    submenu_with(ui, name, MenuConfig::find(ui), contents);
}

/// Like [`submenu`], with a behaviour of its own.
pub fn submenu_with(ui: &mut Ui, name: &str, config: MenuConfig, contents: impl FnOnce(&mut Ui)) {
    let (response, shown) = SubMenuButton::new(name).config(config).ui(ui, contents);
    let response = named(response, name);
    // A pointer that rests on the entry would open it again: then Escape closes the whole menu.
    if shown.is_some() && !response.contains_pointer() {
        let frame = ui.ctx().cumulative_frame_nr();
        let is_closed = ui.data_mut(|data| {
            data.insert_temp(open_submenu(), frame);
            data.remove_temp::<u64>(closed_submenu()) == Some(frame)
        });
        if is_closed {
            MenuState::from_ui(ui, |state, _| state.open_item = None);
            response.request_focus();
            ui.ctx().request_repaint();
        }
    }
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_has_popup(egui::accesskit::HasPopup::Menu));
    Bar::change(ui.ctx(), |bar| bar.submenus.push(response.id));
}

/// Under these ids are the frames in which a submenu was drawn last, and in which it is to be closed.
fn open_submenu() -> Id {
    Id::unique("open submenu")
}

fn closed_submenu() -> Id {
    Id::unique("closed submenu")
}

/// Closes the open submenu in the coming frame. Returns whether there is one.
pub fn close_submenu(ctx: &Context) -> bool {
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| {
        let is_open = data.get_temp::<u64>(open_submenu()).is_some_and(|at| at + 1 >= frame);
        if is_open {
            data.insert_temp(closed_submenu(), frame);
        }
        is_open
    })
}

/// An entry of a menu.
#[derive(Clone, Debug)]
struct Entry {
    /// The menu that it is in.
    menu: Id,
    id: Id,
    /// In lower case.
    letter: char,
}

/// The entries of the open menus, as drawn last.
#[derive(Clone, Debug, Default)]
struct Entries {
    all: Vec<Entry>,
    frame: u64,
}

/// Lets the first letter of its name, in Chinese of its Pinyin, choose an entry of a menu.
#[must_use]
pub fn named(response: Response, name: &str) -> Response {
    let letter = initial(name);
    if let Some(letter) = letter.filter(|_| response.enabled()) {
        let frame = response.ctx.cumulative_frame_nr();
        let entry = Entry { menu: response.layer_id.id, id: response.id, letter };
        response.ctx.data_mut(|data| {
            let entries = data.get_temp_mut_or_default::<Entries>(Id::unique("entries of menus"));
            if entries.frame != frame {
                (entries.frame, entries.all) = (frame, Vec::new());
            }
            entries.all.retain(|other| other.id != entry.id);
            entries.all.push(entry);
        });
    }
    response
}

/// Chooses an entry of an open menu by its letter, or leads to the next of several.
fn choose_by_letter(ctx: &Context) {
    if !Popup::is_any_open(ctx) || ctx.text_edit_focused() {
        return;
    }
    let typed = ctx.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Text(text) => text.chars().next().filter(|c| c.is_alphanumeric()),
            _ => None,
        })
    });
    let Some(letter) = typed.and_then(|c| c.to_lowercase().next()) else { return };
    let entries = ctx.data(|data| data.get_temp::<Entries>(Id::unique("entries of menus"))).unwrap_or_default();
    let focused = ctx.memory(|memory| memory.focused());
    let is_open = |entry: &&Entry| Popup::is_id_open(ctx, entry.menu);
    // A submenu has the focus, or nothing of the menu has it yet.
    let holding = entries.all.iter().find(|entry| Some(entry.id) == focused);
    let Some(menu) = holding.or(entries.all.iter().find(is_open)).map(|entry| entry.menu) else { return };
    let menu_entries: Vec<&Entry> = entries.all.iter().filter(|entry| entry.menu == menu).collect();
    let after = menu_entries.iter().position(|entry| Some(entry.id) == focused).map_or(0, |at| at + 1);
    let (before, following) = menu_entries.split_at(after);
    let mut found = following.iter().chain(before).filter(|entry| entry.letter == letter);
    let Some(first) = found.next() else { return };
    let is_only = found.next().is_none();
    ctx.memory_mut(|memory| memory.request_focus(first.id));
    ctx.input_mut(|input| {
        input.events.retain(|event| !matches!(event, Event::Text(_)));
        if is_only {
            let (key, modifiers) = (Key::Enter, Modifiers::NONE);
            input.events.push(Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
        }
    });
}

/// The name of a menu; while Alt is held, its letter is underlined.
fn title(ui: &Ui, name: &str, letter: Key, palette: &Palette) -> LayoutJob {
    let marks = ui.input(|input| input.modifiers.alt) && !cfg!(target_os = "macos");
    let place = |name: &str| {
        let found = name.char_indices().find(|(_, c)| c.to_uppercase().to_string() == letter.name());
        found.map(|(at, c)| at..at + c.len_utf8())
    };
    let has_letter = cfg!(target_os = "macos") || place(name).is_some();
    let name = if has_letter { Cow::Borrowed(name) } else { Cow::Owned(format!("{name}({})", letter.name())) };
    let at = place(&name).filter(|_| marks).unwrap_or_default();
    let mut job = LayoutJob::default();
    let parts = [(..at.start, false), (..at.end, true), (..name.len(), false)];
    let mut start = 0;
    for (range, underlined) in parts {
        let underline = if underlined { Stroke::new(1.0, palette.text) } else { Stroke::NONE };
        let format = TextFormat {
            font_id: FontId::proportional(theme::BODY),
            color: palette.text,
            underline,
            ..TextFormat::default()
        };
        job.append(name.get(start..range.end).unwrap_or_default(), 0.0, format);
        start = range.end;
    }
    job
}

/// Moves the focus to the first menu.
pub fn focus(ctx: &Context) {
    let mut bar = Bar::of(ctx);
    bar.focus(ctx, 0);
    bar.keep(ctx);
}

/// Handles the keys of the bar before anything else sees them. Dialogs have precedence.
pub fn heed(ctx: &Context) {
    choose_by_letter(ctx);
    let mut bar = Bar::of(ctx);
    let focused = ctx.memory(|memory| memory.focused());
    let open = bar.menus.iter().position(|menu| Popup::is_id_open(ctx, menu.popup));
    let on = bar.menus.iter().position(|menu| Some(menu.button) == focused);
    if let Some(at) = bar.menus.iter().position(|menu| by_letter(ctx, menu.letter)) {
        bar.open(ctx, at);
    } else if let Some(at) = open.and_then(|open| bar.neighbour(ctx, open, focused)) {
        let is_behind = |response: &Response| response.layer_id.order < Order::Foreground;
        let behind = focused.filter(|id| on.is_none() && ctx.read_response(*id).is_some_and(|it| is_behind(&it)));
        bar.before = bar.before.or(behind);
        bar.open(ctx, at);
    } else if let Some(at) = on.filter(|_| open.is_none() && pressed(ctx, Modifiers::NONE, Key::ArrowDown)) {
        bar.open(ctx, at);
    } else if open.is_none() && (bar.was_open || ctx.input(|input| input.key_pressed(Key::Escape))) {
        // After an entry was chosen, a dialog or a room may have the focus.
        if let Some(before) = bar.before.take().filter(|_| focused.is_none() || on.is_some()) {
            ctx.memory_mut(|memory| memory.request_focus(before));
        }
    }
    bar.was_open = bar.menus.iter().any(|menu| Popup::is_id_open(ctx, menu.popup));
    bar.keep(ctx);
}

/// Whether Alt is pressed with this letter. The letter is not typed then.
fn by_letter(ctx: &Context, letter: Key) -> bool {
    let is_pressed = !cfg!(target_os = "macos") && pressed(ctx, Modifiers::ALT, letter);
    if is_pressed {
        ctx.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(_))));
    }
    is_pressed
}
