//! Whether the work in the window is saved in the project's file, and what to report and offer when it is not.

use super::advice::{Advice, advise};
use crate::engine::{Error, JobId};
use crate::i18n::Each;
use crate::store;
use crate::tr;
use std::collections::HashMap;
use std::path::PathBuf;

/// What the status line shows first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    Opening,
    ReadingOnly,
    /// The project's file is not the one that was opened: nothing more is saved to it.
    Displaced,
    /// The last change could not be saved.
    Failed,
    UnderWay,
    /// All work is in the project's file itself.
    Saved,
}

#[derive(Default)]
pub struct Keeping {
    /// What happened to the project's file, while it is not the one that was opened.
    pub displaced: Option<Each<Advice>>,
    /// The project that cannot be opened because the changes beside it belong to another file.
    pub stray_log: Option<PathBuf>,
    /// The project that cannot be opened for writing, because another program has it open.
    pub held: Option<PathBuf>,
    /// Why the project is open read-only, if it is.
    pub read_only: Option<Each<String>>,
    /// Another program has changed the project, which is open read-only, since it was read.
    pub is_outdated: bool,
    /// The file to which the project was copied since then.
    pub copy: Option<PathBuf>,
    /// Some work is saved only in the log beside the project's file: without the log, the file is incomplete.
    pub is_in_log: bool,
    /// Whether the last change could not be saved.
    failed: bool,
    /// Whether the user was warned that closing would lose work.
    is_warned: bool,
    /// Labels of the running commands.
    labels: HashMap<JobId, &'static str>,
}

impl Keeping {
    /// Notes that a command was given.
    pub(super) fn begins(&mut self, job: JobId, label: &'static str) {
        self.labels.insert(job, label);
    }

    /// Returns the current state; `expected` is the state if nothing has gone wrong.
    #[must_use]
    pub fn saving(&self, expected: Saving) -> Saving {
        match expected {
            _ if self.displaced.is_some() => Saving::Displaced,
            Saving::Saved if self.failed => Saving::Failed,
            Saving::Saved if self.is_in_log => Saving::UnderWay,
            expected => expected,
        }
    }

    /// Returns why the project could not be opened.
    pub(super) fn take_failed_opening(&mut self, error: &Error) -> Each<Advice> {
        if let Error::Store(store::Error::StrayLog { path, .. }) = error {
            self.stray_log = Some(path.clone());
        }
        if let Error::Store(store::Error::InUse { path, .. }) = error {
            self.held = Some(path.clone());
        }
        Each::of(|| advise(error))
    }

    /// Notes that the project was copied to this file; returns the message.
    pub(super) fn take_copy(&mut self, copy: PathBuf) -> String {
        let message = match self.displaced {
            None => tr!("Saved a copy: {path}.", path = copy.display()),
            Some(_) => {
                tr!("Saved a copy: {path}. Close this project and open the copy to go on.", path = copy.display())
            }
        };
        self.copy = Some(copy);
        message
    }

    /// Notes that the project's file is no longer the one that was opened, or is so again.
    pub(super) fn take_displacement(&mut self, error: Option<Error>) {
        self.displaced = error.map(|error| Each::of(|| advise(&error)));
    }

    /// Notes how a command ended; returns an error with the name of what could not be saved.
    pub(super) fn take_saved(&mut self, job: JobId, result: Result<(), &Error>) -> Option<Each<Advice>> {
        let label = self.labels.remove(&job);
        let Err(error) = result else {
            self.failed = false;
            return None;
        };
        let advice = Each::of(|| advise(error));
        if matches!(error, Error::Store(store::Error::Displaced { .. })) {
            self.displaced = Some(advice.clone());
            self.failed = true;
            // What happened and what to do is shown while it applies.
            if let Some(label) = label {
                return Some(advice.map(|advice| Advice {
                    what: tr!("Not saved: {label}.", label),
                    todo: String::new(),
                    ..advice
                }));
            }
        }
        let is_unsaved = matches!(error, Error::Store(store::Error::Sql { .. } | store::Error::Io { .. }));
        self.failed |= is_unsaved;
        Some(match label.filter(|_| is_unsaved) {
            None => advice,
            Some(label) => advice
                .map(|advice| Advice { what: tr!("Not saved: {label}. {why}", label, why = advice.what), ..advice }),
        })
    }

    /// Returns the warning that closing loses work that a copy could still save; only once.
    pub(super) fn warning_of_loss(&mut self) -> Option<Each<Advice>> {
        let loses = self.displaced.is_some() && self.copy.is_none();
        if !loses || std::mem::replace(&mut self.is_warned, true) {
            return None;
        }
        Some(Each::of(|| Advice {
            what: tr!("The work in this window has not been saved to any file.").into(),
            todo: tr!("Choose File → Save a copy… first. Close once more to discard it.").into(),
            ..Advice::default()
        }))
    }
}
