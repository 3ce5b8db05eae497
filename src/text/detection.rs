//! Detects which labels of a document are speakers, by how they behave in it.
//!
//! Every line is read in all forms that a label may have ([`super::labels`]). The readings of one form are a group. A
//! group names the document's speakers if its labels recur, take turns and begin much of the text. A colon or a time
//! beside the name is trusted from the start. Any other form needs a score, the sum of five shares from 0 to 1: how
//! reliable the mark is, how much of the text begins with it, how many of its labels recur, how often they alternate,
//! and how many look like roles or names. Words that are not names count against a label, unless they carry the whole
//! document, as initials such as `NB` do. A label that occurs once is a speaker if it matches the others in everything
//! they share. The work is linear in the length of the text, and depends only on the text and its styles.

mod below;
mod codes;
mod common;
mod counter;
mod doubt;
mod established;
mod family;
mod group;
mod looks;
mod numbers;
mod opening;
mod page;
mod record;
mod single;

use self::common::Common;
use self::doubt::single_words;
use self::group::{Group, Tally};
use self::looks::{fold, is_likely, is_said, is_short_name, is_sign, is_who, is_wordy, without_remark};
use self::page::{Page, Row, ends_sentence, is_bracketed};
use super::labels::{LabelForm, LabelMark, LabelReading};
use super::vocabulary::{self, Sense, is_chat_notice as is_notice};
use super::{TextIndex, headwords, persons};
use crate::model::hashing::{HashMap, HashSet};
use crate::model::{Cancelled, Progress, Styled};

/// In a form with more labels that occur once, none of these is a speaker.
const MOST_SINGLE: usize = 1000;
/// The score, out of 4.6, that a form needs if its mark is neither a colon nor a time.
const ENOUGH: f64 = 2.6;
/// The number of lines of a label that recurs, but rarely.
const SELDOM: usize = 3;
/// The number of examined lines in one step of the progress. Lines are examined several times.
const STEP: usize = 4096;
/// The most lines at the beginning of a document that may be its header.
const HEADER: usize = 60;
/// Chat programs write notices in a member's name before at most this many messages.
const NOTICES_UP_TO: usize = 3;

/// The lines of a text that begin a speaker's turn, with their speakers.
#[derive(Debug, Default)]
pub(super) struct Detected<'t> {
    /// One entry per paragraph: the reading that applies, or else the most likely one.
    pub lines: Vec<Option<LabelReading<'t>>>,
    /// The speaker's name by label; labels that are not speakers are not included.
    pub names: HashMap<&'t str, &'t str>,
    /// The number of paragraphs in the header, in which nobody speaks.
    pub header: usize,
    /// The paragraphs that a forum writes beside its messages, such as dates.
    pub notes: HashSet<usize>,
    /// The paragraphs that look like turns of somebody who is not known to speak.
    pub doubted: HashSet<usize>,
    /// Labels of one line each that count as speakers, although they may be a word of the speaker before.
    pub single: Vec<&'t str>,
    /// The number of paragraphs with a speaker's label after their beginning.
    pub within: usize,
    /// The number of labels whose number counts the turns.
    pub counters: usize,
}

/// Finds the speakers of a text. Progress counts examined lines, each as often as it is examined, without a total.
///
/// # Errors
/// When cancelled, which is possible every few thousand lines.
pub(super) fn detect<'t>(
    text: &'t str,
    index: &TextIndex,
    styles: &[Styled],
    progress: &Progress,
) -> Result<Detected<'t>, Cancelled> {
    let mut page = Page::read(text, index, styles, progress)?;
    let counters = page.drop_counters();
    let mut groups = judged(&page)?;
    if groups.is_empty() && page.admit_recurring() {
        groups = judged(&page)?;
    }
    established::complete(&mut groups, &mut page);
    below::drop_words(&mut groups, &page);
    Ok(Detected { counters, ..page.chosen(&groups)? })
}

