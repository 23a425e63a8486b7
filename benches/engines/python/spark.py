"""The emitted SQL on Spark: `python spark.py FOLDER`, where `scale` was run with `FOLDER=`.

Not part of any test: pyspark and Java are large. It says what Spark pushed down to the files, and
ends with an error when Spark does not find the rows that the column form finds.
"""

import pathlib
import sys

from pyspark.sql import SparkSession

folder = pathlib.Path(sys.argv[1])
spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.ansi.enabled", "true")
    .config("spark.sql.ansi.doubleQuotedIdentifiers", "true")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
spark.read.parquet(str(folder / "clients")).createOrReplaceTempView("clients")

due = spark.sql((folder / "due.sql").read_text())
ids = [row[0] for row in due.collect()]
expected = tuple(map(int, (folder / "due.expected").read_text().split()))
print(f"Spark {spark.version}: due {len(ids)}, sum of ids {sum(ids)}; expected {expected}")
assert (len(ids), sum(ids)) == expected, "rows that Spark finds due"
assert ids == sorted(ids), "in the order of their ids"

plan = due._jdf.queryExecution().executedPlan().toString()
for line in plan.splitlines():
    if "PushedFilters" in line:
        print(line.strip())

standings = spark.sql((folder / "state.sql").read_text()).groupBy("standing").count().collect()
print("standings", sorted((row[0], row[1]) for row in standings))
spark.stop()
