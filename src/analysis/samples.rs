//! Studies for tests: one small enough to check by hand, and random ones.

use crate::model::*;

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|&name| name.to_owned()).collect()
}

pub fn code(id: i64, parent: Option<i64>, name: &str, dimensions: &[(i64, usize)]) -> Code {
    Code {
        id: CodeId(id),
        guid: Guid::new(),
        parent: parent.map(CodeId),
        name: name.into(),
        color: "#336699".into(),
        description: String::new(),
        dimensions: dimensions.iter().map(|&(dimension, value)| (DimensionId(dimension), value)).collect(),
    }
}

/// A codebook without dimensions, from id, parent and name of each code.
pub fn book(codes: &[(i64, Option<i64>, &str)]) -> Codebook {
    Codebook::new(codes.iter().map(|&(id, parent, name)| code(id, parent, name, &[])).collect(), vec![])
}

pub fn dimension(id: i64, name: &str, values: &[&str]) -> Dimension {
    Dimension { id: DimensionId(id), guid: Guid::new(), name: name.into(), values: names(values) }
}

pub fn variable(id: i64, name: &str, kind: VariableKind) -> Variable {
    Variable { id: VariableId::of_participants(id), guid: Guid::new(), name: name.into(), kind }
}

pub fn participant(id: i64, name: &str, values: &[Option<&str>]) -> Participant {
    let values = values.iter().map(|v| v.map(str::to_owned)).collect();
    Participant { id: ParticipantId(id), guid: Guid::new(), name: name.into(), values }
}

pub fn source(id: i64, name: &str, participant: Option<i64>) -> Source {
    let path = format!("transcripts/{name}.txt");
    Source {
        id: SourceId(id),
        guid: Guid::new(),
        name: name.into(),
        participant: participant.map(ParticipantId),
        speakers: SpeakerMap::default(),
        characters: 1000,
        path,
        values: vec![None; 2],
    }
}

pub fn fact(coding: i64, source: i64, code: i64, user: i64, range: (u32, u32)) -> Fact {
    Fact {
        coding: CodingId(coding),
        source: SourceId(source),
        range: CharRange::new(range.0, range.1),
        code: CodeId(code),
        user: UserId(user),
    }
}

pub fn tables() -> Vec<TableDefinition> {
    let json = r#"[
        {"name": "assets", "title": "推拉因素 by asset", "kind": "facets", "rows": "asset", "columns": "direction"},
        {"name": "categories", "title": "Categories", "kind": "typology", "rows": ["generation", "category"],
         "columns": [{"title": "Years", "attribute": "years", "as": "range"},
                     {"title": "Motivation", "facet": "aspect", "value": "motivation"},
                     {"title": "Outcome", "facet": "aspect", "value": "outcome"}]}]"#;
    serde_json::from_str(json).unwrap()
}

pub fn study_of(participants: Vec<Participant>, sources: Vec<Source>, codes: Vec<Code>) -> Study {
    Study {
        project: ProjectInfo { guid: Guid::new(), name: "垫江".into(), description: String::new(), blind: false },
        users: (1..4)
            .map(|id| User { id: UserId(id), guid: Guid::new(), name: format!("Coder {id}"), color: "#3366cc".into() })
            .collect(),
        sources,
        variables: vec![
            variable(1, "generation", VariableKind::Text),
            variable(2, "category", VariableKind::Text),
            variable(3, "years", VariableKind::Number),
        ],
        document_variables: vec![
            Variable { id: VariableId::of_documents(1), ..variable(1, "round", VariableKind::Number) },
            Variable { id: VariableId::of_documents(2), ..variable(2, "generation", VariableKind::Text) },
        ],
        participants,
        codebook: Codebook::new(
            codes,
            vec![
                dimension(1, "asset", &["金融资本", "Social capital"]),
                dimension(2, "direction", &["push", "pull"]),
                dimension(3, "generation", &["First", "Second"]),
                dimension(4, "category", &["创业", "Family"]),
                dimension(5, "aspect", &["motivation", "outcome"]),
            ],
        ),
        tables: tables(),
        sets: vec![],
        queries: vec![],
    }
}

