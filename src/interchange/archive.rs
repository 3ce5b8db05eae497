//! Zip files that are being written.

use std::io::{Seek, Write};
use std::mem::ManuallyDrop;
use zip::ZipWriter;

/// A zip file until it is finished. If writing fails, it is forgotten: the library would try to finish it, and print that
/// it could not.
pub(super) type Archive<W> = ManuallyDrop<ZipWriter<W>>;

pub(super) fn archive<W: Write + Seek>(out: W) -> Archive<W> {
    ManuallyDrop::new(ZipWriter::new(out))
}

/// # Errors
/// When the list of its members cannot be written.
pub(super) fn finished<W: Write + Seek>(archive: Archive<W>) -> std::io::Result<W> {
    Ok(ManuallyDrop::into_inner(archive).finish()?)
}
