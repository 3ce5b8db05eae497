//! A text, or what contains texts, composed in every language.

use super::language::{Language, current, within};
use serde::{Deserialize, Serialize};

/// What stays on screen when the language of the window changes: composed once in each language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Each<T> {
    english: T,
    chinese: T,
}

impl<T> Each<T> {
    /// Calls `compose` once for each language.
    pub fn of(compose: impl Fn() -> T) -> Self {
        Self { english: within(Language::English, &compose), chinese: within(Language::Chinese, &compose) }
    }

    /// Returns what was composed in the language of the thread.
    #[must_use]
    pub fn current(&self) -> &T {
        match current() {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        }
    }

    /// Changes what was composed in each language.
    #[must_use]
    pub fn map<U>(self, change: impl Fn(T) -> U) -> Each<U> {
        let Self { english, chinese } = self;
        Each {
            english: within(Language::English, || change(english)),
            chinese: within(Language::Chinese, || change(chinese)),
        }
    }
}
