//! Words, sentences and grapheme clusters around a position, for double and triple clicks, caret movement, and
//! selections that do not cut what a reader sees as one character.
//!
//! Words and sentences follow UAX #29, except that a Chinese semicolon also ends a sentence. In scripts without spaces
//! between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese), a dictionary finds words. Results stay within the
//! position's paragraph unless stated otherwise.

use super::TextIndex;
use crate::model::{CharPos, CharRange};
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use std::sync::LazyLock;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

static WORDS: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// How much of a very long paragraph is examined before and after a position, in characters.
const WORD_WINDOW: u32 = 400;
const SENTENCE_WINDOW: u32 = 4_000;

/// Returns the nearest cluster boundary at or after `position`.
#[must_use]
pub fn snap_up(text: &str, index: &TextIndex, position: CharPos) -> CharPos {
    let byte = index.byte_of(text, position);
    let mut cursor = GraphemeCursor::new(byte, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.next_boundary(text, 0).ok().flatten().map_or(position, |b| index.char_of(text, b)),
        _ => CharPos(position.0.min(index.char_count())),
    }
}

/// Returns the nearest cluster boundary at or before `position`.
#[must_use]
pub fn snap_down(text: &str, index: &TextIndex, position: CharPos) -> CharPos {
    let byte = index.byte_of(text, position);
    let mut cursor = GraphemeCursor::new(byte, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.prev_boundary(text, 0).ok().flatten().map_or(position, |b| index.char_of(text, b)),
        _ => CharPos(position.0.min(index.char_count())),
    }
}

/// Returns the smallest range that encloses `range` and cuts no cluster; an empty range stays empty.
#[must_use]
pub fn snap(text: &str, index: &TextIndex, range: CharRange) -> CharRange {
    let start = snap_down(text, index, range.start);
    let end = if range.is_empty() { start } else { snap_up(text, index, range.end) };
    CharRange { start, end }
}

/// Returns the end of the cluster at `position`, which may be in the next paragraph.
#[must_use]
pub fn next_grapheme(text: &str, index: &TextIndex, position: CharPos) -> CharPos {
    let mut cursor = GraphemeCursor::new(index.byte_of(text, position), text.len(), true);
    let next = cursor.next_boundary(text, 0).ok().flatten();
    next.map_or(CharPos(index.char_count()), |byte| index.char_of(text, byte))
}

/// Returns the start of the cluster that ends at `position`, which may be in the previous paragraph.
#[must_use]
pub fn previous_grapheme(text: &str, index: &TextIndex, position: CharPos) -> CharPos {
    let mut cursor = GraphemeCursor::new(index.byte_of(text, position), text.len(), true);
    let previous = cursor.prev_boundary(text, 0).ok().flatten();
    previous.map_or(CharPos(0), |byte| index.char_of(text, byte))
}

/// Returns the word, run of spaces or punctuation mark that begins at or encloses `position`; at the end of a
/// paragraph, the last one. Empty only in an empty paragraph.
#[must_use]
pub fn word_at(text: &str, index: &TextIndex, position: CharPos) -> CharRange {
    word_pieces(text, index, position)
        .into_iter()
        .rfind(|piece| piece.start <= position)
        .unwrap_or(CharRange { start: position, end: position })
}

/// Returns the end of the word at or after `position`; at the end of a paragraph, the start of the next one.
#[must_use]
pub fn next_word(text: &str, index: &TextIndex, position: CharPos) -> CharPos {
    let end = paragraph(index, position).end;
    if position >= end {
        return CharPos((end.0 + 1).min(index.char_count()));
    }
    let word = |piece: &CharRange| piece.end > position && is_word(index.slice(text, *piece));
    word_pieces(text, index, position).iter().find(|p| word(p)).map_or(end, |p| p.end)
}

/// Returns the start of the word at or before `position`; at the start of a paragraph, the end of the previous one.
#[must_use]
pub fn previous_word(text: &str, index: &TextIndex, position: CharPos) -> CharPos {
    let start = paragraph(index, position).start;
    if position <= start {
        return CharPos(start.0.saturating_sub(1));
    }
    let word = |piece: &CharRange| piece.start < position && is_word(index.slice(text, *piece));
    word_pieces(text, index, position).iter().rfind(|p| word(p)).map_or(start, |p| p.start)
}

/// Returns the words in a part of a text, in order, without spaces and marks between them.
#[must_use]
pub fn words_in(text: &str, index: &TextIndex, part: CharRange) -> Vec<CharRange> {
    let mut found = pieces(index, text, part, words);
    found.retain(|piece| is_word(index.slice(text, *piece)));
    found
}

