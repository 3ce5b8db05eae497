//! Makes text from unknown files safe to show in a terminal.

/// True for embeddings, overrides and isolates, which change the direction of the text around them. False for direction
/// marks, which Arabic and Hebrew need.
#[must_use]
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// True for characters that control a terminal or change the apparent order of a line; false for line feeds and tabs.
#[must_use]
pub fn is_unsafe_to_show(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t' || is_bidi_control(c)
}

/// Replaces every character that is unsafe to show with U+FFFD.
#[must_use]
pub fn shown(text: &str) -> String {
    text.chars().map(|c| if is_unsafe_to_show(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn escapes_and_overrides_are_replaced_and_letters_of_every_script_stay() {
        let cases = [
            ("a\tb\n", "a\tb\n"),
            ("\u{1b}[31mred\u{7}", "\u{fffd}[31mred\u{fffd}"),
            ("\u{9b}2J\u{7f}\r\0", "\u{fffd}2J\u{fffd}\u{fffd}\u{fffd}"),
            ("\u{202e}fdp.exe\u{202c}", "\u{fffd}fdp.exe\u{fffd}"),
            ("\u{2066}a\u{2069}", "\u{fffd}a\u{fffd}"),
            ("שלום\u{200f} سلام\u{61c}", "שלום\u{200f} سلام\u{61c}"),
            ("👨\u{200d}👩 e\u{301} 访谈", "👨\u{200d}👩 e\u{301} 访谈"),
        ];
        for (text, wanted) in cases {
            assert_eq!(shown(text), wanted, "{text:?}");
        }
    }
}
