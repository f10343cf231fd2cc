"""The error of this package, and what it says of where it runs."""

from __future__ import annotations

import platform
import sysconfig
from importlib.metadata import PackageNotFoundError, distribution

DISTRIBUTION = "sqlite-smma"


class LoadError(RuntimeError):
    """The functions could not be loaded; the text says why, and what helps."""


def installed_for() -> str:
    """The tag of the wheel that was installed, such as py3-none-musllinux_1_1_x86_64."""
    try:
        wheel = distribution(DISTRIBUTION).read_text("WHEEL") or ""
    except PackageNotFoundError:
        wheel = ""
    tags = [line.partition(":")[2].strip() for line in wheel.splitlines() if line.startswith("Tag:")]
    return " or ".join(tags) or "no platform that it tells"


def running_on() -> str:
    """Such as linux-x86_64, glibc 2.36."""
    name, version = platform.libc_ver()
    # musl has no version that libc_ver() knows of.
    libc = f"{name} {version}" if name else "no glibc"
    system = sysconfig.get_platform()
    return f"{system}, {libc}" if system.startswith("linux") else system


def reinstall() -> str:
    return (
        f"It was installed for {installed_for()}, and this Python runs on {running_on()}: if these do not fit, "
        f"`pip install --force-reinstall --no-cache-dir {DISTRIBUTION}` on this machine, with this Python"
    )
