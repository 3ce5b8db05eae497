//! `codings/<coder>.json`: one file per coder.

use super::positions::{Countings, Evidence, Misplaced, Placing, Transcripts};
use super::{list, text};
use crate::interchange::plain::{CodingDump, NoteDump};
use crate::interchange::remark::{EntryFault, EntryLoss, Problem};
use crate::model::{Account, CodePath, NameMap};
use crate::tr;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// What entries are checked against: the transcripts and the paths of all codes.
pub(super) struct Known<'a> {
    pub transcripts: &'a Transcripts<'a>,
    pub codes: &'a NameMap<usize>,
    /// In the order of `codes`.
    pub paths: &'a [String],
}

/// The contents of one coder's file.
pub struct CoderFile {
    pub file: String,
    pub coder: String,
    entries: Vec<Entry>,
    /// The documents the coder has finished; `None` if the file does not say, which means those with a coding.
    pub documents: Option<Vec<String>>,
}

/// An entry whose document and code are in the folder.
struct Entry {
    /// How remarks describe the entry.
    place: String,
    document: usize,
    placing: Placing,
    code: String,
    memo: Option<String>,
    account: Option<Account>,
}

/// Reads one coder's file; hints on what positions count are added to the evidence.
pub fn parse(
    value: &Value,
    file: &str,
    known: &Known<'_>,
    evidence: &mut Evidence,
    problems: &mut Vec<Problem>,
) -> Option<CoderFile> {
    let Some(coder) = text(value, "coder").map(str::trim).filter(|name| !name.is_empty()) else {
        problems.push(Problem::new(file, "", EntryFault::MissingKey { key: "coder".into() }));
        return None;
    };
    let Some(list) = value.get("codings").and_then(Value::as_array) else {
        problems.push(Problem::new(file, "", EntryFault::NotAList { key: "codings".into() }));
        return None;
    };
    let mut entries = Vec::new();
    for (i, entry) in list.iter().enumerate() {
        match parse_entry(i, entry, known, evidence) {
            Ok(read) => {
                if read.account.is_none() && stated(entry).is_some() {
                    problems.push(Problem::new(file, describe(i, entry), EntryLoss::AccountUnread));
                }
                entries.push(read);
            }
            Err(fault) => problems.push(Problem::new(file, describe(i, entry), fault)),
        }
    }
    let documents = finished(value, file, known, problems);
    Some(CoderFile { file: file.to_owned(), coder: coder.to_owned(), entries, documents })
}

fn finished(value: &Value, file: &str, known: &Known<'_>, problems: &mut Vec<Problem>) -> Option<Vec<String>> {
    let mut documents = Vec::new();
    for entry in list(value, "documents", file, problems) {
        let found = entry.as_str().map(|name| (name, known.transcripts.find(name)));
        let fault = match found {
            Some((_, Some((_, transcript)))) => {
                documents.push(transcript.name.to_owned());
                continue;
            }
            Some((name, None)) => (name.to_owned(), EntryFault::UnknownDocument { name: name.to_owned() }),
            None => (entry.to_string(), EntryFault::EntryNotText { value: entry.to_string() }),
        };
        problems.push(Problem::new(file, tr!("place" => "documents, {name}", name = fault.0), fault.1));
    }
    value.get("documents").is_some_and(Value::is_array).then_some(documents)
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

fn parse_entry(i: usize, entry: &Value, known: &Known<'_>, evidence: &mut Evidence) -> Result<Entry, EntryFault> {
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
    let (placing, counting) = transcript.place(start, end, quote).map_err(|why| fault(why, end, quote))?;
    let memo = match entry.get("memo") {
        None | Some(Value::Null) => None,
        Some(Value::String(memo)) => Some(memo.clone()).filter(|memo| !memo.is_empty()),
        Some(_) => return Err(EntryFault::NotAText { key: "memo".into() }),
    };
    if let Some(counting) = counting {
        evidence.quotation(document, counting);
    }
    let account = stated(entry).and_then(Value::as_str).and_then(Account::parse);
    Ok(Entry { place: describe(i, entry), document, placing, code: code.clone(), memo, account })
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
    /// Places the codings in the stored texts, once it is known what positions count. `adjusted` counts, per document,
    /// the passages whose positions differ from those in the file.
    pub fn codings(
        &self,
        known: &Known<'_>,
        countings: &Countings,
        adjusted: &mut HashMap<usize, usize>,
        problems: &mut Vec<Problem>,
    ) -> Vec<CodingDump> {
        let mut seen = HashSet::new();
        let mut codings = Vec::new();
        for entry in &self.entries {
            let Some(transcript) = known.transcripts.get(entry.document) else { continue };
            let range = match entry.placing {
                Placing::At { range, .. } => Ok(range),
                Placing::Open { start, end } => transcript
                    .range(start, end, countings.of(entry.document))
                    .map_err(|misplaced| fault(misplaced, end, None)),
            };
            let range = match range {
                Ok(range) if seen.insert((entry.document, range, entry.code.as_str())) => range,
                Ok(_) => {
                    problems.push(Problem::new(&self.file, entry.place.as_str(), EntryFault::PassageListedTwice));
                    continue;
                }
                Err(fault) => {
                    problems.push(Problem::new(&self.file, entry.place.as_str(), fault));
                    continue;
                }
            };
            if entry.placing.is_moved_to(range) {
                *adjusted.entry(entry.document).or_default() += 1;
            }
            let memo = entry.memo.iter().map(|text| NoteDump { text: text.clone(), ..NoteDump::default() });
            codings.push(CodingDump {
                coder: self.coder.clone(),
                document: transcript.name.to_owned(),
                start: range.start.0,
                end: range.end.0,
                code: entry.code.clone(),
                memos: memo.collect(),
                account: entry.account.clone(),
                place: (self.file.clone(), entry.place.clone()),
                ..CodingDump::default()
            });
        }
        codings
    }
}

/// Writes one coding per line, so that a diff of two versions shows the passages that changed.
pub fn render(coder: &str, documents: &[String], codings: &[(&CodingDump, &str)]) -> String {
    let mut out =
        format!("{{\n \"coder\": {},\n \"documents\": {},\n \"codings\": [\n", json!(coder), json!(documents));
    for (i, (coding, quote)) in codings.iter().enumerate() {
        let mut entry =
            json!({ "document": coding.document, "start": coding.start, "end": coding.end, "code": coding.code });
        if let (Some(memo), Some(entry)) = (coding.memo(), entry.as_object_mut()) {
            entry.insert("memo".into(), json!(memo));
        }
        if let (Some(account), Some(entry)) = (&coding.account, entry.as_object_mut()) {
            entry.insert("account".into(), json!(account.key()));
        }
        if let Some(entry) = entry.as_object_mut() {
            entry.insert("text".into(), json!(quote));
        }
        let comma = if i + 1 < codings.len() { "," } else { "" };
        let _ = writeln!(out, "  {entry}{comma}");
    }
    out.push_str(" ]\n}\n");
    out
}
