//! The preview of one document before it is stored: name, how it was read, speakers, what was left out, and the text.

use super::joined::Joining;
use super::{Wish, named};
use crate::app::importing::{DocumentLines, ImportPreview};
use crate::engine::import::{Clash, NewParticipants, ReadDocument, Reading, encodings};
use crate::gui::awaited;
use crate::gui::bars;
use crate::gui::bars::GrowTo;
use crate::gui::check_box;
use crate::gui::combo_keys;
use crate::gui::reading;
use crate::gui::reading::ShowByKeys;
use crate::gui::theme::{self, Palette, Weighted};
use crate::i18n;
use crate::model::{Noun, SpeakerRole, Study, Style};
use crate::table::number::clock;
use crate::text::{Label, encoding_title};
use crate::tr;
use egui::{
    CollapsingHeader, ComboBox, CornerRadius, Panel, Rect, RichText, Role, ScrollArea, Sense, TextEdit, Ui, pos2, vec2,
};

/// Maximum number of labels and remarks that are listed.
const LISTED: usize = 200;
/// Characters shown of a line.
const SHOWN: usize = 400;
const LINE: f32 = 22.0;
/// Greatest width of a speaker's label beside a line.
const LABEL: f32 = 96.0;
/// Width of the list of speakers, and its largest share of a narrow window.
const SPEAKERS: f32 = 300.0;
const SHARE: f32 = 0.48;
/// Below this width, the list of speakers is below the text, which then has this share of the height.
const NARROW: f32 = 590.0;
const WORDS: f32 = 0.4;
/// Widths of a label's line count and of its role menu.
const COUNT: f32 = 34.0;
const ROLE: f32 = 110.0;
/// Below this height, all about the speakers scrolls, and their roles come first.
const LOW: f32 = 360.0;

/// Shows the preview. Returns what to do after the frame, if anything.
pub fn show(
    ui: &mut Ui,
    preview: &mut ImportPreview,
    study: &Study,
    clashes: &[Option<Clash>],
    palette: &Palette,
) -> Option<Wish> {
    if preview.document().is_none() {
        let text = if preview.plan.projects.is_empty() {
            tr!("No document to preview")
        } else {
            tr!(
                "A project is imported whole: documents, codes, coders, passages, participants and memos. Anything that this project already has under the same name stays as it is."
            )
        };
        ui.label(RichText::new(text).color(palette.weak));
        return None;
    }
    let clash = clashes.get(preview.chosen).copied().flatten();
    name(ui, preview, study, clash, palette);
    let again = how_read(ui, preview, study, palette);
    remarks(ui, preview, palette);
    ui.add_space(theme::GAP);
    let all = match preview.how.make_participants {
        NewParticipants::Speakers => preview.speakers(study),
        NewParticipants::None | NewParticipants::Documents => Default::default(),
    };
    let for_all = spoken_text(ui, preview, Some(&Joining { study, all }), palette);
    again.map(Wish::ReadAgain).or(for_all)
}

/// Whom the speakers become; `None` for a stored document.
type Joined<'a> = Option<&'a Joining<'a>>;

/// The text, with the speakers on the right.
pub fn spoken_text(ui: &mut Ui, preview: &mut ImportPreview, joined: Joined<'_>, palette: &Palette) -> Option<Wish> {
    let mut for_all = false;
    let frame = egui::Frame::NONE.inner_margin(egui::Margin { left: 10, ..egui::Margin::ZERO });
    if ui.available_width() < NARROW {
        let height = ui.available_height() * WORDS;
        ui.allocate_ui(vec2(ui.available_width(), height), |ui| lines(ui, preview, palette));
        ui.add_space(theme::SPACE);
        return speakers(ui, preview, joined, palette).then_some(Wish::UseForAll);
    }
    Panel::right("speakers").frame(frame).exact_size(SPEAKERS.min(ui.available_width() * SHARE)).resizable(false).show(
        ui,
        |ui| {
            for_all = speakers(ui, preview, joined, palette);
        },
    );
    lines(ui, preview, palette);
    for_all.then_some(Wish::UseForAll)
}

pub fn clash_words(clash: Clash) -> &'static str {
    match clash {
        Clash::Known => tr!("The project has another document with this name"),
        Clash::Same => tr!("Already in the project (identical)"),
        Clash::Twice => tr!("Another of these files also has this name"),
        Clash::Nameless => tr!("Enter a name"),
    }
}

