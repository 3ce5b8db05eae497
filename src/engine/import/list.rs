//! Which files at a path are documents.

use crate::interchange::remark::{Problem, Refusal};
use crate::interchange::sheet;
use std::path::{Path, PathBuf};

/// Files that hold no transcript, by their endings, and what to do with them.
const NO_DOCUMENTS: [(&[&str], Refusal); 5] = [
    (&sheet::ENDINGS, Refusal::TableNotDocument),
    (&["xls"], Refusal::TableNotDocument),
    (&["json"], Refusal::DataFile),
    (&["mp3", "wav", "m4a", "mp4", "mov", "ogg"], Refusal::Recording),
    (&["png", "jpg", "jpeg", "gif", "tif", "tiff", "heic"], Refusal::Picture),
];

fn ending(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// The documents at a path: itself, or all in a folder and its folders, by name.
pub fn files(path: &Path, found: &mut Vec<PathBuf>, refused: &mut Vec<Problem>) {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        entries.sort();
        let (before, known) = (found.len(), refused.len());
        for entry in entries {
            let hidden = entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            // A link could lead in a circle.
            if !hidden && !entry.is_symlink() {
                files(&entry, found, refused);
            }
        }
        if found.len() == before && refused.len() == known {
            refused.push(Problem::new(&path.display().to_string(), "", Refusal::NoDocumentsInFolder));
        }
        return;
    }
    let ending = ending(path);
    match NO_DOCUMENTS.iter().find(|(endings, _)| endings.contains(&ending.as_str())) {
        Some((_, refusal)) => refused.push(Problem::new(&path.display().to_string(), "", refusal.clone())),
        None => found.push(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_table_is_told_as_one() {
        for ending in sheet::ENDINGS.into_iter().chain(["xls", "XLSM"]) {
            let (mut found, mut refused) = (Vec::new(), Vec::new());
            files(Path::new(&format!("t.{ending}")), &mut found, &mut refused);
            assert!(found.is_empty() && refused[0].remark == Refusal::TableNotDocument.into(), "{ending}: {refused:?}");
        }
    }
}
