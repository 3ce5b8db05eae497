//! Feeds mutated files to every reader and random cases to pure functions, and reports every panic, hang and crash.
//!
//! `cargo test --test fuzz -- [SECONDS] [TARGET…] [--seed NUMBER]` runs each target for this many seconds. Every target
//! runs in a child process with limited memory, so that a stack overflow or an abort does not end the others. The child
//! writes each input to a file before it uses it; after a failure, that file is kept. `--replay FILE TARGET` runs one
//! such input in this process, and `--list` lists the targets. Start reading at `targets/mod.rs`.

mod child;
#[path = "../importing/mod.rs"]
mod importing;
mod mutate;
mod packed;
mod properties;
mod seeds;
mod targets;

use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use targets::Target;

/// Default seconds per target.
const SECONDS: u64 = 3;
const SEED: u64 = 20_260_101;
/// Seconds of processor time after which a single input is reported as a hang.
const SLOW: u64 = 10;
/// The limit in wall-clock seconds where processor time is not available; generous because the machine may be busy.
const SLOW_BY_THE_CLOCK: u64 = 60;
/// Limit of a child's address space in bytes, where the system enforces it.
const MEMORY: u64 = 3 << 30;
/// Failures after which a target is stopped.
const MOST_FAILURES: usize = 20;

struct Options {
    seconds: u64,
    seed: u64,
    targets: Vec<&'static Target>,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--child", target, folder, seed, from, seconds] => {
            let (Some(target), Ok(seed), Ok(from), Ok(seconds)) =
                (targets::named(target), seed.parse(), from.parse(), seconds.parse())
            else {
                return ExitCode::FAILURE;
            };
            child::run(target, Path::new(folder), seed, from, seconds, MEMORY);
            ExitCode::SUCCESS
        }
        ["--replay", file, target] => match targets::named(target) {
            Some(target) => child::replay(target, Path::new(file)),
            None => usage(&format!("unknown target “{target}”; --list shows the targets")),
        },
        ["--list"] => {
            for target in targets::all() {
                println!("{:<14} {}", target.name, target.about);
            }
            ExitCode::SUCCESS
        }
        words => match options(words) {
            Ok(options) => run_all(&options),
            Err(message) => usage(&message),
        },
    }
}

fn usage(message: &str) -> ExitCode {
    eprintln!("fuzz: {message}");
    eprintln!("usage: cargo test --test fuzz -- [SECONDS] [TARGET…] [--seed NUMBER]");
    eprintln!("       cargo test --test fuzz -- --replay FILE TARGET");
    eprintln!("       cargo test --test fuzz -- --list");
    ExitCode::from(2)
}

fn options(words: &[&str]) -> Result<Options, String> {
    let mut options = Options { seconds: SECONDS, seed: SEED, targets: Vec::new() };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if *word == "--seed" {
            let number = words.next().and_then(|number| number.parse().ok());
            options.seed = number.ok_or("--seed requires a number")?;
        } else if let Ok(seconds) = word.parse() {
            options.seconds = seconds;
        } else {
            let target = targets::named(word).ok_or(format!("unknown target “{word}”; --list shows the targets"))?;
            options.targets.push(target);
        }
    }
    if options.targets.is_empty() {
        options.targets.extend(targets::all());
    }
    Ok(options)
}

fn run_all(options: &Options) -> ExitCode {
    println!("seed {}, {} s for each of {} targets", options.seed, options.seconds, options.targets.len());
    let mut failures = 0;
    for target in &options.targets {
        failures += run_target(target, options);
    }
    match failures {
        0 => ExitCode::SUCCESS,
        _ => {
            println!("{failures} failures");
            ExitCode::FAILURE
        }
    }
}

/// The run of one target; the child is restarted after a crash or a hang.
struct Run<'o> {
    target: &'static Target,
    seed: u64,
    /// The folder for the child's files; removed at the end.
    folder: &'o Path,
    /// Panic locations and other messages that were already reported, so that each fault is reported once.
    reported: HashSet<String>,
    failures: usize,
    done: child::Count,
}

