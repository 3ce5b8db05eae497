//! Describes what an import or a merge added.

use super::{FileNames, ImportCounts, KeptCounts, MergeCounts, ParticipantCounts, SegmentCounts};
use crate::model::plural::Noun;
use crate::{i18n, tr};

impl ImportCounts {
    /// The new codes, if nothing but memos was added, too.
    pub(super) fn new_codes_only(self) -> Option<String> {
        let memos = (self.memos > 0).then(|| Noun::NewMemo.counted(self.memos));
        (self.documents == 0 && self.passages == 0 && self.sets == 0 && self.codes > 0)
            .then(|| i18n::and(&std::iter::once(Noun::NewCode.counted(self.codes)).chain(memos).collect::<Vec<_>>()))
    }

    /// Documents, passages and sets, each if there are any; memos if there is nothing else. With documents and passages,
    /// their memos go without saying.
    #[must_use]
    pub fn parts(self) -> Vec<String> {
        let of_coders = self.passages - self.consensus.min(self.passages);
        let all = [
            (self.documents, Noun::Document),
            (of_coders, Noun::Passage),
            (self.consensus, Noun::ConsensusPassage),
            (self.sets, Noun::Set),
            (self.queries, Noun::Query),
        ];
        let some: Vec<String> =
            all.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| noun.counted(count)).collect();
        match (some.is_empty(), self.memos) {
            (false, _) => some,
            (true, 0) => vec![],
            (true, memos) => vec![Noun::NewMemo.counted(memos)],
        }
    }

    /// `3 documents and 12 passages`.
    pub(super) fn described(self) -> String {
        let parts = self.parts();
        if parts.is_empty() { Noun::Document.counted(0) } else { i18n::and(&parts) }
    }
}

impl FileNames {
    /// Returns `a.docx, b.docx and 3 more files`.
    pub(super) fn names(&self) -> String {
        let named = i18n::joined(&self.files);
        match self.more_files {
            0 => named,
            n => tr!("{named} and {more}", named, more = Noun::MoreFile.counted(n)),
        }
    }
}

/// ` from a.docx`; empty if no file is named.
impl std::fmt::Display for FileNames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.files.is_empty() {
            return Ok(());
        }
        // Translators: follows “import documents”.
        f.write_str(&tr!("after what was imported" => " from {files}", files = self.names()))
    }
}

impl ParticipantCounts {
    pub(super) fn parts(self) -> impl Iterator<Item = String> {
        [
            (self.participants, Noun::NewParticipant),
            (self.attributes, Noun::NewAttribute),
            (self.values, Noun::Value),
            (self.overwritten, Noun::OverwrittenValue),
            (self.assigned, Noun::AssignedDocument),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| noun.counted(count))
    }
}

/// `2 new participants, 6 values`; empty when all counts are 0.
impl std::fmt::Display for ParticipantCounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&i18n::joined(&self.parts().collect::<Vec<_>>()))
    }
}

/// `12 passages in 3 documents, 1 new code`
impl std::fmt::Display for SegmentCounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // If all passages were already present, only memos and marks are new.
        let marked = |count: u64| tr!("{n} passage marked" | "{n} passages marked" % count);
        let (first, memos, marks) = match (self.passages, self.memos) {
            (0, 0) if self.marks > 0 => (marked(self.marks), 0, 0),
            (0, memos) => (Noun::NewMemo.counted(memos), 0, self.marks),
            (passages, memos) => (Noun::Passage.counted(passages), memos, self.marks),
        };
        let first = tr!("{things} in {documents}", things = first, documents = Noun::Document.counted(self.documents));
        let others = [(self.codes, Noun::NewCode), (self.coders, Noun::NewCoder), (memos, Noun::NewMemo)];
        let others = others.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| noun.counted(count));
        let marked = (marks > 0).then(|| marked(marks));
        let followed = followed(self.consensus);
        f.write_str(&clauses(std::iter::once(first).chain(others).chain(marked).chain(followed)))
    }
}

