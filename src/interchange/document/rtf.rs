//! Rich text: words, paragraphs, tabs and cells; fonts, pictures, headers and notes are left out.

use super::Document;
use super::words::{Look, Words};
use crate::interchange::remark::{AsideKind, Loss, Refusal};
use crate::model::Style;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::HashMap;

/// Groups within groups; nothing that people write comes near.
const DEEPEST: usize = 2_000;

/// Groups whose words are not part of the text.
const UNREAD: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "annotation",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "fldinst",
    "pntext",
    "pgdsctbl",
    "bkmkstart",
    "bkmkend",
    "nonshppict",
    "fontemb",
    "filetbl",
    "mmathPr",
    "wgrffmtfilter",
];

#[derive(Clone, Debug)]
struct Group {
    unread: bool,
    hidden: bool,
    deleted: bool,
    look: Look,
    font: i64,
    /// Characters that stand in for one that is given by number.
    spare: usize,
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    groups: Vec<Group>,
    out: Words,
    /// Where the paragraph begins in it, in code points, and which level of heading it is.
    paragraph: (u32, Option<u8>),
    /// Bytes in the font's code page that are not decoded yet.
    pending: Vec<u8>,
    page: &'static Encoding,
    fonts: HashMap<i64, &'static Encoding>,
    /// The font that is being defined.
    defines: i64,
    skip: usize,
    /// The first half of a character beyond the basic plane.
    surrogate: Option<u16>,
    left_out: usize,
    notes: usize,
}

