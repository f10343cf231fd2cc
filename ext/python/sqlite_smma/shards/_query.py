"""One query on every shard, by the workers of a Dask cluster."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._files import NAME, check, files_in, needed, open_file, path_of, read_manifest

if TYPE_CHECKING:
    from dask.distributed import Client, Future
    from pyarrow import Table

# As many rows are Python's objects at a time.
ROWS = 4096


def query(folder: str | os.PathLike[str], sql: str, client: Client | None = None, *, parameters: Any = ()) -> Table:
    """The rows of one SELECT on every shard, as an Arrow table: those of the first file in the order of the query,
    then those of the second, and so on.

    Without a client it asks in processes of this machine, which end with it. Each of them imports the program anew,
    which therefore calls query() under `if __name__ == "__main__":`, as with any pool of processes.
    """
    if client is not None:
        futures = submit(folder, sql, client, parameters=parameters)
        return _joined(client.gather(futures))
    cluster, client_of = _processes(len(_files("query", folder))), needed("query", "dask.distributed").Client
    with cluster, client_of(cluster, set_as_default=False, direct_to_workers=True) as own:
        return query(folder, sql, own, parameters=parameters)


def _processes(most: int) -> Any:
    cluster, cpus = needed("query", "dask.distributed").LocalCluster, needed("query", "dask.system").CPU_COUNT
    try:
        return cluster(min(most, cpus), threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL)
    except RuntimeError as error:
        cure = "a program calls it under `if __name__ == '__main__':`, or gives it a client"
        raise RuntimeError(f"query(): {error} {cure}") from error


def submit(folder: str | os.PathLike[str], sql: str, client: Client, *, parameters: Any = ()) -> list[Future]:
    """The same, left in the workers: a future for each file, in their order, of an Arrow table."""
    distributed = needed("query", "dask.distributed")
    check("query", "client", client, distributed.Client, "a Client of dask.distributed")
    check("query", "sql", sql, str, "the text of a SELECT")
    # Not pure: once a file has changed, the same question has another answer.
    return list(client.map(_ask, _files("query", folder), sql=sql, parameters=parameters, pure=False))


def _files(function: str, given: str | os.PathLike[str]) -> list[Path]:
    folder = path_of(function, "folder", given)
    if not (folder / NAME).is_file():
        raise FileNotFoundError(f"{function}(): folder '{folder}' has no {NAME}: split() makes one")
    manifest = read_manifest(folder)
    if not manifest["whole"]:
        raise ValueError(f"{function}(): folder '{folder}' is not whole: split() with the same arguments goes on")
    return files_in(folder, manifest["shards"])


def _ask(file: Path, sql: str, parameters: Any) -> Table:
    """In a worker."""
    try:
        with closing(open_file(file, "ro")) as connection:
            return _table(connection.execute(sql, parameters))
    except (sqlite3.Error, sqlite3.Warning, ValueError, TypeError) as error:
        raise type(error)(f"query(): {file}: {error}") from error


def _table(cursor: sqlite3.Cursor) -> Table:
    names = [name for name, *_ in cursor.description or ()]
    if len(set(names)) != max(1, len(names)):
        raise ValueError(f"sql has the columns {names}: it takes a SELECT with a name of its own for each")
    parts = [_arrow(names, [()] * len(names))]
    while rows := cursor.fetchmany(ROWS):
        parts.append(_arrow(names, list(zip(*rows))))
    return _joined(parts)


def _arrow(names: list[str], columns: list[Sequence[object]]) -> Table:
    pyarrow = needed("query", "pyarrow")
    try:
        return pyarrow.table([pyarrow.array(values) for values in columns], names=names)
    except (pyarrow.ArrowException, OverflowError) as error:
        raise TypeError(f"a column has values of different types, CAST it to one: {error}") from None


def _joined(tables: list[Table]) -> Table:
    """A column that is NULL throughout, or whole numbers, in one of them takes the type that it has in the others."""
    pyarrow = needed("query", "pyarrow")
    try:
        return pyarrow.concat_tables(tables, promote_options="permissive")
    except pyarrow.ArrowException as error:
        raise TypeError(f"query(): a column has values of different types, CAST it to one: {error}") from None
