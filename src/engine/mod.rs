//! Use cases shared by the window and the command line: commands that change a project, queries that read it, and
//! the threads that run them. Joins the store and the interchange formats, which are independent of each other.
//!
//! Must not depend on egui. Start reading at [`Project`], then [`command`] and [`query`].

mod actor;
pub mod branch_counts;
pub mod browse;
mod by_coder;
mod clock;
pub mod code_use;
pub mod colors;
mod coming_set;
pub mod command;
pub mod compare;
pub mod decision_table;
pub mod disagreements;
pub mod document_names;
mod dump;
pub mod ending;
mod error;
pub mod excerpts;
pub mod export;
pub mod find;
pub mod foreign;
pub mod import;
mod known;
mod lists;
mod load;
mod load_values;
pub mod memos;
pub mod merge;
mod merged_decisions;
mod opening;
mod owners;
mod peers;
pub mod places;
mod project;
pub mod project_format;
mod provenance;
pub mod query;
pub mod quote_table;
pub mod reading;
pub mod reread;
pub mod restoring;
mod sample;
pub mod saturation;
pub mod search;
pub mod session;
pub mod speaker_changes;
pub mod speakers;
mod speech;
pub mod spoken;
pub mod table_import;
pub mod template;
pub mod texts;
pub mod tidy;

pub use crate::model::{Cancelled, Progress};
pub use crate::store::{
    BEGINNING, Changes, CodingChanges, Counts, Fate, Fold, Held, HistoryFilter, HistoryPage, OpRecord, PassageFilter,
    Touched, TouchedChange, TouchedPassage, TouchedThing,
};
pub use actor::Actor;
pub use by_coder::{ByCoder, Work};
pub use clock::{now, today};
pub use coming_set::ComingSet;
pub use command::{Command, Outcome};
pub use error::Error;
pub use export::{Chosen, Selection, TargetFormat};
pub use import::{ImportReport, Imported};
pub use project::Project;
pub use query::{Answer, Query};
pub use sample::SampleStudy;
pub use session::{JobId, Reply, Session};
