//! Reads a document's file again, with readers that may have improved since the import. As with a correction of the
//! text, passages stay on their words, and what would be cut is known before anything is written.

use super::import::{PlannedDocument, ReadDocument};
use crate::engine::error::Error;
use crate::engine::speaker_changes::SpeakerChanges;
use crate::engine::spoken::SpokenText;
use crate::interchange::document::Reading;
use crate::interchange::files::{self, Links};
use crate::interchange::{ReadError, Refusal};
use crate::model::{Origin, Progress, SourceId};
use crate::store::Reads;
use crate::text::Edits;
use std::path::Path;
use std::sync::Arc;

/// What reading a document's file again would change.
#[derive(Clone, Debug)]
pub struct Reread {
    pub source: SourceId,
    /// The document's name.
    pub document: String,
    /// The stored text.
    pub before: Arc<str>,
    pub read: Arc<ReadDocument>,
    /// The text was corrected in the project; reading the file again replaces the correction.
    pub is_corrected: bool,
    /// Number of places where the text changes.
    pub changes: usize,
    /// Number of passages whose text is unchanged.
    pub kept: usize,
    /// Number of passages whose text changes.
    pub changed: usize,
    /// Number of passages of which nothing is left; they are removed with their memos.
    pub cut: usize,
}

impl Reread {
    /// Reads the file of a document: the one stored in the project, or the one at a given path.
    ///
    /// # Errors
    /// The inner error is the reason why the file cannot be read; the outer one occurs when the project cannot be
    /// read, or when cancelled.
    pub fn plan(
        reads: Reads<'_>,
        source: SourceId,
        file: Option<&Path>,
        progress: &Progress,
    ) -> Result<Result<Self, Refusal>, Error> {
        let (document, _) = reads.document(source)?;
        let known = reads.origin(source)?.unwrap_or_default();
        let found = match file {
            Some(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files::read(path, Links::Follow, files::LARGEST).map(|bytes| (name, bytes))
            }
            None => reads.original(source)?.ok_or(Refusal::FileNotKept),
        };
        let (name, bytes) = match found {
            Ok(found) => found,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let read = PlannedDocument::of_bytes(Path::new(&name), &bytes, &reading(&known), progress);
        let mut read = match ReadError::accept(read)? {
            Ok(planned) => ReadDocument::clone(&planned.read),
            Err(refusal) => return Ok(Err(refusal)),
        };
        progress.step(1, 1)?;
        // The researcher's rule for speakers is kept.
        read.origin.speakers = known.speakers;
        let before: Arc<str> = reads.text(source)?.into();
        let edits = Edits::between(&before, &read.text);
        let (mut kept, mut changed, mut cut) = (0, 0, 0);
        for fact in reads.facts_of(source)? {
            match edits.map(fact.range) {
                None => cut += 1,
                Some(_) if edits.touches(fact.range) => changed += 1,
                Some(_) => kept += 1,
            }
        }
        let changes = edits.list().len();
        let (read, is_corrected) = (Arc::new(read), reads.is_corrected(source)?);
        Ok(Ok(Self { source, document, before, read, is_corrected, changes, kept, changed, cut }))
    }

    /// Returns what changes for the document's speakers. Finding them takes seconds in a long text.
    ///
    /// # Errors
    /// Fails when the project cannot be read.
    pub fn speaker_changes(&self, reads: Reads<'_>) -> Result<SpeakerChanges, Error> {
        let study = reads.study()?;
        let map = study.source(self.source).map(|source| source.speakers.clone()).unwrap_or_default();
        let was = SpokenText::read(reads, self.source)?;
        let is = SpokenText::find(self.read.text.clone(), self.read.origin.clone());
        let edits = Edits::between(&was.text, &is.text);
        Ok(SpeakerChanges::between(&map, (&was.turns, &was.index), (&is.turns, &is.index), &edits))
    }

    /// True when the file yields what the project already has.
    #[must_use]
    pub fn is_same(&self, known: &Origin) -> bool {
        self.changes == 0 && self.read.origin == *known
    }
}

/// Reads a text file in the same encoding as before, whether that was detected or selected.
fn reading(known: &Origin) -> Reading {
    let encoding =
        Some(known.encoding.clone()).filter(|name| encoding_rs::Encoding::for_label(name.as_bytes()).is_some());
    Reading { encoding, ..Reading::default() }
}
