//! Whole records, sealed by their tags.

use caldicott_calendar::Day;
use caldicott_encryption::{OpenError, RecordId, RecordPlan, SealError, Subject};
use caldicott_model::{
    CaseRecord, Category, CategorySet, FieldTag, FieldVisitor, Identifiability, Items, Purpose,
    Value, ValueTag,
};

use crate::support::{Bench, backends};

/// A record as the derive would describe it.
struct Client {
    fields: Vec<FieldTag>,
    name: &'static str,
    notes: Option<&'static str>,
    allergies: Vec<&'static str>,
    contact: Contact,
}

struct Contact {
    fields: Vec<FieldTag>,
    phone: &'static str,
}

struct Texts<'a>(&'a [&'static str]);

impl Items for Texts<'_> {
    fn item(&self, place: usize, _purpose: Purpose) -> Option<Value<'_>> {
        self.0.get(place).map(|text| Value::Text(text))
    }
}

impl CaseRecord for Contact {
    fn record_type(&self) -> &'static str {
        "contact"
    }

    fn fields(&self) -> &[FieldTag] {
        &self.fields
    }

    fn visit<V: FieldVisitor + ?Sized>(&self, visitor: &mut V) -> Result<(), V::Error> {
        visitor.field(&self.fields[0], Value::Text(self.phone))
    }
}

impl CaseRecord for Client {
    fn record_type(&self) -> &'static str {
        "client"
    }

    fn fields(&self) -> &[FieldTag] {
        &self.fields
    }

    fn visit<V: FieldVisitor + ?Sized>(&self, visitor: &mut V) -> Result<(), V::Error> {
        visitor.field(&self.fields[0], Value::Text(self.name))?;
        visitor.field(&self.fields[1], self.notes.map_or(Value::Missing, Value::Text))?;
        visitor.field(&self.fields[2], Value::List(&Texts(&self.allergies)))?;
        visitor.field(&self.fields[3], Value::Text("licence"))?;
        visitor.field(&self.fields[4], Value::Number(-53))?;
        visitor.field(&self.fields[5], Value::Day(Day::literal(1990, 2, 28)))?;
        visitor.field(&self.fields[6], Value::Flag(true))?;
        visitor.field(&self.fields[7], Value::Record(&self.contact))
    }
}

fn tag(name: &'static str, category: Category, identifies: Identifiability) -> FieldTag {
    FieldTag::new(name.into(), CategorySet::of(&[category]), identifies)
}

fn client() -> Client {
    use Identifiability::{Direct, None};
    let reason = tag("reason", Category::HousingAndTenancy, None).with_values(vec![ValueTag {
        code: "-53".into(),
        label: "Left hospital".into(),
        categories: CategorySet::of(&[Category::Health]),
    }]);
    let contact = tag("contact", Category::NextOfKin, Direct);
    Client {
        fields: vec![
            tag("name", Category::Identity, Direct),
            FieldTag::untagged("notes".into()),
            tag("allergies", Category::Health, None),
            tag("tenure", Category::HousingAndTenancy, None),
            reason,
            tag("born", Category::Identity, Direct),
            tag("union", Category::TradeUnionMembership, None),
            contact,
        ],
        name: "Mary",
        notes: Some("low mood"),
        allergies: vec!["nuts", ""],
        contact: Contact {
            fields: vec![tag("phone", Category::Contact, Direct)],
            phone: "0114 496 0000",
        },
    }
}

