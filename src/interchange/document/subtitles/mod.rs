//! Subtitles (SubRip, WebVTT, SubStation) and transcripts with a range of time before each line.
//!
//! Everything in the file ends up in the text or in the report: a line that is neither a number, a time nor a tag is
//! spoken text. A cue that names its speaker begins a line of the text; any other continues the sentence before it.
//! Times are stored beside the text, and so are names that the file marks as such.
//!
//! The steps, one per file: [`cues`] splits the file, [`markup`] removes tags, [`rolling`] folds scrolling captions,
//! [`paragraphs`] joins lines.

mod cues;
mod markup;
mod paragraphs;
mod rolling;
mod substation;
mod times;

use super::Document;
use crate::interchange::remark::{Aside, AsideKind, Loss, Warning};
use cues::{Cue, Cut};
use markup::Breaks;
use paragraphs::compose;
use std::collections::HashMap;
use times::{TimeLine, bare};

pub use cues::begins_with_cue;
pub use substation::begins_with_section;

/// A cue without its markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Shown {
    /// Milliseconds from the start of the recording.
    start: Option<u32>,
    end: Option<u32>,
    lines: Vec<Said>,
}

/// A line of a cue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Said {
    /// The name of the voice that begins here.
    voice: Option<String>,
    /// Marks before that name, with the space after them.
    before: String,
    text: String,
}

#[must_use]
pub fn srt(text: &str) -> Document {
    read(cues::subrip(text), "srt")
}

#[must_use]
pub fn vtt(text: &str) -> Document {
    let mut document = read(cues::webvtt(text), "vtt");
    if !text.trim_start_matches('\u{feff}').starts_with("WEBVTT") {
        document.warnings.insert(0, Warning::NoSignature);
    }
    document
}

#[must_use]
pub fn ass(text: &str) -> Document {
    read(substation::substation(text), "ass")
}

/// Reads a text whose lines begin with time ranges, such as `[00:01.000 --> 00:02.500] words`. `None` if only some
/// lines do.
#[must_use]
pub fn timed_lines(text: &str) -> Option<Document> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let timed = lines().filter(|line| timed_line(line).is_some()).count();
    if timed < 2 || timed * 10 < lines().count() * 8 {
        return None;
    }
    let mut cut = Cut::default();
    for line in lines() {
        match (timed_line(line), cut.cues.last_mut()) {
            (Some((times, text)), _) => cut.cues.push(Cue {
                start: times.start,
                end: times.end,
                odd: times.is_odd(),
                text: text.to_owned(),
                ..Cue::default()
            }),
            (None, Some(last)) => last.text = format!("{}\n{line}", last.text),
            (None, None) => cut.above.push(line.trim().to_owned()),
        }
    }
    let plain = |cue: &Cue| vec![markup::Part { text: cue.text.clone(), ..markup::Part::default() }];
    Some(read_as(cut, "txt", &plain))
}

fn timed_line(line: &str) -> Option<(TimeLine<'_>, &str)> {
    let (times, text) = line.trim().strip_prefix('[')?.split_once(']')?;
    let times = TimeLine::read(times).filter(|times| times.rest.is_empty())?;
    Some((times, text.trim()))
}

fn read(cut: Cut, format: &'static str) -> Document {
    let breaks = match format {
        "srt" => Breaks::of(cut.cues.iter().map(|cue| cue.text.as_str())),
        "ass" => Breaks::Habit,
        _ => Breaks::None,
    };
    read_as(cut, format, &|cue| markup::parts(&cue.text, breaks))
}

fn read_as(cut: Cut, format: &'static str, parts: &dyn Fn(&Cue) -> Vec<markup::Part>) -> Document {
    let mut shown: Vec<Shown> = cut.cues.iter().map(|cue| shown(cue, &parts(cue))).collect();
    let folded = rolling::fold(&mut shown);
    name_lines(&mut shown);
    let composed = compose(&cut.above, &shown);
    let mut document = Document { format, cues: Some(cut.cues.len()), ..Document::default() };
    (document.text, document.times, document.labels) = (composed.text, composed.times, composed.labels);
    document.left_out = cut.asides;
    let silent = composed.silent.into_iter().map(|text| Aside { kind: AsideKind::SilentVoice, text });
    document.left_out.extend(silent);
    for kind in document.left_out.iter().map(|aside| aside.kind).collect::<Vec<_>>() {
        document.report_left_out(kind, 1);
    }
    document.losses.extend(cut.truncated.then_some(Loss::Truncated));
    let odd = odd_times(&cut.cues);
    let warnings = [
        (odd.len(), Warning::OddTimes { cues: odd }),
        (folded, Warning::RollingCaptions { count: folded }),
        (cut.strays, Warning::TextBetweenCues { count: cut.strays }),
        (composed.voiceless, Warning::CuesWithoutVoice { count: composed.voiceless }),
        (composed.nameless, Warning::DashesWithoutName { count: composed.nameless }),
    ];
    document.warnings.extend(warnings.into_iter().filter(|(count, _)| *count > 0).map(|(_, warning)| warning));
    document
}

