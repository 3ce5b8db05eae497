//! Labels that stand for no single person.

use super::headwords::is_unknown;
use super::vocabulary::{Sense, is_initials, sense, without_doubt};

/// Labels, or first words of labels, of what several people say at once.
const ALL: [&str; 29] = [
    "all",
    "everyone",
    "everybody",
    "several",
    "many",
    "together",
    "group",
    "alle",
    "gruppe",
    "mehrere",
    "gemeinsam",
    "tous",
    "toutes",
    "ensemble",
    "groupe",
    "plusieurs",
    "todos",
    "todas",
    "grupo",
    "varios",
    "tutti",
    "tutte",
    "gruppo",
    "samen",
    "все",
    "wszyscy",
    "hepsi",
    "全员",
    "全員",
];
/// Beginnings of such labels in Chinese.
const ALL_CHINESE: [&str; 10] = ["全体", "全體", "众人", "眾人", "大家", "所有人", "多人", "齐声", "齊聲", "集体"];
/// Labels of speakers whom the transcriber could not tell apart.
const UNKNOWN: [&str; 9] =
    ["unknown", "unidentified", "unbekannt", "inconnu", "inconnue", "desconocido", "不明", "未知", "不详"];

/// True for labels of several people at once, or of somebody whom the transcriber did not recognise: `All`, `全体`, `??`.
#[must_use]
pub fn is_no_single_person(label: &str) -> bool {
    let label = without_doubt(label).trim();
    let lower = label.to_lowercase();
    let first = lower.split([' ', '\u{a0}', '(', '（', '[']).next().unwrap_or("");
    ALL.contains(&first)
        || UNKNOWN.contains(&first)
        || ALL_CHINESE.iter().any(|word| label.starts_with(word))
        || is_unknown(label)
        || !label.contains(char::is_alphanumeric)
}

/// True for labels that mean somebody else in every document: `Woman 4`, `Respondent`, `受访者 1`, `B`. Names, and initials
/// and numbers that researchers give to people, such as `P07`, are none.
#[must_use]
pub fn is_generic(label: &str) -> bool {
    let label = without_doubt(label).trim();
    sense(label) == Sense::Role && (label.chars().count() < 2 || !is_initials(label))
}

/// True for labels that number the people of one document, as `P1` beside `P2` does: in another document, the same number is
/// somebody else.
pub fn is_numbered_among<'l>(label: &str, mut others: impl Iterator<Item = &'l str>) -> bool {
    let parts = |label: &str| -> Option<(String, String)> {
        let label = without_doubt(label).trim().to_lowercase();
        let stem = label.trim_end_matches(char::is_numeric);
        let number = label.get(stem.len()..).filter(|number| !number.is_empty())?;
        Some((stem.trim_end().to_owned(), number.to_owned()))
    };
    let Some((stem, number)) = parts(label) else { return false };
    others.any(|other| parts(other).is_some_and(|(of, n)| of == stem && n != number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_people_and_unknown_ones_are_no_single_person() {
        let nobody =
            ["All", "alle", "Alle Teilnehmer", "Everybody", "全体", "全体受访者", "大家", "Group", "?", "Unknown 2"];
        let somebody = ["Allen Smith", "Alla", "Ana", "Woman 4", "P07", "受访者", "全友", "Tom", "Gruber"];
        let found = |labels: &[&str]| labels.iter().filter(|label| is_no_single_person(label)).count();
        assert_eq!((found(&nobody), found(&somebody)), (nobody.len(), 0));
    }

    #[test]
    fn numbers_count_the_people_of_one_document() {
        for (label, others, numbered) in [
            ("P1", &["P1", "P2"][..], true),
            ("受访者1", &["受访者1", "受访者 2"], true),
            ("p 1", &["P2"], true),
            ("P07", &["I", "P07"], false),
            ("P07", &["P07", "Ana"], false),
            ("Ana", &["Ana", "Ben"], false),
            ("12", &["12", "13"], true),
        ] {
            assert_eq!(is_numbered_among(label, others.iter().copied()), numbered, "{label}, {others:?}");
        }
    }

    #[test]
    fn roles_are_generic_and_names_are_not() {
        for (label, generic) in [
            ("Woman 4", true),
            ("Respondent", true),
            ("受访者1", true),
            ("B", true),
            ("Speaker 2", true),
            ("Ana", false),
            ("P07", false),
            ("AL", false),
            ("王芳", false),
        ] {
            assert_eq!(is_generic(label), generic, "{label}");
        }
    }
}
