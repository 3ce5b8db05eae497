//! The review of a text correction before it is saved: changes of the text, of speakers and of passages.

use super::reading::ShowByKeys;
use super::theme::{self, Palette, Weighted};
use crate::app::workspace::Workspace;
use crate::app::{PassageView, SourceView};
use crate::engine::ByCoder;
use crate::engine::speaker_changes::SpeakerChanges;
use crate::engine::spoken::{Replaced, SpokenText};
use crate::i18n;
use crate::model::CharRange;
use crate::text::{Edits, TextIndex, some_of};
use crate::tr;
use egui::{Frame, Margin, RichText, ScrollArea, Ui};
use std::sync::Arc;

/// Maximum number of changes that are listed one by one.
const LISTED: usize = 200;
/// Characters shown before and after a change.
const AROUND: u32 = 24;
/// Maximum number of participants who are named.
const NAMED: usize = 20;

/// The effects of a correction on a document.
pub struct Review {
    pub text: String,
    /// The text and the passages that the review was made for.
    document: Arc<str>,
    passages: Vec<PassageView>,
    changes: Vec<Change>,
    speakers: Vec<String>,
    kept: usize,
    /// How many of them belong to the consensus coding.
    kept_agreed: usize,
    changed: Vec<ChangedPassage>,
    /// Changed passages of other coders.
    others: ByCoder,
    /// The text in the project is no longer the one that the correction started from.
    is_other_text: bool,
    /// Blind coding hides passages of other coders, which change with the text, too.
    is_blind: bool,
    /// The text was corrected by hand, and what replaces it is not a correction.
    pub loses_correction: bool,
    /// When it was first shown, in the window's seconds.
    pub shown_since: Option<f64>,
}

/// A change: the old and the new words, with the text around them.
struct Change {
    before: String,
    old: String,
    new: String,
    after: String,
}

struct ChangedPassage {
    /// Code and coder.
    name: String,
    old: String,
    /// `None` if nothing of the passage is left.
    new: Option<String>,
    /// Number of its memos.
    memos: usize,
}

impl Review {
    /// Shows what a replacement of the document's text changes. `corrected` is the text that the correction started
    /// from.
    pub fn new(workspace: &Workspace, source: &SourceView, replaced: &Replaced, corrected: &str) -> Self {
        let Replaced { edits, after: SpokenText { text, index, .. }, .. } = replaced;
        let (mut kept, mut kept_agreed, mut changed) = (0, 0, Vec::new());
        let mut coders: Vec<(String, u64)> = Vec::new();
        for passage in source.passages() {
            let now = edits.map(passage.range);
            let (coder, is_agreed) = (workspace.user_name(passage.user), !workspace.can_be(passage.user));
            if !edits.changes(passage.range) {
                kept += 1;
                kept_agreed += usize::from(is_agreed);
                continue;
            }
            match coders.iter_mut().find(|(known, _)| known == coder) {
                Some((_, count)) => *count += 1,
                // The consensus coding belongs to no coder.
                None if is_agreed => {}
                None => coders.push((coder.to_owned(), 1)),
            }
            changed.push(ChangedPassage {
                name: name(workspace, passage),
                old: source.slice(passage.range).to_owned(),
                new: now.map(|range| index.slice(text, range).to_owned()),
                memos: passage.memos.len(),
            });
        }
        // Passages that lose all their text come first, because they must not be overlooked.
        changed.sort_by_key(|passage| passage.new.is_some());
        Self {
            changes: changes(source, edits, text, index),
            speakers: speakers(workspace, source, replaced),
            kept,
            kept_agreed,
            changed,
            others: ByCoder(coders).except(workspace.link.my_name()),
            is_other_text: **source.text() != *corrected,
            is_blind: workspace.is_blind(),
            loses_correction: false,
            shown_since: None,
            document: source.text().clone(),
            passages: source.passages().to_vec(),
            text: text.to_string(),
        }
    }

