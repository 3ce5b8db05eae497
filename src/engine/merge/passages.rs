//! Plans the passages of a copy, in the texts of this project.

use super::choice::{ChoiceKind, MergeThing};
use super::difference::{DifferenceKind, MergeItem, MergeReason};
use super::{ChosenWork, CodeRef, CodingRef, Copied, Incoming, Place, PlannedChoice, PlannedVersion, Planner};
use crate::engine::error::Error;
use crate::model::{CharRange, Guid, SourceId};
use crate::store::Passage;
use crate::text::{Edits, TextIndex};

/// A text whose passages are read.
struct Text {
    text: String,
    index: TextIndex,
}

impl Text {
    fn new(text: String) -> Self {
        Self { index: TextIndex::new(&text), text }
    }

    fn slice(&self, range: CharRange) -> &str {
        self.index.slice(&self.text, range)
    }
}

impl Planner<'_> {
    /// Plans the passages of a copy, in the order of its documents.
    pub(super) fn passages(&mut self, copy: &mut Copied<'_>, passages: &[Passage]) -> Result<(), Error> {
        for in_document in passages.chunk_by(|a, b| a.coding.source == b.coding.source) {
            let Some(first) = in_document.first() else { continue };
            let there = Text::new(copy.reads.text(first.coding.source)?);
            let here = match copy.documents.get(&first.coding.source) {
                Some(Some((source, Some(_)))) => Some(Text::new(self.reads.text(*source)?)),
                _ => None,
            };
            for passage in in_document {
                if let Some(known) = self.passage(copy, passage, &there, here.as_ref()) {
                    copy.codings.insert(passage.coding.id, known);
                }
            }
        }
        Ok(())
    }

    /// Plans a passage of a copy and returns what it is in this project, if it is or will be there. `here` is the text of
    /// this project, if it differs.
    fn passage(
        &mut self,
        copy: &Copied<'_>,
        passage: &Passage,
        there: &Text,
        here: Option<&Text>,
    ) -> Option<CodingRef> {
        let coding = &passage.coding;
        let coder = self.coder(copy, coding.user);
        let placed = copy.documents.get(&coding.source).and_then(|matched| Some(matched.as_ref()?.0));
        let is_hidden = self.sight.hides(Some(&coder), placed);
        let shown = |quote: &str| if is_hidden { String::new() } else { quote.to_owned() };
        let item = |reason: Option<MergeReason>| MergeItem {
            copy: copy.path.clone(),
            document: copy.study.source(coding.source).map(|s| s.name.clone()).unwrap_or_default(),
            range: coding.range,
            text: shown(there.slice(coding.range)),
            code: shown(&copy.study.codebook.path(coding.code).to_string()),
            coder: coder.clone(),
            is_hidden,
            reason,
        };
        let Some(Some((source, edits))) = copy.documents.get(&coding.source) else {
            self.plan.unplaced.push(item(Some(MergeReason::NoDocument)));
            return None;
        };
        let by_guid = self.guids.get(&coding.guid).cloned();
        let code = copy.codes.get(&coding.code).copied();
        let is_corrected = edits.as_ref().is_some_and(|edits| edits.changes(coding.range));
        // A passage of this project followed the correction of its text.
        let is_same = |(document, _, known, by): &Place| document == source && code == Some(*known) && *by == coder;
        if let Some((_, known)) = by_guid.as_ref().filter(|(place, _)| is_corrected && is_same(place)) {
            return Some(self.is_here(*known));
        }
        let (Some(range), Some(code)) = (place_here(edits.as_ref(), coding.range), code) else {
            let document = self.document_name(*source);
            self.plan.unplaced.push(item(Some(MergeReason::OtherWords { document })));
            return None;
        };
        let place: Place = (*source, range, code, coder.clone());
        let reason_here = edits.as_ref().map(|_| MergeReason::Moved { to: range });
        let planned = self.places.get(&place).or(by_guid.as_ref().map(|(_, known)| known)).copied();
        if let Some(known) = planned.filter(|_| !is_corrected && !self.removed.contains_key(&coding.guid))
            && self.is_choice(known)
        {
            return Some(self.settle(known, passage, place, item(reason_here)));
        }
        if let Some(&known) = self.places.get(&place) {
            self.is_here(known);
            self.compare_marks(copy, passage, known, &item);
            return Some(known);
        }
        if let Some((ours, known)) = by_guid {
            let reason = self.conflict(copy, coding.guid, &ours);
            let is_newer = matches!(reason, MergeReason::Conflict { changed_in_copy: true, .. });
            if let Some(version) = PlannedVersion::new(self.study, known, &ours, &place).filter(|_| is_newer) {
                let listed = self.plan.conflicts.len();
                let work = ChosenWork::Replace(version);
                self.may_choose(copy, ChoiceKind::NewerPassage, MergeThing::Item(coding.guid), listed, work);
            }
            self.plan.conflicts.push(item(Some(reason)));
            self.compare_marks(copy, passage, known, &item);
            return Some(known);
        }
        let words = here.filter(|_| is_corrected).map(|here| shown(here.slice(range)));
        let reason = match words {
            Some(words) => Some(MergeReason::Corrected { document: self.document_name(*source), to: range, words }),
            None => reason_here,
        };
        let thing = MergeThing::Item(coding.guid);
        if self.removed.contains_key(&coding.guid) {
            self.differs(copy, DifferenceKind::RemovedHere(item(None)));
            self.may_choose(copy, ChoiceKind::ReturningPassage, thing, self.plan.added.len(), ChosenWork::Add);
        } else if is_corrected {
            self.may_choose(copy, ChoiceKind::CorrectedPassage, thing, self.plan.added.len(), ChosenWork::Add);
        }
        Some(self.add(passage, place, item(reason)))
    }

    fn document_name(&self, source: SourceId) -> String {
        self.study.source(source).map(|source| source.name.clone()).unwrap_or_default()
    }

    /// Counts a passage of a copy that this project has or that comes from another copy.
    fn is_here(&mut self, known: CodingRef) -> CodingRef {
        match known {
            CodingRef::Here(_) => self.plan.same_here += 1,
            CodingRef::New(place) => self.plan.same_added.push(place),
        }
        known
    }

    /// True if a planned passage can be left out because its words were corrected.
    fn is_choice(&self, known: CodingRef) -> bool {
        let is_it = |choice: &PlannedChoice| {
            choice.kind == ChoiceKind::CorrectedPassage && known == CodingRef::New(choice.listed)
        };
        self.plan.choices.iter().any(is_it)
    }

    /// Plans to add a passage of a copy at a place of this project.
    fn add(&mut self, passage: &Passage, place: Place, item: MergeItem) -> CodingRef {
        self.plan.added.push(item);
        self.plan.incoming.push(incoming(passage, &place));
        let known = CodingRef::New(self.plan.incoming.len() - 1);
        self.guids.insert(passage.coding.guid, (place.clone(), known));
        self.places.insert(place, known);
        known
    }

    /// Puts a passage from a copy with the words here in place of one that was planned on corrected words. It is certain,
    /// so that there is nothing to choose any more.
    fn settle(&mut self, known: CodingRef, passage: &Passage, place: Place, item: MergeItem) -> CodingRef {
        let CodingRef::New(at) = known else { return known };
        if let (Some(added), Some(planned)) = (self.plan.added.get_mut(at), self.plan.incoming.get_mut(at)) {
            self.places.remove(&(planned.source, planned.range, planned.code, planned.coder.clone()));
            (*added, *planned) = (item, incoming(passage, &place));
        }
        self.plan.choices.retain(|choice| choice.kind != ChoiceKind::CorrectedPassage || choice.listed != at);
        self.plan.same_added.push(at);
        self.guids.insert(passage.coding.guid, (place.clone(), known));
        self.places.insert(place, known);
        known
    }

    fn conflict(&self, copy: &Copied<'_>, guid: Guid, ours: &Place) -> MergeReason {
        let code = match ours.2 {
            CodeRef::Here(id) => self.study.codebook.path(id).to_string(),
            CodeRef::New(place) => self.plan.codes.get(place).cloned().unwrap_or_default(),
        };
        let times = copy.changed.get(&guid).zip(self.changed.get(&guid));
        let changed_in_copy = times.is_some_and(|(in_copy, in_project)| in_copy > in_project);
        MergeReason::Conflict { code, range: ours.1, coder: ours.3.clone(), changed_in_copy }
    }
}

fn incoming(passage: &Passage, (source, range, code, coder): &Place) -> Incoming {
    Incoming {
        guid: passage.coding.guid,
        source: *source,
        range: *range,
        code: *code,
        coder: coder.clone(),
        created: passage.coding.created,
        important: passage.important,
        account: passage.account.clone(),
    }
}

/// Returns where a passage of a copy is in this project's text: where a correction of the copy's text would move it. `None` if
/// none of its words are left, or if they are a part of a longer replaced part: then nothing tells which of the new words
/// are meant.
fn place_here(edits: Option<&Edits>, range: CharRange) -> Option<CharRange> {
    let Some(edits) = edits else { return Some(range) };
    edits.map(range).filter(|_| !edits.replaces_around(range))
}
