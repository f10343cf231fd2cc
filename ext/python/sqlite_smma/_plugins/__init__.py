"""What other programs find by entry points, once this is installed."""

from __future__ import annotations

import warnings
from typing import Any

from .._errors import LoadError
from .._everywhere import load_everywhere
from .._load import load


def get_ready(module: Any) -> None:
    """Before the program opens connections by that module."""
    if hasattr(module.Connection, "enable_load_extension"):
        return
    try:
        load_everywhere()
    except LoadError as error:
        _warn(error)


def prepare(connection: object) -> None:
    """A program that works without the functions goes on without them, and says why."""
    try:
        load(connection)
    except LoadError as error:
        _warn(error)


def _warn(error: LoadError) -> None:
    warnings.warn(f"The functions of sqlite-smma are not there: {error}", RuntimeWarning, stacklevel=3)
