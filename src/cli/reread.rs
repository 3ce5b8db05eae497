//! The verb `reread`: reads the files of documents again with this version's readers.

use super::verb::{Flag, Number, Operand, Verb};
use super::{Arguments, Failure, Printer, flags, names};
use crate::engine::reread::Reread;
use crate::engine::{Actor, Command, Progress, Project};
use crate::model::{Noun, SourceId, Study};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;

const DRY_RUN: Flag = Flag::switch("dry-run", "only report what would change");
const BY: Flag = Flag::value("coder", "NAME", "coder to record in the history");

pub const VERB: Verb = Verb {
    name: "reread",
    operands: &[
        flags::WRITE,
        Operand {
            name: "FILE",
            help: "the file of a document (default: every file kept in the project)",
            number: Number::NoneOrMore,
        },
    ],
    flags: &[flags::DOCUMENT, DRY_RUN, BY, flags::JSON, flags::WAIT],
    about: "read the files of documents again with this version's readers",
    notes: "A file belongs to the document that was imported from a file with the same name, unless --document names \
            another. Passages stay with their text, as when a text is corrected. All documents together are one \
            history entry. --dry-run shows how many passages would change or be cut.",
    run: reread,
};

fn reread(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let files: Vec<PathBuf> = arguments.paths().skip(1).collect();
    let mut project = names::open_to_write(arguments, printer)?;
    let study = project.reads().study()?;
    let wanted = arguments.flag(flags::DOCUMENT.long)?.map(|name| names::document(&study, name)).transpose()?;
    let mut planned = Vec::new();
    let mut refused = 0;
    for (source, file) in targets(&project, &study, wanted, &files)? {
        let known = project.reads().origin(source)?.unwrap_or_default();
        match Reread::plan(project.reads(), source, file.as_deref(), &Progress::default())? {
            Ok(reread) if reread.is_same(&known) => {
                printer.remark(&format!("{}: unchanged, its file gives the same text", reread.document));
            }
            Ok(reread) => planned.push(Arc::new(reread)),
            Err(refusal) => {
                refused += 1;
                let name = study.source(source).map_or("", |source| source.name.as_str());
                printer.remark(&format!("{name}: {refusal}"));
            }
        }
    }
    let dry = arguments.has(DRY_RUN.long);
    if !dry && !planned.is_empty() {
        let coder = arguments.flag(BY.long)?.map(|name| names::coder(&study, name)).transpose()?;
        let command = Command::Reread { documents: planned.clone() };
        project.execute(&command, &Actor::from(coder), &Progress::default())?;
    }
    report(&planned, dry, arguments, printer)?;
    if planned.is_empty() && refused > 0 {
        return Err(Failure::Failed("no file could be read again".into()));
    }
    Ok(())
}

/// Returns documents and the files to read; `None` is the file kept in the project.
fn targets(
    project: &Project,
    study: &Study,
    wanted: Option<SourceId>,
    files: &[PathBuf],
) -> Result<Vec<(SourceId, Option<PathBuf>)>, Failure> {
    if files.is_empty() {
        let kept = project.reads().originals()?.into_iter().map(|(source, _)| source);
        return Ok(match wanted {
            Some(source) => vec![(source, None)],
            None => kept.map(|source| (source, None)).collect(),
        });
    }
    if let Some(source) = wanted {
        let [file] = files else {
            return Err(Failure::Failed("--document takes one FILE".into()));
        };
        return Ok(vec![(source, Some(file.clone()))]);
    }
    let mut found = Vec::new();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let mut of_file = Vec::new();
        for source in &study.sources {
            if project.reads().origin(source.id)?.is_some_and(|origin| origin.file == name) {
                of_file.push(source.id);
            }
        }
        match of_file.as_slice() {
            [source] => found.push((*source, Some(file.clone()))),
            [] => {
                let why =
                    format!("no document was imported from a file called {name}; give the document with --document");
                return Err(Failure::Failed(why));
            }
            _ => {
                let why = format!(
                    "several documents were imported from files called {name}; give one of them with --document"
                );
                return Err(Failure::Failed(why));
            }
        }
    }
    Ok(found)
}

fn report(planned: &[Arc<Reread>], dry: bool, arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    if arguments.has(flags::JSON.long) {
        let document = |one: &Arc<Reread>| {
            json!({ "document": one.document, "changes": one.changes, "kept": one.kept, "changed": one.changed,
                    "cut": one.cut, "corrected": one.is_corrected, "characters": one.read.characters,
                    "losses": one.read.losses.iter().map(ToString::to_string).collect::<Vec<_>>() })
        };
        return printer.json(&json!({ "read": !dry, "documents": planned.iter().map(document).collect::<Vec<_>>() }));
    }
    for one in planned {
        printer.line(&format!(
            "{}{}: {} in the text; passages: {} unchanged, {} with changed text, {} cut",
            if dry { "would read again " } else { "read again " },
            one.document,
            Noun::Change.counted(one.changes as u64),
            one.kept,
            one.changed,
            one.cut
        ))?;
        if one.is_corrected {
            let replaces = if dry { "would replace" } else { "replaced" };
            printer.line(&format!(
                "{}: the text was corrected in the project; the file {replaces} the corrections",
                one.document
            ))?;
        }
    }
    if planned.is_empty() {
        printer.line("nothing changed")?;
    }
    Ok(())
}
