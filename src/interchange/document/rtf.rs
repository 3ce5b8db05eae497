//! Rich text: words, paragraphs, tabs and cells. Words of notes, heads, boxes and unknown groups are reported.

use super::Document;
use super::words::{Look, Words};
use crate::interchange::remark::{Aside, AsideKind, Loss, Refusal};
use crate::model::Style;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::HashMap;

/// Groups within groups; nothing that people write comes near.
const DEEPEST: usize = 2_000;

/// Groups without words: what the program keeps for itself, tables of fonts and styles, pictures.
const WORDLESS: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "shppict",
    "nonshppict",
    "picprop",
    "blipuid",
    "objclass",
    "objname",
    "objdata",
    "sp",
    "shprslt",
    "themedata",
    "colorschememapping",
    "datastore",
    "datafield",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "pn",
    "pnseclvl",
    "revtbl",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "xmlopen",
    "xmlclose",
    "pgdsctbl",
    "bkmkstart",
    "bkmkend",
    "atnid",
    "atnauthor",
    "atndate",
    "atntime",
    "atnref",
    "atnparent",
    "atrfstart",
    "atrfend",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "oldcprops",
    "oldpprops",
    "oldtprops",
    "oldsprops",
    "nonesttables",
    "fontemb",
    "filetbl",
    "falt",
    "panose",
    "userprops",
    "docvar",
    "template",
    "background",
    "passwordhash",
    "protusertbl",
    "mmathPr",
    "wgrffmtfilter",
    "htmltag",
    "mhtmltag",
];

/// Groups whose words are no part of the text.
fn aside(word: &str) -> Option<AsideKind> {
    Some(match word {
        "footnote" => AsideKind::Footnote,
        "annotation" => AsideKind::Comment,
        "header" | "headerl" | "headerr" | "headerf" => AsideKind::RunningHead,
        "footer" | "footerl" | "footerr" | "footerf" => AsideKind::RunningFoot,
        "fldinst" | "xe" | "tc" => AsideKind::FieldCode,
        "shptxt" | "dptxbxtext" => AsideKind::TextBox,
        _ => return None,
    })
}

/// Where the words of a group go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Text,
    Aside,
    Nowhere,
}