impl KeptCounts {
    fn parts(self) -> impl Iterator<Item = String> {
        let some = |count: u64| (count > 0).then_some(count);
        [
            some(self.memos).map(|n| tr!("{n} memo kept as here" | "{n} memos kept as here" % n)),
            some(self.removed_passages).map(|n| {
                tr!("{n} passage deleted in the copy kept here" | "{n} passages deleted in the copy kept here" % n)
            }),
            some(self.removed_memos)
                .map(|n| tr!("{n} memo deleted in the copy kept here" | "{n} memos deleted in the copy kept here" % n)),
            some(self.marks).map(|n| {
                tr!("{n} finished mark withdrawn in the copy kept here"
                    | "{n} finished marks withdrawn in the copy kept here" % n)
            }),
            some(self.speakers).map(|n| {
                tr!("{n} speaker kept who differs in the copy" | "{n} speakers kept who differ in the copy" % n)
            }),
            some(self.roles)
                .map(|n| tr!("{n} other role of a speaker not taken" | "{n} other roles of speakers not taken" % n)),
            some(self.accounts).map(|n| {
                tr!("{n} mark of own or others’ experience not taken"
                    | "{n} marks of own or others’ experience not taken" % n)
            }),
            some(self.important)
                .map(|n| tr!("{n} mark of importance not taken" | "{n} marks of importance not taken" % n)),
            some(self.corrected).map(|n| {
                tr!("{n} passage on corrected words left out" | "{n} passages on corrected words left out" % n)
            }),
            some(self.returning_passages).map(|n| {
                tr!("{n} passage deleted here not added again" | "{n} passages deleted here not added again" % n)
            }),
            some(self.returning_memos)
                .map(|n| tr!("{n} memo deleted here not added again" | "{n} memos deleted here not added again" % n)),
        ]
        .into_iter()
        .flatten()
    }
}

/// `12 passages (3 already present, 1 in conflict and kept as here)`
impl std::fmt::Display for MergeCounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { passages, same, conflicts, replaced, unplaced, unfinished, memos, .. } = self;
        let passages = match *passages {
            0 => tr!("no new passages").to_owned(),
            n => Noun::Passage.counted(n),
        };
        let kept = [
            (*same > 0).then(|| tr!("{n} already present" | "{n} already present" % *same)),
            (*conflicts > 0)
                .then(|| tr!("{n} in conflict and kept as here" | "{n} in conflict and kept as here" % *conflicts)),
            (*unplaced > 0).then(|| tr!("{n} not found" | "{n} not found" % *unplaced)),
        ];
        let kept: Vec<String> = kept.into_iter().flatten().collect();
        let first = match kept.is_empty() {
            true => passages,
            false => tr!("{passages} ({kept})", passages, kept = i18n::joined(&kept)),
        };
        let some = |count: u64| (count > 0).then_some(count);
        let others = [
            some(self.corrected)
                .map(|n| tr!("{n} of them placed on corrected words" | "{n} of them placed on corrected words" % n)),
            some(*replaced).map(|n| {
                tr!("{n} passage replaced by a newer version" | "{n} passages replaced by a newer version" % n)
            }),
            some(*memos).map(|n| Noun::NewMemo.counted(n)),
            some(self.memos_replaced).map(|n| {
                tr!("{n} memo replaced by the copy’s version" | "{n} memos replaced by the copy’s version" % n)
            }),
            some(self.memos_joined)
                .map(|n| tr!("{n} memo kept in both versions" | "{n} memos kept in both versions" % n)),
            some(self.marks_withdrawn).map(|n| tr!("{n} finished mark withdrawn" | "{n} finished marks withdrawn" % n)),
            some(self.speakers)
                .map(|n| tr!("{n} speaker assigned as in the copy" | "{n} speakers assigned as in the copy" % n)),
            some(self.roles).map(|n| {
                tr!("{n} role of a speaker taken from the copy" | "{n} roles of speakers taken from the copy" % n)
            }),
            some(self.accounts).map(|n| {
                tr!("{n} passage marked as in the copy as own or others’ experience"
                    | "{n} passages marked as in the copy as own or others’ experience" % n)
            }),
            some(self.important)
                .map(|n| tr!("{n} passage marked as important" | "{n} passages marked as important" % n)),
            followed(self.consensus),
            some(self.removed).map(|n| tr!("{n} passage deleted" | "{n} passages deleted" % n)),
            some(self.memos_removed).map(|n| tr!("{n} memo deleted" | "{n} memos deleted" % n)),
        ];
        let others = others.into_iter().flatten().chain(self.kept.parts());
        let merged = clauses(std::iter::once(first).chain(others));
        f.write_str(&match *unfinished {
            0 => merged,
            n => tr!(
                "{merged}; {n} document not finished by all who coded in it"
                    | "{merged}; {n} documents not finished by all who coded in them" % n,
                merged
            ),
        })
    }
}

/// Says that passages of the consensus coding are marked as those of the coders.
fn followed(passages: u64) -> Option<String> {
    (passages > 0).then(|| {
        tr!("{n} passage of the consensus coding marked accordingly"
            | "{n} passages of the consensus coding marked accordingly" % passages)
    })
}

/// Joins parts of a sentence with commas.
pub(super) fn clauses(parts: impl Iterator<Item = String>) -> String {
    parts.reduce(|before, next| tr!("parts of a sentence" => "{before}, {next}", before, next)).unwrap_or_default()
}
