//! What the program remembers between sessions, in a file of the user: recent projects, theme, size, and in each
//! project the current coder and position. Losing the file loses no work.

use super::action::{Theme, ViewAct};
use super::code_keys::CodeKeys;
use super::room::Room;
use super::unsaved::private_folder;
use crate::i18n::Language;
use crate::interchange::files::{LARGEST, Links, read, write_private};
use crate::model::CodeId;
use crate::tr;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// Maximum number of recent projects.
const RECENT: usize = 8;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub recent: Vec<PathBuf>,
    pub theme: Theme,
    /// 1.0 is normal size.
    pub zoom: f32,
    /// How transcripts are set.
    pub reading: ReadingStyle,
    /// The language of the window. `None`: the system's.
    pub language: Option<Language>,
    /// Reduced movement.
    pub still: bool,
    /// The first hints have been dismissed.
    pub hints_read: bool,
    /// Selecting with the pointer takes whole words.
    pub whole_words: bool,
    /// The search for turns without a code stops at interviewers' turns, too.
    pub interviewers: bool,
    /// By the path of the project file.
    pub projects: BTreeMap<String, Place>,
}

/// How transcripts are set, independently of the window's zoom.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingStyle {
    pub face: TextFace,
    /// Size of the letters, in points, within [`Self::SIZES`].
    pub size: f32,
    pub spacing: LineSpacing,
}

/// The face of transcripts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextFace {
    #[default]
    Serif,
    Sans,
}

/// The distance between the lines of a transcript.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineSpacing {
    Tight,
    #[default]
    Normal,
    Wide,
}

impl LineSpacing {
    /// Height of a line as a multiple of the size of the letters.
    #[must_use]
    pub fn factor(self) -> f32 {
        match self {
            Self::Tight => 1.35,
            Self::Normal => 1.6,
            Self::Wide => 1.9,
        }
    }
}

impl Default for ReadingStyle {
    fn default() -> Self {
        Self { face: TextFace::Serif, size: Self::NORMAL, spacing: LineSpacing::Normal }
    }
}

impl ReadingStyle {
    pub const NORMAL: f32 = 17.0;
    pub const SIZES: RangeInclusive<f32> = 12.0..=32.0;

    /// Changes the size by whole points, as far as the range goes.
    pub fn resize(&mut self, points: f32) {
        self.size = (self.size + points).clamp(*Self::SIZES.start(), *Self::SIZES.end());
    }
}

/// The current coder and position in a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The name of the project; empty if it was never seen.
    pub name: String,
    pub coder: Option<String>,
    pub document: Option<String>,
    /// First visible position in the document, in code points.
    pub position: u32,
    pub room: Room,
    /// Paths of collapsed codes.
    pub folded: Vec<String>,
    /// Paths of the codes used last, latest first.
    pub recent: Vec<String>,
    /// The codes on the keys 1 to 9, by key.
    pub keys: BTreeMap<u8, PlaceKey>,
    /// Names of the coders whose codings tables count, if the user has chosen some.
    pub whose: Vec<String>,
    /// The user has chosen that tables count all coders.
    pub counts_all_coders: bool,
    /// The matrices that the user has composed.
    pub matrices: Vec<PlaceMatrix>,
    /// The table that is shown in Tables.
    pub table: PlaceTable,
}

/// A table of the project, by its name, or a matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceTable {
    pub name: String,
    /// As in [`PlaceMatrix`]; empty for a table of the project.
    pub rows: String,
    pub columns: String,
}

/// A matrix that the user has composed; the project has no place for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceMatrix {
    /// As [`crate::analysis::Axis::written`] writes them.
    pub rows: String,
    pub columns: String,
    /// What its numbers count, by name.
    pub count: String,
}

/// A code on a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceKey {
    /// The path of the code.
    pub path: String,
}

