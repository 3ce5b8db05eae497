//! Names, initials and colours of codes and coders in the window.

use super::rounds::{first_round, round};
use super::source_view::{CodeLook, CoderLook, Looks};
use crate::model::{Study, UserId, rgb};
use crate::tr;
use std::collections::HashMap;

/// The window's name of the consensus coding, which is listed among the coders.
fn consensus() -> &'static str {
    tr!("as a coder" => "consensus")
}

/// Its initials.
fn consensus_initials() -> &'static str {
    tr!("initials of the consensus coding" => "CON")
}

/// Maximum number of letters in initials.
const LONGEST: usize = 4;

pub(super) fn looks(study: &Study) -> Looks {
    let book = &study.codebook;
    let code = |code: &crate::model::Code| {
        let look = CodeLook { name: code.name.clone(), path: book.path(code.id).to_string(), color: rgb(&code.color) };
        (code.id, look)
    };
    Looks { codes: book.codes().iter().map(code).collect(), coders: coders(study), consensus: study.consensus() }
}

fn coders(study: &Study) -> HashMap<UserId, CoderLook> {
    let names: Vec<&str> = study.coders().map(|user| user.name.as_str()).collect();
    let people = study
        .coders()
        .zip(initials(&names))
        .map(|(user, initials)| (user.id, CoderLook { name: user.name.clone(), initials, color: rgb(&user.color) }));
    let consensus = study.consensus().and_then(|id| study.user(id)).map(|user| {
        let (name, initials) = (consensus().to_owned(), consensus_initials().to_owned());
        (user.id, CoderLook { name, initials, color: rgb(&user.color) })
    });
    people.chain(consensus).collect()
}

/// Returns initials for each name, all different and none equal to another coder's name.
fn initials(names: &[&str]) -> Vec<String> {
    let mut given: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        // A further round has the initials of the first, with its number.
        let of_first = names.iter().zip(&given).find(|(known, _)| round(name) > 1 && **known == first_round(name));
        let of_round = of_first.map(|(_, initials)| format!("{initials}{}", raised(round(name))));
        let letters: Vec<char> = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let short = of_words(name);
        let longer = (2..=LONGEST + 1).map(|count| letters.iter().take(count).collect::<String>());
        // What differs in names such as 研究员甲 and 研究员乙 is mostly at the end.
        let ends = match letters.as_slice() {
            [first, .., last] if !is_lettered(*first) => Some(format!("{first}{last}")),
            _ => None,
        };
        let numbered = (2..).map(|number: usize| format!("{short}{number}"));
        let free = |wanted: &String| {
            !wanted.is_empty()
                && wanted != consensus_initials()
                && !given.contains(wanted)
                && !names.iter().any(|other| other != name && *other == wanted.as_str())
        };
        let found = of_round.into_iter().chain([short.clone()]).chain(ends).chain(longer).chain(numbered).find(free);
        given.push(found.unwrap_or(short));
    }
    given
}

/// The number of a round beside initials: raised, as far as every font has such digits.
fn raised(round: usize) -> String {
    match round {
        2 => "²".to_owned(),
        3 => "³".to_owned(),
        round => format!("/{round}"),
    }
}

/// Abbreviates `Coder 1` to C1, `Ann` to An, `Ann Lee` to AL, and `王小明` to 王.
fn of_words(name: &str) -> String {
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let letters: String = match words.as_slice() {
        [] => "?".to_owned(),
        // One Chinese character identifies as well as two letters do.
        [word] => word.chars().take(if word.starts_with(is_lettered) { 2 } else { 1 }).collect(),
        words => words.iter().flat_map(|word| of_word(word)).collect(),
    };
    letters.chars().take(LONGEST).collect()
}

/// Whether a letter belongs to a script with upper and lower case.
fn is_lettered(letter: char) -> bool {
    letter.is_lowercase() || letter.is_uppercase()
}

/// Returns the first letter of a word, or the whole of a number.
fn of_word(word: &str) -> Vec<char> {
    let digits: Vec<char> = word.chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { word.chars().next().map(|c| c.to_uppercase().collect()).unwrap_or_default() } else { digits }
}

#[cfg(test)]
mod tests {
    use super::{consensus_initials, initials, of_words};
    use std::collections::BTreeSet;

    #[test]
    fn initials_are_the_first_letters_of_a_name() {
        for (name, wanted) in [
            ("Coder 1", "C1"),
            ("Coder 12", "C12"),
            ("Ann", "An"),
            ("ann marie lee", "AML"),
            ("王小明", "王"),
            ("Coder 1, round 2 (2026-11-28)", "C1R2"),
            ("É. Zola", "ÉZ"),
            ("…", "?"),
        ] {
            assert_eq!(of_words(name), wanted, "{name}");
        }
    }

    #[test]
    fn names_that_differ_at_the_end_keep_their_last_character() {
        assert_eq!(initials(&["研究员甲", "研究员乙", "研究员丙"]), ["研", "研乙", "研丙"]);
    }

    #[test]
    fn a_further_round_has_the_initials_of_the_first_with_its_number() {
        let names = [
            "Coder 1",
            "Coder 2",
            "Coder 1, round 2 (2026-11-28)",
            "Coder 1, round 3 (2026-11-29)",
            "王芳",
            "王芳，第 2 轮（2026-11-29）",
            "Coder 2, round 4 (2026-11-29)",
            "Eve, round 2 (2026-11-29)",
        ];
        assert_eq!(initials(&names), ["C1", "C2", "C1²", "C1³", "王", "王²", "C2/4", "ER22"]);
    }

    #[test]
    fn no_two_coders_have_the_same_initials() {
        let names = [
            "Ann",
            "Anna",
            "Annika",
            "An",
            "ann",
            "Coder 1",
            "Carla 1",
            "C. 1",
            "C1",
            "王小明",
            "王小红",
            "con",
            "CON",
            "?",
            "!",
        ];
        let found = initials(&names);
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), names.len(), "{found:?}");
        assert!(!found.iter().any(|initials| initials == consensus_initials()));
        assert!(found.iter().all(|initials| (1..=6).contains(&initials.chars().count())), "{found:?}");
        for (name, initials) in names.iter().zip(&found) {
            assert!(
                names.iter().all(|other| other == name || *other != initials.as_str()),
                "{initials} is used for {name}"
            );
        }
    }
}
