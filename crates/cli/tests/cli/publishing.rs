//! Publishing from records: the pages, the ledger, and two processes at once.

use std::fmt::Write as _;

use tempfile::TempDir;

use crate::support::{MARKER, file, program, run};

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

const SUM: &str = "\n[sum]\ncolumn = \"owed\"\ncontributor = \"household\"\np-percent = 10\n";

/// A row for each of the people with an amount, in the shape of [`SPEC`] with [`SUM`].
fn owed(rows: &[(&str, &str, &str)]) -> String {
    let rows = rows.iter().map(|(whose, service, owed)| format!("{whose},{service},{owed}\n"));
    "household,service,owed\n".to_owned() + &rows.collect::<String>()
}

/// Twenty households that owe ten each in two services, and thirty in a third.
fn households() -> Vec<(String, &'static str, &'static str)> {
    let services = [("Outreach", 20), ("Hostel", 20), ("Move-on", 30)];
    let all = services.into_iter().flat_map(|(service, count)| {
        (0..count).map(move |number| (format!("{service} {number}"), service, "10"))
    });
    all.collect()
}

#[test]
fn a_debt_that_a_count_hides_is_not_told_by_its_sum() {
    let place = Place::new();
    let spec = place.write("sums.toml", &(SPEC.replace("[[dim", &format!("{SUM}\n[[dim"))));
    let households = households();
    let mut rows: Vec<_> =
        households.iter().map(|(whose, service, owed)| (whose.as_str(), *service, *owed)).collect();
    let publish = |rows: &[(&str, &str, &str)], more: &[&str]| {
        let records = place.write("owed.csv", &owed(rows));
        let first = ["publish", "--spec", &spec, "--records", &records, "--as-at", "2026-11-02"];
        run(&[&first, more].concat())
    };
    let plain = publish(&rows, &[]).ok();
    assert!(plain.out.contains("Hostel,20,200") && plain.out.contains("Total,70,700"), "{plain:?}");
    // Two rows of one household, 4,000 in all: it alone is nearly the whole sum.
    rows.extend([("Hostel 3", "Hostel", "1500"), ("Hostel 3", "Hostel", "2490")]);
    let ran = publish(&rows, &["--format", "json"]).ok().json();
    let cells = ran["release"]["cells"].as_array().unwrap();
    assert_eq!(cells[1]["sum"], serde_json::Value::Null);
    assert_eq!(cells[3]["people"], 70, "the household counts once");
    let hidden = cells.iter().filter(|cell| cell["sum"].is_null()).count();
    assert!(hidden >= 2, "one hidden sum is the total less the others");
    assert_eq!(ran["report"]["hidden_as_sensitive"], 1);
    rows.push(("Outreach 3", "Hostel", "1"));
    publish(&rows, &[]).refused().names("owed.csv:74:", "its contributor");
    let (wrong, last) = (rows.len() - 1, MARKER);
    rows[wrong] = ("x", "Hostel", last);
    let refused = publish(&rows, &[]).refused().names("owed.csv:74:", "no whole number");
    assert!(!refused.err.contains(last));
    rows[wrong].2 = "-3";
    publish(&rows, &[]).refused().names("owed.csv:74:", "no whole number");
}

#[test]
fn sums_have_a_report_and_a_page_of_what_careless_ones_would_have_told() {
    let place = Place::new();
    let (report, naive) = (place.at("report.html"), place.at("naive.html"));
    let run = run(&[
        "publish",
        "--spec",
        "examples/specs/arrears.toml",
        "--records",
        "examples/records/arrears.csv",
        "--as-at",
        "2026-11-02",
        "--report",
        &report,
        "--naive",
        &naive,
        "--format",
        "json",
    ])
    .ok()
    .json();
    let told = &run["report"];
    assert_eq!(told["amount"], "owed");
    assert_eq!(told["attack"]["recovered"], 0);
    assert_eq!(told["cost"], told["at_least"], "the cheapest, proved");
    assert_eq!(told["ground"], "statistics");
    assert_eq!(told["signed"], serde_json::Value::Null);
    assert!(told["rules"].as_array().unwrap().iter().any(|rule| rule == "F-002"));
    let report = std::fs::read_to_string(report).unwrap();
    let naive = std::fs::read_to_string(naive).unwrap();
    assert!(report.contains("Not signed") && report.matches("<svg role=\"img\"").count() == 2);
    assert!(report.contains(told["content"].as_str().unwrap()));
    assert!(naive.contains("For use inside") && naive.contains("Hidden sums that come back"));
    for page in [&report, &naive] {
        assert!(
            page.contains("lang=\"en-GB\"") && !page.contains("src=") && !page.contains("http:")
        );
    }
}

