//! Help texts, generated from the descriptions of the verbs.

use super::verb::{Number, Operand, Verb};
use super::{Failure, VERBS};
use crate::text::sentence;

pub const HELP: Verb = Verb {
    name: "help",
    operands: &[Operand { name: "VERB", help: "the verb to explain", number: Number::NoneOrOne }],
    flags: &[],
    about: "list the verbs, or explain one",
    notes: "",
    // Not called: parsing turns this verb into [`super::Request::Help`].
    run: |_, printer| printer.bytes(text(None).as_bytes()),
};

pub fn no_window() -> Failure {
    Failure::Failed("this build has no window; `pullquote help` lists what works without it".into())
}

/// Returns the help of one verb, or the list of all verbs.
pub fn text(verb: Option<&Verb>) -> String {
    verb.map_or_else(overview, one)
}

fn overview() -> String {
    let window = [("pullquote", "open the window"), ("pullquote FILE.pullquote", "open this project in the window")];
    let rows: Vec<(String, String)> = window
        .map(|(usage, about)| (usage.to_owned(), about.to_owned()))
        .into_iter()
        .chain(VERBS.iter().map(|verb| (head(verb), verb.about.to_owned())))
        .collect();
    format!(
        "Pullquote {}: code interviews, compare coders, build the tables of a qualitative study.\n\n{}\n\
         `pullquote help VERB` lists the flags of a verb; `pullquote --version` prints the version.\n\
         Exit code: 0 done, 1 the request failed, 2 the arguments are invalid.\n",
        env!("CARGO_PKG_VERSION"),
        columns(&rows)
    )
}

fn one(verb: &Verb) -> String {
    let flags = if verb.flags.is_empty() { "" } else { " [FLAGS]" };
    let mut out = format!("{}{flags}\n\n{}\n", head(verb), sentence(verb.about));
    if !verb.notes.is_empty() {
        out.push_str(&format!("{}\n", verb.notes));
    }
    let operands = verb.operands.iter().map(|o| (o.name.to_owned(), o.help.to_owned()));
    let flags = verb.flags.iter().map(|flag| {
        let required = if flag.required { " (required)" } else { "" };
        (flag.usage(), format!("{}{required}", flag.help))
    });
    out.push('\n');
    out.push_str(&columns(&operands.chain(flags).collect::<Vec<_>>()));
    out
}

fn head(verb: &Verb) -> String {
    let operands: Vec<String> = verb.operands.iter().map(Operand::usage).collect();
    format!("pullquote {} {}", verb.name, operands.join(" ")).trim_end().to_owned()
}

/// Formats two columns; the first is as wide as its widest entry.
fn columns(rows: &[(String, String)]) -> String {
    let width = rows.iter().map(|(left, _)| left.chars().count()).max().unwrap_or(0);
    rows.iter().map(|(left, right)| format!("  {left:width$}  {right}\n")).collect()
}
