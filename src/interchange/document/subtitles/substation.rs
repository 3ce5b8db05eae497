//! Splits SubStation files (`.ass`, `.ssa`) into cues. The columns of an event are those that its section states; the
//! name of a speaker is in one of them. Styles and settings become asides.

use super::cues::{Cue, Cut};
use super::times::millis;
use crate::interchange::remark::{Aside, AsideKind};

/// The columns of an event in a file that does not state them.
const COLUMNS: &str = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text";
/// Names that programs write for an event without a speaker.
const NOBODY: [&str; 4] = ["default", "dialogue", "ntp", "main"];

/// True for a text that begins like a SubStation file.
pub fn begins_with_section(text: &str) -> bool {
    let head = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with(';')).unwrap_or("");
    ["[script info]", "[events]"].contains(&head.to_lowercase().as_str()) && text.contains("Dialogue:")
}

/// Splits a SubStation file. A line of the events that is no event continues the text of the one above.
pub fn substation(text: &str) -> Cut {
    let mut cut = Cut::default();
    let (mut section, mut settings) = ("", Vec::new());
    let mut columns = column_names(COLUMNS);
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with('[') && line.ends_with(']') {
            cut.asides.extend(of_section(section, &std::mem::take(&mut settings)));
            section = line;
            continue;
        }
        if !section.eq_ignore_ascii_case("[Events]") {
            settings.push(line);
            continue;
        }
        match line.split_once(':') {
            Some(("Format", names)) => columns = column_names(names),
            Some(("Dialogue", event)) => {
                let (cue, effect) = event_of(event, &columns);
                cut.asides.extend(note(&[effect]));
                cut.cues.push(cue);
            }
            Some(("Comment", event)) => {
                let (cue, effect) = event_of(event, &columns);
                cut.asides.extend(note(&[effect, cue.text.as_str()]));
            }
            _ => match cut.cues.last_mut() {
                Some(last) => last.text = format!("{}\n{line}", last.text),
                None => cut.above.push(line.to_owned()),
            },
        }
    }
    cut.asides.extend(of_section(section, &settings));
    cut
}

/// The settings of a section. Fonts and pictures are written as letters that nobody reads; only their name is reported.
fn of_section(section: &str, lines: &[&str]) -> Option<Aside> {
    let embedded = ["[fonts]", "[graphics]"].contains(&section.to_lowercase().as_str());
    match lines.first().filter(|_| embedded) {
        Some(name) => Some(Aside { kind: AsideKind::EmbeddedFile, text: (*name).to_owned() }),
        None => note(lines),
    }
}

fn column_names(line: &str) -> Vec<String> {
    line.split(',').map(|name| name.trim().to_lowercase()).collect()
}

/// One event, and what its column for effects contains. The text is the last column and may contain commas.
fn event_of<'t>(event: &'t str, columns: &[String]) -> (Cue, &'t str) {
    let values: Vec<&str> = event.splitn(columns.len(), ',').collect();
    let value = |names: &[&str]| {
        let at = columns.iter().position(|column| names.contains(&column.as_str()));
        at.and_then(|at| values.get(at)).map_or("", |value| value.trim())
    };
    let (start, end) = (millis(value(&["start"])), millis(value(&["end"])));
    let name = value(&["name", "actor"]);
    let voice = (!name.is_empty() && !NOBODY.contains(&name.to_lowercase().as_str())).then(|| name.to_owned());
    let text = values.last().map_or("", |text| text.trim()).to_owned();
    let odd = start.zip(end).is_none_or(|(start, end)| start > end);
    (Cue { start, end, odd, voice, text }, value(&["effect"]))
}

fn note(lines: &[&str]) -> Option<Aside> {
    let text = lines.join(" ").trim().to_owned();
    (!text.is_empty()).then_some(Aside { kind: AsideKind::SubtitleNote, text })
}
