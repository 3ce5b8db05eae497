//! Pure text functions: paragraphs and the index of characters and bytes, turns and speakers, sentences and words,
//! layout.
//!
//! Positions count code points ([`crate::model::CharPos`]); byte offsets appear only here, together with their text.
//! Must not know: where a text comes from, files, SQL, egui. Start reading at [`index`], then [`turns`].

pub mod chunks;
pub mod collation;
mod dates;
mod detection;
pub mod display;
pub mod edits;
mod encoding_title;
pub mod find;
pub mod headwords;
pub mod index;
pub mod join;
pub mod kept;
pub mod labels;
pub mod name_filter;
pub mod normalise;
mod notes;
mod persons;
pub mod proposal;
pub mod quote;
pub mod script;
pub mod segment;
mod several;
pub mod speakers;
mod speech;
mod things;
pub mod times;
pub mod turns;
pub mod units;
mod unspoken;
pub mod vocabulary;

pub use chunks::{Chunk, chunk_at, chunks};
pub use collation::{compare_names, compare_values};
pub use display::{is_bidi_control, is_unsafe_to_show, shown};
pub use edits::{Edit, Edits};
pub use encoding_title::encoding_title;
pub use find::{Finder, Strictness};
pub use index::{Paragraph, TextIndex};
pub use kept::Kept;
pub use name_filter::NameFilter;
pub use normalise::{
    MOST_LINES, Normalised, Repairs, capitalised, grouped, has_too_many_lines, is_normal, normalise, normalise_noting,
    one_line, sentence, shortened, some_of,
};
pub use notes::{is_note, is_of_author};
pub use proposal::{Proposal, labels_within, propose};
pub use quote::{Likeness, QuoteFinder};
pub use script::is_han;
pub use several::{is_attending, is_generic, is_nobody_among, is_numbered_among, name_part, says_who_asks};
pub use speakers::{Doubts, Label, PatternError, pattern_rule};
pub use speech::{SPEECH_VERSION, include_speakers, speech};
pub use turns::{Line, Said, Speaker, Turn, Turns};
pub use units::{Cut, units};
pub use vocabulary::is_asking;
