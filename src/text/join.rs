//! Joins two lines into one.
//!
//! A line end within a paragraph stands for a space, except in scripts without spaces between words.

/// Returns what replaces a line end between two texts: a space, or nothing if both sides belong to scripts without
/// spaces, at full-width marks, and beside white space. A number belongs to the script of the words around it.
///
/// ```
/// use pullquote::text::join::between;
/// assert_eq!(between("why did", "you go?"), " ");
/// assert_eq!(between("离开重", "庆"), "");
/// assert_eq!(between("2019年", "3月"), "");
/// ```
#[must_use]
pub fn between(before: &str, after: &str) -> &'static str {
    let sides = Side::of(before.chars().rev()).zip(Side::of(after.chars()));
    let Some((Side { nearest: last, is_numeral: is_last_numeral }, Side { nearest: next, is_numeral })) = sides else {
        return "";
    };
    let unspaced =
        |c: char, numeral: bool, other: char| is_unspaced(c) || (numeral || is_ambiguous(c)) && is_unspaced(other);
    if last.is_whitespace()
        || next.is_whitespace()
        || is_wide_mark(last)
        || is_wide_mark(next)
        || unspaced(last, is_last_numeral, next) && unspaced(next, is_numeral, last)
    {
        ""
    } else {
        " "
    }
}

/// One side of a line end, read away from it.
struct Side {
    nearest: char,
    /// The side begins with a number, and the word next to it, if any, is of a script without spaces.
    is_numeral: bool,
}

impl Side {
    fn of(chars: impl Iterator<Item = char>) -> Option<Self> {
        let mut chars = chars.filter(|c| !is_attached(*c)).peekable();
        let nearest = *chars.peek()?;
        let is_number = |c: char| c.is_numeric() || matches!(c, '%' | '‰' | '°' | '℃');
        if !is_number(nearest) || is_unspaced(nearest) {
            return Some(Self { nearest, is_numeral: false });
        }
        let is_within = |c: char| is_number(c) || c.is_whitespace() || matches!(c, '.' | ',' | ':' | '/' | '-');
        let beyond = chars.find(|c| !is_within(*c));
        Some(Self { nearest, is_numeral: !beyond.is_some_and(|c| c.is_alphabetic() && !is_unspaced(c)) })
    }
}

/// True for characters and marks of scripts without spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese,
/// Tibetan and similar, but not Korean.
#[must_use]
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{19ff}'
        | '\u{1a20}'..='\u{1aaf}' | '\u{1b00}'..='\u{1b7f}' | '\u{2e80}'..='\u{30ff}' | '\u{3100}'..='\u{312f}'
        | '\u{31a0}'..='\u{9fff}' | '\u{a980}'..='\u{a9ff}' | '\u{aa60}'..='\u{aadf}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff9f}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1b000}'..='\u{1b16f}'
        | '\u{20000}'..='\u{3ffff}')
}

/// True for marks as wide as an ideograph, which include their own white space.
fn is_wide_mark(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301f}' | '\u{3030}' | '\u{30fb}' | '\u{fe10}'..='\u{fe19}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}'
        | '\u{ff5b}'..='\u{ff65}')
}

/// True for marks that are full-width beside ideographs and narrow beside letters.
fn is_ambiguous(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '…' | '‥' | '—' | '―' | '·')
}

/// True for characters that belong to the one before, or are invisible.
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
            ("2019年", "3月"),
            ("他2019", "年走了"),
            ("2019", "年走了"),
            ("约3.5", "倍"),
            ("涨了12%", "左右"),
            ("下午3:30", "到家"),
            ("気温は", "30℃で"),
            ("第", "½页"),
            ("第", "3"),
            ("ปี", "2562 แล้ว"),
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
            ("in 2019", "I left"),
            ("2019년", "3월"),
            ("Windows", "10是"),
            ("我用", "3D打印"),
            ("我有", "3 books"),
            ("第12", "34页"),
            ("COVID19", "以后"),
            ("1,000", "people"),
            ("5", "6"),
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
