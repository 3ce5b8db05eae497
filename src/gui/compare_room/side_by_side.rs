//! The words of a unit once for each coder, with the passages of that coder marked in the coder's colour.

use super::items::is_low;
use crate::app::compare_room::Item;
use crate::app::workspace::Workspace;
use crate::engine::compare::Compared;
use crate::engine::excerpts::{Excerpt, SpeakerStart};
use crate::gui::awaited;
use crate::gui::bars::elided_in_the_middle;
use crate::gui::icons;
use crate::gui::theme::{self, Palette, Weighted};
use crate::model::{CharRange, CodeId, Fact, Noun, Study, UserId, same_name};
use crate::{i18n, tr};
use egui::style::ScrollAnimation;
use egui::text::{CCursor, LayoutJob, TextFormat};
use egui::{
    Align, Color32, FontId, Id, Layout, Rect, RichText, Sense, Stroke, TextStyle, TextWrapMode, Ui, Vec2, vec2,
};
use std::collections::BTreeMap;

/// Minimum width of a column, in points; with less space, the columns are stacked.
const NARROWEST: f32 = 210.0;

pub fn show(
    ui: &mut Ui,
    workspace: &mut Workspace,
    study: &Study,
    item: &Item,
    compared: &Compared,
    palette: &Palette,
) {
    let place = (item.source, item.range);
    workspace.rooms.compare.need_words_around(place, &mut workspace.link);
    if title(ui, workspace, study, item, palette) {
        workspace.show_document(item.source, Some(item.range));
        return;
    }
    ui.add_space(theme::GAP);
    let Some(excerpt) = workspace.rooms.compare.around.of(place) else {
        match workspace.rooms.compare.around.failure().map(str::to_owned) {
            Some(why) if awaited::failure(ui, &why, palette) => workspace.rooms.compare.around.try_again(),
            Some(_) => {}
            None => drop(ui.label(RichText::new(tr!("Reading…")).color(palette.weak))),
        }
        return;
    };
    let room = ui.clip_rect().size();
    let (text, start) = in_context(excerpt, item.range.start.0, if room.y < LOW { SHORT_CONTEXT } else { usize::MAX });
    let document = study.source(item.source).map_or("", |source| source.name.as_str());
    let shown =
        UnitText { text, start, unit: item.range, hidden: repeated_labels(excerpt, item.range.start.0, document) };
    let is_new = is_new(ui, (item.source.0, item.range.start.0, item.code.0), room);
    let mut goal: Option<Rect> = None;
    let Coded { facts, agreed, coders, is_exact } = Coded::of(workspace, item, compared);
    // The same code as the unit's, or a subcode that counts as it.
    let same = |code: CodeId| code == item.code || !is_exact && counts_alike(compared, code, item.code);
    let mut column = |ui: &mut Ui, coder: UserId| {
        let by_coder: Vec<&Fact> = facts.iter().filter(|fact| fact.user == coder).collect();
        let marks: Vec<CharRange> = by_coder.iter().filter(|fact| same(fact.code)).map(|fact| fact.range).collect();
        let look = workspace.looks.coders.get(&coder);
        let color = palette.code(look.map_or([128; 3], |look| look.color));
        let head = ui.horizontal_wrapped(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(12.0, 16.0), Sense::hover());
            icons::swatch(ui.painter(), rect.center(), color);
            ui.label(RichText::new(look.map_or("", |look| look.name.as_str())).medium());
            let agreed = agreed.iter().filter(|fact| fact.user == coder).count();
            ui.label(RichText::new(coded_in_words(marks.len(), agreed)).color(palette.weak));
        });
        let job = marked(&shown, &marks, color, palette);
        let disputed = marks.first().map(|mark| [mark.start, mark.end].map(|at| shown.place(at.0)));
        let seen = words(ui, job, disputed.filter(|_| is_new && goal.is_none()));
        goal = goal.or(seen.map(|words| in_sight(head.response.rect, words, ui.clip_rect().height())));
        let others = names(workspace, &by_coder, &|code| !same(code));
        if !others.is_empty() {
            ui.add_space(theme::GAP);
            ui.label(RichText::new(tr!("Other codes here: {others}", others)).color(palette.weak).small());
        }
    };
    let wide = ui.available_width() / coders.len().max(1) as f32 >= NARROWEST;
    if wide && !coders.is_empty() {
        ui.spacing_mut().item_spacing.x = theme::WIDE;
        ui.columns(coders.len(), |columns| {
            for (ui, coder) in columns.iter_mut().zip(&coders) {
                ui.with_layout(Layout::top_down(Align::Min), |ui| column(ui, *coder));
            }
        });
        ui.spacing_mut().item_spacing.x = theme::SPACE;
    } else {
        for coder in &coders {
            column(ui, *coder);
            ui.add_space(theme::SPACE);
        }
    }
    if let Some(goal) = goal {
        let align = (goal.height() > ui.clip_rect().height()).then_some(Align::Min);
        ui.scroll_to_rect_animation(goal, align, ScrollAnimation::none());
    }
}

