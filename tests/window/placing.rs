//! Dialogs stay centred when the window is resized.

use super::gate::{DIALOGS, LOW};
use super::support::Window;

/// Runs frames for as long as the window requests another one at once; afterwards nothing would be painted.
fn frames_asked_for(window: &mut Window) {
    for _ in 0..64 {
        window.harness.run_steps(1);
        let output = &window.harness.output().viewport_output[&egui::ViewportId::ROOT];
        if !output.repaint_delay.is_zero() {
            return;
        }
    }
}

#[test]
fn a_dialog_stays_centred_when_the_window_is_resized() {
    for (name, open) in DIALOGS.iter().filter(|(name, _)| !name.contains("list")) {
        let mut window = Window::sample();
        window.code_words("forty-three", &[LOW]);
        window.begin_at_the_passage(name);
        open(&mut window);
        for size in [egui::vec2(1024.0, 640.0), egui::vec2(1920.0, 1080.0), egui::vec2(1024.0, 640.0)] {
            frames_asked_for(&mut window);
            window.harness.set_size(size);
            frames_asked_for(&mut window);
            let (rect, window) = window.harness.ctx.memory(|memory| {
                let layer = memory.top_modal_layer().unwrap();
                (memory.area_rect(layer.id).unwrap(), egui::Rect::from_min_size(egui::Pos2::ZERO, size))
            });
            assert!(window.contains_rect(rect), "{name}: {rect:?} in {size:?}");
            let aside = (rect.center().x - window.center().x).abs();
            assert!(aside <= 2.0, "{name}: {rect:?} is {aside} beside the middle of {size:?}");
        }
    }
}
