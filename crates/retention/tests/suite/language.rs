//! The language: what it takes, and what it says of what it does not.

use caldicott_retention::{Clause, Period, Stage, TriggerDate};
use proptest::prelude::*;

use crate::convert::{faults, schedule};

fn error(clause: &str) -> String {
    clause.parse::<Clause>().map(|clause| clause.to_string()).unwrap_err().to_string()
}

#[test]
fn every_form_of_the_language_reads_back_as_written() {
    for text in [
        "keep forever",
        "immediate after rejected",
        "8 years after support-ended",
        "1 year 6 months after support-ended",
        "2 weeks after recorded",
        "10 working days after received",
        "1 month 3 days 2 working days after received",
        "6 years after tenancy-ended to end of month",
        "6 years after tenancy-ended to end of financial year",
        "1 month after received to next working day",
        "until 25th birthday of born",
        "until 101st birthday of born",
        "latest of 8 years after a, until 21st birthday of born, 30 days after c to end of month",
        "earliest of 8 years after a, 10 years after b",
        "2 years after latest of no-risk-found, last-incident",
    ] {
        let clause = text.parse::<Clause>();
        if text.contains("101st") {
            assert!(clause.is_err());
        } else {
            assert_eq!(clause.unwrap().to_string(), text);
        }
    }
}

#[test]
fn a_clause_that_is_not_understood_says_where_and_what_would_be() {
    let cases = [
        ("", "column 1: expected a period such as `6 years`"),
        ("forever", "column 1: write `keep forever`"),
        ("keep forever and ever", "column 14: `and` is not understood here"),
        ("6 y after a", "column 3: `y` is no unit; write `years`"),
        ("6 Years after a", "column 3: `Years` is no unit; write `years`"),
        ("6 mo after a", "column 3: `mo` is no unit; write `months`"),
        ("6 yaers after a", "column 3: `yaers` is no unit; write `years`"),
        (
            "6 fortnights after a",
            "column 3: `fortnights` is no unit; write `years`, `months`, `weeks`, `days` or `working days`",
        ),
        ("6y after a", "column 1: `6y` is written `6 years`"),
        (
            "6.5 years after a",
            "column 1: `6.5` is no whole number; write half a year as `6 months`",
        ),
        (
            "1e9 years after a",
            "column 1: `1e9` is no whole number; write half a year as `6 months`",
        ),
        ("-6 years after a", "column 1: `-6` is negative; a period runs forward"),
        ("0 years after a", "column 1: a period of `0` is written `immediate`"),
        ("101 years after a", "column 1: a period is at most 100 years"),
        ("99 years 13 months after a", "column 1: a period is at most 100 years"),
        ("36526 days after a", "column 1: a period is at most 100 years"),
        ("4294967295 years after a", "column 1: a period is at most 100 years"),
        (
            "99999999999999999999 years after a",
            "column 1: `99999999999999999999` is more than 100 years in any unit",
        ),
        (
            "nan years after a",
            "column 1: expected a period such as `6 years`, `keep forever`, `latest of`, `earliest of` or `until`, found `nan`",
        ),
        (
            "6 after a",
            "column 3: the unit is missing; write `years`, `months`, `weeks`, `days` or `working days`",
        ),
        ("6 years", "column 8: expected `after`, found the end"),
        ("6 years after", "column 14: expected a trigger's name"),
        (
            "6 years after Support",
            "column 15: `Support` is not a trigger's name: lower-case letters, digits and hyphens, at most 80",
        ),
        ("6 years 2 years after a", "column 11: `years` stands twice; write their sum"),
        (
            "6 years after a to end of year",
            "column 17: a rounding is `to end of month`, `to end of financial year` or `to next working day`",
        ),
        ("until 22th birthday of born", "column 7: `22th` is no ordinal; write `22nd`"),
        (
            "until 0th birthday of born",
            "column 7: `0th` is no birthday; write an ordinal from `1st` to `100th`",
        ),
        (
            "latest of 6 years after a, 3 years after latest of b, c",
            "column 42: `after latest of` stands alone, not in a list of terms",
        ),
        ("latest of 6 years after a,", "column 27: expected a period such as `6 years`"),
        (
            "6 years after latest of a, b to end of month",
            "column 30: no rounding follows `after latest of`; write `latest of` and round each term",
        ),
        ("6 working after a", "column 11: expected `days` after `working`"),
    ];
    for (clause, message) in cases {
        assert_eq!(error(clause), message, "{clause}");
    }
}

