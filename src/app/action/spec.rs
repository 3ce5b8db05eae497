//! Properties of all actions: one exhaustive list per group.

mod document;
mod on_things;

use super::chord::{Chord, alt, ctrl, ctrl_shift, plain, shift};
use super::{Action, CodingAct, GoAct, HelpAct, ImportAct, NewAct, ProjectAct, TeamAct, ViewAct};
use crate::app::code_keys::KEYS;
use crate::app::exporting::ExportKind;
use crate::app::room::Room;
use crate::i18n::Language;
use crate::tr;
use std::borrow::Cow;

/// What an action requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    /// An open project.
    Project,
    /// An open document in the Code room.
    Document,
    /// Text selected in the open document.
    Words,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The label in menus; ends in `…` if a dialog follows.
    pub label: Cow<'static, str>,
    /// What the action does, in one sentence.
    pub tooltip: &'static str,
    /// The keys of the action; all are equivalent.
    pub keys: Vec<Chord>,
    /// The room in which the keys work; in other rooms, they have other uses. `None`: everywhere.
    pub room: Option<Room>,
    pub needs: Needs,
    /// Whether it changes the project.
    pub writes: bool,
}

impl Spec {
    fn new(label: impl Into<Cow<'static, str>>, tooltip: &'static str, needs: Needs, writes: bool) -> Self {
        let room = matches!(needs, Needs::Document | Needs::Words).then_some(Room::Code);
        Self { label: label.into(), tooltip, keys: Vec::new(), room, needs, writes }
    }

    /// An action that is always available.
    fn always(label: impl Into<Cow<'static, str>>, tooltip: &'static str) -> Self {
        Self::new(label, tooltip, Needs::Nothing, false)
    }

    /// An action that leaves the project unchanged.
    fn reads(label: impl Into<Cow<'static, str>>, tooltip: &'static str, needs: Needs) -> Self {
        Self::new(label, tooltip, needs, false)
    }

    /// An action that changes the project.
    fn writes(label: impl Into<Cow<'static, str>>, tooltip: &'static str, needs: Needs) -> Self {
        Self::new(label, tooltip, needs, true)
    }

    fn key(mut self, chord: Chord) -> Self {
        self.keys.push(chord);
        self
    }

    /// Shows the keys of the same action on whatever has the keyboard focus.
    fn keys_of(self, act: CodingAct) -> Self {
        Self { keys: act.spec().keys, ..self }
    }

    fn in_room(self, room: Room) -> Self {
        Self { room: Some(room), ..self }
    }
}

use Needs::{Document, Project, Words};

