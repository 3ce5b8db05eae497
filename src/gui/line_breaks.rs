//! Where lines of Chinese text end: no line begins with a closing mark or ends with an opening one, and the two lines of a
//! name have about the same length.

use crate::i18n::{self, Language};
use egui::text::LayoutJob;
use egui::{Galley, Ui};
use std::sync::Arc;

/// The most lines of one text that are broken elsewhere.
const MOST: usize = 40;
/// Points by which lines are made narrower.
const STEP: f32 = 4.0;

const OPENING: &str = "“‘（《〈【「『([";
const CLOSING: &str = "”’）》〉】」』，。、；：？！…)],.;:?!";

/// Breaks lines of Chinese text earlier where marks would be separated from their words. The width must be set.
pub fn with_marks(ui: &Ui, mut job: LayoutJob) -> LayoutJob {
    if i18n::current() == Language::Chinese {
        for _ in 0..MOST {
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job.clone()));
            let Some(at) = separated(&galley) else { break };
            break_line(&mut job, at);
        }
    }
    job
}

/// Returns the character before which a line has to end, so that marks stay with their words.
fn separated(galley: &Galley) -> Option<usize> {
    let chars: Vec<char> = galley.text().chars().collect();
    let mut start = 0;
    for row in &galley.rows {
        let end = start + row.char_count_including_newline().0;
        let at = earlier(&chars, start, end);
        if !row.ends_with_newline && at < end {
            return Some(at);
        }
        start = end;
    }
    None
}

/// Returns where the line from `start` ends instead of before `end`; `end` if that is right or cannot be helped.
fn earlier(chars: &[char], start: usize, end: usize) -> usize {
    let is = |marks: &str, at: usize| chars.get(at).is_some_and(|c| marks.contains(*c));
    let is_in_word = |at: usize| chars.get(at).is_some_and(char::is_ascii_alphanumeric);
    let separates = |at: usize| is(OPENING, at - 1) || is(CLOSING, at);
    if end >= chars.len() || end <= start || !separates(end) {
        return end;
    }
    let splits = |at: usize| separates(at) || is_in_word(at - 1) && is_in_word(at);
    (start + 1..end).rev().find(|&at| !splits(at)).unwrap_or(end)
}

/// Begins a new line before this character.
fn break_line(job: &mut LayoutJob, at: usize) {
    let Some((byte, _)) = job.text.char_indices().nth(at) else { return };
    job.text.insert(byte, '\n');
    for section in &mut job.sections {
        let range = &mut section.byte_range;
        if range.start.0 >= byte && range.start.0 > 0 {
            range.start.0 += 1;
        }
        if range.end.0 >= byte {
            range.end.0 += 1;
        }
    }
}

/// Lays out a short text in lines of about the same length, if it needs two of them.
pub fn balanced(ui: &Ui, mut job: LayoutJob) -> Arc<Galley> {
    let widest = ui.fonts_mut(|fonts| fonts.layout_job(job.clone()));
    if widest.rows.len() != 2 || widest.elided {
        return widest;
    }
    let mut best = widest;
    loop {
        job.wrap.max_width -= STEP;
        let narrower = ui.fonts_mut(|fonts| fonts.layout_job(job.clone()));
        if narrower.rows.len() != 2 || narrower.elided || job.wrap.max_width < STEP {
            return best;
        }
        best = narrower;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Color32, FontId};

    #[test]
    fn marks_stay_with_their_words() {
        let ends = |text: &str, end: usize| earlier(&text.chars().collect::<Vec<char>>(), 0, end);
        for (text, end, expected) in [
            ("时在“设置”中", 3, 2),
            ("时在“设置”中", 5, 4),
            ("时在“设置”中", 4, 4),
            ("按 Ctrl+F、再", 8, 7),
            ("见（“设置”）", 3, 1),
            ("：：：", 2, 2),
            ("一二", 2, 2),
        ] {
            assert_eq!(ends(text, end), expected, "{text} {end}");
        }
    }

    #[test]
    fn lines_of_a_text_keep_its_marks_and_its_formats() {
        egui::__run_test_ui(|ui| {
            i18n::within(Language::Chinese, || {
                for width in 60..200 {
                    let text = "窗口较窄时在“设置”中（见“视图”），按键、列表、菜单";
                    let mut job = LayoutJob::simple(text.to_owned(), FontId::proportional(14.0), Color32::BLACK, 0.0);
                    job.wrap.max_width = width as f32;
                    let job = with_marks(ui, job);
                    assert_eq!(job.text.replace('\n', ""), text);
                    assert_eq!(job.sections.last().unwrap().byte_range.end.0, job.text.len());
                    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
                    assert_eq!(separated(&galley), None, "{width}");
                }
            });
        });
    }

    #[test]
    fn two_lines_have_about_the_same_length() {
        egui::__run_test_ui(|ui| {
            let text = "one two three four";
            let job = LayoutJob::simple(text.to_owned(), FontId::proportional(14.0), Color32::BLACK, 100.0);
            let rows: Vec<String> = balanced(ui, job).rows.iter().map(|row| row.text()).collect();
            assert_eq!(rows.len(), 2, "{rows:?}");
            assert!(rows[1].trim().len() > 7, "{rows:?}");
        });
    }
}
