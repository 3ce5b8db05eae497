//! What an import reports about its sources, as types with arguments: what was not imported ([`Refusal`]), what was
//! imported with something missing or changed ([`Loss`]), and what to check although nothing is missing ([`Warning`]).
//!
//! Every remark has a kind (a stable snake_case name for other programs) and one sentence, which is written above its
//! variant and nowhere else. Sentences are for people: no code compares, searches or cuts them.

use crate::interchange::Error;
use crate::model::Cancelled;
use crate::text::sentence;
use std::path::Path;

mod aside;
mod entry;
mod export_loss;
mod foreign;
mod loss;
mod refusal;
mod table;
mod warning;

pub use aside::{Aside, AsideKind};
pub use entry::{EntryFault, EntryLoss, PositionFault};
pub use export_loss::{ExportLoss, ExportLossKind};
pub use foreign::{ForeignLoss, ForeignLosses, ForeignRefusal};
pub use loss::Loss;
pub use refusal::Refusal;
pub use table::{TableLoss, TableRefusal, TableWarning};
pub use warning::Warning;

/// Why a reader returns nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl ReadError {
    /// Adds the path of the file.
    #[must_use]
    pub fn at(self, path: &Path) -> Error {
        match self {
            Self::Refused(refusal) => Error::Unreadable { path: path.to_owned(), refusal },
            Self::Cancelled(cancelled) => cancelled.into(),
        }
    }

    /// Turns a refusal into a result, for a caller that reports it and goes on.
    ///
    /// # Errors
    /// When reading was cancelled.
    pub fn accept<T>(read: Result<T, Self>) -> Result<Result<T, Refusal>, Cancelled> {
        match read {
            Ok(read) => Ok(Ok(read)),
            Err(Self::Refused(refusal)) => Ok(Err(refusal)),
            Err(Self::Cancelled(cancelled)) => Err(cancelled),
        }
    }
}

impl From<ForeignRefusal> for ReadError {
    fn from(refusal: ForeignRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

/// One remark of an import. It belongs to exactly one of the three lists of a report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub enum Remark {
    Refusal(#[from] Refusal),
    Loss(#[from] Loss),
    Warning(#[from] Warning),
}

impl Remark {
    /// The stable snake_case name of the remark's kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Refusal(refusal) => refusal.kind(),
            Self::Loss(loss) => loss.kind(),
            Self::Warning(warning) => warning.kind(),
        }
    }
}

impl From<ForeignRefusal> for Remark {
    fn from(refusal: ForeignRefusal) -> Self {
        Self::Refusal(refusal.into())
    }
}

impl From<TableRefusal> for Remark {
    fn from(refusal: TableRefusal) -> Self {
        Self::Refusal(Refusal::Table(refusal))
    }
}

impl From<TableLoss> for Remark {
    fn from(loss: TableLoss) -> Self {
        Self::Loss(Loss::Table(loss))
    }
}

impl From<TableWarning> for Remark {
    fn from(warning: TableWarning) -> Self {
        Self::Warning(Warning::Table(warning))
    }
}

impl From<EntryFault> for Remark {
    fn from(fault: EntryFault) -> Self {
        Self::Refusal(Refusal::Entry(fault))
    }
}

impl From<EntryLoss> for Remark {
    fn from(loss: EntryLoss) -> Self {
        Self::Loss(Loss::Entry(loss))
    }
}

/// A remark with its place among the sources of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    /// An entry, line or position in the file; empty for the file as a whole.
    pub place: String,
    pub remark: Remark,
}

impl Problem {
    #[must_use]
    pub fn new(file: &str, place: impl Into<String>, remark: impl Into<Remark>) -> Self {
        Self { file: file.to_owned(), place: place.into(), remark: remark.into() }
    }

    /// The remark with its place, for use where the file is named nearby: `line 3: it names no document`.
    #[must_use]
    pub fn in_file(&self) -> String {
        if self.place.is_empty() { self.remark.to_string() } else { format!("{}: {}", self.place, self.remark) }
    }

    /// As [`Self::in_file`], as a full sentence: `Line 3: it names no document.`
    #[must_use]
    pub fn sentence(&self) -> String {
        sentence(&self.in_file())
    }

    /// True for what was not imported.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self.remark, Remark::Refusal(_))
    }

    /// True for what was not imported, or was imported with something missing or changed.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        !matches!(self.remark, Remark::Warning(_))
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.place.is_empty() {
            write!(f, "{}: {}", self.file, self.remark)
        } else {
            write!(f, "{}, {}: {}", self.file, self.place, self.remark)
        }
    }
}

/// The most remarks that one import lists; further ones are counted.
const MOST_LISTED: usize = 2_000;

/// Cuts an overlong list and adds a remark with the number of those left out.
pub fn cut_short(problems: &mut Vec<Problem>) {
    let Some(last) = problems.get(MOST_LISTED) else { return };
    let (file, count) = (last.file.clone(), problems.len() - MOST_LISTED);
    problems.truncate(MOST_LISTED);
    problems.push(Problem::new(&file, "", Warning::MoreRemarks { count }));
}

/// `1 comment`, `3 comments`.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `was` or `were`.
fn was(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

/// `page 3`, `pages 3, 5 and 7`; only the first page and a count if there are many.
fn some_pages(pages: &[usize]) -> String {
    const NAMED: usize = 8;
    let names: Vec<String> = pages.iter().take(NAMED).map(ToString::to_string).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => format!("page {last}"),
        Some((last, rest)) if pages.len() <= NAMED => format!("pages {} and {last}", rest.join(", ")),
        Some(_) => format!("{} pages, from page {} on,", pages.len(), names.first().map_or("", String::as_str)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_has_a_stable_kind_and_a_sentence_with_its_arguments() {
        let cases: [(Remark, &str, &str); 5] = [
            (Refusal::TooLarge { megabytes: 256 }.into(), "too_large", "256 MB"),
            (Loss::UnreadableCharacters { count: 2 }.into(), "unreadable_characters", "2 characters"),
            (
                Loss::LeftOut { what: AsideKind::TrackedDeletion, count: 1 }.into(),
                "tracked_deletion",
                "1 tracked deletion was left out",
            ),
            (
                Loss::LeftOut { what: AsideKind::LineNumbers, count: 3 }.into(),
                "line_numbers",
                "line numbers on 3 pages were left out",
            ),
            (Warning::PagesInColumns { count: 1 }.into(), "pages_in_columns", "1 page"),
        ];
        for (remark, kind, words) in cases {
            assert_eq!(remark.kind(), kind);
            assert!(remark.to_string().contains(words), "{remark}");
        }
    }

    #[test]
    fn pages_are_named_one_by_one_while_they_are_few() {
        assert_eq!(some_pages(&[3]), "page 3");
        assert_eq!(some_pages(&[3, 5, 7]), "pages 3, 5 and 7");
        assert_eq!(some_pages(&(4..20).collect::<Vec<_>>()), "16 pages, from page 4 on,");
    }
}
