//! Previews an export: the first rows or lines, the amount, and what is not included.

use super::chosen::{Chosen, Excluded};
use super::contents::{Contents, ends_cut, language_of, no_room_for_passages, takes_transcripts};
use super::evidence::evidence_of;
use super::long_texts::cut_in;
use super::losses::{beyond_codebook, exchange_losses, folder_losses};
use super::target::{Selection, TargetFormat, has_room};
use crate::engine::compare::CompareSettings;
use crate::engine::error::Error;
use crate::engine::reading::listed_passages;
use crate::engine::tidy;
use crate::i18n::{self, Language};
use crate::interchange::tables::{
    SampleRows, TableFormat, passage_bytes, sample_csv, sample_memos, sample_passages, sample_table,
};
use crate::model::{CodingId, Fact, Noun, Progress, SourceId};
use crate::store::{PassageFilter, Reads};
use crate::table::{PassageList, Table};
use crate::tr;
use std::collections::{HashMap, HashSet};

/// Number of rows or lines shown.
pub const ROWS: usize = 12;
const LINES: usize = 40;
/// Maximum length of a cell or a line.
const CHARACTERS: usize = 160;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    pub look: Look,
    /// The total amount: “412 passages”.
    pub amount: String,
    /// True when there is nothing to write.
    pub empty: bool,
    /// Descriptions of what the file does not include.
    pub left_out: Vec<String>,
    /// Notes below the rows of the file.
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    Grid(SampleRows),
    Text(String),
}

