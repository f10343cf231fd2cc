"""Who is compared: every peer can be timed and asked for its averages."""

from __future__ import annotations

import ctypes
import importlib.metadata
import math
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy
import pandas
import talib
import tulipy

from native import Array, Native, RefusedError, address_of

IN_C = "called from C"
IN_PYTHON = "called from Python"


class Peer(Protocol):
    name: str
    group: str

    def timer(self, prices: Array, out: Array, period: int, calls: int) -> Callable[[], float]:
        """What gives the seconds of one call, after one that is not timed. All peers share out."""

    def averages(self, prices: Array, period: int) -> Array:
        """NaN before the period-th price. Raises RefusedError."""


@dataclass
class NativePeer:
    """A function of the C signature peers_average, timed in C."""

    name: str
    native: Native
    average: int
    in_place: bool = False
    group: str = IN_C

    def timer(self, prices: Array, out: Array, period: int, calls: int) -> Callable[[], float]:
        return lambda: self._seconds(prices, out, period, calls)

    def averages(self, prices: Array, period: int) -> Array:
        out = numpy.zeros(len(prices))
        self._seconds(prices, out, period, 1)
        return out

    def _seconds(self, prices: Array, out: Array, period: int, calls: int) -> float:
        return self.native.seconds(
            self.average, prices, out, period, in_place=self.in_place, calls=calls
        )


def as_they_are(prices: Array, _period: int) -> Array:
    return prices


@dataclass
class PythonPeer:
    """A function of Python that returns a new array, timed in Python."""

    name: str
    average: Callable[[Any, int], Array]
    prepare: Callable[[Array, int], Any] = as_they_are  # not timed
    group: str = IN_PYTHON

    def timer(self, prices: Array, _out: Array, period: int, calls: int) -> Callable[[], float]:
        prepared = self.prepare(prices, period)
        return lambda: self._seconds(prepared, period, calls)

    def averages(self, prices: Array, period: int) -> Array:
        try:
            result = numpy.asarray(self.average(self.prepare(prices, period), period))
        except Exception as error:  # each library has errors of its own
            raise RefusedError(str(error)) from error
        start = numpy.full(len(prices) - len(result), math.nan)
        return numpy.concatenate([start, result])

    def _seconds(self, prepared: Any, period: int, calls: int) -> float:  # noqa: ANN401
        self.average(prepared, period)
        start = time.perf_counter()
        for _ in range(calls):
            self.average(prepared, period)
        return (time.perf_counter() - start) / calls


# ----------------------------------------------------------------------------- pandas


def seeded_series(prices: Array, period: int) -> pandas.Series[float]:
    """The prices with the first `period` replaced by their mean, rounded once."""
    mean = math.fsum(prices[:period]) / period
    return pandas.Series(numpy.concatenate([[mean], prices[period:]]))


def pandas_ewm(series: pandas.Series[float], period: int) -> Array:
    return numpy.asarray(series.ewm(alpha=1 / period, adjust=False).mean())


# ------------------------------------------------------- the C libraries in the wheels


def talib_library() -> ctypes.CDLL | None:
    """Wheels carry it in ta_lib.libs (Linux) or talib/.dylibs (macOS)."""
    package = Path(talib.__file__).parent
    found = [
        *package.parent.glob("ta_lib.libs/libta*lib*.so*"),
        *package.glob(".dylibs/libta*lib*.dylib"),
    ]
    return ctypes.CDLL(str(found[0])) if found else None


def wheel_peers(native: Native, left_out: list[str]) -> list[Peer]:
    peers: list[Peer] = []
    library = talib_library()
    if library is None:
        left_out.append("TA-Lib's TA_RMA(), called from C: its wheel here has no library to load")
    else:
        native.library.peers_use_talib(address_of(library, "TA_RMA"))
        peers.append(
            NativePeer("TA-Lib TA_RMA()", native, address_of(native.library, "peers_talib"))
        )
    tulip = ctypes.CDLL(tulipy.lib.__file__)
    if not hasattr(tulip, "ti_wilders"):
        left_out.append("Tulip's ti_wilders(), called from C: its wheel here does not show it")
    else:
        native.library.peers_use_tulip(address_of(tulip, "ti_wilders"))
        peers.append(
            NativePeer("Tulip ti_wilders()", native, address_of(native.library, "peers_tulip"))
        )
    return peers


# -------------------------------------------------------------------------------- all


def all_peers(native: Native, left_out: list[str]) -> list[Peer]:
    """The first of each group is this library. Adds to left_out who is missing, and why."""

    def peer(name: str, function: str, *, in_place: bool = False) -> NativePeer:
        return NativePeer(name, native, address_of(native.library, function), in_place)

    def rust(name: str, function: str) -> NativePeer:
        return NativePeer(name, native, address_of(native.rust, function))

    peers: list[Peer] = [
        peer("smma_into()", "peers_smma_into"),
        peer("smma_into(), in place", "peers_smma_into", in_place=True),
        rust("Wickra batch_fast_into()", "peers_wickra_fast"),
        rust("Wickra batch_nan_into(), exact", "peers_wickra_exact"),
        rust("VectorTA smma_into()", "peers_vectorta_smma"),
        rust("VectorTA wilders_into()", "peers_vectorta_wilders"),
        *wheel_peers(native, left_out),
        peer("loop, a*s + b*x", "peers_plain_loop"),
    ]
    if native.has_fused():
        peers.append(peer("loop, fma(a, s, b*x)", "peers_fused_loop"))
    else:
        left_out.append("the fused loop: this processor or build has no fused multiply-add")
    return [
        *peers,
        PythonPeer("smma_into() by ctypes", native.smma),
        PythonPeer("TA-Lib RMA()", talib.RMA),
        PythonPeer("Tulip wilders()", tulipy.wilders),
        PythonPeer("pandas ewm().mean()", pandas_ewm, seeded_series),
    ]


def crate_versions() -> dict[str, str]:
    lock = tomllib.loads((Path(__file__).parent / "Cargo.lock").read_text())
    return {package["name"]: package["version"] for package in lock["package"]}


def versions(native: Native) -> dict[str, str]:
    crates = crate_versions()
    installed = importlib.metadata.version
    in_wheel = talib.func.__ta_version__.decode().split(" ")[0]
    return {
        "Wickra": f"wickra-core {crates['wickra-core']}, its scan with"
        f" {native.wickra_instructions()}",
        "VectorTA": f"vector-ta {crates['vector-ta']}, scalar: its AVX needs a nightly Rust",
        "TA-Lib": f"{in_wheel} in the Python wheel {installed('TA-Lib')}",
        "Tulip": f"{tulipy.TI_VERSION} in newtulipy {installed('newtulipy')}",
        "pandas": f"{installed('pandas')}, numpy {installed('numpy')}",
    }
