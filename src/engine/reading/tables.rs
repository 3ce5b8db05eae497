//! Tables and the passages that their numbers count, from the same count.

use super::consensus_notes::{cautions, without_consensus};
use super::cooccurrence::{self, parents_note, units};
use super::passages::{ListedPairs, ListedPassages, listed_passages};
use super::scope::{PassageScope, Scoped, WithinSets, only_account};
use super::table_query::TableQuery;
use crate::analysis::{
    AttributeFilter, Axis, CellAddress, Divided, Divider, LeftOut, LeftOutReason, Material, Tabulation,
};
use crate::engine::clock::minute;
use crate::engine::disagreements::{OpenDisagreements, finished_by_one, open_disagreements};
use crate::engine::error::Error;
use crate::engine::provenance::{blind_coding, coders, software};
use crate::engine::speech::{Documents, stored_speeches};
use crate::interchange::tables;
use crate::model::{Accounts, Count, Described, Fact, Noun, PassageKey, Progress, SourceId, SpokenBy, Study, UserId};
use crate::store::{PassageFilter, Reads};
use crate::table::{Network, Provenance, Table, Topic};
use crate::{i18n, tr};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::mpsc::channel;

/// What a query counts: the numbers of its table, and the codings that each counts.
pub(in crate::engine) struct Counted {
    /// The whole study.
    pub whole: Study,
    /// The part of the study that the table is about; `None`: the whole.
    part: Option<Study>,
    /// Codings by the coders asked for; the tabulation refers to them by index.
    pub facts: Vec<Fact>,
    /// Codings in the documents of the table that are left out because of who says them, or about whom.
    out_of_scope: Vec<(LeftOutReason, PassageKey)>,
    pub tabulation: Tabulation,
}

impl TableQuery {
    pub(in crate::engine) fn count(&self, reads: Reads<'_>) -> Result<Counted, Error> {
        let whole = reads.study()?;
        let narrowed = self.scope.narrow(&whole)?;
        let within = WithinSets::new(&whole, &self.scope.sets)?;
        // The filter's part is in the narrowed study.
        let scope = PassageScope { filter: AttributeFilter::default(), sets: vec![], ..self.scope.clone() };
        let scoped = Scoped::new(reads, &narrowed, &scope)?;
        let kept: HashSet<SourceId> = narrowed.sources.iter().map(|source| source.id).collect();
        let mut out_of_scope = Vec::new();
        let above = within.codes_with_parents(&whole, self.counted_as);
        let counts = |fact: &Fact| {
            let reason = if within.has(fact) || above.contains(&fact.code) && within.has_document(fact.source) {
                scoped.excludes(fact)
            } else {
                Some(LeftOutReason::Filter)
            };
            let reason = reason.filter(|_| kept.contains(&fact.source));
            out_of_scope.extend(reason.map(|reason| (reason, fact.passage())));
            reason.is_none()
        };
        let documents = if self.request.has_axis(&Axis::Speaker) { Documents::All } else { Documents::Mapped };
        let speeches = stored_speeches(reads, &narrowed, documents)?;
        let speech = |source| speeches.get(source);
        let is_filtered = self.scope.filter.is_about(Described::Participants);
        let divider = || Divider::new(&narrowed, speech, is_filtered, &self.request, self.count);
        let (facts, divider, divided) = read_and_divide(reads, &whole.counted(&self.users), divider, counts)?;
        if scope.account.is_some() {
            // Coders may disagree about whose experience a passage is about. The facts are in the order of their passages.
            out_of_scope.retain(|(_, passage)| facts.binary_search_by_key(passage, Fact::passage).is_err());
        }
        let accounts = if self.request.has_axis(&Axis::Account) { reads.accounts()? } else { Accounts::new() };
        let some_documents = within.is_about_documents() || self.scope.filter.is_about(Described::Documents);
        let codes = within.codes.as_ref();
        let units = units(reads, &narrowed, &self.request, &facts)?;
        let material = Material {
            facts: &facts,
            accounts: &accounts,
            is_filtered,
            some_documents,
            codes,
            counted_as: self.counted_as,
            units: &units,
        };
        let tabulation = divider.tabulate(&material, divided)?;
        let part = match narrowed {
            Cow::Owned(part) => Some(part),
            Cow::Borrowed(_) => None,
        };
        Ok(Counted { whole, part, facts, out_of_scope, tabulation })
    }

