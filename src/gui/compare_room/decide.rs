//! Resolving a disagreement: a decision with its reason, by mouse or key.

use super::items::is_low;
use crate::app::action::{Action, TeamAct};
use crate::app::compare_room::Item;
use crate::app::when;
use crate::app::workspace::Workspace;
use crate::engine::decision_table::{in_words, with_place};
use crate::engine::disagreements::ShownDisagreement;
use crate::gui::bars::GrowTo;
use crate::gui::theme::{self, Palette, Weighted};
use crate::model::{CharRange, Decision, Fact, Study, UserId};
use crate::tr;
use egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat, TextWrapping};
use egui::text_edit::TextEditState;
use egui::{
    Align, Button, FontId, Frame, Id, Key, Margin, Modifiers, RichText, Role, ScrollArea, TextBuffer, TextEdit, Ui,
    WidgetInfo,
};

/// A decision with its key and the label of its button.
struct Choice {
    /// `None` for coders after the ninth.
    key: Option<Key>,
    label: String,
    decision: Decision,
}

/// The decisions that one key makes. Choosing another code or other words needs a second step. A coder has the same key in
/// all disagreements, also in documents in which other coders did not take part.
fn choices(workspace: &Workspace, study: &Study, disagreement: &ShownDisagreement) -> Vec<Choice> {
    const DIGITS: [Key; 9] =
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    let compared = workspace.rooms.compare.rule().coders;
    let is_compared = |id: &UserId| compared.is_empty() || compared.contains(id);
    let coders = study.coders().filter(|user| is_compared(&user.id)).enumerate();
    let took_part = coders.filter(|(_, user)| disagreement.disagreement.coders.contains(&user.id));
    let of_coders = took_part.map(|(place, user)| Choice {
        key: DIGITS.get(place).copied(),
        label: tr!("Accept {name}", name = user.name),
        decision: Decision::Coder(user.id),
    });
    of_coders
        .chain([
            Choice { key: Some(Key::B), label: tr!("decision" => "Everything coded").into(), decision: Decision::Both },
            Choice { key: Some(Key::X), label: tr!("decision" => "Not coded").into(), decision: Decision::Neither },
            Choice { key: Some(Key::L), label: tr!("decision" => "Later").into(), decision: Decision::Later },
        ])
        .collect()
}

/// What the consensus has after a decision.
fn explained(disagreement: &ShownDisagreement, decision: Decision) -> &'static str {
    let agrees = |id| disagreement.disagreement.agreed.iter().any(|mark| mark.user == id);
    match decision {
        Decision::Coder(id) if agrees(id) && !disagreement.disagreement.marks.iter().any(|mark| mark.user == id) => {
            tr!("The coders already agree on this coder’s passage, so the consensus has no other one here")
        }
        Decision::Coder(id) if !disagreement.disagreement.marks.iter().any(|mark| mark.user == id) => {
            tr!("This coder coded nothing here, so the consensus has no passage here")
        }
        Decision::Coder(_) => tr!("The consensus has this coder’s passage"),
        Decision::Both => tr!("The consensus has everything that any of the coders coded"),
        Decision::Neither => tr!("The consensus has no passage here"),
        _ => tr!("To be discussed; it stays unresolved"),
    }
}

/// The field with the reason.
fn reason_id() -> Id {
    Id::unique("reason of a decision")
}

/// The field with the words from which an item's passage is selected.
fn words_id(item: &Item) -> Id {
    Id::unique(("words of a disagreement", item.source.0, item.range.start.0, item.code.0))
}

/// Whether the keyboard is in the words of the item: nothing can be typed there, so that the keys of the room work.
pub fn is_in_words(ui: &Ui, item: &Item) -> bool {
    ui.memory(|memory| memory.has_focus(words_id(item)))
}

/// Gives up the decision that was begun, by Escape; returns false if there is none.
pub fn escape(workspace: &mut Workspace) -> bool {
    let is_begun = workspace.rooms.compare.draft.decision.is_some();
    if is_begun {
        workspace.give_up_decision();
    }
    is_begun
}

