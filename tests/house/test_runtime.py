"""Guards against faults of the runtime that would kill the program after a while."""

import subprocess
import sys

import pytest

PROBE = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Bell(QObject):
    rang = Signal()

app = QCoreApplication([])
bell = Bell()
bell.rang.connect(lambda: None)
before = sys.getrefcount(None), sys.getrefcount(True)
for _ in range(500):
    bell.setObjectName("bell")
    bell.rang.emit()
after = sys.getrefcount(None), sys.getrefcount(True)
print(before[0] - after[0], before[1] - after[1])
"""


def lost_references(probe: str) -> tuple[int, int]:
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60)
    none, true = result.stdout.split()
    return int(none), int(true)


@pytest.mark.slow
def test_qt_calls_lose_no_references():
    """PySide6 6.12.0 on Python 3.11 loses one reference per void call and the process dies (PYSIDE-3474)."""
    assert max(lost_references(PROBE)) < 100


@pytest.mark.slow
def test_a_lost_reference_per_call_is_seen():
    leak = "import ctypes\nNONE = ctypes.py_object(None)\n"
    probe = PROBE.replace("import sys\n", "import sys\n" + leak, 1).replace(
        "    bell.rang.emit()\n", "    bell.rang.emit()\n    ctypes.pythonapi.Py_DecRef(NONE)\n"
    )

    assert lost_references(probe)[0] >= 400
