//! The units that a figure counts, or all disagreements: a list on the left; the chosen unit on the right, side by side
//! for each coder, with the possible decisions.

use super::{decide, figures, side_by_side};
use crate::analysis::agreement::CoderSet;
use crate::app::action::Action;
use crate::app::compare_room::{Item, ItemOrder, Scope, Which};
use crate::app::workspace::Workspace;
use crate::engine::compare::Compared;
use crate::engine::disagreements::shortened_in_words;
use crate::gui::awaited;
use crate::gui::bars::{GrowTo, own_size};
use crate::gui::combo_keys::ShowList;
use crate::gui::gate::{self, Reach};
use crate::gui::panes;
use crate::gui::passage_list::{List, ListState, Look};
use crate::gui::reading::ShowByKeys;
use crate::gui::theme::{self, Palette, Weighted};
use crate::i18n;
use crate::model::{CodeId, Noun, Study};
use crate::tr;
use egui::{
    Button, CentralPanel, ComboBox, Frame, Key, Margin, Modifiers, Panel, Rect, RichText, Role, ScrollArea, Sense, Ui,
    WidgetInfo, vec2,
};
use std::sync::Arc;

/// Documents with the index of their first item.
type Groups = Vec<(String, usize)>;

#[derive(Default)]
pub struct Items {
    /// The groups with the list that they were made from.
    groups: Option<(Arc<Vec<Item>>, Groups)>,
    /// Scroll the chosen item into view.
    reveal: bool,
    list: ListState,
    /// Show the list in a window that is too low for it.
    shows_list: bool,
}

/// Least width of the room, in points, in which there is room for the list beside a unit.
const ROOM_FOR_LIST: f32 = 580.0;
/// Least height of the words of a unit above the decisions, in points.
const LEAST_WORDS: f32 = 72.0;
/// Least height of the decisions, in points: a row of them.
const LEAST_DECISIONS: f32 = 40.0;

/// Whether the window is so low that the words of a unit need the room of the list and of what is said twice.
pub(super) fn is_low(ui: &Ui) -> bool {
    const LOW: f32 = 480.0;
    ui.ctx().content_rect().height() < LOW
}

