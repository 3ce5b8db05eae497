//! A planned import, before anything is stored: what would be imported, under which name, how it was read, and what
//! was refused. The user can change names, encodings and speakers before it is carried out.

use super::list;
use super::refused::RefusedFile;
use super::report::{ImportReport, Imported};
use super::who_speaks::{ReadDocument, WhoSpeaks};
use crate::engine::coming_set::ComingSet;
use crate::engine::error::Error;
use crate::engine::foreign;
use crate::engine::project_format::ProjectFormat;
use crate::i18n;
use crate::interchange::document::{self, Document, Reading};
use crate::interchange::plain::{DocumentDump, ProjectDump, untaken_name};
use crate::interchange::refi::{Offsets, PositionDoubt};
use crate::interchange::remark::{Problem, Refusal, Remark, Warning};
use crate::interchange::{self, ReadError, files, folder, reshape};
use crate::model::{Cancelled, NameKey, NameMap, Origin, Progress, SpeakerChoice, SpeakerRule, Study, same_name};
use crate::store::Reads;
use crate::text::TextIndex;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportPlan {
    pub documents: Vec<PlannedDocument>,
    /// Whole projects: folders, and projects of other programs.
    pub projects: Vec<PlannedProject>,
    pub refused: Vec<RefusedFile>,
}

/// A project as it would be imported.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedProject {
    pub path: PathBuf,
    pub format: ProjectFormat,
    pub dump: Arc<ProjectDump>,
    /// Number of codes in its codebook.
    pub codes: usize,
    /// Sets that the project does not have yet.
    pub sets: Vec<ComingSet>,
    pub problems: Vec<Problem>,
    /// The folder that contains all codes, if it has no other purpose.
    pub wrapper: Option<String>,
    /// Whether to leave out that folder.
    pub unwrap: bool,
    /// Prefix for the names of its files.
    pub prefix: String,
    /// Set if the positions can be read in two ways, with the unit selected by the user.
    pub doubt: Option<PositionDoubt>,
    pub offsets: Option<Offsets>,
    pub wanted: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PlannedDocument {
    pub path: PathBuf,
    /// The document's name after the import.
    pub name: String,
    /// The participant to whom it will be assigned.
    pub participant: Option<String>,
    /// Whom the user has chosen for single speakers, if speakers become participants.
    pub who: Vec<(String, SpeakerChoice)>,
    pub reading: Reading,
    pub speakers: SpeakerRule,
    pub read: Arc<ReadDocument>,
    pub found: Arc<WhoSpeaks>,
    /// The name of the project's document that has the same text.
    pub existing: Option<String>,
    pub wanted: bool,
}

impl PlannedDocument {
    fn new(path: &Path, reading: &Reading, read: Document, progress: &Progress) -> Result<Self, Cancelled> {
        let text: Arc<str> = read.text.into();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let origin = Origin {
            file,
            format: read.format.into(),
            encoding: read.encoding,
            styles: read.styles,
            times: read.times,
            labels: read.labels,
            speakers: SpeakerRule::default(),
        };
        let index = TextIndex::new(&text);
        let found = WhoSpeaks::find(&text, &index, &origin, &progress.silent())?;
        let read = ReadDocument {
            characters: index.char_count(),
            text,
            origin,
            cues: read.cues,
            losses: read.losses.into_iter().map(|loss| loss.with_words(&read.left_out)).collect(),
            left_out: read.left_out,
            warnings: read.warnings,
        };
        Ok(Self {
            path: path.to_owned(),
            name: name_of(path),
            participant: None,
            who: Vec::new(),
            reading: reading.clone(),
            speakers: SpeakerRule::default(),
            read: Arc::new(read),
            found: Arc::new(found),
            existing: None,
            wanted: true,
        })
    }

    /// Returns a stored document, to review its speakers, which have to be detected.
    #[must_use]
    pub fn of_stored(name: &str, text: Arc<str>, characters: u32, origin: Origin) -> Self {
        let (speakers, found) = (origin.speakers.clone(), Arc::default());
        let read = Arc::new(ReadDocument { text, characters, origin, ..ReadDocument::default() });
        Self {
            path: PathBuf::new(),
            name: name.to_owned(),
            participant: None,
            who: Vec::new(),
            reading: Reading::default(),
            speakers,
            read,
            found,
            existing: None,
            wanted: true,
        }
    }

    /// Reads one file, without regard to the project's documents.
    ///
    /// # Errors
    /// The reason why it cannot be read, or that reading was cancelled.
    pub fn of_file(path: &Path, reading: &Reading, progress: &Progress) -> Result<Self, ReadError> {
        Ok(Self::new(path, reading, document::read_with(path, reading, progress)?, progress)?)
    }

