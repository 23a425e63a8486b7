//! DataFusion in this process, on one thread.

use std::sync::Arc;
use std::time::Duration;

use caldicott_retention::{Parameter, Query, Stored};
use cpu_time::ProcessTime;
use datafusion::arrow::array::{AsArray as _, RecordBatch};
use datafusion::arrow::datatypes::{Int64Type, UInt64Type};
use datafusion::common::TableReference;
use datafusion::datasource::MemTable;
use datafusion::physical_plan::{ExecutionPlan, collect, displayable};
use datafusion::prelude::{DataFrame, ParquetReadOptions, SessionConfig, SessionContext};
use datafusion::scalar::ScalarValue;
use tokio::runtime::{Builder, Runtime};

/// A session.
pub struct Fusion {
    runtime: Runtime,
    session: SessionContext,
}

impl std::fmt::Debug for Fusion {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Fusion")
    }
}

impl Default for Fusion {
    fn default() -> Self {
        Self::new()
    }
}

impl Fusion {
    /// A session with one partition, so that one thread does the work.
    #[must_use]
    pub fn new() -> Self {
        let mut config = SessionConfig::new().with_target_partitions(1);
        let options = &mut config.options_mut().execution.parquet;
        // Row groups that the statistics cannot rule out are filtered while they are read.
        options.pushdown_filters = true;
        options.reorder_filters = true;
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { runtime, session: SessionContext::new_with_config(config) }
    }

    /// A table in memory.
    pub fn table(&self, name: &str, batches: Vec<RecordBatch>) {
        let table = MemTable::try_new(batches[0].schema(), vec![batches]).expect("a table");
        let name = TableReference::bare(name);
        self.session.deregister_table(name.clone()).expect("no such table");
        self.session.register_table(name, Arc::new(table)).expect("a new table");
    }

    /// A folder of Parquet files, told apart by the folders `year=…` in it.
    pub fn parquet(&self, name: &str, folder: &str) {
        let done = self.session.register_parquet(name, folder, ParquetReadOptions::default());
        self.runtime.block_on(done).expect("a table of files");
    }

    /// Runs a statement and forgets its answer.
    pub fn run(&self, sql: &str) -> Vec<RecordBatch> {
        self.runtime
            .block_on(async { self.session.sql(sql).await?.collect().await })
            .unwrap_or_else(|error| panic!("{error}\n{sql}"))
    }

    /// The columns of whole numbers that an emitted query finds.
    #[must_use]
    pub fn columns(&self, query: &Query, stored: Stored) -> Vec<Vec<i64>> {
        let found =
            self.runtime.block_on(async { self.frame(query, stored).await.collect().await });
        let found = found.unwrap_or_else(|error| panic!("{error}\n{}", query.text()));
        collected(&found)
    }

    /// The same for a text that takes no parameters.
    #[must_use]
    pub fn columns_of(&self, sql: &str) -> Vec<Vec<i64>> {
        collected(&self.run(sql))
    }

    /// Runs an emitted query and gives back its ids with the plan that found them, whose metrics
    /// then tell what was read.
    #[must_use]
    pub fn ids_and_plan(
        &self,
        query: &Query,
        stored: Stored,
    ) -> (Vec<i64>, Arc<dyn ExecutionPlan>) {
        self.runtime.block_on(async {
            let frame = self.frame(query, stored).await;
            let plan = frame.create_physical_plan().await.expect("a plan");
            let found = collect(Arc::clone(&plan), self.session.task_ctx()).await.expect("rows");
            (collected(&found).swap_remove(0), plan)
        })
    }

    /// Times a query whose answer is one number, planning included.
    #[must_use]
    pub fn scalar(&self, sql: &str) -> (i64, Duration) {
        let (row, took) = self.row(sql);
        (row[0], took)
    }

    /// The first row of an answer of whole numbers, timed.
    #[must_use]
    pub fn row(&self, sql: &str) -> (Vec<i64>, Duration) {
        let begun = ProcessTime::now();
        let found = self.run(sql);
        let took = begun.elapsed();
        let batch = found.first().expect("an answer");
        ((0..batch.num_columns()).map(|at| whole_numbers(batch, at)[0]).collect(), took)
    }

    /// The physical plan of a query, in words.
    #[must_use]
    pub fn plan(&self, sql: &str) -> String {
        let plan = self.runtime.block_on(async {
            self.session.sql(sql).await.expect("a query").create_physical_plan().await
        });
        displayable(plan.expect("a plan").as_ref()).indent(false).to_string()
    }

    async fn frame(&self, query: &Query, stored: Stored) -> DataFrame {
        let values: Vec<ScalarValue> = query
            .parameters()
            .iter()
            .map(|parameter| match (parameter, stored) {
                (Parameter::Day(day), Stored::Date) => ScalarValue::Date32(Some(day.epoch_days())),
                (Parameter::Day(day), Stored::EpochDays) => {
                    ScalarValue::Int32(Some(day.epoch_days()))
                }
                (Parameter::Day(day), Stored::IsoText) => ScalarValue::from(day.to_string()),
                (Parameter::Text(text), _) => ScalarValue::from(text.as_str()),
            })
            .collect();
        let asked = async {
            let frame = self.session.sql(query.text()).await?;
            if values.is_empty() { Ok(frame) } else { frame.with_param_values(values) }
        };
        asked.await.unwrap_or_else(|error| panic!("{error}\n{}", query.text()))
    }
}

fn collected(batches: &[RecordBatch]) -> Vec<Vec<i64>> {
    let columns = batches.first().map_or(1, RecordBatch::num_columns);
    let column = |at| batches.iter().flat_map(|batch| whole_numbers(batch, at)).collect();
    (0..columns).map(column).collect()
}

/// A column of whole numbers.
fn whole_numbers(batch: &RecordBatch, at: usize) -> Vec<i64> {
    let column = batch.column(at);
    if let Some(numbers) = column.as_primitive_opt::<Int64Type>() {
        return numbers.values().to_vec();
    }
    if let Some(numbers) = column.as_primitive_opt::<UInt64Type>() {
        return numbers.values().iter().map(|n| i64::try_from(*n).unwrap_or(-1)).collect();
    }
    let wide =
        datafusion::arrow::compute::cast(column, &datafusion::arrow::datatypes::DataType::Int64);
    wide.expect("whole numbers").as_primitive::<Int64Type>().values().to_vec()
}
