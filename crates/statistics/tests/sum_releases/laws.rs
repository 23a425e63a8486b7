//! What holds for all sums, against an attacker who tries every table of whole numbers.

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::*;
use proptest::prelude::*;

use crate::guess::{guess, room};
use crate::{Book, Cell, joined, profile, rules, run, table};

/// The sets of atoms of a table of services: each service, then all. Atoms are service × part.
fn sets(parts: &[usize], of: usize) -> Vec<Vec<usize>> {
    let one = |service: usize| parts.iter().map(move |part| service * of + part);
    let mut sets: Vec<Vec<usize>> = (0..3).map(|service| one(service).collect()).collect();
    sets.push((0..3).flat_map(one).collect());
    sets
}

fn variable(name: &'static str, codes: &[&str]) -> Variable {
    let tag = FieldTag::new(name.into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    let codes = CodeList::new(name, codes.iter().copied()).unwrap();
    Variable::new(tag, codes, NullPolicy::Reject).unwrap()
}

/// Amounts of a few people in each of three services.
fn cells(people: usize) -> impl Strategy<Value = Vec<Cell>> {
    prop::collection::vec(prop::collection::vec(0_u64..5, 0..people), 3)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    #[test]
    fn whatever_sums_were_released_before_every_sensitive_one_keeps_its_room(
        one in cells(6), two in cells(6), order in 0_usize..4,
    ) {
        let both = joined(&[&one, &two]);
        let mut book = Book::default();
        let all: [(&[&str], &[usize], &[Cell]); 3] =
            [(&["A"], &[0], &one), (&["B"], &[1], &two), (&["A", "B"], &[0, 1], &both)];
        let orders = [[0, 1, 2], [2, 0, 1], [0, 2, 1], [1, 2, 0]];
        let mut released = Vec::new();
        for next in orders[order] {
            let (parts, numbers, cells) = all[next];
            if book.release(parts, cells, None).is_ok() {
                released.push((parts.join("+"), numbers, cells));
            }
        }
        let mut shown = Vec::new();
        let mut wanted = Vec::new();
        let mut meant = Vec::new();
        for (place, (id, numbers, cells)) in released.iter().enumerate() {
            let all: Cell = cells.concat();
            let amounts: Vec<&Cell> = cells.iter().chain([&all]).collect();
            for (set, (cell, amounts)) in sets(numbers, 2).into_iter().zip(book.out[id].1.release.cells().iter().zip(amounts)) {
                if let Some(sum) = cell.sum {
                    prop_assert_eq!(sum, amounts.iter().sum::<u64>());
                    prop_assert_eq!(room(amounts), 0, "{} shows {:?}", id, amounts);
                    shown.push((set, sum));
                } else {
                    wanted.push(set);
                    meant.push((amounts.clone(), place + 1 == released.len()));
                }
            }
        }
        // The people of one part, whom nobody published, are told apart by the other part and the whole.
        for (numbers, cells) in [(0, &one), (1, &two)] {
            for (set, amounts) in sets(&[numbers], 2).into_iter().zip(cells.iter()) {
                // That a sum of nought is one of noughts is told by any that holds it.
                if amounts.iter().sum::<u64>() > 0 {
                    wanted.push(set);
                    meant.push((amounts.clone(), false));
                }
            }
        }
        let ranges = guess(shown, 6).ranges(&wanted);
        for ((least, most), (amounts, is_last)) in ranges.into_iter().zip(meant) {
            let (sum, room) = (amounts.iter().sum::<u64>(), room(&amounts));
            prop_assert!(least <= sum && sum <= most);
            if room > 0 && !amounts.is_empty() {
                prop_assert!(least < most, "{} comes back", sum);
            }
            if room > 0 && is_last {
                prop_assert!(most >= sum + room && least <= sum - room.min(sum));
            }
        }
    }

    #[test]
    fn nobody_who_gave_something_comes_nearer_to_another_sum_than_is_allowed(
        cells in prop::collection::vec(prop::collection::vec(0_u64..12, 0..5), 3),
    ) {
        let plan = Plan::new("t", profile(Singletons::Protect));
        if let Ok(done) = run(&plan, &table(&cells, None), &rules()) {
            let all: Cell = cells.concat();
            let amounts: Vec<&Cell> = cells.iter().chain([&all]).collect();
            let sets = sets(&[0], 1);
            let shown: Vec<(Vec<usize>, u64)> = done.release.cells().iter().zip(&sets)
                .filter_map(|(cell, set)| Some((set.clone(), cell.sum?))).collect();
            for (who, own) in cells.iter().enumerate() {
                let Some(most) = own.iter().max() else { continue };
                let mut guess = guess(shown.clone(), 3);
                guess.least[who] = *most;
                if own.len() == 1 {
                    guess.most[who] = *most;
                }
                let targets: Vec<usize> = (0..4)
                    .filter(|cell| room(amounts[*cell]) > 0 && amounts[*cell].len() > own.len().min(1))
                    .filter(|cell| *cell != who && !(sets[*cell].contains(&who) && amounts[*cell].len() == own.len()))
                    .collect();
                let wanted: Vec<Vec<usize>> = targets.iter().map(|cell| sets[*cell].clone()).collect();
                for ((least, most), cell) in guess.ranges(&wanted).into_iter().zip(targets) {
                    let (sum, room) = (amounts[cell].iter().sum::<u64>(), room(amounts[cell]));
                    prop_assert!(most >= sum + room, "who owes most in {} knows {} to {}", who, sum, most);
                    let outside = !sets[cell].contains(&who);
                    prop_assert!(!outside || least <= sum - room.min(sum));
                }
            }
        }
    }

    #[test]
    fn a_table_and_a_margin_of_it_in_either_order_leave_every_sensitive_sum_its_room(
        cells in prop::collection::vec(prop::collection::vec(0_u64..6, 0..4), 6),
        table_first in any::<bool>(),
        protects in any::<bool>(),
    ) {
        const ROWS: [&str; 2] = ["r", "s"];
        const COLUMNS: [&str; 3] = ["x", "y", "z"];
        let (rows, columns) = (variable("row", &ROWS), variable("column", &COLUMNS));
        let mut both = SumTable::counter(&[rows.clone(), columns.clone()], None).unwrap();
        let mut margin = SumTable::counter(&[columns], None).unwrap();
        for (place, amounts) in cells.iter().enumerate() {
            for amount in amounts {
                both.row([Some(ROWS[place / 3]), Some(COLUMNS[place % 3])], *amount);
                margin.row([Some(COLUMNS[place % 3])], *amount);
            }
        }
        // The atoms below each cell, margins last.
        let inside = |row: usize, column: usize| -> Vec<usize> {
            let is_in = |atom: &usize| (row == 2 || atom / 3 == row) && (column == 3 || atom % 3 == column);
            (0..6).filter(is_in).collect()
        };
        let all: Vec<Vec<usize>> = (0..12).map(|cell| inside(cell / 4, cell % 4)).collect();
        let by_column: Vec<Vec<usize>> = (0..4).map(|column| inside(2, column)).collect();
        let mut tables = vec![(both.finish().unwrap(), all), (margin.finish().unwrap(), by_column)];
        if !table_first {
            tables.reverse();
        }
        let to = if protects { Singletons::Protect } else { Singletons::Report };
        let plan = Plan::new("t", profile(to)).of_amount("owed");
        let (mut before, mut sums_before) = (Vec::new(), Vec::new());
        let (mut shown, mut wanted, mut meant) = (Vec::new(), Vec::new(), Vec::new());
        let mut last = 0;
        for (table, sets) in &tables {
            let plan = plan.clone().after(before.clone()).after_sums(sums_before.clone());
            let Ok(done) = run(&plan, table, &rules()) else { continue };
            last = meant.len();
            for (set, cell) in sets.iter().zip(done.release.cells()) {
                let amounts: Cell = set.iter().flat_map(|atom| cells[*atom].clone()).collect();
                if let Some(sum) = cell.sum {
                    prop_assert_eq!(room(&amounts), 0);
                    shown.push((set.clone(), sum));
                } else {
                    wanted.push(set.clone());
                    meant.push(amounts);
                }
            }
            before.push(done.people);
            sums_before.push(done.published);
        }
        let ranges = guess(shown.clone(), 6).ranges(&wanted);
        for (place, ((least, most), amounts)) in ranges.into_iter().zip(&meant).enumerate() {
            let (sum, room) = (amounts.iter().sum::<u64>(), room(amounts));
            prop_assert!(room == 0 || least < most, "{} comes back", sum);
            if place >= last {
                prop_assert!(most >= sum + room && least <= sum - room.min(sum));
            }
        }
        if !protects || meant.is_empty() {
            return Ok(());
        }
        // Whoever gave most in a cell knows the own part, and what is left of the others.
        for (who, own) in cells.iter().enumerate() {
            let Some(largest) = own.iter().max() else { continue };
            let mut guess = guess(shown.clone(), 6);
            guess.least[who] = *largest;
            if own.len() == 1 {
                guess.most[who] = *largest;
            }
            for ((_, most), (set, amounts)) in guess.ranges(&wanted).into_iter().zip(wanted.iter().zip(&meant)).skip(last) {
                let is_own = set.contains(&who) && amounts.len() == own.len();
                let (sum, room) = (amounts.iter().sum::<u64>(), room(amounts));
                prop_assert!(is_own || room == 0 || most >= sum + room, "who owes most in {} knows {}", who, sum);
            }
        }
    }

    #[test]
    fn people_and_sums_together_cost_what_trying_every_set_says(
        cells in prop::collection::vec(prop::collection::vec(1_u64..9, 1..6), 3),
    ) {
        let table = table(&cells, None);
        let profile = profile(Singletons::Report).with_objective(Objective::FewestCells);
        let plan = Plan::new("t", profile);
        let done = run(&plan, &table, &rules());
        let all: Cell = cells.concat();
        let amounts: Vec<&Cell> = cells.iter().chain([&all]).collect();
        let sets = sets(&[0], 1);
        let primary: Vec<usize> = (0..4).filter(|cell| room(amounts[*cell]) > 0).collect();
        let mut best = None;
        for choice in 0_usize..1 << 3 {
            let hidden = |cell: usize| primary.contains(&cell) || choice >> cell & 1 == 1 && cell < 3;
            if (0..3).any(|cell| choice >> cell & 1 == 1 && primary.contains(&cell)) {
                continue;
            }
            let shown = |of: fn(&Cell) -> u64| -> Vec<(Vec<usize>, u64)> {
                (0..4).filter(|cell| !hidden(*cell)).map(|cell| (sets[cell].clone(), of(amounts[cell]))).collect()
            };
            let sums = guess(shown(|amounts| amounts.iter().sum()), 3).ranges(&sets);
            let keeps = |(cell, (least, most)): (usize, &(u64, u64))| {
                let (sum, room) = (amounts[cell].iter().sum::<u64>(), room(amounts[cell]));
                *most >= sum + room && *least <= sum - room.min(sum)
            };
            // Who is hidden for being few is one or two, and everybody else is somebody.
            let mut people = guess(shown(|amounts| amounts.len() as u64), 3);
            for (cell, amounts) in cells.iter().enumerate() {
                people.least[cell] = 1;
                if hidden(cell) && amounts.len() <= 2 {
                    people.most[cell] = 2;
                }
            }
            let people = people.ranges(&sets);
            let open = |(cell, (least, most)): (usize, &(u64, u64))| least < most || amounts[cell].len() > 2;
            if sums.iter().enumerate().all(keeps) && people.iter().enumerate().all(open) {
                let cost = choice.count_ones();
                best = Some(best.map_or(cost, |best: u32| best.min(cost)));
            }
        }
        match (done, best) {
            (Ok(done), Some(best)) => {
                prop_assert_eq!(done.report.cost, u64::from(best));
                prop_assert!(done.report.is_proved());
            }
            (Err(_), None) | (Err(Refusal::TooFewPeople), _) => {}
            (done, best) => return Err(TestCaseError::fail(format!("{:?} against {best:?}", done.map(|done| done.report.cost)))),
        }
    }
}
