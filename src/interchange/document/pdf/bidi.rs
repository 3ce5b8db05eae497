//! Puts lines of Arabic and Hebrew, which are read from their left end like any other, into reading order.

use super::lines::{Row, Word};
use super::unicode::is_leftward;
use unicode_normalization::char::is_combining_mark;

/// The direction in which the words of a paragraph follow each other. A document whose author did not set it to
/// right-to-left has Hebrew words in paragraphs that run to the right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Base {
    Rightward,
    #[default]
    Leftward,
}

impl Base {
    /// The direction of rows in Arabic or Hebrew: rightward if they are aligned at the left only.
    pub(super) fn of(rows: &[Row]) -> Self {
        let ends: Vec<(f32, f32)> = rows.iter().filter(|row| runs_left(row)).map(Row::ends).collect();
        let left = ends.iter().map(|(x0, _)| *x0).fold(f32::INFINITY, f32::min);
        let right = ends.iter().map(|(_, x1)| *x1).fold(0.0, f32::max);
        let at_left = ends.iter().filter(|(x0, _)| x0 - left < 2.0).count();
        let at_right = ends.iter().filter(|(_, x1)| right - x1 < 2.0).count();
        if ends.len() > 2 && at_left > at_right { Self::Rightward } else { Self::Leftward }
    }
}

fn runs_left(row: &Row) -> bool {
    let (mut leftward, mut letters) = (0, 0);
    for c in row.chunks.iter().flat_map(|chunk| &chunk.glyphs).flat_map(|glyph| glyph.text.chars()) {
        leftward += usize::from(is_leftward(c));
        letters += usize::from(c.is_alphabetic());
    }
    leftward * 2 > letters
}

/// True for the vowel signs of Arabic and Hebrew, which are drawn above or below a letter.
pub fn is_sign(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| is_combining_mark(c) && is_leftward(c))
}

/// The text of a glyph, in the order of the line that [`ordered`] turns: letters that one glyph draws together are
/// in reading order in the file.
pub fn drawn(text: &str) -> String {
    let is_cluster = text.chars().nth(1).is_some() && text.chars().any(is_leftward);
    if is_cluster { reversed(text) } else { text.to_owned() }
}

/// Puts a line, built from its left end, into reading order.
pub fn ordered(words: Vec<Word>, base: Base) -> Vec<Word> {
    match base {
        Base::Leftward => turned(words),
        Base::Rightward => turned_within(words),
    }
}

/// A line of a paragraph that runs to the left.
fn turned(words: Vec<Word>) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    // A gap belongs between two words, in either reading direction.
    let mut gap = "";
    // Words that run to the right keep their order among themselves.
    let mut rightward: Vec<Word> = Vec::new();
    for mut word in words.into_iter().rev() {
        let before = std::mem::replace(&mut word.before, gap);
        gap = before;
        let runs_right = !word.text.chars().any(is_leftward) && word.text.chars().any(char::is_alphanumeric);
        if runs_right {
            rightward.push(word);
            continue;
        }
        put_back(&mut rightward, &mut out);
        word.text = reversed(&word.text);
        out.push(word);
    }
    put_back(&mut rightward, &mut out);
    out
}

/// Adds words that run to the right, which were collected from the right. If they are only numbers, these follow each other to the left.
fn put_back(rightward: &mut Vec<Word>, out: &mut Vec<Word>) {
    if !rightward.iter().any(|word| word.text.contains(char::is_alphabetic)) {
        for mut word in rightward.drain(..) {
            word.text = with_marks_turned(&word.text);
            out.push(word);
        }
        return;
    }
    let mut gaps: Vec<&'static str> = rightward.iter().map(|word| word.before).collect();
    if let Some((_, rest)) = gaps.split_first_mut() {
        rest.reverse();
    }
    rightward.reverse();
    turn_ends(rightward);
    for (mut word, before) in rightward.drain(..).zip(gaps) {
        word.before = before;
        out.push(word);
    }
}

/// Marks at both ends of words that run to the right belong to the line, so that their sides are exchanged.
fn turn_ends(run: &mut [Word]) {
    if let [only] = run {
        only.text = with_marks_turned(&only.text);
        return;
    }
    let [first, .., last] = run else { return };
    let (lead, begin) = split_lead(&first.text);
    let (end, trail) = split_trail(&last.text);
    let (begin, end) = (format!("{}{begin}", backwards(trail)), format!("{end}{}", backwards(lead)));
    (first.text, last.text) = (begin, end);
}

fn with_marks_turned(text: &str) -> String {
    let (lead, rest) = split_lead(text);
    let (core, trail) = split_trail(rest);
    format!("{}{core}{}", backwards(trail), backwards(lead))
}

fn split_lead(text: &str) -> (&str, &str) {
    // A currency sign belongs to its number.
    let begins = |c: char| c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '₪' | '#' | '@');
    text.split_at(text.find(begins).unwrap_or(0))
}

fn split_trail(text: &str) -> (&str, &str) {
    // A percent sign belongs to its number.
    let end = text.char_indices().rev().find(|(_, c)| c.is_alphanumeric() || matches!(c, '%' | '٪' | '°'));
    text.split_at(end.map_or(text.len(), |(at, c)| at + c.len_utf8()))
}

fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

