//! Imports a codebook: finds the codes and dimensions that are new to a project. Existing codes keep what they have, and get
//! the values of dimensions that they lack.

use crate::interchange::plain::Walked;
use crate::interchange::remark::{Problem, TableLoss, TableRefusal, cut_short};
use crate::interchange::sheet::Sheet;
use crate::interchange::{ProjectDump, codebook};
use crate::model::{CodeId, NameMap, Study, find_named, same_name};
use crate::{i18n, tr};
use std::sync::Arc;

/// The most names of dimensions in a sentence.
const NAMES: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodebookImport {
    pub table: Arc<Sheet>,
    /// Dots separate levels: `work.pay` is the code `pay` below `work`.
    pub dots: bool,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodebookPlan {
    /// Number of codes that the project does not have, by path.
    pub added: usize,
    pub known: usize,
    /// Number of existing codes that get values of dimensions.
    pub filled: usize,
    /// Names of the dimensions that the project does not have.
    pub new_dimensions: Vec<String>,
    /// Number of existing dimensions that get new values.
    pub dimensions: usize,
    /// Whether names of codes contain dots.
    pub dotted: bool,
    /// Why it cannot be imported; empty when it can.
    pub problems: Vec<Problem>,
    /// What would be skipped or changed, and what should be checked.
    pub remarks: Vec<Problem>,
    pub(in crate::engine) dump: Box<ProjectDump>,
}

impl CodebookImport {
    #[must_use]
    pub fn suggest(table: Arc<Sheet>) -> Self {
        Self { table, dots: false }
    }

    /// Plans the changes.
    #[must_use]
    pub fn plan(&self, study: &Study) -> CodebookPlan {
        let mut remarks = Vec::new();
        let refused = |why| CodebookPlan { problems: vec![why], ..CodebookPlan::default() };
        let mut plan = match codebook::from_sheet(&self.table, self.dots, &study.codebook, &mut remarks) {
            Err(why) => refused(self.table.remark(why)),
            Ok(book) if book.codes.is_empty() => refused(self.table.remark(TableRefusal::NoCodes)),
            Ok(codebook) => {
                cut_short(&mut remarks);
                let file = self.table.file();
                CodebookPlan::new(ProjectDump { codebook, ..ProjectDump::default() }, remarks, study, &file)
            }
        };
        plan.dotted |= self.dots;
        plan
    }
}

impl CodebookPlan {
    /// `remarks` are those of the reader of the codebook, `file` is the name of its file.
    pub(in crate::engine) fn new(dump: ProjectDump, mut remarks: Vec<Problem>, study: &Study, file: &str) -> Self {
        let (codes, paths) = (study.codebook.paths(), dump.codebook.paths());
        let known = paths.iter().filter(|path| codes.contains(path)).count();
        let kept = kept_definitions(&dump, study, &codes);
        if !kept.is_empty() {
            remarks.push(Problem::new(file, "", TableLoss::KeptDefinitions { codes: kept }));
        }
        let values = CodeValues::of(&dump, study, &codes);
        if !values.kept.is_empty() {
            remarks.push(Problem::new(file, "", TableLoss::KeptDimensionValues { codes: values.kept }));
        }
        let existing = |name: &str| find_named(&study.codebook.dimensions, name, |dimension| &dimension.name);
        let (mut new_dimensions, mut dimensions) = (Vec::new(), 0);
        for (name, values) in &dump.codebook.dimensions {
            let is_known = |value: &String, known: &[String]| known.iter().any(|known| same_name(known, value));
            match existing(name) {
                None => new_dimensions.push(name.clone()),
                Some(known) if values.iter().any(|value| !is_known(value, &known.values)) => dimensions += 1,
                Some(_) => {}
            }
        }
        Self {
            added: paths.len() - known,
            known,
            filled: values.filled,
            new_dimensions,
            dimensions,
            dotted: paths.iter().any(|path| path.contains('.')),
            problems: vec![],
            remarks,
            dump: Box::new(dump),
        }
    }

    /// True when the import would change anything.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.added + self.filled + self.new_dimensions.len() + self.dimensions > 0
    }

    /// Summarises the import of a codebook with this file name.
    #[must_use]
    pub fn summary(&self, file: &str) -> String {
        let added = match self.added {
            0 => tr!("no new codes from {file}", file),
            n => tr!("{n} new code from {file}" | "{n} new codes from {file}" % n, file),
        };
        let mut clauses = vec![match self.known.saturating_sub(self.filled) {
            0 => added,
            known => tr!("{added}; {known} already in the project and left unchanged", added, known),
        }];
        if self.filled > 0 {
            clauses.push(self.filled_codes());
        }
        clauses.extend(self.named_dimensions());
        i18n::clauses(&clauses)
    }

    /// `values of dimensions added to 3 existing codes`
    #[must_use]
    pub fn filled_codes(&self) -> String {
        tr!("values of dimensions added to {n} existing code"
            | "values of dimensions added to {n} existing codes" % self.filled)
    }

    /// `new dimensions: direction, level`; `None` without any.
    #[must_use]
    pub fn named_dimensions(&self) -> Option<String> {
        let names = || i18n::few(&self.new_dimensions, NAMES);
        let count = self.new_dimensions.len();
        (count > 0).then(|| tr!("new dimension: {names}" | "{n} new dimensions: {names}" % count, names = names()))
    }
}

/// Returns the codes of the project for which the file has another definition; the import leaves them unchanged.
fn kept_definitions(dump: &ProjectDump, study: &Study, codes: &NameMap<CodeId>) -> Vec<String> {
    let differs = |walked: &Walked<'_>| {
        let stated = walked.code.description.trim();
        let known = || codes.get(&walked.path).and_then(|id| study.codebook.get(id));
        !stated.is_empty() && known().is_some_and(|known| known.description.trim() != stated)
    };
    dump.codebook.walk().filter(differs).map(|walked| walked.path).collect()
}

/// What becomes of the values of dimensions that a file states for codes of the project.
#[derive(Default)]
struct CodeValues {
    /// Number of codes that get values.
    filled: usize,
    /// Paths of the codes that have another value.
    kept: Vec<String>,
}

impl CodeValues {
    fn of(dump: &ProjectDump, study: &Study, codes: &NameMap<CodeId>) -> Self {
        let book = &study.codebook;
        let mut found = Self::default();
        for Walked { code, path, .. } in dump.codebook.walk() {
            let Some(id) = codes.get(&path) else { continue };
            let known = |name: &str| {
                let dimension = find_named(&book.dimensions, name, |dimension| &dimension.name)?;
                dimension.values.get(book.dimension_value(id, dimension.id)?)
            };
            let stated: Vec<_> = code.dimensions.iter().map(|(name, value)| (known(name), value)).collect();
            found.filled += usize::from(stated.iter().any(|(known, _)| known.is_none()));
            if stated.iter().any(|(known, value)| known.is_some_and(|known| !same_name(known, value))) {
                found.kept.push(path);
            }
        }
        found
    }
}
