//! Joins cues to lines of text. Who says a line is determined before lines are joined: a line that begins with a label
//! or with a dialogue dash begins a line of the text, whether at the start of a cue or within one.

use super::{Said, Shown};
use crate::model::{CharPos, CharRange, Origin, TimeMark};
use crate::text::join::{between, is_unspaced};
use crate::text::{TextIndex, Turns, times};
use std::collections::HashMap;

/// Within a sentence, a pause of this many milliseconds begins a new line of the text.
const SILENCE: u32 = 2_000;
/// From this many code points on, a line of the text is not continued.
const LONG: u32 = 600;
/// The longest label, in code points.
const LONGEST_LABEL: usize = 60;

/// The joined text with its labels and times.
#[derive(Debug, Default)]
pub struct Composed {
    pub text: String,
    pub times: Vec<TimeMark>,
    /// The names of voices, if the file states them.
    pub labels: Option<Vec<CharRange>>,
    /// The number of cues without a voice, in a file that states voices.
    pub voiceless: usize,
    /// The number of lines that begin with a dash and no name, in a file whose other lines have names.
    pub nameless: usize,
    /// Voices without words.
    pub silent: Vec<String>,
}

/// How a line of a cue begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beginning {
    /// With the name of a speaker.
    Named,
    /// With a name and nothing else; the words must not be joined to it.
    NameAlone,
    /// With a dash, like another speaker's words.
    Dash,
    /// With something like a label at the start of a cue, which nothing else in the file confirms.
    Colon,
    None,
}

/// Joins cues. `above` are the lines of text before the first cue.
pub fn compose(above: &[String], cues: &[Shown]) -> Composed {
    let states_voices = cues.iter().flat_map(|cue| &cue.lines).any(|line| line.voice.is_some());
    let beginnings = if states_voices { by_voice(cues) } else { by_label(above, cues) };
    let names = beginnings.iter().any(|b| matches!(b, Beginning::Named | Beginning::NameAlone));
    let mut writer = Writer { joins_cues: joins_cues(cues), ..Writer::default() };
    writer.out.labels = states_voices.then(Vec::new);
    for line in above {
        writer.begin(None);
        writer.push(line);
    }
    writer.fresh = true;
    let mut kinds = beginnings.into_iter();
    let mut ended = None;
    for cue in cues {
        let pause = cue.start.zip(ended).map_or(0, |(start, end): (u32, u32)| start.saturating_sub(end));
        for (i, line) in cue.lines.iter().enumerate() {
            let kind = kinds.next().unwrap_or(Beginning::None);
            writer.out.nameless += usize::from(names && kind == Beginning::Dash);
            writer.line(line, kind, Place { first: i == 0, pause, start: cue.start, states_voices });
        }
        let voiceless = states_voices && cue.lines.first().is_some_and(|line| line.voice.is_none());
        writer.out.voiceless += usize::from(voiceless);
        ended = cue.end.or(ended);
    }
    writer.out
}

/// In a file that states who speaks, only voices are names.
fn by_voice(cues: &[Shown]) -> Vec<Beginning> {
    let kind = |line: &Said| match &line.voice {
        Some(_) => Beginning::Named,
        None if begins_with_dash(&line.text) => Beginning::Dash,
        None => Beginning::None,
    };
    cues.iter().flat_map(|cue| &cue.lines).map(kind).collect()
}

/// In any other file, labels are detected as if each line of a cue were a line of the text.
fn by_label(above: &[String], cues: &[Shown]) -> Vec<Beginning> {
    let lines: Vec<&str> = cues.iter().flat_map(|cue| &cue.lines).map(|line| line.text.as_str()).collect();
    let first: Vec<bool> = cues.iter().flat_map(|cue| (0..cue.lines.len()).map(|i| i == 0)).collect();
    let text = above.iter().map(String::as_str).chain(lines.iter().copied()).collect::<Vec<_>>().join("\n");
    let turns = Turns::find(&text, &TextIndex::new(&text), &Origin::default());
    let mut repeated: HashMap<&str, usize> = HashMap::new();
    for label in lines.iter().filter_map(|line| colon_label(line)) {
        *repeated.entry(label).or_default() += 1;
    }
    let kind = |(i, (line, first)): (usize, (&&str, bool))| {
        let label = colon_label(line);
        let prefix = turns.line(above.len() + i).prefix as usize;
        // A time alone on a line is a prefix without a label.
        if prefix > 0 && !times::is_alone(line) {
            let is_whole_line =
                prefix >= line.chars().count() && !line.ends_with([':', '：', ']', ')', '}', '>', '】', '）']);
            return if is_whole_line { Beginning::NameAlone } else { Beginning::Named };
        }
        match label {
            _ if begins_with_dash(line) => Beginning::Dash,
            Some(label) if first || repeated.get(label).is_some_and(|count| *count > 1) => Beginning::Colon,
            _ => Beginning::None,
        }
    };
    lines.iter().zip(first).enumerate().map(kind).collect()
}

