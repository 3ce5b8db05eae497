//! The coders' disagreements and the decisions on them as a table for reports and other programs.

use super::clock::date;
use super::disagreements::{AgreeRule, Disagreements, ShownDisagreement, compared, without_excerpts};
use super::provenance;
use crate::analysis::resolution::Contradiction;
use crate::engine::error::Error;
use crate::model::{
    CharRange, CodeId, Count, Decided, Decision, Fact, Progress, SourceId, Study, UserId, VariableKind,
};
use crate::store::Reads;
use crate::table::{Cell, Row, Table};
use crate::text::TextIndex;
use crate::{i18n, tr};
use std::collections::HashMap;

/// Returns the label of a decision.
#[must_use]
pub fn in_words(study: &Study, decision: Decision) -> String {
    match decision {
        Decision::Coder(id) => tr!("As coded by {coder}", coder = study.user(id).map_or("", |user| user.name.as_str())),
        Decision::Both => tr!("decision" => "Everything coded").into(),
        Decision::Neither => tr!("decision" => "Not coded").into(),
        Decision::Recode(code) => tr!("With the code “{code}”", code = study.codebook.path(code)),
        Decision::Range(range) => tr!("On {n} character" | "On {n} characters" % range.len()),
        Decision::Later => tr!("Postponed").into(),
    }
}

/// Returns a decision with its code, document and coder.
#[must_use]
pub fn with_place(study: &Study, decided: &Decided) -> String {
    let key = decided.disagreement;
    let (code, decision) = (study.codebook.path(key.code), in_words(study, decided.decision));
    let document = study.source(key.source).map_or("", |source| source.name.as_str());
    match decided.who.as_str() {
        "" => tr!("“{code}” in {document}: {decision}", code, document, decision),
        coder => tr!("“{code}” in {document}: {decision} ({coder})", code, document, decision, coder),
    }
}

/// A document with its passages, read once for all of its disagreements.
struct Document {
    text: String,
    index: TextIndex,
    of_coders: HashMap<UserId, Passages>,
}

/// A coder's passages of a document.
#[derive(Default)]
struct Passages {
    /// By start.
    facts: Vec<Fact>,
    /// Characters of the longest one.
    longest: u32,
}

impl Document {
    fn read(reads: Reads<'_>, source: SourceId) -> Result<Self, Error> {
        let text = reads.text(source)?;
        let mut of_coders: HashMap<UserId, Passages> = HashMap::new();
        for fact in reads.facts_of(source)? {
            let passages = of_coders.entry(fact.user).or_default();
            passages.longest = passages.longest.max(fact.range.len());
            passages.facts.push(fact);
        }
        of_coders.values_mut().for_each(|passages| passages.facts.sort_by_key(|fact| fact.range.start));
        Ok(Self { index: TextIndex::new(&text), text, of_coders })
    }

    fn words(&self, range: CharRange) -> String {
        self.index.slice(&self.text, self.index.clamp(range)).to_owned()
    }

    /// Returns the passages of a coder that have words of this range.
    fn passages(&self, coder: UserId, range: CharRange) -> impl Iterator<Item = &Fact> {
        self.of_coders
            .get(&coder)
            .map_or(&[][..], |passages| passages.near(range))
            .iter()
            .filter(move |fact| fact.range.intersection(range).is_some())
    }
}

impl Passages {
    /// Leaves out those that are too far away to have words of this range.
    fn near(&self, range: CharRange) -> &[Fact] {
        let first = range.start.0.saturating_sub(self.longest);
        let from = self.facts.partition_point(|fact| fact.range.start.0 < first);
        let to = self.facts.partition_point(|fact| fact.range.start < range.end);
        self.facts.get(from..to).unwrap_or_default()
    }
}