impl Action {
    #[must_use]
    pub fn spec(&self) -> Spec {
        match self {
            Self::Project(act) => act.spec(),
            Self::OpenPath(path) => Spec::always(path.display().to_string(), tr!("Opens this project.")),
            Self::OpenWithoutLog(_) => Spec::always(
                tr!("Put the leftover changes aside and open"),
                tr!(
                    "The changes that lie beside the file are kept under another name; the project opens without them."
                ),
            ),
            Self::Import(act) => act.spec(),
            Self::Export(kind) => export(*kind),
            Self::Undo => {
                Spec::writes(tr!("Undo"), tr!("Reverses the last change to the project."), Project).key(ctrl("Z"))
            }
            Self::Redo => Spec::writes(tr!("Redo"), tr!("Makes the change again that was last undone."), Project)
                .key(ctrl_shift("Z"))
                .key(ctrl("Y")),
            Self::Show(room) => show(*room),
            Self::Document(act) => act.spec(),
            Self::OpenDocument(_) => Spec::reads(tr!("Go to document"), tr!("Opens this document."), Project),
            Self::FindEverywhere(_) => {
                Spec::reads(tr!("Find in all documents"), tr!("Lists every match in all documents."), Project)
            }
            Self::Coding(act) => act.spec(),
            Self::Go(act) => act.spec(),
            Self::CodeOnKey(place) => code_on_key(*place),
            Self::OnCode(act, _) => act.spec(),
            Self::PinCode(_, place) => pin(*place),
            Self::AddToSet(..) => {
                Spec::writes(tr!("Add to set"), tr!("Adds the code and its subcodes to this set."), Project)
            }
            Self::EndWalk => Spec::reads(tr!("Stop stepping"), tr!("Shows the passages of all codes again."), Project),
            Self::ShowAllCodes => Spec::reads(tr!("Show all codes"), tr!("Shows the passages of every code."), Project),
            Self::OnPassages { act, .. } | Self::AskAnyway { act, .. } => act.spec(),
            Self::CopyPassage(_) => Spec::writes(
                tr!("Copy to my passages"),
                tr!("Codes the same text with the same code for you. The other coder’s passage stays."),
                Project,
            ),
            Self::ChangeAnyway(_) => Spec::writes(
                tr!("Change it anyway…"),
                tr!("Asks before it changes another coder’s passage. The history records who changed it."),
                Project,
            ),
            Self::Team(act) => act.spec(),
            Self::BeCoder(_) => Spec::reads(
                tr!("Switch to this coder"),
                tr!("What you code from now on is credited to this coder."),
                Project,
            ),
            Self::SeeCoder(_) => Spec::reads(
                tr!("Show or hide passages"),
                tr!("Chooses whose passages are shown in the transcript and counted beside the codes."),
                Project,
            ),
            Self::DimensionValues => dimension_values(),
            Self::CopyTable => copy_table(),
            Self::CodeFound => code_found(),
            Self::New(act) => act.spec(),
            Self::JoinPassages(_) => {
                Spec::writes(tr!("Join"), tr!("Makes one passage of those that overlap; their memos stay."), Project)
            }
            Self::RestoreDecision => {
                Spec::writes(tr!("Restore"), tr!("Takes up the decision that you gave up last."), Project)
            }
            Self::OpenFile(_) => {
                Spec::reads(tr!("Open"), tr!("Opens the file with the program that belongs to it."), Project)
            }
            Self::ShowInFolder(_) => {
                Spec::reads(tr!("Show in folder"), tr!("Opens the folder that contains the file."), Project)
            }
            Self::View(act) => act.spec(),
            Self::Help(act) => act.spec(),
        }
    }
}

fn dimension_values() -> Spec {
    Spec::writes(
        tr!("Values of dimensions…"),
        tr!("Lists all codes with their values of every dimension, to be set in one table."),
        Project,
    )
}

impl ProjectAct {
    fn spec(self) -> Spec {
        match self {
            Self::New => {
                Spec::always(tr!("New project…"), tr!("Creates a project file for a new study.")).key(ctrl("N"))
            }
            Self::Open => Spec::always(tr!("Open project…"), tr!("Opens a project on this computer.")).key(ctrl("O")),
            Self::OpenSample => Spec::always(
                tr!("Open the sample study"),
                tr!("Opens your own copy of a fictional study to \
                try things out."),
            ),
            Self::OpenChineseSample => Spec::always(
                tr!("Open the Chinese sample study"),
                tr!("Opens your own copy of a fictional study in Chinese to try things out."),
            ),
            Self::Describe => {
                Spec::writes(tr!("Project properties…"), tr!("The name and description of the project."), Project)
            }
            Self::Sets => Spec::reads(
                tr!("Sets of documents and codes…"),
                tr!("Groups that tables and lists can be narrowed to."),
                Project,
            ),
            Self::SaveCopy => Spec::reads(
                tr!("Save a copy…"),
                tr!("Saves the whole project to another file. You continue in this one."),
                Project,
            ),
            Self::RestoreCopy => Spec::writes(
                tr!("Restore a copy…"),
                tr!("Replaces this project with a copy. The current project is kept under another name."),
                Project,
            ),
            Self::ClearRecent => Spec::always(
                tr!("Clear recent projects"),
                tr!("Forgets the recent projects; their files stay where they are."),
            ),
            Self::Close => {
                Spec::reads(tr!("Close project"), tr!("Closes the project. Everything is already saved."), Project)
                    .key(ctrl("W"))
            }
            Self::Quit => {
                Spec::always(tr!("Quit"), tr!("Closes the window. Everything is already saved.")).key(ctrl("Q"))
            }
        }
    }
}

