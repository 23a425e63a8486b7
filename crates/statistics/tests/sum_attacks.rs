//! Sums and the people behind them attacked together: published ones, and our own with a cap, against every
//! pair of whole tables that fits.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::*;
use proptest::prelude::*;

const LABELS: [&str; 3] = ["a", "b", "c"];

/// What a reader sees of one figure: itself, or how small and how large it can be.
type Seen = (u64, u64);

/// The least and the largest of each number of people and of each sum, totals last, over all pairs of tables of
/// three cells that fit: nobody has nothing, and nobody more than the cap.
fn joint(people: &[Seen; 4], sums: &[Seen; 4], cap: Option<u64>) -> Option<([Seen; 4], [Seen; 4])> {
    let within = |value: u64, seen: Seen| (seen.0..=seen.1).contains(&value);
    let triples = |seen: &[Seen; 4]| -> Vec<[u64; 4]> {
        let mut all = Vec::new();
        for one in seen[0].0..=seen[0].1.min(seen[3].1) {
            for two in seen[1].0..=seen[1].1.min(seen[3].1) {
                for three in seen[2].0..=seen[2].1.min(seen[3].1) {
                    let total = one + two + three;
                    if within(total, seen[3]) {
                        all.push([one, two, three, total]);
                    }
                }
            }
        }
        all
    };
    let (counts, amounts) = (triples(people), triples(sums));
    let mut found: Option<([Seen; 4], [Seen; 4])> = None;
    for count in &counts {
        for amount in &amounts {
            let fits = (0..3).all(|cell| match cap {
                Some(cap) => amount[cell] <= cap * count[cell],
                None => count[cell] > 0 || amount[cell] == 0,
            });
            if !fits {
                continue;
            }
            let (people, sums) = found.get_or_insert(([(u64::MAX, 0); 4], [(u64::MAX, 0); 4]));
            for cell in 0..4 {
                people[cell] = (people[cell].0.min(count[cell]), people[cell].1.max(count[cell]));
                sums[cell] = (sums[cell].0.min(amount[cell]), sums[cell].1.max(amount[cell]));
            }
        }
    }
    found
}

fn published(name: &str, figures: [PublishedCell; 4]) -> PublishedTable {
    let dimension = PublishedDimension::flat("service", LABELS, Some("Total")).unwrap();
    PublishedTable::new(name, vec![dimension], figures.to_vec()).unwrap()
}

/// Of what cannot be bounded every value up to here is tried.
const FAR: u64 = 28;

fn seen(cell: PublishedCell) -> Seen {
    let (least, most) = cell.range();
    (least, most.unwrap_or(FAR))
}

