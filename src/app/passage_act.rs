//! Actions on a passage by key, and which passage is meant if several are at the caret: the coder's own, or the one
//! the user selects if the coder has several.

mod commands;

use super::source_view::{PassageView, SourceView};
use crate::model::{CodingId, UserId};
use crate::tr;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassageAct {
    Recode,
    /// Moves passages to a new code.
    Split,
    Important,
    /// States whose experience it is about.
    Account,
    Memo,
    Remove,
    /// Makes the passage match the selected text.
    FitEdges,
    /// Walks through the passage's code.
    Walk,
}

/// The passages to which a command applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    Nothing,
    One(CodingId),
    /// Any of these may be meant: the user decides.
    Choose(Vec<CodingId>),
    /// All of these belong to other coders, and the command would change them.
    Others(Vec<CodingId>),
}

impl PassageAct {
    /// The actions that change a passage.
    pub const CHANGES: [Self; 5] = [Self::Recode, Self::Important, Self::Account, Self::FitEdges, Self::Remove];

    /// False for actions that leave the passage unchanged.
    #[must_use]
    pub fn changes(self) -> bool {
        !matches!(self, Self::Memo | Self::Walk)
    }

    /// True for actions that apply to several passages at once.
    #[must_use]
    pub fn takes_all(self) -> bool {
        matches!(self, Self::Recode | Self::Split | Self::Important | Self::Account | Self::Remove)
    }

    /// Returns the heading above the passages to choose from.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Recode => tr!("Recode which passage?"),
            Self::Split => tr!("Move which passage to a new code?"),
            Self::Important => tr!("Mark which passage as important?"),
            Self::Account => tr!("Whose experience? Choose the passage."),
            Self::Memo => tr!("Open the memo on which passage?"),
            Self::Remove => tr!("Delete which passage?"),
            Self::FitEdges => tr!("Resize which passage to the selection?"),
            Self::Walk => tr!("Step through the code of which passage?"),
        }
    }

    /// Returns which of the passages in `acted_on` the coder means. Passages of other coders are meant only by actions
    /// that change nothing.
    #[must_use]
    pub fn meant(self, document: &SourceView, acted_on: &[CodingId], me: Option<UserId>) -> Meant {
        let passages = acted_on.iter().filter_map(|&id| document.passage(id));
        let (mine, others): (Vec<&PassageView>, Vec<&PassageView>) = passages.partition(|p| Some(p.user) == me);
        let ids = |list: &[&PassageView]| list.iter().map(|p| p.coding).collect::<Vec<_>>();
        if mine.is_empty() && !others.is_empty() && self.changes() {
            return Meant::Others(ids(&others));
        }
        let candidates = if mine.is_empty() { others } else { mine };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::spoken::SpokenText;
    use crate::model::Origin;
    use crate::model::{CharRange, CodeId, SourceId};

    fn passage(coding: i64, code: i64, user: i64) -> PassageView {
        PassageView {
            coding: CodingId(coding),
            range: CharRange::new(0, 4),
            code: CodeId(code),
            user: UserId(user),
            memos: vec![],
            important: false,
            account: None,
        }
    }

    /// Passages are given by coding, code and coder; the current coder is 1.
    fn meant(act: PassageAct, passages: &[(i64, i64, i64)]) -> Meant {
        let passages: Vec<_> = passages.iter().map(|&(coding, code, user)| passage(coding, code, user)).collect();
        let acted_on: Vec<CodingId> = passages.iter().map(|p| p.coding).collect();
        let document =
            SourceView::new(SourceId(1), "d".into(), SpokenText::find("钱少事多".into(), Origin::default()), passages);
        act.meant(&document, &acted_on, Some(UserId(1)))
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
