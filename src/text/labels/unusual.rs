//! Labels with signs that sentences also have: a full stop at the end, a lower-case beginning, only digits. They count
//! only if the document uses their form throughout.

use super::LabelReading;
use super::parts::is_question_mark;
use crate::text::vocabulary::{is_role_word, without_doubt};

/// All readings of a line.
#[derive(Debug, Default)]
pub struct Readings<'t> {
    pub usual: Vec<LabelReading<'t>>,
    /// Readings whose label counts only in a form that the document uses throughout: `Dr. K.` on a line of its own.
    pub unusual: Vec<LabelReading<'t>>,
}

/// The longest unusual label, in characters and words.
const LONGEST: usize = 40;
const MOST_WORDS: usize = 5;
/// The most letters before the point of an abbreviation within a name: `Prof.`
const LONGEST_SHORT: usize = 4;

/// True if it may be short enough. Most lines are not, so this is fast.
pub(super) fn has_few_words(label: &str) -> bool {
    label.len() <= LONGEST * 4 && label.bytes().filter(|byte| *byte == b' ').count() <= MOST_WORDS
}

/// True for a short run of words, numbers and abbreviations without the marks of a sentence.
pub(super) fn is_unusual(label: &str) -> bool {
    if !has_few_words(label) || is_question_mark(label) {
        return is_question_mark(label);
    }
    let name = without_doubt(label);
    let mut words = 0;
    let plain = name.split_whitespace().all(|word| {
        words += 1;
        let stem = word.trim_end_matches(['.', ',']);
        let is_short = stem.contains('.') || stem.chars().count() <= LONGEST_SHORT || word.len() == name.len();
        (stem.len() == word.len() || is_short && word.len() - stem.len() <= 2)
            && !word.contains([
                '!', ';', ':', '=', '…', '?', '。', '，', '；', '：', '！', '？', '"', '“', '”', '«', '»', '„', '/',
            ])
    });
    plain
        && !label.starts_with(['(', '[', '{', '-', '–', '—', '*'])
        && (1..=MOST_WORDS).contains(&words)
        && (name.len() == label.len() || words < 3)
        && name.contains(char::is_alphanumeric)
        && name.chars().count() <= LONGEST
        && !name.contains("..")
}

/// Removes the full stop behind a bold label, unless it belongs to the name: `José M.`, `N.N.`, `Tom Jr.`
#[must_use]
pub fn without_stop(label: &str) -> &str {
    let Some(bare) = label.strip_suffix('.') else { return label };
    let mut words = bare.split_whitespace().rev();
    let (last, before) = (words.next().unwrap_or(""), words.next());
    // `Participant A.`: the letter is a number.
    let is_lettered = before.is_some_and(is_role_word) && last.chars().count() == 1;
    let is_short = last.chars().count() <= 2 && last.starts_with(char::is_uppercase) && before.is_some();
    if last.contains('.') || is_short && !is_lettered { label } else { bare.trim_end_matches('.') }
}
