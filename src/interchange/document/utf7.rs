//! UTF-7, which writes characters beyond ASCII as Base64 between `+` and `-`.

use super::encoding::Decoded;

pub(super) const NAME: &str = "UTF-7";

/// The fewest words with letters beyond ASCII in a text that does not say that it is UTF-7.
const FEWEST: usize = 3;

/// Decodes a text; `None` if it is not valid.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded<'static>> {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii())?;
    while let Some((plain, tail)) = rest.split_once('+') {
        text.push_str(plain);
        let (code, after) = sequence(tail);
        if code.is_empty() {
            rest = tail.strip_prefix('-')?;
            text.push('+');
            continue;
        }
        text.push_str(&characters(code)?);
        rest = after;
    }
    text.push_str(rest);
    Some(Decoded { text: text.into(), encoding: NAME.into(), unreadable: 0, warnings: vec![] })
}

/// True if several sequences, and all of them, are letters or marks beyond ASCII.
pub(super) fn is_likely(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or("");
    let sequences = || text.split('+').skip(1).map(sequence).filter(|(code, _)| !code.is_empty());
    sequences().count() >= FEWEST
        && sequences().all(|(code, _)| characters(code).is_some_and(|found| !found.is_empty() && !found.is_ascii()))
}

/// Splits the Base64 after a plus sign from the text after it; a hyphen ends it and is left out.
fn sequence(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/'))).unwrap_or(text.len());
    let (code, rest) = text.split_at(end);
    (code, rest.strip_prefix('-').unwrap_or(rest))
}

/// The characters of Base64: units of UTF-16, and less than six bits of padding, all 0.
fn characters(code: &str) -> Option<String> {
    let (mut bits, mut count, mut units) = (0_u32, 0, Vec::new());
    for byte in code.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 16 {
            count -= 16;
            units.push((bits >> count) as u16);
            bits &= (1 << count) - 1;
        }
    }
    (count < 6 && bits == 0).then(|| String::from_utf16(&units).ok()).flatten()
}
