//! What is measured, in order.

use super::report::{Figure, Figures};
use super::{
    Outcome, agreement, asking, documents, exchange, exports, frames, many_codes, matrix, projects, rooms, searching,
};
use std::path::PathBuf;

/// A part of the benchmark with a process of its own.
pub struct Phase {
    /// Its name on the command line.
    pub name: &'static str,
    pub title: &'static str,
    /// The phases that make what it reads.
    pub needs: &'static [&'static str],
    /// The most memory that it should need, in MB.
    pub memory: Option<f64>,
    pub run: fn(&mut Figures, &Place) -> Outcome,
}

/// Where and at what size a phase runs.
pub struct Place {
    pub folder: PathBuf,
    /// What all sizes are divided by.
    pub share: usize,
}

impl Place {
    /// Returns a size.
    pub fn size(&self, whole: usize) -> usize {
        whole / self.share
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Returns the project of this many codings in 10,000 documents.
    pub fn project(&self, codings: usize) -> PathBuf {
        self.file(&format!("{codings}.pullquote"))
    }

    /// Returns the project of one document of 10 MB.
    pub fn large(&self) -> PathBuf {
        self.file("large.pullquote")
    }

    /// Returns the project of 1,000 interviews of 30 kB with 100,000 codings.
    pub fn interviews(&self) -> PathBuf {
        self.file("interviews.pullquote")
    }
}

/// The numbers of codings in projects of 10,000 documents.
const FEW: usize = 1_000;
const SOME: usize = 100_000;
pub const MANY: usize = 1_000_000;
const VERY_MANY: usize = 5_000_000;

/// The most memory for an export of 1,000,000 codings, in MB.
const EXPORT: Option<f64> = Some(150.0);
/// The most memory of the window with any of these projects.
const WINDOW: Option<f64> = Some(150.0);

const fn phase(
    name: &'static str,
    title: &'static str,
    needs: &'static [&'static str],
    memory: Option<f64>,
    run: fn(&mut Figures, &Place) -> Outcome,
) -> Phase {
    Phase { name, title, needs, memory, run }
}

macro_rules! phases {
    ($($name:literal, $title:literal, $needs:expr, $memory:expr, $run:expr;)*) => {
        &[$(phase($name, $title, &$needs, $memory, $run)),*]
    };
}

