//! Labels of one form, and which of them are speakers.

use super::common::{Common, CommonShape, is_capital, most};
use super::page::Page;
use super::{ENOUGH, MOST_SINGLE, SELDOM, is_telling, share};
use crate::text::TextIndex;
use crate::text::labels::{Form, Mark, Reading, Shape};
use crate::text::vocabulary::{self, Sense};
use std::collections::{HashMap, HashSet};

/// One label in one form.
#[derive(Clone, Debug)]
pub(super) struct Tally<'t> {
    pub label: &'t str,
    pub lines: usize,
    pub openings: usize,
    /// Lines where another label of the form came before.
    pub changes: usize,
    /// Lines without words: another label follows.
    pub empty: usize,
    pub sense: Sense,
}

/// All labels of one form.
pub(super) struct Group<'t> {
    pub form: Form,
    pub lines: usize,
    pub tallies: Vec<Tally<'t>>,
    /// The label of each line, in order, as a place in `tallies`, with the line.
    pub sequence: Vec<(usize, usize)>,
    /// Labels that come back and may be speakers.
    pub back: HashSet<usize>,
    /// The speaker's name by label.
    pub names: HashMap<usize, &'t str>,
}

impl<'t> Tally<'t> {
    pub(super) fn new(label: &'t str) -> Self {
        Self { label, lines: 0, openings: 0, changes: 0, empty: 0, sense: Sense::Open }
    }

    pub(super) fn may_speak(&self) -> bool {
        matches!(self.sense, Sense::Role | Sense::Open)
    }
}

impl<'t> Group<'t> {
    pub(super) fn new(form: Form) -> Self {
        let (tallies, sequence) = (Vec::new(), Vec::new());
        Self { form, lines: 0, tallies, sequence, back: HashSet::new(), names: HashMap::new() }
    }

    pub(super) fn count(&mut self, label: usize, row: usize, opens: bool) {
        let changes = self.sequence.last().is_some_and(|(before, _)| *before != label);
        self.lines += 1;
        self.sequence.push((label, row));
        if let Some(tally) = self.tallies.get_mut(label) {
            tally.lines += 1;
            tally.openings += usize::from(opens);
            tally.changes += usize::from(changes);
        }
    }

