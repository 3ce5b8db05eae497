//! The saved queries at the left of the Ask room, and the dialogs that name and delete them.

use crate::analysis::query::PassageQuery;
use crate::app::documents_room::Asking;
use crate::app::query_draft::QueryDraft;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::find::query_saved_as;
use crate::gui::bars::{self, RowAside, list_row};
use crate::gui::context_menu;
use crate::gui::name_question::{NameQuestion, QuestionReply, confirm, field};
use crate::gui::overlay;
use crate::gui::theme::{self, Palette};
use crate::model::{QueryId, SavedQuery, Study, same_name};
use crate::tr;
use egui::{RichText, ScrollArea, TextEdit, Ui};
use std::sync::Arc;

/// A saved query with what it asks now, or why it asks nothing.
struct Known {
    id: QueryId,
    asked: Result<String, String>,
}

/// What the saved queries ask in a study; found anew when the study changes.
#[derive(Default)]
pub(super) struct SavedQueries {
    of: Option<Arc<Study>>,
    known: Vec<Known>,
}

impl SavedQueries {
    fn refresh(&mut self, study: &Arc<Study>) {
        if self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, study)) {
            return;
        }
        let known = |saved: &SavedQuery| {
            let asked = query_saved_as(study, saved);
            Known { id: saved.id, asked: asked.map(|query| query.to_string()).map_err(|why| why.to_string()) }
        };
        self.known = study.queries.iter().map(known).collect();
        self.of = Some(study.clone());
    }

    /// The saved query that asks the same as the room.
    pub(super) fn shown(&self, typed: &str) -> Option<QueryId> {
        self.known.iter().find(|known| known.asked.as_deref() == Ok(typed)).map(|known| known.id)
    }

    pub(super) fn list(&mut self, ui: &mut Ui, workspace: &mut Workspace, study: &Arc<Study>, palette: &Palette) {
        self.refresh(study);
        bars::heading(ui, tr!("Saved queries"), &study.queries.len().to_string(), palette);
        ui.add_space(theme::GAP);
        if study.queries.is_empty() {
            let how = tr!("None yet. Save a query to ask it again later.");
            ui.label(RichText::new(how).color(palette.weak));
            return;
        }
        let shown = self.shown(workspace.rooms.ask.typed());
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("saved queries").auto_shrink(false).show(ui, |ui| {
            for (saved, known) in study.queries.iter().zip(&self.known) {
                let is_shown = shown == Some(saved.id);
                let (beside, about) = match &known.asked {
                    Ok(query) => (RowAside::Nothing, query.clone()),
                    Err(why) => (RowAside::Words("!"), why.clone()),
                };
                let response = list_row(ui, &saved.name, beside, &saved.name, is_shown, palette);
                let notes = [about, saved.definition.memo.clone()];
                let notes: Vec<String> = notes.into_iter().filter(|note| !note.is_empty()).collect();
                let response = response.on_hover_text(notes.join("\n"));
                if response.clicked() {
                    // What it asked before something was deleted can be corrected in its text.
                    let query = known.asked.clone().unwrap_or_else(|_| saved.definition.query.clone());
                    workspace.rooms.ask.open(saved.id, query);
                }
                let writable = workspace.is_writable();
                context_menu::show(&response, |ui| {
                    if ui.add_enabled(writable, egui::Button::new(tr!("Name and memo…"))).clicked() {
                        let query = known.asked.clone().unwrap_or_else(|_| saved.definition.query.clone());
                        let draft = QueryDraft::of(saved, query);
                        workspace.rooms.documents.asking = Some(Asking::SaveQuery(Box::new(draft)));
                        ui.close();
                    }
                    if ui.add_enabled(writable, egui::Button::new(tr!("Delete…"))).clicked() {
                        workspace.rooms.documents.asking = Some(Asking::RemoveQuery(saved.id));
                        ui.close();
                    }
                });
            }
        });
    }

    /// The buttons that save the query of the room.
    pub(super) fn buttons(&self, ui: &mut Ui, workspace: &mut Workspace, study: &Study) {
        let Some(Ok(query)) = workspace.rooms.ask.query() else { return };
        let query = query.to_string();
        if !workspace.is_writable() || self.shown(&query).is_some() {
            return;
        }
        let opened = workspace.rooms.ask.opened().and_then(|id| study.saved_query(id));
        if ui.button(tr!("Save query…")).clicked() {
            let draft = QueryDraft::new(query.clone());
            workspace.rooms.documents.asking = Some(Asking::SaveQuery(Box::new(draft)));
        }
        if let Some(saved) = opened
            && ui.button(tr!("Save as “{name}”", name = saved.name)).clicked()
            && let Ok(query) = query.parse()
        {
            let (name, memo) = (saved.name.clone(), saved.definition.memo.clone());
            workspace.link.execute(Command::SaveQuery { saved: Some(saved.id), name, query, memo });
        }
    }
}

/// The dialog for the name and the memo of a query.
pub(in crate::gui) fn edit(
    ui: &mut Ui,
    study: &Study,
    draft: &mut QueryDraft,
    palette: &Palette,
) -> Option<QuestionReply> {
    let is_taken = |saved: &SavedQuery| same_name(&saved.name, &draft.name) && Some(saved.id) != draft.id;
    let title = if draft.id.is_none() { tr!("Save query") } else { tr!("Saved query") };
    let question = NameQuestion::new(title, tr!("Save"), tr!("Name")).taken_if(study.queries.iter().any(is_taken));
    overlay::title(ui, question.title);
    ui.label(RichText::new(&draft.query).color(palette.weak).monospace().size(theme::SMALL));
    ui.add_space(theme::GAP);
    let entered = field(ui, question.label, &mut draft.name);
    ui.add_space(theme::GAP);
    let label = ui.label(tr!("Memo"));
    let memo = TextEdit::multiline(&mut draft.memo).desired_rows(2).desired_width(f32::INFINITY);
    ui.add(memo).labelled_by(label.id);
    let yes = question.buttons(ui, &draft.name, entered, palette)?;
    let query: PassageQuery = match draft.query.parse() {
        Ok(query) => query,
        // It was deleted or cannot be read since.
        Err(_) => return Some(None),
    };
    let (saved, name, memo) = (draft.id, draft.name.clone(), draft.memo.clone());
    Some(yes.then_some(Command::SaveQuery { saved, name, query, memo }))
}

/// Asks before a query is deleted.
pub(in crate::gui) fn remove(ui: &mut Ui, study: &Study, id: QueryId, palette: &Palette) -> Option<QuestionReply> {
    let Some(saved) = study.saved_query(id) else { return Some(None) };
    let what = tr!("query “{name}”", name = saved.name);
    let stay = tr!("The passages that it finds stay as they are.");
    confirm(ui, &what, stay, palette, || Command::RemoveQuery { saved: id })
}
