//! Parts of people's names: particles at their beginning, academic titles, and words for relatives.

use super::things::is_thing;
use super::vocabulary::{is_initials, is_role_word, is_title};
use crate::model::hashing::HashSet;
use std::sync::LazyLock;

/// Particles with which a surname may begin, in lower case. Words that also begin phrases, such as `la` and `zu`, are
/// not included.
const FIRST_PARTICLES: [&str; 14] =
    ["von", "vom", "van", "ter", "ten", "de", "di", "da", "dos", "del", "della", "al", "ibn", "af"];
/// Further words between such a particle and the name.
const BETWEEN: [&str; 9] = ["der", "den", "dem", "la", "las", "los", "le", "und", "zu"];
/// Words of academic titles, as they are abbreviated.
const ACADEMIC: [&str; 24] = [
    "med", "phil", "rer", "nat", "jur", "iur", "habil", "vet", "dent", "oec", "pol", "theol", "ing", "dipl", "mag",
    "univ", "apl", "hon", "em", "stud", "cand", "soc", "psych", "paed",
];
/// Second parts of double names that are written with a small letter: `Mary-ann`, `Jean-luc`, `Hans-jürgen`.
const SECOND_NAMES: &str = "
ann anna anne beth christian christine christoph christophe claude claire dieter elisabeth elise ellen françois françoise friedrich georg
heinz henri isabelle jacques jane joachim joe john josef josé jürgen kate karl lena lise lotte lou louis louise luc luise lynn magdalena manuel
marc maria marie martin michel noël otto paul paule peter philippe pierre sophie sue theres therese ulrich uwe werner wilhelm willem yves
";
/// Syllables of Chinese and Korean given names in Latin letters: `Mei-ling`, `Ing-wen`, `Ji-young`.
const SYLLABLES: &str = "
ah ai bae bai bao bin bo cai chae chang chao chen cheng cheol chi chia chiang chieh chien chih chin ching chong choon chu chuan chul chun
chung dae dong eun fang fei fen feng fong fu geun guang gui guo gyu hae hai hao hee heng heon ho hong hoon hsi hsia hsiang hsiao hsien hsin
hsing hsiu hsuan hsueh hu hua huan huang hui hung hwa hwan hyang hyeok hyeon hyo hyuk hyun hyung il ing jae jeong ji jia jian jiang jie jin jing
jong joo joon juan jui jun jung kai kang ki kuang kuei kuo kwang kyeong kyoung kyu kyung lai lan lei li liang lien lin ling lung mei meng mi
min ming myeong myung nam ni pei ping qi qian qiang qin qing rong ru ryong sang seo seok seon seong shan shao sheng shih shin shu shui shun
sik soo sook soon suk sung tae tai tao ting tsai tsung wei wen woo woon wu xia xian xiang xiao xin xing xiu xu xue yan yang yen yeon yeong yi
yin ying yong yoo yoon young yu yuan yue yueh yuen yuk yun yung zhen zhi zhong zhu
";
/// Capitals that are words or abbreviations of things when they begin a line.
const SHOUTED: &str = "
NO OK OH AH UM UH HM MM YES NOT BUT AND SO NB PS TV PC UK US USA EU UN DVD CD CV WC AM PM II III IV VI ID IT
";

/// True for a surname that begins with a particle in lower case: `von der Leyen`, `de Souza`, `al-Sayed`.
#[must_use]
pub(super) fn begins_with_particle(label: &str) -> bool {
    if !label.starts_with(|c: char| c.is_lowercase() || matches!(c, '\'' | '’' | '‘')) {
        return false;
    }
    if begins_with_article(label) {
        return true;
    }
    let mut words = label.split([' ', '-']).filter(|word| !word.is_empty());
    let capitalised = |word: &str| word.starts_with(char::is_uppercase);
    words.next().is_some_and(|first| FIRST_PARTICLES.contains(&first))
        && (2..=4).contains(&label.split([' ', '-']).count())
        && words.clone().next_back().is_some_and(capitalised)
        && words.all(|word| capitalised(word) || BETWEEN.contains(&word))
}

/// True for two names with a hyphen, the second in lower case: `Mary-ann`, `Ji-young`. Other words are written in this way
/// too (`Part-time`, `Rice-growing`), so the parts must be known from names.
#[must_use]
pub(super) fn is_double_name(word: &str) -> bool {
    static SECOND: LazyLock<HashSet<&str>> = LazyLock::new(|| SECOND_NAMES.split_whitespace().collect());
    static SYLLABLE: LazyLock<HashSet<&str>> = LazyLock::new(|| SYLLABLES.split_whitespace().collect());
    let Some((first, second)) = word.split_once('-').filter(|(first, _)| first.starts_with(char::is_uppercase)) else {
        return false;
    };
    let lower = first.to_lowercase();
    let is_lower_behind = first.chars().skip(1).all(|c| c.is_lowercase());
    let are_syllables = || SYLLABLE.contains(lower.as_str()) && SYLLABLE.contains(second);
    is_lower_behind && (SECOND.contains(second) && !is_role_word(first) && !is_thing(first) || are_syllables())
}

