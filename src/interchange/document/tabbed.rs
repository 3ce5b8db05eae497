//! Plain text that is a table of utterances in which the speaker follows the words, as NVivo writes it: `Timespan`,
//! `Content`, `Speaker`. Where the speaker precedes the words, the text can stay as it is.

use super::Document;
use super::lines::Lines;
use super::words::Emphasis;
use crate::interchange::utterances::UtteranceHead;

/// Reads such a table; `None` if the first line does not name these columns, or a line has other columns.
pub fn read(text: &str) -> Option<Document> {
    // Other texts are not split into lines and cells.
    text.lines().find(|line| !line.trim().is_empty()).filter(|line| line.contains('\t'))?;
    let rows: Vec<Vec<&str>> =
        text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.split('\t').collect()).collect();
    let (head, body) = rows.split_first()?;
    let place = |wanted: &[UtteranceHead]| {
        head.iter().position(|name| UtteranceHead::of(name).is_some_and(|found| wanted.contains(&found)))
    };
    let words = place(&[UtteranceHead::Text])?;
    let speaker = place(&[UtteranceHead::Speaker, UtteranceHead::Name])?;
    if body.is_empty() || speaker < words || body.iter().any(|row| row.len() != head.len()) {
        return None;
    }
    let mut lines = Lines::default();
    lines.begin_table();
    for row in &rows {
        lines.begin_row();
        for cell in row {
            lines.push(cell, Emphasis::default());
            lines.end_cell();
        }
    }
    lines.end_table();
    let mut document = Document { format: "txt", ..Document::default() };
    lines.finish(&mut document).ok()?;
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_speaker_behind_the_words_is_put_before_them() {
        for (text, wanted) in [
            (
                "\tTimespan\tContent\tSpeaker\n1\t0:03.1 - 0:13.0\tSo, then: when?\tAna\n2\t0:14.0 - 0:20.0\tIn May.\tBen\n",
                "Ana: So, then: when?\nBen: In May.",
            ),
            ("Words\tWho\nSo?\tAna\nYes.\tBen\nAh.\tAna\n", "Ana: So?\nBen: Yes.\nAna: Ah."),
            ("内容\t说话人\n为什么？\t甲\n没有钱。\t乙\n", "甲: 为什么？\n乙: 没有钱。"),
        ] {
            assert_eq!(read(text).map(|document| document.text).as_deref(), Some(wanted), "{text}");
        }
        let timed = read("Timespan\tContent\tSpeaker\n0:03.1 - 0:13.0\tSo?\tAna\n0:14.0 - 0:20.0\tYes.\tBen").unwrap();
        assert_eq!(timed.times.iter().map(|mark| mark.millis).collect::<Vec<_>>(), [3_100, 14_000]);
        for text in ["", "Speaker\tText\nAna\tSo?\n", "Text\tSpeaker\n", "Text\tSpeaker\nSo?\n", "So\tthen\nand\tso\n"]
        {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
