//! Confirmations before a large change, or one that affects the work of other coders, with the number of passages
//! affected. Every change can be undone.

use super::awaited;
use super::dialog_buttons::{Buttons, Choice, Confirmation};
use super::overlay::{self, Next};
use super::passage_chooser::excerpt;
use super::theme::{self, Palette, Weighted};
use crate::app::action::Action;
use crate::app::passage_act::PassageAct;
use crate::app::questions::Reveal;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::code_use::CodeUse;
use crate::model::plural::passages_counted;
use crate::model::{CONSENSUS, CodeId, CodingId, Direction, Noun, SourceId};
use crate::{i18n, tr};
use egui::{Context, RichText, Ui};

pub enum Confirm {
    RemoveCode(CodeId),
    Merge {
        from: CodeId,
        into: CodeId,
    },
    /// Move a code that other coders have used.
    Move {
        code: CodeId,
        parent: Option<CodeId>,
        before: Option<CodeId>,
    },
    /// Change a passage of another coder; without an act, the dialog also asks what to do with it.
    Anyway {
        coding: CodingId,
        act: Option<PassageAct>,
    },
}

impl Confirm {
    #[must_use]
    pub fn remove_code(workspace: &mut Workspace, code: CodeId) -> Self {
        workspace.rooms.code_uses.ask(code, None, &mut workspace.link);
        Self::RemoveCode(code)
    }

    #[must_use]
    pub fn merge(workspace: &mut Workspace, from: CodeId, into: CodeId) -> Self {
        workspace.rooms.code_uses.ask(from, Some(into), &mut workspace.link);
        Self::Merge { from, into }
    }

    /// Moves a code. Asks first only if the code gets another parent and other coders have used it or one of its
    /// subcodes.
    #[must_use]
    pub fn move_code(
        workspace: &mut Workspace,
        code: CodeId,
        parent: Option<CodeId>,
        before: Option<CodeId>,
    ) -> Option<Self> {
        let now = workspace.study.as_deref().and_then(|study| study.codebook.get(code)).map(|code| code.parent);
        if now == Some(parent) {
            workspace.link.execute(Command::MoveCode { code, parent, before });
            return None;
        }
        workspace.rooms.code_uses.ask(code, None, &mut workspace.link);
        Some(Self::Move { code, parent, before })
    }

    pub fn show(&mut self, ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
        if let Self::Anyway { coding, act } = self {
            return anyway(ctx, workspace, *coding, *act, palette);
        }
        // If the code no longer exists, there is nothing to confirm.
        let code = self.code();
        if code.is_some_and(|code| workspace.study.as_deref().is_some_and(|study| study.codebook.get(code).is_none())) {
            return Some(Next::Closed);
        }
        if let Self::Move { code, .. } = self {
            // Show nothing until the count says whether a confirmation is needed.
            let uses = &workspace.rooms.code_uses;
            match uses.of(*code, None) {
                None if uses.pending.failure().is_none() => return None,
                Some(found) if others(workspace, found, Fate::Kept).is_none() => {
                    let command = self.command()?;
                    workspace.link.execute(command);
                    return Some(Next::Closed);
                }
                _ => {}
            }
        }
        let mut done = None;
        let modal = overlay::modal(ctx, "confirm", 460.0, |ui| {
            self.heading(ui, workspace);
            ui.add_space(theme::SPACE);
            let ready = self.depends(ui, workspace, palette);
            ui.add_space(theme::WIDE);
            let choices = [self.button().enabled_if(ready)];
            let buttons = match self {
                Self::RemoveCode(_) => Buttons::cautious(&choices),
                _ => Buttons::new(&choices),
            };
            match buttons.show(ui) {
                Some(Confirmation::Do(_)) => done = self.command(),
                Some(_) => ui.close(),
                None => {}
            }
        });
        if let Some(command) = done {
            if let Self::Merge { from, into } = *self {
                workspace.tree.keys.merge(from, into);
            }
            workspace.link.execute(command);
            return Some(Next::Closed);
        }
        modal.should_close().then_some(Next::Closed)
    }