/// Returns the sentence that begins at or encloses `position`, with closing quotation marks but without white space
/// after it. For `他说：“没有钱。”就走了；后来` at 0 this is `他说：“没有钱。”`.
#[must_use]
pub fn sentence_at(text: &str, index: &TextIndex, position: CharPos) -> CharRange {
    let piece = pieces(index, text, window(text, index, position, SENTENCE_WINDOW), sentences)
        .into_iter()
        .rfind(|piece| piece.start <= position)
        .unwrap_or(CharRange { start: position, end: position });
    let sentence = index.slice(text, piece);
    let trimmed = sentence.trim_end();
    let blank = sentence.get(trimmed.len()..).unwrap_or("").chars().count() as u32;
    if trimmed.is_empty() { piece } else { CharRange::new(piece.start.0, piece.end.0 - blank) }
}

fn is_word(piece: &str) -> bool {
    piece.chars().any(char::is_alphanumeric)
}

fn paragraph(index: &TextIndex, position: CharPos) -> CharRange {
    let at = index.paragraph_at(position);
    index.paragraphs().get(at).map_or(CharRange::new(0, 0), |p| p.chars)
}

/// Returns the part of the paragraph within `reach` characters of `position`.
fn window(text: &str, index: &TextIndex, position: CharPos, reach: u32) -> CharRange {
    let bounds = paragraph(index, position);
    let start = snap_down(text, index, CharPos(position.0.saturating_sub(reach).max(bounds.start.0)));
    let end = snap_up(text, index, CharPos(position.0.saturating_add(reach).min(bounds.end.0)));
    CharRange { start, end }
}

/// Returns the words, runs of spaces and punctuation marks around `position`.
fn word_pieces(text: &str, index: &TextIndex, position: CharPos) -> Vec<CharRange> {
    let mut near = window(text, index, position, WORD_WINDOW);
    if near.start > paragraph(index, position).start {
        // A dictionary segments from left to right. If the window began within a word, the words after it might be cut
        // differently for different positions. So begin after a space or mark if there is one.
        let before = CharRange { start: near.start, end: CharPos(position.0 - WORD_WINDOW / 2) };
        let skipped = index.slice(text, before).chars().position(|c| !c.is_alphanumeric());
        near.start.0 += skipped.map_or(0, |place| place as u32 + 1);
        near.start = snap_down(text, index, near.start);
    }
    pieces(index, text, near, words)
}

/// Returns the ranges into which `split` divides a part of the text.
fn pieces<'t, I: Iterator<Item = &'t str>>(
    index: &TextIndex,
    text: &'t str,
    part: CharRange,
    split: impl Fn(&'t str) -> I,
) -> Vec<CharRange> {
    let mut from = part.start.0;
    split(index.slice(text, part))
        .map(|piece| {
            let range = CharRange::new(from, from + piece.chars().count() as u32);
            from = range.end.0;
            range
        })
        .collect()
}

/// Splits a text into words, runs of spaces and punctuation marks.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    WORDS.segment_str(text).filter_map(move |to| {
        let piece = text.get(from..to).filter(|piece| !piece.is_empty());
        from = to;
        piece
    })
}

