//! Properties of pure functions, tested on cases made from eight random bytes.

use crate::targets::{assert_ordered, characters};
use fastrand::Rng;
use pullquote::interchange::document::{self, Reading};
use pullquote::model::{CharPos, CharRange, Progress};
use pullquote::text::{self, Edits, Finder, Likeness, QuoteFinder, Strictness, TextIndex, segment};
use std::path::Path;

const PIECES: [&str; 48] = [
    "a",
    "A",
    "b ",
    "the ",
    "no work ",
    "…",
    "...",
    ". . .",
    " ",
    "\n",
    "\t",
    "\u{a0}",
    "\u{3000}",
    "\u{2028}",
    "\r\n",
    "\r",
    "\0",
    "\u{feff}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{301}",
    "e\u{301}",
    "é",
    "ﬁ",
    "ﬃ",
    "ß",
    "SS",
    "İ",
    "i\u{307}",
    "ς",
    "Σ",
    "“",
    "”",
    "\"",
    "’",
    "'",
    "–",
    "—",
    "-",
    "１",
    "Ａ",
    "钱",
    "没有钱。",
    "한",
    "\u{1112}\u{1161}\u{11ab}",
    "👨\u{200d}👩\u{200d}👧",
    "🇨🇳",
];

fn random(bytes: &[u8]) -> Rng {
    let mut number = [0; 8];
    for (to, from) in number.iter_mut().zip(bytes) {
        *to = *from;
    }
    Rng::with_seed(u64::from_le_bytes(number))
}

/// Text from a few pieces, so that they occur repeatedly.
fn some_text(random: &mut Rng, most: usize) -> String {
    let few: Vec<&str> = (0..random.usize(1..12)).map(|_| PIECES[random.usize(..PIECES.len())]).collect();
    (0..random.usize(..most)).map(|_| few[random.usize(..few.len())]).collect()
}

fn some_range(random: &mut Rng, length: u32) -> CharRange {
    CharRange::new(random.u32(..=length), random.u32(..=length))
}

fn slice(text: &str, range: CharRange) -> String {
    text.chars().skip(range.start.0 as usize).take(range.len() as usize).collect()
}

/// The words of a passage are found at its position with the strictest matching.
pub fn quotes(bytes: &[u8], _: &Path) -> bool {
    let mut random = random(bytes);
    let text = text::normalise(&some_text(&mut random, 80)).text;
    let length = characters(&text);
    let finder = QuoteFinder::new(&text);
    let passage = segment::snap(&text, finder.index(), some_range(&mut random, length));
    let quote = slice(&text, passage);
    let before = characters(&quote) - characters(quote.trim_start());
    let start = passage.start.0 + before;
    let trimmed = CharRange::new(start, start + characters(quote.trim()));
    // A space and the following mark form one grapheme cluster: without the space, the words would start within it.
    if !trimmed.is_empty() && segment::snap(&text, finder.index(), trimmed) == trimmed {
        let (likeness, places) = finder.find(&quote, usize::MAX).expect("a passage is found in its text");
        assert_eq!(likeness, Likeness::Exact, "a passage is found at its position");
        assert_ordered("places", places.iter().copied(), length);
        assert!(places.iter().all(|place| slice(&text, *place) == quote.trim()), "the words are at the place");
    }
    let other = some_text(&mut random, 8);
    for how in Likeness::ALL {
        assert_ordered("places", finder.find_as(&other, how, random.usize(1..9)), length);
    }
    if let Some((place, _)) = finder.nearest(&other) {
        assert!(place.end.0 <= length, "the nearest words are in the text");
    }
    true
}

/// The words of a passage are found in its text with every strictness.
pub fn search(bytes: &[u8], _: &Path) -> bool {
    let mut random = random(bytes);
    let text = text::normalise(&some_text(&mut random, 80)).text;
    let length = characters(&text);
    let quote = slice(&text, some_range(&mut random, length));
    for (wanted, is_there) in [(quote, true), (some_text(&mut random, 4), false)] {
        for match_case in [false, true] {
            let finder = Finder::new(&wanted, Strictness { whole_words: false, match_case });
            let places = finder.all(&text);
            assert!(!is_there || finder.is_empty() || !places.is_empty(), "words of the text are found");
            assert_ordered("places", places.iter().copied(), length);
            let whole = Finder::new(&wanted, Strictness { whole_words: true, match_case }).all(&text);
            assert_ordered("whole words", whole, length);
        }
    }
    true
}

/// The reported changes turn the old text into the new one, and ranges map into the new text.
pub fn edits(bytes: &[u8], _: &Path) -> bool {
    let mut random = random(bytes);
    let old = some_text(&mut random, 60);
    let mut new: Vec<char> = old.chars().collect();
    for _ in 0..random.usize(..5) {
        let range = some_range(&mut random, u32::try_from(new.len()).expect("a short text"));
        let range = range.start.0 as usize..(range.end.0 as usize).min(range.start.0 as usize + 6);
        new.splice(range, some_text(&mut random, 6).chars());
    }
    let new: String = new.into_iter().collect();
    let edits = Edits::between(&old, &new);
    let (mut made, mut at) = (String::new(), 0);
    for edit in edits.list() {
        assert!(edit.old.start.0 >= at, "edits are in order");
        made.push_str(&slice(&old, CharRange::new(at, edit.old.start.0)));
        made.push_str(&slice(&new, edit.new));
        at = edit.old.end.0;
    }
    made.push_str(&slice(&old, CharRange::new(at, characters(&old))));
    assert_eq!(made, new, "the edits make the new text");
    for _ in 0..8 {
        let range = some_range(&mut random, characters(&old));
        if let Some(carried) = edits.map(range) {
            assert!(carried.start < carried.end && carried.end.0 <= characters(&new), "a mapped range is in the text");
            if !edits.touches(range) {
                assert_eq!(slice(&new, carried), slice(&old, range), "an untouched passage keeps its words");
            }
        }
        assert!(edits.position(range.start).0 <= characters(&new), "a mapped position is in the text");
    }
    true
}

