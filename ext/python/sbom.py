"""What is in a wheel, as CycloneDX tells it (PEP 770: the wheel has it in .dist-info/sboms/)."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.model.tool import ToolRepository
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from platforms import Platform

EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "315532800"))
HOME = "https://pypi.org/project/sqlite-smma/"


def sha256(file: Path) -> HashType:
    return HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(file.read_bytes()).hexdigest())


def defined(name: str, file: Path) -> str:
    found = re.search(rf'^#define {name} +"(.*)"', file.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{file.name} defines {name}"
    return found[1]


def extension(platform: Platform, binary: Path, native: Path, release: str) -> Component:
    """The binary, and the C file it was compiled of."""
    source = Component(
        name="sqlite-smma.c",
        type=ComponentType.FILE,
        bom_ref="source",
        version=release,
        hashes=[sha256(native / "sqlite-smma.c")],
        licenses=[DisjunctiveLicense(id="MIT")],
    )
    return Component(
        name=binary.name,
        type=ComponentType.LIBRARY,
        bom_ref="extension",
        version=release,
        description=f"for {platform.title}",
        hashes=[sha256(binary)],
        licenses=[DisjunctiveLicense(id="MIT")],
        components=[source],
    )


def sqlite_headers(native: Path) -> Component:
    """Compiled in: constants and the table of routines; SQLite itself is the host's."""
    return Component(
        name="sqlite",
        type=ComponentType.LIBRARY,
        bom_ref="sqlite-headers",
        version=defined("SQLITE_VERSION", native / "sqlite3.h"),
        description="sqlite3.h and sqlite3ext.h, at compile time",
        hashes=[sha256(native / "sqlite3ext.h")],
        licenses=[LicenseExpression("blessing")],
        scope=ComponentScope.REQUIRED,
    )


def zig_runtime() -> Component:
    release = version("ziglang")
    return Component(
        name="ziglang",
        type=ComponentType.LIBRARY,
        bom_ref="zig",
        version=release,
        description="the compiler's own runtime routines, where the binary uses any",
        purl=PackageURL("pypi", name="ziglang", version=release),
        licenses=[DisjunctiveLicense(id="MIT")],
    )


def mingw_startup() -> Component:
    return Component(
        name="mingw-w64",
        type=ComponentType.LIBRARY,
        bom_ref="mingw-w64",
        version=f"as in ziglang {version('ziglang')}",
        description="what starts a DLL",
        licenses=[LicenseExpression("ZPL-2.1")],
    )


def cyclonedx_tool() -> Component:
    release = version("cyclonedx-python-lib")
    return Component(
        name="cyclonedx-python-lib",
        type=ComponentType.LIBRARY,
        version=release,
        purl=PackageURL("pypi", name="cyclonedx-python-lib", version=release),
    )


def sbom_of(platform: Platform, binary: Path, native: Path) -> str:
    release = defined("SMMA_VERSION", native / "sqlite-smma.c")
    root = Component(
        name="sqlite-smma",
        type=ComponentType.LIBRARY,
        bom_ref="sqlite-smma",
        version=release,
        purl=PackageURL("pypi", name="sqlite-smma", version=release),
        licenses=[DisjunctiveLicense(id="MIT")],
    )
    parts = [extension(platform, binary, native, release), sqlite_headers(native), zig_runtime()]
    if platform.file.endswith(".dll"):
        parts.append(mingw_startup())
    bom = Bom(
        components=parts,
        serial_number=uuid5(NAMESPACE_URL, f"{HOME}{release}/{platform.name}/{sha256(binary).content}"),
    )
    bom.metadata.component = root
    bom.metadata.timestamp = datetime.fromtimestamp(EPOCH, timezone.utc)
    bom.metadata.tools = ToolRepository(components=[cyclonedx_tool()])
    bom.register_dependency(root, parts)
    bom.register_dependency(parts[0], parts[1:])
    return JsonV1Dot6(bom).output_as_string() + "\n"
