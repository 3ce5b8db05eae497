//! Frames of the transcript without a screen: input, layout, shapes, and the triangles for the graphics card.

use super::Outcome;
use super::generate::{self, Dice};
use super::phases::Place;
use super::report::{Figures, NO_GOAL, timed};
use egui::{Context, Event, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Ui, vec2};
use pullquote::app::action::Theme;
use pullquote::app::settings::ReadingStyle;
use pullquote::app::{Looks, PassageView, SourceView};
use pullquote::engine::spoken::SpokenText;
use pullquote::gui::theme;
use pullquote::gui::transcript::TranscriptView;
use pullquote::model::{CharRange, CodeId, CodingId, Origin, SourceId, UserId};
use std::ops::Range;
use std::time::{Duration, Instant};

/// Points that one step of the wheel scrolls.
const TURN: f32 = 30.0;
/// Frames until the scroll direction is reversed; the small text is longer than this many steps.
const ONE_WAY: usize = 150;

/// A window without a screen.
pub struct Window {
    pub ctx: Context,
    /// Seconds on the clock of the window.
    clock: f64,
    size: egui::Vec2,
    /// When the next frame is requested.
    pub next: Duration,
}

impl Window {
    pub fn new(width: f32, height: f32) -> Self {
        let ctx = Context::default();
        pullquote::gui::install_fonts(&ctx);
        theme::install(&ctx, Theme::Light);
        let mut window = Self { ctx, clock: 0.0, size: vec2(width, height), next: Duration::ZERO };
        // The program has shown its welcome screen before it opens anything, so fonts are already loaded.
        for _ in 0..3 {
            window.frame(vec![], |ui| drop(ui.label("Pullquote 访谈")));
        }
        window
    }

    /// Runs one frame a sixtieth of a second after the last one. Returns its duration, and whether another one was
    /// requested immediately.
    pub fn frame(&mut self, events: Vec<Event>, show: impl FnMut(&mut Ui)) -> (Duration, bool) {
        self.frame_after(1.0 / 60.0, events, show)
    }

    pub fn frame_after(&mut self, seconds: f64, events: Vec<Event>, show: impl FnMut(&mut Ui)) -> (Duration, bool) {
        self.clock += seconds;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(self.clock),
            events,
            ..RawInput::default()
        };
        let clock = Instant::now();
        let mut output = self.ctx.run_ui(input, show);
        let shapes = std::mem::take(&mut output.shapes);
        let triangles = self.ctx.tessellate(shapes, output.pixels_per_point);
        let time = clock.elapsed();
        drop(triangles);
        self.next =
            output.viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap_or(Duration::MAX);
        output.drop_without_applying_deltas();
        (time, self.next.is_zero())
    }
}

/// A text with its passages that is not yet open.
struct Interview {
    text: String,
    passages: Vec<PassageView>,
    looks: Looks,
}

impl Interview {
    fn new(bytes: usize, passages: usize, lengths: Range<usize>) -> Self {
        let mut dice = Dice::new(7);
        let text = generate::interview(&mut dice, bytes);
        let passages = generate::passages(&mut dice, text.chars().count() as u32, passages, lengths);
        Self { text, passages, looks: generate::looks() }
    }
}

pub fn wheel(frame: usize) -> Vec<Event> {
    let down = (frame / ONE_WAY).is_multiple_of(2);
    let delta = vec2(0.0, if down { -TURN } else { TURN });
    vec![
        Event::PointerMoved(egui::pos2(400.0, 400.0)),
        Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta,
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        },
    ]
}

/// Frames of steady scroll.
const FRAMES: usize = 600;
/// Usual lengths of passages.
const USUAL: Range<usize> = 10..160;

/// The times that frames and changes should take at most, in milliseconds.
#[derive(Default)]
struct Goals {
    steady: Option<f64>,
    added: Option<f64>,
}

pub fn measure(figures: &mut Figures, place: &Place, bytes: usize, passages: usize) -> Outcome {
    let interview = Interview::new(bytes, passages, USUAL);
    scroll(figures, interview, place.size(FRAMES), &Goals::default());
    Ok(())
}

