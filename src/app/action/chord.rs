//! Keys with their modifiers.

use crate::tr;

/// A key with its modifiers. `key` is egui's name for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    /// Command on a Mac.
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
    pub key: &'static str,
}

pub const fn plain(key: &'static str) -> Chord {
    Chord { ctrl: false, alt: false, shift: false, key }
}

pub const fn shift(key: &'static str) -> Chord {
    Chord { ctrl: false, alt: false, shift: true, key }
}

pub const fn alt(key: &'static str) -> Chord {
    Chord { ctrl: false, alt: true, shift: false, key }
}

pub const fn ctrl(key: &'static str) -> Chord {
    Chord { ctrl: true, alt: false, shift: false, key }
}

pub const fn ctrl_shift(key: &'static str) -> Chord {
    Chord { ctrl: true, alt: false, shift: true, key }
}

impl std::fmt::Display for Chord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = match self.key {
            "Plus" => "+",
            "Minus" => "-",
            "Slash" => "/",
            "ArrowDown" => tr!("keys" => "Down"),
            "ArrowUp" => tr!("keys" => "Up"),
            key => key,
        };
        for (held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        f.write_str(key)
    }
}
