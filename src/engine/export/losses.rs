//! What an export does not include, and the documents of a project one at a time.

use crate::engine::dump::{self, DumpedPassages};
use crate::engine::error::Error;
use crate::interchange::ProjectDump;
use crate::interchange::plain::CodingDump;
use crate::interchange::refi::{self, ExchangeOptions, PerDocument};
use crate::interchange::remark::{ExportLoss, ExportLossKind};
use crate::model::{Progress, RowKind, SourceId, SpeakerRule, Study};
use crate::store::Reads;
use crate::text::include_speakers;
use crate::{i18n, tr};
use std::borrow::Cow;
use std::cell::Cell;

/// What an exchange codebook does not include.
pub(super) fn beyond_codebook() -> String {
    tr!("participants, documents and coded passages: the file contains only the codebook").to_owned()
}

/// Returns what a project folder does not include.
///
/// # Errors
/// Fails when the project cannot be read.
pub(super) fn folder_losses(reads: Reads<'_>) -> Result<Vec<String>, Error> {
    let mut out: Vec<String> = hidden_work(reads)?.iter().map(ToString::to_string).collect();
    out.push(
        tr!("the history, and when passages were coded: the folder is a plain copy of the current state of the study")
            .into(),
    );
    let important = reads.important()? as usize;
    let besides = BesidesText::of(reads)?;
    for (count, what) in [
        (important, tr!("marks of important passages")),
        (reads.decisions()?.len(), tr!("decisions on disagreements")),
        (besides.styled, tr!("bold, italics and headings in documents")),
        (besides.files, tr!("original files of documents")),
    ] {
        if count > 0 {
            out.push(tr!("{loss} ({count})", loss = what, count));
        }
    }
    Ok(out)
}

/// Returns what blind coding hides from the coder who exports.
fn hidden_work(reads: Reads<'_>) -> Result<Option<ExportLoss>, Error> {
    Ok(reads.is_narrowed()?.then(|| ExportLoss::of(ExportLossKind::HiddenWork)))
}

/// Numbers of documents with properties besides their text.
#[derive(Default)]
struct BesidesText {
    styled: usize,
    /// The researcher defined the speakers: the names of these documents, with the roles that were stated.
    ruled: Vec<(String, String)>,
    /// Times are stored beside the text.
    timed: usize,
    /// The file states the speakers.
    labelled: usize,
    files: usize,
}

impl BesidesText {
    fn of(reads: Reads<'_>) -> Result<Self, Error> {
        let mut counts = Self { files: reads.originals()?.len(), ..Self::default() };
        for source in reads.study()?.sources {
            let origin = reads.origin(source.id)?.unwrap_or_default();
            counts.styled += usize::from(!origin.styles.is_empty());
            let mut mapped = SpeakerRule::default();
            include_speakers(&mut mapped, source.speakers.iter().map(|(label, _)| label));
            if !origin.speakers.is_default() && origin.speakers != mapped {
                let described = with_roles(&source.name, &origin.speakers, &mapped);
                counts.ruled.push((source.name, described));
            }
            counts.timed += usize::from(!origin.times.is_empty());
            counts.labelled += usize::from(origin.labels.is_some());
        }
        Ok(counts)
    }
}

/// Returns the name of a document with the roles of its speakers that are stated beyond those of the participants.
fn with_roles(document: &str, speakers: &SpeakerRule, mapped: &SpeakerRule) -> String {
    let stated = speakers.roles.iter().filter(|(label, role)| mapped.role(label) != Some(**role));
    let roles: Vec<String> = stated
        .map(|(label, role)| tr!("a speaker and their role" => "{label}: {role}", label, role = role.described()))
        .collect();
    if roles.is_empty() {
        return document.to_owned();
    }
    tr!("a document and its roles" => "{document} ({roles})", document, roles = i18n::joined(&roles))
}

