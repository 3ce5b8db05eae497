//! Keeps an idle window from repainting: the title is sent only if it changes, and the caret of a text field stops
//! blinking after a while. The title is also the window's name for screen readers.

use super::theme;
use crate::tr;
use egui::{Context, ViewportCommand};
use std::path::Path;

/// Seconds after the last input during which a caret blinks. Each blink costs two frames.
const BLINKING: f64 = 10.0;

#[derive(Default)]
pub struct Idle {
    /// The current title of the window.
    title: String,
    /// Time of the last input, in seconds of the context's clock.
    last_input: f64,
}

impl Idle {
    /// Call this once per frame, with the title of the open project. Sending a title requests another frame, even if the
    /// title is the same.
    pub fn update(&mut self, ctx: &Context, title: Option<String>, still: bool) {
        let title = title.unwrap_or_else(|| "Pullquote".to_owned());
        ctx.accesskit_node_builder(egui::accesskit_root_id(), |node| node.set_label(title.as_str()));
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        let (now, touched) = ctx.input(|input| (input.time, !input.events.is_empty()));
        if touched {
            self.last_input = now;
        }
        theme::set_blinking(ctx, !still && now - self.last_input < BLINKING);
    }
}

/// The title of the window: the project, and the name of its file if that tells more, such as which copy it is.
#[must_use]
pub fn title(project: &str, path: Option<&Path>) -> String {
    let file = path.and_then(Path::file_stem).map(|stem| stem.to_string_lossy()).filter(|stem| stem != project);
    match file {
        Some(file) => tr!("title of the window" => "Pullquote · {project} ({file})", project, file),
        None => format!("Pullquote · {project}"),
    }
}
