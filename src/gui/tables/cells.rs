//! A cell of the grid: a shaded number, or the first passages and the number of further ones.

use super::{heat, is_open};
use crate::analysis::{CellAddress, TabulationKind};
use crate::app::when;
use crate::gui::bars::{elided, tooltip};
use crate::gui::line_breaks::balanced;
use crate::gui::theme::{self, Palette};
use crate::model::{Described, Noun, Study, VariableKind};
use crate::table::{Cell, NO_CONSENSUS, Quote, Shares, Shown, why_without_consensus};
use crate::text::is_han;
use crate::{i18n, tr};
use egui::text::{LayoutJob, TextWrapping};
use egui::{Align, Align2, Color32, FontId, Galley, Id, Painter, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use std::borrow::Cow;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

/// Sizes of the cells, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellLook {
    pub width: f32,
    /// Height of a row that is not empty.
    pub height: f32,
    /// Height of the column heads.
    pub head: f32,
    /// Right-align the column heads, as above numbers.
    pub to_the_right: bool,
}

impl CellLook {
    pub const NUMBERS: Self = Self { width: 104.0, height: theme::ROW, head: 64.0, to_the_right: true };
    pub const QUOTES: Self = Self { width: 236.0, height: 172.0, head: 44.0, to_the_right: false };
}

/// A head of Chinese words that is too long for one line, with its spaces as line ends: otherwise a word would be broken
/// although the whole of it fits into the next line.
fn at_spaces<'n>(ui: &Ui, name: &'n str, room: f32) -> Cow<'n, str> {
    let width = |part: &str| {
        ui.painter().layout_no_wrap(part.to_owned(), FontId::proportional(theme::SMALL), Color32::PLACEHOLDER).size().x
    };
    let is_broken = name.chars().any(is_han) && name.contains(' ') && width(name) > room;
    if is_broken && name.split(' ').all(|part| width(part) <= room) {
        name.replace(' ', "\n").into()
    } else {
        name.into()
    }
}

/// The most heads whose lines are counted: nobody sees more at once.
const MEASURED: usize = 300;

/// The kind of an attribute; `None` without such an attribute.
pub fn kind_of(study: &Study, of: Described, attribute: &str) -> Option<VariableKind> {
    let variable = match of {
        Described::Participants => study.variables.get(study.variable(attribute)?),
        Described::Documents => study.document_variables.get(study.document_variable(attribute)?),
    };
    variable.map(|variable| variable.kind)
}

/// A value of an attribute as tables show it: dates in the form of the language, and no underscores.
pub fn value_of_attribute(kind: VariableKind, value: &str) -> String {
    when::attribute_value(kind, value).replace('_', " ")
}

/// As [`value_of_attribute`], of the attribute with this name.
pub fn value_of_attribute_named(study: &Study, of: Described, attribute: &str, value: &str) -> String {
    value_of_attribute(kind_of(study, of, attribute).unwrap_or(VariableKind::Text), value)
}

/// The lines of a column head in a column of this width.
pub fn head(ui: &Ui, name: &str, width: f32, to_the_right: bool, color: Color32) -> Arc<Galley> {
    let room = width - 16.0;
    let name = at_spaces(ui, name, room);
    let mut job = LayoutJob::simple(name.into_owned(), FontId::proportional(theme::SMALL), color, room);
    job.wrap.max_rows = if to_the_right { 3 } else { 2 };
    job.halign = if to_the_right { Align::RIGHT } else { Align::LEFT };
    balanced(ui, job)
}

/// The height that heads above numbers need in these columns.
pub fn head_height(ui: &Ui, names: &[String], lefts: &[f32]) -> f32 {
    let widths = lefts.iter().zip(lefts.iter().skip(1)).map(|(left, right)| right - left);
    let heights = names.iter().zip(widths).take(MEASURED);
    let heights = heights.map(|(name, width)| head(ui, name, width, true, Color32::PLACEHOLDER).size().y + 14.0);
    heights.fold(theme::ROW, f32::max).min(CellLook::NUMBERS.head)
}

