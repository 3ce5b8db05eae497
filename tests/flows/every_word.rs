//! Every word of a file ends up in the text or in the report. Files are generated from utterances with speakers and
//! times, in the way that the programs of each format write them, with additions that no reader knows. Each word has a
//! unique number, so that the check is exact.

use super::support::*;
use fastrand::Rng;
use pullquote::interchange::document::{self, Document, Reading};
use pullquote::interchange::remark::Loss;
use pullquote::model::{CharPos, Origin};
use pullquote::text::{TextIndex, Turns};
use std::path::PathBuf;

const FILES: u64 = 60;

/// A spoken word.
#[derive(Clone, Debug)]
pub struct Word {
    pub serial: String,
    /// The word as it appears in the text, including its serial number.
    pub shown: String,
    pub speaker: usize,
    /// Start of the utterance, in milliseconds.
    pub millis: u32,
}

/// One utterance with its speaker and start time.
#[derive(Clone, Debug)]
pub struct Utterance {
    pub speaker: usize,
    pub millis: u32,
    pub words: Vec<Word>,
}

pub struct Maker {
    pub random: Rng,
    serials: usize,
    /// Unspoken additions, each with the serial numbers of its words.
    pub beside: Vec<Vec<String>>,
}

impl Maker {
    pub fn new(seed: u64) -> Self {
        Self { random: Rng::with_seed(seed), serials: 0, beside: vec![] }
    }

    pub fn one_in(&mut self, count: u32) -> bool {
        self.random.u32(..count) == 0
    }

    pub fn any<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.random.usize(..of.len())]
    }

    fn serial(&mut self) -> String {
        self.serials += 1;
        format!("w{}e", self.serials)
    }

    /// Unspoken words, inserted at each `{}` of a pattern.
    pub fn thing(&mut self, pattern: &str) -> String {
        let serials: Vec<String> = (0..self.random.usize(1..4)).map(|_| self.serial()).collect();
        let words = serials.join(" ");
        self.beside.push(serials);
        pattern.replace("{}", &words)
    }

    /// Several speakers who take turns, at least two each. `around`: patterns for what may surround a word.
    pub fn talk(&mut self, speakers: usize, around: &[&str]) -> Vec<Utterance> {
        // Every speaker has two turns, never two in a row, in an irregular order: strictly repeating labels would look
        // like the fields of a form.
        let mut order: Vec<usize> = (0..speakers).chain((0..speakers - 1).rev()).chain([speakers - 1]).collect();
        for _ in 0..self.random.usize(..6) {
            let last = order.last().copied().unwrap_or(0);
            order.push((last + self.random.usize(1..speakers)) % speakers);
        }
        let mut millis = self.random.u32(..5_000);
        let mut talk = Vec::new();
        for speaker in order {
            millis += self.random.u32(5_000..90_000);
            let words = (0..self.random.usize(1..14)).map(|_| {
                let serial = self.serial();
                let pattern = if self.one_in(4) { self.any(around) } else { "{}" };
                Word { shown: pattern.replace("{}", &serial), serial, speaker, millis }
            });
            let words = words.collect();
            talk.push(Utterance { speaker, millis, words });
        }
        talk
    }

    /// Splits the words into lines of a few words each.
    pub fn lines(&mut self, words: &[Word]) -> Vec<Vec<Word>> {
        let mut lines = Vec::new();
        let mut rest = words;
        while !rest.is_empty() {
            let (line, more) = rest.split_at(self.random.usize(1..6).min(rest.len()));
            lines.push(line.to_vec());
            rest = more;
        }
        lines
    }
}

pub fn shown(words: &[Word]) -> String {
    words.iter().map(|word| word.shown.as_str()).collect::<Vec<_>>().join(" ")
}

