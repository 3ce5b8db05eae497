//! Dialogs, reports and messages in both languages: in Chinese without English, in English without Chinese.

use super::languages::{Data, act, close, english_in, is_chinese, labels, room, say, speak};
use super::positions::write_project;
use super::support::Window;
use super::unsaved::killed;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{By, Queryable};
use pullquote::app::action::{Action, CodingAct, DocumentAct, HelpAct, ProjectAct, TeamAct, ViewAct};
use pullquote::app::advice::Message;
use pullquote::app::compare_room::CompareTab;
use pullquote::app::documents_room::DocumentsPage;
use pullquote::app::importing::Importing;
use pullquote::app::participants_list::ParticipantColumn;
use pullquote::app::room::Room;
use pullquote::engine::command::CodeChange;
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::gui::dialogs::Picked;
use pullquote::i18n::Language;
use pullquote::model::{CharRange, NoteTarget};
use std::collections::BTreeSet;
use std::path::Path;

/// Words of the sample that a correction cuts, endings of files, and names of systems and packages.
const FOREIGN: &[&str] =
    &["In", "Off", "where", "laughs", "example", "Debian", "Ubuntu", "fonts", "noto", "core", "bin", "docx", "pdf"];

/// What the window showed: the name of a view, and its labels.
type Seen = Vec<(String, BTreeSet<String>)>;

/// Presses the last enabled button whose label begins so.
fn press(window: &mut Window, start: &str) {
    let start = start.to_owned();
    let what = start.clone();
    let wanted = move |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        node.role() == Role::Button && !node.is_disabled() && node.label().is_some_and(|l| l.starts_with(&start))
    };
    let found = window.harness.query_all(By::new().predicate(wanted)).last();
    found.unwrap_or_else(|| panic!("a button {what}")).click();
    window.settle();
}

/// Unfolds every list of a dialog whose heading ends with its count; `behind` are the labels without the dialog.
fn unfold(window: &mut Window, behind: &BTreeSet<String>) {
    let headings: Vec<String> = labels(window)
        .difference(behind)
        .filter(|label| label.contains([':', '：']) && label.ends_with(|c: char| c.is_ascii_digit()))
        .cloned()
        .collect();
    for heading in headings {
        if let Some(node) = window.harness.query_all_by_label(&heading).next() {
            node.click();
        }
        window.settle();
    }
}

fn quiet(window: &mut Window) {
    window.until("nothing is awaited", |w| w.workspace().is_some_and(|w| !w.link.is_waiting()));
}

fn merging(window: &mut Window, seen: &mut Seen) {
    let copy = window.path("copy.pullquote");
    window.project_mut().save_copy(copy.clone());
    window.until("it is copied", |w| w.path("copy.pullquote").is_file() && !w.project().link.is_waiting());
    let mut project = Project::open(&copy).unwrap();
    let study = project.reads().study().unwrap();
    let coder = Actor::Coder(study.users[0].id);
    let facts = project.reads().facts(&[study.users[0].id]).unwrap();
    let (source, code) = (study.sources[0].id, study.codebook.codes().last().unwrap().id);
    let target = |target| Command::SetMemo { note: None, target, text: "sample".into() };
    for command in [
        target(NoteTarget::Project),
        target(NoteTarget::Source(source)),
        Command::MarkImportant { codings: vec![facts[0].coding], important: true },
        Command::Remove { codings: vec![facts[1].coding] },
        Command::Code { source, range: CharRange::new(300, 340), codes: vec![code] },
    ] {
        project.execute(&command, &coder, &Progress::default()).unwrap();
    }
    drop(project);
    let behind = labels(window);
    let space = window.project_mut();
    space.rooms.merging.begin(vec![copy], &mut space.link);
    window.until("it is read", |w| w.project().rooms.merging.preview.as_ref().is_some_and(|p| p.plan.is_some()));
    unfold(window, &behind);
    seen.push(("preview of a merge".into(), labels(window)));
    press(window, say("Merge"));
    window.until("it is merged", |w| w.project().rooms.merging.preview.is_none() && w.has(say("Copies merged")));
    seen.push(("report of a merge".into(), labels(window)));
    close(window);
}

fn deciding(window: &mut Window, seen: &mut Seen) {
    room(window, Room::Compare);
    window.project_mut().rooms.compare.show_tab(CompareTab::Disagreements);
    window.until("they are listed", |w| {
        w.project().rooms.compare.disagreements.is_some() && !w.project().link.is_waiting()
    });
    act(window, Action::Team(TeamAct::CreateConsensus));
    window.until("the result is shown", |w| w.project().questions.consensus.is_some());
    seen.push(("consensus".into(), labels(window)));
    window.key(Key::Escape);
    quiet(window);
    act(window, Action::Team(TeamAct::CopyMethods));
    seen.push(("methods".into(), labels(window)));
}