/// `Dr. Smith` in `Dr. Smith: Yes`, for any name.
fn colon_label(line: &str) -> Option<&str> {
    let at = line.char_indices().take(LONGEST_LABEL).find(|(_, c)| matches!(c, ':' | '：'))?.0;
    let (label, rest) = line.split_at_checked(at)?;
    let after_colon = rest.strip_prefix(':').unwrap_or_default();
    let parted = rest.starts_with('：') || after_colon.is_empty() || after_colon.starts_with(char::is_whitespace);
    let is_name = label.contains(char::is_alphabetic) && !label.contains(['?', '!', '？', '！', '。', '…']);
    (parted && is_name && !label.starts_with(char::is_lowercase)).then(|| label.trim())
}

/// True for a dash before another speaker's words, or the mark for a change of speaker in live captions.
fn begins_with_dash(line: &str) -> bool {
    let line = line.trim_start();
    if line.starts_with(">>") {
        return true;
    }
    let Some(rest) = line.strip_prefix(['-', '‐', '‑', '–', '—', '―']) else { return false };
    // `-5` is a number, and `--` a pause.
    let next = rest.chars().next();
    !next.is_some_and(|c| c.is_ascii_digit() || matches!(c, '-' | '‐' | '‑' | '–' | '—' | '―' | '>'))
}

/// True if sentences may continue from cue to cue. Subtitles in scripts without spaces often have no full stops: the
/// end of a cue is then the only separator between its words and the next.
fn joins_cues(cues: &[Shown]) -> bool {
    let last: Vec<&str> = cues.iter().filter_map(|cue| Some(cue.lines.last()?.text.as_str())).collect();
    let unspaced = last.iter().filter(|text| text.chars().rev().find(|c| c.is_alphabetic()).is_some_and(is_unspaced));
    unspaced.count() * 2 < last.len() || last.iter().filter(|text| ends_sentence(text)).count() * 5 >= last.len()
}

/// True if a sentence ends here, even within quotation marks or brackets.
fn ends_sentence(text: &str) -> bool {
    let closing = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '）' | '】' | '♪')
    };
    let last = text.trim_end_matches(closing).chars().next_back();
    last.is_some_and(|c| {
        matches!(
            c,
            '.' | '?'
                | '!'
                | '…'
                | '。'
                | '？'
                | '！'
                | '｡'
                | '．'
                | '؟'
                | '۔'
                | '।'
                | '॥'
                | '։'
                | '።'
                | '၊'
                | '။'
                | '།'
                | '៖'
                | '។'
        )
    })
}

#[derive(Clone, Copy)]
struct Place {
    /// The line is the first of its cue.
    first: bool,
    /// Milliseconds since the cue before.
    pause: u32,
    start: Option<u32>,
    states_voices: bool,
}

#[derive(Default)]
struct Writer {
    out: Composed,
    /// Code points written so far.
    at: u32,
    /// The start of the current line of text, in code points and bytes.
    line: (u32, usize),
    /// Nothing may be added to the current line.
    fresh: bool,
    joins_cues: bool,
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.out.text.push_str(text);
        self.at += text.chars().count() as u32;
    }

    fn time(&mut self, start: Option<u32>) {
        let at = CharPos(self.at);
        self.out.times.extend(start.map(|millis| TimeMark { at, millis }));
    }

    fn begin(&mut self, start: Option<u32>) {
        if !self.out.text.is_empty() {
            self.push("\n");
        }
        self.line = (self.at, self.out.text.len());
        self.time(start);
    }

    fn line(&mut self, speech: &Said, kind: Beginning, place: Place) {
        if speech.text.is_empty() {
            self.out.silent.extend(speech.voice.clone());
            return;
        }
        let goes_on = !self.fresh && !self.out.text.is_empty() && kind == Beginning::None;
        if goes_on && (!place.first || self.takes_up(place)) {
            let before = self.out.text.get(self.line.1..).unwrap_or_default();
            self.push(between(before, &speech.text));
            self.time(place.start.filter(|_| place.first));
        } else {
            self.begin(place.start);
        }
        self.push(&speech.before);
        if let Some(name) = &speech.voice {
            let start = self.at;
            self.push(name);
            let end = self.at;
            self.push(": ");
            self.out.labels.get_or_insert_default().push(CharRange::new(start, end));
        }
        self.push(&speech.text);
        self.fresh = kind == Beginning::NameAlone;
    }

    /// True if a cue without a label continues the line before.
    fn takes_up(&self, place: Place) -> bool {
        let line = self.out.text.get(self.line.1..).unwrap_or_default();
        !place.states_voices
            && self.joins_cues
            && place.pause < SILENCE
            && self.at - self.line.0 < LONG
            && !ends_sentence(line)
    }
}