fn name(ui: &mut Ui, preview: &mut ImportPreview, study: &Study, clash: Option<Clash>, palette: &Palette) {
    let mut number = false;
    ui.horizontal_wrapped(|ui| {
        ui.label(tr!("Name"));
        let Some(planned) = preview.document_mut() else { return };
        let field = ui.add(TextEdit::singleline(&mut planned.name).desired_width(260.0));
        named(&field, Role::TextInput, tr!("Name of the document"));
        if let Some(clash) = clash {
            ui.label(RichText::new(clash_words(clash)).color(palette.trouble));
            if clash != Clash::Same && clash != Clash::Nameless {
                number = ui.button(tr!("Rename automatically")).clicked();
            }
            if ui.button(tr!("Skip")).clicked() {
                planned.wanted = false;
            }
        }
    });
    if number {
        let chosen = preview.chosen;
        preview.plan.number(chosen, study);
    }
}

fn how_read(ui: &mut Ui, preview: &mut ImportPreview, study: &Study, palette: &Palette) -> Option<Reading> {
    let mut again = None;
    let (busy, making) = (preview.is_rereading(), preview.how.make_participants);
    ui.horizontal_wrapped(|ui| {
        let Some(planned) = preview.plan.documents.get_mut(preview.chosen) else { return };
        let origin = &planned.read.origin;
        ui.label(RichText::new(tr!("Format: {format}", format = origin.format)).color(palette.weak));
        if !origin.encoding.is_empty() {
            let title = encoding_title(&origin.encoding);
            let shown = match &planned.reading.encoding {
                Some(_) => title.clone(),
                None => tr!("{encoding} (detected)", encoding = title),
            };
            let combo = ComboBox::from_id_salt("encoding").selected_text(shown).height(400.0).show_ui(ui, |ui| {
                let now = planned.reading.encoding.as_deref();
                let known = encodings().into_iter().map(|(name, about)| (Some(name), Some(about)));
                let (mut all, mut place) = (Vec::new(), None);
                for (choice, about) in std::iter::once((None, None)).chain(known) {
                    let label = match (choice, about) {
                        (Some(name), Some(about)) => tr!("{name}: {value}", name = encoding_title(name), value = about),
                        _ => tr!("encoding" => "detected").to_owned(),
                    };
                    let entry = ui.selectable_label(now == choice, label);
                    place = place.or((now == choice).then_some(all.len()));
                    all.push(entry.clone());
                    if entry.clicked() && !busy {
                        let encoding = choice.map(str::to_owned);
                        again = Some(Reading { encoding, ..planned.reading.clone() });
                    }
                }
                combo_keys::heed(ui, &all, place)
            });
            if combo.inner == Some(true) {
                combo.response.request_focus();
            }
            named(&combo.response, Role::ComboBox, tr!("Encoding: {encoding}", encoding = title));
        }
        ui.label(RichText::new(tr!("Participant")).color(palette.weak));
        let made = match making {
            NewParticipants::None => tr!("no participant").into(),
            NewParticipants::Documents => tr!("new: {participant}", participant = planned.name),
            NewParticipants::Speakers => tr!("new: each speaker").into(),
        };
        let shown = planned.participant.clone().unwrap_or(made);
        let combo = ComboBox::from_id_salt("participant").selected_text(&shown).height(400.0).show_ui(ui, |ui| {
            let mut all = vec![ui.selectable_value(&mut planned.participant, None, tr!("no participant"))];
            let now = planned.participant.as_ref();
            let place = now.and_then(|now| study.participants.iter().position(|one| one.name == *now));
            all.extend(study.participants.iter().map(|participant| {
                ui.selectable_value(&mut planned.participant, Some(participant.name.clone()), &participant.name)
            }));
            combo_keys::heed(ui, &all, Some(place.map_or(0, |place| place + 1)))
        });
        if combo.inner == Some(true) {
            combo.response.request_focus();
        }
        named(&combo.response, Role::ComboBox, tr!("Participant: {shown}", shown));
        if busy {
            ui.spinner();
        }
    });
    if let Some(why) = &preview.reading_trouble {
        ui.label(RichText::new(tr!("Cannot be read this way: {why}", why)).color(palette.trouble));
    }
    again
}