impl Items {
    pub fn show(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        study: &Study,
        palette: &Palette,
        actions: &mut Vec<Action>,
    ) {
        let items = workspace.rooms.compare.items();
        self.keys(ui, workspace, actions);
        // Beside the settings of a narrow window, the list would leave no room for the words and the decisions, either.
        let is_low = is_low(ui) || ui.available_width() < ROOM_FOR_LIST;
        head(ui, workspace, study, &items, (is_low.then_some(&mut self.shows_list), &mut self.reveal));
        ui.add_space(if is_low { theme::GAP } else { theme::SPACE });
        let Some(compared) =
            workspace.rooms.compare.compared.clone().filter(|_| workspace.rooms.compare.disagreements.is_some())
        else {
            if awaited::show(ui, workspace.rooms.compare.list_pending(), tr!("Comparing…"), palette) {
                workspace.rooms.compare.try_again();
            }
            return;
        };
        if let Some(why) = workspace.rooms.compare.excerpts.failure().map(str::to_owned)
            && awaited::failure(ui, &why, palette)
        {
            workspace.rooms.compare.excerpts.try_again();
        }
        if items.is_empty() {
            let is_computing =
                workspace.rooms.compare.is_counting() || workspace.rooms.compare.list_pending().is_waiting();
            ui.label(if is_computing { tr!("Comparing…") } else { empty(workspace) });
            return;
        }
        let shows_list = !is_low || self.shows_list;
        if shows_list {
            let frame = Frame::NONE.inner_margin(Margin { right: 12, ..Margin::ZERO });
            let most = (ui.available_width() * 0.5).max(200.0);
            let width = (ui.available_width() * 0.36).clamp(180.0, 420.0);
            Panel::left(own_size(ui, workspace, "units behind"))
                .default_size(width)
                .size_range(160.0..=most)
                .frame(frame)
                .show(ui, |ui| {
                    ui.take_available_width();
                    panes::mark(ui, tr!("pane" => "units"));
                    self.list(ui, workspace, &items, &compared, palette);
                });
        }
        let frame = Frame::NONE.inner_margin(Margin { left: if shows_list { 16 } else { 0 }, ..Margin::ZERO });
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            let Some(item) = workspace.rooms.compare.item() else { return };
            let frame = Frame::NONE.inner_margin(Margin { top: if is_low { 4 } else { 10 }, ..Margin::ZERO });
            // What was begun stays in sight, with its reason and the button that saves it.
            let is_begun = decide::is_begun(workspace);
            if is_begun {
                Panel::bottom("begun decision").frame(Frame::NONE).show_separator_line(false).show(ui, |ui| {
                    decide::begun(ui, workspace, study, &item, palette);
                });
            }
            // What does not fit below some lines of the words is scrolled, so that it never covers them.
            let height = (ui.available_height() - LEAST_WORDS).max(LEAST_DECISIONS);
            // In a low window, the words have the room of the other decisions until the one that was begun is given up.
            if !(is_begun && self::is_low(ui)) {
                Panel::bottom("decision").frame(frame).show(ui, |ui| {
                    let area = ScrollArea::vertical().id_salt("decision").auto_shrink([false, true]);
                    area.grow_to(height).show(ui, |ui| decide::show(ui, workspace, study, &item, palette, actions));
                });
            }
            CentralPanel::no_frame().show(ui, |ui| {
                let place = (item.source.0, item.range.start.0, item.code.0);
                // The bar has room of its own, so that it covers no letters.
                theme::show_scroll_bars(ui);
                ScrollArea::vertical().id_salt(("unit", place)).auto_shrink(false).show_by_keys(ui, |ui| {
                    side_by_side::show(ui, workspace, study, &item, &compared, palette);
                });
            });
        });
    }

    fn list(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        items: &Arc<Vec<Item>>,
        compared: &Compared,
        palette: &Palette,
    ) {
        let Some(study) = workspace.study.clone() else { return };
        if self.groups.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, items)) {
            self.groups = Some((items.clone(), by_document(&study, items)));
        }
        let groups = self.groups.as_ref().map_or(&[][..], |(_, groups)| groups.as_slice());
        let at = workspace.rooms.compare.at();
        let reveal = std::mem::take(&mut self.reveal).then_some(at);
        let around = workspace.rooms.compare.excerpts.context();
        let shape = List {
            id: "units",
            of: items.clone(),
            rows: items.len(),
            groups,
            counted: &|rows| rows.len().to_string(),
            characters: &|place| items.get(place).map_or(0, |item| item.range.len() + 2 * around),
            most_lines: 2,
            reveal,
            tab_stop: None,
        };
        let of_one_code = workspace.rooms.compare.scope().is_some_and(|scope| scope.code.is_some());
        let shown = shape.show(ui, &mut self.list, palette, |place| {
            let item = items.get(place)?;
            let code = workspace.looks.codes.get(&item.code);
            let name = code.map_or("", |look| look.name.as_str());
            let who = who(&study, compared, item);
            let me = workspace.me();
            let state = match workspace.rooms.compare.begun(item) {
                Some(draft) if draft.by.is_some_and(|by| Some(by) != me) => tr!("begun by another coder, not saved"),
                Some(_) => tr!("not saved yet"),
                None => state(item),
            };
            let name_shown = if of_one_code { "" } else { name };
            Some(Look {
                code: name_shown.to_owned(),
                about: [who.as_str(), state]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(" · "),
                coders: String::new(),
                color: code.map(|look| look.color),
                excerpt: workspace.rooms.compare.excerpts.of((item.source, item.range)),
                stretches: Vec::new(),
                memo: None,
                note: None,
                important: false,
                checked: None,
                chosen: place == at,
                named: study.source(item.source).map(|source| source.name.as_str()).into_iter().collect(),
                label: i18n::joined(
                    &[name, &who, state]
                        .map(str::to_owned)
                        .into_iter()
                        .filter(|part| !part.is_empty())
                        .collect::<Vec<_>>(),
                ),
            })
        });
        let sight: Vec<_> =
            items.get(shown.sight.clone()).unwrap_or_default().iter().map(|item| (item.source, item.range)).collect();
        workspace.rooms.compare.need_words(&sight, &mut workspace.link);
        if let Some(at) = shown.clicked() {
            workspace.rooms.compare.go_to(at);
        }
    }

    /// The keys of the room. Letters count only while nothing can be typed into a text field.
    fn keys(&mut self, ui: &Ui, workspace: &mut Workspace, actions: &mut Vec<Action>) {
        let is_free = match gate::reach(ui.ctx(), false) {
            Reach::Everything => true,
            Reach::Chords => workspace.rooms.compare.item().is_some_and(|item| decide::is_in_words(ui, &item)),
            Reach::Nothing => false,
        };
        if !is_free {
            return;
        }
        let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let steps = isize::from(pressed(Key::J)) - isize::from(pressed(Key::K));
        if steps != 0 {
            workspace.rooms.compare.step(steps);
            self.reveal = true;
        }
        if pressed(Key::Escape) {
            if !decide::escape(workspace) && workspace.rooms.compare.scope().is_some() {
                workspace.rooms.compare.close();
            }
            return;
        }
        let before = workspace.rooms.compare.at();
        decide::keys(ui, workspace, actions);
        self.reveal |= workspace.rooms.compare.at() != before;
    }
}

