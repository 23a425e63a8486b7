use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int8Array, Int32Array, Int64Array,
    LargeStringArray, StringArray, StringViewArray, UInt16Array, types,
};
use caldicott_model::{Category, FieldTag, Identifiability};
use proptest::prelude::*;

use super::*;
use crate::{CodeList, NullPolicy};

fn variable(name: &'static str, codes: &[&str], nulls: NullPolicy) -> Variable {
    let tag = FieldTag::new(name.into(), Category::Demographic.into(), Identifiability::Quasi);
    Variable::new(tag, CodeList::new(name, codes.iter().copied()).unwrap(), nulls).unwrap()
}

/// The codes of every row, or the faults in words.
fn all(
    read: Result<Microdata, caldicott_model::Invalid<DataError>>,
) -> Result<Vec<Vec<u32>>, Vec<String>> {
    let data = read.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let row = |row| {
        (0..data.variables().len()).map(|at| data.column(at).unwrap().code(row).unwrap()).collect()
    };
    Ok((0..data.rows()).map(row).collect())
}

/// The same values in every kind of array that can hold them.
fn arrays(texts: &[Option<String>]) -> Vec<ArrayRef> {
    let text = || texts.iter().map(|text| text.as_deref());
    // The dictionary holds more than is used, a null among it, and some values twice.
    let values =
        StringArray::from(vec![Some("none of these"), Some("3"), None, Some("3"), Some("")]);
    let values: Vec<Option<&str>> = values.iter().chain(text()).collect();
    let keys: Int32Array = text()
        .map(|text| text.and_then(|text| values.iter().rposition(|value| *value == Some(text))))
        .map(|place| place.map(|place| i32::try_from(place).unwrap()))
        .collect();
    let twice = DictionaryArray::new(keys, Arc::new(StringViewArray::from(values)));
    let mut made: Vec<ArrayRef> = vec![
        Arc::new(text().collect::<StringArray>()),
        Arc::new(text().collect::<LargeStringArray>()),
        Arc::new(text().collect::<StringViewArray>()),
        Arc::new(text().collect::<DictionaryArray<types::UInt8Type>>()),
        Arc::new(twice),
    ];
    let numbers: Option<Vec<Option<i8>>> = texts
        .iter()
        .map(|text| match text {
            None => Some(None),
            Some(text) => text.parse::<i8>().ok().filter(|n| n.to_string() == *text).map(Some),
        })
        .collect();
    if let Some(numbers) = numbers {
        made.push(Arc::new(Int8Array::from(numbers.clone())));
        let wide: Vec<Option<i64>> = numbers.iter().map(|n| n.map(i64::from)).collect();
        made.push(Arc::new(Int64Array::from(wide)));
        let whole: Option<Vec<Option<u16>>> = numbers
            .iter()
            .map(|n| n.map_or(Some(None), |n| u16::try_from(n).ok().map(Some)))
            .collect();
        made.extend(whole.map(|whole| Arc::new(UInt16Array::from(whole)) as ArrayRef));
    }
    let flags: Option<Vec<Option<bool>>> = texts
        .iter()
        .map(|text| text.as_ref().map_or(Some(None), |t| t.parse().ok().map(Some)))
        .collect();
    made.extend(flags.map(|flags| Arc::new(BooleanArray::from(flags)) as ArrayRef));
    made
}

proptest! {
    #[test]
    fn arrays_are_read_as_the_same_rows_of_text_are(
        texts in prop::collection::vec(
            prop::option::of(prop::sample::select(
                vec!["1", "2", "3", "-1", "true", "false", "N/A", "", "х", "q"],
            )),
            0..12,
        ),
        kind in 0_usize..3,
        nulls in prop::sample::select(
            vec![NullPolicy::OwnCategory, NullPolicy::AnyValue, NullPolicy::Reject],
        ),
        cut in 0_usize..12,
    ) {
        // Also such as have numbers alone, or flags alone.
        let fits = |text: &&str| match kind {
            0 => true,
            1 => text.parse::<i8>().is_ok(),
            _ => text.parse::<bool>().is_ok(),
        };
        let texts: Vec<Option<String>> =
            texts.iter().map(|text| text.filter(fits).map(str::to_owned)).collect();
        let variable = || vec![variable("v", &["2", "true", "1", "-1", "x", "false"], nulls)];
        let mut rows = Microdata::of(variable());
        for text in &texts {
            rows.row([text.as_deref()]);
        }
        let wanted = all(rows.finish());
        for array in arrays(&texts) {
            let array: &dyn Array = array.as_ref();
            prop_assert_eq!(&all(Microdata::from_arrow(variable(), &[array])), &wanted, "{:?}", array);
            // In two batches, each a slice of the whole.
            let cut = cut.min(array.len());
            let (one, two) = (array.slice(0, cut), array.slice(cut, array.len() - cut));
            let mut rows = Microdata::of(variable());
            rows.arrays(&[one.as_ref()]).arrays(&[two.as_ref()]);
            prop_assert_eq!(&all(rows.finish()), &wanted, "{:?} cut at {}", array, cut);
        }
    }
}