impl Place {
    /// Returns the codes on the keys; if none are stored, the codes used last. `codes` are the known ones by path.
    #[must_use]
    pub fn code_keys(&self, codes: &HashMap<String, CodeId>, recent: &[CodeId]) -> CodeKeys {
        let mut keys = CodeKeys::default();
        for (&key, PlaceKey { path }) in &self.keys {
            if let Some((&code, place)) = codes.get(path).zip(usize::from(key).checked_sub(1)) {
                keys.put(code, place);
            }
        }
        if self.keys.is_empty() {
            recent.iter().for_each(|&code| keys.take_used(code));
        }
        keys
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            recent: vec![],
            theme: Theme::System,
            zoom: 1.0,
            reading: ReadingStyle::default(),
            language: None,
            still: false,
            hints_read: false,
            whole_words: true,
            interviewers: false,
            projects: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Whether what the act sets is on; `None` for acts that are no settings.
    #[must_use]
    pub fn is_on(&self, act: ViewAct) -> Option<bool> {
        let reading = self.reading;
        Some(match act {
            ViewAct::Larger | ViewAct::Smaller | ViewAct::NormalSize => return None,
            ViewAct::LargerText | ViewAct::SmallerText | ViewAct::NormalText => return None,
            ViewAct::SerifText => reading.face == TextFace::Serif,
            ViewAct::SansText => reading.face == TextFace::Sans,
            ViewAct::TightLines => reading.spacing == LineSpacing::Tight,
            ViewAct::NormalLines => reading.spacing == LineSpacing::Normal,
            ViewAct::WideLines => reading.spacing == LineSpacing::Wide,
            ViewAct::SystemTheme => self.theme == Theme::System,
            ViewAct::LightTheme => self.theme == Theme::Light,
            ViewAct::DarkTheme => self.theme == Theme::Dark,
            ViewAct::SystemLanguage => self.language.is_none(),
            ViewAct::English => self.language == Some(Language::English),
            ViewAct::Chinese => self.language == Some(Language::Chinese),
            ViewAct::ReduceMovement => self.still,
            ViewAct::Hints => !self.hints_read,
            ViewAct::WholeWords => self.whole_words,
            ViewAct::Interviewers => self.interviewers,
        })
    }

    /// Returns the settings file, in the system's usual place for such files.
    #[must_use]
    pub fn file() -> Option<PathBuf> {
        directories::ProjectDirs::from("", "", "Pullquote").map(|dirs| dirs.config_dir().join("settings.json"))
    }

    /// Reads the settings; a missing or unreadable file counts as empty.
    #[must_use]
    pub fn read(file: &Path) -> Self {
        let mut settings: Self = read(file, Links::Follow, LARGEST)
            .ok()
            .and_then(|json| serde_json::from_slice(&json).ok())
            .unwrap_or_default();
        if !(0.5..=3.0).contains(&settings.zoom) {
            settings.zoom = 1.0;
        }
        if !ReadingStyle::SIZES.contains(&settings.reading.size) {
            settings.reading.size = ReadingStyle::NORMAL;
        }
        settings
    }

    /// Saves the settings; failures are ignored.
    pub fn write(&self, file: &Path) {
        let Ok(json) = serde_json::to_vec_pretty(self) else { return };
        if let Some(folder) = file.parent() {
            private_folder(folder);
        }
        let _ = write_private(file, &json);
    }

    /// Adopts what other windows have saved since: places in projects other than the one open here, and recent
    /// projects after those already known.
    pub fn take_others(&mut self, others: Self, open: Option<&Path>) {
        let is_own = |path: &str| open.is_some_and(|open| open.as_os_str() == path);
        self.projects.extend(others.projects.into_iter().filter(|(path, _)| !is_own(path)));
        let new = others.recent.into_iter().filter(|path| !self.recent.contains(path)).collect::<Vec<_>>();
        self.recent.extend(new);
        self.recent.truncate(RECENT);
    }

    /// Returns the coder and position in the project at this path.
    #[must_use]
    pub fn place(&self, path: &Path) -> Option<&Place> {
        self.projects.get(path.to_str()?)
    }

    /// Returns the recent projects with the names by which they are listed: those of the projects as far as they are known,
    /// otherwise of their files. Those of the same name are told apart by their files or folders.
    #[must_use]
    pub fn recent_names(&self) -> Vec<(&Path, String)> {
        let file = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = |path: &Path| {
            self.place(path)
                .map(|place| place.name.clone())
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| file(path))
        };
        let label = |path: &PathBuf| {
            let project = name(path);
            let others = || self.recent.iter().filter(|other| *other != path && name(other) == project);
            if others().next().is_none() {
                return project;
            }
            let is_shared = others().any(|other| file(other) == file(path)) || file(path) == project;
            let folder = if is_shared { distinct_folder(path, &others().collect::<Vec<_>>()) } else { file(path) };
            tr!("{project} ({folder})", project, folder)
        };
        self.recent.iter().map(|path| (path.as_path(), label(path))).collect()
    }

