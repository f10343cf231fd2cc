"""Bars that writers insert in a second: writers.py FOLDER SECONDS

One writer, and two, on one file with a WAL; two on a file each. A transaction has 100 bars. It prints a line of JSON.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

BARS = 100
SCHEMA = (Path(__file__).resolve().parents[3] / "sql" / "schema.sql").read_text(encoding="utf-8")
INSERT = """INSERT INTO prices(symbol, ts, close) SELECT ?1, datetime(1000000000 + 60 * (?2 + value), 'unixepoch'), 100.25
    FROM generate_series_of_bars"""


def prepare(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA)
        connection.executescript(
            f"CREATE TABLE generate_series_of_bars AS WITH RECURSIVE n(value) AS "
            f"(SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < {BARS - 1}) SELECT value FROM n"
        )


def write(file: Path, symbol: str, until: float) -> int:
    """Who finds another one writing waits, by SQLite's busy handler."""
    written = 0
    with closing(sqlite3.connect(file, timeout=60)) as connection:
        connection.execute("PRAGMA synchronous = NORMAL")
        while time.time() < until:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(INSERT, (symbol, written))
            written += BARS
    return written


def bars_a_second(pool: ProcessPoolExecutor, files: list[Path], seconds: float) -> float:
    for file in set(files):
        prepare(file)
    until = time.time() + seconds
    symbols = [f"S{number}" for number in range(len(files))]
    return sum(pool.map(write, files, symbols, [until] * len(files))) / seconds


def main() -> None:
    folder, seconds = Path(sys.argv[1]), float(sys.argv[2])
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(time.time_ns, ()))
        rates = {
            "one writer": bars_a_second(pool, [folder / "one.db"], seconds),
            "two writers, one file": bars_a_second(pool, [folder / "two.db"] * 2, seconds),
            "two writers, two files": bars_a_second(pool, [folder / "first.db", folder / "second.db"], seconds),
        }
    print(json.dumps(rates))


if __name__ == "__main__":
    main()
