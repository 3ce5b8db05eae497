//! Units of analysis: a text cut into disjoint ranges, in order. The header before the first turn belongs to no unit.
//!
//! Sentences and paragraphs contain only spoken words. All other units extend from their first word to their last and
//! include labels and blank lines in between. A turn includes a label only if its speaker is named twice in a row.

use super::segment::sentences;
use super::{Kept, TextIndex, Turns};
use crate::model::CharRange;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Cut {
    #[default]
    Turn,
    Sentence,
    Paragraph,
    Document,
    /// This many characters each, at least 1; the last unit may be shorter.
    Window(u32),
    /// An interviewer's question with all answers to it.
    Exchange,
}

impl Cut {
    /// Parses `turn`, `sentence`, `paragraph`, `document`, `exchange` or `window:500`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        if let Some(size) = name.strip_prefix("window:") {
            return size.parse().ok().filter(|size| *size > 0).map(Self::Window);
        }
        [Self::Turn, Self::Sentence, Self::Paragraph, Self::Document, Self::Exchange]
            .into_iter()
            .find(|cut| cut.name() == name)
    }

    /// Returns the name used on the command line, without the size of a window.
    fn name(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Document => "document",
            Self::Window(_) => "window",
            Self::Exchange => "exchange",
        }
    }
}

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Window(size) => write!(f, "{}:{size}", self.name()),
            cut => f.write_str(cut.name()),
        }
    }
}

/// Returns the units of a text, in order. Each begins and ends with a kept character; parts cut out inside do not
/// count. In a text without turns, turns and exchanges are paragraphs.
#[must_use]
pub fn units(text: &str, index: &TextIndex, turns: &Turns, cut: Cut, kept: &Kept) -> Vec<CharRange> {
    let spoken = spoken(text, index, turns, kept);
    let mut kept_ranges = spoken.iter().filter(|p| p.kept).map(|p| p.range);
    match cut {
        Cut::Document => joined(&spoken, |_, _| true),
        Cut::Paragraph => kept_ranges.collect(),
        Cut::Turn => joined(&spoken, |before, now| before.turn.is_some() && before.turn == now.turn),
        Cut::Exchange => joined(&spoken, |before, now| {
            now.turn.is_some() && before.turn.is_some() && (before.turn == now.turn || !now.asks || before.asks)
        }),
        Cut::Sentence => kept_ranges.flat_map(|range| sentences_of(text, index, range)).collect(),
        Cut::Window(size) => {
            let Some(first) = kept_ranges.next() else { return vec![] };
            let last = kept_ranges.next_back().unwrap_or(first);
            let covered = kept.of(CharRange { start: first.start, end: last.end });
            let (start, end) = covered.unwrap_or_default();
            let size = size.max(1);
            let window = |from: u32| kept.in_text((from, from.saturating_add(size).min(end)));
            (start..end).step_by(size as usize).map(window).collect()
        }
    }
}

/// The words of a paragraph, without label.
struct Spoken {
    range: CharRange,
    /// Number of the turn.
    turn: Option<u32>,
    asks: bool,
    kept: bool,
}

fn spoken(text: &str, index: &TextIndex, turns: &Turns, kept: &Kept) -> Vec<Spoken> {
    let mut turn = None;
    let mut out = Vec::new();
    for (i, paragraph) in index.paragraphs().iter().enumerate() {
        let line = turns.line(i);
        turn = line.turn.or(turn);
        // The header describes the interview; it is not spoken.
        if !turns.turns().is_empty() && line.speaker.is_none() {
            continue;
        }
        let paragraph_text = text.get(paragraph.byte_start..paragraph.byte_end).unwrap_or("");
        let labelled = line.prefix;
        let body: String = paragraph_text.chars().skip(labelled as usize).collect();
        let lead = body.chars().count() - body.trim_start().chars().count();
        let start = paragraph.chars.start.0 + labelled + lead as u32;
        let length = body.trim().chars().count() as u32;
        if length > 0 {
            let range = CharRange::new(start, start + length);
            out.push(Spoken { range, turn, asks: turns.asks(line), kept: kept.contains(range.start) });
        }
    }
    out
}

/// Joins adjacent paragraphs that are `same` into units, each from its first to its last kept paragraph. Paragraphs
/// that are cut out still separate units.
fn joined(spoken: &[Spoken], same: impl Fn(&Spoken, &Spoken) -> bool) -> Vec<CharRange> {
    let mut out: Vec<(usize, CharRange)> = Vec::new();
    let mut group = 0;
    for (i, now) in spoken.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| spoken.get(i));
        group += usize::from(!before.is_some_and(|before| same(before, now)));
        if !now.kept {
            continue;
        }
        match out.last_mut().filter(|(last_group, _)| *last_group == group) {
            Some((_, last)) => last.end = now.range.end,
            None => out.push((group, now.range)),
        }
    }
    out.into_iter().map(|(_, range)| range).collect()
}

