//! What egui itself says to screen readers, in the language of the window.

use crate::tr;
use egui::accesskit::Role;
use egui::{Context, FullOutput, Plugin};

/// Translates the names that egui gives to handles between panels.
struct ToolkitTexts;

impl Plugin for ToolkitTexts {
    fn debug_name(&self) -> &'static str {
        "texts of egui"
    }

    fn output_hook(&mut self, _: &Context, output: &mut FullOutput) {
        let Some(update) = &mut output.platform_output.accesskit_update else { return };
        for (_, node) in &mut update.nodes {
            if node.role() == Role::Splitter && node.label().is_some() {
                node.set_label(tr!("Resize panel"));
            }
        }
    }
}

/// Installs the translation in a window.
pub fn install(ctx: &Context) {
    ctx.add_plugin(ToolkitTexts);
}
