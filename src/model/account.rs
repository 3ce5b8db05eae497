//! Whose experience a coded passage is about: the speaker's own, or that of others.

use super::CodingId;
use crate::model::op::AccountKind;
use crate::tr;
use std::collections::BTreeMap;

/// Whose experience a coded passage is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// The speaker's own.
    Own,
    /// That of others, who are not named.
    Others,
    /// That of somebody with this name, who need not be a participant.
    About(String),
}

/// The passages for which it is stated whose experience they are about.
pub type Accounts = BTreeMap<CodingId, Account>;

impl Account {
    /// The word in files for own experience.
    pub const OWN: &'static str = "own";
    /// The word in files for experience of others.
    pub const OTHERS: &'static str = "others";

    /// Parses the form in files. `None` if nothing is stated.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        match key.trim() {
            "" => None,
            Self::OWN => Some(Self::Own),
            Self::OTHERS => Some(Self::Others),
            name => Some(Self::About(name.to_owned())),
        }
    }

    /// Returns the form in files: `own`, `others` or a name.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Own => Self::OWN,
            Self::Others => Self::OTHERS,
            Self::About(name) => name,
        }
    }

    /// Returns the name of the person, if one is named.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::About(name) => Some(name),
            Self::Own | Self::Others => None,
        }
    }

    /// Returns the filter that keeps passages of this kind.
    #[must_use]
    pub fn group(&self) -> AccountFilter {
        match self {
            Self::Own => AccountFilter::Own,
            Self::Others | Self::About(_) => AccountFilter::Others,
        }
    }

    /// Returns for example `own experience` or `about Lin`.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Own => tr!("whose experience" => "own experience").to_owned(),
            Self::Others => tr!("whose experience" => "about others").to_owned(),
            Self::About(name) => tr!("whose experience" => "about {name}", name),
        }
    }

    /// Returns the word in lists and tables: `own`, `others` or a name.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Own => AccountFilter::Own.word(),
            Self::Others => AccountFilter::Others.word(),
            Self::About(name) => name,
        }
    }

    /// Returns what the history calls it.
    #[must_use]
    pub fn kind(account: Option<&Self>) -> AccountKind {
        match account {
            None => AccountKind::NotStated,
            Some(Self::Own) => AccountKind::Own,
            Some(Self::Others) => AccountKind::Others,
            Some(Self::About(_)) => AccountKind::About,
        }
    }
}

/// Passages of which kind are counted or listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::VariantArray)]
pub enum AccountFilter {
    Own,
    /// Of others, named or not.
    Others,
}

impl AccountFilter {
    /// Parses the form on the command line.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match Account::parse(word)? {
            Account::Own => Some(Self::Own),
            Account::Others => Some(Self::Others),
            Account::About(_) => None,
        }
    }

    /// True for a passage that the filter keeps; `None` is a passage for which nothing is stated.
    #[must_use]
    pub fn takes(self, account: Option<&Account>) -> bool {
        account.map(Account::group) == Some(self)
    }

    /// Returns the word in lists and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Own => tr!("row of a table" => "own"),
            Self::Others => tr!("row of a table" => "others"),
        }
    }

    /// Returns for example `own experience`.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Own => tr!("whose experience" => "own experience"),
            Self::Others => tr!("whose experience" => "about others"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Account, AccountFilter};

    #[test]
    fn the_form_in_files_is_read_back() {
        for account in [Account::Own, Account::Others, Account::About("林 Lin".into())] {
            assert_eq!(Account::parse(account.key()), Some(account));
        }
        assert_eq!((Account::parse(" \u{3000}"), Account::parse(" own ")), (None, Some(Account::Own)));
    }

    #[test]
    fn others_are_named_or_not() {
        let lin = Account::About("Lin".into());
        let takes = |filter: AccountFilter| {
            [None, Some(&Account::Own), Some(&Account::Others), Some(&lin)].map(|account| filter.takes(account))
        };
        assert_eq!(takes(AccountFilter::Own), [false, true, false, false]);
        assert_eq!(takes(AccountFilter::Others), [false, false, true, true]);
        assert_eq!((AccountFilter::parse("others"), AccountFilter::parse("Lin")), (Some(AccountFilter::Others), None));
    }
}
