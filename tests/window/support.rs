//! The window on a temporary project, and ways to operate it like a user.

pub use crate::patience::until;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::workspace::Workspace;
use pullquote::engine::session::Opening;
use pullquote::engine::{Command, SampleStudy};
use pullquote::gui::Shell;
use pullquote::gui::dialogs::{Dialogs, Picked, Question};
use pullquote::model::{CharPos, UserId};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

/// Answers every question for a path with what the test has set, and keeps which files were to be shown.
#[derive(Clone)]
pub struct Fake(pub Arc<Mutex<Picked>>, pub Arc<Mutex<Vec<(PathBuf, bool)>>>);

impl Dialogs for Fake {
    fn show_file(&self, path: &Path, in_folder: bool) -> Result<(), String> {
        self.1.lock().unwrap().push((path.to_owned(), in_folder));
        Ok(())
    }

    fn ask(&self, _: &Question, wake: Box<dyn Fn() + Send>) -> Receiver<Picked> {
        let (sender, receiver) = channel();
        sender.send(self.0.lock().unwrap().clone()).unwrap();
        wake();
        receiver
    }
}

pub struct Window {
    pub harness: Harness<'static, Shell>,
    pub answer: Arc<Mutex<Picked>>,
    /// Files that were to be opened, and whether in their folder.
    pub shown: Arc<Mutex<Vec<(PathBuf, bool)>>>,
    pub folder: Arc<tempfile::TempDir>,
}

impl Window {
    /// The window without a project.
    pub fn new() -> Self {
        Self::within(Arc::new(tempfile::tempdir().unwrap()))
    }

    pub fn within(folder: Arc<tempfile::TempDir>) -> Self {
        let answer = Arc::new(Mutex::new(Picked::Cancelled));
        let shown = Arc::default();
        let (fake, settings) = (Fake(answer.clone(), Arc::clone(&shown)), folder.path().join("settings.json"));
        let harness = Harness::builder()
            .with_size([1280.0, 800.0])
            .with_max_steps(64)
            .build_eframe(move |creation| Shell::new(&creation.egui_ctx, Box::new(fake), Some(settings)));
        let mut window = Self { harness, answer, shown, folder };
        window.settle();
        window
    }

    /// The window on a copy of the sample in a temporary file.
    pub fn sample() -> Self {
        let mut window = Self::new();
        window.open_sample();
        window
    }

    pub fn open_sample(&mut self) {
        let path = self.path("sample.pullquote");
        self.harness.state_mut().open(Opening::Sample(SampleStudy::Dianjiang, path));
        self.until("the sample is open", |w| w.workspace().is_some_and(|w| w.document.is_some() && counted(w)));
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn workspace(&self) -> Option<&Workspace> {
        self.harness.state().workspace.as_ref()
    }

    pub fn project(&self) -> &Workspace {
        self.workspace().expect("a project is open")
    }

    pub fn project_mut(&mut self) -> &mut Workspace {
        self.harness.state_mut().workspace.as_mut().expect("a project is open")
    }

    /// Runs a few frames, so that results of other threads can arrive and be shown.
    pub fn settle(&mut self) {
        for _ in 0..4 {
            self.harness.run_steps(1);
        }
    }

    /// Runs frames until `holds` is true, while other threads work.
    pub fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        until(what, || {
            let is_done = holds(self);
            if !is_done {
                self.harness.run_steps(1);
            }
            is_done
        });
        self.settle();
    }

    pub fn has(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    pub fn has_part(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    /// Whether an enabled widget with this label exists.
    pub fn is_enabled(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).any(|node| !node.accesskit_node().is_disabled())
    }

    /// Executes a command as this coder, whoever is the current coder.
    pub fn execute_as(&mut self, coder: UserId, command: Command) {
        let workspace = self.project_mut();
        let me = workspace.me();
        workspace.set_coder(Some(coder));
        workspace.link.execute(command);
        workspace.set_coder(me);
    }

    pub fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    /// Clicks the first widget whose label starts like this: counts at the end of labels change.
    pub fn click_start(&mut self, start: &str) {
        let start = start.to_owned();
        let wanted = move |node: &egui_kittest::kittest::AccessKitNode<'_>| {
            node.label().is_some_and(|label| label.starts_with(&start))
        };
        self.harness.query_all(egui_kittest::kittest::By::new().predicate(wanted)).next().expect("a label").click();
        self.settle();
    }