pub fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    let mut reader = Reader {
        bytes,
        at: 0,
        groups: vec![],
        out: Words::default(),
        paragraph: (0, None),
        pending: vec![],
        page: WINDOWS_1252,
        fonts: HashMap::new(),
        defines: 0,
        skip: 0,
        surrogate: None,
        left_out: 0,
        notes: 0,
    };
    reader.run()?;
    reader.end_surrogate();
    let mut document = Document { format: "rtf", ..Document::default() };
    if !reader.groups.is_empty() {
        document.losses.push(Loss::Truncated);
    }
    document.report_left_out(AsideKind::HiddenText, reader.left_out);
    document.report_left_out(AsideKind::Footnote, reader.notes);
    (document.text, document.styles) = reader.out.finish();
    Ok(document)
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), Refusal> {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    if self.groups.len() >= DEEPEST {
                        return Err(Refusal::TooDeep { levels: DEEPEST });
                    }
                    let plain = Group {
                        unread: false,
                        hidden: false,
                        deleted: false,
                        look: Look::default(),
                        font: -1,
                        spare: 1,
                    };
                    self.groups.push(self.groups.last().cloned().unwrap_or(plain));
                }
                b'}' => {
                    self.flush();
                    self.groups.pop();
                    if self.groups.is_empty() {
                        return Ok(());
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        self.flush();
        Ok(())
    }

    fn control(&mut self) {
        let Some(&next) = self.bytes.get(self.at) else { return };
        if !next.is_ascii_alphabetic() {
            self.at += 1;
            match next {
                b'\'' => {
                    let hex = self.bytes.get(self.at..self.at + 2).and_then(|h| std::str::from_utf8(h).ok());
                    self.at += 2;
                    if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                        self.byte(byte);
                    }
                }
                b'~' => self.say("\u{a0}"),
                b'_' => self.say("\u{2011}"),
                b'\\' | b'{' | b'}' => self.byte(next),
                b'\r' | b'\n' => self.say("\n"),
                // A group that a reader may leave out when it does not know it.
                b'*' => self.set(|group| group.unread = true),
                _ => {}
            }
            return;
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).take(32).count();
        let sign = usize::from(rest.get(letters) == Some(&b'-'));
        let digits = rest.iter().skip(letters + sign).take_while(|b| b.is_ascii_digit()).take(10).count();
        let part = |from: usize, to: usize| std::str::from_utf8(rest.get(from..to).unwrap_or_default()).unwrap_or("");
        let word = part(0, letters);
        let number = part(letters, letters + sign + digits).parse::<i64>().ok();
        let mut used = letters + sign + digits;
        used += usize::from(rest.get(used) == Some(&b' '));
        self.at += used;
        self.word(word, number);
    }

    fn word(&mut self, word: &str, number: Option<i64>) {
        match word {
            "par" | "sect" | "page" | "row" => {
                self.flush();
                let (start, heading) = self.paragraph;
                if let Some(level) = heading.filter(|_| self.is_read()) {
                    self.out.mark(start, Style::Heading(level));
                }
                self.say("\n");
                self.paragraph.0 = self.out.characters();
            }
            "line" => self.say("\n"),
            "pard" => self.paragraph.1 = None,
            "outlinelevel" if self.groups.last().is_some_and(|group| !group.unread) => {
                // Levels are counted from 0, and 9 is ordinary text.
                self.paragraph.1 = number.filter(|n| (0..9).contains(n)).map(|n| n as u8 + 1);
            }
            "b" => self.set(|group| group.look.bold = number != Some(0)),
            "i" => self.set(|group| group.look.italic = number != Some(0)),
            "tab" | "cell" => self.say("\t"),
            "emdash" => self.say("—"),
            "endash" => self.say("–"),
            "lquote" => self.say("‘"),
            "rquote" => self.say("’"),
            "ldblquote" => self.say("“"),
            "rdblquote" => self.say("”"),
            "bullet" => self.say("•"),
            "emspace" | "enspace" | "qmspace" => self.say(" "),
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => self.set(|group| group.spare = number.unwrap_or(1).clamp(0, 16) as usize),
            "bin" => self.at = self.at.saturating_add(number.unwrap_or(0).max(0) as usize).min(self.bytes.len()),
            "ansicpg" => {
                if let Some(page) = number.and_then(code_page) {
                    self.page = page;
                }
            }
            "f" if self.groups.last().is_some_and(|group| group.unread) => self.defines = number.unwrap_or(0),
            "f" => {
                self.flush();
                self.set(|group| group.font = number.unwrap_or(0));
            }
            "fcharset" => {
                if let Some(page) = number.and_then(charset) {
                    self.fonts.insert(self.defines, page);
                }
            }
            "plain" => {
                self.set(|group| (group.hidden, group.deleted, group.look) = (false, false, Look::default()));
            }
            "v" => self.set(|group| group.hidden = number != Some(0)),
            "deleted" => self.set(|group| group.deleted = number != Some(0)),
            word if UNREAD.contains(&word) => {
                let outer = self.groups.iter().rev().nth(1).is_some_and(|group| group.unread);
                let is_note = ["footnote", "annotation"].contains(&word) || word.starts_with("header");
                self.notes += usize::from(is_note && !outer);
                self.set(|group| group.unread = true);
            }
            _ => {}
        }
    }

    fn set(&mut self, change: impl FnOnce(&mut Group)) {
        self.flush();
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    fn look(&self) -> Look {
        self.groups.last().map_or_else(Look::default, |group| group.look)
    }

    fn is_read(&mut self) -> bool {
        let Some(group) = self.groups.last() else { return false };
        let kept_back = group.hidden || group.deleted;
        if !group.unread && kept_back {
            self.left_out += 1;
        }
        !group.unread && !kept_back
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else {
            self.pending.push(byte);
        }
    }

    fn say(&mut self, words: &str) {
        self.flush();
        if self.is_read() {
            self.end_surrogate();
            let look = self.look();
            self.out.push(words, look);
        }
    }

    fn unicode(&mut self, number: i64) {
        self.flush();
        self.skip = self.groups.last().map_or(1, |group| group.spare);
        // Numbers above 32,767 are written as negative ones.
        let unit = (number & 0xffff) as u16;
        if !self.is_read() {
            return;
        }
        let look = self.look();
        let first = self.surrogate.take();
        for decoded in char::decode_utf16(first.into_iter().chain([unit])) {
            match decoded {
                Ok(character) => self.out.push_char(character, look),
                // The low surrogate may follow.
                Err(half) if half.unpaired_surrogate() == unit && (0xd800..0xdc00).contains(&unit) => {
                    self.surrogate = Some(unit);
                }
                Err(_) => self.out.push_char(char::REPLACEMENT_CHARACTER, look),
            }
        }
    }

    /// Writes U+FFFD for a high surrogate that no low surrogate followed.
    fn end_surrogate(&mut self) {
        if self.surrogate.take().is_some() {
            let look = self.look();
            self.out.push_char(char::REPLACEMENT_CHARACTER, look);
        }
    }

    /// Decodes what was gathered, in the code page of its font.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        if self.is_read() {
            self.end_surrogate();
            let font = self.groups.last().map_or(-1, |group| group.font);
            let page = self.fonts.get(&font).copied().unwrap_or(self.page);
            let look = self.look();
            self.out.push(&page.decode_without_bom_handling(&bytes).0, look);
        }
    }
}

