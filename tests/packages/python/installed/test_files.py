"""loadable_path(), and what it says where there is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pysqlite3
import sqlite_smma


def test_is_a_file_with_its_suffix() -> None:
    path = Path(sqlite_smma.loadable_path())
    assert path.is_absolute()
    assert path.is_file()
    assert path.name == "smma.so"


def test_is_taken_with_and_without_its_suffix() -> None:
    for path in (sqlite_smma.loadable_path(), sqlite_smma.loadable_path().removesuffix(".so")):
        connection = pysqlite3.connect(":memory:")
        connection.enable_load_extension(True)
        connection.load_extension(path)
        assert connection.execute("SELECT smma_version()").fetchone() == (sqlite_smma.__version__,)


def copied(folder: Path, *files: str) -> str:
    """What loadable_path() says in a copy of the package whose binaries are these."""
    package = folder / "sqlite_smma"
    shutil.copytree(Path(sqlite_smma.__file__).parent, package)
    (package / "smma.so").unlink()
    for file in files:
        (package / file).touch()
    code = "import sqlite_smma; sqlite_smma.loadable_path()"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    return done.stderr.strip().splitlines()[-1]


CURE = "pip install --force-reinstall --no-cache-dir sqlite-smma` on this machine, with this Python."


def test_without_a_binary(tmp_path: Path) -> None:
    text = copied(tmp_path)
    start = f"sqlite_smma._errors.LoadError: loadable_path(): {tmp_path}/sqlite_smma/smma.so is not there: the package"
    assert text.startswith(f"{start} has no binary. It was installed for py3-none-manylinux")
    assert text.endswith(CURE)


def test_with_a_binary_of_another_system(tmp_path: Path) -> None:
    text = copied(tmp_path, "smma.dll")
    assert "smma.so is not there: there is smma.dll, of another system. It was installed for py3-none-manylinux" in text
    assert text.endswith(CURE)
