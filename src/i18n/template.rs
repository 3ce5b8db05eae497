//! Values in the places of a translated text.

use std::fmt::{Display, Write};

/// Returns a text with each `{name}` replaced by the value of that name; `{{` and `}}` are braces. A placeholder without
/// a value stays as it is. Between a Chinese character of the text and a letter or digit of a value, or a path, comes a space.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16 * values.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let before = &rest[..at];
        filled.push_str(before);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            filled.push_str(brace);
            rest = after;
            continue;
        }
        let value = (brace == "{").then(|| rest.split_once('}')).flatten().and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        match value {
            Some((value, after)) => {
                let begin = filled.len();
                // Writing to a string cannot fail.
                let _ = write!(filled, "{value}");
                if before.ends_with(is_chinese) && filled[begin..].starts_with(is_set_apart) {
                    filled.insert(begin, ' ');
                }
                if after.starts_with(is_chinese) && filled[begin..].ends_with(is_set_apart) {
                    filled.push(' ');
                }
                rest = after;
            }
            None => filled.push_str(brace),
        }
    }
    filled.push_str(rest);
    filled
}

/// True for Chinese characters, except those of a date, which follow their numbers without a space.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}') && !matches!(c, '年' | '月' | '日')
}

/// True for what is set apart from Chinese characters by a space: letters and digits of other scripts, and what begins
/// a path.
fn is_set_apart(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{2e80}' || matches!(c, '/' | '\\' | '~')
}
