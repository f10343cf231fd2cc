"""The sdist: pip compiles its one C file, with the compiler that is there."""

from __future__ import annotations

import os
import shutil
import tarfile
from pathlib import Path

import pytest
from conftest import SDIST, install, new_environment, run

PYTHON = shutil.which("python3", path="/usr/bin:/usr/local/bin") or "python3"
CURE = (
    "sqlite-smma is compiled from one C file, which needs a C11 compiler and its headers (Debian: apt install gcc "
    "libc6-dev; Alpine: apk add gcc musl-dev; macOS: xcode-select --install), or one that CC names; or zig: pip install "
    "'ziglang>=0.15,<0.17'."
)
ASK = """
import sqlite3, sqlite_smma
connection = sqlite3.connect(":memory:")
if hasattr(connection, "enable_load_extension"):
    sqlite_smma.load(connection)
else:
    sqlite_smma.load_everywhere()
    connection = sqlite3.connect(":memory:")
print(connection.execute("SELECT round(smma(value, 2), 3) FROM json_each('[1, 2, 5.5]')").fetchone()[0])
print(connection.execute("SELECT smma_debug()").fetchone()[0])
"""


def environment_with(**variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("CC", "CFLAGS", "LDFLAGS")}
    return {**kept, **variables}


def test_what_is_in_it() -> None:
    with tarfile.open(SDIST) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
        assert all((entry.uid, entry.gid) == (0, 0) for entry in archive)
    assert {f"native/{name}" for name in ("sqlite-smma.c", "sqlite-smma.h", "sqlite3.h", "sqlite3ext.h")} <= names
    assert {"LICENSE", "README.md", "hatch_build.py", "pyproject.toml", "PKG-INFO"} <= names
    assert not [name for name in names if name.startswith("sqlite_smma/smma.") or ".git" in name]


def test_is_compiled_where_it_is_installed(tmp_path: Path) -> None:
    python = new_environment(tmp_path / "env", PYTHON)
    done = install(python, SDIST, env=environment_with())
    assert done.returncode == 0, done.stderr
    done = run(python, "-c", ASK, cwd=tmp_path)
    average, debug = done.stdout.split("\n", 1)
    assert average == "3.5", done.stderr
    assert "Compiler: gcc" in debug
    where = next((tmp_path / "env").glob("lib/python*/site-packages/sqlite_smma-*.dist-info/WHEEL"))
    assert "Tag: py3-none-linux_" in where.read_text()


def test_flags_are_the_users(tmp_path: Path) -> None:
    python = new_environment(tmp_path / "env", PYTHON)
    environment = environment_with(CC="gcc -DSMMA_COMMIT='\"of-the-user\"'", CFLAGS="-g0", LDFLAGS="-Wl,-O1")
    done = install(python, SDIST, env=environment)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("compiler", ["/nowhere/cc", "cc -no-such-flag"])
def test_a_compiler_that_fails(compiler: str, tmp_path: Path) -> None:
    python = new_environment(tmp_path / "env", PYTHON)
    done = install(python, SDIST, env=environment_with(CC=compiler))
    assert done.returncode != 0
    text = " ".join(done.stderr.split())
    assert f"RuntimeError: {compiler} -std=c11 -O3 -fPIC -shared -s sqlite-smma.c -o " in text
    assert text.count(CURE) >= 1


def path_without_compilers(folder: Path) -> str:
    """The commands that pip needs, in a folder of their own."""
    folder.mkdir()
    for name in ("env", "sh", "uname", "ldd", "ldconfig", "cat", "ls", "rm"):
        found = shutil.which(name)
        if found:
            (folder / name).symlink_to(found)
    return str(folder)


def test_zig_compiles_it_where_there_is_no_compiler(tmp_path: Path) -> None:
    python = new_environment(tmp_path / "env", PYTHON)
    environment = environment_with(PATH=path_without_compilers(tmp_path / "bin"))
    # ziglang comes from pip's cache, or from PyPI.
    done = run(*_uv_with_cache(python), SDIST, env=environment)
    assert done.returncode == 0, done.stderr
    done = run(python, "-c", ASK, cwd=tmp_path)
    assert done.stdout.startswith("3.5\n"), done.stderr
    assert "Compiler: clang" in done.stdout


def _uv_with_cache(python: Path) -> list[object]:
    from conftest import UV

    return [UV, "pip", "install", "--python", python, "--reinstall-package", "sqlite-smma"]


def test_no_compiler_and_no_zig(tmp_path: Path) -> None:
    """Without build isolation nothing is installed for the build."""
    python = new_environment(tmp_path / "env", PYTHON)
    assert install(python, "hatchling", "packaging").returncode == 0
    environment = environment_with(PATH=path_without_compilers(tmp_path / "bin"))
    done = install(python, "--no-build-isolation", SDIST, env=environment)
    assert done.returncode != 0
    assert f"RuntimeError: No C compiler was found. {CURE}" in " ".join(done.stderr.split())
