"""Scheduling, retries and spilling are Dask's: the code here stays small."""

from __future__ import annotations

import ast
import tokenize
from pathlib import Path

import sqlite_smma.shards

MOST = 250
NO_CODE = {
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
    *(tokenize.ENCODING, tokenize.ENDMARKER),
}


def lines_of_code(file: Path) -> int:
    """Without blank lines, comments and docstrings."""
    lines: set[int] = set()
    with file.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type not in NO_CODE:
                lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node):
            lines.difference_update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return len(lines)


def test_lines_of_code() -> None:
    files = list(Path(sqlite_smma.shards.__file__).parent.glob("*.py"))
    assert len(files) == 4
    assert sum(map(lines_of_code, files)) <= MOST
