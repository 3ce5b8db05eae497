//! Exports report their progress, and a cancelled export leaves existing files unchanged.

use super::support::*;
use pullquote::analysis::agreement::Rule;
use pullquote::analysis::{Axis, TableRequest};
use pullquote::engine::compare::{CompareSettings, Unit, compare, methods};
use pullquote::engine::disagreements::AgreeRule;
use pullquote::engine::export::preview::Look;
use pullquote::engine::export::{export_as, render};
use pullquote::engine::reading::TableQuery;
use pullquote::engine::{
    Actor, Answer, Chosen, Command, Error, PassageFilter, Project, Query, Selection, TargetFormat,
};
use pullquote::i18n::{self, Language};
use pullquote::interchange::refi::ExchangeOptions;
use pullquote::interchange::tables::TableFormat;
use pullquote::model::{CharRange, Count, Progress};
use std::path::Path;
use std::sync::atomic::Ordering;

/// All files below a folder with their contents.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn an_export_reports_progress_and_leaves_nothing_if_cancelled() {
    let place = temporary();
    let project = Project::create_sample(&place.path().join("p.pullquote")).unwrap();
    let documents = project.reads().counts().unwrap().documents as usize;
    let file = TargetFormat::File;
    let table = || TableQuery {
        request: TableRequest::Defined { name: project.reads().study().unwrap().tables[0].name.clone() },
        count: Count::Passages,
        users: vec![],
        scope: Default::default(),
        counted_as: Default::default(),
    };
    let cases: [(&str, Selection, TargetFormat); 8] = [
        ("passages.csv", Selection::Codings(PassageFilter::default()), file(TableFormat::Csv)),
        ("chosen.docx", Selection::Chosen(Chosen::default()), file(TableFormat::Docx)),
        ("table.xlsx", Selection::Table(table()), file(TableFormat::Xlsx)),
        ("quoted.html", Selection::QuoteTable(table()), file(TableFormat::Html)),
        (
            "transcripts.html",
            Selection::Transcripts { chosen: Chosen::default(), memos: true },
            file(TableFormat::Html),
        ),
        ("project.qdpx", Selection::Codebook, TargetFormat::Exchange(ExchangeOptions::PLAIN)),
        ("folder", Selection::Codebook, TargetFormat::Folder),
        ("tidy", Selection::Chosen(Chosen::default()), TargetFormat::Tidy),
    ];
    for (name, selection, format) in cases {
        let out = tempfile::tempdir().unwrap();
        let target = out.path().join(name);
        if matches!(format, TargetFormat::File(_) | TargetFormat::Exchange(_)) {
            std::fs::write(&target, "what was there").unwrap();
        }
        let before = contents(out.path());
        let (progress, steps) = cancelled_at(usize::MAX);
        let other = tempfile::tempdir().unwrap();
        export_as(project.reads(), &other.path().join(name), &selection, format, Language::English, &progress).unwrap();
        let all = steps.load(Ordering::Relaxed);
        assert!(all * 2 > documents, "{name}: {all} steps for {documents} documents");
        for last in [1, all / 2, all] {
            let (progress, steps) = cancelled_at(last);
            let ended = export_as(project.reads(), &target, &selection, format, Language::English, &progress);
            assert!(matches!(ended, Err(Error::Cancelled(_))), "{name}, step {last} of {all}: {ended:?}");
            assert_eq!(steps.load(Ordering::Relaxed), last, "{name} continues after it was cancelled");
            assert_eq!(contents(out.path()), before, "{name}, step {last} of {all}");
        }
        export_as(project.reads(), &target, &selection, format, Language::English, &Default::default()).unwrap();
        assert_ne!(contents(out.path()), before, "{name} is written at last");
    }
}

#[test]
fn no_export_replaces_a_study() {
    let place = temporary();
    let at = |name: &str| within(&place, name);
    let (mine, other) = (at("p.pullquote"), at("other.pullquote"));
    for path in [&mine, &other] {
        drop(Project::create_sample(path.as_ref()).unwrap());
    }
    ok(&["export", &mine, &at("folder")]);
    let before = contents(place.path());
    for target in [mine.as_str(), &other, &at("folder/project.json")] {
        for args in [
            &["export", &mine, target, "--as", "csv"][..],
            &["export", &mine, target, "--as", "xlsx"],
            &["export", &mine, target, "--as", "qdpx"],
            &["export", &mine, target, "--as", "qdc"],
            &["codings", &mine, "--format", "csv", "-o", target],
            &["matrix", &mine, "--rows", "code", "--columns", "document", "--format", "csv", "-o", target],
            &["compare", &mine, "--format", "csv", "-o", target],
        ] {
            let ran = run(args);
            assert!(ran.code != 0 && ran.err.contains("choose another name"), "{args:?}: {}", ran.err);
            assert_eq!(contents(place.path()), before, "{args:?}");
        }
    }
}

