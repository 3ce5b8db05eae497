//! What is done with a passage by key, and which passage is meant when several stand under the caret: the coder's own;
//! when several are, the person is asked.

use super::source_view::{PassageView, SourceView};
use super::workspace::Workspace;
use crate::engine::Command;
use crate::model::{AGREED, CharRange, CodeId, CodingId, UserId};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassageAct {
    Recode,
    Important,
    Memo,
    Remove,
    /// Gives the passage the selected words.
    FitEdges,
    /// Walks through the passage's code.
    Walk,
}

/// The passages that a command means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    Nothing,
    One(CodingId),
    /// Any of these may be meant: the person chooses.
    Choose(Vec<CodingId>),
    /// Only passages of other coders are there, and the command would change them.
    Others(Vec<CodingId>),
}

impl PassageAct {
    /// The acts that change a passage.
    pub const CHANGES: [Self; 4] = [Self::Recode, Self::Important, Self::FitEdges, Self::Remove];

    /// False for what leaves the passage as it is.
    #[must_use]
    pub fn changes(self) -> bool {
        !matches!(self, Self::Memo | Self::Walk)
    }

    /// True for what can be done with several passages at once.
    #[must_use]
    pub fn takes_all(self) -> bool {
        matches!(self, Self::Recode | Self::Important | Self::Remove)
    }

    /// The heading above the passages to choose from.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Recode => "Change the code of which passage?",
            Self::Important => "Mark which passage as important?",
            Self::Memo => "A memo on which passage?",
            Self::Remove => "Remove which passage?",
            Self::FitEdges => "Fit which passage to the selected words?",
            Self::Walk => "Walk through the code of which passage?",
        }
    }

    /// Which of the passages `here` the coder means. Of other coders' passages one is meant only by what changes nothing.
    #[must_use]
    pub fn meant(self, document: &SourceView, here: &[CodingId], me: Option<UserId>) -> Meant {
        let passages = here.iter().filter_map(|&id| document.passage(id));
        let (own, others): (Vec<&PassageView>, Vec<&PassageView>) = passages.partition(|p| Some(p.user) == me);
        let ids = |list: &[&PassageView]| list.iter().map(|p| p.coding).collect::<Vec<_>>();
        if own.is_empty() && !others.is_empty() && self.changes() {
            return Meant::Others(ids(&others));
        }
        let candidates = if own.is_empty() { others } else { own };
        match candidates.as_slice() {
            [] => Meant::Nothing,
            [one] => Meant::One(one.coding),
            [first, rest @ ..] if self == Self::Walk && rest.iter().all(|p| p.code == first.code) => {
                Meant::One(first.coding)
            }
            several => Meant::Choose(ids(several)),
        }
    }
}

impl Workspace {
    /// The passage of the open document.
    #[must_use]
    pub fn passage(&self, coding: CodingId) -> Option<&PassageView> {
        self.document.as_ref()?.passage(coding)
    }

    #[must_use]
    pub fn code_name(&self, code: CodeId) -> &str {
        self.looks.codes.get(&code).map_or("", |look| look.name.as_str())
    }

    #[must_use]
    pub fn user_name(&self, user: UserId) -> &str {
        self.looks.coders.get(&user).map_or("", |look| look.name.as_str())
    }

    /// False for the consensus coding, which nobody codes by hand.
    #[must_use]
    pub fn can_be(&self, user: UserId) -> bool {
        self.user_name(user) != AGREED
    }

    /// “Low income” (Coder 1)
    #[must_use]
    pub fn passage_name(&self, passage: &PassageView) -> String {
        format!("“{}” ({})", self.code_name(passage.code), self.user_name(passage.user))
    }

