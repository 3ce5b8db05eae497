//! The verb `find`: asks a query about coded passages and words.

use super::answers::{AnswerFormat, FORMAT, InFormats, give};
use super::names::{self, open_to_read};
use super::tables::{SET, SPOKEN_BY, WHERE, WHERE_DOCUMENT, scope};
use super::verb::{Operand, Verb};
use super::{Arguments, Failure, Printer, flags};
use crate::analysis::Alternatives;
use crate::analysis::query::{Mistake, PassageQuery};
use crate::engine::Progress;
use crate::engine::find::{FindQuery, FoundPassages, find, found_json, found_rows, found_text, query_saved_as};
use crate::model::Study;
use serde_json::Value;

const QUERY: Operand = Operand::one(
    "QUERY",
    "what is looked for, as below; in single quotation marks for most shells; or @NAME, a saved query",
);
pub const FIND: Verb = Verb {
    name: "find",
    operands: &[flags::READ, QUERY],
    flags: &[
        flags::PARTICIPANT,
        flags::DOCUMENT,
        flags::ACCOUNT,
        flags::CODERS,
        WHERE,
        WHERE_DOCUMENT,
        SET,
        SPOKEN_BY,
        FORMAT,
        flags::AS_JSON,
        flags::OUTPUT,
    ],
    about: "find passages by what they are coded as, and by what is near, around or in one answer with them",
    notes: r#"A query names codes in double quotation marks, by their paths or by names that only one code has; subcodes are
included unless = stands before the name. text("rent") finds words; any and important find passages.

  "Low income" overlaps "Duty"                            also: inside, contains, not overlaps
  "Low income" near 30 words text("rent")                 also: before, after; characters, sentences, turns, paragraphs
  "Push" with "Pull" in exchange                          also: without; sentence, turn, paragraph, document, participant
  "Low income"[gender="Female", coder="Ann"]              also: participant, document, speaker, account
  ("Push" or "Pull") and text("rent", whole)              "and" finds what both share; also: case, regex

The result is what stands on the left. --where and the other filters apply to both sides."#,
    run,
};

fn run(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let format = AnswerFormat::stated(arguments)?;
    let project = open_to_read(&arguments.path()?, printer)?;
    let study = project.reads().study()?;
    let query = query(&study, arguments)?;
    let filter = names::filter(&study, arguments)?;
    let asked = FindQuery {
        query,
        users: filter.users,
        scope: scope(&study, arguments)?,
        participant: filter.participant,
        source: filter.source,
    };
    let found = find(project.reads(), &asked, &Progress::default())?;
    give(&found, format, arguments, printer)
}

impl InFormats for FoundPassages {
    fn text(&self) -> String {
        found_text(self)
    }

    fn rows(&self) -> Vec<Vec<String>> {
        found_rows(self)
    }

    fn json(&self) -> Value {
        found_json(self)
    }
}

/// Returns the query that was given: as text, or as the name of a saved one behind `@`.
fn query(study: &Study, arguments: &Arguments) -> Result<PassageQuery, Failure> {
    let given = arguments.operand(1)?.unwrap_or_default();
    let Some(name) = given.strip_prefix('@') else {
        return given.parse().map_err(|mistake: Mistake| arguments.usage(mistake.to_string()));
    };
    let Some(saved) = study.query_named(name) else {
        let known = Alternatives::near(name, study.queries.iter().map(|query| query.name.clone()).collect());
        return Err(arguments.usage(format!("there is no saved query “{name}”; {known}")));
    };
    Ok(query_saved_as(study, saved)?)
}
