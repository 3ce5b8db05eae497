//! What an import reports about its sources, as types with arguments: what was not imported ([`Refusal`]), what was
//! imported with something missing or changed ([`Loss`]), and what to check although nothing is missing ([`Warning`]).
//!
//! Every remark has a kind (a stable snake_case name for other programs) and one sentence, which is written above its
//! variant and nowhere else. Sentences are for people: no code compares, searches or cuts them.

use crate::i18n::{self, Each};
use crate::interchange::Error;
use crate::model::Cancelled;
use crate::text::sentence;
use crate::tr;
use serde::{Deserialize, Serialize};
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
    pub place: FilePlace,
    pub remark: Remark,
}

/// The words for a place in a file. A report stays on the screen, so they are composed in every language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FilePlace(Each<String>);

impl FilePlace {
    pub fn of(describe: impl Fn() -> String) -> Self {
        Self(Each::of(describe))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.current()
    }

    #[must_use]
    pub fn on_one_line(self) -> Self {
        Self(self.0.map(|words| crate::text::one_line(&words)))
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }
}

/// A place that has the same words in every language.
impl<T: Into<String>> From<T> for FilePlace {
    fn from(words: T) -> Self {
        let words = words.into();
        Self::of(|| words.clone())
    }
}

/// Places are the same if they read the same.
impl PartialEq for FilePlace {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for FilePlace {}

impl AsRef<str> for FilePlace {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl std::fmt::Display for FilePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Problem {
    #[must_use]
    pub fn new(file: &str, place: impl Into<FilePlace>, remark: impl Into<Remark>) -> Self {
        Self { file: file.to_owned(), place: place.into(), remark: remark.into() }
    }

    /// The remark with its place, for use where the file is named nearby: `line 3: it names no document`.
    #[must_use]
    pub fn in_file(&self) -> String {
        let Self { place, remark, .. } = self;
        if place.is_empty() { remark.to_string() } else { tr!("place" => "{place}: {remark}", place, remark) }
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
        let Self { file, place, remark } = self;
        f.write_str(&match place.as_str() {
            "" => tr!("place" => "{file}: {remark}", file, remark),
            _ => tr!("place" => "{file}, {place}: {remark}", file, place, remark),
        })
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

/// `page 3`, `pages 3, 5 and 7`; only the first page and a count if there are many.
fn some_pages(pages: &[usize]) -> String {
    const NAMED: usize = 8;
    match pages {
        [] => String::new(),
        [page] => tr!("page {page}", page),
        [first, ..] if pages.len() > NAMED => tr!("{count} pages, from page {first} on,", count = pages.len(), first),
        [first @ .., last] => tr!("pages {first} and {last}", first = i18n::joined(first), last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, within};

    #[test]
    fn a_place_is_read_in_the_language_of_the_reader() {
        let place = || FilePlace::of(|| tr!("line {line}", line = 2));
        let problem = within(Language::Chinese, || Problem::new("a.csv", place(), Refusal::NoName));
        assert!(within(Language::English, || problem.in_file()).starts_with("line 2: "));
        assert!(within(Language::Chinese, || problem.in_file()).starts_with("第 2 行："));
    }

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
        for (remark, kind, part) in cases {
            assert_eq!(remark.kind(), kind);
            assert!(remark.to_string().contains(part), "{remark}");
        }
    }

    #[test]
    fn remarks_are_written_in_the_language_of_the_thread() {
        let cases: [(Remark, &str); 9] = [
            (Refusal::TooLarge { megabytes: 256 }.into(), "文件大于 256 MB；请拆分成较小的文件"),
            (
                Refusal::NoSuchSheet { name: "A".into(), sheets: vec!["B".into(), "C".into()] }.into(),
                "没有工作表“A”；现有工作表：B、C",
            ),
            (Loss::LeftOut { what: AsideKind::Comment, count: 3 }.into(), "3 条批注未导入"),
            (Loss::DamagedPages { pages: vec![3, 5, 7] }.into(), "第 3、5、7 页已损坏；可能缺少文字"),
            (
                Loss::Foreign { what: ForeignLoss::Graphs, count: 2, names: vec!["甲".into(), "乙".into()], more: 4 }
                    .into(),
                "2 个关系图未导入：甲、乙，另有 4 项",
            ),
            (
                Warning::HiddenCells { rows: 2, columns: 1 }.into(),
                "工作簿的 2 个隐藏的行和 1 个隐藏的列也已导入；请检查是否需要",
            ),
            (TableRefusal::RowsWithoutText { count: 1 }.into(), "1 行没有文本，未导入"),
            (EntryFault::UnknownCode { path: "租金".into() }.into(), "没有编码“租金”"),
            (
                EntryLoss::UnknownKey { key: "x".into(), count: 2 }.into(),
                "此版本的 Pullquote 无法识别 `x`，未导入（2 个条目）",
            ),
        ];
        i18n::within(i18n::Language::Chinese, || {
            for (remark, text) in cases {
                assert_eq!(remark.to_string(), text);
            }
            let problem = Problem::new("表.csv", "第 3 行", TableRefusal::NoCode);
            assert_eq!(problem.to_string(), "表.csv，第 3 行：该行没有编码");
            assert_eq!(problem.sentence(), "第 3 行：该行没有编码。");
        });
    }

    #[test]
    fn pages_are_named_one_by_one_while_they_are_few() {
        assert_eq!(some_pages(&[3]), "page 3");
        assert_eq!(some_pages(&[3, 5, 7]), "pages 3, 5 and 7");
        assert_eq!(some_pages(&(4..20).collect::<Vec<_>>()), "16 pages, from page 4 on,");
    }
}
