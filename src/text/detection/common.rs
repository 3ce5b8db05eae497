//! What the lines of a document's speakers have in common.

use crate::text::labels::Shape;

/// The share of the speakers' lines from which on a property counts as common to all.
const COMMON: f64 = 0.9;
/// A label indented by this many characters more than the others is a heading in the middle of the page.
const DEEPER: u8 = 8;

/// What most lines of the speakers have in common; `None` where they differ.
#[derive(Default)]
pub(super) struct Common {
    pub shape: CommonShape,
    pub opens: Option<bool>,
    pub capitals: bool,
    /// Whether the words are on the next line; for labels on a line of their own.
    pub joined: Option<bool>,
    /// White space before the label, in characters.
    pub indent: Option<u8>,
}

#[derive(Default)]
pub(super) struct CommonShape {
    pub timed: Option<bool>,
    pub fills_line: Option<bool>,
    pub bold: Option<u8>,
    pub heading: Option<bool>,
    pub lead: Option<Option<char>>,
}

/// The surroundings of a label's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// True after a blank line.
    pub opens: bool,
    /// True if the next line is not blank.
    pub joined: bool,
}

impl Common {
    /// True if labels are headings, bold, or beside times.
    pub(super) fn is_distinct(&self) -> bool {
        self.shape.heading == Some(true) || self.shape.bold == Some(1) || self.shape.timed == Some(true)
    }

    pub(super) fn fits(&self, label: &str, shape: Shape, place: Place) -> bool {
        self.fits_in_shape(shape, place) && (!self.capitals || is_capital(label))
    }

    /// As [`Self::fits_in_shape`], even if a time is on the line above or below.
    pub(super) fn fits_beside_time(&self, shape: Shape, place: Place) -> bool {
        self.fits_in_shape(Shape { timed: self.shape.timed.unwrap_or(shape.timed), ..shape }, place)
    }

    /// As [`Self::fits`], in capitals or not.
    pub(super) fn fits_in_shape(&self, shape: Shape, place: Place) -> bool {
        let same = &self.shape;
        same.timed.is_none_or(|timed| timed == shape.timed)
            && same.fills_line.is_none_or(|fills_line| fills_line == shape.fills_line)
            && same.bold.is_none_or(|bold| bold == shape.bold)
            && same.heading.is_none_or(|heading| heading == shape.heading)
            && same.lead.is_none_or(|lead| lead == shape.lead)
            && self.opens.is_none_or(|opens| opens == place.opens)
            && (!shape.fills_line || self.joined.is_none_or(|joined| joined == place.joined))
            // A heading in the middle of the page.
            && self.indent.is_none_or(|indent| shape.indent < indent.saturating_add(DEEPER))
    }
}

/// True for a label in capitals, if its script has them.
pub(super) fn is_capital(label: &str) -> bool {
    // Asked for every line; a search for two characters would cost more.
    let bracket = label.bytes().zip(label.bytes().skip(1)).position(|pair| pair == (b' ', b'('));
    let name = bracket.and_then(|end| label.get(..end)).unwrap_or(label);
    !name.chars().any(char::is_lowercase)
}

/// The value shared by so many that the others are exceptions. There are few different ones.
pub(super) fn most<T: Copy + Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    let mut total = 0_usize;
    for value in values {
        match counts.iter_mut().find(|(counted, _)| *counted == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
        total += 1;
    }
    let (value, count) = counts.into_iter().max_by_key(|(value, count)| (*count, *value))?;
    (count as f64 >= COMMON * total as f64).then_some(value)
}
