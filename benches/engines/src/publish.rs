//! Counting on DataFusion, disclosure control here: `GROUP BY` on each part, merged, attacked, released.
//!
//! A wrong merge publishes a count that is nobody's, or hides too little: whatever differs stops it.

use std::sync::Arc;

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::{
    CodeList, Effort, FreqTable, NullPolicy, Outcome, Plan, Profile, Raw, Singletons, SqlAmount,
    SqlDialect, SumCell, SumTable, Variable,
};
use datafusion::arrow::array::{ArrayRef, AsArray as _, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type};

use crate::Random;
use crate::fusion::Fusion;

const LISTS: [(&str, &[&str], Category); 3] = [
    ("ethnicity", &["White", "Mixed", "Asian", "Black", "Other"], Category::RacialOrEthnicOrigin),
    (
        "religion",
        &["None", "Christian", "Muslim", "Other"],
        Category::ReligiousOrPhilosophicalBeliefs,
    ),
    ("service", &["Outreach", "Hostel", "Move-on"], Category::HousingAndTenancy),
];

/// The dimensions of the table.
#[must_use]
pub fn variables() -> Vec<Variable> {
    let variable = |(name, codes, about): (&'static str, &[&str], Category)| {
        let tag = FieldTag::new(name.into(), about.into(), Identifiability::Quasi);
        let codes = CodeList::new(name, codes.iter().copied()).expect("a list");
        Variable::new(tag, codes, NullPolicy::OwnCategory).expect("a variable")
    };
    LISTS.into_iter().map(variable).collect()
}

/// People of whom most are in the first categories and some did not say.
pub struct People {
    codes: Vec<[Option<&'static str>; 3]>,
    owed: Vec<i64>,
}

impl People {
    /// So many of them.
    #[must_use]
    pub fn new(random: &mut Random, count: usize) -> Self {
        let mut codes = Vec::with_capacity(count);
        let mut owed = Vec::with_capacity(count);
        for _ in 0..count {
            let mut pick = |list: &[&'static str]| {
                let at = list.iter().position(|_| random.below(10) < 6);
                at.map(|at| list[at])
            };
            codes.push([pick(LISTS[0].1), pick(LISTS[1].1), pick(LISTS[2].1)]);
            owed.push(i64::from(random.below(500)) * i64::from(random.below(40)));
        }
        Self { codes, owed }
    }

    /// The same as a batch of an engine.
    #[must_use]
    pub fn batch(&self) -> RecordBatch {
        let column = |place: usize| -> ArrayRef {
            Arc::new(self.codes.iter().map(|codes| codes[place]).collect::<StringArray>())
        };
        let owed: ArrayRef = Arc::new(Int64Array::from(self.owed.clone()));
        let names = LISTS.map(|(name, ..)| name);
        let columns =
            [(names[0], column(0)), (names[1], column(1)), (names[2], column(2)), ("owed", owed)];
        RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true)))
            .expect("columns of one length")
    }

    /// Counted by us, row by row.
    #[must_use]
    pub fn counted(&self) -> Raw<FreqTable> {
        let mut counter = FreqTable::counter(&variables()).expect("a table");
        for codes in &self.codes {
            counter.row(*codes);
        }
        counter.finish().expect("every value is listed")
    }

    /// Summed by us, row by row.
    #[must_use]
    pub fn summed(&self) -> Raw<SumTable> {
        let mut counter = SumTable::counter(&variables(), None).expect("a table");
        for (codes, owed) in self.codes.iter().zip(&self.owed) {
            counter.row(*codes, owed.unsigned_abs());
        }
        counter.finish().expect("every value is listed")
    }
}

/// A row of an answer: the texts of the variables, then numbers.
type Row = (Vec<Option<String>>, Vec<Option<i64>>);

