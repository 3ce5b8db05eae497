//! Where the passages of a document are while its text is edited: every change moves them as the saved correction will.

use crate::app::SourceView;
use crate::model::{CharRange, CodeId};
use crate::text::Edits;
use std::collections::BTreeSet;
use std::ops::Range;

/// The most characters that are compared at a key press. Changes that are further apart are followed one by one.
pub const NEAR: usize = 4_000;

/// A text with its passages.
#[derive(Clone, Debug, Default)]
struct Coded {
    text: String,
    passages: Vec<(CharRange, CodeId)>,
}

impl Coded {
    /// Where the passages are in a later text.
    fn after(&self, edits: &Edits) -> Vec<(Range<usize>, CodeId)> {
        let span = |(range, code): &(CharRange, CodeId)| {
            let range = edits.map(*range)?;
            Some((range.start.0 as usize..range.end.0 as usize, *code))
        };
        self.passages.iter().filter_map(span).collect()
    }
}

/// The passages of the edited part of a document.
#[derive(Clone, Debug, Default)]
pub struct CodedSpans {
    /// Before it was edited.
    first: Coded,
    /// Before the latest change that is far from the earlier ones.
    before: Coded,
    /// The text to which the spans belong.
    text: String,
    /// Start and end in code points of the text, half-open, and the code.
    spans: Vec<(Range<usize>, CodeId)>,
    pieces: Vec<Piece>,
}

/// A part of a text, as bytes, and the codes of the passages that contain it.
pub type Piece = (Range<usize>, Vec<CodeId>);

impl CodedSpans {
    /// The shown passages within a range of the document.
    #[must_use]
    pub fn of(source: &SourceView, part: CharRange) -> Self {
        let text = source.slice(part).to_owned();
        let local = |at: u32| at.clamp(part.start.0, part.end.0).saturating_sub(part.start.0) as usize;
        let spans = source.of_shown_coders().map(|passage| {
            let range = source.index().clamp(passage.range);
            (local(range.start.0)..local(range.end.0), passage.code)
        });
        Self::new(text, spans.filter(|(span, _)| !span.is_empty()).collect())
    }

    fn new(text: String, spans: Vec<(Range<usize>, CodeId)>) -> Self {
        let pieces = pieces(&text, &spans);
        let first = coded(&text, &spans);
        Self { before: first.clone(), first, text, spans, pieces }
    }

    /// Moves the spans to where the passages are once the text is saved as it is now. Step by step they would drift: of
    /// words typed at the start of a passage, a letter that is like its first one would seem to be in it. So the text is
    /// compared with what it was before, unless the changes are so far apart that this would take long.
    pub fn follow(&mut self, text: &str) {
        if self.text == text {
            return;
        }
        let after = |coded: &Coded| Edits::near(&coded.text, text, NEAR).map(|edits| coded.after(&edits));
        self.spans = after(&self.first).or_else(|| after(&self.before)).unwrap_or_else(|| {
            self.before = coded(&self.text, &self.spans);
            // What is longer than `NEAR` even now was pasted or cut at once.
            after(&self.before).unwrap_or_else(|| self.before.after(&Edits::as_one(&self.text, text)))
        });
        self.pieces = pieces(text, &self.spans);
        text.clone_into(&mut self.text);
    }

    /// The text in pieces; together they are the whole text.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }
}

fn coded(text: &str, spans: &[(Range<usize>, CodeId)]) -> Coded {
    let range = |span: &Range<usize>| CharRange::new(span.start as u32, span.end as u32);
    Coded { text: text.to_owned(), passages: spans.iter().map(|(span, code)| (range(span), *code)).collect() }
}

