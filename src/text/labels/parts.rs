//! Finds where a label ends, and decides what may be one.

use super::LONGEST;
use crate::text::persons::{
    begins_with_article, begins_with_particle, has_title, is_academic, is_pictograph, is_short_particle,
};
use crate::text::times::{self, Stamp};
use crate::text::vocabulary::{
    Sense, is_abbreviation, is_addressed, is_office, is_particle, is_role_word, is_title, is_titled, is_unspaced,
    sense, without_doubt,
};

/// White space, and zero-width characters around words: direction marks and byte order marks.
pub(super) const BLANK: [char; 20] = [
    ' ', '\t', '\u{a0}', '\u{3000}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}',
    '\u{202d}', '\u{202e}', '\u{202f}', '\u{2060}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{61c}',
    '\u{feff}',
];
/// The colon, and characters typed or drawn for it.
pub(super) const COLONS: [char; 8] = [':', '：', '﹕', '︰', '∶', '꞉', '\u{fe13}', '፦'];
/// True for white space and for characters that print nothing, or only a bullet of a symbol font.
pub(super) fn is_blank(c: char) -> bool {
    let prints_nothing =
        || c.is_control() || matches!(c, '\u{ad}' | '\u{fffc}' | '\u{200c}' | '\u{200d}' | '\u{e000}'..='\u{f8ff}');
    !c.is_ascii_alphanumeric() && (BLANK.contains(&c) || prints_nothing())
}

pub(super) const EMPHASIS: [char; 2] = ['*', '_'];
pub(super) const BRACKETS: [(char, char); 14] = [
    ('[', ']'),
    ('(', ')'),
    ('{', '}'),
    ('<', '>'),
    ('【', '】'),
    ('（', '）'),
    ('［', '］'),
    ('〔', '〕'),
    ('〈', '〉'),
    ('「', '」'),
    ('『', '』'),
    ('"', '"'),
    ('“', '”'),
    ('«', '»'),
];

const MOST_WORDS: usize = 10;
/// The longest label before a full-width point, in characters.
const LONGEST_BEFORE_WIDE_DOT: usize = 4;
/// The most words, and characters, of an office with its holder's name after it.
const MOST_WORDS_OF_OFFICE: usize = 15;
const LONGEST_OFFICE: usize = 100;

/// The time beside a label: `Some(None)` for a time of day, which is not a time in the recording.
pub(super) type Beside = Option<Option<u32>>;

