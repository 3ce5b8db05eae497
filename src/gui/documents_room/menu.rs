//! The context menu of documents, used here and beside the transcript.

use crate::app::documents_room::{Asking, DocumentsRoom, common_value};
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::gui::bars::GrowTo;
use crate::gui::menu_keys::{self, named};
use crate::gui::{context_menu, menu_field, theme};
use crate::model::{ParticipantId, SetId, SetKind, SourceId, Study, VariableId};
use crate::text::NameFilter;
use crate::tr;
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Button, Id, PopupCloseBehavior, Rect, Response, ScrollArea, Ui};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    Open(SourceId),
    Rename(SourceId),
    Done(Vec<SourceId>, bool),
    Tie(Vec<SourceId>, Option<ParticipantId>),
    /// State who speaks in these documents.
    WhoSpeaks(Vec<SourceId>),
    /// Ask for the value of an attribute.
    SetValue(Vec<SourceId>, VariableId),
    Remove(Vec<SourceId>),
    NewSet(Vec<SourceId>),
    AddToSet(Vec<SourceId>, SetId),
    /// Export the coded transcripts of these documents.
    Export(Vec<SourceId>),
}

/// Carries out the choice. A new name is asked for in a dialog, unless the caller can edit it in place.
pub fn follow(workspace: &mut Workspace, intent: Intent) {
    match intent {
        Intent::Open(source) => workspace.show_document(source, None),
        Intent::Rename(source) => {
            let name = workspace.study.as_deref().and_then(|s| s.source(source)).map(|s| s.name.clone());
            workspace.rooms.documents.asking = name.map(|name| Asking::RenameDocument(source, name));
        }
        Intent::Done(sources, done) => workspace.mark_finished(sources, done),
        Intent::Tie(sources, participant) => {
            workspace.link.execute(Command::TieDocuments { sources, participant });
        }
        Intent::WhoSpeaks(sources) => workspace.ask_who_speaks(sources),
        Intent::SetValue(sources, attribute) => {
            let value = workspace.study.as_deref().map(|study| common_value(study, &sources, attribute));
            workspace.rooms.documents.asking = value.map(|value| Asking::SetValue(sources, attribute, value));
        }
        Intent::NewSet(sources) => workspace.make_set_of_documents(&sources),
        Intent::AddToSet(sources, set) => workspace.add_to_set(&sources, set),
        Intent::Export(sources) => workspace.begin_transcripts(sources),
        Intent::Remove(sources) => workspace.rooms.documents.asking = Some(Asking::RemoveDocuments(sources)),
    }
}

/// The context menu of a document that belongs to `sources`.
///
/// `focused` is the place of the row if it has the keyboard focus.
pub fn context(
    response: &Response,
    focused: Option<Rect>,
    workspace: &Workspace,
    study: &Study,
    sources: &[SourceId],
) -> Option<Intent> {
    let mut chosen = None;
    context_menu::show_at(response, focused, PopupCloseBehavior::CloseOnClickOutside, |ui| {
        chosen = entries(ui, workspace, study, sources);
        if chosen.is_some() {
            ui.close();
        }
    });
    chosen
}

fn entries(ui: &mut Ui, workspace: &Workspace, study: &Study, sources: &[SourceId]) -> Option<Intent> {
    let mut chosen = None;
    let one = if let [one] = sources { Some(*one) } else { None };
    if let Some(source) = one
        && named(ui.button(tr!("Open")), tr!("Open")).clicked()
    {
        chosen = Some(Intent::Open(source));
    }
    if named(ui.button(tr!("Export coded transcript…")), tr!("Export coded transcript…")).clicked() {
        chosen = Some(Intent::Export(sources.to_vec()));
    }
    if !workspace.is_writable() {
        return chosen;
    }
    if let Some(source) = one
        && named(ui.add(Button::new(tr!("Rename…")).shortcut_text("F2")), tr!("Rename…")).clicked()
    {
        chosen = Some(Intent::Rename(source));
    }
    let done = all_done(&workspace.rooms.documents, workspace.me(), sources);
    let label = match workspace.link.my_name() {
        Some(name) if done => tr!("Mark as not finished by {name}", name),
        Some(name) => tr!("Mark as finished by {name}", name),
        None => tr!("Mark as finished by me").to_owned(),
    };
    if named(ui.button(&label), &label).clicked() {
        chosen = Some(Intent::Done(sources.to_vec(), !done));
    }
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    menu_keys::submenu_with(ui, tr!("Link to participant"), stays, |ui| {
        if let Some(participant) = participants(ui, study) {
            chosen = Some(Intent::Tie(sources.to_vec(), participant));
        }
    });
    if named(ui.button(tr!("Speakers and participants…")), tr!("Speakers and participants…")).clicked() {
        chosen = Some(Intent::WhoSpeaks(sources.to_vec()));
    }
    if !study.document_variables.is_empty() {
        menu_keys::submenu(ui, tr!("Set attribute"), |ui| {
            for variable in &study.document_variables {
                let name = variable.name.replace('_', " ");
                if named(ui.button(&name), &name).clicked() {
                    chosen = Some(Intent::SetValue(sources.to_vec(), variable.id));
                }
            }
        });
    }
    chosen = sets(ui, study, sources).or(chosen);
    ui.separator();
    if named(ui.add(Button::new(tr!("Delete…")).shortcut_text(tr!("keys" => "Delete"))), tr!("Delete…")).clicked() {
        chosen = Some(Intent::Remove(sources.to_vec()));
    }
    chosen
}

