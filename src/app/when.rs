//! Times in the researcher's local time zone.

use crate::model::VariableKind;
use crate::model::values;
use crate::tr;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::borrow::Cow;

/// Returns the day and time of a moment in UTC milliseconds since 1970, as `Tuesday, 24 November 2026` and `14:05`, in
/// the language of the thread; empty if it is out of the calendar's range.
#[must_use]
pub fn local(moment: i64) -> (String, String) {
    within(moment, TimeZone::system())
}

/// Returns for example `24 Nov 2026, 14:05`.
#[must_use]
pub fn short(moment: i64) -> String {
    short_within(moment, TimeZone::system())
}

/// Returns for example `24 Nov 2026`.
#[must_use]
pub fn day(moment: i64) -> String {
    day_within(moment, TimeZone::system())
}

fn day_within(moment: i64, zone: TimeZone) -> String {
    zoned(moment, zone).map_or_else(String::new, |local| day_of(local.date()))
}

fn day_of(date: Date) -> String {
    tr!("day" => "{day} {month} {year}", day = date.day(), month = short_month(date.month()), year = date.year())
}

/// Returns a value of an attribute as lists show it: a date in the form of [`day`], whatever the form in which it was typed,
/// and anything else as it is.
#[must_use]
pub fn attribute_value(kind: VariableKind, value: &str) -> Cow<'_, str> {
    let date = || values::date(value)?.parse().ok().map(day_of);
    match kind {
        VariableKind::Date => date().map_or(Cow::Borrowed(value), Cow::Owned),
        VariableKind::Text | VariableKind::Number | VariableKind::YesNo => Cow::Borrowed(value),
    }
}

fn within(moment: i64, zone: TimeZone) -> (String, String) {
    let Some(local) = zoned(moment, zone) else { return Default::default() };
    let weekday = match local.weekday() {
        Weekday::Monday => tr!("Monday"),
        Weekday::Tuesday => tr!("Tuesday"),
        Weekday::Wednesday => tr!("Wednesday"),
        Weekday::Thursday => tr!("Thursday"),
        Weekday::Friday => tr!("Friday"),
        Weekday::Saturday => tr!("Saturday"),
        Weekday::Sunday => tr!("Sunday"),
    };
    let (day, month, year) = (local.day(), month(local.month()), local.year());
    // Translators: {month} is the name of the month, which Chinese writes with its number.
    let date = tr!("long date" => "{weekday}, {day} {month} {year}", weekday, day, month, year);
    (date, time(&local))
}

fn short_within(moment: i64, zone: TimeZone) -> String {
    let Some(local) = zoned(moment, zone) else { return String::new() };
    let (day, month, year) = (local.day(), short_month(local.month()), local.year());
    tr!("short date" => "{day} {month} {year}, {time}", day, month, year, time = time(&local))
}

fn zoned(moment: i64, zone: TimeZone) -> Option<Zoned> {
    Some(Timestamp::from_millisecond(moment).ok()?.to_zoned(zone))
}

fn time(local: &Zoned) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// The name of a month, 1..=12.
fn month(number: i8) -> &'static str {
    match number {
        1 => tr!("month" => "January"),
        2 => tr!("month" => "February"),
        3 => tr!("month" => "March"),
        4 => tr!("month" => "April"),
        5 => tr!("month" => "May"),
        6 => tr!("month" => "June"),
        7 => tr!("month" => "July"),
        8 => tr!("month" => "August"),
        9 => tr!("month" => "September"),
        10 => tr!("month" => "October"),
        11 => tr!("month" => "November"),
        _ => tr!("month" => "December"),
    }
}

/// The short name of a month, 1..=12.
fn short_month(number: i8) -> &'static str {
    match number {
        1 => tr!("short month" => "Jan"),
        2 => tr!("short month" => "Feb"),
        3 => tr!("short month" => "Mar"),
        4 => tr!("short month" => "Apr"),
        5 => tr!("short month" => "May"),
        6 => tr!("short month" => "Jun"),
        7 => tr!("short month" => "Jul"),
        8 => tr!("short month" => "Aug"),
        9 => tr!("short month" => "Sep"),
        10 => tr!("short month" => "Oct"),
        11 => tr!("short month" => "Nov"),
        _ => tr!("short month" => "Dec"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{self, Language};

    #[test]
    fn dates_of_attributes_are_shown_in_one_form_by_language() {
        let shown = |kind| ["2019-07-29", "29.7.2019", "2019年7月29日"].map(|typed| attribute_value(kind, typed));
        assert_eq!(shown(VariableKind::Date), ["29 Jul 2019"; 3]);
        i18n::within(Language::Chinese, || assert_eq!(shown(VariableKind::Date), ["2019年7月29日"; 3]));
        assert_eq!(shown(VariableKind::Text)[1], "29.7.2019");
        assert_eq!(attribute_value(VariableKind::Date, "in July"), "in July");
    }

    #[test]
    fn a_moment_is_written_by_the_clock_of_the_place() {
        let shanghai = TimeZone::fixed(jiff::tz::offset(8));
        let moment = 1_795_536_000_000;
        let written = within(moment, shanghai.clone());
        assert_eq!((written.0.as_str(), written.1.as_str()), ("Wednesday, 25 November 2026", "00:00"));
        assert_eq!(short_within(moment, shanghai.clone()), "25 Nov 2026, 00:00");
        assert_eq!(day_within(moment, shanghai.clone()), "25 Nov 2026");
        assert_eq!(within(i64::MAX, TimeZone::UTC), Default::default());
        i18n::within(Language::Chinese, || {
            assert_eq!(within(moment, shanghai.clone()).0, "2026年11月25日星期三");
            assert_eq!(short_within(moment, shanghai.clone()), "2026年11月25日 00:00");
            assert_eq!(day_within(moment, shanghai.clone()), "2026年11月25日");
        });
    }
}
