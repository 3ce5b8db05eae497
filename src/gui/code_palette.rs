//! The code palette: type parts of a path and press Enter. Tab ticks several codes; a name that does not exist yet
//! becomes a new code.

use super::confirm::Confirm;
use super::icons;
use super::overlay::{self, Entered, Next, Overlay};
use super::theme::{self, Palette, Weighted};
use crate::app::code_search::{Entry, entries, new_entries};
use crate::app::submission::Submission;
use crate::app::words::PassagePlace;
use crate::app::workspace::Workspace;
use crate::gui::bars::GrowTo;
use crate::model::{CodeId, CodingId, Decision, Study};
use crate::{i18n, tr};
use egui::{
    Context, Id, Key, Modifiers, Response, RichText, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

/// Number of visible rows.
const ROWS: usize = 10;

/// The entry for this palette in the table of keys.
pub fn key_row() -> (&'static str, &'static str) {
    (tr!("/ then type, Enter"), tr!("Find a code by name; Tab selects several"))
}

/// What happens with the chosen codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum For {
    Selection,
    /// The selected words, on which a memo is then written.
    Memo,
    /// Passages that get another code. `anyway` allows changing those of other coders.
    Passages {
        codings: Vec<CodingId>,
        anyway: bool,
    },
    /// Passages that move to a new code. `anyway` allows changing those of other coders.
    Split {
        codings: Vec<CodingId>,
        anyway: bool,
    },
    /// The code to merge into the chosen one.
    Merge(CodeId),
    /// The code to move below the chosen one.
    Move(CodeId),
    /// Places that get codes.
    Places(Vec<PassagePlace>),
    Walk,
    /// Resolve a disagreement with the chosen code.
    Settle,
}

pub struct CodePalette {
    what: For,
    typed: String,
    /// Where a new code that splits another may stand, once that is known; `None` is the top level.
    parents: Option<Vec<Option<CodeId>>>,
    ticked: Vec<CodeId>,
    marked: usize,
    fresh: bool,
    reveal: bool,
    submission: Submission,
}

impl CodePalette {
    #[must_use]
    pub fn new(what: For) -> Self {
        let (typed, ticked, submission) = (String::new(), Vec::new(), Submission::default());
        Self { what, typed, parents: None, ticked, marked: 0, fresh: true, reveal: false, submission }
    }

    fn several(&self) -> bool {
        matches!(self.what, For::Selection | For::Memo | For::Places(_))
    }

    pub fn show(&mut self, ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
        let study = workspace.study.clone()?;
        if self.submission.is_done() {
            return Some(Next::Closed);
        }
        let mut done = None;
        let submission = self.submission.clone();
        let entered = Entered { changed: !self.ticked.is_empty(), submission: &submission };
        let ((), close) = overlay::draft_palette(ctx, "code palette", 560.0, entered, |ui| {
            self.title(ui, workspace, &study, palette);
            let with_new = matches!(self.what, For::Selection | For::Memo | For::Passages { .. } | For::Places(_))
                && workspace.is_writable();
            let mut list = match &self.what {
                For::Split { codings, .. } => {
                    let parents = self.parents.get_or_insert_with(|| parents(workspace, &study, codings));
                    new_entries(&study.codebook, parents, &self.typed)
                }
                _ => entries(&study.codebook, &workspace.recent, &self.typed, with_new),
            };
            if let For::Merge(moved) | For::Move(moved) = self.what {
                list.retain(|e| matches!(e, Entry::Code(id) if !study.codebook.is_below(*id, moved)));
            }
            let entered = self.keys(ui, &list);
            self.field(ui);
            self.ticks(ui, workspace, palette);
            let clicked = self.list(ui, workspace, &study, &list, palette);
            self.values(ui, workspace, &list, palette);
            if (entered || clicked.is_some()) && !submission.is_under_way() {
                let at = clicked.unwrap_or(self.marked);
                // With codes ticked and nothing typed, Enter takes only the ticked codes.
                let applies_ticked = clicked.is_none() && self.typed.trim().is_empty() && !self.ticked.is_empty();
                let entry = list.get(at).filter(|_| !applies_ticked).cloned();
                if entry.is_some() || !self.ticked.is_empty() {
                    done = self.submit(workspace, entry);
                }
            }
        });
        done.or(close.then_some(Next::Closed))
    }

