//! What is asked before something large is done: with the count of what it touches. Everything can be undone after it.

use super::overlay::{self, Next};
use super::theme::{self, Palette};
use crate::app::workspace::Workspace;
use crate::engine::code_use::CodeUse;
use crate::engine::{Command, Query};
use crate::model::{CodeId, CodingId};
use egui::{Button, Context, Key, Modifiers, RichText, Ui};

pub enum Confirm {
    RemoveCode(CodeId),
    Merge {
        from: CodeId,
        into: CodeId,
    },
    /// Several passages stand at the caret: each with what it is, and whether it is meant.
    Which(Vec<(CodingId, String, bool)>),
}

impl Confirm {
    #[must_use]
    pub fn remove_code(workspace: &mut Workspace, code: CodeId) -> Self {
        workspace.ask(Query::CodeUse { code, into: None });
        Self::RemoveCode(code)
    }

    #[must_use]
    pub fn merge(workspace: &mut Workspace, from: CodeId, into: CodeId) -> Self {
        workspace.ask(Query::CodeUse { code: from, into: Some(into) });
        Self::Merge { from, into }
    }

    pub fn show(&mut self, ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
        let mut done = None;
        let modal = overlay::modal(ctx, "confirm", 460.0, |ui| {
            let ready = match self {
                Self::RemoveCode(code) => remove_code(ui, workspace, *code, palette),
                Self::Merge { from, into } => merge(ui, workspace, *from, *into, palette),
                Self::Which(choices) => which(ui, choices),
            };
            ui.add_space(theme::WIDE);
            ui.horizontal(|ui| {
                let enter = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
                let cancel = ui.button("Cancel");
                let clicked = ui.add_enabled(ready, Button::new(self.button())).clicked();
                if (clicked || enter && !cancel.has_focus()) && ready {
                    done = self.command(workspace);
                }
                if cancel.clicked() {
                    done = Some(None);
                }
            });
        });
        if let Some(command) = done {
            if let Some(command) = command {
                workspace.execute(command);
            }
            return Some(Next::Closed);
        }
        modal.should_close().then_some(Next::Closed)
    }

    fn button(&self) -> &'static str {
        match self {
            Self::RemoveCode(_) => "Remove code",
            Self::Merge { .. } => "Merge",
            Self::Which(_) => "Remove",
        }
    }

    fn command(&self, workspace: &Workspace) -> Option<Option<Command>> {
        let user = workspace.me;
        Some(Some(match self {
            Self::RemoveCode(code) => Command::RemoveCode { code: *code, user },
            Self::Merge { from, into } => Command::MergeCodes { from: *from, into: *into, user },
            Self::Which(choices) => {
                let codings = choices.iter().filter(|(_, _, meant)| *meant).map(|(id, _, _)| *id).collect();
                Command::Remove { codings, user }
            }
        }))
    }
}

/// What is counted of a code, once it is.
fn counted(workspace: &Workspace, code: CodeId, into: Option<CodeId>) -> Option<&CodeUse> {
    workspace.code_use.as_ref().filter(|found| found.code == Some(code) && found.into == into)
}

fn name(workspace: &Workspace, code: CodeId) -> String {
    workspace.looks.codes.get(&code).map_or_else(String::new, |look| look.path.clone())
}

fn remove_code(ui: &mut Ui, workspace: &Workspace, code: CodeId, palette: &Palette) -> bool {
    ui.heading(format!("Remove “{}”?", name(workspace, code)));
    ui.add_space(theme::SPACE);
    let Some(found) = counted(workspace, code, None) else { return counting(ui, palette) };
    hangs(ui, found, "goes with it");
    ui.label("Ctrl+Z brings all of it back.");
    true
}

fn merge(ui: &mut Ui, workspace: &Workspace, from: CodeId, into: CodeId, palette: &Palette) -> bool {
    ui.heading(format!("Merge “{}”", name(workspace, from)));
    ui.label(format!("into “{}”", name(workspace, into)));
    ui.add_space(theme::SPACE);
    let Some(found) = counted(workspace, from, Some(into)) else { return counting(ui, palette) };
    hangs(ui, found, "goes over");
    if found.same > 0 {
        let words =
            "the very same words, marked by the same coder with both codes, become one passage with the memos of both";
        ui.label(format!("{}: {words}.", of(found.same, "passage")));
    }
    if found.overlapping > 0 {
        let words = "overlap a passage of the other code in part; both stay, side by side, with the same code";
        ui.label(format!("{}: {words}.", of(found.overlapping, "passage")));
    }
    ui.label("Definition and memos are kept. Ctrl+Z makes them two again.");
    true
}

fn hangs(ui: &mut Ui, found: &CodeUse, goes: &str) {
    let mut parts = vec![of(found.passages, "passage")];
    if found.codes_below > 0 {
        parts.push(format!("{} below it", of(found.codes_below as u64, "code")));
    }
    if found.memos > 0 {
        parts.push(of(found.memos, "memo"));
    }
    ui.label(RichText::new(format!("{} {goes}.", parts.join(", "))).strong());
    if found.passages > 0 {
        let coders: Vec<String> = found.by_coder.0.iter().map(|(coder, count)| format!("{coder} {count}")).collect();
        ui.label(format!("In {}; by coder: {}.", of(found.documents as u64, "document"), coders.join(", ")));
    }
}

fn which(ui: &mut Ui, choices: &mut [(CodingId, String, bool)]) -> bool {
    ui.heading("Remove which?");
    ui.add_space(theme::SPACE);
    egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        for (_, label, meant) in choices.iter_mut() {
            ui.checkbox(meant, label.as_str());
        }
    });
    choices.iter().any(|(_, _, meant)| *meant)
}

fn counting(ui: &mut Ui, palette: &Palette) -> bool {
    ui.label(RichText::new("Counting what hangs on it…").color(palette.weak));
    false
}

/// `1 passage`, `2 passages`.
fn of(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
