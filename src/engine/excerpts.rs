//! The text of passages with some text around them, cut at words, and who says it.

use super::browse::each;
use crate::engine::error::Error;
use crate::engine::speech::stored_turns;
use crate::model::{CharPos, CharRange, Origin, Progress, SourceId};
use crate::store::Reads;
use crate::text::{TextIndex, Turns, segment};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// Maximum length of a passage that is not cut, in characters.
pub(super) const LONGEST: u32 = 600;
/// Where a long passage is cut, at most this many characters are given up to end with a word.
pub(super) const WORD: u32 = 40;
/// Marks that belong to the word after them.
const OPENING: &str = "“‘\"'(([[「『《〈¿¡";
/// Number of documents whose turns a thread remembers.
const REMEMBERED: usize = 8;

/// The text of a passage with its context. The three parts adjoin each other in the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    pub before: String,
    /// Ends in `…` if the passage is longer; then nothing follows.
    pub text: String,
    pub after: String,
    /// More of the same paragraph precedes the context.
    pub opens: bool,
    /// More of the same paragraph follows the context.
    pub closes: bool,
    /// Where somebody begins to speak, and who speaks at the beginning; ascending. Empty unless it was asked for.
    pub speakers: Vec<SpeakerStart>,
}

/// A place in an excerpt where a speaker begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerStart {
    /// Characters from the beginning of the excerpt.
    pub at: u32,
    /// Number of characters from there that state the name.
    pub label: u32,
    /// Number of characters after them that state the name once more.
    pub again: u32,
    /// Empty where the same speaker goes on, although a label states the name again.
    pub name: String,
}

/// Returns the text of passages with up to `context` characters on both sides; a very long passage is cut after its
/// beginning. Neither cuts a word.
///
/// # Errors
/// Fails when a document cannot be read, or when cancelled.
pub fn excerpts(
    reads: Reads<'_>,
    places: &[(SourceId, CharRange)],
    context: u32,
    speakers: bool,
    progress: &Progress,
) -> Result<Vec<Excerpt>, Error> {
    let mut excerpts = vec![Excerpt::default(); places.len()];
    let mut open: Option<(SourceId, Rc<Turns>)> = None;
    let mut failure = None;
    each(reads, places, progress, |at, text, index, range| {
        let (Some((source, _)), Some(excerpt)) = (places.get(at), excerpts.get_mut(at)) else { return };
        let extent;
        (*excerpt, extent) = excerpt_of(text, index, range, context);
        if !speakers {
            return;
        }
        if open.as_ref().is_none_or(|(known, _)| known != source) {
            match turns(reads, *source, text, index) {
                Ok(turns) => open = Some((*source, turns)),
                Err(error) => failure = Some(error),
            }
        }
        if let Some((_, turns)) = open.as_ref().filter(|(known, _)| known == source) {
            excerpt.speakers = speakers_in(turns, text, index, extent);
        }
    })?;
    failure.map_or(Ok(excerpts), Err)
}

/// Returns an excerpt and its extent in the document.
pub(super) fn excerpt_of(text: &str, index: &TextIndex, range: CharRange, context: u32) -> (Excerpt, CharRange) {
    let cut = range.len() > LONGEST;
    let shown = if cut {
        CharRange::new(range.start.0, word_end(text, index, range.start.0 + LONGEST - WORD, WORD))
    } else {
        range
    };
    let start = word_start(text, index, range.start.0, context);
    let end = if cut { shown.end.0 } else { word_end(text, index, range.end.0, context) };
    let of = |from: u32, to: u32| index.slice(text, CharRange::new(from, to.max(from)));
    let borders = |at: u32| index.paragraphs().get(index.paragraph_at(CharPos(at))).map(|p| p.chars);
    let excerpt = Excerpt {
        before: of(start, range.start.0).to_owned(),
        text: format!("{}{}", index.slice(text, shown), if cut { "…" } else { "" }),
        after: of(range.end.0, end).to_owned(),
        opens: context > 0 && borders(start).is_some_and(|p| p.start.0 < start),
        closes: context > 0 && !cut && borders(end).is_some_and(|p| p.end.0 > end),
        speakers: Vec::new(),
    };
    (excerpt, CharRange::new(start, end.max(shown.end.0)))
}

/// The first position within `context` characters before `at` at which a word or a paragraph begins.
fn word_start(text: &str, index: &TextIndex, at: u32, context: u32) -> u32 {
    let from = at.saturating_sub(context);
    let word = segment::word_at(text, index, CharPos(from));
    let from = if word.start.0 < from { word.end.0.min(at) } else { from };
    let from = label_start(text, index, from).unwrap_or(from);
    let is_cut = index.paragraphs().get(index.paragraph_at(CharPos(from))).is_some_and(|p| p.chars.start.0 < from);
    let rest = index.slice(text, CharRange::new(from, at));
    // What ends the clause that is cut away is not shown either.
    let skipped = match rest.chars().position(|c| c == '\n' || c.is_alphanumeric() || OPENING.contains(c)) {
        _ if !is_cut => 0,
        Some(place) if rest.chars().nth(place) == Some('\n') => place + 1,
        Some(place) => place,
        None => rest.chars().count(),
    };
    from + skipped as u32
}

