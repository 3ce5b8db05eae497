//! What is done with the selected cards: by keys, by the bar below the list, and by the context menu.

use crate::app::action::Action;
use crate::app::passage_act::PassageAct;
use crate::app::passages_room::selected::SelectedPassages;
use crate::app::selection::ClickKeys;
use crate::app::workspace::Workspace;
use crate::gui::check_box;
use crate::gui::gate::{self, Reach};
use crate::gui::passage_list::ListState;
use crate::gui::sheet;
use crate::gui::theme::{self, Palette};
use crate::gui::{context_menu, menu_keys};
use crate::model::Noun;
use crate::tr;
use egui::accesskit::Live;
use egui::{Button, Color32, Event, FocusDirection, Key, Label, Modifiers, Response, RichText, TextStyle, Ui};

/// The keys of the list, for the table of keys.
pub fn key_rows() -> Vec<(&'static str, &'static str)> {
    vec![
        (tr!("Shift or Ctrl with click or arrow keys"), tr!("Select several passages")),
        (tr!("keys" => "Space, Ctrl+A"), tr!("Select or deselect the passage, select all")),
        ("E, N", tr!("Recode; move to a new code")),
        (tr!("keys" => "M, I, A, Delete"), tr!("Memo, mark as important, whose experience, delete")),
        (tr!("keys" => "Enter"), tr!("Show the passage in the transcript")),
    ]
}

/// What can be done with selected passages besides the actions on passages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Act(PassageAct, Key),
    Copy,
    Open,
}

/// A bar of less width has room only for what changes passages, in points.
const TIGHT: f32 = 560.0;

const ENTRIES: [Entry; 8] = [
    Entry::Act(PassageAct::Recode, Key::E),
    Entry::Act(PassageAct::Split, Key::N),
    Entry::Act(PassageAct::Memo, Key::M),
    Entry::Act(PassageAct::Important, Key::I),
    Entry::Act(PassageAct::Account, Key::A),
    Entry::Act(PassageAct::Remove, Key::Delete),
    Entry::Copy,
    Entry::Open,
];

impl Entry {
    fn label(self, selected: &SelectedPassages) -> String {
        match self {
            Self::Act(PassageAct::Important, _) if selected.important && selected.cards > 0 => {
                tr!("Not important").into()
            }
            Self::Act(PassageAct::Important, _) => tr!("Important").into(),
            Self::Act(act, _) => Action::OnPassages { act, codings: Vec::new(), anyway: false }.label(),
            Self::Copy => tr!("Copy").into(),
            Self::Open => tr!("Show in transcript").into(),
        }
    }

    fn keys(self) -> &'static str {
        match self {
            Self::Act(_, key) => key.name(),
            Self::Copy => tr!("keys" => "Ctrl+C"),
            Self::Open => tr!("keys" => "Enter"),
        }
    }

    fn is_possible(self, selected: &SelectedPassages, is_writable: bool) -> bool {
        match self {
            Self::Act(PassageAct::Memo, _) | Self::Open => selected.cards == 1,
            Self::Act(..) => is_writable && selected.cards > 0,
            Self::Copy => selected.cards > 0,
        }
    }

    fn perform(self, workspace: &mut Workspace, actions: &mut Vec<Action>) {
        match self {
            Self::Act(act, _) => actions.extend(workspace.on_selected(act)),
            Self::Copy => workspace.copy_passages(),
            Self::Open => workspace.open_selected(),
        }
    }
}

