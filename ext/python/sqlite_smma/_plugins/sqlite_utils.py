"""sqlite-utils: the functions are in its commands, and in every Database."""

from __future__ import annotations

import sqlite3

from sqlite_utils import hookimpl
from sqlite_utils.utils import sqlite3 as sqlite3_of_sqlite_utils

from . import get_ready, prepare

get_ready(sqlite3_of_sqlite_utils)


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    prepare(conn)
