//! Why a table could not be written.

use crate::model::Noun;
use crate::tr;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{}", tr!("the file could not be written"))]
    Unwritable {
        #[from]
        source: std::io::Error,
    },
    #[error("{}", tr!(
        "`{sheet}` has {rows} and {columns}; a worksheet holds at most {most_rows} rows and {most_columns} columns; \
         choose fewer, or export as CSV",
        sheet,
        rows = Noun::Row.counted(*rows as u64),
        columns = Noun::Column.counted(*columns as u64),
        most_rows,
        most_columns
    ))]
    TooLarge { sheet: String, rows: usize, columns: usize, most_rows: usize, most_columns: usize },
    #[error("{}", tr!(
        "“{title}” has {columns}; a table in Word has at most {most}; choose fewer, or export to Excel",
        title,
        columns = Noun::Column.counted(*columns as u64),
        most
    ))]
    TooWide { title: String, columns: usize, most: usize },
    #[error("{}", tr!("this format holds a network, and only the co-occurrence of codes is one; choose another format"))]
    NoNetwork,
}
