//! The welcome screen while no project is open: open, new, sample, recent projects.

use super::theme::{self, Palette, Weighted};
use super::{bars, gate, icons, missing_project};
use crate::app::action::{Action, ProjectAct};
use crate::app::advice::Advice;
use crate::app::recent::RecentProjects;
use crate::i18n::{self, Language};
use crate::tr;
use egui::{
    Button, CentralPanel, Frame, Id, Margin, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, TextStyle, Ui,
    WidgetInfo, vec2,
};
use std::path::Path;

/// The recent projects with their names, the latest first, and which of them are missing.
#[derive(Clone, Copy)]
pub struct Recent<'a> {
    pub names: &'a [(&'a Path, String)],
    pub known: &'a RecentProjects,
}

/// Shows the screen. `trouble` is why a project could not be opened, with what opens it all the same.
pub fn show(
    ui: &mut Ui,
    recent: Recent<'_>,
    trouble: Option<(&Advice, Option<&Action>)>,
    palette: &Palette,
) -> Vec<Action> {
    let mut actions = Vec::new();
    CentralPanel::default().frame(Frame::NONE.fill(palette.page)).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.add_space((ui.available_height() * 0.16).max(theme::WIDE));
            ui.vertical_centered(|ui| {
                ui.set_max_width(520.0);
                title(ui, palette);
                ui.add_space(theme::WIDE * 1.5);
                if let Some((advice, remedy)) = trouble {
                    let frame =
                        Frame::NONE.fill(palette.trouble_back).corner_radius(6.0).inner_margin(Margin::same(12));
                    frame.show(ui, |ui| {
                        super::bars::trouble(ui, advice, palette);
                        let label = |action: &Action| match action {
                            // A project that is open elsewhere is opened for reading.
                            Action::OpenPath(_) => tr!("Open read-only").to_owned(),
                            other => other.label(),
                        };
                        actions.extend(remedy.filter(|action| ui.button(label(action)).clicked()).cloned());
                    });
                    ui.add_space(theme::WIDE);
                }
                // Who has worked here before wants to go on; the sample is for the others.
                if !recent.names.is_empty() {
                    recent_list(ui, recent, palette, &mut actions);
                    ui.add_space(theme::WIDE * 1.5);
                }
                buttons(ui, recent.names.is_empty(), palette, &mut actions);
            });
        });
    });
    actions
}

fn title(ui: &mut Ui, palette: &Palette) {
    let (rect, _) = ui.allocate_exact_size(vec2(44.0, 44.0), Sense::hover());
    icons::quote(ui.painter(), rect, palette.accent);
    ui.label(RichText::new("Pullquote").size(30.0));
    ui.label(
        RichText::new(tr!("Code interviews. Every number leads back to the words it counts.")).color(palette.weak),
    );
}

/// Opening the sample, a new project or a file. `is_first`: nothing was opened before.
fn buttons(ui: &mut Ui, is_first: bool, palette: &Palette, actions: &mut Vec<Action>) {
    let size = [300.0, 34.0];
    let dianjiang =
        (ProjectAct::OpenSample, tr!("24 fictional interviews and two focus groups, two coders. Opens your own copy."));
    let qingxi = (
        ProjectAct::OpenChineseSample,
        tr!("Five fictional interviews and a focus group, two coders. Opens your own copy."),
    );
    let samples = match i18n::current() {
        Language::English => vec![dianjiang],
        Language::Chinese => vec![qingxi, dianjiang],
    };
    for (place, (act, about)) in samples.into_iter().enumerate() {
        let action = Action::Project(act);
        let button = match place {
            0 if is_first => chief(&action.label(), palette),
            _ => Button::new(action.label()),
        };
        if ui.add_sized(size, button).clicked() {
            actions.push(action);
        }
        ui.label(RichText::new(about).color(palette.weak).small());
        ui.add_space(theme::GAP);
    }
    for action in [Action::Project(ProjectAct::New), Action::Project(ProjectAct::Open)] {
        if ui.add_sized(size, Button::new(action.label())).clicked() {
            actions.push(action);
        }
    }
    ui.label(RichText::new(tr!("… or drop a project file or folder on this window")).color(palette.weak).small());
}

/// The button that most people want.
fn chief(label: &str, palette: &Palette) -> Button<'static> {
    Button::new(RichText::new(label).color(palette.on_accent).medium()).fill(palette.accent)
}

/// Width of the buttons, which long names of projects may exceed, and space beside their labels, in points.
const WIDTH: f32 = 300.0;
const BESIDE: f32 = 20.0;

/// The projects opened last. The latest that is there is the chief button; Enter opens it.
fn recent_list(ui: &mut Ui, recent: Recent<'_>, palette: &Palette, actions: &mut Vec<Action>) {
    ui.label(RichText::new(tr!("Recent projects")).color(palette.weak));
    // Room for the outline of the focus.
    ui.add_space(theme::GAP);
    let most = (ui.available_width() - theme::WIDE).max(WIDTH);
    let first = recent.names.iter().position(|(path, _)| !recent.known.is_missing(path));
    for (place, (path, name)) in recent.names.iter().enumerate() {
        let is_missing = recent.known.is_missing(path);
        let label = if is_missing { tr!("{label} – not found", label = name) } else { name.clone() };
        let shown = bars::elided_in_the_middle(ui, &label, TextStyle::Button, most - BESIDE);
        let button = if Some(place) == first {
            ui.add(chief(&shown, palette).min_size(vec2(WIDTH, 34.0)))
        } else {
            let color = if is_missing { palette.weak } else { palette.accent };
            ui.add(Button::new(RichText::new(shown).color(color)).frame(false).min_size(vec2(WIDTH, theme::ROW)))
        };
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        let is_free = ui.memory(|memory| memory.focused().is_none()) && !gate::is_covered(ui.ctx());
        let by_itself = Id::unique("the recent project that got the focus by itself");
        if Some(place) == first && is_free {
            button.request_focus();
            ui.data_mut(|data| data.insert_temp(by_itself, button.id));
        } else if is_missing && button.has_focus() && ui.data(|data| data.get_temp(by_itself)) == Some(button.id) {
            // This was not known yet: the next one gets the focus.
            button.surrender_focus();
            ui.data_mut(|data| data.remove::<Id>(by_itself));
        }
        if button.has_focus() {
            let stroke = Stroke::new(2.0, palette.accent);
            ui.painter().rect_stroke(button.rect.expand(3.0), 7.0, stroke, StrokeKind::Outside);
        }
        let about = if is_missing { missing_project::why(path) } else { path.display().to_string() };
        if button.on_hover_text(about).clicked() {
            actions.push(Action::OpenPath((*path).to_owned()));
        }
    }
}
