//! The welcome screen while no project is open: open, new, sample, recent projects.

use super::icons;
use super::theme::{self, Palette, Weighted};
use crate::app::action::{Action, ProjectAct};
use crate::app::advice::Advice;
use crate::i18n::{self, Language};
use crate::tr;
use egui::{Button, CentralPanel, Frame, Margin, RichText, ScrollArea, Sense, Ui, vec2};
use std::path::Path;

/// Shows the screen. `trouble` is why a project could not be opened, with the project if it can be opened without the
/// changes waiting beside it.
pub fn show(
    ui: &mut Ui,
    recent: &[(&Path, String)],
    trouble: Option<(&Advice, Option<&Path>)>,
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
                if let Some((advice, stray_log)) = trouble {
                    let frame =
                        Frame::NONE.fill(palette.trouble_back).corner_radius(6.0).inner_margin(Margin::same(12));
                    frame.show(ui, |ui| {
                        super::bars::trouble(ui, advice, palette);
                        let aside = stray_log.map(|path| Action::OpenWithoutLog(path.to_owned()));
                        actions.extend(aside.filter(|action| ui.button(action.label()).clicked()));
                    });
                    ui.add_space(theme::WIDE);
                }
                // Who has worked here before wants to go on; the sample is for the others.
                if !recent.is_empty() {
                    recent_list(ui, recent, palette, &mut actions);
                    ui.add_space(theme::WIDE * 1.5);
                }
                buttons(ui, recent.is_empty(), palette, &mut actions);
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
    let dianjiang = (ProjectAct::OpenSample, tr!("26 fictional interviews, two coders. Opens your own copy."));
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

/// The projects opened last; the latest is the chief button.
fn recent_list(ui: &mut Ui, recent: &[(&Path, String)], palette: &Palette, actions: &mut Vec<Action>) {
    ui.label(RichText::new(tr!("Recent projects")).color(palette.weak));
    for (place, (path, name)) in recent.iter().enumerate() {
        let button = if place == 0 {
            ui.add_sized([300.0, 34.0], chief(name, palette).truncate())
        } else {
            let name = RichText::new(name).color(palette.accent);
            ui.add_sized([300.0, theme::ROW], Button::new(name).frame(false).truncate())
        };
        if button.on_hover_text(path.display().to_string()).clicked() {
            actions.push(Action::OpenPath((*path).to_owned()));
        }
    }
}