    fn title(&self, ui: &mut Ui, workspace: &Workspace, study: &Study, palette: &Palette) {
        let name = |id: &CodeId| study.codebook.get(*id).map_or("", |c| c.name.as_str()).to_owned();
        let (title, hint) = match &self.what {
            For::Selection => (tr!("Code selection").to_owned(), tr!("Enter: apply · Tab: add another code")),
            For::Memo => (tr!("Code selection for a memo").to_owned(), tr!("Enter: apply, then write the memo")),
            For::Passages { codings, anyway } => match codings.as_slice() {
                [one] => {
                    let passage = workspace.passage_name(*one).unwrap_or_default();
                    (tr!("Recode {passage}", passage), tr!("Enter: choose"))
                }
                several if *anyway => {
                    (tr!("Recode {n} passage" | "Recode {n} passages" % several.len()), tr!("Enter: choose"))
                }
                several => {
                    let (count, coder) = (several.len(), workspace.link.my_name().unwrap_or_default());
                    let title = tr!("Recode {n} passage ({coder})" | "Recode {n} passages ({coder})" % count, coder);
                    (title, tr!("Enter: choose"))
                }
            },
            For::Split { codings, .. } => {
                let title = tr!("Move {n} passage to a new code" | "Move {n} passages to a new code" % codings.len());
                (title, tr!("Type a name, then Enter"))
            }
            For::Merge(code) => (tr!("Merge “{name}” into…", name = name(code)), tr!("Enter: preview")),
            For::Move(code) => (tr!("Move “{name}” under…", name = name(code)), tr!("Enter: choose")),
            For::Places(places) => {
                let title = tr!("Code {n} passage with…" | "Code {n} passages with…" % places.len());
                (title, tr!("Enter: apply · Tab: add another code"))
            }
            For::Walk => (tr!("Step through a code").to_owned(), tr!("Enter: choose")),
            For::Settle => (tr!("Resolve with another code").to_owned(), tr!("Enter: choose")),
        };
        // The name of the passage's owner must not be cut.
        ui.add(egui::Label::new(RichText::new(title).medium()).wrap());
        ui.label(RichText::new(hint).color(palette.weak).small());
    }

