//! Export: a folder, tables for statistics, a project for other programs, or one file with a selection. The format
//! is specified or follows from the extension of the target.

mod book;
mod chosen;
mod contents;
mod evidence;
mod long_texts;
mod losses;
pub mod preview;
pub(super) mod target;

pub use chosen::Chosen;
pub use losses::exchange_losses;
pub use target::{Exported, ExportedFile, FileKind, Selection, TargetFormat};

use super::clock::now;
use super::error::Error;
use super::reading::read_passages;
use super::{dump, tidy};
use crate::i18n::{self, Language};
use crate::interchange::files::{WriteError, write_whole, write_whole_with};
use crate::interchange::refi::{self, ExchangeOptions};
use crate::interchange::remark::ExportLoss;
use crate::interchange::tables::{PassageRows, TableFormat, WrittenTable, write_passages};
use crate::interchange::{self, folder};
use crate::model::Progress;
use crate::store::{PassageFilter, Reads};
use crate::table::PassageHeads;
use contents::{Contents, ends_cut};
use losses::{ProjectDocuments, beyond_codebook, exchanged, folder_losses, losses_of};
use std::borrow::Cow;
use std::io::Cursor;
use std::path::Path;

/// Exports in the format that follows from the target's name: the whole project as a folder or for other programs,
/// or a selection as one file.
///
/// # Errors
/// As [`export_as`]; also fails when no format follows from the name.
pub fn export(reads: Reads<'_>, target: &Path, selection: &Selection, progress: &Progress) -> Result<Exported, Error> {
    export_as(reads, target, selection, TargetFormat::of(target)?, i18n::current(), progress)
}

/// Exports in the given format and language. Only files for people have a language; messages have the thread's.
///
/// # Errors
/// Fails when the project cannot be read, when the target cannot be written, or when cancelled; existing files are
/// then unchanged.
pub fn export_as(
    reads: Reads<'_>,
    target: &Path,
    selection: &Selection,
    format: TargetFormat,
    language: Language,
    progress: &Progress,
) -> Result<Exported, Error> {
    reads.at_one_moment(|| match format {
        TargetFormat::Folder => {
            let files = folder::write(&dump::dump(reads, progress)?, target, progress)?;
            Ok(Exported { files: files_of(target, files, FileKind::Project), left_out: folder_losses(reads)? })
        }
        TargetFormat::Tidy => {
            let users = match selection {
                Selection::Chosen(chosen) => chosen.users.clone(),
                _ => vec![],
            };
            tidy::write_tidy(reads, target, &users, language, progress)
        }
        TargetFormat::Exchange(options) => Ok(export_exchange(reads, target, &options, progress)?.0),
        TargetFormat::ExchangeCodebook => {
            let book = dump::codebook(&reads.study()?.codebook, &reads.folders()?);
            let rows = book.paths().len() as u64;
            let bytes = refi::write_codebook(&book)
                .map_err(|why| interchange::Error::Unwritable { path: target.to_owned(), why })?;
            write_whole(target, &bytes)?;
            let file = written_file(target, FileKind::Codebook, Some(rows));
            Ok(Exported { files: vec![file], left_out: vec![beyond_codebook()] })
        }
        TargetFormat::File(format) => export_file(reads, target, selection, format, language, progress),
    })
}

/// Writes a selection as one file, passages as they are read.
fn export_file(
    reads: Reads<'_>,
    target: &Path,
    selection: &Selection,
    format: TableFormat,
    language: Language,
    progress: &Progress,
) -> Result<Exported, Error> {
    let contents = i18n::within(language, || Contents::read(reads, selection, format, progress))?;
    let no_room = contents.no_room(format);
    let mut written = WrittenTable::default();
    write_whole_with(target, |file, folder| {
        written = i18n::within(language, || contents.write(format, folder, file))?;
        progress.checkpoint().map_err(|cancelled| WriteError::Contents(Error::from(cancelled)))
    })?;
    let left_out = ends_cut(written.cut).into_iter().chain(no_room).collect();
    Ok(Exported { files: vec![written_file(target, selection.kind(), Some(written.rows))], left_out })
}

