//! What screen readers say of the text in sight.

use super::layout::{self, Laid};
use super::{Frame, Given};
use crate::model::hashing::HashSet;
use crate::model::{CharPos, CharRange};
use crate::{i18n, tr};
use egui::{Id, Rect, Role, Sense, Ui, Vec2, vec2};

/// A screen reader node for each visible piece, named by turn, speaker and text. Returns the one with the caret.
pub(super) fn name_paragraphs(
    ui: &Ui,
    id: Id,
    frame: &Frame,
    laid: &[Laid],
    (given, caret): (Given<'_>, Option<CharPos>),
) -> Option<Id> {
    let Given { source, looks, .. } = given;
    let mut at_caret = None;
    for piece in laid {
        let size = Vec2::new(frame.columns.text, piece.galley.size().y);
        let rect = Rect::from_min_size(frame.text + vec2(0.0, piece.top), size);
        let paragraph = ui.interact(rect, id.with(("paragraph", piece.chunk)), Sense::hover());
        let CharRange { start, end } = piece.chars;
        // A caret between two pieces is in the second one.
        if caret.is_some_and(|caret| start <= caret && caret < end || caret == end && at_caret.is_none()) {
            at_caret = Some(paragraph.id);
        }
        ui.accesskit_node_builder(paragraph.id, |node| {
            let quote = source.slice(piece.chars);
            let line = source.chunks().get(piece.chunk).map(|c| source.turns().line(c.paragraph)).unwrap_or_default();
            let name = match (layout::turn_of(source, piece.chunk), source.turns().speaker(line)) {
                (Some(turn), Some(speaker)) => tr!("{turn} {speaker}: {words}", turn, speaker, words = quote),
                _ => quote.to_owned(),
            };
            node.set_role(Role::Paragraph);
            node.set_label(name);
            let mut named: HashSet<&str> = HashSet::default();
            let names = source
                .touching(piece.chars)
                .map(|(passage, _)| looks.codes.get(&passage.code).map_or("?", |look| look.name.as_str()));
            let codes: Vec<&str> = names.filter(|name| named.insert(name)).collect();
            if !codes.is_empty() {
                node.set_description(tr!("Codes: {codes}", codes = i18n::joined(&codes)));
            }
        });
    }
    at_caret
}
