"""Every file in ext/hosts/python/, run as its hosts.json says, against the installed wheel."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest
import sqlite_smma

HOSTS = Path(__file__).resolve().parents[3] / "ext" / "hosts"
QUERIES = HOSTS / "queries.sql"
EXPECTED = (HOSTS / "expected.txt").read_text().splitlines()
ENTRIES = [
    (lists.parent, entry) for lists in HOSTS.glob("python/*/hosts.json") for entry in json.loads(lists.read_text())
]
RUN = [(folder, entry) for folder, entry in ENTRIES if "file" in entry]
LONGEST = 45
MOST_FILES = 12


def name(value: object) -> str:
    return value["title"] if isinstance(value, dict) else ""


@pytest.mark.parametrize(("folder", "entry"), RUN, ids=name)
def test_host(folder: Path, entry: dict) -> None:
    assert entry["tested"], "a host that cannot be tested says so in its note"
    filled = {"{file}": str(folder / entry["file"]), "{queries}": str(QUERIES), "python3": sys.executable}
    command = [filled.get(part, part) for part in entry["run"]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert lines[:-1] == EXPECTED[:-1], done.stderr
    assert EXPECTED[-1] in lines[-1], done.stderr
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("folder", "entry"), ENTRIES, ids=name)
def test_entry_says_what_it_has_to(folder: Path, entry: dict) -> None:
    if "cannot" in entry:
        assert set(entry) == {"title", "cannot"}
        return
    assert set(entry) == {"title", "file", "install", "run", "note", "tested"}
    text = (folder / entry["file"]).read_text()
    assert text.count("# [load]\n") == text.count("# [end]\n") == 1
    assert text.index("# [load]\n") < text.index("# [end]\n")
    assert len(text.splitlines()) <= LONGEST


@pytest.mark.parametrize(("folder", "entry"), RUN, ids=name)
def test_install_line_names_what_is_imported(folder: Path, entry: dict) -> None:
    """And nobody is told to install what is not in the lock file."""
    words = [word.strip("'").partition("[")[0].lower() for word in entry["install"].split()[2:]]
    installed = {found.metadata["Name"].lower().replace(".", "-"): found for found in distributions()}
    assert words[-1] == "sqlite-smma"
    assert {word.replace(".", "-") for word in words} <= set(installed), "tests/hosts/python/requirements.in"
    files = {top for word in words for top in top_level(installed[word.replace(".", "-")])}
    missing = {module for module in imports(folder / entry["file"]) if module not in files | sys.stdlib_module_names}
    assert missing <= BROUGHT_ALONG


# Comes with what the line installs.
BROUGHT_ALONG = {"harlequin_sqlite", "sqlalchemy"}


def imports(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {module.partition(".")[0] for module in plain | {n.module for n in nodes if isinstance(n, ast.ImportFrom)}}


def top_level(found: object) -> set[str]:
    return {path.parts[0].removesuffix(".py").partition(".")[0] for path in found.files or []}


def test_every_file_is_listed() -> None:
    listed = {folder / entry["file"] for folder, entry in RUN}
    assert listed == set(HOSTS.glob("python/*/*.py"))


def test_folders_are_small() -> None:
    for folder in HOSTS.glob("python/*/"):
        assert len(list(folder.iterdir())) <= MOST_FILES


def test_is_the_installed_package() -> None:
    assert "site-packages" in Path(sqlite_smma.__file__).parts


def test_libsql_cannot() -> None:
    """What hosts.json says of it is still so."""
    import libsql

    assert not hasattr(libsql.Connection, "load_extension")
    connection = libsql.connect(":memory:")
    with pytest.raises(ValueError, match="not authorized"):
        connection.execute("SELECT load_extension('x')").fetchone()
