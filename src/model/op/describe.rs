//! Describes history entries in words.

use super::{
    ConsensusStep, FileNames, ImportCounts, MemoTarget, MergeCounts, OpKind, ParticipantCounts, SegmentCounts, Settled,
};
use crate::model::plural::{Noun, counted, with_all};
use crate::model::{AGREED, CharRange, Guid};

/// A kind of thing with a guid and a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Thing {
    Coder,
    Participant,
    Attribute,
    Document,
    Dimension,
    Code,
}

/// Before or after the changes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Before,
    After,
}

/// Looks up the names that things had at the time of a history entry.
pub trait Names {
    /// Returns `None` when the guid is unknown.
    fn name(&self, thing: Thing, guid: Guid, moment: Moment) -> Option<String>;
}

impl OpKind {
    /// Describes the entry as a phrase without a full stop. `user` is the name of the person who made it, if known. For
    /// undo and redo this is only `undo` or `redo`; the caller adds the description of the entry concerned.
    #[must_use]
    pub fn describe(&self, user: Option<&str>, names: &dyn Names) -> String {
        Teller { names, user }.describe(self)
    }
}

struct Teller<'a> {
    names: &'a dyn Names,
    user: Option<&'a str>,
}

impl Teller<'_> {
    fn describe(&self, work: &OpKind) -> String {
        use OpKind as Op;
        match work {
            Op::Undo => "undo".to_owned(),
            Op::Redo => "redo".to_owned(),
            Op::Code { .. }
            | Op::CodeMany { .. }
            | Op::RemovePassages { .. }
            | Op::Recode { .. }
            | Op::MoveEdges { .. }
            | Op::MarkImportant { .. } => self.about_passages(work),
            Op::AddCode { .. }
            | Op::SplitCode { .. }
            | Op::RenameCode { .. }
            | Op::ColorCode { .. }
            | Op::DefineCode { .. }
            | Op::SetCodeDimension { .. }
            | Op::EditCode { .. }
            | Op::MoveCode { .. }
            | Op::MergeCodes { .. }
            | Op::RemoveCode { .. }
            | Op::AddDimension { .. }
            | Op::EditDimension { .. }
            | Op::RemoveDimension { .. } => self.about_codebook(work),
            Op::AddParticipant { .. }
            | Op::RenameParticipant { .. }
            | Op::RemoveParticipants { .. }
            | Op::SetValue { .. }
            | Op::AddAttribute { .. }
            | Op::RenameAttribute { .. }
            | Op::SetAttributeKind { .. }
            | Op::RemoveAttribute { .. } => self.about_participants(work),
            Op::RenameDocument { .. }
            | Op::SetSpeakers { .. }
            | Op::RemoveDocuments { .. }
            | Op::AssignDocuments { .. }
            | Op::MarkFinished { .. }
            | Op::CorrectText { .. }
            | Op::RereadDocuments { .. }
            | Op::SetBlind { .. }
            | Op::RenameProject
            | Op::DescribeProject
            | Op::RenameCoder { .. }
            | Op::AddCoder { .. } => self.about_documents(work),
            Op::AddMemo { .. }
            | Op::ChangeMemo { .. }
            | Op::RemoveMemo { .. }
            | Op::AddTable { .. }
            | Op::ChangeTable { .. }
            | Op::RenameTable { .. }
            | Op::RemoveTable { .. } => self.about_memos_and_tables(work),
            Op::Agree { .. } | Op::RemoveConsensus | Op::Settle { .. } | Op::Unsettle { .. } | Op::Merge { .. } => {
                self.about_agreement(work)
            }
            Op::Create { .. }
            | Op::Import { .. }
            | Op::AddTemplate { .. }
            | Op::ImportCodebook { .. }
            | Op::ImportDocuments { .. }
            | Op::ImportParticipants { .. }
            | Op::ImportSegments { .. }
            | Op::ImportTranscript { .. } => self.about_imports(work),
        }
    }

    fn about_passages(&self, work: &OpKind) -> String {
        match work {
            OpKind::Code { codes, document } => format!("code {} in {}", self.codes(codes), self.document(*document)),
            OpKind::CodeMany { codes, passages, documents } => format!(
                "code {} in {} with {}",
                Noun::Passage.counted(*passages),
                counted(*documents, "document"),
                self.codes(codes)
            ),
            OpKind::RemovePassages { codes, document, passages, coded_by, memos_by } => {
                let by = self.changed_by(&[("coded by", coded_by), ("with a memo by", memos_by)]);
                match passages {
                    0 | 1 => format!("delete {} in {}{by}", self.codes(codes), self.document(*document)),
                    several => format!("delete {several} passages: {}{by}", self.codes(codes)),
                }
            }
            OpKind::Recode { from, to, passages, coded_by } => {
                let number = if *passages == 1 { String::new() } else { format!(" ({passages} passages)") };
                format!("recode {} to {}{number}{}", self.codes(from), self.code(*to), self.owners(coded_by))
            }
            OpKind::MoveEdges { code, document, coded_by } => format!(
                "move the edges of {} in {}{}",
                self.code(*code),
                self.document(*document),
                self.owners(coded_by)
            ),
            OpKind::MarkImportant { important, passages, coded_by } => {
                let state = if *important { "important" } else { "no longer important" };
                format!("mark {} as {state}{}", Noun::Passage.counted(*passages), self.owners(coded_by))
            }
            _ => String::new(),
        }
    }

    fn about_codebook(&self, work: &OpKind) -> String {
        match work {
            OpKind::AddCode { code, document: None } => format!("new code {}", self.code(*code)),
            OpKind::AddCode { code, document: Some(document) } => {
                format!("new code {} on a passage in {}", self.code(*code), self.document(*document))
            }
            OpKind::SplitCode { code, passages, coded_by } => format!(
                "new code {} takes over {}{}",
                self.code(*code),
                Noun::Passage.counted(*passages),
                self.owners(coded_by)
            ),
            OpKind::RenameCode { code } => {
                format!("rename code {} to {}", self.former_code(*code), self.code(*code))
            }
            OpKind::ColorCode { code } => format!("change the colour of code {}", self.code(*code)),
            OpKind::DefineCode { code } => format!("change the definition of code {}", self.code(*code)),
            OpKind::SetCodeDimension { code, dimension } => {
                format!("change {} of code {}", self.name(Thing::Dimension, *dimension), self.code(*code))
            }
            OpKind::EditCode { code } => format!("edit code {}", self.former_code(*code)),
            OpKind::MoveCode { code, parent: None } => format!("move code {} to the top level", self.code(*code)),
            OpKind::MoveCode { code, parent: Some(parent) } => {
                format!("move code {} under {}", self.code(*code), self.code(*parent))
            }
            OpKind::MergeCodes { from, into, passages } => format!(
                "merge code {} into {}: {}",
                self.former_code(*from),
                self.code(*into),
                Noun::Passage.counted(*passages)
            ),
            OpKind::RemoveCode { code, subcodes, passages } => {
                let below =
                    if *subcodes == 0 { String::new() } else { format!(" and {}", counted(*subcodes, "subcode")) };
                format!("delete code {}{below} with {}", self.former_code(*code), Noun::Passage.counted(*passages))
            }
            OpKind::AddDimension { dimension } => {
                format!("new dimension “{}”", self.name(Thing::Dimension, *dimension))
            }
            OpKind::EditDimension { dimension } => {
                format!("change dimension “{}”", self.name(Thing::Dimension, *dimension))
            }
            OpKind::RemoveDimension { dimension, codes } => format!(
                "delete dimension “{}” from {}",
                self.former(Thing::Dimension, *dimension),
                counted(*codes, "code")
            ),
            _ => String::new(),
        }
    }

    fn about_participants(&self, work: &OpKind) -> String {
        let attribute = |guid| self.name(Thing::Attribute, guid);
        match work {
            OpKind::AddParticipant { participant } => format!("new participant {}", self.participant(*participant)),
            OpKind::RenameParticipant { participant } => format!(
                "rename participant {} to {}",
                self.former(Thing::Participant, *participant),
                self.participant(*participant)
            ),
            OpKind::RemoveParticipants { participants, values, memos } => {
                let what = self.one_or_many(Thing::Participant, participants, "participant", Moment::Before);
                format!("delete {what}{}", with_all(&[(*values, Noun::Value), (*memos, Noun::Memo)]))
            }
            OpKind::SetValue { participant, attribute: of } => {
                format!("set {} of {}", attribute(*of), self.participant(*participant))
            }
            OpKind::AddAttribute { attribute: new } => format!("new attribute {}", attribute(*new)),
            OpKind::RenameAttribute { attribute: renamed } => {
                format!("rename attribute {} to {}", self.former(Thing::Attribute, *renamed), attribute(*renamed))
            }
            OpKind::SetAttributeKind { attribute: of, to } => {
                format!("set the kind of attribute {} to {to}", attribute(*of))
            }
            OpKind::RemoveAttribute { attribute: gone, values } => {
                format!(
                    "delete attribute {}{}",
                    self.former(Thing::Attribute, *gone),
                    with_all(&[(*values, Noun::Value)])
                )
            }
            _ => String::new(),
        }
    }

    fn about_documents(&self, work: &OpKind) -> String {
        let several = |documents: &[Guid], moment| self.one_or_many(Thing::Document, documents, "document", moment);
        let passages = |changed: u64, cut: u64| {
            let parts = [(changed, "changed"), (cut, "deleted")].into_iter().filter(|(count, _)| *count > 0);
            parts.map(|(count, fate)| format!(", {} {fate}", counted(count, "passage"))).collect::<String>()
        };
        match work {
            OpKind::RenameDocument { document } => {
                format!("rename document {} to {}", self.former(Thing::Document, *document), self.document(*document))
            }
            OpKind::SetSpeakers { document } => format!("change the speakers of {}", self.document(*document)),
            OpKind::RemoveDocuments { documents, passages, memos } => format!(
                "delete {}{}",
                several(documents, Moment::Before),
                with_all(&[(*passages, Noun::Passage), (*memos, Noun::Memo)])
            ),
            OpKind::AssignDocuments { documents, participant } => {
                let whose = participant.map_or_else(
                    || "to no participant".to_owned(),
                    |participant| format!("to participant {}", self.participant(participant)),
                );
                format!("assign {} {whose}", several(documents, Moment::After))
            }
            OpKind::MarkFinished { documents, coder, finished } => {
                let state = if *finished { "finished" } else { "not finished" };
                format!("mark {} as {state} by {}", several(documents, Moment::After), self.coder(*coder))
            }
            OpKind::CorrectText { document, cut, changed } => {
                format!("correct the text of {}{}", self.document(*document), passages(*changed, *cut))
            }
            OpKind::RereadDocuments { documents, cut, changed } => {
                let what = match documents.as_slice() {
                    [only] => format!("the file of {}", self.document(*only)),
                    many => counted(many.len() as u64, "file"),
                };
                format!("read {what} again{}", passages(*changed, *cut))
            }
            OpKind::SetBlind { on: true } => "begin blind coding".to_owned(),
            OpKind::SetBlind { on: false } => "end blind coding".to_owned(),
            OpKind::RenameProject => "rename the project".to_owned(),
            OpKind::DescribeProject => "change the description of the project".to_owned(),
            OpKind::AddCoder { coder } => format!("new coder {}", self.coder(*coder)),
            OpKind::RenameCoder { coder } => {
                format!("rename coder {} to {}", self.former(Thing::Coder, *coder), self.coder(*coder))
            }
            _ => String::new(),
        }
    }

    fn about_memos_and_tables(&self, work: &OpKind) -> String {
        match work {
            OpKind::AddMemo { on } => format!("memo on {}", self.target(*on)),
            OpKind::ChangeMemo { on, written_by } => {
                format!("change the memo on {}{}", self.target(*on), self.changed_by(&[("written by", written_by)]))
            }
            OpKind::RemoveMemo { on, written_by } => {
                format!("delete the memo on {}{}", self.target(*on), self.changed_by(&[("written by", written_by)]))
            }
            OpKind::AddTable { table } => format!("new table “{table}”"),
            OpKind::ChangeTable { table } => format!("change table “{table}”"),
            OpKind::RenameTable { table, was } => format!("change table “{was}” to “{table}”"),
            OpKind::RemoveTable { table } => format!("delete table “{table}”"),
            _ => String::new(),
        }
    }

    fn about_agreement(&self, work: &OpKind) -> String {
        let place = |code: Guid, document: Guid| format!("{} in {}", self.code(code), self.document(document));
        match work {
            OpKind::Agree { passages, added, removed } => {
                format!("consensus coding of {} ({added} new, {removed} deleted)", Noun::Passage.counted(*passages))
            }
            OpKind::RemoveConsensus => "delete the consensus coding".to_owned(),
            OpKind::Settle { code, document, decision, decided_by, consensus, .. } => {
                let by = self.changed_by(&[("previously decided by", decided_by)]);
                let (place, decision) = (place(*code, *document), self.decision(*decision));
                format!("resolve {place}: {decision}{by}{}", with_consensus(*consensus))
            }
            OpKind::Unsettle { code, document, decided_by, consensus, .. } => {
                let by = self.changed_by(&[("decided by", decided_by)]);
                format!("withdraw the decision on {}{by}{}", place(*code, *document), with_consensus(*consensus))
            }
            OpKind::Merge { counts, from } if from.files.is_empty() => format!("merge {counts}"),
            OpKind::Merge { counts, from } => format!("merge {}: {counts}", from.names()),
            _ => String::new(),
        }
    }

    fn about_imports(&self, work: &OpKind) -> String {
        match work {
            OpKind::Create { counts, from } => counts.describe("create", from),
            OpKind::Import { counts, from } => counts.describe("import", from),
            OpKind::AddTemplate { codes } => format!("template: {}", counted(*codes, "new code")),
            OpKind::ImportCodebook { codes, from } => format!("import codebook{from}: {}", counted(*codes, "new code")),
            OpKind::ImportDocuments { documents, participants, from } => {
                let documents = (*documents > 0).then(|| counted(*documents, "new document"));
                let parts: Vec<String> = documents.into_iter().chain(participants.parts()).collect();
                format!("import documents{from}: {}", parts.join(", "))
            }
            OpKind::ImportParticipants { counts, from } => format!("import participants{from}: {counts}"),
            OpKind::ImportSegments { counts, from } => format!("import segments{from}: {counts}"),
            OpKind::ImportTranscript { document, speakers, from } => {
                let speakers = counted(*speakers, "speaker");
                format!("import transcript{from}: “{}” with {speakers}", self.document(*document))
            }
            _ => String::new(),
        }
    }

    fn find(&self, thing: Thing, guid: Guid, moment: Moment) -> String {
        self.names.name(thing, guid, moment).unwrap_or_else(|| {
            match thing {
                Thing::Coder => "a deleted coder",
                Thing::Participant => "a deleted participant",
                Thing::Attribute => "a deleted attribute",
                Thing::Document => "a deleted document",
                Thing::Dimension => "a deleted dimension",
                Thing::Code => "a deleted code",
            }
            .to_owned()
        })
    }

    fn name(&self, thing: Thing, guid: Guid) -> String {
        self.find(thing, guid, Moment::After)
    }

    fn former(&self, thing: Thing, guid: Guid) -> String {
        self.find(thing, guid, Moment::Before)
    }

    fn code(&self, guid: Guid) -> String {
        format!("“{}”", self.name(Thing::Code, guid))
    }

    fn former_code(&self, guid: Guid) -> String {
        format!("“{}”", self.former(Thing::Code, guid))
    }

    fn codes(&self, guids: &[Guid]) -> String {
        guids.iter().map(|&guid| self.code(guid)).collect::<Vec<_>>().join(", ")
    }

    fn document(&self, guid: Guid) -> String {
        self.name(Thing::Document, guid)
    }

    fn participant(&self, guid: Guid) -> String {
        self.name(Thing::Participant, guid)
    }

    fn coder(&self, guid: Guid) -> String {
        let name = self.name(Thing::Coder, guid);
        if name == AGREED { "the consensus coding".to_owned() } else { name }
    }

    /// Returns the name of a single thing, or the number of several.
    fn one_or_many(&self, thing: Thing, guids: &[Guid], noun: &str, moment: Moment) -> String {
        match guids {
            [only] => format!("{noun} {}", self.find(thing, *only, moment)),
            many => counted(many.len() as u64, noun),
        }
    }

    /// Returns ` (changed by Coder 1, coded by Coder 2)`; empty when the passages are the user's own.
    fn owners(&self, coded_by: &[Guid]) -> String {
        self.changed_by(&[("coded by", coded_by)])
    }

    /// Like [`Self::owners`], for several kinds of ownership.
    fn changed_by(&self, owners: &[(&str, &[Guid])]) -> String {
        let named = |(how, coders): &(&str, &[Guid])| {
            let coders: Vec<String> = coders.iter().map(|&coder| self.coder(coder)).collect();
            (!coders.is_empty()).then(|| format!("{how} {}", coders.join(", ")))
        };
        let owners: Vec<String> = owners.iter().filter_map(named).collect();
        if owners.is_empty() {
            return String::new();
        }
        let changed = self.user.map_or_else(String::new, |user| format!("changed by {user}, "));
        format!(" ({changed}{})", owners.join(", "))
    }

    fn target(&self, target: MemoTarget) -> String {
        match target {
            MemoTarget::Project => "the project".to_owned(),
            MemoTarget::Document { document } => self.document(document),
            MemoTarget::Participant { participant } => self.participant(participant),
            MemoTarget::Code { code } => format!("code {}", self.code(code)),
            MemoTarget::Passage { document, code } => {
                format!("a passage with {} in {}", self.code(code), self.document(document))
            }
        }
    }

    fn decision(&self, decision: Settled) -> String {
        match decision {
            Settled::Coder { coder } => format!("as {}", self.coder(coder)),
            Settled::Both => "the whole passage".to_owned(),
            Settled::Neither => "not coded".to_owned(),
            Settled::Recode { code } => format!("code {} instead", self.code(code)),
            Settled::Range { start, end } => format!("on {}", CharRange::new(start, end)),
            Settled::Later => "later".to_owned(),
        }
    }
}

