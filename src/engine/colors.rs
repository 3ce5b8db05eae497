//! Colours for new codes and coders.

/// Colours that colour-blind readers tell apart (after Okabe and Ito 2008, darkened where text must be read on them).
pub const CODE_COLORS: [&str; 10] =
    ["#0072b2", "#d55e00", "#009e73", "#b8559a", "#8a6d00", "#2a87c0", "#7a4fb5", "#a23b3b", "#4f7a28", "#4a5a78"];

/// Colour for the code that comes as number `count`.
pub(super) fn code_color(count: usize) -> String {
    CODE_COLORS.get(count % CODE_COLORS.len()).copied().unwrap_or("#0072b2").to_owned()
}

/// Colour for the coder who comes as number `count`.
pub(super) fn coder_color(count: usize) -> String {
    code_color(count + 5)
}