/// Longest label of a speaker that is shown whole although its beginning is outside the context, in characters.
const LABEL: u32 = 24;

/// The beginning of the paragraph, if the position is within what may be the label of a speaker.
fn label_start(text: &str, index: &TextIndex, at: u32) -> Option<u32> {
    let paragraph = index.paragraphs().get(index.paragraph_at(CharPos(at)))?.chars;
    let end = paragraph.end.0.min(paragraph.start.0 + LABEL);
    let colon =
        index.slice(text, CharRange::new(paragraph.start.0, end)).chars().position(|c| matches!(c, ':' | '：'))?;
    (at <= paragraph.start.0 + colon as u32).then_some(paragraph.start.0)
}

/// The last position within `context` characters after `at` at which a word ends.
fn word_end(text: &str, index: &TextIndex, at: u32, context: u32) -> u32 {
    let to = index.clamp(CharRange::new(at, at.saturating_add(context))).end.0;
    let word = segment::word_at(text, index, CharPos(to));
    let to = if word.start.0 < to && to < word.end.0 { word.start.0.max(at) } else { to };
    let blank = |part: &str| part.chars().rev().take_while(|c| c.is_whitespace()).count() as u32;
    to - blank(index.slice(text, CharRange::new(at.min(to), to)))
}

/// Returns who speaks at the beginning of a part of the text, and where others begin.
pub(super) fn speakers_in(turns: &Turns, text: &str, index: &TextIndex, extent: CharRange) -> Vec<SpeakerStart> {
    let mut starts = Vec::new();
    let first = index.paragraph_at(extent.start);
    let mut speaker = None;
    for (place, paragraph) in index.paragraphs().iter().enumerate().skip(first) {
        if paragraph.chars.start >= extent.end && place > first {
            break;
        }
        let line = turns.line(place);
        let goes_on = line.speaker == speaker && line.hidden > 0 && speaker.is_some();
        let is_new = line.speaker != speaker || line.prefix > 0;
        speaker = line.speaker;
        let passed = extent.start.0.saturating_sub(paragraph.chars.start.0);
        // A label that states more than the name stays in the text.
        let is_written = passed == 0 && line.prefix > 0 && line.hidden == 0;
        if let Some(name) = turns.speaker(line).filter(|_| is_new && !is_written) {
            let at = paragraph.chars.start.0.saturating_sub(extent.start.0);
            let label = line.hidden.saturating_sub(passed);
            let words = CharRange::new(extent.start.0 + at + label, paragraph.chars.end.0);
            // A label that is cut is not repeated.
            let again = if passed < line.hidden || passed == 0 { repeated(index.slice(text, words), name) } else { 0 };
            let name = if goes_on { String::new() } else { name.to_owned() };
            starts.push(SpeakerStart { at, label, again, name });
        }
    }
    starts
}

/// The length of a label with this name at the beginning of the words, with the colon and the blanks after it.
fn repeated(words: &str, name: &str) -> u32 {
    let Some(rest) = words.strip_prefix(name).map(str::trim_start) else { return 0 };
    let Some(rest) = rest.strip_prefix([':', '：']).map(str::trim_start) else { return 0 };
    (words.chars().count() - rest.chars().count()) as u32
}

/// A text with its turns.
struct KnownTurns {
    text: String,
    origin: Origin,
    turns: Rc<Turns>,
}

thread_local! {
    /// Finding turns takes seconds in a long text, and scrolling asks for the same documents again and again.
    static KNOWN: RefCell<VecDeque<KnownTurns>> = const { RefCell::new(VecDeque::new()) };
}

pub(super) fn turns(reads: Reads<'_>, source: SourceId, text: &str, index: &TextIndex) -> Result<Rc<Turns>, Error> {
    if let Some(stored) = stored_turns(reads, source, index)? {
        return Ok(Rc::new(stored));
    }
    Ok(remembered_turns(text, index, &reads.origin(source)?.unwrap_or_default()))
}

