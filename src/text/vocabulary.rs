//! Words that are evidence about a label: generic roles of people, interviewers, header fields, and beginnings of
//! sentences. The decision depends on the whole document ([`super::detection`]).

mod lists;

use self::lists::{
    ARTICLES, ASKING, ATTRIBUTES, BEFORE_ROLES, EXAMPLE, HEADS, NO_PERSON, NOTICES, OF, OFFICES, ORDINALS, PARTICLES,
    QUESTIONS, REFERRING, ROLES, SAYING, TITLES,
};
use super::headwords::{begins_with_month, is_remark, is_unknown, opens_remark, stem_of};
use super::persons;
use super::things::is_unidentified;
use crate::model::hashing::HashSet;
use std::sync::LazyLock;

/// What the words of a label suggest about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// A role, or initials.
    Role,
    /// Nothing; it may be a name.
    Open,
    /// A field of a header: `Date`, `Place of birth`.
    Attribute,
    /// A part of a document or record, a sound, or the beginning of a sentence.
    NoPerson,
    /// Several words that are probably the beginning of a sentence.
    Sentence,
    /// Several words that begin in lower case. A name if nearly every line begins with one, such as `iPhone of Ana`.
    Phrase,
}

fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

static ROLE: LazyLock<HashSet<&str>> = LazyLock::new(|| set(ROLES));
static ASKS: LazyLock<HashSet<&str>> = LazyLock::new(|| set(ASKING));
static QUESTION: LazyLock<HashSet<&str>> = LazyLock::new(|| set(QUESTIONS));
static ATTRIBUTE: LazyLock<HashSet<&str>> = LazyLock::new(|| set(ATTRIBUTES));
static NOBODY: LazyLock<HashSet<&str>> = LazyLock::new(|| set(NO_PERSON));
static LEADS: LazyLock<HashSet<&str>> = LazyLock::new(|| set(SAYING));
static OFFICE: LazyLock<HashSet<&str>> = LazyLock::new(|| set(OFFICES));

/// Returns what the words of a label suggest about it.
#[must_use]
pub fn sense(label: &str) -> Sense {
    let label = without_doubt(label);
    let lower = label.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let first = words.first().copied().unwrap_or("");
    let stem = stem_of(first);
    let held = is_office(label);
    let rest_counts = words.iter().skip(1).all(|word| word.chars().all(|c| !c.is_alphabetic() || c.is_numeric()));
    match () {
        () if is_remark(label) => Sense::Attribute,
        () if words.len() > 1 && OF.contains(words.get(1).unwrap_or(&"")) && ATTRIBUTE.contains(first) => {
            Sense::Attribute
        }
        () if ATTRIBUTE.contains(lower.as_str()) => Sense::Attribute,
        // A speaker whom the transcriber could not identify.
        () if label.chars().all(|c| matches!(c, '?' | '？')) || is_unknown(label) => Sense::Role,
        () if is_letter(label) || are_joined_initials(label) => Sense::Role,
        () if is_helping(label) => Sense::Role,
        () if is_telephone(label) => Sense::Open,
        () if is_unidentified(label) => Sense::Role,
        () if is_item(label) => Sense::NoPerson,
        () if words.len() > 1 && begins_with_month(label, first) => Sense::NoPerson,
        () if rest_counts && NOBODY.contains(stem) || words.len() > 1 && REFERRING.contains(&first) => Sense::NoPerson,
        () if is_role_with_ordinal(&words) || is_role_with_article(&words) => Sense::Role,
        () if !held && is_sentence(label, &words) => Sense::Sentence,
        () if words.len() <= 4 && is_role(stem, &words) || is_initials(label) => Sense::Role,
        () if words.len() > 1 && ATTRIBUTE.contains(first) && words.iter().all(|word| ATTRIBUTE.contains(word)) => {
            Sense::Attribute
        }
        () if words.iter().all(|word| NOBODY.contains(stem_of(word)) || ATTRIBUTE.contains(word)) => Sense::NoPerson,
        () if ends_in_attribute(label) => Sense::Attribute,
        () if !held && is_phrase(label, &words) => Sense::Phrase,
        () => Sense::Open,
    }
}

/// Removes the mark of a doubt about who speaks: `M1` for `M1?`. A question mark alone is a label.
#[must_use]
pub fn without_doubt(label: &str) -> &str {
    let name = label.strip_suffix("(?)").or_else(|| label.strip_suffix(['?', '？'])).unwrap_or(label).trim_end();
    if name.contains(|c: char| c.is_alphanumeric()) { name } else { label }
}

