"""Programs that the binaries are tried with: SQLite's own command line, and the digest of the arithmetic, built by
zig for each platform that can run here, by itself or by an emulator."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from conftest import PACKAGES, ROOT, SOURCES, succeed
from platforms import Platform

PROGRAMS = PACKAGES / "programs"
MUSL_ARM64 = "pool/main/m/musl/musl_1.2.3-1_arm64.deb"
MUSL_ARM64_SHA256 = "6ccf2bf0f479b00411cb8e1eeb048e648718170db5d63bbb4bf4a89350b81468"


@dataclass(frozen=True)
class Runner:
    """How a program of a platform is run here."""

    words: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)  # when it is built


def emulator(processor: str, libraries: str | Path) -> Runner:
    return Runner([f"qemu-{processor}", "-L", str(libraries)])


WINE = Runner(
    ["/usr/lib/wine/wine64"], {"WINEPREFIX": str(PROGRAMS / "wine"), "WINEDEBUG": "-all", "HOME": str(PROGRAMS)}
)
MUSL = PROGRAMS / "musl-arm64"
RUNNERS = {
    "linux-x64-gnu": Runner(),
    "linux-arm64-gnu": emulator("aarch64", "/usr/aarch64-linux-gnu"),
    "linux-arm-gnu": emulator("arm", "/usr/arm-linux-gnueabihf"),
    "linux-riscv64-gnu": emulator("riscv64", "/usr/riscv64-linux-gnu"),
    "linux-x64-musl": Runner(flags=["-dynamic"]),
    "linux-arm64-musl": Runner(emulator("aarch64", MUSL).words, flags=["-dynamic"]),
    "win32-x64": WINE,
}


def musl_for_arm64(mirror: str) -> None:
    """The dynamic loader of musl, from Debian's package."""
    if MUSL.exists():
        return
    with urlopen(f"{mirror}/{MUSL_ARM64}", timeout=60) as answer:
        package = answer.read()
    assert hashlib.sha256(package).hexdigest() == MUSL_ARM64_SHA256
    folder = MUSL.with_suffix(".part")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "musl.deb").write_bytes(package)
    succeed(["dpkg-deb", "-x", folder / "musl.deb", folder])
    folder.rename(MUSL)


def compiled(platform: Platform, name: str, words: list[str | Path]) -> Path:
    """A program or an object, made once; half of one is never there."""
    file = PROGRAMS / platform.name / name
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f"part-{name}")
        # Quick to compile; without -O zig would add its sanitizers.
        quick = ["-w", "-O0", "-fno-sanitize=undefined"]
        zig = [sys.executable, "-m", "ziglang", "cc", "-target", platform.zig, *quick]
        succeed([*zig, *RUNNERS[platform.name].flags, *words, "-o", part])
        part.rename(file)
    return file


def sqlite_object(platform: Platform, sqlite: Path) -> Path:
    return compiled(platform, "sqlite3.o", ["-c", sqlite / "sqlite3.c"])


def program_name(platform: Platform, name: str) -> str:
    return f"{name}.exe" if platform.file.endswith(".dll") else name


def command_line(platform: Platform, sqlite: Path, shell: Path) -> Path:
    """The sqlite3 command line of one release over the SQLite of another: what `make test-versions` has too."""
    flags = ["-DUSE_SYSTEM_SQLITE=1", "-DSQLITE_OMIT_DESERIALIZE", f"-I{shell}", f"-I{sqlite}"]
    sources = [shell / "shell.c", ROOT / "tests/sql/older.c", sqlite_object(platform, sqlite)]
    return compiled(platform, program_name(platform, "sqlite3"), [*flags, *sources])


def digest(platform: Platform, sqlite: Path) -> Path:
    """tests/core/digest.c with the one C file, as a program has it that links it."""
    flags = ["-std=c11", "-O3", "-DSQLITE_CORE", f"-I{SOURCES}"]
    sources = [ROOT / "tests/core/digest.c", SOURCES / "sqlite-smma.c", sqlite_object(platform, sqlite)]
    return compiled(platform, program_name(platform, "digest"), [*flags, *sources])


def run(platform: Platform, words: list[str | Path], text: str = "") -> subprocess.CompletedProcess[str]:
    runner = RUNNERS[platform.name]
    return subprocess.run(
        [*runner.words, *(str(word) for word in words)],
        input=text,
        env={"PATH": "/usr/bin:/bin", "HOME": str(PROGRAMS), **runner.environment},
        capture_output=True,
        text=True,
        check=False,
    )
