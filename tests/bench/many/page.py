"""Writes the figures of make bench-many into a page, between its lines `<!-- figures: NAME -->` and `<!-- end -->`:
page.py JSON PAGE"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

TITLES = {
    "window": "one process, window over all symbols, its averages added up",
    "arrays": "one process, `smma_array() … GROUP BY symbol`",
    "threads": "two threads of it, on shards",
    "processes": "two processes of it, on shards",
    "dask": "Dask with two workers",
    "spark": "Spark, `local[2]`",
}
# Bytes a second: a network of 10 Gbit/s, which also is what one file server gives.
NETWORK = 1.25e9
SHARDS = 8

Figures = dict[str, Any]


def duration(seconds: float) -> str:
    """Two digits, as the last ones of a busy machine mean nothing."""
    if seconds >= 10:
        return f"{seconds:,.0f} s"
    if seconds >= 0.1:
        return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds:.2f} s"
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.001 else "under 1 ms"


def left(group: Figures, case: str) -> float:
    return median(group["results"][case]["left"])


def moved(group: Figures, case: str) -> float:
    return median(group["results"][case]["moved"])


def machine(found: Figures) -> str:
    names = ("distributed", "pyspark", "pyarrow")
    versions = ", ".join(f"{name} {found[name]}" for name in names)
    return (
        f"{found['processor']}, {found['cores']} cores, load {found['load']:.1f} before; Python {found['python']}, {versions}. "
        f"Medians of `make bench-many`, which takes {found['took'] / 60:.1f} minutes."
    )


def table(group: Figures) -> str:
    bars = group["symbols"] * group["bars"]
    size = f"{bars / 1e6:,.0f} million, {group['file_bytes'] / 1e6:,.0f} MB"
    lines = [
        f"{group['symbols']:,} symbols of {group['bars']:,} bars: {size}.\n",
        "| | start | computed | and moved to the program that asks | memory, all processes | |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for case, title in TITLES.items():
        result = group["results"][case]
        start = duration(result["start"]) if result["start"] >= 0.1 else ""
        gain = left(group, "arrays") / left(group, case)
        times = f"{duration(left(group, case))} | {duration(moved(group, case))}"
        lines.append(f"| {title} | {start} | {times} | {result['peak'] / 1e6:,.0f} MB | {gain:.2g}x |")
    split = group["results"]["split"]
    lines.append(
        f"\n`split()` into {SHARDS} files takes {duration(left(group, 'split'))}, {bars / left(group, 'split') / 1e6:.1f} "
        f"million bars a second, with {split['peak'] / 1e6:,.0f} MB of memory."
    )
    return "\n".join(lines)


def windows(found: Figures) -> str:
    many, long = found["sets"]["many"], found["sets"]["long"]
    times = [left(group, "window") / left(group, "arrays") for group in (many, long)]
    return (
        f"`smma_array(close, 14) … GROUP BY symbol` is {times[0]:.1f} times as fast as the window over all "
        f"{many['symbols']:,} symbols, and {times[1]:.1f} times over the {long['symbols']} long ones: the same bits. With its "
        f"rows in the program, rather than added up, the window takes {duration(left(many, 'rows'))}. "
        f"One core goes through {many['symbols'] * many['bars'] / left(many, 'arrays') / 1e6:.0f} million bars a second."
    )


def writers(found: Figures) -> str:
    rates = [f"{name}: {rate:,.0f}" for name, rate in found["writers"].items()]
    return f"Bars inserted a second, in transactions of 100, `synchronous = NORMAL`: {'; '.join(rates)}."


def machines(found: Figures) -> str:
    group, many = found["sets"]["long"], found["sets"]["many"]
    bars, symbols = group["symbols"] * group["bars"], group["symbols"]
    answer = group["results"]["dask"]["bytes"]
    task = many["results"]["dask"]["task_seconds"]
    rate = min(NETWORK, answer / max(moved(group, "dask") - left(group, "dask"), answer / NETWORK))
    moving = "the files, off one server | all averages, to one program | the last of each symbol"
    lines = [
        f"| machines of two cores | bars | computing | {SHARDS} tasks a machine, scheduled | {moving} |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for count in (1, 10, 100):
        cells = [
            f"{count}",
            f"{count * bars / 1e6:,.0f} million",
            duration(left(group, "dask")),
            duration(count * SHARDS * task),
            duration(count * group["file_bytes"] / NETWORK),
            duration(count * answer / rate),
            duration(count * symbols * 24 / rate),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    lines.append(
        f"\nMeasured: the computing, on one machine; {task * 1000:.2g} ms a task of Dask's scheduler; {rate / 1e6:,.0f} MB a second "
        "of answers from workers to the program. Assumed: machines like this one, a network of 10 Gbit/s. The rest is multiplied."
    )
    return "\n".join(lines)


BLOCKS: dict[str, Callable[[Figures], str]] = {
    "machine": machine,
    "windows": windows,
    "many": lambda found: table(found["sets"]["many"]),
    "long": lambda found: table(found["sets"]["long"]),
    "writers": writers,
    "machines": machines,
}


def fill(page: str, found: Figures) -> str:
    def block(match: re.Match[str]) -> str:
        return f"{match[1]}\n{BLOCKS[match[2]](found)}\n{match[3]}"

    return re.sub(r"(<!-- figures: (\w+) -->)\n.*?\n?(<!-- end -->)", block, page, flags=re.DOTALL)


def main() -> None:
    source, page = Path(sys.argv[1]), Path(sys.argv[2])
    if not source.is_file():
        sys.exit(f"page.py: {source} is not there: make bench-many writes it")
    found = json.loads(source.read_text(encoding="utf-8"))
    if found["quick"]:
        sys.exit(f"page.py: {source} is of a quick run, whose figures say nothing: make bench-many")
    page.write_text(fill(page.read_text(encoding="utf-8"), found), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