    /// The codes of these passages, each once: “Low income”, “Pay”.
    fn codes_of(&self, codings: &[CodingId]) -> String {
        let mut names: Vec<String> = Vec::new();
        for passage in codings.iter().filter_map(|&id| self.passage(id)) {
            let name = format!("“{}”", self.code_name(passage.code));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }

    /// Does a command on passages as the coder at the window, and says `note` when it has changed something. `anyway`: they
    /// may be another coder's.
    fn change_passages(&mut self, anyway: bool, note: String, command: impl FnOnce(UserId) -> Command + 'static) {
        self.as_coder(move |workspace, user| {
            let command = command(user);
            let command = if anyway { Command::Override(Box::new(command)) } else { command };
            workspace.link.execute_noting(command, note, vec![]);
        });
    }

    pub fn remove_passages(&mut self, codings: Vec<CodingId>, anyway: bool) {
        let note = format!("Removed {}", self.codes_of(&codings));
        self.change_passages(anyway, note, move |user| Command::Remove { codings, user: Some(user) });
    }

    pub fn recode_passages(&mut self, codings: Vec<CodingId>, code: CodeId, anyway: bool) {
        let note = format!("Code changed to “{}”", self.code_name(code));
        self.change_passages(anyway, note, move |user| Command::Recode { codings, code, user: Some(user) });
    }

    /// A new code takes over these passages.
    pub fn split_passages(&mut self, codings: Vec<CodingId>, parent: Option<CodeId>, name: String, anyway: bool) {
        let note = format!("Code changed to the new code “{name}”");
        self.change_passages(anyway, note, move |user| Command::SplitCode { codings, parent, name, user: Some(user) });
    }

    /// Marks passages as important; takes the mark away when all of them have it.
    pub fn turn_important(&mut self, codings: Vec<CodingId>, anyway: bool) {
        let important = !codings.iter().filter_map(|&id| self.passage(id)).all(|p| p.important);
        let note = if important { "Marked as important" } else { "No longer marked as important" };
        let command = move |user| Command::MarkImportant { codings, important, user: Some(user) };
        self.change_passages(anyway, note.into(), command);
    }

    pub fn move_edges(&mut self, coding: CodingId, range: CharRange, anyway: bool) {
        let note = format!("Moved the edges of {}", self.codes_of(&[coding]));
        self.change_passages(anyway, note, move |user| Command::MoveEdges { coding, range, user: Some(user) });
    }

    /// Gives a passage the selected words.
    pub fn fit_edges(&mut self, coding: CodingId, anyway: bool) {
        let (range, now) = (self.selection, self.passage(coding).map(|passage| passage.range));
        let note = match now {
            _ if range.is_empty() => "Select the words that the passage should have, then press R.",
            Some(now) if now == range => "The passage already has exactly these words.",
            _ => return self.move_edges(coding, range, anyway),
        };
        self.link.refuse(note);
    }

    /// Codes the words of another coder's passage with the same code, as the coder at the window.
    pub fn copy_passage(&mut self, coding: CodingId) {
        let Some(passage) = self.passage(coding).cloned() else { return };
        let selection = std::mem::replace(&mut self.selection, passage.range);
        self.code_selection(&[passage.code]);
        self.selection = selection;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceId;

    fn passage(coding: i64, code: i64, user: i64) -> PassageView {
        PassageView {
            coding: CodingId(coding),
            range: CharRange::new(0, 4),
            code: CodeId(code),
            user: UserId(user),
            memo: None,
            important: false,
        }
    }

    /// Passages by coding, code and coder; coder 1 is at the window.
    fn meant(act: PassageAct, passages: &[(i64, i64, i64)]) -> Meant {
        let passages: Vec<_> = passages.iter().map(|&(coding, code, user)| passage(coding, code, user)).collect();
        let here: Vec<CodingId> = passages.iter().map(|p| p.coding).collect();
        let document = SourceView::new(SourceId(1), "d".into(), "钱少事多".into(), passages);
        act.meant(&document, &here, Some(UserId(1)))
    }

    #[test]
    fn own_passages_are_meant_and_of_several_one_is_chosen() {
        let one = |id| Meant::One(CodingId(id));
        let several = |ids: &[i64]| ids.iter().map(|&id| CodingId(id)).collect::<Vec<_>>();
        for act in PassageAct::CHANGES {
            assert_eq!(meant(act, &[]), Meant::Nothing, "{act:?}");
            assert_eq!(meant(act, &[(1, 1, 1), (2, 1, 2), (3, 2, 2)]), one(1), "{act:?}");
            assert_eq!(meant(act, &[(1, 1, 1), (2, 1, 2), (3, 2, 1)]), Meant::Choose(several(&[1, 3])), "{act:?}");
            assert_eq!(meant(act, &[(2, 1, 2)]), Meant::Others(several(&[2])), "{act:?}");
        }
        for act in [PassageAct::Memo, PassageAct::Walk] {
            assert_eq!(meant(act, &[(1, 1, 1), (2, 2, 2)]), one(1), "{act:?}");
            assert_eq!(meant(act, &[(2, 1, 2)]), one(2), "{act:?}");
            assert_eq!(meant(act, &[(2, 1, 2), (3, 2, 2)]), Meant::Choose(several(&[2, 3])), "{act:?}");
        }
        assert_eq!(meant(PassageAct::Walk, &[(2, 1, 2), (3, 1, 3)]), one(2), "one code is walked through");
        assert_eq!(meant(PassageAct::Memo, &[(2, 1, 2), (3, 1, 3)]), Meant::Choose(several(&[2, 3])));
    }
}
