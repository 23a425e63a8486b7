//! How many records look alike: the combinations of some encoded columns, counted.

use std::cell::RefCell;
use std::time::Duration;

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::{CodeList, Microdata, NullPolicy, Variable};
use datafusion::arrow::array::RecordBatch;
use serde_json::json;

use super::Scale;
use crate::Random;
use crate::fusion::Fusion;
use crate::measure::{Contest, here};
use crate::python::Python;
use crate::table;

const TABLE: &str = "people";
const NAMES: [&str; 6] = ["q0", "q1", "q2", "q3", "q4", "q5"];

/// How many values each column has.
#[derive(Clone, Copy)]
struct Shape {
    name: &'static str,
    sizes: &'static [u32],
    /// Times that DuckDB, and that Polars, are to take.
    goals: [f64; 2],
}

/// Nearly everybody alone, and what is left when the columns are cut into bands.
const SHAPES: [Shape; 2] = [
    Shape { name: "worst", sizes: &[100, 3_000, 3, 20, 12, 10], goals: [2.5, 4.0] },
    Shape { name: "banded", sizes: &[10, 12, 3, 6, 2], goals: [10.0, 10.0] },
];

impl Shape {
    fn columns(self, rows: usize) -> Vec<Vec<i32>> {
        let mut random = Random(71);
        let mut column = |size: u32| {
            (0..rows)
                .map(|_| {
                    // The smaller of two draws: the first values are common and the last are rare.
                    let drawn = random.below(size).min(random.below(size));
                    i32::try_from(drawn).unwrap_or(0)
                })
                .collect()
        };
        self.sizes.iter().map(|size| column(*size)).collect()
    }

    fn names(self) -> &'static [&'static str] {
        &NAMES[..self.sizes.len()]
    }

    /// The same by hand: a row is packed into one word, the words sorted and the runs counted.
    fn by_hand(self, columns: &[Vec<i32>]) -> [i64; 3] {
        let mut words = vec![0_u64; columns[0].len()];
        for (size, column) in self.sizes.iter().zip(columns) {
            for (word, code) in words.iter_mut().zip(column) {
                *word = *word * u64::from(*size) + u64::from(code.unsigned_abs());
            }
        }
        words.sort_unstable();
        let (mut classes, mut smallest, mut alone) = (0, i64::MAX, 0);
        for class in words.chunk_by(|one, other| one == other) {
            let size = i64::try_from(class.len()).unwrap_or(i64::MAX);
            (classes, smallest) = (classes + 1, smallest.min(size));
            alone += i64::from(size == 1);
        }
        [classes, smallest, alone]
    }

    fn batch(self, columns: &[Vec<i32>]) -> RecordBatch {
        let columns = columns.iter().map(|column| table::codes(column));
        let names = self.names().iter().map(|name| (*name).to_owned());
        table::batch(names.zip(columns).collect())
    }

    fn microdata(self, columns: &[Vec<i32>]) -> Microdata {
        let codes: Vec<Vec<String>> = self
            .sizes
            .iter()
            .map(|size| (0..*size).map(|code| format!("v{code}")).collect())
            .collect();
        let variables = self.names().iter().zip(&codes).map(|(name, codes)| {
            let about = Category::SupportNeeds.into();
            let tag = FieldTag::new((*name).into(), about, Identifiability::Quasi);
            let codes = CodeList::new(*name, codes.iter().map(String::as_str)).expect("a list");
            Variable::new(tag, codes, NullPolicy::Reject).expect("a variable")
        });
        let mut rows = Microdata::of(variables.collect());
        let label = |at: usize, row: usize| {
            let code = usize::try_from(columns[at][row]).unwrap_or(0);
            Some(codes[at][code].as_str())
        };
        for row in 0..columns[0].len() {
            rows.row((0..columns.len()).map(|at| label(at, row)));
        }
        rows.finish().expect("every value is listed")
    }
}

/// Runs a contest for each shape and gives back their tables and goals.
pub fn run(scale: Scale, python: &mut Python) -> (Vec<String>, Vec<String>) {
    let python = RefCell::new(python);
    let found: Vec<_> = SHAPES.iter().map(|shape| contest(*shape, scale, &python)).collect();
    let (tables, goals): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    (tables, goals.concat())
}

fn contest(shape: Shape, scale: Scale, python: &RefCell<&mut Python>) -> (String, Vec<String>) {
    let columns = shape.columns(scale.rows);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("people.parquet");
    let batch = shape.batch(&columns);
    table::write_parquet(&file, &batch, 1 << 20);
    let fusion = Fusion::new();
    fusion.table(TABLE, table::split(&batch, 8_192));
    drop(batch);
    {
        let mut python = python.borrow_mut();
        python.duck_load(TABLE, &file);
        python.polars_load(TABLE, &file);
    }
    drop(folder);
    let data = shape.microdata(&columns);
    let by = shape.names();
    let grouped = format!(
        "SELECT CAST(count(*) AS BIGINT) AS classes, CAST(min(n) AS BIGINT) AS k, \
         CAST(count(*) FILTER (WHERE n = 1) AS BIGINT) AS uniques \
         FROM (SELECT count(*) AS n FROM {TABLE} GROUP BY {}) AS counted",
        by.join(", ")
    );
    let asked = json!({ "by": by });

    let risk = data.record_risk(by, None).expect("known variables");
    let ours = [risk.classes, risk.k, risk.uniques].map(|n| i64::try_from(n).unwrap_or(-1));
    assert_eq!(shape.by_hand(&columns), ours, "classes, smallest and unique by hand");
    assert_eq!(fusion.row(&grouped).0, ours, "classes, smallest and unique by DataFusion");
    {
        let mut python = python.borrow_mut();
        let duck = python.duck_scalar(&grouped, &[]).row;
        assert_eq!(duck, ours, "classes, smallest and unique by DuckDB");
        let polars = python.polars("classes", TABLE, "row", asked.clone()).row;
        assert_eq!(polars, ours, "classes, smallest and unique by Polars");
    }
    eprintln!("{}: {} classes, {} alone, smallest {}", shape.name, ours[0], ours[2], ours[1]);

    let rows = columns[0].len();
    let [duck, polars] = shape.goals;
    let mut contest = Contest::new(
        format!(
            "records that look alike, {rows} rows, {} columns, {} shape: {} classes",
            by.len(),
            shape.name,
            ours[0]
        ),
        "row",
        rows,
    )
    .with("record risk", here(|| data.record_risk(by, None)))
    .with("by hand: pack, sort, count", here(|| shape.by_hand(&columns)))
    .with("DuckDB", || python.borrow_mut().duck_scalar(&grouped, &[]).took)
    .with("Polars", || python.borrow_mut().polars("classes", TABLE, "row", asked.clone()).took)
    .with("DataFusion", || fusion.row(&grouped).1)
    .goal("record risk", 1.0 / duck, "DuckDB")
    .goal("record risk", 1.0 / polars, "Polars");
    contest.run(scale.rounds, Duration::from_millis(20));
    let done = (contest.table(), contest.judged());
    let mut python = python.borrow_mut();
    python.forget();
    python.duck_run(&[&format!("DROP TABLE {TABLE}")]);
    done
}
