//! Says which characters of a document no font can show, and what to install. The bundled faces have Latin, Greek,
//! Cyrillic and Simplified Chinese; everything else comes from the fonts of the computer.

use super::theme::{Palette, Weighted};
use crate::app::SourceView;
use crate::i18n;
use crate::model::Noun;
use crate::tr;
use egui::{Context, FontId, Label, RichText, Ui};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Characters that are shown as examples.
const EXAMPLES: usize = 6;

/// The characters of the open document that have no glyph.
#[derive(Debug, Default)]
pub struct MissingGlyphs {
    /// The text that was checked.
    of: Option<Arc<str>>,
    missing: Vec<char>,
}

impl MissingGlyphs {
    /// Checks a document when it is shown first. Returns what to tell the user then, if characters are missing.
    pub fn check(&mut self, ctx: &Context, document: &SourceView, font: &FontId) -> Option<String> {
        let is_known = self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, document.text()));
        if is_known {
            return None;
        }
        self.of = Some(document.text().clone());
        self.missing = ctx.fonts_mut(|fonts| missing(document.text(), |c| fonts.has_glyph(font, c)));
        (!self.missing.is_empty()).then(|| advice(&self.missing))
    }

    /// A line below the document's header while characters are missing.
    pub fn show(&self, ui: &mut Ui, palette: &Palette) {
        if !self.missing.is_empty() {
            ui.add(Label::new(RichText::new(advice(&self.missing)).color(palette.trouble).medium()).wrap());
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty()
    }
}

/// The letters of a text without a glyph, each once, in the order of their codes.
fn missing(text: &str, mut has_glyph: impl FnMut(char) -> bool) -> Vec<char> {
    let letters: BTreeSet<char> = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).collect();
    letters.into_iter().filter(|&c| !has_glyph(c)).collect()
}

/// What is missing, and the font to install.
fn advice(missing: &[char]) -> String {
    let is_east_asian = |c: &char| matches!(*c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    let (font, package) = match (missing.iter().any(is_east_asian), missing.iter().all(is_east_asian)) {
        (true, true) => ("Noto Sans CJK".to_owned(), "fonts-noto-cjk"),
        (true, false) => (i18n::and(&["Noto Sans CJK", "Noto Sans"]), "fonts-noto-cjk fonts-noto-core"),
        (false, _) => ("Noto Sans".to_owned(), "fonts-noto-core"),
    };
    let examples: String = missing.iter().take(EXAMPLES).map(|c| format!(" U+{:04X}", u32::from(*c))).collect();
    let more = if missing.len() > EXAMPLES { " …" } else { "" };
    tr!(
        "No font on this computer has {characters} of this document ({examples}); boxes stand for them. Install {font} \
         (Debian and Ubuntu: {package}), then start Pullquote again.",
        characters = Noun::Character.counted(missing.len() as u64),
        examples = format_args!("{}{more}", examples.trim_start()),
        font,
        package
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_that_no_face_has_are_missing() {
        let simplified = |c: char| !"訪談한ไ".contains(c);
        for (text, wanted) in
            [("访谈 interview … 😀", ""), ("訪談：訪談", "訪談"), ("한국", "한"), ("ไทย — x", "ไ"), ("", "")]
        {
            assert_eq!(missing(text, simplified).into_iter().collect::<String>(), wanted, "{text}");
        }
    }

    #[test]
    fn the_advice_names_the_font_for_the_script() {
        for (missing, package) in [
            (vec!['訪', '談'], "fonts-noto-cjk)"),
            (vec!['ไ'], "fonts-noto-core)"),
            (vec!['ไ', '한'], "fonts-noto-cjk fonts-noto-core)"),
        ] {
            let message = advice(&missing);
            assert!(
                message.contains(package) && message.contains(&format!("{} character", missing.len())),
                "{message}"
            );
        }
        assert!(advice(&['訪']).contains("U+8A2A") && !advice(&['訪']).contains('…'));
        assert!(advice(&"一二三四五六七八".chars().collect::<Vec<_>>()).contains('…'));
    }
}