impl ImportAct {
    fn spec(self) -> Spec {
        let (label, tooltip) = match self {
            Self::Documents => (
                tr!("Import documents…"),
                tr!("Interviews and other texts: Word, OpenDocument, PDF, text, web pages, subtitles and more."),
            ),
            Self::Folder => (tr!("Import a folder…"), tr!("All documents in a folder and its subfolders.")),
            Self::Project => (
                tr!("Import from another program…"),
                tr!("A project exported by NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette or another program."),
            ),
            Self::Participants => {
                (tr!("Import participants…"), tr!("A spreadsheet with one row per participant and their attributes."))
            }
            Self::Codebook => (
                tr!("Import codebook…"),
                tr!("Codes and their definitions, from a spreadsheet or another \
                program."),
            ),
            Self::Segments => (tr!("Import coded passages…"), tr!("A spreadsheet with one row per coded passage.")),
            Self::Texts => (
                tr!("Import documents from a spreadsheet…"),
                tr!("A spreadsheet whose rows become documents, such as \
                survey answers."),
            ),
            Self::Table => (tr!("Import spreadsheet…"), tr!("A spreadsheet. You choose next what its rows are.")),
        };
        let spec = Spec::writes(label, tooltip, Project);
        if self == Self::Documents { spec.key(ctrl("I")) } else { spec }
    }
}

fn export(kind: Option<ExportKind>) -> Spec {
    let label = match kind {
        None => {
            let tooltip =
                tr!("Passages, transcripts, tables, the codebook or the whole project, in the format you choose.");
            return Spec::reads(tr!("Export…"), tooltip, Project).key(ctrl("E"));
        }
        Some(ExportKind::Table) => tr!("Export table…"),
        Some(ExportKind::Passages) => tr!("Export coded passages…"),
        Some(ExportKind::Listed) => tr!("Export these passages…"),
        Some(ExportKind::Transcripts) => tr!("Export coded transcripts…"),
        Some(ExportKind::Codebook) => tr!("Export codebook…"),
        Some(ExportKind::Memos) => tr!("Export memos…"),
        Some(ExportKind::Participants) => tr!("Export participants…"),
        Some(ExportKind::Documents) => tr!("Export documents…"),
        Some(ExportKind::Agreement) => tr!("Export agreement report…"),
        Some(ExportKind::Decisions) => tr!("Export disagreements and decisions…"),
        Some(ExportKind::Tidy) => tr!("Export data for R, Python and SPSS…"),
        Some(ExportKind::Folder) => tr!("Export project as a folder…"),
        Some(ExportKind::Exchange) => tr!("Export for another program (REFI-QDA)…"),
    };
    Spec::reads(label, kind.map_or("", ExportKind::about), Project)
}

fn copy_table() -> Spec {
    let tooltip = tr!("Copies the table shown in Tables, ready to paste into Word or a spreadsheet.");
    Spec::reads(tr!("Copy table"), tooltip, Project)
}

fn code_found() -> Spec {
    let tooltip = tr!("Codes all passages listed in Ask with codes that you choose, as one step to undo.");
    Spec::writes(tr!("Code all found…"), tooltip, Project)
}

fn show(room: Room) -> Spec {
    let (label, tooltip, digit) = match room {
        Room::Code => (tr!("Code"), tr!("The transcript with its coding, the documents and the codebook."), "1"),
        Room::Tables => (tr!("Tables"), tr!("Codes counted by participant, attribute, dimension and more."), "2"),
        Room::Compare => (tr!("Compare"), tr!("How well coders agree, and where they resolve disagreements."), "3"),
        Room::Passages => (tr!("Passages"), tr!("All coded passages, and a search in all documents."), "4"),
        Room::Ask => {
            (tr!("Ask"), tr!("Passages found by a query: what stands near, around or in one answer with what."), "5")
        }
        Room::Documents => (
            tr!("Documents"),
            tr!("The list of documents, participants with their attributes, and each coder’s progress."),
            "6",
        ),
        Room::Memos => (tr!("Memos"), tr!("All memos with the item each is attached to."), "7"),
        Room::History => (tr!("History"), tr!("Every change to the project. Any of them can be undone."), "8"),
    };
    Spec::reads(label, tooltip, Project).key(ctrl(digit))
}

