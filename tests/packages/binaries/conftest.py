"""What the tests of the binaries share: where things are, and the platforms (SPEC 6.5)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
BUILD = (ROOT / os.environ.get("SMMA_BUILD", "build")).resolve()
PACKAGES = BUILD / "packages"
SOURCES = PACKAGES / "source"
sys.path.insert(0, str(ROOT / "ext/packages"))

from platforms import Platform, platforms

PLATFORMS = {platform.name: platform for platform in platforms()}


def extension(platform: Platform) -> Path:
    return PACKAGES / platform.name / platform.file


def succeed(command: list[str | Path], **options: object) -> str:
    """What a command prints; the test fails with all that it says where the command does."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def sqlite_sources() -> Path:
    """Folders of SQLite's releases, and of the CLI's source."""
    return Path(os.environ["SMMA_SQLITE_SOURCES"]).resolve()
