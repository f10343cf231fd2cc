"""Blobs of float64 as arrays."""

from __future__ import annotations

import sys
from array import array as array_of
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

_FLOAT64_BYTES = 8


def array(blob: bytes | bytearray | memoryview) -> NDArray[float64]:
    """The values of a blob of smma_array() or float64_array().

    A read-only numpy array over the blob's own bytes, without a copy; where numpy is not installed, an
    array.array("d"), which has the same length, items, slices and tolist().
    """
    size = _size(blob)
    if size % _FLOAT64_BYTES != 0:
        raise ValueError(f"array(): {size} bytes are no float64 values: it takes {_TAKES}")
    try:
        import numpy
    except ImportError:
        return cast("NDArray[float64]", _plain(blob))
    values: NDArray[float64] = numpy.frombuffer(blob, dtype="<f8").astype(numpy.float64, copy=False)
    values.flags.writeable = False
    return values


_TAKES = "the BLOB of smma_array() or float64_array(), as the query returns it"


def _size(blob: object) -> int:
    if isinstance(blob, (bytes, bytearray)):
        return len(blob)
    if isinstance(blob, memoryview):
        return blob.nbytes
    raise TypeError(f"array(): {blob!r:.60} is of type {type(blob).__name__}: it takes {_TAKES}")


def _plain(blob: bytes | bytearray | memoryview) -> array_of[float]:
    values = array_of("d")
    values.frombytes(blob)
    if sys.byteorder == "big":
        values.byteswap()
    return values
