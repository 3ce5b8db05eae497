//! Every flag and operand that more than one verb has, once, with its help.

use super::verb::{Flag, Operand};

pub const READ: Operand = Operand::one("PROJECT", "a .pullquote file, or a project folder");
pub const WRITE: Operand = Operand::one("PROJECT", "a .pullquote file");

pub const WAIT: Flag =
    Flag::value("wait", "SECONDS", "wait this long when another Pullquote has the project open (default: 0)");
pub const JSON: Flag = Flag::switch("json", "print JSON");
pub const COUNT: Flag =
    Flag::value("count", "WHAT", "what a cell counts: participants (the default), documents, passages or characters");
pub const CODERS: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "coder",
        "NAME",
        "only codings by this coder; may be repeated (default: the consensus coding when there is one, else any coder)",
    )
};
pub const FORMAT: Flag = Flag::value(
    "format",
    "FORMAT",
    "text (the default), csv, json, md, html, xlsx or docx; the ending of FILE goes first",
);
pub const OUTPUT: Flag = Flag {
    short: Some('o'),
    ..Flag::value("output", "FILE", "write this file instead of printing; its ending says the format")
};
pub const STEPS: Flag = Flag::value("steps", "N", "how many entries of the history (default: 1)");
pub const CODE: Flag = Flag::value(
    "code",
    "PATH",
    "only this code (not those below it), by its path: “Financial capital > Push > Low income”",
);
pub const PARTICIPANT: Flag = Flag::value("participant", "NAME", "only documents of this participant");
pub const DOCUMENT: Flag = Flag::value("document", "NAME", "only this document");
