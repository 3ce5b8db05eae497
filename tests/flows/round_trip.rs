//! Random projects are exported to `.qdpx` and imported again: everything that the format supports is the same, and a
//! second import adds nothing.

use super::support::*;
use fastrand::Rng;
use pullquote::engine::export::{exchange_losses, export_exchange};
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::interchange::document::Reading;
use pullquote::interchange::plain::*;
use pullquote::interchange::refi::{self, ExchangeOptions, Offsets, Program, WholeDump};
use pullquote::interchange::remark::{EntryFault, Problem, Remark};
use pullquote::model::{Account, Guid, SetKind, VariableKind};
use std::collections::HashSet;
use std::path::Path;

const WORDS: [&str; 18] = [
    "money",
    "钱",
    "👩‍👩‍👧",
    "e\u{301}",
    "𠀀",
    "&",
    "<b>",
    "\"x\"",
    "'",
    ": ",
    "🇨🇳",
    "Ünder",
    "a_b",
    "%",
    "]]>",
    "مال",
    "\u{200b}",
    "- 1",
];
const CHARACTERS: [&str; 16] =
    ["a", "b ", "钱", "😀", "e\u{301}", "👩‍👩‍👧", "𠀀", "\n", "\t", "<", "&", "。", "\u{feff}", "\u{85}", "\u{2028}", "ﬀ"];

fn name(rng: &mut Rng, taken: &mut HashSet<String>) -> String {
    let words: Vec<&str> = (0..rng.usize(1..4)).map(|_| rng.choice(WORDS).unwrap()).collect();
    free_name(taken, words.join(" ").trim(), "x")
}

fn phrase(rng: &mut Rng) -> String {
    let body: String = (0..rng.usize(1..8)).map(|_| rng.choice(WORDS).unwrap()).collect();
    format!("{body}{}end", rng.choice(["", "\n", "\n\n ", "\r\n", "\t"]).unwrap())
}

fn guid(rng: &mut Rng) -> Option<Guid> {
    Some(Guid(rng.u128(1..).to_be_bytes()))
}

fn date(rng: &mut Rng) -> Option<i64> {
    Some(rng.i64(0..2_000_000_000) * 1_000)
}

fn note(rng: &mut Rng, coder: Option<&str>) -> NoteDump {
    NoteDump { text: phrase(rng), coder: coder.map(str::to_owned), guid: guid(rng), created: date(rng) }
}

fn level(rng: &mut Rng, depth: usize, dimensions: &[(String, Vec<String>)]) -> Vec<CodeDump> {
    let mut taken = HashSet::new();
    let count = if depth > 3 { 0 } else { rng.usize(0..4) };
    (0..count.max(usize::from(depth == 0)))
        .map(|_| CodeDump {
            name: name(rng, &mut taken),
            color: format!("#{:06x}", rng.u32(0..0x100_0000)),
            description: if rng.bool() { phrase(rng) } else { String::new() },
            dimensions: dimensions
                .iter()
                .filter(|(_, values)| !values.is_empty() && values.len() % 2 == depth % 2)
                .map(|(dimension, values)| (dimension.clone(), rng.choice(values).unwrap().clone()))
                .collect(),
            children: level(rng, depth + 1, dimensions),
            guid: guid(rng),
            folder: rng.u8(0..4) == 0,
        })
        .collect()
}

fn value(rng: &mut Rng, kind: VariableKind) -> Option<String> {
    rng.bool().then(|| match kind {
        VariableKind::Text => phrase(rng),
        VariableKind::Number => rng.choice(["16", "-4", "4.5", "+1", ".5"]).unwrap().to_owned(),
        VariableKind::Date => format!("20{:02}-0{}-1{}", rng.u8(10..99), rng.u8(1..10), rng.u8(0..10)),
        VariableKind::YesNo => rng.choice(["yes", "no"]).unwrap().to_owned(),
    })
}

/// A conversation, and which participants some of its speakers are.
fn talk(rng: &mut Rng, participants: &[ParticipantDump]) -> (String, Vec<(String, String)>) {
    let labels = ["Ana", "女士 4", "MOD", "Woman 2", "👩\u{200d}👧 B"];
    let (mut lines, mut speakers) = (Vec::new(), Vec::<(String, String)>::new());
    for _ in 0..rng.usize(2..12) {
        let label = rng.choice(labels).unwrap();
        let words: Vec<&str> =
            (0..rng.usize(1..5)).map(|_| rng.choice(["money", "钱", "𠀀", "e\u{301}"]).unwrap()).collect();
        lines.push(format!("{label}{}{}", rng.choice([": ", "："]).unwrap(), words.join(" ")));
        if rng.bool() && speakers.iter().all(|(known, _)| known != label) {
            speakers.push((label.to_owned(), rng.choice(participants).unwrap().name.clone()));
        }
    }
    (lines.join("\n"), speakers)
}

