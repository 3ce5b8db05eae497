//! Whether the work in the window is in the project's file, and what to say and offer when it is not.

use super::advice::{Advice, advise};
use super::refused::is_overridable;
use super::workspace::{Message, Workspace};
use crate::engine::{Command, Error, JobId, Query};
use crate::store;
use std::collections::HashMap;
use std::path::PathBuf;

/// What the status line says first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    Opening,
    ReadingOnly,
    /// The project's file is not the one that was opened: nothing more is saved to it.
    Displaced,
    /// The last change could not be saved.
    Failed,
    UnderWay,
    Saved,
}

#[derive(Default)]
pub struct Keeping {
    /// What happened to the project's file, while it is not the one that was opened.
    pub displaced: Option<Advice>,
    /// The project that cannot be opened because the changes waiting beside it belong to another file.
    pub stray_log: Option<PathBuf>,
    /// Where the project was copied to since then.
    pub copy: Option<PathBuf>,
    /// The last change could not be saved.
    failed: bool,
    /// It was said that closing would lose work.
    is_warned: bool,
    /// What the commands under way do, in words.
    labels: HashMap<JobId, &'static str>,
}

impl Workspace {
    #[must_use]
    pub fn saving(&self) -> Saving {
        if !self.opened {
            Saving::Opening
        } else if self.keeping.displaced.is_some() {
            Saving::Displaced
        } else if !self.writable {
            Saving::ReadingOnly
        } else if self.is_saving() {
            Saving::UnderWay
        } else if self.keeping.failed {
            Saving::Failed
        } else {
            Saving::Saved
        }
    }

    pub fn execute(&mut self, command: Command) -> JobId {
        let coder = self.coder_name().map(str::to_owned);
        let label = command.label();
        let overridable = is_overridable(&command).then(|| command.clone());
        let job = self.session.execute(command, coder.as_deref());
        self.overridable.extend(overridable.map(|command| (job, command)));
        self.keeping.labels.insert(job, label);
        self.report(job);
        job
    }

    /// Writes the whole project to a new file, also when its own file is gone.
    pub fn save_copy(&mut self, target: PathBuf) {
        self.ask_to_write(Query::SaveCopy(crate::engine::places::with_ending(&target)));
    }

    /// Why the project could not be opened.
    pub(super) fn take_failed_opening(&mut self, error: &Error) -> Advice {
        if let Error::Store(store::Error::StrayLog { path, .. }) = error {
            self.keeping.stray_log = Some(path.clone());
        }
        advise(error)
    }

    pub(super) fn take_copy(&mut self, copy: PathBuf) {
        let open =
            if self.keeping.displaced.is_some() { " Close this project and open the copy to go on." } else { "" };
        self.messages.push(Message::Note(format!("Saved a copy: {}.{open}", copy.display())));
        self.keeping.copy = Some(copy);
    }

    /// The project's file is no longer the one that was opened, or is again.
    pub(super) fn take_displacement(&mut self, error: Option<Error>) {
        self.keeping.displaced = error.map(|error| advise(&error));
    }

    /// Takes note of how a command ended; an error is returned with the name of what could not be saved.
    pub(super) fn take_saved(&mut self, job: JobId, result: Result<(), &Error>) -> Option<Advice> {
        let label = self.keeping.labels.remove(&job);
        let Err(error) = result else {
            self.keeping.failed = false;
            return None;
        };
        let mut advice = advise(error);
        if matches!(error, Error::Store(store::Error::Displaced { .. })) {
            self.keeping.displaced = Some(advice.clone());
            self.keeping.failed = true;
            // What happened and what to do is said as long as it holds.
            if let Some(label) = label {
                return Some(Advice { what: format!("Not saved: {label}."), todo: String::new(), ..advice });
            }
        }
        let is_unsaved = matches!(error, Error::Store(store::Error::Sql { .. } | store::Error::Io { .. }));
        self.keeping.failed |= is_unsaved;
        if let Some(label) = label.filter(|_| is_unsaved) {
            advice.what = format!("Not saved: {label}. {}", advice.what);
        }
        Some(advice)
    }

    /// True when closing would lose work that a copy can still save; said once.
    pub fn warns_of_loss(&mut self) -> bool {
        let loses = self.keeping.displaced.is_some() && self.keeping.copy.is_none();
        if !loses || std::mem::replace(&mut self.keeping.is_warned, true) {
            return false;
        }
        // Before whatever else has not been read yet.
        let warning = Message::Trouble(Advice {
            what: "The work in this window is in no file yet.".into(),
            todo: "Choose File → Save a copy… first. Close once more to discard it.".into(),
            details: String::new(),
        });
        self.messages.insert(0, warning);
        true
    }
}
