//! Errors in words for a person: what happened, what to do next, and the details last.

use crate::engine;
use crate::engine::ImportReport;
use crate::{interchange, store};

/// A message with a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    pub what: String,
    pub todo: String,
    pub details: String,
}

/// The one place that turns an error into advice.
#[must_use]
pub fn advise(error: &engine::Error) -> Advice {
    let (what, todo) = match error {
        engine::Error::Store(error) => store_advice(error),
        engine::Error::Interchange(interchange::Error::Exists { .. }) => {
            (error.to_string(), "Choose another name; nothing was written over.".into())
        }
        engine::Error::Interchange(interchange::Error::Unwritable { .. }) => {
            (error.to_string(), "Choose a folder that you may write to, with enough space.".into())
        }
        engine::Error::Strict { .. } => {
            (error.to_string(), "Mend the entries, or import without “all or nothing”.".into())
        }
        engine::Error::OthersPassages { passages, .. } => (
            capital(&error.to_string()),
            format!(
                "Switch to {} in the coder menu, or copy the passage to your own codings. The passage's menu also offers \
                 to change it anyway.",
                passages.names()
            ),
        ),
        engine::Error::Panicked { .. } => (
            "Something went wrong inside Pullquote.".into(),
            "Nothing that was saved is lost. Close the project and open it again; if it happens once more, tell us."
                .into(),
        ),
        error => (capital(&error.to_string()), String::new()),
    };
    let details = match error {
        // The cause is in its words already; the system's own would name a file beside it that nobody knows.
        engine::Error::Interchange(interchange::Error::Unwritable { .. }) => error.to_string(),
        error => chain(error),
    };
    Advice { what, todo, details }
}

fn store_advice(error: &store::Error) -> (String, String) {
    let todo = match error {
        store::Error::NotFound { .. } => "It may have been moved or renamed: open it from where it is now.",
        store::Error::NotAProject { .. } => "Open a file that ends in .pullquote, or a project folder.",
        store::Error::Newer { .. } => "Install the newer Pullquote; this one leaves the file as it is.",
        store::Error::InUse { .. } => "Close it there, or open it to read.",
        store::Error::ReadOnlyPlace { .. } | store::Error::ReadOnly => {
            "Copy the project to a folder of your own and open it there."
        }
        store::Error::Exists { .. } => "Choose another name; nothing was written over.",
        store::Error::ChangedSince { .. } => "Undo that change first, or make the correction by hand.",
        store::Error::Damaged { .. } => "Keep a copy of the file as it is, and go back to your last backup.",
        store::Error::Sql(_) | store::Error::Io { .. } => {
            "Is the disk full, or was a drive removed? What was saved before is safe."
        }
        _ => "",
    };
    let what = match error {
        store::Error::NothingTo { what } => format!("Nothing to {what}."),
        error => capital(&error.to_string()),
    };
    (what, todo.to_owned())
}

/// The error and what caused it, outermost first.
fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !words.contains(&text) {
            words.push_str(": ");
            words.push_str(&text);
        }
        next = cause.source();
    }
    words
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What was guessed or left out in documents that were taken, when something was.
#[must_use]
pub fn advise_on_import(report: &ImportReport) -> Option<Advice> {
    let lines = report.imported.iter().flat_map(|one| {
        let line = |words: &String| format!("{}: {words}", one.document);
        one.warnings.iter().map(line).collect::<Vec<_>>()
    });
    let details: Vec<String> = lines.collect();
    let documents = report.imported.iter().filter(|one| !one.warnings.is_empty()).count();
    (documents > 0).then(|| Advice {
        what: format!("{documents} of the documents have something that you may want to look at."),
        todo: "They were imported; Ctrl+Z takes the whole import back.".into(),
        details: details.join("\n"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_happened_and_what_to_do() {
        let error = store::Error::NotFound { path: "研究.pullquote".into() };
        let advice = advise(&error.into());
        assert!(advice.what.contains("研究.pullquote") && !advice.todo.is_empty());
        let advice = advise(&store::Error::NothingTo { what: "undo" }.into());
        assert_eq!(advice.what, "Nothing to undo.");
    }
}
