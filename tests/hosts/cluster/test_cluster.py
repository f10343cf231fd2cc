"""Every file in ext/hosts/cluster/, run as its hosts.json says, against the installed wheel; and what it gives for shards,
bit for bit, also when a worker dies."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
import sqlite_smma
from sqlite_smma.shards import split

HOSTS = Path(__file__).resolve().parents[3] / "ext" / "hosts"
FOLDER = HOSTS / "cluster"
EXPECTED = (HOSTS / "expected.txt").read_text().splitlines()
ENTRIES = json.loads((FOLDER / "hosts.json").read_text())
LONGEST = 60
# That of the workers too, which find the wheel then.
os.environ["PYSPARK_PYTHON"] = sys.executable

SQL = "SELECT symbol, smma_array(close, 14) AS averages, smma(close, 3) AS last FROM prices GROUP BY symbol"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["title"])
def test_host(entry: dict) -> None:
    filled = {"{file}": str(FOLDER / entry["file"]), "{queries}": str(HOSTS / "queries.sql"), "python3": sys.executable}
    command = [filled.get(part, part) for part in entry["run"]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert lines[:-1] == EXPECTED[:-1], done.stderr
    assert EXPECTED[-1] in lines[-1], done.stderr
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["title"])
def test_entry_says_what_it_has_to(entry: dict) -> None:
    assert set(entry) == {"title", "file", "install", "run", "note", "tested"}
    text = (FOLDER / entry["file"]).read_text()
    assert 0 < text.index("# [load]\n") < text.index("# [end]\n")
    assert len(text.splitlines()) <= LONGEST


def test_every_file_is_listed() -> None:
    assert {FOLDER / entry["file"] for entry in ENTRIES} == set(FOLDER.glob("*.py"))


@pytest.fixture
def shards(tmp_path: Path) -> tuple[list[tuple], Path]:
    """The rows of one file, in the order of its shards, and their folder."""
    numbers = random.Random(7)
    database = tmp_path / "prices.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE prices(symbol TEXT, close REAL)")
        bars = [(f"S{bar % 9}", round(numbers.uniform(1, 500), 2)) for bar in range(2000)]
        connection.executemany("INSERT INTO prices VALUES (?, ?)", bars)
        connection.commit()
    files = split(database, tmp_path / "shards", 4)
    whole = {row[0]: row for row in rows_of(database, SQL)}
    order = [row[0] for file in files for row in rows_of(file, SQL)]
    assert sorted(order) == sorted(whole)
    return [whole[symbol] for symbol in order], tmp_path / "shards"


def rows_of(path: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        sqlite_smma.load(connection)
        return connection.execute(query).fetchall()


@pytest.fixture
def recipes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(FOLDER)
    # Workers import the files too.
    monkeypatch.setenv("PYTHONPATH", str(FOLDER))
    yield


@pytest.mark.usefixtures("recipes")
def test_bits_by_spark(shards: tuple[list[tuple], Path]) -> None:
    from pyspark.sql import SparkSession

    expected, folder = shards
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    found = import_module("spark_host").on_every_file(spark, folder, SQL, "symbol string, averages binary, last double")
    assert [(row.symbol, bytes(row.averages), row.last) for row in found.collect()] == expected
    spark.stop()


@pytest.mark.usefixtures("recipes")
def test_bits_by_ray_and_a_worker_that_dies(shards: tuple[list[tuple], Path], tmp_path: Path) -> None:
    import ray

    expected, folder = shards
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    recipe = import_module("ray_host")
    assert list(recipe.on_every_file(folder, SQL).itertuples(index=False, name=None)) == expected
    ask, dying = recipe.ask, tmp_path / "dying"

    @ray.remote
    def ask_or_die(file: Path, query: str) -> object:
        """The first worker that gets here dies."""
        try:
            dying.touch(exist_ok=False)
        except FileExistsError:
            return ray.get(ask.remote(file, query))
        os.kill(os.getpid(), signal.SIGKILL)

    recipe.ask = ask_or_die
    assert list(recipe.on_every_file(folder, SQL).itertuples(index=False, name=None)) == expected
    assert dying.exists()
    ray.shutdown()
