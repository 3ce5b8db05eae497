//! What a query finds: numbers, and below them the passages, the participants, the documents, and the participants who say
//! nothing of the kind.

use crate::analysis::query::FoundPlace;
use crate::app::action::Action;
use crate::app::ask_room::{AskRoom, AskView, Only};
use crate::app::workspace::Workspace;
use crate::engine::find::{CardWords, FoundPlaces, FoundStretch};
use crate::gui::awaited;
use crate::gui::bars::{self, RowAside, list_row};
use crate::gui::empty::Empty;
use crate::gui::icons::Picture;
use crate::gui::passage_list::{List, ListState, Look, MarkedStretch};
use crate::gui::tables::{removable, value_of_attribute};
use crate::gui::theme::{self, Palette, Weighted};
use crate::model::{Described, Noun, Participant, ParticipantId, Study};
use crate::{i18n, tr};
use egui::{Button, RichText, ScrollArea, Ui};
use std::sync::Arc;

/// The list of passages from frame to frame.
#[derive(Default)]
pub(super) struct ResultList {
    state: ListState,
    /// What the groups are of.
    of: Option<Arc<Vec<usize>>>,
    /// The documents, each with its first row.
    groups: Vec<(String, usize)>,
}

impl ResultList {
    /// Finds the documents of another list.
    fn divide(&mut self, listed: &Arc<Vec<usize>>, found: &FoundPlaces, study: &Study) {
        if self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, listed)) {
            return;
        }
        let source = |passage: &usize| found.passage(*passage).first().map(|place| place.source);
        let mut first = 0;
        self.groups.clear();
        for of_document in listed.chunk_by(|one, other| source(one) == source(other)) {
            let document = of_document.first().and_then(source).and_then(|source| study.source(source));
            self.groups.push((document.map(|document| document.name.clone()).unwrap_or_default(), first));
            first += of_document.len();
        }
        self.of = Some(listed.clone());
    }
}

pub(super) fn show(
    ui: &mut Ui,
    list: &mut ResultList,
    workspace: &mut Workspace,
    study: &Study,
    palette: &Palette,
    is_closing: bool,
) -> Option<Action> {
    let Some(found) = workspace.rooms.ask.found().cloned() else {
        let is_readable = matches!(workspace.rooms.ask.query(), Some(Ok(_)));
        if is_readable && awaited::show(ui, workspace.rooms.ask.pending(), tr!("Looking…"), palette) {
            workspace.rooms.ask.ask_again();
        }
        return None;
    };
    let action = figures(ui, workspace, &found);
    views(ui, &mut workspace.rooms.ask, &found, palette);
    only(ui, &mut workspace.rooms.ask, study, palette);
    ui.add_space(theme::GAP);
    if found.places.is_empty() && workspace.rooms.ask.view != AskView::Without {
        let sentence = tr!("No passage fits. Check whose codings count, widen the relation, or remove a condition.");
        Empty { picture: Picture::Quotation, title: tr!("Nothing found"), sentence, buttons: &[] }.show(ui, palette);
        return action;
    }
    match workspace.rooms.ask.view {
        AskView::Passages => {
            let opened = passages(ui, list, workspace, study, &found, palette);
            if let Some(place) = opened.filter(|_| !is_closing) {
                workspace.show_document(place.source, Some(place.range));
            }
        }
        AskView::Participants => participants(ui, &mut workspace.rooms.ask, study, &found, palette),
        AskView::Documents => documents(ui, &mut workspace.rooms.ask, study, &found, palette),
        AskView::Without => without(ui, study, &found, palette),
    }
    action
}

fn said(found: &FoundPlaces) -> usize {
    found.participants.iter().filter(|(_, passages)| *passages > 0).count()
}

/// How many passages, of how many participants, in how many documents.
fn figures(ui: &mut Ui, workspace: &mut Workspace, found: &FoundPlaces) -> Option<Action> {
    let (said, all) = (said(found), Noun::Participant.counted(found.participants.len() as u64));
    let figures = [
        Noun::Passage.counted(found.passages() as u64),
        tr!("{n} of {participants}", n = said, participants = all),
        Noun::Document.counted(found.documents.len() as u64),
    ];
    let row = ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::WIDE;
        for (place, figure) in figures.into_iter().enumerate() {
            let label = ui.label(RichText::new(figure).size(theme::TITLE).medium());
            if place == 1 {
                let about = tr!(
                    "Of the participants whom the conditions of the query allow. A passage of several participants counts for each."
                );
                label.on_hover_text(about);
            }
        }
        if workspace.rooms.ask.pending().is_waiting() {
            ui.spinner();
        }
        ui.spacing_mut().item_spacing.x = theme::SPACE;
        // In a small window, they are in the menu with the settings.
        if theme::is_tight(ui.ctx()) { None } else { actions(ui, workspace) }
    });
    row.inner
}

