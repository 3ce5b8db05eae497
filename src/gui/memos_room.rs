//! All memos on the project, its documents, participants, codes and passages: a list on the left, the open memo on the
//! right.

use super::awaited;
use super::bars::{RowAside, elided, focus_ring, own_size};
use super::empty::Empty;
use super::icons::Picture;
use super::memo_editor;
use super::panes;
use super::theme::{self, Palette};
use crate::app::action::{Action, NewAct};
use crate::app::exporting::ExportKind;
use crate::app::memos_room::{MemoFilter, MemosRoom, targets};
use crate::app::when;
use crate::app::workspace::Workspace;
use crate::engine::memos::MemoOn;
use crate::gui::combo_keys::ShowList;
use crate::model::NoteTarget;
use crate::tr;
use egui::{
    Button, CentralPanel, ComboBox, Frame, Margin, Panel, RichText, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo,
    pos2, vec2,
};

/// Height of a memo in the list: its target, and two lines of text.
const MEMO: f32 = 66.0;

#[derive(Default)]
pub struct MemosRoomPanel {}

impl MemosRoomPanel {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<Action> {
        let mut actions = Vec::new();
        if workspace.study.is_none() {
            return actions;
        }
        workspace.refresh_rooms();
        let list = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(12, 10));
        let most = ui.available_width() * 0.6;
        Panel::left(own_size(ui, workspace, "memos"))
            .default_size(470.0)
            .size_range(240.0..=most.max(260.0))
            .frame(list)
            .show(ui, |ui| {
                ui.take_available_width();
                panes::mark(ui, tr!("pane" => "memos"));
                head(ui, workspace, palette, &mut actions);
                memos(ui, workspace, palette);
            });
        let page = Frame::NONE.fill(palette.page).inner_margin(Margin::symmetric(20, 14));
        CentralPanel::default().frame(page).show(ui, |ui| {
            panes::mark(ui, tr!("pane" => "open memo"));
            if workspace.rooms.memos.adding.is_some() {
                choose(ui, workspace, palette);
            } else if workspace.rooms.memos.draft.is_some() {
                open(ui, workspace, palette);
            } else {
                nothing_open(ui, workspace, palette);
            }
        });
        actions
    }
}

fn nothing_open(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    let Some(is_empty) = workspace.rooms.memos.all.as_deref().map(Vec::is_empty) else { return };
    let may_write = is_empty && workspace.is_writable();
    let sentence = match (is_empty, may_write) {
        (true, true) => tr!("A memo keeps an idea about the project, a document, a participant, a code or a passage."),
        (true, false) => "",
        (false, _) => tr!("Choose a memo on the left to read it in full."),
    };
    let hidden = workspace.hidden_note().filter(|_| is_empty).unwrap_or_default();
    let sentence = match (sentence, hidden.is_empty()) {
        (sentence, true) => sentence.to_owned(),
        ("", false) => hidden.to_owned(),
        (sentence, false) => tr!("two sentences" => "{first} {second}", first = sentence, second = hidden),
    };
    let empty = Empty {
        picture: Picture::Memo,
        title: if is_empty { no_memos(workspace) } else { tr!("No memo is open") },
        sentence: &sentence,
        buttons: if may_write { &[tr!("Write a memo…")] } else { &[] },
    };
    if empty.show(ui, palette).is_some() {
        workspace.rooms.memos.adding = Some(String::new());
    }
}

/// Says that there are no memos, or none that may be shown.
fn no_memos(workspace: &Workspace) -> &'static str {
    if workspace.hides_others() { tr!("No memos to show") } else { tr!("No memos yet") }
}

fn head(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let all = workspace.rooms.memos.all.as_deref().map_or(0, Vec::len);
    let shown = workspace.rooms.memos.shown().len();
    let count = if shown == all { all.to_string() } else { tr!("{shown} of {count}", shown, count = all) };
    super::bars::heading(ui, tr!("Memos"), &count, palette);
    ui.horizontal_wrapped(|ui| {
        if ui.add_enabled(workspace.is_writable(), Button::new(tr!("New memo…"))).clicked() {
            workspace.begin(NewAct::Memo);
        }
        super::bars::button(ui, all > 0, Action::Export(Some(ExportKind::Memos)), actions);
    });
    ui.horizontal_wrapped(|ui| filter(ui, workspace));
    ui.add_space(theme::GAP);
}