/// Says how many passages a coder has, and how many of these count as agreement with passages beside a disagreement.
fn coded_in_words(passages: usize, agreed: usize) -> String {
    let coded = match passages {
        0 => return tr!("of a unit" => "not coded").to_owned(),
        1 => tr!("of a unit" => "coded").to_owned(),
        several => tr!("coded: {passages}", passages = Noun::Passage.counted(several as u64)),
    };
    match agreed {
        0 => coded,
        all if all == passages => tr!("{coded} (agreed with another passage)", coded),
        some => {
            tr!("{coded} ({n} agreed with another passage)" | "{coded} ({n} agreed with other passages)" % some, coded)
        }
    }
}

/// What the coders coded in a unit or disagreement.
struct Coded {
    facts: Vec<Fact>,
    /// Those of them that overlap a disagreement, but on which the coders agree.
    agreed: Vec<Fact>,
    coders: Vec<UserId>,
    /// Only the very code counts, and not those that count as it.
    is_exact: bool,
}

impl Coded {
    /// A disagreement is about its own passages, whatever the figures are about.
    fn of(workspace: &Workspace, item: &Item, compared: &Compared) -> Self {
        let in_unit = |fact: &&Fact| fact.source == item.source && fact.range.intersection(item.range).is_some();
        let facts = compared.facts.iter().filter(in_unit);
        match workspace.rooms.compare.disagreement_of(item) {
            Some(shown) => {
                let others = facts.filter(|fact| fact.code != item.code);
                let facts = shown.marks.iter().chain(&shown.agreed).chain(others).copied().collect();
                Self { facts, agreed: shown.agreed, coders: shown.coders, is_exact: true }
            }
            None => {
                let coders = compared.coders.iter().enumerate().filter(|(place, _)| item.took_part.contains(*place));
                Self {
                    facts: facts.copied().collect(),
                    agreed: vec![],
                    coders: coders.map(|(_, id)| *id).collect(),
                    is_exact: false,
                }
            }
        }
    }
}

/// The code, the document, and a link to the place; returns whether it was followed.
fn title(ui: &mut Ui, workspace: &Workspace, study: &Study, item: &Item, palette: &Palette) -> bool {
    let path = workspace.looks.codes.get(&item.code).map_or("", |look| look.path.as_str());
    let document = study.source(item.source).map_or("", |source| source.name.as_str());
    if is_low(ui) {
        // One line: the name of the code gives way.
        let line = ui.horizontal(|ui| {
            let room = (ui.available_width() * 0.5).max(120.0);
            let path = elided_in_the_middle(ui, path, TextStyle::Body, room);
            ui.label(RichText::new(path).medium());
            ui.label(RichText::new(tr!("in {document}", document)).color(palette.weak));
            ui.link(tr!("Show in transcript")).clicked()
        });
        return line.inner;
    }
    let is_followed = ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(path).medium());
        ui.label(RichText::new(tr!("in {document}", document)).color(palette.weak));
        ui.add_space(theme::SPACE);
        // The link is not broken: it goes to the next line as a whole.
        ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
        ui.link(tr!("Show in transcript")).clicked()
    });
    is_followed.inner
}

/// Shows the words; returns where the characters between two places in them stand, if these are given.
fn words(ui: &mut Ui, job: LayoutJob, places: Option<[usize; 2]>) -> Option<Rect> {
    let galley = places.map(|_| {
        let mut job = job.clone();
        job.wrap.max_width = ui.available_width();
        ui.painter().layout_job(job)
    });
    let top = ui.label(job).rect.min.to_vec2();
    let (galley, places) = galley.zip(places)?;
    let [first, last] = places.map(|at| galley.pos_from_cursor(CCursor::new(at)).translate(top));
    Some(first.union(last))
}

/// Below this height, less of the context is shown, so that the disputed words are in sight.
const LOW: f32 = 240.0;
/// Characters of the context before and after the unit where there is little room.
const SHORT_CONTEXT: usize = 48;

/// True in the first frame in which this unit is shown in a room of this size.
fn is_new(ui: &Ui, unit: (i64, u32, i64), room: Vec2) -> bool {
    let id = Id::unique("the unit shown side by side");
    let now = (unit, room.x.round() as i32, room.y.round() as i32);
    ui.data_mut(|data| {
        let before = data.get_temp(id);
        data.insert_temp(id, now);
        before != Some(now)
    })
}

