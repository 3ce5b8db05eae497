//! Lines of a transcript that nobody says: headings between turns, and what closes the transcript.

use super::{TextIndex, headwords, times};
use crate::model::hashing::HashSet;
use crate::model::{Style, Styled};

/// The longest line, in bytes, that may be a heading or close a transcript.
const LONGEST: usize = 200;
/// The longest word, in bytes, with which a closing line begins.
const LONGEST_FIRST: usize = 20;
/// The most words of a heading that no format marks.
const MOST_WORDS: usize = 8;
/// The fewest letters of a heading in capitals.
const FEWEST_LETTERS: usize = 4;

/// The lines that belong to no speaker although they have no label.
#[derive(Debug, Default)]
pub(super) struct Unspoken {
    rows: HashSet<usize>,
    /// From this row on, nobody speaks.
    tail: Option<usize>,
}

impl Unspoken {
    /// Finds them among the lines after the first turn; `begins`: the line begins a block.
    pub(super) fn find(text: &str, index: &TextIndex, styles: &[Styled], begins: impl Fn(usize) -> bool) -> Self {
        let lines = Lines { text, index };
        let count = index.paragraphs().len();
        let Some((first, last)) = (0..count).find(|row| begins(*row)).zip((0..count).rev().find(|row| begins(*row)))
        else {
            return Self::default();
        };
        let headings = headings(index, styles);
        let mut out = Self::default();
        // Whether the next line with words begins a block, or is a heading above one.
        let mut leads = false;
        for row in (first + 1..=last).rev() {
            if begins(row) {
                leads = true;
                continue;
            }
            let line = lines.get(row);
            if line.trim().is_empty() || times::is_alone(line) {
                continue;
            } else if is_closing(line) || leads && (headings.contains(&row) || lines.is_heading(row)) {
                out.rows.insert(row);
            } else {
                leads = false;
            }
        }
        out.tail = (last + 1..count).find(|row| lines.closes(*row));
        out
    }

    pub(super) fn contains(&self, row: usize) -> bool {
        self.rows.contains(&row) || self.tail.is_some_and(|tail| row >= tail)
    }
}

/// The rows that their file formats as headings.
fn headings(index: &TextIndex, styles: &[Styled]) -> HashSet<usize> {
    let headings = styles.iter().filter(|styled| matches!(styled.style, Style::Heading(_)));
    headings
        .map(|styled| index.paragraphs().partition_point(|paragraph| paragraph.chars.end < styled.range.end))
        .collect()
}

struct Lines<'t> {
    text: &'t str,
    index: &'t TextIndex,
}

impl<'t> Lines<'t> {
    fn get(&self, row: usize) -> &'t str {
        self.index.paragraphs().get(row).and_then(|p| self.text.get(p.byte_start..p.byte_end)).unwrap_or("")
    }

    fn is_blank(&self, row: usize) -> bool {
        self.get(row).trim().is_empty()
    }

    /// True for a line between blank lines that is in capitals or has the number of a section, without a full stop; a list
    /// has such a number in the line before too.
    fn is_heading(&self, row: usize) -> bool {
        let line = self.get(row).trim();
        if line.len() > LONGEST || !(self.is_blank(row + 1) && self.is_blank(row.saturating_sub(1))) {
            return false;
        }
        if line.starts_with('#') && line.trim_start_matches('#').starts_with(' ') {
            return true;
        }
        let ended = line.ends_with(['.', ',', ';', '?', '!', '…', '"', '”', ')', ']']);
        if ended || line.split_whitespace().count() > MOST_WORDS {
            return false;
        }
        let above = (0..row).rev().map(|row| self.get(row)).find(|line| !line.trim().is_empty());
        let title = behind_number(line);
        let numbered = title.is_some() && above.is_none_or(|above| behind_number(above.trim()).is_none());
        let letters = title.unwrap_or(line).chars().filter(|c| c.is_uppercase()).count();
        numbered || letters >= FEWEST_LETTERS && !line.contains(char::is_lowercase)
    }

    /// True if nobody speaks from this row on: a closing line, a remark or the text of a footnote below a blank line.
    fn closes(&self, row: usize) -> bool {
        let line = self.get(row).trim();
        let apart = || row > 0 && self.is_blank(row - 1);
        is_closing(line) || apart() && (is_remark(line) || self.is_footnote(row))
    }

    /// `[1] A food bank`, if `[1]` is in the text above too.
    fn is_footnote(&self, row: usize) -> bool {
        let line = self.get(row).trim();
        let mark = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let Some((mark, _)) = mark.filter(|(mark, note)| mark.len() < 4 && note.starts_with(' ')) else {
            return false;
        };
        let is_number = !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let above = self.index.paragraphs().get(row).and_then(|paragraph| self.text.get(..paragraph.byte_start));
        is_number && above.is_some_and(|above| above.contains(&format!("[{mark}]")))
    }
}

