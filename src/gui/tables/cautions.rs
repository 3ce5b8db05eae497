//! What the numbers of a table lack, above it, each with what can be done about it. Notes may be folded away, and the numbers
//! alone would be read as a result.

use crate::app::action::Action;
use crate::app::compare_room::CompareTab;
use crate::app::room::Room;
use crate::app::workspace::Workspace;
use crate::engine::disagreements::AgreeRule;
use crate::gui::theme::{self, Palette};
use crate::table::{Caution, CautionRemedy};
use crate::tr;
use egui::{Button, Frame, Margin, RichText, Ui};

pub fn show(
    ui: &mut Ui,
    workspace: &mut Workspace,
    cautions: &[Caution],
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    for (at, caution) in cautions.iter().enumerate() {
        // A remedy of several cautions is offered once, after the last of them.
        let is_last = cautions.iter().skip(at + 1).all(|later| later.remedy != caution.remedy);
        let frame = Frame::NONE.fill(palette.caution.gamma_multiply(0.3)).corner_radius(4);
        frame.inner_margin(Margin::symmetric(8, 2)).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(&caution.sentence).color(palette.text).small());
                if is_last {
                    remedy(ui, workspace, &caution.remedy, actions);
                }
            });
        });
        ui.add_space(theme::GAP);
    }
}

fn remedy(ui: &mut Ui, workspace: &mut Workspace, remedy: &CautionRemedy, actions: &mut Vec<Action>) {
    match remedy {
        CautionRemedy::Compare => {
            if ui.button(RichText::new(tr!("Show in Compare")).small()).clicked() {
                workspace.rooms.compare.show_tab(CompareTab::Disagreements);
                actions.push(Action::Show(Room::Compare));
            }
        }
        CautionRemedy::CreateAgain { coders, share } => {
            let button = Button::new(RichText::new(tr!("Create it again")).small());
            if ui.add_enabled(workspace.is_writable(), button).clicked() {
                workspace.create_consensus_by(AgreeRule { coders: coders.clone(), share: Some(*share) });
            }
        }
    }
}