impl Default for Look {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// Previews an export to a file in a language. Only files for people have one; messages have the thread's.
///
/// # Errors
/// Fails when the project cannot be read, or when the selection cannot be written in this format.
pub fn preview(
    reads: Reads<'_>,
    selection: &Selection,
    format: TargetFormat,
    language: Language,
    progress: &Progress,
) -> Result<Preview, Error> {
    progress.step(0, 1)?;
    let format = match format {
        TargetFormat::File(format) => format,
        TargetFormat::Tidy => return tidy_files(reads, selection),
        TargetFormat::Folder => return whole(reads, tr!("a folder of plain files"), folder_losses(reads)?),
        TargetFormat::Exchange(options) => {
            let losses = exchange_losses(reads, &options, progress)?.iter().map(ToString::to_string).collect();
            return whole(reads, tr!("one file for other programs"), losses);
        }
        TargetFormat::ExchangeCodebook => {
            let csv = TargetFormat::File(TableFormat::Csv);
            let mut preview = preview(reads, selection, csv, language, progress)?;
            preview.left_out = vec![beyond_codebook()];
            return Ok(preview);
        }
    };
    // Text that is only counted is not read: passages and whole texts can be large.
    let (mut evidence, mut later) = (None, false);
    let selection = &match selection {
        Selection::Chosen(chosen) => return passages(reads, chosen, Form { format, language }, progress),
        Selection::Codings(filter) => return found(reads, filter, Form { format, language }, progress),
        Selection::Transcripts { .. } if !takes_transcripts(format) => return Err(Error::NoTranscriptFormat),
        Selection::Transcripts { chosen, .. } => return transcripts(reads, chosen),
        Selection::Shown { query, view, quotes, passages: true } if has_room(format) => {
            evidence = Some(evidence_of(reads, query)?);
            let (query, view) = (query.clone(), view.clone());
            Selection::Shown { query, view, quotes: *quotes, passages: false }
        }
        Selection::Agreement(settings) => {
            later = settings.bootstrap.is_some() || settings.gamma.is_some();
            let settings = CompareSettings { bootstrap: None, gamma: None, ..CompareSettings::clone(settings) };
            Selection::Agreement(Box::new(settings))
        }
        selection => selection.clone(),
    };
    let contents = i18n::within(language, || Contents::read(reads, selection, format, progress))?;
    let mut cut = contents.cut(format);
    if format == TableFormat::Xlsx {
        let study = reads.study()?;
        let facts = match (&contents, selection, &evidence) {
            (_, _, Some(facts)) => facts.clone(),
            (Contents::Table(_, Some(_)), Selection::Table(query), None) => evidence_of(reads, query)?,
            _ => vec![],
        };
        cut += cut_in(reads, &study, &facts, progress)?;
    }
    let left_out = ends_cut(cut).into_iter().chain(contents.no_room(format)).collect();
    let rows = contents.rows();
    let look = look(&contents, Form { format, language })?;
    let notes = i18n::within(language, || contents.codebook_notes(format));
    let mut amount = what(&contents).counted(rows);
    if let Some(n) = evidence.map(|facts| facts.len() as u64) {
        amount = tr!(
            "{amount}, and {n} passage behind its numbers"
                | "{amount}, and {n} passages behind its numbers, one for each coder" % n,
            amount
        );
    }
    if later {
        amount = tr!("{amount}; sampled figures are computed during the export", amount);
    }
    Ok(Preview { look, amount, empty: rows == 0, left_out, notes })
}

/// The first rows, or the beginning of a text, in the language of the file.
fn look(contents: &Contents<'_>, Form { format, language }: Form) -> Result<Look, Error> {
    i18n::within(i18n::within(language, || language_of(format)), || {
        Ok(match (contents, format) {
            (Contents::Network(_), _) | (_, TableFormat::Json | TableFormat::Md | TableFormat::Text) => {
                text(&contents.bytes(format)?)
            }
            (Contents::Codebook(..), TableFormat::Csv) => cut(sample_csv(&contents.bytes(format)?, ROWS)),
            (Contents::Table(table, _) | Contents::Codebook(table, _) | Contents::Agreement(table, _), _) => {
                grid(table)
            }
            (Contents::Memos(list), _) => cut(sample_memos(list, ROWS)),
            // These have a preview of their own, which reads only the first of them.
            (Contents::Passages(..) | Contents::Transcripts(..), _) => Look::default(),
        })
    })
}

/// The first passages, in the language of the file.
fn look_of_passages(list: &PassageList, Form { format, language }: Form) -> Result<Look, Error> {
    i18n::within(i18n::within(language, || language_of(format)), || {
        Ok(match format {
            TableFormat::Json | TableFormat::Md | TableFormat::Text => text(&passage_bytes(list, format)?),
            _ => cut(sample_passages(list, ROWS, format)),
        })
    })
}

#[derive(Clone, Copy)]
struct Form {
    format: TableFormat,
    language: Language,
}

/// Previews passages that were found by a search or selected elsewhere.
fn found(reads: Reads<'_>, filter: &PassageFilter, form: Form, progress: &Progress) -> Result<Preview, Error> {
    let Some(codings) = &filter.codings else {
        let users = filter.users.clone();
        return passages(reads, &Chosen { users, ..Chosen::default() }, form, progress);
    };
    let first = PassageFilter { codings: Some(codings.iter().copied().take(ROWS).collect()), ..filter.clone() };
    let list = i18n::within(form.language, || listed_passages(reads, &reads.study()?, &first, 0, progress))?.list;
    let listed: HashSet<CodingId> = codings.iter().copied().collect();
    let facts: Vec<Fact> = reads.facts(&[])?.into_iter().filter(|fact| listed.contains(&fact.coding)).collect();
    let cut = cut_in_selection(reads, &facts, form, progress)?;
    of_passages(&list, &facts, ends_cut(cut), vec![], form)
}

/// Lists the texts with the number of marked passages in each.
fn transcripts(reads: Reads<'_>, chosen: &Chosen) -> Result<Preview, Error> {
    let study = reads.study()?;
    let (facts, excluded) = chosen.facts(reads, &study)?;
    let mut marks: HashMap<SourceId, u64> = HashMap::new();
    for fact in &facts {
        *marks.entry(fact.source).or_default() += 1;
    }
    let sources: Vec<_> = study.sources.iter().filter(|source| chosen.takes(source)).collect();
    let row = |source: &&crate::model::Source| {
        let count = marks.get(&source.id).copied().unwrap_or(0);
        vec![source.name.clone(), source.characters.to_string(), count.to_string()]
    };
    let look = Look::Grid(SampleRows {
        headers: [
            tr!("head of a list" => "document"),
            tr!("head of a list" => "characters"),
            tr!("head of a list" => "passages"),
        ]
        .map(str::to_owned)
        .to_vec(),
        numeric: vec![false, true, true],
        rows: sources.iter().take(ROWS).map(row).collect(),
    });
    let amount = tr!(
        "{documents} with {passages}",
        documents = Noun::Document.counted(sources.len() as u64),
        passages = Noun::Passage.counted(facts.len() as u64)
    );
    let left_out = excluded_lines(excluded);
    Ok(Preview { look, amount, empty: sources.is_empty(), left_out, ..Preview::default() })
}

fn excluded_lines(excluded: Excluded) -> Vec<String> {
    let Excluded { consensus, others } = excluded;
    let of_others = (others > 0).then(|| {
        tr!("{n} passage by other coders, with other codes or in other documents"
            | "{n} passages by other coders, with other codes or in other documents" % others)
    });
    let of_consensus = (consensus > 0)
        .then(|| tr!("{n} passage of the consensus coding" | "{n} passages of the consensus coding" % consensus));
    of_others.into_iter().chain(of_consensus).collect()
}

fn what(contents: &Contents<'_>) -> Noun {
    match contents {
        Contents::Passages(..) => Noun::Passage,
        Contents::Memos(_) => Noun::Memo,
        Contents::Codebook(..) | Contents::Network(_) => Noun::Code,
        Contents::Transcripts(..) => Noun::Document,
        Contents::Table(..) | Contents::Agreement(..) => Noun::Row,
    }
}

/// Reads the text of only the first passages.
fn passages(reads: Reads<'_>, chosen: &Chosen, form: Form, progress: &Progress) -> Result<Preview, Error> {
    let study = reads.study()?;
    let (facts, excluded) = chosen.facts(reads, &study)?;
    let first = facts.iter().take(ROWS).map(|fact| fact.coding).collect();
    let filter = PassageFilter { codings: Some(first), ..PassageFilter::default() };
    let list = || -> Result<PassageList, Error> {
        let mut list = listed_passages(reads, &study, &filter, 0, progress)?.list;
        list.heads.provenance = chosen.provenance(reads, &study)?;
        Ok(list)
    };
    let list = i18n::within(form.language, list)?;
    let cut = cut_in_selection(reads, &facts, form, progress)?;
    of_passages(&list, &facts, ends_cut(cut), excluded_lines(excluded), form)
}

/// Returns how many texts of these passages are cut in the format.
fn cut_in_selection(reads: Reads<'_>, facts: &[Fact], form: Form, progress: &Progress) -> Result<usize, Error> {
    match form.format {
        TableFormat::Xlsx => cut_in(reads, &reads.study()?, facts, progress),
        _ => Ok(0),
    }
}

/// `first` contains the passages that were read; `ends` says how many texts are cut.
fn of_passages(
    first: &PassageList,
    all: &[Fact],
    ends: Option<String>,
    others: Vec<String>,
    form: Form,
) -> Result<Preview, Error> {
    let format = form.format;
    let left_out = ends.into_iter().chain(no_room_for_passages(&first.heads, format)).chain(others).collect();
    let rows = all.len() as u64;
    let look = look_of_passages(first, form)?;
    let amount = Noun::Passage.counted(rows);
    Ok(Preview { look, amount, empty: rows == 0, left_out, ..Preview::default() })
}

fn grid(table: &Table) -> Look {
    cut(sample_table(table, ROWS))
}

fn cut(mut sample: SampleRows) -> Look {
    for cell in sample.rows.iter_mut().flatten() {
        *cell = shortened(cell);
    }
    Look::Grid(sample)
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(CHARACTERS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn text(bytes: &[u8]) -> Look {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let lines: Vec<String> = text.lines().take(LINES).map(shortened).collect();
    let more = text.lines().nth(LINES).is_some();
    Look::Text(lines.join("\n") + if more { "\n…" } else { "" })
}

fn tidy_files(reads: Reads<'_>, selection: &Selection) -> Result<Preview, Error> {
    let users = match selection {
        Selection::Chosen(chosen) => chosen.users.clone(),
        _ => vec![],
    };
    let files = tidy::files(reads, &users)?;
    let rows = files.iter().map(|(name, rows)| vec![name.clone(), rows.map(|n| n.to_string()).unwrap_or_default()]);
    let look = Look::Grid(SampleRows {
        headers: vec![tr!("head of a list" => "file").into(), tr!("head of a list" => "rows").into()],
        numeric: vec![false, true],
        rows: rows.collect(),
    });
    let study = reads.study()?;
    let left_out = tidy::left_out(reads, &study, &users)?;
    Ok(Preview { look, amount: tr!("a new folder").into(), empty: false, left_out, ..Preview::default() })
}

fn whole(reads: Reads<'_>, amount: &str, left_out: Vec<String>) -> Result<Preview, Error> {
    let (counts, study) = (reads.counts()?, reads.study()?);
    let passages = match study.consensus() {
        Some(_) => tr!("coded passages, with those of the consensus coding"),
        None => tr!("coded passages"),
    };
    let rows = [
        (tr!("head of a list" => "documents"), counts.documents),
        (tr!("head of a list" => "participants"), counts.participants),
        (tr!("head of a list" => "codes"), counts.codes),
        (tr!("head of a list" => "coders"), study.coders().count() as u64),
        (passages, counts.codings),
        (tr!("head of a list" => "memos"), counts.memos),
    ];
    let look = Look::Grid(SampleRows {
        headers: vec![tr!("of the project").into(), tr!("how many").into()],
        numeric: vec![false, true],
        rows: rows.iter().map(|(name, count)| vec![(*name).to_owned(), count.to_string()]).collect(),
    });
    Ok(Preview { look, amount: amount.to_owned(), empty: false, left_out, ..Preview::default() })
}
