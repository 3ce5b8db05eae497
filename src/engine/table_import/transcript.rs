//! Imports a transcript whose utterances are the rows of a table: one document with turns, with times stored beside
//! the text and speakers as named in the table.

use crate::engine::document_names::stem;
use crate::engine::error::Error;
use crate::engine::import::{Becomes, ImportPlan, PlannedDocument, WhoSpeaks};
use crate::engine::texts::Texts;
use crate::interchange::Problem;
use crate::interchange::plain::untaken_name;
use crate::interchange::remark::{Loss, Refusal, TableRefusal, TableWarning};
use crate::interchange::sheet::Sheet;
use crate::interchange::utterances::UtteranceHead;
use crate::model::op::FileNames;
use crate::model::{CharPos, CharRange, NameKey, NameMap, Noun, OpKind, Origin, ParticipantId, Study, TimeMark};
use crate::store::Tx;
use crate::text::{MOST_LINES, has_too_many_lines, include_speakers, normalise, one_line, times};
use crate::tr;
use std::collections::HashSet;
use std::sync::Arc;

/// The fewest and most characters that people say in a second. If there are fewer per unit of time, the unit is
/// milliseconds, unless they would then be too many.
const FEWEST_A_SECOND: f64 = 1.0;
const MOST_A_SECOND: f64 = 60.0;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscriptImport {
    pub table: Arc<Sheet>,
    /// Indices of columns.
    pub text: Option<usize>,
    pub speaker: Option<usize>,
    pub time: Option<usize>,
    /// Speakers become participants, unless they are interviewers.
    pub make_participants: bool,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TranscriptPlan {
    /// The document's name.
    pub name: String,
    pub text: String,
    pub times: Vec<TimeMark>,
    /// Positions of the speakers' names; `None` when no column contains them.
    pub labels: Option<Vec<CharRange>>,
    /// Each speaker once, in order of appearance, with the number of passages that begin with their label.
    pub speakers: Vec<(String, u32)>,
    /// The participants whom speakers become, by label.
    pub participants: Vec<(String, String)>,
    /// How many of these participants are new.
    pub new_participants: usize,
    /// The document already exists with the same name and text.
    pub known: bool,
    /// Why it cannot be imported; empty when it can.
    pub problems: Vec<Problem>,
    /// What would be skipped or changed, and what should be checked.
    pub remarks: Vec<Problem>,
}

impl TranscriptImport {
    /// Suggests the meaning of the columns from their names.
    #[must_use]
    pub fn suggest(table: Arc<Sheet>) -> Self {
        let column = |head: UtteranceHead| table.column_named(&head.names().collect::<Vec<_>>());
        let text = column(UtteranceHead::Text);
        let time = column(UtteranceHead::Time);
        // Documents and participants also have columns headed “name”; beside texts and times, they are the
        // speakers'.
        let beside_times = || text.and(time).and_then(|_| column(UtteranceHead::Name));
        let speaker = column(UtteranceHead::Speaker).or_else(beside_times);
        Self { text, speaker, time, table, make_participants: false }
    }

    /// True for a table that is probably a transcript: texts with times, or with speakers of whom one speaks twice.
    #[must_use]
    pub fn is_likely(table: &Arc<Sheet>) -> bool {
        let import = Self::suggest(table.clone());
        let timed = import.time.is_some_and(|_| {
            let read = import.millis().into_iter().flatten().count();
            read > 0 && read * 10 >= table.rows.len() * 8
        });
        let repeats = import.speaker.is_some_and(|column| {
            let mut known = HashSet::new();
            table.rows.iter().any(|row| !row.cell(column).is_empty() && !known.insert(NameKey::of(row.cell(column))))
        });
        import.text.is_some() && (timed || repeats)
    }

    /// Plans the changes.
    ///
    /// # Errors
    /// Fails when the project cannot be read.
    pub fn plan(&self, study: &Study, texts: &dyn Texts) -> Result<TranscriptPlan, Error> {
        let mut plan = TranscriptPlan::default();
        let Some(text) = self.text else {
            plan.problems.push(self.table.remark(TableRefusal::NoColumnOfUtterances));
            return Ok(plan);
        };
        plan.remarks.extend(self.table.remarks.iter().cloned());
        self.write(text, &mut plan);
        if self.speaker.is_none() {
            plan.remarks.push(self.table.remark(TableWarning::NoColumnOfSpeakers));
        }
        if plan.text.trim().is_empty() {
            plan.problems.push(self.table.remark(TableRefusal::NoTexts));
        }
        if has_too_many_lines(&plan.text) {
            plan.problems.push(self.table.remark(Refusal::TooManyLines { most: MOST_LINES }));
        }
        let taken = [self.text, self.speaker, self.time];
        plan.remarks.extend(self.table.columns_left_out(|column| !taken.contains(&Some(column))));
        plan.remarks.extend(self.several_recordings().map(|warning| self.table.remark(warning)));
        let file = self.table.file();
        let wanted = one_line(stem(&file));
        if let Some(source) = study.source_named(&wanted) {
            plan.known = texts.text(source.id)? == plan.text;
        }
        plan.name = untaken_name(|name| study.source_named(name).is_some(), &wanted, "Transcript");
        if self.make_participants && !plan.known {
            self.find_participants(study, &mut plan);
        }
        Ok(plan)
    }

    /// Finds whom the speakers become, as in an import of documents.
    fn find_participants(&self, study: &Study, plan: &mut TranscriptPlan) {
        let origin = plan.origin(&self.table);
        let characters = u32::try_from(plan.text.chars().count()).unwrap_or(u32::MAX);
        let mut document = PlannedDocument::of_stored(&plan.name, plan.text.as_str().into(), characters, origin);
        document.found = Arc::new(WhoSpeaks::in_text(&plan.text, &document.origin()));
        let documents = ImportPlan { documents: vec![document], ..ImportPlan::default() };
        let mut new = HashSet::new();
        for speaker in documents.speakers(study).into_iter().flatten() {
            let name = match speaker.becomes {
                Becomes::Nobody => continue,
                Becomes::Known(name) => name,
                Becomes::New { name, .. } => {
                    new.insert(NameKey::of(&name));
                    name
                }
            };
            plan.participants.push((speaker.label, name));
        }
        plan.new_participants = new.len();
    }

    /// Writes each row on a line. A row with the same speaker, or without a speaker, continues the turn.
    fn write(&self, column: usize, plan: &mut TranscriptPlan) {
        let mut labels = Vec::new();
        let mut now: Option<NameKey> = None;
        let mut position = 0_u32;
        let (mut unread, mut unnamed) = (0, 0);
        let times = self.millis();
        for (at, row) in self.table.rows.iter().enumerate() {
            let utterance = normalise(row.cell(column)).text;
            let speaker = self.speaker.map_or_else(String::new, |column| one_line(row.cell(column)));
            let speaker = speaker.trim_end_matches([':', '：']).trim_end();
            if utterance.is_empty() && speaker.is_empty() {
                continue;
            }
            unnamed += usize::from(self.speaker.is_some() && speaker.is_empty());
            let mut put = |piece: &str, text: &mut String| {
                text.push_str(piece);
                position += u32::try_from(piece.chars().count()).unwrap_or(u32::MAX);
                position
            };
            if !plan.text.is_empty() {
                put("\n", &mut plan.text);
            }
            let key = NameKey::of(speaker);
            if !speaker.is_empty() && now.as_ref() != Some(&key) {
                let start = put("", &mut plan.text);
                let end = put(speaker, &mut plan.text);
                labels.push(CharRange::new(start, end));
                put(": ", &mut plan.text);
                match plan.speakers.iter_mut().find(|(known, _)| key.matches(known)) {
                    Some((_, blocks)) => *blocks += 1,
                    None => plan.speakers.push((speaker.to_owned(), 1)),
                }
                now = Some(key);
            }
            let start = put("", &mut plan.text);
            match times.get(at).copied().flatten() {
                Some(millis) => plan.times.push(TimeMark { at: CharPos(start), millis }),
                None => unread += usize::from(self.time.is_some_and(|column| !row.cell(column).is_empty())),
            }
            put(&utterance, &mut plan.text);
        }
        if !plan.text.is_empty() {
            plan.text.push('\n');
        }
        plan.labels = self.speaker.map(|_| labels);
        if unread > 0 {
            plan.remarks.push(self.table.remark(Loss::UnreadTimes { count: unread }));
        }
        if unnamed > 0 {
            plan.remarks.push(self.table.remark(TableWarning::RowsWithoutSpeaker { count: unnamed }));
        }
    }

    /// Warns if the rows seem to be from several recordings: a column names them, or times run backwards.
    fn several_recordings(&self) -> Option<TableWarning> {
        let taken = [self.text, self.speaker, self.time];
        let recordings = |column: usize| {
            let mut seen = HashSet::new();
            let values = self.table.rows.iter().map(|row| one_line(row.cell(column)));
            values.filter(|value| !value.is_empty() && seen.insert(NameKey::of(value))).collect::<Vec<String>>()
        };
        let columns = self.table.header.iter().enumerate();
        let named = columns.filter(|(_, head)| UtteranceHead::of(head) == Some(UtteranceHead::Recording));
        for (column, head) in named.filter(|(column, _)| !taken.contains(&Some(*column))) {
            let recordings = recordings(column);
            if recordings.len() > 1 {
                return Some(TableWarning::SeveralRecordings { column: head.clone(), recordings });
            }
        }
        let millis = self.millis();
        let timed = self.table.rows.iter().zip(millis).filter_map(|(row, time)| Some((row.line, time?)));
        let timed: Vec<(u64, u32)> = timed.collect();
        let pairs = timed.iter().zip(timed.iter().skip(1));
        let back: Vec<u64> =
            pairs.filter(|((_, before), (_, time))| time < before).map(|(_, (line, _))| *line).collect();
        back.first().map(|first| TableWarning::TimesRunBack { count: back.len(), first: self.table.place_of(*first) })
    }

    /// Returns the time of each row in milliseconds, from a clock time or a number of seconds or milliseconds.
    fn millis(&self) -> Vec<Option<u32>> {
        let Some(column) = self.time else { return Vec::new() };
        let number = |cell: &str| cell.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        let cells = || self.table.rows.iter().map(|row| row.cell(column));
        let unit = if self.is_in_millis(column) { 1.0 } else { 1000.0 };
        let in_range = |millis: f64| (millis <= f64::from(u32::MAX)).then_some(millis.round() as u32);
        let bare = |cell: &str| cell.trim_matches(['[', ']', '(', ')']).trim().to_owned();
        cells()
            .map(|cell| number(cell).map_or_else(|| times::millis(&bare(cell)), |time| in_range(time * unit)))
            .collect()
    }

    /// Whole numbers are milliseconds if the head says so, or if speech would otherwise be impossibly slow.
    fn is_in_millis(&self, column: usize) -> bool {
        let head = self.table.header.get(column).map(|head| head.to_lowercase()).unwrap_or_default();
        if let Some(unit) = of_head(&head) {
            return unit == Unit::Millisecond;
        }
        let numbers: Option<Vec<u64>> = self.table.rows.iter().map(|row| row.cell(column).parse().ok()).collect();
        let Some((first, last)) = numbers.as_deref().and_then(|all| Some((*all.first()?, *all.last()?))) else {
            return false;
        };
        let Some((_, but_last)) = self.table.rows.split_last() else { return false };
        let characters: usize =
            self.text.map_or(0, |text| but_last.iter().map(|row| row.cell(text).chars().count()).sum());
        let rate = characters as f64 / last.saturating_sub(first).max(1) as f64;
        last > first && rate < FEWEST_A_SECOND && rate * 1000.0 <= MOST_A_SECOND
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Second,
    Millisecond,
}

/// The unit that the head of a column of times states, in lower case: `start_ms`, `start (s)`.
fn of_head(head: &str) -> Option<Unit> {
    let last = head.rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or("");
    match last {
        "ms" | "msec" | "msecs" => Some(Unit::Millisecond),
        _ if head.contains("milli") || head.contains("毫秒") => Some(Unit::Millisecond),
        "s" | "sec" | "secs" | "second" | "seconds" | "sek" | "sekunden" | "secondes" | "segundos" | "secondi" => {
            Some(Unit::Second)
        }
        _ => last.ends_with('秒').then_some(Unit::Second),
    }
}

impl TranscriptPlan {
    /// Summarises the changes; empty when there are none.
    #[must_use]
    pub fn summary(&self) -> String {
        if self.known {
            return String::new();
        }
        let speakers = Noun::Speaker.counted(self.speakers.len() as u64);
        match self.participants.len() {
            0 => tr!("“{document}” with {speakers}", document = self.name, speakers),
            n => tr!(
                "“{document}” with {speakers}, of whom {n} is a participant"
                    | "“{document}” with {speakers}, of whom {n} are participants" % n,
                document = self.name,
                speakers
            ),
        }
    }

    /// True when the import would change anything.
    #[must_use]
    pub fn changes(&self) -> bool {
        !self.known
    }

    /// How the text was read, from this table.
    fn origin(&self, table: &Sheet) -> Origin {
        Origin {
            file: table.file(),
            format: "table".to_owned(),
            encoding: table.encoding.clone(),
            times: self.times.clone(),
            labels: self.labels.clone(),
            ..Origin::default()
        }
    }

    /// `study` is the project's current state, and `table` the one that was planned.
    pub(in crate::engine) fn write(
        &self,
        study: &Study,
        table: &Sheet,
        from: FileNames,
        tx: &mut Tx<'_>,
    ) -> Result<OpKind, Error> {
        let mut origin = self.origin(table);
        include_speakers(&mut origin.speakers, self.participants.iter().map(|(label, _)| label.as_str()));
        let source = tx.add_source(&self.name, "", None, &self.text)?;
        tx.set_origin(source, &origin)?;
        let mut people: NameMap<ParticipantId> =
            study.participants.iter().map(|one| (one.name.as_str(), one.id)).collect();
        for (label, name) in &self.participants {
            let participant = match people.get(name) {
                Some(known) => known,
                None => tx.add_participant(name)?,
            };
            people.insert(name.as_str(), participant);
            tx.set_speaker(source, label, Some(participant))?;
        }
        Ok(OpKind::ImportTranscript { document: tx.document(source)?, speakers: self.speakers.len() as u64, from })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::sheet::parse;

    /// Returns text, labels, and times in milliseconds.
    fn read(csv: &str) -> (String, Option<Vec<String>>, Vec<u32>) {
        let import = TranscriptImport::suggest(Arc::new(parse(csv).unwrap()));
        let mut plan = TranscriptPlan::default();
        import.write(import.text.unwrap(), &mut plan);
        let chars: Vec<char> = plan.text.chars().collect();
        let slice = |range: &CharRange| chars[range.start.0 as usize..range.end.0 as usize].iter().collect();
        let labels = plan.labels.map(|labels| labels.iter().map(slice).collect());
        (plan.text, labels, plan.times.iter().map(|mark| mark.millis).collect())
    }

    #[test]
    fn rows_become_turns_with_times_beside_the_text() {
        type Case = (&'static str, &'static str, Option<&'static [&'static str]>, &'static [u32]);
        let cases: [Case; 13] = [
            (
                "starttimestamp,speakercode,text\n00:00:01,MOD,Why?\n00:00:03,Ana,No work.\n",
                "MOD: Why?\nAna: No work.\n",
                Some(&["MOD", "Ana"]),
                &[1_000, 3_000],
            ),
            (
                "time,speaker,text\n[0:01],Ana:,One\n[0:02],Ana,two\n[0:03],,three\n[0:04],Ben,four\n",
                "Ana: One\ntwo\nthree\nBen: four\n",
                Some(&["Ana", "Ben"]),
                &[1_000, 2_000, 3_000, 4_000],
            ),
            (
                "start\tend\ttext\n0\t2500\tWhy did you leave?\n2500\t4000\tNo work.\n",
                "Why did you leave?\nNo work.\n",
                None,
                &[0, 2_500],
            ),
            (
                "start,end,text\n0.0,2.5,Why did you leave?\n2.5,4.0,No work.\n",
                "Why did you leave?\nNo work.\n",
                None,
                &[0, 2_500],
            ),
            (
                "start,end,text\n0,2,Why did you leave?\n2,4,No work.\n",
                "Why did you leave?\nNo work.\n",
                None,
                &[0, 2_000],
            ),
            ("start_ms,text\n5,A\n9,B\n", "A\nB\n", None, &[5, 9]),
            ("start (s),text\n5,A\n90,B\n", "A\nB\n", None, &[5_000, 90_000]),
            ("time_s,text\n0,Why so?\n2500,No.\n", "Why so?\nNo.\n", None, &[0, 2_500_000]),
            ("Start in Sekunden,text\n5,A\n90,B\n", "A\nB\n", None, &[5_000, 90_000]),
            ("开始（秒）,内容\n5,好\n90,不\n", "好\n不\n", None, &[5_000, 90_000]),
            // Nobody says this in a fifth of a second.
            (
                "start,text\n5,We went there in spring.\n72,Why was it so?\n139,It was.\n",
                "We went there in spring.\nWhy was it so?\nIt was.\n",
                None,
                &[5_000, 72_000, 139_000],
            ),
            (
                "speaker,text\nZoë,a\nZoe\u{308},b\n李,他说：好\n",
                "Zoë: a\nb\n李: 他说：好\n",
                Some(&["Zoë", "李"]),
                &[],
            ),
            (
                "speaker,text\nAna,\"one\ntwo: three\"\n,\nBen,\n",
                "Ana: one\ntwo: three\nBen: \n",
                Some(&["Ana", "Ben"]),
                &[],
            ),
        ];
        for (csv, text, labels, times) in cases {
            let labels = labels.map(|labels| labels.iter().map(|label| (*label).to_owned()).collect::<Vec<_>>());
            assert_eq!(read(csv), (text.to_owned(), labels, times.to_vec()), "{csv}");
        }
    }

    #[test]
    fn speakers_are_found_under_the_heads_of_many_languages() {
        for head in [
            "Name,Time,Text",
            "Participant,Timestamp,Text",
            "Who,Start,Utterance",
            "说话者,开始时间,文本",
            "发言人,时间,内容",
            "Sprecher,Zeit,Text",
            "Hablante,Tiempo,Texto",
            "Говорящий,Время,Текст",
            "話者,時間,発言",
        ] {
            let (text, labels, times) = read(&format!("{head}\nAna,0:05,Hi: there\nBo,0:09,Yes\n"));
            assert_eq!(text, "Ana: Hi: there\nBo: Yes\n", "{head}");
            assert_eq!((labels, times), (Some(vec!["Ana".into(), "Bo".into()]), vec![5_000, 9_000]), "{head}");
        }
        // These are names of documents.
        assert_eq!(read("name,text\nA,One\nB,Two\n").1, None);
    }

    #[test]
    fn rows_without_a_speaker_are_counted() {
        for (csv, count) in [
            ("speaker,text\nAna,a\n,b\n:,c\n,\nBo,d\n", 2),
            ("speaker,text\n,a\nAna,b\n", 1),
            ("speaker,text\nAna,a\n", 0),
            ("time,text\n0:01,a\n", 0),
        ] {
            let import = TranscriptImport::suggest(Arc::new(parse(csv).unwrap()));
            let mut plan = TranscriptPlan::default();
            import.write(import.text.unwrap(), &mut plan);
            let wanted = (count > 0).then(|| import.table.remark(TableWarning::RowsWithoutSpeaker { count }));
            assert_eq!(plan.remarks, Vec::from_iter(wanted), "{csv}");
        }
    }

    #[test]
    fn several_recordings_in_one_table_are_reported() {
        let named = |column: &str, recordings: &[&str]| TableWarning::SeveralRecordings {
            column: column.into(),
            recordings: recordings.iter().map(|name| (*name).to_owned()).collect(),
        };
        let back = |count, first: &str| TableWarning::TimesRunBack { count, first: first.into() };
        let cases = [
            ("file,time,speaker,text\nA,0:01,Ana,a\nB,0:01,Ben,b\n", Some(named("file", &["A", "B"]))),
            ("Session,text\nA,a\nB,b\n A ,c\n,d\n", Some(named("Session", &["A", "B"]))),
            ("录音文件,文本\n一,甲\n二,乙\n", Some(named("录音文件", &["一", "二"]))),
            ("Aufnahme,Text\nZo\u{eb},a\nZoe\u{308},b\n", None),
            ("file,time,text\nA,0:05,a\nA,0:01,b\n,0:09,c\nA,0:02,d\n", Some(back(2, "line 3"))),
            ("time,text\n0:05,a\nlater,b\n0:01,c\n", Some(back(1, "line 4"))),
            ("time,text\n0:05,a\n0:05,b\n0:07,c\n", None),
            ("text,said\na,b\nc,d\n", None),
        ];
        for (csv, warning) in cases {
            let import = TranscriptImport::suggest(Arc::new(parse(csv).unwrap()));
            assert_eq!(import.several_recordings(), warning, "{csv}");
        }
    }

    #[test]
    fn tables_of_utterances_are_distinguished_from_others() {
        for (csv, likely) in [
            ("start,end,text\n0,2500,Why?\n2500,4000,No work.\n", true),
            ("speaker,text\nAna,a\nBen,b\nAna,c\n", true),
            ("start,speaker,text\nx,Ana,a\ny,Ben,b\n", false),
            ("name,age\nAna,4\n", false),
            ("speaker,text\nAna,a\nBen,b\n", false),
            ("document,code,start,end\nP1,Push,1,2\n", false),
        ] {
            assert_eq!(TranscriptImport::is_likely(&Arc::new(parse(csv).unwrap())), likely, "{csv}");
        }
    }
}
