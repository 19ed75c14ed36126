"""Sizes, mirrors and things that must not lie about."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


def too_long(path: Path) -> bool:
    return len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES


def has_logic(text: str) -> bool:
    """Return whether a module does anything: a function whose body is more than words."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = [
                part for part in node.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
            ]
            if body and node.name not in {"__repr__", "__init__"}:
                return True
    return False


def mirror(path: Path) -> Path:
    relative = path.relative_to(ROOT)
    name = "package" if path.stem == "__init__" else path.stem.strip("_")
    return ROOT / "tests" / relative.parent / f"test_{name}.py"


def test_no_file_outgrows_one_idea():
    long = [str(path.relative_to(ROOT)) for path in sources("app", "ui", "tests", "packaging") if too_long(path)]

    assert long == []


def test_a_file_that_is_too_long_is_seen(tmp_path):
    path = tmp_path / "long.py"
    path.write_text("x = 1\n" * (MOST_LINES + 1))

    assert too_long(path)


def test_every_source_file_with_logic_has_its_mirror():
    lonely = [
        str(path.relative_to(ROOT))
        for path in sources("app", "ui")
        if has_logic(path.read_text(encoding="utf-8")) and not mirror(path).exists()
    ]

    assert lonely == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class A:\n    def ask(self):\n        ...\n", False),
        ('class A:\n    def ask(self):\n        """Say."""\n', False),
        ("def f():\n    return 1\n", True),
        ("class A:\n    async def f(self):\n        return 1\n", True),
    ],
    ids=["protocol", "documented protocol", "function", "method"],
)
def test_logic_is_told_from_plain_records(text, expected):
    assert has_logic(text) is expected


def test_every_test_stands_beside_a_source_file():
    strays = []
    for path in sources("tests/app", "tests/ui"):
        if not path.name.startswith("test_"):
            continue
        folder = ROOT / path.parent.relative_to(ROOT / "tests")
        words = path.stem.removeprefix("test_").split("_")
        stems = ["_".join(words[: count + 1]) for count in range(len(words))]
        names = {source.stem.strip("_") for source in folder.glob("*.py")} | {"package"}
        if not any(stem in names for stem in stems):
            strays.append(str(path.relative_to(ROOT)))

    assert strays == []


def test_every_module_says_what_lives_in_it():
    silent = [
        str(path.relative_to(ROOT))
        for path in sources("app", "ui", "packaging")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []


def test_packaging_and_tests_are_plain_folders():
    """An __init__.py in packaging/ would shadow the package of that name; under tests/ it would hide app and ui."""
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert list((ROOT / "tests").rglob("__init__.py")) == []


FORBIDDEN = ("/work" + "/", "index" + "-url", "files.python" + "hosted")


def test_no_path_of_a_machine_and_no_index_host_is_committed():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    found = []
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        if not path.is_file() or path.suffix in {".png", ".ico"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name}: {word}" for word in FORBIDDEN if word in text]

    assert found == []
