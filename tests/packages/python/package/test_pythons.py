"""The wheel in every Python that is on this machine, with nothing else installed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import PACKAGES, install, new_environment, run
from test_sdist import ASK

PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
OLDEST = (3, 9)


def pythons() -> list[str]:
    of_pyenv = [
        str(folder / "bin" / "python3")
        for folder in sorted(PYENV.glob("3.*"))
        if tuple(map(int, folder.name.split(".")[:2])) >= OLDEST
    ]
    return ["/usr/bin/python3", *of_pyenv]


@pytest.mark.parametrize("python", pythons())
def test_one_command_and_two_lines(python: str, tmp_path: Path) -> None:
    own = new_environment(tmp_path / "env", python)
    done = install(own, "--no-index", "--find-links", PACKAGES / "python", "sqlite-smma")
    assert done.returncode == 0, done.stderr
    done = run(own, "-W", "error", "-c", ASK, cwd=tmp_path)
    assert done.stdout.startswith("3.5\n"), done.stderr
    assert "Compiler: clang" in done.stdout
    done = run(own, "-c", "import sqlite_smma; print(sqlite_smma.array(bytes(16)).tolist())", cwd=tmp_path)
    assert done.stdout == "[0.0, 0.0]\n", done.stderr


def test_pip_takes_it_too(tmp_path: Path) -> None:
    """uv installs in the other tests."""
    done = run("/usr/bin/python3", "-m", "venv", tmp_path / "env")
    assert done.returncode == 0, done.stderr
    python = tmp_path / "env" / "bin" / "python"
    done = run(python, "-m", "pip", "install", "--no-index", "--find-links", PACKAGES / "python", "sqlite-smma")
    assert done.returncode == 0, done.stderr
    assert run(python, "-c", ASK, cwd=tmp_path).stdout.startswith("3.5\n")
