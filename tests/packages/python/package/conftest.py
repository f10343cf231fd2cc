"""What the tests of the files in build/packages/python share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[4]
PACKAGES = Path(os.environ.get("SMMA_PACKAGES", TOP / "build" / "packages")).resolve()
WHEELS = sorted((PACKAGES / "python").glob("*.whl"))
SDIST = next((PACKAGES / "python").glob("*.tar.gz"), None)
UV = PACKAGES / "tools" / "bin" / "uv"

sys.path.insert(0, str(TOP / "ext" / "packages"))


def run(*command: object, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)


def new_environment(folder: Path, python: str) -> Path:
    """Its Python; nothing is installed in it."""
    done = run(UV, "venv", "--quiet", "--python", python, folder)
    assert done.returncode == 0, done.stderr
    return folder / "bin" / "python"


def install(python: Path, *what: object, **options: object) -> subprocess.CompletedProcess[str]:
    return run(UV, "pip", "install", "--no-cache", "--python", python, *what, **options)


@pytest.fixture(params=WHEELS, ids=lambda wheel: wheel.stem.split("-", 4)[-1])
def wheel(request: pytest.FixtureRequest) -> Path:
    return request.param