fn importing(window: &mut Window, seen: &mut Seen) {
    let (gb, _, _) = encoding_rs::GB18030.encode("甲：我走了。\n乙：好的。\n甲：是的。\n");
    let protected: &[u8] = include_bytes!("../data/documents/protected.pdf");
    let files: [(&str, &[u8]); 6] = [
        ("新.txt", &gb),
        ("空.txt", b""),
        ("坏.docx", b"PK\x03\x04 no archive"),
        ("密.pdf", protected),
        ("新.bin", b"\x00\x01\x02\x03\xff\xfe\x00\x00\x00"),
        ("远.txt", "甲：我\u{13000}走了。\n乙：好的。\n".as_bytes()),
    ];
    let paths = files.map(|(name, bytes)| {
        let path = window.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    });
    window.project_mut().begin_import(paths.to_vec());
    window.until("it is read", |w| matches!(w.project().rooms.importing, Some(Importing::Preview(_))));
    quiet(window);
    seen.push(("files to import".into(), labels(window)));
    window.project_mut().store_import();
    window.until("it is stored", |w| {
        w.project().study.as_ref().is_some_and(|s| s.sources.iter().any(|s| s.name == "新"))
    });
    quiet(window);
    seen.push(("report of an import".into(), labels(window)));
    press(window, say("Close"));
    let source = window.project().study.as_ref().unwrap().sources.iter().find(|s| s.name == "远").unwrap().id;
    window.project_mut().show_document(source, None);
    window.until("it is shown", |w| w.project().document.as_ref().is_some_and(|d| d.name == "远"));
    seen.push(("missing characters".into(), labels(window)));
    let first = window.project().study.as_ref().unwrap().sources[0].id;
    window.project_mut().show_document(first, None);
    window.until("it is shown", |w| w.project().document.as_ref().is_some_and(|d| d.id == first));
}

fn correcting(window: &mut Window, seen: &mut Seen) {
    room(window, Room::Code);
    let (start, _) = window.find("In 1993");
    window.drag(start, start + 1);
    act(window, Action::Document(DocumentAct::CorrectText));
    window.type_text("新");
    seen.push(("correction".into(), labels(window)));
    press(window, say("Review changes"));
    window.until("the texts are compared", |w| w.has(say("Save changes")));
    seen.push(("review of a correction".into(), labels(window)));
    press(window, say("Save changes"));
    quiet(window);
}

fn history(window: &mut Window, seen: &mut Seen) {
    let study = window.project().study.clone().unwrap();
    let (code, participant, variable) = (study.codebook.codes()[0].id, study.participants[0].id, study.variables[0].id);
    let coding = window.project().document.as_ref().unwrap().passages()[0].coding;
    for command in [
        Command::ChangeCode { code, changes: vec![CodeChange::Name("sample".into())] },
        Command::SetValue { participant, variable, value: Some("sample".into()) },
        Command::MarkImportant { codings: vec![coding], important: true },
        Command::RenameParticipant { participant, name: "sample".into() },
        Command::DescribeProject { name: "sample".into(), description: "sample".into() },
    ] {
        window.project_mut().link.execute(command);
    }
    quiet(window);
    room(window, Room::History);
    for place in 0..6 {
        let Some(entry) = window.project().rooms.history.entry(place).cloned() else { continue };
        let space = window.project_mut();
        space.rooms.history.open(entry.clone(), &mut space.link);
        quiet(window);
        seen.push((format!("entry {place}"), labels(window)));
        let space = window.project_mut();
        space.rooms.history.preview_going_back(entry, true, &mut space.link);
        quiet(window);
        seen.push((format!("going back before entry {place}"), labels(window)));
        window.project_mut().rooms.history.close();
    }
}

/// Everything that has a menu entry, a key or a place in the palette, where it can be done; and what it says.
fn actions(window: &mut Window, seen: &mut Seen) {
    room(window, Room::Code);
    let excluded = [
        Action::Project(ProjectAct::Close),
        Action::Project(ProjectAct::Quit),
        Action::Project(ProjectAct::OpenSample),
        Action::Project(ProjectAct::OpenChineseSample),
        Action::View(ViewAct::SystemLanguage),
        Action::View(ViewAct::English),
        Action::View(ViewAct::Chinese),
        Action::Help(HelpAct::Guide),
        Action::Coding(CodingAct::ChooseCode),
    ];
    for action in Action::all().into_iter().filter(|action| !excluded.contains(action)) {
        if !action.is_possible(window.workspace()) {
            continue;
        }
        act(window, action.clone());
        quiet(window);
        seen.push((format!("{action:?}"), labels(window)));
        close(window);
        if window.project().rooms.importing.is_some() {
            window.project_mut().leave_import();
        }
    }
}

