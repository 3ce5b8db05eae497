//! What import plans read from a project's texts: one document at a time, and only those needed.

use crate::engine::error::Error;
use crate::engine::speakers::missing_labels;
use crate::model::{Account, CodingId, Fact, SourceId, UserId};
use crate::store::Reads;
use std::collections::HashMap;

pub trait Texts {
    /// # Errors
    /// Fails when there is no such document.
    fn text(&self, source: SourceId) -> Result<String, Error>;

    /// Returns all codings of a document.
    ///
    /// # Errors
    /// Fails when the project cannot be read.
    fn facts(&self, source: SourceId) -> Result<Vec<Fact>, Error>;

    /// Returns which passages of a document are marked as important, and whose experience they are about.
    ///
    /// # Errors
    /// Fails when the project cannot be read.
    fn marks(&self, source: SourceId) -> Result<HashMap<CodingId, (bool, Option<Account>)>, Error>;

    /// True when a passage has a memo with exactly this text, or several that make it up.
    ///
    /// # Errors
    /// Fails when the project cannot be read.
    fn has_memo(&self, coding: CodingId, text: &str) -> Result<bool, Error>;

    /// True when a coder took part in a document.
    ///
    /// # Errors
    /// Fails when the project cannot be read.
    fn took_part(&self, source: SourceId, user: UserId) -> Result<bool, Error>;

    /// Returns which of these labels of speakers a document does not have.
    ///
    /// # Errors
    /// Fails when the project cannot be read.
    fn missing_labels(&self, source: SourceId, labels: &[String]) -> Result<Vec<String>, Error>;
}

impl Texts for Reads<'_> {
    fn text(&self, source: SourceId) -> Result<String, Error> {
        Ok(Reads::text(self, source)?)
    }

    fn facts(&self, source: SourceId) -> Result<Vec<Fact>, Error> {
        Ok(self.facts_of(source)?)
    }

    fn marks(&self, source: SourceId) -> Result<HashMap<CodingId, (bool, Option<Account>)>, Error> {
        Ok(self.marks_in(source)?)
    }

    fn has_memo(&self, coding: CodingId, text: &str) -> Result<bool, Error> {
        Ok(Reads::has_memo(self, coding, text)?)
    }

    fn took_part(&self, source: SourceId, user: UserId) -> Result<bool, Error> {
        Ok(Reads::took_part(self, source, user)?)
    }

    fn missing_labels(&self, source: SourceId, labels: &[String]) -> Result<Vec<String>, Error> {
        missing_labels(*self, source, labels)
    }
}
