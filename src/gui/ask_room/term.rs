//! What is looked for: a code, words, any passage or important ones, chosen from a menu.

use super::menu;
use crate::analysis::query::{Matching, Term, What};
use crate::app::Looks;
use crate::gui::bars::{GrowTo, RowAside, list_row};
use crate::gui::check_box;
use crate::gui::icons;
use crate::gui::menu_field;
use crate::gui::theme::{self, Palette};
use crate::model::{CodeId, Study, same_name};
use crate::text::{NameFilter, shortened};
use crate::tr;
use egui::{Align, Button, Id, Key, Label, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo, pos2};
use std::fmt::Debug;
use std::hash::Hash;

/// Characters of a name that a button shows.
const LONGEST: usize = 40;
const WIDTH: f32 = 300.0;

/// What the parts of a query are shown with.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub study: &'a Study,
    pub looks: &'a Looks,
    pub palette: &'a Palette,
}

/// What is typed into the menu that is open.
#[derive(Default)]
pub(super) struct TermMenu {
    /// The menu, and the last frame in which it was open.
    of: Option<(Id, u64)>,
    code: String,
    words: String,
    how: Matching,
}

impl TermMenu {
    /// A button whose menu chooses something new. Returns it.
    pub(super) fn button(
        &mut self,
        ui: &mut Ui,
        id: impl Hash + Debug,
        label: &str,
        study: &Study,
        palette: &Palette,
    ) -> Option<Term> {
        let button = Button::new(RichText::new(label).color(palette.accent));
        let (_, chosen) = menu::show(ui, id, button, |ui| self.contents(ui, None, study, palette));
        chosen.flatten().map(|what| Term { what, filter: vec![] })
    }

    /// Codes, words and kinds of passages. Returns what was chosen.
    fn contents(&mut self, ui: &mut Ui, now: Option<&What>, study: &Study, palette: &Palette) -> Option<What> {
        let (id, frame) = (ui.scope_id(), ui.ctx().cumulative_frame_nr());
        let is_opened = self.of.is_none_or(|(of, last)| of != id || last + 1 < frame);
        if is_opened {
            *self = Self::default();
            if let Some(What::Text { wanted, how }) = now {
                (self.words, self.how) = (wanted.clone(), *how);
            }
        }
        self.of = Some((id, frame));
        ui.set_width(WIDTH);
        let by_code = self.codes(ui, now, study, is_opened, palette);
        ui.separator();
        let kinds = [(What::Any, tr!("Any coded passage")), (What::Important, tr!("Important passages"))];
        let by_kind = kinds.into_iter().find_map(|(what, label)| {
            let button = ui.add(Button::selectable(now == Some(&what), label));
            button.clicked().then_some(what)
        });
        ui.separator();
        let by_words = self.words(ui, palette);
        let chosen = by_code.or(by_kind).or(by_words);
        if chosen.is_some() {
            self.of = None;
            ui.close();
        }
        chosen
    }

    fn codes(
        &mut self,
        ui: &mut Ui,
        now: Option<&What>,
        study: &Study,
        is_opened: bool,
        palette: &Palette,
    ) -> Option<What> {
        let hint = tr!("Find a code");
        let field = TextEdit::singleline(&mut self.code).hint_text(hint).desired_width(f32::INFINITY);
        let response = menu_field::show(ui, field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint));
        if is_opened {
            response.request_focus();
        }
        let book = &study.codebook;
        let wanted = NameFilter::of_path(&self.code);
        let found: Vec<_> = book.codes().iter().filter(|code| wanted.finds(&book.path(code.id).to_string())).collect();
        let of_code = |code: CodeId| What::Code { name: book.path(code).to_string(), exact: false };
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) && !wanted.is_empty() {
            return found.first().map(|code| of_code(code.id));
        }
        if found.is_empty() {
            let none = if wanted.is_empty() { tr!("No codes yet") } else { tr!("No matching codes") };
            ui.label(RichText::new(none).color(palette.weak));
        }
        let mut chosen = None;
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let area = ScrollArea::vertical().id_salt("codes to ask for").grow_to(theme::ROW * 8.0);
            area.show_rows(ui, theme::ROW, found.len(), |ui, range| {
                for code in found.get(range).unwrap_or_default() {
                    let path = book.path(code.id).to_string();
                    let above = code.parent.filter(|_| !wanted.is_empty()).map(|parent| book.path(parent).to_string());
                    let depth = if wanted.is_empty() { book.depth(code.id) as f32 } else { 0.0 };
                    ui.horizontal(|ui| {
                        ui.add_space(depth * 12.0);
                        let beside = above.as_deref().map_or(RowAside::Nothing, RowAside::Words);
                        // In a list, what tells codes of the same name apart comes first; a tree shows it.
                        let is_alone = wanted.is_empty()
                            || found.iter().filter(|other| same_name(&other.name, &code.name)).count() == 1;
                        let name = if is_alone { &code.name } else { &path };
                        let is_chosen = matches!(now, Some(What::Code { name, .. }) if *name == path);
                        if list_row(ui, name, beside, &path, is_chosen, palette).on_hover_text(&path).clicked() {
                            chosen = Some(of_code(code.id));
                        }
                    });
                }
            });
        });
        chosen
    }

    fn words(&mut self, ui: &mut Ui, palette: &Palette) -> Option<What> {
        let hint = tr!("Words in the transcripts");
        let mut enter = false;
        let ready = !self.words.trim().is_empty();
        ui.horizontal(|ui| {
            let width = ui.available_width() - 70.0;
            let field = TextEdit::singleline(&mut self.words).hint_text(hint).desired_width(width);
            let response = menu_field::show(ui, field);
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint));
            enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            enter |= ui.add_enabled(ready, Button::new(tr!("words" => "Find"))).clicked();
        });
        check_box::show(ui, &mut self.how.whole, tr!("Whole words only"));
        check_box::show(ui, &mut self.how.case, tr!("Match case"));
        check_box::show(ui, &mut self.how.regex, tr!("Regular expression"));
        let about = tr!("Words are found in what speakers say, and in documents without speakers.");
        ui.add(Label::new(RichText::new(about).color(palette.weak).small()).halign(Align::LEFT));
        (enter && ready).then(|| What::Text { wanted: self.words.clone(), how: self.how })
    }
}

