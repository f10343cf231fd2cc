"""Where the extension is, and a file of its own for each SQLite of the process."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from ._errors import LoadError, reinstall

_FILE = {"darwin": "smma.dylib", "win32": "smma.dll"}.get(sys.platform, "smma.so")

_lock = threading.Lock()
_files: dict[str, str] = {}


def loadable_path() -> str:
    """The absolute path of the extension, a file with its suffix, as every host takes it.

    For hosts that load by themselves: `.load`, load_extension(), a setting. Two SQLites in one process (sqlite3 and
    apsw, say) each need a file of their own; load() sees to that.
    """
    path = Path(__file__).resolve().with_name(_FILE)
    if path.is_file():
        return str(path)
    others = sorted(file.name for file in path.parent.glob("smma.*"))
    has = f"there is {', '.join(others)}, of another system" if others else "the package has no binary"
    raise LoadError(f"loadable_path(): {path} is not there: {has}. {reinstall()}.")


def path_for(sqlite: str) -> str:
    """The file for that SQLite: sqlite3, apsw, ...

    A file is one extension in a process, and calls the SQLite that loaded it last. A second SQLite therefore gets a
    copy, or the functions of the first would call the second.
    """
    with _lock:
        if sqlite not in _files:
            _files[sqlite] = _copy() if _files else loadable_path()
        return _files[sqlite]


def _copy() -> str:
    path = loadable_path()
    try:
        folder = tempfile.mkdtemp(prefix="sqlite-smma-")
        # Windows keeps what is loaded.
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return shutil.copy(path, folder)
    except OSError as error:
        raise LoadError(
            f"load(): a second SQLite in this process needs a copy of the extension in the temporary folder: {error}. "
            "TMPDIR names another folder."
        ) from error
