//! The result of building the consensus coding: agreed, resolved and open passages, and whether tables count it.

use super::overlay::{self, Next};
use super::theme::{self, Palette, Weighted};
use crate::app::action::Action;
use crate::app::compare_room::CompareTab;
use crate::app::room::Room;
use crate::app::tables_room::Whose;
use crate::app::workspace::Workspace;
use crate::engine::command::{Consensus, ConsensusChange};
use crate::engine::disagreements::{finished_by_one, shortened_in_words};
use crate::gui::dialog_buttons::{Buttons, Choice, Confirmation};
use crate::{i18n, tr};
use egui::{Button, Context, RichText, Ui};

/// Shows the result; returns `Some` once it is closed.
pub fn show(ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
    let Some(consensus) = workspace.questions.consensus else { return Some(Next::Closed) };
    let mut next = None;
    let modal = overlay::modal(ctx, "consensus", 460.0, |ui| {
        match consensus.missing {
            Some(why) => {
                overlay::title(ui, tr!("No consensus coding"));
                ui.add_space(theme::SPACE);
                ui.label(tr!("Nothing was created: {why}.", why));
                memos(ui, &consensus, palette);
            }
            None => {
                overlay::title(
                    ui,
                    match consensus.change {
                        ConsensusChange::None => tr!("The consensus coding is up to date"),
                        ConsensusChange::Created => tr!("Consensus coding created"),
                        ConsensusChange::Updated { .. } => tr!("Consensus coding updated"),
                    },
                );
                ui.add_space(theme::SPACE);
                changed(ui, consensus.change);
                figures(ui, &consensus, palette);
                by_one(ui, workspace, palette);
                ui.add_space(theme::SPACE);
                counting(ui, workspace, palette);
            }
        }
        ui.add_space(theme::WIDE);
        let (open, tables) = (tr!("Show unresolved disagreements"), tr!("Go to Tables"));
        let others = [(consensus.open > 0, open), (consensus.missing.is_none(), tables)];
        let others = others.into_iter().filter(|(is_shown, _)| *is_shown).map(|(_, label)| Choice::plain(label));
        let choices: Vec<Choice<'_>> = others.chain([Choice::primary(tr!("Close"))]).collect();
        if let Some(Confirmation::Do(place)) = Buttons::without_cancel(&choices).show(ui) {
            next = Some(match choices.get(place).map(|choice| choice.label) {
                Some(label) if label == open => {
                    workspace.rooms.compare.show_tab(CompareTab::Disagreements);
                    Next::Act(Action::Show(Room::Compare))
                }
                Some(label) if label == tables => Next::Act(Action::Show(Room::Tables)),
                _ => Next::Closed,
            });
        }
    });
    let next = next.or(modal.should_close().then_some(Next::Closed));
    if next.is_some() {
        workspace.questions.consensus = None;
    }
    next
}

fn changed(ui: &mut Ui, change: ConsensusChange) {
    match change {
        ConsensusChange::None => {
            ui.label(tr!("It already has everything that the coders agree on and every decision so far."));
        }
        ConsensusChange::Created => {}
        ConsensusChange::Updated { added, removed } => {
            let parts = [
                (added, tr!("{n} passage added" | "{n} passages added" % added)),
                (removed, tr!("{n} passage deleted" | "{n} passages deleted" % removed)),
            ];
            let parts: Vec<String> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, part)| part).collect();
            ui.label(tr!("sentence" => "{parts}.", parts = i18n::joined(&parts)));
        }
    }
}

fn figures(ui: &mut Ui, consensus: &Consensus, palette: &Palette) {
    let lines = [
        (
            consensus.agreed,
            tr!("{n} passage agreed on by the coders" | "{n} passages agreed on by the coders" % consensus.agreed),
        ),
        (consensus.resolved, tr!("{n} disagreement resolved" | "{n} disagreements resolved" % consensus.resolved)),
        (
            consensus.open,
            tr!("{n} disagreement still unresolved" | "{n} disagreements still unresolved" % consensus.open),
        ),
        (
            consensus.without,
            tr!("{n} document without consensus (– in tables, not 0)"
                | "{n} documents without consensus (– in tables, not 0)" % consensus.without),
        ),
    ];
    for (_, line) in lines.into_iter().filter(|(n, _)| *n > 0) {
        ui.label(RichText::new(line).medium());
    }
    let rule = tr!(
        "Passages agree if at least {share}% of the text they cover together is covered by both.",
        share = consensus.share
    );
    ui.label(RichText::new(rule).color(palette.weak));
    if let Some(shortened) = shortened_in_words(consensus.shortened) {
        ui.label(RichText::new(shortened).color(palette.weak));
    }
    ui.add_space(theme::GAP);
    let text = tr!("The consensus coding has {n} passage. The coders’ own passages are unchanged."
        | "The consensus coding has {n} passages. The coders’ own passages are unchanged." % consensus.passages);
    ui.label(RichText::new(text).color(palette.weak));
    memos(ui, consensus, palette);
}

/// Names the documents that the consensus coding lacks because only one coder has finished them.
fn by_one(ui: &mut Ui, workspace: &Workspace, palette: &Palette) {
    let all = workspace.rooms.compare.disagreements.as_deref().zip(workspace.study.as_deref());
    let Some((all, study)) = all else { return };
    let names = all.single_coder.iter().filter_map(|id| study.source(*id)).map(|source| source.name.as_str());
    if let Some(sentence) = finished_by_one(&names.collect::<Vec<_>>()) {
        ui.label(RichText::new(sentence).color(palette.trouble));
    }
}

fn memos(ui: &mut Ui, consensus: &Consensus, palette: &Palette) {
    if let Some(text) = consensus.memo_words() {
        ui.label(RichText::new(text).color(palette.weak));
    }
}

/// Lets the user choose which codings tables count from now on.
fn counting(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    ui.horizontal_wrapped(|ui| {
        ui.label(tr!("Tables count"));
        let consensus = workspace.rooms.tables.whose == Whose::Consensus;
        for (chosen, label, whose) in [
            (!consensus, tr!("what tables count" => "the coders’ passages"), None),
            (consensus, tr!("what tables count" => "the consensus coding"), Some(Whose::Consensus)),
        ] {
            if ui.add(Button::selectable(chosen, label)).clicked() && !chosen {
                workspace.rooms.tables.set_whose(whose.unwrap_or_default());
            }
        }
    });
    ui.label(RichText::new(tr!("You can change this in Tables at any time.")).color(palette.weak).small());
}
