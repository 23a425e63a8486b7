//! A short run of what the programs do at length. `cargo test --release`: a debug build of the
//! engine takes as long to build again.

use caldicott_engines::agreement::{Answers, Engines, World};
use caldicott_engines::publish::{in_parts, released};
use caldicott_engines::python::Python;
use caldicott_engines::scale::{self, AS_OF, Clients};
use caldicott_engines::{Random, worlds};
use caldicott_retention::{Duty, Standing};
use caldicott_statistics::Outcome;

#[test]
fn row_column_datafusion_and_duckdb_agree() {
    let python = Python::start().map_err(|reason| println!("NOT RUN: DuckDB: {reason}")).ok();
    let (with_duck, mut engines) = (python.is_some(), Engines::new(python));
    let mut answers = Answers::default();
    for world in 0..24 {
        World::random(&mut Random(900 + world), 2_000).ask(&mut engines, &mut answers);
    }
    engines.still_has_the_canary();
    assert!(answers.differences().is_empty(), "{}", answers.differences().join("\n"));
    for standing in Standing::ALL {
        assert!(answers.rows(standing) > 500, "{standing:?} hardly comes up: {answers}");
    }
    assert!(answers.became_due() > 500, "{answers}");
    assert!(answers.same("DataFusion") > 1_000_000, "{answers}");
    assert_eq!(answers.same("DuckDB"), if with_duck { answers.same("DataFusion") } else { 0 });
}

#[test]
fn files_and_row_groups_without_a_due_row_are_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let clients = Clients::new(400_000);
    clients.write(folder.path());
    let folders = std::fs::read_dir(folder.path()).expect("folders").count();
    assert_eq!(folders, 22, "2006 to 2026, and those without a day");
    let fusion = scale::session(folder.path());

    let whole = scale::run(&fusion, &scale::state("client", AS_OF));
    assert_eq!((whole.ids.len(), whole.read.files), (200_000, 22));

    let due = scale::run(&fusion, &scale::due("client", AS_OF));
    assert_eq!(due.ids, clients.due("client", AS_OF));
    // Support that ended after 22 November 2018 is not over for eight years.
    // Its year is read, and so is the footer of the file without days, but none of its row groups.
    assert_eq!((due.read.files, due.read.files_pruned), (14, 8), "{}", due.read);
    assert!(due.read.groups_pruned > 0, "{}", due.read);
    assert!(due.read.rows_pruned_by_page + due.read.rows_filtered > 0, "{}", due.read);
    assert!(due.read.bytes * 10 < whole.read.bytes * 8, "{} of {}", due.read, whole.read);
}

#[test]
fn what_became_due_on_a_day_is_found_in_one_file_and_confirmed_by_the_row_form() {
    let folder = tempfile::tempdir().expect("a folder");
    let clients = Clients::new(400_000);
    clients.write(folder.path());
    let fusion = scale::session(folder.path());
    let eve = worlds::day(AS_OF.epoch_days() - 1);
    for class in scale::CLASSES {
        let (before, now) = (clients.due(class, eve), clients.due(class, AS_OF));
        let expected: Vec<i64> =
            now.into_iter().filter(|id| before.binary_search(id).is_err()).collect();
        let became = scale::run_all(&fusion, &scale::became_due(class, eve, AS_OF));
        assert_eq!(became.ids, expected);
        assert!(!became.ids.is_empty());
        assert!(clients.duties(&became.ids, AS_OF).iter().all(|duty| *duty == Duty::Dispose));
        if class == "visit" {
            // It turns on the trigger that the files are sorted by; those without days have no rows
            // that are read.
            assert!(became.read.files <= 2 && became.read.groups <= 1, "{}", became.read);
        }
    }
}

#[test]
fn a_table_counted_in_parts_is_the_one_counted_whole_and_keeps_its_small_counts() {
    // Parts of every size, one without anybody: a combination that only one part has still counts.
    let mut hidden = 0;
    for (seed, parts) in
        [(1, [0, 1, 7, 1_992]), (2, [5_000, 5_000, 5_000, 5_000]), (3, [3, 1, 0, 0])]
    {
        let whole: usize = parts.iter().sum();
        let (counts, sums) = in_parts(&mut Random(seed), &parts);
        // The same people in one table: a part goes on where the one before stopped drawing.
        let (at_once, summed_at_once) = in_parts(&mut Random(seed), &[whole]);
        assert!(counts == at_once && sums == summed_at_once, "{parts:?}");
        match released(&counts) {
            Outcome::Released(done) => {
                hidden += done.report.hidden_as_small;
                assert!(done.report.hidden_as_small == 0 || done.report.hidden_for_small > 0);
                assert_eq!(done.report.attack.recovered, 0, "{parts:?}");
            }
            // Of four people nothing can be said, and not how many they are either.
            Outcome::Refused(_) => assert!(whole < 5, "{parts:?}"),
        }
    }
    assert!(hidden > 50, "{hidden}");
}
