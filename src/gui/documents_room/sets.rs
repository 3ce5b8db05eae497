//! Sets of documents and of codes: their list, the dialog in which one is made or changed, and the choice of one to which
//! the list of documents is narrowed.

use crate::analysis::attribute_values;
use crate::app::set_draft::SetDraft;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::reading::missing_note;
use crate::gui::bars::GrowTo;
use crate::gui::check_box;
use crate::gui::combo_keys::ShowList;
use crate::gui::dialog_buttons::{Buttons, Choice};
use crate::gui::name_question::{NameQuestion, QuestionReply, confirm, field};
use crate::gui::overlay;
use crate::gui::theme::{self, Palette, Weighted};
use crate::model::{Described, Guid, Noun, Set, SetCondition, SetDefinition, SetId, SetKind, Study, same_name};
use crate::text::{NameFilter, shortened};
use crate::{i18n, tr};
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{
    Align, Button, ComboBox, Label, Layout, PopupCloseBehavior, RichText, Role, ScrollArea, TextEdit, TextWrapMode, Ui,
    WidgetInfo, vec2,
};

/// Most characters of the values that a button shows.
const LONGEST: usize = 36;
/// Width of the number of documents or codes, and of the buttons of a set, in points.
const COUNT: f32 = 110.0;
const BUTTONS: f32 = 160.0;
/// Height of the list of documents or codes, in points.
const MEMBERS: f32 = 190.0;

/// What was chosen in the list of sets.
pub(super) enum Chosen {
    Nothing,
    Edit(SetDraft),
    Remove(SetId),
}

/// The sets with what can be done with them.
pub(super) fn list(ui: &mut Ui, study: &Study, is_writable: bool, palette: &Palette) -> Option<Chosen> {
    overlay::title(ui, tr!("Sets of documents and codes"));
    ui.add_space(theme::GAP);
    let mut chosen = None;
    if study.sets.is_empty() {
        ui.label(tr!("There are no sets yet."));
        ui.label(
            RichText::new(tr!(
                "A set has documents, or codes, that you choose one by one or by what they have in common. Tables and lists \
                 can be narrowed to it."
            ))
            .color(palette.weak),
        );
    }
    ScrollArea::vertical().id_salt("sets").grow_to(320.0).show(ui, |ui| {
        for set in &study.sets {
            chosen = row(ui, study, set, is_writable, palette).or(chosen.take());
        }
    });
    if is_writable {
        ui.add_space(theme::GAP);
        ui.horizontal_wrapped(|ui| {
            for (kind, label) in
                [(SetKind::Documents, tr!("New set of documents…")), (SetKind::Codes, tr!("New set of codes…"))]
            {
                if ui.button(label).clicked() {
                    chosen = Some(Chosen::Edit(SetDraft::new(kind)));
                }
            }
        });
    }
    ui.add_space(theme::SPACE);
    let is_closed = Buttons::of_reading(&[Choice::plain(tr!("Close"))]).show(ui).is_some();
    chosen.or(is_closed.then_some(Chosen::Nothing))
}

fn row(ui: &mut Ui, study: &Study, set: &Set, is_writable: bool, palette: &Palette) -> Option<Chosen> {
    let mut chosen = None;
    let end = if is_writable { BUTTONS } else { 0.0 };
    let width = (ui.available_width() - COUNT - end).max(COUNT);
    ui.horizontal(|ui| {
        let cell = |ui: &mut Ui, width: f32, layout: Layout, text: RichText| {
            let cell = ui.allocate_ui_with_layout(vec2(width, theme::ROW), layout, |ui| {
                ui.set_width(width);
                ui.add(Label::new(text).truncate())
            });
            cell.inner
        };
        let name = cell(ui, width, Layout::left_to_right(Align::Center), RichText::new(&set.name).medium());
        let notes = [Some(set.definition.memo.clone()), missing_note(study, set)];
        let notes: Vec<String> = notes.into_iter().flatten().filter(|note| !note.is_empty()).collect();
        if !notes.is_empty() {
            name.on_hover_text(notes.join("\n"));
        }
        let count = RichText::new(size(study, &set.definition)).color(palette.weak);
        cell(ui, COUNT, Layout::right_to_left(Align::Center), count);
        if !is_writable {
            return;
        }
        let name = &set.name;
        let button = ui.button(tr!("Edit…"));
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Edit set {name}", name)));
        if button.clicked() {
            chosen = Some(Chosen::Edit(SetDraft::of(set)));
        }
        let button = ui.button(tr!("Delete…"));
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Delete set {name}", name)));
        if button.clicked() {
            chosen = Some(Chosen::Remove(set.id));
        }
    });
    chosen
}

/// How many documents or codes are in a set.
fn size(study: &Study, definition: &SetDefinition) -> String {
    match definition.kind {
        SetKind::Documents => Noun::Document.counted(definition.documents(study).len() as u64),
        SetKind::Codes => Noun::Code.counted(definition.codes(study).len() as u64),
    }
}

