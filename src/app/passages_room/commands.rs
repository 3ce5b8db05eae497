//! What the current coder does with the selected passages.

use super::selected::SelectedPassages;
use crate::app::action::Action;
use crate::app::passage_act::PassageAct;
use crate::app::workspace::Workspace;
use crate::model::{CodingId, UserId};
use crate::{i18n, tr};
use std::sync::Arc;

/// More passages than this are changed at once only after a question.
const MANY: usize = 10;

impl Workspace {
    #[must_use]
    pub fn selected_passages(&mut self) -> Arc<SelectedPassages> {
        let me = self.me();
        self.rooms.passages.selected(me)
    }

    /// Returns the action on the selected passages: on the coder's own, unless others are included or none is theirs.
    /// Changing those of others, or many, is asked about first. `None`: there is nothing to act on.
    pub fn on_selected(&mut self, act: PassageAct) -> Option<Action> {
        let selected = self.selected_passages();
        if act == PassageAct::Memo {
            let one = selected.mine.first().or(selected.others.first()).filter(|_| selected.cards == 1)?;
            return Some(Action::OnPassages { act, codings: vec![*one], anyway: false });
        }
        let with_others = self.rooms.passages.with_others || selected.mine.is_empty();
        let is_many =
            matches!(act, PassageAct::Remove | PassageAct::Recode | PassageAct::Split) && selected.mine.len() > MANY;
        if is_many && !with_others {
            return Some(Action::AskAnyway { act, codings: selected.mine.clone() });
        }
        if with_others && (is_many || !selected.others.is_empty()) {
            return Some(Action::AskAnyway { act, codings: selected.all() });
        }
        (!selected.mine.is_empty()).then(|| Action::OnPassages { act, codings: selected.mine.clone(), anyway: false })
    }

    /// Requests the selected passages as text, or all listed ones if none is selected.
    pub fn copy_passages(&mut self) {
        let (selected, seen) = (self.selected_passages().all(), self.seen_coders());
        self.rooms.passages.copy(selected, seen, &mut self.link);
    }

    /// Opens the first selected passage in the transcript.
    pub fn open_selected(&mut self) {
        if let Some(first) = self.selected_passages().first.as_ref() {
            self.show_document(first.fact.source, Some(first.fact.range));
        }
    }

    /// Returns the coders other than the current one who own some of these listed passages, with how many: “2 passages
    /// of Ann and 1 passage of Ben”.
    #[must_use]
    pub fn owners_in_words(&self, owners: &[(UserId, usize)]) -> String {
        let passages: Vec<String> = owners
            .iter()
            .map(|&(owner, count)| {
                tr!("{n} passage of {coder}" | "{n} passages of {coder}" % count, coder = self.user_name(owner))
            })
            .collect();
        i18n::and(&passages)
    }

    /// Returns how many of these listed passages each other coder owns.
    #[must_use]
    pub fn owners_of(&self, codings: &[CodingId]) -> Vec<(UserId, usize)> {
        let wanted: std::collections::HashSet<CodingId> = codings.iter().copied().collect();
        let mut owners: Vec<(UserId, usize)> = Vec::new();
        let rows = self.rooms.passages.list.iter().flat_map(|list| &list.rows);
        let mut seen = std::collections::HashSet::new();
        let others = rows.filter(|row| wanted.contains(&row.fact.coding) && Some(row.fact.user) != self.me());
        let others = others.filter(|row| seen.insert(row.fact.coding));
        for row in others {
            match owners.iter_mut().find(|(owner, _)| *owner == row.fact.user) {
                Some((_, count)) => *count += 1,
                None => owners.push((row.fact.user, 1)),
            }
        }
        owners
    }
}
