use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn cells_are_made_one_alike_by_digits_and_by_comparing(
        sizes in prop::collection::vec(1_u64..300, 0..4),
        values in 1_u64..9,
        seeds in prop::collection::vec((any::<u64>(), 1_u32..5), 0..1_500),
    ) {
        let digit = |(seed, _): &(u64, u32), at: usize, size: u64| {
            // Low groups come often, so that cells are equal.
            let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(u32::try_from(at).unwrap() * 13);
            u16::try_from((mixed % size).min(mixed >> 7 & 3)).unwrap()
        };
        let column = |(at, size): (usize, &u64)| seeds.iter().map(|s| digit(s, at, *size)).collect();
        let cells = Cells {
            node: vec![0; sizes.len()],
            groups: sizes.iter().enumerate().map(column).collect(),
            sensitive: seeds.iter().map(|seed| digit(seed, 9, values).into()).collect(),
            records: seeds.iter().map(|(_, count)| *count).collect(),
        };
        let halves: Vec<Vec<u16>> = sizes
            .iter()
            .map(|size| (0..*size).map(|group| u16::try_from(group / 2).unwrap()).collect())
            .collect();
        let packing = Packing::new(sizes.clone(), values).unwrap();
        let (bits, places) = packing.bits_beside(cells.len()).unwrap();
        let (one, two) =
            (cells.by_digits(&halves, &packing, bits, places), cells.by_comparing(&halves, &packing));
        prop_assert_eq!(&one, &two);
        let total = |order: &[(u32, u32)]| order.iter().map(|(_, count)| count).sum::<u32>();
        prop_assert_eq!(total(&one), cells.records.iter().sum::<u32>());
        // Ascending, each but once.
        let made = cells.rolled(&vec![1; sizes.len()], &halves, &packing);
        let key = |at: usize| {
            let groups: Vec<u16> = made.groups.iter().map(|column| column[at]).collect();
            (groups, made.sensitive[at])
        };
        prop_assert!((1..made.len()).all(|at| key(at - 1) < key(at)));
    }
}

#[test]
fn cells_beyond_a_word_are_compared() {
    let packing = Packing::new(vec![60_000; 4], 1).unwrap();
    assert_eq!(packing.bits_beside(2), None);
    let groups = vec![vec![59_999, 3], vec![59_999, 3], vec![59_999, 3], vec![59_999, 3]];
    let cells = Cells::of_rows(&[0; 4], groups, vec![0, 0], &packing);
    assert_eq!(cells.groups[0], [3, 59_999]);
    assert_eq!(cells.records, [1, 1]);
}
