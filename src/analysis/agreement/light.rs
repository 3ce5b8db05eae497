//! Light's kappa (1971): the mean of the pairwise Cohen's kappas; it has no value if any pair has none.

use super::{Figure, Ratings, Reason};

impl Ratings {
    pub fn light_kappa(&self) -> Figure {
        let kappas: Vec<f64> = self.pairs().map(|(i, j)| self.cohen_kappa(i, j)).collect::<Result<_, _>>()?;
        if kappas.is_empty() {
            return Err(Reason::OneCoder);
        }
        Ok(kappas.iter().sum::<f64>() / kappas.len() as f64)
    }
}
