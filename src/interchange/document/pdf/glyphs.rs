//! Converts the drawing instructions of a page to positioned glyphs. Only instructions that affect text are followed.

use super::fonts::{Emphasis, Face, Fonts};
use super::streams::{Inflated, TooLarge};
use crate::interchange::remark::AsideKind;
use hayro_font::hayro_syntax::content::TypedIter;
use hayro_font::hayro_syntax::content::ops::TypedInstruction;
use hayro_font::hayro_syntax::object::dict::keys;
use hayro_font::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream, String as Bytes};
use hayro_font::hayro_syntax::page::{Page, Resources};
use hayro_font::kurbo::{Affine, Point, Vec2};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Instant;

/// The deepest nesting of drawings.
const DEEPEST: usize = 16;
/// The most saved graphics states.
const MOST_STATES: usize = 512;
/// The most glyphs of one page: some hundred times as many as a page of text has.
const MOST_GLYPHS: usize = 500_000;
/// The most instructions of one page; drawings count each time they are used.
const MOST_STEPS: u64 = 20_000_000;

/// One glyph, in points from the lower left corner of the page as displayed.
#[derive(Clone, Debug)]
pub struct Glyph {
    /// `None`: the file does not say which character it is.
    pub text: Option<Rc<str>>,
    pub from: Point,
    /// The position of the next glyph.
    pub to: Point,
    /// Points per em.
    pub size: f32,
    pub emphasis: Emphasis,
    /// Drawn but invisible, as in a scanned page with recognised text.
    pub invisible: bool,
    /// The role stated by the file itself.
    pub part: Option<AsideKind>,
    /// Its font is damaged, so the width may be wrong.
    pub ill: bool,
}

/// The content of one page.
#[derive(Debug, Default)]
pub struct Drawn {
    pub glyphs: Vec<Glyph>,
    pub pictures: usize,
    /// The number of glyphs in fonts that do not identify their characters.
    pub guessed: usize,
    /// The number of glyphs in damaged fonts.
    pub ill: usize,
    /// Bytes of strings that cannot be read, because their font is missing.
    pub lost: usize,
    /// True if instructions beyond the limit were left out.
    pub cut: bool,
    pub damaged: usize,
}

#[derive(Clone)]
struct State<'a> {
    matrix: Affine,
    font: Option<Rc<RefCell<Face<'a>>>>,
    size: f64,
    between_characters: f64,
    between_words: f64,
    /// 1 for text that is not stretched.
    stretch: f64,
    leading: f64,
    rise: f64,
    mode: i64,
}

impl State<'_> {
    /// Applies an instruction for text state or position; false for any other instruction.
    fn set(&mut self, instruction: &TypedInstruction<'_, '_>) -> bool {
        match instruction {
            TypedInstruction::Transform(m) => {
                self.matrix *= Affine::new([m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64()));
            }
            TypedInstruction::CharacterSpacing(by) => self.between_characters = by.0.as_f64(),
            TypedInstruction::WordSpacing(by) => self.between_words = by.0.as_f64(),
            TypedInstruction::HorizontalScaling(by) => self.stretch = by.0.as_f64() / 100.0,
            TypedInstruction::TextLeading(by) => self.leading = by.0.as_f64(),
            TypedInstruction::TextRise(by) => self.rise = by.0.as_f64(),
            TypedInstruction::TextRenderingMode(mode) => self.mode = mode.0.as_i64(),
            _ => return false,
        }
        true
    }

    /// The shift of the next text by a number between two strings: backwards, in thousandths of the font size.
    fn moved_back(&self, number: f64) -> Affine {
        let by = -number / 1000.0 * self.size;
        let across = self.font.as_ref().is_none_or(|font| font.borrow().is_horizontal());
        Affine::translate(if across { Vec2::new(by * self.stretch, 0.0) } else { Vec2::new(0.0, by) })
    }
}