#[test]
fn a_record_is_sealed_in_three_lines_and_comes_back_as_it_was() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let (mary, id, client) = (bench.sealer("mary"), RecordId::new("a0B").unwrap(), client());

        let plan = RecordPlan::of(&bench.tenant, &client).unwrap();
        let sealed = plan.seal(&mary, &id, &client).unwrap();

        let names: Vec<&str> = sealed.iter().map(|field| &*field.name).collect();
        // What is harmless stays readable; a harmless column with a special value does not.
        assert_eq!(names, ["name", "notes", "allergies", "reason", "born", "union", "contact"]);
        let open = |name: &str| {
            let field = sealed.iter().find(|field| &*field.name == name).unwrap();
            plan.open(&mary, &id, name, &field.sealed).unwrap()
        };
        let purpose = Purpose::SUPPORT;
        assert_eq!(open("name").text(purpose), Some("Mary"));
        assert_eq!(open("notes").text(purpose), Some("low mood"));
        let allergies = open("allergies");
        let texts: Vec<_> = allergies.items().iter().map(|item| item.text(purpose)).collect();
        assert_eq!(texts, [Some("nuts"), Some("")]);
        assert_eq!(open("reason").number(purpose), Some(-53));
        assert_eq!(open("born").day(purpose), Some(Day::literal(1990, 2, 28)));
        assert_eq!(open("union").flag(purpose), Some(true));
        let contact = open("contact");
        let inner: Vec<_> =
            contact.fields().map(|(name, value)| (name, value.text(purpose))).collect();
        assert_eq!(inner, [("phone", Some("0114 496 0000"))]);
        assert_eq!(format!("{:?}", open("name")), "OpenedValue(…)");
        assert_eq!(open("name").number(purpose), None);
    }
}

mod derived {
    use caldicott_derive::CaseRecord;
    use caldicott_model::Personal;

    #[derive(CaseRecord)]
    #[case(type = "plan", debug)]
    pub(super) struct Plan {
        #[data(category = "identity")]
        pub(super) name: Personal<String>,
        #[data(category = "health")]
        pub(super) notes: Option<String>,
        #[data(free_text)]
        pub(super) remarks: Vec<String>,
        #[data(administrative)]
        pub(super) version: u32,
    }
}

#[test]
fn a_struct_that_derives_its_tags_is_sealed_in_three_lines() {
    let bench = Bench::new(backends()[0]);
    let plan = derived::Plan {
        name: caldicott_model::Personal::new("Mary".into()),
        notes: Some("low mood".into()),
        remarks: vec!["rang".into()],
        version: 3,
    };

    let mary = bench.sealer("mary");
    let columns = RecordPlan::declared::<derived::Plan>(&bench.tenant).unwrap();
    let sealed = columns.seal(&mary, &RecordId::new("a0B").unwrap(), &plan).unwrap();

    let names: Vec<&str> = sealed.iter().map(|field| &*field.name).collect();
    assert_eq!(names, ["name", "notes", "remarks"], "what is administrative stays readable");
    assert_eq!(columns, RecordPlan::of(&bench.tenant, &plan).unwrap());
    assert_eq!(columns.column("notes").unwrap().category(), Category::Health.into());
    assert_eq!(columns.column("version"), None);
    let id = RecordId::new("a0B").unwrap();
    let notes = columns.open(&mary, &id, "notes", &sealed[1].sealed).unwrap();
    assert_eq!(notes.text(Purpose::SUPPORT), Some("low mood"));
    let remarks = columns.open(&mary, &id, "remarks", &sealed[2].sealed).unwrap();
    assert_eq!(remarks.items()[0].text(Purpose::SUPPORT), Some("rang"));
    assert!(format!("{plan:?} {sealed:?}").find("mood").is_none());
    let narrow = mary.only(CategorySet::of(&[Category::Identity]));
    let refused = columns.open(&narrow, &id, "notes", &sealed[1].sealed);
    assert_eq!(refused.err(), Some(OpenError::WrongKey));
}

#[test]
fn what_is_missing_is_not_sealed_and_the_empty_text_is() {
    let bench = Bench::new(backends()[0]);
    let (mary, id) = (bench.sealer("mary"), RecordId::new("a0B").unwrap());
    let mut client = client();
    let plan = RecordPlan::of(&bench.tenant, &client).unwrap();
    client.notes = None;
    client.name = "";
    let sealed = plan.seal(&mary, &id, &client).unwrap();
    assert!(!sealed.iter().any(|field| &*field.name == "notes"));
    let name = sealed.iter().find(|field| &*field.name == "name").unwrap();
    let opened = plan.open(&mary, &id, "name", &name.sealed).unwrap();
    assert_eq!(opened.text(Purpose::SUPPORT), Some(""));
}