/// Returns the project for exchange: the dump without texts and passages, and the study with the documents in its order.
pub(super) fn exchanged(reads: Reads<'_>) -> Result<(ProjectDump, Study), Error> {
    let (mut dump, study) = dump::outline(reads)?;
    // Documents that a coder coded are evident from the passages; these are the ones marked as finished.
    let done = reads.document_progress()?.done;
    let mut named: Vec<(String, String)> = done
        .into_iter()
        .filter_map(|(source, user)| Some((study.source(source)?.name.clone(), study.user(user)?.name.clone())))
        .collect();
    named.sort();
    dump.participations = named;
    // In which words the participants are found who speak in a document.
    for (document, source) in dump.documents.iter_mut().zip(&study.sources) {
        if !document.speakers.is_empty() {
            document.origin = reads.origin(source.id)?;
        }
    }
    Ok((dump, study))
}

/// The documents of a project, one at a time. Progress counts texts that were asked for.
pub(super) struct ProjectDocuments<'r> {
    reads: Reads<'r>,
    passages: DumpedPassages,
    sources: Vec<SourceId>,
    progress: &'r Progress,
    asked: Cell<u64>,
    /// The number of texts that will be asked for.
    total: u64,
}

impl<'r> ProjectDocuments<'r> {
    /// Each text will be asked for `times` times.
    pub(super) fn new(reads: Reads<'r>, study: &Study, times: u64, progress: &'r Progress) -> Self {
        let sources: Vec<SourceId> = study.sources.iter().map(|source| source.id).collect();
        let total = sources.len() as u64 * times;
        Self { reads, passages: DumpedPassages::new(study), sources, progress, asked: Cell::new(0), total }
    }

    fn source(&self, at: usize) -> Result<SourceId, Error> {
        let missing = || crate::store::Error::Missing { what: RowKind::Document, id: at as i64 };
        Ok(*self.sources.get(at).ok_or_else(missing)?)
    }
}

impl PerDocument for ProjectDocuments<'_> {
    type Error = Error;

    fn text(&self, at: usize) -> Result<Cow<'_, str>, Error> {
        let asked = self.asked.get();
        self.progress.step(asked.min(self.total), self.total)?;
        self.asked.set(asked + 1);
        Ok(Cow::Owned(self.reads.text(self.source(at)?)?))
    }

    fn codings(&self, at: usize) -> Result<Cow<'_, [CodingDump]>, Error> {
        self.progress.checkpoint()?;
        Ok(Cow::Owned(self.passages.of(self.reads, self.source(at)?)?))
    }
}

/// Returns what an exchange file does not include.
///
/// # Errors
/// Fails when the project cannot be read, or when cancelled.
pub fn exchange_losses(
    reads: Reads<'_>,
    options: &ExchangeOptions,
    progress: &Progress,
) -> Result<Vec<ExportLoss>, Error> {
    let (dump, study) = exchanged(reads)?;
    losses_of(&dump, &ProjectDocuments::new(reads, &study, 1, progress), options)
}

pub(super) fn losses_of(
    dump: &ProjectDump,
    documents: &ProjectDocuments<'_>,
    options: &ExchangeOptions,
) -> Result<Vec<ExportLoss>, Error> {
    let reads = documents.reads;
    let mut losses: Vec<ExportLoss> = hidden_work(reads)?.into_iter().collect();
    losses.extend(refi::losses(dump, options, documents)?);
    let decisions = reads.decisions()?.len();
    if decisions > 0 {
        losses.push(ExportLoss::counted(ExportLossKind::Decisions, decisions));
    }
    let besides = BesidesText::of(reads)?;
    let besides = [
        ExportLoss::counted(ExportLossKind::Styles, besides.styled),
        ExportLoss::detailed(ExportLossKind::SpeakerSettings, besides.ruled),
        ExportLoss::counted(ExportLossKind::Times, besides.timed),
        ExportLoss::counted(ExportLossKind::Labels, besides.labelled),
        ExportLoss::counted(ExportLossKind::OriginalFiles, besides.files),
    ];
    losses.extend(besides.into_iter().filter(|loss| loss.count != Some(0)));
    Ok(losses)
}
