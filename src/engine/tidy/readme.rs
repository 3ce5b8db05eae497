//! The files that accompany the tables: a description, and the scripts that read them.

use crate::interchange::markup::{markdown, markdown_code};
use crate::model::{Study, UserId};
use crate::text::one_line;

pub const PYTHON: &str = "# pip install pandas once, if it is missing\n\
import pandas as pd\n\
\n\
# Cells are read unchanged; empty cells are missing values. Without keep_default_na, a participant named NA is lost.\n\
def table(name):\n    return pd.read_csv(name, encoding=\"utf-8-sig\", keep_default_na=False, na_values=[\"\"])\n\
\n\
codings = table(\"codings.csv\")\n\
codings[\"created\"] = pd.to_datetime(codings[\"created\"], utc=True)\n\
participants = table(\"participants.csv\")\n\
documents = table(\"documents.csv\")\n\
codebook = table(\"codebook.csv\")\n\
\n\
# participants by code, each counted once\n\
once = codings.drop_duplicates([\"participant\", \"code\"])\n\
print(once.dropna(subset=[\"participant\"])[\"code\"].value_counts())\n";

pub const R: &str = "# install.packages(\"readr\") once, if it is missing\n\
library(readr)\n\
table_of <- function(name) read_csv(name, na = \"\", show_col_types = FALSE)\n\
codings <- table_of(\"codings.csv\")\n\
participants <- table_of(\"participants.csv\")\n\
documents <- table_of(\"documents.csv\")\n\
codebook <- table_of(\"codebook.csv\")\n\
# participants by code, each counted once\n\
once <- unique(codings[!is.na(codings$participant), c(\"participant\", \"code\")])\n\
counts <- as.data.frame(sort(table(code = once$code), decreasing = TRUE), responseName = \"participants\")\n\
print(head(counts, 10))\n";

pub fn text(study: &Study, counted: &[UserId]) -> String {
    let name = |u: &crate::model::User| {
        if study.agreed() == Some(u.id) { "the consensus coding".to_owned() } else { markdown(&one_line(&u.name)) }
    };
    let coders: Vec<String> = study.users.iter().filter(|u| counted.contains(&u.id)).map(name).collect();
    let coders = if coders.is_empty() { "all coders".to_owned() } else { coders.join(", ") };
    let attributes: Vec<String> =
        study.variables.iter().map(|v| format!("{} ({})", markdown_code(&v.name), v.kind.name())).collect();
    let attributes = if attributes.is_empty() { "none".to_owned() } else { attributes.join(", ") };
    let facets: Vec<String> = study.codebook.facets.iter().map(|facet| markdown_code(&facet.name)).collect();
    let facets = if facets.is_empty() { "none".to_owned() } else { facets.join(", ") };
    format!(
        "# {}, as tables\n\n\
         | file | one row for each | key |\n|---|---|---|\n\
         | `codings.csv` | coding: a passage with a code by a coder | `document`, `start`, `end`, `code`, `coder` |\n\
         | `participants.csv` | participant | `participant` |\n\
         | `documents.csv` | document | `document` |\n\
         | `codebook.csv` | code | `code`: its path, with names separated by ` > ` |\n\n\
         Codings by: {coders}. Attributes of participants: {attributes}. Dimensions of codes: {facets}.\n\n\
         - The files are UTF-8 with a byte order mark, end lines with CR LF, and begin with a header row. Cells with commas,\n  \
           quotation marks or line breaks are in quotation marks.\n\
         - An empty cell means “not known” or “none”. A document without a participant, such as a focus group, has an empty\n  \
           `participant`.\n\
         - `start` and `end` count Unicode characters (code points) from the start of the document, from 0; the character\n  \
           at `end` is not part of the passage. `created` is ISO 8601 in UTC; dates are year-month-day.\n\
         - A cell that a spreadsheet would treat as a formula begins with an apostrophe: `=1` is written as `'=1`.\n\n\
         ## Reading the tables\n\n\
         Python: run `read.py` in this folder:\n\n```python\n{PYTHON}```\n\n\
         R: `source(\"read.R\")` in this folder:\n\n```r\n{R}```\n\n\
         SPSS (and PSPP): open `read.sps` in the folder `spss` and run it there. It creates `codings.sav`, `participants.sav`,\n\
         `documents.sav` and `codebook.sav`. The tables in `spss` are the same, except that line breaks in cells are replaced\n\
         by spaces, because SPSS cannot read them, and that dates and times have the form that SPSS expects.\n\n\
         Created with Pullquote {}.\n",
        markdown(&one_line(&study.project.name)),
        env!("CARGO_PKG_VERSION")
    )
}
