//! Plans the memos of a merge: those of a copy that are not here are added to what they are on.

use super::{CodeRef, CodingRef, Copied, MemoRef, PlannedMemo, Planner};
use crate::engine::error::Error;
use crate::engine::merge::difference::{DifferenceKind, MergeMemo};
use crate::model::{AGREED, Note, NoteTarget};

impl Planner<'_> {
    /// Plans the memos of a copy, whose passages have been planned.
    pub(super) fn memos(&mut self, copy: &Copied<'_>) -> Result<(), Error> {
        for note in copy.reads.notes()? {
            let author = note.user.and_then(|id| copy.study.user(id)).filter(|user| user.name != AGREED);
            let coder = author.map(|user| self.coder(copy.study, user.id));
            let Some(on) = copy.reads.target_in_words(note.target)? else { continue };
            let memo = MergeMemo { copy: copy.path.clone(), on, coder, text: note.text.clone() };
            if let Some(text) = self.memo_guids.get(&note.guid) {
                if *text != note.text {
                    self.differs(copy, DifferenceKind::ChangedMemo(memo));
                }
                continue;
            }
            let Some(target) = self.target(copy, &note) else {
                self.differs(copy, DifferenceKind::UnplacedMemo(memo));
                continue;
            };
            self.memo_guids.insert(note.guid, note.text.clone());
            if self.memo_texts.insert((target, note.text)) {
                let guid = note.guid;
                self.plan.memos.push(memo);
                self.plan.planned_memos.push(PlannedMemo { guid, target, created: note.created });
            }
        }
        Ok(())
    }

    /// Returns what a memo of the copy is on in this project, if that is here or will be added.
    fn target(&self, copy: &Copied<'_>, note: &Note) -> Option<MemoRef> {
        let of_code = |code| match code {
            CodeRef::Here(id) => MemoRef::Here(NoteTarget::Code(id)),
            CodeRef::New(place) => MemoRef::NewCode(place),
        };
        match note.target {
            NoteTarget::Project => Some(MemoRef::Here(NoteTarget::Project)),
            NoteTarget::Source(id) => {
                let (source, _) = copy.documents.get(&id)?.as_ref()?;
                Some(MemoRef::Here(NoteTarget::Source(*source)))
            }
            NoteTarget::Case(id) => {
                let case = copy.study.case(id)?;
                let by_guid = self.study.cases.iter().find(|here| here.guid == case.guid);
                let here = by_guid.or_else(|| self.study.case_named(&case.name))?;
                Some(MemoRef::Here(NoteTarget::Case(here.id)))
            }
            NoteTarget::Code(id) => copy.codes.get(&id).copied().map(of_code),
            NoteTarget::Coding(id) => copy.codings.get(&id).map(|coding| match *coding {
                CodingRef::Here(id) => MemoRef::Here(NoteTarget::Coding(id)),
                CodingRef::New(place) => MemoRef::NewCoding(place),
            }),
        }
    }
}
