//! Starts the window, and reports what is missing if it cannot be shown.

use super::Shell;
use super::dialogs::Native;
use crate::app::settings::Settings;
use crate::engine::ending;
use crate::engine::session::Opening;
use crate::i18n::Language;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

/// Debian's package names for what a desktop needs; other systems have the same libraries under similar names.
const PACKAGES: &str = "libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libgl1 libegl1";

/// Opens the window, with a project if one is given, and returns when it is closed.
///
/// # Errors
/// Why no window could be shown and what to install, for the user at the terminal.
pub fn run(project: Option<PathBuf>) -> Result<(), String> {
    #[cfg(all(unix, not(target_os = "macos")))]
    if ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].iter().all(|name| std::env::var_os(name).is_none()) {
        return Err("there is no display to show a window on; every verb but `open` works without one \
                    (see: pullquote help)"
            .into());
    }
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Pullquote")
            .with_app_id("pullquote")
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([720.0, 480.0]),
        persist_window: true,
        ..Default::default()
    };
    let start = move || {
        eframe::run_native(
            "pullquote",
            options,
            Box::new(move |creation| {
                let ctx = &creation.egui_ctx;
                // Ctrl+Q is an action of Pullquote, so that the position is stored first.
                ctx.options_mut(|options| options.quit_shortcuts.clear());
                let woken = ctx.clone();
                ending::listen(move || woken.request_repaint());
                let mut shell = Shell::new(ctx, Box::new(Native), Settings::file());
                shell.system_language = sys_locale::get_locale().map_or(Language::English, |l| Language::of_locale(&l));
                shell.rich_copy = true;
                if let Some(path) = project {
                    shell.open(Opening::Path(path));
                }
                Ok(Box::new(shell))
            }),
        )
    };
    // The window library panics if a keyboard library is missing.
    match catch_unwind(AssertUnwindSafe(start)) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(missing(&error.to_string())),
        Err(panic) => {
            let reason = panic.downcast_ref::<String>().map(String::as_str);
            Err(missing(reason.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it ended unexpectedly")))
        }
    }
}

fn missing(reason: &str) -> String {
    let install = if cfg!(all(unix, not(target_os = "macos"))) {
        format!("\na desktop needs some system libraries; on Debian or Ubuntu: sudo apt-get install {PACKAGES}")
    } else {
        String::new()
    };
    format!("the window could not be shown: {reason}{install}")
}