#[test]
fn an_export_has_the_project_as_it_was_when_it_began() {
    let place = temporary();
    let path = place.path().join("p.pullquote");
    let mut project = Project::create_sample(&path).unwrap();
    let (reader, _) = Project::open_to_read(&path).unwrap();
    let study = reader.reads().study().unwrap();
    let codings = || reader.reads().facts(&[]).unwrap().len();
    let before = codings();
    let code = Command::Code {
        source: study.sources[0].id,
        range: CharRange::new(0, 1),
        codes: vec![study.codebook.codes()[0].id],
    };
    let coded = reader.reads().at_one_moment(|| -> Result<usize, Error> {
        project.execute(&code, &Actor::Coder(study.users[0].id), &Progress::default())?;
        Ok(codings())
    });
    assert_eq!((coded.unwrap(), codings()), (before, before + 1));
}

/// The kinds of contents that a table format takes.
fn selections(project: &Project) -> Vec<(&'static str, Selection)> {
    let study = project.reads().study().unwrap();
    let query = |request| TableQuery {
        request,
        count: Count::Passages,
        users: vec![],
        scope: Default::default(),
        counted_as: Default::default(),
    };
    let matrix =
        query(TableRequest::Matrix { rows: Axis::Attribute(study.variables[0].name.clone()), columns: Axis::Document });
    let defined = query(TableRequest::Defined { name: study.tables[0].name.clone() });
    vec![
        ("matrix", Selection::Table(matrix)),
        ("defined", Selection::Table(defined.clone())),
        ("quotes", Selection::QuoteTable(defined)),
        ("codings", Selection::Chosen(Chosen::default())),
        ("memos", Selection::Memos),
        ("codebook", Selection::Codebook),
        ("participants", Selection::Participants),
        ("documents", Selection::Documents),
        ("agreement", Selection::Agreement(Box::default())),
        ("decisions", Selection::Decisions(AgreeRule::default())),
    ]
}

#[test]
fn formats_for_programs_are_the_same_in_every_language() {
    let place = temporary();
    let project = Project::create_sample(&place.path().join("p.pullquote")).unwrap();
    for (name, selection) in selections(&project) {
        for format in [TableFormat::Csv, TableFormat::Json] {
            let bytes = || render(project.reads(), &selection, format).unwrap();
            // The date of a comparison is a minute, which may pass between the two.
            let without_date = |bytes: Vec<u8>| {
                String::from_utf8(bytes)
                    .unwrap()
                    .lines()
                    .filter(|line| !line.contains("UTC\""))
                    .collect::<Vec<_>>()
                    .join("\n")
            };
            let english = without_date(bytes());
            let chinese = without_date(i18n::within(Language::Chinese, bytes));
            assert!(english == chinese, "{name}.{}", format.name());
        }
    }
    let tidy = |name: &str| {
        let target = place.path().join(name);
        export_as(
            project.reads(),
            &target,
            &Selection::Chosen(Chosen::default()),
            TargetFormat::Tidy,
            Language::English,
            &Default::default(),
        )
        .unwrap();
        contents(&target).into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>()
    };
    assert!(tidy("english") == i18n::within(Language::Chinese, || tidy("chinese")), "tidy tables");
}

