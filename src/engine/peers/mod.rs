//! Reads projects of QualCoder (a `.qda` folder) and Taguette (a `.sqlite3` file): texts, codes, coders, codings,
//! memos, and cases with their attributes. Reports everything that cannot be imported.

mod qualcoder;
mod taguette;

use crate::engine::project_format::ProjectFormat;
use crate::interchange::files::ending;
use crate::interchange::plain::{CoderDump, DumpedMemoTarget, MemoDump, NoteDump, ProjectDump, free_name};
use crate::interchange::refi::Exchanged;
use crate::interchange::remark::{ForeignLoss, ForeignLosses, ForeignRefusal, Problem, Remark};
use crate::interchange::{ReadError, Refusal};
use crate::model::codebook::divided_name;
use crate::model::{Cancelled, Progress};
use crate::store::foreign::{ForeignError, ForeignRow};
use std::collections::{HashMap, HashSet};
use std::path::Path;

const DATABASE: &str = "data.qda";

/// A project with remarks on it.
pub type Read = Result<Exchanged, ReadError>;

impl From<ForeignError> for Refusal {
    fn from(error: ForeignError) -> Self {
        let refusal = match error {
            ForeignError::NotOpened(why) => ForeignRefusal::DatabaseNotOpened { why },
            ForeignError::Damaged(why) => ForeignRefusal::DamagedDatabase { why },
            ForeignError::Computed(table) => ForeignRefusal::ComputedTable { table },
            ForeignError::TooSlow => ForeignRefusal::DatabaseTooSlow,
            ForeignError::TooLarge { gigabytes } => ForeignRefusal::DatabaseTooLarge { gigabytes },
        };
        refusal.into()
    }
}

impl From<ForeignError> for ReadError {
    fn from(error: ForeignError) -> Self {
        Self::Refused(error.into())
    }
}

/// QualCoder keeps a project as a folder that contains its database.
#[must_use]
pub fn is_folder(path: &Path) -> bool {
    path.is_dir() && path.join(DATABASE).is_file()
}

/// Reads the project of one of these programs and returns its format; `None` when the path is neither.
pub fn read(path: &Path, progress: &Progress) -> Option<(ProjectFormat, Read)> {
    match ending(path).as_str() {
        _ if is_folder(path) && path.join(DATABASE).is_symlink() => Some((ProjectFormat::QualCoder, Err(linked()))),
        _ if is_folder(path) => Some((ProjectFormat::QualCoder, qualcoder::read(&path.join(DATABASE), path, progress))),
        "qda" if path.is_file() => Some((ProjectFormat::QualCoder, qualcoder::read(path, path, progress))),
        "sqlite3" if path.is_file() => Some((ProjectFormat::Taguette, taguette::read(path, progress))),
        _ => None,
    }
}

/// A folder received from someone else must not decide which file is read.
fn linked() -> ReadError {
    ForeignRefusal::LinkedDatabase { name: DATABASE.into() }.into()
}

fn text(row: &ForeignRow, column: usize) -> String {
    row.get(column).cloned().flatten().unwrap_or_default()
}

fn number(row: &ForeignRow, column: usize) -> i64 {
    text(row, column).parse().unwrap_or(-1)
}

/// A start and an end, if both can be positions.
fn positions(row: &ForeignRow, [start, end]: [usize; 2]) -> Option<(u32, u32)> {
    let at = |column| u32::try_from(number(row, column)).ok();
    at(start).zip(at(end))
}

/// Parses `YYYY-MM-DD HH:MM:SS` in a time zone and returns UTC milliseconds since 1970.
fn date(row: &ForeignRow, column: usize, zone: &jiff::tz::TimeZone) -> Option<i64> {
    let at: jiff::civil::DateTime = text(row, column).trim().parse().ok()?;
    Some(at.to_zoned(zone.clone()).ok()?.timestamp().as_millisecond())
}

/// A project being imported.
struct Peer<'s> {
    file: String,
    dump: ProjectDump,
    problems: Vec<Problem>,
    losses: ForeignLosses,
    coders: HashSet<String>,
    /// Number of documents and codings read.
    done: u64,
    progress: &'s Progress,
}

impl<'s> Peer<'s> {
    fn new(path: &Path, progress: &'s Progress) -> Self {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let dump = ProjectDump { name, ..ProjectDump::default() };
        let file = path.display().to_string();
        let (problems, losses) = (vec![], ForeignLosses::default());
        Self { file, dump, problems, losses, coders: HashSet::new(), done: 0, progress }
    }

    fn finish(mut self) -> Exchanged {
        let losses = self.losses.take().into_iter();
        self.problems.extend(losses.map(|loss| Problem::new(&self.file, "", loss)));
        Exchanged { dump: self.dump, problems: self.problems, doubt: None }
    }

    fn remark(&mut self, place: &str, remark: impl Into<Remark>) {
        self.problems.push(Problem::new(&self.file, place, remark));
    }

    /// Counts something left out or changed; an empty name is not listed.
    fn lose(&mut self, what: ForeignLoss, count: usize, name: &str) {
        self.losses.add(what, count, name);
    }

    /// Returns a name that is not in `names` yet; counts `renamed` if it is not the wanted one.
    fn free(&mut self, names: &mut HashSet<String>, wanted: &str, spare: &str, renamed: ForeignLoss) -> String {
        let name = free_name(names, wanted, spare);
        if name != wanted.trim() {
            self.lose(renamed, 1, if wanted.trim().is_empty() { &name } else { wanted });
        }
        name
    }

    /// Returns a name for a code that differs from its siblings' `names`.
    fn code_name(&mut self, names: &mut HashSet<String>, given: &str, spare: &str) -> String {
        let (wanted, divides) = divided_name(given);
        let name = free_name(names, &wanted, spare);
        self.lose(ForeignLoss::RenamedCodes, usize::from(divides), given);
        if name != wanted || !divides && name != given {
            self.lose(ForeignLoss::CodeNamesTaken, 1, if given.trim().is_empty() { &name } else { given });
        }
        name
    }

    /// Turns a comment on something that is not imported into a memo on the project.
    fn move_comment(&mut self, of: &str, coder: Option<String>, created: Option<i64>, text: &str) {
        if !text.trim().is_empty() {
            self.memo(DumpedMemoTarget::Project, "", coder, created, &format!("{of}: {text}"));
            self.lose(ForeignLoss::MovedComments, 1, of);
        }
    }

    /// Counts one more document or coding; the total is unknown.
    fn step(&mut self) -> Result<(), Cancelled> {
        self.done += 1;
        if self.done.is_multiple_of(256) { self.progress.step(self.done, 0) } else { Ok(()) }
    }

    fn coder(&mut self, name: &str) -> String {
        let name = if name.trim().is_empty() { "unknown coder" } else { name.trim() };
        if self.coders.insert(name.to_owned()) {
            self.dump.coders.push(CoderDump { name: name.into(), ..CoderDump::default() });
        }
        name.into()
    }

    fn memo(&mut self, target: DumpedMemoTarget, name: &str, coder: Option<String>, created: Option<i64>, text: &str) {
        if !text.trim().is_empty() {
            let note = NoteDump { text: text.into(), coder, created, guid: None };
            self.dump.memos.push(MemoDump { target, name: name.into(), note });
        }
    }
}

/// Indexes the documents by name.
fn documents(dump: &ProjectDump) -> HashMap<String, usize> {
    dump.documents.iter().enumerate().map(|(at, document)| (document.name.clone(), at)).collect()
}