/// The groups whose labels are speakers, the most frequent first.
fn judged<'t>(page: &Page<'t, '_>) -> Result<Vec<Group<'t>>, Cancelled> {
    let mut groups = page.groups();
    let dashes = groups.iter().position(|group| group.form.mark == LabelMark::Rule).map(|at| groups.remove(at));
    drop_titles(&mut groups, page);
    for group in &mut groups {
        group.judge(page);
        page.checkpoint()?;
    }
    let weight = |group: &Group<'_>| group.tallies_of_speakers().map(|tally| tally.lines).sum::<usize>();
    if let Some(main) = (0..groups.len()).max_by_key(|at| groups.get(*at).map_or(0, weight)) {
        let main = groups.swap_remove(main);
        groups.iter_mut().for_each(|group| group.interrupts(&main, page));
        groups.push(main);
    }
    if let Some(dashes) = dashes.as_ref().filter(|_| groups.iter().all(|group| group.names.is_empty())) {
        groups.iter_mut().for_each(|group| group.answers_to(dashes, page));
    }
    groups.retain(|group| !group.names.is_empty());
    groups.sort_by_key(|group| (std::cmp::Reverse(weight(group)), group.form));
    let most = groups.first().map_or(0, weight);
    // A form that is rare compared with the document's main form is a habit of speech. Beside questions and answers in
    // another form, a colon marks any further speakers.
    let telling = groups.first().is_some_and(|group| is_telling(group.form));
    groups.retain(|group| weight(group) * if is_telling(group.form) && !telling { 12 } else { 5 } >= most);
    if let Some(begin) = groups.first().and_then(Group::first_row) {
        let main = groups.first().map(|group| group.form);
        groups.retain(|group| Some(group.form) == main || !group.is_header_before(begin, page));
    }
    if let Some(mut dashes) = dashes.filter(|dashes| dashes.takes_turns_with(groups.first(), page)) {
        dashes.names = dashes.tallies.iter().enumerate().map(|(label, tally)| (label, tally.label)).collect();
        groups.push(dashes);
    }
    Ok(groups)
}

/// Drops `M` before a full stop as a label if names follow it, as in `M. Rémi Castel. Words`, and no other letter takes
/// turns with it.
fn drop_titles<'t>(groups: &mut [Group<'t>], page: &Page<'t, '_>) {
    let is_letter = |label: &str| label.chars().count() == 1;
    let titled = LabelForm { open: Some('.'), mark: LabelMark::Dot };
    let Some(plain) = groups.iter_mut().find(|group| group.form == LabelForm { open: None, ..titled }) else { return };
    let letters = plain.tallies.iter().enumerate().filter(|(_, tally)| is_letter(tally.label) && tally.lines > 1);
    let letters: Vec<usize> = letters.map(|(label, _)| label).collect();
    let &[title] = letters.as_slice() else { return };
    if !plain.tally(title).is_some_and(|tally| vocabulary::is_title(tally.label)) {
        return;
    }
    let rows: Vec<usize> = plain.each(page).filter(|(label, _)| *label == title).map(|(_, row)| row).collect();
    let named = rows.iter().filter(|row| page.of(**row).iter().any(|reading| reading.form == titled)).count();
    if named * 10 >= rows.len() * 8 {
        plain.remove(title);
    }
}

