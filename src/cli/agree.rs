//! The verb `agree`: the agreed layer from what coders agree on, and how much is still disputed.

use super::verb::{Flag, Verb};
use super::{Arguments, Failure, Printer, flags, names};
use crate::engine::disputes::{AgreeRule, disputes};
use crate::engine::{Command, Progress};
use serde_json::json;

const AUTO: Flag = Flag::switch("auto", "build the layer; without it, only tell what is agreed and what is disputed");
const CODERS: Flag = Flag::value("coders", "A,B", "whose codings are compared (default: all coders)");
const BY: Flag = Flag::value("coder", "NAME", "who does it, for the history");

pub const AGREE: Verb = Verb {
    name: "agree",
    operands: &[flags::READ],
    flags: &[AUTO, CODERS, BY, flags::JSON, flags::WAIT],
    about: "build the agreed layer from what coders agree on",
    notes: "A passage is agreed when every coder compared who worked through the document marked it with the same code, \
            and each two marks share half of what they cover together; it takes their common text. Decisions made by hand \
            are kept. Documents that one coder alone worked through are not in the layer. The coders' own codings stay as \
            they are, and undo takes the layer back. Tables count the layer when there is one.",
    run: agree,
};

fn agree(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let path = arguments.path()?;
    let auto = arguments.has(AUTO.long);
    let mut project =
        if auto { names::open_to_write(arguments, printer)? } else { names::open_to_read(&path, printer)? };
    let study = project.reads().study()?;
    let listed = arguments.flag(CODERS.long)?.unwrap_or_default();
    let listed = listed.split(',').map(str::trim).filter(|name| !name.is_empty());
    let coders = listed.map(|name| names::coder(&study, name)).collect::<Result<Vec<_>, _>>()?;
    let rule = AgreeRule { coders, ..AgreeRule::default() };
    let mut done = String::new();
    if auto {
        let command = Command::Agree { rule: rule.clone() };
        done = project.execute(&command, arguments.flag(BY.long)?, &Progress::default())?.summary;
    }
    let found = disputes(project.reads(), &rule, 0)?;
    let open = found.list.len() - found.settled;
    if arguments.has(flags::JSON.long) {
        let alone: Vec<&str> = found.alone.iter().filter_map(|id| Some(study.source(*id)?.name.as_str())).collect();
        return printer.json(&json!({
            "done": done, "agreed": found.agreed, "disputes": found.list.len(), "settled": found.settled,
            "later": found.later, "open": open, "documents_of_one_coder": alone,
        }));
    }
    if auto {
        printer.line(if done.is_empty() { "the agreed layer is up to date" } else { &done })?;
    }
    let (agreed, all) = (found.agreed, found.list.len());
    printer.line(&format!("{agreed} passages agreed; {all} disputes: {} settled, {open} open", found.settled))?;
    if !found.alone.is_empty() {
        printer.remark(&format!("{} documents are of one coder alone and not in the layer", found.alone.len()));
    }
    Ok(())
}
