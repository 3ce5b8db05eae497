//! Where lines of Chinese text end: no line begins with a closing mark or ends with an opening one, and the two lines of a
//! name have about the same length.

use crate::i18n::{self, Language};
use crate::text::is_han;
use egui::text::LayoutJob;
use egui::{Galley, Id, Ui};
use std::sync::Arc;

/// The most lines of one text that are broken elsewhere.
const MOST: usize = 40;
/// To how many points the width of balanced lines is found.
const STEP: f32 = 4.0;

const OPENING: &str = "“‘（《〈【「『([";
const CLOSING: &str = "”’）》〉】」』，。、；：？！…)],.;:?!";

/// Where a text is broken. Kept from frame to frame, because finding it takes several layouts.
#[derive(Clone)]
struct Breaks {
    /// The width, in points, and the pixels per point for which they were found.
    shape: (f32, f32),
    /// The characters before which a line has to end, each counted after the breaks before it.
    before: Vec<usize>,
}

/// Breaks lines of Chinese text earlier where marks would be separated from their words. The width must be set.
pub fn with_marks(ui: &Ui, mut job: LayoutJob) -> LayoutJob {
    if i18n::current() != Language::Chinese {
        return job;
    }
    let size = job.sections.first().map(|section| section.format.font_id.size.to_bits());
    let id = Id::unique(("line breaks", &job.text, size));
    let shape = (job.wrap.max_width, ui.pixels_per_point());
    let known = ui.data(|data| data.get_temp::<Breaks>(id)).filter(|known| known.shape == shape);
    if let Some(Breaks { before, .. }) = known {
        before.into_iter().for_each(|at| break_line(&mut job, at));
        return job;
    }
    let mut before = Vec::new();
    while before.len() < MOST {
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job.clone()));
        let Some(at) = separated(&galley) else { break };
        break_line(&mut job, at);
        before.push(at);
    }
    ui.data_mut(|data| data.insert_temp(id, Breaks { shape, before }));
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

/// Lays out a short text in lines of about the same length, if it needs two of them; in Chinese, the first clause is a line
/// of its own if it can be.
pub fn balanced(ui: &Ui, mut job: LayoutJob) -> Arc<Galley> {
    let widest = ui.fonts_mut(|fonts| fonts.layout_job(job.clone()));
    if widest.rows.len() != 2 || widest.elided {
        return widest;
    }
    if let Some(comma) = job.text.chars().position(|c| c == '，') {
        let mut clauses = job.clone();
        break_line(&mut clauses, comma + 1);
        let clauses = ui.fonts_mut(|fonts| fonts.layout_job(clauses));
        if clauses.rows.len() == 2 && !clauses.elided {
            return clauses;
        }
    }
    // The narrowest width with two lines is between these.
    let (mut best, mut narrow, mut wide) = (widest, 0.0, job.wrap.max_width);
    while wide - narrow > STEP {
        job.wrap.max_width = (narrow + wide) / 2.0;
        let narrower = ui.fonts_mut(|fonts| fonts.layout_job(job.clone()));
        if narrower.rows.len() == 2 && !narrower.elided && !breaks_word(&narrower) {
            (best, wide) = (narrower, job.wrap.max_width);
        } else {
            narrow = job.wrap.max_width;
        }
    }
    best
}

/// Whether the first line ends within a word.
fn breaks_word(galley: &Galley) -> bool {
    let is_letter = |c: &char| c.is_alphanumeric() && !is_han(*c);
    let lines = galley.rows.first().zip(galley.rows.get(1)).map(|(first, second)| (first.text(), second.text()));
    lines.is_some_and(|(first, second)| {
        first.chars().last().as_ref().is_some_and(is_letter) && second.chars().next().as_ref().is_some_and(is_letter)
    })
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
                    let plain = job.clone();
                    let job = with_marks(ui, job);
                    assert_eq!(with_marks(ui, plain), job, "as it was found before");
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
            let text = "Cohen κ，全部编码合并计算";
            let job = LayoutJob::simple(text.to_owned(), FontId::proportional(12.0), Color32::BLACK, 110.0);
            let rows: Vec<String> = balanced(ui, job).rows.iter().map(|row| row.text()).collect();
            assert_eq!(rows, ["Cohen κ，", "全部编码合并计算"]);
            // No word is broken for this.
            let job = LayoutJob::simple("Financial aid".to_owned(), FontId::proportional(14.0), Color32::BLACK, 90.0);
            let rows: Vec<String> = balanced(ui, job).rows.iter().map(|row| row.text()).collect();
            assert_eq!(rows.iter().map(|row| row.trim()).collect::<Vec<_>>(), ["Financial", "aid"]);
        });
    }
}
