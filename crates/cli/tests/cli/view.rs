//! `view`: one statement for one asking, and a reason where there can be none.

use crate::support::{REQUESTS, RULEBOOK, Ran, run};

fn view(more: &[&str]) -> Ran {
    let asked = ["view", "surgery_view", "--rulebook", RULEBOOK, "--requests", REQUESTS];
    let words: Vec<&str> = asked.iter().chain(more).copied().collect();
    run(&words)
}

#[test]
fn a_view_names_its_gateways_and_rules_and_is_one_statement() {
    let asked = ["--id", "gp-named-on-the-form", "--column", "notes=health"];
    let text = view(&asked).ok().out;
    assert!(text.contains("-- health: where consent-form-care lets it (B-006 "), "{text}");
    assert!(text.contains("CREATE VIEW \"surgery_view\" WITH (security_barrier = true) AS"));
    assert!(text.contains("WHERE judged.shown_1;"), "{text}");
    assert_eq!(text.matches(';').count(), text.matches("bars ").count() + 1, "{text}");
    let sqlite = ["--dialect", "sqlite", "--day", "2026-03-02", "--rows", "each"];
    let text = view(&[&asked[..], &sqlite].concat()).ok().out;
    assert!(text.contains("<= '2026-03-02'") && !text.contains("security_barrier"), "{text}");
    let policy = view(&[&asked[..], &["--policy", "surgery"]].concat()).ok().out;
    assert!(
        policy.contains("CREATE POLICY \"surgery_view\" ON \"clients\" FOR SELECT TO \"surgery\"")
    );
    let schema = run(&["view", "--schema", "--dialect", "sqlite"]).ok().out;
    assert!(schema.contains("CREATE TABLE sharing_subject"), "{schema}");
}

#[test]
fn what_no_view_can_be_made_of_says_why() {
    let asked = ["--id", "gp-named-on-the-form"];
    for (more, why) in [
        (&[][..], "the view has no column"),
        (&["--column", "notes=helth"], "did you mean `health`?"),
        (&["--column", "notes"], "say what it holds"),
        (&["--column", "notes=health", "--dialect", "sqlite"], "cannot tell the day in London"),
        (&["--column", "notes=health", "--column", "NOTES=identity"], "two columns"),
        (&["--column", "notes=health", "--table", "caldicott_against"], "cannot name a table"),
        (&["--column", "notes=health", "--stored", "text"], "cannot be compared safely"),
    ] {
        let ran = view(&[&asked[..], more].concat());
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains(why) && ran.out.is_empty(), "{ran:?}");
    }
    let several = view(&["--column", "notes=health"]);
    assert!(several.code == 2 && several.err.contains("a view is for one request"), "{several:?}");
    let none = view(&["--column", "notes=health", "--id", "nobody"]);
    assert!(none.code == 2 && none.err.contains("no request has this id"), "{none:?}");
}
