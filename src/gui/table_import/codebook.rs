//! A codebook in a table before it is taken.

use super::{Answer, end, list};
use crate::app::table_import::CodebookDraft;
use crate::gui::theme::{self, Palette};
use crate::interchange::Problem;
use crate::model::counted;
use egui::{RichText, Ui};

pub fn show(ui: &mut Ui, draft: &mut CodebookDraft, idle: bool, palette: &Palette) -> Option<Answer> {
    if draft.dotted {
        ui.checkbox(&mut draft.dots, "Dots part levels: work.pay is the code pay below work");
        ui.add_space(theme::SPACE);
    }
    if !draft.readable {
        super::problems(ui, &draft.problems, palette);
        return end(ui, false, palette);
    }
    let (new, known) = draft.counts();
    ui.label(RichText::new(counted(new as u64, "new code")).strong());
    if known > 0 {
        let words =
            if known == 1 { "is there already and stays as it is" } else { "are there already and stay as they are" };
        ui.label(RichText::new(format!("{} {words}.", counted(known as u64, "code"))).color(palette.weak));
    }
    list(ui, "To be looked at", draft.problems.iter().map(Problem::sentence), true, palette);
    end(ui, idle && new > 0, palette)
}
