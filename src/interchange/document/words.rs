//! Text that is built piece by piece, with its formatting.

use crate::model::{CharPos, CharRange, Style, Styled};

/// What a range of the text is, apart from its formatting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Note {
    /// Turns whose speakers or times are stated in the file.
    Talk,
    /// A speaker's name that is stated in the file.
    Label,
    /// Milliseconds from the start of the recording at which the following words are said; the range is empty.
    Time(u32),
    /// The number that a list, identified by its key, gives to a paragraph.
    Number(u32),
}

/// The formatting of the next pieces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Emphasis {
    pub bold: bool,
    pub italic: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    text: String,
    characters: u32,
    styles: Vec<Styled>,
    notes: Vec<(CharRange, Note)>,
}

impl Words {
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let mut content = Self::default();
        content.push(text, Emphasis::default());
        content
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text without surrounding white space.
    #[must_use]
    pub fn trim_text(&self) -> &str {
        self.text.trim()
    }

    /// Length in code points.
    #[must_use]
    pub fn characters(&self) -> u32 {
        self.characters
    }

    pub fn push(&mut self, text: &str, emphasis: Emphasis) {
        for c in text.chars() {
            self.push_char(c, emphasis);
        }
    }

    pub fn push_char(&mut self, c: char, emphasis: Emphasis) {
        self.text.push(c);
        let from = self.characters;
        self.characters += 1;
        for (is, style) in [(emphasis.bold, Style::Bold), (emphasis.italic, Style::Italic)] {
            if is {
                self.mark(from, style);
            }
        }
    }

    /// Gives everything since `from` this style.
    pub fn mark(&mut self, from: u32, style: Style) {
        let range = CharRange::new(from, self.characters);
        // Adjacent ranges of the same style are merged. At most three styles are open at once.
        let open = self.styles.iter_mut().rev().take(3).find(|s| s.style == style && s.range.end == range.start);
        match open {
            _ if range.is_empty() => {}
            Some(open) if !matches!(style, Style::Heading(_)) => open.range.end = range.end,
            _ => self.styles.push(Styled { range, style }),
        }
    }

    /// Adds a note to everything since `from`.
    pub fn note(&mut self, from: u32, note: Note) {
        self.notes.push((CharRange::new(from, self.characters), note));
    }

    pub fn note_at(&mut self, range: CharRange, note: Note) {
        self.notes.push((range, note));
    }

    #[must_use]
    pub fn notes(&self) -> &[(CharRange, Note)] {
        &self.notes
    }

    pub fn append(&mut self, other: &Self) {
        let shift = self.characters;
        self.text.push_str(&other.text);
        self.characters += other.characters;
        let moved = |range: CharRange| CharRange::new(range.start.0 + shift, range.end.0 + shift);
        self.styles.extend(other.styles.iter().map(|s| Styled { range: moved(s.range), style: s.style }));
        self.notes.extend(other.notes.iter().map(|(range, note)| (moved(*range), *note)));
    }

    /// Takes over a text that was built elsewhere.
    #[must_use]
    pub fn of_document(text: &str, styles: Vec<Styled>) -> Self {
        let mut content = Self::plain(text);
        content.styles = styles;
        content
    }