fn code_on_key(place: usize) -> Spec {
    const DIGITS: [&str; KEYS] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let label = tr!("Code with the code on key {number}", number = place + 1);
    let spec = Spec::writes(label, tr!("Codes the selection with the code on this key."), Words);
    DIGITS.get(place).map(|digit| plain(digit)).into_iter().fold(spec, Spec::key)
}

fn pin(place: Option<usize>) -> Spec {
    match place {
        Some(place) => Spec::reads(
            tr!("Put on key {number}", number = place + 1),
            tr!("This key codes the selection with this code until you move it."),
            Project,
        ),
        None => {
            Spec::reads(tr!("Free its key"), tr!("The key goes to the next code without a key that you use."), Project)
        }
    }
}

impl NewAct {
    fn spec(self) -> Spec {
        match self {
            Self::Participant => {
                Spec::writes(tr!("Add participant…"), tr!("A person whom the study is about, by name."), Project)
            }
            Self::Memo => Spec::writes(
                tr!("New memo…"),
                tr!("Writes a memo on the project, a document, a participant or a code."),
                Project,
            ),
            Self::Table => {
                let tooltip = tr!("A table of codes by two dimensions, or a typology of participants.");
                Spec::writes(tr!("New table…"), tooltip, Project)
            }
            Self::Matrix => {
                let tooltip =
                    tr!("Cross-tabulates any two of participants, documents, attributes, codes and dimensions.");
                Spec::reads(tr!("New matrix"), tooltip, Project)
            }
        }
    }
}

impl CodingAct {
    fn spec(self) -> Spec {
        match self {
            Self::ChooseCode => {
                let tooltip = tr!("Finds a code as you type. Tab selects several.");
                Spec::writes(tr!("Code selection…"), tooltip, Words).key(plain("Slash")).key(plain("C"))
            }
            Self::Repeat => {
                let tooltip = tr!("Codes the selection with the last used code.");
                Spec::writes(tr!("Code with last used code"), tooltip, Words).key(plain("Q"))
            }
            Self::NewCode => {
                let tooltip = tr!("Adds a code to the codebook and codes the selection with it.");
                Spec::writes(tr!("New code…"), tooltip, Project).key(plain("N")).in_room(Room::Code)
            }
            Self::InVivo => {
                let tooltip = tr!("Creates a code from the selected words and codes them with it.");
                Spec::writes(tr!("In-vivo code from selection"), tooltip, Words).key(plain("V"))
            }
            Self::Recode => {
                let tooltip = tr!("Changes the code of the passage at the cursor.");
                Spec::writes(tr!("Recode passage…"), tooltip, Document).key(plain("E"))
            }
            Self::FitEdges => {
                let tooltip = tr!("Makes the passage at the cursor longer or shorter.");
                Spec::writes(tr!("Resize passage to selection"), tooltip, Document).key(plain("R"))
            }
            Self::Important => {
                let tooltip = tr!("Marks the passage at the cursor as important, or clears the mark.");
                Spec::writes(tr!("Mark as important"), tooltip, Document).key(plain("I"))
            }
            Self::Account => {
                let tooltip = tr!(
                    "States whether the passage at the cursor is about the speaker’s own experience or that of others."
                );
                Spec::writes(tr!("Whose experience…"), tooltip, Document).key(plain("A"))
            }
            Self::Memo => {
                let tooltip = tr!("Opens the memo on the passage at the cursor, or on the selected code.");
                Spec::reads(tr!("Memo…"), tooltip, Document).key(plain("M")).key(plain("F3"))
            }
            Self::Remove => {
                let tooltip = tr!("Removes the passage at the cursor, or the selected code.");
                Spec::writes(tr!("Delete"), tooltip, Document).key(plain("Delete"))
            }
            Self::Rename => {
                let tooltip = tr!("Renames the selected code.");
                Spec::writes(tr!("Rename…"), tooltip, Project).key(plain("F2")).in_room(Room::Code)
            }
        }
    }
}

