//! Subtitles (SubRip, WebVTT): a line a cue, with its time in front and its speaker where it names one.

use super::Document;
use crate::interchange::remark::{Loss, Warning};

/// A number, then a line with a time range.
pub fn looks_like_srt(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let number = lines.next().is_some_and(|line| !line.is_empty() && line.chars().all(|c| c.is_ascii_digit()));
    number && lines.next().is_some_and(|line| line.contains("-->"))
}

pub fn srt(text: &str) -> Document {
    cues(text, false)
}

pub fn vtt(text: &str) -> Document {
    cues(text, true)
}

/// Blocks parted by empty lines; what stands under a time range is said.
fn cues(text: &str, web: bool) -> Document {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let mut out = Document { format: if web { "vtt" } else { "srt" }, ..Document::default() };
    let mut count = 0;
    let (mut odd, mut last) = (Vec::new(), 0_u64);
    let mut lines = text.lines().peekable();
    if web && !text.trim_start().starts_with("WEBVTT") {
        out.warnings.push(Warning::NoSignature);
    }
    while let Some(line) = lines.next() {
        let first = line.split_whitespace().next().unwrap_or_default();
        if web && ["NOTE", "STYLE", "REGION"].contains(&first) {
            while lines.next_if(|next| !next.trim().is_empty()).is_some() {}
            continue;
        }
        let Some((from, to)) = line.split_once("-->") else { continue };
        count += 1;
        let (start, end) = (millis(from), millis(to.split_whitespace().next().unwrap_or_default()));
        match (start, end) {
            (Some(start), Some(end)) if start <= end && start >= last => last = start,
            _ => odd.push(count),
        }
        let mut words = Vec::new();
        while let Some(next) = lines.next_if(|next| !next.trim().is_empty() && !next.contains("-->")) {
            // The number of the next cue, where the empty line between the two is missing.
            let is_number = !web && next.trim().chars().all(|c| c.is_ascii_digit());
            if is_number && lines.peek().is_some_and(|after| after.contains("-->")) {
                break;
            }
            words.push(next.trim());
        }
        let time = from.trim();
        // Two voices in one cue are two lines.
        let mut lines: Vec<String> = Vec::new();
        for part in words {
            match lines.last_mut().filter(|_| !part.starts_with("<v")) {
                Some(line) => *line = format!("{line} {part}"),
                None => lines.push(part.to_owned()),
            }
        }
        for line in if lines.is_empty() { vec![String::new()] } else { lines } {
            out.text.push_str(format!("[{time}] {}", spoken(&line)).trim_end());
            out.text.push('\n');
        }
    }
    let last_line = text.trim_end().lines().next_back().unwrap_or_default();
    if !web && !last_line.is_empty() && last_line.chars().all(|c| c.is_ascii_digit()) {
        out.losses.push(Loss::Truncated);
    }
    if !odd.is_empty() {
        out.warnings.push(Warning::OddTimes { cues: odd });
    }
    out.cues = Some(count);
    out
}

/// Without tags; a voice tag becomes the speaker's label.
fn spoken(words: &str) -> String {
    let (mut out, mut rest) = (String::new(), words);
    while let Some((before, tagged)) = rest.split_once('<') {
        out.push_str(before);
        // A lone `<` is part of the words.
        let Some((tag, after)) = tagged.split_once('>') else {
            out.push('<');
            rest = tagged;
            continue;
        };
        if let Some(voice) = tag.strip_prefix('v').filter(|v| v.starts_with(['.', ' '])) {
            let name = voice.split_once(' ').map_or("", |(_, name)| name.trim());
            if !name.is_empty() {
                out.push_str(&format!("{name}: "));
            }
        }
        rest = after;
    }
    out.push_str(rest);
    super::html::unescaped(out.trim())
}

/// `00:01:02,500` or `01:02.500`.
fn millis(time: &str) -> Option<u64> {
    let (clock, part) = time.trim().split_once([',', '.'])?;
    let mut seconds = 0_u64;
    let mut parts = 0;
    for number in clock.split(':') {
        let number: u64 = number.parse().ok()?;
        if parts > 0 && number >= 60 {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(number)?;
        parts += 1;
    }
    let millis: u64 = part.parse().ok().filter(|_| part.len() == 3)?;
    (parts >= 2).then(|| seconds.checked_mul(1_000)?.checked_add(millis)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_is_a_line_with_its_time() {
        let read = srt(
            "1\r\n00:00:01,000 --> 00:00:02,000\r\nI: Why did\r\nyou go?\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,500\r\n没有钱。\r\n",
        );
        assert_eq!(read.text, "[00:00:01,000] I: Why did you go?\n[00:00:03,000] 没有钱。\n");
        assert_eq!((read.cues, read.warnings.len()), (Some(2), 0));
    }

    #[test]
    fn voices_are_speakers_and_notes_and_styles_are_no_words() {
        let text = "WEBVTT - a talk\n\nSTYLE\n::cue { color: red }\n\nNOTE not said\n\n00:01.000 --> 00:02.000 align:start\n\
                    <v Interviewer>Why <i>now</i>?</v>\n\n1\n00:02.000 --> 00:03.000\n<v.loud P1>A &amp; B</v>\n";
        let read = vtt(text);
        assert_eq!(read.text, "[00:01.000] Interviewer: Why now?\n[00:02.000] P1: A & B\n");
        assert!(read.warnings.is_empty());
    }

    #[test]
    fn odd_times_are_told_and_their_words_kept() {
        let read =
            srt("1\n00:00:05,000 --> 00:00:01,000\na\n\n2\nnoon --> evening\nb\n3\n00:00:06,000 --> 00:00:07,000\nc");
        assert_eq!(read.text.lines().map(|l| l.rsplit(' ').next().unwrap_or("")).collect::<String>(), "abc");
        assert_eq!(read.warnings, [Warning::OddTimes { cues: vec![1, 2] }]);
    }
}
