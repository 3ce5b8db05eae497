//! A comparison in sentences: what was compared and how, and why a figure has no value.

use crate::analysis::agreement::{Figure, Fourfold, Reason, Resampling, Rule, Threshold};
use crate::engine::clock::minute;
use crate::engine::compare::compared::Compared;
use crate::engine::compare::scope::joins_subcodes;
use crate::engine::compare::settings::Unit;
use crate::engine::compare::strays::{StrayCoding, WhyStray};
use crate::engine::provenance::software;
use crate::model::{Noun, SourceId, Study, User, UserId};
use crate::table::number::{self, percent};
use crate::table::{Cell, Provenance, Topic};
use crate::text::{Cut, some_of};
use crate::{i18n, tr};
use std::collections::HashSet;

/// With fewer passages of a code than this, an interval is meaningless, and none is given.
pub const FEW_MARKS: usize = 5;

/// The most names in a note.
const LISTED: usize = 8;

/// Returns the text shown instead of a figure.
#[must_use]
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NoVariation => tr!("everything was coded alike, so there is nothing to measure"),
        Reason::NoPairableUnits => tr!("no unit in a document that two coders marked as finished or coded in"),
        Reason::NoRatings => tr!("nothing was compared"),
        Reason::OneCoder => tr!("only one of the coders marked it as finished or coded in it"),
        Reason::OneCategory => tr!("only one value"),
        Reason::CoderWithoutRatings => tr!("a coder neither marked a document as finished nor coded in one"),
        Reason::CodeNotUsed => tr!("nothing was coded"),
        Reason::OverlappingCodes => tr!("a coder has two of the codes on the same text"),
        Reason::NoValuedIntersections => tr!("no text that two coders coded"),
        Reason::TooFewUnits => tr!("too few units"),
        Reason::NoUnits => tr!("the text is not divided into units"),
        Reason::NeedsCompleteData => tr!("every coder must have marked every document as finished or coded in it"),
        Reason::OneDocumentOnly => tr!("available for single documents only"),
        Reason::TooLarge => tr!("too large to be computed exactly"),
        Reason::PairAlike => tr!("two coders coded everything alike"),
        Reason::PairWithoutMarks => tr!("two coders coded nothing"),
        Reason::PairApart => tr!("two coders have no document that both marked as finished or coded in"),
        Reason::NoStandardError => tr!("no standard error available"),
        Reason::DependentUnits => tr!("not available for characters, which are not independent"),
        Reason::TooFewPassages => tr!("too few passages for an interval"),
        Reason::NoSpread => tr!("every sample gives the same figure"),
    }
}

/// Returns the name of a unit, singular and plural.
#[must_use]
pub fn unit_words(unit: Unit) -> (String, String) {
    let pair = |one: &str, many: &str| (one.to_owned(), many.to_owned());
    match unit {
        Unit::Cut(Cut::Turn) => pair(tr!("unit" => "turn"), tr!("units" => "turns")),
        Unit::Cut(Cut::Sentence) => pair(tr!("unit" => "sentence"), tr!("units" => "sentences")),
        Unit::Cut(Cut::Paragraph) => pair(tr!("unit" => "paragraph"), tr!("units" => "paragraphs")),
        Unit::Cut(Cut::Document) => pair(tr!("unit" => "document"), tr!("units" => "whole documents")),
        Unit::Cut(Cut::Exchange) => {
            pair(tr!("unit" => "question with its answers"), tr!("units" => "questions with their answers"))
        }
        Unit::Cut(Cut::Window(size)) => {
            let size = Noun::Character.counted(size.into());
            (tr!("unit" => "window of {size}", size), tr!("units" => "windows of {size}", size))
        }
        Unit::Character => pair(tr!("unit" => "character"), tr!("units" => "characters")),
        Unit::Passages(_) => pair(tr!("unit" => "coded passage"), tr!("units" => "coded passages")),
    }
}

/// Returns a number of units: `57 turns`.
#[must_use]
pub fn counted_units(unit: Unit, n: u64) -> String {
    match unit {
        Unit::Cut(Cut::Turn) => Noun::Turn.counted(n),
        Unit::Cut(Cut::Sentence) => tr!("{n} sentence" | "{n} sentences" % n),
        Unit::Cut(Cut::Paragraph) => tr!("{n} paragraph" | "{n} paragraphs" % n),
        Unit::Cut(Cut::Document) => tr!("units" => "{n} document" | "{n} whole documents" % n),
        Unit::Cut(Cut::Exchange) => tr!("{n} question with its answers" | "{n} questions with their answers" % n),
        Unit::Cut(Cut::Window(size)) => {
            let size = Noun::Character.counted(size.into());
            tr!("{n} window of {size}" | "{n} windows of {size}" % n, size)
        }
        Unit::Character => Noun::Character.counted(n),
        Unit::Passages(_) => tr!("{n} coded passage" | "{n} coded passages" % n),
    }
}

