//! Projects of other programs, in files made in the same way as by those programs.

use super::project_files::{kinds, lost, remarks};
use pullquote::engine::Project;
use pullquote::interchange::remark::{ForeignLoss, Problem};
use pullquote::model::{Guid, VariableKind};
use rusqlite::Connection;
use std::path::Path;

fn import(folder: &Path, path: &Path) -> (Project, Vec<Problem>) {
    let mut project = Project::create(&folder.join("own.pullquote"), "Own").unwrap();
    let outcome = super::support::import(&mut project, path, false);
    (project, outcome.import.unwrap().problems)
}

/// Coder, code and words of every coding, with its memo.
fn codings(project: &Project) -> Vec<(String, String, String, Option<String>)> {
    let study = project.reads().study().unwrap();
    let passages = project.reads().passages(&Default::default()).unwrap();
    let passages_of = passages.into_iter().map(|passage| {
        let text = project.reads().text(passage.coding.source).unwrap();
        let range = passage.coding.range;
        let quote = text.chars().skip(range.start.0 as usize).take(range.len() as usize).collect();
        let coder = study.user(passage.coding.user).unwrap().name.clone();
        (coder, study.codebook.path(passage.coding.code).to_string(), quote, passage.memo)
    });
    passages_of.collect()
}

const QUALCODER: &str = "
    CREATE TABLE project(databaseversion text, date text, memo text, about text);
    CREATE TABLE source(id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text);
    CREATE TABLE code_cat(catid integer primary key, name text, owner text, date text, memo text, supercatid integer);
    CREATE TABLE code_name(cid integer primary key, name text, memo text, catid integer, owner text, date text, color text);
    CREATE TABLE code_text(cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text,
        memo text, important integer);
    CREATE TABLE annotation(anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text);
    CREATE TABLE cases(caseid integer primary key, name text, memo text, owner text, date text);
    CREATE TABLE case_text(id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer);
    CREATE TABLE attribute(attrid integer primary key, name text, attr_type text, value text, id integer);
    CREATE TABLE journal(jid integer primary key, name text, jentry text, date text, owner text);
    INSERT INTO project VALUES ('v14', '', 'about the study', 'QualCoder 3');
    INSERT INTO source VALUES (1, 'a.txt', '😀 one two' || char(13,10) || 'three four', NULL, 'a file memo', 'x', ''),
        (2, 'p.png', NULL, '/images/p.png', '', 'x', '');
    INSERT INTO code_cat VALUES (1, 'Outer', 'x', '', '', NULL), (2, 'Inner', 'x', '', '', 1), (3, 'Round', '', '', '', 4),
        (4, 'About', '', '', '', 3);
    INSERT INTO code_name VALUES (1, 'work', 'what it means', 2, 'x', '', '#AABBCC'), (2, 'rest', '', NULL, 'x', '', '#112233');
    INSERT INTO code_text VALUES (1, 1, 'one', 3, 6, 'alice', '', 'why', NULL),
        (2, 1, 'two' || char(8233) || 'three', 7, 16, 'bruno', '', '', 1),
        (2, 1, 'four', 900, 904, 'bruno', '', '', NULL), (2, 1, 'nowhere', 901, 904, 'bruno', '', '', NULL),
        (9, 1, 'one', 3, 6, 'alice', '', '', NULL);
    INSERT INTO cases VALUES (1, 'Ana', 'a case memo', 'x', '');
    INSERT INTO case_text VALUES (1, 1, 1, 0, 20);
    INSERT INTO attribute VALUES (1, 'Age', 'case', '34', 1), (2, 'Mode', 'file', 'phone', 1), (3, 'Job', 'case', '', 1);
    INSERT INTO annotation VALUES (1, 1, 3, 6, 'look', 'alice');";

