//! Speed and memory at the sizes that the program is designed for. `cargo bench` measures, prints and saves the
//! figures; see README.md in this folder.
//!
//! Each phase runs in its own process, so that peak memory belongs to that phase alone. Start reading at
//! [`phases::PHASES`].

mod agreement;
mod asking;
mod documents;
mod exchange;
mod exports;
mod frames;
mod generate;
#[path = "../importing/mod.rs"]
mod importing;
mod many_codes;
mod matrix;
mod phases;
mod projects;
mod report;
mod rooms;
mod searching;

use phases::{LARGE, PHASES, Phase, Place, compare};
use report::{Figure, Figures};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

type Outcome = Result<(), Box<dyn Error>>;

const USAGE: &str = "\
--quick          everything ten times smaller
--large          also with 5,000,000 codings
--only WORD      only phases whose name contains this, and those that they need
--compare FILE   beside the figures of an earlier run, kept as JSON";

/// The command-line options.
#[derive(Default)]
struct Options {
    quick: bool,
    large: bool,
    only: Option<String>,
    compare: Option<PathBuf>,
    /// Runs one phase here, in a folder with what earlier phases made.
    phase: Option<String>,
    folder: PathBuf,
}

impl Options {
    fn read() -> Result<Self, String> {
        let mut options = Self::default();
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--quick" => options.quick = true,
                "--large" => options.large = true,
                "--only" => options.only = words.next(),
                "--compare" => options.compare = words.next().map(PathBuf::from),
                "--phase" => options.phase = words.next(),
                "--folder" => options.folder = words.next().unwrap_or_default().into(),
                // Arguments that cargo adds.
                "--bench" | "--test" => {}
                other => return Err(format!("unknown argument {other}\n{USAGE}")),
            }
        }
        Ok(options)
    }

    /// Returns what all sizes are divided by.
    fn share(&self) -> usize {
        if self.quick { 10 } else { 1 }
    }

    fn phases(&self) -> impl Iterator<Item = &'static Phase> {
        PHASES.iter().chain(if self.large { LARGE } else { &[] })
    }

    /// True if a phase is wanted, or needed by one that is.
    fn wants(&self, phase: &Phase) -> bool {
        let Some(only) = &self.only else { return true };
        let is_named = |phase: &Phase| phase.name.contains(only.as_str());
        is_named(phase) || self.phases().any(|other| is_named(other) && other.needs.contains(&phase.name))
    }
}

fn main() -> ExitCode {
    let done = Options::read().map_err(Into::into).and_then(|options| match &options.phase {
        Some(phase) => run_phase(phase, &options),
        None => run_all(&options),
    });
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

fn run_all(options: &Options) -> Outcome {
    let earlier = options.compare.as_deref().map(report::read).transpose()?.unwrap_or_default();
    std::fs::create_dir_all(results())?;
    let folder = tempfile::Builder::new().prefix("projects-").tempdir_in(results())?;
    let (mut figures, mut failed) = (Vec::<Figure>::new(), Vec::new());
    for phase in options.phases().filter(|phase| options.wants(phase)) {
        eprintln!("{} …", phase.title);
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["--phase", phase.name, "--large", "--folder"]).arg(folder.path()).stderr(Stdio::inherit());
        if options.quick {
            command.arg("--quick");
        }
        let output = command.output()?;
        // Go on with the others: a whole run takes minutes.
        match output.status.success() {
            true => figures.extend(serde_json::from_slice::<Vec<Figure>>(&output.stdout)?),
            false => failed.push(format!("{}: {}", phase.title, output.status)),
        }
    }
    compare(&mut figures);
    report::print(&figures, &earlier);
    println!("\n{}", report::machine());
    if options.only.is_none() {
        let file = results().join(if options.quick { "speed-quick.json" } else { "speed.json" });
        report::keep(&file, &figures, options.share())?;
        println!("{}", file.display());
    }
    match failed.is_empty() {
        true => Ok(()),
        false => Err(format!("These phases failed:\n{}", failed.join("\n")).into()),
    }
}

/// Runs one phase and prints its figures as JSON for the parent process.
fn run_phase(name: &str, options: &Options) -> Outcome {
    let mut phases = options.phases();
    let phase = phases.find(|phase| phase.name == name).ok_or_else(|| format!("unknown phase {name}"))?;
    let mut figures = Figures::new(phase.title);
    let place = Place { folder: options.folder.clone(), share: options.share() };
    (phase.run)(&mut figures, &place)?;
    if !figures.list.is_empty() {
        match report::peak_memory() {
            Some(peak) => figures.add("peak memory", peak, "MB", phase.memory),
            None => eprintln!("peak memory is not measured on this system"),
        }
    }
    println!("{}", serde_json::to_string(&figures.list)?);
    Ok(())
}