impl GoAct {
    fn spec(self) -> Spec {
        match self {
            Self::NextPassage => {
                let tooltip = tr!("Goes to the next coded passage.");
                Spec::reads(tr!("Next passage"), tooltip, Document).key(alt("ArrowDown"))
            }
            Self::PreviousPassage => {
                let tooltip = tr!("Goes to the previous coded passage.");
                Spec::reads(tr!("Previous passage"), tooltip, Document).key(alt("ArrowUp"))
            }
            Self::NextUncoded => {
                let tooltip = tr!(
                    "Goes to a participant’s next turn that you have not coded. What other coders coded does not count."
                );
                Spec::reads(tr!("Next uncoded turn"), tooltip, Document).key(plain("U"))
            }
            Self::PreviousUncoded => {
                let tooltip = tr!(
                    "Goes to a participant’s previous turn that you have not coded. What other coders coded does not \
                    count."
                );
                Spec::reads(tr!("Previous uncoded turn"), tooltip, Document).key(shift("U"))
            }
            Self::Walk => {
                let tooltip = tr!("Dims all other codes. Next and Previous step through the passages of this one.");
                Spec::reads(tr!("Step through one code"), tooltip, Document).key(plain("W"))
            }
            Self::NextDocument => {
                Spec::reads(tr!("Next document"), tr!("Opens the next document in the list."), Project)
                    .key(ctrl("ArrowDown"))
            }
            Self::PreviousDocument => {
                Spec::reads(tr!("Previous document"), tr!("Opens the previous document in the list."), Project)
                    .key(ctrl("ArrowUp"))
            }
            Self::FilterCodes => {
                Spec::reads(tr!("Filter the codebook"), tr!("Shows only codes that match what you type."), Project)
                    .key(ctrl("L"))
            }
            Self::NextPane => {
                let tooltip = tr!("Moves the focus to the next part of the room: a list, the text, a table.");
                Spec::reads(tr!("Next pane"), tooltip, Project).key(plain("F6"))
            }
            Self::PreviousPane => {
                let tooltip = tr!("Moves the focus back to the previous part of the room.");
                Spec::reads(tr!("Previous pane"), tooltip, Project).key(shift("F6"))
            }
            Self::MenuBar => {
                let tooltip = tr!("Moves the focus to the first menu; Alt with an underlined letter opens one.");
                Spec::always(tr!("Menu bar"), tooltip).key(plain("F10"))
            }
        }
    }
}

impl TeamAct {
    fn spec(self) -> Spec {
        match self {
            Self::AddCoder => Spec::writes(tr!("Add coder…"), tr!("Adds a coder to this project."), Project),
            Self::RenameCoder => {
                let tooltip = tr!("Renames the coder you are coding as. Passages, memos and decisions stay theirs.");
                Spec::writes(tr!("Rename this coder…"), tooltip, Project)
            }
            Self::AddRound => {
                let tooltip =
                    tr!("You code the same documents again as a new coder, to measure how consistent you are.");
                Spec::writes(tr!("Start a second coding round…"), tooltip, Project)
            }
            Self::BeginBlind => {
                let tooltip = tr!("Coders see each other’s coding in a document only after they finish it.");
                Spec::writes(tr!("Start blind coding…"), tooltip, Project)
            }
            Self::LiftBlind => Spec::writes(
                tr!("End blind coding…"),
                tr!("Everyone sees all coding again. The history records when."),
                Project,
            ),
            Self::MergeCopies => {
                let tooltip = tr!("Adds what others coded in their copies. Shows first what would change.");
                Spec::writes(tr!("Merge coders’ copies…"), tooltip, Project)
            }
            Self::CreateConsensus => {
                let tooltip = tr!("Builds a separate set of passages from what the coders agree on and what you \
                    resolve. Agreed passages have the words that all coders marked. Tables can count it.");
                Spec::writes(tr!("Create consensus coding"), tooltip, Project)
            }
            Self::SettleWithCode => {
                let tooltip = tr!("Resolves the disagreement with a code that none of the coders chose.");
                Spec::writes(tr!("Resolve with another code…"), tooltip, Project).in_room(Room::Compare)
            }
            Self::CopyMethods => {
                let tooltip = tr!("Copies a paragraph that reports how agreement was measured, and the result.");
                Spec::reads(tr!("Copy text for methods section"), tooltip, Project)
            }
        }
    }
}