    /// Reads the bytes of a file with this name.
    ///
    /// # Errors
    /// The reason why they cannot be read, or that reading was cancelled.
    pub fn of_bytes(path: &Path, bytes: &[u8], reading: &Reading, progress: &Progress) -> Result<Self, ReadError> {
        let read = document::from_bytes(bytes, &files::ending(path), reading, progress)?;
        Ok(Self::new(path, reading, read, progress)?)
    }

    /// Replaces the contents by another reading; name, participant and speaker rule are kept. Under a rule of the
    /// user's, the speakers have to be detected again.
    pub fn read_as(&mut self, other: Self) {
        // If the text is the same, it is still in the project.
        self.existing.take_if(|_| self.read.text != other.read.text);
        (self.read, self.reading, self.found) = (other.read, other.reading, other.found);
    }

    /// Returns how the text was read, with the selected rule for speakers.
    #[must_use]
    pub fn origin(&self) -> Origin {
        Origin { speakers: self.speakers.clone(), ..self.read.origin.clone() }
    }

    /// Sets the rule for speakers and detects them again.
    pub fn set_speakers(&mut self, rule: SpeakerRule) {
        if rule != self.speakers {
            self.speakers = rule;
            self.found = Arc::new(WhoSpeaks::in_text(&self.read.text, &self.origin()));
        }
    }

    /// Returns warnings about how the file was read and about the speakers detected.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        self.read.warnings.iter().cloned().chain(self.found.warnings()).collect()
    }

    /// Returns all remarks for the report, losses first.
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        let losses = self.read.losses.iter().cloned().map(Remark::from);
        losses.chain(self.warnings().into_iter().map(Remark::from)).collect()
    }

    #[must_use]
    pub fn imported(&self) -> Imported {
        Imported {
            file: self.path.display().to_string(),
            document: self.name.clone(),
            format: self.read.origin.format.clone(),
            encoding: self.read.origin.encoding.clone(),
            cues: self.read.cues,
            characters: self.read.characters,
            blocks: self.found.blocks,
            turns: self.found.turns,
            speakers: self.found.speakers.clone(),
            is_known: false,
            losses: self.read.losses.clone(),
            warnings: self.warnings(),
        }
    }
}

impl PlannedProject {
    /// Reads a project folder or the project of another program; `None` when the path is neither.
    ///
    /// # Errors
    /// [`interchange::Error::Unreadable`] with the reason why it cannot be read; also fails when cancelled.
    pub fn read(path: &Path, reading: &Reading, progress: &Progress) -> Result<Option<Self>, Error> {
        let (format, dump, problems, doubt) = match foreign::read(path, reading, progress)? {
            Some(read) => (read.format, read.dump, read.problems, read.doubt),
            None if folder::is_project(path) => {
                let (dump, problems) = folder::read(path, progress)?;
                (ProjectFormat::Folder, dump, problems, None)
            }
            None => return Ok(None),
        };
        let wrapper = reshape::wrapper(&dump).filter(|_| format != ProjectFormat::Folder).map(str::to_owned);
        let codes = dump.codebook.paths().len();
        Ok(Some(Self {
            path: path.to_owned(),
            format,
            dump: Arc::new(dump),
            codes,
            sets: Vec::new(),
            problems,
            wrapper,
            unwrap: false,
            prefix: String::new(),
            doubt,
            offsets: reading.offsets,
            wanted: true,
        }))
    }

    /// Does the same for a path that must be a project.
    ///
    /// # Errors
    /// Those of [`Self::read`], and [`Error::NotAProject`].
    pub fn of(path: &Path, reading: &Reading, progress: &Progress) -> Result<Self, Error> {
        Self::read(path, reading, progress)?.ok_or_else(|| Error::NotAProject { path: path.to_owned() })
    }

    /// Reads the project of another program again with other options.
    ///
    /// # Errors
    /// The inner error is the reason why it cannot be read; the outer one also covers cancellation.
    pub fn again(path: &Path, reading: &Reading, progress: &Progress) -> Result<Result<Self, Refusal>, Error> {
        match Self::read(path, reading, progress) {
            Ok(Some(read)) => Ok(Ok(read)),
            Ok(None) => Ok(Err(Refusal::NotAnExchangeFile)),
            Err(Error::Interchange(interchange::Error::Unreadable { refusal, .. })) => Ok(Err(refusal)),
            Err(error) => Err(error),
        }
    }

    /// Replaces the project by another reading; the user's choices are kept.
    pub fn read_as(&mut self, other: Self) {
        let unwrap = self.unwrap && other.wrapper.is_some();
        let prefix = std::mem::take(&mut self.prefix);
        let sets = std::mem::take(&mut self.sets);
        *self = Self { unwrap, prefix, sets, wanted: self.wanted, ..other };
    }