/// The keys of a disagreement. The caller makes sure that nothing is typed into a text field.
pub fn keys(ui: &Ui, workspace: &mut Workspace, actions: &mut Vec<Action>) {
    let Some(study) = workspace.study.clone().filter(|_| workspace.is_writable()) else { return };
    let Some(disagreement) = workspace.rooms.compare.disagreement() else { return };
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    for choice in choices(workspace, &study, &disagreement) {
        if choice.key.is_some_and(pressed) {
            workspace.decide(choice.decision);
        }
    }
    if pressed(Key::R) {
        actions.push(Action::Team(TeamAct::SettleWithCode));
    }
    if pressed(Key::W) {
        workspace.decide(Decision::Range(disagreement.disagreement.key.range));
    }
    if workspace.rooms.compare.draft.decision.is_some() && pressed(Key::Enter) {
        workspace.settle();
    }
}

pub fn show(
    ui: &mut Ui,
    workspace: &mut Workspace,
    study: &Study,
    item: &Item,
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    let Some(disagreement) = workspace.rooms.compare.disagreement() else {
        ui.label(RichText::new(why_nothing(workspace, study, item)).color(palette.weak));
        return;
    };
    // In a low window, the code is named once, above the words.
    if item.disagreements.len() > 1 || !is_low(ui) {
        title(ui, workspace, item, &disagreement, palette);
    }
    if let Some(decided) = &disagreement.decided {
        let (decision, date) = (in_words(study, decided.decision), when::short(decided.at));
        let summary = if decided.who.is_empty() {
            tr!("{decision} ({date})", decision, date)
        } else {
            tr!("{decision} ({coder}, {date})", decision, coder = decided.who, date)
        };
        let summary = match decided.reason.as_str() {
            "" => summary,
            reason => tr!("{decision}: {reason}", decision = summary, reason),
        };
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(summary).medium());
            if ui.add_enabled(workspace.is_writable(), Button::new(tr!("Withdraw"))).clicked() {
                workspace.unsettle();
            }
        });
        if let Some(later) = &disagreement.overruled_by {
            let later = with_place(study, later);
            let words = tr!("This decision has no effect, because a later one contradicts it: {later}.", later);
            ui.label(RichText::new(words).color(palette.trouble));
        }
    }
    if !workspace.is_writable() {
        return;
    }
    buttons(ui, workspace, study, &disagreement, palette, actions);
    if !is_begun(workspace) && !is_low(ui) {
        let hint = tr!("Choose a decision, add a reason if you wish, and press Enter.");
        ui.label(RichText::new(hint).color(palette.weak).small());
    }
}

/// Says why there is nothing to decide about a unit.
fn why_nothing(workspace: &Workspace, study: &Study, item: &Item) -> String {
    let all = workspace.rooms.compare.disagreements.as_deref();
    let is_by_one = all.is_some_and(|all| all.single_coder.contains(&item.source));
    if !item.is_disagreement {
        agreed_in_words(workspace, item)
    } else if is_by_one {
        let document = study.source(item.source).map_or("", |source| &source.name);
        tr!(
            "Only one coder has finished {document}, so there is nothing to decide yet. Switch to the other coder and mark it \
             as finished in Documents.",
            document
        )
    } else {
        tr!("These passages overlap enough to count as agreement, so there is nothing to resolve. The threshold is \
            set on the left.")
        .to_owned()
    }
}

/// Says that the coders agree, and which words the consensus has if they marked different extents.
fn agreed_in_words(workspace: &Workspace, item: &Item) -> String {
    let agree = tr!("The coders agree here.");
    let Some(compared) = workspace.rooms.compare.compared.as_deref() else { return agree.to_owned() };
    let is_marked = |fact: &&Fact| {
        (fact.source, fact.code) == (item.source, item.code) && fact.range.intersection(item.range).is_some()
    };
    let marks: Vec<&Fact> = compared.facts.iter().filter(is_marked).collect();
    let ranges = || marks.iter().map(|mark| mark.range);
    let common = ranges().map(Some).reduce(|a, b| a?.intersection(b?)).flatten();
    let all = ranges().reduce(|a, b| CharRange { start: a.start.min(b.start), end: a.end.max(b.end) });
    let share = workspace.rooms.compare.share().unwrap_or(100);
    // Units can agree although the passages in them do not overlap enough to be one passage of the consensus.
    let is_agreed = |common: CharRange| {
        marks.len() == item.marked.len() && all.is_some_and(|all| common.len() * 100 >= share * all.len())
    };
    match (common, ranges().map(CharRange::len).max()) {
        (Some(common), Some(longest)) if is_agreed(common) && common.len() < longest => tr!(
            "The coders agree here. The longest of their passages has {longest} characters; the consensus has the {common} \
             that all of them marked.",
            longest,
            common = common.len()
        ),
        _ => agree.to_owned(),
    }
}

