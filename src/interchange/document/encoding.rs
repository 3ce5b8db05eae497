//! Decodes bytes: by a byte order mark, the chosen or declared encoding, as UTF-8, or by a guess that is reported.

use super::utf7;
use crate::interchange::remark::{Refusal, Warning};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

pub struct Decoded<'b> {
    /// Borrowed from the bytes if these are UTF-8.
    pub text: Cow<'b, str>,
    /// The name of the encoding in the WHATWG standard.
    pub encoding: String,
    /// Characters that could not be read; each is replaced with U+FFFD.
    pub unreadable: usize,
    pub warnings: Vec<Warning>,
}

/// With more than one control character in this many, bytes are not text.
const CONTROLS: usize = 50;
/// Shorter texts, in bytes, are hard to guess from.
const SHORT: usize = 200;

/// Decodes a text. `forced` is the name that the user chose, `declared` what the file itself states.
///
/// # Errors
/// When the name of the encoding is unknown, or the bytes are not text.
pub fn decode<'b>(
    bytes: &'b [u8],
    forced: Option<&str>,
    declared: Option<&'static Encoding>,
) -> Result<Decoded<'b>, Refusal> {
    let decoded = match (forced, marked(bytes)) {
        (Some(name), _) if name.eq_ignore_ascii_case(utf7::NAME) => utf7::decode(bytes).ok_or(Refusal::NotText)?,
        (Some(name), _) => {
            let encoding = Encoding::for_label(name.as_bytes())
                .ok_or_else(|| Refusal::UnknownEncoding { name: name.to_owned() })?;
            lossy(bytes, wide(encoding))
        }
        (None, Some(decoded)) => decoded?,
        (None, None) => found_out(bytes, declared),
    };
    if looks_binary(&decoded.text) {
        return Err(Refusal::NotText);
    }
    Ok(decoded)
}

/// Replaces GBK and GB2312, which are subsets of GB18030.
fn wide(encoding: &'static Encoding) -> &'static Encoding {
    if encoding.name() == "GBK" { GB18030 } else { encoding }
}

/// Decodes by the byte order mark, if there is one.
fn marked(bytes: &[u8]) -> Option<Result<Decoded<'_>, Refusal>> {
    for (mark, little) in [(b"\xff\xfe\x00\x00", true), (b"\x00\x00\xfe\xff", false)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return Some(Ok(utf32(rest, little)));
        }
    }
    let (encoding, length) = Encoding::for_bom(bytes)?;
    Some(Ok(lossy(bytes.get(length..)?, encoding)))
}

fn utf32(bytes: &[u8], little: bool) -> Decoded<'static> {
    let mut lost = 0;
    let mut text = String::with_capacity(bytes.len() / 4);
    for four in bytes.chunks(4) {
        let number = <[u8; 4]>::try_from(four).ok();
        let number = number.map(|n| if little { u32::from_le_bytes(n) } else { u32::from_be_bytes(n) });
        text.push(number.and_then(char::from_u32).unwrap_or_else(|| {
            lost += 1;
            char::REPLACEMENT_CHARACTER
        }));
    }
    let encoding = if little { "UTF-32LE" } else { "UTF-32BE" }.into();
    Decoded { text: text.into(), encoding, unreadable: lost, warnings: vec![Warning::Utf32] }
}

fn lossy<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Decoded<'b> {
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let lost = if bad { text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count() } else { 0 };
    Decoded { text, encoding: encoding.name().into(), unreadable: lost, warnings: vec![] }
}

