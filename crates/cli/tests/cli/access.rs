//! `access-pack`: from notes to an answer, what stays out of it, and what is refused.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::{MARKER, Ran, file, root, run, run_with};

const CASE: &str = "examples/access/case.toml";
const NOTES: &str = "examples/access/notes.csv";
const ON: &str = "2026-11-22";

fn shipped(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// A folder to put a pack into, and what comes of a case with these records.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("to-send")
    }

    fn pack(&self, case: &str, notes: &str, more: &[&str]) -> Ran {
        let (case, notes) = (file("case.toml", case), file("notes.csv", notes));
        let out = self.out();
        let words = ["access-pack", &case.path, "--records", &notes.path, "--on", ON];
        run(&[&words[..], &["--out", out.to_str().unwrap()], more].concat())
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.out().join(name)).unwrap()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_shipped_case_gives_a_pack_without_anybody_who_is_protected() {
    let desk = Desk::new();
    let ledger = desk.folder.path().join("ledger.json");
    let more = ["--ledger", ledger.to_str().unwrap(), "--format", "json"];
    let said = desk.pack(&shipped(CASE), &shipped(NOTES), &more).ok().json();
    assert_eq!((said["rows"].as_u64(), said["rows_of_others"].as_u64()), (Some(7), Some(1)));
    // The names of the files say nothing of whose data it is, and the ledger is not among them.
    assert_eq!(names(&desk.out()), ["access-pack.html", "access-pack.json"]);
    for name in ["access-pack.html", "access-pack.json"] {
        let pack = desk.read(name);
        for secret in [
            "Holt",
            "Danny",
            "07700",
            "D.H.",
            "D. H",
            "Calloway",
            "shouting",
            "Counsel",
            "defective",
            "Nobody has read",
            "laundry",
            "ex-partner",
            "k-0003",
        ] {
            assert!(!pack.contains(secret), "`{secret}` stands in {name}");
        }
        assert!(
            pack.contains("Jean, her sister") && pack.contains("Haddad at City Reach"),
            "{name}"
        );
        assert!(pack.contains("Mary says [removed] rang from [removed]"), "{name}");
        // What is not given is said, and what the law of the day asks for.
        assert!(pack.contains("has been taken out of this pack"), "{name}");
        assert!(pack.contains("We acknowledge it within 30 days"), "{name}");
        assert!(pack.contains("the column sync_version"), "{name}");
    }
    let kept: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&ledger).unwrap()).unwrap();
    let lines = kept["lines"].as_array().unwrap();
    let of = |id: &str| lines.iter().find(|line| line["about"] == id).unwrap();
    assert!(of("k-0006")["reasons"][0].as_str().unwrap().contains("solicitor"));
    assert_eq!(of("k-0007")["given"], false);
    assert_eq!(of("sister")["reasons"].as_array().unwrap().len(), 5);
    // The same case gives the same pack.
    let again = Desk::new();
    again.pack(&shipped(CASE), &shipped(NOTES), &[]).ok();
    for name in ["access-pack.html", "access-pack.json"] {
        assert_eq!(desk.read(name), again.read(name));
    }
}

#[test]
fn the_law_of_the_day_decides_which_complaints_are_spoken_of() {
    let desk = Desk::new();
    let (case, notes) = (shipped(CASE), shipped(NOTES));
    let case = case.replace("2026-10-12", "2026-06-01").replace("2026-08-03", "2026-06-03");
    let case = file("case.toml", case);
    let early: String = notes.split_inclusive('\n').take(3).collect();
    let early = file("notes.csv", early.replace("2026-06-20", "2026-06-10"));
    let text = std::fs::read_to_string(&case.path).unwrap();
    let cut = text
        .split("[[decision]]")
        .filter(|part| !["k-0003", "k-0005", "k-0006"].iter().any(|id| part.contains(id)));
    let kept: Vec<&str> = cut.collect();
    // The letter stands behind the last decision that is left out.
    std::fs::write(&case.path, kept.join("[[decision]]")).unwrap();
    let out = desk.out();
    let words = ["access-pack", &case.path, "--records", &early.path, "--on", "2026-06-18"];
    run(&[&words[..], &["--out", out.to_str().unwrap()]].concat()).ok();
    assert!(!desk.read("access-pack.html").contains("within 30 days"));
}

#[test]
fn a_case_in_json_gives_the_same_pack_and_its_schema_knows_every_key() {
    let value: toml_like::Value = toml_like::parse(&shipped(CASE));
    let desk = Desk::new();
    desk.pack(&value.to_string(), &shipped(NOTES), &[]).ok();
    let toml = Desk::new();
    toml.pack(&shipped(CASE), &shipped(NOTES), &[]).ok();
    assert_eq!(desk.read("access-pack.json"), toml.read("access-pack.json"));
    let schema = run(&["schema", "access-case"]).ok().json();
    known(&value, &schema, "");
}