    /// Makes the names of files in reports unambiguous: the path in the folder for a single folder, the whole path
    /// for several.
    fn among_others(mut self) -> Self {
        if self.format == ProjectFormat::Folder {
            self.prefix = format!("{}/", self.path.display());
            for problem in &mut self.problems {
                problem.file = format!("{}{}", self.prefix, problem.file);
            }
        }
        self
    }

    /// Returns the part that is imported.
    pub(in crate::engine) fn reshaped(&self) -> Cow<'_, ProjectDump> {
        if !self.unwrap {
            return Cow::Borrowed(&*self.dump);
        }
        let mut dump = ProjectDump::clone(&self.dump);
        reshape::unwrap(&mut dump);
        Cow::Owned(dump)
    }

    /// Returns the problems to report. Omits that a folder can be left out if it is.
    pub fn reported_problems(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| {
            !(self.unwrap && matches!(problem.remark, Remark::Warning(Warning::CodesInOneFolder { .. })))
        })
    }

    /// Returns the report entry of one of its documents.
    pub(in crate::engine) fn imported(&self, document: &DocumentDump) -> Imported {
        let found = WhoSpeaks::in_text(&document.text, &document.origin.clone().unwrap_or_default());
        let file = match document.path.as_str() {
            "" => self.path.display().to_string(),
            path => format!("{}{path}", self.prefix),
        };
        Imported {
            file,
            document: document.name.clone(),
            format: self.format.name().into(),
            encoding: "UTF-8".into(),
            cues: None,
            characters: TextIndex::new(&document.text).char_count(),
            blocks: found.blocks,
            turns: found.turns,
            speakers: found.speakers,
            is_known: false,
            losses: vec![],
            warnings: vec![],
        }
    }

    /// Adds what to report when all goes well.
    pub(in crate::engine) fn report(&self, report: &mut ImportReport) {
        report.problems.extend(self.reported_problems().cloned());
        report.imported.extend(self.dump.documents.iter().map(|document| self.imported(document)));
    }
}

/// Why a document cannot be imported under its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// The project has a document with this name and another text.
    Known,
    /// The project has this very document.
    Same,
    /// Another document of the import has the same name.
    Twice,
    Nameless,
}

/// What to do with documents whose name is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SameName {
    /// Refuse them and report this.
    #[default]
    Refuse,
    /// Add a number: `B (2)`.
    Number,
    /// Skip them.
    Skip,
}

impl ImportPlan {
    /// Reads everything at these paths. A file that cannot be read is refused; the others are read.
    ///
    /// # Errors
    /// Fails when cancelled, or when the project cannot be read.
    pub fn read(reads: Reads<'_>, paths: &[PathBuf], reading: &Reading, progress: &Progress) -> Result<Self, Error> {
        let mut plan = Self::default();
        let mut files = Vec::new();
        for path in paths {
            match PlannedProject::read(path, reading, progress) {
                Ok(Some(project)) if paths.len() > 1 => plan.projects.push(project.among_others()),
                Ok(Some(project)) => plan.projects.push(project),
                Ok(None) => list::files(path, &mut files, &mut plan.refused),
                // An unreadable project is one problem of the import.
                Err(Error::Interchange(interchange::Error::Unreadable { path, refusal })) => {
                    plan.refused.push(RefusedFile::new(&path, refusal));
                }
                Err(error) => return Err(error),
            }
        }
        let study = reads.study()?;
        for project in &mut plan.projects {
            project.sets = ComingSet::in_dump(&project.dump, &study);
        }
        for (file, read) in files.iter().zip(read_all(&files, reading, progress)?) {
            match read {
                Ok(mut planned) => {
                    planned.look_around(reads, &study)?;
                    plan.documents.push(planned);
                }
                Err(refusal) => plan.refused.push(RefusedFile::new(file, refusal)),
            }
        }
        progress.step(files.len() as u64, files.len() as u64)?;
        Ok(plan)
    }

    /// Returns, for each document, why it cannot be imported under its name, if it is wanted.
    #[must_use]
    pub fn clashes(&self, study: &Study) -> Vec<Option<Clash>> {
        let known: NameMap<()> = study.sources.iter().map(|source| (source.name.as_str(), ())).collect();
        let mut times: HashMap<NameKey, usize> = HashMap::new();
        for planned in self.documents.iter().filter(|planned| planned.wanted) {
            *times.entry(NameKey::of(&planned.name)).or_default() += 1;
        }
        let clash = |planned: &PlannedDocument| {
            let name = planned.name.trim();
            match () {
                () if !planned.wanted => None,
                () if name.is_empty() => Some(Clash::Nameless),
                () if known.contains(name)
                    && planned.existing.as_deref().is_some_and(|existing| same_name(existing, name)) =>
                {
                    Some(Clash::Same)
                }
                () if known.contains(name) => Some(Clash::Known),
                () if times.get(&NameKey::of(name)).is_some_and(|n| *n > 1) => Some(Clash::Twice),
                () => None,
            }
        };
        self.documents.iter().map(clash).collect()
    }

