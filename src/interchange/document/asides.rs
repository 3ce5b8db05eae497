//! Collects words of a file that are not part of its text, while the file is read.

use super::Document;
use crate::interchange::remark::{Aside, AsideKind};
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub struct Asides {
    /// Those that have not ended yet, the innermost last.
    open: Vec<(AsideKind, String)>,
    /// Words that arrive in several pieces without an element around them.
    running: Option<(AsideKind, String)>,
    done: Vec<Aside>,
}

impl Asides {
    pub fn begin(&mut self, kind: AsideKind) {
        self.open.push((kind, String::new()));
    }

    pub fn push(&mut self, text: &str) {
        if let Some((_, open)) = self.open.last_mut() {
            open.push_str(text);
        }
    }

    pub fn end(&mut self) {
        if let Some((kind, text)) = self.open.pop() {
            self.add(kind, &text);
        }
    }

    /// Ends the innermost one without keeping it, and returns its words.
    pub fn take(&mut self) -> String {
        self.open.pop().map(|(_, text)| text).unwrap_or_default()
    }

    /// Adds words; continues the previous ones if they are of the same kind.
    pub fn run(&mut self, kind: AsideKind, text: &str) {
        match &mut self.running {
            Some((running, open)) if *running == kind => open.push_str(text),
            _ => {
                self.end_run();
                self.running = Some((kind, text.to_owned()));
            }
        }
    }

    /// Ends the words added with [`Self::run`].
    pub fn end_run(&mut self) {
        if let Some((kind, text)) = self.running.take() {
            self.add(kind, &text);
        }
    }

    /// Adds complete words. White space in them becomes a space; blank words are ignored.
    pub fn add(&mut self, kind: AsideKind, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.done.push(Aside { kind, text });
        }
    }

    pub fn count(&self, kind: AsideKind) -> usize {
        self.done.iter().filter(|aside| aside.kind == kind).count()
    }

    /// Moves them to a document, with one loss per kind.
    pub fn report(mut self, document: &mut Document) {
        self.end_run();
        while !self.open.is_empty() {
            self.end();
        }
        let mut counts: BTreeMap<AsideKind, usize> = BTreeMap::new();
        for aside in &self.done {
            *counts.entry(aside.kind).or_default() += 1;
        }
        for (kind, count) in counts {
            document.report_left_out(kind, count);
        }
        document.left_out.extend(self.done);
    }
}
