//! The filters at the left of the Passages room.

use crate::app::passages_room::filters::{
    NumberChoice, ValueChoice, choices, coder_name, numbers, range_of, set_range,
};
use crate::app::workspace::Workspace;
use crate::engine::browse::BrowseFilter;
use crate::gui::bars;
use crate::gui::bars::{GrowTo, RowAside};
use crate::gui::check_box;
use crate::gui::menu_field;
use crate::gui::said_by::said_by;
use crate::gui::tables::filter::{Wants, set_rule, sets_title};
use crate::gui::theme::{self, Palette, Weighted};
use crate::model::values::number;
use crate::model::{CodeId, Described, Noun, SetId, SetKind, Study, UserId, Variable, VariableId};
use crate::text::{NameFilter, capitalised, shortened};
use crate::{i18n, tr};
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{CollapsingHeader, PopupCloseBehavior, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};
use std::sync::Arc;

/// The attributes by which participants or documents can be chosen: those with few values, and numbers.
#[derive(Default)]
struct Attributes {
    values: Vec<ValueChoice>,
    numbers: Vec<NumberChoice>,
}

impl Attributes {
    fn new(study: &Study, of: Described) -> Self {
        Self { values: choices(study, of), numbers: numbers(study, of) }
    }

    fn is_empty(&self) -> bool {
        self.values.is_empty() && self.numbers.is_empty()
    }

    /// A list of all, in which what needs little room comes first, so that most of it is in sight.
    fn show(&self, ui: &mut Ui, filter: &mut BrowseFilter, palette: &Palette) {
        let (short, long): (Vec<_>, Vec<_>) = self.values.iter().partition(|(_, _, values)| values.len() <= SHORT);
        for (variable, name, values) in short {
            attribute(ui, *variable, name, values, filter);
        }
        for number in &self.numbers {
            range(ui, number, filter, palette);
        }
        for (variable, name, values) in long {
            attribute(ui, *variable, name, values, filter);
        }
    }
}

/// Height of the list of codes in a window in which all filters scroll together.
const CODES: f32 = 6.0 * theme::ROW;

/// The height of the list of codes: in points, or as a share of the height that is left.
#[derive(Clone, Copy)]
enum Height {
    Points(f32),
    Share(f32),
}

/// Most characters of the names of sets that a button shows.
const LONGEST: usize = 30;
/// Number of values up to which an attribute comes first.
const SHORT: usize = 3;

#[derive(Default)]
pub(super) struct Filters {
    /// Texts that filter the lists of codes and of documents.
    code_search: String,
    /// The code that was chosen when the list of codes was shown last.
    code: Option<CodeId>,
    document_search: String,
    /// What can be chosen of participants and of documents, with the study that it was collected from.
    choices: Option<(Arc<Study>, [Attributes; 2])>,
    wants: Wants,
}