    /// Returns the names that documents have or will have.
    fn names(&self, study: &Study) -> NameMap<()> {
        let wanted = self.documents.iter().filter(|planned| planned.wanted).map(|planned| planned.name.trim());
        study.sources.iter().map(|source| source.name.as_str()).chain(wanted).map(|name| (name, ())).collect()
    }

    /// Gives one document a free name.
    pub fn number(&mut self, document: usize, study: &Study) {
        let mut names = self.names(study);
        if let Some(planned) = self.documents.get_mut(document) {
            planned.number(&mut names);
        }
    }

    /// Resolves all name clashes. Of several documents with the same name, the first keeps it.
    pub fn answer(&mut self, study: &Study, same: SameName) {
        let clashes = self.clashes(study);
        let mut names = self.names(study);
        let mut seen = HashSet::new();
        for (planned, clash) in self.documents.iter_mut().zip(clashes) {
            let first = clash == Some(Clash::Twice) && seen.insert(NameKey::of(&planned.name));
            match clash {
                None => continue,
                Some(_) if first => {}
                // A document that the project already has needs no second name.
                Some(Clash::Same) => planned.wanted = same == SameName::Refuse,
                Some(clash) => match same {
                    SameName::Number => planned.number(&mut names),
                    SameName::Skip => planned.wanted = false,
                    SameName::Refuse => {
                        planned.wanted = false;
                        let name = planned.name.clone();
                        let refusal = match clash {
                            Clash::Nameless => Refusal::NoName,
                            Clash::Twice => Refusal::NameTwice { name },
                            Clash::Known | Clash::Same => Refusal::OtherText { document: name },
                        };
                        self.refused.push(RefusedFile::new(&planned.path, refusal));
                    }
                },
            }
        }
    }
}

impl PlannedDocument {
    /// Gives it a free name.
    fn number(&mut self, names: &mut NameMap<()>) {
        self.name = untaken_name(|name| names.contains(name), &self.name, "document");
        names.insert(self.name.as_str(), ());
    }

    /// Checks whether the project has this document, and a participant with its name.
    fn look_around(&mut self, reads: Reads<'_>, study: &Study) -> Result<(), Error> {
        // Documents with the same name come first; texts are compared only if they have the same length.
        let mut same: Vec<_> = study.sources.iter().filter(|s| s.characters == self.read.characters).collect();
        same.sort_by_key(|source| !same_name(&source.name, &self.name));
        for source in same {
            if reads.text(source.id)?.as_str() == &*self.read.text {
                self.existing = Some(source.name.clone());
                break;
            }
        }
        self.participant = study.participant_named(&self.name).map(|participant| participant.name.clone());
        Ok(())
    }
}

/// Reads files on all cores; returns one result per file, in their order. A reader that crashes counts as a
/// refusal.
///
/// # Errors
/// Fails when cancelled.
fn read_all(
    files: &[PathBuf],
    reading: &Reading,
    progress: &Progress,
) -> Result<Vec<Result<PlannedDocument, Refusal>>, Error> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(files.len()).max(1);
    let next = AtomicUsize::new(0);
    let language = i18n::current();
    let (sender, done) = std::sync::mpsc::channel();
    let mut read: Vec<Option<Result<PlannedDocument, ReadError>>> = files.iter().map(|_| None).collect();
    let mut progressed = Ok(());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                i18n::set(language);
                while let Some((place, file)) = Some(next.fetch_add(1, Ordering::Relaxed))
                    .and_then(|place| Some((place, files.get(place)?)))
                    .filter(|_| !progress.is_cancelled())
                {
                    let one = || PlannedDocument::of_file(file, reading, progress);
                    let fell = |_| Err(Refusal::ReaderFailed.into());
                    let one = catch_unwind(AssertUnwindSafe(one)).unwrap_or_else(fell);
                    if sender.send((place, one)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for (count, (place, one)) in done.iter().enumerate() {
            progressed = progress.step(count as u64 + 1, files.len() as u64);
            if progressed.is_err() {
                break;
            }
            if let Some(slot) = read.get_mut(place) {
                *slot = Some(one);
            }
        }
    });
    progressed?;
    // Threads leave out files only when cancelled.
    read.into_iter().map(|one| Ok(ReadError::accept(one.unwrap_or(Err(Cancelled.into())))?)).collect()
}

/// Returns the file's name without its extension, on one line.
fn name_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let plain: String = stem.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.trim().to_owned()
}
