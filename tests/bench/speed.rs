//! Speed and memory at the sizes that the program is designed for. `cargo bench` measures, prints and saves the
//! figures; `cargo bench -- --quick` does the same with everything ten times smaller. See README.md in this folder.
//!
//! Each phase runs in its own process, so that peak memory belongs to that phase alone. Start reading at [`PHASES`].

mod agreement;
mod documents;
mod exports;
mod frames;
mod generate;
#[path = "../importing/mod.rs"]
mod importing;
mod matrix;
mod projects;
mod report;

use report::{Figure, Figures};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// A phase's name on the command line, and its title.
const PHASES: [(&str, &str); 28] = [
    ("frames-small", "Transcript of 30 kB with 100 passages"),
    ("frames-large", "Transcript of 2 MB with 20,000 passages"),
    ("matrix-small", "Matrix of 24 × 10"),
    ("matrix-large", "Matrix of 1,000 × 500"),
    ("agreement", "Agreement of 3 coders over 100,000 units and 50 codes"),
    ("build-1", "A project of 10,000 documents and 1,000 codings is made"),
    ("build-2", "A project of 10,000 documents and 100,000 codings is made"),
    ("build-3", "A project of 10,000 documents and 1,000,000 codings is made"),
    ("open-1", "It is opened with 1,000 codings"),
    ("open-2", "It is opened with 100,000 codings"),
    ("open-3", "It is opened with 1,000,000 codings"),
    ("tables", "Tables over 1,000,000 codings"),
    ("groups", "The same in documents with eight speakers"),
    ("matrix.xlsx", "A matrix over 1,000,000 codings is written"),
    ("passages.csv", "1,000,000 codings are written as CSV"),
    ("passages.xlsx", "… as a workbook"),
    ("passages.docx", "… as a Word document"),
    ("passages.html", "… as a web page"),
    ("tidy", "… as tidy tables"),
    ("transcripts.docx", "Their transcripts are written as a Word document"),
    ("transcripts.html", "… as a web page with all transcripts"),
    ("project.qdpx", "The project is written for other programs"),
    ("coding", "One coding, with 1,000,000 there"),
    ("documents", "Documents are written"),
    ("texts", "3,400 transcripts of 30 kB are imported"),
    ("large.docx", "A Word file of 20 MB is imported"),
    ("folder", "A folder of 300,000 codings is written"),
    ("import", "It is imported into an empty project"),
];
const CODINGS: [usize; 3] = [1_000, 100_000, 1_000_000];
const TO_IMPORT: usize = 300_000;

/// The command-line options.
#[derive(Default)]
struct Options {
    quick: bool,
    phase: Option<String>,
    folder: PathBuf,
}

fn main() -> ExitCode {
    let mut options = Options::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--quick" => options.quick = true,
            "--phase" => options.phase = words.next(),
            "--folder" => options.folder = words.next().unwrap_or_default().into(),
            // Arguments that cargo adds.
            "--bench" | "--test" => {}
            other => {
                eprintln!("unknown argument {other}; --quick makes everything ten times smaller");
                return ExitCode::FAILURE;
            }
        }
    }
    let done = match &options.phase {
        Some(phase) => run_phase(phase, &options),
        None => run_all(options.quick),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// `target/bench`
fn results() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench")
}

fn run_all(quick: bool) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(results())?;
    let folder = tempfile::Builder::new().prefix("projects-").tempdir_in(results())?;
    let mut figures: Vec<Figure> = Vec::new();
    for (phase, title) in PHASES {
        eprintln!("{title} …");
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["--phase", phase, "--folder"]).arg(folder.path()).stderr(Stdio::inherit());
        if quick {
            command.arg("--quick");
        }
        let output = command.output()?;
        if !output.status.success() {
            return Err(format!("{title}: the phase ended with {}", output.status).into());
        }
        figures.extend(serde_json::from_slice::<Vec<Figure>>(&output.stdout)?);
    }
    compare(&mut figures);
    let file = results().join("speed.json");
    report::keep(&file, &figures, quick)?;
    report::print(&figures);
    println!("\n{}\n{}", report::machine(), file.display());
    Ok(())
}

