//! Words that are evidence about a label: generic roles of people, interviewers, header fields, and beginnings of
//! sentences. The decision depends on the whole document ([`super::detection`]).

use super::headwords::{begins_with_month, is_remark, is_unknown, opens_remark, stem_of};
use super::persons;
use super::things::is_unidentified;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What the words of a label suggest about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// A role, or initials.
    Role,
    /// Nothing; it may be a name.
    Open,
    /// A field of a header: `Date`, `Place of birth`.
    Attribute,
    /// A part of a document or record, a sound, or the beginning of a sentence.
    NoPerson,
    /// Several words that are probably the beginning of a sentence.
    Sentence,
    /// Several words that begin in lower case. A name if nearly every line begins with one, such as `iPhone of Ana`.
    Phrase,
}

/// Roles of people without a name, as the first word of a label.
const ROLES: &str = "
interviewer interviewers interviewee interviewees participant participants respondent respondents informant researcher
researchers moderator moderators facilitator facilitators speaker speakers unknown unidentified all everyone everybody group
several man woman boy girl male female student students teacher child children mother father mom mum dad husband wife
daughter son brother sister translator interpreter host cohost co-host guest guests audience caller operator narrator presenter
announcer chair chairman chairwoman chairperson president judge witness court counsel doctor patient nurse client clients
therapist coach counselor counsellor customer agent assistant user subject voice person observer note-taker expert
interv int ivr mod fac resp part spk spkr q a
secretary assistant receptionist neighbour neighbor guard porter portier waiter waitress cashier clerk driver
mayor prosecutor grandmother grandfather grandma grandpa worker headteacher
maire adjoint procureur avocat avocate ouvrier ouvrière dame monsieur voix grand-mère grand-père maîtresse mère père
abuela abuelo profe maestra maestro profesora profesor juez jueza alcalde alcaldesa madre padre
mãe pai avó avô prefeito prefeita professora professor homem mulher juiz juíza moglie marito nonna nonno sindaco
sekretär sekretärin assistent assistentin nachbar nachbarin pförtner kellner kellnerin kassiererin
secrétaire assistante voisin voisine gardien gardienne concierge serveur serveuse caissière
secretario secretaria asistente vecino vecina portero camarero camarera segretaria vicino vicina cameriere 秘书 秘書 助理 邻居 鄰居 服务员
interviewerin befragte befragter befragten befragter moderatorin moderation teilnehmer teilnehmerin teilnehmende sprecher
sprecherin forscher forscherin proband probandin experte expertin mann frau alle interviewpartner interviewpartnerin
interviewte interviewter frage antwort
entrevistador entrevistadora entrevistado entrevistada entrevistadores participante participantes encuestador encuestadora
moderador moderadora investigador investigadora investigadores informante hablante facilitador facilitadora
pesquisador pesquisadora locutor orador hombre mujer todos
intervenant intervenante intervenants intervenantes enquêteur enquêtrice enquêté enquêtée intervieweur intervieweuse interviewé interviewée animateur animatrice locuteur
locutrice chercheur chercheuse participant·e modérateur modératrice répondant répondante témoin homme femme tous
intervistatore intervistatrice intervistato intervistata moderatore moderatrice ricercatore ricercatrice relatore uomo donna
interviewter geïnterviewde interviewster respondente deelnemer onderzoeker gespreksleider spreker man vrouw
intervjuer intervjuare intervjuaren informanten deltager deltagare deltaker forsker forskare mødeleder ordstyrer
haastattelija haastateltava osallistuja badacz badaczka respondentka rozmówca rozmówczyni prowadzący prowadząca uczestnik
uczestniczka tazatel tazatelka moderátor moderátorka účastník účastnice kérdező válaszadó
görüşmeci katılımcı araştırmacı moderatör konuşmacı görüşülen
интервьюер респондент респондентка информант модератор ведущий ведущая участник участница исследователь спикер говорящий
вопрос ответ інтерв'юер респондентка
المحاور المحاورة الباحث الباحثة المشارك المشاركة المبحوث المبحوثة المقابل مشارك السائل المتحدث
מראיין מראיינת מרואיין מרואיינת משתתף משתתפת חוקר חוקרת דובר דוברת
प्रश्नकर्ता उत्तरदाता साक्षात्कारकर्ता शोधकर्ता प्रतिभागी सहभागी वक्ता
প্রশ্নকর্তা উত্তরদাতা অংশগ্রহণকারী গবেষক
ผู้สัมภาษณ์ ผู้ให้สัมภาษณ์ ผู้เข้าร่วม ผู้ดำเนินรายการ
pewawancara narasumber responden informan peneliti partisipan moderator penemuramah
访谈者 訪談者 受访者 受訪者 访问者 訪問者 采访者 採訪者 采訪者 被访者 被訪者 被访谈者 受访人 采访人 主持人 研究者 研究员 研究員 参与者 參與者 翻译 翻譯
众人 眾人 男 女 男士 女士 问 答 問 记者 記者 说话人 說話人 发言人 發言人 嘉宾 嘉賓 学生 學生 老师 老師 全体 全體 观众 觀眾
インタビュアー インタビューアー 聞き手 話し手 質問者 回答者 司会 司会者 調査者 協力者 参加者 発言者
면접자 면담자 인터뷰어 인터뷰이 질문자 응답자 답변자 참여자 참가자 참석자 연구자 사회자 진행자 화자 기자
";