    /// Saves the coder and position, for projects that are still among the recent ones.
    pub fn keep_place(&mut self, path: &Path, place: Place) {
        if let Some(path) = path.to_str() {
            self.projects.insert(path.to_owned(), place);
        }
        let recent = &self.recent;
        self.projects
            .retain(|known, _| Path::new(known) == path || recent.iter().any(|r| r.as_os_str() == known.as_str()));
    }

    /// Moves a project to the top of the recent ones.
    pub fn opened(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(RECENT);
    }
}

/// The last folders of a path, as many as are needed to tell it from the others.
fn distinct_folder(path: &Path, others: &[&PathBuf]) -> String {
    let folders = |path: &Path, count: usize| -> PathBuf {
        let all: Vec<_> = path.parent().into_iter().flat_map(Path::components).collect();
        all.get(all.len().saturating_sub(count)..).unwrap_or_default().iter().collect()
    };
    let most = path.components().count();
    let is_distinct = |count: &usize| others.iter().all(|other| folders(other, *count) != folders(path, *count));
    let count = (1..most).find(is_distinct).unwrap_or(1);
    folders(path, count).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recent_projects_of_one_name_are_told_apart_by_as_many_folders_as_needed() {
        let paths = ["/a/x/s.pullquote", "/b/x/s.pullquote", "/b/y/s.pullquote", "/b/t.pullquote"];
        let settings = Settings { recent: paths.iter().map(PathBuf::from).collect(), ..Settings::default() };
        let names: Vec<String> = settings.recent_names().into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["s (a/x)", "s (b/x)", "s (y)", "t"]);
        // Two files of one project in a folder.
        let named = |path: &str| (path.to_owned(), Place { name: "Study".into(), ..Place::default() });
        let paths = ["/a/one.pullquote", "/a/two.pullquote", "/b/two.pullquote"];
        let settings = Settings {
            recent: paths.iter().map(PathBuf::from).collect(),
            projects: paths.into_iter().map(named).collect(),
            ..Settings::default()
        };
        let names: Vec<String> = settings.recent_names().into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["Study (one)", "Study (a)", "Study (b)"]);
    }

    #[test]
    fn settings_survive_and_a_broken_file_counts_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a/settings.json");
        let mut settings = Settings { zoom: 1.25, theme: Theme::Dark, ..Settings::default() };
        for i in 0..12 {
            settings.opened(Path::new(&format!("/p/{}.pullquote", i % 10)));
        }
        assert_eq!((settings.recent.len(), settings.recent[0].to_str().unwrap()), (RECENT, "/p/1.pullquote"));
        settings.write(&file);
        assert_eq!(Settings::read(&file), settings);
        std::fs::write(&file, "{ \"zoom\": 99, ").unwrap();
        assert_eq!(Settings::read(&file), Settings::default());
        std::fs::write(&file, "{ \"zoom\": 99 }").unwrap();
        assert_eq!(Settings::read(&file).zoom, 1.0);
        std::fs::write(&file, r#"{ "reading": { "face": "sans", "size": 900 } }"#).unwrap();
        let reading = Settings::read(&file).reading;
        assert_eq!((reading.face, reading.size), (TextFace::Sans, ReadingStyle::NORMAL));
    }

    #[test]
    fn two_windows_keep_their_places_side_by_side() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        let (a, b) = (Path::new("/p/a.pullquote"), Path::new("/p/b.pullquote"));
        let keep = |settings: &mut Settings, path: &Path, coder: &str| {
            settings.take_others(Settings::read(&file), Some(path));
            settings.opened(path);
            settings.keep_place(path, Place { coder: Some(coder.into()), ..Place::default() });
            settings.write(&file);
        };
        let (mut first, mut second) = (Settings::default(), Settings::default());
        keep(&mut first, a, "Ann");
        keep(&mut second, b, "Ben");
        keep(&mut first, a, "Zoë");
        keep(&mut second, b, "Ben");
        let kept = Settings::read(&file);
        let coder = |path: &Path| kept.place(path).and_then(|place| place.coder.clone());
        assert_eq!((coder(a).as_deref(), coder(b).as_deref()), (Some("Zoë"), Some("Ben")));
        assert_eq!(kept.recent, [b, a]);
    }

    #[cfg(unix)]
    #[test]
    fn settings_are_private_and_a_pipe_counts_as_none() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config/settings.json");
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        Settings::default().write(&file);
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        Settings::default().write(&file);
        assert_eq!(mode(&file), 0o600);
        std::fs::remove_file(&file).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&file).status().unwrap().success());
        assert_eq!(Settings::read(&file), Settings::default());
    }
}
