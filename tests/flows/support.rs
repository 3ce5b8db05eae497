//! Temporary projects, the command line in this process, and the whole content of a project as one comparable value.

pub use crate::importing::{import, planned};
pub use crate::patience::{PATIENCE, until};
use pullquote::engine::{Progress, Project, Query, Selection, TargetFormat};
use pullquote::i18n::Language;
use pullquote::interchange::plain::{CodingDump, ProjectDump};
use pullquote::interchange::{Problem, folder};
use pullquote::model::{
    Code, CodingId, Dimension, Note, Participant, ProjectInfo, Set, Source, SourceId, TableDefinition, User, UserId,
    Variable,
};
use pullquote::store::{Passage, PassageFilter};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;

/// The result of a command-line run.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn run<S: AsRef<str>>(args: &[S]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = pullquote::cli::run(args.iter().map(|a| a.as_ref().into()), &mut out, &mut err);
    Ran { code, out: String::from_utf8_lossy(&out).into_owned(), err: String::from_utf8(err).unwrap() }
}

/// The standard output of a run that must succeed.
pub fn ok<S: AsRef<str>>(args: &[S]) -> String {
    let line: Vec<&str> = args.iter().map(AsRef::as_ref).collect();
    let ran = run(args);
    assert_eq!(ran.code, 0, "{line:?}: {}", ran.err);
    ran.out
}

pub fn json<S: AsRef<str>>(args: &[S]) -> Value {
    serde_json::from_str(&ok(args)).unwrap()
}

/// Requires that the run fails with this exit code and that its message contains each of the words.
pub fn fails<S: AsRef<str>>(args: &[S], code: i32, expected: &[&str]) {
    let shown: Vec<&str> = args.iter().map(AsRef::as_ref).collect();
    let ran = run(args);
    assert_eq!(ran.code, code, "{shown:?}: {}", ran.err);
    for word in expected {
        assert!(ran.err.contains(word), "{shown:?} should mention {word:?}: {}", ran.err);
    }
}

pub fn temporary() -> TempDir {
    tempfile::Builder::new().prefix("pullquote-flows-").tempdir().unwrap()
}

pub fn within(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

/// The folder of the sample study.
pub fn sample() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects/dianjiang").to_str().unwrap().to_owned()
}

/// A project file with the contents of a folder, and with its name.
pub fn project_of(folder: &TempDir, source: &str) -> String {
    let project = within(folder, "study.pullquote");
    let info = std::fs::read(Path::new(source).join("project.json")).unwrap();
    let info: Value = serde_json::from_slice(&info).unwrap();
    ok(&["new", &project, "--name", info["name"].as_str().unwrap_or("study")]);
    ok(&["import", &project, source]);
    project
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// Exports in the format given by the target's extension.
pub fn export(project: &Project, target: &Path, selection: Selection) {
    let format = TargetFormat::of(target).unwrap();
    project
        .ask(&Query::ExportAs { target: target.to_owned(), selection, format, language: Language::English })
        .unwrap();
}

/// A ZIP file with these parts: names and contents.
pub fn zipped<C: AsRef<[u8]>>(parts: &[(&str, C)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, content.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Files of a folder by path, which a test can change before it writes them.
pub type Files = Vec<(String, String)>;

pub fn write(files: &Files, folder: &Path) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// A small study with difficult text: Chinese, a family emoji of five code points, a combining accent, a byte order
/// mark, `\r
/// `, names with slashes and with the path separator, participants without values.
pub fn good() -> Files {
    let files: [(&str, &str); 10] = [
        ("project.json", include_str!("good/project.json")),
        ("codebook.json", include_str!("good/codebook.json")),
        ("participants.csv", "participant,age,note,\"a,b\"\nB/1,43,,\"x, \"\"y\"\"\"\nC,,,\n李,29,\"两\n行\",\n"),
        (
            "transcripts/B 1.txt",
            "\u{feff}问：为什么回来？\r\n答：收入低，👨\u{200d}👩\u{200d}👧 在家。Cafe\u{301} no.\r\n",
        ),
        ("transcripts/组/焦点.txt", "M: 我没有钱。\nF: 我也没有。\n"),
        ("transcripts/empty.txt", ""),
        ("codings/one.json", include_str!("good/one.json")),
        ("codings/two.json", include_str!("good/two.json")),
        ("memos.json", include_str!("good/memos.json")),
        ("queries.json", include_str!("good/queries.json")),
    ];
    files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
}

/// A dump without differences that files may have: the order of codings, and where each was read.
pub fn comparable(mut dump: ProjectDump) -> ProjectDump {
    let key = |c: &CodingDump| (c.coder.clone(), c.document.clone(), c.start, c.end, c.code.clone());
    dump.codings.change(|coding| coding.place = Default::default());
    dump.codings.sort_by_key(key);
    dump.participations.sort();
    dump
}

/// Reads a folder that must not have faults.
pub fn read_folder(path: impl AsRef<Path>) -> ProjectDump {
    let (dump, problems): (_, Vec<Problem>) = folder::read(path.as_ref(), &Progress::default()).unwrap();
    assert_eq!(problems, [], "{}", path.as_ref().display());
    comparable(dump)
}

/// Everything in a project except its history.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    pub project: ProjectInfo,
    users: Vec<User>,
    sources: Vec<Source>,
    texts: Vec<String>,
    variables: Vec<Variable>,
    document_variables: Vec<Variable>,
    participants: Vec<Participant>,
    codes: Vec<Code>,
    dimensions: Vec<Dimension>,
    tables: Vec<TableDefinition>,
    sets: Vec<Set>,
    pub passages: Vec<Passage>,
    notes: Vec<Note>,
    participations: Vec<(SourceId, UserId)>,
    important: Vec<CodingId>,
}

pub fn snapshot(project: &Project) -> Snapshot {
    let reads = project.reads();
    let study = reads.study().unwrap();
    let mut important: Vec<CodingId> = study.sources.iter().flat_map(|s| reads.important_in(s.id).unwrap()).collect();
    important.sort();
    let texts = study.sources.iter().map(|s| reads.text(s.id).unwrap()).collect();
    Snapshot {
        project: study.project,
        users: study.users,
        sources: study.sources,
        texts,
        variables: study.variables,
        document_variables: study.document_variables,
        participants: study.participants,
        codes: study.codebook.codes().to_vec(),
        dimensions: study.codebook.dimensions,
        tables: study.tables,
        sets: study.sets,
        passages: reads.passages(&PassageFilter::default()).unwrap(),
        notes: reads.notes().unwrap(),
        participations: reads.participations().unwrap(),
        important,
    }
}

pub fn snapshot_of(project: &str) -> Snapshot {
    snapshot(&Project::open_to_read(&PathBuf::from(project)).unwrap().0)
}

/// A progress that cancels at its report number `last`, counted from 1; and the number of reports so far.
pub fn cancelled_at(last: usize) -> (Progress, Arc<AtomicUsize>) {
    let steps = Arc::new(AtomicUsize::new(0));
    let itself = Arc::new(OnceLock::<Progress>::new());
    let (counted, handle) = (steps.clone(), itself.clone());
    let progress = itself.get_or_init(|| {
        Progress::new(move |done, total| {
            assert!(done <= total || total == 0, "{done} of {total}");
            if counted.fetch_add(1, Ordering::Relaxed) + 1 == last {
                handle.get().into_iter().for_each(Progress::cancel);
            }
        })
    });
    (progress.clone(), steps)
}
