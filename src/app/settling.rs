//! Settles disagreements between coders, and builds the consensus coding.

use super::advice::Offer;
use super::room::Room;
use super::workspace::Workspace;
use crate::engine::Command;
use crate::engine::disagreements::AgreeRule;
use crate::model::Decision;
use crate::tr;

impl Workspace {
    /// Selects a decision on the open disagreement, to be saved with its reason.
    pub fn decide(&mut self, decision: Decision) {
        let me = self.me();
        self.rooms.compare.decide(decision, me);
    }

    /// Drops the decision that was begun. A reason that was typed can be restored from a message.
    pub fn give_up_decision(&mut self) {
        if self.rooms.compare.give_up() {
            let message = tr!("Decision discarded, with its reason.");
            self.link.note_done(message, Offer::RestoreDecision);
        }
    }

    /// Takes up the decision that was given up last, in the list of disagreements.
    pub fn restore_decision(&mut self) {
        self.rooms.compare.restore_given_up();
        self.show_room(Room::Compare);
    }

    /// Returns the name of the other coder who began the decision that is open.
    #[must_use]
    pub fn other_decider(&self) -> Option<&str> {
        let by = self.rooms.compare.draft.by.filter(|&by| Some(by) != self.me())?;
        self.study.as_deref()?.user(by).map(|user| user.name.as_str())
    }

    /// Saves the decision on the open disagreement, and goes to the next one.
    pub fn settle(&mut self) {
        let compare = &mut self.rooms.compare;
        let Some(disagreement) = compare.disagreement().filter(|_| self.link.writable) else { return };
        let Some(decision) = compare.draft.decision else { return };
        let (rule, reason) = (compare.rule(), compare.draft.reason.clone());
        let key = disagreement.disagreement.key;
        self.as_coder(move |workspace, _| {
            let settle = Command::Settle { rule, disagreement: key, decision, reason };
            let job = match decision {
                Decision::Later => {
                    let note = tr!("Postponed: the disagreement stays unresolved, and tables count as before");
                    workspace.link.execute_noting(settle, note.to_owned(), Vec::new())
                }
                _ => workspace.link.execute(settle),
            };
            workspace.rooms.compare.is_settled_by(job, key);
            workspace.rooms.compare.advance();
        });
    }

    /// Removes the decision on the open disagreement.
    pub fn unsettle(&mut self) {
        if let Some(disagreement) = self.rooms.compare.disagreement().filter(|_| self.link.writable) {
            let rule = self.rooms.compare.rule();
            self.as_coder(move |workspace, _| {
                workspace.link.execute(Command::Unsettle { rule, disagreement: disagreement.disagreement.key });
            });
        }
    }

    /// Builds the consensus coding from agreement and decisions, and shows the result.
    pub fn create_consensus(&mut self) {
        self.create_consensus_by(self.rooms.compare.rule());
    }

    /// Does the same by another rule, such as that by which it was created.
    pub fn create_consensus_by(&mut self, rule: AgreeRule) {
        self.as_coder(move |workspace, _| {
            workspace.link.execute(Command::Agree { rule });
        });
    }
}