/// A line of a paragraph that runs to the right: only its stretches of Arabic or Hebrew are turned.
fn turned_within(words: Vec<Word>) -> Vec<Word> {
    let is_turned = |word: &Word| word.text.chars().any(is_leftward);
    let is_neutral = |word: &Word| !word.text.contains(char::is_alphabetic);
    let mut out: Vec<Word> = Vec::new();
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        if !is_turned(&word) {
            out.push(word);
            continue;
        }
        // Stretches of both directions may each be drawn with the space between them.
        let before = if word.before == "  " { " " } else { word.before };
        let (mut run, mut waiting) = (vec![word], Vec::new());
        // Numbers and marks between two such words belong to the stretch.
        while let Some(next) = words.next_if(|next| is_turned(next) || is_neutral(next)) {
            let ends = is_turned(&next);
            waiting.push(next);
            if ends {
                run.append(&mut waiting);
            }
        }
        // A mark at the right end of a stretch follows it.
        let tail = run.last_mut().map(|last| {
            let end = last.text.char_indices().rev().find(|(_, c)| c.is_alphanumeric() || is_combining_mark(*c));
            last.text.split_off(end.map_or(0, |(at, c)| at + c.len_utf8()))
        });
        if let Some(first) = run.first_mut() {
            first.before = "";
        }
        let mut stretch = turned(run);
        if let Some(first) = stretch.first_mut() {
            first.before = before;
        }
        if let Some(last) = stretch.last_mut() {
            last.text.push_str(&tail.unwrap_or_default());
        }
        out.append(&mut stretch);
        out.append(&mut waiting);
    }
    out
}

/// Reverses text, except for numbers and Latin letters in it. A sign above a letter stays after it.
fn reversed(text: &str) -> String {
    let (mut out, mut run): (Vec<char>, Vec<char>) = (vec![], vec![]);
    for c in text.chars().rev() {
        let joins = !run.is_empty() && matches!(c, '.' | ',' | ':' | '/' | '-' | '%');
        if c.is_alphanumeric() && !is_leftward(c) || joins {
            run.push(c);
        } else {
            put_number(&mut run, &mut out);
            out.push(c);
        }
    }
    put_number(&mut run, &mut out);
    out.into_iter().collect()
}

/// Adds a number that was collected from its right end; marks on its left side follow it.
fn put_number(run: &mut Vec<char>, out: &mut Vec<char>) {
    let marks = run.iter().rev().take_while(|c| !c.is_alphanumeric()).count();
    let number = run.len() - marks;
    out.extend(run.iter().take(number).rev());
    out.extend(run.iter().skip(number));
    run.clear();
}

/// True if brackets face the wrong way: some programs write the bracket that is seen, others the one that is meant.
pub fn face_wrong<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let (mut as_written, mut mirrored) = (0, 0);
    for line in lines {
        let (mut depths, mut mirrors) = (0, 0);
        for c in line.chars() {
            let step = match c {
                '(' | '[' | '{' | '«' => 1,
                ')' | ']' | '}' | '»' => -1,
                _ => continue,
            };
            as_written += usize::from(depths + step < 0);
            mirrored += usize::from(mirrors - step < 0);
            (depths, mirrors) = ((depths + step).max(0), (mirrors - step).max(0));
        }
    }
    as_written > mirrored
}

/// The same text with its brackets facing the other way.
pub fn mirrored(text: &str) -> String {
    let other = |c: char| match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '«' => '»',
        '»' => '«',
        c => c,
    };
    text.chars().map(other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::document::pdf::fonts::Emphasis;

    /// Words of a line from its left end, as they are seen.
    fn seen(line: &str) -> Vec<Word> {
        let words = line.split(' ').enumerate();
        words
            .map(|(i, word)| Word {
                before: if i == 0 { "" } else { " " },
                text: word.to_owned(),
                emphasis: Emphasis::default(),
            })
            .collect()
    }

    fn read(line: &str, base: Base) -> String {
        ordered(seen(line), base).iter().flat_map(|word| [word.before, word.text.as_str()]).collect()
    }

    #[test]
    fn words_and_marks_beside_numbers_and_latin_words_come_into_reading_order() {
        let cases = [
            ("?ןאכ ךיא :ש", "ש: איך כאן?"),
            (".2009 תנשב יתלחתה", "התחלתי בשנת 2009."),
            (".12 בתכמ", "מכתב 12."),
            ("זאו ,Hello World :ול", "לו: Hello World, ואז"),
            (")Kim( םע", "עם (Kim)"),
            ("13 12 םיפד", "דפים 12 13"),
            ("++C דמל", "למד C++"),
            ("45% קר", "רק 45%"),
            ("10:30 העשב", "בשעה 10:30"),
        ];
        for (line, wanted) in cases {
            assert_eq!(read(line, Base::Leftward), wanted, "{line}");
        }
    }

    #[test]
    fn a_paragraph_that_runs_to_the_right_keeps_its_order() {
        let cases = [
            ("ןאכ דובעל תלחתה ךיא :ש?", "ש: איך התחלת לעבוד כאן?"),
            ("ול יתרמא :ת: Hello World, םע יתכלה זא", "ת: אמרתי לו: Hello World, אז הלכתי עם"),
            ("יחאשכ 2009 תנשב.", "בשנת 2009 כשאחי."),
            ("Kim said ןכ and left", "Kim said כן and left"),
        ];
        for (line, wanted) in cases {
            assert_eq!(read(line, Base::Rightward), wanted, "{line}");
        }
    }

    #[test]
    fn brackets_are_mirrored_where_most_of_them_face_the_wrong_way() {
        assert!(face_wrong(["a )b( c", "d )e("].into_iter()));
        assert!(!face_wrong(["a (b) c", "d) e (f"].into_iter()));
        assert!(!face_wrong(["no brackets"].into_iter()));
        assert_eq!(mirrored("a )b[ «"), "a (b] »");
    }

    #[test]
    fn letters_of_one_glyph_keep_their_order() {
        assert_eq!(drawn("لا"), "ال");
        assert_eq!(drawn("ab"), "ab");
        assert_eq!(drawn("ש"), "ש");
    }
}
