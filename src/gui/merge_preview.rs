//! The preview of a merge, and the report afterwards: what merging copies of the project adds, and what it does not.

use super::awaited;
use super::dialogs::Question;
use super::overlay::{self, Entered};
use super::reading::ShowByKeys;
use super::theme::{self, Palette};
use crate::app::merging::MergePreview;
use crate::app::workspace::Workspace;
use crate::engine::merge::report::{MergeSection, not_compared, unfinished_heading};
use crate::engine::merge::{ChoiceKind, MergePlan};
use crate::gui::bars::GrowTo;
use crate::gui::check_box;
use crate::gui::dialog_buttons::{Buttons, Choice, Confirmation};
use crate::i18n;
use crate::model::Noun;
use crate::text::some_of;
use crate::tr;
use egui::{Button, CollapsingHeader, Context, RichText, Role, ScrollArea, Ui, WidgetInfo};
use std::collections::BTreeSet;

/// Maximum number of rows laid out in each list.
const LISTED: usize = 300;
/// Maximum number of documents named for one coder.
const SHOWN: usize = 40;
/// Height of the window in points that is left for everything but the lists, and the least height of the lists.
const BESIDE: f32 = 260.0;
const LEAST: f32 = 160.0;

pub fn show(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(mut merging) = workspace.rooms.merging.preview.clone() else { return };
    let (mut go, mut close, mut again) = (false, false, false);
    if merging.submission.is_done() {
        workspace.rooms.merging.preview = None;
        return;
    }
    let submission = merging.submission.clone();
    let suggested = merging.plan.as_ref().map(|plan| plan.suggested()).unwrap_or_default();
    let entered = Entered { changed: merging.take != suggested, submission: &submission };
    let ((), left) = overlay::draft(ctx, "merge", 640.0, entered, |ui| {
        overlay::title(ui, tr!("Merge coders’ copies"));
        let files: Vec<String> = merging.copies.iter().map(|path| path.display().to_string()).collect();
        ui.label(RichText::new(files.join("\n")).color(palette.weak).small());
        ui.add_space(theme::SPACE);
        match merging.plan.clone() {
            Some(plan) => lists(ui, |ui| contents(ui, &mut merging, &plan, palette)),
            None => again = awaited::show(ui, &merging.pending, tr!("Reading…"), palette),
        }
        ui.add_space(theme::WIDE);
        let plan = merging.plan.as_deref();
        let count = plan.map_or(0, |plan| {
            let counts = plan.counts(&merging.take);
            counts.passages + counts.memos + plan.done.len() as u64
        });
        let note =
            tr!("Existing passages stay unchanged unless you choose otherwise. You can undo the whole merge with \
                    Ctrl+Z.");
        ui.label(RichText::new(note).color(palette.weak).small());
        let ready = count + merging.take.len() as u64 > 0 && !merging.submission.is_under_way();
        match Buttons::new(&[Choice::primary(&label(&merging)).enabled_if(ready)]).saving().show(ui) {
            Some(Confirmation::Do(_)) => go = true,
            Some(_) => close = true,
            None => {}
        }
    });
    if close || left {
        workspace.rooms.merging.preview = None;
        return;
    } else if again {
        workspace.rooms.merging.begin(merging.copies, &mut workspace.link);
        return;
    }
    workspace.rooms.merging.preview = Some(merging);
    if go {
        workspace.merge();
    }
}

/// `Merge 3 passages, replace 2, delete 1`.
fn label(merging: &MergePreview) -> String {
    let Some(plan) = merging.plan.as_deref() else { return tr!("Merge").to_owned() };
    let counts = plan.counts(&merging.take);
    let merge = match counts.passages {
        0 => tr!("Merge").to_owned(),
        added => tr!("Merge {n} passage" | "Merge {n} passages" % added),
    };
    let (replaced, removed) = (counts.replaced + counts.memos_replaced, counts.removed + counts.memos_removed);
    let further = [
        (replaced, tr!("button for merging" => "replace {count}", count = replaced)),
        (counts.memos_joined, tr!("button for merging" => "join {count}", count = counts.memos_joined)),
        (removed, tr!("button for merging" => "delete {count}", count = removed)),
        (counts.marks_withdrawn, tr!("button for merging" => "withdraw {count}", count = counts.marks_withdrawn)),
        (
            counts.accounts + counts.important,
            tr!("button for merging" => "mark {count}", count = counts.accounts + counts.important),
        ),
        (counts.speakers, tr!("button for merging" => "assign {n} speaker" | "assign {n} speakers" % counts.speakers)),
    ];
    let further: Vec<String> = further.into_iter().filter(|(count, _)| *count > 0).map(|(_, line)| line).collect();
    match further.is_empty() {
        true => merge,
        false => tr!("button for merging" => "{merge}, {further}", merge, further = i18n::joined(&further)),
    }
}

