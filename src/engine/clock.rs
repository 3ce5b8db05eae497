//! The only source of the time and the date. Durations and the ages of files are measured where they matter;
//! functions that write to the history receive the time as an argument.

use crate::tr;

/// Returns UTC milliseconds since 1970.
#[must_use]
pub fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// Returns the time in UTC to the minute, for the notes below a table: `2026-03-01 09:30 UTC`, as the language of the
/// thread writes it.
pub(super) fn minute() -> String {
    minute_of(jiff::Timestamp::now())
}

fn minute_of(time: jiff::Timestamp) -> String {
    // Translators: the order of a time in a report, as `strftime` writes it: `%-m` is the month without a zero before it.
    time.strftime(tr!("form of a time" => "%Y-%m-%d %H:%M UTC")).to_string()
}

/// Returns the local date: `2026-03-01`, as the language of the thread writes it.
#[must_use]
pub fn today() -> String {
    jiff::Zoned::now().strftime(form_of_date()).to_string()
}

fn form_of_date() -> &'static str {
    // Translators: the order of a date in a sentence, as `strftime` writes it.
    tr!("form of a date" => "%Y-%m-%d")
}

/// Returns the local date of a moment in UTC milliseconds since 1970: `2026-03-01`; empty if it is out of the calendar's
/// range.
pub(super) fn date(at: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(at).map(|time| time.to_zoned(jiff::tz::TimeZone::system()));
    time.map_or_else(|_| String::new(), |time| time.strftime("%Y-%m-%d").to_string())
}

/// Returns the local date of a moment in UTC milliseconds since 1970 as [`today`] writes it; empty if it is out of the
/// calendar's range.
pub(super) fn date_in_sentence(at: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(at).map(|time| time.to_zoned(jiff::tz::TimeZone::system()));
    time.map_or_else(|_| String::new(), |time| time.strftime(form_of_date()).to_string())
}

/// Returns the local time of a moment in UTC milliseconds since 1970, with its offset, as the language of the thread
/// writes it: `2026-03-01 09:30 +01:00`; empty if it is out of the calendar's range.
pub(super) fn local_minute(at: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(at).map(|time| time.to_zoned(jiff::tz::TimeZone::system()));
    time.map_or_else(
        |_| String::new(),
        |time| time.strftime(tr!("form of a local time" => "%Y-%m-%d %H:%M %:z")).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{self, Language};

    #[test]
    fn times_in_sentences_follow_the_language() {
        let time = "2026-03-01T09:05:00Z".parse().unwrap();
        assert_eq!(minute_of(time), "2026-03-01 09:05 UTC");
        i18n::within(Language::Chinese, || {
            assert_eq!(minute_of(time), "2026年3月1日 09:05（UTC）");
            assert!(local_minute(time.as_millisecond()).starts_with("2026年"));
            assert!(date_in_sentence(time.as_millisecond()).ends_with('日'));
            assert!(date(time.as_millisecond()).starts_with("2026-"), "a date in a table stays a date");
        });
    }
}
