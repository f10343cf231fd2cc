"""One database as several files."""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from contextlib import closing
from heapq import heapreplace
from pathlib import Path
from typing import Any, NamedTuple

from ._files import PART, begin, check, files_in, needed, open_file, path_of, uri_of, write_manifest


def split(
    database: str | os.PathLike[str], folder: str | os.PathLike[str], shards: int, by: str = "symbol"
) -> list[Path]:
    """Splits a database into files of about as many rows each, all rows of a symbol in one of them; returns the files.

    A table with the column `by` is split; one without it is whole in each file, as indexes, views and triggers are.
    Called again after it was ended, it goes on. A file has its name once it is whole; shards.json says when all are.
    """
    source, target = path_of("split", "database", database), path_of("split", "folder", folder)
    check("split", "shards", shards, int, "a whole number")
    check("split", "by", by, str, "the name of a column")
    if shards < 1:
        raise ValueError(f"split(): shards is {shards}: it takes 1 or more")
    if not source.is_file():
        raise FileNotFoundError(f"split(): database '{source}' is not there")
    tqdm = needed("split", "tqdm").tqdm
    try:
        with closing(open_file(source, "ro")) as watch:
            return _split(watch, source, target, shards, by, tqdm)
    except sqlite3.Error as error:
        raise type(error)(f"split(): database '{source}': {error}") from error


def _split(watch: sqlite3.Connection, source: Path, folder: Path, shards: int, by: str, tqdm: Any) -> list[Path]:
    manifest = {"database": str(source), "by": by, "shards": shards, "state of the database": _state(source)}
    version = _version(watch)
    tables = _tables(watch, by)
    parts = _balanced(watch, tables, by, shards)
    begin(folder, {**manifest, "whole": False})
    files = files_in(folder, shards)
    rows = sum(part[0] for part in parts)
    with tqdm(desc="split", total=rows, unit=" rows", unit_scale=True, disable=None) as progress:
        for file, (count, _, values) in zip(files, parts):
            if not file.exists():
                part = file.with_name(file.name + PART)
                part.unlink(missing_ok=True)
                _copy(source, part, tables, by, values)
                if _version(watch) != version:
                    raise RuntimeError(f"split(): database '{source}' was written to meanwhile: split a copy of it")
                part.replace(file)
            progress.update(count)
    write_manifest(folder, {**manifest, "whole": True})
    return files


def _state(database: Path) -> list[list[int]]:
    """What was begun is gone on with as long as this is the same."""
    files = (file for file in (database, Path(f"{database}-wal")) if file.exists())
    return [[stat.st_size, stat.st_mtime_ns] for stat in map(Path.stat, files) if stat.st_size]


def _version(watch: sqlite3.Connection) -> object:
    """Another one once another connection has written."""
    return watch.execute("PRAGMA data_version").fetchone()[0]


class _Table(NamedTuple):
    name: str
    sql: str
    columns: str  # without generated ones
    order: str
    is_split: bool


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _tables(source: sqlite3.Connection, by: str) -> list[_Table]:
    rows = source.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'")
    tables = [_table(source, name, sql, by) for name, sql in rows.fetchall()]
    if not any(table.is_split for table in tables):
        names = ", ".join(table.name for table in tables) or "there are none"
        raise ValueError(f"split(): by is {by!r}, and no table has such a column: {names}")
    return tables


def _table(source: sqlite3.Connection, name: str, sql: str, by: str) -> _Table:
    if sql.upper().startswith("CREATE VIRTUAL"):
        raise ValueError(
            f"split(): {name} is a virtual table, which cannot be split: drop it in a copy of the database"
        )
    found = source.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", (name,)).fetchall()
    names = {column.lower() for column, _ in found}
    columns = [_quoted(column) for column, hidden in found if not hidden]
    # Rows keep their rowid, and so the order in which they are read; inserted in it they take half the time.
    rowid = next((word for word in ("rowid", "_rowid_", "oid") if word not in names), "NULL")
    try:
        source.execute(f"SELECT {rowid} FROM {_quoted(name)} LIMIT 0")
    except sqlite3.OperationalError:  # WITHOUT ROWID
        rowid = "NULL"
    order = "" if rowid == "NULL" else f" ORDER BY {rowid}"
    return _Table(name, sql, ", ".join(([rowid] if order else []) + columns), order, by.lower() in names)