/// Adds figures that compare two phases.
fn compare(figures: &mut Vec<Figure>) {
    let value = |phase: &str, name: &str| {
        let title = PHASES.iter().find(|(name, _)| *name == phase).map_or("", |(_, title)| title);
        figures.iter().find(|f| f.phase == title && f.name == name).map(|f| f.value)
    };
    let mut list = Figures::new("Compared");
    let pairs = [
        (
            "large transcript to small, steady scroll, median",
            ["frames-large", "frames-small"],
            frames::STEADY,
            "median",
        ),
        (
            "large transcript to small, steady scroll, 95th percentile",
            ["frames-large", "frames-small"],
            frames::STEADY,
            "95th percentile",
        ),
        ("large matrix to small, steady scroll, median", ["matrix-large", "matrix-small"], frames::STEADY, "median"),
        ("opening 100,000 codings to 1,000", ["open-2", "open-1"], projects::SHOWN, "median"),
        ("opening 1,000,000 codings to 1,000", ["open-3", "open-1"], projects::SHOWN, "median"),
    ];
    for (name, [above, below], figure, which) in pairs {
        let figure = format!("{figure}, {which}");
        let wanted = match (above, which) {
            ("frames-large" | "matrix-large", "median") => "at most 1.50",
            ("frames-large", _) => "",
            _ => "about 1",
        };
        if let (Some(above), Some(below)) = (value(above, &figure), value(below, &figure)) {
            list.add(name, above / below, "×", wanted);
        }
    }
    figures.extend(list.list);
}

/// True for phases that write passages, transcripts or a whole project.
fn is_export(phase: &str) -> bool {
    phase.starts_with("passages.") || phase.starts_with("transcripts.") || ["tidy", "project.qdpx"].contains(&phase)
}

/// Runs one phase and prints its figures as JSON for the parent process.
fn run_phase(phase: &str, options: &Options) -> Result<(), Box<dyn Error>> {
    let (_, title) = PHASES.iter().find(|(name, _)| *name == phase).ok_or_else(|| format!("unknown phase {phase}"))?;
    let share = if options.quick { 10 } else { 1 };
    let [few, some, many] = CODINGS.map(|n| n / share);
    let documents = generate::DOCUMENTS / share;
    let (frames, folder) = (600 / share, options.folder.as_path());
    let mut figures = Figures::new(title);
    match phase {
        "frames-small" => frames::measure(&mut figures, 30_000, 100, frames),
        "frames-large" => frames::measure(&mut figures, 2_000_000 / share, 20_000 / share, frames),
        "matrix-small" => matrix::measure(&mut figures, 24, 10, frames),
        "matrix-large" => matrix::measure(&mut figures, 1_000, 500, frames),
        "agreement" => agreement::measure(&mut figures, 100_000 / share),
        "build-1" => projects::build(&mut figures, folder, documents, few)?,
        "build-2" => projects::build(&mut figures, folder, documents, some)?,
        "build-3" => projects::build(&mut figures, folder, documents, many)?,
        "open-1" => projects::open(&mut figures, folder, few)?,
        "open-2" => projects::open(&mut figures, folder, some)?,
        "open-3" => projects::open(&mut figures, folder, many)?,
        "tables" => projects::tables(&mut figures, folder, many)?,
        "groups" => projects::groups(&mut figures, folder, documents, many)?,
        "matrix.xlsx" => exports::matrix(&mut figures, folder, many)?,
        _ if is_export(phase) => exports::measure(&mut figures, folder, many, phase)?,
        "coding" => projects::coding(&mut figures, folder, many)?,
        "documents" => documents::write(folder, 3_400 / share, 30_000, 20 / share)?,
        "texts" | "large.docx" => documents::import(&mut figures, folder, phase)?,
        "folder" => projects::write_folder(folder, TO_IMPORT / share)?,
        _ => projects::import(&mut figures, folder)?,
    }
    match report::peak_memory() {
        Some(peak) if is_export(phase) => figures.add("peak memory", peak, "MB", exports::MOST),
        Some(peak) if !["folder", "documents"].contains(&phase) => figures.add("peak memory", peak, "MB", ""),
        None => eprintln!("peak memory is not measured on this system"),
        Some(_) => {}
    }
    println!("{}", serde_json::to_string(&figures.list)?);
    Ok(())
}
