//! Finds things in the project by the names given on the command line. Errors list the known names.

use super::{Arguments, Failure, Printer, flags};
use crate::engine::{Error, PassageFilter, Project};
use crate::model::{AGREED, CaseId, CodeId, Count, SourceId, Study, UserId, same_name};
use std::path::Path;
use std::time::Duration;

/// Maximum number of names in a message.
const LISTED: usize = 40;

/// Opens a project for reading, and prints the problems of a project folder.
pub fn open_to_read(path: &Path, printer: &mut Printer<'_>) -> Result<Project, Failure> {
    let (project, problems) = Project::open_to_read(path)?;
    for problem in problems {
        printer.remark(&problem.to_string());
    }
    Ok(project)
}

/// Opens a project for writing; waits for other programs for the time given by `--wait`.
pub fn open_to_write(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<Project, Failure> {
    let patience = Duration::from_secs(u64::from(arguments.number(flags::WAIT.long, 0)?));
    let project = Project::open_patiently(&arguments.path()?, patience)?;
    if let Some(copy) = project.copy_before_update() {
        let copy = copy.display();
        printer.remark(&format!(
            "the project was updated for this version; a copy from before the update was saved as {copy}"
        ));
    }
    Ok(project)
}

fn unknown<'a>(what: &'static str, name: &str, known: impl ExactSizeIterator<Item = &'a str>) -> Failure {
    let more = known.len().saturating_sub(LISTED);
    let mut names: Vec<&str> = known.take(LISTED).collect();
    let rest = format!("and {more} more");
    if more > 0 {
        names.push(&rest);
    }
    if names.is_empty() {
        names.push("none in this project");
    }
    Error::Unknown { what, name: format!("“{name}”"), known: names.join(", ") }.into()
}

pub fn document(study: &Study, name: &str) -> Result<SourceId, Failure> {
    let known = || study.sources.iter().map(|s| s.name.as_str());
    study.source_named(name).map(|s| s.id).ok_or_else(|| unknown("document", name, known()))
}

pub fn participant(study: &Study, name: &str) -> Result<CaseId, Failure> {
    let known = || study.cases.iter().map(|c| c.name.as_str());
    study.case_named(name).map(|c| c.id).ok_or_else(|| unknown("participant", name, known()))
}

/// Finds a code by its path. If only the name of a code is given, the error lists its whole path.
pub fn code(study: &Study, path: &str) -> Result<CodeId, Failure> {
    let book = &study.codebook;
    book.find(path).ok_or_else(|| {
        let same: Vec<String> =
            book.codes().iter().filter(|c| same_name(&c.name, path)).map(|c| book.path(c.id).to_string()).collect();
        if same.is_empty() {
            let all: Vec<String> = book.codes().iter().map(|c| book.path(c.id).to_string()).collect();
            unknown("code", path, all.iter().map(String::as_str))
        } else {
            unknown("code with the path", path, same.iter().map(String::as_str))
        }
    })
}

pub fn coder(study: &Study, name: &str) -> Result<UserId, Failure> {
    if let Some(user) = study.user_named(name) {
        return Ok(user.id);
    }
    if same_name(name, AGREED) {
        let message = "this project has no consensus coding (agreed); create it with `agree --auto`, or omit --coder";
        return Err(Failure::Failed(message.into()));
    }
    Err(unknown("coder", name, study.users.iter().map(|u| u.name.as_str())))
}

/// Returns the coders given by `--coder`; empty means any coder.
pub fn coders(study: &Study, arguments: &Arguments) -> Result<Vec<UserId>, Failure> {
    arguments.all(flags::CODERS.long)?.into_iter().map(|name| coder(study, name)).collect()
}

pub fn count(arguments: &Arguments) -> Result<Count, Failure> {
    let Some(name) = arguments.flag(flags::COUNT.long)? else { return Ok(Count::default()) };
    let known = Count::ALL.iter().map(|count| count.name()).collect::<Vec<_>>().join(", ");
    Count::parse(name).ok_or_else(|| arguments.usage(format!("--count is one of {known}, not “{name}”")))
}

/// Returns the filter that the flags describe.
pub fn filter(study: &Study, arguments: &Arguments) -> Result<PassageFilter, Failure> {
    Ok(PassageFilter {
        code: arguments.flag(flags::CODE.long)?.map(|path| code(study, path)).transpose()?,
        source: arguments.flag(flags::DOCUMENT.long)?.map(|name| document(study, name)).transpose()?,
        case: arguments.flag(flags::PARTICIPANT.long)?.map(|name| participant(study, name)).transpose()?,
        users: study.counted(&coders(study, arguments)?),
        codings: None,
    })
}
