//! Import of documents of all kinds: time, compared with disk access alone, and memory.

use super::Outcome;
use super::generate::{Dice, interview, interview_with_answers};
use super::phases::Place;
use super::report::{Figures, NO_GOAL, peak_memory, timed};
use pullquote::engine::import::{ImportOptions, ImportPlan, Reading};
use pullquote::engine::{Actor, Command, Progress, Project};
use rusqlite::Connection;
use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// How much longer an import should take at most than reading its files and inserting their bytes into a table.
const MOST_OF_BARE: f64 = 2.0;
/// How many times its size the import of a text should need at most.
const MOST_MEMORY: f64 = 2.5;

/// The sentences in the longest answers of the text of 100 MB: a text may have 1,000,000 lines at most, fewer than that
/// many bytes of ordinary turns.
const LONG_ANSWER: usize = 60;

/// Writes 3,400 transcripts of 30 kB, a text of 100 MB, and a Word file of about 20 MB.
pub fn write(_: &mut Figures, place: &Place) -> Outcome {
    let texts = place.file("texts");
    std::fs::create_dir_all(&texts)?;
    let mut dice = Dice::new(7);
    for number in 0..place.size(3_400) {
        std::fs::write(texts.join(format!("P{number:05}.txt")), interview(&mut dice, 30_000))?;
    }
    std::fs::write(place.file("large.txt"), interview_with_answers(&mut dice, place.size(100_000_000), LONG_ANSWER))?;
    let megabytes = place.size(20);
    let file = File::create(place.file("large.docx"))?;
    let mut zip = ZipWriter::new(std::io::BufWriter::new(file));
    let packed = SimpleFileOptions::default();
    zip.start_file("[Content_Types].xml", packed)?;
    zip.write_all(b"<Types/>")?;
    zip.start_file("word/document.xml", packed)?;
    zip.write_all(b"<w:document xmlns:w=\"w\"><w:body>")?;
    // Some ten thousand pages of text, which compress well; the rest are pictures, which do not.
    for _ in 0..megabytes * 4 {
        for line in interview(&mut dice, 125_000).lines() {
            let line = line.replace('&', "&amp;").replace('<', "&lt;");
            write!(zip, "<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>")?;
        }
    }
    zip.write_all(b"</w:body></w:document>")?;
    zip.start_file("word/media/image1.jpeg", packed.compression_method(zip::CompressionMethod::Stored))?;
    let mut noise = dice.below(usize::MAX) as u64 | 1;
    let mut block = vec![0_u8; 1 << 20];
    for _ in 0..megabytes {
        for byte in &mut block {
            noise ^= noise << 13;
            noise ^= noise >> 7;
            noise ^= noise << 17;
            *byte = noise as u8;
        }
        zip.write_all(&block)?;
    }
    zip.finish()?.flush()?;
    Ok(())
}

/// Imports a path and measures the time, compared with reading its bytes and inserting them into a table.
pub fn import(figures: &mut Figures, place: &Place, what: &str) -> Outcome {
    let path = place.file(what);
    let files = files(&path)?;
    for file in &files {
        // So that both find the files in the system's cache.
        std::io::copy(&mut File::open(file)?, &mut std::io::sink())?;
    }
    let mut project = Project::create(&place.file(&format!("{what}.pullquote")), "Import")?;
    let none = Progress::default();
    let (plan, read) = timed(|| ImportPlan::read(project.reads(), &[path], &Reading::default(), &none));
    let plan = Arc::new(plan?);
    let (documents, text) = (plan.documents.len(), plan.documents.iter().map(|d| d.read.text.len()).sum::<usize>());
    let command = Command::TakeImport { plan, how: ImportOptions::default() };
    let (outcome, taken) = timed(|| project.execute(&command, &Actor::Nobody, &none));
    let (report, peak) = (outcome?.import.unwrap_or_default(), peak_memory());
    let (bytes, bare) = timed(|| read_and_insert(&files, &place.file("bare.db")));
    let bytes = bytes?;
    if report.imported.len() != documents || documents == 0 {
        return Err(format!("{} of {documents} documents were imported", report.imported.len()).into());
    }
    figures.amount("documents", documents);
    figures.add("files", bytes as f64 / 1e6, "MB", NO_GOAL);
    figures.add("text in them", text as f64 / 1e6, "MB", NO_GOAL);
    figures.time("read, decoded, speakers found", read, NO_GOAL);
    figures.time("stored as one step", taken, NO_GOAL);
    figures.time("for comparison: bytes read and inserted into a table", bare, NO_GOAL);
    figures.ratio("both to that", read + taken, bare, if what == "large.docx" { NO_GOAL } else { Some(MOST_OF_BARE) });
    if let (Some(peak), "large.txt") = (peak, what) {
        let size = bytes as f64 / f64::from(1 << 20);
        figures.add("peak memory of the import to the size of the file", peak / size, "×", MOST_MEMORY);
    }
    Ok(())
}

/// Returns a file, or the files in a folder.
fn files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = match path.is_dir() {
        true => std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?,
        false => vec![path.to_owned()],
    };
    files.sort();
    Ok(files)
}

/// Reads all bytes and inserts them into a table of a new database, synced. Returns their number.
fn read_and_insert(files: &[PathBuf], database: &Path) -> Result<usize, Box<dyn Error>> {
    let mut connection = Connection::open(database)?;
    connection.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE texts(id INTEGER PRIMARY KEY, text BLOB)")?;
    let mut all = 0;
    let transaction = connection.transaction()?;
    for file in files {
        let bytes = std::fs::read(file)?;
        transaction.prepare_cached("INSERT INTO texts(text) VALUES (?1)")?.execute([&bytes])?;
        all += bytes.len();
    }
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error)?;
    std::fs::remove_file(database)?;
    Ok(all)
}