def _balanced(
    source: sqlite3.Connection, tables: list[_Table], by: str, shards: int
) -> list[tuple[int, int, list[object]]]:
    """Of each shard its rows, its number and its values of the column: the most frequent one goes to the smallest.

    What one table may take for two values and another for one, as 1 and '1' or SPX and spx, stays together.
    """
    rows: dict[str, int] = defaultdict(int)
    values: dict[str, list[object]] = defaultdict(list)
    for table in (table for table in tables if table.is_split):
        for value, count in source.execute(f"SELECT {_quoted(by)}, count(*) FROM {_quoted(table.name)} GROUP BY 1"):
            rows[str(value).casefold()] += count
            values[str(value).casefold()].append(value)
    if shards > max(1, len(rows)):
        raise ValueError(f"split(): shards is {shards}, and column {by!r} has {len(rows)} values: one a shard at most")
    parts: list[tuple[int, int, list[object]]] = [(0, number, []) for number in range(shards)]
    for name in sorted(rows, key=lambda name: (-rows[name], name)):
        count, number, held = parts[0]
        heapreplace(parts, (count + rows[name], number, held + values[name]))
    return sorted(parts, key=lambda part: part[1])


def _copy(database: Path, file: Path, tables: list[_Table], by: str, values: list[object]) -> None:
    """By SQLite alone: no row comes to Python, and memory is that of SQLite's caches."""
    with closing(open_file(database, "ro")) as source, closing(open_file(file, "rwc")) as target:
        for setting in ("page_size", "encoding", "auto_vacuum", "user_version", "application_id"):
            target.execute(f"PRAGMA {setting} = '{source.execute(f'PRAGMA {setting}').fetchone()[0]}'")
        target.execute("ATTACH ? AS source", (uri_of(database, "ro"),))
        # The file counts once it is renamed, so a journal were for nothing; and its rows have been checked.
        target.executescript("PRAGMA main.journal_mode = OFF; PRAGMA ignore_check_constraints = ON; BEGIN")
        target.execute("CREATE TEMP TABLE shard_values(value PRIMARY KEY)")
        target.executemany("INSERT OR IGNORE INTO shard_values VALUES (?)", ((value,) for value in values))
        for table in tables:
            target.execute(table.sql)
            for rows in _which_rows(table, _quoted(by), None in values):
                name = _quoted(table.name)
                select = f"SELECT {table.columns} FROM source.{name}{rows}{table.order}"
                target.execute(f"INSERT INTO main.{name}({table.columns}) {select}")
        _copy_rest(target)
        target.execute("COMMIT")


def _which_rows(table: _Table, by: str, has_null: bool) -> list[str]:
    if not table.is_split:
        return [""]
    return [f" WHERE {by} IN (SELECT value FROM temp.shard_values)", *([f" WHERE {by} IS NULL"] if has_null else [])]


def _copy_rest(target: sqlite3.Connection) -> None:
    """After the rows: indexes are made faster so, and triggers do not run."""
    for kind in ("index", "view", "trigger"):
        query = f"SELECT sql FROM source.sqlite_master WHERE type = '{kind}' AND sql IS NOT NULL ORDER BY rowid"
        for (sql,) in target.execute(query).fetchall():
            target.execute(sql)
    own = {name for (name,) in target.execute("SELECT name FROM source.sqlite_master")}
    if "sqlite_sequence" in own:
        target.execute("DELETE FROM main.sqlite_sequence")
        target.execute("INSERT INTO main.sqlite_sequence SELECT * FROM source.sqlite_sequence")
    if "sqlite_stat1" in own:
        target.execute("ANALYZE main")
