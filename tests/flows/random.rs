//! Random commands with undo, redo and restarts, compared with a model: a list of the project's contents after each
//! step.

use super::support::*;
use pullquote::engine::command::{CodeChange, DimensionDraft};
use pullquote::engine::{Actor, Command, Error, Outcome, Progress, Project, template};
use pullquote::model::{Account, CharRange, CodingId, SetDefinition, SetKind, Study};
use pullquote::store;
use std::path::PathBuf;

const STEPS: usize = 400;

struct Model {
    project: Option<Project>,
    path: PathBuf,
    /// The states that undo goes back to; the last is the present.
    past: Vec<Snapshot>,
    /// The states that redo goes to; the next is last.
    future: Vec<Snapshot>,
    texts: PathBuf,
    made: usize,
}

impl Model {
    fn project(&mut self) -> &mut Project {
        let path = &self.path;
        self.project.get_or_insert_with(|| Project::open(path).unwrap())
    }

    /// Executes a command as one of the coders, or without a coder.
    fn execute(&mut self, command: &Command, actor: &Actor) -> Result<Outcome, Error> {
        self.project().execute(command, actor, &Progress::default())
    }

    /// A random command of a random kind; `None` if the present state allows none of that kind.
    fn random_work(&mut self, random: &mut fastrand::Rng, actor: &Actor) -> Option<Command> {
        let study = self.project().reads().study().unwrap();
        let is_coder = *actor != Actor::Nobody;
        let source = study.sources.get(random.usize(..study.sources.len().max(1)));
        let codes = study.codebook.codes();
        let code = codes.get(random.usize(..codes.len().max(1))).map(|c| c.id);
        let range = |characters: u32, random: &mut fastrand::Rng| {
            let start = random.u32(..characters);
            CharRange::new(start, start + random.u32(1..=characters - start))
        };
        self.made += 1;
        let name = format!("名 {}", self.made);
        if random.u8(..3) == 0 {
            return self.random_change(random, &study);
        }
        Some(match random.u32(..10) {
            0 => Command::AddCoder { name },
            1 | 2 => {
                let passage = source.filter(|_| is_coder).map(|s| (s.id, range(s.characters, random)));
                Command::AddCode { parent: code.filter(|_| random.bool()), name, passage }
            }
            3 => {
                let file = self.texts.join(format!("{name}.txt"));
                std::fs::write(&file, format!("问：{name}？\n答：没有钱。\n")).unwrap();
                planned(self.project(), file, random.bool(), &Default::default())
            }
            4 => Command::UseTemplate { template: template::built_in().remove(0) },
            5 => {
                let passages = &self.past.last()?.passages;
                let some = passages.iter().filter(|_| random.u8(..4) == 0).map(|p| p.coding.id).collect();
                Command::Override(Box::new(Command::Remove { codings: some }))
            }
            _ => {
                let source = source.filter(|_| is_coder)?;
                Command::Code { source: source.id, range: range(source.characters, random), codes: vec![code?] }
            }
        })
    }

