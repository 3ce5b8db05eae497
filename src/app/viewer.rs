//! Who looks, and at whose passages: while coding is blind, what is shown depends on the coder at the window.

use super::source_view::Filter;
use super::workspace::Workspace;
use crate::engine::{Changes, Query};
use crate::model::{CodeId, UserId};
use std::collections::BTreeSet;

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

    pub(super) fn filter(&self) -> Filter {
        let seen: BTreeSet<UserId> = self.seen_coders().into_iter().collect();
        Filter { coders: Some(seen).filter(|seen| !seen.is_empty()), codes: self.codes.clone() }
    }

    /// Shows the passages of a code and those below it only, or all again.
    pub fn show_only(&mut self, code: Option<CodeId>) {
        let book = self.study.as_deref().map(|study| &study.codebook);
        self.codes = code.zip(book).map(|(code, book)| {
            book.codes().iter().map(|c| c.id).filter(|&c| book.is_below(c, code)).collect::<BTreeSet<CodeId>>()
        });
        let filter = self.filter();
        if let Some(document) = &mut self.document {
            document.set_filter(filter);
        }
    }

    /// Shows and counts the codings of these coders; `None` is everybody.
    pub fn show_coders(&mut self, coders: Option<BTreeSet<UserId>>) {
        self.coders = coders;
        let filter = self.filter();
        if let Some(document) = &mut self.document {
            document.set_filter(filter);
        }
        self.ask_counts();
        self.tables.stale = true;
        self.passages.stale = true;
        self.refresh_tables();
    }
}
