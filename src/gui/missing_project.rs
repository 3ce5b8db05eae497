//! What to do about a recent project whose file is gone: take it off the list, or try again once its disk is connected.

use super::dialog_buttons::{Buttons, Choice, Confirmation};
use super::overlay::{self, Next};
use super::theme;
use crate::engine::session::Opening;
use crate::tr;
use egui::{Context, Label};
use std::path::Path;

/// Why a recent project cannot be opened.
pub fn why(path: &Path) -> String {
    tr!(
        "There is no file {path}. It was moved, renamed or deleted, or its disk is not connected.",
        path = path.display()
    )
}

/// Shows the question; returns `Some` once it is answered or closed.
pub fn show(ctx: &Context, path: &Path) -> Option<Next> {
    let modal = overlay::modal(ctx, "missing project", 460.0, |ui| {
        overlay::title(ui, tr!("Project not found"));
        ui.add(Label::new(why(path)).wrap());
        ui.add_space(theme::WIDE);
        Buttons::leading_on(&[Choice::plain(tr!("Try again")), Choice::primary(tr!("Remove from list"))]).show(ui)
    });
    match modal.inner {
        Some(Confirmation::Do(0)) => Some(Next::Project(Opening::Path(path.to_owned()))),
        Some(Confirmation::Do(_)) => Some(Next::Forget(path.to_owned())),
        Some(_) => Some(Next::Closed),
        None => modal.should_close().then_some(Next::Closed),
    }
}
