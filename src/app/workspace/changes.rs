//! Applies the changes of a command to what the window has in memory: counts and the open document are patched,
//! everything else is requested again.

use super::{Marks, Workspace, passage};
use crate::analysis;
use crate::engine::{Changes, Error, Query};
use crate::model::{CodeId, CodingId, Fact, ParticipantId, RowKind, SourceId, Study, UserId};
use crate::store;
use std::collections::HashMap;
use std::sync::Arc;

impl Workspace {
    /// Reads everything again after another program has changed the project.
    pub fn catch_up(&mut self) {
        self.link.keeping.is_outdated = false;
        self.take_changes(&Changes { study: true, documents: true, notes: true, codings: None });
        self.link.ask_undo_redo();
    }

    pub(super) fn take_changes(&mut self, changes: &Changes) {
        if changes.study {
            self.study_pending.ask(&mut self.link, Query::Study);
        }
        match &changes.codings {
            // During blind coding, others' passages may have to be hidden, which only the readers know.
            Some(list) if !self.is_blind() => {
                if !self.counts.unsure {
                    self.count(&list.removed, false);
                    self.count(&list.added, true);
                }
                if self.counts.pending.is_waiting() || self.counts.unsure {
                    self.ask_counts();
                } else if changes.study || changes.documents || !list.removed.is_empty() || !list.added.is_empty() {
                    self.ask_branches();
                }
                self.patch_document(&list.removed, &list.added);
                self.rooms.documents.patch(&list.removed, &list.added);
                // An answer on its way may have been read before this change, and would revert it.
                if self.target.pending.is_waiting() {
                    self.ask_document();
                }
            }
            _ => {
                self.ask_counts();
                self.ask_document();
                self.rooms.documents.stale = true;
            }
        }
        if changes.notes || changes.documents {
            self.ask_document();
        }
        self.rooms_changed(changes);
    }

    /// True when a query was about something removed since; what shows it is requested again with the change. If
    /// the study still lists it, the error has another reason and is reported.
    pub(super) fn is_about_removed(&self, error: &Error) -> bool {
        if let Error::Analysis(error) = error {
            return self.is_named_no_more(error);
        }
        let Error::Store(store::Error::Missing { what, id }) = error else { return false };
        // A change that the window has not received yet may have removed it.
        if self.study_pending.is_waiting() || self.link.is_saving() {
            return true;
        }
        let Some(study) = self.study.as_deref() else { return false };
        match what {
            RowKind::Document => study.source(SourceId(*id)).is_none(),
            RowKind::Code => study.codebook.get(CodeId(*id)).is_none(),
            RowKind::Coder => study.user(UserId(*id)).is_none(),
            RowKind::Participant => study.participant(ParticipantId(*id)).is_none(),
            RowKind::Attribute => {
                study.variables.iter().chain(&study.document_variables).all(|variable| variable.id.row != *id)
            }
            RowKind::Dimension => study.codebook.dimensions.iter().all(|dimension| dimension.id.0 != *id),
            // The study does not list these, and queries are only about visible ones.
            RowKind::Passage | RowKind::Memo => true,
            RowKind::Set => study.sets.iter().all(|set| set.id.0 != *id),
            RowKind::Query => study.queries.iter().all(|query| query.id.0 != *id),
            RowKind::Project | RowKind::Value | RowKind::Table | RowKind::Entry => false,
        }
    }

    /// As [`Self::is_about_removed`], for what tables call by name.
    fn is_named_no_more(&self, error: &analysis::Error) -> bool {
        use analysis::Error as E;
        let is_missing = |is_there: &dyn Fn(&Study) -> bool| {
            let is_changing = self.study_pending.is_waiting() || self.link.is_saving();
            is_changing || self.study.as_deref().is_some_and(|study| !is_there(study))
        };
        match error {
            E::UnknownTable { name, .. } => is_missing(&|study| study.tables.iter().any(|table| table.name == *name)),
            E::UnknownAttribute { of, name, .. } => is_missing(&|study| study.attribute_named(*of, name).is_some()),
            E::UnknownDimension { name, .. } => {
                is_missing(&|study| study.codebook.dimensions.iter().any(|dimension| dimension.name == *name))
            }
            E::UnknownValue { .. }
            | E::MissingDimension { .. }
            | E::MissingValue { .. }
            | E::MissingAttribute { .. }
            | E::NoNumbers { .. }
            | E::MissingRow { .. }
            | E::NoRows { .. }
            | E::RowsNeverMeet { .. }
            | E::TooLarge { .. } => false,
        }
    }

    fn count(&mut self, facts: &[Fact], added: bool) {
        let seen = self.seen_coders();
        for fact in facts {
            if seen.is_empty() || seen.contains(&fact.user) {
                let count = self.counts.by_code.entry(fact.code).or_default();
                *count = if added { *count + 1 } else { count.saturating_sub(1) };
            }
        }
    }

    fn patch_document(&mut self, removed: &[Fact], added: &[Fact]) {
        let Some(document) = self.document.as_mut().map(Arc::make_mut) else { return };
        let source = document.id;
        let known = |id: CodingId| removed.iter().any(|gone| gone.coding == id);
        // A passage that was restored, or whose coding is the same as before, has changed in something outside the
        // coding: its memo, its importance or whose experience it is about.
        let beyond = added.iter().any(|fact| fact.source == source && removed.contains(fact));
        let mut kept: HashMap<CodingId, Marks> = HashMap::new();
        for fact in added.iter().filter(|f| known(f.coding)) {
            kept.extend(document.passage(fact.coding).map(|p| {
                let (memos, important, account) = (p.memos.clone(), p.important, p.account.clone());
                (p.coding, Marks { memos, important, account })
            }));
        }
        let gone: Vec<CodingId> = removed.iter().filter(|f| f.source == source).map(|f| f.coding).collect();
        let in_document = added.iter().filter(|f| f.source == source);
        let new = in_document.map(|fact| passage(fact, kept.remove(&fact.coding).unwrap_or_default()));
        document.change(&gone, new.collect());
        if beyond {
            self.ask_document();
        }
    }
}
