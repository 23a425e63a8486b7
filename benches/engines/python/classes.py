"""Records that look alike, by DuckDB, by Polars and by us in turns: processor time, one thread each.

    cargo build --release -p caldicott-statistics --example classes      # in the main workspace
    python classes.py 10000000 ../../target/release/examples/classes

The same shapes as src/contests/classes.rs, for a machine on which that is too long to build. Without the
program DuckDB and Polars are timed alone. Ours draws its own rows of the same shapes.
"""

import os
import subprocess
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"

import duckdb
import numpy
import polars

SHAPES = {"worst": [100, 3000, 3, 20, 12, 10], "banded": [10, 12, 3, 6, 2]}
ROUNDS = 7


def middle(values):
    return sorted(values)[len(values) // 2]


def ask(ours, name):
    ours.stdin.write(name + "\n")
    ours.stdin.flush()
    took, classes = ours.stdout.readline().split()
    return float(took), int(classes)


def main(rows, program=None):
    random = numpy.random.default_rng(71)
    ours = None
    if program:
        ours = subprocess.Popen([program, str(rows), "serve"], stdin=-1, stdout=-1, text=True)
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

        def alike():
            n = polars.col("len")
            counted = frame.group_by(by).len()
            return counted.select(polars.len().alias("classes"), n.min(), (n == 1).sum().alias("alone")).row(0)

        def spent(run):
            start = time.process_time()
            found = run()
            return (time.process_time() - start) / rows * 1e9, found[0]

        contestants = {"DuckDB": lambda: spent(lambda: engine.execute(query).fetchone()), "Polars": lambda: spent(alike)}
        if ours:
            contestants["record risk"] = lambda: ask(ours, name)
        times = {who: [] for who in contestants}
        for round in range(ROUNDS + 1):
            for who, run in contestants.items():
                took, classes = run()
                if round:  # The first warms everybody up.
                    times[who].append(took)
                else:
                    print(f"{name}: {who} finds {classes} classes", flush=True)
        for who, took in times.items():
            line = f"{name}: {who} {middle(took):.2f} ns a row"
            if ours and who != "record risk":
                ratios = sorted(one / other for one, other in zip(took, times["record risk"]))
                line += f", {middle(ratios):.1f} times ours ({ratios[0]:.1f} to {ratios[-1]:.1f})"
            print(line, flush=True)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000, *sys.argv[2:3])
