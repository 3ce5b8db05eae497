//! The state of the Compare room: the settings, the figures received, the open figure's evidence, and the decision
//! being made.
//!
//! Figures arrive first without intervals and then with them, so that a changed setting takes effect at once. Start
//! reading at its [`Part::refresh`] (the queries) and [`CompareRoom::items`] (the evidence of a figure).

mod items;

use super::decisions::{Begun, DecisionDraft};
use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use super::room::Room;
use super::unsaved::homeless_advice;
use super::words::{PassagePlace, Words};
use crate::analysis::agreement::{Plan, Resampling};
use crate::analysis::consensus::Disagreement;
use crate::engine::compare::overview::{self, Statistic};
use crate::engine::compare::{CompareSettings, Compared, StrayCoding, report};
use crate::engine::disagreements::{AgreeRule, Disagreements, ShownDisagreement};
use crate::engine::{Answer, Changes, Error, JobId, Outcome, Query};
use crate::i18n::Each;
use crate::model::{DisagreementKey, Study, UserId};
use crate::table::{Shown, Table, View};
use items::{Key, evidence, of_disagreement};
use std::collections::HashMap;
use std::sync::Arc;

pub use items::{Item, ItemOrder, Scope, Which};

/// Number of samples for the intervals shown.
const REPLICATES: usize = 1_000;
/// Number of characters read around a unit or a disagreement.
const CONTEXT: u32 = 160;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CompareTab {
    #[default]
    Codes,
    Coders,
    Documents,
    /// All disagreements, to be settled.
    Disagreements,
}

impl CompareTab {
    pub const ALL: [Self; 4] = [Self::Codes, Self::Coders, Self::Documents, Self::Disagreements];
}

#[derive(Clone, Debug)]
pub struct CompareRoom {
    settings: CompareSettings,
    /// Minimum intersection over union, in percent, for two passages to count as the same; `None`: that of the recorded
    /// decisions.
    share: Option<u32>,
    pub statistic: Statistic,
    pub tab: CompareTab,
    /// The figure that is open, if any.
    scope: Option<Scope>,
    which: Which,
    order: ItemOrder,
    pub compared: Option<Arc<Compared>>,
    /// The coders compared when none is named, from the last comparison without names.
    usual: Option<Vec<UserId>>,
    /// Those who were left out of that comparison for having coded hardly anything.
    strays: Vec<StrayCoding>,
    /// The coders of the last comparison of everything in which nobody named them; empty if these are all coders.
    of_all: Vec<UserId>,
    pub disagreements: Option<Arc<Disagreements>>,
    pub draft: DecisionDraft,
    pub(super) begun: Begun,
    /// The text of units in the list.
    pub excerpts: Words,
    /// The text of the selected unit with its context.
    pub around: Words,
    pub views: [View; 3],
    shown: HashMap<CompareSheet, Arc<Shown>>,
    /// What a reader of the figures must know, a line each; made with the tables.
    warnings: Option<Arc<str>>,
    items: Option<Arc<Vec<Item>>>,
    at: usize,
    /// The disagreement to show as soon as the list is known, whichever are listed.
    sought: Option<Key>,
    /// The key of the item at `at`, to find it again when the list has changed.
    key: Option<Key>,
    stale: bool,
    /// The figures are present, but their intervals were cancelled.
    intervals_stale: bool,
    disagreements_stale: bool,
    pending: Pending,
    intervals_pending: Pending,
    disagreements_pending: Pending,
}

/// A table of the Compare room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareSheet {
    Codes,
    Pairs,
    Documents,
    /// Coders × coders.
    Matrix,
}

impl Default for CompareRoom {
    fn default() -> Self {
        let plan = Plan { replicates: REPLICATES, seed: 1, percent: 95 };
        Self {
            settings: CompareSettings { bootstrap: Some((plan, Resampling::Units)), ..CompareSettings::default() },
            share: None,
            statistic: Statistic::default(),
            tab: CompareTab::Codes,
            scope: None,
            which: Which::Open,
            order: ItemOrder::default(),
            compared: None,
            usual: None,
            strays: Vec::new(),
            of_all: Vec::new(),
            disagreements: None,
            draft: DecisionDraft::default(),
            begun: Begun::default(),
            excerpts: Words::new(0).with_speakers(),
            around: Words::new(CONTEXT).with_speakers(),
            views: [View::default(), View::default(), View::default()],
            shown: HashMap::new(),
            warnings: None,
            items: None,
            at: 0,
            sought: None,
            key: None,
            stale: true,
            intervals_stale: false,
            disagreements_stale: true,
            pending: Pending::default(),
            intervals_pending: Pending::default(),
            disagreements_pending: Pending::default(),
        }
    }
}