impl ViewAct {
    #[must_use]
    pub fn spec(self) -> Spec {
        match self {
            Self::Larger => {
                Spec::always(tr!("Zoom in"), tr!("Makes everything in the window 10% larger.")).key(ctrl("Plus"))
            }
            Self::Smaller => {
                Spec::always(tr!("Zoom out"), tr!("Makes everything in the window 10% smaller.")).key(ctrl("Minus"))
            }
            Self::NormalSize => Spec::always(tr!("Actual size"), tr!("Resets the zoom.")).key(ctrl("0")),
            Self::LargerText => {
                Spec::always(tr!("Larger transcript text"), tr!("Increases the text size of transcripts."))
            }
            Self::SmallerText => {
                Spec::always(tr!("Smaller transcript text"), tr!("Decreases the text size of transcripts."))
            }
            Self::NormalText => {
                Spec::always(tr!("Normal transcript text"), tr!("Resets the text size of transcripts."))
            }
            Self::SerifText => Spec::always(
                tr!("Serif transcript text"),
                tr!("Shows transcripts in Source Serif; Chinese ones have no serifs."),
            ),
            Self::SansText => Spec::always(tr!("Sans-serif transcript text"), tr!("Shows transcripts in Inter.")),
            Self::TightLines => Spec::always(tr!("Tight line spacing"), tr!("Shows more lines of the transcript.")),
            Self::NormalLines => {
                Spec::always(tr!("Normal line spacing"), tr!("Resets the line spacing of transcripts."))
            }
            Self::WideLines => Spec::always(tr!("Wide line spacing"), tr!("Leaves more space between lines.")),
            Self::SystemTheme => Spec::always(
                tr!("System theme"),
                tr!("Follows the light or dark theme of your \
                computer."),
            ),
            Self::LightTheme => Spec::always(tr!("Light theme"), tr!("Dark text on a light background.")),
            Self::DarkTheme => Spec::always(tr!("Dark theme"), tr!("Light text on a dark background.")),
            Self::SystemLanguage => Spec::always(
                tr!("System language"),
                tr!("Follows the language of your computer. Traditional Chinese systems get Simplified Chinese."),
            ),
            Self::English => Spec::always(Language::English.own_name(), tr!("Shows the program in English.")),
            Self::Chinese => {
                Spec::always(Language::Chinese.own_name(), tr!("Shows the program in Simplified Chinese."))
            }
            Self::ReduceMovement => Spec::always(tr!("Reduce motion"), tr!("Turns off animations.")),
            Self::Hints => Spec::always(
                tr!("Getting-started tips"),
                tr!("Shows a line above the transcript that explains \
                how to code."),
            ),
            Self::WholeWords => Spec::always(
                tr!("Select whole words"),
                tr!("Extends what you select with the mouse to whole words. Hold Alt for single characters."),
            ),
            Self::Interviewers => Spec::always(
                tr!("Stop at interviewers’ turns"),
                tr!("“Next uncoded turn” also stops at turns of the interviewer."),
            ),
        }
    }
}

impl HelpAct {
    fn spec(self) -> Spec {
        match self {
            Self::Commands => {
                let tooltip = tr!("Finds commands, documents, participants, codes and text as you type.");
                Spec::always(tr!("Command palette…"), tooltip).key(ctrl("K")).key(ctrl_shift("P"))
            }
            Self::Guide => Spec::always(tr!("Guide"), tr!("Explains each room of the window, and can be searched.")),
            Self::Keys => {
                Spec::always(tr!("Keyboard shortcuts"), tr!("Lists all keyboard shortcuts.")).key(plain("F1"))
            }
            Self::About => Spec::always(tr!("About Pullquote"), tr!("Version and licences.")),
        }
    }
}
