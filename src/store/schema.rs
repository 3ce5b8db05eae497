//! The tables of the project file, step by step, and the list of those that are journaled.
//!
//! A released step is never changed; new ones are appended. Columns are only appended to a table, so that journal
//! entries of older versions can still be undone.

use crate::model::RowKind;

/// "PlQt": distinguishes a project file from other SQLite files.
pub const APPLICATION_ID: i32 = 0x506c_5174;

/// SQL that updates version `i` to version `i + 1` (`user_version`).
pub const STEPS: &[&str] = &[
    include_str!("step_1.sql"),
    include_str!("step_2.sql"),
    include_str!("step_3.sql"),
    include_str!("step_4.sql"),
    include_str!("step_5.sql"),
    include_str!("step_6.sql"),
    include_str!("step_7.sql"),
    include_str!("step_8.sql"),
    include_str!("step_9.sql"),
    include_str!("step_10.sql"),
    include_str!("step_11.sql"),
    include_str!("step_12.sql"),
    include_str!("step_13.sql"),
    include_str!("step_14.sql"),
];

/// A table whose rows are written through the journal. Its columns are `id`, these, and `revision`.
#[derive(Debug)]
pub struct Journaled {
    /// Identifies the table in `op_changes.tbl`; never reused.
    pub number: i64,
    pub name: &'static str,
    pub columns: &'static [&'static str],
}

macro_rules! journaled {
    ($($number:literal $constant:ident $name:literal [$($column:literal),+];)+) => {
        $(pub const $constant: Journaled = Journaled { number: $number, name: $name, columns: &[$($column),+] };)+
        pub const ALL: &[&Journaled] = &[$(&$constant),+];
    };
}

journaled! {
    1 PROJECT "project" ["guid", "name", "description"];
    2 USERS "users" ["guid", "name", "color", "place"];
    3 CASES "cases" ["guid", "name", "place"];
    4 VARIABLES "variables" ["guid", "name", "kind", "place"];
    5 CASE_VALUES "case_values" ["case_id", "variable_id", "value"];
    6 SOURCES "sources" ["guid", "name", "path", "case_id", "characters", "place", "created"];
    7 TEXTS "texts" ["body"];
    8 FACETS "facets" ["guid", "name", "place"];
    9 FACET_VALUES "facet_values" ["facet_id", "name", "place"];
    10 CODES "codes" ["guid", "parent_id", "name", "color", "description", "place"];
    11 CODE_FACETS "code_facets" ["code_id", "facet_id", "value_id"];
    12 CODINGS "codings" ["guid", "source_id", "start", "end", "code_id", "user_id", "created", "selection_guid", "important",
        "account"];
    13 NOTES "notes" ["guid", "target", "target_id", "text", "user_id", "created"];
    14 PARTICIPATIONS "participations" ["source_id", "user_id"];
    15 TABLES "tables" ["name", "definition", "place"];
    16 DECISIONS "decisions" ["source_id", "start", "end", "code_id", "side", "to_user", "to_code", "to_start", "to_end",
        "reason", "who", "at"];
    17 SETTINGS "settings" ["name", "value"];
    18 ORIGINS "origins" ["file", "format", "encoding", "speakers", "styles", "times", "labels"];
    19 ORIGINALS "originals" ["name", "bytes"];
    21 UNFINISHED "unfinished" ["source_id", "user_id"];
    22 SPEAKERS "speakers" ["source_id", "label", "case_id"];
    23 DOCUMENT_VARIABLES "document_variables" ["guid", "name", "kind", "place"];
    24 DOCUMENT_VALUES "document_values" ["source_id", "variable_id", "value"];
    25 SETS "sets" ["guid", "name", "definition", "place"];
    26 QUERIES "queries" ["guid", "name", "definition", "place"];
}

pub fn by_number(number: i64) -> Option<&'static Journaled> {
    ALL.iter().copied().find(|table| table.number == number)
}

/// What the rows of a table stand for.
pub fn kind(number: i64) -> RowKind {
    let kinds = [
        (&PROJECT, RowKind::Project),
        (&USERS, RowKind::Coder),
        (&CASES, RowKind::Participant),
        (&VARIABLES, RowKind::Attribute),
        (&CASE_VALUES, RowKind::Value),
        (&DOCUMENT_VARIABLES, RowKind::Attribute),
        (&DOCUMENT_VALUES, RowKind::Value),
        (&SOURCES, RowKind::Document),
        (&FACETS, RowKind::Dimension),
        (&CODES, RowKind::Code),
        (&CODINGS, RowKind::Passage),
        (&NOTES, RowKind::Memo),
        (&TABLES, RowKind::Table),
        (&SETS, RowKind::Set),
        (&QUERIES, RowKind::Query),
    ];
    kinds.into_iter().find(|(table, _)| table.number == number).map_or(RowKind::Entry, |(_, kind)| kind)
}
