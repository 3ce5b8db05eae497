//! Formats numbers: 8 rather than 8.0, means with at most two decimals.

use crate::tr;

/// Returns the shortest form that parses to the same number.
///
/// ```
/// use pullquote::table::number::plain;
/// assert_eq!((plain(8.0), plain(4.5), plain(-0.0)), ("8".into(), "4.5".into(), "0".into()));
/// ```
#[must_use]
pub fn plain(number: f64) -> String {
    // Adding zero turns a negative zero into zero.
    (number + 0.0).to_string()
}

/// Rounds to two decimals, halves away from zero.
///
/// ```
/// use pullquote::table::number::{plain, rounded};
/// assert_eq!((plain(rounded(37.0 / 3.0)), plain(rounded(2.0))), ("12.33".into(), "2".into()));
/// ```
#[must_use]
pub fn rounded(number: f64) -> f64 {
    let hundredfold = number * 100.0;
    if hundredfold.is_finite() { hundredfold.round() / 100.0 } else { number }
}

/// Formats a range with an en dash: `10–16`; a single number if both are equal; `-5 to 3` if one is negative.
#[must_use]
pub fn range(least: f64, greatest: f64) -> String {
    match (plain(least), plain(greatest)) {
        (a, b) if a == b => a,
        (from, to) if least < 0.0 => tr!("{from} to {to}", from, to),
        (a, b) => format!("{a}–{b}"),
    }
}

/// Formats a time within a recording, given in ms: `4:18`, `1:24:07`.
#[must_use]
pub fn clock(time: u32) -> String {
    let (hours, minutes, seconds) = (time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::{clock, range};

    #[test]
    fn a_time_in_a_recording_is_short() {
        assert_eq!([clock(258_900), clock(5_047_000), clock(0)], ["4:18", "1:24:07", "0:00"]);
    }

    #[test]
    fn a_range_has_an_en_dash_or_to() {
        let check = |a, b, expected| assert_eq!(range(a, b), expected);
        check(10.0, 16.0, "10–16");
        check(4.5, 16.0, "4.5–16");
        check(8.0, 8.0, "8");
        check(-5.0, 3.0, "-5 to 3");
    }
}
