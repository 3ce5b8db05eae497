//! Flags for exporting projects to other programs.

use super::verb::Flag;
use super::{Arguments, Failure};
use crate::interchange::refi::{ExchangeOptions, Program};

pub const FOR: Flag = Flag::value(
    "for",
    "PROGRAM",
    ".qdpx only: nvivo, atlasti, maxqda or qualcoder; chooses the options that suit the program and reports what it \
     does not read",
);
pub const UTF16: Flag = Flag::switch(
    "utf16-offsets",
    ".qdpx only: count positions in UTF-16 units, as NVivo does; this matters after an emoji",
);
pub const UNIQUE: Flag = Flag::switch(
    "unique-names",
    ".qdpx only: make code names unique, as QualCoder requires, by appending the name of the parent code",
);
pub const GROUPS: Flag = Flag::switch(
    "attribute-groups",
    ".qdpx only: write a document group for each value of an attribute, as in ATLAS.ti",
);

pub fn options(arguments: &Arguments) -> Result<ExchangeOptions, Failure> {
    let options = match arguments.flag(FOR.long)? {
        None => ExchangeOptions::default(),
        Some(name) => {
            let program = Program::parse(name).ok_or_else(|| {
                arguments.usage(format!("--for is nvivo, atlasti, maxqda or qualcoder, not “{name}”"))
            })?;
            ExchangeOptions::of(program)
        }
    };
    Ok(ExchangeOptions {
        utf16: options.utf16 || arguments.has(UTF16.long),
        unique_names: options.unique_names || arguments.has(UNIQUE.long),
        attribute_groups: options.attribute_groups || arguments.has(GROUPS.long),
        ..options
    })
}