/// The arguments of a release of sums of these rows.
fn summed(place: &Place, id: &str, parts: &str, rows: &[(String, &str, String)]) -> Vec<String> {
    let sum = SUM.replace("contributor = \"household\"\n", "");
    let spec = SPEC.replace("[[dim", &format!("{sum}\n[[dim"));
    let mut arguments = place.release(id, parts, [0, 0, 0]);
    place.write(&format!("{id}.toml"), &format!("people = [{parts}]\n{spec}"));
    let rows: Vec<_> = rows.iter().map(|(a, b, c)| (a.as_str(), *b, c.as_str())).collect();
    place.write(&format!("{id}.csv"), &owed(&rows));
    arguments.extend(["--format", "json"].map(str::to_owned));
    arguments
}

fn quarter(hostel: usize, debt: &str) -> Vec<(String, &'static str, String)> {
    let rows = [("Outreach", 20, "10"), ("Hostel", hostel, debt), ("Move-on", 30, "11")];
    let all = rows.into_iter().flat_map(|(service, count, owed)| {
        (0..count).map(move |number| (format!("{service} {number}"), service, owed.to_owned()))
    });
    all.collect()
}

fn hostel(ran: &crate::support::Ran) -> serde_json::Value {
    ran.json()["release"]["cells"][1].clone()
}

#[test]
fn sums_are_kept_in_the_casebook_and_held_against_each_other_and_against_counts() {
    let place = Place::new();
    let first = run(&summed(&place, "H1", "\"H1\"", &quarter(25, "12"))).ok();
    assert_eq!(hostel(&first)["sum"], 300);
    let second = run(&summed(&place, "H2", "\"H2\"", &quarter(1, "987"))).ok();
    assert_eq!(hostel(&second)["sum"], serde_json::Value::Null);
    // The year is the two halves: with its sum the hidden one would be what is left.
    let both: Vec<_> = quarter(25, "12").into_iter().chain(quarter(1, "987")).collect();
    let year = run(&summed(&place, "year", "\"H1\", \"H2\"", &both));
    if year.code == 0 {
        assert_eq!(hostel(&year)["sum"], serde_json::Value::Null);
        assert_eq!(year.json()["report"]["against_sums"], serde_json::json!(["H1", "H2"]));
    } else {
        assert_eq!(year.code, 1);
        assert!(year.err.contains("cannot be protected") && !year.err.contains("987"), "{year:?}");
    }
    // The same again is the same; other amounts of the same people cannot be true; nor can other people.
    let again = run(&summed(&place, "H1", "\"H1\"", &quarter(25, "12"))).ok();
    assert_eq!(first.json()["release"], again.json()["release"]);
    let other = run(&summed(&place, "H1 again", "\"H1\"", &quarter(25, "13")));
    assert!(other.code == 1 && other.err.contains("cannot be true"), "{other:?}");
    let counts = run(&place.release("counts", "\"H1\"", [20, 24, 30]));
    assert!(counts.code == 1 && counts.err.contains("cannot be true"), "{counts:?}");
    let counts = run(&place.release("counts", "\"H2\"", [20, 1, 30])).ok();
    assert!(counts.out.contains("Hostel,*"), "{counts:?}");
}

#[test]
fn of_two_processes_that_release_sums_at_once_the_second_is_held_against_the_first() {
    let grown: Vec<_> = quarter(25, "12").into_iter().chain(quarter(1, "987")).collect();
    for _ in 0..4 {
        let place = Place::new();
        let one = summed(&place, "May", "\"until May\"", &quarter(25, "12"));
        let two = summed(&place, "June", "\"until May\", \"June\"", &grown);
        let children = [one, two].map(|arguments| {
            let mut command = program();
            command
                .args(arguments)
                .stdout(std::process::Stdio::piped())
                .stderr(std::process::Stdio::piped());
            command.spawn().unwrap()
        });
        let done = children.map(|child| child.wait_with_output().unwrap());
        let shows = |at: usize| {
            let value: serde_json::Value =
                serde_json::from_slice(&done[at].stdout).unwrap_or_default();
            done[at].status.success() && value["release"]["cells"][1]["sum"].is_number()
        };
        assert!(done.iter().any(|done| done.status.success()), "{done:?}");
        assert!(!(shows(0) && shows(1)), "{done:?}");
    }
}