    fn heading(&self, ui: &mut Ui, workspace: &Workspace) {
        let name = |code| workspace.looks.codes.get(&code).map_or_else(String::new, |look| look.path.clone());
        match *self {
            Self::RemoveCode(code) => overlay::title(ui, tr!("Delete “{name}”?", name = name(code))),
            Self::Merge { from, into } => {
                overlay::title(ui, tr!("Merge “{name}”", name = name(from)));
                ui.label(tr!("merge" => "into “{name}”", name = name(into)));
            }
            Self::Move { code, parent, .. } => {
                overlay::title(ui, tr!("Move “{name}”?", name = name(code)));
                match parent {
                    Some(parent) => ui.label(tr!("move" => "below “{name}”", name = name(parent))),
                    None => ui.label(tr!("move" => "to the top level of the codebook")),
                };
            }
            Self::Anyway { .. } => {}
        }
    }

    /// Shows what depends on the code; returns true when that is known.
    fn depends(&self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> bool {
        let Some(code) = self.code() else { return false };
        let into = match self {
            Self::Merge { into, .. } => Some(*into),
            _ => None,
        };
        let Some(found) = workspace.rooms.code_uses.of(code, into).cloned() else {
            if awaited::show(ui, &workspace.rooms.code_uses.pending, tr!("Counting passages…"), palette) {
                workspace.rooms.code_uses.ask(code, into, &mut workspace.link);
            }
            return false;
        };
        let fate = match self {
            Self::RemoveCode(_) => Fate::Deleted,
            Self::Merge { .. } => Fate::Moved,
            Self::Move { .. } | Self::Anyway { .. } => Fate::Kept,
        };
        hangs(ui, workspace, &found, fate, palette);
        match self {
            Self::RemoveCode(_) => drop(ui.label(tr!("You can undo this with Ctrl+Z."))),
            Self::Merge { from, into } => {
                key(ui, workspace, (*from, *into));
                merged(ui, &found, palette);
            }
            Self::Move { .. } => drop(ui.label(tr!("You can undo this with Ctrl+Z."))),
            Self::Anyway { .. } => {}
        }
        true
    }

    /// The code that the question is about.
    fn code(&self) -> Option<CodeId> {
        match *self {
            Self::RemoveCode(code) | Self::Merge { from: code, .. } | Self::Move { code, .. } => Some(code),
            Self::Anyway { .. } => None,
        }
    }

    fn button(&self) -> Choice<'static> {
        match self {
            Self::RemoveCode(_) => Choice::destructive(tr!("Delete code")),
            Self::Merge { .. } => Choice::primary(tr!("Merge")),
            Self::Move { .. } => Choice::primary(tr!("Move")),
            Self::Anyway { .. } => Choice::plain(""),
        }
    }

    fn command(&self) -> Option<Command> {
        Some(match *self {
            Self::RemoveCode(code) => Command::RemoveCode { code },
            Self::Merge { from, into } => Command::MergeCodes { from, into },
            Self::Move { code, parent, before } => Command::MoveCode { code, parent, before },
            Self::Anyway { .. } => return None,
        })
    }
}

/// Says what becomes of the key of a code that is merged into another.
fn key(ui: &mut Ui, workspace: &Workspace, (from, into): (CodeId, CodeId)) {
    let key = |code| workspace.tree.keys.place(code).map(|place| place + 1);
    let sentence = match (key(from), key(into)) {
        (None, _) => return,
        (Some(key), None) => {
            let name = workspace.looks.codes.get(&into).map_or("", |look| look.name.as_str());
            tr!("Key {key} will apply “{name}”.", key, name)
        }
        (Some(key), Some(other)) => tr!("Key {key} becomes free; the code on key {other} stays there.", key, other),
    };
    ui.label(sentence);
}

/// What becomes of the passages, subcodes and memos of a code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Deleted,
    /// To another code.
    Moved,
    /// They stay with the code, whose path changes.
    Kept,
}