/// A new set of the documents, and the sets to which they can be added.
fn sets(ui: &mut Ui, study: &Study, sources: &[SourceId]) -> Option<Intent> {
    let known = || study.sets.iter().filter(|set| set.definition.kind == SetKind::Documents);
    if known().next().is_none() {
        let is_clicked = named(ui.button(tr!("New set…")), tr!("New set…")).clicked();
        return is_clicked.then(|| Intent::NewSet(sources.to_vec()));
    }
    let mut chosen = None;
    menu_keys::submenu(ui, tr!("Add to set"), |ui| {
        if named(ui.button(tr!("New set…")), tr!("New set…")).clicked() {
            chosen = Some(Intent::NewSet(sources.to_vec()));
        }
        ui.separator();
        ScrollArea::vertical().id_salt("sets").grow_to(260.0).show(ui, |ui| {
            for set in known() {
                if named(ui.button(&set.name), &set.name).clicked() {
                    chosen = Some(Intent::AddToSet(sources.to_vec(), set.id));
                }
            }
        });
    });
    chosen
}

/// True if the current coder has marked all of these as finished.
pub fn all_done(room: &DocumentsRoom, me: Option<crate::model::UserId>, sources: &[SourceId]) -> bool {
    me.is_some_and(|me| sources.iter().all(|&source| room.progress.done.contains(&(source, me))))
}

/// A button that lists the participants.
pub fn tie_button(ui: &mut Ui, study: &Study, sources: &[SourceId]) -> Option<Intent> {
    let mut chosen = None;
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    MenuButton::new(tr!("Link to participant")).config(stays).ui(ui, |ui| {
        if let Some(participant) = participants(ui, study) {
            chosen = Some(Intent::Tie(sources.to_vec(), participant));
            ui.close();
        }
    });
    chosen
}

/// The participants with a filter; `Some(None)` means unassigned.
fn participants(ui: &mut Ui, study: &Study) -> Option<Option<ParticipantId>> {
    let mut chosen = None;
    let id = Id::unique("find a participant");
    let mut filter = ui.data_mut(|data| data.get_temp::<String>(id)).unwrap_or_default();
    ui.set_width(240.0);
    menu_field::styled(ui, |ui| super::filter_field(ui, &mut filter, tr!("Find a participant"), f32::INFINITY));
    if ui.add(Button::new(tr!("No participant")).frame(false)).clicked() {
        chosen = Some(None);
    }
    let wanted = NameFilter::new(&filter);
    let participants: Vec<_> =
        study.participants.iter().filter(|participant| wanted.finds(&participant.name)).collect();
    if participants.is_empty() {
        ui.label(tr!("No matching participants"));
    }
    let area = ScrollArea::vertical().id_salt("tie").grow_to(260.0);
    area.show_rows(ui, theme::ROW, participants.len(), |ui, range| {
        for participant in participants.get(range).unwrap_or_default() {
            if ui.add(Button::new(&participant.name).frame(false).min_size([220.0, theme::ROW].into())).clicked() {
                chosen = Some(Some(participant.id));
            }
        }
    });
    if chosen.is_some() {
        filter.clear();
    }
    ui.data_mut(|data| data.insert_temp(id, filter));
    chosen
}