/// What can be done with the listed passages.
pub(super) fn actions(ui: &mut Ui, workspace: &mut Workspace) -> Option<Action> {
    let some = workspace.rooms.ask.is_shown();
    let copy = ui.add_enabled(some, Button::new(tr!("Copy")));
    if copy.on_hover_text(tr!("Copies the listed passages with what stands beside them")).clicked() {
        workspace.rooms.ask.copy(&mut workspace.link);
    }
    let mut actions = Vec::new();
    bars::button(ui, some && workspace.is_writable(), Action::CodeFound, &mut actions);
    actions.pop()
}

fn views(ui: &mut Ui, room: &mut AskRoom, found: &FoundPlaces, palette: &Palette) {
    let missing = found.participants.len() - said(found);
    ui.horizontal_wrapped(|ui| {
        for (view, label) in [
            (AskView::Passages, tr!("Passages").to_owned()),
            (AskView::Participants, tr!("By participant").to_owned()),
            (AskView::Documents, tr!("By document").to_owned()),
            (AskView::Without, tr!("Not found in ({n})", n = missing)),
        ] {
            let chosen = room.view == view;
            let text = RichText::new(label).color(if chosen { palette.text } else { palette.weak });
            if ui.add(Button::selectable(chosen, text)).clicked() {
                room.view = view;
            }
        }
    });
}

/// Whose passages are listed, if it is not all of them.
fn only(ui: &mut Ui, room: &mut AskRoom, study: &Study, palette: &Palette) {
    let name = match room.only() {
        None => return,
        Some(Only::Participant(id)) => participant(study, id).map_or("", |one| one.name.as_str()),
        Some(Only::Document(id)) => study.source(id).map_or("", |one| one.name.as_str()),
    };
    if room.view != AskView::Passages {
        return;
    }
    let text = tr!("Only {name}", name);
    let removes = removable(ui, (&text, tr!("List all passages")), palette, |ui| drop(ui.label(&text)));
    if removes {
        room.list_only(None);
    }
}

fn participant(study: &Study, id: ParticipantId) -> Option<&Participant> {
    study.participants.iter().find(|one| one.id == id)
}

fn passages(
    ui: &mut Ui,
    list: &mut ResultList,
    workspace: &mut Workspace,
    study: &Study,
    found: &Arc<FoundPlaces>,
    palette: &Palette,
) -> Option<FoundPlace> {
    if let Some(why) = workspace.rooms.ask.failure().map(str::to_owned)
        && awaited::failure(ui, &why, palette)
    {
        workspace.rooms.ask.ask_again();
    }
    let listed = workspace.rooms.ask.listed().clone();
    let place = |row: usize| found.passage(*listed.get(row)?).first().copied();
    list.divide(&listed, found, study);
    let ResultList { state, groups, .. } = list;
    let shape = List {
        id: "found by a query",
        of: listed.clone(),
        rows: listed.len(),
        groups,
        counted: &|rows| Noun::Passage.counted(rows.len() as u64),
        characters: &|row| place(row).map_or(0, |place| place.range.len().min(600) + 240),
        most_lines: usize::MAX,
        reveal: None,
        tab_stop: None,
    };
    let shown = {
        let workspace = &*workspace;
        shape.show(ui, state, palette, |row| {
            let number = *listed.get(row)?;
            look(workspace, study, found.passage(number), workspace.rooms.ask.words(number))
        })
    };
    workspace.rooms.ask.need_words(shown.sight.clone(), &mut workspace.link);
    shown.clicked().and_then(place)
}

/// A card. `places`: those of one passage, one for each of its coders.
fn look<'a>(
    workspace: &'a Workspace,
    study: &'a Study,
    places: &[FoundPlace],
    words: Option<&'a CardWords>,
) -> Option<Look<'a>> {
    let first = places.first()?;
    let document = study.source(first.source).map_or("", |source| source.name.as_str());
    let code = first.code().and_then(|code| workspace.looks.codes.get(&code));
    let coders = places.iter().filter_map(FoundPlace::coder).map(|user| workspace.user_name(user));
    let coders = i18n::joined(&coders.collect::<Vec<_>>());
    let turn = words.and_then(|words| words.turn).map(|turn| tr!("turn {n}", n = turn));
    let path = code.map_or("", |look| look.path.as_str());
    let label = [path, document, &coders].into_iter().filter(|part| !part.is_empty());
    let label = label.collect::<Vec<_>>().join(tr!("between parts of a label" => ", "));
    let stretches = words.map(|words| &words.stretches[..]).unwrap_or_default();
    Some(Look {
        code: path.to_owned(),
        about: turn.unwrap_or_default(),
        coders,
        color: code.map(|look| look.color),
        excerpt: None,
        stretches: stretches.iter().map(|stretch| marked(workspace, study, stretch, first)).collect(),
        memo: None,
        note: words.and_then(|words| beside(workspace, words)),
        important: false,
        chosen: false,
        checked: None,
        named: vec![document],
        label,
    })
}

