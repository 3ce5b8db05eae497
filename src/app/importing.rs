//! Documents being imported: what was read, the user's changes before it is stored, and the report afterwards.
//! Independent of egui and files.

mod requests;

pub(super) use requests::{stores_again, was_not_stored};

use super::link::Link;
use super::pending::Pending;
use super::submission::Submission;
use crate::engine::import::{
    Clash, ImportOptions, ImportPlan, PlannedDocument, PlannedProject, PlannedSpeaker, ReadDocument, RefusedFile,
    SameName, SpeakersFound, WhoSpeaks,
};
use crate::engine::spoken::SpokenText;
use crate::engine::{ImportReport, Query};
use crate::interchange::Refusal;
use crate::interchange::remark::Problem;
use crate::model::{SourceId, SpeakerRole, SpeakerRule, Study};
use crate::text::{PatternError, pattern_rule};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The stage of an import.
pub enum Importing {
    /// Files are being read.
    Reading {
        paths: Vec<PathBuf>,
        /// The file of the open project.
        project: PathBuf,
        pending: Pending,
    },
    Preview(Box<ImportPreview>),
    /// The import is being stored; its preview is kept until it is done.
    Storing {
        pending: Pending,
        preview: Box<ImportPreview>,
    },
    /// The speakers of a stored document.
    Speakers {
        source: SourceId,
        preview: Box<ImportPreview>,
    },
    /// The import is done, with a report on every file.
    Report(Box<ShownReport>),
}

/// The report on an import, and the tables among the files, which are imported another way.
#[derive(Default)]
pub struct ShownReport {
    pub report: ImportReport,
    tables: Vec<RefusedFile>,
    /// Those that have been imported since.
    pub imported_tables: HashSet<PathBuf>,
}

impl ShownReport {
    /// The file of a remark, if it is a table that can be imported as such.
    #[must_use]
    pub fn table_of(&self, problem: &Problem) -> Option<&Path> {
        let table = self.tables.iter().find(|table| table.problem() == *problem)?;
        Some(&table.path)
    }
}

/// What was read, with the user's changes.
pub struct ImportPreview {
    pub plan: ImportPlan,
    pub how: ImportOptions,
    /// Index of the selected document in the plan.
    pub chosen: usize,
    /// The pattern for speakers typed for the selected document, and why it is invalid.
    pub pattern: String,
    pub pattern_trouble: Option<PatternError>,
    pub reading_trouble: Option<String>,
    /// A message shown beside the files.
    pub note: String,
    /// Whether the user is asked before leaving.
    pub leaving: bool,
    pub submission: Submission,
    /// The text of the selected document, line by line.
    lines: Option<DocumentLines>,
    /// Documents whose speakers are not those of their rule.
    outdated: BTreeSet<usize>,
    /// What the lines of the selected document were requested for.
    asked: Option<LinesKey>,
    lines_pending: Pending,
    /// Set while the speakers of other documents are brought up to date.
    updating: Pending,
    /// Tables among the files that were imported as tables.
    pub imported_tables: HashSet<PathBuf>,
    /// Passwords typed for files that need one, by index among the refused files.
    pub passwords: HashMap<usize, String>,
    /// Whom the speakers become, with the state of the plan for which this was found.
    joined: Option<(u64, Arc<Vec<Vec<PlannedSpeaker>>>)>,
    /// The plan as read; differences are the user's changes.
    untouched: ImportPlan,
    rereading: Option<(Pending, Again)>,
    /// Set while speakers of all documents are being detected.
    finding: Pending,
}

/// What is being read again, by its index in the plan.
enum Again {
    Document(usize),
    Refused(usize),
    Project(usize),
}

/// A document in the plan, its text and its rule for speakers.
#[derive(Clone, Debug)]
struct LinesKey {
    document: usize,
    read: Arc<ReadDocument>,
    rule: SpeakerRule,
}

impl LinesKey {
    fn is(&self, document: usize, planned: &PlannedDocument) -> bool {
        self.document == document && Arc::ptr_eq(&self.read, &planned.read) && self.rule == planned.speakers
    }
}

/// Lines of a document with their speakers, under one rule.
pub struct DocumentLines {
    key: LinesKey,
    pub spoken: SpokenText,
    /// Whether some of its lines have times.
    pub is_timed: bool,
}

/// Leaves out the project's own files. A folder that contains the open project contains these, too; they are
/// neither documents nor worth reporting, unless the user selected one of them individually.
fn without_own_files(mut plan: ImportPlan, project: &Path, asked: &[PathBuf]) -> ImportPlan {
    let is_own = |file: &Path| !asked.iter().any(|path| path == file) && belongs_to(project, file);
    let before = plan.documents.len() + plan.refused.len();
    plan.documents.retain(|planned| !is_own(&planned.path));
    plan.refused.retain(|file| !is_own(&file.path));
    let left = plan.documents.len() + plan.refused.len() + plan.projects.len();
    if left == 0 && before > 0 {
        plan.refused.extend(asked.first().map(|folder| RefusedFile::new(folder, Refusal::OnlyOpenProject)));
    }
    plan
}

