//! The window in Chinese has no English left but the project's own words, and back in English no Chinese.

use super::support::Window;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{By, NodeT, Queryable};
use pullquote::app::action::{Action, CodeAct, CodingAct, DocumentAct, HelpAct, ImportAct, ProjectAct, ViewAct};
use pullquote::app::compare_room::CompareTab;
use pullquote::app::documents_room::{Asking, DocumentsPage};
use pullquote::app::exporting::ExportKind;
use pullquote::app::importing::Importing;
use pullquote::app::passage_act::PassageAct;
use pullquote::app::passages_room::Mode;
use pullquote::app::room::Room;
use pullquote::app::table_editor::TableEditor;
use pullquote::app::table_import::TableKind;
use pullquote::engine::places;
use pullquote::gui::dialogs::Picked;
use pullquote::i18n::{self, Language};
use pullquote::model::{CodeId, CodingId, Described, Study, VariableKind};
use std::collections::BTreeSet;
use std::path::Path;

/// Views with heads and file names that other programs read.
const FOR_PROGRAMS: &[&str] = &["export codebook", "export data", "export passages"];

/// Names of programs, formats and keys, units, and what is written alike in both languages.
const ALLOWED: &[&str] = &[
    "Aa",
    "Alt",
    "ATLAS",
    "CSV",
    "Chen",
    "Tadevosyan",
    "Cohen",
    "Gamma",
    "Holsti",
    "Krippendorff",
    // Speakers of the sample, and a code that is cut off.
    "Interviewer",
    "Moderator",
    "Family",
    "Liu",
    "Ctrl",
    "Delete",
    "End",
    "Enter",
    "English",
    "Esc",
    "Excel",
    "Home",
    "JSON",
    "Language",
    "MAXQDA",
    "Markdown",
    "NVivo",
    "PDF",
    "Page",
    "Up",
    "Down",
    "Pullquote",
    "Python",
    "QDA",
    "QualCoder",
    "REFI",
    "SPSS",
    "Taguette",
    "txt",
    "Shift",
    "Tab",
    "UTF",
    "Word",
    "ti",
    "csv",
    "json",
    "pullquote",
    "qda",
    "qdc",
    "qdpx",
    "sqlite",
    "xlsx",
    "BY",
    "CC",
    "IGO",
    "Noto",
    "Sans",
    "SC",
    "SIL",
    "Open",
    "OpenDocument",
    "Font",
    "License",
    "Returning",
    "Migrants",
    "in",
    "vivo",
    "the",
    "People",
    "Republic",
    "of",
    "China",
    "KB",
    "MB",
];

