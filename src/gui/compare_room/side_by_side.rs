//! The words of a unit once for each coder, with the passages of that coder marked in the coder's colour.

use crate::app::compare_room::Item;
use crate::app::workspace::Workspace;
use crate::engine::compare::Compared;
use crate::gui::awaited;
use crate::gui::icons;
use crate::gui::theme::{self, Palette, Weighted};
use crate::model::{CharRange, CodeId, Fact, Study, UserId};
use crate::{i18n, tr};
use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Color32, FontId, Layout, RichText, Sense, Stroke, Ui, vec2};
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
    let path = workspace.looks.codes.get(&item.code).map_or("", |look| look.path.as_str());
    let document = study.source(item.source).map_or("", |source| source.name.as_str());
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(path).medium());
        ui.label(RichText::new(tr!("in {document}", document)).color(palette.weak));
    });
    if ui.link(tr!("Show in transcript")).clicked() {
        workspace.show_document(item.source, Some(item.range));
        return;
    }
    ui.add_space(theme::SPACE);
    let Some(excerpt) = workspace.rooms.compare.around.of(place) else {
        match workspace.rooms.compare.around.failure().map(str::to_owned) {
            Some(why) if awaited::failure(ui, &why, palette) => workspace.rooms.compare.around.try_again(),
            Some(_) => {}
            None => drop(ui.label(RichText::new(tr!("Reading…")).color(palette.weak))),
        }
        return;
    };
    let text = format!("{}{}{}", excerpt.before, excerpt.text, excerpt.after);
    let start = item.range.start.0.saturating_sub(excerpt.before.chars().count() as u32);
    let facts: Vec<&Fact> = compared
        .facts
        .iter()
        .filter(|fact| fact.source == item.source && fact.range.intersection(item.range).is_some())
        .collect();
    let coders: Vec<UserId> =
        compared.coders.iter().enumerate().filter(|(i, _)| item.took_part & 1 << i != 0).map(|(_, id)| *id).collect();
    // The same code as the unit's, or a subcode that counts as it.
    let same = |code: CodeId| code == item.code || counts_alike(compared, code, item.code);
    let column = |ui: &mut Ui, coder: UserId| {
        let by_coder: Vec<&Fact> = facts.iter().copied().filter(|fact| fact.user == coder).collect();
        let marks: Vec<CharRange> = by_coder.iter().filter(|fact| same(fact.code)).map(|fact| fact.range).collect();
        let look = workspace.looks.coders.get(&coder);
        let color = palette.code(look.map_or([128; 3], |look| look.color));
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(12.0, 16.0), Sense::hover());
            icons::swatch(ui.painter(), rect.center(), color);
            ui.label(RichText::new(look.map_or("", |look| look.name.as_str())).medium());
            let word = if marks.is_empty() { tr!("of a unit" => "not coded") } else { tr!("of a unit" => "coded") };
            ui.label(RichText::new(word).color(palette.weak));
        });
        ui.label(marked(&text, start, item.range, &marks, color, palette));
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

/// The text, with passages coloured and underlined and the words around the unit in a weaker colour.
fn marked(
    text: &str,
    start: u32,
    unit: CharRange,
    marks: &[CharRange],
    color: Color32,
    palette: &Palette,
) -> LayoutJob {
    let mut job = LayoutJob::default();
    let style_at = |at: u32| {
        let is_in = |range: &CharRange| range.start.0 <= at && at < range.end.0;
        (is_in(&unit), marks.iter().any(is_in))
    };
    let format = |(inside, marked): (bool, bool)| TextFormat {
        font_id: FontId::proportional(theme::BODY),
        color: if inside || marked { palette.text } else { palette.weak },
        background: if marked {
            color.gamma_multiply(if palette.dark { 0.34 } else { 0.22 })
        } else {
            Color32::TRANSPARENT
        },
        underline: if marked { Stroke::new(1.5, color) } else { Stroke::NONE },
        ..TextFormat::default()
    };
    let (mut run, mut style) = (String::new(), style_at(start));
    for (at, character) in text.chars().enumerate() {
        let next = style_at(start + at as u32);
        if next != style {
            job.append(&std::mem::take(&mut run), 0.0, format(style));
            style = next;
        }
        run.push(character);
    }
    job.append(&run, 0.0, format(style));
    job
}