#[test]
fn formats_for_people_are_in_their_language() {
    let place = temporary();
    let project = Project::create_sample(&place.path().join("p.pullquote")).unwrap();
    let text = |selection: &Selection| {
        String::from_utf8(render(project.reads(), selection, TableFormat::Md).unwrap()).unwrap()
    };
    for (name, selection) in selections(&project) {
        let chinese = i18n::within(Language::Chinese, || text(&selection));
        let expected: &[&str] = match name {
            "matrix" => &["合计", "- 项目：", "- 计数单位：编码片段", "- 创建时间：", "- 软件："],
            "defined" | "quotes" => &["- 编码者：", "- 软件：Pullquote"],
            "codings" => &["## 编码片段", "| 文档 | 受访者 |", "| 创建时间 | 重要 | 话轮 | 说话人 | 录音时间 |"],
            "memos" => &["## 备忘录", "| 类型 | 所附对象 | 编码片段 | 编码 | 备忘录 | 编码者 | 创建时间 |"],
            "codebook" => &["## 编码本", "| 编码 | 定义 |", "编码片段数 |"],
            "participants" => &["## 受访者", "| 受访者 |"],
            "documents" => &["## 文档", "| 字符数 | 编码片段数 |"],
            "decisions" => &["## 编码者之间的分歧和决定", "| Coder 1 的编码 |", "| 未解决 |", "- 软件："],
            _ => &[
                "编码者",
                "之间的一致性",
                "Krippendorff α 系数",
                "百分比一致率",
                "- 判定规则：分析单位与编码片段的重叠",
            ],
        };
        for word in expected {
            assert!(chinese.contains(word), "{name}: {word} in {}", chinese.chars().take(2_000).collect::<String>());
        }
        for word in ["Total", "Project:", "Software:", "coder |", "Unit of counting"] {
            assert!(!chinese.contains(word), "{name}: {word}");
        }
    }
}

#[test]
fn a_methods_paragraph_is_written_in_chinese() {
    let place = temporary();
    let project = Project::create_sample(&place.path().join("p.pullquote")).unwrap();
    let study = project.reads().study().unwrap();
    let compared = compare(project.reads(), &CompareSettings::default(), &Default::default()).unwrap();
    let methods = i18n::within(Language::Chinese, || methods::methods(&study, &compared, None));
    for sentence in [
        "计算了 Coder 1、Coder 2 的编码者间一致性",
        "个话轮和",
        "该单位计为已编码。",
        "Krippendorff α 系数（定类尺度",
        "（De Vries 等，2008）",
        "使用 Pullquote",
    ] {
        assert!(methods.contains(sentence), "{sentence} in {methods}");
    }
    let names = ["Coder", "Krippendorff", "Holsti", "Cohen", "De", "Vries", "Pullquote"];
    let paths: Vec<String> =
        study.codebook.codes().iter().map(|code| study.codebook.path(code.id).to_string()).collect();
    let mut rest = methods.clone();
    for path in &paths {
        rest = rest.replace(&format!("“{path}”"), "");
    }
    let words = rest.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1 && !names.contains(word));
    assert_eq!(words.collect::<Vec<_>>(), Vec::<&str>::new(), "{methods}");
}

#[test]
fn a_file_is_written_in_the_language_asked_for_and_what_is_printed_stays_english() {
    let folder = temporary();
    let project = sample();
    let path = |name: &str| within(&folder, name);
    let has_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for (args, chinese) in [
        (vec!["table", &project, "assets", "-o", &path("t.md"), "--language", "zh"], true),
        (vec!["table", &project, "assets", "-o", &path("t.html"), "--language", "zh"], true),
        (vec!["table", &project, "assets", "-o", &path("t.csv"), "--language", "zh"], false),
        (vec!["table", &project, "assets", "-o", &path("t.json"), "--language", "zh"], false),
        (vec!["table", &project, "assets", "-o", &path("e.md")], false),
        (vec!["compare", &project, "-o", &path("c.md"), "--language", "zh", "--statistics", "cohen_kappa"], true),
        (vec!["codings", &project, "--document", "B", "-o", &path("k.md"), "--language", "zh"], true),
        (vec!["export", &project, &path("x.html"), "--language", "zh"], true),
        (vec!["export", &project, &path("x.csv"), "--language", "zh"], false),
    ] {
        let printed = ok(&args);
        assert!(!has_chinese(&printed), "{args:?} printed {printed}");
        let file = args.iter().find(|arg| Path::new(arg).starts_with(folder.path()));
        let written = std::fs::read_to_string(file.unwrap()).unwrap();
        assert_eq!(has_chinese(&written), chinese, "{args:?}");
    }
    assert!(!has_chinese(&ok(&["table", &project, "assets", "--language", "zh"])), "what is printed");
    let methods = |name: &str, language: &str| -> Vec<u8> {
        ok(&["compare", &project, "--methods", "-o", &path(name), "--language", language]);
        std::fs::read(path(name)).unwrap()
    };
    assert!(!has_chinese(&ok(&["compare", &project, "--methods", "--language", "zh"])), "what is printed");
    for (language, sentence) in [("en", "Agreement between the coders"), ("zh", "Krippendorff α 系数（定类尺度")]
    {
        assert!(String::from_utf8(methods("m.md", language)).unwrap().contains(sentence), "{language}");
        for name in ["m.docx", "m.xlsx"] {
            methods(name, language);
            let written = match name {
                "m.docx" => super::written::part(path(name).as_ref(), "word/document.xml"),
                _ => super::written::sheets(path(name).as_ref()),
            };
            assert!(written.contains(sentence), "{name} {language}");
        }
    }
    for name in ["m.csv", "m.json"] {
        fails(&["compare", &project, "--methods", "-o", &path(name)], 2, &["--methods cannot be written to"]);
        assert!(!Path::new(&path(name)).exists());
    }
}