/// Roles of interviewers.
const ASKING: &str = "
interviewer interviewers i int interv ivr moderator mod facilitator fac researcher host q question
interviewerin moderatorin moderation forscher forscherin frage
entrevistador entrevistadora encuestador encuestadora moderador moderadora investigador investigadora pesquisador pesquisadora
pergunta pregunta facilitador facilitadora
enquêteur enquêtrice intervieweur intervieweuse animateur animatrice chercheur chercheuse modérateur modératrice
intervistatore intervistatrice moderatore moderatrice ricercatore ricercatrice domanda
interviewster onderzoeker gespreksleider vraag intervjuer intervjuare intervjuaren forsker forskare ordstyrer spørgsmål fråga
haastattelija kysymys badacz badaczka prowadzący prowadząca pytanie tazatel tazatelka moderátor moderátorka kérdező
görüşmeci araştırmacı moderatör soru интервьюер модератор ведущий ведущая исследователь вопрос
المحاور المحاورة الباحث الباحثة السائل מראיין מראיינת חוקר חוקרת
प्रश्नकर्ता साक्षात्कारकर्ता शोधकर्ता প্রশ্নকর্তা গবেষক ผู้สัมภาษณ์ ผู้ดำเนินรายการ pewawancara peneliti
访谈者 訪談者 访问者 訪問者 采访者 採訪者 采訪者 采访人 主持人 研究者 研究员 研究員 问 問 记者 記者
インタビュアー インタビューアー 聞き手 質問者 司会 司会者 調査者 면접자 면담자 인터뷰어 질문자 연구자 사회자 진행자 기자
";

/// Stems of numbered questions and answers. Labels with the same stem are the same speaker.
const QUESTIONS: &str = "
q question questions a answer pergunta resposta pregunta respuesta frage antwort domanda risposta vraag antwoord spørgsmål svar
fråga kysymys vastaus pytanie odpowiedź otázka odpověď kérdés válasz soru cevap вопрос ответ سؤال جواب שאלה תשובה प्रश्न उत्तर
问 答 問 问题 問題 回答 提问 質問 질문 답변 câu pertanyaan jawaban
";

const ATTRIBUTES: &str = "
aim aims goal goals plan purpose objective objectives date time place location note notes nb n.b name names age gender sex duration length file filename title subject topic topics
interview project source occupation profession job education address language languages url http https link summary background
setting transcript transcribed transcriber transcription transcriptionist recorded recording audio video keywords keyword
tags tag city country nationality ethnicity religion email e-mail phone tel telephone mobile website contact version id code
codes pseudonym abstract description author created updated modified status action actions deadline decision decisions due owner priority responsible present attendees attending absent apologies
anwesend anwesende witnesses members срок ответственный agenda venue data born birth study format collection repository rights citation publisher interviewed approved proofread
reviewed checked legend key remarks comment comments copyright doi isbn re from to cc memo weight coder coders
datum ort dauer alter geschlecht beruf titel thema sprache ausbildung anmerkung anmerkungen transkription transkribiert projekt
uhrzeit zeit bemerkung bemerkungen hinweis aufnahme datei
fecha lugar duración edad sexo género título tema idioma nota notas hora proyecto ocupación educación dirección
lieu durée âge sexe titre thème langue sujet remarque remarques heure projet profession
data luogo durata età sesso titolo lingua ora durada local idade gênero tempo duração
sted varighed alder køn emne dato sprog bemærkning plats ålder kön ämne språk anteckning
дата место время возраст пол тема язык продолжительность примечание
日期 时间 時間 地点 地點 备注 備註 备註 注 姓名 年龄 年齡 性别 性別 职业 職業 学历 學歷 主题 主題 题目 題目 编号 編號 时长 時長 录音 錄音 整理 语言 語言
代号 代號 方式 姓名 人数 人數 单位 單位 学校 學校 年级 年級 专业 專業 背景 目的 概况 概況 链接 鏈接 网址 網址 电话 電話 邮箱 信箱 微信
作者 译者 編者 编者 对象 對象 采访时间 采访地点 访谈时间 訪談時間 访谈地点 訪談地點 访谈对象 记录人 記錄人 记录 日時 場所 年齢 職業 備考 날짜 일시 장소 나이 성별 직업
";

