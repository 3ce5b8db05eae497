//! Keys reach what is in front, never what is behind it: with every dialog, menu and in-place editor.

use super::support::Window;
use egui::{Event, Key, Modifiers, Popup};
use egui_kittest::kittest::Queryable;
use pullquote::app::PassageView;
use pullquote::app::action::{
    Action, CodeAct, CodingAct, DocumentAct, GoAct, HelpAct, ImportAct, ProjectAct, TeamAct, ViewAct,
};
use pullquote::app::documents_room::Asking;
use pullquote::app::exporting::ExportKind;
use pullquote::app::importing::Importing;
use pullquote::app::room::Room;
use pullquote::app::table_import::TableKind;
use pullquote::app::workspace::Workspace;
use pullquote::engine::Command;
use pullquote::engine::command::{Consensus, ConsensusChange};
use pullquote::gui::dialogs::Picked;
use pullquote::model::{CharRange, CodeId, CodingId, Described, NoteTarget, VariableKind};

pub const LOW: &str = "Financial capital > Push > Low income";

/// A key as the window system reports it: pressed, its letter, released.
fn strokes(text: &str) -> Vec<Event> {
    let stroke = |letter: char| {
        let key = match letter {
            ' ' => Key::Space,
            ',' => Key::Comma,
            other => Key::from_name(&other.to_uppercase().to_string()).unwrap_or_else(|| panic!("{other}")),
        };
        let event =
            |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
        [event(true), Event::Text(letter.to_string()), event(false)]
    };
    text.chars().flat_map(stroke).collect()
}