/// Everywhere in the text, some 70 passages overlap.
pub fn measure_dense(figures: &mut Figures, place: &Place) -> Outcome {
    let interview = Interview::new(30_000, 10_000, 70..210);
    scroll(figures, interview, place.size(FRAMES), &Goals { steady: Some(1.0), ..Goals::default() });
    Ok(())
}

pub fn measure_large(figures: &mut Figures, place: &Place) -> Outcome {
    let interview = Interview::new(place.size(2_000_000), place.size(20_000), USUAL);
    scroll(figures, interview, place.size(FRAMES), &Goals { added: Some(16.7), ..Goals::default() });
    Ok(())
}

pub fn measure_very_large(figures: &mut Figures, place: &Place) -> Outcome {
    let interview = Interview::new(place.size(10_000_000), place.size(100_000), USUAL);
    let goals = Goals { added: Some(2.0), ..Goals::default() };
    scroll(figures, interview, place.size(FRAMES), &goals);
    Ok(())
}

/// Opens a text and scrolls through it, then codes a passage in it.
fn scroll(figures: &mut Figures, interview: Interview, frames: usize, goals: &Goals) {
    let mut window = Window::new(1_000.0, 800.0);
    let style = theme::transcript(&theme::palette(&window.ctx), ReadingStyle::default(), false);
    let mut view = TranscriptView::default();
    let Interview { text, passages, looks } = interview;
    let text: std::sync::Arc<str> = text.into();

    let prepare = || SourceView::new(SourceId(1), "P1".into(), SpokenText::find(text, Origin::default()), passages);
    let (mut source, made) = timed(prepare);
    let (first, _) = window.frame(vec![], |ui| drop(view.show(ui, &source, &looks, &style)));
    figures.time(FIRST, made + first, NO_GOAL);
    figures.time("  of it: text and passages prepared", made, NO_GOAL);

    let show = |window: &mut Window, view: &mut TranscriptView, source: &SourceView, frame: usize| {
        window.frame(wheel(frame), |ui| drop(view.show(ui, source, &looks, &style))).0
    };
    let mut early = Vec::new();
    // Each frame spends at most 3 ms on measuring heights outside the view.
    while !view.is_measured() && early.len() < 20_000 {
        early.push(show(&mut window, &mut view, &source, early.len()));
    }
    figures.amount("frames until all heights are measured", early.len());
    figures.times("a frame meanwhile (3 ms of it for measuring)", &mut early, NO_GOAL);
    let mut times: Vec<Duration> = (0..frames).map(|frame| show(&mut window, &mut view, &source, frame)).collect();
    figures.times(STEADY, &mut times, goals.steady);

    let mut dice = Dice::new(9);
    let characters = source.index().char_count();
    let (mut added, mut repainted) = (Vec::new(), Vec::new());
    for i in 0..50 {
        let passage = PassageView {
            coding: CodingId(1_000_000 + i),
            range: if i == 0 { CharRange::new(5, 40) } else { generate::range(&mut dice, characters) },
            code: CodeId(1 + dice.below(generate::CODES) as i64),
            user: UserId(1),
            memos: Vec::new(),
            important: false,
            account: None,
        };
        added.push(timed(|| source.change(&[], vec![passage])).1);
        repainted.push(show(&mut window, &mut view, &source, i as usize));
    }
    figures.times("a passage added to the open document", &mut added, goals.added);
    figures.times("its repaint", &mut repainted, NO_GOAL);
    let mut removed: Vec<Duration> =
        (0..50).map(|i| timed(|| source.change(&[CodingId(1_000_000 + i)], vec![])).1).collect();
    figures.times("a passage removed from it", &mut removed, NO_GOAL);
}

/// Name of the figure by which texts with and without passages are compared.
pub const FIRST: &str = "first frame after opening, text and passages prepared in it";
/// Name of the figure by which small and large texts are compared.
pub const STEADY: &str = "a frame of steady scroll";
