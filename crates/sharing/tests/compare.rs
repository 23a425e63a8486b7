//! Two rulebooks compared over every request there is.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/requests.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod requests;
#[path = "support/documents.rs"]
mod support;

use std::sync::LazyLock;

use caldicott_model::Day;
use caldicott_sharing::analysis::{Difference, compare};
use caldicott_sharing::{Fate, Rulebook, judge};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

const ST_MARTINS: &str = include_str!("../../../examples/rulebooks/st-martins/sharing.toml");
const CAMDEN: &str = include_str!("../../../examples/rulebooks/camden/sharing.toml");
const CARE: &str = include_str!("../../../examples/rulebooks/care-provider/sharing.toml");

const FROM: Day = Day::literal(2018, 5, 25);
const UNTIL: Day = Day::literal(2030, 1, 1);

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(support::st_martins);

/// What a rulebook does with the thing that a difference is about.
fn fate(rulebook: &Rulebook, found: &Difference) -> Fate {
    let verdict = judge(rulebook, &found.request, found.day);
    let has = |set: caldicott_sharing::DataSet| set.names().any(|name| name == found.data);
    if has(verdict.released()) {
        Fate::Released
    } else if has(verdict.referred()) {
        Fate::Referred
    } else {
        Fate::Withheld
    }
}

/// One line of a rulebook with one word of its list taken out: the line, the word and the whole text.
fn slips(text: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let keys =
        ["needs", "when", "unless", "spares", "who", "purposes", "covers", "removes", "beats"];
    let mut found = Vec::new();
    let mut inside = "";
    for (place, line) in lines.iter().enumerate() {
        if line.starts_with("[[") {
            inside = line;
        }
        let rule = ["[[gateway]]", "[[bar]]", "[[agreement]]", "[[form]]"].contains(&inside);
        let Some((key, list)) = line.split_once(" = [").filter(|_| rule) else { continue };
        let Some(list) = list.strip_suffix(']').filter(|_| keys.contains(&key)) else { continue };
        let words: Vec<&str> = list.split(", ").collect();
        for dropped in &words {
            let left: Vec<&str> = words.iter().copied().filter(|word| word != dropped).collect();
            let changed = format!("{key} = [{}]", left.join(", "));
            let mut all: Vec<&str> = lines.clone();
            if let Some(slot) = all.get_mut(place) {
                *slot = &changed;
            }
            found.push((format!("line {}: {key} without {dropped}", place + 1), all.join("\n")));
        }
    }
    found
}

/// Requests drawn at random on which both rulebooks must agree.
fn agree_at_random(one: &Rulebook, other: &Rulebook, slip: &str) {
    let mut runner = TestRunner::deterministic();
    for _ in 0..200 {
        let tree = requests::wandering().new_tree(&mut runner).unwrap();
        let (request, day) = tree.current();
        let (before, after) = (judge(one, &request, day), judge(other, &request, day));
        assert_eq!(before.released(), after.released(), "{slip}");
        assert_eq!(before.referred(), after.referred(), "{slip}");
    }
}

/// Every slip in a rulebook changes what it lets out, and here is the request; or it is proved that it
/// does not.
fn each_slip_is_told(text: &str, every: usize) {
    let base = support::rulebook(text).unwrap();
    let (mut differ, mut equal) = (0, 0);
    for (slip, text) in slips(text).into_iter().step_by(every) {
        // A rulebook that does not load has been told already.
        let Ok(other) = support::rulebook(&text) else { continue };
        let found = compare(&base, &other, FROM, UNTIL, 1);
        if let Some(difference) = found.differences.first() {
            assert_ne!(difference.before, difference.after, "{slip}");
            assert_eq!(fate(&base, difference), difference.before, "{slip}");
            assert_eq!(fate(&other, difference), difference.after, "{slip}");
            differ += 1;
        } else {
            assert!(found.is_equal(), "{slip} was left open");
            agree_at_random(&base, &other, &slip);
            equal += 1;
        }
    }
    println!("{differ} slips shown by a request, {equal} proved to change nothing");
    assert!(differ > equal);
}

/// All of them when asked for, one in so many otherwise, and more of them in a release build.
fn one_in(many: usize) -> usize {
    if std::env::var_os("CALDICOTT_ALL").is_some() {
        1
    } else if cfg!(debug_assertions) {
        many
    } else {
        many.div_ceil(8)
    }
}

#[test]
fn each_slip_in_the_rulebook_of_st_martins_is_shown_by_a_request_or_proved_harmless() {
    each_slip_is_told(ST_MARTINS, one_in(101));
}

#[test]
fn each_slip_in_the_rulebook_of_camden_is_shown_by_a_request_or_proved_harmless() {
    each_slip_is_told(CAMDEN, one_in(7));
}

#[test]
fn each_slip_in_the_rulebook_of_the_care_provider_is_shown_by_a_request_or_proved_harmless() {
    each_slip_is_told(CARE, one_in(11));
}

#[test]
fn a_rulebook_is_equal_to_itself_whatever_the_order_of_its_rules() {
    let mut rules: Vec<String> = Vec::new();
    for line in ST_MARTINS.lines() {
        let starts = line.starts_with('[')
            && !line.starts_with("[[processor.")
            && !line.starts_with("[[sharing.");
        if starts || rules.is_empty() {
            rules.push(String::new());
        }
        let last = rules.last_mut().unwrap();
        last.push_str(line);
        last.push('\n');
    }
    rules.reverse();
    let reversed = support::rulebook(&rules.concat()).unwrap();
    for other in [&*RULEBOOK, &reversed] {
        let found = compare(&RULEBOOK, other, FROM, UNTIL, usize::MAX);
        assert!(found.is_equal() && !found.cut_short, "{:?}", found.differences.first());
        assert!(found.cells > 100_000, "{}", found.cells);
    }
}

#[test]
fn what_another_day_or_partner_changes_is_found() {
    let other = |from: &str, to: &str| {
        let text = ST_MARTINS.replacen(from, to, 1);
        assert_ne!(text, ST_MARTINS);
        support::rulebook(&text).unwrap()
    };
    for changed in [
        other("review_by = 2027-03-31", "review_by = 2027-03-30"),
        other("until = 2024-03-21", "until = 2024-03-22"),
        other("with = [\"norfolk-probation\"]", "with = [\"suffolk-probation\"]"),
        other("kind = \"one-off\"", "kind = \"protocol\""),
        other(
            "id = \"lakenham-surgery\"\nkind = \"gp\"",
            "id = \"lakenham-surgery\"\nkind = \"police\"",
        ),
        other("below = [\"director\"]", "below = [\"chief-executive\"]"),
        other(
            "{ on = \"recognised-crime\", from = 2026-02-05 }",
            "{ on = \"recognised-crime\", from = 2026-02-06 }",
        ),
    ] {
        let found = compare(&RULEBOOK, &changed, FROM, UNTIL, 1);
        assert_eq!(found.differences.len(), 1, "{found:?}");
        let difference = found.differences.first().unwrap();
        assert_eq!(fate(&RULEBOOK, difference), difference.before);
        assert_eq!(fate(&changed, difference), difference.after);
    }
}