pub const PHASES: &[Phase] = phases! {
    "frames-empty", "Transcript of 30 kB without passages", [], None, |f, at| frames::measure(f, at, 30_000, 0);
    "frames-small", "Transcript of 30 kB with 100 passages", [], None, |f, at| frames::measure(f, at, 30_000, 100);
    "frames-dense", "Transcript of 30 kB with 10,000 passages, 70 deep", [], None, frames::measure_dense;
    "frames-large", "Transcript of 2 MB with 20,000 passages", [], None, frames::measure_large;
    "frames-10-mb", "Transcript of 10 MB with 100,000 passages", [], WINDOW, frames::measure_very_large;
    "matrix-small", "Matrix of 24 × 10", [], None, |f, at| matrix::measure(f, at, 24, 10);
    "matrix-large", "Matrix of 1,000 × 500", [], None, |f, at| matrix::measure(f, at, 1_000, 500);
    "agreement", "Agreement of 3 coders over 100,000 units and 50 codes", [], None, agreement::measure;
    "build-1", "A project of 10,000 documents and 1,000 codings is made", [], None, |f, at| projects::build(f, at, FEW);
    "build-2", "A project of 10,000 documents and 100,000 codings is made", [], None, |f, at| projects::build(f, at, SOME);
    "build-3", "A project of 10,000 documents and 1,000,000 codings is made", [], None, |f, at| projects::build(f, at, MANY);
    "build-interviews", "A project of 1,000 interviews of 30 kB and 100,000 codings is made", [], None,
        projects::build_interviews;
    "build-10-mb", "A project of one document of 10 MB with 100,000 codings is made", [], None, projects::build_large;
    "open-10-mb", "It is opened", ["build-10-mb"], WINDOW, |f, at| projects::open(f, &at.large());
    "open-1", "The project of 10,000 documents is opened with 1,000 codings", ["build-1"], WINDOW, |f, at| projects::open(f, &at.project(at.size(FEW)));
    "open-2", "It is opened with 100,000 codings", ["build-2"], WINDOW, |f, at| projects::open(f, &at.project(at.size(SOME)));
    "open-3", "It is opened with 1,000,000 codings", ["build-3"], WINDOW, |f, at| projects::open(f, &at.project(at.size(MANY)));
    "rooms", "All rooms with 1,000 interviews", ["build-interviews"], None, rooms::measure;
    "search", "Words are searched in 1,000 interviews", ["build-interviews"], None, searching::measure;
    "tables", "Tables over 1,000,000 codings", ["build-3"], None, projects::tables;
    "groups", "The same in documents with eight speakers", ["tables", "build-3"], None, projects::groups;
    "queries", "Queries over 1,000,000 codings", ["build-3"], None, asking::queries;
    "saturation", "Saturation over random orders", [], None, asking::saturation;
    "matrix.xlsx", "A matrix over 1,000,000 codings is written", ["build-3"], None, exports::matrix;
    "passages.csv", "1,000,000 codings are written as CSV", ["build-3"], EXPORT, |f, at| exports::measure(f, at, "passages.csv");
    "passages.xlsx", "… as a workbook", ["build-3"], EXPORT, |f, at| exports::measure(f, at, "passages.xlsx");
    "passages.docx", "… as a Word document", ["build-3"], EXPORT, |f, at| exports::measure(f, at, "passages.docx");
    "passages.html", "… as a web page", ["build-3"], EXPORT, |f, at| exports::measure(f, at, "passages.html");
    "tidy", "… as tidy tables", ["build-3"], EXPORT, |f, at| exports::measure(f, at, "tidy");
    "transcripts.docx", "Their transcripts are written as a Word document", ["build-3"], EXPORT,
        |f, at| exports::measure(f, at, "transcripts.docx");
    "transcripts.html", "… as a web page with all transcripts", ["build-3"], EXPORT,
        |f, at| exports::measure(f, at, "transcripts.html");
    "project.qdpx", "The project is written for other programs", ["build-3"], EXPORT,
        |f, at| exports::measure(f, at, "project.qdpx");
    "exchange-write", "1,000 documents of 30 kB with 100,000 codings are written as .qdpx", [], None, exchange::write;
    "exchange-read", "They are read", ["exchange-write"], None, exchange::read;
    "exchange-import", "They are imported and exported again", ["exchange-write"], None, exchange::import;
    "coding", "One coding, with 1,000,000 there", ["build-3"], None, projects::coding;
    "compare", "Coders are compared over 1,000 interviews", ["build-interviews"], None, agreement::interviews;
    "compare-more", "… and over 1,000,000 codings", ["build-3", "build-2"], None, agreement::more;
    "compare-codes", "… and with up to 20,000 codes", [], None, agreement::codes;
    "many-codes", "20,000 codes", [], None, many_codes::measure;
    "many-codes-shown", "They are shown", ["many-codes"], WINDOW, many_codes::show;
    "documents", "Documents are written", [], None, documents::write;
    "texts", "3,400 transcripts of 30 kB are imported", ["documents"], None, |f, at| documents::import(f, at, "texts");
    "large.docx", "A Word file of 20 MB is imported", ["documents"], None, |f, at| documents::import(f, at, "large.docx");
    "large.txt", "A text of 100 MB is imported", ["documents"], None, |f, at| documents::import(f, at, "large.txt");
    "folder", "A folder of 300,000 codings is written", [], None, |_, at| projects::write_folder(at, 300_000);
    "import", "It is imported into an empty project", ["folder"], None, projects::import;
};

/// What is measured only if it is asked for: with 5,000,000 codings.
pub const LARGE: &[Phase] = phases! {
    "build-4", "A project of 10,000 documents and 5,000,000 codings is made", [], None,
        |f, at| projects::build(f, at, VERY_MANY);
    "open-4", "It is opened with 5,000,000 codings", ["build-4"], WINDOW, |f, at| projects::open(f, &at.project(at.size(VERY_MANY)));
    "large-folder", "A folder of 5,000,000 codings is written", [], None, |_, at| projects::write_folder(at, VERY_MANY);
    "large-import", "5,000,000 codings are imported into an empty project", ["large-folder"], Some(400.0), projects::import;
};

/// Adds figures that compare two phases.
pub fn compare(figures: &mut Vec<Figure>) {
    let value = |name: &str, figure: &str| {
        let title = PHASES.iter().chain(LARGE).find(|phase| phase.name == name).map_or("", |phase| phase.title);
        figures.iter().find(|f| f.phase == title && f.name == figure).map(|f| f.value)
    };
    let steady = format!("{}, median", frames::STEADY);
    let shown = format!("{}, median", projects::SHOWN);
    let mut list = Figures::new("Compared");
    for (name, [above, below], figure, goal) in [
        ("large transcript to small, steady scroll", ["frames-large", "frames-small"], &steady, 1.5),
        (
            "dense transcript to one without passages, first frame",
            ["frames-dense", "frames-empty"],
            &frames::FIRST.into(),
            2.0,
        ),
        ("large matrix to small, steady scroll", ["matrix-large", "matrix-small"], &steady, 1.5),
        ("opening 100,000 codings to 1,000", ["open-2", "open-1"], &shown, 1.5),
        ("opening 1,000,000 codings to 1,000", ["open-3", "open-1"], &shown, 1.5),
    ] {
        if let (Some(above), Some(below)) = (value(above, figure), value(below, figure)) {
            list.add(name, above / below, "×", goal);
        }
    }
    for what in projects::asked().map(|(name, ..)| name) {
        if let (Some(above), Some(below)) = (value("groups", &what), value("tables", &what)) {
            list.add(&format!("documents with eight speakers to others: {what}"), above / below, "×", 1.3);
        }
    }
    figures.extend(list.list);
}
