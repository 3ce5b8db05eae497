//! The Code room: documents at the left, the transcript in the middle, codes at the right.

use super::codebook::{CodebookEvent, CodebookPanel};
use super::theme::{self, Palette};
use super::transcript::{TranscriptEvent, TranscriptView};
use crate::app::action::Action;
use crate::app::workspace::Workspace;
use crate::model::CharRange;
use egui::{CentralPanel, Frame, Margin, Panel, RichText, Ui};

#[derive(Default)]
pub struct CodeRoom {
    pub codebook: CodebookPanel,
    pub transcript: TranscriptView,
    /// The transcript is to get the keyboard back.
    refocus: bool,
}

impl CodeRoom {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<Action> {
        let mut actions = Vec::new();
        let list = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(10, 10));
        // In a narrow window the lists give way to the text.
        let width = ui.available_width();
        let (documents, codes) = ((width * 0.18).clamp(80.0, 420.0), (width * 0.27).clamp(150.0, 560.0));
        Panel::left("documents").default_size(230.0).size_range(80.0..=documents).frame(list).show(ui, |ui| {
            ui.take_available_width();
            actions.extend(super::documents::show(ui, workspace, palette));
        });
        let mut events = Vec::new();
        Panel::right("codes").default_size(330.0).size_range(150.0..=codes).frame(list).show(ui, |ui| {
            ui.take_available_width();
            events = self.codebook.show(ui, workspace, palette);
        });
        for event in events {
            match event {
                CodebookEvent::Code(code) => {
                    workspace.code_selection(&[code]);
                    self.refocus = true;
                }
                CodebookEvent::Leave => self.refocus = true,
                CodebookEvent::Do(action) => actions.push(action),
            }
        }
        let page = Frame::NONE.fill(palette.page);
        CentralPanel::default().frame(page).show(ui, |ui| self.document(ui, workspace, palette, &mut actions));
        actions
    }

    fn document(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
        let Some(document) = &workspace.document else {
            nothing_open(ui, workspace, palette, actions);
            return;
        };
        header(ui, workspace, palette);
        let here = workspace.shown_document_is_here();
        if let Some(range) = workspace.jump.take_if(|_| here) {
            self.transcript.jump_to(document, range);
            self.refocus = true;
        }
        if std::mem::take(&mut self.refocus) {
            self.transcript.request_focus();
        }
        let style = theme::transcript(palette);
        for event in self.transcript.show(ui, document, &workspace.looks, &style) {
            match event {
                TranscriptEvent::SelectionChanged(range) => {
                    workspace.selection = range.unwrap_or(CharRange::new(0, 0));
                }
                TranscriptEvent::Remove { codings } => {
                    workspace.remove(codings);
                    return;
                }
                TranscriptEvent::CodeDropped(code) => {
                    workspace.code_selection(&[code]);
                    return;
                }
                _ => {}
            }
        }
    }
}

/// Who speaks here: the document, and its participant's attributes.
fn header(ui: &mut Ui, workspace: &Workspace, palette: &Palette) {
    let (Some(document), Some(study)) = (&workspace.document, workspace.study.as_deref()) else { return };
    let case = study.source(document.id).and_then(|s| s.case);
    let about = case.and_then(|id| study.cases.iter().position(|c| c.id == id));
    let about = about.map(|i| super::documents::about(study, i, false)).unwrap_or_default();
    Frame::NONE.inner_margin(Margin::symmetric(16, 8)).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(&document.name).heading());
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let turns = document.turns().turns().len();
                let words = format!("{turns} turns · {} passages", document.passages().len());
                ui.label(RichText::new(words).color(palette.weak).small());
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(egui::Label::new(RichText::new(about).color(palette.weak)).truncate());
                });
            });
        });
    });
}

fn nothing_open(ui: &mut Ui, workspace: &Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        let empty = workspace.study.as_deref().is_some_and(|s| s.sources.is_empty());
        if !empty {
            ui.label(RichText::new("Opening…").color(palette.weak));
            return;
        }
        ui.label(RichText::new("This project has no documents yet").heading());
        ui.add_space(theme::SPACE);
        ui.label("Import interviews as text files, or drop files and folders on this window.");
        ui.add_space(theme::WIDE);
        if ui.button(Action::Import.label()).clicked() {
            actions.push(Action::Import);
        }
    });
}