fn filter(ui: &mut Ui, workspace: &mut Workspace) {
    let Some(study) = workspace.study.clone() else { return };
    let filter = &mut workspace.rooms.memos.filter;
    let edit = TextEdit::singleline(&mut filter.search).hint_text(tr!("Search")).desired_width(130.0);
    ui.add(edit).widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Search memos")));
    let kind = filter.kind.map_or(tr!("on anything").to_owned(), |kind| tr!("on {kind}", kind));
    let combo = ComboBox::from_id_salt("memo kind").width(110.0).selected_text(&kind).show_list(ui, |ui| {
        ui.selectable_value(&mut filter.kind, None, tr!("on anything"));
        for kind in MemosRoom::KINDS {
            ui.selectable_value(&mut filter.kind, Some(kind), tr!("on {kind}", kind));
        }
    });
    let label = tr!("Memos: {kind}", kind);
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    let who = filter
        .user
        .and_then(|id| study.user(id))
        .map_or(tr!("by anybody").to_owned(), |u| tr!("by {coder}", coder = u.name));
    let combo = ComboBox::from_id_salt("memo coder").width(110.0).selected_text(&who).show_list(ui, |ui| {
        ui.selectable_value(&mut filter.user, None, tr!("by anybody"));
        for user in &study.users {
            ui.selectable_value(&mut filter.user, Some(user.id), tr!("by {coder}", coder = user.name));
        }
    });
    let label = tr!("Memos: {who}", who);
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    if *filter != MemoFilter::default() && ui.button(tr!("Show all")).clicked() {
        *filter = MemoFilter::default();
    }
}

fn memos(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    let all = workspace.rooms.memos.all.clone();
    let reading = if all.is_none() { tr!("Reading…") } else { "" };
    if awaited::show(ui, &workspace.rooms.memos.pending, reading, palette) {
        workspace.rooms.memos.stale = true;
    }
    let Some(all) = all else { return };
    let shown = workspace.rooms.memos.shown();
    if shown.is_empty() {
        let message = if all.is_empty() { no_memos(workspace) } else { tr!("No matching memos") };
        ui.label(message);
        return;
    }
    let open = workspace.rooms.memos.draft.as_ref().and_then(|draft| draft.note);
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("memos").auto_shrink(false).show_rows(ui, MEMO, shown.len(), |ui, range| {
        for memo in shown.get(range).unwrap_or_default().iter().filter_map(|&place| all.get(place)) {
            if row(ui, memo, open == Some(memo.note.id), palette) {
                clicked = Some(memo.note.id);
            }
        }
    });
    if let Some(note) = clicked {
        workspace.rooms.memos.open(note, &mut workspace.link);
    }
}

fn row(ui: &mut Ui, memo: &MemoOn, open: bool, palette: &Palette) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), MEMO), Sense::click());
    let label = tr!("Memo on {kind} {name}: {text}", kind = memo.row.kind, name = memo.row.on, text = memo.row.text);
    super::bars::say_row(&response, Role::ListItem, open, &label);
    let back = if open { Some(palette.chosen) } else { response.hovered().then_some(palette.hover) };
    if let Some(back) = back {
        ui.painter().rect_filled(rect, 5.0, back);
    }
    focus_ring(ui, &response, palette);
    let (left, room) = (rect.left() + theme::SPACE, rect.width() - 2.0 * theme::SPACE);
    let on = if memo.row.passage.is_empty() {
        tr!("{kind} {name}", kind = memo.row.kind, name = memo.row.on)
    } else {
        tr!("{name} · “{text}”", name = memo.row.on, text = memo.row.passage.replace('\n', " "))
    };
    let who = [memo.row.coder.as_str(), &when::short(memo.row.created)].join(" · ");
    let who = elided(ui, who.trim_start_matches(" · "), theme::SMALL, palette.weak, room * 0.5);
    let head = elided(ui, &on, theme::SMALL, palette.weak, room - who.size().x - theme::SPACE);
    let top = rect.top() + 6.0;
    ui.painter().galley(pos2(rect.right() - theme::SPACE - who.size().x, top), who, palette.weak);
    ui.painter().galley(pos2(left, top), head, palette.weak);
    let font = egui::FontId::proportional(theme::BODY);
    let mut job = egui::text::LayoutJob::simple(memo.row.text.replace('\n', " "), font, palette.text, room);
    job.wrap.max_rows = 2;
    let text = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.painter().galley(pos2(left, top + 18.0), text, palette.text);
    ui.painter().hline(rect.x_range(), rect.bottom(), (1.0, palette.line));
    response.clicked()
}

