//! The files that accompany the tables: a description, and the scripts that read them.

use crate::interchange::markup::{markdown, markdown_code};
use crate::model::{CONSENSUS, Study, UserId};
use crate::text::one_line;
use crate::{i18n, tr};

/// Returns the script for Python, with comments in the language of the thread.
pub fn python() -> String {
    let install = tr!("pip install pandas once, if it is missing");
    let cells = tr!(
        "Cells are read unchanged; empty cells are missing values. Without keep_default_na, a participant named NA is lost."
    );
    let once = tr!("participants by code, each counted once");
    format!(
        "# {install}\n\
         import pandas as pd\n\
         \n\
         # {cells}\n\
         def table(name):\n    return pd.read_csv(name, encoding=\"utf-8-sig\", keep_default_na=False, na_values=[\"\"])\n\
         \n\
         codings = table(\"codings.csv\")\n\
         codings[\"created\"] = pd.to_datetime(codings[\"created\"], utc=True)\n\
         participants = table(\"participants.csv\")\n\
         documents = table(\"documents.csv\")\n\
         codebook = table(\"codebook.csv\")\n\
         \n\
         # {once}\n\
         once = codings.drop_duplicates([\"participant\", \"code\"])\n\
         print(once.dropna(subset=[\"participant\"])[\"code\"].value_counts())\n"
    )
}

/// Returns the script for R, with comments in the language of the thread.
pub fn r() -> String {
    let install = tr!("install.packages(\"readr\") once, if it is missing");
    let once = tr!("participants by code, each counted once");
    format!(
        "# {install}\n\
         library(readr)\n\
         table_of <- function(name) read_csv(name, na = \"\", show_col_types = FALSE)\n\
         codings <- table_of(\"codings.csv\")\n\
         participants <- table_of(\"participants.csv\")\n\
         documents <- table_of(\"documents.csv\")\n\
         codebook <- table_of(\"codebook.csv\")\n\
         # {once}\n\
         once <- unique(codings[!is.na(codings$participant), c(\"participant\", \"code\")])\n\
         counts <- as.data.frame(sort(table(code = once$code), decreasing = TRUE), responseName = \"participants\")\n\
         print(head(counts, 10))\n"
    )
}

/// Returns the description, as Markdown in the language of the thread.
pub fn text(study: &Study, counted: &[UserId]) -> String {
    let title = tr!("{project}, as tables", project = markdown(&one_line(&study.project.name)));
    let notes = [
        tr!(
            "The files are UTF-8 with a byte order mark, end lines with CR LF, and begin with a header row. Cells with \
             commas, quotation marks or line breaks are in quotation marks."
        ),
        tr!(
            "An empty cell means “not known” or “none”. A passage with words of several participants has a row for each of \
             them, and one that belongs to nobody has an empty `participant`. To count passages, use every combination of \
             `document`, `start`, `end`, `code` and `coder` once."
        ),
        tr!("`start` and `end` count Unicode characters (code points) from the start of the document, from 0; the \
             character at `end` is not part of the passage. `created` is ISO 8601 in UTC; dates are year-month-day."),
        tr!("A cell that a spreadsheet would treat as a formula begins with an apostrophe: `=1` is written as `'=1`."),
    ];
    let notes: String = notes.iter().map(|note| format!("- {note}\n")).collect();
    let spss =
        tr!("SPSS (and PSPP): open `read.sps` in the folder `spss` and run it there. It creates `codings.sav`, \
         `participants.sav`, `documents.sav` and `codebook.sav`. The tables in `spss` are the same, except that line \
         breaks in cells are replaced by spaces, because SPSS cannot read them, and that dates and times have the form \
         that SPSS expects.");
    let (reading, python) = (tr!("Reading the tables"), tr!("Python: run `read.py` in this folder:"));
    let (in_r, created) = (
        // R before 4.2 on Windows takes a script to be in the encoding of the system.
        tr!("R: `source(\"read.R\", encoding = \"UTF-8\")` in this folder:"),
        tr!("Created with Pullquote {version}.", version = env!("CARGO_PKG_VERSION")),
    );
    let (files, contents, python_script, r_script) = (files(), contents(study, counted), self::python(), r());
    format!(
        "# {title}\n\n{files}\n{contents}\n\n{notes}\n## {reading}\n\n{python}\n\n```python\n{python_script}```\n\n{in_r}\n\n\
         ```r\n{r_script}```\n\n{spss}\n\n{created}\n"
    )
}

/// The table of the files.
fn files() -> String {
    let head = [tr!("head of a list" => "file"), tr!("one row for each"), tr!("of a table" => "key")];
    let rows = [
        (
            "codings.csv",
            tr!("participant whose words a passage has, with a code by a coder"),
            "`document`, `start`, `end`, `code`, `coder`, `participant`",
        ),
        ("participants.csv", tr!("of a row" => "participant"), "`participant`"),
        ("documents.csv", tr!("of a row" => "document"), "`document`"),
        ("codebook.csv", tr!("of a row" => "code"), tr!("`code`: its path, with names separated by ` > `")),
    ];
    let rows: String = rows.iter().map(|(file, row, key)| format!("| `{file}` | {row} | {key} |\n")).collect();
    format!("| {} |\n|---|---|---|\n{rows}", head.join(" | "))
}

/// Whose codings, which attributes and dimensions there are.
fn contents(study: &Study, counted: &[UserId]) -> String {
    let name = |u: &crate::model::User| {
        if study.consensus() == Some(u.id) {
            tr!("the consensus coding (`{name}` in the tables)", name = CONSENSUS)
        } else {
            markdown(&one_line(&u.name))
        }
    };
    let listed = |names: Vec<String>, none: &str| {
        if names.is_empty() { none.to_owned() } else { i18n::joined(&names) }
    };
    let coders = study.users.iter().filter(|u| counted.contains(&u.id)).map(name).collect();
    let attribute =
        |v: &crate::model::Variable| tr!("{name} ({kind})", name = markdown_code(&v.name), kind = v.kind.label());
    let attributes = study.variables.iter().map(attribute).collect();
    let of_documents = study.document_variables.iter().map(attribute).collect();
    let dimensions = study.codebook.dimensions.iter().map(|dimension| markdown_code(&dimension.name)).collect();
    tr!(
        "Codings by: {coders}. Attributes of participants: {attributes}. Attributes of documents: {of_documents}. Dimensions \
         of codes: {dimensions}.",
        coders = listed(coders, tr!("all coders")),
        attributes = listed(attributes, tr!("attributes" => "none")),
        of_documents = listed(of_documents, tr!("attributes" => "none")),
        dimensions = listed(dimensions, tr!("dimensions" => "none"))
    )
}
