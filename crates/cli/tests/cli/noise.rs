//! Counts with noise, and the budget that they are paid for from.

use std::process::Stdio;

use tempfile::TempDir;

use crate::support::{MARKER, Ran, program, run};

const SPEC: &str = "title = \"People by age and area\"\nthreshold = 5\n\n[[dimension]]\nfield = \"age\"\n\
    categories = [\"demographic\"]\ncodes = [\"young\", \"old\"]\n\n[[dimension]]\nfield = \"area\"\n\
    categories = [\"address-and-location\"]\ncodes = [\"NR1\", \"NR2\", \"NR3\"]\nmissing = \"reject\"\n";

const PEOPLE: &str = "age,area\nyoung,NR1\nyoung,NR1\nold,NR2\n,NR3\n";

/// Exactly these people, margins and the unknown age included.
const EXACT: [(&str, &str, i64); 16] = [
    ("young", "NR1", 2),
    ("young", "NR2", 0),
    ("young", "NR3", 0),
    ("young", "Total", 2),
    ("old", "NR1", 0),
    ("old", "NR2", 1),
    ("old", "NR3", 0),
    ("old", "Total", 1),
    ("Not known", "NR1", 0),
    ("Not known", "NR2", 0),
    ("Not known", "NR3", 1),
    ("Not known", "Total", 1),
    ("Total", "NR1", 2),
    ("Total", "NR2", 1),
    ("Total", "NR3", 1),
    ("Total", "Total", 4),
];

struct Desk {
    folder: TempDir,
}

impl Desk {
    /// A casebook, a table to be counted, and a budget called `year`.
    fn new(amount: [&str; 2]) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::write(desk.path("spec.toml"), SPEC).unwrap();
        std::fs::write(desk.path("people.csv"), PEOPLE).unwrap();
        run(&desk.with(&["keys", "new"])).ok();
        desk.budget(&["new", amount[0], amount[1]]).ok();
        desk
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn with(&self, words: &[&str]) -> Vec<String> {
        let casebook = ["--casebook", "keys.db", "--kek", "kek.key", "--tenant", "small"];
        let casebook =
            casebook.map(|word| if word.contains('.') { self.path(word) } else { word.to_owned() });
        words.iter().map(|word| (*word).to_owned()).chain(casebook).collect()
    }

    fn budget(&self, words: &[&str]) -> Ran {
        run(&self.with(&[&["budget"][..], words, &["--budget", "year"]].concat()))
    }

    fn shown(&self) -> serde_json::Value {
        self.budget(&["show", "--format", "json"]).ok().json()
    }

    fn asking(&self, answer: &str, amount: [&str; 2]) -> Vec<String> {
        let (spec, people) = (self.path("spec.toml"), self.path("people.csv"));
        let words = ["noise", "--spec", &spec, "--records", &people, "--as-at", "2026-11-22"];
        let rest = ["--budget", "year", "--answer", answer, amount[0], amount[1]];
        self.with(&[&words[..], &rest[..]].concat())
    }

    fn noise(&self, answer: &str, amount: [&str; 2]) -> Ran {
        run(&self.asking(answer, amount))
    }
}

/// The cells of an answer.
fn cells(ran: &Ran) -> Vec<(String, String, i64)> {
    let mut lines = ran.out.lines();
    assert_eq!(lines.next(), Some("age,area,noisy count"));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[0].to_owned(), cells[1].to_owned(), cells[2].parse().unwrap())
        })
        .collect()
}

#[test]
fn an_answer_that_costs_much_is_exact_and_one_that_costs_little_is_not() {
    let desk = Desk::new(["--epsilon", "10000"]);
    // With a scale of a thousandth, any noise at all has a chance of one in e^1000.
    let exact = cells(&desk.noise("loud", ["--epsilon", "1000"]).ok());
    let wanted: Vec<_> = EXACT.map(|(age, area, n)| (age.to_owned(), area.to_owned(), n)).into();
    assert_eq!(exact, wanted);
    let loud = desk.noise("loud once more", ["--epsilon", "1000"]).ok();
    assert!(loud.err.contains("leaves 100% of the counts as they are"), "{}", loud.err);
    // With a scale of 10,000, nine cells come out alike twice with a chance below 10^-30.
    let one = cells(&desk.noise("faint", ["--epsilon", "1/10000"]).ok());
    let two = cells(&desk.noise("faint again", ["--epsilon", "1/10000"]).ok());
    assert!(one != two && one != wanted);
    for noisy in [one, two] {
        let at = |row: usize, column: usize| noisy[row * 4 + column].2;
        for row in 0..4 {
            assert_eq!(at(row, 3), (0..3).map(|column| at(row, column)).sum::<i64>());
        }
        for column in 0..4 {
            assert_eq!(at(3, column), (0..3).map(|row| at(row, column)).sum::<i64>());
        }
    }
    assert_eq!(desk.shown()["spent"], "10000001/5000");
}

