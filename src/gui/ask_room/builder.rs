//! A query as a sentence: what is looked for, under which conditions, and in which relations to what else, each part a
//! button that changes it.

use super::condition::{self, conditions};
use super::term::{Known, TermMenu, term_button};
use super::{menu, relation};
use crate::analysis::query::{Chain, Conjunction, PassageQuery, PlaceRelation, QueryScope};
use crate::tr;
use egui::{Button, RichText, Ui, vec2};

/// What a new part is put in relation by, until another relation is chosen.
const FIRST_RELATION: PlaceRelation = PlaceRelation::Shares { scope: QueryScope::Turn, not: false };

#[derive(Default)]
pub(super) struct Builder {
    menu: TermMenu,
}

impl Builder {
    /// Shows a query. Returns another one if it was changed: `Some(None)` if nothing is left of it.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        known: Known<'_>,
        query: Option<&PassageQuery>,
    ) -> Option<Option<PassageQuery>> {
        let Known { study, palette, .. } = known;
        let mut changed = query.cloned().unwrap_or(PassageQuery { any_of: vec![] });
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            ui.label(RichText::new(tr!("Passages of")).color(palette.weak));
            if changed.any_of.is_empty() {
                if let Some(term) = self.menu.button(ui, "first", tr!("Choose…"), study, palette) {
                    changed.any_of.push(Conjunction { all_of: vec![Chain { first: term, then: vec![] }] });
                }
                return;
            }
            for place in 0..changed.any_of.len() {
                if place > 0 {
                    ui.label(RichText::new(tr!("between queries" => "or of")).color(palette.weak));
                }
                if let Some(conjunction) = changed.any_of.get_mut(place) {
                    self.conjunction(ui, place, conjunction, &known);
                }
            }
            if let Some(term) = self.menu.button(ui, "or", tr!("+ Or…"), study, palette) {
                changed.any_of.push(Conjunction { all_of: vec![Chain { first: term, then: vec![] }] });
            }
        });
        changed.any_of.retain(|conjunction| !conjunction.all_of.is_empty());
        let changed = Some(changed).filter(|query| !query.any_of.is_empty());
        (changed.as_ref() != query).then_some(changed)
    }

    fn conjunction(&mut self, ui: &mut Ui, number: usize, conjunction: &mut Conjunction, known: &Known<'_>) {
        let mut place = 0;
        conjunction.all_of.retain_mut(|chain| {
            if place > 0 {
                ui.label(RichText::new(tr!("between queries" => "and also of")).color(known.palette.weak));
            }
            place += 1;
            self.chain(ui, (number, place), chain, known)
        });
    }

    /// `place`: which one it is of the query. Returns false if nothing is left of it.
    fn chain(&mut self, ui: &mut Ui, place: (usize, usize), chain: &mut Chain, known: &Known<'_>) -> bool {
        let Known { study, palette, .. } = *known;
        let mut removes = term_button(ui, (place, "first"), &mut self.menu, &mut chain.first, known);
        conditions(ui, (place, "of first"), &mut chain.first.filter, study, palette);
        let mut removed = None;
        for (number, (related, term)) in chain.then.iter_mut().enumerate() {
            relation::button(ui, (place, number, "relation"), related, palette);
            if term_button(ui, (place, number), &mut self.menu, term, known) {
                removed = Some(number);
            }
            conditions(ui, (place, number), &mut term.filter, study, palette);
        }
        if let Some(place) = removed {
            chain.then.remove(place);
        }
        // What is left of a query whose first part is removed begins with the next one.
        if removes && !chain.then.is_empty() {
            chain.first = chain.then.remove(0).1;
            removes = false;
        }
        if let Some(term) = self.menu.button(ui, (place, "related"), tr!("+ Related to…"), study, palette) {
            chain.then.push((FIRST_RELATION, term));
        }
        let button = Button::new(RichText::new(tr!("+ Only…")).color(palette.accent));
        let add = |ui: &mut Ui| condition::add(ui, &mut chain.first.filter, study, palette);
        let (response, _) = menu::show(ui, (place, "only"), button, add);
        response.on_hover_text(tr!("Only passages by some participants, in some documents or of some coders"));
        !removes
    }
}
