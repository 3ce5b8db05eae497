//! Counts how many codes each further interview adds.

use super::error::Error;
use super::reading::{PassageScope, Scoped};
use crate::analysis::saturation::{Band, OverOrders, Saturation, SaturationRule, over_orders};
use crate::analysis::{Alternatives, CountedAs, Error as Unknown};
use crate::model::{CodeId, Described, DimensionId, Progress, Source, SourceId, Study, UserId};
use crate::store::Reads;
use crate::text::compare_values;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// What is counted as new in an interview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Themes {
    #[default]
    Codes,
    /// The values of a dimension that codes have.
    Values(DimensionId),
}

/// The order in which documents are taken for interviews that followed each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum InterviewOrder {
    #[default]
    Project,
    /// By the value of this attribute of the document, or else of its participant. Those of one value stay in the order of the
    /// project, and unknown values come last.
    Attribute(String),
}

/// How saturation is counted, and of which passages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SaturationQuery {
    pub themes: Themes,
    pub counted_as: CountedAs,
    pub order: InterviewOrder,
    pub rule: SaturationRule,
    /// Number of random orders that are compared, and the seed of their numbers.
    pub orders: Option<(usize, u64)>,
    /// Whose codings are looked at; empty: as in tables.
    pub users: Vec<UserId>,
    pub scope: PassageScope,
}

/// Saturation over the interviews of a project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InterviewSaturation {
    /// The names of the documents in the order that was asked for.
    pub interviews: Vec<String>,
    pub rule: SaturationRule,
    pub found: Saturation,
    pub orders: Option<OverOrders>,
}

/// Counts new themes over the documents that the scope keeps, whether or not anything is coded in them. Progress counts
/// orders.
///
/// # Errors
/// When the query names an attribute or a set that the study lacks, when the project cannot be read, or when cancelled.
pub fn saturation(
    reads: Reads<'_>,
    query: &SaturationQuery,
    progress: &Progress,
) -> Result<InterviewSaturation, Error> {
    let (study, interviews) = reads.at_one_moment(|| {
        let study = reads.study()?;
        let interviews = interviews(reads, &study, query)?;
        Ok::<_, Error>((study, interviews))
    })?;
    let (names, themes): (Vec<String>, Vec<Vec<u32>>) = interviews.into_iter().unzip();
    let most = match query.themes {
        Themes::Codes => study.codebook.codes().len(),
        Themes::Values(id) => {
            study.codebook.dimensions.iter().find(|one| one.id == id).map_or(0, |one| one.values.len())
        }
    };
    let found = Saturation::of(themes.iter().map(Vec::as_slice), most, query.rule);
    let over = |(orders, seed)| over_orders(&themes, most, query.rule, orders, seed, progress);
    Ok(InterviewSaturation { interviews: names, rule: query.rule, found, orders: query.orders.map(over).transpose()? })
}

/// Returns the documents by name, in order, each with the numbers of its themes.
fn interviews(reads: Reads<'_>, study: &Study, query: &SaturationQuery) -> Result<Vec<(String, Vec<u32>)>, Error> {
    let narrowed = query.scope.narrow(study)?;
    let ordered = ordered(study, narrowed.sources.iter().collect(), &query.order)?;
    let scoped = Scoped::new(reads, study, &query.scope)?;
    let of_code = themes_of_codes(study, query);
    let mut of_document: HashMap<SourceId, HashSet<u32>> =
        ordered.iter().map(|source| (source.id, HashSet::new())).collect();
    for fact in reads.facts(&study.counted(&query.users))? {
        if let Some(themes) = of_document.get_mut(&fact.source).filter(|_| scoped.excludes(&fact).is_none()) {
            themes.extend(of_code.get(&fact.code).into_iter().flatten());
        }
    }
    let mut themes = |source: &Source| of_document.remove(&source.id).into_iter().flatten().collect();
    Ok(ordered.into_iter().map(|source| (source.name.clone(), themes(source))).collect())
}

/// Returns for each code the numbers of the themes as which its passages count.
fn themes_of_codes(study: &Study, query: &SaturationQuery) -> HashMap<CodeId, Vec<u32>> {
    let book = &study.codebook;
    let counted = book.codes().iter().zip(query.counted_as.codes(book));
    let theme = |code: u32| match query.themes {
        Themes::Codes => Some(code),
        Themes::Values(dimension) => {
            let code = book.codes().get(code as usize)?;
            u32::try_from(book.dimension_value(code.id, dimension)?).ok()
        }
    };
    counted.map(|(code, counted)| (code.id, counted.into_iter().filter_map(theme).collect())).collect()
}

fn ordered<'s>(study: &Study, sources: Vec<&'s Source>, order: &InterviewOrder) -> Result<Vec<&'s Source>, Error> {
    let InterviewOrder::Attribute(name) = order else { return Ok(sources) };
    let [of_documents, of_participants] =
        [Described::Documents, Described::Participants].map(|of| study.attribute_named(of, name));
    if of_documents.or(of_participants).is_none() {
        let all = [Described::Documents, Described::Participants].map(|of| study.attributes(of));
        let known = all.into_iter().flatten().map(|attribute| attribute.name.clone()).collect();
        let known = Alternatives::near(name, known);
        return Err(Unknown::UnknownAttribute { of: Described::Documents, name: name.clone(), known }.into());
    }
    let of_its_own = |source: &Source| source.values.get(of_documents?)?.clone();
    let of_its_participant = |source: &Source| {
        // Several people have no one value.
        let &[one] = source.participants().as_slice() else { return None };
        study.participant(one)?.values.get(of_participants?)?.clone()
    };
    let value = |source: &Source| of_its_own(source).or_else(|| of_its_participant(source));
    let mut valued: Vec<(Option<String>, &Source)> =
        sources.into_iter().map(|source| (value(source), source)).collect();
    valued.sort_by(|(a, _), (b, _)| compare_values(a.as_deref(), b.as_deref(), false));
    Ok(valued.into_iter().map(|(_, source)| source).collect())
}

impl InterviewSaturation {
    /// Returns the figures with the keys that the command line documents.
    #[must_use]
    pub fn json(&self) -> Value {
        let Self { interviews, rule, found, orders } = self;
        let reached = found
            .reached
            .map(|reached| json!({ "interviews": reached.interviews, "run": rule.run, "share": reached.share }));
        let mut value = json!({
            "interviews": interviews, "new": found.new, "cumulative": found.cumulative(), "base": found.base,
            "reached": reached,
        });
        if let Some(OverOrders { orders, reached, never, themes }) = orders {
            let curve = |of: fn(&Band) -> f64| themes.iter().map(of).collect::<Vec<_>>();
            value["orders"] = json!({
                "n": orders, "median": reached.median, "p05": reached.low, "p95": reached.high, "never": never,
                "cumulative": {
                    "median": curve(|band| band.median), "p05": curve(|band| band.low), "p95": curve(|band| band.high),
                },
            });
        }
        value
    }
}
