//! Export: a folder, tables for statistics, a project for other programs, or one file with what is selected. What a target
//! is to be is said, or told by its ending.

mod behind;
mod book;
mod chosen;
mod contents;
mod losses;
pub mod preview;
pub(super) mod target;

pub use chosen::Chosen;
pub use losses::exchange_losses;
pub use target::{Exported, ExportedFile, Selection, TargetFormat};

use super::clock::now;
use super::error::Error;
use super::{dump, tidy};
use crate::interchange::files::{write_whole, write_whole_with};
use crate::interchange::refi::{self, ExchangeOptions, ExportLoss};
use crate::interchange::tables::TableFormat;
use crate::interchange::{self, folder};
use crate::model::Progress;
use crate::store::Reads;
use contents::Contents;
use losses::{BEYOND_CODEBOOK, ProjectTexts, exchanged, folder_losses, losses_of};
use std::path::Path;

/// Writes what a target's name says: the whole project as a folder or for other programs, or a selection of it as one file.
///
/// # Errors
/// As [`export_as`]; and when the name says nothing that can be written.
pub fn export(reads: Reads<'_>, target: &Path, selection: &Selection, progress: &Progress) -> Result<Exported, Error> {
    export_as(reads, target, selection, TargetFormat::of(target)?, progress)
}

/// The same in a format that is said.
///
/// # Errors
/// When the project cannot be read, the target not be written, or the work was cancelled; what was there before is then as
/// it was.
pub fn export_as(
    reads: Reads<'_>,
    target: &Path,
    selection: &Selection,
    format: TargetFormat,
    progress: &Progress,
) -> Result<Exported, Error> {
    let mut left_out = Vec::new();
    let (bytes, kind, rows) = match format {
        TargetFormat::Folder => {
            let files = folder::write(&dump::dump(reads, progress)?, target, progress)?;
            return Ok(Exported { files: files_of(target, files, "project"), left_out: folder_losses(reads)? });
        }
        TargetFormat::Tidy => {
            let users = match selection {
                Selection::Chosen(chosen) => chosen.users.clone(),
                _ => vec![],
            };
            return tidy::write_tidy(reads, target, &users, progress);
        }
        TargetFormat::Exchange(options) => return Ok(export_exchange(reads, target, &options, progress)?.0),
        TargetFormat::ExchangeCodebook => {
            let book = dump::codebook(&reads.study()?.codebook, &reads.folders()?);
            let rows = book.paths().len() as u64;
            left_out.push(BEYOND_CODEBOOK.to_owned());
            let bytes = refi::write_codebook(&book)
                .map_err(|source| interchange::Error::Unwritable { path: target.to_owned(), source })?;
            (bytes, "codebook", Some(rows))
        }
        TargetFormat::File(format) => {
            let contents = Contents::read(reads, selection, format, progress)?;
            left_out = contents.left_out(format);
            (contents.bytes(format)?, selection.kind(), Some(contents.rows()))
        }
    };
    progress.checkpoint()?;
    write_whole(target, &bytes)?;
    let file = ExportedFile { file: target.to_owned(), bytes: bytes.len() as u64, kind, rows };
    Ok(Exported { files: vec![file], left_out })
}

fn files_of(folder: &Path, files: Vec<(String, u64)>, kind: &'static str) -> Vec<ExportedFile> {
    let file = |(path, bytes): (String, u64)| ExportedFile { file: folder.join(path), bytes, kind, rows: None };
    files.into_iter().map(file).collect()
}

/// The bytes of a selection, as a file in this format would hold them.
///
/// # Errors
/// When the project cannot be read, or the format cannot hold so much.
pub fn render(reads: Reads<'_>, selection: &Selection, format: TableFormat) -> Result<Vec<u8>, Error> {
    Ok(render_with_notes(reads, selection, format)?.0)
}

/// The same with the sentences under a table that the format has no room for.
///
/// # Errors
/// When the project cannot be read, or the format cannot hold so much.
pub fn render_with_notes(
    reads: Reads<'_>,
    selection: &Selection,
    format: TableFormat,
) -> Result<(Vec<u8>, Vec<String>), Error> {
    let contents = Contents::read(reads, selection, format, &Progress::default())?;
    Ok((contents.bytes(format)?, contents.notes_without_room(format)))
}

/// Writes the whole project for other programs (REFI-QDA), and tells what they do not get.
///
/// # Errors
/// When it cannot be read or written, or the work was cancelled; what was there before is then as it was.
pub fn export_exchange(
    reads: Reads<'_>,
    target: &Path,
    options: &ExchangeOptions,
    progress: &Progress,
) -> Result<(Exported, Vec<ExportLoss>), Error> {
    let (dump, sources) = exchanged(reads)?;
    // Once for what is lost, and twice to be written.
    let texts = ProjectTexts::new(reads, sources, 3, progress);
    let losses = losses_of(&dump, &texts, options)?;
    let text = |at: usize| texts.get(at).map_err(std::io::Error::other);
    write_whole_with(target, |file| {
        refi::write(&dump, options, &text, now(), file)?;
        progress.checkpoint().map_err(|cancelled| std::io::Error::other(Error::from(cancelled)))
    })?;
    let bytes = std::fs::metadata(target).map_or(0, |data| data.len());
    let file = ExportedFile { file: target.to_owned(), bytes, kind: "project", rows: None };
    let left_out = losses.iter().map(ToString::to_string).collect();
    Ok((Exported { files: vec![file], left_out }, losses))
}