fn remembered_turns(text: &str, index: &TextIndex, origin: &Origin) -> Rc<Turns> {
    let found = KNOWN.with_borrow(|known| {
        known.iter().find(|known| known.text == text && known.origin == *origin).map(|known| known.turns.clone())
    });
    found.unwrap_or_else(|| {
        let turns = Rc::new(Turns::find(text, index, origin));
        KNOWN.with_borrow_mut(|known| {
            known.truncate(REMEMBERED - 1);
            known.push_front(KnownTurns { text: text.to_owned(), origin: origin.clone(), turns: turns.clone() });
        });
        turns
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::turns::found_on_this_thread;

    /// `[` and `]` enclose the passage. Returns the excerpt with the same marks, and `…` where a paragraph goes on.
    fn cut(marked: &str, context: u32) -> String {
        let text: String = marked.chars().filter(|c| !"[]".contains(*c)).collect();
        let place =
            |mark: char| marked.chars().take_while(|&c| c != mark).filter(|c| !"[]".contains(*c)).count() as u32;
        let range = CharRange::new(place('['), place(']'));
        let (found, extent) = excerpt_of(&text, &TextIndex::new(&text), range, context);
        let whole = format!("{}{}{}", found.before, found.text, found.after);
        assert!(found.text.ends_with('…') || text.contains(&whole), "the parts adjoin: {whole}");
        assert!(extent.encloses(range) || found.text.ends_with('…'));
        let mark = |is_cut: bool| if is_cut { "…" } else { "" };
        format!("{}{}[{}]{}{}", mark(found.opens), found.before, found.text, found.after, mark(found.closes))
    }

    #[test]
    fn the_text_around_a_passage_is_cut_at_words() {
        for (marked, context, expected) in [
            (
                "In summer, hundreds of people came [to the gate] every single morning.",
                20,
                "…of people came [to the gate] every single…",
            ),
            ("one two [three] four five", 4, "…two [three]…"),
            ("one two [three] four five", 5, "…two [three] four…"),
            ("one two [three] four five", 3, "…[three]…"),
            ("They all left, of course, [then] we stayed.", 13, "…of course, [then] we stayed."),
            ("Yes, it was so.\n“Who?” I asked [him] then.", 18, "“Who?” I asked [him] then."),
            ("She said (and meant it) [no] twice.", 15, "…(and meant it) [no] twice."),
            ("one two [three] four five", 0, "[three]"),
            ("one two [three] four five", 90, "one two [three] four five"),
            ("[three]", 5, "[three]"),
            ("Honorificabilitudinitatibus[, he] said", 9, "…[, he] said"),
            ("我们那年没有工作，[只好出去打工]，后来才回来。", 4, "…工作，[只好出去打工]，后来…"),
            (
                "A: Why?\nB: We had [no money] at all.\nA: I see.",
                30,
                "A: Why?\nB: We had [no money] at all.\nA: I see.",
            ),
            ("访谈者：您是本地人？\n陈立：[对]，是的。", 14, "访谈者：您是本地人？\n陈立：[对]，是的。"),
            ("Interviewer: Were you?\nTom: [Yes] I was.", 23, "Interviewer: Were you?\nTom: [Yes] I was."),
            ("caf\u{65}\u{301}s [are] caf\u{65}\u{301}s", 3, "…[are]…"),
        ] {
            assert_eq!(cut(marked, context), expected, "{context}: {marked}");
        }
    }

    #[test]
    fn a_long_passage_is_cut_after_a_word() {
        for first in ["", "a", "ab", "abc", "abcd"] {
            let marked = format!("Before [{first} {}] after", "word ".repeat(400));
            let found = cut(&marked, 10);
            assert!(found.starts_with(&format!("Before [{first} word")) && found.ends_with(" word…]"), "{found}");
            assert!((560..620).contains(&found.chars().count()));
        }
    }

    #[test]
    fn speakers_are_named_where_they_begin_and_found_once() {
        let text = "问：为什么走？\n答：没有钱。\n真的没有。\n问：后来呢？\n答：回来了。";
        let index = TextIndex::new(text);
        let begun = found_on_this_thread();
        let named = |from: u32, to: u32| {
            let turns = remembered_turns(text, &index, &Origin::default());
            let found = speakers_in(&turns, text, &index, CharRange::new(from, to));
            found.into_iter().map(|start| (start.at, start.label, start.name)).collect::<Vec<_>>()
        };
        let start = |at, label, name: &str| (at, label, name.to_owned());
        assert_eq!(named(10, 12), [start(0, 0, "答")], "within a turn");
        assert_eq!(named(8, 25), [start(0, 2, "答"), start(13, 2, "问")], "a line without a label goes on");
        assert_eq!(named(0, 7), [start(0, 2, "问")]);
        assert_eq!(found_on_this_thread() - begun, 1);
    }

    #[test]
    fn a_label_that_repeats_the_speaker_is_marked() {
        let text = "吴敏：没有钱。\n吴敏：真的没有。\n访谈者：后来呢？\n吴敏：吴敏：回来了。";
        let index = TextIndex::new(text);
        let labels = [(0, 2), (8, 10), (17, 20), (26, 28)].map(|(start, end)| CharRange::new(start, end));
        let origin = Origin { labels: Some(labels.to_vec()), ..Origin::default() };
        let turns = remembered_turns(text, &index, &origin);
        let found = speakers_in(&turns, text, &index, CharRange::new(0, index.char_count()));
        let found: Vec<_> = found.into_iter().map(|start| (start.at, start.label, start.again, start.name)).collect();
        let expected = [(0, 3, 0, "吴敏"), (8, 3, 0, ""), (17, 4, 0, "访谈者"), (26, 3, 3, "吴敏")];
        assert_eq!(found, expected.map(|(at, label, again, name)| (at, label, again, name.to_owned())));
        for (words, length) in [("Ann: hm", 5), ("Ann : hm", 6), ("Annika: hm", 0), ("Ann hm", 0), ("", 0)] {
            assert_eq!(repeated(words, "Ann"), length, "{words}");
        }
    }
}
