"""Other libraries' averages beside ours: speed and largest error, in one program.

    bench_peers.py [--quick] [--json FILE] [--commit NAME] [--rust TEXT] libpeers libpeers_rust

Those of a group take turns, round after round, in a new order each. A time is the median of the
rounds, a ratio the median of the ratios within each round, which a slow round cannot move.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import random
import resource
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy

from native import Native, RefusedError
from peers import IN_C, IN_PYTHON, Peer, all_peers, versions

PERIOD = 14
SIZES = (10_000, 100_000, 1_000_000)
PRICES_A_TURN = 200_000  # in one call where there are more
TRIES = 20
PERIODS = (14, 200, 20_000)

HOW_COMPARED = """\
  All start with the mean of the first `period` prices and show NaN before it. Those of a group take
  turns, in a new order every round; a turn begins with a call that is not timed, and is taken again
  when another program interrupts it.
  Called from C: one clock in C around each call, the arrays are the same for all and there
  beforehand. Wickra makes a new indicator a call. TA_RMA() and ti_wilders() are the C functions
  inside the Python wheels.
  Called from Python: what a user calls; every call returns a new array, ours too.
  pandas starts with its first price: it is given the mean of the first `period`, rounded once, in
  place of those. So its seed has next to no error."""


@dataclass
class Speed:
    """One peer at one size."""

    group: str
    peer: str
    prices: int
    period: int
    rounds: int
    calls_a_round: int
    nanoseconds: float  # a price
    minimum: float
    maximum: float
    ours_times_as_fast: float


@dataclass
class LargestError:
    """None: the peer does not take these prices or this period."""

    group: str
    peer: str
    kind: str
    prices: int
    period: int
    epsilons: float | None


# ------------------------------------------------------------------------- measuring


def calls_a_turn(count: int) -> int:
    return max(1, PRICES_A_TURN // count)


def undisturbed(timer: Callable[[], float]) -> float:
    """Takes a turn again when another program had the processor meanwhile, TRIES times at most."""
    seconds = math.nan
    for _ in range(TRIES):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw
        seconds = timer()
        if resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw == before:
            break
    return seconds


def measure_rounds(
    native: Native, peers: list[Peer], count: int, rounds: int
) -> dict[str, list[float]]:
    """The seconds of a call, by the peer's name and by round."""
    prices = native.prices(0, count)
    out = numpy.zeros(count)
    calls = calls_a_turn(count)
    turns = [(peer.name, peer.timer(prices, out, PERIOD, calls)) for peer in peers]
    seconds: dict[str, list[float]] = {peer.name: [] for peer in peers}
    order = random.Random(PERIOD)
    for _ in range(rounds):
        order.shuffle(turns)
        for name, timer in turns:
            seconds[name].append(undisturbed(timer))
    return seconds


def measure_group(native: Native, peers: list[Peer], count: int, rounds: int) -> list[Speed]:
    """The first of the peers is this library."""
    seconds = measure_rounds(native, peers, count, rounds)
    ours = seconds[peers[0].name]
    speeds = []
    for peer in peers:
        theirs = seconds[peer.name]
        ratios = [their / our for their, our in zip(theirs, ours, strict=True)]
        to_nanoseconds = 1e9 / count
        speeds.append(
            Speed(
                group=peer.group,
                peer=peer.name,
                prices=count,
                period=PERIOD,
                rounds=rounds,
                calls_a_round=calls_a_turn(count),
                nanoseconds=statistics.median(theirs) * to_nanoseconds,
                minimum=min(theirs) * to_nanoseconds,
                maximum=max(theirs) * to_nanoseconds,
                ours_times_as_fast=statistics.median(ratios),
            )
        )
    return speeds


def measure_speed(native: Native, peers: list[Peer], rounds: int) -> list[Speed]:
    """Group by group: what Python allocates between two calls from C would empty their cache."""
    speeds = []
    for count in SIZES:
        for group in (IN_C, IN_PYTHON):
            in_group = [peer for peer in peers if peer.group == group]
            speeds += measure_group(native, in_group, count, rounds)
    return speeds


def measure_errors(native: Native, peers: list[Peer], count: int) -> list[LargestError]:
    errors = []
    for kind, kind_name in enumerate(native.price_kinds()):
        prices = native.prices(kind, count)
        for period in PERIODS:
            for peer in peers:
                try:
                    averages = peer.averages(prices, period)
                    largest = native.largest_error(prices, averages, period)
                except RefusedError:
                    largest = math.inf
                epsilons = largest if math.isfinite(largest) else None
                errors.append(
                    LargestError(peer.group, peer.name, kind_name, count, period, epsilons)
                )
    return errors


