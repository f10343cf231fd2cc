"""The platforms that there are binaries for: platforms.json, which the npm packages read too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Platform:
    name: str  # of the archive and the npm package
    title: str
    file: str  # the extension's own name there
    zig: str = ""  # the target of zig cc, or
    of: tuple[str, ...] = ()  # the platforms that are in the one file
    wheel: str = ""  # the platform tag; '' if there is no wheel
    npm: dict[str, str] | None = None  # os, cpu, libc as package.json has them


def platforms() -> list[Platform]:
    entries = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return [Platform(**{**entry, "of": tuple(entry.get("of", ()))}) for entry in entries]