#[test]
fn a_qualcoder_project_keeps_coders_cases_memos_and_positions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.qda");
    std::fs::create_dir(&path).unwrap();
    Connection::open(path.join("data.qda")).unwrap().execute_batch(QUALCODER).unwrap();
    let (project, problems) = import(folder.path(), &path);
    let passage = |coder: &str, code: &str, quote: &str, memo: Option<&str>| {
        (coder.to_owned(), code.to_owned(), quote.to_owned(), memo.map(str::to_owned))
    };
    assert_eq!(
        codings(&project),
        [
            passage("alice", "Outer > Inner > work", "one", Some("why")),
            passage("bruno", "rest", "two\nthree", None),
            passage("bruno", "rest", "four", None),
        ]
    );
    let study = project.reads().study().unwrap();
    let ana = study.participant_named("Ana").unwrap();
    assert_eq!(study.sources[0].participant, Some(ana.id));
    let value = |name: &str| {
        let at = study.variables.iter().position(|variable| variable.name == name).unwrap();
        ana.values[at].clone()
    };
    assert_eq!((value("Age").as_deref(), value("Job")), (Some("34"), None));
    // An attribute of a file is one of the document.
    let mode = study.document_variable("Mode").unwrap();
    assert_eq!((study.sources[0].values[mode].as_deref(), study.variable("Mode")), (Some("phone"), None));
    let memos: Vec<String> = project.reads().notes().unwrap().into_iter().map(|note| note.text).collect();
    for expected in ["about the study", "a file memo", "a case memo", "“one”: look"] {
        assert!(memos.iter().any(|memo| memo == expected), "{expected} in {memos:?}");
    }
    assert_eq!(
        remarks(&problems)[..3],
        [
            ("p.png", "picture_without_text"),
            ("a.txt 3..6", "unknown_document_or_code"),
            ("a.txt 901..904", "not_in_text")
        ]
    );
    assert_eq!(lost(&problems, ForeignLoss::MovedCodes), (2, vec!["About", "Round"]));
    assert_eq!(lost(&problems, ForeignLoss::PassageComments), (1, vec!["a.txt"]));
    let passages = project.reads().passages(&Default::default()).unwrap();
    assert_eq!(passages.iter().map(|passage| passage.important).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(study.codebook.find("Round").map(|id| study.codebook.depth(id)), Some(0), "a circle is cut");
}

#[test]
fn taguette_highlights_are_counted_in_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.sqlite3");
    let sql = "
        CREATE TABLE projects(id integer primary key, name text, description text);
        CREATE TABLE documents(id integer primary key, name text, description text, project_id integer, contents text);
        CREATE TABLE tags(id integer primary key, project_id integer, path text, description text);
        CREATE TABLE highlights(id integer primary key, document_id integer, start_offset integer, end_offset integer);
        CREATE TABLE highlight_tags(highlight_id integer, tag_id integer);
        CREATE TABLE commands(id integer primary key, user_login text, payload text);
        INSERT INTO projects VALUES (1, 'Mine', 'about'), (2, 'Other', '');
        INSERT INTO documents VALUES (1, 'd', 'memo', 1, '<p>钱 &amp; time</p>' || char(10) || '<p>two</p>');
        INSERT INTO tags VALUES (1, 1, 'A.B', 'def'), (2, 1, 'C', '');
        INSERT INTO highlights VALUES (1, 1, 0, 3), (2, 1, 6, 10), (3, 1, 11, 14), (4, 1, 900, 901);
        INSERT INTO highlight_tags VALUES (1, 1), (2, 1), (2, 2), (4, 1);
        INSERT INTO commands VALUES (1, 'ann', '{\"type\": \"highlight_add\", \"highlight_id\": 1}'),
            (2, 'bob', '{\"type\": \"highlight_add\", \"highlight_id\": 2}');";
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let (project, problems) = import(folder.path(), &path);
    let mut found: Vec<String> =
        codings(&project).into_iter().map(|(coder, code, quote, _)| format!("{coder} {code} {quote}")).collect();
    found.sort();
    assert_eq!(found, ["ann A.B 钱", "bob A.B time", "bob C time"]);
    assert_eq!(
        remarks(&problems),
        [("Other", "further_project"), ("d 11..14", "highlight_without_tag"), ("d 900..901", "outside_text")]
    );
    let text = project.reads().text(project.reads().study().unwrap().sources[0].id).unwrap();
    assert_eq!(text, "钱 & time\ntwo\n");
}

#[test]
fn a_duplicate_passage_has_its_memo_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.qda");
    std::fs::create_dir(&path).unwrap();
    let more = "INSERT INTO code_text VALUES (1, 1, 'one', 3, 6, 'alice', '', 'why', NULL),
        (1, 1, 'one', 3, 6, 'alice', '', 'and more', NULL);";
    Connection::open(path.join("data.qda")).unwrap().execute_batch(&format!("{QUALCODER}{more}")).unwrap();
    let (project, _) = import(folder.path(), &path);
    let count = |text: &str| project.reads().notes().unwrap().iter().filter(|note| note.text == text).count();
    assert_eq!((count("why"), count("and more")), (1, 1));
}

