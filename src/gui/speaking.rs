//! The dialog that states which participants the speakers of documents are, and which two participants are one person.

mod joining;

use super::check_box;
use super::dialog_buttons::{Buttons, Choice, Confirmation};
use super::documents_room::filter_field;
use super::overlay::{self, Entered};
use super::participant_choice::{WhoChoice, in_words};
use super::theme::{self, Palette, Weighted};
use super::{awaited, bars};
use crate::app::speaking::{Joining, SpeakersDraft};
use crate::app::workspace::Workspace;
use crate::engine::speakers::{DocumentSpeakers, LabelledSpeaker};
use crate::i18n;
use crate::model::{Noun, SourceId, SpeakerIs, Study};
use crate::text::{NameFilter, some_of};
use crate::tr;
use egui::{Button, Context, Frame, Margin, Panel, RichText, ScrollArea, Sense, Ui, pos2, vec2};

/// Widths of the list of documents, of the button that says who a speaker is, and of the suggestion beside it; and their
/// largest shares of a narrow dialog.
const DOCUMENTS: f32 = 220.0;
const WHO: f32 = 220.0;
const SUGGESTION: f32 = 140.0;
const DOCUMENTS_SHARE: f32 = 0.32;
const WHO_SHARE: f32 = 0.4;
const SUGGESTION_SHARE: f32 = 0.28;
/// The most documents that a sentence names.
const NAMED: usize = 3;

/// What to do after a frame.
enum Wish {
    Close,
    Keep,
    Join,
    Refresh,
}

pub fn show(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(study) = workspace.study.clone() else { return };
    let Some(draft) = &mut workspace.rooms.speaking.open else { return };
    if let Some(joining) = &draft.joining
        && joining.submission.is_done()
    {
        draft.joining = None;
    }
    if draft.only_joins && draft.joining.is_none() {
        workspace.rooms.speaking.open = None;
        return;
    }
    let (is_joining, done) = (draft.joining.is_some(), draft.submission.is_done());
    let submission = draft.joining.as_ref().map_or(&draft.submission, |joining| &joining.submission).clone();
    let changed =
        draft.joining.as_ref().map_or(!draft.choices.is_empty(), |one| one.from.is_some() && !draft.only_joins);
    let entered = Entered { changed, submission: &submission };
    let size = ctx.content_rect().size() - vec2(72.0, 120.0);
    let mut wish = None;
    let (name, width) = if is_joining { ("join participants", 560.0) } else { ("who speaks", size.x.min(900.0)) };
    let ((), close) = overlay::draft(ctx, name, width, entered, |ui| match &mut draft.joining {
        Some(joining) => wish = self::joining::contents(ui, joining, &study, palette),
        None => wish = contents(ui, draft, &study, size.y.min(720.0), palette),
    });
    if close && is_joining {
        draft.joining = None;
    } else if close || done {
        wish = Some(Wish::Close);
    }
    match wish {
        Some(Wish::Close) => workspace.rooms.speaking.open = None,
        Some(Wish::Keep) => workspace.keep_who_speaks(),
        Some(Wish::Join) => workspace.join_participants(),
        Some(Wish::Refresh) => workspace.refresh_rooms(),
        None => {}
    }
}

fn contents(ui: &mut Ui, draft: &mut SpeakersDraft, study: &Study, height: f32, palette: &Palette) -> Option<Wish> {
    let mut wish = None;
    overlay::title(ui, tr!("Speakers and participants"));
    let about =
        tr!("A passage belongs to the participants whose words it contains. Interviewers are not participants.");
    ui.label(RichText::new(about).color(palette.weak));
    ui.add_space(theme::SPACE);
    if study.sources.is_empty() {
        ui.label(tr!("The project has no documents yet. Import some first."));
    } else {
        let room = (height - 170.0).max(160.0);
        ui.allocate_ui(vec2(ui.available_width(), room), |ui| {
            ui.set_height(room);
            if study.sources.len() > 1 {
                let width = DOCUMENTS.min(ui.available_width() * DOCUMENTS_SHARE);
                Panel::left("documents with speakers").frame(Frame::NONE).exact_size(width).resizable(false).show(
                    ui,
                    |ui| {
                        if documents(ui, draft, study, palette) {
                            wish = Some(Wish::Refresh);
                        }
                    },
                );
            }
            let frame = Frame::NONE.inner_margin(Margin { left: 12, ..Margin::ZERO });
            egui::CentralPanel::default().frame(frame).show(ui, |ui| {
                if speakers(ui, draft, study, palette) {
                    draft.read_again();
                    wish = Some(Wish::Refresh);
                }
            });
        });
    }
    ui.add_space(theme::SPACE);
    consequences(ui, draft, study, palette);
    let ready = !draft.changes().is_empty() && !draft.submission.is_under_way();
    let choices = [Choice::primary(tr!("Apply")).enabled_if(ready)];
    let can_join = study.participants.len() > 1 && draft.choices.is_empty();
    let join = Choice::plain(tr!("Join two participants…"))
        .enabled_if(can_join)
        .why_not(tr!("Needs two participants, and no changes here that are not applied yet."));
    match Buttons::new(&choices).aside(join).saving().show(ui) {
        Some(Confirmation::Do(_)) => return Some(Wish::Keep),
        Some(Confirmation::Aside) => draft.joining = Some(Joining::default()),
        Some(Confirmation::Cancel) => ui.close(),
        None => {}
    }
    wish
}