fn by_document(study: &Study, items: &[Item]) -> Groups {
    let mut groups: Groups = Vec::new();
    let mut last = None;
    for (place, item) in items.iter().enumerate() {
        if last.replace(item.source) != Some(item.source) {
            groups.push((study.source(item.source).map_or_else(String::new, |s| s.name.clone()), place));
        }
    }
    groups
}

fn state(item: &Item) -> &'static str {
    if item.is_settled() {
        tr!("of a disagreement" => "resolved")
    } else if item.is_disagreement && !item.is_open() {
        tr!("of a disagreement" => "later")
    } else {
        ""
    }
}

/// Who coded the unit and who did not: `Ann only`, `both`, `Ann and Ben, not Cara`; of a disagreement on which words are coded,
/// `different extent`.
fn who(study: &Study, compared: &Compared, item: &Item) -> String {
    let named = |coders: &CoderSet| -> Vec<&str> {
        let ids = coders.coders().filter_map(|place| compared.coders.get(place));
        ids.filter_map(|id| Some(study.user(*id)?.name.as_str())).collect()
    };
    let (with, without) = (named(&item.marked), named(&item.took_part.without(&item.marked)));
    match (with.as_slice(), without.as_slice()) {
        // All coded it, but not the same words.
        (_, []) if item.is_disagreement => tr!("of a disagreement" => "different extent").to_owned(),
        ([_, _], []) => tr!("coders" => "both").to_owned(),
        (_, []) => tr!("coders" => "all").to_owned(),
        ([one], [_]) => tr!("{coder} only", coder = one),
        (with, without) => tr!("{with}, not {without}", with = i18n::and(with), without = i18n::and(without)),
    }
}

/// The open figure, which of its units are listed, and how many are resolved. `list`: whether the list is shown, if that
/// can be chosen; the head is then a single line. `reveal` is set where the chosen unit is elsewhere in the list now.
fn head(
    ui: &mut Ui,
    workspace: &mut Workspace,
    study: &Study,
    items: &[Item],
    (list, reveal): (Option<&mut bool>, &mut bool),
) {
    let Some(shows_list) = list else {
        ui.horizontal_wrapped(|ui| steps(ui, workspace, study, items));
        ui.horizontal_wrapped(|ui| {
            which(ui, workspace);
            *reveal |= order(ui, workspace);
            settled(ui, workspace);
        });
        return;
    };
    ui.horizontal_wrapped(|ui| {
        let button = ui.add(Button::new(tr!("List")).selected(*shows_list));
        button.widget_info(|| WidgetInfo::selected(Role::Button, true, *shows_list, tr!("List")));
        if button.on_hover_text(tr!("Shows or hides the list of passages")).clicked() {
            *shows_list = !*shows_list;
        }
        steps(ui, workspace, study, items);
        which(ui, workspace);
        if *shows_list {
            *reveal |= order(ui, workspace);
        }
    });
}

