//! What a table of segments states of passages beside their codes: whether they are important, whose experience they are
//! about, and when they were coded.

use super::setup::{Marks, SegmentUse};
use crate::i18n::{Language, within};
use crate::interchange::remark::{Remark, TableLoss, TableWarning};
use crate::interchange::sheet::SheetRow;
use crate::model::{Account, AccountFilter, Study, same_name};
use crate::text::one_line;
use crate::tr;
use std::collections::BTreeSet;
use strum::IntoEnumIterator;

/// Cells that say yes, and cells that say no, beside those of this program in its languages.
const YES: [&str; 8] = ["1", "x", "y", "true", "wahr", "ja", "是", "重要"];
const NO: [&str; 9] = ["0", "n", "no", "false", "falsch", "nein", "否", "不", "不重要"];

/// Words of tables that earlier versions wrote.
const OWN: &str = "亲身";
const OTHERS: &str = "他人";

/// True if one of the texts of this program is this one, in any of its languages.
fn is_text(cell: &str, text: impl Fn() -> &'static str) -> bool {
    Language::iter().any(|language| same_name(within(language, &text), cell))
}

/// Reads whether a passage is important; `None` if the cell says neither yes nor no.
fn importance(cell: &str) -> Option<bool> {
    let is_among = |list: &[&str]| list.contains(&cell.to_lowercase().as_str());
    if is_among(&YES) || is_text(cell, || tr!("important" => "yes")) {
        return Some(true);
    }
    is_among(&NO).then_some(false)
}

/// True if a cell says yes or no.
pub(super) fn states_importance(cell: &str) -> bool {
    importance(cell).is_some()
}

/// Reads whose experience a passage is about, and whether the project knows them.
fn account(study: &Study, cell: &str) -> Option<(Account, bool)> {
    let cell = one_line(cell);
    for (kind, earlier, account) in
        [(AccountFilter::Own, OWN, Account::Own), (AccountFilter::Others, OTHERS, Account::Others)]
    {
        if is_text(&cell, || kind.word()) || cell == earlier {
            return Some((account, true));
        }
    }
    let account = Account::parse(&cell)?;
    let Some(name) = account.name() else { return Some((account, true)) };
    Some(match study.participant_meant(name) {
        Some(known) => (Account::About(known.name.clone()), true),
        None => (account, false),
    })
}

/// True if a cell says `own`, `others` or the name of a participant.
pub(super) fn states_account(study: &Study, cell: &str) -> bool {
    account(study, cell).is_some_and(|(_, is_known)| is_known)
}

/// True if a cell says `own`, `others` or a name.
pub(super) fn names_somebody(cell: &str) -> bool {
    cell.contains(char::is_alphabetic) && Account::parse(&one_line(cell)).is_some()
}

/// True if a cell says when a passage was coded.
pub(super) fn states_time(cell: &str) -> bool {
    moment(cell.trim()).is_some()
}

/// Reads the marks of rows.
pub(super) struct MarkCells<'s> {
    study: &'s Study,
    important: Option<usize>,
    account: Option<usize>,
    created: Option<usize>,
    /// Cells that say neither yes nor no.
    unread: BTreeSet<String>,
    /// People who are no participants.
    unknown: BTreeSet<String>,
    /// Number of cells that are no times, and one of them.
    untimed: Option<(usize, String)>,
    /// Number of passages of the project that it marks otherwise.
    pub kept: usize,
}

impl<'s> MarkCells<'s> {
    pub fn of(study: &'s Study, uses: &[SegmentUse]) -> Self {
        let at = |wanted: SegmentUse| uses.iter().position(|used| *used == wanted);
        Self {
            study,
            important: at(SegmentUse::Important),
            account: at(SegmentUse::Account),
            created: at(SegmentUse::Created),
            unread: BTreeSet::new(),
            unknown: BTreeSet::new(),
            untimed: None,
            kept: 0,
        }
    }

