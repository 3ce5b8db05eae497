//! The inspector below the codebook: what the chosen code means, and how much has been coded with it.

use super::codebook::{code_menu, in_document};
use super::reading::ShowByKeys;
use super::theme::{self, Palette, Weighted};
use super::{bars, icons};
use crate::app::action::{Action, CodeAct};
use crate::app::workspace::Workspace;
use crate::gui::bars::GrowTo;
use crate::model::{CodeId, Definition, Noun, Study};
use crate::tr;
use egui::containers::menu::MenuButton;
use egui::text::LayoutJob;
use egui::{Button, Frame, Id, Label, Margin, Panel, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

/// The largest share of the panel's height below the filter; the tree keeps the rest.
const SHARE: f32 = 0.42;
/// Height of the heading, the numbers and the links, in points.
const BELOW: f32 = 124.0;
/// The height from which there is room for more than the heading, in points.
const LEAST: f32 = 300.0;

/// Where the name begins, in points, and its lines at most.
const NAME: f32 = 34.0;
const LINES: usize = 5;

/// The state of the inspector between frames.
#[derive(Default)]
pub struct CodeInspector {
    is_folded: bool,
}

impl CodeInspector {
    /// Shows the inspector at the bottom of `ui`.
    pub fn show(&mut self, ui: &mut Ui, workspace: &Workspace, code: CodeId, palette: &Palette) -> Vec<Action> {
        let mut actions = Vec::new();
        let room = ui.available_height();
        let frame = Frame::NONE.inner_margin(Margin { top: 8, ..Margin::ZERO });
        Panel::bottom(Id::unique("code inspector")).frame(frame).resizable(false).show(ui, |ui| {
            ui.take_available_width();
            self.heading(ui, workspace, code, palette);
            if self.is_folded || room < LEAST {
                return;
            }
            let height = (room * SHARE - BELOW).max(theme::ROW);
            let area = ScrollArea::vertical().id_salt("code inspector").grow_to(height);
            // What does not fit is cut off anywhere: the bar says that there is more.
            ui.scope(|ui| {
                theme::show_scroll_bars(ui);
                area.auto_shrink([false, true]).show_by_keys(ui, |ui| meaning(ui, workspace, code, palette));
            });
            ui.add_space(theme::GAP);
            numbers(ui, workspace, code, palette);
            links(ui, workspace, code, palette, &mut actions);
        });
        actions
    }

    /// Colour and name; a click folds the inspector.
    fn heading(&mut self, ui: &mut Ui, workspace: &Workspace, code: CodeId, palette: &Palette) {
        let Some(look) = workspace.looks.codes.get(&code) else { return };
        let room = ui.available_width() - NAME - theme::SPACE;
        // The whole name: the tree above may have cut it.
        let mut job = LayoutJob::simple(look.name.clone(), theme::medium(theme::TITLE), palette.text, room);
        job.wrap.max_rows = LINES;
        let name = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let height = theme::ROW.max(name.size().y + theme::GAP);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
        let label = tr!("About {code}", code = look.name);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        ui.accesskit_node_builder(response.id, |node| node.set_expanded(!self.is_folded));
        if response.hovered() {
            ui.painter().rect_filled(rect, 5.0, palette.hover);
        }
        bars::focus_ring(ui, &response, palette);
        let middle = rect.top() + theme::ROW / 2.0;
        icons::fold(ui.painter(), pos2(rect.left() + theme::SPACE, middle), !self.is_folded, palette.weak);
        icons::swatch(ui.painter(), pos2(rect.left() + 23.0, middle), palette.code(look.color));
        let line = name.size().y / name.rows.len().max(1) as f32;
        ui.painter().galley(pos2(rect.left() + NAME, middle - line / 2.0), name, palette.text);
        if response.on_hover_text(&look.path).clicked() {
            self.is_folded = !self.is_folded;
        }
    }
}

/// The parts of the code's definition.
fn meaning(ui: &mut Ui, workspace: &Workspace, code: CodeId, palette: &Palette) {
    let study = workspace.study.as_deref();
    let description = study.and_then(|study| study.codebook.get(code)).map_or("", |code| code.description.as_str());
    let definition = Definition::parse(description);
    if definition.is_empty() {
        ui.label(RichText::new(tr!("No definition yet")).color(palette.weak));
    }
    for (name, text) in definition.parts().filter(|(_, text)| !text.is_empty()) {
        if let Some(name) = name {
            ui.label(RichText::new(name).color(palette.weak).small());
        }
        ui.add(Label::new(text).wrap());
    }
    for value in study.map_or_else(Vec::new, |study| values(study, code)) {
        ui.add(Label::new(RichText::new(value).color(palette.weak).small()).wrap());
    }
}

/// The code's values in the dimensions, in the order of the framework.
pub(super) fn values(study: &Study, code: CodeId) -> Vec<String> {
    let book = &study.codebook;
    let named = book.dimensions.iter().filter_map(|dimension| {
        let value = dimension.values.get(book.dimension_value(code, dimension.id)?)?;
        Some(tr!("label" => "{name}: {value}", name = dimension.name, value))
    });
    named.collect()
}

/// How much has been coded with the code or a subcode.
fn numbers(ui: &mut Ui, workspace: &Workspace, code: CodeId, palette: &Palette) {
    let count = workspace.counts.branches.get(&code).copied().unwrap_or_default();
    let numbers = [
        Noun::Passage.counted(count.passages),
        Noun::Participant.counted(count.participants),
        Noun::Document.counted(count.documents),
    ];
    let numbers = if count.passages == 0 { tr!("Not used yet").to_owned() } else { numbers.join(" · ") };
    ui.add(Label::new(RichText::new(numbers).color(palette.weak).small()).wrap());
    if let Some(note) = workspace.consensus_note() {
        ui.add(Label::new(RichText::new(note).color(palette.weak).small()).wrap());
    }
    if let Some(note) = workspace.hidden_note() {
        ui.add(Label::new(RichText::new(note).color(palette.weak).small()).wrap());
    }
    if count.passages == 0 {
        return;
    }
    let in_document = match in_document(workspace, code) {
        0 => tr!("Not used in this document").to_owned(),
        n => tr!("{n} passage in this document" | "{n} passages in this document" % n),
    };
    ui.add(Label::new(RichText::new(in_document).color(palette.weak).small()).wrap());
}

/// What can be done with the code.
fn links(ui: &mut Ui, workspace: &Workspace, code: CodeId, palette: &Palette, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().button_padding.x = 0.0;
        ui.spacing_mut().item_spacing.x = 12.0;
        let links = [
            (tr!("Show passages"), CodeAct::List),
            (tr!("Step through"), CodeAct::Walk),
            (tr!("Edit code…"), CodeAct::Edit),
        ];
        for (label, act) in links {
            let action = Action::OnCode(act, code);
            let possible = action.is_possible(Some(workspace));
            let text = RichText::new(label).medium();
            let text = if possible { text.color(palette.accent) } else { text };
            let response = ui.add_enabled(possible, Button::new(text).small().frame_when_inactive(false));
            if response.on_hover_text(action.spec().tooltip).clicked() {
                actions.push(action);
            }
        }
        let more = Button::new(RichText::new(tr!("More")).medium().color(palette.accent)).small();
        MenuButton::from_button(more.frame_when_inactive(false)).ui(ui, |ui| {
            code_menu(ui, workspace, code, actions);
        });
    });
}