/// The open figure, and the way from one of its units to the next.
fn steps(ui: &mut Ui, workspace: &mut Workspace, study: &Study, items: &[Item]) {
    let palette = theme::palette(ui.ctx());
    let scope = workspace.rooms.compare.scope();
    if scope.is_some() && ui.button(tr!("Back to figures")).on_hover_text(tr!("keys" => "Esc")).clicked() {
        workspace.rooms.compare.close();
    }
    let title = scope.map_or_else(|| tr!("All disagreements").to_owned(), |scope| title(workspace, study, scope));
    ui.label(RichText::new(title).size(theme::BODY + 2.0).medium());
    let (at, count) = (workspace.rooms.compare.at() + 1, items.len());
    if count > 0 {
        // A figure is about units; several disagreements can be in one.
        let place = match scope {
            Some(_) => tr!("unit {at} of {count}", at, count),
            None => tr!("{at} of {count}", at, count),
        };
        ui.label(RichText::new(place).color(palette.weak));
    }
    let steps = [(tr!("Previous"), -1, "K"), (tr!("Next"), 1, "J")];
    for (label, step, key) in steps {
        if ui.add_enabled(count > 1, Button::new(label)).on_hover_text(key).clicked() {
            workspace.rooms.compare.step(step);
        }
    }
}

/// Chooses which units are listed.
fn which(ui: &mut Ui, workspace: &mut Workspace) {
    let palette = theme::palette(ui.ctx());
    let mut which = workspace.rooms.compare.which();
    let choices: &[Which] = match workspace.rooms.compare.scope() {
        Some(_) => &[Which::Disagreements, Which::Open, Which::Later, Which::Settled, Which::Agreed, Which::All],
        None => &[Which::Open, Which::Later, Which::Settled, Which::All],
    };
    let name = ui.label(RichText::new(tr!("Show")).color(palette.weak));
    let combo = ComboBox::from_id_salt("which").selected_text(listed(which)).show_list(ui, |ui| {
        for choice in choices {
            ui.selectable_value(&mut which, *choice, listed(*choice));
        }
    });
    combo.response.labelled_by(name.id);
    if which != workspace.rooms.compare.which() {
        workspace.rooms.compare.list(which);
    }
}

/// Chooses the order within a document. Units of one code have only one.
fn order(ui: &mut Ui, workspace: &mut Workspace) -> bool {
    if workspace.rooms.compare.scope().is_some_and(|scope| scope.code.is_some()) {
        return false;
    }
    let before = workspace.rooms.compare.order();
    let mut order = before;
    let title = |order: ItemOrder| match order {
        ItemOrder::Place => tr!("order of disagreements" => "as in the text"),
        ItemOrder::Code => tr!("order of disagreements" => "by code"),
    };
    let name = ui.label(RichText::new(tr!("Order")).color(theme::palette(ui.ctx()).weak));
    let combo = ComboBox::from_id_salt("order of units").selected_text(title(order)).show_list(ui, |ui| {
        for choice in [ItemOrder::Place, ItemOrder::Code] {
            ui.selectable_value(&mut order, choice, title(choice));
        }
    });
    combo.response.labelled_by(name.id);
    if order != before {
        workspace.rooms.compare.order_by(order);
    }
    order != before
}

/// Least width of a line for all counts of disagreements, in points.
const ROOM_FOR_COUNTS: f32 = 560.0;

