//! A button that says who a speaker is, and a list from which somebody else is chosen by typing.

use super::bars::GrowTo;
use super::{menu_field, theme};
use crate::model::{ParticipantId, SpeakerIs, Study};
use crate::text::NameFilter;
use crate::tr;
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Button, Id, Key, Modifiers, PopupCloseBehavior, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

/// The number of letters typed from which on a role is meant.
const FEWEST_TYPED: usize = 4;
/// Width of the list.
const LIST: f32 = 280.0;

/// What a choice of a speaker's participant offers.
pub struct WhoChoice<'a> {
    pub study: &'a Study,
    /// The label, for screen readers.
    pub label: &'a str,
    pub now: &'a SpeakerIs,
    /// The participant to whom the whole document belongs, and with it the words of a speaker who is nobody else.
    pub of_document: Option<&'a str>,
    /// The name that a new participant would have.
    pub own_name: &'a str,
    /// The participant who has the speaker's name.
    pub alike: Option<ParticipantId>,
    /// Returns the names of participants who will be added, so that two speakers can be one of them.
    pub newcomers: &'a dyn Fn() -> Vec<String>,
    /// Whether the list has interviewers.
    pub has_interviewer: bool,
}

/// Returns who a speaker is in words.
#[must_use]
pub fn in_words(study: &Study, who: &SpeakerIs) -> String {
    match who {
        SpeakerIs::Nobody => tr!("who a speaker is" => "no participant").to_owned(),
        SpeakerIs::Interviewer => tr!("role of a label" => "interviewer").to_owned(),
        SpeakerIs::Participant(id) => {
            study.participant(*id).map_or_else(String::new, |participant| participant.name.clone())
        }
        SpeakerIs::Named(name) => tr!("new: {participant}", participant = name),
    }
}

impl WhoChoice<'_> {
    /// Shows the button; returns who was chosen.
    pub fn show(&self, ui: &mut Ui, width: f32) -> Option<SpeakerIs> {
        let words = match (self.now, self.of_document) {
            (SpeakerIs::Nobody, Some(participant)) => {
                tr!("who a speaker is" => "by the document: {participant}", participant)
            }
            (now, _) => in_words(self.study, now),
        };
        let weak = theme::palette(ui.ctx()).weak;
        let text = match self.now {
            SpeakerIs::Nobody | SpeakerIs::Interviewer => RichText::new(&words).color(weak),
            SpeakerIs::Participant(_) | SpeakerIs::Named(_) => RichText::new(&words),
        };
        let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let button = Button::new(text).truncate().min_size([width, theme::ROW].into());
        let mut chosen = None;
        let (response, _) = ui
            .scope(|ui| {
                ui.set_max_width(width);
                MenuButton::from_button(button).config(stays).ui(ui, |ui| {
                    chosen = self.list(ui);
                    if chosen.is_some() {
                        ui.close();
                    }
                })
            })
            .inner;
        let spoken = tr!("{speaker} is: {who}", speaker = self.label, who = words);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        response.on_hover_text(words);
        chosen
    }

    /// The list, with a field that filters it; Enter takes its first line.
    fn list(&self, ui: &mut Ui) -> Option<SpeakerIs> {
        let (typed, entered) = find(ui);
        let first = self.first_lines(typed.trim());
        let wanted = NameFilter::new(&typed);
        let found = self.study.participants.iter().filter(|one| Some(one.id) != self.alike && wanted.finds(&one.name));
        let mut found: Vec<(SpeakerIs, String)> =
            found.map(|one| (SpeakerIs::Participant(one.id), one.name.clone())).collect();
        found.sort_by_key(|(_, name)| wanted.distance(name));
        for name in (self.newcomers)() {
            if wanted.finds(&name) && !first.iter().any(|(who, _)| *who == SpeakerIs::Named(name.clone())) {
                let text = tr!("{participant} (new)", participant = name);
                found.push((SpeakerIs::Named(name), text));
            }
        }
        // What is typed is probably somebody's name: then the participants come first.
        let before = if typed.trim().is_empty() || found.is_empty() { first.len() } else { 0 };
        let mut chosen = None;
        for (who, text) in first.iter().take(before) {
            if entry(ui, text) {
                chosen = Some(who.clone());
            }
        }
        chosen = rows(ui, &found).or(chosen);
        for (who, text) in first.iter().skip(before) {
            if entry(ui, text) {
                chosen = Some(who.clone());
            }
        }
        if entered && chosen.is_none() {
            let participant = found.first().map(|(who, _)| who.clone());
            let first = first.first().map(|(who, _)| who.clone());
            chosen = if before == 0 { participant.or(first) } else { first.or(participant) };
        }
        if chosen.is_some() {
            forget(ui);
        }
        chosen
    }

    /// The suggestion, a new participant, and those who are none. Those come first if their words are typed; a few letters
    /// may be somebody's initials.
    fn first_lines(&self, typed: &str) -> Vec<(SpeakerIs, String)> {
        let mut lines = Vec::new();
        let alike = self.alike.and_then(|id| self.study.participant(id));
        if let Some(alike) = alike.filter(|one| typed.is_empty() || NameFilter::new(typed).finds(&one.name)) {
            let text = tr!("{participant} (same name)", participant = alike.name);
            lines.push((SpeakerIs::Participant(alike.id), text));
        }
        let wanted = NameFilter::new(typed);
        let interviewer = self.has_interviewer.then(|| (SpeakerIs::Interviewer, tr!("Interviewer")));
        let none = (SpeakerIs::Nobody, tr!("who a speaker is" => "No participant"));
        let roles = interviewer.into_iter().chain([none]).filter(|(_, name)| wanted.finds(name));
        let roles = roles.map(|(who, name)| (who, name.to_owned()));
        let is_long = typed.chars().count() >= FEWEST_TYPED;
        let is_begun = |name: &str| {
            let (name, typed) = (name.to_lowercase(), typed.to_lowercase());
            name == typed || is_long && name.starts_with(&typed)
        };
        let (begun, others): (Vec<_>, Vec<_>) = roles.partition(|(_, name)| is_begun(name));
        lines.extend(begun);
        let name = if typed.is_empty() { self.own_name } else { typed };
        if typed.is_empty() || self.study.participant_named(typed).is_none() {
            lines.push((SpeakerIs::Named(name.to_owned()), tr!("New participant “{name}”", name)));
        }
        lines.extend(others);
        lines
    }
}

