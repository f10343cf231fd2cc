"""split() killed at every step, and called again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import rows_of, run_python
from sqlite_smma.shards import query, split

SHARDS = 4
# Files get their names in this order: shards.json, the shards, shards.json again.
RENAMES = SHARDS + 2

KILLED_AT_A_RENAME = """if True:
    import os, pathlib, signal, sys
    from sqlite_smma.shards import split
    replace, left = pathlib.Path.replace, int(sys.argv[3])
    def replace_or_die(self, target):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return replace(self, target)
    pathlib.Path.replace = replace_or_die
    split(sys.argv[1], sys.argv[2], 4)
"""


def assert_whole(database: Path, folder: Path) -> None:
    names = [f"shard-{number:04}.db" for number in range(SHARDS)]
    assert sorted(file.name for file in folder.iterdir()) == [*names, "shards.json"]
    assert json.loads((folder / "shards.json").read_text())["whole"] is True
    prices = "SELECT * FROM prices ORDER BY symbol, ts"
    assert sorted(row for name in names for row in rows_of(folder / name, prices)) == rows_of(database, prices)
    assert {rows_of(folder / name, "PRAGMA integrity_check")[0][0] for name in names} == {"ok"}


@pytest.mark.parametrize("renames", range(RENAMES))
def test_goes_on(database: Path, tmp_path: Path, renames: int) -> None:
    folder = tmp_path / "shards"
    assert run_python(KILLED_AT_A_RENAME, database, folder, renames).returncode == -signal.SIGKILL
    done = {file: file.stat().st_mtime_ns for file in folder.glob("shard-*.db")}
    assert len(done) == max(0, renames - 1)
    with pytest.raises((ValueError, FileNotFoundError), match="is not whole: split()|has no shards.json: split()"):
        query(folder, "SELECT 1 AS one")
    split(database, folder, SHARDS)
    assert_whole(database, folder)
    assert done == {file: file.stat().st_mtime_ns for file in done}, "what was whole has not been made again"


def test_killed_in_mid_copy(tmp_path: Path, database: Path) -> None:
    """From outside, as soon as there is a part of a file."""
    folder = tmp_path / "shards"
    code = "import sys; from sqlite_smma.shards import split; split(sys.argv[1], sys.argv[2], 4)"
    process = subprocess.Popen([sys.executable, "-c", code, database, folder])
    while process.poll() is None and not list(folder.glob("shard-*.part")):
        pass
    process.kill()
    assert process.wait() == -signal.SIGKILL
    split(database, folder, SHARDS)
    assert_whole(database, folder)


def test_whole_already(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shards"
    files = split(database, folder, SHARDS)
    times = [file.stat().st_mtime_ns for file in files]
    assert split(database, folder, SHARDS) == files
    assert [file.stat().st_mtime_ns for file in files] == times
