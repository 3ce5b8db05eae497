//! Whole projects on disk: opening, tables, coding, import and its undo.

use super::Outcome;
use super::frames::Window;
use super::generate::{self, Dice, Size};
use super::phases::{MANY, Place};
use super::report::{Figures, NO_GOAL, median, processor_time, timed};
use pullquote::analysis::{Axis, Cooccurrence, TableRequest};
use pullquote::engine::reading::{TableQuery, tabulated};
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::gui::Shell;
use pullquote::gui::dialogs::{Dialogs, Picked, Question};
use pullquote::interchange::folder;
use pullquote::model::Count;
use std::io::Write;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Creates the project that other phases open.
pub fn build(figures: &mut Figures, place: &Place, codings: usize) -> Outcome {
    let codings = place.size(codings);
    make(figures, &place.project(codings), &Size::of(place.size(generate::DOCUMENTS), codings))
}

/// Creates a project of 1,000 interviews with 100,000 codings.
pub fn build_interviews(figures: &mut Figures, place: &Place) -> Outcome {
    let size = Size { bytes: 30_000, ..Size::of(place.size(1_000), place.size(100_000)) };
    make(figures, &place.interviews(), &size)
}

/// Creates a project of one document of 10 MB with 100,000 codings.
pub fn build_large(figures: &mut Figures, place: &Place) -> Outcome {
    make(figures, &place.large(), &Size { bytes: place.size(10_000_000), ..Size::of(1, place.size(100_000)) })
}

fn make(figures: &mut Figures, path: &Path, size: &Size) -> Outcome {
    let (made, time) = timed(|| generate::project(path, size));
    made?;
    figures.time("project made, in one transaction", time, NO_GOAL);
    figures.time("what is said found in all documents and stored, once", find_speech(path)?, NO_GOAL);
    figures.add("project file", std::fs::metadata(path)?.len() as f64 / 1e6, "MB", NO_GOAL);
    Ok(())
}

/// Stores what is said in the documents of a project, as an import does and any change. Returns how long that took.
pub fn find_speech(path: &Path) -> Result<Duration, Box<dyn std::error::Error>> {
    let mut project = Project::open(path)?;
    let source = project.reads().study()?.sources.first().ok_or("there are no documents")?.id;
    let rename = Command::RenameDocument { source, name: "The first".into() };
    let (done, time) = timed(|| project.execute(&rename, &Actor::Nobody, &Progress::default()));
    done?;
    Ok(time)
}

/// A dialog service that never answers.
pub struct NoDialogs;

impl Dialogs for NoDialogs {
    fn show_file(&self, _: &std::path::Path, _: bool) -> Result<(), String> {
        Ok(())
    }

    fn ask(&self, _: &Question, _: Box<dyn Fn() + Send>) -> Receiver<Picked> {
        channel().1
    }
}

/// Measures the time from opening a project until the window has shown the first document with its passages.
pub fn open(figures: &mut Figures, path: &Path) -> Outcome {
    let (mut until_shown, mut until_counted, mut frames) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..7 {
        let mut window = Window::new(1_400.0, 900.0);
        let mut shell = Shell::new(&window.ctx, Box::new(NoDialogs), None);
        let clock = Instant::now();
        shell.open(Opening::Path(path.to_owned()));
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
        if let Some(used) = processor_time().filter(|_| round == 0) {
            figures.time("processor time of the whole start, fonts included, to the numbers", used, NO_GOAL);
        }
        frames.extend((0..100).map(|_| window.frame(vec![], |ui| shell.show(ui)).0));
        // The first round only fills the system's file cache.
        if round > 0 {
            until_shown.extend(shown);
            until_counted.push(counted);
        }
    }
    figures.times(SHOWN, &mut until_shown, 150.0);
    figures.times("until the numbers beside the codes are there", &mut until_counted, NO_GOAL);
    figures.times("a frame of the whole window, nothing moving", &mut frames, 1.0);
    Ok(())
}

/// Name of the figure by which projects are compared.
pub const SHOWN: &str = "from opening to the first document's frame";

pub fn tables(figures: &mut Figures, place: &Place) -> Outcome {
    time_tables(figures, &place.project(place.size(MANY)))
}

