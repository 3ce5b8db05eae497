//! Writes XML piece by piece.

use crate::interchange::markup::unknown;
use std::io::Write;

/// Bytes after which the buffer is passed on.
const PIECE: usize = 1 << 16;

pub struct Xml<W> {
    text: String,
    out: W,
}

impl<W: Write> Xml<W> {
    pub fn new(out: W) -> Self {
        let text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned();
        Self { text, out }
    }

    /// Writes the rest.
    pub fn finish(mut self) -> std::io::Result<W> {
        self.out.write_all(self.text.as_bytes())?;
        Ok(self.out)
    }

    /// Passes the buffer on if it is large enough.
    pub fn flush_if_full(&mut self) -> std::io::Result<()> {
        if self.text.len() > PIECE {
            self.out.write_all(self.text.as_bytes())?;
            self.text.clear();
        }
        Ok(())
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            escape(&mut self.text, value, true);
            self.text.push('"');
        }
        self.text.push_str(end);
    }

    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, ">\n");
    }

    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, "/>\n");
    }

    pub fn close(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    /// Writes an element with text; nothing if the text is empty.
    pub fn text_element(&mut self, name: &str, text: &str) {
        self.text_with(name, &[], text);
    }

    /// As [`Self::text_element`], with attributes.
    pub fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        if !text.is_empty() {
            self.tag(name, attributes, ">");
            escape(&mut self.text, text, false);
            self.close(name);
        }
    }
}

/// Leaves out characters that XML does not allow, and writes white space in attributes so that it is preserved.
fn escape(out: &mut String, text: &str, attribute: bool) {
    let plain = |byte: u8| !matches!(byte, b'&' | b'<' | b'>' | b'"' | 0..=0x1f | 0xef);
    if text.bytes().all(plain) {
        return out.push_str(text);
    }
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            c if unknown(c) => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn what_xml_does_not_know_is_left_out_and_white_space_survives() {
        let mut xml = Xml::new(Vec::new());
        xml.empty("A", &[("n", "a<&\"\n\t\r\u{1}\u{ffff}ﬀ")]);
        xml.text_element("B", "\n<\u{b}>\r\n\"");
        xml.text_element("C", "");
        let text = String::from_utf8(xml.finish().unwrap()).unwrap();
        assert!(
            text.ends_with("?>\n<A n=\"a&lt;&amp;&quot;&#10;&#9;&#13;ﬀ\"/>\n<B>\n&lt;&gt;&#13;\n\"</B>\n"),
            "{text}"
        );
    }
}