    /// A change of existing items.
    fn random_change(&self, random: &mut fastrand::Rng, study: &Study) -> Option<Command> {
        let codes = study.codebook.codes();
        let any = |random: &mut fastrand::Rng| codes.get(random.usize(..codes.len().max(1))).map(|c| c.id);
        let (code, other) = (any(random)?, any(random)?);
        let passages = &self.past.last()?.passages;
        let passage = passages.get(random.usize(..passages.len().max(1))).map(|p| &p.coding);
        let some: Vec<CodingId> = passages.iter().filter(|_| random.u8(..4) == 0).map(|p| p.coding.id).collect();
        let name = format!("名 {}", random.u32(..40));
        let dimension = study.codebook.dimensions.first();
        Some(match random.u32(..15) {
            11 => {
                let account = [Some(Account::Own), Some(Account::About(name)), None][random.usize(..3)].clone();
                Command::Override(Box::new(Command::SetAccount { codings: some, account }))
            }
            13 => {
                let items = codes.iter().filter(|_| random.bool()).map(|code| code.guid).collect();
                let definition =
                    SetDefinition { kind: SetKind::Codes, items, memo: name.clone(), ..Default::default() };
                let set = study.sets.first().map(|set| set.id).filter(|_| random.bool());
                Command::SaveSet { set, name, definition }
            }
            14 => Command::RemoveSet { set: study.sets.get(random.usize(..study.sets.len().max(1)))?.id },
            0 => Command::Override(Box::new(Command::Recode { codings: some, code })),
            1 => {
                let coding = passage?;
                let end = study.source(coding.source)?.characters;
                let start = random.u32(..end);
                let range = CharRange::new(start, start + random.u32(1..=end - start));
                Command::Override(Box::new(Command::MoveEdges { coding: coding.id, range }))
            }
            2 => Command::Override(Box::new(Command::MarkImportant { codings: some, important: random.bool() })),
            3 => Command::ChangeCode { code, changes: vec![CodeChange::Name(name)] },
            4 => Command::ChangeCode { code, changes: vec![CodeChange::Description(name)] },
            5 => {
                let dimension = dimension?;
                let value = Some(random.usize(..dimension.values.len() + 1)).filter(|&v| v < dimension.values.len());
                Command::ChangeCode { code, changes: vec![CodeChange::Dimension(dimension.id, value)] }
            }
            6 | 7 => Command::MoveCode { code, parent: Some(other).filter(|_| random.bool()), before: any(random) },
            8 => Command::MergeCodes { from: code, into: other },
            9 => Command::Override(Box::new(Command::SplitCode { codings: some, parent: Some(code), name })),
            10 => Command::RemoveCode { code },
            _ => {
                let dimension = dimension?;
                let kept = (0..dimension.values.len()).filter(|_| random.u8(..5) > 0);
                let mut values: Vec<_> = kept.map(|place| (Some(place), dimension.values[place].clone())).collect();
                values.push((None, name));
                Command::SaveDimension {
                    draft: DimensionDraft { dimension: Some(dimension.id), name: dimension.name.clone(), values },
                }
            }
        })
    }

    fn step(&mut self, random: &mut fastrand::Rng) {
        match random.u32(..10) {
            0..=2 => self.turn(&Command::Undo { steps: 1 }),
            3 | 4 => self.turn(&Command::Redo { steps: 1 }),
            5 => self.project = None,
            _ => {
                let users = self.project().reads().study().unwrap().users;
                let actor = Actor::from(users.get(random.usize(..users.len().max(1))).map(|user| user.id));
                let Some(command) = self.random_work(random, &actor) else { return };
                let outcome = match self.execute(&command, &actor) {
                    // Invalid commands are refused and change nothing.
                    Err(Error::NameTaken { .. } | Error::Circular { .. }) => Outcome::default(),
                    done => done.unwrap_or_else(|e| panic!("{command:?}: {e}")),
                };
                let present = snapshot(self.project());
                // A command that changes nothing makes no history entry and keeps redo.
                if outcome.summary.is_empty() || Some(&present) == self.past.last() {
                    assert_eq!(Some(&present), self.past.last(), "{command:?}");
                } else {
                    self.past.push(present);
                    self.future.clear();
                }
            }
        }
    }

    fn turn(&mut self, command: &Command) {
        let undo = matches!(command, Command::Undo { .. });
        let possible = if undo { self.past.len() > 1 } else { !self.future.is_empty() };
        match self.execute(command, &Actor::Nobody) {
            Ok(_) if undo => self.future.extend(self.past.pop()),
            Ok(_) => self.past.extend(self.future.pop()),
            Err(Error::Store(store::Error::NothingTo { .. })) => return assert!(!possible, "{command:?}"),
            Err(error) => panic!("{command:?}: {error}"),
        }
        assert!(possible, "{command:?} should have changed nothing");
    }
}

#[test]
fn random_commands_with_undo_redo_and_restarts_match_the_model() {
    for seed in [1, 7, 2020] {
        let place = temporary();
        let path = place.path().join("p.pullquote");
        let project = Project::create(&path, "p").unwrap();
        let past = vec![snapshot(&project)];
        let texts = place.path().to_owned();
        let mut model = Model { project: Some(project), path, past, future: vec![], texts, made: 0 };
        let mut random = fastrand::Rng::with_seed(seed);
        for step in 0..STEPS {
            model.step(&mut random);
            let present = snapshot(model.project());
            assert!(Some(&present) == model.past.last(), "seed {seed}, step {step}");
        }
        assert_eq!(model.project().reads().check().unwrap(), Vec::<String>::new(), "seed {seed}");
    }
}
