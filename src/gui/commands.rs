//! The command palette: type part of a name and press Enter. It finds actions, documents, the documents of participants
//! and the passages of codes, and offers to find the words themselves in all documents.

use super::overlay::{self, Next};
use super::theme::{self, Palette};
use super::{keys, menu_bar};
use crate::app::action::{Action, CodeAct, HelpAct, ProjectAct};
use crate::app::code_keys::KEYS;
use crate::app::settings::Settings;
use crate::app::workspace::Workspace;
use crate::gui::bars::GrowTo;
use crate::i18n::{self, Language};
use crate::model::{CodeId, Study};
use crate::text::NameFilter;
use crate::text::name_filter::{FilterWord, FoldedName};
use crate::tr;
use egui::{Context, Id, Key, Modifiers, RichText, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};
use std::path::{Path, PathBuf};
use strum::VariantArray;

const ROWS: usize = 12;

pub struct CommandPalette {
    /// The recent projects, with the names by which they are listed.
    recent: Vec<(PathBuf, String)>,
    /// The code that was chosen in the codebook: what can be done with it comes first.
    chosen: Option<CodeId>,
    typed: String,
    marked: usize,
    fresh: bool,
    reveal: bool,
}

impl CommandPalette {
    #[must_use]
    pub fn new(settings: &Settings, chosen: Option<CodeId>) -> Self {
        let recent = settings.recent_names().into_iter().map(|(path, name)| (path.to_owned(), name)).collect();
        Self { recent, chosen, typed: String::new(), marked: 0, fresh: true, reveal: false }
    }

    pub fn show(&mut self, ctx: &Context, workspace: Option<&Workspace>, palette: &Palette) -> Option<Next> {
        let list = self.listed(workspace);
        let mut chosen = None;
        let modal = overlay::palette(ctx, "command palette", 560.0, |ui| {
            let (steps, enter) = ui.input_mut(|input| {
                let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
                let steps = isize::from(pressed(Key::ArrowDown)) - isize::from(pressed(Key::ArrowUp));
                (steps, pressed(Key::Enter))
            });
            let last = list.len().saturating_sub(1);
            self.reveal |= steps != 0;
            self.marked = self.marked.min(last).saturating_add_signed(steps).min(last);
            self.field(ui);
            let clicked = self.list(ui, &list, palette);
            let at = clicked.or(enter.then_some(self.marked));
            chosen = at.and_then(|at| list.get(at)).map(|(action, _)| Next::Act(action.clone()));
        });
        chosen.or(modal.should_close().then_some(Next::Closed))
    }

    fn field(&mut self, ui: &mut Ui) {
        let edit = TextEdit::singleline(&mut self.typed).id(Id::unique("command palette field"));
        let response = ui
            .add(edit.desired_width(f32::INFINITY).hint_text(tr!("Search commands, documents, participants, codes \
                and text")));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Commands")));
        if response.changed() {
            (self.marked, self.reveal) = (0, true);
        }
        if std::mem::take(&mut self.fresh) || !response.has_focus() {
            response.request_focus();
        }
        ui.add_space(theme::GAP);
    }

