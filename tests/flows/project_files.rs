//! Project files as other programs write them, built from parts, and the result of reading them.

use super::support::*;
use pullquote::engine::{Progress, Project};
use pullquote::interchange::document::Reading;
use pullquote::interchange::plain::{CodingDump, ProjectDump};
use pullquote::interchange::remark::{ForeignLoss, Loss, Problem, Remark};
use std::path::Path;

pub fn archive(path: &Path, members: &[(&str, &[u8])]) {
    std::fs::write(path, zipped(members)).unwrap();
}

/// A project with these elements, and with the coders `u1` (Jan) and `u2` (Eva).
pub fn xml(parts: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='utf-8'?><Project name='p' origin='Some program' xmlns='urn:QDA-XML:project:1.0'>\
         <Users><User guid='u1' name='Jan'/><User guid='u2' name='Eva'/></Users>{parts}</Project>"
    )
}

pub const CODES: &str = "<CodeBook><Codes><Code guid='c1' name='One' isCodable='true'/><Code guid='c2' name='Two' isCodable='true'/></Codes></CodeBook>";

pub fn coding(guid: &str, code: &str, coder: &str) -> String {
    format!("<Coding guid='{guid}' creatingUser='{coder}'><CodeRef targetGUID='{code}'/></Coding>")
}

/// A coded passage that does not repeat its words.
pub fn passage(start: u32, end: u32) -> String {
    let coding = coding(&format!("d{start}-{end}"), "c1", "u1");
    format!(
        "<PlainTextSelection guid='p{start}-{end}' startPosition='{start}' endPosition='{end}'>{coding}</PlainTextSelection>"
    )
}

/// A text source that contains these elements, and its member of the archive.
pub fn text_source<'t>(name: &str, text: &'t str, inside: &str) -> (String, (String, &'t [u8])) {
    let source = format!(
        "<TextSource guid='s-{name}' name='{name}' plainTextPath='internal://{name}.txt'>{inside}</TextSource>"
    );
    (source, (format!("sources/{name}.txt"), text.as_bytes()))
}

/// The project read from a file, and the remarks on it.
pub fn read_file(path: &Path, reading: &Reading) -> (ProjectDump, Vec<Problem>) {
    let folder = temporary();
    let project = folder.path().join("p.pullquote");
    let (project, report) = Project::create_from_other(&project, None, path, reading, &Progress::default()).unwrap();
    (project.dump().unwrap(), report.problems)
}

pub fn read_as(parts: &str, members: &[(&str, &[u8])], reading: &Reading) -> (ProjectDump, Vec<Problem>) {
    let folder = temporary();
    let path = folder.path().join("p.qdpx");
    let qde = xml(parts);
    let all: Vec<(&str, &[u8])> =
        [("project.qde", qde.as_bytes())].into_iter().chain(members.iter().copied()).collect();
    archive(&path, &all);
    read_file(&path, reading)
}

pub fn read(parts: &str, members: &[(&str, &[u8])]) -> (ProjectDump, Vec<Problem>) {
    read_as(parts, members, &Reading::default())
}

/// The result of reading one text source that contains these elements; its text is `one two three`.
pub fn with_text(inside: &str, more: &str) -> (ProjectDump, Vec<Problem>) {
    let parts = format!(
        "{CODES}<Sources><TextSource guid='s1' name='text' plainTextPath='internal://s1.txt'>{inside}</TextSource></Sources>{more}"
    );
    read(&parts, &[("sources/s1.txt", b"one two three")])
}

/// Coder, code and words of every passage.
pub fn passages(dump: &ProjectDump) -> Vec<String> {
    let text = |name: &str| dump.documents.iter().find(|one| one.name == name).unwrap().text.clone();
    let quote = |c: &CodingDump| -> String {
        text(&c.document).chars().skip(c.start as usize).take((c.end - c.start) as usize).collect()
    };
    dump.codings.iter().map(|c| format!("{} {} {}", c.coder, c.code, quote(&c))).collect()
}

pub fn memos(dump: &ProjectDump) -> Vec<String> {
    dump.memos.iter().map(|memo| format!("{} {}: {}", memo.target.name(), memo.name, memo.note.text)).collect()
}

/// The number of losses of a kind, and their names.
pub fn lost(problems: &[Problem], wanted: ForeignLoss) -> (usize, Vec<&str>) {
    let loss = problems.iter().find_map(|problem| match &problem.remark {
        Remark::Loss(Loss::Foreign { what, count, names, .. }) if *what == wanted => Some((*count, names)),
        _ => None,
    });
    loss.map_or((0, vec![]), |(count, names)| (count, names.iter().map(|name| name.as_str()).collect()))
}

/// The place and kind of every remark.
pub fn remarks(problems: &[Problem]) -> Vec<(&str, &'static str)> {
    problems.iter().map(|problem| (problem.place.as_str(), problem.remark.kind())).collect()
}

pub fn kinds(problems: &[Problem]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.remark.kind()).collect()
}
