//! Opens a project for a session: a file, a folder, a sample, a copy, or the project of another program.

use crate::engine::error::Error;
use crate::engine::import::PlannedProject;
use crate::engine::project::Project;
use crate::engine::sample::SampleStudy;
use crate::engine::{foreign, places};
use crate::i18n::Each;
use crate::interchange::Problem;
use crate::interchange::document::Reading;
use crate::interchange::refi::{Offsets, PositionDoubt};
use crate::model::Progress;
use crate::store;
use crate::tr;
use std::path::{Path, PathBuf};

/// What to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// A project file, or a project folder (opened as its project file).
    Path(PathBuf),
    /// A new, empty project file.
    New { path: PathBuf, name: String },
    /// A built-in sample, as the user's own copy at this path; an existing copy is opened unchanged.
    Sample(SampleStudy, PathBuf),
    /// A project file to be replaced by a copy; the existing file is renamed.
    Restored { path: PathBuf, copy: PathBuf },
    /// The project of another program, read again with its positions in this unit: its project file is created
    /// again.
    ReadAs { other: PathBuf, offsets: Offsets },
}

/// Positions in the project of another program that can be read in two ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionQuestion {
    /// The other program's project.
    pub other: PathBuf,
    pub doubt: PositionDoubt,
}

#[derive(Debug)]
pub struct Opened {
    /// The project file.
    pub path: PathBuf,
    pub writable: bool,
    /// Why the project is read-only, or that the file was created from a folder; for the user.
    pub notice: Option<Each<String>>,
    /// A backup made because this opening updated the file.
    pub copy: Option<PathBuf>,
    pub problems: Vec<Problem>,
    /// Set when the file was just created from the project of another program whose positions can be read in two
    /// ways.
    pub positions: Option<PositionQuestion>,
}

impl Opened {
    fn new(path: PathBuf, writable: bool) -> Self {
        Self { path, writable, notice: None, copy: None, problems: vec![], positions: None }
    }
}

pub(super) fn open(opening: &Opening) -> Result<(Project, Opened), Error> {
    match opening {
        Opening::New { path, name } => {
            let path = places::with_ending(path);
            let project = Project::create(&path, name)?;
            Ok((project, Opened::new(path, true)))
        }
        Opening::Sample(sample, path) if !path.exists() => {
            let project = Project::create_from_sample(*sample, path)?;
            let notice = Each::of(|| tr!("This is your own copy of the sample: {path}", path = path.display()));
            Ok((project, Opened { notice: Some(notice), ..Opened::new(path.clone(), true) }))
        }
        Opening::Restored { path, copy } => {
            let aside = store::restore(path, copy)?;
            let (project, mut opened) = open_file(path.clone())?;
            opened.notice.get_or_insert_with(|| {
                Each::of(|| tr!("Restored. The previous file is now {path}", path = aside.display()))
            });
            Ok((project, opened))
        }
        Opening::Path(path) if foreign::is_one(path) => open_other(path),
        Opening::ReadAs { other, offsets } => read_other_as(other, *offsets),
        Opening::Path(path) if path.is_dir() => {
            let (file, made, problems) = Project::file_for_folder(path)?;
            let (project, mut opened) = open_file(file)?;
            if made {
                opened.notice.get_or_insert_with(|| {
                    Each::of(|| {
                        tr!("Created from the folder; your work is saved in {path}", path = opened.path.display())
                    })
                });
            }
            opened.problems = problems;
            Ok((project, opened))
        }
        Opening::Path(path) | Opening::Sample(_, path) => open_file(path.clone()),
    }
}

/// Opens the project of another program as a project file; an existing one is opened unchanged.
fn open_other(other: &Path) -> Result<(Project, Opened), Error> {
    let (file, name) = (places::file_for_other(other), other.file_name().unwrap_or_default().display());
    if file.exists() {
        let (project, mut opened) = open_file(file)?;
        opened.notice.get_or_insert_with(|| {
            Each::of(|| {
                tr!(
                    "{path} already existed and was opened. To read {name} again, import it.",
                    path = opened.path.display(),
                    name
                )
            })
        });
        return Ok((project, opened));
    }
    make_from_other(&file, other, &Reading::default())
}