/// Shows a part of a query, with a menu to choose another one. Returns whether to remove it.
pub(super) fn term_button(
    ui: &mut Ui,
    id: impl Hash + Debug,
    menu_state: &mut TermMenu,
    term: &mut Term,
    known: &Known<'_>,
) -> bool {
    let Known { study, looks, palette } = *known;
    let code = match &term.what {
        What::Code { name, .. } => study.codebook.find(name).or_else(|| only_code(study, name)),
        _ => None,
    };
    let (label, whole) = (label(&term.what), whole_label(&term.what));
    // The swatch stands in the room that these blanks leave.
    let text = if code.is_some() { format!("     {label}") } else { label };
    let mut removes = false;
    let (response, chosen) = menu::show(ui, id, Button::new(RichText::new(text).strong()), |ui| {
        if let What::Code { exact, .. } = &mut term.what {
            let mut below = !*exact;
            check_box::show(ui, &mut below, tr!("With its subcodes"));
            *exact = !below;
        }
        let chosen = menu_state.contents(ui, Some(&term.what), study, palette);
        ui.separator();
        if ui.button(tr!("Remove this part")).clicked() {
            removes = true;
            ui.close();
        }
        chosen
    });
    if let Some(look) = code.and_then(|code| looks.codes.get(&code)) {
        let center = pos2(response.rect.left() + 14.0, response.rect.center().y);
        icons::swatch(ui.painter(), center, palette.code(look.color));
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Look for: {what}", what = whole)));
    response.on_hover_text(&whole);
    if let Some(what) = chosen.flatten() {
        // Whether subcodes count stays as it was.
        let exact = matches!(term.what, What::Code { exact: true, .. });
        term.what = match what {
            What::Code { name, .. } => What::Code { name, exact },
            other => other,
        };
    }
    removes
}

/// The only code with this name.
fn only_code(study: &Study, name: &str) -> Option<CodeId> {
    let mut same = study.codebook.codes().iter().filter(|code| same_name(&code.name, name));
    same.next().filter(|_| same.next().is_none()).map(|code| code.id)
}

/// What is looked for, in a few words.
fn label(what: &What) -> String {
    match what {
        What::Code { name, .. } => {
            let last = name.rsplit(" > ").next().unwrap_or(name);
            shortened(last, LONGEST)
        }
        What::Text { wanted, how } => {
            let words = tr!("“{words}”", words = shortened(wanted, LONGEST));
            std::iter::once(words)
                .chain(options(*how))
                .collect::<Vec<_>>()
                .join(tr!("between parts of a label" => ", "))
        }
        What::Query(query) => format!("({})", shortened(&query.to_string(), LONGEST)),
        What::Any | What::Important => whole_label(what),
    }
}

/// What is looked for, with everything that is said of it.
fn whole_label(what: &What) -> String {
    match what {
        What::Code { name, exact: true } => tr!("{name}, without subcodes", name),
        What::Code { name, exact: false } => name.clone(),
        What::Text { wanted, how } => {
            let words = tr!("the words “{words}”", words = wanted);
            std::iter::once(words)
                .chain(options(*how))
                .collect::<Vec<_>>()
                .join(tr!("between parts of a label" => ", "))
        }
        What::Any => tr!("any coded passage").to_owned(),
        What::Important => tr!("important passages").to_owned(),
        What::Query(query) => query.to_string(),
    }
}

/// How words are compared, as far as it is not the usual way.
fn options(how: Matching) -> impl Iterator<Item = String> {
    let options = [
        (how.whole, tr!("whole words")),
        (how.case, tr!("with this case")),
        (how.regex, tr!("a regular expression")),
        (how.stem, tr!("with the same stem")),
    ];
    options.into_iter().filter(|(is_on, _)| *is_on).map(|(_, label)| label.to_owned())
}
