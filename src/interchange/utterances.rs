//! Column heads of tables of utterances, in many languages, for spreadsheets and for tables in documents.

use crate::model::NameKey;

/// The role of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UtteranceHead {
    Time,
    /// The time at which the words end.
    End,
    Speaker,
    /// A name, which may also be the name of a document or participant.
    Name,
    Text,
    /// The row number.
    Number,
    Note,
    /// The recording or file that the row belongs to.
    Recording,
}

impl UtteranceHead {
    /// The known heads, the most specific ones first.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        HEADS.iter().filter(move |(head, _)| *head == self).flat_map(|(_, names)| names.split('|'))
    }

    /// The role that a head gives its column; case and a trailing colon do not matter.
    #[must_use]
    pub fn of(head: &str) -> Option<Self> {
        // A long text is no name of a column, and is not compared.
        if head.len() > LONGEST_HEAD {
            return None;
        }
        let key = NameKey::caseless(head.trim().trim_end_matches([':', '：']));
        HEADS.iter().find(|(_, names)| names.split('|').any(|name| key.matches(name))).map(|(head, _)| *head)
    }
}

/// The longest name of a column, in bytes.
const LONGEST_HEAD: usize = 200;

const HEADS: [(UtteranceHead, &str); 8] = [
    (
        UtteranceHead::Time,
        "start|timespan|time span|starttimestamp|start timestamp|start time|start_time|starttime|start_ms|start (ms)|start_s|start (s)|start_sec|start (sec)|start (seconds)|start_seconds|start in seconds|\
         start in sekunden|time_s|time (s)|time (sec)|time (seconds)|time_ms|time (ms)|seconds|begin|time|times|timestamp|\
         timestamps|time stamp|timecode|time code|in|from|zeit|zeitmarke|zeitpunkt|tid|tidspunkt|tijd|starttijd|temps|heure|\
         minutage|hora|tiempo|minuto|tempo|durata|minute|min|开始|开始时间|开始(秒)|时间(秒)|開始時間|时间|時間|时刻|時刻|时间戳|時間戳|时间点|時間點|\
         시간|시각|время|таймкод",
    ),
    (
        UtteranceHead::End,
        "end|end time|end_s|end (s)|end_sec|end (sec)|end (seconds)|end_ms|end (ms)|to|out|ende|fin|eindtijd|结束|结束时间|結束時間|終了",
    ),
    (
        UtteranceHead::Speaker,
        "speaker|speakers|speakercode|speaker code|speaker name|speaker_name|speaker id|speaker label|who|sprecher|sprecherin|\
         sprecher/in|sprecher:in|redner|wer|taler|hvem|vem|locuteur|intervenant|interlocuteur|qui|hablante|interlocutor|quien|\
         quién|orador|falante|parlante|relatore|chi|spreker|发言人|發言人|说话人|說話人|讲话人|講話者|说话者|說話者|发言者|發言者|\
         讲者|講者|話者|発言者|話し手|화자|발화자|발언자|кто|говорящий|спикер",
    ),
    (
        UtteranceHead::Name,
        "name|participant|person|participant name|role|teilnehmer|teilnehmerin|personne|nom|persona|participante|nombre|nome|\
         naam|姓名|人物|角色|氏名|이름|участник|имя",
    ),
    (
        UtteranceHead::Text,
        "text|texts|utterance|utterances|words|speech|content|transcript|transcription|sentence|dialogue|what was said|said|\
         statement|response|talk|transkript|inhalt|aussage|äußerung|beitrag|redebeitrag|wortlaut|was|udtalelse|texte|contenu|\
         parole|paroles|propos|intervention|texto|contenido|intervención|transcripción|diálogo|discurso|contenuto|testo|battuta|\
         trascrizione|conteúdo|fala|falas|transcrição|tekst|文本|内容|內容|话语|转录|发言|發言|发言内容|發言內容|說話內容|谈话内容|\
         談話內容|访谈内容|訪談內容|转写|逐字稿|逐字內容|発言|発言内容|発話|発話内容|내용|발언|대화|текст|реплика|речь",
    ),
    (
        UtteranceHead::Number,
        "#|no|no.|nr|nr.|n|num|num.|number|line|line no.|line number|turn|id|row|n°|nº|№|zeile|nummer|ligne|línea|linha|riga|\
         序号|序號|編號|编号|行|号|號|番号|번호|순번",
    ),
    (
        UtteranceHead::Note,
        "note|notes|comment|comments|code|codes|theme|themes|memo|memos|remark|remarks|observations|annotation|annotations|\
         anmerkung|anmerkungen|bemerkung|bemerkungen|kommentar|notizen|nota|notas|observaciones|observações|remarques|\
         commentaire|commentaires|commento|备注|備註|備考|编码|編碼|注释|备忘|主题|メモ|비고|메모|примечание|примечания",
    ),
    (
        UtteranceHead::Recording,
        "recording|recordings|recording id|file|filename|file name|file_name|audio|audio file|video|media|session|session id|\
         interview|interview id|conversation|meeting|source|document|episode|datei|dateiname|aufnahme|sitzung|gespräch|dokument|\
         fichier|enregistrement|séance|entretien|archivo|grabación|sesión|entrevista|arquivo|gravação|registrazione|intervista|\
         opname|bestand|文件|文件名|录音|錄音|录音文件|会话|訪談|访谈|ファイル|録音|セッション|파일|녹음|файл|запись",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_head_has_one_meaning() {
        let mut seen = HashSet::new();
        for (head, names) in HEADS {
            for name in names.split('|') {
                assert_eq!(name, name.trim(), "{head:?}");
                assert!(seen.insert(NameKey::caseless(name)), "{name} is there twice");
                let capitals = name.replace('ß', "ẞ").to_uppercase();
                assert_eq!(UtteranceHead::of(&format!(" {capitals}: ")), Some(head), "{name}");
            }
        }
        assert_eq!(UtteranceHead::of("age"), None);
        assert_eq!(UtteranceHead::Speaker.names().next(), Some("speaker"));
    }
}