/// The font and size set by a graphics state, which hardly any program uses.
fn font_of_state<'a>(resources: &Resources<'a>, name: &Name<'_>) -> Option<(Dict<'a>, f64)> {
    let set = resources.get_ext_g_state(name)?.get::<Array<'a>>("Font")?;
    let mut items = set.flex_iter();
    Some((items.next::<Dict<'a>>()?, items.next::<f64>()?))
}

/// Properties of marked content, given directly or by a name in the page's resources.
fn properties<'c, 'a: 'c>(resources: &Resources<'a>, given: &Object<'c>) -> Option<Dict<'c>> {
    match given {
        Object::Dict(dict) => Some(dict.clone()),
        Object::Name(name) => resources.properties.get::<Dict<'_>>(name),
        _ => None,
    }
}

/// Marked content.
struct Marked {
    part: Option<AsideKind>,
    /// The text that replaces the glyphs, and the index of the first of them.
    actual: Option<(String, usize)>,
}

/// Reads the pages of one file in order.
pub struct Painter<'a> {
    fonts: Fonts<'a>,
    faces: HashMap<Vec<u8>, Option<Rc<RefCell<Face<'a>>>>>,
    pub inflated: Inflated,
    pub deadline: Instant,
    drawn: Drawn,
    marks: Vec<Marked>,
    steps: u64,
}

impl<'a> Painter<'a> {
    pub fn new(deadline: Instant) -> Self {
        Self {
            fonts: Fonts::new(),
            faces: HashMap::new(),
            inflated: Inflated::default(),
            deadline,
            drawn: Drawn::default(),
            marks: vec![],
            steps: 0,
        }
    }

    /// # Errors
    /// When the unpacked page is larger than the limit.
    pub fn page(&mut self, page: &Page<'a>) -> Result<Drawn, TooLarge> {
        (self.drawn, self.steps) = (Drawn::default(), 0);
        self.marks.clear();
        self.inflated.begin_page();
        let mut content = Vec::new();
        let dict = page.raw();
        if let Some(stream) = dict.get::<Stream<'_>>(keys::CONTENTS) {
            content = self.inflated.data(&stream)?;
        } else if let Some(streams) = dict.get::<Array<'_>>(keys::CONTENTS) {
            let mut found = 0;
            for stream in streams.iter::<Stream<'_>>() {
                content.extend(self.inflated.data(&stream)?);
                content.push(b'\n');
                found += 1;
            }
            self.inflated.damaged += usize::from(found < streams.raw_iter().count());
        } else if dict.contains_key(keys::CONTENTS) && !matches!(dict.get(keys::CONTENTS), Some(Object::Null(_))) {
            self.inflated.damaged += 1;
        }
        let state = State {
            matrix: Affine::new(page.initial_transform(false).as_coeffs()),
            font: None,
            size: 1.0,
            between_characters: 0.0,
            between_words: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        };
        self.draw(&content, page.resources(), state, 0)?;
        self.drawn.damaged = self.inflated.damaged;
        Ok(std::mem::take(&mut self.drawn))
    }

    fn draw(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        state: State<'a>,
        depth: usize,
    ) -> Result<(), TooLarge> {
        let mut instructions = TypedIter::new(content);
        let mut state = state;
        let (mut kept, mut lost) = (Vec::new(), 0_usize);
        let (mut text, mut line) = (Affine::IDENTITY, Affine::IDENTITY);
        let marks = self.marks.len();
        while let Some(instruction) = instructions.next() {
            if self.is_too_much() {
                self.drawn.cut = true;
                break;
            }
            let mut next_line = |x: f64, y: f64| {
                line *= Affine::translate(Vec2::new(x, y));
                line
            };
            match instruction {
                _ if state.set(&instruction) => {}
                TypedInstruction::SaveState(_) if kept.len() < MOST_STATES => kept.push(state.clone()),
                TypedInstruction::SaveState(_) => lost += 1,
                TypedInstruction::RestoreState(_) if lost > 0 => lost -= 1,
                TypedInstruction::RestoreState(_) => state = kept.pop().unwrap_or(state),
                TypedInstruction::BeginText(_) => (text, line) = (Affine::IDENTITY, Affine::IDENTITY),
                TypedInstruction::SetTextMatrix(m) => {
                    text = Affine::new([m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64()));
                    line = text;
                }
                TypedInstruction::NextLine(by) => text = next_line(by.0.as_f64(), by.1.as_f64()),
                TypedInstruction::NextLineAndSetLeading(by) => {
                    state.leading = -by.1.as_f64();
                    text = next_line(by.0.as_f64(), by.1.as_f64());
                }
                TypedInstruction::NextLineUsingLeading(_) => text = next_line(0.0, -state.leading),
                TypedInstruction::TextFont(font) => {
                    state.size = font.1.as_f64();
                    state.font = self.face(resources, font.0);
                }
                TypedInstruction::SetGraphicsState(name) => {
                    if let Some((dict, size)) = font_of_state(resources, name.0) {
                        state.size = size;
                        state.font = self.fonts.face(&dict).map(|face| Rc::new(RefCell::new(face)));
                    }
                }
                TypedInstruction::ShowText(bytes) => self.show(bytes.0, &state, &mut text),
                TypedInstruction::NextLineAndShowText(bytes) => {
                    text = next_line(0.0, -state.leading);
                    self.show(bytes.0, &state, &mut text);
                }
                TypedInstruction::ShowTextWithParameters(given) => {
                    (state.between_words, state.between_characters) = (given.0.as_f64(), given.1.as_f64());
                    text = next_line(0.0, -state.leading);
                    self.show(given.2, &state, &mut text);
                }
                TypedInstruction::ShowTexts(items) => self.show_all(items.0, &state, &mut text),
                TypedInstruction::XObject(name) => {
                    if let Some(stream) = resources.get_x_object(name.0) {
                        self.drawing(&stream, resources, &state, depth)?;
                    }
                }
                TypedInstruction::InlineImage(_) => self.drawn.pictures += 1,
                TypedInstruction::BeginMarkedContent(name) => self.mark(name.0, None),
                TypedInstruction::BeginMarkedContentWithProperties(given) => {
                    self.mark(given.0, properties(resources, given.1).as_ref());
                }
                TypedInstruction::EndMarkedContent(_) if self.marks.len() > marks => self.unmark(),
                _ => {}
            }
        }
        while self.marks.len() > marks {
            self.unmark();
        }
        Ok(())
    }

    /// Counts an instruction; true if the page has too many or takes too long.
    fn is_too_much(&mut self) -> bool {
        self.steps += 1;
        let is_late = self.steps.is_multiple_of(1_000) && Instant::now() > self.deadline;
        self.steps > MOST_STEPS || self.drawn.glyphs.len() > MOST_GLYPHS || is_late
    }

    /// Handles a picture, or a drawing that is used here.
    fn drawing(
        &mut self,
        stream: &Stream<'a>,
        resources: &Resources<'a>,
        state: &State<'a>,
        depth: usize,
    ) -> Result<(), TooLarge> {
        let dict = stream.dict();
        if dict.get::<Name<'_>>(keys::SUBTYPE).is_some_and(|kind| kind.as_ref() == b"Image") {
            self.drawn.pictures += 1;
        } else if depth >= DEEPEST {
            self.drawn.cut = true;
        } else {
            let matrix = dict.get::<[f64; 6]>(keys::MATRIX).unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
            let form_resources = dict.get::<Dict<'a>>(keys::RESOURCES).map(Resources::new);
            let content = self.inflated.data(stream)?;
            let state = State { matrix: state.matrix * Affine::new(matrix), ..state.clone() };
            self.draw(&content, form_resources.as_ref().unwrap_or(resources), state, depth + 1)?;
        }
        Ok(())
    }

    fn face(&mut self, resources: &Resources<'a>, name: &Name<'_>) -> Option<Rc<RefCell<Face<'a>>>> {
        // Two pages may use one name for different fonts, but hardly for the same object in the file.
        let key = match resources.fonts.get_raw::<Dict<'a>>(name)? {
            MaybeRef::Ref(place) => format!("{place:?}").into_bytes(),
            MaybeRef::NotRef(dict) => dict.data().to_vec(),
        };
        if let Some(face) = self.faces.get(&key) {
            return face.clone();
        }
        let face = resources.get_font(name).and_then(|dict| self.fonts.face(&dict));
        let face = face.map(|face| Rc::new(RefCell::new(face)));
        self.faces.insert(key, face.clone());
        face
    }

    fn show_all(&mut self, items: &Array<'_>, state: &State<'a>, text: &mut Affine) {
        for item in items.iter::<Object<'_>>() {
            match item {
                Object::String(bytes) => self.show(&bytes, state, text),
                Object::Number(number) => *text *= state.moved_back(number.as_f64()),
                _ => {}
            }
        }
    }

    fn show(&mut self, bytes: &Bytes<'_>, state: &State<'a>, text: &mut Affine) {
        let Some(font) = &state.font else {
            self.drawn.lost += bytes.as_bytes().len();
            return;
        };
        let mut face = font.borrow_mut();
        let (bytes, mut at) = (bytes.as_bytes(), 0);
        let across = face.is_horizontal();
        let part = self.marks.iter().rev().find_map(|mark| mark.part);
        while at < bytes.len() && self.drawn.glyphs.len() <= MOST_GLYPHS {
            let (code, length, meaning) = self.fonts.read(&mut face, bytes, at);
            at += length.max(1);
            let spacing = state.between_characters + if length == 1 && code == 32 { state.between_words } else { 0.0 };
            let width = f64::from(meaning.advance) * state.size;
            let along = |by: f64| if across { Vec2::new(by * state.stretch, 0.0) } else { Vec2::new(0.0, by) };
            let whole = state.matrix * *text;
            let raised = Vec2::new(0.0, state.rise);
            let from = whole * raised.to_point();
            let to = whole * (raised + along(width)).to_point();
            let size = (whole * Point::new(0.0, state.size) - whole * Point::ORIGIN).hypot();
            *text *= Affine::translate(along(width + spacing));
            // Text that is too small or too far off the page to be seen is ignored.
            if !(0.1..10_000.0).contains(&size) || !from.is_finite() || !to.is_finite() {
                continue;
            }
            self.drawn.guessed += usize::from(face.guessed);
            self.drawn.ill += usize::from(face.damaged);
            self.drawn.glyphs.push(Glyph {
                text: meaning.text,
                from,
                to,
                size: size as f32,
                emphasis: face.emphasis,
                invisible: state.mode == 3,
                part,
                ill: face.damaged,
            });
        }
    }

    fn mark(&mut self, name: &[u8], properties: Option<&Dict<'_>>) {
        let word = |key: &str| properties.and_then(|p| p.get::<Name<'_>>(key)).map(|name| name.as_str().to_owned());
        let paged = name == b"Artifact" && word("Type").as_deref() == Some("Pagination");
        let part = match word("Subtype").as_deref() {
            _ if !paged => None,
            Some("Header") => Some(AsideKind::RunningHead),
            Some("Footer") => Some(AsideKind::RunningFoot),
            Some("PageNum") => Some(AsideKind::PageNumber),
            Some("LineNum") => Some(AsideKind::LineNumbers),
            Some("Watermark") => Some(AsideKind::Watermark),
            _ => None,
        };
        let actual = properties.and_then(|p| p.get::<Bytes<'_>>("ActualText"));
        let actual = actual.map(|bytes| (super::strings::text(bytes.as_bytes()), self.drawn.glyphs.len()));
        // Marks that are never closed must not fill the memory.
        if self.marks.len() < 1_000 {
            self.marks.push(Marked { part, actual });
        }
    }

    /// Replaces the text of marked glyphs on one line: the first of them gets the whole replacement.
    fn unmark(&mut self) {
        let Some(Marked { actual: Some((text, first)), .. }) = self.marks.pop() else { return };
        let text = self.fonts.clean(&text);
        let Some(glyphs) = self.drawn.glyphs.get_mut(first..) else { return };
        let [begin, .., end] = glyphs else {
            if let [only] = glyphs {
                only.text = Some(Rc::from(text));
            }
            return;
        };
        if (begin.from.y - end.from.y).abs() < f64::from(begin.size) / 2.0 && begin.from.x <= end.from.x {
            begin.to = end.to;
            begin.text = Some(Rc::from(text));
            self.drawn.glyphs.truncate(first + 1);
        }
    }
}