fn hidden_or_not(value: u64, hidden: bool, most: Option<u64>) -> PublishedCell {
    if hidden { PublishedCell::hidden(0, most) } else { PublishedCell::exactly(value) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 2, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_of_published_sums_and_people_holds_for_every_pair_of_tables_that_fits(
        people in prop::array::uniform3(0_u64..4),
        shares in prop::array::uniform3(0_u64..=100),
        stars in prop::array::uniform8(any::<bool>()),
        cap in prop::option::of(1_u64..4),
    ) {
        let owed = |cell: usize| shares[cell] * people[cell] * cap.unwrap_or(3) / 100;
        let sums = [owed(0), owed(1), owed(2)];
        let total = |cells: [u64; 3]| -> [u64; 4] { [cells[0], cells[1], cells[2], cells.iter().sum()] };
        let (people, sums) = (total(people), total(sums));
        let counted: [PublishedCell; 4] = std::array::from_fn(|at| hidden_or_not(people[at], stars[at], Some(4)));
        // A total is at most what three cells of four are: far enough for all that is tried.
        let counted = [counted[0], counted[1], counted[2], hidden_or_not(people[3], stars[3], None)];
        let added: [PublishedCell; 4] = std::array::from_fn(|at| hidden_or_not(sums[at], stars[4 + at], None));
        let audit = attack_sums(
            &[published("people", counted)],
            &[PublishedSums::new("owed", cap, published("sums", added))],
            4,
        ).unwrap();
        let (of_people, of_sums) = joint(&counted.map(seen), &added.map(seen), cap).unwrap();
        let check = |audit: &Audit, cells: [PublishedCell; 4], truth: [Seen; 4]| -> Result<(), TestCaseError> {
            let mut findings = audit.findings.iter();
            for (cell, truth) in cells.iter().zip(truth) {
                if !matches!(cell, PublishedCell::Hidden { .. }) { continue }
                let found = findings.next().unwrap();
                prop_assert!(found.least <= truth.0, "{:?} and {:?}", found, truth);
                prop_assert!(found.most.is_none_or(|most| most >= truth.1), "{:?} and {:?}", found, truth);
            }
            prop_assert!(findings.next().is_none());
            Ok(())
        };
        check(&audit.people, counted, of_people)?;
        check(&audit.sums, added, of_sums)?;
        for told in &audit.told {
            let place = LABELS.iter().position(|label| *label == told.cell[0]).unwrap_or(3);
            prop_assert_eq!(of_sums[place], (told.sum, told.sum));
            prop_assert!((1..=2).contains(&told.people) && of_people[place].1 <= told.people);
        }
        // Where every number of people and the total is shown only sums are open, and the ranges are exact.
        if (0..4).all(|cell| !stars[cell]) && !stars[7] {
            for found in &audit.sums.findings {
                let place = LABELS.iter().position(|label| *label == found.cell[0]).unwrap_or(3);
                let truth = (of_sums[place].0, Some(of_sums[place].1));
                prop_assert_eq!((found.least, found.most), truth);
            }
        }
    }

    #[test]
    fn of_our_own_capped_sums_neither_people_nor_sums_come_back(
        cells in prop::collection::vec(prop::collection::vec(0_u64..5, 0..5), 3),
        cap in 2_u64..5,
        zeros in 0_usize..3,
    ) {
        let tag = FieldTag::new("service".into(), Category::SupportNeeds.into(), Identifiability::Quasi);
        let codes = CodeList::new("service", LABELS).unwrap();
        let variable = Variable::new(tag, codes, NullPolicy::Reject).unwrap();
        let mut counter = SumTable::counter(&[variable], Some(cap)).unwrap();
        for (label, cell) in LABELS.iter().zip(&cells) {
            for amount in cell {
                counter.row([Some(*label)], *amount);
            }
        }
        let table = counter.finish().unwrap();
        let zeros = [Zeros::Shown, Zeros::MayHide, Zeros::Small][zeros];
        let profile = Profile::threshold(2).unwrap().with_zeros(zeros).with_singletons(Singletons::Report);
        let rules = SumRules::threshold(2).unwrap();
        let outcome = Plan::new("t", profile).publish_sums(&table, &rules, Effort::ORDINARY, &mut |_| {});
        let SumOutcome::Released(done) = outcome else { return Ok(()) };
        let true_people: [u64; 4] = std::array::from_fn(|at| match cells.get(at) {
            Some(cell) => cell.len() as u64,
            None => cells.iter().map(|cell| cell.len() as u64).sum(),
        });
        // What a reader sees, and is taken to know: which are hidden for being small.
        let people: [Seen; 4] = std::array::from_fn(|at| {
            if let Some(people) = done.release.cells()[at].people {
                return (people, people);
            }
            let small = true_people[at] <= 2;
            let is_somebody = small && zeros == Zeros::MayHide && true_people[at] > 0;
            let least = u64::from(zeros == Zeros::Shown || is_somebody);
            (least, if small { 2 } else { FAR })
        });
        let sums: [Seen; 4] = std::array::from_fn(|at| match done.release.cells()[at].sum {
            Some(sum) => (sum, sum),
            None => (0, FAR * 2),
        });
        let (of_people, of_sums) = joint(&people, &sums, Some(cap)).unwrap();
        for at in 0..4 {
            if done.release.cells()[at].people.is_some() { continue }
            prop_assert!(of_people[at].0 <= true_people[at] && true_people[at] <= of_people[at].1);
            let is_protected = (1..=2).contains(&true_people[at]) || (true_people[at] == 0 && zeros == Zeros::Small);
            if is_protected {
                prop_assert!(of_people[at].0 < of_people[at].1, "{} people in {} come back", true_people[at], at);
            }
            if (1..=2).contains(&true_people[at]) {
                prop_assert!(of_sums[at].0 < of_sums[at].1, "the sum in {} comes back", at);
            }
        }
    }
}
