//! Words that begin or head lines beside the talk: notes, lists of people and signs, greetings.

use super::persons;
use super::vocabulary::{Sense, is_role_word, sense};
use crate::model::hashing::HashSet;
use std::sync::LazyLock;

/// Words for a note on the talk.
const REMARKS: &str = "
note notes nb n.b comment comments remark remarks memo footnote sidenote fieldnote fieldnotes annotation annotations
anmerkung anmerkungen anm bemerkung bemerkungen kommentar kommentare hinweis notiz notizen randnotiz fußnote
nota notas comentario comentarios comentário comentários observação observações remarque remarques commentaire commentaires
annotazione commento commenti opmerking opmerkingen bemærkning bemærkninger anteckning uwaga uwagi poznámka megjegyzés
примечание примечания комментарий заметка 注 注释 註釋 备注 備註 备註 備考 旁注 비고 주석
";

/// Headings of a list of people, or of the signs of a transcription.
const LISTS: &str = "
participants attendees present speakers cast people legend key abbreviations teilnehmer teilnehmende teilnehmerinnen anwesend
anwesende personen sprecher legende abkürzungen transkriptionsregeln participantes asistentes leyenda abreviaturas
présents légende abréviations intervenants partecipanti presenti legenda deelnemers aanwezigen deltagare deltagere deltakere
участники присутствующие обозначения uczestnicy obecni katılımcılar 参加者 參加者 参与者 參與者 出席者 与会者 與會者 参会人员 凡例 图例
참석자 참가자
";

/// The longest heading of a list, in bytes. A whole interview may be on one line.
const LONGEST_LIST_HEAD: usize = 200;

/// True for the heading of a list of people, or of the signs of a transcription: `Participants`, `Transcription key`.
#[must_use]
pub fn is_list_head(line: &str) -> bool {
    if line.len() > LONGEST_LIST_HEAD {
        return false;
    }
    let bare = line.trim_matches(|c: char| c.is_whitespace() || "#*_:：-–—".contains(c)).to_lowercase();
    let mut words = bare.split_whitespace();
    let count = bare.split_whitespace().count();
    let first = words.next().unwrap_or("");
    count <= 3
        && !bare.contains([':', '：'])
        && (LIST.contains(first) || words.next_back().is_some_and(|last| LIST.contains(last)))
}

/// Words with which people begin to talk.
const GREETINGS: &str = "
hello hi hey morning welcome bonjour salut bonsoir hallo servus moin hola buenas buenos ciao buongiorno salve olá oi hoi hej hei
goedemorgen dag привет здравствуйте cześć merhaba chào xin 你好 您好 你们好 こんにちは 안녕하세요 مرحبا שלום नमस्ते guten good
";

/// True for words that begin with a greeting.
#[must_use]
pub fn is_greeting(text: &str) -> bool {
    let first = text.split(|c: char| c.is_whitespace() || ",.!，。！".contains(c)).next().unwrap_or("");
    GREETING.contains(first.to_lowercase().as_str())
}

fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

static LIST: LazyLock<HashSet<&str>> = LazyLock::new(|| set(LISTS));
static GREETING: LazyLock<HashSet<&str>> = LazyLock::new(|| set(GREETINGS));
static REMARK: LazyLock<HashSet<&str>> = LazyLock::new(|| set(REMARKS));

/// True for the label of a note on the talk, whoever wrote it: `Note`, `Observer note`, `Anmerkung der Verfasserin`.
#[must_use]
pub fn is_remark(label: &str) -> bool {
    let mut words = label.split_whitespace();
    let (first, count) = (words.next().unwrap_or(""), label.split_whitespace().count());
    let is = |word: &str| word.len() < 24 && REMARK.contains(stem_of(&word.to_lowercase()));
    count <= 5 && (is(first) || words.next_back().is_some_and(is))
}

/// Returns a word without its number and marks: `interviewer` for `Interviewer_2.`.
#[must_use]
pub fn stem_of(word: &str) -> &str {
    word.trim_matches(|c: char| c.is_ascii_digit() || "._-#:()[]".contains(c))
}

/// First words of such phrases, before a word in lower case.
const OPENINGS: [&str; 5] = ["to", "by", "long", "truth", "frankly"];
/// What people say is theirs: `My advice`, but not `My guide`.
const OPINIONS: [&str; 7] = ["advice", "opinion", "point", "view", "guess", "feeling", "question"];

/// True for a phrase with which people begin what they say or write: `To be honest`, `My advice`, `Dear Ana`.
pub(super) fn opens_remark(label: &str, words: &[&str]) -> bool {
    let &[first, .., last] = words else { return false };
    let lower_next = label.split_whitespace().nth(1).is_some_and(|word| word.starts_with(char::is_lowercase));
    first == "dear"
        || words.len() == 2 && matches!(first, "my" | "our") && OPINIONS.contains(&last)
        || lower_next && OPENINGS.contains(&first) && !is_role_word(last) && !persons::is_relative(label)
}

/// True for the sign of an unknown speaker with what is known of them: `?m` for a man, `?P2`.
#[must_use]
pub fn is_unknown(label: &str) -> bool {
    let Some(known) = label.strip_prefix(['?', '？']) else { return false };
    let number = known.trim_start_matches(char::is_alphabetic);
    let letters = known.chars().count() - number.chars().count();
    (1..=2).contains(&letters) && number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// True for a name whose first part is also a month: `April Jones`.
fn is_called_like_month(label: &str) -> bool {
    let mut words = label.split_whitespace();
    let is_surname = |word: &str| {
        let lower = word.to_lowercase();
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || "-.'’".contains(c))
            && !matches!(sense(&lower), Sense::NoPerson | Sense::Attribute)
    };
    words.next().is_some_and(|first| matches!(first.to_lowercase().as_str(), "april" | "june" | "august"))
        && words.all(is_surname)
}

const MONTHS: [&str; 11] =
    ["january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december"];

/// True for a label whose first word, `first` in lower case, is a month and not a name: `September Regions`.
pub(super) fn begins_with_month(label: &str, first: &str) -> bool {
    MONTHS.contains(&first) && !is_called_like_month(label)
}
