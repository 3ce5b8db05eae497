//! Handles the system's request to end: at logout, before a shutdown, or when a terminal is closed.
//!
//! The window is closed as if by the user, so that typed text is saved and the project is a single file. If the
//! window does not respond, writers move their work into the project file themselves.

use std::sync::atomic::{AtomicBool, Ordering};

static IS_ENDING: AtomicBool = AtomicBool::new(false);

/// True once the system has asked the program to end.
#[must_use]
pub fn is_requested() -> bool {
    IS_ENDING.load(Ordering::Relaxed)
}

/// Starts listening. `wake` is called on another thread when the program is asked to end; the program ends a few
/// seconds later in any case.
#[cfg(unix)]
pub fn listen(wake: impl Fn() + Send + 'static) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    const GRACE: std::time::Duration = std::time::Duration::from_secs(4);
    let Ok(mut signals) = Signals::new([SIGTERM, SIGHUP, SIGINT]) else { return };
    let listener = move || {
        for signal in signals.forever() {
            IS_ENDING.store(true, Ordering::Relaxed);
            wake();
            std::thread::sleep(GRACE);
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    };
    // Without the thread, the signals have their default effect.
    let _ = std::thread::Builder::new().name("pullquote-signals".into()).spawn(listener);
}

/// Does nothing: Windows closes windows with a message of its own.
#[cfg(not(unix))]
pub fn listen(wake: impl Fn() + Send + 'static) {
    drop(wake);
}