fn random(rng: &mut Rng) -> ProjectDump {
    let mut dump = ProjectDump { name: phrase(rng), description: phrase(rng), ..ProjectDump::default() };
    let mut taken = HashSet::new();
    for _ in 0..rng.usize(1..4) {
        dump.coders.push(CoderDump { name: name(rng, &mut taken), guid: guid(rng), color: String::new() });
    }
    let mut taken = HashSet::new();
    for _ in 0..rng.usize(0..5) {
        let kind = rng.choice(VariableKind::ALL).copied();
        dump.attributes.push(AttributeDump { name: name(rng, &mut taken), kind, guid: guid(rng) });
    }
    let mut taken = HashSet::new();
    for _ in 0..rng.usize(0..5) {
        let values = dump.attributes.iter().map(|attribute| value(rng, attribute.kind.unwrap())).collect();
        dump.participants.push(ParticipantDump { name: name(rng, &mut taken), values, guid: guid(rng) });
    }
    let mut taken = HashSet::new();
    for _ in 0..rng.usize(0..4) {
        let kind = rng.choice(VariableKind::ALL).copied();
        dump.document_attributes.push(AttributeDump { name: name(rng, &mut taken), kind, guid: guid(rng) });
    }
    let mut taken = HashSet::new();
    for _ in 0..rng.usize(0..5) {
        let text: String = (0..rng.usize(0..200)).map(|_| rng.choice(CHARACTERS).unwrap()).collect();
        let text = pullquote::text::normalise(&text).text;
        let participant = rng.choice(&dump.participants).filter(|_| rng.bool()).map(|one| one.name.clone());
        let values = dump.document_attributes.iter().map(|attribute| value(rng, attribute.kind.unwrap())).collect();
        let (guid, created) = (guid(rng), date(rng));
        let (text, speakers) = match rng.u8(0..3) {
            0 if !dump.participants.is_empty() => talk(rng, &dump.participants),
            _ => (text, vec![]),
        };
        dump.documents.push(DocumentDump {
            name: name(rng, &mut taken),
            path: String::new(),
            participant: participant.filter(|_| speakers.is_empty()),
            speakers,
            text: text.into(),
            values,
            guid,
            created,
            ..DocumentDump::default()
        });
    }
    let mut taken = HashSet::new();
    for _ in 0..rng.usize(0..3) {
        let mut values = HashSet::new();
        let values_of_dimension = (0..rng.usize(0..4)).map(|_| name(rng, &mut values)).collect();
        dump.codebook.dimensions.push((name(rng, &mut taken), values_of_dimension));
    }
    dump.codebook.codes = level(rng, 0, &dump.codebook.dimensions);
    let paths = dump.codebook.paths();
    let mut taken = HashSet::new();
    for _ in 0..rng.usize(0..4) {
        let kind = if rng.bool() { SetKind::Documents } else { SetKind::Codes };
        let documents = dump.documents.iter().map(|document| document.name.clone());
        let all: Vec<String> = if kind == SetKind::Documents { documents.collect() } else { paths.clone() };
        let items: Vec<String> = all.into_iter().filter(|_| rng.bool()).collect();
        let attributes: Vec<(String, String)> = match kind {
            SetKind::Documents => dump.document_attributes.iter().map(|one| (one.name.clone(), phrase(rng))).collect(),
            SetKind::Codes => dump.codebook.dimensions.iter().map(|(name, _)| (name.clone(), phrase(rng))).collect(),
        };
        let conditions = attributes.into_iter().filter(|_| rng.u8(0..3) == 0).collect();
        let memo = if rng.bool() { phrase(rng) } else { String::new() };
        dump.sets.push(SetDump {
            name: name(rng, &mut taken),
            kind,
            items,
            conditions,
            memo,
            guid: guid(rng),
            ..SetDump::default()
        });
    }
    let coders: Vec<String> = dump.coders.iter().map(|coder| coder.name.clone()).collect();
    let mut seen = HashSet::new();
    for document in &dump.documents {
        let length = document.text.chars().count() as u32;
        for _ in 0..if length == 0 { 0 } else { rng.usize(0..40) } {
            let start = rng.u32(0..length);
            let end = rng.u32(start + 1..=length);
            let (coder, code) = (rng.choice(&coders).unwrap().clone(), rng.choice(&paths).unwrap().clone());
            if seen.insert((document.name.clone(), start, end, coder.clone(), code.clone())) {
                let memos =
                    (0..rng.usize(0..3)).map(|_| note(rng, rng.clone().choice(&coders).map(String::as_str))).collect();
                let (guid, selection, created) = (guid(rng), guid(rng), date(rng));
                let account = [None, Some(Account::Own), Some(Account::Others)][rng.usize(..3)].clone();
                let document = document.name.clone();
                dump.codings.push(CodingDump {
                    coder,
                    document,
                    start,
                    end,
                    code,
                    memos,
                    guid,
                    selection,
                    created,
                    account,
                    ..CodingDump::default()
                });
            }
        }
    }
    for (target, names) in [
        (DumpedMemoTarget::Project, vec![String::new()]),
        (DumpedMemoTarget::Document, dump.documents.iter().map(|document| document.name.clone()).collect()),
        (DumpedMemoTarget::Participant, dump.participants.iter().map(|participant| participant.name.clone()).collect()),
        (DumpedMemoTarget::Code, paths),
    ] {
        for name in names {
            for _ in 0..rng.usize(0..3) {
                let coder = rng.choice(&coders).filter(|_| rng.bool());
                dump.memos.push(MemoDump { target, name: name.clone(), note: note(rng, coder.map(String::as_str)) });
            }
        }
    }
    for document in &dump.documents {
        for coder in coders.iter().filter(|_| rng.bool()) {
            dump.participations.push((document.name.clone(), coder.clone()));
        }
    }
    dump
}

