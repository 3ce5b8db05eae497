//! The choice of whose words passages contain, in Tables and in Passages.

use super::theme::Palette;
use crate::model::SpokenBy;
use crate::text::capitalised;
use crate::tr;
use egui::{ComboBox, RichText, Ui};

pub fn said_by(ui: &mut Ui, wanted: &mut SpokenBy, palette: &Palette) {
    let name = ui.label(RichText::new(tr!("Said by")).color(palette.weak));
    let label = |who: SpokenBy| capitalised(who.label());
    let combo = ComboBox::from_id_salt("said by").selected_text(label(*wanted)).show_ui(ui, |ui| {
        for who in [SpokenBy::All, SpokenBy::Participants, SpokenBy::Interviewer] {
            ui.selectable_value(wanted, who, label(who)).on_hover_text(about(who));
        }
    });
    combo.response.labelled_by(name.id).on_hover_text(about(*wanted));
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
