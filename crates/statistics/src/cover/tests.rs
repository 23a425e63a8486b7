use super::*;
use proptest::prelude::*;

fn by_enumeration(costs: &[u64], sets: &[Vec<usize>]) -> u64 {
    (0_u32..1 << costs.len())
        .filter(|chosen| sets.iter().all(|set| set.iter().any(|m| chosen >> m & 1 == 1)))
        .map(|chosen| (0..costs.len()).filter(|m| chosen >> m & 1 == 1).map(|m| costs[m]).sum())
        .min()
        .unwrap()
}

proptest! {
    #[test]
    fn the_cover_is_the_cheapest_and_proved(
        costs in prop::collection::vec(1_u64..40, 12),
        sets in prop::collection::vec(prop::collection::btree_set(0_usize..12, 1..5), 1..14),
    ) {
        let sets: Vec<Vec<usize>> = sets.into_iter().map(|set| set.into_iter().collect()).collect();
        let mut effort = Effort::ORDINARY;
        let cover = cheapest(&costs, &sets, &mut effort);
        prop_assert!(sets.iter().all(|set| set.iter().any(|m| cover.chosen.contains(m))));
        prop_assert_eq!(cover.chosen.iter().map(|m| costs[*m]).sum::<u64>(), cover.cost);
        prop_assert_eq!(cover.cost, by_enumeration(&costs, &sets));
        prop_assert_eq!(cover.at_least, cover.cost);
    }

    #[test]
    fn without_effort_the_bound_is_still_true(
        costs in prop::collection::vec(1_u64..40, 12),
        sets in prop::collection::vec(prop::collection::btree_set(0_usize..12, 2..5), 1..14),
    ) {
        let sets: Vec<Vec<usize>> = sets.into_iter().map(|set| set.into_iter().collect()).collect();
        let cover = cheapest(&costs, &sets, &mut Effort::units(0));
        prop_assert!(sets.iter().all(|set| set.iter().any(|m| cover.chosen.contains(m))));
        let optimum = by_enumeration(&costs, &sets);
        prop_assert!(cover.at_least <= optimum && optimum <= cover.cost);
    }
}
