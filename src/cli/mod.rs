//! The command line: reads arguments, asks `engine`, prints. `pullquote <verb> …` does what the window does, without one.
//!
//! Must not know: egui, SQL, how a number is counted. Start reading at [`run`], then [`verb::Verb`] (what is parsed and what
//! help says come from one description) and `verbs`, the list of them.

mod agree;
mod args;
mod coding;
mod compare;
mod exchange;
mod export;
mod failure;
mod flags;
mod help;
mod history;
mod import;
mod merge;
mod names;
mod passages;
mod projects;
mod table_imports;
mod tables;
mod verb;

use args::{Arguments, Request};
use failure::Failure;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use verb::Verb;

/// Done.
const DONE: i32 = 0;
/// The request failed; the message on standard error says what, where and what to do.
const FAILED: i32 = 1;
/// The arguments cannot be understood.
const USAGE: i32 = 2;

/// In the order in which help lists them.
const VERBS: [&Verb; 17] = [
    &projects::OPEN,
    &projects::NEW,
    &import::IMPORT,
    &projects::INFO,
    &tables::TABLE,
    &tables::MATRIX,
    &coding::VERB,
    &compare::COMPARE,
    &agree::AGREE,
    &merge::MERGE,
    &history::UNDO,
    &history::REDO,
    &history::HISTORY,
    &passages::CODINGS,
    &export::EXPORT,
    &projects::CHECK,
    &help::HELP,
];

/// Where a verb prints: what was asked for, and what else there is to say.
struct Printer<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

impl Printer<'_> {
    fn line(&mut self, line: &str) -> Result<(), Failure> {
        self.bytes(format!("{}\n", harmless(line)).as_bytes())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.out.write_all(bytes).map_err(Failure::Output)
    }

    fn json(&mut self, value: &serde_json::Value) -> Result<(), Failure> {
        self.bytes(format!("{value:#}\n").as_bytes())
    }

    /// A remark that is no part of the answer. Nobody can be told that standard error cannot be written.
    fn remark(&mut self, line: &str) {
        let _ = writeln!(self.err, "pullquote: {}", harmless(line));
    }
}

/// Without what a terminal would act on: names and memos come from other people's files.
fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { '\u{fffd}' } else { c }).collect()
}

/// Runs a verb and returns the exit code. `args` does not hold the program's name.
pub fn run(args: impl IntoIterator<Item = OsString>, stdout: &mut dyn Write, stderr: &mut dyn Write) -> i32 {
    let mut printer = Printer { out: stdout, err: stderr };
    let done = args::parse(args).and_then(|request| match request {
        Request::Help(verb) => printer.bytes(help::text(verb).as_bytes()),
        Request::Version => printer.line(&format!("pullquote {}", env!("CARGO_PKG_VERSION"))),
        Request::Window => Err(help::no_window()),
        Request::Verb(verb, arguments) => (verb.run)(&arguments, &mut printer),
    });
    match done.and_then(|()| printer.out.flush().map_err(Failure::Output)) {
        Ok(()) => DONE,
        Err(failure) => failure.tell(&mut printer),
    }
}

/// The project (or none) to open in the window, when that is what the arguments ask for.
#[must_use]
pub fn window_asked(args: impl IntoIterator<Item = OsString>) -> Option<Option<PathBuf>> {
    match args::parse(args).ok()? {
        Request::Window => Some(None),
        Request::Verb(verb, arguments) if verb.name == projects::OPEN.name => Some(arguments.path().ok()),
        _ => None,
    }
}