fn remarks(ui: &mut Ui, preview: &ImportPreview, palette: &Palette) {
    let Some(planned) = preview.document() else { return };
    for remark in planned.remarks().iter().take(3) {
        ui.label(RichText::new(format!("• {remark}")).color(palette.weak).small());
    }
    let more = planned.remarks().len().saturating_sub(3);
    if more > 0 {
        ui.label(RichText::new(tr!("and {more} more, in the report", more)).color(palette.weak).small());
    }
    let left_out = &planned.read.left_out;
    if left_out.is_empty() {
        return;
    }
    let title = tr!("Not included in the text ({count})", count = left_out.len());
    CollapsingHeader::new(title).id_salt(("left out", preview.chosen)).show(ui, |ui| {
        ScrollArea::vertical().id_salt("what is left out").grow_to(120.0).show_by_keys(ui, |ui| {
            for one in left_out.iter().take(LISTED) {
                ui.label(RichText::new(tr!("{name}: {value}", name = one.kind.name(), value = one.text)).small());
            }
        });
    });
}

/// The speakers beside the text. Returns whether they are to be used for all documents.
fn speakers(ui: &mut Ui, preview: &mut ImportPreview, joined: Joined<'_>, palette: &Palette) -> bool {
    let Some(planned) = preview.document() else { return false };
    let found = planned.found.clone();
    let title = match found.speakers.len() {
        0 if preview.is_outdated() => tr!("Detecting speakers…").to_owned(),
        0 => tr!("No speakers").to_owned(),
        n => tr!(
            "{speakers}, {turns} in all",
            speakers = Noun::Speaker.counted(n as u64),
            turns = Noun::Turn.counted(found.turns as u64)
        ),
    };
    ui.label(RichText::new(title).medium());
    let is_low = ui.available_height() < LOW;
    let area = ScrollArea::vertical().id_salt("labels").auto_shrink([false, false]);
    if is_low {
        let shown = area.show(ui, |ui| {
            labels(ui, preview, joined, palette);
            ui.add_space(theme::GAP);
            rule(ui, preview, palette)
        });
        return shown.inner;
    }
    let for_all = rule(ui, preview, palette);
    ui.add_space(theme::GAP);
    area.show(ui, |ui| labels(ui, preview, joined, palette));
    for_all
}

/// How speakers are found. Returns whether this is to be used for all documents.
fn rule(ui: &mut Ui, preview: &mut ImportPreview, palette: &Palette) -> bool {
    let Some(planned) = preview.document() else { return false };
    let (rule, many) = (planned.speakers.clone(), preview.plan.documents.len() > 1);
    let hint = tr!("custom pattern (regular expression)");
    let field = ui.add(TextEdit::singleline(&mut preview.pattern).hint_text(hint).desired_width(f32::INFINITY));
    named(&field, Role::TextInput, tr!("Pattern of speakers' labels"));
    let field = field.on_hover_text(tr!(
        "A regular expression that matches a label at the start of a line. The first group in parentheses is the \
            label: (I|P\\d+)\\. matches “I.” and “P12.”"
    ));
    if field.changed() || field.lost_focus() {
        preview.use_pattern();
    }
    if let Some(why) = &preview.pattern_trouble {
        ui.label(RichText::new(why.to_string()).color(palette.trouble).small());
    }
    proposal(ui, preview, palette);
    ui.vertical(|ui| {
        ui.label(RichText::new(tr!("Lines without a label belong to:")).color(palette.weak));
        let mut name = rule.unlabelled.clone().unwrap_or_default();
        let field = TextEdit::singleline(&mut name).hint_text(tr!("previous speaker")).desired_width(f32::INFINITY);
        let field = ui.add(field);
        named(&field, Role::TextInput, tr!("Speaker of lines without a label"));
        if field.changed() {
            preview.set_unlabelled(&name);
        }
        field.on_hover_text(tr!(
            "If only the interviewer is labelled, enter the respondent’s name. Leave empty to continue the \
                previous turn."
        ));
    });
    let mut off = rule.off;
    if check_box::show(ui, &mut off, tr!("This document has no speakers")).changed() {
        preview.set_off(off);
    }
    let for_all = many
        && ui
            .button(tr!("Use for all documents"))
            .on_hover_text(tr!("Applies this pattern and these speaker roles to all documents."))
            .clicked();
    if !preview.note.is_empty() {
        ui.label(RichText::new(&preview.note).color(palette.weak).small());
    }
    for_all
}