/// Parts of documents and records, sounds, and beginnings of sentences.
const NO_PERSON: &str = "
vereinbarung vereinbarungen einschätzung einschätzungen angezeigt variable mean median signature signatures замечание замечания заметка вопросы relance relances consigne consignes beobachtung beobachtungen kontext tasks thesis guion pauta sonda sondas repregunta repreguntas observación observaciones nachfrage nachfragen transkriptionsregeln transcriptora ملاحظة ملاحظات टिप्पणी নোট หมายเหตุ הערה הערות not заметки ескерту 观察 觀察 观察记录 家庭 工作 态度 態度 tarih hava yer observation observations reflection reflections probe probes prompt prompts follow-up followup analysis interpretation feedback
agenda point points rule rules lesson module unit task exercise activity assignment quiz problem solution case hypothesis finding
findings implication implications limitation limitations recommendation recommendations objective outcome outcomes evidence
tagesordnungspunkt top punkt frageblock block aufgabe übung ordre article artikel paragraph absatz punto artículo tema
page pages tape tapes side reel cassette disc disk track part parts chapter section sections figure table step steps line lines
minute minutes session day week month year item items appendix slide scene episode document documents text texts break pause end
start begin beginning introduction intro outro conclusion conclusions summary results result discussion method methods
overview content contents context segment segments position excerpt excerpts quote quotes example examples warning update edit
error info todo see cf ref reference references footnote image picture photo caption heading theme themes category subcategory
laughter laughing laughs laugh chuckles music applause silence inaudible unintelligible crosstalk cough coughs sigh sighs noise
clapping cheering crying foreign blank redacted phone-ringing background-noise bleep beep
yes no yeah yep nope okay ok right well so and but or because also then now first second third fourth fifth firstly secondly
thirdly finally lastly next last however therefore thus anyway actually basically maybe perhaps sure exactly good great fine
oh ah um uh mm hmm mhm hm thanks thank wow really true important remember imagine option pro pros con cons contra bonus advantages
disadvantages that this these those it he she they we you there here what why how when where who which if as for in on at
seite kapitel teil abschnitt band abbildung tabelle minute ende anfang einleitung fazit zusammenfassung schluss lachen lacht
ja nein genau also und aber oder doch dann erstens zweitens drittens beispiel
página parte capítulo cinta lado fin inicio conclusión conclusiones resumen ejemplo risas sí bueno entonces pero y o
partie chapitre bande fin début conclusion résumé exemple rires oui non alors mais et donc puis
pagina capitolo fine inizio conclusione esempio risate sì allora ma però poi quindi
side kapitel bånd slut konklusion nej så men altså
ouais bof tak nie ano ne nunca evet hayır igen kyllä vâng không hapana naam ναι όχι نعم لا כן לא हाँ नहीं 네 아니요 아니오 はい いいえ
страница часть глава конец начало вывод заключение да нет ну вот
结论 結論 总结 總結 小结 小結 摘要 引言 前言 背景 目录 目錄 附录 附錄 例如 比如 第一 第二 第三 首先 其次 最后 最後 因此 所以 但是 笑 笑声 笑聲 掌声 掌聲
音乐 音樂 沉默 停顿 停頓 休息 暂停 暫停 定义 定義 例句 例 代码 代碼 编码 編碼 追问 追問 天气 天氣 心情 引子 开场白 開場白 结束语 結束語 注释 註釋 结束 結束 开始 開始 说明 說明 注意 提示 参考 參考 来源 來源 资料 資料 问题描述 まとめ 結語 결론 요약 참고
";

/// Last words of a sentence that introduces quoted speech.
const SAYING: &str = "
said says say saying asked asks ask told tell tells thought think thinks was were is are am like goes went means mean meant
replied answered wrote writes read reads following follows be been
sagt sagte sagen gesagt meint meinte fragte dachte ist war dijo dice decía digo era es dit disait demandé est était
disse diceva era è 说 說 說道 说道 問道 问道 想 是 道 言う 言った
";

fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

static ROLE: LazyLock<HashSet<&str>> = LazyLock::new(|| set(ROLES));
static ASKS: LazyLock<HashSet<&str>> = LazyLock::new(|| set(ASKING));
static QUESTION: LazyLock<HashSet<&str>> = LazyLock::new(|| set(QUESTIONS));
static ATTRIBUTE: LazyLock<HashSet<&str>> = LazyLock::new(|| set(ATTRIBUTES));
static NOBODY: LazyLock<HashSet<&str>> = LazyLock::new(|| set(NO_PERSON));
static LEADS: LazyLock<HashSet<&str>> = LazyLock::new(|| set(SAYING));
static OFFICE: LazyLock<HashSet<&str>> = LazyLock::new(|| set(OFFICES));

/// Abbreviations before the name of somebody who is cited, or before a thing: `vgl. Weber`.
const REFERRING: [&str; 24] = [
    "vgl.", "cf.", "ebd.", "bzw.", "ca.", "ggf.", "evtl.", "usw.", "etc.", "sog.", "inkl.", "hrsg.", "eds.", "vol.",
    "nr.", "no.", "abb.", "tab.", "fig.", "bspw.", "i.e.", "e.g.", "op.", "ibid.",
];

