"""Nodes that replay logs: the extension of one build each, in a SQLite that can load it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/packages/binaries"))

from conftest import BUILD, PLATFORMS, extension, succeed
from log import Request
from programs import RUNNERS, compiled, musl_for_arm64, program_name, run, sqlite_object

SOURCE = ROOT / "tests/statements/replay.c"
NATIVE = {"gcc -O3": BUILD / "smma.so", "clang -O0": Path(os.environ["SMMA_OTHER_EXTENSION"]).resolve()}
BUILDS = [*NATIVE, *RUNNERS]
# Everything that sql/live.sql keeps, by its bits.
STATE = """
SELECT symbol, ts, hex(float64_array(close)), volume FROM prices GROUP BY symbol, ts;
SELECT symbol, period, ts, hex(before), hex(state) FROM live_averages;
SELECT symbol, period, ts, hex(float64_array(smma)) FROM live GROUP BY symbol, period;
PRAGMA integrity_check;
"""
# Rows of live that are not what smma() says of the bars there.
WRONG = """
SELECT count(*) FROM live
 WHERE smma IS NOT (SELECT smma(price, live.period)
                      FROM (SELECT close AS price FROM prices WHERE symbol = live.symbol ORDER BY ts));
"""


@dataclass
class Node:
    build: str
    file: Path

    def replay(self, requests: list[Request], *, with_functions: bool = True) -> list[str]:
        """The outcome of each request: ok, or its error."""
        text = "".join(request.text() for request in requests)
        done = self._run(text, with_functions)
        assert done.returncode == 0, done.stderr
        outcomes = done.stdout.replace("\r", "").splitlines()
        assert len(outcomes) == len(requests), done.stdout + done.stderr
        return outcomes

    def _run(self, text: str, with_functions: bool) -> subprocess.CompletedProcess[str]:
        if self.build in NATIVE:
            words = [BUILD / "replay", self.file, *([NATIVE[self.build]] if with_functions else [])]
            return subprocess.run(
                [str(word) for word in words], input=text, capture_output=True, text=True, check=False
            )
        platform = PLATFORMS[self.build]
        library = os.path.relpath(extension(platform), Path.cwd())
        return run(platform, [program(self.build), self.file, *([library] if with_functions else [])], text)

    def ask(self, sql: str) -> list[str]:
        """What this tree's build says, in the machine's own SQLite."""
        return succeed(["sqlite3", "-bail", self.file, f".load '{BUILD / 'smma'}'", sql]).splitlines()

    def state(self) -> list[str]:
        return self.ask(STATE)

    def copy_of(self, other: Node) -> None:
        shutil.copy(other.file, self.file)


def program(build: str) -> Path:
    if build == "linux-arm64-musl":
        musl_for_arm64(os.environ["SMMA_DEBIAN_MIRROR"])
    sqlite = Path(os.environ["SMMA_SQLITE_SOURCES"]).resolve() / os.environ["SMMA_SQLITE_NEWEST"]
    platform = PLATFORMS[build]
    return compiled(
        platform, program_name(platform, "replay"), [f"-I{sqlite}", SOURCE, sqlite_object(platform, sqlite)]
    )
