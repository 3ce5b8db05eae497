//! The field's terms as plain data with invariants: positions, documents (sources), participants, attributes
//! (variables), codes and the codebook, coded passages (codings), memos (notes), coders (users).
//!
//! Must not know: files, the clock, SQL, egui. Start reading at [`position`], then [`codebook`] and [`coding`].

pub mod account;
pub mod codebook;
pub mod coding;
pub mod decision;
pub mod definition;
pub(crate) mod hashing;
pub mod ids;
pub mod kind;
pub mod names;
pub mod op;
pub mod origin;
pub mod participant;
pub mod plural;
pub mod position;
pub mod progress;
pub mod project;
pub mod saved_query;
pub mod set;
pub mod speech;
pub mod study;
pub mod style;
pub mod tabledef;
pub mod typed_path;
pub mod values;

pub use account::{Account, AccountFilter, Accounts};
pub use codebook::{Code, CodePath, Codebook, Dimension, rgb};
pub use coding::{Coding, CodingKey, Fact, Note, NoteTarget, PassageKey, PassageMemo};
pub use decision::{CONSENSUS, ConsensusRule, Decided, Decision, DisagreementKey, NoRule};
pub use definition::Definition;
pub use ids::{
    CodeId, CodingId, Described, DimensionId, Guid, NoteId, OpId, ParticipantId, QueryId, SetId, SourceId, UserId,
    VariableId,
};
pub use kind::RowKind;
pub use names::{NameKey, NameMap, find_named, place_named, same_name};
pub use op::{Direction, OpKind};
pub use origin::{Origin, SpeakerRole, SpeakerRule, TimeMark};
pub use participant::{Participant, Variable, VariableKind};
pub use plural::Noun;
pub use position::{CharPos, CharRange};
pub use progress::{Cancelled, Progress};
pub use project::{ProjectInfo, Source, User, names_consensus, shown_coder};
pub use saved_query::{QueryDefinition, SavedQuery};
pub use set::{Set, SetCondition, SetDefinition, SetKind};
pub use speech::{SpeakerChoice, SpeakerEntry, SpeakerIs, SpeakerMap, Speech, Speeches, SpokenBy, Utterance, Voice};
pub use study::Study;
pub use style::{Style, Styled};
pub use tabledef::{Count, Summary, TableDefinition, TableShape, TypologyColumn};
