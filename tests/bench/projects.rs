//! Whole projects on disk: opening, tables, coding, import and its undo.

use super::frames::Window;
use super::generate::{self, Dice, Size};
use super::report::{Figures, timed};
use pullquote::analysis::{Axis, TableRequest};
use pullquote::engine::reading::{TableQuery, tabulated};
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::gui::Shell;
use pullquote::gui::dialogs::{Dialogs, Picked, Question};
use pullquote::interchange::folder;
use pullquote::model::Count;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

type Outcome = Result<(), Box<dyn Error>>;

pub fn file(folder: &Path, codings: usize) -> PathBuf {
    folder.join(format!("{codings}.pullquote"))
}

/// Creates the project that other phases open.
pub fn build(figures: &mut Figures, folder: &Path, documents: usize, codings: usize) -> Outcome {
    let participants = generate::PARTICIPANTS * documents / generate::DOCUMENTS;
    let size = Size { documents, participants, codings, bytes: 5_000, groups: false };
    let path = file(folder, codings);
    let (made, time) = timed(|| generate::project(&path, &size));
    made?;
    figures.time("project made, in one transaction", time, "");
    figures.add("project file", std::fs::metadata(&path)?.len() as f64 / 1e6, "MB", "");
    Ok(())
}

/// A dialog service that never answers.
struct NoDialogs;

impl Dialogs for NoDialogs {
    fn show_file(&self, _: &std::path::Path, _: bool) -> Result<(), String> {
        Ok(())
    }

    fn ask(&self, _: &Question, _: Box<dyn Fn() + Send>) -> Receiver<Picked> {
        channel().1
    }
}

