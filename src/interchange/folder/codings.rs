//! `codings/<coder>.json`: one file per coder.

use super::pieces::{self, JsonPiece, Stopped};
use super::positions::{Countings, Evidence, Misplaced, Transcripts};
use super::{text, unknown};
use crate::interchange::plain::{CodingDump, CodingPlace, Codings, NoteDump};
use crate::interchange::remark::{EntryFault, EntryLoss, FilePlace, Problem, Refusal, Remark};
use crate::model::{Account, Cancelled, CharRange, CodePath, NameMap, Progress};
use crate::tr;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::io::Read;

const CODINGS: &str = "codings";
const DOCUMENTS: &str = "documents";

/// A file with more faults has another form.
const MOST_FAULTS: usize = 1_000_000;

/// Entries between two checks for cancellation.
const STRIDE: usize = 1_024;

/// What entries are checked against: the transcripts and the paths of all codes.
pub(super) struct Known<'a> {
    pub transcripts: &'a Transcripts<'a>,
    pub codes: &'a NameMap<usize>,
    /// In the order of `codes`.
    pub paths: &'a [String],
    pub progress: &'a Progress,
}

/// The contents of one coder's file.
pub struct CoderFile {
    pub coder: String,
    /// The documents the coder has finished; `None` if the file does not say, which means those with a coding.
    pub documents: Option<Vec<String>>,
    codings: Codings,
    /// Places among the codings, in ascending order, of those that have no range until it is known what positions count.
    unplaced: Vec<usize>,
}

/// Reads one coder's file; hints on what positions count are added to the evidence. A file that cannot be read to its end
/// is reported and left out.
///
/// # Errors
/// When cancelled.
pub fn read(
    source: &mut dyn Read,
    file: &str,
    known: &Known<'_>,
    evidence: &mut Evidence,
    problems: &mut Vec<Problem>,
) -> Result<Option<CoderFile>, Cancelled> {
    let mut reading = ReadingFile::new(file, known);
    let read = pieces::read(source, &[CODINGS, DOCUMENTS], &mut |key, piece| reading.take(key, piece));
    let fault: Remark = match read {
        Err(Stopped::ByTaker(Ended::Cancelled)) => return Err(Cancelled),
        Err(Stopped::ByTaker(Ended::TooManyFaults)) => Refusal::TooManyEntries { most: MOST_FAULTS }.into(),
        Err(Stopped::Refused(refusal)) => refusal.into(),
        Ok(()) => match reading.finish(evidence, problems) {
            Ok(read) => return Ok(Some(read)),
            Err(fault) => fault.into(),
        },
    };
    problems.push(Problem::new(file, "", fault));
    Ok(None)
}

/// Why a file is not read to its end.
enum Ended {
    Cancelled,
    TooManyFaults,
}

/// A coder's file while it is read. If a key occurs several times, the last value counts.
struct ReadingFile<'r> {
    file: &'r str,
    known: &'r Known<'r>,
    coder: String,
    /// Whether there is a list of codings.
    has_codings: bool,
    documents: Option<Vec<String>>,
    codings: Codings,
    unplaced: Vec<usize>,
    entries: usize,
    evidence: Evidence,
    unknown: BTreeMap<String, usize>,
    faults: Vec<Problem>,
    faults_of_entries: Vec<Problem>,
}

impl<'r> ReadingFile<'r> {
    fn new(file: &'r str, known: &'r Known<'r>) -> Self {
        Self {
            file,
            known,
            coder: String::new(),
            has_codings: false,
            documents: None,
            codings: Codings::default(),
            unplaced: vec![],
            entries: 0,
            evidence: Evidence::default(),
            unknown: BTreeMap::new(),
            faults: vec![],
            faults_of_entries: vec![],
        }
    }

    fn take(&mut self, key: &str, piece: JsonPiece) -> Result<(), Ended> {
        match (key, piece) {
            ("coder", piece) => match piece {
                JsonPiece::Other(Some(coder)) => self.coder = coder.trim().to_owned(),
                _ => self.coder.clear(),
            },
            (CODINGS, JsonPiece::Item(entry)) => self.entry(&entry)?,
            (CODINGS, piece) => {
                self.has_codings = piece == JsonPiece::List { is_null: false };
                (self.codings, self.evidence, self.entries) = Default::default();
                self.unplaced.clear();
                self.faults_of_entries.clear();
            }
            (DOCUMENTS, JsonPiece::Item(entry)) => self.finished(&entry)?,
            (DOCUMENTS, JsonPiece::List { is_null }) => self.documents = (!is_null).then(Vec::new),
            (DOCUMENTS, JsonPiece::Other(_)) => {
                self.fault(DOCUMENTS.into(), EntryFault::NotAList { key: DOCUMENTS.into() })?
            }
            (key, JsonPiece::List { .. } | JsonPiece::Other(_)) => {
                *self.unknown.entry(key.to_owned()).or_default() += 1
            }
            (_, JsonPiece::Item(_)) => {}
        }
        Ok(())
    }