    /// True while the document is unchanged since the review was made.
    pub fn is_of(&mut self, source: &SourceView) -> bool {
        let same = Arc::ptr_eq(&self.document, source.text()) || self.document == *source.text();
        if same {
            self.document = source.text().clone();
        }
        same && self.passages == source.passages()
    }

    /// The text of the project when the review was made.
    pub fn document(&self) -> &Arc<str> {
        &self.document
    }

    pub fn show(&self, ui: &mut Ui, palette: &Palette) {
        ScrollArea::vertical().id_salt("review").auto_shrink(false).show_by_keys(ui, |ui| {
            Frame::NONE.inner_margin(Margin::symmetric(24, 12)).show(ui, |ui| {
                self.contents(ui, palette);
                if !self.speakers.is_empty() {
                    ui.add_space(theme::SPACE);
                    ui.heading(tr!("Speakers"));
                    for line in &self.speakers {
                        ui.label(line);
                    }
                }
                ui.add_space(theme::SPACE);
                ui.heading(tr!("Passages"));
                self.passages(ui, palette);
                ui.label(RichText::new(tr!("Ctrl+Z undoes it.")).color(palette.weak).small());
            });
        });
    }

    fn contents(&self, ui: &mut Ui, palette: &Palette) {
        ui.heading(tr!("{n} change in the text" | "{n} changes in the text" % self.changes.len()));
        if self.loses_correction {
            let warning = tr!("The text has been edited here since it was read. The edits listed below will be lost.");
            ui.label(RichText::new(warning).color(palette.trouble).medium());
        }
        if self.is_other_text {
            let warning = tr!("The text was changed while you were editing it. Your changes undo that wherever it is \
                listed below.");
            ui.label(RichText::new(warning).color(palette.trouble).medium());
        }
        for change in self.changes.iter().take(LISTED) {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.label(RichText::new(&change.before).color(palette.weak));
                if !change.old.is_empty() {
                    ui.label(RichText::new(short(&change.old)).color(palette.trouble).strikethrough());
                }
                if !change.new.is_empty() {
                    ui.label(RichText::new(short(&change.new)).medium().underline());
                }
                ui.label(RichText::new(&change.after).color(palette.weak));
            });
        }
        if self.changes.len() > LISTED {
            let more = self.changes.len() - LISTED;
            ui.label(RichText::new(tr!("… and {n} more" | "… and {n} more" % more)).color(palette.weak));
        }
    }

    fn passages(&self, ui: &mut Ui, palette: &Palette) {
        let cut = self.changed.iter().filter(|passage| passage.new.is_none()).count();
        let kept = match self.kept {
            0 => tr!("No passage has unchanged text.").to_owned(),
            n => tr!("{n} passage with unchanged text." | "{n} passages with unchanged text." % n),
        };
        // The lists of the room do not count these.
        let agreed = (self.kept_agreed > 0).then(|| {
            tr!("{n} of them belongs to the consensus coding."
                | "{n} of them belong to the consensus coding." % self.kept_agreed)
        });
        ui.label(i18n::sentences(&std::iter::once(kept).chain(agreed).collect::<Vec<_>>()));
        if cut > 0 {
            let warning = tr!("{n} passage deleted because all of the text was deleted."
                | "{n} passages deleted because all of the text was deleted." % cut);
            ui.label(RichText::new(warning).color(palette.trouble).medium());
        }
        if !self.others.is_empty() {
            let warning = tr!("This changes {passages}.", passages = self.others);
            ui.label(RichText::new(warning).color(palette.trouble).medium());
        }
        if self.is_blind {
            let warning =
                tr!("This also changes other coders’ passages in these places, which blind coding hides from \
                you.");
            ui.label(RichText::new(warning).color(palette.trouble).medium());
        }
        if self.changed.len() > cut {
            let changed = self.changed.len() - cut;
            ui.label(tr!("{n} passage with changed text:" | "{n} passages with changed text:" % changed));
        }
        ui.add_space(theme::SPACE);
        for passage in &self.changed {
            ui.label(RichText::new(&passage.name).medium());
            ui.label(RichText::new(short(&passage.old)).color(palette.weak).strikethrough());
            match &passage.new {
                Some(new) => ui.label(short(new)),
                None => {
                    let warning = match passage.memos {
                        0 => tr!("is deleted"),
                        1 => tr!("is deleted with its memo"),
                        _ => tr!("is deleted with its memos"),
                    };
                    ui.label(RichText::new(warning).color(palette.trouble))
                }
            };
            ui.add_space(theme::SPACE);
        }
    }
}

