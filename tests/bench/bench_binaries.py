"""The binary of the packages beside the build of this tree: bench_binaries.py TREE PACKAGED [--quick] [--json FILE]

TREE is what this machine's compiler has made, PACKAGED what zig has, both loaded into connections of one SQLite; they
take turns, and the ratio is of the medians."""

from __future__ import annotations

import argparse
import json
import platform
import sqlite3
import statistics
import time
from pathlib import Path

MOST = 1.05
QUERIES = {
    "smma_array(close, 14)": "SELECT length(smma_array(close, 14)) FROM prices",
    "smma(close, 14) OVER, ROWS": "SELECT sum(a) FROM (SELECT smma(close, 14) OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING)"
    " AS a FROM prices)",
    "smma(close, 14) OVER, 99 PRECEDING": "SELECT sum(a) FROM (SELECT smma(close, 14) OVER (ORDER BY ts ROWS 99 PRECEDING)"
    " AS a FROM prices)",
    "adx(high, low, close, 14) OVER": "SELECT sum(a) FROM (SELECT adx(close + 1, close - 1, close, 14) OVER"
    " (ORDER BY ts ROWS UNBOUNDED PRECEDING) AS a FROM prices)",
    "smma_series(), 20 periods": "SELECT sum(smma) FROM smma_series('SELECT close FROM prices ORDER BY ts', 2, 40, 2)",
}


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.machine()


def connect(extension: str, rows: int) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.enable_load_extension(True)
    connection.load_extension(str(Path(extension).resolve().with_suffix("")))
    connection.execute(
        "CREATE TABLE prices AS WITH RECURSIVE walk(ts, state, close) AS (VALUES (1, 12345, 1000.0) UNION ALL"
        " SELECT ts + 1, (state * 1103515245 + 12345) % 2147483648, close + ((state / 65536) % 2001 - 1000) / 1000.0"
        " FROM walk WHERE ts < ?) SELECT ts, close FROM walk",
        (rows,),
    )
    connection.execute("CREATE UNIQUE INDEX by_ts ON prices (ts, close)")
    return connection


def seconds(connection: sqlite3.Connection, query: str) -> float:
    start = time.perf_counter()
    connection.execute(query).fetchone()
    return time.perf_counter() - start


def compare(connections: list[sqlite3.Connection], query: str, runs: int) -> list[float]:
    for connection in connections:
        seconds(connection, query)
    times = [[seconds(connection, query) for connection in connections] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*times)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("extensions", nargs=2)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    rows, runs = (20_000, 3) if given.quick else (500_000, 21)
    connections = [connect(extension, rows) for extension in given.extensions]
    figures = []
    print(f"{rows:,} rows, SQLite {sqlite3.sqlite_version}, {processor()}: milliseconds")
    for name, query in QUERIES.items():
        tree, packaged = compare(connections, query, runs)
        figures.append({"name": name, "tree": tree, "packaged": packaged, "ratio": packaged / tree, "most": MOST})
        print(f"  {name:36} tree {tree * 1e3:8.2f}  packaged {packaged * 1e3:8.2f}  ratio {packaged / tree:.3f}")
    if given.json:
        machine = {"processor": processor(), "sqlite": sqlite3.sqlite_version}
        given.json.write_text(json.dumps({"machine": machine, "rows": rows, "figures": figures}, indent=2) + "\n")


if __name__ == "__main__":
    main()