/// True for the project file itself and for files kept beside it while it is open.
fn belongs_to(project: &Path, file: &Path) -> bool {
    let folder = |path: &Path| path.parent().map(|parent| parent.canonicalize().unwrap_or_else(|_| parent.to_owned()));
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (base, other) = (name(project), name(file));
    let rest = other.strip_prefix(&base).filter(|_| !base.is_empty());
    rest.is_some_and(|rest| ["", ".lock", "-wal", "-shm", "-journal"].contains(&rest))
        && folder(project) == folder(file)
}

impl ImportPreview {
    fn new(mut plan: ImportPlan) -> Self {
        // Documents that the project already has, word for word, are not imported again.
        for planned in plan.documents.iter_mut().filter(|planned| planned.existing.is_some()) {
            planned.wanted = false;
        }
        let untouched = plan.clone();
        Self {
            plan,
            how: ImportOptions::default(),
            chosen: 0,
            pattern: String::new(),
            pattern_trouble: None,
            reading_trouble: None,
            note: String::new(),
            leaving: false,
            submission: Submission::default(),
            joined: None,
            untouched,
            lines: None,
            outdated: BTreeSet::new(),
            asked: None,
            lines_pending: Pending::default(),
            updating: Pending::default(),
            imported_tables: HashSet::new(),
            passwords: HashMap::new(),
            rereading: None,
            finding: Pending::default(),
        }
    }

    /// Returns whom the speakers of each document become, as [`ImportPlan::speakers`] does. With thousands of documents,
    /// that takes longer than a frame, so it is kept until something changes.
    pub fn speakers(&mut self, study: &Study) -> Arc<Vec<Vec<PlannedSpeaker>>> {
        let state = self.plan.speakers_state(study);
        match &self.joined {
            Some((known, speakers)) if *known == state => speakers.clone(),
            _ => {
                let speakers = Arc::new(self.plan.speakers(study));
                self.joined = Some((state, speakers.clone()));
                speakers
            }
        }
    }

