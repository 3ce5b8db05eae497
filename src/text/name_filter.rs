//! Finds names by what people type into the filter of a list: parts of words in any order, and Chinese also by Pinyin.

use super::script::is_han;
use crate::model::names::half_width;
use pinyin::{Pinyin, ToPinyinMulti};

/// The words typed into a filter. A name is found if it contains all of them, ignoring case and the width of letters,
/// digits and marks. A word of Latin letters also finds Chinese characters by their Pinyin without tones, in full or by
/// the first letters: `bianma`, `bm` and `bianm` find 编码.
///
/// ```
/// use pullquote::text::NameFilter;
/// assert!(NameFilter::new("ＢＭ").finds("研究编码"));
/// assert!(!NameFilter::new("bm 阿").finds("研究编码"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameFilter {
    words: Vec<FilterWord>,
}

/// A word of a filter, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterWord {
    folded: String,
    is_latin: bool,
}

/// A name, folded for several searches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoldedName(String);

impl FoldedName {
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self(name.chars().map(half_width).flat_map(char::to_lowercase).collect())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FilterWord {
    /// True if the name contains the word as it is written.
    #[must_use]
    pub fn is_in(&self, name: &FoldedName) -> bool {
        name.0.contains(&self.folded)
    }

    /// True if the name contains the word, or characters with this Pinyin.
    #[must_use]
    pub fn finds(&self, name: &FoldedName) -> bool {
        self.is_in(name) || self.is_latin && is_reading(&self.folded, &name.0)
    }

    /// True if a word of the name begins with the word as it is written.
    #[must_use]
    pub fn begins_in(&self, name: &FoldedName) -> bool {
        name.0.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(&self.folded))
    }

    /// True if the name begins with the word, or with characters of this Pinyin.
    #[must_use]
    pub fn begins(&self, name: &FoldedName) -> bool {
        let is_read = || self.is_latin && name.0.starts_with(is_chinese) && reads(&self.folded, &name.0);
        name.0.starts_with(&self.folded) || is_read()
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.folded
    }
}

impl NameFilter {
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let word = |word: &str| {
            // A mark typed by mistake after a word.
            let bare = word.trim_end_matches([',', '.', ';', ':', '!', '?', '、']);
            let word = if bare.is_empty() { word } else { bare };
            let is_latin = word.len() < LONGEST && word.bytes().all(|b| b.is_ascii_alphanumeric());
            FilterWord { folded: word.to_owned(), is_latin }
        };
        Self { words: FoldedName::of(typed).0.split_whitespace().map(word).collect() }
    }

    /// Like [`Self::new`], for names of codes: `>` and `/`, also full-width, divide words.
    #[must_use]
    pub fn of_path(typed: &str) -> Self {
        Self::new(&typed.replace(['>', '＞', '›', '/', '／'], " "))
    }

    #[must_use]
    pub fn words(&self) -> &[FilterWord] {
        &self.words
    }

    /// True if nothing was typed; such a filter finds every name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    #[must_use]
    pub fn finds(&self, name: &str) -> bool {
        self.is_empty() || self.finds_folded(&FoldedName::of(name))
    }

    #[must_use]
    pub fn finds_folded(&self, name: &FoldedName) -> bool {
        self.words.iter().all(|word| word.finds(name))
    }

    /// Returns how close a name that is found is to what was typed, lowest first: the same words, words that begin so, or
    /// any part of the name.
    #[must_use]
    pub fn distance(&self, name: &str) -> u8 {
        let name = FoldedName::of(name);
        if name.0.split_whitespace().eq(self.words.iter().map(FilterWord::as_str)) {
            return 0;
        }
        u8::from(!self.words.iter().all(|typed| typed.begins_in(&name))) + 1
    }

    /// True if each word is found in one of the names.
    pub fn finds_among<'a>(&self, mut names: impl Iterator<Item = &'a str> + Clone) -> bool {
        match self.words.as_slice() {
            [] => true,
            [word] => names.any(|name| word.finds(&FoldedName::of(name))),
            words => words.iter().all(|word| names.clone().any(|name| word.finds(&FoldedName::of(name)))),
        }
    }
}

/// Returns the letter with which a name begins for a menu: in lower case, and of a Chinese character the first one of its
/// Pinyin.
#[must_use]
pub fn initial(name: &str) -> Option<char> {
    let first = name.chars().map(half_width).find(|c| c.is_alphanumeric())?;
    let syllable = first.to_pinyin_multi().and_then(|readings| readings.get_opt(0));
    let letter = syllable.and_then(|syllable| syllable.plain().chars().next());
    letter.unwrap_or(first).to_lowercase().next()
}

/// Longer words, in bytes, are not compared with Pinyin.
const LONGEST: usize = 64;

/// True if a part of the name can be read so. Each character stands for a whole syllable, its first letter or its
/// first consonant (`zh`); the last one for any beginning of its syllable. Letters and digits stand for themselves,
/// and other characters within the part are skipped.
fn is_reading(typed: &str, name: &str) -> bool {
    name.char_indices().any(|(at, c)| {
        let before = name.get(..at).and_then(|before| before.chars().next_back());
        // Latin letters begin at the start of a word, so that the ends of other words do not count.
        let begins = is_chinese(c) || !before.is_some_and(|before| before.is_ascii_alphanumeric());
        let rest = name.get(at..).unwrap_or_default();
        begins && c.is_alphanumeric() && rest.contains(is_chinese) && reads(typed, rest)
    })
}

