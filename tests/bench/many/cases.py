"""What is measured, each in a process of its own: cases.py CASE DATABASE SHARDS ROUNDS

It prints a line of JSON: seconds to start, seconds of each round with the answers left where they were made and with all
of them moved to the one who asks, and a hash of their bits. Where there are several processes it then asks once more,
while the parent reads their memory.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow
from sqlite_smma.shards import _query, query, split, submit

HOSTS = Path(__file__).resolve().parents[3] / "ext" / "hosts" / "cluster"
ARRAYS = "SELECT symbol, smma_array(close, 14) AS averages FROM prices GROUP BY symbol"
# The same by the window function: nothing done with the averages but to add them up, and all of its rows.
OVER = "smma(close, 14) OVER (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING) AS average"
WINDOW = f"SELECT count(*) AS bars, total(average) AS total FROM (SELECT {OVER} FROM prices)"
ROWS = f"SELECT symbol, ts, {OVER} FROM prices"
WORKERS = 2
# Seconds between rounds.
PAUSE = 0.2
ONE_PROCESS = ("window", "rows", "arrays", "threads")
NO_OPERATIONS = 400

Ask = Callable[[], Any]


def ask(file: Path, sql: str = ARRAYS) -> pyarrow.Table:
    """All but Spark do the same with a file."""
    return _query._ask(file, sql, ())


def ask_and_leave(file: Path) -> int:
    return ask(file).num_rows


@contextmanager
def one(sql: str, database: Path) -> Iterator[tuple[Ask, Ask]]:
    yield lambda: ask(database, sql), lambda: ask(database, sql)


@contextmanager
def pool(kind: type[Executor], folder: Path) -> Iterator[tuple[Ask, Ask]]:
    files = sorted(folder.glob("*.db"))
    with kind(WORKERS) as workers:
        list(workers.map(ask_and_leave, files[:WORKERS]))
        yield (
            lambda: list(workers.map(ask_and_leave, files)),
            lambda: pyarrow.concat_tables(workers.map(ask, files)),
        )


def nothing(_: int) -> None:
    pass


@contextmanager
def dask(folder: Path, told: dict[str, Any]) -> Iterator[tuple[Ask, Ask]]:
    from dask.distributed import Client, LocalCluster, wait

    with (
        LocalCluster(WORKERS, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster, direct_to_workers=True) as client,
    ):
        client.wait_for_workers(WORKERS)
        query(folder, "SELECT smma_version() AS version", client)
        told["task_seconds"] = seconds(lambda: wait(client.map(nothing, range(NO_OPERATIONS)))) / NO_OPERATIONS
        yield lambda: wait(submit(folder, ARRAYS, client)), lambda: query(folder, ARRAYS, client)


@contextmanager
def spark(folder: Path) -> Iterator[tuple[Ask, Ask]]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    sys.path.append(str(HOSTS))
    from pyspark.sql import SparkSession
    from spark_host import on_every_file

    options = {"spark.ui.enabled": "false", "spark.driver.memory": "4g", "spark.driver.maxResultSize": "2g"}
    session = SparkSession.builder.master(f"local[{WORKERS}]").config(map=options).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    # Its workers start with the first query.
    on_every_file(session, folder, "SELECT smma_version() AS version", "version string").collect()
    frame = on_every_file(session, folder, ARRAYS, "symbol string, averages binary")
    yield lambda: frame.write.format("noop").mode("overwrite").save(), frame.toArrow
    session.stop()


def case_of(name: str, database: Path, folder: Path, told: dict[str, Any]) -> Any:
    return {
        "window": lambda: one(WINDOW, database),
        "rows": lambda: one(ROWS, database),
        "arrays": lambda: one(ARRAYS, database),
        "threads": lambda: pool(ThreadPoolExecutor, folder),
        "processes": lambda: pool(ProcessPoolExecutor, folder),
        "dask": lambda: dask(folder, told),
        "spark": lambda: spark(folder),
    }[name]()


def timed(work: Ask) -> tuple[float, Any]:
    """One question at a time: what the one before has left, Dask lets go of in the meantime."""
    gc.collect()
    time.sleep(PAUSE)
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def seconds(work: Ask) -> float:
    return timed(work)[0]


def digest(table: pyarrow.Table) -> str | None:
    """Of the averages of each symbol, in the order of the symbols; NULL among rows is NaN, as in blobs."""
    total = hashlib.sha256()
    if "averages" in table.column_names:
        for symbol, averages in sorted(zip(table["symbol"].to_pylist(), table["averages"].to_pylist())):
            total.update(symbol.encode() + averages)
    elif "average" in table.column_names:
        averages = table["average"].to_numpy()
        first = 0
        for symbol, rows in table.group_by("symbol", use_threads=False).aggregate([("ts", "count")]).to_pandas().values:
            total.update(symbol.encode() + averages[first : first + rows].tobytes())
            first += rows
    else:
        return None
    return total.hexdigest()


def measure(name: str, database: Path, folder: Path, rounds: int) -> None:
    told: dict[str, Any] = {"moved": []}
    began = time.perf_counter()
    with case_of(name, database, folder, told) as (leave, move):
        told["start"] = time.perf_counter() - began
        for _ in range(rounds):
            table = None  # of the round before
            took, table = timed(move)
            told["moved"].append(took)
        told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        told["bytes"] = table.nbytes
        told["digest"] = digest(table)
        del table
        if name in ONE_PROCESS:
            told["left"] = told["moved"]
            print(json.dumps(told), flush=True)
            return
        told["left"] = [seconds(leave) for _ in range(rounds)]
        print(json.dumps(told), flush=True)
        move()


def main() -> None:
    name, database, folder, count = (
        sys.argv[1],
        Path(sys.argv[2]).resolve(),
        Path(sys.argv[3]).resolve(),
        int(sys.argv[4]),
    )
    if name != "split":
        measure(name, database, folder, count)
        return
    took = seconds(lambda: split(database, folder, count))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"left": [took], "moved": [took], "peak": peak}))


if __name__ == "__main__":
    main()
