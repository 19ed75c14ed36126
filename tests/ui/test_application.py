import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from ui.application import fail_to_start, make_application, use_region
from ui.text import count_text, use_marks

SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from tests.fakes import tree
from tests.fakes.backend import FakeBackend
from tests.fakes.host import FakeHost
from ui.application import make_application, run
make_application([])
QTimer.singleShot(400, lambda: next(w for w in QApplication.topLevelWidgets() if w.objectName() == "window").close())
backend = FakeBackend(FakeHost(tree.answers()), Path(sys.argv[1]), (tree.ACCOUNT,))
code = run(backend, [])
print("ended", code, backend.host.is_running)
"""


def test_there_is_one_application_that_outlives_its_windows(qapp):
    app = make_application([])

    assert app is qapp
    assert not app.quitOnLastWindowClosed()
    assert not app.windowIcon().isNull()


def test_a_start_that_fails_says_why(capsys):
    assert fail_to_start("No room.") == 1
    assert capsys.readouterr().err == "No room.\n"


@pytest.mark.slow
def test_the_program_opens_closes_and_ends(tmp_path):
    root = Path(__file__).parents[2]
    environ = os.environ | {"PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"}

    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        cwd=root, env=environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert (ran.returncode, ran.stdout.strip()) == (0, "ended 0 False"), ran.stderr


REGIONS = {"none": ("C", "12,431"), "German": ("de_DE", "12.431"), "American": ("en_US", "12,431")}


@pytest.mark.parametrize(("name", "expected"), REGIONS.values(), ids=REGIONS)
def test_numbers_follow_the_region_of_the_system(name, expected):
    try:
        use_region(QLocale(name))
        assert count_text(12431) == expected
    finally:
        use_marks(",", ".")
