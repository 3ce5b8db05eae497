//! Decodes strings that are not drawn: comments, form fields, replacement texts.

/// PDFDocEncoding where it differs from Latin-1, from 0x18 and from 0x80.
const FIRST: [char; 8] = ['\u{2d8}', '\u{2c7}', '\u{2c6}', '\u{2d9}', '\u{2dd}', '\u{2db}', '\u{2da}', '\u{2dc}'];
const SECOND: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{fffd}€";

/// UTF-16 or UTF-8 with a byte order mark, otherwise one byte per character.
pub fn text(bytes: &[u8]) -> String {
    let units = |pairs: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, _) = pairs.as_chunks::<2>();
        String::from_utf16_lossy(&pairs.iter().map(|pair| unit(*pair)).collect::<Vec<u16>>())
    };
    match bytes {
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| latin(*byte)).collect(),
    }
}

fn latin(byte: u8) -> char {
    let listed = match byte {
        0x18..=0x1f => FIRST.get(usize::from(byte - 0x18)).copied(),
        0x80..=0xa0 => SECOND.chars().nth(usize::from(byte - 0x80)),
        _ => None,
    };
    listed.unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn strings_are_read_by_their_marks() {
        let cases: [(&[u8], &str); 5] = [
            (b"abc \xe9", "abc é"),
            (b"\x84 \x90 \xa0 \x1f", "— ’ € \u{2dc}"),
            (b"\xfe\xff\x4e\xba\xd8\x3d\xde\x00", "人😀"),
            (b"\xff\xfe\xba\x4e", "人"),
            ("\u{feff}人".as_bytes(), "人"),
        ];
        for (bytes, wanted) in cases {
            assert_eq!(text(bytes), wanted);
        }
    }
}