fn marked<'a>(
    workspace: &Workspace,
    study: &Study,
    stretch: &'a FoundStretch,
    passage: &FoundPlace,
) -> MarkedStretch<'a> {
    let color = |code| workspace.looks.codes.get(&code).map(|look| look.color);
    let other = Some(stretch.source).filter(|source| *source != passage.source);
    MarkedStretch {
        stretch,
        colors: stretch.marks.iter().map(|mark| mark.code.and_then(color)).collect(),
        document: other.and_then(|source| study.source(source)).map(|source| source.name.clone()).unwrap_or_default(),
    }
}

/// The codes of the places because of which a passage was found.
fn beside(workspace: &Workspace, words: &CardWords) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for mark in words.stretches.iter().flat_map(|stretch| &stretch.marks).filter(|mark| !mark.is_result) {
        let name = mark.code.and_then(|code| workspace.looks.codes.get(&code)).map(|look| look.name.as_str());
        if let Some(name) = name.filter(|name| !names.contains(name)) {
            names.push(name);
        }
    }
    let more = (words.more > 0).then(|| tr!("{n} more place" | "{n} more places" % words.more));
    let names = names.into_iter().map(str::to_owned).chain(more).collect::<Vec<_>>();
    (!names.is_empty()).then(|| tr!("Beside it: {codes}", codes = i18n::joined(&names)))
}

/// What is known about a participant, in a few words.
fn attributes(study: &Study, participant: &Participant) -> String {
    let values = participant.values.iter().zip(&study.variables);
    let values = values.filter_map(|(value, variable)| {
        let value = value.as_deref()?;
        Some(value_of_attribute(study, Described::Participants, &variable.name, value))
    });
    values.take(4).collect::<Vec<_>>().join(" · ")
}

fn participants(ui: &mut Ui, room: &mut AskRoom, study: &Study, found: &FoundPlaces, palette: &Palette) {
    let rows: Vec<_> = found.participants.iter().filter(|(_, passages)| *passages > 0).collect();
    let mut chosen = None;
    rows_of(ui, rows.len(), |ui, row| {
        let Some((id, passages)) = rows.get(row) else { return };
        let name = participant(study, *id).map_or("", |one| one.name.as_str());
        if counted_row(ui, name, *passages, palette) {
            chosen = Some(Only::Participant(*id));
        }
    });
    if chosen.is_some() {
        room.list_only(chosen);
    }
}

fn documents(ui: &mut Ui, room: &mut AskRoom, study: &Study, found: &FoundPlaces, palette: &Palette) {
    let mut chosen = None;
    rows_of(ui, found.documents.len(), |ui, row| {
        let Some((id, passages)) = found.documents.get(row) else { return };
        let name = study.source(*id).map_or("", |one| one.name.as_str());
        if counted_row(ui, name, *passages, palette) {
            chosen = Some(Only::Document(*id));
        }
    });
    if chosen.is_some() {
        room.list_only(chosen);
    }
}

/// A name with its number of passages. Returns whether these are to be listed.
fn counted_row(ui: &mut Ui, name: &str, passages: usize, palette: &Palette) -> bool {
    let counted = Noun::Passage.counted(passages as u64);
    let label = tr!("label" => "{name}: {value}", name, value = counted);
    list_row(ui, name, RowAside::Words(&counted), &label, false, palette).clicked()
}

fn without(ui: &mut Ui, study: &Study, found: &FoundPlaces, palette: &Palette) {
    let rows: Vec<_> = found.participants.iter().filter(|(_, passages)| *passages == 0).collect();
    if rows.is_empty() {
        ui.label(RichText::new(tr!("Every participant whom the conditions allow has a passage.")).color(palette.weak));
        return;
    }
    rows_of(ui, rows.len(), |ui, row| {
        let Some(one) = rows.get(row).and_then(|(id, _)| participant(study, *id)) else { return };
        ui.horizontal(|ui| {
            ui.label(&one.name);
            ui.label(RichText::new(attributes(study, one)).color(palette.weak).small());
        });
    });
}

fn rows_of(ui: &mut Ui, count: usize, mut row: impl FnMut(&mut Ui, usize)) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt("rows of a query").auto_shrink(false);
    area.show_rows(ui, theme::ROW, count, |ui, range| range.for_each(|place| row(ui, place)));
}
