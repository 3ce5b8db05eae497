//! Splits files into cues. Lines outside of cues are added to a cue or become asides: no line is dropped.

use super::times::{TimeLine, bare};
use crate::interchange::remark::{Aside, AsideKind};
use std::ops::Range;

/// One subtitle as it is in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cue {
    /// Milliseconds from the start of the recording; `None` for a time that cannot be read.
    pub start: Option<u32>,
    pub end: Option<u32>,
    /// True if the end is before the start, or a time cannot be read.
    pub odd: bool,
    /// The speaker, if the cue's identifier names one.
    pub voice: Option<String>,
    /// Its lines with markup, separated by `\n`.
    pub text: String,
}

/// A file split into its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cut {
    /// Text before the first cue.
    pub above: Vec<String>,
    pub cues: Vec<Cue>,
    pub asides: Vec<Aside>,
    /// The number of stretches of text between cues that were added to the cue before.
    pub strays: usize,
    /// True if the file ends within the head of a cue.
    pub truncated: bool,
}

/// The kinds of blocks in a WebVTT file that are not cues.
const BLOCKS: [&str; 3] = ["NOTE", "STYLE", "REGION"];

/// True for a text that begins like a SubRip file, or like a WebVTT file without its first line.
pub fn begins_with_cue(text: &str) -> bool {
    let mut lines = text.lines().map(bare).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    TimeLine::read(first).is_some() || number(first).is_some() && lines.next().and_then(TimeLine::read).is_some()
}

/// Splits a SubRip file: a cue extends to the number and the time line of the next one, even over blank lines.
pub fn subrip(text: &str) -> Cut {
    let file = File { lines: text.split('\n').collect(), web: false };
    let mut cut = file.cut();
    let count = cut.cues.len();
    cut.truncated |= cut.cues.last_mut().is_some_and(|last| drop_cut_head(&mut last.text, count));
    cut
}

/// Splits a WebVTT file: only an empty line ends a cue.
pub fn webvtt(text: &str) -> Cut {
    File { lines: text.split('\n').collect(), web: true }.cut()
}

struct File<'t> {
    lines: Vec<&'t str>,
    web: bool,
}

/// The start of a cue.
struct Head<'t> {
    /// The index of its first line: that of the number or the identifier, or the time line itself.
    from: usize,
    time_line: usize,
    times: TimeLine<'t>,
    identifier: Option<&'t str>,
}

impl<'t> File<'t> {
    fn cut(&self) -> Cut {
        let heads = self.heads();
        let mut out = Cut::default();
        let first = heads.first().map_or(self.lines.len(), |head| head.from);
        let (header, rest) = self.header(first);
        out.asides.extend(header);
        let above = self.spoken(rest..first, false, &mut out);
        out.above = above.concat().into_iter().filter(|line| !bare(line).is_empty()).map(str::to_owned).collect();
        out.strays = 0;
        for (i, head) in heads.iter().enumerate() {
            let voice = head.identifier.and_then(named_speaker);
            if let Some(identifier) = head.identifier.filter(|id| voice.is_none() && !is_counter(id)) {
                out.asides.push(Aside { kind: AsideKind::CueIdentifier, text: identifier.to_owned() });
            }
            let end = heads.get(i + 1).map_or(self.lines.len(), |next| next.from);
            let mut lines: Vec<&str> = Vec::from_iter((!head.times.rest.is_empty()).then_some(head.times.rest));
            lines.extend(self.spoken(head.time_line + 1..end, true, &mut out).concat());
            let TimeLine { start, end, .. } = head.times;
            out.cues.push(Cue { start, end, odd: head.times.is_odd(), voice, text: lines.join("\n") });
        }
        let ends_in_head = heads.last().is_some_and(|head| head.time_line + 1 == self.lines.len());
        out.truncated = ends_in_head && out.cues.last().is_some_and(|cue| cue.text.is_empty());
        out
    }