/// The byte of the colon after a label, ignoring those within a time, an address or brackets.
pub(super) fn colon_in(body: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut before = ' ';
    for (at, c) in body.char_indices() {
        match c {
            '(' | '[' | '（' | '{' | '【' | '［' | '〔' => depth += 1,
            ')' | ']' | '）' | '}' | '】' | '］' | '〕' => depth -= 1,
            c if COLONS.contains(&c) => {
                let next = body.get(at + c.len_utf8()..)?.chars().next().unwrap_or(' ');
                if c == ':' && (next == '/' || next == '\\') {
                    return None;
                }
                let within_time = before.is_ascii_digit() && next.is_ascii_digit();
                if !within_time && depth <= 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        before = c;
    }
    None
}

/// The byte of the bracket that closes the one before `inner`: `Ana (f)` in `(Ana (f)) So`.
pub(super) fn closing(inner: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, c) in inner.char_indices() {
        match c {
            c if c == close && depth == 0 => return Some(at),
            c if c == close => depth -= 1,
            c if c == open => depth += 1,
            _ => {}
        }
    }
    None
}

/// Splits a label from the time at its end, if there is one: `Name (00:03)`, `Name - 00:03`.
pub(super) fn without_time_behind(label: &str) -> (&str, Beside) {
    if !has_digit(label) {
        return (label, None);
    }
    for (at, c) in label.char_indices().skip(1) {
        let (before, rest) = label.split_at_checked(at).unwrap_or((label, ""));
        let free = before.ends_with([' ', '\t', '\u{a0}', '-', '@', ',']);
        let opens = matches!(c, '[' | '(' | '{' | '<' | '#' | '（' | '【') || free && times::may_begin(rest);
        let ended = |stamp: &Stamp<'_>| stamp.rest.trim_matches(['*', '_', ' ']).is_empty();
        if let Some(stamp) = Some(rest.trim_end()).filter(|_| opens).and_then(times::stamp).filter(ended) {
            let name = before.trim_end_matches(BLANK).trim_end_matches(['-', '–', '—', ',', '|', '@']);
            return (if stamp.dated || stamp.day { sender(name) } else { name }, Some(stamp.millis));
        }
    }
    (label, None)
}

/// What programs write around the name of a sender who is named with a date: `Ana wrote on`, `Posted by Ana`.
const BEFORE_SENDER: [&str; 6] = ["Posted by ", "posted by ", "Posted: ", "schrieb ", "By ", "by "];
const BEHIND_SENDER: [&str; 22] = [
    " wrote on",
    " said on",
    " posted on",
    " replied on",
    " commented on",
    " wrote",
    " said",
    " posted",
    " replied",
    " commented",
    " on",
    " schrieb am",
    " schrieb",
    " am",
    " a écrit le",
    " a écrit",
    " le",
    " escribió el",
    " escribió",
    " el",
    " scrisse",
    " ha scritto",
];

/// The name in `Ana Roe <ana@example.org> wrote on`, if a date is beside it.
pub(super) fn sender(label: &str) -> &str {
    let label = label.trim_matches(BLANK);
    let label = BEFORE_SENDER.iter().find_map(|before| label.strip_prefix(before)).unwrap_or(label);
    let label = BEHIND_SENDER.iter().find_map(|suffix| label.strip_suffix(suffix)).unwrap_or(label).trim_end();
    let address = label.strip_suffix('>').and_then(|label| label.split_once(" <"));
    address.map_or(label, |(name, _)| name).trim_end_matches(BLANK)
}

/// The words after a colon and any further marks of its kind: `::`, `:-`.
pub(super) fn behind_colon(rest: &str) -> &str {
    let remainder = rest.trim_start_matches(COLONS);
    match remainder.strip_prefix(['-', '–', '—']) {
        Some(after) if remainder.len() < rest.len() && after.starts_with(BLANK) => after,
        _ => remainder,
    }
}

/// The words after a label and colon that are repeated at their start.
pub(super) fn twice<'t>(remainder: &'t str, label: &str) -> Option<&'t str> {
    let rest = remainder.strip_prefix(label)?.trim_start_matches(BLANK);
    rest.starts_with(COLONS).then(|| behind_colon(rest).trim_start())
}

/// The words after a colon, without a time at their start that is in brackets or before a tab.
pub(super) fn time_behind_colon(remainder: &str) -> (&str, Beside) {
    let bare = remainder.trim_start_matches(EMPHASIS).trim_start_matches(BLANK);
    let tab = |stamp: &Stamp<'_>| bare.get(..bare.len() - stamp.rest.len()).is_some_and(|time| time.ends_with('\t'));
    match times::stamp(bare)
        .filter(|stamp| !stamp.dated && !stamp.day && (stamp.bracketed || tab(stamp) || stamp.rest.is_empty()))
    {
        Some(stamp) => (stamp.rest, Some(stamp.millis)),
        None => (remainder, None),
    }
}

/// Roles as they are abbreviated before a point.
const SHORT_ROLES: [&str; 30] = [
    "int", "intv", "interv", "mod", "moder", "resp", "part", "partic", "p", "r", "s", "sp", "spk", "fac", "facil",
    "tn", "teiln", "bef", "befr", "exp", "inf", "inform", "entr", "ent", "enq", "enc", "stud", "inv", "ref", "ans",
];

/// True for an abbreviated role: `Int`, `Resp`.
pub(super) fn is_short_role(label: &str) -> bool {
    SHORT_ROLES.contains(&label.trim().to_lowercase().as_str())
}

