//! The time line of a cue, `00:01:02,500 --> 00:01:04,000`, with what programs write after it.

use crate::text::times;

/// The arrows between two times; translation programs damage them.
const ARROWS: [&str; 6] = ["-->", "--&gt;", "-- >", "->", "—>", "–>"];

/// Names of settings on a time line: those of WebVTT, and SubRip coordinates.
const SETTINGS: [&str; 10] = ["vertical", "line", "position", "size", "align", "region", "x1", "x2", "y1", "y2"];

/// A line with times, in milliseconds from the start of the recording.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeLine<'t> {
    /// `None` for a time that cannot be read; the same holds for `end`.
    pub start: Option<u32>,
    pub end: Option<u32>,
    /// The text after the times that is not a setting.
    pub rest: &'t str,
}

impl<'t> TimeLine<'t> {
    /// Reads a line that consists of two times; `None` for any other, such as an arrow within words.
    pub fn read(line: &'t str) -> Option<Self> {
        let line = bare(line);
        let (from, arrow) =
            ARROWS.iter().filter_map(|arrow| Some((line.find(arrow)?, arrow))).min_by_key(|(at, _)| *at)?;
        let (before, after) = (line.get(..from)?.trim(), line.get(from + arrow.len()..)?.trim_start());
        let end = after.find(|c: char| !is_part_of_time(c)).unwrap_or(after.len());
        let (second, rest) = after.split_at_checked(end)?;
        let (start, end) = (millis(before), millis(second));
        let usual = *arrow == "-->";
        // A damaged arrow counts only between times with fractions, which files have but people do not say.
        let exact = |time: &str| time.contains([',', '.']);
        if !(usual || exact(before) && exact(second)) {
            return None;
        }
        // A line of nothing but invalid times is still a time line.
        let looks_timed = before.contains(':') && before.chars().all(|c| is_part_of_time(c) || matches!(c, '-' | ' '));
        if !(start.is_some() && end.is_some() || usual && looks_timed) {
            return None;
        }
        // `1:20 -> 1:40pm` is not a time line.
        if !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
            return (usual && looks_timed).then_some(Self { start, end: None, rest: after });
        }
        let rest = rest.trim();
        Some(Self { start, end, rest: if rest.split_whitespace().all(is_setting) { "" } else { rest } })
    }

    /// True if the end is before the start, or one of them cannot be read.
    pub fn is_odd(&self) -> bool {
        self.start.zip(self.end).is_none_or(|(start, end)| start > end)
    }
}

/// Removes white space, direction marks and byte order marks at both ends.
pub fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200e}' | '\u{200f}'))
}

fn is_part_of_time(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ':' | '.' | ',')
}

fn is_setting(word: &str) -> bool {
    let name = word.split_once(':').filter(|(_, value)| !value.is_empty()).map(|(name, _)| name.to_lowercase());
    name.is_some_and(|name| SETTINGS.contains(&name.as_str()))
}

/// Reads a time as [`text::times`](crate::text::times) does, but never without a colon.
pub fn millis(time: &str) -> Option<u32> {
    times::millis(time).filter(|_| time.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_time_is_distinguished_from_text_with_an_arrow() {
        let cases = [
            ("00:00:01,000 --> 00:00:02,000", Some((Some(1_000), Some(2_000), ""))),
            ("\u{feff} 00:01.000-->00:02.5 ", Some((Some(1_000), Some(2_500), ""))),
            ("00:01.000 --> 00:02.000 align:start position:0%", Some((Some(1_000), Some(2_000), ""))),
            ("00:00:01,000 --> 00:00:02,000 X1:40 X2:600 Y1:20 Y2:50", Some((Some(1_000), Some(2_000), ""))),
            ("00:00:01,000 -> 00:00:02,000", Some((Some(1_000), Some(2_000), ""))),
            ("00:00:01,000 --&gt; 00:00:02,000", Some((Some(1_000), Some(2_000), ""))),
            ("00:01.000 --> 00:02.000 Ana: Yes", Some((Some(1_000), Some(2_000), "Ana: Yes"))),
            ("00:01.000 --> 00:02.000 colour:red", Some((Some(1_000), Some(2_000), "colour:red"))),
            ("0:0:1.2 --> 0:0:4.80", Some((Some(1_200), Some(4_800), ""))),
            ("75:00.000 --> 100:00:00", Some((Some(4_500_000), Some(360_000_000), ""))),
            ("99:99:99,999 --> 99:99:99,999", Some((None, None, ""))),
            ("-00:00:01,000 --> 00:00:01,000", Some((None, Some(1_000), ""))),
            ("00:00:13,000 -->", Some((Some(13_000), None, ""))),
            ("00:00:13,000 --> end", Some((Some(13_000), None, "end"))),
            ("Ben: b --> c", None),
            ("at 00:01 --> 00:02", None),
            ("from 1 --> 2", None),
            ("1 --> 2", None),
            ("10:30 -> Paris", None),
            ("10:30 -> 11:30", None),
            ("yes -> no", None),
            ("-->", None),
            ("", None),
        ];
        for (line, wanted) in cases {
            let read = TimeLine::read(line);
            assert_eq!(read.as_ref().map(|l| (l.start, l.end, l.rest)), wanted, "{line}");
        }
    }
}
