//! The styles of cells.

use super::MAIN;
use crate::i18n::{self, Language};

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellStyle {
    Header,
    Label,
    Text,
    /// Why there is no number.
    Undefined,
    Number,
    Figure,
    Share,
    Date,
    Moment,
    Total,
    TotalShare,
}

/// The fonts, as places in the list of fonts.
const PLAIN: usize = 0;
const BOLD: usize = 1;
const ASIDE: usize = 2;
/// The borders.
const NONE: usize = 0;
const BELOW: usize = 1;
const ABOVE: usize = 2;
/// The formats of numbers; numbers below 164 belong to Excel.
const GENERAL: usize = 0;
const FORMATS: [(usize, &str); 4] = [(164, "0.000"), (165, "0.0%"), (166, "yyyy-mm-dd"), (167, "yyyy-mm-dd hh:mm")];
const FIGURE: usize = 164;
const PERCENT: usize = 165;
const DATE: usize = 166;
const MOMENT: usize = 167;

impl CellStyle {
    /// In the order of [`Self::number`].
    const ALL: [Self; 11] = [
        Self::Header,
        Self::Label,
        Self::Text,
        Self::Undefined,
        Self::Number,
        Self::Figure,
        Self::Share,
        Self::Date,
        Self::Moment,
        Self::Total,
        Self::TotalShare,
    ];

    /// The place in the list of styles, after the one of cells that nobody has written.
    pub(super) fn number(self) -> usize {
        self as usize + 1
    }

    /// Font, border, format of numbers, and whether lines are wrapped.
    fn properties(self) -> (usize, usize, usize, bool) {
        match self {
            Self::Header => (BOLD, BELOW, GENERAL, true),
            Self::Label => (BOLD, NONE, GENERAL, true),
            Self::Text => (PLAIN, NONE, GENERAL, true),
            Self::Undefined => (ASIDE, NONE, GENERAL, true),
            Self::Number => (PLAIN, NONE, GENERAL, false),
            Self::Figure => (PLAIN, NONE, FIGURE, false),
            Self::Share => (PLAIN, NONE, PERCENT, false),
            Self::Date => (PLAIN, NONE, DATE, false),
            Self::Moment => (PLAIN, NONE, MOMENT, false),
            Self::Total => (BOLD, ABOVE, GENERAL, false),
            Self::TotalShare => (BOLD, ABOVE, PERCENT, false),
        }
    }
}

pub(super) fn xml() -> String {
    let font = |more: &str| format!("<font>{more}<sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>");
    // Chinese has no italics.
    let aside = match i18n::current() {
        Language::English => font("<i/>"),
        Language::Chinese => {
            "<font><sz val=\"11\"/><color rgb=\"FF808080\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
                .to_owned()
        }
    };
    let border = |top: &str, bottom: &str| {
        let side = |name: &str, style: &str| match style {
            "" => format!("<{name}/>"),
            _ => format!("<{name} style=\"{style}\"><color auto=\"1\"/></{name}>"),
        };
        format!("<border><left/><right/>{}{}<diagonal/></border>", side("top", top), side("bottom", bottom))
    };
    let formats = FORMATS.map(|(id, code)| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>")).concat();
    let cells = CellStyle::ALL.map(|style| {
        let (font, border, format, wraps) = style.properties();
        let wrap = if wraps { " wrapText=\"1\"" } else { "" };
        format!(
            "<xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"0\" borderId=\"{border}\" xfId=\"0\" \
             applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment \
             vertical=\"top\"{wrap}/></xf>"
        )
    });
    format!(
        "<styleSheet {MAIN}><numFmts count=\"{}\">{formats}</numFmts><fonts count=\"3\">{}{}{aside}</fonts><fills \
         count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>\
         </fills><borders count=\"3\">{}{}{}</borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" \
         fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"{}\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" \
         borderId=\"0\" xfId=\"0\"/>{}</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" \
         builtinId=\"0\"/></cellStyles></styleSheet>",
        FORMATS.len(),
        font(""),
        font("<b/>"),
        border("", ""),
        border("", "thin"),
        border("thin", ""),
        CellStyle::ALL.len() + 1,
        cells.concat()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_is_at_its_place() {
        for (place, style) in CellStyle::ALL.into_iter().enumerate() {
            assert_eq!(style.number(), place + 1);
        }
    }
}
