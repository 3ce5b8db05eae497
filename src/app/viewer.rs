//! The current coder and the coders whose codings are shown, as selected in the coder menu; during blind coding,
//! others' codings are hidden.

use super::questions::Reveal;
use super::room::Room;
use super::source_view::Filter;
use super::tables_room::every_coder;
use super::workspace::Workspace;
use crate::engine::{Changes, Command};
use crate::model::{CodeId, SourceId, Study, UserId};
use crate::{i18n, tr};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Workspace {
    /// True while coding is blind.
    #[must_use]
    pub fn is_blind(&self) -> bool {
        self.study.as_deref().is_some_and(|study| study.project.blind)
    }

    /// True if blind coding hides work of other coders.
    #[must_use]
    pub fn hides_others(&self) -> bool {
        let me = self.me();
        self.is_blind() && self.study.as_deref().is_some_and(|study| study.coders().any(|user| Some(user.id) != me))
    }

    /// Says that there may be more than is shown, if blind coding hides work of other coders.
    #[must_use]
    pub fn hidden_note(&self) -> Option<&'static str> {
        self.hides_others().then_some(tr!(
            "Blind coding hides other coders’ work in each document until you mark that document as finished."
        ))
    }

    /// True if blind coding hides the passages of this coder in this document.
    #[must_use]
    pub fn hides_work_of(&self, coder: UserId, source: SourceId) -> bool {
        let me = self.me();
        self.is_blind()
            && me != Some(coder)
            && !me.is_some_and(|me| self.rooms.documents.progress.done.contains(&(source, me)))
    }

    /// Marks documents as finished by the current coder, or removes the marks. Asks first if this would show other
    /// coders' work in a document in which the coder has coded nothing.
    pub fn mark_finished(&mut self, sources: Vec<SourceId>, done: bool) {
        self.as_coder(move |workspace, user| {
            let progress = &workspace.rooms.documents.progress;
            let is_uncoded = |source: &SourceId| {
                !progress.done.contains(&(*source, user)) && !progress.passages.contains_key(&(*source, user))
            };
            let uncoded: Vec<SourceId> = sources.iter().copied().filter(is_uncoded).collect();
            if done && workspace.hides_others() && !uncoded.is_empty() {
                workspace.questions.reveal = Some(Reveal::Finish { sources, uncoded });
            } else {
                workspace.link.execute(Command::MarkDone { sources, user, done });
            }
        });
    }

    /// Becomes this coder. Asks first if this would show work that blind coding hides.
    pub fn choose_coder(&mut self, coder: UserId) {
        if self.is_blind() && self.me().is_some_and(|me| me != coder) {
            self.questions.reveal = Some(Reveal::Become(coder));
        } else {
            self.become_coder(coder);
        }
    }

    fn become_coder(&mut self, coder: UserId) {
        self.set_coder(Some(coder));
        self.note(tr!("You are now coding as {coder}.", coder = self.user_name(coder)));
    }

    /// Does what was asked about, although it shows other coders' work.
    pub fn do_reveal(&mut self) {
        match (self.questions.reveal.take(), self.me()) {
            (Some(Reveal::Become(coder)), _) => self.become_coder(coder),
            (Some(Reveal::Finish { sources, .. }), Some(user)) => {
                self.link.execute(Command::MarkDone { sources, user, done: true });
            }
            _ => {}
        }
    }

    /// Selects this coder.
    pub fn set_coder(&mut self, coder: Option<UserId>) {
        if coder != self.me() {
            let name = coder.zip(self.study.as_deref()).and_then(|(coder, study)| study.user(coder));
            let name = name.map(|user| user.name.clone());
            self.link.set_coder(coder, name);
            if self.is_blind() {
                self.ask_all_again();
            }
        }
    }

    /// Requests everything that shows codings again.
    pub(super) fn ask_all_again(&mut self) {
        self.ask_document();
        self.rooms_changed(&Changes { study: true, documents: true, notes: true, codings: None });
        self.show_coders(self.seen.coders.clone());
        self.link.ask_undo_redo();
    }

    /// Returns the coders whose codings are shown, listed and counted beside the text; empty for all. The consensus
    /// coding repeats the coders' codings, so it is included only if selected.
    #[must_use]
    pub fn seen_coders(&self) -> Vec<UserId> {
        match (&self.seen.coders, self.study.as_deref()) {
            (Some(coders), _) => coders.iter().copied().collect(),
            (None, Some(study)) => every_coder(study),
            (None, None) => Vec::new(),
        }
    }

    /// Returns the coders whose passages the Passages room lists; empty for all.
    #[must_use]
    pub fn listed_coders(&self) -> Vec<UserId> {
        self.rooms.passages.filter_by_coders(self.seen_coders()).users
    }

    /// Says whether the numbers of passages beside the text include the consensus coding; `None` if there is none.
    #[must_use]
    pub fn consensus_note(&self) -> Option<&'static str> {
        let consensus = self.study.as_deref()?.consensus()?;
        Some(match self.seen_coders().contains(&consensus) {
            true => tr!("with the consensus coding"),
            false => tr!("without the consensus coding"),
        })
    }

    /// Says whose passages the open room counts if it has a choice of its own.
    #[must_use]
    pub fn counted_in_room(&self) -> Option<String> {
        let study = self.study.as_deref()?;
        let coders = match self.room {
            Room::Tables | Room::Ask => self.rooms.tables.coders(study),
            Room::Compare if !study.project.blind => self.rooms.compare.chosen_coders(study),
            _ => return None,
        };
        let names = i18n::and(&coders.iter().map(|coder| self.user_name(*coder)).collect::<Vec<_>>());
        let is_everybody = coders.is_empty() || study.coders().all(|user| coders.contains(&user.id));
        Some(match self.room {
            Room::Ask if study.consensus().is_some_and(|consensus| coders == [consensus]) => {
                tr!("Ask counts the consensus coding").to_owned()
            }
            Room::Ask if is_everybody => tr!("Ask counts the passages of all coders").to_owned(),
            Room::Ask => tr!("Ask counts the passages of {coders}", coders = names),
            Room::Tables if study.consensus().is_some_and(|consensus| coders == [consensus]) => {
                tr!("Tables count the consensus coding").to_owned()
            }
            Room::Tables if is_everybody => tr!("Tables count the passages of all coders").to_owned(),
            Room::Tables => tr!("Tables count the passages of {coders}", coders = names),
            _ if is_everybody => tr!("Compare counts the passages of all coders").to_owned(),
            _ => tr!("Compare counts the passages of {coders}", coders = names),
        })
    }

    /// Says that tables count the consensus coding, in the rooms in which something else is shown and counted.
    #[must_use]
    pub fn counted_in_tables(&self) -> Option<&'static str> {
        let study = self.study.as_deref()?;
        let consensus = study.consensus().filter(|consensus| self.rooms.tables.coders(study) == [*consensus])?;
        let differs =
            !matches!(self.room, Room::Tables | Room::Ask | Room::Compare) && self.seen_coders() != [consensus];
        differs.then(|| tr!("Tables count the consensus coding. This is chosen there."))
    }

    /// Returns “by A, B” for the result of [`Self::seen_coders`].
    #[must_use]
    pub fn by_whom(&self, coders: &[UserId]) -> String {
        let Some(study) = self.study.as_deref() else { return String::new() };
        if self.hides_others() {
            return self.by_whom_blind(study, coders);
        }
        let everybody = self.seen.coders.is_none() && coders == every_coder(study);
        if coders.is_empty() || everybody {
            return tr!("by all coders").to_owned();
        }
        let name = |&id: &UserId| {
            let name = study.user(id)?.name.as_str();
            Some(if study.consensus() == Some(id) { tr!("as a coder" => "the consensus coding") } else { name })
        };
        let names: Vec<&str> = coders.iter().filter_map(name).collect();
        tr!("by {coders}", coders = i18n::joined(&names))
    }

    /// Says whose passages of these coders blind coding shows; of all if there are none.
    fn by_whom_blind(&self, study: &Study, coders: &[UserId]) -> String {
        let Some(me) = self.me() else { return tr!("by coders whose work you may see").to_owned() };
        let is_chosen = |coder: UserId| coders.is_empty() || coders.contains(&coder);
        let others = || study.users.iter().filter(|user| user.id != me);
        let sees = |coder: UserId| study.sources.iter().any(|source| !self.hides_work_of(coder, source.id));
        let chosen: Vec<UserId> = others().map(|user| user.id).filter(|&user| is_chosen(user)).collect();
        let names = || {
            let name = |&id: &UserId| match study.consensus() == Some(id) {
                true => tr!("as a coder" => "the consensus coding"),
                false => self.user_name(id),
            };
            i18n::joined(&chosen.iter().map(name).collect::<Vec<_>>())
        };
        let is_everybody = study.coders().all(|user| user.id == me || is_chosen(user.id));
        match (is_chosen(me), chosen.iter().any(|&coder| sees(coder))) {
            (false, _) => tr!("by {coders}, in documents that you have finished", coders = names()),
            (true, false) => tr!("by {coders}", coders = self.user_name(me)),
            (true, true) if is_everybody => {
                tr!("by you and, in documents that you have finished, by others").to_owned()
            }
            (true, true) => tr!("by you and, in documents that you have finished, by {coders}", coders = names()),
        }
    }

    /// Returns which passages of the open document are shown.
    pub(super) fn filter(&self) -> Filter {
        let seen: BTreeSet<UserId> = self.seen_coders().into_iter().collect();
        Filter { coders: Some(seen).filter(|seen| !seen.is_empty()), codes: self.seen.codes.clone() }
    }

    /// Shows only the passages of a code and its subcodes, or all again.
    pub fn show_only(&mut self, code: Option<CodeId>) {
        let book = self.study.as_deref().map(|study| &study.codebook);
        self.seen.codes = code.zip(book).map(|(code, book)| {
            book.codes().iter().map(|c| c.id).filter(|&c| book.is_below(c, code)).collect::<BTreeSet<CodeId>>()
        });
        let filter = self.filter();
        if let Some(document) = self.document.as_mut().map(Arc::make_mut) {
            document.set_filter(filter);
        }
    }

    /// Shows or hides the codings of a coder. `None`: shows those of all coders, or only one's own if all are shown.
    pub fn toggle_coder(&mut self, coder: Option<UserId>) {
        let Some(study) = self.study.as_deref() else { return };
        let all: BTreeSet<UserId> = study.coders().map(|user| user.id).collect();
        let coders = match (coder, self.seen.coders.clone()) {
            (None, None) => self.me().map(|me| BTreeSet::from([me])),
            (None, Some(_)) => None,
            (Some(coder), seen) => {
                let mut coders = seen.clone().unwrap_or_else(|| all.clone());
                if !coders.remove(&coder) {
                    coders.insert(coder);
                }
                // One coder stays shown: without any, the window would be empty without an explanation.
                if coders == all { None } else { Some(coders).filter(|coders| !coders.is_empty()).or(seen) }
            }
        };
        self.show_coders(coders);
    }

    /// Returns how many coders' passages the coder menu hides; only the current coder counts during blind coding,
    /// which hides the others' itself.
    #[must_use]
    pub fn hidden_coders(&self) -> usize {
        let (Some(study), Some(seen)) = (self.study.as_deref(), &self.seen.coders) else { return 0 };
        let me = self.me().filter(|_| self.is_blind());
        let is_hidden = |user: &UserId| !seen.contains(user) && me.is_none_or(|me| me == *user);
        study.coders().map(|user| user.id).filter(is_hidden).count()
    }

    /// Shows the passages of the current coder again if the coder menu hides them, so that new ones are seen.
    pub(super) fn show_own(&mut self) {
        let Some(me) = self.me() else { return };
        if self.seen.coders.as_ref().is_some_and(|seen| !seen.contains(&me)) {
            self.toggle_coder(Some(me));
        }
    }

    /// Shows and counts the codings of these coders; `None` for all.
    pub fn show_coders(&mut self, coders: Option<BTreeSet<UserId>>) {
        self.seen.coders = coders;
        let filter = self.filter();
        if let Some(document) = self.document.as_mut().map(Arc::make_mut) {
            document.set_filter(filter);
        }
        self.ask_counts();
        (self.rooms.tables.stale, self.rooms.passages.stale) = (true, true);
        self.refresh_rooms();
    }
}
