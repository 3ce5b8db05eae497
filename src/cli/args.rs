//! Parses arguments and checks them against the description of a verb.

use super::verb::{Number, Verb};
use super::{Failure, VERBS, help, projects};
use crate::engine::places;
use lexopt::{Arg, Parser};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// What the arguments request.
pub enum Request {
    /// The list of verbs, or the help of one verb.
    Help(Option<&'static Verb>),
    Version,
    Window,
    Verb(&'static Verb, Arguments),
}

/// The arguments of a verb, checked against its description.
pub struct Arguments {
    verb: &'static Verb,
    operands: Vec<OsString>,
    /// Name and value of each flag; the value is empty for a switch.
    flags: Vec<(&'static str, OsString)>,
}

impl Arguments {
    /// Returns the first operand as a path; this is the project for every verb that has one.
    pub fn path(&self) -> Result<PathBuf, Failure> {
        self.paths().next().ok_or_else(|| self.usage("an argument is missing"))
    }

    pub fn paths(&self) -> impl Iterator<Item = PathBuf> {
        self.operands.iter().map(PathBuf::from)
    }

    /// Returns an operand that must be text.
    pub fn operand(&self, place: usize) -> Result<Option<&str>, Failure> {
        self.operands.get(place).map(|value| self.text(value)).transpose()
    }

    pub fn has(&self, flag: &str) -> bool {
        self.raw(flag).is_some()
    }

    pub fn flag(&self, flag: &str) -> Result<Option<&str>, Failure> {
        self.raw(flag).map(|value| self.text(value)).transpose()
    }

    /// Returns the value of a required flag.
    pub fn required(&self, flag: &str) -> Result<&str, Failure> {
        self.flag(flag)?.ok_or_else(|| self.usage(format!("--{flag} is missing")))
    }

    /// Returns all values of a repeatable flag.
    pub fn all(&self, flag: &str) -> Result<Vec<&str>, Failure> {
        self.flags.iter().filter(|(name, _)| *name == flag).map(|(_, value)| self.text(value)).collect()
    }

    pub fn file(&self, flag: &str) -> Option<PathBuf> {
        self.raw(flag).map(PathBuf::from)
    }

    pub fn number(&self, flag: &str, default: u32) -> Result<u32, Failure> {
        let Some(text) = self.flag(flag)? else { return Ok(default) };
        text.parse().map_err(|_| self.usage(format!("--{flag} takes a whole number, not “{text}”")))
    }

    /// Creates a usage error: exit code 2.
    pub fn usage(&self, message: impl Into<String>) -> Failure {
        Failure::Usage { message: message.into(), verb: Some(self.verb) }
    }

    fn raw(&self, flag: &str) -> Option<&OsString> {
        self.flags.iter().find(|(name, _)| *name == flag).map(|(_, value)| value)
    }

    fn text<'a>(&self, value: &'a OsString) -> Result<&'a str, Failure> {
        value.to_str().ok_or_else(|| self.usage(format!("“{}” is not UTF-8 text", value.to_string_lossy())))
    }

    fn take_flag(&mut self, name: &str, short: Option<char>, parser: &mut Parser) -> Result<(), Failure> {
        let shown = short.map_or_else(|| format!("--{name}"), |c| format!("-{c}"));
        let known = self.verb.flags.iter().find(|f| short.map_or(f.long == name, |c| f.short == Some(c)));
        let Some(flag) = known else {
            return Err(self.usage(format!("`{}` has no flag {shown}", self.verb.name)));
        };
        if !flag.repeats && self.has(flag.long) {
            return Err(self.usage(format!("{shown} is given twice")));
        }
        let value = match flag.value {
            Some(value) => parser.value().map_err(|_| self.usage(format!("{shown} needs a value: {value}")))?,
            None if flag.optional.is_some() => parser.optional_value().unwrap_or_default(),
            None => OsString::new(),
        };
        self.flags.push((flag.long, value));
        Ok(())
    }

    fn check(&self) -> Result<(), Failure> {
        let most = self.verb.operands.last().filter(|o| matches!(o.number, Number::OneOrMore | Number::NoneOrMore));
        for (place, operand) in self.verb.operands.iter().enumerate() {
            let needed = matches!(operand.number, Number::One | Number::OneOrMore);
            if needed && self.operands.len() <= place {
                return Err(self.usage(format!("{} is missing: {}", operand.name, operand.help)));
            }
        }
        if let Some(extra) = self.operands.get(self.verb.operands.len()).filter(|_| most.is_none()) {
            return Err(self.usage(format!("unexpected argument “{}”", extra.to_string_lossy())));
        }
        match self.verb.flags.iter().find(|flag| flag.required && !self.has(flag.long)) {
            Some(flag) => Err(self.usage(format!("{} is missing: {}", flag.usage(), flag.help))),
            None => Ok(()),
        }
    }
}

pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Request, Failure> {
    let mut parser = Parser::from_args(args);
    let wrong = |error: lexopt::Error| Failure::Usage { message: error.to_string(), verb: None };
    let mut operands = Vec::new();
    let verb = match parser.next().map_err(wrong)? {
        None => return Ok(Request::Window),
        Some(Arg::Long("help") | Arg::Short('h')) => return Ok(Request::Help(None)),
        Some(Arg::Long("version") | Arg::Short('V')) => return Ok(Request::Version),
        // As file managers start the program.
        Some(Arg::Value(project)) if is_project(&project) => {
            operands.push(project);
            &projects::OPEN
        }
        Some(Arg::Value(name)) => named(&name.to_string_lossy())?,
        Some(other) => return Err(wrong(other.unexpected())),
    };
    let mut arguments = Arguments { verb, operands, flags: Vec::new() };
    while let Some(arg) = parser.next().map_err(wrong)? {
        match arg {
            Arg::Long("help") | Arg::Short('h') => return Ok(Request::Help(Some(verb))),
            Arg::Value(value) => arguments.operands.push(value),
            Arg::Long(name) => {
                let name = name.to_owned();
                arguments.take_flag(&name, None, &mut parser)?;
            }
            Arg::Short(letter) => arguments.take_flag("", Some(letter), &mut parser)?,
        }
    }
    arguments.check()?;
    if verb.name != help::HELP.name {
        return Ok(Request::Verb(verb, arguments));
    }
    Ok(Request::Help(arguments.operand(0)?.map(named).transpose()?))
}

/// Whether the first argument is a project file and no verb.
fn is_project(argument: &OsStr) -> bool {
    let ending = Path::new(argument).extension().unwrap_or_default();
    ending.eq_ignore_ascii_case(places::ENDING) && !VERBS.iter().any(|verb| argument == verb.name)
}

fn named(name: &str) -> Result<&'static Verb, Failure> {
    VERBS.into_iter().find(|verb| verb.name == name).ok_or_else(|| {
        let known: Vec<&str> = VERBS.iter().map(|verb| verb.name).collect();
        let message = format!("unknown verb “{name}”; the verbs are: {}", known.join(", "));
        Failure::Usage { message, verb: None }
    })
}