/// True for one to three capitals and digits that begin with a letter: `B`, `I2`, `AL`.
#[must_use]
pub fn is_initials(label: &str) -> bool {
    label.chars().count() <= 3
        && label.starts_with(char::is_alphabetic)
        && label.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// True for one capital, with or without a point.
fn is_letter(label: &str) -> bool {
    let letter = label.strip_suffix('.').unwrap_or(label);
    letter.chars().count() == 1 && is_initials(letter)
}

/// True for numbers of list items: digits, `a`, `iv`.
fn is_item(label: &str) -> bool {
    let letter = label.chars().count() == 1 && label.starts_with(|c: char| c.is_ascii_lowercase());
    letter
        || is_numeral(label)
        || label.len() < 5 && label.chars().all(|c| "ivx".contains(c))
        || !label.contains(|c: char| c.is_alphabetic() || persons::is_pictograph(c))
}

/// True for a label that only identifies: a number or letter, alone or after an abbreviation (`4`, `No. 5`, `Nr. 2`).
#[must_use]
pub fn is_code(label: &str) -> bool {
    let numbered = label.split_once(' ').is_some_and(|(word, number)| {
        REFERRING.contains(&word.to_lowercase().as_str()) && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    numbered || is_item(label) && label.contains(char::is_alphanumeric)
}

/// True for numbers of items and parts: `三`, `第二部分`.
fn is_numeral(label: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十百〇零１２３４５６７８９０①②③④⑤⑥⑦⑧⑨⑩".contains(c);
    label.chars().all(numeral)
        || label.strip_prefix('第').is_some_and(|rest| rest.starts_with(|c: char| numeral(c) || c.is_ascii_digit()))
}

/// True for text that introduces speech, or begins like a sentence and continues in lower case.
fn is_sentence(label: &str, words: &[&str]) -> bool {
    let last = words.last().map_or("", |word| word.trim_end_matches(|c: char| !c.is_alphanumeric()));
    let lower_first = label.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    let capitals = label.chars().all(|c| !c.is_lowercase());
    let first = words.first().copied().unwrap_or("");
    let title = words.get(1).is_some_and(|word| is_title(word));
    let starts = words.len() > 1 && NOBODY.contains(first.trim_end_matches(',')) && !title;
    let many = label.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    // `Nurse 7 went further`.
    let numbered = words.get(1).is_some_and(|word| word.chars().all(|c| c.is_ascii_digit()));
    let goes_on = label.split_whitespace().skip(2).filter(|word| word.starts_with(char::is_lowercase)).count() > 1;
    let example = words.len() == 2 && EXAMPLE.contains(&last);
    example
        || opens_remark(label, words)
        || numbered && goes_on
        || !capitals && (LEADS.contains(last) && words.len() + usize::from(lower_first) > 1 || starts)
        || many > 3
        || leads_without_spaces(label)
}

/// True if the first word is a role. A single letter counts only if it is the only word, with or without a number.
fn is_role(stem: &str, words: &[&str]) -> bool {
    ROLE.contains(stem) && (words.len() == 1 || stem.chars().count() > 1 || !stem.is_ascii())
}

/// True for the role of a person, such as `husband` or `nurse`.
#[must_use]
pub(super) fn is_role_word(word: &str) -> bool {
    ROLE.contains(stem_of(&word.to_lowercase()))
}

/// Matches `la entrevistadora`.
fn is_role_with_article(words: &[&str]) -> bool {
    let is_article = |word: &str| ARTICLES.contains(&word) || BEFORE_ROLES.contains(&word);
    matches!(words, [article, role] if is_article(article) && ROLE.contains(stem_of(role)))
}

/// Matches `second woman` and `next speaker`.
fn is_role_with_ordinal(words: &[&str]) -> bool {
    matches!(words, [ordinal, role] if ORDINALS.contains(ordinal) && ROLE.contains(stem_of(role)))
}

/// True for a title before a name, with or without its point: `Mr`, `m.`. Ignores case.
#[must_use]
pub fn is_title(word: &str) -> bool {
    TITLES.contains(&word.to_lowercase().trim_end_matches(['.', 'ª', 'º']))
}

/// True for a title before a name, or for an office: `Mr Deputy Speaker`, `Senator Roe`, `le président`.
#[must_use]
pub fn is_addressed(label: &str) -> bool {
    let lower = label.to_lowercase();
    let mut words = lower.split_whitespace().peekable();
    let article = words.next_if(|word| ARTICLES.contains(word) || matches!(*word, "o" | "os" | "il")).is_some();
    let first = words.next().unwrap_or("");
    let titled = is_title(first) || OFFICE.contains(first.trim_end_matches('.'));
    titled && (article || words.next().is_some())
}

/// True for a particle within a name or an office: `de`, `of`, `the`.
#[must_use]
pub fn is_particle(word: &str) -> bool {
    let lower = word.to_lowercase();
    PARTICLES.contains(&lower.as_str())
        || ARTICLES.contains(&lower.as_str())
        || matches!(lower.as_str(), "des" | "dei" | "delle" | "aux" | "au")
}

/// True for an office with its holder's name in brackets, of any length: `Minister of State (Deputy Mick Daly)`.
#[must_use]
pub fn is_office(label: &str) -> bool {
    let Some((office, holder)) = label.strip_suffix(')').and_then(|label| label.split_once(" (")) else { return false };
    let lower = office.to_lowercase();
    let (first, last) = (lower.split_whitespace().next().unwrap_or(""), lower.split_whitespace().last().unwrap_or(""));
    let begins = office.starts_with(char::is_uppercase) && !NOBODY.contains(first.trim_end_matches(','));
    begins && !LEADS.contains(last) && holder.contains(' ') && holder.starts_with(char::is_uppercase) && is_name(holder)
}

/// True for a header field in a script without spaces: `访谈方式`, `调查对象姓名`.
fn ends_in_attribute(label: &str) -> bool {
    let count = label.chars().count();
    let ending =
        |length: usize| label.char_indices().nth(count.saturating_sub(length)).and_then(|(at, _)| label.get(at..));
    label.chars().all(is_unspaced)
        && [2, 3, 4]
            .into_iter()
            .any(|length| count > length && ending(length).is_some_and(|word| ATTRIBUTE.contains(word)))
}

fn is_phrase(label: &str, words: &[&str]) -> bool {
    // `iPhone` is a name.
    let first = label.split_whitespace().next().unwrap_or("");
    let lower_first = label.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
        && !first.contains(char::is_uppercase);
    let article = words.first().is_some_and(|word| ARTICLES.contains(word));
    // `The Chair` is a name; `The dark` is not.
    let lower_next = label.split_whitespace().nth(1).is_some_and(|word| word.starts_with(char::is_lowercase));
    let title = words.get(1).is_some_and(|word| is_title(word));
    let particle = words.first().is_some_and(|word| PARTICLES.contains(word));
    let named = particle || persons::begins_with_particle(label);
    words.len() > 1 && !title && !is_titled(label) && (lower_first && !named || article && lower_next)
}

/// True for text such as `我说` or `我给你念两句`, and for text that is too long for a name and ends like an
/// introduction of speech.
fn leads_without_spaces(label: &str) -> bool {
    let count = label.chars().filter(|c| is_unspaced(*c)).count();
    let pronoun = count > 3
        && label.starts_with([
            '我', '你', '您', '他', '她', '它', '这', '這', '那', '就', '还', '還', '也', '都', '又', '再',
        ]);
    pronoun
        || count > 1 && label.ends_with(['说', '說'])
        || count > 12 && label.ends_with(['道', '话', '話', '问', '問', '是'])
}

/// True for letters of scripts without spaces between words.
#[must_use]
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// True for text that looks like the name of a person or group: capitalised words, or one short word of a script
/// without capitals.
#[must_use]
pub fn is_name(label: &str) -> bool {
    let label = without_doubt(label);
    let unspaced = label.chars().filter(|c| is_unspaced(*c)).count();
    if unspaced > 0 {
        return unspaced <= 8;
    }
    let is_clear = is_office(label) || is_titled(label) || is_telephone(label);
    if is_clear || persons::has_title(label) || persons::begins_with_particle(label) || persons::is_relative(label) {
        return true;
    }
    // Text in brackets or after a comma is not part of the name: a party, an office, pronouns.
    let label = label.split([',', '(']).next().unwrap_or(label);
    let mut count = 0;
    let parts = label.split([' ', '\u{a0}', '/', '–', '、']).flat_map(|word| {
        let first = word.split_once('-').filter(|_| persons::is_double_name(word)).map_or(word, |(first, _)| first);
        first.split('-')
    });
    let named = { parts }.filter(|word| !word.is_empty()).all(|word| {
        count += 1;
        let mut letters = word.chars().filter(|c| c.is_alphanumeric());
        let first = letters.next();
        let inner = letters.any(char::is_uppercase);
        let starts = first.is_some_and(|c| (!c.is_lowercase() || inner) && (count > 1 || !c.is_numeric()));
        starts || first.is_none() || count > 1 && PARTICLES.contains(&word) || word.starts_with('(')
    });
    // Without capitals, a few words may just as well begin a sentence.
    let cased = label.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    named && count <= if cased { 6 } else { 3 }
}

/// Returns the common part of labels that differ by a number or a letter: `W` for `W2`, `受访者` for `受访者C（女）`, `FG1-P`
/// for `FG1-P02`. `None` for other labels.
#[must_use]
pub fn stem_of_several(label: &str) -> Option<&str> {
    let label = label.split(['(', '（', '[']).next().unwrap_or(label).trim_end();
    let by_number = label.trim_end_matches(char::is_numeric);
    let by_letter = || {
        let stem = label.strip_suffix(char::is_uppercase)?;
        (!stem.ends_with(char::is_alphabetic) || stem.ends_with(is_unspaced)).then_some(stem)
    };
    let stem = if by_number.len() < label.len() { by_number } else { by_letter()? };
    let stem = stem.trim_end_matches([' ', '#', '.', '_', '-', '\u{a0}']);
    stem.contains(char::is_alphabetic).then_some(stem)
}

/// True for several words, some in lower case, that end with a name, a noun or a role: `Chồng cô Hạnh`,
/// `Stimme aus dem Off`, `Una donna`.
#[must_use]
pub fn is_described(label: &str) -> bool {
    let words = || label.split_whitespace();
    (2..=5).contains(&words().count())
        && words()
            .last()
            .is_some_and(|word| word.starts_with(char::is_uppercase) || ROLE.contains(word) && !QUESTION.contains(word))
        && words().any(|word| word.starts_with(char::is_lowercase))
        && label.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || ".-'’".contains(c))
}

/// True for a few words of which only the first is capitalised: a description of somebody, or the beginning of a sentence.
#[must_use]
pub fn is_capitalised_phrase(label: &str) -> bool {
    let mut words = label.split_whitespace();
    words.next().is_some_and(|word| word.starts_with(char::is_uppercase))
        && !persons::is_relative(label)
        && (1..=4).contains(&words.clone().count())
        && words.all(|word| word.starts_with(char::is_lowercase))
}

/// True for an abbreviated lower-case title before a name, in any language: `hr. Jensen`, `κ. Παπαδόπουλος`.
#[must_use]
pub fn is_titled(label: &str) -> bool {
    let Some((title, name)) = label.split_once(". ") else { return false };
    // An article may precede it.
    let title =
        title.split_once(' ').filter(|(article, _)| article.chars().count() < 4).map_or(title, |(_, title)| title);
    let is_short_form = |word: &&str| word.ends_with('.') && word.starts_with(char::is_lowercase);
    let name = name.split_whitespace().find(|word| !is_particle(word) && !is_short_form(word)).unwrap_or("");
    let initial = name.chars().nth(1) == Some('.');
    (1..=4).contains(&title.chars().count())
        && title.chars().all(char::is_lowercase)
        && name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        // But not `z. B. Wien`.
        && !(initial && title.chars().count() == 1)
}

/// True for a telephone number, with or without masked digits: `+49 171 *** 22`, `4479***123`.
#[must_use]
pub fn is_telephone(label: &str) -> bool {
    let digits = label.chars().filter(char::is_ascii_digit).count();
    let masked = label.contains(['*', '•', '…']) || label.starts_with('+');
    digits > 4 && masked && label.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-()*•….".contains(c))
}

/// True for initials of several people who speak at once: `B2 und B3`, `P1/P2`.
fn are_joined_initials(label: &str) -> bool {
    let parts = || label.split([' ', '/', '+', '&', ',']).filter(|part| !part.is_empty());
    let is_joint = |part: &str| part.chars().count() <= 3 && part.chars().all(char::is_lowercase);
    let people = parts().filter(|part| is_initials(part)).count();
    people > 1
        && parts().all(|part| is_initials(part) || is_joint(part))
        && parts().filter(|part| is_initials(part)).any(|part| part.ends_with(|c: char| c.is_ascii_digit()))
        && parts().count() < people * 2
}

/// True for a word whose point does not end a sentence: `Dr`, `J`, `Prof`.
#[must_use]
pub fn is_abbreviation(word: &str) -> bool {
    let lower = word.to_lowercase();
    TITLES.contains(&lower.as_str()) || word.chars().count() == 1 && word.chars().all(char::is_uppercase)
}

/// Words before the role of somebody who helps to ask: `co-moderator`, `assistant moderator`.
const HELPING: [&str; 8] = ["co", "ko", "assistant", "asst", "deputy", "second", "vice", "other"];
/// The same in Chinese, without a space: `副主持人`.
const HELPING_CHINESE: [&str; 6] = ["副", "助理", "协同", "共同", "联合", "第二"];

/// True for a common label of an interviewer or of somebody who helps one, with or without a number, a letter or a name in
/// brackets.
#[must_use]
pub fn is_asking(label: &str) -> bool {
    asks(label).is_some()
}

/// True for a label of somebody who helps an interviewer: `Co-moderator`.
fn is_helping(label: &str) -> bool {
    asks(label) == Some(true)
}

/// Returns whether the label of an interviewer is that of somebody who helps one; `None` for other labels.
fn asks(label: &str) -> Option<bool> {
    let lower = without_doubt(label).trim().to_lowercase();
    let head = lower.split(['(', '（', '[', ',', '/']).next().unwrap_or("").trim_end();
    let mut words = head.split([' ', '_', '-', '\u{a0}']).filter(|word| !word.is_empty());
    let mut first = words.next().map_or("", stem_of);
    let mut is_helping = false;
    if HELPING.contains(&first) {
        (first, is_helping) = (words.next().map_or("", stem_of), true);
    } else if let Some(role) = HELPING_CHINESE.iter().find_map(|word| first.strip_prefix(word)) {
        (first, is_helping) = (role, true);
    } else if let Some(role) = first.strip_prefix("co").or_else(|| first.strip_prefix("ko")) {
        // `Comoderator`.
        (first, is_helping) = if ASKS.contains(role) { (role, true) } else { (first, false) };
    }
    let numbered = words.all(|word| word.chars().count() == 1 || stem_of(word).is_empty());
    // `Other Q` is no role, but `副主持` is.
    let least = if first.is_ascii() { 3 } else { 2 };
    (numbered && ASKS.contains(first) && !(is_helping && first.chars().count() < least)).then_some(is_helping)
}

/// True for the stem of numbered questions and answers, such as `Question` and `答`.
#[must_use]
pub fn is_question(stem: &str) -> bool {
    QUESTION.contains(stem.trim().to_lowercase().as_str())
}

/// True for the header row of a table of speakers and words: `Speaker: Text`.
#[must_use]
pub fn is_head_row(label: &str, remainder: &str) -> bool {
    let head = |text: &str| HEADS.contains(&text.trim().to_lowercase().as_str());
    remainder.len() < 20 && head(remainder) && head(label)
}

/// True for names of people only, as after a role in a header: `Ana Lee, observer: B. Roe`.
#[must_use]
pub fn are_names(text: &str) -> bool {
    let is_word = |word: &str| {
        let bare = word.trim_end_matches('.');
        let ended = bare.len() < word.len() && bare.chars().count() > 2 && !is_abbreviation(bare);
        !ended && (word.starts_with(char::is_uppercase) || is_particle(word)) && !word.contains(is_unspaced)
    };
    let named = |part: &str| {
        let (role, name) = part.trim().split_once(": ").map_or((None, part.trim()), |(role, name)| (Some(role), name));
        let count = name.split_whitespace().count();
        let role =
            role.map_or(count > 1, |role| role.split_whitespace().count() < 3 && role.chars().all(char::is_alphabetic));
        role && (1..=4).contains(&count) && name.split_whitespace().all(is_word)
    };
    let plain = |c: char| c.is_alphabetic() || c.is_whitespace() || ".,:;-'’".contains(c);
    text.chars().all(plain) && text.trim().split([',', ';']).all(named)
}

/// True for the notice about encryption that chat programs insert in a user's name when a chat begins.
#[must_use]
pub fn is_chat_notice(message: &str) -> bool {
    let lower = message.to_lowercase().replace(['-', '\u{2011}', '\u{a0}'], " ");
    NOTICES.iter().any(|notice| lower.contains(notice))
}

/// True for text that only names a role or a header field, as in a legend: `I: Interviewer`.
#[must_use]
pub fn is_head(text: &str) -> bool {
    let lower = text.trim().trim_end_matches(['.', ',', ';']).to_lowercase();
    let role = stem_of(&lower).trim_end();
    ATTRIBUTE.contains(lower.as_str()) || role.len() > 2 && ROLE.contains(role)
}

#[cfg(test)]
mod tests;
