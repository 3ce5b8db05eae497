//! What stands between two lines that become one.
//!
//! A line end within a paragraph stands for a space, but not in scripts that are written without spaces.

/// Returns what belongs between two stretches of text when the line end between them is taken away: a space, or nothing
/// where both sides are of a script without spaces, at full-width marks, and beside white space.
///
/// ```
/// use pullquote::text::join::between;
/// assert_eq!(between("why did", "you go?"), " ");
/// assert_eq!(between("离开重", "庆"), "");
/// ```
#[must_use]
pub fn between(before: &str, after: &str) -> &'static str {
    let last = before.chars().rev().find(|c| !is_attached(*c));
    let next = after.chars().find(|c| !is_attached(*c));
    let (Some(last), Some(next)) = (last, next) else { return "" };
    let unspaced = |c: char, other: char| is_unspaced(c) || is_ambiguous(c) && is_unspaced(other);
    if last.is_whitespace()
        || next.is_whitespace()
        || is_wide_mark(last)
        || is_wide_mark(next)
        || unspaced(last, next) && unspaced(next, last)
    {
        ""
    } else {
        " "
    }
}

/// True for a character of a script that is written without spaces between words, and for its marks: Chinese, Japanese,
/// Thai, Lao, Khmer, Burmese, Tibetan and their like. Not Korean.
#[must_use]
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{19ff}'
        | '\u{1a20}'..='\u{1aaf}' | '\u{1b00}'..='\u{1b7f}' | '\u{2e80}'..='\u{30ff}' | '\u{3100}'..='\u{312f}'
        | '\u{31a0}'..='\u{9fff}' | '\u{a980}'..='\u{a9ff}' | '\u{aa60}'..='\u{aadf}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff9f}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1b000}'..='\u{1b16f}'
        | '\u{20000}'..='\u{3ffff}')
}

/// A mark as wide as an ideograph, which brings its own white space.
fn is_wide_mark(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301f}' | '\u{3030}' | '\u{30fb}' | '\u{fe10}'..='\u{fe19}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}'
        | '\u{ff5b}'..='\u{ff65}')
}

/// A mark that is full-width beside ideographs and narrow beside letters.
fn is_ambiguous(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '…' | '‥' | '—' | '―' | '·')
}

/// Belongs to the character before it, or is not to be seen.
fn is_attached(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::{between, is_unspaced};

    #[test]
    fn lines_are_joined_as_their_script_is_written() {
        let nothing = [
            ("离开重", "庆？"),
            ("東", "京へ"),
            ("ありませ", "ん"),
            ("ประเทศ", "ไทย"),
            ("ປະເທດ", "ລາວ"),
            ("ភាសា", "ខ្មែរ"),
            ("မြန်မာ", "စာ"),
            ("བོད་", "སྐད"),
            ("ﾃｽ", "ﾄ"),
            ("葛\u{e0100}", "城"),
            ("か\u{3099}", "く"),
            ("他说，", "OK"),
            ("OK", "，他说"),
            ("see", "（图一）"),
            ("他说", "“走吧”"),
            ("走……", "我"),
            ("한국", "、일본"),
            ("a ", "b"),
            ("a", "\u{3000}b"),
            ("", "a"),
            ("a", ""),
            ("a", "\u{301}"),
        ];
        for (before, after) in nothing {
            assert_eq!(between(before, after), "", "{before:?} {after:?}");
        }
        let space = [
            ("why did", "you go?"),
            ("한국", "사람"),
            ("我用", "Python"),
            ("Python", "很好"),
            ("he said", "“go”"),
            ("wait…", "what"),
            ("cafe\u{301}", "au lait"),
            ("नमस्ते", "दुनिया"),
            ("שלום", "עולם"),
            ("yes 😀", "no"),
        ];
        for (before, after) in space {
            assert_eq!(between(before, after), " ", "{before:?} {after:?}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_known() {
        assert!(['人', '。', '（', 'あ', '𠮷', 'ไ'].into_iter().all(is_unspaced));
        assert!(!['한', 'a', '“', 'א', 'न'].into_iter().any(is_unspaced));
    }
}