/// A view of the window and the way to it.
type View = (&'static str, fn(&mut Window));

pub fn act(window: &mut Window, action: Action) {
    window.harness.state_mut().act(action);
    window.settle();
}

pub fn room(window: &mut Window, room: Room) {
    act(window, Action::Show(room));
    window.until("the room is there", |w| !w.project().link.is_waiting());
}

fn export(window: &mut Window, kind: ExportKind) {
    act(window, Action::Export(Some(kind)));
    window.until("the preview is there", |w| {
        w.project().rooms.exporting.open.as_ref().is_some_and(|draft| draft.preview.is_some() && !draft.is_reading())
    });
}

fn ask(window: &mut Window, asking: impl Fn(&Study) -> Asking) {
    let study = window.project().study.clone().unwrap();
    window.project_mut().rooms.documents.asking = Some(asking(&study));
    window.settle();
}

/// A code that both coders have used, with subcodes.
fn code(window: &Window) -> CodeId {
    let book = &window.project().study.as_ref().unwrap().codebook;
    book.codes().iter().find(|code| book.children(Some(code.id)).next().is_some()).unwrap().id
}

/// The first passage of the open document by this coder or by another one.
fn passage(window: &Window, mine: bool) -> CodingId {
    let (me, document) = (window.project().me(), window.project().document.clone().unwrap());
    document.passages().iter().find(|passage| (Some(passage.user) == me) == mine).unwrap().coding
}

fn ask_path(window: &mut Window, action: Action) {
    *window.answer.lock().unwrap() = Picked::Unavailable(String::new());
    act(window, action);
}

fn table(window: &mut Window, kind: TableKind, rows: &str) {
    let path = window.path("table.csv");
    std::fs::write(&path, rows).unwrap();
    window.project_mut().read_table(path, Default::default(), Some(kind));
    window.until("it is planned", |w| w.project().rooms.table.open.is_some() && !w.project().link.is_waiting());
}

const VIEWS: &[View] = &[
    ("code", |w| room(w, Room::Code)),
    ("selection", |w| {
        room(w, Room::Code);
        let (start, end) = w.find("In 1993");
        w.drag(start, end);
    }),
    ("find bar", |w| {
        room(w, Room::Code);
        act(w, Action::Document(DocumentAct::Find));
        w.type_text("money");
    }),
    ("walk", |w| {
        room(w, Room::Code);
        let code = code(w);
        act(w, Action::OnCode(CodeAct::Walk, code));
    }),
    ("codebook", |w| {
        act(w, Action::EndWalk);
        let code = code(w);
        let path = w.project().looks.codes[&code].path.clone();
        w.click_start(&path);
    }),
    ("passages", |w| {
        let cleared = w.project().rooms.passages.cleared();
        w.project_mut().rooms.passages.filter_by(cleared);
        room(w, Room::Passages);
        w.until("they are listed", |w| w.project().rooms.passages.list.as_ref().is_some_and(|l| !l.rows.is_empty()));
        w.project_mut().rooms.passages.select_all();
        let mut filter = w.project().rooms.passages.filter.clone();
        filter.search = "money".into();
        w.project_mut().rooms.passages.filter_by(filter);
        w.until("they are filtered", |w| !w.project().link.is_waiting());
    }),
    ("no passages", |w| {
        let mut filter = w.project().rooms.passages.filter.clone();
        filter.search = "没有这样的话".into();
        w.project_mut().rooms.passages.filter_by(filter);
        w.until("they are filtered", |w| !w.project().link.is_waiting());
    }),
    ("find", |w| {
        w.project_mut().rooms.passages.mode = Mode::Find;
        act(w, Action::FindEverywhere("money".into()));
        w.until("they are found", |w| w.project().rooms.passages.search.found.is_some());
        w.until("they are read", |w| !w.project().link.is_waiting());
    }),
    ("documents", |w| {
        w.project_mut().rooms.passages.mode = Mode::Coded;
        room(w, Room::Documents);
        let first = w.project().study.as_ref().unwrap().sources[0].id;
        w.project_mut().rooms.documents.documents.selection.only(first);
        w.settle();
    }),
    ("participants", |w| {
        w.project_mut().rooms.documents.tab = DocumentsPage::Participants;
        let study = w.project().study.clone().unwrap();
        let list = &mut w.project_mut().rooms.documents.participants;
        list.selection.only(study.participants[0].id);
        (list.column, list.group) = (1, Some(study.variables[0].id));
        w.settle();
    }),
    ("tables", |w| room(w, Room::Tables)),
    ("compare", |w| room(w, Room::Compare)),
    ("disagreements", |w| {
        w.project_mut().rooms.compare.show_tab(CompareTab::Disagreements);
        w.until("they are listed", |w| !w.project().link.is_waiting());
    }),
    ("ask", |w| {
        room(w, Room::Ask);
        w.project_mut().rooms.ask.type_query(r#""Low income""#.into());
        w.until("something is found", |w| w.project().rooms.ask.found().is_some());
    }),
    ("memos", |w| room(w, Room::Memos)),
    ("history", |w| room(w, Room::History)),
    ("table editor", |w| {
        room(w, Room::Tables);
        let study = w.project().study.clone().unwrap();
        w.project_mut().rooms.tables.editor = Some(TableEditor::new(&study));
        w.until("the preview is there", |w| !w.project().link.is_waiting());
    }),
];

const DIALOGS: &[View] = &[
    ("table of keys", |w| act(w, Action::Help(HelpAct::Keys))),
    ("command palette", |w| act(w, Action::Help(HelpAct::Commands))),
    ("memo", |w| act(w, Action::Coding(CodingAct::Memo))),
    ("import of documents", |w| {
        let path = w.path("新.txt");
        std::fs::write(&path, "甲：我走了。\n乙：好。\n").unwrap();
        *w.answer.lock().unwrap() = Picked::Paths(vec![path]);
        act(w, Action::Import(ImportAct::Documents));
        w.until("it is read", |w| matches!(w.project().rooms.importing, Some(Importing::Preview(_))));
        w.until("it is shown", |w| !w.project().link.is_waiting());
    }),
    ("about", |w| act(w, Action::Help(HelpAct::About))),
    ("new code", |w| act(w, Action::Coding(CodingAct::NewCode))),
    ("code form", |w| {
        let code = code(w);
        act(w, Action::OnCode(CodeAct::Edit, code));
    }),
    ("subcode", |w| {
        let code = code(w);
        act(w, Action::OnCode(CodeAct::AddBelow, code));
    }),
    ("code palette", |w| {
        let code = code(w);
        act(w, Action::OnCode(CodeAct::Merge, code));
    }),
    ("delete a code", |w| {
        let code = code(w);
        act(w, Action::OnCode(CodeAct::Remove, code));
        w.until("it is counted", |w| !w.project().link.is_waiting());
    }),
    ("passage of another coder", |w| {
        let coding = passage(w, false);
        act(w, Action::ChangeAnyway(coding));
    }),
    ("passages of other coders", |w| {
        let codings = vec![passage(w, false), passage(w, true)];
        act(w, Action::AskAnyway { act: PassageAct::Remove, codings });
    }),
    ("delete documents", |w| ask(w, |s| Asking::RemoveDocuments(vec![s.sources[0].id]))),
    ("delete participants", |w| ask(w, |s| Asking::RemoveParticipants(vec![s.participants[0].id]))),
    ("add a participant", |w| ask(w, |s| Asking::AddParticipant(s.participants[0].name.clone()))),
    ("add an attribute", |w| {
        ask(w, |_| Asking::AddAttribute(Described::Participants, String::new(), VariableKind::YesNo))
    }),
    ("add an attribute of documents", |w| {
        ask(w, |_| Asking::AddAttribute(Described::Documents, String::new(), VariableKind::YesNo));
    }),
    ("rename an attribute", |w| ask(w, |s| Asking::RenameAttribute(s.variables[0].id, s.variables[0].name.clone()))),
    ("delete an attribute", |w| ask(w, |s| Asking::RemoveAttribute(s.variables[0].id))),
    ("describe", |w| ask(w, |s| Asking::Describe(s.project.name.clone(), s.project.description.clone()))),
    ("start blind coding", |w| ask(w, |_| Asking::BeginBlind)),
    ("end blind coding", |w| ask(w, |_| Asking::LiftBlind)),
    ("export passages", |w| export(w, ExportKind::Passages)),
    ("export transcripts", |w| export(w, ExportKind::Transcripts)),
    ("export codebook", |w| export(w, ExportKind::Codebook)),
    ("export data", |w| export(w, ExportKind::Tidy)),
    ("export a project", |w| export(w, ExportKind::Exchange)),
    ("path of a project", |w| ask_path(w, Action::Project(ProjectAct::Open))),
    ("path of documents", |w| ask_path(w, Action::Import(ImportAct::Documents))),
    ("path of a codebook", |w| ask_path(w, Action::Import(ImportAct::Codebook))),
    ("path of a copy", |w| ask_path(w, Action::Project(ProjectAct::SaveCopy))),
    ("table of participants", |w| table(w, TableKind::Participants, "name,age\nA,44\nA,45\n新,46\n")),
    ("table of attributes of documents", |w| {
        table(w, TableKind::DocumentAttributes, "document,轮次,日期\nA,1,2019-07-29\n新,2,\n");
    }),
    ("table of codes", |w| table(w, TableKind::Codebook, "code,definition\n新,新的\n")),
    ("table of passages", |w| {
        table(w, TableKind::Segments, "document,code,text\nA,新,the\nA,新,money\nA,新,没有这样的话\n");
    }),
    ("table of documents", |w| table(w, TableKind::Documents, "name,text\n新,我走了。\n")),
    ("table of utterances", |w| table(w, TableKind::Transcript, "speaker,text,time\n王,我走了。,00:01\n")),
];

/// Closes a dialog, also one that asks whether to discard what was entered.
pub fn close(window: &mut Window) {
    for _ in 0..2 {
        window.key(Key::Escape);
    }
    window.project_mut().rooms.documents.asking = None;
    window.project_mut().close_export();
    window.project_mut().close_table();
    window.project_mut().leave_import();
    window.settle();
}

/// What is said of all widgets.
pub fn labels(window: &Window) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for node in window.harness.query_all(By::new().predicate(|_| true)) {
        let node = node.accesskit_node();
        // Paragraphs are the document's text, and runs are lines of a text that its widget has as a whole.
        if matches!(node.role(), Role::Paragraph | Role::TextRun) {
            continue;
        }
        found.extend([node.label(), node.value(), node.placeholder().map(str::to_owned)].into_iter().flatten());
        found.extend(node.description());
    }
    found
}

/// The words of the project: names, which may stand within a sentence, and texts.
pub struct Data {
    names: Vec<String>,
    texts: String,
}

impl Data {
    pub fn new(window: &Window) -> Self {
        let study = window.project().study.clone().unwrap();
        let mut names = vec![study.project.name.clone(), study.project.description.clone()];
        names.extend(study.users.iter().map(|user| user.name.clone()));
        names.extend(study.sources.iter().map(|source| source.name.clone()));
        names.extend(
            study
                .participants
                .iter()
                .flat_map(|participant| participant.values.iter().flatten().chain([&participant.name]).cloned()),
        );
        names.extend(study.variables.iter().chain(&study.document_variables).map(|variable| variable.name.clone()));
        names.extend(study.sources.iter().flat_map(|source| source.values.iter().flatten().cloned()));
        let book = &study.codebook;
        for code in book.codes() {
            names.extend([code.name.clone(), book.path(code.id).to_string(), code.description.clone()]);
        }
        names.extend(
            book.dimensions.iter().flat_map(|dimension| dimension.values.iter().chain([&dimension.name]).cloned()),
        );
        names.extend(study.tables.iter().flat_map(|table| [table.title.clone(), table.name.clone()]));
        let typed = "sample money Money age definition document code text name speaker time table";
        names.extend(typed.split(' ').map(str::to_owned).chain(["In 1993".to_owned()]));
        let folders = [places::documents(), window.folder.path().to_owned()];
        names.extend(folders.map(|folder| folder.display().to_string()));
        let spaced: Vec<String> = names.iter().map(|name| name.replace('_', " ")).collect();
        names.extend(spaced);
        names.retain(|name| name.chars().any(|c| c.is_ascii_alphabetic()));
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.dedup();
        let mut texts = String::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects/dianjiang"), &mut texts);
        Self { names, texts: even(&texts.replace("\\n", " ").replace("\\\"", "\"")) }
    }

    /// The label without what is the project's own.
    fn without(&self, label: &str) -> String {
        let label = even(label);
        let mut left: Vec<String> = Vec::new();
        for part in label.split(|c: char| is_chinese(c) || "·（）：，。、；|–".contains(c)) {
            let inner = part.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if inner.len() < 12 || !self.texts.contains(inner) {
                left.push(part.to_owned());
            }
        }
        let mut left = left.join(" · ");
        for name in &self.names {
            let mut from = 0;
            while let Some(at) = left[from..].find(name.as_str()).map(|at| from + at) {
                let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                let (before, after) = (left[..at].chars().next_back(), left[at + name.len()..].chars().next());
                if is_word(before) || is_word(after) {
                    from = at + name.len();
                } else {
                    left.replace_range(at..at + name.len(), " ");
                    from = at;
                }
            }
        }
        left
    }

    /// The words of a label that are neither the project's nor names of programs, formats and keys.
    fn english(&self, label: &str) -> Vec<String> {
        let left = self.without(label);
        // A colour is no word.
        let left: String = left.split(' ').filter(|word| !word.starts_with('#')).collect::<Vec<_>>().join(" ");
        let words = left.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1);
        words.filter(|word| !ALLOWED.contains(word)).map(str::to_owned).collect()
    }
}

