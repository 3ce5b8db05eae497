//! Exports of a project with very many codings: time, and the peak memory of the phase.

use crate::Outcome;
use crate::phases::{MANY, Place};
use crate::report::{Figures, NO_GOAL, median, timed};
use pullquote::analysis::{Axis, TableRequest};
use pullquote::engine::export::export_as;
use pullquote::engine::reading::TableQuery;
use pullquote::engine::{Chosen, Progress, Project, Selection, TargetFormat};
use pullquote::i18n::Language;
use pullquote::interchange::refi::ExchangeOptions;
use pullquote::interchange::tables::TableFormat;
use pullquote::model::Count;
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::time::Duration;

/// How much longer a matrix in a workbook should take at most than counting its cells from the bare codings.
const MOST_OF_BARE: f64 = 6.6;

/// Writes passages, transcripts or the whole project; `what` is the end of the file's name.
pub fn measure(figures: &mut Figures, place: &Place, what: &str) -> Outcome {
    let (project, _) = Project::open_to_read(&place.project(place.size(MANY)))?;
    let transcripts = || Selection::Transcripts { chosen: Chosen::default(), memos: true };
    let passages = || Selection::Chosen(Chosen::default());
    let (selection, format) = match what {
        "transcripts.docx" => (transcripts(), TargetFormat::File(TableFormat::Docx)),
        "transcripts.html" => (transcripts(), TargetFormat::File(TableFormat::Html)),
        "tidy" => (passages(), TargetFormat::Tidy),
        "project.qdpx" => (Selection::Codebook, TargetFormat::Exchange(ExchangeOptions::PLAIN)),
        other => {
            let format = TableFormat::of_file(Path::new(other)).ok_or("unknown format")?;
            (passages(), TargetFormat::File(format))
        }
    };
    let time = written(&project, &place.folder, what, &selection, format)?;
    figures.time("read from the project and written", time, NO_GOAL);
    Ok(())
}

/// Writes a matrix of codes and documents, and compares with counting its cells from the codings.
pub fn matrix(figures: &mut Figures, place: &Place) -> Outcome {
    let (project, _) = Project::open_to_read(&place.project(place.size(MANY)))?;
    let (cells, bare) = median(3, || -> Result<usize, Box<dyn Error>> {
        let mut cells: HashMap<_, u32> = HashMap::new();
        for fact in project.reads().facts(&[])? {
            *cells.entry((fact.code, fact.source)).or_default() += 1;
        }
        Ok(cells.len())
    })?;
    figures.amount("cells", cells);
    figures.time("codings read and counted by code and document", bare, NO_GOAL);
    let request = TableRequest::Matrix { rows: Axis::Code, columns: Axis::Document };
    let query = TableQuery {
        request,
        count: Count::Passages,
        users: vec![],
        scope: Default::default(),
        counted_as: Default::default(),
    };
    let mut times = Vec::new();
    for _ in 0..3 {
        let selection = Selection::Table(query.clone());
        let format = TargetFormat::File(TableFormat::Xlsx);
        times.push(written(&project, &place.folder, "matrix.xlsx", &selection, format)?);
    }
    times.sort_unstable();
    figures.time("the matrix counted and written as a workbook", times[1], NO_GOAL);
    figures.ratio("ratio of the two", times[1], bare, MOST_OF_BARE);
    Ok(())
}

fn written(
    project: &Project,
    folder: &Path,
    name: &str,
    selection: &Selection,
    format: TargetFormat,
) -> Result<Duration, Box<dyn Error>> {
    let target = folder.join(name);
    let progress = Progress::default();
    let (exported, time) =
        timed(|| export_as(project.reads(), &target, selection, format, Language::English, &progress));
    exported?;
    if target.is_dir() {
        std::fs::remove_dir_all(&target)?
    } else {
        std::fs::remove_file(&target)?
    }
    Ok(time)
}
