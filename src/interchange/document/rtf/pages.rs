//! Code pages and character sets by number.

use encoding_rs::Encoding;

pub(super) fn code_page(number: i64) -> Option<&'static Encoding> {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gb18030".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        65001 => "utf-8".to_owned(),
        874 | 1250..=1258 => format!("windows-{number}"),
        866 => "ibm866".to_owned(),
        10_000 => "macintosh".to_owned(),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

/// A font's character set, by its Windows number. Set 0 is the document's own code page.
pub(super) fn charset(number: i64) -> Option<&'static Encoding> {
    let page = match number {
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    code_page(page)
}
