//! Readers of tables, and the imports that use them.

use super::documents::ODT;
use super::{Target, assert_ordered};
use crate::seeds;
use pullquote::engine::table_import::{SegmentImport, SeveralCodes, TableImport, TableKind, TablePlan};
use pullquote::engine::{Progress, Project};
use pullquote::interchange::sheet::{self, Sheet, SheetReading};
use pullquote::interchange::{codebook, folder};
use pullquote::model::Codebook;
use std::path::Path;
use std::sync::Arc;

pub const TARGETS: &[Target] = &[
    Target {
        name: "csv",
        about: "CSV and similar tables, and every import of them",
        seeds: seeds::separated,
        words: SHEET,
        run: table,
    },
    Target { name: "xlsx", about: "Excel workbooks, inside the archive", seeds: seeds::xlsx, words: XLSX, run: table },
    Target {
        name: "ods",
        about: "OpenDocument spreadsheets, inside the archive",
        seeds: seeds::ods,
        words: ODT,
        run: table,
    },
    Target {
        name: "segments",
        about: "tables of coded segments, with cells that hold several codes",
        seeds: seeds::segments,
        words: SHEET,
        run: segments,
    },
    Target {
        name: "codebook-csv",
        about: "codebooks in tables",
        seeds: seeds::codebooks_csv,
        words: SHEET,
        run: codebook_csv,
    },
];

thread_local! {
    /// The study into which tables are imported.
    static STUDY: Project = {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, content) in folder::render(&seeds::dump()) {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, content).expect("a file");
        }
        Project::open_to_read(folder.path()).expect("the study").0
    };
}

fn read_sheet(bytes: &[u8]) -> Option<Arc<Sheet>> {
    let sheet = sheet::from_bytes(bytes, &SheetReading::default()).ok()?;
    assert!(sheet.header.iter().all(|name| !name.is_empty()), "no column is without a name");
    for row in &sheet.rows {
        assert_eq!(row.cells.len(), sheet.header.len(), "a cell for every column");
    }
    let _ = (0..sheet.header.len()).map(|column| sheet.common(column)).count();
    let _ = sheet.remarks.iter().map(ToString::to_string).count();
    Some(Arc::new(sheet))
}

fn table(bytes: &[u8], _: &Path) -> bool {
    let Some(sheet) = read_sheet(bytes) else { return false };
    let _ = codebook::from_sheet(&sheet, true, &Codebook::default(), &mut Vec::new());
    STUDY.with(|project| {
        let (reads, study) = (project.reads(), project.reads().study().expect("the study"));
        let _ = TableKind::likely(&study, &sheet);
        for kind in TableKind::ALL {
            let import = TableImport::suggest(kind, &study, sheet.clone(), "Ana");
            let plan = TablePlan::read(reads, import, &Progress::default()).expect("a plan");
            let _ = (plan.summary(), plan.remarks().len());
        }
    });
    true
}

fn segments(bytes: &[u8], _: &Path) -> bool {
    let Some(sheet) = read_sheet(bytes) else { return false };
    STUDY.with(|project| {
        let (reads, study) = (project.reads(), project.reads().study().expect("the study"));
        for several_codes in [SeveralCodes::WhereKnown, SeveralCodes::At(";".into()), SeveralCodes::Never] {
            let import = SegmentImport { several_codes, ..SegmentImport::suggest(&study, sheet.clone(), "Ana") };
            let plan = import.plan(&study, &reads, &Progress::default()).expect("a plan");
            for several in &plan.several {
                assert_ordered("places", several.places.iter().copied(), u32::MAX);
            }
            let _ = plan.summary();
        }
    });
    true
}

fn codebook_csv(bytes: &[u8], _: &Path) -> bool {
    let Some(sheet) = read_sheet(bytes) else { return false };
    let mut accepted = false;
    for dots in [false, true] {
        if let Ok(book) = codebook::from_sheet(&sheet, dots, &Codebook::default(), &mut Vec::new()) {
            let _ = codebook::render(&book, codebook::CodebookFormat::Csv).expect("a table in memory");
            accepted |= !book.codes.is_empty();
        }
    }
    accepted
}

const SHEET: &[&str] = &[
    ",",
    ";",
    "\t",
    "|",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "\r",
    "\",\"",
    "sep=,\n",
    "'",
    "=1+1",
    "yes",
    "no",
    "2020-01-02",
    "1.5",
    "NA",
    "id",
    "participant",
    "document",
    "code",
    "quote",
    "start",
    "end",
    "coder",
    "memo",
    "text",
    "speaker",
    "time",
    " > ",
    " / ",
    "rent",
    "收入低",
];

const XLSX: &[&str] = &[
    "<row r='4294967295'>",
    "<row>",
    "</row>",
    "<c r='XFD1048576'>",
    "<c r='ZZZZZZZ1'>",
    "<c r='A0'>",
    "<c t='s'>",
    "<c t='d'>",
    "<c s='3'>",
    "</c>",
    "<v>",
    "</v>",
    "<v>1e308</v>",
    "<v>-1</v>",
    "<v>2958466</v>",
    "<v>0.999999999</v>",
    "<is>",
    "<t>",
    "</t>",
    "<si>",
    "</si>",
    "<r>",
    "<rPh>",
    "<f>",
    "_x0041_",
    "_xD83D_",
    "<sheet name='a' r:id='r1'/>",
    "<numFmt numFmtId='164' formatCode='[hh]:mm:ss.000'/>",
    "formatCode='[$-804]yyyy&quot;年&quot;m&quot;月&quot;'",
    "formatCode='0.00E+00;;;@'",
    "formatCode='# ?/?'",
    "<xf numFmtId='14'/>",
    "<xf numFmtId='47'/>",
    "date1904='1'",
    "state='veryHidden'",
    "<mergeCell ref='A1:XFD1048576'/>",
    "&#x0;",
    "</sheetData>",
];
