//! Removes the markup from the text of cues.
//!
//! Only what is certainly a tag is removed: an angle bracket in speech, and words in angle brackets, are kept.

use super::times;
use crate::interchange::document::html;

/// Tags for the appearance of text or for singing.
const TAGS: [&str; 8] = ["b", "i", "u", "s", "c", "ruby", "rt", "lang"];

/// Override codes of SubStation, without their values, that other subtitle formats borrow.
const OVERRIDES: [&str; 42] = [
    "an", "a", "alpha", "be", "b", "blur", "bord", "clip", "c", "fade", "fad", "fax", "fay", "fe", "frx", "fry", "frz",
    "fr", "fscx", "fscy", "fsp", "fs", "iclip", "i", "k", "K", "kf", "ko", "move", "org", "pbo", "pos", "p", "q", "r",
    "shad", "s", "u", "xbord", "ybord", "xshad", "yshad",
];

/// A part of a cue, with the voice that begins it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// The name in a voice tag, as written.
    pub voice: Option<String>,
    /// Continues the line of the part before it.
    pub goes_on: bool,
    /// Its lines, separated by `\n`.
    pub text: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Tag {
    Voice(String),
    VoiceEnd,
    Break,
    Other,
}

/// The meaning of a backslash before `N`, `n` and `h`. In SubStation, `\N` and `\n` are line breaks and `\h` is a
/// hard space; SubRip files have borrowed them. But words have backslashes too: `dir\name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breaks {
    /// An ordinary character.
    None,
    /// A line break, where the backslash is not within a word.
    Clear,
    /// The file uses these escapes regularly: `\N` and `\h` also count within words.
    Habit,
}

impl Breaks {
    /// Detects how a SubRip file uses backslashes, by all its cues.
    pub fn of<'t>(mut cues: impl Iterator<Item = &'t str>) -> Self {
        let borrows = |text: &str| {
            let clear = |(at, _): (usize, &str)| {
                let (before, rest) = text.split_at_checked(at).unwrap_or_default();
                escape(before, rest, Self::Clear).is_some()
            };
            text.match_indices("\\N").any(clear)
                || text
                    .match_indices("{\\")
                    .any(|(at, _)| text.get(at..).is_some_and(|rest| overriding(rest, &[]).is_some()))
        };
        if cues.any(borrows) { Self::Habit } else { Self::Clear }
    }
}

