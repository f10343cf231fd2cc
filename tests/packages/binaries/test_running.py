"""The binaries at work: those of this processor and libc, and of others under emulators (qemu-user, Wine). What they
answer is what the build of this tree answers, bit for bit and word for word."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import BUILD, PLATFORMS, ROOT, Platform, extension, succeed
from programs import RUNNERS, command_line, digest, musl_for_arm64, run

# Prices of a walk, with gaps and a jump, by whole numbers: the same in every SQLite.
PRICES = """
CREATE TABLE prices AS
WITH RECURSIVE walk(i, state, price) AS (
  VALUES (1, 12345, 1000000)
  UNION ALL
  SELECT i + 1, (state * 1103515245 + 12345) % 2147483648,
         price + (state / 65536) % 2001 - 1000 + CASE i WHEN 700 THEN 300000 ELSE 0 END
    FROM walk WHERE i < 3000)
SELECT i, CASE WHEN i % 97 > 0 THEN price / 1000.0 END AS close, (price + 1500) / 1000.0 AS high,
       (price - 1500) / 1000.0 AS low FROM walk;
"""
BITS = [
    *(f"SELECT hex(smma_array(close, {period}, i)) FROM prices;" for period in (1, 2, 14, 200, 1000)),
    *(
        f"SELECT hex(float64_array(a)) FROM (SELECT {call} OVER (ORDER BY i ROWS {frame} PRECEDING) AS a FROM prices);"
        for call in ("smma(close, 14)", "rsi(close, 14)", "atr(high, low, close, 14)", "adx(high, low, close, 7)")
        for frame in ("UNBOUNDED", "49")
    ),
    "SELECT hex(smma_state(close, 14)) FROM prices;",
    "SELECT hex(float64_array(smma)) FROM smma_series('SELECT close FROM prices ORDER BY i', 5, 60, 11);",
]
ERRORS = [
    "SELECT smma('n/a', 14);",
    "SELECT smma(1e400, 14);",
    "SELECT smma(1, 0);",
    "SELECT rsi(close, i) FROM prices;",
    "SELECT smma(close, 14, -i) FROM prices;",
    "SELECT smma_value('text');",
    "SELECT * FROM smma_series('DELETE FROM prices', 14);",
    "SELECT * FROM smma_series('SELECT close FROM nowhere', 14);",
]


def script(file: Path | str) -> str:
    return "\n".join([f".load '{file}'", PRICES, *BITS, *ERRORS])


def answers(output: str) -> list[str]:
    return output.replace("\r", "").splitlines()


def errors(output: str) -> list[str]:
    """The texts of the errors: before them the command line says where, as `Runtime error near line 7: `. Wine has
    things to say as well."""
    return [line.split(": ", 1)[1] for line in answers(output) if "rror" in line.split(": ")[0]]


@pytest.fixture(scope="session")
def of_this_tree(sqlite_sources: Path) -> tuple[list[str], list[str]]:
    platform = PLATFORMS["linux-x64-gnu"]
    program = command_line(platform, *newest(sqlite_sources))
    done = run(platform, [program, ":memory:"], script(BUILD / "smma"))
    assert len(answers(done.stdout)) == len(BITS)
    assert len(errors(done.stderr)) == len(ERRORS)
    return answers(done.stdout), errors(done.stderr)


def newest(sqlite_sources: Path) -> tuple[Path, Path]:
    return sqlite_sources / os.environ["SMMA_SQLITE_NEWEST"], sqlite_sources / "cli"


@pytest.fixture(params=RUNNERS)
def platform(request: pytest.FixtureRequest) -> Platform:
    if request.param == "linux-arm64-musl":
        musl_for_arm64(os.environ["SMMA_DEBIAN_MIRROR"])
    return PLATFORMS[request.param]


def test_sql(platform: Platform, sqlite_sources: Path, of_this_tree: tuple[list[str], list[str]]) -> None:
    program = command_line(platform, *newest(sqlite_sources))
    file = os.path.relpath(extension(platform), ROOT)
    done = run(platform, [program, ":memory:"], script(file))
    bits, texts = of_this_tree
    assert answers(done.stdout) == bits, done.stderr
    assert errors(done.stderr) == texts


def test_digest(platform: Platform, sqlite_sources: Path) -> None:
    done = run(platform, [digest(platform, newest(sqlite_sources)[0])])
    assert done.returncode == 0, done.stderr
    assert answers(done.stdout) == (ROOT / "tests/core/digest.txt").read_text(encoding="utf-8").splitlines()


def test_queries_of_the_project_in_the_machines_own_sqlite() -> None:
    """The files of sql/, as installed from the archive."""
    succeed([ROOT / "tests/sql/run", extension(PLATFORMS["linux-x64-gnu"]).with_suffix("")], cwd=ROOT)
