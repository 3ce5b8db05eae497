//! Documents on their way in: what was read and is looked at before it is stored, what was changed about it, and the report
//! afterwards. Must not know: egui, files.

mod acts;

use super::submission::Submission;
use crate::engine::import::{Clash, ImportPlan, PlannedDocument, PlannedProject, ReadDocument, SameName, Taking};
use crate::engine::{ImportReport, JobId};
use crate::interchange::{Problem, Refusal};
use crate::model::{SourceId, SpeakerRole, SpeakerRule, Study};
use crate::text::{TextIndex, Turns, pattern_rule};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Characters of a text in which speakers are found between two letters that somebody types.
const QUICK: u32 = 400_000;

/// Where an import stands.
pub enum Importing {
    /// Files are being read.
    Reading {
        paths: Vec<PathBuf>,
        /// The file of the open project.
        project: PathBuf,
        job: JobId,
    },
    Preview(Box<ImportPreview>),
    /// It is being stored; what was said of it is kept until it is.
    Storing {
        job: JobId,
        preview: Box<ImportPreview>,
    },
    /// Who speaks in a document that is stored.
    Speakers {
        source: SourceId,
        preview: Box<ImportPreview>,
    },
    /// It is done, and there is something to tell: what became of every file.
    Report(Arc<ImportReport>),
}

/// What was read, and what the person at the window says of it.
pub struct ImportPreview {
    pub plan: ImportPlan,
    pub how: Taking,
    /// Place of the document that is looked at, in the plan.
    pub chosen: usize,
    /// What was typed as a pattern for speakers in the chosen document, and why it is none.
    pub pattern: String,
    pub pattern_trouble: Option<String>,
    pub reading_trouble: Option<String>,
    /// What happened, to be told beside the files.
    pub note: String,
    /// Whoever wants to leave is asked first.
    pub leaving: bool,
    pub submission: Submission,
    /// Words of the chosen document, line by line.
    looked_at: Option<LookedAt>,
    /// What was typed as the password of a file that needs one, by its place among the refused.
    pub passwords: HashMap<usize, String>,
    /// As it was read: what differs was said by somebody.
    untouched: ImportPlan,
    rereading: Option<(JobId, Again)>,
    /// Speakers of all documents are being found.
    finding: Option<JobId>,
}

/// What is read again, by its place in the plan.
enum Again {
    Document(usize),
    Refused(usize),
    Project(usize),
}

/// Lines of a document with their speakers, under one rule.
pub struct LookedAt {
    chosen: usize,
    text: Arc<str>,
    speakers: SpeakerRule,
    pub index: TextIndex,
    pub turns: Turns,
    /// Some of its lines say when they were said.
    pub is_timed: bool,
}

/// A folder that the open project lies in holds the project's own files, too: they are neither documents nor worth a word,
/// unless somebody asked for one of them by itself.
fn without_own_files(mut plan: ImportPlan, project: &Path, asked: &[PathBuf]) -> ImportPlan {
    let is_own = |file: &Path| !asked.iter().any(|path| path == file) && belongs_to(project, file);
    let before = plan.documents.len() + plan.refused.len();
    plan.documents.retain(|planned| !is_own(&planned.path));
    plan.refused.retain(|problem| !is_own(Path::new(&problem.file)));
    let left = plan.documents.len() + plan.refused.len() + plan.projects.len();
    if left == 0 && before > 0 {
        let folder = asked.first().map(|path| path.display().to_string()).unwrap_or_default();
        plan.refused.push(Problem::new(&folder, "", Refusal::OnlyOpenProject));
    }
    plan
}

/// True for the project file itself and for what is kept beside it while it is open.
fn belongs_to(project: &Path, file: &Path) -> bool {
    let folder = |path: &Path| path.parent().map(|parent| parent.canonicalize().unwrap_or_else(|_| parent.to_owned()));
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (own, other) = (name(project), name(file));
    let rest = other.strip_prefix(&own).filter(|_| !own.is_empty());
    rest.is_some_and(|rest| ["", ".lock", "-wal", "-shm", "-journal"].contains(&rest))
        && folder(project) == folder(file)
}

impl ImportPreview {
    fn new(mut plan: ImportPlan) -> Self {
        // What is there already, word for word, needs no second look.
        for planned in plan.documents.iter_mut().filter(|planned| planned.there.is_some()) {
            planned.wanted = false;
        }
        let untouched = plan.clone();
        Self {
            plan,
            how: Taking::default(),
            chosen: 0,
            pattern: String::new(),
            pattern_trouble: None,
            reading_trouble: None,
            note: String::new(),
            leaving: false,
            submission: Submission::default(),
            untouched,
            looked_at: None,
            passwords: HashMap::new(),
            rereading: None,
            finding: None,
        }
    }