/// The dialog for a new set or for changes to one.
pub(super) fn edit(ui: &mut Ui, study: &Study, draft: &mut SetDraft, palette: &Palette) -> Option<QuestionReply> {
    let kind = draft.definition.kind;
    let is_new = draft.id.is_none();
    let title = match (kind, is_new) {
        (SetKind::Documents, true) => tr!("New set of documents"),
        (SetKind::Codes, true) => tr!("New set of codes"),
        (SetKind::Documents, false) => tr!("Set of documents"),
        (SetKind::Codes, false) => tr!("Set of codes"),
    };
    let is_taken = |set: &Set| same_name(&set.name, &draft.name) && Some(set.id) != draft.id;
    let button = if is_new { tr!("Create") } else { tr!("Save") };
    let question = NameQuestion::new(title, button, tr!("Name")).taken_if(study.sets.iter().any(is_taken));
    overlay::title(ui, question.title);
    ui.add_space(theme::GAP);
    let entered = field(ui, question.label, &mut draft.name);
    ui.add_space(theme::SPACE);
    members(ui, study, draft, palette);
    conditions(ui, study, draft, palette);
    ui.add_space(theme::GAP);
    ui.label(tr!("In this set: {count}", count = size(study, &draft.definition)));
    let missing = draft.definition.missing(study);
    if missing > 0 {
        ui.horizontal_wrapped(|ui| {
            let note = tr!("{n} thing that the set names is no longer in the project."
                | "{n} things that the set names are no longer in the project." % missing);
            ui.label(RichText::new(note).color(palette.trouble));
            if ui.button(tr!("Leave out")).clicked() {
                draft.forget_missing(study);
            }
        });
    }
    ui.add_space(theme::GAP);
    let label = ui.label(tr!("Memo"));
    let memo = TextEdit::multiline(&mut draft.definition.memo).desired_rows(2).desired_width(f32::INFINITY);
    ui.add(memo).labelled_by(label.id);
    let yes = question.buttons(ui, &draft.name, entered, palette)?;
    let (set, name, definition) = (draft.id, draft.name.clone(), draft.definition.clone());
    Some(yes.then_some(Command::SaveSet { set, name, definition }))
}

/// Asks before a set is deleted.
pub(super) fn remove(
    ui: &mut Ui,
    workspace: &Workspace,
    study: &Study,
    id: SetId,
    palette: &Palette,
) -> Option<QuestionReply> {
    let Some(set) = study.set(id) else { return Some(None) };
    let stay = match set.definition.kind {
        SetKind::Documents => tr!("Its documents stay in the project."),
        SetKind::Codes => tr!("Its codes stay in the project."),
    };
    let narrowed = workspace.narrowed_by(id);
    let more = match narrowed.is_empty() {
        true => stay.to_owned(),
        false => {
            let rooms = i18n::and(&narrowed);
            let narrows = tr!("{rooms} will no longer be narrowed to it.", rooms);
            i18n::sentences(&[stay.to_owned(), narrows])
        }
    };
    let what = tr!("set “{name}”", name = set.name);
    confirm(ui, &what, &more, palette, || Command::RemoveSet { set: id })
}

/// The documents or codes to tick, with a field that finds some.
fn members(ui: &mut Ui, study: &Study, draft: &mut SetDraft, palette: &Palette) {
    let kind = draft.definition.kind;
    let existing = kind.all(study);
    let chosen = draft.definition.items.iter().filter(|item| existing.contains(item)).count();
    let book = &study.codebook;
    let (title, hint, all): (_, _, Vec<(Guid, String)>) = match kind {
        SetKind::Documents => (
            tr!("Documents chosen one by one: {count}", count = chosen),
            tr!("Find a document"),
            study.sources.iter().map(|source| (source.guid, source.name.clone())).collect(),
        ),
        SetKind::Codes => (
            tr!("Codes chosen one by one: {count}", count = chosen),
            tr!("Find a code"),
            book.codes().iter().map(|code| (code.guid, book.path(code.id).to_string())).collect(),
        ),
    };
    ui.label(RichText::new(title).medium());
    super::filter_field(ui, &mut draft.find, hint, f32::INFINITY);
    let wanted = NameFilter::new(&draft.find);
    let found: Vec<&(Guid, String)> = all.iter().filter(|(_, name)| wanted.finds(name)).collect();
    if found.is_empty() {
        let nothing = match kind {
            SetKind::Documents => tr!("No matching documents"),
            SetKind::Codes => tr!("No matching codes"),
        };
        ui.label(RichText::new(nothing).color(palette.weak));
        return;
    }
    let area = ScrollArea::vertical().id_salt("members").grow_to(MEMBERS).auto_shrink([false, true]);
    area.show_rows(ui, theme::ROW, found.len(), |ui, range| {
        ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
        for (item, name) in found.get(range).unwrap_or_default() {
            let mut is_in = draft.definition.items.contains(item);
            if check_box::show(ui, &mut is_in, name).clicked() {
                draft.choose(*item, is_in);
            }
        }
    });
}