#[test]
fn a_field_is_sealed_under_the_first_of_its_categories() {
    let bench = Bench::new(backends()[0]);
    let plan = RecordPlan::of(&bench.tenant, &client()).unwrap();
    let category = |field| plan.column(field).map(|column| column.category().get());
    assert_eq!(category("name"), Some(Category::Identity.byte()));
    assert_eq!(category("reason"), Some(Category::Health.byte()), "a value's before the column's");
    assert_eq!(category("notes"), Some(1), "free text counts as every category");
    assert_eq!(category("tenure"), None);
}

#[test]
fn fields_of_one_record_do_not_open_as_each_other_nor_in_another_record() {
    let bench = Bench::new(backends()[0]);
    let (mary, client) = (bench.sealer("mary"), client());
    let plan = RecordPlan::of(&bench.tenant, &client).unwrap();
    let id = RecordId::new("a0B").unwrap();
    let sealed = plan.seal(&mary, &id, &client).unwrap();
    let name = &sealed[0].sealed;
    let opened = plan.open(&mary, &id, "born", name);
    assert_eq!(opened.err(), Some(OpenError::Authentication), "same category, another field");
    assert_eq!(plan.open(&mary, &id, "union", name).err(), Some(OpenError::WrongKey));
    assert_eq!(plan.open(&mary, &id, "tenure", name).err(), Some(OpenError::WrongKey));
    let other = RecordId::new("a0C").unwrap();
    assert_eq!(plan.open(&mary, &other, "name", name).err(), Some(OpenError::Authentication));
}

#[test]
fn a_sealed_field_that_is_no_records_value_is_malformed() {
    let bench = Bench::new(backends()[0]);
    let (mary, id) = (bench.sealer("mary"), RecordId::new("a0B").unwrap());
    let plan = RecordPlan::of(&bench.tenant, &client()).unwrap();
    let column = plan.column("name").unwrap();
    let deep: Vec<u8> = (0..70_u32).fold(vec![b'l'], |inner, _| {
        let mut outer = vec![b'l'];
        outer.extend(u32::try_from(inner.len()).unwrap().to_be_bytes());
        outer.extend(inner);
        outer
    });
    for bytes in [
        &b""[..],
        b"x",
        b"t\xff",
        b"f",
        b"f\x02",
        b"n1234567",
        b"d123",
        b"dzzzz",
        b"0x",
        b"l\0\0\0\x05t",
        b"l\0\0",
        b"r\0\0\0\x01a",
        b"r\0\0\0\x01\xff\0\0\0\x010",
        &deep,
    ] {
        let sealed = mary.seal(column, &id, bytes).unwrap();
        assert_eq!(plan.open(&mary, &id, "name", &sealed).err(), Some(OpenError::Malformed));
    }
}

#[test]
fn a_record_of_another_shape_than_the_plan_is_refused_and_nothing_goes_unsealed() {
    let bench = Bench::new(backends()[0]);
    let (mary, id, client) = (bench.sealer("mary"), RecordId::new("a0B").unwrap(), client());
    let plan = RecordPlan::new(&bench.tenant, "client", &client.fields[..3]).unwrap();
    assert_eq!(plan.seal(&mary, &id, &client).err(), Some(SealError::WrongColumn));
}

#[test]
fn the_tenants_own_records_use_the_long_nonce() {
    let bench = Bench::new(backends()[0]);
    let wide = bench.keyring.sealer(&bench.tenant, &Subject::tenant_wide());
    let sealed = wide.seal(&bench.notes, &RecordId::new("a0B").unwrap(), b"v").unwrap();
    assert_eq!(sealed[1], 2);
    assert_eq!(sealed.len(), 79 + 32);
}
