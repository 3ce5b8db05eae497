//! The choice of whose words passages contain, in Tables and in Passages, and the offer to leave out the interviewer's.

use super::theme::Palette;
use crate::gui::combo_keys::ShowList;
use crate::model::SpokenBy;
use crate::text::capitalised;
use crate::tr;
use egui::{Button, ComboBox, RichText, Ui};

pub fn said_by(ui: &mut Ui, wanted: &mut SpokenBy, palette: &Palette) {
    let about_all = tr!("Whose words a passage must contain to be counted and listed.");
    let name = ui.label(RichText::new(tr!("Said by")).color(palette.weak)).on_hover_text(about_all);
    let label = |who: SpokenBy| capitalised(who.label());
    let combo = ComboBox::from_id_salt("said by").selected_text(label(*wanted)).show_list(ui, |ui| {
        for who in [SpokenBy::All, SpokenBy::Participants, SpokenBy::Interviewer] {
            ui.selectable_value(wanted, who, label(who)).on_hover_text(about(who));
        }
    });
    combo.response.labelled_by(name.id).on_hover_text(about(*wanted));
}

/// Says how many of the listed passages are the interviewer's words, and offers to leave these out. Returns whether to do so.
pub fn offer_participants(ui: &mut Ui, interviewers: usize, label: &str, palette: &Palette) -> bool {
    if interviewers == 0 {
        return false;
    }
    let count = tr!("{n} of these passages has only the interviewer’s words."
        | "{n} of these passages have only the interviewer’s words." % interviewers);
    let offer = ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(count).color(palette.weak).small());
        let button = ui.add(Button::new(RichText::new(label).small()));
        button.on_hover_text(tr!("Sets “Said by” to participants. Documents without speakers still count.")).clicked()
    });
    offer.inner
}

fn about(who: SpokenBy) -> &'static str {
    match who {
        SpokenBy::All => tr!("All passages, no matter who speaks"),
        SpokenBy::Participants => {
            tr!("Passages with words of anyone but the interviewer, and all passages in documents without speakers")
        }
        SpokenBy::Interviewer => tr!("Passages with only the interviewer’s words"),
    }
}