/// The labels with the role of each, and whom its speaker becomes.
fn labels(ui: &mut Ui, preview: &mut ImportPreview, joined: Joined<'_>, palette: &Palette) {
    let Some(found) = preview.document().map(|planned| planned.found.clone()) else { return };
    if found.labels.is_empty() && found.proposal.is_none() && !preview.is_outdated() {
        let text =
            tr!("No line begins with a label such as “Interviewer:” or “受访者：”. The text is imported without \
            speakers.");
        ui.label(RichText::new(text).color(palette.weak).small());
        return;
    }
    if let Some(joining) = joined {
        joining.suggestions(ui, preview);
    }
    // List speakers first, so that a long header does not push them out of view.
    let labels = found.labels.iter().filter(|label| label.speaks);
    for label in labels.chain(found.labels.iter().filter(|label| !label.speaks)).take(LISTED) {
        self::label(ui, preview, label, palette);
        if let Some(joining) = joined.filter(|_| !label.asks) {
            joining.show(ui, preview, &label.name, palette);
        }
    }
    if found.labels.len() > LISTED {
        let more = found.labels.len() - LISTED;
        ui.label(RichText::new(tr!("and {more} more", more)).color(palette.weak).small());
    }
}

/// Line beginnings that may be speakers, if none were detected, with a button that accepts them.
fn proposal(ui: &mut Ui, preview: &mut ImportPreview, palette: &Palette) {
    let Some(proposal) = preview.document().and_then(|planned| planned.found.proposal.clone()) else { return };
    let beginnings: Vec<String> =
        proposal.beginnings.iter().take(3).map(|label| tr!("“{name}”", name = label)).collect();
    let mut shown = i18n::joined(&beginnings);
    if proposal.beginnings.len() > 3 {
        shown.push_str(" …");
    }
    let text = tr!("{lines} lines begin with {shown}. Are these speakers?", lines = proposal.lines, shown);
    ui.label(RichText::new(text).color(palette.text).small());
    let button =
        ui.button(tr!("Use as speakers")).on_hover_text(tr!("Sets the pattern {pattern}", pattern = proposal.pattern));
    if button.clicked() {
        preview.pattern = proposal.pattern;
        preview.use_pattern();
    }
}

/// A label, its number of lines, and a menu for its role.
fn label(ui: &mut Ui, preview: &mut ImportPreview, label: &Label, palette: &Palette) {
    let name = label.name.as_str();
    let detected = match (label.speaks, label.asks) {
        (false, _) => SpeakerRole::Nobody,
        (true, true) => SpeakerRole::Interviewer,
        (true, false) => SpeakerRole::Speaker,
    };
    let stated = preview.document().and_then(|planned| planned.speakers.role(name));
    let now = stated.unwrap_or(detected);
    let choices = [
        (SpeakerRole::Speaker, tr!("role of a label" => "speaker")),
        (SpeakerRole::Interviewer, tr!("role of a label" => "interviewer")),
        (SpeakerRole::Nobody, tr!("role of a label" => "no speaker")),
    ];
    let role_label = choices.iter().find(|(role, _)| *role == now).map_or("", |(_, role_label)| *role_label);
    let color = if label.speaks { palette.text } else { palette.weak };
    let mut chosen = now;
    ui.horizontal(|ui| {
        // In a narrow window the name is shortened.
        let room = (ui.available_width() - COUNT - ROLE - 4.0 * theme::SPACE).clamp(40.0, 120.0);
        let (rect, response) = ui.allocate_exact_size(vec2(room, theme::ROW), Sense::hover());
        let galley = bars::elided(ui, name, theme::BODY, color, rect.width());
        ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, color);
        named(&response, Role::Label, name);
        response.on_hover_text(name);
        let (rect, _) = ui.allocate_exact_size(vec2(COUNT, theme::ROW), Sense::hover());
        let count = bars::elided(ui, &label.lines.to_string(), theme::SMALL, palette.weak, rect.width());
        let at = pos2(rect.right() - count.size().x - 4.0, rect.center().y - count.size().y / 2.0);
        ui.painter().galley(at, count, palette.weak);
        let combo = ComboBox::from_id_salt(("role", name)).width(ROLE).selected_text(role_label).show_ui(ui, |ui| {
            let all = choices.map(|(role, role_label)| ui.selectable_value(&mut chosen, role, role_label));
            combo_keys::heed(ui, &all, choices.iter().position(|(role, _)| *role == now))
        });
        if combo.inner == Some(true) {
            combo.response.request_focus();
        }
        named(&combo.response, Role::ComboBox, tr!("{name} is {role}", name, role = role_label));
    });
    if chosen != now {
        preview.set_role(name, Some(chosen));
    }
}

