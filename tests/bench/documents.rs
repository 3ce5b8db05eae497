//! Import of documents of all kinds: time, compared with disk access alone, and memory.

use super::generate::{Dice, interview};
use super::report::{Figures, timed};
use pullquote::engine::import::{ImportOptions, ImportPlan, Reading};
use pullquote::engine::{Actor, Command, Progress, Project};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Writes this many transcripts of this size, and a Word file of about 20 MB.
pub fn write(folder: &Path, documents: usize, bytes: usize, megabytes: usize) -> Outcome {
    let texts = folder.join("texts");
    std::fs::create_dir_all(&texts)?;
    let mut dice = Dice::new(7);
    for number in 0..documents {
        std::fs::write(texts.join(format!("P{number:05}.txt")), interview(&mut dice, bytes))?;
    }
    let file = std::fs::File::create(folder.join("large.docx"))?;
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

/// Imports a path and measures the time, compared with reading its bytes and writing them to one file, synced.
pub fn import(figures: &mut Figures, folder: &Path, what: &str) -> Outcome {
    let path = folder.join(what);
    let project = folder.join(format!("{what}.pullquote"));
    // A first run, so that both find the files in the system's cache.
    disk_alone(&path, folder)?;
    let (bytes, disk) = timed(|| disk_alone(&path, folder));
    let bytes = bytes?;
    let mut project = Project::create(&project, "Import")?;
    let none = Progress::default();
    let (plan, read) = timed(|| ImportPlan::read(project.reads(), &[path], &Reading::default(), &none));
    let plan = Arc::new(plan?);
    let (documents, text) = (plan.documents.len(), plan.documents.iter().map(|d| d.read.text.len()).sum::<usize>());
    let command = Command::TakeImport { plan, how: ImportOptions::default() };
    let (outcome, taken) = timed(|| project.execute(&command, &Actor::Nobody, &none));
    let report = outcome?.import.unwrap_or_default();
    if report.imported.len() != documents || documents == 0 {
        return Err(format!("{} of {documents} documents were imported", report.imported.len()).into());
    }
    let share = |time: Duration| time.as_secs_f64() / disk.as_secs_f64();
    figures.add("documents", documents as f64, "", "");
    figures.add("files", bytes as f64 / 1e6, "MB", "");
    figures.add("text in them", text as f64 / 1e6, "MB", "");
    figures.time("read, decoded, speakers found", read, "");
    figures.time("stored as one step", taken, "seconds");
    figures.time("for comparison: bytes read, written to one file and synced", disk, "");
    figures.add("both to that", share(read + taken), "×", "");
    Ok(())
}

/// Reads all bytes of a file or folder and writes them to one file, synced. Returns their number.
fn disk_alone(path: &Path, folder: &Path) -> std::io::Result<u64> {
    let mut files: Vec<PathBuf> = match path.is_dir() {
        true => std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?,
        false => vec![path.to_owned()],
    };
    files.sort();
    let target = folder.join("disk alone");
    let mut out = std::fs::File::create(&target)?;
    let mut all = 0;
    for file in files {
        let bytes = std::fs::read(file)?;
        out.write_all(&bytes)?;
        all += bytes.len() as u64;
    }
    out.sync_all()?;
    std::fs::remove_file(target)?;
    Ok(all)
}
