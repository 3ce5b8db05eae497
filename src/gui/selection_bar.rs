//! A small bar at words selected with the pointer: code, the last code, in vivo, memo. It takes no keyboard focus; the
//! keys beside its entries work without it.

use super::keys;
use super::theme::{self, Palette, Weighted};
use super::transcript::TranscriptView;
use crate::app::action::{Action, CodingAct};
use crate::app::workspace::Workspace;
use crate::tr;
use egui::epaint::Shadow;
use egui::{Align2, Area, Button, Color32, CornerRadius, Frame, Id, Margin, Order, RichText, Stroke, Ui, vec2};

/// Distance from the selected words, in points.
const APART: f32 = 6.0;
/// Height of the bar, to know where there is room for it.
const HEIGHT: f32 = 42.0;
/// Longest name of a code that is written out.
const LONGEST: usize = 24;

/// Shows the bar if words were selected with the pointer and the project can be changed.
pub fn show(ui: &Ui, workspace: &Workspace, view: &TranscriptView, palette: &Palette, actions: &mut Vec<Action>) {
    let Some(rows) = view.pointed_rows().filter(|_| workspace.is_writable()) else { return };
    // Above the words: what is below them has not been read yet. Where there is no room, either, the keys remain.
    let fits_above = rows.first.top() - APART - HEIGHT >= rows.clip.top();
    let fits_below = rows.last.bottom() + APART + HEIGHT <= rows.clip.bottom();
    let (place, pivot) = match (fits_above, fits_below) {
        (true, _) => (rows.first.left_top() - vec2(0.0, APART), Align2::LEFT_BOTTOM),
        (false, true) => (rows.last.left_bottom() + vec2(0.0, APART), Align2::LEFT_TOP),
        (false, false) => return,
    };
    let area = Area::new(Id::unique("selection bar")).order(Order::Middle).fixed_pos(place).pivot(pivot);
    let frame = Frame {
        fill: if palette.dark { palette.panel } else { palette.page },
        stroke: Stroke::new(1.0, palette.line),
        corner_radius: CornerRadius::same(8),
        inner_margin: Margin::same(4),
        shadow: Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(50) },
        ..Frame::NONE
    };
    area.constrain_to(rows.clip).show(ui.ctx(), |ui| {
        frame.show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                entries(ui, workspace, palette, actions);
            });
        });
    });
}

fn entries(ui: &mut Ui, workspace: &Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let last = workspace.recent.first().and_then(|code| workspace.looks.codes.get(code));
    let last = last.map(|look| crate::text::shortened(&look.name, LONGEST));
    let entries = [
        (Some(tr!("verb" => "Code…").to_owned()), CodingAct::ChooseCode),
        (last, CodingAct::Repeat),
        (Some(tr!("In vivo").to_owned()), CodingAct::InVivo),
        (Some(tr!("Memo").to_owned()), CodingAct::Memo),
    ];
    for (label, act) in entries {
        let Some(label) = label else { continue };
        let action = Action::Coding(act);
        let spec = action.spec();
        let key = RichText::new(keys::shown(&action)).size(theme::SMALL).color(palette.weak);
        let button = Button::new(RichText::new(label).medium()).shortcut_text(key).frame_when_inactive(false);
        if ui.add(button).on_hover_text(spec.tooltip).clicked() {
            actions.push(action);
        }
    }
}
