//! Describes history entries.

mod agreement;
mod named;
mod speakers;

use super::{AccountKind, OpKind};
use crate::model::plural::{Noun, passages_counted, with_all};
use crate::model::{Guid, VariableKind};
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
    Set,
    Query,
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
            | Op::MarkImportant { .. }
            | Op::SetAccount { .. } => self.about_passages(work),
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
            Op::SetDocumentValue { .. }
            | Op::RenameDocument { .. }
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
            Op::AddMemo { .. } | Op::ChangeMemo { .. } | Op::RemoveMemo { .. } => self.about_memos(work),
            Op::AddSet { .. } | Op::ChangeSet { .. } | Op::RenameSet { .. } | Op::RemoveSet { .. } => {
                self.about_sets(work)
            }
            Op::AddQuery { .. } | Op::ChangeQuery { .. } | Op::RenameQuery { .. } | Op::RemoveQuery { .. } => {
                self.about_queries(work)
            }
            Op::AddTable { .. } | Op::ChangeTable { .. } | Op::RenameTable { .. } | Op::RemoveTable { .. } => {
                about_tables(work)
            }
            Op::Agree { .. } | Op::RemoveConsensus | Op::Settle { .. } | Op::Unsettle { .. } | Op::Merge { .. } => {
                self.about_agreement(work)
            }
            Op::Create { .. }
            | Op::Import { .. }
            | Op::AddTemplate { .. }
            | Op::ImportCodebook { .. }
            | Op::ImportDocuments { .. }
            | Op::ImportParticipants { .. }
            | Op::ImportDocumentAttributes { .. }
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
            OpKind::Recode { from, to, passages, consensus, coded_by } => {
                let (from, to, by) = (self.codes(from), self.code(*to), self.owners(coded_by));
                match (passages, consensus) {
                    (1, 0) => tr!("recode {from} to {to}{by}", from, to, by),
                    _ => {
                        let passages = passages_counted(*passages, *consensus);
                        tr!("recode {from} to {to} ({passages}){by}", from, to, passages, by)
                    }
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
            OpKind::SetAccount { account, about, passages, coded_by } => {
                let (passages, by) = (Noun::Passage.counted(*passages), self.owners(coded_by));
                match (account, about) {
                    (AccountKind::Own, _) => tr!("mark {passages} as own experience{by}", passages, by),
                    (AccountKind::Others, _) => tr!("mark {passages} as about others{by}", passages, by),
                    (AccountKind::About, Some(participant)) => {
                        let name = self.participant(*participant);
                        tr!("mark {passages} as about {name}{by}", passages, name, by)
                    }
                    (AccountKind::About, None) => tr!("mark {passages} as about a named person{by}", passages, by),
                    (AccountKind::NotStated, _) => {
                        tr!("remove the mark of own or others’ experience from {passages}{by}", passages, by)
                    }
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
            OpKind::MergeCodes { from, into, passages, .. } if self.is_blind || *passages == 0 => {
                tr!("merge code {from} into {into}", from = self.former_code(*from), into = self.code(*into))
            }
            OpKind::MergeCodes { from, into, passages, consensus } => tr!(
                "merge code {from} into {into}: {passages}",
                from = self.former_code(*from),
                into = self.code(*into),
                passages = passages_counted(*passages, *consensus)
            ),
            OpKind::RemoveCode { code, subcodes, passages, consensus } => {
                self.removed_code(*code, *subcodes, (*passages, *consensus))
            }
            OpKind::AddDimension { dimension } => {
                tr!("new dimension “{dimension}”", dimension = self.name(Thing::Dimension, *dimension))
            }
            OpKind::EditDimension { dimension } => {
                tr!("change dimension “{dimension}”", dimension = self.name(Thing::Dimension, *dimension))
            }
            OpKind::RemoveDimension { dimension, codes: 0 } => {
                tr!("delete dimension “{dimension}”", dimension = self.former(Thing::Dimension, *dimension))
            }
            OpKind::RemoveDimension { dimension, codes } => tr!(
                "delete dimension “{dimension}” from {codes}",
                dimension = self.former(Thing::Dimension, *dimension),
                codes = Noun::Code.counted(*codes)
            ),
            _ => String::new(),
        }
    }

    /// `passages`: all, and those of the consensus coding.
    fn removed_code(&self, code: Guid, subcodes: u64, passages: (u64, u64)) -> String {
        let code = self.former_code(code);
        let below = Noun::Subcode.counted(subcodes);
        let counted = passages_counted(passages.0, passages.1);
        match (subcodes, passages.0) {
            (0, _) if self.is_blind => tr!("delete code {code} with its passages", code),
            (_, _) if self.is_blind => {
                tr!("delete code {code} and {subcodes} with their passages", code, subcodes = below)
            }
            (0, 0) => tr!("delete code {code}", code),
            (_, 0) => tr!("delete code {code} and {subcodes}", code, subcodes = below),
            (0, _) => tr!("delete code {code} with {passages}", code, passages = counted),
            (_, _) => {
                tr!("delete code {code} and {subcodes} with {passages}", code, subcodes = below, passages = counted)
            }
        }
    }

    fn about_queries(&self, work: &OpKind) -> String {
        match work {
            OpKind::AddQuery { query } => tr!("new query “{query}”", query = self.name(Thing::Query, *query)),
            OpKind::ChangeQuery { query } => tr!("change query “{query}”", query = self.name(Thing::Query, *query)),
            OpKind::RenameQuery { query } => {
                let (from, to) = (self.former(Thing::Query, *query), self.name(Thing::Query, *query));
                tr!("rename query “{from}” to “{to}”", from, to)
            }
            OpKind::RemoveQuery { query } => tr!("delete query “{query}”", query = self.former(Thing::Query, *query)),
            _ => String::new(),
        }
    }

    fn about_sets(&self, work: &OpKind) -> String {
        match work {
            OpKind::AddSet { set } => tr!("new set “{set}”", set = self.name(Thing::Set, *set)),
            OpKind::ChangeSet { set } => tr!("change set “{set}”", set = self.name(Thing::Set, *set)),
            OpKind::RenameSet { set } => {
                tr!(
                    "rename set “{from}” to “{to}”",
                    from = self.former(Thing::Set, *set),
                    to = self.name(Thing::Set, *set)
                )
            }
            OpKind::RemoveSet { set } => tr!("delete set “{set}”", set = self.former(Thing::Set, *set)),
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
            OpKind::SetValue { participant, attribute: of, value } => {
                set_value(attribute(*of), self.participant(*participant), value.as_deref())
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

    fn assign(&self, documents: &[Guid], participant: Option<Guid>) -> String {
        let documents = self.documents(documents, Moment::After);
        match participant.map(|guid| self.participant(guid)) {
            None => tr!("assign {documents} to no participant", documents),
            Some(participant) => tr!("assign {documents} to participant {participant}", documents, participant),
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
            OpKind::SetDocumentValue { documents, attribute, value } => set_value(
                self.name(Thing::Attribute, *attribute),
                self.documents(documents, Moment::After),
                value.as_deref(),
            ),
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
            OpKind::MapSpeakers { .. } => self.map_speakers(work),
            OpKind::RemoveDocuments { documents, passages, memos } => {
                let with = [(*passages, Noun::Passage), (*memos, Noun::Memo)];
                tr!(
                    "delete {what}{with}",
                    what = self.documents(documents, Moment::Before),
                    with = with_all(if self.is_blind { &[] } else { &with })
                )
            }
            OpKind::AssignDocuments { documents, participant, unmapped } => {
                self.assign(documents, *participant) + &unmap(*unmapped)
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

    fn about_memos(&self, work: &OpKind) -> String {
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
            _ => String::new(),
        }
    }

    /// Adds whose passages got memos or marks from an import.
    fn with_passages_of(&self, work: String, coders: &[Guid]) -> String {
        match coders {
            [] => work,
            _ => tr!(
                "{work}; memos or marks added to passages of {coders}",
                work,
                coders = i18n::and(&coders.iter().map(|coder| self.coder(*coder)).collect::<Vec<_>>())
            ),
        }
    }

    fn about_imports(&self, work: &OpKind) -> String {
        match work {
            OpKind::Create { counts, from } => match counts.new_codes_only() {
                Some(codes) => tr!("create{from}: {codes}", from, codes),
                None => tr!("create {what}{from}", what = counts.described(), from),
            },
            OpKind::Import { counts, coded_by, from } => {
                let work = match counts.new_codes_only() {
                    Some(codes) => tr!("import{from}: {codes}", from, codes),
                    None => tr!("import {what}{from}", what = counts.described(), from),
                };
                self.with_passages_of(work, coded_by)
            }
            OpKind::AddTemplate { codes, name } => {
                let codes = Noun::NewCode.counted(*codes);
                match name.as_str() {
                    "" => tr!("add framework: {codes}", codes),
                    name => tr!("add framework “{name}”: {codes}", name, codes),
                }
            }
            OpKind::ImportCodebook { codes, filled, from } => {
                let new = (*codes > 0 || *filled == 0).then(|| Noun::NewCode.counted(*codes));
                let filled = (*filled > 0).then(|| {
                    tr!("values of dimensions added to {n} code" | "values of dimensions added to {n} codes" % *filled)
                });
                let codes = i18n::clauses(&new.into_iter().chain(filled).collect::<Vec<_>>());
                tr!("import codebook{from}: {codes}", from, codes)
            }
            OpKind::ImportDocuments { documents, participants, from } => {
                let documents = (*documents > 0).then(|| Noun::NewDocument.counted(*documents));
                let parts: Vec<String> = documents.into_iter().chain(participants.parts()).collect();
                tr!("import documents{from}: {counts}", from, counts = i18n::joined(&parts))
            }
            OpKind::ImportParticipants { counts, from } => tr!("import participants{from}: {counts}", from, counts),
            OpKind::ImportDocumentAttributes { counts, from } => {
                tr!("import attributes of documents{from}: {counts}", from, counts)
            }
            OpKind::ImportSegments { counts, coded_by, from } => {
                self.with_passages_of(tr!("import segments{from}: {counts}", from, counts), coded_by)
            }
            OpKind::ImportTranscript { document, speakers, from } => tr!(
                "import transcript{from}: “{document}” with {speakers}",
                from,
                document = self.document(*document),
                speakers = Noun::Speaker.counted(*speakers)
            ),
            _ => String::new(),
        }
    }
}

fn about_tables(work: &OpKind) -> String {
    match work {
        OpKind::AddTable { table } => tr!("new table “{table}”", table),
        OpKind::ChangeTable { table } => tr!("change table “{table}”", table),
        OpKind::RenameTable { table, was } => tr!("change table “{was}” to “{table}”", was, table),
        OpKind::RemoveTable { table } => tr!("delete table “{table}”", table),
        _ => String::new(),
    }
}

/// Says that documents belonged to one participant before their speakers were stated.
fn untie(documents: u64) -> String {
    match documents {
        0 => String::new(),
        // Translators: follows “state who 2 speakers in B1 are”.
        n => tr!("; {n} document no longer belongs to one participant"
            | "; {n} documents no longer belong to one participant" % n),
    }
}

/// Says that speakers of documents were participants before the documents were assigned to one.
fn unmap(documents: u64) -> String {
    match documents {
        0 => String::new(),
        // Translators: follows “assign B1 to participant Ana”.
        n => tr!("; the speakers of {n} document are no longer participants"
            | "; the speakers of {n} documents are no longer participants" % n),
    }
}

/// What was done to the value of an attribute.
fn set_value(attribute: String, whose: String, value: Option<&str>) -> String {
    match value {
        Some("") => tr!("delete the value of {attribute} of {whose}", attribute, whose),
        Some(value) => tr!("set {attribute} of {whose} to {value}", attribute, whose, value),
        None => tr!("set {attribute} of {whose}", attribute, whose),
    }
}

#[cfg(test)]
mod tests;