impl CompareRoom {
    #[must_use]
    pub fn settings(&self) -> &CompareSettings {
        &self.settings
    }

    /// Returns the required overlap of two passages that count as the same; `None` until it is known.
    #[must_use]
    pub fn share(&self) -> Option<u32> {
        self.share.or(self.disagreements.as_deref().map(|all| all.share))
    }

    #[must_use]
    pub fn scope(&self) -> Option<Scope> {
        self.scope
    }

    #[must_use]
    pub fn which(&self) -> Which {
        self.which
    }

    /// Changes the settings and compares everything again.
    pub fn set(&mut self, settings: CompareSettings) {
        if settings != self.settings {
            if settings.coders != self.settings.coders {
                self.disagreements_stale = true;
            }
            self.settings = settings;
            self.stale = true;
        }
    }

    /// Returns the coders compared when none is named: those who finished one of the documents. Until the first
    /// comparison has arrived, all coders.
    #[must_use]
    pub fn usual_coders(&self, study: &Study) -> Vec<UserId> {
        let is_usual = |id: &UserId| self.usual.as_ref().is_none_or(|usual| usual.contains(id));
        study.coders().map(|user| user.id).filter(is_usual).collect()
    }

    /// Returns the coders who are not compared unless they are named, because they have coded hardly anything.
    #[must_use]
    pub fn strays(&self) -> &[StrayCoding] {
        &self.strays
    }

    /// Returns the coders whose boxes are ticked.
    #[must_use]
    pub fn chosen_coders(&self, study: &Study) -> Vec<UserId> {
        if self.settings.coders.is_empty() { self.usual_coders(study) } else { self.settings.coders.clone() }
    }

    pub fn set_share(&mut self, share: u32) {
        if Some(share) != self.share() {
            self.share = Some(share.clamp(1, 100));
            self.disagreements_stale = true;
        }
    }

    pub fn set_statistic(&mut self, statistic: Statistic) {
        if statistic != self.statistic {
            self.statistic = statistic;
            self.write_again();
        }
    }

    pub fn show_tab(&mut self, tab: CompareTab) {
        self.tab = tab;
        self.scope = None;
        let which = if tab == CompareTab::Disagreements { Which::Open } else { Which::Disagreements };
        self.list(which);
    }

    /// Opens a figure and lists the units on which it rests.
    pub fn open(&mut self, scope: Scope) {
        self.scope = Some(scope);
        self.list(Which::Disagreements);
        if self.items().is_empty() && self.compared.is_some() {
            self.list(Which::Agreed);
        }
    }

    /// Returns to the figures.
    pub fn close(&mut self) {
        self.scope = None;
        self.items = None;
    }

    pub fn list(&mut self, which: Which) {
        self.which = which;
        (self.items, self.at, self.key) = (None, 0, None);
        self.leave_draft(0);
    }

    #[must_use]
    pub fn order(&self) -> ItemOrder {
        self.order
    }

    /// Lists the same in another order; the current item stays the current one.
    pub fn order_by(&mut self, order: ItemOrder) {
        (self.order, self.items) = (order, None);
    }

    /// Shows this disagreement in the list of all, as soon as the list is known.
    pub(super) fn seek(&mut self, disagreement: DisagreementKey) {
        self.show_tab(CompareTab::Disagreements);
        self.sought = Some((disagreement.source, disagreement.range, disagreement.code));
    }

