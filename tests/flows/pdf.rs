//! PDF documents through the program itself: they are read in a separate process, which may fail, hang or be cancelled
//! without harm.

use super::support::*;
use pullquote::engine::import::ImportPlan;
use pullquote::engine::{Cancelled, Error, Progress, Project};
use pullquote::interchange::document::{self, Reading};
use pullquote::interchange::isolated::{self, IsolatedReader, Limits};
use pullquote::interchange::{ReadError, Refusal};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

const PROTECTED: &[u8] = include_bytes!("../data/documents/protected.pdf");
const LIMITS: Limits = Limits { seconds: 120, memory: 256 << 20, answer: 1 << 20 };

/// From now on, files are read by the program built with these tests.
fn with_the_program() {
    isolated::program_is(PathBuf::from(env!("CARGO_BIN_EXE_pullquote")));
}

/// A PDF with one page that has this content.
fn pdf(content: &[u8]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
        2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
        3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R \
        /Resources << /Font << /F 4 0 R >> >> >>\nendobj\n\
        4 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n"
        .to_vec();
    out.extend(format!("5 0 obj\n<< /Length {} >>\nstream\n", content.len()).bytes());
    out.extend(content);
    out.extend(b"\nendstream\nendobj\ntrailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n");
    out
}

/// A PDF that takes far longer than a second to read.
fn slow() -> Vec<u8> {
    pdf(&b"q Q\n".repeat(12 << 20))
}

const HEAD: &[u8] = b"{\"password\":null}\n";

#[test]
fn a_pdf_is_imported_with_its_password_and_reported() {
    with_the_program();
    let place = temporary();
    let file = within(&place, "talk.pdf");
    std::fs::write(&file, PROTECTED).unwrap();
    let project = within(&place, "study.pullquote");
    ok(&["new", &project]);
    fails(&["import", &project, &file], 1, &["talk.pdf: it is protected with a password"]);
    fails(&["import", &project, &file, "--password", "wrong"], 1, &["this password does not open it"]);
    let report = json(&["import", &project, &file, "--password", "open sesame", "--json"]);
    let one = &report["imported"][0];
    assert_eq!(
        (one["format"].as_str(), one["blocks"].as_u64(), one["turns"].as_u64()),
        (Some("pdf"), Some(2), Some(2))
    );
    assert_eq!(one["warnings"].as_array().map(Vec::len), Some(0), "{one}");
    ok(&["check", &project]);
}

#[test]
fn an_unreadable_file_does_not_affect_the_rest_of_an_import() {
    with_the_program();
    let place = temporary();
    let folder = place.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("a.pdf"), b"%PDF-1.7 and nothing more").unwrap();
    std::fs::write(folder.join("b.pdf"), pdf(b"BT /F 12 Tf 72 700 Td (I: Why?) Tj ET")).unwrap();
    std::fs::write(folder.join("c.txt"), "I: And why?").unwrap();
    let project = within(&place, "study.pullquote");
    ok(&["new", &project]);
    let report = json(&["import", &project, folder.to_str().unwrap(), "--json"]);
    assert_eq!(report["imported"].as_array().map(Vec::len), Some(2), "{report}");
    assert!(report["refused"][0]["reason"].as_str().unwrap().contains("damaged"), "{report}");
}

#[test]
fn a_reader_that_takes_too_long_or_does_not_answer_is_reported() {
    with_the_program();
    let limits = Limits { seconds: 1, ..LIMITS };
    let late = isolated::read(&document::PDF, &[HEAD, &slow()], limits, &Progress::default());
    assert_eq!(late.unwrap_err(), Refusal::ReaderTooSlow { seconds: 1 }.into());
    let unknown = IsolatedReader { name: "no-such", run: |_| Ok(vec![]) };
    let fallen = isolated::read(&unknown, &[&vec![b'x'; 1 << 20]], LIMITS, &Progress::default());
    assert!(matches!(fallen, Err(ReadError::Refused(Refusal::ReaderTooBig { .. }))));
    let small = Limits { answer: 20, ..LIMITS };
    let text = pdf(b"BT /F 12 Tf 72 700 Td (I: Why did you leave the village?) Tj ET");
    let long = isolated::read(&document::PDF, &[HEAD, &text], small, &Progress::default());
    assert_eq!(long.unwrap_err(), Refusal::TooMuchText { megabytes: 0 }.into());
}

#[test]
fn a_reader_stops_at_the_first_request() {
    with_the_program();
    let progress = Progress::default();
    progress.cancel();
    let ended = isolated::read(&document::PDF, &[HEAD, &slow()], LIMITS, &progress);
    assert_eq!(ended.unwrap_err(), Cancelled.into());
}

#[test]
fn an_import_can_be_cancelled_while_a_file_is_read() {
    with_the_program();
    let place = temporary();
    let (short, slow_file) = (place.path().join("a.txt"), place.path().join("slow.pdf"));
    std::fs::write(&short, "I: Why?").unwrap();
    std::fs::write(&slow_file, slow()).unwrap();
    let project = Project::create(&place.path().join("study.pullquote"), "study").unwrap();
    // Cancel when the first file is read, while the other one is being read or waits.
    let progress = Arc::new(OnceLock::<Progress>::new());
    let handle = progress.clone();
    let cancel = move |_, _| handle.get().into_iter().for_each(Progress::cancel);
    let progress = progress.get_or_init(|| Progress::new(cancel));
    let ended = ImportPlan::read(project.reads(), &[short, slow_file], &Reading::default(), progress);
    assert!(matches!(ended, Err(Error::Cancelled(_))), "{ended:?}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_takes_too_much_memory_ends_without_an_answer() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .args(["read-isolated", "pdf", &(200_u64 << 20).to_string(), "20"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(&vec![b' '; 300 << 20]);
    let done = child.wait_with_output().unwrap();
    assert!(!done.status.success() && done.stdout.is_empty());
}
