//! Queries as the window asks them: the places, their numbers, and the words on cards are those that the command line gives.

use super::support::*;
use pullquote::engine::find::{FindQuery, FoundPlaces, card_words, find};
use pullquote::engine::reading::PassageScope;
use pullquote::engine::{Progress, Project};
use pullquote::model::CharRange;
use std::collections::HashSet;
use std::path::Path;

fn asked(query: &str) -> FindQuery {
    let query = query.parse().unwrap();
    FindQuery { query, users: vec![], scope: PassageScope::default(), participant: None, source: None }
}

#[test]
fn the_window_finds_what_the_command_line_finds() {
    let folder = temporary();
    let project = Project::open(Path::new(&project_of(&folder, &sample()))).unwrap();
    let reads = project.reads();
    let study = reads.study().unwrap();
    for query in [
        r#""Low income"[gender="Female"] with "Family relations" in exchange"#,
        r#"any near 30 words text("rent")"#,
        r#""Financial capital > Push" without "Financial capital > Pull" in participant"#,
        r#""Low income" with "Social capital" in participant"#,
        r#"("Human capital" or important) and "Financial capital""#,
        r#"text("(?-i)[A-Z]\w+ly", regex)"#,
    ] {
        let asked = asked(query);
        let listed = find(reads, &asked, &Progress::default()).unwrap();
        let found = FoundPlaces::of(reads, &asked, &Progress::default()).unwrap();
        assert_eq!((found.passages(), found.documents.len()), (listed.passages, listed.documents), "{query}");
        let with_passages: Vec<_> = found.participants.iter().filter(|(_, passages)| *passages > 0).collect();
        assert_eq!(with_passages.len(), listed.participants, "{query}");
        for (id, passages) in with_passages {
            let name = &study.participants.iter().find(|one| one.id == *id).unwrap().name;
            let theirs = listed.results.iter().filter(|result| result.participants.contains(name));
            let theirs: HashSet<_> = theirs.map(|one| (&one.document, one.words.range, &one.words.code)).collect();
            assert_eq!(theirs.len(), *passages, "{query}: {name}");
        }
        let ranges = |number: usize| found.passage(number).iter().map(|place| place.range).collect::<Vec<CharRange>>();
        let places: Vec<CharRange> = (0..found.passages()).flat_map(ranges).collect();
        assert_eq!(places, listed.results.iter().map(|result| result.words.range).collect::<Vec<_>>(), "{query}");
        cards_show_the_passages_and_all_evidence(reads, &found, &listed, query);
    }
}

/// Every card marks its passage with exactly its words, and each place of its evidence or counts it.
fn cards_show_the_passages_and_all_evidence(
    reads: pullquote::store::Reads<'_>,
    found: &FoundPlaces,
    listed: &pullquote::engine::find::FoundPassages,
    query: &str,
) {
    let numbers: Vec<usize> = (0..found.passages()).collect();
    let cards = card_words(reads, found, &numbers, &Progress::default()).unwrap();
    let mut results = listed.results.iter();
    for (number, card) in numbers.into_iter().zip(cards) {
        let of_card: Vec<_> = results.by_ref().take(found.passage(number).len()).collect();
        let first = of_card[0];
        assert_eq!((&card.speaker, card.turn), (&first.speaker, first.turn), "{query}");
        let marked = |is_result: bool| {
            let stretches = card.stretches.iter();
            let marks = stretches.flat_map(|one| one.marks.iter().map(move |mark| (one, mark)));
            let words = marks.filter(move |(_, mark)| mark.is_result == is_result).map(|(stretch, mark)| {
                let excerpt = &stretch.excerpt;
                let text = [&excerpt.before, &excerpt.text, &excerpt.after].map(String::as_str).concat();
                text.chars().skip(mark.range.start as usize).take(mark.range.len()).collect::<String>()
            });
            words.collect::<Vec<_>>()
        };
        assert!(first.words.text.starts_with(&marked(true).concat()), "{query}: {:?}", marked(true));
        assert!(first.words.text.chars().count() > 500 || first.words.text == marked(true).concat());
        let itself = (&first.words.document, first.words.range, &first.words.code);
        let evidence = of_card.iter().flat_map(|result| &result.evidence);
        let evidence = evidence.map(|one| (&one.document, one.range, &one.code)).filter(|one| *one != itself);
        let evidence: HashSet<_> = evidence.collect();
        assert_eq!(marked(false).len() + card.more, evidence.len(), "{query}: {}", first.words.text);
    }
}