    /// True when somebody said something of the files that leaving would lose.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        let said = |a: &PlannedDocument, b: &PlannedDocument| {
            (&a.name, &a.participant, &a.reading, &a.speakers, a.wanted)
                != (&b.name, &b.participant, &b.reading, &b.speakers, b.wanted)
        };
        let said_of_project =
            |a: &PlannedProject, b: &PlannedProject| (a.offsets, a.unwrap, a.wanted) != (b.offsets, b.unwrap, b.wanted);
        let mut projects = self.plan.projects.iter().zip(&self.untouched.projects);
        let (now, before) = (&self.plan.documents, &self.untouched.documents);
        now.len() != before.len()
            || now.iter().zip(before).any(|(a, b)| said(a, b))
            || projects.any(|(a, b)| said_of_project(a, b))
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

    /// The chosen document's lines, found anew when its text or its speakers are others than before.
    pub fn looked_at(&mut self) -> Option<&LookedAt> {
        let planned = self.plan.documents.get(self.chosen)?;
        let same = |known: &LookedAt| {
            known.chosen == self.chosen
                && Arc::ptr_eq(&known.text, &planned.read.text)
                && known.speakers == planned.speakers
        };
        if !self.looked_at.as_ref().is_some_and(same) {
            let (text, speakers) = (planned.read.text.clone(), planned.speakers.clone());
            let index = TextIndex::new(&text);
            let turns = Turns::find(&text, &index, &planned.origin());
            let is_timed = (0..index.paragraphs().len()).any(|line| turns.line(line).time.is_some());
            self.looked_at = Some(LookedAt { chosen: self.chosen, text, speakers, index, turns, is_timed });
        }
        self.looked_at.as_ref()
    }

    /// Says what a label is in the chosen document; `None` leaves it to what is found out.
    pub fn set_role(&mut self, label: &str, role: Option<SpeakerRole>) {
        let Some(planned) = self.document_mut() else { return };
        let mut rule = planned.speakers.clone();
        match role {
            Some(role) => drop(rule.roles.insert(label.to_owned(), role)),
            None => drop(rule.roles.remove(label)),
        }
        planned.set_speakers(rule);
    }

    /// Who says the lines without a label in the chosen document; an empty name: whoever spoke before.
    pub fn set_unlabelled(&mut self, name: &str) {
        if let Some(planned) = self.document_mut() {
            let unlabelled = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
            planned.set_speakers(SpeakerRule { unlabelled, ..planned.speakers.clone() });
        }
    }

    /// Nobody is looked for in the chosen document, or somebody is again.
    pub fn set_off(&mut self, off: bool) {
        if let Some(planned) = self.document_mut() {
            planned.set_speakers(SpeakerRule { off, ..planned.speakers.clone() });
        }
    }

    /// True when the chosen document is so short that its speakers are found anew with every letter that is typed.
    #[must_use]
    pub fn is_quick(&self) -> bool {
        self.document().is_some_and(|planned| planned.read.characters < QUICK)
    }

    /// Takes the typed pattern for the chosen document; an empty one leaves speakers to be found out.
    pub fn use_pattern(&mut self) {
        let typed = self.pattern.trim().to_owned();
        let pattern = if typed.is_empty() { Ok(None) } else { pattern_rule(&typed).map(|rule| rule.pattern) };
        match (pattern, self.document_mut()) {
            (Ok(pattern), Some(planned)) => {
                planned.set_speakers(SpeakerRule { pattern, ..planned.speakers.clone() });
                self.pattern_trouble = None;
            }
            (Err(why), _) => self.pattern_trouble = Some(why),
            _ => {}
        }
    }

    /// The rule of the chosen document for all others, as far as they have these labels: what is to be found.
    fn speakers_for_all(&self) -> Vec<(usize, Arc<ReadDocument>, SpeakerRule)> {
        let Some(rule) = self.document().map(|planned| planned.speakers.clone()) else { return vec![] };
        let others = self.plan.documents.iter().enumerate().filter(|(place, _)| *place != self.chosen);
        let own = |planned: &PlannedDocument| {
            let mut own = rule.clone();
            own.roles.retain(|label, _| planned.found.labels.iter().any(|known| known.name == *label));
            // What was said of this very document is not taken back.
            own.roles.extend(planned.speakers.roles.clone());
            own
        };
        others.map(|(place, planned)| (place, planned.read.clone(), own(planned))).collect()
    }

    #[must_use]
    pub fn clashes(&self, study: &Study) -> Vec<Option<Clash>> {
        self.plan.clashes(study)
    }

    /// Answers for all documents whose name is taken.
    pub fn answer(&mut self, study: &Study, same: SameName) {
        self.plan.answer(study, same);
    }

    /// Documents and projects that will be taken.
    #[must_use]
    pub fn wanted(&self) -> (usize, usize) {
        let documents = self.plan.documents.iter().filter(|planned| planned.wanted).count();
        (documents, self.plan.projects.iter().filter(|project| project.wanted).count())
    }

    /// True while a file is read again.
    #[must_use]
    pub fn is_rereading(&self) -> bool {
        self.rereading.is_some() || self.finding.is_some()
    }
}