#[test]
fn sums_published_by_hand_are_held_beside() {
    let place = Place::new();
    let all = "service,people,sum\nOutreach,20,200\nHostel,*,*\nMove-on,*,*\nTotal,51,1517\n";
    let beside = place.write("before.csv", all);
    let arguments = |beside: &str| -> Vec<String> {
        let all = summed(&place, "Q1", "\"Q1\"", &quarter(1, "987"));
        // Without a casebook: up to `--release-id`.
        let plain = all.iter().take_while(|word| *word != "--release-id").cloned();
        plain.chain(["--beside", beside, "--format", "json"].map(str::to_owned)).collect()
    };
    let ran = run(&arguments(&beside)).ok();
    assert_eq!(hostel(&ran)["sum"], serde_json::Value::Null);
    assert_eq!(ran.json()["report"]["against_sums"].as_array().unwrap().len(), 1);
    // Beside a table of counts the people of it matter, and there must be some.
    let counts = |beside: &str| -> Vec<String> {
        let all = place.release("counts", "\"Q1\"", [20, 1, 30]);
        let plain = all.iter().take_while(|word| *word != "--release-id").cloned();
        plain.chain(["--beside", beside].map(str::to_owned)).collect()
    };
    let ran = run(&counts(&beside)).ok();
    assert!(ran.out.contains("Hostel,*") && ran.out.contains("Move-on,*"), "{ran:?}");
    let only = place.write("only.csv", "service,sum\nOutreach,200\nHostel,*\nTotal,1517\n");
    run(&counts(&only)).refused().names("only.csv", "no numbers of people");
    let wrong = place.write("wrong.csv", &all.replace("1517", "1518"));
    let ran = run(&arguments(&wrong));
    assert!(ran.code == 1 && ran.err.contains("cannot be true"), "{ran:?}");
    // One that showed the other hidden figure leaves nothing to hide behind but the total itself.
    let told = place.write("told.csv", &all.replace("Move-on,*,*", "Move-on,30,330"));
    let ran = run(&arguments(&told));
    assert!(ran.code == 1 && !ran.err.contains("987"), "{ran:?}");
}

#[test]
fn a_wrong_section_of_sums_is_told_with_its_line() {
    let place = Place::new();
    let cases = [
        ("p-percent = 10", "p-percent = 0", "p-percent"),
        ("p-percent = 10", "dominance-largest = 2", "said together"),
        ("column = \"owed\"\n", "", "column"),
        ("\"household\"", "\"owed\"", "two columns"),
        ("p-percent", "p-procent", "did you mean `p-percent`"),
    ];
    let records = place.write("owed.csv", &owed(&[("a", "Hostel", "1")]));
    for (from, to, says) in cases {
        let sum = SUM.replacen(from, to, 1);
        let spec = place.write("sums.toml", &SPEC.replace("[[dim", &format!("{sum}\n[[dim")));
        run(&["publish", "--spec", &spec, "--records", &records, "--as-at", "2026-11-02"])
            .refused()
            .names("sums.toml", says);
    }
}

#[test]
fn the_example_of_sums_is_published_and_the_schema_knows_its_keys() {
    let ran = run(&[
        "publish",
        "--spec",
        "examples/specs/arrears.toml",
        "--records",
        "examples/records/arrears.csv",
        "--as-at",
        "2026-11-02",
    ])
    .ok();
    assert!(ran.out.starts_with("service,district,people,sum"), "{}", ran.out);
    assert!(ran.out.contains(",*,*"), "the few and the dominant are hidden: {}", ran.out);
    let schema = run(&["schema", "table"]).ok().json();
    let keys = &schema["properties"]["sum"]["properties"];
    for key in ["column", "contributor", "cap", "most-contributors", "p-percent"] {
        assert!(!keys[key].is_null(), "the schema does not know `{key}`");
    }
}

#[test]
fn further_cells_can_be_chosen_so_that_their_pattern_tells_nothing() {
    let place = Place::new();
    let spec = |choice: &str| {
        let text = SPEC.replace("\"Move-on\"", "\"Move-on\", \"Refuge\"");
        place.write(
            "spec.toml",
            &text.replace("threshold = 5", &format!("threshold = 5\nchoice = \"{choice}\"")),
        )
    };
    let stars = |choice: &str, hostel: usize, refuge: usize| {
        let mut rows = records([40, hostel, 12]);
        for number in 0..refuge {
            writeln!(rows, "x{number},Refuge").unwrap();
        }
        let records = place.write("records.csv", &rows);
        let spec = spec(choice);
        let ran =
            run(&["publish", "--spec", &spec, "--records", &records, "--as-at", "2026-11-02"]);
        let starred = |line: &str| line.ends_with('*').then(|| line.to_owned());
        ran.ok().out.lines().filter_map(starred).collect::<Vec<_>>()
    };
    // Of one and one everybody knows that they are one each; of two and three nobody does.
    assert_eq!(stars("cheapest", 1, 1).len(), 3);
    assert_eq!(stars("cheapest", 2, 3).len(), 2);
    assert_eq!(stars("alike", 1, 1), stars("alike", 2, 3));
    let sum = SUM.replace("contributor", "choice = \"alike\"\ncontributor");
    let wrong = place.write("sums.toml", &SPEC.replace("[[dim", &format!("{sum}\n[[dim")));
    run(&["publish", "--spec", &wrong, "--records", "x.csv", "--as-at", "2026-11-02"])
        .refused()
        .names("sums.toml", "choice");
    let text = SPEC.replace("threshold = 5", "threshold = 5\nchoice = \"alike\"");
    let wrong = place.write("sums.toml", &text.replace("[[dim", &format!("{SUM}\n[[dim")));
    run(&["publish", "--spec", &wrong, "--records", "x.csv", "--as-at", "2026-11-02"])
        .refused()
        .names("sums.toml", "for counts");
}
