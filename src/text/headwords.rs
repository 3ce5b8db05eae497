//! Words that begin or head lines beside the talk: notes, lists of people and signs, greetings.

use std::collections::HashSet;
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

/// True for the heading of a list of people, or of the signs of a transcription: `Participants`, `Transcription key`.
#[must_use]
pub fn is_list_head(line: &str) -> bool {
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
pub fn is_greeting(words: &str) -> bool {
    let first = words.split(|c: char| c.is_whitespace() || ",.!，。！".contains(c)).next().unwrap_or("");
    GREETING.contains(first.to_lowercase().as_str())
}

fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

static LIST: LazyLock<HashSet<&str>> = LazyLock::new(|| set(LISTS));
static GREETING: LazyLock<HashSet<&str>> = LazyLock::new(|| set(GREETINGS));
static REMARK: LazyLock<HashSet<&str>> = LazyLock::new(|| set(REMARKS));

/// True for the label of a note on the talk, by whoever it is: `Note`, `Observer note`, `Anmerkung der Verfasserin`.
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