    pub fn read(&mut self, row: &SheetRow) -> Marks {
        let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column).trim());
        let important = self.is_important(cell(self.important));
        let account = self.account(cell(self.account));
        let created = match cell(self.created) {
            "" => None,
            cell => {
                let at = moment(cell);
                if at.is_none() {
                    self.untimed.get_or_insert_with(|| (0, cell.to_owned())).0 += 1;
                }
                at
            }
        };
        Marks { important, account, created }
    }

    fn is_important(&mut self, cell: &str) -> bool {
        let stated = importance(cell);
        if stated.is_none() && !cell.is_empty() {
            self.unread.insert(cell.to_owned());
        }
        stated.unwrap_or_default()
    }

    fn account(&mut self, cell: &str) -> Option<Account> {
        let (account, is_known) = account(self.study, cell)?;
        if !is_known {
            self.unknown.extend(account.name().map(str::to_owned));
        }
        Some(account)
    }

    /// What is to be reported.
    pub fn into_remarks(self) -> Vec<Remark> {
        let listed = |names: BTreeSet<String>| names.into_iter().collect::<Vec<_>>();
        let mut remarks: Vec<Remark> = Vec::new();
        if !self.unread.is_empty() {
            remarks.push(TableLoss::UnreadImportance { values: listed(self.unread) }.into());
        }
        if let Some((count, example)) = self.untimed {
            remarks.push(TableLoss::UnreadTimes { count, example }.into());
        }
        if self.kept > 0 {
            remarks.push(TableLoss::KeptAccounts { count: self.kept }.into());
        }
        if !self.unknown.is_empty() {
            remarks.push(TableWarning::AboutUnknown { names: listed(self.unknown) }.into());
        }
        remarks
    }
}

/// Reads a time in UTC, in ms since 1970: as in a csv file of this program, or as a spreadsheet shows it.
fn moment(cell: &str) -> Option<i64> {
    if let Ok(at) = cell.parse::<jiff::Timestamp>() {
        return Some(at.as_millisecond());
    }
    let at: jiff::civil::DateTime = cell.parse().ok()?;
    Some(at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples;

    #[test]
    fn marks_are_read_in_every_language() {
        let study = samples::study();
        let uses = [SegmentUse::Important, SegmentUse::Account, SegmentUse::Created];
        let mut cells = MarkCells::of(&study, &uses);
        let mut read = |important: &str, account: &str, created: &str| {
            cells.read(&SheetRow { line: 1, cells: [important, account, created].map(str::to_owned).into() })
        };
        let marks = |important, account, created| Marks { important, account, created };
        let about = |name: &str| Some(Account::About(name.into()));
        assert_eq!(read("yes", "own", "1970-01-01T00:00:01.5Z"), marks(true, Some(Account::Own), Some(1500)));
        assert_eq!(read("是", "亲身", "1970-01-01 00:00:02"), marks(true, Some(Account::Own), Some(2000)));
        assert_eq!(read("No", "他人", ""), marks(false, Some(Account::Others), None));
        assert_eq!(read("", "亲身经历", ""), marks(false, Some(Account::Own), None));
        assert_eq!(read("", "他人的经历", ""), marks(false, Some(Account::Others), None));
        assert_eq!(read("", " 甲 ", "soon"), marks(false, about("甲"), None));
        assert_eq!(read("very", "Lin", "later"), marks(false, about("Lin"), None));
        assert_eq!(read("", "=Lin", ""), marks(false, about("=Lin"), None));
        assert_eq!(read("", "", ""), Marks::default());
        let remarks = cells.into_remarks();
        assert_eq!(
            remarks,
            [
                TableLoss::UnreadImportance { values: vec!["very".into()] }.into(),
                TableLoss::UnreadTimes { count: 2, example: "soon".into() }.into(),
                TableWarning::AboutUnknown { names: vec!["=Lin".into(), "Lin".into()] }.into(),
            ] as [Remark; 3]
        );
    }
}
