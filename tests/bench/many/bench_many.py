"""How many symbols one machine gets through, and two processes of it: prints a table and writes it as JSON.

bench_many.py [--quick] --json FILE FOLDER; FOLDER is where the databases are made, and is gone afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import psutil
import sqlite_smma
from generate import generate

HERE = Path(__file__).resolve().parent
SHARDS = 8
# name: symbols, bars of each, rounds; of the window, which takes the longest, and whether its rows are measured too
SETS = {"many": (2000, 2500, 7, 3, True), "long": (200, 250_000, 3, 1, False)}
QUICK = {"many": (200, 250, 3, 3, True), "long": (20, 2500, 3, 1, False)}
CASES = ("arrays", "window", "rows", "threads", "processes", "dask", "spark")


def python(*arguments: object) -> list[str]:
    return [sys.executable, "-B", *map(str, arguments)]


def run_case(name: str, database: Path, folder: Path, count: int) -> dict[str, Any]:
    print(f"  {name}", file=sys.stderr, flush=True)
    command = python(HERE / "cases.py", name, database, folder, count)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        told = process.stdout.readline()
        peak = peak_of(process)
        errors = process.stderr.read()
    if process.returncode or not told:
        sys.exit(f"{' '.join(command)}\n{errors}")
    result = json.loads(told)
    # Of one process its own, of several what they had at once.
    return {**result, "peak": max(result["peak"], peak), "seconds": median(result["left"])}


def peak_of(process: subprocess.Popen[str]) -> int:
    """The most memory that the process and its children had at once, shared pages counted once."""
    most = 0
    while process.poll() is None:
        try:
            family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
            most = max(most, sum(map(memory, family)))
        except psutil.Error:
            continue
        time.sleep(0.05)
    return most


def memory(process: psutil.Process) -> int:
    try:
        return process.memory_full_info().pss
    except (psutil.Error, AttributeError):
        return 0


def run_set(folder: Path, name: str, size: tuple[int, int, int, int, bool]) -> dict[str, Any]:
    symbols, bars, rounds, window_rounds, has_rows = size
    print(f"{symbols} symbols of {bars} bars", file=sys.stderr, flush=True)
    database, shards = folder / f"{name}.db", folder / name
    generate(database, symbols, bars)
    results = {"split": run_case("split", database, shards, SHARDS)}
    for case in CASES:
        if case != "rows" or has_rows:
            times = window_rounds if case in ("window", "rows") else rounds
            results[case] = run_case(case, database, shards, times)
    if len({result["digest"] for result in results.values() if result.get("digest")}) != 1:
        sys.exit(f"The bits differ: { ({case: result.get('digest') for case, result in results.items()}) }")
    size_on_disk = database.stat().st_size
    shutil.rmtree(shards)
    database.unlink()
    return {"symbols": symbols, "bars": bars, "file_bytes": size_on_disk, "results": results}


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def machine() -> dict[str, Any]:
    from importlib.metadata import version

    versions = {name: version(name) for name in ("distributed", "pyspark", "pyarrow")}
    return {
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "sqlite_smma": sqlite_smma.__version__,
        **versions,
    }


def table(found: dict[str, Any]) -> str:
    lines = [f"{found['processor']}, {found['cores']} cores, load {found['load']:.1f} at the start"]
    for group in found["sets"].values():
        lines += ["", f"{group['symbols']:,} symbols of {group['bars']:,} bars ({group['file_bytes'] / 1e6:,.0f} MB)"]
        lines.append(f"  {'':10} {'start s':>8} {'left s':>8} {'moved s':>8} {'MB':>7}")
        for case, result in group["results"].items():
            start = f"{result['start']:8.1f}" if "start" in result else " " * 8
            figures = f"{median(result['left']):8.3f} {median(result['moved']):8.3f} {result['peak'] / 1e6:7,.0f}"
            lines.append(f"  {case:10} {start} {figures}")
    lines += ["", "bars inserted a second"]
    lines += [f"  {name:24} {rate:10,.0f}" for name, rate in found["writers"].items()]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    began, found = time.time(), {**machine(), "quick": options.quick}
    try:
        found["sets"] = {
            name: run_set(options.folder, name, size) for name, size in (QUICK if options.quick else SETS).items()
        }
        wrote = subprocess.run(
            python(HERE / "writers.py", options.folder, 0.5 if options.quick else 3), capture_output=True, check=True
        )
        found["writers"] = json.loads(wrote.stdout)
    finally:
        shutil.rmtree(options.folder, ignore_errors=True)
    found["took"] = time.time() - began
    options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(table(found))
    print(f"\n{options.json}, after {found['took']:.0f} s")


if __name__ == "__main__":
    main()