    fn fault(&mut self, place: FilePlace, fault: impl Into<Remark>) -> Result<(), Ended> {
        self.faults.push(Problem::new(self.file, place, fault));
        if self.faults.len() < MOST_FAULTS { Ok(()) } else { Err(Ended::TooManyFaults) }
    }

    fn fault_of_entry(&mut self, number: usize, entry: &Value, fault: impl Into<Remark>) -> Result<(), Ended> {
        self.faults_of_entries.push(Problem::new(self.file, FilePlace::of(|| describe(number, entry)), fault));
        if self.faults_of_entries.len() < MOST_FAULTS { Ok(()) } else { Err(Ended::TooManyFaults) }
    }

    fn entry(&mut self, entry: &Value) -> Result<(), Ended> {
        if self.entries.is_multiple_of(STRIDE) {
            self.known.progress.checkpoint().map_err(|Cancelled| Ended::Cancelled)?;
        }
        let number = self.entries;
        self.entries += 1;
        unknown::count_keys_of_coding(entry, &mut self.unknown);
        match self.coding(number, entry) {
            Ok((coding, is_placed)) => {
                if coding.account.is_none() && stated(entry).is_some() {
                    self.fault_of_entry(number, entry, EntryLoss::AccountUnread)?;
                }
                self.unplaced.extend((!is_placed).then_some(self.codings.len()));
                self.codings.push(coding);
                Ok(())
            }
            Err(fault) => self.fault_of_entry(number, entry, fault),
        }
    }

    fn finished(&mut self, entry: &Value) -> Result<(), Ended> {
        let found = entry.as_str().map(|name| (name, self.known.transcripts.find(name)));
        let (name, fault) = match found {
            Some((_, Some((_, transcript)))) => {
                self.documents.get_or_insert_default().push(transcript.name.to_owned());
                return Ok(());
            }
            Some((name, None)) => (name.to_owned(), EntryFault::UnknownDocument { name: name.to_owned() }),
            None => (entry.to_string(), EntryFault::EntryNotText { value: entry.to_string() }),
        };
        self.fault(FilePlace::of(|| tr!("place" => "documents, {name}", name)), fault)
    }

    /// Reads an entry. The result is true unless it has no range until it is known what positions count.
    fn coding(&mut self, i: usize, entry: &Value) -> Result<(CodingDump, bool), EntryFault> {
        let known = self.known;
        let name = named(entry, "document")?;
        let unknown = || EntryFault::UnknownDocument { name: name.to_owned() };
        let (document, transcript) = known.transcripts.find(name).ok_or_else(unknown)?;
        let (start, end) = (position(entry, "start")?, position(entry, "end")?);
        if start >= end {
            return Err(EntryFault::EmptyPassage { start, end });
        }
        let path = named(entry, "code")?;
        let parsed = CodePath::parse(path).to_string();
        let code = known.codes.get(path).or_else(|| known.codes.get(&parsed)).and_then(|place| known.paths.get(place));
        let code = code.ok_or_else(|| EntryFault::UnknownCode { path: path.to_owned() })?;
        let quote = match entry.get("text") {
            None => None,
            Some(Value::String(quote)) => Some(quote.as_str()),
            Some(_) => return Err(EntryFault::NotAText { key: "text".into() }),
        };
        let (placed, counting) = transcript.place(start, end, quote).map_err(|why| fault(why, end, quote))?;
        let memo = match entry.get("memo") {
            None | Some(Value::Null) => None,
            Some(Value::String(memo)) => Some(memo.clone()).filter(|memo| !memo.is_empty()),
            Some(_) => return Err(EntryFault::NotAText { key: "memo".into() }),
        };
        if let Some(counting) = counting {
            self.evidence.quotation(document, counting);
        }
        let range = placed.unwrap_or(CharRange::new(0, 0));
        let coding = CodingDump {
            coder: self.coder.clone(),
            document: transcript.name.to_owned(),
            start: range.start.0,
            end: range.end.0,
            code: code.clone(),
            memos: memo.map(|text| NoteDump { text, ..NoteDump::default() }).into_iter().collect(),
            account: stated(entry).and_then(Value::as_str).and_then(Account::parse),
            place: CodingPlace {
                file: self.file.to_owned(),
                number: u32::try_from(i + 1).ok(),
                positions: Some((start, end)),
            },
            ..CodingDump::default()
        };
        Ok((coding, placed.is_some()))
    }

    fn finish(self, evidence: &mut Evidence, problems: &mut Vec<Problem>) -> Result<CoderFile, EntryFault> {
        let Self { file, coder, has_codings, documents, mut codings, unplaced, .. } = self;
        if coder.is_empty() {
            return Err(EntryFault::MissingKey { key: "coder".into() });
        }
        if !has_codings {
            return Err(EntryFault::NotAList { key: CODINGS.into() });
        }
        if codings.first().is_some_and(|coding| coding.coder != coder) {
            // The file names its coder at the end.
            codings.change(|coding| coding.coder.clone_from(&coder));
        }
        for (key, count) in self.unknown {
            problems.push(Problem::new(file, "", EntryLoss::UnknownKey { key, count }));
        }
        problems.extend(self.faults.into_iter().chain(self.faults_of_entries));
        evidence.add(self.evidence);
        Ok(CoderFile { coder, documents, codings, unplaced })
    }
}