fn found_out<'b>(bytes: &'b [u8], declared: Option<&'static Encoding>) -> Decoded<'b> {
    if let Some(mut decoded) = escaped(bytes) {
        decoded.warnings.push(Warning::EncodingGuessed { encoding: decoded.encoding.clone() });
        return decoded;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.into(), encoding: UTF_8.name().into(), unreadable: 0, warnings: vec![] };
    }
    if let Some(encoding) = without_mark(bytes) {
        let mut decoded = lossy(bytes, encoding);
        decoded.warnings.push(Warning::EncodingUnmarked { encoding: encoding.name().into() });
        return decoded;
    }
    let (good, bad) = utf8_characters(bytes);
    // A text that is UTF-8 except for some broken places.
    if good >= 4 * bad {
        return lossy(bytes, UTF_8);
    }
    let believed = declared.map(wide).filter(|encoding| *encoding != UTF_8);
    if let Some(encoding) = believed {
        let decoded = lossy(bytes, encoding);
        if decoded.unreadable == 0 {
            return decoded;
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // A few words are ambiguous, and here Chinese is more likely than anything else.
    let place = (bytes.len() < SHORT).then_some(&b"cn"[..]);
    let guess = wide(detector.guess(place, Utf8Detection::Deny));
    let mut decoded = lossy(bytes, guess);
    if declared.is_some() {
        decoded.warnings.push(Warning::EncodingDiffers { encoding: guess.name().into() });
    } else if guess != GB18030 || bytes.len() < SHORT {
        decoded.warnings.push(Warning::EncodingGuessed { encoding: guess.name().into() });
    }
    if is_mixed(bytes, guess, bad) {
        decoded.warnings.push(Warning::EncodingMixed);
    }
    decoded
}

/// Decodes bytes below 128 in which escape sequences switch to Japanese, or that are UTF-7.
fn escaped(bytes: &[u8]) -> Option<Decoded<'_>> {
    if !bytes.is_ascii() {
        return None;
    }
    let japanese = [b"\x1b$B", b"\x1b$@"].iter().any(|escape| bytes.windows(3).any(|three| three == *escape));
    let japanese = japanese.then(|| lossy(bytes, ISO_2022_JP)).filter(|decoded| decoded.unreadable == 0);
    japanese.or_else(|| utf7::decode(bytes).filter(|_| utf7::is_likely(bytes)))
}

/// Detects UTF-16 without a mark: about every other byte is 0.
fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096.min(bytes.len()))?;
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len() / 2;
    let (even, odd) = (zeros(0), zeros(1));
    match () {
        () if half < 4 => None,
        () if odd * 10 > half * 6 && even * 10 < half => Some(UTF_16LE),
        () if even * 10 > half * 6 && odd * 10 < half => Some(UTF_16BE),
        () => None,
    }
}

