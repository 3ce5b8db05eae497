//! Labels that stand for no single person.

use super::headwords::{is_unknown, stem_of};
use super::vocabulary::{Sense, is_asking, is_initials, sense, without_doubt};
use crate::model::NameKey;

/// Labels, or first words of labels, of what several people say at once.
const ALL: [&str; 37] = [
    "all",
    "multiple",
    "both",
    "chorus",
    "beide",
    "ambos",
    "ambas",
    "众",
    "眾",
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
const ALL_CHINESE: [&str; 15] = [
    "几个人",
    "幾個人",
    "好几人",
    "全体",
    "全體",
    "众人",
    "眾人",
    "众声",
    "大家",
    "所有人",
    "多人",
    "两人",
    "齐声",
    "齊聲",
    "集体",
];
/// Voices that the transcriber could only hear, and beginnings of labels of unknown people in Chinese.
const VOICES: [&str; 9] = ["voice", "voices", "male voice", "female voice", "男声", "女声", "男聲", "女聲", "画外音"];
const UNKNOWN_CHINESE: [&str; 4] = ["不明", "未知", "不详", "未识别"];
/// Labels of speakers whom the transcriber could not tell apart.
const UNKNOWN: [&str; 9] =
    ["unknown", "unidentified", "unbekannt", "inconnu", "inconnue", "desconocido", "不明", "未知", "不详"];

/// Common Chinese surnames, in both scripts.
const SURNAMES: &str = "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂\
    苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯\
    尹黎易常武乔喬贺賀赖賴龚龔文";

/// People who observe, take notes or help, and are not asked: they are on the interviewer's side.
const ATTENDING: [&str; 29] = [
    "observer",
    "observers",
    "notetaker",
    "note taker",
    "note-taker",
    "recorder",
    "rapporteur",
    "transcriber",
    "research assistant",
    "beobachter",
    "beobachterin",
    "protokollant",
    "protokollantin",
    "observateur",
    "observatrice",
    "observador",
    "observadora",
    "наблюдатель",
    "记录员",
    "记录者",
    "记录人",
    "紀錄員",
    "观察员",
    "观察者",
    "研究助理",
    "观察人",
    "觀察員",
    "観察者",
    "記錄員",
];
/// People who say what others have said.
const INTERPRETING: [&str; 15] = [
    "interpreter",
    "translator",
    "dolmetscher",
    "dolmetscherin",
    "übersetzer",
    "übersetzerin",
    "interprète",
    "traducteur",
    "traductrice",
    "intérprete",
    "traductor",
    "traductora",
    "переводчик",
    "翻译",
    "口译员",
];

/// True for labels of several people at once, or of somebody whom the transcriber did not recognise: `All`, `全体`, `??`.
fn is_no_single_person(label: &str) -> bool {
    if is_doubtful_role(label) {
        return true;
    }
    let label = without_doubt(label).trim();
    let lower = label.to_lowercase();
    let first = lower.split([' ', '\u{a0}', '(', '（', '[']).next().unwrap_or("");
    ALL.contains(&first)
        || UNKNOWN.contains(&first)
        || VOICES.contains(&stem_of(&lower).trim_end())
        || UNKNOWN_CHINESE.iter().any(|word| label.starts_with(word))
        || ALL_CHINESE.iter().any(|word| label.starts_with(word))
        || is_unknown(label)
        || !label.contains(char::is_alphanumeric)
}

/// True for labels of those who observe, take notes or help, with or without a number: `Observer 2`, `记录员`.
#[must_use]
pub fn is_attending(label: &str) -> bool {
    has_role(label, &ATTENDING)
}

fn is_interpreting(label: &str) -> bool {
    has_role(label, &INTERPRETING)
}

fn has_role(label: &str, roles: &[&str]) -> bool {
    let lower = name_part(without_doubt(label).trim()).to_lowercase();
    roles.contains(&stem_of(&lower).trim_end())
}

/// True for a role that says nothing else about somebody of whom the transcriber was not sure: `Participant ?`.
fn is_doubtful_role(label: &str) -> bool {
    let name = without_doubt(label.trim());
    name != label.trim() && name.chars().all(char::is_alphabetic) && !is_initials(name) && is_generic(name)
}

/// True for labels that name several speakers of a document who speak at once: `Ana/Ben` beside `Ana`. A name with such a
/// sign in which nobody else is named, as `Nurse/Midwife`, is none, unless all its parts are certainly people: `张三/李四`,
/// `A/B`, `Ana and Ben`. The Chinese comma of lists always joins names.
fn is_joint_among<'l>(label: &str, mut others: impl Iterator<Item = &'l str>) -> bool {
    let label = without_doubt(label).trim();
    let words = [" and ", " und ", " et ", " y ", " e ", " och ", " og ", " en ", " и "];
    let signs = ['/', '／', '&', '＆', '+', '＋', '、', ',', '，', '和', '与', '與', '及'];
    let mut parts: Vec<&str> = vec![label];
    for word in words {
        parts = parts.into_iter().flat_map(|part| part.split(word)).collect();
    }
    let parts = parts.into_iter().flat_map(|part| part.split(signs)).map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| NameKey::caseless(part) != NameKey::of("")).collect();
    let names: Vec<NameKey> = parts.iter().map(|part| NameKey::caseless(part)).collect();
    let whole = NameKey::caseless(label);
    let are = |is_one: fn(&str) -> bool| parts.iter().all(|part| is_one(part));
    // `Costa e Silva` and `Ortega y Gasset` are one person.
    let joins_words =
        !label.contains(['/', '／', ',', '，']) && ![" e ", " y "].iter().any(|word| label.contains(word));
    if names.len() > 1
        && (label.contains('、') || are(is_initials) || are(is_chinese_name) || joins_words && are(is_word))
    {
        return true;
    }
    names.len() > 1
        && others.any(|other| {
            let other = NameKey::caseless(name_part(without_doubt(other).trim()));
            other != whole && names.contains(&other)
        })
}