    /// True when leaving would lose changes by the user.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        let differs = |a: &PlannedDocument, b: &PlannedDocument| {
            (&a.name, &a.participant, &a.who, &a.reading, &a.speakers, a.wanted)
                != (&b.name, &b.participant, &b.who, &b.reading, &b.speakers, b.wanted)
        };
        let project_differs =
            |a: &PlannedProject, b: &PlannedProject| (a.offsets, a.unwrap, a.wanted) != (b.offsets, b.unwrap, b.wanted);
        let mut projects = self.plan.projects.iter().zip(&self.untouched.projects);
        let (now, before) = (&self.plan.documents, &self.untouched.documents);
        self.how != ImportOptions::default()
            || now.len() != before.len()
            || now.iter().zip(before).any(|(a, b)| differs(a, b))
            || projects.any(|(a, b)| project_differs(a, b))
    }

    pub fn choose(&mut self, document: usize) {
        if document < self.plan.documents.len() {
            self.chosen = document;
            let pattern = self.plan.documents.get(document).and_then(|d| d.speakers.pattern.clone());
            self.pattern = pattern.unwrap_or_default();
            (self.pattern_trouble, self.reading_trouble) = (None, None);
        }
    }

    #[must_use]
    pub fn document(&self) -> Option<&PlannedDocument> {
        self.plan.documents.get(self.chosen)
    }

    pub fn document_mut(&mut self) -> Option<&mut PlannedDocument> {
        self.plan.documents.get_mut(self.chosen)
    }

    /// Returns the lines of the selected document, possibly under an earlier rule; `None` until they have arrived.
    #[must_use]
    pub fn lines(&self) -> Option<&DocumentLines> {
        let read = &self.document()?.read;
        self.lines.as_ref().filter(|lines| lines.key.document == self.chosen && Arc::ptr_eq(&lines.key.read, read))
    }

    /// True while the speakers of the selected document are not those of its rule.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.outdated.contains(&self.chosen)
    }

    /// Requests the lines of the selected document, and the speakers of others whose rule has changed.
    fn refresh(&mut self, link: &mut Link) {
        let (chosen, Some(planned)) = (self.chosen, self.plan.documents.get(self.chosen)) else { return };
        let is_of = |key: &LinesKey| key.is(chosen, planned);
        if !self.asked.as_ref().is_some_and(is_of) {
            let key = LinesKey { document: chosen, read: planned.read.clone(), rule: planned.speakers.clone() };
            self.lines_pending.ask(link, Query::SpokenLines { read: key.read.clone(), rule: key.rule.clone() });
            self.asked = Some(key);
        }
        let others = self.outdated.iter().filter(|&&place| place != chosen).filter_map(|&place| {
            let planned = self.plan.documents.get(place)?;
            Some((place, planned.read.clone(), planned.speakers.clone()))
        });
        let others: Vec<_> = others.collect();
        if !others.is_empty() && !self.updating.is_waiting() && self.updating.failure().is_none() {
            self.updating.ask(link, Query::FindSpeakers(others));
        }
    }

    /// The detection that is awaited, or that failed.
    #[must_use]
    pub fn pending(&self) -> &Pending {
        if self.updating.failure().is_some() { &self.updating } else { &self.lines_pending }
    }

    /// Requests again what could not be detected.
    pub fn try_again(&mut self) {
        self.asked = None;
        self.updating.forget();
    }

    fn take_lines(&mut self, spoken: SpokenText, found: Arc<WhoSpeaks>) {
        let Some(key) = self.asked.clone() else { return };
        if let Some(planned) = self.plan.documents.get_mut(key.document)
            && key.is(key.document, planned)
        {
            planned.found = found;
            self.outdated.remove(&key.document);
        }
        let is_timed = (0..spoken.index.paragraphs().len()).any(|line| spoken.turns.line(line).time.is_some());
        self.lines = Some(DocumentLines { key, spoken, is_timed });
    }

    /// Takes the speakers of documents whose rule has changed, unless it has changed again.
    fn take_updated(&mut self, found: SpeakersFound) {
        for (place, rule, found) in found {
            let Some(planned) = self.plan.documents.get_mut(place).filter(|planned| planned.speakers == rule) else {
                continue;
            };
            planned.found = found;
            self.outdated.remove(&place);
        }
    }

    /// Sets the rule of the selected document; its speakers are detected by a reader.
    fn set_rule(&mut self, rule: SpeakerRule) {
        let chosen = self.chosen;
        if let Some(planned) = self.document_mut().filter(|planned| planned.speakers != rule) {
            planned.speakers = rule;
            self.outdated.insert(chosen);
        }
    }

    /// Sets the role of a label in the selected document; `None` leaves it to detection.
    pub fn set_role(&mut self, label: &str, role: Option<SpeakerRole>) {
        let Some(mut rule) = self.rule() else { return };
        match role {
            Some(role) => drop(rule.roles.insert(label.to_owned(), role)),
            None => drop(rule.roles.remove(label)),
        }
        self.set_rule(rule);
    }

    fn rule(&self) -> Option<SpeakerRule> {
        self.document().map(|planned| planned.speakers.clone())
    }

    /// Sets the speaker of lines without a label in the selected document; an empty name means the previous
    /// speaker.
    pub fn set_unlabelled(&mut self, name: &str) {
        if let Some(rule) = self.rule() {
            let unlabelled = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
            self.set_rule(SpeakerRule { unlabelled, ..rule });
        }
    }

    /// Turns the detection of speakers in the selected document off or on.
    pub fn set_off(&mut self, off: bool) {
        if let Some(rule) = self.rule() {
            self.set_rule(SpeakerRule { off, ..rule });
        }
    }

    /// Applies the typed pattern to the selected document; an empty one leaves speakers to detection.
    pub fn use_pattern(&mut self) {
        let typed = self.pattern.trim().to_owned();
        let pattern = if typed.is_empty() { Ok(None) } else { pattern_rule(&typed).map(|rule| rule.pattern) };
        match (pattern, self.rule()) {
            (Ok(pattern), Some(rule)) => {
                self.set_rule(SpeakerRule { pattern, ..rule });
                self.pattern_trouble = None;
            }
            (Err(why), _) => self.pattern_trouble = Some(why),
            _ => {}
        }
    }

    /// Returns the rule of the selected document applied to all others, whose speakers are to be detected with it.
    fn speakers_for_all(&self) -> Vec<(usize, Arc<ReadDocument>, SpeakerRule)> {
        let Some(rule) = self.rule() else { return vec![] };
        let others = self.plan.documents.iter().enumerate().filter(|(place, _)| *place != self.chosen);
        let rule_for = |planned: &PlannedDocument| {
            let mut speakers = rule.clone();
            speakers.roles.retain(|label, _| planned.found.labels.iter().any(|known| known.name == *label));
            // Roles set for a document individually are kept.
            speakers.roles.extend(planned.speakers.roles.clone());
            speakers
        };
        others.map(|(place, planned)| (place, planned.read.clone(), rule_for(planned))).collect()
    }

    #[must_use]
    pub fn clashes(&self, study: &Study) -> Vec<Option<Clash>> {
        self.plan.clashes(study)
    }

    /// Resolves all name clashes.
    pub fn answer(&mut self, study: &Study, same: SameName) {
        self.plan.answer(study, same);
    }

    /// Returns the numbers of documents and projects to be imported.
    #[must_use]
    pub fn wanted(&self) -> (usize, usize) {
        let documents = self.plan.documents.iter().filter(|planned| planned.wanted).count();
        (documents, self.plan.projects.iter().filter(|project| project.wanted).count())
    }

    /// True while a file is read again, or while speakers are detected.
    #[must_use]
    pub fn is_rereading(&self) -> bool {
        !self.outdated.is_empty() || self.rereading.is_some() || self.finding.is_waiting()
    }
}
