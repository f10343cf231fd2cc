"""Datasette and sqlite-utils have the functions, and nothing is called for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BITS, QUERY, needs_loading, needs_no_loading, run_python

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


# As if they were not installed, where Python's own sqlite3 is taken.
STDLIB = "import sys; sys.modules['pysqlite3'] = sys.modules['sqlean'] = None\n"


ASK_DATABASE = f"print(*sqlite_utils.Database(memory=True).execute({QUERY!r}).fetchone())"


@needs_loading
def test_sqlite_utils_with_the_sqlite3_of_python() -> None:
    done = run_python(f"{STDLIB}import sqlite_utils; {ASK_DATABASE}", "-W", "error")
    assert done.stdout.strip() == BITS, done.stderr


@needs_no_loading
def test_sqlite_utils_looks_for_plugins_once_the_first_database_is_open() -> None:
    """That one alone is without, and a warning says what helps."""
    first = "import sqlite_utils; first = sqlite_utils.Database(memory=True)"
    done = run_python(f"{STDLIB}{first}; {ASK_DATABASE}")
    assert done.stdout.strip() == BITS, done.stderr
    assert done.stderr.count("RuntimeWarning: The functions of sqlite-smma are not there: ") == 1
    assert "Call sqlite_smma.load_everywhere() once, before the connections are opened" in done.stderr
    done = run_python(
        f"{STDLIB}import sqlite_smma; sqlite_smma.load_everywhere(); {first}; {ASK_DATABASE}", "-W", "error"
    )
    assert done.stdout.strip() == BITS, done.stderr


def test_sqlite_utils_command_with_the_sqlite3_of_python() -> None:
    code = f"from sqlite_utils.cli import cli; cli(['memory', '--raw', {QUERY!r}])"
    done = run_python(STDLIB + code, "-W", "error")
    assert done.stdout.strip() == BITS, done.stderr


def test_datasette_with_the_sqlite3_of_python() -> None:
    code = f"""
import asyncio
from datasette.app import Datasette

async def main():
    asked = {{"sql": {QUERY!r}, "_shape": "arrayfirst"}}
    print((await Datasette(memory=True).client.get("/_memory.json", params=asked)).json()[0])

asyncio.run(main())
"""
    done = run_python(STDLIB + code)
    assert done.stdout.strip() == BITS, done.stderr
    assert "RuntimeWarning" not in done.stderr


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
