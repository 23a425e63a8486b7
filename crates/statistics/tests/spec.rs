//! A statistic read from a document, and every fault in one named.

use caldicott_model::Day;
use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
use caldicott_statistics::{Ground, Outcome, Spec, Zeros};

const AT: Place = Place::new(1, 1);

fn text(text: &str) -> Node {
    Node::Text(text.to_owned())
}

fn texts(all: &[&str]) -> Node {
    Node::List(all.iter().map(|one| Located::new(text(one), AT)).collect())
}

fn table(entries: Vec<(&str, Node)>) -> Table {
    let mut table = Table::default();
    for (key, node) in entries {
        assert!(table.insert(key, AT, Located::new(node, AT)));
    }
    table
}

fn tables(all: Vec<Table>) -> Node {
    Node::List(all.into_iter().map(|one| Located::new(Node::Table(one), AT)).collect())
}

fn read(document: &Table) -> Result<Spec, Vec<String>> {
    let faults = Faults::new("statistics.toml", Echo::Shown);
    let spec = Spec::read(&mut Reader::new(document, AT, &faults));
    faults.finish(spec).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

fn faith() -> Table {
    table(vec![
        ("field", text("faith")),
        ("categories", texts(&["religious-or-philosophical-beliefs"])),
        ("codes", texts(&["None", "Christian", "Muslim"])),
        (
            "group",
            tables(vec![table(vec![
                ("label", text("Any")),
                ("codes", texts(&["Christian", "Muslim"])),
            ])]),
        ),
    ])
}

#[test]
fn a_complete_statistic_is_read_and_can_be_published() {
    let document = table(vec![
        ("title", text("Faith")),
        ("threshold", Node::Number(5)),
        ("zeros", text("may-hide")),
        ("ground", text("equality-monitoring")),
        ("no-individual-decisions", Node::Flag(true)),
        ("no-substantial-harm", Node::Flag(true)),
        ("policy-document", Node::Flag(true)),
        ("dimension", tables(vec![faith()])),
    ]);
    let spec = read(&document).unwrap();
    assert_eq!(spec.profile().most_hidden(), 5);
    assert_eq!(spec.profile().clone().with_zeros(Zeros::MayHide), *spec.profile());
    assert!(matches!(spec.ground(), Some(Ground::EqualityMonitoring(_))));
    let counted =
        caldicott_statistics::FreqTable::from_counts(spec.variables(), &[30, 20, 3, 9]).unwrap();
    let outcome = spec.plan(Day::literal(2026, 6, 1)).publish(
        &counted,
        caldicott_statistics::Effort::ORDINARY,
        &mut |_| {},
    );
    let Outcome::Released(done) = outcome else { panic!("{outcome:?}") };
    assert!(done.report.rules.cites("S1-08"));
}

#[test]
fn every_fault_is_named_with_its_place() {
    let mut dimension = faith();
    dimension.insert("fild", AT, Located::new(text("x"), AT));
    let document = table(vec![
        ("titel", text("Faith")),
        ("profile", text("threshold-11")),
        ("dimension", tables(vec![dimension])),
    ]);
    let faults = read(&document).unwrap_err().join("\n");
    for wanted in [
        "`title` is missing",
        "did you mean `title`",
        "did you mean `threshold-10`",
        "unknown key `fild`",
    ] {
        assert!(faults.contains(wanted), "{wanted} in {faults}");
    }
}

#[test]
fn an_untagged_dimension_is_refused() {
    let dimension = table(vec![("field", text("notes")), ("codes", texts(&["a"]))]);
    let document = table(vec![
        ("title", text("t")),
        ("threshold", Node::Number(5)),
        ("dimension", tables(vec![dimension])),
    ]);
    assert!(read(&document).unwrap_err().join("\n").contains("never a dimension"));
    let dimension = table(vec![
        ("field", text("notes")),
        ("categories", texts(&["every"])),
        ("codes", texts(&["a"])),
    ]);
    let document = table(vec![
        ("title", text("t")),
        ("threshold", Node::Number(1)),
        ("dimension", tables(vec![dimension])),
    ]);
    let faults = read(&document).unwrap_err().join("\n");
    assert!(faults.contains("AN-04") && faults.contains("outside 2 to 1000"), "{faults}");
}

#[test]
fn special_category_data_is_counted_on_a_stated_ground_or_not_at_all() {
    let spec = |ground: Option<&str>, about: &str| {
        let dimension = table(vec![
            ("field", text("faith")),
            ("categories", texts(&[about])),
            ("codes", texts(&["a", "b"])),
        ]);
        let mut entries = vec![("title", text("t")), ("profile", text("threshold-10"))];
        entries.extend(ground.map(|ground| ("ground", text(ground))));
        entries.push(("dimension", tables(vec![dimension])));
        read(&table(entries))
    };
    let said = spec(None, "religious-or-philosophical-beliefs").unwrap_err();
    assert!(said.iter().any(|fault| fault.contains("ground")), "{said:?}");
    assert!(spec(Some("statistics"), "religious-or-philosophical-beliefs").is_ok());
    assert!(spec(None, "housing-and-tenancy").is_ok());
}