/// States how many passages of other coders have a code; `None` if there are none.
fn others(workspace: &Workspace, found: &CodeUse, fate: Fate) -> Option<String> {
    let others = found.by_coder.except(workspace.link.my_name());
    match (others.is_empty(), workspace.hides_others()) {
        (false, _) if fate == Fate::Kept => Some(tr!("This also changes the path of the code on {others}.", others)),
        (true, true) if fate == Fate::Kept => {
            Some(tr!("This also changes the path of the code on passages that blind coding hides from you.").to_owned())
        }
        (true, false) => None,
        (true, true) if fate == Fate::Deleted => {
            Some(tr!("This may also delete passages that blind coding hides from you.").to_owned())
        }
        (true, true) => Some(tr!("This may also change passages that blind coding hides from you.").to_owned()),
        (false, false) if fate == Fate::Deleted => Some(tr!("This deletes {others}.", others)),
        (false, true) if fate == Fate::Deleted => {
            Some(tr!("This deletes {others}, and passages that blind coding hides from you.", others))
        }
        (false, false) => Some(tr!("This changes {others}.", others)),
        (false, true) => Some(tr!("This changes {others}, and passages that blind coding hides from you.", others)),
    }
}

/// Says whose passages a change of a code's name affects, if other coders have used the code and the counts are known.
#[must_use]
pub fn others_with(workspace: &Workspace, code: CodeId) -> Option<String> {
    let others = workspace.rooms.code_uses.of(code, None)?.by_coder.except(workspace.link.my_name());
    match (others.is_empty(), workspace.hides_others()) {
        (true, false) => None,
        (true, true) => Some(tr!("The new name also appears on passages that blind coding hides from you.").to_owned()),
        (false, _) => Some(tr!("The new name also appears on {others}.", others)),
    }
}

/// What happens to passages that have both codes.
fn merged(ui: &mut Ui, found: &CodeUse, palette: &Palette) {
    if found.same > 0 {
        let passages = Noun::Passage.counted(found.same);
        ui.label(tr!(
            "{passages}: the same text coded with both codes by one coder becomes one passage, which keeps their memos.",
            passages
        ));
    }
    if found.overlapping > 0 {
        ui.label(tr!("{n} passage partly overlaps one with the other code; both are kept as separate passages."
            | "{n} passages partly overlap others with the other code; all are kept as separate passages."
                % found.overlapping));
    }
    let replaced = usize::try_from(found.replaced.total()).unwrap_or(usize::MAX);
    if found.decisions > replaced {
        ui.label(tr!(
            "{n} decision in Compare passes to the remaining code. It counts as long as the coders disagree there."
                | "{n} decisions in Compare pass to the remaining code. They count as long as the coders disagree there."
                % found.decisions - replaced
        ));
    }
    if replaced > 0 {
        let is_named = found.replaced.0.iter().all(|(who, _)| !who.is_empty());
        let decisions = Noun::Decision.counted(found.replaced.total());
        let decisions = if is_named { found.replaced.of(Noun::Decision) } else { decisions };
        let text = tr!(
            "{decisions} will be deleted: the remaining code has a decision on the same words."
                | "{decisions} will be deleted: the remaining code has decisions on the same words." % replaced,
            decisions
        );
        ui.label(RichText::new(text).color(palette.trouble).medium());
    }
    ui.label(tr!("Definition and memos are kept. You can undo this with Ctrl+Z."));
}

