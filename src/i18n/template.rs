//! Values in the places of a translated text.

use std::fmt::{Display, Write};

/// Returns a text with each `{name}` replaced by the value of that name; `{{` and `}}` are braces. A placeholder without
/// a value stays as it is.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16 * values.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        filled.push_str(&rest[..at]);
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
                // Writing to a string cannot fail.
                let _ = write!(filled, "{value}");
                rest = after;
            }
            None => filled.push_str(brace),
        }
    }
    filled.push_str(rest);
    filled
}