/// Whether a decision was begun and is not saved yet.
pub fn is_begun(workspace: &mut Workspace) -> bool {
    // A draft that was left is taken up with its disagreement.
    let is_known = workspace.rooms.compare.disagreement().is_some();
    is_known && workspace.rooms.compare.draft.decision.is_some() && workspace.is_writable()
}

/// The decision that was begun: the words of another extent, and the reason.
pub fn begun(ui: &mut Ui, workspace: &mut Workspace, study: &Study, item: &Item, palette: &Palette) {
    if workspace.rooms.compare.draft.choosing {
        choose_words(ui, workspace, item, palette);
    }
    reason(ui, workspace, study, palette);
}

fn title(ui: &mut Ui, workspace: &mut Workspace, item: &Item, disagreement: &ShownDisagreement, palette: &Palette) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(tr!("Decision on")).medium());
        let name = workspace.looks.codes.get(&disagreement.disagreement.key.code).map_or("", |look| look.name.as_str());
        ui.label(RichText::new(tr!("“{name}”", name)).color(palette.weak));
        let count = item.disagreements.len();
        if count > 1 {
            let now = workspace.rooms.compare.draft.place.min(count - 1);
            ui.label(RichText::new(tr!("{at} of {count} in this unit", at = now + 1, count)).color(palette.weak));
            for (label, place) in [(tr!("Previous one"), now.checked_sub(1)), (tr!("Next one"), Some(now + 1))] {
                let place = place.filter(|place| *place < count);
                if ui.add_enabled(place.is_some(), Button::new(label)).clicked() {
                    workspace.rooms.compare.leave_draft(place.unwrap_or(now));
                }
            }
        }
    });
}

fn buttons(
    ui: &mut Ui,
    workspace: &mut Workspace,
    study: &Study,
    disagreement: &ShownDisagreement,
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    let now = workspace.rooms.compare.draft.decision.or(disagreement.decided.as_ref().map(|decided| decided.decision));
    ui.horizontal_wrapped(|ui| {
        let mut button = |chosen: bool, label: &str, key: Key, hint: &str| {
            let text = RichText::new(label);
            let button = Button::new(if chosen { text.medium() } else { text }).selected(chosen);
            let button = button.shortcut_text(RichText::new(key.symbol_or_name()).color(palette.weak));
            let response = ui.add(button).on_hover_text(hint);
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, label));
            response.clicked()
        };
        let (with_key, others): (Vec<Choice>, Vec<Choice>) =
            choices(workspace, study, disagreement).into_iter().partition(|choice| choice.key.is_some());
        for choice in with_key {
            let hint = explained(disagreement, choice.decision);
            if choice.key.is_some_and(|key| button(now == Some(choice.decision), &choice.label, key, hint)) {
                workspace.decide(choice.decision);
            }
        }
        if button(
            matches!(now, Some(Decision::Recode(_))),
            tr!("Another code…"),
            Key::R,
            tr!("The whole passage with another code"),
        ) {
            actions.push(Action::Team(TeamAct::SettleWithCode));
        }
        let hint = tr!("The same code on text that you select");
        if button(matches!(now, Some(Decision::Range(_))), tr!("Different extent…"), Key::W, hint) {
            workspace.decide(Decision::Range(disagreement.disagreement.key.range));
        }
        other_coders(ui, workspace, disagreement, others, now);
    });
}

/// A menu of the coders who have no key.
fn other_coders(
    ui: &mut Ui,
    workspace: &mut Workspace,
    disagreement: &ShownDisagreement,
    choices: Vec<Choice>,
    now: Option<Decision>,
) {
    if choices.is_empty() {
        return;
    }
    ui.menu_button(tr!("More coders"), |ui| {
        ScrollArea::vertical().show(ui, |ui| {
            for choice in choices {
                let chosen = now == Some(choice.decision);
                let entry = ui.add(Button::selectable(chosen, &choice.label));
                if entry.on_hover_text(explained(disagreement, choice.decision)).clicked() {
                    workspace.decide(choice.decision);
                    ui.close();
                }
            }
        });
    });
}

/// Share of the window's height, and least height in points, of the words to select from.
const WORDS_SHARE: f32 = 0.11;
const LEAST_WORDS: f32 = 52.0;