/// What to scroll into sight: the words that a coder coded with the name of the coder above; if there is no room for all
/// of this, the name and the first lines of the words; or else the words.
fn in_sight(name: Rect, words: Rect, height: f32) -> Rect {
    const LINES: f32 = 2.0 * (theme::BODY + 4.0);
    let first = Rect::from_min_size(words.min, vec2(words.width(), words.height().min(LINES)));
    let candidates = [name.union(words), name.union(first)];
    candidates.into_iter().find(|goal| goal.height() <= height).unwrap_or(words)
}

/// The words of the unit with at most this many characters before and after them, cut at words, and the position in
/// the document of the first character.
fn in_context(excerpt: &Excerpt, start: u32, most: usize) -> (String, u32) {
    let (before, after) = (tail(&excerpt.before, most), head(&excerpt.after, most));
    let opens = before.len() < excerpt.before.len() || excerpt.opens;
    let closes = after.len() < excerpt.after.len() || excerpt.closes;
    let (opening, closing) = (if opens { "… " } else { "" }, if closes { " …" } else { "" });
    let length = before.chars().count() + opening.chars().count();
    let text = format!("{opening}{before}{}{after}{closing}", excerpt.text);
    (text, start.saturating_sub(length as u32))
}

/// The last characters of a text, from the beginning of a word.
fn tail(text: &str, most: usize) -> &str {
    let Some((at, _)) = text.char_indices().rev().nth(most.saturating_sub(1)).filter(|(at, _)| *at > 0) else {
        return text;
    };
    let rest = text.get(at..).unwrap_or_default();
    // In scripts without spaces, any character can be the first.
    rest.find(char::is_whitespace).and_then(|space| rest.get(space..)).map_or(rest, str::trim_start)
}

/// The first characters of a text, to the end of a word.
fn head(text: &str, most: usize) -> &str {
    let Some((at, _)) = text.char_indices().nth(most) else { return text };
    let rest = text.get(..at).unwrap_or_default();
    rest.rfind(char::is_whitespace).and_then(|space| rest.get(..space)).unwrap_or(rest)
}

/// True when two codes count as the same in this comparison.
fn counts_alike(compared: &Compared, code: CodeId, wanted: CodeId) -> bool {
    let place = |id: CodeId| compared.codes.iter().position(|code| *code == id);
    let counted = compared.counted_as.get(&code).copied();
    counted.is_some() && (counted == place(wanted) || counted == compared.counted_as.get(&wanted).copied())
}

fn names(workspace: &Workspace, facts: &[&Fact], wanted: &dyn Fn(CodeId) -> bool) -> String {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| wanted(fact.code)) {
        if let Some(look) = workspace.looks.codes.get(&fact.code) {
            *names.entry(look.name.as_str()).or_default() += 1;
        }
    }
    let word = |(name, count): (&str, usize)| match count {
        1 => name.to_owned(),
        _ => tr!("{name} ({count})", name, count),
    };
    i18n::joined(&names.into_iter().map(word).collect::<Vec<_>>())
}

/// Space between two passages of a coder that touch or overlap, so that they are not seen as one.
const BETWEEN: f32 = 3.0;

/// The words of a unit with their context.
struct UnitText {
    text: String,
    /// The position in the document of the first character.
    start: u32,
    unit: CharRange,
    /// Labels that are not shown; ascending.
    hidden: Vec<CharRange>,
}

impl UnitText {
    /// Number of shown characters before a position in the document.
    fn place(&self, at: u32) -> usize {
        let before = CharRange::new(self.start, at.max(self.start));
        let hidden: u32 = self.hidden.iter().filter_map(|label| label.intersection(before)).map(CharRange::len).sum();
        (before.len() - hidden) as usize
    }
}

/// Labels that name the speaker once more: of one who goes on, or whom the heading names if nobody else speaks.
fn repeated_labels(excerpt: &Excerpt, unit: u32, heading: &str) -> Vec<CharRange> {
    let first = unit.saturating_sub(excerpt.before.chars().count() as u32);
    let is_alone = excerpt.speakers.iter().all(|start| start.name.is_empty() || same_name(&start.name, heading));
    let label = |start: &SpeakerStart| {
        let at = first + start.at;
        let shown = if is_alone || start.name.is_empty() { 0 } else { start.label };
        CharRange::new(at + shown, at + start.label + start.again)
    };
    excerpt.speakers.iter().map(label).filter(|label| !label.is_empty()).collect()
}

