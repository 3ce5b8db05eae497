//! Finds things in the project by the names given on the command line. Errors list the known names.

use super::{Arguments, Failure, Printer, flags};
use crate::analysis::Alternatives;
use crate::engine::{Error, PassageFilter, Project};
use crate::i18n::Language;
use crate::model::codebook::PATH_SEPARATOR;
use crate::model::{
    AccountFilter, CONSENSUS, Code, CodeId, Count, ParticipantId, RowKind, SetId, SourceId, Study, UserId, same_name,
};
use std::path::Path;
use std::time::Duration;
use strum::IntoEnumIterator;

/// Opens a project for reading, and prints the problems of a project folder.
pub fn open_to_read(path: &Path, printer: &mut Printer<'_>) -> Result<Project, Failure> {
    let (project, problems) = Project::open_to_read(path)?;
    for problem in problems {
        printer.remark(&problem.to_string());
    }
    Ok(project)
}

/// Opens a project for writing; waits for other programs for the time given by `--wait`.
pub fn open_to_write(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<Project, Failure> {
    let patience = Duration::from_secs(u64::from(arguments.number(flags::WAIT.long, 0)?));
    let project = Project::open_patiently(&arguments.path()?, patience)?;
    if let Some(copy) = project.copy_before_update() {
        let copy = copy.display();
        printer.remark(&format!(
            "the project was updated for this version; a copy from before the update was saved as {copy}"
        ));
    }
    Ok(project)
}

/// Returns the language given by `--language`.
pub fn language(arguments: &Arguments) -> Result<Option<Language>, Failure> {
    let Some(code) = arguments.flag(flags::LANGUAGE.long)? else { return Ok(None) };
    let found = Language::iter().find(|language| language.code() == code);
    found.map(Some).ok_or_else(|| arguments.usage(format!("--language is en or zh, not “{code}”")))
}

fn unknown(kind: RowKind, name: &str, known: impl Iterator<Item = String>) -> Failure {
    // Of a path, the name at its end may be meant.
    let last = |known: &str| known.rsplit(PATH_SEPARATOR).next().unwrap_or(known).to_owned();
    let mut known: Vec<String> = known.collect();
    known.sort_by_cached_key(|one| Alternatives::distance(name, one).min(Alternatives::distance(name, &last(one))));
    Error::Unknown { kind, name: name.to_owned(), known }.into()
}

pub fn document(study: &Study, name: &str) -> Result<SourceId, Failure> {
    let known = || study.sources.iter().map(|s| s.name.clone());
    study.source_named(name).map(|s| s.id).ok_or_else(|| unknown(RowKind::Document, name, known()))
}

pub fn participant(study: &Study, name: &str) -> Result<ParticipantId, Failure> {
    let known = || study.participants.iter().map(|p| p.name.clone());
    study.participant_named(name).map(|c| c.id).ok_or_else(|| unknown(RowKind::Participant, name, known()))
}

pub fn set(study: &Study, name: &str) -> Result<SetId, Failure> {
    if study.sets.is_empty() {
        let message = format!("this project has no sets, so there is no set “{name}”; omit --set");
        return Err(Failure::Failed(message));
    }
    let known = || study.sets.iter().map(|set| set.name.clone());
    study.set_named(name).map(|set| set.id).ok_or_else(|| unknown(RowKind::Set, name, known()))
}

/// Finds a code by its path. If only the name of a code is given, the error lists its whole path.
pub fn code(study: &Study, path: &str) -> Result<CodeId, Failure> {
    let book = &study.codebook;
    book.find(path).ok_or_else(|| {
        let path_of = |code: &Code| book.path(code.id).to_string();
        let same: Vec<String> = book.codes().iter().filter(|code| same_name(&code.name, path)).map(path_of).collect();
        if same.is_empty() {
            unknown(RowKind::Code, path, book.codes().iter().map(path_of))
        } else {
            Error::NotAPath { name: path.to_owned(), paths: same }.into()
        }
    })
}

pub fn coder(study: &Study, name: &str) -> Result<UserId, Failure> {
    if let Some(user) = study.user_named(name) {
        return Ok(user.id);
    }
    if same_name(name, CONSENSUS) {
        let message = "this project has no consensus coding (agreed); create it with `agree --auto`, or omit --coder";
        return Err(Failure::Failed(message.into()));
    }
    Err(unknown(RowKind::Coder, name, study.users.iter().map(|u| u.name.clone())))
}

/// Returns what the values of a flag name. A value may be one name as a whole; otherwise it lists names, as in `Ann,Ben`,
/// and a name with a comma may be in double quotes, as in CSV: `"Lee, Ann",Ben`.
pub fn listed<T>(
    values: &[&str],
    known: impl Fn(&str) -> Option<T>,
    named: impl Fn(&str) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let mut found = Vec::new();
    for value in values {
        match known(value) {
            Some(one) => found.push(one),
            None => {
                for name in split_names(value) {
                    found.push(named(&name)?);
                }
            }
        }
    }
    Ok(found)
}

pub fn listed_coders(study: &Study, values: &[&str]) -> Result<Vec<UserId>, Failure> {
    listed(values, |name| study.user_named(name).map(|user| user.id), |name| coder(study, name))
}

pub fn listed_codes(study: &Study, values: &[&str]) -> Result<Vec<CodeId>, Failure> {
    listed(values, |path| study.codebook.find(path), |path| code(study, path))
}

pub fn listed_documents(study: &Study, values: &[&str]) -> Result<Vec<SourceId>, Failure> {
    listed(values, |name| study.source_named(name).map(|source| source.id), |name| document(study, name))
}

/// Writes names as [`listed`] reads them.
pub fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let quoted = |name: &str| match name.contains(',') || name.starts_with('"') {
        true => format!("\"{}\"", name.replace('"', "\"\"")),
        false => name.to_owned(),
    };
    names.map(quoted).collect::<Vec<_>>().join(",")
}