impl Filters {
    pub(super) fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, study: &Arc<Study>, palette: &Palette) {
        let mut filter = workspace.rooms.passages.filter.clone();
        // A code that was chosen elsewhere is to be seen in the list.
        if self.code != filter.code {
            self.code_search.clear();
        }
        self.show_all(ui, workspace, study, &mut filter, palette);
        self.code = filter.code;
        workspace.rooms.passages.filter_by(filter);
        self.wants.carry_out(workspace);
    }

    fn show_all(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        study: &Arc<Study>,
        filter: &mut BrowseFilter,
        palette: &Palette,
    ) {
        let edit = TextEdit::singleline(&mut filter.search).hint_text(tr!("Search passages"));
        let response = ui.add(edit.desired_width(f32::INFINITY));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Search passages")));
        ui.horizontal_wrapped(|ui| {
            check_box::show(ui, &mut filter.important, tr!("Important"));
            check_box::show(ui, &mut filter.with_memo, tr!("With a memo"));
        });
        // In a low window, the codes need the room; what is chosen here is also in the line above the passages.
        if theme::is_tight(ui.ctx()) {
            // There is no room for lists that scroll one by one. The bar shows that there is more.
            theme::show_scroll_bars(ui);
            let all = ScrollArea::vertical().id_salt("all filters").auto_shrink(false);
            all.show(ui, |ui| {
                self.folded(ui, study, filter, palette);
                self.codes(ui, workspace, study, filter, Height::Points(CODES));
                ui.add_space(theme::SPACE);
                self.attributes(ui, study, filter, palette);
            });
            return;
        }
        let is_low = theme::is_low(ui.ctx());
        if is_low {
            self.folded(ui, study, filter, palette);
        } else {
            self.more(ui, study, filter, palette);
        }
        let has_choices = self.choices(study).iter().any(|attributes| !attributes.is_empty());
        let share = match (has_choices, is_low) {
            (false, _) => 0.75,
            (true, false) => 0.5,
            (true, true) => 0.6,
        };
        self.codes(ui, workspace, study, filter, Height::Share(share));
        ui.add_space(theme::SPACE);
        ScrollArea::vertical().id_salt("participants").auto_shrink(false).show(ui, |ui| {
            self.attributes(ui, study, filter, palette);
        });
    }

    fn folded(&mut self, ui: &mut Ui, study: &Study, filter: &mut BrowseFilter, palette: &Palette) {
        ui.horizontal_wrapped(|ui| bars::accounts(ui, &mut filter.account, palette));
        let more = CollapsingHeader::new(tr!("Documents, speakers and coders")).id_salt("more filters");
        more.show(ui, |ui| self.documents_and_speakers(ui, study, filter, palette));
    }

    /// The codes to choose from.
    fn codes(&mut self, ui: &mut Ui, workspace: &Workspace, study: &Study, filter: &mut BrowseFilter, height: Height) {
        ui.add_space(theme::SPACE);
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(tr!("Code")).medium());
            check_box::show(ui, &mut filter.below, tr!("Include subcodes"));
            code_sets(ui, study, filter);
        });
        let edit =
            TextEdit::singleline(&mut self.code_search).hint_text(tr!("Find a code")).desired_width(f32::INFINITY);
        ui.add(edit).widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Find a code to filter by")));
        let height = match height {
            Height::Points(points) => points,
            Height::Share(share) => (ui.available_height() * share).max(120.0),
        };
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
            ui.set_max_height(height);
            codes(ui, workspace, study, &self.code_search, filter, &theme::palette(ui.ctx()));
        });
    }

    /// The attributes of documents and of participants.
    fn attributes(&mut self, ui: &mut Ui, study: &Arc<Study>, filter: &mut BrowseFilter, palette: &Palette) {
        let [participants, documents] = self.choices(study);
        for (of, attributes, title, all) in [
            // Documents have few attributes: further down, they would be out of sight.
            (Described::Documents, documents, tr!("Documents"), tr!("All documents. Tick values to choose some.")),
            (
                Described::Participants,
                participants,
                tr!("Participants"),
                tr!("All participants. Tick values to choose some."),
            ),
        ] {
            if attributes.is_empty() {
                continue;
            }
            ui.label(RichText::new(title).medium());
            if !filter.is_about(of) {
                ui.label(RichText::new(all).color(palette.weak).small());
            }
            attributes.show(ui, filter, palette);
        }
        self.without_values(ui, study, palette);
    }

    /// The attributes by which nothing can be filtered yet, and a button for others.
    fn without_values(&mut self, ui: &mut Ui, study: &Study, palette: &Palette) {
        for of in [Described::Documents, Described::Participants] {
            let has_values = |variable: &Variable| study.values_of(variable.id).next().is_some();
            for variable in study.attributes(of).iter().filter(|variable| !has_values(variable)) {
                ui.add_space(theme::GAP);
                ui.label(variable.name.replace('_', " "));
                ui.push_id(variable.id, |ui| self.wants.without_values(ui, of, palette));
            }
        }
        if study.variables.is_empty() && study.document_variables.is_empty() {
            let why = tr!("Participants and documents can be filtered by attributes. There are none yet.");
            ui.label(RichText::new(why).color(palette.weak).small());
        }
        ui.add_space(theme::GAP);
        self.wants.add_attribute(ui);
    }

    /// The filters besides code and attributes.
    fn more(&mut self, ui: &mut Ui, study: &Study, filter: &mut BrowseFilter, palette: &Palette) {
        ui.horizontal_wrapped(|ui| bars::accounts(ui, &mut filter.account, palette));
        self.documents_and_speakers(ui, study, filter, palette);
    }

    fn documents_and_speakers(&mut self, ui: &mut Ui, study: &Study, filter: &mut BrowseFilter, palette: &Palette) {
        self.documents(ui, study, filter);
        ui.horizontal_wrapped(|ui| said_by(ui, &mut filter.spoken_by, palette));
        coders(ui, study, filter, palette);
    }

    /// Returns the attributes of participants, and those of documents.
    fn choices(&mut self, study: &Arc<Study>) -> &[Attributes; 2] {
        if self.choices.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, study)) {
            self.choices = None;
        }
        let of = [Described::Participants, Described::Documents];
        &self.choices.get_or_insert_with(|| (study.clone(), of.map(|of| Attributes::new(study, of)))).1
    }

    fn documents(&mut self, ui: &mut Ui, study: &Study, filter: &mut BrowseFilter) {
        let sets_shown = of_sets(study, SetKind::Documents, filter);
        let title = match filter.sources.as_slice() {
            [] => of_sets(study, SetKind::Documents, filter).unwrap_or_else(|| tr!("All documents").to_owned()),
            [one] => study.source(*one).map_or_else(String::new, |s| s.name.clone()),
            many => Noun::Document.counted(many.len() as u64),
        };
        // Documents chosen one by one are listed only if they are in the sets, too.
        let title = match sets_shown.filter(|_| !filter.sources.is_empty()) {
            Some(sets) => tr!("{documents}, only in {sets}", documents = title, sets),
            None => title,
        };
        let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        MenuButton::new(title).config(stays).ui(ui, |ui| {
            ui.set_min_width(220.0);
            let edit = TextEdit::singleline(&mut self.document_search).hint_text(tr!("Find a document"));
            menu_field::show(ui, edit)
                .widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Find a document to filter by")));
            let has_sets = of_sets(study, SetKind::Documents, filter).is_some();
            if check_box::all(ui, filter.sources.is_empty() && !has_sets, tr!("All documents")) {
                filter.sources.clear();
                filter.sets.retain(|&id| !is_of(study, id, SetKind::Documents));
            }
            if sets(ui, study, SetKind::Documents, filter) {
                ui.label(RichText::new(tr!("Documents")).medium());
                let rule = match filter.sources.is_empty() || !has_sets {
                    true => tr!("Only the documents ticked."),
                    false => tr!("Only those of the documents ticked that are in the sets."),
                };
                ui.label(RichText::new(rule).weak().small());
            }
            let wanted = NameFilter::new(&self.document_search);
            let found: Vec<_> = study.sources.iter().filter(|source| wanted.finds(&source.name)).collect();
            ScrollArea::vertical().grow_to(320.0).show_rows(ui, theme::ROW, found.len(), |ui, range| {
                for source in found.get(range).unwrap_or_default() {
                    let mut chosen = filter.sources.contains(&source.id);
                    if check_box::show(ui, &mut chosen, &source.name).clicked() {
                        if chosen {
                            filter.sources.push(source.id);
                        } else {
                            filter.sources.retain(|id| *id != source.id);
                        }
                    }
                }
            });
        });
    }
}