/// Particles within a name.
const PARTICLES: [&str; 27] = [
    "for", "de", "la", "le", "van", "von", "der", "den", "dos", "da", "do", "di", "del", "della", "du", "al", "el",
    "bin", "ibn", "of", "and", "the", "y", "e", "et", "und", "&",
];
/// The second word of a phrase that introduces an example: `zum Beispiel`, `par exemple`.
const EXAMPLE: [&str; 11] = [
    "example",
    "instance",
    "beispiel",
    "ejemplo",
    "exemple",
    "exemplo",
    "esempio",
    "eksempel",
    "exempel",
    "przykład",
    "voorbeeld",
];
const ARTICLES: [&str; 14] =
    ["a", "an", "the", "der", "die", "das", "el", "la", "los", "las", "le", "les", "un", "une"];
/// Words before the role of a person that begin no name.
const BEFORE_ROLES: [&str; 14] =
    ["o", "os", "um", "uma", "il", "lo", "una", "my", "our", "mon", "ma", "mi", "meine", "mein"];
const ORDINALS: [&str; 12] =
    ["first", "second", "third", "fourth", "fifth", "next", "last", "another", "erste", "zweite", "dritte", "anderer"];
const OF: [&str; 9] = ["of", "de", "der", "des", "du", "del", "do", "da", "by"];
const TITLES: [&str; 40] = [
    "señor",
    "señora",
    "señorita",
    "don",
    "doña",
    "sra",
    "srta",
    "srª",
    "herr",
    "frau",
    "monsieur",
    "madame",
    "mlle",
    "m",
    "sig",
    "dott",
    "dhr",
    "mevr",
    "dr",
    "mr",
    "mrs",
    "ms",
    "miss",
    "prof",
    "st",
    "rev",
    "hon",
    "sr",
    "jr",
    "fr",
    "sen",
    "rep",
    "gov",
    "gen",
    "col",
    "capt",
    "sgt",
    "lt",
    "mme",
    "dra",
];

/// Titles that are whole words and may therefore end a sentence.
const OFFICES: &str = "
sir dame lord lady baroness deputy senator senador senadora senatore senatrice sénateur sénatrice councillor cllr diputado diputada
deputado deputada député députée onorevole abgeordnete abgeordneter minister ministerin ministre ministro ministra president
président présidente presidente presidenta presidenza commissioner judge justice on dep dip hble hon'ble
";

/// Returns what the words of a label suggest about it.
#[must_use]
pub fn sense(label: &str) -> Sense {
    let label = without_doubt(label);
    let lower = label.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let first = words.first().copied().unwrap_or("");
    let stem = stem_of(first);
    let held = is_office(label);
    let rest_counts = words.iter().skip(1).all(|word| word.chars().all(|c| !c.is_alphabetic() || c.is_numeric()));
    match () {
        () if is_remark(label) => Sense::Attribute,
        () if words.len() > 1 && OF.contains(words.get(1).unwrap_or(&"")) && ATTRIBUTE.contains(first) => {
            Sense::Attribute
        }
        () if ATTRIBUTE.contains(lower.as_str()) => Sense::Attribute,
        // A speaker whom the transcriber could not identify.
        () if label.chars().all(|c| matches!(c, '?' | '？')) || is_unknown(label) => Sense::Role,
        () if is_letter(label) || are_joined_initials(label) => Sense::Role,
        () if is_telephone(label) => Sense::Open,
        () if is_unidentified(label) => Sense::Role,
        () if is_item(label) => Sense::NoPerson,
        () if words.len() > 1 && begins_with_month(label, first) => Sense::NoPerson,
        () if rest_counts && NOBODY.contains(stem) || words.len() > 1 && REFERRING.contains(&first) => Sense::NoPerson,
        () if ordinal_and_role(&words) || article_and_role(&words) => Sense::Role,
        () if !held && is_sentence(label, &words) => Sense::Sentence,
        () if words.len() <= 4 && is_role(stem, &words) || is_initials(label) => Sense::Role,
        () if words.len() > 1 && ATTRIBUTE.contains(first) && words.iter().all(|word| ATTRIBUTE.contains(word)) => {
            Sense::Attribute
        }
        () if words.iter().all(|word| NOBODY.contains(stem_of(word)) || ATTRIBUTE.contains(word)) => Sense::NoPerson,
        () if ends_in_attribute(label) => Sense::Attribute,
        () if !held && is_phrase(label, &words) => Sense::Phrase,
        () => Sense::Open,
    }
}

/// Removes the mark of a doubt about who speaks: `M1` for `M1?`. A question mark alone is a label.
#[must_use]
pub fn without_doubt(label: &str) -> &str {
    let name = label.strip_suffix("(?)").or_else(|| label.strip_suffix(['?', '？'])).unwrap_or(label).trim_end();
    if name.contains(|c: char| c.is_alphanumeric()) { name } else { label }
}

