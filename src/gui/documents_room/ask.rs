//! Dialogs of the Documents room: confirmation of a removal with everything it removes; a name and a kind.

use super::sets::{self, Chosen};
use crate::app::documents_room::Asking;
use crate::app::workspace::Workspace;
use crate::engine::command::attributes::checked_value;
use crate::engine::command::documents::with_all;
use crate::engine::{ByCoder, Command, Held};
use crate::gui::ask_room;
use crate::gui::combo_keys::ShowList;
use crate::gui::dialog_buttons::{Buttons, Choice, Confirmation};
use crate::gui::name_question::{NameQuestion, QuestionReply, ask_name, confirm, field};
use crate::gui::overlay::{self, Entered};
use crate::gui::theme::{self, Palette};
use crate::model::{
    Described, Noun, ParticipantId, Source, SourceId, Study, User, VariableId, VariableKind, same_name,
};
use crate::{i18n, tr};
use egui::{ComboBox, Context, RichText, TextEdit, Ui};

/// Frames until the widgets below a dialog may have the focus again.
const REFOCUS: u8 = 3;

/// Shows the open question, if there is one, and carries out the answer.
pub fn show(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(mut asking) = workspace.rooms.documents.asking.take() else { return };
    let Some(study) = workspace.study.clone() else { return };
    let mut submission = std::mem::take(&mut workspace.rooms.documents.submission);
    if submission.is_done() {
        workspace.rooms.documents.refocus = REFOCUS;
        return;
    }
    let width = if matches!(asking, Asking::Sets | Asking::EditSet(_)) { 560.0 } else { 440.0 };
    let shown = submission.clone();
    let entered = Entered { changed: asking.is_changed(&study), submission: &shown };
    let (answer, close) = overlay::draft(ctx, "documents ask", width, entered, |ui| {
        question(ui, workspace, &study, &mut asking, palette)
    });
    match answer {
        None if close => workspace.rooms.documents.refocus = REFOCUS,
        Some(None) => workspace.rooms.documents.refocus = REFOCUS,
        answer => {
            if let Some(command) = answer.flatten().filter(|_| !submission.is_under_way()) {
                workspace.give(&mut submission, command);
            }
            (workspace.rooms.documents.asking, workspace.rooms.documents.submission) = (Some(asking), submission);
        }
    }
}

/// Shows a question; returns the reply when there is one.
fn question(
    ui: &mut Ui,
    workspace: &Workspace,
    study: &Study,
    asking: &mut Asking,
    palette: &Palette,
) -> Option<QuestionReply> {
    match asking {
        Asking::RemoveDocuments(sources) => {
            let question = removed_documents(workspace, study, sources);
            let also = i18n::sentences(&also_removed(workspace, study, sources));
            confirm(ui, &question, &also, palette, || Command::RemoveDocuments { sources: sources.clone() })
        }
        Asking::RemoveParticipants(participants) => {
            let question = removed_participants(workspace, study, participants);
            let stay = documents_of_removed(study, participants);
            let participants = participants.clone();
            confirm(ui, &question, &stay, palette, || Command::RemoveParticipants { participants })
        }
        Asking::RemoveAttribute(id) => {
            let question = removed_attribute(study, *id);
            let used = tables_with(study, *id);
            confirm(ui, &question, &used, palette, || Command::RemoveAttribute { variable: *id })
        }
        Asking::RenameDocument(id, name) => {
            let source = *id;
            let taken = study.sources.iter().any(|s| same_name(&s.name, name) && s.id != source);
            ask_name(
                ui,
                NameQuestion::new(tr!("Rename document"), tr!("Rename"), tr!("Name of the document")).taken_if(taken),
                name,
                palette,
                |name| Command::RenameDocument { source, name },
            )
        }
        Asking::AddParticipant(name) => {
            let taken = study.participant_named(name.trim()).is_some();
            ask_name(
                ui,
                NameQuestion::new(tr!("Add participant"), tr!("Add"), tr!("Name of the participant")).taken_if(taken),
                name,
                palette,
                |name| Command::AddParticipant { name },
            )
        }
        Asking::RenameAttribute(id, name) => {
            let variable = *id;
            let taken = study.attributes(id.of).iter().any(|v| same_name(&v.name, name) && v.id != variable);
            ask_name(
                ui,
                NameQuestion::new(tr!("Rename attribute"), tr!("Rename"), tr!("Name of the attribute")).taken_if(taken),
                name,
                palette,
                |name| Command::RenameAttribute { variable, name },
            )
        }
        Asking::AddAttribute(of, name, kind) => add_attribute(ui, study, *of, name, kind, palette),
        Asking::SetValue(documents, attribute, value) => set_value(ui, study, documents, *attribute, value, palette),
        Asking::Describe(name, description) => describe(ui, name, description, palette),
        Asking::BeginBlind => begin_blind(ui),
        Asking::LiftBlind => lift_blind(ui, palette),
        Asking::RemoveTable(name) => remove_table(ui, study, name, palette),
        Asking::AddRound(name) => add_round(ui, name, palette),
        Asking::Sets => list_sets(ui, workspace, study, asking, palette),
        Asking::EditSet(draft) => sets::edit(ui, study, draft, palette),
        Asking::SaveQuery(draft) => ask_room::edit(ui, study, draft, palette),
        Asking::RemoveQuery(query) => ask_room::remove(ui, study, *query, palette),
        Asking::RemoveSet(set) => match sets::remove(ui, workspace, study, *set, palette)? {
            // Back to the list in which it was chosen.
            None => next(asking, Asking::Sets),
            reply => Some(reply),
        },
    }
}

