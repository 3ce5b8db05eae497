//! Finds words in all documents: settings on the left, results on the right; all results can be coded after a preview.

use super::awaited;
use super::bars::RowAside;
use super::overlay;
use super::passage_list::{List, ListState, Look};
use super::passages_room::{characters, context, unread_words};
use super::theme::{self, Palette, Weighted};
use crate::app::words::PassagePlace;
use crate::app::workspace::Workspace;
use crate::engine::search::{Extent, MOST_FOUND};
use crate::gui::check_box;
use crate::model::{Noun, Study};
use crate::text::NameFilter;
use crate::tr;
use egui::{Button, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

/// Seconds without typing before the search starts.
const DELAY: f64 = 0.2;

#[derive(Default)]
pub(super) struct FindAll {
    /// Time of the last keystroke, in seconds of the window's clock.
    typed: f64,
    list: ListState,
}

impl FindAll {
    pub(super) fn side(&mut self, ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
        if workspace.rooms.passages.search.code_all.is_some() {
            code_all(ui, workspace, study, palette);
            return;
        }
        let search = &mut workspace.rooms.passages.search;
        let edit =
            TextEdit::singleline(&mut search.term).hint_text(tr!("Find in all documents")).desired_width(f32::INFINITY);
        let response = ui.add(edit);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Find in all documents")));
        check_box::show(ui, &mut search.how.whole_words, tr!("Whole words only"));
        check_box::show(ui, &mut search.how.match_case, tr!("Match case"));
        if ui.memory(|memory| memory.focused().is_none()) && search.term.is_empty() {
            response.request_focus();
        }
        let now = ui.input(|input| input.time);
        if response.changed() {
            self.typed = now;
        }
        if workspace.rooms.passages.search_is_new() {
            let wait = self.typed + DELAY - now;
            if wait <= 0.0 {
                workspace.rooms.passages.search(&mut workspace.link);
            } else {
                ui.ctx().request_repaint_after(Duration::from_secs_f64(wait));
            }
        }
        ui.add_space(theme::SPACE);
        let search = &workspace.rooms.passages.search;
        let some =
            search.found.as_deref().is_some_and(|found| !found.places.is_empty()) && !search.pending.is_waiting();
        if workspace.is_writable() {
            let button = ui.add_enabled(some, Button::new(tr!("Code all…")));
            if button.on_hover_text(tr!("Shows what would be coded first")).clicked() {
                workspace.rooms.passages.code_all(Extent::Words, &mut workspace.link);
            }
        }
    }

    pub(super) fn results(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
        let found = workspace.rooms.passages.search.found.clone();
        heading(ui, workspace, palette);
        let Some(found) = found else {
            let search = &workspace.rooms.passages.search;
            if search.pending.is_waiting() || search.pending.failure().is_some() {
                if awaited::show(ui, &search.pending, tr!("Searching…"), palette) {
                    workspace.rooms.passages.search(&mut workspace.link);
                }
                return;
            }
            let hint = tr!("Type what to find on the left. Case is ignored unless you select “Match case”.");
            ui.label(RichText::new(hint).color(palette.weak));
            return;
        };
        if found.more && !workspace.rooms.passages.is_searching() {
            ui.label(tr!("Showing the first {count} matches. Type more to narrow the search.", count = MOST_FOUND));
        }
        if found.places.is_empty() {
            ui.label(tr!("No matches."));
            return;
        }
        unread_words(ui, workspace, palette);
        let code_all = workspace.rooms.passages.search.code_all.clone();
        let places: &[PassagePlace] = match code_all.as_ref().map(|all| all.places.as_deref()) {
            Some(Some(places)) => places,
            _ => &found.places,
        };
        let groups = workspace.rooms.passages.search.groups.clone();
        let of: Arc<dyn Any + Send + Sync> = match code_all.as_ref().and_then(|all| all.places.clone()) {
            Some(places) => places,
            None => found.clone(),
        };
        let around = workspace.rooms.passages.excerpts.context();
        let shape = List {
            id: "found",
            of,
            rows: places.len(),
            groups: &groups,
            counted: &|rows| tr!("{n} match" | "{n} matches" % rows.len()),
            characters: &|at| places.get(at).map_or(0, |(_, range)| characters(*range, around)),
            most_lines: usize::MAX,
            reveal: None,
            tab_stop: None,
        };
        let shown = shape.show(ui, &mut self.list, palette, |at| {
            let place = places.get(at)?;
            let group = groups.partition_point(|(_, first)| *first <= at);
            let document = group.checked_sub(1).and_then(|g| groups.get(g)).map_or("", |(name, _)| name.as_str());
            let first = group.checked_sub(1).and_then(|g| groups.get(g)).map_or(0, |(_, first)| *first);
            let end = groups.get(group).map_or(places.len(), |(_, first)| *first);
            Some(Look {
                code: String::new(),
                about: tr!("{place} of {count}", place = at + 1 - first.min(at), count = end - first.min(end)),
                coders: String::new(),
                color: None,
                excerpt: workspace.rooms.passages.excerpts.of(*place),
                stretches: Vec::new(),
                memo: None,
                note: None,
                important: false,
                chosen: false,
                checked: code_all.as_ref().map(|all| !all.left_out.contains(&at)),
                named: vec![document],
                label: tr!("Found in {document}", document),
            })
        });
        let sight = places.get(shown.sight.clone()).unwrap_or_default().to_vec();
        let clicked = shown.clicked().and_then(|at| Some((at, *places.get(at)?)));
        workspace.rooms.passages.need_words(&sight, &mut workspace.link);
        match (clicked, &mut workspace.rooms.passages.search.code_all) {
            (Some((at, _)), Some(all)) => {
                if !all.left_out.remove(&at) {
                    all.left_out.insert(at);
                }
            }
            (Some((_, (source, range))), None) => workspace.show_document(source, Some(range)),
            (None, _) => {}
        }
    }
}

/// What was found in numbers, and how much text around it is shown.
fn heading(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    let found = workspace.rooms.passages.search.found.clone();
    ui.horizontal(|ui| {
        ui.label(RichText::new(tr!("Find in all documents")).heading());
        let count = found.as_deref().map(|found| {
            let (number, documents) = (found.places.len(), workspace.rooms.passages.search.groups.len());
            if found.more && workspace.rooms.passages.is_searching() {
                return tr!("More than {n} match" | "More than {n} matches" % number);
            }
            let documents = Noun::Document.counted(documents as u64);
            tr!("{n} match in {documents}" | "{n} matches in {documents}" % number, documents)
        });
        ui.label(RichText::new(count.unwrap_or_default()).color(palette.weak));
        if workspace.rooms.passages.is_searching() {
            ui.spinner();
        }
    });
    ui.horizontal(|ui| context(ui, workspace));
    ui.add_space(theme::GAP);
}

/// The code, how much text around each result, and the number of passages this makes.
fn code_all(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
    let Some(mut all) = workspace.rooms.passages.search.code_all.clone() else { return };
    if all.submission.is_done() {
        workspace.rooms.passages.search.code_all = None;
        return;
    }
    let count = all.passages().len();
    ui.label(RichText::new(tr!("Code all matches")).medium());
    ui.label(RichText::new(tr!("Clear the matches you don’t want to code.")).color(palette.weak).small());
    ui.add_space(theme::GAP);
    let extents =
        [(Extent::Words, tr!("the match")), (Extent::Sentence, tr!("its sentence")), (Extent::Turn, tr!("its turn"))];
    let mut extent = all.extent;
    ui.horizontal_wrapped(|ui| {
        for (value, label) in extents {
            ui.radio_value(&mut extent, value, label);
        }
    });
    ui.add_space(theme::SPACE);
    let name = all.code.map(|code| study.codebook.path(code).to_string());
    ui.label(
        RichText::new(name.as_deref().map_or(tr!("With which code?").to_owned(), |name| tr!("With: {name}", name)))
            .medium(),
    );
    let (mut go, mut cancel) = (false, false);
    ui.horizontal(|ui| {
        let ready = count > 0 && all.code.is_some() && !all.submission.is_under_way();
        go = ui.add_enabled(ready, Button::new(tr!("Code {n} passage" | "Code {n} passages" % count))).clicked();
        cancel = ui.button(tr!("Cancel")).clicked();
    });
    overlay::submitted(ui, &all.submission);
    ui.add_space(theme::GAP);
    let edit = TextEdit::singleline(&mut all.typed).hint_text(tr!("Find a code")).desired_width(f32::INFINITY);
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Find the code to code with")));
    let wanted = NameFilter::of_path(&all.typed);
    let found: Vec<_> = study.codebook.codes().iter().filter(|code| wanted.finds(&code.name)).collect();
    if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) && !wanted.is_empty() {
        all.code = found.first().map(|code| code.id).or(all.code);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("code all").auto_shrink(false).show_rows(
        ui,
        theme::ROW,
        found.len(),
        |ui, range| {
            for code in found.get(range).unwrap_or_default() {
                let path = study.codebook.path(code.id).to_string();
                let label = tr!("With {path}", path);
                // A filtered tree shows no indentation, so the parent distinguishes two codes of the same name.
                let above =
                    code.parent.filter(|_| !wanted.is_empty()).map(|parent| study.codebook.path(parent).to_string());
                let depth = if wanted.is_empty() { study.codebook.depth(code.id) as f32 } else { 0.0 };
                ui.horizontal(|ui| {
                    ui.add_space(depth * 12.0);
                    let beside = above.as_deref().map_or(RowAside::Nothing, RowAside::Words);
                    let row = super::bars::list_row(ui, &code.name, beside, &label, all.code == Some(code.id), palette);
                    if row.on_hover_text(path).clicked() {
                        all.code = Some(code.id);
                    }
                });
            }
        },
    );
    let widened = extent != all.extent;
    workspace.rooms.passages.search.code_all = (!cancel).then_some(all);
    if go {
        workspace.code_found();
    } else if widened && !cancel {
        workspace.rooms.passages.code_all(extent, &mut workspace.link);
    }
}