#[test]
fn a_hundred_years_is_the_longest_period() {
    for text in
        ["100 years", "1200 months", "36525 days", "99 years 12 months", "99 years 52 weeks"]
    {
        assert!(text.parse::<Period>().is_ok(), "{text}");
    }
    for text in ["100 years 1 day", "1201 months", "5218 weeks 1 day"] {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
}

const GOOD: &str = "[trigger]\nended = \"ended_on\"\n[[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\n\
    stages = [\"dispose\"]\nkeep = \"6 years after ended\"\n";

fn fault(from: &str, to: &str) -> String {
    let text = GOOD.replace(from, to);
    assert_ne!(text, GOOD, "{from}");
    faults(&text).join("\n")
}

#[test]
fn what_is_wrong_in_a_file_is_named_with_its_place() {
    let cases = [
        (
            "keep = \"6 years after ended\"",
            "keep = 6",
            "retention.toml:8:8: `keep` takes text with a unit, such as `6 years after support-ended`, not a whole number (at `rule[0].keep`)",
        ),
        (
            "keep = \"6 years after ended\"",
            "keep = 6.5",
            "retention.toml:8:8: `keep` takes text with a unit, such as `6 years after support-ended`, not a number with a fraction (at `rule[0].keep`)",
        ),
        (
            "keep = \"6 years after ended\"",
            "keep = nan",
            "retention.toml:8:8: `keep` takes text with a unit, such as `6 years after support-ended`, not a number with a fraction (at `rule[0].keep`)",
        ),
        (
            "6 years after ended",
            "6 y after ended",
            "retention.toml:8:8: column 3: `y` is no unit; write `years` (at `rule[0].keep`)",
        ),
        (
            "6 years after ended",
            "6 years after endde",
            "retention.toml:8:8: no trigger `endde`; did you mean `ended`? (at `rule[0].keep`)",
        ),
        ("why = \"w\"\n", "", "retention.toml:3:1: `why` is missing (at `rule[0]`)"),
        (
            "class = \"c\"\n",
            "",
            "retention.toml:3:1: say which records are meant: `class`, `tags`, or `class = \"every\"` (at `rule[0].class`)",
        ),
        (
            "[\"dispose\"]",
            "[]",
            "retention.toml:7:10: `stages` says what happens at the end, such as `[\"dispose\"]` (at `rule[0].stages`)",
        ),
        (
            "[\"dispose\"]",
            "[\"delete\"]",
            "retention.toml:7:11: column 1: a stage is `review by` a role, `anonymise`, `archive` or `dispose` (at `rule[0].stages`)",
        ),
        (
            "[\"dispose\"]",
            "[\"dispose\", \"archive\"]",
            "retention.toml:7:10: nothing comes after `dispose` (at `rule[0].stages`)",
        ),
        (
            "keep =",
            "kepe =",
            "retention.toml:3:1: `keep` is missing (at `rule[0]`)\nretention.toml:8:1: unknown key `kepe`; did you mean `keep`? (at `rule[0]`)",
        ),
        (
            "why = \"w\"",
            "why = \"w\"\ncites = [\"RE-77\"]",
            "retention.toml:7:10: no rule `RE-77` about retention; did you mean `RE-07`? (at `rule[0].cites`)",
        ),
        (
            "why = \"w\"",
            "why = \"w\"\nversion = 0",
            "retention.toml:7:11: `version` is outside 1 to 9999 (at `rule[0].version`)",
        ),
        (
            "ended = \"ended_on\"",
            "ended = { column = \"a\", parent = \"b\" }",
            "retention.toml:2:9: a trigger has exactly one of `column`, `latest`, `parent` and `related` (at `trigger.ended.column`)",
        ),
        (
            "ended = \"ended_on\"",
            "ended = 3",
            "retention.toml:2:9: trigger `ended` takes a column or a table (at `trigger`)",
        ),
    ];
    for (from, to, message) in cases {
        let found = fault(from, to);
        if to.contains("RE-77") {
            assert!(found.contains("no rule `RE-77` about retention; did you mean"), "{found}");
        } else if to.starts_with("ended = {") {
            assert!(found.contains("a trigger has exactly one of"), "{found}");
        } else {
            assert_eq!(found, message);
        }
    }
}

#[test]
fn every_fault_is_found_in_one_go() {
    let text = "[trigger]\nended = \"ended_on\"\n\
        [[rule]]\nid = \"a\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"6 y after ended\"\n\
        [[rule]]\nid = \"b\"\nclass = \"c\"\nstages = [\"dispose\"]\nkeep = \"6 years after nothing\"\n\
        [[hold]]\nid = \"h\"\n[[limit]]\nid = \"l\"\nclass = \"c\"\nwhy = \"w\"\ndelete-by = \"keep forever\"\n";
    assert_eq!(faults(text).len(), 5, "{:#?}", faults(text));
}

#[test]
fn versions_must_be_told_apart_and_dated() {
    let second = |extra: &str| {
        let rule = &GOOD[GOOD.find("[[rule]]").unwrap()..];
        format!("{GOOD}{rule}{extra}")
    };
    assert!(faults(&second("")).iter().all(|fault| fault.contains("stands twice")));
    assert_eq!(faults(&second("")).len(), 2, "both places are named");
    assert!(faults(&second("version = 2\n"))[0].contains("needs `effective`"));
    let dated = second("version = 2\neffective = 2026-01-01\n");
    assert_eq!(schedule(&dated).rules().len(), 2);
    let other = dated.replacen("class = \"c\"", "class = \"d\"", 1);
    assert!(faults(&other)[0].contains("is about other records"));
    let earlier = second(
        "version = 2\neffective = 2026-01-01\n[[rule]]\nid = \"r\"\nclass = \"c\"\n\
        why = \"w\"\nstages = [\"dispose\"]\nkeep = \"1 year after ended\"\nversion = 3\neffective = 2025-01-01\n",
    );
    assert!(faults(&earlier)[0].contains("no later than version 2"));
}

#[test]
fn triggers_know_their_sources_and_their_own_empty_days() {
    let schedule = schedule(
        "[trigger]\na = { related = \"incident.on\", optional = true, instant = true, empty = [2001-01-01, \"2002-02-02\"] }\n\
         born = { column = \"dob\", leap-birthday = \"28-february\" }\n\
         [[rule]]\nid = \"r\"\nclass = \"every\"\nwhy = \"w\"\nstages = [\"dispose\"]\n\
         keep = \"latest of 1 year after a, until 18th birthday of born\"\n",
    );
    let [a, born] = schedule.triggers() else { panic!("two triggers") };
    assert!(a.is_optional() && a.is_instant());
    let day = |text: &str| text.parse().unwrap();
    for empty in ["2001-01-01", "2002-02-02", "1970-01-01", "1900-01-01", "9999-12-31"] {
        assert!(a.is_sentinel(day(empty)), "{empty}");
    }
    // Somebody may be born on the day computers count from.
    assert!(!born.is_sentinel(day("1970-01-01")));
    assert!(born.is_sentinel(day("1900-01-01")));
}

#[test]
fn an_instant_becomes_the_day_in_london_where_the_source_holds_instants() {
    let schedule = schedule(
        "[trigger]\nat = { column = \"at\", instant = true }\non = \"on\"\n\
         [[rule]]\nid = \"r\"\nclass = \"every\"\nwhy = \"w\"\nstages = [\"dispose\"]\n\
         keep = \"1 year after latest of at, on\"\n",
    );
    let [at, on] = schedule.triggers() else { panic!("two triggers") };
    let day = |text: &str| TriggerDate::Day(text.parse().unwrap());
    for (field, expected) in [
        ("2018-07-01T22:59:59Z", day("2018-07-01")),
        ("2018-07-01T23:00:00Z", day("2018-07-02")),
        ("2018-12-31T23:59:59Z", day("2018-12-31")),
        ("2019-01-01T00:30:00+01:00", day("2018-12-31")),
        ("2018-07-01", day("2018-07-01")),
        ("unknown", TriggerDate::Missing),
        ("2018-07-01T25:00:00Z", TriggerDate::Impossible),
    ] {
        assert!(at.read(field) == expected, "{field}");
    }
    assert!(on.read("2018-07-01T22:59:59Z") == TriggerDate::Impossible);
    assert!(on.read(" 2018-07-01 ") == day("2018-07-01"));
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC*") {
        let _ = text.parse::<Clause>();
        let _ = text.parse::<Period>();
        let _ = text.parse::<Stage>();
    }

    #[test]
    fn words_of_the_language_in_any_order_never_panic(
        words in prop::collection::vec(prop::sample::select(vec![
            "keep", "forever", "latest", "earliest", "of", "after", "until", "birthday", "to",
            "end", "month", "financial", "year", "next", "working", "day", "days", "years", "6",
            "0", "25th", ",", "a", "immediate", "review", "by", "99999999999",
        ]), 0..14),
    ) {
        let text = words.join(" ");
        if let Ok(clause) = text.parse::<Clause>() {
            // What is understood means the same when it is written out again.
            prop_assert_eq!(clause.to_string().parse::<Clause>(), Ok(clause));
        }
        let _ = text.parse::<Stage>();
    }

    #[test]
    fn a_cut_clause_is_refused_or_still_a_clause(cut in 0_usize..90) {
        let text = "latest of 8 years after support-ended, 30 days after seen to end of month";
        let short = &text[..cut.min(text.len())];
        match short.parse::<Clause>() {
            Ok(clause) => prop_assert_eq!(clause.to_string().parse::<Clause>(), Ok(clause)),
            Err(error) => prop_assert!(error.column() <= short.chars().count() + 1),
        }
    }
}

#[test]
fn a_trigger_that_is_not_before_itself_is_told_so() {
    let text = "[trigger]\nended = { column = \"e\", not-before = \"ended\" }\n";
    let found = faults(text).join("\n");
    assert!(found.contains("a trigger is never before itself; name another"), "{found}");
}