/// `0:01:02.500`, with the decimal separator of the format.
fn clock(millis: u32, point: char) -> String {
    let (hours, minutes, seconds) = (millis / 3_600_000, millis / 60_000 % 60, millis / 1_000 % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{:03}", millis % 1_000)
}

/// A time as transcripts show it before a turn.
pub fn stamp(millis: u32) -> String {
    format!("[{:02}:{:02}:{:02}]", millis / 3_600_000, millis / 60_000 % 60, millis / 1_000 % 60)
}

fn read(name: &str, bytes: &[u8]) -> Document {
    let folder = temporary();
    let path = PathBuf::from(within(&folder, name));
    std::fs::write(&path, bytes).unwrap();
    document::read(&path, &Reading::default())
        .unwrap_or_else(|why| panic!("{why}:\n{}", String::from_utf8_lossy(bytes)))
}

/// Compares the text that was read with the utterances: each word occurs once, in order, with its speaker and time;
/// unspoken words are in the text or in the report.
pub fn check(name: &str, bytes: &[u8], spoken: &[Word], names: &[&str], beside: &[Vec<String>]) {
    let read = read(name, bytes);
    let shown = || {
        format!(
            "{}\n--- read as\n{}\n--- {:?} {:?}",
            String::from_utf8_lossy(bytes),
            read.text,
            read.left_out,
            read.losses
        )
    };
    let places = |serial: &str| -> Vec<usize> { read.text.match_indices(serial).map(|(at, _)| at).collect() };
    let origin = Origin { times: read.times.clone(), labels: read.labels.clone(), ..Origin::default() };
    let index = TextIndex::new(&read.text);
    let turns = Turns::find(&read.text, &index, &origin);
    let mut last = None;
    for word in spoken {
        let places = places(&word.serial);
        assert_eq!(places.len(), 1, "{word:?} occurs {} times\n{}", places.len(), shown());
        assert!(last < places.first().copied(), "{word:?} is out of order\n{}", shown());
        last = places.first().copied();
        let CharPos(at) = index.char_of(&read.text, places[0]);
        let found = turns.said_at(CharPos(at));
        assert_eq!(
            (found.speaker, found.time),
            (Some(names[word.speaker]), Some(word.millis)),
            "{word:?}\n{}",
            shown()
        );
        let pattern = word.shown.replace(char::is_whitespace, "");
        assert!(read.text.replace(char::is_whitespace, "").contains(&pattern), "{word:?} is changed\n{}", shown());
    }
    let is_reported = |serial: &String| read.left_out.iter().any(|aside| aside.text.contains(serial.as_str()));
    let lost = beside
        .iter()
        .filter(|thing| !thing.iter().all(|serial| !places(serial).is_empty() || is_reported(serial)))
        .count();
    let counted = |loss: &Loss| if matches!(loss, Loss::LeftOut { .. }) { loss.count() } else { 0 };
    let wordless = read.losses.iter().map(counted).sum::<usize>().saturating_sub(read.left_out.len());
    assert!(lost <= wordless, "{lost} items are missing without a report, {wordless} are reported\n{}", shown());
}

pub const NAMES: [&str; 3] = ["Ana", "Ben", "Interviewer"];

/// Typed text that could be mistaken for markup.
const AROUND: [&str; 14] = [
    "<{}>",
    "< {} and",
    "{} > 3",
    "<5 {}",
    "<{} 00:04>",
    "{} --> 3",
    "1984 {}",
    "{{}}",
    "[{}]",
    "{}…",
    "没{}有",
    "({})",
    "12:30 {}",
    "«{}»",
];

/// A cue: its start time and its lines.
type Cue = (u32, Vec<String>);

/// Cues of a few lines each, with words spoken at the cue's time. `label` writes the speaker's name before a line.
fn cues(
    maker: &mut Maker,
    talk: &[Utterance],
    label: &dyn Fn(usize, &str) -> String,
    each_cue: bool,
) -> (Vec<Cue>, Vec<Word>) {
    let (mut cues, mut spoken): (Vec<Cue>, Vec<Word>) = (Vec::new(), Vec::new());
    for utterance in talk {
        let mut millis = utterance.millis;
        // Sometimes another speaker answers within the same cue.
        let shares = maker.one_in(4) && cues.last().is_some_and(|cue| cue.1.len() < 3);
        for (i, line) in maker.lines(&utterance.words).iter().enumerate() {
            let line_text = shown(line);
            let (separate, below) = (i > 0 && maker.one_in(2), i == 0 && shares);
            let text = if i == 0 || each_cue && !separate { label(utterance.speaker, &line_text) } else { line_text };
            match cues.last_mut() {
                Some(cue) if separate || below => cue.1.push(text),
                _ => {
                    cues.push((millis, vec![text]));
                    millis += 1_000;
                }
            }
            let at = cues.last().map_or(0, |cue| cue.0);
            spoken.extend(line.iter().map(|word| Word { millis: at, ..word.clone() }));
        }
    }
    (cues, spoken)
}

/// Adds markup to some lines, as players accept it.
fn dressed(maker: &mut Maker, line: &str, web: bool) -> String {
    let pattern = match maker.random.u32(..12) {
        0 => "<i>{}</i>",
        1 if web => "<c.yellow.bg_blue>{}</c>",
        1 => "<font color=\"#ffffff\">{}</font>",
        2 if !web => "{\\an8}{}",
        3 => "<b>{}</b>",
        4 => "  {}  ",
        _ => "{}",
    };
    pattern.replace("{}", line)
}

#[test]
fn subrip_keeps_or_reports_every_word() {
    for seed in 0..FILES {
        let mut maker = Maker::new(seed);
        let people = maker.random.usize(2..4);
        let talk = maker.talk(people, &AROUND);
        let (cues, spoken) = cues(&mut maker, &talk, &|speaker, speech| format!("{}: {speech}", NAMES[speaker]), false);
        let numbered = !maker.one_in(4);
        let parted = !numbered || !maker.one_in(4);
        let point = if maker.one_in(3) { '.' } else { ',' };
        let mut file = String::from(maker.any(&["", "\u{feff}", "\n\n"]));
        for (number, (millis, lines)) in cues.iter().enumerate() {
            if numbered {
                file += &format!("{}\n", number + 1);
            }
            let place = if maker.one_in(6) { "  X1:40 X2:600 Y1:20 Y2:50" } else { "" };
            file += &format!("{} --> {}{place}\n", clock(*millis, point), clock(millis + 900, point));
            for (i, line) in lines.iter().enumerate() {
                if i > 0 && maker.one_in(4) {
                    file += maker.any(&["\n", " \n", "\n\n\t\n"]);
                }
                file += &format!("{}\n", dressed(&mut maker, line, false));
            }
            if maker.one_in(5) {
                file += &maker.thing(
                    maker
                        .random
                        .clone()
                        .choice(["(<{}>)\n", "\n{}\n", "<unknown>{}</unknown>\n", "\n\n<{}\n"])
                        .unwrap(),
                );
            }
            file += if parted { maker.any(&["\n", "\n\n", " \n"]) } else { "" };
        }
        let file = if maker.one_in(3) { file.replace('\n', "\r\n") } else { file };
        check("talk.srt", file.as_bytes(), &spoken, &NAMES, &maker.beside);
    }
}

const VOICES: [&str; 3] = ["Lee, Ana (she/her)", "Roe | Ben 🌸", "ana@example.org"];

#[test]
fn webvtt_keeps_or_reports_every_word() {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    for seed in 0..FILES {
        let mut maker = Maker::new(seed);
        let people = maker.random.usize(2..4);
        let talk = maker.talk(people, &AROUND[..11]);
        let (voices, names) = (maker.one_in(2), if maker.one_in(2) { VOICES } else { NAMES });
        let names = if voices { names } else { NAMES };
        let label = |speaker: usize, speech: &str| match voices {
            true => format!("<v {}>{speech}", escaped(names[speaker])),
            false => format!("{}: {speech}", names[speaker]),
        };
        let (cues, spoken) = cues(&mut maker, &talk, &label, voices);
        let mut file = maker.any(&["WEBVTT", "\u{feff}WEBVTT", "WEBVTT\nKind: captions"]).to_owned();
        if maker.one_in(3) {
            file += &maker.thing("\nLanguage: {}");
        }
        file += "\n\n";
        let block =
            ["NOTE {}\n\n", "NOTE\n{}\n\n{}\n\n", "STYLE\n::cue({}) {}\n\n", "REGION\nid:{}\n\n", "NOTE\n{} -> x\n\n"];
        for (millis, lines) in &cues {
            let pattern = maker.any(&block);
            file += &if maker.one_in(5) { maker.thing(pattern) } else { String::new() };
            file += &match maker.random.u32(..4) {
                0 => format!("{millis}\n"),
                1 => maker.thing("{} chapter\n"),
                _ => String::new(),
            };
            let settings = maker.any(&["", " align:start position:0%", " line:90%,end"]);
            file += &format!("{} --> {}{settings}\n", clock(*millis, '.'), clock(millis + 900, '.'));
            for line in lines {
                file += maker.any(&["", "", "", " \n"]);
                file += &format!("{}\n", dressed(&mut maker, line, true));
            }
            let pattern =
                maker.any(&["<laughs {}>\n", "\n{}\n", "<00:00:01.500>{}\n", "{} --> {}\n", "&unknown; {}\n"]);
            file += &if maker.one_in(5) { maker.thing(pattern) } else { String::new() };
            file += maker.any(&["\n", "\n\n"]);
        }
        let file = if maker.one_in(3) { file.replace('\n', "\r\n") } else { file };
        check("talk.vtt", file.as_bytes(), &spoken, &names, &maker.beside);
    }
}

#[test]
fn substation_keeps_or_reports_every_word() {
    for seed in 0..FILES {
        let mut maker = Maker::new(seed);
        let people = maker.random.usize(2..4);
        let talk = maker.talk(people, &AROUND[..3]);
        let names = maker.one_in(2);
        let label = |speaker: usize, speech: &str| match names {
            true => format!("<v {}>{speech}", NAMES[speaker]),
            false => format!("{}: {speech}", NAMES[speaker]),
        };
        let (cues, spoken) = cues(&mut maker, &talk, &label, names);
        let mut file = maker.any(&["", "\u{feff}", "\n"]).to_owned() + "[Script Info]\n";
        file += &if maker.one_in(2) { maker.thing("Title: {}\n") } else { String::new() };
        file += &if maker.one_in(3) { maker.thing("\n[V4+ Styles]\nStyle: {},Arial,20\n") } else { String::new() };
        file += "\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n";
        for (millis, lines) in &cues {
            // The name is in a column, so each speaker has an event.
            let mut events: Vec<(&str, String)> = Vec::new();
            for line in lines {
                let voice = line.strip_prefix("<v ").and_then(|rest| rest.split_once('>'));
                match (voice, events.last_mut()) {
                    (None, Some((_, speech))) => *speech += &format!("\\N{line}"),
                    _ => events.push(voice.map_or(("", line.clone()), |(name, speech)| (name, speech.to_owned()))),
                }
            }
            let (start, end) = (clock(*millis, '.'), clock(millis + 900, '.'));
            for (name, speech) in events {
                let effect = if maker.one_in(6) { maker.thing("{}") } else { String::new() };
                file += &format!("Dialogue: 0,{start},{end},Default,{name},0,0,0,{effect},{speech}\n");
            }
            file += &if maker.one_in(5) {
                maker.thing(&format!("Comment: 0,{start},{end},Default,,0,0,0,,{{}}\n"))
            } else {
                String::new()
            };
        }
        file += &if maker.one_in(4) { maker.thing("\n[Extra]\n{}\n") } else { String::new() };
        let file = if maker.one_in(3) { file.replace('\n', "\r\n") } else { file };
        check("talk.ass", file.as_bytes(), &spoken, &NAMES, &maker.beside);
    }
}

/// Paragraphs with time and name before the words, as in most transcripts. `write` writes a paragraph in the format,
/// run by run.
pub fn paragraphs(
    maker: &mut Maker,
    talk: &[Utterance],
    write: &mut dyn FnMut(&mut Maker, &[String]) -> String,
) -> (String, Vec<Word>) {
    let (mut file, mut spoken) = (String::new(), Vec::new());
    for utterance in talk {
        // Written times have no fractions of a second.
        let millis = utterance.millis / 1_000 * 1_000;
        let mut runs = vec![format!("{} ", stamp(millis)), format!("{}: ", NAMES[utterance.speaker])];
        for line in maker.lines(&utterance.words) {
            runs.push(format!("{} ", shown(&line)));
        }
        file += &write(maker, &runs);
        spoken.extend(utterance.words.iter().map(|word| Word { millis, ..word.clone() }));
    }
    (file, spoken)
}

fn rich(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | '{' | '}' => out += &format!("\\{c}"),
            c if c.is_ascii() => out.push(c),
            c => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out += &format!("\\u{}?", *unit as i16)),
        }
    }
    out
}