/// Measures the time from opening a project until the window has shown the first document with its passages.
pub fn open(figures: &mut Figures, folder: &Path, codings: usize) -> Outcome {
    let (mut until_shown, mut until_counted, mut frames) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..7 {
        let mut window = Window::new(1_400.0, 900.0);
        let mut shell = Shell::new(&window.ctx, Box::new(NoDialogs), None);
        let clock = Instant::now();
        shell.open(Opening::Path(file(folder, codings)));
        let is_shown = |shell: &Shell| shell.workspace.as_ref().is_some_and(|w| w.document.is_some());
        let is_counted = |shell: &Shell| shell.workspace.as_ref().is_some_and(|w| !w.counts.by_code.is_empty());
        let mut shown = None;
        while shown.is_none() || !is_counted(&shell) {
            window.frame(vec![], |ui| shell.show(ui));
            if shown.is_none() && is_shown(&shell) {
                shown = Some(clock.elapsed());
            }
            if clock.elapsed() > Duration::from_secs(60) {
                return Err("the project was not shown within a minute".into());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        let counted = clock.elapsed();
        frames.extend((0..100).map(|_| window.frame(vec![], |ui| shell.show(ui)).0));
        // The first round only fills the system's file cache.
        if round > 0 {
            until_shown.extend(shown);
            until_counted.push(counted);
        }
    }
    figures.times(SHOWN, &mut until_shown, "does not grow with the codings");
    figures.times("until the numbers beside the codes are there", &mut until_counted, "");
    figures.times("a frame of the whole window, nothing moving", &mut frames, "");
    Ok(())
}

/// Name of the figure by which projects are compared.
pub const SHOWN: &str = "from opening to the first document's frame";

pub fn tables(figures: &mut Figures, folder: &Path, codings: usize) -> Outcome {
    time_tables(figures, &file(folder, codings))
}

/// The tables of a project whose documents are focus groups of eight participants.
pub fn groups(figures: &mut Figures, folder: &Path, documents: usize, codings: usize) -> Outcome {
    let participants = generate::PARTICIPANTS * documents / generate::DOCUMENTS;
    let path = folder.join("groups.pullquote");
    generate::project(&path, &Size { documents, participants, codings, bytes: 5_000, groups: true })?;
    let mut project = Project::open(&path)?;
    let source = project.reads().study()?.sources[0].id;
    let rename = Command::RenameDocument { source, name: "Group 1".into() };
    let (done, time) = timed(|| project.execute(&rename, &Actor::Nobody, &Progress::default()));
    done?;
    figures.time("what is said found in all documents and stored", time, "once");
    drop(project);
    time_tables(figures, &path)
}

fn time_tables(figures: &mut Figures, path: &Path) -> Outcome {
    let (project, _) = Project::open_to_read(path)?;
    let reads = project.reads();
    let (facts, time) = timed(|| reads.facts(&[]));
    figures.add("codings", facts?.len() as f64, "", "");
    figures.time("all codings read once", time, "");
    let matrix = TableRequest::Matrix { rows: Axis::Participant, columns: Axis::Code };
    let dimensions = TableRequest::Defined { name: generate::DIMENSIONS_TABLE.into() };
    let asked = Count::ALL.iter().map(|&count| ("participant × code", &matrix, count));
    for (name, request, count) in asked.into_iter().chain([("asset × direction", &dimensions, Count::Participants)]) {
        let query = TableQuery { request: request.clone(), count, users: vec![], scope: Default::default() };
        let mut times = Vec::new();
        for _ in 0..3 {
            let (table, time) = timed(|| tabulated(reads, &query));
            std::hint::black_box(table?);
            times.push(time);
        }
        times.sort_unstable();
        figures.time(&format!("{name}, {}", count.name()), times[1], "about 1,000 ms");
    }
    Ok(())
}

pub fn coding(figures: &mut Figures, folder: &Path, codings: usize) -> Outcome {
    let mut project = Project::open(&file(folder, codings))?;
    let study = project.reads().study()?;
    let mut dice = Dice::new(4);
    let mut times = Vec::new();
    for _ in 0..50 {
        let source = &study.sources[dice.below(study.sources.len())];
        let command = Command::Code {
            source: source.id,
            range: generate::range(&mut dice, source.characters),
            codes: vec![study.codebook.codes()[dice.below(generate::CODES)].id],
        };
        let (done, time) = timed(|| project.execute(&command, &Actor::Coder(study.users[0].id), &Progress::default()));
        done?;
        times.push(time);
    }
    figures.times(
        "one coding checked, written and safe on the disk",
        &mut times,
        "well under 16.7 ms with its repaint",
    );
    let mut syncs = Vec::new();
    let mut plain = std::fs::File::create(folder.join("sync"))?;
    for _ in 0..50 {
        plain.write_all(&[0; 4_096])?;
        let (done, time) = timed(|| plain.sync_all());
        done?;
        syncs.push(time);
    }
    figures.times("  for comparison: 4 kB written to a file and synced", &mut syncs, "");
    let mut times = Vec::new();
    for _ in 0..50 {
        let (done, time) = timed(|| project.execute(&Command::Undo { steps: 1 }, &Actor::Nobody, &Progress::default()));
        done?;
        times.push(time);
    }
    figures.times("its undo", &mut times, "");
    Ok(())
}

/// Writes the folder that [`import`] reads.
pub fn write_folder(folder: &Path, codings: usize) -> Outcome {
    let documents = (codings / 100).max(10);
    let size = Size { documents, participants: documents / 2, codings, bytes: 5_000, groups: false };
    folder::write(&generate::dump(&size), &folder.join("folder"), &Progress::default())?;
    Ok(())
}

pub fn import(figures: &mut Figures, folder: &Path) -> Outcome {
    let mut project = Project::create(&folder.join("import.pullquote"), "Import")?;
    let none = Progress::default();
    let (outcome, time) = timed(|| crate::importing::import(&mut project, folder.join("folder"), true));
    let report = outcome.import.unwrap_or_default();
    figures.add("codings", report.codings as f64, "", "");
    figures.add("documents", report.imported.len() as f64, "", "");
    figures.time("folder read, checked and written", time, "");
    for (name, command) in [("undo", Command::Undo { steps: 1 }), ("redo", Command::Redo { steps: 1 })] {
        let (done, time) = timed(|| project.execute(&command, &Actor::Nobody, &none));
        done?;
        figures.time(name, time, "");
    }
    let counts = project.reads().counts()?;
    if counts.codings != report.codings as u64 {
        return Err("redo did not restore every coding".into());
    }
    Ok(())
}