/// The dump in a fixed order, without what the format cannot hold.
fn kept(mut dump: ProjectDump) -> ProjectDump {
    let coded: HashSet<String> = dump.codings.iter().map(|coding| coding.code.clone()).collect();
    fn codes(level: &mut [CodeDump], above: &str, coded: &HashSet<String>) {
        for code in level {
            let path = format!("{above}{}", code.name);
            code.dimensions.sort();
            code.folder &= !coded.contains(&path);
            codes(&mut code.children, &format!("{path} > "), coded);
        }
    }
    codes(&mut dump.codebook.codes, "", &coded);
    for coder in &mut dump.coders {
        coder.color.clear();
    }
    let participations = &mut dump.participations;
    dump.codings.change(|coding| {
        coding.place = Default::default();
        coding.account = None;
        // One memo of the coder is stored as the passage's own comment, which has no GUID.
        if let [memo] = coding.memos.as_mut_slice()
            && memo.coder.as_ref() == Some(&coding.coder)
        {
            memo.guid = None;
        }
        coding.memos.sort_by_key(|memo| (memo.text.clone(), memo.guid));
        participations.push((coding.document.clone(), coding.coder.clone()));
    });
    for document in dump.documents.iter_mut().filter(|document| !document.speakers.is_empty()) {
        // Labels that were mapped are speakers from then on.
        document.origin = None;
        document.speakers.sort();
    }
    dump.sets.iter_mut().for_each(|set| set.items.sort());
    dump.codings.sort_by_key(|c| (c.document.clone(), c.start, c.end, c.code.clone(), c.coder.clone()));
    dump.memos.sort_by_key(|m| (m.target, m.name.clone(), m.note.text.clone(), m.note.guid));
    dump.participations.sort();
    dump.participations.dedup();
    dump
}

fn import(project: &mut Project, path: &Path, utf16: bool) -> Vec<Problem> {
    let reading = Reading { offsets: utf16.then_some(Offsets::Utf16), ..Reading::default() };
    let command = planned(project, path, false, &reading);
    let outcome = project.execute(&command, &Actor::Nobody, &Default::default()).unwrap();
    outcome.import.unwrap().problems
}

fn write(dump: &ProjectDump, path: &Path) {
    let file = std::fs::File::create(path).unwrap();
    refi::write(dump, &ExchangeOptions::default(), &WholeDump::new(dump), 0, file).unwrap();
}