fn lift_blind(ui: &mut Ui, palette: &Palette) -> Option<QuestionReply> {
    overlay::title(ui, tr!("End blind coding?"));
    ui.add_space(theme::GAP);
    ui.label(tr!("All coders will see each other’s passages, also in documents they have not finished."));
    ui.label(RichText::new(tr!("Once seen, this cannot be undone.")).color(palette.trouble));
    ui.add_space(theme::SPACE);
    let answer = Buttons::cautious(&[Choice::destructive(tr!("End blind coding"))]).show(ui)?;
    Some((answer != Confirmation::Cancel).then_some(Command::SetBlind { on: false }))
}

fn list_sets(
    ui: &mut Ui,
    workspace: &Workspace,
    study: &Study,
    asking: &mut Asking,
    palette: &Palette,
) -> Option<QuestionReply> {
    match sets::list(ui, study, workspace.is_writable(), palette)? {
        Chosen::Nothing => Some(None),
        Chosen::Edit(draft) => next(asking, Asking::EditSet(Box::new(draft))),
        Chosen::Remove(set) => next(asking, Asking::RemoveSet(set)),
    }
}

/// Asks something else in place of this.
fn next(asking: &mut Asking, next: Asking) -> Option<QuestionReply> {
    *asking = next;
    None
}

fn begin_blind(ui: &mut Ui) -> Option<QuestionReply> {
    overlay::title(ui, tr!("Start blind coding?"));
    ui.add_space(theme::GAP);
    ui.label(tr!(
        "Coders then see the work of others in a document only after they have marked it as finished, also in \
         counts and exports."
    ));
    ui.label(tr!("Nothing is deleted. The project lead ends blind coding in the coder menu."));
    ui.add_space(theme::SPACE);
    let answer = Buttons::new(&[Choice::primary(tr!("Start blind coding"))]).show(ui)?;
    Some((answer != Confirmation::Cancel).then_some(Command::SetBlind { on: true }))
}

fn remove_table(ui: &mut Ui, study: &Study, name: &str, palette: &Palette) -> Option<QuestionReply> {
    overlay::title(ui, tr!("Delete table “{title}”?", title = study.table_heading(name)));
    ui.add_space(theme::GAP);
    ui.label(tr!("Only the definition of the table is deleted: passages and codes stay."));
    ui.label(RichText::new(tr!("You can undo this with Ctrl+Z.")).color(palette.weak));
    ui.add_space(theme::SPACE);
    let answer = Buttons::cautious(&[Choice::destructive(tr!("Delete"))]).show(ui)?;
    Some((answer != Confirmation::Cancel).then(|| Command::RemoveTable { name: name.to_owned() }))
}

fn add_round(ui: &mut Ui, name: &str, palette: &Palette) -> Option<QuestionReply> {
    overlay::title(ui, tr!("Start a second coding round?"));
    ui.add_space(theme::GAP);
    ui.label(tr!("You will code as a new coder, “{name}”, starting with no passages.", name));
    ui.label(tr!("What you have coded so far stays under your name, so that you can compare both rounds."));
    ui.label(tr!("If you do not want to see your first round while you code, start blind coding, too."));
    ui.label(RichText::new(tr!("Ctrl+Z removes the new coder.")).color(palette.weak));
    ui.add_space(theme::SPACE);
    let answer = Buttons::new(&[Choice::primary(tr!("Start"))]).show(ui)?;
    Some((answer != Confirmation::Cancel).then(|| Command::AddCoder { name: name.to_owned() }))
}

