//! Protection against texts that a spreadsheet would run as a formula (OWASP, "CSV Injection"), and its removal on
//! reading: coded interviews come from other people's files.

use crate::model::values::plain_number;
use std::borrow::Cow;

/// Characters that start a formula. Excel also accepts the full-width signs of Chinese input.
const SIGNS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// True for a text that begins like a formula, with or without apostrophes in front.
fn begins_like_one(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(SIGNS)
}

/// Returns the text with an apostrophe in front if it begins like a formula. A number such as `-5` stays a number.
///
/// ```
/// use pullquote::interchange::formula::{defused, read_back};
/// assert_eq!((defused("=1+1"), defused("-5"), defused("’tis")), ("'=1+1".into(), "-5".into(), "’tis".into()));
/// assert_eq!(read_back("'=1+1"), "=1+1");
/// ```
#[must_use]
pub fn defused(text: &str) -> Cow<'_, str> {
    let is_number = || text.starts_with('-') && plain_number(text).is_some();
    if begins_like_one(text) && !is_number() { format!("'{text}").into() } else { text.into() }
}

/// Undoes [`defused`].
#[must_use]
pub fn read_back(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| begins_like_one(rest)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_begins_like_a_formula_but_a_number() {
        for text in ["=HYPERLINK(1)", "+1", "-1+1", "@SUM", "\t=1", "\r=1", "＝1", "＋a", "－1+1", "＠x", "'=1"] {
            assert_eq!(defused(text), format!("'{text}"));
        }
        for text in ["-5", "4.5", "-1e3", "'tis", "a=b", "", "—", "•", "我没有钱"] {
            assert_eq!(defused(text), text);
        }
    }

    #[test]
    fn every_text_is_read_back_as_it_was() {
        for text in ["=1", "'=1", "''=1", "'", "''", "'tis", "-5", "'-5", "－5", "\t", "", "x"] {
            assert_eq!(read_back(&defused(text)), text, "{text:?}");
        }
    }
}
