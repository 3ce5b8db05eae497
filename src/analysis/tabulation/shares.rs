//! Codings divided into the shares of those whose they are.

use super::indexed::NONE;

/// Shares where they differ from codings, in the order of the codings.
#[derive(Default)]
pub(super) struct Shares {
    /// Per share: its coding.
    pub fact: Vec<u32>,
    /// Per share: index of its participant, or [`NONE`].
    pub participant: Vec<u32>,
    /// Per share: index of its speaker in [`Indexed::speakers`](super::indexed::Indexed::speakers), or [`NONE`]; empty
    /// unless divided by speaker.
    pub speaker: Vec<u32>,
}

/// Whose a share is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    /// Index of the participant, or [`NONE`].
    pub participant: u32,
    /// Index of the speaker, or [`NONE`].
    pub speaker: u32,
}

impl Shares {
    /// Divides codings that follow each other. `first`: number of the first one. `sources` has the index of each coding's
    /// document, or [`NONE`]: then it has no share. `owners` appends those whose a coding is, which it gets as an index of
    /// `sources`.
    ///
    /// Codings usually come by code, so that their documents change all the time. They are divided document by document,
    /// because looking up each time what is said in another document takes longer than everything else.
    pub fn of(
        first: usize,
        sources: &[u32],
        documents: usize,
        by_speaker: bool,
        mut owners: impl FnMut(usize, &mut Vec<Owner>),
    ) -> Self {
        let order = by_document(sources, documents);
        let mut found = Vec::with_capacity(sources.len());
        // Per coding, how many shares it has; then, where they begin.
        let mut firsts = vec![0_u32; sources.len() + 1];
        for &place in &order {
            let before = found.len();
            owners(place as usize, &mut found);
            firsts[place as usize] = index(found.len() - before);
        }
        let mut shares = Self { fact: Vec::with_capacity(found.len()), ..Self::default() };
        let mut next = 0;
        for (coding, first) in (index(first)..).zip(&mut firsts) {
            let number = std::mem::replace(first, next);
            next += number;
            shares.fact.extend(std::iter::repeat_n(coding, number as usize));
        }
        shares.participant = vec![NONE; found.len()];
        shares.speaker = vec![NONE; if by_speaker { found.len() } else { 0 }];
        let mut left = found.as_slice();
        for &place in &order {
            let (first, end) = (firsts[place as usize] as usize, firsts[place as usize + 1] as usize);
            let (its, others) = left.split_at(end - first);
            for (share, owner) in (first..).zip(its) {
                shares.participant[share] = owner.participant;
                if by_speaker {
                    shares.speaker[share] = owner.speaker;
                }
            }
            left = others;
        }
        shares
    }

    /// Adds, behind the shares of each coding of a group, one that belongs to nobody, unless it has only that.
    pub fn with_wholes(self, is_of_group: impl Fn(u32) -> bool) -> Self {
        let mut with = Self::default();
        for (place, (&coding, &participant)) in self.fact.iter().zip(&self.participant).enumerate() {
            with.fact.push(coding);
            with.participant.push(participant);
            let is_last = self.fact.get(place + 1) != Some(&coding);
            if is_last && participant != NONE && is_of_group(coding) {
                with.fact.push(coding);
                with.participant.push(NONE);
            }
        }
        with
    }

    /// Adds the shares of the codings that follow.
    pub fn append(&mut self, mut others: Self) {
        self.fact.append(&mut others.fact);
        self.participant.append(&mut others.participant);
        self.speaker.append(&mut others.speaker);
    }
}

/// Returns the places of what has a document, document by document.
pub(super) fn by_document(sources: &[u32], documents: usize) -> Vec<u32> {
    let mut next = vec![0_u32; documents + 1];
    for &source in sources {
        if let Some(number) = next.get_mut(source as usize + 1) {
            *number += 1;
        }
    }
    for document in 0..documents {
        next[document + 1] += next[document];
    }
    let mut order = vec![0; next[documents] as usize];
    for (place, &source) in (0..).zip(sources) {
        if (source as usize) < documents {
            order[next[source as usize] as usize] = place;
            next[source as usize] += 1;
        }
    }
    order
}

/// Codings and their shares are numbered with `u32`, as everything that is tabulated.
fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::{NONE, Owner, Shares};

    #[test]
    fn shares_are_in_the_order_of_the_codings_and_divided_document_by_document() {
        // The first coding is not asked for; the fourth has no document, the sixth belongs to nobody.
        let sources = [0, 1, 0, NONE, 1, 0, 0];
        let own = |participant: u32| Owner { participant, speaker: participant.saturating_add(100) };
        for by_speaker in [false, true] {
            let mut asked = Vec::new();
            let shares = Shares::of(1, &sources[1..], 2, by_speaker, |place, found| {
                let coding = place + 1;
                asked.push(coding);
                found.extend(
                    (0..match coding {
                        5 => 0,
                        6 => 3,
                        _ => 1,
                    })
                        .map(|number| own(coding as u32 * 10 + number)),
                );
            });
            assert_eq!(asked, [2, 5, 6, 1, 4]);
            assert_eq!(shares.fact, [1, 2, 4, 6, 6, 6]);
            assert_eq!(shares.participant, [10, 20, 40, 60, 61, 62]);
            let speakers: &[u32] = if by_speaker { &[110, 120, 140, 160, 161, 162] } else { &[] };
            assert_eq!(shares.speaker, speakers);
        }
        let shares = Shares::of(1, &sources[1..], 2, false, |place, found| {
            let coding = place + 1;
            found.push(own(if coding == 2 { NONE } else { coding as u32 }));
            found.extend((coding == 6).then(|| own(60)));
        });
        let with = shares.with_wholes(|coding| coding != 4);
        assert_eq!(with.fact, [1, 1, 2, 4, 5, 5, 6, 6, 6]);
        assert_eq!(with.participant, [1, NONE, NONE, 4, 5, NONE, 6, 60, NONE]);
        let none = Shares::of(3, &sources[3..4], 2, true, |_, _| panic!("it has no document"));
        assert_eq!((none.fact.len(), none.participant.len(), none.speaker.len()), (0, 0, 0));
    }
}