fn code_page(number: i64) -> Option<&'static Encoding> {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gb18030".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        65001 => "utf-8".to_owned(),
        874 | 1250..=1258 => format!("windows-{number}"),
        866 => "ibm866".to_owned(),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

/// A font's character set, by the numbers of Windows. Set 0 is the document's own page.
fn charset(number: i64) -> Option<&'static Encoding> {
    let page = match number {
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

#[cfg(test)]
mod tests {
    use super::read;
    use crate::interchange::remark::Loss;

    fn text(rtf: &str) -> String {
        read(rtf.as_bytes()).unwrap_or_else(|e| panic!("{e}")).text
    }

    #[test]
    fn words_paragraphs_and_characters_of_every_kind_are_read() {
        let cases = [
            (r"{\rtf1\ansi I: Why?\par B: Caf\'e9\par}", "I: Why?\nB: Café\n"),
            (r"{\rtf1\ansi\ansicpg936 \'b7\'c3\'cc\'b8}", "访谈"),
            (r"{\rtf1\ansi{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset134 SimSun;}}\f1\'b7\'c3\f0 x}", "访x"),
            (r"{\rtf1\uc1 \u35775?\u-29409?}", "访负"),
            (r"{\rtf1\uc2 \u35775 ab\u8217 cd!}", "访’!"),
            (r"{\rtf1\uc1 \u-10179?\u-8704?}", "\u{1f600}"),
            (r"{\rtf1 a{\*\unknown b}c{\info{\author d}}e}", "ace"),
            (r"{\rtf1 a{\v hidden}b{\pict 00ff}c\tab d\line e}", "abc\td\ne"),
            (r"{\rtf1 a\bin3 }}}b}", "ab"),
            (r"{\rtf1 \{x\}\\ \~}", "{x}\\ \u{a0}"),
        ];
        for (rtf, wanted) in cases {
            assert_eq!(text(rtf), wanted, "{rtf}");
        }
    }

    #[test]
    fn headings_and_emphasis_are_kept_beside_the_words() {
        let rtf = r"{\rtf1{\pard\outlinelevel0 On {\i it}\par}\pard\b Ann\b0 : yes\par{\stylesheet\outlinelevel1 no}}";
        let read = read(rtf.as_bytes()).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(read.text, "On it\nAnn: yes\n");
        let shown: Vec<_> = read.styles.iter().map(|s| (s.range.to_string(), s.style.name())).collect();
        let wanted = [("0..5", "heading 1"), ("3..5", "italic"), ("6..9", "bold")];
        assert_eq!(shown, wanted.map(|(range, style)| (range.to_owned(), style.to_owned())));
    }

    #[test]
    fn a_cut_file_is_told_and_a_bottomless_one_refused() {
        let cut = read(br"{\rtf1 I: Why?\par B: Bec").unwrap_or_else(|e| panic!("{e}"));
        assert!(cut.losses == [Loss::Truncated] && cut.text.ends_with("Bec"));
        assert!(read(format!("{{\\rtf1 {}", "{".repeat(100_000)).as_bytes()).is_err());
        assert!(read(br"{\rtf1 a\bin2147483647 }").is_ok());
    }
}
