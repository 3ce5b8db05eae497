//! What an export would write, before it does: the first rows or lines, how much there is, and what is left out.

use super::contents::Contents;
use super::{Selection, TargetFormat, exchange_losses, folder_losses};
use crate::engine::command::documents::counted;
use crate::engine::query::quotes;
use crate::engine::{Error, tidy};
use crate::interchange::tables::{Sample, TableFormat, sample_memos, sample_passages, sample_table};
use crate::store::Reads;
use crate::table::{PassageList, Table};

/// So many rows or lines are shown.
pub const ROWS: usize = 12;
const LINES: usize = 40;
/// A cell or a line is cut after so many characters.
const CHARACTERS: usize = 160;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    pub look: Look,
    /// What there is of it in all, in words: “412 passages”.
    pub amount: String,
    /// True when there is nothing to write.
    pub empty: bool,
    /// What the file does not get, in words.
    pub left_out: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    Grid(Sample),
    Text(String),
}

impl Default for Look {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// Looks at what would be written.
///
/// # Errors
/// When the project cannot be read, or this cannot be written in this format.
pub fn preview(reads: Reads<'_>, selection: &Selection, format: TargetFormat) -> Result<Preview, Error> {
    let format = match format {
        TargetFormat::File(format) => format,
        TargetFormat::Tidy => return tidy_files(reads, selection),
        TargetFormat::Folder => return whole(reads, "a folder of plain files", folder_losses()),
        TargetFormat::Exchange => return whole(reads, "one file for other programs", exchange_losses(reads)?),
        TargetFormat::ExchangeCodebook => {
            let mut preview = preview(reads, selection, TargetFormat::File(TableFormat::Csv))?;
            preview.left_out =
                vec!["participants, documents and coded passages: the file holds the codebook alone".into()];
            return Ok(preview);
        }
    };
    if let Selection::Chosen(chosen) = selection {
        return passages(reads, chosen, format);
    }
    let contents = Contents::read(reads, selection, format)?;
    let left_out = contents.left_out(format);
    let (what, rows) = (what(&contents), contents.rows());
    let look = match (&contents, format) {
        (_, TableFormat::Json | TableFormat::Md | TableFormat::Text) => text(&contents.bytes(format)?),
        (Contents::Codebook(..), TableFormat::Csv) => text(&contents.bytes(format)?),
        (Contents::Table(table, _) | Contents::Codebook(table, _) | Contents::Agreement(table, _), _) => grid(table),
        (Contents::Passages(list), _) => cut(sample_passages(list, ROWS)),
        (Contents::Memos(list), _) => cut(sample_memos(list, ROWS)),
        (Contents::Transcripts(book), _) => {
            let passages = |document: &crate::interchange::transcripts::Transcript| document.marks.len().to_string();
            let length =
                |document: &crate::interchange::transcripts::Transcript| document.text.chars().count().to_string();
            let rows = book.documents.iter().take(ROWS).map(|d| vec![d.name.clone(), length(d), passages(d)]);
            Look::Grid(Sample {
                headers: ["document", "characters", "passages"].map(str::to_owned).to_vec(),
                numeric: vec![false, true, true],
                rows: rows.collect(),
            })
        }
    };
    let mut amount = counted(rows, what);
    match &contents {
        Contents::Table(_, Some(behind)) => {
            amount += &format!(", and {} behind it", counted(behind.rows.len() as u64, "passage"));
        }
        Contents::Transcripts(book) => {
            let marks: usize = book.documents.iter().map(|document| document.marks.len()).sum();
            amount += &format!(" with {}", counted(marks as u64, "passage"));
        }
        _ => {}
    }
    Ok(Preview { look, amount, empty: rows == 0, left_out })
}

fn what(contents: &Contents) -> &'static str {
    match contents {
        Contents::Passages(_) => "passage",
        Contents::Memos(_) => "memo",
        Contents::Codebook(..) => "code",
        Contents::Transcripts(_) => "document",
        Contents::Table(..) | Contents::Agreement(..) => "row",
    }
}

/// The words of the first passages are read, and no others.
fn passages(reads: Reads<'_>, chosen: &super::Chosen, format: TableFormat) -> Result<Preview, Error> {
    let study = reads.study()?;
    let (codings, others) = chosen.codings(reads, &study)?;
    let rows = codings.len() as u64;
    let filter = chosen.filter(reads, &study, ROWS)?;
    let mut list: PassageList = quotes(reads, &study, &filter, 0)?.list;
    list.provenance = chosen.provenance(reads, &study)?;
    let contents = Contents::Passages(list);
    let mut left_out = contents.left_out(format);
    if others > 0 {
        left_out.push(format!("{}: of other coders, codes or documents", counted(others as u64, "passage")));
    }
    let look = match (&contents, format) {
        (_, TableFormat::Json | TableFormat::Md | TableFormat::Text) => text(&contents.bytes(format)?),
        (Contents::Passages(list), _) => cut(sample_passages(list, ROWS)),
        _ => Look::default(),
    };
    Ok(Preview { look, amount: counted(rows, "passage"), empty: rows == 0, left_out })
}

fn grid(table: &Table) -> Look {
    cut(sample_table(table, ROWS))
}

fn cut(mut sample: Sample) -> Look {
    for cell in sample.rows.iter_mut().flatten() {
        *cell = shortened(cell);
    }
    Look::Grid(sample)
}

fn shortened(words: &str) -> String {
    let mut short: String = words.chars().take(CHARACTERS).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}

fn text(bytes: &[u8]) -> Look {
    let words = String::from_utf8_lossy(bytes);
    let words = words.strip_prefix('\u{feff}').unwrap_or(&words);
    let lines: Vec<String> = words.lines().take(LINES).map(shortened).collect();
    let more = words.lines().nth(LINES).is_some();
    Look::Text(lines.join("\n") + if more { "\n…" } else { "" })
}

fn tidy_files(reads: Reads<'_>, selection: &Selection) -> Result<Preview, Error> {
    let users = match selection {
        Selection::Chosen(chosen) => chosen.users.clone(),
        _ => vec![],
    };
    let files = tidy::files(reads, &users)?;
    let rows = files.iter().map(|(name, rows)| vec![name.clone(), rows.map(|n| n.to_string()).unwrap_or_default()]);
    let look = Look::Grid(Sample {
        headers: vec!["file".into(), "rows".into()],
        numeric: vec![false, true],
        rows: rows.collect(),
    });
    let study = reads.study()?;
    let others = reads.facts(&[])?.len() - reads.facts(&study.counted(&users))?.len();
    let left_out = (others > 0).then(|| format!("{}: of other coders", counted(others as u64, "passage")));
    Ok(Preview { look, amount: "a new folder".into(), empty: false, left_out: left_out.into_iter().collect() })
}

fn whole(reads: Reads<'_>, amount: &str, left_out: Vec<String>) -> Result<Preview, Error> {
    let counts = reads.counts()?;
    let rows = [
        ("documents", counts.documents),
        ("participants", counts.participants),
        ("codes", counts.codes),
        ("coders", counts.coders),
        ("coded passages", counts.codings),
        ("memos", counts.memos),
    ];
    let look = Look::Grid(Sample {
        headers: vec!["of the project".into(), "how many".into()],
        numeric: vec![false, true],
        rows: rows.iter().map(|(name, count)| vec![(*name).to_owned(), count.to_string()]).collect(),
    });
    Ok(Preview { look, amount: amount.to_owned(), empty: false, left_out })
}