    /// Returns the provenance of a table or a list made for this query.
    pub(in crate::engine) fn provenance(
        &self,
        reads: Reads<'_>,
        whole: &Study,
        narrowed: &Study,
    ) -> Result<Provenance, Error> {
        let mut lines = Provenance::default();
        lines.push(Topic::Project, &whole.project.name);
        lines.push(Topic::Coders, coders(whole, &whole.counted(&self.users)));
        match self.request.cooccurrence() {
            Some(request) => lines.push(Topic::Counted, cooccurrence::what_is_counted(request.unit)),
            None => lines.push(Topic::Counted, self.count.label()),
        }
        let mut only = self.scope.sets_in_words(whole);
        if !self.scope.filter.is_empty() {
            let counts = [
                (Described::Participants, Noun::Participant, narrowed.participants.len(), whole.participants.len()),
                (Described::Documents, Noun::Document, narrowed.sources.len(), whole.sources.len()),
            ];
            let counts = counts.into_iter().filter(|(of, ..)| self.scope.filter.is_about(*of));
            let counts =
                counts.map(|(_, noun, kept, all)| tr!("{kept} of {all}", kept, all = noun.counted(all as u64)));
            let (filter, counts) = (self.scope.filter.in_words(), i18n::joined(&counts.collect::<Vec<_>>()));
            only.push(tr!("{filter} ({counts})", filter, counts));
        }
        only.extend(self.scope.account.map(only_account));
        if !only.is_empty() {
            lines.push(Topic::Only, i18n::clauses(&only));
        }
        if self.scope.spoken_by != SpokenBy::All {
            lines.push(Topic::SpokenBy, self.scope.spoken_by.label());
        }
        lines.push(Topic::Made, minute());
        lines.extend([software()]);
        lines.extend(blind_coding(reads)?);
        Ok(lines)
    }

    /// Returns what coders have coded whose passages the table does not count. A passage with the same code and words as one
    /// of the coders who are counted is not left out.
    fn of_others(&self, reads: Reads<'_>, counted: &Counted) -> Result<OfOthers, Error> {
        let Counted { whole, facts, out_of_scope, .. } = counted;
        let users = whole.counted(&self.users);
        if users.is_empty() {
            return Ok(OfOthers::default());
        }
        let is_left_out = |user: UserId| !users.contains(&user) && whole.consensus() != Some(user);
        let others: Vec<UserId> =
            reads.codings_by_coder()?.into_iter().map(|(user, _)| user).filter(|user| is_left_out(*user)).collect();
        if others.is_empty() {
            return Ok(OfOthers::default());
        }
        let out_of_scope: HashSet<PassageKey> = out_of_scope.iter().map(|(_, passage)| *passage).collect();
        // Both lists are in the order of their passages.
        let mut own = facts.iter().map(Fact::passage).peekable();
        let (mut found, mut last, mut was_left_out) = (OfOthers::default(), None, false);
        reads.each_fact_by_code(&others, |fact| {
            let passage = fact.passage();
            while own.next_if(|one| *one < passage).is_some() {}
            let is_repeated = last.replace(passage) == Some(passage);
            let is_left_out = !is_repeated && own.peek() != Some(&passage) && !out_of_scope.contains(&passage);
            *(if is_left_out { &mut found.left_out } else { &mut found.repeated }) += 1;
            was_left_out = is_left_out || is_repeated && was_left_out;
            found.left_out_again += usize::from(is_repeated && was_left_out);
        })?;
        Ok(found)
    }

    /// True if the consensus coding alone is counted.
    fn counts_consensus(&self, study: &Study) -> bool {
        self.users.is_empty() || study.consensus().is_some_and(|consensus| self.users == [consensus])
    }

