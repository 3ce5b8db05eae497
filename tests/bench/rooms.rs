//! The rooms of the window with a large project: whether an untouched window rests, and whether a comparison delays other
//! rooms.

use super::Outcome;
use super::frames::Window;
use super::phases::Place;
use super::projects::NoDialogs;
use super::report::{Figures, NO_GOAL};
use pullquote::app::room::Room;
use pullquote::app::workspace::Workspace;
use pullquote::engine::session::Opening;
use pullquote::gui::Shell;
use std::time::{Duration, Instant};

/// Longest time until a room is at rest.
const LIMIT: Duration = Duration::from_secs(120);
/// Frames of a quarter of a second each without input, in which the caret stops blinking.
const UNTOUCHED: usize = 64;

struct Driven {
    window: Window,
    shell: Shell,
}

impl Driven {
    fn workspace(&mut self) -> Option<&mut Workspace> {
        self.shell.workspace.as_mut()
    }

    fn frame(&mut self) -> Duration {
        self.window.frame(vec![], |ui| self.shell.show(ui)).0
    }

    /// Shows frames until something is true. Returns how long that took, and the longest frame.
    fn until(&mut self, is_done: impl Fn(&Shell) -> bool) -> Result<(Duration, Duration), String> {
        let (clock, mut longest) = (Instant::now(), Duration::ZERO);
        while !is_done(&self.shell) {
            longest = longest.max(self.frame());
            if clock.elapsed() > LIMIT {
                return Err("nothing is shown in time".into());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok((clock.elapsed(), longest))
    }

    fn enter(&mut self, room: Room) {
        if let Some(workspace) = self.workspace() {
            workspace.show_room(room);
        }
    }
}

fn is_at_rest(shell: &Shell) -> bool {
    shell.workspace.as_ref().is_some_and(|workspace| !workspace.link.is_waiting())
}

pub fn measure(figures: &mut Figures, place: &Place) -> Outcome {
    let window = Window::new(1_400.0, 900.0);
    let shell = Shell::new(&window.ctx, Box::new(NoDialogs), None);
    let mut driven = Driven { window, shell };
    driven.shell.open(Opening::Path(place.interviews()));
    driven.until(|shell| shell.workspace.as_ref().is_some_and(|workspace| workspace.document.is_some()))?;
    let mut requested = 0;
    for room in Room::ALL {
        driven.enter(room);
        driven.frame();
        let (time, longest) = driven.until(is_at_rest)?;
        let name = format!("{room:?}");
        figures.time(&format!("{name}: until everything is shown"), time, NO_GOAL);
        figures.time(&format!("{name}: longest frame meanwhile"), longest, NO_GOAL);
        let mut steady: Vec<Duration> = (0..100).map(|_| driven.frame()).collect();
        figures.times(&format!("{name}: a frame"), &mut steady, 1.0);
        for _ in 0..UNTOUCHED {
            driven.window.frame_after(0.25, vec![], |ui| driven.shell.show(ui));
        }
        requested += usize::from(driven.window.next != Duration::MAX);
    }
    figures.add("rooms whose untouched window requests another frame", requested as f64, "", 0.0);

    // The samples of a comparison take minutes; leaving the room cancels them.
    if let Some(workspace) = driven.workspace() {
        workspace.rooms.compare = Default::default();
    }
    driven.enter(Room::Compare);
    let entered = Instant::now();
    while entered.elapsed() < Duration::from_secs(1) {
        driven.frame();
    }
    if let Some(workspace) = driven.workspace() {
        workspace.rooms.passages = Default::default();
    }
    driven.enter(Room::Passages);
    let is_listed = |shell: &Shell| {
        let passages = shell.workspace.as_ref().map(|workspace| &workspace.rooms.passages);
        passages.is_some_and(|passages| {
            let first = passages.list.as_deref().and_then(|list| list.rows.first());
            first.is_some_and(|row| passages.excerpts.of((row.fact.source, row.fact.range)).is_some())
        })
    };
    let (time, _) = driven.until(is_listed)?;
    figures.time("Passages after a second in Compare, until the first words are shown", time, 300.0);
    Ok(())
}
