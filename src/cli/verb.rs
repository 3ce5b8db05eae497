//! The description of a verb: its operands and flags with their help, and the function that runs it. Parsing and help
//! use the same descriptions, so everything that is accepted is documented.

use super::{Arguments, Failure, Printer};

pub struct Verb {
    pub name: &'static str,
    pub operands: &'static [Operand],
    pub flags: &'static [Flag],
    /// One line, for the list of verbs.
    pub about: &'static str,
    /// Further help; may be empty.
    pub notes: &'static str,
    pub run: fn(&Arguments, &mut Printer<'_>) -> Result<(), Failure>,
}

/// A positional argument.
pub struct Operand {
    pub name: &'static str,
    pub help: &'static str,
    pub number: Number,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Number {
    One,
    OneOrMore,
    NoneOrMore,
    NoneOrOne,
}

#[derive(Clone, Copy)]
pub struct Flag {
    /// Without the two hyphens.
    pub long: &'static str,
    pub short: Option<char>,
    /// Name of its value in the help; `None` for a switch.
    pub value: Option<&'static str>,
    pub help: &'static str,
    /// The value that may follow with `=`, as shown in the help. Without it, the flag is a switch.
    pub optional: Option<&'static str>,
    pub repeats: bool,
    pub required: bool,
}

impl Flag {
    pub const fn switch(long: &'static str, help: &'static str) -> Self {
        Self { long, short: None, value: None, help, optional: None, repeats: false, required: false }
    }

    pub const fn value(long: &'static str, value: &'static str, help: &'static str) -> Self {
        Self { value: Some(value), ..Self::switch(long, help) }
    }

    pub const fn with_optional_value(self, value: &'static str) -> Self {
        Self { optional: Some(value), ..self }
    }

    pub const fn repeated(self) -> Self {
        Self { repeats: true, ..self }
    }

    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// `-o, --output FILE`
    pub fn usage(&self) -> String {
        let short = self.short.map_or_else(String::new, |c| format!("-{c}, "));
        let value = self.value.map_or_else(String::new, |value| format!(" {value}"));
        let optional = self.optional.map_or_else(String::new, |value| format!("[{value}]"));
        format!("{short}--{}{value}{optional}", self.long)
    }
}

impl Operand {
    pub const fn one(name: &'static str, help: &'static str) -> Self {
        Self { name, help, number: Number::One }
    }

    pub fn usage(&self) -> String {
        match self.number {
            Number::One => self.name.to_owned(),
            Number::OneOrMore => format!("{}…", self.name),
            Number::NoneOrMore => format!("[{}…]", self.name),
            Number::NoneOrOne => format!("[{}]", self.name),
        }
    }
}