/// A button that lists the participants of a project; returns the one who was chosen.
pub fn participant(ui: &mut Ui, label: &str, now: Option<ParticipantId>, study: &Study) -> Option<ParticipantId> {
    let name = now.and_then(|id| study.participant(id)).map(|participant| participant.name.as_str());
    let shown = name.unwrap_or_else(|| tr!("Choose a participant…"));
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let button = Button::new(shown).truncate().min_size([LIST, theme::ROW].into());
    let mut chosen = None;
    let (response, _) = MenuButton::from_button(button).config(stays).ui(ui, |ui| {
        chosen = participants(ui, study);
        if chosen.is_some() {
            ui.close();
        }
    });
    let spoken = tr!("{name}: {value}", name = label.trim_end_matches([':', '：']), value = shown);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    chosen
}

/// All participants, with a field that filters them; Enter takes the first.
fn participants(ui: &mut Ui, study: &Study) -> Option<ParticipantId> {
    let (typed, entered) = find(ui);
    let wanted = NameFilter::new(&typed);
    let found = study.participants.iter().filter(|participant| wanted.finds(&participant.name));
    let mut found: Vec<(ParticipantId, String)> = found.map(|one| (one.id, one.name.clone())).collect();
    found.sort_by_key(|(_, name)| wanted.distance(name));
    let chosen = rows(ui, &found).or_else(|| found.first().filter(|_| entered).map(|(id, _)| *id));
    if found.is_empty() {
        ui.label(tr!("No matching participants"));
    }
    if chosen.is_some() {
        forget(ui);
    }
    chosen
}

/// The field that filters the list; returns what is typed there, and whether Enter was pressed.
fn find(ui: &mut Ui) -> (String, bool) {
    let mut typed = ui.data_mut(|data| data.get_temp::<String>(field())).unwrap_or_default();
    ui.set_width(LIST);
    let hint = tr!("Find a participant");
    let edit = TextEdit::singleline(&mut typed).hint_text(hint).desired_width(f32::INFINITY);
    let response = menu_field::show(ui, edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint));
    // The key chooses from the list only, and does not answer the dialog behind it.
    let entered = response.lost_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    // The field has the focus when the list opens.
    let (frame, shown) = (ui.ctx().cumulative_frame_nr(), Id::unique("whom a speaker is was shown"));
    let known = ui.data(|data| data.get_temp::<(u64, u64)>(shown)).filter(|(_, last)| last + 1 >= frame);
    let first = known.map_or(frame, |(first, _)| first);
    if known.is_none() {
        typed.clear();
    }
    // In its first frame, the list is not above the dialog yet, and what is below takes no focus.
    if frame - first < 3 {
        response.request_focus();
    }
    ui.data_mut(|data| {
        data.insert_temp(shown, (first, frame));
        data.insert_temp(field(), typed.clone());
    });
    (typed, entered)
}

fn field() -> Id {
    Id::unique("find whom a speaker is")
}

fn forget(ui: &Ui) {
    ui.data_mut(|data| data.remove::<String>(field()));
}

/// Returns the one on whom was clicked.
fn rows<T: Clone>(ui: &mut Ui, found: &[(T, String)]) -> Option<T> {
    let mut chosen = None;
    let area = ScrollArea::vertical().id_salt("participants").grow_to(220.0);
    area.show_rows(ui, theme::ROW, found.len(), |ui, range| {
        for (who, name) in found.get(range).unwrap_or_default() {
            if entry(ui, name) {
                chosen = Some(who.clone());
            }
        }
    });
    chosen
}

fn entry(ui: &mut Ui, text: &str) -> bool {
    ui.add(Button::new(text).truncate().frame(false).min_size([LIST - 20.0, theme::ROW].into())).clicked()
}
