"""Loading into every connection that is opened from now on, for a sqlite3 without enable_load_extension()."""

from __future__ import annotations

import ctypes
import sys

from ._errors import LoadError
from ._files import path_for

# What is loaded stays, as SQLite keeps its address.
_loaded: list[ctypes.CDLL] = []

_INSTEAD = (
    "Use apsw (`pip install apsw`), whose connections sqlite_smma.load() takes, or a Python whose sqlite3 has "
    "enable_load_extension(), as those of Debian, Homebrew, conda and uv"
)


def load_everywhere() -> None:
    """Gives the functions to every sqlite3 connection that this process opens from now on.

    For Pythons whose sqlite3 cannot load extensions, as pyenv builds them by default. It needs no connection; those
    that are open already are left as they are.
    """
    library = _library_of_sqlite3()
    if library.sqlite3_compileoption_used(b"OMIT_LOAD_EXTENSION"):
        raise LoadError(
            "load_everywhere(): the SQLite that this Python's sqlite3 is linked with was compiled without extensions "
            f"(SQLITE_OMIT_LOAD_EXTENSION), as Apple's is. {_INSTEAD}."
        )
    extension = ctypes.CDLL(path_for("sqlite3"))
    code = library.sqlite3_auto_extension(extension.sqlite3_smma_init)
    if code != 0:
        raise LoadError(f"load_everywhere(): sqlite3_auto_extension() returned {code}. {_INSTEAD}.")
    _loaded.append(extension)
    try:
        _try_it()
    except LoadError:
        library.sqlite3_cancel_auto_extension(extension.sqlite3_smma_init)
        raise


def _library_of_sqlite3() -> ctypes.CDLL:
    """What the module that sqlite3 is made of is linked with: no other library of that name will do."""
    library = _sqlite3_dll() if sys.platform == "win32" else ctypes.CDLL(_file_of_sqlite3())
    if not hasattr(library, "sqlite3_auto_extension"):
        raise LoadError(
            f"load_everywhere(): the SQLite of this Python ({sys.executable}) is linked into it, and its functions "
            f"cannot be found from outside. {_INSTEAD}."
        )
    return library


def _file_of_sqlite3() -> str | None:
    """None where the module is part of the interpreter."""
    try:
        import _sqlite3
    except ImportError as error:
        raise LoadError(f"load_everywhere(): this Python ({sys.executable}) has no sqlite3. {_INSTEAD}.") from error
    return getattr(_sqlite3, "__file__", None)


def _sqlite3_dll() -> ctypes.CDLL:
    """Windows looks names up in one library, not in those it is linked with; this one is loaded already."""
    try:
        return ctypes.CDLL("sqlite3.dll")
    except OSError as error:
        raise LoadError(f"load_everywhere(): {error}. {_INSTEAD}.") from error


def _try_it() -> None:
    import sqlite3

    try:
        connection = sqlite3.connect(":memory:")
    except sqlite3.Error as error:
        raise LoadError(f"load_everywhere(): {error}") from error
    try:
        connection.execute("SELECT smma_version()")
    except sqlite3.Error as error:
        raise LoadError(
            "load_everywhere(): the functions are not in a new connection: the SQLite that was found is not the one "
            f"that sqlite3 uses ({error}). {_INSTEAD}."
        ) from error
    finally:
        connection.close()
