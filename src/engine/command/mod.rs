//! Commands: everything that changes a project. Each is checked, then written as one transaction.
//!
//! One file a kind of thing: `coding`, `codebook`, `documents`, `participants`; here is the list and what they share.

mod agreed;
mod codebook;
mod coders;
mod coding;
mod consensus;
mod displaced_memos;
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
use super::take::Taken;
use super::template::Template;
use crate::engine::actor::{Actor, By};
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::interchange::codebook::CodebookReading;
use crate::interchange::document::Reading;
use crate::model::{
    CaseId, CharRange, CodeId, CodingId, Decision, DisputeKey, FacetId, NoteId, NoteTarget, OpId, OpKind, Progress,
    SourceId, SpeakerRule, TableDefinition, UserId, VariableId, VariableKind, counted,
};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub enum Command {
    /// Takes what an import was planned to take.
    TakeImport {
        plan: Arc<ImportPlan>,
        how: Taking,
    },
    /// Codes a passage with each of the codes. What the coder has marked so already stays as it is. Whoever has only given
    /// a name becomes a coder of the project.
    Code {
        source: SourceId,
        range: CharRange,
        codes: Vec<CodeId>,
    },
    /// Adds a code behind its siblings, and codes a passage with it at once when one is given.
    AddCode {
        parent: Option<CodeId>,
        name: String,
        passage: Option<(SourceId, CharRange)>,
    },
    /// Does a command on passages, memos or decisions although they are another coder's; the history names both. Without
    /// it, such a command fails with [`Error::OthersPassages`], [`Error::OthersMemos`], [`Error::OthersMemo`] or
    /// [`Error::OthersDecision`].
    Override(Box<Command>),
    /// Removes coded passages with their memos.
    Remove {
        codings: Vec<CodingId>,
    },
    /// Gives passages another code; where that stands there already the two become one.
    Recode {
        codings: Vec<CodingId>,
        code: CodeId,
    },
    /// Moves the borders of one coded passage.
    MoveEdges {
        coding: CodingId,
        range: CharRange,
    },
    MarkImportant {
        codings: Vec<CodingId>,
        important: bool,
    },
    ChangeCode {
        code: CodeId,
        changes: Vec<CodeChange>,
    },
    /// Puts a code under another (or at the top), before a sibling or behind all.
    MoveCode {
        code: CodeId,
        parent: Option<CodeId>,
        before: Option<CodeId>,
    },
    MergeCodes {
        from: CodeId,
        into: CodeId,
    },
    /// A new code that takes over these passages.
    SplitCode {
        codings: Vec<CodingId>,
        parent: Option<CodeId>,
        name: String,
    },
    /// Removes a code, those below it, and every coding with them.
    RemoveCode {
        code: CodeId,
    },
    SaveFacet {
        draft: FacetDraft,
    },
    RemoveFacet {
        facet: FacetId,
    },
    /// Corrects the text of a document; passages follow their words.
    EditText {
        source: SourceId,
        /// The text that was corrected.
        before: Arc<str>,
        text: String,
    },
    /// Puts what their files give now in the place of the texts of documents; passages follow their words.
    Reread {
        documents: Vec<Arc<Reread>>,
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
    /// Undoes the latest entry unless that changes other coders' passages, memos or decisions; then it fails
    /// with [`Error::TurnChangesOthers`], which says whose and how many.
    UndoOwn,
    /// Redoes what was undone last, with the same condition.
    RedoOwn,
    /// Codes many passages with each of the codes, as one entry of the history.
    CodeMany {
        passages: Vec<(SourceId, CharRange)>,
        codes: Vec<CodeId>,
    },
    /// Writes a memo (`note` is `None`) or changes one; empty words remove it.
    SetMemo {
        note: Option<NoteId>,
        target: NoteTarget,
        text: String,
    },
    RemoveMemo {
        note: NoteId,
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
    /// Does a command as this actor.
    ///
    /// # Errors
    /// When it cannot be done; nothing is changed then.
    pub fn execute(&mut self, command: &Command, actor: &Actor, progress: &Progress) -> Result<Outcome, Error> {
        let by = self.by(actor)?;
        self.execute_by(command, &by, progress)
    }

    fn execute_by(&mut self, command: &Command, by: &By, progress: &Progress) -> Result<Outcome, Error> {
        match command {
            Command::Override(command) => self.execute_by(command, &By { anyway: true, ..by.clone() }, progress),
            Command::TakeImport { plan, how } => self.take_import(plan, *how, by, progress),
            Command::Code { source, range, codes } => self.code(*source, *range, codes, by),
            Command::AddCode { parent, name, passage } => self.add_code(*parent, name, *passage, by),
            Command::Remove { codings } => self.remove(codings, by),
            Command::Recode { codings, code } => self.recode(codings, *code, by),
            Command::MoveEdges { coding, range } => self.move_edges(*coding, *range, by),
            Command::MarkImportant { codings, important } => self.mark_important(codings, *important, by),
            Command::ChangeCode { code, changes } => self.change_code(*code, changes, by),
            Command::MoveCode { code, parent, before } => self.move_code(*code, *parent, *before, by),
            Command::MergeCodes { from, into } => self.merge_codes(*from, *into, by),
            Command::SplitCode { codings, parent, name } => self.split_code(codings, *parent, name, by),
            Command::RemoveCode { code } => self.remove_code(*code, by),
            Command::SaveFacet { draft } => self.save_facet(draft, by),
            Command::RemoveFacet { facet } => self.remove_facet(*facet, by),
            Command::EditText { source, before, text } => self.edit_text(*source, before, text, by),
            Command::Reread { documents } => self.reread(documents, by),
            Command::AddCoder { name } => self.add_coder(name),
            Command::SetSpeakers { source, rule } => self.set_speakers(*source, rule, by),
            Command::RenameDocument { source, name } => self.rename_document(*source, name, by),
            Command::RemoveDocuments { sources } => self.remove_documents(sources, by),
            Command::TieDocuments { sources, case } => self.tie_documents(sources, *case, by),
            Command::MarkDone { sources, user, done } => self.mark_done(sources, *user, *done),
            Command::SetBlind { on } => self.set_blind(*on, by),
            Command::DescribeProject { name, description } => self.describe_project(name, description, by),
            Command::AddParticipant { name } => self.add_participant(name, by),
            Command::RenameParticipant { case, name } => self.rename_participant(*case, name, by),
            Command::RemoveParticipants { cases } => self.remove_participants(cases, by),
            Command::SetValue { case, variable, value } => self.set_value(*case, *variable, value.as_deref(), by),
            Command::AddAttribute { name, kind } => self.add_attribute(name, *kind, by),
            Command::RenameAttribute { variable, name } => self.rename_attribute(*variable, name, by),
            Command::SetAttributeKind { variable, kind } => self.set_attribute_kind(*variable, *kind, by),
            Command::ImportTable { plan } => self.import_table(plan, by, progress),
            Command::RemoveAttribute { variable } => self.remove_attribute(*variable, by),
            Command::UseTemplate { template } => self.use_template(template, by, progress),
            Command::ImportCodebook { path, reading, table } => {
                self.import_codebook(path, reading, table, by, progress)
            }
            Command::SaveTable { replaces, definition } => self.save_table(replaces.as_deref(), definition, by),
            Command::RemoveTable { name } => self.remove_table(name, by),
            Command::Undo { steps } => self.turn(false, *steps, by),
            Command::Redo { steps } => self.turn(true, *steps, by),
            Command::UndoOwn => self.turn_own(false, by),
            Command::RedoOwn => self.turn_own(true, by),
            Command::UndoTo { entry, including } => self.undo_to(*entry, *including, by, progress),
            Command::CodeMany { passages, codes } => self.code_many(passages, codes, by, progress),
            Command::SetMemo { note, target, text } => self.set_memo(*note, *target, text, by),
            Command::RemoveMemo { note } => self.remove_memo(*note, by),
            Command::Agree { rule } => self.agree(rule, by),
            Command::Settle { rule, dispute, decision, reason } => self.settle(rule, *dispute, (*decision, reason), by),
            Command::Unsettle { rule, dispute } => self.unsettle(rule, *dispute, by),
            Command::Merge { copies } => self.merge(copies, by, progress),
        }
    }

    fn take_import(
        &mut self,
        plan: &Arc<ImportPlan>,
        how: Taking,
        by: &By,
        progress: &Progress,
    ) -> Result<Outcome, Error> {
        let (report, changes) = take(self, plan, how, by, progress)?;
        let summary = report.summary();
        Ok(Outcome { summary, changes, import: Some(report), ..Outcome::default() })
    }

    fn use_template(&mut self, template: &Template, by: &By, progress: &Progress) -> Result<Outcome, Error> {
        let kind = |taken: &Taken| OpKind::AddTemplate { codes: taken.codes as u64 };
        let ((taken, changes), _) = self.take(&template.dump(), kind, by, progress)?;
        let summary = format!("{} from the template “{}”", counted(taken.codes as u64, "code"), template.name);
        Ok(Outcome { summary, changes: vec![changes], ..Outcome::default() })
    }
}