/// The documents to tick. Returns whether the selection has changed.
fn documents(ui: &mut Ui, draft: &mut SpeakersDraft, study: &Study, palette: &Palette) -> bool {
    filter_field(ui, &mut draft.filter, tr!("Filter documents"), f32::INFINITY);
    ui.add_space(theme::GAP);
    let wanted = NameFilter::new(&draft.filter);
    let found: Vec<_> = study.sources.iter().filter(|source| wanted.finds(&source.name)).collect();
    if found.is_empty() {
        ui.label(RichText::new(tr!("No matching documents")).color(palette.weak));
        return false;
    }
    let mut changed = false;
    let is_all = found.iter().all(|source| draft.sources.contains(&source.id));
    let mut all = is_all;
    if check_box::show(ui, &mut all, RichText::new(tr!("All documents")).color(palette.weak)).clicked() {
        draft.sources.retain(|id| !found.iter().any(|source| source.id == *id));
        draft.sources.extend(found.iter().filter(|_| !is_all).map(|source| source.id));
        changed = true;
    }
    let area = ScrollArea::vertical().id_salt("documents with speakers").auto_shrink([false, false]);
    area.show_rows(ui, theme::ROW, found.len(), |ui, range| {
        for source in found.get(range).unwrap_or_default() {
            let mut on = draft.sources.contains(&source.id);
            if check_box::show(ui, &mut on, &source.name).clicked() {
                draft.sources.retain(|id| *id != source.id);
                draft.sources.extend(on.then_some(source.id));
                changed = true;
            }
        }
    });
    changed
}

/// The speakers of the selected documents. Returns whether to read them again.
fn speakers(ui: &mut Ui, draft: &mut SpeakersDraft, study: &Study, palette: &Palette) -> bool {
    if draft.sources.is_empty() {
        ui.label(RichText::new(tr!("Tick the documents whose speakers you want to see.")).color(palette.weak));
        return false;
    }
    let again = awaited::show(ui, &draft.pending, tr!("Detecting speakers…"), palette);
    let suggestions = draft.suggestions(study).len();
    if suggestions > 0 {
        let label = tr!("Use {n} suggestion" | "Use {n} suggestions" % suggestions);
        let about = tr!("Speakers with the name of a participant become that participant.");
        if ui.button(label).on_hover_text(about).clicked() {
            draft.take_suggestions(study);
        }
        ui.add_space(theme::GAP);
    }
    let documents: Vec<DocumentSpeakers> = draft.documents().cloned().collect();
    ScrollArea::vertical().id_salt("speakers of documents").auto_shrink([false, false]).show(ui, |ui| {
        for document in &documents {
            let name = study.source(document.source).map_or("", |source| source.name.as_str());
            ui.label(RichText::new(name).medium());
            if document.speakers.is_empty() {
                let none = tr!("No speakers. “Speakers in this document…” says which labels are speakers.");
                ui.label(RichText::new(none).color(palette.weak).small());
            }
            if let Some(words) = whole_document(study, document) {
                ui.label(RichText::new(words).color(palette.weak).small());
            }
            for speaker in &document.speakers {
                row(ui, draft, study, (document.source, speaker), palette);
            }
            ui.add_space(theme::SPACE);
        }
    });
    again
}