/// Quotes a value so that a shell takes it as it is.
pub fn in_shell(value: &str) -> String {
    format!("'{}'", value.replace('\'', r"'\''"))
}

/// Splits names at commas that are not within double quotes; a quote is doubled within them. Empty names are left out.
fn split_names(text: &str) -> Vec<String> {
    let (mut names, mut name, mut quoted) = (Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.next_if_eq(&'"').is_some() => name.push('"'),
            '"' if quoted || name.trim().is_empty() => quoted = !quoted,
            ',' if !quoted => names.push(std::mem::take(&mut name)),
            c => name.push(c),
        }
    }
    names.push(name);
    names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// Returns the coders given by `--coder`; empty means any coder.
pub fn coders(study: &Study, arguments: &Arguments) -> Result<Vec<UserId>, Failure> {
    arguments.all(flags::CODERS.long)?.into_iter().map(|name| coder(study, name)).collect()
}

pub fn count(arguments: &Arguments) -> Result<Count, Failure> {
    let Some(name) = arguments.flag(flags::COUNT.long)? else { return Ok(Count::default()) };
    let known = Count::ALL.iter().map(|count| count.name()).collect::<Vec<_>>().join(", ");
    Count::parse(name).ok_or_else(|| arguments.usage(format!("--count is one of {known}, not “{name}”")))
}

/// Returns whose experience passages must be about.
pub fn account(arguments: &Arguments) -> Result<Option<AccountFilter>, Failure> {
    let Some(word) = arguments.flag(flags::ACCOUNT.long)? else { return Ok(None) };
    let wrong = || arguments.usage(format!("--{} is own or others, not “{word}”", flags::ACCOUNT.long));
    AccountFilter::parse(word).map(Some).ok_or_else(wrong)
}

/// Returns the filter that the flags describe.
pub fn filter(study: &Study, arguments: &Arguments) -> Result<PassageFilter, Failure> {
    Ok(PassageFilter {
        code: arguments.flag(flags::CODE.long)?.map(|path| code(study, path)).transpose()?,
        source: arguments.flag(flags::DOCUMENT.long)?.map(|name| document(study, name)).transpose()?,
        participant: arguments.flag(flags::PARTICIPANT.long)?.map(|name| participant(study, name)).transpose()?,
        users: study.counted(&coders(study, arguments)?),
        codings: None,
    })
}

#[cfg(test)]
mod tests {
    use super::{in_shell, list, split_names};

    #[test]
    fn names_with_commas_are_quoted_as_in_csv() {
        for (text, wanted) in [
            ("Ann,Ben", &["Ann", "Ben"][..]),
            (" Ann , ,Ben,", &["Ann", "Ben"]),
            (r#""Lee, Ann",Ben"#, &["Lee, Ann", "Ben"]),
            (r#"Ben, "Lee, Ann" "#, &["Ben", "Lee, Ann"]),
            (r#""Ann ""A"" Lee",Ben"#, &[r#"Ann "A" Lee"#, "Ben"]),
            (r#"Ann "A" Lee,Ben"#, &[r#"Ann "A" Lee"#, "Ben"]),
            (r#""Lee, Ann"#, &["Lee, Ann"]),
            ("", &[]),
        ] {
            assert_eq!(split_names(text), wanted, "{text}");
        }
    }

    #[test]
    fn listed_names_are_read_again_as_they_were() {
        let names = ["Ann", "Lee, Ann", r#""Ann" Lee"#, r#"Ann "A", Lee"#, "O'Brien"];
        assert_eq!(split_names(&list(names.into_iter())), names);
        assert_eq!(in_shell(&list(["Ann", "O'Brien"].into_iter())), r"'Ann,O'\''Brien'");
    }
}
