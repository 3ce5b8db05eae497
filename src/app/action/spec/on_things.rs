//! Properties of the actions on one code or on passages.

use super::Needs::{Project, Words};
use super::Spec;
use crate::app::action::{CodeAct, CodingAct};
use crate::app::passage_act::PassageAct;
use crate::tr;

impl CodeAct {
    pub(super) fn spec(self) -> Spec {
        match self {
            Self::Apply => {
                Spec::writes(tr!("Code the selection"), tr!("Codes the selected words with this code."), Words)
            }
            Self::List => {
                Spec::reads(tr!("Show passages"), tr!("Lists all passages of the code in Passages."), Project)
            }
            Self::Walk => {
                let tooltip = tr!("Dims all other codes. Next and Previous step through the passages of this one.");
                Spec::reads(tr!("Step through its passages"), tooltip, Project)
            }
            Self::ShowOnly => {
                let tooltip = tr!("Hides the passages of all other codes, except its subcodes.");
                Spec::reads(tr!("Show only this code"), tooltip, Project)
            }
            Self::Rename => {
                Spec::writes(tr!("Rename"), tr!("Edits the name in the codebook."), Project).keys_of(CodingAct::Rename)
            }
            Self::Edit => {
                let tooltip = tr!("Name, definition, colour and dimensions.");
                Spec::writes(tr!("Edit code…"), tooltip, Project)
            }
            Self::Memo => {
                Spec::reads(tr!("Memo…"), tr!("Opens the memo on the code."), Project).keys_of(CodingAct::Memo)
            }
            Self::AddBelow => Spec::writes(tr!("New subcode…"), tr!("Adds a code under this one."), Project),
            Self::Move => {
                let tooltip = tr!("Moves the code and its subcodes under the code you choose.");
                Spec::writes(tr!("Move under another code…"), tooltip, Project)
            }
            Self::Merge => {
                let tooltip = tr!("Recodes its passages with the other code and deletes this one.");
                Spec::writes(tr!("Merge into another code…"), tooltip, Project)
            }
            Self::MakeSet => {
                let tooltip =
                    tr!("Makes a set of the code and its subcodes, to which tables and lists can be narrowed.");
                Spec::writes(tr!("New set with this code…"), tooltip, Project)
            }
            Self::ToTop => Spec::writes(tr!("Move to top level"), tr!("Makes it a top-level code."), Project),
            Self::Remove => {
                let tooltip = tr!("Deletes the code. Shows first what else will be deleted.");
                Spec::writes(tr!("Delete…"), tooltip, Project).keys_of(CodingAct::Remove)
            }
        }
    }
}

impl PassageAct {
    pub(super) fn spec(self) -> Spec {
        match self {
            Self::Recode => Spec::writes(tr!("Recode…"), tr!("Changes the code of the passage."), Project),
            Self::Split => Spec::writes(
                tr!("Move to a new code…"),
                tr!("Creates a code and recodes the passage with it."),
                Project,
            ),
            Self::Important => Spec::writes(
                tr!("Mark as important"),
                tr!("Marks the passage as important, or clears the \
                mark."),
                Project,
            ),
            Self::Account => Spec::writes(
                tr!("Whose experience…"),
                tr!("States whether the passage is about the speaker’s own experience or that of others."),
                Project,
            ),
            Self::Memo => Spec::reads(tr!("Memo…"), tr!("Opens the memo on the passage."), Project),
            Self::Remove => Spec::writes(tr!("Delete"), tr!("Deletes the passage. The text stays."), Project),
            Self::FitEdges => {
                Spec::writes(tr!("Resize to selection"), tr!("Makes the passage longer or shorter."), Project)
            }
            Self::Walk => {
                let tooltip = tr!("Dims all other codes. Next and Previous step through the passages of this one.");
                Spec::reads(tr!("Step through its code"), tooltip, Project)
            }
        }
    }
}
