//! Commands: everything that changes a project. Each is checked, then written as one transaction.
//!
//! Each kind of thing has its own file (`coding`, `codebook`, `documents`, `participants`); this one has the list
//! of commands and what they share.

mod accounts;
pub mod attributes;
mod build_consensus;
mod codebook;
mod coders;
mod coding;
mod consensus;
mod displaced_memos;
pub mod documents;
mod import_table;
mod label;
mod many;
mod memos;
mod merge;
mod new_path;
pub(super) mod outcome;
mod participants;
mod queries;
mod reopened;
mod sets;
mod speakers;
mod steps;
mod tables;
mod text;

pub use super::colors::{HUES, typed_color};
pub use codebook::{CodeChange, DimensionDraft};
pub use consensus::{Consensus, ConsensusChange, NoConsensus};
pub use outcome::{Lapse, Lapsed, Outcome, SideEffect};
pub use tables::check as check_table;

use super::disagreements::AgreeRule;
use super::import::{ImportOptions, ImportPlan, take};
use super::load::Loaded;
use super::merge::MergeChoice;
use super::reread::Reread;
use super::table_import::TablePlan;
use super::template::Template;
use crate::analysis::query::PassageQuery;
use crate::engine::actor::{Actor, By};
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::interchange::codebook::CodebookReading;
use crate::interchange::document::Reading;
use crate::model::{
    Account, CharRange, CodeId, CodingId, Decision, Described, DimensionId, Direction, DisagreementKey, NoteId,
    NoteTarget, Noun, OpId, OpKind, ParticipantId, Progress, QueryId, SetDefinition, SetId, SourceId, SpeakerEntry,
    SpeakerRule, TableDefinition, UserId, VariableId, VariableKind,
};
use crate::tr;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub enum Command {
    /// Imports what was planned.
    TakeImport {
        plan: Arc<ImportPlan>,
        how: ImportOptions,
    },
    /// Codes a passage with each of the codes. Existing codings of the coder stay unchanged. An actor who is not a
    /// coder yet becomes one.
    Code {
        source: SourceId,
        range: CharRange,
        codes: Vec<CodeId>,
    },
    /// Adds a code after its siblings, and codes a passage with it if one is given. With the name `A > B`, B is added
    /// below A, which is added, too, if it does not exist.
    AddCode {
        parent: Option<CodeId>,
        name: String,
        passage: Option<(SourceId, CharRange)>,
    },
    /// Carries out a command on another coder's passages, memos or decisions; the history names both coders.
    /// Otherwise, such a command fails with [`Error::OthersPassages`], [`Error::OthersMemos`],
    /// [`Error::OthersMemo`] or [`Error::OthersDecision`]. Also settles a disagreement by a decision that contradicts
    /// earlier ones ([`Error::ContradictsDecisions`]); these are withdrawn.
    Override(Box<Command>),
    /// Removes coded passages with their memos.
    Remove {
        codings: Vec<CodingId>,
    },
    /// Gives passages another code; a passage that already has it becomes one with the existing one.
    Recode {
        codings: Vec<CodingId>,
        code: CodeId,
    },
    /// Moves the edges of one coded passage.
    MoveEdges {
        coding: CodingId,
        range: CharRange,
    },
    /// Makes one passage of those that overlap and have one code by one coder, with the memos of all. The first one
    /// decides which code; others are left alone.
    JoinPassages {
        codings: Vec<CodingId>,
    },
    MarkImportant {
        codings: Vec<CodingId>,
        important: bool,
    },
    /// States whose experience passages are about; `None`: this is not stated.
    SetAccount {
        codings: Vec<CodingId>,
        account: Option<Account>,
    },
    ChangeCode {
        code: CodeId,
        changes: Vec<CodeChange>,
    },
    /// Moves a code under another (or to the top level), before a sibling or to the end.
    MoveCode {
        code: CodeId,
        parent: Option<CodeId>,
        before: Option<CodeId>,
    },
    MergeCodes {
        from: CodeId,
        into: CodeId,
    },
    /// Adds a code that takes over these passages.
    SplitCode {
        codings: Vec<CodingId>,
        parent: Option<CodeId>,
        name: String,
    },
    /// Removes a code and its subcodes with all their codings.
    RemoveCode {
        code: CodeId,
    },
    SaveDimension {
        draft: DimensionDraft,
    },
    RemoveDimension {
        dimension: DimensionId,
    },
    /// Corrects the text of a document; passages stay on their words.
    EditText {
        source: SourceId,
        /// The text before the correction.
        before: Arc<str>,
        text: String,
    },
    /// Replaces the texts of documents by what their files contain now; passages stay on their words.
    Reread {
        documents: Vec<Arc<Reread>>,
    },
    AddCoder {
        name: String,
    },
    RenameCoder {
        user: UserId,
        name: String,
    },
    /// Reads a codebook file and adds the codes and dimensions that the project does not have yet, by path. Existing
    /// codes stay unchanged.
    ImportCodebook {
        path: PathBuf,
        reading: Reading,
        /// How to read the file if it is a table.
        table: CodebookReading,
    },
    /// Defines what counts as a speaker in a document.
    SetSpeakers {
        source: SourceId,
        rule: SpeakerRule,
    },
    /// States which participants speak in documents, and deletes those of `deleted` who are in no document afterwards.
    MapSpeakers {
        entries: Vec<SpeakerEntry>,
        deleted: Vec<ParticipantId>,
    },
    /// Makes one participant of two who are the same person.
    MergeParticipants {
        from: ParticipantId,
        into: ParticipantId,
    },
    RenameDocument {
        source: SourceId,
        name: String,
    },
    /// Removes documents with their texts, passages and memos.
    RemoveDocuments {
        sources: Vec<SourceId>,
    },
    /// Assigns documents to a participant, or to none.
    TieDocuments {
        sources: Vec<SourceId>,
        participant: Option<ParticipantId>,
    },
    /// Marks documents as finished by a coder, or as unfinished.
    MarkDone {
        sources: Vec<SourceId>,
        user: UserId,
        done: bool,
    },
    /// Turns blind coding on or off: whether coders see others' codings in documents that they have not finished.
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
        participant: ParticipantId,
        name: String,
    },
    /// Removes participants with their values and memos; documents stay.
    RemoveParticipants {
        participants: Vec<ParticipantId>,
    },
    /// `None`: not known.
    SetValue {
        participant: ParticipantId,
        variable: VariableId,
        value: Option<String>,
    },
    /// Gives documents a value; `None`: not known.
    SetDocumentValue {
        sources: Vec<SourceId>,
        variable: VariableId,
        value: Option<String>,
    },
    AddAttribute {
        of: Described,
        name: String,
        kind: VariableKind,
    },
    RenameAttribute {
        variable: VariableId,
        name: String,
    },
    /// Fails when a value is not of this kind.
    SetAttributeKind {
        variable: VariableId,
        kind: VariableKind,
    },
    /// Imports a table as planned.
    ImportTable {
        plan: Arc<TablePlan>,
    },
    /// Removes an attribute with its values.
    RemoveAttribute {
        variable: VariableId,
    },
    /// Adds the codes, dimensions and tables of a template that the project does not have yet.
    UseTemplate {
        template: Template,
    },
    /// Adds one of the project's own tables, or replaces the one named `replaces`.
    SaveTable {
        replaces: Option<String>,
        definition: TableDefinition,
    },
    RemoveTable {
        name: String,
    },
    /// Adds a set (`set` is `None`), or changes one.
    SaveSet {
        set: Option<SetId>,
        name: String,
        definition: SetDefinition,
    },
    RemoveSet {
        set: SetId,
    },
    /// Saves a query under a name (`saved` is `None`), or changes one.
    SaveQuery {
        saved: Option<QueryId>,
        name: String,
        query: PassageQuery,
        memo: String,
    },
    RemoveQuery {
        saved: QueryId,
    },
    Undo {
        steps: u32,
    },
    Redo {
        steps: u32,
    },
    /// Undoes the latest entry, or redoes the one undone last, whoever made it, unless that changes other coders'
    /// passages, memos or decisions; then it fails with [`Error::ChangesOthers`], which reports whose they are and
    /// how many.
    StepUnlessOthers(Direction),
    /// Undoes or redoes this entry, even if that changes the work of other coders. Fails with [`Error::AnotherEntryIsNext`] if another
    /// entry would be undone or redone next.
    StepConfirmed {
        direction: Direction,
        entry: OpId,
    },
    /// Does an undone entry of the history again, also after other work, if it still fits the project. If that
    /// changes other coders' work, it fails with [`Error::ChangesOthers`] unless it is given through
    /// [`Command::Override`].
    DoAgain {
        entry: OpId,
    },
    /// Codes many passages with each of the codes, as one entry of the history.
    CodeMany {
        passages: Vec<(SourceId, CharRange)>,
        codes: Vec<CodeId>,
        /// A code that is added for them: below which one, and its name.
        new: Option<(Option<CodeId>, String)>,
    },
    /// Adds a memo (`note` is `None`) or changes one; an empty text removes it.
    SetMemo {
        note: Option<NoteId>,
        target: NoteTarget,
        text: String,
    },
    RemoveMemo {
        note: NoteId,
    },
    /// Builds the consensus coding from the coders' agreement and the decisions. If it would have no passages,
    /// there is none.
    Agree {
        rule: AgreeRule,
    },
    /// Settles a disagreement, replacing an earlier decision on it, and rebuilds the consensus coding.
    Settle {
        rule: AgreeRule,
        disagreement: DisagreementKey,
        decision: Decision,
        reason: String,
    },
    Unsettle {
        rule: AgreeRule,
        disagreement: DisagreementKey,
    },
    /// Adds the codings of other copies of the project.
    Merge {
        copies: Vec<PathBuf>,
        /// What changes or removes something of this project, or brings back what was removed from it.
        take: Vec<MergeChoice>,
    },
    /// Undoes everything after the entry, and the entry itself if `including` is set.
    UndoTo {
        entry: OpId,
        including: bool,
    },
}