#[test]
fn a_selection_has_the_same_guid_in_every_export() {
    let folder = temporary();
    let mut all = 0;
    for seed in 0..10 {
        let dump = random(&mut Rng::with_seed(seed));
        let written = |name: &str| -> Vec<String> {
            let file = folder.path().join(name);
            write(&dump, &file);
            let text = super::written::part(&file, "project.qde");
            text.split("<PlainTextSelection guid=\"").skip(1).map(|rest| rest[..36].to_owned()).collect()
        };
        let first = written("first.qdpx");
        assert_eq!(first, written("second.qdpx"), "seed {seed}");
        all += first.len();
    }
    assert!(all > 0);
}

#[test]
fn a_random_project_survives_a_round_trip_and_a_second_import_adds_nothing() {
    for seed in 0..40 {
        let mut rng = Rng::with_seed(seed);
        let folder = temporary();
        let dump = random(&mut rng);
        let file = folder.path().join("first.qdpx");
        write(&dump, &file);
        let mut project = Project::create(&folder.path().join("a.pullquote"), &dump.name).unwrap();
        assert_eq!(import(&mut project, &file, false), [], "seed {seed}");
        let once = project.dump().unwrap();
        assert_eq!(kept(once.clone()), kept(dump), "seed {seed}");
        // Export from this project and import into another.
        let file = folder.path().join("second.qdpx");
        let options = ExchangeOptions { utf16: seed % 2 == 1, ..ExchangeOptions::default() };
        export_exchange(project.reads(), &file, &options, &Progress::default()).unwrap();
        let mut other = Project::create(&folder.path().join("b.pullquote"), &once.name).unwrap();
        assert_eq!(import(&mut other, &file, options.utf16), [], "seed {seed}");
        assert_eq!(kept(other.dump().unwrap()), kept(once.clone()), "seed {seed}");
        // Import into the first project again.
        let before = project.reads().revision().unwrap();
        assert_eq!(import(&mut project, &file, options.utf16), [], "seed {seed}");
        assert_eq!(project.dump().unwrap(), once, "seed {seed}");
        assert_eq!(project.reads().revision().unwrap(), before, "seed {seed}: the history is empty");
    }
}

#[test]
fn renamed_or_moved_items_are_recognised() {
    let folder = temporary();
    let dump = random(&mut Rng::with_seed(3));
    let file = folder.path().join("p.qdpx");
    write(&dump, &file);
    let mut project = Project::create(&folder.path().join("a.pullquote"), "A").unwrap();
    import(&mut project, &file, false);
    let study = project.reads().study().unwrap();
    let code = study.codebook.codes().last().unwrap().id;
    let source = study.sources[0].id;
    let changes = vec![pullquote::engine::command::CodeChange::Name("renamed".into())];
    for command in
        [Command::ChangeCode { code, changes }, Command::RenameDocument { source, name: "another name".into() }]
    {
        project.execute(&command, &Actor::Nobody, &Default::default()).unwrap();
    }
    let before = project.dump().unwrap();
    assert_eq!(import(&mut project, &file, false), []);
    assert_eq!(project.dump().unwrap(), before);
}

#[test]
fn local_changes_stay_and_are_reported() {
    let folder = temporary();
    let mut dump = ProjectDump::default();
    let mut rng = Rng::with_seed(1);
    dump.coders.push(CoderDump { name: "Ann".into(), guid: guid(&mut rng), ..CoderDump::default() });
    dump.documents.push(DocumentDump {
        name: "d".into(),
        text: "one two three".into(),
        guid: guid(&mut rng),
        ..DocumentDump::default()
    });
    dump.codebook.codes.push(CodeDump { name: "c".into(), guid: guid(&mut rng), ..CodeDump::default() });
    for start in [0, 4] {
        dump.codings.push(CodingDump {
            coder: "Ann".into(),
            document: "d".into(),
            start,
            end: start + 3,
            code: "c".into(),
            guid: guid(&mut rng),
            ..CodingDump::default()
        });
    }
    let file = folder.path().join("p.qdpx");
    write(&dump, &file);
    let mut project = Project::create(&folder.path().join("a.pullquote"), "A").unwrap();
    import(&mut project, &file, false);
    let coding = project.reads().passages(&Default::default()).unwrap()[0].coding.clone();
    let range = pullquote::model::CharRange::new(0, 7);
    project
        .execute(&Command::MoveEdges { coding: coding.id, range }, &Actor::Coder(coding.user), &Default::default())
        .unwrap();
    let remarks: Vec<Remark> = import(&mut project, &file, false).into_iter().map(|problem| problem.remark).collect();
    assert_eq!(remarks, [EntryFault::ChangedPassages { count: 1 }.into()]);
    let ranges: Vec<String> =
        project.dump().unwrap().codings.iter().map(|c| format!("{}..{}", c.start, c.end)).collect();
    assert_eq!(ranges, ["0..7", "4..7"]);
}