/// A list of the coders to tick, if there are several.
fn coders(ui: &mut Ui, study: &Study, filter: &mut BrowseFilter, palette: &Palette) {
    if study.users.len() < 2 {
        return;
    }
    let name = |id: UserId| capitalised(coder_name(study, id));
    let title = match filter.users.as_slice() {
        [] => tr!("All coders").to_owned(),
        [one] => name(*one),
        many => Noun::Coder.counted(many.len() as u64),
    };
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(tr!("Coded by")).color(palette.weak));
        let (button, _) = MenuButton::new(&title).config(stays).ui(ui, |ui| {
            if check_box::all(ui, filter.users.is_empty(), tr!("All coders")) {
                filter.users.clear();
            }
            ScrollArea::vertical().grow_to(320.0).show(ui, |ui| {
                for user in &study.users {
                    let mut is_on = filter.users.contains(&user.id);
                    if check_box::show(ui, &mut is_on, name(user.id)).clicked() {
                        filter.users.retain(|id| *id != user.id);
                        filter.users.extend(is_on.then_some(user.id));
                    }
                }
            });
        });
        let spoken = tr!("label" => "{name}: {value}", name = tr!("Coded by"), value = title);
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    });
}

fn is_of(study: &Study, id: SetId, kind: SetKind) -> bool {
    study.set(id).is_some_and(|set| set.definition.kind == kind)
}

/// The names of the sets of a kind to which the list is narrowed.
fn of_sets(study: &Study, kind: SetKind, filter: &BrowseFilter) -> Option<String> {
    let chosen = study.sets.iter().filter(|set| filter.sets.contains(&set.id) && set.definition.kind == kind);
    let names: Vec<&str> = chosen.map(|set| set.name.as_str()).collect();
    (!names.is_empty()).then(|| shortened(&i18n::and(&names), LONGEST))
}

/// The sets of a kind to tick; what is listed is in all of those that are ticked. Returns whether there are any.
fn sets(ui: &mut Ui, study: &Study, kind: SetKind, filter: &mut BrowseFilter) -> bool {
    let all: Vec<_> = study.sets.iter().filter(|set| set.definition.kind == kind).collect();
    if all.is_empty() {
        return false;
    }
    ui.label(RichText::new(sets_title(kind)).medium());
    ui.label(RichText::new(set_rule(kind)).weak().small());
    ScrollArea::vertical().id_salt("sets").grow_to(160.0).show(ui, |ui| {
        for set in all {
            let mut is_on = filter.sets.contains(&set.id);
            let label = tr!("label" => "{name}: {value}", name = tr!("Set"), value = set.name);
            if check_box::show(ui, &mut is_on, label).clicked() {
                filter.sets.retain(|id| *id != set.id);
                filter.sets.extend(is_on.then_some(set.id));
            }
        }
    });
    ui.separator();
    true
}

