//! Web pages with their parts in one file (MIME HTML, RFC 2557): only the page is read.

use super::{Document, encoding, html};
use crate::interchange::remark::Refusal;
use encoding_rs::Encoding;

/// The deepest nesting of parts.
const DEEPEST: usize = 10;

pub fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    let part = page(bytes, DEEPEST).ok_or(Refusal::NoText)?;
    let decoded =
        encoding::decode(&part.content, None, part.charset.or_else(|| html::declared_encoding(&part.content)))?;
    if !part.is_plain {
        return html::read(&decoded.text);
    }
    Ok(Document { text: crate::text::normalise(decoded.text).text, format: "txt", ..Document::default() })
}

struct Part {
    content: Vec<u8>,
    charset: Option<&'static Encoding>,
    is_plain: bool,
}

/// The first page of a message, otherwise its first plain text.
fn page(message: &[u8], depth: usize) -> Option<Part> {
    let (head, body) = split(message);
    let head = String::from_utf8_lossy(head).replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    let field = |name: &str| {
        head.lines().find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let kind = field("content-type").unwrap_or_else(|| "text/html".into());
    let lower = kind.to_lowercase();
    if lower.starts_with("multipart/") {
        let boundary = parameter(&kind, "boundary")?;
        let parts: Vec<Part> =
            parts(body, &boundary).into_iter().filter_map(|part| page(part, depth.checked_sub(1)?)).collect();
        let found = parts.iter().position(|part| !part.is_plain).unwrap_or(0);
        return parts.into_iter().nth(found);
    }
    if !lower.starts_with("text/html") && !lower.starts_with("text/plain") && !lower.contains("xhtml") {
        return None;
    }
    let content = match field("content-transfer-encoding").unwrap_or_default().to_lowercase().as_str() {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(body),
        _ => body.to_vec(),
    };
    let charset = parameter(&kind, "charset").and_then(|name| Encoding::for_label(name.as_bytes()));
    Some(Part { content, charset, is_plain: lower.starts_with("text/plain") })
}

/// Splits a message into its header fields and what follows the first empty line.
fn split(message: &[u8]) -> (&[u8], &[u8]) {
    let message = message.strip_prefix(b"\xef\xbb\xbf").unwrap_or(message).trim_ascii_start();
    let ends = [&b"\r\n\r\n"[..], b"\n\n"];
    let end =
        ends.iter().filter_map(|end| Some((message.windows(end.len()).position(|w| w == *end)?, end.len()))).min();
    let Some((at, length)) = end else { return (&[], message) };
    (message.get(..at).unwrap_or_default(), message.get(at + length..).unwrap_or_default())
}

fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn parts<'b>(body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let mark = format!("--{boundary}").into_bytes();
    let (mut out, mut from, mut at) = (Vec::new(), None, 0);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(&mark) {
            out.extend(from.and_then(|from| body.get(from..at)));
            from = Some(at + line.len());
        }
        at += line.len();
    }
    out.extend(from.and_then(|from| body.get(from..)).filter(|rest| !rest.trim_ascii().is_empty()));
    out
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'=' {
            out.push(*first);
            continue;
        }
        // At the end of a line, this sign means that the line continues.
        let end = tail.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        if let Some(b'\n') = end.and_then(|end| tail.get(end)) {
            rest = end.and_then(|end| tail.get(end + 1..)).unwrap_or_default();
            continue;
        }
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => out.push(b'='),
        }
    }
    out
}

fn base64(body: &[u8]) -> Vec<u8> {
    let value = |byte: &u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for six in body.iter().filter_map(value) {
        bits = (bits << 6 | u32::from(six)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_read_however_it_is_packed() {
        let cases = [
            "MIME-Version: 1.0\nContent-Type: text/html; charset=\"utf-8\"\n\n<p>Ana: caf\u{e9}, so</p>".to_owned(),
            "MIME-Version: 1.0\r\nContent-Type: text/html;\r\n charset=iso-8859-1\r\nContent-Transfer-Encoding: \
             quoted-printable\r\n\r\n<p>Ana: caf=E9, =\r\nso</p>"
                .to_owned(),
            "Content-Type: multipart/related; boundary=\"--b\"\n\nx\n----b\nContent-Type: text/css\n\np {}\n----b\n\
             Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+QW5hOiBjYWbDqSwg\nc288L3A+\n\
             ----b--\n"
                .to_owned(),
            "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nno\n--b\n\
             Content-Type: multipart/related; boundary=c\n\n--c\nContent-Type: text/html\n\n<p>Ana: caf&eacute;, so</p>\n--c--\n--b--"
                .to_owned(),
        ];
        for message in cases {
            assert_eq!(read(message.as_bytes()).map(|page| page.text), Ok("Ana: café, so".to_owned()), "{message}");
        }
        let endless = "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(100);
        assert_eq!(read(endless.as_bytes()), Err(Refusal::NoText));
    }
}
