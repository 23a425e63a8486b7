//! The masked view against a slow one written from the rule: a value is seen when every category of
//! its field and of itself is allowed, and what is hidden looks the same whatever it was.
#![cfg(feature = "serde")]
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use caldicott_model::view::{Hidden, Mask, Masked};
use caldicott_model::{
    CategorySet, Cell, Day, FieldTag, Identifiability, Kind, RuntimeRecord, Schema, ValueTag,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A field, its codes, and what is recorded in it.
#[derive(Clone, Debug)]
struct Column {
    categories: CategorySet,
    kind: Kind,
    codes: Vec<(String, CategorySet)>,
    harmless: bool,
    cell: Cell,
}

fn categories() -> impl Strategy<Value = CategorySet> {
    // Few categories at a time, so that fields are often seen and often hidden.
    proptest::collection::vec(0_usize..28, 0..3).prop_map(|places| {
        places.iter().filter_map(|p| CategorySet::EVERY.iter().nth(*p)).collect()
    })
}

fn code() -> impl Strategy<Value = String> {
    prop_oneof![
        (0_u8..6).prop_map(|code| code.to_string()),
        Just(String::new()),
        Just("free".into())
    ]
}

fn cell(kind: Kind) -> BoxedStrategy<Cell> {
    let recorded = match kind {
        Kind::Flag => any::<bool>().prop_map(Cell::Flag).boxed(),
        Kind::Number => (0_i64..6).prop_map(Cell::Number).boxed(),
        Kind::Day => Just(Cell::Day(Day::literal(1980, 1, 2))).boxed(),
        Kind::Text | Kind::Record => code().prop_map(Cell::Text).boxed(),
        Kind::List => proptest::collection::vec(code(), 0..3).prop_map(Cell::Texts).boxed(),
    };
    prop_oneof![3 => recorded, 1 => Just(Cell::Missing)].boxed()
}

fn column() -> impl Strategy<Value = Column> {
    const KINDS: &[Kind] = &[Kind::Flag, Kind::Number, Kind::Day, Kind::Text, Kind::List];
    let codes = proptest::collection::vec((code(), categories()), 0..4);
    (categories(), proptest::sample::select(KINDS), codes, any::<bool>()).prop_flat_map(
        |(categories, kind, codes, harmless)| {
            let codes: Vec<_> = codes;
            cell(kind).prop_map(move |cell| Column {
                categories,
                kind,
                codes: codes.clone(),
                harmless,
                cell,
            })
        },
    )
}

fn schema(columns: &[Column]) -> Schema {
    let fields = columns.iter().enumerate().map(|(place, column)| {
        let name = format!("f{place}").into();
        let values = column.codes.iter().map(|(code, categories)| ValueTag {
            code: code.clone().into(),
            label: "".into(),
            categories: *categories,
        });
        let tag = FieldTag::new(name, column.categories, Identifiability::None)
            .with_values(values.collect())
            .of_kind(column.kind);
        if column.harmless { tag.other_codes_harmless() } else { tag }
    });
    Schema::new("row", fields.collect()).expect("names differ")
}

/// What one code says, read from the rule.
fn about(column: &Column, code: &str) -> CategorySet {
    let named: Vec<_> = column.codes.iter().filter(|(known, _)| known == code).collect();
    if named.is_empty() && !column.harmless && !column.codes.is_empty() && !code.is_empty() {
        return CategorySet::EVERY;
    }
    named.iter().fold(column.categories, |sum, (_, categories)| sum.union(*categories))
}

fn recorded(cell: &Cell) -> (Value, Vec<String>) {
    match cell {
        Cell::Flag(flag) => (json!(flag), vec![flag.to_string()]),
        Cell::Number(number) => (json!(number), vec![number.to_string()]),
        Cell::Day(day) => (json!(day.to_string()), vec![day.to_string()]),
        Cell::Text(text) => (json!(text), vec![text.clone()]),
        Cell::Texts(texts) => (json!(texts), texts.clone()),
        Cell::Missing | _ => (Value::Null, vec![]),
    }
}

fn oracle(columns: &[Column], allowed: CategorySet, hidden: Hidden, whole: bool) -> Value {
    let mut object = Map::new();
    for (place, column) in columns.iter().enumerate() {
        let (value, codes) = recorded(&column.cell);
        let field = allowed.contains_all(column.categories);
        let values = if whole && !column.codes.is_empty() {
            let feared = !column.harmless && allowed != CategorySet::EVERY;
            !feared && column.codes.iter().all(|(_, categories)| allowed.contains_all(*categories))
        } else {
            codes.iter().all(|code| allowed.contains_all(about(column, code)))
        };
        let shown = match (field && values, hidden, column.kind) {
            (true, _, _) => value,
            (false, Hidden::Omit, _) => continue,
            (false, Hidden::Null, _) => Value::Null,
            (false, Hidden::SameType, Kind::Flag) => json!(false),
            (false, Hidden::SameType, Kind::Number) => json!(0),
            (false, Hidden::SameType, Kind::Day | Kind::Text) => json!("[withheld]"),
            (false, Hidden::SameType, Kind::List) => json!([]),
            (false, Hidden::SameType, Kind::Record) => json!({}),
        };
        object.insert(format!("f{place}"), shown);
    }
    Value::Object(object)
}

proptest! {
    #[test]
    fn the_masked_view_is_what_the_rule_says(
        columns in proptest::collection::vec(column(), 1..6),
        allowed in prop_oneof![
            any::<u64>().prop_map(CategorySet::from_bits),
            Just(CategorySet::EVERY),
            categories(),
        ],
        hidden in proptest::sample::select(&[Hidden::SameType, Hidden::Null, Hidden::Omit][..]),
        whole in any::<bool>(),
    ) {
        let schema = schema(&columns);
        let cells: Vec<Cell> = columns.iter().map(|column| column.cell.clone()).collect();
        let record = RuntimeRecord::new(&schema, &cells);
        let mut mask = Mask::new(allowed).hiding_as(hidden);
        if whole {
            mask = mask.whole_fields();
        }
        let seen = serde_json::to_value(Masked::under(&record, mask)).expect("it can be written");
        prop_assert_eq!(seen, oracle(&columns, allowed, hidden, whole));
    }

    #[test]
    fn allowing_more_never_hides_a_field(
        columns in proptest::collection::vec(column(), 1..6),
        some in any::<u64>().prop_map(CategorySet::from_bits),
        more in any::<u64>().prop_map(CategorySet::from_bits),
    ) {
        let schema = schema(&columns);
        let cells: Vec<Cell> = columns.iter().map(|column| column.cell.clone()).collect();
        let record = RuntimeRecord::new(&schema, &cells);
        let hidden = |allowed: CategorySet| {
            let mut names = Vec::new();
            Masked::new(&record, allowed).withheld(|tag| names.push(tag.name().to_owned()));
            names
        };
        let (few, many) = (hidden(some.union(more)), hidden(some));
        prop_assert!(few.iter().all(|name| many.contains(name)));
    }
}
