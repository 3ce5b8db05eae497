//! The lines of forums and chat pages that say when a message was posted, how it was received, and what its readers can
//! do: `12 points · 3 hours ago`, `Like · Reply · 2h`.

use super::dates::{BLANK, Meanings, day, number, word};
use super::{dates, times};
use std::sync::LazyLock;

/// The longest line, in bytes, that is examined for being a note.
const LONGEST_NOTE: usize = 80;
const LONGEST_ACTIONS: usize = 40;

const UNITS: &str = "
s sec secs second seconds m min mins minute minutes h hr hrs hour hours d day days w wk wks week weeks mo mos month months
y yr yrs year years stunde stunden std tag tage tagen woche wochen monat monate monaten jahr jahre jahren minuten heure heures
jour jours mois an ans hora horas día días semana semanas mes meses año años
";
/// What surrounds a span of time: `vor 2 Stunden`, `il y a 2 h`.
const AGO: &str = "ago vor il y a hace há fa about an edited prior";
/// What the readers of a message can do, and what a program counts beside it.
const ACTIONS: &str = "
like likes liked reply replies share shares report reported save saved give award awards follow following permalink embed
translate edit edited quote upvote downvote upvotes downvotes vote votes point points pts comment comments view views see translation
posted published updated joined op author more hide parent link antworten teilen melden répondre partager
j'aime responder compartir translation beantworten heart reactions reaction
";

/// What a forum tells beside a message about its author, before a colon: `Posts: 40`, `Location: Leeds`.
const PROFILE: &str = "
posts joined location registered messages reputation threads topics karma rank thanks thanked solutions trophies
beiträge registriert wohnort themen danke dabei mitglied inscription inscrit localisation registrado mensajes ubicación
mensagens registrado localização messaggi iscritto località berichten geregistreerd locatie сообщения регистрация откуда
注册 注册时间 帖子 积分 威望 来自
";

const UNIT: u8 = 1;
const AROUND_SPAN: u8 = 2;
const ACTION: u8 = 4;
const OF_AUTHOR: u8 = 8;

static MEANINGS: LazyLock<Meanings> =
    LazyLock::new(|| Meanings::of(&[(UNITS, UNIT), (AGO, AROUND_SPAN), (ACTIONS, ACTION), (PROFILE, OF_AUTHOR)]));

fn is_of(wanted: u8, word: &str) -> bool {
    MEANINGS.get(word) & wanted != 0
}

/// The text after `2h`, `3 years ago`, `vor 2 Stunden`; `None` if it does not begin with a span of time.
fn span(text: &str) -> Option<&str> {
    let (_, rest) = number(text, 4)?;
    let (unit, rest) = word(rest.trim_start_matches(BLANK));
    if is_of(UNIT, unit) {
        return Some(rest);
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(BLANK);
    ["分钟前", "小时前", "天前", "个月前", "年前", "時間前", "日前", "시간 전", "일 전"]
        .iter()
        .find_map(|ago| rest.strip_prefix(ago))
}

/// True for a line about the author of a message: `Posts: 40`, `Joined: Mon May 01, 2023`, `Location: Leeds`.
#[must_use]
pub fn is_of_author(line: &str) -> bool {
    let Some((field, value)) = line.trim().split_once([':', '：']) else { return false };
    is_of(OF_AUTHOR, field.trim()) && (1..=LONGEST_ACTIONS).contains(&value.trim().len())
}

/// True for a text that says nothing but when a message was posted, how it was received, and what its readers can do:
/// `1 May 2021, 10:00`, `Posted May 4, 2021`, `12 points · 3 hours ago`, `Like · Reply · 2h`. A number alone, or a time
/// alone, is not such a note.
#[must_use]
pub fn is_note(text: &str) -> bool {
    let bare = text.trim();
    // Without a figure, it consists of a few words such as `Reply`.
    let figure = || bare.bytes().any(|byte| byte.is_ascii_digit());
    if bare.is_empty() || bare.len() > LONGEST_NOTE || bare.len() > LONGEST_ACTIONS && !figure() {
        return false;
    }
    // Most lines are ruled out by their first word.
    let first = bare.find(char::is_alphabetic).and_then(|at| bare.get(at..)).map_or("", |text| word(text).0);
    if first.len() > 2 && first.is_ascii() && MEANINGS.get(first) == 0 && !dates::is_known(first) {
        return false;
    }
    let (mut rest, mut tells) = (bare, false);
    for _ in 0..12 {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "·•|,-–—()[]:▲▼#".contains(c));
        if rest.is_empty() {
            return tells;
        }
        let digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let (name, after) = word(rest);
        if let Some(found) = times::stamp(rest).filter(|found| digit || found.dated || found.day) {
            tells |= found.dated || found.day;
            rest = found.rest;
        } else if let Some(found) = day(rest).filter(|found| found.whole || ends_day(found.rest)) {
            (rest, tells) = (found.rest, true);
        } else if let Some(after) = span(rest).filter(|rest| ends(rest)) {
            (rest, tells) = (after, true);
        } else if digit && let Some((_, after)) = number(rest, 6).filter(|(_, after)| tells || is_count(after)) {
            rest = after.trim_start_matches(['.', 'k', 'K']);
        } else if is_of(ACTION, name) {
            (rest, tells) = (after, true);
        } else if is_of(AROUND_SPAN, name) || matches!(name, "at" | "on" | "um" | "le" | "el" | "à") {
            rest = after;
        } else {
            return false;
        }
    }
    false
}

/// True if what is counted follows: ` points`, `k likes`.
fn is_count(after: &str) -> bool {
    is_of(ACTION, word(after.trim_start_matches(['k', 'K']).trim_start_matches(BLANK)).0)
}

/// True if no other number follows a date without a year.
fn ends_day(rest: &str) -> bool {
    ends(rest) && !rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// True at the end of a word.
fn ends(text: &str) -> bool {
    !text.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::is_note;

    #[test]
    fn notes_of_a_forum_are_distinguished_from_text() {
        for note in [
            "1 May 2021",
            "1 May 2021, 10:00",
            "Posted 1 May 2021",
            "Posted on May 4, 2021 at 10:02 AM",
            "12 points · 3 hours ago",
            "Like · Reply · 2h",
            "Like",
            "3 years ago",
            "• 2 years ago",
            "vor 2 Stunden",
            "il y a 2 h",
            "Today at 10:02 AM",
            "May 04, 2021 10:00:11 AM",
            "3小时前",
            "Edited 5m ago",
        ] {
            assert!(is_note(note), "{note}");
        }
        for text in [
            "",
            "12",
            "10:00",
            "In May 2021",
            "3 men ago",
            "Like me",
            "5 May we went",
            "Reply to him",
            "two days",
            "(a)",
            "3 May 4, 2021",
        ] {
            assert!(!is_note(text), "{text}");
        }
    }
}