#[test]
fn a_guid_in_use_is_not_assigned_twice() {
    let folder = temporary();
    let same = Guid::new();
    let project_of = |names: [&str; 2], file: &str| {
        let mut dump = ProjectDump::default();
        dump.coders.push(CoderDump { name: "Ann".into(), ..CoderDump::default() });
        for name in names {
            dump.codebook.codes.push(CodeDump { name: name.into(), guid: Some(same), ..CodeDump::default() });
        }
        let path = folder.path().join(file);
        write(&dump, &path);
        path
    };
    let mut project = Project::create(&folder.path().join("a.pullquote"), "A").unwrap();
    import(&mut project, &project_of(["a", "b"], "one.qdpx"), false);
    let guids: HashSet<Option<Guid>> = project.dump().unwrap().codebook.codes.iter().map(|code| code.guid).collect();
    assert_eq!(guids.len(), 2);
    assert!(guids.contains(&Some(same)));
}

#[test]
fn control_characters_in_names_and_memos_are_left_out_and_counted() {
    let folder = temporary();
    let mut dump = ProjectDump { name: "a\u{1}b".into(), ..ProjectDump::default() };
    dump.coders.push(CoderDump { name: "An\u{2}n".into(), ..CoderDump::default() });
    dump.documents.push(DocumentDump { name: "d".into(), text: "o\u{1}ne".into(), ..DocumentDump::default() });
    dump.codebook.codes.push(CodeDump { name: "c".into(), description: "\u{b}".into(), ..CodeDump::default() });
    dump.codings.push(CodingDump {
        coder: "An\u{2}n".into(),
        document: "d".into(),
        end: 4,
        code: "c".into(),
        memos: vec![NoteDump { text: "x\u{ffff}y".into(), ..NoteDump::default() }],
        ..CodingDump::default()
    });
    let losses = refi::losses(&dump, &ExchangeOptions::default(), &WholeDump::new(&dump)).unwrap();
    let loss = losses.iter().find(|loss| loss.what.name() == "control characters").unwrap();
    assert_eq!(loss.count, Some(4));
    let file = folder.path().join("p.qdpx");
    write(&dump, &file);
    let path = folder.path().join("a.pullquote");
    let made = Project::create_from_other(&path, None, &file, &Reading::default(), &Default::default());
    let (project, report) = made.unwrap();
    assert_eq!(report.problems, []);
    let back = project.dump().unwrap();
    assert_eq!((back.name.as_str(), back.coders[0].name.as_str(), &*back.documents[0].text), ("ab", "Ann", "o\u{1}ne"));
    assert_eq!(back.codings.first().unwrap().memos[0].text, "xy");
}

#[test]
fn losses_are_reported_by_kind_with_counts_and_names() {
    let folder = temporary();
    let project = project_of(&folder, &sample());
    let project = Project::open(Path::new(&project)).unwrap();
    let kinds = |options: &ExchangeOptions| -> Vec<(&'static str, Option<usize>)> {
        exchange_losses(project.reads(), options, &Progress::default())
            .unwrap()
            .into_iter()
            .map(|loss| (loss.what.name(), loss.count))
            .collect()
    };
    let plain = kinds(&ExchangeOptions::default());
    for expected in
        [("history", None), ("tables", Some(2)), ("coder colours", Some(2)), ("names that stand twice", Some(13))]
    {
        assert!(plain.contains(&expected), "{expected:?} in {plain:?}");
    }
    assert!(!plain.iter().any(|(kind, _)| *kind == "important"), "none is marked: {plain:?}");
    let qualcoder = kinds(&ExchangeOptions::of(Program::QualCoder));
    for expected in [("renamed codes", Some(13)), ("facets", Some(16)), ("ties", Some(24))] {
        assert!(qualcoder.contains(&expected), "{expected:?} in {qualcoder:?}");
    }
}