    fn list(&mut self, ui: &mut Ui, list: &[(Action, String)], palette: &Palette) -> Option<usize> {
        if list.is_empty() {
            ui.label(RichText::new(tr!("No matches")).color(palette.weak));
        }
        let mut clicked = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical().id_salt("commands").grow_to(ROWS as f32 * theme::ROW);
        if std::mem::take(&mut self.reveal) {
            area = area.vertical_scroll_offset(self.marked.saturating_sub(ROWS / 2) as f32 * theme::ROW);
        }
        area.show_rows(ui, theme::ROW, list.len(), |ui, range| {
            for at in range {
                let Some((action, label)) = list.get(at) else { continue };
                let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
                let marked = at == self.marked;
                super::bars::say_row(&response, Role::ListBoxOption, marked, label);
                if marked || response.hovered() {
                    ui.painter().rect_filled(rect, 5.0, if marked { palette.chosen } else { palette.hover });
                }
                let keys = super::bars::elided(ui, &keys::shown(action), theme::SMALL, palette.weak, 120.0);
                let room = rect.width() - keys.size().x - 30.0;
                let text = super::bars::elided(ui, label, theme::BODY, palette.text, room);
                let y = rect.center().y;
                ui.painter().galley(pos2(rect.left() + 10.0, y - text.size().y / 2.0), text, palette.text);
                let place = pos2(rect.right() - 10.0 - keys.size().x, y - keys.size().y / 2.0);
                ui.painter().galley(place, keys, palette.weak);
                if response.on_hover_text(action.spec().tooltip).clicked() {
                    clicked = Some(at);
                }
            }
        });
        clicked
    }
}

/// Maximum number of documents, participants and codes listed of each.
const MOST: usize = 200;

impl CommandPalette {
    /// The possible actions that contain every word typed; matching documents, participants and codes; and last, to find
    /// the words themselves.
    fn listed(&self, workspace: Option<&Workspace>) -> Vec<(Action, String)> {
        let filter = NameFilter::of_path(&self.typed);
        let words = filter.words();
        let fits = |label: &str| filter.finds(label);
        let palette = Action::Help(HelpAct::Commands);
        let named = |action: Action| {
            let label = action.label();
            (action, label)
        };
        let mut list: Vec<(Action, String)> = Vec::new();
        let all = Action::all().into_iter().chain([Action::EndWalk, Action::ShowAllCodes]);
        list.extend(all.filter(|action| *action != palette).map(named));
        let study = workspace.and_then(|w| w.study.as_deref());
        list.extend(study.into_iter().flat_map(coders));
        let book = study.map(|study| &study.codebook);
        if let Some((code, book)) = self.chosen.zip(book).filter(|(code, book)| book.get(*code).is_some()) {
            let path = book.path(code).to_string();
            list.extend(CodeAct::VARIANTS.iter().map(|&act| on_code(act, code, &path)));
            let places = (0..KEYS).map(Some).chain([None]).filter(|_| !words.is_empty());
            let pins = places.map(|place| Action::PinCode(code, place));
            list.extend(pins.map(|pin| {
                let label = tr!("{action}: {what}", action = pin.label(), what = path);
                (pin, label)
            }));
        }
        list.extend(self.recent.iter().map(|(path, name)| opening(path, name)));
        let is_elsewhere = |action: &Action| matches!(action, Action::Project(ProjectAct::ClearRecent));
        // Guides and colleagues may name an action in English.
        let is_english = i18n::current() == Language::English;
        let in_english = |action: &Action| match is_english {
            true => String::new(),
            false => i18n::within(Language::English, || action.label()),
        };
        list.retain(|(action, label)| {
            (fits(label) || !is_english && fits(&format!("{} {label}", in_english(action))))
                && action.is_possible(workspace)
                && !(is_elsewhere(action) && self.recent.is_empty())
        });
        let documents = study.into_iter().flat_map(|study| study.sources.iter());
        let documents = documents.map(|s| (Action::OpenDocument(s.id), tr!("Go to document {name}", name = s.name)));
        list.extend(documents.filter(|(_, label)| fits(label)));
        // What begins so, also by Pinyin, comes first, and what is found by Pinyin elsewhere last.
        list.sort_by_cached_key(|(action, label)| {
            let labels = [FoldedName::of(label), FoldedName::of(&in_english(action))];
            let starts = |word: &FilterWord| labels.iter().any(|label| word.begins(label));
            let is_in = |word: &FilterWord| labels.iter().any(|label| word.is_in(label));
            (!words.first().is_some_and(starts), !words.iter().all(is_in))
        });
        // Names are listed once something has been typed: before, they would hide the commands.
        if let Some(study) = study.filter(|_| !words.is_empty()) {
            list.extend(people(study).filter(|(_, label)| fits(label)).take(MOST));
            list.extend(codes(study).filter(|(_, label)| fits(label)).take(MOST));
            let chosen = |action: &Action| matches!(action, Action::OnCode(_, code) if Some(*code) == self.chosen);
            let on_codes = on_codes(study, words).filter(|(action, _)| action.is_possible(workspace));
            list.extend(on_codes.filter(|(action, _)| !chosen(action)).take(MOST));
            let typed = self.typed.trim().to_owned();
            let label = tr!("Find “{typed}” in all documents", typed);
            list.push((Action::FindEverywhere(typed), label));
        }
        list
    }
}