fn make_from_other(file: &Path, other: &Path, reading: &Reading) -> Result<(Project, Opened), Error> {
    let planned = PlannedProject::of(other, reading, &Progress::default())?;
    let doubt = planned.doubt.clone();
    let (project, report) = Project::create_from_planned(file, None, planned, &Progress::default())?;
    drop(project);
    let (project, mut opened) = open_file(file.to_owned())?;
    let name = other.file_name().unwrap_or_default().display();
    opened.notice.get_or_insert_with(|| {
        Each::of(|| tr!("Created from {name}; your work is saved in {path}", name, path = opened.path.display()))
    });
    opened.problems = report.problems;
    opened.positions = doubt.map(|doubt| PositionQuestion { other: other.to_owned(), doubt });
    Ok((project, opened))
}

/// Creates the project file of another program's project again. A file that has been edited is opened unchanged.
fn read_other_as(other: &Path, offsets: Offsets) -> Result<(Project, Opened), Error> {
    let file = places::file_for_other(other);
    let reading = Reading { offsets: Some(offsets), ..Reading::default() };
    if !file.exists() {
        return make_from_other(&file, other, &reading);
    }
    let project = Project::open(&file)?;
    if project.reads().history()?.len() > 1 {
        drop(project);
        let (project, mut opened) = open_file(file)?;
        opened.notice.get_or_insert_with(|| Each::of(|| tr!(
            "{path} has been edited since it was created, so it was opened unchanged. To read the project the other way, \
             import it.",
            path = opened.path.display()
        )));
        return Ok((project, opened));
    }
    drop(project);
    let moved = |from: &Path, to: &Path| {
        std::fs::rename(from, to).map_err(|source| store::Error::Io { path: from.to_owned(), source })
    };
    let aside = file.with_extension("earlier-reading");
    moved(&file, &aside)?;
    let made = make_from_other(&file, other, &reading);
    // If the file cannot be read this way, the project is left unchanged.
    match made {
        Ok(_) => drop(std::fs::remove_file(&aside)),
        Err(_) => moved(&aside, &file)?,
    }
    made
}

/// Opens a project for writing if possible, or else for reading, with the reason.
fn open_file(path: PathBuf) -> Result<(Project, Opened), Error> {
    let refused = match Project::open(&path) {
        Ok(project) => {
            let copy = project.copy_before_update().map(Path::to_owned);
            return Ok((project, Opened { copy, ..Opened::new(path, true) }));
        }
        Err(Error::Store(error)) if can_be_read(&error) => error,
        Err(error) => return Err(error),
    };
    let (project, problems) = Project::open_to_read(&path)?;
    let notice = Each::of(|| match &refused {
        store::Error::InUse { holder, .. } if holder.is_empty() => tr!(
            "Open in another copy of Pullquote, so you can read but not change it. Close it there and open it again."
        )
        .to_owned(),
        store::Error::InUse { holder, .. } => tr!(
            "Open in another copy of Pullquote ({holder}), so you can read but not change it. Close it there and open it again.",
            holder = store::holder_in_words(holder)
        ),
        store::Error::HardLinked { names, .. } => tr!(
            "The file has {names} names (hard links), so you can read but not change it. Make an ordinary copy and open \
             that.",
            names
        ),
        store::Error::LockTaken { lock, what } => tr!(
            "{lock} is {what}, so you can read but not change the project. Remove or rename it and open the project again.",
            lock = lock.display(),
            what = what.noun()
        ),
        _ => tr!("The file is write-protected, so you can read but not change it. Copy it to a folder of your own.")
            .to_owned(),
    });
    Ok((project, Opened { notice: Some(notice), problems, ..Opened::new(path, false) }))
}

/// True when a project that cannot be opened for writing can still be opened for reading.
fn can_be_read(error: &store::Error) -> bool {
    use store::Error as E;
    matches!(error, E::InUse { .. } | E::ReadOnlyPlace { .. } | E::HardLinked { .. } | E::LockTaken { .. })
}
