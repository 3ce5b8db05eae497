//! Reads projects of other programs completely without writing anything, for imports and their previews.

use super::peers;
use crate::engine::error::Error;
use crate::engine::project_format::ProjectFormat;
use crate::interchange::codebook::CodebookReading;
use crate::interchange::document::Reading;
use crate::interchange::plain::{CodingDump, ProjectDump};
use crate::interchange::refi::{Exchanged, PositionDoubt};
use crate::interchange::remark::{ForeignLoss, Loss, Problem, ReadError, Refusal, Remark, Warning};
use crate::interchange::{codebook, files, refi, reshape};
use crate::model::codebook::divided_name;
use crate::model::{Codebook, Progress};
use std::path::Path;

/// The extension of an RQDA project.
pub const RQDA_ENDING: &str = "rqda";

/// A project of another program as it would be imported.
#[derive(Clone, Debug)]
pub struct ForeignProject {
    pub format: ProjectFormat,
    pub dump: ProjectDump,
    /// What was skipped or changed, and what should be checked.
    pub problems: Vec<Problem>,
    /// Set if the positions can be read in two ways.
    pub doubt: Option<PositionDoubt>,
}

/// True for a path that, by its name, is a readable project or codebook of another program.
#[must_use]
pub fn is_readable_project(path: &Path) -> bool {
    let ending = files::ending(path);
    ending != RQDA_ENDING && (is_one(path) || ending == refi::CODEBOOK)
}

/// True for a path that, by its name, is a project of another program; reading it decides.
#[must_use]
pub fn is_one(path: &Path) -> bool {
    if path.is_dir() {
        return peers::is_folder(path);
    }
    [refi::PROJECT, refi::BARE_PROJECT, "qda", "sqlite3", RQDA_ENDING].contains(&files::ending(path).as_str())
}

/// Reads the project or codebook of another program; `None` when the path is neither. Writes nothing. Progress
/// counts documents; for a database, without a total.
///
/// # Errors
/// [`Unreadable`](crate::interchange::Error::Unreadable) with the reason why it cannot be read; also fails when cancelled.
pub fn read(path: &Path, reading: &Reading, progress: &Progress) -> Result<Option<ForeignProject>, Error> {
    let (format, read) = match peers::read(path, progress) {
        Some(read) => read,
        None => match files::ending(path).as_str() {
            _ if path.is_dir() => return Ok(None),
            RQDA_ENDING => return Err(ReadError::from(Refusal::RqdaProject).at(path).into()),
            refi::PROJECT => (ProjectFormat::Qdpx, refi::read(path, reading.offsets, progress)),
            refi::BARE_PROJECT => (ProjectFormat::Qde, refi::read(path, reading.offsets, progress)),
            refi::CODEBOOK => {
                let (dump, problems) =
                    self::codebook(path, reading, &CodebookReading::default(), &Codebook::default())?;
                return Ok(Some(ForeignProject { format: ProjectFormat::Qdc, dump, problems, doubt: None }));
            }
            _ => return Ok(None),
        },
    };
    let Exchanged { mut dump, problems, doubt } = read.map_err(|error| error.at(path))?;
    dump.file = Some(path.display().to_string());
    let mut project = ForeignProject { format, dump, problems, doubt };
    project.reshape(&path.display().to_string(), reading);
    Ok(Some(project))
}

/// Reads a codebook file of any kind as a project that contains nothing else. `known`: the codes of the project, whose names
/// stay whole.
///
/// # Errors
/// [`Unreadable`](crate::interchange::Error::Unreadable) with the reason.
pub fn codebook(
    path: &Path,
    reading: &Reading,
    table: &CodebookReading,
    known: &Codebook,
) -> Result<(ProjectDump, Vec<Problem>), Error> {
    let (codebook, problems) = codebook::read(path, table, known)?;
    let dump = ProjectDump { file: Some(path.display().to_string()), codebook, ..ProjectDump::default() };
    let mut project = ForeignProject { format: ProjectFormat::Qdc, dump, problems, doubt: None };
    project.reshape(&path.display().to_string(), reading);
    Ok((project.dump, project.problems))
}

impl ForeignProject {
    /// Applies the user's options, and reports options that could be used.
    fn reshape(&mut self, file: &str, reading: &Reading) {
        if let Some(separator) = &reading.split_codes {
            // The reader replaced ` > ` in names.
            let (replaced, is_replaced) = divided_name(separator);
            let mut split = reshape::split_codes(&mut self.dump, separator);
            if is_replaced {
                split += reshape::split_codes(&mut self.dump, &replaced);
                self.problems.retain(|problem| !names_were_divided(problem));
            }
            if split == 0 {
                self.problems.push(Problem::new(file, "", Warning::NothingToSplit { separator: separator.clone() }));
            }
        }
        if let Some(name) = reshape::wrapper(&self.dump).map(str::to_owned) {
            if reading.unwrap {
                reshape::unwrap(&mut self.dump);
            } else {
                self.problems.push(Problem::new(file, "", Warning::CodesInOneFolder { folder: name }));
            }
        }
        // Passages are ordered by document, whatever the order in the file.
        let places: std::collections::HashMap<&str, usize> =
            self.dump.documents.iter().enumerate().map(|(at, document)| (document.name.as_str(), at)).collect();
        let key = |coding: &CodingDump| (places.get(coding.document.as_str()).copied(), coding.start, coding.end);
        self.dump.codings.sort_by_key(key);
    }
}

fn names_were_divided(problem: &Problem) -> bool {
    matches!(problem.remark, Remark::Loss(Loss::Foreign { what: ForeignLoss::RenamedCodes, .. }))
}
