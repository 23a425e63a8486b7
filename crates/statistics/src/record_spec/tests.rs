use caldicott_model::document::schema;

use super::*;
use crate::Spec;

#[test]
fn one_file_may_describe_a_table_and_records() {
    let keys = |read: &dyn Fn(&mut Reader<'_>)| {
        let schema = schema("", read);
        let mut keys = Vec::new();
        for at in ["/properties", "/properties/dimension/items/properties"] {
            let found = schema.pointer(at).unwrap().as_object().unwrap().keys().cloned();
            keys.push(found.collect::<Vec<String>>());
        }
        keys
    };
    let table = keys(&|reader| drop(Spec::read(reader)));
    let records = keys(&|reader| drop(RecordSpec::read(reader)));
    for (table, records) in table.iter().zip(&records) {
        assert_eq!(table, records);
    }
}