impl Command {
    /// True for a command that changes decisions without asking which of two holds.
    fn may_bring_contradictions(&self) -> bool {
        match self {
            Self::Override(command) => command.may_bring_contradictions(),
            Self::MergeCodes { .. } | Self::DoAgain { .. } => true,
            _ => false,
        }
    }

    /// Returns the code that is merged, and the one that remains.
    fn merged_codes(&self) -> Option<(CodeId, CodeId)> {
        match self {
            Self::Override(command) => command.merged_codes(),
            Self::MergeCodes { from, into } => Some((*from, *into)),
            _ => None,
        }
    }
}

impl Project {
    /// Executes a command as this actor.
    ///
    /// # Errors
    /// Fails when the command cannot be carried out; then nothing is changed.
    pub fn execute(&mut self, command: &Command, actor: &Actor, progress: &Progress) -> Result<Outcome, Error> {
        self.execute_and(Self::keep_turns, command, actor, progress)
    }

    /// Does the same for a session, which stores the turns of documents in which they do not matter for numbers later, while
    /// there is nothing else to do.
    ///
    /// # Errors
    /// As [`Self::execute`].
    pub(super) fn execute_in_session(
        &mut self,
        command: &Command,
        actor: &Actor,
        progress: &Progress,
    ) -> Result<Outcome, Error> {
        self.execute_and(Self::keep_speech, command, actor, progress)
    }