/// Handles the keys of the list; true if the keyboard focus moved to another card.
pub(super) fn keys(
    ui: &Ui,
    workspace: &mut Workspace,
    list: &ListState,
    focused: bool,
    actions: &mut Vec<Action>,
) -> bool {
    let is_free = focused || ui.memory(|memory| memory.focused().is_none());
    if !is_free || gate::reach(ui.ctx(), false) != Reach::Everything {
        return false;
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let room = &mut workspace.rooms.passages;
    let (before, page) = (room.cursor(), list.page(ui.available_height() - 90.0) as isize);
    let end = isize::MAX / 2;
    let last = room.list.as_deref().map_or(0, |list| list.cards.len().saturating_sub(1));
    let mut moved = false;
    for (key, step) in sheet::steps(page, end) {
        for (modifiers, extend) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
            if pressed(modifiers, key) {
                match before {
                    // Without a focus, the first step goes to what is in sight.
                    None if step.abs() < end => room.click(list.first(), ClickKeys::default()),
                    None => room.click(if step < 0 { 0 } else { last }, ClickKeys::default()),
                    Some(_) => room.step(step, extend),
                }
                moved = true;
            }
        }
    }
    if pressed(Modifiers::COMMAND, Key::A) {
        room.select_all();
    }
    if pressed(Modifiers::NONE, Key::Space) {
        room.toggle();
    }
    if pressed(Modifiers::NONE, Key::Escape) {
        room.select_nothing();
    }
    if moved {
        // The list moves the focus itself; egui would move it to a neighbour on the screen.
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    let selected = workspace.selected_passages();
    let is_writable = workspace.is_writable();
    for entry in ENTRIES.into_iter().filter(|entry| entry.is_possible(&selected, is_writable)) {
        let is_pressed = match entry {
            Entry::Act(_, key) => pressed(Modifiers::NONE, key),
            Entry::Open => pressed(Modifiers::NONE, Key::Enter),
            Entry::Copy => ui.input(|input| input.events.contains(&Event::Copy)),
        };
        if is_pressed {
            entry.perform(workspace, actions);
        }
    }
    moved
}

/// Clicks on a card, and its context menu.
pub(super) fn pointed(workspace: &mut Workspace, card: usize, response: &Response, actions: &mut Vec<Action>) {
    let is_selected = workspace.rooms.passages.is_selected(card);
    if response.clicked() || response.secondary_clicked() && !is_selected {
        let modifiers = response.ctx.input(|input| input.modifiers);
        let keys = ClickKeys { add: modifiers.command, extend: modifiers.shift };
        workspace.rooms.passages.click(card, keys);
        response.request_focus();
    }
    if response.double_clicked() {
        workspace.open_selected();
    }
    context_menu::show(response, |ui| entries(ui, workspace, actions));
}

/// A menu of what can be done with the selected passages.
fn entries(ui: &mut Ui, workspace: &mut Workspace, actions: &mut Vec<Action>) {
    let selected = workspace.selected_passages();
    let is_writable = workspace.is_writable();
    for entry in ENTRIES {
        if entry == Entry::Copy {
            ui.separator();
        }
        let button = Button::new(entry.label(&selected)).shortcut_text(entry.keys());
        let button = ui.add_enabled(entry.is_possible(&selected, is_writable), button);
        if menu_keys::named(button, &entry.label(&selected)).clicked() {
            entry.perform(workspace, actions);
            ui.close();
        }
    }
}

/// The bar below the list. It is there also if nothing is selected, so that the list does not move. In a low window, it is
/// one line with the actions in a menu.
pub(super) fn bar(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let selected = workspace.selected_passages();
    let is_low = theme::is_low(ui.ctx());
    ui.horizontal(|ui| {
        ui.set_height(theme::ROW);
        if is_low {
            ui.menu_button(tr!("Actions"), |ui| entries(ui, workspace, actions));
        }
        let caption = RichText::new(summary(workspace, &selected)).color(palette.weak);
        let is_choice = !selected.mine.is_empty() && !selected.others.is_empty();
        if is_choice && workspace.is_writable() {
            let others = selected.others.len();
            let label = tr!("Include {n} passage by others" | "Include {n} passages by others" % others);
            check_box::show(ui, &mut workspace.rooms.passages.with_others, label);
        }
        let label = ui.add(Label::new(caption).truncate());
        ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
    });
    if is_low {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        // In a narrow window, what has a key and an entry of the context menu is left out if it does not fit.
        (ui.spacing_mut().item_spacing.x, ui.spacing_mut().button_padding.x) = (5.0, 7.0);
        let is_writable = workspace.is_writable();
        let width = ui.available_width();
        let has_room = {
            let spacing = ui.spacing();
            let around = spacing.item_spacing.x + 2.0 * spacing.button_padding.x;
            let font = TextStyle::Button.resolve(ui.style());
            let text = |entry: Entry| {
                ui.painter().layout_no_wrap(entry.label(&selected), font.clone(), Color32::PLACEHOLDER).size().x
            };
            ENTRIES.into_iter().map(|entry| text(entry) + around).sum::<f32>() <= width
        };
        let offered = |entry: &Entry| match entry {
            Entry::Act(PassageAct::Account, _) => has_room,
            Entry::Open => width >= TIGHT,
            Entry::Act(..) | Entry::Copy => true,
        };
        for entry in ENTRIES.into_iter().filter(offered) {
            let button = ui.add_enabled(entry.is_possible(&selected, is_writable), Button::new(entry.label(&selected)));
            if button.on_hover_text(entry.keys()).clicked() {
                entry.perform(workspace, actions);
            }
        }
    });
}

/// What is selected, and what an action on it leaves unchanged.
fn summary(workspace: &Workspace, selected: &SelectedPassages) -> String {
    if selected.cards == 0 {
        return tr!(
            "Click a passage to select it, with Ctrl or Shift to select several. Double-click to show it in the \
            transcript."
        )
        .into();
    }
    let cards = Noun::Card.counted(selected.cards as u64);
    let others = workspace.owners_in_words(&selected.owners);
    match (selected.mine.len(), selected.others.is_empty()) {
        (mine, true) => tr!("{n} passage selected" | "{n} passages selected" % mine),
        (0, false) => tr!("{cards} selected: {others}", cards, others),
        (mine, false) => {
            let mine = Noun::Passage.counted(mine as u64);
            if workspace.rooms.passages.with_others {
                tr!("{cards} selected: {mine} of yours, {others}", cards, mine, others)
            } else {
                tr!("{cards} selected: {mine} of yours, {others} (not changed)", cards, mine, others)
            }
        }
    }
}