/// Splits a text into UAX #29 sentences, and also after `；` and the closing quotation marks that follow it.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_sentence_bounds().flat_map(|sentence| {
        let mut rest = sentence;
        std::iter::from_fn(move || {
            let end = rest.find('；').map_or(rest.len(), |at| {
                let after = rest.get(at..).unwrap_or("").trim_start_matches(['；', '”', '’', '」', '』', '）', '》']);
                rest.len() - after.len()
            });
            let (head, tail) = rest.split_at_checked(end)?;
            rest = tail;
            (!head.is_empty()).then_some(head)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` marks the caret in `marked`; `[` and `]` enclose the expected range.
    fn check(find: fn(&str, &TextIndex, CharPos) -> CharRange, marked: &str) {
        let text: String = marked.chars().filter(|c| !"|[]".contains(*c)).collect();
        let place = |mark: char| {
            let before = marked.chars().take_while(|&c| c != mark);
            before.filter(|c| !"|[]".contains(*c)).count() as u32
        };
        let found = find(&text, &TextIndex::new(&text), CharPos(place('|')));
        assert_eq!(found, CharRange::new(place('['), place(']')), "{marked}");
    }

    #[test]
    fn a_double_click_takes_the_word() {
        let cases = [
            "We [we|re] poor",
            "We [|were] poor",
            "We were[| ]poor",
            "[don|'t] go",
            "poor [home|]",
            "one\n[t|wo]\nthree",
            "[我|们]回家",
            "我们[|回家]",
            "您[为什|么]回到重庆？",
            "因为[工|资]低，生活成本也高",
            "私は[東|京]に行った",
            "ผม[ไม่|มี]เงิน",
            "去[N|GO]工作",
            "x [|👩‍👩‍👧] y",
            "[cafe\u{301}|s]",
            "a\n[|]\nb",
        ];
        cases.into_iter().for_each(|case| check(word_at, case));
    }

    #[test]
    fn a_triple_click_takes_the_sentence() {
        let cases = [
            "[We were| poor.] So I left.",
            "We were poor. [So |I left.]",
            "[“W|hy?”] I asked.",
            "[他说：“没|有钱。”]后来就走了。",
            "没有钱；[后来|就走了！]对吗？",
            "[没有|钱；”]走了",
            "一。\n[|二]\n三",
        ];
        cases.into_iter().for_each(|case| check(sentence_at, case));
    }

    #[test]
    fn carets_stop_at_clusters_only() {
        let mut rng = fastrand::Rng::with_seed(3);
        let pool = ["a", "中", "e\u{301}", "👩‍👩‍👧", "🇨🇳", "\n", " ", "한", "ก็"];
        for _ in 0..40 {
            let text: String = (0..30).map(|_| rng.choice(pool).unwrap_or("x")).collect();
            let index = TextIndex::new(&text);
            let mut borders = vec![0_u32];
            for g in text.graphemes(true) {
                borders.push(borders.last().unwrap_or(&0) + g.chars().count() as u32);
            }
            for p in 0..=index.char_count() {
                let (at, down) = (CharPos(p), borders.iter().rfind(|&&b| b <= p).copied().unwrap_or(0));
                let up = borders.iter().find(|&&b| b >= p).copied().unwrap_or(0);
                assert_eq!(snap_down(&text, &index, at), CharPos(down));
                assert_eq!(snap_up(&text, &index, at), CharPos(up));
                if down == p {
                    let next = borders.iter().find(|&&b| b > p).copied().unwrap_or(p);
                    let previous = borders.iter().rfind(|&&b| b < p).copied().unwrap_or(0);
                    assert_eq!(next_grapheme(&text, &index, at), CharPos(next));
                    assert_eq!(previous_grapheme(&text, &index, at), CharPos(previous));
                }
            }
        }
    }

    #[test]
    fn a_selection_never_cuts_a_cluster() {
        let text = "a👩‍👩‍👧e\u{301}";
        let index = TextIndex::new(text);
        assert_eq!(snap(text, &index, CharRange::new(2, 7)), CharRange::new(1, 8));
        assert_eq!(snap(text, &index, CharRange::new(3, 3)), CharRange::new(1, 1));
        assert_eq!(snap(text, &index, CharRange::new(50, 60)), CharRange::new(8, 8));
    }

    #[test]
    fn words_are_walked_in_both_directions_through_line_ends() {
        let text = "We, too\n我们回家";
        let index = TextIndex::new(text);
        let mut at = CharPos(0);
        let mut stops = vec![];
        while at.0 < index.char_count() {
            at = next_word(text, &index, at);
            stops.push(at.0);
        }
        assert_eq!(stops, [2, 7, 8, 10, 12]);
        stops.clear();
        while at.0 > 0 {
            at = previous_word(text, &index, at);
            stops.push(at.0);
        }
        assert_eq!(stops, [10, 8, 7, 4, 0]);
    }

    #[test]
    fn every_position_of_a_word_finds_the_same_word() {
        let sentence = "您为什么回到重庆因为工资低重庆的生活成本也高我们在外面打工的时候房子很贵孩子不能上学";
        for text in [sentence.repeat(12), format!("{sentence}，").repeat(12), "ผมไม่มีเงินแต่มีความสุขที่บ้านเกิด".repeat(18)]
        {
            let index = TextIndex::new(&text);
            let mut at = CharPos(0);
            while at.0 < index.char_count() {
                let word = word_at(&text, &index, at);
                assert_eq!(word.start, at, "{}", index.slice(&text, word));
                for within in word.start.0 + 1..word.end.0 {
                    assert_eq!(word_at(&text, &index, CharPos(within)), word);
                }
                at = word.end;
            }
        }
    }

    #[test]
    fn a_giant_paragraph_is_segmented_in_a_window() {
        let text = "word ".repeat(200_000);
        let index = TextIndex::new(&text);
        assert_eq!(word_at(&text, &index, CharPos(500_002)), CharRange::new(500_000, 500_004));
        assert!(sentence_at(&text, &index, CharPos(500_002)).len() <= 2 * SENTENCE_WINDOW);
    }
}
