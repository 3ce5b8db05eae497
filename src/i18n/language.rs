//! The languages of the program, and the one of each thread.

use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// A language of the program.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, strum::EnumIter,
)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    /// Simplified Chinese.
    #[serde(rename = "zh")]
    Chinese,
}

impl Language {
    /// The code in settings and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The tag of BCP 47, in files that state their language.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// The language's name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
        }
    }

    /// The number of forms that nouns have after counts.
    #[must_use]
    pub const fn forms(self) -> usize {
        match self {
            Self::English => 2,
            Self::Chinese => 1,
        }
    }

    /// Whether a sentence begins with a capital letter.
    #[must_use]
    pub const fn capitalizes(self) -> bool {
        match self {
            Self::English => true,
            Self::Chinese => false,
        }
    }

    /// The form after a count, below [`Self::forms`], in the order of gettext (which is CLDR's, from zero to other).
    #[must_use]
    pub const fn form(self, count: u64) -> usize {
        match self {
            Self::English => (count != 1) as usize,
            Self::Chinese => 0,
        }
    }

    /// Returns the language of a locale such as `zh_CN.UTF-8`, `zh-Hans-CN` or `en`; Simplified Chinese for Traditional
    /// Chinese, and English for languages that the program does not have.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let tag = locale.split(['_', '-', '.', '@']).next().unwrap_or(locale);
        if tag.eq_ignore_ascii_case("zh") { Self::Chinese } else { Self::English }
    }
}

thread_local! {
    static CURRENT: Cell<Language> = const { Cell::new(Language::English) };
}

/// Returns the language of this thread; English if none was set.
#[must_use]
pub fn current() -> Language {
    CURRENT.get()
}

/// Sets the language of this thread.
pub fn set(language: Language) {
    CURRENT.set(language);
}

/// Runs a task in a language, and sets the thread's language back afterwards, also after a panic.
pub fn within<T>(language: Language, task: impl FnOnce() -> T) -> T {
    struct Before(Language);
    impl Drop for Before {
        fn drop(&mut self) {
            set(self.0);
        }
    }
    let _before = Before(current());
    set(language);
    task()
}