/// Turns names on the first lines of cues, above the words, into voices.
fn name_lines(cues: &mut [Shown]) {
    fn name(cue: &Shown) -> Option<&str> {
        let [first, _, ..] = cue.lines.as_slice() else { return None };
        let is_name = first.voice.is_none() && is_name_line(&first.text);
        is_name.then_some(first.text.as_str())
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    for name in cues.iter().filter_map(name) {
        *counts.entry(name.to_owned()).or_default() += 1;
    }
    let named: usize = counts.values().sum();
    let back: usize = counts.values().filter(|count| **count > 1).sum();
    let different = counts.values().filter(|count| **count > 1).count();
    if different < 2 || named * 10 < cues.len() * 8 || back * 10 < named * 7 {
        return;
    }
    for cue in cues.iter_mut().filter(|cue| name(cue).is_some()) {
        let name = cue.lines.remove(0).text;
        if let Some(line) = cue.lines.first_mut() {
            line.voice = Some(name);
        }
    }
}

/// True for a short line that is neither a sentence nor a part of one.
fn is_name_line(line: &str) -> bool {
    line.chars().count() <= 60
        && line.split_whitespace().count() <= 6
        && line.contains(char::is_alphabetic)
        && !line.contains([':', '：', '?', '!', '？', '！', '。', '，'])
        && !line.ends_with(['.', ',', ';', '…', '-', '–', '—'])
        && !line.starts_with(['-', '–', '—', '[', '(', '♪', '>'])
}

/// The numbers, from 1, of cues that begin before the previous one, end before they begin, or have no readable time.
fn odd_times(cues: &[Cue]) -> Vec<usize> {
    let mut last = 0;
    let mut odd = Vec::new();
    for (i, cue) in cues.iter().enumerate() {
        if cue.odd || cue.start.is_some_and(|start| start < last) {
            odd.push(i + 1);
        }
        last = cue.start.unwrap_or(last);
    }
    odd
}

/// The lines of a cue: each voice begins a line, and text beside a voice stays in its line.
fn shown(cue: &Cue, parts: &[markup::Part]) -> Shown {
    let mut lines: Vec<Said> = Vec::new();
    let mut before = String::new();
    for (i, part) in parts.iter().enumerate() {
        let is_mark = part.voice.is_none() && !part.text.contains(char::is_alphanumeric);
        let same_line = part.goes_on && !part.text.trim_start_matches([' ', '\t']).starts_with('\n');
        let mut pieces = part.text.split('\n').map(str::trim).filter(|line| !bare(line).is_empty());
        if let Some(voice) = &part.voice {
            let first = pieces.next().unwrap_or_default().to_owned();
            lines.push(Said { voice: Some(voice.clone()), before: std::mem::take(&mut before), text: first });
        } else if is_mark && !same_line && parts.iter().any(|part| part.voice.is_some()) {
            // A dash before a voice belongs to it.
            before.extend(pieces.map(|mark| format!("{mark} ")));
            continue;
        } else if let (true, Some(last)) = (same_line, lines.last_mut()) {
            let outer = i.checked_sub(1).and_then(|i| parts.get(i)).map_or("", |before| before.text.as_str());
            let parted = outer.ends_with(char::is_whitespace) || part.text.starts_with(char::is_whitespace);
            let first = pieces.next().unwrap_or_default();
            let space = if parted && !last.text.is_empty() && !first.is_empty() { " " } else { "" };
            last.text = format!("{}{space}{first}", last.text);
        }
        lines.extend(pieces.map(|line| Said { text: line.to_owned(), ..Said::default() }));
    }
    lines.extend((!before.is_empty()).then(|| Said { text: before.trim().to_owned(), ..Said::default() }));
    if let (Some(name), Some(first)) = (&cue.voice, lines.first_mut().filter(|line| line.voice.is_none())) {
        first.voice = Some(name.clone());
    }
    Shown { start: cue.start, end: cue.end, lines }
}

#[cfg(test)]
mod tests;
