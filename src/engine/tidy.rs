//! The project as tidy tables for statistics: a folder with one row a coding, a participant, a document and a code, the
//! lines that read them into R, Python and SPSS, and nothing that a program would have to clean first.

use super::export::{Selection, render};
use super::lists;
use super::{Error, query};
use crate::analysis::tabulation::Kind;
use crate::interchange::files::write_whole;
use crate::interchange::tables::{TableFormat, write};
use crate::model::{Count, Study, VariableKind};
use crate::store::{PassageFilter, Reads};
use crate::table::{Cell, Row, Table};
use std::path::Path;

/// Writes the folder; it must not be there, or be empty.
///
/// # Errors
/// When it cannot be written.
pub fn write_tidy(reads: Reads<'_>, folder: &Path) -> Result<(), Error> {
    let taken = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if taken || folder.is_file() {
        return Err(Error::Target {
            path: folder.to_owned(),
            reason: "is there already; choose the name of a new folder".into(),
        });
    }
    let study = reads.study()?;
    let filter = PassageFilter { users: study.counted(&[]), ..PassageFilter::default() };
    let csv = TableFormat::Csv;
    // Everything is made before anything is written.
    let files: [(&str, Vec<u8>); 7] = [
        ("codings.csv", render(reads, &Selection::Codings(filter), csv)?),
        ("participants.csv", write(&lists::participants(reads)?, None, csv)?),
        ("documents.csv", write(&documents(reads, &study)?, None, csv)?),
        ("codebook.csv", write(&lists::codebook(reads)?, None, csv)?),
        ("README.md", readme(&study).into_bytes()),
        ("read.R", READ_R.as_bytes().to_vec()),
        ("read.sps", syntax(reads, &study)?.into_bytes()),
    ];
    std::fs::create_dir_all(folder).map_err(|e| Error::Target { path: folder.to_owned(), reason: e.to_string() })?;
    for (name, bytes) in files {
        write_whole(&folder.join(name), &bytes)?;
    }
    Ok(())
}

fn documents(reads: Reads<'_>, study: &Study) -> Result<Table, Error> {
    let progress = reads.document_progress()?;
    let rows = study.sources.iter().map(|source| {
        let case = source.case.and_then(|id| study.case(id)).map(|case| case.name.clone());
        let passages = progress.passages.iter().filter(|((id, _), _)| *id == source.id).map(|(_, n)| n).sum();
        Row {
            header: vec![source.name.clone()],
            cells: vec![
                Cell::Text(case.unwrap_or_default()),
                Cell::Value(source.characters.into()),
                Cell::Value(passages),
            ],
        }
    });
    Ok(Table {
        name: "documents".into(),
        title: "Documents".into(),
        count: Count::Passages,
        kind: Kind::Matrix,
        row_headers: vec!["document".into()],
        columns: ["participant", "characters", "codings"].map(str::to_owned).into(),
        rows: rows.collect(),
        totals: None,
        footnotes: vec![],
        provenance: vec![query::software()],
    })
}

const READ_R: &str = "# install.packages(\"readr\") once, if it is missing\n\
library(readr)\n\
codings <- read_csv(\"codings.csv\")\n\
participants <- read_csv(\"participants.csv\")\n\
documents <- read_csv(\"documents.csv\")\n\
codebook <- read_csv(\"codebook.csv\")\n\
# participants by code, each counted once\n\
table(unique(codings[c(\"participant\", \"code\")])$code)\n";

fn readme(study: &Study) -> String {
    format!(
        "# {}, as tables\n\n\
         - `codings.csv`: one row a coding, with the participant’s attributes, the code’s facets, coder, position and words.\n\
         - `participants.csv`: one row a participant.\n\
         - `documents.csv`: one row a document, with its participant.\n\
         - `codebook.csv`: one row a code; `code` is its path, parts parted by ` > `.\n\n\
         UTF-8 with a byte order mark, so that spreadsheets read it right; an empty cell is “not known”. Positions count Unicode\n\
         characters from the start of the document; the character at `end` does not belong to the passage. A cell that a\n\
         spreadsheet would take for a formula begins with an apostrophe.\n\n\
         R: `source(\"read.R\")`. SPSS: open `read.sps` in this folder and run it. Python:\n\n\
         ```python\n\
         import pandas as pd\n\
         codings = pd.read_csv(\"codings.csv\")\n\
         participants = pd.read_csv(\"participants.csv\")\n\
         pd.crosstab(codings[\"participant\"], codings[\"code\"])\n\
         ```\n\n\
         Made with Pullquote {}.\n",
        study.project.name,
        env!("CARGO_PKG_VERSION")
    )
}

/// Syntax that reads the participants into SPSS, with the attributes’ own names as labels.
fn syntax(reads: Reads<'_>, study: &Study) -> Result<String, Error> {
    let table = lists::participants(reads)?;
    let mut names = vec!["participant A64".to_owned()];
    let mut labels = Vec::new();
    for (number, column) in table.columns.iter().enumerate() {
        let name = format!("v{}", number + 1);
        let is_number = study.variables.get(number).is_some_and(|variable| variable.kind == VariableKind::Number);
        let longest = table
            .rows
            .iter()
            .filter_map(|row| row.cells.get(number))
            .map(|cell| cell.lines().concat().len())
            .max()
            .unwrap_or(1);
        names.push(if is_number { format!("{name} F12.2") } else { format!("{name} A{}", longest.clamp(8, 32_000)) });
        labels.push(format!("  {name} \"{}\"", column.replace('"', "'")));
    }
    Ok(format!(
        "* Encoding: UTF-8.\n* Run this in the folder of the file.\n\
         GET DATA /TYPE=TXT /FILE=\"participants.csv\" /ENCODING='UTF8'\n\
         \u{20} /DELCASE=LINE /DELIMITERS=\",\" /QUALIFIER='\"' /ARRANGEMENT=DELIMITED /FIRSTCASE=2\n\
         \u{20} /VARIABLES=\n    {}.\n\
         VARIABLE LABELS\n  participant \"participant\"\n{}.\nEXECUTE.\n",
        names.join("\n    "),
        labels.join("\n")
    ))
}
