//! Times in the researcher's local time zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Returns the day and time of a moment in UTC milliseconds since 1970, as `Tuesday, 24 November 2026` and `14:05`;
/// empty if it is out of the calendar's range.
#[must_use]
pub fn local(moment: i64) -> (String, String) {
    within(moment, TimeZone::system())
}

/// Returns for example `24 Nov 2026, 14:05`.
#[must_use]
pub fn short(moment: i64) -> String {
    let stamp = Timestamp::from_millisecond(moment);
    stamp.map_or_else(|_| String::new(), |t| t.to_zoned(TimeZone::system()).strftime("%-d %b %Y, %H:%M").to_string())
}

fn within(moment: i64, zone: TimeZone) -> (String, String) {
    let Ok(stamp) = Timestamp::from_millisecond(moment) else { return Default::default() };
    let local = stamp.to_zoned(zone);
    (local.strftime("%A, %-d %B %Y").to_string(), local.strftime("%H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_by_the_clock_of_the_place() {
        let shanghai = TimeZone::fixed(jiff::tz::offset(8));
        let told = within(1_795_536_000_000, shanghai);
        assert_eq!((told.0.as_str(), told.1.as_str()), ("Wednesday, 25 November 2026", "00:00"));
        assert_eq!(within(i64::MAX, TimeZone::UTC), Default::default());
    }
}