/// Lines of passages that fit into a cell, with those about them.
const LINES: usize = 9;

/// Height of a line of passages, in points.
const LINE: f32 = 16.0;
/// Between two passages of a cell.
const APART: f32 = 3.0;
/// The most passages of a cell that are shown.
const SHOWN: usize = 3;

/// Estimates the height that a cell of passages, or of other texts, needs in this width; 0 for an empty one.
pub fn height(cell: &Cell, width: f32) -> f32 {
    let room = width - 2.0 * theme::SPACE;
    // Words that do not fit into a line leave some of it empty.
    let lines = |text: &str| (text.width() as f32 * theme::SMALL * 0.6 / room).ceil().max(1.0);
    let needed = match cell {
        Cell::Quotes { quotes, more } => {
            let fit = quotes.len().min(SHOWN);
            let most = (LINES / fit.max(1)) as f32;
            let texts = quotes.iter().take(fit).map(|quote| {
                let about = f32::from(u8::from(!about(quote).is_empty()));
                (lines(&quote.text).min(most - about) + about) * LINE + APART
            });
            let is_cut = quotes.len() as u64 + more > fit as u64;
            texts.sum::<f32>() + if is_cut { LINE } else { 0.0 }
        }
        Cell::Value(_) => 0.0,
        other => other.lines().iter().map(|line| lines(line)).sum::<f32>().min(LINES as f32) * LINE,
    };
    if needed == 0.0 { 0.0 } else { (needed + 2.0 * theme::GAP).min(CellLook::QUOTES.height) }
}

/// Height of a line of a row's name, in points.
const NAME_LINE: f32 = 20.0;

/// Paints the name of a row, and the codes above it as far as there is room: below it if the row `has_lines`, otherwise
/// beside it.
pub fn row_name(
    painter: &Painter,
    (name, parents): (&str, Option<&str>),
    rect: Rect,
    has_lines: bool,
    palette: &Palette,
) {
    let (room, left) = (rect.width() - theme::WIDE, rect.left() + theme::GAP);
    let font = FontId::proportional(theme::BODY);
    let mut job = LayoutJob::simple(name.to_owned(), font, palette.text, room);
    let most = if has_lines { (rect.height() / NAME_LINE).max(1.0) as usize } else { 1 };
    job.wrap.max_rows = most;
    let galley = painter.layout_job(job);
    let (size, lines) = (galley.size(), galley.rows.len().max(1));
    // The first line stands where that of a single one does.
    let middle = rect.top() + theme::ROW / 2.0;
    let start = pos2(left, middle - size.y / lines as f32 / 2.0);
    painter.galley(start, galley, palette.text);
    let Some(parents) = parents else { return };
    let above = |room: f32| {
        let font = FontId::proportional(theme::SMALL);
        let mut job = LayoutJob::simple_singleline(parents.to_owned(), font, palette.weak);
        job.wrap = TextWrapping::truncate_at_width(room);
        painter.layout_job(job)
    };
    if lines < most {
        let about = above(room);
        painter.galley(start + vec2(0.0, size.y), about, palette.weak);
    } else if lines == 1 && room - size.x > 40.0 {
        let about = above(room - size.x - theme::SPACE);
        painter.galley(pos2(left + size.x + theme::SPACE, middle - about.size().y / 2.0), about, palette.weak);
    }
}

/// Which columns have no passage in any row.
pub fn without_passages(shown: &Shown) -> Vec<bool> {
    let is_empty = |cell: &Cell| match cell {
        Cell::Quotes { quotes, more } => quotes.is_empty() && *more == 0,
        _ => false,
    };
    let of_column = |column| (0..shown.row_count()).all(|row| shown.cell(row, column).is_none_or(is_empty));
    (0..shown.column_count()).map(of_column).collect()
}