/// True for the number of a label and the dash or colon behind it, as in `Resp. 1 – So`, but not for the range of a choice:
/// `A. 18—25`.
fn is_number_of_label(word: &str, words: &str) -> bool {
    let number = words.trim_start_matches(BLANK);
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let sign = rest.trim_start_matches(BLANK);
    let spaced = sign.len() < rest.len() && sign.trim_start_matches(['-', '–', '—']).starts_with(BLANK);
    let ends = sign.starts_with([':', '：']) || spaced && sign.starts_with(['-', '–', '—']);
    (1..=3).contains(&(number.len() - rest.len())) && ends && word.chars().count() > 1
}

/// Splits at the first dash before the byte `within` that has a space before it or follows a word.
pub(super) fn dash_in(head: &str, within: usize) -> Option<(&str, &str)> {
    let mut depth = 0_i32;
    let (at, dash) = head.char_indices().take_while(|(at, _)| *at < within).find(|(at, c)| {
        match c {
            '(' | '[' | '（' | '{' => depth += 1,
            ')' | ']' | '）' | '}' => depth -= 1,
            '-' | '–' | '—' if depth <= 0 => {
                // `Ana -- So`.
                let after = head.get(at + c.len_utf8()..).unwrap_or("").trim_start_matches('-');
                let free = head.get(..*at).is_some_and(|before| before.ends_with(BLANK));
                // `B2- So`: a hyphen within a word has letters on both sides.
                let unspaced = |c: Option<char>| c.is_some_and(is_unspaced);
                let between = || {
                    let before = head.get(..*at).and_then(|before| before.chars().next_back());
                    unspaced(before) && unspaced(after.chars().next())
                };
                return after.starts_with(BLANK) && (free || *c != '-' || *at <= 4) || *c != '-' && !free || between();
            }
            _ => {}
        }
        false
    })?;
    let remainder = head.get(at + dash.len_utf8()..)?.trim_start_matches(['-', '–', '—']);
    Some((head.get(..at)?, remainder)).filter(|(_, remainder)| !remainder.trim().is_empty())
}

/// Splits at the first full stop that ends neither an abbreviation nor a number.
pub(super) fn dot_in(head: &str) -> Option<(&str, &str)> {
    if let Some(found) = wide_dot_in(head) {
        return Some(found);
    }
    head.match_indices('.').find_map(|(at, _)| {
        let (label, remainder) = (head.get(..at)?, head.get(at + 1..)?);
        let last = label.rsplit(BLANK).next().unwrap_or("");
        // `A. Yes` is an answer, `M. le président. Yes` names a person.
        let titled = is_title(last) && remainder.trim_start_matches(BLANK).starts_with(char::is_lowercase);
        let words_before = label.len() > last.len();
        // `Participant A. Yes`: the letter is a number.
        let is_lettered = || {
            let role = || label.split(BLANK).rev().nth(1).is_some_and(is_role_word);
            words_before && last.chars().count() == 1 && role()
        };
        let is_abbreviated = || {
            is_abbreviation(last) && (words_before || last.len() > 1 || titled) && !is_lettered()
                || words_before && (is_academic(last) || is_short_particle(last))
        };
        (remainder.starts_with(BLANK) && !is_abbreviated() && !is_number_of_label(last, remainder))
            .then_some((label, remainder))
    })
}

/// `Ｑ．お仕事は`, `答．教師です`: a letter or a short word before a full-width point, with or without a number.
fn wide_dot_in(head: &str) -> Option<(&str, &str)> {
    let (at, _) = head.char_indices().take(LONGEST_BEFORE_WIDE_DOT + 1).find(|(_, c)| *c == '．')?;
    let (label, remainder) = (head.get(..at)?, head.get(at + '．'.len_utf8()..)?);
    let is_label = label.starts_with(char::is_alphabetic) && label.chars().all(char::is_alphanumeric);
    is_label.then_some((label, remainder))
}

