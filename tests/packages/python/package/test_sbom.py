"""The list of what is in a wheel: valid, and true."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from conftest import PACKAGES
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from test_wheels import platform_of, read


def test_is_valid(wheel: Path) -> None:
    text = read(wheel, ".dist-info/sboms/sqlite-smma.cdx.json").decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_says_what_is_in_the_wheel(wheel: Path) -> None:
    sbom = json.loads(read(wheel, ".dist-info/sboms/sqlite-smma.cdx.json"))
    platform = platform_of(wheel)
    parts = {part["bom-ref"]: part for part in sbom["components"]}
    of_windows = {"mingw-w64"} if platform.file.endswith(".dll") else set()
    assert set(parts) == {"extension", "sqlite-headers", "zig"} | of_windows
    assert parts["extension"]["hashes"][0]["content"] == digest(PACKAGES / platform.name / platform.file)
    (source,) = parts["extension"]["components"]
    assert source["hashes"][0]["content"] == digest(PACKAGES / "source" / "sqlite-smma.c")
    assert all(part["licenses"] and part["version"] for part in parts.values())
    assert sbom["metadata"]["component"]["purl"].startswith("pkg:pypi/sqlite-smma@")


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