/// True if `typed` can be read off the beginning of `name`.
fn reads(typed: &str, name: &str) -> bool {
    // What is left of `typed` after each way of reading the characters so far.
    let mut lefts = vec![typed];
    for c in name.chars() {
        let mut next: Vec<&str> = Vec::new();
        let mut add = |left: &'_ str| -> bool {
            // The lefts are ends of one text, so that their lengths tell them apart.
            let left = typed.get(typed.len() - left.len()..).unwrap_or_default();
            if !next.iter().any(|known| known.len() == left.len()) {
                next.push(left);
            }
            left.is_empty()
        };
        for left in &lefts {
            let is_read = if is_chinese(c) {
                c.to_pinyin_multi().into_iter().flatten().any(|syllable| {
                    steps(left, syllable).into_iter().any(|step| left.get(step..).is_some_and(&mut add))
                })
            } else if c.is_alphanumeric() {
                left.strip_prefix(c).is_some_and(&mut add)
            } else {
                add(left)
            };
            if is_read {
                return true;
            }
        }
        if next.is_empty() {
            return false;
        }
        lefts = next;
    }
    false
}

/// How many letters of `typed` can stand for a character with this reading.
fn steps(typed: &str, syllable: Pinyin) -> Vec<usize> {
    let syllable = syllable.plain();
    // `ü` is typed as `v` or `u`.
    let is_same = |(typed, letter): &(char, char)| typed == letter || *letter == 'ü' && matches!(typed, 'v' | 'u');
    let common = typed.chars().zip(syllable.chars()).take_while(is_same).count();
    let initial = if matches!(syllable.get(..2), Some("zh" | "ch" | "sh")) { 2 } else { 1 };
    let may_stand =
        |&step: &usize| step == 1 || step == initial || step == syllable.chars().count() || step == typed.len();
    (1..=common).filter(may_stand).collect()
}

/// True for characters with Pinyin.
fn is_chinese(c: char) -> bool {
    is_han(c) || c == '〇'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_begin_as_typed_are_closer() {
        let names = ["FGD 1: Woman 2", "Man 12", "Man 2", "FGD 2: Man 2"];
        for (typed, closest) in [("man 2", 2), ("Man 1", 1)] {
            let filter = NameFilter::new(typed);
            let mut found: Vec<usize> = (0..names.len()).filter(|&name| filter.finds(names[name])).collect();
            found.sort_by_key(|&name| filter.distance(names[name]));
            assert_eq!(found.first(), Some(&closest), "{typed}: {found:?}");
        }
        assert_eq!(["Man 2", "FGD 2: Man 2", "Woman 2"].map(|name| NameFilter::new("man 2").distance(name)), [0, 1, 2]);
    }

    #[test]
    fn what_a_name_begins_with_may_be_pinyin() {
        for (typed, name, begins) in [
            ("bi", "比较", true),
            ("bij", "比较", true),
            ("bi", "字符编码", false),
            ("bi", "Bin 编码", true),
            ("jiao", "比较", false),
            ("co", "Compare", true),
        ] {
            assert_eq!(NameFilter::new(typed).words()[0].begins(&FoldedName::of(name)), begins, "{typed} {name}");
        }
    }

    #[test]
    fn chinese_names_are_found_by_pinyin_and_by_its_first_letters() {
        for (name, found, not) in [
            ("编码", "bm bianma bianm bma b ma 编 BM ＢＭ", "mb bmx bianmaa ia"),
            ("重庆市", "chongqing cqs zhongqing cq qingshi", "congqing cqq"),
            ("住宿费", "zsf zhsf zhusf zhusufei zhus", "zf zusf"),
            ("女儿 > 绿地", "nver nuer nelvdi ld", "nvv"),
            ("第2次访谈 A", "d2c d2cft di2cift 2cfta", "d2ca"),
            ("A编码", "abm a编 abianma bma", "ba abx"),
            ("Rent", "rent re", "rt bm"),
            ("单身（独居）", "dsdj dj danshenduju", "dd"),
            ("银行 Bank", "yinhang yinxing yh yhb bank", "ank1 ya"),
        ] {
            let finds = |typed: &str| NameFilter::new(typed).finds(name);
            for typed in found.split(' ') {
                assert!(finds(typed), "{typed:?} finds {name}");
            }
            for typed in not.split(' ') {
                assert!(!finds(typed), "{typed:?} does not find {name}");
            }
        }
    }

    #[test]
    fn words_are_found_in_any_order_case_and_width() {
        for (typed, name, finds) in [
            ("", "Rent", true),
            ("　", "Rent", true),
            ("low inc", "Income too low", true),
            ("ｉｎｃｏｍｅ　ＬＯＷ", "Income too low", true),
            ("２０～３０", "20~30 岁", true),
            ("20~30", "２０～３０岁", true),
            ("（试）", "访谈(试)", true),
            ("导出，", "导出…", true),
            ("？", "为什么?", true),
            ("low high", "Income too low", false),
            ("家 sx", "家庭 > 思乡", true),
        ] {
            assert_eq!(NameFilter::new(typed).finds(name), finds, "{typed:?} {name:?}");
        }
        let filter = NameFilter::new("zw 女");
        assert!(filter.finds_among(["访谈 1", "张伟", "女"].into_iter()));
        assert!(!filter.finds_among(["访谈 1", "张伟", "男"].into_iter()));
    }

    #[test]
    fn names_begin_with_a_letter_that_can_be_typed() {
        for (name, letter) in [("编码…", Some('b')), ("“导入”", Some('d')), ("Ｅxport", Some('e')), ("…", None)]
        {
            assert_eq!(initial(name), letter, "{name}");
        }
    }

    /// Work grows with the name and not with the ways to read it.
    #[test]
    fn names_with_many_readings_are_read_once() {
        let name = "和".repeat(60);
        assert!(!NameFilter::new(&format!("{}x", "h".repeat(50))).finds(&name));
        assert!(NameFilter::new(&"he".repeat(30)).finds(&name));
    }
}
