//! Formats numbers: 8 rather than 8.0, means with at most two decimals.

use crate::i18n::{self, Language};
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

/// Formats a statistic with three decimals.
///
/// ```
/// use pullquote::table::number::figure;
/// assert_eq!((figure(0.8), figure(-0.0001), figure(-0.25)), ("0.800".into(), "0.000".into(), "-0.250".into()));
/// ```
#[must_use]
pub fn figure(figure: f64) -> String {
    with_minus(format!("{figure:.3}"))
}

/// Returns a number with decimals as people read it: without a sign if it is zero, and in Chinese texts with a minus sign
/// instead of a hyphen.
#[must_use]
pub fn with_minus(number: String) -> String {
    match number.strip_prefix('-') {
        Some(zero) if zero.chars().all(|c| matches!(c, '0' | '.')) => zero.to_owned(),
        Some(rest) if i18n::current() == Language::Chinese => format!("\u{2212}{rest}"),
        _ => number,
    }
}

/// Formats a share: `33.3%`, `50%`; a share above zero is never shown as `0%`.
#[must_use]
pub fn percent(share: f64) -> String {
    let rounded = (share * 1_000.0).round() / 10.0;
    if share > 0.0 && rounded == 0.0 { "<0.1%".to_owned() } else { format!("{}%", plain(rounded)) }
}

/// Formats a share in a table, where all shares have one decimal: `33.3%`, `50.0%`.
///
/// ```
/// use pullquote::table::number::percent_in_table;
/// assert_eq!((percent_in_table(0.5), percent_in_table(0.000_1)), ("50.0%".into(), "<0.1%".into()));
/// ```
#[must_use]
pub fn percent_in_table(share: f64) -> String {
    let rounded = (share * 1_000.0).round() / 10.0;
    if share > 0.0 && rounded == 0.0 { "<0.1%".to_owned() } else { format!("{rounded:.1}%") }
}

/// Formats a time within a recording, given in ms: `4:18`, `1:24:07`.
#[must_use]
pub fn clock(time: u32) -> String {
    let (hours, minutes, seconds) = (time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::{clock, figure, range};
    use crate::i18n::{self, Language};

    #[test]
    fn a_time_in_a_recording_is_short() {
        assert_eq!([clock(258_900), clock(5_047_000), clock(0)], ["4:18", "1:24:07", "0:00"]);
    }

    #[test]
    fn a_chinese_text_has_a_minus_sign() {
        let chinese = |number: f64| i18n::within(Language::Chinese, || figure(number));
        assert_eq!([chinese(-0.25), chinese(-0.0001), chinese(0.25)], ["\u{2212}0.250", "0.000", "0.250"]);
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
