//! Exports report their progress, and a cancelled export leaves existing files unchanged.

use super::support::*;
use pullquote::analysis::TableRequest;
use pullquote::engine::export::export_as;
use pullquote::engine::reading::TableQuery;
use pullquote::engine::{Chosen, Error, PassageFilter, Project, Selection, TargetFormat};
use pullquote::interchange::refi::ExchangeOptions;
use pullquote::interchange::tables::TableFormat;
use pullquote::model::Count;
use std::path::Path;
use std::sync::atomic::Ordering;

/// All files below a folder with their contents.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn an_export_reports_progress_and_leaves_nothing_if_cancelled() {
    let place = temporary();
    let project = Project::create_sample(&place.path().join("p.pullquote")).unwrap();
    let documents = project.reads().counts().unwrap().documents as usize;
    let file = TargetFormat::File;
    let table = || TableQuery {
        request: TableRequest::Defined { name: project.reads().study().unwrap().tables[0].name.clone() },
        count: Count::Passages,
        users: vec![],
        filter: Default::default(),
    };
    let cases: [(&str, Selection, TargetFormat); 8] = [
        ("passages.csv", Selection::Codings(PassageFilter::default()), file(TableFormat::Csv)),
        ("chosen.docx", Selection::Chosen(Chosen::default()), file(TableFormat::Docx)),
        ("table.xlsx", Selection::Table(table()), file(TableFormat::Xlsx)),
        ("quoted.html", Selection::QuoteTable(table()), file(TableFormat::Html)),
        (
            "transcripts.html",
            Selection::Transcripts { chosen: Chosen::default(), memos: true },
            file(TableFormat::Html),
        ),
        ("project.qdpx", Selection::Codebook, TargetFormat::Exchange(ExchangeOptions::PLAIN)),
        ("folder", Selection::Codebook, TargetFormat::Folder),
        ("tidy", Selection::Chosen(Chosen::default()), TargetFormat::Tidy),
    ];
    for (name, selection, format) in cases {
        let out = tempfile::tempdir().unwrap();
        let target = out.path().join(name);
        if matches!(format, TargetFormat::File(_) | TargetFormat::Exchange(_)) {
            std::fs::write(&target, "what was there").unwrap();
        }
        let before = contents(out.path());
        let (progress, steps) = cancelled_at(usize::MAX);
        let other = tempfile::tempdir().unwrap();
        export_as(project.reads(), &other.path().join(name), &selection, format, &progress).unwrap();
        let all = steps.load(Ordering::Relaxed);
        assert!(all * 2 > documents, "{name}: {all} steps for {documents} documents");
        for last in [1, all / 2, all] {
            let (progress, steps) = cancelled_at(last);
            let ended = export_as(project.reads(), &target, &selection, format, &progress);
            assert!(matches!(ended, Err(Error::Cancelled(_))), "{name}, step {last} of {all}: {ended:?}");
            assert_eq!(steps.load(Ordering::Relaxed), last, "{name} continues after it was cancelled");
            assert_eq!(contents(out.path()), before, "{name}, step {last} of {all}");
        }
        export_as(project.reads(), &target, &selection, format, &Default::default()).unwrap();
        assert_ne!(contents(out.path()), before, "{name} is written at last");
    }
}
