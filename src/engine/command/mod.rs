//! Commands: everything that changes a project. Each is checked, then written as one transaction.
//!
//! One file a kind of thing: `coding`, `codebook`, `documents`, `participants`; here is the list and what they share.

mod agreed;
mod codebook;
mod coders;
mod coding;
mod consensus;
pub mod documents;
mod going_back;
mod import_table;
mod label;
mod many;
mod memos;
pub(super) mod outcome;
pub mod participants;
mod tables;
mod text;

pub use super::colors::CODE_COLORS;
pub use codebook::{CodeChange, FacetDraft};
pub use consensus::{Consensus, NoConsensus};
pub use outcome::Outcome;
pub use tables::check as check_table;
pub use text::corrected_origin;

use super::disputes::AgreeRule;
use super::import::{ImportPlan, Taking, take};
use super::reread::Reread;
use super::table_import::TablePlan;
use super::template::Template;
use crate::engine::clock::now;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::interchange::codebook::CodebookReading;
use crate::interchange::document::Reading;
use crate::model::{
    CaseId, CharRange, CodeId, CodingId, Decision, DisputeKey, FacetId, NoteId, NoteTarget, OpId, OpKind, Progress,
    SourceId, SpeakerRule, TableDefinition, UserId, VariableId, VariableKind, counted,
};
use crate::store::{OpRecord, Written};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub enum Command {
    /// Takes what an import was planned to take.
    TakeImport {
        plan: Arc<ImportPlan>,
        how: Taking,
    },
    /// Codes a passage with each of the codes. What the coder has marked so already stays as it is.
    Code {
        source: SourceId,
        range: CharRange,
        codes: Vec<CodeId>,
        user: UserId,
    },
    /// The same by a coder of this name, who is added when there is none: both or neither.
    CodeAs {
        name: String,
        source: SourceId,
        range: CharRange,
        codes: Vec<CodeId>,
    },
    /// Adds a code behind its siblings, and codes a passage with it at once when one is given.
    AddCode {
        parent: Option<CodeId>,
        name: String,
        passage: Option<(SourceId, CharRange)>,
        user: Option<UserId>,
    },
    /// Does a command on passages, memos or decisions although they are another coder's; the history names both. Without
    /// it, such a command fails with [`Error::OthersPassages`], [`Error::OthersMemos`], [`Error::OthersMemo`] or
    /// [`Error::OthersDecision`].
    Override(Box<Command>),
    /// Removes coded passages with their memos.
    Remove {
        codings: Vec<CodingId>,
        user: Option<UserId>,
    },
    /// Gives passages another code; where that stands there already the two become one.
    Recode {
        codings: Vec<CodingId>,
        code: CodeId,
        user: Option<UserId>,
    },
    /// Moves the borders of one coded passage.
    MoveEdges {
        coding: CodingId,
        range: CharRange,
        user: Option<UserId>,
    },
    MarkImportant {
        codings: Vec<CodingId>,
        important: bool,
        user: Option<UserId>,
    },
    ChangeCode {
        code: CodeId,
        changes: Vec<CodeChange>,
        user: Option<UserId>,
    },
    /// Puts a code under another (or at the top), before a sibling or behind all.
    MoveCode {
        code: CodeId,
        parent: Option<CodeId>,
        before: Option<CodeId>,
        user: Option<UserId>,
    },
    MergeCodes {
        from: CodeId,
        into: CodeId,
        user: Option<UserId>,
    },
    /// A new code that takes over these passages.
    SplitCode {
        codings: Vec<CodingId>,
        parent: Option<CodeId>,
        name: String,
        user: Option<UserId>,
    },
    /// Removes a code, those below it, and every coding with them.
    RemoveCode {
        code: CodeId,
        user: Option<UserId>,
    },
    SaveFacet {
        draft: FacetDraft,
        user: Option<UserId>,
    },
    RemoveFacet {
        facet: FacetId,
        user: Option<UserId>,
    },
    /// Corrects the text of a document; passages follow their words.
    EditText {
        source: SourceId,
        /// The text that was corrected.
        before: Arc<str>,
        text: String,
        user: Option<UserId>,
    },
    /// Puts what their files give now in the place of the texts of documents; passages follow their words.
    Reread {
        documents: Vec<Arc<Reread>>,
        user: Option<UserId>,
    },
    AddCoder {
        name: String,
    },
    /// Reads a codebook file and adds the codes and facets that are not there yet, by path. Codes that are there stay as
    /// they are.
    ImportCodebook {
        path: PathBuf,
        reading: Reading,
        /// How it is read when it is a table.
        table: CodebookReading,
    },
    /// Says what is a speaker in a document.
    SetSpeakers {
        source: SourceId,
        rule: SpeakerRule,
    },
    RenameDocument {
        source: SourceId,
        name: String,
    },
    /// Removes documents with their texts, passages and memos.
    RemoveDocuments {
        sources: Vec<SourceId>,
    },
    /// Says whose documents these are; `None`: nobody's.
    TieDocuments {
        sources: Vec<SourceId>,
        case: Option<CaseId>,
    },
    /// Says that a coder has worked through documents, or takes it back.
    MarkDone {
        sources: Vec<SourceId>,
        user: UserId,
        done: bool,
    },
    /// Hides from each coder what others coded, in documents that the coder has not declared done; or lifts that.
    SetBlind {
        on: bool,
    },
    DescribeProject {
        name: String,
        description: String,
    },
    AddParticipant {
        name: String,
    },
    RenameParticipant {
        case: CaseId,
        name: String,
    },
    /// Removes participants with their values and memos; documents stay.
    RemoveParticipants {
        cases: Vec<CaseId>,
    },
    /// `None`: not known.
    SetValue {
        case: CaseId,
        variable: VariableId,
        value: Option<String>,
    },
    AddAttribute {
        name: String,
        kind: VariableKind,
    },
    RenameAttribute {
        variable: VariableId,
        name: String,
    },
    /// Refused when a value is not of that kind.
    SetAttributeKind {
        variable: VariableId,
        kind: VariableKind,
    },
    /// Writes what the import of a table was planned to do.
    ImportTable {
        plan: Arc<TablePlan>,
    },
    /// Removes an attribute with its values.
    RemoveAttribute {
        variable: VariableId,
    },
    /// Adds the codes, facets and tables of a template that the project does not have yet.
    UseTemplate {
        template: Template,
    },
    /// Adds one of the project's own tables, or changes the one that is called `replaces`.
    SaveTable {
        replaces: Option<String>,
        definition: TableDefinition,
    },
    RemoveTable {
        name: String,
    },
    Undo {
        steps: u32,
    },
    Redo {
        steps: u32,
    },
    /// Undoes the latest entry unless that changes passages, memos or decisions of coders other than `user`; then it fails
    /// with [`Error::TurnChangesOthers`], which says whose and how many.
    UndoOwn {
        user: Option<UserId>,
    },
    /// Redoes what was undone last, with the same condition.
    RedoOwn {
        user: Option<UserId>,
    },
    /// Codes many passages with each of the codes, as one entry of the history.
    CodeMany {
        passages: Vec<(SourceId, CharRange)>,
        codes: Vec<CodeId>,
        user: UserId,
    },
    /// Writes a memo (`note` is `None`) or changes one; empty words remove it.
    SetMemo {
        note: Option<NoteId>,
        target: NoteTarget,
        text: String,
        user: Option<UserId>,
    },
    RemoveMemo {
        note: NoteId,
        user: Option<UserId>,
    },
    /// Builds the consensus coding from what coders agree on and from the decisions. There is none when that leads to no
    /// passage.
    Agree {
        rule: AgreeRule,
    },
    /// Decides a dispute, in place of an earlier decision on it, and builds the layer anew.
    Settle {
        rule: AgreeRule,
        dispute: DisputeKey,
        decision: Decision,
        reason: String,
    },
    Unsettle {
        rule: AgreeRule,
        dispute: DisputeKey,
    },
    /// Takes the codings of other copies of the project.
    Merge {
        copies: Vec<PathBuf>,
    },
    /// Undoes everything done after the entry, with `including` the entry too.
    UndoTo {
        entry: OpId,
        including: bool,
    },
}

