//! The participants and documents that a table includes: one chip per attribute, with a list of its values to tick, and
//! one per set.

use super::cells;
use crate::analysis::{AttributeFilter, Condition, attribute_values};
use crate::app::documents_room::{Asking, DocumentsPage};
use crate::app::room::Room;
use crate::app::workspace::Workspace;
use crate::gui::bars::GrowTo;
use crate::gui::check_box;
use crate::gui::icons;
use crate::gui::theme::{self, Palette};
use crate::model::{Described, Set, SetId, SetKind, Study, VariableKind};
use crate::text::shortened;
use crate::tr;
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{
    Popup, PopupCloseBehavior, RichText, Role, ScrollArea, Sense, TextStyle, TextWrapMode, Ui, WidgetInfo, vec2,
};

/// Characters of the values that a chip shows.
const LONGEST: usize = 36;

/// The chip whose list opens as soon as it is drawn.
#[derive(Default)]
pub struct FilterChips {
    opens: Option<(Described, String)>,
    pub wants: Wants,
    /// The attributes that were there when one was to be added. The new one is filtered by at once.
    adding: Option<Adding>,
}

/// What the user wants to make, to have something to filter by.
#[derive(Default)]
pub struct Wants {
    asks: Option<Asking>,
    /// Whose values of attributes the user wants to enter.
    enters: Option<Described>,
}

impl Wants {
    pub fn carry_out(&mut self, workspace: &mut Workspace) {
        if let Some(asking) = self.asks.take() {
            workspace.rooms.documents.asking = Some(asking);
        }
        if let Some(of) = self.enters.take() {
            workspace.rooms.documents.tab = match of {
                Described::Participants => DocumentsPage::Participants,
                Described::Documents => DocumentsPage::Documents,
            };
            workspace.show_room(Room::Documents);
        }
    }

    /// A button that adds an attribute of participants. Returns whether it was clicked.
    pub fn add_attribute(&mut self, ui: &mut Ui) -> bool {
        let is_clicked = ui.button(tr!("Add attribute…")).clicked();
        if is_clicked {
            self.asks = Some(Asking::AddAttribute(Described::Participants, String::new(), VariableKind::Text));
            ui.close();
        }
        is_clicked
    }

    /// Says that an attribute has no values yet, and leads to where they are entered.
    pub fn without_values(&mut self, ui: &mut Ui, of: Described, palette: &Palette) {
        ui.label(RichText::new(tr!("It has no values yet.")).color(palette.weak));
        if ui.button(tr!("Enter values in Documents")).clicked() {
            self.enters = Some(of);
            ui.close();
        }
    }
}

struct Adding {
    known: Vec<String>,
    /// The last pass in which the chips were shown: if the user goes elsewhere, the filter stays as it is.
    pass: u64,
}

