"""Records that look alike, by DuckDB and by Polars: processor time, one thread each.

    python classes.py 10000000

The same shapes as src/contests/classes.rs, for a machine on which that is too long to build; beside it
`cargo run --release --example classes` of crates/statistics times ours on the same shapes.
"""

import sys
import time

import os

os.environ["POLARS_MAX_THREADS"] = "1"

import duckdb
import numpy
import polars

SHAPES = {"worst": [100, 3000, 3, 20, 12, 10], "banded": [10, 12, 3, 6, 2]}


def best(run, rounds=5):
    times = []
    for _ in range(rounds):
        start = time.process_time()
        found = run()
        times.append(time.process_time() - start)
    return sorted(times)[len(times) // 2], found


def main(rows):
    random = numpy.random.default_rng(71)
    for name, sizes in SHAPES.items():
        columns = {
            f"q{at}": numpy.minimum(random.integers(0, size, rows), random.integers(0, size, rows)).astype("int32")
            for at, size in enumerate(sizes)
        }
        frame = polars.DataFrame(columns)
        engine = duckdb.connect()
        engine.execute("SET threads = 1")
        engine.register("frame", frame.to_arrow())
        engine.execute("CREATE TABLE people AS SELECT * FROM frame")
        by = list(columns)
        query = (
            "SELECT count(*), min(n), count(*) FILTER (WHERE n = 1) FROM "
            f"(SELECT count(*) AS n FROM people GROUP BY {', '.join(by)})"
        )
        took, found = best(lambda: engine.execute(query).fetchone())
        print(f"{name}: DuckDB {took / rows * 1e9:.2f} ns a row {found}", flush=True)

        def alike():
            n = polars.col("len")
            counted = frame.group_by(by).len()
            return counted.select(polars.len().alias("classes"), n.min(), (n == 1).sum().alias("alone")).row(0)

        took, found = best(alike)
        print(f"{name}: Polars {took / rows * 1e9:.2f} ns a row {found}", flush=True)


main(int(sys.argv[1]))