#[derive(Clone, Debug)]
struct Group {
    target: Target,
    hidden: bool,
    deleted: bool,
    /// It defines fonts.
    defines: bool,
    /// Its first group says the same as its second one, with fewer characters.
    doubled: bool,
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
    /// Asides that are open, the innermost last, with the number of groups that are open around their end.
    open: Vec<(usize, Aside)>,
    asides: Vec<Aside>,
    /// Words within the text that are formatted as hidden or deleted, up to the next ones that are not.
    unseen: Option<Aside>,
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
        open: vec![],
        asides: vec![],
        unseen: None,
    };
    reader.run()?;
    let mut document = Document { format: "rtf", ..Document::default() };
    document.losses.extend((!reader.groups.is_empty()).then_some(Loss::Truncated));
    reader.close_asides(0);
    reader.end_unseen();
    reader.behind_the_end();
    for aside in &reader.asides {
        document.report_left_out(aside.kind, 1);
    }
    document.left_out = reader.asides;
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
                    self.begin_group();
                }
                b'}' => {
                    self.flush();
                    // A character may be divided between two groups of the text.
                    if self.groups.len() == 1 || !self.is_text() {
                        self.end_surrogate();
                    }
                    self.groups.pop();
                    self.close_asides(self.groups.len());
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
        self.end_surrogate();
        Ok(())
    }

    fn begin_group(&mut self) {
        let mut group = self.groups.last().cloned().unwrap_or(Group {
            target: Target::Text,
            hidden: false,
            deleted: false,
            defines: false,
            doubled: false,
            look: Look::default(),
            font: -1,
            spare: 1,
        });
        if let Some(outer) = self.groups.last_mut().filter(|outer| outer.doubled) {
            outer.doubled = false;
            group.target = Target::Nowhere;
        }
        group.doubled = false;
        self.groups.push(group);
    }

    /// The group is a destination: its words go somewhere else than those around it.
    fn destine(&mut self, target: Target, kind: AsideKind) {
        self.flush();
        let depth = self.groups.len();
        self.open.retain(|(own, _)| *own != depth);
        let outer = self.groups.iter().rev().nth(1).map_or(Target::Text, |outer| outer.target);
        let target = match (outer, target) {
            (Target::Nowhere, _) => Target::Nowhere,
            (Target::Aside, Target::Text) => Target::Aside,
            _ => target,
        };
        if target == Target::Aside && outer != target || kind != AsideKind::UnknownElement {
            self.open.push((depth, Aside { kind, words: String::new() }));
        }
        if let Some(group) = self.groups.last_mut() {
            group.target = target;
        }
    }

    /// Ends the asides whose groups are not among the first `depth` ones.
    fn close_asides(&mut self, depth: usize) {
        while let Some((_, aside)) = self.open.pop_if(|(own, _)| *own > depth) {
            self.keep(aside);
        }
    }

    fn end_unseen(&mut self) {
        if let Some(aside) = self.unseen.take() {
            self.keep(aside);
        }
    }

    fn keep(&mut self, aside: Aside) {
        const LONGEST_WORD: usize = 256;
        let words = aside.words.split_whitespace();
        // Data of a program stand in hexadecimal digits.
        let words: Vec<&str> =
            words.filter(|word| word.len() < LONGEST_WORD || !word.bytes().all(|b| b.is_ascii_hexdigit())).collect();
        let aside = Aside { words: words.join(" "), ..aside };
        let says = aside.words.contains(char::is_alphanumeric);
        // Heads of first, even and odd pages often say the same.
        let running = matches!(aside.kind, AsideKind::RunningHead | AsideKind::RunningFoot);
        if says && !(running && self.asides.contains(&aside)) {
            self.asides.push(aside);
        }
    }

    /// What stands behind the last brace belongs to no group.
    fn behind_the_end(&mut self) {
        const MOST: usize = 1 << 20;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let words = self.page.decode_without_bom_handling(rest.get(..MOST.min(rest.len())).unwrap_or_default()).0;
        let words = words.replace(char::is_control, " ");
        self.keep(Aside { kind: AsideKind::UnknownElement, words });
    }

    fn control(&mut self) {
        let Some(&next) = self.bytes.get(self.at) else { return };
        if !next.is_ascii_alphabetic() {
            self.at += 1;
            match next {
                b'\'' => {
                    let hex = self.bytes.get(self.at..self.at + 2).and_then(|h| std::str::from_utf8(h).ok());
                    if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                        self.at += 2;
                        self.byte(byte);
                    }
                }
                b'~' => self.say("\u{a0}"),
                b'_' => self.say("\u{2011}"),
                b'\\' | b'{' | b'}' => self.byte(next),
                b'\r' | b'\n' => self.say("\n"),
                // A group that a reader may leave out when it does not know it.
                b'*' => self.destine(Target::Aside, AsideKind::UnknownElement),
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
            "par" | "sect" | "page" | "column" | "row" => {
                self.flush();
                let (start, heading) = self.paragraph;
                if let Some(level) = heading.filter(|_| self.is_text()) {
                    self.out.mark(start, Style::Heading(level));
                }
                self.say("\n");
                self.paragraph.0 = self.out.characters();
            }
            "line" | "lbr" | "nestrow" => self.say("\n"),
            "pard" => self.paragraph.1 = None,
            "outlinelevel" if self.groups.last().is_some_and(|group| group.target == Target::Text) => {
                // Levels are counted from 0, and 9 is ordinary text.
                self.paragraph.1 = number.filter(|n| (0..9).contains(n)).map(|n| n as u8 + 1);
            }
            "b" => self.set(|group| group.look.bold = number != Some(0)),
            "i" => self.set(|group| group.look.italic = number != Some(0)),
            "tab" | "cell" | "nestcell" => self.say("\t"),
            "emdash" => self.say("—"),
            "endash" => self.say("–"),
            "lquote" => self.say("‘"),
            "rquote" => self.say("’"),
            "ldblquote" => self.say("“"),
            "rdblquote" => self.say("”"),
            "bullet" => self.say("•"),
            "emspace" | "enspace" | "qmspace" => self.say(" "),
            "zwj" => self.say("\u{200d}"),
            "zwnj" => self.say("\u{200c}"),
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => self.set(|group| group.spare = number.unwrap_or(1).clamp(0, 16) as usize),
            "bin" => self.at = self.at.saturating_add(number.unwrap_or(0).max(0) as usize).min(self.bytes.len()),
            "ansicpg" => {
                if let Some(page) = number.and_then(code_page) {
                    self.page = page;
                }
            }
            "f" if self.groups.last().is_some_and(|group| group.defines) => self.defines = number.unwrap_or(0),
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
            "upr" => self.set(|group| group.doubled = true),
            // Groups that a reader may leave out and that have words of the text.
            "ud" | "nesttableprops" => self.destine(Target::Text, AsideKind::UnknownElement),
            word if WORDLESS.contains(&word) => {
                self.destine(Target::Nowhere, AsideKind::UnknownElement);
                self.set(|group| group.defines = word == "fonttbl");
            }
            word => {
                if let Some(kind) = aside(word) {
                    self.destine(Target::Aside, kind);
                }
            }
        }
    }

    fn set(&mut self, change: impl FnOnce(&mut Group)) {
        self.flush();
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    fn is_text(&self) -> bool {
        self.groups.last().is_some_and(|group| group.target == Target::Text && !group.hidden && !group.deleted)
    }

    /// Puts words where those of the group go.
    fn put(&mut self, words: &str) {
        self.end_surrogate();
        let Some(group) = self.groups.last() else { return };
        let kind = if group.deleted { AsideKind::TrackedDeletion } else { AsideKind::HiddenText };
        match group.target {
            Target::Nowhere => {}
            Target::Aside => {
                if let Some((_, aside)) = self.open.last_mut() {
                    aside.words.push_str(words);
                }
            }
            Target::Text if group.hidden || group.deleted => {
                if self.unseen.as_ref().is_some_and(|unseen| unseen.kind != kind) {
                    self.end_unseen();
                }
                self.unseen.get_or_insert(Aside { kind, words: String::new() }).words.push_str(words);
            }
            Target::Text => {
                let look = group.look;
                self.end_unseen();
                self.out.push(words, look);
            }
        }
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
        self.put(words);
    }

    fn unicode(&mut self, number: i64) {
        self.flush();
        self.skip = self.groups.last().map_or(1, |group| group.spare);
        // Numbers above 32,767 are written as negative ones.
        let unit = (number & 0xffff) as u16;
        let first = self.surrogate.take();
        for decoded in char::decode_utf16(first.into_iter().chain([unit])) {
            match decoded {
                Ok(character) => self.put(character.encode_utf8(&mut [0; 4])),
                // The low surrogate may follow.
                Err(half) if half.unpaired_surrogate() == unit && (0xd800..0xdc00).contains(&unit) => {
                    self.surrogate = Some(unit);
                }
                Err(_) => self.put("\u{fffd}"),
            }
        }
    }

    /// Writes U+FFFD for a high surrogate that no low surrogate followed.
    fn end_surrogate(&mut self) {
        if self.surrogate.take().is_some() {
            self.put("\u{fffd}");
        }
    }

    /// Decodes what was gathered, in the code page of its font.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let font = self.groups.last().map_or(-1, |group| group.font);
        let page = self.fonts.get(&font).copied().unwrap_or(self.page);
        self.put(&page.decode_without_bom_handling(&bytes).0);
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
    use crate::interchange::remark::{AsideKind, Loss};

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
            (r"{\rtf1 a{\upr{b?}{\*\ud{b\u20013 ?}}}c}", "ab中c"),
            (r"{\rtf1 {\pntext\f1 1.\tab}a{\object{\*\objdata 00ff}{\result b}}\column c\'zz}", "1.\tab\nczz"),
            (r"{\rtf1 a\nestcell{\*\nesttableprops\nestrow}{\nonesttables\par}b}", "a\t\nb"),
        ];
        for (rtf, wanted) in cases {
            assert_eq!(text(rtf), wanted, "{rtf}");
        }
    }

    #[test]
    fn words_that_are_no_part_of_the_text_are_reported_word_for_word() {
        let rtf = r"{\rtf1{\fonttbl{\f0 Arial;}}{\header\pard run\'e9\par}{\headerf run\'e9}{\footer 3}a{\footnote \f0 a {\i note}}\
            {\*\atnid AL}{\*\annotation{\*\atndate 7}ask\par again}{\v hid{\b den}}b{\deleted gone}{\v too}c\
            {\field{\*\fldinst{HYPERLINK x}}{\fldrslt link}}{\*\unknown one{\b two}{\pict 00}}\
            {\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt in a box\par}}}{\info{\title t}}}behind";
        let read = read(rtf.replace("\\\n            ", "").as_bytes()).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(read.text, "abclink");
        let left_out: Vec<_> = read.left_out.iter().map(|aside| (aside.kind, aside.words.as_str())).collect();
        let wanted = [
            (AsideKind::RunningHead, "runé"),
            (AsideKind::RunningFoot, "3"),
            (AsideKind::Footnote, "a note"),
            (AsideKind::Comment, "ask again"),
            (AsideKind::HiddenText, "hidden"),
            (AsideKind::TrackedDeletion, "gone"),
            (AsideKind::HiddenText, "too"),
            (AsideKind::FieldCode, "HYPERLINK x"),
            (AsideKind::UnknownElement, "onetwo"),
            (AsideKind::TextBox, "in a box"),
            (AsideKind::UnknownElement, "behind"),
        ];
        assert_eq!(left_out, wanted);
        assert!(read.losses.contains(&Loss::LeftOut { what: AsideKind::HiddenText, count: 2 }));
        assert!(read.losses.contains(&Loss::LeftOut { what: AsideKind::UnknownElement, count: 2 }));
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