/// True for one to three capitals and digits that begin with a letter: `B`, `I2`, `AL`.
#[must_use]
pub fn is_initials(label: &str) -> bool {
    label.chars().count() <= 3
        && label.starts_with(char::is_alphabetic)
        && label.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// True for one capital, with or without a point.
fn is_letter(label: &str) -> bool {
    let letter = label.strip_suffix('.').unwrap_or(label);
    letter.chars().count() == 1 && is_initials(letter)
}

/// True for numbers of list items: digits, `a`, `iv`.
fn is_item(label: &str) -> bool {
    let letter = label.chars().count() == 1 && label.starts_with(|c: char| c.is_ascii_lowercase());
    letter
        || is_numeral(label)
        || label.len() < 5 && label.chars().all(|c| "ivx".contains(c))
        || !label.contains(|c: char| c.is_alphabetic() || persons::is_pictograph(c))
}

/// True for a label that only identifies: a number or letter, alone or after an abbreviation (`4`, `No. 5`, `Nr. 2`).
#[must_use]
pub fn is_code(label: &str) -> bool {
    let numbered = label.split_once(' ').is_some_and(|(word, number)| {
        REFERRING.contains(&word.to_lowercase().as_str()) && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    numbered || is_item(label) && label.contains(char::is_alphanumeric)
}

/// True for numbers of items and parts: `三`, `第二部分`.
fn is_numeral(label: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十百〇零１２３４５６７８９０①②③④⑤⑥⑦⑧⑨⑩".contains(c);
    label.chars().all(numeral)
        || label.strip_prefix('第').is_some_and(|rest| rest.starts_with(|c: char| numeral(c) || c.is_ascii_digit()))
}

/// True for text that introduces speech, or begins like a sentence and continues in lower case.
fn is_sentence(label: &str, words: &[&str]) -> bool {
    let last = words.last().map_or("", |word| word.trim_end_matches(|c: char| !c.is_alphanumeric()));
    let lower_first = label.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    let capitals = label.chars().all(|c| !c.is_lowercase());
    let first = words.first().copied().unwrap_or("");
    let title = words.get(1).is_some_and(|word| is_title(word));
    let starts = words.len() > 1 && NOBODY.contains(first.trim_end_matches(',')) && !title;
    let many = label.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    // `Nurse 7 went further`.
    let numbered = words.get(1).is_some_and(|word| word.chars().all(|c| c.is_ascii_digit()));
    let goes_on = label.split_whitespace().skip(2).filter(|word| word.starts_with(char::is_lowercase)).count() > 1;
    let example = words.len() == 2 && EXAMPLE.contains(&last);
    example
        || opens_remark(label, words)
        || numbered && goes_on
        || !capitals && (LEADS.contains(last) && words.len() + usize::from(lower_first) > 1 || starts)
        || many > 3
        || leads_without_spaces(label)
}

/// True if the first word is a role. A single letter counts only if it is the only word, with or without a number.
fn is_role(stem: &str, words: &[&str]) -> bool {
    ROLE.contains(stem) && (words.len() == 1 || stem.chars().count() > 1 || !stem.is_ascii())
}

/// True for the role of a person, such as `husband` or `nurse`.
#[must_use]
pub(super) fn is_role_word(word: &str) -> bool {
    ROLE.contains(stem_of(&word.to_lowercase()))
}

/// Matches `la entrevistadora`.
fn article_and_role(words: &[&str]) -> bool {
    let is_article = |word: &str| ARTICLES.contains(&word) || BEFORE_ROLES.contains(&word);
    matches!(words, [article, role] if is_article(article) && ROLE.contains(stem_of(role)))
}

/// Matches `second woman` and `next speaker`.
fn ordinal_and_role(words: &[&str]) -> bool {
    matches!(words, [ordinal, role] if ORDINALS.contains(ordinal) && ROLE.contains(stem_of(role)))
}

/// True for a title before a name, with or without its point: `Mr`, `m.`. Ignores case.
#[must_use]
pub fn is_title(word: &str) -> bool {
    TITLES.contains(&word.to_lowercase().trim_end_matches(['.', 'ª', 'º']))
}

/// True for a title before a name, or for an office: `Mr Deputy Speaker`, `Senator Roe`, `le président`.
#[must_use]
pub fn is_addressed(label: &str) -> bool {
    let lower = label.to_lowercase();
    let mut words = lower.split_whitespace().peekable();
    let article = words.next_if(|word| ARTICLES.contains(word) || matches!(*word, "o" | "os" | "il")).is_some();
    let first = words.next().unwrap_or("");
    let titled = is_title(first) || OFFICE.contains(first.trim_end_matches('.'));
    titled && (article || words.next().is_some())
}

/// True for a particle within a name or an office: `de`, `of`, `the`.
#[must_use]
pub fn is_particle(word: &str) -> bool {
    let lower = word.to_lowercase();
    PARTICLES.contains(&lower.as_str())
        || ARTICLES.contains(&lower.as_str())
        || matches!(lower.as_str(), "des" | "dei" | "delle" | "aux" | "au")
}

/// True for an office with its holder's name in brackets, of any length: `Minister of State (Deputy Mick Daly)`.
#[must_use]
pub fn is_office(label: &str) -> bool {
    let Some((office, holder)) = label.strip_suffix(')').and_then(|label| label.split_once(" (")) else { return false };
    let lower = office.to_lowercase();
    let (first, last) = (lower.split_whitespace().next().unwrap_or(""), lower.split_whitespace().last().unwrap_or(""));
    let begins = office.starts_with(char::is_uppercase) && !NOBODY.contains(first.trim_end_matches(','));
    begins && !LEADS.contains(last) && holder.contains(' ') && holder.starts_with(char::is_uppercase) && is_name(holder)
}

/// True for a header field in a script without spaces: `访谈方式`, `调查对象姓名`.
fn ends_in_attribute(label: &str) -> bool {
    let count = label.chars().count();
    let ending =
        |length: usize| label.char_indices().nth(count.saturating_sub(length)).and_then(|(at, _)| label.get(at..));
    label.chars().all(is_unspaced)
        && [2, 3, 4]
            .into_iter()
            .any(|length| count > length && ending(length).is_some_and(|word| ATTRIBUTE.contains(word)))
}

fn is_phrase(label: &str, words: &[&str]) -> bool {
    // `iPhone` is a name.
    let first = label.split_whitespace().next().unwrap_or("");
    let lower_first = label.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
        && !first.contains(char::is_uppercase);
    let article = words.first().is_some_and(|word| ARTICLES.contains(word));
    // `The Chair` is a name; `The dark` is not.
    let lower_next = label.split_whitespace().nth(1).is_some_and(|word| word.starts_with(char::is_lowercase));
    let title = words.get(1).is_some_and(|word| is_title(word));
    let particle = words.first().is_some_and(|word| PARTICLES.contains(word));
    let named = particle || persons::begins_with_particle(label);
    words.len() > 1 && !title && !is_titled(label) && (lower_first && !named || article && lower_next)
}

/// True for text such as `我说` or `我给你念两句`, and for text that is too long for a name and ends like an
/// introduction of speech.
fn leads_without_spaces(label: &str) -> bool {
    let count = label.chars().filter(|c| is_unspaced(*c)).count();
    let pronoun = count > 3
        && label.starts_with([
            '我', '你', '您', '他', '她', '它', '这', '這', '那', '就', '还', '還', '也', '都', '又', '再',
        ]);
    pronoun
        || count > 1 && label.ends_with(['说', '說'])
        || count > 12 && label.ends_with(['道', '话', '話', '问', '問', '是'])
}

/// True for letters of scripts without spaces between words.
#[must_use]
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// True for text that looks like the name of a person or group: capitalised words, or one short word of a script
/// without capitals.
#[must_use]
pub fn is_name(label: &str) -> bool {
    let label = without_doubt(label);
    let unspaced = label.chars().filter(|c| is_unspaced(*c)).count();
    if unspaced > 0 {
        return unspaced <= 8;
    }
    let is_clear = is_office(label) || is_titled(label) || is_telephone(label);
    if is_clear || persons::has_title(label) || persons::begins_with_particle(label) || persons::is_relative(label) {
        return true;
    }
    // Text in brackets or after a comma is not part of the name: a party, an office, pronouns.
    let label = label.split([',', '(']).next().unwrap_or(label);
    let mut count = 0;
    let named = label.split([' ', '\u{a0}', '/', '-', '–', '、']).filter(|word| !word.is_empty()).all(|word| {
        count += 1;
        let mut letters = word.chars().filter(|c| c.is_alphanumeric());
        let first = letters.next();
        let inner = letters.any(char::is_uppercase);
        let starts = first.is_some_and(|c| (!c.is_lowercase() || inner) && (count > 1 || !c.is_numeric()));
        starts || first.is_none() || count > 1 && PARTICLES.contains(&word) || word.starts_with('(')
    });
    // Without capitals, a few words may just as well begin a sentence.
    let cased = label.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    named && count <= if cased { 6 } else { 3 }
}

/// Returns the common part of labels that differ by a number or a letter: `W` for `W2`, `受访者` for `受访者C（女）`, `FG1-P`
/// for `FG1-P02`. `None` for other labels.
#[must_use]
pub fn stem_of_several(label: &str) -> Option<&str> {
    let label = label.split(['(', '（', '[']).next().unwrap_or(label).trim_end();
    let by_number = label.trim_end_matches(char::is_numeric);
    let by_letter = || {
        let stem = label.strip_suffix(char::is_uppercase)?;
        (!stem.ends_with(char::is_alphabetic) || stem.ends_with(is_unspaced)).then_some(stem)
    };
    let stem = if by_number.len() < label.len() { by_number } else { by_letter()? };
    let stem = stem.trim_end_matches([' ', '#', '.', '_', '-', '\u{a0}']);
    stem.contains(char::is_alphabetic).then_some(stem)
}

/// True for several words, some in lower case, that end with a name, a noun or a role: `Chồng cô Hạnh`,
/// `Stimme aus dem Off`, `Una donna`.
#[must_use]
pub fn is_described(label: &str) -> bool {
    let words = || label.split_whitespace();
    (2..=5).contains(&words().count())
        && words()
            .last()
            .is_some_and(|word| word.starts_with(char::is_uppercase) || ROLE.contains(word) && !QUESTION.contains(word))
        && words().any(|word| word.starts_with(char::is_lowercase))
        && label.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || ".-'’".contains(c))
}

/// True for a few words of which the first alone is capitalised: a description of somebody, or the beginning of a sentence.
#[must_use]
pub fn is_capitalised_phrase(label: &str) -> bool {
    let mut words = label.split_whitespace();
    words.next().is_some_and(|word| word.starts_with(char::is_uppercase))
        && !persons::is_relative(label)
        && (1..=4).contains(&words.clone().count())
        && words.all(|word| word.starts_with(char::is_lowercase))
}

/// True for an abbreviated lower-case title before a name, in any language: `hr. Jensen`, `κ. Παπαδόπουλος`.
#[must_use]
pub fn is_titled(label: &str) -> bool {
    let Some((title, name)) = label.split_once(". ") else { return false };
    // An article may precede it.
    let title =
        title.split_once(' ').filter(|(article, _)| article.chars().count() < 4).map_or(title, |(_, title)| title);
    let is_short_form = |word: &&str| word.ends_with('.') && word.starts_with(char::is_lowercase);
    let name = name.split_whitespace().find(|word| !is_particle(word) && !is_short_form(word)).unwrap_or("");
    let initial = name.chars().nth(1) == Some('.');
    (1..=4).contains(&title.chars().count())
        && title.chars().all(char::is_lowercase)
        && name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        // But not `z. B. Wien`.
        && !(initial && title.chars().count() == 1)
}

/// True for a telephone number, with or without masked digits: `+49 171 *** 22`, `4479***123`.
#[must_use]
pub fn is_telephone(label: &str) -> bool {
    let digits = label.chars().filter(char::is_ascii_digit).count();
    let masked = label.contains(['*', '•', '…']) || label.starts_with('+');
    digits > 4 && masked && label.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-()*•….".contains(c))
}

/// True for initials of several people who speak at once: `B2 und B3`, `P1/P2`.
fn are_joined_initials(label: &str) -> bool {
    let parts = || label.split([' ', '/', '+', '&', ',']).filter(|part| !part.is_empty());
    let is_joint = |part: &str| part.chars().count() <= 3 && part.chars().all(char::is_lowercase);
    let people = parts().filter(|part| is_initials(part)).count();
    people > 1
        && parts().all(|part| is_initials(part) || is_joint(part))
        && parts().filter(|part| is_initials(part)).any(|part| part.ends_with(|c: char| c.is_ascii_digit()))
        && parts().count() < people * 2
}

/// True for a word whose point does not end a sentence: `Dr`, `J`, `Prof`.
#[must_use]
pub fn is_abbreviation(word: &str) -> bool {
    let lower = word.to_lowercase();
    TITLES.contains(&lower.as_str()) || word.chars().count() == 1 && word.chars().all(char::is_uppercase)
}

/// True for a common label of an interviewer, with or without a number, a letter or a name in brackets.
#[must_use]
pub fn is_asking(label: &str) -> bool {
    let lower = without_doubt(label).trim().to_lowercase();
    let head = lower.split(['(', '（', '[', ',', '/']).next().unwrap_or("").trim_end();
    let mut words = head.split([' ', '_', '-', '\u{a0}']).filter(|word| !word.is_empty());
    let first = words.next().map_or("", stem_of);
    let numbered = words.all(|word| word.chars().count() == 1 || stem_of(word).is_empty());
    numbered && ASKS.contains(first)
}

/// True for the stem of numbered questions and answers, such as `Question` and `答`.
#[must_use]
pub fn is_question(stem: &str) -> bool {
    QUESTION.contains(stem.trim().to_lowercase().as_str())
}

const HEADS: [&str; 13] = [
    "speaker",
    "name",
    "person",
    "who",
    "text",
    "content",
    "transcript",
    "utterance",
    "words",
    "speech",
    "time",
    "timestamp",
    "said",
];

/// True for the header row of a table of speakers and words: `Speaker: Text`.
#[must_use]
pub fn is_head_row(label: &str, remainder: &str) -> bool {
    let head = |text: &str| HEADS.contains(&text.trim().to_lowercase().as_str());
    remainder.len() < 20 && head(remainder) && head(label)
}

/// True for names of people only, as after a role in a header: `Ana Lee, observer: B. Roe`.
#[must_use]
pub fn are_names(text: &str) -> bool {
    let is_word = |word: &str| {
        let bare = word.trim_end_matches('.');
        let ended = bare.len() < word.len() && bare.chars().count() > 2 && !is_abbreviation(bare);
        !ended && (word.starts_with(char::is_uppercase) || is_particle(word)) && !word.contains(is_unspaced)
    };
    let named = |part: &str| {
        let (role, name) = part.trim().split_once(": ").map_or((None, part.trim()), |(role, name)| (Some(role), name));
        let count = name.split_whitespace().count();
        let role =
            role.map_or(count > 1, |role| role.split_whitespace().count() < 3 && role.chars().all(char::is_alphabetic));
        role && (1..=4).contains(&count) && name.split_whitespace().all(is_word)
    };
    let plain = |c: char| c.is_alphabetic() || c.is_whitespace() || ".,:;-'’".contains(c);
    text.chars().all(plain) && text.trim().split([',', ';']).all(named)
}

/// True for the notice about encryption that chat programs insert in a user's name when a chat begins.
#[must_use]
pub fn is_chat_notice(message: &str) -> bool {
    let lower = message.to_lowercase().replace(['-', '\u{2011}', '\u{a0}'], " ");
    NOTICES.iter().any(|notice| lower.contains(notice))
}

/// Parts of this notice in the languages of the most common chat program.
const NOTICES: [&str; 24] = [
    "end to end encrypted",
    "ende zu ende verschlüsselt",
    "bout en bout",
    "extremo a extremo",
    "ponta a ponta",
    "ponto a ponto",
    "crittografati end to end",
    "crittografia end to end",
    "end to end versleuteld",
    "end to end krypter",
    "salattu päästä päähän",
    "całkowicie szyfrowane",
    "szyfrowane metodą end to end",
    "uçtan uca şifre",
    "сквозным шифрованием",
    "наскрізним шифруванням",
    "terenkripsi secara end to end",
    "mã hóa đầu cuối",
    "एंड टू एंड",
    "مشفرة تمامًا بين الطرفين",
    "מוצפנות מקצה לקצה",
    "端到端加密",
    "端對端加密",
    "エンドツーエンド",
];

/// True for text that only names a role or a header field, as in a legend: `I: Interviewer`.
#[must_use]
pub fn is_head(text: &str) -> bool {
    let lower = text.trim().trim_end_matches(['.', ',', ';']).to_lowercase();
    let role = stem_of(&lower).trim_end();
    ATTRIBUTE.contains(lower.as_str()) || role.len() > 2 && ROLE.contains(role)
}

#[cfg(test)]
mod tests {
    use super::{Sense, is_asking, is_name, sense};

    #[test]
    fn the_text_shows_what_a_label_may_be() {
        let cases = [
            (
                &["Interviewer", "PARTICIPANT 30", "访谈者", "受访者2", "B", "I2", "AL", "IS", "SPEAKER_00"][..],
                Sense::Role,
            ),
            (&["Rich Bowen", "唐鳳", "J. Lopez", "MS. GREENE", "Woods", "nicolas-demorand", "सारा"], Sense::Open),
            (&["Date", "date of birth", "Place of interview", "日期", "NB", "Interview date"], Sense::Attribute),
            (&["Page", "page 3", "Tape 12", "Conclusion", "结论"], Sense::NoPerson),
            (
                &[
                    "and then he said",
                    "He said",
                    "So she was like",
                    "for example",
                    "Nurse 7 went further",
                    "我说",
                    "他当时就跟我讲了一句很重要的话",
                ],
                Sense::Sentence,
            ),
            (&["Yes", "a", "iv", "12", "1.2", "September Regions"], Sense::NoPerson),
        ];
        for (labels, wanted) in cases {
            for label in labels {
                assert_eq!(sense(label), wanted, "{label}");
            }
        }
    }

    #[test]
    fn names_are_capitalised_or_short() {
        for label in
            ["Ana", "Ana María de la Cruz", "DR. SMITH", "Roe, Ben (Extern)", "関治之", "O'Brien", "सारा", "Woman 2"]
        {
            assert!(is_name(label), "{label}");
        }
        for label in
            ["Topic two", "my aim", "因为家里没有钱所以我走了", "3 things", "One Two Three Four Five Six Seven"]
        {
            assert!(!is_name(label), "{label}");
        }
    }

    #[test]
    fn who_asks_has_many_names() {
        for label in [
            "Interviewer 2",
            "访谈者",
            "I",
            "INT1",
            "Int.",
            "Interviewerin",
            "Interviewer (Ben)",
            "MODERATOR",
            "Q",
            "I2",
        ] {
            assert!(is_asking(label), "{label}");
        }
        for label in ["Participant", "Interviewer's son", "Ines", "B", "Interviewee"] {
            assert!(!is_asking(label), "{label}");
        }
    }
}