#[test]
fn a_preview_has_the_heads_of_the_file() {
    let folder = temporary();
    let project = Project::open(Path::new(&project_of(&folder, &sample()))).unwrap();
    use Language::{Chinese, English};
    use TableFormat::{Csv, Docx, Html, Xlsx};
    let forms = [(Csv, Chinese, true), (Xlsx, Chinese, false), (Docx, Chinese, false), (Docx, English, true)];
    for (format, language, english) in forms.into_iter().chain([(Html, English, true), (Html, Chinese, false)]) {
        let query = Query::PreviewExport {
            selection: Selection::Chosen(Chosen::default()),
            format: TargetFormat::File(format),
            language,
        };
        let Answer::ExportPreview(preview) = i18n::within(Chinese, || project.ask(&query).unwrap()) else {
            panic!("a preview")
        };
        let Look::Grid(sample) = &preview.look else { panic!("rows") };
        assert_eq!(sample.headers[0] == "document", english, "{:?}", sample.headers);
        assert!(preview.amount.ends_with("个编码片段"), "in the language of the window: {}", preview.amount);
    }
}

#[test]
fn a_preview_says_when_the_consensus_is_counted() {
    let folder = temporary();
    let path = project_of(&folder, &sample());
    let preview = |selection, format| {
        let project = Project::open(Path::new(&path)).unwrap();
        let query = Query::PreviewExport { selection, format, language: Language::English };
        let Answer::ExportPreview(preview) = project.ask(&query).unwrap() else { panic!("a preview") };
        preview
    };
    let book = |format| preview(Selection::Codebook, TargetFormat::File(format)).notes.join(" ");
    let folder_rows = || {
        let Look::Grid(sample) = preview(Selection::Chosen(Chosen::default()), TargetFormat::Folder).look.clone()
        else {
            panic!("rows")
        };
        sample.rows
    };
    assert_eq!(book(TableFormat::Docx), "");
    let before = folder_rows();
    ok(&["agree", &path, "--auto"]);
    for (format, says) in [(TableFormat::Docx, true), (TableFormat::Xlsx, true), (TableFormat::Csv, false)] {
        assert_eq!(book(format).contains("those of the consensus coding"), says, "{format:?}");
    }
    let after = folder_rows();
    let row = |rows: &[Vec<String>], head: &str| rows.iter().find(|row| row[0] == head).map(|row| row[1].clone());
    assert_eq!(row(&before, "coders"), row(&after, "coders"), "the consensus is no coder");
    assert!(row(&before, "coded passages").is_some() && row(&after, "coded passages").is_none(), "{after:?}");
    assert!(row(&after, "coded passages, with those of the consensus coding").is_some(), "{after:?}");
}

#[test]
fn tables_for_programs_are_the_same_in_every_language_but_not_their_description() {
    let folder = temporary();
    let project = Project::open(Path::new(&project_of(&folder, &sample()))).unwrap();
    let written = |language: Language| {
        let target = folder.path().join(language.code());
        let selection = Selection::Chosen(Chosen::default());
        let tidy = TargetFormat::Tidy;
        let export = || export_as(project.reads(), &target, &selection, tidy, language, &Progress::default());
        i18n::within(language, export).unwrap();
        target
    };
    let (english, chinese) = (written(Language::English), written(Language::Chinese));
    let read = |folder: &Path, name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    for name in ["codings.csv", "participants.csv", "documents.csv", "codebook.csv"] {
        assert_eq!(read(&english, name), read(&chinese, name), "{name}");
    }
    let (english, chinese) = (read(&english, "README.md"), read(&chinese, "README.md"));
    assert!(
        english.contains("| `codings.csv` | participant whose words a passage has, with a code by a coder |"),
        "{english}"
    );
    assert!(chinese.contains("`codings.csv`") && !chinese.contains("whose words"), "{chinese}");
    assert!(chinese.contains("受访者") && chinese.contains("codings = table("), "{chinese}");
}