fn hangs(ui: &mut Ui, workspace: &Workspace, found: &CodeUse, fate: Fate, palette: &Palette) {
    let is_deleted = fate == Fate::Deleted;
    let counts =
        [(found.codes_below as u64, Noun::Subcode), (found.memos, Noun::Memo)].into_iter().filter(|(n, _)| *n > 0);
    let passages = (found.passages > 0).then(|| passages_counted(found.passages, found.consensus));
    let counts: Vec<String> = passages.into_iter().chain(counts.map(|(n, noun)| noun.counted(n))).collect();
    let things = i18n::joined(&counts);
    let question_text = match fate {
        Fate::Deleted => tr!("{things} will be deleted.", things),
        Fate::Moved => tr!("{things} will be moved.", things),
        Fate::Kept => tr!("The code keeps what belongs to it: {things}.", things),
    };
    let hidden = tr!(
        "Passages of other coders with this code are deleted, too. Blind coding does not show whether there are any."
    );
    if !things.is_empty() {
        ui.label(RichText::new(question_text).medium());
    } else if !workspace.is_blind() {
        // During blind coding, passages may be deleted although none is shown.
        ui.label(RichText::new(tr!("The code has no passages, subcodes or memos.")).medium());
    }
    if found.passages > 0 {
        let coders = found.by_coder.0.iter();
        let name =
            |coder: &str| if coder == CONSENSUS { tr!("the consensus coding").to_owned() } else { coder.to_owned() };
        let coders: Vec<String> = coders.map(|(coder, count)| format!("{} {count}", name(coder))).collect();
        let coders = i18n::joined(&coders);
        ui.label(tr!(
            "In {n} document; by coder: {coders}." | "In {n} documents; by coder: {coders}." % found.documents,
            coders
        ));
    }
    if found.with_subcodes > 0 {
        ui.label(tr!(
            "The subcodes keep their {n} passage." | "The subcodes keep their {n} passages." % found.with_subcodes
        ));
    }
    if is_deleted && found.decisions > 0 {
        ui.label(tr!("{n} decision in Compare will no longer count."
            | "{n} decisions in Compare will no longer count." % found.decisions));
    }
    if is_deleted && workspace.hides_others() {
        ui.label(RichText::new(hidden).color(palette.trouble).medium());
    } else if let Some(others) = others(workspace, found, fate) {
        ui.label(RichText::new(others).color(palette.trouble).medium());
    }
}

/// Asks before another coder's passage is changed.
fn anyway(
    ctx: &Context,
    workspace: &mut Workspace,
    coding: CodingId,
    act: Option<PassageAct>,
    palette: &Palette,
) -> Option<Next> {
    let Some(passage) = workspace.passage(coding).cloned() else { return Some(Next::Closed) };
    let owner = workspace.user_name(passage.user).to_owned();
    let me = workspace.link.my_name().map(str::to_owned);
    let mut next = None;
    let modal = overlay::modal(ctx, "change anyway", 460.0, |ui| {
        overlay::title(ui, tr!("Change a passage of {owner}?", owner));
        ui.add_space(theme::GAP);
        let (code, text) = (workspace.code_name(passage.code), excerpt(workspace, coding));
        ui.label(tr!("“{code}”: {text}", code, text));
        ui.add_space(theme::SPACE);
        ui.label(RichText::new(tr!("This changes the work of {owner}.", owner)).color(palette.trouble).medium());
        ui.label(match &me {
            Some(me) => tr!(
                "The history will say: changed by {me}, coded by {owner}. You can undo this with Ctrl+Z.",
                me,
                owner
            ),
            None => tr!("The history will say: coded by {owner}. You can undo this with Ctrl+Z.", owner),
        });
        if !passage.memos.is_empty() && act.is_none_or(|act| act == PassageAct::Remove) {
            ui.label(tr!("If it is deleted, its memo is deleted, too."
                | "If it is deleted, its {n} memos are deleted, too." % passage.memos.len()));
        }
        ui.add_space(theme::WIDE);
        let acts = act.map_or(PassageAct::CHANGES.to_vec(), |act| vec![act]);
        let actions: Vec<Action> =
            acts.iter().map(|&act| Action::OnPassages { act, codings: vec![coding], anyway: true }).collect();
        let labels: Vec<String> = actions.iter().map(Action::label).collect();
        let choices: Vec<Choice<'_>> = acts
            .iter()
            .zip(&labels)
            .map(|(act, label)| {
                let choice = if *act == PassageAct::Remove { Choice::destructive(label) } else { Choice::plain(label) };
                let enabled = *act != PassageAct::FitEdges || !workspace.selection.is_empty();
                let why_not = tr!("Select the new extent of the passage first");
                choice.enabled_if(enabled).why_not(why_not)
            })
            .collect();
        match Buttons::cautious(&choices).show(ui) {
            Some(Confirmation::Do(place)) => next = actions.get(place).cloned().map(Next::Act),
            Some(_) => ui.close(),
            None => {}
        }
    });
    next.or(modal.should_close().then_some(Next::Closed))
}

