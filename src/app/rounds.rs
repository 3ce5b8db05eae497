//! Names of coders in further rounds of coding: the same person, coding the same documents again.
//!
//! The round is part of the name, and read from it, because the name is all that folders and exchange files keep of a
//! coder: colleagues and other programs that open them still see which round a passage belongs to. It stays in the
//! language in which the round was begun.

use crate::tr;

/// What follows a coder's name in the names of further rounds: in English, in English of earlier versions, in Chinese.
const ROUNDS: [&str; 3] = [", round ", ", pass ", "，第 "];

/// Returns the coder's name without the number of the round.
pub(super) fn first_round(name: &str) -> &str {
    let ends = ROUNDS.into_iter().filter_map(|end| name.split_once(end));
    ends.map(|(name, _)| name).min_by_key(|name| name.len()).unwrap_or(name)
}

/// Returns the number of the round in a coder's name; 1 if there is none.
pub(super) fn round(name: &str) -> usize {
    let rest = name.get(first_round(name).len()..).unwrap_or_default();
    let digits = rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect::<String>();
    digits.parse().unwrap_or(1)
}

/// Returns the name of a coder in a further round of coding.
pub(super) fn name_of_round(name: &str, round: usize, date: &str) -> String {
    // Translators: {name} must be followed by what `ROUNDS` has for the language.
    tr!("name of a coder" => "{name}, round {round} ({date})", name, round, date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{self, Language};
    use strum::IntoEnumIterator;

    #[test]
    fn a_coder_is_known_by_the_names_of_further_rounds_in_every_language() {
        for language in Language::iter() {
            let name = i18n::within(language, || name_of_round("王芳", 2, "2026-11-29"));
            assert_eq!((first_round(&name), round(&name)), ("王芳", 2), "{name}");
        }
        for (name, number) in [("王芳", 1), ("王芳, pass 3 (2026-11-28)", 3)] {
            assert_eq!((first_round(name), round(name)), ("王芳", number));
        }
        assert_eq!((first_round("Coder 2"), round("Coder 2")), ("Coder 2", 1));
    }
}
