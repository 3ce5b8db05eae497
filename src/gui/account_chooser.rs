//! Asks whose experience passages are about: the speaker's own, that of others, or that of somebody with a name. Typing
//! filters the participants; any other name can be entered as well.

use super::choices;
use super::overlay::{self, Next};
use super::theme::{self, Palette, Weighted};
use crate::app::workspace::Workspace;
use crate::gui::bars::GrowTo;
use crate::model::{Account, AccountFilter, CodingId, Study, same_name};
use crate::text::{NameFilter, capitalised};
use crate::tr;
use egui::{Context, Id, Key, Modifiers, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

/// Maximum number of rows visible at once.
const MOST: usize = 10;

pub struct AccountChooser {
    codings: Vec<CodingId>,
    /// Also passages of other coders.
    anyway: bool,
    /// What all of the passages are about; `None` if they differ or state nothing.
    now: Option<Account>,
    typed: String,
    marked: usize,
    /// The selection moved and is to be scrolled into view.
    reveal: bool,
}

impl AccountChooser {
    #[must_use]
    pub fn new(workspace: &Workspace, codings: Vec<CodingId>, anyway: bool) -> Self {
        let now = workspace.shared_account(&codings);
        let rows = workspace.study.as_deref().map(|study| rows(study, "")).unwrap_or_default();
        let marked = now.as_ref().and_then(|now| rows.iter().position(|row| row.as_ref() == Some(now)));
        Self { codings, anyway, now, typed: String::new(), marked: marked.unwrap_or(0), reveal: true }
    }

    pub fn show(&mut self, ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
        let Some(study) = workspace.study.clone() else { return Some(Next::Closed) };
        let mut chosen = None;
        let modal = overlay::palette(ctx, "account chooser", 420.0, |ui| {
            let title = match self.codings.len() {
                1 => tr!("Whose experience is this passage about?").to_owned(),
                several => tr!("Whose experience are these {n} passages about?", n = several),
            };
            ui.ctx().accesskit_node_builder(ui.layer_id().id, |node| {
                node.set_role(Role::Dialog);
                node.set_label(title.as_str());
            });
            ui.label(RichText::new(&title).medium());
            ui.add_space(theme::GAP);
            // Read before the field takes them.
            let entered = self.keys(ui, &study);
            self.field(ui);
            ui.add_space(theme::GAP);
            let rows = rows(&study, &self.typed);
            self.marked = self.marked.min(rows.len().saturating_sub(1));
            chosen = self.list(ui, &rows, palette);
            if entered {
                chosen = rows.get(self.marked).cloned();
            }
        });
        if let Some(account) = chosen {
            workspace.set_account(std::mem::take(&mut self.codings), account, self.anyway);
            return Some(Next::Closed);
        }
        modal.should_close().then_some(Next::Closed)
    }

    /// Returns whether Enter was pressed.
    fn keys(&mut self, ui: &Ui, study: &Study) -> bool {
        let last = rows(study, &self.typed).len().saturating_sub(1);
        ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            let steps = isize::from(pressed(Key::ArrowDown)) - isize::from(pressed(Key::ArrowUp));
            self.marked = self.marked.saturating_add_signed(steps).min(last);
            self.reveal |= steps != 0;
            pressed(Key::Enter)
        })
    }

    fn field(&mut self, ui: &mut Ui) {
        let hint = tr!("Name of a person");
        let field = TextEdit::singleline(&mut self.typed).id(Id::unique("whose experience")).hint_text(hint);
        let response = ui.add(field.desired_width(f32::INFINITY));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint));
        if response.changed() {
            (self.marked, self.reveal) = (0, true);
        }
        if ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
    }

    /// Returns the row that was clicked.
    fn list(&mut self, ui: &mut Ui, rows: &[Option<Account>], palette: &Palette) -> Option<Option<Account>> {
        let reveal = std::mem::take(&mut self.reveal);
        let mut chosen = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        let is_named = |row: &Option<Account>| row.as_ref().is_some_and(|account| account.name().is_some());
        // The choices without a name stay in sight above the participants.
        let first = rows.iter().position(is_named).filter(|_| self.typed.trim().is_empty()).unwrap_or(0);
        for place in 0..first {
            chosen = self.row(ui, rows, place, false, palette).or(chosen);
        }
        let height = (rows.len() - first).min(MOST) as f32 * theme::ROW;
        ScrollArea::vertical().id_salt("accounts").grow_to(height).show(ui, |ui| {
            for place in first..rows.len() {
                chosen = self.row(ui, rows, place, reveal, palette).or(chosen.take());
            }
        });
        chosen
    }

    /// Returns the choice of a row if it was clicked.
    fn row(
        &self,
        ui: &mut Ui,
        rows: &[Option<Account>],
        place: usize,
        reveal: bool,
        palette: &Palette,
    ) -> Option<Option<Account>> {
        let account = rows.get(place)?;
        let name = account.as_ref().map_or_else(|| tr!("Not stated").to_owned(), |one| capitalised(&one.label()));
        let about = if account.is_some() && *account == self.now { tr!("chosen now") } else { "" };
        let label = if about.is_empty() { name.clone() } else { tr!("{name} ({about})", name, about) };
        let row = choices::ChoiceRow { name: &name, about, label: &label };
        let response = choices::row(ui, None, place == self.marked, &row, palette);
        if place == self.marked && reveal {
            response.scroll_to_me(None);
        }
        response.clicked().then(|| account.clone())
    }
}

/// The choices. With a typed name: the participants that it finds, and the name itself unless it is a participant's.
fn rows(study: &Study, typed: &str) -> Vec<Option<Account>> {
    let wanted = NameFilter::new(typed);
    let found = study.participants.iter().map(|participant| participant.name.as_str());
    let found: Vec<&str> = found.filter(|name| wanted.finds(name)).collect();
    let about = |name: &str| Some(Account::About(name.to_owned()));
    if typed.trim().is_empty() {
        let own = [Some(Account::Own), Some(Account::Others), None];
        return own.into_iter().chain(found.into_iter().map(about)).collect();
    }
    let mut rows: Vec<Option<Account>> = Vec::new();
    rows.extend(found.iter().filter(|name| same_name(name, typed)).map(|name| about(name)));
    rows.extend(found.iter().filter(|name| !same_name(name, typed)).map(|name| about(name)));
    // Letters of the other choices find them, too.
    for (filter, account) in [(AccountFilter::Own, Account::Own), (AccountFilter::Others, Account::Others)] {
        if wanted.finds(filter.label()) {
            rows.push(Some(account));
        }
    }
    let is_known = study.participant_meant(typed).is_some();
    rows.extend(Account::parse(typed).filter(|_| !is_known).map(Some));
    let mut seen = Vec::new();
    rows.retain(|row| {
        let is_new = !seen.contains(row);
        seen.push(row.clone());
        is_new
    });
    rows
}
