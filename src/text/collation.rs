//! The sort order of names and values in lists and tables.
//!
//! Names are compared by the Unicode Collation Algorithm with the root order of CLDR: accents and case matter only
//! where the letters are the same, and numbers in names are compared by value. Names that begin with a Chinese
//! character come after all others, ordered by Pinyin; Chinese numbers that count things are compared by value, too.

use super::script::is_han;
use crate::model::values::{date, number};
use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::{Locale, locale};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::LazyLock;

static ROOT: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| collator(Locale::UNKNOWN));
static CHINESE: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| collator(locale!("zh")));

/// Never returns `None`: the data are compiled into the program.
fn collator(locale: Locale) -> Option<CollatorBorrowed<'static>> {
    let mut preferences = CollatorPreferences::from(&locale);
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    Collator::try_new(preferences, CollatorOptions::default()).ok()
}

/// Compares two names as people expect: "Interview 2" comes before "Interview 10". A total order: names are equal
/// only if their code points are.
#[must_use]
pub fn compare_names(a: &str, b: &str) -> Ordering {
    let (is_a_chinese, is_b_chinese) = (begins_with_han(a), begins_with_han(b));
    let by_language = is_a_chinese.cmp(&is_b_chinese);
    let rules = if is_a_chinese && is_b_chinese { &CHINESE } else { &ROOT };
    let compared = || {
        let (a, b) = (with_digits(a), with_digits(b));
        rules.as_ref().map_or(Ordering::Equal, |rules| rules.compare(&a, &b))
    };
    by_language.then_with(compared).then_with(|| a.cmp(b))
}

const NUMERALS: &str = "〇零一二三四五六七八九十百千";

/// What is counted: 一组, 三月, 二年级. A number before another character is part of a word, as in 三峡.
const COUNTED: [&str; 11] = ["章", "节", "组", "班", "期", "轮", "次", "号", "月", "级", "年级"];