/// The contents of a cell for screen readers: `A, Low income: 4`.
pub fn label(shown: &Shown, row: usize, column: usize) -> String {
    let what = match (shown.number(row, column), shown.cell(row, column)) {
        _ if shown.is_without_consensus(row, column) => tr!("no consensus").to_owned(),
        _ if shown.view.shares == Shares::Coefficient => shown.lines(row, column).concat(),
        (Some(number), _) => number.to_string(),
        (None, Some(Cell::Quotes { quotes, more })) => Noun::Passage.counted(quotes.len() as u64 + more),
        _ => shown.lines(row, column).join("; "),
    };
    tr!("{row}, {column}: {what}", row = shown.row_name(row), column = shown.column_name(column), what)
}

/// Paints a cell. Returns whether it was clicked.
pub fn show(
    ui: &Ui,
    shown: &Shown,
    (row, column): (usize, usize),
    rect: Rect,
    open: Option<CellAddress>,
    palette: &Palette,
) -> bool {
    let address = shown.address(row, column);
    // Not a Tab stop: the keyboard reaches the cell through the grid.
    let response = ui.interact(rect, Id::unique(("cell", &shown.table.name, row, column)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label(shown, row, column)));
    let inner = rect.shrink(1.0);
    match shown.cell(row, column) {
        _ if shown.is_without_consensus(row, column) => at_the_right(ui, NO_CONSENSUS, rect, palette.weak),
        Some(Cell::Quotes { quotes, more }) => passages(ui, quotes, *more, rect, palette),
        Some(Cell::Figure(figure)) => statistic(ui, *figure, shown.view.heat, rect, palette),
        Some(Cell::Undefined(_)) if rect.height() <= theme::ROW => at_the_right(ui, "–", rect, palette.weak),
        Some(Cell::Text(text)) if rect.height() <= theme::ROW => at_the_right(ui, text, rect, palette.weak),
        Some(
            cell @ (Cell::Text(_) | Cell::Attribute { .. } | Cell::Range(..) | Cell::Mean(_) | Cell::Undefined(_)),
        ) => {
            block(ui, &cell.lines().join("\n"), rect.shrink(theme::GAP), LINES, palette.weak);
        }
        _ => number(ui, shown, (row, column), rect, palette),
    }
    if is_open(open, address) || response.hovered() {
        let line = if is_open(open, address) { palette.accent } else { palette.line };
        ui.painter().rect_stroke(inner, 3.0, (1.5, line), egui::StrokeKind::Inside);
    }
    let clicked = response.clicked();
    tooltip(response, |ui| {
        ui.label(label(shown, row, column));
        if shown.is_without_consensus(row, column) {
            ui.weak(why_without_consensus());
        }
        let is_matrix = shown.table.kind == TabulationKind::Matrix && !shown.is_without_consensus(row, column);
        if is_matrix && shown.is_total(row, column) && shown.number(row, column).is_some() {
            ui.weak(totals_note());
        }
        if let Some(Cell::Quotes { quotes, .. }) = shown.cell(row, column) {
            for quote in quotes {
                ui.label(quote.to_string());
            }
        }
    });
    clicked
}

/// Why totals may be less than sums.
pub fn totals_note() -> &'static str {
    tr!("In a total, everything counts once, even if it is in several rows or columns.")
}

/// Agreement at or above this is usually relied on (Krippendorff 2004, “Reliability in Content Analysis”).
const RELIABLE: f64 = 0.8;

/// An agreement figure. A shade marks one that is not reliable; the lower it is, the darker.
fn statistic(ui: &Ui, figure: f64, shaded: bool, rect: Rect, palette: &Palette) {
    // As it is printed: what reads 0.800 is not below 0.8.
    let printed = (figure.max(0.0) * 1_000.0).round() / 1_000.0;
    let missing = ((RELIABLE - printed) / RELIABLE) as f32;
    if shaded && missing > 0.0 {
        ui.painter().rect_filled(rect.shrink(1.0), 3.0, palette.caution.gamma_multiply(0.25 + 0.6 * missing));
    }
    at_the_right(ui, &format!("{figure:.3}"), rect, palette.text);
}

