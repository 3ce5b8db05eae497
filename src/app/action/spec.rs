//! Properties of all actions: one exhaustive list per group.

use super::chord::{Chord, alt, ctrl, ctrl_shift, plain, shift};
use super::{Action, CodeAct, CodingAct, DocumentAct, GoAct, HelpAct, ImportAct, ProjectAct, TeamAct, ViewAct};
use crate::app::exporting::ExportKind;
use crate::app::passage_act::PassageAct;
use crate::app::room::Room;
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
            Self::OpenPath(path) => Spec::always(path.display().to_string(), "Opens this project."),
            Self::OpenWithoutLog(_) => Spec::always(
                "Put the leftover changes aside and open",
                "The changes that lie beside the file are kept under another name; the project opens without them.",
            ),
            Self::Import(act) => act.spec(),
            Self::Export(kind) => export(*kind),
            Self::Undo => Spec::writes("Undo", "Reverses the last change to the project.", Project).key(ctrl("Z")),
            Self::Redo => Spec::writes("Redo", "Makes the change again that was last undone.", Project)
                .key(ctrl_shift("Z"))
                .key(ctrl("Y")),
            Self::Show(room) => show(*room),
            Self::Document(act) => act.spec(),
            Self::OpenDocument(_) => Spec::reads("Go to document", "Opens this document.", Project),
            Self::FindEverywhere(_) => {
                Spec::reads("Find in all documents", "Lists every match in all documents.", Project)
            }
            Self::Coding(act) => act.spec(),
            Self::Go(act) => act.spec(),
            Self::RecentCode(i) => recent(*i),
            Self::OnCode(act, _) => act.spec(),
            Self::EndWalk => Spec::reads("Stop stepping", "Shows the passages of all codes again.", Project),
            Self::ShowAllCodes => Spec::reads("Show all codes", "Shows the passages of every code.", Project),
            Self::OnPassages { act, .. } | Self::AskAnyway { act, .. } => act.spec(),
            Self::CopyPassage(_) => Spec::writes(
                "Copy to my codings",
                "Codes the same text with the same code as your own coding. The other coder’s passage stays.",
                Project,
            ),
            Self::ChangeAnyway(_) => Spec::writes(
                "Change it anyway…",
                "Asks before it changes another coder’s passage. The history records who changed it.",
                Project,
            ),
            Self::Team(act) => act.spec(),
            Self::BeCoder(_) => {
                Spec::reads("Switch to this coder", "What you code from now on is credited to this coder.", Project)
            }
            Self::SeeCoder(_) => Spec::reads(
                "Show or hide codings",
                "Chooses whose codings are shown in the transcript and counted beside the codes.",
                Project,
            ),
            Self::CopyTable => Spec::reads(
                "Copy table",
                "Copies the table shown in Tables, ready to paste into Word or a spreadsheet.",
                Project,
            ),
            Self::OpenFile(_) => Spec::reads("Open", "Opens the file with the program that belongs to it.", Project),
            Self::ShowInFolder(_) => Spec::reads("Show in folder", "Opens the folder that contains the file.", Project),
            Self::View(act) => act.spec(),
            Self::Help(act) => act.spec(),
        }
    }
}

impl ProjectAct {
    fn spec(self) -> Spec {
        match self {
            Self::New => Spec::always("New project…", "Creates a project file for a new study.").key(ctrl("N")),
            Self::Open => Spec::always("Open project…", "Opens a project on this computer.").key(ctrl("O")),
            Self::OpenSample => Spec::always(
                "Open the sample study",
                "Opens your own copy of a fictional study to \
                try things out.",
            ),
            Self::Describe => Spec::writes("Project properties…", "The name and description of the project.", Project),
            Self::SaveCopy => Spec::reads(
                "Save a copy…",
                "Saves the whole project to another file. You continue in this one.",
                Project,
            ),
            Self::RestoreCopy => Spec::writes(
                "Restore a copy…",
                "Replaces this project with a copy. The current project is kept under another name.",
                Project,
            ),
            Self::ClearRecent => {
                Spec::always("Clear recent projects", "Forgets the recent projects; their files stay where they are.")
            }
            Self::Close => {
                Spec::reads("Close project", "Closes the project. Everything is already saved.", Project).key(ctrl("W"))
            }
            Self::Quit => Spec::always("Quit", "Closes the window. Everything is already saved.").key(ctrl("Q")),
        }
    }
}

