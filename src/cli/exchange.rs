//! Flags for projects that other programs read.

use super::verb::Flag;
use super::{Arguments, Failure};
use crate::interchange::refi::{ExchangeOptions, Program};

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

pub fn options(arguments: &Arguments) -> Result<ExchangeOptions, Failure> {
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
