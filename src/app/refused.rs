//! Commands that were refused because they would change memos or decisions of other coders, or contradict a decision; the
//! user can confirm them. For passages, the user is asked before a command is given (`passage_act`).

use super::importing;
use super::link::Afterwards;
use super::questions::RefusedCommand;
use super::when;
use super::workspace::Workspace;
use crate::engine::decision_table::in_words;
use crate::engine::{Command, Error, JobId};
use crate::model::{Decision, DisagreementKey, Noun};
use crate::{i18n, tr};

/// True for commands that import passages.
fn imports(afterwards: &Afterwards) -> bool {
    matches!(afterwards.overridable, Some(Command::TakeImport { .. } | Command::ImportTable { .. }))
}

fn merges(afterwards: &Afterwards) -> bool {
    matches!(afterwards.overridable, Some(Command::Merge { .. }))
}

impl Workspace {
    /// Asks for confirmation of a refused command; returns false when there is nothing to ask.
    pub(super) fn asks_about(&mut self, job: JobId, afterwards: &mut Afterwards, error: &Error) -> bool {
        let why = match error {
            Error::OthersMemos { memos, .. } => tr!("This also deletes {memos}.", memos = memos.of(Noun::Memo)),
            Error::OthersPassages { passages, .. } if imports(afterwards) => {
                tr!("This adds memos or marks to {passages}.", passages)
            }
            Error::OthersPassages { passages, .. } if merges(afterwards) => {
                tr!("This changes marks or adds memos on {passages}.", passages)
            }
            Error::ContradictsDecisions { earlier } => {
                self.contradiction_in_words(earlier, afterwards.overridable.as_ref())
            }
            Error::OthersDecision { who, .. } => self.decisions_in_words(who, afterwards.overridable.as_ref()),
            Error::ChangesOthers { summary, work, .. } if afterwards.overridable.is_some() => {
                let sentences = work.sentences(&tr!("“{name}”", name = summary)).into_iter();
                let both = |first, second| tr!("two sentences" => "{first} {second}", first, second);
                sentences.reduce(both).unwrap_or_default()
            }
            _ => return false,
        };
        let Some(command) = afterwards.overridable.take() else { return false };
        let contradicts = matches!(error, Error::ContradictsDecisions { .. });
        let afterwards = std::mem::take(afterwards);
        self.questions.refused = Some(RefusedCommand { command, job, afterwards, why, contradicts });
        true
    }

    /// Says which decisions the one of a command contradicts, and what becomes of them if it holds.
    fn contradiction_in_words(&self, earlier: &[String], command: Option<&Command>) -> String {
        let listed = i18n::clauses(earlier);
        let old = tr!(
            "An earlier decision contradicts it: {listed}."
                | "{n} earlier decisions contradict it: {listed}." % earlier.len(),
            listed
        );
        let then =
            tr!("Only one of them can hold. If you replace the earlier one, its disagreement is unresolved again."
                | "They cannot all hold. If you replace the earlier ones, their disagreements are unresolved again."
                    % earlier.len());
        let Some(Command::Settle { disagreement, decision, .. }) = command else {
            return i18n::sentences(&[old, then]);
        };
        let Some(study) = self.study.as_deref() else { return i18n::sentences(&[old, then]) };
        let (code, new) = (study.codebook.path(disagreement.code), in_words(study, *decision));
        let replaced = self.others_decision(disagreement).map(|who| tr!("{who} resolved this disagreement.", who));
        let new = tr!("Your decision on “{code}”: {new}.", code, new);
        let all: Vec<String> = replaced.into_iter().chain([new, old, then]).collect();
        i18n::sentences(&all)
    }

    /// Returns the name of the other coder who resolved a disagreement.
    fn others_decision(&self, key: &DisagreementKey) -> Option<&str> {
        let all = self.rooms.compare.disagreements.as_deref()?;
        let decided = all.list.iter().find(|shown| shown.disagreement.key == *key)?.decided.as_ref()?;
        let is_mine = self.me().is_some_and(|me| self.user_name(me) == decided.who);
        let is_settled = decided.decision != Decision::Later;
        (!is_mine && is_settled && !decided.who.is_empty()).then_some(decided.who.as_str())
    }

    /// Says who settled the disagreement of a command, how and when, and what the command would put in its place.
    fn decisions_in_words(&self, who: &str, command: Option<&Command>) -> String {
        let settled = tr!("{who} resolved this disagreement.", who);
        let (Some(study), Some(all)) = (self.study.as_deref(), self.rooms.compare.disagreements.as_deref()) else {
            return settled;
        };
        let (key, new) = match command {
            Some(Command::Settle { disagreement, decision, .. }) => (disagreement, Some(*decision)),
            Some(Command::Unsettle { disagreement, .. }) => (disagreement, None),
            _ => return settled,
        };
        let shown = all.list.iter().find(|shown| shown.disagreement.key == *key);
        let Some(decided) = shown.and_then(|shown| shown.decided.as_ref()) else { return settled };
        let document = study.source(key.source).map_or("", |source| source.name.as_str());
        let (code, date) = (study.codebook.path(key.code), when::short(decided.at));
        let decision = in_words(study, decided.decision);
        let decision = match decided.reason.as_str() {
            "" => decision,
            reason => tr!("{decision} ({reason})", decision, reason),
        };
        let old =
            tr!("{who} resolved “{code}” in {document} on {date}: {decision}.", who, code, document, date, decision);
        match new {
            None => old,
            Some(new) => tr!("{old} Your decision: {new}.", old, new = in_words(study, new)),
        }
    }

    /// Executes the refused command.
    pub fn do_refused(&mut self) {
        let Some(RefusedCommand { command, job, afterwards, .. }) = self.questions.refused.take() else { return };
        let again = self.link.execute_then(Command::Override(Box::new(command)), afterwards);
        self.link.waits_for(job, again);
        self.rooms.compare.settles_again(job, again);
        importing::stores_again(&mut self.rooms.importing, job, again);
    }

    /// Drops the refused command.
    pub fn leave_refused(&mut self) {
        if let Some(refused) = self.questions.refused.take() {
            self.link.job_stopped(refused.job);
            self.rooms.compare.not_settled(refused.job);
            importing::was_not_stored(&mut self.rooms.importing, refused.job);
        }
    }
}
