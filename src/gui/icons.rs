//! Small painted icons in one style: strokes in the colour of the text beside them.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, vec2};

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

/// The program's logo: an opening quotation mark, two balls whose tails rise and bend to the right.
pub fn quote(painter: &Painter, rect: Rect, color: Color32) {
    const PIECES: u8 = 24;
    let size = rect.width();
    for x in [0.27, 0.73] {
        let ball = rect.left_top() + vec2(x, 0.68) * size;
        painter.circle_filled(ball, size * 0.165, color);
        // The tail becomes thinner along a curve from the left of the ball; painted as overlapping discs.
        let curve = [vec2(-0.085, -0.02), vec2(-0.11, -0.3), vec2(0.13, -0.43)];
        for piece in 0..=PIECES {
            let t = f32::from(piece) / f32::from(PIECES);
            let at = curve[0] * ((1.0 - t) * (1.0 - t)) + curve[1] * (2.0 * t * (1.0 - t)) + curve[2] * (t * t);
            painter.circle_filled(ball + at * size, size * (0.08 - 0.062 * t), color);
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

/// A lens, for searching.
pub fn lens(painter: &Painter, center: Pos2, color: Color32) {
    painter.circle_stroke(center + vec2(-1.5, -1.5), 4.5, Stroke::new(1.5, color));
    painter.line_segment([center + vec2(2.0, 2.0), center + vec2(6.0, 6.0)], Stroke::new(1.5, color));
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

/// The picture of an empty room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Document,
    Table,
    People,
    Quotation,
    Memo,
    Clock,
}

/// Paints a picture in thin lines.
pub fn picture(painter: &Painter, rect: Rect, picture: Picture, color: Color32) {
    let stroke = Stroke::new(2.0, color);
    let at = |x: f32, y: f32| rect.lerp_inside(vec2(x, y));
    let line = |from: (f32, f32), to: (f32, f32)| {
        painter.line_segment([at(from.0, from.1), at(to.0, to.1)], stroke);
    };
    let frame = |from: (f32, f32), to: (f32, f32)| {
        let rect = Rect::from_two_pos(at(from.0, from.1), at(to.0, to.1));
        painter.rect_stroke(rect, 4.0, stroke, egui::StrokeKind::Inside);
    };
    let person = |x: f32, y: f32| {
        painter.circle_stroke(at(x, y), rect.width() * 0.13, stroke);
        let shoulders = (0..=12).map(|step| {
            let angle = std::f32::consts::PI * (1.0 + step as f32 / 12.0);
            at(x, y + 0.48) + vec2(angle.cos(), angle.sin()) * rect.width() * 0.24
        });
        painter.add(Shape::line(shoulders.collect(), stroke));
    };
    match picture {
        Picture::Document => {
            frame((0.16, 0.04), (0.84, 0.96));
            [0.28, 0.46, 0.64].iter().for_each(|&y| line((0.32, y), (0.68, y)));
        }
        Picture::Table => {
            frame((0.04, 0.12), (0.96, 0.88));
            line((0.04, 0.36), (0.96, 0.36));
            line((0.04, 0.62), (0.96, 0.62));
            line((0.38, 0.12), (0.38, 0.88));
        }
        Picture::People => [0.28, 0.74].iter().for_each(|&x| person(x, 0.3)),
        Picture::Quotation => quote(painter, rect, color),
        Picture::Memo => {
            frame((0.08, 0.1), (0.92, 0.9));
            line((0.24, 0.36), (0.76, 0.36));
            line((0.24, 0.54), (0.6, 0.54));
        }
        Picture::Clock => {
            painter.circle_stroke(rect.center(), rect.width() * 0.44, stroke);
            line((0.5, 0.24), (0.5, 0.52));
            line((0.5, 0.52), (0.68, 0.62));
        }
    }
}
