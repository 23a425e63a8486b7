//! Sums over people whom two releases tell apart: a year less its first quarter, June less May.

use super::{SumCell, SumRules};

/// What is known of such people by whoever has the true table: how many they are and what they come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rest {
    pub(super) people: (u64, u64),
    pub(super) sum: (u64, u64),
}

impl SumRules {
    /// How far a reader must be kept from the sum of these people, who are some of those in a cell of the
    /// true table, or of a release of which only the sums are known (`whole` is `None`).
    ///
    /// Whose the amounts are is not known, so the worst is assumed that the cell allows: no contribution is
    /// larger than the largest of the cell, no two than its two largest.
    pub(super) fn room_among(&self, rest: Rest, whole: Option<&SumCell>, cap: Option<u64>) -> u64 {
        let (fewest, most) = rest.people;
        if most == 0 {
            return 0;
        }
        let largest: Vec<u64> = match whole {
            Some(cell) => {
                let capped = usize::try_from(cell.capped).unwrap_or(SumCell::TOP);
                let capped = cap.into_iter().cycle().take(capped.min(SumCell::TOP));
                capped.chain(cell.top.iter().copied()).take(SumCell::TOP).collect()
            }
            None => vec![cap.unwrap_or(rest.sum.1).min(rest.sum.1); 2],
        };
        // A rule is hardest on the sum that its largest contributions make up alone.
        let mut sums = vec![rest.sum.0, rest.sum.1];
        let mut added = 0_u64;
        for amount in &largest {
            added = added.saturating_add(*amount);
            sums.push(added.clamp(rest.sum.0, rest.sum.1));
        }
        let mut room = 0;
        for sum in sums {
            let mut left = sum;
            let mut top: Vec<u64> = largest
                .iter()
                .map(|amount| {
                    let amount = (*amount).min(left);
                    left -= amount;
                    amount
                })
                .collect();
            if top.is_empty() {
                top.push(sum);
            }
            let cell = SumCell { people: fewest.max(1), sum, top, capped: 0 };
            room = room.max(self.room(&cell, None));
        }
        // With all but a few at the cap the sum tells those few.
        if let Some(cap) = cap {
            let short = cap.saturating_mul(most).saturating_sub(rest.sum.0);
            let below = short.div_ceil(cap.max(1));
            let at_cap = whole.map_or(most, |cell| cell.capped);
            if below <= self.most_people() && at_cap.saturating_add(self.most_people()) >= fewest {
                room = room.max(1);
            }
        }
        room
    }
}