/// Writes Chinese numbers that count things as digits: 访谈十二 as 访谈12, 第三次 as 第3次, （一）as（1）, 二、方法 as 2、方法.
fn with_digits(name: &str) -> Cow<'_, str> {
    let is_numeral = |c: char| NUMERALS.contains(c);
    let (mut out, mut rest) = (String::new(), name);
    while let Some(start) = rest.find(is_numeral) {
        let (head, tail) = rest.split_at(start);
        let (numerals, after) = tail.split_at(tail.len() - tail.trim_start_matches(is_numeral).len());
        let is_ordinal = head.ends_with('第');
        let ends = after.chars().next().is_none_or(|c| !c.is_alphanumeric());
        let counts = is_ordinal || ends || COUNTED.iter().any(|thing| after.starts_with(thing));
        out.push_str(head);
        match value_of(numerals).filter(|_| counts) {
            Some(value) => out.push_str(&value.to_string()),
            None => out.push_str(numerals),
        }
        rest = after;
    }
    if out.is_empty() {
        return Cow::Borrowed(name);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Returns the value of a Chinese number below ten thousand: 十二, 一百零五, 二〇.
fn value_of(numerals: &str) -> Option<u32> {
    let digit = |c: char| NUMERALS.chars().skip(1).position(|own| own == c).filter(|value| *value < 10);
    if !numerals.contains(['十', '百', '千']) {
        let mut digits = numerals.chars().map(|c| if c == '〇' { Some(0) } else { digit(c) });
        return digits.try_fold(0_u32, |sum, digit| sum.checked_mul(10)?.checked_add(u32::try_from(digit?).ok()?));
    }
    let (mut sum, mut last) = (0_u32, None);
    for c in numerals.chars() {
        let unit = match c {
            '千' => 1000,
            '百' => 100,
            '十' => 10,
            '零' | '〇' => continue,
            c => {
                last = u32::try_from(digit(c)?).ok();
                continue;
            }
        };
        sum = sum.checked_add(last.take().unwrap_or(1) * unit)?;
    }
    sum.checked_add(last.unwrap_or(0))
}

fn begins_with_han(name: &str) -> bool {
    // Radicals and signs that stand for characters are sorted among them.
    name.starts_with(|c: char| is_han(c) || matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}'))
}

/// Compares two values of an attribute: numbers by value, dates by time. `None` is an unknown value and
/// comes last in both directions.
#[must_use]
pub fn compare_values(a: Option<&str>, b: Option<&str>, descending: bool) -> Ordering {
    let (a, b) = match (a, b) {
        (Some(a), Some(b)) => (a, b),
        (a, b) => return b.is_some().cmp(&a.is_some()),
    };
    // Compare numbers before dates before text; otherwise the order of "1e3", "1f" and "2" would be circular.
    let order = match ((number(a), number(b)), (date(a), date(b))) {
        ((Some(x), Some(y)), _) => x.total_cmp(&y),
        ((None, None), (Some(x), Some(y))) => x.cmp(&y),
        ((None, None), (None, None)) => compare_names(a, b),
        ((None, None), (x, y)) => y.is_some().cmp(&x.is_some()),
        ((x, y), _) => y.is_some().cmp(&x.is_some()),
    };
    if descending { order.reverse() } else { order }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_as_people_look_for_them() {
        let sorted = [
            "",
            "1",
            "2",
            "10",
            "A",
            "Ana",
            "Åsa",
            "B1",
            "b2",
            "B02",
            "B10",
            "cote",
            "coté",
            "côte",
            "Émile",
            "Eva",
            "Олег",
            "김",
            "一",
            "一、背景",
            "一组",
            "二",
            "二、方法",
            "二组",
            "十",
            "十一",
            "十一、附录",
            "二十",
            "一百",
            "一千零一",
            "陈静",
            "第二次",
            "第二章",
            "第十章",
            "第十一次",
            "第十一章",
            "访谈 9",
            "访谈 10",
            "访谈（一）",
            "访谈（十）",
            "访谈二",
            "访谈三 上",
            "访谈三 下",
            "访谈九",
            "访谈十",
            "访谈十二",
            "访谈二十",
            "访谈一百零三",
            "李强",
            "三峡",
            "王芳",
            "张伟",
        ];
        let mut names = sorted.to_vec();
        fastrand::Rng::with_seed(5).shuffle(&mut names);
        names.sort_by(|a, b| compare_names(a, b));
        assert_eq!(names, sorted);
    }

    #[test]
    fn the_order_is_total() {
        let pool = [
            "a", "A", "á", "ａ", "1", "01", " ", "重", "庆", "第", "十", "二", "百", "组", "、", "-", "の", "\u{301}",
            "", "🙂",
        ];
        let mut random = fastrand::Rng::with_seed(11);
        let mut name = || (0..random.usize(0..4)).map(|_| random.choice(pool).unwrap_or("")).collect::<String>();
        for _ in 0..20_000 {
            let (a, b, c) = (name(), name(), name());
            assert_eq!(compare_names(&a, &b), compare_names(&b, &a).reverse(), "{a:?} {b:?}");
            assert_eq!(compare_names(&a, &b) == Ordering::Equal, a == b);
            if compare_names(&a, &b).is_le() && compare_names(&b, &c).is_le() {
                assert!(compare_names(&a, &c).is_le(), "{a:?} {b:?} {c:?}");
            }
        }
    }

    #[test]
    fn unknown_values_come_last_in_both_directions() {
        let mut list = [None, Some("9"), Some("10"), None, Some("-1.5")];
        list.sort_by(|a, b| compare_values(*a, *b, false));
        assert_eq!(list, [Some("-1.5"), Some("9"), Some("10"), None, None]);
        list.sort_by(|a, b| compare_values(*a, *b, true));
        assert_eq!(list, [Some("10"), Some("9"), Some("-1.5"), None, None]);
        let mut written = [Some("soon"), Some("29.7.2019"), Some("3,5"), Some("2019-01-31"), Some("10")];
        written.sort_by(|a, b| compare_values(*a, *b, false));
        assert_eq!(written, [Some("3,5"), Some("10"), Some("2019-01-31"), Some("29.7.2019"), Some("soon")]);
    }
}
