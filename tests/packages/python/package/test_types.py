"""The types, as a user's checker reads them from the installed wheel."""

from __future__ import annotations

import sys
from pathlib import Path

from conftest import PACKAGES, install, new_environment, run

USE = """
import sqlite3
import sqlite_smma

connection = sqlite3.connect(":memory:")
sqlite_smma.load(connection)
reveal_type(sqlite_smma.loadable_path())
reveal_type(sqlite_smma.load(connection))
sqlite_smma.array(3)
sqlite_smma.lode
"""


def test_are_found(tmp_path: Path) -> None:
    python = new_environment(tmp_path / "env", sys.executable)
    done = install(python, "--no-index", "--find-links", PACKAGES / "python", "sqlite-smma")
    assert done.returncode == 0, done.stderr
    (tmp_path / "use.py").write_text(USE)
    done = run(
        *(sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", "--python-executable", python),
        "use.py",
        cwd=tmp_path,
    )
    lines = [line.partition(": ")[2] for line in done.stdout.splitlines()]
    assert lines[0] == 'note: Revealed type is "str"'
    assert lines[1] == 'note: Revealed type is "None"'
    assert (
        'error: Argument 1 to "array" has incompatible type "int"; expected "bytes | bytearray | memoryview' in lines[2]
    )
    assert lines[3].startswith('error: Module has no attribute "lode"')
