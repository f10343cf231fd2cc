"""Datasette and sqlite-utils have the functions, and nothing is called for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BITS, QUERY, run_python

ENVIRONMENT = Path(sys.executable).parent


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ENVIRONMENT / arguments[0], *arguments[1:]], capture_output=True, text=True, check=False)


def test_sqlite_utils_command() -> None:
    done = command("sqlite-utils", "memory", QUERY, "--raw")
    assert done.stdout.strip() == BITS, done.stderr


def test_sqlite_utils_in_python() -> None:
    done = run_python(f"import sqlite_utils; print(*sqlite_utils.Database(memory=True).execute({QUERY!r}).fetchone())")
    assert done.stdout.strip() == BITS, done.stderr


def test_datasette(tmp_path: Path) -> None:
    done = command("datasette", "--memory", "--get", f"/_memory.json?sql={QUERY.replace(' ', '+')}&_shape=arrayfirst")
    assert json.loads(done.stdout) == [BITS], done.stderr


@pytest.mark.parametrize("plugins", [["datasette", "plugins"], ["sqlite-utils", "plugins"]])
def test_are_listed(plugins: list[str]) -> None:
    assert "prepare_connection" in command(*plugins).stdout


BROKEN = """
import warnings
import sqlite_smma._load, sqlite_smma._files
sqlite_smma._files._files["sqlite3"] = sqlite_smma._files._files["pysqlite3"] = "/nowhere/smma.so"
import sqlite_smma._plugins as plugins
plugins.load_everywhere = lambda: (_ for _ in ()).throw(sqlite_smma.LoadError("no"))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    import sqlite_utils
    print(*sqlite_utils.Database(memory=True).execute("SELECT 1").fetchone())
    print(caught[0].category.__name__, caught[0].message)
"""


def test_what_cannot_load_goes_on_and_says_why() -> None:
    done = run_python(BROKEN)
    value, warning = done.stdout.strip().split("\n", 1)
    assert value == "1", done.stderr
    assert warning.startswith("RuntimeWarning The functions of sqlite-smma are not there: ")