    /// Returns what no table of this query counts. `others`: number of passages that only coders have who are not counted.
    fn left_out(&self, counted: &Counted, others: usize) -> Vec<LeftOut> {
        let Counted { facts, out_of_scope, tabulation, .. } = counted;
        let by_others =
            if self.counts_consensus(&counted.whole) { LeftOutReason::Consensus } else { LeftOutReason::OtherCoder };
        let mut out_of_scope = out_of_scope.clone();
        if self.scope.narrows() {
            let kept: HashSet<SourceId> = counted.narrowed().sources.iter().map(|source| source.id).collect();
            let elsewhere = facts.iter().filter(|fact| !kept.contains(&fact.source));
            let excluded = tabulation.excluded.iter().filter_map(|&at| facts.get(at as usize));
            out_of_scope.extend(elsewhere.chain(excluded).map(|fact| (LeftOutReason::Filter, fact.passage())));
        }
        let mut left_out: Vec<LeftOut> = by_others.of(others).into_iter().collect();
        left_out.extend(LeftOutReason::list(out_of_scope));
        left_out
    }
}

/// Codings that are divided at a time.
const PORTION: usize = 1 << 16;

/// Reads the codings by these coders that are counted, and divides them on another thread: that takes about as long as
/// reading.
fn read_and_divide<'a>(
    reads: Reads<'_>,
    users: &[UserId],
    divider: impl FnOnce() -> Divider<'a> + Send,
    mut counts: impl FnMut(&Fact) -> bool,
) -> Result<(Vec<Fact>, Divider<'a>, Divided), Error> {
    let (sender, portions) = channel::<Vec<Fact>>();
    std::thread::scope(|scope| {
        let dividing = scope.spawn(move || {
            let (divider, mut divided) = (divider(), Divided::default());
            portions.iter().for_each(|portion| divider.divide(&portion, &mut divided));
            (divider, divided)
        });
        let (mut facts, mut sent) = (Vec::new(), 0);
        // A thread that has panicked receives nothing; the panic goes on below.
        let send = |facts: &[Fact]| _ = sender.send(facts.to_vec());
        let read = reads.each_fact_by_code(users, |fact| {
            if counts(&fact) {
                facts.push(fact);
                if facts.len() - sent == PORTION {
                    send(facts.get(sent..).unwrap_or_default());
                    sent = facts.len();
                }
            }
        });
        send(facts.get(sent..).unwrap_or_default());
        drop(sender);
        let (divider, divided) = dividing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        read?;
        Ok((facts, divider, divided))
    })
}

fn apart_note(passages: u64) -> Option<String> {
    (passages > 0).then(|| {
        tr!("{n} passage overlaps one with the same code by another coder but begins or ends elsewhere, so each of them counts."
            | "{n} passages overlap passages with the same code by other coders but begin or end elsewhere, so each of them \
               counts." % passages)
    })
}

/// What coders have coded whose passages a table does not count.
#[derive(Clone, Copy, Default)]
struct OfOthers {
    /// Passages that no coder has who is counted, each once.
    left_out: usize,
    /// The other ones.
    repeated: usize,
    /// Those of them that have the code and words of one that is left out.
    left_out_again: usize,
}

impl OfOthers {
    /// Says which passages of theirs are not among those that are left out, and how many are left out coder by coder.
    fn notes(self, counts_consensus: bool) -> impl Iterator<Item = String> {
        let n = self.repeated;
        let again = self.left_out_again;
        let one_by_one = (again > 0).then(|| {
            let all = self.left_out + again;
            tr!("Counted coder by coder, {n} passages by coders who are not counted are left out.", n = all)
        });
        let repeated = (n > 0).then(|| match counts_consensus {
            true => tr!(
                "{n} more passage by the coders themselves has the same code and words as one of the consensus coding or of \
                 another coder."
                    | "{n} more passages by the coders themselves have the same code and words as passages of the consensus \
                       coding or of another coder." % n
            ),
            false => tr!(
                "{n} more passage by other coders has the same code and words as one that is counted or left out."
                    | "{n} more passages by other coders have the same code and words as ones that are counted or left out."
                        % n
            ),
        });
        repeated.into_iter().chain(one_by_one)
    }
}

impl Counted {
    /// Returns the part of the study that the table is about.
    pub(in crate::engine) fn narrowed(&self) -> &Study {
        self.part.as_ref().unwrap_or(&self.whole)
    }