/// Removes the markup of a cue; a new part begins at every voice tag and after the end of a voice.
pub fn parts(text: &str, breaks: Breaks) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    // Open voices, the innermost last.
    let mut open: Vec<String> = Vec::new();
    // Parts that begin after the end of a voice.
    let mut resumed: Vec<usize> = Vec::new();
    let mut rest = text;
    let paired = |style: &&str| text.contains(&format!("{{{style}}}")) && text.contains(&format!("{{/{style}}}"));
    let paired: Vec<&str> = ["b", "i", "u", "s"].into_iter().filter(paired).collect();
    while let Some(c) = rest.chars().next() {
        let tag = match c {
            '<' => tag(rest),
            '{' => overriding(rest, &paired).map(|length| (Tag::Other, length)),
            _ => None,
        };
        if let Some((tag, length)) = tag {
            rest = rest.get(length..).unwrap_or_default();
            let voice = match tag {
                Tag::Other => continue,
                Tag::Break => {
                    if let Some(last) = parts.last_mut() {
                        last.text.push('\n');
                    }
                    continue;
                }
                Tag::Voice(name) => {
                    open.push(name.clone());
                    Some(name)
                }
                Tag::VoiceEnd => {
                    open.pop();
                    resumed.push(parts.len());
                    open.last().cloned()
                }
            };
            let goes_on = parts.last().is_some_and(|last| !last.text.ends_with('\n') && !last.text.is_empty());
            parts.push(Part { voice: voice.filter(|name| !name.is_empty()), goes_on, text: String::new() });
            continue;
        }
        let before = parts.last().map_or("", |last| last.text.as_str());
        let escaped = (c == '\\').then(|| escape(before, rest, breaks)).flatten().map(|shown| (shown.to_string(), 2));
        let (shown, length) = escaped.or_else(|| entity(rest)).unwrap_or_else(|| (c.to_string(), c.len_utf8()));
        if let Some(last) = parts.last_mut() {
            last.text.push_str(&shown);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    // If the end tag of an outer voice is missing, it seems to resume after the inner one, but without words.
    let mut kept: Vec<Part> = Vec::new();
    for (at, part) in parts.into_iter().enumerate() {
        let blank = part.text.trim().is_empty();
        match kept.last_mut() {
            Some(last) if blank && part.voice.is_some() && resumed.binary_search(&at).is_ok() => {
                last.text.push_str(&part.text)
            }
            _ if blank && part.voice.is_none() => {}
            _ => kept.push(part),
        }
    }
    kept
}

/// The length in bytes up to and including this end sign; tags are short.
fn closed_by(text: &str, end: u8) -> Option<usize> {
    const LONGEST: usize = 400;
    text.bytes().take(LONGEST).position(|byte| byte == end).map(|at| at + 1)
}

/// The tag at the start of a text, and its length in bytes.
fn tag(text: &str) -> Option<(Tag, usize)> {
    let length = closed_by(text, b'>')?;
    let inner = text.get(1..length - 1)?;
    let closing = inner.strip_prefix('/');
    let body = closing.unwrap_or(inner);
    if closing.is_none() && body.contains('.') && times::millis(body).is_some() {
        return Some((Tag::Other, length));
    }
    let end = body.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(body.len());
    let (name, details) = body.split_at_checked(end)?;
    let name = name.to_ascii_lowercase();
    let space = |c: char| matches!(c, ' ' | '\t' | '\n');
    // Classes are between the name and the annotation: `<v.loud Ana>`.
    let (classes, annotation) = details.find(space).map_or((details, ""), |at| details.split_at(at));
    let annotation = annotation.trim_matches(space);
    if !(classes.is_empty() || classes.starts_with('.') && classes.len() > 1 || classes == "/") {
        return None;
    }
    let tag = match name.as_str() {
        "v" if closing.is_some() => Tag::VoiceEnd,
        "v" => Tag::Voice(one_space(&unescaped(annotation))),
        "lang" if annotation.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => Tag::Other,
        "font" if closing.is_some() || annotation.is_empty() || annotation.contains('=') => Tag::Other,
        "br" if matches!(annotation, "" | "/") => Tag::Break,
        name if TAGS.contains(&name) && matches!(annotation, "" | "/") => Tag::Other,
        _ => return None,
    };
    Some((tag, length))
}

/// The length in bytes of `{\an8}`, `{\i1\pos(10,20)}` or, if the cue closes it, `{i}`.
fn overriding(text: &str, paired: &[&str]) -> Option<usize> {
    let length = closed_by(text, b'}')?;
    let inner = text.get(1..length - 1)?;
    if paired.contains(&inner.strip_prefix('/').unwrap_or(inner)) {
        return Some(length);
    }
    let mut codes = inner.strip_prefix('\\')?.split('\\');
    codes.all(is_override).then_some(length)
}

fn is_override(code: &str) -> bool {
    if code.starts_with("fn") || code.starts_with("t(") || code.starts_with("clip(m") || code.starts_with("iclip(m") {
        return true;
    }
    // The name of a style that the text is reset to.
    if code.strip_prefix('r').is_some_and(|style| style.starts_with(char::is_uppercase)) {
        return true;
    }
    // Colors of the parts of a letter are numbered: `1c`.
    let code = code.strip_prefix(['1', '2', '3', '4']).unwrap_or(code);
    OVERRIDES.iter().filter_map(|known| code.strip_prefix(known)).any(|value| {
        value.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, '(' | ')' | ',' | '.' | '-' | ' ' | '&' | 'H'))
            && !value.starts_with(|c: char| c.is_ascii_lowercase())
    })
}

/// The character for a SubStation escape at the start of a text: a line break for `\N` or `\n`, a hard space
/// for `\h`. `before` ends where the text begins. In `C:\new\hall`, and in any word with another backslash, there is no
/// escape.
fn escape(before: &str, text: &str, breaks: Breaks) -> Option<char> {
    let goes_on = text.get(2..)?.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    let shown = match (text.as_bytes().get(1)?, breaks) {
        (_, Breaks::None) => return None,
        (b'N', Breaks::Habit) => '\n',
        (b'N' | b'n', _) if !goes_on => '\n',
        (b'h', Breaks::Habit) => '\u{a0}',
        _ => return None,
    };
    let before = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = text.split(|c: char| c.is_whitespace() || matches!(c, '{' | '<')).next().unwrap_or_default();
    let is_escape = |rest: &str| rest.starts_with(['N', 'n', 'h']);
    if before.contains('\\') || !word.split('\\').skip(1).all(is_escape) {
        return None;
    }
    // In `A:\NWhy?`, words follow a label; `C:\News` is a file.
    let mut drive = before.trim_start_matches(['"', '“', '(', '\'']).chars();
    let is_drive = matches!((drive.next(), drive.next(), drive.next()), (Some(letter), Some(':'), None) if letter.is_ascii_alphabetic());
    let is_path = is_drive && word.get(2..).is_some_and(|rest| rest.starts_with(|c: char| c.is_lowercase()));
    (!is_path).then_some(shown)
}