#[test]
fn a_taguette_text_is_normalised_and_its_highlights_stay_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.sqlite3");
    let sql = "
        CREATE TABLE projects(id integer primary key, name text, description text);
        CREATE TABLE documents(id integer primary key, name text, description text, project_id integer, contents text);
        CREATE TABLE tags(id integer primary key, project_id integer, path text, description text);
        CREATE TABLE highlights(id integer primary key, document_id integer, start_offset integer, end_offset integer);
        CREATE TABLE highlight_tags(highlight_id integer, tag_id integer);
        CREATE TABLE commands(id integer primary key, user_login text, payload text);
        INSERT INTO projects VALUES (1, 'Mine', '');
        INSERT INTO documents VALUES
            (1, 'd', '', 1, '<p>' || char(65279) || 'one&#13;two&#13;&#10;three&#13;</p><p>four 钱</p>');
        INSERT INTO tags VALUES (1, 1, 'A', '');
        INSERT INTO highlights VALUES (1, 1, 3, 6), (2, 1, 7, 10), (3, 1, 12, 17), (4, 1, 18, 22), (5, 1, 23, 26),
            (6, 1, 7, 12);
        INSERT INTO highlight_tags VALUES (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1);";
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let (project, problems) = import(folder.path(), &path);
    let text = project.reads().text(project.reads().study().unwrap().sources[0].id).unwrap();
    assert_eq!(text, "one\ntwo\nthree\nfour 钱\n", "{problems:?}");
    assert_eq!(pullquote::text::normalise(&text).text, text);
    let quotes: Vec<String> = codings(&project).into_iter().map(|(_, _, quotes, _)| quotes).collect();
    assert_eq!(quotes, ["one", "two", "two\n", "three", "four", "钱"]);
}

