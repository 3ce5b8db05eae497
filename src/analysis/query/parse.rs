//! Reads a query. Every rule of the grammar is a method with its name.

use super::error::{Mistake, Possible, Wrong};
use super::lexer::{Token, tokens};
use super::syntax::{
    Chain, Conjunction, Criterion, DistanceUnit, Field, Matching, Meeting, PassageQuery, PlaceRelation, QueryScope,
    Side, Term, What,
};
use crate::model::CharRange;
use std::str::FromStr;

/// The most parentheses within each other.
const DEEPEST: usize = 64;

impl FromStr for PassageQuery {
    type Err = Mistake;

    /// Reads a query.
    ///
    /// ```
    /// use pullquote::analysis::query::PassageQuery;
    /// let query: PassageQuery = "\"Low income\"[gender=“Female”]  near 30 words text(\"rent\")".parse().unwrap();
    /// assert_eq!(query.to_string(), "\"Low income\"[gender=\"Female\"] near 30 words text(\"rent\")");
    /// assert!("\"Low income\" near".parse::<PassageQuery>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, Mistake> {
        let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
        let query = parser.query()?;
        let mut could_follow = vec![Possible::Exactly("or"), Possible::Exactly("and")];
        could_follow.extend(relations().map(Possible::Exactly));
        could_follow.push(Possible::End);
        if parser.next() == &Token::End { Ok(query) } else { Err(parser.expected(could_follow)) }
    }
}

/// The words with which relations begin.
fn relations() -> impl Iterator<Item = &'static str> {
    let meetings = Meeting::ALL.into_iter().map(Meeting::word);
    meetings.chain(Side::ALL.into_iter().map(Side::word)).chain(["not", "with", "without"])
}

struct Parser {
    tokens: Vec<(Token, CharRange)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn query(&mut self) -> Result<PassageQuery, Mistake> {
        let mut any_of = vec![self.conjunction()?];
        while self.took_word("or") {
            any_of.push(self.conjunction()?);
        }
        Ok(PassageQuery { any_of })
    }

    fn conjunction(&mut self) -> Result<Conjunction, Mistake> {
        let mut all_of = vec![self.chain()?];
        while self.took_word("and") {
            all_of.push(self.chain()?);
        }
        Ok(Conjunction { all_of })
    }

    fn chain(&mut self) -> Result<Chain, Mistake> {
        let mut chain = Chain { first: self.place()?, then: vec![] };
        loop {
            if let Some(not) = self.took_one([("with", false), ("without", true)]) {
                let place = self.place()?;
                if !self.took_word("in") {
                    return Err(self.expected(vec![Possible::Exactly("in")]));
                }
                let scope = self.one_of(QueryScope::ALL.map(|scope| (scope.word(), scope)))?;
                chain.then.push((PlaceRelation::Shares { scope, not }, place));
                continue;
            }
            let not = self.took_word("not");
            let relation = if let Some(meeting) = self.took_one(Meeting::ALL.map(|one| (one.word(), one))) {
                PlaceRelation::Meets { meeting, not }
            } else if let Some(side) = self.took_one(Side::ALL.map(|side| (side.word(), side))) {
                PlaceRelation::Apart { side, at_most: self.number()?, unit: self.unit()?, not }
            } else if not {
                let wanted = relations().filter(|word| !matches!(*word, "not" | "with" | "without"));
                return Err(self.expected(wanted.map(Possible::Exactly).collect()));
            } else {
                return Ok(chain);
            };
            chain.then.push((relation, self.place()?));
        }
    }

    fn place(&mut self) -> Result<Term, Mistake> {
        let what = self.what()?;
        let mut filter = Vec::new();
        if self.took('[') {
            loop {
                filter.push(self.condition()?);
                if self.took(']') {
                    break;
                }
                if !self.took(',') {
                    return Err(self.expected(vec![Possible::Exactly(","), Possible::Exactly("]")]));
                }
            }
        }
        Ok(Term { what, filter })
    }

    fn what(&mut self) -> Result<What, Mistake> {
        if self.took('(') {
            self.depth += 1;
            if self.depth > DEEPEST {
                let (_, at) = self.tokens[self.at - 1];
                return Err(Mistake { at, wrong: Wrong::TooDeep });
            }
            let query = self.query()?;
            if !self.took(')') {
                let mut wanted = vec![Possible::Exactly(")"), Possible::Exactly("or"), Possible::Exactly("and")];
                wanted.extend(relations().map(Possible::Exactly));
                return Err(self.expected(wanted));
            }
            self.depth -= 1;
            return Ok(What::Query(Box::new(query)));
        }
        if let Some(what) = self.took_one([("any", What::Any), ("important", What::Important)]) {
            return Ok(what);
        }
        if self.took_word("text") {
            return self.text();
        }
        let exact = self.took('=');
        match self.took_text() {
            Some(name) => Ok(What::Code { name, exact }),
            None if exact => Err(self.expected(vec![Possible::Code])),
            None => {
                let words = ["=", "text", "any", "important", "("].map(Possible::Exactly);
                Err(self.expected([Possible::Code].into_iter().chain(words).collect()))
            }
        }
    }