fn at_the_right(ui: &Ui, text: &str, rect: Rect, color: egui::Color32) {
    let galley = elided(ui, text, theme::BODY, color, rect.width() - theme::WIDE);
    let at = pos2(rect.right() - 12.0 - galley.size().x, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
}

fn number(ui: &Ui, shown: &Shown, (row, column): (usize, usize), rect: Rect, palette: &Palette) {
    let Some(number) = shown.number(row, column) else { return };
    let painter = ui.painter();
    let shaded = shown.view.heat && !shown.is_total(row, column) && !shown.is_diagonal(row, column);
    // Shade the value that is displayed: a share by its size, a number relative to the highest.
    let (part, whole) = match shown.share(row, column) {
        Some(share) => ((share * 1_000.0).round() as u64, 1_000),
        None => (number, shown.highest),
    };
    if let Some(shade) = heat(palette, part, whole).filter(|_| shaded) {
        painter.rect_filled(rect.shrink(1.0), 3.0, shade);
    }
    let color = if number == 0 { palette.weak } else { palette.text };
    let text = if number == 0 { "·".to_owned() } else { shown.lines(row, column).concat() };
    let font = FontId::proportional(theme::BODY);
    painter.text(pos2(rect.right() - 12.0, rect.center().y), Align2::RIGHT_CENTER, text, font, color);
}

/// The first passages, each with an equal share of the lines, and the number of further ones.
fn passages(ui: &Ui, quotes: &[Quote], more: u64, rect: Rect, palette: &Palette) {
    let painter = ui.painter();
    painter.hline(rect.x_range().shrink(2.0), rect.bottom(), (1.0, palette.line));
    let total = quotes.len() as u64 + more;
    if total == 0 {
        let font = FontId::proportional(theme::BODY);
        let at = pos2(rect.left() + theme::SPACE, rect.top() + theme::ROW / 2.0);
        painter.text(at, Align2::LEFT_CENTER, "·", font, palette.weak);
        return;
    }
    let fit = quotes.len().min(SHOWN);
    let mut room = rect.shrink2(vec2(theme::SPACE, theme::GAP));
    for quote in quotes.iter().take(fit) {
        let quoted = tr!("“{name}”", name = quote.text.trim().replace(['\n', '\r'], " "));
        let about = about(quote);
        let used = block(ui, &quoted, room, LINES / fit - usize::from(!about.is_empty()), palette.text);
        room.set_top(room.top() + used);
        if !about.is_empty() {
            room.set_top(room.top() + block(ui, &about, room, 1, palette.weak));
        }
        room.set_top(room.top() + APART);
    }
    let rest = total - fit as u64;
    if rest > 0 {
        let font = FontId::proportional(theme::SMALL);
        let at = pos2(rect.left() + theme::SPACE, rect.bottom() - 4.0);
        painter.text(at, Align2::LEFT_BOTTOM, tr!("+{n} more" | "+{n} more" % rest), font, palette.accent);
    }
}

/// Who says a passage, and its codes, as far as row and column do not say it.
fn about(quote: &Quote) -> String {
    let person = quote.person().unwrap_or_else(|| quote.document.clone());
    let codes = Some(i18n::joined(&quote.codes)).filter(|codes| !codes.is_empty());
    std::iter::once(person).chain(codes).collect::<Vec<_>>().join(" · ")
}

/// Wrapped small text of at most `lines` lines. Returns its height.
fn block(ui: &Ui, text: &str, rect: Rect, lines: usize, color: egui::Color32) -> f32 {
    let mut job = LayoutJob::simple(text.to_owned(), FontId::proportional(theme::SMALL), color, rect.width());
    job.wrap.max_rows = lines.max(1);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let height = galley.size().y;
    ui.painter().with_clip_rect(rect.intersect(ui.clip_rect())).galley(rect.min, galley, color);
    height
}
