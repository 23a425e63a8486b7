//! What somebody who was not meant to found out from several releases, and the rounds by which it was found.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use caldicott_model::{Category, Day, FieldTag, Identifiability};
use caldicott_statistics::*;
use proptest::prelude::*;

fn variable(name: &'static str, codes: usize) -> Variable {
    let tag = FieldTag::new(name.into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    let codes = CodeList::new(name, (0..codes).map(|code| format!("{name}{code}"))).unwrap();
    Variable::new(tag, codes, NullPolicy::Reject).unwrap()
}

fn counts(dimensions: &[(&'static str, usize)], counts: &[u64]) -> Raw<FreqTable> {
    let variables: Vec<_> = dimensions.iter().map(|(name, codes)| variable(name, *codes)).collect();
    FreqTable::from_counts(&variables, counts).unwrap()
}

fn profile(threshold: u64) -> Profile {
    Profile::threshold(threshold).unwrap().with_singletons(Singletons::Report)
}

fn publish(plan: &Plan, table: &Raw<FreqTable>) -> Result<Publication, Refusal> {
    match plan.publish(table, Effort::ORDINARY, &mut |_| {}) {
        Outcome::Released(done) => Ok(*done),
        Outcome::Refused(refusal) => Err(refusal),
    }
}

/// Releases one after another, each held against those before it.
#[derive(Default)]
struct Book {
    ledger: ReleaseLedger,
    out: Vec<Publication>,
}

impl Book {
    fn plan(&self, parts: &[&str], profile: Profile) -> Plan {
        let plan = Plan::new("t", profile).of_people(parts.to_vec());
        plan.after(self.ledger.before(parts)).after_sums(self.ledger.sums_before(parts))
    }

    fn release(&mut self, parts: &[&str], table: &Raw<FreqTable>) -> Result<&Release, Refusal> {
        let done = publish(&self.plan(parts, profile(3)), table)?;
        let id = format!("{}", self.ledger.releases().len());
        self.ledger.enter(&id, Day::literal(2026, 6, 1), &done).unwrap();
        self.out.push(done);
        Ok(&self.out[self.out.len() - 1].release)
    }

    /// What every reader finds out of all of them.
    fn audit(&self) -> Audit {
        attack(&self.ledger.before::<&str>(&[]), 3).unwrap()
    }
}

fn is_hidden(release: &Release, labels: &[&str]) -> bool {
    release.at(labels).unwrap() == Shown::Hidden
}

#[test]
fn people_of_a_part_are_kept_although_a_table_of_that_part_has_other_dimensions() {
    let mut book = Book::default();
    book.release(&["B"], &counts(&[("r", 2)], &[9, 14])).unwrap();
    book.release(&["A", "B", "C"], &counts(&[("c", 3)], &[21, 30, 23])).unwrap();
    // By `c` the part B is 8, 12 and 3: this table would be what is missing.
    let later = counts(&[("r", 2), ("c", 3)], &[6, 9, 10, 7, 9, 10]);
    let kept = match book.release(&["A", "C"], &later) {
        Ok(later) => is_hidden(later, &["Total", "c2"]),
        Err(refusal) => matches!(refusal, Refusal::Infeasible { .. }),
    };
    assert!(kept);
    assert!(book.audit().holds());
}

#[test]
fn what_is_left_when_two_tables_are_taken_off_is_kept() {
    let mut book = Book::default();
    let table = |people: &[u64]| counts(&[("s", 3)], people);
    book.release(&["B", "C"], &table(&[20, 10, 15])).unwrap();
    book.release(&["A", "B", "C"], &table(&[45, 30, 41])).unwrap();
    // A is 25, 20 and 26, and who is in C or D would be the rest of this.
    let kept = book.release(&["A", "C", "D"], &table(&[27, 31, 40]));
    assert!(kept.is_err() || is_hidden(kept.unwrap(), &["s0"]));
    assert!(book.audit().holds());
}

#[test]
fn everybody_is_more_than_the_parts_that_were_named_so_far_where_the_figures_say_so() {
    let table = |people: &[u64]| counts(&[("s", 3)], people);
    let mut book = Book::default();
    book.release(&["Q1"], &table(&[20, 30, 25])).unwrap();
    // The others are 31, 2 and 30: who takes Q1 off everybody must not learn that.
    let all = book.release(&[], &table(&[51, 32, 55])).unwrap();
    assert!(is_hidden(all, &["s1"]));
    // What hangs together by everybody is held together: Q2 is all that is left.
    let last = book.release(&["Q2"], &table(&[31, 2, 30])).unwrap();
    assert!(is_hidden(last, &["s1"]));
    assert!(book.audit().holds());

    let mut book = Book::default();
    book.release(&[], &table(&[51, 34, 55])).unwrap();
    book.release(&["Q1"], &table(&[20, 30, 25])).unwrap();
    // Of everybody Q1 and Q2 are all, and four of Q2 may be told; three of it in Q3's stead may not.
    assert_eq!(book.ledger.before(&["Q2"]).len(), 2);
    assert!(book.release(&["Q2"], &table(&[31, 4, 30])).is_ok());
}

#[test]
fn parts_and_amounts_that_differ_in_case_or_blanks_are_the_same() {
    let mut book = Book::default();
    let table = counts(&[("s", 3)], &[40, 3, 12]);
    let first = book.release(&["2026-Q1"], &table).unwrap().clone();
    assert_eq!(book.ledger.before(&["2026-q1 "]).len(), 1);
    let fewest = profile(3).with_objective(Objective::FewestCells);
    let again = publish(&book.plan(&[" 2026-q1"], fewest), &table).unwrap();
    assert_eq!(again.release.cells(), first.cells());
    let other = counts(&[("s", 3)], &[40, 4, 12]);
    assert_eq!(book.release(&["2026-Q1 "], &other), Err(Refusal::Contradicts));
}

#[test]
fn three_tables_by_two_dimensions_do_not_tell_what_the_three_are_together() {
    // Two noughts side by side leave no other table of these sides, and so tell the two.
    let inside = [0_u64, 0, 20, 25, 22, 30, 2, 21];
    let side = |keep: [usize; 2]| {
        let mut sums = [0_u64; 4];
        for (cell, people) in inside.iter().enumerate() {
            let at = [cell >> 2, (cell >> 1) & 1, cell & 1];
            sums[at[keep[0]] * 2 + at[keep[1]]] += people;
        }
        sums
    };
    let names = ["a", "b", "c"];
    let table = |keep: [usize; 2]| counts(&[(names[keep[0]], 2), (names[keep[1]], 2)], &side(keep));
    let tables = [table([0, 1]), table([0, 2]), table([1, 2])];
    // No count of the sides is small, and each may leave by itself.
    assert!(
        [[0, 1], [0, 2], [1, 2]]
            .iter()
            .all(|keep| side(*keep).iter().all(|one| *one == 0 || *one > 3))
    );
    for table in &tables {
        let alone = publish(&Plan::new("t", profile(3)), table).unwrap();
        assert!(alone.release.cells().iter().all(|cell| matches!(cell, Shown::Figure(_))));
    }
    let figures = |releases: &[&Release]| -> bool {
        let mut cells = releases.iter().flat_map(|release| release.cells());
        cells.all(|cell| matches!(cell, Shown::Figure(_)))
    };
    // Somebody else's tables: the attack says whom they tell.
    let shown = |keep: &[usize; 2]| {
        let label = |place: usize| {
            let name = names[keep[place]];
            let codes = [0, 1].map(|code| format!("{name}{code}"));
            PublishedDimension::flat(name, codes, None::<&str>).unwrap()
        };
        let cells = side(*keep).map(PublishedCell::exactly).to_vec();
        PublishedTable::new(names[keep[0]], vec![label(0), label(1)], cells).unwrap()
    };
    let audit = attack(&[[0, 1], [0, 2], [1, 2]].map(|keep| shown(&keep)), 3).unwrap();
    let told: Vec<_> =
        audit.differences.iter().map(|found| (&found.cell[..], found.least)).collect();
    assert_eq!(told, [(&["a1", "b1", "c0"].map(str::to_owned)[..], 2)]);
    assert!(!audit.holds());
    let together: Vec<(&str, &Raw<FreqTable>)> = tables.iter().map(|one| ("t", one)).collect();
    let plan = Plan::new("t", profile(3));
    let Together::Released(done) = plan.publish_together(&together, Effort::ORDINARY, &mut |_| {})
    else {
        panic!("they can be protected")
    };
    assert!(!figures(&done.iter().map(|one| &one.release).collect::<Vec<_>>()));
    let mut book = Book::default();
    for table in &tables {
        book.release(&[], table).unwrap();
    }
    assert!(!figures(&book.out.iter().map(|one| &one.release).collect::<Vec<_>>()));
}

#[test]
fn a_small_count_that_was_only_rounded_before_is_not_told_later() {
    let table = |people: &[u64]| counts(&[("s", 3)], people);
    let mut book = Book::default();
    let first = publish(&book.plan(&["A", "B"], Profile::h_clic()), &table(&[41, 33, 3])).unwrap();
    assert_eq!(first.release.at(&["s2"]), Some(Shown::Figure(0)));
    book.ledger.enter("rounded", Day::literal(2026, 6, 1), &first).unwrap();
    book.release(&["A", "B", "C"], &table(&[60, 55, 24])).unwrap();
    // C is 21 there: the whole less C would be the three.
    let last = book.release(&["C"], &table(&[19, 22, 21]));
    assert!(last.is_err() || is_hidden(last.unwrap(), &["s2"]));
    assert_eq!(book.audit().recovered().filter(|found| found.least <= 3).count(), 0);
}

#[test]
fn a_table_rounded_to_add_up_is_held_against_others_and_others_against_it() {
    let plan = Plan::new("t", profile(5)).of_people(["Q1"]);
    let rounded =
        |plan: &Plan, table: &Raw<FreqTable>, base| match plan.publish_rounded(table, base) {
            RoundedOutcome::Released(release) => Some(*release),
            RoundedOutcome::Refused(_) => None,
        };
    // What several bases tell that each by itself does not.
    let told = |people: [u64; 3], is_kept: bool| {
        let table = counts(&[("s", 3)], &people);
        let mut ledger = ReleaseLedger::new();
        for base in [2, 3, 5, 7] {
            let plan =
                plan.clone().after(if is_kept { ledger.before(&["Q1"]) } else { Vec::new() });
            let Some(release) = rounded(&plan, &table, base) else { continue };
            ledger.enter_rounded(&base.to_string(), Day::literal(2026, 6, 1), &release).unwrap();
        }
        let audit = attack(&ledger.before(&["Q1"]), 5).unwrap();
        audit.recovered().filter(|found| found.least <= 5).count()
    };
    let tables: Vec<[u64; 3]> =
        (1..=5).flat_map(|few| (10..=15).map(move |more| [40, few, more])).collect();
    assert!(tables.iter().any(|people| told(*people, false) > 0));
    for people in tables {
        assert_eq!(told(people, true), 0, "{people:?}");
    }
    // And a table with stars is no rounded one.
    let done = publish(&plan, &counts(&[("s", 3)], &[40, 4, 12])).unwrap();
    let entered = ReleaseLedger::new().enter_rounded("x", Day::literal(2026, 6, 1), &done.release);
    assert_eq!(entered, Err(LedgerError::NotRounded));
}

fn owed(cells: &[Vec<u64>], cap: Option<u64>) -> Raw<SumTable> {
    let mut counter = SumTable::counter(&[variable("s", cells.len())], cap).unwrap();
    for (cell, amounts) in cells.iter().enumerate() {
        for amount in amounts {
            counter.row([Some(format!("s{cell}").as_str())], *amount);
        }
    }
    counter.finish().unwrap()
}

#[test]
fn the_same_amount_under_another_name_is_the_same_amount() {
    let cells = [vec![60; 20], vec![900], vec![20; 30], vec![7; 44]];
    let table = owed(&cells, None);
    let sums =
        |plan: &Plan, rules| match plan.publish_sums(&table, &rules, Effort::ORDINARY, &mut |_| {})
        {
            SumOutcome::Released(done) => done,
            SumOutcome::Refused(refusal) => panic!("{refusal}"),
        };
    let plan = Plan::new("t", profile(3)).of_people(["Q1"]);
    let rules = SumRules::threshold(3).unwrap();
    let first = sums(&plan.clone().of_amount("owed"), rules);
    // By the fewest cells another one would be hidden, and the difference would be the nine hundred.
    let fewest = Plan::new("t", profile(3).with_objective(Objective::FewestCells));
    let fewest = fewest.of_people(["Q1"]).after(vec![first.people.clone()]);
    let fewest = fewest.after_sums(vec![first.published.clone()]);
    let stars = |release: &SumRelease| -> Vec<bool> {
        release.cells().iter().map(|cell| cell.sum.is_none()).collect()
    };
    for name in ["owed", "Owed ", "debt"] {
        let again = sums(&fewest.clone().of_amount(name), rules);
        assert_eq!(stars(&again.release), stars(&first.release), "{name}");
        assert_eq!(again.report.against_sums.len(), 1, "{name}");
    }
    // Another amount of the same people is another amount.
    let rent = owed(&[vec![61; 20], vec![901], vec![21; 30], vec![8; 44]], None);
    let plan = fewest.of_amount("rent");
    let outcome = plan.publish_sums(&rent, &rules, Effort::ORDINARY, &mut |_| {});
    let SumOutcome::Released(done) = outcome else { panic!("it is another amount") };
    assert_eq!(done.report.against_sums.len(), 0);
}

#[test]
fn what_everybody_s_figures_hid_is_not_shown_because_one_part_has_the_same() {
    // Nobody of B has anything to do with `s0`: by luck all of it is A's, and no reader knows that.
    let a = [vec![12, 16, 22], vec![5, 9, 11]];
    let all = [a[0].clone(), [a[1].clone(), vec![14, 21, 9, 8, 22, 18]].concat()];
    let rules = |threshold| SumRules::threshold(threshold).unwrap();
    let mut ledger = ReleaseLedger::new();
    let mut publish = |id: &str, parts: &[&str], cells: &[Vec<u64>], most| {
        let plan = Plan::new("t", profile(2)).of_amount("owed").of_people(parts.to_vec());
        let plan = plan.after(ledger.before(parts)).after_sums(ledger.sums_before(parts));
        let table = owed(cells, Some(30));
        let outcome = plan.publish_sums(&table, &rules(most), Effort::ORDINARY, &mut |_| {});
        let SumOutcome::Released(done) = outcome else { return None };
        ledger.enter_sums(id, Day::literal(2026, 6, 1), &done).unwrap();
        Some(done.release)
    };
    let first = publish("all", &[], &all, 3).unwrap();
    assert_eq!(first.at(&["s0"]).unwrap().sum, None);
    publish("A", &["A"], &a, 1);
    let again = publish("all again", &[], &all, 1);
    assert!(again.is_none_or(|again| again.at(&["s0"]).unwrap().sum.is_none()));
}

#[test]
fn a_cell_of_sums_that_no_amounts_make_is_refused() {
    let of = |people, sum, top: &[u64], capped| SumCell { people, sum, top: top.to_vec(), capped };
    let other = of(30, 60, &[2; 8], 0);
    let made = |cell: SumCell, cap| {
        SumTable::from_groups(&[variable("s", 2)], &[cell, other.clone()], cap).is_ok()
    };
    assert!(made(of(3, 12, &[5, 4, 3], 0), None));
    assert!(made(of(9, 44, &[5, 5, 5, 5, 5, 5, 5, 5], 0), None));
    // Three people with more than their three amounts, nine of whom the ninth has more than the eighth.
    assert!(!made(of(3, 13, &[5, 4, 3], 0), None));
    assert!(!made(of(3, 11, &[5, 4, 3], 0), None));
    assert!(!made(of(9, 46, &[5, 5, 5, 5, 5, 5, 5, 5], 0), None));
    // An amount at the cap is one of the capped, and these come to two caps at least.
    assert!(made(of(3, 24, &[4], 2), Some(10)));
    assert!(!made(of(3, 14, &[4], 2), Some(10)));
    assert!(!made(of(3, 30, &[10], 2), Some(10)));
}

/// What each part and code can have by everything that was published: every table of whole numbers.
struct Reader {
    /// Cells as sets of the finest ones, with the least and the most.
    told: Vec<(Vec<usize>, u64, u64)>,
    finest: usize,
}

/// More people than any cell has that nothing bounds.
const MANY: u64 = 9;

impl Reader {
    /// Per set of the finest cells the least and the most.
    fn ranges(&self, wanted: &[Vec<usize>]) -> Vec<(u64, u64)> {
        let mut found = vec![(u64::MAX, 0); wanted.len()];
        self.go(&mut Vec::new(), wanted, &mut found);
        found
    }

    fn go(&self, taken: &mut Vec<u64>, wanted: &[Vec<usize>], found: &mut [(u64, u64)]) {
        let next = taken.len();
        let sum = |set: &[usize]| set.iter().filter_map(|cell| taken.get(*cell)).sum::<u64>();
        for (set, least, most) in &self.told {
            let so_far = sum(set);
            let open = set.iter().filter(|cell| **cell >= next).count() as u64;
            if so_far > *most || so_far + open * MANY < *least {
                return;
            }
        }
        if next == self.finest {
            for (set, found) in wanted.iter().zip(found) {
                *found = (found.0.min(sum(set)), found.1.max(sum(set)));
            }
            return;
        }
        for value in 0..=MANY {
            taken.push(value);
            self.go(taken, wanted, found);
            taken.pop();
        }
    }
}

const PARTS: [&str; 3] = ["A", "B", "C"];
const SETS: [&[usize]; 7] = [&[0], &[1], &[2], &[0, 1], &[0, 2], &[1, 2], &[0, 1, 2]];

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    #[test]
    fn no_people_left_by_any_subtraction_of_releases_are_told_when_they_are_few(
        people in prop::collection::vec(0_u64..7, 6),
        order in prop::collection::vec(0_usize..7, 2..6),
        everybody in prop::collection::vec(prop::bool::weighted(0.2), 6),
    ) {
        let mut book = Book::default();
        let mut told = Vec::new();
        for (set, everybody) in order.iter().zip(everybody) {
            let set = if everybody { 6 } else { *set };
            let parts: Vec<&str> = if everybody { Vec::new() } else { SETS[set].iter().map(|part| PARTS[*part]).collect() };
            let of = |code: usize| -> Vec<usize> { SETS[set].iter().map(|part| part * 2 + code).collect() };
            let both: Vec<usize> = [of(0), of(1)].concat();
            let count = |cells: &[usize]| cells.iter().map(|cell| people[*cell]).sum::<u64>();
            let Ok(release) = book.release(&parts, &counts(&[("s", 2)], &[count(&of(0)), count(&of(1))])) else { continue };
            for (cells, shown) in [of(0), of(1), both].into_iter().zip(release.cells()) {
                match shown {
                    Shown::Figure(figure) => told.push((cells, *figure, *figure)),
                    Shown::Hidden | Shown::HiddenForOthers => told.push((cells, 1, u64::MAX)),
                }
            }
        }
        if told.is_empty() {
            return Ok(());
        }
        // Every set of parts that a subtraction from some released table leaves, in each code and in all.
        let mut wanted = BTreeMap::new();
        for (set, parts) in SETS.iter().enumerate() {
            let within = |(cells, _, _): &&(Vec<usize>, u64, u64)| parts.iter().all(|part| cells.iter().any(|cell| cell / 2 == *part));
            if told.iter().any(|told| within(&told)) {
                for (code, codes) in [vec![0], vec![1], vec![0, 1]].into_iter().enumerate() {
                    let cells: Vec<usize> = parts.iter().flat_map(|part| codes.iter().map(move |code| part * 2 + code)).collect();
                    wanted.insert((set, code), cells);
                }
            }
        }
        let sets: Vec<Vec<usize>> = wanted.values().cloned().collect();
        let reader = Reader { told, finest: 6 };
        for ((least, most), cells) in reader.ranges(&sets).into_iter().zip(&sets) {
            let truth: u64 = cells.iter().map(|cell| people[*cell]).sum();
            prop_assert!(least <= truth && truth <= most);
            prop_assert!(!(1..=3).contains(&truth) || least < most, "{} comes back in {:?}", truth, cells);
        }
    }
}
