//! What is read of a project while it is written.

use crate::interchange::plain::{CodingDump, ProjectDump};
use std::borrow::Cow;
use std::collections::HashMap;
use std::convert::Infallible;

/// The texts and passages of a project, one document at a time, by its index in [`ProjectDump::documents`].
pub trait PerDocument {
    /// Why a document cannot be read.
    type Error;

    /// # Errors
    /// When the text cannot be read.
    fn text(&self, at: usize) -> Result<Cow<'_, str>, Self::Error>;

    /// Returns the passages in the order in which they are written.
    ///
    /// # Errors
    /// When they cannot be read.
    fn codings(&self, at: usize) -> Result<Cow<'_, [CodingDump]>, Self::Error>;
}

/// A project that is in memory as a whole.
#[derive(Clone, Debug)]
pub struct WholeDump<'a> {
    dump: &'a ProjectDump,
    /// By the names of documents.
    codings: HashMap<String, Vec<CodingDump>>,
}

impl<'a> WholeDump<'a> {
    #[must_use]
    pub fn new(dump: &'a ProjectDump) -> Self {
        let mut codings: HashMap<String, Vec<CodingDump>> = HashMap::new();
        for coding in dump.codings.iter() {
            codings.entry(coding.document.clone()).or_default().push(coding);
        }
        Self { dump, codings }
    }
}

impl PerDocument for WholeDump<'_> {
    type Error = Infallible;

    fn text(&self, at: usize) -> Result<Cow<'_, str>, Infallible> {
        Ok(Cow::Borrowed(self.dump.documents.get(at).map_or("", |document| &document.text)))
    }

    fn codings(&self, at: usize) -> Result<Cow<'_, [CodingDump]>, Infallible> {
        let name = self.dump.documents.get(at).map_or("", |document| document.name.as_str());
        Ok(self.codings.get(name).map_or(Cow::Borrowed(&[]), Cow::from))
    }
}
