//! What the sums themselves say of any choice, before anybody attacks it.
//!
//! A line is cells that make up another: with one of them hidden alone, it is worked out. So a value to be
//! protected needs company in its line, and so does every further cell: one that is alone never moves in any
//! table that the attacker takes for possible, protects nobody, and a cheaper choice shows it.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use super::Task;
use crate::cover::Demand;
use crate::sums::Sums;

/// The demands of all lines, in numbers of members (`place` of each cell).
pub(super) fn demands(task: &Task<'_>, place: &[usize]) -> Vec<Demand> {
    let mut all = Vec::new();
    for line in lines(&task.system.sums) {
        // A shown figure that is rounded may move by itself; then hiding less may be enough.
        if line.iter().any(|cell| task.system.published[*cell] != (0, 0)) {
            continue;
        }
        let moves = |cell: &usize| task.system.hidden[*cell] != (0, 0);
        let is_primary = |cell: &usize| task.primary.contains(cell) && moves(cell);
        let primary: Vec<usize> = line.iter().copied().filter(is_primary).collect();
        let further: Vec<usize> = line
            .iter()
            .filter(|cell| task.allowed[**cell] && moves(cell))
            .map(|cell| place[*cell])
            .collect();
        match primary.as_slice() {
            [] => all.extend(further.iter().map(|member| Demand {
                one_of: further.iter().copied().filter(|other| other != member).collect(),
                needed_by: Some(*member),
            })),
            [one] => {
                let protects =
                    |cell: usize| task.requirements.iter().any(|wanted| wanted.cell == cell);
                if protects(*one) {
                    all.push(Demand { one_of: further, needed_by: None });
                }
            }
            _ => {}
        }
    }
    all
}

/// Every sum with the cells that make it up, taken as large as there are.
fn lines(sums: &Sums) -> Vec<Vec<usize>> {
    let words = sums.cells().div_ceil(64);
    let bits = |cell: usize| {
        let mut bits = vec![0_u64; words];
        for (part, _) in sums.parts(cell)? {
            bits[part / 64] |= 1 << (part % 64);
        }
        Some((cell, bits))
    };
    let simple = |cell: &usize| {
        sums.parts(*cell).is_some_and(|parts| parts.iter().all(|(_, times)| *times == 1))
    };
    let sets: Vec<(usize, Vec<u64>)> = (0..sums.cells()).filter(simple).filter_map(bits).collect();
    let within = |inner: &[u64], outer: &[u64]| inner.iter().zip(outer).all(|(i, o)| i & !o == 0);
    let mut lines = Vec::new();
    for (sum, whole) in &sets {
        let below: Vec<&(usize, Vec<u64>)> =
            sets.iter().filter(|(_, set)| set != whole && within(set, whole)).collect();
        let largest: Vec<&(usize, Vec<u64>)> = below
            .iter()
            .copied()
            .filter(|(_, set)| !below.iter().any(|(_, other)| set != other && within(set, other)))
            .collect();
        let Some(start) = first(whole) else { continue };
        let of_start: Vec<_> = largest.iter().filter(|(_, set)| has(set, start)).copied().collect();
        if of_start.is_empty() {
            let parts = sums.parts(*sum).unwrap_or_default();
            lines.push(parts.iter().map(|(part, _)| *part).chain([*sum]).collect());
        }
        for beginning in of_start {
            let mut rest = whole.clone();
            let mut line = vec![*sum];
            let mut next = Some(beginning);
            while let Some(start) = first(&rest) {
                let fitting = next.take().or_else(|| {
                    largest.iter().copied().find(|(_, set)| has(set, start) && within(set, &rest))
                });
                if let Some((cell, set)) = fitting {
                    line.push(*cell);
                    rest.iter_mut().zip(set).for_each(|(rest, taken)| *rest &= !taken);
                } else {
                    line.push(start);
                    rest[start / 64] &= !(1 << (start % 64));
                }
            }
            lines.push(line);
        }
    }
    lines
}

fn first(bits: &[u64]) -> Option<usize> {
    let word = bits.iter().position(|word| *word != 0)?;
    Some(word * 64 + bits[word].trailing_zeros() as usize)
}

fn has(bits: &[u64], cell: usize) -> bool {
    bits[cell / 64] >> (cell % 64) & 1 == 1
}