fn describe(i: usize, entry: &Value) -> String {
    let number = i + 1;
    match (text(entry, "document"), entry.get("start"), entry.get("end")) {
        (Some(document), Some(start), Some(end)) => {
            tr!("entry {number} (document {document}, {start}..{end})", number, document, start, end)
        }
        _ => tr!("entry {number}", number),
    }
}

/// What an entry states on whose experience the passage is about.
fn stated(entry: &Value) -> Option<&Value> {
    entry.get("account").filter(|value| !value.is_null())
}

fn named<'a>(entry: &'a Value, key: &str) -> Result<&'a str, EntryFault> {
    match entry.get(key) {
        None => Err(EntryFault::MissingKey { key: key.into() }),
        Some(value) => value.as_str().ok_or_else(|| EntryFault::NotAText { key: key.into() }),
    }
}

fn position(entry: &Value, key: &str) -> Result<u32, EntryFault> {
    let number = entry.get(key).ok_or_else(|| EntryFault::MissingKey { key: key.into() })?;
    let whole = number.as_u64().and_then(|n| u32::try_from(n).ok());
    whole.ok_or_else(|| EntryFault::NotWholeNumber { key: key.into(), value: number.to_string() })
}

fn fault(misplaced: Misplaced, end: u32, quote: Option<&str>) -> EntryFault {
    match misplaced {
        Misplaced::BeyondEnd { characters } => EntryFault::PassageBeyondEnd { end, characters },
        Misplaced::NothingKept => EntryFault::NothingKept,
        Misplaced::OtherWords { found } => {
            EntryFault::OtherWords { found, stated: quote.unwrap_or_default().to_owned() }
        }
    }
}

impl CoderFile {
    /// Adds the codings to others, placed in the stored texts, now that it is known what positions count. `adjusted`
    /// counts, per document, the passages whose positions differ from those in the file.
    pub fn place(
        self,
        known: &Known<'_>,
        countings: &Countings,
        adjusted: &mut HashMap<usize, usize>,
        problems: &mut Vec<Problem>,
        codings: &mut Codings,
    ) {
        let mut read = self.codings;
        if known.transcripts.count_as_their_files() {
            read.remove_repeated(|coding| problems.push(again(&coding)));
            return codings.append(read);
        }
        let mut placed = Codings::default();
        let mut unplaced = self.unplaced.into_iter().peekable();
        for (at, mut coding) in read.into_iter().enumerate() {
            let found = known.transcripts.find(&coding.document).zip(coding.place.positions);
            let Some(((document, transcript), (start, end))) = found else { continue };
            if unplaced.next_if_eq(&at).is_some() {
                match transcript.range(start, end, countings.of(document)) {
                    Ok(range) => (coding.start, coding.end) = (range.start.0, range.end.0),
                    Err(misplaced) => {
                        problems.push(remark(&coding, fault(misplaced, end, None)));
                        continue;
                    }
                }
            }
            placed.push(coding);
        }
        placed.remove_repeated(|coding| problems.push(again(&coding)));
        for coding in placed.iter().filter(|coding| coding.place.positions != Some((coding.start, coding.end))) {
            if let Some((document, _)) = known.transcripts.find(&coding.document) {
                *adjusted.entry(document).or_default() += 1;
            }
        }
        codings.append(placed);
    }
}

fn remark(coding: &CodingDump, fault: EntryFault) -> Problem {
    Problem::new(&coding.place.file, FilePlace::of(|| coding.described_place()), fault)
}

fn again(coding: &CodingDump) -> Problem {
    remark(coding, EntryFault::PassageListedTwice)
}

/// Returns a coder's file. `entries` come from [`render_entry`].
pub fn render(coder: &str, documents: &[String], entries: &str) -> String {
    let end = if entries.is_empty() { "" } else { "\n" };
    let (coder, documents) = (json!(coder), json!(documents));
    format!("{{\n \"coder\": {coder},\n \"documents\": {documents},\n \"codings\": [\n{entries}{end} ]\n}}\n")
}

/// Adds a coding to the entries of a coder's file: one per line, so that a diff of two versions shows the passages that
/// changed.
pub fn render_entry(entries: &mut String, coding: &CodingDump, quote: &str) {
    let mut entry =
        json!({ "document": coding.document, "start": coding.start, "end": coding.end, "code": coding.code });
    if let Some(entry) = entry.as_object_mut() {
        entry.extend(coding.memo().map(|memo| ("memo".into(), json!(memo))));
        entry.extend(coding.account.as_ref().map(|account| ("account".into(), json!(account.key()))));
        entry.insert("text".into(), json!(quote));
    }
    let comma = if entries.is_empty() { "" } else { ",\n" };
    let _ = write!(entries, "{comma}  {entry}");
}