/// `M. Rémi Castel. Words`, `Mme la présidente. Words`: a title and a name or office, up to a full stop. An office in
/// lower case after a comma is not part of the label: `Mme Lee, rapporteure. Words`.
pub(super) fn titled_in(head: &str) -> Option<(&str, &str)> {
    let (mut end, mut count, mut office, mut before) = (0, 0, false, "");
    for word in head.split_inclusive(' ') {
        end += word.len();
        count += 1;
        let bare = word.trim_end();
        let stem = bare.trim_end_matches(['.', ',']);
        if bare.ends_with('.') && !(are_initials(stem) || is_abbreviation(stem) || is_title(stem)) && count > 1 {
            let (label, remainder) = head.split_at_checked(end)?;
            let label = without_office(label.trim_end().trim_end_matches('.'));
            let is_speech =
                remainder.starts_with(|c: char| !c.is_lowercase()) && remainder.contains(char::is_alphabetic);
            return (is_speech && is_addressed(label)).then_some((label, remainder));
        }
        // A title is followed by a name, or by an office: in lower case after its article, or after a comma.
        let part = bare.starts_with(|c: char| !c.is_lowercase()) || is_particle(stem) || is_particle(before) || office;
        office |= bare.ends_with(',');
        if !part || count > MOST_WORDS || bare.ends_with(['?', '!', ':', ';', '…']) {
            return None;
        }
        before = stem;
    }
    None
}

/// `J.-P`, `A.B`: initials of given names.
fn are_initials(word: &str) -> bool {
    let mut parts = word.split(['.', '-']).filter(|part| !part.is_empty());
    parts.all(|part| part.chars().count() == 1 && part.starts_with(char::is_uppercase))
}

/// `Mme Lee` in `Mme Lee, rapporteure`. What begins like a sentence is not an office.
fn without_office(label: &str) -> &str {
    let office = |office: &str| {
        let first = office.split_whitespace().next().unwrap_or("");
        office.starts_with(char::is_lowercase) && sense(first) != Sense::NoPerson
    };
    label.split_once(", ").filter(|(_, title)| office(title)).map_or(label, |(name, _)| name)
}

/// Removes spaces and emphasis around it.
pub(super) fn trimmed(label: &str) -> &str {
    let around = |c: char| c.is_whitespace() || BLANK.contains(&c) || EMPHASIS.contains(&c);
    let label = label.trim_matches(around);
    if is_question_mark(label) {
        return label;
    }
    let label =
        label.trim_end_matches(around).trim_end_matches(['-', '–', '—', ',', '|', '!']).trim_end_matches(around);
    // `Q.` is an abbreviation of `Q`; `Frau S.` is a name.
    let short = label.strip_suffix('.').filter(|short| short.chars().count() < 4 && !short.contains([' ', '.']));
    let label = short.unwrap_or(label);
    let first = label.chars().next();
    let bracket = BRACKETS.iter().find(|(open, _)| Some(*open) == first);
    let inner = bracket.and_then(|(open, close)| {
        let inner = label.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains(*open)).then_some(inner.trim_matches(around))
    });
    inner.unwrap_or(label)
}

/// A name in quotation marks: `"Ben"`.
pub(super) fn is_quoted(label: &str) -> bool {
    [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»')].iter().any(|(open, close)| {
        let inner = label.strip_prefix(*open).and_then(|label| label.strip_suffix(*close));
        inner.is_some_and(|inner| !inner.is_empty() && !inner.contains([*open, *close]))
    })
}

/// A speaker whom the transcriber could not identify: `?`, `??`.
pub(super) fn is_question_mark(label: &str) -> bool {
    (1..=3).contains(&label.chars().count()) && label.chars().all(|c| matches!(c, '?' | '？'))
}

/// A name with the mark of a doubt about who speaks: `M1?`, `Ana (?)`. It is kept, because it need not be the same person.
pub(super) fn is_doubted(label: &str) -> bool {
    let name = without_doubt(label);
    name.len() < label.len() && name.split_whitespace().count() < 3 && !name.ends_with(['?', '…'])
}

/// Splits `Speaker 1 So it was` behind the number.
pub(super) fn numbered_role(head: &str) -> Option<(&str, &str)> {
    let (role, rest) = head.split_once(' ')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (label, remainder) = head.split_at_checked(role.len() + 1 + digits)?;
    let numbered = (1..=3).contains(&digits) && remainder.starts_with(BLANK) && role.chars().all(char::is_alphabetic);
    (numbered && sense(role) == Sense::Role).then_some((label, remainder))
}