impl Project {
    /// Does a command as `coder` (a name, for the history).
    pub fn execute(&mut self, command: &Command, coder: Option<&str>, progress: &Progress) -> Result<Outcome, Error> {
        self.execute_as(command, coder, false, progress)
    }

    /// `anyway`: passages of other coders may be changed.
    fn execute_as(
        &mut self,
        command: &Command,
        coder: Option<&str>,
        anyway: bool,
        progress: &Progress,
    ) -> Result<Outcome, Error> {
        match command {
            Command::Override(command) => self.execute_as(command, coder, true, progress),
            Command::TakeImport { plan, how } => {
                let (report, changes) = take(self, plan, *how, coder, progress)?;
                let summary = report.summary();
                Ok(Outcome { summary, changes, import: Some(report), ..Outcome::default() })
            }
            Command::Code { source, range, codes, user } => self.code(*source, *range, codes, *user),
            Command::CodeAs { name, source, range, codes } => self.code_as(name, *source, *range, codes),
            Command::AddCode { parent, name, passage, user } => self.add_code(*parent, name, *passage, *user),
            Command::Remove { codings, user } => self.remove(codings, *user, anyway),
            Command::Recode { codings, code, user } => self.recode(codings, *code, *user, anyway),
            Command::MoveEdges { coding, range, user } => self.move_edges(*coding, *range, *user, anyway),
            Command::MarkImportant { codings, important, user } => {
                self.mark_important(codings, *important, *user, anyway)
            }
            Command::ChangeCode { code, changes, user } => self.change_code(*code, changes, *user),
            Command::MoveCode { code, parent, before, user } => self.move_code(*code, *parent, *before, *user),
            Command::MergeCodes { from, into, user } => self.merge_codes(*from, *into, *user),
            Command::SplitCode { codings, parent, name, user } => {
                self.split_code(codings, *parent, name, *user, anyway)
            }
            Command::RemoveCode { code, user } => self.remove_code(*code, *user),
            Command::SaveFacet { draft, user } => self.save_facet(draft, *user),
            Command::RemoveFacet { facet, user } => self.remove_facet(*facet, *user),
            Command::EditText { source, before, text, user } => self.edit_text(*source, before, text, *user),
            Command::Reread { documents, user } => self.reread(documents, *user),
            Command::AddCoder { name } => self.add_coder(name),
            Command::SetSpeakers { source, rule } => self.set_speakers(*source, rule, coder),
            Command::RenameDocument { source, name } => self.rename_document(*source, name, coder),
            Command::RemoveDocuments { sources } => self.remove_documents(sources, coder),
            Command::TieDocuments { sources, case } => self.tie_documents(sources, *case, coder),
            Command::MarkDone { sources, user, done } => self.mark_done(sources, *user, *done),
            Command::SetBlind { on } => self.set_blind(*on, coder),
            Command::DescribeProject { name, description } => self.describe_project(name, description, coder),
            Command::AddParticipant { name } => self.add_participant(name, coder),
            Command::RenameParticipant { case, name } => self.rename_participant(*case, name, coder),
            Command::RemoveParticipants { cases } => self.remove_participants(cases, coder),
            Command::SetValue { case, variable, value } => self.set_value(*case, *variable, value.as_deref(), coder),
            Command::AddAttribute { name, kind } => self.add_attribute(name, *kind, coder),
            Command::RenameAttribute { variable, name } => self.rename_attribute(*variable, name, coder),
            Command::SetAttributeKind { variable, kind } => self.set_attribute_kind(*variable, *kind, coder),
            Command::ImportTable { plan } => self.import_table(plan, coder, progress),
            Command::RemoveAttribute { variable } => self.remove_attribute(*variable, coder),
            Command::UseTemplate { template } => {
                let (done, _) = self.take(
                    &template.dump(),
                    |taken| OpKind::AddTemplate { codes: taken.codes as u64 },
                    coder,
                    progress,
                )?;
                let summary = format!("{} from the template “{}”", counted(done.0.codes as u64, "code"), template.name);
                Ok(Outcome { summary, changes: vec![done.1], ..Outcome::default() })
            }
            Command::ImportCodebook { path, reading, table } => {
                self.import_codebook(path, reading, table, coder, progress)
            }
            Command::SaveTable { replaces, definition } => self.save_table(replaces.as_deref(), definition, coder),
            Command::RemoveTable { name } => self.remove_table(name, coder),
            Command::Undo { steps } => Ok(turned(self.store.undo_steps(*steps, coder, now())?)),
            Command::UndoOwn { user } => {
                self.check_turn(false, *user)?;
                self.execute(&Command::Undo { steps: 1 }, coder, progress)
            }
            Command::RedoOwn { user } => {
                self.check_turn(true, *user)?;
                self.execute(&Command::Redo { steps: 1 }, coder, progress)
            }
            Command::CodeMany { passages, codes, user } => self.code_many(passages, codes, *user, progress),
            Command::SetMemo { note, target, text, user } => self.set_memo(*note, *target, text, *user, anyway),
            Command::RemoveMemo { note, user } => self.remove_memo(*note, *user, anyway),
            Command::Agree { rule } => self.agree(rule, coder),
            Command::Settle { rule, dispute, decision, reason } => {
                self.settle(rule, *dispute, (*decision, reason), coder, anyway)
            }
            Command::Unsettle { rule, dispute } => self.unsettle(rule, *dispute, coder, anyway),
            Command::Merge { copies } => self.merge(copies, coder, progress),
            Command::UndoTo { entry, including } => self.undo_to(*entry, *including, coder, progress),
            Command::Redo { steps } => Ok(turned(self.store.redo_steps(*steps, coder, now())?)),
        }
    }
}

/// Undo or redo of several entries.
fn turned(steps: Vec<Written<OpRecord>>) -> Outcome {
    let changes = steps.iter().map(|step| step.changes.clone()).collect();
    let steps: Vec<String> = steps.into_iter().map(|step| step.summary).collect();
    Outcome { summary: steps.join("; "), changes, steps, ..Outcome::default() }
}
