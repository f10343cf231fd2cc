"""Built twice, in another folder and at another time: the same bytes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from conftest import PACKAGES, SDIST, TOP, WHEELS, run

MAKE = TOP / "ext" / "python" / "wheels.py"


def build(folder: Path, epoch: str, mask: int) -> dict[str, bytes]:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch, "TZ": "Asia/Kathmandu", "LC_ALL": "C"}
    done = run(
        sys.executable, MAKE, PACKAGES / "source", PACKAGES, folder, env=environment, umask=mask, cwd=folder.parent
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_built_twice(tmp_path: Path) -> None:
    epoch = run("git", "log", "-1", "--format=%ct", cwd=TOP).stdout.strip()
    made = {file.name: file.read_bytes() for file in (SDIST, *WHEELS)}
    (tmp_path / "elsewhere").mkdir()
    again = build(tmp_path / "elsewhere" / "packages", epoch, 0o077)
    assert sorted(again) == sorted(made)
    assert [name for name in made if made[name] != again[name]] == []
