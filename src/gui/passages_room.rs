//! All coded passages: grouped, sorted, filtered, and what is done with the selected ones. The search in all documents
//! is in `find_all`.

mod filters;
mod selection;

pub use self::selection::key_rows;

use self::filters::Filters;
use super::awaited;
use super::bars::own_size;
use super::empty::Empty;
use super::find_all::FindAll;
use super::icons::Picture;
use super::panes;
use super::passage_list::{List, ListState, Look};
use super::said_by;
use super::theme::{self, Palette};
use crate::app::action::Action;
use crate::app::exporting::ExportKind;
use crate::app::passages_room::filters::{active, remove};
use crate::app::passages_room::{Mode, PassagesRoom};
use crate::app::room::Room;
use crate::app::workspace::Workspace;
use crate::engine::browse::{Browse, BrowseFilter, BrowseRow, CardId, Group, PassageSort};
use crate::gui::check_box;
use crate::gui::combo_keys::ShowList;
use crate::model::{Account, CharRange, Noun, SpokenBy, Study};
use crate::{i18n, tr};
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{
    Align, Button, CentralPanel, ComboBox, Frame, Label, Layout, Margin, Panel, PopupCloseBehavior, RichText, Role,
    Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};
use std::ops::Range;
use std::sync::Arc;

#[derive(Default)]
pub struct PassagesRoomPanel {
    find: FindAll,
    filters: Filters,
    list: ListState,
    /// The list of the last frame with the card at its top.
    top: Option<(Arc<Browse>, CardId)>,
    /// A card had the keyboard focus in the last frame.
    focused: bool,
    /// Scroll the card with the keyboard focus into view.
    reveal: bool,
    /// The card that gets the focus as soon as it is laid out: it may be far from those in view.
    wants_focus: Option<usize>,
}

