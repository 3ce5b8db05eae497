//! Failures of verbs, their messages and exit codes.

use super::verb::Verb;
use super::{DONE, FAILED, Printer, USAGE};
use crate::app::advice::advise;
use crate::{engine, interchange, store};

pub enum Failure {
    /// The arguments are invalid.
    Usage {
        message: String,
        verb: Option<&'static Verb>,
    },
    /// The request failed; holds the message.
    Failed(String),
    Engine(engine::Error),
    /// Standard output could not be written.
    Output(std::io::Error),
}

impl<E: Into<engine::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Engine(error.into())
    }
}

impl Failure {
    /// Prints what failed, where, and what to do; returns the exit code.
    pub fn tell(self, printer: &mut Printer<'_>) -> i32 {
        match self {
            Self::Usage { message, verb } => {
                printer.remark(&message);
                let verb = verb.map_or_else(String::new, |verb| format!(" {}", verb.name));
                printer.remark(&format!("see `pullquote help{verb}`"));
                USAGE
            }
            Self::Failed(message) => {
                printer.remark(&message);
                FAILED
            }
            Self::Engine(error) => {
                tell_error(&error, printer);
                FAILED
            }
            // The reader has closed the pipe, as in `pullquote codings p | head`.
            Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => DONE,
            Self::Output(error) => {
                printer.remark(&format!("cannot write to standard output: {error}"));
                FAILED
            }
        }
    }
}

fn tell_error(error: &engine::Error, printer: &mut Printer<'_>) {
    if let engine::Error::Strict { problems } = error {
        for problem in problems {
            printer.remark(&problem.to_string());
        }
    }
    let advice = advise(error);
    printer.remark(&advice.details);
    let todo = match error {
        engine::Error::Store(store::Error::InUse { .. }) => "Close it there first. You can still read the project.",
        engine::Error::Store(store::Error::NotFound { .. }) => "Check the path. `pullquote new` creates a project.",
        engine::Error::Store(store::Error::NotAProject { .. }) => {
            "Give a file that ends in .pullquote, or a folder with a project.json."
        }
        engine::Error::Strict { .. } => "Correct the entries, or import the rest without --strict.",
        engine::Error::Interchange(interchange::Error::Unreadable { .. }) => "Correct the file and try again.",
        _ => advice.todo.as_str(),
    };
    if !todo.is_empty() {
        printer.remark(todo);
    }
}
