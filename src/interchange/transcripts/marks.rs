//! Splits a text where a passage, a style or a speaker's label begins or ends, line by line in writing order. A passage
//! begins and ends exactly at its positions, even at the very start or end of a line.

use super::{MarkedPassage, Transcript};
use crate::model::{CharPos, CharRange, Style, Styled};
use crate::text::{TextIndex, Turns};
use std::collections::BTreeSet;

/// One line of the text, with what begins and ends in it.
pub(super) struct Line<'t> {
    pub parts: Vec<Part<'t>>,
    /// Number of the turn that begins here, from 1.
    pub turn: Option<u32>,
    /// Level of a heading, from 1.
    pub heading: Option<u8>,
}

pub(super) enum Part<'t> {
    /// A passage ends: its index in [`Cut::marks`].
    Close(usize),
    /// A passage begins: its index in [`Cut::marks`].
    Open(usize),
    Span(Span<'t>),
}

/// Text of uniform appearance.
pub(super) struct Span<'t> {
    pub text: &'t str,
    /// The passages it belongs to, outermost first, as indices into [`Cut::marks`].
    pub marks: Vec<usize>,
    /// True for a speaker's label.
    pub label: bool,
    pub bold: bool,
    pub italic: bool,
}

pub(super) struct Cut<'t> {
    pub lines: Vec<Line<'t>>,
    /// Ordered by start; enclosing passages come first.
    pub marks: Vec<&'t MarkedPassage>,
}

/// A change at a position.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    Close(usize),
    Plain(Style),
    Styled(Style),
    /// A speaker's label ends.
    Label,
    Open(usize),
}

/// Splits a transcript. Passages without a character in the text are left out.
pub(super) fn cut(transcript: &Transcript) -> Cut<'_> {
    let text = transcript.text.as_str();
    let index = TextIndex::new(text);
    let turns = Turns::find(text, &index, &transcript.origin);
    let mut marks: Vec<&MarkedPassage> =
        transcript.marks.iter().filter(|mark| !index.clamp(mark.range).is_empty()).collect();
    marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end), mark.code, mark.coder));
    let mut edges: Vec<(CharPos, Edge)> = Vec::new();
    for (place, mark) in marks.iter().enumerate() {
        let range = index.clamp(mark.range);
        edges.extend([(range.start, Edge::Open(place)), (range.end, Edge::Close(place))]);
    }
    for styled in transcript.origin.styles.iter().filter(|s| matches!(s.style, Style::Bold | Style::Italic)) {
        let range = index.clamp(styled.range);
        edges.extend([(range.start, Edge::Styled(styled.style)), (range.end, Edge::Plain(styled.style))]);
    }
    for (place, paragraph) in index.paragraphs().iter().enumerate() {
        let hidden = turns.line(place).hidden;
        if hidden > 0 {
            edges.push((CharPos(paragraph.chars.start.0 + hidden), Edge::Label));
        }
    }
    edges.sort_unstable();
    let headings = headings(transcript);
    let mut ahead = 0;
    let mut state = State::default();
    let mut edges = edges.into_iter().peekable();
    let mut lines = Vec::with_capacity(index.paragraphs().len());
    for (place, paragraph) in index.paragraphs().iter().enumerate() {
        let line = turns.line(place);
        state.label = line.hidden > 0;
        let (mut parts, mut from) = (Vec::new(), paragraph.byte_start);
        while let Some((at, edge)) = edges.next_if(|(at, _)| *at <= paragraph.chars.end) {
            let byte = index.byte_of(text, at).clamp(from, paragraph.byte_end);
            state.push_span(&mut parts, text.get(from..byte).unwrap_or(""));
            from = byte;
            state.pass(edge, &mut parts);
        }
        state.push_span(&mut parts, text.get(from..paragraph.byte_end).unwrap_or(""));
        while headings.get(ahead).is_some_and(|(range, _)| range.end <= paragraph.chars.start) {
            ahead += 1;
        }
        let over = |(range, level): &(CharRange, u8)| paragraph.chars.intersection(*range).map(|_| *level);
        let heading = headings.get(ahead).and_then(over);
        lines.push(Line { parts, turn: line.turn, heading });
    }
    Cut { lines, marks }
}

/// Headings with their levels, in order. If two cover the same text, the first one counts.
fn headings(transcript: &Transcript) -> Vec<(CharRange, u8)> {
    let heading = |styled: &Styled| match styled.style {
        Style::Heading(level) => Some((styled.range, level)),
        Style::Bold | Style::Italic => None,
    };
    let mut headings: Vec<(CharRange, u8)> = transcript.origin.styles.iter().filter_map(heading).collect();
    headings.sort_by_key(|(range, _)| range.start);
    headings
}

/// What applies at a position of the text.
#[derive(Default)]
struct State {
    open: BTreeSet<usize>,
    label: bool,
    bold: i32,
    italic: i32,
}

impl State {
    fn push_span<'t>(&self, parts: &mut Vec<Part<'t>>, text: &'t str) {
        if !text.is_empty() {
            #[cfg(test)]
            super::tests::STEPS.set(super::tests::STEPS.get() + 1 + self.open.len());
            let marks = self.open.iter().copied().collect();
            let (bold, italic) = (self.bold > 0, self.italic > 0);
            parts.push(Part::Span(Span { text, marks, label: self.label, bold, italic }));
        }
    }

    fn pass(&mut self, edge: Edge, parts: &mut Vec<Part<'_>>) {
        match edge {
            Edge::Close(mark) => {
                self.open.remove(&mark);
                parts.push(Part::Close(mark));
            }
            Edge::Open(mark) => {
                self.open.insert(mark);
                parts.push(Part::Open(mark));
            }
            Edge::Label => self.label = false,
            Edge::Styled(Style::Bold) => self.bold += 1,
            Edge::Plain(Style::Bold) => self.bold -= 1,
            Edge::Styled(Style::Italic) => self.italic += 1,
            Edge::Plain(Style::Italic) => self.italic -= 1,
            Edge::Styled(Style::Heading(_)) | Edge::Plain(Style::Heading(_)) => {}
        }
    }
}
