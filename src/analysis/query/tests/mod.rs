//! Queries as they are read and written, what they mean in a study, and what they find, beside a plain evaluator that
//! follows the definitions literally.

mod plain;
mod random;

use super::*;
use crate::analysis::samples;
use crate::model::{CharRange, CodeId};

fn evidence_of(answer: &Findings, place: &FoundPlace, corpus: &random::RandomCorpus) -> Vec<FoundPlace> {
    answer.evidence(place, &|found| corpus.participants(found.source, found.range))
}

fn printed(query: &str) -> String {
    query.parse::<PassageQuery>().map_or_else(|mistake| mistake.to_string(), |query| query.to_string())
}

#[test]
fn a_query_is_printed_in_one_form() {
    for (query, expected) in [
        (r#""Low income""#, r#""Low income""#),
        (r#"  = "Duty"  "#, r#"="Duty""#),
        ("“低收入”［性别＝“女”，round＝“2”］", r#""低收入"[性别="女", round="2"]"#),
        (r#""a" WITH "b" In Turn"#, r#""a" with "b" in turn"#),
        (r#""a" not near ３０ word text("x",regex, whole)"#, r#""a" not near 30 words text("x", whole, regex)"#),
        (
            r#""a" before 1 turn any after 0 characters important"#,
            r#""a" before 1 turns any after 0 characters important"#,
        ),
        (r#"("a" or "b") and "c""#, r#"("a" or "b") and "c""#),
        (r#""a" or "b" and "c" inside "d" contains "e""#, r#""a" or "b" and "c" inside "d" contains "e""#),
        (
            r#"any[coder="Ann", document:round="2", attribute:"year of birth"="1970"]"#,
            r#"any[coder="Ann", document:round="2", attribute:"year of birth"="1970"]"#,
        ),
        (r#"any[attribute:coder="x", "document"="y"]"#, r#"any[attribute:"coder"="x", "document"="y"]"#),
        (r#""say \"no\" \\ \d""#, r#""say \"no\" \\ \\d""#),
        ("\"he “said”\"", "\"he “said”\""),
        (
            r#""a" without ("b" overlaps "c")[speaker="W"] in exchange"#,
            r#""a" without ("b" overlaps "c")[speaker="W"] in exchange"#,
        ),
    ] {
        assert_eq!(printed(query), expected, "{query}");
        assert_eq!(printed(expected), expected);
    }
}

#[test]
fn a_mistake_says_where_it_is_and_what_could_stand_there() {
    for (query, message) in [
        ("", "the query ends where a code in quotation marks, `=`, `text`, `any`, `important` or `(` should be"),
        (
            "Duty",
            "at character 1 is `Duty` instead of a code in quotation marks, `=`, `text`, `any`, `important` or `(`",
        ),
        (r#""a" near"#, "the query ends where a number should be"),
        (r#""a" near x"#, "at character 10 is `x` instead of a number"),
        (r#""a" near 5"#, "the query ends where `characters`, `words`, `sentences`, `turns` or `paragraphs` should be"),
        (r#""a" near 99999999999 words "b""#, "the number at character 10 is too large"),
        (r#""a" with "b""#, "the query ends where `in` should be"),
        (
            r#""a" with "b" in town"#,
            "at character 17 is `town` instead of `sentence`, `turn`, `paragraph`, `exchange`, `document` or `participant`",
        ),
        (
            r#""a" not with "b" in turn"#,
            "at character 9 is `with` instead of `overlaps`, `inside`, `contains`, `near`, `before` or `after`",
        ),
        (r#"text("a" whole)"#, "at character 10 is `whole` instead of `,` or `)`"),
        (
            r#""a"["#,
            "the query ends where `coder`, `participant`, `document`, `speaker`, `account` or the name of an attribute should be",
        ),
        (r#""a"[x]"#, "at character 6 is `]` instead of `=`"),
        (r#""a"[x="1""#, "the query ends where `,` or `]` should be"),
        (r#""a" and "b"#, "the text that begins at character 9 has no closing quotation mark"),
        (r#""a" & "b""#, "character 5 is `&`; names and texts stand in quotation marks"),
        (
            r#""a" "b""#,
            "at character 5 is `\"b\"` instead of `or`, `and`, `overlaps`, `inside`, `contains`, `near`, `before`, `after`, `not`, `with`, `without` or the end of the query",
        ),
    ] {
        assert_eq!(printed(query), message, "{query}");
    }
    let deep = format!("{}any{}", "(".repeat(65), ")".repeat(65));
    assert_eq!(printed(&deep), "too many parentheses within each other at character 65");
}

#[test]
fn names_are_found_as_people_write_them() {
    let study = samples::study();
    let meaning = |query: &str| ResolvedQuery::of(&query.parse().unwrap(), &study);
    let codes = |query: &str| match meaning(query) {
        Ok(ResolvedQuery::Codings { codes: Some(codes), .. }) => {
            let mut codes: Vec<i64> = codes.into_iter().map(|CodeId(id)| id).collect();
            codes.sort_unstable();
            codes
        }
        other => panic!("{query}: {other:?}"),
    };
    let parent = study.codebook.codes().iter().find(|code| study.codebook.children(Some(code.id)).next().is_some());
    let parent = parent.unwrap();
    let path = study.codebook.path(parent.id).to_string();
    assert_eq!(codes(&format!("=\"{path}\"")), [parent.id.0]);
    assert!(codes(&format!("\"{path}\"")).len() > 1);
    for query in [
        r#""no such code""#,
        r#"any[coder="Nobody"]"#,
        r#"any[participant="Nobody"]"#,
        r#"any[document="Nothing"]"#,
        r#"any[shoe="42"]"#,
    ] {
        let message = meaning(query).unwrap_err().to_string();
        assert!(message.contains("there is no") && message.contains("there are"), "{query}: {message}");
    }
}

#[test]
fn a_place_is_never_its_own_partner() {
    let codings =
        [samples::fact(1, 1, 1, 1, (0, 9)), samples::fact(2, 1, 1, 2, (0, 9)), samples::fact(3, 2, 1, 1, (0, 9))];
    let corpus = random::RandomCorpus::of(codings.to_vec());
    let all = || Box::new(ResolvedQuery::Codings { codes: None, only_important: false });
    for relation in random::relations().into_iter().filter(|relation| !relation.is_negated()) {
        let Ok(answer) = Findings::to(&ResolvedQuery::Related(all(), relation, all()), &corpus);
        let found: Vec<i64> = answer.found().iter().map(|found| found.source.0).collect();
        // Two coders have the same words in the first document.
        let expected = match relation {
            PlaceRelation::Apart { side: Side::Before | Side::After, .. } => vec![],
            PlaceRelation::Shares { scope: QueryScope::Participant, .. } => vec![1, 1, 2],
            PlaceRelation::Shares { scope: QueryScope::Document, .. }
            | PlaceRelation::Meets { .. }
            | PlaceRelation::Apart { .. } => {
                vec![1, 1]
            }
            PlaceRelation::Shares { .. } => vec![],
        };
        assert_eq!(found, expected, "{relation:?}");
    }
    let Ok(answer) = Findings::to(&ResolvedQuery::Shared(all(), all()), &corpus);
    assert_eq!(answer.found().iter().map(|found| found.range).collect::<Vec<_>>(), [CharRange::new(0, 9)]);
    assert_eq!(evidence_of(&answer, &answer.found()[0], &corpus).len(), 2);
}

#[test]
fn every_answer_is_the_plain_one() {
    let (mut found, mut with_evidence) = (0, 0);
    for seed in 0..2_000 {
        let random = &mut random::spread(seed);
        let corpus = random::RandomCorpus::new(random);
        let meaning = random::meaning(random, 3);
        let Ok(answer) = Findings::to(&meaning, &corpus);
        let expected = plain::answer(&meaning, &corpus);
        assert_eq!(answer.found(), expected.keys().copied().collect::<Vec<_>>(), "{seed}: {meaning:?}");
        for (place, evidence) in expected {
            assert_eq!(
                evidence_of(&answer, &place, &corpus),
                evidence.into_iter().collect::<Vec<_>>(),
                "{seed}: {meaning:?}"
            );
            with_evidence += usize::from(!evidence_of(&answer, &place, &corpus).is_empty());
        }
        found += answer.found().len();
    }
    assert!(found > 2_000 && with_evidence > 500, "{found} {with_evidence}");
}

#[test]
fn what_is_printed_is_read_as_the_same_query() {
    for seed in 0..2_000 {
        let query = random::query(&mut random::spread(seed), 3);
        assert_eq!(query.to_string().parse(), Ok(query.clone()), "{query}");
    }
}
