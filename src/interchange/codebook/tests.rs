//! Tests of codebooks in files.

use super::*;
use crate::analysis::samples;
use crate::interchange::remark::Loss;

fn paths(csv: &str) -> Vec<String> {
    from_sheet(&sheet::parse(csv).unwrap(), false, &Codebook::default(), &mut Vec::new()).unwrap().paths()
}

#[test]
fn marks_in_names_come_back_as_they_were() {
    let names = ["Income >50k", "push->pull", "a>>b", "and\\or", "a>b"];
    let codes = names.map(|name| CodeDump { name: name.into(), ..CodeDump::default() }).to_vec();
    let mut book = CodebookDump { codes, ..CodebookDump::default() };
    book.codes[0].children = vec![CodeDump { name: "x->>y".into(), ..CodeDump::default() }];
    let table = String::from_utf8(render(&book, CodebookFormat::Csv).unwrap()).unwrap();
    assert_eq!(paths(&table), book.paths());
    for (csv, expected) in [
        ("code,memo\nPush>>Illness>>Mother,m\n", vec!["Push", "Push > Illness", "Push > Illness > Mother"]),
        ("Code;Definition\nPush\\Illness;\n", vec!["Push", "Push > Illness"]),
        ("code,memo\nIncome >50k,m\n", vec!["Income >50k"]),
        ("code,memo\nA > B,m\n", vec!["A", "A > B"]),
        ("code,memo\nA > B,m\nC>>D,\n", vec!["A › B", "C", "C > D"]),
        ("parent,name\nA > B,C > D\nA > B,A > B > E\n", vec!["A", "A > B", "A > B > C › D", "A > B > E"]),
        ("code,parent\nWork,\nPay,Work\nLow,Pay\n", vec!["Work", "Work > Pay", "Work > Pay > Low"]),
        ("code,parent\nLow,Pay\nPay,Work\n", vec!["Work", "Work > Pay", "Work > Pay > Low"]),
        ("code,parent\nA,B\nB,A\n", vec!["B", "B > A", "A", "A > B"]),
        (
            "code,parent\nWork,\nLife,\nPay,Work\nPay,Life\nLow,Pay\n",
            vec!["Work", "Work > Pay", "Life", "Life > Pay", "Pay", "Pay > Low"],
        ),
        ("上级编码,编码名称,纳入条件\n,家庭,\n家庭,思乡,想家\n", vec!["家庭", "家庭 > 思乡"]),
        ("code,memo\n\"A\tb\nc\",m\n", vec!["A b c"]),
        // A parent cell can be a name with signs, or a path.
        ("code,parent\npush>pull,\nC,push>pull\n", vec!["push>pull", "push>pull > C"]),
        ("code,parent\nC,push>pull\npush>pull,\nD,C\n", vec!["push>pull", "push>pull > C", "push>pull > C > D"]),
        ("code,parent\nC,push>pull\n", vec!["push", "push > pull", "push > pull > C"]),
        ("code,parent\nA > B,\nC,A > B\n", vec!["A › B", "A › B > C"]),
        // A sign without blanks belongs to the name, also if the name begins with that of the parent.
        ("code,parent\npush,\npush>pull,push\nC,push>pull\n", vec!["push", "push > push>pull", "push > push>pull > C"]),
        ("code,parent\n推,\n推＞拉,推\nC,推 > 推＞拉\n", vec!["推", "推 > 推＞拉", "推 > 推＞拉 > C"]),
        ("code,parent\nA,\nA ＞ B,A\n", vec!["A", "A > B"]),
        ("code,parent\nA,\nA\\B,A\n", vec!["A", "A > B"]),
        ("code,parent\nA,\nA > B,A\nA > B > C,A > B\n", vec!["A", "A > B", "A > B > C"]),
        ("code,memo\nLöhne,m\nLo\u{308}hne,n\n", vec!["Löhne"]),
    ] {
        assert_eq!(paths(csv), expected, "{csv}");
    }
}

#[test]
fn the_names_of_codes_that_exist_stay_whole() {
    let book = samples::book(&[(1, None, "push>pull"), (2, None, "家庭")]);
    for (csv, expected) in [
        ("code,memo\npush>pull,m\npush>pull>x,m\n", vec!["push>pull", "push>pull > x"]),
        ("code,parent\nC,push>pull\n", vec!["push>pull", "push>pull > C"]),
        ("code,memo\na>b,m\n家庭／孩子,m\n", vec!["a", "a > b", "家庭／孩子"]),
    ] {
        let found = from_sheet(&sheet::parse(csv).unwrap(), false, &book, &mut Vec::new()).unwrap();
        assert_eq!(found.paths(), expected, "{csv}");
    }
}

