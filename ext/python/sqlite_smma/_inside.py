"""The connection inside what libraries wrap around it."""

from __future__ import annotations

import sys
from inspect import ismethod
from typing import Any, Protocol, cast


class LoadsExtensions(Protocol):
    """A connection of sqlite3, pysqlite3, sqlean, apsw or ADBC."""

    def enable_load_extension(self, enable: bool, /) -> None: ...
    def load_extension(self, path: str, /) -> None: ...


# Where libraries have it, outermost first.
_INSIDE = (
    "dbapi_connection",  # SQLAlchemy: what engine.raw_connection() gives
    "connection",  # SQLAlchemy's Connection and Session, Django's connections["default"]
    "conn",  # sqlite_utils.Database
)
_DEEPEST = 4


def is_loading(connection: object) -> bool:
    return hasattr(connection, "enable_load_extension") and hasattr(connection, "load_extension")


def is_sqlite3(connection: object) -> bool:
    """Whether it is sqlite3's, which may not load extensions. A Python may be without that module, and have apsw."""
    sqlite3: Any = sys.modules.get("sqlite3")
    return sqlite3 is not None and isinstance(connection, sqlite3.Connection)


def unwrap(connection: object) -> object:
    """The innermost connection that can be seen; what is no connection comes back as it is."""
    inner = connection
    for _ in range(_DEEPEST):
        if is_loading(inner) or is_sqlite3(inner) or hasattr(inner, "run_async"):
            break
        inner = _next(inner)
    return inner


def _next(outer: object) -> object:
    _connect_lazily(outer)
    for name in _INSIDE:
        inner: Any = getattr(outer, name, None)
        if inner is not None:
            return cast("object", inner() if ismethod(inner) else inner)
    return outer


def _connect_lazily(outer: object) -> None:
    """Django connects when it is first asked for something."""
    ensure = getattr(outer, "ensure_connection", None)
    if ensure is not None:
        ensure()


def sqlite_of(connection: object) -> str:
    """Whose SQLite a connection runs in: the package that its class is of."""
    for kind in type(connection).__mro__:
        if "enable_load_extension" in vars(kind):
            return kind.__module__.partition(".")[0]
    return type(connection).__module__.partition(".")[0]
