//! Why a table could not be written.

use crate::model::counted;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the CSV text could not be written")]
    Csv {
        #[from]
        source: csv::Error,
    },
    #[error("the Word document could not be written")]
    Docx {
        #[from]
        source: std::io::Error,
    },
    #[error("the JSON text could not be written")]
    Json {
        #[from]
        source: serde_json::Error,
    },
    #[error("the workbook could not be written")]
    Xlsx {
        #[from]
        source: rust_xlsxwriter::XlsxError,
    },
    #[error(
        "`{sheet}` has {} and {}; a worksheet holds at most {most_rows} rows and {most_columns} columns; choose \
         fewer, or export as CSV",
        counted(*rows as u64, "row"),
        counted(*columns as u64, "column")
    )]
    TooLarge { sheet: String, rows: usize, columns: usize, most_rows: usize, most_columns: usize },
}