/// The text, with passages coloured and underlined and the words around the unit in a weaker colour.
fn marked(shown: &UnitText, marks: &[CharRange], color: Color32, palette: &Palette) -> LayoutJob {
    let UnitText { text, start, unit, hidden } = shown;
    let mut job = LayoutJob::default();
    let format = |is_inside: bool, is_marked: bool| TextFormat {
        font_id: FontId::proportional(theme::BODY),
        color: if is_inside || is_marked { palette.text } else { palette.weak },
        background: if is_marked {
            color.gamma_multiply(if palette.dark { 0.34 } else { 0.22 })
        } else {
            Color32::TRANSPARENT
        },
        underline: if is_marked { Stroke::new(1.5, color) } else { Stroke::NONE },
        ..TextFormat::default()
    };
    let end = start + text.chars().count() as u32;
    let within = |at: &u32| start < at && *at < end;
    let borders =
        marks.iter().chain([unit]).chain(hidden).flat_map(|range| [range.start.0, range.end.0]).filter(within);
    let mut borders: Vec<u32> = borders.chain([*start, end]).collect();
    borders.sort_unstable();
    borders.dedup();
    let (mut rest, mut before) = (text.as_str(), Vec::new());
    for (&from, &to) in borders.iter().zip(borders.iter().skip(1)) {
        let bytes = rest.char_indices().nth((to - from) as usize).map_or(rest.len(), |(byte, _)| byte);
        let (part, behind) = rest.split_at(bytes);
        let is_in = |range: &CharRange| range.start.0 <= from && from < range.end.0;
        if hidden.iter().any(is_in) {
            rest = behind;
            continue;
        }
        let of_marks: Vec<&CharRange> = marks.iter().filter(|mark| is_in(mark)).collect();
        let is_border = of_marks != before && !of_marks.is_empty() && !before.is_empty();
        job.append(part, if is_border { BETWEEN } else { 0.0 }, format(is_in(unit), !of_marks.is_empty()));
        (rest, before) = (behind, of_marks);
    }
    job
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_repeats_the_speaker_is_left_out() {
        let start = |at, label, again, name: &str| SpeakerStart { at, label, again, name: name.into() };
        let shown = |text: &str, speakers: Vec<SpeakerStart>, heading: &str| {
            let (before, words) = text.split_once('|').unwrap();
            let excerpt = Excerpt { before: before.into(), text: words.into(), speakers, ..Excerpt::default() };
            let unit = CharRange::new(50, 50 + words.chars().count() as u32);
            let hidden = repeated_labels(&excerpt, unit.start.0, heading);
            let (text, start) = in_context(&excerpt, unit.start.0, usize::MAX);
            let shown = UnitText { text, start, unit, hidden };
            let job = marked(&shown, &[unit], Color32::RED, &theme::LIGHT);
            let marked: String = job
                .sections
                .iter()
                .filter(|part| part.format.underline != Stroke::NONE)
                .map(|part| &job.text[part.byte_range.start.0..part.byte_range.end.0])
                .collect();
            let place = shown.place(unit.start.0);
            assert!(job.text.chars().skip(place).collect::<String>().starts_with(&marked), "{}", job.text);
            (job.text, marked)
        };
        let texts = |text: &str, marked: &str| (text.to_owned(), marked.to_owned());
        let two = vec![start(0, 3, 0, "I"), start(8, 3, 0, "A"), start(15, 3, 0, "")];
        assert_eq!(shown("I: hm?\n |A: one\nA: two", two.clone(), ""), texts("I: hm?\n A: one\ntwo", "A: one\ntwo"));
        assert_eq!(shown("I: hm?\n |A: one\nA: two", two, "A"), texts("I: hm?\n A: one\ntwo", "A: one\ntwo"));
        assert_eq!(shown("|A: one", vec![start(0, 3, 0, "A")], "A"), texts("one", "one"));
        assert_eq!(shown("|A: one", vec![start(0, 3, 0, "A")], "B"), texts("A: one", "A: one"));
        assert_eq!(shown("|A: A: one", vec![start(0, 3, 3, "A")], "B"), texts("A: one", "A: one"));
    }

    #[test]
    fn passages_that_touch_are_drawn_apart() {
        let palette = &theme::LIGHT;
        let gaps = |marks: &[CharRange]| {
            let (text, unit) = ("one two three".to_owned(), CharRange::new(10, 23));
            let shown = UnitText { text, start: 10, unit, hidden: vec![] };
            let job = marked(&shown, marks, Color32::RED, palette);
            job.sections.iter().map(|part| (part.byte_range.start.0, part.leading_space)).collect::<Vec<_>>()
        };
        assert_eq!(gaps(&[CharRange::new(10, 14), CharRange::new(14, 18)]), [(0, 0.0), (4, BETWEEN), (8, 0.0)]);
        assert_eq!(gaps(&[CharRange::new(10, 18)]), [(0, 0.0), (8, 0.0)]);
        assert_eq!(gaps(&[CharRange::new(10, 13), CharRange::new(14, 18)]), [(0, 0.0), (3, 0.0), (4, 0.0), (8, 0.0)]);
    }
}
