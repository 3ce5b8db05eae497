//! Reads what precedes the label: times, numbers, signs.

use super::parts::{BLANK, is_blank};
use crate::text::times;

const BULLETS: &str = "-–—―•·●○◯▪‣→>»*+■□◆◇◎▲△▼▽★☆※▶►❖➢➤◦∙⁃‧§¶¤";

/// False for letters, with which most lines begin: then the list need not be searched.
fn may_be_bullet(c: char) -> bool {
    !c.is_ascii_alphanumeric() && c < '\u{2e80}'
}

/// What precedes the label.
pub(super) struct Lead<'t> {
    pub(super) body: &'t str,
    pub(super) time: Option<u32>,
    pub(super) stamped: bool,
    /// A date and a time of day, as before a chat message.
    pub(super) dated: bool,
    /// A date, with or without a time of day.
    pub(super) day: bool,
    pub(super) number: bool,
    pub(super) emphasis: bool,
    pub(super) heading: bool,
    pub(super) sign: Option<char>,
}

impl<'t> Lead<'t> {
    pub(super) fn of(line: &'t str) -> Self {
        let (mut time, mut stamped, mut dated, mut day, mut number) = (None, false, false, false, false);
        let (mut emphasis, mut heading, mut sign) = (false, false, None);
        let mut body = line.trim_start_matches(is_blank);
        // The first cell of a row between bars.
        if let Some(row) = body.strip_prefix('|').filter(|row| row.trim_end().ends_with('|')) {
            body = row.trim_start_matches(is_blank);
        }
        for _ in 0..8 {
            let stamp = if stamped { None } else { times::stamp(behind_on(body)).filter(|found| !(found.day && day)) };
            let rest = if let Some(found) = stamp {
                if found.day {
                    day = true;
                } else {
                    (time, stamped, dated) = (found.millis, true, found.dated || day);
                }
                found.rest
            } else if let Some(rest) = body.strip_prefix("**").or_else(|| body.strip_prefix("__")) {
                emphasis = true;
                rest
            } else if body.starts_with('#') && body.trim_start_matches('#').starts_with(' ') {
                heading = true;
                body.trim_start_matches('#')
            } else if let Some(rest) = numbered(body).filter(|rest| !number || cell_ends(body, rest)) {
                number = true;
                rest
            } else if let Some(bullet) = body.chars().next().filter(|c| is_bullet(*c, body)) {
                sign = sign.or(Some(bullet));
                body.trim_start_matches(bullet)
            } else {
                break;
            };
            body = rest.trim_start_matches(is_blank);
        }
        Self { body, time, stamped: stamped || day, dated, day: day || dated, number, emphasis, heading, sign }
    }
}

/// The date in `On 1 May 2021, Ana wrote:`.
fn behind_on(body: &str) -> &str {
    let date = ["On ", "Am ", "Le ", "El "].iter().find_map(|on| body.strip_prefix(on));
    date.filter(|date| times::stamp(date).is_some_and(|found| found.dated || found.day)).unwrap_or(body)
}

/// A number in its own cell, before other cells.
fn cell_ends(body: &str, rest: &str) -> bool {
    body.get(..body.len() - rest.len()).is_some_and(|number| number.ends_with('\t'))
}

fn is_bullet(c: char, body: &str) -> bool {
    // A plus sign also begins a telephone number.
    c == '_' || may_be_bullet(c) && BULLETS.contains(c) && (c != '+' || body.starts_with("+ "))
}

/// The rest after the number of a line: `12`, `12.`, `12)`, `12 -`. A point or bracket need not be followed by a space.
fn numbered(body: &str) -> Option<&str> {
    let is_digit = |c: &char| c.is_ascii_digit() || matches!(c, '０'..='９');
    let digits = body.chars().take_while(is_digit).count();
    let rest = body.trim_start_matches(|c: char| is_digit(&c));
    let dotted = rest.strip_prefix(['.', ')', '、', '．', '）', '|']);
    let rest = dotted.unwrap_or(rest);
    let remainder = rest.trim_start_matches(BLANK);
    let spaced = remainder.len() < rest.len();
    let parted = spaced || dotted.is_some() && remainder.starts_with(char::is_alphabetic);
    let dash = remainder.strip_prefix(['-', '–', '—', '|']).filter(|rest| spaced && rest.starts_with(BLANK));
    let remainder = dash.map_or(remainder, |rest| rest.trim_start_matches(BLANK));
    // `4  0:03` is a name and its time.
    let is_time = dotted.is_none() && times::stamp(remainder).is_some_and(|stamp| stamp.rest.trim().is_empty());
    let label = !is_time
        && remainder.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '[' | '(' | '{' | '<' | '"' | '“' | '*'));
    ((1..=5).contains(&digits) && parted && label).then_some(remainder)
}