impl PassagesRoomPanel {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<Action> {
        let mut actions = Vec::new();
        let Some(study) = workspace.study.clone() else { return actions };
        workspace.refresh_rooms();
        if let Some((text, count)) = workspace.rooms.passages.text_to_copy.take() {
            ui.ctx().copy_text(text);
            workspace.note(tr!("Copied {n} passage." | "Copied {n} passages." % count));
        }
        let side = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(12, 10));
        let most = (ui.available_width() * 0.4).max(200.0);
        Panel::left(own_size(ui, workspace, "passage filters"))
            .default_size((ui.available_width() * 0.25).clamp(220.0, 290.0).max(ui.available_width() * 0.19))
            .size_range(180.0..=most)
            .frame(side)
            .show(ui, |ui| {
                ui.take_available_width();
                panes::mark(ui, tr!("pane" => "filters"));
                modes(ui, workspace, palette);
                ui.add_space(theme::SPACE);
                match workspace.rooms.passages.mode {
                    Mode::Coded => self.filters.show(ui, workspace, &study, palette),
                    Mode::Find => self.find.side(ui, workspace, &study, palette),
                }
            });
        let page = Frame::NONE.fill(palette.page).inner_margin(Margin::symmetric(16, 10));
        CentralPanel::default().frame(page).show(ui, |ui| {
            panes::mark(ui, tr!("pane" => "passages"));
            match workspace.rooms.passages.mode {
                Mode::Coded => self.coded(ui, workspace, &study, palette, &mut actions),
                Mode::Find => self.find.results(ui, workspace, palette),
            }
        });
        actions
    }

    fn coded(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        study: &Arc<Study>,
        palette: &Palette,
        actions: &mut Vec<Action>,
    ) {
        header(ui, workspace, palette, actions);
        chips(ui, workspace, study, palette);
        interviewers(ui, workspace, palette);
        toolbar(ui, workspace, actions);
        ui.add_space(theme::GAP);
        let Some(list) = workspace.rooms.passages.list.clone() else {
            if awaited::show(ui, workspace.rooms.passages.pending(), tr!("Loading…"), palette) {
                workspace.rooms.passages.stale = true;
            }
            return;
        };
        unread_words(ui, workspace, palette);
        if list.rows.is_empty() {
            return empty(ui, workspace, study, palette);
        }
        if selection::keys(ui, workspace, &self.list, self.focused, actions) {
            (self.reveal, self.wants_focus) = (true, workspace.rooms.passages.cursor());
        }
        let frame = Frame::NONE.inner_margin(Margin { top: 8, ..Margin::ZERO });
        Panel::bottom("selected passages").resizable(false).frame(frame).show(ui, |ui| {
            selection::bar(ui, workspace, palette, actions);
        });
        CentralPanel::no_frame().show(ui, |ui| self.cards(ui, workspace, &list, palette, actions));
    }

    fn cards(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        list: &Arc<Browse>,
        palette: &Palette,
        actions: &mut Vec<Action>,
    ) {
        // The place is kept by the passage: others may have been added or removed above it.
        let moved = self.top.as_ref().filter(|(of, _)| !Arc::ptr_eq(of, list));
        if let Some(card) = moved.and_then(|(_, id)| card_of(list, *id)) {
            self.list.keep(card);
        }
        let around = workspace.rooms.passages.excerpts.context();
        let cursor = workspace.rooms.passages.cursor();
        let first = |card: usize| list.card(card).first();
        let shape = List {
            id: "coded",
            of: list.clone(),
            rows: list.cards.len(),
            groups: &list.groups,
            counted: &|cards| on_cards(list, cards),
            characters: &|card| first(card).map_or(0, |row| characters(row.fact.range, around)),
            most_lines: usize::MAX,
            reveal: cursor.filter(|_| std::mem::take(&mut self.reveal)),
            tab_stop: Some(cursor),
        };
        let shown = {
            let workspace = &*workspace;
            shape.show(ui, &mut self.list, palette, |card| look(workspace, list.card(card), card))
        };
        let in_sight = shown.sight.clone().filter_map(first);
        let sight: Vec<_> = in_sight.map(|row| (row.fact.source, row.fact.range)).collect();
        workspace.rooms.passages.need_words(&sight, &mut workspace.link);
        self.top = workspace.rooms.passages.card_id(self.list.first()).map(|id| (list.clone(), id));
        if let Some((_, response)) = shown.rows.iter().find(|(card, _)| Some(*card) == self.wants_focus) {
            response.request_focus();
            self.wants_focus = None;
        }
        self.focused = shown.rows.iter().any(|(_, response)| response.has_focus());
        if !self.focused && ui.memory(|memory| memory.focused().is_some()) {
            self.wants_focus = None;
        }
        for (card, response) in &shown.rows {
            selection::pointed(workspace, *card, response, actions);
        }
    }
}

/// The number of passages on these cards, and that of the cards if it is another one.
fn on_cards(list: &Browse, cards: Range<usize>) -> String {
    let passages = list.words_on(cards.clone());
    let counted = Noun::Passage.counted(passages as u64);
    if passages == cards.len() {
        return counted;
    }
    tr!("{passages} on {cards}", passages = counted, cards = Noun::Card.counted(cards.len() as u64))
}

/// The card that has the first passage of one in another list; of several, the one in the same place among them.
fn card_of(list: &Browse, (coding, nth): CardId) -> Option<usize> {
    let mut rows = list.rows.iter().enumerate().filter(|(_, row)| row.fact.coding == coding).map(|(at, _)| at);
    let first = rows.next()?;
    let row = if nth > 0 { rows.nth(nth - 1).unwrap_or(first) } else { first };
    list.cards.partition_point(|&first| first <= row).checked_sub(1)
}

/// The number of characters that are shown of a passage with its context, at most.
pub(super) fn characters(range: CharRange, around: u32) -> u32 {
    range.len().min(600) + 2 * around
}

