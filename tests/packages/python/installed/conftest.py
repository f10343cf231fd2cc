"""What the tests of the installed package share. They run in an environment that has the wheel, not the sources."""

from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest

CAN_LOAD = hasattr(sqlite3.Connection, "enable_load_extension")

SERIES = "SELECT 10.1 AS price UNION ALL SELECT 20.2 UNION ALL SELECT 30.3 UNION ALL SELECT 40.7"
# The bits of the averages over 3 prices, as ext/hosts/expected.txt has them.
BITS = "000000000000F87F000000000000F87F33333333333334408888888888083B40"
QUERY = f"SELECT hex(smma_array(price, 3)) FROM ({SERIES})"

needs_loading = pytest.mark.skipif(not CAN_LOAD, reason="this Python's sqlite3 loads no extensions")
needs_no_loading = pytest.mark.skipif(CAN_LOAD, reason="this Python's sqlite3 loads extensions")


def run_python(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, for what is once a process."""
    return subprocess.run([sys.executable, *options, "-c", code], capture_output=True, text=True, check=False)
