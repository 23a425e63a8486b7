use super::{CaseRecord, FieldValue, FieldVisitor, Value};
use crate::{Day, FieldTag, Personal, Purpose, RuntimeRecord, Schema};

#[test]
fn a_value_prints_its_kind_and_nothing_else() {
    let values = [
        Value::Missing,
        Value::Flag(true),
        Value::Number(42),
        Value::Day(Day::literal(1980, 1, 1)),
        Value::Text("secret"),
        Value::List(&Vec::<String>::new()),
    ];
    assert_eq!(format!("{values:?}"), "[Missing, Flag(…), Number(…), Day(…), Text(…), List(…)]");
}

#[test]
fn a_number_and_a_day_have_the_code_that_a_list_writes() {
    let code = |value: Value<'_>| value.with_code(str::to_owned);
    assert_eq!(code(Value::Number(i64::MIN)).as_deref(), Some("-9223372036854775808"));
    assert_eq!(code(Value::Number(53)).as_deref(), Some("53"));
    assert_eq!(code(Value::Flag(false)).as_deref(), Some("false"));
    assert_eq!(code(Value::Day(Day::MAX)).as_deref(), Some("9999-12-31"));
    assert_eq!(code(Value::Text("a")).as_deref(), Some("a"));
    assert_eq!(code(Value::Missing), None);
}

#[test]
fn a_wrapped_value_is_the_value() {
    let wrapped = Some(Box::new(Personal::new(String::from("Mary"))));
    assert_eq!(wrapped.value(Purpose::SUPPORT).text(), Some("Mary"));
    assert!(None::<String>.value(Purpose::SUPPORT).is_missing());
    let list = vec![3_u8, 4];
    let Value::List(items) = list.value(Purpose::SUPPORT) else { panic!("a list") };
    assert!(matches!(items.item(1, Purpose::SUPPORT), Some(Value::Number(4))));
    assert!(items.item(2, Purpose::SUPPORT).is_none());
}

struct UpTo(usize, usize);

impl FieldVisitor for UpTo {
    type Error = ();

    fn purpose(&self) -> Purpose {
        Purpose::SUPPORT
    }

    fn field(&mut self, _tag: &FieldTag, _value: Value<'_>) -> Result<(), ()> {
        self.1 += 1;
        if self.1 == self.0 { Err(()) } else { Ok(()) }
    }
}

#[test]
fn a_visitor_that_stops_sees_no_further_field() {
    let fields = ["a", "b", "c"].map(|name| FieldTag::untagged(name.into()));
    let schema = Schema::new("client", fields.to_vec()).unwrap();
    let record = RuntimeRecord::new(&schema, ["1", "2", "3"]);
    let mut visitor = UpTo(2, 0);
    assert_eq!(record.visit(&mut visitor), Err(()));
    assert_eq!(visitor.1, 2);
    // A visitor may be a trait object.
    let mut visitor = UpTo(9, 0);
    assert_eq!(record.visit(&mut visitor as &mut dyn FieldVisitor<Error = ()>), Ok(()));
    assert_eq!(visitor.1, 3);
}
