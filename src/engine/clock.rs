//! The only source of the time and the date. Durations and the ages of files are measured where they matter;
//! functions that write to the history receive the time as an argument.

/// Returns UTC milliseconds since 1970.
#[must_use]
pub fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// Returns the time in UTC to the minute, for the notes below a table: `2026-03-01 09:30 UTC`.
pub(super) fn minute() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Returns the local date: `2026-03-01`.
#[must_use]
pub fn today() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%d").to_string()
}

/// Returns the local date of a moment in UTC milliseconds since 1970: `2026-03-01`; empty if it is out of the calendar's
/// range.
pub(super) fn date(at: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(at).map(|time| time.to_zoned(jiff::tz::TimeZone::system()));
    time.map_or_else(|_| String::new(), |time| time.strftime("%Y-%m-%d").to_string())
}

/// Returns the local time of a moment in UTC milliseconds since 1970, with its offset: `2026-03-01 09:30 +01:00`; empty
/// if it is out of the calendar's range.
pub(super) fn local_minute(at: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(at).map(|time| time.to_zoned(jiff::tz::TimeZone::system()));
    time.map_or_else(|_| String::new(), |time| time.strftime("%Y-%m-%d %H:%M %:z").to_string())
}