/// A scrolled area that leaves the buttons in sight in a small window.
fn lists(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let height = (ui.ctx().content_rect().height() - BESIDE).max(LEAST);
    ScrollArea::vertical().id_salt("plan").grow_to(height).show(ui, contents);
}

fn contents(ui: &mut Ui, merging: &mut MergePreview, plan: &MergePlan, palette: &Palette) {
    for total in plan.totals(&merging.take) {
        ui.label(total);
    }
    for kind in ChoiceKind::ALL {
        match kind {
            ChoiceKind::ChangedMemo => changed_memos(ui, merging, plan, palette),
            // It is offered with the one above.
            ChoiceKind::JoinedMemo => {}
            kind => choices(ui, merging, plan, kind, palette),
        }
    }
    for section in plan.sections_beside_choices(&merging.take) {
        lines(ui, &section, palette);
    }
    unfinished(ui, plan, &merging.take, palette);
    ui.label(RichText::new(not_compared()).color(palette.weak));
}

/// The words around the choices of a kind.
struct Words {
    heading: &'static str,
    /// Of one, with its description.
    take: fn(&str) -> String,
    /// Of all, with their number.
    all: fn(usize) -> String,
    none: &'static str,
}

fn choice_texts(kind: ChoiceKind) -> Words {
    let texts = |heading, take, all, none| Words { heading, take, all, none };
    let take_all: fn(usize) -> String = |count| tr!("Take all {count}", count);
    let delete_all: fn(usize) -> String = |count| tr!("Delete all {count}", count);
    let add_all: fn(usize) -> String = |count| tr!("Add all again: {count}", count);
    let take: fn(&str) -> String = |line| tr!("Take {line}", line);
    let kept = |heading| texts(heading, take, take_all, tr!("Keep all as they are here"));
    let left = |heading| texts(heading, take, take_all, tr!("Leave all out"));
    match kind {
        ChoiceKind::NewerPassage => kept(tr!("Changed in the copy by their own coder")),
        ChoiceKind::ChangedMemo | ChoiceKind::JoinedMemo => texts(
            tr!("Memos with different words in the copy"),
            |line| tr!("Take the copy’s: {line}", line),
            |count| tr!("Take all from the copy: {count}", count),
            tr!("Keep all as they are here"),
        ),
        ChoiceKind::RemovedPassage => texts(
            tr!("Deleted from the copy by their own coder"),
            |line| tr!("Delete {line}", line),
            delete_all,
            tr!("Keep all here"),
        ),
        ChoiceKind::RemovedMemo => texts(
            tr!("Memos deleted from the copy by their author"),
            |line| tr!("Delete the memo {line}", line),
            delete_all,
            tr!("Keep all here"),
        ),
        ChoiceKind::ReturningPassage => {
            texts(tr!("Deleted here"), |line| tr!("Add again {line}", line), add_all, tr!("Leave all out"))
        }
        ChoiceKind::ReturningMemo => texts(
            tr!("Memos deleted here"),
            |line| tr!("Add the memo again {line}", line),
            add_all,
            tr!("Leave all out"),
        ),
        ChoiceKind::CorrectedPassage => texts(
            tr!("Passages whose words were corrected"),
            |line| tr!("Place {line}", line),
            |count| tr!("Place all {count}", count),
            tr!("Leave all out"),
        ),
        ChoiceKind::WithdrawnMark => texts(
            tr!("Finished marks withdrawn in the copy"),
            |line| tr!("Withdraw the mark: {line}", line),
            |count| tr!("Withdraw all {count}", count),
            tr!("Keep all here"),
        ),
        ChoiceKind::NewSpeaker => left(tr!("Speakers who are participants only in the copy")),
        ChoiceKind::OtherSpeaker => kept(tr!("Speakers who are other participants in the copy")),
        ChoiceKind::UnassignedSpeaker => kept(tr!("Speakers who are no longer participants in the copy")),
        ChoiceKind::OtherRole => kept(tr!("Speakers with another role in the copy")),
        ChoiceKind::NewAccount => left(tr!("Marked only in the copy as own experience or about others")),
        ChoiceKind::OtherAccount => kept(tr!("Marked differently in the copy as own experience or about others")),
        ChoiceKind::Importance => left(tr!("Marked as important only in the copy")),
    }
}

