//! Asks for a path with the system's dialogs. Where no dialog service is available, the window asks for the path
//! itself.

use crate::app::exporting::{self, Order};
use crate::app::table_import::TableKind;
use crate::interchange::{document, refi, sheet};
use crate::{i18n, tr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

/// The extensions of tables, and `others`.
fn tables(others: &[&'static str]) -> Vec<&'static str> {
    sheet::ENDINGS.iter().chain(others).copied().collect()
}

/// The purpose of the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// A project file.
    OpenProject,
    /// A project folder.
    OpenFolder,
    NewProject,
    /// Several documents.
    Import,
    /// A folder of documents, or a project folder.
    ImportFolder,
    /// A project of another program.
    ImportProject,
    /// Where to save a document's original file, with the suggested name.
    SaveOriginal(String),
    /// Where to save a report, with the suggested name.
    SaveText {
        name: String,
        text: String,
    },
    /// The file of a document that is to be reread, with its earlier name.
    Reread(String),
    /// A table of participants.
    ImportParticipants,
    /// Another table; with `None`, the kind is chosen after reading.
    ImportTable(Option<TableKind>),
    ImportCodebook,
    /// Separately coded copies of the project.
    Merge,
    /// Where to save a copy of the whole project.
    SaveCopy(PathBuf),
    /// A copy that is to replace this project.
    Restore(PathBuf),
    /// A file to export to, or a folder that does not exist yet.
    Save(Box<Order>),
}

impl Question {
    /// Why a typed path cannot be used. The system's own dialogs check this themselves.
    #[must_use]
    pub fn objection(&self, path: &Path) -> Option<String> {
        let writes = match self {
            Self::NewProject | Self::Save(_) | Self::SaveOriginal(_) | Self::SaveText { .. } | Self::SaveCopy(_) => {
                true
            }
            Self::OpenProject
            | Self::OpenFolder
            | Self::Import
            | Self::ImportFolder
            | Self::ImportProject
            | Self::Reread(_)
            | Self::ImportParticipants
            | Self::ImportTable(_)
            | Self::ImportCodebook
            | Self::Merge
            | Self::Restore(_) => false,
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let shown = path.display();
        match (writes, path.exists()) {
            (true, true) => Some(tr!("{shown} already exists. Type another name.", shown)),
            (true, false) if folder.is_some_and(|folder| !folder.is_dir()) => {
                Some(tr!("There is no folder {folder}.", folder = folder.unwrap_or(path).display()))
            }
            (false, false) => Some(tr!("{shown} does not exist.", shown)),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    Paths(Vec<PathBuf>),
    Cancelled,
    /// No dialog could be shown, with the reason.
    Unavailable(String),
}

/// What the window asks of the system.
pub trait Dialogs {
    /// Asks for a path. The answer arrives later, and `wake` is called then.
    fn ask(&self, question: &Question, wake: Box<dyn Fn() + Send>) -> Receiver<Picked>;

    /// Opens a file with the program that belongs to it, or the folder that contains it.
    ///
    /// # Errors
    /// Why no program could be started.
    fn show_file(&self, path: &Path, in_folder: bool) -> Result<(), String>;
}

/// The system's dialogs.
#[derive(Default)]
pub struct Native;

impl Dialogs for Native {
    fn show_file(&self, path: &Path, in_folder: bool) -> Result<(), String> {
        let mut command = opener(path, in_folder);
        let mut child = command.spawn().map_err(|error| {
            tr!("{program} could not be started: {error}", program = command.get_program().to_string_lossy(), error)
        })?;
        // Waited for on a thread, so that no ended process is left behind.
        std::thread::spawn(move || child.wait());
        Ok(())
    }

    fn ask(&self, question: &Question, wake: Box<dyn Fn() + Send>) -> Receiver<Picked> {
        let (sender, receiver) = channel();
        let (question, language) = (question.clone(), i18n::current());
        let work = move || {
            let _ = sender.send(i18n::within(language, || pick(&question)));
            wake();
        };
        // macOS shows dialogs only from the main thread.
        if cfg!(target_os = "macos") {
            work();
        } else {
            // If the thread cannot be started, the closed channel reports it.
            let _ = std::thread::Builder::new().name("pullquote-dialog".into()).spawn(work);
        }
        receiver
    }
}

/// Shows the dialog. Its buttons are in the language of the system; so is the title where the dialog is zenity's, which is
/// not given any.
fn pick(question: &Question) -> Picked {
    trouble::forget();
    let dialog = rfd::FileDialog::new();
    let one = |path: Option<PathBuf>| path.map(|path| vec![path]);
    let paths = match question {
        Question::OpenProject => {
            let dialog = dialog.set_title(tr!("Open project")).add_filter(tr!("Pullquote project"), &["pullquote"]);
            one(dialog.add_filter(tr!("Project from another program"), &["qdpx", "qde", "sqlite3"]).pick_file())
        }
        Question::OpenFolder => one(dialog.set_title(tr!("Open project folder")).pick_folder()),
        Question::NewProject => one(dialog
            .set_title(tr!("New project"))
            .add_filter(tr!("Pullquote project"), &["pullquote"])
            .set_file_name(tr!("My study.pullquote"))
            .save_file()),
        Question::Import => {
            let all: Vec<&str> = document::ENDINGS.into_iter().chain([refi::PROJECT, "sqlite3"]).collect();
            dialog.set_title(tr!("Import documents")).add_filter(tr!("Documents and projects"), &all).pick_files()
        }
        Question::ImportProject => {
            let dialog = dialog.set_title(tr!("Import from another program"));
            one(dialog.add_filter(tr!("Project"), &[refi::PROJECT, refi::BARE_PROJECT, "sqlite3", "qda"]).pick_file())
        }
        Question::ImportFolder => one(dialog.set_title(tr!("Import a folder")).pick_folder()),
        Question::SaveOriginal(name) => {
            one(dialog.set_title(tr!("Save original file")).set_file_name(name).save_file())
        }
        Question::SaveText { name, .. } => {
            one(dialog.set_title(tr!("Save the report")).set_file_name(name).save_file())
        }
        Question::Reread(name) => {
            one(dialog.set_title(tr!("Choose the original file")).set_file_name(name).pick_file())
        }
        Question::ImportParticipants => {
            let dialog = dialog.set_title(tr!("Import participants")).add_filter(tr!("Spreadsheet"), &tables(&["txt"]));
            one(dialog.pick_file())
        }
        Question::ImportTable(_) => one(dialog
            .set_title(tr!("Import spreadsheet"))
            .add_filter(tr!("Spreadsheet"), &tables(&["txt"]))
            .pick_file()),
        Question::ImportCodebook => {
            let dialog = dialog
                .set_title(tr!("Import codebook"))
                .add_filter(tr!("Codebook"), &tables(&["txt", "json", refi::CODEBOOK]));
            one(dialog.pick_file())
        }
        Question::Merge => {
            let dialog = dialog.set_title(tr!("Merge coders’ copies"));
            dialog.add_filter(tr!("Pullquote project"), &["pullquote"]).pick_files()
        }
        Question::SaveCopy(project) => {
            let dialog = dialog
                .set_title(tr!("Save a copy of the project"))
                .add_filter(tr!("Pullquote project"), &["pullquote"]);
            one(dialog.set_file_name(name_of_copy(project)).save_file())
        }
        Question::Restore(_) => {
            let dialog = dialog.set_title(tr!("Restore a copy of the project"));
            one(dialog.add_filter(tr!("Pullquote project"), &["pullquote"]).pick_file())
        }
        Question::Save(order) => {
            let dialog = dialog.set_title(tr!("Export")).set_file_name(&order.name);
            let dialog = match exporting::ending(order.format) {
                Some(ending) => dialog.add_filter(ending, &[ending]),
                None => dialog.set_title(tr!("Export as a new folder")),
            };
            one(dialog.save_file())
        }
    };
    match paths {
        Some(paths) => Picked::Paths(paths),
        None => trouble::seen().map_or(Picked::Cancelled, |why| {
            // What the dialog library reports is for whoever maintains the system, and in English.
            eprintln!("rfd: {why}");
            let linux = tr!("To choose files in a dialog, install a desktop portal (xdg-desktop-portal) or zenity.");
            let other = tr!("The system reports an error in its file dialog.");
            Picked::Unavailable(if cfg!(target_os = "linux") { linux } else { other }.to_owned())
        }),
    }
}

/// The command that opens a file, or shows it in its folder.
fn opener(path: &Path, in_folder: bool) -> Command {
    let mut command;
    if cfg!(target_os = "windows") {
        command = Command::new("explorer");
        let mut argument = std::ffi::OsString::from(if in_folder { "/select," } else { "" });
        argument.push(path);
        command.arg(argument);
    } else if cfg!(target_os = "macos") {
        command = Command::new("open");
        command.args(in_folder.then_some("-R")).arg(path);
    } else {
        command = Command::new("xdg-open");
        command.arg(path.parent().filter(|_| in_folder).unwrap_or(path));
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The suggested name for a copy of a project: one that no file beside it has.
pub(super) fn name_of_copy(project: &Path) -> String {
    let name = project.file_stem().unwrap_or_default().to_string_lossy();
    let first = tr!("file name" => "{name} (copy).pullquote", name);
    let further = (2..MOST_COPIES).map(|number| tr!("file name" => "{name} (copy {number}).pullquote", name, number));
    let is_free = |file: &String| !project.with_file_name(file).exists();
    std::iter::once(first.clone()).chain(further).find(is_free).unwrap_or(first)
}

/// The most names that are tried for a copy.
const MOST_COPIES: usize = 1_000;

/// The dialog library returns "nothing picked" even if it could not show a dialog; its log distinguishes the two.
mod trouble {
    use std::sync::Mutex;

    static SEEN: Mutex<Option<String>> = Mutex::new(None);

    struct Listener;

    impl log::Log for Listener {
        fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
            metadata.level() <= log::Level::Warn
        }

        fn log(&self, record: &log::Record<'_>) {
            if record.target().starts_with("rfd") && record.level() <= log::Level::Error {
                if let Ok(mut seen) = SEEN.lock() {
                    *seen = Some(record.args().to_string());
                }
            } else if record.level() <= log::Level::Error {
                eprintln!("{}: {}", record.target(), record.args());
            }
        }

        fn flush(&self) {}
    }

    pub fn forget() {
        static LISTENER: Listener = Listener;
        if log::set_logger(&LISTENER).is_ok() {
            log::set_max_level(log::LevelFilter::Warn);
        }
        if let Ok(mut seen) = SEEN.lock() {
            *seen = None;
        }
    }

    pub fn seen() -> Option<String> {
        SEEN.lock().ok()?.take()
    }
}