    pub(super) fn tally(&self, label: usize) -> Option<&Tally<'t>> {
        self.tallies.get(label)
    }

    /// Decides which of its labels are speakers.
    pub(super) fn judge(&mut self, page: &Page<'t>, text: &str, index: &TextIndex) {
        let few = self.tallies.iter().filter(|tally| tally.lines == 1).count() <= MOST_SINGLE;
        for tally in self.tallies.iter_mut().filter(|tally| tally.lines > 1 || few) {
            tally.sense = vocabulary::sense(tally.label);
        }
        if self.is_record() {
            return;
        }
        let families = self.families(page, text, index);
        let grown: HashSet<usize> = families.iter().flat_map(|family| family.members.iter().copied()).collect();
        let comes_back = |(_, tally): &(usize, &Tally<'t>)| tally.lines > 1 && tally.may_speak();
        let candidates = self.tallies.iter().enumerate().filter(comes_back).map(|(label, _)| label);
        self.back = candidates.filter(|label| !grown.contains(label)).collect();
        let carried = self.carried(page);
        self.back.extend(carried);
        self.drop_empty(page);
        for family in families.into_iter().filter(|family| family.asks) {
            // Without a colon, a number alone may be that of any heading.
            let clear = is_telling(self.form) || vocabulary::is_question(family.stem);
            for member in family.members.iter().filter(|_| clear) {
                self.names.insert(*member, family.stem);
            }
        }
        if !self.is_of_the_document(page) {
            return;
        }
        let back: Vec<usize> = self.back.iter().copied().collect();
        for label in back {
            let Some(tally) = self.tally(label) else { continue };
            let name = tally.label;
            self.names.insert(label, name);
        }
        self.drop_unlike(page);
        if few {
            self.add_single(page, &grown);
        }
    }

    /// Takes out labels that come back seldom and look otherwise than those that come back often.
    pub(super) fn drop_unlike(&mut self, page: &Page<'t>) {
        let often = |tally: &Tally<'t>| tally.lines > SELDOM;
        let known: usize = self.tallies_of_speakers().filter(|tally| often(tally)).map(|tally| tally.lines).sum();
        if known < 10 {
            return;
        }
        let common = self.common(page, SELDOM + 1);
        let mut unlike: HashMap<usize, usize> = HashMap::new();
        for &(label, row) in &self.sequence {
            let Some(tally) = self.tally(label).filter(|tally| !often(tally) && self.names.contains_key(&label)) else {
                continue;
            };
            let Some(reading) = self.reading(page, row) else { continue };
            let opens = page.rows.get(row).is_some_and(|row| row.opens);
            if !common.fits(tally.label, reading.shape, opens) {
                *unlike.entry(label).or_default() += 1;
            }
        }
        for (label, count) in unlike {
            if self.tally(label).is_some_and(|tally| count * 2 >= tally.lines) {
                self.names.remove(&label);
            }
        }
    }

    pub(super) fn tallies_of_speakers(&self) -> impl Iterator<Item = &Tally<'t>> {
        self.names.keys().filter_map(|label| self.tally(*label))
    }

    /// Labels that come back, take turns and begin so much of the text that they are speakers whatever their words say:
    /// `NB` before every second line.
    pub(super) fn carried(&self, page: &Page<'t>) -> Vec<usize> {
        let covers = |least: usize| {
            let often = || self.tallies.iter().filter(move |tally| tally.lines >= least);
            let spoken: usize = often().map(|tally| tally.lines).sum();
            let openings: usize = often().map(|tally| tally.openings).sum();
            (spoken, often().count(), share(spoken, page.filled).max(share(openings, page.openings)))
        };
        // Where they are all of the text, twice is enough.
        let least = if covers(2).2 >= 0.9 { 2 } else { 3 };
        let (spoken, labels, covered) = covers(least);
        // Words are needed only where names and roles alone are no conversation.
        let names = self.tallies.iter().filter(|tally| tally.lines >= least && tally.may_speak()).count();
        let carries = |tally: &Tally<'t>| {
            !tally.may_speak()
                && (names < 2 && tally.sense != Sense::Attribute || vocabulary::is_initials(tally.label))
                && tally.lines >= least
                && tally.changes * 2 >= tally.lines
                && share(tally.lines, spoken) >= 0.2
                && tally.label.split_whitespace().count() <= 3
        };
        if covered < 0.4 || !(2..=4).contains(&labels) || !is_telling(self.form) {
            return Vec::new();
        }
        self.tallies.iter().enumerate().filter(|(_, tally)| carries(tally)).map(|(label, _)| label).collect()
    }

    /// Takes out labels with nothing said behind them.
    pub(super) fn drop_empty(&mut self, page: &Page<'t>) {
        let mut empty: Vec<usize> = Vec::new();
        let names: HashSet<&str> =
            self.back.iter().filter_map(|label| self.tally(*label)).map(|tally| tally.label).collect();
        for &(label, row) in self.sequence.iter().filter(|(label, _)| self.back.contains(label)) {
            let alone = |reading: &&Reading<'t>| reading.form == self.form && reading.shape.alone;
            if !page.of(row).iter().any(|reading| alone(&reading)) {
                continue;
            }
            let silent = page.next(row).is_none_or(|next| {
                let stamped = self.form.mark == Mark::Timed && page.rows.get(next).is_some_and(|row| row.stamped);
                stamped || page.of(next).iter().find(alone).is_some_and(|reading| names.contains(reading.label))
            });
            if silent {
                empty.push(label);
            }
        }
        for label in empty {
            if let Some(tally) = self.tallies.get_mut(label) {
                tally.empty += 1;
                if tally.empty * 2 > tally.lines {
                    self.back.remove(&label);
                }
            }
        }
    }

    /// Whether the form is one in which the document names its speakers.
    pub(super) fn is_of_the_document(&self, page: &Page<'t>) -> bool {
        let back: Vec<&Tally<'t>> = self.back.iter().filter_map(|label| self.tally(*label)).collect();
        let lines: usize = back.iter().map(|tally| tally.lines).sum();
        let openings: usize = back.iter().map(|tally| tally.openings).sum();
        let role = |tally: &&Tally<'t>| tally.sense == Sense::Role;
        let covers = share(lines, page.filled).max(share(openings, page.openings));
        let sequence: Vec<usize> =
            self.sequence.iter().map(|(l, _)| *l).filter(|label| self.back.contains(label)).collect();
        let changes = sequence.windows(2).filter(|pair| pair.first() != pair.last()).count();
        let alternates = share(changes, lines.saturating_sub(1));
        if is_telling(self.form) {
            let roles = self.tallies.iter().filter(role).count();
            return match back.as_slice() {
                [] => roles > 1,
                [one] => role(one) || roles > 0 || one.lines > 3 || covers >= 0.3,
                _ if back.iter().any(role) => true,
                _ => covers >= 0.05 && share(lines, self.lines) >= 0.25 || lines > 9,
            };
        }
        let person = |tally: &&Tally<'t>| tally.may_speak() && (role(tally) || vocabulary::is_name(tally.label));
        let named: usize = back.iter().copied().filter(person).map(|tally| tally.lines).sum();
        let trust = match self.form.mark {
            Mark::Slip => return false,
            Mark::Dash | Mark::Dot | Mark::Alone => 0.0,
            _ => 0.6,
        };
        // Where lines of prose have this form too, only those that begin like a name compete.
        let people: usize = self.tallies.iter().filter(person).map(|tally| tally.lines).sum();
        let others = if trust > 0.0 { self.lines } else { people.max(lines) };
        if let [one] = back.as_slice() {
            // Others who speak once make it a conversation.
            let others = people.saturating_sub(one.lines);
            let covers = share(people, page.openings);
            return trust > 0.0 && person(one) && others > 0 && share(people, self.lines) >= 0.8 && covers >= 0.4;
        }
        let score = trust + covers + share(lines, others) + alternates + share(named, lines);
        // What stands twice, once in a list of contents and once above its part, is a heading.
        let twice = back.len() > 3 && lines * 2 < back.len() * 5;
        back.len() > 1 && alternates >= 0.4 && covers >= 0.05 && score >= ENOUGH && !twice
    }

    /// What stands once: roles, and names that look like the other labels in everything that those share.
    pub(super) fn add_single(&mut self, page: &Page<'t>, grown: &HashSet<usize>) {
        let common = self.common(page, 1);
        let known: usize = self.tallies_of_speakers().map(|tally| tally.lines).sum();
        // Labels that are set off by more than a colon need not look like names.
        let distinct = known > 3 && (common.is_distinct() || self.form.open.is_some());
        let (mut found, mut roles) = (Vec::new(), Vec::new());
        let names: HashSet<&str> = self.names.values().copied().collect();
        let speaks = |row: usize| self.reading(page, row).is_some_and(|reading| names.contains(reading.label));
        for &(label, row) in self.sequence.iter().filter(|(label, _)| !grown.contains(label)) {
            let (Some(tally), Some(reading)) = (self.tally(label), self.reading(page, row)) else { continue };
            let once = tally.lines == 1 && tally.may_speak() || distinct && tally.sense == Sense::Sentence;
            let silent = reading.shape.alone && page.next(row).is_none_or(speaks);
            let opens = page.rows.get(row).is_some_and(|row| row.opens);
            let fits = known < 4 || common.fits(tally.label, reading.shape, opens);
            if !once || silent || !fits || self.names.contains_key(&label) {
                continue;
            }
            let short = known > 9 && !tally.label.contains(' ') && tally.label.starts_with(char::is_lowercase);
            let set_off = distinct && tally.label.chars().count() <= 24;
            // Without a colon or a time, capitals are as likely a head or an exclamation.
            match tally.sense {
                Sense::Role if is_telling(self.form) || !vocabulary::is_initials(tally.label) => roles.push(label),
                Sense::Role => {}
                _ if known > 1 && (short || set_off || vocabulary::is_name(tally.label)) => found.push(label),
                _ => {}
            }
        }
        let others = known + roles.len();
        let covers = share(others + found.len(), page.filled).max(share(others + found.len(), page.openings));
        let few = known > 9 && found.len() * 10 <= known.max(20);
        let common_form = covers >= 0.4 && found.len() <= others || covers >= 0.8 && found.len() <= 2 * others;
        if !(few || common_form || distinct && found.len() <= 4 * others) {
            found.clear();
        }
        for label in roles.into_iter().chain(found) {
            let Some(tally) = self.tally(label) else { continue };
            let name = tally.label;
            self.names.insert(label, name);
        }
    }

    fn reading<'p>(&self, page: &'p Page<'t>, row: usize) -> Option<&'p Reading<'t>> {
        page.of(row).iter().find(|reading| reading.form == self.form)
    }

    /// What the lines of its speakers have in common, of those with so many lines at least.
    pub(super) fn common(&self, page: &Page<'t>, lines: usize) -> Common {
        let often = |label: usize| self.tally(label).is_some_and(|tally| tally.lines >= lines);
        let speaks = |&&(label, _): &&(usize, usize)| self.names.contains_key(&label) && often(label);
        let shapes: Vec<(Shape, bool, &'t str)> = self
            .sequence
            .iter()
            .filter(speaks)
            .filter_map(|&(_, row)| {
                let reading = self.reading(page, row)?;
                Some((reading.shape, page.rows.get(row)?.opens, reading.label))
            })
            .collect();
        let shape = CommonShape {
            timed: most(shapes.iter().map(|(shape, _, _)| shape.timed)),
            alone: most(shapes.iter().map(|(shape, _, _)| shape.alone)),
            bold: most(shapes.iter().map(|(shape, _, _)| shape.bold)),
            heading: most(shapes.iter().map(|(shape, _, _)| shape.heading)),
            lead: most(shapes.iter().map(|(shape, _, _)| shape.lead)),
        };
        let cased = |label: &&str| label.chars().filter(|c| c.is_uppercase()).count() > 1;
        let capitals = most(shapes.iter().map(|(_, _, label)| is_capital(label) && cased(label))) == Some(true);
        let opens = most(shapes.iter().map(|(_, opens, _)| *opens)).filter(|_| page.is_spaced());
        Common { shape, opens, capitals }
    }

    /// Fields of a record: three labels and more that follow each other in one order all along, none of them a role and at
    /// least one of them no person. People who speak in turn are no record.
    pub(super) fn is_record(&self) -> bool {
        let most = self.tallies.iter().map(|tally| tally.lines).max().unwrap_or(0);
        // The fields of a record stand about as often as each other.
        let is_field = |tally: &Tally<'_>| tally.lines > 2 && tally.lines * 2 > most;
        let fields = self.tallies.iter().enumerate().filter(|(_, tally)| is_field(tally));
        let often: HashSet<usize> = fields.map(|(label, _)| label).collect();
        let any = |wanted: &[Sense]| {
            often.iter().filter_map(|label| self.tally(*label)).any(|tally| wanted.contains(&tally.sense))
        };
        let is_of_things = any(&[Sense::Attribute, Sense::NoPerson, Sense::Sentence]);
        if often.len() < 3 || any(&[Sense::Role]) || !is_of_things {
            return false;
        }
        let order: Vec<usize> = self.sequence.iter().map(|(label, _)| *label).filter(|l| often.contains(l)).collect();
        let mut pairs: HashMap<(usize, usize), usize> = HashMap::new();
        for pair in order.windows(2) {
            if let [one, next] = pair {
                *pairs.entry((*one, *next)).or_default() += 1;
            }
        }
        let mut best: HashMap<usize, usize> = HashMap::new();
        for ((one, next), count) in &pairs {
            if one != next {
                let most = best.entry(*one).or_default();
                *most = (*most).max(*count);
            }
        }
        let regular: usize = best.values().sum();
        share(regular, order.len().saturating_sub(1)) >= 0.95 && pairs.len() <= often.len() + often.len() / 2
    }
}
