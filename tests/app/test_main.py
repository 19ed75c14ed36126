"""The front door: window or command line."""

import subprocess
import sys
import types

import pytest

from app import __main__ as program


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], True),
        (["--demo"], True),
        (["https://app.supervisely.com/projects/7"], True),
        (["tree"], False),
        (["--help"], False),
        (["--demo", "tree"], False),
    ],
    ids=["nothing", "demo", "link", "command", "help", "both"],
)
def test_only_a_bare_start_wants_the_window(arguments, expected):
    assert program.wants_window(arguments) is expected


def test_without_qt_the_window_is_refused_in_words(monkeypatch, capsys):
    monkeypatch.setattr(program.importlib.util, "find_spec", lambda name: None)

    code = program.main([])

    assert code == 1
    assert "PySide6" in capsys.readouterr().err


def test_the_window_gets_its_arguments_and_gives_the_exit_code(monkeypatch):
    handed: list[list[str]] = []
    window = types.SimpleNamespace(main=lambda arguments: handed.append(arguments) or 7)
    monkeypatch.setattr(program.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(program.importlib, "import_module", lambda name: window)

    code = program.main(["--demo"])

    assert (code, handed) == (7, [["--demo"]])


@pytest.mark.slow
def test_help_loads_neither_window_nor_network_nor_tables():
    heavy = "PySide6 httpx aiohttp geopandas numpy sqlite3 rich"
    code = (
        "import sys; from app.__main__ import main; main(['download', '--help']);"
        f"print([name for name in '{heavy}'.split() if name in sys.modules], file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"


def test_ctrl_c_before_anything_began_ends_without_a_trace(monkeypatch):
    def interrupted(arguments, environ):
        raise KeyboardInterrupt

    monkeypatch.setattr("app.cli.program.run", interrupted)

    assert program.main(["tree"]) == 130