#[test]
fn scripts_have_comments_in_their_language_and_the_same_commands_in_every_one() {
    let folder = temporary();
    let project = Project::open(Path::new(&project_of(&folder, &sample()))).unwrap();
    let written = |language: Language| {
        let target = folder.path().join(language.code());
        let (what, format) = (Selection::Chosen(Chosen::default()), TargetFormat::Tidy);
        export_as(project.reads(), &target, &what, format, language, &Progress::default()).unwrap();
        ["read.py", "read.R", "spss/read.sps"].map(|name| std::fs::read_to_string(target.join(name)).unwrap())
    };
    let (english, chinese) = (written(Language::English), written(Language::Chinese));
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let parts = |script: &str, sign: char| -> (Vec<String>, Vec<String>) {
        let lines = script.trim_start_matches('\u{feff}').lines().map(str::to_owned);
        lines.filter(|line| !line.is_empty()).partition(|line| line.starts_with(sign))
    };
    for ((english, chinese), sign) in english.iter().zip(&chinese).zip(['#', '#', '*']) {
        let ((comments, commands), (translated, same)) = (parts(english, sign), parts(chinese, sign));
        assert_eq!(commands, same);
        assert!(commands.len() > 5 && comments.len() == translated.len(), "{chinese}");
        // The first line of the syntax for SPSS is read by the program.
        for (comment, translated) in comments.iter().zip(&translated).filter(|(line, _)| !line.contains("Encoding:")) {
            assert_ne!(comment, translated);
            assert!(!comment.chars().any(is_han) && translated.chars().any(is_han), "{translated}");
            assert!(sign != '*' || translated.ends_with('.'), "SPSS knows no other end of a comment: {translated}");
        }
    }
    assert!(chinese[2].starts_with("\u{feff}* Encoding: UTF-8.\r\n"), "{}", chinese[2]);
}

/// A text that a reader of the window would not meet in any other program.
const FLAGS: [&str; 4] = ["overlap:", "cover:", "passages:", "turn ("];

#[test]
fn settings_of_a_comparison_are_in_words_and_for_programs_as_given() {
    let place = temporary();
    let project = Project::create_sample(&place.path().join("p.pullquote")).unwrap();
    for (unit, rule, english, chinese) in [
        ("turn", "overlap:0.5", "at least 50% of the shorter of the two", "较短者的 50%"),
        ("sentence", "any", "any character of the unit is coded", "任一字符"),
        ("window:200", "cover:0.8", "at least 80% of the unit is coded", "80%"),
        ("passages:0.5", "any", "share at least 50% of the text they cover together", "50%"),
        ("passages:0", "any", "passages that overlap match", "重叠"),
    ] {
        let settings = CompareSettings {
            unit: Unit::parse(unit).unwrap(),
            rule: Rule::parse(rule).unwrap(),
            ..CompareSettings::default()
        };
        let selection = Selection::Agreement(Box::new(settings));
        let text = |format| String::from_utf8(render(project.reads(), &selection, format).unwrap()).unwrap();
        for (language, words) in [(Language::English, english), (Language::Chinese, chinese)] {
            let report = i18n::within(language, || text(TableFormat::Md));
            let provenance = report.lines().filter(|line| line.starts_with("- ")).collect::<Vec<_>>().join("\n");
            assert!(provenance.contains(words), "{unit} {rule}: {provenance}");
            assert!(!FLAGS.iter().any(|flag| provenance.contains(flag)), "{unit} {rule}: {provenance}");
        }
        let json: serde_json::Value = serde_json::from_str(&text(TableFormat::Json)).unwrap();
        let stated = |name: &str| {
            let lines = json["settings"].as_array().unwrap();
            lines.iter().find(|line| line[0] == name).map_or("", |line| line[1].as_str().unwrap()).to_owned()
        };
        assert!(stated("Unit").starts_with(&format!("{unit} (")), "{}", stated("Unit"));
        assert_eq!(stated("Rule"), if unit.starts_with("passages") { "" } else { rule });
    }
}

