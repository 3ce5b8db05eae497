//! Who and what is compared, and by which measure, in three cards. A question mark on each explains its settings.

use crate::analysis::agreement::{Resampling, Rule, Threshold};
use crate::app::workspace::Workspace;
use crate::engine::compare::overview::Statistic;
use crate::engine::compare::{CompareSettings, Unit, WhyStray, report};
use crate::gui::bars::GrowTo;
use crate::gui::combo_keys::ShowList;
use crate::gui::tables::filter::FilterChips;
use crate::gui::theme::{self, Palette, Weighted};
use crate::gui::{bars, check_box, menu_field};
use crate::i18n;
use crate::model::{CodeId, Noun, SourceId, Study};
use crate::text::{Cut, NameFilter, shortened};
use crate::tr;
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{
    Align, Button, ComboBox, DragValue, Frame, Layout, Margin, PopupCloseBehavior, RichText, Role, ScrollArea, Stroke,
    TextEdit, Ui, WidgetInfo,
};

/// Characters of a coder's name that are shown.
const LONGEST_CODER: usize = 48;

#[derive(Default)]
pub struct SettingsPanel {
    code_search: String,
    document_search: String,
    chips: FilterChips,
}

impl SettingsPanel {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
        let mut settings = workspace.rooms.compare.settings().clone();
        ScrollArea::vertical().id_salt("compare settings").auto_shrink(false).show(ui, |ui| {
            card(ui, tr!("Who and what"), who_is_compared(), palette, |ui| {
                coders(ui, workspace, study, &mut settings);
                ui.add_space(theme::GAP);
                self.documents(ui, study, &mut settings);
                self.codes(ui, study, &mut settings);
                let (chips, scope) = (&mut self.chips, &mut settings.scope);
                ui.horizontal_wrapped(|ui| {
                    (scope.filter, scope.sets) = chips.show(ui, study, &scope.filter, &scope.sets, palette);
                });
                self.chips.wants.carry_out(workspace);
                level(ui, study, &mut settings);
                check_box::show(
                    ui,
                    &mut settings.everyone_took_part,
                    tr!("Include unfinished documents"),
                )
                .on_hover_text(tr!(
                    "What a coder has coded in a document counts, and everything else there as not coded, even if the coder has \
                     not finished it. Otherwise it is left out for that coder."
                ));
            });
            card(ui, tr!("Unit and rule"), &about_unit(settings.unit), palette, |ui| {
                unit(ui, &mut settings, palette);
                speakers(ui, workspace, &mut settings);
                same_passage(ui, workspace, palette);
            });
            let about = format!("{}\n\n{}", workspace.rooms.compare.statistic.why(), about_gamma());
            card(ui, tr!("Statistic"), &about, palette, |ui| {
                statistic(ui, workspace, study, &mut settings, palette);
                let mut gamma = settings.gamma.is_some();
                if check_box::show(ui, &mut gamma, tr!("Gamma, by document")).on_hover_text(about_gamma()).clicked() {
                    settings.gamma = gamma.then_some(1);
                }
            });
            let plain = CompareSettings { bootstrap: settings.bootstrap, ..CompareSettings::default() };
            if ui.add_enabled(settings != plain, Button::new(tr!("Reset"))).clicked() {
                settings = plain;
            }
        });
        workspace.rooms.compare.set(settings);
    }

    fn codes(&mut self, ui: &mut Ui, study: &Study, settings: &mut CompareSettings) {
        let all: Vec<(CodeId, String, f32)> = study
            .codebook
            .codes()
            .iter()
            .map(|code| (code.id, code.name.clone(), study.codebook.depth(code.id) as f32))
            .collect();
        let names =
            ListNames { everything: tr!("All codes in use"), one: Noun::Code, find: tr!("Find a code to compare") };
        several(ui, names, &mut self.code_search, &all, &mut settings.codes);
    }

    fn documents(&mut self, ui: &mut Ui, study: &Study, settings: &mut CompareSettings) {
        let all: Vec<(SourceId, String, f32)> =
            study.sources.iter().map(|source| (source.id, source.name.clone(), 0.0)).collect();
        let names = ListNames {
            everything: tr!("All documents"),
            one: Noun::Document,
            find: tr!("Find a document to compare"),
        };
        several(ui, names, &mut self.document_search, &all, &mut settings.documents);
    }
}

fn who_is_compared() -> &'static str {
    tr!("Only coders who worked on at least one of these documents are compared, unless you select others. A \
                   document counts for a coder who marked it as finished or coded in it here; a coder who has coded \
                   hardly anything is not selected at first. Other documents are left out \
                   for that coder, because work that was not done is not a disagreement.")
}

