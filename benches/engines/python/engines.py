"""DuckDB and Polars, asked from outside and timed inside.

One request a line on standard input, as JSON; one line of JSON back, followed by `bytes` raw bytes
when it names any. Each engine has one thread. Times are the processor time of this whole process
between handing the engine a query and having its answer, so no thread of an engine goes uncounted.
"""

import datetime
import json
import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"

import duckdb
import numpy
import polars

EPOCH = datetime.date(1970, 1, 1)
DUCK = duckdb.connect(":memory:", config={"threads": 1})
FRAMES = {}


def value(parameter):
    """A parameter as DuckDB binds it."""
    kind, held = next(iter(parameter.items()))
    return EPOCH + datetime.timedelta(days=held) if kind == "date" else held


def duck_columns(request):
    """Columns of whole numbers, one after the other."""
    values = [value(one) for one in request["values"]]
    found = DUCK.execute(request["sql"], values).fetchnumpy()
    whole = [numpy.ascontiguousarray(one, dtype="<i8").tobytes() for one in found.values()]
    return {"columns": len(whole)}, b"".join(whole)


def duck_run(request):
    for statement in request["sql"]:
        DUCK.execute(statement)
    return {}, b""


def duck_time(request):
    """One query: its first row, and the processor time."""
    values = [value(one) for one in request["values"]]
    begun = time.process_time_ns()
    found = DUCK.execute(request["sql"], values).fetchone()
    spent = time.process_time_ns() - begun
    row = [number(one) for one in found]
    return {"value": row[0], "row": row, "nanoseconds": spent}, b""


def polars_load(request):
    frame = polars.read_parquet(request["parquet"])
    FRAMES[request["name"]] = frame.rechunk()
    return {"rows": frame.height}, b""


def by_interval(frame, today):
    return frame.select(
        (
            (polars.col("held") == 0)
            & (polars.col("support_ended_on").dt.offset_by("8y") <= today)
            & (polars.col("tenancy_ended_on").dt.offset_by("6y") <= today)
        ).sum()
    )


POLARS = {
    "interval": lambda frame, args: by_interval(frame, value(args["today"])),
    "sql": lambda frame, args: polars.SQLContext(frames={args["table"]: frame}).execute(
        args["sql"], eager=True
    ),
    "one_due_date": lambda frame, args: frame.select(
        polars.col("support_ended_on").dt.offset_by("8y")
    ),
    "classes": lambda frame, args: frame.group_by(args["by"]).len().select(
        polars.len().alias("classes"),
        polars.col("len").min().alias("k"),
        (polars.col("len") == 1).sum().alias("uniques"),
    ),
}


def polars_time(request):
    frame, job = FRAMES[request["name"]], POLARS[request["job"]]
    begun = time.process_time_ns()
    found = job(frame, request)
    spent = time.process_time_ns() - begun
    scalar = request["scalar"]
    held = number(found.row(0)[0]) if scalar == "first" else found.height
    row = [number(one) for one in found.row(0)] if scalar == "row" else []
    return {"value": held, "row": row, "nanoseconds": spent}, b""


def polars_sum(request):
    """A due date column reduced to a number that two engines can be held equal by."""
    found = POLARS[request["job"]](FRAMES[request["name"]], request).to_series()
    return {"value": int(found.to_physical().cast(polars.Int64).sum()), "nulls": found.null_count()}, b""


def versions(_):
    return {
        "python": sys.version.split()[0],
        "duckdb": duckdb.__version__,
        "polars": polars.__version__,
        "polars_threads": polars.thread_pool_size(),
    }, b""


def forget(_):
    FRAMES.clear()
    return {}, b""


def number(found):
    if isinstance(found, datetime.date):
        return (found - EPOCH).days
    return found if isinstance(found, (int, float)) or found is None else int(found)


JOBS = {
    job.__name__: job
    for job in (
        duck_columns,
        duck_run,
        duck_time,
        forget,
        polars_load,
        polars_sum,
        polars_time,
        versions,
    )
}


def main():
    out = sys.stdout.buffer
    for line in sys.stdin:
        request = json.loads(line)
        try:
            head, body = JOBS[request["job_name"]](request)
        except Exception as error:  # noqa: BLE001 - whatever an engine says goes to who asked
            head, body = {"error": f"{type(error).__name__}: {error}"}, b""
        head["bytes"] = len(body)
        out.write(json.dumps(head).encode() + b"\n" + body)
        out.flush()


if __name__ == "__main__":
    main()
