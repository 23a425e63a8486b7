use super::{Hidden, Mask, Masked};
use crate::{
    CaseRecord, Category, CategorySet, Cell, Day, FieldTag, Identifiability, Kind, Purpose,
    RuntimeRecord, Schema, ValueTag,
};

fn tag(name: &'static str, category: Category, kind: Kind) -> FieldTag {
    FieldTag::new(name.into(), category.into(), Identifiability::Quasi).of_kind(kind)
}

fn schema() -> Schema {
    let fields = vec![
        tag("name", Category::Identity, Kind::Text),
        tag("born", Category::Identity, Kind::Day),
        tag("score", Category::Health, Kind::Number),
        tag("licence", Category::CriminalOffence, Kind::Flag),
        tag("notes", Category::SupportNeeds, Kind::List),
    ];
    Schema::new("client", fields).unwrap()
}

fn full() -> Vec<Cell> {
    vec![
        Cell::Text("Mary".into()),
        Cell::Day(Day::literal(1980, 1, 2)),
        Cell::Number(7),
        Cell::Flag(true),
        Cell::Texts(vec!["one".into(), "two".into()]),
    ]
}

fn seen(cells: &[Cell], rule: Mask) -> Vec<(String, String)> {
    let schema = schema();
    let record = RuntimeRecord::new(&schema, cells);
    let mut seen = Vec::new();
    Masked::under(&record, rule).each(Purpose::SUPPORT, |tag, value| {
        let shown = value.with_code(str::to_owned).unwrap_or_else(|| format!("{value:?}"));
        seen.push((tag.name().to_owned(), shown));
    });
    seen
}

#[test]
fn a_masked_field_shows_the_same_whatever_is_recorded() {
    // Every subset of the categories involved, every way of hiding, every field missing or not.
    let used =
        [Category::Identity, Category::Health, Category::CriminalOffence, Category::SupportNeeds];
    for bits in 0_u32..16 {
        let allowed: CategorySet =
            (0..).zip(used).filter(|(place, _)| bits >> place & 1 == 1).map(|(_, c)| c).collect();
        for hidden in [Hidden::SameType, Hidden::Null, Hidden::Omit] {
            let rule = Mask::new(allowed).hiding_as(hidden);
            let all = seen(&full(), rule);
            for missing in 0_u32..32 {
                let mut cells = full();
                for (place, cell) in cells.iter_mut().enumerate() {
                    if missing >> place & 1 == 1 {
                        *cell = Cell::Missing;
                    }
                }
                let some = seen(&cells, rule);
                assert_eq!(all.len(), some.len());
                for ((name, one), (other_name, other)) in all.iter().zip(&some) {
                    assert_eq!(name, other_name);
                    let schema = schema();
                    let shown = allowed.contains_all(schema.field(name).unwrap().categories());
                    assert!(shown || one == other, "{name}: {one} or {other}");
                }
            }
        }
    }
}

#[test]
fn nothing_is_hidden_from_who_may_see_everything() {
    let schema = schema();
    let cells = full();
    let record = RuntimeRecord::new(&schema, &cells);
    let mut hidden = 0;
    Masked::new(&record, CategorySet::EVERY).withheld(|_| hidden += 1);
    assert_eq!(hidden, 0);
    Masked::new(&record, CategorySet::NONE).withheld(|_| hidden += 1);
    assert_eq!(hidden, 5);
    // A function may decide instead.
    Masked::new(&record, |tag: &FieldTag, _: CategorySet| tag.name() == "name")
        .withheld(|_| hidden += 1);
    assert_eq!(hidden, 9);
}

fn coded() -> FieldTag {
    let abuse = ValueTag {
        code: "8".into(),
        label: "Domestic abuse".into(),
        categories: Category::Safeguarding.into(),
    };
    let work = ValueTag { code: "9".into(), label: "Work".into(), categories: CategorySet::NONE };
    tag("reason", Category::HousingAndTenancy, Kind::Text).with_values(vec![abuse, work])
}

fn hides(field: FieldTag, rule: Mask, cell: Cell) -> bool {
    let schema = Schema::new("client", vec![field]).unwrap();
    let mut hidden = false;
    Masked::under(&RuntimeRecord::new(&schema, [cell]), rule).withheld(|_| hidden = true);
    hidden
}

#[test]
fn a_value_hides_a_field_that_may_be_seen() {
    let housing = Mask::new(CategorySet::from(Category::HousingAndTenancy));
    let text = |code: &str| Cell::Text(code.into());
    assert!(hides(coded(), housing, text("8")));
    assert!(hides(coded(), housing, Cell::Number(8)));
    assert!(!hides(coded(), housing, text("9")));
    assert!(!hides(coded(), housing, Cell::Missing));
    // A code that nobody named may be about anything.
    assert!(hides(coded(), housing, text("10")));
    assert!(!hides(coded().other_codes_harmless(), housing, text("10")));
    // One hidden item hides the list.
    assert!(hides(coded(), housing, Cell::Texts(vec!["9".into(), "8".into()])));
    assert!(!hides(coded(), housing, Cell::Texts(vec!["9".into(), "9".into()])));
    // Whole fields: what is seen tells nothing about what is hidden.
    let whole = housing.whole_fields();
    assert!(hides(coded(), whole, text("9")) && hides(coded(), whole, Cell::Missing));
    let both = CategorySet::of(&[Category::HousingAndTenancy, Category::Safeguarding]);
    let field = coded().other_codes_harmless();
    assert!(!hides(field, Mask::new(both).whole_fields(), text("8")));
}

#[cfg(feature = "serde")]
mod json {
    use super::{full, schema};
    use crate::view::{Hidden, Mask, Masked};
    use crate::{Category, CategorySet, RuntimeRecord};

    fn json(rule: Mask) -> String {
        let (schema, cells) = (schema(), full());
        serde_json::to_string(&Masked::under(&RuntimeRecord::new(&schema, &cells), rule)).unwrap()
    }

    #[test]
    fn a_masked_field_keeps_its_json_type() {
        assert_eq!(
            json(Mask::new(CategorySet::EVERY)),
            r#"{"name":"Mary","born":"1980-01-02","score":7,"licence":true,"notes":["one","two"]}"#
        );
        assert_eq!(
            json(Mask::new(CategorySet::NONE)),
            r#"{"name":"[withheld]","born":"[withheld]","score":0,"licence":false,"notes":[]}"#
        );
        let health = Mask::new(CategorySet::from(Category::Health));
        assert_eq!(
            json(health.hiding_as(Hidden::Null)),
            r#"{"name":null,"born":null,"score":7,"licence":null,"notes":null}"#
        );
        assert_eq!(json(health.hiding_as(Hidden::Omit)), r#"{"score":7}"#);
    }
}
