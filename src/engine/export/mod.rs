//! Export: a folder, tables for statistics, a project for other programs, or one file with a selection. The format
//! is specified or follows from the extension of the target.

mod book;
mod chosen;
mod contents;
mod evidence;
mod losses;
pub mod preview;
pub(super) mod target;

pub use chosen::Chosen;
pub use losses::exchange_losses;
pub use target::{Exported, ExportedFile, FileKind, Selection, TargetFormat};

use super::clock::now;
use super::error::Error;
use super::{dump, tidy};
use crate::i18n::{self, Language};
use crate::interchange::files::{WriteError, write_whole, write_whole_with};
use crate::interchange::refi::{self, ExchangeOptions};
use crate::interchange::remark::ExportLoss;
use crate::interchange::tables::TableFormat;
use crate::interchange::{self, folder};
use crate::model::Progress;
use crate::store::Reads;
use contents::Contents;
use losses::{ProjectTexts, beyond_codebook, exchanged, folder_losses, losses_of};
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
    let mut left_out = Vec::new();
    let (bytes, kind, rows) = match format {
        TargetFormat::Folder => {
            let files = folder::write(&dump::dump(reads, progress)?, target, progress)?;
            return Ok(Exported { files: files_of(target, files, FileKind::Project), left_out: folder_losses(reads)? });
        }
        TargetFormat::Tidy => {
            let users = match selection {
                Selection::Chosen(chosen) => chosen.users.clone(),
                _ => vec![],
            };
            return tidy::write_tidy(reads, target, &users, language, progress);
        }
        TargetFormat::Exchange(options) => return Ok(export_exchange(reads, target, &options, progress)?.0),
        TargetFormat::ExchangeCodebook => {
            let book = dump::codebook(&reads.study()?.codebook, &reads.folders()?);
            let rows = book.paths().len() as u64;
            left_out.push(beyond_codebook());
            let bytes = refi::write_codebook(&book)
                .map_err(|why| interchange::Error::Unwritable { path: target.to_owned(), why })?;
            (bytes, FileKind::Codebook, Some(rows))
        }
        TargetFormat::File(format) => {
            let contents = i18n::within(language, || Contents::read(reads, selection, format, progress))?;
            left_out = contents.left_out(format);
            let bytes = i18n::within(language, || contents.bytes(format))?;
            (bytes, selection.kind(), Some(contents.rows()))
        }
    };
    progress.checkpoint()?;
    write_whole(target, &bytes)?;
    let file = ExportedFile { file: target.to_owned(), bytes: bytes.len() as u64, kind, rows };
    Ok(Exported { files: vec![file], left_out })
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
    let contents = Contents::read(reads, selection, format, &Progress::default())?;
    Ok((contents.bytes(format)?, contents.notes_without_room(format)))
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
    let (dump, sources) = exchanged(reads)?;
    // Each text is read once to find losses, and twice for writing.
    let texts = ProjectTexts::new(reads, sources, 3, progress);
    let losses = losses_of(&dump, &texts, options)?;
    write_whole_with(target, |file| {
        refi::write(&dump, options, &|at| texts.get(at), now(), file)?;
        progress.checkpoint().map_err(|cancelled| WriteError::Contents(Error::from(cancelled)))
    })?;
    let bytes = std::fs::metadata(target).map_or(0, |data| data.len());
    let file = ExportedFile { file: target.to_owned(), bytes, kind: FileKind::Project, rows: None };
    let left_out = losses.iter().map(ToString::to_string).collect();
    Ok((Exported { files: vec![file], left_out }, losses))
}