/// Writes coded passages as they are read, with `context` characters on both sides; returns what is known of the list.
/// The language is the thread's.
///
/// # Errors
/// As [`export_as`].
pub fn export_codings(
    reads: Reads<'_>,
    target: &Path,
    filter: &PassageFilter,
    context: u32,
    format: TableFormat,
    progress: &Progress,
) -> Result<PassageHeads, Error> {
    reads.at_one_moment(|| {
        let (heads, reader) = read_passages(reads, Cow::Owned(reads.study()?), filter, context, progress)?;
        let rows = &mut reader.map(|passage| Ok::<_, Error>(passage?.1));
        let passages = PassageRows { heads: &heads, rows };
        write_whole_with(target, |file, folder| write_passages(passages, format, folder, file).map(drop))?;
        Ok(heads)
    })
}

fn written_file(file: &Path, kind: FileKind, rows: Option<u64>) -> ExportedFile {
    let bytes = std::fs::metadata(file).map_or(0, |data| data.len());
    ExportedFile { file: file.to_owned(), bytes, kind, rows }
}

fn files_of(folder: &Path, files: Vec<(String, u64)>, kind: FileKind) -> Vec<ExportedFile> {
    let file = |(path, bytes): (String, u64)| ExportedFile { file: folder.join(path), bytes, kind, rows: None };
    files.into_iter().map(file).collect()
}

/// Returns the bytes of a selection as a file in this format.
///
/// # Errors
/// Fails when the project cannot be read, or when the format cannot hold that much.
pub fn render(reads: Reads<'_>, selection: &Selection, format: TableFormat) -> Result<Vec<u8>, Error> {
    Ok(render_with_notes(reads, selection, format)?.0)
}

/// Does the same, and returns the notes under a table for which the format has no room.
///
/// # Errors
/// Fails when the project cannot be read, or when the format cannot hold that much.
pub fn render_with_notes(
    reads: Reads<'_>,
    selection: &Selection,
    format: TableFormat,
) -> Result<(Vec<u8>, Vec<String>), Error> {
    let progress = Progress::default();
    let contents = Contents::read(reads, selection, format, &progress)?;
    let notes = contents.notes_without_room(format);
    let mut out = Cursor::new(Vec::new());
    match contents.write(format, &std::env::temp_dir(), &mut out) {
        Ok(_) => Ok((out.into_inner(), notes)),
        Err(WriteError::File(error)) => Err(interchange::tables::Error::from(error).into()),
        Err(WriteError::Contents(error)) => Err(error),
    }
}

/// Writes the whole project for other programs (REFI-QDA), and returns what the file does not include.
///
/// # Errors
/// Fails when the project cannot be read, when the file cannot be written, or when cancelled; an existing file is
/// then unchanged.
pub fn export_exchange(
    reads: Reads<'_>,
    target: &Path,
    options: &ExchangeOptions,
    progress: &Progress,
) -> Result<(Exported, Vec<ExportLoss>), Error> {
    let losses = reads.at_one_moment(|| {
        let (dump, study) = exchanged(reads)?;
        // Each text is read once to find losses, and twice for writing.
        let documents = ProjectDocuments::new(reads, &study, 3, progress);
        let losses = losses_of(&dump, &documents, options)?;
        write_whole_with(target, |file, _| {
            refi::write(&dump, options, &documents, now(), file)?;
            progress.checkpoint().map_err(|cancelled| WriteError::Contents(Error::from(cancelled)))
        })?;
        Ok::<_, Error>(losses)
    })?;
    let file = written_file(target, FileKind::Project, None);
    let left_out = losses.iter().map(ToString::to_string).collect();
    Ok((Exported { files: vec![file], left_out }, losses))
}
