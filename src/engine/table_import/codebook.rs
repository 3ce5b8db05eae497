//! Imports a codebook: finds the codes and dimensions that are new to a project. Existing codes stay unchanged.

use crate::interchange::plain::Walked;
use crate::interchange::remark::{Problem, TableLoss, TableRefusal, cut_short};
use crate::interchange::sheet::Sheet;
use crate::interchange::{ProjectDump, codebook};
use crate::model::{CodeId, NameMap, Study, find_named, same_name};
use crate::tr;
use std::sync::Arc;

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
    /// Number of dimensions that are new or get new values.
    pub dimensions: usize,
    /// Whether names of codes contain dots.
    pub dotted: bool,
    /// Why it cannot be imported; empty when it can.
    pub problems: Vec<Problem>,
    /// What would be skipped or changed, and what should be checked.
    pub remarks: Vec<Problem>,
    pub(in crate::engine) dump: ProjectDump,
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
        let is_new = |(name, values): &&(String, Vec<String>)| {
            let existing = find_named(&study.codebook.dimensions, name, |dimension| &dimension.name);
            existing.is_none_or(|existing| {
                values.iter().any(|value| !existing.values.iter().any(|present| same_name(present, value)))
            })
        };
        Self {
            added: paths.len() - known,
            known,
            dimensions: dump.codebook.dimensions.iter().filter(is_new).count(),
            dotted: paths.iter().any(|path| path.contains('.')),
            problems: vec![],
            remarks,
            dump,
        }
    }

    /// True when the import would change anything.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.added + self.dimensions > 0
    }

    /// Summarises the import of a codebook with this file name.
    #[must_use]
    pub fn summary(&self, file: &str) -> String {
        let added = tr!("{n} new code from {file}" | "{n} new codes from {file}" % self.added, file);
        match self.known {
            0 => added,
            known => tr!("{added}; {known} already in the project and left unchanged", added, known),
        }
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
