//! Lists what a merge does not take from a copy, besides passages and memos that differ.

use super::{CodingRef, Copied, Planner};
use crate::engine::error::Error;
use crate::engine::merge::difference::{DifferenceKind, MergeDifference, MergeItem};
use crate::model::{CodingId, SourceId};
use crate::store::Passage;
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
                Some(Some((here, Some(_)))) => {
                    let here = self.study.source(*here).unwrap_or(source);
                    DifferenceKind::CorrectedText { document: here.name.clone() }
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

    /// Lists the passages of this project that the copy's journal says were removed there, in documents that the
    /// copy still has.
    pub(super) fn removed(&mut self, copy: &Copied<'_>) -> Result<(), Error> {
        let removed = copy.reads.removed_codings()?;
        let documents: HashSet<SourceId> = copy.documents.values().flatten().map(|(here, _)| *here).collect();
        // A passage that was removed and coded again is there under another guid.
        let here = |coding: &CodingRef| match coding {
            CodingRef::Here(id) => Some(*id),
            CodingRef::New(_) => None,
        };
        let present: HashSet<CodingId> = copy.codings.values().filter_map(here).collect();
        let mut found: Vec<DifferenceKind> = Vec::new();
        for in_document in self.codings.chunk_by(|a, b| a.source == b.source) {
            let gone = |id, guid| removed.contains(guid) && !present.contains(id);
            let mut lost = in_document.iter().filter(|c| documents.contains(&c.source) && gone(&c.id, &c.guid));
            let Some(first) = lost.next() else { continue };
            let text = self.reads.text(first.source)?;
            let index = TextIndex::new(&text);
            for coding in std::iter::once(first).chain(lost) {
                found.push(DifferenceKind::RemovedInCopy(MergeItem {
                    copy: copy.path.clone(),
                    document: self.study.source(coding.source).map(|s| s.name.clone()).unwrap_or_default(),
                    range: coding.range,
                    words: index.slice(&text, coding.range).to_owned(),
                    code: self.study.codebook.path(coding.code).to_string(),
                    coder: self.study.user(coding.user).map(|user| user.name.clone()).unwrap_or_default(),
                    reason: None,
                }));
            }
        }
        for kind in found {
            self.differs(copy, kind);
        }
        Ok(())
    }
}