fn even(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read(folder: &Path, texts: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, texts);
        } else {
            texts.push_str(&std::fs::read_to_string(path).unwrap());
            texts.push('\n');
        }
    }
}

pub fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// The words of a label that are English, but neither the project's nor names of programs, formats and keys.
pub fn english_in(data: &Data, label: &str) -> Vec<String> {
    data.english(label)
}

/// Shows the window in a language, and waits for what is asked for again.
pub fn speak(window: &mut Window, language: Language) {
    let language = if language == Language::Chinese { ViewAct::Chinese } else { ViewAct::English };
    act(window, Action::View(language));
    if window.workspace().is_some() {
        window.until("the window has caught up", |w| !w.project().link.is_waiting());
    }
}

/// A text of the program in the language of the window.
pub fn say(text: &'static str) -> &'static str {
    i18n::single(None, text).unwrap_or(text)
}

/// Shows the window in Chinese, by its menu.
fn speak_chinese(window: &mut Window) {
    window.menu("View", "Language · 语言 > 简体中文");
    if window.workspace().is_some() {
        window.until("the window has caught up", |w| !w.project().link.is_waiting());
    }
}

/// The least height of a button with words, in points: the line of words, and some room above and below.
const LEAST_BUTTON: f32 = 20.0;

#[test]
fn no_button_of_a_dialog_is_flattened_or_beyond_the_edge_of_a_small_window() {
    for language in [Language::English, Language::Chinese] {
        let mut window = Window::sample();
        window.harness.set_size(egui::vec2(1024.0, 640.0));
        speak(&mut window, language);
        let mut faults = BTreeSet::new();
        for (name, go) in DIALOGS {
            go(&mut window);
            let right = window.harness.ctx.content_rect().right();
            for button in window.harness.query_all_by_role(Role::Button) {
                let place = button.rect();
                if place.height() < LEAST_BUTTON || place.left() < 0.0 || place.right() > right {
                    faults.insert(format!("{name}: {:?} at {place}", button.accesskit_node().label()));
                }
            }
            close(&mut window);
        }
        assert!(faults.is_empty(), "{language:?}: {faults:#?}");
    }
}

#[test]
fn the_window_in_chinese_has_only_the_english_of_the_project() {
    let mut window = Window::sample();
    let data = Data::new(&window);
    speak_chinese(&mut window);
    let mut found: Vec<(&str, BTreeSet<String>)> = Vec::new();
    for (name, go) in VIEWS {
        go(&mut window);
        found.push((*name, labels(&window)));
        window.key(Key::Escape);
    }
    window.project_mut().rooms.tables.editor = None;
    room(&mut window, Room::Code);
    for (name, go) in DIALOGS {
        go(&mut window);
        let labels = labels(&window);
        assert!(labels.len() > 5, "{name} is open");
        found.push((*name, labels));
        close(&mut window);
    }
    let (mut faults, mut seen) = (Vec::new(), BTreeSet::new());
    for (name, labels) in found.iter().filter(|(name, _)| !FOR_PROGRAMS.contains(name)) {
        for label in labels {
            let english = data.english(label);
            if !english.is_empty() && seen.insert(label) {
                faults.push(format!("{name}: {english:?} in {label:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_window_back_in_english_has_no_chinese() {
    let mut window = Window::sample();
    speak_chinese(&mut window);
    for (_, go) in VIEWS {
        go(&mut window);
        window.key(Key::Escape);
    }
    window.project_mut().rooms.tables.editor = None;
    act(&mut window, Action::View(ViewAct::English));
    window.until("the window has caught up", |w| !w.project().link.is_waiting());
    let mut faults = Vec::new();
    for (name, go) in VIEWS {
        go(&mut window);
        for label in labels(&window) {
            if label.chars().any(is_chinese)
                && !["语言", "简体中文", "没有这样的话"].iter().any(|allowed| label.contains(allowed))
            {
                faults.push(format!("{name}: {label}"));
            }
        }
        window.key(Key::Escape);
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_welcome_page_is_in_both_languages() {
    let mut window = Window::new();
    let english = "… or drop a project file or folder on this window";
    assert!(window.has(english));
    speak_chinese(&mut window);
    assert!(!window.has(english) && window.has("或将项目文件或文件夹拖到此窗口"));
    act(&mut window, Action::View(ViewAct::English));
    assert!(window.has(english));
}
