//! Creates projects from folders, from projects of other programs and from the sample, and opens other copies.

use super::actor::By;
use super::error::Error;
use super::import::{ImportReport, PlannedProject};
use super::load::Loaded;
use super::places;
use super::project::Project;
use super::sample::SampleStudy;
use crate::interchange::document::Reading;
use crate::interchange::{self, Problem, ProjectDump};
use crate::model::op::FileNames;
use crate::model::{OpKind, Progress};
use crate::store::{Draft, Store};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Project {
    /// Opens another copy of a project for reading, with limits, so that reading it ends whatever it contains.
    pub(in crate::engine) fn open_copy(path: &Path) -> Result<(Self, Vec<Problem>), Error> {
        let (mut project, problems) = Self::open_to_read(path)?;
        project.store.bound()?;
        Ok((project, problems))
    }

    /// Opens a project file or a project folder for reading. Problems are those of the folder's entries.
    pub fn open_to_read(path: &Path) -> Result<(Self, Vec<Problem>), Error> {
        if !path.is_dir() {
            return Ok((Self { store: Store::open_to_read(path)? }, vec![]));
        }
        let (dump, mut problems) = interchange::folder::read(path, &Progress::default())?;
        let mut project = Self { store: Store::in_memory(&dump.name)? };
        let kind = |loaded: &Loaded| OpKind::Import {
            counts: loaded.imported(),
            coded_by: vec![],
            from: FileNames::of([path]),
        };
        problems.extend(project.load(&dump, kind, &By::default(), &Progress::default())?.problems);
        Ok((project, problems))
    }

    /// Creates a project file from the contents of `from`, as one entry of its history.
    fn create_from(
        path: &Path,
        dump: &ProjectDump,
        from: FileNames,
        progress: &Progress,
    ) -> Result<(Self, Vec<Problem>), Error> {
        let (draft, store) = Draft::begin(path, &dump.name)?;
        let mut project = Self { store };
        let kind = |loaded: &Loaded| OpKind::Create { counts: loaded.imported(), from };
        let problems = project.load(dump, kind, &By::default(), progress)?.problems;
        // What cannot be stored now is found when it is needed.
        _ = project.keep_turns();
        Ok((Self { store: draft.finish(project.store)? }, problems))
    }

    /// Opens a project folder for editing, as a project file with the same name beside it. If the file does not
    /// exist, it is created. Returns the file's path, whether it was created, and the problems in the folder.
    pub fn file_for_folder(folder: &Path) -> Result<(PathBuf, bool, Vec<Problem>), Error> {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let file = places::file_beside(&folder);
        if file.exists() {
            return Ok((file, false, vec![]));
        }
        let (dump, mut problems) = interchange::folder::read(&folder, &Progress::default())?;
        let from = FileNames::of([folder.as_path()]);
        problems.extend(Self::create_from(&file, &dump, from, &Progress::default())?.1);
        Ok((file, true, problems))
    }

    /// Creates a project file from the project of another program or from a project folder, as the start of its
    /// history. Its name is `name`, or else the project's own, or else that of its file. If it cannot be read,
    /// nothing is created.
    pub fn create_from_other(
        path: &Path,
        name: Option<&str>,
        other: &Path,
        reading: &Reading,
        progress: &Progress,
    ) -> Result<(Self, ImportReport), Error> {
        Self::create_from_planned(path, name, PlannedProject::of(other, reading, progress)?, progress)
    }

    pub(super) fn create_from_planned(
        path: &Path,
        name: Option<&str>,
        planned: PlannedProject,
        progress: &Progress,
    ) -> Result<(Self, ImportReport), Error> {
        let mut report = ImportReport::default();
        planned.report(&mut report);
        let from = FileNames::of([planned.path.as_path()]);
        let mut dump = Arc::unwrap_or_clone(planned.dump);
        if let Some(name) = name.map(str::to_owned).or_else(|| {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            dump.name.trim().is_empty().then_some(stem)
        }) {
            dump.name = name;
        }
        let (project, problems) = Self::create_from(path, &dump, from, progress)?;
        report.problems.extend(problems);
        report.codings = dump.codings.len();
        report.counts = project.reads().counts()?;
        Ok((project, report))
    }

    /// Creates the built-in sample in English as the user's own project at `path`.
    pub fn create_sample(path: &Path) -> Result<Self, Error> {
        Self::create_from_sample(SampleStudy::Dianjiang, path)
    }

    /// Creates a built-in sample as the user's own project at `path`.
    pub fn create_from_sample(sample: SampleStudy, path: &Path) -> Result<Self, Error> {
        Ok(Self::create_from(path, &sample.read()?, FileNames::default(), &Progress::default())?.0)
    }
}
