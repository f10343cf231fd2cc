"""Writes ext/hosts/README.md of the hosts.json files and of the lines between [load] and [end] in each program:
page.py, or page.py --check, which fails where the page is another."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PAGE = FOLDER / "README.md"
LANGUAGES = {
    ".py": "python",
    ".mjs": "js",
    ".cjs": "js",
    ".ts": "ts",
    ".go": "go",
    ".rs": "rust",
    ".rb": "ruby",
    ".pl": "perl",
    ".tcl": "tcl",
    ".php": "php",
    ".R": "r",
    ".java": "java",
    ".cs": "csharp",
    ".c": "c",
    ".cpp": "cpp",
    ".sql": "sql",
    ".sh": "sh",
}
# In this order; what is not named here comes after, by its name.
ORDER = ["cli", "python", "javascript", "rust", "go", "ruby", "java", "csharp", "php", "perl", "tcl", "r", "c", "cpp"]
TITLES = {
    "cli": "Command line",
    "python": "Python",
    "javascript": "JavaScript",
    "rust": "Rust",
    "go": "Go",
    "ruby": "Ruby",
    "java": "Java",
    "csharp": "C#",
    "php": "PHP",
    "perl": "Perl",
    "tcl": "Tcl",
    "r": "R",
    "c": "C",
    "cpp": "C++",
    "db-browser": "DB Browser for SQLite",
    "cluster": "Clusters",
}

HEAD = """\
# Hosts

How to load sqlite-smma into whatever runs SQLite: one line to install, a line or two to load. Every program here is a file to
copy, and the lines below are its own. {run} of the {programs} programs are run in tests, against the installed package and
not against this tree: each answers `queries.sql` with `expected.txt`, an average over a window and `smma_series()` bit for
bit, a state, and an error's text. Where a file is loaded by its path, that is the file of the
[archive](../packages/README.md) for the platform.

The page is made of the files: `make hosts-page`.

"""


def section(path: Path) -> str:
    return path.relative_to(FOLDER).parts[0]


def place(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def lines_to_copy(file: Path) -> str:
    """The lines between the comments [load] and [end], without what they are indented by."""
    text = file.read_text(encoding="utf-8")
    found = re.findall(r"^[^\n]*\[load\][^\n]*\n(.*?)\n[^\n]*\[end\]", text, re.DOTALL | re.MULTILINE)
    if not found:
        sys.exit(f"page.py: {file} has no lines between [load] and [end]")
    lines = "\n".join(found).expandtabs(4).splitlines()
    indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "\n".join(line[indent:] for line in lines).strip("\n")


def entry_text(entry: dict[str, object], folder: Path) -> str:
    title = str(entry["title"])
    if "cannot" in entry:
        return f"### {title}\n\n{entry['cannot']}\n"
    file = folder / str(entry["file"])
    name = file.relative_to(FOLDER).as_posix()
    parts = [f"### {title}\n"]
    if entry["install"]:
        parts.append(f"```sh\n{entry['install']}\n```\n")
    parts.append(f"```{LANGUAGES.get(file.suffix, '')}\n{lines_to_copy(file)}\n```\n")
    told = [f"[{name}]({name})"] if entry.get("tested") else [f"[{name}]({name}), which no test here can run"]
    note = str(entry.get("note", "")).strip()
    parts.append(f"{note} ({told[0]})\n" if note else f"({told[0]})\n")
    return "\n".join(parts)


def page() -> str:
    sections: dict[str, list[tuple[dict[str, object], Path]]] = {}
    # What connects comes before what is built on it.
    for file in sorted(FOLDER.rglob("hosts.json"), key=lambda file: (file.parent.name != "drivers", file)):
        for entry in json.loads(file.read_text(encoding="utf-8")):
            sections.setdefault(section(file), []).append((entry, file.parent))
    entries = [entry for group in sections.values() for entry, _ in group if "cannot" not in entry]
    run = sum(bool(entry.get("tested")) for entry in entries)
    names = sorted(sections, key=place)
    links = [f"[{title}](#{link})" for title, link in anchors([TITLES.get(name, name) for name in names])]
    parts = [HEAD.format(run=run, programs=len(entries)), " · ".join(links), "\n"]
    for name in names:
        parts.append(f"\n## {TITLES.get(name, name)}\n\n")
        # What cannot be helped comes last.
        group = sorted(sections[name], key=lambda pair: "cannot" in pair[0])
        parts.append("\n".join(entry_text(entry, folder) for entry, folder in group))
    return "".join(parts)


def anchors(titles: list[str]) -> list[tuple[str, str]]:
    """Each title with what a link to it says: letters and hyphens, and a number where that has been before."""
    found: list[tuple[str, str]] = []
    for title in titles:
        link = re.sub(r"[^\w-]", "", title.lower().replace(" ", "-"))
        before = sum(re.sub(r"-\d+$", "", other) == link for _, other in found)
        found.append((title, f"{link}-{before}" if before else link))
    return found


def main() -> None:
    text = page()
    if sys.argv[1:] == ["--check"]:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            sys.exit(f"{PAGE.name} of ext/hosts/ is not what its files make: make hosts-page")
        return
    PAGE.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
