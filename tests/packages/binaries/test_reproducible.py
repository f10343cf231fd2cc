"""The same sources and tools give the same bytes, wherever and however often they are built."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from conftest import PACKAGES, ROOT, SOURCES, succeed


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_archives_of_another_folder_are_the_same(tmp_path: Path) -> None:
    sources, folder = tmp_path / "other sources", tmp_path / "other folder"
    shutil.copytree(SOURCES, sources)
    folder.mkdir()
    # Nothing that was compiled before is taken again, but for the libc of each platform.
    environment = {**os.environ, "ZIG_LOCAL_CACHE_DIR": str(tmp_path / "cache")}
    succeed([sys.executable, ROOT / "ext/packages/binaries.py", sources, folder], env=environment)
    assert files(folder / "archives") == files(PACKAGES / "archives")


def test_the_c_file_is_made_of_this_tree(tmp_path: Path) -> None:
    command, commit = ROOT / "ext/packages/amalgamate.py", os.environ["SMMA_COMMIT"]
    sources = os.environ["SMMA_SOURCES"].split()
    succeed([sys.executable, command, tmp_path, commit, *sources], cwd=ROOT)
    for name in ("sqlite-smma.c", "sqlite-smma.h"):
        assert (tmp_path / name).read_bytes() == (SOURCES / name).read_bytes()
