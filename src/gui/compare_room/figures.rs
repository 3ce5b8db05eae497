//! The figures over all codes, above the table: tiles, or one line where tiles would leave too few rows of the table.

use crate::analysis::agreement::Figure;
use crate::app::compare_room::Scope;
use crate::app::workspace::Workspace;
use crate::engine::compare::overview::{self, Statistic};
use crate::engine::compare::{Compared, StrayCoding, Unit, report};
use crate::engine::disagreements::Disagreements;
use crate::gui::line_breaks::balanced;
use crate::gui::theme::{self, Palette, Weighted};
use crate::gui::{bars, fonts};
use crate::model::{Noun, Study};
use crate::{i18n, tr};
use egui::text::LayoutJob;
use egui::{
    CursorIcon, FontId, Label, Popup, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2,
    vec2,
};

/// Gap between two tiles, their height, their least width and their greatest width, in points, as all lengths here.
const TILE_GAP: f32 = 12.0;
const TILE_HEIGHT: f32 = 90.0;
const TILE_LEAST: f32 = 128.0;
const TILE_MOST: f32 = 260.0;
/// Height that is kept for the table below the figures: its head, five rows and a scroll bar.
pub(super) const LEAST_ROWS: f32 = 64.0 + 5.0 * theme::ROW + 14.0;
/// Height of the line that opens the notes below the table.
const NOTES: f32 = 44.0;
/// Height of a line about a coder.
const LINE: f32 = 20.0;
/// More coders than this are counted, not named.
const MOST_NAMES: usize = 4;

/// A figure over all codes.
struct NamedFigure {
    name: String,
    figure: String,
    /// What the statistic means.
    meaning: String,
}

/// What is shown.
struct Summary {
    figures: Vec<NamedFigure>,
    /// Whose codings were compared, and in how many units.
    of: String,
    /// How the figures of several codes become one, if that needs saying.
    pooling: Option<&'static str>,
    /// All disagreements, and what became of them.
    disagreements: Option<(usize, String)>,
    /// Whether the figures are not about everything, unlike the disagreements.
    is_narrow: bool,
}

/// Shows the figures; a click on the disagreements lists all units.
pub(super) fn show(ui: &mut Ui, workspace: &mut Workspace, compared: &Compared, palette: &Palette) {
    let shown = Summary::new(workspace, compared);
    let count = shown.figures.len() + usize::from(shown.disagreements.is_some());
    let (in_row, width) = tiles_in_row(ui.available_width(), count);
    let study = workspace.study.as_deref();
    let strays = study.iter().flat_map(|study| compared.strays.iter().map(|stray| stray_warning(study, *stray)));
    let strays: Vec<String> = strays.collect();
    let rows = count.div_ceil(in_row) as f32 * (TILE_HEIGHT + TILE_GAP);
    let is_low = ui.available_height() < rows + LINE * (1.0 + 2.0 * strays.len() as f32) + LEAST_ROWS + NOTES;
    let opens = if is_low { line(ui, &shown, palette) } else { tiles(ui, &shown, width, palette) };
    if opens {
        workspace.rooms.compare.open(Scope::default());
    }
    for warning in strays {
        let label = Label::new(RichText::new(&warning).color(palette.weak).small());
        if is_low {
            ui.add(label.truncate()).on_hover_text(warning);
        } else {
            ui.add(label.wrap());
        }
    }
}

