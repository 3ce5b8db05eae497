//! A transcript in a window, and what a researcher does in it.

use egui::{Color32, Event, Key, Modifiers, PointerButton, Pos2, Shape};
use egui_kittest::Harness;
use pullquote::app::settings::ReadingStyle;
use pullquote::app::{CodeLook, CoderLook, Looks, PassageView, SourceView};
use pullquote::engine::spoken::SpokenText;
use pullquote::gui::theme;
use pullquote::gui::transcript::{TranscriptEvent, TranscriptStyle, TranscriptView};
use pullquote::model::{CharPos, CharRange, CodeId, CodingId, Origin, PassageMemo, SourceId, UserId};

pub struct State {
    pub view: TranscriptView,
    pub source: SourceView,
    pub looks: Looks,
    pub style: TranscriptStyle,
    pub events: Vec<TranscriptEvent>,
}

pub type Window<'a> = Harness<'a, State>;

pub fn style() -> TranscriptStyle {
    TranscriptStyle {
        text: Color32::BLACK,
        weak: Color32::DARK_GRAY,
        selection: Color32::from_rgba_unmultiplied(0, 90, 255, 80),
        focus: Color32::BLUE,
        background: Color32::WHITE,
        ..theme::transcript(&theme::LIGHT, ReadingStyle::default(), false)
    }
}

pub fn looks() -> Looks {
    let names = ["Low income", "Duty to the family", "Rent", "Network", "Work", "School", "Home", "City", "Health"];
    let code = |i: usize| CodeLook {
        name: names[i % names.len()].into(),
        path: format!("Push > {}", names[i % names.len()]),
        color: [(i * 53 % 200) as u8, (i * 97 % 200) as u8, (i * 31 % 200 + 40) as u8],
    };
    let coder =
        |i: i64| (UserId(i), CoderLook { name: format!("Coder {i}"), initials: format!("C{i}"), color: [9, 9, 9] });
    Looks {
        codes: (0..60).map(|i| (CodeId(i), code(i as usize))).collect(),
        coders: (1..3).map(coder).collect(),
        consensus: None,
    }
}

pub fn passage(id: i64, start: u32, end: u32, code: i64, user: i64) -> PassageView {
    let range = CharRange::new(start, end);
    let (coding, code, user) = (CodingId(id), CodeId(code), UserId(user));
    PassageView { coding, range, code, user, memos: vec![], important: false, account: None }
}

pub fn memo(user: i64, text: &str) -> PassageMemo {
    PassageMemo { user: Some(UserId(user)), text: text.into() }
}

pub fn window<'a>(text: &str, passages: Vec<PassageView>) -> Window<'a> {
    let source = SourceView::new(SourceId(1), "B".into(), SpokenText::find(text.into(), Origin::default()), passages);
    let mut view = TranscriptView::default();
    view.me = Some(UserId(1));
    let state = State { view, source, looks: looks(), style: style(), events: vec![] };
    let mut window = Harness::builder()
        .with_size([1000.0, 640.0])
        .with_max_steps(400)
        .with_step_dt(0.05)
        .with_context_setup(pullquote::gui::install_fonts)
        .build_ui_state(
            |ui, state: &mut State| {
                let new = state.view.show(ui, &state.source, &state.looks, &state.style);
                state.events.extend(new);
            },
            state,
        );
    window.run();
    window
}

pub fn place(window: &Window, at: u32) -> Pos2 {
    let state = window.state();
    let found = state.view.position_of(&window.ctx, &state.source, CharPos(at));
    found.unwrap_or_else(|| panic!("position {at} is in sight"))
}

pub fn button(window: &Window, pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
    window.event(Event::PointerButton { pos, button, pressed, modifiers });
}

pub fn click(window: &mut Window, pos: Pos2, which: PointerButton, modifiers: Modifiers) {
    window.hover_at(pos);
    button(window, pos, which, true, modifiers);
    button(window, pos, which, false, modifiers);
    window.step();
}

pub fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.hover_at(from);
    window.drag_at(from);
    for share in [0.3, 0.7, 1.0] {
        window.hover_at(from.lerp(to, share));
    }
    window.drop_at(to);
    window.run();
}

pub fn selected(window: &Window) -> String {
    let state = window.state();
    state.view.selection().map_or(String::new(), |range| state.source.slice(range).to_owned())
}

pub fn key(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

pub const TALK: &str = "Interview with B\n\nInterviewer: What made you leave? Was it hard?\nB: We were poor at home, and so I went.\nThat was all.\nInterviewer: Thank you.";

/// Position of the first character of `words`.
pub fn find(text: &str, quote: &str) -> u32 {
    let byte = text.find(quote).unwrap_or_else(|| panic!("{quote:?} is in the text"));
    text[..byte].chars().count() as u32
}

/// All filled rectangles, as painted. Square tints of a piece are one mesh.
pub fn filled(w: &Window) -> Vec<(egui::Rect, Color32)> {
    let of_shape = |shape: &Shape| match shape {
        Shape::Rect(rect) => vec![(rect.rect, rect.fill)],
        Shape::Mesh(mesh) => mesh
            .vertices
            .chunks(4)
            .map(|corners| (egui::Rect::from_min_max(corners[0].pos, corners[3].pos), corners[0].color))
            .collect(),
        _ => vec![],
    };
    w.output().shapes.iter().flat_map(|clipped| of_shape(&clipped.shape)).collect()
}

/// Filled rectangles of one colour, as painted.
pub fn painted(w: &Window, color: Color32) -> Vec<egui::Rect> {
    filled(w).into_iter().filter(|(_, fill)| *fill == color).map(|(rect, _)| rect).collect()
}

/// The boxes in which a text is painted.
pub fn boxes_of(w: &Window, text: &str) -> Vec<egui::Rect> {
    let place = |shape: &Shape| match shape {
        Shape::Text(painted) if painted.galley.text() == text => Some(painted.visual_bounding_rect()),
        _ => None,
    };
    w.output().shapes.iter().filter_map(|clipped| place(&clipped.shape)).collect()
}

pub fn long_talk(paragraphs: usize) -> String {
    let say = |i: usize| match i % 2 {
        0 => format!("I: And what did you do then, in the year {i}? Was there work?\n"),
        _ => format!("B: {}\n", "We were poor at home, and so I went to the city. ".repeat(1 + i % 5)),
    };
    (0..paragraphs).map(say).collect()
}
