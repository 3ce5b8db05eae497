//! The buttons at the bottom of dialogs, in one order and one look: Cancel, then the answers; the most important one is
//! filled and at the far right. Enter gives that answer, unless it removes or overwrites something or cannot be undone:
//! then Cancel has the keyboard focus, so that a habitual Enter changes nothing, and the other answers need Tab, an
//! arrow key or the pointer.

use super::overflow;
use super::theme::{self, Palette};
use crate::tr;
use egui::{
    Button, Context, Id, Key, Modifiers, Popup, Response, RichText, Stroke, StrokeKind, TextStyle, Ui, WidgetText,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    Cancel,
    /// The button with this index.
    Do(usize),
    /// The button at the left.
    Aside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Plain,
    Primary,
    /// Removes or overwrites something.
    Destructive,
}

/// A button beside Cancel.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    pub label: &'a str,
    enabled: bool,
    /// Tooltip of the disabled button; empty for none.
    why_not: &'a str,
    tone: Tone,
}

impl<'a> Choice<'a> {
    const fn of(label: &'a str, tone: Tone) -> Self {
        Self { label, enabled: true, why_not: "", tone }
    }

    #[must_use]
    pub const fn plain(label: &'a str) -> Self {
        Self::of(label, Tone::Plain)
    }

    #[must_use]
    pub const fn primary(label: &'a str) -> Self {
        Self::of(label, Tone::Primary)
    }

    #[must_use]
    pub const fn destructive(label: &'a str) -> Self {
        Self::of(label, Tone::Destructive)
    }

    #[must_use]
    pub const fn enabled_if(self, enabled: bool) -> Self {
        Self { enabled, ..self }
    }

    /// Sets the tooltip of the disabled button.
    #[must_use]
    pub const fn why_not(self, why_not: &'a str) -> Self {
        Self { why_not, ..self }
    }
}

/// Who has the keyboard focus when nothing else in the dialog has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    /// Nobody: Enter gives the last answer.
    Enter,
    /// Cancel.
    Cancel,
    /// The last answer: a screen reader reads a dialog when something in it has the focus.
    Answer,
}

/// A row of buttons, from left to right.
#[derive(Clone, Copy)]
pub struct Buttons<'a> {
    /// Apart from the others, at the left.
    aside: Option<Choice<'a>>,
    cancel: Option<&'a str>,
    choices: &'a [Choice<'a>],
    focus: Focus,
    /// The last answer saves what was entered.
    saves: bool,
}

impl<'a> Buttons<'a> {
    /// Cancel and these answers; Enter gives the last one.
    #[must_use]
    pub fn new(choices: &'a [Choice<'a>]) -> Self {
        Self { aside: None, cancel: Some(tr!("Cancel")), choices, focus: Focus::Enter, saves: false }
    }

    /// Only these answers; Enter gives the last one.
    #[must_use]
    pub fn without_cancel(choices: &'a [Choice<'a>]) -> Self {
        Self { cancel: None, ..Self::new(choices) }
    }

    /// The one answer of a dialog that is only read; it has the keyboard focus.
    #[must_use]
    pub fn of_reading(choices: &'a [Choice<'a>]) -> Self {
        Self { focus: Focus::Answer, ..Self::without_cancel(choices) }
    }

    /// Cancel, with the keyboard focus, and these answers.
    #[must_use]
    pub fn cautious(choices: &'a [Choice<'a>]) -> Self {
        Self { focus: Focus::Cancel, ..Self::new(choices) }
    }

    /// Cancel, and these answers, of which the last has the keyboard focus: it only leads on to the next question.
    #[must_use]
    pub fn leading_on(choices: &'a [Choice<'a>]) -> Self {
        Self { focus: Focus::Answer, ..Self::new(choices) }
    }

    /// The last answer saves what was entered, and ends the dialog: it is also offered when the project is closed.
    #[must_use]
    pub fn saving(self) -> Self {
        Self { saves: true, ..self }
    }

    #[must_use]
    pub fn cancel(self, label: &'a str) -> Self {
        Self { cancel: Some(label), ..self }
    }

    #[must_use]
    pub fn aside(self, aside: Choice<'a>) -> Self {
        Self { aside: Some(aside), ..self }
    }

    pub fn show(self, ui: &mut Ui) -> Option<Confirmation> {
        if is_withheld(ui.ctx()) {
            return self.saved_from_outside(ui.ctx());
        }
        let palette = theme::palette(ui.ctx());
        let mut answer = None;
        let labels = self.cancel.into_iter().chain(self.choices.iter().map(|choice| choice.label));
        let needed: f32 = labels.map(|label| width(ui, label) + ui.spacing().item_spacing.x).sum();
        let aside = self.aside.map_or(0.0, |aside| width(ui, aside.label) + ui.spacing().item_spacing.x);
        let free = ui.available_width() - needed - aside + ui.spacing().item_spacing.x;
        let mut row = |ui: &mut Ui, widgets: &mut Vec<Id>| {
            let mut button = |ui: &mut Ui, choice: &Choice<'_>| {
                let response = button(ui, choice, &palette);
                widgets.push(response.id);
                response
            };
            if let Some(aside) = &self.aside
                && button(ui, aside).clicked()
            {
                answer = Some(Confirmation::Aside);
            }
            ui.add_space(free.floor().max(0.0));
            if let Some(label) = self.cancel {
                let cancel = button(ui, &Choice::plain(label));
                if self.focus == Focus::Cancel && ui.memory(|memory| memory.focused().is_none()) {
                    cancel.request_focus();
                }
                if cancel.clicked() {
                    answer = Some(Confirmation::Cancel);
                }
            }
            for (place, choice) in self.choices.iter().enumerate() {
                let response = button(ui, choice);
                let is_last = place + 1 == self.choices.len();
                if self.focus == Focus::Answer && is_last && ui.memory(|memory| memory.focused().is_none()) {
                    response.request_focus();
                }
                if response.clicked() {
                    answer = Some(Confirmation::Do(place));
                }
            }
        };
        overflow::buttons(ui, |ui, widgets| ui.horizontal_wrapped(|ui| row(ui, widgets)));
        answer.or_else(|| self.entered(ui)).or_else(|| self.saved_from_outside(ui.ctx()))
    }

    /// The answer that Enter gives: outside of a field with several lines, or with Ctrl in any field.
    fn entered(&self, ui: &Ui) -> Option<Confirmation> {
        let last = self.choices.len().checked_sub(1)?;
        let is_free = self.focus != Focus::Cancel && !Popup::is_any_open(ui.ctx());
        if !is_free || !self.choices.get(last).is_some_and(|choice| choice.enabled) {
            return None;
        }
        let nobody = ui.memory(|memory| memory.focused().is_none());
        let entered = ui.input_mut(|input| {
            input.consume_key(Modifiers::COMMAND, Key::Enter)
                || nobody && input.consume_key(Modifiers::NONE, Key::Enter)
        });
        entered.then_some(Confirmation::Do(last))
    }
}

