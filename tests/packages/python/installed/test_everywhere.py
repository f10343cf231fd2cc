"""load_everywhere(): every connection of sqlite3 that is opened from then on. A process for each."""

from __future__ import annotations

import sys

from conftest import BITS, QUERY, needs_no_loading, run_python

USED = f"""
import sqlite3, sqlite_smma
before = sqlite3.connect(":memory:")
sqlite_smma.load_everywhere()
sqlite_smma.load_everywhere()
connection = sqlite3.connect(":memory:")
print(connection.execute({QUERY!r}).fetchone()[0])
"""


def test_new_connections_have_them() -> None:
    done = run_python(USED)
    assert (done.stdout.strip(), done.returncode) == (BITS, 0), done.stderr


def test_in_other_threads_too() -> None:
    done = run_python(
        f"""{USED}
from concurrent.futures import ThreadPoolExecutor
def ask(_):
    return sqlite3.connect(":memory:").execute({QUERY!r}).fetchone()[0]
with ThreadPoolExecutor(8) as pool:
    assert set(pool.map(ask, range(64))) == {{{BITS!r}}}
"""
    )
    assert done.returncode == 0, done.stderr


def test_open_connections_are_left_as_they_are() -> None:
    done = run_python(USED + 'before.execute("SELECT smma_version()")')
    assert done.stderr.strip().endswith("sqlite3.OperationalError: no such function: smma_version")


def test_load_takes_what_has_them_already() -> None:
    done = run_python(USED + "sqlite_smma.load(connection)")
    assert done.returncode == 0, done.stderr


@needs_no_loading
def test_load_of_an_older_connection_still_says_why() -> None:
    done = run_python(USED + "sqlite_smma.load(before)")
    assert (
        "was built without extension loading. Call sqlite_smma.load_everywhere() once, before the conn" in done.stderr
    )


def test_beside_another_sqlite() -> None:
    done = run_python(
        USED
        + """
import apsw
other = apsw.Connection(":memory:")
sqlite_smma.load(other)
for asked, version in ((connection, sqlite3.sqlite_version), (other, apsw.sqlite_lib_version())):
    (text,) = next(iter(asked.execute("SELECT smma_debug()")))
    assert text.endswith(f"SQLite running: {version}"), text
"""
    )
    assert done.returncode == 0, done.stderr


INSTEAD = (
    "Use apsw (`pip install apsw`), whose connections sqlite_smma.load() takes, or a Python whose sqlite3 has "
    "enable_load_extension(), as those of Debian, Homebrew, conda and uv."
)


def error_with(changed: str) -> str:
    """Of load_everywhere(), with a part of it changed."""
    done = run_python(
        f"import ctypes, sqlite_smma\nfrom sqlite_smma import _everywhere\n{changed}\nsqlite_smma.load_everywhere()"
    )
    return done.stderr.strip().splitlines()[-1].partition("LoadError: ")[2]


FAKE = """
class Library:
    def sqlite3_compileoption_used(self, name): return {omits}
    def sqlite3_auto_extension(self, entry): return {code}
    def sqlite3_cancel_auto_extension(self, entry): print("cancelled")
_everywhere._library_of_sqlite3 = Library
"""


def test_hidden() -> None:
    """Linked into the interpreter: what is asked has none of SQLite's names."""
    text = error_with("import _ctypes; _everywhere._file_of_sqlite3 = lambda: _ctypes.__file__")
    assert text == (
        f"load_everywhere(): the SQLite of this Python ({sys.executable}) is linked into it, and its functions cannot "
        f"be found from outside. {INSTEAD}"
    )


def test_no_sqlite3() -> None:
    text = error_with("import sys; sys.modules['_sqlite3'] = None")
    assert text == f"load_everywhere(): this Python ({sys.executable}) has no sqlite3. {INSTEAD}"


def test_apple() -> None:
    text = error_with(FAKE.format(omits=1, code=0))
    assert text == (
        "load_everywhere(): the SQLite that this Python's sqlite3 is linked with was compiled without extensions "
        f"(SQLITE_OMIT_LOAD_EXTENSION), as Apple's is. {INSTEAD}"
    )


def test_refused() -> None:
    text = error_with(FAKE.format(omits=0, code=21))
    assert text == f"load_everywhere(): sqlite3_auto_extension() returned 21. {INSTEAD}"


def test_another_library_than_that_of_sqlite3() -> None:
    text = error_with(FAKE.format(omits=0, code=0))
    assert text == (
        "load_everywhere(): the functions are not in a new connection: the SQLite that was found is not the one that "
        f"sqlite3 uses (no such function: smma_version). {INSTEAD}"
    )
