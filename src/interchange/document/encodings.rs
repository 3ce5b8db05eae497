//! The encodings of text files that the user can choose, and what they are called.

use crate::i18n::{self, Language};
use crate::tr;

/// The encodings in which readers of Chinese have their texts; they come first for them.
const CHINESE: [&str; 2] = ["gb18030", "utf-8"];

/// Returns the encodings that the user can choose, under their common names, with where they are used. Those that are usual
/// where the language of the thread is spoken come first.
#[must_use]
pub fn encodings() -> [(&'static str, &'static str); 19] {
    let mut all = [
        ("utf-8", tr!("everywhere")),
        ("utf-16le", tr!("Windows, “Unicode”")),
        ("utf-16be", tr!("older Macs")),
        ("gb18030", tr!("Chinese, simplified (GBK, GB2312)")),
        ("big5", tr!("Chinese, traditional")),
        ("shift_jis", tr!("Japanese")),
        ("euc-jp", tr!("Japanese, Unix")),
        ("euc-kr", tr!("Korean")),
        ("windows-1250", tr!("Central European")),
        ("windows-1251", tr!("Cyrillic")),
        ("windows-1252", tr!("Western European")),
        ("windows-1253", tr!("Greek")),
        ("windows-1254", tr!("Turkish")),
        ("windows-1255", tr!("Hebrew")),
        ("windows-1256", tr!("Arabic")),
        ("windows-1257", tr!("Baltic")),
        ("windows-1258", tr!("Vietnamese")),
        ("iso-8859-2", tr!("Central European, Unix")),
        ("macintosh", tr!("Western European, older Macs")),
    ];
    if i18n::current() == Language::Chinese {
        all.sort_by_key(|(name, _)| CHINESE.iter().position(|first| first == name).unwrap_or(CHINESE.len()));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::encoding_title;

    #[test]
    fn readers_of_chinese_find_their_encodings_first() {
        let names = || encodings().map(|(name, _)| encoding_title(name));
        let chinese = i18n::within(Language::Chinese, names);
        assert_eq!(chinese[..4], ["GB18030", "UTF-8", "UTF-16LE", "UTF-16BE"]);
        let english = names();
        assert_eq!(english[..4], ["UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"]);
        assert_eq!(english[10], "Windows-1252");
        let sorted = |mut names: [String; 19]| {
            names.sort();
            names
        };
        assert_eq!(sorted(chinese), sorted(english));
    }
}
