//! Labels of one form, and which of them are speakers.

use super::common::{Common, CommonShape, is_capital, most};
use super::family::numbered;
use super::page::Page;
use super::{ENOUGH, MOST_SINGLE, SELDOM, is_telling, share};
use crate::text::labels::{Form, Mark, Reading, Shape};
use crate::text::vocabulary::{self, Sense};
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

/// One word in lower case, or a list of names: what stands behind an attribute.
fn is_value(words: &str) -> bool {
    let mut parts = words.split([' ', ',', ';', '.', '(', ')']).filter(|word| !word.is_empty()).peekable();
    let first = parts.peek().copied().unwrap_or("");
    let lower = first.starts_with(char::is_lowercase);
    let several = words.contains(", ");
    let named = parts.all(|word| !word.starts_with(char::is_lowercase));
    let sentence = words.contains(['?', '!']);
    lower && first.len() == words.trim().len() || several && named && !lower && !sentence
}

fn ends_in_digit(label: &str) -> bool {
    label.ends_with(char::is_numeric)
}

/// One label in one form.
#[derive(Clone, Debug)]
pub(super) struct Tally<'t> {
    /// As most lines spell it.
    pub label: &'t str,
    pub spelled: usize,
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
        Self { label, spelled: 0, lines: 0, openings: 0, changes: 0, empty: 0, sense: Sense::Open }
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

    /// Counts a line; `spelling` is the label as it stands there, and its lines up to here.
    pub(super) fn count(&mut self, label: usize, row: usize, opens: bool, spelling: (&'t str, usize)) {
        let changes = self.sequence.last().is_some_and(|(before, _)| *before != label);
        self.lines += 1;
        self.sequence.push((label, row));
        if let Some(tally) = self.tallies.get_mut(label) {
            tally.lines += 1;
            if spelling.1 > tally.spelled {
                (tally.label, tally.spelled) = spelling;
            }
            tally.openings += usize::from(opens);
            tally.changes += usize::from(changes);
        }
    }

    pub(super) fn tally(&self, label: usize) -> Option<&Tally<'t>> {
        self.tallies.get(label)
    }

    /// Decides which of its labels are speakers.
    pub(super) fn judge(&mut self, page: &Page<'t>) {
        let few = self.tallies.iter().filter(|tally| tally.lines == 1).count() <= MOST_SINGLE;
        for tally in self.tallies.iter_mut().filter(|tally| tally.lines > 1 || few) {
            tally.sense = vocabulary::sense(tally.label);
        }
        if self.form.mark == Mark::Chat {
            // Whatever a sender is called, the program wrote it.
            self.names = self.tallies.iter().enumerate().map(|(label, tally)| (label, tally.label)).collect();
            return;
        }
        if self.is_record(page) || self.is_list() {
            return;
        }
        let families = self.families(page);
        let grown: HashSet<usize> = families.iter().flat_map(|family| family.members.iter().copied()).collect();
        let comes_back = |(_, tally): &(usize, &Tally<'t>)| tally.lines > 1 && tally.may_speak();
        let candidates = self.tallies.iter().enumerate().filter(comes_back).map(|(label, _)| label);
        self.back = candidates.filter(|label| !grown.contains(label)).collect();
        let carried = self.carried(page);
        self.back.extend(carried);
        if is_telling(self.form) && self.covers_all(page) {
            let phrases = self.tallies.iter().enumerate().filter(|(_, t)| t.lines > 1 && t.sense == Sense::Phrase);
            self.back.extend(phrases.map(|(label, _)| label));
        }
        self.drop_empty(page);
        self.drop_figures(page);
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

    /// The first line of a speaker.
    pub(super) fn first_row(&self) -> Option<usize> {
        self.sequence.iter().find(|(label, _)| self.names.contains_key(label)).map(|(_, row)| *row)
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
        // Sentences stand behind no attribute.
        let said = |label: &str| {
            let own = self.sequence.iter().filter(|(at, _)| self.tally(*at).is_some_and(|tally| tally.label == label));
            let (all, said) = own.fold((0, 0), |(all, said), (_, row)| {
                let is_said = self.reading(page, *row).is_some_and(|reading| page.is_said(*row, reading));
                (all + 1, said + usize::from(is_said))
            });
            share(said, all) >= 0.7
        };
        let carries = |tally: &Tally<'t>| {
            !tally.may_speak()
                && (names < 2 && (tally.sense != Sense::Attribute || said(tally.label))
                    || vocabulary::is_initials(tally.label))
                && tally.lines >= least
                && tally.changes * 2 >= tally.lines
                && share(tally.lines, spoken) >= 0.2
                && tally.label.split_whitespace().count() <= 3
        };
        let words = self.tallies.iter().any(|tally| carries(tally) && !vocabulary::is_initials(tally.label));
        if covered < if words { 0.8 } else { 0.4 } || !(2..=4).contains(&labels) || !is_telling(self.form) {
            return Vec::new();
        }
        self.tallies.iter().enumerate().filter(|(_, tally)| carries(tally)).map(|(label, _)| label).collect()
    }

    /// Nearly all of the text begins with labels of names and roles that come back: what stands there besides is a label.
    fn covers_all(&self, page: &Page<'t>) -> bool {
        let back = || self.tallies.iter().filter(|tally| tally.lines > 1 && tally.may_speak());
        let lines: usize = back().map(|tally| tally.lines).sum();
        let openings: usize = back().map(|tally| tally.openings).sum();
        let phrases: usize = self.tallies.iter().filter(|t| t.sense == Sense::Phrase).map(|tally| tally.lines).sum();
        let covers = share(lines + phrases, page.filled).max(share(openings + phrases, page.openings));
        lines >= 8 && covers >= 0.9 && phrases * 4 <= lines
    }

    /// Takes out labels with nothing but figures behind them.
    fn drop_figures(&mut self, page: &Page<'t>) {
        let mut said: HashSet<usize> = HashSet::new();
        for &(label, row) in &self.sequence {
            let words = self.reading(page, row).map_or("", |reading| page.words(row, reading)).trim();
            if words.is_empty() || words.contains(char::is_alphabetic) || !words.contains(char::is_numeric) {
                said.insert(label);
            }
        }
        self.back.retain(|label| said.contains(label));
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
                // The words may have the time of the name once more.
                let stamped = self.form.mark == Mark::Timed && page.is_at_other_time(next, row);
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

    /// Behind half of its labels that come back stands more than a name or a date.
    fn is_mostly_said(&self, page: &Page<'t>) -> bool {
        let rows = self.sequence.iter().filter(|(label, _)| self.back.contains(label));
        let (all, said) = rows.fold((0, 0), |(all, said), (_, row)| {
            let reading = self.reading(page, *row);
            let is_said = reading.is_some_and(|reading| {
                reading.shape.alone || page.is_said(*row, reading) && !is_value(page.words(*row, reading))
            });
            (all + 1, said + usize::from(is_said))
        });
        said * 2 >= all
    }

    /// Dashes stand for the questions to somebody who is named: they take turns, and together are most of the text. Then
    /// the dash is a speaker.
    pub(super) fn takes_turns_with(&self, named: Option<&Self>, page: &Page<'t>) -> bool {
        let Some(named) = named.filter(|_| self.lines > 2 && self.tallies.len() == 1) else { return false };
        let speaks = |(label, _): &&(usize, usize)| named.names.contains_key(label);
        let mut rows: Vec<(usize, bool)> = named.sequence.iter().filter(speaks).map(|(_, row)| (*row, false)).collect();
        rows.extend(self.sequence.iter().map(|(_, row)| (*row, true)));
        rows.sort_unstable();
        let changes =
            rows.windows(2).filter(|pair| pair.first().map(|row| row.1) != pair.last().map(|row| row.1)).count();
        share(changes, rows.len() - 1) >= 0.7
            && share(rows.len(), page.filled).max(share(rows.len(), page.openings)) >= 0.5
    }

    /// All of its speakers are named before a row, without saying anything.
    pub(super) fn is_header_before(&self, row: usize, page: &Page<'t>) -> bool {
        self.sequence.iter().filter(|(label, _)| self.names.contains_key(label)).all(|(_, own)| {
            let said =
                self.reading(page, *own).is_some_and(|reading| reading.shape.alone || page.is_said(*own, reading));
            *own < row && !said
        })
    }

    /// Beside questions and answers that are marked by letters, whoever else speaks has a name in capitals with a colon.
    pub(super) fn interrupts(&mut self, main: &Self, page: &Page<'t>) {
        let Some((first, last)) = main.first_row().zip(main.sequence.last().map(|(_, row)| *row)) else { return };
        let by_letters = main.tallies_of_speakers().all(|tally| vocabulary::is_initials(tally.label));
        if is_telling(main.form) || self.form != (Form { open: None, mark: Mark::Colon }) || !by_letters {
            return;
        }
        for &(label, row) in &self.sequence {
            let Some(tally) = self.tallies.get(label).filter(|_| first < row && row < last) else { continue };
            let letters = tally.label.chars().filter(|c| c.is_uppercase()).count();
            let said = self.reading(page, row).is_some_and(|reading| page.is_said(row, reading));
            if said && letters > 3 && is_capital(tally.label) && vocabulary::is_name(tally.label) {
                self.names.insert(label, tally.label);
            }
        }
    }

    /// Letters or numbers in their order: `A`, `B`, `C` of a questionnaire, `P1`, `P2`, `P3` of a list of people.
    fn is_list(&self) -> bool {
        let labels: Vec<&str> = self.sequence.iter().filter_map(|(label, _)| Some(self.tally(*label)?.label)).collect();
        let letter = |label: &str| label.chars().next().filter(|c| c.is_ascii_uppercase() && label.len() == 1);
        let by_letter = |one: &str, next: &str| {
            letter(one).zip(letter(next)).is_some_and(|(one, next)| one as u8 + 1 == next as u8)
        };
        // `P1` is somebody, and may speak once.
        let by_number = |one: &str, next: &str| {
            !vocabulary::is_initials(one)
                && numbered(one).zip(numbered(next)).is_some_and(|((a, one), (b, next))| a == b && one + 1 == next)
        };
        if labels.len() < 4 || self.tallies.len() < 3 {
            return false;
        }
        let pairs = || labels.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        if self.tallies.iter().all(|tally| tally.lines == 1) {
            let follows = pairs().filter(|(one, next)| by_letter(one, next) || by_number(one, next)).count();
            return share(follows, labels.len() - 1) >= 0.9;
        }
        // Where a colon stands, people may speak in this order again and again.
        !is_telling(self.form) && pairs().all(|(one, next)| by_letter(one, next) || next == "A")
    }

    /// Whether the form is one in which the document names its speakers.
    pub(super) fn is_of_the_document(&self, page: &Page<'t>) -> bool {
        // Numbered questions count as one that comes back.
        let asked = self.names.keys().filter(|label| !self.back.contains(label));
        let back: Vec<&Tally<'t>> = self.back.iter().chain(asked).filter_map(|label| self.tally(*label)).collect();
        let lines: usize = back.iter().map(|tally| tally.lines).sum();
        let openings: usize = back.iter().map(|tally| tally.openings).sum();
        let role = |tally: &&Tally<'t>| tally.sense == Sense::Role;
        let covers = share(lines, page.filled).max(share(openings, page.openings));
        let sequence: Vec<usize> = self
            .sequence
            .iter()
            .map(|(l, _)| *l)
            .filter(|l| self.back.contains(l) || self.names.contains_key(l))
            .collect();
        let changes = sequence.windows(2).filter(|pair| pair.first() != pair.last()).count();
        let alternates = share(changes, lines.saturating_sub(1));
        if is_telling(self.form) {
            let roles = self.tallies.iter().filter(role).count();
            let spoken: usize = self.tallies.iter().filter(role).map(|tally| tally.lines).sum();
            let opened: usize = self.tallies.iter().filter(role).map(|tally| tally.openings).sum();
            let covers_roles = share(spoken, page.filled).max(share(opened, page.openings));
            return match back.as_slice() {
                [] => roles > 1 && (covers_roles >= 0.2 || self.lines == 2),
                [one] if role(one) => roles > 1 || one.lines > 3 || covers >= 0.15,
                [one] => roles > 0 || (one.lines > 3 || covers >= 0.5) && one.lines * 2 >= self.lines,
                _ if back.iter().any(role) => true,
                _ if covers < 0.5 && !self.is_mostly_said(page) => false,
                _ => covers.max(share(lines, page.beginnings)) >= 0.4 && share(lines, self.lines) >= 0.25 || lines > 12,
            };
        }
        let person = |tally: &&Tally<'t>| tally.may_speak() && (role(tally) || vocabulary::is_name(tally.label));
        let named: usize = back.iter().copied().filter(person).map(|tally| tally.lines).sum();
        let trust = match self.form.mark {
            Mark::Slip | Mark::Rule => return false,
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
        let twice = self.back.len() > 3 && lines * 2 < self.back.len() * 5;
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
        let talk = self.talk(page);
        let covers_all = self.covers_all(page);
        let lower = self.tallies_of_speakers().any(|tally| tally.label.starts_with(char::is_lowercase));
        let listed = self.listed(page, talk.as_ref());
        let numbered = self.tallies_of_speakers().any(|tally| ends_in_digit(tally.label));
        let speaks = |row: usize| self.reading(page, row).is_some_and(|reading| names.contains(reading.label));
        for &(label, row) in self.sequence.iter().filter(|(label, _)| !grown.contains(label)) {
            let (Some(tally), Some(reading)) = (self.tally(label), self.reading(page, row)) else { continue };
            let may_speak = tally.may_speak() || covers_all && tally.sense == Sense::Phrase;
            let once = tally.lines == 1 && may_speak || distinct && tally.sense == Sense::Sentence;
            let silent = reading.shape.alone && page.next(row).is_none_or(speaks);
            let opens = page.rows.get(row).is_some_and(|row| row.opens);
            let fits = known < 4 || common.fits(tally.label, reading.shape, opens);
            // A sound that is typed like the initials of the others: `UM` beside `M` and `B1`.
            let initials = known > 3 && vocabulary::is_initials(tally.label) && self.are_initials();
            let once = once || initials && tally.lines == 1;
            // Before and after the talk, a list of attributes looks like short turns.
            let open_behind = opens || tally.sense == Sense::Open;
            let outside = talk.as_ref().is_some_and(|talk| row < *talk.start() || row > *talk.end() && open_behind);
            let said = page.is_said(row, reading) && !is_value(page.words(row, reading));
            let attribute = outside && !reading.shape.alone && !said;
            let part = known > 3 && !numbered && tally.sense != Sense::Role && ends_in_digit(tally.label);
            if !once || silent || !fits || attribute || part || listed.contains(&row) || self.names.contains_key(&label)
            {
                continue;
            }
            let short = known > 9 && lower && !tally.label.contains(' ') && tally.label.starts_with(char::is_lowercase);
            let set_off = distinct && tally.label.chars().count() <= 24;
            // Without a colon or a time, capitals are as likely a head or an exclamation.
            match tally.sense {
                Sense::NoPerson | Sense::Attribute if initials => roles.push(label),
                Sense::Role if is_telling(self.form) || !vocabulary::is_initials(tally.label) => roles.push(label),
                Sense::Role => {}
                Sense::Phrase if covers_all => found.push(label),
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

    /// Lines of lists: attributes before the talk, when there are three of them and more, and labels that stand once within
    /// what somebody says, three and more in a row.
    fn listed(&self, page: &Page<'t>, talk: Option<&RangeInclusive<usize>>) -> HashSet<usize> {
        let Some(talk) = talk else { return HashSet::new() };
        let mut out = HashSet::new();
        let speaks = |label: usize| self.names.contains_key(&label);
        let open = |label: usize| {
            self.tally(label)
                .is_some_and(|tally| tally.sense != Sense::Role && tally.lines == 1 && !ends_in_digit(tally.label))
        };
        let before: Vec<usize> = self
            .sequence
            .iter()
            .filter(|(label, row)| *row < *talk.start() && !speaks(*label))
            .map(|(_, row)| *row)
            .collect();
        let unsaid = |row: &&usize| self.reading(page, **row).is_some_and(|reading| !page.is_said(**row, reading));
        if before.len() > 2 && before.iter().filter(unsaid).count() * 2 >= before.len() {
            // Somebody asks before the first of those who come back answers.
            let asks =
                |row: &usize| self.reading(page, *row).is_some_and(|r| page.words(*row, r).contains(['?', '？', '؟']));
            out.extend(before.into_iter().filter(|row| !asks(row)));
        }
        let often: usize = self.tallies_of_speakers().map(|tally| tally.lines).filter(|lines| *lines > 3).sum();
        let mut run: Vec<usize> = Vec::new();
        let mut after = false;
        for (label, row) in self.sequence.iter().copied().chain([(usize::MAX, usize::MAX)]) {
            let within = open(label) && talk.contains(&row);
            if within {
                run.push(row);
                continue;
            }
            if after && run.len() > 2 && run.len() * 2 <= often {
                out.extend(run.iter().copied());
            }
            run.clear();
            after = self.tally(label).is_some_and(|tally| tally.lines > 3 && speaks(label));
        }
        out
    }

    /// From the first to the last line in which somebody who comes back says more than a name; `None` where nobody does.
    fn talk(&self, page: &Page<'t>) -> Option<RangeInclusive<usize>> {
        let back =
            |label: usize| self.names.contains_key(&label) && self.tally(label).is_some_and(|tally| tally.lines > 1);
        let said = |row: usize| {
            self.reading(page, row).is_some_and(|reading| reading.shape.alone || page.is_said(row, reading))
        };
        let rows = || self.sequence.iter().filter(|(label, _)| back(*label)).map(|(_, row)| *row);
        // Without any punctuation, all of it may be talk.
        let first = rows().find(|row| said(*row)).or_else(|| rows().next())?;
        let last = rows().rev().find(|row| said(*row)).or_else(|| rows().next_back())?;
        Some(first..=last.max(first))
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
        // Initials are in capitals anyway.
        let cased = |label: &&str| label.chars().filter(|c| c.is_uppercase()).count() > 3;
        let capitals = most(shapes.iter().map(|(_, _, label)| is_capital(label) && cased(label))) == Some(true);
        let opens = most(shapes.iter().map(|(_, opens, _)| *opens)).filter(|_| page.is_spaced());
        Common { shape, opens, capitals }
    }

    /// Fields of a record: three labels and more that follow each other in one order all along, none of them a role and at
    /// least one of them no person. People who speak in turn are no record.
    pub(super) fn is_record(&self, page: &Page<'t>) -> bool {
        let most = self.tallies.iter().map(|tally| tally.lines).max().unwrap_or(0);
        // The fields of a record stand about as often as each other.
        let is_field = |tally: &Tally<'_>| tally.lines > 2 && tally.lines * 2 > most;
        let fields = self.tallies.iter().enumerate().filter(|(_, tally)| is_field(tally));
        let often: HashSet<usize> = fields.map(|(label, _)| label).collect();
        let any = |wanted: &[Sense]| {
            often.iter().filter_map(|label| self.tally(*label)).any(|tally| wanted.contains(&tally.sense))
        };
        let is_of_things = any(&[Sense::Attribute, Sense::NoPerson, Sense::Sentence, Sense::Phrase]);
        if often.len() < 3 || any(&[Sense::Role]) || !(is_of_things || self.opens_with_one(page, &often)) {
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

    /// One label stands behind every blank line, and the others never do.
    fn opens_with_one(&self, page: &Page<'t>, often: &HashSet<usize>) -> bool {
        let opening = |label: &&usize| self.tally(**label).is_some_and(|tally| tally.openings == tally.lines);
        let inner = |label: &&usize| self.tally(**label).is_some_and(|tally| tally.openings == 0);
        page.is_spaced()
            && often.iter().filter(opening).count() == 1
            && often.iter().filter(inner).count() + 1 == often.len()
    }

    /// Most of its speakers are called by initials.
    fn are_initials(&self) -> bool {
        let all = self.tallies_of_speakers().count();
        let short = |tally: &&Tally<'_>| {
            tally.label.starts_with(char::is_uppercase)
                && tally.label.chars().count() <= 3
                && !tally.label.contains(' ')
        };
        all > 1 && self.tallies_of_speakers().filter(short).count() * 2 > all
    }
}