    /// Codes the selected words with the first code whose path starts like this, by the plus sign in its row.
    pub fn code_with(&mut self, path: &str) {
        self.click_start(&format!("Code with {path}"));
    }

    /// Continues from the export dialog once it shows its preview.
    pub fn choose_where(&mut self) {
        let ready = |w: &Self| {
            let draft = w.project().rooms.exporting.open.as_ref().expect("the export dialog is open");
            draft.preview.is_some() && !draft.is_reading()
        };
        self.until("the preview is there", ready);
        self.click("Export…");
    }

    /// Continues from a typed correction to its review.
    pub fn review_correction(&mut self) {
        self.click("Review changes");
        self.until("the texts are compared", |w| w.has("Save changes"));
    }

    /// Chooses a menu entry; `Import > Import codebook…` is one of a submenu.
    pub fn menu(&mut self, menu: &str, entry: &str) {
        self.click(menu);
        let (submenu, entry) = entry.split_once(" > ").map_or((None, entry), |(menu, entry)| (Some(menu), entry));
        submenu.into_iter().for_each(|submenu| self.click(submenu));
        self.click_start(entry);
    }

    pub fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    pub fn chord(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// Undoes a change of other coders' passages and confirms it.
    pub fn undo_asked(&mut self) {
        self.chord(Modifiers::COMMAND, Key::Z);
        self.until("undo asks first", |w| w.has("Undo this?") && w.has_part("This changes"));
        self.harness.get_by_role_and_label(Role::Button, "Undo").click();
        self.settle();
    }

    pub fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.settle();
    }

    /// The position in the window of a position in the open document.
    pub fn place(&self, at: u32) -> Pos2 {
        let shell = self.harness.state();
        let document = self.project().document.as_ref().expect("a document is open");
        let place = shell.code.transcript.position_of(&self.harness.ctx, document, CharPos(at));
        place.expect("the position is in sight")
    }

    /// Selects by dragging the pointer from one position to another, after scrolling there if they are not in sight.
    pub fn drag(&mut self, from: u32, to: u32) {
        let document = self.project().document.clone().expect("a document is open");
        let ctx = self.harness.ctx.clone();
        let view = &mut self.harness.state_mut().code.transcript;
        let seen = |at| view.position_of(&ctx, &document, CharPos(at)).is_some();
        if !seen(from) || !seen(to) {
            view.restore(&document, CharPos(from.saturating_sub(200)));
            self.settle();
        }
        let (from, to) = (self.place(from), self.place(to));
        self.drag_between(from, to);
    }

    /// Presses the pointer at one point and releases it at another.
    pub fn drag_between(&mut self, from: Pos2, to: Pos2) {
        self.harness.hover_at(from);
        self.settle();
        self.harness.drag_at(from);
        self.settle();
        for share in [0.3, 0.6, 1.0] {
            self.harness.hover_at(from.lerp(to, share));
            self.settle();
        }
        self.harness.drop_at(to);
        self.settle();
    }

    pub fn click_at(&mut self, pos: Pos2) {
        self.click_with(pos, PointerButton::Primary);
    }

    /// Clicks at the left end of a row, where its name is.
    pub fn click_left(&mut self, label: &str) {
        let pos = self.rect(label).left_center() + vec2(20.0, 0.0);
        self.click_at(pos);
    }

    /// The rectangle of a widget.
    pub fn rect(&self, label: &str) -> egui::Rect {
        self.harness.get_by_label(label).rect()
    }