    /// Returns whether Enter was pressed.
    fn keys(&mut self, ui: &Ui, list: &[Entry]) -> bool {
        let elsewhere = ui.memory(|memory| memory.focused().is_some_and(|id| id != field()));
        if elsewhere && !self.fresh {
            return false;
        }
        let (steps, tab, enter) = ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            let steps = isize::from(pressed(Key::ArrowDown)) - isize::from(pressed(Key::ArrowUp));
            let pages = isize::from(pressed(Key::PageDown)) - isize::from(pressed(Key::PageUp));
            (steps + pages * ROWS as isize, pressed(Key::Tab), pressed(Key::Enter))
        });
        let last = list.len().saturating_sub(1);
        self.reveal |= steps != 0;
        self.marked = self.marked.min(last).saturating_add_signed(steps).min(last);
        if let Some(Entry::Code(code)) = list.get(self.marked).filter(|_| tab && self.several()) {
            self.tick(*code);
        }
        enter
    }

    fn tick(&mut self, code: CodeId) {
        if let Some(at) = self.ticked.iter().position(|&c| c == code) {
            self.ticked.remove(at);
        } else {
            self.ticked.push(code);
        }
        self.typed.clear();
        self.marked = 0;
    }

    fn field(&mut self, ui: &mut Ui) {
        let edit = TextEdit::singleline(&mut self.typed).id(field());
        let edit = edit.desired_width(f32::INFINITY).lock_focus(true);
        let label = match self.what {
            For::Split { .. } => tr!("Name of the new code"),
            _ => tr!("Search codes"),
        };
        let response = ui.add(edit.hint_text(label));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label));
        if response.changed() {
            (self.marked, self.reveal) = (0, true);
        }
        // Return the keyboard to the field after any click, unless a question needs it.
        let free = ui.memory(|memory| memory.focused().is_none());
        if std::mem::take(&mut self.fresh) || !response.has_focus() && (free || self.ticked.is_empty()) {
            response.request_focus();
        }
        ui.add_space(theme::GAP);
    }

    fn ticks(&mut self, ui: &mut Ui, workspace: &Workspace, palette: &Palette) {
        if self.ticked.is_empty() {
            return;
        }
        let mut gone = None;
        ui.horizontal_wrapped(|ui| {
            for &code in &self.ticked {
                let name = workspace.looks.codes.get(&code).map_or("", |look| look.name.as_str());
                let text = RichText::new(format!("{name}  ×")).color(palette.on_accent);
                let button = ui.add(egui::Button::new(text).fill(palette.accent));
                button.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Without {name}", name)));
                if button.clicked() {
                    gone = Some(code);
                }
            }
        });
        if let Some(code) = gone {
            self.tick(code);
        }
    }

    /// Index of the clicked entry.
    fn list(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        study: &Study,
        list: &[Entry],
        palette: &Palette,
    ) -> Option<usize> {
        if list.is_empty() {
            let hint = if matches!(self.what, For::Split { .. }) {
                match self.typed.trim() {
                    "" => tr!("The new code is added under the passages’ code or next to it."),
                    _ => tr!("A code already has this name. Type another name, or use “Recode…”."),
                }
            } else if study.codebook.codes().is_empty() {
                tr!("No codes yet. Type a name and press Enter.")
            } else {
                tr!("No matching codes")
            };
            ui.label(RichText::new(hint).color(palette.weak));
        }
        let mut clicked = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical().id_salt("code palette list").grow_to(ROWS as f32 * theme::ROW);
        if std::mem::take(&mut self.reveal) {
            let first = self.marked.saturating_sub(ROWS / 2);
            area = area.vertical_scroll_offset(first as f32 * theme::ROW);
        }
        area.show_rows(ui, theme::ROW, list.len(), |ui, range| {
            for at in range {
                let Some(entry) = list.get(at) else { continue };
                let is_ticked = matches!(entry, Entry::Code(id) if self.ticked.contains(id));
                let response =
                    row(ui, workspace, study, entry, RowState { is_marked: at == self.marked, is_ticked }, palette);
                if response.clicked() {
                    clicked = Some(at);
                }
            }
        });
        clicked
    }

    /// Says which values of dimensions a new code gets from the passages' codes.
    fn values(&self, ui: &mut Ui, workspace: &Workspace, list: &[Entry], palette: &Palette) {
        let (For::Passages { codings, .. } | For::Split { codings, .. }) = &self.what else { return };
        let is_new = |entry: &Entry| matches!(entry, Entry::New { .. });
        if !matches!(self.what, For::Split { .. }) && !list.iter().any(is_new) {
            return;
        }
        let values = workspace.shared_values(codings);
        if !values.is_empty() {
            let sentence = tr!(
                "A new code gets the values that the passages’ codes have: {values}.",
                values = i18n::clauses(&values)
            );
            ui.add_space(theme::GAP);
            ui.label(RichText::new(sentence).color(palette.weak).small());
        }
    }

    /// Submits the choice; the palette stays open until the change is done.
    fn submit(&mut self, workspace: &mut Workspace, entry: Option<Entry>) -> Option<Next> {
        let mut submission = std::mem::take(&mut self.submission);
        let mut next = None;
        workspace.submit(&mut submission, |workspace| next = self.take(workspace, entry));
        let done = submission.is_done().then_some(Next::Closed);
        self.submission = submission;
        next.or(done)
    }

    /// The next step, if there is one.
    fn take(&self, workspace: &mut Workspace, entry: Option<Entry>) -> Option<Next> {
        match (&self.what, entry) {
            (For::Selection | For::Memo, entry) => {
                workspace.questions.memo_after = self.what == For::Memo;
                let mut codes = self.ticked.clone();
                if let Some(Entry::Code(code)) = entry {
                    codes.retain(|&c| c != code);
                    codes.push(code);
                }
                if !codes.is_empty() {
                    workspace.code_selection(&codes);
                }
                if let Some(Entry::New { parent, name }) = entry {
                    workspace.add_code(parent, name);
                }
            }
            (For::Places(places), entry) => {
                let mut codes = self.ticked.clone();
                let new = match entry {
                    Some(Entry::Code(code)) => {
                        codes.retain(|&known| known != code);
                        codes.push(code);
                        None
                    }
                    Some(Entry::New { parent, name }) => Some((parent, name)),
                    None => None,
                };
                workspace.code_places(places.clone(), codes, new);
            }
            (For::Passages { codings, anyway }, Some(Entry::Code(code))) => {
                workspace.recode_passages(codings.clone(), code, *anyway);
            }
            (For::Passages { codings, anyway } | For::Split { codings, anyway }, Some(Entry::New { parent, name })) => {
                workspace.split_passages(codings.clone(), parent, name, *anyway);
            }
            (For::Merge(from), Some(Entry::Code(into))) => {
                return Some(Next::Open(Box::new(Overlay::Confirm(Confirm::merge(workspace, *from, into)))));
            }
            (For::Move(code), Some(Entry::Code(parent))) => {
                if let Some(confirm) = Confirm::move_code(workspace, *code, Some(parent), None) {
                    return Some(Next::Open(Box::new(Overlay::Confirm(confirm))));
                }
            }
            (For::Walk, Some(Entry::Code(code))) => workspace.seen.walk = Some(code),
            (For::Settle, Some(Entry::Code(code))) => workspace.decide(Decision::Recode(code)),
            // New codes are offered only for words and passages, and to split a code nothing else is.
            (For::Split { .. }, Some(Entry::Code(_))) => {}
            (For::Merge(_) | For::Move(_) | For::Walk | For::Settle, Some(Entry::New { .. })) | (_, None) => {}
        }
        None
    }
}

