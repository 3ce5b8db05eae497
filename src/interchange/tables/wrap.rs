//! Wrapping of text for a terminal. Widths are in terminal columns; 中 takes two.

use crate::text::segment;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The width of a text in terminal columns.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Replaces tabs with spaces and control characters with U+FFFD; keeps newlines.
pub(super) fn harmless(text: &str) -> String {
    let one = |c: char| match c {
        '\n' => '\n',
        '\t' => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.replace("\r\n", "\n").chars().map(one).collect()
}

/// Wraps a text to at most `most` columns: at spaces, between Chinese words, and within a word only if the word
/// alone is too long. Lines after the first are indented by `indent` spaces.
pub(super) fn wrap(text: &str, most: usize, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in harmless(text).split('\n') {
        let mut line = String::new();
        for word in segment::words(paragraph) {
            // White space at a break is dropped, so it never starts a line.
            if width(&line) + width(word) <= most {
                line.push_str(word);
            } else if word.trim().is_empty() {
                lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            } else {
                break_before(word, most, indent, &mut line, &mut lines);
            }
        }
        lines.push(line);
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

fn break_before(word: &str, most: usize, indent: usize, line: &mut String, lines: &mut Vec<String>) {
    if !line.trim().is_empty() {
        // Punctuation stays with the word before it, and an opening bracket with the word after it.
        let together = is_closing(word) || line.ends_with(['(', '[', '“', '‘', '«', '（', '「', '《']);
        let carried = match line.rfind(' ') {
            Some(space) if together && !line[..space].trim().is_empty() => line.split_off(space + 1),
            _ => String::new(),
        };
        lines.push(std::mem::replace(line, " ".repeat(indent)));
        line.push_str(&carried);
    }
    for grapheme in word.graphemes(true) {
        if !line.trim().is_empty() && width(line) + width(grapheme) > most {
            lines.push(std::mem::replace(line, " ".repeat(indent)));
        }
        line.push_str(grapheme);
    }
}

fn is_closing(word: &str) -> bool {
    word.chars().all(|c| ",.;:!?)]}»”’、。，；：！？）」』】》".contains(c))
}

/// Distributes `space` terminal columns. The widest columns shrink first; none shrinks below `least` or the width it
/// needs, even if the total is then too large.
pub(super) fn shares(needed: &[usize], space: usize, least: usize) -> Vec<usize> {
    let widest = needed.iter().copied().max().unwrap_or(0);
    let fits = |most: usize| needed.iter().map(|&n| n.min(most)).sum::<usize>() <= space;
    let most = (least..widest).rev().find(|&most| fits(most)).unwrap_or(least);
    let most = if fits(widest) { widest } else { most };
    needed.iter().map(|&n| n.min(most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_a_reader_would_break_them() {
        let check = |text: &str, most, expected: &[&str]| assert_eq!(wrap(text, most, 0), expected, "{text}");
        check("", 5, &[""]);
        check("low income", 10, &["low income"]);
        check("low income", 9, &["low", "income"]);
        check("周敏的编码片段数", 12, &["周敏的编码", "片段数"]);
        check("Holsti 一致性系数", 12, &["Holsti", "一致性系数"]);
        check("一致性系数", 5, &["一致", "性", "系数"]);
        check("unemployment", 5, &["unemp", "loyme", "nt"]);
        check("a\nb\r\nc", 5, &["a", "b", "c"]);
        check("older age (8)", 11, &["older age", "(8)"]);
        check("red \u{1b}[31m", 20, &["red \u{fffd}[31m"]);
        assert_eq!(wrap("low income (7)", 7, 2), ["low", "  incom", "  e (7)"]);
    }

    #[test]
    fn no_line_is_wider_than_asked_and_no_character_is_lost() {
        let text = "Ever-increasing living cost in cities, including for housing (住房) and transportation。";
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        for most in 4..40 {
            let lines = wrap(text, most, 1);
            assert!(lines.iter().all(|line| width(line) <= most), "{most} {lines:?}");
            assert_eq!(letters(&lines.concat()), letters(text));
        }
    }

    #[test]
    fn the_widest_columns_give_way() {
        assert_eq!(shares(&[5, 40, 40], 65, 8), [5, 30, 30]);
        assert_eq!(shares(&[5, 6], 65, 8), [5, 6]);
        assert_eq!(shares(&[50, 50], 10, 8), [8, 8]);
        assert_eq!(shares(&[], 10, 8), [0; 0]);
    }
}
