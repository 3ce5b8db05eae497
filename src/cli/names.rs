//! From names on the command line to things of the project; what is unknown is answered by what there is.

use super::{Arguments, Failure, Printer, flags};
use crate::engine::{Error, PassageFilter, Project};
use crate::model::{AGREED, CaseId, CodeId, Count, SourceId, Study, UserId, same_name};
use std::path::Path;
use std::time::Duration;

/// More names than this are not listed in a message.
const LISTED: usize = 40;

/// Opens for reading, and tells what is wrong in a folder.
pub fn open_to_read(path: &Path, printer: &mut Printer<'_>) -> Result<Project, Failure> {
    let (project, problems) = Project::open_to_read(path)?;
    for problem in problems {
        printer.remark(&problem.to_string());
    }
    Ok(project)
}

/// Opens for writing, waiting for another program as long as `--wait` says.
pub fn open_to_write(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<Project, Failure> {
    let patience = Duration::from_secs(u64::from(arguments.number(flags::WAIT.long, 0)?));
    let project = Project::open_patiently(&arguments.path()?, patience)?;
    if let Some(copy) = project.copy_before_update() {
        let copy = copy.display();
        printer.remark(&format!("the project was updated for this version; a copy from before the update is {copy}"));
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

/// By its path; a code that is below another is told of with its whole path.
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
        let message =
            "there is no consensus coding (agreed) in this project; make it with `agree --auto`, or leave --coder out";
        return Err(Failure::Failed(message.into()));
    }
    Err(unknown("coder", name, study.users.iter().map(|u| u.name.as_str())))
}

/// The coders of `--coder`; empty means any.
pub fn coders(study: &Study, arguments: &Arguments) -> Result<Vec<UserId>, Failure> {
    arguments.all(flags::CODERS.long)?.into_iter().map(|name| coder(study, name)).collect()
}

pub fn count(arguments: &Arguments) -> Result<Count, Failure> {
    let Some(name) = arguments.flag(flags::COUNT.long)? else { return Ok(Count::default()) };
    let known = Count::ALL.iter().map(|count| count.name()).collect::<Vec<_>>().join(", ");
    Count::parse(name).ok_or_else(|| arguments.usage(format!("--count is one of {known}, not “{name}”")))
}

/// Which coded passages the flags ask for.
pub fn filter(study: &Study, arguments: &Arguments) -> Result<PassageFilter, Failure> {
    Ok(PassageFilter {
        code: arguments.flag(flags::CODE.long)?.map(|path| code(study, path)).transpose()?,
        source: arguments.flag(flags::DOCUMENT.long)?.map(|name| document(study, name)).transpose()?,
        case: arguments.flag(flags::PARTICIPANT.long)?.map(|name| participant(study, name)).transpose()?,
        users: study.counted(&coders(study, arguments)?),
        codings: None,
    })
}
