//! States whose experience passages are about, and lets the marks of the consensus coding follow the coders'.

use super::outcome::Outcome;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{Account, CharRange, CodeId, CodingId, Decided, Decision, Fact, OpKind, SourceId, Study, UserId};
use crate::store::Tx;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl Project {
    /// A name that is a participant's, whatever its case, is that participant's. Passages of the consensus coding on the same words
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
        let participant = account.and_then(Account::name).and_then(|name| study.participant_meant(name));
        let account = match participant {
            Some(participant) => Account::parse(&participant.name),
            None => account.and_then(|account| Account::parse(account.key())),
        };
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            for &coding in codings {
                tx.set_account(coding, account.as_ref())?;
            }
            follow(tx, &study, codings, Followed::Account)?;
            let about = participant.map(|participant| tx.participant(participant.id)).transpose()?;
            let (passages, coded_by) = (codings.len() as u64, tx.coders(&owners)?);
            Ok(((), OpKind::SetAccount { account: Account::kind(account.as_ref()), about, passages, coded_by }))
        })?;
        Ok(written.into())
    }
}

/// A mark that passages of the consensus coding take from the coders' passages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Followed {
    Account,
    Importance,
}

/// Lets passages of the consensus coding on the same words follow these passages, of which this mark was changed. Returns
/// those that have another mark now.
pub(super) fn follow(
    tx: &mut Tx<'_>,
    study: &Study,
    changed: &[CodingId],
    mark: Followed,
) -> Result<BTreeSet<CodingId>, Error> {
    let mut followed = BTreeSet::new();
    let Some(consensus) = study.consensus() else { return Ok(followed) };
    let mut by_source: BTreeMap<SourceId, Vec<Fact>> = BTreeMap::new();
    for &coding in changed {
        let fact = tx.reads().fact(coding)?;
        if fact.user != consensus {
            by_source.entry(fact.source).or_default().push(fact);
        }
    }
    if by_source.is_empty() {
        return Ok(followed);
    }
    let decisions = tx.reads().decisions()?;
    for (source, changed) in by_source {
        let (marks, facts) = (tx.reads().marks_in(source)?, tx.reads().facts_of(source)?);
        let (agreed, of_coders): (Vec<_>, Vec<_>) = facts.into_iter().partition(|fact| fact.user == consensus);
        let stated = Stated::new(&of_coders, &marks, &decisions);
        for one in agreed.iter().filter(|agreed| changed.iter().any(|fact| stated.is_on(fact, agreed))) {
            let (important, account) =
                marks.get(&one.coding).map_or((false, None), |(important, account)| (*important, account.as_ref()));
            let differs = match mark {
                Followed::Account => {
                    tx.set_account(one.coding, stated.agreed(one))?;
                    stated.agreed(one) != account
                }
                Followed::Importance => {
                    tx.set_important(one.coding, stated.is_important(one))?;
                    stated.is_important(one) != important
                }
            };
            followed.extend(differs.then_some(one.coding));
        }
    }
    Ok(followed)
}

/// True if the passages share words.
fn share_words(one: &Fact, other: &Fact) -> bool {
    one.source == other.source && one.range.intersection(other.range).is_some()
}

/// How well the words of a passage fit those of another: the more they share, and the fewer others it has.
fn fit(one: &Fact, other: &Fact) -> (u32, Reverse<u32>) {
    (one.range.intersection(other.range).map_or(0, |shared| shared.len()), Reverse(one.range.len()))
}

static ABOUT_OTHERS: Account = Account::Others;

/// Whether a passage is important, and whose experience it is about.
type Marks = (bool, Option<Account>);

/// A passage, and how its coder marks it.
type Marked = (Fact, Marks);

/// How coders mark their passages: the passages of each document and code of which any is marked.
pub(super) struct Stated {
    passages: HashMap<(SourceId, CodeId), Vec<Marked>>,
    /// Codes of the coders in whose place a decision put this one, with the place of the decision.
    replaced: HashMap<(SourceId, CodeId), Vec<(CharRange, CodeId)>>,
}

