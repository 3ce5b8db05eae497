//! Asks before many passages, or passages of other coders, are changed, with whose they are and how many.

use super::dialog_buttons::{Buttons, Choice, Confirmation};
use super::overlay::{self, Next};
use super::theme::{self, Palette, Weighted};
use crate::app::action::Action;
use crate::app::passage_act::PassageAct;
use crate::app::workspace::Workspace;
use crate::model::{CodingId, Noun, UserId};
use crate::tr;
use egui::{Context, RichText};

pub struct ChangeOthers {
    act: PassageAct,
    codings: Vec<CodingId>,
    /// The other coders and how many of their passages, once counted.
    owners: Option<Vec<(UserId, usize)>>,
}

impl ChangeOthers {
    #[must_use]
    pub fn new(act: PassageAct, codings: Vec<CodingId>) -> Self {
        Self { act, codings, owners: None }
    }

    pub fn show(&mut self, ctx: &Context, workspace: &Workspace, palette: &Palette) -> Option<Next> {
        let owners = self.owners.get_or_insert_with(|| workspace.owners_of(&self.codings));
        let others: usize = owners.iter().map(|(_, count)| count).sum();
        let mine = self.codings.len().saturating_sub(others);
        let action = Action::OnPassages { act: self.act, codings: self.codings.clone(), anyway: others > 0 };
        let label = action.label();
        let mut next = None;
        let modal = overlay::modal(ctx, "change others", 460.0, |ui| {
            if others == 0 {
                ui.heading(question(self.act, mine));
                ui.label(tr!("You can undo this with Ctrl+Z."));
                ui.add_space(theme::WIDE);
                let answer = match self.act {
                    PassageAct::Remove => {
                        if let Some(memos) = memos_too(workspace, &self.codings) {
                            ui.label(memos);
                        }
                        Buttons::cautious(&[Choice::destructive(&label)]).show(ui)
                    }
                    // The code is chosen next.
                    _ => Buttons::leading_on(&[Choice::primary(&label)]).show(ui),
                };
                match answer {
                    Some(Confirmation::Do(_)) => next = Some(Next::Act(action)),
                    Some(Confirmation::Cancel) => ui.close(),
                    Some(Confirmation::Aside) | None => {}
                }
                return;
            }
            ui.heading(tr!("Change other coders’ passages?"));
            ui.add_space(theme::GAP);
            if mine > 0 {
                ui.label(tr!(
                    "{n} passage of your own will also change." | "{n} passages of your own will also change." % mine
                ));
            }
            let warning = tr!("This changes {passages}.", passages = workspace.owners_in_words(owners));
            ui.label(RichText::new(warning).color(palette.trouble).medium());
            if let Some(memos) = memos_too(workspace, &self.codings).filter(|_| self.act == PassageAct::Remove) {
                ui.label(RichText::new(memos).color(palette.trouble));
            }
            ui.label(tr!("The history will name both coders. You can undo this with Ctrl+Z."));
            ui.add_space(theme::WIDE);
            match Buttons::cautious(&[Choice::destructive(&label)]).show(ui) {
                Some(Confirmation::Do(_)) => next = Some(Next::Act(action)),
                Some(Confirmation::Cancel) => ui.close(),
                Some(Confirmation::Aside) | None => {}
            }
        });
        next.or(modal.should_close().then_some(Next::Closed))
    }
}

/// Says that memos would be deleted with these passages, if there are any.
fn memos_too(workspace: &Workspace, codings: &[CodingId]) -> Option<String> {
    let memos = workspace.memos_on(codings);
    (memos > 0).then(|| tr!("{n} memo on them is deleted, too." | "{n} memos on them are deleted, too." % memos))
}

/// The question before many of the coder's own passages are changed.
fn question(act: PassageAct, passages: usize) -> String {
    let passages = Noun::Passage.counted(passages as u64);
    match act {
        PassageAct::Remove => tr!("Delete {passages}?", passages),
        PassageAct::Split => tr!("Move {passages} to a new code?", passages),
        _ => tr!("Recode {passages}?", passages),
    }
}