/// Says that a decision created or removed the consensus coding.
fn with_consensus(step: Option<ConsensusStep>) -> String {
    match step {
        None => String::new(),
        Some(ConsensusStep::Created { passages }) => {
            format!("; new consensus coding of {}", counted(passages, "passage"))
        }
        Some(ConsensusStep::Removed) => "; delete the consensus coding".to_owned(),
    }
}

impl ImportCounts {
    fn describe(self, verb: &str, from: &FileNames) -> String {
        let documents = counted(self.documents, "document");
        match (self.documents, self.passages, self.codes) {
            (0, 0, codes) if codes > 0 => format!("{verb}{from}: {}", counted(codes, "new code")),
            (_, 0, _) => format!("{verb} {documents}{from}"),
            (_, passages, _) => format!("{verb} {documents} and {}{from}", counted(passages, "passage")),
        }
    }
}

impl FileNames {
    /// Returns `a.docx, b.docx and 3 more files`.
    fn names(&self) -> String {
        let named = self.files.join(", ");
        match self.more_files {
            0 => named,
            more => format!("{named} and {}", counted(more, "more file")),
        }
    }
}

/// ` from a.docx`; empty if no file is named.
impl std::fmt::Display for FileNames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.files.is_empty() { Ok(()) } else { write!(f, " from {}", self.names()) }
    }
}