/// Says whose the passages of a document are while its speakers are not known.
fn whole_document(study: &Study, document: &DocumentSpeakers) -> Option<String> {
    let source = study.source(document.source).filter(|source| source.speakers.is_empty())?;
    let participant = &study.participant(source.participant?)?.name;
    (!document.speakers.is_empty()).then(|| {
        tr!(
            "All passages in this document count for {participant}, including the interviewer’s words, until you say here \
             who speaks.",
            participant
        )
    })
}

/// A speaker, how much they say, and who they are.
fn row(
    ui: &mut Ui,
    draft: &mut SpeakersDraft,
    study: &Study,
    (source, speaker): (SourceId, &LabelledSpeaker),
    palette: &Palette,
) {
    let now = draft.who(source, speaker);
    let mut chosen = None;
    ui.horizontal(|ui| {
        let suggested = draft.suggested(study, source, speaker);
        let all = ui.available_width();
        let who = WHO.min(all * WHO_SHARE);
        let suggestion = SUGGESTION.min(all * SUGGESTION_SHARE);
        let beside = suggested.map_or(0.0, |_| suggestion + theme::SPACE);
        let room = (all - who - beside - 2.0 * theme::SPACE).clamp(60.0, 320.0);
        let (rect, response) = ui.allocate_exact_size(vec2(room, theme::ROW), Sense::hover());
        let galley = bars::elided(ui, &speaker.label, theme::BODY, palette.text, rect.width());
        ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, palette.text);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &speaker.label));
        response.on_hover_text(&speaker.label);
        let own_name = draft.own_name(study, source, speaker);
        let alike = speaker.alike;
        let newcomers = || draft.new_participants(study);
        let offer = WhoChoice {
            study,
            label: &speaker.label,
            now: &now,
            of_document: draft.participant_of(study, source),
            own_name: &own_name,
            newcomers: &newcomers,
            alike,
            has_interviewer: true,
        };
        chosen = offer.show(ui, who);
        if let Some(alike) = suggested {
            let who = SpeakerIs::Participant(alike);
            let name = in_words(study, &who);
            let button = Button::new(tr!("{participant}?", participant = name)).truncate();
            let shown = ui.scope(|ui| {
                ui.set_max_width(suggestion);
                ui.add(button)
            });
            if shown.inner.on_hover_text(tr!("Same name")).clicked() {
                chosen = Some(who);
            }
        }
    });
    let said = match speaker.turns {
        0 => tr!("not in the text").to_owned(),
        turns => i18n::joined(&[Noun::Turn.counted(turns.into()), Noun::Character.counted(speaker.characters)]),
    };
    let said = match speaker.first_words.as_str() {
        "" => said,
        words => tr!("{said}: “{words}”", said, words),
    };
    ui.add(egui::Label::new(RichText::new(said).color(palette.weak).small()).truncate());
    if let Some(who) = chosen {
        draft.choose(source, speaker, who);
    }
}

/// What the changes will do besides.
fn consequences(ui: &mut Ui, draft: &mut SpeakersDraft, study: &Study, palette: &Palette) {
    let (changes, added) = (draft.changes().len(), draft.new_participants(study).len());
    let changed = (changes > 0).then(|| tr!("{n} speaker changed" | "{n} speakers changed" % changes));
    let new = (added > 0).then(|| tr!("{n} new participant" | "{n} new participants" % added));
    let parts: Vec<String> = changed.into_iter().chain(new).collect();
    if !parts.is_empty() {
        ui.label(RichText::new(i18n::joined(&parts)).color(palette.weak));
    }
    let untied = draft.untied(study);
    if !untied.is_empty() {
        let names = some_of(&untied, NAMED);
        let warning = tr!(
            "{names} belongs to one participant now, and will belong to its speakers instead."
                | "{names} belong to one participant each now, and will belong to their speakers instead."
                    % untied.len(),
            names
        );
        ui.label(RichText::new(warning).color(palette.trouble));
    }
    let absent = draft.absent(study);
    let names: Vec<String> =
        absent.iter().filter_map(|id| study.participant(*id)).map(|one| one.name.clone()).collect();
    if !names.is_empty() {
        check_box::show(ui, &mut draft.deletes_absent, deletes_absent(&names))
            .on_hover_text(tr!("Their attributes and memos are deleted, too. You can undo this."));
    }
}

/// The label of the choice to delete participants who will be in no document.
pub fn deletes_absent(names: &[String]) -> String {
    tr!(
        "Delete {names}, who will be in no document" | "Delete {names}, who will be in no documents" % names.len(),
        names = some_of(names, NAMED)
    )
}