    /// True if not everything is compared. Disagreements are still about everything, as the consensus coding is.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        is_narrow(&self.settings)
    }

    #[must_use]
    pub fn is_counting(&self) -> bool {
        self.pending.is_waiting()
    }

    /// The figures that are awaited.
    #[must_use]
    pub fn pending(&self) -> &Pending {
        &self.pending
    }

    /// What the list of units or disagreements waits for: the figures or the disagreements.
    #[must_use]
    pub fn list_pending(&self) -> &Pending {
        if self.compared.is_none() { &self.pending } else { &self.disagreements_pending }
    }

    /// Requests again what could not be computed.
    pub fn try_again(&mut self) {
        self.stale |= self.pending.failure().is_some();
        self.disagreements_stale |= self.disagreements_pending.failure().is_some();
    }

    /// True while intervals are being computed.
    #[must_use]
    pub fn awaits_intervals(&self) -> bool {
        self.intervals_pending.is_waiting()
    }

    /// Returns the coders compared and the rule for equal passages, for disagreements and the consensus coding. These are
    /// about all documents and codes, so the coders are those who would be compared in all of them.
    #[must_use]
    pub fn rule(&self) -> AgreeRule {
        let coders = match self.settings.coders.as_slice() {
            [] => self.of_all.clone(),
            named => named.to_vec(),
        };
        AgreeRule { coders, share: self.share }
    }

    /// Returns the disagreement that an item is, unless it is a unit of a figure.
    #[must_use]
    pub fn disagreement_of(&self, item: &Item) -> Option<Disagreement> {
        let &[place] = item.disagreements.as_slice() else { return None };
        let shown = &self.disagreements.as_ref()?.list.get(place)?.disagreement;
        let key = &shown.key;
        let is_it = (key.source, key.range, key.code) == (item.source, item.range, item.code);
        is_it.then(|| shown.clone())
    }

    pub(super) fn take_study(&mut self, study: &Study) {
        let sets = self.settings.scope.sets.len();
        self.settings.scope.sets.retain(|&id| study.set(id).is_some());
        self.stale |= self.settings.scope.sets.len() != sets;
        // Removed coders and codes are no longer compared.
        self.settings.coders.retain(|&id| study.user(id).is_some());
        self.settings.codes.retain(|&id| study.codebook.get(id).is_some());
        self.settings.documents.retain(|&id| study.source(id).is_some());
        self.settings.reference = self.settings.reference.filter(|&id| study.user(id).is_some());
        if self.scope.is_some_and(|scope| scope.code.is_some_and(|code| study.codebook.get(code).is_none())) {
            self.close();
        }
        self.write_again();
    }

    /// Requests the text of listed places that are not loaded.
    pub fn need_words(&mut self, places: &[PassagePlace], link: &mut Link) {
        self.excerpts.need(places, |query| link.ask(query));
    }

    /// Requests the text of the selected unit with its context.
    pub fn need_words_around(&mut self, place: PassagePlace, link: &mut Link) {
        self.around.need(&[place], |query| link.ask(query));
    }

    /// Takes the figures, and requests intervals if they arrived without any.
    fn take_compared(&mut self, compared: Arc<Compared>, asks_intervals: bool, around: &mut Around<'_>) {
        let is_open = compared.settings.coders.is_empty();
        let is_of_all = !is_narrow(&compared.settings);
        if is_open && is_of_all {
            let mut of_all = compared.coders.clone();
            let is_everybody = |study: &Study| study.coders().all(|user| of_all.contains(&user.id));
            if around.study.is_some_and(is_everybody) {
                of_all.clear();
            }
            self.disagreements_stale |= of_all != self.of_all;
            self.of_all = of_all;
        }
        if is_open {
            self.usual = Some(compared.coders.clone());
            self.strays.clone_from(&compared.strays);
        }
        self.compared = Some(compared);
        self.write_again();
        self.items = None;
        if asks_intervals {
            self.intervals_pending.ask(around.link, Query::Compare(self.settings.clone()));
        }
    }

    /// Returns a table as displayed; `None` until it has arrived.
    pub fn sheet(&mut self, sheet: CompareSheet, study: &Study) -> Option<Arc<Shown>> {
        let compared = self.compared.clone()?;
        let view = match sheet {
            CompareSheet::Codes => self.views[0].clone(),
            CompareSheet::Pairs => self.views[1].clone(),
            CompareSheet::Documents => self.views[2].clone(),
            CompareSheet::Matrix => View::default(),
        };
        if let Some(shown) = self.shown.get(&sheet).filter(|shown| shown.view == view) {
            return Some(shown.clone());
        }
        let table = match self.shown.get(&sheet) {
            Some(shown) => shown.table.clone(),
            None => Arc::new(self.table(sheet, study, &compared)),
        };
        let shown = Arc::new(Shown::new(table, view));
        self.shown.insert(sheet, shown.clone());
        Some(shown)
    }

    /// Returns what a reader of the figures must know, a line each; nothing until they have arrived.
    pub fn warnings(&mut self, study: &Study) -> Arc<str> {
        let Some(compared) = &self.compared else { return Arc::default() };
        let written = self.warnings.get_or_insert_with(|| report::warnings(study, compared).join("\n").into());
        written.clone()
    }

    /// Makes tables and warnings anew when they are shown next.
    fn write_again(&mut self) {
        self.shown.clear();
        self.warnings = None;
    }

    fn table(&self, sheet: CompareSheet, study: &Study, compared: &Compared) -> Table {
        match sheet {
            CompareSheet::Codes => overview::codes(study, compared, self.statistic, self.awaits_intervals()),
            CompareSheet::Pairs => overview::pairs(study, compared),
            CompareSheet::Documents => overview::documents(study, compared),
            CompareSheet::Matrix => overview::matrix(study, compared),
        }
    }

    /// True while a list is open of which an item can be decided.
    #[must_use]
    pub fn is_deciding(&self) -> bool {
        self.scope.is_some() && self.items.as_ref().is_some_and(|items| !items.is_empty())
    }

    /// Returns the list: the units on which the open figure rests, or all disagreements. Empty until both answers
    /// have arrived.
    #[must_use]
    pub fn items(&mut self) -> Arc<Vec<Item>> {
        if let Some(items) = &self.items {
            return items.clone();
        }
        let (Some(compared), Some(disagreements)) = (&self.compared, &self.disagreements) else {
            return Arc::default();
        };
        let all = match self.scope {
            Some(scope) => evidence(compared, disagreements, scope),
            None => (0..disagreements.list.len())
                .filter_map(|place| of_disagreement(compared, disagreements, place))
                .collect(),
        };
        if let Some(sought) = self.sought.take() {
            if all.iter().any(|item| item.key() == sought && !item.is_listed(self.which)) {
                self.which = Which::All;
            }
            self.key = Some(sought);
        }
        let mut items: Vec<Item> = all.into_iter().filter(|item| item.is_listed(self.which)).collect();
        self.order.apply(&mut items);
        // Keeps the current item selected; if it has left the list, the next one takes its place.
        let last = items.len().saturating_sub(1);
        let same = self.key.and_then(|key| items.iter().position(|item| item.key() == key));
        self.at = same.unwrap_or(self.at.min(last));
        let key = items.get(self.at).map(Item::key);
        if key != self.key {
            self.key = key;
            self.leave_draft(0);
        }
        let items = Arc::new(items);
        self.items = Some(items.clone());
        items
    }

    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes to an item of the list.
    pub fn go_to(&mut self, at: usize) {
        let items = self.items();
        let at = at.min(items.len().saturating_sub(1));
        let key = items.get(at).map(Item::key);
        if key != self.key || at != self.at {
            (self.at, self.key) = (at, key);
            self.leave_draft(0);
        }
    }

    pub fn step(&mut self, steps: isize) {
        self.go_to(self.at.saturating_add_signed(steps));
    }

    #[must_use]
    pub fn item(&mut self) -> Option<Item> {
        let items = self.items();
        items.get(self.at).cloned()
    }

    /// Returns the disagreement that a decision would settle.
    #[must_use]
    pub fn disagreement(&mut self) -> Option<ShownDisagreement> {
        let item = self.item()?;
        let place = item.disagreements.get(self.draft.place).or(item.disagreements.first())?;
        let disagreement = self.disagreements.as_deref()?.list.get(*place).cloned()?;
        self.take_up(disagreement.disagreement.key);
        Some(disagreement)
    }

    /// After a decision, goes to the next disagreement of the unit, or else to the next open unit; wraps at the
    /// end.
    pub(super) fn advance(&mut self) {
        let items = self.items();
        let Some(item) = items.get(self.at) else { return };
        if self.draft.place + 1 < item.disagreements.len() {
            return self.leave_draft(self.draft.place + 1);
        }
        let next = (self.at + 1..items.len()).chain(0..self.at).find(|&at| items.get(at).is_some_and(Item::is_open));
        match next {
            Some(at) => self.go_to(at),
            None => self.leave_draft(0),
        }
    }
}

