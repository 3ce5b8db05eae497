//! Lists the documents at a path.

use super::refused::RefusedFile;
use crate::engine::{foreign, places};
use crate::interchange::files::{ending, listed};
use crate::interchange::remark::{ForeignRefusal, Refusal};
use crate::interchange::sheet;
use crate::text::compare_names;
use std::path::{Path, PathBuf};

/// Files that are not transcripts, by extension, with the reason.
const NO_DOCUMENTS: [(&[&str], Refusal); 8] = [
    (&sheet::ENDINGS, Refusal::TableNotDocument),
    (&["xls"], Refusal::TableNotDocument),
    (&["json"], Refusal::DataFile),
    (&["mp3", "wav", "m4a", "mp4", "mov", "ogg"], Refusal::Recording),
    (&["png", "jpg", "jpeg", "gif", "tif", "tiff", "heic"], Refusal::Picture),
    (&[foreign::RQDA_ENDING], Refusal::RqdaProject),
    (&["epub"], Refusal::Ebook),
    (&[places::ENDING], Refusal::PullquoteProject),
];

/// Extensions of databases, which have companion files while a program has them open.
const DATABASES: [&str; 4] = [places::ENDING, foreign::RQDA_ENDING, "qda", "sqlite3"];

/// True for a companion file of an open database: a log, shared memory or a lock.
fn is_side_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let database = ["-wal", "-shm", "-journal", ".lock"].iter().find_map(|suffix| name.strip_suffix(suffix));
    database.is_some_and(|database| DATABASES.contains(&ending(Path::new(database)).as_str()))
}

/// True for files that are skipped in a folder without a report: hidden files, owner files of documents open in
/// Word, and companion files of open databases.
fn is_skipped(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || name.starts_with("~$") || is_side_file(path)
}

/// Sorts paths by the names of their files, as people expect names to be sorted.
pub fn sort_paths(paths: &mut [PathBuf]) {
    // A whole path begins with a separator or a drive, which would hide the script of the name.
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    paths.sort_by(|a, b| compare_names(&name(a), &name(b)).then_with(|| a.cmp(b)));
}

/// Finds the documents at a path: the file itself, or all files in a folder and its subfolders, by name.
pub fn files(path: &Path, found: &mut Vec<PathBuf>, refused: &mut Vec<RefusedFile>) {
    let mut refuse = |path: &Path, refusal: Refusal| refused.push(RefusedFile::new(path, refusal));
    if !path.is_dir() {
        let ending = ending(path);
        return match NO_DOCUMENTS.iter().find(|(endings, _)| endings.contains(&ending.as_str())) {
            Some((_, refusal)) => refuse(path, refusal.clone()),
            None if is_side_file(path) => refuse(path, Refusal::SideFile),
            None => found.push(path.to_owned()),
        };
    }
    let mut entries = match listed(path) {
        Ok(entries) => entries,
        Err(refusal) => return refuse(path, refusal),
    };
    sort_paths(&mut entries);
    let (before, known) = (found.len(), refused.len());
    for entry in entries.iter().filter(|entry| !is_skipped(entry)) {
        // A link could point to one of its parents, or out of a folder received from someone else.
        if entry.is_symlink() {
            refused.push(RefusedFile::new(entry, Refusal::LinkInFolder));
        } else if foreign::is_readable_project(entry) {
            refused.push(RefusedFile::new(entry, ForeignRefusal::ProjectInFolder));
        } else {
            files(entry, found, refused);
        }
    }
    if found.len() == before && refused.len() == known {
        refused.push(RefusedFile::new(path, Refusal::NoDocumentsInFolder));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_table_is_recognised() {
        for ending in sheet::ENDINGS.into_iter().chain(["xls", "XLSM"]) {
            let (mut found, mut refused) = (Vec::new(), Vec::new());
            files(Path::new(&format!("t.{ending}")), &mut found, &mut refused);
            assert!(found.is_empty() && refused[0].refusal == Refusal::TableNotDocument, "{ending}: {refused:?}");
        }
    }

    #[test]
    fn companion_files_of_an_open_project_are_not_documents() {
        let folder = tempfile::tempdir().unwrap();
        let skipped = [
            "study.pullquote-wal",
            "study.pullquote-shm",
            "study.pullquote.lock",
            "Study.PULLQUOTE-journal",
            "other.sqlite3-wal",
            "data.qda-shm",
            "~$P1.docx",
            ".pullquote-export-aaaaaaaaaa",
        ];
        let documents = ["P1.txt", "P2-wal", "P3.lock", "about the lock.md"];
        for name in skipped.iter().chain(&documents) {
            std::fs::write(folder.path().join(name), "I: Why?").unwrap();
        }
        let (mut found, mut refused) = (Vec::new(), Vec::new());
        files(folder.path(), &mut found, &mut refused);
        let mut names: Vec<&str> = found.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        names.sort_unstable();
        assert_eq!(names, documents);
        assert!(refused.is_empty(), "{refused:?}");
        files(&folder.path().join("study.pullquote-wal"), &mut found, &mut refused);
        assert_eq!(refused[0].refusal, Refusal::SideFile);
    }

    #[test]
    fn files_are_sorted_by_name_wherever_they_are() {
        let sorted = ["x/10.txt", "/y/B.txt", "/a/一.txt", "二.txt", "/z/三.txt", "陈静.txt", "/c/张伟.txt"];
        let mut paths: Vec<PathBuf> = sorted.iter().map(PathBuf::from).rev().collect();
        sort_paths(&mut paths);
        assert_eq!(paths, sorted.map(PathBuf::from));
    }

    #[test]
    fn projects_of_other_programs_in_a_folder_are_refused_as_projects() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("study.qda/documents")).unwrap();
        for name in
            ["a.qdpx", "b.QDE", "c.sqlite3", "d.qdc", "study.qda/data.qda", "study.qda/documents/a.txt", "talk.txt"]
        {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let (mut found, mut refused) = (Vec::new(), Vec::new());
        files(folder.path(), &mut found, &mut refused);
        assert_eq!(found, [folder.path().join("talk.txt")]);
        let kinds: Vec<&str> = refused.iter().map(|file| file.refusal.kind()).collect();
        assert_eq!(kinds, ["project_in_folder"; 5]);
    }

    #[test]
    fn projects_and_books_say_what_they_are_and_what_to_do() {
        let cases =
            [("a.RQDA", Refusal::RqdaProject), ("a.epub", Refusal::Ebook), ("a.pullquote", Refusal::PullquoteProject)];
        for (name, refusal) in cases {
            let (mut found, mut refused) = (Vec::new(), Vec::new());
            files(Path::new(name), &mut found, &mut refused);
            assert!(found.is_empty() && refused[0].refusal == refusal, "{refused:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_folder_are_reported_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("interviews");
        std::fs::create_dir(&inside).unwrap();
        std::fs::write(folder.path().join("secret.txt"), "I: Why?").unwrap();
        for (target, link) in [("../secret.txt", "P1.txt"), ("..", "all"), ("nowhere", "P2.txt")] {
            std::os::unix::fs::symlink(target, inside.join(link)).unwrap();
        }
        let (mut found, mut refused) = (Vec::new(), Vec::new());
        files(&inside, &mut found, &mut refused);
        assert_eq!((found.len(), refused.len()), (0, 3), "{refused:?}");
        assert!(refused.iter().all(|file| file.refusal == Refusal::LinkInFolder));
        // A link named by the user is followed.
        files(&inside.join("P1.txt"), &mut found, &mut refused);
        assert_eq!(found.len(), 1);
    }
}
