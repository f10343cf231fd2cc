"""The one C file (SPEC 6.4): it compiles without a warning wherever it may be compiled, by the commands at its head."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, SOURCES, succeed

STRICT = ["-std=c11", "-O3", "-fPIC", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"]
COMPILERS = ["gcc", next((name for name in ("clang-19", "clang") if shutil.which(name)), "clang")]


def commands() -> list[str]:
    """The commands at the head of the file: for the machine's own compiler, Mac, Windows, and for a program."""
    text = (SOURCES / "sqlite-smma.c").read_text(encoding="utf-8")
    return re.findall(r"^\*\* {5}(.*)$", text[: text.index("*/")], re.MULTILINE)


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("flags", [[], ["-DSQLITE_CORE"], ["-DSMMA_SCALAR"], ["-march=native"]])
def test_compiles_without_a_warning(compiler: str, flags: list[str], tmp_path: Path) -> None:
    succeed([compiler, *STRICT, *flags, "-c", SOURCES / "sqlite-smma.c", "-o", tmp_path / "smma.o"])


@pytest.mark.parametrize("compiler", COMPILERS)
def test_by_the_command_at_its_head(compiler: str, tmp_path: Path) -> None:
    shared, _, windows, program = commands()
    assert windows.startswith("zig cc")
    for file in SOURCES.iterdir():
        shutil.copy(file, tmp_path)
    for command in (shared, program):
        succeed(command.replace("cc", compiler, 1).split(), cwd=tmp_path)
    shown = succeed(["nm", "-D", "--defined-only", tmp_path / "smma.so"])
    assert [line.split()[-1] for line in shown.splitlines()] == ["sqlite3_smma_init"]
    # The files of sql/ say what they say of the build of this tree.
    succeed([ROOT / "tests/sql/run", tmp_path / "smma"], cwd=ROOT)


PROGRAM = """
#include "sqlite-smma.h"
#include <stdio.h>
int main(void) {
  sqlite3_auto_extension((void (*)(void))sqlite3_smma_init);
  sqlite3 *db;
  sqlite3_stmt *query;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) return 1;
  if (sqlite3_prepare_v2(db, "SELECT smma(column1, 2) FROM (VALUES (1), (2), (5.5))", -1, &query, 0) != SQLITE_OK) return 1;
  if (sqlite3_step(query) != SQLITE_ROW) return 1;
  double prices[] = {1, 2, 5.5};
  if (smma_into(prices, prices, 3, 2) != SMMA_OK) return 1;
  printf("%s %g %g\\n", smma_version(), sqlite3_column_double(query, 0), prices[2]);
  sqlite3_finalize(query);
  return sqlite3_close(db);
}
"""


@pytest.mark.parametrize(("compiler", "standard", "suffix"), [("gcc", "c11", "c"), ("g++", "c++17", "cc")])
def test_linked_into_a_program(compiler: str, standard: str, suffix: str, tmp_path: Path) -> None:
    source = tmp_path / f"program.{suffix}"
    source.write_text(PROGRAM, encoding="utf-8")
    compiled = tmp_path / "smma.o"
    succeed(["gcc", "-std=c11", "-O3", "-DSQLITE_CORE", "-c", SOURCES / "sqlite-smma.c", "-o", compiled])
    flags = [f"-std={standard}", "-Wall", "-Wextra", "-Werror", f"-I{SOURCES}"]
    succeed([compiler, *flags, source, compiled, "-lsqlite3", "-lm", "-o", tmp_path / "program"])
    assert succeed([tmp_path / "program"]).split()[1:] == ["3.5", "3.5"]