impl ImportAct {
    fn spec(self) -> Spec {
        let (label, tooltip) = match self {
            Self::Documents => (
                "Import documents…",
                "Interviews and other texts: Word, OpenDocument, PDF, text, web pages, subtitles and more.",
            ),
            Self::Folder => ("Import a folder…", "All documents in a folder and its subfolders."),
            Self::Project => (
                "Import from another program…",
                "A project exported by NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette or another program.",
            ),
            Self::Participants => {
                ("Import participants…", "A spreadsheet with one row per participant and their attributes.")
            }
            Self::Codebook => (
                "Import codebook…",
                "Codes and their definitions, from a spreadsheet or another \
                program.",
            ),
            Self::Segments => ("Import coded passages…", "A spreadsheet with one row per coded passage."),
            Self::Texts => (
                "Import documents from a spreadsheet…",
                "A spreadsheet whose rows become documents, such as \
                survey answers.",
            ),
            Self::Table => ("Import spreadsheet…", "A spreadsheet. You choose next what its rows are."),
        };
        let spec = Spec::writes(label, tooltip, Project);
        if self == Self::Documents { spec.key(ctrl("I")) } else { spec }
    }
}

fn export(kind: Option<ExportKind>) -> Spec {
    let label = match kind {
        None => {
            let tooltip = "Passages, transcripts, tables, the codebook or the whole project, in the format you choose.";
            return Spec::reads("Export…", tooltip, Project).key(ctrl("E"));
        }
        Some(ExportKind::Table) => "Export table…",
        Some(ExportKind::Passages) => "Export coded passages…",
        Some(ExportKind::Listed) => "Export these passages…",
        Some(ExportKind::Transcripts) => "Export coded transcripts…",
        Some(ExportKind::Codebook) => "Export codebook…",
        Some(ExportKind::Memos) => "Export memos…",
        Some(ExportKind::Participants) => "Export participants…",
        Some(ExportKind::Documents) => "Export documents…",
        Some(ExportKind::Agreement) => "Export agreement report…",
        Some(ExportKind::Tidy) => "Export data for R, Python and SPSS…",
        Some(ExportKind::Folder) => "Export project as a folder…",
        Some(ExportKind::Exchange) => "Export for another program (REFI-QDA)…",
    };
    Spec::reads(label, kind.map_or("", ExportKind::about), Project)
}

fn show(room: Room) -> Spec {
    let (label, tooltip, digit) = match room {
        Room::Code => ("Code", "The transcript with its coding, the documents and the codebook.", "1"),
        Room::Tables => ("Tables", "Codes counted by participant, attribute, dimension and more.", "2"),
        Room::Compare => ("Compare", "How well coders agree, and where they resolve disagreements.", "3"),
        Room::Passages => ("Passages", "All coded passages, and a search in all documents.", "4"),
        Room::Documents => {
            ("Documents", "The list of documents, participants with their attributes, and each coder’s progress.", "5")
        }
        Room::Memos => ("Memos", "All memos with the item each is attached to.", "6"),
        Room::History => ("History", "Every change to the project. Any of them can be undone.", "7"),
    };
    Spec::reads(label, tooltip, Project).key(ctrl(digit))
}

fn recent(i: usize) -> Spec {
    const DIGITS: [&str; Action::RECENT_KEYS] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let label = format!("Code with recent code {}", i + 1);
    let spec = Spec::writes(label, "Codes the selection with a recently used code.", Words);
    DIGITS.get(i).map(|digit| plain(digit)).into_iter().fold(spec, Spec::key)
}

