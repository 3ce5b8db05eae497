//! Identifies the coder: the first action that needs a coder asks for a name, and continues as soon as it is given.
//!
//! Independent of egui and SQL. Start reading at [`Workspace::as_coder`].

use super::pending::Pending;
use super::questions::{Naming, Then};
use super::submission::Submission;
use super::workspace::Workspace;
use crate::engine::Command;
use crate::model::{Study, UserId};

impl Workspace {
    /// Does something as the current coder; asks for their name first if there is none.
    pub fn as_coder(&mut self, then: impl FnOnce(&mut Self, UserId) + 'static) {
        if let Some(me) = self.me() {
            return then(self, me);
        }
        // An action started in a dialog continues to report to it, and is dropped if no name is given.
        let (submission, waiting) = (self.link.submission().cloned(), self.link.submission().map(Submission::ticket));
        let then: Then = Box::new(move |workspace, user| {
            workspace.within(submission, |workspace| then(workspace, user));
            drop(waiting);
        });
        match self.questions.naming.as_mut().filter(|naming| !naming.is_open()) {
            // A name was given, and the coder is being added.
            Some(naming) => naming.then.push(then),
            None => {
                self.questions.naming =
                    Some(Naming { name: system_user(), pending: Pending::default(), coder: None, then: vec![then] });
            }
        }
    }

    /// Answers the question with a coder of the project or a new one.
    pub fn name_me(&mut self, name: &str) {
        let of_name =
            |study: &Study| study.user_named(name).map(|user| user.id).filter(|id| study.consensus() != Some(*id));
        let known = self.study.as_deref().and_then(of_name);
        if self.questions.naming.is_none() {
            return;
        }
        if known.is_some() {
            self.set_coder(known);
            return self.named(known);
        }
        let job = self.link.execute(Command::AddCoder { name: name.to_owned() });
        if let Some(naming) = &mut self.questions.naming {
            naming.pending = Pending::of(job);
        }
    }

    /// Closes the question without an answer; nothing is done.
    pub fn stay_nameless(&mut self) {
        self.questions.naming.take_if(|naming| naming.is_open());
    }

    /// Continues once the study lists the new coder, because commands need their name for the history.
    pub(super) fn go_on_as_named(&mut self) {
        let coder = self.questions.naming.as_ref().and_then(|naming| naming.coder);
        if coder.is_some() && coder == self.me() && self.link.my_name().is_some() {
            self.named(coder);
        }
    }

    fn named(&mut self, coder: Option<UserId>) {
        if let Some((naming, coder)) = self.questions.naming.take().zip(coder) {
            naming.then.into_iter().for_each(|then| then(self, coder));
        }
    }
}

/// Returns the user's full name from the system, or else the name of the account; empty when neither is known.
fn system_user() -> String {
    let names = ["USER", "USERNAME", "LOGNAME"].iter().filter_map(|key| std::env::var(key).ok());
    let account = names.map(|name| name.trim().to_owned()).find(|name| !name.is_empty()).unwrap_or_default();
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    full_name(&accounts, &account).unwrap_or(account)
}

/// Returns the full name of an account from the lines of a Unix system's list of accounts.
fn full_name(accounts: &str, account: &str) -> Option<String> {
    let line =
        accounts.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|line| line.first() == Some(&account))?;
    let name = line.get(4)?.split(',').next()?.trim();
    // System accounts repeat their own name.
    (!name.is_empty() && name != account).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::full_name;

    #[test]
    fn the_full_name_is_read_from_the_account_entry() {
        let accounts =
            "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000:Ann Müller,,,:/home/ann:/bin/sh\n李:x:1:1::/:\nbad\n";
        for (account, name) in [("ann", Some("Ann Müller")), ("root", None), ("李", None), ("bad", None), ("", None)]
        {
            assert_eq!(full_name(accounts, account).as_deref(), name, "{account}");
        }
    }
}
