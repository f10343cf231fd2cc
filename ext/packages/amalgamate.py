"""Makes sqlite-smma.c and sqlite-smma.h of core/ and ext/ (SPEC 6.4): amalgamate.py FOLDER COMMIT SOURCE...

Every header goes to where it is included first. The kernel's headers are compiled once for each number
of lanes (core/kernel/lanes_*.c): there, what they define gets that number at the end of its name.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What C and C++ programs see, in this order.
PUBLIC = ["core/smma.h", "core/wilder.h", "ext/extension.h"]

INCLUDE = re.compile(r'^#include "(.*)"')
SYSTEM_INCLUDE = re.compile(r"^#include <.*>")
GUARD = re.compile(r"^#ifndef (SMMA_\w+_H)$")
LANES = re.compile(r"^#define LANES (\d)$")
OPENS = re.compile(r"^#\s*if")
CLOSES = re.compile(r"^#\s*endif")
# Headers of SQLite, which lie beside the one C file.
FOREIGN = {"sqlite3.h", "sqlite3ext.h"}

HEAD = """\
/*
** {name} - sqlite-smma {version} in one {kind}, made of its sources by
** `make amalgamation` at commit {commit}.
**
"""
C_USE = """\
** SMMA, the smoothed moving average (Wilder's), and Wilder's indicators as SQL
** functions of SQLite. With sqlite3ext.h and sqlite3.h beside it, or installed,
** this builds the loadable extension:
**
**     cc -std=c11 -O3 -fPIC -shared sqlite-smma.c -o smma.so
**
** on macOS:
**
**     cc -std=c11 -O3 -dynamiclib sqlite-smma.c -o smma.dylib
**
** on Windows, with MinGW or zig:
**
**     zig cc -std=c11 -O3 -shared sqlite-smma.c -o smma.dll
**
** and this compiles it to be linked into a program that links SQLite; such a
** program includes sqlite-smma.h and calls sqlite3_smma_init():
**
**     cc -std=c11 -O3 -DSQLITE_CORE -c sqlite-smma.c
**
"""
H_USE = """\
** For programs that link sqlite-smma.c, compiled with -DSQLITE_CORE: the entry
** point of the SQL functions (at the end), and the average and Wilder's
** indicators for C.
**
"""


def read(path: str) -> list[str]:
    return (ROOT / path).read_text(encoding="utf-8").splitlines()


def version() -> str:
    found = re.search(r'^#define SMMA_VERSION "(.*)"', "\n".join(read("core/smma.h")), re.MULTILINE)
    assert found, "core/smma.h has the version"
    return found[1]


def resolve(path: str, name: str) -> str:
    return str((ROOT / path).parent.joinpath(name).resolve().relative_to(ROOT))


def closure(path: str) -> set[str]:
    """The headers of this project that a file includes, and those include."""
    found: set[str] = set()
    for line in read(path):
        match = INCLUDE.match(line)
        if match and match[1] not in FOREIGN:
            header = resolve(path, match[1])
            found |= {header} | closure(header)
    return found


def uses_lanes(path: str) -> bool:
    """Whether a header is another for another number of lanes."""
    return any(re.search(r"\bLANES(_INLINE)?\b", "\n".join(read(header))) for header in {path} | closure(path))


def names_defined(path: str) -> set[str]:
    """The macros and enumerators of a header; all else begins with the name of its file."""
    text = re.sub(r"/\*.*?\*/", "", "\n".join(read(path)), flags=re.DOTALL)
    names = set(re.findall(r"^\s*#\s*define (\w+)", text, re.MULTILINE))
    for body in re.findall(r"\benum \{(.*?)\}", text, re.DOTALL):
        names |= set(re.findall(r"\b([A-Z]\w+) *=[^=]", body))
    return names - {"LANES"}


def rename(text: str, headers: set[str], lanes: str) -> str:
    """The text with the number of lanes at the end of every name that the headers define."""
    names = set().union(*(names_defined(header) for header in headers))
    words = [rf"{Path(header).stem}_\w+" for header in headers] + ["lanes", *sorted(names)]
    # Comments and texts stay; and what follows a point or an arrow is a member.
    tokens = re.compile(rf'/\*.*?\*/|"(?:\\.|[^"\\])*"|(?<![.>\w])({"|".join(words)})\b', re.DOTALL)
    return tokens.sub(lambda match: f"{match[0]}_{lanes}" if match[1] else match[0], text)