#[test]
fn tidy_tables_name_the_consensus_coding_apart_from_coders() {
    let folder = temporary();
    let path = project_of(&folder, &sample());
    ok(&["agree", &path, "--auto"]);
    let project = Project::open(Path::new(&path)).unwrap();
    let study = project.reads().study().unwrap();
    let users: Vec<_> = study.coders().map(|coder| coder.id).collect();
    let consensus = project.reads().facts(&[study.consensus().unwrap()]).unwrap().len();
    let selection = |users| Selection::Chosen(Chosen { users, ..Chosen::default() });
    let preview = |users| {
        let query = Query::PreviewExport {
            selection: selection(users),
            format: TargetFormat::Tidy,
            language: Language::English,
        };
        let Answer::ExportPreview(preview) = project.ask(&query).unwrap() else { panic!("a preview") };
        preview.left_out.clone()
    };
    assert_eq!(preview(users.clone()), [format!("{consensus} passages of the consensus coding")]);
    let own = project.reads().facts(&users).unwrap().len();
    assert_eq!(preview(vec![]), [format!("{own} passages by other coders")]);
    let target = folder.path().join("tables");
    let (tidy, progress) = (TargetFormat::Tidy, Progress::default());
    export_as(project.reads(), &target, &selection(vec![]), tidy, Language::English, &progress).unwrap();
    let about = std::fs::read_to_string(target.join("README.md")).unwrap();
    assert!(about.contains("the consensus coding (`agreed` in the tables)"), "{about}");
}

#[test]
fn a_codebook_for_readers_has_the_parts_of_a_definition_in_their_language() {
    let folder = temporary();
    let path = project_of(&folder, &sample());
    let table = within(&folder, "codes.csv");
    std::fs::write(&table, "code,description\nthrift,\"Saving.\nInclude: grain\"\n").unwrap();
    ok(&["import", &path, &table, "--as", "codebook"]);
    for (name, language, part) in [
        ("c.html", "zh", "纳入条件：grain"),
        ("e.html", "en", "Include: grain"),
        ("c.json", "zh", "Include: grain"),
        ("c.csv", "zh", "Include: grain"),
    ] {
        let file = within(&folder, name);
        ok(&["export", &path, &file, "--select", "codebook", "--language", language]);
        let written = std::fs::read_to_string(&file).unwrap();
        assert!(written.contains(part), "{name} in {language}: {written}");
    }
}

#[test]
fn tables_that_a_file_for_other_programs_lacks_are_named_by_their_titles() {
    let folder = temporary();
    let path = project_of(&folder, &sample());
    let ran = run(&["export", &path, &within(&folder, "p.qdpx")]);
    assert!(ran.err.contains("not included (2): Push-pull factors by asset, Categories of"), "{}", ran.err);
}

#[test]
fn a_table_of_quotes_names_codes_and_is_followed_by_its_passages() {
    let place = temporary();
    let project = Project::create_sample(&place.path().join("p.pullquote")).unwrap();
    let name = project.reads().study().unwrap().tables[0].name.clone();
    let query = |request| TableQuery {
        request,
        count: Count::Passages,
        users: vec![],
        scope: Default::default(),
        counted_as: Default::default(),
    };
    let defined = query(TableRequest::Defined { name });
    let shown =
        |passages| Selection::Shown { query: defined.clone(), view: Default::default(), quotes: true, passages };
    let sheets = |passages| {
        let file = place.path().join(format!("{passages}.xlsx"));
        std::fs::write(&file, render(project.reads(), &shown(passages), TableFormat::Xlsx).unwrap()).unwrap();
        super::written::sheets(&file).matches("<sheetData").count()
    };
    assert_eq!(sheets(true), sheets(false) + 1);
    let text = |request| {
        let bytes = render(project.reads(), &Selection::QuoteTable(query(request)), TableFormat::Md).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    assert!(text(defined.request.clone()).contains("; Low income)"), "the cell has several codes");
    let by_code = TableRequest::Matrix { rows: Axis::Participant, columns: Axis::Code };
    assert!(!text(by_code).contains("; Low income)"), "the column names the code");
}