impl DocumentAct {
    fn spec(self) -> Spec {
        match self {
            Self::Find => Spec::reads("Find in this document", "Searches the open document.", Document).key(ctrl("F")),
            Self::FindNext => Spec::reads("Find next", "Goes to the next match.", Document).key(ctrl("G")),
            Self::FindPrevious => {
                Spec::reads("Find previous", "Goes to the previous match.", Document).key(ctrl_shift("G"))
            }
            Self::CorrectText => {
                Spec::writes("Edit transcript…", "Corrects typing errors. Coding moves with the text.", Document)
                    .key(ctrl("T"))
            }
            Self::Speakers => Spec::writes(
                "Speakers in this document…",
                "Chooses which labels are speakers, and the role of each.",
                Document,
            ),
            Self::Reread => Spec::writes(
                "Reread original file…",
                "Reads the file again and shows what would change before anything is changed.",
                Document,
            ),
            Self::SaveOriginal => {
                Spec::reads("Save original file as…", "Saves the file that this text was imported from.", Document)
            }
            Self::Copy => Spec::reads("Copy", "Copies the selected words.", Words).key(ctrl("C")),
            Self::SelectAll => Spec::reads("Select all", "Selects the text of the document.", Document).key(ctrl("A")),
        }
    }
}

impl CodingAct {
    fn spec(self) -> Spec {
        match self {
            Self::ChooseCode => {
                let tooltip = "Finds a code as you type. Tab selects several.";
                Spec::writes("Code selection…", tooltip, Words).key(plain("Slash")).key(plain("C"))
            }
            Self::Repeat => {
                let tooltip = "Codes the selection with the last used code.";
                Spec::writes("Code with last used code", tooltip, Words).key(plain("Q"))
            }
            Self::NewCode => {
                let tooltip = "Adds a code to the codebook and codes the selection with it.";
                Spec::writes("New code…", tooltip, Project).key(plain("N")).in_room(Room::Code)
            }
            Self::InVivo => {
                let tooltip = "Creates a code from the selected words and codes them with it.";
                Spec::writes("In-vivo code from selection", tooltip, Words).key(plain("V"))
            }
            Self::Recode => {
                let tooltip = "Changes the code of the passage at the cursor.";
                Spec::writes("Recode passage…", tooltip, Document).key(plain("E"))
            }
            Self::FitEdges => {
                let tooltip = "Makes the passage at the cursor longer or shorter.";
                Spec::writes("Resize passage to selection", tooltip, Document).key(plain("R"))
            }
            Self::Important => {
                let tooltip = "Marks the passage at the cursor as important, or clears the mark.";
                Spec::writes("Mark as important", tooltip, Document).key(plain("I"))
            }
            Self::Memo => {
                let tooltip = "Opens the memo on the passage at the cursor, or on the selected code.";
                Spec::reads("Memo…", tooltip, Document).key(plain("M")).key(plain("F3"))
            }
            Self::Remove => {
                let tooltip = "Removes the passage at the cursor, or the selected code.";
                Spec::writes("Delete", tooltip, Document).key(plain("Delete"))
            }
            Self::Rename => {
                let tooltip = "Renames the selected code.";
                Spec::writes("Rename…", tooltip, Project).key(plain("F2")).in_room(Room::Code)
            }
        }
    }
}

