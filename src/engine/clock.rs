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