/// Returns the rule as it decides whether a unit is coded; `None` if the unit needs none. A passage is always within its
/// document, so whatever the minimum overlap, a document with a passage is coded.
fn rule_in_use(unit: Unit, rule: Rule) -> Option<Rule> {
    match (unit, rule) {
        (Unit::Character | Unit::Passages(_), _) => None,
        (Unit::Cut(Cut::Document), Rule::Overlap(_)) => Some(Rule::Any),
        (Unit::Cut(_), rule) => Some(rule),
    }
}

/// Names the rule in a few words, as a setting; `None` if the unit needs none.
fn rule_in_brief(unit: Unit, rule: Rule) -> Option<String> {
    if let Unit::Passages(least) = unit {
        return Some(match least == Threshold::ANY {
            true => tr!("rule" => "passages that overlap match").to_owned(),
            false => tr!(
                "rule" => "passages match that share at least {least} of the text they cover together",
                least = percent(least.share())
            ),
        });
    }
    Some(match rule_in_use(unit, rule)? {
        Rule::Any => tr!("rule" => "any character of the unit is coded").to_owned(),
        Rule::Overlap(least) => tr!(
            "rule" => "the unit overlaps a passage by at least {least} of the shorter of the two",
            least = percent(least.share())
        ),
        Rule::Cover(least) => {
            tr!("rule" => "at least {least} of the unit is coded", least = percent(least.share()))
        }
    })
}

/// Explains the rule in a sentence.
#[must_use]
pub fn rule_words(unit: Unit, rule: Rule) -> String {
    match (unit, rule_in_use(unit, rule).unwrap_or(rule)) {
        (Unit::Character, _) => tr!("Every character counts as coded or not.").into(),
        (Unit::Passages(least), _) if least == Threshold::ANY => tr!(
            "Two passages with the same code match when they share at least {least} of the text they cover together (any \
             overlap).",
            least = percent(least.share())
        ),
        (Unit::Passages(least), _) => tr!(
            "Two passages with the same code match when they share at least {least} of the text they cover together.",
            least = percent(least.share())
        ),
        (_, Rule::Any) => tr!("A unit counts as coded when at least one of its characters is.").into(),
        (_, Rule::Overlap(least)) => tr!(
            "A unit counts as coded when it overlaps a coded passage by at least {least} of the unit or of the passage, \
             whichever is shorter.",
            least = percent(least.share())
        ),
        (_, Rule::Cover(least)) => {
            tr!("A unit counts as coded when at least {least} of it is.", least = percent(least.share()))
        }
    }
}

/// States whether speaker labels count as text, where they do.
#[must_use]
pub fn label_words(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Cut(Cut::Turn | Cut::Sentence | Cut::Paragraph) | Unit::Passages(_) => None,
        Unit::Cut(Cut::Document | Cut::Exchange | Cut::Window(_)) => {
            Some(tr!("Speaker labels inside a unit count as part of its text."))
        }
        Unit::Character => Some(tr!("Speaker labels and blank lines count as text.")),
    }
}

/// Explains how text without a code affects the figures.
#[must_use]
pub fn uncoded_words(unit: Unit) -> &'static str {
    match unit {
        Unit::Passages(_) => {
            tr!("Text that nobody coded is not considered, so these figures are not corrected for chance.")
        }
        Unit::Character => tr!(
            "Every character that nobody coded counts as agreement that the code is absent. Percent agreement is always \
             high for rare codes; alpha and kappa correct for this, and positive agreement ignores these characters."
        ),
        Unit::Cut(_) => tr!(
            "Every unit that nobody coded counts as agreement that the code is absent. Percent agreement is always high \
             for rare codes; alpha and kappa correct for this, and positive agreement ignores these units."
        ),
    }
}

/// The place of the rule among the settings: after the unit.
const RULE: usize = 3;

/// Returns everything on which the figures depend, as names and values to be read by people.
#[must_use]
pub fn settings(study: &Study, compared: &Compared) -> Provenance {
    let (unit, rule) = (compared.settings.unit, compared.settings.rule);
    settings_with(study, compared, counted_units(unit, units_or_passages(compared)), rule_in_brief(unit, rule))
}

