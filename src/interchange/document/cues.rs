//! Transcripts of Microsoft Teams from 2021: a time range, a name and the words, each on a line, in any paragraphs.

use super::tables::clock;
use super::words::{Emphasis, Note, Words};

/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// Converts a transcript to one `name: words` per line, with the times beside the text; `None` if the text is not such
/// a transcript.
pub fn read(content: &Words) -> Option<Words> {
    let lines: Vec<&str> = content.text().lines().collect();
    let starts: Vec<usize> =
        (0..lines.len()).filter(|at| lines.get(*at).is_some_and(|line| time(line).is_some())).collect();
    let named = starts.iter().filter(|at| name_behind(&lines, **at).is_some()).count();
    if named < 2 || named * 10 < starts.len() * 8 {
        return None;
    }
    let mut out = Words::default();
    let (mut at, mut talk) = (0, None);
    let mut first = true;
    while let Some(line) = lines.get(at) {
        if !std::mem::take(&mut first) {
            out.push_char('\n', Emphasis::default());
        }
        let cue = time(line).and_then(|millis| Some((millis, name_behind(&lines, at)?)));
        let Some((millis, (name, speech_at))) = cue else {
            out.push(line, Emphasis::default());
            at += 1;
            continue;
        };
        let from = out.characters();
        talk = talk.or(Some(from));
        out.push(name, Emphasis::default());
        out.note(from, Note::Label);
        out.push(": ", Emphasis::default());
        out.note(out.characters(), Note::Time(millis));
        out.push(lines.get(speech_at).copied().unwrap_or_default().trim_start(), Emphasis::default());
        at = speech_at + 1;
    }
    out.note(talk?, Note::Talk);
    Some(out)
}

/// Reads a line with nothing but a range such as `0:0:0.0 --> 0:0:2.340`; returns the start in milliseconds.
fn time(line: &str) -> Option<u32> {
    let (from, to) = line.trim().split_once("-->")?;
    clock(to.trim())?;
    clock(from.trim())
}

/// Returns the name after the time in a line, and the index of the line of speech after it.
fn name_behind<'t>(lines: &[&'t str], at: usize) -> Option<(&'t str, usize)> {
    let filled =
        |from: usize| (from..lines.len()).find(|at| lines.get(*at).is_some_and(|line| !line.trim().is_empty()));
    let name_at = filled(at + 1)?;
    let speech_at = filled(name_at + 1)?;
    let (name, speech) = (lines.get(name_at)?.trim(), lines.get(speech_at)?);
    let is_name = name.chars().count() <= LONGEST_NAME && name.contains(char::is_alphabetic) && time(name).is_none();
    (is_name && time(speech).is_none()).then(|| (name.trim_end_matches([':', '：']), speech_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<(String, Vec<u32>)> {
        let read = read(&Words::plain(text))?;
        let times =
            read.notes().iter().filter_map(|(_, note)| if let Note::Time(ms) = note { Some(*ms) } else { None });
        Some((read.text().to_owned(), times.collect()))
    }

    #[test]
    fn times_and_names_on_lines_of_their_own_become_turns() {
        let cases = [
            (
                "Talk\n0:0:0.0 --> 0:0:2.340\nAna Lee\nSo where?\n0:0:3.10 --> 0:0:6.0\nLee, Ben\nNear.\nAnd far.",
                Some(("Talk\nAna Lee: So where?\nLee, Ben: Near.\nAnd far.", vec![0, 3_100])),
            ),
            (
                "00:00:01 --> 00:00:02\n\nAna\n\n你好\n\n00:00:03 --> 00:00:04\n\nBen\n\n好",
                Some(("Ana: 你好\n\nBen: 好", vec![1_000, 3_000])),
            ),
            ("0:01 --> 0:02\nSo where?\n0:03 --> 0:04\nNear.", None),
            ("0:01 --> 0:02\nAna\nSo where?", None),
            ("Ana\nSo where?", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(shown(text), wanted.map(|(text, times)| (text.to_owned(), times)), "{text}");
        }
    }
}