/// The characters of an entity, and its length in bytes; `None` for an unknown one and for a lone `&`.
fn entity(text: &str) -> Option<(String, usize)> {
    const LONGEST: usize = 34;
    let rest = text.strip_prefix('&')?;
    let length = rest.bytes().take(LONGEST).position(|b| b == b';')? + 2;
    let entity = text.get(..length).filter(|e| !e.contains(char::is_whitespace))?;
    let shown = html::unescaped(entity);
    let known = shown != entity && (!shown.contains(';') || entity == "&semi;");
    // A line end written as an entity does not end a line of the file.
    known.then(|| (shown.replace(['\n', '\r'], " "), length))
}

fn unescaped(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(c) = rest.chars().next() {
        let (shown, length) = entity(rest).unwrap_or_else(|| (c.to_string(), c.len_utf8()));
        out.push_str(&shown);
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

fn one_space(name: &str) -> String {
    name.split([' ', '\t', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        parts(text, Breaks::Habit).into_iter().map(|part| part.text).collect()
    }

    #[test]
    fn only_real_tags_are_tags() {
        let cases = [
            ("If it is < 5 km and > 3 km", "If it is < 5 km and > 3 km"),
            ("<laughs> hard, <inaudible 00:04>.", "<laughs> hard, <inaudible 00:04>."),
            ("(坂東はな)<今から 70年ほど前>", "(坂東はな)<今から 70年ほど前>"),
            ("under <5 years and >3", "under <5 years and >3"),
            ("<i>Really</i>, <B>so</B> <font color=\"#fff\">much</font><u></U>", "Really, so much"),
            ("<c.yellow.bg_blue>a</c> <c>b</c> <lang en-GB>c</lang> <ruby>漢<rt>かん</rt></ruby>", "a b c 漢かん"),
            ("why<00:00:00.480><c> did</c><00:00.800><c> you</c>", "why did you"),
            (
                "<b he said> <s inaudible> <lang of my own> <font problem>",
                "<b he said> <s inaudible> <lang of my own> <font problem>",
            ),
            ("<italic> <break> <bad> <ivan> <I am> <>", "<italic> <break> <bad> <ivan> <I am> <>"),
            ("a <v", "a <v"),
            ("at <12:30> or <00:04>", "at <12:30> or <00:04>"),
            ("2 <3 and </ and </x>", "2 <3 and </ and </x>"),
            ("{\\an8}top {\\i1\\pos(10,20)\\c&HFFFFFF&}x{\\i0} {\\fad(100,200)}y", "top x y"),
            ("{i}so{/i} {i} {laughs} {\\laughs} {\\an8", "so  {laughs} {\\laughs} {\\an8"),
            ("{i} {b", "{i} {b"),
        ];
        for (text, wanted) in cases {
            assert_eq!(plain(text), wanted, "{text}");
        }
    }

    #[test]
    fn breaks_and_hard_spaces_are_read_and_other_backslashes_stay() {
        let cases = [
            ("one\\Ntwo\\nThree", "one\ntwo\nThree"),
            ("one \\N two\\N", "one \n two\n"),
            ("in dir\\name or dir\\nothing", "in dir\\name or dir\\nothing"),
            ("\\h\\hfive\\hkm", "\u{a0}\u{a0}five\u{a0}km"),
            ("你好\\N再见", "你好\n再见"),
            ("A:\\NWhy?\\NB: So.", "A:\nWhy?\nB: So."),
            ("{\\an8}one\\N{\\i1}two{\\i0}\\Nthree", "one\ntwo\nthree"),
            ("one<br>two<br/>three<BR />four</br>five", "one\ntwo\nthree\nfour\nfive"),
            ("<br he said> <br.>", "<br he said> <br.>"),
            ("in C:\\new or “D:\\home”", "in C:\\new or “D:\\home”"),
            ("\\\\server\\news and dir\\sub\\Note", "\\\\server\\news and dir\\sub\\Note"),
            ("AC\\DC \\alpha a\\", "AC\\DC \\alpha a\\"),
        ];
        for (text, wanted) in cases {
            assert_eq!(plain(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_backslash_breaks_a_line_only_where_the_file_means_it() {
        let texts = ["one\\Ntwo\\hthree", "dir\\name", "dir\\Name", "Yes.\\NNo.", "好\\N吗"];
        let read =
            |breaks| texts.map(|text| parts(text, breaks).remove(0).text.replace('\n', "|").replace('\u{a0}', "_"));
        assert_eq!(read(Breaks::None), texts);
        assert_eq!(read(Breaks::Clear), [texts[0], texts[1], texts[2], "Yes.|No.", "好|吗"]);
        assert_eq!(read(Breaks::Habit), ["one|two_three", texts[1], "dir|ame", "Yes.|No.", "好|吗"]);
        let habits = [
            (&["dir\\name", "dir\\Name", "C:\\News", "\\\\a\\N b"][..], Breaks::Clear),
            (&["dir\\name", "Yes.\\NNo."], Breaks::Habit),
            (&["dir\\name", "{\\an8}Yes."], Breaks::Habit),
        ];
        for (cues, wanted) in habits {
            assert_eq!(Breaks::of(cues.iter().copied()), wanted, "{cues:?}");
        }
    }

    #[test]
    fn overrides_are_markup_anywhere() {
        let cases = [
            ("so {\\an8}far", "so far"),
            ("so far{\\an8}", "so far"),
            ("{\\rAlt}a{\\r}b", "ab"),
            ("{\\xbord2\\yshad-1.5}a", "a"),
            ("{\\clip(m 0 0 l 100 0 100 100)}a", "a"),
            ("{\\t(0,500,\\fs20\\1c&HFF&)}a", "a"),
            ("{\\repeats} {\\an8 laughs} {an8}", "{\\repeats} {\\an8 laughs} {an8}"),
        ];
        for (text, wanted) in cases {
            assert_eq!(plain(text), wanted, "{text}");
        }
    }

    #[test]
    fn entities_are_read_once_and_unknown_ones_stay() {
        let cases = [
            ("A &amp; B &lt;i&gt; &nbsp;&lrm;", "A & B <i> \u{a0}\u{200e}"),
            ("&#20013;&#x4E2D;&eacute;", "中中é"),
            ("&amp;lt;", "&lt;"),
            ("P&L; R&D, &copy that &notit; &; &#; & &unknown;", "P&L; R&D, &copy that &notit; &; &#; & &unknown;"),
            ("a&#10;b", "a b"),
        ];
        for (text, wanted) in cases {
            assert_eq!(plain(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_stated_voice_is_taken_as_written() {
        for name in ["Lee, Ana", "Roe, Ben (Extern)", "Ana 🌸", "ana.lee@example.org", "Ana | Uni X", "+1 555-010", "v"]
        {
            let read = parts(&format!("<v {name}>Yes</v>"), Breaks::None);
            assert_eq!(read, [Part { voice: Some(name.into()), goes_on: false, text: "Yes".into() }]);
        }
        let voices = |text: &str| -> Vec<(String, String)> {
            let read = parts(text, Breaks::None);
            read.into_iter().map(|part| (part.voice.unwrap_or_default(), part.text)).collect()
        };
        let cases: [(&str, &[(&str, &str)]); 6] = [
            ("<v.loud.far Ben &amp;  Ana>a", &[("Ben & Ana", "a")]),
            ("<v A>a</v>\n<v B>b</v>", &[("A", "a"), ("B", "b")]),
            ("<v A>a <v B>b</v> c</v> d", &[("A", "a "), ("B", "b"), ("A", " c"), ("", " d")]),
            ("<v>a</v>", &[("", "a")]),
            ("<v >a", &[("", "a")]),
            ("- <v A>a", &[("", "- "), ("A", "a")]),
        ];
        for (text, wanted) in cases {
            let wanted: Vec<_> = wanted.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            assert_eq!(voices(text), wanted, "{text}");
        }
    }
}