fn add_attribute(
    ui: &mut Ui,
    study: &Study,
    of: Described,
    name: &mut String,
    kind: &mut VariableKind,
    palette: &Palette,
) -> Option<QuestionReply> {
    let taken = study.attribute_named(of, name.trim()).is_some();
    let title = match of {
        Described::Participants => tr!("Add attribute"),
        Described::Documents => tr!("Add attribute of documents"),
    };
    let question = NameQuestion::new(title, tr!("Add"), tr!("Name of the attribute")).taken_if(taken);
    overlay::title(ui, question.title);
    ui.add_space(theme::GAP);
    let entered = field(ui, question.label, name);
    ui.add_space(theme::GAP);
    kind_box(ui, tr!("Type of its values"), kind);
    let yes = question.buttons(ui, name, entered, palette)?;
    Some(yes.then(|| Command::AddAttribute { of, name: name.clone(), kind: *kind }))
}

/// Asks for a value of an attribute for documents.
fn set_value(
    ui: &mut Ui,
    study: &Study,
    documents: &[SourceId],
    id: VariableId,
    value: &mut String,
    palette: &Palette,
) -> Option<QuestionReply> {
    let Some(attribute) = study.attribute(id) else { return Some(None) };
    let name = attribute.name.replace('_', " ");
    let of = match documents {
        [one] => study.source(*one).map_or_else(String::new, |source| source.name.clone()),
        many => Noun::Document.counted(many.len() as u64),
    };
    overlay::title(ui, tr!("Set “{name}” of {documents}", name, documents = of));
    ui.add_space(theme::GAP);
    let entered = field(ui, tr!("Value"), value);
    let about = tr!("{kind}; leave it empty if it is not known", kind = attribute.kind.wanted());
    ui.label(RichText::new(about).color(palette.weak).small());
    let refusal = checked_value(attribute, value).err();
    if let Some(wrong) = &refusal {
        ui.label(RichText::new(wrong.to_string()).color(palette.trouble));
    }
    ui.add_space(theme::SPACE);
    let ready = refusal.is_none();
    let clicked = Buttons::new(&[Choice::primary(tr!("button" => "Set")).enabled_if(ready)]).saving().show(ui);
    let yes = clicked.map(|answer| answer != Confirmation::Cancel).or((entered && ready).then_some(true))?;
    let (sources, value) = (documents.to_vec(), Some(value.clone()));
    Some(yes.then_some(Command::SetDocumentValue { sources, variable: id, value }))
}

/// A choice of value kinds below its label, each with an example.
fn kind_box(ui: &mut Ui, label: &str, kind: &mut VariableKind) {
    let name = ui.label(label);
    let combo = ComboBox::from_id_salt(label).selected_text(kind.label()).show_list(ui, |ui| {
        for &choice in VariableKind::ALL {
            ui.selectable_value(kind, choice, choice.label()).on_hover_text(choice.wanted());
        }
    });
    combo.response.labelled_by(name.id);
}

fn describe(ui: &mut Ui, name: &mut String, description: &mut String, palette: &Palette) -> Option<QuestionReply> {
    let question = NameQuestion::new(tr!("Project properties"), tr!("Save"), tr!("Name of the project"));
    overlay::title(ui, question.title);
    ui.add_space(theme::GAP);
    let entered = field(ui, question.label, name);
    ui.add_space(theme::GAP);
    let label = ui.label(tr!("Description"));
    ui.add(TextEdit::multiline(description).desired_rows(5).desired_width(f32::INFINITY)).labelled_by(label.id);
    let yes = question.buttons(ui, name, entered, palette)?;
    Some(yes.then(|| Command::DescribeProject { name: name.clone(), description: description.trim().to_owned() }))
}

fn removed_documents(workspace: &Workspace, study: &Study, sources: &[SourceId]) -> String {
    let progress = &workspace.rooms.documents.progress;
    let mut held = Held::default();
    for &source in sources {
        held.passages += progress.passages_in(source, study.users.iter().map(|u| u.id));
        held.memos += progress.memos.get(&source).copied().unwrap_or(0);
    }
    let what = match sources {
        [one] => tr!("document {name}", name = study.source(*one).map_or("", |s| s.name.as_str())),
        many => Noun::Document.counted(many.len() as u64),
    };
    format!("{what}{}", with_all(held))
}