/// The words around the disagreement, for selecting a passage.
fn choose_words(ui: &mut Ui, workspace: &mut Workspace, item: &Item, palette: &Palette) {
    let Some(excerpt) = workspace.rooms.compare.around.of((item.source, item.range)).cloned() else { return };
    let Some(Decision::Range(range)) = workspace.rooms.compare.draft.decision else { return };
    let text = format!("{}{}{}", excerpt.before, excerpt.text, excerpt.after);
    let start = item.range.start.0.saturating_sub(excerpt.before.chars().count() as u32);
    ui.label(RichText::new(tr!("Select the text to code")).color(palette.weak));
    let id = words_id(item);
    let mut shown = text.as_str();
    // The words are selected when the choice begins, also for a second time.
    let is_new = TextEditState::load(ui.ctx(), id).is_none();
    let begins = std::mem::take(&mut workspace.rooms.compare.draft.focus) || is_new;
    // In a low window, the decisions of the coders stay in sight above the field.
    let height = (ui.ctx().content_rect().height() * WORDS_SHARE).max(LEAST_WORDS);
    let [from, to] = [range.start, range.end].map(|at| at.0.saturating_sub(start) as usize);
    // The text that is chosen stays marked when the keyboard is elsewhere, and after a restart.
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
        let format = TextFormat::simple(FontId::proportional(theme::BODY), palette.text);
        let marked = TextFormat { background: ui.visuals().selection.bg_fill, ..format.clone() };
        let mut job = LayoutJob { wrap: TextWrapping::wrap_at_width(width), ..LayoutJob::default() };
        for (first, count, format) in
            [(0, from, format.clone()), (from, to.saturating_sub(from), marked), (to, usize::MAX, format)]
        {
            job.append(&text.as_str().chars().skip(first).take(count).collect::<String>(), 0.0, format);
        }
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let field = |ui: &mut Ui| {
        let edit = TextEdit::multiline(&mut shown).id(id).desired_width(f32::INFINITY).desired_rows(2);
        let edit = edit.frame(Frame::NONE);
        let mut output = edit.layouter(&mut layouter).show(ui);
        output.response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Text to select from")));
        if begins {
            let [first, last] = [from, to].map(CCursor::new);
            output.state.cursor.set_char_range(Some(CCursorRange::two(first, last)));
            output.state.clone().store(ui.ctx(), id);
            output.response.request_focus();
            let place = output.galley.pos_from_cursor(first).translate(output.galley_pos.to_vec2());
            ui.scroll_to_rect(place, Some(Align::TOP));
        }
        output.cursor_range
    };
    // The frame stays whole while the words scroll in it.
    let visuals = ui.visuals();
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let stroke = if has_focus { visuals.selection.stroke } else { visuals.widgets.inactive.bg_stroke };
    let frame = Frame::NONE.fill(visuals.text_edit_bg_color()).stroke(stroke).corner_radius(5.0);
    let area = ScrollArea::vertical().id_salt("words of a disagreement").grow_to(height);
    let chosen = frame.inner_margin(Margin::symmetric(6, 4)).show(ui, |ui| area.show(ui, field).inner).inner;
    if let Some(chosen) = chosen.filter(|_| !begins).map(|cursor| cursor.as_sorted_char_range()) {
        let chosen = CharRange::new(start + chosen.start.0 as u32, start + chosen.end.0 as u32);
        if !chosen.is_empty() && chosen != range {
            workspace.rooms.compare.draft.decision = Some(Decision::Range(chosen));
        }
    }
}

fn reason(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
    let Some(decision) = workspace.rooms.compare.draft.decision else { return };
    ui.add_space(theme::GAP);
    if let Some(coder) = workspace.other_decider() {
        let warning = tr!(
            "{coder} started this decision and did not save it. If you resolve it, the decision is \
            yours.",
            coder
        );
        ui.label(RichText::new(warning).color(palette.trouble));
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(in_words(study, decision));
        let width = (ui.available_size_before_wrap().x - 110.0).max(140.0);
        let draft = &mut workspace.rooms.compare.draft;
        let edit = TextEdit::singleline(&mut draft.reason).id(reason_id());
        let edit = edit.hint_text(tr!("Reason (optional)")).desired_width(width);
        let field = ui.add(edit);
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Reason")));
        if !draft.choosing && std::mem::take(&mut draft.focus) {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let label = if decision == Decision::Later { tr!("Postpone") } else { tr!("Resolve") };
        let button = Button::new(RichText::new(label).color(palette.on_accent)).fill(palette.accent);
        if ui.add(button).on_hover_text(tr!("keys" => "Enter")).clicked() || entered {
            workspace.settle();
        }
    });
}
