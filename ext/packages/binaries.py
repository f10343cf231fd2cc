"""Builds the extension for every platform (SPEC 6.5): binaries.py SOURCES FOLDER

SOURCES has sqlite-smma.c and SQLite's headers. FOLDER gets a folder with the one file for each platform,
archives/ with an archive of each, archives/checksums.txt and archives/manifest.json. The same sources and
tools give the same bytes, in any folder: SOURCE_DATE_EPOCH is the time of everything in an archive.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

from platforms import Platform, platforms

WARNINGS = ["-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"]
COMPILE = ["-std=c11", "-O3", "-fPIC", "-ffunction-sections", "-fdata-sections", *WARNINGS]
# What no function of SQL calls is left out: a quarter of the code.
FLAGS = [*COMPILE, "-shared", "-s", "-Wl,--gc-sections"]
# Where a platform's own differ: on a Mac -s leaves the names of local functions.
FLAGS_OF = {"darwin-x64": ["-Wl,-x"], "darwin-arm64": ["-Wl,-x"]}
# zig would have musl called libc.so, and Alpine has it as libc.musl-ARCH.so.1, which is all that musllinux allows.
# Who loads the file has it already: no name is needed.
LINK_WITHOUT_LIBC = [
    "ld.lld",
    "-shared",
    "-s",
    "--gc-sections",
    "--eh-frame-hdr",
    "-z",
    "relro",
    "-z",
    "now",
    "--hash-style=both",
]
SOURCE = "sqlite-smma.c"
EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "315532800"))


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def compile_for(platform: Platform, sources: Path, folder: Path) -> None:
    """In a folder of its own, where names are the same wherever that folder is."""
    work = folder / "work" / platform.name
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(sources, work)
    zig = [sys.executable, "-m", "ziglang"]
    if platform.zig.endswith("-musl"):
        run([*zig, "cc", "-target", platform.zig, *COMPILE, "-c", SOURCE, "-o", "smma.o"], work)
        run([*zig, *LINK_WITHOUT_LIBC, "smma.o", "-o", platform.file], work)
    else:
        flags = [*FLAGS, *FLAGS_OF.get(platform.name, [])]
        run([*zig, "cc", "-target", platform.zig, *flags, SOURCE, "-o", platform.file], work)
    place(work / platform.file, folder / platform.name)


def join(platform: Platform, folder: Path) -> None:
    tool = next((found for name in ("llvm-lipo-19", "llvm-lipo") if (found := shutil.which(name))), None)
    if tool is None:
        sys.exit("binaries.py: one file for both kinds of Mac needs llvm-lipo: make setup-packages")
    work = folder / "work" / platform.name
    work.mkdir(parents=True, exist_ok=True)
    parts = [str(folder / part / platform.file) for part in platform.of]
    run([tool, "-create", *parts, "-output", platform.file], work)
    place(work / platform.file, folder / platform.name)


def place(file: Path, folder: Path) -> None:
    """Moves a file there at once, so that what is there is whole."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    file.chmod(0o755)
    file.rename(folder / file.name)


def tar_gz(file: Path) -> bytes:
    entry = tarfile.TarInfo(file.name)
    entry.size, entry.mode, entry.mtime = file.stat().st_size, 0o755, EPOCH
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        archive.addfile(entry, io.BytesIO(file.read_bytes()))
    return gzip.compress(content.getvalue(), 9, mtime=EPOCH)


def zipped(file: Path) -> bytes:
    time = datetime.fromtimestamp(EPOCH, timezone.utc)
    entry = zipfile.ZipInfo(file.name, time.timetuple()[:6])
    entry.external_attr = 0o100644 << 16
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compresslevel=9) as archive:
        archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def defined(name: str, file: Path) -> str:
    """What a file defines a name as, in quotes."""
    found = re.search(rf'^#define {name} +"(.*)"', file.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{file.name} defines {name}"
    return found[1]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def archive_all(sources: Path, folder: Path) -> None:
    archives = folder / "archives"
    shutil.rmtree(archives, ignore_errors=True)
    archives.mkdir()
    source = sources / SOURCE
    release = defined("SMMA_VERSION", source)
    made, sums = [], {}
    for platform in platforms():
        file = folder / platform.name / platform.file
        is_windows = platform.file.endswith(".dll")
        name = f"sqlite-smma-{release}-{platform.name}.{'zip' if is_windows else 'tar.gz'}"
        content = zipped(file) if is_windows else tar_gz(file)
        (archives / name).write_bytes(content)
        sums[name] = sha256(content)
        made.append(
            {
                "archive": name,
                "platform": platform.title,
                "file": platform.file,
                "bytes": file.stat().st_size,
                "sha256": sha256(file.read_bytes()),
                "target": platform.zig or f"llvm-lipo of {' and '.join(platform.of)}",
            }
        )
    manifest = {
        "name": "sqlite-smma",
        "version": release,
        "commit": defined("SMMA_COMMIT", source),
        "compiler": f"zig cc {version('ziglang')} (ziglang, PyPI)",
        "flags": FLAGS,
        "flags_of": FLAGS_OF,
        "link_of_musl": LINK_WITHOUT_LIBC,
        "sqlite_headers": defined("SQLITE_VERSION", sources / "sqlite3.h"),
        "source": {"file": SOURCE, "sha256": sha256(source.read_bytes())},
        "binaries": made,
    }
    text = json.dumps(manifest, indent=2) + "\n"
    (archives / "manifest.json").write_text(text, encoding="utf-8")
    sums["manifest.json"] = sha256(text.encode())
    lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
    (archives / "checksums.txt").write_text("".join(lines), encoding="utf-8")


def main() -> None:
    sources, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    # Two at a time: each is one compiler and one linker.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        list(pool.map(lambda platform: compile_for(platform, sources, folder), [p for p in platforms() if p.zig]))
    for platform in platforms():
        if platform.of:
            join(platform, folder)
    shutil.rmtree(folder / "work")
    archive_all(sources, folder)


if __name__ == "__main__":
    main()