fn rows(batches: &[RecordBatch]) -> Vec<Row> {
    let keys = LISTS.len();
    let mut all = Vec::new();
    for batch in batches {
        let as_type = |column: usize, wanted: &DataType| {
            cast(batch.column(column), wanted).expect("a text or a number")
        };
        let texts: Vec<ArrayRef> =
            (0..keys).map(|column| as_type(column, &DataType::Utf8)).collect();
        let numbers: Vec<ArrayRef> =
            (keys..batch.num_columns()).map(|column| as_type(column, &DataType::Int64)).collect();
        for row in 0..batch.num_rows() {
            let text = |column: &ArrayRef| {
                (!column.is_null(row)).then(|| column.as_string::<i32>().value(row).to_owned())
            };
            let number = |column: &ArrayRef| {
                (!column.is_null(row)).then(|| column.as_primitive::<Int64Type>().value(row))
            };
            all.push((texts.iter().map(text).collect(), numbers.iter().map(number).collect()));
        }
    }
    all
}

/// What DataFusion counts in the table of this name.
#[must_use]
pub fn count(fusion: &Fusion, table: &str) -> Raw<FreqTable> {
    let query = FreqTable::count_query(&variables(), &[table], SqlDialect::DataFusion);
    let mut counter = FreqTable::counter(&variables()).expect("a table");
    for (texts, numbers) in rows(&fusion.run(&query.expect("plain names"))) {
        counter.group(texts.iter().map(Option::as_deref), numbers[0].unwrap_or(-1));
    }
    counter.finish().expect("every value is listed")
}

/// What DataFusion sums in the table of this name.
#[must_use]
pub fn sum(fusion: &Fusion, table: &str) -> Raw<SumTable> {
    let amount = SqlAmount { column: "owed", person: None, cap: None };
    let query = SumTable::sum_query(&variables(), &[table], amount, SqlDialect::DataFusion);
    let mut counter = SumTable::counter(&variables(), None).expect("a table");
    for (texts, numbers) in rows(&fusion.run(&query.expect("plain names"))) {
        let number = |place: usize| numbers[place].and_then(|number| u64::try_from(number).ok());
        let cell = SumCell {
            people: number(0).unwrap_or_default(),
            sum: number(1).unwrap_or_default(),
            capped: number(2).unwrap_or_default(),
            top: (4..4 + SumCell::TOP).filter_map(number).collect(),
        };
        let cell = (numbers[3] == Some(0)).then_some(&cell);
        counter.group(texts.iter().map(Option::as_deref), cell);
    }
    counter.finish().expect("every value is listed")
}

/// People counted and summed by DataFusion in parts of so many rows, each a table of its own, and the
/// parts put together. Stops when an answer is not our own count of the same rows, or when the order in
/// which parts are put together shows.
#[must_use]
pub fn in_parts(random: &mut Random, parts: &[usize]) -> (Raw<FreqTable>, Raw<SumTable>) {
    let fusion = Fusion::new();
    let counted = parts.iter().enumerate().map(|(part, rows)| {
        let people = People::new(random, *rows);
        let name = format!("part {part}");
        fusion.table(&name, vec![people.batch()]);
        let (counts, sums) = (count(&fusion, &name), sum(&fusion, &name));
        assert!(counts == people.counted(), "part {part}: the engine's counts are not ours");
        assert!(sums == people.summed(), "part {part}: the engine's sums are not ours");
        (counts, sums)
    });
    let (counts, sums): (Vec<_>, Vec<_>) = counted.unzip();
    let merged = (merged(&counts, Raw::<FreqTable>::merge), merged(&sums, Raw::<SumTable>::merge));
    (merged.0.expect("the same variables"), merged.1.expect("the same variables"))
}

/// The parts put together from the first to the last, which from the last to the first must be the same.
fn merged<T: Clone + PartialEq, E: std::fmt::Debug>(
    parts: &[T],
    merge: impl Fn(T, &T) -> Result<T, E>,
) -> Option<T> {
    let whole = |mut parts: Box<dyn Iterator<Item = &T> + '_>| {
        let first = parts.next()?.clone();
        Some(parts.fold(first, |sum, part| merge(sum, part).expect("the same variables")))
    };
    let (onwards, backwards) = (whole(Box::new(parts.iter())), whole(Box::new(parts.iter().rev())));
    assert!(onwards == backwards, "the order of merging shows");
    onwards
}

/// Releases a table of counts, those of fewer than five people hidden, unless an attack finds one out.
pub fn released(table: &Raw<FreqTable>) -> Outcome {
    let profile = Profile::threshold(5).expect("a threshold").with_singletons(Singletons::Report);
    Plan::new("People", profile).publish(table, Effort::ORDINARY, &mut |_| {})
}