fn about_gamma() -> &'static str {
    tr!("Gamma aligns passages by position and code, whatever the unit, one document at a time.")
}

/// A group of settings: its title, what it means behind a question mark, and the settings.
fn card(ui: &mut Ui, title: &str, about: &str, palette: &Palette, contents: impl FnOnce(&mut Ui)) {
    let frame = Frame::NONE.fill(palette.page).stroke(Stroke::new(1.0, palette.line)).corner_radius(8);
    frame.inner_margin(Margin::same(10)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(RichText::new(title).semibold());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| bars::question(ui, title, about));
        });
        ui.add_space(theme::GAP);
        contents(ui);
    });
    ui.add_space(theme::SPACE);
}

/// What the unit means, and why passages of the interviewer may be left out.
fn about_unit(unit: Unit) -> String {
    let about = tr!(
        "Questions are seldom coded: leaving them out keeps them from counting as agreement.\n\nFor the consensus \
         coding, two passages are the same if they share enough of what they cover together."
    );
    format!("{}\n\n{about}", why_unit(unit))
}

/// The names of a list of check boxes: of everything, of one thing, and of the filter.
struct ListNames {
    everything: &'static str,
    one: Noun,
    find: &'static str,
}

/// A menu of check boxes with a filter; none checked means all.
fn several<T: Copy + PartialEq>(
    ui: &mut Ui,
    names: ListNames,
    typed: &mut String,
    all: &[(T, String, f32)],
    chosen: &mut Vec<T>,
) {
    let ListNames { everything, one, find } = names;
    let name =
        |id: &T| all.iter().find(|(known, ..)| known == id).map_or_else(String::new, |(_, name, _)| name.clone());
    let title = match chosen.as_slice() {
        [] => everything.to_owned(),
        [id] => name(id),
        many => one.counted(many.len() as u64),
    };
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    MenuButton::new(title).config(stays).ui(ui, |ui| {
        ui.set_min_width(280.0);
        let edit = TextEdit::singleline(typed).hint_text(find).desired_width(f32::INFINITY);
        menu_field::show(ui, edit).widget_info(|| WidgetInfo::labeled(Role::TextInput, true, find));
        if check_box::all(ui, chosen.is_empty(), everything) {
            chosen.clear();
        }
        let wanted = NameFilter::new(typed);
        let found: Vec<_> = all.iter().filter(|(_, name, _)| wanted.finds(name)).collect();
        ScrollArea::vertical().grow_to(360.0).show_rows(ui, theme::ROW, found.len(), |ui, range| {
            for (id, name, depth) in found.get(range).unwrap_or_default() {
                ui.horizontal(|ui| {
                    ui.add_space(if wanted.is_empty() { depth * 12.0 } else { 0.0 });
                    let mut is_chosen = chosen.contains(id);
                    if check_box::show(ui, &mut is_chosen, name).clicked() {
                        if is_chosen {
                            chosen.push(*id);
                        } else {
                            chosen.retain(|kept| kept != id);
                        }
                    }
                });
            }
        });
    });
}

fn coders(ui: &mut Ui, workspace: &Workspace, study: &Study, settings: &mut CompareSettings) {
    let room = &workspace.rooms.compare;
    let (usual, ticked) = (room.usual_coders(study), room.chosen_coders(study));
    for user in study.coders() {
        let mut shown = ticked.contains(&user.id);
        let name = shortened(&user.name, LONGEST_CODER);
        let mut response = check_box::show(ui, &mut shown, &name);
        if name != user.name {
            response = response.on_hover_text(&user.name);
        }
        if let Some(stray) = room.strays().iter().find(|stray| stray.coder == user.id) {
            response = response.on_hover_text(match stray.why {
                WhyStray::HardlyAny(_) => {
                    tr!("{coder} has coded hardly anything and is compared only if selected.", coder = user.name)
                }
                WhyStray::NothingFinished => tr!(
                    "{coder} has not marked any document as finished yet and is compared only if selected.",
                    coder = user.name
                ),
            });
        } else if !usual.contains(&user.id) {
            response = response.on_hover_text(tr!(
                "{coder} has not finished any of these documents and is compared only if selected.",
                coder = user.name
            ));
        }
        response.widget_info(|| {
            WidgetInfo::selected(Role::CheckBox, true, shown, tr!("Compare {coder}", coder = user.name))
        });
        if !response.clicked() {
            continue;
        }
        let mut chosen = ticked.clone();
        if shown {
            chosen.push(user.id);
        } else {
            chosen.retain(|id| *id != user.id);
        }
        // A comparison needs two coders: the last two stay ticked.
        if chosen.len() >= 2 {
            let is_usual = chosen.len() == usual.len() && usual.iter().all(|id| chosen.contains(id));
            settings.coders = if is_usual { vec![] } else { chosen };
        }
    }
}