fn pressed(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

impl Window {
    /// Types as on a keyboard: every letter is also a key.
    fn type_keys(&mut self, text: &str) {
        for event in strokes(text) {
            self.harness.event(event);
        }
        self.settle();
    }

    /// All events arrive in one slow frame.
    fn burst(&mut self, events: Vec<Event>) {
        let count = events.len();
        self.harness.input_mut().events.extend(events);
        self.harness.run_steps(count + 4);
    }

    fn workspace_mut(&mut self) -> &mut Workspace {
        self.project_mut()
    }

    fn act(&mut self, action: Action) {
        self.harness.state_mut().act(action);
        self.settle();
    }

    /// Codes the words with the codes, as the current coder. The transcript has the focus and the words are selected.
    pub fn code_words(&mut self, quote: &str, codes: &[&str]) -> Vec<CodingId> {
        let (start, end) = self.find(quote);
        let range = CharRange::new(start, end);
        self.drag(start, end);
        let book = self.project().study.as_deref().unwrap().codebook.clone();
        let codes: Vec<CodeId> = codes.iter().map(|path| book.find(path).unwrap()).collect();
        self.workspace_mut().code_selection(&codes);
        let (me, count) = (self.project().me(), codes.len());
        let coded = move |w: &Self| -> Vec<CodingId> {
            let passages = w.project().document.as_ref().unwrap().passages();
            passages.iter().filter(|p| p.range == range && Some(p.user) == me).map(|p| p.coding).collect()
        };
        self.until("the words are coded", |w| coded(w).len() == count);
        self.saved();
        self.key_to_transcript();
        coded(self)
    }

    fn memo_of(&self, coding: CodingId) -> Option<String> {
        Some(self.project().passage(coding)?.memos.first()?.text.clone())
    }

    fn coded(&self) -> Vec<PassageView> {
        self.project().document.as_ref().unwrap().passages().to_vec()
    }

    /// Everything behind a dialog that a key could change.
    fn background(&self) -> String {
        let (shell, project) = (self.harness.state(), self.project());
        let document = project.document.as_ref().unwrap();
        let transcript = &shell.code.transcript;
        let view = (transcript.caret(), transcript.selection(), transcript.chosen(), project.seen.walk, project.room);
        let tree = (&project.recent, shell.code.codebook.focused(), shell.code.find.is_open());
        let settings = (
            shell.settings.zoom,
            project.me(),
            document.id,
            &project.link.undo_redo.undo,
            &project.link.undo_redo.redo,
        );
        format!("{view:?} {tree:?} {settings:?} {:?} {:?}", self.opened_by_key(), document.passages())
    }

    /// What a key could open over the room, and whether the window would close.
    pub fn opened_by_key(&self) -> (Vec<&'static str>, bool, bool) {
        let labels = [
            "Commands",
            "Search codes",
            "Name of the code",
            "Memo text",
            "Keyboard shortcuts",
            "Export",
            "Text of the document",
        ];
        let output = &self.harness.output().viewport_output[&egui::ViewportId::ROOT];
        let closes = output.commands.iter().any(|command| matches!(command, egui::ViewportCommand::Close));
        (labels.into_iter().filter(|label| self.has(label)).collect(), self.project().rooms.importing.is_some(), closes)
    }
}

#[test]
fn typing_into_an_existing_memo_runs_no_command() {
    let mut window = Window::sample();
    let coding = window.code_words("forty-three", &[LOW])[0];
    let target = NoteTarget::Coding(coding);
    let text = "FIRST SENTENCE.".to_owned();
    window.workspace_mut().link.execute(Command::SetMemo { note: None, target, text });
    window.until("it has a memo", |w| w.memo_of(coding).is_some());
    let before = window.coded().len();
    window.key(Key::M);
    window.until("the memo is read", |w| w.project().rooms.memos.draft.as_ref().is_some_and(|draft| !draft.looking));
    window.type_keys(" SECOND SENTENCE");
    window.harness.event(pressed(Key::Delete));
    window.settle();
    assert_eq!(window.project().rooms.memos.draft.as_ref().unwrap().text, "FIRST SENTENCE. SECOND SENTENCE");
    window.key(Key::Escape);
    window.until("it is saved", |w| w.memo_of(coding).as_deref() == Some("FIRST SENTENCE. SECOND SENTENCE"));
    window.saved();
    let project = window.project();
    assert!(!project.passage(coding).unwrap().important, "I marked nothing");
    assert!(project.rooms.memos.draft.is_none() && !window.has_part("Recode "));
    assert_eq!(window.coded().len(), before, "Delete removed nothing");
}

#[test]
fn keystrokes_of_one_slow_frame_go_to_what_the_first_one_opens() {
    let mut window = Window::sample();
    let coding = window.code_words("forty-three", &[LOW])[0];
    let before = window.coded().len();
    let events = [strokes("m"), strokes("Laughs, but it is not funny"), vec![pressed(Key::Delete)]].concat();
    window.burst(events);
    window.until("everything is read", |w| w.project().rooms.memos.draft.as_ref().is_some_and(|draft| !draft.looking));
    assert_eq!(window.project().rooms.memos.draft.as_ref().unwrap().text, "Laughs, but it is not funny");
    window.key(Key::Escape);
    window.until("it is saved", |w| w.memo_of(coding).as_deref() == Some("Laughs, but it is not funny"));
    assert_eq!(window.coded().len(), before);
    // The palette filters by all letters before it handles Enter.
    let (start, end) = window.find("In 1993");
    window.drag(start, end);
    let low = window.passages("Low income");
    let slash = vec![pressed(Key::Slash), Event::Text("/".into())];
    window.burst([slash, strokes("low inc"), vec![pressed(Key::Enter)], strokes("u")].concat());
    window.until("coded once", |w| w.passages("Low income") == low + 1);
    window.saved();
    assert_eq!(window.passages("Low income"), low + 1);
}

/// Every key of every action, except zoom, and those that the rooms handle themselves. Enter, Space and Escape belong
/// to what is in front.
pub fn keys() -> Vec<(Modifiers, Key)> {
    let zooms =
        |action: &Action| matches!(action, Action::View(ViewAct::Larger | ViewAct::Smaller | ViewAct::NormalSize));
    let actions = Action::with_keys().iter().filter(|(action, _)| !zooms(action));
    let chords = actions.flat_map(|(_, spec)| &spec.keys).map(|chord| {
        let mut modifiers = Modifiers::NONE;
        for (held, modifier) in
            [(chord.ctrl, Modifiers::COMMAND), (chord.alt, Modifiers::ALT), (chord.shift, Modifiers::SHIFT)]
        {
            if held {
                modifiers |= modifier;
            }
        }
        (modifiers, Key::from_name(chord.key).unwrap())
    });
    let plain = [
        Key::B,
        Key::X,
        Key::L,
        Key::J,
        Key::K,
        Key::ArrowUp,
        Key::ArrowDown,
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::PageDown,
        Key::Home,
        Key::End,
        Key::Backspace,
    ];
    let moves = [(Modifiers::SHIFT, Key::ArrowRight), (Modifiers::COMMAND, Key::A), (Modifiers::COMMAND, Key::Delete)];
    chords.chain(plain.map(|key| (Modifiers::NONE, key))).chain(moves).collect()
}

pub type Opener = (&'static str, fn(&mut Window));

fn first_code(window: &Window) -> CodeId {
    window.project().study.as_deref().unwrap().codebook.find(LOW).unwrap()
}

fn ask(window: &mut Window, asking: Asking) {
    window.workspace_mut().rooms.documents.asking = Some(asking);
    window.settle();
}

fn read_table(window: &mut Window, content: &str, action: Action) {
    let file = window.path("t.csv");
    std::fs::write(&file, content).unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![file]);
    window.act(action);
    let read = |w: &Window| w.project().rooms.table.open.is_some();
    window.until("the table is read", read);
}

/// Every dialog that covers the transcript.
pub const DIALOGS: &[Opener] = &[
    ("memo", |w| w.act(Action::Coding(CodingAct::Memo))),
    ("palette of codes", |w| w.act(Action::Coding(CodingAct::ChooseCode))),
    ("palette of commands", |w| w.act(Action::Help(HelpAct::Commands))),
    ("another code", |w| w.act(Action::Coding(CodingAct::Recode))),
    ("walk", |w| {
        w.harness.state_mut().code.transcript.select(CharRange::new(0, 0));
        w.act(Action::Go(GoAct::Walk));
    }),
    ("new code", |w| w.act(Action::Coding(CodingAct::NewCode))),
    ("new coder", |w| w.act(Action::Team(TeamAct::AddCoder))),
    ("keys", |w| w.act(Action::Help(HelpAct::Keys))),
    ("about", |w| w.act(Action::Help(HelpAct::About))),
    ("path", |w| {
        *w.answer.lock().unwrap() = Picked::Unavailable("no dialogs here".into());
        w.act(Action::Import(ImportAct::Documents));
    }),
    ("form of a code", |w| w.act(Action::OnCode(CodeAct::Edit, first_code(w)))),
    ("dimension", |w| {
        w.act(Action::OnCode(CodeAct::Edit, first_code(w)));
        w.click("New dimension…");
    }),
    ("code below", |w| w.act(Action::OnCode(CodeAct::AddBelow, first_code(w)))),
    ("merge of codes", |w| w.act(Action::OnCode(CodeAct::Merge, first_code(w)))),
    ("move of a code", |w| w.act(Action::OnCode(CodeAct::Move, first_code(w)))),
    ("move to the top", |w| {
        w.act(Action::OnCode(CodeAct::ToTop, first_code(w)));
        w.until("it is counted", |w| w.has_part("also changes the path"));
    }),
    ("removal of a code", |w| w.act(Action::OnCode(CodeAct::Remove, first_code(w)))),
    ("another coder's passage", |w| {
        let passages = w.project().document.as_ref().unwrap().passages();
        let other = passages.iter().find(|p| Some(p.user) != w.project().me()).unwrap().coding;
        w.act(Action::ChangeAnyway(other));
    }),
    ("renamed document", |w| {
        let id = w.project().study.as_deref().unwrap().sources[0].id;
        ask(w, Asking::RenameDocument(id, "A".into()));
    }),
    ("removed documents", |w| {
        let id = w.project().study.as_deref().unwrap().sources[0].id;
        ask(w, Asking::RemoveDocuments(vec![id]));
    }),
    ("new participant", |w| ask(w, Asking::AddParticipant(String::new()))),
    ("new attribute", |w| ask(w, Asking::AddAttribute(Described::Participants, String::new(), VariableKind::Text))),
    ("description", |w| w.act(Action::Project(ProjectAct::Describe))),
    ("unknown table", |w| read_table(w, "name,age\nZ,3\n", Action::Import(ImportAct::Table))),
    ("codebook in a table", |w| read_table(w, "code,description\nHome,what\n", Action::Import(ImportAct::Codebook))),
    ("coded segments", |w| read_table(w, "document,code,text\nA,x,In 1993\n", Action::Import(ImportAct::Segments))),
    ("documents in a table", |w| read_table(w, "id,answer\n1,many words\n", Action::Import(ImportAct::Texts))),
    ("preview of an import", |w| {
        let file = w.path("new.txt");
        std::fs::write(&file, "I: Why?\nB: Because.\n").unwrap();
        *w.answer.lock().unwrap() = Picked::Paths(vec![file]);
        w.act(Action::Import(ImportAct::Documents));
        w.until("it is read", |w| w.has_part("Nothing is stored yet."));
    }),
    ("speakers", |w| {
        w.act(Action::Document(DocumentAct::Speakers));
        w.until("they are found", |w| w.has_part("Speakers in"));
    }),
    ("export", |w| w.act(Action::Export(None))),
    ("participants in a table", |w| read_table(w, "name,age\nZ,3\n", Action::Import(ImportAct::Participants))),
    ("transcript in a table", |w| {
        read_table(w, "speaker,text\nA,one\nB,two\n", Action::Import(ImportAct::Table));
        w.workspace_mut().take_table_as(TableKind::Transcript);
        w.settle();
    }),
    ("renamed attribute", |w| {
        let id = w.project().study.as_deref().unwrap().variables[0].id;
        ask(w, Asking::RenameAttribute(id, "age".into()));
    }),
    ("removed attribute", |w| {
        let id = w.project().study.as_deref().unwrap().variables[0].id;
        ask(w, Asking::RemoveAttribute(id));
    }),
    ("removed participants", |w| {
        let id = w.project().study.as_deref().unwrap().participants[0].id;
        ask(w, Asking::RemoveParticipants(vec![id]));
    }),
    ("list of who may be coding", |w| {
        w.workspace_mut().set_coder(None);
        w.workspace_mut().new_memo(NoteTarget::Project);
        w.until("it is asked", |w| w.has("Who is coding?"));
    }),
    ("consensus", |w| {
        let change = ConsensusChange::Created;
        let consensus = Consensus {
            shortened: 0,
            agreed: 3,
            resolved: 2,
            open: 1,
            share: 50,
            passages: 5,
            missing: None,
            moved_memos: 0,
            without: 0,
            change,
        };
        w.workspace_mut().questions.consensus = Some(consensus);
        w.settle();
    }),
    ("another coder's passage in the list at the caret", |w| {
        w.workspace_mut().set_coder(None);
        w.act(Action::Coding(CodingAct::Important));
        w.until("it is asked", |w| w.has_part("Copy to my passages") || w.has("Mark which passage as important?"));
    }),
    ("undo of another coder's work", |w| {
        let other = w.project().study.as_deref().unwrap().user_named("Coder 2").unwrap().id;
        w.workspace_mut().set_coder(Some(other));
        w.act(Action::Undo);
        w.until("it is asked", |w| w.has("Undo this?"));
    }),
    ("report of an import", |w| {
        w.workspace_mut().rooms.importing = Some(Importing::Report(Box::default()));
        w.settle();
    }),
    ("going back in the history", |w| {
        w.act(Action::Show(Room::History));
        w.until("the history is there", |w| w.project().rooms.history.entry(0).is_some());
        let entry = w.project().rooms.history.entry(0).unwrap().clone();
        let Workspace { rooms, link, .. } = w.workspace_mut();
        rooms.history.preview_going_back(entry, true, link);
        w.settle();
    }),
    ("merge of copies", |w| {
        let copy = w.path("sample.pullquote");
        let Workspace { rooms, link, .. } = w.workspace_mut();
        rooms.merging.begin(vec![copy], link);
        w.settle();
    }),
];

#[test]
fn no_key_reaches_the_room_behind_a_dialog() {
    // In parts that run in parallel.
    let parts: Vec<_> = DIALOGS.chunks(DIALOGS.len().div_ceil(2)).collect();
    std::thread::scope(|scope| parts.into_iter().for_each(|part| drop(scope.spawn(|| behind_dialogs(part)))));
}

fn behind_dialogs(dialogs: &[Opener]) {
    let mut window = Window::sample();
    window.code_words("forty-three", &[LOW]);
    for (name, open) in dialogs {
        window.begin_at_the_passage(name);
        let before = window.coded();
        open(&mut window);
        let modal = |w: &Window| w.harness.ctx.memory(|memory| memory.top_modal_layer().is_some());
        assert!(modal(&window), "{name} is open");
        let opened = window.background();
        // Digits choose in a list.
        let is_digit = |key: Key| key.name().parse::<u8>().is_ok();
        let chooses = |modifiers: Modifiers, key: Key| name.contains("list") && modifiers.is_none() && is_digit(key);
        for (modifiers, key) in keys().into_iter().filter(|&(modifiers, key)| !chooses(modifiers, key)) {
            window.harness.key_press_modifiers(modifiers, key);
            window.harness.run_steps(2);
            assert!(modal(&window), "{name} is still open after {key:?}");
            assert_eq!(window.background(), opened, "{name}: {key:?} reached the room behind it");
        }
        window.saved();
        assert_eq!(window.background(), opened, "{name}");
        window.leave_dialog(name);
        window.saved();
        assert_eq!(window.coded(), before, "{name} changed nothing");
    }
}

impl Window {
    /// Starts every dialog from the same place in the transcript.
    pub fn begin_at_the_passage(&mut self, name: &str) {
        assert!(self.harness.ctx.memory(|memory| memory.top_modal_layer().is_none()), "nothing is open before {name}");
        let (start, end) = self.find("forty-three");
        let first = self.project().study.as_deref().unwrap().user_named("Coder 1").unwrap().id;
        self.workspace_mut().set_coder(Some(first));
        self.workspace_mut().show_room(Room::Code);
        self.harness.state_mut().code.transcript.select(CharRange::new(start, end));
        self.key_to_transcript();
    }

    /// Closes the dialog with Escape and answers its question.
    pub fn leave_dialog(&mut self, name: &str) {
        for _ in 0..3 {
            if self.has("Discard") {
                self.click("Discard");
            } else if self.harness.ctx.memory(|memory| memory.top_modal_layer().is_some()) {
                self.key(Key::Escape);
            }
        }
        let left = self.harness.ctx.memory(|memory| memory.top_modal_layer().is_none());
        assert!(left, "{name} was left");
    }
}

/// Menus and lists that open over the transcript.
pub const POPUPS: &[Opener] = &[
    ("File", |w| w.click("File")),
    ("Edit", |w| w.click("Edit")),
    ("View", |w| w.click("View")),
    ("Coding", |w| w.click("Coding")),
    ("Help", |w| w.click("Help")),
    ("coder", |w| w.click("Coder: Coder 1")),
    ("Group", |w| w.click("Group")),
    ("passage", |w| {
        let (start, _) = w.find("forty-three");
        w.secondary_click(start + 2);
    }),
    ("code", |w| {
        let rect = w.harness.query_all_by_label_contains(LOW).next().unwrap().rect();
        w.secondary_click_at(rect.center());
    }),
    ("document", |w| {
        let rect = w.rect_starting("Document B");
        w.secondary_click_at(rect.center());
    }),
];

#[test]
fn no_key_reaches_the_room_behind_a_menu() {
    let mut window = Window::sample();
    window.code_words("forty-three", &[LOW]);
    for (name, open) in POPUPS {
        window.begin_at_the_passage(name);
        open(&mut window);
        assert!(Popup::is_any_open(&window.harness.ctx), "{name} is open");
        let opened = window.background();
        for (modifiers, key) in keys() {
            window.harness.key_press_modifiers(modifiers, key);
            window.harness.run_steps(2);
            assert_eq!(window.background(), opened, "{name}: {key:?} reached the room behind it");
        }
        window.saved();
        assert_eq!(window.background(), opened, "{name}");
        for _ in 0..2 {
            window.key(Key::Escape);
        }
        assert!(!Popup::is_any_open(&window.harness.ctx), "{name} is closed");
        assert!(!window.has_part("Recode ") && !window.has("Memo text"), "{name}");
    }
}

#[test]
fn a_menu_over_the_transcript_works_by_arrow_keys_and_returns_the_focus() {
    let mut window = Window::sample();
    let coding = window.code_words("forty-three", &[LOW])[0];
    let (start, _) = window.find("forty-three");
    window.secondary_click(start + 2);
    let caret = window.harness.state().code.transcript.caret();
    for _ in 0..3 {
        window.key(Key::ArrowDown);
    }
    assert_eq!(window.harness.state().code.transcript.caret(), caret, "arrow keys move within the menu");
    window.key(Key::Enter);
    window.until("it is important", |w| w.project().passage(coding).is_some_and(|p| p.important));
    window.chord(Modifiers::SHIFT, Key::ArrowRight);
    assert_ne!(window.harness.state().code.transcript.caret(), caret, "the transcript has the keyboard again");
}

/// Fields that are edited in the room itself, and rooms with their own keys.
const IN_PLACE: &[Opener] = &[
    ("name of a code", |w| w.act(Action::OnCode(CodeAct::Rename, first_code(w)))),
    ("correction", |w| w.act(Action::Document(DocumentAct::CorrectText))),
];

#[test]
fn no_key_reaches_the_room_behind_an_in_place_editor() {
    for (name, open) in IN_PLACE {
        let mut window = Window::sample();
        window.code_words("forty-three", &[LOW]);
        open(&mut window);
        let opened = window.background();
        let harmless = |&(modifiers, key): &(Modifiers, Key)| {
            // These keys lead out of a correction, which waits in the meantime.
            let leads_out = modifiers.command || matches!(key, Key::F1 | Key::F6 | Key::F10);
            *name != "correction" || !leads_out || matches!(key, Key::Z | Key::Y | Key::T)
        };
        for (modifiers, key) in keys().into_iter().filter(harmless) {
            window.harness.key_press_modifiers(modifiers, key);
            window.harness.run_steps(2);
            assert_eq!(window.background(), opened, "{name}: {key:?} reached the room behind it");
        }
        window.saved();
        assert_eq!(window.background(), opened, "{name}");
    }
}

#[test]
fn a_correction_keeps_its_keys_after_its_field_lost_the_focus() {
    let mut window = Window::sample();
    let coding = window.code_words("forty-three", &[LOW])[0];
    window.act(Action::Document(DocumentAct::CorrectText));
    window.type_text("x");
    window.review_correction();
    let before = window.background();
    for key in [Key::I, Key::E, Key::M, Key::Delete, Key::W, Key::N] {
        window.key(key);
    }
    window.saved();
    assert_eq!(window.background(), before);
    assert!(window.project().passage(coding).is_some() && !window.has("Memo text"));
}

#[test]
fn enter_in_a_list_does_not_start_an_export() {
    let mut window = Window::sample();
    window.act(Action::Export(Some(ExportKind::Passages)));
    window.until("the preview is shown", |w| {
        w.project().rooms.exporting.open.as_ref().is_some_and(|draft| draft.preview.is_some())
    });
    *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("out.csv")]);
    window.click("Which documents: All documents");
    assert!(Popup::is_any_open(&window.harness.ctx));
    window.key(Key::Enter);
    window.saved();
    assert!(window.project().rooms.exporting.open.is_some() && !window.path("out.csv").exists());
}

#[test]
fn keys_of_compare_are_inactive_while_a_list_is_open() {
    let mut window = Window::sample();
    window.click("Compare");
    window.until("the disagreements are known", |w| w.project().rooms.compare.disagreements.is_some());
    window.click_start("Disagreements");
    let combo = window.harness.query_all_by_role(egui::accesskit::Role::ComboBox).next().unwrap().rect();
    window.click_at(combo.center());
    assert!(Popup::is_any_open(&window.harness.ctx));
    let before = window.project().rooms.compare.at();
    for key in [Key::J, Key::B, Key::X] {
        window.key(key);
    }
    assert_eq!(window.project().rooms.compare.at(), before);
    assert_eq!(window.project().rooms.compare.draft.decision, None);
}