impl<'t> Page<'t, '_> {
    /// Groups all readings by form and counts them by label.
    fn groups(&self) -> Vec<Group<'t>> {
        let mut groups: Vec<Group<'t>> = Vec::new();
        let mut spellings = Spellings::default();
        let mut folded: HashMap<(usize, String), usize> = HashMap::default();
        let spaced = self.is_spaced();
        for (at, row) in self.rows.iter().enumerate().take_while(|_| self.goes_on()) {
            for reading in self.of(at) {
                if reading.form.mark == LabelMark::Alone && spaced && !row.opens {
                    continue;
                }
                let known = groups.iter().position(|group| group.form == reading.form);
                let place = known.unwrap_or_else(|| {
                    groups.push(Group::new(reading.form));
                    groups.len() - 1
                });
                let Some(group) = groups.get_mut(place) else { continue };
                let (tally, lines) = spellings.count(place, reading.label, |label| {
                    *folded.entry((place, fold(label))).or_insert_with(|| {
                        group.tallies.push(Tally::new(label));
                        group.tallies.len() - 1
                    })
                });
                group.count(tally, at, row.opens, (reading.label, lines));
            }
        }
        groups
    }

    /// Chooses the reading of each line according to the judged groups.
    fn chosen(&self, groups: &[Group<'t>]) -> Result<Detected<'t>, Cancelled> {
        let mut speakers = speakers(groups);
        self.add_unidentified(&mut speakers);
        let mut out = Detected::default();
        let forms: Vec<LabelForm> = groups.iter().map(|group| group.form).collect();
        let common = groups.first().map(|group| group.common(self, 1));
        let mut named: HashMap<&'t str, Option<&'t str>> = HashMap::default();
        let begin = groups.iter().filter_map(Group::first_row).min().unwrap_or(0);
        let mut messages = 0;
        for at in 0..self.rows.len() {
            self.examine()?;
            let readings = self.of(at);
            let mut name = |label: &'t str| {
                if speakers.is_empty() {
                    return None;
                }
                *named.entry(label).or_insert_with(|| {
                    let known = speakers.get(&fold(label));
                    let plain = vocabulary::without_doubt(label);
                    let doubted =
                        || (plain.len() < label.len() && speakers.contains_key(&fold(plain))).then_some(label);
                    known.or_else(|| speakers.get(&fold(without_remark(label)?))).copied().or_else(doubted)
                })
            };
            let known = forms.iter().find_map(|form| {
                readings.iter().find(|reading| reading.form == *form && name(reading.label).is_some())
            });
            let slip = || {
                let common = common.as_ref().filter(|_| at > begin)?;
                readings
                    .iter()
                    .find(|reading| name(reading.label).is_some() && self.is_slip(at, reading, common, &forms))
            };
            let notice = |reading: &&LabelReading<'t>| {
                reading.form.mark == LabelMark::Chat && is_notice(self.remainder(at, reading))
            };
            if messages < NOTICES_UP_TO && readings.iter().any(|reading| notice(&reading)) {
                out.lines.push(None);
                continue;
            }
            messages += usize::from(readings.iter().any(|reading| reading.form.mark == LabelMark::Chat));
            let follows = at > begin && !speakers.is_empty();
            let unsigned = || self.without_sign(at, &speakers).filter(|_| follows);
            let holds = known.or_else(slip).copied().or_else(unsigned);
            if let Some(reading) = holds
                && let Some(name) = name(reading.label)
            {
                out.names.insert(reading.label, name);
            }
            let prefix = holds.map_or(0, |reading| reading.prefix);
            out.within += usize::from(!speakers.is_empty() && self.has_label_within(at, prefix, &speakers));
            let doubted = || {
                let found = self.doubted(at, &forms, common.as_ref().filter(|_| follows)?)?;
                out.doubted.insert(at);
                Some(found)
            };
            let reading = holds.or_else(doubted);
            let likely = || readings.iter().find(|reading| is_telling(reading.form) && is_likely(reading.label));
            out.lines.push(reading.or_else(|| likely().copied()));
        }
        self.keep_doubts(&mut out);
        out.header = self.header(&out);
        out.single = single_words(&out);
        out.notes.clone_from(&self.notes);
        Ok(out)
    }

    /// Keeps doubts about words that are not names only if they return, or if every line begins with a label.
    fn keep_doubts(&self, out: &mut Detected<'t>) {
        let label = |row: &usize| out.lines.get(*row).copied().flatten().map_or("", |reading| reading.label);
        let mut counts: HashMap<String, usize> = HashMap::default();
        for row in &out.doubted {
            *counts.entry(fold(label(row))).or_default() += 1;
        }
        let begins =
            |(row, reading): &(&Row<'_>, &Option<LabelReading<'_>>)| reading.is_some() || is_bracketed(row.line);
        let labelled = self.rows.iter().zip(&out.lines).filter(begins).count() >= self.filled;
        let kept = out.doubted.iter().copied().filter(|row| {
            let label = label(row);
            let open = matches!(vocabulary::sense(label), Sense::Open | Sense::Role) && !persons::is_shouted(label);
            let often =
                || !label.starts_with(char::is_lowercase) && counts.get(&fold(label)).is_some_and(|count| *count > 1);
            labelled || open || often()
        });
        out.doubted = kept.collect();
    }

    /// True for a known speaker's label in another form: with a forgotten or mistyped colon.
    fn is_slip(&self, row: usize, reading: &LabelReading<'t>, common: &Common, forms: &[LabelForm]) -> bool {
        let people = vocabulary::sense(reading.label) == Sense::Role || reading.label.contains(' ');
        let follows = || {
            let next = self.next(row).map(|next| self.of(next)).unwrap_or_default();
            self.next(row).is_some()
                && !next.iter().any(|next| forms.contains(&next.form) && next.label == reading.label)
        };
        match reading.form.mark {
            LabelMark::Colon | LabelMark::Time | LabelMark::Chat | LabelMark::Slip | LabelMark::Tab => true,
            LabelMark::Close => reading.form.open == Some('['),
            LabelMark::Timed => true,
            LabelMark::Dash => people && common.shape.fills_line != Some(true),
            LabelMark::Styled
                if common.shape.fills_line.is_some_and(|fills_line| fills_line != reading.shape.fills_line) =>
            {
                false
            }
            LabelMark::Alone | LabelMark::Heading | LabelMark::Styled => {
                let opens = common.opens != Some(true) || self.rows.get(row).is_some_and(|row| row.opens);
                opens && (people || common.shape.fills_line == Some(true)) && follows()
            }
            LabelMark::Dot | LabelMark::Rule => false,
        }
    }

    /// The number of paragraphs at the beginning before the talk: attributes, the list of participants, and what is
    /// between them.
    fn header(&self, found: &Detected<'t>) -> usize {
        let (mut end, mut statements, mut attributes) = (0, 0, 0);
        let (mut seen, mut last, mut returns) = (HashSet::default(), None, 0);
        let chat = found.lines.iter().flatten().any(|reading| reading.form.mark == LabelMark::Chat);
        let speaking = || found.lines.iter().flatten().filter(|reading| found.names.contains_key(reading.label));
        // One of these lines may be the list of participants itself.
        let bold = speaking().filter(|reading| reading.shape.bold > 0).count();
        let bold = bold > 3 && bold * 10 >= (speaking().count() - 1) * 9;
        for (row, reading) in found.lines.iter().enumerate().take(HEADER) {
            let Some(reading) = reading else { continue };
            let speaks = found.names.contains_key(reading.label);
            let named = speaks && statements == 0 && self.is_cast(row, reading, found, bold);
            let is_said =
                !named && self.is_said(row, reading) || speaks && reading.shape.fills_line && self.next(row).is_some();
            let sense = vocabulary::sense(reading.label);
            let unknown =
                sense == Sense::Open && !is_said && !reading.shape.fills_line && !chat && statements + returns == 0;
            let attribute = !speaks && (sense == Sense::Attribute || unknown);
            // Talk begins when a speaker says more than a header contains, unless a list of attributes follows.
            if speaks && is_said {
                (statements, attributes) = (statements + 1, 0);
                if statements > 2 {
                    break;
                }
            }
            // A speaker who recurs after another one is in talk, with or without punctuation.
            if speaks && last.replace(reading.label) != Some(reading.label) && !seen.insert(reading.label) {
                returns += 1;
                if returns > 2 {
                    break;
                }
            }
            let legend =
                named || speaks && !reading.shape.fills_line && vocabulary::is_head(self.remainder(row, reading));
            attributes += usize::from(attribute || legend);
            if (attribute || legend) && (statements == 0 || attributes > 1 && statements < 2) {
                end = row + 1;
            }
        }
        if let Some(list) = self.roll(end, found).max(self.announced_list(found)) {
            return list.max(end);
        }
        if end == 0 {
            return 0;
        }
        // Names after the attributes belong to them if a blank line ends the list, or if these people never speak.
        let unsaid = |row: usize| {
            let reading = found.lines.get(row).copied().flatten()?;
            let listed = !reading.shape.fills_line && !self.is_said(row, &reading);
            (listed && self.rows.get(row).is_some_and(|row| !row.opens && !row.blank)).then_some(reading.label)
        };
        let run = (end..end + HEADER).take_while(|row| unsaid(*row).is_some()).count();
        // The list of participants, before the first of them speaks.
        let named = |row: usize| {
            found
                .lines
                .get(row)
                .copied()
                .flatten()
                .is_some_and(|r| self.remainder(row, &r).contains([',', '(', '，', '（']))
        };
        let label = |row: usize| found.lines.get(row).copied().flatten().map(|reading| fold(reading.label));
        let restarts = run > 1 && (end..end + run).all(named) && label(end) == label(end + run);
        if restarts || self.rows.get(end + run).is_some_and(|row| row.blank) {
            return end + run;
        }
        let mut counts: HashMap<&str, usize> = HashMap::default();
        for reading in found.lines.iter().flatten() {
            *counts.entry(reading.label).or_default() += 1;
        }
        let once = |row: &usize| unsaid(*row).is_some_and(|label| counts.get(label).is_some_and(|count| *count == 1));
        end + (end..end + run).take_while(once).count()
    }

    /// The end of a list of participants that begins at the first labelled row from `from` on: `Interviewer: Ana Lee`
    /// and `Participant: P7`, or `P1: female, 34`, each label once. The list is below attributes or before a blank line, and one of its
    /// labels continues after it.
    fn roll(&self, from: usize, found: &Detected<'t>) -> Option<usize> {
        let speaker = |row: usize| {
            found.lines.get(row).copied().flatten().filter(|reading| found.names.contains_key(reading.label))
        };
        let start = (from..from + HEADER).find(|row| speaker(*row).is_some())?;
        // The person who is asked answers.
        let asks = |row: &Row<'_>| row.line.trim_end().ends_with(['?', '？', '؟']);
        if self.rows.get(from..start).is_some_and(|rows| rows.iter().any(asks)) {
            return None;
        }
        let mut labels: Vec<String> = Vec::new();
        let mut row = start;
        let (mut identified, mut described) = (false, false);
        while let Some(reading) = speaker(row).filter(|reading| !reading.shape.fills_line) {
            let (label, remainder) = (fold(reading.label), self.remainder(row, &reading));
            let named = is_who(remainder) || is_short_name(remainder);
            let tells = !reading.shape.timed && opening::is_description(remainder);
            if labels.contains(&label) || !named && !tells {
                break;
            }
            identified |=
                is_who(remainder) || tells && (vocabulary::is_head(remainder) || opening::states_age(remainder));
            described |= !named;
            labels.push(label);
            row += 1;
            // The signs of the transcription are explained in the same list.
            row += self.rows.get(row..).map_or(0, |rows| rows.iter().take_while(|row| is_sign(row.line)).count());
        }
        let ended = self.rows.get(row).is_some_and(|row| row.blank);
        let mut later = (row..row + HEADER).filter_map(speaker).map(|reading| fold(reading.label));
        let next = later.next()?;
        let goes_on = match labels.as_slice() {
            [] => false,
            [one] => *one == next && ended && !described,
            labels if ended => labels.contains(&next) || later.any(|label| labels.contains(&label)),
            labels => labels.contains(&next) && from > 0 && start == from && !described,
        };
        (identified && goes_on).then_some(row)
    }

    /// The end of a list below a heading such as `Participants:` or `Legend`, before anybody speaks. A blank line ends it,
    /// a sentence, or a label that occurs in it.
    fn announced_list(&self, found: &Detected<'t>) -> Option<usize> {
        let reading = |row: usize| found.lines.get(row).copied().flatten();
        let speaks = |row: usize| reading(row).filter(|reading| found.names.contains_key(reading.label));
        let has_speech = |row: usize| {
            speaks(row).is_some_and(|reading| !reading.shape.fills_line && ends_sentence(self.remainder(row, &reading)))
        };
        let mut heads = (0..self.rows.len().min(HEADER)).take_while(|row| !has_speech(*row));
        let head = heads.find(|row| self.rows.get(*row).is_some_and(|row| headwords::is_list_head(row.line)))?;
        let mut labels: Vec<String> = Vec::new();
        let mut row = head + 1;
        while self.rows.get(row).is_some_and(|row| !row.blank) && row < head + HEADER && !has_speech(row) {
            match reading(row).filter(|reading| !reading.shape.fills_line) {
                Some(reading) if labels.contains(&fold(reading.label)) => break,
                Some(reading) => labels.push(fold(reading.label)),
                None if self.rows.get(row).is_some_and(|row| is_sign(row.line)) => {}
                None => return None,
            }
            row += 1;
        }
        let goes_on = (row..row + HEADER).filter_map(speaks).any(|reading| labels.contains(&fold(reading.label)));
        goes_on.then_some(row)
    }

    /// True for a line of the list of participants, before anybody speaks: formatted differently from the labels of the
    /// talk, with several people in one line, or in a list that a blank line ends. `bold`: labels are bold.
    fn is_cast(&self, row: usize, reading: &LabelReading<'t>, found: &Detected<'t>, bold: bool) -> bool {
        let names = |row: usize, reading: &LabelReading<'t>| {
            !reading.shape.fills_line && vocabulary::are_names(self.remainder(row, reading))
        };
        if !names(row, reading) {
            return false;
        }
        let several = self.remainder(row, reading).contains([':', '：']);
        // A statement right above: in such a place, people introduce themselves.
        let asked =
            (0..row).rev().take_while(|above| !self.rows.get(above + 1).is_some_and(|row| row.opens)).any(|above| {
                let other = found.lines.get(above).copied().flatten();
                other.is_some_and(|other| {
                    found.names.contains_key(other.label) && opening::are_words(self.remainder(above, &other))
                })
            });
        if asked {
            return false;
        }
        // In a list, the row above or below names another person in the same way, and the list ends before the talk
        // begins.
        let listed = |row: usize| {
            let other = found.lines.get(row).copied().flatten().filter(|other| other.label != reading.label);
            other.is_some_and(|other| names(row, &other))
        };
        let end = (row..row + HEADER).find(|row| !found.lines.get(*row).is_some_and(Option::is_some)).unwrap_or(row);
        let ended = self.rows.get(end).is_some_and(|row| row.blank) && !self.is_spaced();
        let run = (row..end).all(|at| at == row || listed(at));
        several || bold && reading.shape.bold == 0 || ended && run && (listed(row + 1) || row > 0 && listed(row - 1))
    }
}