#[test]
fn names_that_would_be_paths_are_changed_and_reported() {
    for (csv, dots, names) in [
        ("code,memo\nRent > income,m\nC>>D > E,\nC>>D > E,\n", false, vec!["Rent › income", "D › E"]),
        ("tag,description\nwork.a > b,x\n", true, vec!["a › b"]),
        ("category,name\nMoney,low > high\n", false, vec!["low › high"]),
        ("code,memo\nA > B,m\n", false, vec![]),
        ("code,memo\nA › B,m\n", false, vec![]),
    ] {
        let mut problems = Vec::new();
        from_sheet(&sheet::parse(csv).unwrap(), dots, &Codebook::default(), &mut problems).unwrap();
        let renamed = TableLoss::RenamedCodes { names: names.iter().map(|name| (*name).to_owned()).collect() };
        let found = problems.iter().filter(|problem| problem.remark == renamed.clone().into()).count();
        assert_eq!(found, usize::from(!names.is_empty()), "{csv}: {problems:?}");
    }
}

#[test]
fn a_table_of_paths_without_a_head_is_read() {
    let expected = ["Push", "Push > Illness", "Push > Illness > Mother", "Push > Work", "Return"];
    for csv in [
        "Push>>Illness>>Mother,memo one\nPush>>Work,no work\nReturn,\n",
        "Push>>Illness>>Mother\tmemo one\nPush>>Work\tno work\nReturn\n",
        "Push>>Illness>>Mother\nPush>>Work\nReturn\n",
        "Push >> Illness >> Mother,\nPush >> Work,\nReturn,x\n",
        "Push,\nPush>>Illness>>Mother,memo one\nPush>>Work,\nReturn,\n",
    ] {
        assert_eq!(paths(csv), expected, "{csv}");
    }
    let mut problems = Vec::new();
    let refused =
        from_sheet(&sheet::parse("Push,x\nPull,y\n").unwrap(), false, &Codebook::default(), &mut problems).unwrap_err();
    assert_eq!(refused, TableRefusal::NoCodeColumn { columns: vec!["Push".into(), "x".into()] }.into());
    let book =
        from_sheet(&sheet::parse("A>>B,memo one\nC,\n").unwrap(), false, &Codebook::default(), &mut problems).unwrap();
    assert_eq!(book.codes[0].children[0].description, "memo one");
}

fn book() -> CodebookDump {
    let leaf = |name: &str, description: &str, value: &str| CodeDump {
        name: name.into(),
        color: "#0072b2".into(),
        description: description.into(),
        dimensions: if value.is_empty() { vec![] } else { vec![("direction".into(), value.into())] },
        ..CodeDump::default()
    };
    let mut parent = leaf("家庭", "all, \"quoted\"\nand broken", "");
    parent.children = vec![leaf("-1 child", "=1+1", "pull"), leaf("'tis", "", "push")];
    CodebookDump {
        codes: vec![parent, leaf("Land", "", "push")],
        dimensions: vec![("direction".into(), vec!["pull".into(), "push".into()])],
    }
}

#[test]
fn a_codebook_is_the_same_after_writing_and_reading() {
    let folder = tempfile::tempdir().unwrap();
    for (format, name) in [(CodebookFormat::Json, "a.json"), (CodebookFormat::Csv, "a.csv")] {
        let path = folder.path().join(name);
        std::fs::write(&path, render(&book(), format).unwrap()).unwrap();
        assert_eq!(read(&path, &CodebookReading::default(), &Codebook::default()).unwrap(), (book(), vec![]), "{name}");
    }
}

#[test]
fn no_cell_begins_like_a_formula() {
    let csv = String::from_utf8(render(&book(), CodebookFormat::Csv).unwrap()).unwrap();
    assert!(csv.contains("'=1+1"), "{csv}");
}

#[test]
fn tables_of_other_programs_are_read_by_the_names_of_their_columns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.csv");
    std::fs::write(&path, "Tag;Definition;Category;number\nlow pay;too little;Money;7\n;x;;1\ncare;;;2\n").unwrap();
    let (book, problems) = read(&path, &CodebookReading::default(), &Codebook::default()).unwrap();
    let names: Vec<(&str, usize)> = book.codes.iter().map(|c| (c.name.as_str(), c.children.len())).collect();
    assert_eq!(names, [("Money", 1), ("care", 0)]);
    assert_eq!(book.codes[0].children[0].description, "too little");
    let columns = Loss::ColumnsLeftOut { names: vec!["number".into()], cells: 3, characters: 3 };
    let wanted = [Problem::new("b.csv", "", columns), Problem::new("b.csv", "line 3", TableRefusal::NoCode)];
    assert_eq!(problems, wanted);
}

