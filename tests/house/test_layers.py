"""The floor plan of the house, checked by import-linter, and proof that the check can fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(LINT, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def test_every_import_keeps_to_its_floor():
    result = lint(ROOT)

    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-1000:]


BREACHES = {
    "engine looks at the window": ("app/engine/breach.py", "import ui\n"),
    "model knows Qt": ("app/model/breach.py", "import PySide6\n"),
    "model looks up": ("app/model/breach.py", "import app.engine\n"),
    "engine knows a source": ("app/engine/breach.py", "import app.sources.supervisely\n"),
    "source opens the network itself": ("app/sources/supervisely/breach.py", "import httpx\n"),
    "window opens the ledger": ("ui/breach.py", "import app.store\n"),
    "window knows the sandbox": ("ui/breach.py", "import app.sandbox\n"),
    "network knows the disk": ("app/net/breach.py", "import app.store\n"),
    "engine reads settings": ("app/engine/breach.py", "import app.config\n"),
    "engine opens the database": ("app/engine/breach.py", "import sqlite3\n"),
    "engine looks into the gallery": ("app/engine/breach.py", "import app.gallery\n"),
    "gallery knows the exports": ("app/gallery/breach.py", "import app.exporting\n"),
    "window reads folders itself": ("ui/breach.py", "import app.gallery\n"),
    "a folder without a floor": ("app/helpers/__init__.py", '"""Attic."""\n'),
}


@pytest.mark.slow
@pytest.mark.parametrize(("place", "text"), BREACHES.values(), ids=BREACHES.keys())
def test_a_breach_is_seen(tmp_path, place, text):
    for name in ("app", "ui"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    breach = tmp_path / place
    breach.parent.mkdir(exist_ok=True)
    breach.write_text(text)

    assert lint(tmp_path).returncode != 0
