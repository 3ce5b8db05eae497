//! Decides how the documents of a file count positions: by quotations beside the positions, by positions that would be
//! impossible, and by the other documents of the file; and says what remains in doubt.

use super::units::{Offsets, Places, Units, plain};
use crate::model::CharRange;
use crate::text::{TextIndex, is_normal};

/// The most passages of a document that are compared with the text, for each question.
const COMPARED: usize = 200;
/// The most passages that are shown in both readings.
const EXAMPLES: usize = 2;
/// Characters of an example before, in and after its passage.
const AROUND: u32 = 20;
const WITHIN: usize = 40;

/// A passage's positions as in the file, half-open, with the text that should be there; empty if the file has none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stated<'t> {
    pub start: i64,
    pub end: i64,
    pub text: &'t str,
}

/// A text with the passages that the file states for it.
pub(super) struct Evidence<'t> {
    pub document: &'t str,
    /// As in the file, without a byte order mark.
    pub raw: &'t str,
    /// As stored.
    pub stored: &'t str,
    pub index: &'t TextIndex,
    pub passages: Vec<Stated<'t>>,
}

/// How the positions of a document are counted, and on what evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    pub units: Units,
    /// True if the document itself distinguishes code points from UTF-16 units.
    decided: bool,
}

/// Positions that can be read in two ways, where nothing in the file decides between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PositionDoubt {
    /// The number of passages that differ between the readings, and of documents with such passages.
    pub passages: usize,
    pub documents: usize,
    /// The reading that was used.
    pub read_as: Offsets,
    /// The first few of these passages.
    pub examples: Vec<Example>,
}

/// A passage in both readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub document: String,
    pub code_points: ShownPassage,
    pub utf16: ShownPassage,
}

/// A passage with a few characters around it, on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownPassage {
    pub before: String,
    pub text: String,
    pub after: String,
}

impl Example {
    #[must_use]
    pub fn read_as(&self, offsets: Offsets) -> &ShownPassage {
        match offsets {
            Offsets::CodePoints => &self.code_points,
            Offsets::Utf16 => &self.utf16,
        }
    }
}

/// The units of every document, in order, and the remaining doubt.
#[derive(Debug, Default)]
pub struct Verdict {
    pub units: Vec<Units>,
    pub offsets: Option<PositionDoubt>,
    /// The numbers of passages and documents whose line ends could be counted in two ways.
    pub line_ends: (usize, usize),
}

/// What is known in advance about how positions are counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Believed {
    pub units: Units,
    /// True if it is known from the program that wrote the file.
    pub is_known: bool,
    /// The user's choice, which overrides everything else.
    pub chosen: Option<Offsets>,
}

