//! Commands: everything that changes a project. Each is checked, then written as one transaction.
//!
//! One file a kind of thing: `coding`, `codebook`; here is the list and what they share.

mod codebook;
mod coding;
mod going_back;
mod many;
mod memos;

use super::import::{ImportReport, import};
use super::template::Template;
use super::{Error, Progress, Project, now};
use crate::model::{CharRange, CodeId, CodingId, NoteId, NoteTarget, OpId, SourceId, UserId};
use crate::store::{Changes, Written};
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub enum Command {
    /// Takes project folders and text documents into the project.
    Import {
        paths: Vec<PathBuf>,
        strict: bool,
    },
    /// Codes a passage with each of the codes. What the coder has marked so already stays as it is.
    Code {
        source: SourceId,
        range: CharRange,
        codes: Vec<CodeId>,
        user: UserId,
    },
    /// Adds a code behind its siblings, and codes a passage with it at once when one is given.
    AddCode {
        parent: Option<CodeId>,
        name: String,
        passage: Option<(SourceId, CharRange)>,
        user: Option<UserId>,
    },
    /// Removes coded passages with their memos.
    Remove {
        codings: Vec<CodingId>,
        user: Option<UserId>,
    },
    AddCoder {
        name: String,
    },
    /// Adds the codes, facets and tables of a template that the project does not have yet.
    UseTemplate {
        template: Template,
    },
    Undo {
        steps: u32,
    },
    Redo {
        steps: u32,
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
    /// Undoes everything done after the entry, with `including` the entry too.
    UndoTo {
        entry: OpId,
        including: bool,
    },
}

/// What a command did.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// In words, as the history has it; empty when nothing needed changing.
    pub summary: String,
    /// One entry a transaction (undo and redo of several steps make several).
    pub changes: Vec<Changes>,
    pub import: Option<ImportReport>,
    /// The coder that was added.
    pub added_coder: Option<UserId>,
    pub added_code: Option<CodeId>,
}

impl<T> From<Written<T>> for Outcome {
    fn from(written: Written<T>) -> Self {
        let summary = if written.op.is_some() { written.summary } else { String::new() };
        Self { summary, changes: vec![written.changes], ..Self::default() }
    }
}

impl Project {
    /// Does a command as `coder` (a name, for the history).
    pub fn execute(&mut self, command: &Command, coder: Option<&str>, progress: &Progress) -> Result<Outcome, Error> {
        match command {
            Command::Import { paths, strict } => {
                let (report, changes) = import(self, paths, *strict, coder, progress)?;
                let summary = report.summary();
                Ok(Outcome { summary, changes, import: Some(report), ..Outcome::default() })
            }
            Command::Code { source, range, codes, user } => self.code(*source, *range, codes, *user),
            Command::AddCode { parent, name, passage, user } => self.add_code(*parent, name, *passage, *user),
            Command::Remove { codings, user } => self.remove(codings, *user),
            Command::AddCoder { name } => self.add_coder(name),
            Command::UseTemplate { template } => {
                let (done, _) = self.take(&template.dump(), "template", coder, progress)?;
                let summary = format!("{} codes from the template “{}”", done.0.codes, template.name);
                Ok(Outcome { summary, changes: vec![done.1], ..Outcome::default() })
            }
            Command::Undo { steps } => self.turn(*steps, |project| project.store.undo(coder, now()).map(Outcome::from)),
            Command::CodeMany { passages, codes, user } => self.code_many(passages, codes, *user, progress),
            Command::SetMemo { note, target, text, user } => self.set_memo(*note, *target, text, *user),
            Command::RemoveMemo { note, user } => self.remove_memo(*note, *user),
            Command::UndoTo { entry, including } => self.undo_to(*entry, *including, coder, progress),
            Command::Redo { steps } => self.turn(*steps, |project| project.store.redo(coder, now()).map(Outcome::from)),
        }
    }

    /// Steps back or forward until `steps` are done or nothing is left; nothing at all to do is an error.
    fn turn(
        &mut self,
        steps: u32,
        mut step: impl FnMut(&mut Self) -> Result<Outcome, crate::store::Error>,
    ) -> Result<Outcome, Error> {
        let mut all = Outcome::default();
        for done in 0..steps {
            match step(self) {
                Ok(outcome) => {
                    if done > 0 {
                        all.summary.push_str("; ");
                    }
                    all.summary.push_str(&outcome.summary);
                    all.changes.extend(outcome.changes);
                }
                Err(crate::store::Error::NothingTo { .. }) if done > 0 => break,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(all)
    }

    fn add_coder(&mut self, name: &str) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = name.trim();
        if name.is_empty() {
            return Err(Error::Nameless { what: "coder" });
        }
        if study.user_named(name).is_some() {
            return Err(Error::Duplicate { what: "the coder", name: name.to_owned() });
        }
        let color = coder_color(study.users.len());
        let written = self.store.transact("new coder", Some(name), now(), |tx| -> Result<_, Error> {
            Ok((tx.add_user(name, &color)?, format!("new coder {name}")))
        })?;
        let user = written.value;
        Ok(Outcome { added_coder: Some(user), ..written.into() })
    }
}

pub(super) fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ")
}

/// Colours that colour-blind readers tell apart (after Okabe and Ito 2008, darkened where text must be read on them).
const COLORS: [&str; 10] =
    ["#0072b2", "#d55e00", "#009e73", "#b8559a", "#8a6d00", "#2a87c0", "#7a4fb5", "#a23b3b", "#4f7a28", "#4a5a78"];

/// Colour for the code that comes as number `count`.
pub(in crate::engine) fn code_color(count: usize) -> String {
    COLORS.get(count % COLORS.len()).copied().unwrap_or("#0072b2").to_owned()
}

/// Colour for the coder who comes as number `count`.
pub(in crate::engine) fn coder_color(count: usize) -> String {
    code_color(count + 5)
}
