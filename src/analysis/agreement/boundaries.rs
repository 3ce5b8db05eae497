//! Boundary similarity B (Fournier 2013): how similarly two coders segment a text, with partial credit for near
//! misses. Reads only the positions inside one document at which segments of one code begin or end.

use super::continua::Continua;
use super::{Figure, Reason};
use std::collections::BTreeSet;

/// Computes B for coders `x` and `y`. `reach` is the largest near miss plus 1 (n_t): boundaries less than this
/// apart count as one boundary moved.
pub fn boundary_similarity(continua: &Continua, x: usize, y: usize, code: usize, reach: u32) -> Figure {
    let [document] = continua.documents.as_slice() else { return Err(Reason::OneDocumentOnly) };
    let borders = |coder| -> BTreeSet<u32> {
        let segments = continua.segments(0, coder, &[code]);
        let ends = segments.into_iter().flat_map(|(start, end)| [start, end]);
        ends.filter(|&p| p > 0 && p < document.length).collect()
    };
    let (a, b) = (borders(x), borders(y));
    let matches = a.intersection(&b).count() as f64;
    let mut first: BTreeSet<u32> = a.difference(&b).copied().collect();
    let mut second: BTreeSet<u32> = b.difference(&a).copied().collect();
    let (mut moved, mut weight) = (0.0, 0.0);
    for distance in 1..reach {
        for place in first.clone() {
            let partner = [place.checked_sub(distance), place.checked_add(distance)];
            if let Some(partner) = partner.into_iter().flatten().find(|p| second.contains(p)) {
                first.remove(&place);
                second.remove(&partner);
                moved += 1.0;
                weight += f64::from(distance) / f64::from(reach);
            }
        }
    }
    let missed = (first.len() + second.len()) as f64;
    let total = missed + moved + matches;
    // Two texts without boundaries are segmented alike.
    if total == 0.0 { Ok(1.0) } else { Ok(1.0 - (missed + weight) / total) }
}