/// The lines of the document as the transcript will show them, clipped at the window's edge.
fn lines(ui: &mut Ui, preview: &mut ImportPreview, palette: &Palette) {
    let Some(planned) = preview.document() else { return };
    let (read, chosen) = (planned.read.clone(), preview.chosen);
    if preview.pending().failure().is_some() || preview.lines().is_none() {
        if awaited::show(ui, preview.pending(), tr!("Detecting speakers…"), palette) {
            preview.try_again();
        }
        return;
    }
    let Some(lines) = preview.lines() else { return };
    let rows = lines.spoken.index.paragraphs().len();
    let frame = egui::Frame::NONE.fill(palette.page).inner_margin(6.0).corner_radius(4.0);
    frame.show(ui, |ui| {
        let speakers = lines.spoken.turns.speakers().iter().take(LISTED);
        let width = |label: &str| bars::elided(ui, label, theme::SMALL, palette.accent, LABEL).size().x;
        // Short labels leave their room to the words.
        let labels = speakers.map(|speaker| width(&speaker.label)).fold(0.0, f32::max);
        let area = ScrollArea::vertical().id_salt(("words", chosen)).auto_shrink([false, false]);
        area.show_rows(ui, LINE, rows, |ui, range| {
            for row in range {
                line(ui, lines, &read, (row, labels), palette);
            }
            reading::by_keys(ui);
        });
    });
}

fn line(ui: &mut Ui, lines: &DocumentLines, read: &ReadDocument, (row, labels): (usize, f32), palette: &Palette) {
    let Some(paragraph) = lines.spoken.index.paragraphs().get(row) else { return };
    let (text, styles) = (&read.text, &read.origin.styles);
    let line = lines.spoken.turns.line(row);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    let shown: String = text
        .get(paragraph.byte_start..paragraph.byte_end)
        .unwrap_or("")
        .chars()
        .skip(line.hidden as usize)
        .take(SHOWN)
        .collect();
    let speaker = lines.spoken.turns.speaker(line).filter(|_| line.prefix > 0);
    let number = line.turn.map_or_else(String::new, |turn| turn.to_string());
    let label = format!("{number} {} {shown}", speaker.unwrap_or(""));
    named(&response, Role::Label, label.trim());
    let put = |ui: &Ui, x: f32, width: f32, text: &str, color| {
        let galley = bars::elided(ui, text, theme::SMALL, color, width);
        let y = rect.center().y - galley.size().y / 2.0;
        ui.painter().galley(pos2(x, y), galley, color);
    };
    put(ui, rect.left(), 34.0, &number, palette.weak);
    put(ui, rect.left() + 38.0, LABEL, speaker.unwrap_or(""), palette.accent);
    if let Some(time) = line.time {
        put(ui, rect.left() + 44.0 + labels, 52.0, &clock(time), palette.weak);
    }
    let first = styles.partition_point(|s| s.range.start < paragraph.chars.start);
    let line_styles = styles.iter().skip(first).take_while(|s| s.range.start < paragraph.chars.end);
    let heading = line_styles.into_iter().any(|s| matches!(s.style, Style::Heading(_)));
    let color =
        if line.speaker.is_none() && !lines.spoken.turns.turns().is_empty() { palette.weak } else { palette.text };
    let left = rect.left() + labels + if lines.is_timed { 100.0 } else { 50.0 };
    // What a label states besides the name stays in the text, and so it does here.
    let written: String = shown.chars().take((line.prefix - line.hidden.min(line.prefix)) as usize).collect();
    let words = shown.get(written.len()..).unwrap_or_default().replace('\t', "  ");
    let label = bars::elided(ui, &written.replace('\t', "  "), theme::BODY, palette.weak, rect.right() - left);
    let words = bars::elided(ui, &words, theme::BODY, color, (rect.right() - left - label.size().x).max(0.0));
    let top = |galley: &egui::Galley| rect.center().y - galley.size().y / 2.0;
    let (at_label, at_words) = (pos2(left, top(&label)), pos2(left + label.size().x, top(&words)));
    ui.painter().galley(at_label, label, palette.weak);
    ui.painter().galley(at_words, words, color);
    if heading {
        let mark = Rect::from_min_size(pos2(left - 6.0, rect.top() + 4.0), vec2(2.0, LINE - 8.0));
        ui.painter().rect_filled(mark, CornerRadius::ZERO, palette.accent);
    }
}