/// A date in digits, with or without the Chinese and Japanese signs. Three digits are a number.
fn is_date(label: &str) -> bool {
    !(label.len() == 3 && label.bytes().all(|byte| byte.is_ascii_digit()))
        && label.starts_with(|c: char| c.is_ascii_digit())
        && label.chars().all(|c| {
            c.is_ascii_digit() || c.is_whitespace() || "年月日号號時时点點分秒上下午前後/.-,년월일".contains(c)
        })
        && label.chars().filter(|c| c.is_ascii_digit()).count() > 2
}

/// Begins in lower case, as a line within a sentence does.
pub(super) fn is_rest_of_sentence(label: &str) -> bool {
    label.starts_with(char::is_lowercase)
        && !begins_with_particle(label)
        && !label.contains(['_', '.', '@'])
        && !label.contains(|c: char| c.is_ascii_digit())
}

/// True if its length and marks allow a label. Text in brackets counts little.
pub(super) fn is_possible(label: &str) -> bool {
    let label = if is_doubted(label) { without_doubt(label) } else { label };
    let (longest, most) = if is_office(label) { (LONGEST_OFFICE, MOST_WORDS_OF_OFFICE) } else { (LONGEST, MOST_WORDS) };
    let (mut count, mut words, mut depth) = (0, 0, 0_i32);
    let mut letters = false;
    let mut before = ' ';
    for c in label.chars() {
        depth += match c {
            '(' | '[' | '（' | '{' => 1,
            ')' | ']' | '）' | '}' => -1,
            _ => 0,
        };
        let outside = depth <= 0;
        let sentence = matches!(before, '?' | '!' | '…' | ';') && c.is_whitespace();
        let ends = matches!(c, '。' | '？' | '！' | '，' | '；' | '=');
        count += usize::from(outside);
        if count >= longest || outside && (sentence || ends) {
            return false;
        }
        words += u32::from(outside && before.is_whitespace() && !c.is_whitespace());
        letters |= c.is_alphanumeric() || is_pictograph(c);
        before = c;
    }
    letters
        && !is_date(label)
        && !label.ends_with(['?', '…'])
        && words as usize <= most
        && !has_sentence(label)
        && (!label.contains('、') || label.chars().count() <= 16)
        && !(label.contains(':') && label.contains("://"))
        && (label
            .starts_with(|c: char| c.is_alphanumeric() || is_unspaced(c) || matches!(c, '+' | '~') || !c.is_ascii())
            || begins_with_article(label))
}

/// True if a sentence ends within it, outside of brackets.
fn has_sentence(label: &str) -> bool {
    let outside = label.split(['(', '（', '[']).next().unwrap_or(label);
    outside.contains('.')
        && outside.match_indices(". ").any(|(at, _)| {
            let word = outside.get(..at).and_then(|before| before.rsplit(' ').next()).unwrap_or("");
            let is_lower = word.starts_with(char::is_lowercase) && !is_abbreviation(word) && !is_short_particle(word);
            word.chars().count() > 5 || is_lower
        })
        && !is_titled(outside)
        && !has_title(outside)
}

/// `ИВАНОВ С. П. Words`: a surname in capitals with initials, before words.
pub(super) fn capitals_in(head: &str) -> Option<(&str, &str)> {
    let mut end = 0;
    let mut is_surname = false;
    for word in head.split_inclusive(' ') {
        let bare = word.trim_end();
        if !bare.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '.' | '\'' | '’')) {
            break;
        }
        let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
        let is_initial = bare.ends_with('.') && (letters == 1 || bare.matches('.').count() == letters);
        let is_name = letters > 1 && !bare.contains('.') && end == 0;
        if !(is_name || is_surname && is_initial) {
            break;
        }
        is_surname = true;
        end += word.len();
    }
    let (label, remainder) = head.split_at_checked(end)?;
    (label.trim_end().ends_with('.') && remainder.contains(char::is_alphanumeric))
        .then_some((label.trim_end(), remainder))
}

pub(super) fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

pub(super) fn first_chars(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    text.char_indices().nth(most).map_or(text, |(byte, _)| text.get(..byte).unwrap_or(text))
}
