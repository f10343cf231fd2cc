"""What split() and query() share: shards.json, connections, and what arguments may be."""

from __future__ import annotations

import json
import os
import sqlite3
from importlib import import_module
from pathlib import Path
from typing import Any

from .. import load, load_everywhere

NAME = "shards.json"
PART = ".part"  # at the end of a name: not whole yet


def check(function: str, argument: str, value: object, kind: type | tuple[type, ...], takes: str) -> None:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{function}(): {argument} is {value!r:.60}, of type {type(value).__name__}: it takes {takes}")


def path_of(function: str, argument: str, value: Any) -> Path:
    check(function, argument, value, (str, os.PathLike), "a path")
    return Path(value).resolve()


def needed(function: str, module: str) -> Any:
    """A module of the extra, which is imported where it is used."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ImportError(f"{function}(): {error}: pip install 'sqlite-smma[shards]'") from error


def uri_of(path: Path, mode: str) -> str:
    return f"{path.as_uri()}?mode={mode}"


def open_file(path: Path, mode: str) -> sqlite3.Connection:
    if not hasattr(sqlite3.Connection, "enable_load_extension"):
        load_everywhere()
    connection = sqlite3.connect(uri_of(path, mode), uri=True, isolation_level=None)
    load(connection)
    return connection


def begin(folder: Path, wanted: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = sorted(name for name in os.listdir(folder) if not name.endswith(PART))
    if not names:
        write_manifest(folder, wanted)
    elif NAME not in names:
        raise ValueError(f"split(): folder '{folder}' is not empty, it has {names[0]}: name a new one")
    found = read_manifest(folder)
    for what, value in wanted.items():
        if what != "whole" and found[what] != value:
            raise ValueError(
                f"split(): folder '{folder}' was begun with another {what}, {found[what]!r} and not {value!r}: "
                "name another folder, or remove it"
            )


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    part = folder / (NAME + PART)
    with part.open("w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / NAME)


def read_manifest(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / NAME).read_text(encoding="utf-8")))


def files_in(folder: Path, shards: int) -> list[Path]:
    return [folder / f"shard-{number:04}.db" for number in range(shards)]
