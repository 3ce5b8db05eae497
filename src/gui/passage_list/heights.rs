//! Heights of the rows of a long list. Positions are sums that are kept in a binary indexed tree, so that a row that
//! turns out taller than estimated costs a few additions.

/// Heights in whole points, estimated or measured.
#[derive(Clone, Debug, Default)]
pub(super) struct Heights {
    heights: Vec<u32>,
    /// Element `i` has the sum of the heights of the `i & i.wrapping_neg()` rows that end before row `i`; the first
    /// element is unused.
    sums: Vec<u64>,
}

impl Heights {
    pub(super) fn new(heights: Vec<u32>) -> Self {
        let mut sums = vec![0; heights.len() + 1];
        for (place, &height) in (1_usize..).zip(&heights) {
            let above = place + (place & place.wrapping_neg());
            let sum = sums.get(place).copied().unwrap_or(0) + u64::from(height);
            if let Some(prefix) = sums.get_mut(place) {
                *prefix = sum;
            }
            if let Some(above) = sums.get_mut(above) {
                *above += sum;
            }
        }
        Self { heights, sums }
    }

    pub(super) fn len(&self) -> usize {
        self.heights.len()
    }

    pub(super) fn total(&self) -> u64 {
        self.top(self.len())
    }

    /// The sum of the heights of all rows before this one.
    pub(super) fn top(&self, row: usize) -> u64 {
        let (mut place, mut sum) = (row.min(self.len()), 0);
        while place > 0 {
            sum += self.sums.get(place).copied().unwrap_or(0);
            place &= place - 1;
        }
        sum
    }

    pub(super) fn set(&mut self, row: usize, height: u32) {
        let Some(known) = self.heights.get_mut(row) else { return };
        let before = u64::from(std::mem::replace(known, height));
        let mut place = row + 1;
        while let Some(sum) = self.sums.get_mut(place).filter(|_| before != u64::from(height)) {
            *sum = (*sum + u64::from(height)).saturating_sub(before);
            place += place & place.wrapping_neg();
        }
    }

    /// The first row that ends below `y`; the number of rows if none does.
    pub(super) fn at(&self, y: u64) -> usize {
        let (mut place, mut rest) = (0, y);
        let mut step = self.len().checked_ilog2().map_or(0, |log| 1 << log);
        while step > 0 {
            if let Some(&sum) = self.sums.get(place + step).filter(|&&sum| sum <= rest) {
                (place, rest) = (place + step, rest - sum);
            }
            step /= 2;
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_equal_a_plain_sum_whatever_changes() {
        let mut random = fastrand::Rng::with_seed(7);
        for count in [0, 1, 2, 3, 7, 8, 9, 100, 1_000] {
            let mut plain: Vec<u32> = (0..count).map(|_| random.u32(0..200)).collect();
            let mut heights = Heights::new(plain.clone());
            for _ in 0..60 {
                let sum = |rows: usize| plain.iter().take(rows).map(|&h| u64::from(h)).sum::<u64>();
                assert_eq!(heights.total(), sum(count));
                let row = random.usize(0..=count);
                assert_eq!(heights.top(row), sum(row));
                let y = random.u64(0..=sum(count) + 3);
                let expected = (0..count).find(|&row| sum(row + 1) > y).unwrap_or(count);
                assert_eq!(heights.at(y), expected, "{y} of {plain:?}");
                let (row, height) = (random.usize(0..count + 2), random.u32(0..300));
                heights.set(row, height);
                if let Some(known) = plain.get_mut(row) {
                    *known = height;
                }
            }
        }
    }
}