/// Every key of a document is described.
fn known(value: &serde_json::Value, schema: &serde_json::Value, path: &str) {
    for (key, below) in value.as_object().into_iter().flatten() {
        let described = &schema["properties"][key];
        assert!(!described.is_null(), "the schema does not know `{path}{key}`");
        known(below, described, &format!("{path}{key}."));
    }
    for item in value.as_array().into_iter().flatten() {
        known(item, &schema["items"], path);
    }
}

/// The shipped case as JSON: the few forms of TOML that it uses.
mod toml_like {
    pub(super) use serde_json::Value;

    pub(super) fn parse(text: &str) -> Value {
        let read: toml::Table = text.parse().unwrap();
        plain(toml::Value::Table(read))
    }

    fn plain(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => Value::String(text),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Boolean(flag) => flag.into(),
            toml::Value::Datetime(day) => Value::String(day.to_string()),
            toml::Value::Array(items) => items.into_iter().map(plain).collect(),
            toml::Value::Table(table) => {
                table.into_iter().map(|(key, value)| (key, plain(value))).collect()
            }
            toml::Value::Float(_) => panic!("no case has a fraction"),
        }
    }
}

#[test]
fn a_pack_that_fails_its_own_check_is_not_written_and_only_its_places_are_named() {
    let desk = Desk::new();
    let ledger = desk.folder.path().join("ledger.json");
    // What the controller says of itself is vouched for, and names somebody who is protected.
    let case = shipped(CASE)
        .replace("Danny Holt", &format!("Danny {MARKER}"))
        .replace("35 Bishopgate, Norwich", &format!("ask for Danny {MARKER}"));
    let ran = desk.pack(&case, &shipped(NOTES), &["--ledger", ledger.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.err.contains("the front page") && ran.err.contains("nothing was written"),
        "{ran:?}"
    );
    assert!(!ran.err.contains(MARKER) && ran.out.is_empty(), "{ran:?}");
    assert!(!desk.out().exists() && !ledger.exists());
    assert!(names(desk.folder.path()).is_empty(), "something was left behind");
}

#[test]
fn every_fault_of_a_case_is_named_with_its_place_and_no_value() {
    for (from, to, what) in [
        ("body = \"charity\"", "body = \"charty\"", "did you mean `charity`?"),
        ("name = \"Mary Fenn\"", "nam = \"Mary Fenn\"", "unknown key; did you mean `name`?"),
        ("name = \"Danny Holt\"", "name = \"123\"", "no letter"),
        ("[[searched]]", "[[serched]]", "did you mean `searched`?"),
        ("purposes = [\"to support you and to house you safely\"]", "purposes = []", "`purposes`"),
        ("obtained = 2026-10-12", "obtained = 2026-11-23", "after the day"),
        ("dated = 2026-08-03", "dated = 2027-08-03", "after the day"),
        ("items = [\"k-0002\"]", "items = [\"k-0999\"]", "no item has this id"),
        ("item = \"k-0005\"", "item = \"Zzyzxmarker\"", "no row of the records"),
        (
            "field = \"Note\"\ncategories = [\"contact-record\", \"benefits",
            "field = \"Zzyzxmarker\"\ncategories = [\"contact-record\", \"benefits",
            "nothing under this name",
        ),
        ("exemption = \"privilege\"", "exemption = \"social-work\"", "EX-12"),
        (
            "reason = \"advice of our solicitor about the possession claim of September\"",
            "reason = \"sensitive\"",
            "EX-14",
        ),
        (
            "categories = [\"contact-record\", \"health\"]",
            "categories = []",
            "`categories` names none",
        ),
        (
            "categories = [\"contact-record\", \"health\"]",
            "categories = [\"helth\"]",
            "did you mean `health`?",
        ),
        ("id = \"sister\"", "id = \"neighbour\"", "twice"),
        ("confidence = \"none was promised or expected\"\n", "", "`confidence` is missing"),
        ("title-column = \"kind\"", "title = \"a\"\ntitle-column = \"kind\"", "not both"),
        ("why = \"it counts how often", "wy = \"it counts how often", "did you mean `why`?"),
        ("born = 1984-05-02", "born = 1984-02-30", "case.toml:"),
        ("standing = \"informant\"", "standing = \"informer\"", "unknown standing"),
    ] {
        let case = shipped(CASE);
        assert!(case.contains(from), "{from}");
        let desk = Desk::new();
        let ran = desk.pack(&case.replacen(from, to, 1), &shipped(NOTES), &[]).refused();
        ran.names("case.toml:", what);
        assert!(!desk.out().exists(), "{from}");
    }
    // All of them at once.
    let case = shipped(CASE).replace("\"charity\"", "\"x\"").replace("\"not-likely\"", "\"y\"");
    assert!(Desk::new().pack(&case, &shipped(NOTES), &[]).refused().faults() >= 2);
    // A twofold key, and TOML that is none, name the place and nothing that stands there.
    let twice =
        shipped(CASE).replace("name = \"Ruth Calloway\"", "name = \"a\"\nname = \"Zzyzxmarker\"");
    Desk::new().pack(&twice, &shipped(NOTES), &[]).refused().names("case.toml:", "twice");
    let broken = shipped(CASE).replace("name = \"Ruth Calloway\"", "name = Zzyzxmarker");
    Desk::new().pack(&broken, &shipped(NOTES), &[]).refused().names("case.toml:", "not TOML");
}

#[test]
fn a_protected_person_of_the_same_name_is_somebody_s_to_read() {
    let case = shipped(CASE)
        .replace("name = \"Jean Fenn\"", "name = \"Zz\"")
        .replace("\"Ruth Calloway\"", "\"Mary Fenn\"");
    Desk::new().pack(&case, &shipped(NOTES), &[]).refused().names("case.toml:", "own name");
}

#[test]
fn every_fault_of_the_records_is_named_with_its_cell_and_no_value() {
    let head = "id,person,kind,on,file,told_by,note,next_step,sync_version\n";
    let good = "k-0001,p-0017,Contact note,2026-06-03,,,Zzyzxmarker.,,1\n";
    // Decisions about rows that are not there would be found too.
    let case = shipped(CASE);
    let case = case
        .split("# What somebody who read")
        .next()
        .unwrap()
        .replace("items = [\"k-0002\"]\n", "");
    for (row, what) in [
        ("k-0001,p-0017,Contact note,2026-06-03,,,Zzyzxmarker,,1\n", "another item"),
        (",p-0017,Contact note,2026-06-03,,,Zzyzxmarker,,1\n", "column `id`: it is blank"),
        ("k-2,p-0017,,2026-06-03,,,Zzyzxmarker,,1\n", "column `kind`: it is blank"),
        ("k-2,,Contact note,2026-06-03,,,Zzyzxmarker,,1\n", "whose row"),
        ("k-2,p-0017,Contact note,03/06/2026,,,Zzyzxmarker,,1\n", "names no day"),
        ("k-2,p-0017,Contact note,2027-06-03,,,Zzyzxmarker,,1\n", "after the day of the pack"),
        ("k-2,p-0017,Contact note,2026-06-03,,Zzyzxmarker,x,,1\n", "no `[[person]]`"),
        ("k-2,p-0017,Contact note\n", "the row has 3 cells"),
        ("k-2,p-0017,Contact note,2026-06-03,,,\"Zzyzxmarker,,1\n", "never closed"),
    ] {
        let notes = format!("{head}{good}{row}");
        Desk::new().pack(&case, &notes, &[]).refused().names("notes.csv:3:", what);
    }
    let more = head.replace("note,", "note,diagnosis,");
    let notes = format!("{more}k-1,p-0017,Note,2026-06-03,,,a,Zzyzxmarker,b,1\n");
    Desk::new().pack(&case, &notes, &[]).refused().names("notes.csv:1:", "`[[records.left-out]]`");
    let less = head.replace(",next_step", "");
    Desk::new().pack(&case, &less, &[]).refused().names("notes.csv:1:", "`next_step` is missing");
    // Records that nobody said how to read, and a saying without records.
    let bare = case.split("# How the rows").next().unwrap();
    Desk::new().pack(bare, head, &[]).refused().names("case.toml:", "`[records]`");
    let alone = file("case.toml", &case);
    let out = Desk::new().out();
    let words = ["access-pack", &alone.path, "--on", ON, "--out", out.to_str().unwrap()];
    run(&words).refused().names("case.toml:", "--records");
}

#[test]
fn nothing_is_written_where_something_stands_and_the_ledger_stays_outside() {
    let desk = Desk::new();
    std::fs::create_dir(desk.out()).unwrap();
    std::fs::write(desk.out().join("other.txt"), "somebody else's").unwrap();
    desk.pack(&shipped(CASE), &shipped(NOTES), &[]).refused().names("to-send", "not empty");
    std::fs::remove_file(desk.out().join("other.txt")).unwrap();
    let inside = desk.out().join("ledger.json");
    desk.pack(&shipped(CASE), &shipped(NOTES), &["--ledger", inside.to_str().unwrap()])
        .refused()
        .names("ledger.json", "outside");
    let old = desk.folder.path().join("ledger.json");
    std::fs::write(&old, "last year's").unwrap();
    desk.pack(&shipped(CASE), &shipped(NOTES), &["--ledger", old.to_str().unwrap()])
        .refused()
        .names("ledger.json", "already");
    assert_eq!(std::fs::read_to_string(&old).unwrap(), "last year's");
    // An empty folder is one that is there for it.
    desk.pack(&shipped(CASE), &shipped(NOTES), &[]).ok();
    assert_eq!(names(desk.folder.path()), ["ledger.json", "to-send"]);
}

#[test]
fn what_nobody_read_stays_back_and_is_said() {
    let desk = Desk::new();
    let case = shipped(CASE);
    let case = case
        .split("# What somebody who read")
        .next()
        .unwrap()
        .replace("items = [\"k-0002\"]\n", "");
    let case = case.split("# The general practitioner").next().unwrap().to_owned()
        + case.split("finds = \"not-likely\"\n").nth(1).unwrap();
    let ran = desk.pack(&case, &shipped(NOTES), &[]).ok();
    assert!(ran.err.contains("6 texts count as everything"), "{}", ran.err);
    assert!(ran.err.contains("--ledger"), "{}", ran.err);
    assert!(!desk.read("access-pack.html").contains("Budget"));
}

#[test]
fn a_request_on_record_has_to_be_open_and_who_asks_known() {
    let desk = Desk::new();
    let path = |name: &str| desk.folder.path().join(name).to_str().unwrap().to_owned();
    let (db, kek) = (path("keys.db"), path("kek.key"));
    let casebook = ["--casebook", &db, "--kek", &kek, "--tenant", "st-martins"];
    run(&[&["keys", "new"][..], &casebook].concat()).ok();
    let record = |request: &str, person: &str, events: &str| {
        let words = ["request", "record", "--request", request, "--person", person];
        run_with(&[&words[..], &casebook].concat(), events.as_bytes()).ok();
    };
    let on = |day: &str, what: &str| {
        format!(
            "{{\"on\":\"{day}\",\"by\":{{\"role\":\"handler\",\"id\":\"h-1\"}},\"what\":{what}}}\n"
        )
    };
    let receive = |kind: &str| {
        let what = format!(
            "{{\"receive\":{{\"kind\":\"{kind}\",\"channel\":\"email\",\"day\":\"2026-11-02\"}}}}"
        );
        on("2026-11-02", &what)
    };
    record(
        "r-1",
        "p-0017",
        &(receive("access")
            + &on("2026-11-03", "{\"doubt-identity\":{\"because\":\"unknown-sender\"}}")),
    );
    record("r-2", "p-0099", &receive("access"));
    record("r-3", "p-0017", &receive("erasure"));
    let pack = |request: &str| {
        desk.pack(
            &shipped(CASE),
            &shipped(NOTES),
            &[&["--request", request][..], &casebook].concat(),
        )
    };
    pack("r-1").refused().names("--request", "RT-08");
    pack("r-2").refused().names("--request", "somebody else");
    pack("r-3").refused().names("--request", "none for access");
    pack("r-9").refused().names("--request", "no request");
    assert!(!desk.out().exists());
    record("r-1", "p-0017", &on("2026-11-05", "{\"identity-received\":{\"came\":\"2026-11-05\"}}"));
    assert!(pack("r-1").ok().out.contains("to be answered by 2026-12-07"));
    // Why something was kept back is in the casebook, sealed, and tells this pack from any other.
    let ledger = || run(&[&["request", "ledger", "--request", "r-1"][..], &casebook].concat());
    let kept = ledger().ok().json();
    let reasons = kept[0]["lines"].to_string();
    assert!(reasons.contains("advice of our solicitor"), "{reasons}");
    let page = std::fs::read(desk.out().join("access-pack.html")).unwrap();
    assert_eq!(kept[0]["page_sha256"], caldicott::model::digest::Sha256::of(&page).to_string());
    let sealed = std::fs::read(path("keys.db")).unwrap();
    assert!(!sealed.windows(9).any(|window| window == b"solicitor"));
    assert!(run(&["verify", &db]).ok().out.contains("is sound"));
    // A pack that is not written leaves no record of one.
    pack("r-1").refused().names("to-send", "not empty");
    assert_eq!(ledger().ok().json().as_array().unwrap().len(), 1);
    run(&[&["request", "ledger", "--request", "r-2"][..], &casebook].concat()).refused();
}