/// The open memo, its target and its author.
fn open(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    let Some(draft) = workspace.rooms.memos.draft.clone() else { return };
    let memo = draft.note.and_then(|note| workspace.rooms.memos.memo(note)).cloned();
    let mut removed = false;
    let owner = workspace.rooms.memos.owner(workspace.me());
    let title = match (draft.note, owner) {
        (None, _) => tr!("New memo").to_owned(),
        (Some(_), None) => tr!("Memo").to_owned(),
        (Some(_), Some(owner)) => tr!("Memo by {coder}", coder = workspace.user_name(owner)),
    };
    let writable = workspace.is_writable() && owner.is_none();
    ui.horizontal(|ui| {
        ui.label(RichText::new(title).heading());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if let Some(note) = draft.note.filter(|_| writable)
                && ui.button(tr!("Delete memo…")).clicked()
            {
                workspace.rooms.memos.ask_to_remove(note, &mut workspace.link);
                removed = workspace.rooms.memos.draft.is_none();
            }
        });
    });
    if removed {
        return;
    }
    match &memo {
        Some(memo) => about(ui, workspace, memo, palette),
        None => drop(ui.label(memo_editor::in_words(workspace, draft.target))),
    }
    ui.add_space(theme::SPACE);
    let room = (ui.available_height() - 40.0).max(120.0);
    let edited = memo_editor::edit(ui, workspace, room);
    let empty = draft.note.is_none() && !draft.is_saving() && draft.text.trim().is_empty();
    if edited == memo_editor::Edited::Left && empty {
        workspace.rooms.memos.draft = None;
    }
    if let Some(explanation) = workspace.refuses_writing() {
        ui.label(RichText::new(explanation).color(palette.weak).small());
    } else if let Some(owner) = owner {
        let explanation = tr!("Only {coder} can change this memo.", coder = workspace.user_name(owner));
        ui.label(RichText::new(explanation).color(palette.weak).small());
    } else {
        let state = if draft.is_changed() { tr!("Saved automatically") } else { tr!("Saved") };
        let explanation = if draft.note.is_none() && draft.text.trim().is_empty() { "" } else { state };
        ui.label(RichText::new(explanation).color(palette.weak).small());
    }
}

/// The target of the memo, with a link to it.
fn about(ui: &mut Ui, workspace: &mut Workspace, memo: &MemoOn, palette: &Palette) {
    let row = &memo.row;
    let written = [row.coder.as_str(), &when::short(row.created)].join(" · ");
    ui.label(RichText::new(written.trim_start_matches(" · ")).color(palette.weak));
    if !row.passage.is_empty() {
        ui.add_space(theme::GAP);
        let quote: String = row.passage.chars().take(600).collect();
        ui.label(tr!("“{name}”", name = quote));
        ui.label(RichText::new(&row.code).color(palette.weak));
    }
    let to = match memo.note.target {
        NoteTarget::Coding(_) => tr!("Show in {document}", document = row.on),
        NoteTarget::Source(_) => tr!("Show document {name}", name = row.on),
        NoteTarget::Participant(_) => tr!("Participant {name}: show the document", name = row.on),
        NoteTarget::Code(_) => tr!("Code {name}: show in the codebook", name = row.on),
        NoteTarget::Project => {
            ui.label(tr!("On the project {name}", name = row.on));
            return;
        }
    };
    if ui.add(Button::new(to).wrap()).clicked() {
        if let Some((source, passage)) = memo.place {
            workspace.show_document(source, passage);
        } else if let Some(code) = memo.code {
            workspace.tree.filter.clear();
            workspace.tree.marked = Some(code);
            workspace.show_room(crate::app::room::Room::Code);
        } else if let NoteTarget::Participant(_) = memo.note.target {
            workspace.show_room(crate::app::room::Room::Documents);
        }
    }
}

/// Chooses the target of a new memo.
fn choose(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    let Some(study) = workspace.study.clone() else { return };
    let Some(mut typed) = workspace.rooms.memos.adding.clone() else { return };
    ui.horizontal(|ui| {
        ui.label(RichText::new(tr!("New memo on…")).heading());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button(tr!("Cancel")).clicked() {
                workspace.rooms.memos.adding = None;
            }
        });
    });
    let edit = TextEdit::singleline(&mut typed).hint_text(tr!("Find by name")).desired_width(f32::INFINITY);
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Find the item for the memo")));
    let found = targets(&study, &typed);
    let mut chosen = None;
    if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) && !typed.trim().is_empty() {
        chosen = found.first().map(|(target, ..)| *target);
    }
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    if workspace.rooms.memos.adding.is_some() {
        workspace.rooms.memos.adding = Some(typed);
    }
    ui.add_space(theme::GAP);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("targets").auto_shrink(false).show_rows(ui, theme::ROW, found.len(), |ui, range| {
        for (target, kind, name) in found.get(range).unwrap_or_default() {
            let label = tr!("{kind} {name}", kind, name);
            if super::bars::list_row(ui, name, RowAside::Words(kind), &label, false, palette).clicked() {
                chosen = Some(*target);
            }
        }
    });
    if let Some(target) = chosen {
        workspace.new_memo(target);
    }
}
