"""Puts the extension beside the Python files of the wheel.

Whoever builds the wheels of all platforms names the binary, and the wheel's platform tag, in the environment;
elsewhere, as in `pip install sqlite-smma.tar.gz`, the one C file is compiled. Where there is no C compiler, zig
from PyPI is one.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BINARY = "SQLITE_SMMA_BINARY"
PLATFORM_TAG = "SQLITE_SMMA_PLATFORM_TAG"
SBOM = "SQLITE_SMMA_SBOM"

ZIG = "ziglang>=0.15,<0.17"
CURE = (
    "sqlite-smma is compiled from one C file, which needs a C11 compiler and its headers (Debian: apt install gcc "
    "libc6-dev; Alpine: apk add gcc musl-dev; macOS: xcode-select --install), or one that CC names; or zig: "
    f"pip install '{ZIG}'"
)


class CustomBuildHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        return [] if os.environ.get(BINARY) or system_compiler() else [ZIG]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        package = Path(self.root, "sqlite_smma")
        remove_binaries(package)
        binary = os.environ.get(BINARY)
        if binary:
            shutil.copy(binary, package)
        else:
            compile_into(package, Path(self.root, "native"))
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{os.environ.get(PLATFORM_TAG) or platform_tag()}"
        if os.environ.get(SBOM):
            build_data["sbom_files"].append(os.environ[SBOM])


def remove_binaries(package: Path) -> None:
    """None of another platform goes along."""
    for file in package.glob("smma.*"):
        file.unlink()


def system_compiler() -> list[str] | None:
    """The command CC names, or one that is there. Windows has none that takes these flags unless CC names it."""
    if os.environ.get("CC"):
        return shlex.split(os.environ["CC"])
    names = () if sys.platform == "win32" else ("cc", "gcc", "clang")
    return next(([name] for name in names if shutil.which(name)), None)


def compiler() -> list[str]:
    found = system_compiler()
    if found:
        return found
    if find_spec("ziglang"):
        return [sys.executable, "-m", "ziglang", "cc"]
    raise RuntimeError(f"No C compiler was found. {CURE}.")


def compile_into(package: Path, sources: Path) -> None:
    file, shared = {
        "darwin": ("smma.dylib", ["-dynamiclib"]),
        "win32": ("smma.dll", ["-shared", "-s"]),
    }.get(sys.platform, ("smma.so", ["-shared", "-s"]))
    command = [
        *compiler(),
        *("-std=c11", "-O3", "-fPIC", *shared),
        *shlex.split(os.environ.get("CFLAGS", "")),
        *("sqlite-smma.c", "-o", str(package / file)),
        *shlex.split(os.environ.get("LDFLAGS", "")),
    ]
    try:
        done = subprocess.run(command, cwd=sources, capture_output=True, text=True, check=False)
    except OSError as error:
        raise RuntimeError(f"{shlex.join(command)}: {error}. {CURE}.") from error
    if done.returncode != 0:
        raise RuntimeError(f"{shlex.join(command)}\n{done.stdout}{done.stderr}\n{CURE}.")


def platform_tag() -> str:
    """Of the system it is built on, and no more: nobody has checked it against older ones."""
    from packaging import tags

    names = list(tags.platform_tags())
    # macOS: the newest comes first. Linux: the plain tag, which promises nothing of libc.
    return next((name for name in names if name.startswith("linux_")), names[0])