    /// The rectangle of the first widget whose label starts like this.
    pub fn rect_starting(&self, start: &str) -> egui::Rect {
        let start = start.to_owned();
        let wanted = move |node: &egui_kittest::kittest::AccessKitNode<'_>| {
            node.label().is_some_and(|label| label.starts_with(&start))
        };
        let by = egui_kittest::kittest::By::new().predicate(wanted);
        self.harness.query_all(by).next().expect("a label").rect()
    }

    /// Moves the keyboard focus to the transcript.
    pub fn key_to_transcript(&mut self) {
        self.harness.state_mut().code.transcript.request_focus();
        self.settle();
    }

    pub fn secondary_click(&mut self, at: u32) {
        let pos = self.place(at) + vec2(3.0, 0.0);
        self.secondary_click_at(pos);
    }

    pub fn secondary_click_at(&mut self, pos: Pos2) {
        self.click_with(pos, PointerButton::Secondary);
    }

    fn click_with(&mut self, pos: Pos2, button: PointerButton) {
        self.harness.hover_at(pos);
        self.settle();
        for pressed in [true, false] {
            let modifiers = Modifiers::NONE;
            self.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
            // A button that is held for too long does not click.
            self.harness.run_steps(1);
        }
        self.settle();
    }

    /// Start and end of the words in the open document, in code points.
    pub fn find(&self, quote: &str) -> (u32, u32) {
        let text = self.project().document.as_ref().unwrap().text();
        let start = text[..text.find(quote).expect("the words are there")].chars().count() as u32;
        (start, start + quote.chars().count() as u32)
    }

    /// The number of passages that the open document shows with this code.
    pub fn passages(&self, name: &str) -> usize {
        let project = self.project();
        let named = |code| project.looks.codes.get(code).is_some_and(|look| look.name == name);
        project.document.as_ref().unwrap().passages().iter().filter(|p| named(&p.code)).count()
    }

    pub fn saved(&mut self) {
        self.until("everything is saved", |w| !w.project().link.is_saving());
        self.settle();
    }
}

fn counted(workspace: &Workspace) -> bool {
    workspace.counts.by_code.values().sum::<u64>() > 0
}

/// Coder, document, start, end, code.
pub type FolderCoding = (String, String, u64, u64, String);

/// Every coding of the sample's folder: coder, document, start, end, code. Tests check numbers against this plain list.
pub fn folder_codings() -> Vec<FolderCoding> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects/dianjiang/codings");
    let mut all = Vec::new();
    for coder in ["Coder 1", "Coder 2"] {
        let json = std::fs::read_to_string(folder.join(format!("{coder}.json"))).unwrap();
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        for entry in value["codings"].as_array().unwrap() {
            let text = |key: &str| entry[key].as_str().unwrap().to_owned();
            let number = |key: &str| entry[key].as_u64().unwrap();
            all.push((coder.to_owned(), text("document"), number("start"), number("end"), text("code")));
        }
    }
    all
}

/// The participants of a coding of the sample: of the focus groups, those who speak in it; documents of others have the
/// names of their participants.
pub fn said_by(coding: &FolderCoding) -> Vec<String> {
    let (_, document, start, end, _) = coding;
    if !document.starts_with("FGD") {
        return vec![document.clone()];
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects/dianjiang/transcripts");
    let text = std::fs::read_to_string(folder.join(format!("{document}.txt"))).unwrap();
    let (mut at, mut found) = (0, vec![]);
    for line in text.lines() {
        let line_end = at + line.chars().count() as u64;
        if let Some((label, words)) = line.split_once(": ").filter(|(label, _)| *label != "Moderator") {
            let words = line_end - words.chars().count() as u64;
            if words < *end && *start < line_end {
                found.push(format!("{document}: {label}"));
            }
        }
        at = line_end + 1;
    }
    found
}

/// Interactive widgets without a name for screen readers.
pub fn nameless(harness: &Harness<'_, Shell>) -> Vec<String> {
    let acts = [
        Role::Button,
        Role::CheckBox,
        Role::RadioButton,
        Role::TextInput,
        Role::ListItem,
        Role::TreeItem,
        Role::ComboBox,
    ];
    let mut found = Vec::new();
    let mut open = vec![harness.root()];
    while let Some(node) = open.pop() {
        let accesskit = node.accesskit_node();
        let named =
            accesskit.label().is_some_and(|l| !l.is_empty()) || accesskit.value().is_some_and(|v| !v.is_empty());
        if acts.contains(&accesskit.role()) && !named {
            found.push(format!("{:?} at {:?}", accesskit.role(), accesskit.bounding_box()));
        }
        open.extend(node.children());
    }
    found
}
