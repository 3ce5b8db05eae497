//! Counts with their nouns.

use crate::{i18n, tr};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    Passage,
    ConsensusPassage,
    Document,
    Turn,
    Character,
    Participant,
    Disagreement,
    Code,
    NewCode,
    Subcode,
    Speaker,
    Coder,
    File,
    Change,
    Memo,
    NewMemo,
    NewDocument,
    OtherDocument,
    Step,
    UndoneStep,
    Spreadsheet,
    Set,
    Query,
    Project,
    Value,
    Row,
    Column,
    Cell,
    Card,
    Entry,
    Remark,
    Decision,
    OverwrittenValue,
    AssignedDocument,
    NewParticipant,
    NewAttribute,
    NewCoder,
    FinishedMark,
    MoreFile,
}

impl Noun {
    /// Returns a count with its noun: `1 passage`, `47 passages`.
    #[must_use]
    pub fn counted(self, count: u64) -> String {
        let n = count;
        match self {
            Self::Passage => tr!("{n} passage" | "{n} passages" % n),
            Self::ConsensusPassage => {
                tr!("{n} passage of the consensus coding" | "{n} passages of the consensus coding" % n)
            }
            Self::Document => tr!("{n} document" | "{n} documents" % n),
            Self::Turn => tr!("{n} turn" | "{n} turns" % n),
            Self::Character => tr!("{n} character" | "{n} characters" % n),
            Self::Participant => tr!("{n} participant" | "{n} participants" % n),
            Self::Disagreement => tr!("{n} disagreement" | "{n} disagreements" % n),
            Self::Code => tr!("{n} code" | "{n} codes" % n),
            Self::NewCode => tr!("{n} new code" | "{n} new codes" % n),
            Self::Subcode => tr!("{n} subcode" | "{n} subcodes" % n),
            Self::Speaker => tr!("{n} speaker" | "{n} speakers" % n),
            Self::Coder => tr!("{n} coder" | "{n} coders" % n),
            Self::File => tr!("{n} file" | "{n} files" % n),
            Self::Change => tr!("{n} change" | "{n} changes" % n),
            Self::Memo => tr!("{n} memo" | "{n} memos" % n),
            Self::NewMemo => tr!("{n} new memo" | "{n} new memos" % n),
            Self::NewDocument => tr!("{n} new document" | "{n} new documents" % n),
            Self::OtherDocument => tr!("{n} other document" | "{n} other documents" % n),
            Self::Step => tr!("{n} step" | "{n} steps" % n),
            Self::UndoneStep => tr!("{n} undone step" | "{n} undone steps" % n),
            Self::Spreadsheet => tr!("{n} spreadsheet" | "{n} spreadsheets" % n),
            Self::Set => tr!("{n} set" | "{n} sets" % n),
            Self::Query => tr!("{n} saved query" | "{n} saved queries" % n),
            Self::Project => tr!("{n} project" | "{n} projects" % n),
            Self::Value => tr!("{n} value" | "{n} values" % n),
            Self::Row => tr!("{n} row" | "{n} rows" % n),
            Self::Column => tr!("{n} column" | "{n} columns" % n),
            Self::Cell => tr!("{n} cell" | "{n} cells" % n),
            Self::Card => tr!("{n} card" | "{n} cards" % n),
            Self::Entry => tr!("{n} entry" | "{n} entries" % n),
            Self::Remark => tr!("{n} remark" | "{n} remarks" % n),
            Self::Decision => tr!("{n} decision" | "{n} decisions" % n),
            Self::OverwrittenValue => tr!("{n} overwritten value" | "{n} overwritten values" % n),
            Self::AssignedDocument => tr!("{n} assigned document" | "{n} assigned documents" % n),
            Self::NewParticipant => tr!("{n} new participant" | "{n} new participants" % n),
            Self::NewAttribute => tr!("{n} new attribute" | "{n} new attributes" % n),
            Self::NewCoder => tr!("{n} new coder" | "{n} new coders" % n),
            Self::FinishedMark => tr!("{n} finished mark" | "{n} finished marks" % n),
            Self::MoreFile => tr!("{n} more file" | "{n} more files" % n),
        }
    }
}

/// Counts passages, those of the consensus coding apart: `3 passages and 1 passage of the consensus coding`.
#[must_use]
pub fn passages_counted(all: u64, of_consensus: u64) -> String {
    match all.saturating_sub(of_consensus) {
        0 if of_consensus > 0 => Noun::ConsensusPassage.counted(of_consensus),
        of_coders if of_consensus > 0 => {
            i18n::and(&[Noun::Passage.counted(of_coders), Noun::ConsensusPassage.counted(of_consensus)])
        }
        of_coders => Noun::Passage.counted(of_coders),
    }
}

/// Lists what belongs to a thing, after its name: ` with 47 passages and 2 memos`; empty when all counts are 0.
#[must_use]
pub fn with_all(counts: &[(u64, Noun)]) -> String {
    let counted: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| noun.counted(*n)).collect();
    if counted.is_empty() {
        return String::new();
    }
    // Translators: follows the name of what is deleted, e. g. “a participant”.
    tr!("what belongs to it" => " with {things}", things = i18n::and(&counted))
}