/// Counts the non-ASCII characters that are valid UTF-8, and the invalid places.
fn utf8_characters(bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

/// True if parts of a text are UTF-8 and its `bad` invalid places are in the guessed encoding.
fn is_mixed(bytes: &[u8], guess: &'static Encoding, bad: usize) -> bool {
    let certain = certain_utf8(bytes, guess);
    certain > 2 && certain * 10 > bad
}

/// Counts the non-ASCII characters that are almost certainly UTF-8. A few bytes in a longer run of another encoding are
/// valid UTF-8 by chance. A run from one ASCII character to the next therefore counts only if it is valid as a whole,
/// or where it has several long characters side by side.
fn certain_utf8(bytes: &[u8], guess: &'static Encoding) -> usize {
    /// This many characters of three or more bytes side by side are not a coincidence.
    const SIDE_BY_SIDE: usize = 5;
    // Two bytes are often one character of a double-byte encoding, and three bytes alone a word of Thai; but dashes and
    // quotation marks stand alone.
    let counts = |c: char, several: bool| match c.len_utf8() {
        1 => false,
        2 => guess.is_single_byte(),
        _ => several || matches!(c, '\u{2000}'..='\u{206f}'),
    };
    let run = |run: &[u8]| match std::str::from_utf8(run) {
        Ok(text) => {
            let several = text.chars().filter(|c| c.len_utf8() > 2).nth(1).is_some();
            text.chars().filter(|c| counts(*c, several)).count()
        }
        Err(_) => {
            let long = |text: &str| -> usize {
                let stretches = text.split(|c: char| c.len_utf8() < 3).map(|stretch| stretch.chars().count());
                stretches.filter(|count| *count >= SIDE_BY_SIDE).sum()
            };
            run.utf8_chunks().map(|chunk| long(chunk.valid())).sum()
        }
    };
    bytes.split(u8::is_ascii).filter(|bytes| !bytes.is_empty()).map(run).sum()
}

/// True for text full of control or unreadable characters.
fn looks_binary(text: &str) -> bool {
    let is_control = |c: char| {
        let wanted = matches!(c, '\n' | '\r' | '\t' | '\0' | '\u{b}' | '\u{c}' | '\u{1b}' | '\u{85}');
        c.is_control() && !wanted
    };
    let (mut total, mut odd, mut nuls, mut lost) = (0, 0, 0, 0);
    for c in text.chars().take(20_000) {
        total += 1;
        odd += usize::from(is_control(c));
        lost += usize::from(c == char::REPLACEMENT_CHARACTER);
        nuls += usize::from(c == '\0');
    }
    odd * CONTROLS > total && odd > 3 || nuls * 5 > total || lost * 4 > total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Decoded<'_> {
        decode(bytes, None, None).unwrap_or_else(|e| panic!("{e}"))
    }

    const CHINESE: &str = "访谈者：您为什么离开家乡？\n受访者：家里穷，没有钱，只好出来打工，一去就是十年。\n";

    #[test]
    fn a_mark_says_what_it_is() {
        let utf16 = |big: bool| -> Vec<u8> {
            let units = format!("\u{feff}{CHINESE}");
            units.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let utf32: Vec<u8> = format!("\u{feff}{CHINESE}").chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        for (bytes, name) in [(utf16(false), "UTF-16LE"), (utf16(true), "UTF-16BE"), (utf32, "UTF-32LE")] {
            let found = decoded(&bytes);
            assert_eq!((&*found.text, found.encoding.as_str()), (CHINESE, name));
            assert_eq!(found.warnings.len(), usize::from(name == "UTF-32LE"));
        }
    }

    #[test]
    fn chinese_and_french_are_found_out_without_a_mark() {
        let gbk = encoding_rs::GBK.encode(CHINESE).0.repeat(3);
        assert_eq!(decoded(&gbk).text, CHINESE.repeat(3));
        assert_eq!(decoded(&gbk).encoding, "gb18030");
        let french = "L'été dernier, à la fête de l'école, nous étions très émus.\n".repeat(4);
        let latin = encoding_rs::WINDOWS_1252.encode(&french).0.into_owned();
        let found = decoded(&latin);
        assert_eq!(found.text, french);
        assert_eq!(found.warnings, [Warning::EncodingGuessed { encoding: "windows-1252".into() }]);
        let utf16: Vec<u8> = french.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&utf16).text, french);
    }

    #[test]
    fn what_cannot_be_read_is_counted_and_the_rest_is_kept() {
        let mut bytes = CHINESE.as_bytes().to_vec();
        bytes.splice(9..9, [0xff, 0xfe]);
        let found = decoded(&bytes);
        assert_eq!(found.encoding, "UTF-8");
        assert_eq!(found.text.replace('\u{fffd}', ""), CHINESE);
        assert_eq!((found.unreadable, found.warnings), (2, vec![]));
    }

    #[test]
    fn escapes_to_japanese_and_utf7_are_read() {
        let japanese = "聞き手: お仕事は？\n田中: 看護師です。\n";
        let bytes = encoding_rs::ISO_2022_JP.encode(japanese).0;
        let found = decoded(&bytes);
        assert_eq!((&*found.text, found.encoding.as_str()), (japanese, "ISO-2022-JP"));
        let seven = "Enqu+AOo-teur: D'o+APk- venez-vous +- pourquoi ?\nH+AOk-l+AOg-ne: +MEswXw-.\n";
        let wanted = "Enquêteur: D'où venez-vous + pourquoi ?\nHélène: かた.\n";
        for forced in [None, Some("utf-7")] {
            let found = decode(seven.as_bytes(), forced, None).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!((&*found.text, found.encoding.as_str()), (wanted, "UTF-7"));
        }
        for plain in ["1+1-2, a+bc-d, +AA-, C++ and +44-20", "+AOk-", "", "we \u{1b}[1mwent\u{1b}[0m +-"] {
            assert_eq!(decoded(plain.as_bytes()).text, plain);
        }
    }

    #[test]
    fn a_person_can_name_the_encoding() {
        let big5 = encoding_rs::BIG5.encode("訪談者：為什麼？").0.into_owned();
        let found = decode(&big5, Some("big5"), None).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(found.text, "訪談者：為什麼？");
        let unknown = decode(&big5, Some("klingon"), None).map(|read| read.text);
        assert_eq!(unknown, Err(Refusal::UnknownEncoding { name: "klingon".into() }));
    }

    #[test]
    fn pure_texts_are_read_without_a_word_on_utf8() {
        for (encoding, text) in
            [(encoding_rs::GBK, CHINESE), (encoding_rs::WINDOWS_874, "ครู: เด็กๆ ก็ชอบเขามาก แขก เป็นครู\n")]
        {
            let bytes = encoding.encode(text).0.repeat(5);
            let found = decoded(&bytes);
            assert_eq!(found.text, text.repeat(5));
            assert!(!found.warnings.contains(&Warning::EncodingMixed), "{text}");
        }
        let mut both = encoding_rs::GBK.encode(CHINESE).0.into_owned();
        both.extend("受访者：后来我又去了重庆。\n".as_bytes());
        assert!(decoded(&both).warnings.contains(&Warning::EncodingMixed));
    }

    #[test]
    fn only_a_text_with_utf8_in_it_is_mixed() {
        let mixed = |bytes: &[u8], encoding| is_mixed(bytes, encoding, utf8_characters(bytes).1);
        let thai = "ผู้ดำเนินการ: แขกของโรงเรียนเป็นใคร\nครู: แขก แขก แขก เกก เขา เป็นครูจากกรุงเทพ และเด็กๆ ก็ชอบเขามาก\n";
        let persian = "پرسش: چرا آمديد؟ که، گفت، رفت، بود، کرد، شد، داشت، ديد، چه؟\n";
        let arabic = "سؤال: لماذا جئت؟ بيت، بنت، وقت، صوت، موت، زيت، نعم، لا، هات، خذ؟\n";
        let russian = "ВОПРОС: Вы читали «НАТО», «Я», «МЫ» и «ОНА»? Да… «Я»… «Я»…\n";
        let chronicle = "一九五八年，修水库。六一年，饿死人。\n一九七八年，分田到户，队里的牛卖了。\n九三年，通电。\n";
        let big5 = "訪談者：您為什麼離開家鄉？\n受訪者：家裡窮，沒有錢，只好出來打工，一去就是十年。\n";
        let pure: [(&'static Encoding, &str); 8] = [
            (encoding_rs::WINDOWS_874, thai),
            (encoding_rs::WINDOWS_1256, persian),
            (encoding_rs::WINDOWS_1256, arabic),
            (encoding_rs::WINDOWS_1251, russian),
            (encoding_rs::GBK, chronicle),
            (encoding_rs::GBK, CHINESE),
            (encoding_rs::BIG5, big5),
            (encoding_rs::EUC_KR, "문: 왜 떠났습니까? 답: 일이 없어서요. 그래서 서울로 갔습니다.\n"),
        ];
        for (encoding, text) in pure {
            for repeated in [1, 3, 40] {
                let (bytes, _, lost) = encoding.encode(text);
                assert!(!lost, "{text}");
                assert!(!mixed(&bytes.repeat(repeated), encoding), "{} {repeated}: {text}", encoding.name());
            }
        }
        let together: [(&'static Encoding, &str, &str); 5] = [
            (encoding_rs::GBK, CHINESE, "受访者：后来我又去了重庆。\n"),
            (encoding_rs::GBK, "访谈者：为什么离开家乡？\n受访者：", "家里穷，没有钱，只好出来打工。\n"),
            (encoding_rs::WINDOWS_1252, "L'été à la fête de l'école.\n", "Nous étions très émus, à côté.\n"),
            (encoding_rs::WINDOWS_874, thai, "ครู: เด็กๆ ก็ชอบเขามาก\n"),
            (encoding_rs::WINDOWS_1252, "Il était là.\n", "She said “no” — and it’s fine.\n"),
        ];
        for (encoding, first, second) in together {
            let mut bytes = encoding.encode(&first.repeat(3)).0.into_owned();
            bytes.extend(second.as_bytes());
            assert!(mixed(&bytes, encoding), "{}: {second}", encoding.name());
        }
    }
}