/// Switching to a coder, and whose codings are shown.
fn coders(study: &Study) -> impl Iterator<Item = (Action, String)> {
    let switch = study.coders().map(|user| (Action::BeCoder(user.id), tr!("Switch to coder {name}", name = user.name)));
    let all = (Action::SeeCoder(None), tr!("Show or hide passages of all coders").to_owned());
    let seen = study.users.iter().map(|user| {
        (Action::SeeCoder(Some(user.id)), tr!("Show or hide {codings}", codings = menu_bar::whose_codings(study, user)))
    });
    switch.chain([all]).chain(seen)
}

/// An action on a code, with the code's path.
fn on_code(act: CodeAct, code: CodeId, path: &str) -> (Action, String) {
    let action = Action::OnCode(act, code);
    let label = match act {
        CodeAct::List => tr!("Show passages of {path}", path),
        _ => tr!("{action}: {what}", action = action.label().trim_end_matches('…'), what = path),
    };
    (action, label)
}

/// What can be done with codes, besides listing their passages, if the words typed occur in the action or in the path.
fn on_codes<'a>(study: &'a Study, words: &'a [FilterWord]) -> impl Iterator<Item = (Action, String)> + 'a {
    let book = &study.codebook;
    let acts: Vec<(CodeAct, FoldedName)> = CodeAct::VARIANTS
        .iter()
        .filter(|act| **act != CodeAct::List)
        .map(|&act| (act, FoldedName::of(&Action::OnCode(act, CodeId(0)).label())))
        .collect();
    // Words that name only the code list its passages: its actions would crowd out everything else.
    let acts = acts.into_iter().filter(|(_, label)| words.iter().any(|word| word.finds(label)));
    let acts: Vec<(CodeAct, FoldedName)> = acts.collect();
    book.codes().iter().flat_map(move |code| {
        let path = book.path(code.id).to_string();
        let folded = FoldedName::of(&path);
        let fits = |label: &FoldedName| words.iter().all(|word| word.finds(label) || word.finds(&folded));
        let fitting: Vec<CodeAct> = acts.iter().filter(|(_, label)| fits(label)).map(|(act, _)| *act).collect();
        fitting.into_iter().map(move |act| on_code(act, code.id, &path)).collect::<Vec<_>>()
    })
}

/// Opening a recent project.
fn opening(path: &Path, name: &str) -> (Action, String) {
    (Action::OpenPath(path.to_owned()), tr!("Open recent project {name} ({path})", name, path = path.display()))
}

/// The documents of participants who are named differently from them.
fn people(study: &Study) -> impl Iterator<Item = (Action, String)> {
    study.sources.iter().flat_map(|source| {
        let people = study.participants_of(&source.participants()).into_iter();
        people.filter(|person| person.name != source.name).map(|person| {
            let label =
                tr!("Go to participant {name}: document {document}", name = person.name, document = source.name);
            (Action::OpenDocument(source.id), label)
        })
    })
}

/// The passages of every code.
fn codes(study: &Study) -> impl Iterator<Item = (Action, String)> {
    let book = &study.codebook;
    book.codes().iter().map(move |code| on_code(CodeAct::List, code.id, &book.path(code.id).to_string()))
}
