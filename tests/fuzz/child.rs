//! The process that runs one target: mutates, saves the input, runs it, and reports panics.

use crate::mutate::Mutator;
use crate::targets::Target;
use std::collections::HashSet;
use std::io::{Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The file with the current input.
pub const INPUT: &str = "input";
/// The file with the numbers of inputs that were run and accepted.
pub const COUNT: &str = "count";

#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    /// Inputs that were started.
    pub runs: u64,
    /// Inputs that the target read and did not refuse.
    pub accepted: u64,
}

impl Count {
    pub fn read(path: &Path) -> Option<Self> {
        let bytes = std::fs::read(path).ok()?;
        let number = |from: usize| Some(u64::from_le_bytes(bytes.get(from..from + 8)?.try_into().ok()?));
        Some(Self { runs: number(0)?, accepted: number(8)? })
    }
}

/// The first panic since the last check, on any thread. Panics that the program itself catches count too.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

fn note_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!("{}:{}:{}", at.file(), at.line(), at.column()));
        let message = panic.payload_as_str().unwrap_or("").lines().next().unwrap_or("");
        let message: String = message.chars().take(300).collect();
        let mut noted = PANIC.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        noted.get_or_insert_with(|| format!("panic at {}: {message}", place.unwrap_or_default()));
    }));
}

/// The part of a message before its details; for a panic, its place in the source.
pub fn place(message: &str) -> &str {
    message.split(": ").next().unwrap_or(message)
}

/// Runs one input. The error is the panic message.
fn run_once(target: &Target, input: &[u8], folder: &Path) -> Result<bool, String> {
    let accepted = catch_unwind(AssertUnwindSafe(|| (target.run)(input, folder)));
    let noted = PANIC.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take();
    match noted {
        Some(message) => Err(message),
        None => Ok(accepted.unwrap_or(false)),
    }
}

/// Runs inputs from number `from` for `seconds`, and all unchanged seeds however long they take. The inputs depend only
/// on seed, target and number.
pub fn run(target: &'static Target, folder: &Path, seed: u64, from: u64, seconds: f64, memory: u64) {
    bound(memory);
    note_panics();
    let folder = folder.to_owned();
    // In a thread, because the program also reads in threads, whose stack is smaller than that of the main thread.
    let work = move || {
        let files = folder.join("files");
        std::fs::create_dir_all(&files).expect("a folder for files");
        let mut input_file = std::fs::File::create(folder.join(INPUT)).expect("a file for the input");
        let mut count_file = std::fs::File::create(folder.join(COUNT)).expect("a file for the count");
        let mut reported = HashSet::new();
        let mutator = Mutator::new(target, &files);
        let mut count = Count::default();
        let end = Instant::now() + Duration::from_secs_f64(seconds);
        while Instant::now() < end || from + count.runs < mutator.seeds() {
            let input = mutator.input(seed, from + count.runs);
            count.runs += 1;
            replace(&mut input_file, &[&input]);
            replace(&mut count_file, &[&count.runs.to_le_bytes(), &count.accepted.to_le_bytes()]);
            match run_once(target, &input, &files) {
                Ok(accepted) => count.accepted += u64::from(accepted),
                Err(message) => {
                    if reported.insert(place(&message).to_owned()) {
                        let kept = folder.join(format!("failed-{}", from + count.runs));
                        std::fs::write(&kept, &input).expect("the input written down");
                        println!("{}\t{message}", kept.display());
                    }
                }
            }
        }
        replace(&mut count_file, &[&count.runs.to_le_bytes(), &count.accepted.to_le_bytes()]);
    };
    std::thread::spawn(work).join().expect("the target's thread");
}

fn replace(file: &mut std::fs::File, parts: &[&[u8]]) {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let written = file.seek(SeekFrom::Start(0)).and_then(|_| parts.iter().try_for_each(|part| file.write_all(part)));
    written.and_then(|()| file.set_len(length as u64)).expect("the input written down");
}

/// Runs one saved input; a panic is printed as usual.
pub fn replay(target: &'static Target, path: &Path) -> ExitCode {
    let input = match std::fs::read(path) {
        Ok(input) => input,
        Err(error) => {
            eprintln!("fuzz: {}: {error}", path.display());
            return ExitCode::from(2);
        }
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = folder.path().to_owned();
    let begun = Instant::now();
    match std::thread::spawn(move || (target.run)(&input, &files)).join() {
        Ok(accepted) => {
            let what = if accepted { "accepted" } else { "refused" };
            println!("{what} after {:.2} s", begun.elapsed().as_secs_f64());
            ExitCode::SUCCESS
        }
        Err(_) => ExitCode::FAILURE,
    }
}

#[cfg(unix)]
fn bound(memory: u64) {
    for (resource, most) in [(rlimit::Resource::AS, memory), (rlimit::Resource::CORE, 0)] {
        let (_, hard) = resource.get().unwrap_or((most, most));
        // Where the system does not enforce the limit, the run continues without one.
        let _ = resource.set(most.min(hard), hard);
    }
}

#[cfg(not(unix))]
fn bound(_: u64) {}