fn changes(source: &SourceView, edits: &Edits, text: &str, index: &TextIndex) -> Vec<Change> {
    let end = source.index().char_count();
    let part = |from: u32, to: u32| line_ends(source.slice(CharRange::new(from, to.max(from))));
    let change = |edit: &crate::text::Edit| {
        let (from, to) = (edit.old.start.0.saturating_sub(AROUND), (edit.old.end.0 + AROUND).min(end));
        Change {
            before: format!("{}{}", if from > 0 { "…" } else { "" }, part(from, edit.old.start.0)),
            old: source.slice(edit.old).to_owned(),
            new: index.slice(text, edit.new).to_owned(),
            after: format!("{}{}", part(edit.old.end.0, to), if to < end { "…" } else { "" }),
        }
    };
    edits.list().iter().map(change).collect()
}

/// Names the participants whose words change, and new speakers who are not yet participants, then the speakers with more or
/// fewer turns.
fn speakers(workspace: &Workspace, source: &SourceView, replaced: &Replaced) -> Vec<String> {
    let study = workspace.study.as_ref();
    let map = study.and_then(|study| study.source(source.id)).map(|source| source.speakers.clone());
    let SpokenText { index, turns, .. } = &replaced.after;
    let was = (source.turns(), source.index());
    let changes = SpeakerChanges::between(&map.unwrap_or_default(), was, (turns, index), &replaced.edits);
    let people = changes.participants.iter().filter_map(|id| study?.participant(*id));
    let names: Vec<&str> = people.map(|one| one.name.as_str()).collect();
    let words = tr!("This changes words of {participants}.", participants = some_of(&names, NAMED));
    let strangers = &changes.strangers;
    let nobodies = tr!(
        "{speakers} is a new speaker, not yet a participant: choose who this is in Edit → Speakers and participants…."
            | "{speakers} are new speakers, not yet participants: choose who they are in Edit → Speakers and participants…."
                % strangers.len(),
        speakers = some_of(strangers, NAMED)
    );
    let sentences = [(words, names.is_empty()), (nobodies, strangers.is_empty())];
    let said: Vec<String> = sentences.into_iter().filter(|(_, empty)| !empty).map(|(sentence, _)| sentence).collect();
    let said = (!said.is_empty()).then(|| i18n::sentences(&said));
    let relabelled = changes.relabelled.iter().take(NAMED).filter_map(|one| Some(one.described(study?)));
    said.into_iter().chain(relabelled).chain(changes.turns.iter().map(ToString::to_string)).collect()
}

fn name(workspace: &Workspace, passage: &PassageView) -> String {
    let code = workspace.looks.codes.get(&passage.code).map_or("", |look| look.path.as_str());
    tr!("{code} ({coder})", code, coder = workspace.user_name(passage.user))
}

/// Makes line ends visible.
fn line_ends(text: &str) -> String {
    text.replace('\n', " ¶ ")
}

/// Shortens long text to its beginning and end.
fn short(text: &str) -> String {
    let text = line_ends(text);
    let count = text.chars().count();
    if count <= 240 {
        return text;
    }
    let front: String = text.chars().take(120).collect();
    let back: String = text.chars().skip(count - 100).collect();
    format!("{front} … {back}")
}