/// Asks before undo or redo changes passages of other coders.
pub fn step(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(question) = workspace.questions.step.clone() else { return };
    let (verb, title) = match question.direction {
        Direction::Undo => (tr!("Undo"), tr!("Undo this?")),
        Direction::Redo => (tr!("Redo"), tr!("Redo this?")),
    };
    let mut go = false;
    let modal = overlay::modal(ctx, "step", 460.0, |ui| {
        overlay::title(ui, title);
        ui.label(&question.summary);
        ui.add_space(theme::SPACE);
        for change in question.changes() {
            ui.label(RichText::new(change).color(palette.trouble).medium());
        }
        ui.add_space(theme::WIDE);
        match Buttons::new(&[Choice::primary(verb)]).show(ui) {
            Some(Confirmation::Do(_)) => go = true,
            Some(_) => ui.close(),
            None => {}
        }
    });
    if go {
        workspace.step_anyway();
    } else if modal.should_close() {
        workspace.questions.step = None;
    }
}

/// Asks before a refused command changes memos or decisions of other coders, or replaces decisions that contradict it.
pub fn anyway_asked(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(refused) = &workspace.questions.refused else { return };
    let (question, why, button) = (refused.question(), refused.why.clone(), refused.button());
    let note = match refused.contradicts {
        true => tr!("You can undo this with Ctrl+Z."),
        false => tr!("The history will name both of you. You can undo this with Ctrl+Z."),
    };
    let mut answer = None;
    let modal = overlay::modal(ctx, "refused", 460.0, |ui| {
        overlay::title(ui, question);
        ui.add_space(theme::GAP);
        ui.label(RichText::new(why).color(palette.trouble).medium());
        ui.label(note);
        ui.add_space(theme::WIDE);
        answer = Buttons::cautious(&[Choice::destructive(button)]).show(ui);
    });
    match answer {
        Some(Confirmation::Do(_)) => workspace.do_refused(),
        Some(_) => workspace.leave_refused(),
        None if modal.should_close() => workspace.leave_refused(),
        None => {}
    }
}

/// Asks before other coders' work is shown during blind coding.
pub fn reveal(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(reveal) = workspace.questions.reveal.clone() else { return };
    let document = |source: SourceId| {
        let known = workspace.study.as_deref().and_then(|study| study.source(source));
        known.map_or_else(String::new, |source| format!("“{}”", source.name))
    };
    let (title, sentences, button) = match &reveal {
        Reveal::Finish { sources, uncoded } => {
            let what = match sources.as_slice() {
                [one] => document(*one),
                several => Noun::Document.counted(several.len() as u64),
            };
            let uncoded = match (sources.len(), uncoded.as_slice()) {
                (1, _) => tr!("You have coded nothing in this document.").to_owned(),
                (_, [one]) => tr!("You have coded nothing in {document}.", document = document(*one)),
                (_, several) => tr!("You have coded nothing in {count} of them.", count = several.len()),
            };
            let shown = tr!(
                "Blind coding is on. In documents that you mark as finished, you see other coders’ passages and memos."
            );
            (tr!("Mark {what} as finished?", what), [uncoded, shown.to_owned()], tr!("Mark as finished").to_owned())
        }
        Reveal::Become(coder) => {
            let name = workspace.user_name(*coder);
            let shown = tr!(
                "As {name}, you see {name}’s passages and memos in every document, and those of all coders in \
                 documents that {name} has finished.",
                name
            );
            let blind = tr!("Blind coding is on.").to_owned();
            (tr!("Code as {name}?", name), [blind, shown], tr!("Code as {name}", name))
        }
    };
    let mut answer = None;
    let modal = overlay::modal(ctx, "reveal", 460.0, |ui| {
        overlay::title(ui, title);
        ui.add_space(theme::GAP);
        for sentence in sentences {
            ui.label(sentence);
        }
        ui.label(RichText::new(tr!("Once seen, this cannot be undone.")).color(palette.trouble));
        ui.add_space(theme::WIDE);
        answer = Buttons::cautious(&[Choice::primary(&button)]).show(ui);
    });
    match answer {
        Some(Confirmation::Do(_)) => workspace.do_reveal(),
        Some(_) => workspace.questions.reveal = None,
        None if modal.should_close() => workspace.questions.reveal = None,
        None => {}
    }
}