fn unit(ui: &mut Ui, settings: &mut CompareSettings, palette: &Palette) {
    let half = Threshold::parse("0.5").unwrap_or(Threshold::ANY);
    let window = match settings.unit {
        Unit::Cut(Cut::Window(size)) => size,
        _ => 500,
    };
    let passages = match settings.unit {
        Unit::Passages(least) => least,
        _ => half,
    };
    let choices = [
        Unit::Cut(Cut::Turn),
        Unit::Cut(Cut::Sentence),
        Unit::Cut(Cut::Paragraph),
        Unit::Cut(Cut::Exchange),
        Unit::Cut(Cut::Document),
        Unit::Cut(Cut::Window(window)),
        Unit::Character,
        Unit::Passages(passages),
    ];
    let name = |unit: Unit| report::unit_words(unit).0;
    let combo = ComboBox::from_id_salt("unit").width(ui.available_width() - 16.0).selected_text(name(settings.unit));
    let combo = combo.show_list(ui, |ui| {
        for choice in choices {
            ui.selectable_value(&mut settings.unit, choice, name(choice));
        }
    });
    bars::say_combo(&combo.response, tr!("Unit"), &name(settings.unit));
    if let Unit::Cut(Cut::Window(size)) = &mut settings.unit {
        ui.horizontal(|ui| {
            let field = ui.add(DragValue::new(size).range(20..=100_000).speed(10));
            field.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, tr!("Characters of a unit")));
            ui.label(RichText::new(tr!("unit of length" => "characters")).color(palette.weak));
        });
    }
    if let Unit::Passages(least) = &mut settings.unit {
        let mut share = percent(least);
        ui.horizontal(|ui| {
            let field = ui.add(DragValue::new(&mut share).range(0..=100).suffix("%"));
            field.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, tr!("Minimum overlap of two passages")));
            if field.changed() {
                *least = threshold(share);
            }
            ui.label(RichText::new(tr!("overlap counts as the same passage")).color(palette.weak));
        });
    }
    if let Unit::Cut(_) = settings.unit {
        rule(ui, settings, palette);
    }
}

fn why_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Cut(Cut::Turn) => tr!("One speaker’s uninterrupted turn, the usual unit for interviews."),
        Unit::Cut(Cut::Sentence) => tr!("Sentences, by Unicode rules and Chinese punctuation."),
        Unit::Cut(Cut::Paragraph) => tr!("A line of the transcript."),
        Unit::Cut(Cut::Exchange) => tr!("A question with its whole answer."),
        Unit::Cut(Cut::Document) => tr!("Whether a code occurs anywhere in a document."),
        Unit::Cut(Cut::Window(_)) => tr!("Sections of equal length, for texts without turns."),
        Unit::Character => tr!("Every character, so the extent of passages counts by length."),
        Unit::Passages(_) => tr!("The coded passages themselves. No chance correction is possible."),
    }
}

fn percent(least: &Threshold) -> u32 {
    let text = least.to_string();
    text.parse::<f64>().map_or(50, |share| (share * 100.0).round() as u32)
}

fn threshold(share: u32) -> Threshold {
    Threshold::parse(&format!("{}.{:02}", share / 100, share % 100)).unwrap_or(Threshold::ANY)
}

/// When a unit counts as coded.
fn rule(ui: &mut Ui, settings: &mut CompareSettings, palette: &Palette) {
    let label = ui.label(RichText::new(tr!("A unit counts as coded")).color(palette.weak));
    let half = threshold(50);
    let name_of = |rule: Rule| match rule {
        Rule::Overlap(_) => tr!("if enough of the unit or of the passage overlaps"),
        Rule::Any => tr!("if any character of it is coded"),
        Rule::Cover(_) => tr!("if enough of it is covered"),
    };
    let combo = ComboBox::from_id_salt("rule").width(ui.available_width() - 16.0).truncate();
    let combo = combo.selected_text(name_of(settings.rule)).show_list(ui, |ui| {
        for choice in [Rule::Overlap(half), Rule::Any, Rule::Cover(half)] {
            let same = std::mem::discriminant(&choice) == std::mem::discriminant(&settings.rule);
            if ui.selectable_label(same, name_of(choice)).clicked() && !same {
                settings.rule = choice;
            }
        }
    });
    combo.response.labelled_by(label.id);
    if let Rule::Overlap(least) | Rule::Cover(least) = &mut settings.rule {
        let mut share = percent(least);
        ui.horizontal(|ui| {
            ui.label(RichText::new(tr!("at least")).color(palette.weak));
            let field = ui.add(DragValue::new(&mut share).range(1..=100).suffix("%"));
            field.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, tr!("Minimum overlap with a unit")));
            if field.changed() {
                *least = threshold(share);
            }
        });
    }
}