#[test]
fn extreme_positions_are_outside_the_text() {
    let limits = [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX - 1, i64::MAX];
    let pairs: Vec<(i64, i64)> = limits.iter().flat_map(|start| limits.map(|end| (*start, end))).collect();
    let rows = |row: &dyn Fn(i64, i64) -> String| -> String {
        pairs.iter().map(|(start, end)| row(*start, *end)).collect::<Vec<_>>().join(",")
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.qda");
    std::fs::create_dir(&path).unwrap();
    let passages = rows(&|start, end| format!("(1, 1, 'nowhere', {start}, {end}, 'alice', '', '', NULL)"));
    let found_by_words = rows(&|start, end| format!("(1, 1, 'three', {start}, {end}, 'alice', '', '', NULL)"));
    let cases = rows(&|start, end| format!("(NULL, 1, 1, {start}, {end})"));
    let more = format!(
        "DELETE FROM code_text; INSERT INTO code_text VALUES {passages}, {found_by_words};
         DELETE FROM case_text; INSERT INTO case_text VALUES {cases};"
    );
    Connection::open(path.join("data.qda")).unwrap().execute_batch(&format!("{QUALCODER}{more}")).unwrap();
    let (project, _) = import(folder.path(), &path);
    let quotes: Vec<String> = codings(&project).into_iter().map(|(_, _, quotes, _)| quotes).collect();
    assert_eq!(quotes, ["three"]);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.sqlite3");
    let highlights = rows(&|start, end| format!("(NULL, 1, {start}, {end})"));
    let sql = format!(
        "CREATE TABLE projects(id integer primary key, name text, description text);
         CREATE TABLE documents(id integer primary key, name text, description text, project_id integer, contents text);
         CREATE TABLE tags(id integer primary key, project_id integer, path text, description text);
         CREATE TABLE highlights(id integer primary key, document_id integer, start_offset integer, end_offset integer);
         CREATE TABLE highlight_tags(highlight_id integer, tag_id integer);
         CREATE TABLE commands(id integer primary key, user_login text, payload text);
         INSERT INTO projects VALUES (1, 'Mine', '');
         INSERT INTO documents VALUES (1, 'd', '', 1, '<p>one two</p>');
         INSERT INTO tags VALUES (1, 1, 'A', '');
         INSERT INTO highlights VALUES {highlights};
         INSERT INTO highlight_tags SELECT id, 1 FROM highlights;"
    );
    Connection::open(&path).unwrap().execute_batch(&sql).unwrap();
    let (project, remarks) = import(folder.path(), &path);
    assert_eq!((codings(&project).len(), remarks.len()), (0, pairs.len()), "{remarks:?}");
}

#[test]
fn guids_dates_kinds_and_folders_of_other_programs_are_kept_and_a_second_import_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.qda");
    std::fs::create_dir(&path).unwrap();
    let more = "CREATE TABLE attribute_type(name text, caseOrFile text, valuetype text);
        INSERT INTO attribute_type VALUES ('Age', 'case', 'numeric'), ('Empty', 'case', 'character');
        CREATE TABLE coder_names(name text); INSERT INTO coder_names VALUES ('carla'), ('📌 Speaker coding');
        CREATE TABLE graph(grid integer primary key, name text); INSERT INTO graph VALUES (1, 'My map');
        UPDATE code_text SET date = '2024-03-01 10:15:00';
        WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        INSERT INTO code_cat SELECT i, 'deep ' || i, '', '', '', CASE i WHEN 10 THEN NULL ELSE i - 1 END FROM n;";
    Connection::open(path.join("data.qda")).unwrap().execute_batch(&format!("{QUALCODER}{more}")).unwrap();
    let (mut project, problems) = import(folder.path(), &path);
    let dump = project.dump().unwrap();
    let kinds: Vec<(&str, Option<VariableKind>)> =
        dump.attributes.iter().map(|attribute| (attribute.name.as_str(), attribute.kind)).collect();
    let of_documents: Vec<&str> = dump.document_attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(of_documents, ["Mode"]);
    let expected = [("Age", VariableKind::Number), ("Empty", VariableKind::Text), ("Job", VariableKind::Text)];
    assert_eq!(kinds, expected.map(|(name, kind)| (name, Some(kind))));
    assert_eq!(
        dump.coders.iter().map(|coder| coder.name.as_str()).collect::<Vec<_>>(),
        ["carla", "x", "alice", "bruno"]
    );
    let outer = dump.codebook.codes.iter().find(|code| code.name == "Outer").unwrap();
    assert!(outer.folder && !outer.children[0].children[0].folder, "categories are folders");
    let local: jiff::civil::DateTime = "2024-03-01T10:15:00".parse().unwrap();
    let at = local.to_zoned(jiff::tz::TimeZone::system()).unwrap().timestamp().as_millisecond();
    assert!(dump.codings.iter().all(|coding| coding.created == Some(at)));
    assert_eq!(lost(&problems, ForeignLoss::Graphs), (1, vec!["My map"]));
    // Every code that is 64 or more levels below the top.
    assert_eq!(lost(&problems, ForeignLoss::MovedCodes).0, 19_991 - 64 + 2);
    super::support::import(&mut project, path, false);
    assert_eq!(project.dump().unwrap(), dump);
}

#[test]
fn tags_of_taguette_have_the_guids_of_its_codebooks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.sqlite3");
    let sql = "
        CREATE TABLE projects(id integer primary key, name text, description text);
        CREATE TABLE documents(id integer primary key, name text, description text, project_id integer, contents text, created text);
        CREATE TABLE tags(id integer primary key, project_id integer, path text, description text);
        CREATE TABLE highlights(id integer primary key, document_id integer, start_offset integer, end_offset integer);
        CREATE TABLE highlight_tags(highlight_id integer, tag_id integer);
        CREATE TABLE commands(id integer primary key, date text, user_login text, payload text);
        INSERT INTO projects VALUES (1, 'Mine', '');
        INSERT INTO documents VALUES (1, 'd', '', 1, '<p>one</p>', '2024-03-01 10:15:00.123456');
        INSERT INTO tags VALUES (1, 1, 'interesting', '');
        INSERT INTO highlights VALUES (1, 1, 0, 3);
        INSERT INTO highlight_tags VALUES (1, 1);
        INSERT INTO commands VALUES (1, '2024-03-02 10:15:00.5', 'ann', '{\"type\": \"highlight_add\", \"highlight_id\": 1}');";
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let dump = import(folder.path(), &path).0.dump().unwrap();
    // As Taguette 1.5 writes it into a codebook.
    assert_eq!(dump.codebook.codes[0].guid, Guid::parse("0D62985D-B147-5D01-A9B5-CAE5DCD98342"));
    assert_eq!(
        (dump.documents[0].created, dump.codings.first().unwrap().created),
        (Some(1_709_288_100_123), Some(1_709_374_500_500))
    );
}