    pub(in crate::engine) fn table(&self, reads: Reads<'_>, query: &TableQuery) -> Result<Table, Error> {
        let provenance = query.provenance(reads, &self.whole, self.narrowed())?;
        let mut table = Table::new(self.narrowed(), &self.tabulation, provenance);
        let others = query.of_others(reads, self)?;
        table.exclude(query.left_out(self, others.left_out));
        let disagreements = self.open_disagreements(reads, query)?;
        if disagreements.open > 0 {
            let open = Noun::Disagreement.counted(disagreements.open as u64);
            let coders = disagreements.coders(&self.whole);
            table
                .provenance
                .push(Topic::OpenDisagreements, tr!("{disagreements} between {coders}", disagreements = open, coders));
        }
        table.footnotes.extend(parents_note(&self.whole, query));
        table.footnotes.extend(cooccurrence::note(&table));
        table.without_consensus = without_consensus(&table, &self.whole, &query.request, &disagreements);
        table.cautions = cautions(&disagreements, &self.whole, self.narrowed());
        table.footnotes.extend(table.cautions.iter().map(|caution| caution.sentence.clone()));
        table.footnotes.extend(self.filter_note(query));
        table.footnotes.extend(query.scope.notes_on_sets(&self.whole)?);
        table.footnotes.extend(self.coded_by_one(reads, query)?);
        table.footnotes.extend(self.counted_once(query));
        table.counted_apart = self.counted_apart(query);
        table.footnotes.extend(apart_note(table.counted_apart));
        table.footnotes.extend(others.notes(query.counts_consensus(&self.whole)));
        if let Some((_, words)) = blind_coding(reads)? {
            table.footnotes.push(tr!("Coding is blind: {words}.", words));
        }
        Ok(table)
    }

    /// Says that nobody meets the filter, or has one of its values.
    fn filter_note(&self, query: &TableQuery) -> Option<String> {
        if let Err(problem) = query.scope.filter.check(&self.whole) {
            return Some(tr!("Check the filter: {problem}.", problem));
        }
        let is_about = |of| query.scope.filter.is_about(of);
        if is_about(Described::Participants) && self.narrowed().participants.is_empty() {
            Some(tr!("No participant meets all conditions of the filter.").to_owned())
        } else if is_about(Described::Documents) && self.narrowed().sources.is_empty() {
            Some(tr!("No document meets all conditions of the filter.").to_owned())
        } else {
            None
        }
    }

    /// Says how many of the passages in the table are counted once although several coders coded them.
    fn counted_once(&self, query: &TableQuery) -> Option<String> {
        if query.count != Count::Passages || query.request.cooccurrence().is_some() {
            return None;
        }
        let counted = self.tabulation.evidence(CellAddress::default());
        let passage = |&place: &u32| self.facts.get(place as usize).map(|fact| (fact.code, fact.source, fact.range));
        // In the order of `Reads::facts`, codings of one passage are adjacent.
        let several = counted.chunk_by(|a, b| passage(a) == passage(b)).filter(|same| same.len() > 1).count();
        (several > 0).then(|| {
            tr!("{n} passage with the same code and exactly the same words by several coders counts once."
                | "{n} passages with the same code and exactly the same words by several coders count once." % several)
        })
    }

    /// Returns how many of the passages in the table overlap one with the same code by another coder, but have another
    /// beginning or end.
    fn counted_apart(&self, query: &TableQuery) -> u64 {
        if query.count != Count::Passages || query.request.cooccurrence().is_some() {
            return 0;
        }
        let counted = self.tabulation.evidence(CellAddress::default());
        let mut facts: Vec<&Fact> = counted.iter().filter_map(|&place| self.facts.get(place as usize)).collect();
        facts.sort_unstable_by_key(|fact| (fact.code, fact.source, fact.range));
        let (mut apart, mut open) = (HashSet::new(), Vec::<&Fact>::new());
        for fact in facts {
            let is_open =
                |one: &&Fact| (one.code, one.source) == (fact.code, fact.source) && one.range.end > fact.range.start;
            open.retain(is_open);
            for other in open.iter().filter(|one| one.user != fact.user && one.range != fact.range) {
                apart.extend([other.passage(), fact.passage()]);
            }
            open.push(fact);
        }
        apart.len() as u64
    }

