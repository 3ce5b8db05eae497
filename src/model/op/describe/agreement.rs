//! Describes decisions on disagreements and the consensus coding.

use super::super::{ConsensusStep, OpKind, Settled};
use super::Teller;
use crate::model::Guid;
use crate::model::plural::Noun;
use crate::{i18n, tr};

impl Teller<'_> {
    pub(super) fn about_agreement(&self, work: &OpKind) -> String {
        let place = |code: Guid, document: Guid| {
            tr!("{code} in {document}", code = self.code(code), document = self.document(document))
        };
        match work {
            OpKind::Agree { passages, added, removed } => {
                let is_new = passages == added;
                let passages = Noun::Passage.counted(*passages);
                match (*added, *removed) {
                    (0, 0) => tr!("consensus coding of {passages}", passages),
                    (_, 0) if is_new => tr!("consensus coding of {passages}", passages),
                    (added, 0) => tr!("consensus coding of {passages} ({added} new)", passages, added),
                    (0, removed) => tr!("consensus coding of {passages} ({removed} deleted)", passages, removed),
                    (added, removed) => {
                        tr!("consensus coding of {passages} ({added} new, {removed} deleted)", passages, added, removed)
                    }
                }
            }
            OpKind::RemoveConsensus => tr!("delete the consensus coding").to_owned(),
            OpKind::Settle { code, document, decision, decided_by, withdrawn, consensus, .. } => {
                let previous = self.coders(decided_by).map(|coders| tr!("previously decided by {coders}", coders));
                // A disagreement that is left for later is still open.
                if matches!(decision, Settled::Later) {
                    return tr!(
                        "postpone {place}{by}{consensus}",
                        place = place(*code, *document),
                        by = self.changed_by(&[previous]),
                        consensus = with_consensus(*consensus)
                    );
                }
                tr!(
                    "resolve {place}: {decision}{by}{withdrawn}{consensus}",
                    place = place(*code, *document),
                    decision = self.decision(*decision),
                    by = self.changed_by(&[previous]),
                    withdrawn = self.withdrawn(withdrawn),
                    consensus = with_consensus(*consensus)
                )
            }
            OpKind::Unsettle { code, document, decided_by, consensus, .. } => {
                let decided = self.coders(decided_by).map(|coders| tr!("decided by {coders}", coders));
                tr!(
                    "withdraw the decision on {place}{by}{consensus}",
                    place = place(*code, *document),
                    by = self.changed_by(&[decided]),
                    consensus = with_consensus(*consensus)
                )
            }
            OpKind::Merge { .. } => self.merge(work),
            _ => String::new(),
        }
    }

    /// Says that decisions on these codes were withdrawn for the sake of another one.
    fn withdrawn(&self, codes: &[Guid]) -> String {
        if codes.is_empty() {
            return String::new();
        }
        let names: Vec<String> = codes.iter().map(|code| self.code(*code)).collect();
        tr!(
            "; withdraw the decision on {codes}, which contradicts it"
                | "; withdraw the decisions on {codes}, which contradict it" % codes.len(),
            codes = i18n::and(&names)
        )
    }

    fn decision(&self, decision: Settled) -> String {
        match decision {
            Settled::Coder { coder } => tr!("decision" => "as {coder}", coder = self.coder(coder)),
            Settled::Both => tr!("decision" => "everything coded").to_owned(),
            Settled::Neither => tr!("decision" => "not coded").to_owned(),
            Settled::Recode { code } => tr!("decision" => "code {code} instead", code = self.code(code)),
            Settled::Range { start, end } => {
                tr!("decision" => "on characters {first}–{last}", first = start.saturating_add(1), last = end)
            }
            Settled::Later => tr!("decision" => "later").to_owned(),
        }
    }
}

/// Says that a decision created or removed the consensus coding.
fn with_consensus(step: Option<ConsensusStep>) -> String {
    match step {
        None => String::new(),
        Some(ConsensusStep::Created { passages }) => {
            tr!("; new consensus coding of {n} passage" | "; new consensus coding of {n} passages" % passages)
        }
        Some(ConsensusStep::Removed) => tr!("; delete the consensus coding").to_owned(),
    }
}
