//! Functions that find speakers, units and words in a text.

use super::{Target, assert_ordered, characters};
use crate::{properties, seeds};
use pullquote::analysis::query::PassageQuery;
use pullquote::model::{Origin, Progress};
use pullquote::text::{self, TextIndex, Turns};

pub const TARGETS: &[Target] = &[
    Target {
        name: "turns",
        about: "speakers, turns and units of a text",
        seeds: seeds::plain_texts,
        words: LABELS,
        run: |bytes, _| turns(bytes),
    },
    Target {
        name: "patterns",
        about: "speakers found with a pattern from the user",
        seeds: seeds::patterns,
        words: PATTERNS,
        run: |bytes, _| patterns(bytes),
    },
    Target {
        name: "quotes",
        about: "quotations found in their text",
        seeds: seeds::numbers,
        words: &[],
        run: properties::quotes,
    },
    Target {
        name: "search",
        about: "words searched in a text",
        seeds: seeds::numbers,
        words: &[],
        run: properties::search,
    },
    Target {
        name: "queries",
        about: "queries read, and printed in the form that is read again",
        seeds: seeds::queries,
        words: QUERY_WORDS,
        run: |bytes, _| queries(bytes),
    },
    Target {
        name: "edits",
        about: "a corrected text compared with the old one",
        seeds: seeds::numbers,
        words: &[],
        run: properties::edits,
    },
    Target {
        name: "normalise",
        about: "normalisation of a text",
        seeds: seeds::numbers,
        words: &[],
        run: properties::normalise,
    },
    Target {
        name: "subtitle-words",
        about: "every word of generated subtitles is kept or reported",
        seeds: seeds::numbers,
        words: &[],
        run: properties::subtitle_words,
    },
];

const QUERY_WORDS: &[&str] = &[
    "and",
    "or",
    "not",
    "near",
    "before",
    "with",
    "without",
    "in",
    "turn",
    "words",
    "any",
    "important",
    "text(",
    "(",
    ")",
    "[",
    "]",
    "“",
    "”",
    "（",
    "＝",
    "\\",
    "\"",
    "4294967296",
];

/// What is read is printed in a form that means the same.
fn queries(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    match text.parse::<PassageQuery>() {
        Ok(query) => {
            assert_eq!(query.to_string().parse(), Ok(query));
            true
        }
        Err(mistake) => {
            assert!(mistake.at.start <= mistake.at.end && mistake.at.end.0 <= characters(text), "{mistake}");
            false
        }
    }
}

pub(super) fn check_turns(text: &str, origin: &Origin) {
    let index = TextIndex::new(text);
    let length = characters(text);
    let found = Turns::with_labels(text, &index, origin, &Progress::default());
    let (turns, labels) = found.expect("nobody cancelled it");
    assert_ordered("turns", turns.turns().iter().map(|turn| turn.chars), length);
    assert!(turns.turns().iter().all(|turn| turn.speaker < turns.speakers().len()), "a turn has a speaker");
    for (place, paragraph) in index.paragraphs().iter().enumerate() {
        let line = turns.line(place);
        assert!(line.hidden <= line.prefix && line.prefix <= paragraph.chars.len(), "a label ends after its line");
        let _ = (turns.speaker(line), turns.asks(line));
    }
    let without: Vec<String> = labels.into_iter().map(|label| label.name).take(1).collect();
    for kept in [text::Kept::whole(length), text::Kept::without(text, &index, &turns, &without)] {
        for cut in ["turn", "sentence", "paragraph", "document", "exchange", "window:7"] {
            let cut = text::Cut::parse(cut).expect("a kind of unit");
            assert_ordered("units", text::units(text, &index, &turns, cut, &kept), length);
        }
    }
    let _ = text::propose(text, &index);
}

fn turns(bytes: &[u8]) -> bool {
    let text = text::normalise(String::from_utf8_lossy(bytes)).text;
    check_turns(&text, &Origin::default());
    true
}

fn patterns(bytes: &[u8]) -> bool {
    let input = String::from_utf8_lossy(bytes);
    let (pattern, text) = input.split_once('\n').unwrap_or((&input, ""));
    let Ok(speakers) = text::pattern_rule(pattern) else { return false };
    check_turns(&text::normalise(text).text, &Origin { speakers, ..Origin::default() });
    true
}

pub(super) const LABELS: &[&str] = &[
    "I: ",
    "B: ",
    "\nI: ",
    "\nAna (Interviewer): ",
    "P1\t",
    "[00:01:02] ",
    "00:01:02",
    "(12:30)",
    "#00:01:02-3#",
    "Q1. ",
    "SPEAKER 01\n",
    "\n\n",
    "访谈者：",
    "M1：",
    "**A:** ",
    "- ",
    "— ",
    "1. ",
    "[laughs]",
    "12.05.26, 10:31 - Ana: ",
    "<Ana> ",
    "{Ana} ",
    "Ana said: ",
    "99:99:99",
    "…",
];

const PATTERNS: &[&str] = &[
    "(",
    ")",
    "(?:",
    "(?P<a>",
    "[",
    "]",
    "[^:]",
    "*",
    "+",
    "?",
    "{1,9}",
    "{999999999}",
    "\\w",
    "\\b",
    "\\p{L}",
    "^",
    "$",
    "|",
    ".",
    "(?i)",
    "(?x)",
    "(?s)",
    "\\",
    ":\\s*",
    "\n",
    "()",
    "(){9}",
];