impl GoAct {
    fn spec(self) -> Spec {
        match self {
            Self::NextPassage => {
                let tooltip = "Goes to the next coded passage.";
                Spec::reads("Next passage", tooltip, Document).key(alt("ArrowDown"))
            }
            Self::PreviousPassage => {
                let tooltip = "Goes to the previous coded passage.";
                Spec::reads("Previous passage", tooltip, Document).key(alt("ArrowUp"))
            }
            Self::NextUncoded => {
                let tooltip = "Goes to the next turn without coding.";
                Spec::reads("Next uncoded turn", tooltip, Document).key(plain("U"))
            }
            Self::PreviousUncoded => {
                let tooltip = "Goes to the previous turn without coding.";
                Spec::reads("Previous uncoded turn", tooltip, Document).key(shift("U"))
            }
            Self::Walk => {
                let tooltip = "Dims all other codes. Next and Previous step through the passages of this one.";
                Spec::reads("Step through one code", tooltip, Document).key(plain("W"))
            }
            Self::NextDocument => {
                Spec::reads("Next document", "Opens the next document in the list.", Project).key(ctrl("ArrowDown"))
            }
            Self::PreviousDocument => {
                Spec::reads("Previous document", "Opens the previous document in the list.", Project)
                    .key(ctrl("ArrowUp"))
            }
            Self::FilterCodes => {
                Spec::reads("Filter the codebook", "Shows only codes that match what you type.", Project).key(ctrl("L"))
            }
            Self::NextPane => {
                let tooltip = "Moves the focus to the next part of the room: a list, the text, a table.";
                Spec::reads("Next pane", tooltip, Project).key(plain("F6"))
            }
            Self::PreviousPane => {
                let tooltip = "Moves the focus back to the previous part of the room.";
                Spec::reads("Previous pane", tooltip, Project).key(shift("F6"))
            }
            Self::MenuBar => {
                let tooltip = "Moves the focus to the first menu; Alt with an underlined letter opens one.";
                Spec::always("Menu bar", tooltip).key(plain("F10"))
            }
        }
    }
}

impl CodeAct {
    fn spec(self) -> Spec {
        match self {
            Self::List => Spec::reads("Show passages", "Lists all passages of the code in Passages.", Project),
            Self::Walk => {
                let tooltip = "Dims all other codes. Next and Previous step through the passages of this one.";
                Spec::reads("Step through its passages", tooltip, Project)
            }
            Self::ShowOnly => {
                let tooltip = "Hides the passages of all other codes, except its subcodes.";
                Spec::reads("Show only this code", tooltip, Project)
            }
            Self::Rename => {
                Spec::writes("Rename", "Edits the name in the codebook.", Project).keys_of(CodingAct::Rename)
            }
            Self::Edit => {
                let tooltip = "Name, definition, colour and dimensions.";
                Spec::writes("Code properties…", tooltip, Project)
            }
            Self::Memo => Spec::reads("Memo…", "Opens the memo on the code.", Project).keys_of(CodingAct::Memo),
            Self::AddBelow => Spec::writes("New subcode…", "Adds a code under this one.", Project),
            Self::Move => {
                let tooltip = "Moves the code and its subcodes under the code you choose.";
                Spec::writes("Move under another code…", tooltip, Project)
            }
            Self::Merge => {
                let tooltip = "Recodes its passages with the other code and deletes this one.";
                Spec::writes("Merge into another code…", tooltip, Project)
            }
            Self::ToTop => Spec::writes("Move to top level", "Makes it a top-level code.", Project),
            Self::Remove => {
                let tooltip = "Deletes the code. Shows first what else will be deleted.";
                Spec::writes("Delete…", tooltip, Project).keys_of(CodingAct::Remove)
            }
        }
    }
}

impl PassageAct {
    fn spec(self) -> Spec {
        match self {
            Self::Recode => Spec::writes("Recode…", "Changes the code of the passage.", Project),
            Self::Split => {
                Spec::writes("Move to a new code…", "Creates a code and recodes the passage with it.", Project)
            }
            Self::Important => Spec::writes(
                "Mark as important",
                "Marks the passage as important, or clears the \
                mark.",
                Project,
            ),
            Self::Memo => Spec::reads("Memo…", "Opens the memo on the passage.", Project),
            Self::Remove => Spec::writes("Delete", "Removes the coding. The text stays.", Project),
            Self::FitEdges => Spec::writes("Resize to selection", "Makes the passage longer or shorter.", Project),
            Self::Walk => {
                let tooltip = "Dims all other codes. Next and Previous step through the passages of this one.";
                Spec::reads("Step through its code", tooltip, Project)
            }
        }
    }
}