#[test]
fn the_same_question_costs_again_and_a_budget_that_is_spent_answers_nothing() {
    let desk = Desk::new(["--epsilon", "1"]);
    desk.noise("q1", ["--epsilon", "1/2"]).ok();
    let again = desk.noise("q1", ["--epsilon", "1/2"]);
    assert_eq!((again.code, again.out.as_str()), (1, ""));
    assert!(again.err.contains("paid for already"), "{}", again.err);
    let json =
        run(&[&desk.asking("q2", ["--epsilon", "1/3"])[..], &["--format".into(), "json".into()]]
            .concat());
    let json = json.ok().json();
    assert_eq!(json["table"]["cost"], "epsilon = 1/3");
    assert!((json["share_unchanged"].as_f64().unwrap() - 0.165).abs() < 0.001);
    assert_eq!(
        (&json["budget"]["left"], &json["title"]),
        (&"1/6".into(), &"People by age and area".into())
    );
    // By another name it is the same question, and there is not enough for it.
    let refused = desk.noise("the first once more", ["--epsilon", "1/2"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(
        refused.err.contains("costs `1/2`") && refused.err.contains("`1/6` is left"),
        "{}",
        refused.err
    );
    desk.budget(&["cancel", "--answer", "q1"]).ok();
    let shown = desk.shown();
    assert_eq!((&shown["left"], &shown["spent"]), (&"1/6".into(), &"5/6".into()));
    assert_eq!(shown["answers"][0]["cancelled"], true);
    assert_eq!(desk.noise("after cancelling", ["--epsilon", "1/2"]).code, 1);
    let words = desk.budget(&["show"]).ok().out;
    assert!(words.contains("given up, stays spent") && words.contains("left 1/6"), "{words}");
    assert_eq!(desk.budget(&["cancel", "--answer", "q7"]).code, 1);
}

#[test]
fn a_budget_is_made_once_and_kept_in_its_account() {
    let desk = Desk::new(["--rho", "1/2"]);
    desk.budget(&["new", "--rho", "5"]).refused().names("keys.db", "already");
    desk.noise("normal", ["--rho", "1/8"]).ok();
    // Pure noise in a concentrated budget is half its square.
    desk.noise("exponential", ["--epsilon", "1/2"]).ok();
    let shown = desk.shown();
    assert_eq!((&shown["spent"], &shown["account"]), (&"1/4".into(), &"rho".into()));
    assert!(shown["spent_is"].as_str().unwrap().starts_with("epsilon "), "{shown}");
    let pure = Desk::new(["--epsilon", "1"]);
    pure.noise("normal", ["--rho", "1/8"]).refused().names("", "normal shape");
    assert_eq!(pure.shown()["spent"], "0");
    for wrong in [["--epsilon", "0"], ["--epsilon", "-1"], ["--epsilon", "0.1.2"], ["--rho", "x"]] {
        assert_eq!(pure.noise("nothing", wrong).code, 2, "{wrong:?}");
        assert_eq!(pure.budget(&["new", wrong[0], wrong[1]]).code, 2, "{wrong:?}");
    }
    assert_eq!(pure.shown()["spent"], "0");
    let other = ["budget", "show", "--budget", "another"];
    run(&pure.with(&other)).refused().names("keys.db", "no budget `another`");
}

#[test]
fn what_cannot_be_read_or_published_costs_nothing() {
    let desk = Desk::new(["--epsilon", "1"]);
    let people = desk.path("people.csv");
    std::fs::write(&people, format!("{PEOPLE}young,{MARKER}\nold,\n")).unwrap();
    let ran = desk.noise("q", ["--epsilon", "1"]).refused();
    ran.names("people.csv:6:1:", "the value of `area`").names("people.csv:7:1:", "`area`");
    std::fs::write(&people, PEOPLE).unwrap();
    let spec = desk.path("spec.toml");
    let sensitive = SPEC.replace("[\"demographic\"]", "[\"health\"]");
    let ground = "ground = \"statistics\"\nthreshold = 5";
    std::fs::write(&spec, sensitive.replace("threshold = 5", ground)).unwrap();
    let ran = desk.noise("q", ["--epsilon", "1"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    assert!(ran.err.contains("not published"), "{}", ran.err);
    assert_eq!(desk.shown()["left"], "1");
}

#[test]
fn four_processes_do_not_spend_one_budget_twice() {
    const EACH: usize = 3;
    const PAID_FOR: usize = 7;
    let desk = Desk::new(["--epsilon", "1"]);
    let cost = format!("1/{PAID_FOR}");
    let told = std::thread::scope(|scope| {
        let (desk, cost) = (&desk, cost.as_str());
        let process = |number: usize| {
            scope.spawn(move || -> Vec<String> {
                let ask = |which: usize| {
                    let id = format!("{number} {which}");
                    let ran = program()
                        .args(desk.asking(&id, ["--epsilon", cost]))
                        .stdin(Stdio::null())
                        .output()
                        .unwrap();
                    let err = String::from_utf8(ran.stderr).unwrap();
                    match ran.status.code() {
                        Some(0) => {
                            assert_eq!(String::from_utf8(ran.stdout).unwrap().lines().count(), 17);
                            Some(id)
                        }
                        Some(1) => {
                            assert!(err.contains("of the privacy budget") && ran.stdout.is_empty());
                            None
                        }
                        code => panic!("{code:?} {err}"),
                    }
                };
                (0..EACH).filter_map(ask).collect()
            })
        };
        let processes: Vec<_> = (0..4).map(process).collect();
        processes.into_iter().flat_map(|process| process.join().unwrap()).collect::<Vec<_>>()
    });
    let shown = desk.shown();
    assert_eq!((&shown["left"], &shown["spent"]), (&"0".into(), &"1".into()));
    let mut kept: Vec<_> = shown["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    let mut told: Vec<&str> = told.iter().map(String::as_str).collect();
    kept.sort_unstable();
    told.sort_unstable();
    assert_eq!((told.len(), &told), (PAID_FOR, &kept));
}