    fn line(&self, at: usize) -> &'t str {
        self.lines.get(at).copied().unwrap_or_default()
    }

    /// Finds where cues begin. The number of a cue is distinguished from a spoken number by its place and its sequence.
    fn heads(&self) -> Vec<Head<'t>> {
        let mut heads: Vec<Head<'_>> = Vec::new();
        let mut count: Option<u64> = None;
        for (i, line) in self.lines.iter().enumerate() {
            let floor = heads.last().map_or(0, |head| head.time_line + 1);
            let above = i.checked_sub(1).filter(|above| *above >= floor);
            let direct = above.filter(|above| !bare(self.line(*above)).is_empty());
            let stands_free =
                |at: usize| at == floor && heads.is_empty() || at > floor && bare(self.line(at - 1)).is_empty();
            let numbered = direct.filter(|at| stands_free(*at) && number(self.line(*at)).is_some()).is_some();
            let unread = || line.contains("-->") && numbered;
            let Some(times) =
                TimeLine::read(line).or_else(|| unread().then(|| TimeLine { rest: bare(line), ..TimeLine::default() }))
            else {
                continue;
            };
            // After blank lines, or directly below words, only the expected number counts as one.
            let nearest = (floor..i).rev().find(|at| !bare(self.line(*at)).is_empty());
            let due = nearest.filter(|at| match (number(self.line(*at)), count) {
                (Some(number), Some(count)) => number == count + 1,
                (Some(_), None) => heads.is_empty() && (0..*at).all(|before| bare(self.line(before)).is_empty()),
                (None, _) => false,
            });
            let identifier = direct.filter(|at| self.web && stands_free(*at) && !self.begins_header(*at));
            let from = direct.filter(|_| numbered).or(identifier).or(due);
            let number_of_cue = from.and_then(|at| number(self.line(at)));
            count = number_of_cue.or_else(|| count.map(|count| count + 1));
            let identifier = from.filter(|_| number_of_cue.is_none()).map(|at| bare(self.line(at)));
            heads.push(Head { from: from.unwrap_or(i), time_line: i, times, identifier });
        }
        heads
    }

    fn begins_header(&self, at: usize) -> bool {
        at == 0 && is_signature(self.line(0))
    }

    /// The text beside and below `WEBVTT`, and the index of the line after it.
    fn header(&self, first_cue: usize) -> (Option<Aside>, usize) {
        if !self.web || !is_signature(self.line(0)) {
            return (None, 0);
        }
        let end = (0..first_cue).find(|at| self.line(*at).is_empty()).unwrap_or(first_cue.max(1));
        let beside = bare(self.line(0)).trim_start_matches("WEBVTT").trim();
        let below = self.lines.get(1..end).unwrap_or_default();
        let note_lines: Vec<&str> = std::iter::once(beside).chain(below.iter().map(|line| line.trim())).collect();
        (aside(AsideKind::SubtitleNote, &note_lines), end)
    }

    /// The stretches of text within some lines, separated at the empty lines of a WebVTT file. Notes and styles become
    /// asides; but the first stretch below a time line is what the cue says, whatever it begins with.
    fn spoken(&self, lines: Range<usize>, in_cue: bool, out: &mut Cut) -> Vec<Vec<&'t str>> {
        let lines = self.lines.get(lines).unwrap_or_default();
        if !self.web {
            return vec![lines.to_vec()];
        }
        let mut blocks = Vec::new();
        for (i, block) in lines.split(|line| line.is_empty()).enumerate() {
            if in_cue && i == 0 {
                blocks.push(block.to_vec());
                continue;
            }
            // Joined segments of a stream repeat the header of the file.
            if block.first().is_some_and(|line| is_signature(line))
                || block.iter().all(|line| is_header_line(line, in_cue)) && !block.is_empty()
            {
                let note_lines: Vec<&str> =
                    block.iter().map(|line| line.trim()).filter(|line| bare(line) != "WEBVTT").collect();
                out.asides.extend(aside(AsideKind::SubtitleNote, &note_lines));
                continue;
            }
            let kind = block.first().and_then(|line| line.split([' ', '\t']).next());
            if let Some(kind) = kind.filter(|kind| BLOCKS.contains(kind)) {
                let note_lines: Vec<&str> = block.iter().map(|line| line.trim()).collect();
                let note = aside(AsideKind::SubtitleNote, &note_lines);
                out.asides.extend(note.filter(|note| note.text != kind));
            } else if block.iter().any(|line| !bare(line).is_empty()) {
                out.strays += 1;
                blocks.push(block.to_vec());
            }
        }
        blocks
    }
}

fn is_signature(line: &str) -> bool {
    bare(line).strip_prefix("WEBVTT").is_some_and(|rest| !rest.starts_with(|c: char| !c.is_whitespace()))
}

/// True for a header line of a WebVTT file, which contains settings. Below the first cue, only lines that nobody would
/// say count.
fn is_header_line(line: &str, in_cue: bool) -> bool {
    let is = |name: &str| line.strip_prefix(name).is_some_and(|rest| !rest.trim().is_empty());
    is("X-TIMESTAMP-MAP=") || !in_cue && (is("Kind:") || is("Language:"))
}

fn aside(kind: AsideKind, lines: &[&str]) -> Option<Aside> {
    let text = lines.iter().filter(|line| !line.is_empty()).copied().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(Aside { kind, text })
}

fn number(line: &str) -> Option<u64> {
    let line = bare(line);
    line.bytes().all(|b| b.is_ascii_digit()).then(|| line.parse().ok()).flatten()
}

/// True for an identifier that only counts: a number, or a program's hexadecimal digits.
fn is_counter(identifier: &str) -> bool {
    let sign = |c: char| c.is_ascii_hexdigit() || matches!(c, '-' | '_' | '/' | '.' | ':' | '#');
    identifier.contains(|c: char| c.is_ascii_digit()) && identifier.chars().all(sign)
}

/// The name in `12 "Ana Lee" (3219475)`, as meeting programs number their cues.
fn named_speaker(identifier: &str) -> Option<String> {
    let rest = identifier.trim_start_matches(|c: char| c.is_ascii_digit());
    let quoted = rest.strip_prefix(' ').filter(|_| rest.len() < identifier.len())?.trim_start().strip_prefix('"')?;
    let (name, id) = quoted.rsplit_once('"')?;
    let is_id = |c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' ');
    (!name.trim().is_empty() && id.chars().all(is_id)).then(|| name.trim().to_owned())
}

/// Removes the incomplete start of another cue from the end of the last one: its number, and part of its time line.
fn drop_cut_head(text: &mut String, cues: usize) -> bool {
    let lines: Vec<&str> = text.trim_end().split('\n').collect();
    let is_fragment = |line: &&str| {
        let timed = line.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | ',' | '.' | '-' | '>' | ' '));
        timed && (line.contains(':') || line.len() <= 2)
    };
    for above in [1, 2] {
        let Some(at) = lines.len().checked_sub(above) else { break };
        let stands_free = at > 0 && lines.get(at - 1).is_some_and(|line| bare(line).is_empty());
        let is_next = lines.get(at).and_then(|line| number(line)) == Some(cues as u64 + 1);
        let rest = lines.get(at + 1..).unwrap_or_default();
        if stands_free && is_next && rest.iter().all(is_fragment) {
            *text = lines.get(..at).unwrap_or_default().join("\n");
            return true;
        }
    }
    false
}
