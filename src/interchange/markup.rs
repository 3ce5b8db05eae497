//! Escaping of text for XML, HTML and Markdown.

use crate::text::one_line;

/// Goes into the head of every exported page: the page runs no scripts and loads nothing, whatever its texts contain.
pub const CONTENT_SECURITY: &str =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">";

/// Escapes a text for use between tags or within an attribute in double quotation marks. Characters that XML or HTML do
/// not allow become U+FFFD.
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
            // XML allows more control characters than HTML does.
            c if c.is_control() || unknown(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Escapes everything that Markdown or HTML would interpret.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' => out.push_str("<br>"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// A name as an inline code span in Markdown.
#[must_use]
pub fn markdown_code(name: &str) -> String {
    let name = one_line(name);
    let longest = name.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // One space at either end of a code span with backticks is not part of the code.
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{name}{space}{fence}")
}

/// True for characters that XML 1.0 does not allow.
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

    #[test]
    fn names_in_markdown_stay_names() {
        assert_eq!(markdown("a <b> & *c* [d](e)\nf"), "a &lt;b> &amp; \\*c\\* \\[d\\](e)<br>f");
        let cases = [("age", "`age`"), ("a`b", "`` a`b ``"), ("``", "``` `` ```"), ("a\n# b", "`a # b`")];
        for (name, code) in cases {
            assert_eq!(markdown_code(name), code);
        }
    }
}