fn look<'a>(workspace: &'a Workspace, card: &'a [BrowseRow], place: usize) -> Option<Look<'a>> {
    let row = card.first()?;
    let (fact, room) = (&row.fact, &workspace.rooms.passages);
    let document = workspace.study.as_deref().and_then(|study| study.source(fact.source));
    let document = document.map_or("", |source| source.name.as_str());
    let coders: Vec<&str> = card.iter().map(|row| workspace.user_name(row.fact.user)).collect();
    let coders = i18n::joined(&coders);
    let code = workspace.looks.codes.get(&fact.code);
    let path = code.map_or("", |look| look.path.as_str());
    let group = room.filter.group;
    // Below the name of a participant are their passages.
    let participants = workspace.study.iter().flat_map(|study| &study.participants).map(|one| one.name.as_str());
    let participants = participants.filter(|_| group == Group::Participant);
    let named = std::iter::once(document).chain(participants).collect();
    let memo = memos(workspace, card);
    let important = card.iter().any(|row| row.important);
    let whole = tr!("{code} in {document}, {coders}", code = path, document, coders);
    let marks =
        [(important, tr!("of a passage" => "important")), (memo.is_some(), tr!("of a passage" => "with a memo"))];
    let marks = marks.into_iter().filter(|(is_on, _)| *is_on).map(|(_, label)| label.to_owned());
    let accounts = accounts(card);
    let label: Vec<String> = std::iter::once(whole).chain(marks).chain(accounts.clone()).collect();
    Some(Look {
        code: if group == Group::Code { String::new() } else { path.to_owned() },
        about: if group == Group::Document { String::new() } else { document.to_owned() },
        coders: std::iter::once(coders).chain(accounts).collect::<Vec<_>>().join(" · "),
        color: code.map(|look| look.color),
        excerpt: room.excerpts.of((fact.source, fact.range)),
        stretches: Vec::new(),
        memo,
        note: None,
        important,
        chosen: room.is_selected(place),
        checked: None,
        named,
        label: label.join(tr!("between parts of a label" => ", ")),
    })
}

/// Whose experience the passages of a card are about, as far as it is stated.
fn accounts(card: &[BrowseRow]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for label in card.iter().filter_map(|row| row.account.as_ref()).map(Account::label) {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

/// The memos on the passages of a card; an author is named unless only they coded it.
fn memos(workspace: &Workspace, card: &[BrowseRow]) -> Option<String> {
    let memos = card.iter().flat_map(|row| row.memos.iter().map(move |memo| (row.fact.user, memo)));
    let lines = memos.map(|(coder, memo)| match memo.user.filter(|user| card.len() > 1 || *user != coder) {
        Some(author) => tr!("label" => "{name}: {value}", name = workspace.user_name(author), value = memo.text),
        None => memo.text.clone(),
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| lines.join(" · "))
}

fn modes(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    ui.horizontal(|ui| {
        for (mode, label) in [(Mode::Coded, tr!("Coded passages")), (Mode::Find, tr!("Find in all documents"))] {
            let chosen = workspace.rooms.passages.mode == mode;
            let text = RichText::new(label).color(if chosen { palette.text } else { palette.weak });
            if ui.add(Button::selectable(chosen, text)).clicked() {
                workspace.rooms.passages.mode = mode;
            }
        }
    });
}

/// What is listed in numbers, and the button that lists everything. In a low window also the one that exports it.
fn header(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let room = &workspace.rooms.passages;
    let (cleared, waiting) = (room.cleared(), room.is_waiting());
    let is_filtered = room.filter != cleared;
    let numbers = room.list.as_deref().map(|list| {
        let whose = workspace.by_whom(&workspace.listed_coders());
        let rest = [(list.documents, Noun::Document), (list.participants, Noun::Participant), (list.codes, Noun::Code)];
        let rest = rest.into_iter().filter(|(number, _)| *number > 0).map(|(number, noun)| noun.counted(number as u64));
        let passages = Noun::Passage.counted(list.words as u64);
        let shared = (list.shared > 0).then(|| {
            tr!("{n} of them under several participants" | "{n} of them under several participants" % list.shared)
        });
        let passages = if list.cards.len() < list.words || list.words < list.passages {
            let cards = Noun::Card.counted(list.cards.len() as u64);
            tr!("{passages} on {cards} {whose}", passages, cards, whose)
        } else {
            tr!("{passages} {whose}", passages, whose)
        };
        let each = (list.words < list.passages).then(|| tr!("{n} if each code is counted", n = list.passages));
        std::iter::once(passages).chain(each).chain(shared).chain(rest).collect::<Vec<_>>().join(" · ")
    });
    ui.horizontal(|ui| {
        let is_low = theme::is_low(ui.ctx());
        // In a low window, the choice at the left says it.
        if !is_low {
            ui.label(RichText::new(tr!("Coded passages")).heading());
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.add_enabled(is_filtered, Button::new(tr!("Clear filters"))).clicked() {
                workspace.rooms.passages.filter_by(cleared);
            }
            if is_low && !theme::is_tight(ui.ctx()) {
                export(ui, workspace, actions);
            }
            if waiting {
                ui.spinner();
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let numbers = numbers.unwrap_or_default();
                ui.add(Label::new(RichText::new(numbers).color(palette.weak)).truncate());
            });
        });
    });
}

/// How many of the passages are the interviewer's words.
fn interviewers(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    let room = &workspace.rooms.passages;
    let count = room.interviewers.filter(|_| room.filter.spoken_by == SpokenBy::All).unwrap_or_default();
    if said_by::offer_participants(ui, count, tr!("List participants only"), palette) {
        let filter = BrowseFilter { spoken_by: SpokenBy::Participants, ..workspace.rooms.passages.filter.clone() };
        workspace.rooms.passages.filter_by(filter);
    }
}

/// The active filters, each with a cross that removes it.
fn chips(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
    let mut filter = workspace.rooms.passages.filter.clone();
    let found = active(&filter, study);
    if found.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for (active, label) in &found {
            if chip(ui, label, palette) {
                remove(&mut filter, active);
            }
        }
    });
    workspace.rooms.passages.filter_by(filter);
}