fn pieces(text: &str, spans: &[(Range<usize>, CodeId)]) -> Vec<Piece> {
    let mut borders: Vec<usize> = spans.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
    borders.extend([0, text.chars().count()]);
    borders.sort_unstable();
    borders.dedup();
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]).enumerate();
    let wanted = |at: &usize| borders.binary_search(at).is_ok();
    let bytes: Vec<(usize, usize)> = ends.filter(|(at, _)| wanted(at)).collect();
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    pairs
        .map(|(&(from, start), &(_, end))| {
            let codes_of_piece = spans.iter().filter(|(span, _)| span.contains(&from)).map(|(_, code)| *code);
            // What several coders coded alike counts once.
            let codes: BTreeSet<CodeId> = codes_of_piece.collect();
            (start..end, codes.into_iter().collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str, spans: &[Range<usize>]) -> CodedSpans {
        let spans = spans.iter().zip(1..).map(|(span, code)| (span.clone(), CodeId(code))).collect();
        CodedSpans::new(text.to_owned(), spans)
    }

    /// The text of the span after the change.
    fn after(before: &str, span: Range<usize>, after: &str) -> Option<String> {
        let mut spans = spans(before, &[span]);
        spans.follow(after);
        spans.spans.first().map(|(span, _)| after.chars().skip(span.start).take(span.len()).collect())
    }

    #[test]
    fn spans_move_with_every_change_of_the_text() {
        for (before, span, text, wanted) in [
            ("ab 中文字 cd", 3..6, "ab X中文字 cd", Some("中文字")),
            ("ab 中文字 cd", 3..6, "ab 中文字Y cd", Some("中文字")),
            ("ab 中文字 cd", 3..6, "ab 中-文字 cd", Some("中-文字")),
            ("ab 中文字 cd", 3..6, "a 中文字 cd", Some("中文字")),
            ("ab 中文字 cd", 3..6, "ab 中 cd", Some("中")),
            ("ab 中文字 cd", 3..6, "ab字 cd", Some("字")),
            ("ab 中文字 cd", 3..6, "ab  cd", None),
            ("ab 中文字 cd", 3..6, "", None),
            ("aaaa", 1..3, "aaaaa", Some("aa")),
        ] {
            assert_eq!(after(before, span, text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn words_typed_at_the_start_of_a_passage_stay_outside() {
        let (before, span) = ("We were poor at home.", 8..12);
        for typed in ["place ", "very ", "poor "] {
            let mut spans = spans(before, std::slice::from_ref(&span));
            for letters in 1..=typed.len() {
                spans.follow(&format!("We were {}poor at home.", &typed[..letters]));
            }
            let at: Vec<_> = spans.spans.iter().map(|(span, _)| spans.text.get(span.clone())).collect();
            assert_eq!(at, [Some("poor")], "{typed}");
        }
    }

    #[test]
    fn changes_far_apart_are_followed_without_comparing_the_whole_text() {
        let between = "So it was, year after year. ".repeat(NEAR / 10);
        let before = format!("We were poor at home. {between}We had no land.");
        let end = before.chars().count();
        let mut spans = spans(&before, &[8..12, end - 8..end - 1]);
        let coded = |spans: &CodedSpans| -> Vec<String> {
            let chars: Vec<char> = spans.text.chars().collect();
            spans.spans.iter().map(|(span, _)| chars[span.clone()].iter().collect()).collect()
        };
        let mut text = before.clone();
        for (at, typed) in [("poor", "really "), ("no land", "nearly "), ("poor", "plainly ")] {
            for letter in typed.chars() {
                let place = text.find(at).unwrap();
                text.insert(place, letter);
                spans.follow(&text);
            }
            assert_eq!(coded(&spans), ["poor", "no land"], "{typed}");
        }
        let (early, late) = (before.replacen("We", "They", 1), text.clone());
        assert!(Edits::near(&before, &late, NEAR).is_none() && Edits::near(&before, &early, NEAR).is_some());
        // What was changed back is as it was at first.
        spans.follow(&before.replace("poor ", ""));
        spans.follow(&before);
        assert_eq!(coded(&spans), ["poor", "no land"]);
        // A long text that replaces everything between is one change.
        spans.follow(&format!("We were poor at home. {}We had no land.", "Other words. ".repeat(NEAR / 5)));
        assert_eq!(coded(&spans), ["poor", "no land"]);
    }

    #[test]
    fn pieces_are_the_whole_text_and_know_overlaps() {
        let spans = spans("ab中文cd", &[1..4, 2..6]);
        let pieces = spans.pieces();
        let text: String = pieces.iter().filter_map(|(piece, _)| spans.text.get(piece.clone())).collect();
        assert_eq!(text, "ab中文cd");
        let codes: Vec<usize> = pieces.iter().map(|(_, codes)| codes.len()).collect();
        assert_eq!(codes, [0, 1, 2, 1]);
        assert!(CodedSpans::default().pieces().is_empty());
    }
}