fn statistic(ui: &mut Ui, workspace: &mut Workspace, study: &Study, settings: &mut CompareSettings, palette: &Palette) {
    if let Unit::Passages(_) = settings.unit {
        return;
    }
    let count = workspace.rooms.compare.chosen_coders(study).len();
    let mut chosen = workspace.rooms.compare.statistic;
    let combo = ComboBox::from_id_salt("statistic").width(ui.available_width() - 16.0);
    let combo = combo.selected_text(chosen.name(count)).show_list(ui, |ui| {
        for one in Statistic::ALL {
            ui.selectable_value(&mut chosen, one, one.name(count)).on_hover_text(one.why());
        }
    });
    bars::say_combo(&combo.response, tr!("Statistic"), chosen.name(count));
    workspace.rooms.compare.set_statistic(chosen);
    if let Some((_, how)) = &mut settings.bootstrap {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(tr!("Resample")).color(palette.weak));
            ui.selectable_value(how, Resampling::Units, tr!("what is resampled" => "units"));
            ui.selectable_value(how, Resampling::Documents, tr!("what is resampled" => "documents")).on_hover_text(
                tr!("Units of one interview are not independent. With ten documents or more, resample documents."),
            );
        });
    }
}

fn level(ui: &mut Ui, study: &Study, settings: &mut CompareSettings) {
    let deepest = study.codebook.codes().iter().map(|code| study.codebook.depth(code.id) + 1).max().unwrap_or(1);
    if deepest < 2 {
        return;
    }
    let name_of = |level: Option<usize>| match level {
        None => tr!("each code separately").to_owned(),
        Some(1) => tr!("top-level codes with their subcodes").to_owned(),
        Some(n) => tr!("top {n} levels with their subcodes", n),
    };
    let combo = ComboBox::from_id_salt("level")
        .truncate()
        .width(ui.available_width() - 16.0)
        .selected_text(name_of(settings.level));
    let combo = combo.show_list(ui, |ui| {
        for choice in std::iter::once(None).chain((1..deepest).map(Some)) {
            ui.selectable_value(&mut settings.level, choice, name_of(choice));
        }
    });
    bars::say_combo(&combo.response, tr!("Level of codes"), &name_of(settings.level));
    combo.response.on_hover_text(tr!("A subcode counts as its parent code"));
}

/// The speakers whose words are excluded.
fn speakers(ui: &mut Ui, workspace: &Workspace, settings: &mut CompareSettings) {
    let known = workspace.rooms.compare.compared.as_deref().map_or(&[][..], |found| found.speakers.as_slice());
    let asking: Vec<String> = known.iter().filter(|(_, asks)| *asks).map(|(label, _)| label.clone()).collect();
    if asking.is_empty() && settings.without.is_empty() {
        return;
    }
    let mut out = !settings.without.is_empty();
    let names = if out { i18n::joined(&settings.without) } else { i18n::joined(&asking) };
    if check_box::show(ui, &mut out, tr!("Exclude turns of {names}", names)).clicked() {
        settings.without = if out { asking } else { vec![] };
    }
}

/// How much two passages must overlap to count as the same when disagreements are resolved. A screen reader reads the
/// texts of the card as one, without the number in the field.
fn same_passage(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    ui.add_space(theme::GAP);
    let room = &mut workspace.rooms.compare;
    let Some(mut share) = room.share() else { return };
    let rule = tr!("Passages agree if at least {share}% of the text they cover together is covered by both.", share);
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(tr!("Consensus: minimum overlap")).color(palette.weak)).on_hover_text(&rule);
        let field = ui.add(DragValue::new(&mut share).range(1..=100).suffix("%"));
        field.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, tr!("Minimum overlap of two passages")));
        field.on_hover_text(&rule);
    });
    room.set_share(share);
    if let Some(all) = room.disagreements.clone() {
        for note in [all.other_share_in_words(), all.unmatched_in_words()].into_iter().flatten() {
            ui.label(RichText::new(note).color(palette.trouble).small());
        }
    }
}