/// Shows an active filter; true if it is to be removed.
fn chip(ui: &mut Ui, label: &str, palette: &Palette) -> bool {
    const CROSS: f32 = 22.0;
    let text = super::bars::elided(ui, label, theme::SMALL, palette.text, 260.0);
    let (rect, response) = ui.allocate_exact_size(vec2(text.size().x + 12.0 + CROSS, 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Remove filter: {words}", words = label)));
    let back = if response.hovered() { palette.hover } else { palette.chosen };
    ui.painter().rect_filled(rect, 12.0, back);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 12.0, Stroke::new(1.5, palette.accent), egui::StrokeKind::Inside);
    }
    let center = rect.center().y;
    ui.painter().galley(pos2(rect.left() + 10.0, center - text.size().y / 2.0), text, palette.text);
    super::icons::cross(ui.painter(), pos2(rect.right() - CROSS / 2.0, center), palette.weak);
    response.on_hover_text(tr!("Remove filter: {words}", words = label)).clicked()
}

/// Why nothing is listed, and what to do.
fn empty(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
    let room = &workspace.rooms.passages;
    let (is_filtered, cleared) = (!active(&room.filter, study).is_empty(), room.cleared());
    let whose = workspace.by_whom(&workspace.listed_coders());
    let (title, mut sentence) = if is_filtered {
        (tr!("No matching passages"), tr!("No passage coded {whose} matches these filters.", whose))
    } else if workspace.counts.by_code.is_empty() {
        let title =
            if workspace.hides_others() { tr!("You have coded nothing yet") } else { tr!("Nothing is coded yet") };
        (title, tr!("In Code, select text and choose a code.").to_owned())
    } else {
        (tr!("No passages"), tr!("No passages coded {whose}. Choose coders in the coder menu.", whose))
    };
    if let Some(note) = workspace.hidden_note() {
        sentence = tr!("two sentences" => "{first} {second}", first = sentence, second = note);
    }
    let button = if is_filtered { tr!("Clear all filters") } else { tr!("Go to the transcript") };
    let empty = Empty { picture: Picture::Quotation, title, sentence: &sentence, buttons: &[button] };
    match empty.show(ui, palette) {
        Some(_) if is_filtered => workspace.rooms.passages.filter_by(cleared),
        Some(_) => workspace.show_room(Room::Code),
        None => {}
    }
}