/// The spellings of labels in each group, with their tallies and numbers of lines. People take turns, so a label is
/// mostly one of the last two.
#[derive(Default)]
struct Spellings<'t> {
    found: Vec<(&'t str, usize, usize)>,
    places: HashMap<(usize, &'t str), usize>,
    last: Vec<[usize; 2]>,
}

impl<'t> Spellings<'t> {
    /// Counts a line; returns the tally of the label, which `tally` finds for a new one, and its number of lines so far.
    fn count(&mut self, group: usize, label: &'t str, tally: impl FnOnce(&'t str) -> usize) -> (usize, usize) {
        if self.last.len() <= group {
            self.last.resize(group + 1, [usize::MAX; 2]);
        }
        let has_label = |at: &usize| self.found.get(*at).is_some_and(|(found_label, ..)| *found_label == label);
        let last = self.last.get(group).copied().unwrap_or_default();
        let at = last.into_iter().find(has_label).unwrap_or_else(|| {
            *self.places.entry((group, label)).or_insert_with(|| {
                self.found.push((label, tally(label), 0));
                self.found.len() - 1
            })
        });
        if let Some(last) = self.last.get_mut(group).filter(|last| last.first() != Some(&at)) {
            let [newest, _] = *last;
            *last = [at, newest];
        }
        self.found.get_mut(at).map_or((0, 0), |(_, tally, lines)| {
            *lines += 1;
            (*tally, *lines)
        })
    }
}

/// The speakers' names by folded label. `Ana (laughing)` is Ana if she also speaks without a remark.
fn speakers<'t>(groups: &[Group<'t>]) -> HashMap<String, &'t str> {
    let mut speakers: HashMap<String, &'t str> = HashMap::default();
    for group in groups {
        for (label, name) in &group.names {
            let Some(tally) = group.tallies.get(*label) else { continue };
            speakers.entry(fold(tally.label)).or_insert(name);
        }
    }
    let same =
        speakers.iter().filter_map(|(label, name)| Some((label.clone(), *speakers.get(&fold(without_remark(name)?))?)));
    let same: Vec<(String, &'t str)> = same.collect();
    speakers.extend(same);
    speakers
}

/// True if the mark alone makes a label likely.
fn is_telling(form: LabelForm) -> bool {
    matches!(form.mark, LabelMark::Colon | LabelMark::Chat | LabelMark::Time)
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64).min(1.0) }
}

#[cfg(test)]
mod behaviour;
#[cfg(test)]
mod records;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_beside;
#[cfg(test)]
mod tests_cost;
#[cfg(test)]
mod tests_doubt;
#[cfg(test)]
mod tests_established;
#[cfg(test)]
mod tests_ordinary;
#[cfg(test)]
mod tests_set;