impl ParticipantCounts {
    fn parts(self) -> impl Iterator<Item = String> {
        [
            (self.participants, "new participant"),
            (self.attributes, "new attribute"),
            (self.values, "value"),
            (self.overwritten, "overwritten value"),
            (self.assigned, "assigned document"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
    }
}

/// `2 new participants, 6 values`; empty when all counts are 0.
impl std::fmt::Display for ParticipantCounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.parts().collect::<Vec<_>>().join(", "))
    }
}

/// `12 passages in 3 documents, 1 new code`
impl std::fmt::Display for SegmentCounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // If all passages were already present, only memos are new.
        let (first, memos) = match self.passages {
            0 => (counted(self.memos, "new memo"), 0),
            passages => (counted(passages, "passage"), self.memos),
        };
        write!(f, "{first} in {}", counted(self.documents, "document"))?;
        for (count, what) in [(self.codes, "new code"), (self.coders, "new coder"), (memos, "new memo")] {
            if count > 0 {
                write!(f, ", {}", counted(count, what))?;
            }
        }
        Ok(())
    }
}

/// `12 passages (3 already present, 1 in conflict, 0 not found)`
impl std::fmt::Display for MergeCounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { passages, same, conflicts, replaced, unplaced, unfinished, memos, .. } = self;
        let passages = Noun::Passage.counted(*passages);
        write!(f, "{passages} ({same} already present, {conflicts} in conflict, {unplaced} not found)")?;
        if *replaced > 0 {
            write!(f, ", {} replaced by a newer version", counted(*replaced, "passage"))?;
        }
        if *memos > 0 {
            write!(f, ", {}", counted(*memos, "new memo"))?;
        }
        for (count, noun, what) in [
            (self.memos_replaced, "memo", "replaced by the copy’s version"),
            (self.memos_joined, "memo", "kept in both versions"),
            (self.removed, "passage", "deleted"),
            (self.memos_removed, "memo", "deleted"),
            (self.marks_withdrawn, "finished mark", "withdrawn"),
        ] {
            if count > 0 {
                write!(f, ", {} {what}", counted(count, noun))?;
            }
        }
        match unfinished {
            0 => Ok(()),
            n => write!(f, "; {} not finished by the coder", counted(*n, "document")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names every thing after its kind; the name before the entry has a prime.
    struct Kinds;

    impl Names for Kinds {
        fn name(&self, thing: Thing, _: Guid, moment: Moment) -> Option<String> {
            let name = match thing {
                Thing::Coder => "Ben",
                Thing::Participant => "A",
                Thing::Attribute => "age",
                Thing::Document => "B1",
                Thing::Dimension => return None,
                Thing::Code => "rent",
            };
            Some(if moment == Moment::Before { format!("{name}'") } else { name.to_owned() })
        }
    }

    #[test]
    fn a_merge_counts_memos_unless_its_entry_is_older() {
        let older = r#"{"passages":1,"same":2,"conflicts":0,"unplaced":3,"unfinished":0}"#;
        let mut work = OpKind::from_parts("merge", older).unwrap();
        let sentence = "merge 1 passage (2 already present, 0 in conflict, 3 not found)";
        assert_eq!(work.describe(None, &Kinds), sentence);
        if let OpKind::Merge { counts, from } = &mut work {
            counts.memos = 2;
            *from = FileNames::of(["/a/b.pullquote", "c"].map(std::path::Path::new));
        }
        let counts = sentence.trim_start_matches("merge");
        assert_eq!(work.describe(None, &Kinds), format!("merge b.pullquote, c:{counts}, 2 new memos"));
    }

    #[test]
    fn every_kind_has_a_sentence_with_the_names_of_its_time() {
        let (g, one) = (Guid::new(), vec![Guid::new()]);
        let cases = [
            (OpKind::Code { codes: vec![g, g], document: g }, "code “rent”, “rent” in B1"),
            (
                OpKind::Recode { from: one.clone(), to: g, passages: 3, coded_by: one.clone() },
                "recode “rent” to “rent” (3 passages) (changed by Ann, coded by Ben)",
            ),
            (
                OpKind::RemovePassages {
                    codes: one.clone(),
                    document: g,
                    passages: 1,
                    coded_by: vec![],
                    memos_by: one.clone(),
                },
                "delete “rent” in B1 (changed by Ann, with a memo by Ben)",
            ),
            (
                OpKind::RemoveMemo { on: MemoTarget::Code { code: g }, written_by: one.clone() },
                "delete the memo on code “rent” (changed by Ann, written by Ben)",
            ),
            (OpKind::RenameCode { code: g }, "rename code “rent'” to “rent”"),
            (
                OpKind::RemoveCode { code: g, subcodes: 2, passages: 1 },
                "delete code “rent'” and 2 subcodes with 1 passage",
            ),
            (OpKind::RemoveDimension { dimension: g, codes: 2 }, "delete dimension “a deleted dimension” from 2 codes"),
            (
                OpKind::RemoveParticipants { participants: one.clone(), values: 3, memos: 1 },
                "delete participant A' with 3 values and 1 memo",
            ),
            (
                OpKind::AssignDocuments { documents: vec![g, g], participant: None },
                "assign 2 documents to no participant",
            ),
            (
                OpKind::AddMemo { on: MemoTarget::Passage { document: g, code: g } },
                "memo on a passage with “rent” in B1",
            ),
            (
                OpKind::Settle {
                    code: g,
                    document: g,
                    range: (3, 9),
                    decision: Settled::Coder { coder: g },
                    decided_by: vec![],
                    consensus: Some(ConsensusStep::Created { passages: 2 }),
                },
                "resolve “rent” in B1: as Ben; new consensus coding of 2 passages",
            ),
            (
                OpKind::Import {
                    counts: ImportCounts { documents: 1, passages: 2, codes: 3 },
                    from: FileNames { files: vec!["A.docx".into()], more_files: 1 },
                },
                "import 1 document and 2 passages from A.docx and 1 more file",
            ),
            (
                OpKind::CorrectText { document: g, cut: 1, changed: 2 },
                "correct the text of B1, 2 passages changed, 1 passage deleted",
            ),
            (
                OpKind::RereadDocuments { documents: one.clone(), cut: 0, changed: 1 },
                "read the file of B1 again, 1 passage changed",
            ),
            (OpKind::Redo, "redo"),
        ];
        for (work, expected) in cases {
            assert_eq!(work.describe(Some("Ann"), &Kinds), expected);
        }
    }
}