/// Returns the same for other programs: unit and rule as the command line takes them.
#[must_use]
pub fn settings_as_given(study: &Study, compared: &Compared) -> Provenance {
    let unit = compared.settings.unit;
    let units = counted_units(unit, units_or_passages(compared));
    let rule = rule_in_use(unit, compared.settings.rule).map(|rule| rule.to_string());
    settings_with(study, compared, format!("{unit} ({units})"), rule)
}

/// The number of units, or of the passages that are compared instead.
fn units_or_passages(compared: &Compared) -> u64 {
    match compared.settings.unit {
        Unit::Passages(_) => compared.marks.iter().flatten().sum::<usize>() as u64,
        _ => compared.unit_count(),
    }
}

fn settings_with(study: &Study, compared: &Compared, unit: String, rule: Option<String>) -> Provenance {
    let settings = &compared.settings;
    let level = match (settings.level, joins_subcodes(&study.codebook, settings)) {
        (None, false) => tr!("level of codes" => "every code separately").into(),
        (None, true) => tr!("level of codes" => "the codes named, together with their subcodes").into(),
        (Some(n), false) => tr!("level of codes" => "{n} from the top", n),
        (Some(n), true) => {
            tr!("level of codes" => "{n} from the top; the codes named, together with their subcodes", n)
        }
    };
    let mut out = vec![
        (Topic::Project, study.project.name.clone()),
        (Topic::Coders, i18n::joined(&coders(study, compared))),
        (Topic::Setting(tr!("setting" => "Unit")), unit),
        (Topic::Setting(tr!("setting" => "Codes")), compared.codes.len().to_string()),
        (Topic::Setting(tr!("setting" => "Level")), level),
        (Topic::Setting(tr!("setting" => "Documents")), compared.documents.len().to_string()),
    ];
    if let Some(rule) = rule {
        out.insert(RULE, (Topic::Setting(tr!("setting" => "Rule")), rule));
    }
    let without: Vec<&str> = compared.left_out().collect();
    if !without.is_empty() {
        out.push((Topic::Setting(tr!("setting" => "Without the words of")), i18n::joined(&without)));
    }
    let only = settings.scope.in_words(study);
    if !only.is_empty() {
        out.push((Topic::Only, i18n::clauses(&only)));
    }
    out.push((Topic::Setting(tr!("setting" => "Missing work")), missing_work(compared)));
    if let Some(reference) = settings.reference.and_then(|id| study.user(id)) {
        out.push((Topic::Setting(tr!("setting" => "Reference")), reference.shown_name().to_owned()));
    }
    if let Some(seed) = settings.gamma {
        out.push((
            Topic::Setting(tr!("setting" => "Gamma")),
            tr!("for each document, at least 30 samples, seed {seed}", seed),
        ));
    }
    if let (Some((plan, how)), Unit::Cut(_)) = (settings.bootstrap, settings.unit) {
        let (percent, samples, seed) = (plan.percent, plan.replicates, plan.seed);
        let intervals = match how {
            Resampling::Units => {
                tr!("{percent} %, bootstrap by units, {samples} samples, seed {seed}", percent, samples, seed)
            }
            Resampling::Documents => {
                tr!("{percent} %, bootstrap by documents, {samples} samples, seed {seed}", percent, samples, seed)
            }
        };
        out.push((Topic::Setting(tr!("setting" => "Intervals")), intervals));
    }
    out.push((Topic::Made, minute()));
    out.push(software());
    out.into_iter().collect()
}

/// States how documents are treated that a coder has not finished.
fn missing_work(compared: &Compared) -> String {
    if compared.settings.everyone_took_part {
        return tr!("documents a coder has not finished count as containing no other codes by that coder").to_owned();
    }
    let left_out = match compared.single_coder.len() {
        0 => tr!("no document left out").to_owned(),
        n => tr!("{n} document left out that only one coder marked as finished or coded in"
            | "{n} documents left out that only one coder marked as finished or coded in" % n),
    };
    if compared.unfinished.is_empty() {
        left_out
    } else {
        tr!("{documents}; passages in unfinished documents left out", documents = left_out)
    }
}

pub(super) fn coders(study: &Study, compared: &Compared) -> Vec<String> {
    compared.coders.iter().filter_map(|&id| Some(study.user(id)?.name.clone())).collect()
}

pub(super) fn cell(figure: &Figure) -> Cell {
    figure.map_or_else(|why| Cell::Undefined(reason(why).into()), Cell::Figure)
}

