"""docs/PARITY.md names tests: each of them exists, and no trap is left out."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "PARITY.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)
TRAPS = 48


@lru_cache(maxsize=128)
def names_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def unknown(text: str) -> list[str]:
    """Return the named tests that do not exist."""
    found = []
    for file, name in NAMED.findall(text):
        path = ROOT / file
        if not path.is_file() or name not in names_in(path):
            found.append(f"{file}::{name}")
    return found


def rows(text: str) -> list[list[str]]:
    """Return the cells of every table row, without heads and rules."""
    found = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)] for row in ROW.findall(text)]
    heads = {number - 1 for number, cells in enumerate(found) if set("".join(cells)) == {"-"}}
    return [cells for number, cells in enumerate(found) if number not in heads and set("".join(cells)) != {"-"}]


def test_every_test_that_is_named_exists():
    text = PAGE.read_text(encoding="utf-8")

    assert len(NAMED.findall(text)) > 100
    assert unknown(text) == []


def test_a_test_that_does_not_exist_is_seen():
    text = "`tests/house/test_parity.py::test_nothing` and `tests/none.py::test_a`"

    assert unknown(text) == ["tests/house/test_parity.py::test_nothing", "tests/none.py::test_a"]


def test_every_row_has_a_test_or_says_why_not():
    bare = [
        cells[0]
        for cells in rows(PAGE.read_text(encoding="utf-8"))
        if "::" not in cells[-1] and "cannot occur" not in cells[-1]
    ]

    assert bare == []


@pytest.mark.parametrize("number", range(1, TRAPS + 1))
def test_every_trap_is_answered(number):
    traps = {cells[0]: cells[-1] for cells in rows(PAGE.read_text(encoding="utf-8"))}

    assert traps[str(number)]
