"""Datasette: the functions are in every database it serves."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl
from datasette.utils.sqlite import sqlite3 as sqlite3_of_datasette

from . import get_ready, prepare

get_ready(sqlite3_of_datasette)


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    prepare(conn)