/// A button that lists the sets of codes, if there are any.
fn code_sets(ui: &mut Ui, study: &Study, filter: &mut BrowseFilter) {
    if !study.sets.iter().any(|set| set.definition.kind == SetKind::Codes) {
        return;
    }
    let title = of_sets(study, SetKind::Codes, filter).unwrap_or_else(|| tr!("Sets of codes").to_owned());
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    MenuButton::new(title).config(stays).ui(ui, |ui| {
        let has_sets = of_sets(study, SetKind::Codes, filter).is_some();
        if check_box::all(ui, !has_sets, tr!("All codes")) {
            filter.sets.retain(|&id| !is_of(study, id, SetKind::Codes));
        }
        sets(ui, study, SetKind::Codes, filter);
    });
}

fn codes(ui: &mut Ui, workspace: &Workspace, study: &Study, typed: &str, filter: &mut BrowseFilter, palette: &Palette) {
    let wanted = NameFilter::of_path(typed);
    let book = &study.codebook;
    let found: Vec<_> = book.codes().iter().filter(|code| wanted.finds(&code.name)).collect();
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt("filter codes").auto_shrink(false);
    area.show_rows(ui, theme::ROW, found.len() + 1, |ui, range| {
        for place in range {
            let Some(code) = place.checked_sub(1).and_then(|place| found.get(place)) else {
                if place == 0
                    && bars::list_row(
                        ui,
                        tr!("All codes"),
                        RowAside::Nothing,
                        tr!("All codes"),
                        filter.code.is_none(),
                        palette,
                    )
                    .clicked()
                {
                    filter.code = None;
                }
                continue;
            };
            let depth = if wanted.is_empty() { book.depth(code.id) as f32 } else { 0.0 };
            let has_subcodes = filter.below && book.children(Some(code.id)).next().is_some();
            // What a click would list.
            let listed = workspace.rooms.passages.list.as_deref().and_then(|list| list.by_code.get(&code.id));
            let count = listed.map_or(0, |listed| if has_subcodes { listed.with_subcodes } else { listed.alone });
            let beside = if count == 0 { RowAside::Nothing } else { RowAside::Number(count) };
            let label = tr!("Only {code}", code = book.path(code.id));
            ui.horizontal(|ui| {
                ui.add_space(depth * 12.0);
                let chosen = filter.code == Some(code.id);
                let row = bars::list_row(ui, &code.name, beside, &label, chosen, palette);
                if row.on_hover_text(book.path(code.id).to_string()).clicked() {
                    filter.code = (!chosen).then_some(code.id);
                }
            });
        }
    });
}

fn attribute(ui: &mut Ui, variable: VariableId, name: &str, values: &[String], filter: &mut BrowseFilter) {
    let chosen = filter.values.iter().find(|(id, _)| *id == variable).map(|(_, values)| values.clone());
    let mut chosen = chosen.unwrap_or_default();
    let before = chosen.clone();
    let few = values.len() <= 6;
    CollapsingHeader::new(name).id_salt(("attribute", variable)).default_open(few).show(ui, |ui| {
        for value in values {
            let mut wanted = chosen.contains(value);
            let response = check_box::show(ui, &mut wanted, value.replace('_', " "));
            response.widget_info(|| {
                WidgetInfo::selected(Role::CheckBox, true, wanted, tr!("label" => "{name}: {value}", name, value))
            });
            if response.clicked() {
                if wanted {
                    chosen.push(value.clone());
                } else {
                    chosen.retain(|known| known != value);
                }
            }
        }
    });
    if chosen != before {
        filter.values.retain(|(id, _)| *id != variable);
        if !chosen.is_empty() {
            filter.values.push((variable, chosen));
        }
    }
}

/// Fields for the lowest and highest number of an attribute.
fn range(ui: &mut Ui, choice: &NumberChoice, filter: &mut BrowseFilter, palette: &Palette) {
    let mut range = range_of(filter, choice.variable);
    ui.label(choice.name.replace('_', " "));
    ui.horizontal(|ui| {
        let width = ((ui.available_width() - 40.0) / 2.0).clamp(40.0, 90.0);
        let field = |ui: &mut Ui, text: &mut String, hint: &str, label: &str| {
            let response = ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(width));
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label));
        };
        field(ui, &mut range.from, &choice.lowest, &tr!("{name}: lowest value", name = choice.name));
        ui.label(tr!("between two numbers" => "to"));
        field(ui, &mut range.to, &choice.highest, &tr!("{name}: highest value", name = choice.name));
    });
    if range.ends().iter().any(|end| !end.is_empty() && number(end).is_none()) {
        ui.label(RichText::new(tr!("Type a number.")).color(palette.trouble).small());
    }
    ui.add_space(theme::GAP);
    set_range(filter, range);
}
