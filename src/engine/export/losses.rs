//! What an export leaves behind, and the texts of a project one at a time.

use crate::engine::dump;
use crate::engine::error::Error;
use crate::interchange::ProjectDump;
use crate::interchange::refi::{self, ExchangeOptions, ExportLoss};
use crate::model::{Progress, SourceId};
use crate::store::{PassageFilter, Reads, RowKind};
use std::borrow::Cow;
use std::cell::Cell;

/// What a codebook for other programs leaves out.
pub(super) const BEYOND_CODEBOOK: &str =
    "participants, documents and coded passages: the file holds the codebook alone";

/// What a folder does not hold of a project.
///
/// # Errors
/// When it cannot be read.
pub(super) fn folder_losses(reads: Reads<'_>) -> Result<Vec<String>, Error> {
    let mut out =
        vec!["the history, and when passages were coded: the folder is a plain copy of the study as it is now".into()];
    let important = reads.passages(&PassageFilter::default())?.iter().filter(|passage| passage.important).count();
    let beside = Beside::of(reads)?;
    for (count, what) in [
        (important, "marks of what is important"),
        (reads.decisions()?.len(), "decisions on disputes"),
        (beside.styled, "bold, italic and headings of documents"),
        (beside.files, "files of documents that were kept"),
    ] {
        if count > 0 {
            out.push(format!("{what} ({count})"));
        }
    }
    Ok(out)
}

/// How many documents have what stands beside a text.
#[derive(Default)]
struct Beside {
    styled: usize,
    /// Somebody said what is a speaker.
    ruled: usize,
    /// Times are kept beside the text.
    timed: usize,
    /// The file states who speaks.
    labelled: usize,
    files: usize,
}

impl Beside {
    fn of(reads: Reads<'_>) -> Result<Self, Error> {
        let mut own = Self { files: reads.originals()?.len(), ..Self::default() };
        for source in reads.study()?.sources {
            let origin = reads.origin(source.id)?.unwrap_or_default();
            own.styled += usize::from(!origin.styles.is_empty());
            own.ruled += usize::from(!origin.speakers.is_default());
            own.timed += usize::from(!origin.times.is_empty());
            own.labelled += usize::from(origin.labels.is_some());
        }
        Ok(own)
    }
}

/// A project to be written for other programs: without its texts, and with the documents that they stand in.
pub(super) fn exchanged(reads: Reads<'_>) -> Result<(ProjectDump, Vec<SourceId>), Error> {
    let (mut dump, study) = dump::outline(reads)?;
    // That somebody coded a document stands with the passages; here it is what they have declared.
    let done = reads.document_progress()?.done;
    let mut named: Vec<(String, String)> = done
        .into_iter()
        .filter_map(|(source, user)| Some((study.source(source)?.name.clone(), study.user(user)?.name.clone())))
        .collect();
    named.sort();
    dump.participations = named;
    Ok((dump, study.sources.iter().map(|source| source.id).collect()))
}

/// The texts of a project, one at a time; a step is a text that was asked for.
pub(super) struct ProjectTexts<'r> {
    pub(super) reads: Reads<'r>,
    sources: Vec<SourceId>,
    progress: &'r Progress,
    asked: Cell<u64>,
    /// How many will be asked for.
    total: u64,
}

impl<'r> ProjectTexts<'r> {
    /// Each text is asked for so many `times`.
    pub(super) fn new(reads: Reads<'r>, sources: Vec<SourceId>, times: u64, progress: &'r Progress) -> Self {
        let total = sources.len() as u64 * times;
        Self { reads, sources, progress, asked: Cell::new(0), total }
    }

    pub(super) fn get(&self, at: usize) -> Result<Cow<'static, str>, Error> {
        let asked = self.asked.get();
        self.progress.step(asked.min(self.total), self.total)?;
        self.asked.set(asked + 1);
        let missing = || crate::store::Error::Missing { what: RowKind::Document, id: at as i64 };
        Ok(Cow::Owned(self.reads.text(*self.sources.get(at).ok_or_else(missing)?)?))
    }
}

/// What other programs do not get of a project.
///
/// # Errors
/// When it cannot be read, or the work was cancelled.
pub fn exchange_losses(
    reads: Reads<'_>,
    options: &ExchangeOptions,
    progress: &Progress,
) -> Result<Vec<ExportLoss>, Error> {
    let (dump, sources) = exchanged(reads)?;
    losses_of(&dump, &ProjectTexts::new(reads, sources, 1, progress), options)
}

pub(super) fn losses_of(
    dump: &ProjectDump,
    texts: &ProjectTexts<'_>,
    options: &ExchangeOptions,
) -> Result<Vec<ExportLoss>, Error> {
    let reads = texts.reads;
    let mut losses = refi::losses(dump, options, &|at| texts.get(at))?;
    let decisions = reads.decisions()?.len();
    if decisions > 0 {
        losses.push(ExportLoss::counted("decisions", "decisions on disputes stay behind", decisions));
    }
    let beside = Beside::of(reads)?;
    for (kind, what, count) in [
        ("styles", "bold, italic and headings of documents stay behind", beside.styled),
        ("speakers", "what was said of who speaks in documents stays behind", beside.ruled),
        ("times", "documents lose the times of their lines", beside.timed),
        ("labels", "documents lose which labels their files state, and speakers are detected", beside.labelled),
        ("files", "files of documents that were kept stay behind", beside.files),
    ] {
        if count > 0 {
            losses.push(ExportLoss::counted(kind, what, count));
        }
    }
    Ok(losses)
}