/// Where a code that takes over these passages may stand: below the code that they share, beside it, or at the top.
fn parents(workspace: &Workspace, study: &Study, codings: &[CodingId]) -> Vec<Option<CodeId>> {
    let shared = workspace.shared_code(codings);
    let above = shared.and_then(|code| study.codebook.get(code)).map(|code| code.parent);
    shared.map(Some).into_iter().chain(above).chain([None]).collect()
}

fn field() -> Id {
    Id::unique("code palette field")
}

struct RowState {
    /// Enter chooses it.
    is_marked: bool,
    /// It is among the chosen codes.
    is_ticked: bool,
}

fn row(
    ui: &mut Ui,
    workspace: &Workspace,
    study: &Study,
    entry: &Entry,
    state: RowState,
    palette: &Palette,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
    let (name, about, color) = match entry {
        Entry::Code(id) => {
            let look = workspace.looks.codes.get(id);
            let color = palette.code(look.map_or([128; 3], |l| l.color));
            let path = look.map_or("", |l| l.path.as_str());
            let above =
                path.strip_suffix(look.map_or("", |l| l.name.as_str())).unwrap_or("").trim_end_matches([' ', '>']);
            (look.map_or("", |l| l.name.as_str()).to_owned(), above.to_owned(), Some(color))
        }
        Entry::New { parent, name } => {
            let above = parent.map(|id| study.codebook.path(id).to_string()).unwrap_or_default();
            (tr!("New code “{name}”", name), above, None)
        }
    };
    let label = if about.is_empty() { name.clone() } else { tr!("{code}, in {parent}", code = name, parent = about) };
    response
        .widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, state.is_marked || state.is_ticked, &label));
    let back = if state.is_marked { Some(palette.chosen) } else { response.hovered().then_some(palette.hover) };
    if let Some(back) = back {
        ui.painter().rect_filled(rect, 5.0, back);
    }
    let middle = rect.center().y;
    match color {
        Some(color) => icons::swatch(ui.painter(), pos2(rect.left() + 14.0, middle), color),
        None => icons::plus(ui.painter(), pos2(rect.left() + 14.0, middle), palette.accent),
    }
    if state.is_ticked {
        icons::tick(ui.painter(), pos2(rect.right() - 14.0, middle), palette.accent);
    }
    let left = rect.left() + 28.0;
    let name = super::bars::elided(ui, &name, theme::BODY, palette.text, rect.width() * 0.62);
    let next = left + name.size().x + theme::SPACE;
    ui.painter().galley(pos2(left, middle - name.size().y / 2.0), name, palette.text);
    let about = super::bars::elided(ui, &about, theme::SMALL, palette.weak, rect.right() - 28.0 - next);
    ui.painter().galley(pos2(next, middle - about.size().y / 2.0), about, palette.weak);
    response
}