/// Returns one row per disagreement: place and words, codes of each coder there, decision, reason, who decided and when. The
/// documents and codes are in the researcher's order. `for_programs`: in a format in which names never change. The progress
/// counts documents.
///
/// # Errors
/// Fails like [`disagreements`](super::disagreements::disagreements).
pub(super) fn table(
    reads: Reads<'_>,
    rule: &AgreeRule,
    for_programs: bool,
    progress: &Progress,
) -> Result<Table, Error> {
    progress.checkpoint()?;
    let study = reads.study()?;
    let coders = compared(&study, rule)?;
    let all = without_excerpts(reads, rule, progress)?;
    let mut by_document: HashMap<SourceId, Vec<&ShownDisagreement>> = HashMap::new();
    for shown in &all.list {
        by_document.entry(shown.disagreement.key.source).or_default().push(shown);
    }
    let place: HashMap<CodeId, usize> =
        study.codebook.codes().iter().enumerate().map(|(place, code)| (code.id, place)).collect();
    let (total, mut done) = (by_document.len() as u64, 0);
    let mut rows = Vec::new();
    for source in &study.sources {
        let Some(mut here) = by_document.remove(&source.id) else { continue };
        progress.step(done, total)?;
        done += 1;
        here.sort_by_key(|shown| (place.get(&shown.disagreement.key.code), shown.disagreement.key.range));
        let document = Document::read(reads, source.id)?;
        rows.extend(here.into_iter().map(|shown| row(&study, &coders, &document, shown, for_programs)));
    }
    let mut columns = vec![tr!("head of a list" => "code").to_owned()];
    columns.extend(match for_programs {
        true => ["start".to_owned(), "end".to_owned()],
        false => [
            tr!("head of a list" => "first character").to_owned(),
            tr!("head of a list" => "last character").to_owned(),
        ],
    });
    columns.push(tr!("head of a list" => "words").into());
    let name = |coder: &UserId| study.user(*coder).map_or_else(String::new, |user| user.name.clone());
    columns.extend(coders.iter().map(|coder| tr!("head of a list" => "coded by {coder}", coder = name(coder))));
    columns.extend(
        [
            tr!("head of a list" => "state"),
            tr!("head of a list" => "decision"),
            tr!("head of a list" => "reason"),
            tr!("head of a list" => "decided by"),
            tr!("head of a list" => "decided on"),
        ]
        .map(str::to_owned),
    );
    let counts = tr!("a clause as a sentence" => "{clause}.", clause = all.counts_in_words());
    let rule_words = tr!(
        "Two passages with the same code count as the same if at least {share}% of the text that they cover together is \
         covered by both.",
        share = all.share
    );
    let provenance = provenance::of_list(reads, &study.project.name)?;
    Ok(Table {
        name: "decisions".into(),
        title: tr!("Disagreements between the coders, and decisions").into(),
        row_headers: vec![tr!("head of a list" => "document").into()],
        columns,
        rows,
        footnotes: [counts, rule_words]
            .into_iter()
            .chain(all.unmatched_in_words())
            .chain(contradictions_in_words(&study, &all))
            .collect(),
        count: Count::Passages,
        provenance,
        ..Table::default()
    })
}

/// Names each decision that has no effect, with the one that contradicts it.
pub fn contradictions_in_words(study: &Study, all: &Disagreements) -> Vec<String> {
    let pairs = all.contradictions.iter();
    pairs
        .map(|Contradiction { later, earlier }| {
            tr!(
                "Two decisions contradict each other. The later one counts: {later}. The earlier one has no effect: {earlier}.",
                later = with_place(study, later),
                earlier = with_place(study, earlier)
            )
        })
        .collect()
}

fn row(study: &Study, coders: &[UserId], document: &Document, shown: &ShownDisagreement, for_programs: bool) -> Row {
    let key = shown.disagreement.key;
    let mut cells = vec![Cell::Text(study.codebook.path(key.code).to_string())];
    // Programs read half-open ranges from 0; people count the characters from 1.
    let first = key.range.start.0 + u32::from(!for_programs);
    cells.extend([first, key.range.end.0].map(|at| Cell::Value(at.into())));
    cells.push(Cell::Text(document.words(key.range)));
    cells.extend(coders.iter().map(|&coder| Cell::Text(coded(study, document, shown, coder))));
    let decided = shown.decided.as_ref();
    let state = match decided.map(|decided| decided.decision) {
        None => tr!("of a disagreement" => "unresolved"),
        Some(_) if shown.overruled_by.is_some() => tr!("of a disagreement" => "unresolved"),
        Some(Decision::Later) => tr!("of a disagreement" => "postponed"),
        Some(_) => tr!("of a disagreement" => "resolved"),
    };
    let decision = decided.map(|decided| match decided.decision {
        Decision::Range(range) => tr!("On “{words}”", words = document.words(range)),
        other => in_words(study, other),
    });
    cells.push(Cell::Text(state.to_owned()));
    cells.extend(
        [decision, decided.map(|decided| decided.reason.clone()), decided.map(|decided| decided.who.clone())]
            .map(|text| Cell::Text(text.unwrap_or_default())),
    );
    let day = decided.map(|decided| date(decided.at)).unwrap_or_default();
    cells.push(Cell::Attribute { value: day, kind: VariableKind::Date });
    let header = study.source(key.source).map_or_else(String::new, |source| source.name.clone());
    Row { header: vec![header], cells }
}

/// Returns the codes that a coder gave there: that of the disagreement first, with the words if these are others than all
/// of it. Empty for a coder who did not take part in the document.
fn coded(study: &Study, document: &Document, shown: &ShownDisagreement, coder: UserId) -> String {
    let key = shown.disagreement.key;
    if !shown.disagreement.coders.contains(&coder) {
        return String::new();
    }
    let (same, other): (Vec<&Fact>, Vec<&Fact>) =
        document.passages(coder, key.range).partition(|fact| fact.code == key.code);
    let mut parts: Vec<String> = Vec::new();
    for fact in same {
        let code = study.codebook.path(fact.code);
        parts.push(match fact.range == key.range {
            true => code.to_string(),
            false => tr!("code with its words" => "{code} (“{words}”)", code, words = document.words(fact.range)),
        });
    }
    let mut codes: Vec<CodeId> = Vec::new();
    for fact in other {
        if !codes.contains(&fact.code) {
            codes.push(fact.code);
            parts.push(study.codebook.path(fact.code).to_string());
        }
    }
    if parts.is_empty() { tr!("of a coder" => "nothing").to_owned() } else { i18n::clauses(&parts) }
}