impl Buttons<'_> {
    /// Offers the answer that saves to the question before closing. Returns it once it was given there.
    fn saved_from_outside(&self, ctx: &Context) -> Option<Confirmation> {
        let last = self.choices.len().checked_sub(1).filter(|_| self.saves)?;
        let choice = self.choices.get(last).filter(|choice| choice.enabled)?;
        let now = SavingAnswer { label: choice.label.to_owned(), frame: ctx.cumulative_frame_nr(), is_given: false };
        let before = ctx.data_mut(|data| {
            let before = data.get_temp::<SavingAnswer>(SavingAnswer::id());
            data.insert_temp(SavingAnswer::id(), now);
            before
        });
        before.is_some_and(|before| before.is_given && before.is_current(ctx)).then_some(Confirmation::Do(last))
    }
}

/// The answer of the open dialog that saves what was entered.
#[derive(Clone)]
struct SavingAnswer {
    label: String,
    /// The frame in which it was shown last.
    frame: u64,
    /// It was given in the question before closing.
    is_given: bool,
}

impl SavingAnswer {
    fn id() -> Id {
        Id::unique("the answer that saves")
    }

    fn is_current(&self, ctx: &Context) -> bool {
        self.frame + 1 >= ctx.cumulative_frame_nr()
    }
}

/// The label of the button that saves what was entered in the open dialog, if it has one that can be pressed.
pub fn saving_answer(ctx: &Context) -> Option<String> {
    let answer = ctx.data(|data| data.get_temp::<SavingAnswer>(SavingAnswer::id()));
    answer.filter(|answer| answer.is_current(ctx)).map(|answer| answer.label)
}

/// Presses that button in the next frame.
pub fn give_saving_answer(ctx: &Context) {
    ctx.data_mut(|data| {
        if let Some(mut answer) = data.get_temp::<SavingAnswer>(SavingAnswer::id()) {
            answer.is_given = true;
            data.insert_temp(SavingAnswer::id(), answer);
        }
    });
    ctx.request_repaint();
}

/// Shows no buttons until this is called again with `false`: a question takes their place.
pub fn withhold(ctx: &Context, are_withheld: bool) {
    ctx.data_mut(|data| data.insert_temp(withheld_id(), are_withheld));
}

fn is_withheld(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(withheld_id())).unwrap_or_default()
}

fn withheld_id() -> Id {
    Id::unique("a question takes the place of the buttons")
}

fn width(ui: &Ui, label: &str) -> f32 {
    let text = WidgetText::from(label).into_galley(ui, None, f32::INFINITY, TextStyle::Button);
    text.size().x + 2.0 * ui.spacing().button_padding.x
}

fn button(ui: &mut Ui, choice: &Choice<'_>, palette: &Palette) -> Response {
    let fill = match choice.tone {
        Tone::Primary if choice.enabled => Some(palette.accent),
        Tone::Destructive if choice.enabled => Some(palette.trouble),
        _ => None,
    };
    let button = match fill {
        Some(fill) => Button::new(RichText::new(choice.label).color(palette.on_accent)).fill(fill),
        None => Button::new(choice.label),
    };
    let mut response = ui.add_enabled(choice.enabled, button);
    if !choice.why_not.is_empty() {
        response = response.on_disabled_hover_text(choice.why_not);
    }
    if response.has_focus() {
        let stroke = Stroke::new(2.0, fill.unwrap_or(palette.accent));
        ui.painter().rect_stroke(response.rect.expand(2.0), 7.0, stroke, StrokeKind::Outside);
    }
    response
}
