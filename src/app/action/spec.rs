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
            Self::Undo => Spec::writes("Undo", "Takes back the last change of the project.", Project).key(ctrl("Z")),
            Self::Redo => Spec::writes("Redo", "Makes the change again that was undone last.", Project)
                .key(ctrl_shift("Z"))
                .key(ctrl("Y")),
            Self::Show(room) => show(*room),
            Self::Document(act) => act.spec(),
            Self::OpenDocument(_) => Spec::reads("Go to document", "Opens this document.", Project),
            Self::FindEverywhere(_) => {
                Spec::reads("Find in all documents", "Lists every place where these words stand.", Project)
            }
            Self::Coding(act) => act.spec(),
            Self::Go(act) => act.spec(),
            Self::RecentCode(i) => recent(*i),
            Self::OnCode(act, _) => act.spec(),
            Self::EndWalk => Spec::reads("End the walk", "Shows the passages of all codes again.", Project),
            Self::ShowAllCodes => Spec::reads("Show all codes", "Shows the passages of every code.", Project),
            Self::OnPassages { act, .. } | Self::AskAnyway { act, .. } => act.spec(),
            Self::CopyPassage(_) => Spec::writes(
                "Copy to my codings",
                "Codes the same words with the same code, as yours; the other passage stays.",
                Project,
            ),
            Self::ChangeAnyway(_) => Spec::writes(
                "Change it anyway…",
                "Asks before another coder’s passage is changed; the history tells who did it.",
                Project,
            ),
            Self::Team(act) => act.spec(),
            Self::BeCoder(_) => {
                Spec::reads("Code as this coder", "What you code from here on is this coder’s.", Project)
            }
            Self::CopyTable => Spec::reads(
                "Copy table",
                "Copies the table of the Tables room, to be pasted into Word or a spreadsheet.",
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
            Self::New => Spec::always("New project…", "Makes a project file for a new study.").key(ctrl("N")),
            Self::Open => Spec::always("Open project…", "Opens a project that is on this computer.").key(ctrl("O")),
            Self::OpenSample => Spec::always("Open the sample study", "Opens a study of your own to try things on."),
            Self::Describe => Spec::writes(
                "Name and description of the project…",
                "Both stand in the window’s title and in what is exported.",
                Project,
            ),
            Self::SaveCopy => {
                Spec::reads("Save a copy…", "Writes the whole project to another file; you go on in this one.", Project)
            }
            Self::RestoreCopy => Spec::writes(
                "Restore a copy…",
                "A copy takes the place of this project; the project as it is now is kept under another name.",
                Project,
            ),
            Self::ClearRecent => {
                Spec::always("Clear recent projects", "Forgets the recent projects; their files stay where they are.")
            }
            Self::Close => {
                Spec::reads("Close project", "Everything is saved already; back to the first page.", Project)
                    .key(ctrl("W"))
            }
            Self::Quit => Spec::always("Quit", "Closes the window; everything is saved already.").key(ctrl("Q")),
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
            Self::Folder => ("Import a folder…", "All documents in a folder and in the folders below it."),
            Self::Project => (
                "Import a project of NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette…",
                "Documents, codes and coded passages that another program has exported.",
            ),
            Self::Participants => {
                ("Import participants…", "A table with a row for each participant and their attributes.")
            }
            Self::Codebook => ("Import codebook…", "Codes with their definitions, from a table or another program."),
            Self::Segments => ("Import coded segments…", "A table with a row for each coded passage."),
            Self::Texts => ("Import documents from a table…", "A table whose rows become documents, such as a survey."),
            Self::Table => ("Import table…", "A table; what its rows are is chosen next."),
        };
        let spec = Spec::writes(label, tooltip, Project);
        if self == Self::Documents { spec.key(ctrl("I")) } else { spec }
    }
}