    fn execute_and(
        &mut self,
        keep: fn(&Self) -> Result<(), Error>,
        command: &Command,
        actor: &Actor,
        progress: &Progress,
    ) -> Result<Outcome, Error> {
        let by = self.by(actor)?;
        let before = self.decisions_before(command)?;
        let mut outcome = self.execute_by(command, &by, progress)?;
        if outcome.changes.iter().any(|changes| changes.documents || changes.study) {
            // The command is done: what cannot be stored now is found when it is needed.
            _ = keep(self);
        }
        // The command is done: if this cannot be read, it is only not reported.
        let without = self.without_decision(&outcome.changes, &before).unwrap_or_default();
        (outcome.reopened, outcome.lapsed) = (without.reopened, without.lapsed);
        outcome.changes.iter_mut().for_each(crate::store::Changes::shorten);
        Ok(outcome)
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
            Command::JoinPassages { codings } => self.join_passages(codings, by),
            Command::MarkImportant { codings, important } => self.mark_important(codings, *important, by),
            Command::SetAccount { codings, account } => self.set_account(codings, account.as_ref(), by),
            Command::ChangeCode { code, changes } => self.change_code(*code, changes, by),
            Command::MoveCode { code, parent, before } => self.move_code(*code, *parent, *before, by),
            Command::MergeCodes { from, into } => self.merge_codes(*from, *into, by),
            Command::SplitCode { codings, parent, name } => self.split_code(codings, *parent, name, by),
            Command::RemoveCode { code } => self.remove_code(*code, by),
            Command::SaveDimension { draft } => self.save_dimension(draft, by),
            Command::RemoveDimension { dimension } => self.remove_dimension(*dimension, by),
            Command::EditText { source, before, text } => self.edit_text(*source, before, text, by),
            Command::Reread { documents } => self.reread(documents, by),
            Command::AddCoder { name } => self.add_coder(name, by),
            Command::RenameCoder { user, name } => self.rename_coder(*user, name, by),
            Command::SetSpeakers { source, rule } => self.set_speakers(*source, rule, by),
            Command::MapSpeakers { entries, deleted } => self.map_speakers(entries, deleted, by),
            Command::MergeParticipants { from, into } => self.merge_participants(*from, *into, by),
            Command::RenameDocument { source, name } => self.rename_document(*source, name, by),
            Command::RemoveDocuments { sources } => self.remove_documents(sources, by),
            Command::TieDocuments { sources, participant } => self.tie_documents(sources, *participant, by),
            Command::MarkDone { sources, user, done } => self.mark_done(sources, *user, *done, by),
            Command::SetBlind { on } => self.set_blind(*on, by),
            Command::DescribeProject { name, description } => self.describe_project(name, description, by),
            Command::AddParticipant { name } => self.add_participant(name, by),
            Command::RenameParticipant { participant, name } => self.rename_participant(*participant, name, by),
            Command::RemoveParticipants { participants } => self.remove_participants(participants, by),
            Command::SetValue { participant, variable, value } => {
                self.set_value(*participant, *variable, value.as_deref(), by)
            }
            Command::SetDocumentValue { sources, variable, value } => {
                self.set_document_value(sources, *variable, value.as_deref(), by)
            }
            Command::AddAttribute { of, name, kind } => self.add_attribute(*of, name, *kind, by),
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
            Command::SaveSet { set, name, definition } => self.save_set(*set, name, definition, by),
            Command::RemoveSet { set } => self.remove_set(*set, by),
            Command::SaveQuery { saved, name, query, memo } => self.save_query(*saved, name, query, memo, by),
            Command::RemoveQuery { saved } => self.remove_query(*saved, by),
            Command::Undo { steps } => self.step(Direction::Undo, *steps, by),
            Command::Redo { steps } => self.step(Direction::Redo, *steps, by),
            Command::StepUnlessOthers(direction) => self.step_unless_others(*direction, by),
            Command::StepConfirmed { direction, entry } => self.step_confirmed(*direction, *entry, by),
            Command::DoAgain { entry } => self.do_again(*entry, by),
            Command::UndoTo { entry, including } => self.undo_to(*entry, *including, by, progress),
            Command::CodeMany { passages, codes, new } => self.code_many(passages, codes, new.as_ref(), by, progress),
            Command::SetMemo { note, target, text } => self.set_memo(*note, *target, text, by),
            Command::RemoveMemo { note } => self.remove_memo(*note, by),
            Command::Agree { rule } => self.agree(rule, by),
            Command::Settle { rule, disagreement, decision, reason } => {
                self.settle(rule, *disagreement, *decision, reason, by)
            }
            Command::Unsettle { rule, disagreement } => self.unsettle(rule, *disagreement, by),
            Command::Merge { copies, take } => self.merge(copies, take, by, progress),
        }
    }

    fn take_import(
        &mut self,
        plan: &Arc<ImportPlan>,
        how: ImportOptions,
        by: &By,
        progress: &Progress,
    ) -> Result<Outcome, Error> {
        let (report, changes) = take(self, plan, how, by, progress)?;
        let summary = report.summary();
        Ok(Outcome { summary, changes, import: Some(Box::new(report)), ..Outcome::default() })
    }

    fn use_template(&mut self, template: &Template, by: &By, progress: &Progress) -> Result<Outcome, Error> {
        let name = template.name.clone();
        let kind = |loaded: &Loaded| OpKind::AddTemplate { codes: loaded.codes as u64, name };
        let loaded = self.load(&template.dump(), kind, by, progress)?;
        let codes = Noun::Code.counted(loaded.codes as u64);
        let summary = tr!("{codes} from the framework “{name}”", codes, name = template.name);
        Ok(Outcome { summary, changes: vec![loaded.changes], ..Outcome::default() })
    }
}
