//! The name of a code that is taken from the selected words: without words that are cut in half, and without
//! punctuation around it.

use super::source_view::SourceView;
use crate::model::{CharPos, CharRange};
use crate::text::segment;

/// Maximum length, in characters.
const LONGEST: usize = 60;

/// Marks that separate words or end a sentence.
const MARKS: &str = ".,;:!?…–—-/·。，、；：！？～";

/// Marks that enclose words: opening and closing.
const PAIRS: [(char, char); 14] = [
    ('"', '"'),
    ('\'', '\''),
    ('“', '”'),
    ('‘', '’'),
    ('„', '“'),
    ('«', '»'),
    ('(', ')'),
    ('[', ']'),
    ('（', '）'),
    ('［', '］'),
    ('【', '】'),
    ('《', '》'),
    ('「', '」'),
    ('『', '』'),
];

/// Returns the name for a code on these words of a document; empty if there are no words.
pub(super) fn name(document: &SourceView, range: CharRange) -> String {
    let words = said(document, whole_words(document, range)).split_whitespace().collect::<Vec<_>>().join(" ");
    let name = trimmed(&words);
    // Names are shown in lists: a long passage is shortened.
    if name.chars().count() > LONGEST {
        return name.chars().take(LONGEST - 1).chain(['…']).collect();
    }
    name.to_owned()
}

/// The words in a range without labels and times; if there are no others, these.
fn said(document: &SourceView, range: CharRange) -> String {
    let index = document.index();
    let lines = index.paragraphs().iter().enumerate().skip(index.paragraph_at(range.start));
    let lines = lines.take_while(|(_, line)| line.chars.start < range.end);
    let words = lines.map(|(row, line)| {
        let start = CharPos(line.chars.start.0 + document.turns().line(row).prefix).max(range.start);
        let end = line.chars.end.min(range.end);
        document.slice(CharRange { start: start.min(end), end })
    });
    let words = words.collect::<Vec<_>>().join("\n");
    if words.chars().any(char::is_alphanumeric) { words } else { document.slice(range).to_owned() }
}

/// Leaves out the words that the range cuts in half; a part of a single word stays as it is, and so do scripts without
/// spaces, in which no border between words is certain.
fn whole_words(document: &SourceView, range: CharRange) -> CharRange {
    let (text, index) = (document.text(), document.index());
    let cut = |at: CharPos| {
        let word = segment::word_at(text, index, at);
        let is_spaced =
            document.slice(word).chars().all(|c| !c.is_alphabetic() || c.is_lowercase() || c.is_uppercase());
        Some(word).filter(|word| word.start < at && at < word.end && is_spaced)
    };
    let start = cut(range.start).map_or(range.start, |word| word.end);
    let end = cut(range.end).map_or(range.end, |word| word.start);
    let whole = CharRange { start, end: end.max(start) };
    if document.slice(whole).chars().any(char::is_alphanumeric) { whole } else { range }
}

/// Trims white space and punctuation, and brackets and quotation marks that enclose everything or lack their partner.
fn trimmed(words: &str) -> &str {
    let mut rest = words;
    loop {
        let before = rest;
        rest = rest.trim().trim_start_matches(|c| MARKS.contains(c)).trim_end_matches(|c| MARKS.contains(c)).trim();
        for (open, close) in PAIRS {
            rest = without_pair(rest, open, close);
        }
        if rest == before {
            return rest;
        }
    }
}

fn without_pair(words: &str, open: char, close: char) -> &str {
    let (inner_start, inner_end) = (words.strip_prefix(open), words.strip_suffix(close));
    let both = inner_start.and_then(|rest| rest.strip_suffix(close));
    match (both, inner_start, inner_end) {
        // Two pairs, as in “Yes” and “no”, do not enclose everything.
        (Some(inner), ..) if !inner.contains(open) && !inner.contains(close) => inner,
        (_, Some(rest), _) if !rest.contains(close) => rest,
        // An apostrophe may end a word: runnin’.
        (_, _, Some(rest)) if !rest.contains(open) && !matches!(close, '\'' | '’') => rest,
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::spoken::SpokenText;
    use crate::model::{Origin, SourceId};

    /// The name for the part of the text between `[` and `]`.
    fn named(marked: &str) -> String {
        let text: String = marked.chars().filter(|c| !"[]".contains(*c)).collect();
        let place = |mark: char| marked.chars().filter(|c| !"[]".contains(*c) || *c == mark).position(|c| c == mark);
        let (start, end) = (place('[').unwrap() as u32, place(']').unwrap() as u32);
        let view = SourceView::new(SourceId(1), "B".into(), SpokenText::find(text.into(), Origin::default()), vec![]);
        name(&view, CharRange::new(start, end))
    }

    #[test]
    fn half_words_and_punctuation_are_left_out() {
        for (marked, expected) in [
            ("th[at nobody asked what I knew.]", "nobody asked what I knew"),
            ("that [nobody asked what I kn]ew.", "nobody asked what I"),
            ("[“No money,” ]she said", "No money"),
            ("[, and then …]", "and then"),
            ("[(laughs) nobody asked]", "(laughs) nobody asked"),
            ("[(laughs)]", "laughs"),
            ("so [nobody asked (me]) then", "nobody asked (me"),
            ("[runnin’ around – ]", "runnin’ around"),
            ("don[’t go]", "go"),
            ("[$5 and 20% more!]", "$5 and 20% more"),
            ("[“Yes” and “no”]", "“Yes” and “no”"),
            ("home[sick]ness", "sick"),
            ("[家里没有钱，]只好走", "家里没有钱"),
            ("“[金窝银窝，不如自己的草窝”]嘛", "金窝银窝，不如自己的草窝"),
            ("我[们回]家", "们回"),
            ("[《草窝》]", "草窝"),
            ("[ … ]", ""),
            ("[two\n  lines.]", "two lines"),
        ] {
            assert_eq!(named(marked), expected, "{marked}");
        }
    }

    #[test]
    fn labels_and_times_are_no_words() {
        let rest = "\nInterviewer: Well?\nMaria: So.\nInterviewer: And?\nMaria (laughs): No.";
        let below = "\n\nInterviewer\n00:00:15\nAnd?\n\nAnna\n00:00:21\nSo.";
        for (marked, rest, expected) in [
            ("Interviewer: And?\n[Maria (quietly): We were poor.]", rest, "We were poor"),
            ("Interviewer: And?\n[Maria (quietly)]: We were poor.", rest, "Maria (quietly)"),
            ("Interviewer: [Where?\nMaria: Here.]", rest, "Where? Here"),
            ("Interviewer\n00:00:03\nAnd?\n\n[Anna\n00:00:09\nWe were poor.]", below, "We were poor"),
        ] {
            assert_eq!(named(&format!("{marked}{rest}")), expected, "{marked}");
        }
    }

    #[test]
    fn long_passages_give_short_names() {
        let name = named(&format!("[{}]", "word ".repeat(40)));
        assert!(name.chars().count() == LONGEST && name.ends_with('…'), "{name}");
    }
}
