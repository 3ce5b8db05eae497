//! Where the entries of the margin stand: near their rows, never over each other, and the others in lists.

/// Height of `+3`, which opens a list.
pub(super) const MORE: f32 = 20.0;
/// Gap between two entries.
pub(super) const APART: f32 = 2.0;
/// How far below its row an entry may be moved by those above it.
const DRIFT: f32 = 60.0;

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// Its top.
    Entry(f32),
    /// In the list with this number, and the top of the list's mark.
    More(usize, f32),
}

/// Arranges entries, given as tops in ascending order, above `bottom`: each at its top or below the one before, but at most
/// [`DRIFT`] lower; the others go to lists. `height` is asked only for those that may find room, whatever their number; none
/// is lower than `least`.
pub(super) fn arrange(tops: &[f32], bottom: f32, least: f32, mut height: impl FnMut(usize) -> f32) -> Vec<Place> {
    let places = arrange_above(tops, (bottom, true), least, &mut height);
    let fits = |place: &Place| !matches!(place, Place::More(_, y) if y + MORE > bottom);
    if places.iter().all(fits) {
        places
    } else {
        arrange_above(tops, (bottom - MORE - APART, false), least, &mut height)
    }
}

/// The last entry may extend beyond the bottom if it `may_be_cut`.
fn arrange_above(
    tops: &[f32],
    (bottom, may_be_cut): (f32, bool),
    least: f32,
    height: &mut impl FnMut(usize) -> f32,
) -> Vec<Place> {
    let mut free = f32::NEG_INFINITY;
    let (mut lists, mut open) = (0, None);
    let mut places = Vec::with_capacity(tops.len());
    for (i, &top) in tops.iter().enumerate() {
        let y = top.max(free);
        let is_cut = may_be_cut && y == top;
        let may_fit = y - top <= DRIFT && (is_cut || y + least <= bottom);
        if let Some(height) = may_fit.then(|| height(i)).filter(|height| is_cut || y + height <= bottom) {
            places.push(Place::Entry(y));
            (free, open) = (y + height + APART, None);
            continue;
        }
        let (list, y) = open.unwrap_or_else(|| {
            let y = free.max(top.min(bottom));
            lists += 1;
            free = y + MORE + APART;
            (lists - 1, y)
        });
        open = Some((list, y));
        places.push(Place::More(list, y));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_never_overlap_and_stay_near_their_rows() {
        let mut rng = fastrand::Rng::with_seed(3);
        for _ in 0..2_000 {
            let bottom = 100.0 + rng.f32() * 500.0;
            let mut tops: Vec<f32> = (0..rng.usize(0..40)).map(|_| (rng.f32() * bottom).floor()).collect();
            tops.sort_by(f32::total_cmp);
            let entries: Vec<(f32, f32)> = tops.iter().map(|&top| (top, [24.0, 40.0][rng.usize(0..2)])).collect();
            let tops: Vec<f32> = entries.iter().map(|entry| entry.0).collect();
            let places = arrange(&tops, bottom, 24.0, |i| entries[i].1);
            assert_eq!(places.len(), entries.len());
            let mut spans: Vec<(f32, f32)> = Vec::new();
            let mut lists = 0;
            for (&(top, height), place) in entries.iter().zip(&places) {
                match *place {
                    Place::Entry(y) => {
                        assert!(top <= y && y - top <= DRIFT, "{top} {y}");
                        assert!(y == top || y + height <= bottom, "only an entry in its place is cut");
                        spans.push((y, y + height));
                    }
                    Place::More(list, y) => {
                        assert!(y + MORE <= bottom, "{y} {bottom}");
                        if list == lists {
                            spans.push((y, y + MORE));
                            lists += 1;
                        }
                        assert_eq!(list + 1, lists, "lists are numbered from top to bottom");
                    }
                }
            }
            assert!(spans.windows(2).all(|pair| pair[0].1 < pair[1].0), "{spans:?}");
        }
    }

    #[test]
    fn a_single_entry_is_placed_at_its_row_and_many_become_a_list() {
        let low = |tops: &[f32]| arrange(tops, 400.0, 24.0, |_| 24.0);
        assert_eq!(low(&[10.0, 200.0]), [Place::Entry(10.0), Place::Entry(200.0)]);
        let pile = low(&[10.0; 6]);
        assert_eq!(pile[..3], [Place::Entry(10.0), Place::Entry(36.0), Place::Entry(62.0)]);
        assert_eq!(pile[3..], [Place::More(0, 88.0); 3]);
        assert_eq!(low(&[]), []);
    }

    #[test]
    fn heights_are_asked_only_where_there_is_room() {
        for many in [1_000, 10_000] {
            let tops: Vec<f32> = (0..many).map(|i| (i * 20 / many * 30) as f32).collect();
            let mut asked = 0;
            let places = arrange(&tops, 600.0, 24.0, |i| {
                asked += 1;
                [24.0, 40.0][i % 2]
            });
            let entries = places.iter().filter(|place| matches!(place, Place::Entry(_))).count();
            assert!(entries > 10 && asked <= 2 * entries + 4, "{asked} of {many} for {entries}");
        }
    }
}
