//! The verb `reread`: reads the files of documents again with this version's readers.

use super::verb::{Flag, Number, Operand, Verb};
use super::{Arguments, Failure, Printer, flags, names};
use crate::engine::reread::Reread;
use crate::engine::speaker_changes::SpeakerChanges;
use crate::engine::{Actor, Command, Progress, Project};
use crate::model::{Noun, ParticipantId, SourceId, Study};
use crate::text::some_of;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

/// Maximum number of names on a line.
const NAMED: usize = 50;

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
            history entry. --dry-run shows how many passages would change or be cut, and what would change for \
            the speakers and participants.",
    run: reread,
};

fn reread(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let files: Vec<PathBuf> = arguments.paths().skip(1).collect();
    let mut project = names::open_to_write(arguments, printer)?;
    let study = project.reads().study()?;
    let wanted = arguments.flag(flags::DOCUMENT.long)?.map(|name| names::document(&study, name)).transpose()?;
    let (mut planned, mut speaking) = (Vec::new(), Vec::new());
    let mut refused = 0;
    for (source, file) in targets(&project, &study, wanted, &files)? {
        let known = project.reads().origin(source)?.unwrap_or_default();
        match Reread::plan(project.reads(), source, file.as_deref(), &Progress::default())? {
            Ok(reread) if reread.is_same(&known) => {
                printer.remark(&format!("{}: unchanged, its file gives the same text", reread.document));
            }
            Ok(reread) => {
                speaking.push(Speaking::new(&study, &reread.speaker_changes(project.reads())?));
                planned.push(Arc::new(reread));
            }
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
    let reported: Vec<_> = planned.iter().map(Arc::as_ref).zip(&speaking).collect();
    report(&reported, dry, arguments, printer)?;
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

/// What changes for the speakers of a document.
struct Speaking {
    /// Names of participants whose words change.
    participants: Vec<String>,
    /// Words under other labels: a description, and the participants before and afterwards.
    relabelled: Vec<(String, Option<String>, Option<String>)>,
    changes: SpeakerChanges,
}

impl Speaking {
    fn new(study: &Study, changes: &SpeakerChanges) -> Self {
        let people = changes.participants.iter().filter_map(|id| study.participant(*id));
        let name = |id: Option<ParticipantId>| Some(study.participant(id?)?.name.clone());
        let relabelled = changes.relabelled.iter();
        let relabelled = relabelled.map(|one| (one.described(study), name(one.was), name(one.is))).collect();
        Self { participants: people.map(|one| one.name.clone()).collect(), relabelled, changes: changes.clone() }
    }

    fn json(&self) -> Value {
        let turns = self.changes.turns.iter();
        let turns = turns.map(|one| json!({ "speaker": one.label, "before": one.was, "turns": one.now }));
        let relabelled = self.changes.relabelled.iter().zip(&self.relabelled).map(|(one, (_, was, is))| {
            json!({ "before": one.before, "after": one.after, "was": was, "is": is, "times": one.times })
        });
        json!({ "participants": self.participants, "new_speakers": self.changes.strangers,
                "relabelled": relabelled.collect::<Vec<_>>(),
                "turns": turns.collect::<Vec<_>>() })
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.participants.is_empty() {
            lines.push(format!("changes words of {}", some_of(&self.participants, NAMED)));
        }
        if !self.changes.strangers.is_empty() {
            let strangers = some_of(&self.changes.strangers, NAMED);
            let are = if self.changes.strangers.len() == 1 { "is a new speaker" } else { "are new speakers" };
            lines.push(format!("{strangers} {are}, not yet assigned to a participant: import --as speakers does this"));
        }
        lines.extend(self.relabelled.iter().take(NAMED).map(|(line, ..)| line.clone()));
        lines.extend(self.changes.turns.iter().map(ToString::to_string));
        lines
    }
}

fn report(
    planned: &[(&Reread, &Speaking)],
    dry: bool,
    arguments: &Arguments,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    if arguments.has(flags::JSON.long) {
        let document = |(one, speaking): &(&Reread, &Speaking)| {
            json!({ "document": one.document, "changes": one.changes, "kept": one.kept, "changed": one.changed,
                    "cut": one.cut, "corrected": one.is_corrected, "characters": one.read.characters,
                    "speakers": speaking.json(),
                    "losses": one.read.losses.iter().map(ToString::to_string).collect::<Vec<_>>() })
        };
        return printer.json(&json!({ "read": !dry, "documents": planned.iter().map(document).collect::<Vec<_>>() }));
    }
    for (one, speaking) in planned {
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
        for line in speaking.lines() {
            printer.line(&format!("{}: {line}", one.document))?;
        }
    }
    if planned.is_empty() {
        printer.line("nothing changed")?;
    }
    Ok(())
}
