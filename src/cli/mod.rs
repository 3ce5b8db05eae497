//! The command line: parses arguments, calls `engine`, prints. `pullquote <verb> …` does the same work as the window.
//!
//! Must not know: egui, SQL, how a number is counted. Start reading at [`run`], then [`verb::Verb`], the
//! description from which arguments are parsed and help is printed, and `VERBS`, the list of verbs.

mod agree;
mod answers;
mod args;
mod coding;
mod compare;
mod cooccur;
mod exchange;
mod export;
mod failure;
mod find;
mod flags;
mod help;
mod history;
mod import;
mod meant;
mod merge;
mod names;
mod passages;
mod projects;
mod reread;
mod saturation;
mod table_imports;
mod tables;
mod verb;

use crate::text::{is_unsafe_to_show, shown};
use args::{Arguments, Request};
use failure::Failure;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use verb::Verb;

const DONE: i32 = 0;
/// The request failed; a message on standard error says what failed, where, and what to do.
const FAILED: i32 = 1;
/// The arguments are invalid.
const USAGE: i32 = 2;

/// Maximum length of a remark in characters: a name or a cell may be as long as its file.
const LONGEST_REMARK: usize = 4_000;

/// All verbs, in the order in which help lists them.
const VERBS: [&Verb; 21] = [
    &projects::OPEN,
    &projects::NEW,
    &import::IMPORT,
    &projects::INFO,
    &tables::TABLE,
    &tables::MATRIX,
    &cooccur::COOCCUR,
    &coding::VERB,
    &compare::COMPARE,
    &agree::AGREE,
    &merge::MERGE,
    &reread::VERB,
    &history::UNDO,
    &history::REDO,
    &history::HISTORY,
    &passages::CODINGS,
    &find::FIND,
    &saturation::SATURATION,
    &export::EXPORT,
    &projects::CHECK,
    &help::HELP,
];

/// Prints results to standard output and remarks to standard error.
struct Printer<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

impl Printer<'_> {
    fn line(&mut self, line: &str) -> Result<(), Failure> {
        self.bytes(format!("{}\n", shown(line)).as_bytes())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.out.write_all(bytes).map_err(Failure::Output)
    }

    fn json(&mut self, value: &serde_json::Value) -> Result<(), Failure> {
        self.bytes(format!("{}\n", escaped_json(&format!("{value:#}"))).as_bytes())
    }

    /// Prints a remark that is not part of the result. Ignores errors: if standard error fails, they cannot be
    /// reported.
    fn remark(&mut self, line: &str) {
        let cut: String = line.chars().take(LONGEST_REMARK).collect();
        let more = if cut.len() < line.len() { "…" } else { "" };
        let _ = writeln!(self.err, "pullquote: {}{more}", shown(&cut));
    }
}

/// Escapes all characters that are unsafe to show. The value stays the same, because they occur only in strings.
fn escaped_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unsafe_to_show(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Runs a verb and returns the exit code. `args` does not include the program's name.
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

/// Returns the project to open in the window (or `Some(None)` for none), if the arguments request the window.
#[must_use]
pub fn window_asked(args: impl IntoIterator<Item = OsString>) -> Option<Option<PathBuf>> {
    match args::parse(args).ok()? {
        Request::Window => Some(None),
        Request::Verb(verb, arguments) if verb.name == projects::OPEN.name => {
            // The window remembers projects by their full path.
            Some(arguments.path().ok().map(|path| std::path::absolute(&path).unwrap_or(path)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{escaped_json, run};

    #[test]
    fn escaped_json_keeps_its_value_and_cannot_control_a_terminal() {
        let text = "a\u{1b}[2J\u{9b}b\u{202e}c\u{7f}\n\t\"访谈";
        let json = escaped_json(&serde_json::json!({ text: [text] }).to_string());
        assert!(!json.chars().any(crate::text::is_unsafe_to_show), "{json:?}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).ok(), Some(serde_json::json!({ text: [text] })));
    }

    #[test]
    fn names_in_messages_cannot_control_a_terminal() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        run(["info".into(), "no\u{1b}]0;such\u{202e}file\u{9b}".into()], &mut out, &mut err);
        let output = String::from_utf8(err).unwrap();
        assert!(output.contains("no\u{fffd}]0;such\u{fffd}file\u{fffd}"), "{output:?}");
    }
}
