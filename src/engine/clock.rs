//! The clock: nothing else asks for the time or the date. Durations and the ages of files are measured where they matter. What
//! is written into the history gets its time as an argument.

/// UTC milliseconds since 1970.
#[must_use]
pub fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// The time in UTC to the minute, for the notes below a table: `2026-03-01 09:30 UTC`.
pub(super) fn minute() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The date where the computer is: `2026-03-01`.
#[must_use]
pub fn today() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%d").to_string()
}
