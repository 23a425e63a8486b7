//! DuckDB and Polars in a Python process of their own, asked over a pipe and timed inside.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use caldicott_retention::{Parameter, Query, Stored};
use serde_json::{Value, json};

/// The process. It ends when this is dropped.
#[derive(Debug)]
pub struct Python {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

/// What a timed question came to.
#[derive(Clone, Debug)]
pub struct Timed {
    /// The first value of the answer, or its number of rows.
    pub value: i64,
    /// The first row, where it was asked for.
    pub row: Vec<i64>,
    /// The processor time that it took.
    pub took: Duration,
}

impl Python {
    /// Starts the interpreter that `PYTHON` names, or `python3`.
    ///
    /// # Errors
    /// Why it cannot be asked: no interpreter, or one without the two packages.
    pub fn start() -> Result<Self, String> {
        let program = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("python/engines.py");
        let mut child = Command::new(&program)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut python = Self { child, input, output };
        python.ask(&json!({ "job_name": "versions" }))?;
        Ok(python)
    }

    /// The versions of what runs there.
    pub fn versions(&mut self) -> Value {
        self.must(&json!({ "job_name": "versions" })).0
    }

    /// Makes a DuckDB table of a Parquet file.
    pub fn duck_load(&mut self, table: &str, parquet: &Path) {
        let quoted = table.replace('"', "\"\"");
        let path = parquet.display().to_string().replace('\'', "''");
        self.duck_run(&[&format!(
            "CREATE OR REPLACE TABLE \"{quoted}\" AS SELECT * FROM read_parquet('{path}')"
        )]);
    }

    /// Runs statements on DuckDB.
    pub fn duck_run(&mut self, statements: &[&str]) {
        self.must(&json!({ "job_name": "duck_run", "sql": statements }));
    }

    /// The columns of whole numbers that a query finds on DuckDB.
    pub fn duck_columns(&mut self, sql: &str, values: &[Value]) -> Vec<Vec<i64>> {
        let asked = json!({ "job_name": "duck_columns", "sql": sql, "values": values });
        let (head, bytes) = self.must(&asked);
        let (eights, rest) = bytes.as_chunks::<8>();
        assert!(rest.is_empty(), "whole numbers");
        let all: Vec<i64> = eights.iter().map(|eight| i64::from_le_bytes(*eight)).collect();
        let columns = head["columns"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
        let rows = all.len() / columns.max(1);
        (0..columns).map(|at| all[at * rows..(at + 1) * rows].to_vec()).collect()
    }

    /// Times a query on DuckDB whose answer is one number.
    pub fn duck_scalar(&mut self, sql: &str, values: &[Value]) -> Timed {
        self.timed(&json!({ "job_name": "duck_time", "sql": sql, "values": values }))
    }

    /// Makes a Polars frame of a Parquet file.
    pub fn polars_load(&mut self, name: &str, parquet: &Path) {
        let parquet = parquet.display().to_string();
        self.must(&json!({ "job_name": "polars_load", "name": name, "parquet": parquet }));
    }

    /// Times one of the Polars jobs that the script knows.
    pub fn polars(&mut self, job: &str, name: &str, scalar: &str, more: Value) -> Timed {
        self.timed(&polars_request("polars_time", job, name, scalar, more))
    }

    /// The sum of the column that a Polars job gives.
    pub fn polars_sum(&mut self, job: &str, name: &str) -> i64 {
        let asked = polars_request("polars_sum", job, name, "", json!({}));
        self.must(&asked).0["value"].as_i64().expect("a whole number")
    }

    /// Lets go of every frame.
    pub fn forget(&mut self) {
        self.must(&json!({ "job_name": "forget" }));
    }

    fn timed(&mut self, request: &Value) -> Timed {
        let (head, _) = self.must(request);
        let row = head["row"].as_array().map(|row| row.iter().filter_map(Value::as_i64).collect());
        Timed {
            value: head["value"].as_i64().unwrap_or(-1),
            row: row.unwrap_or_default(),
            took: Duration::from_nanos(head["nanoseconds"].as_u64().expect("a time")),
        }
    }

    fn must(&mut self, request: &Value) -> (Value, Vec<u8>) {
        self.ask(request).unwrap_or_else(|error| panic!("{error}\n{request:#}"))
    }

    fn ask(&mut self, request: &Value) -> Result<(Value, Vec<u8>), String> {
        let input = self.input.as_mut().ok_or("no input")?;
        writeln!(input, "{request}").map_err(|error| error.to_string())?;
        let mut line = String::new();
        self.output.read_line(&mut line).map_err(|error| error.to_string())?;
        let head: Value = serde_json::from_str(&line)
            .map_err(|_| "python gave no answer: are its packages installed?".to_owned())?;
        if let Some(error) = head["error"].as_str() {
            return Err(error.to_owned());
        }
        let length = head["bytes"].as_u64().and_then(|length| usize::try_from(length).ok());
        let mut bytes = vec![0; length.unwrap_or(0)];
        self.output.read_exact(&mut bytes).map_err(|error| error.to_string())?;
        Ok((head, bytes))
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}

/// The parameters of an emitted query as the script reads them.
#[must_use]
pub fn values(query: &Query, stored: Stored) -> Vec<Value> {
    let value = |parameter: &Parameter| match parameter {
        Parameter::Day(day) => match stored {
            Stored::Date => json!({ "date": day.epoch_days() }),
            Stored::EpochDays => json!({ "days": day.epoch_days() }),
            Stored::IsoText => json!({ "text": day.to_string() }),
        },
        Parameter::Text(text) => json!({ "text": text }),
    };
    query.parameters().iter().map(value).collect()
}

fn polars_request(job_name: &str, job: &str, name: &str, scalar: &str, more: Value) -> Value {
    let mut asked = json!({ "job_name": job_name, "job": job, "name": name, "scalar": scalar });
    if let (Some(asked), Value::Object(more)) = (asked.as_object_mut(), more) {
        asked.extend(more);
    }
    asked
}