/// Three participants (甲, 乙, 丙), an official without values, and a focus group without a participant.
pub fn study() -> Study {
    study_of(
        vec![
            participant(1, "甲", &[Some("First"), Some("创业"), Some("10")]),
            participant(2, "乙", &[Some("First"), Some("创业"), Some("9")]),
            participant(3, "丙", &[Some("Second"), Some("Elder care"), None]),
            participant(4, "Official", &[None, None, None]),
        ],
        vec![
            source(11, "A", Some(1)),
            source(12, "B", Some(2)),
            source(13, "C", Some(3)),
            source(14, "D", Some(4)),
            source(15, "Group", None),
        ],
        vec![
            code(1, None, "Assets", &[]),
            code(2, Some(1), "低收入", &[(1, 0), (2, 0)]),
            code(3, Some(1), "Family ties", &[(1, 1), (2, 1)]),
            code(4, Some(1), "Rent", &[(1, 0), (2, 0)]),
            code(5, None, "Categories", &[]),
            code(6, Some(5), "Second, family", &[(3, 1), (4, 1)]),
            code(7, Some(5), "First, 创业", &[(3, 0), (4, 0)]),
            code(8, None, "New chances", &[(5, 0)]),
            code(9, None, "Status", &[(5, 1)]),
        ],
    )
}

/// Codings of [`study`], in the order in which the project file returns them.
pub fn facts() -> Vec<Fact> {
    let mut facts = vec![
        fact(1, 11, 2, 1, (0, 10)),
        fact(2, 11, 2, 2, (0, 10)),
        fact(3, 11, 2, 1, (5, 20)),
        fact(4, 12, 2, 1, (0, 4)),
        fact(5, 15, 2, 1, (0, 7)),
        fact(6, 13, 3, 1, (1, 3)),
        fact(7, 11, 8, 1, (30, 40)),
        fact(8, 12, 8, 1, (30, 40)),
        fact(9, 14, 7, 1, (0, 100)),
        fact(10, 14, 8, 1, (50, 60)),
        fact(11, 14, 9, 2, (50, 60)),
        fact(12, 15, 6, 1, (0, 20)),
        fact(13, 15, 9, 1, (0, 20)),
    ];
    facts.sort_by_key(|f| (f.code, f.source, f.range));
    facts
}

/// A random study and random codings, often overlapping and repeated.
pub fn random(random: &mut fastrand::Rng) -> (Study, Vec<Fact>) {
    let pick = |random: &mut fastrand::Rng, list: &[Option<&'static str>]| list[random.usize(..list.len())];
    let participants: Vec<Participant> = (1..1 + random.i64(0..7))
        .map(|id| {
            let generation = pick(random, &[Some("First"), Some("Second"), Some("Third"), None]);
            let category = pick(random, &[Some("创业"), Some("Family"), Some("Elder care"), None]);
            let years = pick(random, &[Some("2"), Some("10"), Some("2.0"), Some("-3"), Some("many"), None]);
            participant(id, &format!("人{id}"), &[generation, category, years])
        })
        .collect();
    let sources: Vec<Source> = (1..1 + random.i64(0..9))
        .map(|id| {
            let participant =
                (random.u8(..4) > 0 && !participants.is_empty()).then(|| 1 + random.i64(0..participants.len() as i64));
            let round = pick(random, &[Some("1"), Some("2"), Some("2.0"), Some("first"), None]);
            let generation = pick(random, &[Some("First"), Some("垫江"), None]);
            let values = [round, generation].map(|value| value.map(str::to_owned)).to_vec();
            Source { values, ..source(id * 1000, &format!("D{id}"), participant) }
        })
        .collect();
    let codes: Vec<Code> = (1..1 + random.i64(1..14))
        .map(|id| {
            let mut dimensions = vec![];
            for dimension in 1..=5 {
                if random.bool() {
                    dimensions.push((dimension, random.usize(..2)));
                }
            }
            let parent = (id > 1 && random.bool()).then(|| 1 + random.i64(0..id - 1));
            code(id, parent, &format!("代码{id}"), &dimensions)
        })
        .collect();
    let mut facts = vec![];
    for id in 0..random.i64(0..120) {
        // One more document and code than exist: a project may be damaged.
        let (source, code) =
            (1000 * (1 + random.i64(0..=sources.len() as i64)), 1 + random.i64(0..=codes.len() as i64));
        let start = random.u32(..30);
        facts.push(fact(id, source, code, 1 + random.i64(0..3), (start, start + random.u32(..12))));
    }
    if random.u8(..4) > 0 {
        facts.sort_by_key(|f| (f.code, f.source, f.range));
    }
    (study_of(participants, sources, codes), facts)
}