impl Summary {
    fn new(workspace: &Workspace, compared: &Compared) -> Self {
        let statistic = workspace.rooms.compare.statistic;
        let passages = matches!(compared.settings.unit, Unit::Passages(_));
        let counts = compared.over_pairs();
        let printed = |figure: Figure| report::printed(&figure);
        let mut figures: Vec<NamedFigure> = Vec::new();
        if passages {
            let (name, figure) = (tr!("figure" => "agreement").into(), printed(counts.positive_agreement()));
            figures.push(NamedFigure { name, figure, meaning: overview::agreement_words().to_owned() });
        } else {
            let all = [statistic, Statistic::Alpha, Statistic::Kappa, Statistic::Positive, Statistic::Percent];
            for (place, one) in all.into_iter().enumerate() {
                if let Some(figure) = one.over_codes(compared).filter(|_| place == 0 || one != statistic) {
                    let name = one.name_over_codes(compared.coders.len()).to_owned();
                    figures.push(NamedFigure { name, figure: printed(figure), meaning: one.explained() });
                }
            }
        }
        let of = if passages {
            tr!(
                "{matched} matched, {rest} without a partner",
                matched = counts.both,
                rest = counts.first_only + counts.second_only
            )
        } else {
            let units = report::counted_units(compared.settings.unit, compared.unit_count());
            tr!("{units} in {documents}", units, documents = Noun::Document.counted(compared.documents.len() as u64))
        };
        let names: Vec<&str> = compared.coders.iter().map(|&coder| workspace.user_name(coder)).collect();
        let whose = if names.len() <= MOST_NAMES { i18n::and(&names) } else { Noun::Coder.counted(names.len() as u64) };
        let of = tr!("label" => "{name}: {value}", name = whose, value = of);
        let pooling = report::pooling_words(compared.settings.unit, compared.coders.len());
        let disagreements =
            workspace.rooms.compare.disagreements.as_deref().map(|all| (all.list.len(), decided_words(all)));
        Self { figures, of, pooling, disagreements, is_narrow: workspace.rooms.compare.is_narrow() }
    }
}

/// The figures in tiles. Returns whether all disagreements are to be listed.
fn tiles(ui: &mut Ui, shown: &Summary, width: f32, palette: &Palette) -> bool {
    let mut opens = false;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(TILE_GAP, TILE_GAP);
        for NamedFigure { name, figure, meaning } in &shown.figures {
            let tile = tile(ui, width, (name, figure, ""), palette);
            bars::tooltip(tile, |ui| {
                ui.label(meaning);
                shown.pooling.map(|words| ui.label(words));
            });
        }
        if let Some((all, note)) = &shown.disagreements {
            let name = match shown.is_narrow {
                true => tr!("figure" => "disagreements in the whole project"),
                false => tr!("figure" => "disagreements"),
            };
            let response = tile(ui, width, (name, &all.to_string(), note), palette);
            let response = response.interact(Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Show all differences")));
            bars::focus_ring(ui, &response, palette);
            let about = format!("{note}\n{}", about_disagreements(shown.is_narrow));
            opens = response.on_hover_text(about).clicked();
        }
    });
    ui.label(RichText::new(&shown.of).color(palette.weak).small());
    opens
}

/// How many disagreements are resolved, and how many postponed.
fn decided_words(all: &Disagreements) -> String {
    let settled = tr!("{n} resolved" | "{n} resolved" % all.settled);
    match all.later {
        0 => settled,
        later => tr!("{n} resolved, {later} postponed" | "{n} resolved, {later} postponed" % all.settled, later),
    }
}

/// Said beside the number of disagreements if something narrower is compared.
pub(super) fn in_whole_project() -> &'static str {
    tr!("in the whole project")
}

/// What a click on the number of disagreements does, and what they are about if something narrower is compared.
fn about_disagreements(is_narrow: bool) -> String {
    let does = tr!("Show all differences");
    match is_narrow {
        true => format!("{does}\n{}", why_whole_project()),
        false => does.to_owned(),
    }
}

pub(super) fn why_whole_project() -> &'static str {
    tr!(
        "The documents, codes and filter chosen here narrow the figures. The disagreements are those of the whole project, \
         because the consensus coding is built from the whole project."
    )
}

/// Least width of a line in which there is room for what was counted.
const ROOMY_LINE: f32 = 780.0;

