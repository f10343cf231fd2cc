"""Every wheel: its tags, its size and what is in it."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import zipfile
from email import message_from_string
from pathlib import Path

import lief
import pytest
import tomllib
from auditwheel.architecture import Architecture
from auditwheel.libc import Libc
from auditwheel.policy import WheelPolicies
from auditwheel.wheel_abi import analyze_wheel_abi
from conftest import PACKAGES, TOP, WHEELS
from packaging.utils import parse_wheel_filename
from platforms import Platform, platforms

LARGEST = 60 * 1024
# Not reached by two: their binaries have mingw-w64's start-up code in them.
LARGEST_OF = {"win_amd64": 68 * 1024, "win32": 61 * 1024}
PLATFORMS = {platform.wheel: platform for platform in platforms() if platform.wheel}


def tag_of(wheel: Path) -> str:
    return wheel.stem.split("-", 4)[-1]


def platform_of(wheel: Path) -> Platform:
    return PLATFORMS[tag_of(wheel)]


def read(wheel: Path, ending: str) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(ending)]
        return archive.read(name)


def test_one_for_each_platform() -> None:
    assert {tag_of(wheel) for wheel in WHEELS} == set(PLATFORMS)


def test_size(wheel: Path) -> None:
    assert wheel.stat().st_size <= LARGEST_OF.get(tag_of(wheel), LARGEST)


def test_has_the_binary_of_its_platform(wheel: Path) -> None:
    platform = platform_of(wheel)
    assert read(wheel, f"sqlite_smma/{platform.file}") == (PACKAGES / platform.name / platform.file).read_bytes()
    with zipfile.ZipFile(wheel) as archive:
        assert [name for name in archive.namelist() if "/smma." in name] == [f"sqlite_smma/{platform.file}"]


def test_has_every_file_of_the_package(wheel: Path) -> None:
    package = TOP / "ext" / "python" / "sqlite_smma"
    sources = {file.relative_to(package.parent).as_posix() for file in package.rglob("*.py")}
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name and "/smma." not in name}
    assert names == sources | {"sqlite_smma/py.typed"}


def test_tags_are_those_of_its_name(wheel: Path) -> None:
    lines = message_from_string(read(wheel, ".dist-info/WHEEL").decode())
    _, _, _, tags = parse_wheel_filename(wheel.name)
    assert set(lines.get_all("Tag")) == {str(tag) for tag in tags}
    assert {(tag.interpreter, tag.abi) for tag in tags} == {("py3", "none")}
    assert lines["Root-Is-Purelib"] == "false"


def test_record_is_true(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for name, digest, size in csv.reader(io.StringIO(read(wheel, ".dist-info/RECORD").decode())):
            names.discard(name)
            if name.endswith("/RECORD"):
                continue
            content = archive.read(name)
            expected = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            assert (digest, int(size)) == (f"sha256={expected}", len(content)), name
    assert not names


def test_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        licences = {name.partition("/licenses/")[2] for name in archive.namelist() if "/licenses/" in name}
    of_windows = {"licenses/mingw-w64.txt"} if platform_of(wheel).file.endswith(".dll") else set()
    assert licences == {"LICENSE", "licenses/zig.txt"} | of_windows
    assert read(wheel, "/licenses/LICENSE") == (TOP / "LICENSE").read_bytes()


def test_metadata(wheel: Path) -> None:
    metadata = message_from_string(read(wheel, ".dist-info/METADATA").decode())
    project = tomllib.loads((TOP / "ext" / "python" / "pyproject.toml").read_text())["project"]
    assert metadata["Name"] == "sqlite-smma"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == project["requires-python"]
    extras = project["optional-dependencies"]
    wanted = [f"{requirement}; extra == '{extra}'" for extra, group in extras.items() for requirement in group]
    assert sorted(metadata.get_all("Requires-Dist")) == sorted(wanted)
    assert "pip install sqlite-smma" in metadata.get_payload()


LINUX = [wheel for wheel in WHEELS if "linux" in tag_of(wheel)]


@pytest.mark.parametrize("wheel", LINUX, ids=tag_of)
def test_linux_tag_is_what_auditwheel_finds(wheel: Path) -> None:
    tag = tag_of(wheel).split(".")[0]
    is_musl = tag.startswith("musl")
    libc = Libc.MUSL if is_musl else Libc.GLIBC
    claim, _, machine = tag.partition("_")[0], *tag.split("_", 3)[2:]
    architecture = Architecture(machine)
    report = analyze_wheel_abi(
        libc, architecture, wheel, frozenset(), disable_isa_ext_check=False, allow_graft=False, args_ldpaths=None
    )
    policies = (
        WheelPolicies(libc=libc, arch=architecture, musl_policy=tag.rpartition(f"_{machine}")[0])
        if is_musl
        else WheelPolicies(libc=libc, arch=architecture)
    )
    assert claim in {"manylinux", "musllinux"}
    # A policy of a lower priority is kept by fewer systems.
    claimed = policies.get_policy_by_name(tag)
    assert claimed is not None, f"auditwheel knows no {tag}"
    assert is_musl or report.overall_policy.priority >= claimed.priority, report.overall_policy.name
    assert not report.external_refs[report.overall_policy.name].libs
    assert report.overall_policy.name.startswith(claim)


@pytest.mark.parametrize("wheel", [wheel for wheel in LINUX if "musl" in wheel.name], ids=tag_of)
def test_musl_needs_its_libc_alone(wheel: Path) -> None:
    """Undefined names are looked for in what is loaded already: they have to be functions of C."""
    binary = lief.ELF.parse(list(read(wheel, "/smma.so")))
    assert not binary.libraries
    assert {symbol.name for symbol in binary.imported_symbols if symbol.name} <= {
        *("free", "malloc", "aligned_alloc", "memchr", "memcmp", "memcpy", "memmove", "memset")
    }


MACHINES = {"x86_64": lief.MachO.Header.CPU_TYPE.X86_64, "arm64": lief.MachO.Header.CPU_TYPE.ARM64}


@pytest.mark.parametrize("wheel", [wheel for wheel in WHEELS if "macosx" in wheel.name], ids=tag_of)
def test_macos_tag(wheel: Path) -> None:
    _, major, minor, machine = tag_of(wheel).split("_", 3)
    file = lief.MachO.parse(list(read(wheel, "/smma.dylib")))  # it is freed with its one binary
    assert file.size == 1
    binary = file.at(0)
    assert binary.header.cpu_type == MACHINES[machine]
    assert list(binary.build_version.minos)[:2] == [int(major), int(minor)]
    assert [library.name for library in binary.libraries][1:] == ["/usr/lib/libSystem.B.dylib"]


@pytest.mark.parametrize("wheel", [wheel for wheel in WHEELS if "macosx_11_0_arm64" in wheel.name], ids=tag_of)
def test_apple_silicon_loads_it(wheel: Path) -> None:
    """It loads no code without a signature, be it the linker's own."""
    file = lief.MachO.parse(list(read(wheel, "/smma.dylib")))  # it is freed with its one binary
    assert file.size == 1
    binary = file.at(0)
    assert binary.has_code_signature


WINDOWS = {
    "win_amd64": lief.PE.Header.MACHINE_TYPES.AMD64,
    "win_arm64": lief.PE.Header.MACHINE_TYPES.ARM64,
    "win32": lief.PE.Header.MACHINE_TYPES.I386,
}


@pytest.mark.parametrize("wheel", [wheel for wheel in WHEELS if "-win" in wheel.name], ids=tag_of)
def test_windows_tag(wheel: Path) -> None:
    binary = lief.PE.parse(list(read(wheel, "/smma.dll")))
    assert binary.header.machine == WINDOWS[tag_of(wheel)]
    assert [entry.name for entry in binary.exported_functions] == ["sqlite3_smma_init"]
    assert all(
        name.startswith("api-ms-win-crt-") or name == "KERNEL32.dll" for name in (part.name for part in binary.imports)
    )


def test_the_names_are_those_of_pip() -> None:
    assert all(wheel.name.startswith("sqlite_smma-") for wheel in WHEELS)
