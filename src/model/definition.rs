//! The parts of a code's description: definition, when to use the code, when not, an example.
//!
//! The description is one text in the project and in every format. Its parts begin with a heading at the start of a
//! line; what comes before the first heading is the definition.

use crate::tr;
use std::fmt;

/// Headings of the parts after the definition in the text, the same in every language.
const HEADINGS: [&str; 3] = ["Include:", "Exclude:", "Example:"];

/// A code's description in its parts. Empty parts are absent from the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    pub definition: String,
    pub include: String,
    pub exclude: String,
    pub example: String,
}

impl Definition {
    /// Splits a description. White space around the parts is not kept; a heading that occurs twice, or before one that
    /// should precede it, is part of the text in which it stands, so that no word is lost or moved.
    #[must_use]
    pub fn parse(description: &str) -> Self {
        let mut found = Self::default();
        let mut at = 0;
        for line in description.lines() {
            let later = HEADINGS.iter().enumerate().skip(at);
            let heading = later.filter_map(|(part, heading)| Some((part, line.strip_prefix(heading)?))).next();
            let words = heading.map_or(line, |(_, rest)| rest);
            at = heading.map_or(at, |(part, _)| part + 1);
            let text = found.part_mut(at);
            if heading.is_none() && !text.is_empty() {
                text.push('\n');
            }
            text.push_str(words);
        }
        found.trimmed()
    }

    fn part_mut(&mut self, at: usize) -> &mut String {
        match at {
            0 => &mut self.definition,
            1 => &mut self.include,
            2 => &mut self.exclude,
            _ => &mut self.example,
        }
    }

    #[must_use]
    pub fn trimmed(&self) -> Self {
        let trim = |text: &String| text.trim().to_owned();
        Self {
            definition: trim(&self.definition),
            include: trim(&self.include),
            exclude: trim(&self.exclude),
            example: trim(&self.example),
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().all(|(_, text)| text.trim().is_empty())
    }

    /// Returns the parts in order, each with its name; the definition has none.
    pub fn parts(&self) -> impl Iterator<Item = (Option<&'static str>, &str)> {
        let later = [
            (tr!("Include when"), &self.include),
            (tr!("Exclude when"), &self.exclude),
            (tr!("part of a definition" => "Example"), &self.example),
        ];
        std::iter::once((None, self.definition.as_str()))
            .chain(later.into_iter().map(|(name, text)| (Some(name), text.as_str())))
    }
}

/// The description as one text.
impl fmt::Display for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headings = std::iter::once("").chain(HEADINGS);
        let mut is_first = true;
        for ((_, text), heading) in self.parts().zip(headings) {
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            let space = if heading.is_empty() { "" } else { " " };
            let line_break = if std::mem::take(&mut is_first) { "" } else { "\n" };
            write!(f, "{line_break}{heading}{space}{text}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(definition: &str, include: &str, exclude: &str, example: &str) -> Definition {
        let [definition, include, exclude, example] = [definition, include, exclude, example].map(str::to_owned);
        Definition { definition, include, exclude, example }
    }

    #[test]
    fn descriptions_are_split_at_their_headings() {
        for (text, wanted) in [
            ("", definition("", "", "", "")),
            ("Low pay.", definition("Low pay.", "", "", "")),
            ("Low pay.\n\nTwo paragraphs.", definition("Low pay.\n\nTwo paragraphs.", "", "", "")),
            (
                "Low pay.\nInclude: wages\nand fees\nExclude: 迟发工资\nExample: “It was badly paid.”",
                definition("Low pay.", "wages\nand fees", "迟发工资", "“It was badly paid.”"),
            ),
            ("Example: “a”", definition("", "", "", "“a”")),
            ("Low pay.\n\nExclude:\nlate pay\n", definition("Low pay.", "", "late pay", "")),
            // No headings.
            (
                "include: a\nTo Include: b\n  Exclude: c",
                definition("include: a\nTo Include: b\n  Exclude: c", "", "", ""),
            ),
            // Out of order, and twice.
            ("Exclude: a\nInclude: b", definition("", "", "a\nInclude: b", "")),
            ("Include: a\nInclude: b", definition("", "a\nInclude: b", "", "")),
        ] {
            assert_eq!(Definition::parse(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let texts = ["", "one", "two\nlines", "a\n\nb", "Include: x", "x\nExample: y", "定义"];
        for a in texts {
            for b in texts {
                for c in texts {
                    let text = definition(a, b, c, b).to_string();
                    let read = Definition::parse(&text);
                    assert_eq!(read.to_string(), text);
                    assert_eq!(Definition::parse(&read.to_string()), read);
                }
            }
        }
        let all = definition("a", "b", "c", "d");
        assert_eq!(all.to_string(), "a\nInclude: b\nExclude: c\nExample: d");
        assert_eq!(Definition::parse(&all.to_string()), all);
    }
}