/// How many of all disagreements are resolved.
fn settled(ui: &mut Ui, workspace: &Workspace) {
    let palette = theme::palette(ui.ctx());
    let Some(all) = workspace.rooms.compare.disagreements.as_deref() else { return };
    let (done, total) = (all.settled, all.list.len());
    if total == 0 {
        return;
    }
    let disagreements = Noun::Disagreement.counted(total as u64);
    let share = done as f32 / total as f32;
    let (rect, bar) = ui.allocate_exact_size(vec2(120.0, theme::SPACE), Sense::hover());
    bar.widget_info(|| {
        WidgetInfo::labeled(
            Role::ProgressIndicator,
            true,
            tr!("{done} of {disagreements} resolved", done, disagreements),
        )
    });
    ui.painter().rect_filled(rect, 4.0, palette.line);
    let filled = Rect::from_min_size(rect.min, vec2(rect.width() * share, rect.height()));
    ui.painter().rect_filled(filled, 4.0, palette.accent);
    let agreed = Noun::Passage.counted(all.agreed as u64);
    let text = match all.later {
        0 => tr!("{done} of {disagreements} resolved; {agreed} agreed without a decision", done, disagreements, agreed),
        later => tr!(
            "{done} of {disagreements} resolved, {later} postponed; {agreed} agreed without a decision",
            done,
            disagreements,
            later,
            agreed
        ),
    };
    let shortened = shortened_in_words(all.shortened);
    if ui.max_rect().right() - ui.next_widget_position().x >= ROOM_FOR_COUNTS {
        let counts = ui.label(RichText::new(text).color(palette.weak));
        shortened.into_iter().for_each(|sentence| drop(counts.clone().on_hover_text(sentence)));
    } else {
        let short = match all.later {
            0 => tr!("{done} of {disagreements} resolved", done, disagreements),
            later => tr!("{done} of {disagreements} resolved, {later} postponed", done, disagreements, later),
        };
        let text = shortened.into_iter().fold(text, |text, sentence| format!("{text}\n{sentence}"));
        ui.label(RichText::new(short).color(palette.weak)).on_hover_text(text);
    }
    if workspace.rooms.compare.is_narrow() {
        let words = RichText::new(figures::in_whole_project()).color(palette.weak);
        ui.label(words).on_hover_text(figures::why_whole_project());
    }
}

fn listed(which: Which) -> &'static str {
    match which {
        Which::Open => tr!("disagreements listed" => "unresolved"),
        Which::Later => tr!("disagreements listed" => "postponed"),
        Which::Settled => tr!("disagreements listed" => "resolved"),
        Which::Disagreements => tr!("disagreements listed" => "units with differences"),
        Which::Agreed => tr!("disagreements listed" => "agreements"),
        Which::All => tr!("disagreements listed" => "all"),
    }
}

fn title(workspace: &Workspace, study: &Study, scope: Scope) -> String {
    let code = |id: CodeId| workspace.looks.codes.get(&id).map_or_else(String::new, |look| look.path.clone());
    let coder = |at: usize| {
        let id = workspace.rooms.compare.compared.as_deref().and_then(|found| found.coders.get(at).copied());
        id.and_then(|id| study.user(id)).map_or_else(String::new, |user| user.name.clone())
    };
    let parts = [
        scope.code.map(code),
        scope.document.and_then(|id| study.source(id)).map(|source| source.name.clone()),
        scope.pair.map(|(i, j)| i18n::and(&[coder(i), coder(j)])),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { tr!("All codes and documents").to_owned() } else { parts.join(" · ") }
}

fn empty(workspace: &Workspace) -> &'static str {
    let compared = workspace.rooms.compare.compared.as_deref();
    if compared.is_some_and(|compared| compared.documents.is_empty()) {
        return tr!("No two of these coders have worked on the same document, so there is nothing to compare.");
    }
    match (workspace.rooms.compare.scope(), workspace.rooms.compare.which()) {
        (None, Which::Open) => {
            tr!("All disagreements are resolved. “Create consensus coding” builds the result, which tables can count.")
        }
        (_, Which::Later) => tr!("Nothing is postponed."),
        (_, Which::Settled) => tr!("Nothing is resolved here yet."),
        (_, Which::Agreed) => tr!("There are no agreements here."),
        (Some(_), Which::Disagreements | Which::Open) => {
            tr!("No differences left here. The list above also offers agreements.")
        }
        _ => tr!("Nothing was coded here."),
    }
}