impl FilterChips {
    /// Shows the chips. Returns the current filter, and the sets that must have what is counted.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        study: &Study,
        filter: &AttributeFilter,
        sets: &[SetId],
        palette: &Palette,
    ) -> (AttributeFilter, Vec<SetId>) {
        let (mut filter, mut sets) = (filter.clone(), sets.to_vec());
        self.take_added(ui, study, &mut filter);
        let is_about = |of| filter.conditions.iter().any(|condition| condition.of == of);
        let text = match (is_about(Described::Participants), is_about(Described::Documents)) {
            (false, false) if sets.len() > 1 => tr!("Only what is in each of"),
            (false, false) if !sets.is_empty() => tr!("Only what is in"),
            (false, false) if study.document_variables.is_empty() => tr!("All participants"),
            (false, false) => tr!("All participants and documents"),
            (true, false) => tr!("Only participants with"),
            (false, true) => tr!("Only documents with"),
            (true, true) => tr!("Only participants and documents with"),
        };
        ui.label(RichText::new(text).color(palette.weak));
        let mut removed = None;
        for (place, condition) in filter.conditions.iter_mut().enumerate() {
            if self.chip(ui, study, condition, palette) {
                removed = Some(place);
            }
        }
        if let Some(place) = removed {
            filter.conditions.remove(place);
        }
        sets.retain(|&id| study.set(id).is_some_and(|set| !set_chip(ui, set, palette)));
        self.menu(ui, study, &mut filter, &mut sets, palette);
        (filter, sets)
    }

    /// The button with everything that can be filtered by.
    fn menu(
        &mut self,
        ui: &mut Ui,
        study: &Study,
        filter: &mut AttributeFilter,
        sets: &mut Vec<SetId>,
        palette: &Palette,
    ) {
        let free = |of: Described| -> Vec<&str> {
            let names = study.attributes(of).iter().map(|variable| variable.name.as_str());
            names.filter(|name| !filter.conditions.iter().any(|one| one.of == of && one.attribute == *name)).collect()
        };
        let (participants, documents) = (free(Described::Participants), free(Described::Documents));
        let other_sets: Vec<&Set> = study.sets.iter().filter(|set| !sets.contains(&set.id)).collect();
        let nothing = participants.is_empty() && documents.is_empty() && other_sets.is_empty();
        ui.menu_button(tr!("Filter…"), |ui| {
            if nothing {
                if nothing_to_choose(ui, study, &mut self.wants, palette) {
                    self.begin_to_add(ui, study);
                }
                return;
            }
            ScrollArea::vertical().grow_to(360.0).show(ui, |ui| {
                for kind in [SetKind::Documents, SetKind::Codes] {
                    let of_kind = || other_sets.iter().filter(|set| set.definition.kind == kind);
                    if of_kind().next().is_some() {
                        ui.label(RichText::new(sets_title(kind)).color(palette.weak).small());
                    }
                    for set in of_kind() {
                        if ui.button(&set.name).on_hover_text(set_rule(kind)).clicked() {
                            sets.push(set.id);
                            ui.close();
                        }
                    }
                }
                let both =
                    !study.sets.is_empty() || !study.variables.is_empty() && !study.document_variables.is_empty();
                for (of, names, title) in [
                    // Documents have few attributes: further down, they would be out of sight.
                    (Described::Documents, documents, tr!("Of the document")),
                    (Described::Participants, participants, tr!("Of the participant")),
                ] {
                    if both && !names.is_empty() {
                        ui.label(RichText::new(title).color(palette.weak).small());
                    }
                    for name in names {
                        if ui.button(name.replace('_', " ")).clicked() {
                            filter.conditions.push(Condition { of, attribute: name.to_owned(), values: vec![] });
                            self.opens = Some((of, name.to_owned()));
                            ui.close();
                        }
                    }
                }
            });
            ui.separator();
            if self.wants.add_attribute(ui) {
                self.begin_to_add(ui, study);
            }
        });
    }

    /// Notes what is there before an attribute of participants is added.
    fn begin_to_add(&mut self, ui: &Ui, study: &Study) {
        let known = study.variables.iter().map(|variable| variable.name.clone()).collect();
        self.adding = Some(Adding { known, pass: ui.ctx().cumulative_pass_nr() });
    }

    /// Filters by the attribute that was added for this, as soon as it is there.
    fn take_added(&mut self, ui: &Ui, study: &Study, filter: &mut AttributeFilter) {
        let pass = ui.ctx().cumulative_pass_nr();
        let Some(adding) = self.adding.as_mut().filter(|adding| pass <= adding.pass + 1) else {
            self.adding = None;
            return;
        };
        adding.pass = pass;
        let of = Described::Participants;
        let new = study.variables.iter().find(|variable| !adding.known.contains(&variable.name));
        if let Some(name) = new.map(|variable| variable.name.clone()) {
            self.adding = None;
            filter.conditions.push(Condition { of, attribute: name.clone(), values: vec![] });
            self.opens = Some((of, name));
        }
    }

    /// One attribute with its values. Returns whether to remove it.
    fn chip(&mut self, ui: &mut Ui, study: &Study, condition: &mut Condition, palette: &Palette) -> bool {
        let name = condition.attribute.replace('_', " ");
        let values = match condition.values.is_empty() {
            true => tr!("values" => "any").to_owned(),
            false => {
                let kind = kind_of(study, condition);
                let shown = |value: &String| cells::value_of_attribute(kind, value);
                let values = condition.values.iter().map(|value| value.as_ref().map(shown)).collect();
                Condition { values, ..condition.clone() }.values_in_words()
            }
        };
        // Keep the list open so that several boxes can be ticked; only a click outside closes it.
        let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let text = tr!("{name}: {value}", name, value = shortened(&values, LONGEST));
        removable(ui, (&text, &tr!("Remove filter {name}", name)), palette, |ui| {
            let button = MenuButton::new(&text).config(stays);
            let (response, _) = button.ui(ui, |ui| {
                ScrollArea::vertical().grow_to(360.0).show(ui, |ui| list(ui, study, condition));
                if !has_values(study, condition) {
                    ui.set_max_width(260.0);
                    self.wants.without_values(ui, condition.of, palette);
                }
            });
            let is_it = |opens: &mut (Described, String)| opens.0 == condition.of && opens.1 == condition.attribute;
            if self.opens.take_if(is_it).is_some() {
                Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
            }
            response.on_hover_text(tr!("{name} is {values}", name, values));
        })
    }
}

