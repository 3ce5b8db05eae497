//! Words within XML and HTML.

/// A text between tags or within an attribute in double quotation marks. Characters that XML or HTML cannot hold become
/// U+FFFD.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            // XML holds more control characters than HTML does.
            c if c.is_control() || unknown(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Characters that XML 1.0 does not know.
#[must_use]
pub fn unknown(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_reads_as_it_was_and_holds_nothing_that_a_reader_refuses() {
        assert_eq!(escaped("a<b> & \"c\" 'd'\n\t中😀"), "a&lt;b&gt; &amp; &quot;c&quot; 'd'\n\t中😀");
        assert_eq!(escaped("\0\u{b}\r\u{7f}\u{85}\u{ffff}"), "\u{fffd}".repeat(6));
        let all = ('\0'..='\u{ffff}').filter(|c| unknown(*c));
        assert!(all.clone().count() == 31 && all.into_iter().all(|c| escaped(&c.to_string()) == "\u{fffd}"));
    }
}
