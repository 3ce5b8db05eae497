//! Projects for other programs: how they are written, and what stays behind.

use super::verb::Flag;
use super::{Arguments, Failure, Printer, flags};
use crate::engine::{Project, export};
use crate::interchange::refi::{ExchangeOptions, Program};
use serde_json::json;
use std::path::Path;

pub const FOR: Flag = Flag::value(
    "for",
    "PROGRAM",
    "of a .qdpx: nvivo, atlasti, maxqda or qualcoder; chooses what is known to help it, and tells what it does not read",
);
pub const UTF16: Flag = Flag::switch(
    "utf16-offsets",
    "of a .qdpx: positions count units of UTF-16, as NVivo does; matters behind an emoji",
);
pub const UNIQUE: Flag = Flag::switch(
    "unique-names",
    "of a .qdpx: no two codes have one name, as QualCoder needs it; the name of the code above is put behind",
);
pub const GROUPS: Flag =
    Flag::switch("attribute-groups", "of a .qdpx: a group of documents for each value of an attribute, as in ATLAS.ti");

/// Those that go with a project for other programs only.
pub const FLAGS: [Flag; 4] = [FOR, UTF16, UNIQUE, GROUPS];

fn options(arguments: &Arguments) -> Result<ExchangeOptions, Failure> {
    let own = match arguments.flag(FOR.long)? {
        None => ExchangeOptions::default(),
        Some(name) => {
            let program = Program::parse(name).ok_or_else(|| {
                arguments.usage(format!("--for is nvivo, atlasti, maxqda or qualcoder, not “{name}”"))
            })?;
            ExchangeOptions::of(program)
        }
    };
    Ok(ExchangeOptions {
        utf16: own.utf16 || arguments.has(UTF16.long),
        unique_names: own.unique_names || arguments.has(UNIQUE.long),
        attribute_groups: own.attribute_groups || arguments.has(GROUPS.long),
        ..own
    })
}

/// Tells what stays behind, then writes.
pub fn write(
    project: &Project,
    target: &Path,
    arguments: &Arguments,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let options = options(arguments)?;
    let losses = export::exchange_losses(project.reads(), &options)?;
    let is_json = arguments.has(flags::JSON.long);
    if !is_json {
        for loss in &losses {
            printer.remark(&loss.to_string());
        }
    }
    export::export_exchange(project.reads(), target, &options)?;
    if is_json {
        return printer.json(&json!({ "written": target.display().to_string(), "losses": losses }));
    }
    printer.line(&format!("wrote {}", target.display()))
}