/// The attributes of documents, or the dimensions of codes, with the values by which things are in the set.
fn conditions(ui: &mut Ui, study: &Study, draft: &mut SetDraft, palette: &Palette) {
    let (title, all): (_, Vec<(Guid, &str, Vec<String>)>) = match draft.definition.kind {
        SetKind::Documents => {
            let values = |name| attribute_values(study, Described::Documents, name).into_iter().flatten().collect();
            let all = study.document_variables.iter().map(|one| (one.guid, one.name.as_str(), values(&one.name)));
            (tr!("Also all documents with these values"), all.collect())
        }
        SetKind::Codes => {
            let all = study.codebook.dimensions.iter();
            let all = all.map(|one| (one.guid, one.name.as_str(), one.values.clone()));
            (tr!("Also all codes with these values"), all.collect())
        }
    };
    if all.is_empty() {
        return;
    }
    ui.add_space(theme::SPACE);
    ui.label(RichText::new(title).medium());
    ui.horizontal_wrapped(|ui| {
        for (attribute, name, values) in all {
            condition(ui, attribute, &name.replace('_', " "), values, draft);
        }
    });
    let several = draft
        .definition
        .conditions
        .iter()
        .any(|one| draft.definition.conditions.first().is_some_and(|first| first.attribute != one.attribute));
    if several {
        ui.label(RichText::new(tr!("They need a value of each.")).color(palette.weak).small());
    }
}

/// A button with the values of one attribute or dimension to tick.
fn condition(ui: &mut Ui, attribute: Guid, name: &str, mut values: Vec<String>, draft: &mut SetDraft) {
    let wanted = || draft.definition.conditions.iter().filter(|one| one.attribute == attribute).map(|one| &one.value);
    // A value that nothing has any more can still be unticked.
    let gone: Vec<String> = wanted().filter(|value| !values.iter().any(|one| same_name(one, value))).cloned().collect();
    values.extend(gone);
    let chosen: Vec<&str> = wanted().map(String::as_str).collect();
    let shown =
        if chosen.is_empty() { tr!("values of a condition" => "not chosen").to_owned() } else { i18n::or(&chosen) };
    let text = tr!("{name}: {value}", name, value = shortened(&shown, LONGEST));
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let mut clicked = None;
    MenuButton::new(text).config(stays).ui(ui, |ui| {
        ScrollArea::vertical().grow_to(280.0).show(ui, |ui| {
            for value in values {
                let known = draft.definition.conditions.iter();
                let known = known.filter(|one| one.attribute == attribute).find(|one| same_name(&one.value, &value));
                let mut is_on = known.is_some();
                if check_box::show(ui, &mut is_on, value.replace('_', " ")).clicked() {
                    let value = known.map_or_else(|| value.clone(), |one| one.value.clone());
                    clicked = Some((SetCondition { attribute, value }, is_on));
                }
            }
        });
    });
    if let Some((condition, is_on)) = clicked {
        draft.require(condition, is_on);
    }
}

fn sets_of_documents(study: &Study) -> impl Iterator<Item = &Set> {
    study.sets.iter().filter(|set| set.definition.kind == SetKind::Documents)
}

/// The most width that the choice of a set needs, in points.
pub(super) fn width(study: &Study) -> f32 {
    if sets_of_documents(study).next().is_some() { 190.0 } else { 0.0 }
}

/// The choice of a set to which the list of documents is narrowed.
pub(super) fn narrowing(ui: &mut Ui, workspace: &mut Workspace, study: &Study) {
    let sets: Vec<&Set> = sets_of_documents(study).collect();
    if sets.is_empty() {
        return;
    }
    let mut wanted = workspace.rooms.documents.documents.set;
    let name = wanted.and_then(|id| study.set(id)).map_or(tr!("All documents"), |set| set.name.as_str());
    let mut lists = false;
    let combo = ComboBox::from_id_salt("documents of a set").selected_text(shortened(name, 24)).truncate();
    let shown = combo.show_list(ui, |ui| {
        ui.selectable_value(&mut wanted, None, tr!("All documents"));
        for set in sets {
            ui.selectable_value(&mut wanted, Some(set.id), &set.name);
        }
        ui.separator();
        lists = ui.add(Button::selectable(false, tr!("Sets of documents and codes…"))).clicked();
    });
    let label = tr!("label" => "{name}: {value}", name = tr!("Set"), value = name);
    shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    workspace.rooms.documents.documents.set = wanted;
    if lists {
        workspace.list_sets();
    }
}
