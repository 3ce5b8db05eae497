//! The catalogues: each is read once, when its language is first used.

use super::language::{Language, current};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The Simplified Chinese catalogue, as translators edit it.
const CHINESE: &str = include_str!("../../assets/locales/zh_CN.po");

static CHINESE_TEXTS: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(CHINESE));

/// The texts of one language: by context (empty for none), then by the English text, in all forms for counts.
#[derive(Default)]
struct Catalogue(HashMap<String, HashMap<String, Vec<String>>>);

impl Catalogue {
    /// Reads a catalogue. What is not translated, or marked as fuzzy, is left out and stays English.
    fn read(po: &str) -> Self {
        let parsed = polib::po_file::parse_from_reader(po.as_bytes());
        let mut read = Self::default();
        for message in parsed.iter().flat_map(polib::catalog::Catalog::messages) {
            if !message.is_translated() || message.is_fuzzy() {
                continue;
            }
            let forms = match (message.msgstr(), message.msgstr_plural()) {
                (Ok(text), _) => vec![text.to_owned()],
                (_, Ok(forms)) => forms.clone(),
                _ => continue,
            };
            let context = message.msgctxt().unwrap_or_default().to_owned();
            read.0.entry(context).or_default().insert(message.msgid().to_owned(), forms);
        }
        read
    }

    fn forms(&self, context: Option<&str>, message: &str) -> Option<&[String]> {
        self.0.get(context.unwrap_or_default())?.get(message).map(Vec::as_slice)
    }
}

impl Language {
    fn catalogue(self) -> Option<&'static Catalogue> {
        match self {
            Self::English => None,
            Self::Chinese => Some(&CHINESE_TEXTS),
        }
    }
}

/// Returns the translation of a text; `None` in English, and where there is none.
#[must_use]
pub fn single(context: Option<&str>, message: &str) -> Option<&'static str> {
    current().catalogue()?.forms(context, message)?.first().map(String::as_str)
}

/// Returns the text for a count: a translation, or one of the English texts.
#[must_use]
pub fn plural(context: Option<&str>, one: &'static str, many: &'static str, count: u64) -> &'static str {
    let language = current();
    let forms = language.catalogue().and_then(|catalogue| catalogue.forms(context, one));
    let translated = forms.and_then(|forms| forms.get(language.form(count))).map(String::as_str);
    translated.unwrap_or(if count == 1 { one } else { many })
}