/// Judges all documents of a file together.
#[must_use]
pub fn judge(documents: &[Evidence<'_>], believed: Believed) -> Verdict {
    let judgements: Vec<Judged> = documents.iter().map(|document| document.judge(believed.units)).collect();
    let votes = |offsets| judgements.iter().filter(|judged| judged.decided && judged.units.offsets == offsets).count();
    let by_others = match Offsets::ALL.map(votes) {
        [0, 0] => None,
        [_, 0] => Some(Offsets::CodePoints),
        [0, _] => Some(Offsets::Utf16),
        _ => None,
    };
    let mut verdict = Verdict::default();
    let mut doubt = PositionDoubt::default();
    for (document, judged) in documents.iter().zip(judgements) {
        let mut units = judged.units;
        let is_open = !judged.decided && !believed.is_known && by_others.is_none();
        if let Some(offsets) = by_others.filter(|_| !judged.decided) {
            units.offsets = offsets;
        }
        if let Some(offsets) = believed.chosen {
            units.offsets = offsets;
        }
        if is_open {
            let (passages, examples) = document.differences(units, EXAMPLES - doubt.examples.len());
            doubt.passages += passages;
            doubt.documents += usize::from(passages > 0);
            doubt.examples.extend(examples);
            doubt.read_as = units.offsets;
        }
        if !believed.is_known && !believed.units.one_line_end {
            let passages = document.undecided_line_ends(units);
            verdict.line_ends.0 += passages;
            verdict.line_ends.1 += usize::from(passages > 0);
        }
        verdict.units.push(units);
    }
    verdict.offsets = (doubt.passages > 0).then_some(doubt);
    verdict
}

/// How well a way of counting fits a document.
#[derive(PartialEq, Eq)]
struct Fit {
    /// Compared passages whose text matches.
    matching: usize,
    /// Positions that are invalid in this way of counting: outside the text, or within a character.
    impossible: usize,
}

/// True for a text in which all ways of counting come to the same.
#[must_use]
pub fn all_units_agree(raw: &str) -> bool {
    is_normal(raw) && !raw.bytes().any(|byte| byte >= 0xf0)
}

impl Evidence<'_> {
    fn all_units_agree(&self) -> bool {
        all_units_agree(self.raw)
    }

    fn places(&self, units: Units) -> Places {
        units.places(self.raw, self.index.char_count())
    }

    fn judge(&self, believed: Units) -> Judged {
        // In most texts, all ways of counting agree.
        if self.all_units_agree() || self.passages.is_empty() {
            return Judged { units: believed, decided: false };
        }
        let ways = Units::ALL.map(|units| (units, self.places(units)));
        // One pair of ways differs in the unit, the other in line ends.
        let fits = self.fits(&ways, &[[0, 1], [0, 2]]);
        let most = fits.iter().map(|(_, fit)| fit.matching).max().unwrap_or(0);
        let best = || fits.iter().filter(|(_, fit)| fit.matching == most);
        let fewest = best().map(|(_, fit)| fit.impossible).min().unwrap_or(0);
        let best_fitting: Vec<Units> =
            best().filter(|(_, fit)| fit.impossible == fewest).map(|(units, _)| *units).collect();
        let same_offsets = |units: &&Units| units.offsets == believed.offsets;
        let units = if best_fitting.contains(&believed) {
            believed
        } else {
            best_fitting.iter().find(same_offsets).or(best_fitting.first()).copied().unwrap_or(believed)
        };
        Judged { units, decided: best_fitting.iter().all(|other| other.offsets == units.offsets) }
    }

    /// How well each way fits. Only passages that differ between the ways of a pair (indices into `ways`) are compared
    /// with the text, up to a limit for each pair.
    fn fits(&self, ways: &[(Units, Places)], pairs: &[[usize; 2]]) -> Vec<(Units, Fit)> {
        let quoted = || self.passages.iter().filter(|passage| passage.start < passage.end && !passage.text.is_empty());
        let mut compared: Vec<&Stated<'_>> = Vec::new();
        for [one, other] in pairs {
            let (Some((_, one)), Some((_, other))) = (ways.get(*one), ways.get(*other)) else { continue };
            compared.extend(quoted().filter(|passage| range(one, passage) != range(other, passage)).take(COMPARED));
        }
        let fit = |(units, places): &(Units, Places)| {
            let impossible = |at: i64| at > places.last() || at >= 0 && places.is_torn(at);
            let fit = Fit {
                matching: compared.iter().filter(|passage| self.matches_quotation(places, passage)).count(),
                impossible: self
                    .passages
                    .iter()
                    .filter(|passage| impossible(passage.start) || impossible(passage.end))
                    .count(),
            };
            (*units, fit)
        };
        ways.iter().map(fit).collect()
    }

    /// True if the text matches the quotation as far as it goes: some programs cut it off with `…`.
    fn matches_quotation(&self, places: &Places, passage: &Stated<'_>) -> bool {
        let Some(range) = range(places, passage) else { return false };
        let found = self.index.slice(self.stored, range);
        is_name_of(passage.text, found)
    }

    /// How many passages change when the positions count the other unit, and the first of them in both readings.
    fn differences(&self, units: Units, examples: usize) -> (usize, Vec<Example>) {
        if self.all_units_agree() {
            return (0, vec![]);
        }
        let [code_points, utf16] = Offsets::ALL.map(|offsets| self.places(Units { offsets, ..units }));
        let (mut count, mut shown) = (0, Vec::new());
        for passage in &self.passages {
            let (one, other) = (range(&code_points, passage), range(&utf16, passage));
            if one == other {
                continue;
            }
            count += 1;
            if shown.len() < examples {
                let excerpt =
                    |range: Option<CharRange>| range.map_or_else(ShownPassage::default, |range| self.excerpt(range));
                shown.push(Example {
                    document: self.document.to_owned(),
                    code_points: excerpt(one),
                    utf16: excerpt(other),
                });
            }
        }
        (count, shown)
    }

    /// How many passages change when a line end of two characters counts as one, if neither way fits better.
    fn undecided_line_ends(&self, units: Units) -> usize {
        if self.passages.is_empty() || !self.raw.contains("\r\n") {
            return 0;
        }
        let ways = [false, true].map(|one_line_end| {
            let units = Units { one_line_end, ..units };
            (units, self.places(units))
        });
        let (fits, [(_, two), (_, one)]) = (self.fits(&ways, &[[0, 1]]), &ways);
        if !matches!(fits.as_slice(), [(_, two), (_, one)] if two == one) {
            return 0;
        }
        self.passages.iter().filter(|passage| range(two, passage) != range(one, passage)).count()
    }

    fn excerpt(&self, range: CharRange) -> ShownPassage {
        let (start, end) = (range.start.0, range.end.0);
        let slice = |start: u32, end: u32| {
            let text = self.index.slice(self.stored, CharRange::new(start, end));
            text.replace(['\n', '\t'], " ")
        };
        let text = slice(start, end);
        let cut = text.char_indices().nth(WITHIN).map(|(byte, _)| format!("{}…", text.get(..byte).unwrap_or("")));
        let (first, last) = (start.saturating_sub(AROUND), (end + AROUND).min(self.index.char_count()));
        let ellipsis = |is_cut: bool| if is_cut { "…" } else { "" };
        ShownPassage {
            before: format!("{}{}", ellipsis(first > 0), slice(first, start)),
            text: cut.unwrap_or(text),
            after: format!("{}{}", slice(end, last), ellipsis(last < self.index.char_count())),
        }
    }
}