fn export(kind: Option<ExportKind>) -> Spec {
    let label = match kind {
        None => {
            let tooltip =
                "Passages, transcripts, tables, codebook or the whole project, in the format that you choose.";
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
        Some(ExportKind::Agreement) => "Export agreement…",
        Some(ExportKind::Tidy) => "Export tables for R, Python and SPSS…",
        Some(ExportKind::Folder) => "Export project as a folder…",
        Some(ExportKind::Exchange) => "Export project for other programs (REFI-QDA)…",
    };
    Spec::reads(label, kind.map_or("", ExportKind::about), Project)
}

fn show(room: Room) -> Spec {
    let (label, tooltip, digit) = match room {
        Room::Code => ("Code", "The documents, the codebook and the text that is coded.", "1"),
        Room::Tables => ("Tables", "Counts of codes by participant, asset, direction or anything else.", "2"),
        Room::Compare => ("Compare", "How far coders agree, and what they settle.", "3"),
        Room::Passages => ("Passages", "All coded passages, and a search through all documents.", "4"),
        Room::Documents => (
            "Documents",
            "The list of documents, the participants with their attributes, and how far each coder is.",
            "5",
        ),
        Room::Memos => ("Memos", "Everything that was noted down, and on what.", "6"),
        Room::History => ("History", "Every change of the project, and the way back.", "7"),
    };
    Spec::reads(label, tooltip, Project).key(ctrl(digit))
}

fn recent(i: usize) -> Spec {
    const DIGITS: [&str; Action::RECENT_KEYS] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let label = format!("Code with recent code {}", i + 1);
    let spec = Spec::writes(label, "Codes the selected words with one of the codes used last.", Words);
    DIGITS.get(i).map(|digit| plain(digit)).into_iter().fold(spec, Spec::key)
}

impl DocumentAct {
    fn spec(self) -> Spec {
        match self {
            Self::Find => {
                Spec::reads("Find in this document", "Looks for words in the open document.", Document).key(ctrl("F"))
            }
            Self::FindNext => {
                Spec::reads("Next place found", "Goes to the next place that was found.", Document).key(ctrl("G"))
            }
            Self::FindPrevious => {
                Spec::reads("Previous place found", "Goes to the place that was found before this one.", Document)
                    .key(ctrl_shift("G"))
            }
            Self::CorrectText => {
                Spec::writes("Correct the text…", "Mends typing errors; passages keep their words.", Document)
                    .key(ctrl("T"))
            }
            Self::Speakers => Spec::writes(
                "Speakers of the document…",
                "Says which labels are speakers, and in which role.",
                Document,
            ),
            Self::Reread => Spec::writes(
                "Read the document's file again…",
                "Reads the file anew and shows what would change before anything does.",
                Document,
            ),
            Self::SaveOriginal => {
                Spec::reads("Save the document's own file…", "Writes the file that this text came from.", Document)
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
                let tooltip = "Lists the codes, to be found by typing; Tab ticks several.";
                Spec::writes("Code the selected words…", tooltip, Words).key(plain("Slash")).key(plain("C"))
            }
            Self::Repeat => {
                let tooltip = "Codes the selected words with the code used last.";
                Spec::writes("Code with the last code again", tooltip, Words).key(plain("Q"))
            }
            Self::NewCode => {
                let tooltip = "Adds a code to the codebook; selected words are coded with it.";
                Spec::writes("New code…", tooltip, Project).key(plain("N")).in_room(Room::Code)
            }
            Self::InVivo => {
                let tooltip = "The words themselves become a code, and are coded with it.";
                Spec::writes("New code named by the selected words", tooltip, Words).key(plain("V"))
            }
            Self::Recode => {
                let tooltip = "Gives the passage at the caret another code.";
                Spec::writes("Change the code of a passage…", tooltip, Document).key(plain("E"))
            }
            Self::FitEdges => {
                let tooltip = "Makes the passage at the caret longer or shorter.";
                Spec::writes("Fit the chosen passage to the selected words", tooltip, Document).key(plain("R"))
            }
            Self::Important => {
                let tooltip = "Marks the passage at the caret, or takes the mark off.";
                Spec::writes("Mark as important", tooltip, Document).key(plain("I"))
            }
            Self::Memo => {
                let tooltip = "Opens the memo on the passage at the caret, or on the chosen code.";
                Spec::reads("Memo…", tooltip, Document).key(plain("M")).key(plain("F3"))
            }
            Self::Remove => {
                let tooltip = "Takes the code off the passage at the caret, or removes the chosen code.";
                Spec::writes("Remove", tooltip, Document).key(plain("Delete"))
            }
            Self::Rename => {
                let tooltip = "Gives the chosen code another name.";
                Spec::writes("Rename…", tooltip, Project).key(plain("F2")).in_room(Room::Code)
            }
        }
    }
}

impl GoAct {
    fn spec(self) -> Spec {
        match self {
            Self::NextPassage => {
                let tooltip = "Goes to the passage that begins after the caret.";
                Spec::reads("Next passage", tooltip, Document).key(alt("ArrowDown"))
            }
            Self::PreviousPassage => {
                let tooltip = "Goes to the passage that begins before the caret.";
                Spec::reads("Previous passage", tooltip, Document).key(alt("ArrowUp"))
            }
            Self::NextUncoded => {
                let tooltip = "Goes to the next turn in which nothing is coded.";
                Spec::reads("Next turn without a code", tooltip, Document).key(plain("U"))
            }
            Self::PreviousUncoded => {
                let tooltip = "Goes back to a turn in which nothing is coded.";
                Spec::reads("Previous turn without a code", tooltip, Document).key(shift("U"))
            }
            Self::Walk => {
                let tooltip = "Dims the passages of all other codes; next and previous go through this one.";
                Spec::reads("Walk through one code", tooltip, Document).key(plain("W"))
            }
            Self::NextDocument => {
                Spec::reads("Next document", "Goes down in the list of documents.", Project).key(ctrl("ArrowDown"))
            }
            Self::PreviousDocument => {
                Spec::reads("Previous document", "Goes up in the list of documents.", Project).key(ctrl("ArrowUp"))
            }
            Self::FilterCodes => {
                Spec::reads("Filter the codebook", "Shows the codes that have these letters.", Project).key(ctrl("L"))
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
            Self::List => Spec::reads("List its passages", "Shows every passage of the code in Passages.", Project),
            Self::Walk => {
                let tooltip = "Dims the passages of all other codes; next and previous go through this one.";
                Spec::reads("Walk through its passages", tooltip, Project)
            }
            Self::ShowOnly => {
                let tooltip = "Hides the passages of all codes but this one and those below it.";
                Spec::reads("Show only its passages", tooltip, Project)
            }
            Self::Rename => {
                Spec::writes("Rename", "Gives the code another name, in place.", Project).keys_of(CodingAct::Rename)
            }
            Self::Edit => {
                let tooltip = "Everything that describes the code, in one form.";
                Spec::writes("Name, definition, colour, facets…", tooltip, Project)
            }
            Self::Memo => Spec::reads("Memo…", "Opens the memo on the code.", Project).keys_of(CodingAct::Memo),
            Self::AddBelow => Spec::writes("New code below it…", "Adds a code that stands below this one.", Project),
            Self::Move => {
                let tooltip = "The code and those below it go below the one that you choose.";
                Spec::writes("Move below another code…", tooltip, Project)
            }
            Self::Merge => {
                let tooltip = "Its passages take the other code, and this one is removed.";
                Spec::writes("Merge into another code…", tooltip, Project)
            }
            Self::ToTop => Spec::writes("Move to the top", "The code stands below no other from then on.", Project),
            Self::Remove => {
                let tooltip = "Removes the code and says first what goes with it.";
                Spec::writes("Remove…", tooltip, Project).keys_of(CodingAct::Remove)
            }
        }
    }
}

impl PassageAct {
    fn spec(self) -> Spec {
        match self {
            Self::Recode => Spec::writes("Change the code…", "Gives the passage another code.", Project),
            Self::Split => Spec::writes("Move to a new code…", "Adds a code that takes over the passage.", Project),
            Self::Important => Spec::writes("Mark as important", "Marks the passage, or takes the mark off.", Project),
            Self::Memo => Spec::reads("Memo…", "Opens the memo on the passage.", Project),
            Self::Remove => Spec::writes("Remove", "Takes the code off these words.", Project),
            Self::FitEdges => {
                Spec::writes("Fit to the selected words", "Makes the passage longer or shorter.", Project)
            }
            Self::Walk => {
                let tooltip = "Dims the passages of all other codes; next and previous go through this one.";
                Spec::reads("Walk through its code", tooltip, Project)
            }
        }
    }
}

impl TeamAct {
    fn spec(self) -> Spec {
        match self {
            Self::AddCoder => Spec::writes("Add coder…", "Adds somebody who codes in this project.", Project),
            Self::RenameCoder => {
                let tooltip =
                    "Gives the coder as whom you code another name; codings, memos and decisions stay theirs.";
                Spec::writes("Rename this coder…", tooltip, Project)
            }
            Self::AddPass => {
                let tooltip = "You code the same documents once more, without seeing what you coded before.";
                Spec::writes("Begin another pass of mine", tooltip, Project)
            }
            Self::BeginBlind => {
                let tooltip = "Coders see each other’s codings in a document only once they have finished it.";
                Spec::writes("Begin blind coding", tooltip, Project)
            }
            Self::LiftBlind => {
                Spec::writes("Lift blind coding", "Everybody sees all codings again; the history tells when.", Project)
            }
            Self::MergeCopies => {
                let tooltip = "Takes in what others coded in their copies; what would change is shown first.";
                Spec::writes("Merge copies of the project…", tooltip, Project)
            }
            Self::CreateConsensus => {
                let tooltip = "Passages beside the coders’ own: what they agree on, and what you settle. In Tables you choose \
                               whether it is counted.";
                Spec::writes("Create consensus coding", tooltip, Project)
            }
            Self::SettleWithCode => {
                let tooltip = "Settles the difference with a code that none of the coders chose.";
                Spec::writes("Settle with another code…", tooltip, Project).in_room(Room::Compare)
            }
            Self::CopyMethods => {
                let tooltip = "Copies a paragraph that says how agreement was measured, and what came out.";
                Spec::reads("Copy methods paragraph", tooltip, Project)
            }
        }
    }
}

impl ViewAct {
    #[must_use]
    pub fn spec(self) -> Spec {
        match self {
            Self::Larger => Spec::always("Larger", "Everything in the window a tenth larger.").key(ctrl("Plus")),
            Self::Smaller => Spec::always("Smaller", "Everything in the window a tenth smaller.").key(ctrl("Minus")),
            Self::NormalSize => Spec::always("Normal size", "Everything in its usual size.").key(ctrl("0")),
            Self::LargerText => Spec::always("Larger transcript text", "The transcript's letters one point larger."),
            Self::SmallerText => Spec::always("Smaller transcript text", "The transcript's letters one point smaller."),
            Self::NormalText => Spec::always("Normal transcript text", "The transcript's letters in their usual size."),
            Self::SerifText => Spec::always("Serif transcript text", "Transcripts in Source Serif, a book face."),
            Self::SansText => Spec::always("Sans-serif transcript text", "Transcripts in Inter, the window's face."),
            Self::TightLines => Spec::always("Tight line spacing", "More lines of the transcript at a time."),
            Self::NormalLines => Spec::always("Normal line spacing", "Lines of the transcript at the usual distance."),
            Self::WideLines => Spec::always("Wide line spacing", "More room between the lines of the transcript."),
            Self::SystemTheme => Spec::always("Theme of the system", "Light or dark, as the rest of your computer."),
            Self::LightTheme => Spec::always("Light theme", "Dark letters on a light page."),
            Self::DarkTheme => Spec::always("Dark theme", "Light letters on a dark page."),
            Self::ReduceMovement => Spec::always("Reduce movement", "Nothing slides or fades."),
            Self::Hints => Spec::always("Hints for first steps", "A line above the text that explains how to code."),
        }
    }
}

impl HelpAct {
    fn spec(self) -> Spec {
        match self {
            Self::Commands => {
                let tooltip = "Everything that can be done, and every document, to be found by typing.";
                Spec::always("Find a command or document…", tooltip).key(ctrl("K")).key(ctrl_shift("P"))
            }
            Self::Guide => Spec::always("Guide", "Explains each room of the window, and can be searched."),
            Self::Keys => Spec::always("Keys", "Everything that can be done by keyboard.").key(plain("F1")),
            Self::About => Spec::always("About Pullquote", "Version and licences."),
        }
    }
}