#[test]
fn a_file_that_is_not_such_a_project_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.sqlite3");
    std::fs::write(&path, "this is no database").unwrap();
    let (project, problems) = import(folder.path(), &path);
    assert_eq!(kinds(&problems), ["damaged_database"]);
    assert!(project.reads().study().unwrap().sources.is_empty());
}

/// A QualCoder project with these rows in addition to those of the fixture.
fn qualcoder(more: &str) -> (Project, Vec<Problem>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.qda");
    std::fs::create_dir(&path).unwrap();
    Connection::open(path.join("data.qda")).unwrap().execute_batch(&format!("{QUALCODER}{more}")).unwrap();
    std::fs::write(path.join("pseudonyms.json"), "{}").unwrap();
    import(folder.path(), &path)
}

#[test]
fn parts_of_a_qualcoder_document_that_follow_its_labels_are_its_speakers() {
    let text =
        "'MOD: Who left?' || char(10) || 'Ann: I did.' || char(10) || 'Bob: Not me.' || char(10) || 'MOD: Why?' ||
        char(10) || 'Ann: The rent.'";
    let (project, problems) = qualcoder(&format!(
        "INSERT INTO source VALUES (3, 'group.txt', {text}, NULL, '', 'x', '');
        INSERT INTO cases VALUES (2, 'P1', '', 'x', ''), (3, 'P2', '', 'x', ''), (4, 'P3', '', 'x', '');
        INSERT INTO case_text VALUES (2, 2, 3, 20, 26), (3, 2, 3, 50, 64), (4, 3, 3, 32, 39), (5, 4, 3, 5, 8);"
    ));
    let study = project.reads().study().unwrap();
    let group = study.source_named("group.txt").unwrap();
    let speakers: Vec<(&str, &str)> =
        group.speakers.iter().map(|(label, id)| (label, study.participant(id).unwrap().name.as_str())).collect();
    assert_eq!((speakers, group.participant), (vec![("Ann", "P1"), ("Bob", "P2")], None));
    assert_eq!(lost(&problems, ForeignLoss::PartsOfDocuments), (1, vec!["group.txt"]));
}

#[test]
fn memos_of_a_qualcoder_project_keep_blanks_and_line_ends_around_them() {
    let padded = |words: &str| format!("char(10) || '  {words} ' || char(10)");
    let (project, _) = qualcoder(&format!(
        "UPDATE project SET memo = {}; UPDATE source SET memo = {} WHERE id = 1; UPDATE cases SET memo = {};
         UPDATE code_name SET memo = {} WHERE cid = 1; UPDATE code_text SET memo = {} WHERE pos0 = 3 AND cid = 1;
         INSERT INTO journal VALUES (1, '', {}, '', 'alice'), (2, 'Day 2', {}, '', 'alice');",
        padded("project"),
        padded("document"),
        padded("case"),
        padded("code"),
        padded("passage"),
        padded("journal"),
        padded("titled"),
    ));
    let reads = project.reads();
    let mut memos: Vec<String> = reads.notes().unwrap().into_iter().map(|note| note.text).collect();
    memos.extend(codings(&project).into_iter().filter_map(|(.., memo)| memo));
    memos.extend(reads.study().unwrap().codebook.codes().iter().map(|code| code.description.clone()));
    for words in ["project", "document", "case", "code", "passage", "journal"] {
        assert!(memos.contains(&format!("\n  {words} \n")), "{words}: {memos:?}");
    }
    assert!(memos.contains(&"Day 2\n\n  titled \n".to_owned()), "{memos:?}");
}

