//! Who looks: while coding is blind, what is shown depends on the coder at the window.

use super::workspace::Workspace;
use crate::engine::{Changes, Query};
use crate::model::UserId;

impl Workspace {
    /// True while coders do not see what others coded.
    #[must_use]
    pub fn is_blind(&self) -> bool {
        self.study.as_deref().is_some_and(|study| study.project.blind)
    }

    /// Codes as this coder from now on.
    pub fn be(&mut self, coder: Option<UserId>) {
        if coder != self.me {
            self.me = coder;
            self.session.look_as(coder);
            if self.is_blind() {
                self.look_again();
            }
        }
    }

    /// Everything that shows codings is asked for again.
    pub(super) fn look_again(&mut self) {
        self.ask_document();
        self.documents.stale = true;
        self.refresh_documents();
        self.rooms_changed(&Changes { study: true, notes: true, codings: None });
        self.show_coders(self.coders.clone());
        self.session.ask(Query::Turns);
    }
}