#[test]
fn faults_come_in_the_order_of_the_rows_and_are_not_endless() {
    let two = || {
        vec![
            variable("a", &["1"], NullPolicy::OwnCategory),
            variable("b", &["x"], NullPolicy::Reject),
        ]
    };
    let (a, b) =
        (Int32Array::from(vec![1, 7, 1]), StringArray::from(vec![Some("y"), None, Some("x")]));
    assert_eq!(
        all(Microdata::from_arrow(two(), &[&a, &b])).unwrap_err(),
        [
            "row 1: the value of `b` is in no code list",
            "row 2: the value of `a` is in no code list",
            "row 2: `b` is missing and the policy is to reject that",
        ]
    );
    let many = Int32Array::from(vec![9; 1_000]);
    let texts = StringArray::from(vec!["x"; 1_000]);
    let faults = all(Microdata::from_arrow(two(), &[&many, &texts])).unwrap_err();
    assert_eq!((faults.len(), faults[100].as_str()), (101, "900 further faults are not listed"));
    // A batch after one with faults is still looked at, and its rows count on.
    let mut rows = Microdata::of(two());
    rows.arrays(&[&a, &b]).arrays(&[&a, &b]);
    assert_eq!(all(rows.finish()).unwrap_err()[3], "row 4: the value of `b` is in no code list");
}

#[test]
fn what_is_no_category_and_what_is_not_there_is_said() {
    let one = || vec![variable("a", &["1"], NullPolicy::OwnCategory)];
    let halves = Float64Array::from(vec![1.0]);
    let faults = Microdata::from_arrow(one(), &[&halves]).unwrap_err();
    assert_eq!(faults, [DataError::Array { field: "a".into(), kind: "Float64".into() }]);
    let keys = Int8Array::from(vec![0]);
    let nested = DictionaryArray::new(keys, Arc::new(halves));
    assert!(matches!(
        Microdata::from_arrow(one(), &[&nested]).unwrap_err()[..],
        [DataError::Array { .. }]
    ));
    let unknown = NullArray::new(2);
    assert_eq!(all(Microdata::from_arrow(one(), &[&unknown])), Ok(vec![vec![1], vec![1]]));
    let (long, short) = (Int32Array::from(vec![1, 1, 1]), Int32Array::from(vec![1, 1]));
    let both = || [one(), vec![variable("b", &["1"], NullPolicy::OwnCategory)]].concat();
    let faults = Microdata::from_arrow(both(), &[&long, &short]).unwrap_err();
    assert_eq!(faults, [DataError::Ragged { row: 3, found: 1, wanted: 2 }]);
    let faults = Microdata::from_arrow(both(), &[&long]).unwrap_err();
    assert_eq!(faults, [DataError::Ragged { row: 1, found: 1, wanted: 2 }]);
    assert_eq!(
        all(Microdata::from_arrow(one(), &[&Int32Array::from(Vec::<i32>::new())])),
        Ok(vec![])
    );
    let empty = DictionaryArray::<types::Int8Type>::new(
        Int8Array::from(vec![None, None]),
        Arc::new(StringArray::from(Vec::<&str>::new())),
    );
    assert_eq!(all(Microdata::from_arrow(one(), &[&empty])), Ok(vec![vec![1], vec![1]]));
    let batch = |names: [&str; 2]| {
        let column = || Arc::new(Int32Array::from(vec![1])) as ArrayRef;
        RecordBatch::try_from_iter([(names[0], column()), (names[1], column())]).unwrap()
    };
    let mut rows = Microdata::of(one());
    rows.batch(&batch(["other", "a"])).batch(&batch(["a", "third"]));
    assert_eq!(all(rows.finish()), Ok(vec![vec![0], vec![0]]));
    let mut rows = Microdata::of(both());
    rows.batch(&batch(["other", "a"]));
    assert_eq!(rows.finish().unwrap_err(), [DataError::Column { field: "b".into() }]);
}