/// Names of this computer and its user, and a folder: as they are in every language.
fn names_of_computer(folder: &Path) -> Vec<String> {
    let variables = ["USER", "USERNAME", "LOGNAME", "HOSTNAME"].iter().filter_map(|name| std::env::var(name).ok());
    let host = std::fs::read_to_string("/etc/hostname").ok().map(|host| host.trim().to_owned());
    let mut names: Vec<String> = variables.chain(host).chain([folder.display().to_string()]).collect();
    names.extend(["copy.pullquote", "GB18030"].map(str::to_owned));
    names.retain(|name| !name.is_empty());
    names
}

/// The words of a turn in a preview, `12 A In the dormitory …`.
fn without_speaker(label: &str) -> &str {
    let mut parts = label.splitn(3, ' ');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(number), Some(_), Some(words)) if number.parse::<u32>().is_ok() && words.len() > 4 => words,
        _ => label,
    }
}

/// Faults of what was seen in a language; `names` are not of the program.
fn faults(language: Language, data: &Data, seen: Seen, names: &[String]) -> Vec<String> {
    let mut found = BTreeSet::new();
    // Exports have heads that other programs read, and a walk of their own.
    for (view, labels) in seen.into_iter().filter(|(view, _)| !view.starts_with("Export(")) {
        for label in labels {
            let label = without_speaker(&label).to_owned();
            let label = names.iter().fold(label, |label, name| label.replace(name.as_str(), ""));
            match language {
                Language::Chinese => {
                    let mut english = english_in(data, &label);
                    english.retain(|word| !FOREIGN.contains(&word.as_str()));
                    if !english.is_empty() {
                        found.insert(format!("{view}: {english:?} in {label:?}"));
                    }
                }
                Language::English => {
                    let own = "语言 简体中文 新 空 坏 密 远 甲 乙 我走了 好的 是的 访谈 ，因为家里没 为家里没有钱 钱";
                    let rest = own.split(' ').fold(label.clone(), |label, own| label.replace(own, ""));
                    if rest.contains(is_chinese) {
                        found.insert(format!("{view}: {label:?}"));
                    }
                }
            }
        }
    }
    found.into_iter().collect()
}