/// What the user may take from the copies, one by one or all.
fn choices(ui: &mut Ui, merging: &mut MergePreview, plan: &MergePlan, kind: ChoiceKind, palette: &Palette) {
    let places: Vec<usize> = plan.choices(kind).collect();
    if places.is_empty() {
        return;
    }
    let texts = choice_texts(kind);
    let heading = tr!("{name}: {value}", name = texts.heading, value = places.len());
    CollapsingHeader::new(heading).id_salt(("choices", kind)).default_open(true).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let taken = places.iter().filter(|place| merging.take.contains(place)).count();
            if ui.add_enabled(taken < places.len(), Button::new((texts.all)(places.len()))).clicked() {
                merging.choose_all(kind, true);
            }
            if ui.add_enabled(taken > 0, Button::new(texts.none)).clicked() {
                merging.choose_all(kind, false);
            }
        });
        ScrollArea::vertical().id_salt(("choices list", kind)).grow_to(180.0).show(ui, |ui| {
            for &place in places.iter().take(LISTED) {
                let Some((line, reason)) = plan.describe_choice(place) else { continue };
                let mut take = merging.take.contains(&place);
                if check_box::show(ui, &mut take, (texts.take)(&line)).changed() {
                    merging.choose(place, take);
                }
                if let Some(reason) = reason {
                    ui.label(RichText::new(reason).color(palette.weak).small());
                }
            }
            more(ui, places.len(), palette);
        });
    });
}

/// The memos with different words in a copy, each with three answers.
fn changed_memos(ui: &mut Ui, merging: &mut MergePreview, plan: &MergePlan, palette: &Palette) {
    let places: Vec<usize> = plan.choices(ChoiceKind::ChangedMemo).collect();
    if places.is_empty() {
        return;
    }
    let texts = choice_texts(ChoiceKind::ChangedMemo);
    let heading = tr!("{name}: {value}", name = texts.heading, value = places.len());
    CollapsingHeader::new(heading).id_salt("changed memos").default_open(true).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let mut all = None;
            for (label, answer) in [
                (texts.none.to_owned(), None),
                ((texts.all)(places.len()), Some(ChoiceKind::ChangedMemo)),
                (tr!("Keep both for all {count}", count = places.len()), Some(ChoiceKind::JoinedMemo)),
            ] {
                if ui.button(label).clicked() {
                    all = Some(answer);
                }
            }
            if let Some(answer) = all {
                merging.choose_all(ChoiceKind::ChangedMemo, false);
                merging.choose_all(ChoiceKind::JoinedMemo, false);
                answer.into_iter().for_each(|kind| merging.choose_all(kind, true));
            }
        });
        ScrollArea::vertical().id_salt("changed memos list").grow_to(220.0).show(ui, |ui| {
            for &place in places.iter().take(LISTED) {
                let Some((line, _)) = plan.describe_choice(place) else { continue };
                ui.label(&line);
                memo_answers(ui, merging, place, plan.joined(place), &line);
            }
            more(ui, places.len(), palette);
        });
    });
}

/// Whether a memo keeps its words, gets those of the copy, or both. `replace` and `join` are the choices to take.
fn memo_answers(ui: &mut Ui, merging: &mut MergePreview, replace: usize, join: Option<usize>, line: &str) {
    let (is_replaced, is_joined) =
        (merging.take.contains(&replace), join.is_some_and(|join| merging.take.contains(&join)));
    ui.horizontal_wrapped(|ui| {
        for (label, is_chosen, choice) in [
            (tr!("Keep it as it is here"), !is_replaced && !is_joined, None),
            (tr!("Take the copy’s"), is_replaced, Some(replace)),
            (tr!("Keep both"), is_joined, join),
        ] {
            let answer = ui.radio(is_chosen, label);
            let name = tr!("{name}: {value}", name = label, value = line);
            answer.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, &name));
            if answer.clicked() {
                merging.choose(replace, false);
                join.into_iter().for_each(|join| merging.choose(join, false));
                choice.into_iter().for_each(|choice| merging.choose(choice, true));
            }
        }
    });
}