pub(super) fn number(n: f64) -> Cell {
    Cell::Value(n as u64)
}

/// The head of the column with a coder's number of passages.
pub(super) fn passages_of(coder: &String) -> String {
    tr!("head of agreement" => "passages of {coder}", coder)
}

/// The counts of a row: both, first only, second only, neither.
pub(super) fn counts(counts: &Fourfold) -> Vec<Cell> {
    [counts.both, counts.first_only, counts.second_only, counts.neither].map(number).into()
}

/// Returns `both`, one column per coder, and `neither` for two coders; for more coders, the columns are about
/// pairs.
pub(super) fn count_columns(names: &[String]) -> [String; 4] {
    match names {
        [a, b] => [
            tr!("coded by" => "both").into(),
            tr!("coded by" => "{coder} only", coder = a),
            tr!("coded by" => "{coder} only", coder = b),
            tr!("coded by" => "neither").into(),
        ],
        _ => [
            tr!("coded by" => "both of a pair"),
            tr!("coded by" => "first only"),
            tr!("coded by" => "second only"),
            tr!("coded by" => "neither"),
        ]
        .map(str::to_owned),
    }
}

/// True if a code, given by its index, was used too rarely for a meaningful interval.
fn is_rare(compared: &Compared, code: usize) -> bool {
    compared.marks.get(code).is_some_and(|marks| marks.iter().sum::<usize>() < FEW_MARKS)
}

/// Returns the interval of a code, given by its index, unless it would mean nothing.
///
/// # Errors
/// The reason why there is none.
pub(super) fn meaningful(
    compared: &Compared,
    code: usize,
    interval: Result<(f64, f64), Reason>,
) -> Result<(f64, f64), Reason> {
    match interval? {
        _ if is_rare(compared, code) => Err(Reason::TooFewPassages),
        (low, high) if low >= high => Err(Reason::NoSpread),
        interval => Ok(interval),
    }
}

/// Returns notes for the reader of the figures.
#[must_use]
pub fn warnings(study: &Study, compared: &Compared) -> Vec<String> {
    let mut out = Vec::new();
    let rare = (0..compared.codes.len())
        .filter(|&code| is_rare(compared, code))
        .filter_map(|code| Some(study.codebook.path(*compared.codes.get(code)?).to_string()))
        .collect::<Vec<_>>();
    let has_intervals = compared.settings.bootstrap.is_some() && matches!(compared.settings.unit, Unit::Cut(_));
    if has_intervals && !rare.is_empty() {
        out.push(tr!(
            "Codes used fewer than {least} times by all coders together have no interval, which would mean nothing: {codes}.",
            least = FEW_MARKS,
            codes = some_of(&rare, LISTED)
        ));
    }
    out.extend(left_out(study, compared));
    out.extend(unmarked(study, compared));
    out.extend(pooling_words(compared.settings.unit, compared.coders.len()).map(str::to_owned));
    let documents = compared.documents.len();
    match (compared.settings.bootstrap, compared.settings.unit) {
        (Some((_, Resampling::Units)), Unit::Cut(_)) if documents >= 10 => out.push(
            tr!("Units of one interview resemble each other; an interval by documents would be wider and more realistic.")
                .into(),
        ),
        (Some(_), Unit::Character | Unit::Passages(_)) => {
            out.push(tr!("There are no intervals, because they need text that is divided into units.").into());
        }
        _ => {}
    }
    out
}

/// Explains which mean the figures of each row are when there are several pairs of coders.
#[must_use]
pub fn pooling_words(unit: Unit, coders: usize) -> Option<&'static str> {
    match unit {
        Unit::Character | Unit::Cut(_) if coders > 2 => Some(tr!(
            "For a code, percent agreement is the mean over units, positive agreement is pooled over the pairs of coders, and \
             kappa is Light’s, the mean of the pairs. For all codes and for a document, percent agreement is pooled over \
             codes and pairs, positive agreement is Holsti’s, the mean of the pairs, and alpha and kappa are pooled over \
             codes. For a pair, all figures are pooled over codes. A pair counts where both coders finished the document, \
             and a mean of pairs has no value when one of them has none."
        )),
        _ => None,
    }
}

/// Says why a coder is not compared who has finished nothing or coded hardly anything.
#[must_use]
pub fn stray_words(study: &Study, stray: StrayCoding) -> String {
    let coder = study.user(stray.coder).map_or("", |user| user.name.as_str());
    match stray.why {
        WhyStray::HardlyAny(source) => tr!(
            "{coder} is not compared: only {passages} in {document}, which {coder} has not marked as finished.",
            coder,
            passages = Noun::Passage.counted(stray.passages as u64),
            document = study.source(source).map_or("", |source| source.name.as_str())
        ),
        WhyStray::NothingFinished => {
            tr!("{coder} is not compared: other coders have marked documents as finished, and {coder} none yet.", coder)
        }
    }
}