#[test]
fn parts_of_a_definition_have_columns_of_their_own() {
    let read = |csv: &str| {
        let mut problems = Vec::new();
        let book = from_sheet(&sheet::parse(csv).unwrap(), false, &Codebook::default(), &mut problems).unwrap();
        assert_eq!(problems, [], "{csv}");
        book.codes[0].description.clone()
    };
    for (csv, wanted) in [
        (
            "Code,Definition,Include,Exclude,Example\nPay,Wages,bonus,gifts,badly paid\n",
            "Wages\nInclude: bonus\nExclude: gifts\nExample: badly paid",
        ),
        ("Code,Example,Description\nPay,badly paid,Wages\n", "Wages\nExample: badly paid"),
        ("Code,Definition,Ankerbeispiel\nPay,Wages,\n", "Wages"),
        ("Code,Inclusion criteria,Exclusion criteria\nPay,bonus,\n", "Include: bonus"),
        ("Code,When to use,When not to use\nPay,bonus,gifts\n", "Include: bonus\nExclude: gifts"),
        ("Code,Code memo\nPay,Wages\n", "Wages"),
        ("编码,定义,纳入,排除,例子\n工资,钱,奖金,礼物,钱少\n", "钱\nInclude: 奖金\nExclude: 礼物\nExample: 钱少"),
        ("Code,Definition,Example\nPay,\"Wages\nExample: low\",bad\n", "Wages\nExample: low\nbad"),
    ] {
        assert_eq!(read(csv), wanted, "{csv}");
    }
}

#[test]
fn a_parent_that_several_codes_may_be_is_reported() {
    let ambiguous = |paths: &[&str]| TableWarning::AmbiguousParent {
        code: "Pay".into(),
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
    };
    let circle = || TableWarning::CircularParents { code: "B".into() };
    for (csv, wanted) in [
        ("code,parent\nPay,Work\nPay,Life\nLow,Pay\nHigh,Pay\n", Some(ambiguous(&["Work > Pay", "Life > Pay"]))),
        ("code,parent\nPay,\nPay,Life\nLow,Pay\n", Some(ambiguous(&["Pay", "Life > Pay"]))),
        ("code,parent\nLow,Pay\nPay,Life\nPay,Work\n", Some(ambiguous(&["Life > Pay", "Work > Pay"]))),
        ("code,parent\nA,B\nB,A\n", Some(circle())),
        ("code,parent\nPay,Work\nPay,Life\n", None),
        ("code,parent\nPay,Work\nLow,Pay\nLow,Rent\n", None),
        ("code,parent\nPay,Work\nPay,Life\nLow,Work > Pay\n", None),
    ] {
        let mut problems = Vec::new();
        from_sheet(&sheet::parse(csv).unwrap(), false, &Codebook::default(), &mut problems).unwrap();
        let wanted: Vec<_> = wanted.into_iter().map(crate::interchange::remark::Remark::from).collect();
        let found: Vec<_> = problems.into_iter().map(|problem| problem.remark).take(1).collect();
        assert_eq!(found, wanted, "{csv}");
    }
}

#[test]
fn a_tree_that_cannot_be_meant_is_left_out_and_described() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep.csv");
    std::fs::write(&path, format!("code\n{}\nfine\n", vec!["a"; 20_000].join(" > "))).unwrap();
    let (book, problems) = read(&path, &CodebookReading::default(), &Codebook::default()).unwrap();
    let too_deep = Problem::new("deep.csv", "line 2", TableRefusal::CodeTooDeep { most: DEEPEST });
    assert_eq!((book.codes.len(), problems), (1, vec![too_deep]));
}

#[test]
fn dots_are_levels_only_on_request_and_a_code_is_listed_once() {
    let text = "tag,description,number of highlights\r\nwork.pay,\"line one\nline two\",7\r\nwork,all of it,2\r\nwork.pay,again,1\r\n";
    let read = |dots| {
        let mut problems = Vec::new();
        let book = from_sheet(&sheet::parse(text).unwrap(), dots, &Codebook::default(), &mut problems).unwrap();
        (book, problems)
    };
    let (flat, problems) = read(false);
    assert_eq!(flat.paths(), ["work.pay", "work"]);
    assert_eq!(flat.codes[0].description, "line one\nline two");
    let repeated = TableRefusal::RepeatedCode { code: "work.pay".into(), first: "line 2".into() };
    assert_eq!(problems.last(), Some(&Problem::new("", "line 5", repeated)));
    let (tree, _) = read(true);
    assert_eq!(tree.paths(), ["work", "work > pay"]);
    assert_eq!(tree.codes[0].description, "all of it");
    assert_eq!(tree.codes[0].children[0].description, "line one\nline two");
}

#[test]
fn a_table_without_codes_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.csv");
    std::fs::write(&path, "a,b\n1,2\n").unwrap();
    let refusal = |path: &Path| match read(path, &CodebookReading::default(), &Codebook::default()) {
        Err(Error::Unreadable { refusal, .. }) => refusal,
        other => panic!("{other:?}"),
    };
    let columns = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(refusal(&path), TableRefusal::NoCodeColumn { columns }.into());
    let path = folder.path().join("c.json");
    std::fs::write(&path, "{}").unwrap();
    assert_eq!(refusal(&path), TableRefusal::NoCodes.into());
    assert_eq!(refusal(&folder.path().join("c.docx")), Refusal::NotACodebook);
}
