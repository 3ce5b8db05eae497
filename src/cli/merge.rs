//! The verb `merge`: adds the codings of other copies of a project, with a preview.

use super::verb::{Flag, Number, Operand, Verb};
use super::{Arguments, Failure, Printer, flags, names};
use crate::engine::merge::{MergeItem, plan};
use crate::engine::{Actor, Command, Progress};
use crate::interchange::remark::TableWarning;
use serde_json::{Value, json};

const DRY_RUN: Flag = Flag::switch("dry-run", "only report what would be merged");

pub const MERGE: Verb = Verb {
    name: "merge",
    operands: &[
        flags::READ,
        Operand { name: "OTHER", help: "a copy of the project: a file or a folder", number: Number::OneOrMore },
    ],
    flags: &[DRY_RUN, flags::ACTOR, flags::JSON, flags::WAIT],
    about: "merge the codings of other copies of the project",
    notes: "Documents are matched by identity, text or name; codes by identity or path; coders by name. All copies \
            together are one history entry. Where a coding differs between the copies, the one in PROJECT stays, and \
            the difference is listed. Codings are also listed if their text differs or their document is missing in \
            PROJECT. A coding that was removed from PROJECT but is in a copy is added again. A coder counts as having \
            finished a document if the copy marks it as finished or the coder took part in it in PROJECT; the other \
            documents are listed.",
    run: merge,
};

fn merge(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let path = arguments.path()?;
    let copies: Vec<_> = arguments.paths().skip(1).collect();
    let dry = arguments.has(DRY_RUN.long);
    let mut project =
        if dry { names::open_to_read(&path, printer)? } else { names::open_to_write(arguments, printer)? };
    let plan = plan(project.reads(), &copies, &Progress::default())?;
    if !dry {
        project.execute(
            &Command::Merge { copies },
            &Actor::named(arguments.flag(flags::ACTOR.long)?),
            &Progress::default(),
        )?;
    }
    if arguments.has(flags::JSON.long) {
        return printer.json(&json!({
            "merged": !dry, "added": items(&plan.added), "same": plan.same, "conflicts": items(&plan.conflicts),
            "unplaced": items(&plan.unplaced), "codes": plan.codes, "coders": plan.coders,
            "unfinished": plan.unfinished.iter().map(|open| json!({ "coder": open.coder, "document": open.document }))
                .collect::<Vec<_>>(),
        }));
    }
    printer.line(&format!("{}merge {}", if dry { "would " } else { "" }, plan.counts()))?;
    for (what, list) in [("differs", &plan.conflicts), ("not found", &plan.unplaced)] {
        for item in list {
            let MergeItem { copy, document, range, code, coder, .. } = item;
            let reason = note(item);
            printer.line(&format!("{what}: {copy}: {document} {range} “{code}” by {coder}: {reason}"))?;
        }
    }
    for of_coder in plan.unfinished.chunk_by(|a, b| a.coder == b.coder) {
        let Some(first) = of_coder.first() else { continue };
        let documents = of_coder.iter().map(|open| open.document.clone()).collect();
        let warning = TableWarning::UnfinishedDocuments { coder: first.coder.clone(), documents };
        printer.line(&format!("{warning}."))?;
    }
    Ok(())
}

fn note(item: &MergeItem) -> String {
    item.reason.as_ref().map_or_else(String::new, ToString::to_string)
}

fn items(list: &[MergeItem]) -> Vec<Value> {
    let item = |i: &MergeItem| {
        json!({
            "copy": i.copy, "document": i.document, "start": i.range.start, "end": i.range.end, "code": i.code,
            "coder": i.coder, "note": note(i),
        })
    };
    list.iter().map(item).collect()
}
