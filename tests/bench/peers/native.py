"""The two shared libraries, libpeers (peers.h) and libpeers_rust (src/lib.rs), through ctypes."""

from __future__ import annotations

import ctypes
from pathlib import Path

import numpy
from numpy.typing import NDArray

Array = NDArray[numpy.float64]

SIZE = ctypes.c_size_t
AVERAGE = (ctypes.c_void_p, ctypes.c_void_p, SIZE, SIZE)


class RefusedError(Exception):
    """A peer does not take these prices or this period."""


def address_of(library: ctypes.CDLL, name: str) -> int:
    address = ctypes.cast(getattr(library, name), ctypes.c_void_p).value
    assert address is not None
    return address


class Native:
    def __init__(self, measuring: Path, rust: Path) -> None:
        # By absolute path: a bare name would be looked for among the system's libraries.
        self.library = ctypes.CDLL(str(measuring.resolve()))
        self.rust = ctypes.CDLL(str(rust.resolve()))
        self._declare(
            "peers_seconds", ctypes.c_double, ctypes.c_void_p, *AVERAGE, ctypes.c_int, SIZE
        )
        self._declare("peers_largest_error", ctypes.c_double, *AVERAGE)
        self._declare("peers_smma_into", ctypes.c_int, *AVERAGE)
        self._declare("peers_has_fused", ctypes.c_int)
        self._declare("peers_use_talib", None, ctypes.c_void_p)
        self._declare("peers_use_tulip", None, ctypes.c_void_p)
        self._declare("peers_price_kinds", SIZE)
        self._declare("peers_price_kind_name", ctypes.c_char_p, SIZE)
        self._declare("peers_fill_prices", None, SIZE, ctypes.c_void_p, SIZE)
        for name in ("peers_version", "peers_kernel", "peers_compiler"):
            self._declare(name, ctypes.c_char_p)
        self.rust.peers_wickra_instructions.restype = ctypes.c_char_p

    def _declare(self, name: str, result: type | None, *arguments: type) -> None:
        function = getattr(self.library, name)
        function.restype = result
        function.argtypes = arguments

    def text(self, name: str) -> str:
        return str(getattr(self.library, name)().decode())

    def wickra_instructions(self) -> str:
        return str(self.rust.peers_wickra_instructions().decode())

    def has_fused(self) -> bool:
        return bool(self.library.peers_has_fused())

    def price_kinds(self) -> list[str]:
        count = self.library.peers_price_kinds()
        return [self.library.peers_price_kind_name(kind).decode() for kind in range(count)]

    def prices(self, kind: int, count: int) -> Array:
        prices = numpy.empty(count)
        self.library.peers_fill_prices(kind, prices.ctypes.data, count)
        return prices

    def largest_error(self, prices: Array, averages: Array, period: int) -> float:
        """In units of epsilon * max|price so far|."""
        assert len(averages) == len(prices)
        assert averages.flags.c_contiguous
        return float(
            self.library.peers_largest_error(
                prices.ctypes.data, averages.ctypes.data, len(prices), period
            )
        )

    def seconds(
        self, average: int, prices: Array, out: Array, period: int, *, in_place: bool, calls: int
    ) -> float:
        """One call's, from a clock in C."""
        seconds = float(
            self.library.peers_seconds(
                average, prices.ctypes.data, out.ctypes.data, len(prices), period, in_place, calls
            )
        )
        if seconds < 0:
            raise RefusedError
        return seconds

    def smma(self, prices: Array, period: int) -> Array:
        """This library as one calls it from Python: a new array, as the others return."""
        out = numpy.empty_like(prices)
        status = self.library.peers_smma_into(
            prices.ctypes.data, out.ctypes.data, len(prices), period
        )
        if status != 0:
            raise RefusedError
        return out
