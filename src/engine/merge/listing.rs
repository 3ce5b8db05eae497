//! Lists what a merge does not take from a copy, besides passages and memos that differ.

use super::choice::{ChoiceKind, MergeThing};
use super::coders::has_name;
use super::{ChosenWork, CodingRef, Copied, PlannedChoice, Planner};
use crate::engine::error::Error;
use crate::engine::merge::difference::{DifferenceKind, MergeDifference, MergeItem};
use crate::model::{Coding, CodingId, Guid, NoteTarget, SourceId, UserId};
use crate::store::{Passage, Removal};
use crate::text::TextIndex;
use std::collections::{HashMap, HashSet};

impl Planner<'_> {
    pub(super) fn differs(&mut self, copy: &Copied<'_>, kind: DifferenceKind) {
        self.plan.differences.push(MergeDifference { copy: copy.path.clone(), kind });
    }

    /// Lists the documents that this project does not have, and those whose text differs.
    pub(super) fn documents(&mut self, copy: &Copied<'_>, passages: &[Passage]) {
        let mut counts: HashMap<SourceId, u64> = HashMap::new();
        for passage in passages {
            *counts.entry(passage.coding.source).or_default() += 1;
        }
        for source in &copy.study.sources {
            let kind = match copy.documents.get(&source.id) {
                Some(Some((ours, Some(_)))) => {
                    let ours = self.study.source(*ours).unwrap_or(source);
                    DifferenceKind::CorrectedText { document: ours.name.clone() }
                }
                Some(Some((_, None))) => continue,
                Some(None) | None => {
                    let passages = counts.get(&source.id).copied().unwrap_or(0);
                    DifferenceKind::MissingDocument { document: source.name.clone(), passages }
                }
            };
            self.differs(copy, kind);
        }
    }

    /// Offers the user something listed at this index.
    pub(super) fn may_choose(
        &mut self,
        copy: &Copied<'_>,
        kind: ChoiceKind,
        thing: MergeThing,
        listed: usize,
        work: ChosenWork,
    ) {
        self.plan.choices.push(PlannedChoice { kind, copy: copy.path.clone(), thing, listed, work });
    }

    /// Lists the passages of this project that the copy's journal says were removed there, in documents that the
    /// copy still has.
    pub(super) fn removed(&mut self, copy: &Copied<'_>) -> Result<(), Error> {
        let documents: HashSet<SourceId> = copy.documents.values().flatten().map(|(ours, _)| *ours).collect();
        // A passage that was removed and coded again is there under another guid.
        let existing = |coding: &CodingRef| match coding {
            CodingRef::Here(id) => Some(*id),
            CodingRef::New(_) => None,
        };
        let present: HashSet<CodingId> = copy.codings.values().filter_map(existing).collect();
        let mut found: Vec<(MergeItem, Option<(Guid, CodingId)>)> = Vec::new();
        for in_document in self.codings.chunk_by(|a, b| a.source == b.source) {
            let gone = |id, guid| copy.removed.contains_key(guid) && !present.contains(id);
            let mut lost = in_document.iter().filter(|c| documents.contains(&c.source) && gone(&c.id, &c.guid));
            let Some(first) = lost.next() else { continue };
            let text = self.reads.text(first.source)?;
            let index = TextIndex::new(&text);
            for coding in std::iter::once(first).chain(lost) {
                let coder = self.study.user(coding.user).map(|user| user.name.clone()).unwrap_or_default();
                let is_hidden = self.sight.hides(Some(&coder), Some(coding.source));
                let shown = |quote: &str| if is_hidden { String::new() } else { quote.to_owned() };
                let item = MergeItem {
                    copy: copy.path.clone(),
                    document: self.study.source(coding.source).map(|s| s.name.clone()).unwrap_or_default(),
                    range: coding.range,
                    text: shown(index.slice(&text, coding.range)),
                    code: shown(&self.study.codebook.path(coding.code).to_string()),
                    coder,
                    is_hidden,
                    reason: None,
                };
                found.push((item, self.may_remove(copy, coding).then_some((coding.guid, coding.id))));
            }
        }
        for (item, choice) in found {
            if let Some((guid, id)) = choice {
                let (listed, work) = (self.plan.differences.len(), ChosenWork::RemovePassage(id));
                self.may_choose(copy, ChoiceKind::RemovedPassage, MergeThing::Item(guid), listed, work);
            }
            self.differs(copy, DifferenceKind::RemovedInCopy(item));
        }
        Ok(())
    }

    /// Lists the marks as finished that were withdrawn in the copy and exist here.
    pub(super) fn withdrawn(&mut self, copy: &Copied<'_>) -> Result<(), Error> {
        let mut withdrawn: Vec<_> = copy.reads.withdrawn_marks()?.into_iter().collect();
        withdrawn.sort_by_key(|(mark, _)| *mark);
        let set = self.reads.finished_at()?;
        for ((source, user), removal) in withdrawn {
            let Some(Some((ours, _))) = copy.documents.get(&source) else { continue };
            let coder = self.coder(copy, user);
            let (document, user) = (self.study.source(*ours), self.study.user_named(&coder));
            let Some((document, user)) = document.zip(user) else { continue };
            let Some(&set) = set.get(&(document.id, user.id)) else { continue };
            if removal.at > set {
                let thing = MergeThing::Mark { document: document.guid, coder: coder.clone() };
                let (listed, work) = (self.plan.differences.len(), ChosenWork::WithdrawMark(document.id, user.id));
                self.may_choose(copy, ChoiceKind::WithdrawnMark, thing, listed, work);
            }
            self.differs(copy, DifferenceKind::WithdrawnMark { coder, document: document.name.clone() });
        }
        Ok(())
    }

    /// True if its own coder removed a passage from the copy after the last change here, and no memo is lost with it
    /// that is only here.
    fn may_remove(&self, copy: &Copied<'_>, coding: &Coding) -> bool {
        let Some(removal) = copy.removed.get(&coding.guid) else { return false };
        let mut memos = self.notes.iter().filter(|note| note.target == NoteTarget::Coding(coding.id));
        self.is_own(copy, Some(coding.user), removal)
            && self.changed.get(&coding.guid).is_some_and(|&changed| removal.at > changed)
            && memos.all(|memo| copy.removed_memos.contains_key(&memo.guid))
    }

    /// True if a coder of this project did this removal in the copy.
    pub(super) fn is_own(&self, copy: &Copied<'_>, user: Option<UserId>, removal: &Removal) -> bool {
        let (Some(user), Some(by)) = (user, &removal.by) else { return false };
        if has_name(self.study, &self.former, user, by) {
            return true;
        }
        // The coder may have been renamed in the copy.
        let guid = self.study.user(user).map(|user| user.guid);
        let in_copy = copy.study.users.iter().find(|in_copy| Some(in_copy.guid) == guid);
        in_copy.is_some_and(|in_copy| has_name(copy.study, &copy.former, in_copy.id, by))
    }
}