/// The tables of a project whose documents are focus groups of eight participants.
pub fn groups(figures: &mut Figures, place: &Place) -> Outcome {
    let path = place.file("groups.pullquote");
    let size = Size { groups: true, ..Size::of(place.size(generate::DOCUMENTS), place.size(MANY)) };
    make(figures, &path, &size)?;
    time_tables(figures, &path)
}

/// The tables that are made, with their names.
pub fn asked() -> impl Iterator<Item = (String, TableRequest, Count)> {
    let matrix = TableRequest::Matrix { rows: Axis::Participant, columns: Axis::Code };
    let dimensions = TableRequest::Defined { name: generate::DIMENSIONS_TABLE.into() };
    let matrices = Count::ALL.iter().map(move |&count| ("participant × code", matrix.clone(), count));
    let all = matrices.chain([("asset × direction", dimensions, Count::Participants)]);
    let all = all.map(|(name, request, count)| (format!("{name}, {}", count.name()), request, count));
    let overlaps = TableRequest::Cooccurrence(Cooccurrence::default());
    all.chain([("code × code, pairs of passages that overlap".to_owned(), overlaps, Count::default())])
}

fn time_tables(figures: &mut Figures, path: &Path) -> Outcome {
    let (project, _) = Project::open_to_read(path)?;
    let reads = project.reads();
    let (facts, time) = timed(|| reads.facts(&[]));
    figures.amount("codings", facts?.len());
    figures.time("all codings read once", time, NO_GOAL);
    for (name, request, count) in asked() {
        let query =
            TableQuery { request, count, users: vec![], scope: Default::default(), counted_as: Default::default() };
        let (_, time) = median(3, || tabulated(reads, &query).map(|table| drop(std::hint::black_box(table))))?;
        figures.time(&name, time, 1_000.0);
    }
    Ok(())
}

pub fn coding(figures: &mut Figures, place: &Place) -> Outcome {
    let mut project = Project::open(&place.project(place.size(MANY)))?;
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
    figures.times("one coding checked, written and safe on the disk", &mut times, 16.7);
    let mut syncs = Vec::new();
    let mut plain = std::fs::File::create(place.file("sync"))?;
    for _ in 0..50 {
        plain.write_all(&[0; 4_096])?;
        let (done, time) = timed(|| plain.sync_all());
        done?;
        syncs.push(time);
    }
    figures.times("  for comparison: 4 kB written to a file and synced", &mut syncs, NO_GOAL);
    let mut times = Vec::new();
    for _ in 0..50 {
        let (done, time) = timed(|| project.execute(&Command::Undo { steps: 1 }, &Actor::Nobody, &Progress::default()));
        done?;
        times.push(time);
    }
    figures.times("its undo", &mut times, 16.7);
    Ok(())
}

/// Writes the folder that [`import`] reads.
pub fn write_folder(place: &Place, codings: usize) -> Outcome {
    let codings = place.size(codings);
    let size = Size::of((codings / 100).clamp(10, generate::DOCUMENTS), codings);
    folder::write(&generate::dump(&size), &place.file("folder"), &Progress::default())?;
    Ok(())
}

pub fn import(figures: &mut Figures, place: &Place) -> Outcome {
    let path = place.file("import.pullquote");
    let mut project = Project::create(&path, "Import")?;
    let none = Progress::default();
    let (outcome, time) = timed(|| crate::importing::import(&mut project, place.file("folder"), true));
    let report = outcome.import.unwrap_or_default();
    figures.amount("codings", report.codings);
    figures.amount("documents", report.imported.len());
    figures.time("folder read, checked and written", time, NO_GOAL);
    for (name, command) in [("undo", Command::Undo { steps: 1 }), ("redo", Command::Redo { steps: 1 })] {
        let (done, time) = timed(|| project.execute(&command, &Actor::Nobody, &none));
        done?;
        figures.time(name, time, NO_GOAL);
    }
    let counts = project.reads().counts()?;
    if counts.codings != report.codings as u64 {
        return Err("redo did not restore every coding".into());
    }
    drop(project);
    std::fs::remove_file(path)?;
    std::fs::remove_dir_all(place.file("folder"))?;
    Ok(())
}
