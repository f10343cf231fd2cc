"""Whether a connection lets extensions be loaded, as far as its host tells."""

from __future__ import annotations

from typing import Any

# SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, which sqlite3 names from Python 3.12 on
_LOADING = 1005


def is_allowed(connection: Any) -> bool:
    """False where the host does not tell."""
    if hasattr(connection, "getconfig"):  # sqlite3 from Python 3.12 on
        return bool(connection.getconfig(_LOADING))
    if hasattr(connection, "config"):  # apsw
        return bool(connection.config(_LOADING, -1))
    return _has_function(connection)


def _has_function(connection: Any) -> bool:
    """The SQL function load_extension() is on and off together with enable_load_extension(); of NULL it loads
    nothing."""
    if not hasattr(connection, "execute"):
        return False
    try:
        connection.execute("SELECT load_extension(NULL)").fetchall()
    except Exception:  # noqa: BLE001 - each host has its own: not authorized
        return False
    return True