# -------------------------------------------------------------------------- printing


def processor() -> str:
    """Linux says it in a file."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    for line in lines:
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def machine(native: Native, commit: str, rust: str) -> dict[str, str]:
    return {
        "processor": processor(),
        "this library": f"sqlite-smma {native.text('peers_version')}, commit {commit}, kernel:"
        f" {native.text('peers_kernel')}",
        "C compiler": native.text("peers_compiler"),
        "Rust compiler": rust,
        "Python": platform.python_version(),
        **versions(native),
    }


def epsilons_text(epsilons: float | None) -> str:
    if epsilons is None:
        return "refused"
    return f"{epsilons:.2f}" if epsilons < 1000 else f"{epsilons:.3g}"


def print_speeds(speeds: list[Speed], errors: list[LargestError]) -> None:
    walk = {
        (error.group, error.peer): error.epsilons
        for error in errors
        if error.period == PERIOD and error.kind == errors[0].kind
    }
    rows: dict[tuple[str, str], dict[int, Speed]] = {}
    for speed in speeds:
        rows.setdefault((speed.group, speed.peer), {})[speed.prices] = speed
    for group in (IN_C, IN_PYTHON):
        print(f"  {group:<32}" + "".join(f"{size:>12,}       x" for size in SIZES) + "   error")
        for (of_group, peer), by_size in rows.items():
            if of_group != group:
                continue
            cells = (
                f"{by_size[size].nanoseconds:12.3f} {by_size[size].ours_times_as_fast:7.2f}"
                for size in SIZES
            )
            print(f"  {peer:<32}{''.join(cells)} {epsilons_text(walk[group, peer]):>7}")
        print()


def print_errors(errors: list[LargestError]) -> None:
    columns = list(dict.fromkeys((error.kind, error.period) for error in errors))
    kinds = list(dict.fromkeys(kind for kind, _ in columns))
    width = 10 * len(PERIODS)
    print("  " + " " * 32 + "".join(f"{kind:>{width}}" for kind in kinds))
    for group in (IN_C, IN_PYTHON):
        print(f"  {group:<32}" + "".join(f"{period:>10,}" for _, period in columns))
        for peer in dict.fromkeys(error.peer for error in errors if error.group == group):
            cells = (
                f"{epsilons_text(error.epsilons):>10}"
                for error in errors
                if (error.group, error.peer) == (group, peer)
            )
            print(f"  {peer:<32}" + "".join(cells))
        print()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Other libraries' averages beside ours.")
    parser.add_argument("--quick", action="store_true", help="show that it works, no more")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--commit", default="unknown")
    parser.add_argument("--rust", default="unknown", help="what compiled libpeers_rust")
    parser.add_argument("libpeers", type=Path)
    parser.add_argument("libpeers_rust", type=Path)
    return parser.parse_args()


def main() -> None:
    options = arguments()
    native = Native(options.libpeers, options.libpeers_rust)
    left_out: list[str] = []
    peers = all_peers(native, left_out)
    about = machine(native, options.commit, options.rust)
    rounds = 5 if options.quick else 101
    prices = 200_000 if options.quick else 1_000_000

    for name, text in about.items():
        print(f"{name:<14} {text}")
    for reason in left_out:
        print(f"{'left out':<14} {reason}")
    if options.quick:
        print("\nA short run: it shows that the program works, no more.")
    print(f"\nHow they are compared\n\n{HOW_COMPARED}", flush=True)

    errors = measure_errors(native, peers, prices)
    speeds = measure_speed(native, peers, rounds)
    print(
        f"\nns a price, period {PERIOD}, a random walk; x: how many times as fast the first line"
        "\nof the group is, which is ours (below 1: slower); error: the largest, as in the table"
        " below\n"
    )
    print_speeds(speeds, errors)
    print(f"Largest error over {prices:,} prices, in units of epsilon * max|price so far|\n")
    print_errors(errors)
    if options.json is None:
        return
    report = {
        "quick": options.quick,
        "machine": about,
        "left_out": left_out,
        "how_compared": " ".join(HOW_COMPARED.split()),
        "speed": [asdict(speed) for speed in speeds],
        "errors": [asdict(error) for error in errors],
    }
    options.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