/// `Interviewer notes: she was tired`.
fn is_remark(line: &str) -> bool {
    line.split_once([':', '：']).is_some_and(|(label, _)| headwords::is_remark(label.trim()))
}

/// The title after the number of a section: `2. Housing`, `3.1 Work`.
fn behind_number(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')');
    let title = rest.strip_prefix(' ')?.trim_start();
    let marked = rest.len() + digits < line.len();
    ((1..=2).contains(&digits) && marked && title.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()))
        .then_some(title)
}

/// What a closing line says has ended, after `End of`, or before `ended`.
const RECORDED: [&str; 36] = [
    "recording",
    "transcript",
    "transcription",
    "interview",
    "tape",
    "audio",
    "file",
    "session",
    "meeting",
    "document",
    "side",
    "conversation",
    "discussion",
    "focus",
    "aufnahme",
    "aufzeichnung",
    "interviews",
    "transkripts",
    "transkription",
    "gesprächs",
    "bandes",
    "l'enregistrement",
    "l'entretien",
    "entretien",
    "enregistrement",
    "transcripción",
    "grabación",
    "entrevista",
    "gravação",
    "transcrição",
    "registrazione",
    "intervista",
    "trascrizione",
    "opname",
    "inspelning",
    "записи",
];
const ENDS: [&str; 11] = ["end", "ende", "fin", "fim", "fine", "einde", "slut", "konec", "koniec", "конец", "ends"];
const LINKS: [&str; 14] =
    ["of", "the", "this", "der", "des", "de", "la", "el", "da", "della", "dell", "du", "van", "av"];
const ENDED: [&str; 8] = ["ends", "ended", "stops", "stopped", "finishes", "finished", "endet", "beendet"];
const BY: [&str; 9] = ["by", "with", "using", "von", "mit", "par", "por", "da", "door"];
const TRANSCRIBED: [&str; 7] =
    ["transcribed", "transcript", "transkribiert", "transcrit", "transcrito", "trascritto", "getranscribeerd"];
const UNSPACED: [&str; 12] = [
    "录音结束",
    "錄音結束",
    "访谈结束",
    "訪談結束",
    "采访结束",
    "採訪結束",
    "録音終了",
    "録音停止",
    "インタビュー終了",
    "녹음종료",
    "녹음끝",
    "인터뷰종료",
];

/// True for a line that says that the recording or the transcript ends, or who transcribed it.
fn is_closing(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.len() > LONGEST {
        return false;
    }
    let compact = || bare.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    if !bare.is_ascii() && bare.len() < 60 && UNSPACED.contains(&compact().as_str()) {
        return true;
    }
    let first = bare.split(' ').next().unwrap_or("");
    if first.len() > LONGEST_FIRST {
        return false;
    }
    let first = first.to_lowercase();
    let is_first = ENDS.contains(&first.as_str())
        || TRANSCRIBED.contains(&first.as_str())
        || RECORDED.contains(&first.as_str())
        || first == "this";
    if !is_first {
        return false;
    }
    let lower = bare.to_lowercase();
    let words: Vec<&str> =
        lower.split_whitespace().map(|word| word.trim_matches(['.', ',', ':', '(', ')', '[', ']'])).collect();
    let is = |at: usize, list: &[&str]| words.get(at).is_some_and(|word| list.contains(word));
    let object = words.iter().skip(1).find(|word| !LINKS.contains(word));
    let of_recording = is(0, &ENDS) && words.len() <= 7 && object.is_some_and(|word| RECORDED.contains(word));
    let ended = is(0, &RECORDED) && is(1, &ENDED) && (words.len() <= 3 || words.get(2) == Some(&"after"));
    let transcribed = is(0, &TRANSCRIBED) && is(1, &BY);
    let produced = words.first() == Some(&"this")
        && words.iter().take(4).any(|word| *word == "transcript")
        && lower.contains("generated");
    of_recording || ended || transcribed || produced
}

#[cfg(test)]
mod tests {
    use super::is_closing;

    #[test]
    fn closing_lines_are_distinguished_from_speech() {
        for line in [
            "--- end of recording ---",
            "[End of transcript]",
            "(END OF INTERVIEW)",
            "Ende der Aufnahme",
            "Fin de l'entretien",
            "Meeting ended after 00:31:02 👋",
            "Recording stopped.",
            "Transcribed by Sue, 3 May 2024. All names changed.",
            "Transcribed by https://otter.ai",
            "This editable transcript was computer generated and might contain errors.",
            "（录音结束）",
            "録音終了",
        ] {
            assert!(is_closing(line), "{line}");
        }
        for line in [
            "End of story.",
            "In the end of the day we left",
            "The meeting ended badly",
            "Interview him?",
            "Meeting ended, and then we all went home",
            "This was generated by hand",
            "End the recording when you like, I said to him",
            "",
        ] {
            assert!(!is_closing(line), "{line}");
        }
    }
}
