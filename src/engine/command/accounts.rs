//! States whose experience passages are about, and lets the consensus coding follow the coders.

use super::outcome::Outcome;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{Account, Accounts, CodeId, CodingId, Fact, OpKind, SourceId, Study, UserId};
use crate::store::Tx;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

impl Project {
    /// A name that looks like a participant's is that participant's. Passages of the consensus coding on the same words
    /// follow.
    pub(super) fn set_account(
        &mut self,
        codings: &[CodingId],
        account: Option<&Account>,
        by: &By,
    ) -> Result<Outcome, Error> {
        let facts = self.facts(codings)?;
        let owners = self.check_owners(&facts, by)?;
        let study = self.reads().study()?;
        let participant = account.and_then(Account::name).and_then(|name| study.participant_named(name));
        let account = match participant {
            Some(participant) => Account::parse(&participant.name),
            None => account.and_then(|account| Account::parse(account.key())),
        };
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            for &coding in codings {
                tx.set_account(coding, account.as_ref())?;
            }
            follow(tx, &study, codings)?;
            let about = participant.map(|participant| tx.participant(participant.id)).transpose()?;
            let (passages, coded_by) = (codings.len() as u64, tx.coders(&owners)?);
            Ok(((), OpKind::SetAccount { account: Account::kind(account.as_ref()), about, passages, coded_by }))
        })?;
        Ok(written.into())
    }
}

/// Lets passages of the consensus coding on the same words follow these passages, whose marks were changed.
pub(super) fn follow(tx: &mut Tx<'_>, study: &Study, changed: &[CodingId]) -> Result<(), Error> {
    let Some(consensus) = study.consensus() else { return Ok(()) };
    let mut by_source: BTreeMap<SourceId, Vec<Fact>> = BTreeMap::new();
    for &coding in changed {
        let fact = tx.reads().fact(coding)?;
        if fact.user != consensus {
            by_source.entry(fact.source).or_default().push(fact);
        }
    }
    for (source, changed) in by_source {
        let (accounts, facts) = (tx.reads().accounts_in(source)?, tx.reads().facts_of(source)?);
        let (agreed, of_coders): (Vec<_>, Vec<_>) = facts.into_iter().partition(|fact| fact.user == consensus);
        let stated = Stated::new(&of_coders, &accounts);
        for one in agreed.iter().filter(|agreed| changed.iter().any(|fact| is_on(fact, agreed))) {
            tx.set_account(one.coding, stated.agreed(one))?;
        }
    }
    Ok(())
}

/// True if the passages have one code and share words.
fn is_on(one: &Fact, other: &Fact) -> bool {
    (one.source, one.code) == (other.source, other.code) && one.range.intersection(other.range).is_some()
}

/// How well the words of a passage fit those of another: the more they share, and the fewer others it has.
fn fit(one: &Fact, other: &Fact) -> (u32, Reverse<u32>) {
    (one.range.intersection(other.range).map_or(0, |shared| shared.len()), Reverse(one.range.len()))
}

static ABOUT_OTHERS: Account = Account::Others;

/// A passage, and what its coder states of it.
type Marked = (Fact, Option<Account>);

/// Whose experience the coders' passages are about: the passages of each document and code of which anything is stated.
pub(super) struct Stated(HashMap<(SourceId, CodeId), Vec<Marked>>);

impl Stated {
    /// `facts`: passages of coders.
    pub fn new(facts: &[Fact], accounts: &Accounts) -> Self {
        let place = |fact: &Fact| (fact.source, fact.code);
        let stated = facts.iter().filter(|fact| accounts.contains_key(&fact.coding));
        let mut passages: HashMap<_, Vec<_>> = stated.map(|fact| (place(fact), Vec::new())).collect();
        for fact in facts {
            if let Some(passages) = passages.get_mut(&place(fact)) {
                passages.push((*fact, accounts.get(&fact.coding).cloned()));
            }
        }
        Self(passages)
    }

    /// The passages that share words with a passage and have its code.
    fn of(&self, passage: &Fact) -> impl Iterator<Item = &Marked> {
        let passages = self.0.get(&(passage.source, passage.code)).into_iter().flatten();
        passages.filter(|(fact, _)| is_on(fact, passage))
    }

    /// Returns what all coders state who state anything of a passage with these words and this code. If they name different
    /// people, or only one of them a name, it is about others; otherwise `None` if they state different things. Of each
    /// coder, the passage counts that fits best: another one within it may be about somebody else.
    fn agreed(&self, passage: &Fact) -> Option<&Account> {
        let mut fitting: BTreeMap<UserId, (&Fact, Option<&Account>)> = BTreeMap::new();
        for (fact, account) in self.of(passage) {
            let other = fitting.entry(fact.user).or_insert((fact, account.as_ref()));
            if fit(fact, passage) > fit(other.0, passage) {
                *other = (fact, account.as_ref());
            }
        }
        let stated: Vec<&Account> = fitting.into_values().filter_map(|(_, account)| account).collect();
        let first = *stated.first()?;
        if stated.iter().all(|other| *other == first) {
            return Some(first);
        }
        (!stated.contains(&&Account::Own)).then_some(&ABOUT_OTHERS)
    }

    /// Lets a passage of the consensus coding have what the coders agree on, if any of them states anything.
    pub fn write(&self, tx: &mut Tx<'_>, agreed: &Fact) -> Result<(), Error> {
        if self.of(agreed).any(|(_, account)| account.is_some()) {
            tx.set_account(agreed.coding, self.agreed(agreed))?;
        }
        Ok(())
    }
}