/// Normalising a second time changes nothing, and the reported positions are exactly those of the removed characters.
pub fn normalise(bytes: &[u8], _: &Path) -> bool {
    let mut random = random(bytes);
    let given = some_text(&mut random, 60);
    let mut removed = Vec::new();
    let once = text::normalise_noting(&given, |at| removed.push(at));
    assert!(text::is_normal(&once.text), "the text is normalised");
    assert_eq!(text::normalise(&once.text).text, once.text, "a second time changes nothing");
    assert!(removed.is_sorted(), "positions are in order");
    let left = given.chars().zip(0..).filter(|(_, at)| removed.binary_search(at).is_err());
    let left: String = left.map(|(c, _)| if c == '\r' { '\n' } else { c }).collect();
    assert_eq!(left, once.text, "exactly the reported characters are missing");
    let index = TextIndex::new(&once.text);
    let length = characters(&once.text);
    assert_eq!(index.char_count(), length);
    for _ in 0..8 {
        let position = CharPos(random.u32(..=length));
        let byte = index.byte_of(&once.text, position);
        assert_eq!(index.char_of(&once.text, byte), position, "bytes and characters agree");
        for moved in [
            segment::next_word(&once.text, &index, position),
            segment::previous_word(&once.text, &index, position),
            segment::next_grapheme(&once.text, &index, position),
            segment::previous_grapheme(&once.text, &index, position),
        ] {
            assert!(moved.0 <= length, "a step stays in the text");
        }
        for range in [
            segment::word_at(&once.text, &index, position),
            segment::sentence_at(&once.text, &index, position),
            segment::snap(&once.text, &index, some_range(&mut random, length)),
        ] {
            assert!(range.start <= range.end && range.end.0 <= length, "a range is in the text");
        }
    }
    true
}

/// Unique words in subtitles of a random shape: each is in the text or in what was left out.
pub fn subtitle_words(bytes: &[u8], _: &Path) -> bool {
    let mut random = random(bytes);
    let is_vtt = random.bool();
    let mut file = String::from(if is_vtt { "WEBVTT\n\n" } else { "" });
    let mut words = 0;
    let mut second = 0;
    for cue in 1..=random.u32(1..12) {
        let mut word = |random: &mut Rng| {
            words += 1;
            let end = [" ", ".", "?", ",", "", " 钱", " 1984"][random.usize(..7)];
            format!("word{words}x{end}")
        };
        match random.u32(..8) {
            0 => file.push_str(&format!("NOTE {}\n\n", word(&mut random))),
            1 => file.push_str(&format!("{}\n", word(&mut random))),
            2 | 3 => {}
            _ => file.push_str(&format!("{cue}\n")),
        }
        let point = if is_vtt { '.' } else { ',' };
        let end = second + random.u32(..3);
        let head = format!(
            "00:{:02}:{:02}{point}000 --> 00:{:02}:{:02}{point}500",
            second / 60,
            second % 60,
            end / 60,
            end % 60
        );
        let settings = ["", "", " align:start", " X1:1 X2:2"][random.usize(..4)];
        file.push_str(&format!("{head}{settings}\n"));
        for _ in 0..random.u32(..4) {
            let inner: Vec<String> = (0..random.u32(1..4)).map(|_| word(&mut random)).collect();
            let inner = inner.join(" ");
            let line = match random.u32(..14) {
                0 => format!("<v Ana>{inner}</v>"),
                1 => format!("<v.loud {}>{inner}", word(&mut random).trim_end_matches(['.', '?', ',']).trim()),
                2 => format!("- {inner}"),
                3 => format!("<i>{inner}</i>"),
                4 => format!("{{\\an8}}{inner}"),
                5 => format!("<c.yellow>{inner}</c>"),
                6 => format!("ANA: {inner}"),
                7 => format!("[{inner}]"),
                8 => format!("<font color=\"red\">{inner}"),
                9 => format!("{inner}\n"),
                10 => format!("a < b {inner} > c &amp; &lt;x&gt;"),
                11 => format!("<00:00:01.500>{inner}"),
                _ => inner,
            };
            file.push_str(&line);
            file.push('\n');
        }
        file.push_str(["\n", "\n", "\n", "", "\n \n"][random.usize(..5)]);
        second = end + random.u32(..3);
    }
    let ending = if is_vtt { "vtt" } else { "srt" };
    let Ok(document) = document::from_bytes(file.as_bytes(), ending, &Reading::default(), &Progress::default()) else {
        return false;
    };
    let aside: Vec<&str> = document.left_out.iter().map(|aside| aside.text.as_str()).collect();
    let all = format!("{}\n{}", document.text, aside.join("\n"));
    for word in 1..=words {
        let count = all.matches(&format!("word{word}x")).count();
        assert!(count > 0, "word{word}x is neither in the text nor in the report: {file:?}");
    }
    true
}