#[test]
fn rich_text_keeps_or_reports_every_word() {
    // `@` is replaced by the words.
    let unknown = [
        "{\\*\\strange @}",
        "{\\strange @}",
        "\\strange12 @ ",
        "{\\*\\strange{\\b @}{\\pict 00ff}}",
        "{\\footnote\\pard @\\par}",
        "{\\v @}",
        "{\\deleted @}",
        "{\\*\\annotation\\pard{\\*\\atnid x}@}",
        "{\\header @\\par}",
        "{\\footer @}",
        "{\\field{\\*\\fldinst @}{\\fldrslt @}}",
        "{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt @\\par}}}",
        "{\\pntext @\\tab}",
        "{\\*\\do{\\dptxbxtext @}}",
        "{\\object{\\*\\objdata 01}{\\result @}}",
        "{\\upr{?}{\\*\\ud @}}",
        "{\\xe @}",
        "{\\listtext @\\tab}",
    ];
    for seed in 0..FILES {
        let mut maker = Maker::new(seed);
        let people = maker.random.usize(2..4);
        let talk = maker.talk(people, &AROUND);
        let (body, spoken) = paragraphs(&mut maker, &talk, &mut |maker, runs| {
            let mut paragraph =
                String::from(maker.any(&["\\pard ", "\\pard\\plain\\f0\\fs24 ", "\r\n\\pard\\li720\\qj\r\n"]));
            for (i, run) in runs.iter().enumerate() {
                let pattern = maker.any(&[
                    "{\\b @}",
                    "@",
                    "{\\rtlch\\af0 \\ltrch\\insrsid123 @}",
                    "\\i @\\i0 ",
                    "{\\*\\bkmkstart x}@{\\*\\bkmkend x}",
                ]);
                paragraph += &pattern.replace('@', &rich(run));
                if i > 1 && maker.one_in(6) {
                    let pattern = maker.any(&unknown).replace('@', "{}");
                    paragraph += &maker.thing(&pattern);
                }
            }
            paragraph + maker.any(&["\\par\r\n", "\\par ", "\\line\\par\n"])
        });
        let end = if maker.one_in(4) { maker.thing("{}") } else { String::new() };
        let head = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 Arial;}}{\\colortbl;}{\\*\\generator x;}{\\info{\\author y}}";
        check("talk.rtf", format!("{head}{body}}}{end}").as_bytes(), &spoken, &NAMES, &maker.beside);
    }
}