/// True for labels that are certainly no participant's, although they may not be an interviewer's: of several people, of
/// somebody unknown, of somebody of whom the transcriber was not sure (`P1?`), or of people who help with the study.
/// `others` are the labels of the document.
pub fn is_nobody_among<'l>(label: &str, others: impl Iterator<Item = &'l str>) -> bool {
    let is_doubted = without_doubt(label.trim()) != label.trim();
    is_doubted
        || is_no_single_person(label)
        || is_attending(label)
        || is_interpreting(label)
        || is_joint_among(label, others)
}

/// True for a full Chinese name, or a surname with the usual word before it: `张三`, `老王`.
fn is_chinese_name(part: &str) -> bool {
    let bare = part.strip_prefix(['老', '小', '阿']).unwrap_or(part);
    (2..=4).contains(&part.chars().count())
        && part.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
        && bare.starts_with(|c| SURNAMES.contains(c))
}

/// True for one word with a capital, such as a first name.
fn is_word(part: &str) -> bool {
    part.starts_with(char::is_uppercase) && part.chars().all(char::is_alphabetic)
}

/// True for the label of an interviewer, or of somebody on their side, that everybody understands: `Moderator`, but not
/// `MOD`.
#[must_use]
pub fn says_who_asks(label: &str) -> bool {
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    is_attending(label) || is_asking(label) && letters >= if label.is_ascii() { 6 } else { 2 }
}

/// Returns a label without what is added in brackets: `Anna` for `Anna (F, 51)`.
#[must_use]
pub fn name_part(label: &str) -> &str {
    let name = label.strip_suffix([')', '）', ']']).and_then(|label| label.rsplit_once(['(', '（', '[']));
    name.map(|(name, _)| name.trim_end()).filter(|name| name.contains(char::is_alphanumeric)).unwrap_or(label)
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
        let nobody = [
            "All",
            "alle",
            "Alle Teilnehmer",
            "Everybody",
            "全体",
            "全体受访者",
            "大家",
            "Group",
            "?",
            "Unknown 2",
            "众",
            "Chorus",
            "Participant ?",
            "受访者？",
            "Woman (?)",
            "Everyone",
            "众人",
            "Multiple",
            "Female voice 2",
            "几个人",
            "不明男",
            "男声",
        ];
        let somebody =
            ["Allen Smith", "Alla", "Ana", "Woman 4", "P07", "受访者", "全友", "Tom", "Gruber", "M1?", "B?", "Ana?"];
        let found = |labels: &[&str]| labels.iter().filter(|label| is_no_single_person(label)).count();
        assert_eq!((found(&nobody), found(&somebody)), (nobody.len(), 0));
    }

    #[test]
    fn several_speakers_of_a_document_are_no_single_person() {
        let among = ["Ana", "Ben (M, 30)", "安娜", "P1", "P2"];
        for (label, joint) in [
            ("Ana/Ben", true),
            ("Ana & Cleo", true),
            ("ana and ben", true),
            ("安娜和小本", true),
            ("P1、P2", true),
            ("张三、李四", true),
            ("张三、", false),
            ("Ana", false),
            ("Nurse/Midwife", false),
            ("Nurse / Midwife", false),
            ("Smith, John", false),
            ("Costa e Silva", false),
            ("Ortega y Gasset", false),
            ("Head of Health and Safety", false),
            ("石匠/木匠", false),
            ("李和平", false),
            ("欧阳和平", false),
            ("张三/李四", true),
            ("老王／小李", true),
            ("王芳和李强", true),
            ("A/B", true),
            ("P8, P9", true),
            ("Cleo and Dan", true),
            ("Cleo + Dan", true),
            ("Andy", false),
            ("Ana (and her son)", false),
            ("Ben (M, 30)", false),
            ("/", false),
        ] {
            assert_eq!(is_joint_among(label, among.iter().copied()), joint, "{label}");
        }
    }

    #[test]
    fn those_who_take_notes_or_interpret_are_known_by_their_role() {
        let is_known = |label: &&&str| is_attending(label) || is_interpreting(label);
        let found = |labels: &[&str]| labels.iter().filter(is_known).count();
        let roles = ["Observer", "observer 2", "Note taker", "Interpreter (Li)", "记录员", "记录员2", "Dolmetscherin"];
        assert_eq!((found(&roles), found(&["Ana", "Translators Ltd", "Worker", "记者", "2"])), (roles.len(), 0));
    }

    #[test]
    fn additions_in_brackets_are_no_part_of_the_name() {
        for (label, name) in [
            ("Anna (F, 51)", "Anna"),
            ("王芳（女，51岁）", "王芳"),
            ("Anna", "Anna"),
            ("(F, 51)", "(F, 51)"),
            ("Anna)", "Anna)"),
            ("(a) Anna (b)", "(a) Anna"),
        ] {
            assert_eq!(name_part(label), name);
        }
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
