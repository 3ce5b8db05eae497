//! One facet (a dimension of the framework) with its values: name, order, number.

use super::overlay::{self, Next};
use super::theme::{self, Palette};
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::command::FacetDraft;
use crate::model::Facet;
use egui::{Button, Context, RichText, Role, TextEdit, Ui, WidgetInfo};

#[derive(Default)]
pub struct FacetForm {
    draft: FacetDraft,
}

impl FacetForm {
    #[must_use]
    pub fn edit(facet: &Facet) -> Self {
        let values = facet.values.iter().enumerate().map(|(place, name)| (Some(place), name.clone())).collect();
        Self { draft: FacetDraft { facet: Some(facet.id), name: facet.name.clone(), values } }
    }

    pub fn show(&mut self, ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
        let mut done = None;
        let user = workspace.me;
        let modal = overlay::modal(ctx, "facet form", 460.0, |ui| {
            ui.heading(if self.draft.facet.is_some() { "Facet" } else { "New facet" });
            ui.add_space(theme::SPACE);
            let label = ui.label("Name");
            let name = TextEdit::singleline(&mut self.draft.name).desired_width(f32::INFINITY).hint_text("direction");
            ui.add(name).labelled_by(label.id);
            ui.add_space(theme::SPACE);
            self.values(ui, palette);
            ui.add_space(theme::WIDE);
            ui.horizontal(|ui| {
                if ui.button("Cancel").clicked() {
                    done = Some(None);
                }
                let named = |name: &String| !name.trim().is_empty();
                let ready = named(&self.draft.name) && self.draft.values.iter().all(|(_, value)| named(value));
                if ui.add_enabled(ready, Button::new("Save")).clicked() {
                    done = Some(Some(Command::SaveFacet { draft: self.draft.clone(), user }));
                }
                if let Some(facet) = self.draft.facet {
                    let words = "Codes stay; they lose their value of this facet. Ctrl+Z brings it back.";
                    if ui.button("Remove facet").on_hover_text(words).clicked() {
                        done = Some(Some(Command::RemoveFacet { facet, user }));
                    }
                }
            });
        });
        match done {
            Some(command) => {
                if let Some(command) = command {
                    workspace.execute(command);
                }
                Some(Next::Closed)
            }
            None => modal.should_close().then_some(Next::Closed),
        }
    }

    fn values(&mut self, ui: &mut Ui, palette: &Palette) {
        ui.label("Values");
        if self.draft.values.is_empty() {
            ui.label(RichText::new("push, pull, …").color(palette.weak).small());
        }
        let mut gone = None;
        for (i, (_, value)) in self.draft.values.iter_mut().enumerate() {
            ui.horizontal(|ui| {
                let field = ui.add(TextEdit::singleline(value).desired_width(320.0));
                field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, format!("Value {}", i + 1)));
                let button = ui.small_button("Remove");
                button.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Remove value {}", i + 1)));
                if button.clicked() {
                    gone = Some(i);
                }
            });
        }
        if let Some(gone) = gone {
            self.draft.values.remove(gone);
        }
        if ui.small_button("Add value").clicked() {
            self.draft.values.push((None, String::new()));
        }
    }
}