    /// Returns a copy without some ranges, which must be sorted and disjoint.
    #[must_use]
    pub fn without(&self, ranges: &[CharRange]) -> Self {
        // How many characters are removed before each range, and where the range begins.
        let (mut gone, mut steps) = (0, Vec::with_capacity(ranges.len()));
        for range in ranges {
            steps.push((*range, gone));
            gone += range.len();
        }
        let moved = |at: CharPos| {
            let last = steps.partition_point(|(range, _)| range.start <= at).checked_sub(1).and_then(|i| steps.get(i));
            CharPos(at.0 - last.map_or(0, |(range, before)| before + at.min(range.end).0 - range.start.0))
        };
        let moved_range = |range: CharRange| CharRange { start: moved(range.start), end: moved(range.end) };
        let mut cut = ranges.iter().peekable();
        let mut kept = |at: u32| {
            while cut.next_if(|range| range.end.0 <= at).is_some() {}
            cut.peek().is_none_or(|range| range.start.0 > at)
        };
        let text: String = (0..).zip(self.text.chars()).filter(|(at, _)| kept(*at)).map(|(_, c)| c).collect();
        let styles = self.styles.iter().map(|s| Styled { range: moved_range(s.range), style: s.style });
        let notes = self.notes.iter().filter(|(range, _)| !ranges.contains(range));
        Self {
            characters: self.characters - gone,
            text,
            styles: styles.filter(|s| !s.range.is_empty()).collect(),
            notes: notes.map(|(range, note)| (moved_range(*range), *note)).collect(),
        }
    }

    /// Removes white space at the end.
    pub fn trim_end(&mut self) {
        let kept = self.text.trim_end().len();
        self.cut(self.text.get(..kept).map_or(0, |text| text.chars().count()) as u32);
    }

    /// Keeps only the first `characters` code points.
    pub fn cut(&mut self, characters: u32) {
        let byte = self.text.char_indices().nth(characters as usize).map_or(self.text.len(), |(byte, _)| byte);
        self.text.truncate(byte);
        self.characters = self.characters.min(characters);
        let end = CharPos(self.characters);
        for styled in &mut self.styles {
            styled.range.end = styled.range.end.min(end);
        }
        self.styles.retain(|s| s.range.start < s.range.end);
        for (range, _) in &mut self.notes {
            *range = CharRange { start: range.start.min(end), end: range.end.min(end) };
        }
    }

    /// Joins several texts with the same separator.
    #[must_use]
    pub fn joined(parts: &[Self], between: char) -> Self {
        let mut whole = Self::default();
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                whole.push_char(between, Emphasis::default());
            }
            whole.append(part);
        }
        whole
    }

    /// Returns the text and its styles, sorted by start.
    #[must_use]
    pub fn finish(mut self) -> (String, Vec<Styled>) {
        self.styles.sort();
        (self.text, self.styles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_that_look_the_same_are_one_and_move_with_their_words() {
        let bold = Emphasis { bold: true, italic: false };
        let mut line = Words::plain("一");
        line.push("你𠮷", bold);
        line.push("好", Emphasis { bold: true, italic: true });
        line.mark(0, Style::Heading(1));
        let mut whole = Words::joined(&[Words::plain("ab"), line], '\n');
        whole.push("  \n", Emphasis::default());
        whole.trim_end();
        let (text, styles) = whole.finish();
        assert_eq!(text, "ab\n一你𠮷好");
        let shown: Vec<_> = styles.iter().map(|s| (s.range.to_string(), s.style.name())).collect();
        let wanted = [("3..7", "heading 1"), ("4..7", "bold"), ("6..7", "italic")];
        assert_eq!(shown, wanted.map(|(range, style)| (range.to_owned(), style.to_owned())));
    }

    #[test]
    fn text_after_removed_words_moves_up() {
        let mut content = Words::plain("1. ");
        content.note(0, Note::Number(0));
        content.push("𠮷b", Emphasis { bold: true, italic: false });
        content.push("\n2. c", Emphasis::default());
        content.note(4, Note::Talk);
        let cut = content.without(&[CharRange::new(0, 3), CharRange::new(6, 9)]);
        assert_eq!((cut.text(), cut.characters()), ("𠮷b\nc", 4));
        assert_eq!(cut.notes(), [(CharRange::new(1, 4), Note::Talk)]);
        assert_eq!(cut.finish().1, [Styled { range: CharRange::new(0, 2), style: Style::Bold }]);
        let whole = content.without(&[]);
        assert_eq!((whole.text(), whole.notes()), (content.text(), content.notes()));
    }
}