impl Part for CompareRoom {
    fn take(&mut self, job: JobId, answer: Answer, around: &mut Around<'_>) -> Option<Answer> {
        match answer {
            Answer::Compared(compared) if self.pending.take(job) => {
                self.take_compared(compared, self.settings.bootstrap.is_some(), around);
            }
            Answer::Compared(compared) if self.intervals_pending.take(job) => {
                self.take_compared(compared, false, around);
            }
            Answer::Disagreements(disagreements) if self.disagreements_pending.take(job) => {
                (self.disagreements, self.items) = (Some(disagreements), None);
                let homeless = self.lose_homeless();
                if !homeless.is_empty() {
                    around.link.trouble(Each::of(|| homeless_advice(&homeless)));
                }
            }
            Answer::Excerpts(excerpts) if self.excerpts.take(job, &excerpts) || self.around.take(job, &excerpts) => {}
            answer => return Some(answer),
        }
        None
    }

    /// Shows the reason in place of the figures or the list: earlier ones would not be what was selected.
    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        if self.pending.failed(job, error) {
            (self.compared, self.items) = (None, None);
            self.write_again();
            return true;
        }
        if self.disagreements_pending.failed(job, error) {
            (self.disagreements, self.items) = (None, None);
            return true;
        }
        // The figures stand without intervals.
        if self.intervals_pending.take(job) {
            self.write_again();
        }
        self.excerpts.failed(job, error) || self.around.failed(job, error)
    }

    fn done(&mut self, job: JobId, result: Result<&Outcome, &Error>, _: &mut Link) -> bool {
        match result {
            Ok(_) => self.settled(job),
            Err(_) => self.not_settled(job),
        }
        false
    }

    fn changed(&mut self, changes: &Changes) {
        self.disagreements_stale = true;
        let compared = self.compared.as_deref().map_or(&[][..], |found| found.coders.as_slice());
        // If nobody has chosen the coders, another one can count from now on.
        let is_chosen = !compared.is_empty() && !self.settings.coders.is_empty();
        let touched = changes.codings.as_ref().is_none_or(|list| {
            list.added.iter().chain(&list.removed).any(|fact| !is_chosen || compared.contains(&fact.user))
        });
        self.stale |= changes.study || touched;
        if changes.study {
            self.excerpts.forget();
            self.around.forget();
        }
    }

    fn refresh(&mut self, around: &mut Around<'_>) {
        let several = around.study.is_some_and(|study| !study.project.blind && study.coders().count() > 1);
        if around.room != Room::Compare || !several {
            return;
        }
        let link = &mut *around.link;
        if std::mem::take(&mut self.stale) {
            let settings = CompareSettings { bootstrap: None, ..self.settings.clone() };
            self.pending.ask(link, Query::Compare(settings));
            self.intervals_pending.forget();
            self.intervals_stale = false;
        } else if std::mem::take(&mut self.intervals_stale) {
            self.intervals_pending.ask(link, Query::Compare(self.settings.clone()));
        }
        if std::mem::take(&mut self.disagreements_stale) {
            self.disagreements_pending.ask(link, Query::Disagreements { rule: self.rule(), context: 0 });
        }
    }

    fn leave(&mut self, link: &Link) {
        self.stale |= self.pending.cancel(link);
        self.intervals_stale |= self.intervals_pending.cancel(link);
        self.disagreements_stale |= self.disagreements_pending.cancel(link);
    }
}

/// True if not everything is compared.
fn is_narrow(settings: &CompareSettings) -> bool {
    !settings.documents.is_empty() || !settings.codes.is_empty() || !settings.scope.is_empty()
}