    /// Reads what follows the word `text`.
    fn text(&mut self) -> Result<What, Mistake> {
        if !self.took('(') {
            return Err(self.expected(vec![Possible::Exactly("(")]));
        }
        let wanted = self.took_text().ok_or_else(|| self.expected(vec![Possible::Text]))?;
        let mut how = Matching::default();
        loop {
            if self.took(')') {
                return Ok(What::Text { wanted, how });
            }
            if !self.took(',') {
                return Err(self.expected(vec![Possible::Exactly(","), Possible::Exactly(")")]));
            }
            let options = how.words().map(|(word, _)| (word, word));
            let option = self.one_of(options)?;
            how.words().into_iter().filter(|(word, _)| *word == option).for_each(|(_, is_wanted)| *is_wanted = true);
        }
    }

    fn condition(&mut self) -> Result<Criterion, Mistake> {
        let field = self.field()?;
        if !self.took('=') {
            return Err(self.expected(vec![Possible::Exactly("=")]));
        }
        let value = self.took_text().ok_or_else(|| self.expected(vec![Possible::Value]))?;
        Ok(Criterion { field, value })
    }

    fn field(&mut self) -> Result<Field, Mistake> {
        if let Some(name) = self.took_text() {
            return Ok(Field::Attribute(name));
        }
        let Token::Word(word) = self.next().clone() else {
            let fields = ["coder", "participant", "document", "speaker", "account"].map(Possible::Exactly);
            return Err(self.expected(fields.into_iter().chain([Possible::Attribute]).collect()));
        };
        self.at += 1;
        let of = |field: fn(String) -> Field, this: &mut Self| {
            let name = this.took_text().or_else(|| this.took_any_word());
            name.map(field).ok_or_else(|| this.expected(vec![Possible::Attribute]))
        };
        match word.as_str() {
            "attribute" if self.took(':') => of(Field::OfParticipants, self),
            "document" if self.took(':') => of(Field::OfDocuments, self),
            "coder" => Ok(Field::Coder),
            "participant" => Ok(Field::Participant),
            "document" => Ok(Field::Document),
            "speaker" => Ok(Field::Speaker),
            "account" => Ok(Field::Account),
            _ => Ok(Field::Attribute(word)),
        }
    }

    fn number(&mut self) -> Result<u32, Mistake> {
        let (token, at) = self.tokens[self.at].clone();
        let digits = match &token {
            Token::Word(word) => word.chars().map(digit).collect::<Option<Vec<u32>>>(),
            _ => None,
        };
        let digits = digits.ok_or_else(|| self.expected(vec![Possible::Number]))?;
        self.at += 1;
        let number = digits.into_iter().try_fold(0_u32, |number, digit| number.checked_mul(10)?.checked_add(digit));
        number.ok_or(Mistake { at, wrong: Wrong::TooLarge })
    }

    /// Reads the name of a unit in singular or plural.
    fn unit(&mut self) -> Result<DistanceUnit, Mistake> {
        let singular = |unit: DistanceUnit| unit.word().trim_end_matches('s');
        match self.took_one(DistanceUnit::ALL.map(|unit| (singular(unit), unit))) {
            Some(unit) => Ok(unit),
            None => self.one_of(DistanceUnit::ALL.map(|unit| (unit.word(), unit))),
        }
    }

    fn next(&self) -> &Token {
        &self.tokens[self.at].0
    }

    fn took(&mut self, sign: char) -> bool {
        let is_next = *self.next() == Token::Sign(sign);
        self.at += usize::from(is_next);
        is_next
    }

    fn took_word(&mut self, wanted: &'static str) -> bool {
        self.took_one([(wanted, ())]).is_some()
    }

    fn took_text(&mut self) -> Option<String> {
        let Token::Text(text) = self.next().clone() else { return None };
        self.at += 1;
        Some(text)
    }

    fn took_any_word(&mut self) -> Option<String> {
        let Token::Word(word) = self.next().clone() else { return None };
        self.at += 1;
        Some(word)
    }

    /// Takes the next word if it is one of these, in letters of either case.
    fn took_one<T, const N: usize>(&mut self, wanted: [(&'static str, T); N]) -> Option<T> {
        let Token::Word(word) = self.next() else { return None };
        let (_, meant) = wanted.into_iter().find(|(one, _)| word.eq_ignore_ascii_case(one))?;
        self.at += 1;
        Some(meant)
    }

    fn one_of<T, const N: usize>(&mut self, wanted: [(&'static str, T); N]) -> Result<T, Mistake> {
        let words = wanted.each_ref().map(|(word, _)| Possible::Exactly(word));
        self.took_one(wanted).ok_or_else(|| self.expected(words.to_vec()))
    }

    /// Says that the next token is not what could stand there.
    fn expected(&self, wanted: Vec<Possible>) -> Mistake {
        let (token, at) = &self.tokens[self.at];
        let found = match token {
            Token::Word(word) => Some(word.clone()),
            Token::Text(text) => Some(format!("\"{text}\"")),
            Token::Sign(sign) => Some(sign.to_string()),
            Token::End => None,
        };
        Mistake { at: *at, wrong: Wrong::Expected { found, wanted } }
    }
}

/// Returns the value of a digit, also of a full-width one.
fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        c => c.to_digit(10),
    }
}
