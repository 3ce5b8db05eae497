//! Words that are put together piece by piece, with how they look.

use crate::model::{CharRange, Style, Styled};

/// How words that are pushed look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub bold: bool,
    pub italic: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Words {
    text: String,
    characters: u32,
    styles: Vec<Styled>,
}

impl Words {
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let mut words = Self::default();
        words.push(text, Look::default());
        words
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Length in code points.
    #[must_use]
    pub fn characters(&self) -> u32 {
        self.characters
    }

    pub fn push(&mut self, words: &str, look: Look) {
        for c in words.chars() {
            self.push_char(c, look);
        }
    }

    pub fn push_char(&mut self, c: char, look: Look) {
        self.text.push(c);
        let from = self.characters;
        self.characters += 1;
        for (is, style) in [(look.bold, Style::Bold), (look.italic, Style::Italic)] {
            if is {
                self.mark(from, style);
            }
        }
    }

    /// What was pushed since `from` looks so.
    pub fn mark(&mut self, from: u32, style: Style) {
        let range = CharRange::new(from, self.characters);
        // What looks the same and adjoins is one stretch. At most three kinds are open at once.
        let open = self.styles.iter_mut().rev().take(3).find(|s| s.style == style && s.range.end == range.start);
        match open {
            _ if range.is_empty() => {}
            Some(open) if !matches!(style, Style::Heading(_)) => open.range.end = range.end,
            _ => self.styles.push(Styled { range, style }),
        }
    }

    pub fn append(&mut self, other: &Self) {
        let shift = self.characters;
        self.text.push_str(&other.text);
        self.characters += other.characters;
        let moved = |s: &Styled| Styled {
            range: CharRange::new(s.range.start.0 + shift, s.range.end.0 + shift),
            style: s.style,
        };
        self.styles.extend(other.styles.iter().map(moved));
    }

    /// Drops white space at the end.
    pub fn trim_end(&mut self) {
        let kept = self.text.trim_end().len();
        self.cut(self.text.get(..kept).map_or(0, |text| text.chars().count()) as u32);
    }

    /// Keeps the first characters.
    pub fn cut(&mut self, characters: u32) {
        let byte = self.text.char_indices().nth(characters as usize).map_or(self.text.len(), |(byte, _)| byte);
        self.text.truncate(byte);
        self.characters = self.characters.min(characters);
        for styled in &mut self.styles {
            styled.range.end = styled.range.end.min(crate::model::CharPos(self.characters));
        }
        self.styles.retain(|s| s.range.start < s.range.end);
    }

    /// Several, with the same between them.
    #[must_use]
    pub fn joined(parts: &[Self], between: char) -> Self {
        let mut all = Self::default();
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                all.push_char(between, Look::default());
            }
            all.append(part);
        }
        all
    }

    /// The text, and how it looks; sorted by start.
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
        let bold = Look { bold: true, italic: false };
        let mut line = Words::plain("一");
        line.push("你𠮷", bold);
        line.push("好", Look { bold: true, italic: true });
        line.mark(0, Style::Heading(1));
        let mut all = Words::joined(&[Words::plain("ab"), line], '\n');
        all.push("  \n", Look::default());
        all.trim_end();
        let (text, styles) = all.finish();
        assert_eq!(text, "ab\n一你𠮷好");
        let shown: Vec<_> = styles.iter().map(|s| (s.range.to_string(), s.style.name())).collect();
        let wanted = [("3..7", "heading 1"), ("4..7", "bold"), ("6..7", "italic")];
        assert_eq!(shown, wanted.map(|(range, style)| (range.to_owned(), style.to_owned())));
    }
}