#[test]
fn everything_of_a_qualcoder_project_is_in_the_project_or_in_the_report() {
    let (project, problems) = qualcoder(
        "INSERT INTO source VALUES (3, 'gone.txt', NULL, '/docs/gone.txt', 'was about pay', 'x', ''),
            (4, 'talk.mp3', NULL, 'audio:/x/talk.mp3', '', 'x', ''), (5, 'a.txt', 'other', NULL, '', 'x', '');
        INSERT INTO code_text VALUES (1, 3, 'x', 0, 1, 'alice', '', 'why here', NULL), (2, 3, 'y', 2, 3, 'bruno', '', '', NULL);
        INSERT INTO annotation VALUES (2, 3, 0, 1, 'read again', 'alice'), (3, 77, 0, 1, 'lost place', 'alice');
        INSERT INTO cases VALUES (2, 'Ana', '', 'x', ''), (3, 'Ben', '', 'x', '');
        INSERT INTO case_text VALUES (2, 3, 1, 2, 5), (3, 3, 3, 0, 4), (4, 3, 99, 0, 4);
        INSERT INTO attribute VALUES (4, 'Mode', 'file', 'letter', 3), (5, 'Age', 'file', '35', 1), (6, 'Age', 'case', '9', 99),
            (7, 'Mood', 'journal', 'low', 1);
        CREATE TABLE code_image(imid integer, id integer, memo text, owner text, date text);
        INSERT INTO code_image VALUES (1, 2, 'the door', 'alice', ''), (2, 2, '', 'alice', '');
        CREATE TABLE code_av(avid integer, id integer, memo text, owner text, date text);
        INSERT INTO code_av VALUES (1, 4, NULL, 'alice', '');
        CREATE TABLE ris(risid integer, tag text, longtag text, value text);
        INSERT INTO ris VALUES (1, 'TI', 'Title', 'A study'), (1, 'AU', 'Author', 'Li');
        CREATE TABLE stored_sql(title text, grouper text, ssql text); INSERT INTO stored_sql VALUES ('all', '', '');
        CREATE TABLE attribute_type(name text, caseOrFile text, valuetype text, memo text);
        INSERT INTO attribute_type VALUES ('Age', 'case', 'numeric', 'in years');",
    );
    assert_eq!(
        remarks(&problems)[..3],
        [
            ("p.png", "picture_without_text"),
            ("gone.txt", "source_without_text"),
            ("talk.mp3", "recording_without_text"),
        ]
    );
    let expected: [(ForeignLoss, usize, &[&str]); 14] = [
        (ForeignLoss::CodingsWithoutText, 2, &["gone.txt"]),
        (ForeignLoss::ValuesWithoutText, 1, &["gone.txt"]),
        (ForeignLoss::LinksWithoutText, 1, &["Ben"]),
        (ForeignLoss::MissingTargets, 2, &["Ben"]),
        (ForeignLoss::PictureCodings, 2, &["p.png"]),
        (ForeignLoss::RecordingCodings, 1, &["talk.mp3"]),
        (ForeignLoss::JournalAttributes, 1, &["Mood: low"]),
        (ForeignLoss::BibliographyEntries, 2, &["Title: A study", "Author: Li"]),
        (ForeignLoss::StoredQueries, 1, &["all"]),
        (ForeignLoss::Pseudonyms, 1, &["pseudonyms.json"]),
        (ForeignLoss::AttributeDescriptions, 1, &["Age: in years"]),
        (ForeignLoss::SeveralParticipants, 1, &["a.txt"]),
        (ForeignLoss::RenamedDocuments, 1, &["a.txt"]),
        (ForeignLoss::RenamedParticipants, 1, &["Ana"]),
    ];
    for (what, count, names) in expected {
        assert_eq!(lost(&problems, what), (count, names.to_vec()), "{what:?} in {problems:?}");
    }
    let notes: Vec<String> = project.reads().notes().unwrap().into_iter().map(|note| note.text).collect();
    for memo in [
        "gone.txt: was about pay",
        "gone.txt: why here",
        "gone.txt: read again",
        "an annotation: lost place",
        "p.png: the door",
    ] {
        assert!(notes.iter().any(|note| note == memo), "{memo} in {notes:?}");
    }
}

#[test]
fn path_separators_in_code_names_are_replaced_and_names_stay_distinct() {
    let (project, problems) = qualcoder(
        "INSERT INTO code_name VALUES (3, 'rent > income', '', NULL, 'x', '', ''), (4, 'rent › income', '', NULL, 'x', '', ''),
            (5, 'more >50k', '', NULL, 'x', '', ''), (6, '钱 > 房', '', 2, 'x', '', '');",
    );
    let names = project.dump().unwrap().codebook.paths();
    for name in ["rent › income", "rent › income (2)", "more >50k", "Outer > Inner > 钱 › 房"] {
        assert!(names.iter().any(|found| found == name), "{name} in {names:?}");
    }
    let (count, mut divided) = lost(&problems, ForeignLoss::RenamedCodes);
    divided.sort_unstable();
    assert_eq!((count, divided), (2, vec!["rent > income", "钱 > 房"]));
    assert_eq!(lost(&problems, ForeignLoss::CodeNamesTaken), (1, vec!["rent › income"]));
}
