//! Cells: numbers and texts, with a style.

use super::styles::CellStyle;
use crate::interchange::markup::unknown;
use jiff::civil::Date;

/// The contents of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Finite. A date is the number of [`days`].
    Number(f64),
    /// At most [`super::MOST_CHARACTERS`] UTF-16 units; nothing is written if it is empty. Never a formula, whatever it looks like.
    Text(&'a str),
}

/// The day as Excel counts: 1 is 1 January 1900, and 60 a 29 February of that year, which never was. `None` before 1900.
#[must_use]
pub fn days(date: Date) -> Option<i32> {
    // The first day after the one that never was.
    let from = Date::constant(1900, 3, 1);
    let since = date.since((jiff::Unit::Day, from)).ok()?.get_days();
    let day = if since < 0 { since + 60 } else { since + 61 };
    (day > 0).then_some(day)
}

/// `A`, `Z`, `AA`, …: the name of a column, counted from 0.
pub(super) fn column(mut place: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'A' + (place % 26) as u8));
        place /= 26;
        if place == 0 {
            return name;
        }
        place -= 1;
    }
}

pub(super) fn write_cell(out: &mut String, place: usize, row: usize, value: &Value<'_>, style: CellStyle) {
    let begin = |out: &mut String| {
        out.push_str(&format!("<c r=\"{}{row}\" s=\"{}\"", column(place), style.number()));
    };
    match value {
        Value::Text("") => {}
        Value::Number(number) => {
            begin(out);
            out.push_str(&format!("><v>{number}</v></c>"));
        }
        Value::Text(text) => {
            begin(out);
            out.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            push_text(out, text);
            out.push_str("</t></is></c>");
        }
    }
}

/// Writes `\u{b}` as `_x000B_`, because XML does not allow such characters, and so `_x000B_` as `_x005F_x000B_`.
fn push_text(out: &mut String, text: &str) {
    if text.bytes().all(|byte| !matches!(byte, b'&' | b'<' | b'>' | b'_' | 0..=0x1f | 0xef)) {
        return out.push_str(text);
    }
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("_x000D_"),
            '_' if is_code(text.get(at..).unwrap_or_default()) => out.push_str("_x005F_"),
            c if unknown(c) => out.push_str(&format!("_x{:04X}_", u32::from(c))),
            c => out.push(c),
        }
    }
}

/// True for a text that begins like `_x000B_`.
fn is_code(text: &str) -> bool {
    let Some(code) = text.as_bytes().get(..7) else { return false };
    code.starts_with(b"_x") && code.ends_with(b"_") && code.iter().skip(2).take(4).all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_days_are_counted_as_excel_counts_them() {
        for (place, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(column(place), name);
        }
        let day = |year, month, day| days(jiff::civil::date(year, month, day));
        assert_eq!((day(1899, 12, 31), day(1900, 1, 1), day(1900, 2, 28)), (None, Some(1), Some(59)));
        assert_eq!((day(1900, 3, 1), day(1975, 7, 29), day(9999, 12, 31)), (Some(61), Some(27_604), Some(2_958_465)));
    }

    #[test]
    fn what_xml_does_not_allow_is_written_as_excel_writes_it() {
        let text = |text: &str| {
            let mut out = String::new();
            push_text(&mut out, text);
            out
        };
        assert_eq!(
            text("a\u{b}\r\n_x000B__x1_<&>_\u{ffff}中"),
            "a_x000B__x000D_\n_x005F_x000B__x1_&lt;&amp;&gt;__xFFFF_中"
        );
        assert_eq!(text("plain 中文\u{1f600}"), "plain 中文\u{1f600}");
    }
}
