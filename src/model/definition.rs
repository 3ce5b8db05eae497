//! The parts of a code's description: definition, when to use the code, when not, an example.
//!
//! The description is one text in the project and in every format. Its parts begin with a heading at the start of a
//! line; what comes before the first heading is the definition.

use crate::i18n::{self, Language};
use crate::tr;
use std::fmt;
use strum::IntoEnumIterator;

/// Headings of the parts after the definition in the text, the same in every language.
const HEADINGS: [&str; 3] = ["Include:", "Exclude:", "Example:"];

/// Returns the headings in the language of the thread.
fn shown_headings() -> [&'static str; 3] {
    [
        tr!("heading in a definition" => "Include:"),
        tr!("heading in a definition" => "Exclude:"),
        tr!("heading in a definition" => "Example:"),
    ]
}

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

    /// Returns a description as readers of the language see it: with its headings in this language.
    #[must_use]
    pub fn shown(description: &str) -> String {
        Self::parse(description).with_headings(shown_headings())
    }

    /// Returns a description with the headings that [`Self::shown`] writes in any language replaced by those of the
    /// project, so that a codebook that was exported for readers can be imported.
    #[must_use]
    pub fn unshown(description: &str) -> String {
        let of_languages: Vec<_> = Language::iter().map(|one| i18n::within(one, shown_headings)).collect();
        let line = |line: &str| {
            let known = of_languages.iter().flat_map(|shown| shown.iter().zip(HEADINGS));
            let known = known.filter(|(shown, heading)| *shown != heading);
            let mut found =
                known.filter_map(|(shown, heading)| Some((heading, line.strip_prefix(shown)?.trim_start())));
            found.next().map_or_else(|| line.to_owned(), |(heading, rest)| format!("{heading} {rest}"))
        };
        description.split('\n').map(line).collect::<Vec<_>>().join("\n")
    }

    fn with_headings(&self, headings: [&str; 3]) -> String {
        let mut lines = Vec::new();
        for ((_, text), heading) in self.parts().zip(std::iter::once("").chain(headings)) {
            let text = text.trim();
            if !text.is_empty() {
                // A full-width colon has its space within itself.
                let space = if heading.ends_with(':') { " " } else { "" };
                lines.push(format!("{heading}{space}{text}"));
            }
        }
        lines.join("\n")
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
        f.write_str(&self.with_headings(HEADINGS))
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

    #[test]
    fn readers_see_the_headings_in_their_language_and_an_import_reads_them() {
        let text = "收入\nInclude: 工资\nExclude: 礼物\nExample: 钱少";
        assert_eq!(Definition::shown(text), text);
        let chinese = i18n::within(Language::Chinese, || Definition::shown(text));
        assert_eq!(chinese, "收入\n纳入条件：工资\n排除条件：礼物\n示例：钱少");
        assert_eq!(Definition::unshown(&chinese), text);
        assert_eq!(Definition::unshown("收入 纳入条件：工资"), "收入 纳入条件：工资", "not at the start of a line");
    }
}
