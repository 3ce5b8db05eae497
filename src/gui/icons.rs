//! Small painted icons in one style: strokes in the colour of the text beside them.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

/// A triangle that points down when open and right when folded.
pub fn fold(painter: &Painter, center: Pos2, open: bool, color: Color32) {
    let r = 3.5;
    let points = if open {
        vec![center + vec2(-r, -r * 0.6), center + vec2(r, -r * 0.6), center + vec2(0.0, r * 0.9)]
    } else {
        vec![center + vec2(-r * 0.6, -r), center + vec2(r * 0.9, 0.0), center + vec2(-r * 0.6, r)]
    };
    painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
}

/// The colour of a code.
pub fn swatch(painter: &Painter, center: Pos2, color: Color32) {
    painter.rect_filled(Rect::from_center_size(center, vec2(11.0, 11.0)), 3.0, color);
}

/// A plus sign, for something new.
pub fn plus(painter: &Painter, center: Pos2, color: Color32) {
    let stroke = Stroke::new(1.8, color);
    painter.line_segment([center - vec2(5.0, 0.0), center + vec2(5.0, 0.0)], stroke);
    painter.line_segment([center - vec2(0.0, 5.0), center + vec2(0.0, 5.0)], stroke);
}

/// Three dots: more commands.
pub fn more(painter: &Painter, center: Pos2, color: Color32) {
    for x in [-4.5, 0.0, 4.5] {
        painter.circle_filled(center + vec2(x, 0.0), 1.4, color);
    }
}

/// A tick: chosen or finished.
pub fn tick(painter: &Painter, center: Pos2, color: Color32) {
    let points = vec![center + vec2(-5.0, 0.0), center + vec2(-1.5, 4.0), center + vec2(5.0, -4.5)];
    painter.add(Shape::line(points, Stroke::new(2.0, color)));
}

/// The program's logo: an opening quotation mark.
pub fn quote(painter: &Painter, rect: Rect, color: Color32) {
    let size = rect.width();
    for x in [0.30, 0.72] {
        let dot = pos2(rect.left() + size * x, rect.top() + size * 0.62);
        let radius = size * 0.16;
        painter.circle_filled(dot, radius, color);
        // The tail rises from the left edge of the dot and bends to the right.
        let at = |dx: f32, dy: f32| dot + vec2(dx, dy) * size;
        let outer = [at(-0.16, 0.0), at(-0.155, -0.14), at(-0.09, -0.26), at(0.05, -0.36)];
        let inner = [at(0.08, -0.31), at(-0.02, -0.23), at(-0.06, -0.15), at(-0.05, -0.08)];
        for (a, b) in outer.iter().zip(outer.iter().skip(1)).zip(inner.iter().rev().zip(inner.iter().rev().skip(1))) {
            // Convex pieces, because a painter fills only those.
            painter.add(Shape::convex_polygon(vec![*a.0, *a.1, *b.1, *b.0], color, Stroke::NONE));
        }
    }
}

/// Sort order: a triangle that points up, or down if descending.
pub fn order(painter: &Painter, center: Pos2, descending: bool, color: Color32) {
    let y = if descending { 3.5 } else { -3.5 };
    let points = vec![center + vec2(-4.0, -y * 0.6), center + vec2(4.0, -y * 0.6), center + vec2(0.0, y)];
    painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
}

/// A circle: begun (filled) or not.
pub fn begun(painter: &Painter, center: Pos2, filled: bool, color: Color32) {
    if filled {
        painter.circle_filled(center, 3.5, color);
    } else {
        painter.circle_stroke(center, 3.5, Stroke::new(1.2, color));
    }
}

/// A memo: a sheet with lines.
pub fn memo(painter: &Painter, center: Pos2, color: Color32) {
    let rect = Rect::from_center_size(center, vec2(10.0, 12.0));
    let stroke = Stroke::new(1.2, color);
    painter.rect_stroke(rect, 1.5, stroke, egui::StrokeKind::Inside);
    for y in [-2.0, 1.5] {
        painter.line_segment([center + vec2(-2.5, y), center + vec2(2.5, y)], stroke);
    }
}

/// A sort mark: points down if descending, that is, with the highest at the top.
pub fn sorted(painter: &Painter, center: Pos2, descending: bool, color: Color32) {
    let turn = if descending { 1.0 } else { -1.0 };
    let points = [vec2(-3.5, -2.0), vec2(3.5, -2.0), vec2(0.0, 3.0)].map(|p| center + p * turn);
    painter.add(Shape::convex_polygon(points.to_vec(), color, Stroke::NONE));
}

/// Two opposite arrows, to exchange something.
pub fn swap(painter: &Painter, center: Pos2, color: Color32) {
    let stroke = Stroke::new(1.4, color);
    for turn in [1.0, -1.0] {
        let tip = center + vec2(5.0, -2.5) * turn;
        painter.line_segment([center + vec2(-5.0, -2.5) * turn, tip], stroke);
        painter.line_segment([tip, tip + vec2(-3.0, -3.0) * turn], stroke);
    }
}

/// A cross, to remove something.
pub fn cross(painter: &Painter, center: Pos2, color: Color32) {
    let r = 3.5;
    for turn in [1.0, -1.0] {
        painter.line_segment([center + vec2(-r, -r * turn), center + vec2(r, r * turn)], Stroke::new(1.5, color));
    }
}

/// An arrow to move something up or down in a list.
pub fn chevron(painter: &Painter, center: Pos2, up: bool, color: Color32) {
    let turn = if up { -1.0 } else { 1.0 };
    let points = [vec2(-4.0, -2.0), vec2(0.0, 2.0), vec2(4.0, -2.0)].map(|p| center + p * turn);
    painter.add(Shape::line(points.to_vec(), Stroke::new(1.5, color)));
}

/// A check box in a painted row.
pub fn check(painter: &Painter, center: Pos2, checked: bool, palette: &super::theme::Palette) {
    let rect = Rect::from_center_size(center, vec2(15.0, 15.0));
    if !checked {
        painter.rect_stroke(rect, 3.0, Stroke::new(1.0, palette.weak), egui::StrokeKind::Inside);
        return;
    }
    painter.rect_filled(rect, 3.0, palette.accent);
    let stroke = Stroke::new(2.0, palette.on_accent);
    let corner = center + vec2(-1.0, 3.5);
    painter.line_segment([center + vec2(-4.5, 0.0), corner], stroke);
    painter.line_segment([corner, center + vec2(4.5, -4.0)], stroke);
}
