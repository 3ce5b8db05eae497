//! A project with 20,000 codes: merging it, taking back its import, and showing it.

use super::frames::Window;
use super::generate::{self, Size};
use super::phases::Place;
use super::projects::NoDialogs;
use super::report::{Figures, NO_GOAL, timed};
use super::{Outcome, importing};
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::gui::Shell;
use pullquote::interchange::folder;
use pullquote::interchange::plain::{CodebookDump, Codings, ProjectDump};
use std::time::{Duration, Instant};

const CODES: usize = 20_000;
const MADE: &str = "many codes.pullquote";

pub fn measure(figures: &mut Figures, place: &Place) -> Outcome {
    let size = Size { codes: place.size(CODES), ..Size::of(place.size(1_000), place.size(100_000)) };
    let folder = place.file("many codes");
    let none = Progress::default();
    folder::write(&generate::dump(&size), &folder, &none)?;

    let (ours, theirs) = (place.file("ours.pullquote"), place.file(MADE));
    let mut project = Project::create(&theirs, "Many codes")?;
    let outcome = importing::import(&mut project, &folder, true);
    figures.amount("codings", outcome.import.unwrap_or_default().codings);
    let run = |project: &mut Project, command| -> Result<Duration, Box<dyn std::error::Error>> {
        let (done, time) = timed(|| project.execute(&command, &Actor::Nobody, &none));
        done?;
        Ok(time)
    };
    figures.time("undo of the import", run(&mut project, Command::Undo { steps: 1 })?, 500.0);
    figures.time("redo of the import", run(&mut project, Command::Redo { steps: 1 })?, NO_GOAL);
    drop(project);

    // A copy without codings takes them, and with them the codes.
    let mut project = Project::create(&ours, "Many codes")?;
    let texts = place.file("texts only");
    folder::write(
        &ProjectDump { codebook: CodebookDump::default(), codings: Codings::default(), ..generate::dump(&size) },
        &texts,
        &none,
    )?;
    importing::import(&mut project, &texts, true);
    let merge = Command::Merge { copies: vec![theirs.clone()], take: vec![] };
    figures.time("codes and codings of a copy merged", run(&mut project, merge)?, 1_000.0);
    figures.time("undo of the merge", run(&mut project, Command::Undo { steps: 1 })?, 500.0);
    Ok(())
}

/// The project that [`measure`] made, in the window.
pub fn show(figures: &mut Figures, place: &Place) -> Outcome {
    let mut window = Window::new(1_400.0, 900.0);
    let mut shell = Shell::new(&window.ctx, Box::new(NoDialogs), None);
    let clock = Instant::now();
    shell.open(Opening::Path(place.file(MADE)));
    while shell.workspace.as_ref().is_none_or(|w| w.counts.by_code.is_empty() || w.document.is_none()) {
        window.frame(vec![], |ui| shell.show(ui));
        if clock.elapsed() > Duration::from_secs(60) {
            return Err("the project was not shown within a minute".into());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let mut times: Vec<Duration> = (0..200).map(|_| window.frame(vec![], |ui| shell.show(ui)).0).collect();
    figures.times("a frame of the Code room, nothing moving", &mut times, 1.0);
    Ok(())
}
