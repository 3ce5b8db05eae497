//! Colours for new codes and coders.

/// Colours that colour-blind readers can distinguish (after Okabe and Ito 2008, darkened where they carry text).
pub const CODE_COLORS: [&str; 10] =
    ["#0072b2", "#d55e00", "#009e73", "#b8559a", "#8a6d00", "#2a87c0", "#7a4fb5", "#a23b3b", "#4f7a28", "#4a5a78"];

/// Returns the colour for code number `count`.
pub(super) fn code_color(count: usize) -> String {
    CODE_COLORS.get(count % CODE_COLORS.len()).copied().unwrap_or("#0072b2").to_owned()
}

/// Returns the colour for coder number `count`.
pub(super) fn coder_color(count: usize) -> String {
    code_color(count + 5)
}