impl Stated {
    /// `facts`: passages of coders.
    pub fn new(facts: &[Fact], marks: &HashMap<CodingId, Marks>, decisions: &[Decided]) -> Self {
        let place = |fact: &Fact| (fact.source, fact.code);
        let marked = facts.iter().filter(|fact| marks.contains_key(&fact.coding));
        let mut passages: HashMap<_, Vec<_>> = marked.map(|fact| (place(fact), Vec::new())).collect();
        for fact in facts {
            if let Some(passages) = passages.get_mut(&place(fact)) {
                passages.push((*fact, marks.get(&fact.coding).cloned().unwrap_or_default()));
            }
        }
        let mut replaced: HashMap<_, Vec<_>> = HashMap::new();
        for Decided { disagreement, decision, .. } in decisions {
            if let Decision::Recode(code) = decision {
                let of = replaced.entry((disagreement.source, *code)).or_default();
                of.push((disagreement.range, disagreement.code));
            }
        }
        Self { passages, replaced }
    }

    /// Returns the codes under which coders have coded what is in the consensus coding as this passage.
    fn codes(&self, agreed: &Fact) -> impl Iterator<Item = CodeId> {
        let replaced = self.replaced.get(&(agreed.source, agreed.code)).into_iter().flatten();
        let replaced = replaced.filter(|(range, _)| range.intersection(agreed.range).is_some());
        std::iter::once(agreed.code).chain(replaced.map(|(_, code)| *code))
    }

    /// True for a coder's passage on words of a passage of the consensus coding.
    fn is_on(&self, fact: &Fact, agreed: &Fact) -> bool {
        share_words(fact, agreed) && self.codes(agreed).any(|code| code == fact.code)
    }

    /// The coders' passages on words of a passage of the consensus coding.
    fn of(&self, agreed: &Fact) -> impl Iterator<Item = &Marked> {
        let passages = self.codes(agreed).filter_map(|code| self.passages.get(&(agreed.source, code))).flatten();
        passages.filter(|(fact, _)| share_words(fact, agreed))
    }

    /// Returns the marks of each coder. Of each, the passage counts that fits best: another one within it may be about
    /// somebody else.
    fn fitting(&self, agreed: &Fact) -> impl Iterator<Item = &Marks> {
        let mut fitting: BTreeMap<UserId, (&Fact, &Marks)> = BTreeMap::new();
        for (fact, marks) in self.of(agreed) {
            let other = fitting.entry(fact.user).or_insert((fact, marks));
            if fit(fact, agreed) > fit(other.0, agreed) {
                *other = (fact, marks);
            }
        }
        fitting.into_values().map(|(_, marks)| marks)
    }

    /// Returns what all coders state who state anything of a passage with these words and this code. If they name different
    /// people, or only one of them a name, it is about others; otherwise `None` if they state different things.
    fn agreed(&self, passage: &Fact) -> Option<&Account> {
        let stated: Vec<&Account> = self.fitting(passage).filter_map(|(_, account)| account.as_ref()).collect();
        let first = *stated.first()?;
        if stated.iter().all(|other| *other == first) {
            return Some(first);
        }
        (!stated.contains(&&Account::Own)).then_some(&ABOUT_OTHERS)
    }

    /// True if any of the coders has marked it as important.
    fn is_important(&self, passage: &Fact) -> bool {
        self.fitting(passage).any(|(important, _)| *important)
    }

    /// Lets a passage of the consensus coding have what the coders agree on, if any of them states anything. One that is
    /// marked as important stays so.
    pub fn write(&self, tx: &mut Tx<'_>, agreed: &Fact) -> Result<(), Error> {
        if self.of(agreed).any(|(_, (_, account))| account.is_some()) {
            tx.set_account(agreed.coding, self.agreed(agreed))?;
        }
        if self.is_important(agreed) {
            tx.set_important(agreed.coding, true)?;
        }
        Ok(())
    }
}
