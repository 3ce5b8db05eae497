//! Tests of the language of texts.

use super::*;

#[test]
fn a_text_is_filled_by_name_and_keeps_what_it_does_not_know() {
    let values: [(&str, &dyn std::fmt::Display); 4] =
        [("name", &"Pay {n}"), ("n", &3), ("chinese", &"租金"), ("path", &"/a/b")];
    for (text, filled) in [
        ("{n} of {name}", "3 of Pay {n}"),
        ("{{n}} {n}", "{n} 3"),
        ("{other} {n", "{other} {n"),
        ("} {} {n}", "} {} 3"),
        ("第 {n} 个", "第 3 个"),
        ("第{n}个“{n}”，{n}", "第 3 个“3”，3"),
        ("{n}月{n}日的", "3月3日的"),
        ("{chinese}{n}", "租金3"),
        ("编码{name}、{chinese}的", "编码 Pay {n}、租金的"),
        ("已保存到{path}。位于{path}中", "已保存到 /a/b。位于 /a/b 中"),
        ("", ""),
    ] {
        assert_eq!(fill(text, &values), filled, "{text}");
    }
}

#[test]
fn counts_choose_the_form_of_the_language() {
    let passages = |n: u64| tr!("{n} passage" | "{n} passages" % n);
    assert_eq!([0, 1, 2].map(passages), ["0 passages", "1 passage", "2 passages"]);
    assert_eq!(within(Language::Chinese, || [0, 1, 2].map(passages)), ["0 个编码片段", "1 个编码片段", "2 个编码片段"]);
}

#[test]
fn lists_are_written_as_the_language_writes_them() {
    let items = ["A", "B", "C"];
    assert_eq!((and(&items[..0]), and(&items[..1]), and(&items[..2])), (String::new(), "A".into(), "A and B".into()));
    assert_eq!((and(&items), or(&items), joined(&items)), ("A, B and C".into(), "A, B or C".into(), "A, B, C".into()));
    within(Language::Chinese, || {
        assert_eq!(
            (and(&items), or(&items), joined(&items)),
            ("A、B 和 C".into(), "A、B 或 C".into(), "A、B、C".into())
        );
    });
}

#[test]
fn the_language_belongs_to_the_thread_and_is_restored() {
    let caught = std::panic::catch_unwind(|| within(Language::Chinese, || panic!("{}", current().code())));
    assert_eq!(caught.unwrap_err().downcast_ref::<String>().map(String::as_str), Some("zh"));
    assert_eq!(current(), Language::English);
    within(Language::Chinese, || {
        let other = std::thread::spawn(current).join();
        assert_eq!(other.ok(), Some(Language::English));
        assert_eq!(current(), Language::Chinese);
    });
}

#[test]
fn a_locale_selects_its_language() {
    for locale in ["zh", "zh_CN.UTF-8", "zh-Hans-CN", "ZH_TW", "zh_HK.UTF-8", "zh-Hant-TW"] {
        assert_eq!(Language::of_locale(locale), Language::Chinese, "{locale}");
    }
    for locale in ["C", "en_GB", "de-DE", "", "zha"] {
        assert_eq!(Language::of_locale(locale), Language::English, "{locale}");
    }
}

#[test]
fn what_is_composed_in_each_language_is_read_in_the_present_one() {
    let words = Each::of(|| tr!("{n} passage" | "{n} passages" % 2)).map(|words| format!("{words}!"));
    assert_eq!(words.current(), "2 passages!");
    within(Language::Chinese, || assert_eq!(words.current(), "2 个编码片段!"));
}
