//! The lists of words, in many languages.

/// Roles of people without a name, as the first word of a label.
pub(super) const ROLES: &str = "
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
访谈者 訪談者 受访者 受訪者 访问者 訪問者 采访者 採訪者 采訪者 被访者 被訪者 被访谈者 受访人 采访人 主持人 主持 研究者 研究员 研究員 参与者 參與者 翻译 翻譯
众人 眾人 男 女 男士 女士 问 答 問 记者 記者 说话人 說話人 发言人 發言人 嘉宾 嘉賓 学生 學生 老师 老師 全体 全體 观众 觀眾
インタビュアー インタビューアー 聞き手 話し手 質問者 回答者 司会 司会者 調査者 協力者 参加者 発言者
면접자 면담자 인터뷰어 인터뷰이 질문자 응답자 답변자 참여자 참가자 참석자 연구자 사회자 진행자 화자 기자
";

/// Roles of interviewers.
pub(super) const ASKING: &str = "
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
访谈者 訪談者 访问者 訪問者 采访者 採訪者 采訪者 采访人 主持人 主持 研究者 研究员 研究員 问 問 记者 記者
インタビュアー インタビューアー 聞き手 質問者 司会 司会者 調査者 면접자 면담자 인터뷰어 질문자 연구자 사회자 진행자 기자
";

/// Stems of numbered questions and answers. Labels with the same stem are the same speaker.
pub(super) const QUESTIONS: &str = "
q question questions a answer pergunta resposta pregunta respuesta frage antwort domanda risposta vraag antwoord spørgsmål svar
fråga kysymys vastaus pytanie odpowiedź otázka odpověď kérdés válasz soru cevap вопрос ответ سؤال جواب שאלה תשובה प्रश्न उत्तर
问 答 問 问题 問題 回答 提问 質問 질문 답변 câu pertanyaan jawaban
";

pub(super) const ATTRIBUTES: &str = "
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
pub(super) const NO_PERSON: &str = "
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
pub(super) const SAYING: &str = "
said says say saying asked asks ask told tell tells thought think thinks was were is are am like goes went means mean meant
replied answered wrote writes read reads following follows be been
sagt sagte sagen gesagt meint meinte fragte dachte ist war dijo dice decía digo era es dit disait demandé est était
disse diceva era è 说 說 說道 说道 問道 问道 想 是 道 言う 言った
";

/// Abbreviations before the name of somebody who is cited, or before a thing: `vgl. Weber`.
pub(super) const REFERRING: [&str; 24] = [
    "vgl.", "cf.", "ebd.", "bzw.", "ca.", "ggf.", "evtl.", "usw.", "etc.", "sog.", "inkl.", "hrsg.", "eds.", "vol.",
    "nr.", "no.", "abb.", "tab.", "fig.", "bspw.", "i.e.", "e.g.", "op.", "ibid.",
];

/// Particles within a name.
pub(super) const PARTICLES: [&str; 27] = [
    "for", "de", "la", "le", "van", "von", "der", "den", "dos", "da", "do", "di", "del", "della", "du", "al", "el",
    "bin", "ibn", "of", "and", "the", "y", "e", "et", "und", "&",
];
/// The second word of a phrase that introduces an example: `zum Beispiel`, `par exemple`.
pub(super) const EXAMPLE: [&str; 11] = [
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
pub(super) const ARTICLES: [&str; 14] =
    ["a", "an", "the", "der", "die", "das", "el", "la", "los", "las", "le", "les", "un", "une"];
/// Words before the role of a person that begin no name.
pub(super) const BEFORE_ROLES: [&str; 14] =
    ["o", "os", "um", "uma", "il", "lo", "una", "my", "our", "mon", "ma", "mi", "meine", "mein"];
pub(super) const ORDINALS: [&str; 12] =
    ["first", "second", "third", "fourth", "fifth", "next", "last", "another", "erste", "zweite", "dritte", "anderer"];
pub(super) const OF: [&str; 9] = ["of", "de", "der", "des", "du", "del", "do", "da", "by"];
pub(super) const TITLES: [&str; 40] = [
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
pub(super) const OFFICES: &str = "
sir dame lord lady baroness deputy senator senador senadora senatore senatrice sénateur sénatrice councillor cllr diputado diputada
deputado deputada député députée onorevole abgeordnete abgeordneter minister ministerin ministre ministro ministra president
président présidente presidente presidenta presidenza commissioner judge justice on dep dip hble hon'ble
";

pub(super) const HEADS: [&str; 13] = [
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

/// Parts of this notice in the languages of the most common chat program.
pub(super) const NOTICES: [&str; 24] = [
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
