//! The verb `code`: one coding, as the window makes it.

use super::verb::{Flag, Verb};
use super::{Arguments, Failure, Printer, flags, names};
use crate::engine::{Command, Error, Progress};
use crate::model::{AGREED, CharRange};

const DOCUMENT: Flag = Flag { help: "the document that is coded", ..flags::DOCUMENT }.required();
const CODE: Flag =
    Flag { help: "the code, by its path: “Financial capital > Push > Low income”", ..flags::CODE }.required();
const RANGE: Flag =
    Flag::value("range", "START..END", "characters from the start of the document, END not included: 118..171")
        .required();
const CODER: Flag = Flag::value("coder", "NAME", "who codes; a coder who is new to the project is added").required();

pub const VERB: Verb = Verb {
    name: "code",
    operands: &[flags::WRITE],
    flags: &[DOCUMENT, RANGE, CODE, CODER, flags::WAIT],
    about: "code one passage",
    notes: "A new coder is an entry of the history of its own, before that of the coding. Characters are Unicode code \
            points. What the coder has coded so already stays as it is.",
    run: code,
};

fn code(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let range = range(arguments)?;
    let name = arguments.required(CODER.long)?.trim();
    if name.is_empty() {
        return Err(Error::Nameless { what: "coder" }.into());
    }
    let mut project = names::open_to_write(arguments, printer)?;
    let study = project.reads().study()?;
    let source = names::document(&study, arguments.required(DOCUMENT.long)?)?;
    let code = names::code(&study, arguments.required(CODE.long)?)?;
    let outside = study.source(source).filter(|document| range.end.0 > document.characters);
    if let Some(document) = outside {
        let (document, characters) = (document.name.clone(), document.characters);
        return Err(Error::OutsideText { range: range.to_string(), document, characters }.into());
    }
    if name == AGREED {
        let message = "the agreed layer is made by `agree` and by decisions; code as one of the coders";
        return Err(Failure::Failed(message.into()));
    }
    let command = Command::CodeAs { name: name.to_owned(), source, range, codes: vec![code] };
    let done = project.execute(&command, Some(name), &Progress::default())?;
    if done.added_coder.is_some() {
        printer.remark(&format!("{name} is new to this project and was added"));
    }
    printer.line(if done.summary.is_empty() { "coded so already; nothing was changed" } else { &done.summary })
}

fn range(arguments: &Arguments) -> Result<CharRange, Failure> {
    let text = arguments.required(RANGE.long)?;
    let parsed = text.split_once("..").and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    let (start, end): (u32, u32) =
        parsed.ok_or_else(|| arguments.usage(format!("--range takes two whole numbers, as 118..171, not “{text}”")))?;
    if start >= end {
        return Err(Failure::Failed(format!("the passage {text} holds no character: START must be before END")));
    }
    Ok(CharRange::new(start, end))
}
