"""The process that exports is killed at many moments; the older export stays or the new one is whole, never a mixture.

The kill comes after a count of what it says, and at steps of its work that say nothing: a slow folder of many files
gives the moments between. Afterwards one sweep clears away what was left.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.bootstrap.demo import own_environment
from app.exporting.partial import sweep
from app.model.export_spec import ExportSpec
from app.model.spec import spec_to_builtins
from tests.fakes.export_runs import bytes_of, names_in
from tests.fakes.gallery_folder import ProjectFolder, box
from tests.fakes.warm_exporter import warm_exporter

pytestmark = pytest.mark.slow

COUNT = 120
EXPORTER = (sys.executable, "-m", "app", "exporter")


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = ProjectFolder(tmp_path_factory.mktemp("kill") / "town")
    for n in range(COUNT):
        folder.add(f"{n:03}.jpg", [box("car" if n % 3 else "sign") for _ in range(3)])
    return folder.root


def order(root, out, workers, **changes):
    spec = spec_to_builtins(ExportSpec(str(root), **changes))
    return json.dumps({"spec": spec, "destination": str(out), "workers": workers}).encode() + b"\n"


def started(text):
    process = subprocess.Popen(
        EXPORTER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=own_environment()
    )
    process.stdin.write(text)
    process.stdin.flush()
    return process


def said(process):
    """Return everything that it says, and what it and its workers complain of until the last of them is gone."""
    # Its input stays open meanwhile: the end of it means stop.
    out = process.stdout.read()
    _, complaints = process.communicate(timeout=60)
    return out, complaints


def exported(root, out, workers=1, **changes):
    process = started(order(root, out, workers, **changes))
    answer, _ = said(process)
    assert b'"exported":{' in answer.splitlines()[-1], answer
    return bytes_of(out)


@pytest.fixture(scope="module")
def both(town, tmp_path_factory):
    """Return the older and the new export, whole."""
    folder = tmp_path_factory.mktemp("whole")
    return exported(town, folder / "older" / "out", classes=("sign",)), exported(town, folder / "new" / "out")


def judge(out: Path, both, *, is_swept: bool = True) -> bool:
    """Return whether the new export is there; the older one must be there else."""
    if is_swept:
        # A worker that is ending says its last word a moment before it lets go of its lock.
        for _ in range(200):
            sweep(out)
            if names_in(out.parent) == ["out"]:
                break
            threading.Event().wait(0.02)
        assert names_in(out.parent) == ["out"], "leftovers"
    found = bytes_of(out)
    assert found in both
    return found == both[1]


@pytest.mark.parametrize("workers", [1, 2], ids=["alone", "with two workers"])
@pytest.mark.parametrize("lines", [0, 1, 2, 3, 4, 5, 6, 9])
def test_killed_after_so_many_words(town, tmp_path, both, lines, workers):
    out = tmp_path / "out"
    exported(town, out, classes=("sign",))
    process = started(order(town, out, workers))
    for _ in range(lines):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    # Returns when its workers are gone as well: they end by themselves.
    said(process)

    judge(out, both)

    assert exported(town, out) == both[1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="exporters are forked from a warm process")
@pytest.mark.parametrize("can_exchange", [True, False], ids=["one step", "two steps"])
def test_killed_at_any_step(town, tmp_path, both, can_exchange):
    """Walks through the last calls of an export, where it is put in place, and a sample of all before."""
    out = tmp_path / "here" / "out"
    out.parent.mkdir()
    text, older = order(town, out, 1), order(town, out, 1, classes=("sign",))
    chance = random.Random(7)
    steps, is_over, seen = 0, False, set[bool]()
    with warm_exporter(tmp_path) as exporter:
        while not is_over:
            if not out.exists():
                assert b'"exported":{' in exporter.run(older)
            # After as many steps as there are pictures it is put in place: there at every step, elsewhere now and then.
            steps += 1 if COUNT <= steps < COUNT + 30 else min(chance.randint(20, 45), max(1, abs(COUNT - steps)))
            assert steps < 10 * COUNT
            is_over = b'"exported":{' in exporter.run(text, steps, can_exchange=can_exchange)
            is_new = judge(out, both)
            seen.add(is_new)
            if is_new:
                for path in sorted(out.rglob("*"), reverse=True):
                    path.rmdir() if path.is_dir() else path.unlink()
                out.rmdir()

    assert seen == {True, False}
    assert steps > COUNT


def test_an_exporter_that_is_told_to_stop_leaves_nothing(town, tmp_path, both):
    out = tmp_path / "out"
    exported(town, out, classes=("sign",))
    process = started(order(town, out, 2))
    process.stdout.readline()

    answer, complaints = process.communicate(timeout=60)  # hangs up first

    assert (b"The export was stopped." in answer) or (b'"exported":{' in answer)
    assert complaints == b""
    judge(out, both, is_swept=False)
    assert names_in(tmp_path) == ["out"]