fn sentences_of(text: &str, index: &TextIndex, within: CharRange) -> Vec<CharRange> {
    let mut from = within.start.0;
    let mut out = Vec::new();
    for sentence in sentences(index.slice(text, within)) {
        let whole = sentence.chars().count() as u32;
        let blank = whole - sentence.trim_start().chars().count() as u32;
        let length = sentence.trim().chars().count() as u32;
        if length > 0 {
            out.push(CharRange::new(from + blank, from + blank + length));
        }
        from += whole;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Cut, units};
    use crate::text::{Kept, TextIndex, Turns, is_asking};

    const TALK: &str = "成都，2019\n访谈者：为什么走？后来呢？\n受访者：没有钱；没有房。\n回来了。\n\n访谈者：还有吗？\n受访者：没有。";

    fn cut(text: &str, cut: Cut, without: &[&str]) -> Vec<String> {
        let index = TextIndex::new(text);
        let turns = Turns::find(text, &index, &Default::default());
        let without: Vec<String> = without.iter().map(|&s| s.to_owned()).collect();
        let kept = Kept::without(text, &index, &turns, &without);
        let found = units(text, &index, &turns, cut, &kept);
        found.into_iter().map(|range| index.slice(text, range).replace('\n', "/")).collect()
    }

    #[test]
    fn a_turn_begins_after_its_label_and_has_all_its_paragraphs() {
        let turns = ["为什么走？后来呢？", "没有钱；没有房。/回来了。", "还有吗？", "没有。"];
        assert_eq!(cut(TALK, Cut::Turn, &[]), turns);
        assert_eq!(cut(TALK, Cut::Turn, &["访谈者"]), [turns[1], turns[3]]);
    }

    #[test]
    fn sentences_end_at_chinese_punctuation() {
        let found = cut(TALK, Cut::Sentence, &["访谈者"]);
        assert_eq!(found, ["没有钱；", "没有房。", "回来了。", "没有。"]);
        assert_eq!(cut("Dr. No left. He came back!", Cut::Sentence, &[]).last().unwrap(), "He came back!");
    }

    #[test]
    fn an_exchange_is_a_question_with_its_answers() {
        let found = cut(TALK, Cut::Exchange, &[]);
        assert_eq!(found, ["为什么走？后来呢？/受访者：没有钱；没有房。/回来了。", "还有吗？/受访者：没有。"]);
    }

    #[test]
    fn an_exchange_without_the_interviewer_is_still_one_exchange() {
        let found = cut(TALK, Cut::Exchange, &["访谈者"]);
        assert_eq!(found, ["没有钱；没有房。/回来了。", "没有。"]);
        assert_eq!(cut(TALK, Cut::Exchange, &["受访者"]), ["为什么走？后来呢？", "还有吗？"]);
        assert_eq!(cut(TALK, Cut::Document, &["访谈者", "受访者"]), Vec::<String>::new());
    }

    #[test]
    fn windows_step_over_what_is_cut_out() {
        let found = cut("A: abcd\nB: xyz\nA: efgh\nB: uvw\n", Cut::Window(5), &["B"]);
        assert_eq!(found, ["abcd/", "A: ef", "gh"]);
    }

    #[test]
    fn windows_are_of_one_size_but_for_the_last() {
        assert_eq!(cut("abcdefgh", Cut::Window(3), &[]), ["abc", "def", "gh"]);
        assert_eq!(cut("", Cut::Window(3), &[]), Vec::<String>::new());
    }

    #[test]
    fn a_text_without_speakers_has_paragraphs_for_turns() {
        assert_eq!(cut("One.\n\nTwo.", Cut::Turn, &[]), ["One.", "Two."]);
        assert_eq!(cut("One.\n\nTwo.", Cut::Document, &[]), ["One.//Two."]);
    }

    #[test]
    fn names_are_read_back_and_askers_are_known() {
        for cut in [Cut::Turn, Cut::Sentence, Cut::Paragraph, Cut::Document, Cut::Exchange, Cut::Window(20)] {
            assert_eq!(Cut::parse(&cut.to_string()), Some(cut));
        }
        assert_eq!(Cut::parse("window:0"), None);
        assert!(is_asking("Interviewer 2") && is_asking("访谈者") && !is_asking("Participant"));
    }
}
