//! Flags and operands that several verbs share, with their help.

use super::verb::{Flag, Operand};

/// When a coder counts as having finished a document: one sentence for the help of every verb that depends on it.
macro_rules! finished_rule {
    () => {
        "A coder counts as having finished a document if they marked it as finished, here or in a copy that was merged, or \
         coded in it here; passages that only come from a copy, a table or another program do not count."
    };
}
pub(super) use finished_rule;

/// Whose passages do not count if nobody is named.
macro_rules! stray_rule {
    () => {
        "Once two coders who worked in the same document have marked documents as finished, one who has marked none is \
         included only if named. Until then, a coder with at most three passages, all of them in one document not marked as finished, who has at most \
         half as many as the others on average, is included only if named, provided that there are two others."
    };
}
pub(super) use stray_rule;

pub const READ: Operand = Operand::one("PROJECT", "a .pullquote file, or a project folder");
pub const WRITE: Operand = Operand::one("PROJECT", "a .pullquote file");

pub const WAIT: Flag = Flag::value(
    "wait",
    "SECONDS",
    "wait up to this long if the project is open in another copy of Pullquote (default: 0)",
);
pub const JSON: Flag = Flag::switch("json", "print JSON");
pub const AS_JSON: Flag = Flag::switch("json", "the same as --format json");
pub const COUNT: Flag =
    Flag::value("count", "WHAT", "what a cell counts: participants (the default), documents, passages or characters");
pub const CODERS: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "coder",
        "NAME",
        "only passages by this coder; may be repeated (default: the consensus coding if there is one, otherwise all \
         coders)",
    )
};
pub const FORMAT: Flag = Flag::value(
    "format",
    "FORMAT",
    "text (the default), csv, json, md, html, xlsx or docx; the extension of FILE takes precedence",
);
pub const OUTPUT: Flag = Flag {
    short: Some('o'),
    ..Flag::value("output", "FILE", "write to this file instead of printing; its extension sets the format")
};
pub const LANGUAGE: Flag = Flag::value(
    "language",
    "en|zh",
    "language of a file for people (docx, html, xlsx, md, text): English (the default) or Simplified Chinese; what is \
     printed, csv and json are in English",
);
pub const ACTOR: Flag = Flag::value("coder", "NAME", "coder to record in the history");
pub const STEPS: Flag = Flag::value("steps", "N", "number of entries to undo or redo (default: 1)");
pub const CODE: Flag = Flag::value(
    "code",
    "PATH",
    "only this code, without its subcodes, by its path, such as “Financial capital > Push > Low income”",
);
pub const PARTICIPANT: Flag = Flag::value("participant", "NAME", "only passages of this participant");
pub const ACCOUNT: Flag = Flag::value(
    "account",
    "own|others",
    "only passages that are about the speaker’s own experience, or only those about others, named or not",
);
pub const DOCUMENT: Flag = Flag::value("document", "NAME", "only this document");
