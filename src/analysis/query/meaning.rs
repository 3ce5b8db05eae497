//! What a query means in a study: ids in place of names.

use super::error::Faulty;
use super::syntax::{
    Chain, Conjunction, Criterion, DistanceUnit, Field, Matching, PassageQuery, PlaceRelation, Term, What,
};
use crate::analysis::{Alternatives, AttributeFilter};
use crate::model::{Account, AccountFilter, CodeId, Described, ParticipantId, SourceId, Study, UserId, same_name};
use std::collections::HashSet;

/// A query that can be evaluated.
#[derive(Clone, Debug)]
pub enum ResolvedQuery {
    /// Codings with one of these codes, or with any.
    Codings { codes: Option<HashSet<CodeId>>, only_important: bool },
    /// Places at which a text is found.
    Hits { wanted: String, how: Matching },
    /// Those that meet all conditions.
    Filtered(Box<Self>, Vec<Test>),
    /// Those on the left that are so related to one on the right.
    Related(Box<Self>, PlaceRelation, Box<Self>),
    /// What a place of each shares.
    Shared(Box<Self>, Box<Self>),
    /// Those that any of them finds.
    Either(Vec<Self>),
}

/// A condition that a place meets or does not.
#[derive(Clone, Debug)]
pub enum Test {
    Coders(HashSet<UserId>),
    /// One of these participants says some of it.
    Participants(HashSet<ParticipantId>),
    Documents(HashSet<SourceId>),
    /// Somebody with one of these labels says some of it.
    Speakers(Vec<String>),
    Accounts(Vec<AccountTest>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountTest {
    Is(AccountFilter),
    /// It is about somebody with this name.
    About(String),
}

impl AccountTest {
    #[must_use]
    pub fn holds(&self, account: &Account) -> bool {
        match self {
            Self::Is(group) => account.group() == *group,
            Self::About(name) => account.name().is_some_and(|known| same_name(known, name)),
        }
    }
}

impl ResolvedQuery {
    /// Finds the things that a query names.
    ///
    /// # Errors
    /// When the study lacks one of them, or a name is not unique.
    pub fn of(query: &PassageQuery, study: &Study) -> Result<Self, Faulty> {
        let mut any_of =
            query.any_of.iter().map(|one| Self::of_conjunction(one, study)).collect::<Result<Vec<_>, _>>()?;
        Ok(if any_of.len() == 1 { any_of.swap_remove(0) } else { Self::Either(any_of) })
    }

    /// Returns the participants whose passages could be found by the conditions of the query; `None`: anybody's.
    #[must_use]
    pub fn could_be_of(&self) -> Option<HashSet<ParticipantId>> {
        let both = |one: Option<HashSet<_>>, other: Option<HashSet<_>>| match (one, other) {
            (Some(one), Some(other)) => Some(one.intersection(&other).copied().collect()),
            (one, other) => one.or(other),
        };
        match self {
            Self::Codings { .. } | Self::Hits { .. } => None,
            Self::Filtered(inner, tests) => tests.iter().fold(inner.could_be_of(), |known, test| match test {
                Test::Participants(wanted) => both(known, Some(wanted.clone())),
                _ => known,
            }),
            Self::Related(left, ..) => left.could_be_of(),
            Self::Shared(left, right) => both(left.could_be_of(), right.could_be_of()),
            Self::Either(any_of) => {
                let each: Option<Vec<_>> = any_of.iter().map(Self::could_be_of).collect();
                Some(each?.into_iter().flatten().collect())
            }
        }
    }

    /// True if it asks for passages that are marked as important.
    #[must_use]
    pub fn asks_importance(&self) -> bool {
        self.has(&|part| matches!(part, Self::Codings { only_important: true, .. }))
    }

    /// True if it asks whose experience passages are about.
    #[must_use]
    pub fn asks_accounts(&self) -> bool {
        self.has(
            &|part| matches!(part, Self::Filtered(_, tests) if tests.iter().any(|t| matches!(t, Test::Accounts(_)))),
        )
    }

    /// True if it asks who says something, or looks for words, which only speakers say.
    #[must_use]
    pub fn asks_who_speaks(&self) -> bool {
        self.has(&|part| match part {
            Self::Hits { .. } => true,
            Self::Filtered(_, tests) => tests.iter().any(|test| matches!(test, Test::Speakers(_))),
            Self::Related(_, relation, _) => matches!(relation, PlaceRelation::Apart { unit: DistanceUnit::Words, .. }),
            _ => false,
        })
    }

    fn has(&self, is: &dyn Fn(&Self) -> bool) -> bool {
        is(self)
            || match self {
                Self::Codings { .. } | Self::Hits { .. } => false,
                Self::Filtered(inner, _) => inner.has(is),
                Self::Related(left, _, right) | Self::Shared(left, right) => left.has(is) || right.has(is),
                Self::Either(any_of) => any_of.iter().any(|one| one.has(is)),
            }
    }

    fn of_conjunction(conjunction: &Conjunction, study: &Study) -> Result<Self, Faulty> {
        let chains = conjunction.all_of.iter().map(|chain| Self::of_chain(chain, study));
        let shared = chains.reduce(|left, right| Ok(Self::Shared(left?.into(), right?.into())));
        shared.unwrap_or_else(|| Ok(Self::Either(vec![])))
    }

    fn of_chain(chain: &Chain, study: &Study) -> Result<Self, Faulty> {
        let mut meaning = Self::of_place(&chain.first, study)?;
        for (relation, place) in &chain.then {
            meaning = Self::Related(meaning.into(), *relation, Self::of_place(place, study)?.into());
        }
        Ok(meaning)
    }

    fn of_place(place: &Term, study: &Study) -> Result<Self, Faulty> {
        let found = match &place.what {
            What::Code { name, exact } => {
                let code = code_named(study, name)?;
                let book = &study.codebook;
                let is_meant = |other: &CodeId| *other == code || !exact && book.is_below(*other, code);
                let codes = book.codes().iter().map(|code| code.id).filter(is_meant).collect();
                Self::Codings { codes: Some(codes), only_important: false }
            }
            What::Text { wanted, how } => Self::Hits { wanted: wanted.clone(), how: *how },
            What::Any => Self::Codings { codes: None, only_important: false },
            What::Important => Self::Codings { codes: None, only_important: true },
            What::Query(query) => Self::of(query, study)?,
        };
        let tests = tests(&place.filter, study)?;
        Ok(if tests.is_empty() { found } else { Self::Filtered(found.into(), tests) })
    }
}

/// Finds a code by its path, or by a name that only one code has.
pub(super) fn code_named(study: &Study, name: &str) -> Result<CodeId, Faulty> {
    let book = &study.codebook;
    if let Some(code) = book.find(name) {
        return Ok(code);
    }
    let same: Vec<CodeId> =
        book.codes().iter().filter(|code| same_name(&code.name, name)).map(|code| code.id).collect();
    let path = |code: CodeId| book.path(code).to_string();
    match *same.as_slice() {
        [one] => Ok(one),
        [] => {
            let known = Alternatives::near(name, book.codes().iter().map(|code| path(code.id)).collect());
            Err(Faulty::Code { name: name.to_owned(), known })
        }
        _ => Err(Faulty::SeveralCodes { name: name.to_owned(), paths: same.into_iter().map(path).collect() }),
    }
}

/// Returns what tests the conditions of a filter.
fn tests(filter: &[Criterion], study: &Study) -> Result<Vec<Test>, Faulty> {
    let mut attributes = AttributeFilter::default();
    let (mut coders, mut named, mut documents) = (HashSet::new(), HashSet::new(), HashSet::new());
    let (mut speakers, mut accounts) = (Vec::new(), Vec::new());
    for Criterion { field, value } in filter {
        let near = |names: Vec<String>| (value.clone(), Alternatives::near(value, names));
        match field {
            Field::Coder => {
                let user = study.user_named(value).ok_or_else(|| {
                    let (name, known) = near(study.users.iter().map(|user| user.name.clone()).collect());
                    Faulty::Coder { name, known }
                })?;
                coders.insert(user.id);
            }
            Field::Participant => {
                let participant = study.participant_meant(value).ok_or_else(|| {
                    let (name, known) = near(study.participants.iter().map(|one| one.name.clone()).collect());
                    Faulty::Participant { name, known }
                })?;
                named.insert(participant.id);
            }
            Field::Document => {
                let source = study.source_named(value).ok_or_else(|| {
                    let (name, known) = near(study.sources.iter().map(|one| one.name.clone()).collect());
                    Faulty::Document { name, known }
                })?;
                documents.insert(source.id);
            }
            Field::Speaker => speakers.push(value.clone()),
            Field::Account => accounts.extend(match Account::parse(value) {
                None => None,
                Some(Account::Own) => Some(AccountTest::Is(AccountFilter::Own)),
                Some(Account::Others) => Some(AccountTest::Is(AccountFilter::Others)),
                Some(Account::About(name)) => Some(AccountTest::About(name)),
            }),
            Field::OfParticipants(name) => attributes.add(Described::Participants, name, value),
            Field::OfDocuments(name) => attributes.add(Described::Documents, name, value),
            Field::Attribute(name) => {
                let is_of_documents = study.variable(name).is_none() && study.document_variable(name).is_some();
                let of = if is_of_documents { Described::Documents } else { Described::Participants };
                attributes.add(of, name, value);
            }
        }
    }
    attributes.check(study)?;
    let has = |wanted: &dyn Fn(&Field) -> bool| filter.iter().any(|condition| wanted(&condition.field));
    let mut tests = Vec::new();
    if has(&|field| *field == Field::Coder) {
        tests.push(Test::Coders(coders));
    }
    let names_participants = has(&|field| *field == Field::Participant);
    if names_participants || attributes.is_about(Described::Participants) {
        // One and the same participant must meet all conditions.
        let meets = attributes.test(study, Described::Participants)?;
        let meant = study.participants.iter().filter(|one| !names_participants || named.contains(&one.id));
        tests.push(Test::Participants(meant.filter(|one| meets(&one.values)).map(|one| one.id).collect()));
    }
    let names_documents = has(&|field| *field == Field::Document);
    if names_documents || attributes.is_about(Described::Documents) {
        let meets = attributes.test(study, Described::Documents)?;
        let meant = study.sources.iter().filter(|one| !names_documents || documents.contains(&one.id));
        tests.push(Test::Documents(meant.filter(|one| meets(&one.values)).map(|one| one.id).collect()));
    }
    tests.extend((!speakers.is_empty()).then_some(Test::Speakers(speakers)));
    tests.extend(has(&|field| *field == Field::Account).then_some(Test::Accounts(accounts)));
    Ok(tests)
}