class Writer:
    """Lines of one file, each header and each system header once."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.included: set[str] = set()

    def system(self, line: str) -> None:
        if line not in self.included:
            self.lines.append(line)
        self.included.add(line)

    def add(self, path: str) -> None:
        if path in self.included:
            return
        self.included.add(path)
        lines = read(path)
        guard = next((match[1] for line in lines if (match := GUARD.match(line))), None)
        self.lines += ["", f"/* {f' {path} '.center(70, '-')} */"]
        depth = 0
        for line in without_guard(lines, guard):
            depth += bool(OPENS.match(line)) - bool(CLOSES.match(line))
            match = INCLUDE.match(line)
            if match and match[1] in FOREIGN:
                self.system(line)
            elif match:
                self.include(resolve(path, match[1]))
            elif SYSTEM_INCLUDE.match(line) and depth == 0:
                self.system(line)
            else:
                self.lines.append(line)

    def include(self, path: str) -> None:
        self.add(path)

    def text(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)) + "\n"


def without_guard(lines: list[str], guard: str | None) -> list[str]:
    if guard is None:
        return lines
    start = lines.index(f"#ifndef {guard}")
    end = max(i for i, line in enumerate(lines) if line == "#endif")
    return lines[:start] + lines[start + 2 : end]


def add_kernel(writer: Writer, path: str) -> None:
    """A file that is compiled for a number of lanes, with its own copy of the headers that know of them."""
    lanes = next(match[1] for line in read(path) if (match := LANES.match(line)))
    if lanes == "1":
        # What all other files have.
        writer.add(path)
        return
    headers = {header for header in closure(path) if uses_lanes(header)}
    own = Writer()
    own.included = writer.included - headers
    own.lines = ["#undef LANES"]
    own.add(path)
    writer.lines += rename("\n".join(own.lines), headers, lanes).splitlines()
    writer.included |= own.included


def public_text(writer: Writer) -> str:
    for path in PUBLIC:
        writer.add(path)
    return writer.text()


def head(name: str, kind: str, commit: str, use: str) -> str:
    licence = "".join(f"** {line}".rstrip() + "\n" for line in read("LICENSE"))
    return HEAD.format(name=name, kind=kind, version=version(), commit=commit) + use + licence + "*/\n"


def header(commit: str) -> str:
    guard = "SQLITE_SMMA_H"
    body = public_text(Writer())
    return f"{head('sqlite-smma.h', 'header', commit, H_USE)}#ifndef {guard}\n#define {guard}\n{body}\n#endif\n"


# Hidden on every platform but for the entry point, without a flag; linked into a program, its
# functions are the program's to use.
BEGIN = """
#ifndef SMMA_COMMIT
#define SMMA_COMMIT "{commit}"
#endif
#if defined(__GNUC__) && !defined(_WIN32) && !defined(SQLITE_CORE)
#pragma GCC visibility push(hidden)
#endif
"""
END = """
#if defined(__GNUC__) && !defined(_WIN32) && !defined(SQLITE_CORE)
#pragma GCC visibility pop
#endif
"""


def system_includes(paths: list[str]) -> list[str]:
    """What the files and their headers include of the system, whatever is defined."""
    found: set[str] = set()
    for path in set(paths).union(*(closure(path) for path in paths)):
        depth = -1 if path.endswith(".h") else 0
        for line in read(path):
            depth += bool(OPENS.match(line)) - bool(CLOSES.match(line))
            if SYSTEM_INCLUDE.match(line) and depth == 0:
                found.add(line)
    return sorted(found)


def source(commit: str, paths: list[str]) -> str:
    writer = Writer()
    # What others' headers declare is not hidden, and the entry point is not either.
    for line in system_includes(paths):
        writer.system(line)
    writer.system('#include "sqlite3ext.h"')
    writer.included.add('#include "sqlite3.h"')
    writer.add("ext/export.h")
    writer.add("ext/extension.h")
    writer.lines += BEGIN.format(commit=commit).splitlines()
    for path in paths:
        if "kernel/lanes_" in path:
            add_kernel(writer, path)
        else:
            writer.add(path)
    writer.lines += END.splitlines()
    return head("sqlite-smma.c", "C file", commit, C_USE) + writer.text()


def main() -> None:
    folder, commit, paths = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"sqlite-smma.c": source(commit, paths), "sqlite-smma.h": header(commit)}.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