/// Why the text of passages in the list could not be read.
pub(super) fn unread_words(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    let excerpts = &mut workspace.rooms.passages.excerpts;
    if let Some(why) = excerpts.failure().map(str::to_owned)
        && awaited::failure(ui, &why, palette)
    {
        excerpts.try_again();
    }
}

fn toolbar(ui: &mut Ui, workspace: &mut Workspace, actions: &mut Vec<Action>) {
    let (is_tight, is_low) = (theme::is_tight(ui.ctx()), theme::is_low(ui.ctx()));
    ui.horizontal_wrapped(|ui| {
        // In a low window, the passages need the room.
        if is_tight {
            let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
            MenuButton::new(tr!("Display")).config(stays).ui(ui, |ui| display(ui, workspace));
        } else {
            display(ui, workspace);
        }
        if is_tight || !is_low {
            export(ui, workspace, actions);
        }
    });
}

fn export(ui: &mut Ui, workspace: &Workspace, actions: &mut Vec<Action>) {
    let some = workspace.rooms.passages.list.as_deref().is_some_and(|list| !list.rows.is_empty());
    super::bars::button(ui, some, Action::Export(Some(ExportKind::Listed)), actions);
}

/// How the passages are listed.
fn display(ui: &mut Ui, workspace: &mut Workspace) {
    let mut filter = workspace.rooms.passages.filter.clone();
    let groups = [
        (Group::Document, tr!("Group by document")),
        (Group::Participant, tr!("Group by participant")),
        (Group::Code, tr!("Group by code")),
        (Group::Nothing, tr!("No groups")),
    ];
    choice(ui, tr!("Groups"), &mut filter.group, &groups);
    let sorts = [
        (PassageSort::Place, tr!("Sort by position")),
        (PassageSort::Code, tr!("Sort by code")),
        (PassageSort::Coder, tr!("Sort by coder")),
        (PassageSort::Date, tr!("Newest first")),
    ];
    choice(ui, tr!("Order"), &mut filter.sort, &sorts);
    context(ui, workspace);
    let mut apart = !filter.joined;
    let hint = tr!("Otherwise the same text coded alike by several coders shares a card");
    check_box::show(ui, &mut apart, tr!("One card per passage")).on_hover_text(hint);
    filter.joined = !apart;
    workspace.rooms.passages.filter_by(filter);
}

fn choice<T: Copy + PartialEq>(ui: &mut Ui, name: &str, chosen: &mut T, all: &[(T, &str)]) {
    let selected = all.iter().find(|(value, _)| value == chosen).map_or("", |(_, label)| *label);
    let list = ComboBox::from_id_salt(("passages", name)).width(130.0).selected_text(selected).show_list(ui, |ui| {
        for (value, label) in all {
            ui.selectable_value(chosen, *value, *label);
        }
    });
    list.response
        .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, tr!("{name}: {value}", name, value = selected)));
}

/// The choice of how much text around a passage is shown.
pub(super) fn context(ui: &mut Ui, workspace: &mut Workspace) {
    let label = |n: u32| if n == 0 { tr!("Passage only").to_owned() } else { tr!("{n} characters around", n) };
    let mut chosen = workspace.rooms.passages.excerpts.context();
    let shown = label(chosen);
    let list = ComboBox::from_id_salt("context").width(140.0).selected_text(&shown).show_list(ui, |ui| {
        for size in PassagesRoom::CONTEXTS {
            ui.selectable_value(&mut chosen, size, label(size));
        }
    });
    list.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, tr!("Context: {shown}", shown)));
    workspace.rooms.passages.excerpts.show_context(chosen);
}
