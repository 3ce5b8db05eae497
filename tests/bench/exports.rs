//! Exports of a project with very many codings: time, and the peak memory of the phase.

use crate::projects::file;
use crate::report::{Figures, timed};
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

/// The most memory that an export should need, in megabytes.
pub const MOST: &str = "at most 150 MB";
/// How much longer a matrix in a workbook should take than counting its cells from the bare codings.
const MOST_OF_BARE: &str = "at most 6.6";

type Outcome = Result<(), Box<dyn Error>>;

/// Writes passages, transcripts or the whole project; `what` is the end of the file's name.
pub fn measure(figures: &mut Figures, folder: &Path, codings: usize, what: &str) -> Outcome {
    let (project, _) = Project::open_to_read(&file(folder, codings))?;
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
    let time = written(&project, folder, what, &selection, format)?;
    figures.time("read from the project and written", time, "");
    Ok(())
}

/// Writes a matrix of codes and documents, and compares with counting its cells from the codings.
pub fn matrix(figures: &mut Figures, folder: &Path, codings: usize) -> Outcome {
    let (project, _) = Project::open_to_read(&file(folder, codings))?;
    let bare = || -> Result<usize, Box<dyn Error>> {
        let mut cells: HashMap<_, u32> = HashMap::new();
        for fact in project.reads().facts(&[])? {
            *cells.entry((fact.code, fact.source)).or_default() += 1;
        }
        Ok(cells.len())
    };
    let mut bare_times = Vec::new();
    for _ in 0..3 {
        let (cells, time) = timed(bare);
        figures.list.retain(|figure| figure.name != "cells");
        figures.add("cells", cells? as f64, "", "");
        bare_times.push(time);
    }
    bare_times.sort_unstable();
    figures.time("codings read and counted by code and document", bare_times[1], "");
    let request = TableRequest::Matrix { rows: Axis::Code, columns: Axis::Document };
    let query = TableQuery { request, count: Count::Passages, users: vec![], scope: Default::default() };
    let mut times = Vec::new();
    for _ in 0..3 {
        let selection = Selection::Table(query.clone());
        times.push(written(&project, folder, "matrix.xlsx", &selection, TargetFormat::File(TableFormat::Xlsx))?);
    }
    times.sort_unstable();
    figures.time("the matrix counted and written as a workbook", times[1], "");
    let ratio = times[1].as_secs_f64() / bare_times[1].as_secs_f64();
    figures.add("ratio of the two", ratio, "×", MOST_OF_BARE);
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
