"""array(): blobs of float64, with numpy and without."""

from __future__ import annotations

import numpy
import pysqlite3
import pytest
import sqlite_smma
from conftest import SERIES, run_python


@pytest.fixture(scope="module")
def blob() -> bytes:
    connection = pysqlite3.connect(":memory:")
    sqlite_smma.load(connection)
    return connection.execute(f"SELECT smma_array(price, 3) FROM ({SERIES})").fetchone()[0]


def test_numpy(blob: bytes) -> None:
    values = sqlite_smma.array(blob)
    assert isinstance(values, numpy.ndarray)
    assert values.dtype == numpy.float64
    assert values.tobytes() == blob
    assert numpy.isnan(values).tolist() == [True, True, False, False]
    assert numpy.shares_memory(values, numpy.frombuffer(blob))
    assert not values.flags.writeable


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_kinds_of_bytes(blob: bytes, kind: type) -> None:
    values = sqlite_smma.array(kind(blob))
    assert values.tobytes() == blob
    assert not values.flags.writeable


def test_empty() -> None:
    assert len(sqlite_smma.array(b"")) == 0


def test_without_numpy(blob: bytes) -> None:
    done = run_python(
        f"""
import sys
sys.modules["numpy"] = None  # as if it were not installed
import array, sqlite_smma
for kind in (bytes, bytearray, memoryview):
    values = sqlite_smma.array(kind({blob!r}))
    assert type(values) is array.array and values.typecode == "d", values
    assert values.tobytes() == {blob!r}
    assert values.tolist()[2] == 20.2
assert len(sqlite_smma.array(b"")) == 0
"""
    )
    assert done.returncode == 0, done.stderr


TAKES = "it takes the BLOB of smma_array() or float64_array(), as the query returns it"


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (b"1234567890", ValueError, f"array(): 10 bytes are no float64 values: {TAKES}"),
        (None, TypeError, f"array(): None is of type NoneType: {TAKES}"),
        (3.5, TypeError, f"array(): 3.5 is of type float: {TAKES}"),
        ("x" * 100, TypeError, f"array(): '{'x' * 59} is of type str: {TAKES}"),
        ((b"",), TypeError, f"array(): (b'',) is of type tuple: {TAKES}"),
    ],
)
def test_errors(value, error: type[Exception], text: str) -> None:
    with pytest.raises(error) as raised:
        sqlite_smma.array(value)
    assert str(raised.value) == text
