//! Texts for people, in their language. English stands in the source, as an argument of [`tr!`](crate::tr); translations
//! are gettext catalogues in `assets/locales`.
//!
//! Must not know: everything else. The language belongs to a thread: the window sets it before each frame, and a worker
//! takes it from the request that it answers. A thread that sets none speaks English, as the command line does.

mod catalogue;
mod each;
mod language;
mod lists;
mod template;

pub use catalogue::{plural, single};
pub use each::Each;
pub use language::{Language, current, set, within};
pub use lists::{and, clauses, few, few_people, joined, or, sentences};
pub use template::fill;

/// Returns a text in the language of the thread.
///
/// - `tr!("Delete")` and `tr!("verb" => "Code")` are `&'static str`; the first literal is the context, which tells
///   translators apart what English writes alike.
/// - `tr!("Delete {name}?", name)` and `tr!("Delete {name}?", name = code.name)` are `String`. Every placeholder has a
///   name, because other languages have another order. Values need `Display`; format them before, e. g. with
///   `format_args!("{share:.2}")`.
/// - `tr!("{n} passage" | "{n} passages" % count)` is a `String` in the form for the count, which is `{n}`; further values
///   follow as above.
#[macro_export]
macro_rules! tr {
    (@single $context:expr, $message:literal) => {
        $crate::i18n::single($context, $message).unwrap_or($message)
    };
    (@single $context:expr, $message:literal, $($name:ident = $value:expr),+) => {
        match $crate::i18n::single($context, $message) {
            None => format!($message, $($name = $value),+),
            Some(text) => {
                $crate::i18n::fill(text, &[$((stringify!($name), &$value as &dyn ::std::fmt::Display)),+])
            }
        }
    };
    (@plural $context:expr, $one:literal, $many:literal, $count:expr $(, $name:ident = $value:expr)*) => {{
        let n = $count;
        let text = $crate::i18n::plural($context, $one, $many, n as u64);
        $crate::i18n::fill(text, &[("n", &n as &dyn ::std::fmt::Display) $(, (stringify!($name), &$value))*])
    }};
    (@named ($($head:tt)*) $(($name:ident = $value:expr))*) => {
        $crate::tr!($($head)* $(, $name = $value)*)
    };
    (@named ($($head:tt)*) $(($done:ident = $done_value:expr))* $name:ident = $value:expr $(, $($rest:tt)*)?) => {
        $crate::tr!(@named ($($head)*) $(($done = $done_value))* ($name = $value) $($($rest)*)?)
    };
    (@named ($($head:tt)*) $(($done:ident = $done_value:expr))* $name:ident $(, $($rest:tt)*)?) => {
        $crate::tr!(@named ($($head)*) $(($done = $done_value))* ($name = $name) $($($rest)*)?)
    };
    ($context:literal => $one:literal | $many:literal % $count:expr $(, $($values:tt)*)?) => {
        $crate::tr!(@named (@plural Some($context), $one, $many, $count) $($($values)*)?)
    };
    ($context:literal => $message:literal $(, $($values:tt)*)?) => {
        $crate::tr!(@named (@single Some($context), $message) $($($values)*)?)
    };
    ($one:literal | $many:literal % $count:expr $(, $($values:tt)*)?) => {
        $crate::tr!(@named (@plural None, $one, $many, $count) $($($values)*)?)
    };
    ($message:literal $(, $($values:tt)*)?) => {
        $crate::tr!(@named (@single None, $message) $($($values)*)?)
    };
}

#[cfg(test)]
mod tests;