impl TeamAct {
    fn spec(self) -> Spec {
        match self {
            Self::AddCoder => Spec::writes("Add coder…", "Adds a coder to this project.", Project),
            Self::RenameCoder => {
                let tooltip = "Renames the coder you are coding as. Codings, memos and decisions stay theirs.";
                Spec::writes("Rename this coder…", tooltip, Project)
            }
            Self::AddPass => {
                let tooltip = "You code the same documents again as a new coder, to measure how consistent you are.";
                Spec::writes("Start a second coding round…", tooltip, Project)
            }
            Self::BeginBlind => {
                let tooltip = "Coders see each other’s coding in a document only after they finish it.";
                Spec::writes("Start blind coding", tooltip, Project)
            }
            Self::LiftBlind => {
                Spec::writes("End blind coding…", "Everyone sees all coding again. The history records when.", Project)
            }
            Self::MergeCopies => {
                let tooltip = "Adds what others coded in their copies. Shows first what would change.";
                Spec::writes("Merge coders’ copies…", tooltip, Project)
            }
            Self::CreateConsensus => {
                let tooltip = "Builds a separate set of passages from what the coders agree on and what you \
                    resolve. Tables can count it.";
                Spec::writes("Create consensus coding", tooltip, Project)
            }
            Self::SettleWithCode => {
                let tooltip = "Resolves the disagreement with a code that none of the coders chose.";
                Spec::writes("Resolve with another code…", tooltip, Project).in_room(Room::Compare)
            }
            Self::CopyMethods => {
                let tooltip = "Copies a paragraph that reports how agreement was measured, and the result.";
                Spec::reads("Copy text for methods section", tooltip, Project)
            }
        }
    }
}

impl ViewAct {
    #[must_use]
    pub fn spec(self) -> Spec {
        match self {
            Self::Larger => Spec::always("Zoom in", "Makes everything in the window 10% larger.").key(ctrl("Plus")),
            Self::Smaller => Spec::always("Zoom out", "Makes everything in the window 10% smaller.").key(ctrl("Minus")),
            Self::NormalSize => Spec::always("Actual size", "Resets the zoom.").key(ctrl("0")),
            Self::LargerText => Spec::always("Larger transcript text", "Increases the text size of transcripts."),
            Self::SmallerText => Spec::always("Smaller transcript text", "Decreases the text size of transcripts."),
            Self::NormalText => Spec::always("Normal transcript text", "Resets the text size of transcripts."),
            Self::SerifText => Spec::always("Serif transcript text", "Shows transcripts in Source Serif."),
            Self::SansText => Spec::always("Sans-serif transcript text", "Shows transcripts in Inter."),
            Self::TightLines => Spec::always("Tight line spacing", "Shows more lines of the transcript."),
            Self::NormalLines => Spec::always("Normal line spacing", "Resets the line spacing of transcripts."),
            Self::WideLines => Spec::always("Wide line spacing", "Leaves more space between lines."),
            Self::SystemTheme => Spec::always(
                "System theme",
                "Follows the light or dark theme of your \
                computer.",
            ),
            Self::LightTheme => Spec::always("Light theme", "Dark text on a light background."),
            Self::DarkTheme => Spec::always("Dark theme", "Light text on a dark background."),
            Self::ReduceMovement => Spec::always("Reduce motion", "Turns off animations."),
            Self::Hints => Spec::always(
                "Getting-started tips",
                "Shows a line above the transcript that explains \
                how to code.",
            ),
        }
    }
}

impl HelpAct {
    fn spec(self) -> Spec {
        match self {
            Self::Commands => {
                let tooltip = "Finds commands, documents, participants, codes and text as you type.";
                Spec::always("Command palette…", tooltip).key(ctrl("K")).key(ctrl_shift("P"))
            }
            Self::Guide => Spec::always("Guide", "Explains each room of the window, and can be searched."),
            Self::Keys => Spec::always("Keyboard shortcuts", "Lists all keyboard shortcuts.").key(plain("F1")),
            Self::About => Spec::always("About Pullquote", "Version and licences."),
        }
    }
}
