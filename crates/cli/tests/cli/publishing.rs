//! Publishing from records: the pages, the ledger, and two processes at once.

use std::fmt::Write as _;

use tempfile::TempDir;

use crate::support::{file, program, run};

const SPEC: &str = "title = \"People by service\"\nthreshold = 5\nsingletons = \"report\"\nground = \"statistics\"\n\
    no-individual-decisions = true\nno-substantial-harm = true\n\n[[dimension]]\nfield = \"service\"\n\
    categories = [\"housing-and-tenancy\"]\ncodes = [\"Outreach\", \"Hostel\", \"Move-on\"]\nmissing = \"reject\"\n";

fn records(people: [usize; 3]) -> String {
    let mut text = "id,service\n".to_owned();
    for (service, people) in ["Outreach", "Hostel", "Move-on"].iter().zip(people) {
        for person in 0..people {
            writeln!(text, "{person},{service}").unwrap();
        }
    }
    text
}

/// A folder with a casebook and files.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        run(&[
            "keys",
            "new",
            "--casebook",
            &place.at("keys.db"),
            "--kek",
            &place.at("kek.key"),
            "--tenant",
            "t",
        ])
        .ok();
        place
    }

    fn at(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.at(name), text).unwrap();
        self.at(name)
    }

    /// The arguments of a release of these people.
    fn release(&self, id: &str, parts: &str, people: [usize; 3]) -> Vec<String> {
        let spec = self.write(&format!("{id}.toml"), &format!("people = [{parts}]\n{SPEC}"));
        let records = self.write(&format!("{id}.csv"), &records(people));
        [
            "publish",
            "--spec",
            &spec,
            "--records",
            &records,
            "--as-at",
            "2026-11-02",
            "--release-id",
            id,
        ]
        .into_iter()
        .map(str::to_owned)
        .chain(
            ["--casebook", &self.at("keys.db"), "--kek", &self.at("kek.key"), "--tenant", "t"]
                .map(str::to_owned),
        )
        .collect()
    }
}

#[test]
fn the_pages_hold_what_they_are_for_and_nothing_from_elsewhere() {
    let folder = Place::new();
    let spec = folder.write("spec.toml", SPEC);
    let records = folder.write("records.csv", &records([40, 3, 12]));
    let (report, naive) = (folder.at("report.html"), folder.at("naive.html"));
    let arguments = [
        "publish",
        "--spec",
        &spec,
        "--records",
        &records,
        "--as-at",
        "2026-11-02",
        "--report",
        &report,
        "--naive",
        &naive,
    ];
    let ran = run(&arguments).ok();
    assert!(ran.out.contains("Hostel,*") && ran.out.contains("Move-on,*"), "{}", ran.out);
    let report = std::fs::read_to_string(report).unwrap();
    let naive = std::fs::read_to_string(naive).unwrap();
    assert!(report.contains("<svg role=\"img\"") && report.contains("Not signed"));
    assert!(!report.contains(">3<"), "the report tells no hidden count");
    assert!(naive.contains("Hostel: 3") && naive.contains("For use inside"));
    for page in [&report, &naive] {
        assert!(
            page.contains("lang=\"en-GB\"") && !page.contains("src=") && !page.contains("http:")
        );
    }
}

#[test]
fn a_release_is_held_against_the_casebook_s_earlier_ones() {
    let place = Place::new();
    run(&place.release("May", "\"until May\"", [40, 31, 22])).ok();
    let june = run(&place.release("June", "\"until May\", \"June\"", [60, 33, 41]));
    if june.code == 0 {
        assert!(june.out.contains("Hostel,*"), "{june:?}");
    } else {
        assert_eq!(june.code, 1);
        assert!(june.err.contains("difference") && june.err.contains("Hostel"), "{june:?}");
    }
    // The same release again is the same bytes; another under its id is refused.
    let again = run(&place.release("May", "\"until May\"", [40, 31, 22])).ok();
    assert!(again.out.contains("Outreach,40"));
    let taken = run(&place.release("May", "\"elsewhere\"", [40, 31, 23]));
    assert_eq!(taken.code, 1);
    assert!(taken.err.contains("taken"), "{taken:?}");
    let other = run(&place.release("other", "\"until May\"", [41, 31, 22]));
    assert_eq!(other.code, 1);
    assert!(other.err.contains("cannot be true"), "{other:?}");
}

#[test]
fn of_two_processes_that_release_at_once_the_second_is_held_against_the_first() {
    // Either is harmless alone; together they would tell that two people came to the hostel.
    for _ in 0..6 {
        let place = Place::new();
        let one = place.release("May", "\"until May\"", [40, 31, 22]);
        let two = place.release("June", "\"until May\", \"June\"", [60, 33, 41]);
        let spawn = |arguments: &Vec<String>| {
            let mut command = program();
            command
                .args(arguments)
                .stdout(std::process::Stdio::piped())
                .stderr(std::process::Stdio::piped());
            command.spawn().unwrap()
        };
        let children = [spawn(&one), spawn(&two)];
        let done = children.map(|child| child.wait_with_output().unwrap());
        let shows = |at: usize, figure: &str| {
            done[at].status.success() && String::from_utf8_lossy(&done[at].stdout).contains(figure)
        };
        assert!(done.iter().any(|done| done.status.success()), "{done:?}");
        assert!(!(shows(0, "Hostel,31") && shows(1, "Hostel,33")), "{done:?}");
    }
}

#[test]
fn records_that_cannot_be_placed_are_named_by_their_lines() {
    let records = file("records.csv", "id,service\n1,Hostel\n2,Hosteł\n3,nowhere\n");
    let spec = file("spec.toml", SPEC);
    let arguments =
        ["publish", "--spec", &spec.path, "--records", &records.path, "--as-at", "2026-11-02"];
    run(&arguments).refused().names("records.csv:3", "service").names("records.csv:4", "service");
}
