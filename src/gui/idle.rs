//! What keeps an open window that nobody touches from painting: the title is sent only when it changes, and the caret of
//! a text field stops blinking after a while.

use super::theme;
use egui::{Context, ViewportCommand};

/// Seconds after the last input during which a caret blinks; every blink costs two frames.
const BLINKING: f64 = 10.0;

#[derive(Default)]
pub struct Idle {
    /// The title that the window has.
    title: String,
    /// Time of the last input, in seconds of the context's clock.
    last_input: f64,
}

impl Idle {
    /// To be called once a frame. Sending a title asks for another frame, even when it is the title the window has.
    pub fn update(&mut self, ctx: &Context, title: String, still: bool) {
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