/// A list below its heading, folded unless somebody has to do something about it.
fn lines(ui: &mut Ui, section: &MergeSection, palette: &Palette) {
    let MergeSection { heading, count, lines, are_names, is_urgent } = section;
    if *are_names {
        let names: Vec<&str> = lines.iter().map(String::as_str).collect();
        ui.label(tr!("{name}: {value}", name = heading, value = some_of(&names, SHOWN)));
        return;
    }
    let title = RichText::new(tr!("{name}: {value}", name = heading, value = count));
    let title = if *is_urgent { title.color(palette.trouble) } else { title };
    CollapsingHeader::new(title).id_salt(heading).default_open(*is_urgent).show(ui, |ui| {
        ScrollArea::vertical().id_salt((heading, "list")).grow_to(180.0).show_by_keys(ui, |ui| {
            for line in lines.iter().take(LISTED) {
                ui.label(line);
            }
            more(ui, lines.len(), palette);
        });
    });
}

fn more(ui: &mut Ui, count: usize, palette: &Palette) {
    if count > LISTED {
        ui.label(RichText::new(tr!("… and {n} more" | "… and {n} more" % { count - LISTED })).color(palette.weak));
    }
}

/// The documents that the agreement figures exclude for a coder because they are not marked as finished.
fn unfinished(ui: &mut Ui, plan: &MergePlan, taken: &BTreeSet<usize>, palette: &Palette) {
    let open = plan.unfinished_with(taken);
    if open.is_empty() {
        return;
    }
    let heading = tr!(
        "{name}: {value}",
        name = unfinished_heading(),
        value = Noun::Document.counted(plan.unfinished_documents(taken))
    );
    CollapsingHeader::new(heading).id_salt("unfinished").default_open(true).show(ui, |ui| {
        ScrollArea::vertical().id_salt("unfinished list").grow_to(120.0).show_by_keys(ui, |ui| {
            for of_coder in open.chunk_by(|a, b| a.coder == b.coder).take(LISTED) {
                let names: Vec<&str> = of_coder.iter().map(|open| open.document.as_str()).collect();
                let coder = of_coder.first().map_or("", |open| open.coder.as_str());
                ui.label(tr!("{name}: {value}", name = coder, value = some_of(&names, SHOWN)));
            }
        });
        let advice = tr!(
            "To include them in agreement, switch to each of these coders and mark the documents as finished in Documents."
        );
        ui.label(RichText::new(advice).color(palette.weak).small());
    });
}

/// The report after a merge. Returns what to ask if it is to be saved.
pub fn report(ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Question> {
    let merged = workspace.rooms.merging.report.clone()?;
    let (mut save, mut close) = (false, false);
    let modal = overlay::modal(ctx, "merged", 640.0, |ui| {
        overlay::title(ui, tr!("Copies merged"));
        ui.label(RichText::new(merged.plan.copies.join("\n")).color(palette.weak).small());
        ui.add_space(theme::SPACE);
        lists(ui, |ui| {
            for total in merged.totals() {
                ui.label(total);
            }
            for section in merged.plan.sections(&merged.taken) {
                lines(ui, &section, palette);
            }
            unfinished(ui, &merged.plan, &merged.taken, palette);
            ui.label(RichText::new(not_compared()).color(palette.weak));
        });
        ui.add_space(theme::WIDE);
        let choices = [Choice::primary(tr!("Close"))];
        match Buttons::without_cancel(&choices).aside(Choice::plain(tr!("Save report…"))).show(ui) {
            Some(Confirmation::Aside) => save = true,
            answer => close = answer.is_some(),
        }
    });
    if close || modal.should_close() {
        workspace.rooms.merging.report = None;
    }
    save.then(|| Question::SaveText { name: tr!("Merge report.txt").to_owned(), text: merged.text() })
}