/// Runs a target for its time and prints the number of inputs. Returns the number of failures reported.
fn run_target(target: &'static Target, options: &Options) -> usize {
    let folder = tempfile::Builder::new().prefix("pullquote-fuzz-").tempdir().expect("a temporary folder");
    let mut run = Run {
        target,
        seed: options.seed,
        folder: folder.path(),
        reported: HashSet::new(),
        failures: 0,
        done: child::Count::default(),
    };
    let begun = Instant::now();
    let end = begun + Duration::from_secs(options.seconds);
    let mut from = 0;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        match run.child(from, left.as_secs_f64()) {
            Some(next) if next > from && Instant::now() < end && run.failures < MOST_FAILURES => from = next,
            _ => break,
        }
    }
    let share = 100 * run.done.accepted / run.done.runs.max(1);
    println!(
        "{:<14} {:>9} runs, {share:>3} % accepted, {:.1} s{}",
        target.name,
        run.done.runs,
        begun.elapsed().as_secs_f64(),
        if run.failures > 0 { format!(", {} FAILURES", run.failures) } else { String::new() }
    );
    run.failures
}

impl Run<'_> {
    /// Runs one child. Returns the number of the input to continue with if it did not finish.
    fn child(&mut self, from: u64, seconds: f64) -> Option<u64> {
        for file in [child::INPUT, child::COUNT] {
            let _ = std::fs::remove_file(self.folder.join(file));
        }
        let mut child = Command::new(std::env::current_exe().expect("this program's path"))
            .args(["--child", self.target.name])
            .arg(self.folder)
            .args([self.seed.to_string(), from.to_string(), seconds.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a child process");
        let mut watch = Watch::new();
        let status = loop {
            if let Some(status) = child.try_wait().expect("the child's state") {
                break Some(status);
            }
            if watch.hangs(&child, self.count().map_or(0, |count| count.runs)) {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let mut output = String::new();
        let _ = child.stdout.take().map(|mut out| out.read_to_string(&mut output));
        for line in output.lines() {
            if let Some((input, message)) = line.split_once('\t') {
                self.report(Path::new(input), message);
            }
        }
        let count = self.count().unwrap_or_default();
        self.done.runs += count.runs;
        self.done.accepted += count.accepted;
        let message = match status {
            Some(status) if status.success() => return None,
            Some(status) => format!("the process ended with {status}: a stack overflow, an abort, or out of memory"),
            None => format!("took more than {SLOW} s of processor time"),
        };
        let input = self.folder.join(child::INPUT);
        self.report(&input, &message);
        Some(from + count.runs)
    }

    fn count(&self) -> Option<child::Count> {
        child::Count::read(&self.folder.join(child::COUNT))
    }

    /// Keeps the input and prints its path, once per message.
    fn report(&mut self, input: &Path, message: &str) {
        if !self.reported.insert(child::place(message).to_owned()) {
            return;
        }
        self.failures += 1;
        let name = format!("{}-{}-{}", self.target.name, self.seed, self.failures);
        let kept = kept_folder().join(name);
        let kept = match std::fs::create_dir_all(kept_folder()).and_then(|()| std::fs::copy(input, &kept)) {
            Ok(_) => kept.display().to_string(),
            Err(error) => format!("(input not kept: {error})"),
        };
        println!("FAILURE {} seed {}: {message}\n        input: {kept}", self.target.name, self.seed);
    }
}

/// The folder for inputs that failed: in the build folder, beside this program.
fn kept_folder() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let build = program.parent().and_then(Path::parent).map(Path::to_owned).unwrap_or_else(std::env::temp_dir);
    build.join("fuzz-failures")
}

/// Detects when one input takes too much processor time.
struct Watch {
    runs: u64,
    /// Seconds of processor time, or of the clock, when the input started.
    begun: f64,
    clock: Instant,
}

impl Watch {
    fn new() -> Self {
        Self { runs: u64::MAX, begun: 0.0, clock: Instant::now() }
    }

    fn hangs(&mut self, child: &Child, runs: u64) -> bool {
        let used = processor_seconds(child.id());
        let (now, most) = match used {
            Some(used) => (used, SLOW),
            None => (self.clock.elapsed().as_secs_f64(), SLOW_BY_THE_CLOCK),
        };
        if runs != self.runs {
            (self.runs, self.begun) = (runs, now);
        }
        now - self.begun > most as f64
    }
}

/// The processor time that a process has used; `None` if the system does not report it.
fn processor_seconds(process: u32) -> Option<f64> {
    const TICKS_A_SECOND: f64 = 100.0;
    let line = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The program's name is in parentheses and may contain spaces.
    let fields: Vec<&str> = line.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS_A_SECOND)
}