/// The coders whose passages are removed with the documents, except the current coder.
fn passages_of_others(workspace: &Workspace, study: &Study, sources: &[SourceId]) -> String {
    let progress = &workspace.rooms.documents.progress;
    let count =
        |user: &User| -> u64 { sources.iter().map(|&s| progress.passages_in(s, std::iter::once(user.id))).sum() };
    let counts = study.users.iter().map(|user| (user.name.clone(), count(user))).filter(|(_, count)| *count > 0);
    let others = ByCoder(counts.collect()).except(workspace.link.my_name());
    match (others.is_empty(), workspace.hides_others()) {
        (true, false) => String::new(),
        (false, false) => tr!("This deletes {others}.", others),
        (true, true) => {
            tr!("This also deletes what other coders coded here, which blind coding hides from you.").to_owned()
        }
        (false, true) => tr!("This deletes {others}, and passages that blind coding hides from you.", others),
    }
}

/// What else the question about documents says: whose passages are deleted, and which decisions no longer count.
fn also_removed(workspace: &Workspace, study: &Study, sources: &[SourceId]) -> Vec<String> {
    let others = Some(passages_of_others(workspace, study, sources)).filter(|text| !text.is_empty());
    others.into_iter().chain(decisions(workspace, sources)).collect()
}

/// Says how many decisions on disagreements lose their documents.
fn decisions(workspace: &Workspace, sources: &[SourceId]) -> Option<String> {
    let of = &workspace.rooms.documents.progress.decisions;
    let count: u64 = sources.iter().filter_map(|source| of.get(source)).sum();
    (count > 0).then(|| {
        tr!("{n} decision in Compare will no longer count." | "{n} decisions in Compare will no longer count." % count)
    })
}

fn removed_participants(workspace: &Workspace, study: &Study, participants: &[ParticipantId]) -> String {
    let mut held = Held::default();
    for &id in participants {
        held.values +=
            study.participant(id).map_or(0, |participant| participant.values.iter().flatten().count()) as u64;
        held.memos += workspace.rooms.documents.progress.participant_memos.get(&id).copied().unwrap_or(0);
    }
    let what = match participants {
        [one] => tr!("participant {name}", name = study.participant(*one).map_or("", |p| p.name.as_str())),
        many => Noun::Participant.counted(many.len() as u64),
    };
    format!("{what}{}", with_all(held))
}

/// Says what becomes of the documents of participants who are deleted.
fn documents_of_removed(study: &Study, participants: &[ParticipantId]) -> String {
    let speaks = |source: &Source| participants.iter().any(|id| source.speakers.has(*id));
    let spoken = study.sources.iter().filter(|source| speaks(source)).count();
    let owned = study.sources.iter().filter(|source| source.participant.is_some_and(|id| participants.contains(&id)));
    let owned = owned.count();
    let owned = (owned > 0).then(|| {
        tr!("{n} document is kept and becomes unassigned." | "{n} documents are kept and become unassigned." % owned)
    });
    let spoken = (spoken > 0).then(|| {
        tr!("{n} document is kept; what these participants say there then belongs to no participant."
            | "{n} documents are kept; what these participants say there then belongs to no participant." % spoken)
    });
    let sentences: Vec<String> = owned.into_iter().chain(spoken).collect();
    if sentences.is_empty() { tr!("No document belongs to them.").to_owned() } else { i18n::sentences(&sentences) }
}

fn removed_attribute(study: &Study, id: VariableId) -> String {
    let Some(attribute) = study.attribute(id) else { return String::new() };
    let (name, values) = (&attribute.name, study.values_of(id).count());
    format!("{}{}", tr!("attribute {name}", name), with_all(Held { values: values as u64, ..Held::default() }))
}

/// Names the typologies whose rows or columns use this attribute.
fn tables_with(study: &Study, id: VariableId) -> String {
    use crate::model::{TableShape, TypologyColumn};
    let of_participants = study.attribute(id).filter(|_| id.of == Described::Participants);
    let Some(variable) = of_participants else { return String::new() };
    let names = |table: &&crate::model::TableDefinition| match &table.kind {
        TableShape::Dimensions { .. } => false,
        TableShape::Typology { rows, columns } => {
            let is_it = |name: &String| same_name(name, &variable.name);
            let column =
                |c: &TypologyColumn| matches!(c, TypologyColumn::Attribute { attribute, .. } if is_it(attribute));
            rows.iter().any(is_it) || columns.iter().any(column)
        }
    };
    let tables: Vec<String> = study.tables.iter().filter(names).map(|t| format!("“{}”", t.title)).collect();
    if tables.is_empty() {
        return String::new();
    }
    tr!("It is used in {tables} and will disappear there.", tables = i18n::joined(&tables))
}