/// The first figure in a line; a button lists the others, and what was counted where there is no room for it.
fn line(ui: &mut Ui, shown: &Summary, palette: &Palette) -> bool {
    let mut opens = false;
    let is_roomy = ui.available_width() >= ROOMY_LINE;
    ui.horizontal_wrapped(|ui| {
        if let Some(NamedFigure { name, figure, meaning }) = shown.figures.first() {
            ui.label(RichText::new(name).color(palette.weak).small()).on_hover_text(meaning);
            ui.label(RichText::new(figure).size(theme::TITLE).semibold()).on_hover_text(meaning);
        }
        if shown.figures.len() > 1 {
            let more = ui.button(tr!("More figures"));
            Popup::menu(&more).show(|ui| {
                for NamedFigure { name, figure, meaning } in &shown.figures {
                    ui.label(tr!("{name}: {value}", name, value = figure)).on_hover_text(meaning);
                }
                if !is_roomy {
                    ui.label(RichText::new(&shown.of).color(palette.weak));
                }
            });
        }
        if let Some((all, decided)) = &shown.disagreements {
            let label = tr!("{n} disagreement, {decided}" | "{n} disagreements, {decided}" % *all, decided);
            let button = ui.button(label);
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Show all differences")));
            opens = button.on_hover_text(about_disagreements(shown.is_narrow)).clicked();
            if shown.is_narrow {
                ui.label(RichText::new(in_whole_project()).color(palette.weak).small());
            }
        }
        if is_roomy {
            ui.label(RichText::new(&shown.of).color(palette.weak).small());
        }
    });
    opens
}

/// Says why a coder is not compared, and how to do it anyway.
fn stray_warning(study: &Study, stray: StrayCoding) -> String {
    let coder = study.user(stray.coder).map_or("", |user| user.name.as_str());
    let anyway = tr!("To compare {coder} anyway, tick the name in the settings.", coder);
    i18n::sentences(&[report::stray_words(study, stray), anyway])
}

/// How many of `count` tiles stand in a row, and how wide each of them is: in one row if they fit.
fn tiles_in_row(room: f32, count: usize) -> (usize, f32) {
    let each = |in_row: usize| (room - TILE_GAP * (in_row as f32 - 1.0)) / in_row as f32;
    let in_row = (1..=count.max(1)).rev().find(|&in_row| each(in_row) >= TILE_LEAST).unwrap_or(1);
    (in_row, each(in_row).floor().min(TILE_MOST))
}

/// A figure with its name above and a note beside it.
fn tile(ui: &mut Ui, width: f32, (name, figure, note): (&str, &str, &str), palette: &Palette) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, TILE_HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, tr!("{name}: {figure} {note}", name, figure, note)));
    ui.painter().rect(rect, 8.0, palette.page, Stroke::new(1.0, palette.line), StrokeKind::Inside);
    let inner = rect.shrink2(vec2(12.0, 8.0));
    let mut job = LayoutJob::simple(name.to_owned(), FontId::proportional(theme::SMALL), palette.weak, inner.width());
    job.wrap.max_rows = 3;
    let name = balanced(ui, job);
    ui.painter().galley(inner.min, name, palette.weak);
    let font = FontId::new(theme::HEADING, fonts::family(fonts::Weight::SemiBold));
    let large = ui.painter().layout_no_wrap(figure.to_owned(), font, palette.text);
    let figure = if large.size().x <= inner.width() {
        large
    } else {
        // The reason why there is no figure.
        let font = FontId::proportional(theme::SMALL);
        let mut job = LayoutJob::simple(figure.to_owned(), font, palette.text, inner.width());
        job.wrap.max_rows = 2;
        ui.painter().layout_job(job)
    };
    let (bottom, left) = (inner.bottom(), inner.left() + figure.size().x + theme::SPACE);
    ui.painter().galley(pos2(inner.left(), bottom - figure.size().y + 2.0), figure, palette.text);
    // In a narrow tile, the note has several lines.
    let font = FontId::proportional(theme::SMALL);
    let mut job = LayoutJob::simple(note.to_owned(), font, palette.weak, inner.right() - left);
    job.wrap.max_rows = 3;
    let note = ui.painter().layout_job(job);
    ui.painter().galley(pos2(left, bottom - note.size().y - 2.0), note, palette.weak);
    response
}