#[test]
fn dialogs_reports_and_messages_speak_one_language() {
    for language in [Language::Chinese, Language::English] {
        let mut window = Window::sample();
        window.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
        let data = Data::new(&window);
        speak(&mut window, language);
        let mut seen = Seen::new();
        for walk in [correcting, merging, deciding, importing, history, actions] {
            walk(&mut window, &mut seen);
        }
        assert!(seen.len() > 60, "{}", seen.len());
        let faults = faults(language, &data, seen, &names_of_computer(window.folder.path()));
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

/// The window after a project was opened, or failed to be.
fn opened(language: Language, make: impl Fn(&Window) -> Opening) -> (Window, BTreeSet<String>) {
    let mut window = Window::new();
    window.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    speak(&mut window, language);
    let opening = make(&window);
    window.harness.state_mut().open(opening);
    window.until("it is open or was refused", |w| w.workspace().is_none_or(|w| w.opened && !w.link.is_waiting()));
    let labels = labels(&window);
    (window, labels)
}

#[test]
fn what_is_wrong_with_a_project_is_said_in_the_language_of_the_window() {
    let sample = Window::sample();
    let data = Data::new(&sample);
    drop(sample);
    for language in [Language::Chinese, Language::English] {
        let mut seen = Seen::new();
        let folder = tempfile::tempdir().unwrap();
        let held = folder.path().join("sample.pullquote");
        let holder = Project::create_sample(&held).unwrap();
        let (locked, labels) = opened(language, |_| Opening::Path(held.clone()));
        assert!(!locked.project().is_writable());
        seen.push(("locked".into(), labels));
        drop((locked, holder));
        let protected = folder.path().join("sample 1.pullquote");
        std::fs::copy(&held, &protected).unwrap();
        let mut rights = std::fs::metadata(&protected).unwrap().permissions();
        rights.set_readonly(true);
        std::fs::set_permissions(&protected, rights).unwrap();
        let (guarded, labels) = opened(language, |_| Opening::Path(protected.clone()));
        assert!(!guarded.project().is_writable());
        seen.push(("write-protected".into(), labels));
        drop(guarded);
        let newer = folder.path().join("sample 2.pullquote");
        std::fs::copy(&held, &newer).unwrap();
        rusqlite::Connection::open(&newer).unwrap().pragma_update(None, "user_version", 9_999).unwrap();
        let broken = folder.path().join("sample 3.pullquote");
        std::fs::write(&broken, "no project").unwrap();
        for path in [newer, broken, folder.path().join("sample 4.pullquote")] {
            let (window, labels) = opened(language, |_| Opening::Path(path.clone()));
            assert!(window.workspace().is_none(), "{}", path.display());
            seen.push((path.display().to_string(), labels));
        }
        let other = folder.path().join("sample 5.qdpx");
        write_project(&other);
        let (mut slipped, labels) = opened(language, |_| Opening::Path(other.clone()));
        assert!(slipped.project().questions.positions.is_some());
        seen.push(("positions".into(), labels));
        slipped.key(Key::Escape);
        let faults = faults(language, &data, seen, &names_of_computer(folder.path()));
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

#[test]
fn what_was_typed_before_a_crash_is_restored_in_the_language_of_the_window() {
    for (language, notice) in
        [(Language::Chinese, "已恢复您输入但未保存的内容"), (Language::English, "Restored what you had entered")]
    {
        let mut window = Window::sample();
        let data = Data::new(&window);
        speak(&mut window, language);
        act(&mut window, Action::Document(DocumentAct::CorrectText));
        window.type_text("新");
        let window = killed(window);
        assert!(window.has_part(notice), "{:#?}", labels(&window));
        let seen = vec![("restored".to_owned(), labels(&window))];
        let faults = faults(language, &data, seen, &names_of_computer(window.folder.path()));
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

#[test]
fn messages_that_stay_change_their_language_and_short_ones_end() {
    let mut window = Window::sample();
    std::fs::write(window.path("broken.pullquote"), "no project").unwrap();
    let broken = window.path("broken.pullquote");
    window.harness.state_mut().open(Opening::Path(broken));
    window.until("the sample is open again", |w| {
        w.workspace().is_some_and(|w| w.opened && w.link.messages.iter().any(|m| matches!(m, Message::Trouble(_))))
    });
    let said = |window: &Window| {
        let trouble = |m: &Message| match m {
            Message::Trouble(advice) => Some(advice.current().what.clone()),
            _ => None,
        };
        window.project().link.messages.iter().find_map(trouble).unwrap()
    };
    let english = said(&window);
    assert!(window.has(&english), "{english}");
    // Of several short messages, the last is shown.
    window.project_mut().note("Another one");
    window.project_mut().note("A short message");
    window.settle();
    assert!(window.has("A short message"));
    speak(&mut window, Language::Chinese);
    let chinese = said(&window);
    assert!(chinese.contains(is_chinese) && window.has(&chinese) && !window.has(&english), "{chinese}");
    assert!(!window.has("A short message"));
}

/// Lists are in the order of Pinyin in either language.
#[test]
fn chinese_names_are_listed_by_pinyin_in_both_languages() {
    for language in [Language::English, Language::Chinese] {
        let mut window = Window::new();
        speak(&mut window, language);
        *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("study")]);
        act(&mut window, Action::Project(ProjectAct::New));
        window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
        for name in ["张伟", "重庆", "李娜", "阿明", "王芳", "Ana"] {
            let space = window.project_mut();
            space.link.execute(Command::AddParticipant { name: name.into() });
            space.link.execute(Command::AddCoder { name: name.into() });
        }
        quiet(&mut window);
        let names = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<String>>();
        let wanted = names(vec!["Ana", "阿明", "重庆", "李娜", "王芳", "张伟"]);
        room(&mut window, Room::Documents);
        window.project_mut().rooms.documents.tab = DocumentsPage::Participants;
        window.project_mut().rooms.documents.participants.sort_by(ParticipantColumn::Name);
        window.settle();
        let study = window.project().study.clone().unwrap();
        let order = window.project().rooms.documents.participants.order();
        let listed: Vec<String> = order.iter().map(|id| study.participant(*id).unwrap().name.clone()).collect();
        assert_eq!(listed, wanted, "{language:?}");
        let found = |window: &mut Window, typed: &str| {
            window.project_mut().rooms.documents.participants.filter = typed.into();
            window.settle();
            let order = window.project().rooms.documents.participants.order();
            order.iter().map(|id| study.participant(*id).unwrap().name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(found(&mut window, "zw"), ["张伟"]);
        assert_eq!(found(&mut window, "ｃｈｏｎｇ"), ["重庆"]);
    }
}