/// True for a surname that begins with an article cut to one letter: `'t Hart`, `’s Gravesande`, `d’Angelo`.
#[must_use]
pub(super) fn begins_with_article(label: &str) -> bool {
    let is_apostrophe = |c: char| matches!(c, '\'' | '’' | '‘');
    let name = match label.strip_prefix(is_apostrophe) {
        Some(rest) => rest.strip_prefix(['t', 's', 'n']).and_then(|rest| rest.strip_prefix([' ', '-'])),
        None => label.strip_prefix(['d', 'l']).and_then(|rest| rest.strip_prefix(is_apostrophe)),
    };
    name.is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// True for an abbreviated particle within a surname, without its point: `v` in `Herr v. Ahlen`.
#[must_use]
pub(super) fn is_short_particle(word: &str) -> bool {
    matches!(word, "v" | "d" | "v.d")
}

/// True for an abbreviated part of an academic title: `h.c.`, `med.`, `Dipl.-Ing.`.
#[must_use]
pub(super) fn is_academic(word: &str) -> bool {
    let lower = word.to_lowercase();
    let bare = lower.trim_end_matches('.');
    let mut parts = bare.split(['.', '-']).filter(|part| !part.is_empty());
    let several = bare.contains('.') && !bare.starts_with("www.");
    ACADEMIC.contains(&bare)
        || several && parts.all(|part| part.chars().count() <= 5 && part.chars().all(char::is_alphabetic))
}

/// True for a name that begins with a title: `Prof. Dr. h.c. Müller`, `Dipl.-Ing. Roth`.
#[must_use]
pub(super) fn has_title(label: &str) -> bool {
    if !label.contains('.') {
        return false;
    }
    let mut words = label.split_whitespace();
    let is_first = |word: &str| word.ends_with('.') && (is_title(word) || is_academic(word));
    words.next().is_some_and(is_first)
        && words.clone().count() > 0
        && words.all(|word| word.starts_with(char::is_uppercase) || is_academic(word) || begins_in_particle(word))
}

fn begins_in_particle(word: &str) -> bool {
    FIRST_PARTICLES.contains(&word) || BETWEEN.contains(&word)
}

/// True for somebody's relative or companion: `Anna’s husband`.
#[must_use]
pub(super) fn is_relative(label: &str) -> bool {
    let mut words = label.split_whitespace().rev();
    let (last, owner) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let owned = ["'s", "’s", "s'", "s’"].iter().any(|end| owner.ends_with(end));
    owned && owner.starts_with(char::is_uppercase) && words.count() < 3 && is_role_word(last)
}

/// True for two or three capitals, with or without a digit, that are more likely initials than a word in capitals.
#[must_use]
pub(super) fn are_likely_initials(label: &str) -> bool {
    label.len() < 12 && label.chars().count() > 1 && is_initials(label) && !is_shouted(label)
}

/// True for capitals that are a word or an abbreviation of a thing: `NO`, `TV`.
#[must_use]
pub(super) fn is_shouted(label: &str) -> bool {
    SHOUTED.split_whitespace().any(|word| word == label)
}

/// True for a picture that may replace a name in a chat: `🙂`.
#[must_use]
pub(super) fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1f300}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::{are_likely_initials, begins_with_particle, has_title, is_double_name, is_relative};

    #[test]
    fn parts_of_names_are_recognised() {
        for name in [
            "von der Leyen",
            "van Dijk",
            "de la Cruz",
            "al-Sayed",
            "ibn Rushd",
            "da Silva Costa",
            "'t Hart",
            "d’Angelo",
        ] {
            assert!(begins_with_particle(name), "{name}");
        }
        for text in [
            "zu Hause",
            "la Casa",
            "von hier",
            "und Peter",
            "de",
            "der Mann",
            "von A bis Z und mehr so",
            "'t was",
            "d’un",
        ] {
            assert!(!begins_with_particle(text), "{text}");
        }
        for name in
            ["Prof. Dr. h.c. Müller", "Dr. med. Kern", "Dipl.-Ing. Roth", "Univ.-Prof. Dr. von Weiß", "Mag. Huber"]
        {
            assert!(has_title(name), "{name}");
        }
        for text in ["Then. She said", "www.x.de. Then", "He left. Dr", "Dr. then"] {
            assert!(!has_title(text), "{text}");
        }
        for name in ["Anna’s husband", "Mr Li's son", "Thomas' mother"] {
            assert!(is_relative(name), "{name}");
        }
        for text in ["Anna’s house", "husband", "it's mother", "The day's end"] {
            assert!(!is_relative(text), "{text}");
        }
        for name in ["Mary-ann", "Jean-luc", "Ji-young", "Mei-ling", "Ing-wen", "Ming-ming", "Hans-jürgen"] {
            assert!(is_double_name(name), "{name}");
        }
        for text in [
            "Part-time",
            "Rice-growing",
            "Rural-urban",
            "Trade-union",
            "Porte-parole",
            "Trente-deux",
            "Meio-dia",
            "Wi-fi",
            "Jet-lag",
            "Follow-up",
            "Well-being",
            "T-shirt",
            "Peut-être",
            "Disse-lhe",
            "Rent-free",
            "So-called",
            "Woman-led",
            "Mary-Ann",
            "part-time",
            "Vis-à-vis",
            "Кто-то",
            "Mary",
            "Word-",
            "-word",
        ] {
            assert!(!is_double_name(text), "{text}");
        }
        for [name, word] in [["AS", "NO"], ["LT", "TV"], ["P9", "II"], ["ÄB", "a"]] {
            assert!(are_likely_initials(name) && !are_likely_initials(word), "{name} {word}");
        }
    }
}
