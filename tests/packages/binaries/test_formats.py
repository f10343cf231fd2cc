"""What the files themselves say, also those of platforms that are not here: processor, oldest system,
what they show and what they need."""

from __future__ import annotations

import hashlib
import json
import tarfile
import zipfile

import lief
import pytest
from conftest import PACKAGES, PLATFORMS, Platform, extension

ENTRY = "sqlite3_smma_init"
MOST_BYTES = 60 * 1024

ELF = {
    "linux-x64-gnu": (lief.ELF.ARCH.X86_64, (2, 17)),
    "linux-arm64-gnu": (lief.ELF.ARCH.AARCH64, (2, 17)),
    "linux-arm-gnu": (lief.ELF.ARCH.ARM, (2, 17)),
    "linux-riscv64-gnu": (lief.ELF.ARCH.RISCV, (2, 27)),
    "linux-x64-musl": (lief.ELF.ARCH.X86_64, None),
    "linux-arm64-musl": (lief.ELF.ARCH.AARCH64, None),
}
# What zig's linker adds of its own.
OF_THE_LINKER = ["__mh_dylib_header", "___dso_handle"]
MACH_O = {
    "darwin-x64": [lief.MachO.Header.CPU_TYPE.X86_64],
    "darwin-arm64": [lief.MachO.Header.CPU_TYPE.ARM64],
    "darwin-universal": [lief.MachO.Header.CPU_TYPE.X86_64, lief.MachO.Header.CPU_TYPE.ARM64],
}
PE = {
    "win32-x64": lief.PE.Header.MACHINE_TYPES.AMD64,
    "win32-arm64": lief.PE.Header.MACHINE_TYPES.ARM64,
    "win32-ia32": lief.PE.Header.MACHINE_TYPES.I386,
}


def test_every_platform_is_looked_at() -> None:
    assert set(ELF) | set(MACH_O) | set(PE) == set(PLATFORMS)


@pytest.mark.parametrize("name", ELF)
def test_elf(name: str) -> None:
    processor, newest_glibc = ELF[name]
    binary = lief.ELF.parse(str(extension(PLATFORMS[name])))
    assert binary is not None
    assert binary.header.machine_type == processor
    assert [symbol.name for symbol in binary.exported_symbols] == [ENTRY]
    assert not list(binary.symtab_symbols), "it is stripped"
    assert set(binary.libraries) <= {"libc.so.6", "libm.so.6", "libc.so", "ld-linux-armhf.so.3"}
    versions = {
        tuple(int(part) for part in auxiliary.name.removeprefix("GLIBC_").split("."))
        for requirement in binary.symbols_version_requirement
        for auxiliary in requirement.get_auxiliary_symbols()
    }
    if newest_glibc is None:
        assert not versions
    else:
        assert versions
        assert max(versions) <= newest_glibc
    stack = binary.get(lief.ELF.Segment.TYPE.GNU_STACK)
    assert stack is not None
    assert lief.ELF.Segment.FLAGS.X not in stack


@pytest.mark.parametrize("name", MACH_O)
def test_mach_o(name: str) -> None:
    fat = lief.MachO.parse(str(extension(PLATFORMS[name])))
    assert fat is not None
    assert [binary.header.cpu_type for binary in fat] == MACH_O[name]
    for binary in fat:
        assert binary.header.file_type == lief.MachO.Header.FILE_TYPE.DYLIB
        assert [symbol.name for symbol in binary.exported_symbols] == [f"_{ENTRY}", *OF_THE_LINKER]
        ours = [symbol.name for symbol in binary.symbols if "smma" in symbol.name and not symbol.has_export_info]
        assert not ours, "it is stripped"
        assert binary.build_version is not None
        assert binary.build_version.platform == lief.MachO.BuildVersion.PLATFORMS.MACOS
        assert list(binary.build_version.minos[:2]) == [11, 0]
        assert [library.name for library in binary.libraries if library.name.startswith("/")] == [
            "/usr/lib/libSystem.B.dylib"
        ]
        # A Mac with an Apple processor loads nothing that is not signed, if only for this machine.
        is_arm = binary.header.cpu_type == lief.MachO.Header.CPU_TYPE.ARM64
        assert binary.has_code_signature or not is_arm


@pytest.mark.parametrize("name", PE)
def test_pe(name: str) -> None:
    binary = lief.PE.parse(str(extension(PLATFORMS[name])))
    assert binary is not None
    assert binary.header.machine == PE[name]
    assert binary.header.has_characteristic(lief.PE.Header.CHARACTERISTICS.DLL)
    assert [entry.name for entry in binary.get_export().entries] == [ENTRY]
    for library in binary.imports:
        assert library.name.lower() == "kernel32.dll" or library.name.startswith("api-ms-win-crt-"), library.name


def archive_of(platform: Platform) -> str:
    manifest = json.loads((PACKAGES / "archives/manifest.json").read_text(encoding="utf-8"))
    (archive,) = [
        entry["archive"]
        for entry in manifest["binaries"]
        if entry["archive"].split(".")[2].endswith(f"-{platform.name}")
    ]
    return archive


@pytest.mark.parametrize("name", PLATFORMS)
def test_an_archive_has_the_one_file(name: str) -> None:
    platform = PLATFORMS[name]
    archive = PACKAGES / "archives" / archive_of(platform)
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as opened:
            assert opened.namelist() == [platform.file]
            content = opened.read(platform.file)
    else:
        with tarfile.open(archive) as opened:
            (entry,) = opened.getmembers()
            assert (entry.name, entry.mode) == (platform.file, 0o755)
            content = opened.extractfile(entry).read()
    assert content == extension(platform).read_bytes()
    parts = len(platform.of) or 1
    assert archive.stat().st_size <= MOST_BYTES * parts


def test_checksums_are_those_of_all_files() -> None:
    folder = PACKAGES / "archives"
    lines = (folder / "checksums.txt").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    names = {file.name for file in folder.iterdir()} - {"checksums.txt"}
    assert set(sums) == names
    for name in names:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sums[name]