    /// Names the documents that only one coder has coded in or marked as finished, if the consensus coding is counted: it
    /// has no passages of them. Unknown during blind coding.
    fn coded_by_one(&self, reads: Reads<'_>, query: &TableQuery) -> Result<Option<String>, Error> {
        let users = self.whole.counted(&query.users);
        let Some(consensus) = self.whole.consensus().filter(|consensus| users.contains(consensus)) else {
            return Ok(None);
        };
        if reads.is_narrowed()? {
            return Ok(None);
        }
        let mut coders: HashMap<SourceId, u64> = HashMap::new();
        for (source, _) in reads.participations()?.into_iter().filter(|(_, user)| *user != consensus) {
            *coders.entry(source).or_default() += 1;
        }
        let agreed: HashSet<SourceId> = self.facts.iter().map(|fact| fact.source).collect();
        let is_by_one = |source: SourceId| coders.get(&source) == Some(&1) && !agreed.contains(&source);
        let by_one = self.narrowed().sources.iter().filter(|source| is_by_one(source.id));
        let names: Vec<&str> = by_one.map(|source| source.name.as_str()).collect();
        Ok(finished_by_one(&names))
    }

    /// Counts the disagreements without a decision about passages that the table would count, if the consensus coding is
    /// counted. Unknown during blind coding.
    fn open_disagreements(&self, reads: Reads<'_>, query: &TableQuery) -> Result<OpenDisagreements, Error> {
        let users = self.whole.counted(&query.users);
        if !self.whole.consensus().is_some_and(|consensus| users.contains(&consensus)) || reads.is_narrowed()? {
            return Ok(OpenDisagreements::default());
        }
        let scoped = Scoped::of(reads, &self.whole, &query.scope)?;
        let is_meant = |fact: &Fact| scoped.as_ref().is_none_or(|scoped| scoped.excludes(fact).is_none());
        open_disagreements(reads, &self.whole, is_meant, |passage| {
            scoped.as_ref().is_none_or(|scoped| scoped.has(passage.source, passage.range, passage.code))
        })
    }
}

/// Counts a table.
pub fn tabulated(reads: Reads<'_>, query: &TableQuery) -> Result<Table, Error> {
    query.count(reads)?.table(reads, query)
}

/// Counts how often codes co-occur, as a network.
///
/// # Errors
/// Fails when the project cannot be read, or when the table is another one.
pub fn network(reads: Reads<'_>, query: &TableQuery) -> Result<Network, Error> {
    if query.request.cooccurrence().is_none() {
        return Err(tables::Error::NoNetwork.into());
    }
    let counted = query.count(reads)?;
    let table = counted.table(reads, query)?;
    let book = &counted.whole.codebook;
    let codes = counted.tabulation.codes_of_rows().iter().filter_map(|&code| book.get(code));
    Ok(Network::new(&table, &codes.collect::<Vec<_>>()))
}

/// The most pairs of passages that are listed for a cell: units that many passages touch have very many.
const MOST_PAIRS: usize = 1_000;

/// Returns the passages that a number counts, from the same count as the number. Those of two codes that co-occur are
/// listed in pairs.
pub fn evidence(
    reads: Reads<'_>,
    query: &TableQuery,
    address: CellAddress,
    progress: &Progress,
) -> Result<ListedPassages, Error> {
    let counted = query.count(reads)?;
    let Counted { facts, tabulation, .. } = &counted;
    let coding = |at: u32| facts.get(at as usize).map(|fact| fact.coding);
    let pairs = tabulation.pairs(address, MOST_PAIRS + 1).map(|mut pairs| {
        let is_cut = pairs.len() > MOST_PAIRS;
        pairs.truncate(MOST_PAIRS);
        (pairs, is_cut)
    });
    let codings = match &pairs {
        Some((pairs, _)) => {
            let both = pairs.iter().flat_map(|pair| [pair.row, pair.column]);
            both.filter_map(coding).collect::<HashSet<_>>().into_iter().collect()
        }
        None => tabulation.evidence(address).into_iter().filter_map(coding).collect(),
    };
    let filter = PassageFilter { codings: Some(codings), ..PassageFilter::default() };
    let mut listed = listed_passages(reads, counted.narrowed(), &filter, 0, progress)?;
    if let Some((pairs, is_cut)) = pairs {
        let rows: HashMap<_, usize> = listed.places.iter().enumerate().map(|(row, place)| (place.2, row)).collect();
        let row = |at: u32| rows.get(&coding(at)?).copied();
        let mut rows: Vec<_> = pairs.iter().filter_map(|pair| Some((row(pair.row)?, row(pair.column)?))).collect();
        rows.sort_unstable();
        listed.pairs = Some(ListedPairs { rows, is_cut });
    }
    Ok(listed)
}