fn range(places: &Places, passage: &Stated<'_>) -> Option<CharRange> {
    let (from, to) = places.at(passage.start).zip(places.at(passage.end))?;
    (from < to).then(|| CharRange::new(from, to))
}

/// True if the name of a passage is its text: unchanged, without line ends, or cut off with `…`.
pub fn is_name_of(name: &str, text: &str) -> bool {
    match name.strip_suffix('…') {
        _ if text == name => true,
        Some(begin) => text.starts_with(begin) || plain(text).starts_with(&plain(begin)),
        None => plain(text) == plain(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normalise;

    /// Start, end and text.
    type Passages<'t> = &'t [(i64, i64, &'t str)];
    /// Name, documents, and the expected numbers of passages and documents in doubt.
    type Case<'t> = (&'t str, Vec<Evidence<'t>>, Option<(usize, usize)>);

    struct Text(&'static str, String, TextIndex);

    impl Text {
        fn new(raw: &'static str) -> Self {
            let stored = normalise(raw).text;
            let index = TextIndex::new(&stored);
            Self(raw, stored, index)
        }

        fn with<'t>(&'t self, passages: &[(i64, i64, &'t str)]) -> Evidence<'t> {
            let passages = passages.iter().map(|&(start, end, text)| Stated { start, end, text }).collect();
            Evidence { document: self.0, raw: self.0, stored: &self.1, index: &self.2, passages }
        }
    }

    const UTF16: Units = Units { offsets: Offsets::Utf16, one_line_end: false };
    const CODE_POINTS: Units = Units { offsets: Offsets::CodePoints, one_line_end: false };

    fn judged(documents: &[Evidence<'_>], believed: Believed) -> (Vec<Units>, Option<(usize, usize)>, usize) {
        let verdict = judge(documents, believed);
        (verdict.units, verdict.offsets.map(|doubt| (doubt.passages, doubt.documents)), verdict.line_ends.0)
    }

    #[test]
    fn the_way_that_fits_the_words_is_found() {
        let text = Text::new("😀 one two\r\nthree four");
        let one = Units { offsets: Offsets::CodePoints, one_line_end: true };
        let cases: [(Passages<'_>, Units); 3] = [
            (&[(2, 5, "one"), (11, 16, "three")], CODE_POINTS),
            (&[(3, 6, "one"), (12, 17, "three")], UTF16),
            (&[(2, 5, "one"), (10, 15, "three"), (0, 9, "😀 one…")], one),
        ];
        for (passages, units) in cases {
            assert_eq!(judged(&[text.with(passages)], Believed::default()), (vec![units], None, 0), "{passages:?}");
        }
    }

    #[test]
    fn passages_that_nothing_decides_are_counted_as_doubtful() {
        let emoji = Text::new("😀 one two three");
        let plain = Text::new("one two three");
        let family = Text::new("a 👨‍👩‍👧 b, c and d");
        let rare = Text::new("他住在𠀀村里面很久");
        let cases: [Case<'_>; 8] = [
            ("no words", vec![emoji.with(&[(2, 5, ""), (6, 9, "")])], Some((2, 1))),
            ("names of another kind", vec![emoji.with(&[(2, 5, "line:1")])], Some((1, 1))),
            ("before the emoji nothing differs", vec![family.with(&[(0, 1, "")])], None),
            ("rare characters", vec![rare.with(&[(5, 6, ""), (0, 2, "")])], Some((1, 1))),
            (
                "several documents",
                vec![emoji.with(&[(2, 5, "")]), plain.with(&[(0, 3, "")]), family.with(&[(8, 11, "")])],
                Some((2, 2)),
            ),
            ("no passage", vec![emoji.with(&[])], None),
            ("a position beyond the code points", vec![emoji.with(&[(12, 16, "")])], None),
            ("a position within a pair", vec![emoji.with(&[(1, 5, "")])], None),
        ];
        for (name, documents, doubt) in &cases {
            assert_eq!(judged(documents, Believed::default()).1, *doubt, "{name}");
            let known = Believed { is_known: true, ..Believed::default() };
            assert_eq!(judged(documents, known).1, None, "{name}: the program is known");
        }
        assert_eq!(judged(&cases[6].1, Believed::default()).0, [UTF16]);
        assert_eq!(judged(&cases[7].1, Believed { units: UTF16, ..Believed::default() }).0, [CODE_POINTS]);
    }

    #[test]
    fn words_after_very_many_other_passages_decide() {
        let raw: &str = Box::leak(("word ".repeat(3_000) + "😀 one").into_boxed_str());
        let text = Text::new(raw);
        let early = (0..3_000).map(|at| (at * 5, at * 5 + 4, "word"));
        for (start, units) in [(15_002, CODE_POINTS), (15_003, UTF16)] {
            let passages: Vec<_> = early.clone().chain([(start, start + 3, "one")]).collect();
            assert_eq!(judged(&[text.with(&passages)], Believed::default()), (vec![units], None, 0));
        }
    }

    #[test]
    fn one_unambiguous_document_decides_the_unit_for_all() {
        let (one, other) = (Text::new("😀 one two three"), Text::new("😀 four five six"));
        let decided = |start| one.with(&[(start, start + 3, "one")]);
        let open = || other.with(&[(3, 6, "")]);
        assert_eq!(judged(&[decided(3), open()], Believed::default()), (vec![UTF16, UTF16], None, 0));
        assert_eq!(judged(&[open(), decided(2)], Believed::default()), (vec![CODE_POINTS; 2], None, 0));
        // Documents that contradict each other decide nothing.
        let mixed = judged(&[decided(2), open(), decided(3)], Believed::default());
        assert_eq!(mixed, (vec![CODE_POINTS, CODE_POINTS, UTF16], Some((1, 1)), 0));
    }

    #[test]
    fn a_choice_is_followed_and_can_be_changed() {
        let text = Text::new("他说：😀 因为家里没有钱，所以离开");
        let documents = [text.with(&[(5, 8, "")])];
        for (chosen, units, excerpt) in [
            (None, CODE_POINTS, "因为家"),
            (Some(Offsets::Utf16), UTF16, " 因为"),
            (Some(Offsets::CodePoints), CODE_POINTS, "因为家"),
        ] {
            let verdict = judge(&documents, Believed { chosen, ..Believed::default() });
            let doubt = verdict.offsets.unwrap();
            assert_eq!((verdict.units, doubt.read_as), (vec![units], units.offsets));
            assert_eq!(doubt.examples[0].read_as(units.offsets).text, excerpt);
            assert_eq!(doubt.examples[0].code_points.before, "他说：😀 ");
        }
    }

    #[test]
    fn line_ends_that_can_be_counted_in_two_ways_are_doubtful_where_nothing_decides() {
        let text = Text::new("one\r\ntwo\r\nthree");
        let count = |passages: &[(i64, i64, &str)]| judged(&[text.with(passages)], Believed::default()).2;
        assert_eq!(count(&[(5, 8, ""), (0, 3, "")]), 1);
        assert_eq!(count(&[(5, 8, "two"), (0, 3, "")]), 0, "words decide");
        assert_eq!(count(&[(10, 15, "")]), 0, "beyond the text when they count as one");
        assert_eq!(count(&[(4, 8, "")]), 0, "within a line end when it counts as two");
        assert_eq!(judged(&[Text::new("one\ntwo").with(&[(4, 7, "")])], Believed::default()).2, 0);
    }
}
