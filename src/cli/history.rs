//! Verbs on the history: undo, redo, history.

use super::names::{open_to_read, open_to_write};
use super::verb::Verb;
use super::{Arguments, Failure, Printer, flags};
use crate::engine::{Actor, Command, OpRecord, Progress};
use crate::model::{Direction, Noun};
use serde_json::{Value, json};

pub const UNDO: Verb = Verb {
    name: "undo",
    operands: &[flags::WRITE],
    flags: &[flags::STEPS, flags::ACTOR, flags::WAIT],
    about: "undo the latest change",
    notes: "An import is one step. The history keeps undone changes, and `redo` restores them.",
    run: |arguments, printer| step(arguments, printer, Direction::Undo),
};

pub const REDO: Verb = Verb {
    name: "redo",
    operands: &[flags::WRITE],
    flags: &[flags::STEPS, flags::ACTOR, flags::WAIT],
    about: "redo the change that was undone last",
    notes: "Possible until another change is made.",
    run: |arguments, printer| step(arguments, printer, Direction::Redo),
};

pub const HISTORY: Verb = Verb {
    name: "history",
    operands: &[flags::READ],
    flags: &[flags::JSON],
    about: "list all changes, oldest first",
    notes: "",
    run: history,
};

/// Undoes or redoes all steps or none, and prints a line for each.
fn step(arguments: &Arguments, printer: &mut Printer<'_>, direction: Direction) -> Result<(), Failure> {
    let steps = arguments.number(flags::STEPS.long, 1)?;
    if steps == 0 {
        return Err(arguments.usage("--steps must be 1 or more"));
    }
    let (command, verb) = match direction {
        Direction::Undo => (Command::Undo { steps }, UNDO.name),
        Direction::Redo => (Command::Redo { steps }, REDO.name),
    };
    let actor = Actor::named(arguments.flag(flags::ACTOR.long)?);
    let mut project = open_to_write(arguments, printer)?;
    let outcome = project.execute(&command, &actor, &Progress::default())?;
    for step in &outcome.steps {
        printer.line(step)?;
    }
    if outcome.steps.len() < steps as usize {
        let done = outcome.steps.len();
        printer.remark(&format!("{done} of {}: nothing more to {verb}", Noun::Step.counted(steps.into())));
    }
    Ok(())
}

fn history(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let project = open_to_read(&arguments.path()?, printer)?;
    let ops = project.reads().history()?;
    if arguments.has(flags::JSON.long) {
        return printer.json(&Value::Array(ops.iter().map(as_json).collect()));
    }
    for op in &ops {
        let undone = if op.undone { "  (undone)" } else { "" };
        let coder = op.user.as_deref().unwrap_or("");
        printer.line(&format!("{:>5}  {}  {coder:12}  {}{undone}", op.id.0, minute(op.at), op.summary))?;
    }
    Ok(())
}

fn as_json(op: &OpRecord) -> Value {
    json!({ "id": op.id.0, "at": time(op.at), "coder": op.user, "kind": op.kind, "summary": op.summary,
            "undoes": op.undoes.map(|id| id.0), "undone": op.undone })
}

/// Formats UTC milliseconds since 1970 as ISO 8601: `2026-01-31T09:30:00.125Z`.
fn time(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map_or_else(|_| String::new(), |time| time.to_string())
}

fn minute(at: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(at);
    time.map_or_else(|_| "-".into(), |time| time.strftime("%Y-%m-%d %H:%M UTC").to_string())
}
