//! Describes history entries in words.

use super::counts::clauses;
use super::{ConsensusStep, MemoTarget, OpKind, Settled};
use crate::model::plural::{Noun, with_all};
use crate::model::{CONSENSUS, Guid, VariableKind};
use crate::{i18n, tr};

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
        Teller { names, user, is_blind: false }.describe(self)
    }

    /// Describes the entry without the numbers that include the work of other coders, for blind coding.
    #[must_use]
    pub fn describe_blind(&self, user: Option<&str>, names: &dyn Names) -> String {
        Teller { names, user, is_blind: true }.describe(self)
    }
}

struct Teller<'a> {
    names: &'a dyn Names,
    user: Option<&'a str>,
    /// Numbers that include other coders' work are left out.
    is_blind: bool,
}

impl Teller<'_> {
    fn describe(&self, work: &OpKind) -> String {
        use OpKind as Op;
        match work {
            Op::Undo => tr!("entry of the history" => "undo").to_owned(),
            Op::Redo => tr!("entry of the history" => "redo").to_owned(),
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
            | Op::MergeParticipants { .. }
            | Op::RemoveParticipants { .. }
            | Op::SetValue { .. }
            | Op::AddAttribute { .. }
            | Op::RenameAttribute { .. }
            | Op::SetAttributeKind { .. }
            | Op::RemoveAttribute { .. } => self.about_participants(work),
            Op::RenameDocument { .. }
            | Op::SetSpeakers { .. }
            | Op::MapSpeakers { .. }
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
            OpKind::Code { codes, document } => {
                tr!("code {codes} in {document}", codes = self.codes(codes), document = self.document(*document))
            }
            OpKind::CodeMany { codes, passages, documents } => tr!(
                "code {passages} in {documents} with {codes}",
                passages = Noun::Passage.counted(*passages),
                documents = Noun::Document.counted(*documents),
                codes = self.codes(codes)
            ),
            OpKind::RemovePassages { codes, document, passages, coded_by, memos_by } => {
                let by = self.changed_by(&[self.coded_by(coded_by), self.with_memos_by(memos_by)]);
                let codes = self.codes(codes);
                match passages {
                    0 | 1 => {
                        tr!("delete {codes} in {document}{by}", codes, document = self.document(*document), by)
                    }
                    several => tr!("delete {several} passages: {codes}{by}", several, codes, by),
                }
            }
            OpKind::Recode { from, to, passages, coded_by } => {
                let (from, to, by) = (self.codes(from), self.code(*to), self.owners(coded_by));
                match passages {
                    1 => tr!("recode {from} to {to}{by}", from, to, by),
                    several => tr!("recode {from} to {to} ({several} passages){by}", from, to, several, by),
                }
            }
            OpKind::MoveEdges { code, document, coded_by } => tr!(
                "move the edges of {code} in {document}{by}",
                code = self.code(*code),
                document = self.document(*document),
                by = self.owners(coded_by)
            ),
            OpKind::MarkImportant { important, passages, coded_by } => {
                let (passages, by) = (Noun::Passage.counted(*passages), self.owners(coded_by));
                match important {
                    true => tr!("mark {passages} as important{by}", passages, by),
                    false => tr!("mark {passages} as no longer important{by}", passages, by),
                }
            }
            _ => String::new(),
        }
    }

    fn about_codebook(&self, work: &OpKind) -> String {
        match work {
            OpKind::AddCode { code, document: None } => tr!("new code {code}", code = self.code(*code)),
            OpKind::AddCode { code, document: Some(document) } => {
                tr!(
                    "new code {code} on a passage in {document}",
                    code = self.code(*code),
                    document = self.document(*document)
                )
            }
            OpKind::SplitCode { code, passages, coded_by } => tr!(
                "new code {code} takes over {passages}{by}",
                code = self.code(*code),
                passages = Noun::Passage.counted(*passages),
                by = self.owners(coded_by)
            ),
            OpKind::RenameCode { code } => {
                tr!("rename code {from} to {to}", from = self.former_code(*code), to = self.code(*code))
            }
            OpKind::ColorCode { code } => tr!("change the colour of code {code}", code = self.code(*code)),
            OpKind::DefineCode { code } => tr!("change the definition of code {code}", code = self.code(*code)),
            OpKind::SetCodeDimension { code, dimension } => {
                tr!(
                    "change {dimension} of code {code}",
                    dimension = self.name(Thing::Dimension, *dimension),
                    code = self.code(*code)
                )
            }
            OpKind::EditCode { code } => tr!("edit code {code}", code = self.former_code(*code)),
            OpKind::MoveCode { code, parent: None } => {
                tr!("move code {code} to the top level", code = self.code(*code))
            }
            OpKind::MoveCode { code, parent: Some(parent) } => {
                tr!("move code {code} under {parent}", code = self.code(*code), parent = self.code(*parent))
            }
            OpKind::MergeCodes { from, into, .. } if self.is_blind => {
                tr!("merge code {from} into {into}", from = self.former_code(*from), into = self.code(*into))
            }
            OpKind::MergeCodes { from, into, passages } => tr!(
                "merge code {from} into {into}: {passages}",
                from = self.former_code(*from),
                into = self.code(*into),
                passages = Noun::Passage.counted(*passages)
            ),
            OpKind::RemoveCode { code, subcodes, .. } if self.is_blind => match subcodes {
                0 => tr!("delete code {code} with its passages", code = self.former_code(*code)),
                n => tr!(
                    "delete code {code} and {subcodes} with their passages",
                    code = self.former_code(*code),
                    subcodes = Noun::Subcode.counted(*n)
                ),
            },
            OpKind::RemoveCode { code, subcodes, passages } => {
                let (code, passages) = (self.former_code(*code), Noun::Passage.counted(*passages));
                match subcodes {
                    0 => tr!("delete code {code} with {passages}", code, passages),
                    n => tr!(
                        "delete code {code} and {subcodes} with {passages}",
                        code,
                        subcodes = Noun::Subcode.counted(*n),
                        passages
                    ),
                }
            }
            OpKind::AddDimension { dimension } => {
                tr!("new dimension “{dimension}”", dimension = self.name(Thing::Dimension, *dimension))
            }
            OpKind::EditDimension { dimension } => {
                tr!("change dimension “{dimension}”", dimension = self.name(Thing::Dimension, *dimension))
            }
            OpKind::RemoveDimension { dimension, codes } => tr!(
                "delete dimension “{dimension}” from {codes}",
                dimension = self.former(Thing::Dimension, *dimension),
                codes = Noun::Code.counted(*codes)
            ),
            _ => String::new(),
        }
    }

    fn about_participants(&self, work: &OpKind) -> String {
        let attribute = |guid| self.name(Thing::Attribute, guid);
        match work {
            OpKind::AddParticipant { participant } => {
                tr!("new participant {name}", name = self.participant(*participant))
            }
            OpKind::RenameParticipant { participant } => tr!(
                "rename participant {from} to {to}",
                from = self.former(Thing::Participant, *participant),
                to = self.participant(*participant)
            ),
            OpKind::MergeParticipants { from, into } => tr!(
                "make participants {from} and {into} one person",
                from = self.former(Thing::Participant, *from),
                into = self.participant(*into)
            ),
            OpKind::RemoveParticipants { participants, values, memos } => {
                tr!(
                    "delete {what}{with}",
                    what = match participants.as_slice() {
                        [only] => tr!("participant {name}", name = self.former(Thing::Participant, *only)),
                        many => Noun::Participant.counted(many.len() as u64),
                    },
                    with = with_all(&[(*values, Noun::Value), (*memos, Noun::Memo)])
                )
            }
            OpKind::SetValue { participant, attribute: of } => {
                tr!(
                    "set {attribute} of {participant}",
                    attribute = attribute(*of),
                    participant = self.participant(*participant)
                )
            }
            OpKind::AddAttribute { attribute: new } => tr!("new attribute {name}", name = attribute(*new)),
            OpKind::RenameAttribute { attribute: renamed } => {
                tr!(
                    "rename attribute {from} to {to}",
                    from = self.former(Thing::Attribute, *renamed),
                    to = attribute(*renamed)
                )
            }
            OpKind::SetAttributeKind { attribute: of, to } => {
                let kind = VariableKind::parse(to).map_or_else(|| to.clone(), |kind| kind.label().to_owned());
                tr!("set the kind of attribute {attribute} to {kind}", attribute = attribute(*of), kind)
            }
            OpKind::RemoveAttribute { attribute: gone, values } => {
                tr!(
                    "delete attribute {name}{with}",
                    name = self.former(Thing::Attribute, *gone),
                    with = with_all(&[(*values, Noun::Value)])
                )
            }
            _ => String::new(),
        }
    }

    /// `added`: number of new participants.
    fn who_speaks(&self, documents: &[Guid], speakers: u64, added: u64) -> String {
        let (speakers, documents) = (Noun::Speaker.counted(speakers), self.documents(documents, Moment::After));
        match added {
            0 => tr!("state who {speakers} in {documents} are", speakers, documents),
            _ => tr!(
                "state who {speakers} in {documents} are, with {n} new participant"
                    | "state who {speakers} in {documents} are, with {n} new participants" % added,
                speakers,
                documents
            ),
        }
    }

    fn about_documents(&self, work: &OpKind) -> String {
        // Translators: follow “correct the text of …”.
        let changed = |n: u64| (n > 0).then(|| tr!(", {n} passage changed" | ", {n} passages changed" % n));
        let deleted = |n: u64| (n > 0).then(|| tr!(", {n} passage deleted" | ", {n} passages deleted" % n));
        let passages = |n: u64, cut: u64| match self.is_blind {
            true => String::new(),
            false => changed(n).into_iter().chain(deleted(cut)).collect::<String>(),
        };
        match work {
            OpKind::RenameDocument { document } => {
                tr!(
                    "rename document {from} to {to}",
                    from = self.former(Thing::Document, *document),
                    to = self.document(*document)
                )
            }
            OpKind::SetSpeakers { document } => {
                tr!("change the speakers of {document}", document = self.document(*document))
            }
            OpKind::MapSpeakers { documents, speakers, participants } => {
                self.who_speaks(documents, *speakers, *participants)
            }
            OpKind::RemoveDocuments { documents, passages, memos } => {
                let with = [(*passages, Noun::Passage), (*memos, Noun::Memo)];
                tr!(
                    "delete {what}{with}",
                    what = self.documents(documents, Moment::Before),
                    with = with_all(if self.is_blind { &[] } else { &with })
                )
            }
            OpKind::AssignDocuments { documents, participant } => {
                let documents = self.documents(documents, Moment::After);
                match participant.map(|guid| self.participant(guid)) {
                    None => tr!("assign {documents} to no participant", documents),
                    Some(participant) => {
                        tr!("assign {documents} to participant {participant}", documents, participant)
                    }
                }
            }
            OpKind::MarkFinished { documents, coder, finished } => {
                let (documents, coder) = (self.documents(documents, Moment::After), self.coder(*coder));
                match finished {
                    true => tr!("mark {documents} as finished by {coder}", documents, coder),
                    false => tr!("mark {documents} as not finished by {coder}", documents, coder),
                }
            }
            OpKind::CorrectText { document, cut, changed } => tr!(
                "correct the text of {document}{passages}",
                document = self.document(*document),
                passages = passages(*changed, *cut)
            ),
            OpKind::RereadDocuments { documents, cut, changed } => {
                let passages = passages(*changed, *cut);
                match documents.as_slice() {
                    [only] => {
                        tr!("read the file of {document} again{passages}", document = self.document(*only), passages)
                    }
                    many => {
                        tr!("read {files} again{passages}", files = Noun::File.counted(many.len() as u64), passages)
                    }
                }
            }
            OpKind::SetBlind { on: true } => tr!("begin blind coding").to_owned(),
            OpKind::SetBlind { on: false } => tr!("end blind coding").to_owned(),
            OpKind::RenameProject => tr!("rename the project").to_owned(),
            OpKind::DescribeProject => tr!("change the description of the project").to_owned(),
            OpKind::AddCoder { coder } => tr!("new coder {name}", name = self.coder(*coder)),
            OpKind::RenameCoder { coder } => {
                tr!("rename coder {from} to {to}", from = self.former(Thing::Coder, *coder), to = self.coder(*coder))
            }
            _ => String::new(),
        }
    }

    fn about_memos_and_tables(&self, work: &OpKind) -> String {
        match work {
            OpKind::AddMemo { on } => tr!("memo on {target}", target = self.target(*on)),
            OpKind::ChangeMemo { on, written_by } => {
                tr!(
                    "change the memo on {target}{by}",
                    target = self.target(*on),
                    by = self.changed_by(&[self.written_by(written_by)])
                )
            }
            OpKind::RemoveMemo { on, written_by } => {
                tr!(
                    "delete the memo on {target}{by}",
                    target = self.target(*on),
                    by = self.changed_by(&[self.written_by(written_by)])
                )
            }
            OpKind::AddTable { table } => tr!("new table “{table}”", table),
            OpKind::ChangeTable { table } => tr!("change table “{table}”", table),
            OpKind::RenameTable { table, was } => tr!("change table “{was}” to “{table}”", was, table),
            OpKind::RemoveTable { table } => tr!("delete table “{table}”", table),
            _ => String::new(),
        }
    }

    fn about_agreement(&self, work: &OpKind) -> String {
        let place = |code: Guid, document: Guid| {
            tr!("{code} in {document}", code = self.code(code), document = self.document(document))
        };
        match work {
            OpKind::Agree { passages, added, removed } => {
                tr!(
                    "consensus coding of {passages} ({added} new, {removed} deleted)",
                    passages = Noun::Passage.counted(*passages),
                    added,
                    removed
                )
            }
            OpKind::RemoveConsensus => tr!("delete the consensus coding").to_owned(),
            OpKind::Settle { code, document, decision, decided_by, consensus, .. } => {
                let previous = self.coders(decided_by).map(|coders| tr!("previously decided by {coders}", coders));
                tr!(
                    "resolve {place}: {decision}{by}{consensus}",
                    place = place(*code, *document),
                    decision = self.decision(*decision),
                    by = self.changed_by(&[previous]),
                    consensus = with_consensus(*consensus)
                )
            }
            OpKind::Unsettle { code, document, decided_by, consensus, .. } => {
                let decided = self.coders(decided_by).map(|coders| tr!("decided by {coders}", coders));
                tr!(
                    "withdraw the decision on {place}{by}{consensus}",
                    place = place(*code, *document),
                    by = self.changed_by(&[decided]),
                    consensus = with_consensus(*consensus)
                )
            }
            OpKind::Merge { counts, from } if from.files.is_empty() => tr!("merge {counts}", counts),
            OpKind::Merge { counts, from } => tr!("merge {files}: {counts}", files = from.names(), counts),
            _ => String::new(),
        }
    }

    fn about_imports(&self, work: &OpKind) -> String {
        match work {
            OpKind::Create { counts, from } => match counts.new_codes_only() {
                Some(codes) => tr!("create{from}: {codes}", from, codes),
                None => tr!("create {what}{from}", what = counts.described(), from),
            },
            OpKind::Import { counts, from } => match counts.new_codes_only() {
                Some(codes) => tr!("import{from}: {codes}", from, codes),
                None => tr!("import {what}{from}", what = counts.described(), from),
            },
            OpKind::AddTemplate { codes } => tr!("template: {codes}", codes = Noun::NewCode.counted(*codes)),
            OpKind::ImportCodebook { codes, from } => {
                tr!("import codebook{from}: {codes}", from, codes = Noun::NewCode.counted(*codes))
            }
            OpKind::ImportDocuments { documents, participants, from } => {
                let documents = (*documents > 0).then(|| Noun::NewDocument.counted(*documents));
                let parts: Vec<String> = documents.into_iter().chain(participants.parts()).collect();
                tr!("import documents{from}: {counts}", from, counts = i18n::joined(&parts))
            }
            OpKind::ImportParticipants { counts, from } => tr!("import participants{from}: {counts}", from, counts),
            OpKind::ImportSegments { counts, from } => tr!("import segments{from}: {counts}", from, counts),
            OpKind::ImportTranscript { document, speakers, from } => tr!(
                "import transcript{from}: “{document}” with {speakers}",
                from,
                document = self.document(*document),
                speakers = Noun::Speaker.counted(*speakers)
            ),
            _ => String::new(),
        }
    }

    fn find(&self, thing: Thing, guid: Guid, moment: Moment) -> String {
        self.names.name(thing, guid, moment).unwrap_or_else(|| {
            match thing {
                Thing::Coder => tr!("a deleted coder"),
                Thing::Participant => tr!("a deleted participant"),
                Thing::Attribute => tr!("a deleted attribute"),
                Thing::Document => tr!("a deleted document"),
                Thing::Dimension => tr!("a deleted dimension"),
                Thing::Code => tr!("a deleted code"),
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
        tr!("“{words}”", words = self.name(Thing::Code, guid))
    }

    fn former_code(&self, guid: Guid) -> String {
        tr!("“{words}”", words = self.former(Thing::Code, guid))
    }

    fn codes(&self, guids: &[Guid]) -> String {
        i18n::joined(&guids.iter().map(|&guid| self.code(guid)).collect::<Vec<_>>())
    }

    fn document(&self, guid: Guid) -> String {
        self.name(Thing::Document, guid)
    }

    fn participant(&self, guid: Guid) -> String {
        self.name(Thing::Participant, guid)
    }

    fn coder(&self, guid: Guid) -> String {
        let name = self.name(Thing::Coder, guid);
        if name == CONSENSUS { tr!("the consensus coding").to_owned() } else { name }
    }

    /// Returns the name of a single document, or the number of several.
    fn documents(&self, guids: &[Guid], moment: Moment) -> String {
        match guids {
            [only] => tr!("document {name}", name = self.find(Thing::Document, *only, moment)),
            many => Noun::Document.counted(many.len() as u64),
        }
    }

    /// Returns ` (changed by Coder 1, coded by Coder 2)`; empty when the passages are the user's own.
    fn owners(&self, coded_by: &[Guid]) -> String {
        self.changed_by(&[self.coded_by(coded_by)])
    }

    fn coded_by(&self, coders: &[Guid]) -> Option<String> {
        self.coders(coders).map(|coders| tr!("coded by {coders}", coders))
    }

    fn with_memos_by(&self, coders: &[Guid]) -> Option<String> {
        self.coders(coders).map(|coders| tr!("with a memo by {coders}", coders))
    }

    fn written_by(&self, coders: &[Guid]) -> Option<String> {
        self.coders(coders).map(|coders| tr!("written by {coders}", coders))
    }

    /// Lists coders; `None` if there are none.
    fn coders(&self, guids: &[Guid]) -> Option<String> {
        let coders: Vec<String> = guids.iter().map(|&coder| self.coder(coder)).collect();
        (!coders.is_empty()).then(|| i18n::joined(&coders))
    }

    /// Like [`Self::owners`], for several kinds of ownership: `coded by Coder 2`.
    fn changed_by(&self, owners: &[Option<String>]) -> String {
        let mut owners = owners.iter().flatten().cloned().peekable();
        if owners.peek().is_none() {
            return String::new();
        }
        let changed = self.user.map(|user| tr!("changed by {user}", user));
        // Translators: follows the description of a change, e. g. “delete …”.
        tr!("who changed whose work" => " ({people})", people = clauses(changed.into_iter().chain(owners)))
    }

    fn target(&self, target: MemoTarget) -> String {
        match target {
            MemoTarget::Project => tr!("the project").to_owned(),
            MemoTarget::Document { document } => self.document(document),
            MemoTarget::Participant { participant } => self.participant(participant),
            MemoTarget::Code { code } => tr!("code {code}", code = self.code(code)),
            MemoTarget::Passage { document, code } => {
                tr!("a passage with {code} in {document}", code = self.code(code), document = self.document(document))
            }
        }
    }

    fn decision(&self, decision: Settled) -> String {
        match decision {
            Settled::Coder { coder } => tr!("decision" => "as {coder}", coder = self.coder(coder)),
            Settled::Both => tr!("decision" => "the whole passage").to_owned(),
            Settled::Neither => tr!("decision" => "not coded").to_owned(),
            Settled::Recode { code } => tr!("decision" => "code {code} instead", code = self.code(code)),
            Settled::Range { start, end } => {
                tr!("decision" => "on characters {first}–{last}", first = start.saturating_add(1), last = end)
            }
            Settled::Later => tr!("decision" => "later").to_owned(),
        }
    }
}

/// Says that a decision created or removed the consensus coding.
fn with_consensus(step: Option<ConsensusStep>) -> String {
    match step {
        None => String::new(),
        Some(ConsensusStep::Created { passages }) => {
            tr!("; new consensus coding of {n} passage" | "; new consensus coding of {n} passages" % passages)
        }
        Some(ConsensusStep::Removed) => tr!("; delete the consensus coding").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::op::{FileNames, ImportCounts, MergeCounts};

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

    #[test]
    fn entries_are_described_in_the_language_of_the_reader() {
        let (g, one) = (Guid::new(), vec![Guid::new()]);
        let counts = MergeCounts { passages: 12, same: 3, removed: 1, unfinished: 2, ..MergeCounts::default() };
        let cases = [
            (OpKind::Code { codes: vec![g, g], document: g }, "在“B1”中编码为“rent”、“rent”"),
            (
                OpKind::Recode { from: one.clone(), to: g, passages: 3, coded_by: one.clone() },
                "将“rent”重新编码为“rent”（3 个编码片段）（由 Ann 更改，Ben 编码）",
            ),
            (
                OpKind::RemoveCode { code: g, subcodes: 2, passages: 1 },
                "删除编码“rent'”和 2 个子编码，连同 1 个编码片段",
            ),
            (OpKind::SetAttributeKind { attribute: g, to: "yes/no".into() }, "将属性“age”的类型改为是/否"),
            (
                OpKind::AddMemo { on: MemoTarget::Passage { document: g, code: g } },
                "为“B1”中编码为“rent”的片段添加备忘录",
            ),
            (
                OpKind::Settle {
                    code: g,
                    document: g,
                    range: (3, 9),
                    decision: Settled::Neither,
                    decided_by: vec![],
                    consensus: Some(ConsensusStep::Created { passages: 2 }),
                },
                "解决“B1”中的“rent”的分歧：不编码；新建共识编码（2 个编码片段）",
            ),
            (
                OpKind::Merge { counts, from: FileNames::default() },
                "合并 12 个编码片段（3 个已存在，0 个有差异，0 个无法定位），删除 1 个编码片段；2 个文档未由编码者标为已完成",
            ),
            (OpKind::Undo, "撤销"),
        ];
        i18n::within(i18n::Language::Chinese, || {
            for (work, expected) in cases {
                assert_eq!(work.describe(Some("Ann"), &Kinds), expected);
            }
        });
    }
}