/// Reports what is left out of the comparison.
#[must_use]
pub fn left_out(study: &Study, compared: &Compared) -> Vec<String> {
    let mut out = Vec::new();
    let document = |id: &SourceId| study.source(*id).map(|source| source.name.clone());
    if !compared.single_coder.is_empty() {
        let names: Vec<String> = compared.single_coder.iter().filter_map(document).collect();
        out.push(tr!(
            "Documents left out because only one of the coders marked them as finished or coded in them: {documents}.",
            documents = some_of(&names, LISTED)
        ));
    }
    out.extend(compared.strays.iter().map(|stray| stray_words(study, *stray)));
    for (coder, documents) in unfinished(study, compared) {
        out.push(tr!(
            "Passages by {coder} are left out in documents {coder} has not finished: {documents}.",
            coder,
            documents
        ));
    }
    let without: Vec<&str> = compared.left_out().collect();
    if !without.is_empty() {
        out.push(tr!("The words of {speakers} are left out.", speakers = i18n::joined(&without)));
    }
    let only = compared.settings.scope.in_words(study);
    if !only.is_empty() {
        out.push(tr!("Only passages of this kind are compared: {conditions}.", conditions = i18n::clauses(&only)));
    }
    let unknown: Vec<String> = compared.absent_speakers().map(|label| tr!("“{words}”", words = label)).collect();
    if !unknown.is_empty() {
        let unknown = i18n::or(&unknown);
        let known: Vec<&str> = compared.speakers.iter().map(|(label, _)| label.as_str()).collect();
        out.push(match known.as_slice() {
            [] => tr!(
                "No speaker is called {unknown}, so no text was left out; these documents have no speakers.",
                unknown
            ),
            known => tr!(
                "No speaker is called {unknown}, so no text was left out; speakers are {known}.",
                unknown,
                known = some_of(known, LISTED)
            ),
        });
    }
    if compared.cut_out > 0 {
        out.push(tr!("{n} passage with only words of excluded speakers is not compared."
            | "{n} passages with only words of excluded speakers are not compared." % compared.cut_out));
    }
    if compared.continua.dropped > 0 {
        out.push(tr!("{n} passage without any text left out."
            | "{n} passages without any text left out." % compared.continua.dropped));
    }
    out
}

/// Returns each coder with passages in documents that they have not finished, with the names of these documents.
pub(super) fn unfinished(study: &Study, compared: &Compared) -> Vec<(String, String)> {
    by_coder(study, &compared.unfinished)
}

/// Names the documents that are compared because a coder has coded in them, although the coder has not marked them as
/// finished.
fn unmarked(study: &Study, compared: &Compared) -> Option<String> {
    let documents: HashSet<SourceId> = compared.unmarked.iter().map(|(source, _)| *source).collect();
    let coders = by_coder(study, &compared.unmarked);
    let coders: Vec<String> =
        coders.into_iter().map(|(coder, names)| tr!("{coder} ({documents})", coder, documents = names)).collect();
    (!coders.is_empty()).then(|| {
        tr!(
            "{n} document was compared because a coder has coded there, but without this coder’s mark as finished: \
             {coders}; mark documents as finished as soon as they are."
                | "{n} documents were compared because a coder has coded there, but without this coder’s mark as finished: \
                   {coders}; mark documents as finished as soon as they are."
                % documents.len(),
            coders = i18n::joined(&coders)
        )
    })
}

/// Returns the coders of these pairs, each with the names of the documents.
fn by_coder(study: &Study, pairs: &[(SourceId, UserId)]) -> Vec<(String, String)> {
    let of_coder = |user: &User| {
        let theirs = pairs.iter().filter(|(_, coder)| *coder == user.id);
        let documents: Vec<String> =
            theirs.filter_map(|(source, _)| Some(study.source(*source)?.name.clone())).collect();
        (!documents.is_empty()).then(|| (user.name.clone(), some_of(&documents, LISTED)))
    };
    study.users.iter().filter_map(of_coder).collect()
}

/// Formats a figure as in papers, with three decimals.
#[must_use]
pub fn printed(figure: &Figure) -> String {
    figure.map_or_else(|why| tr!("no value ({reason})", reason = reason(why)), number::figure)
}
