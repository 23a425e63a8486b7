//! `ropa`: the record of processing, from a file or from rulebook and columns.

use crate::support::{RULEBOOK, file, run};

const RECORD: &str = r#"
[controller]
name = "St Martins"
kind = "charity"

[organisation]
name = "St Martins Housing Trust"
contact = "Directors"
officer = "Data Protection Officer"

[[activity]]
name = "support"
purposes = ["support"]
subjects = ["people supported"]
categories = ["identity", "contact", "health"]
basis = "legitimate-interests"
condition = "health-or-social-care"
shows = ["legitimate-interests-assessment", "duty-of-secrecy"]
schedule-1 = [{ paragraph = 2 }]
interests-assessment = "lia-1"
recipients = ["police"]
security = ["sealed fields"]

[[activity.retention]]
what = "client files"
period = "8 years after support ends"
"#;

const PROCESSOR: &str = r#"
[processor]
name = "Cloud Ltd"
contact = "privacy@cloud.test"

[[controller]]
name = "St Martins"
contact = "Directors"
processing = ["hosting"]
security = ["sealed fields"]
"#;

#[test]
fn a_record_is_checked_and_rendered_and_what_it_lacks_is_found_with_its_place() {
    let whole = file("ropa.toml", RECORD);
    run(&["ropa", "check", &whole.path, "--as-at", "2026-11-22"]).ok();
    let page = run(&["ropa", "render", &whole.path, "--format", "html"]).ok().out;
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("people supported"));
    assert!(run(&["ropa", "render", &whole.path]).ok().out.starts_with("# Record of processing"));
    let lacking = file("ropa.toml", RECORD.replace("recipients = [\"police\"]\n", ""));
    let words = ["ropa", "check", &lacking.path, "--as-at", "2026-11-22", "--format", "json"];
    let ran = run(&words);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(ran.json()["findings"][0]["rule"], "RO-01", "{}", ran.out);
    assert!(ran.err.contains("has faults"));
    let processor = file("processor.toml", PROCESSOR);
    run(&["ropa", "check", &processor.path, "--as-at", "2026-11-22"]).ok();
    assert!(run(&["ropa", "render", &processor.path]).ok().out.contains("on behalf"));
    for (from, to, what) in [
        ("name = \"support\"", "nam = \"support\"", "did you mean `name`?"),
        ("\"health\"]", "\"helth\"]", "did you mean `health`?"),
        ("basis = \"legitimate-interests\"", "basis = \"interests\"", "lawful basis"),
        ("[controller]", "[controler]", "`[controller]` is missing"),
    ] {
        let bad = file("ropa.toml", RECORD.replacen(from, to, 1));
        run(&["ropa", "check", &bad.path, "--as-at", "2026-11-22"])
            .refused()
            .names("ropa.toml:", what);
    }
    assert_eq!(run(&["ropa", "check", &whole.path]).code, 2, "without a day there is no law");
    assert_eq!(run(&["ropa", "check", "--as-at", "2026-11-22"]).code, 2);
}

#[test]
fn what_the_data_holds_and_nobody_wrote_down_is_drift() {
    let columns =
        file("clients.csv", "client_name,date_of_birth,religion,notes\nA,1980-01-01,None,b\n");
    let fields = format!("support={}", columns.path);
    let made = ["--rulebook", RULEBOOK, "--fields", &fields];
    let now = run(&[&["ropa", "render"][..], &made].concat()).ok();
    assert!(now.out.contains("religious"), "{}", now.out);
    assert!(now.err.contains("say nothing certain"), "{}", now.err);
    let stored = file("ropa.toml", RECORD);
    let drift = [&["ropa", "drift", &stored.path][..], &made, &["--format", "json"]].concat();
    let ran = run(&drift);
    assert_eq!(ran.code, 1, "{ran:?}");
    let found = ran.json();
    let categories =
        found.as_array().unwrap().iter().find(|one| one["field"] == "categories").unwrap();
    assert!(categories["came"].to_string().contains("religious"), "{categories}");
    assert_eq!(categories["grave"], true);
    let table = run(&[&["ropa", "drift", &stored.path][..], &made].concat());
    assert!(
        table.out.contains("fields differ") && table.err.contains("not true any more"),
        "{table:?}"
    );
    // What is stored now is true now, whatever order it was written in; and is read like any record.
    let written = run(&[&["ropa", "render", "--format", "toml"][..], &made].concat()).ok().out;
    let kept = file("kept.toml", &written);
    let same = run(&[&["ropa", "drift", &kept.path][..], &made].concat()).ok();
    assert!(same.out.contains("0 fields differ"), "{}", same.out);
    let again = run(&["ropa", "render", &kept.path, "--format", "toml"]).ok().out;
    assert_eq!(again, written);
    let json = run(&["ropa", "render", &kept.path, "--format", "json"]).ok().json();
    assert_eq!(json["activity"][0]["name"], "support");
    let without = run(&["ropa", "drift", &kept.path, "--rulebook", RULEBOOK, "--format", "json"]);
    let gone = without.json();
    assert!(gone[0]["gone"].to_string().contains("religious"), "{gone}");
    assert_eq!(gone[0]["grave"], false, "what is let go of is no secret processing");
    let unknown = format!("suport={}", columns.path);
    let words = ["ropa", "render", "--rulebook", RULEBOOK, "--fields", &unknown];
    run(&words).refused().names("--fields", "no activity `suport`");
    let processor = file("processor.toml", PROCESSOR);
    run(&[&["ropa", "drift", &processor.path][..], &made].concat())
        .refused()
        .names("processor.toml", "processor's");
    run(&["ropa", "drift", &stored.path]).refused().names("--rulebook", "hold it against");
}
