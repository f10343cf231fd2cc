"""Databases to split, and a cluster of two workers. As installed: the environment has the wheel, not the sources."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_smma
from dask.distributed import Client, LocalCluster

SQL = Path(__file__).resolve().parents[4] / "sql"
# Of unequal length, one of a single bar.
BARS = {"SPX": 900, "NDX": 700, "é'\"%": 400, "DAX": 399, "AAPL": 250, "one": 1, "MSFT": 30, "spy": 60}


def open_database(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    sqlite_smma.load(connection)
    return connection


def rows_of(path: Path, query: str) -> list[tuple]:
    with closing(open_database(path)) as connection:
        return connection.execute(query).fetchall()


def insert_bars(connection: sqlite3.Connection, bars: dict[str, int]) -> None:
    numbers = random.Random(13)
    for symbol, count in bars.items():
        connection.executemany(
            "INSERT INTO prices(symbol, ts, close) VALUES (?, datetime(1000000000 + 60 * ?, 'unixepoch'), ?)",
            [(symbol, bar, round(numbers.uniform(1, 500), 2)) for bar in range(count)],
        )
    connection.commit()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Prices, and averages kept by the triggers of live.sql."""
    path = tmp_path / "prices of 100%?.db"
    with closing(open_database(path)) as connection:
        connection.executescript((SQL / "schema.sql").read_text())
        insert_bars(connection, BARS)
        connection.executescript((SQL / "live.sql").read_text())
    return path


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    with LocalCluster(2, threads_per_worker=1, dashboard_address=":0") as cluster, Client(cluster) as client:
        yield client


def run_python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)