/// Says why there is nothing to filter by, and offers to make something. Returns whether to add an attribute.
fn nothing_to_choose(ui: &mut Ui, study: &Study, wants: &mut Wants, palette: &Palette) -> bool {
    ui.set_max_width(260.0);
    let has_any = !study.variables.is_empty() || !study.document_variables.is_empty() || !study.sets.is_empty();
    let why = match has_any {
        true => tr!("All attributes and sets are in use."),
        false => tr!("Participants and documents can be filtered by attributes and by sets. There are none yet."),
    };
    ui.label(RichText::new(why).color(palette.weak));
    let adds = wants.add_attribute(ui);
    if ui.button(tr!("Sets of documents and codes…")).clicked() {
        wants.asks = Some(Asking::Sets);
        ui.close();
    }
    adds
}

fn has_values(study: &Study, condition: &Condition) -> bool {
    attribute_values(study, condition.of, &condition.attribute).iter().any(Option::is_some)
}

/// The heading above sets of a kind.
pub fn sets_title(kind: SetKind) -> &'static str {
    match kind {
        SetKind::Documents => tr!("Sets of documents"),
        SetKind::Codes => tr!("Sets of codes"),
    }
}

/// What one or several sets of a kind leave.
pub fn set_rule(kind: SetKind) -> &'static str {
    match kind {
        SetKind::Documents => tr!("Only documents that are in every set chosen."),
        SetKind::Codes => tr!("Only passages with codes that are in every set chosen."),
    }
}

/// A set with what it has. Returns whether to remove it.
fn set_chip(ui: &mut Ui, set: &Set, palette: &Palette) -> bool {
    let (name, name_shown) = (&set.name, shortened(&set.name, LONGEST));
    let text = tr!("label" => "{name}: {value}", name = tr!("Set"), value = name_shown);
    removable(ui, (&text, &tr!("Remove filter {name}", name)), palette, |ui| {
        ui.label(&text).on_hover_text(format!("{name}\n{}", set_rule(set.definition.kind)));
    })
}

/// Shows what has this text, with a cross behind it, on a line of their own if there is no room for both in this one. In
/// a narrow panel, a long text is cut rather than broken. Returns whether to remove it.
pub fn removable(
    ui: &mut Ui,
    (text, remove_label): (&str, &str),
    palette: &Palette,
    contents: impl FnOnce(&mut Ui),
) -> bool {
    let font = TextStyle::Button.resolve(ui.style());
    let text_width = ui.painter().layout_no_wrap(text.to_owned(), font, palette.text).size().x;
    let width = text_width + 2.0 * ui.spacing().button_padding.x + theme::ROW;
    if width > ui.available_size_before_wrap().x && ui.cursor().left() > ui.max_rect().left() {
        ui.end_row();
    }
    let row = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let most = (ui.available_width() - theme::ROW).max(theme::ROW);
        ui.scope(|ui| {
            ui.set_max_width(most);
            ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
            contents(ui);
        });
        remove(ui, remove_label, palette)
    });
    row.inner
}

fn kind_of(study: &Study, condition: &Condition) -> VariableKind {
    cells::kind_of(study, condition.of, &condition.attribute).unwrap_or(VariableKind::Text)
}

fn list(ui: &mut Ui, study: &Study, condition: &mut Condition) {
    if check_box::all(ui, condition.values.is_empty(), tr!("Any value")) {
        condition.values.clear();
    }
    for value in attribute_values(study, condition.of, &condition.attribute) {
        let mut on = condition.values.contains(&value);
        let shown = value.as_deref().map_or_else(
            || tr!("(not known)").to_owned(),
            |value| cells::value_of_attribute(kind_of(study, condition), value),
        );
        if check_box::show(ui, &mut on, shown).clicked() {
            if on {
                condition.values.push(value);
            } else {
                condition.values.retain(|kept| *kept != value);
            }
        }
    }
}

/// A small cross. Returns whether it was clicked.
pub fn remove(ui: &mut Ui, label: &str, palette: &Palette) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(theme::ROW - 4.0, theme::ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), label));
    if response.hovered() {
        ui.painter().rect_filled(rect, 5.0, palette.hover);
    }
    crate::gui::bars::focus_ring(ui, &response, palette);
    icons::cross(ui.painter(), rect.center(), if response.hovered() { palette.text } else { palette.weak });
    response.on_hover_text(label).clicked()
}
